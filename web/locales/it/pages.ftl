# Ciò che dicono le pagine.

skip = Vai al contenuto
powered = Realizzato con Slated
language = Lingua
error-title = Errore: { $title }

# Pagine al posto di un’altra

not-found = Pagina non trovata
    .text = A questo indirizzo non c’è nulla. Controlli il link o chieda a chi glielo ha inviato.
booking-not-found = Prenotazione non trovata
    .text = Questo link non porta a nessuna prenotazione. Controlli di averlo copiato per intero.
disabled = Prenotazioni chiuse
    .text = Al momento questo appuntamento non si può prenotare. La preghiamo di tornare più tardi.
one-time-used = Questo link è già stato usato
    .text = Valeva per una sola prenotazione o riguarda un altro appuntamento. Ne chieda uno nuovo.
sent-before = Ha già inviato questo modulo
    .text = La Sua prima prenotazione resta così come l’ha inviata. Per prenotare un altro orario, ricominci da capo.
too-many = Troppi tentativi
    .text = Attenda un minuto, torni indietro e riprovi. Nulla di ciò che ha scritto andrà perso.
too-large = Testo troppo lungo
    .text = Torni indietro e abbrevi ciò che ha scritto.
broken = Qualcosa è andato storto
    .text = La colpa è nostra e ne abbiamo preso nota. Riprovi tra un momento.
away = Non disponibile in questo momento
    .text = Non riusciamo a raggiungere ciò che ci serve. Riprovi tra un minuto.
cannot-change = Non è possibile modificare
    .text = L’appuntamento è passato o è stato annullato: non c’è nulla da modificare.
group-stays = Questo appuntamento non si può spostare
    .text = Partecipano anche altre persone. Rinunci al Suo posto e prenoti un altro orario.
whose = Di chi è il posto?
    .text = Partecipano anche altre persone. Usi il link della Sua conferma.

# Perché un orario non è disponibile

refused-taken = Qualcuno è stato più veloce
    .text = Questo orario è appena stato preso. Tutto ciò che ha scritto è ancora qui.
refused-notice = Preavviso troppo breve
    .text = Questo orario è troppo vicino o è già passato.
refused-full = Quel giorno è al completo
    .text = In quel periodo non si accettano altri appuntamenti.
refused-other = Questo orario non è disponibile
    .text = Non si può prenotare. Ne scelga un altro.

# La pagina personale

nothing-to-book = Al momento qui non c’è nulla da prenotare.
meetings-with = Appuntamenti che può prenotare con { $name }

# Scegliere un orario

all-meetings = Tutti gli appuntamenti
length = Durata
month-turn = Mese
month-previous = Mese precedente
month-next = Mese successivo
day-free =
    { $count ->
        [one] { $day }: 1 orario
       *[other] { $day }: { $count } orari
    }
zone-of-times = Orari:
zone = Fuso orario
zone-yours = Il Suo fuso orario
zone-universal = Universale
clock = Formato dell’ora
change = Cambia
seats-left =
    { $count ->
        [one] 1 posto rimasto
       *[other] { $count } posti rimasti
    }
no-times = Nessun orario libero
nothing-in = Non c’è nulla di libero a { $month }.
nothing = Al momento non ci sono orari liberi. La preghiamo di tornare più tardi.
next-free = Vai a { $day }, il prossimo giorno libero
first-free = Mostra i primi orari liberi
start-gone = { $time }: questo orario non è più disponibile. Ne scelga un altro.

area-africa = Africa
area-america = America
area-antarctica = Antartide
area-arctic = Artico
area-asia = Asia
area-atlantic = Atlantico
area-australia = Australia
area-europe = Europa
area-indian = Oceano Indiano
area-pacific = Pacifico

# Dove si svolge un appuntamento

channel-in-person = Di persona
channel-at-yours = Presso di Lei
channel-phone = Telefonata
channel-phone-incoming = Telefona Lei
channel-whatsapp = Chiamata WhatsApp
channel-online = Online
channel-video = Videochiamata

# Il modulo

problem = Controlli i Suoi dati
nearest = Gli orari liberi più vicini
see-all = Vedi tutti gli orari liberi
typed-kept = Ciò che ha scritto resta conservato.
your-details = I Suoi dati
optional = (facoltativo)
your-name = Il Suo nome
email = Indirizzo e-mail
either-is-enough = Basta un indirizzo e-mail o un numero di telefono.
phone = Numero di telefono
phone-hint = La chiameranno a questo numero.
notes = Desidera aggiungere qualcosa?
new-tab = (si apre in una nuova scheda)
confirm = Conferma la prenotazione
book-at = Prenota { $time }

channel-choice = Come preferisce incontrarsi?
host-choice = Chi desidera incontrare?
host-any = Chi è libero per primo
host-show = Mostra gli orari
host-first = Scelga chi desidera incontrare per vedere gli orari liberi.
location-choice = Dove preferisce incontrarsi?
address = Indirizzo dell’incontro
company = Azienda
guests = Ospiti
guests-hint = I loro indirizzi e-mail, uno per riga, al massimo { $most }.
choose-one = Scelga
yes = Sì
no = No
consent = Acconsento all’uso dei miei dati per organizzare questo appuntamento.
consent-read = Maggiori informazioni
address-missing = Inserisca l’indirizzo dell’incontro
guests-wrong = «{ $guest }» non è un indirizzo e-mail
guests-many = Indichi al massimo { $most } ospiti
consent-missing = Spunti la casella per acconsentire
answer-missing = Risponda a «{ $question }»
answer-long = Abbrevi la risposta a «{ $question }» a { $most } caratteri
answer-number = Inserisca un numero per «{ $question }»
answer-least = Inserisca almeno { $least } per «{ $question }»
answer-most = Inserisca al massimo { $most } per «{ $question }»
answer-url = Inserisca un indirizzo web come https://example.com per «{ $question }»
answer-date = Inserisca una data per «{ $question }»
answer-time = Inserisca un orario per «{ $question }»
answer-choice = Scelga una delle risposte a «{ $question }»
name-missing = Inserisca il Suo nome
name-long = Abbrevi il nome a { $most } caratteri
email-missing = Inserisca il Suo indirizzo e-mail
email-or-phone = Inserisca il Suo indirizzo e-mail o il Suo numero di telefono
email-wrong = Inserisca un indirizzo e-mail come nome@example.com
phone-missing = Inserisca il numero di telefono a cui chiamarLa
phone-long = Abbrevi il numero di telefono a { $most } caratteri
notes-long = Abbrevi il messaggio a { $most } caratteri

# La password

protected = Questa pagina è protetta. Inserisca la password che ha ricevuto per vedere gli orari liberi.
password = Password
password-wrong = La password non è corretta. Riprovi.
continue = Continua

# Dopo la prenotazione

booked-title = Prenotato: { $meeting }
you-are-booked = Il Suo appuntamento è prenotato
move-or-cancel = Sposta o annulla
keep-link = Conservi il link di «Sposta o annulla»: serve per modificare questa prenotazione in seguito.
waiting-title = In attesa di conferma – { $meeting }
waiting = Quasi fatto: in attesa di conferma
waiting-host = { $host } confermerà la Sua prenotazione. Fino ad allora Le teniamo libero questo orario.
waiting-you = La Sua prenotazione deve ancora essere confermata. Fino ad allora Le teniamo libero questo orario.
waiting-mail = Abbiamo inviato un’e-mail a { $email }. Confermi la Sua prenotazione con il link che contiene; fino ad allora Le teniamo libero questo orario.

# Ciò che si dice di una prenotazione

what = Che cosa
when = Quando
with = Con
where = Dove
booked-by = Prenotato da
join-at = Partecipa su { $site }

# Gestire una prenotazione

state-booked = Prenotato
state-cancelled = Annullato
state-over = Passato
done-cancelled = La Sua prenotazione è stata annullata.
done-moved = La Sua prenotazione è stata spostata.
reason-given = Motivo indicato
move-action = Sposta a un altro orario
cancel-action = Annulla la prenotazione
book-another = Prenota un altro orario
back-to-booking = Torna alla prenotazione

cancel-title = Annulla { $meeting }
cancel-ask = Annullare questa prenotazione?
leave-ask = Rinunciare al Suo posto?
reason = Motivo
reason-long = Abbrevi il motivo a { $most } caratteri
leave-action = Rinuncio al mio posto
keep-it = Mantieni

move-title = Sposta { $meeting }
booked-for-now = Ora prenotato per:
move-from = Da
move-to = A
move-confirm = Sposta la prenotazione
move-other = Scegli un altro orario
move-refused = Non si può spostare lì. La Sua prenotazione resta com’era.

# Ospiti

guest-email = Indirizzo e-mail di un ospite
guest-add = Aggiungi ospite
done-guest = Il suo ospite è stato aggiunto.
cannot-cancel = Qui non si può annullare
    .text = Questa prenotazione non può, o non può più, essere annullata online. Contatti chi la riceve.
cannot-move = Qui non si può spostare
    .text = Questa prenotazione non può, o non può più, essere spostata online. Contatti chi la riceve.
