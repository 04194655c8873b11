//! The inference plan: the same network, rearranged once so that it runs fast.
//!
//! ```text
//! EfficientNet ──Plan::new──► Plan ──run(images)──► logits
//!   conv → norm → act            one kernel: the norm is in the weights, the rest is done on the way out
//!   expand → depthwise           plane by plane, in strips that stay in cache; the expanded image never exists
//!   depthwise → squeeze          the mean is summed while the planes are written
//!   gate → project               the gate scales whichever is smaller, the weights or the image
//!   head → pool                  only the mean is kept
//! ```
//!
//! The readable layers say *what* is computed, and they are the second witness: tests hold the logits of
//! both together, for every family and at odd sizes. Only the order of additions differs, so the logits
//! agree to about six digits. The result does not depend on the number of threads.

mod blocks;
mod buffers;
mod front;
mod pack;

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ndarray::ArrayView3;

use super::kernel::{Act, Crew, Lane, PointwiseMean, ZERO, dispatch};
use super::{EfficientNet, Tensor4, assert_channels};
use blocks::{BlockPlan, ConvPlan};
use buffers::{Image, Workspace, share};
use pack::Packed;

/// A network ready to run: weights in the order in which the kernels read them.
#[derive(Debug)]
pub struct Plan {
    stem: ConvPlan,
    blocks: Vec<BlockPlan>,
    head: Packed,
    head_act: Act,
    classifier: Packed,
    crew: Crew,
    /// Buffers of the last run, for the next.
    space: Mutex<Workspace>,
}

impl Plan {
    /// Rearranges a network for `threads` threads; 0 counts as 1.
    ///
    /// The network is only read: its weights are copied, so that it can be dropped.
    pub fn new(net: &EfficientNet, threads: usize) -> Self {
        Self {
            stem: ConvPlan::new(&net.stem),
            blocks: net.blocks.iter().map(BlockPlan::new).collect(),
            head: Packed::conv_bn(&net.head),
            head_act: net.head.act.into(),
            classifier: Packed::linear(&net.classifier),
            crew: Crew::new(threads),
            space: Mutex::default(),
        }
    }

    /// Logits of a batch of images, (N, 3, H, W) → (N, classes, 1, 1): as
    /// [`EfficientNet::infer`](super::EfficientNet::infer).
    pub fn run(&self, x: &Tensor4) -> Tensor4 {
        assert_channels("Plan", x, 3);
        assert!(!x.is_empty(), "Plan reads at least one pixel, got {:?}", x.shape());
        let classes = self.classifier.channels_out;
        let mut logits = Tensor4::zeros((x.dim().0, classes, 1, 1));
        // Taken, not borrowed: a second caller at the same time starts with buffers of its own.
        let mut space = mem::take(&mut *self.lock_space());
        for (image, mut logits) in x.outer_iter().zip(logits.outer_iter_mut()) {
            let lanes = self.run_image(&image, &mut space);
            let values = lanes.iter().flat_map(|lane| lane.0);
            logits.iter_mut().zip(values).for_each(|(logit, value)| *logit = value);
        }
        *self.lock_space() = space;
        logits
    }

    fn lock_space(&self) -> MutexGuard<'_, Workspace> {
        self.space.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_image(&self, x: &ArrayView3<'_, f32>, space: &mut Workspace) -> Vec<Lane> {
        let crew = &self.crew;
        space.input.read(x, self.stem.window);
        let (_, h, w) = x.dim();
        self.stem.run_padded(&space.input, (h, w), None, &mut space.x, crew);
        for block in &self.blocks {
            block.run(space, crew);
            std::mem::swap(&mut space.x, &mut space.y);
        }
        let pooled = self.pooled_head(&space.x, crew);
        self.classifier.vector(&pooled, Act::None, crew)
    }

    /// The head's mean over all pixels, plane by plane.
    fn pooled_head(&self, x: &Image, crew: &Crew) -> Vec<Lane> {
        let macs = x.pixels() * self.head.macs();
        let mut means = vec![ZERO; self.head.planes()];
        share(crew, macs, means.iter_mut().enumerate().collect(), |(plane, mean)| {
            *mean = dispatch(PointwiseMean {
                x: x.planes(),
                filter: self.head.filter(plane),
                act: self.head_act,
                pixels: x.pixels(),
            });
        });
        means
    }
}

#[cfg(test)]
mod tests;
