//! The site: the publication as its readers know it.

use jiff::tz::TimeZone;
use url::Url;

use crate::language::Language;

/// The publication.
#[derive(Clone, Debug)]
pub struct Site {
    /// What it is called.
    pub name: String,
    /// The line under its name.
    pub tagline: String,
    /// Its languages, the main one first; never empty.
    pub languages: Vec<Language>,
    /// The zone its times are shown in.
    pub zone: TimeZone,
    /// Where readers find it, without a trailing slash in its path.
    pub url: Url,
    /// How addresses of new articles are made; see [`crate::address::article_path`].
    pub article_address: String,
}

impl Site {
    /// The main language, at `/`.
    pub fn main_language(&self) -> &Language {
        &self.languages[0]
    }

    /// What stands before every path in a language: nothing for the main one, else `/en`.
    pub fn prefix(&self, language: &Language) -> String {
        if language == self.main_language() {
            String::new()
        } else {
            format!("/{}", language.as_str().to_ascii_lowercase())
        }
    }

    /// Whether the pages of one of its languages lie under this word.
    pub fn speaks(&self, word: &str) -> bool {
        self.languages.iter().any(|language| language.as_str().eq_ignore_ascii_case(word))
    }

    /// A path of the site as a whole address.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.url.as_str().trim_end_matches('/'))
    }
}
