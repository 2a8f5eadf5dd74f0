//! Addresses, messages, templates and the transports that carry them.
