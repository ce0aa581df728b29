//! HEIC, as telephones send it. The two pictures were drawn for these tests.

mod common;

use common::{holds, limits, rgb};
use media::{Kind, Limits, Picture, Refusal, check, intake};

const HALVES: &[u8] = include_bytes!("pictures/halves.heic");
const VEIL: &[u8] = include_bytes!("pictures/veil.heic");

#[test]
fn a_heic_picture_becomes_a_jpeg_with_its_words_kept() {
    let taken = intake(HALVES, &limits()).unwrap();
    assert_eq!((taken.came_as, taken.original.kind), (Kind::Heic, Kind::Jpeg));
    assert_eq!((taken.original.width, taken.original.height), (64, 48));
    assert_eq!(taken.metadata.credit.as_deref(), Some("Depesche/Foto"));
    assert_eq!(taken.metadata.caption.as_deref(), Some("Am Markt"));
    assert!(!holds(&taken.original.bytes, b"Depesche"));
    let seen = rgb(&taken.original.bytes);
    for (x, y, expected) in [(12, 12, [200, 30, 30]), (52, 12, [30, 30, 200]), (32, 44, [255, 255, 255])] {
        let found = seen.get_pixel(x, y).0;
        assert!(found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 16), "at {x}, {y}: {found:?}");
    }
}

#[test]
fn a_transparent_one_becomes_a_png() {
    let taken = intake(VEIL, &limits()).unwrap();
    assert_eq!((taken.came_as, taken.original.kind), (Kind::Heic, Kind::Png));
    assert!(Picture::decode(&taken.original.bytes, &limits()).unwrap().has_alpha());
}

#[test]
fn limits_hold_for_it_as_well() {
    assert_eq!(check(HALVES, &limits()).map(|facts| (facts.width, facts.height)), Ok((64, 48)));
    let small = Limits { memory: 50_000, ..limits() };
    assert!(matches!(check(HALVES, &small), Err(Refusal::TooMuchMemory { .. })));
}

#[test]
fn one_that_is_cut_off_is_refused() {
    for part in [30, HALVES.len() / 3, HALVES.len() / 2, HALVES.len() - 40] {
        let refusal = intake(&HALVES[..part], &limits()).unwrap_err();
        assert!(matches!(refusal, Refusal::CutOff(_) | Refusal::Damaged { .. }), "{part}: {refusal}");
    }
}

/// A box: length, name, body.
fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 8).expect("a short box");
    [&length.to_be_bytes()[..], name, body].concat()
}

#[test]
fn one_that_names_the_same_bytes_as_thousands_of_tiles_is_refused() {
    // Item 1 is a grid of 60,000 tiles, each of them item 2, which is the whole file.
    let data = vec![0; 100_000];
    let extent = |item: u16, length: u32| {
        [&item.to_be_bytes()[..], &[0, 0, 0, 1], &[0; 4], &length.to_be_bytes()].concat()
    };
    let iloc = [&[0, 0, 0, 0, 0x44, 0, 0, 2][..], &extent(1, 8), &extent(2, 100_000)].concat();
    let tiles = [&[0, 1][..], &60_000u16.to_be_bytes(), &[0, 2].repeat(60_000)].concat();
    let iref = [vec![0; 4], boxed(b"dimg", &tiles)].concat();
    let meta = [vec![0; 4], boxed(b"iloc", &iloc), boxed(b"iref", &iref)].concat();
    let file =
        [boxed(b"ftyp", b"heic\0\0\0\0mif1heic"), boxed(b"meta", &meta), boxed(b"mdat", &data)].concat();
    let refusal = check(&file, &limits()).unwrap_err().to_string();
    assert!(refusal.contains("again and again"), "{refusal}");
}
