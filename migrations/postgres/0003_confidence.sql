-- How sure a turn's answer is: its level and the reasons, as JSON.
ALTER TABLE turns ADD COLUMN confidence TEXT COLLATE "C";
