//! One output value of an MBConv: the terms that add up to it, and where the largest comes from.

use crate::demo::bench::Opened;
use crate::nn::{MBConv, Tensor4};

/// One output value, from the image to the sum with the input.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trace {
    /// The expanded channel with the largest term.
    pub(super) channel: usize,
    /// Row and column in the middle of the depthwise window.
    pub(super) centre: (usize, usize),
    /// What the channel's expansion gives there; the block's input where there is none.
    pub(super) expand: f32,
    /// What its depthwise convolution makes of the window, activation included.
    pub(super) depthwise: f32,
    /// By how much squeeze-excite multiplies the channel.
    pub(super) gate: Option<f32>,
    /// What the projection multiplies it by.
    pub(super) weight: f32,
    /// The terms of the projection, one for each expanded channel.
    pub(super) terms: Vec<f32>,
    /// Their sum, as the engine computed it.
    pub(super) sum: f32,
    /// Batch norm's scale and shift of the output channel.
    pub(super) scale: f32,
    pub(super) shift: f32,
    /// The sum behind the batch norm.
    pub(super) norm: f32,
    /// What is added to it.
    pub(super) skip: Option<f32>,
    /// What the block gives.
    pub(super) out: f32,
}

impl Trace {
    /// Of the value at `[channel, row, column]` of the block's output.
    pub(super) fn of(block: &MBConv, opened: &Opened, [out, row, column]: [usize; 3]) -> Self {
        let read = |part: &str| opened.inside(part).expect("every MBConv has this part");
        let deep = read("depthwise.act");
        let gates = opened.inside("se.gate");
        let gate = |channel| gates.map(|gates| gates[(0, channel, 0, 0)]);
        let weights = &block.project.conv.weight;
        let term = |channel| {
            weights[(out, channel, 0, 0)]
                * gate(channel).unwrap_or(1.0)
                * deep[(0, channel, row, column)]
        };
        let terms: Vec<f32> = (0..deep.dim().1).map(term).collect();
        let channel = largest(&terms);
        let centre = centre(block, opened.expanded(), row, column);
        let at = (0, out, row, column);
        let (scale, shift) = block.project.norm.scale_shift();
        Self {
            channel,
            centre,
            expand: opened.expanded()[(0, channel, centre.0, centre.1)],
            depthwise: deep[(0, channel, row, column)],
            gate: gate(channel),
            weight: weights[(out, channel, 0, 0)],
            terms,
            sum: read("project")[at],
            scale: scale[out],
            shift: shift[out],
            norm: read("project.norm")[at],
            skip: block.has_skip.then(|| opened.input()[at]),
            out: opened.output()[at],
        }
    }
}

/// The first of the terms that are farthest from 0.
fn largest(terms: &[f32]) -> usize {
    let farther =
        |best: usize, at: usize| if terms[at].abs() > terms[best].abs() { at } else { best };
    (0..terms.len()).fold(0, farther)
}

/// The middle of the depthwise window behind an output value. It never lies in the padding: there is no
/// more of it than half a kernel.
fn centre(block: &MBConv, input: &Tensor4, row: usize, column: usize) -> (usize, usize) {
    let window = block.depthwise.conv.window;
    let (_, _, height, width) = input.dim();
    let (above, left) = window.before(height, width);
    let half = window.kernel / 2;
    let middle = |at: usize, before: usize, size: usize| {
        (at * window.stride + half).saturating_sub(before).min(size - 1)
    };
    (middle(row, above, height), middle(column, left, width))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Photo;
    use crate::demo::bench::{Source, shared};
    use crate::job::CancelToken;

    /// First, middle and last cell of every block of both networks, with whatever parts it has.
    #[test]
    fn the_terms_add_up_to_what_the_engine_computed() {
        let (mut skips, mut expands, mut gated) = ([0; 2], [0; 2], [0; 2]);
        for source in [Source::Photo(Photo::Chelsea), Source::Digit(7)] {
            let net = source.network();
            for index in 0..net.blocks.len() {
                let block = net.mbconv(index);
                let opened = shared().open(source, index, &CancelToken::new()).unwrap();
                let (_, channels, height, width) = opened.output().dim();
                for cell in [
                    [0, 0, 0],
                    [channels / 2, height / 2, width / 3],
                    [channels - 1, height - 1, width - 1],
                ] {
                    let trace = Trace::of(block, &opened, cell);
                    let size: f32 = trace.terms.iter().map(|term| term.abs()).sum::<f32>() + 1.0;
                    let sum: f32 = trace.terms.iter().sum();
                    let close = |a: f32, b: f32| (a - b).abs() < 1e-5 * size;
                    assert!(close(sum, trace.sum), "{source:?} {index}: {sum} {}", trace.sum);
                    assert!(close(trace.scale * trace.sum + trace.shift, trace.norm));
                    assert!(close(trace.norm + trace.skip.unwrap_or(0.0), trace.out));
                }
                skips[usize::from(block.has_skip)] += 1;
                expands[usize::from(block.expand.is_some())] += 1;
                gated[usize::from(block.squeeze_excite.is_some())] += 1;
            }
        }
        // Blocks of every kind were among them.
        assert!([skips, expands, gated].as_flattened().iter().all(|count| *count > 0));
    }

    /// The window's middle, against the definition of a convolution: with a filter that only passes its
    /// middle on, the output is the input there.
    #[test]
    fn the_centre_is_where_the_middle_tap_reads() {
        use crate::nn::Layer;
        for source in [Source::Photo(Photo::Chelsea), Source::Digit(7)] {
            for index in [0, 1, 3] {
                let block = source.network().mbconv(index);
                let opened = shared().open(source, index, &CancelToken::new()).unwrap();
                let passed = block.depthwise.conv.centre().infer(opened.expanded());
                let (_, _, height, width) = passed.dim();
                for (row, column) in [(0, 0), (1, 2), (height - 1, width - 1)] {
                    let (y, x) = centre(block, opened.expanded(), row, column);
                    let got = opened.expanded()[(0, 3, y, x)];
                    assert_eq!(got.to_bits(), passed[(0, 3, row, column)].to_bits());
                }
            }
        }
    }
}
