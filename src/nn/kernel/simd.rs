//! Sixteen numbers at a time, on whatever the processor has.

/// Channels of a plane, numbers of a vector.
pub const LANES: usize = 16;

/// Sixteen channels of one pixel: one cache line.
#[derive(Debug, Clone, Copy, PartialEq)]
#[repr(align(64))]
pub struct Lane(pub [f32; LANES]);

/// A lane of zeros.
pub const ZERO: Lane = Lane([0.0; LANES]);

/// The operations that kernels are made of, on vectors of [`LANES`] numbers.
///
/// A value of such a type is the proof that this processor can do it.
pub trait Simd: Copy {
    /// Sixteen numbers in registers.
    type Vector: Copy;

    /// The numbers of a lane.
    fn load(self, lane: &Lane) -> Self::Vector;
    /// Writes the numbers to a lane.
    fn store(self, value: Self::Vector, lane: &mut Lane);
    /// The same number sixteen times.
    fn splat(self, value: f32) -> Self::Vector;
    /// a + b.
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a − b.
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a · b.
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a / b.
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The smaller; the second where either is not a number.
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// The larger; the second where either is not a number.
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector;
    /// a · b + c.
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector;
    /// value · 2ⁿ, where the lowest nine bits of `n`'s representation are the whole number n. Both the
    /// value and the result must be normal numbers.
    fn scale_by_power(self, value: Self::Vector, n: Self::Vector) -> Self::Vector;
}

/// Work that is written over [`Simd`].
///
/// `run` and all that it calls must be `#[inline(always)]` and free of closures: what is not part of
/// [`dispatch`]'s function is compiled for the oldest processor.
pub trait Kernel {
    /// What it gives.
    type Output;
    /// Does the work.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// Runs a kernel with the best instructions of this processor.
pub fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    if let Some(avx2) = x86::Avx2::detect() {
        return avx2.run(kernel);
    }
    kernel.run(Portable)
}

/// What [`dispatch`] computes with here, by name.
pub fn instructions() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    if x86::Avx2::detect().is_some() {
        return "AVX2, FMA";
    }
    if cfg!(target_arch = "aarch64") { "NEON" } else { "SSE2" }
}

/// Plain arrays, which the compiler turns into what the target certainly has: SSE2, or NEON.
#[derive(Debug, Clone, Copy)]
pub struct Portable;

impl Portable {
    #[inline(always)]
    fn zip(a: [f32; LANES], b: [f32; LANES], f: impl Fn(f32, f32) -> f32) -> [f32; LANES] {
        std::array::from_fn(|i| f(a[i], b[i]))
    }
}

impl Simd for Portable {
    type Vector = [f32; LANES];

    #[inline(always)]
    fn load(self, lane: &Lane) -> Self::Vector {
        lane.0
    }

    #[inline(always)]
    fn store(self, value: Self::Vector, lane: &mut Lane) {
        lane.0 = value;
    }

    #[inline(always)]
    fn splat(self, value: f32) -> Self::Vector {
        [value; LANES]
    }

    #[inline(always)]
    fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| a / b)
    }

    #[inline(always)]
    fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        Self::zip(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
        // Without the instruction `f32::mul_add` is a function call for each number.
        let fused = cfg!(any(target_feature = "fma", target_arch = "aarch64"));
        std::array::from_fn(|i| if fused { a[i].mul_add(b[i], c[i]) } else { a[i] * b[i] + c[i] })
    }

    #[inline(always)]
    fn scale_by_power(self, value: Self::Vector, n: Self::Vector) -> Self::Vector {
        Self::zip(value, n, |value, n| {
            f32::from_bits(value.to_bits().wrapping_add(n.to_bits() << 23))
        })
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(unsafe_code, reason = "vector instructions; each block says why it is sound")]
mod x86 {
    use std::arch::x86_64::{
        __m256, _mm256_add_epi32, _mm256_add_ps, _mm256_castps_si256, _mm256_castsi256_ps,
        _mm256_div_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_min_ps,
        _mm256_mul_ps, _mm256_set1_ps, _mm256_slli_epi32, _mm256_storeu_ps, _mm256_sub_ps,
    };

    use super::{Kernel, Lane, Simd};

    /// AVX2 and FMA: two registers of eight numbers. Only [`Avx2::detect`] makes one.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Avx2(());

    impl Avx2 {
        /// The proof, if this processor has both.
        #[inline]
        pub(super) fn detect() -> Option<Self> {
            (is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma"))
                .then_some(Self(()))
        }

        /// Runs a kernel in a function that may use the instructions.
        #[inline]
        pub(super) fn run<K: Kernel>(self, kernel: K) -> K::Output {
            #[target_feature(enable = "avx2,fma")]
            fn with_avx2<K: Kernel>(avx2: Avx2, kernel: K) -> K::Output {
                kernel.run(avx2)
            }
            // SAFETY: `self` exists, so `detect` has found both features.
            unsafe { with_avx2(self, kernel) }
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn scale_eight(value: __m256, n: __m256) -> __m256 {
        let power = _mm256_slli_epi32::<23>(_mm256_castps_si256(n));
        _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(value), power))
    }

    impl Simd for Avx2 {
        type Vector = [__m256; 2];

        #[inline(always)]
        fn load(self, lane: &Lane) -> Self::Vector {
            let start = lane.0.as_ptr();
            // SAFETY: the lane is 16 numbers, eight at 0 and eight at 8; AVX is there.
            unsafe { [_mm256_loadu_ps(start), _mm256_loadu_ps(start.add(8))] }
        }

        #[inline(always)]
        fn store(self, value: Self::Vector, lane: &mut Lane) {
            let start = lane.0.as_mut_ptr();
            // SAFETY: as in `load`, and the borrow is exclusive.
            unsafe {
                _mm256_storeu_ps(start, value[0]);
                _mm256_storeu_ps(start.add(8), value[1]);
            }
        }

        #[inline(always)]
        fn splat(self, value: f32) -> Self::Vector {
            // SAFETY: AVX is there. So in all that follows, with AVX2 and FMA.
            unsafe { [_mm256_set1_ps(value); 2] }
        }

        #[inline(always)]
        fn add(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn sub(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_sub_ps(a[0], b[0]), _mm256_sub_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn mul(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_mul_ps(a[0], b[0]), _mm256_mul_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn div(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_div_ps(a[0], b[0]), _mm256_div_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn min(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_min_ps(a[0], b[0]), _mm256_min_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])] }
        }

        #[inline(always)]
        fn mul_add(self, a: Self::Vector, b: Self::Vector, c: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [_mm256_fmadd_ps(a[0], b[0], c[0]), _mm256_fmadd_ps(a[1], b[1], c[1])] }
        }

        #[inline(always)]
        fn scale_by_power(self, value: Self::Vector, n: Self::Vector) -> Self::Vector {
            // SAFETY: see `splat`.
            unsafe { [scale_eight(value[0], n[0]), scale_eight(value[1], n[1])] }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operation on two vectors and a whole number.
    struct Everything {
        a: Lane,
        b: Lane,
    }

    impl Kernel for Everything {
        type Output = Vec<Lane>;

        #[inline(always)]
        fn run<S: Simd>(self, s: S) -> Vec<Lane> {
            let (a, b) = (s.load(&self.a), s.load(&self.b));
            let whole = s.splat(12_582_912.0 - 3.0);
            let results = [
                s.splat(2.5),
                s.add(a, b),
                s.sub(a, b),
                s.mul(a, b),
                s.div(a, b),
                s.min(a, b),
                s.max(a, b),
                s.mul_add(a, b, a),
                s.scale_by_power(a, whole),
            ];
            let mut lanes = vec![ZERO; results.len()];
            for (lane, result) in lanes.iter_mut().zip(results) {
                s.store(result, lane);
            }
            lanes
        }
    }

    #[test]
    fn the_instructions_of_this_processor_do_what_arrays_do() {
        let numbers = |f: fn(f32) -> f32| Lane(std::array::from_fn(|i| f(i as f32 - 7.5)));
        let (a, b) = (numbers(|x| x * 1.25), numbers(|x| 3.0 - x * x * 0.3));
        let arrays = Everything { a, b }.run(Portable);
        let vectors = dispatch(Everything { a, b });
        for (operation, (arrays, vectors)) in arrays.iter().zip(&vectors).enumerate() {
            for (x, y) in arrays.0.iter().zip(vectors.0) {
                assert!(
                    (x - y).abs() <= 1e-6 * x.abs().max(1.0),
                    "operation {operation}: {x}, {y}"
                );
            }
        }
        // −7.5 · 1.25 · 2⁻³ is exact.
        assert!((arrays[8].0[0] + 1.171_875).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_a_number_stays_so_where_it_stands_second() {
        let nan = Lane([f32::NAN; LANES]);
        let six = Lane([6.0; LANES]);
        for lanes in
            [Everything { a: six, b: nan }.run(Portable), dispatch(Everything { a: six, b: nan })]
        {
            assert!(lanes[5].0.iter().chain(&lanes[6].0).all(|x| x.is_nan()));
        }
    }
}
