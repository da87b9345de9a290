# Was die Seiten sagen.

skip = Zum Inhalt springen
powered = Erstellt mit Slated
language = Sprache
error-title = Fehler: { $title }

# Seiten anstelle einer anderen

not-found = Seite nicht gefunden
    .text = Unter dieser Adresse gibt es nichts. Bitte prüfen Sie den Link oder fragen Sie dort nach, woher Sie ihn haben.
booking-not-found = Buchung nicht gefunden
    .text = Dieser Link führt zu keiner Buchung. Bitte prüfen Sie, ob er vollständig kopiert wurde.
disabled = Zurzeit nicht buchbar
    .text = Dieser Termin kann im Moment nicht gebucht werden. Bitte kommen Sie später wieder.
one-time-used = Dieser Link wurde bereits benutzt
    .text = Er galt nur für eine Buchung oder gehört zu einem anderen Termin. Bitte lassen Sie sich einen neuen geben.
sent-before = Sie haben dieses Formular schon abgeschickt
    .text = Ihre erste Buchung gilt so, wie Sie sie abgeschickt haben. Um einen weiteren Termin zu buchen, beginnen Sie bitte von vorn.
too-many = Zu viele Versuche
    .text = Bitte warten Sie eine Minute, gehen Sie dann zurück und versuchen Sie es noch einmal. Ihre Eingaben gehen nicht verloren.
too-large = Zu viel Text
    .text = Bitte gehen Sie zurück und kürzen Sie Ihren Text.
broken = Etwas ist schiefgegangen
    .text = Das liegt an uns, und wir haben es notiert. Bitte versuchen Sie es gleich noch einmal.
away = Gerade nicht erreichbar
    .text = Wir erreichen im Moment nicht, was wir brauchen. Bitte versuchen Sie es in einer Minute noch einmal.
cannot-change = Das lässt sich nicht mehr ändern
    .text = Der Termin ist vorbei oder wurde abgesagt, es gibt also nichts zu ändern.
group-stays = Dieser Termin kann nicht verschoben werden
    .text = Es nehmen noch andere teil. Geben Sie stattdessen Ihren Platz frei und buchen Sie einen anderen Termin.
whose = Um wessen Platz geht es?
    .text = Es nehmen noch andere teil. Bitte benutzen Sie den Link aus Ihrer eigenen Buchungsbestätigung.

# Warum ein Termin nicht zu haben ist

refused-taken = Jemand war schneller
    .text = Dieser Termin wurde gerade vergeben. Alles, was Sie eingegeben haben, ist noch da.
refused-notice = Zu kurzfristig
    .text = Dieser Termin liegt zu nah oder ist schon vorbei.
refused-full = Dieser Tag ist ausgebucht
    .text = In diesem Zeitraum werden keine weiteren Termine angenommen.
refused-other = Dieser Termin wird nicht angeboten
    .text = Er kann nicht gebucht werden. Bitte wählen Sie einen anderen.

# Die persönliche Seite

nothing-to-book = Hier gibt es zurzeit nichts zu buchen.
meetings-with = Termine, die Sie mit { $name } buchen können

# Einen Termin wählen

all-meetings = Alle Termine
length = Dauer
month-turn = Monat
month-previous = Voriger Monat
month-next = Nächster Monat
day-free =
    { $count ->
        [one] { $day }: 1 Termin
       *[other] { $day }: { $count } Termine
    }
zone-of-times = Zeiten in
zone = Zeitzone
zone-yours = Ihre Zeitzone
zone-universal = Weltzeit
clock = Zeitformat
change = Ändern
seats-left =
    { $count ->
        [one] noch 1 Platz
       *[other] noch { $count } Plätze
    }
no-times = Nichts frei
nothing-in = Im { $month } ist nichts frei.
nothing = Zurzeit ist nichts frei. Bitte kommen Sie später wieder.
next-free = Weiter zu { $day }, dem nächsten freien Tag
first-free = Erste freie Termine zeigen
start-gone = { $time } ist nicht mehr verfügbar. Bitte wählen Sie einen anderen Termin.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarktis
area-arctic = Arktis
area-asia = Asien
area-atlantic = Atlantik
area-australia = Australien
area-europe = Europa
area-indian = Indischer Ozean
area-pacific = Pazifik

# Wo ein Termin stattfindet

channel-in-person = Persönlich vor Ort
channel-at-yours = Bei Ihnen
channel-phone = Telefonat
channel-phone-incoming = Sie rufen an
channel-whatsapp = WhatsApp-Anruf
channel-online = Online
channel-video = Videogespräch

# Das Formular

problem = Bitte prüfen Sie Ihre Angaben
nearest = Die nächsten freien Termine
see-all = Alle freien Termine ansehen
typed-kept = Ihre Eingaben bleiben erhalten.
your-details = Ihre Angaben
optional = (freiwillig)
your-name = Ihr Name
email = E-Mail-Adresse
either-is-enough = Eine E-Mail-Adresse oder eine Telefonnummer genügt.
phone = Telefonnummer
phone-hint = Unter dieser Nummer werden Sie angerufen.
notes = Möchten Sie noch etwas mitteilen?
new-tab = (öffnet in einem neuen Tab)
confirm = Verbindlich buchen
book-at = { $time } buchen

channel-choice = Wie möchten Sie sich treffen?
host-choice = Mit wem möchten Sie sprechen?
host-any = Wer zuerst frei ist
host-show = Zeiten zeigen
host-first = Wählen Sie, mit wem Sie sprechen möchten, um freie Zeiten zu sehen.
location-choice = Wo möchten Sie sich treffen?
address = Adresse, an der wir uns treffen
company = Firma
guests = Gäste
guests-hint = Deren E-Mail-Adressen, eine pro Zeile, höchstens { $most }.
choose-one = Bitte wählen
yes = Ja
no = Nein
consent = Ich bin einverstanden, dass meine Angaben für die Vereinbarung dieses Termins verwendet werden.
consent-read = Mehr dazu
address-missing = Geben Sie die Adresse ein, an der wir uns treffen
guests-wrong = „{ $guest }“ ist keine E-Mail-Adresse
guests-many = Nennen Sie höchstens { $most } Gäste
consent-missing = Setzen Sie das Häkchen, um zuzustimmen
answer-missing = Beantworten Sie „{ $question }“
answer-long = Kürzen Sie die Antwort auf „{ $question }“ auf { $most } Zeichen
answer-number = Geben Sie bei „{ $question }“ eine Zahl ein
answer-least = Geben Sie bei „{ $question }“ mindestens { $least } ein
answer-most = Geben Sie bei „{ $question }“ höchstens { $most } ein
answer-url = Geben Sie bei „{ $question }“ eine Webadresse wie https://example.com ein
answer-date = Geben Sie bei „{ $question }“ ein Datum ein
answer-time = Geben Sie bei „{ $question }“ eine Uhrzeit ein
answer-choice = Wählen Sie bei „{ $question }“ eine der Antworten
name-missing = Geben Sie Ihren Namen ein
name-long = Kürzen Sie den Namen auf { $most } Zeichen
email-missing = Geben Sie Ihre E-Mail-Adresse ein
email-or-phone = Geben Sie Ihre E-Mail-Adresse oder Ihre Telefonnummer ein
email-wrong = Geben Sie eine E-Mail-Adresse wie name@example.com ein
phone-missing = Geben Sie die Telefonnummer ein, unter der Sie erreichbar sind
phone-long = Kürzen Sie die Telefonnummer auf { $most } Zeichen
notes-long = Kürzen Sie die Mitteilung auf { $most } Zeichen

# Das Passwort

protected = Diese Seite ist geschützt. Geben Sie das Passwort ein, das Sie erhalten haben, um die freien Termine zu sehen.
password = Passwort
password-wrong = Das ist nicht das Passwort. Bitte versuchen Sie es noch einmal.
continue = Weiter

# Nach der Buchung

booked-title = Gebucht: { $meeting }
you-are-booked = Ihr Termin ist gebucht
move-or-cancel = Verschieben oder absagen
keep-link = Bewahren Sie den Link hinter „Verschieben oder absagen“ auf: Damit ändern Sie diese Buchung später.
waiting-title = Wartet auf Bestätigung – { $meeting }
waiting = Fast geschafft: Die Bestätigung steht noch aus
waiting-host = { $host } wird Ihre Buchung bestätigen. Bis dahin halten wir den Termin für Sie frei.
waiting-you = Ihre Buchung muss noch bestätigt werden. Bis dahin halten wir den Termin für Sie frei.
waiting-mail = Wir haben eine E-Mail an { $email } geschickt. Bestätigen Sie Ihre Buchung über den Link darin; bis dahin halten wir den Termin für Sie frei.

# Was von einer Buchung gesagt wird

what = Was
when = Wann
with = Mit
where = Wo
booked-by = Gebucht von
join-at = Teilnehmen über { $site }

# Eine Buchung ändern

state-booked = Gebucht
state-cancelled = Abgesagt
state-over = Vorbei
done-cancelled = Ihre Buchung wurde abgesagt.
done-moved = Ihre Buchung wurde verschoben.
reason-given = Angegebener Grund
move-action = Auf einen anderen Termin verschieben
cancel-action = Buchung absagen
book-another = Anderen Termin buchen
back-to-booking = Zurück zur Buchung

cancel-title = { $meeting } absagen
cancel-ask = Diese Buchung absagen?
leave-ask = Ihren Platz freigeben?
reason = Grund
reason-long = Kürzen Sie den Grund auf { $most } Zeichen
leave-action = Meinen Platz freigeben
keep-it = Behalten

move-title = { $meeting } verschieben
booked-for-now = Bisher gebucht für:
move-from = Von
move-to = Auf
move-confirm = Buchung verschieben
move-other = Anderen Termin wählen
move-refused = Dorthin kann nicht verschoben werden. Ihre Buchung bleibt, wie sie war.

# Gäste

guest-email = E-Mail-Adresse eines Gastes
guest-add = Gast hinzufügen
done-guest = Ihr Gast wurde hinzugefügt.
cannot-cancel = Absagen ist hier nicht möglich
    .text = Dieser Termin kann online nicht oder nicht mehr abgesagt werden. Bitte wenden Sie sich direkt an Ihre Gastgeberin oder Ihren Gastgeber.
cannot-move = Verschieben ist hier nicht möglich
    .text = Dieser Termin kann online nicht oder nicht mehr verschoben werden. Bitte wenden Sie sich direkt an Ihre Gastgeberin oder Ihren Gastgeber.
