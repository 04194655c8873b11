//! How fast the engine is: kernels beside their twins, whole networks, a training step.
//!
//! `cargo bench` runs everything; `cargo bench -- kernel` what has that in its name. Compare numbers of
//! one run only. `benches/peers.py` times the same B0 in ONNX Runtime.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use effnet_tutor::arch::{ArchSpec, Padding, Scaling, Variant, families};
use effnet_tutor::nn::{EfficientNet, Plan, Tensor4};
use effnet_tutor::random::SplitMix64;

fn main() {
    divan::main();
}

/// Images, or weights, of normal numbers.
fn normal(shape: (usize, usize, usize, usize), seed: u64) -> Tensor4 {
    let mut rng = SplitMix64::new(seed);
    Tensor4::from_shape_simple_fn(shape, || rng.normal())
}

fn network(spec: &ArchSpec) -> EfficientNet {
    let mut net = EfficientNet::build(spec);
    net.init(&mut SplitMix64::new(1));
    net
}

/// One image through a whole network; items are multiply-accumulates.
mod network {
    use super::{Bencher, ItemsCount, Plan, Tensor4, Variant, black_box, network, normal};

    fn bench(bencher: Bencher<'_, '_>, variant: Variant, run: impl Fn(&Tensor4) -> Tensor4) {
        let spec = variant.imagenet();
        let x = normal((1, 3, spec.resolution, spec.resolution), 2);
        let macs = spec.cost().macs;
        bencher.counter(ItemsCount::new(macs)).bench_local(|| run(black_box(&x)));
    }

    #[divan::bench(args = [1, 2])]
    fn b0_plan(bencher: Bencher<'_, '_>, threads: usize) {
        let plan = Plan::new(&network(&Variant::B0.imagenet()), threads);
        bench(bencher, Variant::B0, |x| plan.run(x));
    }

    #[divan::bench]
    fn b0_readable(bencher: Bencher<'_, '_>) {
        let net = network(&Variant::B0.imagenet());
        bench(bencher, Variant::B0, |x| net.infer(x));
    }

    #[divan::bench(args = [1, 2])]
    fn lite0_plan(bencher: Bencher<'_, '_>, threads: usize) {
        let plan = Plan::new(&network(&Variant::Lite0.imagenet()), threads);
        bench(bencher, Variant::Lite0, |x| plan.run(x));
    }

    #[divan::bench]
    fn lite0_readable(bencher: Bencher<'_, '_>) {
        let net = network(&Variant::Lite0.imagenet());
        bench(bencher, Variant::Lite0, |x| net.infer(x));
    }
}

/// What training does again and again: 32 images of 32×32 through B0 at a quarter of its width.
mod training {
    use effnet_tutor::train::loss::cross_entropy;
    use effnet_tutor::train::optimizer::{Decayed, Optimizer, SgdNesterov, pairs};

    use super::{ArchSpec, Bencher, Padding, Scaling, SplitMix64, families, network, normal};

    #[divan::bench]
    fn step(bencher: Bencher<'_, '_>) {
        let scaling = Scaling { width: 0.25, depth: 0.5, resolution: 32 };
        let spec = families::efficientnet().scale(scaling, 10).expect("a valid scaling");
        let spec = ArchSpec { padding: Padding::Symmetric, bn_eps: 1e-5, ..spec };
        let mut net = network(&spec);
        let mut rng = SplitMix64::new(3);
        let x = normal((32, 3, 32, 32), 4);
        let labels: Vec<usize> = (0..32).map(|i| i % 10).collect();
        let mut optimizer = SgdNesterov::new(0.9, 1e-4);
        bencher.bench_local(|| {
            let (logits, cache) = net.forward(&x, &mut rng);
            let (loss, dlogits) = cross_entropy(&logits, &labels, 0.0);
            let mut grads = net.zeros_like();
            net.backward(&dlogits, cache, &mut grads);
            optimizer.step(&mut pairs(&mut net, &grads, Decayed::Everything), 1e-3);
            loss
        });
    }
}

/// The loops that take the time, each beside its obvious twin; items are multiply-accumulates.
mod kernel {
    use effnet_tutor::nn::im2col::Window;
    use effnet_tutor::nn::kernel::activation::{Act, apply_all};
    use effnet_tutor::nn::kernel::{
        Depthwise, Filter, LANES, Lane, Planes, Pointwise, ZERO, dispatch,
    };
    use effnet_tutor::nn::{Conv2d, DepthwiseConv2d, Layer, activation};

    use super::{Bencher, ItemsCount, Padding, SplitMix64, black_box, normal};

    /// 1×1 convolutions of B0: channels in, channels out, side.
    const POINTWISE: [(usize, usize, usize); 7] = [
        (32, 16, 112),
        (16, 96, 112),
        (24, 144, 56),
        (240, 40, 28),
        (112, 672, 14),
        (1152, 192, 7),
        (320, 1280, 7),
    ];
    /// Depthwise convolutions of B0: channels, kernel, stride, side of the input.
    const DEPTHWISE: [(usize, usize, usize, usize); 5] =
        [(32, 3, 1, 112), (96, 3, 2, 112), (240, 5, 1, 28), (672, 5, 2, 14), (1152, 3, 1, 7)];

    fn lanes(count: usize) -> Vec<Lane> {
        let mut rng = SplitMix64::new(5);
        (0..count).map(|_| Lane(std::array::from_fn(|_| rng.normal()))).collect()
    }

    #[divan::bench(args = POINTWISE)]
    fn pointwise(bencher: Bencher<'_, '_>, (channels, out, side): (usize, usize, usize)) {
        let pixels = side * side;
        let x = lanes(channels.div_ceil(LANES) * (pixels | 1));
        let weights = lanes(out.div_ceil(LANES) * channels);
        let mut y = vec![ZERO; out.div_ceil(LANES) * pixels];
        let x = Planes { lanes: &x, stride: pixels | 1 };
        bencher.counter(ItemsCount::new(channels * out * pixels)).bench_local(|| {
            for (y, weights) in y.chunks_exact_mut(pixels).zip(weights.chunks_exact(channels)) {
                let filter = Filter { weights, bias: &ZERO };
                dispatch(Pointwise { x, filter, act: Act::None, skip: None, start: 0, y });
            }
        });
    }

    /// Twin: one call of ndarray's matrix product (the matrixmultiply crate).
    #[divan::bench(args = POINTWISE)]
    fn pointwise_readable(bencher: Bencher<'_, '_>, (channels, out, side): (usize, usize, usize)) {
        let mut conv = Conv2d::pointwise(channels, out);
        conv.weight = normal((out, channels, 1, 1), 6);
        let x = normal((1, channels, side, side), 7);
        let macs = ItemsCount::new(channels * out * side * side);
        bencher.counter(macs).bench_local(|| conv.infer(black_box(&x)));
    }

    #[divan::bench(args = DEPTHWISE)]
    fn depthwise(
        bencher: Bencher<'_, '_>,
        (channels, kernel, stride, side): (usize, usize, usize, usize),
    ) {
        let width = side / stride;
        let row = side + kernel;
        let (plane, weights) = (lanes(row * row), lanes(kernel * kernel));
        let mut y = vec![ZERO; width * width];
        let macs = ItemsCount::new(channels * kernel * kernel * width * width);
        bencher.counter(macs).bench_local(|| {
            let mut sum = ZERO;
            for _ in 0..channels / LANES {
                dispatch(Depthwise {
                    x: black_box(&plane),
                    row,
                    kernel,
                    stride,
                    weights: &weights,
                    bias: &ZERO,
                    act: Act::None,
                    y: &mut y,
                    width,
                    sum: &mut sum,
                });
            }
            sum
        });
    }

    #[divan::bench(args = DEPTHWISE)]
    fn depthwise_readable(
        bencher: Bencher<'_, '_>,
        (channels, kernel, stride, side): (usize, usize, usize, usize),
    ) {
        let window = Window { kernel, stride, padding: Padding::Same };
        let mut conv = DepthwiseConv2d::new(channels, window);
        conv.weight.fill(0.1);
        let x = normal((1, channels, side, side), 8);
        let width = side / stride;
        let macs = ItemsCount::new(channels * kernel * kernel * width * width);
        bencher.counter(macs).bench_local(|| conv.infer(black_box(&x)));
    }

    /// Swish of 100,352 numbers in cache; items are numbers.
    #[divan::bench]
    fn silu(bencher: Bencher<'_, '_>) {
        let x = lanes(6272);
        let mut y = x.clone();
        bencher.counter(ItemsCount::new(y.len() * LANES)).bench_local(|| {
            y.copy_from_slice(&x);
            apply_all(Act::Silu, &mut y);
        });
    }

    #[divan::bench]
    fn silu_readable(bencher: Bencher<'_, '_>) {
        let x: Vec<f32> = lanes(6272).iter().flat_map(|lane| lane.0).collect();
        let mut y = x.clone();
        bencher.counter(ItemsCount::new(y.len())).bench_local(|| {
            y.iter_mut().zip(&x).for_each(|(y, &x)| *y = activation::silu(x));
        });
    }
}
