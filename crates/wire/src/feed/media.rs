//! Pictures, sounds and films of an entry: enclosures, Media RSS, and pictures named beside.
//!
//! [Media RSS](https://www.rssboard.org/media-rss), [RSS 2.0 `enclosure`](https://www.rssboard.org/rss-specification#ltenclosuregtSubelementOfLtitemgt).

use newsroom::wire_item::{Media, MediaType};

use super::clean;
use super::element::Element;
use super::model::{Entry, Link};
use super::xml::Space;

/// The media of an entry, each file once, the largest of several sizes first.
pub(crate) fn of(entry: &Entry<'_>) -> Vec<Media> {
    let mut found: Vec<Media> = Vec::new();
    let common = Common::of(&entry.about.further);
    for element in &entry.about.further {
        if element.is(Space::Media, "content") {
            push(&mut found, content(element, &common));
        } else if element.is(Space::Media, "group") {
            let common = common.and(Common::of(&element.children));
            let mut group: Vec<Media> =
                element.all(Space::Media, "content").map(|one| content(one, &common)).collect();
            group.sort_by_key(|media| std::cmp::Reverse(media.width.unwrap_or(0)));
            group.into_iter().for_each(|media| push(&mut found, media));
        }
    }
    for link in entry.about.links_of("enclosure") {
        push(&mut found, enclosure(link));
    }
    let thumbnails = || {
        let inner =
            entry.about.further.iter().filter(|one| one.space == Space::Media).flat_map(|one| &one.children);
        let all = entry.about.further.iter().chain(inner);
        all.filter(|one| one.is(Space::Media, "thumbnail"))
    };
    if let Some(image) = &entry.about.image {
        let media = Media {
            url: image.url.to_string(),
            title: image.title.as_ref().map(|title| title.to_plain().into_owned()).unwrap_or_default(),
            width: number(image.width.as_deref()),
            height: number(image.height.as_deref()),
            ..Media::default()
        };
        push(&mut found, media);
    } else if !found.iter().any(|media| media.kind == MediaType::Picture)
        && let Some(best) = thumbnails().max_by_key(|one| number(one.attribute("width")).unwrap_or(0))
    {
        let url = best.attribute("url").or_else(|| best.words()).unwrap_or_default();
        let size = (number(best.attribute("width")), number(best.attribute("height")));
        let rendition = "thumbnail".to_owned();
        let media =
            Media { url: url.to_owned(), width: size.0, height: size.1, rendition, ..Media::default() };
        push(&mut found, media);
    }
    if let Some(first) = found.iter_mut().find(|media| media.kind == MediaType::Picture) {
        first.lead = true;
    }
    found
}

fn push(found: &mut Vec<Media>, media: Media) {
    if !media.url.is_empty() && !found.iter().any(|known| known.url == media.url) {
        found.push(media);
    }
}

fn enclosure(link: &Link<'_>) -> Media {
    Media {
        kind: kind(&link.content_type, &link.href),
        url: link.href.to_string(),
        content_type: link.content_type.to_string(),
        size: link.length.as_deref().and_then(|said| said.trim().parse().ok()).filter(|size| *size > 0),
        title: link.title.as_deref().unwrap_or_default().to_owned(),
        duration: link.seconds.as_deref().and_then(|said| said.parse().ok()),
        ..Media::default()
    }
}

/// What an element of Media RSS says that those within it say too, unless they say otherwise.
#[derive(Clone, Default)]
struct Common {
    title: String,
    caption: String,
    credit: String,
    copyright: String,
    licence: String,
}

impl Common {
    fn of(elements: &[Element<'_>]) -> Common {
        let mut common = Common::default();
        for element in elements.iter().filter(|element| element.space == Space::Media) {
            let words = || clean::plain(&element.text).into_owned();
            match element.name {
                "title" => common.title = words(),
                "description" => common.caption = words(),
                "credit" => {
                    if !common.credit.is_empty() {
                        common.credit.push_str(", ");
                    }
                    common.credit.push_str(&words());
                }
                "copyright" => common.copyright = words(),
                "license" => common.licence = element.attribute("href").map_or_else(words, str::to_owned),
                _ => {}
            }
        }
        common
    }

    /// What is said nearer counts.
    fn and(&self, nearer: Common) -> Common {
        let pick = |near: String, far: &str| if near.is_empty() { far.to_owned() } else { near };
        Common {
            title: pick(nearer.title, &self.title),
            caption: pick(nearer.caption, &self.caption),
            credit: pick(nearer.credit, &self.credit),
            copyright: pick(nearer.copyright, &self.copyright),
            licence: pick(nearer.licence, &self.licence),
        }
    }
}

fn content(element: &Element<'_>, common: &Common) -> Media {
    let said = |name: &str| element.attribute(name);
    let common = common.and(Common::of(&element.children));
    let content_type = said("type").unwrap_or_default();
    let url = said("url").or_else(|| {
        // A player is a page, but where there is no file it is better than nothing.
        element.all(Space::Media, "player").find_map(|player| player.attribute("url"))
    });
    let url = url.unwrap_or_default();
    let kind = match said("medium") {
        Some(medium) if content_type.is_empty() => MediaType::of(medium),
        _ => kind(content_type, url),
    };
    Media {
        kind,
        url: url.to_owned(),
        content_type: content_type.to_owned(),
        rendition: said("expression").filter(|said| *said != "full").unwrap_or_default().to_owned(),
        width: number(said("width")),
        height: number(said("height")),
        size: said("fileSize").and_then(|said| said.parse().ok()),
        duration: said("duration").and_then(|said| said.parse().ok()),
        title: common.title,
        caption: common.caption,
        credit: common.credit,
        copyright: common.copyright,
        usage_terms: common.licence,
        ..Media::default()
    }
}

/// What a file is, by its media type or else by the end of its address.
fn kind(content_type: &str, url: &str) -> MediaType {
    if !content_type.is_empty() {
        return MediaType::of(content_type);
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" | "heic" => MediaType::Picture,
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "aac" | "flac" => MediaType::Audio,
        "mp4" | "m4v" | "webm" | "mov" | "avi" | "mpg" | "mpeg" => MediaType::Video,
        _ => MediaType::File,
    }
}

fn number(said: Option<&str>) -> Option<u32> {
    said?.trim().trim_end_matches("px").parse().ok().filter(|number| *number > 0)
}
