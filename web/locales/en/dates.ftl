# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
weekday-short =
    { $weekday ->
        [1] Mon
        [2] Tue
        [3] Wed
        [4] Thu
        [5] Fri
        [6] Sat
       *[7] Sun
    }

# Within a date.
month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }

date-full = 
    { $region ->
        [US] { $weekday }, { $month } { $day }, { $year }
       *[other] { $weekday }, { $day } { $month } { $year }
    }
date-day = 
    { $region ->
        [US] { $weekday }, { $month } { $day }
       *[other] { $weekday }, { $day } { $month }
    }
month-year = { $month } { $year }
day-time = { $day }, { $time }

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
        [one] { $hours } hour
       *[other] { $hours } hours
    }
length-both = { $hours } h { $minutes } min

# Zones are named by their cities.
zone-time = { $city } time, { $offset }
