//! Which language to start in.

use super::Lang;

/// The language asked for, else the one of the system's locale, else English.
pub fn detect(explicit: Option<Lang>) -> Lang {
    explicit.unwrap_or_else(|| of_locale(sys_locale::get_locale().as_deref()))
}

fn of_locale(locale: Option<&str>) -> Lang {
    let primary = locale.and_then(|tag| tag.split(['-', '_', '.']).next());
    if primary.is_some_and(|tag| tag.eq_ignore_ascii_case("ko")) { Lang::Ko } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_decides_and_english_is_the_rest() {
        assert_eq!(of_locale(Some("ko-KR")), Lang::Ko);
        assert_eq!(of_locale(Some("ko_KR.UTF-8")), Lang::Ko);
        assert_eq!(of_locale(Some("kok-IN")), Lang::En);
        assert_eq!(of_locale(Some("C")), Lang::En);
        assert_eq!(of_locale(None), Lang::En);
    }

    #[test]
    fn what_was_asked_for_wins() {
        assert_eq!(detect(Some(Lang::Ko)), Lang::Ko);
        assert_eq!(detect(Some(Lang::En)), Lang::En);
    }
}
