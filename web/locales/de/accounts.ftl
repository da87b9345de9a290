# What people read who sign in.

# Signing in

sign-in = Anmelden
sign-in-wrong = Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen
sign-in-or = Ohne Passwort:
sign-in-by-link = Anmeldelink zusenden
sign-in-back = Zur Anmeldung
sign-in-choose = Wo möchten Sie sich anmelden?
sign-in-to = Bei { $company } anmelden
check-mail = Sehen Sie in Ihre E-Mails
    .text = Falls { $email } hier ein Konto hat, ist ein Link dorthin unterwegs. Er gilt einmal und nur wenige Minuten.
link-over = Dieser Link gilt nicht mehr
    .text = Er gilt einmal und nur wenige Minuten. Sie können einen neuen anfordern.
form-foreign = Dieses Formular wurde nicht von hier gesendet
    .text = Zur Sicherheit wurde nichts getan. Bitte öffnen Sie die Seite neu und versuchen Sie es noch einmal.

# Passwords

password-set = Passwort festlegen
password-new = Neues Passwort
password-current = Aktuelles Passwort
password-missing = Geben Sie Ihr Passwort ein
password-hint = Mindestens { $least } Zeichen. Gut sind ein paar Wörter, die nur Sie so zusammenstellen würden.
password-short = Geben Sie mindestens { $least } Zeichen ein
password-long = Das ist zu lang: höchstens { $most } Byte
password-change = Passwort ändern
password-forgotten = Neues Passwort festlegen
password-none = Sie haben noch kein Passwort.
password-by-link = Link zum Festlegen zusenden

# The account

account = Ihr Konto
account-name = Name
account-page = Ihre Seite
account-next = Nächste Termine
account-nothing = Es stehen keine Termine an.
account-waiting = Wartet auf Ihre Entscheidung
sessions = Wo Sie angemeldet sind
session-this = Dieser Browser
session-seen = Zuletzt gesehen: { $when }
session-end = Abmelden (zuletzt gesehen: { $when })
sign-out = Abmelden
sign-out-everywhere = Überall abmelden
done-password = Ihr Passwort ist festgelegt. Wo Sie sonst angemeldet waren, sind Sie es nicht mehr.
done-link = Ein Link ist per E-Mail zu Ihnen unterwegs.
done-session = Dort abgemeldet.

# Mails

mail-sign-in-subject = Bei { $company } anmelden
mail-sign-in-text =
    Guten Tag { $first },

    mit der Schaltfläche unten melden Sie sich an. Sie gilt einmal, innerhalb von { $minutes } Minuten.

    Falls Sie das nicht angefordert haben, brauchen Sie nichts zu tun.
mail-password-subject = Ihr Passwort für { $company }
mail-password-text =
    Guten Tag { $first },

    mit der Schaltfläche unten legen Sie Ihr Passwort fest. Sie gilt einmal, innerhalb von { $minutes } Minuten.

    Falls Sie das nicht erwartet haben, brauchen Sie nichts zu tun.
