-- Saved plans that are published, their runs node by node, their schedules; and pages that answers were made into.

-- Whose a workflow is, and who may see it: the same in all of its versions, as its name is.
ALTER TABLE workflows ADD COLUMN owner TEXT COLLATE "C";
ALTER TABLE workflows ADD COLUMN visibility TEXT COLLATE "C" NOT NULL DEFAULT 'workspace' CHECK (visibility IN ('workspace', 'project', 'private'));
CREATE UNIQUE INDEX workflows_by_name ON workflows (workspace, name, version);

-- Which version of a workflow runs where none is named: the newest row's. Rolling back publishes an older version again.
CREATE TABLE workflow_publications (
  workspace TEXT COLLATE "C" NOT NULL,
  workflow TEXT COLLATE "C" NOT NULL,
  number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  published_by TEXT COLLATE "C" NOT NULL,
  published_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, workflow, number),
  FOREIGN KEY (workspace, workflow, version) REFERENCES workflows (workspace, id, version)
);

-- The schedule that began it and the time that it was due: of several workers one begins it.
ALTER TABLE runs ADD COLUMN schedule TEXT COLLATE "C";
ALTER TABLE runs ADD COLUMN due_at TEXT COLLATE "C";
-- The job that runs it.
ALTER TABLE runs ADD COLUMN job TEXT COLLATE "C";
-- A waiting run's node that a person has to approve.
ALTER TABLE runs ADD COLUMN waits_for TEXT COLLATE "C";
-- JSON: the versions that it read, as {name, hash}.
ALTER TABLE runs ADD COLUMN datasets TEXT COLLATE "C";
-- JSON: whose rights it has.
ALTER TABLE runs ADD COLUMN principal TEXT COLLATE "C";
CREATE UNIQUE INDEX runs_by_tick ON runs (workspace, schedule, due_at) WHERE schedule IS NOT NULL;
CREATE INDEX runs_without_job ON runs (created_at) WHERE schedule IS NOT NULL AND job IS NULL AND state = 'waiting';
CREATE INDEX runs_by_workflow ON runs (workspace, workflow, created_at);

CREATE TABLE run_nodes (
  workspace TEXT COLLATE "C" NOT NULL,
  run TEXT COLLATE "C" NOT NULL,
  node TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'waiting', 'done', 'failed', 'skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  started_at TEXT COLLATE "C",
  elapsed_ms DOUBLE PRECISION,
  error TEXT COLLATE "C",
  -- JSON: what it gave, and what a person decided.
  artifact TEXT COLLATE "C",
  decision TEXT COLLATE "C",
  PRIMARY KEY (workspace, run, node),
  FOREIGN KEY (workspace, run) REFERENCES runs (workspace, id) ON DELETE CASCADE
);

CREATE TABLE workflow_schedules (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  workflow TEXT COLLATE "C" NOT NULL,
  -- The version that runs: what others make of the workflow later is not run with the rights of whoever scheduled it.
  version INTEGER NOT NULL,
  -- The newer one by somebody else that was told of.
  told_version INTEGER,
  -- JSON: the parameters of its runs.
  parameters TEXT COLLATE "C",
  cron TEXT COLLATE "C" NOT NULL,
  time_zone TEXT COLLATE "C" NOT NULL,
  -- JSON: each so-manieth day or week of these, counted from a day on.
  every TEXT COLLATE "C",
  -- Times that came while no worker was there: left out, or made up for by one run.
  missed TEXT COLLATE "C" NOT NULL DEFAULT 'once' CHECK (missed IN ('skip', 'once')),
  -- As a person said it: "every Monday at 9".
  said TEXT COLLATE "C",
  -- JSON: when to tell at all, and what was seen last.
  alert TEXT COLLATE "C",
  seen TEXT COLLATE "C",
  -- Where it is told: a conversation, and on a chat platform the place (JSON, without secrets).
  conversation TEXT COLLATE "C",
  platform TEXT COLLATE "C",
  installation TEXT COLLATE "C",
  target TEXT COLLATE "C",
  audience TEXT COLLATE "C" NOT NULL DEFAULT 'one' CHECK (audience IN ('one', 'several')),
  -- JSON: whose rights its runs have.
  principal TEXT COLLATE "C" NOT NULL,
  is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
  -- Runs that failed or were refused, one after the other; and why it was turned off, where nobody asked for it.
  failures INTEGER NOT NULL DEFAULT 0,
  off_why TEXT COLLATE "C",
  next_at TEXT COLLATE "C",
  last_at TEXT COLLATE "C",
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX workflow_schedules_due ON workflow_schedules (next_at) WHERE is_enabled = 1;

-- Reports, dashboards and analyses: what they show is kept, and drawn when somebody looks.
CREATE TABLE reports (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('report', 'dashboard', 'analysis')),
  title TEXT COLLATE "C" NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  conversation TEXT COLLATE "C",
  turn TEXT COLLATE "C",
  run TEXT COLLATE "C",
  owner TEXT COLLATE "C",
  project TEXT COLLATE "C",
  visibility TEXT COLLATE "C" NOT NULL DEFAULT 'private' CHECK (visibility IN ('workspace', 'project', 'private')),
  created_by TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  changed_at TEXT COLLATE "C" NOT NULL,
  -- JSON. The last, so that a list does not read past it.
  content TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, id)
);
CREATE INDEX reports_by_time ON reports (workspace, changed_at);
SELECT isolate('workflow_publications');
SELECT isolate('run_nodes');
SELECT isolate('workflow_schedules');
SELECT isolate('reports');

-- A database that runs of workflows may write to, too.
ALTER TABLE connections ADD COLUMN is_writable SMALLINT NOT NULL DEFAULT 0 CHECK (is_writable IN (0, 1));
