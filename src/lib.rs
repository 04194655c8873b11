//! x
pub mod app;
pub mod arch;
pub mod cli;
pub mod content;
pub mod demo;
pub mod figure;
pub mod job;
pub mod keymap;
pub mod learner;
pub mod nn;
pub mod request;
pub mod rooms;
pub mod term;
pub mod text;
pub mod ui;
pub mod vision;
