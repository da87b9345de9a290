-- Texts of mails that a company changed, for all its meeting types or (meeting_type_id not nil) for one.
CREATE TABLE mail_template (
  company_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (company_id, meeting_type_id, kind, language)
) {{clustered}};

-- A host's appointments for calendar apps, behind a secret of which only the hash is kept.
CREATE TABLE calendar_feed (
  user_id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  secret_hash {{bytes}} NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendar_feed_secret ON calendar_feed (secret_hash);

-- Mails written by hand, to count them; forgotten after the period they are counted over.
CREATE TABLE quick_mail (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  scope {{uuid}} NOT NULL,
  sent_at BIGINT NOT NULL
);
CREATE INDEX quick_mail_scope ON quick_mail (scope, sent_at);

-- Bookings that wait are answered by links in mails.
CREATE UNIQUE INDEX provisional_booking_secret ON provisional_booking (secret);
