# What people read who sign in.

# Signing in

sign-in = Inloggen
sign-in-wrong = Dit e-mailadres en dit wachtwoord horen niet bij elkaar
sign-in-or = Zonder wachtwoord:
sign-in-by-link = Stuur mij een inloglink
sign-in-back = Naar inloggen
sign-in-choose = Waar wilt u inloggen?
sign-in-to = Inloggen bij { $company }
check-mail = Kijk in uw mail
    .text = Als { $email } hier een account heeft, is er een link naar onderweg. Die werkt één keer, en maar enkele minuten.
link-over = Deze link werkt niet meer
    .text = Hij werkt één keer, en maar enkele minuten. U kunt een nieuwe aanvragen.
form-foreign = Dit formulier is niet vanaf hier verzonden
    .text = Voor de zekerheid is er niets gedaan. Open de pagina opnieuw en probeer het nog eens.

# Passwords

password-set = Wachtwoord instellen
password-new = Nieuw wachtwoord
password-current = Huidig wachtwoord
password-missing = Vul uw wachtwoord in
password-hint = Ten minste { $least } tekens. Een paar woorden die alleen u zo zou combineren, zijn goed.
password-short = Vul ten minste { $least } tekens in
password-long = Dit is te lang: ten hoogste { $most } bytes
password-change = Wachtwoord wijzigen
password-forgotten = Nieuw wachtwoord instellen
password-none = U hebt nog geen wachtwoord.
password-by-link = Stuur mij een link om er een in te stellen

# The account

account = Uw account
account-name = Naam
account-page = Uw pagina
account-next = Volgende afspraken
account-nothing = Er zijn geen afspraken gepland.
account-waiting = Wacht op uw beslissing
sessions = Waar u bent ingelogd
session-this = Deze browser
session-seen = Laatst gezien: { $when }
session-end = Uitloggen (laatst gezien: { $when })
sign-out = Uitloggen
sign-out-everywhere = Overal uitloggen
done-password = Uw wachtwoord is ingesteld. Op andere plaatsen bent u niet meer ingelogd.
done-link = Er is een link naar u onderweg per mail.
done-session = Daar uitgelogd.

# Mails

mail-sign-in-subject = Inloggen bij { $company }
mail-sign-in-text =
    Hallo { $first },

    met de knop hieronder logt u in. Hij werkt één keer, binnen { $minutes } minuten.

    Hebt u dit niet aangevraagd, dan hoeft u niets te doen.
mail-password-subject = Uw wachtwoord voor { $company }
mail-password-text =
    Hallo { $first },

    met de knop hieronder stelt u uw wachtwoord in. Hij werkt één keer, binnen { $minutes } minuten.

    Had u dit niet verwacht, dan hoeft u niets te doen.
