# Sayfaların söyledikleri.

skip = İçeriğe geç
powered = Slated altyapısıyla
language = Dil
error-title = Hata: { $title }

# Başka bir sayfanın yerine gösterilenler

not-found = Sayfa bulunamadı
    .text = Bu adreste bir şey yok. Lütfen bağlantıyı kontrol edin veya size gönderen kişiye sorun.
booking-not-found = Randevu bulunamadı
    .text = Bu bağlantı bir randevuya gitmiyor. Lütfen tamamının kopyalandığından emin olun.
disabled = Randevu alınmıyor
    .text = Bu görüşme için şu anda randevu alınamıyor. Lütfen daha sonra tekrar gelin.
one-time-used = Bu bağlantı kullanılmış
    .text = Yalnızca tek bir randevu için geçerliydi ya da başka bir görüşmeye ait. Lütfen yenisini isteyin.
sent-before = Bu formu zaten gönderdiniz
    .text = İlk randevunuz gönderdiğiniz gibi duruyor. Başka bir saat için lütfen baştan başlayın.
too-many = Çok fazla deneme
    .text = Lütfen bir dakika bekleyin, sonra geri dönüp tekrar deneyin. Yazdıklarınız kaybolmaz.
too-large = Metin çok uzun
    .text = Lütfen geri dönüp yazdıklarınızı kısaltın.
broken = Bir sorun oluştu
    .text = Hata bizde ve not aldık. Lütfen birazdan tekrar deneyin.
away = Şu anda kullanılamıyor
    .text = Gerekli bilgilere şu anda ulaşamıyoruz. Lütfen bir dakika sonra tekrar deneyin.
cannot-change = Bu değiştirilemez
    .text = Görüşme geçmiş veya iptal edilmiş; değiştirilecek bir şey yok.
group-stays = Bu görüşme taşınamaz
    .text = Bu saatte başkaları da katılıyor. Bunun yerine yerinizi bırakıp başka bir saat seçin.
whose = Kimin yeri?
    .text = Başkaları da katılıyor. Lütfen kendi onayınızdaki bağlantıyı kullanın.

# Bir saatin neden alınamadığı

refused-taken = Biri daha hızlı davrandı
    .text = Bu saat az önce alındı. Yazdığınız her şey duruyor.
refused-notice = Süre çok kısa
    .text = Bu saat çok yakın ya da geçmiş.
refused-full = O gün dolu
    .text = O dönemde başka görüşme alınmıyor.
refused-other = Bu saat sunulmuyor
    .text = Randevu alınamıyor. Lütfen başka bir saat seçin.

# Kişisel sayfa

nothing-to-book = Şu anda burada randevu alınabilecek bir şey yok.
meetings-with = { $name } ile alabileceğiniz randevular

# Saat seçimi

all-meetings = Tüm görüşmeler
length = Süre
month-turn = Ay
month-previous = Önceki ay
month-next = Sonraki ay
day-free =
    { $count ->
        [one] { $day }: { $count } saat
       *[other] { $day }: { $count } saat
    }
zone-of-times = Saatler:
zone = Saat dilimi
zone-yours = Saat diliminiz
zone-universal = Evrensel
clock = Saat biçimi
change = Değiştir
seats-left =
    { $count ->
        [one] { $count } yer kaldı
       *[other] { $count } yer kaldı
    }
no-times = Boş saat yok
nothing-in = { $month } ayında boş saat yok.
nothing = Şu anda boş saat yok. Lütfen daha sonra tekrar gelin.
next-free = Sonraki boş güne git: { $day }
first-free = İlk boş saatleri göster
start-gone = { $time } artık uygun değil. Lütfen başka bir saat seçin.

area-africa = Afrika
area-america = Amerika
area-antarctica = Antarktika
area-arctic = Arktik
area-asia = Asya
area-atlantic = Atlas Okyanusu
area-australia = Avustralya
area-europe = Avrupa
area-indian = Hint Okyanusu
area-pacific = Pasifik

# Görüşmenin yeri

channel-in-person = Yüz yüze
channel-at-yours = Sizin adresinizde
channel-phone = Telefon görüşmesi
channel-phone-incoming = Siz arıyorsunuz
channel-whatsapp = WhatsApp araması
channel-online = Çevrimiçi
channel-video = Görüntülü görüşme

# Form

problem = Lütfen bilgilerinizi kontrol edin
nearest = En yakın boş saatler
see-all = Tüm boş saatleri gör
typed-kept = Yazdıklarınız saklanıyor.
your-details = Bilgileriniz
optional = (isteğe bağlı)
your-name = Adınız ve soyadınız
email = E-posta adresi
either-is-enough = E-posta adresi veya telefon numarası yeterlidir.
phone = Telefon numarası
phone-hint = Bu numaradan aranacaksınız.
notes = Eklemek istediğiniz bir şey var mı?
new-tab = (yeni sekmede açılır)
confirm = Randevuyu onayla
book-at = { $time } saatini al

channel-choice = Nasıl görüşmek istersiniz?
host-choice = Kiminle görüşmek istersiniz?
host-any = İlk müsait olan kişi
host-show = Saatleri göster
host-first = Boş saatleri görmek için kiminle görüşmek istediğinizi seçin.
location-choice = Nerede görüşmek istersiniz?
address = Görüşme adresi
company = Şirket
guests = Konuklar
guests-hint = Her satıra bir e-posta adresi, en fazla { $most }.
choose-one = Lütfen seçin
yes = Evet
no = Hayır
consent = Bilgilerimin bu görüşmeyi düzenlemek için kullanılmasını kabul ediyorum.
consent-read = Ayrıntılar
address-missing = Görüşme adresini girin
guests-wrong = “{ $guest }” bir e-posta adresi değil
guests-many = En fazla { $most } konuk girin
consent-missing = Kabul etmek için kutuyu işaretleyin
answer-missing = “{ $question }” sorusunu yanıtlayın
answer-long = “{ $question }” yanıtını { $most } karaktere kısaltın
answer-number = “{ $question }” için bir sayı girin
answer-least = “{ $question }” için en az { $least } girin
answer-most = “{ $question }” için en fazla { $most } girin
answer-url = “{ $question }” için https://example.com gibi bir web adresi girin
answer-date = “{ $question }” için bir tarih girin
answer-time = “{ $question }” için bir saat girin
answer-choice = “{ $question }” için yanıtlardan birini seçin
name-missing = Adınızı girin
name-long = Adı { $most } karaktere kısaltın
email-missing = E-posta adresinizi girin
email-or-phone = E-posta adresinizi veya telefon numaranızı girin
email-wrong = ad@example.com gibi bir e-posta adresi girin
phone-missing = Aranabileceğiniz telefon numarasını yazın
phone-long = Telefon numarasını { $most } karaktere kısaltın
notes-long = Mesajı { $most } karaktere kısaltın

# Parola

protected = Bu sayfa korunuyor. Boş saatleri görmek için size verilen parolayı girin.
password = Parola
password-wrong = Parola bu değil. Lütfen tekrar deneyin.
continue = Devam

# Randevudan sonra

booked-title = Randevu alındı: { $meeting }
you-are-booked = Randevunuz alındı
move-or-cancel = Taşı veya iptal et
keep-link = “Taşı veya iptal et” bağlantısını saklayın: bu randevuyu daha sonra onunla değiştirirsiniz.
waiting-title = Onay bekleniyor – { $meeting }
waiting = Neredeyse bitti: onay bekleniyor
waiting-host = { $host } randevunuzu onaylayacak. O zamana kadar bu saati sizin için tutuyoruz.
waiting-you = Randevunuzun onaylanması gerekiyor. O zamana kadar bu saati sizin için tutuyoruz.
waiting-mail = { $email } adresine bir e-posta gönderdik. Randevunuzu içindeki bağlantıyla onaylayın; o zamana kadar bu saati sizin için tutuyoruz.

# Bir randevu hakkında söylenenler

what = Konu
when = Ne zaman
with = Kiminle
where = Nerede
booked-by = Randevuyu alan
join-at = { $site } üzerinden katılın

# Randevuyu değiştirme

state-booked = Alındı
state-cancelled = İptal edildi
state-over = Geçti
done-cancelled = Randevunuz iptal edildi.
done-moved = Randevunuz taşındı.
reason-given = Belirtilen neden
move-action = Başka bir saate taşı
cancel-action = Randevuyu iptal et
book-another = Başka bir saat al
back-to-booking = Randevuya dön

cancel-title = İptal: { $meeting }
cancel-ask = Bu randevu iptal edilsin mi?
leave-ask = Yerinizi bırakmak istiyor musunuz?
reason = Neden
reason-long = Nedeni { $most } karaktere kısaltın
leave-action = Yerimi bırak
keep-it = Vazgeç

move-title = Taşı: { $meeting }
booked-for-now = Şu anki randevu:
move-from = Eski
move-to = Yeni
move-confirm = Randevuyu taşı
move-other = Başka bir saat seç
move-refused = Oraya taşınamıyor. Randevunuz olduğu gibi kaldı.

# Konuklar

guest-email = Bir konuğun e-posta adresi
guest-add = Konuk ekle
done-guest = Konuğunuz eklendi.
cannot-cancel = Buradan iptal edilemez
    .text = Bu randevu çevrimiçi olarak iptal edilemiyor veya artık iptal edilemiyor. Lütfen ev sahibinizle iletişime geçin.
cannot-move = Buradan taşınamaz
    .text = Bu randevu çevrimiçi olarak taşınamıyor veya artık taşınamıyor. Lütfen ev sahibinizle iletişime geçin.
