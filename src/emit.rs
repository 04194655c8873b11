//! A network told to other programs: a script that rebuilds it with PyTorch and counts again.
//!
//! The script prints torch's numbers beside ours. Parameters, MACs and fvcore's count by its own
//! rules must agree.

use std::fmt::Write as _;

use crate::arch::{
    Activation, ArchSpec, BlockKind, BlockSpec, Convention, Cost, Design, Implementation, Model,
    Network, Padding, Scaling, SpecError, Variant,
};

/// A Python script that builds the network and compares counts.
///
/// A published model that torchvision has is taken from there; its side and classes may differ.
/// Anything else is put together from plain `torch.nn` layers.
///
/// # Errors
/// When the design is out of range.
pub fn torch_script(design: &Design) -> Result<String, SpecError> {
    let network = design.network()?;
    if let Some(script) = published(design).and_then(|model| torchvision_script(model, &network)) {
        return Ok(script);
    }
    let spec = design.spec()?;
    Ok(format!(
        "# {}, from plain layers of PyTorch.\n{IMPORTS}\n{}\n{}{}",
        comment(&design.name),
        definitions(&spec),
        assembly(&spec),
        report(&network),
    ))
}

/// The script for a published model that torchvision has, ResNets among them. `network` is that model,
/// maybe with another side or other classes; with another width or depth there is none.
pub fn torchvision_script(model: Model, network: &Network) -> Option<String> {
    let builder = builder(model)?;
    let scaling = network.scaling;
    if scaling != (Scaling { resolution: scaling.resolution, ..model.scaling() }) {
        return None;
    }
    let (name, classes) = (comment(&network.name), network.classes);
    let report = report(network);
    Some(format!(
        "# {name}, from torchvision.\n{IMPORTS}import torchvision\n\n\
         net = torchvision.models.{builder}(weights=None, num_classes={classes})\n{report}"
    ))
}

/// What every script needs.
const IMPORTS: &str = "\
import warnings
warnings.simplefilter(\"ignore\", FutureWarning)
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from fvcore.nn import FlopCountAnalysis
";

/// One block, whatever its kind. Its rows come from [`stages`].
const BLOCK: &str = "\
class Block(nn.Module):
    def __init__(self, fused, k, s, e, c_in, c_out, squeeze):
        super().__init__()
        mid, self.skip = e * c_in, s == 1 and c_in == c_out
        expand = [conv(c_in, mid)] * (e > 1 and not fused)
        spatial = conv(c_in, mid if e > 1 else c_out, k, s) if fused else conv(mid, mid, k, s, mid)
        self.first = nn.Sequential(*expand, spatial)
        self.gate = squeeze and nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(mid, squeeze, 1),
                                              ACT(), nn.Conv2d(squeeze, mid, 1), nn.Sigmoid())
        is_one_conv = fused and e == 1
        self.project = nn.Identity() if is_one_conv else conv(mid, c_out, act=False)

    def forward(self, x):
        y = self.first(x)
        y = self.project(y * self.gate(y) if self.gate else y)
        return x + y if self.skip else y
";

/// Padding as in TensorFlow: as little as needed, the odd row last.
const SAME: &str = "    global SIDE
    total = max((-(-SIDE // s) - 1) * s + k - SIDE, 0)  # TensorFlow's SAME
    SIDE = -(-SIDE // s)
    before, after = total // 2, total - total // 2
    pad = nn.ZeroPad2d((before, after, before, after))
    body = [pad, nn.Conv2d(c_in, c_out, k, s, groups=groups, bias=False)]
";

/// Padding as in PyTorch.
const SYMMETRIC: &str =
    "    body = [nn.Conv2d(c_in, c_out, k, s, padding=k // 2, groups=groups, bias=False)]
";

/// Definitions and the table of stages.
fn definitions(spec: &ArchSpec) -> String {
    let ArchSpec { resolution, bn_eps, .. } = spec;
    let act = match spec.activation {
        Activation::Silu => "SiLU",
        Activation::Relu6 => "ReLU6",
        Activation::Relu => "ReLU",
    };
    let padding = match spec.padding {
        Padding::Same => SAME,
        Padding::Symmetric => SYMMETRIC,
    };
    format!(
        "ACT, SIDE = nn.{act}, {resolution}\n\n\
         def conv(c_in, c_out, k=1, s=1, groups=1, act=True):\n\
         {padding}    \
             return nn.Sequential(*body, nn.BatchNorm2d(c_out, eps={bn_eps:?}), *[ACT()] * act)\n\n\
         {BLOCK}\n\
         # fused, kernel, stride, expand_ratio, channels, repeats, squeeze of the first and of the rest\n\
         STAGES = [\n{}]\n",
        stages(spec)
    )
}

/// One row for each stage: its blocks differ only in stride, channels in and squeeze.
fn stages(spec: &ArchSpec) -> String {
    let mut text = String::new();
    for run in spec.blocks.chunk_by(|a, b| a.stage == b.stage) {
        let (first, last) = (&run[0], &run[run.len() - 1]);
        let BlockSpec { kernel, stride, expand_ratio, channels_out, .. } = first;
        let fused = if first.kind == BlockKind::FusedMBConv { "True" } else { "False" };
        let [squeeze, rest] = [first, last].map(|block| block.squeeze.unwrap_or(0));
        let repeats = run.len();
        let _ = writeln!(
            text,
            "    ({fused}, {kernel}, {stride}, {expand_ratio}, {channels_out}, {repeats}, {squeeze}, {rest}),"
        );
    }
    text
}

/// Python that puts the network together.
fn assembly(spec: &ArchSpec) -> String {
    let ArchSpec { stem, head, classes, .. } = spec;
    format!(
        "layers, c = [conv(3, {stem}, 3, 2)], {stem}\n\
         for fused, k, s, e, c_out, repeats, *squeeze in STAGES:\n    \
             for i in range(repeats):\n        \
                 layers += [Block(fused, k, 1 if i else s, e, c, c_out, squeeze[i > 0])]\n        \
                 c = c_out\n\
         layers += [conv(c, {head}), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear({head}, {classes})]\n\
         net = nn.Sequential(*layers)\n"
    )
}

/// Python that counts and compares.
fn report(network: &Network) -> String {
    let side = network.scaling.resolution;
    let Cost { params, macs, .. } = network.cost();
    let fvcore = Convention::Fvcore.ledger(network, Implementation::Torchvision).total();
    format!(
        "net.eval()\n\
         image = torch.zeros(1, 3, {side}, {side})\n\
         with torch.no_grad(), FlopCounterMode(display=False) as counter:\n    \
             net(image)\n\
         fvcore = FlopCountAnalysis(net, image).unsupported_ops_warnings(False)\n\
         rows = [(\"parameters\", sum(p.numel() for p in net.parameters()), {params}),\n        \
                 (\"MACs\", counter.get_total_flops() // 2, {macs}),\n        \
                 (\"fvcore\", int(fvcore.uncalled_modules_warnings(False).total()), {fvcore})]\n\
         print(f\"{{'':<12}}{{'counted':>20}}{{'effnet-tutor':>20}}\")\n\
         for what, theirs, ours in rows:\n    \
             print(f\"{{what:<12}}{{theirs:>20,}}{{ours:>20,}}\", \"OK\" if theirs == ours else \"DIFFERS\")\n"
    )
}

/// The published model that a design is, but for name, side and classes.
fn published(design: &Design) -> Option<Model> {
    let same = |variant: &Variant| {
        let model = Design::of(*variant);
        let scaling = Scaling { resolution: design.scaling.resolution, ..model.scaling };
        model.base == design.base && scaling == design.scaling
    };
    Variant::ALL.into_iter().find(same).map(Model::Built)
}

/// torchvision's function for a model.
fn builder(model: Model) -> Option<&'static str> {
    Some(match model.name() {
        "b0" => "efficientnet_b0",
        "b1" => "efficientnet_b1",
        "b2" => "efficientnet_b2",
        "b3" => "efficientnet_b3",
        "b4" => "efficientnet_b4",
        "b5" => "efficientnet_b5",
        "b6" => "efficientnet_b6",
        "b7" => "efficientnet_b7",
        "v2-s" => "efficientnet_v2_s",
        "v2-m" => "efficientnet_v2_m",
        "v2-l" => "efficientnet_v2_l",
        "mobilenet-v2" => "mobilenet_v2",
        "resnet-50" => "resnet50",
        "resnet-152" => "resnet152",
        _ => return None,
    })
}

/// A name that cannot leave its comment.
fn comment(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Overrides;

    #[test]
    fn a_published_model_comes_from_torchvision() {
        let script = torch_script(&Design::of(Variant::B3)).unwrap();
        assert!(
            script.contains("torchvision.models.efficientnet_b3(weights=None, num_classes=1000)")
        );
        assert!(script.contains("12233232") && script.contains("torch.zeros(1, 3, 300, 300)"));
        let network = Model::parse("resnet-50").unwrap().imagenet();
        let script = torchvision_script(Model::parse("resnet50").unwrap(), &network).unwrap();
        assert!(script.contains("models.resnet50(") && script.contains("25557032"));
        let wider = Overrides { width: Some(2.0), ..Overrides::default() };
        let resnet = Model::parse("resnet-50").unwrap();
        assert_eq!(torchvision_script(resnet, &resnet.network(wider).unwrap()), None);
    }

    #[test]
    fn any_other_network_is_put_together_from_layers() {
        let mut design = Design::of(Variant::Lite0);
        design.name = "mine\nimport os".to_owned();
        let script = torch_script(&design).unwrap();
        assert!(script.starts_with("# mine import os, from plain layers"), "{script}");
        assert!(script.contains("nn.ReLU6, 224") && script.contains("TensorFlow's SAME"));
        assert!(script.contains("    (False, 3, 2, 6, 24, 2, 0, 0),"), "{script}");
        design.classes = 0;
        assert!(torch_script(&design).is_err());
    }
}
