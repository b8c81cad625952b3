-- Everything is keyed by workspace: nothing crosses it. Times are ISO 8601 in UTC. JSON is text.

CREATE TABLE workspaces (
  id TEXT PRIMARY KEY,
  name TEXT,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE conversations (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  platform TEXT NOT NULL,
  installation TEXT NOT NULL,
  external_id TEXT NOT NULL,
  thread TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, platform, installation, external_id, thread)
) STRICT;

CREATE TABLE messages (
  workspace TEXT NOT NULL,
  platform TEXT NOT NULL,
  installation TEXT NOT NULL,
  external_conversation TEXT NOT NULL,
  message_id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  files TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (workspace, platform, installation, external_conversation, message_id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
) STRICT;

CREATE TABLE turns (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  message_id TEXT,
  question TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('answered', 'choices', 'declined', 'failed', 'aborted')),
  plan TEXT,
  reading TEXT,
  answer TEXT,
  summary TEXT,
  recipe TEXT,
  timings TEXT,
  tokens TEXT,
  sent TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
) STRICT;
CREATE INDEX turns_by_conversation ON turns (workspace, conversation, created_at, id);

CREATE TABLE recipes (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE artifacts (
  workspace TEXT NOT NULL,
  turn TEXT NOT NULL,
  step TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  digest TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (workspace, turn, step),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
) STRICT;

CREATE TABLE dataset_versions (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  hash TEXT NOT NULL,
  path TEXT NOT NULL,
  row_count INTEGER NOT NULL,
  columns TEXT NOT NULL,
  receipt TEXT NOT NULL,
  source_path TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, hash)
) STRICT;

CREATE TABLE datasets (
  workspace TEXT NOT NULL,
  name TEXT NOT NULL,
  version_hash TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, name),
  FOREIGN KEY (workspace, version_hash) REFERENCES dataset_versions (workspace, hash)
) STRICT;

CREATE TABLE feedback (
  workspace TEXT NOT NULL,
  turn TEXT NOT NULL,
  actor TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
  comment TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, turn, actor),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
) STRICT;

CREATE TABLE definitions (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  term TEXT NOT NULL,
  version INTEGER NOT NULL,
  meaning TEXT,
  taught_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, term, version)
) STRICT;
