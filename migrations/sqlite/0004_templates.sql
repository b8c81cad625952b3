-- Agents and prompts of a workspace, in place of or beside those that come with Tabletalk. A change is a new version; the
-- old ones stay. Without content: removed in this version.

CREATE TABLE templates (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  kind TEXT NOT NULL CHECK (kind IN ('agent', 'prompt')),
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT,
  changed_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, kind, name, version)
) STRICT;
