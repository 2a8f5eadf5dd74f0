//! A home: its folder with configuration, database and key, made once and opened by every command.

use std::fs::{self, DirBuilder, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{LazyLock, OnceLock};

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::config::Config;
use super::files::{KEYS, check_mode, file, read_private, sync_folder, write_new, write_signing_key};
use super::{Service, ServiceError, Source, World};
use crate::credentials::keyring::Keyring;
use crate::credentials::password::Hasher;
use crate::credentials::signing::SigningKey;
use crate::journey::policy::Profile;
use crate::mail::config::{TlsMode, TransportKind};
use crate::mail::template::Templates;
use crate::ports::{Clock, Entropy};
use crate::simulated::{SeededEntropy, SimulatedClock};
use crate::store::{HomeRow, Mode, Store};
use crate::system::{self, SystemClock, SystemEntropy};

const CONFIG: &str = "vestibule.toml";
const DATABASE: &str = "vestibule.db";
const KEY: &str = "keys/home.key";
const SERVER_PASSWORD: &str = "keys/smtp.password";

/// What a new home is made of.
pub struct NewHome {
    /// The profile that its configuration names.
    pub profile: Profile,
    /// The product's name.
    pub product: String,
    /// The sender of its mail.
    pub from: Option<String>,
    /// The mail server; without one mail is written to files.
    pub server: Option<NewServer>,
    /// For a simulation: its seed and its first time.
    pub simulation: Option<(u64, Timestamp)>,
}

/// The mail server of a new home.
pub struct NewServer {
    /// Its name or IP address.
    pub host: String,
    /// Its port; by default that of `tls`.
    pub port: Option<u16>,
    /// How the connection is protected.
    pub tls: TlsMode,
    /// The user to authenticate as, and that user's password.
    pub login: Option<(String, NewPassword)>,
}

/// The password for a mail server.
pub enum NewPassword {
    /// In this file, which stays where it is.
    File(PathBuf),
    /// This one, which the home keeps in a file of its own.
    Typed(SecretString),
}

/// Sees that a folder can become a home: it does not exist or is empty.
///
/// # Errors
/// [`ServiceError::HomeExists`], [`ServiceError::FolderNotEmpty`].
pub fn must_be_free(folder: &Path) -> Result<(), ServiceError> {
    if folder.join(CONFIG).exists() || folder.join(DATABASE).exists() {
        return Err(ServiceError::HomeExists(folder.display().to_string()));
    }
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(ServiceError::FolderNotEmpty(folder.display().to_string()));
    }
    Ok(())
}

/// Makes a home in a folder that does not exist or is empty. It appears whole or not at all.
///
/// # Errors
/// As [`must_be_free`]; [`ServiceError::File`] where the folder cannot be written, [`ServiceError::Config`] where a
/// value cannot be.
pub fn init(folder: &Path, new: &NewHome) -> Result<(), ServiceError> {
    must_be_free(folder)?;
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
    if let Some(NewServer { login: Some((_, NewPassword::Typed(password))), .. }) = &new.server {
        write_new(&folder.join(SERVER_PASSWORD), format!("{}\n", password.expose_secret()).as_bytes())?;
    }
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
    let flags = [
        ("mail.from", "--from"),
        ("mail.product", "--product"),
        ("mail.host", "--smtp-host"),
        ("mail.port", "--smtp-port"),
        ("mail.tls", "--smtp-tls"),
        ("mail.user", "--smtp-user"),
    ];
    for (key, flag) in flags {
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
         transport = \"{}\"\n\
         product = {}\n",
        if new.server.is_some() { "smtp" } else { "folder" },
        quoted(&new.product)
    );
    if let Some(from) = &new.from {
        text.push_str(&format!("from = {}\n", quoted(from)));
    }
    let Some(server) = &new.server else { return text };
    let tls = match server.tls {
        TlsMode::Required => "required",
        TlsMode::Starttls => "starttls",
        TlsMode::None => "none",
    };
    text.push_str(&format!("host = {}\ntls = \"{tls}\"\n", quoted(&server.host)));
    if let Some(port) = server.port {
        text.push_str(&format!("port = {port}\n"));
    }
    if let Some((user, password)) = &server.login {
        let file = match password {
            NewPassword::File(path) => path.display().to_string(),
            NewPassword::Typed(_) => SERVER_PASSWORD.to_owned(),
        };
        text.push_str(&format!("user = {}\npassword_file = {}\n", quoted(user), quoted(&file)));
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
        tracing::debug!(home = %folder.display(), mode = home.mode.as_str(), "opened");
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

/// What a simulation takes over from a home: its settings, its accounts without their secrets, and its own row.
pub(super) struct Copied {
    pub config: Config,
    pub templates: Templates,
    pub store: Store,
    pub row: HomeRow,
    pub has_operators: bool,
}

/// Copies a home into memory. The home's key is not read, and nothing in the folder changes.
///
/// # Errors
/// As [`Service::open`].
pub(super) fn copied(folder: &Path) -> Result<Copied, ServiceError> {
    if !is_home(folder) {
        return Err(ServiceError::NoHome(folder.display().to_string()));
    }
    check_mode(folder, 0o700)?;
    let text = read_private(&folder.join(CONFIG))?;
    check_mode(&folder.join(DATABASE), 0o600)?;
    let (store, row, has_operators) = Store::copy_without_secrets(&folder.join(DATABASE))?;
    let config = Config::of_home(&text, &folder.join(CONFIG), row.mode)?;
    Ok(Copied {
        templates: crate::mail::transport::templates(&config.mail, folder)?,
        config,
        store,
        row,
        has_operators,
    })
}

/// Whether a folder holds a home, or what is left of one.
pub fn is_home(folder: &Path) -> bool {
    folder.join(DATABASE).exists() || folder.join(CONFIG).exists()
}

/// The folder that a command uses where none is named.
pub fn default_folder() -> Option<PathBuf> {
    system::default_home()
}
