-- Bookings that their host approves first and their attendee confirms then: the attendee's own link, and when the host
-- approved. Without the link, nothing follows the first decision.
ALTER TABLE provisional_booking ADD COLUMN opt_in_secret TEXT;
ALTER TABLE provisional_booking ADD COLUMN approved_at BIGINT;
CREATE UNIQUE INDEX provisional_booking_opt_in_secret ON provisional_booking (opt_in_secret);
