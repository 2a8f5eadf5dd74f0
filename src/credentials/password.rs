//! Password hashing with Argon2id (RFC 9106), and verifying at a cost that tells nothing.

use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::foreign::ForeignError;
use super::nfc;
use super::phc::Argon2Hash;
use super::workers::{Memory, NotDone, Place, Workers};
use crate::journey::policy::Argon2Cost;
use crate::ports::{Entropy, EntropyError};

/// The longest password, in characters after NFC: far above the 64 that SP 800-63B-4 §3.1.1.2 asks for, and
/// short enough that hashing it costs what hashing any other costs.
pub const MAX_PASSWORD_CHARS: usize = 1024;

/// The highest cost that is ever computed: that of the costliest policy. A stored hash above it in any
/// number is refused before any memory is taken for it.
pub const COST_LIMIT: Argon2Cost = Argon2Cost { m: 4 * 1024 * 1024, t: 100, p: 16 };

/// The highest cost at which a hash may be imported: 1 GiB, 10 passes, 16 lanes, as Ory Kratos has it.
pub const IMPORT_LIMIT: Argon2Cost = Argon2Cost { m: 1024 * 1024, t: 10, p: 16 };

/// Bytes of salt in a new hash (RFC 9106 §4).
const SALT: usize = 16;

/// Bytes of output in a new hash.
const OUTPUT: usize = 32;

/// Whether a cost stays within a limit in each of its numbers.
pub fn within_limits(cost: Argon2Cost, limit: Argon2Cost) -> bool {
    cost.m <= limit.m && cost.t <= limit.t && cost.p <= limit.p
}

/// Why a password was not hashed or verified.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Longer than [`MAX_PASSWORD_CHARS`]; only for a new password.
    #[error("the password has more than {MAX_PASSWORD_CHARS} characters")]
    TooLong,
    /// The stored text is no hash of a scheme that is known, or asks for more than any may cost.
    #[error("the stored password hash cannot be read: {0}")]
    Stored(ForeignError),
    /// A cost above [`COST_LIMIT`], or one that Argon2 does not take.
    #[error("the password hash's cost m={}, t={}, p={} is out of bounds", .0.m, .0.t, .0.p)]
    Cost(Argon2Cost),
    /// No salt could be drawn.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The system has no memory or no thread left for the hash.
    #[error("there is not enough memory to hash the password; free some, or lower password.argon2.m")]
    Memory,
}

impl From<NotDone> for PasswordError {
    fn from(_: NotDone) -> Self {
        Self::Memory
    }
}

/// What verifying a password came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it is the password.
    pub matches: bool,
    /// Whether the stored hash is weaker than a new one would be: hash anew at this sign-in.
    pub stale: bool,
    /// Whether the stored hash says nothing of a part of the password, so that another with the same beginning matches
    /// too: owe a new password.
    pub is_partial: bool,
}

/// Hashes and verifies. Calls from several threads each block until their answer is there.
pub struct Hasher {
    place: Place,
}

impl Hasher {
    /// A hasher with at most so many threads (at least one), each with the memory of one hash.
    pub fn new(workers: usize) -> Self {
        Self { place: Place::Threads(Workers::new(workers)) }
    }

    /// A hasher that works on the caller's thread: for hashes so cheap that a thread of their own costs more.
    pub fn here() -> Self {
        Self { place: Place::Here(Default::default()) }
    }

    /// Hashes a new password with a new salt and returns its PHC string.
    ///
    /// The password is put into NFC and otherwise taken as it is: spaces at its ends, case, NUL and every
    /// byte count.
    ///
    /// # Errors
    /// [`PasswordError`], except for `Stored`.
    pub fn hash(
        &self,
        password: &SecretString,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<String, PasswordError> {
        let secret = prepared(password).ok_or(PasswordError::TooLong)?;
        self.hash_bytes(secret, cost, entropy)
    }

    /// Does for an address without an account what [`Hasher::verify`] does for one with: the same work, and
    /// never a match.
    ///
    /// # Errors
    /// [`PasswordError::Cost`] and [`PasswordError::Memory`].
    pub fn verify_nobody(&self, password: &SecretString, current: Argon2Cost) -> Result<Verdict, PasswordError> {
        let secret = prepared(password).unwrap_or_default();
        // Whoever types what NFC changes is compared twice, whether there is an account or not.
        if differs(password, &secret) {
            self.verify_bytes(secret.clone(), nobody(current), current)?;
        }
        self.verify_bytes(secret, nobody(current), current)?;
        Ok(Verdict { matches: false, stale: false, is_partial: false })
    }

    /// Hashes bytes as they are: a prepared password, or the digest inside a wrapped foreign hash.
    pub(super) fn hash_bytes(
        &self,
        secret: Zeroizing<Vec<u8>>,
        cost: Argon2Cost,
        entropy: &dyn Entropy,
    ) -> Result<String, PasswordError> {
        let mut salt = vec![0; SALT];
        entropy.fill(&mut salt)?;
        let mut new =
            Argon2Hash { algorithm: Algorithm::Argon2id, version: Version::V0x13, cost, salt, output: vec![0; OUTPUT] };
        self.run(move |memory| {
            new.output = derive(memory, &secret, &new)?;
            Ok(new.to_string())
        })?
    }

    /// Runs a job where this hasher works.
    pub(super) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        self.place.run(job)
    }

    /// Does what is left of the work of a current hash after so many blocks; returns the blocks it was.
    pub(super) fn spend(&self, spent: u64, current: Argon2Cost) -> Result<u64, PasswordError> {
        self.run(move |memory| {
            missing(spent, current).map(|cost| derive(memory, &[], &nobody(cost)).map(|_| work(cost))).sum()
        })?
    }

    /// Compares bytes as they are with a stored hash.
    pub(super) fn verify_bytes(
        &self,
        secret: Zeroizing<Vec<u8>>,
        stored: Argon2Hash,
        current: Argon2Cost,
    ) -> Result<Verdict, PasswordError> {
        let stale = is_stale(&stored, current);
        self.run(move |memory| {
            let (matches, _) = compare(memory, &secret, stored, current)?;
            Ok(Verdict { matches, stale, is_partial: false })
        })?
    }
}

/// The hash of no password.
fn nobody(cost: Argon2Cost) -> Argon2Hash {
    Argon2Hash {
        algorithm: Algorithm::Argon2id,
        version: Version::V0x13,
        cost,
        salt: vec![0; SALT],
        output: vec![0; OUTPUT],
    }
}

/// Whether a password that is not too long was typed in other bytes than those prepared.
pub(super) fn differs(password: &SecretString, prepared: &[u8]) -> bool {
    !prepared.is_empty() && password.expose_secret().as_bytes() != prepared
}

/// The bytes that are hashed; `None` for a password that is too long.
pub(super) fn prepared(password: &SecretString) -> Option<Zeroizing<Vec<u8>>> {
    let text = nfc(password.expose_secret());
    let fits = text.chars().nth(MAX_PASSWORD_CHARS).is_none();
    fits.then(|| Zeroizing::new(text.as_bytes().to_vec()))
}

fn is_stale(stored: &Argon2Hash, current: Argon2Cost) -> bool {
    stored.algorithm != Algorithm::Argon2id
        || stored.version != Version::V0x13
        || stored.cost.m < current.m
        || stored.cost.t < current.t
        || stored.salt.len() < SALT
        || stored.output.len() < OUTPUT
}

/// Computes the output that `like` would have for this secret.
fn derive(memory: &mut Memory, secret: &[u8], like: &Argon2Hash) -> Result<Vec<u8>, PasswordError> {
    let refused = || PasswordError::Cost(like.cost);
    if !within_limits(like.cost, COST_LIMIT) {
        return Err(refused());
    }
    let Argon2Cost { m, t, p } = like.cost;
    let params = Params::new(m, t, p, Some(like.output.len())).map_err(|_| refused())?;
    let blocks = memory.blocks(params.block_count()).ok_or(PasswordError::Memory)?;
    let mut output = vec![0; like.output.len()];
    Argon2::new(like.algorithm, like.version, params)
        .hash_password_into_with_memory(secret, &like.salt, &mut output, blocks)
        .map_err(|_| refused())?;
    Ok(output)
}

/// Whether it is the secret, and the work that went into a "no": that of the stored hash, topped up to
/// what the current cost asks for.
fn compare(
    memory: &mut Memory,
    secret: &[u8],
    mut stored: Argon2Hash,
    current: Argon2Cost,
) -> Result<(bool, u64), PasswordError> {
    let output = derive(memory, secret, &stored)?;
    let matches = bool::from(output.ct_eq(&stored.output));
    let mut spent = work(stored.cost);
    if !matches {
        for cost in missing(work(stored.cost), current) {
            stored.cost = cost;
            derive(memory, secret, &stored)?;
            spent += work(cost);
        }
    }
    Ok((matches, spent))
}

/// What a cost comes to, in blocks written.
fn work(cost: Argon2Cost) -> u64 {
    u64::from(cost.m) * u64::from(cost.t)
}

/// What the current cost is above the work done: whole passes over the current memory, then one over what is
/// left.
fn missing(spent: u64, current: Argon2Cost) -> impl Iterator<Item = Argon2Cost> {
    let missing = work(current).saturating_sub(spent);
    let memory = u64::from(current.m.max(1));
    let (passes, rest) = ((missing / memory) as u32, (missing % memory) as u32);
    [Argon2Cost { t: passes, ..current }, Argon2Cost { m: rest, t: 1, ..current }]
        .into_iter()
        .filter(|cost| cost.t > 0 && cost.m >= 8 * cost.p)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Broken, Constant, Seeded};
    use super::*;

    const CHEAP: Argon2Cost = Argon2Cost { m: 64, t: 2, p: 1 };

    fn secret(text: &str) -> SecretString {
        text.into()
    }

    fn matches(hasher: &Hasher, password: &str, phc: &str) -> bool {
        hasher.verify(&secret(password), phc, CHEAP).unwrap().matches
    }

    #[test]
    fn hashes_as_another_implementation_does() {
        let hasher = Hasher::new(1);
        let cost = Argon2Cost { m: 64, t: 2, p: 2 };
        let phc = hasher.hash(&secret(" Gr\u{fc}\u{df}e \0x"), cost, &Constant(7)).unwrap();
        assert_eq!(
            phc,
            "$argon2id$v=19$m=64,t=2,p=2$BwcHBwcHBwcHBwcHBwcHBw$zPA2KAUyfisSImz42iXVjiZYMLyzPZu6DzTRevjSNrc"
        );
        assert_eq!(
            hasher.verify(&secret(" Gr\u{fc}\u{df}e \0x"), &phc, cost).unwrap(),
            Verdict { matches: true, stale: false, is_partial: false }
        );
    }

    #[test]
    fn v6_2_8_c19_a_password_is_taken_exactly_as_it_is() {
        let hasher = Hasher::new(2);
        let long = "x".repeat(72);
        let different = [
            "pass word",
            " pass word",
            "pass word ",
            "pass  word",
            "Pass word",
            "pass word\0",
            "pass\0word",
            "pass\0",
            "pass",
            "pass word\n",
            "",
            &long,
            &format!("{long}y"),
            &format!("{long}z"),
            &"x".repeat(71),
        ]
        .map(str::to_owned);
        for stored in &different {
            let phc = hasher.hash(&secret(stored), CHEAP, &Constant(7)).unwrap();
            for typed in &different {
                assert_eq!(matches(&hasher, typed, &phc), typed == stored, "{stored:?} and {typed:?}");
            }
        }
    }

    #[test]
    fn p10_only_nfc_makes_passwords_equal() {
        let hasher = Hasher::new(1);
        let phc = hasher.hash(&secret("caf\u{e9} \u{fb01}"), CHEAP, &Constant(7)).unwrap();
        assert!(matches(&hasher, "cafe\u{301} \u{fb01}", &phc));
        assert!(!matches(&hasher, "caf\u{e9} fi", &phc));
    }

    #[test]
    fn every_hash_has_its_own_salt() {
        let (hasher, entropy) = (Hasher::new(1), Seeded::new(1));
        let hash = || hasher.hash(&secret("the same"), CHEAP, &entropy).unwrap();
        assert_ne!(hash(), hash());
    }

    #[test]
    fn p13_a_hash_below_the_current_cost_or_scheme_is_stale() {
        let hasher = Hasher::new(1);
        let phc = hasher.hash(&secret("old"), CHEAP, &Constant(7)).unwrap();
        for (current, stale) in [
            (CHEAP, false),
            (Argon2Cost { m: 32, ..CHEAP }, false),
            (Argon2Cost { m: 128, ..CHEAP }, true),
            (Argon2Cost { t: 3, ..CHEAP }, true),
        ] {
            assert_eq!(
                hasher.verify(&secret("old"), &phc, current).unwrap(),
                Verdict { matches: true, stale, is_partial: false }
            );
        }
        for phc in [
            "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$Ty5GRgIv24OYKo2cpWZnDg",
            "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$lv7S4Da2Dh5EIKtIdoXBOmUod/FTFKUeki7Zdz6qukI",
        ] {
            let current = Argon2Cost { m: 8, t: 1, p: 1 };
            assert_eq!(
                hasher.verify(&secret("old"), phc, current).unwrap(),
                Verdict { matches: true, stale: true, is_partial: false }
            );
            assert!(!hasher.verify(&secret("new"), phc, current).unwrap().matches);
        }
    }

    #[test]
    fn c12_v6_3_8_a_wrong_password_costs_the_current_cost_however_cheap_the_stored_hash() {
        let current = Argon2Cost { m: 1024, t: 2, p: 1 };
        for (m, t, p) in [(1024, 2, 1), (32, 2, 4), (1024, 1, 1), (700, 2, 1), (8, 1, 1), (2048, 3, 4)] {
            let cost = Argon2Cost { m, t, p };
            let phc = Hasher::new(1).hash(&secret("right"), cost, &Constant(7)).unwrap();
            let spent = |password: &[u8]| {
                compare(&mut Memory::default(), password, Argon2Hash::parse(&phc).unwrap(), current).unwrap()
            };
            let (matches, blocks) = spent(b"wrong");
            let expected = work(current).max(work(cost));
            assert!(!matches && (expected - 8..=expected).contains(&blocks), "{cost:?} spends {blocks}");
            assert_eq!(spent(b"right"), (true, work(cost)));
        }
    }

    #[test]
    fn nobody_never_matches() {
        let hasher = Hasher::new(1);
        for password in ["", "password", &"x".repeat(5000)] {
            let verdict = hasher.verify_nobody(&secret(password), CHEAP).unwrap();
            assert_eq!(verdict, Verdict { matches: false, stale: false, is_partial: false });
        }
    }

    #[test]
    fn p9_too_long_is_refused_when_new_and_wrong_when_typed() {
        let hasher = Hasher::new(1);
        let longest = "\u{1f510}".repeat(MAX_PASSWORD_CHARS);
        let phc = hasher.hash(&secret(&longest), CHEAP, &Constant(7)).unwrap();
        assert!(matches(&hasher, &longest, &phc));
        let longer = longest + "x";
        assert!(matches!(hasher.hash(&secret(&longer), CHEAP, &Constant(7)), Err(PasswordError::TooLong)));
        assert!(!matches(&hasher, &longer, &phc));
    }

    #[test]
    fn c18_a_stored_cost_out_of_bounds_is_refused_before_memory_is_taken() {
        let hasher = Hasher::new(1);
        for cost in ["m=4294967295,t=1,p=1", "m=4194305,t=1,p=1", "m=64,t=101,p=1", "m=256,t=1,p=17"] {
            let phc =
                format!("$argon2id$v=19${cost}$c29tZXNhbHRzb21lc2FsdA$lv7S4Da2Dh5EIKtIdoXBOmUod/FTFKUeki7Zdz6qukI");
            let refused = hasher.verify(&secret("x"), &phc, CHEAP);
            assert!(matches!(refused, Err(PasswordError::Cost(_))), "{cost}");
        }
    }

    #[test]
    fn v11_2_5_what_is_no_hash_is_an_error_and_no_generator_no_hash() {
        let hasher = Hasher::new(1);
        for phc in [
            "",
            "x",
            "$argon2id$v=19$m=64,t=2,p=1",
            "$2a$12$o6hx.Wog/wvFSkT/Bp/6DO",
            "$scrypt$ln=1,r=16,p=1$c2FsdHNhbHQ$Zm9v",
        ] {
            assert!(matches!(hasher.verify(&secret("x"), phc, CHEAP), Err(PasswordError::Stored(_))), "{phc:?}");
        }
        assert!(matches!(hasher.hash(&secret("x"), CHEAP, &Broken), Err(PasswordError::Entropy(_))));
    }

    #[test]
    fn memory_used_before_changes_no_answer() {
        let reused = Hasher::new(1);
        for m in [64, 256, 8, 4096, 64] {
            let cost = Argon2Cost { m, ..CHEAP };
            let fresh = Hasher::new(1).hash(&secret("x"), cost, &Constant(7)).unwrap();
            assert_eq!(reused.hash(&secret("x"), cost, &Constant(7)).unwrap(), fresh);
        }
    }

    #[test]
    fn many_threads_share_a_hasher() {
        let (hasher, entropy) = (Hasher::new(2), Seeded::new(2));
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (hasher, entropy) = (&hasher, &entropy);
                scope.spawn(move || {
                    for round in 0..8 {
                        let password = format!("password {thread} {round}");
                        let phc = hasher.hash(&secret(&password), CHEAP, entropy).unwrap();
                        assert!(matches(hasher, &password, &phc));
                        assert!(!matches(hasher, &format!("{password}!"), &phc));
                    }
                });
            }
        });
    }
}
