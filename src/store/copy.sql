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
-- Mails of the last hour and notices of the last day stay counted. The sign-ins that asked for them are over.
INSERT INTO main.journeys (n, handle, digest, user, status, snapshot, version, started_at, expires_at, ended_at)
    SELECT n, handle, CAST(printf('%032d', n) AS BLOB), user, 'ended', snapshot, version, started_at, expires_at,
        coalesce(ended_at, (SELECT latest_at FROM real.home))
    FROM real.journeys
    WHERE n IN (SELECT journey FROM real.otps WHERE mailed_at > (SELECT latest_at FROM real.home) - 3600000);
INSERT INTO main.otps (n, journey, user, digest, digits, reference, mailed_at, expires_at, superseded_at)
    SELECT n, journey, user, CAST(printf('%032d', n) AS BLOB), digits, reference, mailed_at, mailed_at, mailed_at
    FROM real.otps WHERE mailed_at > (SELECT latest_at FROM real.home) - 3600000;
INSERT INTO main.outbox (n, id, kind, user, recipient, subject, state, queued_at, next_at, settled_at)
    SELECT n, id, kind, user, recipient, subject, 'dropped', queued_at, next_at, queued_at
    FROM real.outbox
    WHERE kind = 'unfinished_sign_in' AND queued_at > (SELECT latest_at FROM real.home) - 86400000;
