# What people read who sign in.

# Signing in

sign-in = Sign in
sign-in-wrong = This e-mail address and this password do not belong together
sign-in-or = Without a password:
sign-in-by-link = Send me a sign-in link
sign-in-back = Go to sign-in
sign-in-choose = Where would you like to sign in?
sign-in-to = Sign in to { $company }
check-mail = Look into your mail
    .text = If { $email } has an account here, a link is on its way to it. It works once, and only for minutes.
link-over = This link does not work any more
    .text = It works once, and only for minutes. You can ask for a new one.
form-foreign = This form was not sent from here
    .text = To be safe, nothing was done. Please open the page again and try once more.

# Passwords

password-set = Set password
password-new = New password
password-current = Current password
password-missing = Enter your password
password-hint = At least { $least } characters. A few words that only you would put together are good.
password-short = Enter at least { $least } characters
password-long = This is too long: at most { $most } bytes
password-change = Change password
password-forgotten = Set a new password
password-none = You have no password yet.
password-by-link = Send me a link to set one

# The account

account = Your account
account-name = Name
account-page = Your page
account-next = Next appointments
account-nothing = There are no appointments ahead.
account-waiting = Waiting for your decision
sessions = Where you are signed in
session-this = This browser
session-seen = Last seen: { $when }
session-end = Sign out (last seen: { $when })
sign-out = Sign out
sign-out-everywhere = Sign out everywhere
done-password = Your password is set. Wherever else you were signed in, you are not any more.
done-link = A link is on its way to you by mail.
done-session = Signed out there.

# Mails

mail-sign-in-subject = Sign in to { $company }
mail-sign-in-text =
    Hello { $first },

    the button below signs you in. It works once, within { $minutes } minutes.

    If you did not ask for this, there is nothing to do.
mail-password-subject = Your password for { $company }
mail-password-text =
    Hello { $first },

    with the button below you set your password. It works once, within { $minutes } minutes.

    If you did not expect this, there is nothing to do.
