//! Inline markup: emphasis, code, formulas, quantities, links.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::super::formula;
use super::super::lesson::Inline;
use super::What;
use super::events::Reader;
use super::mask::MARK;

/// How the text at hand is marked up.
#[derive(Clone, PartialEq)]
enum Style {
    Plain,
    Emphasis,
    Strong,
    Link(String),
}

impl Reader<'_, '_> {
    /// Inline markup up to the next block, end of block or formula of its own.
    pub(super) fn inlines(&mut self) -> Vec<Inline> {
        self.run(false)
    }

    /// As [`Self::inlines`]; a formula of its own becomes an inline one.
    pub(super) fn inlines_with_formulas(&mut self) -> Vec<Inline> {
        self.run(true)
    }

    fn run(&mut self, take_display: bool) -> Vec<Inline> {
        let mut run = Vec::new();
        let mut styles = vec![Style::Plain];
        while let Some(event) = self.peek() {
            let stays = match event {
                Event::Start(tag) => !matches!(
                    tag,
                    Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
                ),
                Event::End(tag) => {
                    !matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image)
                }
                Event::DisplayMath(_) => !take_display,
                Event::Rule => true,
                _ => false,
            };
            if stays {
                break;
            }
            let Some((event, range)) = self.next() else { break };
            self.inline(event, &range, &mut styles, &mut run);
        }
        run
    }

    fn inline(
        &mut self,
        event: Event<'_>,
        range: &Range<usize>,
        styles: &mut Vec<Style>,
        run: &mut Vec<Inline>,
    ) {
        let style = styles.last().cloned().unwrap_or(Style::Plain);
        match event {
            Event::Start(Tag::Emphasis) => styles.push(Style::Emphasis),
            Event::Start(Tag::Strong) => styles.push(Style::Strong),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let span = self.target_span(range, &dest_url);
                self.found.mark(self.page, span, What::Link(dest_url.to_string()));
                styles.push(Style::Link(dest_url.to_string()));
            }
            Event::Start(Tag::Image { .. }) => {
                self.found.flaw(range.clone(), "images are not shown, use a live block");
                styles.push(Style::Plain);
            }
            Event::End(_) => {
                styles.pop();
            }
            Event::Text(text) => self.text(&text, range, &style, run),
            Event::Code(code) => {
                let code = self.masked.unmask(&code, range);
                if code.contains("{{") {
                    self.found
                        .flaw(range.clone(), "code shows a quantity as it is written: move it out");
                }
                run.push(Inline::Code(code));
            }
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                let tex = self.formula(&tex, range);
                run.push(Inline::Formula(tex));
            }
            Event::SoftBreak => push(run, " ", &style),
            Event::HardBreak => push(run, "\n", &style),
            Event::Html(_) | Event::InlineHtml(_) => self.raw_html(range),
            _ => {}
        }
    }

    /// Plain text with masked quantities in it.
    fn text(&mut self, text: &str, range: &Range<usize>, style: &Style, run: &mut Vec<Inline>) {
        self.literal_marks(text, range);
        let mut rest = text;
        let mut start = range.start;
        for quantity in self.masked.within(range).collect::<Vec<_>>() {
            let Some(at) = rest.find(MARK) else { break };
            self.words(&rest[..at], start..quantity.start, style, run);
            let inner = quantity.start + 2..quantity.end - 2;
            let expression = self.masked.source[inner.clone()].to_owned();
            self.found.mark(self.page, inner, What::Quantity(expression.clone()));
            run.push(Inline::Quantity(expression.trim().to_owned()));
            rest = rest.get(at + quantity.len()..).unwrap_or_default();
            start = quantity.end;
        }
        self.words(rest, start..range.end, style, run);
    }

    /// Refuses `*` and `$` that mark up nothing: almost always a mistake that nobody sees in the file.
    fn literal_marks(&mut self, text: &str, range: &Range<usize>) {
        let escaped = self.masked.source[..range.start].ends_with('\\');
        for (at, mark) in text.match_indices(['*', '$']) {
            let at = range.start + at;
            let follows = self.found.flaws.last().is_some_and(|flaw| flaw.span.end == at);
            if (escaped && at == range.start) || follows {
                continue;
            }
            let message = match mark {
                "*" => {
                    "`*` marks up nothing here: it closes only behind a letter or before a space; \
                        move the punctuation out of it"
                }
                _ => {
                    "`$` opens no formula here: braces must be balanced, and no space may stand inside \
                      the dollars"
                }
            };
            self.found.flaw(at..at + 1, message);
        }
    }

    fn words(&mut self, text: &str, range: Range<usize>, style: &Style, run: &mut Vec<Inline>) {
        if text.is_empty() {
            return;
        }
        if let Some(at) = text.find("{{") {
            let message = "`{{` has no `}}` on its line";
            self.found.flaw(range.start + at..range.start + at + 2, message);
        }
        self.found.mark(self.page, range, What::Text(text.to_owned()));
        push(run, text, style);
    }

    /// A formula in TeX, checked.
    pub(super) fn formula(&mut self, tex: &str, range: &Range<usize>) -> String {
        let tex = self.masked.unmask(tex, range).trim().to_owned();
        if tex.contains("{{") {
            let message =
                "a formula cannot hold a quantity (and TeX needs no double braces): put it beside";
            self.found.flaw(range.clone(), message);
        } else if let Err(message) = formula::check(&tex) {
            self.found.flaw(range.clone(), message);
        }
        tex
    }

    /// The bytes of a link's target inside the link.
    fn target_span(&self, range: &Range<usize>, target: &str) -> Range<usize> {
        let whole = self.masked.source.get(range.clone()).unwrap_or_default();
        match whole.rfind(target).filter(|_| !target.is_empty()) {
            Some(at) => range.start + at..range.start + at + target.len(),
            None => range.clone(),
        }
    }
}

/// Adds text in a style, joined to the text before it if that has the same.
fn push(run: &mut Vec<Inline>, text: &str, style: &Style) {
    match (run.last_mut(), style) {
        (Some(Inline::Text(last)), Style::Plain)
        | (Some(Inline::Emphasis(last)), Style::Emphasis)
        | (Some(Inline::Strong(last)), Style::Strong) => last.push_str(text),
        (Some(Inline::Link { text: last, target }), Style::Link(same)) if target == same => {
            last.push_str(text);
        }
        (_, Style::Plain) => run.push(Inline::Text(text.to_owned())),
        (_, Style::Emphasis) => run.push(Inline::Emphasis(text.to_owned())),
        (_, Style::Strong) => run.push(Inline::Strong(text.to_owned())),
        (_, Style::Link(target)) => {
            run.push(Inline::Link { text: text.to_owned(), target: target.clone() });
        }
    }
}
