//! EfficientNet: stem, MBConv blocks, head, pooling, classifier.
//!
//! ```text
//! (N, 3, H, W) → stem → (N, 32, H/2, W/2) → blocks → (N, 320, H/32, W/32)
//!              → head → (N, 1280, H/32, W/32) → pool → (N, 1280, 1, 1) → classifier → (N, 1000, 1, 1)
//! ```
//!
//! (Channels are B0's.) Any square or oblong image will do: only the classifier needs a fixed number
//! of values, and pooling gives it. The outputs are logits; softmax makes probabilities of them.

use ndarray::ArrayViewD;

use crate::arch::ArchSpec;
use crate::random::SplitMix64;

use super::block::BlockCache;
use super::conv_bn_act::ConvBnActCache;
use super::im2col::Window;
use super::interleave::interleaved;
use super::{
    BatchNorm2d, Block, Conv2d, ConvBnAct, DepthwiseConv2d, Dropout, GlobalAvgPool, Layer, Linear,
    MBConv, Param, ParamMut, Role, StochasticDepth, Switches, Tensor4, drop_rate, join,
};

/// A network that computes: what an [`ArchSpec`] describes.
#[derive(Debug, Clone, PartialEq)]
pub struct EfficientNet {
    /// 3×3, stride 2.
    pub stem: ConvBnAct<Conv2d>,
    /// All blocks, in order.
    pub blocks: Vec<Block>,
    /// 1×1.
    pub head: ConvBnAct<Conv2d>,
    /// Between pooling and classifier, in training.
    pub dropout: Dropout,
    /// From the pooled head to the logits.
    pub classifier: Linear,
}

/// What [`EfficientNet::forward`] remembers.
#[derive(Debug)]
pub struct EfficientNetCache {
    stem: ConvBnActCache<Tensor4>,
    blocks: Vec<BlockCache>,
    head: ConvBnActCache<Tensor4>,
    pool: (usize, usize),
    dropout: Option<Tensor4>,
    classifier: Tensor4,
}

impl EfficientNet {
    /// Builds the network with weights of zero and batch norms that change nothing.
    ///
    /// # Panics
    /// When the spec is not valid; [`ArchSpec::validate`] has the sentence.
    pub fn build(spec: &ArchSpec) -> Self {
        if let Err(error) = spec.validate() {
            panic!("only a valid spec can be built: {error}");
        }
        let act = Some(spec.activation);
        let norm = |channels| BatchNorm2d::new(channels, spec.bn_eps);
        let window = Window { kernel: 3, stride: 2, padding: spec.padding };
        let last = spec.blocks.last().map_or(spec.stem, |block| block.channels_out);
        Self {
            stem: ConvBnAct { conv: Conv2d::new(3, spec.stem, window), norm: norm(spec.stem), act },
            blocks: spec.blocks.iter().map(|block| Block::build(block, spec)).collect(),
            head: ConvBnAct {
                conv: Conv2d::pointwise(last, spec.head),
                norm: norm(spec.head),
                act,
            },
            dropout: Dropout::default(),
            classifier: Linear::new(spec.head, spec.classes),
        }
    }

    /// Logits of a batch of images, (N, 3, H, W) → (N, classes, 1, 1).
    pub fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.infer_switched(x, Switches::default())
    }

    /// Logits in training, and what [`Self::backward`] needs: batch statistics, and whatever drops is
    /// drawn from `rng`. Moves the running averages of the batch norms.
    pub fn forward(&mut self, x: &Tensor4, rng: &mut SplitMix64) -> (Tensor4, EfficientNetCache) {
        let (mut y, stem) = self.stem.forward(&interleaved(x), rng);
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &mut self.blocks {
            let (next, cache) = block.forward(&y, rng);
            y = next;
            blocks.push(cache);
        }
        let (y, head) = self.head.forward(&y, rng);
        let (y, pool) = GlobalAvgPool.forward(&y, rng);
        let (y, dropout) = self.dropout.forward(&y, rng);
        let (logits, classifier) = self.classifier.forward(&y, rng);
        let cache = EfficientNetCache { stem, blocks, head, pool, dropout, classifier };
        (logits.as_standard_layout().into_owned(), cache)
    }

    /// ∂L/∂logits → ∂L/∂images. Adds every parameter's gradient to `grad`.
    pub fn backward(
        &self,
        dlogits: &Tensor4,
        cache: EfficientNetCache,
        grad: &mut Self,
    ) -> Tensor4 {
        let dx = self.classifier.backward(dlogits, cache.classifier, &mut grad.classifier);
        let dx = self.dropout.backward(&dx, cache.dropout, &mut grad.dropout);
        let dx = GlobalAvgPool.backward(&dx, cache.pool, &mut GlobalAvgPool);
        let mut dx = self.head.backward(&dx, cache.head, &mut grad.head);
        let blocks = self.blocks.iter().zip(cache.blocks).zip(&mut grad.blocks);
        for ((block, cache), grad) in blocks.rev() {
            dx = block.backward(&dx, cache, grad);
        }
        let dx = self.stem.backward(&dx, cache.stem, &mut grad.stem);
        dx.as_standard_layout().into_owned()
    }

    /// The same network with zeros in every tensor: gradients to add to.
    #[must_use]
    pub fn zeros_like(&self) -> Self {
        let mut zeros = self.clone();
        zeros.visit_mut(&mut |_, mut param| param.value.fill(0.0));
        zeros
    }

    /// Drops values before the classifier in training, at this rate; 0 at first.
    ///
    /// # Panics
    /// When the rate is not in 0..1.
    pub fn set_dropout(&mut self, rate: f32) {
        self.dropout = Dropout::new(rate);
    }

    /// Drops residual branches in training: block i of n at `rate` · i / n; 0 at first.
    ///
    /// # Panics
    /// When the rate is not in 0..1.
    pub fn set_stochastic_depth(&mut self, rate: f32) {
        let blocks = self.blocks.len();
        for (index, block) in self.blocks.iter_mut().enumerate() {
            let rate = drop_rate(f64::from(rate), index, blocks) as f32;
            *block.stochastic_depth_mut() = StochasticDepth::new(rate);
        }
    }

    /// A block that is an MBConv, to look inside.
    ///
    /// # Panics
    /// When there is no such block, or it is fused.
    pub fn mbconv(&self, block: usize) -> &MBConv {
        match &self.blocks[block] {
            Block::MBConv(block) => block,
            Block::Fused(_) => panic!("block {block} is no MBConv: it is fused"),
        }
    }

    /// The depthwise convolution of an MBConv, to look at its filters.
    ///
    /// # Panics
    /// As [`Self::mbconv`].
    pub fn depthwise(&self, block: usize) -> &DepthwiseConv2d {
        &self.mbconv(block).depthwise.conv
    }

    /// A tensor by path, such as `blocks.0.depthwise.weight` or `stem.norm.running_var`.
    pub fn tensor(&self, path: &str) -> Option<ArrayViewD<'_, f32>> {
        let mut found = None;
        self.visit(&mut |name, param| {
            if name == path {
                found = Some(param.value);
            }
        });
        found
    }

    /// Trained values, counted from the tensors.
    pub fn num_params(&self) -> u64 {
        self.count(Role::Trained)
    }

    /// Batch norm's running statistics, counted from the tensors.
    pub fn num_buffers(&self) -> u64 {
        self.count(Role::Tracked)
    }

    fn count(&self, role: Role) -> u64 {
        let mut sum = 0;
        self.visit(&mut |_, param| {
            if param.role == role {
                sum += param.value.len() as u64;
            }
        });
        sum
    }

    /// Calls `f` on every tensor, by path.
    pub fn visit<'a>(&'a self, f: &mut dyn FnMut(&str, Param<'a>)) {
        self.stem.visit("stem", f);
        for (index, block) in self.blocks.iter().enumerate() {
            block.visit(&join("blocks", &index.to_string()), f);
        }
        self.head.visit("head", f);
        self.classifier.visit("classifier", f);
    }

    /// Calls `f` on every tensor, to change it.
    pub fn visit_mut<'a>(&'a mut self, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        self.stem.visit_mut("stem", f);
        for (index, block) in self.blocks.iter_mut().enumerate() {
            block.visit_mut(&join("blocks", &index.to_string()), f);
        }
        self.head.visit_mut("head", f);
        self.classifier.visit_mut("classifier", f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{Scaling, families};
    use crate::nn::testing::noise;

    fn tiny() -> ArchSpec {
        families::efficientnet()
            .scale(Scaling { width: 0.25, depth: 0.5, resolution: 33 }, 10)
            .unwrap()
    }

    #[test]
    fn a_tensor_is_found_by_its_path() {
        let net = EfficientNet::build(&tiny());
        assert_eq!(net.tensor("blocks.1.se.reduce.bias").unwrap().shape(), [2]);
        assert_eq!(net.tensor("blocks.2.depthwise.weight").unwrap().shape(), [48, 1, 5, 5]);
        assert!(net.tensor("blocks.99.depthwise.weight").is_none());
        assert_eq!(net.depthwise(2).weight.dim(), (48, 5, 5));
    }

    #[test]
    fn images_of_a_batch_do_not_meet() {
        let mut net = EfficientNet::build(&tiny());
        let mut seed = 0;
        net.visit_mut(&mut |path, mut param| {
            seed += 1;
            if !path.contains("norm") {
                let shape = param.value.raw_dim();
                param.value.assign(&noise(shape, seed));
            }
        });
        let x = noise((2, 3, 33, 33), 7);
        let both = net.infer(&x);
        let second = net.infer(&x.slice(ndarray::s![1.., .., .., ..]).to_owned());
        let difference = &both.slice(ndarray::s![1.., .., .., ..]) - &second;
        assert!(difference.iter().all(|d| d.abs() < 1e-4));
    }

    #[test]
    fn stochastic_depth_grows_with_the_index() {
        let mut net = EfficientNet::build(&tiny());
        net.set_stochastic_depth(0.2);
        let blocks = net.blocks.len() as f32;
        for (index, block) in net.blocks.iter_mut().enumerate() {
            let want = 0.2 * index as f32 / blocks;
            assert!((block.stochastic_depth_mut().rate() - want).abs() < 1e-6);
        }
    }

    #[test]
    fn gradients_have_the_networks_form_and_begin_at_zero() {
        let net = EfficientNet::build(&tiny());
        let zeros = net.zeros_like();
        assert_eq!(zeros.num_params(), net.num_params());
        zeros.visit(&mut |path, param| assert!(param.value.iter().all(|v| *v == 0.0), "{path}"));
    }

    #[test]
    fn a_step_is_the_same_every_time_and_gradients_add_up() {
        let mut net = EfficientNet::build(&tiny());
        net.init(&mut SplitMix64::new(1));
        net.set_dropout(0.3);
        net.set_stochastic_depth(0.5);
        let x = noise((4, 3, 33, 33), 2);
        let dlogits = noise((4, 10, 1, 1), 3);
        let step = |times: usize| {
            let mut grad = net.zeros_like();
            for _ in 0..times {
                let mut net = net.clone();
                let (_, cache) = net.forward(&x, &mut SplitMix64::new(4));
                net.backward(&dlogits, cache, &mut grad);
            }
            grad
        };
        let once = step(1);
        assert_eq!(once, step(1));
        let twice = step(2);
        once.visit(&mut |path, param| {
            let double = twice.tensor(path).unwrap();
            let worst = (&param.value * 2.0 - double).iter().fold(0.0_f32, |a, b| a.max(b.abs()));
            assert!(worst < 1e-3, "{path} differs by {worst}");
        });
    }

    #[test]
    #[should_panic(expected = "only a valid spec can be built: classes must be")]
    fn an_invalid_spec_is_a_bug() {
        EfficientNet::build(&ArchSpec { classes: 0, ..tiny() });
    }
}
