//! Passwords, codes, tokens and the keys that protect them.
