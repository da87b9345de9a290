# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    }
weekday-short =
    { $weekday ->
        [1] ma
        [2] di
        [3] wo
        [4] do
        [5] vr
        [6] za
       *[7] zo
    }

# Within a date.
month =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }

date-full = { $weekday } { $day } { $month } { $year }
date-day = { $weekday } { $day } { $month }
month-year = { $month } { $year }
day-time = { $day } om { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } a.m.
       *[pm] { $time } p.m.
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }
length-hours =
    { $hours ->
        [one] { $hours } uur
       *[other] { $hours } uur
    }
length-both = { $hours } u { $minutes } min

# Zones are named by their cities.
zone-time = tijd in { $city }, { $offset }
