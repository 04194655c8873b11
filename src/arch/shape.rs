//! Shapes and padding: how large an output is, and how many rows are added on each side.

use std::fmt;

/// The shape of one example's activation: channels, height, width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Channels.
    pub c: usize,
    /// Height.
    pub h: usize,
    /// Width.
    pub w: usize,
}

impl Shape {
    /// A square activation.
    pub const fn square(c: usize, side: usize) -> Self {
        Self { c, h: side, w: side }
    }

    /// Number of values.
    pub const fn len(self) -> usize {
        self.c * self.h * self.w
    }

    /// True if there is no value at all.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

impl fmt::Display for Shape {
    /// `112×112×32`, height first, as the paper's tables print it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}×{}", self.h, self.w, self.c)
    }
}

/// How a convolution is padded. The output has ceil(n / stride) rows under both rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Padding {
    /// (k − 1) / 2 on every side: PyTorch's habit, used by torchvision.
    Symmetric,
    /// TensorFlow's `SAME`: as little as needed, and the odd row goes to the bottom and right.
    Same,
}

impl Padding {
    /// Rows added before and after an axis of `size`.
    pub fn amount(self, size: usize, kernel: usize, stride: usize) -> (usize, usize) {
        match self {
            Self::Symmetric => ((kernel - 1) / 2, (kernel - 1) / 2),
            Self::Same => {
                let covered = (conv_output(size, stride).saturating_sub(1)) * stride + kernel;
                let total = covered.saturating_sub(size);
                (total / 2, total - total / 2)
            }
        }
    }
}

/// Output size of a padded convolution with an odd kernel: ceil(size / stride).
pub const fn conv_output(size: usize, stride: usize) -> usize {
    size.div_ceil(stride)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_padding_puts_the_odd_row_last() {
        assert_eq!(Padding::Same.amount(224, 3, 2), (0, 1));
        assert_eq!(Padding::Same.amount(112, 5, 2), (1, 2));
        assert_eq!(Padding::Same.amount(7, 3, 2), (1, 1));
        assert_eq!(Padding::Same.amount(6, 3, 1), (1, 1));
        assert_eq!(Padding::Same.amount(6, 1, 2), (0, 0));
        assert_eq!(Padding::Same.amount(1, 5, 1), (2, 2));
    }

    #[test]
    fn symmetric_padding_ignores_size_and_stride() {
        assert_eq!(Padding::Symmetric.amount(224, 3, 2), (1, 1));
        assert_eq!(Padding::Symmetric.amount(7, 5, 2), (2, 2));
    }

    #[test]
    fn both_rules_give_the_same_output_size() {
        for size in 1..40 {
            for kernel in [1, 3, 5, 7] {
                for stride in [1, 2] {
                    for rule in [Padding::Symmetric, Padding::Same] {
                        let (before, after) = rule.amount(size, kernel, stride);
                        let padded = size + before + after;
                        if padded >= kernel {
                            assert_eq!((padded - kernel) / stride + 1, conv_output(size, stride));
                        }
                    }
                }
            }
        }
    }
}
