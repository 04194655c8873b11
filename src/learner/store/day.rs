//! The study day: it starts at 04:00, so that an hour after midnight still belongs to the evening.

use jiff::civil::{Date, date};
use jiff::{Span, ZonedDateTime};

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

/// The calendar date of a study day; the last one that there is for a day beyond the calendar.
pub fn date_of(day: i64) -> Date {
    let days = Span::new().try_days(day);
    days.and_then(|days| date(1970, 1, 1).checked_add(days)).unwrap_or(Date::MAX)
}

/// When a study day begins in the time zone of `now`; none for a day beyond the calendar.
pub fn day_begins(day: i64, now: &ZonedDateTime) -> Option<ZonedDateTime> {
    date_of(day).at(ROLLOVER, 0, 0, 0).to_zoned_datetime(now.time_zone().clone()).ok()
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

    #[test]
    fn a_day_is_found_again_by_its_number() {
        for moment in ["2026-11-24T12:00[Asia/Seoul]", "2026-03-29T05:00[Europe/Berlin]"] {
            let now: ZonedDateTime = moment.parse().unwrap();
            let day = study_day(&now);
            assert_eq!(date_of(day), now.date());
            let begun = day_begins(day, &now).unwrap();
            assert_eq!((begun.hour(), study_day(&begun)), (4, day));
        }
        assert_eq!(date_of(i64::MAX), Date::MAX);
    }
}
