//! Mail to a mail server (RFC 5321), with TLS that is never given up on.

use std::fmt::Display;
use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters, TlsVersion};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::{Error, response::Response};
use secrecy::{ExposeSecret, SecretString};

use super::super::config::{MailConfig, TlsMode};
use super::super::text::excerpt;
use super::envelope::{Sealed, seal};
use super::{bounded, run, too_open, unusable};
use crate::ports::{Accepted, Delivery, DeliveryError, Outgoing};

/// How long a server that has taken the mail may take over saying goodbye.
const GOODBYE: Duration = Duration::from_millis(200);

/// One connection a mail.
pub(super) struct Smtp {
    host: String,
    port: u16,
    tls: TlsMode,
    login: Option<(String, PathBuf)>,
    ca_file: Option<PathBuf>,
    sender: Mailbox,
}

impl Smtp {
    pub(super) fn new(config: &MailConfig, home: &Path, sender: Mailbox) -> Self {
        let login = config.user.clone().zip(config.password_file.as_ref().map(|file| home.join(file)));
        Self {
            host: config.host.clone().unwrap_or_default(),
            port: config.port(),
            tls: config.tls,
            login,
            ca_file: config.ca_file.as_ref().map(|file| home.join(file)),
            sender,
        }
    }

    /// TLS 1.2 or newer, the certificate and the host's name checked.
    fn tls_parameters(&self) -> Result<TlsParameters, DeliveryError> {
        let mut builder = TlsParameters::builder(self.host.clone()).set_min_tls_version(TlsVersion::Tlsv12);
        if let Some(path) = &self.ca_file {
            let pem = fs::read(path).map_err(|error| unusable(path, &error, "correct mail.ca_file"))?;
            let wrong = || unusable(path, &io::Error::other("it holds no PEM certificate"), "correct mail.ca_file");
            if !pem.windows(11).any(|window| window == b"-----BEGIN ") {
                return Err(wrong());
            }
            builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|_| wrong())?);
        }
        builder.build().map_err(|error| DeliveryError::Later(format!("TLS cannot be set up: {}", said(&error))))
    }

    /// The credentials, read anew for each mail so that a changed password needs no restart.
    fn credentials(&self) -> Result<Option<Credentials>, DeliveryError> {
        let Some((user, path)) = &self.login else { return Ok(None) };
        let remedy = "correct mail.password_file";
        let mode = fs::metadata(path).map_err(|error| unusable(path, &error, remedy))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(too_open(path, mode, 0o600));
        }
        let text = SecretString::from(fs::read_to_string(path).map_err(|error| unusable(path, &error, remedy))?);
        let line = text.expose_secret();
        let line = line.strip_suffix('\n').map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
        if line.is_empty() || line.contains(['\0', '\r', '\n']) {
            return Err(unusable(path, &io::Error::other("it is not one line with the password"), remedy));
        }
        Ok(Some(Credentials::new(user.clone(), line.to_owned())))
    }

    /// A connection that is protected as the settings ask and has authenticated.
    ///
    /// Whatever fails here says nothing of the message: even a 5xx greeting or a refused password can be
    /// otherwise tomorrow. So all of it is worth another attempt.
    async fn connect(
        &self,
        within: Duration,
        tls: Option<TlsParameters>,
        login: Option<&Credentials>,
    ) -> Result<AsyncSmtpConnection, DeliveryError> {
        let later = |what: &str, error: &Error| DeliveryError::Later(format!("{}: {what}: {}", self.host, said(error)));
        let hello = ClientId::Domain(self.sender.email.domain().to_owned());
        let (implicit, starttls) = match self.tls {
            TlsMode::Required => (tls, None),
            TlsMode::Starttls => (None, tls),
            TlsMode::None => (None, None),
        };
        let server = (self.host.as_str(), self.port);
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, Some(within), &hello, implicit, None)
            .await
            .map_err(|error| later("cannot connect", &error))?;
        if let Some(tls) = starttls {
            connection
                .starttls(tls, &hello)
                .await
                .map_err(|error| later("STARTTLS failed, so nothing was sent", &error))?;
        }
        if self.tls != TlsMode::None && !connection.is_encrypted() {
            return Err(DeliveryError::Later(format!(
                "{}: the connection is not encrypted, so nothing was sent",
                self.host
            )));
        }
        if let Some(login) = login {
            connection
                .auth(DEFAULT_MECHANISMS, login)
                .await
                .map_err(|error| later("the server did not accept mail.user and its password", &error))?;
        }
        Ok(connection)
    }

    /// One transaction (RFC 5321 §3.3) with exactly one recipient.
    async fn transact(&self, connection: &mut AsyncSmtpConnection, sealed: &Sealed) -> Result<Response, DeliveryError> {
        let failed = |command: &str, error: Error| self.failed(command, &error);
        let mut options = Vec::new();
        if !AsRef::<str>::as_ref(&sealed.to).is_ascii() || !AsRef::<str>::as_ref(&sealed.from).is_ascii() {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(DeliveryError::Never(format!(
                    "{}: the server cannot write to an address with letters beyond ASCII before the @ (no SMTPUTF8)",
                    self.host
                )));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        connection
            .command(Mail::new(Some(sealed.from.clone()), options))
            .await
            .map_err(|error| failed("MAIL", error))?;
        connection.command(Rcpt::new(sealed.to.clone(), Vec::new())).await.map_err(|error| failed("RCPT", error))?;
        connection.command(Data).await.map_err(|error| failed("DATA", error))?;
        connection.message(&sealed.bytes).await.map_err(|error| failed("the message", error))
    }

    /// A 5xx answer inside the transaction is an answer to this message, but for those that say that the
    /// server did not understand the command or wants another authentication (RFC 5321 §4.2.2, RFC 4954 §6).
    fn failed(&self, command: &str, error: &Error) -> DeliveryError {
        let text = format!("{}: answer to {command}: {}", self.host, said(error));
        match error.status().map(u16::from) {
            Some(500 | 502 | 503 | 530 | 534 | 535 | 538) => DeliveryError::Later(text),
            Some(500..) if error.is_permanent() => DeliveryError::Never(text),
            _ => DeliveryError::Later(text),
        }
    }

    async fn hand_over(
        &self,
        sealed: &Sealed,
        within: Duration,
        tls: Option<TlsParameters>,
        login: Option<&Credentials>,
    ) -> Result<(AsyncSmtpConnection, Response), DeliveryError> {
        let mut connection = self.connect(within, tls, login).await?;
        let response = self.transact(&mut connection, sealed).await?;
        Ok((connection, response))
    }
}

impl Delivery for Smtp {
    fn deliver(&self, mail: &Outgoing, within: Duration) -> Result<Accepted, DeliveryError> {
        let sealed = seal(mail, &self.sender)?;
        let login = self.credentials()?;
        let tls = if self.tls == TlsMode::None { None } else { Some(self.tls_parameters()?) };
        run(async {
            let work = self.hand_over(&sealed, within, tls, login.as_ref());
            let (mut connection, response) = bounded(within, &self.host, work).await?;
            // The mail is taken; what the server makes of the goodbye can no longer change that.
            let _ = tokio::time::timeout(GOODBYE, connection.command(Quit)).await;
            let line: Vec<&str> = response.message().collect();
            Ok(Accepted { answer: excerpt(&format!("{} {}", response.code(), line.join(" ")), 200) })
        })
    }
}

/// What a failure says, with its causes, as one short line without control characters.
fn said(error: &dyn Display) -> String {
    excerpt(&error.to_string(), 200)
}
