//! What is taught: lessons, the quiz bank, and the live computations that a page can name.
//!
//! Content is data. It names demos and quantities; running them is [`crate::demo`]'s work.

pub mod bank;
pub mod check;
pub mod coverage;
pub mod demo;
pub mod diagnostic;
pub mod errata;
pub mod formula;
pub mod glossary;
pub mod knob;
pub mod layout;
pub mod lesson;
pub mod library;
pub mod markdown;
pub mod network;
pub mod quantity;
pub mod quiz;
pub mod route;
pub mod search;
mod spans;
