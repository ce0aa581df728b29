//! The rules of NewsML-G2 (its XML Schema), version by version: whether an item keeps to them.
//!
//! [NewsML-G2 2.35 specification](https://iptc.org/std/NewsML-G2/2.35/specification/). Items that do not are read all the
//! same, as far as they can be, and what they break is said.

mod kinds;
mod table;

use newsroom::wire_item::Fault;

use super::NAMESPACE;
use crate::xml::{Node, Tree};
use table::{Attribute, Particle, Table, Type, What};

/// Broken rules told of one document; a document with more is no NewsML-G2.
const MOST: usize = 20;
/// The version the rules are of; later ones are not checked.
const NEWEST: u16 = 35;
/// The oldest there are rules for, NewsML-G2 2.0.
const OLDEST: u16 = 0;

/// A version of NewsML-G2: 29 is 2.29.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(u16);

impl Version {
    /// Reads `2.29`. Nothing where there are no rules for it, as with those of the future and of the News
    /// Architecture before it had the numbers of NewsML-G2.
    pub fn parse(text: &str) -> Option<Version> {
        let minor: u16 = text.trim().strip_prefix("2.")?.parse().ok()?;
        (OLDEST..=NEWEST).contains(&minor).then_some(Version(minor))
    }
}

/// What a document breaks of the rules of a version.
pub fn broken(tree: &Tree, version: Version) -> Vec<Fault> {
    let mut check = Check { table: Table::get(), version, found: Vec::new() };
    let root = tree.root();
    match check.table.element(root.name()) {
        Some(of) if root.namespace() == NAMESPACE => check.element(root, of),
        Some(_) => check.say(root, format!("the namespace of <{}> is not {NAMESPACE}", root.name())),
        None => check.say(root, format!("<{}> is no element of NewsML-G2", root.name())),
    }
    check.found
}

struct Check {
    table: &'static Table,
    version: Version,
    found: Vec<Fault>,
}

impl Check {
    fn say(&mut self, node: Node<'_>, what: String) {
        if self.found.len() < MOST {
            let what = format!("this breaks the rules of NewsML-G2 2.{}: {what}", self.version.0);
            self.found.push(Fault { line: Some(node.line()), what });
        }
    }

    /// Checks an element of a type, and all in it. The depth is bounded by the limits of the tree.
    fn element(&mut self, node: Node<'_>, of: &'static str) {
        if let Some(kind) = of.strip_prefix('~') {
            return self.simple(node, kind);
        }
        let Some(of) = self.table.of_name(of) else { return };
        self.attributes(node, of);
        let text = self.table.text(of);
        if let Some(kind) = text {
            if !kinds::fits(kind, &node.text()) {
                self.say(node, format!("“{}” cannot stand in <{}>", excerpt(&node.text()), node.name()));
            }
        } else if !self.table.is_mixed(of) && has_own_text(node) {
            self.say(node, format!("<{}> may not hold text", node.name()));
        }
        self.content(node, of);
    }

    fn simple(&mut self, node: Node<'_>, kind: &str) {
        if !kinds::fits(kind, &node.text()) {
            self.say(node, format!("“{}” cannot stand in <{}>", excerpt(&node.text()), node.name()));
        }
        if let Some(child) = node.children().next() {
            self.say(child, format!("<{}> may not stand in <{}>", child.name(), node.name()));
        }
    }

    fn attributes(&mut self, node: Node<'_>, of: &'static Type) {
        let mut rules = Vec::new();
        self.table.attributes(of, &mut rules);
        let rules: Vec<&Attribute> = rules.into_iter().filter(|rule| rule.from <= self.version.0).collect();
        let others = self.table.open(of);
        for given in node.attributes() {
            if !given.namespace.is_empty() {
                // Of XML itself and of XML Schema they may stand anywhere.
                let anywhere = given.namespace.starts_with("http://www.w3.org/");
                if !anywhere && others.is_none() {
                    self.say(node, format!("<{}> may not have the attribute {}", node.name(), given.name));
                }
                continue;
            }
            match rules.iter().find(|rule| rule.name == given.name) {
                None if others == Some("local") => {}
                None => {
                    self.say(node, format!("<{}> may not have the attribute {}", node.name(), given.name))
                }
                Some(rule) if !kinds::fits(rule.kind, given.value) => {
                    self.say(node, format!("{}=“{}” is not allowed", given.name, excerpt(given.value)));
                }
                Some(_) => {}
            }
        }
        for rule in rules.iter().filter(|rule| rule.needed) {
            if !node.attributes().any(|given| given.name == rule.name && given.namespace.is_empty()) {
                self.say(node, format!("<{}> must have the attribute {}", node.name(), rule.name));
            }
        }
    }

    fn content(&mut self, node: Node<'_>, of: &'static Type) {
        let kids: Vec<Node<'_>> = node.children().collect();
        let mut walk = Walk { check: self, kids: &kids, types: vec![None; kids.len()], missed: None };
        let mut at = 0;
        let mut complete = true;
        let mut models = Vec::new();
        walk.check.table.models(of, &mut models);
        for model in models {
            match walk.particle(model, at) {
                Some(next) => at = next,
                None => {
                    complete = false;
                    break;
                }
            }
        }
        let (types, missed) = (walk.types, walk.missed);
        if !complete {
            let wanted = missed.map(|(_, name)| name).unwrap_or("something");
            self.say(node, format!("<{wanted}> is missing in <{}>", node.name()));
        } else if let Some(kid) = kids.get(at) {
            self.say(*kid, format!("<{}> may not stand there in <{}>", kid.name(), node.name()));
        }
        for (kid, of) in kids.iter().zip(types) {
            if let Some(of) = of {
                self.element(*kid, of);
            }
        }
    }
}

/// Goes along the elements in an element by a content model. The models are deterministic
/// ([XML Schema, unique particle attribution](https://www.w3.org/TR/xmlschema-1/#cos-nonambig)), so that it never has to
/// go back.
struct Walk<'a, 'n> {
    check: &'a Check,
    kids: &'a [Node<'n>],
    types: Vec<Option<&'static str>>,
    /// The furthest place where an element was needed, and which.
    missed: Option<(usize, &'static str)>,
}

impl Walk<'_, '_> {
    /// The place after as many as there are of a particle; nothing where there are too few.
    fn particle(&mut self, particle: &'static Particle, from: usize) -> Option<usize> {
        let version = self.check.version.0;
        if particle.from > version {
            return Some(from);
        }
        let least = if version < particle.one_before { particle.least.max(1) } else { particle.least };
        let (mut at, mut count) = (from, 0);
        while count < particle.most {
            match self.once(&particle.what, at) {
                Some(next) if next > at => {
                    at = next;
                    count += 1;
                }
                // It may be there without any element.
                Some(_) => return Some(at),
                None => break,
            }
        }
        (count >= least).then_some(at)
    }

    fn once(&mut self, what: &'static What, at: usize) -> Option<usize> {
        match what {
            What::Sequence(parts) => parts.iter().try_fold(at, |at, part| self.particle(part, at)),
            What::Choice(parts) => {
                let mut may_be_empty = false;
                for part in parts {
                    match self.particle(part, at) {
                        Some(next) if next > at => return Some(next),
                        // What a version does not have yet is not there, and no way to be empty.
                        Some(_) if part.from <= self.check.version.0 => may_be_empty = true,
                        _ => {}
                    }
                }
                may_be_empty.then_some(at)
            }
            What::Group(name) => {
                let model = self.check.table.of_name(name)?.model.as_ref()?;
                self.particle(model, at)
            }
            What::Element { name, of } => {
                let is_it = |kid: &&Node<'_>| kid.name() == *name && kid.namespace() == NAMESPACE;
                if self.kids.get(at).filter(is_it).is_some() {
                    self.types[at] = Some(of);
                    return Some(at + 1);
                }
                if self.missed.is_none_or(|(place, _)| place <= at) {
                    self.missed = Some((at, name));
                }
                None
            }
            What::Other => self
                .kids
                .get(at)
                .filter(|kid| kid.namespace() != NAMESPACE && !kid.namespace().is_empty())
                .map(|_| at + 1),
            What::Any => {
                let kid = self.kids.get(at)?;
                // What is known is checked wherever it stands ([XML Schema, lax](https://www.w3.org/TR/xmlschema-1/#Wildcards)).
                self.types[at] =
                    self.check.table.element(kid.name()).filter(|_| kid.namespace() == NAMESPACE);
                Some(at + 1)
            }
            What::Own => {
                let kid = self.kids.get(at).filter(|kid| kid.namespace() == NAMESPACE)?;
                self.types[at] = self.check.table.element(kid.name());
                Some(at + 1)
            }
        }
    }
}

fn has_own_text(node: Node<'_>) -> bool {
    node.content()
        .any(|content| matches!(content, crate::xml::Content::Text(text) if !text.trim().is_empty()))
}

fn excerpt(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: &str = "<catalogRef href='http://a.example/c'/><itemMeta><itemClass qcode='ninat:text'/><provider qcode='nprov:A'/>\
                        <versionCreated>2024-01-01T00:00:00Z</versionCreated>";

    fn said(version: &str, element: &str, attributes: &str, inner: &str) -> Vec<String> {
        let text = format!(
            "<{element} xmlns='http://iptc.org/std/nar/2006-10-01/' guid='a' standard='NewsML-G2' standardversion='{version}' \
             conformance='power' xml:lang='en' {attributes}>{inner}</{element}>"
        );
        let tree = crate::xml::read(text.as_bytes(), None).expect("XML");
        let version = Version::parse(version).expect("a version");
        let found = broken(&tree, version).into_iter();
        found.map(|fault| fault.what.split_once(": ").expect("a cause").1.to_owned()).collect()
    }

    #[test]
    fn an_item_that_keeps_to_the_rules_breaks_none() {
        let none: [String; 0] = [];
        assert_eq!(said("2.35", "newsItem", "version='2'", &format!("{ITEM}</itemMeta>")), none);
        let content = "</itemMeta><contentMeta><urgency>3</urgency><headline>a <span>b</span></headline></contentMeta><contentSet><inlineXML>\
                       <html xmlns='http://www.w3.org/1999/xhtml'><p>a</p></html></inlineXML></contentSet>";
        assert_eq!(said("2.35", "newsItem", "xmlns:x='urn:x' x:y='1'", &format!("{ITEM}{content}")), none);
    }

    #[test]
    fn what_is_missing_and_what_is_too_much_is_said() {
        let text = |inner: &str| said("2.35", "newsItem", "", inner).join("; ");
        assert_eq!(text(""), "<itemMeta> is missing in <newsItem>");
        assert_eq!(
            text("<itemMeta><provider qcode='a:b'/></itemMeta>"),
            "<itemClass> is missing in <itemMeta>"
        );
        assert_eq!(
            text(&format!("{ITEM}</itemMeta><unknown/>")),
            "<unknown> may not stand there in <newsItem>"
        );
        assert_eq!(
            said("2.35", "newsItem", "foo='1'", &format!("{ITEM}</itemMeta>")),
            ["<newsItem> may not have the attribute foo"]
        );
        let wrong = ITEM.replace("2024-01-01T00:00:00Z", "gestern").replace("ninat:text", "text");
        assert_eq!(
            text(&format!("{wrong}</itemMeta>")),
            "qcode=“text” is not allowed; “gestern” cannot stand in <versionCreated>"
        );
    }

    #[test]
    fn a_version_has_its_own_rules() {
        let none: [String; 0] = [];
        let without_catalog = ITEM.split_once("/>").expect("a catalog").1;
        let item = |version: &str| said(version, "newsItem", "", &format!("{without_catalog}</itemMeta>"));
        assert_eq!(item("2.29"), ["<catalog> is missing in <newsItem>"]);
        assert_eq!(item("2.30"), none);
        let rights = "<catalogRef href='a'/><rightsInfo><dataMining uri='http://a/'/></rightsInfo>";
        let item =
            |version: &str| said(version, "newsItem", "", &format!("{rights}{without_catalog}</itemMeta>"));
        assert_eq!(item("2.34"), none);
        assert_eq!(item("2.33"), ["<dataMining> may not stand there in <rightsInfo>"]);
    }

    #[test]
    fn addresses_have_to_be_addresses() {
        let item = ITEM.replace("http://a.example/c", "%");
        assert_eq!(said("2.35", "newsItem", "", &format!("{item}</itemMeta>")), ["href=“%” is not allowed"]);
    }
}
