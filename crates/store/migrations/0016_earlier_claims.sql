-- Of the claims that begin before a moment only the last one can reach past it, since they do not overlap; forced ones, which
-- may, are found by themselves. So a look at a host's time costs the same however many meetings the day before had.
-- {{sqlite}}
CREATE INDEX claim_forced ON claim (host_id, starts_at) WHERE forced;
DROP TRIGGER claim_overlap;
CREATE TRIGGER claim_overlap BEFORE INSERT ON claim WHEN NOT NEW.forced
BEGIN
  SELECT RAISE(ABORT, 'claim_overlap') WHERE EXISTS (
      SELECT 1 FROM claim WHERE host_id = NEW.host_id AND NOT forced
        AND starts_at >= NEW.starts_at AND starts_at < NEW.ends_at)
    OR NEW.starts_at < (
      SELECT ends_at FROM claim WHERE host_id = NEW.host_id AND NOT forced
        AND starts_at < NEW.starts_at AND starts_at > NEW.starts_at - 86400000
      ORDER BY starts_at DESC LIMIT 1);
END;
-- {{end}}
-- {{steps}}
CREATE INDEX CONCURRENTLY IF NOT EXISTS claim_forced ON claim (company_id, host_id, starts_at) WHERE forced;
-- {{end}}
