# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
weekday-short =
    { $weekday ->
        [1] ن
        [2] ث
        [3] ر
        [4] خ
        [5] ج
        [6] س
       *[7] ح
    }

# Within a date.
month =
    { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }

date-full = { $weekday }، { $day } { $month } { $year }
date-day = { $weekday }، { $day } { $month }
month-year = { $month } { $year }
day-time = { $day }، { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } ص
       *[pm] { $time } م
    }
# It begins with U+200F, because with hours up to 24 nothing else in it says that it runs from the right.
time-range = {"\u200F"}{ $from } – { $to }

length-minutes =
    { $minutes ->
        [zero] { $minutes } دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $minutes } دقائق
        [many] { $minutes } دقيقة
       *[other] { $minutes } دقيقة
    }
length-hours =
    { $hours ->
        [zero] { $hours } ساعة
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $hours } ساعات
        [many] { $hours } ساعة
       *[other] { $hours } ساعة
    }
length-both = { $hours } س و{ $minutes } د

# Zones are named by their cities. U+200F keeps the Latin city and offset in order where their own marks are taken away.
zone-time = بتوقيت { $city }{"\u200F"}، { $offset }
