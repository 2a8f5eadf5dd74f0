//! A home: its folder with configuration, database and key, made once and opened by every command.

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::config::Config;
use super::files::{KEYS, check_mode, file, read_private, sync_folder, write_new, write_signing_key};
use super::{Service, ServiceError, Source, World};
use crate::credentials::keyring::Keyring;
use crate::credentials::password::Hasher;
use crate::credentials::signing::SigningKey;
use crate::journey::policy::Profile;
use crate::mail::config::TransportKind;
use crate::ports::{Clock, Entropy};
use crate::simulated::{SeededEntropy, SimulatedClock};
use crate::store::{HomeRow, Mode, Store};
use crate::system::{self, SystemClock, SystemEntropy};

const CONFIG: &str = "vestibule.toml";
const DATABASE: &str = "vestibule.db";
const KEY: &str = "keys/home.key";

/// What a new home is made of.
pub struct NewHome {
    /// The profile that its configuration names.
    pub profile: Profile,
    /// The product's name.
    pub product: String,
    /// The sender of its mail.
    pub from: Option<String>,
    /// For a simulation: its seed and its first time.
    pub simulation: Option<(u64, Timestamp)>,
}

/// Makes a home in a folder that does not exist or is empty. It appears whole or not at all.
///
/// # Errors
/// [`ServiceError::HomeExists`], [`ServiceError::FolderNotEmpty`], [`ServiceError::File`] where the folder cannot be
/// written, [`ServiceError::Config`] where a value cannot be.
pub fn init(folder: &Path, new: &NewHome) -> Result<(), ServiceError> {
    if folder.join(CONFIG).exists() || folder.join(DATABASE).exists() {
        return Err(ServiceError::HomeExists(folder.display().to_string()));
    }
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(ServiceError::FolderNotEmpty(folder.display().to_string()));
    }
    let absolute = std::path::absolute(folder).map_err(|error| file(folder, &error))?;
    let parent = absolute.parent().unwrap_or(&absolute);
    fs::create_dir_all(parent).map_err(|error| file(parent, &error))?;
    let draft = tempfile::Builder::new()
        .prefix(".vestibule-")
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(parent)
        .map_err(|error| file(parent, &error))?;
    system::hold_interrupts();
    fill(draft.path(), new)?;
    fs::rename(draft.path(), &absolute).map_err(|error| match error.kind() {
        // Another `init` was faster.
        ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists => {
            ServiceError::HomeExists(folder.display().to_string())
        }
        _ => file(folder, &error),
    })?;
    let _moved = draft.keep();
    sync_folder(parent)
}

fn fill(folder: &Path, new: &NewHome) -> Result<(), ServiceError> {
    let mode = if new.simulation.is_some() { Mode::Simulation } else { Mode::Real };
    let text = config_text(new);
    Config::parse(&text, Path::new(CONFIG), mode).map_err(blame_flag)?;
    let (now, entropy): (_, Box<dyn Entropy>) = match new.simulation {
        Some((seed, at)) => (SimulatedClock::new(at).now(), Box::new(SeededEntropy::new(seed))),
        None => (SystemClock.now(), Box::new(SystemEntropy)),
    };
    let keyring = Keyring::draw(&*entropy)?;
    let signing = SigningKey::draw(&*entropy)?;
    let keys = folder.join(KEYS);
    DirBuilder::new().mode(0o700).create(&keys).map_err(|error| file(&keys, &error))?;
    write_new(&folder.join(CONFIG), text.as_bytes())?;
    write_new(&folder.join(KEY), format!("{}\n", keyring.to_text().expose_secret()).as_bytes())?;
    write_signing_key(folder, &signing, &keyring, &*entropy)?;
    write_new(&folder.join(DATABASE), b"")?;
    let mut store = Store::create(&folder.join(DATABASE))?;
    store.write(|db| {
        db.insert_home(&HomeRow {
            mode,
            key_check: keyring.check_value(mode.as_str()),
            created_at: now,
            latest_at: now,
            simulated_at: new.simulation.map(|_| now),
            simulation_seed: new.simulation.map(|(seed, _)| i64::from_ne_bytes(seed.to_ne_bytes())),
        })?;
        db.set_signing_key(&signing.public().id())?;
        super::audit::begin(db, &keyring)
    })?;
    drop(store);
    sync_folder(folder)
}

/// A value of a new home that its configuration does not take came from a flag, not from a line of a file.
fn blame_flag(error: ServiceError) -> ServiceError {
    let ServiceError::Config { problem, .. } = &error else { return error };
    for (key, flag) in [("mail.from", "--from"), ("mail.product", "--product")] {
        if let Some(problem) = problem.strip_prefix(key) {
            return ServiceError::Invalid { what: flag.to_owned(), problem: problem.trim_start().to_owned() };
        }
    }
    error
}

fn config_text(new: &NewHome) -> String {
    let profile = match new.profile {
        Profile::Portal => "portal",
        Profile::Nist => "nist",
    };
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut text = format!(
        "# The settings of this vestibule home. `vestibule help policy` lists them all; what is not here follows\n\
         # from the profile. A key that vestibule does not know is an error.\n\
         profile = \"{profile}\"\n\n\
         [mail]\n\
         # \"folder\" writes each mail to a file under outbox/; \"smtp\" and \"sendmail\" send it.\n\
         transport = \"folder\"\n\
         product = {}\n",
        quoted(&new.product)
    );
    if let Some(from) = &new.from {
        text.push_str(&format!("from = {}\n", quoted(from)));
    }
    text
}

impl Service {
    /// Opens the home in a folder.
    ///
    /// # Errors
    /// [`ServiceError::NoHome`] where none is there, [`ServiceError::LooseMode`] where others can reach it,
    /// [`ServiceError::WrongKey`] where its key is another home's, and those of its files.
    pub fn open(folder: &Path) -> Result<Self, ServiceError> {
        if !folder.join(DATABASE).exists() && !folder.join(CONFIG).exists() {
            return Err(ServiceError::NoHome(folder.display().to_string()));
        }
        check_mode(folder, 0o700)?;
        check_mode(&folder.join(KEYS), 0o700)?;
        let text = read_private(&folder.join(CONFIG))?;
        let keyring = read_key(&folder.join(KEY))?;
        check_mode(&folder.join(DATABASE), 0o600)?;
        let store = Store::open(&folder.join(DATABASE))?;
        let home = store.db().home()?;
        if home.key_check != keyring.check_value(home.mode.as_str()) {
            return Err(ServiceError::WrongKey);
        }
        let mut config = Config::of_home(&text, &folder.join(CONFIG), home.mode)?;
        if home.mode == Mode::Simulation {
            // Whatever the file says, a simulation's mail reaches nobody.
            config.mail.transport = TransportKind::Folder;
        }
        let world = World {
            templates: crate::mail::transport::templates(&config.mail, folder)?,
            policy: config.policy,
            mail: config.mail,
            keyring,
            hasher: LazyLock::new(|| Hasher::new(system::parallelism())),
            source: source(&home),
            actor: LazyLock::new(|| format!("os:{}", system::os_user())),
            operator: OnceLock::new(),
            folder: Some(folder.to_owned()),
            delivery: None,
        };
        Self::new(store, world)
    }
}

pub(super) fn source(home: &HomeRow) -> Source {
    match (home.mode, home.simulated_at) {
        (Mode::Simulation, Some(at)) => {
            let seed = u64::from_ne_bytes(home.simulation_seed.unwrap_or(0).to_ne_bytes());
            Source::Simulated {
                clock: SimulatedClock::new(at),
                entropy: Box::new(SeededEntropy::new(seed)),
                selected: AtomicBool::new(false),
            }
        }
        _ => Source::System,
    }
}

fn read_key(path: &Path) -> Result<Keyring, ServiceError> {
    let unusable = |problem| ServiceError::Key { path: path.display().to_string(), problem };
    let text = read_private(path).map_err(|error| match error {
        ServiceError::File { problem, .. } => unusable(problem),
        other => other,
    })?;
    Keyring::from_text(&text).map_err(|error| unusable(error.to_string()))
}

/// Whether a folder holds a home, or what is left of one.
pub fn is_home(folder: &Path) -> bool {
    folder.join(DATABASE).exists() || folder.join(CONFIG).exists()
}

/// The folder that a command uses where none is named.
pub fn default_folder() -> Option<PathBuf> {
    system::default_home()
}
