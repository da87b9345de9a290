# Co mówią strony.

skip = Przejdź do treści
powered = Działa dzięki Slated
language = Język
error-title = Błąd: { $title }

# Strony zamiast innej

not-found = Nie znaleziono strony
    .text = Pod tym adresem niczego nie ma. Prosimy sprawdzić link lub zapytać osobę, która go przysłała.
booking-not-found = Nie znaleziono rezerwacji
    .text = Ten link nie prowadzi do żadnej rezerwacji. Prosimy sprawdzić, czy został skopiowany w całości.
disabled = Rezerwacja niedostępna
    .text = Tego spotkania nie można teraz zarezerwować. Prosimy wrócić później.
one-time-used = Ten link został już użyty
    .text = Działał tylko dla jednej rezerwacji albo dotyczy innego spotkania. Prosimy poprosić o nowy.
sent-before = Ten formularz został już wysłany
    .text = Pierwsza rezerwacja pozostaje bez zmian. Aby zarezerwować inny termin, prosimy zacząć od nowa.
too-many = Zbyt wiele prób
    .text = Prosimy odczekać minutę, wrócić i spróbować ponownie. Wpisane dane nie przepadną.
too-large = Za dużo tekstu
    .text = Prosimy wrócić i skrócić tekst.
broken = Coś poszło nie tak
    .text = To nasza wina i już o tym wiemy. Prosimy spróbować ponownie za chwilę.
away = Chwilowo niedostępne
    .text = Nie możemy teraz połączyć się z tym, czego potrzebujemy. Prosimy spróbować za minutę.
cannot-change = Nie można tego zmienić
    .text = Spotkanie już się odbyło lub zostało odwołane, więc nie ma czego zmieniać.
group-stays = Tego spotkania nie można przenieść
    .text = Biorą w nim udział także inne osoby. Można zwolnić swoje miejsce i zarezerwować inny termin.
whose = Czyje to miejsce?
    .text = W spotkaniu biorą udział także inne osoby. Prosimy użyć linku z własnego potwierdzenia.

# Dlaczego termin jest niedostępny

refused-taken = Ktoś był szybszy
    .text = Ten termin został właśnie zajęty. Wszystkie wpisane dane nadal tu są.
refused-notice = Za późno na ten termin
    .text = Ten termin jest zbyt bliski lub już minął.
refused-full = Ten dzień jest już pełny
    .text = W tym okresie nie można umówić więcej spotkań.
refused-other = Ten termin nie jest oferowany
    .text = Nie można go zarezerwować. Prosimy wybrać inny.

# Strona osobista

nothing-to-book = W tej chwili nie ma tu niczego do zarezerwowania.
meetings-with = Spotkania, które można zarezerwować: { $name }

# Wybór terminu

all-meetings = Wszystkie spotkania
length = Czas trwania
month-turn = Miesiąc
month-previous = Poprzedni miesiąc
month-next = Następny miesiąc
day-free =
    { $count ->
        [one] { $day }: 1 termin
        [few] { $day }: { $count } terminy
       *[other] { $day }: { $count } terminów
    }
zone-of-times = Godziny według strefy:
zone = Strefa czasowa
zone-yours = Twoja strefa czasowa
zone-universal = Czas uniwersalny
clock = Format godziny
change = Zmień
seats-left =
    { $count ->
        [one] zostało 1 miejsce
        [few] zostały { $count } miejsca
       *[other] zostało { $count } miejsc
    }
no-times = Brak wolnych terminów
nothing-in = Brak wolnych terminów: { $month }.
nothing = W tej chwili nie ma wolnych terminów. Prosimy wrócić później.
next-free = Przejdź do najbliższego wolnego dnia: { $day }
first-free = Pokaż pierwsze wolne terminy
start-gone = { $time }: ten termin nie jest już dostępny. Prosimy wybrać inny.

area-africa = Afryka
area-america = Ameryka
area-antarctica = Antarktyda
area-arctic = Arktyka
area-asia = Azja
area-atlantic = Atlantyk
area-australia = Australia
area-europe = Europa
area-indian = Ocean Indyjski
area-pacific = Pacyfik

# Gdzie odbywa się spotkanie

channel-in-person = Osobiście
channel-at-yours = U Państwa
channel-phone = Rozmowa telefoniczna
channel-phone-incoming = Prosimy o telefon
channel-whatsapp = Rozmowa przez WhatsApp
channel-online = Online
channel-video = Wideorozmowa

# Formularz

problem = Prosimy sprawdzić dane
nearest = Najbliższe wolne terminy
see-all = Zobacz wszystkie wolne terminy
typed-kept = Wpisane dane zostaną zachowane.
your-details = Dane kontaktowe
optional = (nieobowiązkowe)
your-name = Imię i nazwisko
email = Adres e-mail
either-is-enough = Wystarczy adres e-mail lub numer telefonu.
phone = Numer telefonu
phone-hint = Na ten numer zostanie wykonane połączenie.
notes = Czy chcą Państwo coś dodać?
new-tab = (otwiera się w nowej karcie)
confirm = Potwierdź rezerwację
book-at = Zarezerwuj: { $time }

channel-choice = W jaki sposób mamy się spotkać?
host-choice = Z kim ma się odbyć spotkanie?
host-any = Osoba dostępna najwcześniej
host-show = Pokaż terminy
host-first = Prosimy wybrać osobę, aby zobaczyć jej wolne terminy.
location-choice = Gdzie mamy się spotkać?
address = Adres spotkania
company = Firma
guests = Goście
guests-hint = Adresy e-mail gości, po jednym w wierszu, najwyżej { $most }.
choose-one = Prosimy wybrać
yes = Tak
no = Nie
consent = Zgadzam się na użycie moich danych w celu umówienia tego spotkania.
consent-read = Więcej informacji
address-missing = Prosimy wpisać adres spotkania
guests-wrong = „{ $guest }” nie jest adresem e-mail
guests-many = Prosimy podać najwyżej { $most } gości
consent-missing = Prosimy zaznaczyć zgodę
answer-missing = Prosimy odpowiedzieć na pytanie „{ $question }”
answer-long = Prosimy skrócić odpowiedź na pytanie „{ $question }” do { $most } znaków
answer-number = Prosimy wpisać liczbę w polu „{ $question }”
answer-least = Prosimy wpisać co najmniej { $least } w polu „{ $question }”
answer-most = Prosimy wpisać najwyżej { $most } w polu „{ $question }”
answer-url = Prosimy wpisać adres strony w postaci https://example.com w polu „{ $question }”
answer-date = Prosimy wpisać datę w polu „{ $question }”
answer-time = Prosimy wpisać godzinę w polu „{ $question }”
answer-choice = Prosimy wybrać jedną z odpowiedzi w polu „{ $question }”
name-missing = Prosimy wpisać imię i nazwisko
name-long = Prosimy skrócić nazwisko do { $most } znaków
email-missing = Prosimy wpisać adres e-mail
email-or-phone = Prosimy wpisać adres e-mail lub numer telefonu
email-wrong = Prosimy wpisać adres e-mail w postaci nazwa@example.com
phone-missing = Prosimy podać numer telefonu, pod który można zadzwonić
phone-long = Prosimy skrócić numer telefonu do { $most } znaków
notes-long = Prosimy skrócić wiadomość do { $most } znaków

# Hasło

protected = Ta strona jest chroniona. Prosimy wpisać otrzymane hasło, aby zobaczyć wolne terminy.
password = Hasło
password-wrong = To nie jest właściwe hasło. Prosimy spróbować ponownie.
continue = Dalej

# Po rezerwacji

booked-title = Zarezerwowano: { $meeting }
you-are-booked = Termin jest zarezerwowany
move-or-cancel = Przenieś lub odwołaj
keep-link = Prosimy zachować link „Przenieś lub odwołaj”: pozwala później zmienić tę rezerwację.
waiting-title = Oczekuje na potwierdzenie – { $meeting }
waiting = Prawie gotowe: czekamy na potwierdzenie
waiting-host = Rezerwację potwierdzi { $host }. Do tego czasu trzymamy ten termin.
waiting-you = Rezerwacja wymaga jeszcze potwierdzenia. Do tego czasu trzymamy ten termin.
waiting-mail = Wysłaliśmy e-mail na adres { $email }. Prosimy potwierdzić rezerwację linkiem w tej wiadomości; do tego czasu trzymamy ten termin.

# Co się mówi o rezerwacji

what = Co
when = Kiedy
with = Z kim
where = Gdzie
booked-by = Rezerwujący
join-at = Dołącz przez { $site }

# Zmiana rezerwacji

state-booked = Zarezerwowane
state-cancelled = Odwołane
state-over = Zakończone
done-cancelled = Rezerwacja została odwołana.
done-moved = Rezerwacja została przeniesiona.
reason-given = Podany powód
move-action = Przenieś na inny termin
cancel-action = Odwołaj rezerwację
book-another = Zarezerwuj inny termin
back-to-booking = Wróć do rezerwacji

cancel-title = Odwołanie: { $meeting }
cancel-ask = Odwołać tę rezerwację?
leave-ask = Zwolnić miejsce?
reason = Powód
reason-long = Prosimy skrócić powód do { $most } znaków
leave-action = Zwolnij moje miejsce
keep-it = Zachowaj

move-title = Zmiana terminu: { $meeting }
booked-for-now = Obecny termin:
move-from = Z
move-to = Na
move-confirm = Przenieś rezerwację
move-other = Wybierz inny termin
move-refused = Nie można przenieść na ten termin. Rezerwacja pozostaje bez zmian.

# Goście

guest-email = Adres e-mail gościa
guest-add = Dodaj gościa
done-guest = Gość został dodany.
cannot-cancel = Tutaj nie można odwołać
    .text = Tej rezerwacji nie można, lub nie można już, odwołać online. Prosimy o kontakt z gospodarzem.
cannot-move = Tutaj nie można przełożyć
    .text = Tej rezerwacji nie można, lub nie można już, przełożyć online. Prosimy o kontakt z gospodarzem.
