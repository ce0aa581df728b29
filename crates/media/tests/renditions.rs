//! Sizes, parts and formats made of one picture.

mod common;

use common::{chart, limits, png, rgb};
use image::{Rgb, RgbImage, Rgba, RgbaImage};
use media::{Focus, Format, Kind, Picture, Shape, ladder, recognise};

fn decoded(image: &RgbImage) -> Picture {
    Picture::decode(&png(image), &limits()).expect("a picture")
}

#[test]
fn every_format_is_written_and_is_what_it_says() {
    let picture = decoded(&chart(200, 120));
    for format in Format::ALL {
        let made = picture.rendition(format).unwrap();
        assert_eq!(recognise(&made.bytes), Some(made.kind));
        assert_eq!((made.kind, made.width, made.height), (format.kind(), 200, 120));
        assert_eq!(made.hash, media::hash(&made.bytes));
        assert_eq!(picture.rendition(format).unwrap(), made, "the same picture gives the same {format:?}");
    }
}

#[test]
fn webp_and_jpeg_show_the_picture_and_jpeg_comes_in_passes() {
    let flat = RgbImage::from_fn(64, 64, |x, _| if x < 32 { Rgb([180, 40, 40]) } else { Rgb([40, 40, 180]) });
    let picture = decoded(&flat);
    for format in [Format::WebP, Format::Jpeg] {
        let seen = rgb(&picture.rendition(format).unwrap().bytes);
        for (x, expected) in [(8, [180, 40, 40]), (56, [40, 40, 180])] {
            let found = seen.get_pixel(x, 32).0;
            assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 12), "{format:?} {found:?}");
        }
    }
    let jpeg = picture.rendition(Format::Jpeg).unwrap().bytes;
    assert!(common::holds(&jpeg, &[0xff, 0xc2]), "a progressive frame");
}

#[test]
fn avif_says_its_size_and_keeps_transparency() {
    let veil = RgbaImage::from_fn(60, 40, |x, _| Rgba([200, 100, 50, (x * 4) as u8]));
    let picture = Picture::decode(&common::png_with_alpha(&veil), &limits()).unwrap();
    let avif = picture.rendition(Format::Avif).unwrap().bytes;
    // The box of image spatial extents (ISO/IEC 23008-12, 6.5.3): version and flags, width, height.
    assert!(common::holds(&avif, b"ispe\0\0\0\0\0\0\0\x3c\0\0\0\x28"));
    assert!(common::holds(&avif, b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"));
}

#[test]
fn jpeg_lays_transparency_on_white_and_webp_keeps_it() {
    let clear = RgbaImage::from_pixel(32, 32, Rgba([0, 0, 0, 0]));
    let picture = Picture::decode(&common::png_with_alpha(&clear), &limits()).unwrap();
    let jpeg = rgb(&picture.rendition(Format::Jpeg).unwrap().bytes);
    assert!(jpeg.pixels().all(|pixel| pixel.0.iter().all(|value| *value > 250)));
    let webp = picture.rendition(Format::WebP).unwrap();
    assert_eq!(image::load_from_memory(&webp.bytes).unwrap().into_rgba8().get_pixel(9, 9).0[3], 0);
}

#[test]
fn the_ladder_ends_where_the_picture_does() {
    assert_eq!(ladder(4000), [320, 480, 640, 960, 1280, 1920]);
    assert_eq!(ladder(1920), [320, 480, 640, 960, 1280, 1920]);
    assert_eq!(ladder(1000), [320, 480, 640, 960, 1000]);
    assert_eq!(ladder(640), [320, 480, 640]);
    assert_eq!(ladder(90), [90]);
}

#[test]
fn a_picture_is_scaled_down_and_never_up() {
    let picture = decoded(&chart(900, 600));
    for (width, size) in
        [(300, (300, 200)), (301, (301, 201)), (900, (900, 600)), (5000, (900, 600)), (0, (1, 1))]
    {
        let made = picture.shaped(Shape::whole(width)).unwrap();
        assert_eq!((made.width(), made.height()), size);
        assert_eq!(Shape::whole(width).size_for(900, 600), size, "told without decoding");
    }
    assert_eq!(picture.shaped(Shape::whole(900)).unwrap(), picture);
}

#[test]
fn open_graph_is_exact_where_the_picture_allows() {
    let centre = Focus::CENTRE;
    assert_eq!(Shape::open_graph(centre).size_for(4000, 3000), (1200, 630));
    assert_eq!(Shape::open_graph(centre).size_for(1200, 5000), (1200, 630));
    assert_eq!(Shape::open_graph(centre).size_for(600, 600), (600, 315), "never larger than it is");
    assert_eq!(Shape::cropped(400, (1, 1), centre).size_for(900, 600), (400, 400));
    assert_eq!(Shape::cropped(400, (3, 2), centre).size_for(300, 900), (300, 200));
    assert_eq!(Shape::cropped(400, (0, 0), centre).size_for(1, 1), (1, 1));
    let made = decoded(&chart(1300, 1000)).shaped(Shape::open_graph(centre)).unwrap();
    assert_eq!((made.width(), made.height()), (1200, 630));
}

#[test]
fn the_focal_point_stays_in_the_picture() {
    // White, with a red mark of 20 pixels at the far right.
    let marked = RgbImage::from_fn(400, 100, |x, _| if x >= 380 { Rgb([255, 0, 0]) } else { Rgb([255; 3]) });
    let picture = decoded(&marked);
    let red = |focus| {
        let part = picture.shaped(Shape::cropped(100, (1, 1), focus)).expect("a part");
        let png = rgb(&part.rendition(Format::WebP).expect("a file").bytes);
        png.pixels().filter(|pixel| pixel.0[1] < 128).count()
    };
    assert_eq!(red(Focus { x: 0.5, y: 0.5 }), 0);
    assert_eq!(red(Focus { x: 0.0, y: 0.0 }), 0);
    assert!(red(Focus { x: 1.0, y: 0.5 }) >= 1_900);
    assert!(red(Focus { x: 7.0, y: f32::NAN }) >= 1_900, "nonsense is brought to the nearest sense");
}

#[test]
fn the_edge_of_transparency_takes_no_dark_seam() {
    // Opaque white beside transparent black: scaling must not mix the black in.
    let half = RgbaImage::from_fn(100, 100, |x, _| if x < 50 { Rgba([255; 4]) } else { Rgba([0; 4]) });
    let picture = Picture::decode(&common::png_with_alpha(&half), &limits()).unwrap();
    let small = picture.shaped(Shape::whole(33)).unwrap();
    let jpeg = rgb(&small.rendition(Format::Jpeg).unwrap().bytes);
    assert!(jpeg.pixels().all(|pixel| pixel.0.iter().all(|value| *value > 245)));
}

#[test]
fn a_rendition_of_another_kind_of_file_can_be_made_from_each_original() {
    for file in [png(&chart(30, 20)), common::jpeg(&chart(30, 20)), common::webp(&chart(30, 20), false)] {
        let original = media::intake(&file, &limits()).unwrap().original;
        let picture = Picture::decode(&original.bytes, &limits()).unwrap();
        assert_eq!(picture.rendition(Format::WebP).unwrap().kind, Kind::WebP);
    }
}
