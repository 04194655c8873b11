//! One convolution, factor by factor: k²·C_in·C_out·H·W.

use crate::arch::shape::conv_output;
use crate::arch::{Cost, Shape};
use crate::content::demo::ConvCost;
use crate::figure::{Bar, Figure, Part, Table};
use crate::text::Lang;
use crate::text::number::{compact, count, ratio};

pub(in crate::demo) fn cost(demo: &ConvCost, lang: Lang) -> Figure {
    let ConvCost { kernel, channels_in, channels_out, stride, side } = *demo;
    let out = conv_output(side, stride);
    let cost = counted(demo);
    let products = kernel * kernel * channels_in;
    let formula = format!("k²·Cin·Cout·H·W = {kernel}²·{channels_in}·{channels_out}·{out}·{out}");
    Figure {
        title: lang.fill(
            "operations.conv.title",
            &[
                ("k", &kernel),
                ("cin", &channels_in),
                ("cout", &channels_out),
                ("stride", &stride),
                ("side", &side),
            ],
        ),
        parts: vec![
            Part::Note(formula),
            Part::Table(counts(demo, cost, products, lang)),
            Part::Bars(doubled(demo, lang)),
            Part::Note(lang.text("operations.conv.rule").to_owned()),
        ],
        values: vec![
            ("macs", cost.macs as f64),
            ("params", cost.params as f64),
            ("outputs", cost.activations as f64),
            ("products", products as f64),
        ],
    }
}

fn counted(demo: &ConvCost) -> Cost {
    let outputs = conv_output(demo.side, demo.stride).pow(2);
    Cost::conv(demo.channels_in, demo.channels_out, demo.kernel, 1, outputs)
}

fn counts(demo: &ConvCost, cost: Cost, products: usize, lang: Lang) -> Table {
    let text = |key| lang.text(key).to_owned();
    let out = conv_output(demo.side, demo.stride);
    let each = [("k", &demo.kernel as &dyn std::fmt::Display), ("cin", &demo.channels_in)];
    let mut table = Table::new(["", ""]);
    table.push([text("operations.conv.output"), Shape::square(demo.channels_out, out).to_string()]);
    table.push([text("operations.conv.outputs"), count(cost.activations)]);
    table.push([lang.fill("operations.conv.products", &each), count(products as u64)]);
    table.push([text("scale.params"), count(cost.params)]);
    table.push_own([text("scale.macs"), count(cost.macs)]);
    table
}

/// The MACs now, and with each factor doubled.
fn doubled(demo: &ConvCost, lang: Lang) -> Vec<Bar> {
    let now = counted(demo).macs as f64;
    let bar = |label: &str, demo: &ConvCost| {
        let macs = counted(demo).macs as f64;
        let shown = format!("{}  {}", compact(macs), ratio(macs / now, 2));
        Bar { label: label.to_owned(), value: macs, shown }
    };
    let side = lang.text("operations.conv.side-doubled");
    vec![
        bar(lang.text("operations.conv.now"), demo),
        bar("k ×2", &ConvCost { kernel: 2 * demo.kernel, ..demo.clone() }),
        bar("Cin ×2", &ConvCost { channels_in: 2 * demo.channels_in, ..demo.clone() }),
        bar("Cout ×2", &ConvCost { channels_out: 2 * demo.channels_out, ..demo.clone() }),
        bar(side, &ConvCost { side: 2 * demo.side, ..demo.clone() }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::Padding;
    use crate::nn::im2col::Window;
    use crate::nn::{Conv2d, Layer, Tensor4};

    /// The engine's layer has as many weights, writes as many values, and takes for each the products
    /// of one filter.
    #[test]
    fn the_engine_s_layer_is_as_large() {
        for (kernel, stride, side) in [(1, 1, 7), (3, 2, 21), (5, 2, 28), (7, 1, 14)] {
            let demo = ConvCost { kernel, channels_in: 5, channels_out: 6, stride, side };
            let figure = cost(&demo, Lang::En);
            let window = Window { kernel, stride, padding: Padding::Same };
            let conv = Conv2d::new(5, 6, window);
            let y = conv.infer(&Tensor4::zeros((1, 5, side, side)));
            let filter = conv.weight.len() / 6;
            let is = |name, wanted: usize| {
                assert_eq!(figure.value(name), Some(wanted as f64), "{name} of {demo:?}");
            };
            is("params", conv.weight.len());
            is("outputs", y.len());
            is("products", filter);
            is("macs", filter * y.len());
        }
    }

    #[test]
    fn doubling_a_channel_count_doubles_and_doubling_a_side_takes_four() {
        let demo = ConvCost { kernel: 3, channels_in: 32, channels_out: 64, stride: 1, side: 112 };
        let values: Vec<f64> = doubled(&demo, Lang::En).iter().map(|bar| bar.value).collect();
        let times: Vec<f64> = values.iter().map(|value| value / values[0]).collect();
        assert_eq!(times, [1.0, 4.0, 2.0, 2.0, 4.0]);
    }
}
