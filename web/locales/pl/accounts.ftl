# What people read who sign in.

# Signing in

sign-in = Zaloguj się
sign-in-wrong = Ten adres e-mail i to hasło do siebie nie pasują
sign-in-or = Bez hasła:
sign-in-by-link = Wyślij mi link do logowania
sign-in-back = Przejdź do logowania
sign-in-choose = Gdzie chcesz się zalogować?
sign-in-to = Zaloguj się do { $company }
check-mail = Prosimy sprawdzić pocztę
    .text = Jeśli { $email } ma tu konto, link jest w drodze. Działa raz i tylko przez kilka minut.
link-over = Ten link już nie działa
    .text = Działa raz i tylko przez kilka minut. Można poprosić o nowy.
form-foreign = Ten formularz nie został wysłany stąd
    .text = Dla bezpieczeństwa nic nie zostało zrobione. Prosimy otworzyć stronę ponownie i spróbować jeszcze raz.

# Passwords

password-set = Ustaw hasło
password-new = Nowe hasło
password-current = Obecne hasło
password-missing = Prosimy wpisać hasło
password-hint = Co najmniej { $least } znaków. Dobre jest kilka słów, których nikt inny by nie połączył.
password-short = Prosimy wpisać co najmniej { $least } znaków
password-long = To za długie: najwyżej { $most } bajtów
password-change = Zmień hasło
password-forgotten = Ustaw nowe hasło
password-none = Nie masz jeszcze hasła.
password-by-link = Wyślij mi link do ustawienia hasła

# The account

account = Twoje konto
account-name = Imię i nazwisko
account-page = Twoja strona
account-next = Najbliższe spotkania
account-nothing = Nie ma zaplanowanych spotkań.
account-waiting = Czeka na Twoją decyzję
sessions = Gdzie jesteś zalogowany
session-this = Ta przeglądarka
session-seen = Ostatnio: { $when }
session-end = Wyloguj (ostatnio: { $when })
sign-out = Wyloguj
sign-out-everywhere = Wyloguj wszędzie
done-password = Hasło jest ustawione. W innych miejscach nastąpiło wylogowanie.
done-link = Link jest w drodze na Twój adres e-mail.
done-session = Wylogowano.

# Mails

mail-sign-in-subject = Logowanie do { $company }
mail-sign-in-text =
    Dzień dobry, { $first },

    poniższy przycisk loguje. Działa raz, w ciągu { $minutes } minut.

    Jeśli to nie Twoja prośba, nie musisz nic robić.
mail-password-subject = Twoje hasło do { $company }
mail-password-text =
    Dzień dobry, { $first },

    poniższym przyciskiem ustawisz hasło. Działa raz, w ciągu { $minutes } minut.

    Jeśli się tego nie spodziewasz, nie musisz nic robić.
