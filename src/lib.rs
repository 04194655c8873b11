//! x
pub mod arch;
