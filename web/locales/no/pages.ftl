# Det sidene sier.

skip = Gå til innholdet
powered = Drevet av Slated
language = Språk
error-title = Feil: { $title }

# Sider i stedet for en annen

not-found = Fant ikke siden
    .text = Det er ingenting på denne adressen. Sjekk lenken, eller spør den som sendte den til deg.
booking-not-found = Fant ikke bestillingen
    .text = Denne lenken fører ikke til noen bestilling. Sjekk at hele lenken er kopiert.
disabled = Tar ikke imot bestillinger
    .text = Dette møtet kan ikke bestilles for øyeblikket. Kom gjerne tilbake senere.
one-time-used = Denne lenken er brukt
    .text = Den gjaldt bare for én bestilling, eller hører til et annet møte. Be om en ny.
sent-before = Du har allerede sendt dette skjemaet
    .text = Den første bestillingen din står slik du sendte den. Start på nytt for å bestille et annet tidspunkt.
too-many = For mange forsøk
    .text = Vent et minutt, gå tilbake og prøv igjen. Ingenting du har skrevet, går tapt.
too-large = For mye tekst
    .text = Gå tilbake og forkort det du skrev.
broken = Noe gikk galt
    .text = Feilen er vår, og vi har notert den. Prøv igjen om et øyeblikk.
away = Ikke tilgjengelig akkurat nå
    .text = Vi får ikke tak i det vi trenger. Prøv igjen om et minutt.
cannot-change = Dette kan ikke endres
    .text = Møtet er over eller avlyst, så det er ingenting å endre.
group-stays = Dette kan ikke flyttes
    .text = Andre deltar også. Gi fra deg plassen din og bestill et annet tidspunkt i stedet.
whose = Hvem sin plass?
    .text = Andre deltar også. Bruk lenken fra din egen bekreftelse.

# Hvorfor et tidspunkt ikke er ledig

refused-taken = Noen var raskere
    .text = Dette tidspunktet ble nettopp tatt. Alt du skrev, er fortsatt her.
refused-notice = For kort varsel
    .text = Dette tidspunktet er for nært, eller har passert.
refused-full = Den dagen er full
    .text = Det tas ikke imot flere møter i den perioden.
refused-other = Dette tidspunktet tilbys ikke
    .text = Det kan ikke bestilles. Velg et annet.

# Den personlige siden

nothing-to-book = Det er ingenting å bestille her for øyeblikket.
meetings-with = Møter du kan bestille med { $name }

# Å velge tidspunkt

all-meetings = Alle møter
length = Varighet
month-turn = Måned
month-previous = Forrige måned
month-next = Neste måned
day-free =
    { $count ->
        [one] { $day }: 1 tidspunkt
       *[other] { $day }: { $count } tidspunkter
    }
zone-of-times = Tidene vises i
zone = Tidssone
zone-yours = Din tidssone
zone-universal = Universell
clock = Tidsformat
change = Endre
seats-left =
    { $count ->
        [one] 1 plass igjen
       *[other] { $count } plasser igjen
    }
no-times = Ingen ledige tidspunkter
nothing-in = Ingenting er ledig i { $month }.
nothing = Det er ingen ledige tidspunkter for øyeblikket. Kom gjerne tilbake senere.
next-free = Gå til { $day }, neste ledige dag
first-free = Vis de første ledige tidspunktene
start-gone = { $time } er ikke lenger ledig. Velg et annet tidspunkt.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarktis
area-arctic = Arktis
area-asia = Asia
area-atlantic = Atlanterhavet
area-australia = Australia
area-europe = Europa
area-indian = Indiahavet
area-pacific = Stillehavet

# Hvor et møte finner sted

channel-in-person = Personlig oppmøte
channel-at-yours = Hos deg
channel-phone = Telefonsamtale
channel-phone-incoming = Du ringer
channel-whatsapp = WhatsApp-samtale
channel-online = På nett
channel-video = Videosamtale

# Skjemaet

problem = Sjekk opplysningene dine
nearest = De nærmeste ledige tidspunktene
see-all = Se alle ledige tidspunkter
typed-kept = Det du har skrevet, beholdes.
your-details = Dine opplysninger
optional = (valgfritt)
your-name = Navnet ditt
email = E-postadresse
either-is-enough = Det holder med e-postadresse eller telefonnummer.
phone = Telefonnummer
phone-hint = Du blir oppringt på dette nummeret.
notes = Er det noe du vil legge til?
new-tab = (åpnes i en ny fane)
confirm = Bekreft bestillingen
book-at = Bestill { $time }

channel-choice = Hvordan vil du møtes?
host-choice = Hvem vil du møte?
host-any = Den som er ledig først
host-show = Vis tider
host-first = Velg hvem du vil møte, for å se ledige tider.
location-choice = Hvor vil du møtes?
address = Adressen der vi møtes
company = Firma
guests = Gjester
guests-hint = E-postadressene deres, én per linje, høyst { $most }.
choose-one = Velg
yes = Ja
no = Nei
consent = Jeg samtykker i at opplysningene mine brukes til å avtale dette møtet.
consent-read = Les mer
address-missing = Skriv inn adressen der vi møtes
guests-wrong = «{ $guest }» er ikke en e-postadresse
guests-many = Oppgi høyst { $most } gjester
consent-missing = Kryss av for å samtykke
answer-missing = Svar på «{ $question }»
answer-long = Forkort svaret på «{ $question }» til { $most } tegn
answer-number = Skriv inn et tall for «{ $question }»
answer-least = Skriv inn minst { $least } for «{ $question }»
answer-most = Skriv inn høyst { $most } for «{ $question }»
answer-url = Skriv inn en nettadresse som https://example.com for «{ $question }»
answer-date = Skriv inn en dato for «{ $question }»
answer-time = Skriv inn et klokkeslett for «{ $question }»
answer-choice = Velg et av svarene på «{ $question }»
name-missing = Skriv inn navnet ditt
name-long = Forkort navnet til { $most } tegn
email-missing = Skriv inn e-postadressen din
email-or-phone = Skriv inn e-postadressen eller telefonnummeret ditt
email-wrong = Skriv inn en e-postadresse som navn@example.com
phone-missing = Skriv inn telefonnummeret du kan nås på
phone-long = Forkort telefonnummeret til { $most } tegn
notes-long = Forkort meldingen til { $most } tegn

# Passordet

protected = Denne siden er beskyttet. Skriv inn passordet du har fått, for å se ledige tidspunkter.
password = Passord
password-wrong = Det er ikke passordet. Prøv igjen.
continue = Fortsett

# Etter bestillingen

booked-title = Bestilt: { $meeting }
you-are-booked = Møtet er bestilt
move-or-cancel = Flytt eller avlys
keep-link = Ta vare på lenken bak «Flytt eller avlys»: Med den kan du endre bestillingen senere.
waiting-title = Venter på bekreftelse – { $meeting }
waiting = Nesten ferdig: venter på bekreftelse
waiting-host = { $host } bekrefter bestillingen din. Vi holder av tidspunktet til da.
waiting-you = Bestillingen din må bekreftes. Vi holder av tidspunktet til da.
waiting-mail = Vi har sendt en e-post til { $email }. Bekreft bestillingen med lenken i den; vi holder av tidspunktet til da.

# Det som sies om en bestilling

what = Hva
when = Når
with = Med
where = Hvor
booked-by = Bestilt av
join-at = Delta via { $site }

# Å endre en bestilling

state-booked = Bestilt
state-cancelled = Avlyst
state-over = Over
done-cancelled = Bestillingen din er avlyst.
done-moved = Bestillingen din er flyttet.
reason-given = Oppgitt grunn
move-action = Flytt til et annet tidspunkt
cancel-action = Avlys bestillingen
book-another = Bestill et annet tidspunkt
back-to-booking = Tilbake til bestillingen

cancel-title = Avlys { $meeting }
cancel-ask = Vil du avlyse denne bestillingen?
leave-ask = Vil du gi fra deg plassen?
reason = Grunn
reason-long = Forkort grunnen til { $most } tegn
leave-action = Gi fra meg plassen
keep-it = Behold den

move-title = Flytt { $meeting }
booked-for-now = Bestilt nå:
move-from = Fra
move-to = Til
move-confirm = Flytt bestillingen
move-other = Velg et annet tidspunkt
move-refused = Den kan ikke flyttes dit. Bestillingen din står som den var.

# Gjester

guest-email = E-postadressen til en gjest
guest-add = Legg til gjest
done-guest = Gjesten er lagt til.
cannot-cancel = Kan ikke avbestilles her
    .text = Denne bestillingen kan ikke, eller ikke lenger, avbestilles på nettet. Ta kontakt med verten.
cannot-move = Kan ikke flyttes her
    .text = Denne bestillingen kan ikke, eller ikke lenger, flyttes på nettet. Ta kontakt med verten.
