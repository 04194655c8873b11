//! Width, depth and resolution of a network, and the official rounding.

use super::error::{Field, SpecError};
use super::range;

/// Channel counts are multiples of this (TensorFlow calls it `depth_divisor`).
pub const CHANNEL_DIVISOR: usize = 8;

/// Factors applied to a base network, and the side of its input.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scaling {
    /// Factor on channel counts.
    pub width: f64,
    /// Factor on the number of blocks of each stage.
    pub depth: f64,
    /// Side of the square input, in pixels.
    pub resolution: usize,
}

impl Default for Scaling {
    /// B0: nothing scaled, 224 pixels.
    fn default() -> Self {
        Self { width: 1.0, depth: 1.0, resolution: 224 }
    }
}

impl Scaling {
    /// Refuses factors that are not finite, not positive or absurdly large.
    pub(super) fn validate(self) -> Result<(), SpecError> {
        for (field, value) in [(Field::Width, self.width), (Field::Depth, self.depth)] {
            range::real(field, value).map_err(|expected| {
                let got = value.to_string();
                SpecError::Network { field, got, expected }
            })?;
        }
        Ok(())
    }
}

/// The `round_limit` of EfficientNet and MobileNetV2: rounding never loses more than a tenth.
pub const ROUND_LIMIT: f64 = 0.9;

/// Rounds a scaled channel count half up to a multiple of 8, never below `round_limit` of the product.
///
/// Source: tensorflow/tpu, `efficientnet_model.py`, `round_filters`. Among B0–B8 and L2 the 90 %
/// rule acts once: 16 · 1.2 = 19.2 would become 16 and is 24 (B3, stage 2). google/automl's
/// EfficientNetV2 has no such rule: there the limit is 0.
pub fn round_channels(channels: usize, width: f64, round_limit: f64) -> usize {
    let scaled = channels as f64 * width;
    let nearest =
        (scaled + CHANNEL_DIVISOR as f64 / 2.0) as usize / CHANNEL_DIVISOR * CHANNEL_DIVISOR;
    let rounded = nearest.max(CHANNEL_DIVISOR);
    if (rounded as f64) < round_limit * scaled { rounded + CHANNEL_DIVISOR } else { rounded }
}

/// Rounds a scaled number of blocks up.
///
/// Source: tensorflow/tpu, `efficientnet_model.py`, `round_repeats`. The rounding is per stage, so a
/// depth of 1.1 turns B0's 16 blocks into 23.
pub fn round_repeats(repeats: usize, depth: f64) -> usize {
    (repeats as f64 * depth).ceil() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_round_half_up_to_multiples_of_eight() {
        assert_eq!(round_channels(32, 1.0, ROUND_LIMIT), 32);
        assert_eq!(round_channels(32, 1.1, ROUND_LIMIT), 32); // 35.2
        assert_eq!(round_channels(40, 1.1, ROUND_LIMIT), 48); // 44 is half way
        assert_eq!(round_channels(112, 1.2, ROUND_LIMIT), 136); // 134.4
        assert_eq!(round_channels(16, 0.25, ROUND_LIMIT), 8); // never below 8
    }

    #[test]
    fn rounding_never_loses_more_than_a_tenth() {
        assert_eq!(round_channels(16, 1.2, ROUND_LIMIT), 24); // 19.2: 16 would lose 17 %
        assert_eq!(round_channels(40, 0.25, ROUND_LIMIT), 16); // 10: 8 would lose 20 %
        assert_eq!(round_channels(16, 1.2, 0.0), 16); // EfficientNetV2 lets it
    }

    #[test]
    fn repeats_round_up() {
        assert_eq!(round_repeats(1, 1.1), 2);
        assert_eq!(round_repeats(4, 1.1), 5);
        assert_eq!(round_repeats(3, 1.0), 3);
        assert_eq!(round_repeats(4, 0.5), 2);
    }
}
