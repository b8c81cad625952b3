-- When the name of a dataset was taken away, so that a question about it can say so.
CREATE TABLE dataset_deletions (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  deleted_at TEXT NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT;
