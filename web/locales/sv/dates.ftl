# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] måndag
        [2] tisdag
        [3] onsdag
        [4] torsdag
        [5] fredag
        [6] lördag
       *[7] söndag
    }
weekday-short =
    { $weekday ->
        [1] mån
        [2] tis
        [3] ons
        [4] tors
        [5] fre
        [6] lör
       *[7] sön
    }

# Within a date.
month =
    { $month ->
        [1] januari
        [2] februari
        [3] mars
        [4] april
        [5] maj
        [6] juni
        [7] juli
        [8] augusti
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
        [3] mars
        [4] april
        [5] maj
        [6] juni
        [7] juli
        [8] augusti
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }

date-full = { $weekday } { $day } { $month } { $year }
date-day = { $weekday } { $day } { $month }
month-year = { $month } { $year }
day-time = { $day } kl. { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } fm
       *[pm] { $time } em
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minuter
    }
length-hours =
    { $hours ->
        [one] { $hours } timme
       *[other] { $hours } timmar
    }
length-both = { $hours } tim { $minutes } min

# Zones are named by their cities.
zone-time = tid i { $city }, { $offset }
