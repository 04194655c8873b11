//! x
pub mod arch;
pub mod content;
pub mod text;
