//! Linear: the fully connected layer that ends the network.
//!
//! ```text
//! y[n, o] = bias[o] + Σ_c weight[o, c] · x[n, c]
//! (N, C, 1, 1) → (N, O, 1, 1)
//! ```

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Axis, s};

use crate::random::SplitMix64;

use super::interleave::{rows, tensor};
use super::{Layer, Param, ParamMut, Role, Tensor4, join};

/// A fully connected layer with bias: `Dense` in Keras.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// (O, C).
    pub weight: Array2<f32>,
    /// One for each output.
    pub bias: Array1<f32>,
}

impl Linear {
    /// A layer of zeros.
    pub fn new(inputs: usize, outputs: usize) -> Self {
        Self { weight: Array2::zeros((outputs, inputs)), bias: Array1::zeros(outputs) }
    }

    #[track_caller]
    fn assert_input(&self, x: &Tensor4) {
        let inputs = self.weight.dim().1;
        let shape = x.shape();
        assert_eq!(&shape[1..], [inputs, 1, 1], "Linear reads (N, {inputs}, 1, 1), got {shape:?}");
    }
}

impl Layer for Linear {
    /// The input.
    type Cache = Tensor4;

    fn infer(&self, x: &Tensor4) -> Tensor4 {
        self.assert_input(x);
        let mut y = Tensor4::zeros((x.dim().0, self.weight.dim().0, 1, 1));
        for (x, mut y) in x.outer_iter().zip(y.outer_iter_mut()) {
            let sums: Array1<f32> = self.weight.dot(&x.slice(s![.., 0, 0])) + &self.bias;
            y.slice_mut(s![.., 0, 0]).assign(&sums);
        }
        y
    }

    fn forward(&mut self, x: &Tensor4, _: &mut SplitMix64) -> (Tensor4, Self::Cache) {
        self.assert_input(x);
        let y = self.weight.dot(&rows(x)) + self.bias.view().insert_axis(Axis(1));
        (tensor(y, (x.dim().0, 1, 1)), x.clone())
    }

    fn backward(&self, dy: &Tensor4, x: Self::Cache, grad: &mut Self) -> Tensor4 {
        // y = W · x + b, so ∂L/∂W = dy · xᵀ, ∂L/∂b = Σₙ dy and ∂L/∂x = Wᵀ · dy.
        let dy = rows(dy);
        general_mat_mul(1.0, &dy, &rows(&x).t(), 1.0, &mut grad.weight);
        grad.bias += &dy.sum_axis(Axis(1));
        tensor(self.weight.t().dot(&dy), (x.dim().0, 1, 1))
    }

    fn visit<'a>(&'a self, path: &str, f: &mut dyn FnMut(&str, Param<'a>)) {
        let role = Role::Trained;
        f(&join(path, "weight"), Param { role, value: self.weight.view().into_dyn() });
        f(&join(path, "bias"), Param { role, value: self.bias.view().into_dyn() });
    }

    fn visit_mut<'a>(&'a mut self, path: &str, f: &mut dyn FnMut(&str, ParamMut<'a>)) {
        let role = Role::Trained;
        f(&join(path, "weight"), ParamMut { role, value: self.weight.view_mut().into_dyn() });
        f(&join(path, "bias"), ParamMut { role, value: self.bias.view_mut().into_dyn() });
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::nn::testing::{assert_close, assert_gradients, noise};

    #[test]
    fn each_output_is_a_weighted_sum_and_a_bias() {
        let linear = Linear { weight: array![[1.0, 2.0], [0.0, -1.0]], bias: array![0.5, 3.0] };
        let y = linear.infer(&array![[[[10.0]], [[20.0]]], [[[0.0]], [[1.0]]]]);
        assert_close(&y, &array![[[[50.5]], [[-17.0]]], [[[2.5]], [[2.0]]]], 1e-5);
    }

    #[test]
    fn training_computes_what_inference_does() {
        let mut linear = Linear { weight: noise((3, 5), 1), bias: noise(3, 2) };
        let x = noise((4, 5, 1, 1), 3);
        let (y, _) = linear.forward(&x, &mut SplitMix64::new(0));
        assert_close(&y, &linear.infer(&x), 1e-6);
    }

    #[test]
    fn gradients_agree_with_differences() {
        let linear = Linear { weight: noise((3, 5), 1), bias: noise(3, 2) };
        assert_gradients(&linear, &noise((4, 5, 1, 1), 3));
        assert_gradients(&linear, &noise((1, 5, 1, 1), 4));
    }

    #[test]
    #[should_panic(expected = "Linear reads (N, 2, 1, 1), got [1, 2, 3, 1]")]
    fn an_image_is_refused() {
        Linear::new(2, 2).infer(&Tensor4::zeros((1, 2, 3, 1)));
    }
}
