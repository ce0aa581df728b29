//! Adopting: a text that names an item's media becomes one that names assets of the library.

use crate::document::{Block, BlockKind, Document};
use crate::ids::AssetId;

/// Puts the library's assets in the place of an item's media: `assets` says which asset each of them
/// became, in their order. What became none is left out, with the words that belonged to it.
pub fn adopt(body: &Document, assets: &[Option<AssetId>]) -> Document {
    let asset = |key: AssetId| {
        let place = usize::try_from(key.0).ok()?.checked_sub(1)?;
        assets.get(place).copied().flatten()
    };
    let mut adopted = Document::new(blocks(&body.blocks, &asset));
    adopted.fill_ids();
    adopted
}

fn blocks(from: &[Block], asset: &impl Fn(AssetId) -> Option<AssetId>) -> Vec<Block> {
    from.iter().filter_map(|block| one(block.clone(), asset)).collect()
}

fn one(mut block: Block, asset: &impl Fn(AssetId) -> Option<AssetId>) -> Option<Block> {
    match &mut block.kind {
        BlockKind::Picture(picture) => picture.asset = asset(picture.asset)?,
        BlockKind::Gallery { pictures, .. } => {
            pictures.retain_mut(|picture| asset(picture.asset).map(|key| picture.asset = key).is_some());
            if pictures.is_empty() {
                return None;
            }
        }
        BlockKind::Audio(media) => media.asset = asset(media.asset)?,
        BlockKind::Video { poster, captions, media } => {
            media.asset = asset(media.asset)?;
            *poster = poster.and_then(asset);
            *captions = captions.and_then(asset);
        }
        BlockKind::Embed { still, .. } => *still = still.and_then(asset),
        BlockKind::FactBox { blocks: inner, .. } => *inner = blocks(inner, asset),
        _ => {}
    }
    Some(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Picture, PictureSize};

    #[test]
    fn pictures_that_were_not_taken_are_left_out() {
        let picture = |key| {
            let asset = AssetId(key);
            let picture =
                Picture { asset, caption: None, credit: None, alt: None, size: PictureSize::Column };
            Block::new(BlockKind::Picture(picture))
        };
        let body =
            Document::new(vec![Block::paragraph("Eins."), picture(1), picture(2), picture(9), picture(0)]);
        let adopted = adopt(&body, &[None, Some(AssetId(77))]);
        assert_eq!(adopted.assets(), [AssetId(77)]);
        assert_eq!(adopted.blocks.len(), 2);
    }
}
