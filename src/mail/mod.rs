//! Addresses, messages, templates and the transports that carry them.
//!
//! Whatever a person, an import or a mail server wrote passes through [`Address::parse`] or the
//! neutralising of [`message::render`] before it can stand in a header, a command or a body.

pub mod address;
pub mod config;
pub mod message;
pub mod template;
mod text;
pub mod transport;

pub use address::{Address, AddressError};
pub use config::{MailConfig, MailConfigError};
pub use message::{Content, Context, Kind, render};
pub use template::{Template, TemplateError, Templates};
pub use transport::{MailError, open, templates};
