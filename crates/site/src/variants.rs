//! Which renditions there are of a picture.

use media::{Format, Shape};
use newsroom::asset::Asset;
use render::picture;

/// A picture's rendition that may be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// As it stands in its address, such as `w640.avif`.
    pub name: String,
    pub(crate) format: Format,
    pub(crate) shape: Shape,
}

/// All renditions there are of an asset, the narrow ones first; none of what is no picture.
/// Nothing else is ever made, whatever is asked for.
pub fn variants(asset: &Asset) -> Vec<Variant> {
    let Some((width, _)) = picture::size(asset) else { return Vec::new() };
    let social = picture::social(asset).map(|(name, ..)| Variant {
        name,
        format: Format::Jpeg,
        shape: Shape::open_graph(picture::focus(asset)),
    });
    let ladder = media::ladder(width).into_iter().flat_map(|width| {
        Format::ALL.map(|format| Variant {
            name: picture::variant(width, format.kind().extension()),
            format,
            shape: Shape::whole(width),
        })
    });
    ladder.chain(social).collect()
}

/// What a reader gets in the place of a rendition that takes long to make: the JPEG of that width.
pub(crate) fn stand_in(asset: &Asset, variant: &Variant) -> Option<Variant> {
    let is_slow = variant.format == Format::Avif;
    variants(asset)
        .into_iter()
        .find(|other| is_slow && other.format == Format::Jpeg && other.shape == variant.shape)
}

#[cfg(test)]
mod tests {
    use newsroom::ids::AssetId;

    use super::*;

    fn asset(mime: &str, size: Option<(i64, i64)>) -> Asset {
        Asset {
            id: AssetId(1),
            name: "bild".into(),
            mime: mime.into(),
            hash: "0123456789".into(),
            bytes: 1,
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
            focus: (0.25, 0.5),
            alt: String::new(),
            caption: String::new(),
            credit: String::new(),
            copyright: String::new(),
            taken: None,
        }
    }

    fn names(asset: &Asset) -> Vec<String> {
        variants(asset).into_iter().map(|variant| variant.name).collect()
    }

    #[test]
    fn a_picture_has_every_step_of_the_ladder_in_every_format_and_one_for_links() {
        let names = names(&asset("image/jpeg", Some((640, 480))));
        assert_eq!(
            names,
            [
                "w320.avif",
                "w320.webp",
                "w320.jpg",
                "w480.avif",
                "w480.webp",
                "w480.jpg",
                "w640.avif",
                "w640.webp",
                "w640.jpg",
                "social-25-50.jpg"
            ]
        );
    }

    #[test]
    fn everything_a_page_offers_can_be_made() {
        let asset = asset("image/png", Some((1000, 700)));
        let offer = picture::offer(&asset).expect("a picture");
        let all = offer.sources.iter().map(|(_, srcset)| srcset.as_str()).chain([offer.srcset.as_str()]);
        let made = names(&asset);
        for place in all.flat_map(|srcset| srcset.split(", ")) {
            let address = place.split(' ').next().expect("an address");
            let variant = address.rsplit_once('-').expect("a mark").1;
            assert!(made.iter().any(|name| name == variant), "{variant} is offered and never made");
        }
    }

    #[test]
    fn what_is_no_picture_has_none() {
        assert!(variants(&asset("audio/mpeg", None)).is_empty());
    }
}
