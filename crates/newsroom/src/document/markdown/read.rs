//! Markdown in: lines are sorted into directives and plain Markdown, which CommonMark's parser reads.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::error::{MarkdownError, wrong};
use super::plain::plain;
use crate::document::{Block, BlockKind, Document, Inline, MediaText, Picture, PictureSize};
use crate::ids::{AssetId, StoryId};

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
    ("video", &["asset", "poster", "captions"]),
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
                captions: given.get("captions").map(|name| self.asset(at, name)).transpose()?,
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
        blocks.extend(plain(&text, range.start)?);
        Ok(())
    }
}
