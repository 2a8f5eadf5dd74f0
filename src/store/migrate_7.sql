-- Addresses whose account was removed, each as a keyed digest: such an address rests before another account gets it, so
-- that removing an account and making it anew is no way around a second operator.
CREATE TABLE departures (
    n INTEGER PRIMARY KEY,
    address_digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX departures_by_address ON departures (address_digest, at);
