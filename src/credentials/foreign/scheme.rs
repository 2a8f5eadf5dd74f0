//! The names of schemes, and how to find the texts of one.

/// The scheme of a stored text, such as `argon2id`, `bcrypt`, `pbkdf2-sha256`, `wrapped-sha1` or `weak-md5`.
pub fn scheme_of(stored: &str) -> &str {
    match stored.split('$').nth(1) {
        Some("2a" | "2b" | "2y") => "bcrypt",
        Some(name) => name,
        None => "unknown",
    }
}

/// Schemes whose result is stored as it is.
const SLOW: [&str; 16] = [
    "argon2id",
    "argon2i",
    "argon2d",
    "bcrypt",
    "bcrypt-cut",
    "bcrypt-sha256",
    "bcrypt-sha384",
    "scrypt",
    "firescrypt",
    "pbkdf2-sha1",
    "pbkdf2-sha224",
    "pbkdf2-sha256",
    "pbkdf2-sha384",
    "pbkdf2-sha512",
    "pbkdf2-sha3-224",
    "pbkdf2-sha3-384",
];

/// The GLOB pattern of the stored texts of a scheme. `wrapped` and `weak` stand for all that are, and `none` for
/// accounts without a password (an empty pattern); `None` for a name that is no scheme's.
pub fn pattern_of(scheme: &str) -> Option<String> {
    let name = scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    match scheme {
        "none" => Some(String::new()),
        "bcrypt" => Some("$2?$*".to_owned()),
        "wrapped" | "weak" => Some(format!("${scheme}-*")),
        _ if SLOW.contains(&scheme) => Some(format!("${scheme}$*")),
        _ if name && (scheme.starts_with("wrapped-") || scheme.starts_with("weak-")) => Some(format!("${scheme}$*")),
        _ => None,
    }
}
