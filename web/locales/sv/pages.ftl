# Vad sidorna säger.

skip = Gå till innehållet
powered = Drivs av Slated
language = Språk
error-title = Fel: { $title }

# Sidor i stället för en annan

not-found = Sidan finns inte
    .text = Det finns inget på den här adressen. Kontrollera länken eller fråga den som skickade den.
booking-not-found = Bokningen finns inte
    .text = Länken leder inte till någon bokning. Kontrollera att hela länken har kopierats.
disabled = Går inte att boka
    .text = Det här mötet går inte att boka just nu. Kom gärna tillbaka senare.
one-time-used = Länken är redan använd
    .text = Den gällde bara en bokning eller hör till ett annat möte. Be om en ny.
sent-before = Du har redan skickat formuläret
    .text = Din första bokning gäller så som du skickade den. Börja om för att boka en annan tid.
too-many = För många försök
    .text = Vänta en minut, gå tillbaka och försök igen. Inget du har skrivit går förlorat.
too-large = För mycket text
    .text = Gå tillbaka och korta det du skrev.
broken = Något gick fel
    .text = Felet är vårt och vi har noterat det. Försök igen om en stund.
away = Inte tillgängligt just nu
    .text = Vi når inte det vi behöver. Försök igen om en minut.
cannot-change = Det här går inte att ändra
    .text = Mötet är över eller avbokat, så det finns inget att ändra.
group-stays = Det här går inte att flytta
    .text = Andra deltar också. Lämna din plats och boka en annan tid i stället.
whose = Vems plats?
    .text = Andra deltar också. Använd länken i din egen bekräftelse.

# Varför en tid inte går att få

refused-taken = Någon hann före
    .text = Tiden har precis bokats. Allt du skrev finns kvar.
refused-notice = För kort varsel
    .text = Tiden är för nära eller har passerat.
refused-full = Den dagen är full
    .text = Inga fler möten tas emot under den perioden.
refused-other = Den här tiden erbjuds inte
    .text = Den går inte att boka. Välj en annan.

# Den personliga sidan

nothing-to-book = Det finns inget att boka här just nu.
meetings-with = Möten du kan boka med { $name }

# Att välja tid

all-meetings = Alla möten
length = Längd
month-turn = Månad
month-previous = Föregående månad
month-next = Nästa månad
day-free =
    { $count ->
        [one] { $day }: 1 tid
       *[other] { $day }: { $count } tider
    }
zone-of-times = Tiderna visas i
zone = Tidszon
zone-yours = Din tidszon
zone-universal = Universell
clock = Tidsformat
change = Ändra
seats-left =
    { $count ->
        [one] 1 plats kvar
       *[other] { $count } platser kvar
    }
no-times = Inga lediga tider
nothing-in = Inget är ledigt i { $month }.
nothing = Det finns inga lediga tider just nu. Kom gärna tillbaka senare.
next-free = Gå till { $day }, nästa lediga dag
first-free = Visa de första lediga tiderna
start-gone = { $time } är inte längre ledig. Välj en annan tid.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarktis
area-arctic = Arktis
area-asia = Asien
area-atlantic = Atlanten
area-australia = Australien
area-europe = Europa
area-indian = Indiska oceanen
area-pacific = Stilla havet

# Var ett möte äger rum

channel-in-person = På plats
channel-at-yours = Hos dig
channel-phone = Telefonsamtal
channel-phone-incoming = Du ringer
channel-whatsapp = WhatsApp-samtal
channel-online = Online
channel-video = Videosamtal

# Formuläret

problem = Kontrollera dina uppgifter
nearest = De närmaste lediga tiderna
see-all = Visa alla lediga tider
typed-kept = Det du har skrivit finns kvar.
your-details = Dina uppgifter
optional = (valfritt)
your-name = Ditt namn
email = E-postadress
either-is-enough = Det räcker med en e-postadress eller ett telefonnummer.
phone = Telefonnummer
phone-hint = Du blir uppringd på det här numret.
notes = Vill du lägga till något?
new-tab = (öppnas i en ny flik)
confirm = Bekräfta bokningen
book-at = Boka { $time }

channel-choice = Hur vill du träffas?
host-choice = Vem vill du träffa?
host-any = Den som är ledig först
host-show = Visa tider
host-first = Välj vem du vill träffa för att se lediga tider.
location-choice = Var vill du träffas?
address = Adress där vi träffas
company = Företag
guests = Gäster
guests-hint = Deras e-postadresser, en per rad, högst { $most }.
choose-one = Välj
yes = Ja
no = Nej
consent = Jag godkänner att mina uppgifter används för att boka det här mötet.
consent-read = Läs mer
address-missing = Ange adressen där vi träffas
guests-wrong = ”{ $guest }” är ingen e-postadress
guests-many = Ange högst { $most } gäster
consent-missing = Kryssa i rutan för att godkänna
answer-missing = Svara på ”{ $question }”
answer-long = Korta svaret på ”{ $question }” till { $most } tecken
answer-number = Ange ett tal för ”{ $question }”
answer-least = Ange minst { $least } för ”{ $question }”
answer-most = Ange högst { $most } för ”{ $question }”
answer-url = Ange en webbadress som https://example.com för ”{ $question }”
answer-date = Ange ett datum för ”{ $question }”
answer-time = Ange ett klockslag för ”{ $question }”
answer-choice = Välj ett av svaren på ”{ $question }”
name-missing = Ange ditt namn
name-long = Korta namnet till { $most } tecken
email-missing = Ange din e-postadress
email-or-phone = Ange din e-postadress eller ditt telefonnummer
email-wrong = Ange en e-postadress som namn@example.com
phone-missing = Ange telefonnumret du kan nås på
phone-long = Korta telefonnumret till { $most } tecken
notes-long = Korta meddelandet till { $most } tecken

# Lösenordet

protected = Sidan är skyddad. Ange lösenordet du har fått för att se lediga tider.
password = Lösenord
password-wrong = Det är fel lösenord. Försök igen.
continue = Fortsätt

# Efter bokningen

booked-title = Bokat: { $meeting }
you-are-booked = Mötet är bokat
move-or-cancel = Flytta eller avboka
keep-link = Spara länken bakom ”Flytta eller avboka”: med den ändrar du bokningen senare.
waiting-title = Väntar på bekräftelse – { $meeting }
waiting = Nästan klart: väntar på bekräftelse
waiting-host = { $host } bekräftar din bokning. Vi håller tiden åt dig till dess.
waiting-you = Din bokning måste bekräftas. Vi håller tiden åt dig till dess.
waiting-mail = Vi har skickat ett mejl till { $email }. Bekräfta din bokning med länken i det; vi håller tiden åt dig till dess.

# Vad som sägs om en bokning

what = Vad
when = När
with = Med
where = Var
booked-by = Bokat av
join-at = Anslut via { $site }

# Att ändra en bokning

state-booked = Bokat
state-cancelled = Avbokat
state-over = Avslutat
done-cancelled = Din bokning är avbokad.
done-moved = Din bokning är flyttad.
reason-given = Angiven orsak
move-action = Flytta till en annan tid
cancel-action = Avboka
book-another = Boka en annan tid
back-to-booking = Tillbaka till bokningen

cancel-title = Avboka { $meeting }
cancel-ask = Avboka det här mötet?
leave-ask = Lämna din plats?
reason = Orsak
reason-long = Korta orsaken till { $most } tecken
leave-action = Lämna min plats
keep-it = Behåll

move-title = Flytta { $meeting }
booked-for-now = Bokat för tillfället:
move-from = Från
move-to = Till
move-confirm = Flytta bokningen
move-other = Välj en annan tid
move-refused = Det går inte att flytta dit. Din bokning är oförändrad.

# Gäster

guest-email = E-postadress till en gäst
guest-add = Lägg till gäst
done-guest = Din gäst har lagts till.
cannot-cancel = Kan inte avbokas här
    .text = Den här bokningen kan inte, eller inte längre, avbokas på nätet. Kontakta din värd.
cannot-move = Kan inte flyttas här
    .text = Den här bokningen kan inte, eller inte längre, flyttas på nätet. Kontakta din värd.
