//! Pictures, sounds and films that come with an item.

use serde::{Deserialize, Serialize};

/// A picture, sound or film.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Media {
    /// What it is.
    pub kind: MediaType,
    /// The sender's identifier.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Where it can be fetched: absolute where the item says enough, else as written; the name of a part of
    /// the same message after `cid:`, or of a file beside it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// The bytes themselves where they came inside the item. Not written out.
    #[serde(skip)]
    pub bytes: Option<Vec<u8>>,
    /// Its media type, such as `image/jpeg`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub content_type: String,
    /// Which of its sizes this is, in the sender's word; the largest that may be used is taken.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rendition: String,
    /// Width in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Length in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// Its title or headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Its caption.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caption: String,
    /// What those hear who cannot see it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// Who made it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub creator: String,
    /// The credit line.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// The copyright notice or holder.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub copyright: String,
    /// On what terms it may be used.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub usage_terms: String,
    /// Whether it opens the item: its lead picture.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub lead: bool,
}

impl Media {
    /// Whether it is something to look at that stands still.
    pub fn is_picture(&self) -> bool {
        matches!(self.kind, MediaType::Picture | MediaType::Graphic)
    }
}

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaType {
    /// A picture.
    #[default]
    Picture,
    /// A drawing or chart.
    Graphic,
    /// A film.
    Video,
    /// Sound.
    Audio,
    /// Another file.
    File,
}

impl MediaType {
    /// By a media type such as `image/jpeg`, or one of the words that formats use (`picture`, `photo`).
    pub fn of(content_type: &str) -> MediaType {
        let word = content_type.trim().to_ascii_lowercase();
        let word = word.rsplit_once(':').map_or(word.as_str(), |(_, word)| word);
        match word.split('/').next().unwrap_or_default() {
            "image" | "picture" | "photo" | "still" => MediaType::Picture,
            "graphic" => MediaType::Graphic,
            "video" | "animated" => MediaType::Video,
            "audio" | "sound" => MediaType::Audio,
            _ => MediaType::File,
        }
    }
}
