# What people read who sign in.

# Signing in

sign-in = Log ind
sign-in-wrong = E-mailadressen og adgangskoden hører ikke sammen
sign-in-or = Uden adgangskode:
sign-in-by-link = Send mig et loginlink
sign-in-back = Gå til login
sign-in-choose = Hvor vil du logge ind?
sign-in-to = Log ind hos { $company }
check-mail = Se i din mail
    .text = Hvis { $email } har en konto her, er et link på vej dertil. Det virker én gang, og kun i få minutter.
link-over = Linket virker ikke længere
    .text = Det virker én gang, og kun i få minutter. Du kan bede om et nyt.
form-foreign = Formularen blev ikke sendt herfra
    .text = For en sikkerheds skyld blev intet gjort. Åbn siden igen, og prøv en gang til.

# Passwords

password-set = Vælg adgangskode
password-new = Ny adgangskode
password-current = Nuværende adgangskode
password-missing = Skriv din adgangskode
password-hint = Mindst { $least } tegn. Nogle ord, som kun du ville sætte sammen, er gode.
password-short = Skriv mindst { $least } tegn
password-long = Det er for langt: højst { $most } byte
password-change = Skift adgangskode
password-forgotten = Vælg ny adgangskode
password-none = Du har ingen adgangskode endnu.
password-by-link = Send mig et link til at vælge en

# The account

account = Din konto
account-name = Navn
account-page = Din side
account-next = Næste aftaler
account-nothing = Der er ingen kommende aftaler.
account-waiting = Venter på din beslutning
sessions = Hvor du er logget ind
session-this = Denne browser
session-seen = Sidst set: { $when }
session-end = Log ud (sidst set: { $when })
sign-out = Log ud
sign-out-everywhere = Log ud overalt
done-password = Din adgangskode er gemt. Andre steder er du ikke længere logget ind.
done-link = Et link er på vej til dig med mail.
done-session = Logget ud der.

# Mails

mail-sign-in-subject = Log ind hos { $company }
mail-sign-in-text =
    Hej { $first },

    knappen nedenfor logger dig ind. Den virker én gang, inden for { $minutes } minutter.

    Hvis du ikke har bedt om dette, skal du ikke gøre noget.
mail-password-subject = Din adgangskode til { $company }
mail-password-text =
    Hej { $first },

    med knappen nedenfor vælger du din adgangskode. Den virker én gang, inden for { $minutes } minutter.

    Hvis du ikke ventede dette, skal du ikke gøre noget.
