-- Who may run the program in a home that more than its owner looks after.
CREATE TABLE operators (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'support', 'auditor')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    created_at INTEGER NOT NULL,
    password_hash TEXT,
    totp_secret BLOB,
    totp_last_step INTEGER,
    activation_digest BLOB,
    activation_ends_at INTEGER
) STRICT;
CREATE INDEX operators_by_address ON operators (address_key);

CREATE TABLE operator_sessions (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    operator INTEGER NOT NULL REFERENCES operators (n) ON DELETE CASCADE,
    token_digest BLOB NOT NULL UNIQUE,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX operator_sessions_by_operator ON operator_sessions (operator);

-- Support acts that together would hand an account over: two different ones in a week need a second operator.
CREATE TABLE support_acts (
    n INTEGER PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    act TEXT NOT NULL CHECK (act IN ('mfa_reset', 'password_reset', 'address_change')),
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    former_address TEXT
) STRICT;
CREATE INDEX support_acts_by_user ON support_acts (user, at);

CREATE TABLE requests (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    act TEXT NOT NULL CHECK (act IN ('mfa_reset', 'password_reset', 'address_change')),
    and_password INTEGER NOT NULL,
    new_address TEXT,
    requested_by TEXT NOT NULL,
    reason TEXT,
    ticket TEXT,
    evidence TEXT,
    -- What the account was when it was asked for, as a digest: an account that changed since needs a new request.
    account BLOB NOT NULL,
    token_digest BLOB NOT NULL UNIQUE,
    approvals INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'done', 'rejected', 'expired', 'stale')),
    decided_by TEXT,
    decided_at INTEGER
) STRICT;
CREATE INDEX requests_pending ON requests (user) WHERE state IN ('waiting', 'approved');

-- How far off the phone's clock was at the latest successes, as JSON.
ALTER TABLE authenticators ADD COLUMN drifts TEXT NOT NULL DEFAULT '[]';
