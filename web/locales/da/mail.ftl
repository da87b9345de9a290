# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Booket: { $meeting } – { $start }
mail-confirmation-text =
    Hej { $first },

    dit møde med { $host } er booket. Invitationen i denne e-mail lægger det i din kalender.
mail-host-booked-subject = Ny booking: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } har booket et møde med dig.
mail-rescheduled-subject = Flyttet: { $meeting } – nu { $start }
mail-rescheduled-text =
    Hej { $first },

    dit møde med { $host } er flyttet til et andet tidspunkt.
mail-host-rescheduled-subject = Flyttet: { $guest } – { $meeting }, nu { $start }
mail-host-rescheduled-text = Dit møde med { $guest } er flyttet til et andet tidspunkt.
mail-cancelled-subject = Aflyst: { $meeting } – { $start }
mail-cancelled-text =
    Hej { $first },

    dit møde med { $host } er aflyst.
mail-host-cancelled-subject = Aflyst: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Mødet, som { $guest } havde booket med dig, er aflyst.
mail-approval-request-subject = Til afgørelse: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } vil gerne mødes med dig. Tidspunktet holdes ledigt, til du har besluttet dig.
mail-request-received-subject = Anmodning modtaget: { $meeting } – { $start }
mail-request-received-text =
    Hej { $first },

    { $host } skal bekræfte din booking. Indtil da holder vi tidspunktet til dig, og du hører fra os.
mail-opt-in-subject = Til bekræftelse: { $meeting } – { $start }
mail-opt-in-text =
    Hej { $first },

    bekræft, at du vil mødes med { $host }. Indtil da er tidspunktet kun reserveret til dig.

    Hvis det ikke var dig, skal du ikke gøre noget.
mail-declined-subject = Ikke booket: { $meeting } – { $start }
mail-declined-text =
    Hej { $first },

    { $host } kan desværre ikke tage det møde, du bad om.
mail-expired-subject = Ikke booket: { $meeting } – { $start }
mail-expired-text =
    Hej { $first },

    din booking blev ikke bekræftet i tide, så tidspunktet er ledigt igen.
mail-reminder-subject = Påmindelse: { $meeting } – { $start }
mail-reminder-text =
    Hej { $first },

    vi minder om dit møde med { $host }.
mail-follow-up-subject = Tak: { $meeting }
mail-follow-up-text =
    Hej { $first },

    tak for din tid. Vil du mødes med { $host } igen, kan du booke et nyt møde.

mail-what = Hvad
mail-when = Hvornår
mail-where = Hvor
mail-with = Med
mail-booked-by = Booket af
mail-email = E-mail
mail-phone = Telefon
mail-guests = Også inviteret
mail-previously = Tidligere
mail-reason = Årsag
mail-notes = Bemærkninger
mail-deadline = Svar senest

mail-join = Deltag i mødet
mail-decide = Godkend eller afvis
mail-confirm = Bekræft bookingen
mail-book-again = Book et andet tidspunkt
mail-move = Flyt
mail-cancel = Aflys
mail-add-to-calendar = Kalenderfil
mail-stop-reminders = Ingen flere påmindelser om dette møde
mail-sent-by = Sendt af { $company }

mail-venue-in-person = Ved fremmøde
mail-venue-phone = På telefon
mail-venue-phone-incoming = Du ringer
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook sat på pause: { $host }
mail-webhook-paused-text =
    Hej { $first },

    en webhook hos { $company } kunne ikke leveres i flere dage og er sat på pause. Intet går tabt: det, der sker, gemmes i 30 dage og sendes i rækkefølge, når webhooken genoptages eller tager imod en test.
mail-webhook-disabled-subject = Webhook slået fra: { $host }
mail-webhook-disabled-text =
    Hej { $first },

    en adresse hos { $company } svarede, at den ikke findes længere (410), så webhooken er slået fra. Det, der sker fra nu af, gemmes ikke til den. Er det ikke meningen, så genoptag webhooken.
mail-webhook-endpoint = Adresse
mail-webhook-id = Webhook
mail-webhook-since = Siden
mail-webhook-resume = Sådan genoptages den
mail-webhook-silent = Intet blev leveret i { $time }.
mail-webhook-answered = Adressen svarede { $status }.
mail-webhook-late = Adressen svarede ikke i tide.
mail-webhook-unreached = Der kunne ikke oprettes forbindelse til adressen.
mail-webhook-untrusted = Adressens certifikat er ikke betroet, eller den taler ikke TLS.
mail-webhook-forbidden = Adressen må ikke kaldes.
mail-webhook-failed = Kaldet til adressen mislykkedes.

# Pages that mails lead to.
pending-decide = Godkend denne booking?
pending-confirm = Bekræft din booking
pending-approve-button = Godkend
pending-decline-button = Afvis
pending-confirm-button = Bekræft bookingen
pending-reason = Årsag (gæsten får den at læse)
pending-approved = Bookingen er godkendt. I får begge en invitation på e-mail.
pending-approved-asks = Bookingen er godkendt. Gæsten bliver bedt om at bekræfte den; derefter får I begge en invitation på e-mail.
pending-declined = Bookingen er afvist. Gæsten får besked på e-mail.
pending-confirmed = Din booking er bekræftet. En invitation er på vej.
pending-turned-down = Bookingen blev afvist. Tidspunktet er ledigt igen.
pending-expired = Ingen bekræftede det i tide. Tidspunktet er ledigt igen.
reminders-stop = Stop påmindelserne om dette møde?
reminders-stop-button = Stop påmindelser
reminders-stopped = Du får ikke flere påmindelser om dette møde. Selve bookingen består.

# On the pages of a booking.
calendar-add = Føj til kalenderen:
calendar-file = Kalenderfil
