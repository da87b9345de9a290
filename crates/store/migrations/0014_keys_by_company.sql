-- Primary keys begin with the company, so that PostgreSQL and what speaks like it can keep a company's rows together. SQLite keeps
-- its keys: it does not divide, and a clustered table would have to be written anew.
-- {{sqlite}}
CREATE UNIQUE INDEX user_password_company ON user_password (company_id, user_id);
CREATE UNIQUE INDEX queue_user_group_company ON queue_user_group (company_id, id);
-- {{end}}

-- {{steps}}
-- What is asked without a company: housekeeping over all companies, the worker's queues, and links of mails.
CREATE INDEX CONCURRENTLY IF NOT EXISTS event_by_id ON event (id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS delivery_by_id ON delivery (id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS audit_by_id ON audit (id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS held_queue_by_queue ON held_queue (queue);
CREATE INDEX CONCURRENTLY IF NOT EXISTS sign_in_link_by_token ON sign_in_link (token_hash);

-- For servers of the version before, which name these in ON CONFLICT, or look rows up by the id alone. To be dropped by the next release.
-- There is none for jobs, which each index makes dearer: those servers settle them more slowly until they are replaced.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS busy_by_host ON busy (host_id, ends_at, starts_at, source);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS user_password_by_user ON user_password (user_id);
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS queue_user_group_by_id ON queue_user_group (id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS meeting_type_by_id ON meeting_type (id);

-- Each key is built beside the old one, and takes its place in no time.
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS users_key ON users (company_id, id);
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS host_key ON host (company_id, user_id);
ALTER TABLE host DROP CONSTRAINT host_pkey, ADD CONSTRAINT host_pkey PRIMARY KEY USING INDEX host_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS credential_key ON credential (company_id, id);
ALTER TABLE credential DROP CONSTRAINT credential_pkey, ADD CONSTRAINT credential_pkey PRIMARY KEY USING INDEX credential_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS availability_key ON availability (company_id, id);
ALTER TABLE availability DROP CONSTRAINT availability_pkey, ADD CONSTRAINT availability_pkey PRIMARY KEY USING INDEX availability_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS meeting_type_key ON meeting_type (company_id, id);
ALTER TABLE meeting_type DROP CONSTRAINT meeting_type_pkey, ADD CONSTRAINT meeting_type_pkey PRIMARY KEY USING INDEX meeting_type_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS meeting_type_template_key ON meeting_type_template (company_id, id);
ALTER TABLE meeting_type_template DROP CONSTRAINT meeting_type_template_pkey, ADD CONSTRAINT meeting_type_template_pkey PRIMARY KEY USING INDEX meeting_type_template_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS one_time_link_key ON one_time_link (company_id, id);
ALTER TABLE one_time_link DROP CONSTRAINT one_time_link_pkey, ADD CONSTRAINT one_time_link_pkey PRIMARY KEY USING INDEX one_time_link_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS appointment_key ON appointment (company_id, id);
ALTER TABLE appointment DROP CONSTRAINT appointment_pkey, ADD CONSTRAINT appointment_pkey PRIMARY KEY USING INDEX appointment_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS appointment_host_key ON appointment_host (company_id, host_id, starts_at, appointment_id);
ALTER TABLE appointment_host DROP CONSTRAINT appointment_host_pkey, ADD CONSTRAINT appointment_host_pkey PRIMARY KEY USING INDEX appointment_host_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS attendee_key ON attendee (company_id, id);
ALTER TABLE attendee DROP CONSTRAINT attendee_pkey, ADD CONSTRAINT attendee_pkey PRIMARY KEY USING INDEX attendee_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS provisional_booking_key ON provisional_booking (company_id, id);
ALTER TABLE provisional_booking DROP CONSTRAINT provisional_booking_pkey, ADD CONSTRAINT provisional_booking_pkey PRIMARY KEY USING INDEX provisional_booking_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS claim_key ON claim (company_id, host_id, starts_at, holder_id);
ALTER TABLE claim DROP CONSTRAINT claim_pkey, ADD CONSTRAINT claim_pkey PRIMARY KEY USING INDEX claim_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS busy_key ON busy (company_id, host_id, ends_at, starts_at, source);
ALTER TABLE busy DROP CONSTRAINT busy_pkey, ADD CONSTRAINT busy_pkey PRIMARY KEY USING INDEX busy_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS event_key ON event (company_id, id);
ALTER TABLE event DROP CONSTRAINT event_pkey, ADD CONSTRAINT event_pkey PRIMARY KEY USING INDEX event_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS webhook_key ON webhook (company_id, id);
ALTER TABLE webhook DROP CONSTRAINT webhook_pkey, ADD CONSTRAINT webhook_pkey PRIMARY KEY USING INDEX webhook_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS delivery_key ON delivery (company_id, id);
ALTER TABLE delivery DROP CONSTRAINT delivery_pkey, ADD CONSTRAINT delivery_pkey PRIMARY KEY USING INDEX delivery_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS job_key ON job (company_id, id);
ALTER TABLE job DROP CONSTRAINT job_pkey, ADD CONSTRAINT job_pkey PRIMARY KEY USING INDEX job_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS held_queue_key ON held_queue (company_id, queue);
ALTER TABLE held_queue DROP CONSTRAINT held_queue_pkey, ADD CONSTRAINT held_queue_pkey PRIMARY KEY USING INDEX held_queue_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS audit_key ON audit (company_id, id);
ALTER TABLE audit DROP CONSTRAINT audit_pkey, ADD CONSTRAINT audit_pkey PRIMARY KEY USING INDEX audit_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS calendar_feed_key ON calendar_feed (company_id, user_id);
ALTER TABLE calendar_feed DROP CONSTRAINT calendar_feed_pkey, ADD CONSTRAINT calendar_feed_pkey PRIMARY KEY USING INDEX calendar_feed_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS quick_mail_key ON quick_mail (company_id, id);
ALTER TABLE quick_mail DROP CONSTRAINT quick_mail_pkey, ADD CONSTRAINT quick_mail_pkey PRIMARY KEY USING INDEX quick_mail_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS workspace_key ON workspace (company_id, id);
ALTER TABLE workspace DROP CONSTRAINT workspace_pkey, ADD CONSTRAINT workspace_pkey PRIMARY KEY USING INDEX workspace_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS queue_key ON queue (company_id, id);
ALTER TABLE queue DROP CONSTRAINT queue_pkey, ADD CONSTRAINT queue_pkey PRIMARY KEY USING INDEX queue_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS queue_user_group_key ON queue_user_group (company_id, id);
ALTER TABLE queue_user_group DROP CONSTRAINT queue_user_group_pkey, ADD CONSTRAINT queue_user_group_pkey PRIMARY KEY USING INDEX queue_user_group_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS user_password_key ON user_password (company_id, user_id);
ALTER TABLE user_password DROP CONSTRAINT user_password_pkey, ADD CONSTRAINT user_password_pkey PRIMARY KEY USING INDEX user_password_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS session_key ON session (company_id, id);
ALTER TABLE session DROP CONSTRAINT session_pkey, ADD CONSTRAINT session_pkey PRIMARY KEY USING INDEX session_key;
CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS sign_in_link_key ON sign_in_link (company_id, token_hash);
ALTER TABLE sign_in_link DROP CONSTRAINT sign_in_link_pkey, ADD CONSTRAINT sign_in_link_pkey PRIMARY KEY USING INDEX sign_in_link_key;

-- The same as the new keys.
DROP INDEX event_company;
DROP INDEX audit_company;

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS meeting_type_slug_key ON meeting_type (company_id, user_id, slug) WHERE deleted_at IS NULL;
DROP INDEX meeting_type_slug;
ALTER INDEX meeting_type_slug_key RENAME TO meeting_type_slug;

-- An exclusion constraint cannot be built beside: claims are locked while it is. The company comes last, as the host says it all.
ALTER TABLE claim DROP CONSTRAINT claim_overlap, ADD CONSTRAINT claim_overlap
  EXCLUDE USING gist (host_id WITH =, int8range(starts_at, ends_at) WITH &&, company_id WITH =) WHERE (NOT forced);
-- {{end}}
