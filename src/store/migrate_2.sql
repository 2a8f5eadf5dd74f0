-- The policy may change while a code is under way: each keeps the length that it was drawn with.
ALTER TABLE otps ADD COLUMN digits INTEGER NOT NULL DEFAULT 6;
