-- A keyed digest of each row beside its hash, so that a row made anew without the key is named. Rows from before this
-- column have none; `unkeyed_through` is the last of them.
ALTER TABLE audit ADD COLUMN mac BLOB;

-- One row: where to find what the trail itself says, and which key signs it.
CREATE TABLE audit_trail (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    unkeyed_through INTEGER NOT NULL,
    signing_key TEXT,
    link INTEGER,
    checkpoint_at INTEGER
) STRICT;
INSERT INTO audit_trail (one, unkeyed_through) SELECT 1, coalesce(max(seq), 0) FROM audit;
