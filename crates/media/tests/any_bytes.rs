//! Whatever comes in, nothing panics and nothing is believed.

mod common;

use common::{chart, chunk, jpeg, png, segment, tiff, webp, with_chunks, with_riff_chunks, with_segments};
use media::{Limits, check, intake, metadata, recognise};
use proptest::prelude::*;

/// Small enough that a lucky header costs no time.
fn tight() -> Limits {
    Limits { pixels: 1 << 20, memory: 64 << 20, ..Limits::default() }
}

/// Whole files of every kind that is read, with metadata in them.
fn seeds() -> Vec<Vec<u8>> {
    let chart = chart(24, 16);
    let exif = tiff(6, &[(0x010e, b"Am Markt")], true);
    let xmp = b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:p='http://ns.adobe.com/photoshop/1.0/' p:Credit='x'/></rdf:RDF>";
    let app1 = segment(0xe1, &[&b"Exif\0\0"[..], &exif].concat());
    let app1_xmp = segment(0xe1, &[&b"http://ns.adobe.com/xap/1.0/\0"[..], xmp].concat());
    let app13 = segment(0xed, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x07\x1c\x02\x78\0\x02xx");
    vec![
        with_segments(&jpeg(&chart), &[app1, app1_xmp, app13]),
        with_chunks(&png(&chart), &[chunk(b"eXIf", &exif)]),
        with_riff_chunks(&webp(&chart, true), (24, 16), &[(b"EXIF", &exif), (b"XMP ", xmp)]),
        webp(&chart, false),
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b"
            .to_vec(),
        include_bytes!("pictures/halves.heic").to_vec(),
        include_bytes!("pictures/veil.heic").to_vec(),
        include_bytes!("pictures/halves.avif").to_vec(),
        include_bytes!("pictures/veil.avif").to_vec(),
    ]
}

/// Everything that reads what came from outside.
fn read(bytes: &[u8]) {
    let kind = recognise(bytes);
    let _ = metadata(bytes);
    let checked = check(bytes, &tight());
    let taken = intake(bytes, &tight());
    assert!(checked.is_ok() || taken.is_err(), "what is refused early is refused");
    if let Ok(taken) = taken {
        assert_eq!(kind, Some(taken.came_as));
        assert_eq!(recognise(&taken.original.bytes), Some(taken.original.kind));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(&bytes);
    }

    #[test]
    fn noise_behind_a_known_mark_never_panics(seed in 0usize..9, keep in 4usize..64, noise in prop::collection::vec(any::<u8>(), 0..1_000)) {
        let seed = &seeds()[seed];
        read(&[&seed[..keep.min(seed.len())], &noise].concat());
    }

    #[test]
    fn a_damaged_file_never_panics(seed in 0usize..9, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), cut in any::<prop::sample::Index>(), whole in any::<bool>()) {
        let mut bytes = seeds().swap_remove(seed);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(&bytes);
    }
}
