-- How often what a host offers changed. A booking raises seq only, so that it need not read again what has not changed.
ALTER TABLE host ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
