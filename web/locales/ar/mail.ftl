# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = تم الحجز: { $meeting } – { $start }
mail-confirmation-text =
    مرحبًا { $first }،

    تم حجز موعدك مع { $host }. الدعوة في هذه الرسالة تضيفه إلى تقويمك.
mail-host-booked-subject = حجز جديد: { $guest } – { $meeting }، { $start }
mail-host-booked-text = حجز { $guest } موعدًا معك.
mail-rescheduled-subject = تم النقل: { $meeting } – الموعد الآن { $start }
mail-rescheduled-text =
    مرحبًا { $first }،

    نُقل موعدك مع { $host } إلى وقت آخر.
mail-host-rescheduled-subject = تم النقل: { $guest } – { $meeting }، الموعد الآن { $start }
mail-host-rescheduled-text = نُقل موعدك مع { $guest } إلى وقت آخر.
mail-cancelled-subject = تم الإلغاء: { $meeting } – { $start }
mail-cancelled-text =
    مرحبًا { $first }،

    أُلغي موعدك مع { $host }.
mail-host-cancelled-subject = تم الإلغاء: { $guest } – { $meeting }، { $start }
mail-host-cancelled-text = أُلغي الموعد الذي حجزه { $guest } معك.
mail-approval-request-subject = بانتظار قرارك: { $guest } – { $meeting }، { $start }
mail-approval-request-text = يرغب { $guest } في مقابلتك. يبقى الوقت محفوظًا إلى أن تقرر.
mail-request-received-subject = تم استلام الطلب: { $meeting } – { $start }
mail-request-received-text =
    مرحبًا { $first }،

    على { $host } أن يؤكد حجزك. نحفظ لك الوقت حتى ذلك الحين وسنخبرك.
mail-opt-in-subject = بانتظار تأكيدك: { $meeting } – { $start }
mail-opt-in-text =
    مرحبًا { $first }،

    نرجو تأكيد رغبتك في مقابلة { $host }. حتى ذلك الحين يبقى الوقت محفوظًا لك فقط.

    إن لم تكن أنت من طلب ذلك فلا حاجة إلى فعل شيء.
mail-declined-subject = لم يتم الحجز: { $meeting } – { $start }
mail-declined-text =
    مرحبًا { $first }،

    لا يستطيع { $host } قبول الموعد الذي طلبته.
mail-expired-subject = لم يتم الحجز: { $meeting } – { $start }
mail-expired-text =
    مرحبًا { $first }،

    لم يُؤكَّد حجزك في الوقت المحدد، لذلك أصبح الوقت متاحًا من جديد.
mail-reminder-subject = تذكير: { $meeting } – { $start }
mail-reminder-text =
    مرحبًا { $first }،

    نذكّرك بموعدك مع { $host }.
mail-follow-up-subject = شكرًا: { $meeting }
mail-follow-up-text =
    مرحبًا { $first }،

    شكرًا على وقتك. إذا أردت مقابلة { $host } مرة أخرى فيمكنك حجز موعد آخر.

mail-what = الموضوع
mail-when = الوقت
mail-where = المكان
mail-with = مع
mail-booked-by = صاحب الحجز
mail-email = البريد الإلكتروني
mail-phone = الهاتف
mail-guests = مدعوون أيضًا
mail-previously = سابقًا
mail-reason = السبب
mail-notes = ملاحظات
mail-deadline = يُرجى الرد قبل

mail-join = الانضمام إلى الاجتماع
mail-decide = القبول أو الرفض
mail-confirm = تأكيد الحجز
mail-book-again = حجز وقت آخر
mail-move = نقل الموعد
mail-cancel = إلغاء
mail-add-to-calendar = ملف التقويم
mail-stop-reminders = لا مزيد من التذكيرات بهذا الموعد
mail-sent-by = أرسلته { $company }

mail-venue-in-person = حضوريًا
mail-venue-phone = عبر الهاتف
mail-venue-phone-incoming = أنت من يتصل
mail-venue-online = عبر الإنترنت

# To administrators.
mail-webhook-paused-subject = تم إيقاف الويب هوك مؤقتًا: { $host }
mail-webhook-paused-text =
    مرحبًا { $first }،

    تعذّر تسليم أحد إشعارات الويب هوك لدى { $company } لأيام، لذلك أُوقف مؤقتًا. لا يضيع شيء: يُحفظ ما يحدث 30 يومًا ويُرسل بالترتيب عند استئناف الويب هوك أو عندما يقبل اختبارًا.
mail-webhook-disabled-subject = تم تعطيل الويب هوك: { $host }
mail-webhook-disabled-text =
    مرحبًا { $first }،

    أجاب أحد عناوين { $company } بأنه لم يعد موجودًا (410)، لذلك عُطّل الويب هوك. لا يُحفظ له ما يحدث من الآن. إن لم يكن هذا مقصودًا فاستأنف الويب هوك.
mail-webhook-endpoint = العنوان
mail-webhook-id = الويب هوك
mail-webhook-since = منذ
mail-webhook-resume = طريقة الاستئناف
mail-webhook-silent = لم يُسلَّم شيء لمدة { $time }.
mail-webhook-answered = أجاب العنوان بالرمز { $status }.
mail-webhook-late = لم يُجب العنوان في الوقت المحدد.
mail-webhook-unreached = تعذّر الاتصال بالعنوان.
mail-webhook-untrusted = شهادة العنوان غير موثوقة، أو أنه لا يدعم TLS.
mail-webhook-forbidden = لا يُسمح باستدعاء هذا العنوان.
mail-webhook-failed = فشل استدعاء العنوان.

# Pages that mails lead to.
pending-decide = هل تقبل هذا الحجز؟
pending-confirm = أكّد حجزك
pending-approve-button = قبول
pending-decline-button = رفض
pending-confirm-button = تأكيد الحجز
pending-reason = السبب (سيقرؤه الضيف)
pending-approved = تم قبول الحجز. سيصل كلًّا منكما دعوة بالبريد الإلكتروني.
pending-approved-asks = تم قبول الحجز. سيُطلب من الضيف تأكيده، ثم تصل كلًّا منكما دعوة بالبريد الإلكتروني.
pending-declined = تم رفض الحجز. سيُخبَر الضيف بالبريد الإلكتروني.
pending-confirmed = تم تأكيد حجزك. الدعوة في طريقها إليك.
pending-turned-down = رُفض الحجز. عاد الوقت متاحًا.
pending-expired = لم يؤكد أحد ذلك في الوقت المحدد. عاد الوقت متاحًا.
reminders-stop = إيقاف التذكيرات بهذا الموعد؟
reminders-stop-button = إيقاف التذكيرات
reminders-stopped = لن تصلك تذكيرات أخرى بهذا الموعد. يبقى الحجز نفسه قائمًا.

# On the pages of a booking.
calendar-add = أضف إلى تقويمك:
calendar-file = ملف التقويم
