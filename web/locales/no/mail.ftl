# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Bestilt: { $meeting } – { $start }
mail-confirmation-text =
    Hei { $first },

    møtet ditt med { $host } er bestilt. Invitasjonen i denne e-posten legger det i kalenderen din.
mail-host-booked-subject = Ny bestilling: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } har bestilt et møte med deg.
mail-rescheduled-subject = Flyttet: { $meeting } – nå { $start }
mail-rescheduled-text =
    Hei { $first },

    møtet ditt med { $host } er flyttet til et annet tidspunkt.
mail-host-rescheduled-subject = Flyttet: { $guest } – { $meeting }, nå { $start }
mail-host-rescheduled-text = Møtet ditt med { $guest } er flyttet til et annet tidspunkt.
mail-cancelled-subject = Avlyst: { $meeting } – { $start }
mail-cancelled-text =
    Hei { $first },

    møtet ditt med { $host } er avlyst.
mail-host-cancelled-subject = Avlyst: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Møtet som { $guest } hadde bestilt med deg, er avlyst.
mail-approval-request-subject = Til avgjørelse: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } vil gjerne møte deg. Tidspunktet holdes ledig til du bestemmer deg.
mail-request-received-subject = Forespørsel mottatt: { $meeting } – { $start }
mail-request-received-text =
    Hei { $first },

    { $host } må bekrefte bestillingen din. Til da holder vi tidspunktet av til deg, og du hører fra oss.
mail-opt-in-subject = Til bekreftelse: { $meeting } – { $start }
mail-opt-in-text =
    Hei { $first },

    bekreft at du vil møte { $host }. Til da er tidspunktet bare holdt av til deg.

    Hvis det ikke var deg, trenger du ikke gjøre noe.
mail-declined-subject = Ikke bestilt: { $meeting } – { $start }
mail-declined-text =
    Hei { $first },

    { $host } kan dessverre ikke ta møtet du ba om.
mail-expired-subject = Ikke bestilt: { $meeting } – { $start }
mail-expired-text =
    Hei { $first },

    bestillingen din ble ikke bekreftet i tide, så tidspunktet er ledig igjen.
mail-reminder-subject = Påminnelse: { $meeting } – { $start }
mail-reminder-text =
    Hei { $first },

    vi minner om møtet ditt med { $host }.
mail-follow-up-subject = Takk: { $meeting }
mail-follow-up-text =
    Hei { $first },

    takk for tiden din. Vil du møte { $host } igjen, kan du bestille et nytt møte.

mail-what = Hva
mail-when = Når
mail-where = Hvor
mail-with = Med
mail-booked-by = Bestilt av
mail-email = E-post
mail-phone = Telefon
mail-guests = Også invitert
mail-previously = Tidligere
mail-reason = Grunn
mail-notes = Merknader
mail-deadline = Svar innen

mail-join = Bli med i møtet
mail-decide = Godta eller avslå
mail-confirm = Bekreft bestillingen
mail-book-again = Bestill et annet tidspunkt
mail-move = Flytt
mail-cancel = Avlys
mail-add-to-calendar = Kalenderfil
mail-stop-reminders = Ingen flere påminnelser om dette møtet
mail-sent-by = Sendt av { $company }

mail-venue-in-person = Ved oppmøte
mail-venue-phone = På telefon
mail-venue-phone-incoming = Du ringer
mail-venue-online = På nett

# To administrators.
mail-webhook-paused-subject = Webhook satt på pause: { $host }
mail-webhook-paused-text =
    Hei { $first },

    en webhook hos { $company } kunne ikke leveres på flere dager og er satt på pause. Ingenting går tapt: det som skjer, tas vare på i 30 dager og sendes i rekkefølge når webhooken gjenopptas eller tar imot en test.
mail-webhook-disabled-subject = Webhook slått av: { $host }
mail-webhook-disabled-text =
    Hei { $first },

    et endepunkt hos { $company } svarte at det ikke finnes lenger (410), så webhooken er slått av. Det som skjer fra nå av, tas ikke vare på for den. Er det ikke meningen, gjenoppta webhooken.
mail-webhook-endpoint = Endepunkt
mail-webhook-id = Webhook
mail-webhook-since = Siden
mail-webhook-resume = Slik gjenopptas den
mail-webhook-silent = Ingenting ble levert på { $time }.
mail-webhook-answered = Endepunktet svarte { $status }.
mail-webhook-late = Endepunktet svarte ikke i tide.
mail-webhook-unreached = Det kunne ikke opprettes forbindelse til endepunktet.
mail-webhook-untrusted = Endepunktets sertifikat er ikke klarert, eller det snakker ikke TLS.
mail-webhook-forbidden = Endepunktets adresse kan ikke kalles.
mail-webhook-failed = Kallet til endepunktet mislyktes.

# Pages that mails lead to.
pending-decide = Godta denne bestillingen?
pending-confirm = Bekreft bestillingen din
pending-approve-button = Godta
pending-decline-button = Avslå
pending-confirm-button = Bekreft bestillingen
pending-reason = Grunn (gjesten får lese den)
pending-approved = Bestillingen er godtatt. Begge får en invitasjon på e-post.
pending-approved-asks = Bestillingen er godtatt. Gjesten blir bedt om å bekrefte den; deretter får begge en invitasjon på e-post.
pending-declined = Bestillingen er avslått. Gjesten får beskjed på e-post.
pending-confirmed = Bestillingen din er bekreftet. En invitasjon er på vei.
pending-turned-down = Bestillingen ble avslått. Tidspunktet er ledig igjen.
pending-expired = Ingen bekreftet dette i tide. Tidspunktet er ledig igjen.
reminders-stop = Stoppe påminnelsene om dette møtet?
reminders-stop-button = Stopp påminnelser
reminders-stopped = Du får ingen flere påminnelser om dette møtet. Selve bestillingen står.

# On the pages of a booking.
calendar-add = Legg i kalenderen:
calendar-file = Kalenderfil
