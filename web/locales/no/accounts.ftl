# What people read who sign in.

# Signing in

sign-in = Logg inn
sign-in-wrong = Denne e-postadressen og dette passordet hører ikke sammen
sign-in-or = Uten passord:
sign-in-by-link = Send meg en innloggingslenke
sign-in-back = Gå til innlogging
sign-in-choose = Hvor vil du logge inn?
sign-in-to = Logg inn hos { $company }
check-mail = Se i e-posten din
    .text = Hvis { $email } har en konto her, er en lenke på vei dit. Den virker én gang, og bare noen minutter.
link-over = Denne lenken virker ikke lenger
    .text = Den virker én gang, og bare noen minutter. Du kan be om en ny.
form-foreign = Dette skjemaet ble ikke sendt herfra
    .text = For sikkerhets skyld ble ingenting gjort. Åpne siden på nytt og prøv igjen.

# Passwords

password-set = Velg passord
password-new = Nytt passord
password-current = Nåværende passord
password-missing = Skriv inn passordet ditt
password-hint = Minst { $least } tegn. Noen ord som bare du ville satt sammen, er bra.
password-short = Skriv inn minst { $least } tegn
password-long = Det er for langt: høyst { $most } byte
password-change = Endre passord
password-forgotten = Velg nytt passord
password-none = Du har ikke noe passord ennå.
password-by-link = Send meg en lenke for å velge et

# The account

account = Kontoen din
account-name = Navn
account-page = Siden din
account-next = Neste avtaler
account-nothing = Du har ingen kommende avtaler.
account-waiting = Venter på din avgjørelse
sessions = Hvor du er logget inn
session-this = Denne nettleseren
session-seen = Sist sett: { $when }
session-end = Logg ut (sist sett: { $when })
sign-out = Logg ut
sign-out-everywhere = Logg ut overalt
done-password = Passordet ditt er lagret. Andre steder er du ikke lenger logget inn.
done-link = En lenke er på vei til deg på e-post.
done-session = Logget ut der.

# Mails

mail-sign-in-subject = Logg inn hos { $company }
mail-sign-in-text =
    Hei { $first },

    knappen nedenfor logger deg inn. Den virker én gang, innen { $minutes } minutter.

    Hvis du ikke ba om dette, trenger du ikke gjøre noe.
mail-password-subject = Passordet ditt hos { $company }
mail-password-text =
    Hei { $first },

    med knappen nedenfor velger du passordet ditt. Den virker én gang, innen { $minutes } minutter.

    Hvis du ikke ventet dette, trenger du ikke gjøre noe.
