-- A call with the analyst: a room of LiveKit's that belongs to one workspace, and speaks in one conversation.
CREATE TABLE calls (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  id TEXT NOT NULL,
  conversation TEXT NOT NULL,
  room TEXT NOT NULL UNIQUE,
  started_by TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  -- Who can hear and read what is answered: with several, what is one person's own is not used.
  audience TEXT NOT NULL CHECK (audience IN ('one', 'several')),
  -- JSON, sealed: where on a chat platform its answers are posted too.
  target TEXT,
  -- Which agent holds it, or who has sent one, and until when: of several there is one that speaks.
  worker TEXT,
  lease_until TEXT,
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
) STRICT;
CREATE INDEX calls_open ON calls (started_at) WHERE ended_at IS NULL;
CREATE INDEX calls_by_conversation ON calls (workspace, conversation);

-- Who is in a room under which identity. An identity is drawn at random, and means nothing elsewhere.
CREATE TABLE call_members (
  workspace TEXT NOT NULL REFERENCES workspaces (id),
  call TEXT NOT NULL,
  identity TEXT NOT NULL,
  name TEXT NOT NULL,
  -- JSON: who they are, and what they might do when they came.
  principal TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- The hash of the code that lets them in by a link of their own, once, and until when.
  entry TEXT,
  entry_until TEXT,
  PRIMARY KEY (workspace, call, identity),
  FOREIGN KEY (workspace, call) REFERENCES calls (workspace, id)
) STRICT;
CREATE UNIQUE INDEX call_members_by_entry ON call_members (entry) WHERE entry IS NOT NULL;
