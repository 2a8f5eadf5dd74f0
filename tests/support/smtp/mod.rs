//! A real SMTP server on loopback, with the faults that mail servers have.
//!
//! The protocol is the `mailin` crate's; the sockets, TLS and the faults are here. Certificates are made
//! anew for each server by `rcgen`. Nothing sleeps: a test waits for what it expects with
//! [`SmtpServer::wait_for`].

#![allow(dead_code, unused_imports, reason = "each test binary uses its own part of the server")]

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

mod setup;

pub use mailin::AuthMechanism;
use mailin::{Action, Handler, Response, Session, SessionBuilder, response};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use setup::certify;
pub use setup::{Behaviour, Certificate, Security, Setup};

/// A message that the server took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message, the dots of transparency removed (RFC 5321 §4.5.2).
    pub data: Vec<u8>,
    /// Whether it came through TLS.
    pub tls: bool,
    /// Who had authenticated.
    pub user: Option<String>,
}

/// A running server; it ends with its value.
pub struct SmtpServer {
    /// The port on 127.0.0.1, chosen by the system.
    pub port: u16,
    /// The authority of the certificates, in PEM.
    pub ca_pem: String,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

struct Shared {
    setup: Setup,
    tls: Arc<ServerConfig>,
    log: Mutex<Log>,
    changed: Condvar,
    closing: AtomicBool,
}

#[derive(Default)]
struct Log {
    connections: usize,
    recipients: usize,
    commands: Vec<String>,
    received: Vec<Received>,
}

impl SmtpServer {
    /// Starts a server.
    pub fn start(setup: impl Into<Setup>) -> Self {
        let setup = setup.into();
        let (ca_pem, tls) = certify(setup.certificate);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has free ports");
        let port = listener.local_addr().expect("a bound listener has an address").port();
        let shared = Arc::new(Shared {
            setup,
            tls: Arc::new(tls),
            log: Mutex::default(),
            changed: Condvar::new(),
            closing: AtomicBool::new(false),
        });
        let acceptor = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self { port, ca_pem, shared, acceptor: Some(acceptor) }
    }

    /// The messages taken so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.log().received.clone()
    }

    /// The messages taken, once they are `count`.
    ///
    /// # Panics
    /// Where they are not after half a minute, so that a broken test ends.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let half_a_minute = Duration::from_secs(30);
        let few = |log: &mut Log| log.received.len() < count;
        let (log, waited) =
            self.shared.changed.wait_timeout_while(self.shared.log(), half_a_minute, few).expect("no thread panicked");
        assert!(!waited.timed_out(), "{} messages came, not {count}", log.received.len());
        log.received.clone()
    }

    /// Every line that came outside a message, on any connection.
    pub fn commands(&self) -> Vec<String> {
        self.shared.log().commands.clone()
    }

    /// How many commands began with this word.
    pub fn count(&self, word: &str) -> usize {
        self.commands().iter().filter(|line| line.to_uppercase().starts_with(word)).count()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.shared.log().connections
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().expect("no thread panicked")
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming().map_while(Result::ok) {
        if shared.closing.load(Ordering::SeqCst) {
            return;
        }
        shared.log().connections += 1;
        let shared = Arc::clone(shared);
        // A client that goes away ends its conversation with an error, which no test asks for.
        std::thread::spawn(move || converse(stream, &shared).unwrap_or_default());
    }
}

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

fn converse(stream: TcpStream, shared: &Arc<Shared>) -> io::Result<()> {
    let behaviour = shared.setup.behaviour;
    stream.set_nodelay(true)?;
    let plain = stream.try_clone()?;
    let mut wire: Box<dyn Wire> = Box::new(stream);
    match shared.setup.security {
        Security::Implicit => wire = encrypt(shared, plain.try_clone()?)?,
        Security::Tls10 => return answer_tls10(&mut *wire),
        Security::Plain | Security::StartTls => {}
    }
    match behaviour {
        Behaviour::HangOnConnect => return ignore(&mut *wire),
        Behaviour::Babble => loop {
            wire.write_all(format!("220-{:900}\r\n", "one moment").as_bytes())?;
        },
        Behaviour::RefuseConnection => return wire.write_all(b"554 no service here\r\n"),
        _ => {}
    }
    let encrypted = Arc::new(AtomicBool::new(shared.setup.security == Security::Implicit));
    let mut session = open_session(shared, &encrypted);
    wire.write_all(&session.greeting().buffer()?)?;
    let mut in_message = false;
    loop {
        let Some(line) = read_line(&mut *wire)? else { return Ok(()) };
        let ends_message = in_message && line == b".\r\n";
        if !in_message {
            shared.log().commands.push(String::from_utf8_lossy(&line).into_owned());
            if behaviour == Behaviour::HangOnQuit && line.eq_ignore_ascii_case(b"QUIT\r\n") {
                return ignore(&mut *wire);
            }
        }
        let answer = session.process(&line);
        in_message = answer.code == 354 || (in_message && !ends_message);
        match (ends_message, behaviour) {
            (true, Behaviour::HangAfterData) => return ignore(&mut *wire),
            (true, Behaviour::DropAfterData) => return plain.shutdown(Shutdown::Both),
            _ => wire.write_all(&answer.buffer()?)?,
        }
        wire.flush()?;
        match answer.action {
            Action::Close => return Ok(()),
            Action::UpgradeTls => {
                wire = encrypt(shared, plain.try_clone()?)?;
                encrypted.store(true, Ordering::SeqCst);
                session.tls_active();
            }
            Action::Reply | Action::NoReply => {}
        }
    }
}

fn encrypt(shared: &Shared, stream: TcpStream) -> io::Result<Box<dyn Wire>> {
    let connection = ServerConnection::new(Arc::clone(&shared.tls)).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    stream.conn.complete_io(&mut stream.sock)?;
    Ok(Box::new(stream))
}

/// A ServerHello of TLS 1.0 (RFC 2246 §7.4.1.3), which no client of today may go on with.
fn answer_tls10(wire: &mut dyn Wire) -> io::Result<()> {
    let mut first = [0; 5];
    wire.read_exact(&mut first)?;
    let mut hello = vec![0x16, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1];
    hello.extend([7; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    wire.write_all(&hello)?;
    ignore(wire)
}

/// Reads until the client goes away.
fn ignore(wire: &mut dyn Wire) -> io::Result<()> {
    let mut buffer = [0; 1024];
    while wire.read(&mut buffer)? > 0 {}
    Ok(())
}

/// A line up to its LF. Like the servers of CVE-2023-51764 this one takes a bare LF for the end of a line,
/// so a message that smuggles a command through one is caught.
fn read_line(wire: &mut dyn Wire) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let mut byte = [0];
    while line.last() != Some(&b'\n') {
        if wire.read(&mut byte)? == 0 {
            return Ok(None);
        }
        line.push(byte[0]);
    }
    Ok(Some(line))
}

fn open_session(shared: &Arc<Shared>, encrypted: &Arc<AtomicBool>) -> Session<Mailbox> {
    let mut builder = SessionBuilder::new("mail.test");
    if shared.setup.security == Security::StartTls {
        builder.enable_start_tls();
    }
    if shared.setup.login.is_some() {
        builder.enable_auth(shared.setup.mechanism.clone());
        if shared.setup.security == Security::Plain {
            builder.insecure_enable_plaintext_auth();
        }
    }
    let mailbox = Mailbox {
        shared: Arc::clone(shared),
        encrypted: Arc::clone(encrypted),
        current: Received::default(),
        user: None,
    };
    let mut session = builder.build(IpAddr::V4(Ipv4Addr::LOCALHOST), mailbox);
    if shared.setup.security == Security::Implicit {
        session.tls_active();
    }
    session
}

struct Mailbox {
    shared: Arc<Shared>,
    encrypted: Arc<AtomicBool>,
    current: Received,
    user: Option<String>,
}

impl Mailbox {
    fn check(&mut self, user: &str, password: &str) -> Response {
        if self.shared.setup.login != Some((user, password)) {
            return response::INVALID_CREDENTIALS;
        }
        self.user = Some(user.to_owned());
        response::AUTH_OK
    }
}

impl Handler for Mailbox {
    fn mail(&mut self, _ip: IpAddr, _domain: &str, from: &str) -> Response {
        let tls = self.encrypted.load(Ordering::SeqCst);
        self.current = Received { from: from.to_owned(), tls, user: self.user.clone(), ..Received::default() };
        match self.shared.setup.behaviour {
            Behaviour::RefuseSender => Response::custom(550, "who are you?".to_owned()),
            _ => response::OK,
        }
    }

    fn rcpt(&mut self, to: &str) -> Response {
        let mut log = self.shared.log();
        log.recipients += 1;
        match self.shared.setup.behaviour {
            Behaviour::RefuseRecipient => response::NO_MAILBOX,
            Behaviour::Greylist if log.recipients == 1 => Response::custom(451, "come back later".to_owned()),
            _ => {
                self.current.to.push(to.to_owned());
                response::OK
            }
        }
    }

    fn data(&mut self, line: &[u8]) -> io::Result<()> {
        self.current.data.extend(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        if self.shared.setup.behaviour == Behaviour::RefuseMessage {
            return response::TRANSACTION_FAILED;
        }
        self.shared.log().received.push(std::mem::take(&mut self.current));
        self.shared.changed.notify_all();
        Response::custom(250, "queued as 1".to_owned())
    }

    fn auth_plain(&mut self, _authorization: &str, user: &str, password: &str) -> Response {
        self.check(user, password)
    }

    fn auth_login(&mut self, user: &str, password: &str) -> Response {
        self.check(user, password)
    }
}
