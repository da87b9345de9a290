-- Teams. Their pages are at /team/SLUG, which names no company: like a user's, a slug is unique in the installation.
CREATE TABLE workspace (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  deleted_at BIGINT
);
CREATE UNIQUE INDEX workspace_slug ON workspace (slug) WHERE deleted_at IS NULL;
CREATE INDEX workspace_company ON workspace (company_id, created_at, id);

-- How a team's meeting type is shared out. It lives as long as a living meeting type points to it.
ALTER TABLE meeting_type ADD COLUMN queue_id {{uuid}};
CREATE INDEX meeting_type_queue ON meeting_type (queue_id) WHERE queue_id IS NOT NULL;
CREATE TABLE queue (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  workspace_id {{uuid}} NOT NULL,
  meeting_type_id {{uuid}} NOT NULL,
  kind TEXT NOT NULL,
  max_lead BIGINT,
  period TEXT NOT NULL,
  near_term BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX queue_workspace ON queue (company_id, workspace_id, created_at, id);

-- Who is in a queue: single users, and groups whose users host together.
CREATE TABLE queue_member (
  company_id {{uuid}} NOT NULL,
  queue_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  position BIGINT NOT NULL,
  capacity BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  custom_link TEXT,
  PRIMARY KEY (company_id, queue_id, user_id)
) {{clustered}};
CREATE INDEX queue_member_user ON queue_member (company_id, user_id);

CREATE TABLE queue_user_group (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  queue_id {{uuid}} NOT NULL,
  name TEXT NOT NULL,
  capacity BIGINT NOT NULL,
  main_host_id {{uuid}},
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX queue_user_group_queue ON queue_user_group (company_id, queue_id, created_at, id);

CREATE TABLE queue_group_user (
  company_id {{uuid}} NOT NULL,
  group_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (company_id, group_id, user_id)
) {{clustered}};
CREATE INDEX queue_group_user_user ON queue_group_user (company_id, user_id);

-- Whose turn it was: a member (user or group) and what they took, an appointment or a booking that waits. A cancelled
-- one gives its turn back, and is gone from here.
CREATE TABLE queue_turn (
  company_id {{uuid}} NOT NULL,
  queue_id {{uuid}} NOT NULL,
  holder_id {{uuid}} NOT NULL,
  member_id {{uuid}} NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (company_id, queue_id, holder_id)
) {{clustered}};
CREATE INDEX queue_turn_made ON queue_turn (company_id, queue_id, made_at, member_id);
