-- The versions that a name has had, so that it can be said how many there are, and when each came.

CREATE TABLE dataset_history (
  workspace TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  version_hash TEXT COLLATE "C" NOT NULL,
  imported_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name, version_hash),
  FOREIGN KEY (workspace, version_hash) REFERENCES dataset_versions (workspace, hash)
);

INSERT INTO dataset_history (workspace, name, version_hash, imported_at)
  SELECT workspace, name, version_hash, updated_at FROM datasets;
