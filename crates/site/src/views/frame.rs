//! What surrounds every page: head, masthead, menus, footer.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use render::theme::Ready;
use serde::{Serialize, Serializer};

use super::{Head, Html, LanguageLink, Link, Moment};

/// Everything of a page that is not its content. Every page view has one, named `frame`.
#[derive(Debug, Clone, Serialize)]
pub struct Frame {
    /// What all pages of one language have in common.
    pub edition: SharedEdition,
    /// Title, description, feeds and the like.
    pub head: Head,
    /// Today's date, on the front page only: no other page may carry a date that is not its own.
    pub today: Option<Moment>,
    /// The same page in other languages; where it does not exist there, their front pages.
    pub languages: Vec<LanguageLink>,
    /// Which entry of the main menu this page is or lies under.
    pub here: Option<Here>,
}

/// An [`Edition`] together with its form for templates, which is made once and not for each page.
#[derive(Debug, Clone)]
pub struct SharedEdition {
    edition: Arc<Edition>,
    ready: Ready,
}

impl SharedEdition {
    /// Makes an edition ready to be shared by pages.
    pub fn new(edition: Edition) -> SharedEdition {
        SharedEdition { ready: Ready::new(&edition), edition: Arc::new(edition) }
    }
}

impl Deref for SharedEdition {
    type Target = Edition;

    fn deref(&self) -> &Edition {
        &self.edition
    }
}

impl Serialize for SharedEdition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.ready.serialize(serializer)
    }
}

/// What all pages of one language have in common; made once, shared until a setting or menu changes.
#[derive(Debug, Clone, Serialize)]
pub struct Edition {
    /// Name of the site.
    pub name: String,
    /// Its tagline.
    pub tagline: Option<String>,
    /// BCP 47 tag of the content.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// Whether the language is written in Latin letters: only then are the Latin fonts preloaded.
    pub latin: bool,
    /// Set if the words of the interface are in another language than the content (there are no messages for it).
    pub interface: Option<InterfaceLanguage>,
    /// Address of the front page in this language.
    pub home: String,
    /// Address of the search page.
    pub search: String,
    /// Address of the description by which browsers search the site.
    pub search_description: String,
    /// Address of the manifest.
    pub manifest: String,
    /// Main menu; its first entry is usually the front page.
    pub menu: Vec<Link>,
    /// Menu at the foot: Impressum, privacy, corrections, archive, feeds.
    pub footer_menu: Vec<Link>,
    /// What the site has put into the named places `head`, `masthead-below`, `article-top`, `article-end`,
    /// `sidebar` and `footer`: advertising, counting. Empty by default.
    pub places: BTreeMap<String, Html>,
    /// The places whose content needs the reader's consent; it is not part of the page.
    pub asking: BTreeMap<String, Asking>,
}

/// A place whose content a reader sees only after choosing to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asking {
    /// Address of the page that shows it.
    pub href: String,
    /// The hosts it loads from, as a list in words; may be empty.
    pub hosts: String,
}

/// The language the interface falls back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InterfaceLanguage {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: String,
}

/// A place in the main menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Here {
    /// Address of the entry, letter by letter as in the menu.
    pub href: String,
    /// Whether this page is that entry itself (`aria-current="page"`) or only lies under it (`"true"`).
    pub exact: bool,
}

/// `manifest.webmanifest`: what a browser asks when the site is put on a home screen.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// Name, language, direction and front page.
    pub edition: SharedEdition,
}
