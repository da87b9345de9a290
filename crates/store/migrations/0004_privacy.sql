-- When the people of an appointment were erased from it.
ALTER TABLE appointment ADD COLUMN erased_at BIGINT;

-- How long a company keeps what it knows, in days; NULL keeps it as long as the installation does.
CREATE TABLE retention (
  company_id {{uuid}} PRIMARY KEY,
  appointment_days BIGINT,
  provisional_days BIGINT,
  event_days BIGINT,
  delivery_days BIGINT,
  -- Appointments that began before it have been seen to; looked at from the beginning once a day.
  seen_to BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- What happened to an appointment, and who was told, is looked up to erase its people from it.
CREATE INDEX event_subject ON event (company_id, subject_id);
CREATE INDEX delivery_event ON delivery (company_id, event_id);
