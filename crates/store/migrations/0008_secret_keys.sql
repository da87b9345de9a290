-- The keys that secrets were sealed with: never the keys themselves, only their ids and what tells whether a key is the one.
CREATE TABLE secret_key (
  id TEXT PRIMARY KEY,
  proof TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  -- Since when everything is sealed with it.
  complete_at BIGINT,
  retired_at BIGINT
);
-- At most one seals.
CREATE UNIQUE INDEX secret_key_current ON secret_key ((retired_at IS NULL)) WHERE retired_at IS NULL;
