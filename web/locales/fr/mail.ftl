# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Réservé: { $meeting } – { $start }
mail-confirmation-text =
    Bonjour { $first },

    votre rendez-vous avec { $host } est réservé. L’invitation jointe l’ajoute à votre agenda.
mail-host-booked-subject = Nouvelle réservation: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } a réservé un rendez-vous avec vous.
mail-rescheduled-subject = Déplacé: { $meeting } – désormais { $start }
mail-rescheduled-text =
    Bonjour { $first },

    votre rendez-vous avec { $host } a été déplacé.
mail-host-rescheduled-subject = Déplacé: { $guest } – { $meeting }, désormais { $start }
mail-host-rescheduled-text = Votre rendez-vous avec { $guest } a été déplacé.
mail-cancelled-subject = Annulé: { $meeting } – { $start }
mail-cancelled-text =
    Bonjour { $first },

    votre rendez-vous avec { $host } a été annulé.
mail-host-cancelled-subject = Annulé: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Le rendez-vous que { $guest } avait réservé avec vous a été annulé.
mail-approval-request-subject = À décider: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } souhaite vous rencontrer. Le créneau reste libre jusqu’à votre décision.
mail-request-received-subject = Demande reçue: { $meeting } – { $start }
mail-request-received-text =
    Bonjour { $first },

    { $host } doit encore confirmer votre réservation. D’ici là, le créneau vous est gardé et nous vous tiendrons au courant.
mail-opt-in-subject = À confirmer: { $meeting } – { $start }
mail-opt-in-text =
    Bonjour { $first },

    merci de confirmer que vous souhaitez rencontrer { $host }. D’ici là, le créneau vous est seulement gardé.

    Si ce n’était pas vous, il n’y a rien à faire.
mail-declined-subject = Non réservé: { $meeting } – { $start }
mail-declined-text =
    Bonjour { $first },

    { $host } ne peut pas assurer le rendez-vous demandé.
mail-expired-subject = Non réservé: { $meeting } – { $start }
mail-expired-text =
    Bonjour { $first },

    votre réservation n’a pas été confirmée à temps ; le créneau est de nouveau libre.
mail-reminder-subject = Rappel: { $meeting } – { $start }
mail-reminder-text =
    Bonjour { $first },

    nous vous rappelons votre rendez-vous avec { $host }.
mail-follow-up-subject = Merci: { $meeting }
mail-follow-up-text =
    Bonjour { $first },

    merci pour votre temps. Si vous souhaitez revoir { $host }, vous pouvez réserver un autre rendez-vous.

mail-what = Quoi
mail-when = Quand
mail-where = Où
mail-with = Avec
mail-booked-by = Réservé par
mail-email = E-mail
mail-phone = Téléphone
mail-guests = Également invités
mail-previously = Auparavant
mail-reason = Motif
mail-notes = Remarques
mail-deadline = Réponse attendue avant

mail-join = Rejoindre la réunion
mail-decide = Accepter ou refuser
mail-confirm = Confirmer la réservation
mail-book-again = Réserver un autre créneau
mail-move = Déplacer
mail-cancel = Annuler
mail-add-to-calendar = Fichier d’agenda
mail-stop-reminders = Ne plus recevoir de rappels de ce rendez-vous
mail-sent-by = Envoyé par { $company }

mail-venue-in-person = Sur place
mail-venue-phone = Par téléphone
mail-venue-phone-incoming = Vous appelez
mail-venue-online = En ligne

# To administrators.
mail-webhook-paused-subject = Webhook suspendu : { $host }
mail-webhook-paused-text =
    Bonjour { $first },

    un webhook de { $company } n’a pas pu être livré pendant plusieurs jours et est suspendu. Rien n’est perdu : ce qui se passe est conservé 30 jours et envoyé dans l’ordre dès que le webhook est repris ou accepte un test.
mail-webhook-disabled-subject = Webhook désactivé : { $host }
mail-webhook-disabled-text =
    Bonjour { $first },

    une adresse de { $company } a répondu qu’elle n’existe plus (410), son webhook est donc désactivé. Ce qui se passe désormais n’est pas conservé pour lui. Si ce n’est pas voulu, reprenez le webhook.
mail-webhook-endpoint = Adresse
mail-webhook-id = Webhook
mail-webhook-since = Depuis
mail-webhook-resume = Pour le reprendre
mail-webhook-silent = Rien n’a été livré pendant { $time }.
mail-webhook-answered = L’adresse a répondu { $status }.
mail-webhook-late = L’adresse n’a pas répondu à temps.
mail-webhook-unreached = La connexion à l’adresse n’a pas pu être établie.
mail-webhook-untrusted = Le certificat de l’adresse n’est pas reconnu, ou elle ne parle pas TLS.
mail-webhook-forbidden = Cette adresse ne peut pas être appelée.
mail-webhook-failed = L’appel de l’adresse a échoué.

# Pages that mails lead to.
pending-decide = Accepter cette réservation ?
pending-confirm = Confirmez votre réservation
pending-approve-button = Accepter
pending-decline-button = Refuser
pending-confirm-button = Confirmer la réservation
pending-reason = Motif (communiqué à l’invité)
pending-approved = La réservation est acceptée. Vous recevez tous deux une invitation par e-mail.
pending-approved-asks = La réservation est acceptée. L’invité est prié de la confirmer ; vous recevrez ensuite tous deux une invitation par e-mail.
pending-declined = La réservation est refusée. L’invité en est informé par e-mail.
pending-confirmed = Votre réservation est confirmée. Une invitation vous est envoyée.
pending-turned-down = La réservation a été refusée. Le créneau est de nouveau libre.
pending-expired = Personne n’a confirmé à temps. Le créneau est de nouveau libre.
reminders-stop = Arrêter les rappels de ce rendez-vous ?
reminders-stop-button = Arrêter les rappels
reminders-stopped = Vous ne recevrez plus de rappels de ce rendez-vous. La réservation est maintenue.

# On the pages of a booking.
calendar-add = Ajouter à l’agenda :
calendar-file = Fichier d’agenda
