-- What a service needs beyond a terminal: people and what they may do, projects, knowledge, workflows, jobs, usage.
-- Booleans are 0 or 1. "sealed" is encrypted by the service's secret; "hash" is of a secret that is never stored.

-- Settings of a workspace by name: limits, models, plugins, samples. A change replaces; who and when is kept.
CREATE TABLE settings (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT;

-- People may be members of several workspaces: they alone are not keyed by one.
CREATE TABLE people (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT,
  password_hash TEXT,
  oidc_issuer TEXT,
  oidc_subject TEXT,
  created_at TEXT NOT NULL,
  disabled_at TEXT,
  UNIQUE (oidc_issuer, oidc_subject)
) STRICT;

CREATE TABLE members (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  person TEXT NOT NULL REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, person)
) STRICT;
CREATE INDEX members_by_person ON members (person);

CREATE TABLE invitations (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  hash TEXT NOT NULL UNIQUE,
  invited_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  accepted_at TEXT,
  revoked_at TEXT,
  PRIMARY KEY (workspace, id)
) STRICT;

-- A Slack team, a Discord guild: which workspace it is, with its tokens.
CREATE TABLE installations (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  platform TEXT NOT NULL,
  installation TEXT NOT NULL,
  name TEXT,
  sealed TEXT,
  installed_by TEXT,
  created_at TEXT NOT NULL,
  removed_at TEXT,
  PRIMARY KEY (platform, installation)
) STRICT;
CREATE INDEX installations_by_workspace ON installations (workspace);

-- Who somebody of a platform is. Without a person: known to the platform alone.
CREATE TABLE identities (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  platform TEXT NOT NULL,
  installation TEXT NOT NULL,
  external_id TEXT NOT NULL,
  person TEXT REFERENCES people (id),
  name TEXT,
  role TEXT CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, platform, installation, external_id)
) STRICT;

-- Codes that are good for one use: linking an identity, setting a password, the first owner.
CREATE TABLE one_time_codes (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;

CREATE TABLE api_keys (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  scopes TEXT NOT NULL,
  person TEXT REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  last_used_at TEXT,
  PRIMARY KEY (workspace, id)
) STRICT;

-- One sign-in of a person on one device; its refresh tokens are a family.
CREATE TABLE sign_ins (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES people (id),
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  device TEXT,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;
CREATE INDEX sign_ins_by_person ON sign_ins (person);

CREATE TABLE refresh_tokens (
  hash TEXT PRIMARY KEY,
  sign_in TEXT NOT NULL REFERENCES sign_ins (id),
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT
) STRICT;
CREATE INDEX refresh_tokens_by_sign_in ON refresh_tokens (sign_in);

CREATE TABLE projects (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
) STRICT;

CREATE TABLE project_members (
  workspace TEXT NOT NULL,
  project TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES people (id),
  role TEXT NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, project, person),
  FOREIGN KEY (workspace, project) REFERENCES projects (workspace, id) ON DELETE CASCADE
) STRICT;

-- A link to a conversation, a chart or a report, inside the workspace or (signed) outside.
CREATE TABLE links (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  PRIMARY KEY (workspace, id)
) STRICT;

-- Databases to import from. With a person: that person's own credentials, for nobody else.
CREATE TABLE connections (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  person TEXT REFERENCES people (id),
  shown TEXT NOT NULL,
  sealed TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE UNIQUE INDEX connections_by_name ON connections (workspace, name, COALESCE(person, ''));

-- Counters that limits are held by: one row a day; an empty person is the workspace as a whole.
CREATE TABLE usage_days (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  person TEXT NOT NULL,
  day TEXT NOT NULL,
  requests INTEGER NOT NULL DEFAULT 0,
  questions INTEGER NOT NULL DEFAULT 0,
  tokens INTEGER NOT NULL DEFAULT 0,
  cost_micros INTEGER NOT NULL DEFAULT 0,
  rows_imported INTEGER NOT NULL DEFAULT 0,
  bytes_stored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, person, day)
) STRICT;

-- What a turn's models used, by role and model. Cost in millionths of a US dollar; null where a price is not known.
CREATE TABLE usage (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  person TEXT,
  turn TEXT,
  role TEXT NOT NULL,
  model TEXT NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_micros INTEGER,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX usage_by_time ON usage (workspace, created_at);

-- What left the machine: to whom, which columns and aggregates, when. Never the text itself.
CREATE TABLE sent_records (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  turn TEXT,
  person TEXT,
  role TEXT NOT NULL,
  prompt TEXT,
  model TEXT NOT NULL,
  address TEXT NOT NULL,
  is_remote INTEGER NOT NULL CHECK (is_remote IN (0, 1)),
  characters INTEGER NOT NULL,
  columns TEXT NOT NULL,
  results TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX sent_records_by_time ON sent_records (workspace, sent_at);

ALTER TABLE conversations ADD COLUMN title TEXT;
ALTER TABLE conversations ADD COLUMN owner TEXT;
ALTER TABLE conversations ADD COLUMN project TEXT;
ALTER TABLE conversations ADD COLUMN updated_at TEXT;
CREATE INDEX conversations_by_update ON conversations (workspace, updated_at);

-- The datasets that a conversation speaks of; without any: what its asker may see.
CREATE TABLE conversation_datasets (
  workspace TEXT NOT NULL,
  conversation TEXT NOT NULL,
  name TEXT NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (workspace, conversation, name),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
) STRICT;

-- The inbox: an accepted message waits, is taken by one worker under a lease, and is done with exactly one turn.
-- Messages of before were answered as they came.
ALTER TABLE messages ADD COLUMN id TEXT;
ALTER TABLE messages ADD COLUMN state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('waiting', 'taken', 'done'));
ALTER TABLE messages ADD COLUMN options TEXT;
ALTER TABLE messages ADD COLUMN worker TEXT;
ALTER TABLE messages ADD COLUMN lease_until TEXT;
ALTER TABLE messages ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN stop_asked_at TEXT;
ALTER TABLE messages ADD COLUMN turn TEXT;
CREATE UNIQUE INDEX messages_by_id ON messages (workspace, id);
CREATE INDEX messages_open ON messages (state, lease_until) WHERE state <> 'done';
CREATE INDEX messages_by_conversation ON messages (workspace, conversation, received_at);
-- One message has one turn, whoever answers it.
ALTER TABLE turns ADD COLUMN message TEXT;
CREATE UNIQUE INDEX turns_by_message ON turns (workspace, message);
CREATE INDEX turns_by_time ON turns (workspace, created_at);

-- What happened while a turn ran, for whoever watches or comes back.
CREATE TABLE turn_events (
  workspace TEXT NOT NULL,
  message TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  number INTEGER NOT NULL,
  event TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, message, attempt, number)
) STRICT;

-- Answers that an owner vouches for.
CREATE TABLE pins (
  workspace TEXT NOT NULL,
  turn TEXT NOT NULL,
  pinned_by TEXT NOT NULL,
  note TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, turn),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
) STRICT;

-- Questions as vectors, to find those that are like a new one. Little-endian float32.
CREATE TABLE question_vectors (
  workspace TEXT NOT NULL,
  turn TEXT NOT NULL,
  embedder TEXT NOT NULL,
  vector BLOB NOT NULL,
  PRIMARY KEY (workspace, turn, embedder),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
) STRICT;

CREATE TABLE buckets (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  project TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
) STRICT;

CREATE TABLE dataset_details (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  bucket TEXT,
  project TEXT,
  owner TEXT,
  connection TEXT,
  visibility TEXT NOT NULL DEFAULT 'workspace' CHECK (visibility IN ('workspace', 'project', 'private')),
  title TEXT,
  description TEXT,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT;

CREATE TABLE dataset_tags (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (workspace, name, tag)
) STRICT;

-- What was found out about a version: domain, grain, keys, units, personal data, sketches.
CREATE TABLE catalogue (
  workspace TEXT NOT NULL,
  version_hash TEXT NOT NULL,
  content TEXT NOT NULL,
  made_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, version_hash),
  FOREIGN KEY (workspace, version_hash) REFERENCES dataset_versions (workspace, hash)
) STRICT;

-- Files by content hash in the folder or the object storage.
CREATE TABLE files (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  hash TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  media_type TEXT,
  name TEXT,
  created_by TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, hash)
) STRICT;

CREATE TABLE uploads (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'imported', 'failed')),
  options TEXT,
  result TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;

CREATE TABLE collections (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  description TEXT,
  pipeline TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
) STRICT;

CREATE TABLE knowledge_sources (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  collection TEXT NOT NULL,
  kind TEXT NOT NULL,
  location TEXT NOT NULL,
  cron TEXT,
  state TEXT NOT NULL,
  error TEXT,
  found TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  synced_at TEXT,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, collection) REFERENCES collections (workspace, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE documents (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  collection TEXT NOT NULL,
  source TEXT,
  location TEXT NOT NULL,
  title TEXT NOT NULL,
  media_type TEXT NOT NULL,
  hash TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  characters INTEGER NOT NULL,
  pages INTEGER,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
  error TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, collection, location),
  FOREIGN KEY (workspace, collection) REFERENCES collections (workspace, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE chunks (
  number INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  document TEXT NOT NULL,
  collection TEXT NOT NULL,
  position INTEGER NOT NULL,
  heading TEXT NOT NULL,
  page INTEGER,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  text TEXT NOT NULL,
  embedder TEXT,
  embedding BLOB,
  UNIQUE (workspace, id),
  FOREIGN KEY (workspace, document) REFERENCES documents (workspace, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX chunks_by_document ON chunks (workspace, document, position);
CREATE VIRTUAL TABLE chunks_text USING fts5 (heading, text, content = 'chunks', content_rowid = 'number', tokenize = 'porter unicode61');
CREATE TRIGGER chunks_added AFTER INSERT ON chunks BEGIN
  INSERT INTO chunks_text (rowid, heading, text) VALUES (new.number, new.heading, new.text);
END;
CREATE TRIGGER chunks_removed AFTER DELETE ON chunks BEGIN
  INSERT INTO chunks_text (chunks_text, rowid, heading, text) VALUES ('delete', old.number, old.heading, old.text);
END;
CREATE TRIGGER chunks_changed AFTER UPDATE OF heading, text ON chunks BEGIN
  INSERT INTO chunks_text (chunks_text, rowid, heading, text) VALUES ('delete', old.number, old.heading, old.text);
  INSERT INTO chunks_text (rowid, heading, text) VALUES (new.number, new.heading, new.text);
END;

CREATE TABLE workflows (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT,
  project TEXT,
  changed_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id, version)
) STRICT;

CREATE TABLE runs (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  workflow TEXT NOT NULL,
  workflow_version INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'aborted')),
  parameters TEXT,
  recipe TEXT,
  result TEXT,
  error TEXT,
  started_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, workflow, workflow_version) REFERENCES workflows (workspace, id, version)
) STRICT;

CREATE TABLE schedules (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  cron TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  content TEXT,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  next_at TEXT,
  last_at TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX schedules_due ON schedules (next_at) WHERE is_enabled = 1;

-- Work that outlives a request. Taken under a lease like a message; `key` keeps the same work from being queued twice.
CREATE TABLE jobs (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'failed', 'aborted')),
  input TEXT NOT NULL,
  progress TEXT,
  result TEXT,
  error TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  worker TEXT,
  lease_until TEXT,
  run_at TEXT NOT NULL,
  stop_asked_at TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX jobs_open ON jobs (state, run_at) WHERE state IN ('waiting', 'taken');
CREATE UNIQUE INDEX jobs_by_key ON jobs (workspace, kind, key) WHERE key IS NOT NULL AND state IN ('waiting', 'taken');

-- A request that was made with an idempotency key, and what it was answered.
CREATE TABLE idempotency_keys (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER,
  headers TEXT,
  body TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, actor, key)
) STRICT;

CREATE TABLE mcp_servers (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  sealed TEXT,
  content TEXT NOT NULL,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  changed_by TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (workspace, name)
) STRICT;

CREATE TABLE evaluation_suites (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  content TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
) STRICT;

CREATE TABLE evaluation_results (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  suite TEXT NOT NULL,
  state TEXT NOT NULL,
  content TEXT NOT NULL,
  started_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, suite) REFERENCES evaluation_suites (workspace, id) ON DELETE CASCADE
) STRICT;
