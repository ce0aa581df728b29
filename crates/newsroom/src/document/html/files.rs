//! Pictures, sounds, films and frames.

use super::dropped::{DropReason, Dropped};
use super::embeds;
use super::gather::line;
use super::read::Reader;
use super::resolve::{MediaKind, MediaRef, PictureRef};
use super::tree::{Node, NodeId};
use crate::document::{Block, BlockKind, Marks, MediaText, Picture, PictureSize};
use crate::ids::AssetId;

impl Reader<'_> {
    pub(super) fn picture(&mut self, node: &Node, marks: &Marks) {
        let alt = line(node.attribute("alt"));
        // Smileys of older WordPress versions are letters.
        if node.has_class("wp-smiley") || node.has_class("emoji") {
            return self.text.push(&alt.unwrap_or_default(), marks);
        }
        let pixels =
            |name| node.attribute(name).and_then(|value| value.trim_end_matches("px").trim().parse().ok());
        let src = address_of(node);
        let (width, height): (Option<u32>, Option<u32>) = (pixels("width"), pixels("height"));
        if width.is_some_and(|w| w <= 1) || height.is_some_and(|h| h <= 1) || is_counter(src) {
            return self.dropped.push(Dropped::new("img", src, DropReason::Counter));
        }
        let words = self.context.caption_words.take();
        let asset = self.resolve.picture(&PictureRef {
            src,
            alt: node.attribute("alt"),
            title: node.attribute("title"),
            width,
            height,
            class: node.attribute("class").unwrap_or_default(),
            caption: words.as_deref(),
            asset: node.attribute("data-asset").and_then(|key| key.parse().ok()),
        });
        self.context.caption_words = words;
        let Some(asset) = asset else {
            return self.dropped.push(Dropped::new("img", src, DropReason::NoAsset));
        };
        let wide = node.has_class("alignwide") || node.has_class("alignfull");
        let size = if wide { PictureSize::Wide } else { PictureSize::Column };
        let picture = BlockKind::Picture(Picture { asset, caption: None, credit: None, alt, size });
        if self.text.is_empty() {
            self.push(picture);
        } else {
            // The sentence it interrupts is read to its end first.
            self.after.push(Block::new(picture));
        }
    }

    pub(super) fn media(&mut self, id: NodeId, node: &Node) {
        let tree = self.tree;
        let own = address_of(node);
        let src = if own.is_empty() {
            let sources = tree.children(id).map(|child| tree.node(child));
            sources.filter(|child| child.tag() == "source").find_map(|source| source.attribute("src"))
        } else {
            Some(own)
        };
        let src = src.unwrap_or_default();
        let kind = if node.tag() == "audio" { MediaKind::Audio } else { MediaKind::Video };
        let words = self.context.caption_words.take();
        let asset = self.resolve.media(&MediaRef {
            kind,
            src,
            title: node.attribute("title"),
            caption: words.as_deref(),
            asset: node.attribute("data-asset").and_then(|key| key.parse().ok()),
        });
        self.context.caption_words = words;
        let Some(asset) = asset else {
            return self.dropped.push(Dropped::new(node.tag(), src, DropReason::NoAsset));
        };
        let media = MediaText { asset, caption: None, transcript: Vec::new() };
        match kind {
            MediaKind::Audio => self.emit(BlockKind::Audio(media)),
            _ => {
                let still = node.attribute("poster").filter(|src| !src.trim().is_empty());
                let poster =
                    still.and_then(|src| self.resolve.picture(&PictureRef { src, ..PictureRef::default() }));
                if let (Some(src), None) = (still, poster) {
                    self.dropped.push(Dropped::new("video", src, DropReason::NoAsset));
                }
                let captions = self.captions(id);
                self.emit(BlockKind::Video { poster, captions, media });
            }
        }
    }

    /// The first captions of a film that the library has.
    fn captions(&mut self, film: NodeId) -> Option<AssetId> {
        let tree = self.tree;
        let tracks = tree.children(film).map(|child| tree.node(child)).filter(|child| {
            let kind = child.attribute("kind").unwrap_or("subtitles");
            child.tag() == "track" && matches!(kind, "captions" | "subtitles")
        });
        for track in tracks {
            let src = track.attribute("src").unwrap_or_default();
            let asset = self.resolve.media(&MediaRef {
                kind: MediaKind::Captions,
                src,
                title: track.attribute("label"),
                caption: None,
                asset: track.attribute("data-asset").and_then(|key| key.parse().ok()),
            });
            if asset.is_some() {
                return asset;
            }
            self.dropped.push(Dropped::new("track", src, DropReason::NoAsset));
        }
        None
    }

    pub(super) fn frame(&mut self, id: NodeId, node: &Node) {
        let address = address_of(node);
        // Plug-ins of unknown sites no longer run anywhere.
        let embedded =
            if node.tag() == "iframe" { embeds::framed(address) } else { embeds::recognise(address) };
        match embedded {
            Some(embedded) => {
                let title = line(node.attribute("title"));
                self.emit(embedded.block(title, None));
            }
            None if node.tag() == "iframe" => self.left_out(id, DropReason::BadFrame),
            None => self.left_out(id, DropReason::NoPlace),
        }
    }
}

/// The address of a file, also where a script was to load it later.
fn address_of(node: &Node) -> &str {
    let lazy = ["data-src", "data-lazy-src", "data-original"];
    let later = || lazy.iter().find_map(|name| node.attribute(name));
    match node.attribute("src").map(str::trim) {
        Some(src) if !src.is_empty() && !src.starts_with("data:") && src != "about:blank" => src,
        given => later().or(given).unwrap_or_default(),
    }
}

/// Counting marks of VG Wort.
fn is_counter(src: &str) -> bool {
    let host = src.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
    host == "vgwort.de" || host.ends_with(".vgwort.de")
}
