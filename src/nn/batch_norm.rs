//! Batch normalisation: every channel gets mean 0 and variance 1, then a scale and a shift of its own.
//!
//! ```text
//! y = γ · x̂ + β      x̂ = (x − mean) / √(var + ε)
//! at inference: y = scale · x + shift      scale = γ / √(var + ε)      shift = β − mean · scale
//! (N, C, H, W) → same
//! ```
//!
//! In training, mean and variance are this batch's: an image's result depends on its neighbours, and a
//! gradient must go through both. At inference they are running averages kept from training.

use ndarray::{Array1, Array2, Axis, Zip};

use crate::random::SplitMix64;

use super::interleave::{channels, channels_mut, rows, tensor};
use super::sums::{dot, spread, sum};
use super::{Layer, Param, ParamMut, Role, Tensor4, assert_channels, join};

/// Normalises each channel by the statistics of training.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchNorm2d {
    /// γ, trained. Named `weight` in files.
    pub gamma: Array1<f32>,
    /// β, trained. Named `bias` in files.
    pub beta: Array1<f32>,
    /// Mean of each channel over the training set.
    pub running_mean: Array1<f32>,
    /// Variance of each channel over the training set.
    pub running_var: Array1<f32>,
    /// ε: keeps the root away from zero.
    pub eps: f32,
    /// How much of a running average each batch replaces. TensorFlow's 0.99 is 0.01 here.
    pub momentum: f32,
}

/// What [`BatchNorm2d`] remembers.
#[derive(Debug)]
pub struct BatchNormCache {
    /// x̂ as rows of channels.
    normalised: Array2<f32>,
    /// 1 / √(var + ε) of each channel.
    inverse_std: Array1<f32>,
}

impl BatchNorm2d {
    /// Changes nothing but by ε: γ = 1, β = 0, mean 0, variance 1.
    pub fn new(channels: usize, eps: f32) -> Self {
        Self {
            gamma: Array1::ones(channels),
            beta: Array1::zeros(channels),
            running_mean: Array1::zeros(channels),
            running_var: Array1::ones(channels),
            eps,
            momentum: 0.1,
        }
    }

    /// (scale, shift) of each channel: all that is left of batch norm at inference.
    pub fn scale_shift(&self) -> (Array1<f32>, Array1<f32>) {
        let scale = &self.gamma / &self.running_var.mapv(|var| (var + self.eps).sqrt());
        let shift = &self.beta - &(&self.running_mean * &scale);
        (scale, shift)
    }

    /// Moves channel `c`'s running averages towards a batch's mean and variance. The variance kept is
    /// the unbiased one, divided by count − 1, though the batch itself is normalised by the other.
    fn track(&mut self, c: usize, mean: f32, var: f32, count: usize) {
        let unbiased = var * count as f32 / count.saturating_sub(1).max(1) as f32;
        self.running_mean[c] += self.momentum * (mean - self.running_mean[c]);
        self.running_var[c] += self.momentum * (unbiased - self.running_var[c]);
    }

    /// Normalises in place.
    pub fn apply(&self, x: &mut Tensor4) {
        assert_channels("BatchNorm2d", x, self.gamma.len());
        let (scale, shift) = self.scale_shift();
        for mut image in x.outer_iter_mut() {
            Zip::from(image.axis_iter_mut(Axis(0)))
                .and(&scale)
                .and(&shift)
                .for_each(|mut plane, &scale, &shift| plane.mapv_inplace(|x| scale * x + shift));
        }
    }
}

impl Layer for BatchNorm2d {
    type Cache = BatchNormCache;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let mut y = x.clone();
        self.apply(&mut y);
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        assert_channels("BatchNorm2d", x, self.gamma.len());
        let (n, _, h, w) = x.dim();
        let x = rows(x);
        let (mut normalised, mut y) = (Vec::with_capacity(x.len()), Vec::with_capacity(x.len()));
        let mut inverse_std = Array1::zeros(self.gamma.len());
        for (c, x) in channels(&x.view()).enumerate() {
            let mean = (sum(x) / x.len() as f64) as f32;
            let var = (spread(x, mean) / x.len() as f64) as f32;
            self.track(c, mean, var, x.len());
            let scale = 1.0 / (var + self.eps).sqrt();
            let (gamma, beta) = (self.gamma[c], self.beta[c]);
            normalised.extend(x.iter().map(|x| (x - mean) * scale));
            y.extend(x.iter().map(|x| gamma * ((x - mean) * scale) + beta));
            inverse_std[c] = scale;
        }
        let shaped = |values| Array2::from_shape_vec(x.dim(), values).expect("one for each value");
        let cache = BatchNormCache { normalised: shaped(normalised), inverse_std };
        (tensor(shaped(y), (n, h, w)), cache)
    }

    fn backward(&self, dy: &Tensor4, cache: Self::Cache, grad: &mut Self) -> Tensor4 {
        // Every x̂ depends on every x of its channel, through mean and variance:
        // ∂L/∂x = γ/√(var + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂))
        let (n, _, h, w) = dy.dim();
        let dy = rows(dy);
        let mut dx = cache.normalised;
        for (c, (x, dy)) in channels_mut(&mut dx).zip(channels(&dy.view())).enumerate() {
            let (dbeta, dgamma) = (sum(dy) as f32, dot(dy, x) as f32);
            grad.beta[c] += dbeta;
            grad.gamma[c] += dgamma;
            let scale = self.gamma[c] * cache.inverse_std[c];
            let (mean_dy, mean_dy_x) = (dbeta / dy.len() as f32, dgamma / dy.len() as f32);
            for (x, dy) in x.iter_mut().zip(dy) {
                *x = scale * (dy - mean_dy - *x * mean_dy_x);
            }
        }
        tensor(dx, (n, h, w))
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        let mut tensor = |name, role, value: &'a Array1<f32>| {
            f(&join(path, name), Param { role, value: value.view().into_dyn() });
        };
        tensor("weight", Role::Trained, &self.gamma);
        tensor("bias", Role::Trained, &self.beta);
        tensor("running_mean", Role::Tracked, &self.running_mean);
        tensor("running_var", Role::Tracked, &self.running_var);
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        let mut tensor = |name, role, value: &'a mut Array1<f32>| {
            f(&join(path, name), ParamMut { role, value: value.view_mut().into_dyn() });
        };
        tensor("weight", Role::Trained, &mut self.gamma);
        tensor("bias", Role::Trained, &mut self.beta);
        tensor("running_mean", Role::Tracked, &mut self.running_mean);
        tensor("running_var", Role::Tracked, &mut self.running_var);
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise};

    fn uneven(channels: usize) -> BatchNorm2d {
        let gamma = noise(channels, 3) + 1.5;
        let beta = noise(channels, 4);
        BatchNorm2d { gamma, beta, ..BatchNorm2d::new(channels, 1e-3) }
    }

    #[test]
    fn inference_is_one_scale_and_one_shift() {
        let norm = BatchNorm2d {
            gamma: array![2.0, 1.0],
            beta: array![0.5, -1.0],
            running_mean: array![3.0, 0.0],
            running_var: array![4.0, 0.25],
            ..BatchNorm2d::new(2, 0.0)
        };
        let (scale, shift) = norm.scale_shift();
        assert_close(&scale, &array![1.0, 2.0], 1e-6);
        assert_close(&shift, &array![-2.5, -1.0], 1e-6);
        let y = norm.infer(&array![[[[3.0, 5.0]], [[1.0, -1.0]]]]);
        assert_close(&y, &array![[[[0.5, 2.5]], [[1.0, -3.0]]]], 1e-6);
    }

    #[test]
    fn a_batch_comes_out_with_mean_zero_and_variance_one() {
        let x: Tensor4 = noise((4, 3, 5, 2), 1) * 7.0 + 100.0;
        let (y, _) = BatchNorm2d::new(3, 0.0).forward(&x, &mut SplitMix64::new(0));
        for channel in y.axis_iter(Axis(1)) {
            assert!(channel.mean().unwrap().abs() < 1e-5);
            assert!((channel.var(0.0) - 1.0).abs() < 1e-4);
        }
    }

    /// Batch 1, 3: mean 2, unbiased variance 2; a tenth of the way from 0 and from 1.
    #[test]
    fn the_running_averages_follow_and_keep_the_unbiased_variance() {
        let mut norm = BatchNorm2d::new(1, 1e-5);
        norm.forward(&array![[[[1.0]]], [[[3.0]]]], &mut SplitMix64::new(0));
        assert_close(&norm.running_mean, &array![0.2], 1e-6);
        assert_close(&norm.running_var, &array![1.1], 1e-6);
    }

    #[test]
    fn one_value_for_a_channel_gives_no_nan() {
        let mut norm = uneven(2);
        let (y, cache) = norm.forward(&noise((1, 2, 1, 1), 1), &mut SplitMix64::new(0));
        assert_close(&y.into_shape_with_order(2).unwrap(), &norm.beta, 1e-6);
        let dx = norm.backward(&noise((1, 2, 1, 1), 2), cache, &mut norm.clone());
        assert_close(&dx, &Tensor4::zeros((1, 2, 1, 1)), 1e-4);
        assert!(norm.running_var.iter().all(|var| var.is_finite()));
    }

    #[test]
    fn with_the_batchs_statistics_inference_is_training() {
        let mut norm = uneven(3);
        norm.momentum = 1.0;
        let x = noise((2, 3, 4, 4), 1);
        let (y, _) = norm.forward(&x, &mut SplitMix64::new(0));
        norm.running_var *= 31.0 / 32.0; // back from the unbiased variance
        assert_close(&norm.infer(&x), &y, 1e-5);
    }

    #[test]
    fn gradients_agree_with_differences() {
        assert_gradients(&uneven(3), &noise((4, 3, 5, 5), 7));
        assert_gradients(&uneven(2), &noise((8, 2, 1, 1), 8));
        assert_gradients(&uneven(1), &noise((1, 1, 3, 4), 9));
    }

    #[test]
    #[should_panic(expected = "BatchNorm2d reads (N, 3, H, W), got [1, 2, 4, 4]")]
    fn a_wrong_channel_count_names_both_shapes() {
        BatchNorm2d::new(3, 1e-3).infer(&Tensor4::zeros((1, 2, 4, 4)));
    }
}
