//! Understand EfficientNet by running it.
//!
//! [`arch`] describes networks and counts their cost, [`content`] is what is taught, [`text`] is language.

pub mod arch;
pub mod cli;
pub mod content;
pub mod text;
