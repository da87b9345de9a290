# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] mandag
        [2] tirsdag
        [3] onsdag
        [4] torsdag
        [5] fredag
        [6] lørdag
       *[7] søndag
    }
weekday-short =
    { $weekday ->
        [1] man.
        [2] tirs.
        [3] ons.
        [4] tors.
        [5] fre.
        [6] lør.
       *[7] søn.
    }

# Within a date.
month =
    { $month ->
        [1] januar
        [2] februar
        [3] marts
        [4] april
        [5] maj
        [6] juni
        [7] juli
        [8] august
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] januar
        [2] februar
        [3] marts
        [4] april
        [5] maj
        [6] juni
        [7] juli
        [8] august
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }

date-full = { $weekday } den { $day }. { $month } { $year }
date-day = { $weekday } den { $day }. { $month }
month-year = { $month } { $year }
day-time = { $day } kl. { $time }

time = { $hour }.{ $minute }
time-12 =
    { $half ->
        [am] { $time } AM
       *[pm] { $time } PM
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }
length-hours =
    { $hours ->
        [one] { $hours } time
       *[other] { $hours } timer
    }
length-both = { $hours } t. { $minutes } min.

# Zones are named by their cities.
zone-time = tid i { $city }, { $offset }
