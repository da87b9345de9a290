# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] Montag
        [2] Dienstag
        [3] Mittwoch
        [4] Donnerstag
        [5] Freitag
        [6] Samstag
       *[7] Sonntag
    }
weekday-short =
    { $weekday ->
        [1] Mo
        [2] Di
        [3] Mi
        [4] Do
        [5] Fr
        [6] Sa
       *[7] So
    }

# Within a date.
month =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }

date-full = { $weekday }, { $day }. { $month } { $year }
date-day = { $weekday }, { $day }. { $month }
month-year = { $month } { $year }
day-time = { $day }, { $time } Uhr

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } AM
       *[pm] { $time } PM
    }
time-range = { $from } – { $to } Uhr

length-minutes =
    { $minutes ->
        [one] { $minutes } Minute
       *[other] { $minutes } Minuten
    }
length-hours =
    { $hours ->
        [one] { $hours } Stunde
       *[other] { $hours } Stunden
    }
length-both = { $hours } Std. { $minutes } Min.

# Zones are named by their cities.
zone-time = Ortszeit { $city }, { $offset }
