-- What ties an account to the list it came from: the list's own id, and a digest of the hash that was imported, so
-- that the same file changes nothing after a sign-in replaced the hash.
ALTER TABLE users ADD COLUMN external_id TEXT;
ALTER TABLE users ADD COLUMN imported_hash BLOB;
CREATE UNIQUE INDEX users_by_external_id ON users (external_id) WHERE external_id IS NOT NULL;
