//! Plain CommonMark: what stands between directives.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::error::{MarkdownError, wrong};
use super::inline::Collector;
use crate::document::validate::DEEPEST_LIST;
use crate::document::{Block, BlockKind, Cell, Inline, Item, Row};

/// The blocks of a stretch of plain Markdown that begins in a line of the whole text.
///
/// # Errors
/// Names the line of what has no form in the document.
pub(super) fn plain(text: &str, first_line: usize) -> Result<Vec<Block>, MarkdownError> {
    let events: Vec<_> = Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter().collect();
    let mut plain = Plain { events: &events, at: 0, text, first_line, depth: 0 };
    let mut blocks = Vec::new();
    while let Some(block) = plain.block()? {
        blocks.push(Block::new(block));
    }
    Ok(blocks)
}

/// The events of a stretch of plain Markdown.
struct Plain<'a> {
    events: &'a [(Event<'a>, Range<usize>)],
    at: usize,
    text: &'a str,
    first_line: usize,
    /// How many lists are open.
    depth: usize,
}

impl Plain<'_> {
    fn block(&mut self) -> Result<Option<BlockKind>, MarkdownError> {
        self.skip_comments();
        let Some((event, _)) = self.events.get(self.at) else { return Ok(None) };
        let event = event.clone();
        self.at += 1;
        Ok(Some(match event {
            Event::Start(Tag::Paragraph) => BlockKind::Paragraph { text: self.inline(TagEnd::Paragraph)? },
            Event::Start(Tag::Heading { level, .. }) => BlockKind::Heading {
                level: match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    _ => 4,
                },
                text: self.inline(TagEnd::Heading(level))?,
            },
            Event::Start(Tag::BlockQuote(kind)) => {
                let mut paragraphs = Vec::new();
                while !self.ends(&TagEnd::BlockQuote(kind)) {
                    let event = self.events.get(self.at).map(|(event, _)| event);
                    self.at += 1;
                    if !matches!(event, Some(Event::Start(Tag::Paragraph))) {
                        return Err(self.wrong("only paragraphs can stand in a quotation"));
                    }
                    paragraphs.push(self.inline(TagEnd::Paragraph)?);
                }
                BlockKind::Quotation { paragraphs, speaker: None }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                let mut text = String::new();
                while !self.ends(&TagEnd::CodeBlock) {
                    if let (Event::Text(part), _) = &self.events[self.at] {
                        text.push_str(part);
                    }
                    self.at += 1;
                }
                BlockKind::Preformatted { text: text.strip_suffix('\n').unwrap_or(&text).to_owned() }
            }
            Event::Start(Tag::List(start)) => self.list(start)?,
            Event::Start(Tag::Table(_)) => self.table()?,
            Event::Rule => BlockKind::Separator,
            _ => return Err(self.wrong("HTML cannot stand here; use Markdown or a directive")),
        }))
    }

    /// Comments part lists that would be read as one; they say nothing themselves.
    fn skip_comments(&mut self) {
        while let [
            (Event::Start(Tag::HtmlBlock), _),
            (Event::Html(html), _),
            (Event::End(TagEnd::HtmlBlock), _),
            ..,
        ] = &self.events[self.at.min(self.events.len())..]
            && html.trim().starts_with("<!--")
            && html.trim().ends_with("-->")
        {
            self.at += 3;
        }
    }

    fn list(&mut self, start: Option<u64>) -> Result<BlockKind, MarkdownError> {
        if self.depth == DEEPEST_LIST {
            return Err(self.wrong(&format!("lists stand deeper than {DEEPEST_LIST} in one another here")));
        }
        self.depth += 1;
        let mut items = Vec::new();
        while !self.ends(&TagEnd::List(start.is_some())) {
            self.at += 1; // The start of an item: nothing else stands in a list.
            items.push(self.item()?);
        }
        self.depth -= 1;
        Ok(BlockKind::List { start: start.map(|start| u32::try_from(start).unwrap_or(1)), items })
    }

    fn item(&mut self) -> Result<Item, MarkdownError> {
        let mut text = Collector::default();
        let mut item = Item { text: Inline::default(), start: None, items: Vec::new() };
        while !self.ends(&TagEnd::Item) {
            let event = &self.events[self.at].0;
            if text.take(event) {
                self.at += 1;
                continue;
            }
            match event {
                Event::Start(Tag::Paragraph) => {
                    text.break_line();
                    self.at += 1;
                }
                Event::End(TagEnd::Paragraph) => self.at += 1,
                Event::Start(Tag::List(start)) => {
                    let start = *start;
                    self.at += 1;
                    if let BlockKind::List { start, items } = self.list(start)? {
                        item.start = start;
                        item.items.extend(items);
                    }
                }
                _ => return Err(self.wrong("only text and lists can stand in a list")),
            }
        }
        item.text = self.finish(text)?;
        Ok(item)
    }

    fn table(&mut self) -> Result<BlockKind, MarkdownError> {
        let mut rows: Vec<Row> = Vec::new();
        let mut header = false;
        while !self.ends(&TagEnd::Table) {
            let event = self.events[self.at].0.clone();
            self.at += 1;
            match event {
                Event::Start(Tag::TableHead) => {
                    header = true;
                    rows.push(Row { cells: Vec::new() });
                }
                Event::End(TagEnd::TableHead) => header = false,
                Event::Start(Tag::TableRow) => rows.push(Row { cells: Vec::new() }),
                Event::Start(Tag::TableCell) => {
                    let text = self.collect(TagEnd::TableCell)?;
                    if let Some(row) = rows.last_mut() {
                        let header = header || text.header;
                        row.cells.push(Cell { text: self.finish(text)?, header });
                    }
                }
                _ => {}
            }
        }
        // CommonMark's tables must have a head; an empty one means that there is none.
        if rows.first().is_some_and(|row| row.cells.iter().all(|cell| cell.text.spans().is_empty())) {
            rows.remove(0);
        }
        Ok(BlockKind::Table { caption: None, rows })
    }

    fn inline(&mut self, end: TagEnd) -> Result<Inline, MarkdownError> {
        let text = self.collect(end)?;
        match text.header {
            true => Err(self.wrong("<th> names a header only in a cell of a table")),
            false => self.finish(text),
        }
    }

    fn collect(&mut self, end: TagEnd) -> Result<Collector, MarkdownError> {
        let mut text = Collector::default();
        while !self.ends(&end) {
            if !text.take(&self.events[self.at].0) {
                return Err(self.wrong("this cannot stand in running text"));
            }
            self.at += 1;
        }
        Ok(text)
    }

    fn finish(&self, text: Collector) -> Result<Inline, MarkdownError> {
        match text.misplaced {
            Some(what) => Err(self.wrong(what)),
            None => Ok(text.finish()),
        }
    }

    /// Whether the element ends here; steps over its end.
    fn ends(&mut self, end: &TagEnd) -> bool {
        let ends = match self.events.get(self.at) {
            Some((Event::End(found), _)) => found == end,
            Some(_) => false,
            // The parser closes all it opened; this only guards against running on for ever.
            None => return true,
        };
        if ends {
            self.at += 1;
        }
        ends
    }

    fn wrong(&self, what: &str) -> MarkdownError {
        let place = self.at.saturating_sub(1).min(self.events.len().saturating_sub(1));
        let byte = self.events.get(place).map_or(0, |(_, range)| range.start.min(self.text.len()));
        wrong(self.first_line + self.text.as_bytes()[..byte].iter().filter(|b| **b == b'\n').count(), what)
    }
}
