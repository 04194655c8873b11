//! Batch normalisation at inference: one scale and one shift for each channel.
//!
//! ```text
//! y = γ · (x − mean) / √(var + ε) + β  =  scale · x + shift
//! scale = γ / √(var + ε)      shift = β − mean · scale
//! (N, C, H, W) → same
//! ```
//!
//! The mean and variance are running averages kept from training, not this batch's: an image's result
//! does not depend on its neighbours in the batch.

use ndarray::{Array1, Axis, Zip};

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
        }
    }

    /// (scale, shift) of each channel: all that is left of batch norm at inference.
    pub fn scale_shift(&self) -> (Array1<f32>, Array1<f32>) {
        let scale = &self.gamma / &self.running_var.mapv(|var| (var + self.eps).sqrt());
        let shift = &self.beta - &(&self.running_mean * &scale);
        (scale, shift)
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
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let mut y = x.clone();
        self.apply(&mut y);
        y
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
    use crate::nn::testing::assert_close;

    #[test]
    fn inference_is_one_scale_and_one_shift() {
        let norm = BatchNorm2d {
            gamma: array![2.0, 1.0],
            beta: array![0.5, -1.0],
            running_mean: array![3.0, 0.0],
            running_var: array![4.0, 0.25],
            eps: 0.0,
        };
        let (scale, shift) = norm.scale_shift();
        assert_close(&scale, &array![1.0, 2.0], 1e-6);
        assert_close(&shift, &array![-2.5, -1.0], 1e-6);
        let y = norm.infer(&array![[[[3.0, 5.0]], [[1.0, -1.0]]]]);
        assert_close(&y, &array![[[[0.5, 2.5]], [[1.0, -3.0]]]], 1e-6);
    }

    #[test]
    #[should_panic(expected = "BatchNorm2d reads (N, 3, H, W), got [1, 2, 4, 4]")]
    fn a_wrong_channel_count_names_both_shapes() {
        BatchNorm2d::new(3, 1e-3).infer(&Tensor4::zeros((1, 2, 4, 4)));
    }
}
