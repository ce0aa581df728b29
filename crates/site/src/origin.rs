//! The source line: where a text comes from and who worked on it.

use newsroom::language::Language;
use newsroom::origin::{Origin, SourceKind};

use crate::state::App;
use crate::teasers::join_names;
use crate::views::{OriginView, Run};

/// What readers are told about where a text comes from; nothing if all of it is the paper's own.
pub(crate) fn origin_view(app: &App, language: &Language, origin: &Origin) -> Option<OriginView> {
    if origin.is_empty() {
        return None;
    }
    let run = |text: String| vec![Run { text, href: None, lang: None, name: false }];
    let named = |kind: SourceKind| -> Vec<String> {
        origin.sources.iter().filter(|source| source.kind == kind).map(|source| source.name.clone()).collect()
    };
    let mut sentences = Vec::new();
    let mut say = |key: &str, names: &[String]| {
        if !names.is_empty() {
            let names = join_names(app, language, names);
            sentences.push(run(app.look.say(language, key, &[("names", names.into())])));
        }
    };
    say("origin-material", &named(SourceKind::Material));
    say("origin-original", &named(SourceKind::Original));
    say("origin-translation-of", &named(SourceKind::TranslationOf));
    if let Some(from) = &origin.translated_from {
        let key = format!("origin-translated-from-{}", from.primary());
        let known =
            matches!(from.primary(), "de" | "en" | "fr" | "es" | "it" | "ru" | "ar" | "tr" | "pl" | "uk");
        let key = if known { key.as_str() } else { "origin-translated" };
        sentences.push(run(app.look.say(language, key, &[])));
    }
    let mut say = |key: &str, names: &[String]| {
        if !names.is_empty() {
            let names = join_names(app, language, names);
            sentences.push(run(app.look.say(language, key, &[("names", names.into())])));
        }
    };
    say("origin-translators", &origin.translators);
    say("origin-checked", &origin.checked_by);
    let original = origin
        .sources
        .iter()
        .filter(|source| source.kind != SourceKind::Material)
        .filter_map(|source| source.url.clone())
        .find(|url| newsroom::address::is_web(url));
    Some(OriginView { sentences, original })
}
