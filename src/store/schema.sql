-- Times are milliseconds since 1970 in UTC. STRICT tables that SQLite 3.40 reads.

-- One row: what the home as a whole remembers.
CREATE TABLE home (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    mode TEXT NOT NULL CHECK (mode IN ('real', 'simulation')),
    key_check TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    latest_at INTEGER NOT NULL,
    mail_sequence INTEGER NOT NULL DEFAULT 0,
    audit_count INTEGER NOT NULL DEFAULT 0,
    audit_hash BLOB NOT NULL DEFAULT x'',
    audit_mac BLOB NOT NULL DEFAULT x'',
    simulated_at INTEGER,
    simulation_seed INTEGER,
    simulation_draws INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE users (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    address_key TEXT NOT NULL UNIQUE,
    name TEXT,
    project_type TEXT NOT NULL CHECK (project_type IN ('enterprise', 'sme')),
    state TEXT NOT NULL CHECK (state IN ('enabled', 'disabled')),
    created_at INTEGER NOT NULL,
    password_hash TEXT,
    password_changed_at INTEGER,
    password_due TEXT CHECK (password_due IN ('temporary', 'reset')),
    password_ends_at INTEGER
) STRICT;

CREATE TABLE documents (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    minor INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    UNIQUE (id, version)
) STRICT;

CREATE TABLE receipts (
    n INTEGER PRIMARY KEY,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    document INTEGER NOT NULL REFERENCES documents (n),
    accepted_at INTEGER NOT NULL,
    how TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX receipts_by_user ON receipts (user, document);

CREATE TABLE authenticators (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    name TEXT NOT NULL,
    secret BLOB NOT NULL,
    algorithm TEXT NOT NULL,
    digits INTEGER NOT NULL,
    period INTEGER NOT NULL,
    last_step INTEGER,
    enrolled_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;
CREATE INDEX authenticators_by_user ON authenticators (user);

CREATE TABLE recovery_codes (
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (user, digest)
) STRICT;

CREATE TABLE devices (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    token_digest BLOB NOT NULL UNIQUE,
    user_agent TEXT,
    trusted_at INTEGER NOT NULL,
    trusted_until INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX devices_by_user ON devices (user);

CREATE TABLE sessions (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    journey TEXT NOT NULL UNIQUE,
    device TEXT,
    token_digest BLOB NOT NULL UNIQUE,
    methods TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX sessions_by_user ON sessions (user);

CREATE TABLE journeys (
    n INTEGER PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    digest BLOB NOT NULL UNIQUE,
    user INTEGER REFERENCES users (n) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('open', 'signed_in', 'ended')),
    snapshot TEXT NOT NULL,
    version INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    device TEXT,
    source TEXT,
    user_agent TEXT,
    pending BLOB,
    shown TEXT
) STRICT;
CREATE INDEX journeys_by_user ON journeys (user, status);
CREATE INDEX journeys_open ON journeys (expires_at) WHERE status = 'open';

CREATE TABLE journey_events (
    journey INTEGER NOT NULL REFERENCES journeys (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    at INTEGER NOT NULL,
    event TEXT NOT NULL,
    -- What the machine read of the policy then, so that the journey replays under another one.
    settings TEXT NOT NULL,
    PRIMARY KEY (journey, position)
) STRICT;

CREATE TABLE otps (
    n INTEGER PRIMARY KEY,
    journey INTEGER NOT NULL REFERENCES journeys (n) ON DELETE CASCADE,
    user INTEGER NOT NULL REFERENCES users (n) ON DELETE CASCADE,
    digest BLOB NOT NULL,
    reference TEXT NOT NULL,
    mailed_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    superseded_at INTEGER,
    used_at INTEGER
) STRICT;
CREATE INDEX otps_by_journey ON otps (journey);
CREATE INDEX otps_by_user ON otps (user, mailed_at);

CREATE TABLE throttles (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    recent TEXT NOT NULL,
    total INTEGER NOT NULL,
    level INTEGER NOT NULL,
    locked_until INTEGER,
    PRIMARY KEY (kind, subject)
) STRICT;

CREATE TABLE outbox (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    user INTEGER REFERENCES users (n) ON DELETE SET NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'given_up', 'dropped')),
    queued_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    expires_at INTEGER,
    leased_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    sequence INTEGER,
    answer TEXT,
    settled_at INTEGER
) STRICT;
CREATE INDEX outbox_waiting ON outbox (next_at) WHERE state = 'queued';
CREATE INDEX outbox_by_user ON outbox (user);

CREATE TABLE audit (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    outcome TEXT NOT NULL,
    source TEXT,
    detail TEXT,
    hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_keeps_values BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
-- REPLACE removes the row in its way without asking the trigger on DELETE.
CREATE TRIGGER audit_grows_at_its_end BEFORE INSERT ON audit
WHEN NEW.seq <= (SELECT coalesce(max(seq), 0) FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
