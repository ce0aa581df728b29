//! `NewsComponent`: the tree an item is made of
//! ([NewsML 1.2, 5.7](https://www.iptc.org/std/NewsML/1.2/documentation/NewsMLv1.2-Spec-complete.html)).

use newsroom::wire_item::{ItemKind, Media, MediaType, Member, WireItem};
use url::Url;

use super::topics::Topics;
use super::{content, lines, metadata};
use crate::inline::Text;
use crate::iptc::set;
use crate::xml::Node;

/// The stories a component holds: two or more components in it with a headline and a text of their own, in different
/// languages or with different headlines. Nothing where it is one story.
pub(super) fn stories(root: Node<'_>) -> Vec<Node<'_>> {
    let headline = |node: Node<'_>| node.at("NewsLines/HeadLine").map(Node::line_of_text).unwrap_or_default();
    let is_equivalent = root.attribute("EquivalentsList") == Some("yes");
    let found: Vec<Node<'_>> = root
        .all("NewsComponent")
        .filter(|inner| !headline(*inner).is_empty() && has_text(*inner) && !has_media(*inner))
        .collect();
    let mut keys: Vec<(String, &str)> =
        found.iter().map(|inner| (headline(*inner), inner.language().unwrap_or_default())).collect();
    keys.sort_unstable();
    keys.dedup();
    if is_equivalent || keys.len() < 2 { Vec::new() } else { found }
}

fn items(component: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    component.descendants().filter(|node| node.name() == "ContentItem")
}

fn has_text(component: Node<'_>) -> bool {
    items(component)
        .any(|item| content::kind(item).is_none() && content::data(item).is_some_and(Node::has_text))
}

/// Whether it has text that is no caption.
fn has_story(component: Node<'_>) -> bool {
    items(component).any(|item| {
        let within = item.ancestors().take_while(|node| *node != component);
        content::kind(item).is_none()
            && content::data(item).is_some_and(Node::has_text)
            && !within.filter(|node| node.name() == "NewsComponent").any(|node| is_caption(&role(node)))
    })
}

fn has_media(component: Node<'_>) -> bool {
    items(component).any(|item| content::kind(item).is_some())
}

fn role(component: Node<'_>) -> String {
    let formal = component.child("Role").and_then(|role| role.attribute("FormalName")).unwrap_or_default();
    formal.to_ascii_lowercase()
}

fn is_caption(role: &str) -> bool {
    role.contains("caption") || role.contains("legend")
}

/// Gathers what a story is made of.
pub(super) struct Walk<'t> {
    base: Option<&'t Url>,
    topics: &'t Topics<'t>,
    text: Text,
    captions: Text,
    media: Vec<Media>,
    kind: Option<ItemKind>,
}

impl<'t> Walk<'t> {
    pub(super) fn new(base: Option<&'t Url>, topics: &'t Topics<'t>) -> Walk<'t> {
        Walk { base, topics, text: Text::default(), captions: Text::default(), media: Vec::new(), kind: None }
    }

    /// Reads a component and those in it. `outer` is the role it stands in.
    pub(super) fn component(&mut self, item: &mut WireItem, component: Node<'_>, outer: &str) {
        let own = role(component);
        let role = if own.is_empty() { outer } else { own.as_str() };
        self.references(item, component, role);
        let contents: Vec<Node<'_>> = component.all("ContentItem").collect();
        self.media_of(&contents, component);
        self.text_of(item, &contents, role);
        let inner: Vec<Node<'_>> = component.all("NewsComponent").collect();
        if component.attribute("EquivalentsList") == Some("yes") && !inner.iter().any(|one| has_media(*one)) {
            // The same text in several forms: the first that has any.
            if let Some(first) = inner.iter().find(|one| has_text(**one)) {
                self.inner(item, *first, role);
            }
            return;
        }
        for one in inner {
            self.inner(item, one, role);
        }
    }

    fn inner(&mut self, item: &mut WireItem, component: Node<'_>, role: &str) {
        let own = self::role(component);
        let named = ["photo", "picture", "image", "graphic", "illustration", "video"]
            .iter()
            .any(|word| own.contains(word));
        let is_illustration = has_media(component) && (named || !has_story(component));
        if is_illustration {
            return self.illustration(component);
        }
        lines::read(item, component);
        metadata::read(item, component, self.topics);
        self.component(item, component, role);
    }

    /// Pictures in several sizes with what belongs to them.
    fn illustration(&mut self, component: Node<'_>) {
        let groups: Vec<Node<'_>> = component.all("NewsComponent").filter(|one| has_media(*one)).collect();
        let captions_inside = groups.iter().filter(|group| has_text(**group)).count();
        if captions_inside > 1 {
            for group in groups {
                self.illustration(group);
            }
            return;
        }
        let Some(mut found) = self.best(items(component)) else { return };
        let mut about = WireItem::default();
        for one in std::iter::once(component)
            .chain(component.descendants())
            .filter(|one| one.name() == "NewsComponent")
        {
            lines::read(&mut about, one);
            metadata::read(&mut about, one, self.topics);
        }
        let caption: Vec<String> = items(component)
            .filter(|content| content::kind(*content).is_none())
            .filter_map(content::data)
            .map(Node::line_of_text)
            .filter(|text| !text.is_empty())
            .collect();
        set(&mut found.caption, caption.join("\n"));
        set(&mut found.title, about.headline);
        set(&mut found.credit, about.credit);
        set(&mut found.creator, about.byline);
        set(
            &mut found.copyright,
            if about.copyright.is_empty() { about.copyright_holder } else { about.copyright },
        );
        set(&mut found.usage_terms, about.usage_terms);
        self.media.push(found);
    }

    /// Several content items of one component are one thing in several forms.
    fn media_of(&mut self, contents: &[Node<'_>], component: Node<'_>) {
        if let Some(mut found) = self.best(contents.iter().copied()) {
            let role = role(component);
            set(&mut found.rendition, role);
            self.media.push(found);
        }
    }

    /// The largest of several forms.
    fn best<'n>(&self, contents: impl Iterator<Item = Node<'n>>) -> Option<Media> {
        let of = |content: Node<'n>| Some(content::media(content, content::kind(content)?, self.base));
        let size = |media: &Media| {
            let pixels = u64::from(media.width.unwrap_or(0)) * u64::from(media.height.unwrap_or(0));
            (pixels, media.size.unwrap_or(0))
        };
        contents
            .filter_map(of)
            .filter(|media| !media.url.is_empty() || media.bytes.is_some())
            .max_by_key(size)
    }

    fn text_of(&mut self, item: &mut WireItem, contents: &[Node<'_>], role: &str) {
        // The same text in several forms: one with markup before one without.
        let words = contents.iter().copied().filter(|content| content::kind(*content).is_none());
        let with_data = words.filter_map(|content| Some((content, content::data(content)?)));
        let Some((content, data)) =
            with_data.filter(|(_, data)| data.has_text() || data.children().next().is_some()).max_by_key(
                |(content, data)| (data.children().next().is_some(), std::cmp::Reverse(content.place())),
            )
        else {
            return;
        };
        for name in ["Format", "MimeType"] {
            item.say_further(
                name,
                content.child(name).and_then(|node| node.attribute("FormalName")).unwrap_or_default(),
            );
        }
        for property in content.children().filter(|node| node.name() == "Characteristics") {
            characteristics(item, property);
        }
        item.words = item.words.or(content::characteristic(content, &["words", "wordcount", "word_count"]));
        match role {
            "title" | "headline" => set(&mut item.headline, data.line_of_text()),
            "lead" | "abstract" | "summary" | "teaser" => set(&mut item.standfirst, data.line_of_text()),
            _ if is_caption(role) => self.captions.push(data, self.base),
            _ => {
                self.text.push(data, self.base);
                embedded(item, data);
            }
        }
    }

    /// What the component only names.
    fn references(&mut self, item: &mut WireItem, component: Node<'_>, role: &str) {
        let nested = component
            .all("NewsItem")
            .filter_map(|nested| nested.child("Identification").map(|id| (nested, id)));
        for (nested, identification) in nested {
            let mut inner = WireItem::default();
            super::identity::identification(&mut inner, identification);
            let headline =
                nested.at("NewsComponent/NewsLines/HeadLine").map(Node::line_of_text).unwrap_or_default();
            item.members.push(Member {
                id: inner.id,
                version: inner.version,
                group: role.into(),
                headline,
                ..Member::default()
            });
        }
        for reference in component.all("NewsItemRef") {
            item.members.push(Member {
                id: reference.attribute("NewsItem").unwrap_or_default().to_owned(),
                group: role.to_owned(),
                headline: reference.child("Comment").map(Node::line_of_text).unwrap_or_default(),
                ..Member::default()
            });
        }
    }

    /// Puts what was gathered into the item.
    pub(super) fn finish(mut self, item: &mut WireItem) {
        if self.text.is_empty() && !self.media.is_empty() {
            self.kind = self.media.first().map(|media| match media.kind {
                MediaType::Picture => ItemKind::Picture,
                MediaType::Graphic => ItemKind::Graphic,
                MediaType::Video => ItemKind::Video,
                MediaType::Audio => ItemKind::Audio,
                MediaType::File => ItemKind::Other,
            });
        } else if self.text.is_empty() && !item.members.is_empty() {
            self.kind = Some(ItemKind::Package);
        }
        item.kind = self.kind.unwrap_or_default();
        self.caption();
        if let Some(first) = self.media.first_mut() {
            first.lead = first.is_picture();
        }
        self.text.put(item, self.base);
        item.media.append(&mut self.media);
    }

    /// A caption that stands for itself is that of the first picture, and the text where there is no other.
    fn caption(&mut self) {
        let captions = std::mem::take(&mut self.captions);
        if captions.is_empty() {
            return;
        }
        let mut holder = WireItem::default();
        let html = captions.html.clone();
        captions.put(&mut holder, self.base);
        if let Some(first) = self.media.first_mut() {
            set(&mut first.caption, holder.body.plain_text());
        }
        if self.text.is_empty() {
            self.text.html = html;
        }
    }
}

fn characteristics(item: &mut WireItem, characteristics: Node<'_>) {
    for child in characteristics.children() {
        match (child.name(), child.attribute("FormalName")) {
            ("Property", Some(name)) => {
                item.say_further(
                    &format!("Characteristics/{name}"),
                    child.attribute("Value").unwrap_or_default(),
                );
            }
            (name, _) => item.say_further(&format!("Characteristics/{name}"), &child.line_of_text()),
        }
    }
}

/// What a NITF document inside says that the components do not.
fn embedded(item: &mut WireItem, data: Node<'_>) {
    let Some(nitf) = data.children().find(|node| crate::nitf::looks_like(*node)) else { return };
    crate::nitf::fill(item, nitf);
}
