# Lo que dicen las páginas.

skip = Ir al contenido
powered = Con la tecnología de Slated
language = Idioma
error-title = Error: { $title }

# Páginas en lugar de otra

not-found = Página no encontrada
    .text = No hay nada en esta dirección. Compruebe el enlace o pregunte a quien se lo envió.
booking-not-found = Reserva no encontrada
    .text = Este enlace no lleva a ninguna reserva. Compruebe que lo ha copiado entero.
disabled = No se aceptan reservas
    .text = Esta cita no se puede reservar en este momento. Vuelva más tarde.
one-time-used = Este enlace ya se ha usado
    .text = Solo servía para una reserva o pertenece a otra cita. Pida uno nuevo.
sent-before = Ya ha enviado este formulario
    .text = Su primera reserva sigue tal como la envió. Para reservar otra hora, empiece de nuevo.
too-many = Demasiados intentos
    .text = Espere un minuto, vuelva atrás e inténtelo de nuevo. No se pierde nada de lo que ha escrito.
too-large = Demasiado texto
    .text = Vuelva atrás y acorte lo que ha escrito.
broken = Algo ha fallado
    .text = Es culpa nuestra y lo hemos anotado. Inténtelo de nuevo en un momento.
away = No disponible ahora mismo
    .text = No podemos acceder a lo que necesitamos. Inténtelo de nuevo en un minuto.
cannot-change = Esto no se puede cambiar
    .text = La cita ya ha pasado o se canceló, así que no hay nada que cambiar.
group-stays = Esta cita no se puede mover
    .text = También participan otras personas. Deje su plaza y reserve otra hora.
whose = ¿De quién es la plaza?
    .text = También participan otras personas. Use el enlace de su propia confirmación.

# Por qué una hora no está disponible

refused-taken = Alguien se ha adelantado
    .text = Esta hora se acaba de ocupar. Todo lo que ha escrito sigue aquí.
refused-notice = Con muy poca antelación
    .text = Esta hora está demasiado cerca o ya ha pasado.
refused-full = Ese día está completo
    .text = No se aceptan más citas en ese periodo.
refused-other = Esta hora no se ofrece
    .text = No se puede reservar. Elija otra.

# La página personal

nothing-to-book = Aquí no hay nada que reservar en este momento.
meetings-with = Citas que puede reservar con { $name }

# Elegir una hora

all-meetings = Todas las citas
length = Duración
month-turn = Mes
month-previous = Mes anterior
month-next = Mes siguiente
day-free =
    { $count ->
        [one] { $day }: 1 hora libre
       *[other] { $day }: { $count } horas libres
    }
zone-of-times = Horario:
zone = Zona horaria
zone-yours = Su zona horaria
zone-universal = Universal
clock = Formato de hora
change = Cambiar
seats-left =
    { $count ->
        [one] queda 1 plaza
       *[other] quedan { $count } plazas
    }
no-times = Sin horas libres
nothing-in = No hay nada libre en { $month }.
nothing = No hay horas libres en este momento. Vuelva más tarde.
next-free = Ir al { $day }, el próximo día libre
first-free = Mostrar las primeras horas libres
start-gone = { $time } ya no está disponible. Elija otra hora, por favor.

area-africa = África
area-america = América
area-antarctica = Antártida
area-arctic = Ártico
area-asia = Asia
area-atlantic = Atlántico
area-australia = Australia
area-europe = Europa
area-indian = Océano Índico
area-pacific = Pacífico

# Dónde tiene lugar una cita

channel-in-person = En persona
channel-at-yours = En su domicilio
channel-phone = Llamada telefónica
channel-phone-incoming = Usted llama por teléfono
channel-whatsapp = Llamada de WhatsApp
channel-online = En línea
channel-video = Videollamada

# El formulario

problem = Revise sus datos
nearest = Las horas libres más cercanas
see-all = Ver todas las horas libres
typed-kept = Lo que ha escrito se conserva.
your-details = Sus datos
optional = (opcional)
your-name = Su nombre
email = Correo electrónico
either-is-enough = Basta con un correo electrónico o un número de teléfono.
phone = Número de teléfono
phone-hint = Le llamarán a este número.
notes = ¿Desea añadir algo?
new-tab = (se abre en una pestaña nueva)
confirm = Confirmar la reserva
book-at = Reservar { $time }

channel-choice = ¿Cómo prefiere reunirse?
host-choice = ¿Con quién desea reunirse?
host-any = Quien esté libre primero
host-show = Mostrar horarios
host-first = Elija con quién desea reunirse para ver sus horas libres.
location-choice = ¿Dónde prefiere reunirse?
address = Dirección del encuentro
company = Empresa
guests = Invitados
guests-hint = Sus correos electrónicos, uno por línea, { $most } como máximo.
choose-one = Elija
yes = Sí
no = No
consent = Acepto que mis datos se usen para organizar esta cita.
consent-read = Más información
address-missing = Escriba la dirección del encuentro
guests-wrong = «{ $guest }» no es un correo electrónico
guests-many = Indique { $most } invitados como máximo
consent-missing = Marque la casilla para aceptar
answer-missing = Responda a «{ $question }»
answer-long = Acorte la respuesta a «{ $question }» a { $most } caracteres
answer-number = Escriba un número en «{ $question }»
answer-least = Escriba al menos { $least } en «{ $question }»
answer-most = Escriba como máximo { $most } en «{ $question }»
answer-url = Escriba una dirección web como https://example.com en «{ $question }»
answer-date = Escriba una fecha en «{ $question }»
answer-time = Escriba una hora en «{ $question }»
answer-choice = Elija una de las respuestas a «{ $question }»
name-missing = Escriba su nombre
name-long = Acorte el nombre a { $most } caracteres
email-missing = Escriba su correo electrónico
email-or-phone = Escriba su correo electrónico o su número de teléfono
email-wrong = Escriba un correo electrónico como nombre@example.com
phone-missing = Escriba el número de teléfono en el que se le puede llamar
phone-long = Acorte el número de teléfono a { $most } caracteres
notes-long = Acorte el mensaje a { $most } caracteres

# La contraseña

protected = Esta página está protegida. Escriba la contraseña que le dieron para ver las horas libres.
password = Contraseña
password-wrong = Esa no es la contraseña. Inténtelo de nuevo.
continue = Continuar

# Después de reservar

booked-title = Reservado: { $meeting }
you-are-booked = Su cita está reservada
move-or-cancel = Mover o cancelar
keep-link = Guarde el enlace de «Mover o cancelar»: con él podrá cambiar esta reserva más adelante.
waiting-title = Pendiente de confirmación – { $meeting }
waiting = Casi está: falta la confirmación
waiting-host = { $host } confirmará su reserva. Hasta entonces le guardamos esta hora.
waiting-you = Su reserva aún debe confirmarse. Hasta entonces le guardamos esta hora.
waiting-mail = Hemos enviado un correo a { $email }. Confirme su reserva con el enlace que contiene; hasta entonces le guardamos esta hora.

# Lo que se dice de una reserva

what = Qué
when = Cuándo
with = Con
where = Dónde
booked-by = Reservado por
join-at = Unirse en { $site }

# Gestionar una reserva

state-booked = Reservada
state-cancelled = Cancelada
state-over = Pasada
done-cancelled = Su reserva se ha cancelado.
done-moved = Su reserva se ha movido.
reason-given = Motivo indicado
move-action = Mover a otra hora
cancel-action = Cancelar la reserva
book-another = Reservar otra hora
back-to-booking = Volver a la reserva

cancel-title = Cancelar { $meeting }
cancel-ask = ¿Cancelar esta reserva?
leave-ask = ¿Dejar su plaza?
reason = Motivo
reason-long = Acorte el motivo a { $most } caracteres
leave-action = Dejar mi plaza
keep-it = Conservarla

move-title = Mover { $meeting }
booked-for-now = Reservado actualmente para:
move-from = De
move-to = A
move-confirm = Mover la reserva
move-other = Elegir otra hora
move-refused = No se puede mover ahí. Su reserva queda como estaba.

# Invitados

guest-email = Correo electrónico de un invitado
guest-add = Añadir invitado
done-guest = Se ha añadido su invitado.
cannot-cancel = No se puede cancelar aquí
    .text = Esta reserva no se puede, o ya no se puede, cancelar en línea. Póngase en contacto con su anfitrión.
cannot-move = No se puede cambiar aquí
    .text = Esta reserva no se puede, o ya no se puede, cambiar en línea. Póngase en contacto con su anfitrión.
