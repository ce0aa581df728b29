//! What feeds and entries have in common, in all vocabularies that say it.
//!
//! [RSS 2.0](https://www.rssboard.org/rss-specification), [RFC 4287, 4.2](https://www.rfc-editor.org/rfc/rfc4287#section-4.2),
//! [Dublin Core](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/),
//! [RSS for iTunes](https://podcasters.apple.com/support/823-podcast-requirements),
//! [Creative Commons](https://creativecommons.org/ns).

use std::borrow::Cow;

use super::address;
use super::clean;
use super::date;
use super::element::{self, Element};
use super::geo;
use super::markup::{Unsaid, inner, text};
use super::model::{
    About, Category, CategoryBy, Id as Identifier, Image, Link, LinkBy, Moment, PersonBy, Text, TextKind,
    Version,
};
use super::people::{organisation, person, person_of_parts};
use super::xml::{Id, Look, Space, Tree, trimmed};

/// An entry may be put into so many categories; those after them are passed over.
const MOST_CATEGORIES: usize = 1_000;

/// Reads an element if it says something that feeds and entries have in common, and says whether it did.
pub(crate) fn one<'a>(
    tree: &mut Tree<'a>,
    id: Id,
    space: Space,
    name: &str,
    version: Version,
    about: &mut About<'a>,
) -> bool {
    if space.is_core() {
        let known = core(tree, id, space, name, version, about);
        // In RSS an element of Atom is one of another vocabulary.
        if known && space == Space::Atom && !version.is_atom() {
            keep(tree, id, about);
        }
        return known;
    }
    match space {
        Space::Dc => dublin_core(tree, id, name, about),
        Space::DcTerms => terms(tree, id, name, about),
        Space::ITunes | Space::GooglePlay => podcast(tree, id, name, about),
        Space::Media => media(tree, id, name, about),
        Space::Cc if name == "license" => {
            let href = tree.attribute(id, "resource").cloned().map(trimmed).unwrap_or_default();
            licence(href, about);
        }
        Space::CreativeCommons if name == "license" => licence(tree.text(id), about),
        Space::GeoRss | Space::Geo | Space::Gml => {
            about.place = geo::shape(tree, id, space, name, about.place.take());
        }
        _ => return false,
    }
    keep(tree, id, about);
    true
}

fn core<'a>(
    tree: &mut Tree<'a>,
    id: Id,
    space: Space,
    name: &str,
    version: Version,
    about: &mut About<'a>,
) -> bool {
    match name {
        "title" => {
            let title = text(tree, id, Unsaid::Plain, version);
            if about.title.as_ref().is_none_or(Text::is_empty) {
                about.title = Some(title);
            }
        }
        "description" => about.summary = Some(text(tree, id, Unsaid::Html, version)),
        "summary" | "subtitle" | "tagline" | "abstract" => {
            about.summary = Some(text(tree, id, Unsaid::Plain, version));
        }
        "rights" | "copyright" => about.rights = Some(text(tree, id, Unsaid::Plain, version)),
        "link" | "a" => link(tree, id, space, about),
        "enclosure" => enclosure(tree, id, about),
        "id" | "guid" => {
            let is_guid = name == "guid";
            let permalink = tree.attribute(id, "isPermaLink").cloned();
            let mut value = value(tree, id).unwrap_or_default();
            let is_address = permalink.as_deref().is_none_or(|said| said.trim().eq_ignore_ascii_case("true"));
            if is_address {
                value = address::complete_owned(tree.base(id).map(|base| &**base), value);
            }
            about.id = Some(Identifier { value, permalink, is_guid });
        }
        "author" => about.authors.push(person(tree, id, PersonBy::Core)),
        "managingeditor" => about.authors.push(person(tree, id, PersonBy::ManagingEditor)),
        "webmaster" => about.publishers.push(person(tree, id, PersonBy::WebMaster)),
        "contributor" => about.contributors.push(person(tree, id, PersonBy::Core)),
        "category" => category(tree, id, CategoryBy::Core, about),
        "keywords" => category(tree, id, CategoryBy::Core, about),
        "tags" => words(&tree.text(id), about, None),
        "language" => about.language = value(tree, id),
        "updated" | "modified" | "lastbuilddate" => about.updated = moment(tree, id).or(about.updated.take()),
        "published" | "issued" | "pubdate" => about.published = moment(tree, id).or(about.published.take()),
        "created" => about.created = moment(tree, id),
        "expirationdate" | "expires" => about.expires = moment(tree, id),
        "where" => about.place = geo::shape(tree, id, Space::GeoRss, "where", about.place.take()),
        _ => return false,
    }
    true
}

fn dublin_core<'a>(tree: &Tree<'a>, id: Id, name: &str, about: &mut About<'a>) {
    match name {
        "creator" | "author" => about.authors.push(person(tree, id, PersonBy::DublinCore)),
        "publisher" => about.publishers.push(person(tree, id, PersonBy::DublinCore)),
        "contributor" => about.contributors.push(organisation(tree, id, PersonBy::DublinCore)),
        "subject" => {
            let term = value(tree, id);
            if term.is_some() {
                push_category(about, Category { term, by: CategoryBy::DublinCore, ..Category::default() });
            }
        }
        "date" => about.updated = about.updated.take().or_else(|| moment(tree, id)),
        "language" => about.language = value(tree, id),
        "rights" if about.rights.is_none() => about.rights = Some(plain(tree, id)),
        _ => {}
    }
}

fn terms<'a>(tree: &Tree<'a>, id: Id, name: &str, about: &mut About<'a>) {
    match name {
        "created" => about.created = moment(tree, id),
        "issued" => about.published = moment(tree, id).or(about.published.take()),
        "modified" => about.updated = moment(tree, id).or(about.updated.take()),
        "valid" => {
            // “start=2002-10-13T09:00+01:00; end=…” (DCMI Period).
            let said = tree.text(id);
            for part in said.split(';') {
                let Some((key, value)) = part.split_once('=') else { continue };
                let at = date::parse(value);
                let moment = Moment { said: Cow::Owned(value.trim().to_owned()), at };
                match key.trim() {
                    "start" => about.valid_from = Some(moment),
                    "end" => about.valid_until = Some(moment),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn podcast<'a>(tree: &Tree<'a>, id: Id, name: &str, about: &mut About<'a>) {
    match name {
        "author" => about.authors.push(person(tree, id, PersonBy::ITunes)),
        "owner" => about.publishers.push(person_of_parts(tree, id, PersonBy::ITunes)),
        "category" => podcast_category(tree, id, about),
        "keywords" => words(&tree.text(id), about, Some("http://www.itunes.com/")),
        "image" | "link" => {
            let url = tree.attribute(id, "href").or_else(|| tree.attribute(id, "url")).cloned();
            if let Some(url) = url.filter(|_| name == "image" || about.image.is_none()) {
                let url = address::complete_owned(tree.base(id).map(|base| &**base), url);
                about.image = Some(Image { url, ..Image::default() });
            }
        }
        _ => {}
    }
}

fn podcast_category<'a>(tree: &Tree<'a>, id: Id, about: &mut About<'a>) {
    let term = tree.attribute(id, "text").cloned().map(trimmed).or_else(|| {
        let own = tree.text(id);
        (!own.is_empty() && !tree.has_elements(id)).then_some(own)
    });
    if term.is_some() {
        let scheme = Some(Cow::Borrowed("http://www.itunes.com/"));
        push_category(about, Category { term, scheme, label: None, by: CategoryBy::ITunes });
    }
    for child in tree.children(id) {
        if let Look::Element { space: Space::ITunes | Space::GooglePlay, .. } = tree.look(child) {
            podcast_category(tree, child, about);
        }
    }
}

fn media<'a>(tree: &Tree<'a>, id: Id, name: &str, about: &mut About<'a>) {
    match name {
        "category" => {
            category(tree, id, CategoryBy::Media, about);
            if let Some(last) = about.categories.last_mut()
                && last.by == CategoryBy::Media
                && last.scheme.is_none()
            {
                // What Media RSS has where nothing is said.
                last.scheme = Some(Cow::Borrowed("http://search.yahoo.com/mrss/category_schema"));
            }
        }
        "keywords" => words(&tree.text(id), about, None),
        _ => {}
    }
}

fn licence<'a>(href: Cow<'a, str>, about: &mut About<'a>) {
    let rel = Cow::Borrowed("license");
    about.links.push(Link { href, rel, by: LinkBy::Licence, ..Link::default() });
}

fn category<'a>(tree: &Tree<'a>, id: Id, by: CategoryBy, about: &mut About<'a>) {
    let said = |name: &str| tree.attribute(id, name).cloned().map(trimmed);
    let own = || {
        if tree.has_elements(id) {
            return Some(Cow::Owned(inner(tree, id).trim().to_owned()));
        }
        value(tree, id)
    };
    let category = Category {
        term: said("term").or_else(own),
        scheme: said("scheme").or_else(|| said("domain")),
        label: said("label"),
        by,
    };
    if category.term.is_some() || category.scheme.is_some() || category.label.is_some() {
        push_category(about, category);
    }
}

/// Puts in words that are parted by commas.
fn words<'a>(said: &str, about: &mut About<'a>, scheme: Option<&'static str>) {
    for word in said.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let term = Some(Cow::Owned(word.to_owned()));
        let scheme = scheme.map(Cow::Borrowed);
        push_category(about, Category { term, scheme, label: None, by: CategoryBy::Keywords });
    }
}

fn push_category<'a>(about: &mut About<'a>, new: Category<'a>) {
    if about.categories.len() < MOST_CATEGORIES {
        about.categories.push(new);
    }
}

fn link<'a>(tree: &Tree<'a>, id: Id, space: Space, about: &mut About<'a>) {
    let base = tree.base(id).cloned();
    let said = |name: &str| tree.attribute(id, name).cloned().map(trimmed);
    let href = said("href").or_else(|| said("url")).or_else(|| said("uri"));
    let mut link = Link {
        rel: said("rel").map_or(Cow::Borrowed("alternate"), small),
        content_type: said("type").map(small).unwrap_or_default(),
        title: said("title"),
        language: said("hreflang"),
        length: said("length"),
        by: if space == Space::Atom { LinkBy::Atom } else { LinkBy::Rss },
        ..Link::default()
    };
    let href = match href {
        Some(href) => href,
        None => value(tree, id).or_else(|| tree.attribute(id, "resource").cloned()).unwrap_or_default(),
    };
    link.href = address::complete_owned(base.as_deref(), href);
    about.links.push(link);
}

fn enclosure<'a>(tree: &Tree<'a>, id: Id, about: &mut About<'a>) {
    let said = |name: &str| tree.attribute(id, name).cloned().map(trimmed);
    let href = said("url").or_else(|| said("href")).or_else(|| said("uri")).unwrap_or_default();
    about.links.push(Link {
        href: address::complete_owned(tree.base(id).map(|base| &**base), href),
        rel: Cow::Borrowed("enclosure"),
        content_type: said("type").map(small).unwrap_or_default(),
        length: said("length"),
        title: said("title"),
        by: LinkBy::Enclosure,
        ..Link::default()
    });
}

/// What an element of a feed or entry says in its attributes: `rdf:about`, and address and date in CDF.
pub(crate) fn attributes<'a>(tree: &Tree<'a>, id: Id, about: &mut About<'a>) {
    if tree.attributes(id).is_empty() {
        return;
    }
    if let Some(said) = tree.attribute(id, "about").cloned().map(trimmed) {
        about.id = Some(Identifier { value: said, permalink: None, is_guid: false });
    }
    if let Some(said) = tree.attribute(id, "lastmod").cloned().map(trimmed) {
        about.updated = Some(Moment { at: date::parse(&said), said });
    }
    if let Some(said) = tree.attribute(id, "href").cloned() {
        let href = address::complete_owned(tree.base(id).map(|base| &**base), said);
        let rel = Cow::Borrowed("alternate");
        about.links.push(Link { href, rel, by: LinkBy::Attribute, ..Link::default() });
    }
}

/// Fills what was not said in a feed's own words from other vocabularies.
pub(crate) fn complete(about: &mut About<'_>) {
    if about.further.is_empty() {
        return;
    }
    const TITLES: [(Space, &str); 3] =
        [(Space::Dc, "title"), (Space::ITunes, "title"), (Space::Media, "title")];
    const SUMMARIES: [(Space, &str); 5] = [
        (Space::Dc, "description"),
        (Space::ITunes, "subtitle"),
        (Space::ITunes, "summary"),
        (Space::GooglePlay, "description"),
        (Space::Media, "description"),
    ];
    let first = |places: &[(Space, &'static str)]| {
        places.iter().find_map(|(space, name)| {
            let found = element::all(&about.further, *space, name).find(|one| !one.text.is_empty())?;
            Some(of_element(found, about))
        })
    };
    let title = about.title.is_none().then(|| first(&TITLES)).flatten();
    let summary = about.summary.is_none().then(|| first(&SUMMARIES)).flatten();
    about.title = about.title.take().or(title);
    about.summary = about.summary.take().or(summary);
}

/// The text of an element of another vocabulary. Nominally most are plain text.
fn of_element<'a>(element: &Element<'a>, about: &About<'a>) -> Text<'a> {
    let is_html = (element.space == Space::Dc && element.name == "description")
        || element.attribute("type").is_some_and(|said| said.contains("html"))
        || clean::looks_like_html(&element.text);
    Text {
        value: element.text.clone(),
        kind: if is_html { TextKind::Html } else { TextKind::Plain },
        language: about.language.clone(),
        base: element.base.clone(),
        ..Text::default()
    }
}

/// Keeps an element as it is.
pub(crate) fn keep<'a>(tree: &Tree<'a>, id: Id, about: &mut About<'a>) {
    about.further.push(Element::of(tree, id));
}

/// The picture of a feed or entry; nothing where it says nothing.
pub(crate) fn image<'a>(tree: &mut Tree<'a>, id: Id, version: Version) -> Option<Image<'a>> {
    let mut image = Image::default();
    let children: Vec<Id> = tree.children(id).collect();
    for child in children {
        let Look::Element { space, name, .. } = tree.look(child) else { continue };
        if !space.is_core() {
            continue;
        }
        let mut buffer = [0; 24];
        match name_of(name, &mut buffer) {
            "url" | "href" => image.url = web(tree, child).unwrap_or_default(),
            "title" => image.title = Some(text(tree, child, Unsaid::Plain, version)),
            "link" => image.link = web(tree, child),
            "description" => image.description = Some(text(tree, child, Unsaid::Html, version)),
            "width" => image.width = value(tree, child),
            "height" => image.height = value(tree, child),
            _ => {}
        }
    }
    if image.url.is_empty() {
        let said = ["href", "url", "resource"].iter().find_map(|name| tree.attribute(id, name).cloned());
        let plain =
            || (!tree.has_elements(id)).then(|| tree.text(id)).filter(|said| address::is_absolute(said));
        if let Some(said) = said.or_else(plain) {
            image.url = address::complete_owned(tree.base(id).map(|base| &**base), said);
        }
    }
    (image != Image::default()).then_some(image)
}

/// A word in small letters: media types and relations are the same in either.
fn small(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        word
    }
}

/// A name in small letters.
pub(crate) fn name_of<'n>(name: &'n str, buffer: &'n mut [u8; 24]) -> &'n str {
    let bytes = name.as_bytes();
    if bytes.len() > buffer.len() || !bytes.iter().any(u8::is_ascii_uppercase) {
        return name;
    }
    let small = &mut buffer[..bytes.len()];
    small.copy_from_slice(bytes);
    small.make_ascii_lowercase();
    std::str::from_utf8(small).unwrap_or(name)
}

/// The text in an element; nothing where it is blank.
pub(crate) fn value<'a>(tree: &Tree<'a>, id: Id) -> Option<Cow<'a, str>> {
    Some(tree.text(id)).filter(|said| !said.is_empty())
}

/// The address in an element, completed.
pub(crate) fn web<'a>(tree: &Tree<'a>, id: Id) -> Option<Cow<'a, str>> {
    value(tree, id).map(|said| address::complete_owned(tree.base(id).map(|base| &**base), said))
}

fn moment<'a>(tree: &Tree<'a>, id: Id) -> Option<Moment<'a>> {
    value(tree, id).map(|said| Moment { at: date::parse(&said), said })
}

fn plain<'a>(tree: &Tree<'a>, id: Id) -> Text<'a> {
    Text {
        value: tree.text(id),
        language: tree.language(id).cloned(),
        base: tree.base(id).cloned(),
        ..Text::default()
    }
}
