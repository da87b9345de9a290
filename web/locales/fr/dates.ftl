# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    }
weekday-short =
    { $weekday ->
        [1] lun.
        [2] mar.
        [3] mer.
        [4] jeu.
        [5] ven.
        [6] sam.
       *[7] dim.
    }

# Within a date.
month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }

date-full = 
    { $day ->
        [1] { $weekday } 1er { $month } { $year }
       *[other] { $weekday } { $day } { $month } { $year }
    }
date-day = 
    { $day ->
        [1] { $weekday } 1er { $month }
       *[other] { $weekday } { $day } { $month }
    }
month-year = { $month } { $year }
day-time = { $day } à { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } AM
       *[pm] { $time } PM
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
length-hours =
    { $hours ->
        [one] { $hours } heure
       *[other] { $hours } heures
    }
length-both = { $hours } h { $minutes } min

# Zones are named by their cities.
zone-time = heure locale ({ $city }), { $offset }
