-- The stored files (by the hash of their bytes) that a dataset version consists of: its table, its receipt, its profiles.
CREATE TABLE version_files (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  version_hash TEXT NOT NULL,
  name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, version_hash, name)
) STRICT;
