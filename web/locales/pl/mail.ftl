# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Zarezerwowano: { $meeting } – { $start }
mail-confirmation-text =
    Dzień dobry, { $first },

    spotkanie z { $host } jest zarezerwowane. Zaproszenie w tej wiadomości doda je do kalendarza.
mail-host-booked-subject = Nowa rezerwacja: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } rezerwuje spotkanie z Tobą.
mail-rescheduled-subject = Przeniesiono: { $meeting } – teraz { $start }
mail-rescheduled-text =
    Dzień dobry, { $first },

    spotkanie z { $host } zostało przeniesione na inny termin.
mail-host-rescheduled-subject = Przeniesiono: { $guest } – { $meeting }, teraz { $start }
mail-host-rescheduled-text = Spotkanie z { $guest } zostało przeniesione na inny termin.
mail-cancelled-subject = Odwołano: { $meeting } – { $start }
mail-cancelled-text =
    Dzień dobry, { $first },

    spotkanie z { $host } zostało odwołane.
mail-host-cancelled-subject = Odwołano: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = Spotkanie, które zarezerwował(a) { $guest }, zostało odwołane.
mail-approval-request-subject = Do decyzji: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } prosi o spotkanie. Termin pozostaje wolny do czasu Twojej decyzji.
mail-request-received-subject = Otrzymano prośbę: { $meeting } – { $start }
mail-request-received-text =
    Dzień dobry, { $first },

    { $host } musi jeszcze potwierdzić rezerwację. Do tego czasu trzymamy termin dla Ciebie i damy Ci znać.
mail-opt-in-subject = Do potwierdzenia: { $meeting } – { $start }
mail-opt-in-text =
    Dzień dobry, { $first },

    potwierdź, że chcesz się spotkać z { $host }. Do tego czasu termin jest tylko wstępnie zajęty.

    Jeśli to nie Ty, nie musisz nic robić.
mail-declined-subject = Nie zarezerwowano: { $meeting } – { $start }
mail-declined-text =
    Dzień dobry, { $first },

    { $host } nie może przyjąć spotkania w tym terminie.
mail-expired-subject = Nie zarezerwowano: { $meeting } – { $start }
mail-expired-text =
    Dzień dobry, { $first },

    rezerwacja nie została potwierdzona na czas, więc termin jest znów wolny.
mail-reminder-subject = Przypomnienie: { $meeting } – { $start }
mail-reminder-text =
    Dzień dobry, { $first },

    przypominamy o spotkaniu z { $host }.
mail-follow-up-subject = Dziękujemy: { $meeting }
mail-follow-up-text =
    Dzień dobry, { $first },

    dziękujemy za Twój czas. Jeśli chcesz znów spotkać się z { $host }, możesz zarezerwować kolejne spotkanie.

mail-what = Co
mail-when = Kiedy
mail-where = Gdzie
mail-with = Z kim
mail-booked-by = Rezerwuje
mail-email = E-mail
mail-phone = Telefon
mail-guests = Zaproszeni także
mail-previously = Poprzednio
mail-reason = Powód
mail-notes = Uwagi
mail-deadline = Prosimy o odpowiedź do

mail-join = Dołącz do spotkania
mail-decide = Przyjmij lub odrzuć
mail-confirm = Potwierdź rezerwację
mail-book-again = Zarezerwuj inny termin
mail-move = Przenieś
mail-cancel = Odwołaj
mail-add-to-calendar = Plik kalendarza
mail-stop-reminders = Bez dalszych przypomnień o tym spotkaniu
mail-sent-by = Wysłano przez: { $company }

mail-venue-in-person = Na miejscu
mail-venue-phone = Telefonicznie
mail-venue-phone-incoming = Dzwonisz Ty
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook wstrzymany: { $host }
mail-webhook-paused-text =
    Dzień dobry, { $first },

    przez kilka dni nie udało się dostarczyć webhooka firmy { $company }, dlatego został wstrzymany. Nic nie ginie: to, co się dzieje, jest przechowywane przez 30 dni i zostanie wysłane po kolei, gdy webhook zostanie wznowiony albo przyjmie test.
mail-webhook-disabled-subject = Webhook wyłączony: { $host }
mail-webhook-disabled-text =
    Dzień dobry, { $first },

    adres firmy { $company } odpowiedział, że już nie istnieje (410), dlatego webhook został wyłączony. To, co dzieje się od teraz, nie jest dla niego przechowywane. Jeśli to pomyłka, proszę wznowić webhook.
mail-webhook-endpoint = Adres
mail-webhook-id = Webhook
mail-webhook-since = Od
mail-webhook-resume = Jak wznowić
mail-webhook-silent = Nic nie zostało dostarczone przez { $time }.
mail-webhook-answered = Adres odpowiedział { $status }.
mail-webhook-late = Adres nie odpowiedział na czas.
mail-webhook-unreached = Nie udało się połączyć z adresem.
mail-webhook-untrusted = Certyfikat adresu nie jest zaufany albo adres nie obsługuje TLS.
mail-webhook-forbidden = Tego adresu nie wolno wywoływać.
mail-webhook-failed = Wywołanie adresu nie powiodło się.

# Pages that mails lead to.
pending-decide = Przyjąć tę rezerwację?
pending-confirm = Potwierdź rezerwację
pending-approve-button = Przyjmij
pending-decline-button = Odrzuć
pending-confirm-button = Potwierdź rezerwację
pending-reason = Powód (gość go przeczyta)
pending-approved = Rezerwacja została przyjęta. Oboje otrzymacie zaproszenie e-mailem.
pending-approved-asks = Rezerwacja została przyjęta. Gość zostanie poproszony o jej potwierdzenie; potem oboje otrzymacie zaproszenie e-mailem.
pending-declined = Rezerwacja została odrzucona. Gość dowie się o tym e-mailem.
pending-confirmed = Rezerwacja jest potwierdzona. Zaproszenie jest w drodze.
pending-turned-down = Rezerwacja została odrzucona. Termin jest znowu wolny.
pending-expired = Nikt nie potwierdził tego na czas. Termin jest znowu wolny.
reminders-stop = Wyłączyć przypomnienia o tym spotkaniu?
reminders-stop-button = Wyłącz przypomnienia
reminders-stopped = Nie będzie już przypomnień o tym spotkaniu. Sama rezerwacja pozostaje.

# On the pages of a booking.
calendar-add = Dodaj do kalendarza:
calendar-file = Plik kalendarza
