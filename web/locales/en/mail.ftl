# What mails say. Subjects and texts can be changed by a company, so whole sentences stand together.

mail-confirmation-subject = Booked: { $meeting } – { $start }
mail-confirmation-text =
    Hello { $first },

    your meeting with { $host } is booked. The invite in this mail puts it into your calendar.
mail-host-booked-subject = New booking: { $guest } – { $meeting }, { $start }
mail-host-booked-text = { $guest } has booked a meeting with you.
mail-rescheduled-subject = Moved: { $meeting } – now { $start }
mail-rescheduled-text =
    Hello { $first },

    your meeting with { $host } was moved to another time.
mail-host-rescheduled-subject = Moved: { $guest } – { $meeting }, now { $start }
mail-host-rescheduled-text = Your meeting with { $guest } was moved to another time.
mail-cancelled-subject = Cancelled: { $meeting } – { $start }
mail-cancelled-text =
    Hello { $first },

    your meeting with { $host } was cancelled.
mail-host-cancelled-subject = Cancelled: { $guest } – { $meeting }, { $start }
mail-host-cancelled-text = The meeting that { $guest } booked with you was cancelled.
mail-approval-request-subject = Please decide: { $guest } – { $meeting }, { $start }
mail-approval-request-text = { $guest } would like to meet you. The time is kept free until you decide.
mail-request-received-subject = Request received: { $meeting } – { $start }
mail-request-received-text =
    Hello { $first },

    { $host } has to confirm your booking. The time is kept for you until then, and you will hear from us.
mail-opt-in-subject = Please confirm: { $meeting } – { $start }
mail-opt-in-text =
    Hello { $first },

    please confirm that you would like to meet { $host }. Until then the time is only kept for you.

    If it was not you, there is nothing to do.
mail-declined-subject = Not booked: { $meeting } – { $start }
mail-declined-text =
    Hello { $first },

    { $host } cannot take the meeting that you asked for.
mail-expired-subject = Not booked: { $meeting } – { $start }
mail-expired-text =
    Hello { $first },

    your booking was not confirmed in time, so the time is free again.
mail-reminder-subject = Reminder: { $meeting } – { $start }
mail-reminder-text =
    Hello { $first },

    this is a reminder of your meeting with { $host }.
mail-follow-up-subject = Thank you: { $meeting }
mail-follow-up-text =
    Hello { $first },

    thank you for your time. If you would like to meet { $host } again, you can book another meeting.

mail-what = What
mail-when = When
mail-where = Where
mail-with = With
mail-booked-by = Booked by
mail-email = E-mail
mail-phone = Phone
mail-guests = Also invited
mail-previously = Previously
mail-reason = Reason
mail-notes = Notes
mail-deadline = Please answer by

mail-join = Join the meeting
mail-decide = Approve or decline
mail-confirm = Confirm the booking
mail-book-again = Book another time
mail-move = Move to another time
mail-cancel = Cancel
mail-add-to-calendar = Calendar file
mail-stop-reminders = No more reminders of this meeting
mail-sent-by = Sent by { $company }

mail-venue-in-person = In person
mail-venue-phone = By phone
mail-venue-phone-incoming = You call
mail-venue-online = Online

# To administrators.
mail-webhook-paused-subject = Webhook paused: { $host }
mail-webhook-paused-text =
    Hello { $first },

    a webhook of { $company } could not be delivered for days, so it is paused. Nothing is lost: what happens is kept for 30 days, and sent in order once the webhook is resumed or takes a test.
mail-webhook-disabled-subject = Webhook disabled: { $host }
mail-webhook-disabled-text =
    Hello { $first },

    an endpoint of { $company } answered that it is gone (410), so its webhook is disabled. What happens from now on is not kept for it. If that is not what you want, resume the webhook.
mail-webhook-endpoint = Endpoint
mail-webhook-id = Webhook
mail-webhook-since = Since
mail-webhook-resume = How to resume it
mail-webhook-silent = Nothing was delivered for { $time }.
mail-webhook-answered = The endpoint answered { $status }.
mail-webhook-late = The endpoint did not answer in time.
mail-webhook-unreached = The endpoint could not be connected to.
mail-webhook-untrusted = The endpoint’s certificate is not trusted, or it does not speak TLS.
mail-webhook-forbidden = The endpoint’s address may not be called.
mail-webhook-failed = The call of the endpoint failed.

# Pages that mails lead to.
pending-decide = Approve this booking?
pending-confirm = Confirm your booking
pending-approve-button = Approve
pending-decline-button = Decline
pending-confirm-button = Confirm the booking
pending-reason = Reason (the invitee will read it)
pending-approved = The booking is approved. Both of you get an invite by mail.
pending-approved-asks = The booking is approved. The invitee is asked to confirm it; then both of you get an invite by mail.
pending-declined = The booking is declined. The invitee is told by mail.
pending-confirmed = Your booking is confirmed. An invite is on its way to you.
pending-turned-down = The booking was declined. The time is free again.
pending-expired = Nobody confirmed this in time. The time is free again.
reminders-stop = Stop the reminders of this meeting?
reminders-stop-button = Stop reminders
reminders-stopped = You will get no more reminders of this meeting. The booking itself stays.

# On the pages of a booking.
calendar-add = Add to your calendar:
calendar-file = Calendar file
