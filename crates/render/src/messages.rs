//! The words of the interface: Fluent messages in German and English, from files.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;
use include_dir::{Dir, include_dir};
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use newsroom::language::Language;
use unic_langid::LanguageIdentifier;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../locales");

/// The interface language of content languages that have no messages of their own.
const FALLBACK: &str = "en";

/// What is wrong with the files of messages.
#[derive(Debug, thiserror::Error)]
pub enum MessagesError {
    /// A file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file is not in the form of Fluent.
    #[error("{path}: {reason}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// What is wrong in it.
        reason: String,
    },
}

type Bundle = concurrent::FluentBundle<Arc<FluentResource>>;

/// The messages of all interface languages.
pub struct Messages {
    // Several bundles of the same messages for each language: a bundle has a lock around what it
    // needs for plurals and numbers, and threads should not wait for each other there.
    bundles: BTreeMap<String, Vec<Bundle>>,
    // By interface language and key, the messages that need nothing of Fluent: most of them.
    simple: BTreeMap<String, HashMap<String, Simple>>,
}

/// A message without plurals, references or functions.
enum Simple {
    /// It reads the same whatever it is given.
    Words(Arc<str>),
    /// Words, with values put between them as they are.
    Parts(Vec<Part>),
}

enum Part {
    Words(String),
    Value(String),
}

static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Which of the bundles this thread uses.
    static SEAT: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}

impl Messages {
    /// Loads the messages that come with the program. Where `overrides` is given, a message in a
    /// file below it (`de/article.ftl`) stands over the one of the same name.
    ///
    /// # Errors
    /// When a file cannot be read or is not in the form of Fluent.
    pub fn load(overrides: Option<&Path>) -> Result<Messages, MessagesError> {
        let seats = std::thread::available_parallelism().map_or(1, usize::from);
        let mut bundles = BTreeMap::new();
        let mut known = BTreeMap::new();
        for folder in EMBEDDED.dirs() {
            let Some(tag) = folder.path().to_str() else { continue };
            let mut resources = Vec::new();
            for file in folder.files() {
                resources.push(parsed(file.path(), file.contents_utf8().unwrap_or_default().to_owned())?);
            }
            if let Some(overrides) = overrides {
                for path in files_in(&overrides.join(tag))? {
                    let text = std::fs::read_to_string(&path)
                        .map_err(|error| MessagesError::File { path: path.clone(), error })?;
                    resources.push(parsed(&path, text)?);
                }
            }
            let of_language: Vec<Bundle> = (0..seats).map(|_| bundle(tag, &resources)).collect();
            known.insert(
                tag.to_owned(),
                of_language.first().map(|bundle| simple(bundle, &resources)).unwrap_or_default(),
            );
            bundles.insert(tag.to_owned(), of_language);
        }
        Ok(Messages { bundles, simple: known })
    }

    /// The languages there are messages in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.bundles.keys().map(String::as_str)
    }

    /// The interface language for content in a language: its own, else English.
    pub fn interface(&self, language: &Language) -> &str {
        let own =
            self.bundles.get_key_value(language.as_str()).or(self.bundles.get_key_value(language.primary()));
        own.map_or(FALLBACK, |(tag, _)| tag)
    }

    /// A message in an interface language; its key where there is no such message.
    pub fn text(&self, interface: &str, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        self.find(interface, key, values).unwrap_or_else(|| key.to_owned())
    }

    /// A message that holds nothing but words, ready to be shared.
    pub fn constant(&self, interface: &str, key: &str) -> Option<&Arc<str>> {
        match self.simple.get(interface)?.get(key)? {
            Simple::Words(words) => Some(words),
            Simple::Parts(_) => None,
        }
    }

    /// A message in an interface language, if there is one.
    pub fn find(&self, interface: &str, key: &str, values: &[(&str, FluentValue<'_>)]) -> Option<String> {
        match self.simple.get(interface)?.get(key) {
            Some(Simple::Words(words)) => return Some(words.to_string()),
            Some(Simple::Parts(parts)) => {
                if let Some(text) = joined(parts, values) {
                    return Some(text);
                }
            }
            None => {}
        }
        let bundles = self.bundles.get(interface)?;
        let bundle = bundles.get(SEAT.with(|seat| seat % bundles.len().max(1)))?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned())
    }
}

/// The messages of the resources; where two have the same key, the later one.
fn bundle(tag: &str, resources: &[Arc<FluentResource>]) -> Bundle {
    let identifier: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    // Isolation marks would stand in attributes and titles, where nobody wants them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(grouped));
    for resource in resources {
        bundle.add_resource_overriding(resource.clone());
    }
    bundle
}

/// The messages of the resources that need nothing of Fluent.
fn simple(bundle: &Bundle, resources: &[Arc<FluentResource>]) -> HashMap<String, Simple> {
    let mut known = HashMap::new();
    for entry in resources.iter().flat_map(|resource| resource.entries()) {
        let Entry::Message(message) = entry else { continue };
        let key = message.id.name;
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { continue };
        let parts: Option<Vec<Part>> = pattern.elements.iter().map(part).collect();
        let words = |parts: &[Part]| parts.iter().all(|part| matches!(part, Part::Words(_)));
        match parts {
            Some(parts) if words(&parts) => {
                let text = bundle.format_pattern(pattern, None, &mut Vec::new());
                known.insert(key.to_owned(), Simple::Words(Arc::from(text.as_ref())));
            }
            Some(parts) => {
                known.insert(key.to_owned(), Simple::Parts(parts));
            }
            None => {}
        }
    }
    known
}

fn part(element: &PatternElement<&str>) -> Option<Part> {
    match element {
        PatternElement::TextElement { value } => Some(Part::Words((*value).to_owned())),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(Part::Value(id.name.to_owned())),
        PatternElement::Placeable { .. } => None,
    }
}

/// The parts put together; nothing where a value is missing or is no text, which Fluent knows how
/// to write.
fn joined(parts: &[Part], values: &[(&str, FluentValue<'_>)]) -> Option<String> {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Words(words) => text.push_str(words),
            Part::Value(name) => match values.iter().find(|(given, _)| given == name) {
                Some((_, FluentValue::String(value))) => text.push_str(value),
                _ => return None,
            },
        }
    }
    Some(text)
}

/// Numbers with the groups and digits of the language, "1.234"; Fluent itself writes "1234".
fn grouped(value: &FluentValue<'_>, memoizer: &IntlLangMemoizer) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let number: Decimal = number.as_string().parse().ok()?;
    memoizer.with_try_get::<Numbers, _, _>((), |numbers| numbers.0.format(&number).to_string()).ok()
}

struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    type Args = ();
    type Error = String;

    fn construct(language: LanguageIdentifier, (): ()) -> Result<Numbers, Self::Error> {
        let locale: Locale = language.to_string().parse().unwrap_or(Locale::UNKNOWN);
        DecimalFormatter::try_new(locale.into(), Default::default())
            .map(Numbers)
            .map_err(|error| error.to_string())
    }
}

fn parsed(path: &Path, text: String) -> Result<Arc<FluentResource>, MessagesError> {
    FluentResource::try_new(text).map(Arc::new).map_err(|(_, errors)| MessagesError::Syntax {
        path: path.to_owned(),
        reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    })
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, MessagesError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |error| MessagesError::File { path: folder.to_owned(), error };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == "ftl") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(language: &str) -> BTreeSet<String> {
        let folder = EMBEDDED.get_dir(language).expect("a folder of messages");
        let texts = folder.files().map(|file| file.contents_utf8().expect("UTF-8"));
        let lines = texts.flat_map(str::lines);
        lines
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn german_and_english_have_the_same_messages() {
        assert!(keys("de").len() > 50);
        assert_eq!(keys("de"), keys("en"));
    }

    #[test]
    fn languages_without_messages_have_an_english_interface() {
        let messages = Messages::load(None).expect("they load");
        let interface = |tag| messages.interface(&Language::parse(tag).expect("a tag")).to_owned();
        assert_eq!(interface("de-AT"), "de");
        assert_eq!(interface("ar"), "en");
    }

    #[test]
    fn numbers_in_messages_have_the_groups_of_the_language() {
        let messages = Messages::load(None).expect("they load");
        let comments =
            |interface, count: i64| messages.text(interface, "comments-title", &[("count", count.into())]);
        assert_eq!(comments("de", 1), "1 Kommentar");
        assert_eq!(comments("de", 1_234), "1.234 Kommentare");
        assert_eq!(comments("en", 1_234), "1,234 comments");
    }

    #[test]
    fn what_is_kept_ready_reads_as_fluent_writes_it() {
        let messages = Messages::load(None).expect("they load");
        for interface in ["de", "en"] {
            let bundle = &messages.bundles[interface][0];
            let kept = &messages.simple[interface];
            let (mut words, mut joined) = (0, 0);
            for (key, simple) in kept {
                let pattern = bundle.get_message(key).and_then(|message| message.value()).expect("a pattern");
                let mut args = FluentArgs::new();
                let mut values = Vec::new();
                match simple {
                    Simple::Words(_) => words += 1,
                    Simple::Parts(parts) => {
                        joined += 1;
                        for part in parts {
                            let Part::Value(name) = part else { continue };
                            args.set(name.clone(), format!("⟨{name}⟩"));
                            values.push((name.as_str(), FluentValue::from(format!("⟨{name}⟩"))));
                        }
                    }
                }
                let written = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
                assert_eq!(messages.text(interface, key, &values), written, "{key}");
            }
            assert!(words > 50 && joined > 5 && !kept.contains_key("comments-title"));
        }
    }

    #[test]
    fn a_number_in_a_simple_message_has_its_groups_too() {
        let folder = std::env::temp_dir().join(format!("simple-messages-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("de")).expect("a folder");
        std::fs::write(folder.join("de/own.ftl"), "simple = { $count } Stimmen\n").expect("a file");
        let messages = Messages::load(Some(&folder)).expect("they load");
        assert_eq!(messages.text("de", "simple", &[("count", 1_234.into())]), "1.234 Stimmen");
        assert_eq!(messages.text("de", "simple", &[("count", "keine".into())]), "keine Stimmen");
        std::fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn every_thread_reads_the_same_words() {
        let messages = Messages::load(None).expect("they load");
        let threads = 2 * std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let text = messages.text("de", "comments-title", &[("count", 2.into())]);
                    assert_eq!(text, "2 Kommentare");
                });
            }
        });
    }

    #[test]
    fn a_file_that_is_not_fluent_is_refused_by_name() {
        let folder = std::env::temp_dir().join(format!("broken-messages-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("de")).expect("a folder");
        std::fs::write(folder.join("de/site.ftl"), "search-link = { $oops\n").expect("a file");
        let refused = Messages::load(Some(&folder)).err().expect("it was taken").to_string();
        assert!(refused.contains("site.ftl"), "{refused}");
        std::fs::remove_dir_all(&folder).expect("it goes");
    }

    #[test]
    fn a_file_of_the_site_stands_over_ours() {
        let folder = std::env::temp_dir().join(format!("messages-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("de")).expect("a folder");
        std::fs::write(folder.join("de/own.ftl"), "search-link = Stöbern\n").expect("a file");
        let messages = Messages::load(Some(&folder)).expect("they load");
        assert_eq!(messages.text("de", "search-link", &[]), "Stöbern");
        assert_eq!(messages.text("de", "article-published", &[]), "Veröffentlicht");
        std::fs::remove_dir_all(&folder).expect("it goes");
    }
}
