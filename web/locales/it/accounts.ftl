# What people read who sign in.

# Signing in

sign-in = Accedi
sign-in-wrong = Questo indirizzo e-mail e questa password non vanno insieme
sign-in-or = Senza password:
sign-in-by-link = Inviami un link di accesso
sign-in-back = Vai all’accesso
sign-in-choose = Dove desidera accedere?
sign-in-to = Accedi a { $company }
check-mail = Controlli la posta
    .text = Se { $email } ha un account qui, un link è in arrivo. Vale una volta, e solo per alcuni minuti.
link-over = Questo link non vale più
    .text = Vale una volta, e solo per alcuni minuti. Può chiederne uno nuovo.
form-foreign = Questo modulo non è stato inviato da qui
    .text = Per sicurezza non è stato fatto nulla. Riapra la pagina e riprovi.

# Passwords

password-set = Imposta password
password-new = Nuova password
password-current = Password attuale
password-missing = Inserisca la Sua password
password-hint = Almeno { $least } caratteri. Vanno bene alcune parole che solo Lei metterebbe insieme.
password-short = Inserisca almeno { $least } caratteri
password-long = È troppo lunga: al massimo { $most } byte
password-change = Cambia password
password-forgotten = Imposta una nuova password
password-none = Non ha ancora una password.
password-by-link = Inviami un link per impostarla

# The account

account = Il Suo account
account-name = Nome
account-page = La Sua pagina
account-next = Prossimi appuntamenti
account-nothing = Non ci sono appuntamenti in programma.
account-waiting = In attesa della Sua decisione
sessions = Dove ha effettuato l’accesso
session-this = Questo browser
session-seen = Visto l’ultima volta: { $when }
session-end = Esci (visto l’ultima volta: { $when })
sign-out = Esci
sign-out-everywhere = Esci ovunque
done-password = La Sua password è impostata. Altrove l’accesso è terminato.
done-link = Un link è in arrivo per e-mail.
done-session = Accesso terminato.

# Mails

mail-sign-in-subject = Accedi a { $company }
mail-sign-in-text =
    Buongiorno { $first },

    con il pulsante qui sotto accede. Vale una volta, entro { $minutes } minuti.

    Se non lo ha chiesto Lei, non deve fare nulla.
mail-password-subject = La Sua password per { $company }
mail-password-text =
    Buongiorno { $first },

    con il pulsante qui sotto imposta la Sua password. Vale una volta, entro { $minutes } minuti.

    Se non se lo aspettava, non deve fare nulla.
