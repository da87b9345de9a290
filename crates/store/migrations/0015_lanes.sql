-- Lanes are looked up by an index that no other can stand in for. While there was a condition both indexes of queues had,
-- PostgreSQL, whose plans are made while the table is small, could take job_due, and read a whole backlog for one lane.
-- {{sqlite}}
DROP INDEX job_lane;
CREATE INDEX job_lane ON job (queue, lane, id) WHERE lane IS NOT NULL;
-- {{end}}
-- {{steps}}
CREATE INDEX CONCURRENTLY IF NOT EXISTS job_lane_all ON job (queue, lane, id) WHERE lane IS NOT NULL;
DROP INDEX job_lane;
ALTER INDEX job_lane_all RENAME TO job_lane;
-- {{end}}
