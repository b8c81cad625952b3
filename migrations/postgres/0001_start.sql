-- Everything is keyed by workspace: nothing crosses it. Times are ISO 8601 in UTC. JSON is text.

CREATE TABLE workspaces (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL
);

CREATE TABLE conversations (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  platform TEXT COLLATE "C" NOT NULL,
  installation TEXT COLLATE "C" NOT NULL,
  external_id TEXT COLLATE "C" NOT NULL,
  thread TEXT COLLATE "C" NOT NULL DEFAULT '',
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, platform, installation, external_id, thread)
);

CREATE TABLE messages (
  workspace TEXT COLLATE "C" NOT NULL,
  platform TEXT COLLATE "C" NOT NULL,
  installation TEXT COLLATE "C" NOT NULL,
  external_conversation TEXT COLLATE "C" NOT NULL,
  message_id TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  files TEXT COLLATE "C" NOT NULL,
  received_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, platform, installation, external_conversation, message_id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
);

CREATE TABLE turns (
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  message_id TEXT COLLATE "C",
  question TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('answered', 'choices', 'declined', 'failed', 'aborted')),
  plan TEXT COLLATE "C",
  reading TEXT COLLATE "C",
  answer TEXT COLLATE "C",
  summary TEXT COLLATE "C",
  recipe TEXT COLLATE "C",
  timings TEXT COLLATE "C",
  tokens TEXT COLLATE "C",
  sent TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
);
CREATE INDEX turns_by_conversation ON turns (workspace, conversation, created_at, id);

CREATE TABLE recipes (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE artifacts (
  workspace TEXT COLLATE "C" NOT NULL,
  turn TEXT COLLATE "C" NOT NULL,
  step TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  digest TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, turn, step),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
);

CREATE TABLE dataset_versions (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  hash TEXT COLLATE "C" NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  row_count BIGINT NOT NULL,
  columns TEXT COLLATE "C" NOT NULL,
  receipt TEXT COLLATE "C" NOT NULL,
  source_path TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, hash)
);

CREATE TABLE datasets (
  workspace TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  version_hash TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name),
  FOREIGN KEY (workspace, version_hash) REFERENCES dataset_versions (workspace, hash)
);

CREATE TABLE feedback (
  workspace TEXT COLLATE "C" NOT NULL,
  turn TEXT COLLATE "C" NOT NULL,
  actor TEXT COLLATE "C" NOT NULL,
  verdict TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('up', 'down')),
  comment TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, turn, actor),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
);

CREATE TABLE definitions (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  term TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  meaning TEXT COLLATE "C",
  taught_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, term, version)
);
