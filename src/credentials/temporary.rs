//! Temporary passwords: made for a person, good for one sign-in that ends in a new one.

use data_encoding::BASE32_DNSSEC;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::ports::{Entropy, EntropyError};

/// Random bytes in a temporary password: 160 bits, above the 128 of ASVS 11.5.1.
const BYTES: usize = 20;

/// Draws a temporary password like `Vk3f-…`: eight groups of four, with an upper-case letter, a lower-case letter,
/// a digit and a symbol, so that it obeys every class that a policy can ask for.
///
/// # Errors
/// [`EntropyError`] where the generator does not answer.
pub fn draw(entropy: &dyn Entropy) -> Result<SecretString, EntropyError> {
    loop {
        let mut bytes = Zeroizing::new([0; BYTES]);
        entropy.fill(bytes.as_mut_slice())?;
        let plain = Zeroizing::new(BASE32_DNSSEC.encode(bytes.as_slice()));
        let mut text = Zeroizing::new(String::with_capacity(plain.len() * 2));
        for (index, c) in plain.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            let first_letter = c.is_ascii_lowercase() && !text.contains(|seen: char| seen.is_ascii_uppercase());
            text.push(if first_letter { c.to_ascii_uppercase() } else { c });
        }
        let has = |class: fn(char) -> bool| text.contains(class);
        if has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_lowercase()) && has(|c| c.is_ascii_uppercase()) {
            return Ok(SecretString::from(text.as_str()));
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;
    use crate::credentials::rules::{Blocklist, Context, broken};
    use crate::journey::policy::{Policy, Profile};
    use crate::simulated::SeededEntropy;

    #[test]
    fn v6_4_1_a_temporary_password_obeys_the_policy_and_is_never_the_same() {
        let entropy = SeededEntropy::new(1);
        let context = Context { address: "ada@example.org", product: "Vestibule" };
        let mut seen = std::collections::BTreeSet::new();
        for profile in [Profile::Portal, Profile::Nist] {
            for _ in 0..200 {
                let drawn = draw(&entropy).unwrap();
                let rules = broken(&Policy::of(profile).password, &context, &drawn, &Blocklist::built_in());
                assert_eq!(rules, [], "{}", drawn.expose_secret());
                assert!(seen.insert(drawn.expose_secret().to_owned()), "drawn twice");
            }
        }
    }
}
