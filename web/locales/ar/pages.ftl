# ما تقوله الصفحات.

skip = انتقل إلى المحتوى
powered = مدعوم من Slated
language = اللغة
error-title = خطأ: { $title }

# صفحات تظهر بدل غيرها

not-found = الصفحة غير موجودة
    .text = لا يوجد شيء على هذا العنوان. يُرجى التحقق من الرابط أو سؤال من أرسله إليك.
booking-not-found = الحجز غير موجود
    .text = لا يؤدي هذا الرابط إلى أي حجز. يُرجى التأكد من نسخه كاملًا.
disabled = الحجز غير متاح
    .text = لا يمكن حجز هذا الموعد حاليًا. يُرجى العودة لاحقًا.
one-time-used = سبق استخدام هذا الرابط
    .text = كان صالحًا لحجز واحد فقط أو يخص موعدًا آخر. يُرجى طلب رابط جديد.
sent-before = سبق أن أرسلت هذا النموذج
    .text = حجزك الأول قائم كما أرسلته. لحجز وقت آخر يُرجى البدء من جديد.
too-many = محاولات كثيرة جدًا
    .text = يُرجى الانتظار دقيقة ثم الرجوع والمحاولة مرة أخرى. لن يضيع شيء مما كتبته.
too-large = النص طويل جدًا
    .text = يُرجى الرجوع واختصار ما كتبته.
broken = حدث خطأ ما
    .text = الخطأ من جانبنا وقد سجّلناه. يُرجى المحاولة مرة أخرى بعد لحظات.
away = غير متاح الآن
    .text = لا يمكننا الوصول إلى ما نحتاج إليه حاليًا. يُرجى المحاولة بعد دقيقة.
cannot-change = لا يمكن تغيير هذا
    .text = انتهى الموعد أو أُلغي، فلا يوجد ما يمكن تغييره.
group-stays = لا يمكن نقل هذا الموعد
    .text = يشارك آخرون في هذا الوقت أيضًا. يمكنك التخلي عن مكانك وحجز وقت آخر.
whose = لمن هذا المكان؟
    .text = يشارك آخرون أيضًا. يُرجى استخدام الرابط الوارد في تأكيد حجزك.

# لماذا لا يمكن الحصول على وقت

refused-taken = سبقك شخص آخر
    .text = حُجز هذا الوقت للتو. كل ما كتبته ما زال هنا.
refused-notice = المهلة قصيرة جدًا
    .text = هذا الوقت قريب جدًا أو انقضى.
refused-full = اكتمل ذلك اليوم
    .text = لا تُقبل مواعيد أخرى في تلك الفترة.
refused-other = هذا الوقت غير معروض
    .text = لا يمكن حجزه. يُرجى اختيار وقت آخر.

# الصفحة الشخصية

nothing-to-book = لا يوجد ما يمكن حجزه هنا حاليًا.
meetings-with = مواعيد يمكنك حجزها مع { $name }

# اختيار الوقت

all-meetings = كل المواعيد
length = المدة
month-turn = الشهر
month-previous = الشهر السابق
month-next = الشهر التالي
day-free =
    { $count ->
        [zero] { $day }: لا أوقات متاحة
        [one] { $day }: وقت واحد
        [two] { $day }: وقتان
        [few] { $day }: { $count } أوقات
        [many] { $day }: { $count } وقتًا
       *[other] { $day }: { $count } وقت
    }
zone-of-times = الأوقات
zone = المنطقة الزمنية
zone-yours = منطقتك الزمنية
zone-universal = التوقيت العالمي
clock = صيغة الوقت
change = تغيير
seats-left =
    { $count ->
        [zero] لا أماكن متبقية
        [one] بقي مكان واحد
        [two] بقي مكانان
        [few] بقيت { $count } أماكن
        [many] بقي { $count } مكانًا
       *[other] بقي { $count } مكان
    }
no-times = لا أوقات متاحة
nothing-in = لا يوجد وقت متاح في { $month }.
nothing = لا توجد أوقات متاحة حاليًا. يُرجى العودة لاحقًا.
next-free = الانتقال إلى { $day }، أقرب يوم متاح
first-free = عرض أول الأوقات المتاحة
start-gone = لم يعد { $time } متاحًا. يُرجى اختيار وقت آخر.

area-africa = أفريقيا
area-america = أمريكا
area-antarctica = القارة القطبية الجنوبية
area-arctic = القطب الشمالي
area-asia = آسيا
area-atlantic = المحيط الأطلسي
area-australia = أستراليا
area-europe = أوروبا
area-indian = المحيط الهندي
area-pacific = المحيط الهادئ

# مكان الموعد

channel-in-person = حضوريًا
channel-at-yours = في عنوانك
channel-phone = مكالمة هاتفية
channel-phone-incoming = الاتصال من طرفك
channel-whatsapp = مكالمة واتساب
channel-online = عبر الإنترنت
channel-video = مكالمة فيديو

# النموذج

problem = يُرجى مراجعة بياناتك
nearest = أقرب الأوقات المتاحة
see-all = عرض كل الأوقات المتاحة
typed-kept = كل ما كتبته محفوظ.
your-details = بياناتك
optional = (اختياري)
your-name = الاسم
email = البريد الإلكتروني
either-is-enough = يكفي البريد الإلكتروني أو رقم الهاتف.
phone = رقم الهاتف
phone-hint = سيُتصل بك على هذا الرقم.
notes = هل تود إضافة شيء؟
new-tab = (يُفتح في علامة تبويب جديدة)
confirm = تأكيد الحجز
book-at = حجز { $time }

channel-choice = كيف تفضّل أن نلتقي؟
host-choice = من تود أن تقابل؟
host-any = أول شخص متاح
host-show = عرض الأوقات
host-first = اختر من تود مقابلته لعرض الأوقات المتاحة.
location-choice = أين تفضّل أن نلتقي؟
address = عنوان اللقاء
company = الشركة
guests = الضيوف
guests-hint = عناوين بريدهم الإلكتروني، عنوان في كل سطر، بحد أقصى { $most }.
choose-one = يُرجى الاختيار
yes = نعم
no = لا
consent = أوافق على استخدام بياناتي لترتيب هذا الموعد.
consent-read = معرفة المزيد
address-missing = أدخل عنوان اللقاء
guests-wrong = «{ $guest }» ليس بريدًا إلكترونيًا
guests-many = أدخل { $most } ضيوف على الأكثر
consent-missing = ضع علامة في المربع للموافقة
answer-missing = أجب عن «{ $question }»
answer-long = اختصر إجابة «{ $question }» إلى { $most } حرف
answer-number = أدخل رقمًا في «{ $question }»
answer-least = أدخل { $least } على الأقل في «{ $question }»
answer-most = أدخل { $most } على الأكثر في «{ $question }»
answer-url = أدخل عنوان موقع مثل https://example.com في «{ $question }»
answer-date = أدخل تاريخًا في «{ $question }»
answer-time = أدخل وقتًا في «{ $question }»
answer-choice = اختر إحدى إجابات «{ $question }»
name-missing = أدخل اسمك
name-long = اختصر الاسم إلى { $most } حرفًا
email-missing = أدخل بريدك الإلكتروني
email-or-phone = أدخل بريدك الإلكتروني أو رقم هاتفك
email-wrong = أدخل بريدًا إلكترونيًا مثل name@example.com
phone-missing = أدخل رقم الهاتف الذي يمكن الاتصال بك عليه
phone-long = اختصر رقم الهاتف إلى { $most } حرفًا
notes-long = اختصر الرسالة إلى { $most } حرف

# كلمة المرور

protected = هذه الصفحة محمية. أدخل كلمة المرور التي حصلت عليها لعرض الأوقات المتاحة.
password = كلمة المرور
password-wrong = كلمة المرور غير صحيحة. يُرجى المحاولة مرة أخرى.
continue = متابعة

# بعد الحجز

booked-title = تم الحجز: { $meeting }
you-are-booked = تم حجز موعدك
move-or-cancel = نقل أو إلغاء
keep-link = احتفظ بالرابط خلف «نقل أو إلغاء»: به يمكنك تغيير هذا الحجز لاحقًا.
waiting-title = بانتظار التأكيد – { $meeting }
waiting = أوشكنا على الانتهاء: بانتظار التأكيد
waiting-host = سيؤكد { $host } حجزك. نحتفظ لك بهذا الوقت حتى ذلك الحين.
waiting-you = يجب تأكيد حجزك. نحتفظ لك بهذا الوقت حتى ذلك الحين.
waiting-mail = أرسلنا رسالة إلى { $email }. أكّد حجزك من الرابط الذي فيها؛ نحتفظ لك بهذا الوقت حتى ذلك الحين.

# ما يقال عن الحجز

what = الموضوع
when = متى
with = مع
where = أين
booked-by = حجز باسم
join-at = الانضمام عبر { $site }

# إدارة الحجز

state-booked = محجوز
state-cancelled = ملغى
state-over = انتهى
done-cancelled = تم إلغاء حجزك.
done-moved = تم نقل حجزك.
reason-given = السبب المذكور
move-action = نقل إلى وقت آخر
cancel-action = إلغاء الحجز
book-another = حجز وقت آخر
back-to-booking = العودة إلى الحجز

cancel-title = إلغاء { $meeting }
cancel-ask = هل تريد إلغاء هذا الحجز؟
leave-ask = هل تريد التخلي عن مكانك؟
reason = السبب
reason-long = اختصر السبب إلى { $most } حرف
leave-action = التخلي عن مكاني
keep-it = الإبقاء عليه

move-title = نقل { $meeting }
booked-for-now = محجوز حاليًا في:
move-from = من
move-to = إلى
move-confirm = نقل الحجز
move-other = اختيار وقت آخر
move-refused = لا يمكن النقل إلى هناك. بقي حجزك كما كان.

# الضيوف

guest-email = البريد الإلكتروني للضيف
guest-add = إضافة ضيف
done-guest = تمت إضافة ضيفك.
cannot-cancel = لا يمكن الإلغاء هنا
    .text = لا يمكن، أو لم يعد ممكنًا، إلغاء هذا الحجز عبر الإنترنت. يُرجى التواصل مع المضيف.
cannot-move = لا يمكن تغيير الموعد هنا
    .text = لا يمكن، أو لم يعد ممكنًا، نقل هذا الحجز إلى موعد آخر عبر الإنترنت. يُرجى التواصل مع المضيف.
