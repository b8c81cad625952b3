-- The answer to a message of a chat platform on its way there. It is made in the same transaction as its message, and taken
-- under a lease like one, so that it arrives once whoever dies when.
CREATE TABLE deliveries (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  -- The inbox's id of the message.
  message TEXT COLLATE "C" NOT NULL,
  platform TEXT COLLATE "C" NOT NULL,
  installation TEXT COLLATE "C" NOT NULL,
  -- JSON, sealed: where the platform wants the answer.
  target TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
  -- JSON: what was posted so far, as the platform's adapter keeps it.
  kept TEXT COLLATE "C",
  worker TEXT COLLATE "C",
  lease_until TEXT COLLATE "C",
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Why it could not be delivered.
  error TEXT COLLATE "C",
  created_at TEXT COLLATE "C" NOT NULL,
  finished_at TEXT COLLATE "C",
  PRIMARY KEY (workspace, message)
);
SELECT isolate('deliveries');
CREATE INDEX deliveries_open ON deliveries (platform, created_at) WHERE state IN ('waiting', 'taken');

-- A dataset that came in as a file of the conversation: whoever writes there may ask about it, there.
ALTER TABLE conversation_datasets ADD COLUMN came_in INTEGER NOT NULL DEFAULT 0 CHECK (came_in IN (0, 1));

-- JSON: who spoke last in a thread, when, and whether to Tabletalk. Never what they said.
ALTER TABLE conversations ADD COLUMN voices TEXT COLLATE "C";

-- JSON: what is known of an installation that is no secret (its bot's user, its scopes).
ALTER TABLE installations ADD COLUMN details TEXT COLLATE "C";
-- Its workspace was made for it, and goes with it.
ALTER TABLE installations ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1));
