//! Fixtures of `tests/golden`: tensors recorded by PyTorch, and how near ours come.

use std::path::Path;

use effnet_tutor::nn::Tensor4;
use safetensors::SafeTensors;

/// A fixture's bytes; `name` is without `.safetensors`.
pub(crate) fn golden(name: &str) -> Vec<u8> {
    let path = Path::new("tests/golden").join(format!("{name}.safetensors"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The values of an f32 tensor.
pub(crate) fn floats(file: &SafeTensors, name: &str) -> Vec<f32> {
    let (numbers, _) = file.tensor(name).unwrap().data().as_chunks::<4>();
    numbers.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}

/// An f32 tensor of four axes.
pub(crate) fn tensor(file: &SafeTensors, name: &str) -> Tensor4 {
    let shape = file.tensor(name).unwrap().shape().to_vec();
    let shape: [usize; 4] = shape.try_into().unwrap();
    Tensor4::from_shape_vec(shape, floats(file, name)).unwrap()
}

/// Panics when any value differs by more than `tolerance`, with the worst difference.
#[track_caller]
pub(crate) fn assert_near<'a>(
    name: &str,
    got: impl IntoIterator<Item = &'a f32>,
    want: &[f32],
    tolerance: f32,
) {
    let got: Vec<f32> = got.into_iter().copied().collect();
    assert_eq!(got.len(), want.len(), "{name}");
    let worst = got.iter().zip(want).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst <= tolerance, "{name} differs by {worst}");
}
