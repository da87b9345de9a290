# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] poniedziałek
        [2] wtorek
        [3] środa
        [4] czwartek
        [5] piątek
        [6] sobota
       *[7] niedziela
    }
weekday-short =
    { $weekday ->
        [1] pon.
        [2] wt.
        [3] śr.
        [4] czw.
        [5] pt.
        [6] sob.
       *[7] niedz.
    }

# Within a date.
month =
    { $month ->
        [1] stycznia
        [2] lutego
        [3] marca
        [4] kwietnia
        [5] maja
        [6] czerwca
        [7] lipca
        [8] sierpnia
        [9] września
        [10] października
        [11] listopada
       *[12] grudnia
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] styczeń
        [2] luty
        [3] marzec
        [4] kwiecień
        [5] maj
        [6] czerwiec
        [7] lipiec
        [8] sierpień
        [9] wrzesień
        [10] październik
        [11] listopad
       *[12] grudzień
    }

date-full = { $weekday }, { $day } { $month } { $year }
date-day = { $weekday }, { $day } { $month }
month-year = { $month } { $year }
day-time = { $day }, godz. { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } AM
       *[pm] { $time } PM
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minuta
        [few] { $minutes } minuty
       *[other] { $minutes } minut
    }
length-hours =
    { $hours ->
        [one] { $hours } godzina
        [few] { $hours } godziny
       *[other] { $hours } godzin
    }
length-both = { $hours } godz. { $minutes } min

# Zones are named by their cities.
zone-time = czas: { $city }, { $offset }
