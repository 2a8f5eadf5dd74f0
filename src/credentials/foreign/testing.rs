//! A hash of `Tulip-Anchor-42` in every family, made with libxcrypt and Python's hashlib.

use super::Dialect;

pub(super) type Sample = (&'static str, fn() -> Dialect);

fn standard() -> Dialect {
    Dialect::Standard
}

fn kratos() -> Dialect {
    Dialect::Kratos
}

fn django() -> Dialect {
    Dialect::Django
}

fn keycloak() -> Dialect {
    Dialect::Keycloak
}

pub(super) const SAMPLES: [Sample; 10] = [
    ("$2b$05$abcdefghijklmnopqrstuu/p.ngCIOHvkJxmC6gjLHkNsGMlQIWkG", standard),
    ("bcrypt_sha256$$2b$05$abcdefghijklmnopqrstuuCTCj1Zbxhv/YFiaBNnA47u/nU3tqECm", django),
    ("$scrypt$ln=4,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$lUGyAHaYbOC75eZyHUzdqUKmnHDPpahoMwocHPleW3Q", standard),
    ("$scrypt$ln=16,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg==$lUGyAHaYbOC75eZyHUzdqUKmnHDPpahoMwocHPleW3Q=", kratos),
    ("$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$qYy5n7LQsQEL2x/VY9VhX9roi2wJYWPHW+UQsK5ulc4", standard),
    ("pbkdf2_sha256$1000$seasalt$o/MEIhF9H4EhVJcSgYwBpdku2WRgvlSkAMqz7YtCHnA=", django),
    (
        r#"{"credentialData": "{\"hashIterations\": 1000, \"algorithm\": \"pbkdf2-sha512\"}", "secretData": "{\"value\": \"ruMDwpBkJ3zdf4qeuKCbGyNhr1+XJjNLwhf2Ilx0JhrkwHa62WhK91f2Js/SE3VcNhRDWST+5cSsLlxbyoG8Kg==\", \"salt\": \"MDEyMzQ1Njc4OWFiY2RlZg==\"}"}"#,
        keycloak,
    ),
    (
        "$6$rounds=1000$saltsaltsalt$hjv3rydOU2bbuONO7hGP.ex3HBmL8sCXtnG6kJplYUHglcM7bo4WJsA18BwpTUVzBz7OLhEt//N/9AO2Eldyu.",
        standard,
    ),
    ("{SSHA}3/higln00gww7+7DcLFkAcWL2ZdzYWx0", standard),
    ("4e3992fdab329adfebc0dadb04563287", django),
];
