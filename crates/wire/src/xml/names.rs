//! Which namespace a prefix stands for ([Namespaces in XML](https://www.w3.org/TR/xml-names/#scoping-defaulting)), and each
//! name kept once.

use std::collections::HashMap;

use super::limits;

/// What the prefix `xml` always stands for.
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Names, each kept once.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
}

impl Names {
    pub(super) fn get(&self, place: u32) -> &str {
        self.texts.get(place as usize).map_or("", |text| text)
    }

    pub(super) fn intern(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        // There are fewer names than nodes and attributes, which are bounded.
        let place = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.push(text.into());
        self.places.insert(text.into(), place);
        place
    }
}

/// The prefixes declared so far.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    declared: Vec<(Box<str>, u32, usize)>,
}

impl Scopes {
    /// Declares a prefix (empty: the default) for an element at a depth; false where there are too many.
    pub(super) fn declare(&mut self, prefix: &str, namespace: u32, depth: usize) -> bool {
        self.declared.push((prefix.into(), namespace, depth));
        self.declared.len() <= limits::PREFIXES
    }

    /// Forgets what elements deeper than a depth declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.declared.last().is_some_and(|(_, _, at)| *at > depth) {
            self.declared.pop();
        }
    }

    pub(super) fn find(&self, prefix: &str) -> Option<u32> {
        self.declared
            .iter()
            .rev()
            .find(|(known, _, _)| **known == *prefix)
            .map(|(_, namespace, _)| *namespace)
    }
}
