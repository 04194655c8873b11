//! What `run` runs: the model inside the program, or one with the weights of a file.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::arch::{Model, Variant};
use crate::nn::tensor_file;
use crate::nn::weights::{Assumed, Choice, Loaded, Naming, load_model};
use crate::text::Lang;
use crate::vision::Preparation;

use super::engine::Engine;
use super::{RunArgs, printable};

/// Longest weight file that is read: L2, the largest model, takes 1.8 GiB.
const MAX_FILE: u64 = 4 << 30;

/// A network and how it is fed.
pub(super) struct Subject {
    pub(super) variant: Variant,
    pub(super) engine: Engine,
    pub(super) preparation: Preparation,
    /// What is known of the weights, where they are a file's.
    pub(super) weights: Option<Weights>,
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
        if matches!(args.model.as_deref().map(Model::parse), Some(Ok(Model::Nano))) {
            bail!(lang.text("run.nano").to_owned());
        }
        let named = args.model.as_deref().map(Variant::parse).transpose()?;
        let threads = args.threads.map(usize::from);
        let Some(path) = &args.weights else {
            let variant = named.unwrap_or(Variant::Lite0);
            if variant != Variant::Lite0 {
                bail!(lang.fill("run.no-weights", &[("name", &variant.name())]));
            }
            let preparation = Preparation::shipped(variant.scaling().resolution);
            let engine = Engine::shipped(threads);
            return Ok(Self { variant, engine, preparation, weights: None });
        };
        let choice =
            Choice { variant: named, padding: args.padding.map(Into::into), bn_eps: args.bn_eps };
        let Loaded { net, variant, naming, assumed } = load(path, &choice).with_context(|| {
            lang.fill("run.cannot-load", &[("file", &format!("`{}`", printable(path)))])
        })?;
        Ok(Self {
            variant,
            engine: Engine::loaded(&net, threads),
            preparation: Preparation::of(variant, naming),
            weights: Some(Weights {
                naming,
                assumed,
                given: [args.padding.is_some(), args.bn_eps.is_some()],
            }),
        })
    }
}

/// Reads a weight file. Its bytes are gone before anything is computed.
fn load(path: &Path, choice: &Choice) -> anyhow::Result<Loaded> {
    let bytes = tensor_file::read(path, MAX_FILE)?;
    Ok(load_model(choice, &bytes)?)
}
