# What pages say. A message that is a page of its own has its text as an attribute.

skip = Skip to content
powered = Powered by Slated
language = Language
error-title = Error: { $title }

# Pages in place of another

not-found = Page not found
    .text = There is nothing at this address. Please check the link, or ask whoever sent it to you.
booking-not-found = Booking not found
    .text = This link does not lead to a booking. Please check that it was copied whole.
disabled = Not taking bookings
    .text = This meeting cannot be booked at the moment. Please come back later.
one-time-used = This link has been used
    .text = It worked for one booking only, or belongs to another meeting. Please ask for a new one.
sent-before = You have sent this form already
    .text = Your first booking stands as you sent it. To book another time, please start again.
too-many = Too many attempts
    .text = Please wait a minute, then go back and try again. Nothing you typed is lost.
too-large = Too much text
    .text = Please go back and shorten what you wrote.
broken = Something went wrong
    .text = It is our fault, and we have made a note of it. Please try again in a moment.
away = Not available right now
    .text = We cannot reach what we need at the moment. Please try again in a minute.
cannot-change = This cannot be changed
    .text = The booking is over or was cancelled, so there is nothing to change.
group-stays = This cannot be moved
    .text = Others take part at this time too. You can give up your place and book another time.
whose = Whose place?
    .text = Others take part too. Please use the link from your own booking confirmation.

# Why a time cannot be had

refused-taken = Someone was faster
    .text = This time has just been taken. Everything you typed is still here.
refused-notice = Too short notice
    .text = This time is too close now, or has passed.
refused-full = That day is full
    .text = No more meetings are taken in that period.
refused-other = This time is not offered
    .text = It cannot be booked. Please choose another one.

# The personal page

nothing-to-book = There is nothing to book here at the moment.
meetings-with = Meetings you can book with { $name }

# Choosing a time

all-meetings = All meetings
length = Length
month-turn = Month
month-previous = Previous month
month-next = Next month
day-free =
    { $count ->
        [one] { $day }: 1 time
       *[other] { $day }: { $count } times
    }
zone-of-times = Times are in
zone = Time zone
zone-yours = Your time zone
zone-universal = Universal
clock = Time format
change = Change
seats-left =
    { $count ->
        [one] 1 place left
       *[other] { $count } places left
    }
no-times = No free times
nothing-in = Nothing is free in { $month }.
nothing = There are no free times at the moment. Please come back later.
next-free = Go to { $day }, the next free day
first-free = Show the first free times
start-gone = { $time } is not available any more. Please choose another time.

# Parts of the world, as the tz database divides it

area-africa = Africa
area-america = America
area-antarctica = Antarctica
area-arctic = Arctic
area-asia = Asia
area-atlantic = Atlantic
area-australia = Australia
area-europe = Europe
area-indian = Indian Ocean
area-pacific = Pacific

# Where a meeting takes place; products keep their names

channel-in-person = In person
channel-at-yours = At your place
channel-phone = Phone call
channel-phone-incoming = You call by phone
channel-whatsapp = WhatsApp call
channel-online = Online
channel-video = Video call

# The form

problem = There is a problem
nearest = The nearest free times
see-all = See all free times
typed-kept = What you typed is kept.
your-details = Your details
optional = (optional)
your-name = Your name
email = E-mail address
either-is-enough = An e-mail address or a phone number is enough.
phone = Phone number
phone-hint = You will be called at this number.
notes = Anything you would like to add?
new-tab = (opens in a new tab)
confirm = Confirm booking
book-at = Book { $time }

channel-choice = How would you like to meet?
host-choice = Who would you like to meet?
host-any = Whoever is free first
host-show = Show times
host-first = Choose who you would like to meet to see their free times.
location-choice = Where would you like to meet?
address = Address where we meet
company = Company
guests = Guests
guests-hint = Their e-mail addresses, one per line, at most { $most }.
choose-one = Please choose
yes = Yes
no = No
consent = I agree that my details are used to arrange this meeting.
consent-read = Read more
address-missing = Enter the address where we meet
guests-wrong = “{ $guest }” is not an e-mail address
guests-many = Name at most { $most } guests
consent-missing = Tick the box to agree
answer-missing = Answer “{ $question }”
answer-long = Shorten the answer to “{ $question }” to { $most } characters
answer-number = Enter a number for “{ $question }”
answer-least = Enter at least { $least } for “{ $question }”
answer-most = Enter at most { $most } for “{ $question }”
answer-url = Enter a web address like https://example.com for “{ $question }”
answer-date = Enter a date for “{ $question }”
answer-time = Enter a time of day for “{ $question }”
answer-choice = Choose one of the answers to “{ $question }”
name-missing = Enter your name
name-long = Shorten the name to { $most } characters
email-missing = Enter your e-mail address
email-or-phone = Enter your e-mail address or your phone number
email-wrong = Enter an e-mail address like name@example.com
phone-missing = Enter the phone number at which you can be called
phone-long = Shorten the phone number to { $most } characters
notes-long = Shorten the notes to { $most } characters

# The password

protected = This page is protected. Enter the password you were given to see the free times.
password = Password
password-wrong = That is not the password. Please try again.
continue = Continue

# After booking

booked-title = Booked: { $meeting }
you-are-booked = You are booked
move-or-cancel = Move or cancel
keep-link = Keep the link behind “Move or cancel”: it is how you change this booking later.
waiting-title = Waiting for confirmation – { $meeting }
waiting = Almost done: waiting for confirmation
waiting-host = { $host } will confirm your booking. We keep this time for you until then.
waiting-you = Your booking has to be confirmed. We keep this time for you until then.
waiting-mail = We have sent a mail to { $email }. Confirm your booking by the link in it; we keep this time for you until then.

# What is told of a booking

what = What
when = When
with = With
where = Where
booked-by = Booked by
join-at = Join at { $site }

# Managing a booking

state-booked = Booked
state-cancelled = Cancelled
state-over = Over
done-cancelled = Your booking has been cancelled.
done-moved = Your booking has been moved.
reason-given = Reason given
move-action = Move to another time
cancel-action = Cancel booking
book-another = Book another time
back-to-booking = Back to the booking

cancel-title = Cancel { $meeting }
cancel-ask = Cancel this booking?
leave-ask = Give up your place?
reason = Reason
reason-long = Shorten the reason to { $most } characters
leave-action = Give up my place
keep-it = Keep it

move-title = Move { $meeting }
booked-for-now = Currently booked for:
move-from = From
move-to = To
move-confirm = Move booking
move-other = Choose another time
move-refused = It cannot be moved there. Your booking stays as it was.

# Guests, and what a meeting type does not let attendees do

guest-email = E-mail address of a guest
guest-add = Add guest
done-guest = Your guest has been added.
cannot-cancel = This cannot be cancelled here
    .text = It is not, or no longer, possible to cancel this booking online. Please contact your host.
cannot-move = This cannot be moved here
    .text = It is not, or no longer, possible to move this booking online. Please contact your host.
