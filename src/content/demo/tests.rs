//! Knobs of every kind: read back, kept in range, refused.

use super::*;

fn microscope() -> Demo {
    let image = Photo::Chelsea;
    let settings = DepthwiseMicroscope { image, block: 0, channel: 11, row: 40, column: 63 };
    Demo::DepthwiseMicroscope(settings)
}

#[test]
fn every_knob_can_be_read_back_from_what_it_shows() {
    let demos = [
        microscope(),
        Demo::SeparableCost(SeparableCost {
            kernel: 3,
            channels_in: 32,
            channels_out: 64,
            side: 112,
        }),
        Demo::CompoundExplorer(CompoundExplorer {
            phi: Centi(300),
            alpha: Centi(120),
            beta: Centi(110),
            gamma: Centi(115),
        }),
        Demo::FamilyChart(FamilyChart { x: FamilyAxis::Params }),
        Demo::Scaling(ScalePlan::PAPER),
    ];
    for demo in demos {
        assert_eq!(demo.check(), Ok(()));
        for knob in demo.knobs() {
            assert_eq!(demo.set(knob.key, &knob.shown()), Ok(demo.clone()), "{}", knob.key);
            let low = demo.turned(knob.key, -100_000);
            assert_eq!(low.knobs().iter().find(|k| k.key == knob.key).unwrap().value, knob.low);
            assert_eq!(low.check(), Ok(()));
        }
    }
}

#[test]
fn what_is_printed_sets_the_same_knobs_again() {
    let turned = microscope().turned("block", 1).turned("channel", 49).turned("image", 2);
    let printed = turned.settings(&microscope());
    let settings: Vec<(String, String)> = printed
        .trim_start_matches(" --set ")
        .split(',')
        .map(|setting| setting.split_once('=').unwrap())
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(settings.len(), 4, "{printed}");
    assert_eq!(microscope().with_settings(&settings), Ok(turned));
}

#[test]
fn a_smaller_block_pulls_channel_and_cell_into_its_range() {
    let demo = microscope().set("channel", "31").unwrap().set("row", "111").unwrap();
    let Demo::DepthwiseMicroscope(DepthwiseMicroscope { row, .. }) =
        demo.set("block", "11").unwrap()
    else {
        unreachable!()
    };
    assert_eq!(row, 6);
}

#[test]
fn wrong_knobs_say_what_would_be_right() {
    let message = |key, value| microscope().set(key, value).unwrap_err().to_string();
    assert_eq!(
        message("chanel", "1"),
        "no knob `chanel` here, expected one of channel, row, column, image, block"
    );
    assert_eq!(message("channel", "99"), "knob `channel` must be between 0 and 31, got `99`");
    assert_eq!(
        message("image", "dog"),
        "knob `image` must be one of chelsea, coffee, rocket, got `dog`"
    );
}
