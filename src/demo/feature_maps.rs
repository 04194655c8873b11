//! Feature maps of a block of Lite0 on a photo, and the network's five best answers.

use ndarray::{Axis, s};

use crate::content::demo::FeatureMaps;
use crate::figure::{Bar, Figure, Grid, Map, Part};
use crate::job::CancelToken;
use crate::nn::Tensor4;
use crate::text::number::percent;
use crate::text::{Lang, fitting};
use crate::vision::{self, Prediction};

use super::bench::Source;
use super::{Bench, DemoError};

/// Maps in a row.
const IN_A_ROW: usize = 3;

/// Rows of maps; the first map is the photo itself.
const ROWS: usize = 2;

/// Answers shown.
const ANSWERS: usize = 5;

/// Columns that the name of a class may take.
const LABEL_COLUMNS: usize = 20;

pub(super) fn figure(
    demo: &FeatureMaps,
    lang: Lang,
    bench: &Bench,
    cancel: &CancelToken,
) -> Result<Figure, DemoError> {
    let walk = bench.walk(Source::Photo(demo.image), cancel)?;
    let output = &walk.between[demo.block + 1];
    let (_, channels, height, width) = output.dim();
    let photo = Map { label: lang.text("engine.input").to_owned(), ..photo(&walk.image) };
    let shown = (0..IN_A_ROW * ROWS - 1).map(|at| channel(output, (demo.channel + at) % channels));
    let maps: Vec<Map> = std::iter::once(photo).chain(shown).collect();
    let top = vision::top_k(&walk.logits, ANSWERS);
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("image", &bench.photo_name(demo.image)),
        ("block", &demo.block),
        ("channels", &channels),
        ("height", &height),
        ("width", &width),
    ];
    let best = top.first().map_or(0.0, |best| f64::from(best.probability) * 100.0);
    let rows = maps.chunks(IN_A_ROW).map(|row| Part::Maps(row.to_vec()));
    Ok(Figure {
        title: lang.fill("engine.maps.title", &values),
        parts: rows.chain([Part::Bars(top.iter().map(bar).collect())]).collect(),
        values: vec![("top", best)],
    })
}

/// What the network is shown, in grey.
fn photo(image: &Tensor4) -> Map {
    let grey = image.index_axis(Axis(0), 0).mean_axis(Axis(0));
    let values = grey.map_or_else(Vec::new, |grey| grey.into_iter().collect());
    Map { label: String::new(), grid: Grid { columns: image.dim().3, values }, cursor: None }
}

fn channel(output: &Tensor4, channel: usize) -> Map {
    let plane = output.slice(s![0, channel, .., ..]);
    let grid = Grid { columns: plane.ncols(), values: plane.iter().copied().collect() };
    Map { label: format!("#{channel}"), grid, cursor: None }
}

/// A class by the first of its names.
fn bar(answer: &Prediction) -> Bar {
    let name = answer.label.split(',').next().unwrap_or_default();
    let probability = f64::from(answer.probability);
    Bar {
        label: fitting(name, LABEL_COLUMNS).to_owned(),
        value: probability,
        shown: percent(probability, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::demo::Photo;
    use crate::demo::bench::shared;
    use crate::nn::shipped;

    fn figure_of(block: usize, channel: usize) -> Figure {
        let demo = FeatureMaps { image: Photo::Chelsea, block, channel };
        figure(&demo, Lang::En, shared(), &CancelToken::new()).unwrap()
    }

    fn maps(figure: &Figure) -> Vec<&Map> {
        let maps = figure.parts.iter().filter_map(|part| match part {
            Part::Maps(maps) => Some(maps),
            _ => None,
        });
        maps.flatten().collect()
    }

    /// The maps are the channels of the block's output, going round behind the last one.
    #[test]
    fn the_maps_are_those_of_the_block() {
        let figure = figure_of(0, 14);
        let maps = maps(&figure);
        let labels: Vec<&str> = maps.iter().map(|map| map.label.as_str()).collect();
        assert_eq!(labels, ["input", "#14", "#15", "#0", "#1", "#2"]);
        assert_eq!((maps[1].grid.columns, maps[1].grid.rows()), (112, 112));
        let walk = shared().walk(Source::Photo(Photo::Chelsea), &CancelToken::new()).unwrap();
        let out = shipped::lite0().probe(&walk.image, <_>::default(), &["blocks.0.project.norm"]);
        let out = &out.unwrap()[0];
        assert_eq!(maps[3].grid.values[113].to_bits(), out[(0, 0, 1, 1)].to_bits());
    }

    #[test]
    fn a_cat_is_found_whatever_block_is_shown() {
        let [first, last] = [figure_of(0, 0), figure_of(15, 319)];
        assert_eq!(first.value("top"), last.value("top"));
        let lines = last.lines(72, crate::figure::Glyphs::Ascii);
        let text: String = lines.iter().map(|line| line.text() + "\n").collect();
        assert!(text.contains("cat") || text.contains("tabby"), "{text}");
    }
}
