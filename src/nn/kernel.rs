//! The fast loops: what [`plan`](super::plan) computes with. The only place with `unsafe`.
//!
//! ```text
//! plane    the 16 channels 16·j … 16·j + 15 of one image: one [`Lane`] for each pixel, row by row
//! image    ⌈C / 16⌉ planes, one after the other; channels past the last are zero
//! weights  for each output plane, one [`Lane`] for each input channel: its 16 weights
//! ```
//!
//! In this layout ("nChw16c", as in oneDNN) sixteen channels of a pixel are one cache line. A 1×1
//! convolution is a matrix product that needs no copies, a depthwise convolution is a sum of whole lanes,
//! at stride 2 as at stride 1, and nothing ever has a ragged end.
//!
//! Each kernel is written once, over [`Simd`]: sixteen numbers at a time. [`dispatch`] runs it with the
//! widest instructions that this processor has, which is found out when the program runs: it is built for
//! the oldest. Every output is one chain of multiply-adds in one order, however the work was cut, so the
//! number of threads never shows in a result. Each kernel has its obvious twin in the readable layers, and
//! a test that holds the two together at odd sizes.

#![expect(clippy::inline_always, reason = "see `Kernel`: what is not inlined is slow, not wrong")]

pub mod activation;
pub mod conv;
pub mod crew;
pub mod depthwise;
pub mod matmul;
pub mod simd;
#[cfg(test)]
mod testing;

pub use activation::Act;
pub use conv::Conv;
pub use crew::Crew;
pub use depthwise::Depthwise;
pub use matmul::{Filter, Planes, Pointwise, PointwiseMean, PointwiseRows};
pub use simd::{Kernel, LANES, Lane, Simd, ZERO, dispatch, instructions};
