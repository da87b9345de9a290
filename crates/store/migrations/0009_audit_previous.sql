-- What was there before a change: JSON, as the outcome is; null where there was nothing.
ALTER TABLE audit ADD COLUMN previous TEXT;
