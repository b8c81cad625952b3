-- Agents and prompts of a workspace, in place of or beside those that come with Tabletalk. A change is a new version; the
-- old ones stay. Without content: removed in this version.

CREATE TABLE templates (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('agent', 'prompt')),
  name TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  content TEXT COLLATE "C",
  changed_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, kind, name, version)
);
