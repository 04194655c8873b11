//! What the layers' tests share: repeatable noise, every kind of window, and closeness.

use ndarray::{Array, Dimension, ShapeBuilder};

use crate::arch::{ArchSpec, Padding};

use super::im2col::Window;
use super::{EfficientNet, Layer, Role};

pub(crate) use super::gradcheck::assert_gradients;

/// Values in −1..1 from SplitMix64, the same for the same seed.
pub(crate) fn noise<D: Dimension, Sh: ShapeBuilder<Dim = D>>(
    shape: Sh,
    seed: u64,
) -> Array<f32, D> {
    let mut state = seed;
    Array::from_shape_simple_fn(shape, || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    })
}

/// Fills a layer with noise; scales of batch norms stay away from zero, variances positive.
pub(crate) fn randomise<L: Layer>(mut layer: L) -> L {
    let mut seed = 1000;
    layer.visit_mut("", &mut |path, mut param| {
        seed += 1;
        let values = noise(param.value.raw_dim(), seed);
        let positive = param.role == Role::Tracked || path.ends_with("norm.weight");
        param.value.assign(&if positive { values * 0.5 + 1.0 } else { values });
    });
    layer
}

/// A network whose every tensor is noise, with sane variances.
pub(crate) fn random_network(spec: &ArchSpec) -> EfficientNet {
    let mut net = EfficientNet::build(spec);
    let mut seed = 0;
    net.visit_mut(&mut |path, mut param| {
        seed += 1;
        let values = noise(param.value.raw_dim(), seed);
        let values = match path.rsplit_once('.') {
            Some((_, "running_var")) => values.mapv(|v| 0.5 + v.abs()),
            _ if path.contains(".norm.") => values,
            _ => values * 0.3,
        };
        param.value.assign(&values);
    });
    net
}

/// Kernels 1, 3 and 5, strides 1 and 2, both paddings.
pub(crate) fn windows() -> impl Iterator<Item = Window> {
    [Padding::Symmetric, Padding::Same].into_iter().flat_map(|padding| {
        [1, 3, 5].into_iter().flat_map(move |kernel| {
            [1, 2].into_iter().map(move |stride| Window { kernel, stride, padding })
        })
    })
}

/// Panics unless the shapes agree and no value differs by more than `tolerance`.
#[track_caller]
pub(crate) fn assert_close<D: Dimension>(
    got: &Array<f32, D>,
    want: &Array<f32, D>,
    tolerance: f32,
) {
    assert_eq!(got.shape(), want.shape());
    let worst = got.iter().zip(want).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst <= tolerance, "differs by {worst}, at most {tolerance} is allowed");
}
