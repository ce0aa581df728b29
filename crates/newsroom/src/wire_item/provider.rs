//! Providers: who sends copy, how it comes in, and what the newsroom does with it.

use serde::{Deserialize, Serialize};

use crate::language::Language;

/// Who sends copy, and on what terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provider {
    /// A short word by which commands and settings know it: `dpa`, `un-news`.
    pub slug: String,
    /// Its name as editors know it.
    pub name: String,
    /// How copy comes in.
    pub kind: ProviderKind,
    /// The address that is polled, the folder that is watched, or nothing for push.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// The language of what it sends where the items do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// How far its copy is believed.
    #[serde(default)]
    pub trust: Trust,
    /// Slug of the section that articles made from its items are put into.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Slugs of topics that they get.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// On what terms its copy may be used, where items do not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub usage_terms: String,
    /// What readers are told: “Mit Material der dpa”. Nothing means the name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub credit: String,
    /// Whether items are published without anybody having read them.
    #[serde(default)]
    pub publish_unread: bool,
    /// What happens when it kills an item that was published.
    #[serde(default)]
    pub on_kill: OnKill,
}

impl Provider {
    /// A provider of which nothing is settled yet but how its copy comes in; it is called by its short word.
    pub fn new(slug: impl Into<String>, kind: ProviderKind) -> Provider {
        let slug = slug.into();
        Provider {
            name: slug.clone(),
            slug,
            kind,
            address: String::new(),
            language: None,
            trust: Trust::default(),
            section: String::new(),
            topics: Vec::new(),
            usage_terms: String::new(),
            credit: String::new(),
            publish_unread: false,
            on_kill: OnKill::default(),
        }
    }
}

/// How copy comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderKind {
    /// A feed or page that is asked from time to time, and subscribed to where it has a hub.
    Feed,
    /// A folder that is watched.
    Folder,
    /// Sent to us with a token.
    Push,
}

/// How far a provider's copy is believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Trust {
    /// An agency under contract: its facts stand.
    Agency,
    /// To be checked like anything else.
    #[default]
    Source,
    /// Only for being looked at.
    Hint,
}

/// What a kill does to published articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnKill {
    /// People are told.
    #[default]
    Alert,
    /// People are told and the articles are withdrawn at once.
    Withdraw,
}

macro_rules! words {
    ($($type:ident { $($value:ident = $word:literal),* $(,)? })*) => {$(
        impl $type {
            /// The word for it in rows and files.
            pub fn as_str(self) -> &'static str {
                match self { $($type::$value => $word),* }
            }

            /// The value of that word.
            pub fn from_word(word: &str) -> Option<$type> {
                match word { $($word => Some($type::$value),)* _ => None }
            }
        }
    )*};
}

words! {
    ProviderKind { Feed = "feed", Folder = "folder", Push = "push" }
    Trust { Agency = "agency", Source = "source", Hint = "hint" }
    OnKill { Alert = "alert", Withdraw = "withdraw" }
}
