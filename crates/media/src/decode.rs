//! From the bytes of a file to a picture: decoded, turned upright, brought to sRGB.

use std::io::Cursor;

use image::codecs::{gif::GifDecoder, jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, RgbImage, RgbaImage};

use crate::header::{self, Header};
use crate::metadata::orientation;
use crate::{Kind, Limits, Picture, Refusal, colour};

impl Picture {
    /// Decodes a picture file: upright, in sRGB, the first frame of an animation.
    ///
    /// # Errors
    /// A [`Refusal`] when the file is no picture, is larger than the limits allow, or is damaged.
    pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        let header = header::read(bytes, limits)?;
        decode(bytes, &header, limits)
    }
}

pub(crate) fn decode(bytes: &[u8], header: &Header<'_>, limits: &Limits) -> Result<Picture, Refusal> {
    let (mut image, profile) = guard(header.kind, || pixels(bytes, header, limits))?;
    guard(header.kind, || {
        colour::to_srgb(&mut image, &profile);
        Ok(())
    })?;
    // HEIC and AVIF say which way is up in their own boxes, which were heeded; their EXIF repeats them.
    if !matches!(header.kind, Kind::Heic | Kind::Avif)
        && let Some(turn) = header.blocks.exif.as_deref().map(orientation).and_then(Orientation::from_exif)
    {
        image.apply_orientation(turn);
    }
    Ok(picture(image))
}

/// Runs a decoder, and takes a panic in it for a damaged file: one bad picture must not end the process.
pub(crate) fn guard<T>(kind: Kind, work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Refusal::damaged(kind, "the decoder gave up")))
}

fn pixels(
    bytes: &[u8],
    header: &Header<'_>,
    limits: &Limits,
) -> Result<(DynamicImage, colour::Profile), Refusal> {
    let kind = header.kind;
    let failed = |error| refusal(kind, error);
    match kind {
        Kind::Jpeg => with(JpegDecoder::new(Cursor::new(bytes)).map_err(failed)?, header, limits),
        Kind::Png => {
            let decoder =
                PngDecoder::with_limits(Cursor::new(bytes), decoder_limits(limits)).map_err(failed)?;
            with(decoder, header, limits)
        }
        Kind::WebP => with(WebPDecoder::new(Cursor::new(bytes)).map_err(failed)?, header, limits),
        Kind::Gif => with(GifDecoder::new(Cursor::new(bytes)).map_err(failed)?, header, limits),
        Kind::Heic => heic(bytes),
        Kind::Avif => crate::avif::decode(bytes),
        other => Err(Refusal::NoPicture(other)),
    }
}

fn with(
    mut decoder: impl ImageDecoder,
    header: &Header<'_>,
    limits: &Limits,
) -> Result<(DynamicImage, colour::Profile), Refusal> {
    let kind = header.kind;
    // What was held against the limits must be what is decoded.
    if decoder.dimensions() != (header.width, header.height) {
        return Err(Refusal::damaged(kind, "it gives two different sizes"));
    }
    decoder.set_limits(decoder_limits(limits)).map_err(|error| refusal(kind, error))?;
    // A broken profile is no reason to refuse a picture: it is shown as sRGB, as browsers do.
    let profile = decoder.icc_profile().ok().flatten().map_or(colour::Profile::Srgb, colour::Profile::Icc);
    let image = DynamicImage::from_decoder(decoder).map_err(|error| refusal(kind, error))?;
    Ok((image, profile))
}

fn decoder_limits(limits: &Limits) -> image::Limits {
    let mut given = image::Limits::default();
    given.max_image_width = Some(limits.side);
    given.max_image_height = Some(limits.side);
    given.max_alloc = Some(limits.memory);
    given
}

fn refusal(kind: Kind, error: ImageError) -> Refusal {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Refusal::CutOff(kind)
        }
        other => Refusal::damaged(kind, other),
    }
}

fn heic(bytes: &[u8]) -> Result<(DynamicImage, colour::Profile), Refusal> {
    let refusal = header::heic::refusal;
    let decoded = heic_decoder::decode(bytes).map_err(refusal)?;
    let profile = match (&decoded.metadata.icc_profile, decoded.color_info) {
        (Some(profile), _) => colour::Profile::Icc(profile.clone()),
        // Code point 12 of ITU-T H.273: the primaries of Display P3.
        (None, Some(info)) if info.color_primaries == 12 => colour::Profile::DisplayP3,
        _ => colour::Profile::Srgb,
    };
    let odd = || Refusal::damaged(Kind::Heic, "its pixels do not fill its size");
    let side = |length: usize| u32::try_from(length).map_err(|_| odd());
    let image = if decoded.alpha.is_some() {
        let pixels = decoded.to_rgba8().map_err(refusal)?;
        let (width, height) = (side(pixels.width)?, side(pixels.height)?);
        RgbaImage::from_raw(width, height, pixels.data).map(DynamicImage::from)
    } else {
        let pixels = decoded.to_rgb8().map_err(refusal)?;
        let (width, height) = (side(pixels.width)?, side(pixels.height)?);
        RgbImage::from_raw(width, height, pixels.data).map(DynamicImage::from)
    };
    Ok((image.ok_or_else(odd)?, profile))
}

/// Keeps transparency only where there is some: many programs write an opaque channel.
fn picture(image: DynamicImage) -> Picture {
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let pixels = image.into_rgba8().into_raw();
        if pixels.chunks_exact(4).any(|pixel| pixel[3] != 255) {
            return Picture { width, height, alpha: true, pixels };
        }
        let pixels = pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        return Picture { width, height, alpha: false, pixels };
    }
    Picture { width, height, alpha: false, pixels: image.into_rgb8().into_raw() }
}
