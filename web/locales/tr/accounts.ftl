# What people read who sign in.

# Signing in

sign-in = Oturum aç
sign-in-wrong = Bu e-posta adresi ile bu parola birbirine ait değil
sign-in-or = Parolasız:
sign-in-by-link = Bana oturum açma bağlantısı gönder
sign-in-back = Oturum açmaya git
sign-in-choose = Nerede oturum açmak istersiniz?
sign-in-to = Oturum aç: { $company }
check-mail = E-postanıza bakın
    .text = { $email } adresinin burada bir hesabı varsa bir bağlantı yolda. Bir kez ve yalnızca birkaç dakika geçerlidir.
link-over = Bu bağlantı artık geçerli değil
    .text = Bir kez ve yalnızca birkaç dakika geçerlidir. Yenisini isteyebilirsiniz.
form-foreign = Bu form buradan gönderilmedi
    .text = Güvenlik için hiçbir şey yapılmadı. Lütfen sayfayı yeniden açıp tekrar deneyin.

# Passwords

password-set = Parola belirle
password-new = Yeni parola
password-current = Şimdiki parola
password-missing = Parolanızı girin
password-hint = En az { $least } karakter. Yalnızca sizin bir araya getireceğiniz birkaç sözcük iyidir.
password-short = En az { $least } karakter girin
password-long = Bu çok uzun: en fazla { $most } bayt
password-change = Parolayı değiştir
password-forgotten = Yeni parola belirle
password-none = Henüz parolanız yok.
password-by-link = Parola belirlemem için bağlantı gönder

# The account

account = Hesabınız
account-name = Ad
account-page = Sayfanız
account-next = Sıradaki randevular
account-nothing = Önünüzde randevu yok.
account-waiting = Kararınızı bekliyor
sessions = Oturumlarınız
session-this = Bu tarayıcı
session-seen = Son görülme: { $when }
session-end = Oturumu kapat (son görülme: { $when })
sign-out = Oturumu kapat
sign-out-everywhere = Her yerde oturumu kapat
done-password = Parolanız belirlendi. Diğer yerlerde oturumunuz kapatıldı.
done-link = Bir bağlantı e-postayla yolda.
done-session = Oradaki oturum kapatıldı.

# Mails

mail-sign-in-subject = Oturum açın: { $company }
mail-sign-in-text =
    Merhaba { $first },

    aşağıdaki düğme oturumunuzu açar. { $minutes } dakika içinde bir kez geçerlidir.

    Bunu siz istemediyseniz bir şey yapmanız gerekmez.
mail-password-subject = Parolanız: { $company }
mail-password-text =
    Merhaba { $first },

    aşağıdaki düğmeyle parolanızı belirlersiniz. { $minutes } dakika içinde bir kez geçerlidir.

    Bunu beklemiyorduysanız bir şey yapmanız gerekmez.
