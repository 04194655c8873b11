//! x
pub mod arch;
pub mod content;
pub mod figure;
pub mod keymap;
pub mod text;
