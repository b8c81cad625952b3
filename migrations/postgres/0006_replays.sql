-- Recipes that were run again and gave the same: what someone relies on.
CREATE TABLE replays (
  workspace TEXT COLLATE "C" NOT NULL,
  recipe TEXT COLLATE "C" NOT NULL,
  replayed_at TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (workspace, recipe),
  FOREIGN KEY (workspace, recipe) REFERENCES recipes (workspace, id)
);
