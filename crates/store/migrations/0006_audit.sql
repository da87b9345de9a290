-- What was changed by whom: one row per administrative write, in the transaction of the write itself.
CREATE TABLE audit (
  id {{uuid}} PRIMARY KEY,
  company_id {{uuid}} NOT NULL,
  user_id {{uuid}} NOT NULL,
  via TEXT NOT NULL,
  credential_id {{uuid}},
  operation TEXT NOT NULL,
  subject_id {{uuid}},
  outcome TEXT NOT NULL,
  request_id TEXT,
  address TEXT,
  created_at BIGINT NOT NULL
);
CREATE INDEX audit_company ON audit (company_id, id);
