//! One invented article with its comments, ready to be written; all of it follows from its number.

use anyhow::Result;
use archive::{ImportedArticle, ImportedComment, Placement};
use jiff::{Timestamp, ToSpan};
use newsroom::article::{Comments, Text};
use newsroom::comment::State;
use newsroom::document::{Block, BlockId, BlockKind, Document, Inline, Marks, Span};
use newsroom::email::Email;
use newsroom::genre::Genre;
use newsroom::language::Language;

use super::german::Writer;
use super::places::Places;
use super::plan::Layer;
use super::random::{Random, Zipf};

/// One in so many articles was corrected.
const CORRECTED: usize = 200;

/// An article that is ready to be written.
pub(super) struct Grown {
    pub(super) article: ImportedArticle,
    /// When it is published.
    pub(super) published: Timestamp,
    /// A note of what was wrong, with the text as it then reads.
    pub(super) correction: Option<Correction>,
}

/// A correction.
pub(super) struct Correction {
    pub(super) at: Timestamp,
    pub(super) note: String,
    pub(super) text: Text,
}

/// Makes the article of a number.
pub(super) fn grow(layer: &Layer, number: usize, language: &Language, places: &Places) -> Result<Grown> {
    let mut random = layer.random(number);
    let published = layer.published(number, &mut random);
    let mut placement = Placement::new(language.clone());
    let section = Zipf::new(places.sections.len(), 6.0).rank(&mut random);
    placement.section = places.sections.get(section).copied();
    let topic = Zipf::new(places.topics.len(), 8.0);
    placement.topics = distinct(random.between(1, 4), || places.topics[topic.rank(&mut random)]);
    let author = Zipf::new(places.authors.len(), 5.0);
    let authors = if random.percent(15) { 2 } else { 1 };
    placement.authors = distinct(authors, || places.authors[author.rank(&mut random)]);
    placement.comments = if layer.is_open(number) { Comments::Open } else { Comments::Closed };
    let text = text(&mut random, places);
    let correction = random.below(CORRECTED) == 0;
    let correction = correction.then(|| corrected(&mut random, &text, published, layer)).flatten();
    let mut article = ImportedArticle::new(placement, text)?;
    article.was_public = true;
    article.published_at = Some(published);
    article.comments = comments(layer, number, published);
    Ok(Grown { article, published, correction })
}

/// Up to so many, none twice, in the order in which they came.
fn distinct<T: PartialEq>(wanted: usize, mut next: impl FnMut() -> T) -> Vec<T> {
    let mut all = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let one = next();
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

fn text(random: &mut Random, places: &Places) -> Text {
    let genre = match random.below(20) {
        0 => Genre::Comment,
        1 => Genre::Analysis,
        2 => Genre::Background,
        3 => Genre::Reportage,
        _ => Genre::Report,
    };
    let picture = random.percent(70).then(|| random.one_of(&places.pictures));
    let mut writer = Writer::new(random);
    let mut text = Text { genre, picture, ..Text::default() };
    text.kicker = writer.kicker();
    text.headline = writer.headline();
    text.standfirst = paragraph(&mut writer, 1, 2);
    if writer.random.percent(40) {
        text.dateline = writer.town();
    }
    if picture.is_some() {
        text.picture_caption = paragraph(&mut writer, 1, 1);
    }
    text.body = body(&mut writer);
    text
}

/// 300 to 500 words.
fn body(writer: &mut Writer<'_>) -> Document {
    let paragraphs = writer.random.between(7, 11);
    let mut kinds = Vec::with_capacity(paragraphs + 2);
    for number in 0..paragraphs {
        if number == 4 && writer.random.percent(60) {
            kinds.push(BlockKind::Heading { level: 2, text: Inline::plain(writer.heading()) });
        }
        if number == 2 && writer.random.percent(20) {
            let speaker = Some(Inline::plain(writer.person()));
            let paragraphs = vec![Inline::plain(paragraph(writer, 1, 2))];
            kinds.push(BlockKind::Quotation { paragraphs, speaker });
        }
        let words = paragraph(writer, 2, 5);
        let mut spans = vec![plain(words)];
        if writer.random.percent(15) {
            let marks = Marks { link: Some(format!("https://example.org/{number}")), ..Marks::default() };
            spans.push(plain(" Mehr dazu: ".to_owned()));
            spans.push(Span { text: writer.heading(), marks });
        }
        kinds.push(BlockKind::Paragraph { text: Inline::new(spans) });
    }
    let blocks =
        (1..).zip(kinds).map(|(number, kind)| Block { id: BlockId::new(format!("b{number}")), kind });
    Document::new(blocks.collect())
}

fn plain(text: String) -> Span {
    Span { text, marks: Marks::default() }
}

fn paragraph(writer: &mut Writer<'_>, least: usize, most: usize) -> String {
    let sentences = writer.random.between(least, most);
    writer.paragraph(sentences)
}

/// The same text with another standfirst some days later, unless that would be in the future.
fn corrected(random: &mut Random, text: &Text, published: Timestamp, layer: &Layer) -> Option<Correction> {
    let hours = i64::try_from(random.between(2, 90)).ok()?;
    let at = published.checked_add(hours.hours()).ok()?;
    if at.as_millisecond() > layer.until {
        return None;
    }
    let mut writer = Writer::new(random);
    let note = format!("In einer früheren Fassung hieß es: {}", paragraph(&mut writer, 1, 1));
    let text = Text { standfirst: paragraph(&mut writer, 1, 2), ..text.clone() };
    Some(Correction { at, note, text })
}

/// The comments in the order in which they were written; some answer earlier ones.
fn comments(layer: &Layer, number: usize, published: Timestamp) -> Vec<ImportedComment> {
    let count = layer.comments_of(number);
    if count == 0 {
        return Vec::new();
    }
    let mut random = Random::of(&[layer.seed, 0xC0, number as u64]);
    let published = published.as_millisecond();
    // Most come on the first day, some after weeks.
    let mut times: Vec<i64> = (0..count)
        .map(|_| published + 120_000 + (-(1.0 - random.share()).ln() * 12.0 * 3_600_000.0) as i64)
        .map(|at| at.min(layer.until.max(published + 1)))
        .collect();
    times.sort_unstable();
    let mut all: Vec<ImportedComment> = Vec::with_capacity(times.len());
    // Level of each on the page, and of approved ones the place.
    let mut approved: Vec<(usize, usize)> = Vec::new();
    for (place, at) in times.into_iter().enumerate() {
        let state = match random.below(100) {
            0..=95 => State::Approved,
            96 | 97 => State::Rejected,
            98 => State::Spam,
            _ => State::Waiting,
        };
        let above = (random.percent(40) && !approved.is_empty()).then(|| {
            // The last ones are answered most.
            let back = Zipf::new(approved.len(), 3.0).rank(&mut random);
            approved[approved.len() - 1 - back]
        });
        let above = above.filter(|(_, level)| *level < newsroom::comment::DEEPEST);
        if state == State::Approved {
            approved.push((place, above.map_or(1, |(_, level)| level + 1)));
        }
        let mut writer = Writer::new(&mut random);
        let (name, sentences) = (writer.person(), writer.random.between(1, 4));
        all.push(ImportedComment {
            key: place.to_string(),
            parent: above.map(|(place, _)| place.to_string()),
            email: Email::parse(&format!("leser{}@example.org", writer.random.below(200_000))).ok(),
            website: None,
            text: writer.paragraph(sentences),
            staff: writer.random.percent(1),
            at: Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH),
            state,
            kept: String::new(),
            name,
        });
    }
    all
}
