//! The table of rules, read from `rules.txt`, which says how it is written.

use std::collections::HashMap;
use std::sync::LazyLock;

/// All rules.
pub(super) struct Table {
    elements: HashMap<&'static str, &'static str>,
    types: HashMap<&'static str, Type>,
}

/// What may stand in an element.
#[derive(Default)]
pub(super) struct Type {
    like: Option<&'static str>,
    text: Option<&'static str>,
    mixed: bool,
    attributes: Vec<Attribute>,
    groups: Vec<&'static str>,
    open: Option<&'static str>,
    pub(super) model: Option<Particle>,
}

/// An attribute.
pub(super) struct Attribute {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) needed: bool,
    /// The version it came with.
    pub(super) from: u16,
}

/// How often something may stand somewhere.
pub(super) struct Particle {
    pub(super) what: What,
    /// The version it came with.
    pub(super) from: u16,
    pub(super) least: u16,
    pub(super) most: u16,
    /// Before that version at least one is needed.
    pub(super) one_before: u16,
}

/// What stands there.
pub(super) enum What {
    Element {
        name: &'static str,
        of: &'static str,
    },
    Group(&'static str),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    /// An element of another namespace.
    Other,
    /// An element of NewsML-G2 that may stand anywhere.
    Own,
    /// Any element.
    Any,
}

impl Table {
    pub(super) fn get() -> &'static Table {
        static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("rules.txt")));
        &TABLE
    }

    /// The type of an element that may stand wherever its name does.
    pub(super) fn element(&self, name: &str) -> Option<&'static str> {
        self.elements.get(name).copied()
    }

    pub(super) fn of_name(&self, name: &str) -> Option<&Type> {
        self.types.get(name)
    }

    fn base(&self, of: &Type) -> Option<&Type> {
        self.types.get(of.like?)
    }

    /// The kind of text it holds alone.
    pub(super) fn text(&self, of: &Type) -> Option<&'static str> {
        of.text.or_else(|| self.text(self.base(of)?))
    }

    pub(super) fn is_mixed(&self, of: &Type) -> bool {
        of.mixed || self.base(of).is_some_and(|base| self.is_mixed(base))
    }

    /// Which attributes of other namespaces it may have.
    pub(super) fn open(&self, of: &Type) -> Option<&'static str> {
        let groups = || of.groups.iter().find_map(|group| self.types.get(group)?.open);
        of.open.or_else(groups).or_else(|| self.open(self.base(of)?))
    }

    pub(super) fn attributes<'t>(&'t self, of: &'t Type, into: &mut Vec<&'t Attribute>) {
        into.extend(&of.attributes);
        for group in of.groups.iter().filter_map(|group| self.types.get(group)) {
            self.attributes(group, into);
        }
        if let Some(base) = self.base(of) {
            self.attributes(base, into);
        }
    }

    /// The models of what it holds, in order.
    pub(super) fn models<'t>(&'t self, of: &'t Type, into: &mut Vec<&'t Particle>) {
        if let Some(base) = self.base(of) {
            self.models(base, into);
        }
        into.extend(&of.model);
    }
}

fn read(rules: &'static str) -> Table {
    let mut table = Table { elements: HashMap::new(), types: HashMap::new() };
    for line in rules.lines() {
        if let Some(element) = line.strip_prefix("element ") {
            table.elements.extend(element.split_once(' '));
        }
    }
    let mut name = "";
    for line in rules.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            name = title;
            table.types.insert(name, Type::default());
        } else if let Some(of) = table.types.get_mut(name) {
            read_line(of, line, &table.elements);
        }
    }
    table
}

fn read_line(of: &mut Type, line: &'static str, elements: &HashMap<&'static str, &'static str>) {
    if let Some(model) = line.strip_prefix("= ") {
        of.model = Some(Reader { text: model, elements }.particle());
    } else if let Some(base) = line.strip_prefix("like ") {
        of.like = Some(base);
    } else if let Some(kind) = line.strip_prefix("text ") {
        of.text = Some(kind);
    } else if line == "mixed" {
        of.mixed = true;
    } else {
        for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            attribute(of, part);
        }
    }
}

fn attribute(of: &mut Type, part: &'static str) {
    if part.starts_with('&') {
        of.groups.push(part);
        return;
    }
    let mut words = part.trim_start_matches('@').split(' ');
    let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or("text"));
    if name == "*" {
        of.open = Some(kind);
        return;
    }
    let from = words.next().map(version).unwrap_or(0);
    let needed = name.ends_with('!');
    of.attributes.push(Attribute { name: name.trim_end_matches('!'), kind, needed, from });
}

/// `2.29` as 29.
fn version(text: &str) -> u16 {
    text.trim_start_matches("2.").parse().unwrap_or(0)
}

/// Reads a content model.
struct Reader<'e> {
    text: &'static str,
    elements: &'e HashMap<&'static str, &'static str>,
}

impl Reader<'_> {
    fn particle(&mut self) -> Particle {
        let what = if self.takes('(') { self.parts() } else { self.name() };
        let mut particle = Particle { what, from: 0, least: 1, most: 1, one_before: 0 };
        if self.takes('>') {
            particle.from = version(self.word());
        }
        (particle.least, particle.most) = self.count();
        if self.takes('<') {
            particle.one_before = version(self.word());
        }
        particle
    }

    fn parts(&mut self) -> What {
        let mut parts = vec![self.particle()];
        let mut choice = false;
        while !self.takes(')') && !self.text.is_empty() {
            choice |= self.takes('|');
            self.takes(',');
            parts.push(self.particle());
        }
        if choice { What::Choice(parts) } else { What::Sequence(parts) }
    }

    fn name(&mut self) -> What {
        let group = self.text;
        if self.takes('+') {
            let name = self.word();
            // The section is named with its plus.
            return What::Group(&group[..=name.len()]);
        }
        match self.word() {
            "#other" => What::Other,
            "#own" => What::Own,
            "#any" => What::Any,
            name if self.takes('=') => What::Element { name, of: self.kind() },
            name => What::Element { name, of: self.elements.get(name).copied().unwrap_or("~text") },
        }
    }

    /// A type; that of mere text may be one of several kinds.
    fn kind(&mut self) -> &'static str {
        self.upto(|c| matches!(c, ',' | '|' | ')' | '?' | '*' | '+' | '{' | '>' | '<'))
    }

    fn count(&mut self) -> (u16, u16) {
        if self.takes('?') {
            (0, 1)
        } else if self.takes('*') {
            (0, u16::MAX)
        } else if self.takes('+') {
            (1, u16::MAX)
        } else if self.takes('{') {
            let counts = self.upto(|c| c == '}');
            self.takes('}');
            let (least, most) = counts.split_once(',').unwrap_or((counts, counts));
            (least.parse().unwrap_or(0), most.parse().unwrap_or(u16::MAX))
        } else {
            (1, 1)
        }
    }

    fn word(&mut self) -> &'static str {
        self.upto(|c| !(c.is_alphanumeric() || matches!(c, '#' | '.' | '_' | '-')))
    }

    fn upto(&mut self, ends: impl Fn(char) -> bool) -> &'static str {
        let end = self.text.find(ends).unwrap_or(self.text.len());
        let (word, rest) = self.text.split_at(end);
        self.text = rest;
        word
    }

    fn takes(&mut self, letter: char) -> bool {
        let rest = self.text.strip_prefix(letter);
        self.text = rest.unwrap_or(self.text);
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(particle: &'static Particle, table: &'static Table, wrong: &mut Vec<String>) {
        match &particle.what {
            What::Sequence(parts) | What::Choice(parts) => {
                parts.iter().for_each(|part| names(part, table, wrong));
            }
            What::Element { name, of } if !of.starts_with('~') && table.of_name(of).is_none() => {
                wrong.push(format!("{name}={of}"));
            }
            What::Group(name) if table.of_name(name).is_none() => wrong.push((*name).to_owned()),
            _ => {}
        }
    }

    #[test]
    fn every_name_in_the_table_means_something() {
        let table = Table::get();
        let mut wrong = Vec::new();
        for of in table.types.values() {
            of.model.iter().for_each(|model| names(model, table, &mut wrong));
            wrong.extend(of.like.filter(|base| !table.types.contains_key(base)).map(str::to_owned));
            wrong.extend(
                of.groups
                    .iter()
                    .filter(|group| !table.types.contains_key(*group))
                    .map(|group| (*group).to_owned()),
            );
        }
        wrong.extend(
            table
                .elements
                .values()
                .filter(|of| !of.starts_with('~') && !table.types.contains_key(*of))
                .map(|of| (*of).to_owned()),
        );
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(table.elements.len() > 100);
    }
}
