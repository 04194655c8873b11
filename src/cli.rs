//! The command line.

pub mod quiz;
