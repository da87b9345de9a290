# Dates, times and lengths, after CLDR. Also used by mails.

weekday =
    { $weekday ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    }
weekday-short =
    { $weekday ->
        [1] lun
        [2] mar
        [3] mié
        [4] jue
        [5] vie
        [6] sáb
       *[7] dom
    }

# Within a date.
month =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }
# Above a calendar.
month-alone =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }

date-full = { $weekday }, { $day } de { $month } de { $year }
date-day = { $weekday }, { $day } de { $month }
month-year = { $month } de { $year }
day-time = { $day }, { $time }

time = { $hour }:{ $minute }
time-12 =
    { $half ->
        [am] { $time } a. m.
       *[pm] { $time } p. m.
    }
time-range = { $from } – { $to }

length-minutes =
    { $minutes ->
        [one] { $minutes } minuto
       *[other] { $minutes } minutos
    }
length-hours =
    { $hours ->
        [one] { $hours } hora
       *[other] { $hours } horas
    }
length-both = { $hours } h { $minutes } min

# Zones are named by their cities.
zone-time = hora de { $city }, { $offset }
