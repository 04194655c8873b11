//! x
pub mod arch;
pub mod content;
pub mod job;
pub mod term;
pub mod text;
