//! How a server is set up, and the certificate it shows.

use std::sync::Arc;

use mailin::AuthMechanism;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the server does with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes it.
    Accept,
    /// Greets with 554.
    RefuseConnection,
    /// Answers 550 to MAIL.
    RefuseSender,
    /// Answers 550 to RCPT.
    RefuseRecipient,
    /// Answers 554 to the message itself.
    RefuseMessage,
    /// Answers 451 to the first RCPT it ever sees, then takes mail.
    Greylist,
    /// Accepts the connection and says nothing.
    HangOnConnect,
    /// Greets without end, one line at a time.
    Babble,
    /// Takes the message, and says nothing.
    HangAfterData,
    /// Takes the message, and closes the connection without an answer.
    DropAfterData,
    /// Takes the message, says so, and never answers QUIT.
    HangOnQuit,
}

/// What the server offers to protect the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Nothing; STARTTLS is not offered.
    Plain,
    /// STARTTLS.
    StartTls,
    /// TLS from the first byte.
    Implicit,
    /// TLS 1.0 from the first byte.
    Tls10,
}

/// The certificate the server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certificate {
    /// For `localhost` and 127.0.0.1, by the authority of [`SmtpServer::ca_pem`].
    Good,
    /// For `localhost`, by itself.
    SelfSigned,
    /// For another host, by that authority.
    WrongHost,
    /// For `localhost`, by that authority, until the year 2001.
    Expired,
}

/// How to start a server.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What it does with mail.
    pub behaviour: Behaviour,
    /// What it offers to protect the connection.
    pub security: Security,
    /// What it shows for a certificate.
    pub certificate: Certificate,
    /// The user and password without which it takes no mail.
    pub login: Option<(&'static str, &'static str)>,
    /// How it lets a user authenticate.
    pub mechanism: AuthMechanism,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            behaviour: Behaviour::Accept,
            security: Security::Plain,
            certificate: Certificate::Good,
            login: None,
            mechanism: AuthMechanism::Plain,
        }
    }
}

impl From<Behaviour> for Setup {
    fn from(behaviour: Behaviour) -> Self {
        Self { behaviour, ..Self::default() }
    }
}

/// The authority in PEM, and the server's side of TLS.
pub(super) fn certify(certificate: Certificate) -> (String, ServerConfig) {
    let mut authority = CertificateParams::new(Vec::new()).expect("no names are valid names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().expect("a key");
    let ca_pem = authority.self_signed(&authority_key).expect("a certificate").pem();
    let issuer = Issuer::new(authority, authority_key);

    let names = match certificate {
        Certificate::WrongHost => vec!["mail.example.org".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut params = CertificateParams::new(names).expect("valid names");
    if certificate == Certificate::Expired {
        params.not_after = date_time_ymd(2001, 1, 1);
    }
    let key = KeyPair::generate().expect("a key");
    let leaf = match certificate {
        Certificate::SelfSigned => params.self_signed(&key),
        _ => params.signed_by(&key, &issuer),
    };
    let chain: Vec<CertificateDer<'static>> = vec![leaf.expect("a certificate").der().clone()];
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key in DER");
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider has the default versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("the key belongs to the certificate");
    (ca_pem, config)
}
