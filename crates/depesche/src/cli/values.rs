//! Values of options that are read in a way of their own.

use newsroom::article::State as ArticleState;
use newsroom::comment::State;
use newsroom::language::Language;

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
