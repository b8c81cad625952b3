-- The chat platform whose files a message came with, while they are to be fetched: only a worker that has the platform takes it.
ALTER TABLE messages ADD COLUMN files_at TEXT;
