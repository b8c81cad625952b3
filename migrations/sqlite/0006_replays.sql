-- Recipes that were run again and gave the same: what someone relies on.
CREATE TABLE replays (
  workspace TEXT NOT NULL,
  recipe TEXT NOT NULL,
  replayed_at TEXT NOT NULL,
  PRIMARY KEY (workspace, recipe),
  FOREIGN KEY (workspace, recipe) REFERENCES recipes (workspace, id)
) STRICT;
