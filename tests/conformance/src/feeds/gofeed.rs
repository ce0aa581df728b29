//! A feed laid out in the names of gofeed, the Go library whose tests the facts are from: as its parser of RSS
//! has it, as that of Atom has it, and as its common form has it (`universal.rs`).

use serde_json::{Map, Value, json};
use wire::feed::{
    About, CategoryBy, Element, Entry, Feed, Head, Image, Link, LinkBy, Moment, Person, PersonBy, Space,
    Text, TextKind, Version,
};

pub(super) type Fields = Map<String, Value>;

/// The version as its root element has it.
pub(super) fn version(feed: &Feed<'_>) -> String {
    let said = feed.head.version.as_deref().unwrap_or_default();
    match feed.version {
        Version::Atom10 => "1.0".into(),
        Version::Rss10 => "1.0".into(),
        Version::Rss090 => "0.9".into(),
        Version::Atom03 => "0.3".into(),
        Version::Json1 => "1.0".into(),
        Version::Json11 => "1.1".into(),
        _ => said.to_owned(),
    }
}

/// As the parser of RSS has it.
pub(super) fn rss(feed: &Feed<'_>) -> Value {
    let (head, about) = (&feed.head, &feed.head.about);
    let mut fields = rss_common(about);
    put(&mut fields, "version", Some(version(feed)));
    put(&mut fields, "description", about.summary.as_ref().and_then(of_core(about)));
    put(&mut fields, "language", own_text(about, "language", about.language.as_deref()));
    put(&mut fields, "copyright", about.rights.as_ref().and_then(of_core(about)));
    put(&mut fields, "managingEditor", said(&about.authors, PersonBy::ManagingEditor));
    put(&mut fields, "webMaster", said(&about.publishers, PersonBy::WebMaster));
    moment(&mut fields, "lastBuildDate", about.updated.as_ref());
    put(&mut fields, "generator", head.generator.as_ref().map(|one| one.name.to_string()));
    for (name, value) in [("docs", &head.docs), ("ttl", &head.ttl), ("rating", &head.rating)] {
        put(&mut fields, name, value.as_deref().map(str::to_owned));
    }
    if let Some(cloud) = &head.cloud {
        let mut inner = Fields::new();
        for (name, value) in [
            ("domain", &cloud.domain),
            ("port", &cloud.port),
            ("path", &cloud.path),
            ("registerProcedure", &cloud.procedure),
            ("protocol", &cloud.protocol),
        ] {
            put(&mut inner, name, Some(value.to_string()));
        }
        fields.insert("cloud".into(), inner.into());
    }
    if let Some(input) = &head.text_input {
        let mut inner = Fields::new();
        put(&mut inner, "title", input.title.as_ref().map(text));
        put(&mut inner, "description", input.description.as_ref().map(text));
        put(&mut inner, "name", input.name.as_deref().map(str::to_owned));
        put(&mut inner, "link", input.link.as_deref().map(str::to_owned));
        fields.insert("textInput".into(), inner.into());
    }
    list(&mut fields, "skipDays", head.skip_days.iter().map(|day| json!(day)).collect());
    list(&mut fields, "skipHours", head.skip_hours.iter().map(|hour| json!(hour)).collect());
    let items: Vec<Value> = feed.entries.iter().map(rss_item).collect();
    fields.insert("items".into(), items.into());
    fields.into()
}

fn rss_item(entry: &Entry<'_>) -> Value {
    let about = &entry.about;
    let mut fields = rss_common(about);
    put(&mut fields, "description", about.summary.as_ref().and_then(of_core(about)));
    put(&mut fields, "content", entry.contents.first().map(text));
    put(&mut fields, "author", said(&about.authors, PersonBy::Core));
    put(&mut fields, "comments", entry.comments.as_deref().map(str::to_owned));
    let enclosures: Vec<Value> = about.links_of("enclosure").map(enclosure).collect();
    if let Some(last) = enclosures.last() {
        fields.insert("enclosure".into(), last.clone());
        fields.insert("enclosures".into(), enclosures.into());
    }
    if let Some(id) = about.id.as_ref().filter(|id| id.is_guid) {
        let mut guid = Fields::new();
        put(&mut guid, "value", Some(id.value.to_string()));
        put(&mut guid, "isPermalink", id.permalink.as_deref().map(str::to_owned));
        fields.insert("guid".into(), guid.into());
    }
    if let Some(source) = &entry.source {
        let mut inner = Fields::new();
        put(&mut inner, "title", source.about.title.as_ref().map(text));
        put(&mut inner, "url", source.about.links.first().map(|link| link.href.to_string()));
        fields.insert("source".into(), inner.into());
    }
    custom(&mut fields, about);
    fields.into()
}

fn rss_common(about: &About<'_>) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "title", about.title.as_ref().and_then(of_core(about)));
    let links: Vec<&Link<'_>> = about.links.iter().filter(|link| link.by == LinkBy::Rss).collect();
    put(&mut fields, "link", links.last().map(|link| link.href.to_string()));
    list(&mut fields, "links", links.iter().map(|link| json!(link.href)).collect());
    moment(&mut fields, "pubDate", about.published.as_ref());
    let categories = about.categories.iter().filter(|one| one.by == CategoryBy::Core).map(|one| {
        let mut fields = Fields::new();
        put(&mut fields, "domain", one.scheme.as_deref().map(str::to_owned));
        put(&mut fields, "value", one.term.as_deref().map(str::to_owned));
        fields.into()
    });
    list(&mut fields, "categories", categories.collect());
    if let Some(found) = about.image.as_ref().filter(|image| !of_podcast(image, about)) {
        fields.insert("image".into(), image(found).into());
    }
    modules(&mut fields, about, Version::Rss);
    fields
}

/// Words that are not only said in another vocabulary.
fn of_core<'s>(about: &'s About<'_>) -> impl Fn(&Text<'_>) -> Option<String> + 's {
    |said| {
        let words = text(said);
        let foreign =
            about.further.iter().any(|one| !one.space.is_core() && !words.is_empty() && one.text == words);
        (!foreign || said.base.is_some() || said.language.is_some()).then_some(words)
    }
}

fn own_text(about: &About<'_>, name: &str, value: Option<&str>) -> Option<String> {
    let foreign = about.further.iter().any(|one| one.is(Space::Dc, name));
    value.filter(|_| !foreign).map(str::to_owned)
}

/// Whether a picture is that of a podcast, named in an attribute of another vocabulary.
fn of_podcast(image: &Image<'_>, about: &About<'_>) -> bool {
    image.title.is_none()
        && about
            .further
            .iter()
            .any(|one| one.space == Space::ITunes && one.attribute("href") == Some(&image.url))
}

pub(super) fn image(image: &Image<'_>) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "url", Some(image.url.to_string()));
    put(&mut fields, "title", image.title.as_ref().map(text));
    put(&mut fields, "link", image.link.as_deref().map(str::to_owned));
    put(&mut fields, "description", image.description.as_ref().map(text));
    put(&mut fields, "width", image.width.as_deref().map(str::to_owned));
    put(&mut fields, "height", image.height.as_deref().map(str::to_owned));
    fields
}

pub(super) fn enclosure(link: &Link<'_>) -> Value {
    let mut fields = Fields::new();
    put(&mut fields, "url", Some(link.href.to_string()));
    put(&mut fields, "length", link.length.as_deref().map(str::to_owned));
    put(&mut fields, "type", Some(link.content_type.to_string()));
    fields.into()
}

/// What somebody was called, as written.
fn said(people: &[Person<'_>], by: PersonBy) -> Option<String> {
    people.iter().rfind(|one| one.by == by).and_then(|one| one.said.as_deref()).map(str::to_owned)
}

/// As the parser of Atom has it.
pub(super) fn atom(feed: &Feed<'_>) -> Value {
    let mut fields = atom_head(&feed.head, feed.version);
    put(&mut fields, "version", Some(version(feed)));
    put(&mut fields, "language", feed.head.about.language.as_deref().map(str::to_owned));
    let entries: Vec<Value> = feed.entries.iter().map(|entry| atom_entry(entry, feed.version)).collect();
    fields.insert("entries".into(), entries.into());
    fields.into()
}

fn atom_head(head: &Head<'_>, version: Version) -> Fields {
    let mut fields = atom_common(&head.about, version);
    put(&mut fields, "subtitle", head.about.summary.as_ref().map(text));
    put(&mut fields, "icon", head.icon.as_deref().map(str::to_owned));
    put(&mut fields, "logo", head.logo.as_deref().map(str::to_owned));
    if let Some(generator) = &head.generator {
        let mut inner = Fields::new();
        put(&mut inner, "value", Some(generator.name.to_string()));
        put(&mut inner, "uri", generator.url.as_deref().map(str::to_owned));
        put(&mut inner, "version", generator.version.as_deref().map(str::to_owned));
        fields.insert("generator".into(), inner.into());
    }
    fields
}

fn atom_entry(entry: &Entry<'_>, version: Version) -> Value {
    let mut fields = atom_common(&entry.about, version);
    put(&mut fields, "summary", entry.about.summary.as_ref().map(text));
    moment(&mut fields, "published", entry.about.published.as_ref());
    if let Some(content) = entry.contents.first() {
        let mut inner = Fields::new();
        put(&mut inner, "type", Some(content.said.to_string()));
        put(&mut inner, "value", Some(text(content)));
        put(&mut inner, "src", content.src.as_deref().map(str::to_owned));
        fields.insert("content".into(), inner.into());
    }
    if let Some(source) = &entry.source {
        fields.insert("source".into(), atom_head(source, version).into());
    }
    fields.into()
}

fn atom_common(about: &About<'_>, version: Version) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "title", about.title.as_ref().and_then(of_core(about)));
    put(&mut fields, "id", about.id.as_ref().map(|id| id.value.to_string()));
    put(
        &mut fields,
        "rights",
        about
            .rights
            .as_ref()
            .map(text)
            .filter(|_| !about.further.iter().any(|one| one.is(Space::Dc, "rights"))),
    );
    moment(&mut fields, "updated", about.updated.as_ref());
    for (name, people) in [("authors", &about.authors), ("contributors", &about.contributors)] {
        let people = people.iter().filter(|one| one.by == PersonBy::Core).map(|one| {
            let mut fields = Fields::new();
            put(&mut fields, "name", one.name.as_deref().map(str::to_owned));
            put(&mut fields, "email", one.email.as_deref().map(str::to_owned));
            put(&mut fields, "uri", one.url.as_deref().map(str::to_owned));
            fields.into()
        });
        list(&mut fields, name, people.collect());
    }
    let categories = about.categories.iter().filter(|one| one.by == CategoryBy::Core).map(|one| {
        let mut fields = Fields::new();
        put(&mut fields, "term", one.term.as_deref().map(str::to_owned));
        put(&mut fields, "scheme", one.scheme.as_deref().map(str::to_owned));
        put(&mut fields, "label", one.label.as_deref().map(str::to_owned));
        fields.into()
    });
    list(&mut fields, "categories", categories.collect());
    let links = about.links.iter().filter(|link| link.by == LinkBy::Atom || version.is_atom()).map(|link| {
        let mut fields = Fields::new();
        put(&mut fields, "href", Some(link.href.to_string()));
        put(&mut fields, "rel", Some(link.rel.to_string()));
        put(&mut fields, "type", Some(link.content_type.to_string()));
        put(&mut fields, "title", link.title.as_deref().map(str::to_owned));
        put(&mut fields, "hreflang", link.language.as_deref().map(str::to_owned));
        put(&mut fields, "length", link.length.as_deref().map(str::to_owned));
        fields.into()
    });
    list(&mut fields, "links", links.collect());
    modules(&mut fields, about, version);
    fields
}

/// Other vocabularies: as trees, and Dublin Core and those of podcasts as fields too.
pub(super) fn modules(fields: &mut Fields, about: &About<'_>, version: Version) {
    let mut extensions = Fields::new();
    let (mut dc, mut itunes) = (Fields::new(), Fields::new());
    for element in about.further.iter().filter(|one| is_module(one, version)) {
        let prefix = prefix(element);
        let group = extensions.entry(prefix).or_insert(json!({}));
        push(group, element.name, tree(element));
        if element.space == Space::Dc && !element.text.is_empty() {
            push_to(&mut dc, element.name, json!(element.text));
        } else if element.space == Space::ITunes {
            podcast(&mut itunes, element);
        }
    }
    for (name, group, everywhere) in
        [("extensions", extensions, true), ("dcExt", dc, false), ("itunesExt", itunes, false)]
    {
        if !group.is_empty() && (everywhere || !version.is_atom()) {
            fields.insert(name.into(), group.into());
        }
    }
}

fn is_module(element: &Element<'_>, version: Version) -> bool {
    match element.space {
        Space::Atom => !version.is_atom(),
        space => !space.is_core() && !matches!(space, Space::Rdf | Space::Content),
    }
}

fn prefix(element: &Element<'_>) -> String {
    element.space.usual_prefix().unwrap_or(element.prefix).to_owned()
}

fn tree(element: &Element<'_>) -> Value {
    let attributes: Fields = element
        .attributes
        .iter()
        .filter(|(name, _)| !name.starts_with("xmlns"))
        .map(|(name, value)| (name.rsplit(':').next().unwrap_or(name).to_owned(), json!(value)))
        .collect();
    let mut children = json!({});
    for child in &element.children {
        push(&mut children, child.name, tree(child));
    }
    json!({"name": element.name, "value": element.text, "attrs": attributes, "children": children})
}

fn podcast(fields: &mut Fields, element: &Element<'_>) {
    match element.name {
        "image" => put(fields, "image", element.attribute("href").map(str::to_owned)),
        "category" => {
            let category = |one: &Element<'_>| one.attribute("text").map(|text| json!({"text": text}));
            if let Some(mut own) = category(element) {
                if let Some(sub) = element.children.iter().find_map(category) {
                    own["subcategory"] = sub;
                }
                push_to(fields, "categories", own);
            }
        }
        "owner" => {
            let of = |name: &str| {
                element.children.iter().find(|one| one.name == name).map(|one| one.text.to_string())
            };
            let mut owner = Fields::new();
            put(&mut owner, "name", of("name"));
            put(&mut owner, "email", of("email"));
            fields.insert("owner".into(), owner.into());
        }
        "new-feed-url" => put(fields, "newFeedUrl", Some(element.text.to_string())),
        name => put(fields, name, Some(element.text.to_string())),
    }
}

/// Elements of RSS that are none.
pub(super) fn custom(fields: &mut Fields, about: &About<'_>) {
    let custom: Fields = about
        .further
        .iter()
        .filter(|one| matches!(one.space, Space::None | Space::Rss) && one.children.is_empty())
        .map(|one| (one.name.to_owned(), json!(one.text)))
        .collect();
    if !custom.is_empty() {
        fields.insert("custom".into(), custom.into());
    }
}

fn push(group: &mut Value, name: &str, value: Value) {
    if let Value::Object(group) = group {
        push_to(group, name, value);
    }
}

fn push_to(group: &mut Fields, name: &str, value: Value) {
    if let Value::Array(all) = group.entry(name).or_insert(json!([])) {
        all.push(value);
    }
}

pub(super) fn put(fields: &mut Fields, name: &str, value: Option<String>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        fields.insert(name.into(), json!(value));
    }
}

pub(super) fn list(fields: &mut Fields, name: &str, values: Vec<Value>) {
    if !values.is_empty() {
        fields.insert(name.into(), values.into());
    }
}

pub(super) fn moment(fields: &mut Fields, name: &str, moment: Option<&Moment<'_>>) {
    let Some(moment) = moment else { return };
    put(fields, name, Some(moment.said.to_string()));
    put(fields, &format!("{name}Parsed"), moment.at.map(|at| at.to_string()));
}

/// A text with complete addresses.
pub(super) fn text(text: &Text<'_>) -> String {
    let whole = match (text.kind, &text.base) {
        (TextKind::Html | TextKind::Xhtml, Some(_)) if text.value.contains('<') => {
            text.to_html().into_owned()
        }
        _ => text.value.to_string(),
    };
    // The division around XHTML is only a wrapping, as RFC 4287, 3.1.1.3 has it; Atom 0.3 does not say so.
    let inner = whole.strip_prefix("<div>").and_then(|inner| inner.strip_suffix("</div>"));
    match inner.filter(|inner| text.kind == TextKind::Xhtml && !inner.contains("<div")) {
        Some(inner) => inner.to_owned(),
        None => whole,
    }
}
