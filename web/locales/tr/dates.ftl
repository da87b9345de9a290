# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] Pazartesi
        [2] Salı
        [3] Çarşamba
        [4] Perşembe
        [5] Cuma
        [6] Cumartesi
       *[7] Pazar
    }
weekday-short =
    { $weekday ->
        [1] Pzt
        [2] Sal
        [3] Çar
        [4] Per
        [5] Cum
        [6] Cmt
       *[7] Paz
    }

# Within a date.
month =
    { $month ->
        [1] Ocak
        [2] Şubat
        [3] Mart
        [4] Nisan
        [5] Mayıs
        [6] Haziran
        [7] Temmuz
        [8] Ağustos
        [9] Eylül
        [10] Ekim
        [11] Kasım
       *[12] Aralık
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] Ocak
        [2] Şubat
        [3] Mart
        [4] Nisan
        [5] Mayıs
        [6] Haziran
        [7] Temmuz
        [8] Ağustos
        [9] Eylül
        [10] Ekim
        [11] Kasım
       *[12] Aralık
    }

date-full = { $day } { $month } { $year } { $weekday }
date-day = { $day } { $month } { $weekday }
month-year = { $month } { $year }
day-time = { $day }, { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } ÖÖ
       *[pm] { $time } ÖS
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } dakika
       *[other] { $minutes } dakika
    }
length-hours =
    { $hours ->
        [one] { $hours } saat
       *[other] { $hours } saat
    }
length-both = { $hours } sa. { $minutes } dk.

# Zones are named by their cities.
zone-time = { $city } saati, { $offset }
