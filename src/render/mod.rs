//! From documents to what a terminal shows.

pub mod accounts;
pub mod answer;
pub mod assessment;
pub mod audit;
pub mod fold;
pub mod import;
pub mod operators;
pub mod qr;
pub mod safe;
pub mod table;
pub mod time;
pub mod wizard;
