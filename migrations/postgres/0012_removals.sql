-- Workspaces that were taken away, until their files are gone too. The workspace itself is no longer there.
CREATE TABLE removals (
  workspace TEXT COLLATE "C" PRIMARY KEY,
  begun_at TEXT COLLATE "C" NOT NULL
);
SELECT isolate('removals');
