//! How a gradient becomes a step: SGD with Nesterov's momentum, AdamW, and RMSProp as TensorFlow has it.
//!
//! ```text
//! SgdNesterov   g += λw      m = μm + g                          w −= η(g + μm)
//! AdamW         w −= ηλw     m = β₁m + (1−β₁)g   v = β₂v + (1−β₂)g²
//!                            w −= η · m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε)
//! RmsPropTf     g += λw      s = ρs + (1−ρ)g²    m = μm + ηg/√(s + ε)    w −= m
//! ```
//!
//! EfficientNet was trained with the third. TensorFlow's form differs from PyTorch's `RMSprop` in three
//! places: ε stands *inside* the root, s starts at one and not at zero, and the momentum gathers steps
//! that are already scaled by the learning rate (so that a change of the rate acts late).
//!
//! Sources: `torch/optim/sgd.py` and `adamw.py` (Loshchilov and Hutter 2019); TensorFlow's
//! `ApplyRMSProp` in `training_ops.cc`, and timm's `rmsprop_tf.py`, which says the same in PyTorch.

use ndarray::{ArrayViewD, ArrayViewMutD};

use crate::nn::{EfficientNet, Role};

/// One tensor of a network beside its gradient.
#[derive(Debug)]
pub struct Pair<'a> {
    /// What is moved.
    pub value: &'a mut [f32],
    /// ∂L/∂value.
    pub gradient: &'a [f32],
    /// Whether weight decay pulls it towards zero.
    pub decays: bool,
}

/// A rule that turns gradients into steps. What it remembers belongs to one network's tensors, in their
/// order.
pub trait Optimizer {
    /// Moves every tensor once at the learning rate `lr`.
    fn step(&mut self, tensors: &mut [Pair<'_>], lr: f32);
}

/// Which tensors weight decay acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decayed {
    /// Kernels of convolutions and the classifier's matrix: what has more than one axis. A bias or
    /// batch norm's γ and β say how large an output is, and shrinking them only fights the data.
    #[default]
    Weights,
    /// Everything that is trained, as PyTorch does where nobody says otherwise.
    Everything,
}

/// The trained tensors of a network, each beside its gradient.
///
/// # Panics
/// When the two are not of the same architecture.
pub fn pairs<'a>(
    net: &'a mut EfficientNet,
    gradients: &'a EfficientNet,
    decayed: Decayed,
) -> Vec<Pair<'a>> {
    let mut trained: Vec<ArrayViewD<'a, f32>> = Vec::new();
    gradients.visit(&mut |_, param| {
        if param.role == Role::Trained {
            trained.push(param.value);
        }
    });
    let mut values: Vec<ArrayViewMutD<'a, f32>> = Vec::new();
    net.visit_mut(&mut |_, param| {
        if param.role == Role::Trained {
            values.push(param.value);
        }
    });
    assert_eq!(values.len(), trained.len(), "a gradient is a network of the same architecture");
    let join = |(value, gradient): (ArrayViewMutD<'a, f32>, ArrayViewD<'a, f32>)| {
        assert_eq!(value.shape(), gradient.shape(), "a gradient has its tensor's shape");
        let decays = decayed == Decayed::Everything || value.ndim() > 1;
        let gradient = gradient.to_slice().expect("tensors lie in order");
        Pair { value: value.into_slice().expect("tensors lie in order"), gradient, decays }
    };
    values.into_iter().zip(trained).map(join).collect()
}

/// What an optimiser keeps beside each tensor: made at the first step, `start` everywhere.
fn remember(memory: &mut Vec<Vec<f32>>, tensors: &[Pair<'_>], start: f32) {
    if memory.is_empty() {
        *memory = tensors.iter().map(|pair| vec![start; pair.value.len()]).collect();
    }
    assert_eq!(memory.len(), tensors.len(), "an optimiser serves one network");
}

/// Stochastic gradient descent that looks ahead along its momentum.
#[derive(Debug, Clone)]
pub struct SgdNesterov {
    /// μ.
    pub momentum: f32,
    /// λ, added to the gradient ("L2").
    pub weight_decay: f32,
    velocity: Vec<Vec<f32>>,
}

impl SgdNesterov {
    /// At rest.
    pub const fn new(momentum: f32, weight_decay: f32) -> Self {
        Self { momentum, weight_decay, velocity: Vec::new() }
    }
}

impl Optimizer for SgdNesterov {
    fn step(&mut self, tensors: &mut [Pair<'_>], lr: f32) {
        remember(&mut self.velocity, tensors, 0.0);
        for (pair, velocity) in tensors.iter_mut().zip(&mut self.velocity) {
            let decay = if pair.decays { self.weight_decay } else { 0.0 };
            let parts = pair.value.iter_mut().zip(pair.gradient).zip(velocity);
            for ((w, &g), m) in parts {
                let g = g + decay * *w;
                *m = self.momentum * *m + g;
                *w -= lr * (g + self.momentum * *m);
            }
        }
    }
}

/// Adam with weight decay beside the gradient, not in it.
#[derive(Debug, Clone)]
pub struct AdamW {
    /// β₁, for the mean of gradients.
    pub beta1: f32,
    /// β₂, for the mean of squares.
    pub beta2: f32,
    /// ε, outside the root.
    pub eps: f32,
    /// λ, scaled by the learning rate alone.
    pub weight_decay: f32,
    steps: i32,
    means: Vec<Vec<f32>>,
    squares: Vec<Vec<f32>>,
}

impl AdamW {
    /// β₁ = 0.9, β₂ = 0.999, ε = 1e-8, and nothing seen.
    pub const fn new(weight_decay: f32) -> Self {
        let (beta1, beta2, eps) = (0.9, 0.999, 1e-8);
        Self { beta1, beta2, eps, weight_decay, steps: 0, means: Vec::new(), squares: Vec::new() }
    }
}

impl Optimizer for AdamW {
    fn step(&mut self, tensors: &mut [Pair<'_>], lr: f32) {
        remember(&mut self.means, tensors, 0.0);
        remember(&mut self.squares, tensors, 0.0);
        self.steps += 1;
        // Both means start at zero; these undo the pull.
        let first = 1.0 - f64::from(self.beta1).powi(self.steps);
        let second = 1.0 - f64::from(self.beta2).powi(self.steps);
        let (size, root) = ((f64::from(lr) / first) as f32, second.sqrt() as f32);
        let memory = self.means.iter_mut().zip(&mut self.squares);
        for (pair, (means, squares)) in tensors.iter_mut().zip(memory) {
            let kept = 1.0 - lr * if pair.decays { self.weight_decay } else { 0.0 };
            let parts = pair.value.iter_mut().zip(pair.gradient).zip(means.iter_mut().zip(squares));
            for ((w, &g), (m, v)) in parts {
                *m += (1.0 - self.beta1) * (g - *m);
                *v += (1.0 - self.beta2) * (g * g - *v);
                *w = kept * *w - size * *m / (v.sqrt() / root + self.eps);
            }
        }
    }
}

/// RMSProp as TensorFlow computes it.
#[derive(Debug, Clone)]
pub struct RmsPropTf {
    /// ρ, for the mean of squares.
    pub decay: f32,
    /// μ.
    pub momentum: f32,
    /// ε, inside the root.
    pub eps: f32,
    /// λ, added to the gradient.
    pub weight_decay: f32,
    squares: Vec<Vec<f32>>,
    steps: Vec<Vec<f32>>,
}

impl RmsPropTf {
    /// ρ = 0.9, μ = 0.9 and ε = 1e-3, EfficientNet's own settings.
    pub const fn new(weight_decay: f32) -> Self {
        let (decay, momentum, eps) = (0.9, 0.9, 1e-3);
        Self { decay, momentum, eps, weight_decay, squares: Vec::new(), steps: Vec::new() }
    }
}

impl Optimizer for RmsPropTf {
    fn step(&mut self, tensors: &mut [Pair<'_>], lr: f32) {
        remember(&mut self.squares, tensors, 1.0);
        remember(&mut self.steps, tensors, 0.0);
        let memory = self.squares.iter_mut().zip(&mut self.steps);
        for (pair, (squares, steps)) in tensors.iter_mut().zip(memory) {
            let decay = if pair.decays { self.weight_decay } else { 0.0 };
            let parts = pair.value.iter_mut().zip(pair.gradient).zip(squares.iter_mut().zip(steps));
            for ((w, &g), (s, m)) in parts {
                let g = g + decay * *w;
                *s += (1.0 - self.decay) * (g * g - *s);
                *m = self.momentum * *m + lr * g / (*s + self.eps).sqrt();
                *w -= *m;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::{Scaling, families};

    /// Three steps from (1, −2) at a rate of 0.1, with gradients (½, ¼), (−1, 0) and (⅕, ⅕).
    #[track_caller]
    fn walk(mut optimizer: impl Optimizer, decays: bool, wanted: [[f32; 2]; 3]) {
        let mut value = [1.0, -2.0];
        for (gradient, wanted) in [[0.5, 0.25], [-1.0, 0.0], [0.2, 0.2]].into_iter().zip(wanted) {
            let pair = Pair { value: &mut value, gradient: &gradient, decays };
            optimizer.step(&mut [pair], 0.1);
            for (got, want) in value.iter().zip(wanted) {
                assert!((got - want).abs() < 1e-5, "{got} is not {want}");
            }
        }
    }

    /// `torch.optim.SGD(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)`, torch 2.15.0. By hand:
    /// g = 0.51, m = 0.51, w = 1 − 0.1·(0.51 + 0.459) = 0.9031.
    #[test]
    fn nesterov_steps_as_in_pytorch() {
        let wanted =
            [[0.903_1, -2.043_7], [1.050_074_1, -2.058_446_9], [1.053_168_4, -2.107_647_4]];
        walk(SgdNesterov::new(0.9, 0.01), true, wanted);
    }

    /// `torch.optim.AdamW(lr=0.1, weight_decay=0.01)`, torch 2.15.0. By hand: the first step is one rate
    /// against the sign of g, from 0.999·w.
    #[test]
    fn adamw_steps_as_in_pytorch() {
        let wanted = [[0.899, -2.098], [0.934_711_4, -2.162_907_8], [0.950_378_4, -2.241_105_6]];
        walk(AdamW::new(0.01), true, wanted);
    }

    /// timm 1.0.31, `RMSpropTF(lr=0.1, alpha=0.9, eps=1e-3, momentum=0.9)`, without and with a weight
    /// decay of 0.01. By hand: s = 0.9 + 0.025, so w = 1 − 0.05/√0.926 = 0.948041.
    #[test]
    fn rmsprop_steps_as_in_tensorflow() {
        let wanted =
            [[0.948_040_5, -2.026_246_8], [1.004_777_7, -2.049_868_8], [1.034_074_3, -2.094_393]];
        walk(RmsPropTf::new(0.0), true, wanted);
        walk(RmsPropTf::new(0.01), false, wanted);
        let wanted =
            [[0.947_030_3, -2.024_16], [1.001_931_6, -2.043_662_8], [1.028_479_1, -2.082_123_8]];
        walk(RmsPropTf::new(0.01), true, wanted);
    }

    #[test]
    fn biases_and_norms_do_not_decay() {
        let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 32 };
        let spec = families::efficientnet().scale(scaling, 2).unwrap();
        let mut net = EfficientNet::build(&spec);
        let gradients = net.clone();
        let trained = net.num_params();
        let all = pairs(&mut net, &gradients, Decayed::Weights);
        assert_eq!(all.iter().map(|pair| pair.value.len() as u64).sum::<u64>(), trained);
        let vectors = all.iter().filter(|pair| !pair.decays).count();
        let matrices = all.len() - vectors;
        // Every convolution has two vectors behind it; so have the gates' pairs of convolutions, and the
        // classifier has one.
        let gates = spec.blocks.len() * 2;
        assert_eq!(vectors, 2 * (matrices - gates - 1) + gates + 1);
        assert!(pairs(&mut net, &gradients, Decayed::Everything).iter().all(|pair| pair.decays));
    }
}
