# What people read who sign in.

# Signing in

sign-in = Se connecter
sign-in-wrong = Cette adresse e-mail et ce mot de passe ne vont pas ensemble
sign-in-or = Sans mot de passe :
sign-in-by-link = M’envoyer un lien de connexion
sign-in-back = Aller à la connexion
sign-in-choose = Où souhaitez-vous vous connecter ?
sign-in-to = Se connecter à { $company }
check-mail = Consultez vos e-mails
    .text = Si { $email } a un compte ici, un lien lui est envoyé. Il ne sert qu’une fois, et pendant quelques minutes.
link-over = Ce lien n’est plus valable
    .text = Il ne sert qu’une fois, et pendant quelques minutes. Vous pouvez en demander un autre.
form-foreign = Ce formulaire n’a pas été envoyé d’ici
    .text = Par sécurité, rien n’a été fait. Rouvrez la page et réessayez.

# Passwords

password-set = Définir le mot de passe
password-new = Nouveau mot de passe
password-current = Mot de passe actuel
password-missing = Saisissez votre mot de passe
password-hint = Au moins { $least } caractères. Quelques mots que vous seul assembleriez conviennent bien.
password-short = Saisissez au moins { $least } caractères
password-long = C’est trop long : { $most } octets au plus
password-change = Changer le mot de passe
password-forgotten = Définir un nouveau mot de passe
password-none = Vous n’avez pas encore de mot de passe.
password-by-link = M’envoyer un lien pour en définir un

# The account

account = Votre compte
account-name = Nom
account-page = Votre page
account-next = Prochains rendez-vous
account-nothing = Aucun rendez-vous à venir.
account-waiting = En attente de votre décision
sessions = Où vous êtes connecté
session-this = Ce navigateur
session-seen = Vu pour la dernière fois : { $when }
session-end = Déconnecter (vu pour la dernière fois : { $when })
sign-out = Se déconnecter
sign-out-everywhere = Se déconnecter partout
done-password = Votre mot de passe est défini. Vous n’êtes plus connecté nulle part ailleurs.
done-link = Un lien vous est envoyé par e-mail.
done-session = Déconnecté là-bas.

# Mails

mail-sign-in-subject = Se connecter à { $company }
mail-sign-in-text =
    Bonjour { $first },

    le bouton ci-dessous vous connecte. Il ne sert qu’une fois, dans les { $minutes } minutes.

    Si vous n’avez rien demandé, il n’y a rien à faire.
mail-password-subject = Votre mot de passe pour { $company }
mail-password-text =
    Bonjour { $first },

    le bouton ci-dessous vous permet de définir votre mot de passe. Il ne sert qu’une fois, dans les { $minutes } minutes.

    Si vous ne vous y attendiez pas, il n’y a rien à faire.
