//! One network counted by the paper and by each tool, and what each of them adds.

use crate::arch::convention::{Item, Ledger, Line, Rule, difference};
use crate::arch::{Convention, Implementation, Model};
use crate::content::demo::ConventionLedger;
use crate::figure::{Figure, Part, Table};
use crate::text::number::count;
use crate::text::{Lang, pad_end, pad_start, width};

use super::{signed_compact, variant};

/// The conventions shown; ptflops's other backend is left to `inspect --ledger`.
const SHOWN: [Convention; 6] = [
    Convention::Paper,
    Convention::TorchFlops,
    Convention::Fvcore,
    Convention::Ptflops,
    Convention::Thop,
    Convention::Torchinfo,
];

/// So many of a tool's additions are shown.
const ADDITIONS: usize = 2;

pub(crate) fn conventions(demo: &ConventionLedger, lang: Lang) -> Figure {
    let variant = variant(demo.model);
    let model = Model::Built(variant);
    let network = model.imagenet();
    let ledgers = SHOWN.map(|tool| tool.ledger(&network, Implementation::of(model)));
    let total = |tool| {
        let found = ledgers.iter().find(|ledger| ledger.convention == tool);
        found.map_or(0.0, |ledger| ledger.total() as f64)
    };
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("model", &variant.title()), ("resolution", &network.scaling.resolution)];
    let mut tables = [totals(&ledgers, lang), additions(&ledgers, lang)];
    align(&mut tables);
    Figure {
        title: lang.fill("walks.conventions.title", &values),
        parts: tables.into_iter().map(Part::Table).collect(),
        values: vec![
            ("paper", total(Convention::Paper)),
            ("torch", total(Convention::TorchFlops)),
            ("fvcore", total(Convention::Fvcore)),
            ("ptflops", total(Convention::Ptflops)),
        ],
    }
}

fn totals(ledgers: &[Ledger], lang: Lang) -> Table {
    let mut table = Table::new([
        lang.text("ledger.tool"),
        lang.text("ledger.count"),
        lang.text("walks.conventions.less"),
    ]);
    let paper = ledgers.first().map_or(0, Ledger::total);
    for ledger in ledgers {
        let total = ledger.total();
        table.push([
            ledger.convention.name().to_owned(),
            count(total),
            signed_compact(difference(total, paper)),
        ]);
    }
    table
}

/// The largest differences of each tool, line by line.
fn additions(ledgers: &[Ledger], lang: Lang) -> Table {
    let mut table = Table::new(["", lang.text("walks.conventions.largest"), ""]);
    table.left = vec![1];
    for ledger in ledgers {
        let mut lines: Vec<&Line> = ledger.lines.iter().filter(|l| l.beyond_paper() != 0).collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.beyond_paper().unsigned_abs()));
        let most = lines.first().map_or(0, |line| line.beyond_paper().unsigned_abs());
        // What is below a hundredth of the largest explains nothing.
        lines.retain(|line| line.beyond_paper().unsigned_abs() >= most / 100);
        for (index, line) in lines.into_iter().take(ADDITIONS).enumerate() {
            let name = if index == 0 { ledger.convention.name() } else { "" };
            let change = signed_compact(line.beyond_paper());
            table.push([name.to_owned(), item_text(line, lang), change]);
        }
    }
    table
}

/// Makes the columns of tables equally wide, so that they stand below each other.
fn align(tables: &mut [Table]) {
    let columns = tables.iter().map(|table| table.head.len()).min().unwrap_or(0);
    for column in 0..columns {
        let cells = tables.iter().flat_map(|table| {
            let rows = table.rows.iter().map(|row| &row.cells);
            rows.chain([&table.head]).filter_map(|cells| cells.get(column))
        });
        let wide = cells.map(|cell| width(cell)).max().unwrap_or(0);
        for table in tables.iter_mut() {
            let left = column == 0 || table.left.contains(&column);
            if let Some(cell) = table.rows.first_mut().and_then(|row| row.cells.get_mut(column)) {
                *cell = if left { pad_end(cell, wide) } else { pad_start(cell, wide) };
            }
        }
    }
}

/// What a line of a ledger counts.
pub fn item_text(line: &Line, lang: Lang) -> String {
    let key = match line.item {
        Item::Conv if line.rule == Rule::UnknownClass => "ledger.items.conv2d-same",
        Item::Conv => "ledger.items.conv",
        Item::Linear => "ledger.items.linear",
        Item::ConvBias => "ledger.items.conv-bias",
        Item::LinearBias => "ledger.items.linear-bias",
        Item::BatchNorm => "ledger.items.batch-norm",
        Item::Activation => "ledger.items.activation",
        Item::Sigmoid => "ledger.items.sigmoid",
        Item::SePool => "ledger.items.se-pool",
        Item::GlobalPool => "ledger.items.global-pool",
        Item::MaxPool => "ledger.items.max-pool",
        Item::SeScale => "ledger.items.se-scale",
        Item::Add => "ledger.items.add",
    };
    lang.text(key).to_owned()
}

/// How a convention treats it.
pub fn rule_text(rule: Rule, lang: Lang) -> String {
    match rule {
        Rule::Each(times) => lang.fill("ledger.rules.each", &[("times", &times)]),
        Rule::SeenTwice => lang.text("ledger.rules.seen-twice").to_owned(),
        Rule::DoubledAffine => lang.text("ledger.rules.doubled-affine").to_owned(),
        Rule::PerParameter => lang.text("ledger.rules.per-parameter").to_owned(),
        Rule::InAndOut => lang.text("ledger.rules.in-and-out").to_owned(),
        Rule::LeftOut => lang.text("ledger.rules.left-out").to_owned(),
        Rule::NoRule => lang.text("ledger.rules.no-rule").to_owned(),
        Rule::UnknownClass => lang.text("ledger.rules.unknown-class").to_owned(),
    }
}
