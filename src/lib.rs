//! Understand EfficientNet by running it: lessons in Korean and English, live computations on a real
//! network, a scored question bank.
//!
//! # The way of the data
//!
//! ```text
//!   lessons/{ko,en}/*.md   quizzes/*.toml                    keys, resize
//!          │                                                       │
//!          ▼                                                       ▼
//!      ┌────────┐   names a demo   ┌──────┐  Figure   ┌──────────────────────────┐
//!      │content │ ───────────────► │ demo │ ────────► │ rooms: home learn scale  │
//!      └────────┘                  └──┬───┘           │        quiz              │
//!          │ questions                │ calls         │ Action → Msg → update    │
//!          ▼                          ▼               │ → Cmd;  state → view     │
//!      ┌────────┐              ┌──────────────┐       └────────────┬─────────────┘
//!      │learner │              │ train vision │                    ▼ plain data
//!      │ grades │              │  └─ nn ─ arch│             ┌──────────────┐
//!      └────────┘              └──────────────┘             │ ui, app, term│
//!                                                           └──────────────┘
//! ```
//!
//! # The modules, from the ground up
//!
//! - [`arch`]: what an EfficientNet is, in integers: tables, scaling, shapes, exact costs.
//! - [`nn`]: the engine: layers on arrays, weights, the shipped network. Its source is lesson material.
//! - [`train`]: loss, optimisers, schedules, averages, digits, and the loop.
//! - [`emit`]: a network as a script for PyTorch, which counts it again.
//! - [`vision`]: from an image file to a tensor, from logits to names.
//! - [`text`]: language, particles, widths, wrapping, numbers, fields.
//! - [`content`]: lessons, questions, demos as data, quantities, and the linter.
//! - [`figure`]: named numbers to show, without a screen.
//! - [`export`]: a figure as a picture, SVG or PNG.
//! - [`html`]: a lesson as a page for the browser.
//! - [`decks`]: the bank for other tools, Anki and Moodle.
//! - [`file`](mod@file): files written whole or not at all.
//! - [`job`]: work on a thread, with progress and cancel.
//! - [`demo`]: from a demo's name to a figure.
//! - [`say`]: errors in the learner's language.
//! - [`learner`]: answers, grades, rounds, and the store.
//! - [`transcript`]: a round for a teacher to file.
//! - [`keymap`]: every key, in one table.
//! - [`view`]: plain data that screens are made of.
//! - [`rooms`]: the rooms, each state, update, view and draw.
//! - [`ui`]: themes, the frame around a room, figures and texts on a screen.
//! - [`random`]: numbers from a seed, the same for ever.
//! - [`request`]: what a person asked for at the start.
//! - [`term`]: the terminal: entering, leaving, signals, the loop.
//! - [`app`]: the rooms together, and what they want done.
//! - [`cli`]: the command line.
//!
//! # What is absent, on purpose
//!
//! **Invariant:** `arch` knows no arrays, and nothing below [`rooms`] knows a screen.
//!
//! **Invariant:** a room never names another room; only its `draw` names ratatui.
//!
//! **Invariant:** `update` reads no clock, no file, no environment and no random source.
//!
//! **Invariant:** every count has two witnesses, the closed formulas of [`arch::cost`] and the engine's
//! own tensors; a test holds them equal.
//!
//! **Invariant:** no lesson, question or widget types a number that the program can compute, and no
//! widget types a sentence: texts live in `lessons`, `quizzes` and `assets/i18n`.
//!
//! `tests/tidy/` guards who may name whom.

pub mod app;
pub mod arch;
pub mod cli;
pub mod content;
pub mod decks;
pub mod demo;
pub mod emit;
pub mod export;
pub mod figure;
pub mod file;
pub mod html;
pub mod job;
pub mod keymap;
pub mod learner;
pub mod nn;
pub mod random;
pub mod request;
pub mod rooms;
pub mod say;
pub mod term;
pub mod text;
pub mod train;
pub mod transcript;
pub mod ui;
pub mod view;
pub mod vision;
