-- Counters of tries to sign in and of requests a minute, as rate-limiter-flexible writes them. Keys are hashes.
CREATE TABLE rate_counters (
  key TEXT COLLATE "C" PRIMARY KEY,
  points INTEGER NOT NULL DEFAULT 0,
  expire BIGINT
);
CREATE INDEX rate_counters_by_expire ON rate_counters (expire);
