//! What becomes of a picture on its way in.

mod common;

use common::{chart, chunk, holds, jpeg, limits, png, rgb, segment, tiff, webp, with_chunks, with_segments};
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use media::{Kind, Picture, hash, intake};

/// Stores an upright picture as a camera held in a given way would, so that EXIF's number turns it back
/// (CIPA DC-008, 4.6.5.1.6: which corner the stored row 0 and column 0 are).
fn stored(upright: &RgbImage, orientation: u16) -> RgbImage {
    let (w, h) = upright.dimensions();
    let swapped = (5..=8).contains(&orientation);
    let (sw, sh) = if swapped { (h, w) } else { (w, h) };
    RgbImage::from_fn(sw, sh, |x, y| {
        let (ux, uy) = match orientation {
            2 => (w - 1 - x, y),
            3 => (w - 1 - x, h - 1 - y),
            4 => (x, h - 1 - y),
            5 => (y, x),
            6 => (w - 1 - y, x),
            7 => (w - 1 - y, h - 1 - x),
            8 => (y, h - 1 - x),
            _ => (x, y),
        };
        *upright.get_pixel(ux, uy)
    })
}

#[test]
fn all_eight_orientations_are_turned_upright_to_the_pixel() {
    let upright = chart(31, 17);
    for orientation in 1..=8 {
        let file = with_chunks(
            &png(&stored(&upright, orientation)),
            &[chunk(b"eXIf", &tiff(orientation, &[], false))],
        );
        let original = intake(&file, &limits()).unwrap().original;
        assert_eq!((original.width, original.height), (31, 17), "orientation {orientation}");
        assert!(rgb(&original.bytes) == upright, "orientation {orientation}");
        let again = intake(&original.bytes, &limits()).unwrap().original;
        assert_eq!(again.bytes, original.bytes, "an original is upright and stays as it is");
    }
}

#[test]
fn a_jpeg_is_turned_too_and_a_nonsensical_orientation_is_not_heeded() {
    // Red on the left, blue on the right, stored as a telephone held upright would.
    let upright = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) });
    for (orientation, size) in [(6, (64, 32)), (8, (64, 32)), (0, (64, 32)), (77, (64, 32))] {
        let exif = segment(0xe1, &[b"Exif\0\0".to_vec(), tiff(orientation, &[], false)].concat());
        let original = intake(&with_segments(&jpeg(&stored(&upright, orientation)), &[exif]), &limits())
            .unwrap()
            .original;
        assert_eq!((original.kind, original.width, original.height), (Kind::Jpeg, size.0, size.1));
        let seen = rgb(&original.bytes);
        assert!(
            seen.get_pixel(8, 16).0[0] > 180 && seen.get_pixel(56, 16).0[2] > 180,
            "orientation {orientation}"
        );
    }
}

#[test]
fn nothing_of_the_file_is_left_but_the_pixels() {
    let exif =
        [b"Exif\0\0".to_vec(), tiff(1, &[(0x013b, b"Erika Foto"), (0x0110, b"Kamera 3000")], true)].concat();
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSLatitude Erika Foto</x:xmpmeta>".to_vec();
    let with_all = with_segments(
        &jpeg(&chart(40, 40)),
        &[
            segment(0xe1, &exif),
            segment(0xe1, &xmp),
            segment(0xfe, b"ein Kommentar"),
            segment(0xed, b"Photoshop 3.0\0"),
        ],
    );
    let polyglot = [with_all, b"<script>alert(1)</script>PK\x03\x04".to_vec()].concat();
    let original = intake(&polyglot, &limits()).unwrap().original;
    for needle in
        ["Exif", "Erika", "Kamera", "GPS", "xmpmeta", "Kommentar", "Photoshop", "<script>", "PK\x03\x04"]
    {
        assert!(holds(&polyglot, needle.as_bytes()), "{needle} was there before");
        assert!(!holds(&original.bytes, needle.as_bytes()), "{needle} is still there");
    }
    for marker in [0xe1, 0xe2, 0xed, 0xfe] {
        assert!(!holds(&original.bytes[..20], &[0xff, marker]));
    }
}

#[test]
fn a_picture_that_is_also_a_script_becomes_a_picture_alone() {
    let mut gif = b"GIF89a/*".to_vec();
    // The canvas that the comment's mark declares is 10,799 wide, the height is ours.
    gif.extend([0x01, 0x00, 0x00, 0x00, 0x00]);
    gif.extend(b"\x2c\0\0\0\0\x01\0\x01\0\x80\0\0\0\xff\xff\xff\x02\x02\x44\x01\0\x3b*/=1;alert(1)");
    let original = intake(&gif, &limits()).unwrap().original;
    assert_eq!(original.kind, Kind::Png);
    assert!(!holds(&original.bytes, b"alert"));
}

#[test]
fn formats_stay_what_they_are_and_exact_pixels_stay_exact() {
    let chart = chart(50, 30);
    for (file, kind, exact) in [
        (png(&chart), Kind::Png, true),
        (webp(&chart, true), Kind::WebP, true),
        (webp(&chart, false), Kind::WebP, false),
        (jpeg(&chart), Kind::Jpeg, false),
    ] {
        let taken = intake(&file, &limits()).unwrap();
        assert_eq!((taken.came_as, taken.original.kind), (kind, kind));
        assert_eq!((taken.original.width, taken.original.height), (50, 30));
        assert_eq!(taken.original.hash, hash(&taken.original.bytes));
        assert_eq!(taken.original.hash.len(), 64);
        assert_eq!(rgb(&taken.original.bytes) == chart, exact);
        assert_eq!(intake(&file, &limits()).unwrap(), taken, "the same file gives the same original");
    }
}

#[test]
fn transparency_is_kept_and_an_opaque_channel_is_dropped() {
    let veil = RgbaImage::from_fn(20, 20, |x, _| Rgba([200, 100, 50, (x * 12) as u8]));
    let taken = intake(&common::png_with_alpha(&veil), &limits()).unwrap();
    assert!(image::load_from_memory(&taken.original.bytes).unwrap().into_rgba8() == veil);
    assert_eq!(taken.colour, [200, 100, 50]);
    let opaque = RgbaImage::from_pixel(20, 20, Rgba([1, 2, 3, 255]));
    let picture = Picture::decode(&common::png_with_alpha(&opaque), &limits()).unwrap();
    assert!(!picture.has_alpha());
}

#[test]
fn a_colour_profile_is_applied_and_left_out() {
    let green = RgbImage::from_pixel(8, 8, Rgb([40, 200, 60]));
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut file = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut file);
    image::ImageEncoder::set_icc_profile(&mut encoder, profile).unwrap();
    image::ImageEncoder::write_image(encoder, &green, 8, 8, image::ExtendedColorType::Rgb8).unwrap();
    let original = intake(&file, &limits()).unwrap().original;
    assert!(holds(&file, b"iCCP") && !holds(&original.bytes, b"iCCP"));
    let [red, green, blue] = rgb(&original.bytes).get_pixel(4, 4).0;
    // Display P3's green lies outside sRGB's, so that in sRGB there is less red and more green in it.
    assert!(red < 20 && green > 200 && blue < 60, "{red} {green} {blue}");
}

#[test]
fn a_broken_colour_profile_is_no_reason_to_refuse() {
    let grey = RgbImage::from_pixel(8, 8, Rgb([90, 90, 90]));
    let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01nonsense");
    let original = intake(&with_segments(&jpeg(&grey), &[icc]), &limits()).unwrap().original;
    assert!(rgb(&original.bytes).get_pixel(4, 4).0.iter().all(|value| value.abs_diff(90) < 3));
}
