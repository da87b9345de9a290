# What people read who sign in.

# Signing in

sign-in = Logga in
sign-in-wrong = E-postadressen och lösenordet hör inte ihop
sign-in-or = Utan lösenord:
sign-in-by-link = Skicka mig en inloggningslänk
sign-in-back = Gå till inloggningen
sign-in-choose = Var vill du logga in?
sign-in-to = Logga in hos { $company }
check-mail = Titta i din e-post
    .text = Om { $email } har ett konto här är en länk på väg dit. Den fungerar en gång, och bara några minuter.
link-over = Länken fungerar inte längre
    .text = Den fungerar en gång, och bara några minuter. Du kan be om en ny.
form-foreign = Formuläret skickades inte härifrån
    .text = För säkerhets skull gjordes ingenting. Öppna sidan igen och försök på nytt.

# Passwords

password-set = Välj lösenord
password-new = Nytt lösenord
password-current = Nuvarande lösenord
password-missing = Ange ditt lösenord
password-hint = Minst { $least } tecken. Några ord som bara du skulle sätta ihop är bra.
password-short = Ange minst { $least } tecken
password-long = Det är för långt: högst { $most } byte
password-change = Ändra lösenord
password-forgotten = Välj nytt lösenord
password-none = Du har inget lösenord än.
password-by-link = Skicka mig en länk för att välja ett

# The account

account = Ditt konto
account-name = Namn
account-page = Din sida
account-next = Nästa möten
account-nothing = Det finns inga kommande möten.
account-waiting = Väntar på ditt beslut
sessions = Var du är inloggad
session-this = Den här webbläsaren
session-seen = Senast sedd: { $when }
session-end = Logga ut (senast sedd: { $when })
sign-out = Logga ut
sign-out-everywhere = Logga ut överallt
done-password = Ditt lösenord är sparat. På andra ställen är du inte längre inloggad.
done-link = En länk är på väg till dig med e-post.
done-session = Utloggad där.

# Mails

mail-sign-in-subject = Logga in hos { $company }
mail-sign-in-text =
    Hej { $first },

    knappen nedan loggar in dig. Den fungerar en gång, inom { $minutes } minuter.

    Om du inte bad om detta behöver du inte göra något.
mail-password-subject = Ditt lösenord hos { $company }
mail-password-text =
    Hej { $first },

    med knappen nedan väljer du ditt lösenord. Den fungerar en gång, inom { $minutes } minuter.

    Om du inte väntade dig detta behöver du inte göra något.
