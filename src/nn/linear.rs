//! Linear: the fully connected layer that ends the network.
//!
//! ```text
//! y[n, o] = bias[o] + Σ_c weight[o, c] · x[n, c]
//! (N, C, 1, 1) → (N, O, 1, 1)
//! ```

use ndarray::{Array1, Array2, s};

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
}

impl Layer for Linear {
    fn infer(&self, x: &Tensor4) -> Tensor4 {
        let (outputs, inputs) = self.weight.dim();
        assert_eq!(
            &x.shape()[1..],
            [inputs, 1, 1],
            "Linear reads (N, {inputs}, 1, 1), got {:?}",
            x.shape()
        );
        let mut y = Tensor4::zeros((x.dim().0, outputs, 1, 1));
        for (x, mut y) in x.outer_iter().zip(y.outer_iter_mut()) {
            let sums: Array1<f32> = self.weight.dot(&x.slice(s![.., 0, 0])) + &self.bias;
            y.slice_mut(s![.., 0, 0]).assign(&sums);
        }
        y
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
    use crate::nn::testing::assert_close;

    #[test]
    fn each_output_is_a_weighted_sum_and_a_bias() {
        let linear = Linear { weight: array![[1.0, 2.0], [0.0, -1.0]], bias: array![0.5, 3.0] };
        let y = linear.infer(&array![[[[10.0]], [[20.0]]], [[[0.0]], [[1.0]]]]);
        assert_close(&y, &array![[[[50.5]], [[-17.0]]], [[[2.5]], [[2.0]]]], 1e-5);
    }

    #[test]
    #[should_panic(expected = "Linear reads (N, 2, 1, 1), got [1, 2, 3, 1]")]
    fn an_image_is_refused() {
        Linear::new(2, 2).infer(&Tensor4::zeros((1, 2, 3, 1)));
    }
}
