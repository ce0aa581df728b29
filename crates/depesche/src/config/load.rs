//! Reading the configuration: the file, then the environment, then the meaning of each value.

use std::path::Path;

use jiff::tz::TimeZone;
use newsroom::language::Language;
use newsroom::site::Site;
use toml::{Table, Value};
use url::Url;

use super::keys::{Config, KEYS, TABLES};

/// What is wrong with the configuration, where, and what was probably meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ConfigError(String);

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// Reads a configuration file with the program's environment over it.
///
/// # Errors
/// When the file cannot be read, or a key or value in it is wrong.
pub(crate) fn load(file: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        ConfigError(format!(
            "{}: {error}; “depesche init” makes a data folder with a configuration",
            file.display()
        ))
    })?;
    parse(&text, &file.display().to_string(), |name| std::env::var(name).ok())
}

/// Reads a configuration from its text. `variable` looks up the environment:
/// `DEPESCHE_SITE_NAME` stands over `name` in `[site]`.
///
/// # Errors
/// Names the line of `source` and, for a misspelt key, the one that was probably meant.
pub(crate) fn parse(
    text: &str,
    source: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Config, ConfigError> {
    // First as it stands, so that errors carry the line of the file.
    let config: Config = toml::from_str(text).map_err(|error| explain(text, source, &error))?;
    let mut table = Table::try_from(&config).map_err(|error| ConfigError(format!("{source}: {error}")))?;
    for key in KEYS {
        let name = format!("DEPESCHE_{}_{}", key.table, key.name).to_ascii_uppercase();
        let Some(given) = variable(&name) else { continue };
        let place = table.get_mut(key.table).and_then(Value::as_table_mut);
        if let Some(slot) = place.and_then(|table| table.get_mut(key.name)) {
            *slot = of_same_kind(slot, &given).ok_or_else(|| {
                ConfigError(format!("environment variable {name}: “{given}” is not {}", kind(slot)))
            })?;
        }
    }
    let config: Config = table.try_into().map_err(|error| ConfigError(format!("{source}: {error}")))?;
    config.site().map_err(|(key, why)| match line_of(text, "site", key) {
        Some(line) => ConfigError(format!("{source}, line {line}: {key}: {why}")),
        None => ConfigError(format!("{source}: {key} in [site]: {why}")),
    })?;
    Ok(config)
}

impl Config {
    /// The publication these keys describe.
    ///
    /// # Errors
    /// The key whose value has no meaning, and why.
    pub(crate) fn site(&self) -> Result<Site, (&'static str, String)> {
        let keys = &self.site;
        if keys.name.trim().is_empty() {
            return Err(("name", "the site needs a name".into()));
        }
        let languages = keys
            .languages
            .iter()
            .map(|tag| Language::parse(tag))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| ("languages", error.to_string()))?;
        if languages.is_empty() {
            return Err(("languages", "name at least one language, such as [\"de\"]".into()));
        }
        let zone = TimeZone::get(&keys.zone).map_err(|_| {
            (
                "zone",
                format!("“{}” is not an IANA time zone; expected a name such as Europe/Berlin", keys.zone),
            )
        })?;
        let url = Url::parse(&keys.url)
            .ok()
            .filter(|url| {
                matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none()
            })
            .ok_or_else(|| {
                ("url", format!("“{}” is not a scheme and host such as https://zeitung.example", keys.url))
            })?;
        if !keys.article_address.starts_with('/') || !keys.article_address.contains(['{', '}']) {
            let why = "expected a pattern that starts with / and names parts, such as /{section}/{slug}-{id}";
            return Err(("article_address", why.into()));
        }
        Ok(Site {
            name: keys.name.trim().to_owned(),
            tagline: keys.tagline.trim().to_owned(),
            languages,
            zone,
            url,
            article_address: keys.article_address.clone(),
        })
    }
}

fn explain(text: &str, source: &str, error: &toml::de::Error) -> ConfigError {
    let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
    let message = error.message().lines().next().unwrap_or_default();
    let hint = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next())
        .and_then(nearest)
        .map(|meant| format!("; did you mean “{meant}”?"))
        .unwrap_or_default();
    ConfigError(format!("{source}, line {line}: {message}{hint}"))
}

/// The key or table most like a misspelt one, if one is like it at all.
fn nearest(wrong: &str) -> Option<&'static str> {
    let names = KEYS.iter().map(|key| key.name).chain(TABLES.iter().map(|(name, _)| *name));
    names
        .map(|name| (strsim::jaro_winkler(name, wrong), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

fn line_of(text: &str, table: &str, key: &str) -> Option<usize> {
    let mut within = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            within = line == format!("[{table}]");
        } else if within && line.split('=').next().is_some_and(|name| name.trim() == key) {
            return Some(number + 1);
        }
    }
    None
}

fn of_same_kind(slot: &Value, given: &str) -> Option<Value> {
    Some(match slot {
        Value::Integer(_) => Value::Integer(given.trim().parse().ok()?),
        Value::Boolean(_) => Value::Boolean(given.trim().parse().ok()?),
        Value::Array(_) => {
            let parts = given.split(',').map(str::trim).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
        _ => Value::String(given.to_owned()),
    })
}

fn kind(slot: &Value) -> &'static str {
    match slot {
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        _ => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        parse(text, "depesche.toml", |_| None).map_err(|error| error.to_string())
    }

    #[test]
    fn a_misspelt_key_is_refused_with_its_line_and_the_right_one() {
        let words = read("[site]\nname = \"Blatt\"\ntaglin = \"x\"\n").expect_err("a wrong key");
        assert!(words.starts_with("depesche.toml, line 3:"), "{words}");
        assert!(words.ends_with("did you mean “tagline”?"), "{words}");
    }

    #[test]
    fn a_value_without_meaning_is_refused_with_its_line() {
        let words =
            read("[server]\nlisten = \"x\"\n[site]\nzone = \"Europa/Berlin\"\n").expect_err("no such zone");
        assert!(words.starts_with("depesche.toml, line 4: zone: “Europa/Berlin”"), "{words}");
        let words = read("[feeds]\n\nfull_text = \"ja\"\n").expect_err("no flag");
        assert!(words.starts_with("depesche.toml, line 3:"), "{words}");
    }

    #[test]
    fn the_environment_stands_over_the_file() {
        let given = |name: &str| match name {
            "DEPESCHE_SITE_NAME" => Some("Anders".to_owned()),
            "DEPESCHE_SITE_LANGUAGES" => Some("de, en".to_owned()),
            "DEPESCHE_FEEDS_FULL_TEXT" => Some("true".to_owned()),
            _ => None,
        };
        let config = parse("[site]\nname = \"Blatt\"\n", "file", given).expect("valid");
        assert_eq!(config.site.name, "Anders");
        assert_eq!(config.site.languages, ["de", "en"]);
        assert!(config.feeds.full_text);
        let wrong = |name: &str| (name == "DEPESCHE_FEEDS_FULL_TEXT").then(|| "ja".to_owned());
        let words = parse("", "file", wrong).expect_err("no number").to_string();
        assert!(words.contains("DEPESCHE_FEEDS_FULL_TEXT") && words.contains("true or false"), "{words}");
    }

    #[test]
    fn what_is_printed_can_be_read_back() {
        let config = read("[site]\nname = \"Das „Blatt“\"\n[feeds]\nfull_text = true\n").expect("valid");
        assert_eq!(read(&super::super::print(&config)), Ok(config));
    }
}
