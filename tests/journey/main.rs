//! `vestibule journey …`: the document that answers every act, screen by screen, and how each refusal is told.

#[path = "../support/mod.rs"]
mod support;

mod refusals;
mod screens;
