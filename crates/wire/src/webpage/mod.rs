//! Web pages: the article in a page, told apart from everything around it.
//!
//! [`extract`] reads the page once into a flat tree (`markup`), cuts it into blocks of words (`blocks`), decides
//! which of them are the article (`choose`), and asks data, head and markup for what is said of it (`facts`). The
//! rules name no host and no publisher.

mod blocks;
mod byline;
mod choose;
mod facts;
mod linked_data;
mod markup;
mod meta;
mod moment;
mod names;
mod read;
mod rewrite;

use newsroom::document::Document;
use newsroom::language::Language;
use newsroom::wire_item::{Coded, Contributor, Fault, Media, MediaType, WireItem};
use serde::Serialize;
use url::Url;

pub use moment::Moment;
pub use read::{looks_like, read};

use crate::body;
use blocks::Blocks;
use choose::{Hints, Verdict};
use facts::Facts;
use linked_data::LinkedData;
use markup::Page;
use meta::Meta;

/// The article of a page and what the page says of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Extracted {
    /// The headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// Who wrote it, one name each.
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Moment>,
    /// When it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Moment>,
    /// The language of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The address the page gives as its right one, else the one it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The name of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The lines that introduce it, else the page's description of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standfirst: Option<String>,
    /// The copyright notice or holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copyright: Option<String>,
    /// The licence it stands under, mostly an address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The pictures: the one that stands for the article (`lead`), and those in the text.
    pub media: Vec<Media>,
    /// The text as a document. The key of a picture in it is its place in `media`, counted from 1.
    pub body: Document,
    /// The words of the text, captions left out, one paragraph a line.
    pub text: String,
    /// What stood among the text and was left out, and what of the text could not be kept.
    pub dropped: Vec<LeftOut>,
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Its first words; empty where the reason names it.
    pub excerpt: String,
    /// Why.
    pub reason: String,
}

/// Extracts the article of a page. `address` is where the page was read from, for what it writes
/// relative to that.
///
/// It never fails: a page without an article has an empty text.
pub fn extract(html: &str, address: Option<&str>) -> Extracted {
    let page = Page::parse(html);
    let mut blocks = Blocks::of(&page);
    let data = linked_data::read(&page);
    let meta = Meta::of(&page);
    let choice = choose::choose(&page, &mut blocks, &hints(&page, &data, &meta));
    let address = address.and_then(|address| Url::parse(address).ok());
    let base = match (&meta.base, &address) {
        (Some(base), Some(address)) => address.join(base).ok(),
        (Some(base), None) => Url::parse(base).ok(),
        (None, address) => address.clone(),
    };
    let base = base.or_else(|| meta.canonical.as_ref().and_then(|canonical| Url::parse(canonical).ok()));
    let facts = Facts {
        page: &page,
        blocks: &blocks,
        choice: &choice,
        data: &data,
        meta: &meta,
        base: base.as_ref(),
    };

    let mut item = WireItem { language: facts.language(), ..WireItem::default() };
    item.media.extend(lead_picture(&facts));
    let mut text = String::new();
    let mut dropped = Vec::new();
    for (block, verdict) in blocks.all.iter().zip(&choice.verdicts) {
        match verdict {
            Verdict::Kept | Verdict::Embedded => {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(blocks.words(block));
            }
            Verdict::Outside | Verdict::Caption => {}
            other => {
                dropped.push(LeftOut { excerpt: excerpt(blocks.words(block)), reason: other.to_string() })
            }
        }
    }
    match data.body.as_deref().filter(|stated| holds_more(stated, &text)) {
        Some(stated) => {
            put_stated(&mut item, stated, base.as_ref());
            text = item.body.plain_text();
        }
        None => body::put_html(&mut item, &rewrite::rewrite(&page, &blocks, &choice), base.as_ref()),
    }
    let faults =
        item.faults.into_iter().map(|Fault { what, .. }| LeftOut { excerpt: String::new(), reason: what });
    dropped.extend(faults);
    Extracted {
        headline: facts.headline(),
        authors: facts.authors(),
        published: facts.published(),
        modified: facts.modified(),
        address: facts.address(),
        site: facts.site(),
        standfirst: facts.standfirst(),
        copyright: facts.copyright(),
        licence: facts.licence(),
        language: item.language,
        media: item.media,
        body: item.body,
        text,
        dropped,
    }
}

/// Whether the text that the data state holds much more than the one the markup shows: scripts would write it into
/// the page, or a wall stands before it.
fn holds_more(stated: &str, shown: &str) -> bool {
    let length = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    length(stated) > 300 && length(stated) > 2 * length(shown)
}

/// Puts the text that the data state into an item: HTML, or lines.
fn put_stated(item: &mut WireItem, stated: &str, base: Option<&Url>) {
    if stated.contains("</p>") || stated.contains("<br") {
        body::put_html(item, stated, base);
    } else {
        item.body = body::paragraphs(stated.lines());
    }
}

/// What the page says that helps to find the article.
fn hints(page: &Page<'_>, data: &LinkedData, meta: &Meta) -> Hints {
    let owned = |line: Option<&str>| line.map(str::to_owned);
    let titles = [data.headline.clone(), owned(meta.first(&["og:title"])), meta::title(page)];
    let descriptions = [
        data.description.clone(),
        owned(meta.first(&["og:description"])),
        owned(meta.first(&["description"])),
    ];
    Hints {
        titles: titles.into_iter().flatten().collect(),
        descriptions: descriptions.into_iter().flatten().collect(),
    }
}

/// The picture that stands for the article, by what the page says of itself.
fn lead_picture(facts: &Facts<'_, '_>) -> Option<Media> {
    let (address, caption, credit) = match &facts.data.picture {
        Some(picture) => (picture.address.as_str(), picture.caption.clone(), picture.credit.clone()),
        None => (
            facts.meta.first(&["og:image", "og:image:url", "twitter:image", "twitter:image:src"])?,
            None,
            None,
        ),
    };
    let alt = facts.meta.first(&["og:image:alt", "twitter:image:alt"]).unwrap_or_default().to_owned();
    let url = facts.complete(address)?;
    let (caption, credit) = (caption.unwrap_or_default(), credit.unwrap_or_default());
    Some(Media { kind: MediaType::Picture, url, caption, credit, alt, lead: true, ..Media::default() })
}

/// The first words of a text.
fn excerpt(words: &str) -> String {
    const LENGTH: usize = 60;
    match words.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words.to_owned(),
    }
}

impl Extracted {
    /// The same as a wire item.
    pub fn into_item(self) -> WireItem {
        let named =
            |name: &String| Contributor { coded: Coded::named(name.clone()), ..Contributor::default() };
        let mut item = WireItem {
            id: self.address.clone().unwrap_or_default(),
            provider: self.site.map(Coded::named),
            published: self.published.and_then(|moment| moment.timestamp()),
            updated: self.modified.and_then(|moment| moment.timestamp()),
            headline: self.headline.unwrap_or_default(),
            standfirst: self.standfirst.unwrap_or_default(),
            byline: self.authors.join(", "),
            contributors: self.authors.iter().map(named).collect(),
            language: self.language,
            copyright: self.copyright.unwrap_or_default(),
            usage_terms: self.licence.unwrap_or_default(),
            url: self.address,
            media: self.media,
            body: self.body,
            ..WireItem::default()
        };
        for LeftOut { excerpt, reason } in self.dropped {
            let what = if excerpt.is_empty() { reason } else { format!("“{excerpt}”: {reason}") };
            item.faults.push(Fault { line: None, what });
        }
        item
    }
}

#[cfg(test)]
mod tests;
