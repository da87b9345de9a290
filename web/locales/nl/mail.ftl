# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Geboekt: { $meeting } – { $start }
mail-confirmation-text =
    Hallo { $first },

    uw afspraak met { $host } is geboekt. De uitnodiging in deze e-mail zet die in uw agenda.
mail-host-booked-subject = Nieuwe boeking: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } heeft een afspraak met u geboekt.
mail-rescheduled-subject = Verplaatst: { $meeting } – nu { $start }
mail-rescheduled-text =
    Hallo { $first },

    uw afspraak met { $host } is verplaatst.
mail-host-rescheduled-subject = Verplaatst: { $guest } – { $meeting }, nu { $start }
mail-host-rescheduled-text = Uw afspraak met { $guest } is verplaatst.
mail-cancelled-subject = Geannuleerd: { $meeting } – { $start }
mail-cancelled-text =
    Hallo { $first },

    uw afspraak met { $host } is geannuleerd.
mail-host-cancelled-subject = Geannuleerd: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = De afspraak die { $guest } met u had geboekt, is geannuleerd.
mail-approval-request-subject = Graag beslissen: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } wil graag met u afspreken. De tijd blijft vrij totdat u beslist.
mail-request-received-subject = Aanvraag ontvangen: { $meeting } – { $start }
mail-request-received-text =
    Hallo { $first },

    { $host } moet uw boeking nog bevestigen. Tot dan houden we de tijd voor u vrij en u hoort van ons.
mail-opt-in-subject = Graag bevestigen: { $meeting } – { $start }
mail-opt-in-text =
    Hallo { $first },

    bevestig dat u met { $host } wilt afspreken. Tot dan is de tijd alleen voor u vastgehouden.

    Was u dit niet, dan hoeft u niets te doen.
mail-declined-subject = Niet geboekt: { $meeting } – { $start }
mail-declined-text =
    Hallo { $first },

    { $host } kan de gevraagde afspraak niet aannemen.
mail-expired-subject = Niet geboekt: { $meeting } – { $start }
mail-expired-text =
    Hallo { $first },

    uw boeking is niet op tijd bevestigd, dus de tijd is weer vrij.
mail-reminder-subject = Herinnering: { $meeting } – { $start }
mail-reminder-text =
    Hallo { $first },

    wij herinneren u aan uw afspraak met { $host }.
mail-follow-up-subject = Bedankt: { $meeting }
mail-follow-up-text =
    Hallo { $first },

    bedankt voor uw tijd. Wilt u { $host } nog eens spreken, dan kunt u een nieuwe afspraak boeken.

mail-what = Wat
mail-when = Wanneer
mail-where = Waar
mail-with = Met
mail-booked-by = Geboekt door
mail-email = E-mail
mail-phone = Telefoon
mail-guests = Ook uitgenodigd
mail-previously = Eerder
mail-reason = Reden
mail-notes = Opmerkingen
mail-deadline = Antwoord graag vóór

mail-join = Deelnemen
mail-decide = Goedkeuren of afwijzen
mail-confirm = Boeking bevestigen
mail-book-again = Andere tijd boeken
mail-move = Verplaatsen
mail-cancel = Annuleren
mail-add-to-calendar = Agendabestand
mail-stop-reminders = Geen herinneringen meer aan deze afspraak
mail-sent-by = Verzonden door { $company }

mail-venue-in-person = Op locatie
mail-venue-phone = Telefonisch
mail-venue-phone-incoming = U belt
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook gepauzeerd: { $host }
mail-webhook-paused-text =
    Hallo { $first },

    een webhook van { $company } kon dagenlang niet worden afgeleverd en is gepauzeerd. Er gaat niets verloren: wat er gebeurt wordt 30 dagen bewaard en op volgorde verzonden zodra de webhook wordt hervat of een test aanneemt.
mail-webhook-disabled-subject = Webhook uitgeschakeld: { $host }
mail-webhook-disabled-text =
    Hallo { $first },

    een adres van { $company } antwoordde dat het niet meer bestaat (410), dus de webhook is uitgeschakeld. Wat er vanaf nu gebeurt wordt er niet voor bewaard. Als dat niet de bedoeling is, hervat dan de webhook.
mail-webhook-endpoint = Adres
mail-webhook-id = Webhook
mail-webhook-since = Sinds
mail-webhook-resume = Zo hervat u hem
mail-webhook-silent = Er is { $time } lang niets afgeleverd.
mail-webhook-answered = Het adres antwoordde { $status }.
mail-webhook-late = Het adres antwoordde niet op tijd.
mail-webhook-unreached = Er kon geen verbinding met het adres worden gemaakt.
mail-webhook-untrusted = Het certificaat van het adres wordt niet vertrouwd, of het spreekt geen TLS.
mail-webhook-forbidden = Het adres mag niet worden aangeroepen.
mail-webhook-failed = De aanroep van het adres is mislukt.

# Pages that mails lead to.
pending-decide = Deze boeking goedkeuren?
pending-confirm = Bevestig uw boeking
pending-approve-button = Goedkeuren
pending-decline-button = Afwijzen
pending-confirm-button = Boeking bevestigen
pending-reason = Reden (de gast leest die)
pending-approved = De boeking is goedgekeurd. U krijgt beiden een uitnodiging per e-mail.
pending-approved-asks = De boeking is goedgekeurd. De gast wordt gevraagd haar te bevestigen; daarna krijgt u beiden een uitnodiging per e-mail.
pending-declined = De boeking is afgewezen. De gast krijgt een e-mail.
pending-confirmed = Uw boeking is bevestigd. Een uitnodiging is onderweg.
pending-turned-down = De boeking is afgewezen. Het tijdstip is weer vrij.
pending-expired = Dit is niet op tijd bevestigd. Het tijdstip is weer vrij.
reminders-stop = Geen herinneringen meer aan deze afspraak?
reminders-stop-button = Herinneringen stoppen
reminders-stopped = U krijgt geen herinneringen meer aan deze afspraak. De boeking zelf blijft staan.

# On the pages of a booking.
calendar-add = In de agenda zetten:
calendar-file = Agendabestand
