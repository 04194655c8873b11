//! Blocks: pages, paragraphs, lists, tables, code.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use super::super::lesson::{Block, Inline, Page, Prose};
use super::mask::Masked;
use super::{Found, What, fence};
use crate::text::normal::clean;

/// Lists within lists beyond this are a mistake, and would exhaust the stack.
const MAX_DEPTH: usize = 8;

/// The reader: all events of a text, and where it is in them.
pub(super) struct Reader<'a, 'f> {
    pub(super) masked: &'a Masked<'a>,
    events: Vec<(Event<'a>, Range<usize>)>,
    at: usize,
    depth: usize,
    pub(super) page: Option<usize>,
    pub(super) found: &'f mut Found,
}

/// Reads the pages of a lesson that start at byte `start`.
pub(super) fn pages(text: &str, start: usize, found: &mut Found) -> Vec<Page> {
    let masked = Masked::new(text, start, found);
    let mut reader = Reader::new(&masked, start, found);
    let mut pages: Vec<Page> = Vec::new();
    while let Some((event, range)) = reader.next() {
        if let Event::Start(Tag::Heading { level, .. }) = &event {
            let level = *level;
            let title = reader.heading(&range);
            if level == HeadingLevel::H2 {
                reader.page = Some(pages.len());
                reader.found.mark(reader.page, range, What::Page);
                pages.push(Page { title, blocks: Vec::new() });
            } else {
                let message = "only `##` starts a page; inside a page use **strong** text";
                reader.found.flaw(range, message);
            }
            continue;
        }
        let blocks = reader.block(event, &range);
        match pages.last_mut() {
            Some(page) => page.blocks.extend(blocks),
            None if blocks.is_empty() => {}
            None => {
                let message = "this stands before the first page: start one with `## Title`";
                reader.found.flaw(range, message);
            }
        }
    }
    pages
}

/// Reads a text without pages.
pub(super) fn prose(text: &str, found: &mut Found) -> Vec<Prose> {
    let masked = Masked::new(text, 0, found);
    let mut reader = Reader::new(&masked, 0, found);
    let mut prose = Vec::new();
    while let Some((event, range)) = reader.next() {
        for block in reader.block(event, &range) {
            match block {
                Block::Prose(block) => prose.push(block),
                Block::Formula(tex) => prose.push(Prose::Paragraph(vec![Inline::Formula(tex)])),
                Block::Predict(_) | Block::Live(_) => {
                    reader.found.flaw(range.clone(), "this belongs on a page of a lesson");
                }
            }
        }
    }
    prose
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(masked: &'a Masked<'a>, start: usize, found: &'f mut Found) -> Self {
        let options = Options::ENABLE_TABLES | Options::ENABLE_MATH;
        let events = Parser::new_ext(&masked.text[start..], options)
            .into_offset_iter()
            .map(|(event, range)| (event, range.start + start..range.end + start))
            .collect();
        Self { masked, events, at: 0, depth: 0, page: None, found }
    }

    pub(super) fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let next = self.events.get(self.at).cloned();
        self.at += usize::from(next.is_some());
        next
    }

    pub(super) fn peek(&self) -> Option<&Event<'a>> {
        self.events.get(self.at).map(|(event, _)| event)
    }

    /// One block at the top; a paragraph with formulas of their own gives several.
    fn block(&mut self, event: Event<'a>, range: &Range<usize>) -> Vec<Block> {
        match event {
            Event::Start(Tag::Paragraph) => {
                let blocks = self.paragraph();
                self.next(); // its end
                blocks
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if matches!(info.trim(), "live" | "predict") =>
            {
                let body = self.fence_body();
                fence::read(info.trim(), body, self).into_iter().collect()
            }
            event => self.prose_block(event, range).into_iter().map(Block::Prose).collect(),
        }
    }

    fn paragraph(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        loop {
            let run = self.inlines();
            if !is_blank(&run) {
                blocks.push(Block::Prose(Prose::Paragraph(run)));
            }
            let Some(Event::DisplayMath(_)) = self.peek() else { return blocks };
            if let Some((Event::DisplayMath(tex), range)) = self.next() {
                blocks.push(Block::Formula(self.formula(&tex, &range)));
            }
        }
    }

    fn prose_block(&mut self, event: Event<'a>, range: &Range<usize>) -> Option<Prose> {
        match event {
            Event::Start(Tag::Paragraph) => {
                let run = self.inlines_with_formulas();
                self.next();
                Some(Prose::Paragraph(run))
            }
            Event::Start(Tag::List(first)) => Some(self.list(first.is_some(), range)),
            Event::Start(Tag::BlockQuote(_)) => Some(Prose::Quote(self.nested(range))),
            Event::Start(Tag::CodeBlock(kind)) => {
                if matches!(&kind, CodeBlockKind::Fenced(info) if matches!(info.trim(), "live" | "predict"))
                {
                    self.found
                        .flaw(range.clone(), "a live or predict block stands alone on its page");
                }
                let body = self.fence_body();
                let code = self.masked.source.get(body).unwrap_or_default();
                Some(Prose::Code(code.trim_end_matches('\n').to_owned()))
            }
            Event::Start(Tag::Table(_)) => Some(self.table()),
            Event::Start(Tag::Heading { .. }) => {
                self.heading(range);
                self.found.flaw(range.clone(), "a heading has no place here");
                None
            }
            Event::Start(Tag::HtmlBlock) => {
                self.skip();
                self.raw_html(range);
                None
            }
            Event::Rule => {
                self.found.flaw(range.clone(), "a rule has no place on a page, remove it");
                None
            }
            _ => None,
        }
    }

    pub(super) fn raw_html(&mut self, range: &Range<usize>) {
        self.found.flaw(range.clone(), "raw HTML is not shown, write Markdown");
    }

    /// Reads to the end of the tag that was just opened, and throws away.
    fn skip(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    fn heading(&mut self, range: &Range<usize>) -> String {
        let run = self.inlines_with_formulas();
        self.next();
        let mut title = String::new();
        for inline in run {
            match inline {
                Inline::Text(text)
                | Inline::Emphasis(text)
                | Inline::Strong(text)
                | Inline::Code(text)
                | Inline::Link { text, .. } => title.push_str(&text),
                Inline::Formula(tex) => title.push_str(&super::super::formula::one_line(&tex)),
                Inline::Quantity(_) => {
                    self.found.flaw(range.clone(), "a heading cannot hold a quantity");
                }
            }
        }
        if title.trim().is_empty() {
            self.found.flaw(range.clone(), "a heading needs words");
        }
        clean(&title)
    }

    fn list(&mut self, ordered: bool, range: &Range<usize>) -> Prose {
        let mut items = Vec::new();
        while let Some((Event::Start(Tag::Item), _)) = self.next() {
            items.push(self.nested(range));
        }
        Prose::List { ordered, items }
    }

    /// The blocks inside an item or a quotation, and its end. Loose text becomes a paragraph.
    fn nested(&mut self, range: &Range<usize>) -> Vec<Prose> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.found.flaw(range.clone(), format!("nested deeper than {MAX_DEPTH}"));
            self.skip();
            self.depth -= 1;
            return Vec::new();
        }
        let mut blocks = Vec::new();
        loop {
            let run = self.inlines_with_formulas();
            if !is_blank(&run) {
                blocks.push(Prose::Paragraph(run));
            }
            match self.next() {
                Some((Event::End(_), _)) | None => break,
                Some((event, range)) => blocks.extend(self.prose_block(event, &range)),
            }
        }
        self.depth -= 1;
        blocks
    }

    fn table(&mut self) -> Prose {
        let mut rows = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines_with_formulas();
                    self.next();
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                Event::End(pulldown_cmark::TagEnd::Table) => break,
                _ => {}
            }
        }
        Prose::Table(rows)
    }

    /// Bytes of a code block's text; reads to its end.
    fn fence_body(&mut self) -> Range<usize> {
        let mut body: Option<Range<usize>> = None;
        while let Some((event, range)) = self.next() {
            match event {
                Event::End(_) => break,
                _ => body = Some(body.map_or(range.start, |body| body.start)..range.end),
            }
        }
        body.unwrap_or_else(|| {
            let at = self.events.get(self.at.saturating_sub(1)).map_or(0, |(_, range)| range.start);
            at..at
        })
    }
}

fn is_blank(run: &[Inline]) -> bool {
    run.iter().all(|inline| matches!(inline, Inline::Text(text) if text.trim().is_empty()))
}
