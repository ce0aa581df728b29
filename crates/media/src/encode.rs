//! From a picture to the bytes of a file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{ColorType, Encoder as JpegEncoder};
use ravif::{BitDepth, Img};
use rgb::{RGB8, RGBA8};

use crate::{Kind, Picture, Refusal};

/// The formats that renditions are made in, best first as a `<picture>` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// AV1 still picture: the smallest, for every current browser.
    Avif,
    /// WebP: for browsers of the last ten years.
    WebP,
    /// JPEG: for everything else, mail and social networks among it.
    Jpeg,
}

impl Format {
    /// All of them, in the order in which a browser should be offered them.
    pub const ALL: [Self; 3] = [Self::Avif, Self::WebP, Self::Jpeg];

    /// The kind of file that comes out.
    pub fn kind(self) -> Kind {
        match self {
            Self::Avif => Kind::Avif,
            Self::WebP => Kind::WebP,
            Self::Jpeg => Kind::Jpeg,
        }
    }
}

/// A picture file that was made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Its format, which gives media type and name ending.
    pub kind: Kind,
    /// The file, without any metadata.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// BLAKE3 of the file in hexadecimal.
    pub hash: String,
}

/// Qualities of renditions, of 100 on each encoder's own scale, chosen to look alike.
const AVIF_QUALITY: f32 = 62.0;
const WEBP_QUALITY: f32 = 78.0;
const JPEG_QUALITY: u8 = 80;

/// Quality of what is kept as the original, of 100: further renditions are made of it.
const ORIGINAL_QUALITY: u8 = 90;

/// Speed of the AVIF encoder, 1 to 10. Measured at 9 without assembly on one core of a busy machine: a second
/// for each megapixel, so 2.7 s for 1920 by 1440; libwebp takes a tenth of that, JPEG a fiftieth.
const AVIF_SPEED: u8 = 9;

impl Picture {
    /// Writes the picture in a format at the quality of a rendition.
    ///
    /// JPEG knows no transparency: it is laid on white. The same picture gives the same bytes.
    ///
    /// # Errors
    /// [`Refusal::Unwritable`] when the format cannot hold the picture.
    pub fn rendition(&self, format: Format) -> Result<Rendition, Refusal> {
        let bytes = match format {
            Format::Avif => self.avif(),
            Format::WebP => self.webp(WEBP_QUALITY, false),
            Format::Jpeg => self.jpeg(JPEG_QUALITY),
        }?;
        Ok(self.file(format.kind(), bytes))
    }

    /// Writes the picture as it is kept: exact pixels stay exact, and the format stays as near as can be.
    pub(crate) fn original(&self, came_as: Kind, lossless: bool) -> Result<Rendition, Refusal> {
        let (kind, bytes) = match came_as {
            Kind::WebP => (Kind::WebP, self.webp(ORIGINAL_QUALITY.into(), lossless)?),
            Kind::Jpeg | Kind::Heic | Kind::Avif if !self.alpha => (Kind::Jpeg, self.jpeg(ORIGINAL_QUALITY)?),
            _ => (Kind::Png, self.png()?),
        };
        Ok(self.file(kind, bytes))
    }

    fn file(&self, kind: Kind, bytes: Vec<u8>) -> Rendition {
        let hash = crate::hash(&bytes);
        Rendition { kind, bytes, width: self.width, height: self.height, hash }
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, Refusal> {
        let failed = |error: &dyn std::fmt::Display| Refusal::unwritable(Kind::Jpeg, error);
        let width = u16::try_from(self.width).map_err(|error| failed(&error))?;
        let height = u16::try_from(self.height).map_err(|error| failed(&error))?;
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new(&mut bytes, quality);
        encoder.set_progressive(true);
        encoder.set_optimized_huffman_tables(true);
        encoder.encode(&self.on_white(), width, height, ColorType::Rgb).map_err(|error| failed(&error))?;
        Ok(bytes)
    }

    fn png(&self) -> Result<Vec<u8>, Refusal> {
        let mut bytes = Vec::new();
        let colour = if self.alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
            .write_image(&self.pixels, self.width, self.height, colour)
            .map_err(|error| Refusal::unwritable(Kind::Png, error))?;
        Ok(bytes)
    }

    fn webp(&self, quality: f32, lossless: bool) -> Result<Vec<u8>, Refusal> {
        let failed = |reason: &dyn std::fmt::Debug| Refusal::unwritable(Kind::WebP, format!("{reason:?}"));
        let mut config = webp::WebPConfig::new().map_err(|()| failed(&"no configuration"))?;
        config.quality = quality;
        config.lossless = i32::from(lossless);
        config.method = 4;
        config.alpha_quality = 100;
        let encoder = if self.alpha {
            webp::Encoder::from_rgba(&self.pixels, self.width, self.height)
        } else {
            webp::Encoder::from_rgb(&self.pixels, self.width, self.height)
        };
        encoder.encode_advanced(&config).map(|memory| memory.to_vec()).map_err(|error| failed(&error))
    }

    fn avif(&self) -> Result<Vec<u8>, Refusal> {
        let (width, height) = (self.width as usize, self.height as usize);
        // The pictures have eight bits, and coding them in ten takes longer. One thread: the caller decides
        // how many pictures are worked on at once.
        let encoder = ravif::Encoder::new()
            .with_quality(AVIF_QUALITY)
            .with_alpha_quality(AVIF_QUALITY)
            .with_bit_depth(BitDepth::Eight)
            .with_speed(AVIF_SPEED)
            .with_num_threads(Some(1));
        let encoded = if self.alpha {
            let pixels: Vec<RGBA8> =
                self.pixels.chunks_exact(4).map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect();
            encoder.encode_rgba(Img::new(&pixels[..], width, height))
        } else {
            let pixels: Vec<RGB8> =
                self.pixels.chunks_exact(3).map(|p| RGB8::new(p[0], p[1], p[2])).collect();
            encoder.encode_rgb(Img::new(&pixels[..], width, height))
        };
        encoded.map(|image| image.avif_file).map_err(|error| Refusal::unwritable(Kind::Avif, error))
    }
}
