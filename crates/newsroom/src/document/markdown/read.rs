//! Markdown in: lines are sorted into directives and plain Markdown, which CommonMark's parser reads.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::attributes::{self, Attributes};
use super::inline::Collector;
use crate::document::validate::DEEPEST_LIST;
use crate::document::{Block, BlockKind, Cell, Document, Inline, Item, MediaText, Picture, PictureSize, Row};
use crate::ids::{AssetId, StoryId};

/// What is wrong with a Markdown text, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MarkdownError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: String,
}

/// Reads a document. `asset` says which asset a name stands for.
///
/// # Errors
/// The first thing that cannot be read, with its line.
pub fn from_markdown(
    text: &str,
    mut asset: impl FnMut(&str) -> Option<AssetId>,
) -> Result<Document, MarkdownError> {
    let lines: Vec<&str> = text.lines().collect();
    let blocks = Reader { lines: &lines, asset: &mut asset, depth: 0 }.blocks(0..lines.len())?;
    let mut document = Document::new(blocks);
    document.fill_ids();
    Ok(document)
}

/// The directives with their attributes. The last four stand only in others.
const DIRECTIVES: [(&str, &[&str]); 14] = [
    ("quotation", &["speaker"]),
    ("pull", &["speaker"]),
    ("picture", &["asset", "credit", "alt", "size"]),
    ("gallery", &[]),
    ("facts", &["title"]),
    ("related", &["stories", "title"]),
    ("table", &["caption"]),
    ("audio", &["asset"]),
    ("video", &["asset", "poster"]),
    ("embed", &["provider", "id", "url", "title", "still"]),
    ("transcript", &[]),
    ("speaker", &[]),
    ("title", &[]),
    ("caption", &[]),
];

/// Whether a line opens a directive of that name without attributes.
fn opens(line: &str, name: &str) -> bool {
    line.trim().strip_prefix(":::").is_some_and(|rest| rest.trim_start_matches(':').trim() == name)
}

struct Reader<'a> {
    lines: &'a [&'a str],
    asset: &'a mut dyn FnMut(&str) -> Option<AssetId>,
    /// How many directives are open.
    depth: usize,
}

/// Directives within one another; a gallery in a fact box with its pictures needs three.
const DEEPEST: usize = 4;

/// Fenced code, in which colons are code (CommonMark, section 4.5).
#[derive(Default)]
struct Fence(Option<(char, usize)>);

impl Fence {
    /// Takes the next line; whether it belongs to fenced code.
    fn covers(&mut self, line: &str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().unwrap_or_default();
        let length = line.chars().take_while(|c| *c == mark).count();
        match self.0 {
            Some((open, least)) => {
                if mark == open && length >= least && line.len() == length {
                    self.0 = None;
                }
                true
            }
            None => {
                let opens = length >= 3 && (mark == '~' || (mark == '`' && !line[length..].contains('`')));
                if opens {
                    self.0 = Some((mark, length));
                }
                opens
            }
        }
    }
}

impl Reader<'_> {
    fn blocks(&mut self, range: Range<usize>) -> Result<Vec<Block>, MarkdownError> {
        let mut blocks = Vec::new();
        let (mut at, mut plain_from, mut fence) = (range.start, range.start, Fence::default());
        while at < range.end {
            let line = self.lines[at].trim();
            if !fence.covers(line) && line.starts_with(":::") {
                self.plain(plain_from..at, &mut blocks)?;
                let end = self.end_of_directive(at, range.end)?;
                if self.depth == DEEPEST {
                    return Err(wrong(at, "directives stand too deep in one another here"));
                }
                self.depth += 1;
                let kind = self.directive(at, line, at + 1..end)?;
                self.depth -= 1;
                blocks.push(Block::new(kind));
                at = end + 1;
                plain_from = at;
            } else {
                at += 1;
            }
        }
        self.plain(plain_from..range.end, &mut blocks)?;
        Ok(blocks)
    }

    /// The line that closes the directive opened on `at`: directives within it are counted.
    fn end_of_directive(&self, at: usize, end: usize) -> Result<usize, MarkdownError> {
        if self.lines[at].trim().trim_start_matches(':').trim().is_empty() {
            return Err(wrong(at, "these colons close nothing; a directive opens with ::: and its name"));
        }
        let (mut depth, mut fence) = (0_usize, Fence::default());
        for number in at..end {
            let line = self.lines[number].trim();
            if fence.covers(line) || !line.starts_with(":::") {
                continue;
            }
            if line.trim_start_matches(':').trim().is_empty() {
                depth -= 1;
                if depth == 0 {
                    return Ok(number);
                }
            } else {
                depth += 1;
            }
        }
        Err(wrong(at, "this directive is never closed; end it with a line of :::"))
    }

    fn directive(&mut self, at: usize, line: &str, inner: Range<usize>) -> Result<BlockKind, MarkdownError> {
        let head = line.trim_start_matches(':').trim();
        let (name, rest) = head.split_at(head.find([' ', '{']).unwrap_or(head.len()));
        let Some((_, known)) = DIRECTIVES.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = DIRECTIVES.iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            return Err(wrong(at, &format!("there is no directive “{name}”; there are {known}")));
        };
        let mut given = attributes::parse(rest).map_err(|what| wrong(at, &what))?;
        if let Some(stray) = given.keys().find(|given| !known.contains(&given.as_str())) {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(wrong(at, &format!("{name} has no attribute “{stray}”; it has {known}")));
        }
        Ok(match name {
            "quotation" => {
                let (speaker, inner) = self.own_text("speaker", &mut given, inner)?;
                BlockKind::Quotation { paragraphs: self.paragraphs(inner)?, speaker }
            }
            "pull" => {
                let (speaker, inner) = self.own_text("speaker", &mut given, inner)?;
                let text = self.caption(inner)?.ok_or_else(|| wrong(at, "this pull quote is empty"))?;
                BlockKind::PullQuote { text, speaker }
            }
            "picture" => BlockKind::Picture(self.picture(at, &given, inner)?),
            "gallery" => self.gallery(at, inner)?,
            "facts" => {
                let (title, inner) = self.own_text("title", &mut given, inner)?;
                let title = title.ok_or_else(|| wrong(at, "facts need a title=\"…\""))?;
                BlockKind::FactBox { title, blocks: self.blocks(inner)? }
            }
            "table" => {
                let (caption, inner) = self.own_text("caption", &mut given, inner)?;
                let mut blocks = self.blocks(inner)?;
                match (blocks.pop(), blocks.is_empty()) {
                    (Some(Block { kind: BlockKind::Table { rows, .. }, .. }), true) => {
                        BlockKind::Table { caption, rows }
                    }
                    _ => return Err(wrong(at, "a table directive holds exactly one table of pipes")),
                }
            }
            "related" => {
                let (title, inner) = self.own_text("title", &mut given, inner)?;
                if self.caption(inner)?.is_some() {
                    return Err(wrong(
                        at,
                        "nothing but a title can stand in related; name stories=\"12,15\"",
                    ));
                }
                let listed = given.get("stories").map(String::as_str).unwrap_or_default();
                let stories: Result<Vec<StoryId>, _> =
                    listed.split(',').map(|id| id.trim().parse()).collect();
                let stories =
                    stories.map_err(|_| wrong(at, "related needs stories=\"12,15\": numbers of stories"))?;
                BlockKind::RelatedStories { title, stories }
            }
            "audio" => BlockKind::Audio(self.media(at, &given, inner)?),
            "video" => BlockKind::Video {
                poster: given.get("poster").map(|name| self.asset(at, name)).transpose()?,
                media: self.media(at, &given, inner)?,
            },
            "embed" => {
                let need = |name: &str| {
                    given.get(name).cloned().ok_or_else(|| wrong(at, &format!("an embed needs {name}=\"…\"")))
                };
                BlockKind::Embed {
                    provider: need("provider")?,
                    reference: need("id")?,
                    url: need("url")?,
                    title: given.get("title").cloned(),
                    still: given.get("still").map(|name| self.asset(at, name)).transpose()?,
                    caption: self.caption(inner)?,
                }
            }
            _ => return Err(wrong(at, &format!("“{name}” has its place only in another directive"))),
        })
    }

    /// A text that is an attribute, or a directive of that name which stands first; and the lines
    /// that follow it.
    fn own_text(
        &mut self,
        name: &str,
        given: &mut Attributes,
        inner: Range<usize>,
    ) -> Result<(Option<Inline>, Range<usize>), MarkdownError> {
        let first = inner.clone().find(|number| !self.lines[*number].trim().is_empty());
        let Some(opened) = first.filter(|number| opens(self.lines[*number], name)) else {
            return Ok((given.remove(name).map(Inline::plain), inner));
        };
        if given.contains_key(name) {
            return Err(wrong(opened, &format!("the {name} is given twice")));
        }
        let closed = self.end_of_directive(opened, inner.end)?;
        Ok((self.caption(opened + 1..closed)?, closed + 1..inner.end))
    }

    fn picture(
        &mut self,
        at: usize,
        given: &Attributes,
        inner: Range<usize>,
    ) -> Result<Picture, MarkdownError> {
        let name = given.get("asset").ok_or_else(|| wrong(at, "a picture needs asset=\"NAME\""))?;
        let size = match given.get("size").map(String::as_str) {
            None | Some("column") => PictureSize::Column,
            Some("wide") => PictureSize::Wide,
            Some(other) => {
                return Err(wrong(at, &format!("there is no size “{other}”; there are column and wide")));
            }
        };
        Ok(Picture {
            asset: self.asset(at, name)?,
            caption: self.caption(inner)?,
            credit: given.get("credit").cloned(),
            alt: given.get("alt").cloned(),
            size,
        })
    }

    fn gallery(&mut self, at: usize, inner: Range<usize>) -> Result<BlockKind, MarkdownError> {
        let mut pictures = Vec::new();
        let mut caption = None;
        for block in self.blocks(inner)? {
            match block.kind {
                BlockKind::Picture(picture) => pictures.push(picture),
                BlockKind::Paragraph { text } if caption.is_none() => caption = Some(text),
                _ => {
                    return Err(wrong(at, "a gallery holds pictures and at most one paragraph, its caption"));
                }
            }
        }
        Ok(BlockKind::Gallery { pictures, caption })
    }

    /// The caption of a sound or film; what stands in `::: transcript` is what is said in it.
    fn media(
        &mut self,
        at: usize,
        given: &Attributes,
        inner: Range<usize>,
    ) -> Result<MediaText, MarkdownError> {
        let name = given.get("asset").ok_or_else(|| wrong(at, "a sound or film needs asset=\"NAME\""))?;
        let asset = self.asset(at, name)?;
        let Some(opened) = inner.clone().find(|number| opens(self.lines[*number], "transcript")) else {
            return Ok(MediaText { asset, caption: self.caption(inner)?, transcript: Vec::new() });
        };
        let closed = self.end_of_directive(opened, inner.end)?;
        let transcript = self.paragraphs(opened + 1..closed)?;
        if let Some(stray) = (closed + 1..inner.end).find(|number| !self.lines[*number].trim().is_empty()) {
            return Err(wrong(stray, "nothing can stand after the transcript; a caption stands before it"));
        }
        Ok(MediaText { asset, caption: self.caption(inner.start..opened)?, transcript })
    }

    fn asset(&mut self, at: usize, name: &str) -> Result<AssetId, MarkdownError> {
        (self.asset)(name).ok_or_else(|| wrong(at, &format!("there is no asset “{name}” in the library")))
    }

    fn paragraphs(&mut self, range: Range<usize>) -> Result<Vec<Inline>, MarkdownError> {
        let at = range.start;
        self.blocks(range)?
            .into_iter()
            .map(|block| match block.kind {
                BlockKind::Paragraph { text } => Ok(text),
                _ => Err(wrong(at, "only paragraphs can stand here")),
            })
            .collect()
    }

    /// The one paragraph that may stand in a directive.
    fn caption(&mut self, range: Range<usize>) -> Result<Option<Inline>, MarkdownError> {
        let at = range.start;
        let mut paragraphs = self.paragraphs(range)?;
        if paragraphs.len() > 1 {
            return Err(wrong(at, "only one paragraph can stand here"));
        }
        Ok(paragraphs.pop())
    }

    fn plain(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) -> Result<(), MarkdownError> {
        let text = self.lines[range.clone()].join("\n");
        let events: Vec<_> = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter().collect();
        let mut plain = Plain { events: &events, at: 0, text: &text, first_line: range.start, depth: 0 };
        while let Some(block) = plain.block()? {
            blocks.push(Block::new(block));
        }
        Ok(())
    }
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

fn wrong(line: usize, what: &str) -> MarkdownError {
    MarkdownError { line: line + 1, what: what.to_owned() }
}
