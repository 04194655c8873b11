//! The study day: it starts at 04:00, so that an hour after midnight still belongs to the evening.

use jiff::ZonedDateTime;
use jiff::civil::date;

/// The hour at which a study day begins, on the learner's clock.
const ROLLOVER: i8 = 4;

/// Days from 1970-01-01 to the study day of a moment, by the wall clock of its time zone.
///
/// The wall clock is asked, not a shift of four hours: on the days when clocks change, 04:00 is not
/// four hours after midnight.
pub fn study_day(now: &ZonedDateTime) -> i64 {
    let day = if now.hour() < ROLLOVER {
        now.date().yesterday().unwrap_or(now.date())
    } else {
        now.date()
    };
    i64::from((day - date(1970, 1, 1)).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn day_of(moment: &str) -> i64 {
        study_day(&moment.parse().unwrap())
    }

    #[test]
    fn the_day_begins_at_four() {
        let day = day_of("2026-11-24T12:00[Asia/Seoul]");
        assert_eq!(day_of("2026-11-24T04:00[Asia/Seoul]"), day);
        assert_eq!(day_of("2026-11-25T03:59:59[Asia/Seoul]"), day);
        assert_eq!(day_of("2026-11-24T03:59:59[Asia/Seoul]"), day - 1);
        assert_eq!(day_of("1970-01-01T04:00[UTC]"), 0);
    }

    #[test]
    fn it_does_so_when_clocks_change() {
        for day in ["2026-03-29", "2026-10-25"] {
            let noon = day_of(&format!("{day}T12:00[Europe/Berlin]"));
            assert_eq!(day_of(&format!("{day}T04:00[Europe/Berlin]")), noon);
            assert_eq!(day_of(&format!("{day}T03:59[Europe/Berlin]")), noon - 1);
        }
    }
}
