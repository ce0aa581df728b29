//! AVIF, as websites and telephones keep it. The pictures were drawn for these tests and written by two
//! other programs: red and blue halves over a white strip, in the forms that such files come in.

mod common;

use common::{chart, limits, png, rgb};
use media::{Format, Kind, Limits, Picture, Refusal, check, intake};

const HALVES: &[u8] = include_bytes!("pictures/halves.avif");
const VEIL: &[u8] = include_bytes!("pictures/veil.avif");

fn seen(file: &[u8]) -> image::RgbImage {
    rgb(&intake(file, &limits()).expect("a picture").original.bytes)
}

#[track_caller]
fn shows(file: &[u8], size: (u32, u32), places: [(u32, u32, [u8; 3]); 3]) {
    let seen = seen(file);
    assert_eq!(seen.dimensions(), size);
    for (x, y, expected) in places {
        let found = seen.get_pixel(x, y).0;
        assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 16), "at {x}, {y}: {found:?}");
    }
}

#[test]
fn an_avif_picture_becomes_a_jpeg_with_its_words_kept() {
    let taken = intake(HALVES, &limits()).unwrap();
    assert_eq!((taken.came_as, taken.original.kind), (Kind::Avif, Kind::Jpeg));
    assert_eq!(taken.metadata.credit.as_deref(), Some("Depesche/Foto"));
    assert_eq!(taken.metadata.caption.as_deref(), Some("Am Markt"));
    assert!(!common::holds(&taken.original.bytes, b"Depesche"));
    shows(HALVES, (64, 48), [(12, 12, [200, 30, 30]), (52, 12, [30, 30, 200]), (32, 45, [255, 255, 255])]);
}

#[test]
fn every_form_of_its_samples_is_read() {
    let colours = [(12, 12, [200, 30, 30]), (52, 12, [30, 30, 200]), (32, 45, [255, 255, 255])];
    // Samples between black at 16 and white at 235, half as many differences across.
    shows(include_bytes!("pictures/limited.avif"), (64, 48), colours);
    // Ten bits, as many differences as pixels.
    shows(include_bytes!("pictures/ten.avif"), (64, 48), colours);
    let greys = [(12, 12, [81, 81, 81]), (52, 12, [49, 49, 49]), (32, 45, [255, 255, 255])];
    shows(include_bytes!("pictures/grey.avif"), (64, 48), greys);
}

#[test]
fn one_that_lies_on_its_side_is_turned_upright_once() {
    // EXIF says 6 and the boxes a quarter turn: the left half comes to the top.
    let colours = [(36, 12, [200, 30, 30]), (36, 52, [30, 30, 200]), (3, 32, [255, 255, 255])];
    shows(include_bytes!("pictures/turned.avif"), (48, 64), colours);
}

#[test]
fn a_transparent_one_becomes_a_png() {
    let taken = intake(VEIL, &limits()).unwrap();
    assert_eq!((taken.came_as, taken.original.kind), (Kind::Avif, Kind::Png));
    let seen = image::load_from_memory(&taken.original.bytes).unwrap().into_rgba8();
    for (x, opacity) in [(2, 8_u8), (32, 128), (60, 240)] {
        let found = seen.get_pixel(x, 20).0[3];
        assert!(found.abs_diff(opacity) < 10, "at {x}: {found}");
    }
}

#[test]
fn what_we_write_we_read_as_it_was() {
    let chart = chart(300, 201);
    let picture = Picture::decode(&png(&chart), &limits()).unwrap();
    let back = seen(&picture.rendition(Format::Avif).unwrap().bytes);
    let off: u64 = chart.as_raw().iter().zip(back.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = off as f64 / chart.as_raw().len() as f64;
    assert!(mean < 6.0, "{mean} off on average");
}

#[test]
fn limits_hold_for_it_as_well() {
    assert_eq!(check(HALVES, &limits()).map(|facts| (facts.width, facts.height)), Ok((64, 48)));
    let small = Limits { memory: 50_000, ..limits() };
    assert!(matches!(check(HALVES, &small), Err(Refusal::TooMuchMemory { .. })));
    // A container that speaks of fewer pixels than the stream holds.
    let extents = b"ispe\0\0\0\0\0\0\0\x40\0\0\0\x30";
    let at = HALVES.windows(extents.len()).position(|place| place == extents).expect("its size");
    let mut lying = HALVES.to_vec();
    lying[at + 11] = 8;
    let refusal = intake(&lying, &limits()).unwrap_err();
    assert!(matches!(refusal, Refusal::Damaged { .. }), "{refusal}");
}

#[test]
fn one_that_is_cut_off_is_refused() {
    for end in (24..HALVES.len() - 40).step_by(11) {
        let refusal = intake(&HALVES[..end], &limits()).unwrap_err();
        assert!(matches!(refusal, Refusal::CutOff(_) | Refusal::Damaged { .. }), "{end}: {refusal}");
    }
}

/// A box: length, name, body.
fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 8).expect("a short box");
    [&length.to_be_bytes()[..], name, body].concat()
}

#[test]
fn one_that_names_millions_of_pieces_costs_nothing() {
    // Offsets and lengths of no bytes: each of 10,000 items claims 65,535 pieces.
    let mut places = [0, 0, 0, 0, 0, 0].to_vec();
    places.extend(10_000_u16.to_be_bytes());
    for item in 1..=10_000_u16 {
        places.extend(item.to_be_bytes());
        places.extend([0, 0, 0xff, 0xff]);
    }
    let entry = boxed(b"infe", &[2, 0, 0, 0, 0, 1, 0, 0, b'a', b'v', b'0', b'1', 0]);
    let list = [&[0, 0, 0, 0, 0, 1][..], &entry].concat();
    let properties = [boxed(b"ipco", &[]), boxed(b"ipma", &[0; 8])].concat();
    let parts = [
        boxed(b"pitm", &[0, 0, 0, 0, 0, 1]),
        boxed(b"iinf", &list),
        boxed(b"iloc", &places),
        boxed(b"iprp", &properties),
    ];
    let meta = [&[0; 4][..], &parts.concat()].concat();
    let file = [boxed(b"ftyp", b"avif\0\0\0\0mif1"), boxed(b"meta", &meta)].concat();
    let refusal = intake(&file, &limits()).unwrap_err().to_string();
    assert!(refusal.contains("its list of parts cannot be read"), "{refusal}");
}
