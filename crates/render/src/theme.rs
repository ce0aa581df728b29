//! The theme: templates and static files, from the program or from the site's own folder.

mod constants;
mod css;
mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use fluent_bundle::FluentValue;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior};
use serde::Serialize;

use crate::escape::escape;
use crate::messages::Messages;
pub use files::StaticFile;

/// What is wrong with a theme.
#[derive(Debug, thiserror::Error)]
pub enum ThemeError {
    /// A file of the site's own theme cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A template is wrong, or asks for what it was not given.
    #[error("template: {0:#}")]
    Template(#[from] minijinja::Error),
    /// A style takes in another that does not exist.
    #[error("style “{by}” takes in “{missing}”, which does not exist")]
    MissingStyle {
        /// The style that takes it in.
        by: String,
        /// The one that is missing.
        missing: String,
    },
}

/// A part of a view that many pages share, made ready for templates once. Taking it into a page
/// costs a counter, whatever its size.
#[derive(Clone, Debug)]
pub struct Ready(Value);

impl Ready {
    /// Makes a part ready.
    pub fn new(part: impl Serialize) -> Ready {
        Ready(Value::from(Serde(part)))
    }

    /// Makes HTML ready that templates print as it is.
    pub fn html(html: &str) -> Ready {
        Ready(Value::from_safe_string(html.to_owned()))
    }

    /// Makes JSON ready that the filter `jsonld` prints as it is.
    pub fn script_json(value: &impl Serialize) -> Ready {
        // What we write out has text for keys and finite numbers: it cannot fail.
        Ready(Value::from_safe_string(in_script(serde_json::to_string(value).unwrap_or_default())))
    }
}

impl Serialize for Ready {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The templates and static files of the site.
pub struct Theme {
    // One for each interface language: macros see only what is global.
    environments: BTreeMap<String, Environment<'static>>,
    files: Arc<files::Files>,
}

impl Theme {
    /// Loads the standard theme; a file of the same name below `overrides` stands over it.
    ///
    /// # Errors
    /// When a file cannot be read or a template is wrong, with its name and line.
    pub fn load(overrides: Option<&Path>, messages: &Arc<Messages>) -> Result<Theme, ThemeError> {
        let files = Arc::new(files::Files::load(overrides)?);
        let templates = files::templates(overrides)?;
        let mut environments = BTreeMap::new();
        for interface in messages.languages() {
            let mut environment = Environment::new();
            environment.set_undefined_behavior(UndefinedBehavior::Strict);
            environment.set_auto_escape_callback(|name| {
                // The manifest is JSON; each value in it goes through `jsonld`.
                if name.ends_with(".webmanifest") { AutoEscape::None } else { AutoEscape::Html }
            });
            environment.set_formatter(format);
            for (name, text) in &templates {
                let text = if name.ends_with(".html") {
                    constants::with_constants(text, |function, key| match function {
                        "t" => messages.constant(interface, key).map(|words| words.to_string()),
                        "asset" => files.address(key),
                        _ => None,
                    })
                } else {
                    text.clone()
                };
                environment.add_template_owned(name.clone(), text)?;
            }
            let known = files.clone();
            environment
                .add_function("asset", move |name: &str| known.address(name).ok_or_else(|| missing(name)));
            let (known, tag) = (messages.clone(), interface.to_owned());
            environment
                .add_function("t", move |key: &str, values: Kwargs| message(&known, &tag, key, &values));
            // As the engine's own, but what is safe already is not copied.
            environment.add_filter("safe", |value: Value| match value.is_safe() {
                true => value,
                false => Value::from_safe_string(value.to_string()),
            });
            environment.add_filter("jsonld", |value: Value| json_for_script(&value));
            environments.insert(interface.to_owned(), environment);
        }
        Ok(Theme { environments, files })
    }

    /// Renders a template with a view, the words in an interface language.
    ///
    /// # Errors
    /// When the template does not exist or asks for what the view does not have.
    pub fn render(
        &self,
        interface: &str,
        template: &str,
        view: impl Serialize,
    ) -> Result<String, ThemeError> {
        let environment = self.environments.get(interface).or(self.environments.values().next());
        let environment = environment.ok_or_else(|| ThemeError::Template(missing(template)))?;
        Ok(environment.get_template(template)?.render(Serde(view))?)
    }

    /// The address of a static file: with a hash of its content, so that it may be kept for ever.
    pub fn address(&self, name: &str) -> Option<String> {
        self.files.address(name)
    }

    /// The static file at an address.
    pub fn file(&self, address: &str) -> Option<&StaticFile> {
        self.files.at(address)
    }
}

/// Escapes what HTML needs escaped and no more: the engine's own way writes each slash of an
/// address as five characters.
fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if *state.auto_escape() == AutoEscape::Html && !value.is_safe() => escape(out, text)
            .map_err(|error| {
                minijinja::Error::new(minijinja::ErrorKind::WriteFailure, "writing escaped text")
                    .with_source(error)
            }),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

fn missing(name: &str) -> minijinja::Error {
    minijinja::Error::new(minijinja::ErrorKind::TemplateNotFound, format!("the theme has no file “{name}”"))
}

fn message(
    messages: &Messages,
    interface: &str,
    key: &str,
    values: &Kwargs,
) -> Result<Value, minijinja::Error> {
    if let Some(words) = messages.constant(interface, key) {
        return Ok(Value::from(words.clone()));
    }
    let mut given = Vec::new();
    for name in values.args() {
        let value: Value = values.get(name)?;
        given.push((name, fluent_value(&value)));
    }
    messages.find(interface, key, &given).map(Value::from).ok_or_else(|| {
        let words = format!("there is no message “{key}” in {interface}");
        minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, words)
    })
}

fn fluent_value(value: &Value) -> FluentValue<'static> {
    match (value.kind(), i64::try_from(value.clone())) {
        (ValueKind::Number, Ok(number)) => FluentValue::from(number),
        _ => FluentValue::from(value.to_string()),
    }
}

/// JSON that can stand in a script element: nothing in it can end the element.
fn json_for_script(value: &Value) -> Result<Value, minijinja::Error> {
    // Already written out, by `Ready::script_json`.
    if value.is_safe() {
        return Ok(value.clone());
    }
    let json = serde_json::to_string(value)
        .map_err(|error| minijinja::Error::new(minijinja::ErrorKind::BadSerialization, error.to_string()))?;
    Ok(Value::from_safe_string(in_script(json)))
}

fn in_script(json: String) -> String {
    if !json.contains(['<', '>', '&']) {
        return json;
    }
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(overrides: Option<&Path>) -> Theme {
        Theme::load(overrides, &Arc::new(Messages::load(None).expect("messages"))).expect("the theme loads")
    }

    #[test]
    fn the_stylesheet_is_one_file_whose_fonts_have_lasting_addresses() {
        let theme = theme(None);
        let address = theme.address("paper.css").expect("an address");
        let file = theme.file(&address).expect("a file");
        let css = std::str::from_utf8(&file.bytes).expect("UTF-8");
        assert!(!css.contains("@import") && !css.contains("../fonts/"), "parts were not put in place");
        assert_eq!(file.mime, "text/css; charset=utf-8");
        let font = css.split("url(\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a font");
        assert!(theme.file(font).is_some(), "{font} is not served");
    }

    #[test]
    fn a_template_of_the_site_stands_over_ours_and_is_escaped_too() {
        let folder = std::env::temp_dir().join(format!("theme-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("templates")).expect("a folder");
        std::fs::write(folder.join("templates/page.html"), "<p>{{ words }}</p>{{ t('search-link') }}")
            .expect("a file");
        let theme = theme(Some(&folder));
        let view = BTreeMap::from([("words", "<a/b> \"&' ü")]);
        assert_eq!(
            theme.render("de", "page.html", &view).expect("it renders"),
            "<p>&lt;a/b&gt; &quot;&amp;&#39; ü</p>Suche"
        );
        let nothing: BTreeMap<&str, &str> = BTreeMap::new();
        assert!(theme.render("de", "page.html", nothing).is_err(), "a missing value went unnoticed");
        std::fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn json_in_a_script_cannot_end_the_script() {
        let safe = json_for_script(&Value::from("</script><!--")).expect("JSON");
        assert_eq!(safe.to_string(), "\"\\u003c/script\\u003e\\u003c!--\"");
        let Ready(written) = Ready::script_json(&"</script><!--");
        assert_eq!(json_for_script(&written).expect("JSON").to_string(), safe.to_string());
    }
}
