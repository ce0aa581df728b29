//! Colour profiles (ICC.1): every picture is brought to sRGB, so that none needs to carry a profile.
//!
//! What is kept without a profile is shown as sRGB by every browser, and a rendition weighs less. The price
//! is that colours outside sRGB are brought in; for a newspaper's photographs that is no loss anyone sees.

use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// The colours in which a file stores its pixels.
#[derive(Debug)]
pub(crate) enum Profile {
    /// sRGB, also where nothing is said.
    Srgb,
    /// Display P3, as telephones write it.
    DisplayP3,
    /// As the profile in the file says.
    Icc(Vec<u8>),
}

/// Brings the pixels to sRGB. A profile that is broken, or not for RGB (the decoder has made RGB of grey and
/// CMYK already), leaves them as they are.
pub(crate) fn to_srgb(image: &mut DynamicImage, profile: &Profile) {
    let source = match profile {
        Profile::Srgb => return,
        Profile::DisplayP3 => ColorProfile::new_display_p3(),
        Profile::Icc(bytes) => match ColorProfile::new_from_slice(bytes) {
            Ok(profile) if profile.color_space == DataColorSpace::Rgb => profile,
            _ => return,
        },
    };
    let alpha = image.color().has_alpha();
    let layout = if alpha { Layout::Rgba } else { Layout::Rgb };
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = source.create_transform_8bit(layout, &srgb, layout, TransformOptions::default())
    else {
        return;
    };
    let (width, height) = (image.width(), image.height());
    let pixels = if alpha { image.to_rgba8().into_raw() } else { image.to_rgb8().into_raw() };
    let mut converted = vec![0; pixels.len()];
    if transform.transform(&pixels, &mut converted).is_err() {
        return;
    }
    let converted = if alpha {
        RgbaImage::from_raw(width, height, converted).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(width, height, converted).map(DynamicImage::from)
    };
    if let Some(converted) = converted {
        *image = converted;
    }
}
