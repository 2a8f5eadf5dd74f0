-- What lists filter by, so that a list by it is as fast on its last page as on its first.
ALTER TABLE users ADD COLUMN signed_in_at INTEGER;
UPDATE users SET signed_in_at = (SELECT max(opened_at) FROM sessions WHERE sessions.user = users.n);
ALTER TABLE users ADD COLUMN enrolled INTEGER NOT NULL DEFAULT 0;
UPDATE users SET enrolled = EXISTS (SELECT 1 FROM authenticators WHERE authenticators.user = users.n);
CREATE TRIGGER authenticators_enrol AFTER INSERT ON authenticators
BEGIN UPDATE users SET enrolled = 1 WHERE n = NEW.user AND enrolled = 0; END;
CREATE TRIGGER authenticators_leave AFTER DELETE ON authenticators
WHEN NOT EXISTS (SELECT 1 FROM authenticators WHERE user = OLD.user)
BEGIN UPDATE users SET enrolled = 0 WHERE n = OLD.user; END;
CREATE INDEX users_by_project_type ON users (project_type, address_key);
CREATE INDEX users_by_state ON users (state, address_key);
CREATE INDEX users_by_enrolled ON users (enrolled, address_key);
CREATE INDEX users_by_signed_in ON users (signed_in_at, address_key);
CREATE INDEX throttles_by_lock ON throttles (kind, locked_until) WHERE locked_until IS NOT NULL;

-- A secret that was drawn for an authenticator outside a sign-in, and is not proved yet.
CREATE TABLE enrolments (
    n INTEGER PRIMARY KEY,
    user INTEGER NOT NULL UNIQUE REFERENCES users (n) ON DELETE CASCADE,
    name TEXT NOT NULL,
    sealed BLOB NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) STRICT;

-- A code by which a person sets the first password of an account.
CREATE TABLE activations (
    n INTEGER PRIMARY KEY,
    user INTEGER NOT NULL UNIQUE REFERENCES users (n) ON DELETE CASCADE,
    digest BLOB NOT NULL UNIQUE,
    expires_at INTEGER NOT NULL
) STRICT;

-- Codes that verify an address by itself, before an account moves to it.
CREATE TABLE address_codes (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    digest BLOB NOT NULL,
    digits INTEGER NOT NULL,
    reference TEXT NOT NULL,
    mail TEXT NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0,
    mailed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    superseded_at INTEGER,
    used_at INTEGER,
    spent_at INTEGER
) STRICT;
CREATE INDEX address_codes_by_address ON address_codes (address_key, mailed_at);
