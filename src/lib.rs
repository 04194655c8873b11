//! x
pub mod arch;
pub mod nn;
