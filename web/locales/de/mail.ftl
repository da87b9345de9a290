# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Gebucht: { $meeting } – { $start }
mail-confirmation-text =
    Guten Tag { $first },

    Ihr Termin mit { $host } ist gebucht. Die Einladung in dieser E-Mail trägt ihn in Ihren Kalender ein.
mail-host-booked-subject = Neue Buchung: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } hat einen Termin mit Ihnen gebucht.
mail-rescheduled-subject = Verschoben: { $meeting } – jetzt { $start }
mail-rescheduled-text =
    Guten Tag { $first },

    Ihr Termin mit { $host } wurde auf eine andere Zeit verschoben.
mail-host-rescheduled-subject = Verschoben: { $guest } – { $meeting }, jetzt { $start }
mail-host-rescheduled-text = Ihr Termin mit { $guest } wurde auf eine andere Zeit verschoben.
mail-cancelled-subject = Abgesagt: { $meeting } – { $start }
mail-cancelled-text =
    Guten Tag { $first },

    Ihr Termin mit { $host } wurde abgesagt.
mail-host-cancelled-subject = Abgesagt: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Der Termin, den { $guest } mit Ihnen gebucht hatte, wurde abgesagt.
mail-approval-request-subject = Bitte entscheiden: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } möchte sich mit Ihnen treffen. Die Zeit bleibt frei, bis Sie entscheiden.
mail-request-received-subject = Anfrage erhalten: { $meeting } – { $start }
mail-request-received-text =
    Guten Tag { $first },

    { $host } muss Ihre Buchung noch bestätigen. Bis dahin halten wir die Zeit für Sie frei und melden uns bei Ihnen.
mail-opt-in-subject = Bitte bestätigen: { $meeting } – { $start }
mail-opt-in-text =
    Guten Tag { $first },

    bitte bestätigen Sie, dass Sie sich mit { $host } treffen möchten. Bis dahin ist die Zeit nur für Sie vorgemerkt.

    Falls Sie das nicht waren, brauchen Sie nichts zu tun.
mail-declined-subject = Nicht gebucht: { $meeting } – { $start }
mail-declined-text =
    Guten Tag { $first },

    { $host } kann den gewünschten Termin leider nicht wahrnehmen.
mail-expired-subject = Nicht gebucht: { $meeting } – { $start }
mail-expired-text =
    Guten Tag { $first },

    Ihre Buchung wurde nicht rechtzeitig bestätigt, die Zeit ist daher wieder frei.
mail-reminder-subject = Erinnerung: { $meeting } – { $start }
mail-reminder-text =
    Guten Tag { $first },

    wir erinnern Sie an Ihren Termin mit { $host }.
mail-follow-up-subject = Vielen Dank: { $meeting }
mail-follow-up-text =
    Guten Tag { $first },

    vielen Dank für Ihre Zeit. Wenn Sie sich wieder mit { $host } treffen möchten, können Sie einen weiteren Termin buchen.

mail-what = Was
mail-when = Wann
mail-where = Wo
mail-with = Mit
mail-booked-by = Gebucht von
mail-email = E-Mail
mail-phone = Telefon
mail-guests = Außerdem eingeladen
mail-previously = Zuvor
mail-reason = Grund
mail-notes = Anmerkungen
mail-deadline = Bitte antworten bis

mail-join = Am Treffen teilnehmen
mail-decide = Annehmen oder ablehnen
mail-confirm = Buchung bestätigen
mail-book-again = Anderen Termin buchen
mail-move = Verschieben
mail-cancel = Absagen
mail-add-to-calendar = Kalenderdatei
mail-stop-reminders = Keine Erinnerungen mehr an diesen Termin
mail-sent-by = Gesendet von { $company }

mail-venue-in-person = Vor Ort
mail-venue-phone = Telefonisch
mail-venue-phone-incoming = Sie rufen an
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook angehalten: { $host }
mail-webhook-paused-text =
    Guten Tag { $first },

    ein Webhook von { $company } konnte tagelang nicht zugestellt werden und ist deshalb angehalten. Verloren geht nichts: Was geschieht, wird 30 Tage aufbewahrt und der Reihe nach gesendet, sobald der Webhook fortgesetzt wird oder einen Test annimmt.
mail-webhook-disabled-subject = Webhook abgeschaltet: { $host }
mail-webhook-disabled-text =
    Guten Tag { $first },

    ein Empfänger von { $company } hat geantwortet, dass es ihn nicht mehr gibt (410). Sein Webhook ist deshalb abgeschaltet, und was ab jetzt geschieht, wird für ihn nicht aufbewahrt. Wenn das nicht gewollt ist, setzen Sie den Webhook fort.
mail-webhook-endpoint = Empfänger
mail-webhook-id = Webhook
mail-webhook-since = Seit
mail-webhook-resume = So geht es weiter
mail-webhook-silent = { $time } lang wurde nichts zugestellt.
mail-webhook-answered = Der Empfänger hat mit { $status } geantwortet.
mail-webhook-late = Der Empfänger hat nicht rechtzeitig geantwortet.
mail-webhook-unreached = Zum Empfänger kam keine Verbindung zustande.
mail-webhook-untrusted = Dem Zertifikat des Empfängers wird nicht vertraut, oder er spricht kein TLS.
mail-webhook-forbidden = Die Adresse des Empfängers darf nicht aufgerufen werden.
mail-webhook-failed = Der Aufruf des Empfängers ist fehlgeschlagen.

# Pages that mails lead to.
pending-decide = Diese Buchung annehmen?
pending-confirm = Bestätigen Sie Ihre Buchung
pending-approve-button = Annehmen
pending-decline-button = Ablehnen
pending-confirm-button = Buchung bestätigen
pending-reason = Grund (wird dem Gast mitgeteilt)
pending-approved = Die Buchung ist angenommen. Sie erhalten beide eine Einladung per E-Mail.
pending-approved-asks = Die Buchung ist angenommen. Der Gast wird gebeten, sie zu bestätigen; dann erhalten Sie beide eine Einladung per E-Mail.
pending-declined = Die Buchung ist abgelehnt. Der Gast erfährt es per E-Mail.
pending-confirmed = Ihre Buchung ist bestätigt. Eine Einladung ist unterwegs zu Ihnen.
pending-turned-down = Die Buchung wurde abgelehnt. Der Termin ist wieder frei.
pending-expired = Das wurde nicht rechtzeitig bestätigt. Der Termin ist wieder frei.
reminders-stop = Keine Erinnerungen mehr an diesen Termin?
reminders-stop-button = Erinnerungen abstellen
reminders-stopped = Sie erhalten keine Erinnerungen mehr an diesen Termin. Die Buchung selbst bleibt bestehen.

# On the pages of a booking.
calendar-add = In den Kalender eintragen:
calendar-file = Kalenderdatei
