# What people read who sign in.

# Signing in

sign-in = تسجيل الدخول
sign-in-wrong = عنوان البريد الإلكتروني وكلمة المرور هذان غير متطابقين
sign-in-or = بدون كلمة مرور:
sign-in-by-link = أرسل إليّ رابط دخول
sign-in-back = الانتقال إلى تسجيل الدخول
sign-in-choose = إلى أين تريد الدخول؟
sign-in-to = تسجيل الدخول إلى { $company }
check-mail = انظر في بريدك
    .text = إن كان لـ { $email } حساب هنا فهناك رابط في الطريق إليه. يعمل مرة واحدة ولدقائق فقط.
link-over = هذا الرابط لم يعد يعمل
    .text = يعمل مرة واحدة ولدقائق فقط. يمكنك طلب رابط جديد.
form-foreign = لم يُرسل هذا النموذج من هنا
    .text = حرصًا على الأمان لم يُنفَّذ شيء. يُرجى فتح الصفحة من جديد والمحاولة مرة أخرى.

# Passwords

password-set = تعيين كلمة المرور
password-new = كلمة المرور الجديدة
password-current = كلمة المرور الحالية
password-missing = أدخل كلمة المرور
password-hint = { $least } أحرف على الأقل. بضع كلمات لا يجمعها أحد غيرك اختيار جيد.
password-short = أدخل { $least } أحرف على الأقل
password-long = هذا أطول من اللازم: { $most } بايت على الأكثر
password-change = تغيير كلمة المرور
password-forgotten = تعيين كلمة مرور جديدة
password-none = ليست لديك كلمة مرور بعد.
password-by-link = أرسل إليّ رابطًا لتعيينها

# The account

account = حسابك
account-name = الاسم
account-page = صفحتك
account-next = المواعيد القادمة
account-nothing = لا توجد مواعيد قادمة.
account-waiting = في انتظار قرارك
sessions = أين سجّلت الدخول
session-this = هذا المتصفح
session-seen = آخر ظهور: { $when }
session-end = تسجيل الخروج (آخر ظهور: { $when })
sign-out = تسجيل الخروج
sign-out-everywhere = تسجيل الخروج من كل مكان
done-password = تم تعيين كلمة المرور. وانتهى تسجيل دخولك في الأماكن الأخرى.
done-link = هناك رابط في الطريق إليك بالبريد.
done-session = تم تسجيل الخروج هناك.

# Mails

mail-sign-in-subject = تسجيل الدخول إلى { $company }
mail-sign-in-text =
    مرحبًا { $first }،

    الزر أدناه يسجّل دخولك. يعمل مرة واحدة خلال { $minutes } دقيقة.

    إن لم تكن أنت من طلب ذلك فلا حاجة إلى فعل شيء.
mail-password-subject = كلمة مرورك لدى { $company }
mail-password-text =
    مرحبًا { $first }،

    بالزر أدناه تعيّن كلمة مرورك. يعمل مرة واحدة خلال { $minutes } دقيقة.

    إن لم تكن تتوقع ذلك فلا حاجة إلى فعل شيء.
