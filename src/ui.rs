//! The screen: themes, the frame around every room, and how figures and texts are drawn.
//!
//! Nothing here decides anything: it draws plain data, stays inside its area and subtracts nothing
//! that could go below zero.

pub mod areas;
pub mod ascii;
pub mod figure;
pub mod overlay;
pub mod prose;
pub mod shell;
pub mod theme;

pub use areas::Areas;
pub use shell::Shell;
pub use theme::Theme;
