-- A number that each process with read replicas raises all the time: what a replica shows of it tells how far it lags.
CREATE TABLE heartbeat (
  process_id {{uuid}} PRIMARY KEY,
  number BIGINT NOT NULL,
  beat_at BIGINT NOT NULL
) {{clustered}};
