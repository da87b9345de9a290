# Wat de pagina’s zeggen.

skip = Naar de inhoud
powered = Mogelijk gemaakt door Slated
language = Taal
error-title = Fout: { $title }

# Pagina’s in plaats van een andere

not-found = Pagina niet gevonden
    .text = Op dit adres staat niets. Controleer de link of vraag het degene die hem u heeft gestuurd.
booking-not-found = Boeking niet gevonden
    .text = Deze link leidt niet naar een boeking. Controleer of u hem helemaal hebt gekopieerd.
disabled = Niet te boeken
    .text = Deze afspraak kan op dit moment niet worden geboekt. Kom later terug.
one-time-used = Deze link is al gebruikt
    .text = Hij gold voor één boeking of hoort bij een andere afspraak. Vraag om een nieuwe.
sent-before = U hebt dit formulier al verstuurd
    .text = Uw eerste boeking blijft staan zoals u die verstuurde. Begin opnieuw om een ander tijdstip te boeken.
too-many = Te veel pogingen
    .text = Wacht een minuut, ga terug en probeer het opnieuw. Wat u hebt ingevuld, gaat niet verloren.
too-large = Te veel tekst
    .text = Ga terug en kort uw tekst in.
broken = Er ging iets mis
    .text = Dat ligt aan ons en we hebben het genoteerd. Probeer het zo meteen opnieuw.
away = Nu niet beschikbaar
    .text = We kunnen niet bij wat we nodig hebben. Probeer het over een minuut opnieuw.
cannot-change = Dit kan niet worden gewijzigd
    .text = De afspraak is voorbij of geannuleerd, dus er valt niets te wijzigen.
group-stays = Dit kan niet worden verplaatst
    .text = Er doen nog anderen mee. Geef uw plaats vrij en boek een ander tijdstip.
whose = Om wiens plaats gaat het?
    .text = Er doen nog anderen mee. Gebruik de link uit uw eigen bevestiging.

# Waarom een tijdstip niet kan

refused-taken = Iemand was sneller
    .text = Dit tijdstip is zojuist bezet. Alles wat u hebt ingevuld, staat er nog.
refused-notice = Te kort van tevoren
    .text = Dit tijdstip is te dichtbij of al voorbij.
refused-full = Die dag is vol
    .text = In die periode worden geen afspraken meer aangenomen.
refused-other = Dit tijdstip wordt niet aangeboden
    .text = Het kan niet worden geboekt. Kies een ander.

# De persoonlijke pagina

nothing-to-book = Hier valt op dit moment niets te boeken.
meetings-with = Afspraken die u met { $name } kunt boeken

# Een tijdstip kiezen

all-meetings = Alle afspraken
length = Duur
month-turn = Maand
month-previous = Vorige maand
month-next = Volgende maand
day-free =
    { $count ->
        [one] { $day }: 1 tijdstip
       *[other] { $day }: { $count } tijdstippen
    }
zone-of-times = Tijden zijn in
zone = Tijdzone
zone-yours = Uw tijdzone
zone-universal = Universeel
clock = Tijdnotatie
change = Wijzigen
seats-left =
    { $count ->
        [one] nog 1 plaats
       *[other] nog { $count } plaatsen
    }
no-times = Niets vrij
nothing-in = In { $month } is niets vrij.
nothing = Er is op dit moment niets vrij. Kom later terug.
next-free = Ga naar { $day }, de eerstvolgende vrije dag
first-free = Eerste vrije tijdstippen tonen
start-gone = { $time } is niet meer beschikbaar. Kies een ander tijdstip.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarctica
area-arctic = Arctis
area-asia = Azië
area-atlantic = Atlantische Oceaan
area-australia = Australië
area-europe = Europa
area-indian = Indische Oceaan
area-pacific = Stille Oceaan

# Waar een afspraak plaatsvindt

channel-in-person = Op locatie
channel-at-yours = Bij u
channel-phone = Telefoongesprek
channel-phone-incoming = U belt
channel-whatsapp = WhatsApp-gesprek
channel-online = Online
channel-video = Videogesprek

# Het formulier

problem = Controleer uw gegevens
nearest = De dichtstbijzijnde vrije tijdstippen
see-all = Alle vrije tijdstippen bekijken
typed-kept = Wat u hebt ingevuld, blijft bewaard.
your-details = Uw gegevens
optional = (optioneel)
your-name = Uw naam
email = E-mailadres
either-is-enough = Een e-mailadres of een telefoonnummer is genoeg.
phone = Telefoonnummer
phone-hint = U wordt op dit nummer gebeld.
notes = Wilt u nog iets toevoegen?
new-tab = (opent in een nieuw tabblad)
confirm = Boeking bevestigen
book-at = { $time } boeken

channel-choice = Hoe wilt u afspreken?
host-choice = Wie wilt u spreken?
host-any = Wie het eerst vrij is
host-show = Tijden tonen
host-first = Kies wie u wilt spreken om de vrije tijden te zien.
location-choice = Waar wilt u afspreken?
address = Adres waar we afspreken
company = Bedrijf
guests = Gasten
guests-hint = Hun e-mailadressen, één per regel, hoogstens { $most }.
choose-one = Maak een keuze
yes = Ja
no = Nee
consent = Ik ga ermee akkoord dat mijn gegevens worden gebruikt om deze afspraak te maken.
consent-read = Meer informatie
address-missing = Vul het adres in waar we afspreken
guests-wrong = “{ $guest }” is geen e-mailadres
guests-many = Noem hoogstens { $most } gasten
consent-missing = Vink het vakje aan om akkoord te gaan
answer-missing = Beantwoord “{ $question }”
answer-long = Kort het antwoord op “{ $question }” in tot { $most } tekens
answer-number = Vul een getal in bij “{ $question }”
answer-least = Vul minstens { $least } in bij “{ $question }”
answer-most = Vul hoogstens { $most } in bij “{ $question }”
answer-url = Vul een webadres in zoals https://example.com bij “{ $question }”
answer-date = Vul een datum in bij “{ $question }”
answer-time = Vul een tijd in bij “{ $question }”
answer-choice = Kies een van de antwoorden bij “{ $question }”
name-missing = Vul uw naam in
name-long = Kort de naam in tot { $most } tekens
email-missing = Vul uw e-mailadres in
email-or-phone = Vul uw e-mailadres of telefoonnummer in
email-wrong = Vul een e-mailadres in zoals naam@example.com
phone-missing = Vul het telefoonnummer in waarop u bereikbaar bent
phone-long = Kort het telefoonnummer in tot { $most } tekens
notes-long = Kort het bericht in tot { $most } tekens

# Het wachtwoord

protected = Deze pagina is beveiligd. Vul het wachtwoord in dat u hebt gekregen om de vrije tijdstippen te zien.
password = Wachtwoord
password-wrong = Dat is niet het wachtwoord. Probeer het opnieuw.
continue = Doorgaan

# Na het boeken

booked-title = Geboekt: { $meeting }
you-are-booked = Uw afspraak is geboekt
move-or-cancel = Verplaatsen of annuleren
keep-link = Bewaar de link achter “Verplaatsen of annuleren”: daarmee wijzigt u deze boeking later.
waiting-title = Wacht op bevestiging – { $meeting }
waiting = Bijna klaar: wachten op bevestiging
waiting-host = { $host } bevestigt uw boeking. Tot dan houden we dit tijdstip voor u vrij.
waiting-you = Uw boeking moet nog worden bevestigd. Tot dan houden we dit tijdstip voor u vrij.
waiting-mail = We hebben een e-mail gestuurd naar { $email }. Bevestig uw boeking via de link daarin; tot dan houden we dit tijdstip voor u vrij.

# Wat over een boeking wordt gezegd

what = Wat
when = Wanneer
with = Met
where = Waar
booked-by = Geboekt door
join-at = Deelnemen via { $site }

# Een boeking wijzigen

state-booked = Geboekt
state-cancelled = Geannuleerd
state-over = Voorbij
done-cancelled = Uw boeking is geannuleerd.
done-moved = Uw boeking is verplaatst.
reason-given = Opgegeven reden
move-action = Verplaatsen naar een ander tijdstip
cancel-action = Boeking annuleren
book-another = Ander tijdstip boeken
back-to-booking = Terug naar de boeking

cancel-title = { $meeting } annuleren
cancel-ask = Deze boeking annuleren?
leave-ask = Uw plaats vrijgeven?
reason = Reden
reason-long = Kort de reden in tot { $most } tekens
leave-action = Mijn plaats vrijgeven
keep-it = Behouden

move-title = { $meeting } verplaatsen
booked-for-now = Nu geboekt voor:
move-from = Van
move-to = Naar
move-confirm = Boeking verplaatsen
move-other = Ander tijdstip kiezen
move-refused = Verplaatsen kan niet. Uw boeking blijft zoals ze was.

# Gasten

guest-email = E-mailadres van een gast
guest-add = Gast toevoegen
done-guest = Uw gast is toegevoegd.
cannot-cancel = Annuleren kan hier niet
    .text = Deze boeking kan niet, of niet meer, online worden geannuleerd. Neem contact op met uw gastheer of gastvrouw.
cannot-move = Verplaatsen kan hier niet
    .text = Deze boeking kan niet, of niet meer, online worden verplaatst. Neem contact op met uw gastheer of gastvrouw.
