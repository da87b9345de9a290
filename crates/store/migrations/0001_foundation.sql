-- The tables of Slated. One text serves SQLite and PostgreSQL; migrate.rs documents the tokens in braces.
-- Instants are Unix milliseconds. Documents that are always read and written whole are JSON as TEXT.
-- Every tenant-owned row carries its company, and every query names it.

CREATE TABLE company (
  id {{uuid}} PRIMARY KEY,
  slug TEXT NOT NULL,
  name TEXT NOT NULL,
  owner_id {{uuid}} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX company_slug ON company (slug);

-- "users", because USER is a reserved word in PostgreSQL.
CREATE TABLE users (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  email TEXT NOT NULL,
  slug TEXT NOT NULL,
  given_name TEXT NOT NULL,
  family_name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  language TEXT NOT NULL,
  user_type TEXT NOT NULL,
  is_admin BOOLEAN NOT NULL,
  default_availability_id {{uuid}},
  default_meeting_type_id {{uuid}},
  profile TEXT NOT NULL,
  personal_page TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE UNIQUE INDEX users_slug ON users (slug) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_email ON users (company_id, email) WHERE deleted_at IS NULL;
CREATE INDEX users_company ON users (company_id, created_at, id);

-- The lock of a host's calendar: a booking begins by raising seq, which orders all writers of one host.
-- Narrow, because PostgreSQL rewrites the whole row on every booking.
CREATE TABLE host (
  user_id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  seq BIGINT NOT NULL
) {{clustered}};

CREATE TABLE credential (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  secret_hash {{bytes}} NOT NULL,
  scopes TEXT NOT NULL,
  expires_at BIGINT,
  disabled_at BIGINT,
  revoked_at BIGINT,
  last_used_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX credential_secret ON credential (secret_hash);
CREATE INDEX credential_company ON credential (company_id, created_at);

CREATE TABLE availability (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  name TEXT NOT NULL,
  timezone TEXT NOT NULL,
  hours TEXT NOT NULL,
  exceptions TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE INDEX availability_user ON availability (company_id, user_id, created_at);

CREATE TABLE meeting_type (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  template_id {{uuid}},
  slug TEXT NOT NULL,
  enabled BOOLEAN NOT NULL,
  availability_id {{uuid}},
  spec TEXT NOT NULL,
  created_by {{uuid}} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE UNIQUE INDEX meeting_type_slug ON meeting_type (user_id, slug) WHERE deleted_at IS NULL;
CREATE INDEX meeting_type_user ON meeting_type (company_id, user_id, created_at);
CREATE INDEX meeting_type_by_template ON meeting_type (template_id) WHERE template_id IS NOT NULL;

CREATE TABLE meeting_type_template (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  spec TEXT NOT NULL,
  template_type TEXT NOT NULL,
  queue_type TEXT NOT NULL,
  locked_fields TEXT NOT NULL,
  created_by {{uuid}} NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE INDEX meeting_type_template_company ON meeting_type_template (company_id, created_at);

CREATE TABLE one_time_link (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  created_by {{uuid}} NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT
);

CREATE TABLE appointment (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  secret TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  cancelled_at BIGINT,
  rescheduled_at BIGINT,
  reschedule_count BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  forced BOOLEAN NOT NULL,
  details TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX appointment_secret ON appointment (secret);
CREATE INDEX appointment_company ON appointment (company_id, starts_at);

CREATE TABLE appointment_host (
  host_id {{uuid}} NOT NULL,
  starts_at BIGINT NOT NULL,
  appointment_id {{uuid}} NOT NULL,
  company_id {{uuid}} NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (host_id, starts_at, appointment_id)
) {{clustered}};
CREATE INDEX appointment_host_appointment ON appointment_host (appointment_id, position);

CREATE TABLE attendee (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  appointment_id {{uuid}} NOT NULL,
  email TEXT,
  search TEXT NOT NULL,
  details TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  cancelled_at BIGINT
);
CREATE INDEX attendee_appointment ON attendee (appointment_id);

-- A pending booking: it holds its slot (in claim, as holder) until it is confirmed, declined or expires.
CREATE TABLE provisional_booking (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  host_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  starts_at BIGINT NOT NULL,
  secret TEXT NOT NULL,
  request TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  decided_at BIGINT
);
CREATE INDEX provisional_booking_host ON provisional_booking (company_id, host_id, created_at);

-- Who is taken when. starts_at and ends_at include the buffers; the meeting's own times stand beside them.
-- Clustered by host and time, so that one host's week is a handful of neighbouring rows however many there are.
CREATE TABLE claim (
  host_id {{uuid}} NOT NULL,
  starts_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  holder_id {{uuid}} NOT NULL,
  company_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  meeting_starts_at BIGINT NOT NULL,
  meeting_ends_at BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  forced BOOLEAN NOT NULL,
  PRIMARY KEY (host_id, starts_at, holder_id),
  CHECK (starts_at < ends_at AND ends_at - starts_at <= 86400000)
) {{clustered}};

-- The database's own guard behind the host lock: two claims of a host never overlap, forced ones excepted.
-- {{postgres}}
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE claim ADD CONSTRAINT claim_overlap
  EXCLUDE USING gist (host_id WITH =, int8range(starts_at, ends_at) WITH &&) WHERE (NOT forced);
-- {{end}}
-- {{sqlite}}
-- No claim is longer than 24 hours (checked), which bounds how far back an overlapping one can begin.
CREATE TRIGGER claim_overlap BEFORE INSERT ON claim WHEN NOT NEW.forced
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
    SELECT 1 FROM claim
    WHERE host_id = NEW.host_id AND NOT forced
      AND starts_at < NEW.ends_at AND starts_at > NEW.starts_at - 86400000 AND ends_at > NEW.starts_at);
END;
CREATE TRIGGER claim_is_never_moved BEFORE UPDATE OF host_id, starts_at, ends_at, forced ON claim
BEGIN
  SELECT RAISE(ABORT, 'claim_is_never_moved');
END;
-- {{end}}

-- Busy times that come from outside, such as connected calendars. They may overlap anything.
CREATE TABLE busy (
  host_id {{uuid}} NOT NULL,
  ends_at BIGINT NOT NULL,
  starts_at BIGINT NOT NULL,
  source TEXT NOT NULL,
  company_id {{uuid}} NOT NULL,
  PRIMARY KEY (host_id, ends_at, starts_at, source),
  CHECK (starts_at < ends_at)
) {{clustered}};

-- What happened, with the body told to the outside as it was then. Written in the transaction of the change.
CREATE TABLE event (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  subject_id {{uuid}} NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX event_company ON event (company_id, id);

CREATE TABLE webhook (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  endpoint TEXT NOT NULL,
  description TEXT,
  event_types TEXT NOT NULL,
  secret TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX webhook_company ON webhook (company_id, created_at);

-- One row per attempt to deliver an event to an endpoint.
CREATE TABLE delivery (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  webhook_id {{uuid}} NOT NULL,
  event_id {{uuid}} NOT NULL,
  attempt BIGINT NOT NULL,
  response_status BIGINT,
  error TEXT,
  elapsed_ms BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX delivery_webhook ON delivery (webhook_id, created_at);

-- Work that must happen after a commit. A queue is what may be slow on its own, such as one endpoint; jobs of
-- one lane of a queue run one at a time, in the order they were written.
CREATE TABLE job (
  id {{id}},
  company_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  queue {{uuid}} NOT NULL,
  lane {{uuid}},
  payload TEXT NOT NULL,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  leased_until BIGINT,
  leased_by {{uuid}},
  last_error TEXT,
  gave_up_at BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (queue, run_at, id) WHERE gave_up_at IS NULL;
CREATE INDEX job_lane ON job (queue, lane, id) WHERE gave_up_at IS NULL AND lane IS NOT NULL;
CREATE INDEX job_gave_up ON job (gave_up_at) WHERE gave_up_at IS NOT NULL;

-- Answers kept for Idempotency-Key: scope is the credential that sent it.
CREATE TABLE idempotency (
  scope {{uuid}} NOT NULL,
  key TEXT NOT NULL,
  fingerprint {{bytes}} NOT NULL,
  answer TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (scope, key)
) {{clustered}};
CREATE INDEX idempotency_age ON idempotency (created_at);
