-- The answer to a message of a chat platform on its way there. It is made in the same transaction as its message, and taken
-- under a lease like one, so that it arrives once whoever dies when.
CREATE TABLE deliveries (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  -- The inbox's id of the message.
  message TEXT NOT NULL,
  platform TEXT NOT NULL,
  installation TEXT NOT NULL,
  -- JSON, sealed: where the platform wants the answer.
  target TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'taken', 'done', 'failed')),
  -- JSON: what was posted so far, as the platform's adapter keeps it.
  kept TEXT,
  worker TEXT,
  lease_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Why it could not be delivered.
  error TEXT,
  created_at TEXT NOT NULL,
  finished_at TEXT,
  PRIMARY KEY (workspace, message)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (platform, created_at) WHERE state IN ('waiting', 'taken');

-- A dataset that came in as a file of the conversation: whoever writes there may ask about it, there.
ALTER TABLE conversation_datasets ADD COLUMN came_in INTEGER NOT NULL DEFAULT 0 CHECK (came_in IN (0, 1));

-- JSON: who spoke last in a thread, when, and whether to Tabletalk. Never what they said.
ALTER TABLE conversations ADD COLUMN voices TEXT;

-- JSON: what is known of an installation that is no secret (its bot's user, its scopes).
ALTER TABLE installations ADD COLUMN details TEXT;
-- Its workspace was made for it, and goes with it.
ALTER TABLE installations ADD COLUMN is_own INTEGER NOT NULL DEFAULT 0 CHECK (is_own IN (0, 1));
