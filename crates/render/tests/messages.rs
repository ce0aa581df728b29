//! Every message that templates and handlers ask for exists, with the values it needs, and every
//! message that exists is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use newsroom::genre::Genre;

/// Values by message, of one language's files.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(&root().join("locales").join(language), "ftl") {
        let mut current = String::new();
        for line in read(&path).lines() {
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                line.split(' ').next().unwrap_or_default().clone_into(&mut current);
                messages.entry(current.clone()).or_default();
            }
            for value in line.split('$').skip(1) {
                let name = value.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
                messages.entry(current.clone()).or_default().insert(name.to_owned());
            }
        }
    }
    messages
}

/// What templates ask for: where, which message, the names of the values they give.
fn asked_by_templates() -> Vec<(String, String, BTreeSet<String>)> {
    let folder = root().join("themes/standard/templates");
    let mut asked = Vec::new();
    for path in files(&folder, "html").into_iter().chain(files(&folder, "webmanifest")) {
        let text = read(&path);
        for (at, _) in text.match_indices("t(") {
            let is_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let quote = text[at + 2..].chars().next().filter(|c| matches!(c, '"' | '\''));
            let Some(quote) = quote.filter(|_| !is_word) else { continue };
            let (key, rest) = text[at + 3..].split_once(quote).expect("a quote that ends");
            let values = rest.split(')').next().unwrap_or_default();
            let given = values.split(',').filter_map(|value| value.split_once('='));
            let given = given.map(|(name, _)| name.trim().to_owned()).collect();
            asked.push((path.display().to_string(), key.to_owned(), given));
        }
    }
    asked
}

/// Messages that handlers name outright: the first string in each `say(…)`.
fn asked_by_handlers() -> Vec<(String, String)> {
    let mut asked = Vec::new();
    for path in files(&root().join("crates/site/src"), "rs") {
        let text = read(&path);
        for call in text.split("say(").skip(1) {
            let Some((before, rest)) = call.split_once('"') else { continue };
            let key = rest.split('"').next().unwrap_or_default();
            if !before.contains(['[', ')', ';', '{']) && !key.contains('{') {
                asked.push((path.display().to_string(), key.to_owned()));
            }
        }
    }
    asked
}

/// Messages that handlers put together from words.
fn asked_by_rule() -> BTreeSet<String> {
    let genres = Genre::ALL.into_iter().filter(|genre| *genre != Genre::Report);
    let genres = genres.map(|genre| format!("genre-{}", genre.as_str()));
    let languages = ["de", "en", "fr", "es", "it", "ru", "ar", "tr", "pl", "uk"];
    let languages = languages.into_iter().map(|from| format!("origin-translated-from-{from}"));
    // What a draft of a comment can be refused for, as `newsroom::comment` does it.
    let problems = [
        "comment-missing",
        "comment-too-long",
        "name-missing",
        "name-too-long",
        "email-missing",
        "email-malformed",
        "website-malformed",
    ];
    let problems = problems.into_iter().map(|problem| format!("comment-{problem}"));
    genres.chain(languages).chain(problems).collect()
}

#[test]
fn templates_ask_for_messages_that_exist_and_give_the_values_they_need() {
    let (asked, messages) = (asked_by_templates(), messages("de"));
    assert!(asked.len() > 50, "only {} calls were found in the templates", asked.len());
    for (template, key, given) in asked {
        let needed = messages.get(&key).unwrap_or_else(|| panic!("{template}: no message “{key}”"));
        assert_eq!(needed, &given, "{template}: values of “{key}”");
    }
}

#[test]
fn handlers_ask_for_messages_that_exist() {
    let (asked, messages) = (asked_by_handlers(), messages("de"));
    assert!(asked.len() > 15, "only {} calls were found in the handlers", asked.len());
    for (file, key) in asked {
        assert!(messages.contains_key(&key), "{file}: no message “{key}”");
    }
    for key in asked_by_rule() {
        assert!(messages.contains_key(&key), "no message “{key}”");
    }
}

#[test]
fn no_message_is_left_that_nobody_asks_for() {
    let mut asked = asked_by_rule();
    asked.extend(asked_by_templates().into_iter().map(|(_, key, _)| key));
    asked.extend(asked_by_handlers().into_iter().map(|(_, key)| key));
    let sources: String =
        files(&root().join("crates/site/src"), "rs").iter().map(|path| read(path)).collect();
    let left: Vec<String> = messages("de")
        .into_keys()
        .filter(|key| !asked.contains(key) && !sources.contains(&format!("\"{key}\"")))
        .collect();
    assert!(left.is_empty(), "nobody asks for {left:?}");
}

#[test]
fn german_and_english_take_the_same_values() {
    assert_eq!(messages("de"), messages("en"));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
