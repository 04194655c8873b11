//! What `run` runs: the model inside the program, or one with the weights of a file.

use std::path::Path;

use anyhow::{Context as _, bail};

use image::RgbImage;

use crate::arch::{Design, Model, Variant};
use crate::nn::weights::{self, Assumed, Choice, Loaded, Naming, load_model};
use crate::nn::{EfficientNet, Tensor4, shipped, tensor_file};
use crate::text::Lang;
use crate::train::augment::{Warp, draw};
use crate::vision::{self, Preparation};

use super::engine::Engine;
use super::{RunArgs, printable};

/// Longest weight file that is read: L2, the largest model, takes 1.8 GiB.
const MAX_FILE: u64 = 4 << 30;

/// A network and how it is fed.
pub(super) struct Subject {
    pub(super) model: Model,
    pub(super) engine: Engine,
    pub(super) feed: Feed,
    /// What is known of the weights, where they are a file's.
    pub(super) weights: Option<Weights>,
}

/// How an image becomes what the network reads.
#[derive(Debug, Clone, Copy)]
pub(super) enum Feed {
    /// As photographs for ImageNet's classes.
    Photo(Preparation),
    /// As a digit for `nano`, at this side.
    Digit(usize),
}

impl Feed {
    /// The tensor of an image.
    pub(super) fn apply(self, image: &RgbImage) -> Tensor4 {
        match self {
            Self::Photo(preparation) => preparation.apply(image),
            Self::Digit(side) => {
                let mut x = Tensor4::zeros((1, 3, side, side));
                draw(&vision::digit(image).view(), Warp::NONE, &mut x, 0);
                x
            }
        }
    }
}

/// How the weights of a file were taken.
pub(super) struct Weights {
    pub(super) naming: Naming,
    pub(super) assumed: Assumed,
    /// Whether padding, and whether ε, was given on the command line.
    pub(super) given: [bool; 2],
}

impl Subject {
    /// The model asked for, with its weights.
    pub(super) fn choose(args: &RunArgs, lang: Lang) -> anyhow::Result<Self> {
        let threads = args.threads.map(usize::from);
        if args.model.as_deref().and_then(|name| Model::parse(name).ok()) == Some(Model::Nano) {
            return Self::nano(args, threads, lang);
        }
        let named = match args.model.as_deref().map(Model::parse).transpose()? {
            Some(Model::Built(variant)) => Some(variant),
            // It is counted here, never built.
            Some(other) => Some(Variant::parse(other.name())?),
            None => None,
        };
        let Some(path) = &args.weights else {
            let variant = named.unwrap_or(Variant::Lite0);
            if variant != Variant::Lite0 {
                bail!(lang.fill("run.no-weights", &[("name", &variant.name())]));
            }
            let feed = Feed::Photo(Preparation::shipped(variant.scaling().resolution));
            let (model, engine) = (Model::Built(variant), Engine::shipped(threads));
            return Ok(Self { model, engine, feed, weights: None });
        };
        let choice =
            Choice { variant: named, padding: args.padding.map(Into::into), bn_eps: args.bn_eps };
        let loaded = load(path, &choice).with_context(|| cannot_load(path, lang));
        let Loaded { net, variant, naming, assumed } = match loaded {
            Err(_) if is_nano(path) => {
                bail!(lang.fill("run.is-nano", &[("file", &printable(path))]))
            }
            loaded => loaded?,
        };
        Ok(Self {
            model: Model::Built(variant),
            engine: Engine::loaded(&net, threads),
            feed: Feed::Photo(Preparation::of(variant, naming)),
            weights: Some(Weights {
                naming,
                assumed,
                given: [args.padding.is_some(), args.bn_eps.is_some()],
            }),
        })
    }

    /// Our own network, as it ships or as `lab train` wrote it; nothing is open there.
    fn nano(args: &RunArgs, threads: Option<usize>, lang: Lang) -> anyhow::Result<Self> {
        let mut spec = Design::nano().spec()?;
        spec.padding = args.padding.map_or(spec.padding, Into::into);
        spec.bn_eps = args.bn_eps.unwrap_or(spec.bn_eps);
        let engine = match &args.weights {
            None => Engine::loaded(shipped::nano(), threads),
            Some(path) => {
                let read = || Ok(weights::load(&spec, &tensor_file::read(path, MAX_FILE)?)?);
                let net: anyhow::Result<EfficientNet> = read();
                Engine::loaded(&net.with_context(|| cannot_load(path, lang))?, threads)
            }
        };
        let feed = Feed::Digit(spec.resolution);
        Ok(Self { model: Model::Nano, engine, feed, weights: None })
    }
}

/// Whether a file holds weights of our own network.
fn is_nano(path: &Path) -> bool {
    let spec = Design::nano().spec().ok();
    let bytes = tensor_file::read(path, MAX_FILE).ok();
    spec.zip(bytes).is_some_and(|(spec, bytes)| weights::load(&spec, &bytes).is_ok())
}

fn cannot_load(path: &Path, lang: Lang) -> String {
    lang.fill("run.cannot-load", &[("file", &format!("`{}`", printable(path)))])
}

/// Reads a weight file. Its bytes are gone before anything is computed.
fn load(path: &Path, choice: &Choice) -> anyhow::Result<Loaded> {
    let bytes = tensor_file::read(path, MAX_FILE)?;
    Ok(load_model(choice, &bytes)?)
}
