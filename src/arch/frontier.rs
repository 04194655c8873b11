//! Which networks a budget leaves: for each depth and width the largest input that fits, and of these
//! the ones that no other exceeds in depth, width and resolution together.
//!
//! A network of fixed blocks costs `Σ (MACs per pixel of a level) · (pixels of that level)`: it is
//! unrolled once, and every resolution is then a sum of a few products.

use super::budget::{Budget, Constraint, Measures};
use super::compound::CompoundScaling;
use super::cost::Cost;
use super::error::SpecError;
use super::plan::Plan;
use super::scaling::{Scaling, round_channels};
use super::spec::{ArchSpec, BaseSpec};
use super::variant::{IMAGENET_CLASSES, Variant};

/// Smallest side that is tried, in pixels.
pub const LEAST_SIDE: usize = 32;

/// Largest side that is tried, in pixels.
pub const MOST_SIDE: usize = 1024;

/// Depth coefficients that are tried, in hundredths: 0.5 to 4 by 0.1.
pub const DEPTHS: (u32, u32, usize) = (50, 400, 10);

/// Width coefficients that are tried, in hundredths: 0.5 to 2.5 by 0.05.
pub const WIDTHS: (u32, u32, usize) = (50, 250, 5);

/// Every network of the grid, ready to be asked for any budget.
#[derive(Debug, Clone)]
pub struct Grid {
    base: Variant,
    /// Coefficients in hundredths; those of one group build the same.
    depths: Vec<Vec<u32>>,
    widths: Vec<Vec<u32>>,
    /// One for each depth group and width group.
    profiles: Vec<Profile>,
}

/// What a network of fixed blocks costs at any resolution.
#[derive(Debug, Clone)]
struct Profile {
    blocks: usize,
    params: u64,
    buffers: u64,
    /// MACs that no resolution changes: squeeze-excite and the classifier.
    macs: u64,
    activations: u64,
    /// MACs and activations for each output pixel, behind 1, 2, 3 … halvings.
    levels: Vec<(u64, u64)>,
}

/// A network on the frontier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Built {
    /// Coefficients, side of the input, blocks and cost.
    pub measures: Measures,
    /// How far the three implied φ lie apart, seen from the base; `None` where no coefficient implies
    /// any.
    pub spread: Option<f64>,
}

impl Built {
    /// The spread, to compare by.
    fn distance(&self) -> f64 {
        self.spread.unwrap_or(f64::INFINITY)
    }
}

/// What fits, by the smallest coefficients that build it: networks are compared by these, since the
/// ones that are shown differ among networks of the same blocks.
#[derive(Debug, Clone, Copy)]
struct Fit {
    least: Scaling,
    built: Built,
}

/// A condition that leaves nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Obstacle {
    /// Which; the others can be satisfied together.
    pub constraint: Constraint,
    /// The nearest value of its quantity among the networks that satisfy the others; `None` for a
    /// remainder.
    pub nearest: Option<f64>,
}

/// What a budget leaves of the grid.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frontier {
    /// By rising depth, then width; no two build the same blocks. Of the coefficients that build one,
    /// each has those with the smallest spread.
    pub networks: Vec<Built>,
    /// How many combinations of depth and width fit, each at its largest resolution; those that build
    /// the same blocks count once.
    pub feasible: usize,
    /// The one nearest to the direction of compound scaling: the smallest spread.
    pub balanced: Option<usize>,
}

impl Grid {
    /// The networks on a base's table.
    ///
    /// # Errors
    /// When `base` is no model of one table.
    pub fn on(base: Variant) -> Result<Self, SpecError> {
        // A plan knows which models are bases.
        Plan { base, ..Plan::compound(CompoundScaling::default(), 0.0) }.formula()?;
        let table = base.base();
        let depths = groups(DEPTHS, |depth| repeats(&table, depth));
        let widths = groups(WIDTHS, |width| channels(&table, width));
        let mut profiles = Vec::with_capacity(depths.len() * widths.len());
        for depth in &depths {
            for width in &widths {
                let scaling =
                    Scaling { depth: real(depth[0]), width: real(width[0]), resolution: MOST_SIDE };
                profiles.push(Profile::of(&table.scale(scaling, IMAGENET_CLASSES)?));
            }
        }
        Ok(Self { base, depths, widths, profiles })
    }

    /// The model whose table it is.
    pub const fn base(&self) -> Variant {
        self.base
    }

    /// What a budget leaves.
    pub fn frontier(&self, budget: &Budget, compound: CompoundScaling) -> Frontier {
        let start = self.base.scaling();
        let fitting: Vec<Fit> = self
            .structures()
            .filter_map(|(depths, widths, profile)| {
                // What builds the same costs the same: all that fit do so at the same side.
                let fits = coefficients(depths, widths)
                    .find_map(|(depth, width)| profile.largest(depth, width, budget))?;
                let side = fits.scaling.resolution;
                let built = coefficients(depths, widths)
                    .map(|(depth, width)| profile.at(depth, width, side))
                    .filter(|measures| budget.holds(measures))
                    .map(|measures| {
                        let spread = compound.implied_from(start, measures.scaling).spread();
                        Built { measures, spread }
                    })
                    .min_by(|a, b| a.distance().total_cmp(&b.distance()))?;
                let least =
                    Scaling { depth: real(depths[0]), width: real(widths[0]), resolution: side };
                Some(Fit { least, built })
            })
            .collect();
        let mut networks: Vec<Built> = fitting
            .iter()
            .filter(|own| !fitting.iter().any(|other| exceeds(other.least, own.least)))
            .map(|fit| fit.built)
            .collect();
        networks.sort_by(|a, b| {
            let (a, b) = (a.measures.scaling, b.measures.scaling);
            a.depth.total_cmp(&b.depth).then(a.width.total_cmp(&b.width))
        });
        let spread = |index: &usize| networks[*index].distance();
        let balanced = (0..networks.len())
            .filter(|index| networks[*index].spread.is_some())
            .min_by(|a, b| spread(a).total_cmp(&spread(b)));
        Frontier { networks, feasible: fitting.len(), balanced }
    }

    /// Why nothing fits: each condition without which something would. None where no single one is to
    /// blame.
    pub fn obstacles(&self, budget: &Budget) -> Vec<Obstacle> {
        let blame = |index: usize| {
            let mut others = budget.clone();
            let constraint = others.constraints.remove(index);
            let mut found = false;
            let mut nearest: Option<f64> = None;
            for measures in self.everything().filter(|measures| others.holds(measures)) {
                found = true;
                let value = measures.value(constraint.quantity);
                let Some(distance) = constraint.distance(value) else { break };
                let before = nearest.and_then(|nearest| constraint.distance(nearest));
                if before.is_none_or(|before| distance < before) {
                    nearest = Some(value);
                }
            }
            found.then_some(Obstacle { constraint, nearest })
        };
        (0..budget.constraints.len()).filter_map(blame).collect()
    }

    fn structures(&self) -> impl Iterator<Item = (&[u32], &[u32], &Profile)> {
        let pairs = self.depths.iter().flat_map(|depth| {
            self.widths.iter().map(move |width| (depth.as_slice(), width.as_slice()))
        });
        pairs.zip(&self.profiles).map(|((depth, width), profile)| (depth, width, profile))
    }

    /// Every network at every resolution.
    fn everything(&self) -> impl Iterator<Item = Measures> {
        self.structures().flat_map(move |(depths, widths, profile)| {
            coefficients(depths, widths).flat_map(move |(depth, width)| {
                (LEAST_SIDE..=MOST_SIDE).map(move |side| profile.at(depth, width, side))
            })
        })
    }
}

impl Profile {
    /// Of a network for [`MOST_SIDE`] pixels, a power of two: there each halving is exact.
    fn of(spec: &ArchSpec) -> Self {
        let mut profile = Self {
            blocks: spec.blocks.len(),
            params: 0,
            buffers: 0,
            macs: 0,
            activations: 0,
            levels: Vec::new(),
        };
        for layer in spec.layers() {
            let cost = layer.cost();
            profile.params += cost.params;
            profile.buffers += cost.buffers;
            let side = layer.output.h;
            if side == 1 {
                profile.macs += cost.macs;
                profile.activations += cost.activations;
            } else {
                let level = (MOST_SIDE / side).ilog2() as usize;
                if profile.levels.len() < level {
                    profile.levels.resize(level, (0, 0));
                }
                let pixels = (side * side) as u64;
                if let Some(place) = level.checked_sub(1) {
                    profile.levels[place].0 += cost.macs / pixels;
                    profile.levels[place].1 += cost.activations / pixels;
                }
            }
        }
        profile
    }

    fn at(&self, depth: f64, width: f64, resolution: usize) -> Measures {
        let (mut macs, mut activations) = (self.macs, self.activations);
        let mut side = resolution;
        for (per_pixel, values) in &self.levels {
            // Both paddings halve and round up.
            side = side.div_ceil(2);
            let pixels = (side * side) as u64;
            macs += per_pixel * pixels;
            activations += values * pixels;
        }
        Measures {
            scaling: Scaling { width, depth, resolution },
            blocks: self.blocks,
            cost: Cost { params: self.params, buffers: self.buffers, macs, activations },
        }
    }

    /// The largest resolution that fits, by halving where every smaller one fits as well.
    fn largest(&self, depth: f64, width: f64, budget: &Budget) -> Option<Measures> {
        let below = |side: usize| {
            let measures = self.at(depth, width, side);
            budget.constraints.iter().filter(|c| c.is_upper()).all(|c| c.holds(&measures))
        };
        let (mut low, mut high) = (LEAST_SIDE, MOST_SIDE + 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            if below(middle) { low = middle + 1 } else { high = middle }
        }
        (LEAST_SIDE..low)
            .rev()
            .map(|side| self.at(depth, width, side))
            .find(|measures| budget.holds(measures))
    }
}

/// Whether it is at least as large in all three, and is not the same.
fn exceeds(a: Scaling, b: Scaling) -> bool {
    a != b && a.depth >= b.depth && a.width >= b.width && a.resolution >= b.resolution
}

fn real(hundredths: u32) -> f64 {
    f64::from(hundredths) / 100.0
}

/// The coefficients that build the same blocks, the smallest first.
fn coefficients<'a>(depths: &'a [u32], widths: &'a [u32]) -> impl Iterator<Item = (f64, f64)> + 'a {
    depths.iter().flat_map(|depth| widths.iter().map(move |width| (real(*depth), real(*width))))
}

/// Coefficients that build the same, together.
fn groups(
    (low, high, step): (u32, u32, usize),
    built: impl Fn(f64) -> Vec<usize>,
) -> Vec<Vec<u32>> {
    let mut groups: Vec<(Vec<usize>, Vec<u32>)> = Vec::new();
    for hundredths in (low..=high).step_by(step) {
        let own = built(real(hundredths));
        match groups.last_mut() {
            Some((last, group)) if *last == own => group.push(hundredths),
            _ => groups.push((own, vec![hundredths])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn repeats(table: &BaseSpec, depth: f64) -> Vec<usize> {
    (0..table.stages.len()).map(|index| table.repeats(index, depth)).collect()
}

/// Every channel count that width may change.
fn channels(table: &BaseSpec, width: f64) -> Vec<usize> {
    let stages = table.stages.iter().map(|row| row.channels);
    let all = stages.chain([table.stem, table.head]);
    all.map(|channels| round_channels(channels, width, table.round_limit)).collect()
}

#[cfg(test)]
mod tests;
