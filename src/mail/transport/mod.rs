//! The ways mail leaves a home.

use std::io;
use std::path::Path;
use std::time::Duration;

mod envelope;
mod folder;
mod sendmail;
mod smtp;

use super::config::{MailConfig, MailConfigError, TransportKind};
use super::template::{TemplateError, Templates};
use crate::ports::{Delivery, DeliveryError};

/// Why mail cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// A setting is wrong.
    #[error(transparent)]
    Config(#[from] MailConfigError),
    /// A template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// The transport that the settings name. Nothing is connected, read or written before the first mail.
///
/// # Errors
/// [`MailError`] where a setting is wrong.
pub fn open(config: &MailConfig, home: &Path) -> Result<Box<dyn Delivery>, MailError> {
    config.validate()?;
    let sender = config.sender()?;
    Ok(match config.transport {
        TransportKind::Folder => Box::new(folder::Folder::new(home, sender)),
        TransportKind::Sendmail => Box::new(sendmail::Sendmail::new(config.sendmail.clone(), sender)),
        TransportKind::Smtp => Box::new(smtp::Smtp::new(config, home, sender)),
    })
}

/// The templates that the settings name: the built-in ones, or those replaced by files of a folder.
///
/// # Errors
/// [`MailError`] where a file cannot be read or has an unknown placeholder.
pub fn templates(config: &MailConfig, home: &Path) -> Result<Templates, MailError> {
    Ok(match &config.templates {
        Some(folder) => Templates::load(&home.join(folder))?,
        None => Templates::built_in(),
    })
}

/// A failure of the home's own files or programs, which an operator can mend.
fn unusable(path: &Path, error: &io::Error, remedy: &str) -> DeliveryError {
    DeliveryError::Later(format!("cannot use {}: {error}; {remedy}", path.display()))
}

/// A file whose mode lets others read it.
fn too_open(path: &Path, mode: u32, wanted: u32) -> DeliveryError {
    DeliveryError::Later(format!(
        "{} is open to others (mode {:04o}); run `chmod {wanted:o} {}`",
        path.display(),
        mode & 0o7777,
        path.display()
    ))
}

/// Runs one hand-over on a runtime made for it.
fn run<T>(work: impl Future<Output = Result<T, DeliveryError>>) -> Result<T, DeliveryError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| DeliveryError::Later(format!("cannot wait for an answer: {error}")))?;
    let answer = runtime.block_on(work);
    // A look-up of a name cannot be stopped; waiting for its thread would break every bound.
    runtime.shutdown_background();
    answer
}

/// Gives up on `work` after a time.
async fn bounded<T>(
    within: Duration,
    waiting_for: &str,
    work: impl Future<Output = Result<T, DeliveryError>>,
) -> Result<T, DeliveryError> {
    tokio::time::timeout(within, work).await.unwrap_or_else(|_| {
        Err(DeliveryError::Later(format!("{waiting_for} did not answer within {} ms", within.as_millis())))
    })
}
