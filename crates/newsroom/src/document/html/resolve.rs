//! What the reader of HTML asks its caller: which asset a file is, and where a link leads.

use crate::ids::AssetId;

/// A picture as HTML names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureRef<'a> {
    /// Its address as written, relative or not.
    pub src: &'a str,
    /// Its text for those who cannot see it.
    pub alt: Option<&'a str>,
    /// Its `title`.
    pub title: Option<&'a str>,
    /// Width in pixels, as far as it is given.
    pub width: Option<u32>,
    /// Height in pixels, as far as it is given.
    pub height: Option<u32>,
    /// Its classes; WordPress names the attachment here (`wp-image-12`).
    pub class: &'a str,
    /// The plain text of its caption.
    pub caption: Option<&'a str>,
    /// The key in `data-asset`, as documents of this program write it. Whether the writer of the
    /// HTML may use that asset is for the caller to say.
    pub asset: Option<AssetId>,
}

/// Sound, film or what belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// A film.
    Video,
    /// What is said in a film, as text with times.
    Captions,
}

/// A sound or film as HTML names it, or the captions of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaRef<'a> {
    /// Which of them.
    pub kind: MediaKind,
    /// Its address as written.
    pub src: &'a str,
    /// Its `title`.
    pub title: Option<&'a str>,
    /// The plain text of its caption.
    pub caption: Option<&'a str>,
    /// The key in `data-asset`; see [`PictureRef::asset`].
    pub asset: Option<AssetId>,
}

/// Answers the reader's questions.
pub trait Resolve {
    /// The asset of a picture; nothing leaves the picture out.
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId>;

    /// The asset of a sound or film; nothing leaves it out.
    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        let _ = media;
        None
    }

    /// Where a link is to lead: the address itself, another one, or nothing to take the link away.
    /// Asked of relative addresses as well. Whatever comes back still has to satisfy
    /// [`is_linkable`](crate::address::is_linkable).
    fn link(&mut self, href: &str) -> Option<String> {
        Some(href.to_owned())
    }
}

/// Knows no assets and leaves links as they are: for comments and other text alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAssets;

impl Resolve for NoAssets {
    fn picture(&mut self, _: &PictureRef<'_>) -> Option<AssetId> {
        None
    }
}

impl<F: FnMut(&PictureRef<'_>) -> Option<AssetId>> Resolve for F {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self(picture)
    }
}
