//! A picture in memory: upright, in sRGB, eight bits for each channel.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::Refusal;

/// The widths in pixels that renditions are made in.
pub const WIDTHS: [u32; 6] = [320, 480, 640, 960, 1280, 1920];

/// A decoded picture: upright, in sRGB, without metadata, with or without transparency.
///
/// Decode once, make as many renditions of it as are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) alpha: bool,
    /// Three bytes for each pixel, or four with transparency, row by row without padding.
    pub(crate) pixels: Vec<u8>,
}

/// What of a picture is wanted, and how wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Width in pixels at most: a picture is never made larger than it is.
    pub width: u32,
    /// The part that is wanted; all of it by default.
    pub crop: Option<Crop>,
}

/// The largest part of a picture that has a given ratio of sides and lies as near as can be to a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// Width to height, such as `(3, 2)` or `(1200, 630)`.
    pub ratio: (u32, u32),
    /// The point that must not be lost.
    pub focus: Focus,
}

/// A point of the upright picture: 0 to 1 from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Focus {
    /// From the left edge, 0, to the right edge, 1.
    pub x: f32,
    /// From the upper edge, 0, to the lower edge, 1.
    pub y: f32,
}

impl Focus {
    /// The middle of the picture.
    pub const CENTRE: Self = Self { x: 0.5, y: 0.5 };
}

impl Default for Focus {
    fn default() -> Self {
        Self::CENTRE
    }
}

impl Shape {
    /// The whole picture in a width.
    pub fn whole(width: u32) -> Self {
        Self { width, crop: None }
    }

    /// A part with this ratio of sides around a point, in a width.
    pub fn cropped(width: u32, ratio: (u32, u32), focus: Focus) -> Self {
        Self { width, crop: Some(Crop { ratio, focus }) }
    }

    /// The picture that Open Graph wants: 1200 by 630 pixels around a point.
    pub fn open_graph(focus: Focus) -> Self {
        Self::cropped(1200, (1200, 630), focus)
    }

    /// Width and height in pixels of what comes out for a picture of a size; no decoding needed.
    pub fn size_for(self, width: u32, height: u32) -> (u32, u32) {
        let area = self.area(width, height);
        self.size_of(area)
    }

    /// Left, top, width and height of the part that is wanted.
    fn area(self, width: u32, height: u32) -> (u32, u32, u32, u32) {
        let Some(Crop { ratio: (across, down), focus }) = self.crop else { return (0, 0, width, height) };
        let (across, down) = (u64::from(across.max(1)), u64::from(down.max(1)));
        let scaled = |side: u32, by: u64, over: u64| {
            u32::try_from(((u64::from(side) * by + over / 2) / over).max(1)).unwrap_or(u32::MAX)
        };
        let crop_width = scaled(height, across, down).min(width);
        let crop_height = scaled(width, down, across).min(height);
        let start = |length: u32, part: u32, at: f32| {
            let at = if at.is_finite() { at.clamp(0.0, 1.0) } else { 0.5 };
            let wanted = f64::from(length) * f64::from(at) - f64::from(part) / 2.0;
            wanted.round().clamp(0.0, f64::from(length - part)) as u32
        };
        (start(width, crop_width, focus.x), start(height, crop_height, focus.y), crop_width, crop_height)
    }

    fn size_of(self, (_, _, area_width, area_height): (u32, u32, u32, u32)) -> (u32, u32) {
        let width = self.width.clamp(1, area_width);
        if width == area_width {
            return (area_width, area_height);
        }
        let (across, down) = self.crop.map_or((area_width, area_height), |crop| crop.ratio);
        let (across, down) = (u64::from(across.max(1)), u64::from(down.max(1)));
        let height = (u64::from(width) * down + across / 2) / across;
        (width, u32::try_from(height).unwrap_or(u32::MAX).clamp(1, area_height))
    }
}

/// The widths to make of a picture this wide: those of [`WIDTHS`] that it reaches, and its own width where
/// it ends between two of them. Never empty, ascending.
pub fn ladder(width: u32) -> Vec<u32> {
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|step| *step < width).collect();
    if widths.len() < WIDTHS.len() {
        widths.push(width);
    }
    widths
}

impl Picture {
    /// Width in pixels.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Whether a pixel is transparent, in part or wholly.
    pub fn has_alpha(&self) -> bool {
        self.alpha
    }

    /// The part that a shape asks for, in its width, or as wide as the picture allows.
    ///
    /// The same picture and shape give the same pixels on the same machine.
    ///
    /// # Errors
    /// [`Refusal::Unscalable`] when the scaler refuses, which a picture that was decoded gives no reason for.
    pub fn shaped(&self, shape: Shape) -> Result<Self, Refusal> {
        let area = shape.area(self.width, self.height);
        let (width, height) = shape.size_of(area);
        let (left, top, area_width, area_height) = area;
        if (left, top, width, height) == (0, 0, self.width, self.height) {
            return Ok(self.clone());
        }
        let failed = |error: &dyn std::fmt::Display| Refusal::Unscalable(error.to_string());
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = ImageRef::new(self.width, self.height, &self.pixels, kind).map_err(|e| failed(&e))?;
        let mut target = Image::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
            left.into(),
            top.into(),
            area_width.into(),
            area_height.into(),
        );
        Resizer::new().resize(&source, &mut target, &options).map_err(|e| failed(&e))?;
        Ok(Self { width, height, alpha: self.alpha, pixels: target.into_vec() })
    }

    /// The mean colour of what is not transparent, to stand in the picture's place until it is there.
    pub fn mean_colour(&self) -> [u8; 3] {
        let mut sums = [0u64; 3];
        let mut weights = 0u64;
        for pixel in self.pixels.chunks_exact(self.channels()) {
            let weight = pixel.get(3).map_or(255, |alpha| u64::from(*alpha));
            weights += weight;
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*value) * weight;
            }
        }
        sums.map(|sum| {
            u8::try_from((sum + weights / 2).checked_div(weights).unwrap_or(255)).unwrap_or(u8::MAX)
        })
    }

    pub(crate) fn channels(&self) -> usize {
        if self.alpha { 4 } else { 3 }
    }

    /// The pixels without transparency, laid on white paper.
    pub(crate) fn on_white(&self) -> Vec<u8> {
        if !self.alpha {
            return self.pixels.clone();
        }
        let over = |value: u8, alpha: u8| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        self.pixels
            .chunks_exact(4)
            .flat_map(|p| [over(p[0], p[3]), over(p[1], p[3]), over(p[2], p[3])])
            .collect()
    }
}
