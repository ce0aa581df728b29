//! From the coded pictures of an AVIF file to pixels: AV1 decoded by a library, its luminance and
//! colour differences brought to red, green and blue (ITU-T H.273) and the picture turned upright.

use image::{DynamicImage, RgbImage, RgbaImage};
use re_rav1d::{Decoder, PixelLayout, PlanarImageComponent as Plane, Settings};

use crate::colour::Profile;
use crate::header::avif::{Avif, CodePoints, Mirror, parse};
use crate::{Kind, Refusal};

/// Decodes the picture of an AVIF file: upright, in the colours that the profile says.
///
/// # Errors
/// When it is damaged, or larger than its container says.
pub(crate) fn decode(file: &[u8]) -> Result<(DynamicImage, Profile), Refusal> {
    let avif = parse(file)?;
    let colours = frame(avif.colours.to_vec(), &avif)?;
    let points = avif.code_points.unwrap_or(CodePoints {
        primaries: colours.color_primaries() as u16,
        matrix: colours.matrix_coefficients() as u16,
        full_range: is_full(&colours),
    });
    let mut pixels = rgb(&colours, points)?;
    let (width, height) = (avif.width, avif.height);
    let odd = || damaged("its pixels do not fill its size");
    let mut image = match &avif.alpha {
        None => RgbImage::from_raw(width, height, pixels).map(DynamicImage::from),
        Some(alpha) => {
            let alpha = frame(alpha.to_vec(), &avif)?;
            let opacity = Samples::of(&alpha, Plane::Y, is_full(&alpha))?;
            let mut with = Vec::with_capacity(pixels.len() / 3 * 4);
            for (at, pixel) in pixels.chunks_exact_mut(3).enumerate() {
                let (x, y) = (at % width as usize, at / width as usize);
                let share = opacity.luminance(x, y).clamp(0.0, 1.0);
                if avif.premultiplied && share > 0.0 {
                    pixel.iter_mut().for_each(|value| *value = byte(f32::from(*value) / 255.0 / share));
                }
                with.extend_from_slice(pixel);
                with.push(byte(share));
            }
            RgbaImage::from_raw(width, height, with).map(DynamicImage::from)
        }
    }
    .ok_or_else(odd)?;
    image = match avif.turns {
        1 => image.rotate270(),
        2 => image.rotate180(),
        3 => image.rotate90(),
        _ => image,
    };
    image = match avif.mirror {
        Some(Mirror::Vertical) => image.flipv(),
        Some(Mirror::Horizontal) => image.fliph(),
        None => image,
    };
    let profile = match avif.profile {
        Some(icc) => Profile::Icc(icc.to_vec()),
        // Code point 12: the primaries of Display P3.
        None if points.primaries == 12 => Profile::DisplayP3,
        None => Profile::Srgb,
    };
    Ok((image, profile))
}

/// The one frame of an AV1 stream, of the size that the file says.
fn frame(stream: Vec<u8>, avif: &Avif<'_>) -> Result<re_rav1d::Picture, Refusal> {
    let failed = |error: re_rav1d::Error| damaged(&error.to_string());
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    // A stream can say another size than its container, whose size was held against the limits.
    settings.set_frame_size_limit(avif.width.saturating_mul(avif.height));
    let mut decoder = Decoder::with_settings(&settings).map_err(failed)?;
    match decoder.send_data(stream, None, None, None) {
        Ok(()) | Err(re_rav1d::Error::Again) => {}
        Err(error) => return Err(failed(error)),
    }
    let frame = decoder.get_picture().map_err(|error| match error {
        re_rav1d::Error::Again => Refusal::CutOff(Kind::Avif),
        other => failed(other),
    })?;
    if (frame.width(), frame.height()) != (avif.width, avif.height) {
        return Err(damaged("it gives two different sizes"));
    }
    Ok(frame)
}

/// Red, green and blue of all pixels, 8 bits each.
fn rgb(frame: &re_rav1d::Picture, points: CodePoints) -> Result<Vec<u8>, Refusal> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let grey = frame.pixel_layout() == PixelLayout::I400;
    if points.matrix == 0 && !matches!(frame.pixel_layout(), PixelLayout::I400 | PixelLayout::I444) {
        return Err(damaged("its red and blue have fewer samples than its green"));
    }
    let luminance = Samples::of(frame, Plane::Y, points.full_range)?;
    let differences = match grey {
        true => None,
        false => {
            let of = |plane| Samples::of(frame, plane, points.full_range);
            Some((of(Plane::U)?, of(Plane::V)?))
        }
    };
    let mut out = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let bright = luminance.luminance(x, y);
            let pixel = match &differences {
                None => [bright; 3],
                // The planes are green, blue and red themselves.
                Some((blue, red)) if points.matrix == 0 => {
                    [red.luminance(x, y), bright, blue.luminance(x, y)]
                }
                Some((blue, red)) => {
                    mixed(points.matrix, bright, blue.difference(x, y), red.difference(x, y))
                }
            };
            out.extend(pixel.map(byte));
        }
    }
    Ok(out)
}

/// Luminance and differences, from 0 to 1 and from -0.5 to 0.5, as red, green and blue.
fn mixed(matrix: u16, bright: f32, blue: f32, red: f32) -> [f32; 3] {
    // How much red and blue weigh in luminance (H.273, table 4).
    let (of_red, of_blue) = match matrix {
        1 => (0.2126, 0.0722),
        4 => (0.30, 0.11),
        7 => (0.212, 0.087),
        // Green and orange differences.
        8 => return [bright - blue + red, bright + blue, bright - blue - red],
        9 | 10 => (0.2627, 0.0593),
        // BT.601, which is also what is meant where nothing is said.
        _ => (0.299, 0.114),
    };
    let red = bright + 2.0 * (1.0 - of_red) * red;
    let blue = bright + 2.0 * (1.0 - of_blue) * blue;
    let green = (bright - of_red * red - of_blue * blue) / (1.0 - of_red - of_blue);
    [red, green, blue]
}

/// A plane of samples, and how its numbers are to be read.
struct Samples {
    bytes: re_rav1d::Plane,
    stride: usize,
    wide: bool,
    /// Size of the plane.
    width: usize,
    height: usize,
    /// How often the picture is as wide and as high.
    across: usize,
    down: usize,
    /// What stands for black, how far it is to white, and what stands for no difference.
    black: f32,
    span: f32,
    middle: f32,
    difference_span: f32,
}

impl Samples {
    fn of(frame: &re_rav1d::Picture, plane: Plane, full_range: bool) -> Result<Samples, Refusal> {
        let bits = frame.bits_per_component().ok_or_else(|| damaged("its depth is unknown"))?.0;
        let (across, down) = match (plane, frame.pixel_layout()) {
            (Plane::Y, _) | (_, PixelLayout::I444 | PixelLayout::I400) => (1, 1),
            (_, PixelLayout::I422) => (2, 1),
            (_, PixelLayout::I420) => (2, 2),
        };
        let (width, height) = (frame.width() as usize, frame.height() as usize);
        // In steps of 8 bits; more bits have finer ones.
        let step = (1_u32 << (bits - 8)) as f32;
        let top = ((1_u32 << bits) - 1) as f32;
        let (black, span, difference_span) =
            if full_range { (0.0, top, top) } else { (16.0 * step, 219.0 * step, 224.0 * step) };
        let samples = Samples {
            stride: frame.stride(plane) as usize,
            bytes: frame.plane(plane),
            wide: bits > 8,
            width: width.div_ceil(across),
            height: height.div_ceil(down),
            across,
            down,
            black,
            span,
            middle: 128.0 * step,
            difference_span,
        };
        let row = samples.width * if samples.wide { 2 } else { 1 };
        if row > samples.stride || samples.bytes.len() < samples.stride * samples.height {
            return Err(damaged("its planes do not fill its size"));
        }
        Ok(samples)
    }

    fn at(&self, x: usize, y: usize) -> f32 {
        let row = y * self.stride;
        if self.wide {
            let at = row + 2 * x;
            f32::from(u16::from_ne_bytes([self.bytes[at], self.bytes[at + 1]]))
        } else {
            f32::from(self.bytes[row + x])
        }
    }

    fn luminance(&self, x: usize, y: usize) -> f32 {
        (self.at(x, y) - self.black) / self.span
    }

    /// A difference at a pixel of the picture; between samples it changes evenly.
    fn difference(&self, x: usize, y: usize) -> f32 {
        let (left, right, from_left) = neighbours(x, self.across, self.width);
        let (above, below, from_above) = neighbours(y, self.down, self.height);
        let along = |y| self.at(left, y) * (1.0 - from_left) + self.at(right, y) * from_left;
        let value = along(above) * (1.0 - from_above) + along(below) * from_above;
        (value - self.middle) / self.difference_span
    }
}

/// The samples on both sides of a place, and how far it is from the first to the second. A sample lies in
/// the middle of the pixels it stands for.
fn neighbours(place: usize, each: usize, samples: usize) -> (usize, usize, f32) {
    if each == 1 {
        return (place, place, 0.0);
    }
    let (own, is_second) = (place / 2, place % 2 == 1);
    let (first, share) = if is_second { (own, 0.25) } else { (own.saturating_sub(1), 0.75) };
    let second = if is_second { (own + 1).min(samples - 1) } else { own };
    (first, second, share)
}

fn is_full(frame: &re_rav1d::Picture) -> bool {
    frame.color_range() == re_rav1d::pixel::YUVRange::Full
}

fn byte(share: f32) -> u8 {
    // From 0 to 255 by then; what lies outside is cut off.
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn damaged(reason: &str) -> Refusal {
    Refusal::damaged(Kind::Avif, reason)
}
