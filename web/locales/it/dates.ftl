# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    }
weekday-short =
    { $weekday ->
        [1] lun
        [2] mar
        [3] mer
        [4] gio
        [5] ven
        [6] sab
       *[7] dom
    }

# Within a date.
month =
    { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    }

date-full = { $weekday } { $day } { $month } { $year }
date-day = { $weekday } { $day } { $month }
month-year = { $month } { $year }
day-time = { $day }, ore { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } AM
       *[pm] { $time } PM
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minuti
    }
length-hours =
    { $hours ->
        [one] { $hours } ora
       *[other] { $hours } ore
    }
length-both = { $hours } h { $minutes } min

# Zones are named by their cities.
zone-time = ora di { $city }, { $offset }
