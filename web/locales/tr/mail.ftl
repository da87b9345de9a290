# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Ayırtıldı: { $meeting } – { $start }
mail-confirmation-text =
    Merhaba { $first },

    { $host } ile görüşmeniz ayırtıldı. Bu e-postadaki davet onu takviminize ekler.
mail-host-booked-subject = Yeni randevu: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } sizinle bir görüşme ayırttı.
mail-rescheduled-subject = Taşındı: { $meeting } – yeni zaman { $start }
mail-rescheduled-text =
    Merhaba { $first },

    { $host } ile görüşmeniz başka bir zamana taşındı.
mail-host-rescheduled-subject = Taşındı: { $guest } – { $meeting }, yeni zaman { $start }
mail-host-rescheduled-text = { $guest } ile görüşmeniz başka bir zamana taşındı.
mail-cancelled-subject = İptal edildi: { $meeting } – { $start }
mail-cancelled-text =
    Merhaba { $first },

    { $host } ile görüşmeniz iptal edildi.
mail-host-cancelled-subject = İptal edildi: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = { $guest } tarafından sizinle ayırtılan görüşme iptal edildi.
mail-approval-request-subject = Karar bekliyor: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } sizinle görüşmek istiyor. Siz karar verene kadar bu zaman boş tutulur.
mail-request-received-subject = İstek alındı: { $meeting } – { $start }
mail-request-received-text =
    Merhaba { $first },

    { $host } randevunuzu onaylamalı. O zamana kadar bu zamanı sizin için tutuyoruz ve size haber vereceğiz.
mail-opt-in-subject = Onay bekliyor: { $meeting } – { $start }
mail-opt-in-text =
    Merhaba { $first },

    { $host } ile görüşmek istediğinizi lütfen onaylayın. O zamana kadar bu zaman yalnızca sizin için tutulur.

    Bu siz değilseniz bir şey yapmanız gerekmez.
mail-declined-subject = Ayırtılmadı: { $meeting } – { $start }
mail-declined-text =
    Merhaba { $first },

    { $host } istediğiniz görüşmeyi kabul edemiyor.
mail-expired-subject = Ayırtılmadı: { $meeting } – { $start }
mail-expired-text =
    Merhaba { $first },

    randevunuz zamanında onaylanmadı, bu nedenle zaman yeniden boş.
mail-reminder-subject = Hatırlatma: { $meeting } – { $start }
mail-reminder-text =
    Merhaba { $first },

    { $host } ile görüşmenizi hatırlatırız.
mail-follow-up-subject = Teşekkürler: { $meeting }
mail-follow-up-text =
    Merhaba { $first },

    zaman ayırdığınız için teşekkür ederiz. { $host } ile yeniden görüşmek isterseniz başka bir görüşme ayırtabilirsiniz.

mail-what = Ne
mail-when = Ne zaman
mail-where = Nerede
mail-with = Kiminle
mail-booked-by = Ayırtan
mail-email = E-posta
mail-phone = Telefon
mail-guests = Diğer davetliler
mail-previously = Önceki zaman
mail-reason = Neden
mail-notes = Notlar
mail-deadline = Son yanıt zamanı

mail-join = Görüşmeye katıl
mail-decide = Kabul et veya reddet
mail-confirm = Randevuyu onayla
mail-book-again = Başka bir zaman ayırt
mail-move = Taşı
mail-cancel = İptal et
mail-add-to-calendar = Takvim dosyası
mail-stop-reminders = Bu görüşme için başka hatırlatma istemiyorum
mail-sent-by = Gönderen: { $company }

mail-venue-in-person = Yüz yüze
mail-venue-phone = Telefonla
mail-venue-phone-incoming = Siz ararsınız
mail-venue-online = Çevrim içi

# To administrators.
mail-webhook-paused-subject = Webhook duraklatıldı: { $host }
mail-webhook-paused-text =
    Merhaba { $first },

    { $company } şirketinin bir webhook’u günlerce teslim edilemediği için duraklatıldı. Hiçbir şey kaybolmaz: olanlar 30 gün saklanır ve webhook sürdürülünce ya da bir denemeyi kabul edince sırayla gönderilir.
mail-webhook-disabled-subject = Webhook kapatıldı: { $host }
mail-webhook-disabled-text =
    Merhaba { $first },

    { $company } şirketinin bir adresi artık var olmadığını bildirdi (410), bu yüzden webhook’u kapatıldı. Bundan sonra olanlar onun için saklanmaz. İstenen bu değilse webhook’u sürdürün.
mail-webhook-endpoint = Adres
mail-webhook-id = Webhook
mail-webhook-since = Başlangıç
mail-webhook-resume = Nasıl sürdürülür
mail-webhook-silent = { $time } boyunca hiçbir şey teslim edilmedi.
mail-webhook-answered = Adres { $status } yanıtını verdi.
mail-webhook-late = Adres zamanında yanıt vermedi.
mail-webhook-unreached = Adrese bağlanılamadı.
mail-webhook-untrusted = Adresin sertifikasına güvenilmiyor ya da adres TLS konuşmuyor.
mail-webhook-forbidden = Bu adres çağrılamaz.
mail-webhook-failed = Adresin çağrılması başarısız oldu.

# Pages that mails lead to.
pending-decide = Bu randevu kabul edilsin mi?
pending-confirm = Randevunuzu onaylayın
pending-approve-button = Kabul et
pending-decline-button = Reddet
pending-confirm-button = Randevuyu onayla
pending-reason = Neden (konuk okuyacaktır)
pending-approved = Randevu kabul edildi. İkinize de e-postayla davet gönderilir.
pending-approved-asks = Randevu kabul edildi. Konuktan onaylaması istenir; ardından ikinize de e-postayla davet gönderilir.
pending-declined = Randevu reddedildi. Konuğa e-postayla bildirilir.
pending-confirmed = Randevunuz onaylandı. Davet yolda.
pending-turned-down = Randevu reddedildi. Saat yeniden boş.
pending-expired = Zamanında onaylanmadı. Saat yeniden boş.
reminders-stop = Bu görüşmenin hatırlatmaları durdurulsun mu?
reminders-stop-button = Hatırlatmaları durdur
reminders-stopped = Bu görüşme için başka hatırlatma almayacaksınız. Randevunun kendisi geçerli kalır.

# On the pages of a booking.
calendar-add = Takvime ekle:
calendar-file = Takvim dosyası
