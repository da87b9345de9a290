# Hvad siderne siger.

skip = Gå til indholdet
powered = Drevet af Slated
language = Sprog
error-title = Fejl: { $title }

# Sider i stedet for en anden

not-found = Siden findes ikke
    .text = Der er ikke noget på denne adresse. Tjek linket, eller spørg den, der sendte det.
booking-not-found = Bookingen findes ikke
    .text = Linket fører ikke til en booking. Tjek, at hele linket er kopieret.
disabled = Kan ikke bookes
    .text = Dette møde kan ikke bookes lige nu. Kom gerne tilbage senere.
one-time-used = Linket er brugt
    .text = Det gjaldt kun én booking eller hører til et andet møde. Bed om et nyt.
sent-before = Du har allerede sendt formularen
    .text = Din første booking står, som du sendte den. Begynd forfra for at booke et andet tidspunkt.
too-many = For mange forsøg
    .text = Vent et minut, gå tilbage, og prøv igen. Intet af det, du har skrevet, går tabt.
too-large = For meget tekst
    .text = Gå tilbage, og forkort det, du skrev.
broken = Noget gik galt
    .text = Fejlen er vores, og vi har noteret den. Prøv igen om et øjeblik.
away = Ikke tilgængelig lige nu
    .text = Vi kan ikke få fat i det, vi skal bruge. Prøv igen om et minut.
cannot-change = Dette kan ikke ændres
    .text = Mødet er overstået eller aflyst, så der er ikke noget at ændre.
group-stays = Dette kan ikke flyttes
    .text = Der deltager også andre. Giv slip på din plads, og book et andet tidspunkt i stedet.
whose = Hvis plads?
    .text = Der deltager også andre. Brug linket fra din egen bekræftelse.

# Hvorfor et tidspunkt ikke kan fås

refused-taken = Nogen var hurtigere
    .text = Tidspunktet er lige blevet taget. Alt, hvad du skrev, er her stadig.
refused-notice = For kort varsel
    .text = Tidspunktet er for tæt på eller er passeret.
refused-full = Den dag er fuld
    .text = Der tages ikke imod flere møder i den periode.
refused-other = Tidspunktet tilbydes ikke
    .text = Det kan ikke bookes. Vælg et andet.

# Den personlige side

nothing-to-book = Der er ikke noget at booke her lige nu.
meetings-with = Møder, du kan booke med { $name }

# At vælge tidspunkt

all-meetings = Alle møder
length = Varighed
month-turn = Måned
month-previous = Forrige måned
month-next = Næste måned
day-free =
    { $count ->
        [one] { $day }: 1 tidspunkt
       *[other] { $day }: { $count } tidspunkter
    }
zone-of-times = Tiderne vises i
zone = Tidszone
zone-yours = Din tidszone
zone-universal = Universel
clock = Tidsformat
change = Skift
seats-left =
    { $count ->
        [one] 1 plads tilbage
       *[other] { $count } pladser tilbage
    }
no-times = Ingen ledige tidspunkter
nothing-in = Intet er ledigt i { $month }.
nothing = Der er ingen ledige tidspunkter lige nu. Kom gerne tilbage senere.
next-free = Gå til { $day }, den næste ledige dag
first-free = Vis de første ledige tidspunkter
start-gone = { $time } er ikke længere ledig. Vælg et andet tidspunkt.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarktis
area-arctic = Arktis
area-asia = Asien
area-atlantic = Atlanterhavet
area-australia = Australien
area-europe = Europa
area-indian = Det Indiske Ocean
area-pacific = Stillehavet

# Hvor et møde finder sted

channel-in-person = Personligt fremmøde
channel-at-yours = Hos dig
channel-phone = Telefonopkald
channel-phone-incoming = Du ringer
channel-whatsapp = WhatsApp-opkald
channel-online = Online
channel-video = Videoopkald

# Formularen

problem = Tjek dine oplysninger
nearest = De nærmeste ledige tidspunkter
see-all = Se alle ledige tidspunkter
typed-kept = Det, du har skrevet, er gemt.
your-details = Dine oplysninger
optional = (valgfrit)
your-name = Dit navn
email = E-mailadresse
either-is-enough = En e-mailadresse eller et telefonnummer er nok.
phone = Telefonnummer
phone-hint = Du bliver ringet op på dette nummer.
notes = Vil du tilføje noget?
new-tab = (åbner i en ny fane)
confirm = Bekræft booking
book-at = Book { $time }

channel-choice = Hvordan vil du mødes?
host-choice = Hvem vil du mødes med?
host-any = Den, der er ledig først
host-show = Vis tider
host-first = Vælg, hvem du vil mødes med, for at se ledige tider.
location-choice = Hvor vil du mødes?
address = Adressen, hvor vi mødes
company = Firma
guests = Gæster
guests-hint = Deres e-mailadresser, én pr. linje, højst { $most }.
choose-one = Vælg
yes = Ja
no = Nej
consent = Jeg accepterer, at mine oplysninger bruges til at aftale dette møde.
consent-read = Læs mere
address-missing = Skriv adressen, hvor vi mødes
guests-wrong = „{ $guest }“ er ikke en e-mailadresse
guests-many = Angiv højst { $most } gæster
consent-missing = Sæt kryds for at acceptere
answer-missing = Besvar „{ $question }“
answer-long = Forkort svaret på „{ $question }“ til { $most } tegn
answer-number = Skriv et tal ved „{ $question }“
answer-least = Skriv mindst { $least } ved „{ $question }“
answer-most = Skriv højst { $most } ved „{ $question }“
answer-url = Skriv en webadresse som https://example.com ved „{ $question }“
answer-date = Skriv en dato ved „{ $question }“
answer-time = Skriv et klokkeslæt ved „{ $question }“
answer-choice = Vælg et af svarene ved „{ $question }“
name-missing = Skriv dit navn
name-long = Forkort navnet til { $most } tegn
email-missing = Skriv din e-mailadresse
email-or-phone = Skriv din e-mailadresse eller dit telefonnummer
email-wrong = Skriv en e-mailadresse som navn@example.com
phone-missing = Skriv det telefonnummer, du kan ringes op på
phone-long = Forkort telefonnummeret til { $most } tegn
notes-long = Forkort beskeden til { $most } tegn

# Adgangskoden

protected = Siden er beskyttet. Skriv den adgangskode, du har fået, for at se de ledige tidspunkter.
password = Adgangskode
password-wrong = Det er ikke adgangskoden. Prøv igen.
continue = Fortsæt

# Efter bookingen

booked-title = Booket: { $meeting }
you-are-booked = Dit møde er booket
move-or-cancel = Flyt eller aflys
keep-link = Gem linket bag „Flyt eller aflys“: Med det kan du ændre bookingen senere.
waiting-title = Venter på bekræftelse – { $meeting }
waiting = Næsten færdig: venter på bekræftelse
waiting-host = { $host } bekræfter din booking. Vi holder tidspunktet til dig indtil da.
waiting-you = Din booking skal bekræftes. Vi holder tidspunktet til dig indtil da.
waiting-mail = Vi har sendt en e-mail til { $email }. Bekræft din booking med linket i den; vi holder tidspunktet til dig indtil da.

# Hvad der siges om en booking

what = Hvad
when = Hvornår
with = Med
where = Hvor
booked-by = Booket af
join-at = Deltag via { $site }

# At ændre en booking

state-booked = Booket
state-cancelled = Aflyst
state-over = Overstået
done-cancelled = Din booking er aflyst.
done-moved = Din booking er flyttet.
reason-given = Angivet grund
move-action = Flyt til et andet tidspunkt
cancel-action = Aflys bookingen
book-another = Book et andet tidspunkt
back-to-booking = Tilbage til bookingen

cancel-title = Aflys { $meeting }
cancel-ask = Vil du aflyse denne booking?
leave-ask = Vil du give slip på din plads?
reason = Grund
reason-long = Forkort grunden til { $most } tegn
leave-action = Giv slip på min plads
keep-it = Behold den

move-title = Flyt { $meeting }
booked-for-now = Booket lige nu:
move-from = Fra
move-to = Til
move-confirm = Flyt bookingen
move-other = Vælg et andet tidspunkt
move-refused = Den kan ikke flyttes dertil. Din booking står, som den var.

# Gæster

guest-email = E-mailadresse på en gæst
guest-add = Tilføj gæst
done-guest = Din gæst er tilføjet.
cannot-cancel = Kan ikke aflyses her
    .text = Denne booking kan ikke, eller ikke længere, aflyses online. Kontakt din vært.
cannot-move = Kan ikke flyttes her
    .text = Denne booking kan ikke, eller ikke længere, flyttes online. Kontakt din vært.
