//! Notices: what happened to copy that the makers of an article have to know of.

use super::Provider;
use crate::language::Language;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoticeKind {
    /// A newer version came.
    Updated,
    /// The sender took it back: a kill.
    Killed,
    /// The sender holds it back until further notice.
    Withheld,
    /// It may only be published at another time than was said before.
    EmbargoMoved,
    /// Another item took its place.
    Replaced,
}

impl NoticeKind {
    /// All kinds.
    pub const ALL: [NoticeKind; 5] = [
        NoticeKind::Updated,
        NoticeKind::Killed,
        NoticeKind::Withheld,
        NoticeKind::EmbargoMoved,
        NoticeKind::Replaced,
    ];

    /// The word for it in rows and files.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeKind::Updated => "updated",
            NoticeKind::Killed => "killed",
            NoticeKind::Withheld => "withheld",
            NoticeKind::EmbargoMoved => "embargo-moved",
            NoticeKind::Replaced => "replaced",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<NoticeKind> {
        NoticeKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the article may not be published until somebody has settled it.
    pub fn stops(self) -> bool {
        matches!(self, NoticeKind::Killed | NoticeKind::Withheld)
    }
}

/// What readers are told at the address of an article that went because its source took the copy back: German
/// for articles in German, else English.
pub fn kill_words(language: &Language, provider: &Provider) -> String {
    let name = &provider.name;
    match language.primary() {
        "de" => format!("{name} hat die Meldung zurückgezogen, auf der dieser Beitrag beruht."),
        _ => format!("{name} has withdrawn the report that this article is based on."),
    }
}
