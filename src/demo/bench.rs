//! What the demos on trained networks remember, so that a turned knob is answered at once.
//!
//! ```text
//! photo or digit ──network──► Walk (what flows between the blocks) ──one block──► Opened (all inside it)
//! ```
//!
//! A whole run is kept for every image, a block's inside only for the block last looked at: it is large,
//! and cheap to compute anew.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::RgbImage;

use crate::arch::Variant;
use crate::content::demo::{Photo, TrainNano};
use crate::job::CancelToken;
use crate::nn::{EfficientNet, Layer, Probe, Switches, Tensor4, shipped};
use crate::vision::{self, VisionError};

use super::DemoError;
use super::digits::digits;
use super::training::Training;

/// The values inside a block that some demo shows.
const INSIDE: [&str; 8] = [
    "expand.act",
    "depthwise",
    "depthwise.act",
    "se.squeeze",
    "se.gate",
    "project",
    "project.norm",
    "skip",
];

/// Remembers what was computed. The same demo gives the same figure with it and without.
#[derive(Debug, Default)]
pub struct Bench {
    own: Option<Own>,
    walks: Mutex<HashMap<Source, Arc<Walk>>>,
    opened: Mutex<Option<(Source, Arc<Opened>)>>,
    right: Mutex<HashMap<Switches, f64>>,
    trainings: Mutex<HashMap<TrainNano, Arc<Training>>>,
    pub(super) solved: super::scale::Memory,
}

/// A photo of the learner's own, in the place of those that ship.
#[derive(Debug)]
struct Own {
    name: String,
    pixels: RgbImage,
}

/// An image and the network that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Source {
    /// Lite0 on a photo.
    Photo(Photo),
    /// `nano` on an image of the test digits.
    Digit(usize),
}

/// What flows between the blocks of a network.
#[derive(Debug)]
pub(super) struct Walk {
    /// The prepared image, (1, 3, S, S).
    pub(super) image: Tensor4,
    /// What each block reads; the last one is what the last block gives.
    pub(super) between: Vec<Tensor4>,
    /// What the classifier gives.
    pub(super) logits: Vec<f32>,
}

/// A block at work.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) walk: Arc<Walk>,
    pub(super) block: usize,
    inside: HashMap<String, Tensor4>,
}

impl Bench {
    /// With a photo of the learner's own, which every demo on a photo reads in the place of those that
    /// ship.
    ///
    /// # Errors
    /// When the file is no image that can be read.
    pub fn with_photo(path: &Path) -> Result<Self, VisionError> {
        let pixels = vision::read(path)?;
        Ok(Self { own: Some(Own { name: name_of(path), pixels }), ..Self::default() })
    }

    /// The decoded photo: the learner's own, if there is one.
    pub(super) fn pixels(&self, photo: Photo) -> RgbImage {
        self.own.as_ref().map_or_else(|| shipped_photo(photo).pixels(), |own| own.pixels.clone())
    }

    /// The name of that photo.
    pub(super) fn photo_name(&self, photo: Photo) -> &str {
        self.own.as_ref().map_or(photo.name(), |own| &own.name)
    }

    /// Runs an image through its network, unless that was done before.
    pub(super) fn walk(
        &self,
        source: Source,
        cancel: &CancelToken,
    ) -> Result<Arc<Walk>, DemoError> {
        let source = self.same(source);
        let mut known = lock(&self.walks);
        if let Some(walk) = known.get(&source) {
            return Ok(Arc::clone(walk));
        }
        not_cancelled(cancel)?;
        // Kept also if it was cancelled meanwhile: the next one asks for the same.
        let walk = Arc::new(Walk::of(source.network(), self.image(source)));
        known.insert(source, Arc::clone(&walk));
        Ok(walk)
    }

    /// Runs one block on what reaches it, unless it was the last one looked at.
    pub(super) fn open(
        &self,
        source: Source,
        block: usize,
        cancel: &CancelToken,
    ) -> Result<Arc<Opened>, DemoError> {
        let source = self.same(source);
        let walk = self.walk(source, cancel)?;
        let mut last = lock(&self.opened);
        if let Some((of, opened)) = &*last
            && (*of, opened.block) == (source, block)
        {
            return Ok(Arc::clone(opened));
        }
        not_cancelled(cancel)?;
        let opened = Arc::new(Opened::of(source.network(), walk, block));
        *last = Some((source, Arc::clone(&opened)));
        Ok(opened)
    }

    /// The share of all test digits that `nano` reads right with something switched.
    pub(super) fn right(&self, switches: Switches, cancel: &CancelToken) -> Result<f64, DemoError> {
        let mut known = lock(&self.right);
        if let Some(share) = known.get(&switches) {
            return Ok(*share);
        }
        not_cancelled(cancel)?;
        let mut net = shipped::nano().clone();
        switches.apply(&mut net);
        let share = f64::from(digits().examine(&net).accuracy());
        known.insert(switches, share);
        Ok(share)
    }

    /// A finished training, from memory or from `train`. Nothing is locked while it trains: whoever
    /// waits wants to cancel it.
    pub(super) fn training(
        &self,
        demo: &TrainNano,
        train: impl FnOnce() -> Result<Training, DemoError>,
    ) -> Result<Arc<Training>, DemoError> {
        if let Some(training) = lock(&self.trainings).get(demo) {
            return Ok(Arc::clone(training));
        }
        let training = Arc::new(train()?);
        lock(&self.trainings).insert(demo.clone(), Arc::clone(&training));
        Ok(training)
    }

    /// All photos are the same one where the learner has brought one.
    fn same(&self, source: Source) -> Source {
        match source {
            Source::Photo(_) if self.own.is_some() => Source::Photo(Photo::default()),
            other => other,
        }
    }

    fn image(&self, source: Source) -> Tensor4 {
        match source {
            Source::Photo(photo) => {
                vision::preprocess(&self.pixels(photo), Variant::Lite0.scaling().resolution)
            }
            Source::Digit(digit) => digits().image(digit),
        }
    }
}

impl Source {
    /// The trained network that reads it.
    pub(super) fn network(self) -> &'static EfficientNet {
        match self {
            Self::Photo(_) => shipped::lite0(),
            Self::Digit(_) => shipped::nano(),
        }
    }
}

impl Walk {
    fn of(net: &EfficientNet, image: Tensor4) -> Self {
        let wanted: Vec<String> =
            (0..=net.blocks.len()).map(|block| path_into(net, block)).collect();
        let mut between = Vec::with_capacity(wanted.len());
        // Only what is wanted is copied, of all that the network computes.
        let logits = net.infer_watched(&image, &mut |path, value| {
            if wanted.get(between.len()).is_some_and(|wanted| wanted == path) {
                between.push(value.clone());
            }
        });
        Self { image, between, logits: logits.into_iter().collect() }
    }
}

/// The value that a block reads; behind the last block, what the head reads.
fn path_into(net: &EfficientNet, block: usize) -> String {
    match block.checked_sub(1) {
        None => "stem.act".to_owned(),
        Some(before) if net.mbconv(before).has_skip => format!("blocks.{before}.skip"),
        Some(before) => format!("blocks.{before}.project.norm"),
    }
}

impl Opened {
    fn of(net: &EfficientNet, walk: Arc<Walk>, block: usize) -> Self {
        let mut inside = HashMap::new();
        let mut keep = |path: &str, value: &Tensor4| {
            if INSIDE.contains(&path) {
                inside.insert(path.to_owned(), value.clone());
            }
        };
        let mut probe = Probe::new(Switches::default(), &mut keep);
        net.blocks[block].infer_probed("", &walk.between[block], &mut probe);
        Self { walk, block, inside }
    }

    /// What the block reads.
    pub(super) fn input(&self) -> &Tensor4 {
        &self.walk.between[self.block]
    }

    /// What the block gives.
    pub(super) fn output(&self) -> &Tensor4 {
        &self.walk.between[self.block + 1]
    }

    /// A value inside, such as `depthwise.act`; none if the block has no such part.
    pub(super) fn inside(&self, part: &str) -> Option<&Tensor4> {
        debug_assert!(INSIDE.contains(&part), "`{part}` is not kept");
        self.inside.get(part)
    }

    /// What the depthwise convolution reads: the expansion, or the input where there is none.
    pub(super) fn expanded(&self) -> &Tensor4 {
        self.inside("expand.act").unwrap_or_else(|| self.input())
    }
}

/// The name of a file on one line, whatever its bytes.
fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    name.chars().filter(|letter| !letter.is_control()).collect()
}

const fn shipped_photo(photo: Photo) -> vision::Photo {
    match photo {
        Photo::Chelsea => vision::Photo::Chelsea,
        Photo::Coffee => vision::Photo::Coffee,
        Photo::Rocket => vision::Photo::Rocket,
    }
}

/// Says no to work that nobody waits for any more.
pub(super) fn not_cancelled(cancel: &CancelToken) -> Result<(), DemoError> {
    if cancel.is_cancelled() { Err(DemoError::Cancelled) } else { Ok(()) }
}

/// A panic elsewhere leaves what was remembered before it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One bench for the tests of all demos: Lite0 runs once a photo.
#[cfg(test)]
pub(super) fn shared() -> &'static Bench {
    static BENCH: std::sync::OnceLock<Bench> = std::sync::OnceLock::new();
    BENCH.get_or_init(Bench::default)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [Source; 2] = [Source::Photo(Photo::Chelsea), Source::Digit(3)];

    #[test]
    fn every_block_gives_what_the_next_one_reads() {
        for source in SOURCES {
            let net = source.network();
            let walk = shared().walk(source, &CancelToken::new()).unwrap();
            assert_eq!(walk.between.len(), net.blocks.len() + 1);
            for (block, pair) in net.blocks.iter().zip(walk.between.windows(2)) {
                assert_eq!(block.infer(&pair[0]), pair[1]);
            }
            assert_eq!(walk.logits, net.infer(&walk.image).into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_cancelled_job_begins_nothing_but_gets_what_is_known() {
        let (bench, cancelled) = (Bench::default(), CancelToken::new());
        cancelled.cancel();
        let digit = Source::Digit(0);
        assert_eq!(bench.walk(digit, &cancelled).unwrap_err(), DemoError::Cancelled);
        assert_eq!(bench.open(digit, 0, &cancelled).unwrap_err(), DemoError::Cancelled);
        assert_eq!(bench.right(Switches::default(), &cancelled), Err(DemoError::Cancelled));
        bench.open(digit, 0, &CancelToken::new()).unwrap();
        assert!(bench.open(digit, 0, &cancelled).is_ok());
    }

    #[test]
    fn an_own_photo_stands_in_the_place_of_every_photo() {
        let grey = RgbImage::from_pixel(9, 7, image::Rgb([100; 3]));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.png");
        grey.save(&path).unwrap();
        let bench = Bench::with_photo(&path).unwrap();
        assert_eq!(bench.pixels(Photo::Rocket), grey);
        let walk = |photo| bench.walk(Source::Photo(photo), &CancelToken::new()).unwrap();
        assert!(Arc::ptr_eq(&walk(Photo::Rocket), &walk(Photo::Coffee)), "and runs once");
        assert_eq!(bench.photo_name(Photo::Coffee), "mine.png");
        assert!(Bench::with_photo(folder.path()).is_err());
        let none = Bench::default();
        assert_eq!(none.photo_name(Photo::Coffee), "coffee");
        assert_ne!(none.pixels(Photo::Rocket), none.pixels(Photo::Coffee));
    }
}
