//! The loop: a batch, a loss, a gradient, a step; and after each epoch a look at images not learned from.
//!
//! ```text
//! x, labels ──forward──► logits ──cross_entropy──► loss, ∂L/∂logits ──backward──► gradients
//!     weights ◄──optimiser── gradients        average ◄──EMA── weights
//! ```
//!
//! The number of batches is the number of images over the batch size, rounded down, and the remainder is
//! spread over them: with 1,259 images and a batch of 32 there are 39 batches of 32 or 33. So no batch
//! is smaller than asked for, and batch norm never has to learn its statistics from a single image.
//!
//! Everything random comes from one generator, in one thread: the same seed gives the same losses, up
//! to the last bits in which processors differ.

use crate::arch::ArchSpec;
use crate::nn::{EfficientNet, Tensor4};
use crate::random::SplitMix64;

use super::augment::{Warp, draw};
use super::dataset::{CLASSES, Dataset, Split};
use super::ema::Ema;
use super::loss::{cross_entropy, hits};
use super::optimizer::{Optimizer, pairs};
use super::schedule::Schedule;
use super::{TrainConfig, TrainError};

/// A loss above this is on its way to infinity: guessing among ten costs 2.3.
const DIVERGED: f32 = 1000.0;

/// Images evaluated at a time.
const PIECE: usize = 64;

/// Most parameters of a network to train here.
const MOST_PARAMS: u64 = 1_000_000;

/// Most MACs for one image.
const MOST_MACS: u64 = 50_000_000;

/// What came of one step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepReport {
    /// From 1.
    pub epoch: usize,
    /// In this epoch, from 1.
    pub step: usize,
    /// Steps in an epoch.
    pub steps_per_epoch: usize,
    /// The learning rate.
    pub lr: f64,
    /// The loss of its batch alone.
    pub batch_loss: f32,
    /// Mean loss over the epoch so far, label smoothing included.
    pub loss: f32,
    /// Share of right answers over the epoch so far.
    pub accuracy: f32,
    /// What came of the epoch, if this was its last step.
    pub closed: Option<EpochReport>,
}

/// What came of one epoch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochReport {
    /// From 1.
    pub epoch: usize,
    /// The learning rate of its last step.
    pub lr: f64,
    /// On what was learned from, as it went: moved images, dropped features, smoothed labels.
    pub train: Score,
    /// On the validation part, as it is.
    pub validation: Score,
    /// Whether none before was better.
    pub is_best: bool,
}

/// How well a network answers on some images.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Mean cross-entropy.
    pub loss: f32,
    /// Right answers.
    pub hits: usize,
    /// Images.
    pub images: usize,
}

impl Score {
    /// Share of right answers.
    pub fn accuracy(&self) -> f32 {
        self.hits as f32 / self.images.max(1) as f32
    }

    /// Adds the answers on some more images.
    fn add(&mut self, loss: f32, hits: usize, images: usize) {
        let sum = self.loss * self.images as f32 + loss * images as f32;
        self.hits += hits;
        self.images += images;
        self.loss = sum / self.images as f32;
    }

    /// More right answers; between equals, the smaller loss.
    fn is_better_than(&self, other: &Self) -> bool {
        (self.hits, -self.loss) > (other.hits, -other.loss)
    }
}

/// The best network so far.
#[derive(Debug, Clone)]
pub struct Best {
    /// After which epoch, from 1.
    pub epoch: usize,
    /// On the validation part.
    pub validation: Score,
    /// Its weights: the averaged ones, if there are any.
    pub net: EfficientNet,
}

/// A training under way.
pub struct Trainer {
    config: TrainConfig,
    side: usize,
    dataset: Dataset,
    split: Split,
    net: EfficientNet,
    gradients: EfficientNet,
    optimizer: Box<dyn Optimizer + Send>,
    schedule: Schedule,
    average: Option<Ema>,
    rng: SplitMix64,
    step: usize,
    seen: Score,
    best: Option<Best>,
    history: Vec<EpochReport>,
}

impl Trainer {
    /// A network of random weights, and nothing learned.
    ///
    /// # Errors
    /// When a setting is out of range, or the network is too large.
    ///
    /// # Panics
    /// When the network has not one output for each digit.
    pub fn new(spec: &ArchSpec, config: TrainConfig, dataset: Dataset) -> Result<Self, TrainError> {
        assert_eq!(spec.classes, CLASSES, "a network for digits has ten outputs");
        config.validate()?;
        check_size(spec)?;
        let split = dataset.split();
        let mut rng = SplitMix64::new(config.seed);
        let mut net = EfficientNet::build(spec);
        net.init(&mut rng);
        net.set_dropout(config.dropout as f32);
        net.set_stochastic_depth(config.stochastic_depth as f32);
        Ok(Self {
            side: spec.resolution,
            schedule: config.schedule((split.train.len() / config.batch).max(1)),
            gradients: net.zeros_like(),
            optimizer: config.optimizer(),
            average: (config.ema > 0.0).then(|| Ema::new(&net, config.ema).with_warmup()),
            config,
            dataset,
            split,
            net,
            rng,
            step: 0,
            seen: Score::default(),
            best: None,
            history: Vec::new(),
        })
    }

    /// Learns from so many of the training images only, the same share of every digit.
    ///
    /// # Panics
    /// When a step was taken already.
    #[must_use]
    pub fn on_part(mut self, images: usize) -> Self {
        assert_eq!(self.step, 0, "a part is chosen before the first step");
        let all = self.split.train.len();
        let images = images.clamp(self.config.batch.min(all), all);
        // The split has one digit after the other: even steps through it keep the shares.
        self.split.train = (0..images).map(|n| self.split.train[n * all / images]).collect();
        self.schedule = self.config.schedule((images / self.config.batch).max(1));
        self
    }

    /// With another optimiser in the place of the one that the settings name.
    #[must_use]
    pub fn with_optimizer(self, optimizer: Box<dyn Optimizer + Send>) -> Self {
        Self { optimizer, ..self }
    }

    /// Whether all epochs are over.
    pub const fn is_done(&self) -> bool {
        self.step >= self.schedule.steps
    }

    /// Learns from one batch; after the last of an epoch, looks how far it has come.
    ///
    /// # Errors
    /// When training diverges. What was best before stays.
    ///
    /// # Panics
    /// When all epochs are over.
    pub fn step(&mut self) -> Result<StepReport, TrainError> {
        assert!(!self.is_done(), "all {} epochs are over", self.config.epochs);
        let count = self.schedule.steps_per_epoch;
        let (epoch, place) = (self.step / count, self.step % count);
        if place == 0 {
            self.rng.shuffle(&mut self.split.train);
            self.seen = Score::default();
        }
        let images = self.split.train.len();
        let batch = self.split.train[images * place / count..images * (place + 1) / count].to_vec();
        let lr = self.schedule.lr(self.step);
        let (loss, right) = self.learn(&batch, lr as f32);
        self.seen.add(loss, right, batch.len());
        self.step += 1;
        check_loss(loss, epoch, place)?;
        let closed = if place + 1 == count { Some(self.close(epoch, lr)?) } else { None };
        Ok(StepReport {
            epoch: epoch + 1,
            step: place + 1,
            steps_per_epoch: count,
            lr,
            batch_loss: loss,
            loss: self.seen.loss,
            accuracy: self.seen.accuracy(),
            closed,
        })
    }

    /// All steps up to the end of the epoch.
    ///
    /// # Errors
    /// As [`Self::step`].
    ///
    /// # Panics
    /// As [`Self::step`].
    pub fn epoch(&mut self) -> Result<EpochReport, TrainError> {
        loop {
            if let Some(report) = self.step()?.closed {
                return Ok(report);
            }
        }
    }

    /// The best network so far, if an epoch is over.
    pub const fn best(&self) -> Option<&Best> {
        self.best.as_ref()
    }

    /// The network as it stands.
    pub const fn net(&self) -> &EfficientNet {
        &self.net
    }

    /// The average of its weights, if there is one.
    pub fn average(&self) -> Option<&EfficientNet> {
        self.average.as_ref().map(Ema::average)
    }

    /// What came of each epoch so far.
    pub fn history(&self) -> &[EpochReport] {
        &self.history
    }

    /// The parts that the images are divided into.
    pub const fn split(&self) -> &Split {
        &self.split
    }

    /// How well a network does in the examination: on the part that nothing was learned or chosen from.
    pub fn examine(&self, net: &EfficientNet) -> Score {
        evaluate(net, &self.dataset, &self.split.test, self.side)
    }

    /// Forward, backward, and one step of the optimiser. The loss and the right answers.
    fn learn(&mut self, batch: &[usize], lr: f32) -> (f32, usize) {
        let warps: Vec<Warp> = batch
            .iter()
            .map(|_| if self.config.augment { Warp::random(&mut self.rng) } else { Warp::NONE })
            .collect();
        let x = images(&self.dataset, batch, &warps, self.side);
        let labels = self.dataset.labels(batch);
        let (logits, cache) = self.net.forward(&x, &mut self.rng);
        let smoothing = self.config.label_smoothing as f32;
        let (loss, dlogits) = cross_entropy(&logits, &labels, smoothing);
        self.gradients.visit_mut(&mut |_, mut param| param.value.fill(0.0));
        self.net.backward(&dlogits, cache, &mut self.gradients);
        let mut tensors = pairs(&mut self.net, &self.gradients, self.config.decayed);
        self.optimizer.step(&mut tensors, lr);
        if let Some(average) = &mut self.average {
            average.update(&self.net);
        }
        (loss, hits(&logits, &labels))
    }

    /// The network that counts: the average, if there is one.
    fn current(&self) -> &EfficientNet {
        self.average().unwrap_or(&self.net)
    }

    fn close(&mut self, epoch: usize, lr: f64) -> Result<EpochReport, TrainError> {
        let validation = evaluate(self.current(), &self.dataset, &self.split.validation, self.side);
        check_loss(validation.loss, epoch, self.schedule.steps_per_epoch - 1)?;
        let is_best =
            self.best.as_ref().is_none_or(|best| validation.is_better_than(&best.validation));
        if is_best {
            let net = self.current().clone();
            self.best = Some(Best { epoch: epoch + 1, validation, net });
        }
        let report = EpochReport { epoch: epoch + 1, lr, train: self.seen, validation, is_best };
        self.history.push(report);
        Ok(report)
    }
}

/// Stops what leads nowhere. Epoch and place in it count from 0.
fn check_loss(loss: f32, epoch: usize, place: usize) -> Result<(), TrainError> {
    if loss.is_finite() && loss < DIVERGED {
        return Ok(());
    }
    Err(TrainError::Diverged { epoch: epoch + 1, step: place + 1, loss })
}

/// Refuses what would never end.
fn check_size(spec: &ArchSpec) -> Result<(), TrainError> {
    let cost = spec.cost();
    if cost.params > MOST_PARAMS {
        return Err(TrainError::TooManyParams { got: cost.params, most: MOST_PARAMS });
    }
    if cost.macs > MOST_MACS {
        return Err(TrainError::TooManyMacs { got: cost.macs, most: MOST_MACS });
    }
    Ok(())
}

/// A batch of some images.
fn images(dataset: &Dataset, indices: &[usize], warps: &[Warp], side: usize) -> Tensor4 {
    let mut batch = Tensor4::zeros((indices.len(), 3, side, side));
    for (n, (&index, &warp)) in indices.iter().zip(warps).enumerate() {
        draw(&dataset.image(index), warp, &mut batch, n);
    }
    batch
}

/// How well a network answers on some images, in inference: running statistics, nothing dropped, no
/// smoothing. `side` is that of its input.
pub fn evaluate(net: &EfficientNet, dataset: &Dataset, indices: &[usize], side: usize) -> Score {
    let mut score = Score::default();
    for piece in indices.chunks(PIECE) {
        let logits = net.infer(&images(dataset, piece, &vec![Warp::NONE; piece.len()], side));
        let labels = dataset.labels(piece);
        let (loss, _) = cross_entropy(&logits, &labels, 0.0);
        score.add(loss, hits(&logits, &labels), piece.len());
    }
    score
}

#[cfg(test)]
mod tests;
