//! Names of elements: which vocabulary a prefix stands for in this export.

/// The vocabularies an export is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// No prefix: RSS.
    Rss,
    /// `http://wordpress.org/export/VERSION/`
    Wp,
    /// `http://wordpress.org/export/VERSION/excerpt/`
    Excerpt,
    /// `http://purl.org/rss/1.0/modules/content/`
    Content,
    /// `http://purl.org/dc/elements/1.1/`
    Dc,
    /// Anything else: feeds' additions, podcasts, Atom.
    Other,
}

/// What the prefixes of an export stand for. Those that are usual mean the usual even where the
/// export forgot to declare them.
pub(super) struct Prefixes {
    declared: Vec<(String, Space)>,
}

impl Prefixes {
    pub(super) fn new() -> Prefixes {
        let usual =
            [("wp", Space::Wp), ("excerpt", Space::Excerpt), ("content", Space::Content), ("dc", Space::Dc)];
        Prefixes { declared: usual.map(|(prefix, space)| (prefix.to_owned(), space)).to_vec() }
    }

    /// Takes note of `xmlns:PREFIX="URI"`.
    pub(super) fn declare(&mut self, attribute: &str, uri: &str) {
        let Some(prefix) = attribute.strip_prefix("xmlns:") else { return };
        let space = space_of(uri);
        match self.declared.iter_mut().find(|(known, _)| known == prefix) {
            Some((_, known)) => *known = space,
            None => self.declared.push((prefix.to_owned(), space)),
        }
    }

    /// Vocabulary and local name of an element.
    pub(super) fn resolve<'a>(&self, name: &'a str) -> (Space, &'a str) {
        match name.split_once(':') {
            None => (Space::Rss, name),
            Some((prefix, local)) => {
                let space = self.declared.iter().find(|(known, _)| known == prefix).map(|(_, space)| *space);
                (space.unwrap_or(Space::Other), local)
            }
        }
    }
}

fn space_of(uri: &str) -> Space {
    let uri = uri.trim().trim_end_matches('/');
    if uri.contains("wordpress.org/export") {
        if uri.ends_with("/excerpt") { Space::Excerpt } else { Space::Wp }
    } else if uri.contains("purl.org/rss/1.0/modules/content") {
        Space::Content
    } else if uri.contains("purl.org/dc/elements") {
        Space::Dc
    } else {
        Space::Other
    }
}
