//! Versions of ninjs.

use serde_json::{Map, Value};

/// A version; the minor 9 is the draft of that generation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u8,
    pub(super) minor: u8,
}

impl Version {
    /// All there are, in order.
    pub(super) const ALL: [Version; 14] = [
        Version::of(1, 0),
        Version::of(1, 1),
        Version::of(1, 2),
        Version::of(1, 3),
        Version::of(1, 4),
        Version::of(1, 5),
        Version::of(1, 6),
        Version::of(1, 9),
        Version::of(2, 0),
        Version::of(2, 1),
        Version::of(2, 2),
        Version::of(2, 9),
        Version::of(3, 0),
        Version::of(3, 1),
    ];

    pub(super) const fn of(major: u8, minor: u8) -> Version {
        Version { major, minor }
    }

    /// The version of `2.1`; only the numbers at the beginning count (`2.0-dev`).
    pub(super) fn parse(text: &str) -> Option<Version> {
        let (major, rest) = text.trim().split_once('.')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some(Version::of(major.parse().ok()?, rest[..digits].parse().ok()?))
    }

    /// The version an item says it is of, by number or by the address of its schema. One that is not known yet
    /// counts as the newest before it.
    pub(super) fn declared(item: &Map<String, Value>) -> Option<Version> {
        let standard = ["standard", "$standard"].iter().find_map(|name| item.get(*name)?.as_object())?;
        let said = |name: &str| standard.get(name).and_then(Value::as_str);
        let version = said("version").and_then(Version::parse).or_else(|| {
            said("schema")?.rsplit_once("ninjs-schema_").and_then(|(_, end)| Version::parse(end))
        })?;
        Version::ALL.into_iter().rev().find(|known| known.minor != 9 && *known <= version)
    }

    /// Whether an item names a schema that is not IPTC's own: then it may hold more than the standard knows.
    pub(super) fn is_extended(item: &Map<String, Value>) -> bool {
        ["standard", "$standard"]
            .iter()
            .find_map(|name| item.get(*name)?.get("schema")?.as_str())
            .is_some_and(|schema| !schema.contains("iptc.org/"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_version_is_declared_by_number_or_by_schema() {
        let declared = |value: Value| Version::declared(value.as_object().expect("an object"));
        assert_eq!(declared(json!({"standard": {"version": "3.0"}})), Some(Version::of(3, 0)));
        assert_eq!(declared(json!({"$standard": {"version": "1.3"}})), Some(Version::of(1, 3)));
        assert_eq!(declared(json!({"standard": {"version": "2.0-dev"}})), Some(Version::of(2, 0)));
        let schema = "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json";
        assert_eq!(declared(json!({"standard": {"schema": schema}})), Some(Version::of(2, 1)));
        assert_eq!(declared(json!({"standard": {"version": "3.7"}})), Some(Version::of(3, 1)));
        assert_eq!(declared(json!({"uri": "urn:x", "version": "4"})), None);
    }
}
