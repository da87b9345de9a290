-- A webhook's state, and the secret that is on its way out while a new one comes in.
ALTER TABLE webhook ADD COLUMN state TEXT NOT NULL DEFAULT 'active';
ALTER TABLE webhook ADD COLUMN state_reason TEXT;
ALTER TABLE webhook ADD COLUMN state_since BIGINT;
-- Since when nothing reaches the endpoint; null while the last attempt succeeded.
ALTER TABLE webhook ADD COLUMN failing_since BIGINT;
ALTER TABLE webhook ADD COLUMN previous_secret TEXT;
ALTER TABLE webhook ADD COLUMN previous_secret_until BIGINT;

-- What was sent and answered in an attempt, for whoever looks for a mistake.
ALTER TABLE delivery ADD COLUMN endpoint TEXT;
ALTER TABLE delivery ADD COLUMN signature TEXT;
ALTER TABLE delivery ADD COLUMN response_headers TEXT;
ALTER TABLE delivery ADD COLUMN response_body TEXT;
DROP INDEX delivery_webhook;
CREATE INDEX delivery_webhook ON delivery (webhook_id, id);

-- Queues that keep their jobs until they are let go, such as that of a paused webhook.
CREATE TABLE held_queue (
  queue {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  held_at BIGINT NOT NULL
) {{clustered}};
CREATE INDEX job_given_up ON job (queue, id) WHERE gave_up_at IS NOT NULL;
