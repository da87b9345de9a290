# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Prenotato: { $meeting } – { $start }
mail-confirmation-text =
    Buongiorno { $first },

    il Suo appuntamento con { $host } è prenotato. L’invito in questa e-mail lo aggiunge al Suo calendario.
mail-host-booked-subject = Nuova prenotazione: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } ha prenotato un appuntamento con Lei.
mail-rescheduled-subject = Spostato: { $meeting } – ora { $start }
mail-rescheduled-text =
    Buongiorno { $first },

    il Suo appuntamento con { $host } è stato spostato a un altro orario.
mail-host-rescheduled-subject = Spostato: { $guest } – { $meeting }, ora { $start }
mail-host-rescheduled-text = Il Suo appuntamento con { $guest } è stato spostato a un altro orario.
mail-cancelled-subject = Annullato: { $meeting } – { $start }
mail-cancelled-text =
    Buongiorno { $first },

    il Suo appuntamento con { $host } è stato annullato.
mail-host-cancelled-subject = Annullato: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = L’appuntamento che { $guest } aveva prenotato con Lei è stato annullato.
mail-approval-request-subject = Da decidere: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } desidera incontrarLa. L’orario resta libero finché non decide.
mail-request-received-subject = Richiesta ricevuta: { $meeting } – { $start }
mail-request-received-text =
    Buongiorno { $first },

    { $host } deve ancora confermare la Sua prenotazione. Fino ad allora l’orario è tenuto per Lei e La informeremo.
mail-opt-in-subject = Da confermare: { $meeting } – { $start }
mail-opt-in-text =
    Buongiorno { $first },

    confermi che desidera incontrare { $host }. Fino ad allora l’orario è soltanto tenuto per Lei.

    Se non è stato Lei, non deve fare nulla.
mail-declined-subject = Non prenotato: { $meeting } – { $start }
mail-declined-text =
    Buongiorno { $first },

    { $host } non può accettare l’appuntamento richiesto.
mail-expired-subject = Non prenotato: { $meeting } – { $start }
mail-expired-text =
    Buongiorno { $first },

    la Sua prenotazione non è stata confermata in tempo, perciò l’orario è di nuovo libero.
mail-reminder-subject = Promemoria: { $meeting } – { $start }
mail-reminder-text =
    Buongiorno { $first },

    Le ricordiamo il Suo appuntamento con { $host }.
mail-follow-up-subject = Grazie: { $meeting }
mail-follow-up-text =
    Buongiorno { $first },

    grazie per il Suo tempo. Se desidera incontrare di nuovo { $host }, può prenotare un altro appuntamento.

mail-what = Che cosa
mail-when = Quando
mail-where = Dove
mail-with = Con
mail-booked-by = Prenotato da
mail-email = E-mail
mail-phone = Telefono
mail-guests = Altri invitati
mail-previously = Prima
mail-reason = Motivo
mail-notes = Note
mail-deadline = Rispondere entro

mail-join = Partecipa alla riunione
mail-decide = Accetta o rifiuta
mail-confirm = Conferma la prenotazione
mail-book-again = Prenota un altro orario
mail-move = Sposta
mail-cancel = Annulla
mail-add-to-calendar = File di calendario
mail-stop-reminders = Niente più promemoria di questo appuntamento
mail-sent-by = Inviato da { $company }

mail-venue-in-person = Di persona
mail-venue-phone = Per telefono
mail-venue-phone-incoming = Chiama Lei
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook in pausa: { $host }
mail-webhook-paused-text =
    Buongiorno { $first },

    un webhook di { $company } non è stato consegnato per giorni ed è in pausa. Nulla va perso: ciò che accade viene conservato per 30 giorni e inviato in ordine quando il webhook viene ripreso o accetta una prova.
mail-webhook-disabled-subject = Webhook disattivato: { $host }
mail-webhook-disabled-text =
    Buongiorno { $first },

    un indirizzo di { $company } ha risposto che non esiste più (410), quindi il suo webhook è disattivato. Ciò che accade d’ora in poi non viene conservato. Se non è voluto, riprenda il webhook.
mail-webhook-endpoint = Indirizzo
mail-webhook-id = Webhook
mail-webhook-since = Da
mail-webhook-resume = Come riprenderlo
mail-webhook-silent = Per { $time } non è stato consegnato nulla.
mail-webhook-answered = L’indirizzo ha risposto { $status }.
mail-webhook-late = L’indirizzo non ha risposto in tempo.
mail-webhook-unreached = Non è stato possibile connettersi all’indirizzo.
mail-webhook-untrusted = Il certificato dell’indirizzo non è attendibile, oppure non parla TLS.
mail-webhook-forbidden = L’indirizzo non può essere chiamato.
mail-webhook-failed = La chiamata all’indirizzo non è riuscita.

# Pages that mails lead to.
pending-decide = Accettare questa prenotazione?
pending-confirm = Confermi la Sua prenotazione
pending-approve-button = Accetta
pending-decline-button = Rifiuta
pending-confirm-button = Conferma la prenotazione
pending-reason = Motivo (lo leggerà l’invitato)
pending-approved = La prenotazione è accettata. Entrambi ricevete un invito per e-mail.
pending-approved-asks = La prenotazione è accettata. All’invitato si chiede di confermarla; poi entrambi ricevono un invito per e-mail.
pending-declined = La prenotazione è rifiutata. L’invitato viene avvisato per e-mail.
pending-confirmed = La Sua prenotazione è confermata. L’invito è in arrivo.
pending-turned-down = La prenotazione è stata rifiutata. L’orario è di nuovo libero.
pending-expired = Nessuno ha confermato in tempo. L’orario è di nuovo libero.
reminders-stop = Interrompere i promemoria di questo appuntamento?
reminders-stop-button = Interrompi i promemoria
reminders-stopped = Non riceverà altri promemoria di questo appuntamento. La prenotazione resta valida.

# On the pages of a booking.
calendar-add = Aggiungi al calendario:
calendar-file = File di calendario
