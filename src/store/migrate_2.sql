-- The policy may change while a code is under way: each keeps the length that it was drawn with.
ALTER TABLE otps ADD COLUMN digits INTEGER NOT NULL DEFAULT 6;

-- From then on the mails with a code are counted anew: support lifts that limit, too.
ALTER TABLE users ADD COLUMN unlocked_at INTEGER;
