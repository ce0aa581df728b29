//! Reading the configuration: the file, then the environment, then the meaning of each value.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use super::keys::{Config, KEYS, TABLES};
use super::meaning::Wrong;

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
    parse(&text, &file.display().to_string(), &environment()?)
}

/// A configuration that is in no file yet, with the program's environment over it.
///
/// # Errors
/// When a variable is wrong, or a value in it.
pub(crate) fn effective(text: &str) -> Result<Config, ConfigError> {
    parse(text, "the new configuration", &environment()?)
}

/// The text of a configuration with another database or another place for assets, as [`super::print`] writes it.
///
/// # Errors
/// When a key or value in it is wrong.
pub(crate) fn with_places(
    text: &str,
    database: Option<&str>,
    assets: Option<&str>,
) -> Result<String, ConfigError> {
    // Not judged here: what the environment says is missing.
    let mut config: Config = toml::from_str(text).map_err(|error| explain(text, super::FILE, &error))?;
    if let Some(url) = database {
        url.clone_into(&mut config.database.url);
    }
    if let Some(store) = assets {
        store.clone_into(&mut config.assets.store);
    }
    Ok(super::print(&config))
}

/// Reads a configuration from its text. Of the `variables`, `DEPESCHE_SITE_NAME` stands over
/// `name` in `[site]`.
///
/// # Errors
/// Names the variable, or the line of `source`, and for a misspelt key the one that was probably
/// meant.
pub(crate) fn parse(
    text: &str,
    source: &str,
    variables: &BTreeMap<String, String>,
) -> Result<Config, ConfigError> {
    // First as it stands, so that errors carry the line of the file.
    let config: Config = toml::from_str(text).map_err(|error| explain(text, source, &error))?;
    let mut table = Table::try_from(&config).map_err(|error| ConfigError(format!("{source}: {error}")))?;
    refuse_unknown(variables)?;
    for key in KEYS {
        let name = variable(key.table, key.name);
        let Some(given) = variables.get(&name) else { continue };
        let place = table.get_mut(key.table).and_then(Value::as_table_mut);
        if let Some(slot) = place.and_then(|table| table.get_mut(key.name)) {
            *slot = of_same_kind(slot, given).ok_or_else(|| {
                ConfigError(format!("environment variable {name}: “{given}” is not {}", kind(slot)))
            })?;
        }
    }
    let config: Config = table.try_into().map_err(|error| ConfigError(format!("{source}: {error}")))?;
    config.check().map_err(|wrong| blame(&wrong, text, source, variables))?;
    Ok(config)
}

/// Says where a value without meaning was given: the variable that stands over the file, or the line.
fn blame(
    Wrong { table, key, why }: &Wrong,
    text: &str,
    source: &str,
    variables: &BTreeMap<String, String>,
) -> ConfigError {
    let name = variable(table, key);
    if variables.contains_key(&name) {
        return ConfigError(format!("environment variable {name}: {why}"));
    }
    match line_of(text, table, key) {
        Some(line) => ConfigError(format!("{source}, line {line}: {key}: {why}")),
        None => ConfigError(format!("{source}: {key} in [{table}]: {why}")),
    }
}

/// The variable that stands over a key.
fn variable(table: &str, key: &str) -> String {
    format!("DEPESCHE_{table}_{key}").to_ascii_uppercase()
}

/// The variables of the environment that may concern us.
fn environment() -> Result<BTreeMap<String, String>, ConfigError> {
    let named = std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
    named
        .filter(|(name, _)| name.starts_with("DEPESCHE_"))
        .map(|(name, value)| match value.into_string() {
            Ok(value) => Ok((name, value)),
            Err(_) => Err(ConfigError(format!("environment variable {name}: its value is not UTF-8"))),
        })
        .collect()
}

/// A variable that begins like those of a table but names none of its keys is misspelt.
fn refuse_unknown(variables: &BTreeMap<String, String>) -> Result<(), ConfigError> {
    for name in variables.keys() {
        let mut tables = TABLES.iter().map(|(table, _)| variable(table, ""));
        if !tables.any(|start| name.starts_with(&start)) {
            continue;
        }
        let known: Vec<String> = KEYS.iter().map(|key| variable(key.table, key.name)).collect();
        if !known.contains(name) {
            let meant = known.iter().map(|known| (strsim::jaro_winkler(known, name), known));
            let hint = meant
                .max_by(|a, b| a.0.total_cmp(&b.0))
                .map(|(_, meant)| format!("; did you mean {meant}?"))
                .unwrap_or_default();
            return Err(ConfigError(format!("environment variable {name}: there is no such key{hint}")));
        }
    }
    Ok(())
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
            // A key that is a table can have a head of its own.
            if line == format!("[{table}.{key}]") {
                return Some(number + 1);
            }
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
        Value::Table(_) => return None,
        _ => Value::String(given.to_owned()),
    })
}

fn kind(slot: &Value) -> &'static str {
    match slot {
        Value::Integer(_) => "a whole number",
        Value::Boolean(_) => "true or false",
        Value::Table(_) => "for a variable; write the table into the file",
        _ => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        parse(text, "depesche.toml", &BTreeMap::new()).map_err(|error| error.to_string())
    }

    fn variables(given: &[(&str, &str)]) -> BTreeMap<String, String> {
        given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
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
        let given = variables(&[
            ("DEPESCHE_SITE_NAME", "Anders"),
            ("DEPESCHE_SITE_LANGUAGES", "de, en"),
            ("DEPESCHE_FEEDS_FULL_TEXT", "true"),
            ("DEPESCHE_DATA", "/srv/blatt"),
        ]);
        let config = parse("[site]\nname = \"Blatt\"\n", "file", &given).expect("valid");
        assert_eq!(config.site.name, "Anders");
        assert_eq!(config.site.languages, ["de", "en"]);
        assert!(config.feeds.full_text);
    }

    #[test]
    fn a_variable_is_blamed_by_its_name() {
        let refused = |name: &str, value: &str| {
            let file = "[site]\nzone = \"Europe/Vienna\"\n";
            parse(file, "file", &variables(&[(name, value)])).expect_err("refused").to_string()
        };
        for (name, value, expected) in [
            ("DEPESCHE_FEEDS_FULL_TEXT", "ja", "true or false"),
            ("DEPESCHE_SITE_ZONE", "Europa/Berlin", "did you mean “Europe/Berlin”?"),
            ("DEPESCHE_SERVER_TRUSTED_PROXIES", "127.0.0.1, proxy", "“proxy” is not an IP address"),
            ("DEPESCHE_SITE_ZNE", "UTC", "did you mean DEPESCHE_SITE_ZONE?"),
        ] {
            let words = refused(name, value);
            assert!(words.starts_with(&format!("environment variable {name}: ")), "{words}");
            assert!(words.contains(expected), "{words}");
        }
    }

    #[test]
    fn whatever_serve_would_refuse_is_refused_with_its_line() {
        for (key, value) in [
            ("listen", "\"8080\""),
            ("listen", "\"127.0.0.1:http\""),
            ("metrics", "\":9090\""),
            ("trusted_proxies", "[\"localhost\"]"),
            ("log", "\"yaml\""),
        ] {
            let words = read(&format!("[server]\n\n{key} = {value}\n")).expect_err("refused");
            assert!(words.starts_with(&format!("depesche.toml, line 3: {key}: ")), "{words}");
            assert!(words.contains("expected"), "{words}");
        }
        for url in ["", "mysql://localhost/blatt", "postgres://blatt:geheim@host:x/blatt"] {
            let words = read(&format!("[database]\nurl = \"{url}\"\n")).expect_err("refused");
            assert!(words.starts_with("depesche.toml, line 2: url: "), "{words}");
            assert!(!words.contains("geheim"), "{words}");
        }
        for listen in ["localhost:80", "[::1]:8080", "0.0.0.0:8080"] {
            read(&format!("[server]\nlisten = \"{listen}\"\n")).expect("valid");
        }
    }

    #[test]
    fn a_place_is_read_with_its_hosts_and_a_wrong_one_is_refused_with_its_line() {
        let text = "[places.masthead_below]\nhtml = \"<img src='https://ads.example/1.png' alt=''>\"\n\
                    hosts = { images = [\"https://ads.example\"] }\nconsent = true\n";
        let config = read(text).expect("valid");
        let places = config.places().expect("valid");
        assert!(places["masthead-below"].consent);
        assert_eq!(read(&super::super::print(&config)), Ok(config));
        let words = read(&text.replace("https://ads", "ads")).expect_err("no host");
        assert!(words.starts_with("depesche.toml, line 1: masthead_below: “ads.example”"), "{words}");
        let words = read(&text.replace("consent", "consents")).expect_err("no such key");
        assert!(words.starts_with("depesche.toml, line 4:"), "{words}");
        assert!(read("").expect("valid").places().expect("valid").is_empty());
    }

    #[test]
    fn a_security_contact_has_a_scheme() {
        let words = read("[server]\nsecurity_contact = \"it@blatt.example\"\n").expect_err("no scheme");
        assert!(words.contains("line 2") && words.contains("mailto:it@blatt.example"), "{words}");
        let config = read("[server]\nsecurity_contact = \"https://blatt.example/meldung\"\n").expect("valid");
        assert_eq!(config.security_contact(), Ok(Some("https://blatt.example/meldung".into())));
    }

    #[test]
    fn what_is_printed_can_be_read_back() {
        let config = read("[site]\nname = \"Das „Blatt“\"\n[feeds]\nfull_text = true\n").expect("valid");
        assert_eq!(read(&super::super::print(&config)), Ok(config));
    }
}
