//! A feed laid out in the names of feedparser, the Python library whose tests the facts are from.
//!
//! Only names and forms are changed here. Texts of HTML are given as [`wire::feed::Text::to_html`] makes them safe,
//! because that is what its tests ask for.

use serde_json::{Map, Value, json};
use wire::feed::{
    About, Element, Entry, Feed, Head, Image, Link, LinkBy, Moment, Person, Shape, ShapeKind, Source, Space,
    Text, TextKind, Version,
};

/// The result that feedparser would have.
pub(super) fn lay_out(source: &Source<'_>, feed: &Feed<'_>) -> Value {
    let entries: Vec<Value> = feed.entries.iter().map(|one| entry(one).into()).collect();
    json!({
        "bozo": !feed.faults.is_empty(),
        "encoding": source.encoding(),
        "version": version(feed.version),
        "feed": head(&feed.head),
        "entries": entries,
        "channel": head(&feed.head),
        "items": feed.entries.iter().map(|one| entry(one).into()).collect::<Vec<Value>>(),
    })
}

fn version(version: Version) -> &'static str {
    match version {
        Version::Rss090 => "rss090",
        Version::Rss091Netscape => "rss091n",
        Version::Rss091 => "rss091u",
        Version::Rss092 => "rss092",
        Version::Rss093 => "rss093",
        Version::Rss094 => "rss094",
        Version::Rss10 => "rss10",
        Version::Rss20 => "rss20",
        Version::Rss => "rss",
        Version::Atom01 => "atom01",
        Version::Atom02 => "atom02",
        Version::Atom03 => "atom03",
        Version::Atom10 => "atom10",
        Version::Atom => "atom",
        Version::Cdf => "cdf",
        Version::Json1 => "json1",
        Version::Json11 => "json11",
    }
}

/// Names that mean the same to feedparser.
const ALIASES: [(&str, &str); 15] = [
    ("id", "guid"),
    ("rights", "copyright"),
    ("rights_detail", "copyright_detail"),
    ("updated", "modified"),
    ("updated", "date"),
    ("updated_parsed", "modified_parsed"),
    ("updated_parsed", "date_parsed"),
    ("published", "issued"),
    ("published_parsed", "issued_parsed"),
    ("summary", "description"),
    ("summary_detail", "description_detail"),
    ("subtitle", "tagline"),
    ("subtitle_detail", "tagline_detail"),
    ("subtitle", "description"),
    ("subtitle_detail", "description_detail"),
];

type Fields = Map<String, Value>;

fn with_aliases(mut fields: Fields) -> Fields {
    for (name, alias) in ALIASES {
        if let Some(value) = fields.get(name).cloned() {
            fields.entry(alias).or_insert(value);
        }
    }
    // Where nothing says when it was changed, it was when it was published.
    for (name, other) in [("updated", "published"), ("updated_parsed", "published_parsed")] {
        if let Some(value) = fields.get(other).cloned() {
            fields.entry(name).or_insert(value);
        }
    }
    fields
}

fn head(head: &Head<'_>) -> Fields {
    let mut fields = about(&head.about, "subtitle");
    put_text(&mut fields, "info", head.info.as_ref());
    if let Some(generator) = &head.generator {
        fields.insert("generator".into(), json!(generator.name));
        let mut detail = object([("name", json!(generator.name))]);
        put(&mut detail, "href", generator.url.as_deref());
        put(&mut detail, "url", generator.url.as_deref());
        put(&mut detail, "version", generator.version.as_deref());
        fields.insert("generator_detail".into(), detail.into());
    }
    for (name, value) in [
        ("icon", &head.icon),
        ("logo", &head.logo),
        ("docs", &head.docs),
        ("ttl", &head.ttl),
        ("rating", &head.rating),
    ] {
        put(&mut fields, name, value.as_deref());
    }
    if let Some(cloud) = &head.cloud {
        let cloud = json!({"domain": cloud.domain, "port": cloud.port, "path": cloud.path,
            "registerprocedure": cloud.procedure, "protocol": cloud.protocol});
        fields.insert("cloud".into(), cloud);
    }
    if let Some(input) = &head.text_input {
        let mut inner = Fields::new();
        put_text(&mut inner, "title", input.title.as_ref());
        put_text(&mut inner, "subtitle", input.description.as_ref());
        put(&mut inner, "name", input.name.as_deref());
        put(&mut inner, "link", input.link.as_deref());
        put_link(&mut inner, input.link.as_deref());
        fields.insert("textinput".into(), with_aliases(inner).into());
    }
    with_aliases(fields)
}

fn entry(entry: &Entry<'_>) -> Fields {
    let mut fields = about(&entry.about, "summary");
    let contents: Vec<Value> = entry.contents.iter().map(detail).collect();
    if let Some(first) = entry.contents.iter().find(|text| text.kind != TextKind::Other) {
        fields.entry("summary").or_insert_with(|| json!(value(first)));
    }
    if !contents.is_empty() {
        fields.insert("content".into(), contents.into());
    }
    put(&mut fields, "comments", entry.comments.as_deref());
    if let Some(source) = &entry.source {
        let mut inner = head(source);
        let own = source.about.links.iter().find(|link| link.by == LinkBy::Source);
        put(&mut inner, "href", own.map(|link| link.href.as_ref()));
        put(&mut inner, "url", own.map(|link| link.href.as_ref()));
        fields.insert("source".into(), inner.into());
    }
    with_aliases(fields)
}

fn about(about: &About<'_>, summary: &str) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "id", about.id.as_ref().map(|id| id.value.as_ref()));
    put_text(&mut fields, "title", about.title.as_ref());
    put_text(&mut fields, summary, about.summary.as_ref());
    put_text(&mut fields, "rights", about.rights.as_ref());
    put(&mut fields, "language", about.language.as_deref().map(|said| said.replace('_', "-")).as_deref());
    links(&mut fields, &about.links);
    people(&mut fields, &about.authors, "author");
    people(&mut fields, &about.publishers, "publisher");
    if !about.contributors.is_empty() {
        let all = about.contributors.iter().map(|one| {
            let mut fields = person(one);
            put(&mut fields, "url", one.url.as_deref());
            Value::from(fields)
        });
        let all: Vec<Value> = all.collect();
        fields.insert("contributors".into(), all.into());
    }
    let tags: Vec<Value> = about
        .categories
        .iter()
        .map(|one| json!({"term": one.term, "scheme": one.scheme, "label": one.label}))
        .fold(Vec::new(), |mut all, one| {
            if !all.contains(&one) {
                all.push(one);
            }
            all
        });
    if let Some(first) = tags.first() {
        fields.insert("category".into(), first["term"].clone());
        fields.insert("tags".into(), tags.into());
    }
    if let Some(found) = about.image.as_ref() {
        fields.insert("image".into(), image(found).into());
    }
    for (name, moment) in [
        ("updated", &about.updated),
        ("published", &about.published),
        ("created", &about.created),
        ("expired", &about.expires),
        ("validity_start", &about.valid_from),
        ("validity_end", &about.valid_until),
    ] {
        if let Some(moment) = moment {
            fields.insert(name.into(), json!(moment.said));
            fields.insert(format!("{name}_parsed"), parsed(moment));
        }
    }
    if let Some(valid) = about.further.iter().find(|one| one.is(Space::DcTerms, "valid")) {
        fields.insert("validity".into(), json!(valid.text));
    }
    if let Some(shape) = &about.place {
        fields.insert("where".into(), place(shape));
    }
    if let Some(id) = &about.id {
        let permalink = id.permalink.as_deref().is_none_or(|said| said == "true");
        let has_link = about.links.iter().any(|link| link.rel == "alternate");
        fields.insert("guidislink".into(), json!(permalink && !has_link));
        if permalink {
            fields.entry("link").or_insert(json!(id.value));
        }
    }
    further(&mut fields, &about.further);
    fields
}

fn links(fields: &mut Fields, links: &[Link<'_>]) {
    let mut all: Vec<Value> = Vec::new();
    let mut enclosures: Vec<Value> = Vec::new();
    for link in links.iter().filter(|link| link.by != LinkBy::Source) {
        let mut one = Fields::new();
        let own = matches!(link.by, LinkBy::Atom | LinkBy::Rss | LinkBy::Attribute);
        let usual = match link.rel.as_ref() {
            _ if !own => "",
            "self" => "application/atom+xml",
            _ => "text/html",
        };
        let content_type = Some(link.content_type.as_ref()).filter(|said| !said.is_empty()).unwrap_or(usual);
        put(&mut one, "rel", Some(link.rel.as_ref()));
        put(&mut one, "type", Some(content_type).filter(|said| !said.is_empty()));
        put(&mut one, "href", Some(link.href.as_ref()).filter(|said| !said.is_empty()));
        put(&mut one, "title", link.title.as_deref());
        put(&mut one, "hreflang", link.language.as_deref());
        put(&mut one, "length", link.length.as_deref());
        if link.rel == "alternate" && content_type.contains("html") && !link.href.is_empty() {
            fields.insert("link".into(), json!(link.href));
        }
        if link.rel == "license" && !link.href.is_empty() {
            fields.insert("license".into(), json!(link.href));
        }
        if link.rel == "enclosure" {
            let mut enclosure = one.clone();
            enclosure.remove("rel");
            put(&mut enclosure, "url", Some(link.href.as_ref()));
            enclosures.push(enclosure.into());
        }
        all.push(one.into());
    }
    if !all.is_empty() {
        fields.insert("enclosures".into(), enclosures.into());
        fields.insert("links".into(), all.into());
    }
}

fn people(fields: &mut Fields, people: &[Person<'_>], name: &str) {
    let Some(last) = people.last() else { return };
    let whole = match (&last.said, &last.name, &last.email) {
        (Some(said), ..) => said.to_string(),
        (None, Some(name), Some(email)) => format!("{name} ({email})"),
        (None, Some(one), None) | (None, None, Some(one)) => one.to_string(),
        (None, None, None) => String::new(),
    };
    put(fields, name, Some(whole.as_str()).filter(|whole| !whole.is_empty()));
    // Of several that are one text each, feedparser takes the first one apart.
    let first = people.iter().find(|one| one.said.is_some()).filter(|_| last.said.is_some()).unwrap_or(last);
    let mut detail = person(first);
    put(&mut detail, "url", first.url.as_deref());
    fields.insert(format!("{name}_detail"), detail.into());
    let all = people.iter().map(|one| {
        let mut fields = person(one);
        put(&mut fields, "url", one.url.as_deref());
        fields.into()
    });
    fields.insert(format!("{name}s"), all.collect::<Vec<Value>>().into());
}

fn person(person: &Person<'_>) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "name", person.name.as_deref());
    put(&mut fields, "email", person.email.as_deref());
    put(&mut fields, "href", person.url.as_deref());
    fields
}

fn image(image: &Image<'_>) -> Fields {
    let mut fields = Fields::new();
    for name in ["href", "url"] {
        put(&mut fields, name, Some(image.url.as_ref()).filter(|url| !url.is_empty()));
    }
    put_text(&mut fields, "title", image.title.as_ref());
    put_text(&mut fields, "subtitle", image.description.as_ref());
    put(&mut fields, "link", image.link.as_deref());
    put_link(&mut fields, image.link.as_deref());
    for (name, said) in [("width", &image.width), ("height", &image.height)] {
        if let Some(said) = said {
            fields.insert(name.into(), json!(said.parse::<i64>().unwrap_or(0)));
        }
    }
    with_aliases(fields)
}

/// A point in time as Python's time tuple.
fn parsed(moment: &Moment<'_>) -> Value {
    let Some(at) = moment.at else { return Value::Null };
    let at = jiff::tz::TimeZone::UTC.to_datetime(at);
    json!([
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.weekday().to_monday_zero_offset(),
        at.day_of_year(),
        0
    ])
}

/// A shape as GeoJSON has it: longitude first, unless the reference system is none of degrees.
fn place(shape: &Shape) -> Value {
    let code = shape.system.as_deref().filter(|name| name.contains("EPSG"));
    let code = code.and_then(|name| name.rsplit(':').next()?.parse::<u32>().ok());
    let degrees = code.is_none_or(|code| (3_800..5_000).contains(&code));
    let points: Vec<Value> = shape
        .points
        .iter()
        .map(|point| {
            let mut point = point.clone();
            if degrees && point.len() > 1 {
                point.swap(0, 1);
            }
            json!(point)
        })
        .collect();
    let (kind, coordinates) = match shape.kind {
        ShapeKind::Unknown => return json!({}),
        ShapeKind::Point => ("Point", points.first().cloned().unwrap_or_default()),
        ShapeKind::Line => ("LineString", points.into()),
        ShapeKind::Polygon => ("Polygon", json!([points])),
        ShapeKind::Box => ("Box", points.into()),
    };
    json!({"type": kind, "coordinates": coordinates, "srsName": shape.system, "srsDimension": shape.dimension})
}

/// Elements of other vocabularies, under the names that feedparser makes of them.
fn further(fields: &mut Fields, elements: &[Element<'_>]) {
    for element in elements {
        if element.space == Space::Atom {
            // Said in the feed's own words already.
            continue;
        }
        let local = element.name.to_ascii_lowercase();
        let prefix = match element.space {
            space if space.is_core() => "",
            space => space.usual_prefix().unwrap_or(element.prefix),
        };
        let name = if prefix.is_empty() {
            local.clone()
        } else {
            format!("{}_{local}", prefix.to_ascii_lowercase())
        };
        match (element.space, local.as_str()) {
            (Space::Wfw, _) => drop(fields.insert(name, json!(element.address()))),
            (Space::ITunes, "block") => {
                let yes = matches!(element.text.as_ref(), "yes" | "Yes");
                fields.insert(name, json!(u8::from(yes)));
            }
            (Space::ITunes, "explicit") => {
                fields.insert(name, explicit(element));
            }
            (Space::ITunes, "subtitle" | "summary") => {
                let kind = TextKind::Plain;
                let base = element.base.clone();
                let text = Text { value: element.text.clone(), kind, base, ..Text::default() };
                if !fields.contains_key(&local) {
                    put_text(fields, &local, Some(&text));
                }
            }
            (Space::Media, _) => media(fields, element, &name),
            (Space::Chapters, "chapters") => drop(fields.entry(name).or_insert(chapters(element))),
            (Space::Admin, "errorreportsto") => {
                fields.insert("errorreportsto".into(), json!(element.attribute("resource")));
                fields.insert(name, attributes(element).into());
            }
            _ if element.attributes.iter().all(|(name, _)| name.starts_with("xmlns")) => {
                fields.insert(name, json!(element.text));
            }
            _ => drop(fields.insert(name, attributes(element).into())),
        }
    }
}

fn explicit(element: &Element<'_>) -> Value {
    match element.text.as_ref() {
        "yes" | "true" => json!(true),
        "clean" | "false" | "no" => json!(false),
        _ => Value::Null,
    }
}

fn media(fields: &mut Fields, element: &Element<'_>, name: &str) {
    let mut said = attributes(element);
    match element.name {
        "content" | "thumbnail" | "credit" => {
            if element.name == "thumbnail" && !element.text.is_empty() {
                said.entry("url").or_insert(json!(element.text));
            } else if element.name == "credit" {
                said.insert("content".into(), json!(element.text));
            }
            if let Value::Array(all) = fields.entry(name).or_insert(json!([])) {
                all.push(said.into());
            }
        }
        "rating" | "license" | "player" => {
            said.insert("content".into(), json!(element.text));
            fields.entry(name).or_insert(said.into());
        }
        "restriction" => {
            let words: Vec<String> = element.text.split(' ').map(|word| word.trim().to_lowercase()).collect();
            said.insert("content".into(), json!(words));
            fields.entry(name).or_insert(said.into());
        }
        "group" | "title" | "description" => {}
        _ if !said.is_empty() => drop(fields.entry(name).or_insert(said.into())),
        _ => drop(fields.insert(name.into(), json!(element.text))),
    }
    further(fields, &element.children);
}

fn chapters(element: &Element<'_>) -> Value {
    let chapters: Vec<Value> = element
        .children
        .iter()
        .filter(|child| child.name == "chapter")
        .map(|child| attributes(child).into())
        .collect();
    let mut fields = attributes(element);
    fields.insert("chapters".into(), chapters.into());
    fields.into()
}

fn attributes(element: &Element<'_>) -> Fields {
    element.attributes.iter().map(|(name, value)| (name.to_ascii_lowercase(), json!(value))).collect()
}

fn put(fields: &mut Fields, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        fields.insert(name.into(), json!(value));
    }
}

/// The list of links that stands beside a single one.
fn put_link(fields: &mut Fields, href: Option<&str>) {
    if let Some(href) = href {
        fields.insert("links".into(), json!([{"rel": "alternate", "type": "text/html", "href": href}]));
    }
}

fn put_text(fields: &mut Fields, name: &str, text: Option<&Text<'_>>) {
    if let Some(text) = text {
        fields.insert(name.into(), json!(value(text)));
        fields.insert(format!("{name}_detail"), detail(text));
    }
}

fn value(text: &Text<'_>) -> String {
    match text.kind {
        TextKind::Html | TextKind::Xhtml => text.to_html().into_owned(),
        TextKind::Plain | TextKind::Other => text.value.to_string(),
    }
}

fn detail(text: &Text<'_>) -> Value {
    json!({
        "type": text.content_type(),
        "language": text.language.as_deref().map(|said| said.replace('_', "-")),
        "base": text.base.as_deref().unwrap_or_default(),
        "value": value(text),
        "src": text.src,
    })
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
