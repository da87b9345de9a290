# Ce que disent les pages.

skip = Aller au contenu
powered = Propulsé par Slated
language = Langue
error-title = Erreur : { $title }

# Les pages qui en remplacent une autre

not-found = Page introuvable
    .text = Il n’y a rien à cette adresse. Vérifiez le lien ou demandez à la personne qui vous l’a envoyé.
booking-not-found = Réservation introuvable
    .text = Ce lien ne mène à aucune réservation. Vérifiez qu’il a été copié en entier.
disabled = Réservations fermées
    .text = Ce rendez-vous ne peut pas être réservé pour le moment. Revenez plus tard.
one-time-used = Ce lien a déjà servi
    .text = Il n’était valable que pour une réservation ou concerne un autre rendez-vous. Demandez-en un nouveau.
sent-before = Vous avez déjà envoyé ce formulaire
    .text = Votre première réservation reste telle que vous l’avez envoyée. Pour réserver un autre créneau, recommencez.
too-many = Trop de tentatives
    .text = Patientez une minute, puis revenez en arrière et réessayez. Rien de ce que vous avez saisi n’est perdu.
too-large = Texte trop long
    .text = Revenez en arrière et raccourcissez votre texte.
broken = Une erreur s’est produite
    .text = Elle vient de nous, et nous en avons pris note. Réessayez dans un instant.
away = Indisponible pour l’instant
    .text = Un service dont nous avons besoin ne répond pas. Réessayez dans une minute.
cannot-change = Modification impossible
    .text = Le rendez-vous est passé ou a été annulé : il n’y a rien à modifier.
group-stays = Ce rendez-vous ne peut pas être déplacé
    .text = D’autres personnes y participent. Libérez plutôt votre place et réservez un autre créneau.
whose = De quelle place s’agit-il ?
    .text = D’autres personnes participent aussi. Utilisez le lien de votre propre confirmation.

# Pourquoi un créneau n’est pas disponible

refused-taken = Quelqu’un a été plus rapide
    .text = Ce créneau vient d’être pris. Tout ce que vous avez saisi est encore là.
refused-notice = Délai trop court
    .text = Ce créneau est trop proche ou déjà passé.
refused-full = Cette journée est complète
    .text = Plus aucun rendez-vous n’est accepté pour cette période.
refused-other = Ce créneau n’est pas proposé
    .text = Il ne peut pas être réservé. Choisissez-en un autre.

# La page personnelle

nothing-to-book = Il n’y a rien à réserver ici pour le moment.
meetings-with = Rendez-vous que vous pouvez réserver avec { $name }

# Choisir un créneau

all-meetings = Tous les rendez-vous
length = Durée
month-turn = Mois
month-previous = Mois précédent
month-next = Mois suivant
day-free =
    { $count ->
        [one] { $day } : { $count } créneau
       *[other] { $day } : { $count } créneaux
    }
zone-of-times = Horaires :
zone = Fuseau horaire
zone-yours = Votre fuseau horaire
zone-universal = Universel
clock = Format de l’heure
change = Modifier
seats-left =
    { $count ->
        [one] { $count } place restante
       *[other] { $count } places restantes
    }
no-times = Aucun créneau
nothing-in = Aucun créneau libre en { $month }.
nothing = Aucun créneau n’est libre pour le moment. Revenez plus tard.
next-free = Aller au { $day }, prochain jour disponible
first-free = Afficher les premiers créneaux libres
start-gone = { $time } : ce créneau n’est plus disponible. Veuillez en choisir un autre.

area-africa = Afrique
area-america = Amérique
area-antarctica = Antarctique
area-arctic = Arctique
area-asia = Asie
area-atlantic = Atlantique
area-australia = Australie
area-europe = Europe
area-indian = Océan Indien
area-pacific = Pacifique

# Où a lieu un rendez-vous

channel-in-person = En personne
channel-at-yours = Chez vous
channel-phone = Appel téléphonique
channel-phone-incoming = Vous appelez
channel-whatsapp = Appel WhatsApp
channel-online = En ligne
channel-video = Visioconférence

# Le formulaire

problem = Veuillez vérifier vos informations
nearest = Les créneaux libres les plus proches
see-all = Voir tous les créneaux libres
typed-kept = Tout ce que vous avez saisi est conservé.
your-details = Vos coordonnées
optional = (facultatif)
your-name = Votre nom
email = Adresse e-mail
either-is-enough = Une adresse e-mail ou un numéro de téléphone suffit.
phone = Numéro de téléphone
phone-hint = On vous appellera à ce numéro.
notes = Souhaitez-vous ajouter quelque chose ?
new-tab = (s’ouvre dans un nouvel onglet)
confirm = Confirmer la réservation
book-at = Réserver { $time }

channel-choice = Comment souhaitez-vous échanger ?
host-choice = Qui souhaitez-vous rencontrer ?
host-any = La première personne disponible
host-show = Afficher les horaires
host-first = Choisissez qui vous souhaitez rencontrer pour voir ses disponibilités.
location-choice = Où souhaitez-vous nous rencontrer ?
address = Adresse du rendez-vous
company = Entreprise
guests = Invités
guests-hint = Leurs adresses e-mail, une par ligne, { $most } au maximum.
choose-one = Choisissez
yes = Oui
no = Non
consent = J’accepte que mes informations soient utilisées pour organiser ce rendez-vous.
consent-read = En savoir plus
address-missing = Indiquez l’adresse du rendez-vous
guests-wrong = « { $guest } » n’est pas une adresse e-mail
guests-many = Indiquez { $most } invités au maximum
consent-missing = Cochez la case pour accepter
answer-missing = Répondez à « { $question } »
answer-long = Raccourcissez la réponse à « { $question } » à { $most } caractères
answer-number = Indiquez un nombre pour « { $question } »
answer-least = Indiquez au moins { $least } pour « { $question } »
answer-most = Indiquez au plus { $most } pour « { $question } »
answer-url = Indiquez une adresse web du type https://example.com pour « { $question } »
answer-date = Indiquez une date pour « { $question } »
answer-time = Indiquez une heure pour « { $question } »
answer-choice = Choisissez une des réponses à « { $question } »
name-missing = Indiquez votre nom
name-long = Raccourcissez le nom à { $most } caractères
email-missing = Indiquez votre adresse e-mail
email-or-phone = Indiquez votre adresse e-mail ou votre numéro de téléphone
email-wrong = Indiquez une adresse e-mail du type nom@example.com
phone-missing = Saisissez le numéro de téléphone où vous joindre
phone-long = Raccourcissez le numéro de téléphone à { $most } caractères
notes-long = Raccourcissez votre message à { $most } caractères

# Le mot de passe

protected = Cette page est protégée. Saisissez le mot de passe qui vous a été donné pour voir les créneaux libres.
password = Mot de passe
password-wrong = Ce n’est pas le bon mot de passe. Réessayez.
continue = Continuer

# Après la réservation

booked-title = Réservé : { $meeting }
you-are-booked = Votre rendez-vous est réservé
move-or-cancel = Déplacer ou annuler
keep-link = Conservez le lien du bouton « Déplacer ou annuler » : il permet de modifier cette réservation plus tard.
waiting-title = En attente de confirmation – { $meeting }
waiting = Presque terminé : en attente de confirmation
waiting-host = { $host } va confirmer votre réservation. D’ici là, nous vous gardons ce créneau.
waiting-you = Votre réservation doit encore être confirmée. D’ici là, nous vous gardons ce créneau.
waiting-mail = Nous avons envoyé un e-mail à { $email }. Confirmez votre réservation par le lien qu’il contient ; d’ici là, nous vous gardons ce créneau.

# Ce qui est dit d’une réservation

what = Objet
when = Quand
with = Avec
where = Où
booked-by = Réservé par
join-at = Rejoindre sur { $site }

# Gérer une réservation

state-booked = Réservé
state-cancelled = Annulé
state-over = Passé
done-cancelled = Votre réservation a été annulée.
done-moved = Votre réservation a été déplacée.
reason-given = Motif indiqué
move-action = Déplacer à un autre créneau
cancel-action = Annuler la réservation
book-another = Réserver un autre créneau
back-to-booking = Retour à la réservation

cancel-title = Annuler { $meeting }
cancel-ask = Annuler cette réservation ?
leave-ask = Libérer votre place ?
reason = Motif
reason-long = Raccourcissez le motif à { $most } caractères
leave-action = Libérer ma place
keep-it = La garder

move-title = Déplacer { $meeting }
booked-for-now = Actuellement réservé pour :
move-from = De
move-to = À
move-confirm = Déplacer la réservation
move-other = Choisir un autre créneau
move-refused = Le déplacement est impossible. Votre réservation reste inchangée.

# Invités

guest-email = Adresse e-mail d’un invité
guest-add = Ajouter l’invité
done-guest = Votre invité a été ajouté.
cannot-cancel = Annulation impossible ici
    .text = Cette réservation ne peut pas, ou plus, être annulée en ligne. Veuillez contacter votre hôte.
cannot-move = Report impossible ici
    .text = Cette réservation ne peut pas, ou plus, être déplacée en ligne. Veuillez contacter votre hôte.
