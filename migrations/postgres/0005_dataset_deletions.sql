-- When the name of a dataset was taken away, so that a question about it can say so.
CREATE TABLE dataset_deletions (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name TEXT COLLATE "C" NOT NULL,
  deleted_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name)
);
