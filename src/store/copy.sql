-- What a copy for simulations takes over from the home beside it, attached as `real`: whatever is not named here stays
-- behind. Hashes, seals and digests are never read; a value in their place keeps the row until it has one of its own.
INSERT INTO main.users (n, id, address, address_key, name, project_type, state, created_at, password_hash,
        password_changed_at, password_due, password_ends_at, unlocked_at, external_id, signed_in_at, enrolled)
    SELECT n, id, address, address_key, name, project_type, state, created_at,
        CASE WHEN password_hash IS NULL THEN NULL ELSE '' END,
        password_changed_at, password_due, password_ends_at, unlocked_at, external_id, signed_in_at, enrolled
    FROM real.users;
INSERT INTO main.documents (n, id, version, title, digest, body, minor, published_at)
    SELECT n, id, version, title, digest, body, minor, published_at FROM real.documents;
INSERT INTO main.receipts (n, user, document, accepted_at, how, recorded_by, withdrawn_at)
    SELECT n, user, document, accepted_at, how, recorded_by, withdrawn_at FROM real.receipts;
INSERT INTO main.authenticators (n, id, user, name, secret, algorithm, digits, period, enrolled_at, disabled_at)
    SELECT n, id, user, name, x'', algorithm, digits, period, enrolled_at, disabled_at FROM real.authenticators;
INSERT INTO main.recovery_codes (user, digest)
    SELECT user, CAST(printf('%032d', row_number() OVER ()) AS BLOB) FROM real.recovery_codes WHERE used_at IS NULL;
INSERT INTO main.devices (n, id, user, token_digest, user_agent, trusted_at, trusted_until, revoked_at)
    SELECT n, id, user, CAST(printf('%032d', n) AS BLOB), user_agent, trusted_at, trusted_until, revoked_at
    FROM real.devices;
INSERT INTO main.sessions (n, id, user, journey, device, token_digest, methods, opened_at, ends_at, seen_at, revoked_at)
    SELECT n, id, user, journey, device, CAST(printf('%032d', n) AS BLOB), methods, opened_at, ends_at, seen_at,
        revoked_at
    FROM real.sessions;
INSERT INTO main.throttles (kind, subject, recent, total, level, locked_until)
    SELECT kind, subject, recent, total, level, locked_until FROM real.throttles;
