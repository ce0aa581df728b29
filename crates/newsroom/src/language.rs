//! Languages: a BCP 47 tag and the direction its script is written in.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language tag (BCP 47, RFC 5646), kept in its canonical letter case: `de`, `de-AT`, `zh-Hant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(String);

/// Why a text is no language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a language tag; expected a form like de, en-GB or zh-Hant")]
pub struct LanguageError(pub String);

/// Which way a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Languages whose usual script runs from right to left (CLDR, script metadata).
const RIGHT_TO_LEFT: [&str; 13] =
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"];

impl Language {
    /// Reads a tag, whatever its letter case.
    ///
    /// # Errors
    /// When the text has not the form of RFC 5646, section 2.1 (subtags of one to eight letters
    /// or digits, the first of two or three letters).
    pub fn parse(text: &str) -> Result<Language, LanguageError> {
        let wrong = || LanguageError(text.to_owned());
        let mut canonical = String::with_capacity(text.len());
        for (place, subtag) in text.split(['-', '_']).enumerate() {
            if subtag.is_empty() || subtag.len() > 8 || !subtag.bytes().all(|b| b.is_ascii_alphanumeric()) {
                return Err(wrong());
            }
            let letters = subtag.bytes().all(|b| b.is_ascii_alphabetic());
            if place == 0 {
                if !letters || !(2..=3).contains(&subtag.len()) {
                    return Err(wrong());
                }
                canonical.push_str(&subtag.to_ascii_lowercase());
                continue;
            }
            canonical.push('-');
            match subtag.len() {
                4 if letters => {
                    canonical.push_str(&subtag[..1].to_ascii_uppercase());
                    canonical.push_str(&subtag[1..].to_ascii_lowercase());
                }
                2 if letters => canonical.push_str(&subtag.to_ascii_uppercase()),
                _ => canonical.push_str(&subtag.to_ascii_lowercase()),
            }
        }
        Ok(Language(canonical))
    }

    /// The tag as written in `lang` attributes and addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without script and region: `de` of `de-AT`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// The direction of its script: by the script subtag where there is one, else by the language.
    pub fn direction(&self) -> Direction {
        let script = self.0.split('-').skip(1).find(|subtag| subtag.len() == 4);
        let rtl = match script {
            Some(script) => matches!(script, "Arab" | "Hebr" | "Syrc" | "Thaa" | "Nkoo" | "Adlm"),
            None => RIGHT_TO_LEFT.contains(&self.primary()),
        };
        if rtl { Direction::Rtl } else { Direction::Ltr }
    }
}

impl Direction {
    /// The value of an HTML `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Language {
    type Error = LanguageError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Language::parse(&text)
    }
}

impl std::str::FromStr for Language {
    type Err = LanguageError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Language::parse(text)
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_kept_in_their_canonical_letter_case() {
        for (given, kept) in
            [("DE", "de"), ("de-at", "de-AT"), ("zh-hant-tw", "zh-Hant-TW"), ("en_GB", "en-GB")]
        {
            assert_eq!(Language::parse(given).expect("a tag").as_str(), kept);
        }
        for wrong in ["", "d", "deutsch", "de-", "de--at", "d1", "de at"] {
            assert!(Language::parse(wrong).is_err(), "{wrong:?} was taken for a tag");
        }
    }

    #[test]
    fn direction_follows_the_script_before_the_language() {
        let direction = |tag| Language::parse(tag).expect("a tag").direction();
        assert_eq!(direction("ar"), Direction::Rtl);
        assert_eq!(direction("fa-IR"), Direction::Rtl);
        assert_eq!(direction("az-Arab"), Direction::Rtl);
        assert_eq!(direction("ks-Deva"), Direction::Ltr);
        assert_eq!(direction("de"), Direction::Ltr);
    }
}
