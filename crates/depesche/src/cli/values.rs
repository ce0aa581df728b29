//! Values of options that are read in a way of their own.

use newsroom::article::State as ArticleState;
use newsroom::comment::State;
use newsroom::language::Language;
use newsroom::wire_item::{ItemKind, OnKill, ProviderKind, Status, Trust};

/// `LANGUAGE=WORDS`, such as `de=Politik`.
pub(super) fn worded(text: &str) -> Result<(Language, String), String> {
    let (tag, words) = text.split_once('=').ok_or("expected LANGUAGE=WORDS, such as de=Politik")?;
    let language = Language::parse(tag).map_err(|error| error.to_string())?;
    if words.trim().is_empty() {
        return Err(format!("there are no words after {tag}="));
    }
    Ok((language, words.trim().to_owned()))
}

/// Two shares, such as `0.3,0.5`.
pub(super) fn focus(text: &str) -> Result<(f64, f64), String> {
    let share = |part: &str| part.trim().parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
    text.split_once(',')
        .and_then(|(x, y)| Some((share(x)?, share(y)?)))
        .ok_or_else(|| "expected two numbers from 0 to 1, such as 0.3,0.5".to_owned())
}

/// `LABEL=ADDRESS`, such as `Politik=/politik`.
pub(super) fn entry(text: &str) -> Result<(String, String), String> {
    let (label, address) = text.rsplit_once('=').ok_or("expected LABEL=ADDRESS, such as Politik=/politik")?;
    Ok((label.trim().to_owned(), address.trim().to_owned()))
}

/// A state of articles.
pub(super) fn article_state(word: &str) -> Result<ArticleState, String> {
    ArticleState::from_word(word)
        .ok_or_else(|| "expected draft, scheduled, published, withdrawn or private".to_owned())
}

/// A state of comments.
pub(super) fn comment_state(word: &str) -> Result<State, String> {
    State::from_word(word).ok_or_else(|| "expected waiting, approved, rejected or spam".to_owned())
}

/// A way in.
pub(super) fn provider_kind(word: &str) -> Result<ProviderKind, String> {
    ProviderKind::from_word(word).ok_or_else(|| "expected feed, folder or push".to_owned())
}

/// How far a provider is believed.
pub(super) fn trust(word: &str) -> Result<Trust, String> {
    Trust::from_word(word).ok_or_else(|| "expected agency, source or hint".to_owned())
}

/// What a kill does.
pub(super) fn on_kill(word: &str) -> Result<OnKill, String> {
    OnKill::from_word(word).ok_or_else(|| "expected alert or withdraw".to_owned())
}

/// A kind of item.
pub(super) fn item_kind(word: &str) -> Result<ItemKind, String> {
    ItemKind::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = ItemKind::ALL.iter().map(|kind| kind.as_str()).collect();
        format!("expected one of {}", words.join(", "))
    })
}

/// A status of items.
pub(super) fn item_status(word: &str) -> Result<Status, String> {
    Status::from_word(word).ok_or_else(|| "expected usable, withheld or cancelled".to_owned())
}
