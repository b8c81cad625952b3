-- Workspaces that were taken away, until their files are gone too. The workspace itself is no longer there.
CREATE TABLE removals (
  workspace TEXT PRIMARY KEY,
  begun_at TEXT NOT NULL
) STRICT;
