# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Reservado: { $meeting } – { $start }
mail-confirmation-text =
    Hola, { $first }:

    su cita con { $host } está reservada. La invitación de este correo la añade a su calendario.
mail-host-booked-subject = Nueva reserva: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } ha reservado una cita con usted.
mail-rescheduled-subject = Cambiado: { $meeting } – ahora { $start }
mail-rescheduled-text =
    Hola, { $first }:

    su cita con { $host } se ha cambiado a otra hora.
mail-host-rescheduled-subject = Cambiado: { $guest } – { $meeting }, ahora { $start }
mail-host-rescheduled-text = Su cita con { $guest } se ha cambiado a otra hora.
mail-cancelled-subject = Cancelado: { $meeting } – { $start }
mail-cancelled-text =
    Hola, { $first }:

    su cita con { $host } se ha cancelado.
mail-host-cancelled-subject = Cancelado: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = La cita que { $guest } había reservado con usted se ha cancelado.
mail-approval-request-subject = Por decidir: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } desea reunirse con usted. La hora queda libre hasta que usted decida.
mail-request-received-subject = Solicitud recibida: { $meeting } – { $start }
mail-request-received-text =
    Hola, { $first }:

    { $host } todavía tiene que confirmar su reserva. Hasta entonces le guardamos la hora y le avisaremos.
mail-opt-in-subject = Por confirmar: { $meeting } – { $start }
mail-opt-in-text =
    Hola, { $first }:

    confirme que desea reunirse con { $host }. Hasta entonces la hora solo está guardada para usted.

    Si no ha sido usted, no tiene que hacer nada.
mail-declined-subject = No reservado: { $meeting } – { $start }
mail-declined-text =
    Hola, { $first }:

    { $host } no puede atender la cita que ha pedido.
mail-expired-subject = No reservado: { $meeting } – { $start }
mail-expired-text =
    Hola, { $first }:

    su reserva no se confirmó a tiempo, por lo que la hora vuelve a estar libre.
mail-reminder-subject = Recordatorio: { $meeting } – { $start }
mail-reminder-text =
    Hola, { $first }:

    le recordamos su cita con { $host }.
mail-follow-up-subject = Gracias: { $meeting }
mail-follow-up-text =
    Hola, { $first }:

    gracias por su tiempo. Si desea reunirse de nuevo con { $host }, puede reservar otra cita.

mail-what = Qué
mail-when = Cuándo
mail-where = Dónde
mail-with = Con
mail-booked-by = Reservado por
mail-email = Correo
mail-phone = Teléfono
mail-guests = También invitados
mail-previously = Antes
mail-reason = Motivo
mail-notes = Notas
mail-deadline = Responda antes de

mail-join = Unirse a la reunión
mail-decide = Aceptar o rechazar
mail-confirm = Confirmar la reserva
mail-book-again = Reservar otra hora
mail-move = Cambiar la hora
mail-cancel = Cancelar
mail-add-to-calendar = Archivo de calendario
mail-stop-reminders = No más recordatorios de esta cita
mail-sent-by = Enviado por { $company }

mail-venue-in-person = En persona
mail-venue-phone = Por teléfono
mail-venue-phone-incoming = Usted llama
mail-venue-online = En línea

# To administrators.
mail-webhook-paused-subject = Webhook en pausa: { $host }
mail-webhook-paused-text =
    Hola, { $first }:

    un webhook de { $company } no se pudo entregar durante días y está en pausa. No se pierde nada: lo que ocurre se guarda 30 días y se envía en orden cuando el webhook se reanuda o acepta una prueba.
mail-webhook-disabled-subject = Webhook desactivado: { $host }
mail-webhook-disabled-text =
    Hola, { $first }:

    una dirección de { $company } respondió que ya no existe (410), por lo que su webhook está desactivado. Lo que ocurra desde ahora no se guarda para él. Si no es lo que desea, reanude el webhook.
mail-webhook-endpoint = Dirección
mail-webhook-id = Webhook
mail-webhook-since = Desde
mail-webhook-resume = Cómo reanudarlo
mail-webhook-silent = No se entregó nada durante { $time }.
mail-webhook-answered = La dirección respondió { $status }.
mail-webhook-late = La dirección no respondió a tiempo.
mail-webhook-unreached = No se pudo conectar con la dirección.
mail-webhook-untrusted = El certificado de la dirección no es de confianza, o no habla TLS.
mail-webhook-forbidden = No está permitido llamar a la dirección.
mail-webhook-failed = La llamada a la dirección falló.

# Pages that mails lead to.
pending-decide = ¿Aceptar esta reserva?
pending-confirm = Confirme su reserva
pending-approve-button = Aceptar
pending-decline-button = Rechazar
pending-confirm-button = Confirmar la reserva
pending-reason = Motivo (lo leerá el invitado)
pending-approved = La reserva está aceptada. Ambos reciben una invitación por correo.
pending-approved-asks = La reserva está aceptada. Se pide al invitado que la confirme; después ambos reciben una invitación por correo.
pending-declined = La reserva está rechazada. El invitado recibe un correo.
pending-confirmed = Su reserva está confirmada. La invitación va de camino.
pending-turned-down = La reserva fue rechazada. La hora vuelve a estar libre.
pending-expired = Nadie lo confirmó a tiempo. La hora vuelve a estar libre.
reminders-stop = ¿Dejar de recibir recordatorios de esta cita?
reminders-stop-button = Detener los recordatorios
reminders-stopped = No recibirá más recordatorios de esta cita. La reserva se mantiene.

# On the pages of a booking.
calendar-add = Añadir al calendario:
calendar-file = Archivo de calendario
