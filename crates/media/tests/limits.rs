//! What is refused, and before how much of it was looked at.

mod common;

use common::{chart, chunk, jpeg, limits, png, segment, webp, with_chunks};
use media::{Kind, Limits, Refusal, check, intake};

/// A PNG that has a header and hardly anything else.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &[0x78, 0x9c]), chunk(b"IEND", &[])]
        .concat()
}

/// A GIF of so many frames of one pixel.
fn gif(frames: usize) -> Vec<u8> {
    let frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    [b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec(), frame.repeat(frames), vec![0x3b]].concat()
}

#[test]
fn a_picture_of_sixty_thousand_pixels_square_is_refused_by_its_header() {
    let bomb = png_header(60_000, 60_000);
    assert!(bomb.len() < 100, "it is a small file");
    let refusal = intake(&bomb, &limits()).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::TooLarge { width: 60_000, height: 60_000, side: 16_383, pixels: 100_000_000 }
    );
    assert!(refusal.to_string().contains("60000 by 60000"), "{refusal}");
}

#[test]
fn bombs_of_every_format_are_refused() {
    let sof = segment(0xc2, &[8, 0xff, 0xff, 0xff, 0xff, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    let jpeg_bomb = [vec![0xff, 0xd8], sof, segment(0xda, &[0; 10]), vec![0xff, 0xd9]].concat();
    let canvas = [&[0u8; 4][..], &[0xff; 6]].concat();
    let webp_bomb =
        common::riff_chunk(b"RIFF", &[b"WEBP".to_vec(), common::riff_chunk(b"VP8X", &canvas)].concat());
    let mut gif_bomb = gif(1);
    gif_bomb[6..10].fill(0xff);
    for bomb in [jpeg_bomb, webp_bomb, gif_bomb, png_header(u32::MAX, u32::MAX), png_header(16_383, 16_383)] {
        assert!(
            matches!(intake(&bomb, &limits()), Err(Refusal::TooLarge { .. })),
            "{:?}",
            check(&bomb, &limits())
        );
    }
}

#[test]
fn an_animation_of_thousands_of_frames_is_refused_and_a_short_one_keeps_its_first() {
    assert_eq!(check(&gif(5_000), &limits()), Err(Refusal::TooManyFrames { found: 5_000, most: 1_000 }));
    let taken = intake(&gif(12), &limits()).unwrap();
    assert_eq!((taken.came_as, taken.original.kind, taken.frames_dropped), (Kind::Gif, Kind::Png, 11));
    let frames = [&5_000u32.to_be_bytes()[..], &[0; 4]].concat();
    let apng = with_chunks(&png(&chart(4, 4)), &[chunk(b"acTL", &frames)]);
    assert_eq!(check(&apng, &limits()), Err(Refusal::TooManyFrames { found: 5_000, most: 1_000 }));
}

#[test]
fn a_frame_larger_than_its_canvas_is_refused() {
    let mut bytes = gif(1);
    // Width and height in the image descriptor, behind its mark and its position.
    bytes[24..28].fill(0xff);
    assert!(matches!(intake(&bytes, &limits()), Err(Refusal::Damaged { kind: Kind::Gif, .. })));
}

#[test]
fn limits_can_be_set() {
    let picture = png(&chart(40, 30));
    let one = |limits: Limits| check(&picture, &limits).unwrap_err();
    assert!(matches!(one(Limits { bytes: 99, ..limits() }), Refusal::TooManyBytes { most: 99, .. }));
    assert!(matches!(one(Limits { pixels: 1_199, ..limits() }), Refusal::TooLarge { .. }));
    assert!(matches!(one(Limits { side: 39, ..limits() }), Refusal::TooLarge { .. }));
    assert!(matches!(one(Limits { memory: 9_000, ..limits() }), Refusal::TooMuchMemory { found: 9_600, .. }));
    let facts = check(&picture, &Limits { pixels: 1_200, side: 40, ..limits() }).unwrap();
    assert_eq!((facts.kind, facts.width, facts.height, facts.frames), (Kind::Png, 40, 30, 1));
}

#[test]
fn a_jpeg_with_two_frame_headers_is_refused() {
    let whole = jpeg(&chart(16, 16));
    let second = segment(0xc0, &[8, 0x40, 0, 0x40, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
    let doubled = common::with_segments(&whole, &[second]);
    assert!(matches!(intake(&doubled, &limits()), Err(Refusal::Damaged { kind: Kind::Jpeg, .. })));
}

#[test]
fn files_that_are_cut_off_are_refused_in_words() {
    let chart = chart(64, 64);
    for whole in [jpeg(&chart), png(&chart), webp(&chart, false), webp(&chart, true), gif(1)] {
        assert!(intake(&whole, &limits()).is_ok());
        for part in [whole.len() / 4, whole.len() / 2, whole.len() * 3 / 4] {
            let refusal = intake(&whole[..part], &limits()).unwrap_err().to_string();
            assert!(refusal.contains("again"), "{part} of {}: {refusal}", whole.len());
        }
    }
    assert_eq!(intake(&jpeg(&chart)[..900], &limits()).unwrap_err(), Refusal::CutOff(Kind::Jpeg));
}

#[test]
fn what_is_no_picture_is_refused_with_what_to_do() {
    for (bytes, words) in [
        (&b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"[..], "SVG drawings are not taken"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", "the AVIF file ends before the picture does"),
        (b"%PDF-1.7\n", "this file is PDF, not a picture"),
        (b"II\x2a\0\x08\0\0\0", "a TIFF or camera raw picture"),
        (b"<!doctype html><title>x</title>", "a web page"),
        (b"Liebe Redaktion", "no file that can be used here"),
        (b"", "no file that can be used here"),
    ] {
        let refusal = intake(bytes, &limits()).unwrap_err().to_string();
        assert!(refusal.contains(words), "{refusal}");
    }
}
