# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Bokat: { $meeting } – { $start }
mail-confirmation-text =
    Hej { $first },

    ditt möte med { $host } är bokat. Inbjudan i detta mejl lägger in det i din kalender.
mail-host-booked-subject = Ny bokning: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } har bokat ett möte med dig.
mail-rescheduled-subject = Flyttat: { $meeting } – nu { $start }
mail-rescheduled-text =
    Hej { $first },

    ditt möte med { $host } har flyttats till en annan tid.
mail-host-rescheduled-subject = Flyttat: { $guest } – { $meeting }, nu { $start }
mail-host-rescheduled-text = Ditt möte med { $guest } har flyttats till en annan tid.
mail-cancelled-subject = Avbokat: { $meeting } – { $start }
mail-cancelled-text =
    Hej { $first },

    ditt möte med { $host } har avbokats.
mail-host-cancelled-subject = Avbokat: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Mötet som { $guest } hade bokat med dig har avbokats.
mail-approval-request-subject = Att besluta: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } vill gärna träffa dig. Tiden hålls ledig tills du bestämmer dig.
mail-request-received-subject = Förfrågan mottagen: { $meeting } – { $start }
mail-request-received-text =
    Hej { $first },

    { $host } behöver bekräfta din bokning. Till dess håller vi tiden åt dig, och du hör från oss.
mail-opt-in-subject = Att bekräfta: { $meeting } – { $start }
mail-opt-in-text =
    Hej { $first },

    bekräfta att du vill träffa { $host }. Till dess är tiden bara reserverad åt dig.

    Om det inte var du behöver du inte göra något.
mail-declined-subject = Inte bokat: { $meeting } – { $start }
mail-declined-text =
    Hej { $first },

    { $host } kan tyvärr inte ta mötet du bad om.
mail-expired-subject = Inte bokat: { $meeting } – { $start }
mail-expired-text =
    Hej { $first },

    din bokning bekräftades inte i tid, så tiden är ledig igen.
mail-reminder-subject = Påminnelse: { $meeting } – { $start }
mail-reminder-text =
    Hej { $first },

    vi påminner om ditt möte med { $host }.
mail-follow-up-subject = Tack: { $meeting }
mail-follow-up-text =
    Hej { $first },

    tack för din tid. Vill du träffa { $host } igen kan du boka ett nytt möte.

mail-what = Vad
mail-when = När
mail-where = Var
mail-with = Med
mail-booked-by = Bokat av
mail-email = E-post
mail-phone = Telefon
mail-guests = Även inbjudna
mail-previously = Tidigare
mail-reason = Orsak
mail-notes = Anteckningar
mail-deadline = Svara senast

mail-join = Anslut till mötet
mail-decide = Godkänn eller avböj
mail-confirm = Bekräfta bokningen
mail-book-again = Boka en annan tid
mail-move = Flytta
mail-cancel = Avboka
mail-add-to-calendar = Kalenderfil
mail-stop-reminders = Inga fler påminnelser om detta möte
mail-sent-by = Skickat av { $company }

mail-venue-in-person = På plats
mail-venue-phone = Per telefon
mail-venue-phone-incoming = Du ringer
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook pausad: { $host }
mail-webhook-paused-text =
    Hej { $first },

    en webhook hos { $company } kunde inte levereras på flera dagar och är pausad. Inget går förlorat: det som händer sparas i 30 dagar och skickas i ordning när webhooken återupptas eller tar emot ett test.
mail-webhook-disabled-subject = Webhook avstängd: { $host }
mail-webhook-disabled-text =
    Hej { $first },

    en adress hos { $company } svarade att den inte längre finns (410), så webhooken är avstängd. Det som händer från och med nu sparas inte för den. Är det inte meningen, återuppta webhooken.
mail-webhook-endpoint = Adress
mail-webhook-id = Webhook
mail-webhook-since = Sedan
mail-webhook-resume = Så återupptas den
mail-webhook-silent = Inget levererades på { $time }.
mail-webhook-answered = Adressen svarade { $status }.
mail-webhook-late = Adressen svarade inte i tid.
mail-webhook-unreached = Det gick inte att ansluta till adressen.
mail-webhook-untrusted = Adressens certifikat är inte betrott, eller så talar den inte TLS.
mail-webhook-forbidden = Adressen får inte anropas.
mail-webhook-failed = Anropet till adressen misslyckades.

# Pages that mails lead to.
pending-decide = Godkänna den här bokningen?
pending-confirm = Bekräfta din bokning
pending-approve-button = Godkänn
pending-decline-button = Avböj
pending-confirm-button = Bekräfta bokningen
pending-reason = Orsak (gästen får läsa den)
pending-approved = Bokningen är godkänd. Ni får båda en inbjudan via e-post.
pending-approved-asks = Bokningen är godkänd. Gästen ombeds bekräfta den; sedan får ni båda en inbjudan via e-post.
pending-declined = Bokningen är avböjd. Gästen meddelas via e-post.
pending-confirmed = Din bokning är bekräftad. En inbjudan är på väg.
pending-turned-down = Bokningen avböjdes. Tiden är ledig igen.
pending-expired = Ingen bekräftade detta i tid. Tiden är ledig igen.
reminders-stop = Stoppa påminnelserna om detta möte?
reminders-stop-button = Stoppa påminnelser
reminders-stopped = Du får inga fler påminnelser om detta möte. Själva bokningen står kvar.

# On the pages of a booking.
calendar-add = Lägg till i kalendern:
calendar-file = Kalenderfil
