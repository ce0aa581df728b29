//! Genres: what kind of text an article is, so that a reader never takes an opinion for a report.

use serde::{Deserialize, Serialize};

/// The kind of text an article is. Anything but a plain report is labelled on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Genre {
    /// A plain report (Bericht); carries no label.
    #[default]
    Report,
    /// An opinion (Kommentar).
    Comment,
    /// An analysis (Analyse).
    Analysis,
    /// An interview.
    Interview,
    /// A reportage.
    Reportage,
    /// Background (Hintergrund).
    Background,
    /// A portrait of a person.
    Portrait,
    /// A review (Rezension).
    Review,
    /// An obituary (Nachruf).
    Obituary,
    /// A running report (Liveblog).
    Live,
    /// A contribution from outside the newsroom (Gastbeitrag).
    Guest,
    /// Paid content (Anzeige).
    Advertisement,
}

impl Genre {
    /// All genres, in the order in which a screen lists them.
    pub const ALL: [Genre; 12] = [
        Genre::Report,
        Genre::Comment,
        Genre::Analysis,
        Genre::Interview,
        Genre::Reportage,
        Genre::Background,
        Genre::Portrait,
        Genre::Review,
        Genre::Obituary,
        Genre::Live,
        Genre::Guest,
        Genre::Advertisement,
    ];

    /// The word for it in files, rows and message keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Genre::Report => "report",
            Genre::Comment => "comment",
            Genre::Analysis => "analysis",
            Genre::Interview => "interview",
            Genre::Reportage => "reportage",
            Genre::Background => "background",
            Genre::Portrait => "portrait",
            Genre::Review => "review",
            Genre::Obituary => "obituary",
            Genre::Live => "live",
            Genre::Guest => "guest",
            Genre::Advertisement => "advertisement",
        }
    }

    /// The genre of that word.
    pub fn from_word(word: &str) -> Option<Genre> {
        Genre::ALL.into_iter().find(|genre| genre.as_str() == word)
    }

    /// Whether the page says so beside the headline.
    pub fn is_labelled(self) -> bool {
        self != Genre::Report
    }
}
