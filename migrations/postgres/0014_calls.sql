-- A call with the analyst: a room of LiveKit's that belongs to one workspace, and speaks in one conversation.
CREATE TABLE calls (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  id TEXT COLLATE "C" NOT NULL,
  conversation TEXT COLLATE "C" NOT NULL,
  room TEXT COLLATE "C" NOT NULL UNIQUE,
  started_by TEXT COLLATE "C" NOT NULL,
  started_at TEXT COLLATE "C" NOT NULL,
  ended_at TEXT COLLATE "C",
  -- Who can hear and read what is answered: with several, what is one person's own is not used.
  audience TEXT COLLATE "C" NOT NULL CHECK (audience IN ('one', 'several')),
  -- JSON, sealed: where on a chat platform its answers are posted too.
  target TEXT COLLATE "C",
  -- Which agent holds it, or who has sent one, and until when: of several there is one that speaks.
  worker TEXT COLLATE "C",
  lease_until TEXT COLLATE "C",
  PRIMARY KEY (workspace, id),
  FOREIGN KEY (workspace, conversation) REFERENCES conversations (workspace, id)
);
SELECT isolate('calls');
CREATE INDEX calls_open ON calls (started_at) WHERE ended_at IS NULL;
CREATE INDEX calls_by_conversation ON calls (workspace, conversation);

-- Who is in a room under which identity. An identity is drawn at random, and means nothing elsewhere.
CREATE TABLE call_members (
  workspace TEXT COLLATE "C" NOT NULL REFERENCES workspaces (id),
  call TEXT COLLATE "C" NOT NULL,
  identity TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  -- JSON: who they are, and what they might do when they came.
  principal TEXT COLLATE "C" NOT NULL,
  created_at TEXT COLLATE "C" NOT NULL,
  -- The hash of the code that lets them in by a link of their own, once, and until when.
  entry TEXT COLLATE "C",
  entry_until TEXT COLLATE "C",
  PRIMARY KEY (workspace, call, identity),
  FOREIGN KEY (workspace, call) REFERENCES calls (workspace, id)
);
SELECT isolate('call_members');
CREATE UNIQUE INDEX call_members_by_entry ON call_members (entry) WHERE entry IS NOT NULL;
