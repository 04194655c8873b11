//! A plain convolution against a depthwise-separable one: MACs, parameters, and the ratio.

use crate::arch::Cost;
use crate::content::demo::SeparableCost;
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, count};

pub(super) fn cost(demo: &SeparableCost, lang: Lang) -> Figure {
    let SeparableCost { kernel, channels_in, channels_out, side } = *demo;
    let outputs = side * side;
    let plain = Cost::conv(channels_in, channels_out, kernel, 1, outputs);
    let depthwise = Cost::conv(channels_in, channels_in, kernel, channels_in, outputs);
    let pointwise = Cost::conv(channels_in, channels_out, 1, 1, outputs);
    let separable = depthwise + pointwise;
    let names = [
        lang.text("demo.separable.plain"),
        lang.text("demo.separable.depthwise"),
        lang.text("demo.separable.pointwise"),
        lang.text("demo.separable.separable"),
    ];
    let mut table = Table::new(["", lang.text("scale.params"), lang.text("scale.macs")]);
    for (name, cost) in names.into_iter().zip([plain, depthwise, pointwise]) {
        table.push([name.to_owned(), count(cost.params), count(cost.macs)]);
    }
    table.push_own([names[3].to_owned(), count(separable.params), count(separable.macs)]);
    let bar = |name: &str, cost: Cost| Bar {
        label: name.to_owned(),
        value: cost.macs as f64,
        shown: compact(cost.macs as f64),
    };
    let share = separable.macs as f64 / plain.macs as f64;
    let rule = 1.0 / channels_out as f64 + 1.0 / (kernel * kernel) as f64;
    let verdict = if share < 1.0 {
        lang.fill("demo.separable.saves", &[("ratio", &format!("{:.2}", 1.0 / share))])
    } else {
        lang.text("demo.separable.saves-nothing").to_owned()
    };
    Figure {
        title: lang.fill(
            "demo.separable.title",
            &[("k", &kernel), ("cin", &channels_in), ("cout", &channels_out), ("side", &side)],
        ),
        parts: vec![
            Part::Table(table),
            Part::Bars(vec![bar(names[0], plain), bar(names[3], separable)]),
            Part::Note(lang.fill(
                "demo.separable.rule",
                &[
                    ("cout", &channels_out),
                    ("kk", &(kernel * kernel)),
                    ("rule", &format!("{rule:.3}")),
                ],
            )),
            Part::Note(verdict),
        ],
        values: vec![
            ("plain", plain.macs as f64),
            ("separable", separable.macs as f64),
            ("ratio", 1.0 / share),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(kernel: usize, channels_out: usize) -> Figure {
        cost(&SeparableCost { kernel, channels_in: 32, channels_out, side: 56 }, Lang::En)
    }

    #[test]
    fn the_share_is_one_over_outputs_plus_one_over_the_kernel() {
        for kernel in [3, 5, 7] {
            for channels_out in [8, 64, 512] {
                let ratio = run(kernel, channels_out).value("ratio").unwrap();
                let rule = 1.0 / channels_out as f64 + 1.0 / (kernel * kernel) as f64;
                assert!((1.0 / ratio - rule).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_one_by_one_kernel_saves_nothing() {
        let figure = run(1, 64);
        assert!(figure.value("separable") > figure.value("plain"));
    }
}
