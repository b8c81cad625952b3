-- What a service needs beyond a terminal: people and what they may do, projects, knowledge, workflows, jobs, usage.
-- Booleans are 0 or 1. "sealed" is encrypted by the service's secret; "hash" is of a secret that is never stored.

CREATE EXTENSION IF NOT EXISTS vector;

-- Settings of a workspace by name: limits, models, plugins, samples. A change replaces; who and when is kept.
CREATE TABLE settings (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  changed_by TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name)
);

-- People may be members of several workspaces: they alone are not keyed by one.
CREATE TABLE people (
  id TEXT COLLATE "C" PRIMARY KEY,
  email TEXT COLLATE "C" NOT NULL UNIQUE,
  name TEXT COLLATE "C",
  password_hash TEXT COLLATE "C",
  oidc_issuer TEXT COLLATE "C",
  oidc_subject TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  disabled_at TEXT COLLATE "C",
  UNIQUE (oidc_issuer, oidc_subject)
);

CREATE TABLE members (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  person TEXT COLLATE "C" NOT NULL REFERENCES people (id),
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, person)
);
CREATE INDEX members_by_person ON members (person);

CREATE TABLE invitations (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  hash TEXT COLLATE "C" NOT NULL UNIQUE,
  invited_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  accepted_at TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id)
);

-- A Slack team, a Discord guild: which workspace it is, with its tokens.
CREATE TABLE installations (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  platform TEXT COLLATE "C" NOT NULL,
  installation TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C",
  sealed TEXT COLLATE "C",
  installed_by TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  removed_at TEXT COLLATE "C",
  PRIMARY KEY (platform, installation)
);
CREATE INDEX installations_by_workspace ON installations (workspace);

-- Who somebody of a platform is. Without a person: known to the platform alone.
CREATE TABLE identities (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  platform TEXT COLLATE "C" NOT NULL,
  installation TEXT COLLATE "C" NOT NULL,
  external_id TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" REFERENCES people (id),
  name TEXT COLLATE "C",
  role TEXT COLLATE "C" CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, platform, installation, external_id)
);

-- Codes that are good for one use: linking an identity, setting a password, the first owner.
CREATE TABLE one_time_codes (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  hash TEXT COLLATE "C" PRIMARY KEY,
  purpose TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  used_at TEXT COLLATE "C"
);

CREATE TABLE api_keys (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  prefix TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL UNIQUE,
  scopes TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" REFERENCES people (id),
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C",
  last_used_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id)
);

-- One sign-in of a person on one device; its refresh tokens are a family.
CREATE TABLE sign_ins (
  id TEXT COLLATE "C" PRIMARY KEY,
  person TEXT COLLATE "C" NOT NULL REFERENCES people (id),
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  device TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  revoked_at TEXT COLLATE "C"
);
CREATE INDEX sign_ins_by_person ON sign_ins (person);

CREATE TABLE refresh_tokens (
  hash TEXT COLLATE "C" PRIMARY KEY,
  sign_in TEXT COLLATE "C" NOT NULL REFERENCES sign_ins (id),
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C" NOT NULL,
  used_at TEXT COLLATE "C"
);
CREATE INDEX refresh_tokens_by_sign_in ON refresh_tokens (sign_in);

CREATE TABLE projects (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
);

CREATE TABLE project_members (
  workspace TEXT COLLATE "C" NOT NULL,
  project TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" NOT NULL REFERENCES people (id),
  role TEXT COLLATE "C" NOT NULL CHECK (role IN ('owner', 'analyst', 'viewer')),
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, project, person),
  FOREIGN KEY (workspace, project) REFERENCES projects (workspace, id) ON DELETE CASCADE
);

-- A link to a conversation, a chart or a report, inside the workspace or (signed) outside.
CREATE TABLE links (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL UNIQUE,
  is_public INTEGER NOT NULL DEFAULT 0 CHECK (is_public IN (0, 1)),
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  expires_at TEXT COLLATE "C",
  revoked_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id)
);

-- Databases to import from. With a person: that person's own credentials, for nobody else.
CREATE TABLE connections (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C" REFERENCES people (id),
  shown TEXT COLLATE "C" NOT NULL,
  sealed TEXT COLLATE "C" NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE UNIQUE INDEX connections_by_name ON connections (workspace, name, COALESCE(person, ''));

-- Counters that limits are held by: one row a day; an empty person is the workspace as a whole.
CREATE TABLE usage_days (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  person TEXT COLLATE "C" NOT NULL,
  day TEXT COLLATE "C" NOT NULL,
  requests INTEGER NOT NULL DEFAULT 0,
  questions INTEGER NOT NULL DEFAULT 0,
  tokens BIGINT NOT NULL DEFAULT 0,
  cost_micros BIGINT NOT NULL DEFAULT 0,
  rows_imported BIGINT NOT NULL DEFAULT 0,
  bytes_stored BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (workspace, person, day)
);

-- What a turn's models used, by role and model. Cost in millionths of a US dollar; null where a price is not known.
CREATE TABLE usage (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C",
  turn TEXT COLLATE "C",
  role TEXT COLLATE "C" NOT NULL,
  model TEXT COLLATE "C" NOT NULL,
  calls INTEGER NOT NULL,
  input_tokens BIGINT NOT NULL,
  output_tokens BIGINT NOT NULL,
  cost_micros BIGINT,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX usage_by_time ON usage (workspace, created_at);

-- What left the machine: to whom, which columns and aggregates, when. Never the text itself.
CREATE TABLE sent_records (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  turn TEXT COLLATE "C",
  person TEXT COLLATE "C",
  role TEXT COLLATE "C" NOT NULL,
  prompt TEXT COLLATE "C",
  model TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C" NOT NULL,
  is_remote INTEGER NOT NULL CHECK (is_remote IN (0, 1)),
  characters BIGINT NOT NULL,
  columns TEXT COLLATE "C" NOT NULL,
  results TEXT COLLATE "C" NOT NULL,
  sent_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX sent_records_by_time ON sent_records (workspace, sent_at);

ALTER TABLE conversations ADD COLUMN title TEXT COLLATE "C";
ALTER TABLE conversations ADD COLUMN owner TEXT COLLATE "C";
ALTER TABLE conversations ADD COLUMN project TEXT COLLATE "C";
ALTER TABLE conversations ADD COLUMN updated_at TEXT COLLATE "C";
CREATE INDEX conversations_by_update ON conversations (workspace, updated_at);

-- The datasets that a conversation speaks of; without any: what its asker may see.
CREATE TABLE conversation_datasets (
  workspace TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  added_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, conversation, name),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
);

-- The inbox: an accepted message waits, is taken by one worker under a lease, and is done with exactly one turn.
-- Messages of before were answered as they came.
ALTER TABLE messages ADD COLUMN id TEXT COLLATE "C";
ALTER TABLE messages ADD COLUMN state TEXT COLLATE "C" NOT NULL DEFAULT 'done' CHECK (state IN ('waiting', 'taken', 'done'));
ALTER TABLE messages ADD COLUMN options TEXT COLLATE "C";
ALTER TABLE messages ADD COLUMN worker TEXT COLLATE "C";
ALTER TABLE messages ADD COLUMN lease_until TEXT COLLATE "C";
ALTER TABLE messages ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN stop_asked_at TEXT COLLATE "C";
ALTER TABLE messages ADD COLUMN turn TEXT COLLATE "C";
CREATE UNIQUE INDEX messages_by_id ON messages (workspace, id);
CREATE INDEX messages_open ON messages (state, lease_until) WHERE state <> 'done';
CREATE INDEX messages_by_conversation ON messages (workspace, conversation, received_at);
-- One message has one turn, whoever answers it.
ALTER TABLE turns ADD COLUMN message TEXT COLLATE "C";
CREATE UNIQUE INDEX turns_by_message ON turns (workspace, message);
CREATE INDEX turns_by_time ON turns (workspace, created_at);

-- What happened while a turn ran, for whoever watches or comes back.
CREATE TABLE turn_events (
  workspace TEXT COLLATE "C" NOT NULL,
  message TEXT COLLATE "C" NOT NULL,
  attempt INTEGER NOT NULL,
  number INTEGER NOT NULL,
  event TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, message, attempt, number)
);

-- Answers that an owner vouches for.
CREATE TABLE pins (
  workspace TEXT COLLATE "C" NOT NULL,
  turn TEXT COLLATE "C" NOT NULL,
  pinned_by TEXT COLLATE "C" NOT NULL,
  note TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, turn),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
);

-- Questions as vectors, to find those that are like a new one. Little-endian float32.
CREATE TABLE question_vectors (
  workspace TEXT COLLATE "C" NOT NULL,
  turn TEXT COLLATE "C" NOT NULL,
  embedder TEXT COLLATE "C" NOT NULL,
  vector BYTEA NOT NULL,
  PRIMARY KEY (workspace, turn, embedder),
  FOREIGN KEY (workspace, turn) REFERENCES turns (workspace, id)
);

CREATE TABLE buckets (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C",
  project TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
);

CREATE TABLE dataset_details (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C",
  project TEXT COLLATE "C",
  owner TEXT COLLATE "C",
  connection TEXT COLLATE "C",
  visibility TEXT COLLATE "C" NOT NULL DEFAULT 'workspace' CHECK (visibility IN ('workspace', 'project', 'private')),
  title TEXT COLLATE "C",
  description TEXT COLLATE "C",
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name)
);

CREATE TABLE dataset_tags (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name TEXT COLLATE "C" NOT NULL,
  tag TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name, tag)
);

-- What was found out about a version: domain, grain, keys, units, personal data, sketches.
CREATE TABLE catalogue (
  workspace TEXT COLLATE "C" NOT NULL,
  version_hash TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  made_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, version_hash),
  FOREIGN KEY (workspace, version_hash) REFERENCES dataset_versions (workspace, hash)
);

-- Files by content hash in the folder or the object storage.
CREATE TABLE files (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  hash TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  media_type TEXT COLLATE "C",
  name TEXT COLLATE "C",
  created_by TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, hash)
);

CREATE TABLE uploads (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  received BIGINT NOT NULL DEFAULT 0,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'complete', 'imported', 'failed')),
  options TEXT COLLATE "C",
  result TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);

CREATE TABLE collections (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  description TEXT COLLATE "C",
  pipeline TEXT COLLATE "C" NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
);

CREATE TABLE knowledge_sources (
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  collection TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  location TEXT COLLATE "C" NOT NULL,
  cron TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL,
  error TEXT COLLATE "C",
  found TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  synced_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, collection) REFERENCES collections (workspace, id) ON DELETE CASCADE
);

CREATE TABLE documents (
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  collection TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C",
  location TEXT COLLATE "C" NOT NULL,
  title TEXT COLLATE "C" NOT NULL,
  media_type TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  pipeline TEXT COLLATE "C" NOT NULL,
  characters BIGINT NOT NULL,
  pages INTEGER,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'ready', 'failed')),
  error TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, collection, location),
  FOREIGN KEY (workspace, collection) REFERENCES collections (workspace, id) ON DELETE CASCADE
);

CREATE TABLE chunks (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  document TEXT COLLATE "C" NOT NULL,
  collection TEXT COLLATE "C" NOT NULL,
  position INTEGER NOT NULL,
  heading TEXT COLLATE "C" NOT NULL,
  page INTEGER,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  text TEXT COLLATE "C" NOT NULL,
  embedder TEXT COLLATE "C",
  embedding vector,
  words tsvector GENERATED ALWAYS AS (to_tsvector('english', heading || ' ' || text)) STORED,
  UNIQUE (workspace, id),
  FOREIGN KEY (workspace, document) REFERENCES documents (workspace, id) ON DELETE CASCADE
);
CREATE INDEX chunks_by_document ON chunks (workspace, document, position);
CREATE INDEX chunks_by_words ON chunks USING gin (words);

CREATE TABLE workflows (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL,
  content TEXT COLLATE "C",
  project TEXT COLLATE "C",
  changed_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id, version)
);

CREATE TABLE runs (
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  workflow TEXT COLLATE "C" NOT NULL,
  workflow_version INTEGER NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'aborted')),
  parameters TEXT COLLATE "C",
  recipe TEXT COLLATE "C",
  result TEXT COLLATE "C",
  error TEXT COLLATE "C",
  started_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  finished_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, workflow, workflow_version) REFERENCES workflows (workspace, id, version)
);

CREATE TABLE schedules (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  cron TEXT COLLATE "C" NOT NULL,
  time_zone TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C",
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  next_at TEXT COLLATE "C",
  last_at TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX schedules_due ON schedules (next_at) WHERE is_enabled = 1;

-- Work that outlives a request. Taken under a lease like a message; `key` keeps the same work from being queued twice.
CREATE TABLE jobs (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'failed', 'aborted')),
  input TEXT COLLATE "C" NOT NULL,
  progress TEXT COLLATE "C",
  result TEXT COLLATE "C",
  error TEXT COLLATE "C",
  attempts INTEGER NOT NULL DEFAULT 0,
  worker TEXT COLLATE "C",
  lease_until TEXT COLLATE "C",
  run_at TEXT COLLATE "C" NOT NULL,
  stop_asked_at TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  finished_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id)
);
CREATE INDEX jobs_open ON jobs (state, run_at) WHERE state IN ('waiting', 'taken');
CREATE UNIQUE INDEX jobs_by_key ON jobs (workspace, kind, key) WHERE key IS NOT NULL AND state IN ('waiting', 'taken');

-- A request that was made with an idempotency key, and what it was answered.
CREATE TABLE idempotency_keys (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  actor TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  fingerprint TEXT COLLATE "C" NOT NULL,
  status INTEGER,
  headers TEXT COLLATE "C",
  body TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, actor, key)
);

CREATE TABLE mcp_servers (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  name TEXT COLLATE "C" NOT NULL,
  url TEXT COLLATE "C" NOT NULL,
  sealed TEXT COLLATE "C",
  content TEXT COLLATE "C" NOT NULL,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  changed_by TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, name)
);

CREATE TABLE evaluation_suites (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  updated_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id),
  UNIQUE (workspace, name)
);

CREATE TABLE evaluation_results (
  workspace TEXT COLLATE "C" NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  suite TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL,
  started_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  finished_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, suite) REFERENCES evaluation_suites (workspace, id) ON DELETE CASCADE
);

-- Row-level security backs the code: a connection says which workspace it works for, and sees that one alone; "*" is the
-- service itself (sign-in, the queue, clean-up). A later migration that adds a table with a workspace calls isolate too.
CREATE FUNCTION isolate(name TEXT, key TEXT DEFAULT 'workspace') RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format(
    'CREATE POLICY one_workspace ON %I USING (%I = current_setting(''tabletalk.workspace'', true) OR current_setting(''tabletalk.workspace'', true) = ''*'')',
    name, key
  );
END $$;

SELECT isolate('workspaces', 'id');
SELECT isolate(tables.table_name::text)
FROM information_schema.tables
JOIN information_schema.columns USING (table_schema, table_name)
WHERE tables.table_schema = current_schema() AND tables.table_type = 'BASE TABLE' AND columns.column_name = 'workspace';
