//! What a page says of itself in its head: [WHATWG HTML, 4.2](https://html.spec.whatwg.org/multipage/semantics.html#document-metadata),
//! [Open Graph](https://ogp.me/), [Dublin Core](https://www.dublincore.org/specifications/dublin-core/dcq-html/),
//! and the names that search engines and social networks read.

use super::markup::{Page, ROOT, Tag, decode};

/// The data of a head.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// Names in lower case and their values, in the order of the page.
    values: Vec<(String, String)>,
    /// `link rel=canonical`.
    pub(super) canonical: Option<String>,
    /// `base href`.
    pub(super) base: Option<String>,
    /// `link rel=license` or `a rel=license`.
    pub(super) licence: Option<String>,
    /// The language of `html`, or of `body`.
    pub(super) language: Option<String>,
}

impl Meta {
    /// Reads it. Pages have such elements in their body too.
    pub(super) fn of(page: &Page<'_>) -> Meta {
        let mut meta = Meta::default();
        for (id, node) in page.below(ROOT) {
            match node.tag {
                Tag::Meta => {
                    let Some(value) = page.attribute(id, "content") else { continue };
                    for name in ["property", "name", "itemprop", "http-equiv"] {
                        if let Some(name) = page.attribute(id, name) {
                            let names = name.split_ascii_whitespace().map(str::to_ascii_lowercase);
                            let value = value.trim().to_owned();
                            meta.values.extend(names.map(|name| (name, value.clone())));
                        }
                    }
                }
                Tag::Link | Tag::A => {
                    let Some(rel) = page.raw(id, "rel") else { continue };
                    let says =
                        |word: &str| rel.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(word));
                    if node.tag == Tag::Link && meta.canonical.is_none() && says("canonical") {
                        meta.canonical = page.attribute(id, "href").map(Into::into);
                    }
                    if meta.licence.is_none() && says("license") {
                        meta.licence = page.attribute(id, "href").map(Into::into);
                    }
                }
                Tag::Base if meta.base.is_none() => meta.base = page.attribute(id, "href").map(Into::into),
                Tag::Html | Tag::Body if meta.language.is_none() => {
                    let language = page.attribute(id, "lang").or_else(|| page.attribute(id, "xml:lang"));
                    meta.language = language.map(Into::into);
                }
                _ => {}
            }
        }
        meta
    }

    /// The first value of the first of these names that has one.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    /// The value beside the first label that is wanted, of the pairs `twitter:label1` and `twitter:data1`, …
    pub(super) fn labelled(&self, is_wanted: impl Fn(&str) -> bool) -> Option<&str> {
        ["1", "2"].iter().find_map(|number| {
            let label = self.first(&[&format!("twitter:label{number}")])?;
            self.first(&[&format!("twitter:data{number}")]).filter(|_| is_wanted(label))
        })
    }

    /// All values of a name.
    pub(super) fn all<'m>(&'m self, name: &str) -> impl Iterator<Item = &'m str> {
        let found =
            self.values.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str());
        found.collect::<Vec<_>>().into_iter()
    }
}

/// The title of the page as a line.
pub(super) fn title(page: &Page<'_>) -> Option<String> {
    let title = decode(page.title?);
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}
