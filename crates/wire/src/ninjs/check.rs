//! Whether an item keeps to the rules of its version of ninjs.

use serde_json::{Map, Value};

use super::fields::time_of;
use super::rules::{Kind, Line, Section, section};
use super::version::Version;

/// As deep as associations are followed.
const DEEPEST: usize = 16;
/// As many broken rules as are told of one item.
const MOST: usize = 20;

/// What breaks the rules in an item, each with its place; nothing when all is well.
///
/// An item that says its version is held against that one, any other against all of them: it is well if one of
/// them has it so, and else what is told is what breaks the fewest rules.
pub(super) fn broken(item: &Map<String, Value>) -> Vec<String> {
    if let Some(version) = Version::declared(item) {
        return check(item, version).broken;
    }
    let checked = Version::ALL.into_iter().rev().map(|version| check(item, version));
    // The version that knows the item's properties best is the one it was meant for; of those that fit as badly, the
    // latest.
    let best = checked.min_by_key(|checked| {
        if checked.broken.is_empty() { (0, 0) } else { (checked.strange, checked.broken.len()) }
    });
    best.map(|checked| checked.broken).unwrap_or_default()
}

fn check(item: &Map<String, Value>, version: Version) -> Checking {
    let extended = Version::is_extended(item);
    let mut checking = Checking { version, extended, broken: Vec::new(), strange: 0, depth: 0 };
    checking.section(item, if version.major == 1 { "item1" } else { "item2" }, "");
    checking
}

struct Checking {
    version: Version,
    /// Whether the item itself may hold what the standard does not know.
    extended: bool,
    broken: Vec<String>,
    /// How many of those are properties, or shapes of them, that this version does not know.
    strange: usize,
    depth: usize,
}

impl Checking {
    fn section(&mut self, object: &Map<String, Value>, name: &'static str, place: &str) {
        if self.depth == DEEPEST {
            return self.say(place, "items stand in each other too deep");
        }
        let Some(rules) = section(name) else { return };
        if rules.unless.is_some_and(|name| object.get(name).is_some_and(Value::is_string)) {
            return;
        }
        self.depth += 1;
        let top = self.depth == 1;
        for (key, value) in object {
            let at = format!("{place}/{key}");
            match self.line(rules, key) {
                Some(line) => self.value(value, &line.kind, &at),
                None if rules.open || (top && self.extended) => {}
                None => {
                    self.strange += 1;
                    self.say(&at, "no such property here");
                }
            }
        }
        for required in lines(rules).flat_map(|line| &line.names).filter_map(|name| name.strip_suffix('!')) {
            if !object.contains_key(&self.spelt(required)) {
                self.say(place, &format!("“{}” is missing", self.spelt(required)));
            }
        }
        let one = |(a, b): &(&str, &str)| {
            object.contains_key(&self.spelt(a)) != object.contains_key(&self.spelt(b))
        };
        if !rules.exactly.is_empty() && !rules.exactly.iter().any(one) {
            let (a, b) = rules.exactly[0];
            self.say(
                place,
                &format!("one of “{}” and “{}” must be there, and not both", self.spelt(a), self.spelt(b)),
            );
        }
        self.depth -= 1;
    }

    /// The line for a property, in this version.
    fn line(&self, rules: &'static Section, key: &str) -> Option<&'static Line> {
        lines(rules).filter(|line| line.holds_in(self.version)).find(|line| {
            line.names.iter().any(|name| match name.strip_suffix('*') {
                Some(prefix) => key.strip_prefix(prefix).is_some_and(is_word),
                None => key == self.spelt(name.trim_end_matches('!')),
            })
        })
    }

    /// A name as it is spelt in this version: in the second generation in small letters.
    fn spelt(&self, name: &str) -> String {
        if self.version.major == 2 { name.to_ascii_lowercase() } else { name.to_owned() }
    }

    fn value(&mut self, value: &Value, kind: &Kind, place: &str) {
        match (kind, value) {
            (Kind::Text, Value::String(_))
            | (Kind::Number, Value::Number(_))
            | (Kind::Object, Value::Object(_)) => {}
            (Kind::Time, Value::String(text)) => {
                if time_of(text).is_none() {
                    self.say(place, &format!("“{text}” is no date and time"));
                }
            }
            (Kind::Whole(low, high), Value::Number(number)) => match whole(number) {
                Some(number) if (*low..=*high).contains(&number) => {}
                Some(number) => self.say(place, &format!("{number} is not from {low} to {high}")),
                None => self.say(place, &format!("{number} is no whole number")),
            },
            (Kind::Word(words), Value::String(text)) => {
                if !words.contains(&text.as_str()) {
                    self.say(place, &format!("“{text}” is none of {}", words.join(", ")));
                }
            }
            (Kind::Section(name), Value::Object(object)) => self.section(object, name, place),
            (Kind::List(kind), Value::Array(values)) => {
                for (index, value) in values.iter().enumerate() {
                    self.value(value, kind, &format!("{place}/{index}"));
                }
            }
            (Kind::Named(kind), Value::Object(values)) => {
                for (name, value) in values {
                    let place = format!("{place}/{name}");
                    if is_word(name) {
                        self.value(value, kind, &place)
                    } else {
                        self.say(&place, "no such name")
                    }
                }
            }
            (kind, _) => {
                self.strange +=
                    usize::from(matches!(kind, Kind::Section(_) | Kind::Named(_) | Kind::List(_)));
                self.say(place, &format!("must be {}", wanted(kind)));
            }
        }
    }

    fn say(&mut self, place: &str, what: &str) {
        if self.broken.len() < MOST {
            self.broken.push(if place.is_empty() { what.to_owned() } else { format!("{place}: {what}") });
        }
    }
}

/// The lines of a section, with those of the section it is like.
fn lines(rules: &'static Section) -> impl Iterator<Item = &'static Line> {
    rules.lines.iter().chain(rules.like.and_then(section).into_iter().flat_map(|like| &like.lines))
}

/// What the schemas' patterns for names ask for: the first letter is one of these.
fn is_word(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// A whole number, also where it is written as `5.0`.
fn whole(number: &serde_json::Number) -> Option<i64> {
    number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
        Some(float as i64)
    })
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Word(_) => "text",
        Kind::Time => "a date as text",
        Kind::Number => "a number",
        Kind::Whole(..) => "a whole number",
        Kind::Object | Kind::Section(_) | Kind::Named(_) => "an object",
        Kind::List(_) => "a list",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn broken_in(value: Value) -> Vec<String> {
        broken(value.as_object().expect("an object"))
    }

    #[test]
    fn items_that_keep_to_a_version_are_well() {
        for item in [
            json!({"uri": "urn:a", "type": "component", "ednote": "x"}),
            json!({"uri": "urn:a", "headlines": [{"value": "x"}], "urgency": 3}),
            json!({"uri": "urn:a", "versionCreated": "2023-10-04T08:16:21+02:00", "eventDetails":
                {"dates": {"expectedStartDate": "2011-03", "endDate": "2011-03-17T00:00:00Z"}}}),
            json!({"uri": "urn:a", "renditions": {"16-9": {"href": "https://a.example/b", "width": 5}}}),
            json!({"standard": {"name": "ninjs", "version": "2.1", "schema": "https://us.example/s.json"}, "uri": "a", "ours": 1}),
        ] {
            assert_eq!(broken_in(item.clone()), Vec::<String>::new(), "{item}");
        }
    }

    #[test]
    fn what_breaks_a_rule_is_told_with_its_place() {
        for (item, expected) in [
            (json!({"type": "text"}), "“uri” is missing"),
            (
                json!({"uri": "a", "pubstatus": "cancelled"}),
                "/pubstatus: “cancelled” is none of usable, withheld, canceled",
            ),
            (
                json!({"uri": "a", "associations": {"x": {"uri": "b", "ednote": {}}}}),
                "/associations/x/ednote: must be text",
            ),
            (
                json!({"uri": "a", "versioncreated": "gestern"}),
                "/versioncreated: “gestern” is no date and time",
            ),
            (json!({"uri": "a", "urgency": 0.1}), "/urgency: 0.1 is no whole number"),
            (json!({"uri": "a", "headline_ä": "x"}), "/headline_ä: no such property here"),
        ] {
            let broken = broken_in(item.clone());
            assert!(broken.iter().any(|broken| broken == expected), "{item}: {broken:?}");
        }
    }

    #[test]
    fn the_declared_version_is_the_one_that_counts() {
        let item = |version: &str| json!({"$standard": {"name": "ninjs", "version": version}, "uri": "a", "expires": "2022-01-01"});
        assert_eq!(broken_in(item("1.3")), ["/expires: no such property here"]);
        assert!(broken_in(item("1.4")).is_empty());
    }
}
