-- Saved plans that are published, their runs node by node, their schedules; and pages that answers were made into.

-- Whose a workflow is, and who may see it: the same in all of its versions, as its name is.
ALTER TABLE workflows ADD COLUMN owner TEXT;
ALTER TABLE workflows ADD COLUMN visibility TEXT NOT NULL DEFAULT 'workspace' CHECK (visibility IN ('workspace', 'project', 'private'));
CREATE UNIQUE INDEX workflows_by_name ON workflows (workspace, name, version);

-- Which version of a workflow runs where none is named: the newest row's. Rolling back publishes an older version again.
CREATE TABLE workflow_publications (
  workspace TEXT NOT NULL,
  workflow TEXT NOT NULL,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  published_by TEXT NOT NULL,
  published_at TEXT NOT NULL,
  PRIMARY KEY (workspace, workflow, number),
  FOREIGN KEY (workspace, workflow, version) REFERENCES workflows (workspace, id, version)
) STRICT;

-- The schedule that began it and the time that it was due: of several workers one begins it.
ALTER TABLE runs ADD COLUMN schedule TEXT;
ALTER TABLE runs ADD COLUMN due_at TEXT;
-- The job that runs it.
ALTER TABLE runs ADD COLUMN job TEXT;
-- A waiting run's node that a person has to approve.
ALTER TABLE runs ADD COLUMN waits_for TEXT;
-- JSON: the versions that it read, as {name, hash}.
ALTER TABLE runs ADD COLUMN datasets TEXT;
-- JSON: whose rights it has.
ALTER TABLE runs ADD COLUMN principal TEXT;
CREATE UNIQUE INDEX runs_by_tick ON runs (workspace, schedule, due_at) WHERE schedule IS NOT NULL;
CREATE INDEX runs_without_job ON runs (created_at) WHERE schedule IS NOT NULL AND job IS NULL AND state = 'waiting';
CREATE INDEX runs_by_workflow ON runs (workspace, workflow, created_at);

CREATE TABLE run_nodes (
  workspace TEXT NOT NULL,
  run TEXT NOT NULL,
  node TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed', 'skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  started_at TEXT,
  elapsed_ms REAL,
  error TEXT,
  -- JSON: what it gave, and what a person decided.
  artifact TEXT,
  decision TEXT,
  PRIMARY KEY (workspace, run, node),
  FOREIGN KEY (workspace, run) REFERENCES runs (workspace, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE workflow_schedules (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  workflow TEXT NOT NULL,
  -- The version that runs: what others make of the workflow later is not run with the rights of whoever scheduled it.
  version INTEGER NOT NULL,
  -- The newer one by somebody else that was told of.
  told_version INTEGER,
  -- JSON: the parameters of its runs.
  parameters TEXT,
  cron TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  -- JSON: each so-manieth day or week of these, counted from a day on.
  every TEXT,
  -- Times that came while no worker was there: left out, or made up for by one run.
  missed TEXT NOT NULL DEFAULT 'once' CHECK (missed IN ('skip', 'once')),
  -- As a person said it: "every Monday at 9".
  said TEXT,
  -- JSON: when to tell at all, and what was seen last.
  alert TEXT,
  seen TEXT,
  -- Where it is told: a conversation, and on a chat platform the place (JSON, without secrets).
  conversation TEXT,
  platform TEXT,
  installation TEXT,
  target TEXT,
  audience TEXT NOT NULL DEFAULT 'one' CHECK (audience IN ('one', 'several')),
  -- JSON: whose rights its runs have.
  principal TEXT NOT NULL,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  -- Runs that failed or were refused, one after the other; and why it was turned off, where nobody asked for it.
  failures INTEGER NOT NULL DEFAULT 0,
  off_why TEXT,
  next_at TEXT,
  last_at TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX workflow_schedules_due ON workflow_schedules (next_at) WHERE is_enabled = 1;

-- Reports, dashboards and analyses: what they show is kept, and drawn when somebody looks.
CREATE TABLE reports (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('report', 'dashboard', 'analysis')),
  title TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  conversation TEXT,
  turn TEXT,
  run TEXT,
  owner TEXT,
  project TEXT,
  visibility TEXT NOT NULL DEFAULT 'private' CHECK (visibility IN ('workspace', 'project', 'private')),
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  -- JSON. The last, so that a list does not read past it.
  content TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT;
CREATE INDEX reports_by_time ON reports (workspace, changed_at);

-- A database that runs of workflows may write to, too.
ALTER TABLE connections ADD COLUMN is_writable INTEGER NOT NULL DEFAULT 0 CHECK (is_writable IN (0, 1));
