-- The stored files (by the hash of their bytes) that a dataset version consists of: its table, its receipt, its profiles.
CREATE TABLE version_files (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  version_hash TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  file_hash TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, version_hash, name)
);
SELECT isolate('version_files');
