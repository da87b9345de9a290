-- People sign in by a password or by a link in a mail. Of what lets them in, only hashes are kept.
CREATE TABLE user_password (
  user_id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  hash TEXT NOT NULL,
  changed_at BIGINT NOT NULL
) {{clustered}};

CREATE TABLE session (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  token_hash {{bytes}} NOT NULL,
  user_agent TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX session_token ON session (token_hash);
CREATE INDEX session_of_user ON session (company_id, user_id, seen_at);
CREATE INDEX session_seen ON session (seen_at);

-- Links of mails: each works once, and for minutes.
CREATE TABLE sign_in_link (
  token_hash {{bytes}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  purpose TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
) {{clustered}};
CREATE INDEX sign_in_link_user ON sign_in_link (company_id, user_id);
CREATE INDEX sign_in_link_expiry ON sign_in_link (expires_at);

-- Whoever signs in says an address and no company.
CREATE INDEX users_email_anywhere ON users (email) WHERE deleted_at IS NULL;
