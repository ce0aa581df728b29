//! Pictures from the file that was brought to what readers get.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, Rgb, RgbImage};

use crate::support::{Answer, Newsroom};

/// A landscape JPEG of 600 by 400 that a camera held upright has marked so, with the place where it
/// was taken in EXIF and the agency's words in XMP.
fn photograph() -> Vec<u8> {
    let pixels = RgbImage::from_fn(600, 400, |x, y| Rgb([(x % 256) as u8, (y % 256) as u8, 90]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 90)
        .encode(&pixels, 600, 400, ExtendedColorType::Rgb8)
        .expect("a JPEG");
    let xmp = concat!(
        "http://ns.adobe.com/xap/1.0/\0",
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"#,
        r#"<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" "#,
        r#"xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Bilderdienst Nord">"#,
        r#"<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Die Mole bei Ebbe.</rdf:li></rdf:Alt></dc:description>"#,
        r#"<dc:creator><rdf:Seq><rdf:li>Tjark Behrens</rdf:li></rdf:Seq></dc:creator>"#,
        r#"</rdf:Description></rdf:RDF></x:xmpmeta>"#
    );
    let exif = [b"Exif\0\0".to_vec(), exif()].concat();
    [&jpeg[..2], &segment(0xe1, &exif), &segment(0xe1, xmp.as_bytes()), &jpeg[2..]].concat()
}

/// TIFF directories: orientation 6 (the right side is the top), and a GPS directory with a datum.
fn exif() -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let first = [entry(0x0112, 3, 1, 6), entry(0x8825, 4, 1, 38)].concat();
    let gps = [entry(0x0012, 2, 7, 56)].concat();
    [&b"II\x2a\0\x08\0\0\0\x02\0"[..], &first, &[0; 4], &b"\x01\0"[..], &gps, &[0; 4], &b"GPSMARK\0"[..]]
        .concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a short segment");
    [&[0xff, marker][..], &length.to_be_bytes(), body].concat()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn field<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    let lines = answer.head.lines().filter_map(|line| line.split_once(": "));
    lines.into_iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Every address of a rendition that a page offers.
fn offered(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split('"')
        .flat_map(|value| value.split(", "))
        .filter_map(|place| place.split(' ').next())
        .map(|address| address.find("/media/").map_or("", |at| &address[at..]))
        .filter(|address| address.starts_with("/media/"))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

fn with_article() -> (Newsroom, String) {
    let mut newsroom = Newsroom::new();
    let file = newsroom.file("Mole bei Ebbe.jpg", photograph());
    let said = newsroom.run(&["asset", "add", &file, "--alt", "Eine Mole", "--describe", "en=A pier"]);
    assert!(said.contains("“mole-bei-ebbe”") && said.contains("400 × 600"), "{said}");
    let article = newsroom.file(
        "mole.md",
        "+++\nheadline = \"Die Mole\"\nsection = \"politik\"\npicture = \"mole-bei-ebbe\"\n+++\n\nSie steht.\n",
    );
    newsroom.run(&["article", "add", &article]);
    let said = newsroom.run(&["article", "publish", "1"]);
    let path = said.trim().rsplit_once(":8080").expect("an address").1.to_owned();
    newsroom.serve();
    (newsroom, path)
}

#[test]
fn a_photograph_reaches_readers_upright_in_every_size_and_without_the_place_it_was_taken_at() {
    assert!(holds(&photograph(), b"GPSMARK"));
    let (newsroom, path) = with_article();
    let page = newsroom.get(&path);
    assert_eq!(page.status, 200);
    for expected in [
        r#"width="400" height="600""#,
        r#"alt="Eine Mole""#,
        "Die Mole bei Ebbe.",
        "Tjark Behrens/Bilderdienst Nord",
        r#"fetchpriority="high""#,
    ] {
        assert!(page.body.contains(expected), "{expected} is missing:\n{}", page.body);
    }
    let offered = offered(&page.body);
    let names: Vec<&str> =
        offered.iter().filter_map(|address| address.rsplit_once('-')).map(|(_, n)| n).collect();
    for name in ["w320.avif", "w400.avif", "w320.webp", "w400.webp", "w320.jpg", "w400.jpg"] {
        assert!(names.contains(&name), "{name} is not offered: {names:?}");
    }
    let mut social = false;
    for address in &offered {
        let mut answer = newsroom.get(address);
        // Until the AVIF is made the JPEG of that width stands in for it, which no cache keeps.
        for _ in 0..600 {
            if !address.ends_with("avif") || field(&answer, "content-type") == Some("image/avif") {
                break;
            }
            assert_eq!(field(&answer, "content-type"), Some("image/jpeg"), "{address}");
            assert_eq!(field(&answer, "cache-control"), Some("no-cache"), "{address}");
            std::thread::sleep(std::time::Duration::from_millis(100));
            answer = newsroom.get(address);
        }
        assert_eq!(answer.status, 200, "{address}");
        assert_eq!(field(&answer, "cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(!holds(&answer.bytes, b"GPSMARK") && !holds(&answer.bytes, b"Exif"), "{address} says where");
        let (name, ending) = address.rsplit_once('.').expect("an ending");
        let expected = match ending {
            "avif" => "image/avif",
            "webp" => "image/webp",
            _ => "image/jpeg",
        };
        assert_eq!(field(&answer, "content-type"), Some(expected), "{address}");
        assert_eq!(media::recognise(&answer.bytes).map(media::Kind::mime), Some(expected), "{address}");
        let size = if ending == "avif" { avif_size(&answer.bytes) } else { size(&answer.bytes) };
        if name.contains("-social-") {
            assert_eq!(size, (400, 210), "{address}");
            social = true;
        } else {
            let width: u32 = name.rsplit_once('w').expect("a width").1.parse().expect("a number");
            assert_eq!(size, (width, width * 3 / 2), "{address}");
        }
    }
    assert!(social, "no picture for links: {offered:?}");
}

fn size(bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).expect("a picture");
    (image.width(), image.height())
}

/// From the property “image spatial extents” (ISO/IEC 23008-12 §6.5.3).
fn avif_size(bytes: &[u8]) -> (u32, u32) {
    let at = bytes.windows(4).position(|four| four == b"ispe").expect("a size");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    (number(at + 8), number(at + 12))
}

#[test]
fn nobody_can_have_a_size_made_that_no_page_offers() {
    let (newsroom, path) = with_article();
    let page = newsroom.get(&path);
    let good = offered(&page.body).into_iter().find(|a| a.ends_with("w320.jpg")).expect("a rendition");
    let base = good.trim_end_matches("w320.jpg");
    for name in ["w321.jpg", "w319.avif", "w320.png", "w99999.jpg", "social-1-1.jpg", "w320.jpg.exe", ""] {
        assert_eq!(newsroom.get(&format!("{base}{name}")).status, 404, "{name}");
    }
    // An old mark leads to the present one.
    let other = newsroom.get("/media/1/00000000-w320.jpg");
    assert_eq!((other.status, field(&other, "location")), (302, Some(good.as_str())));
    let known = field(&newsroom.get(&good), "etag").expect("a tag").to_owned();
    assert_eq!(newsroom.get_with(&good, &format!("If-None-Match: {known}")).status, 304);
}

#[test]
fn a_picture_that_was_removed_is_gone_and_the_article_stays() {
    let (newsroom, path) = with_article();
    let address = offered(&newsroom.get(&path).body).remove(0);
    assert_eq!(newsroom.get(&address).status, 200);
    newsroom.run(&["asset", "remove", "mole-bei-ebbe", "--reason", "Rechte abgelaufen"]);
    assert_eq!(newsroom.get(&address).status, 410);
    let page = newsroom.get(&path);
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("/media/"), "the page still shows it:\n{}", page.body);
}

#[test]
fn bombs_and_what_only_calls_itself_a_picture_are_refused_with_words() {
    let newsroom = Newsroom::new();
    let bomb = newsroom.file("bombe.gif", b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0\x3b");
    let drawing = newsroom
        .file("zeichnung.jpg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    let page = newsroom.file("seite.png", "<!doctype html><p>Hallo");
    for (file, words) in
        [(&bomb, "65535 by 65535 pixels"), (&drawing, "SVG drawings are not taken"), (&page, "a web page")]
    {
        let output = newsroom.try_run(&["asset", "add", file]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(words), "{file}: {said}");
    }
    assert_eq!(newsroom.run(&["asset", "list"]).trim(), "there are no assets");
}

#[test]
fn recordings_and_papers_are_sent_in_parts() {
    let mut newsroom = Newsroom::new();
    let paper = [b"%PDF-1.7\n".to_vec(), (0..600_000_u32).map(|n| (n % 251) as u8).collect()].concat();
    let file = newsroom.file("Bericht.pdf", &paper);
    newsroom.run(&["asset", "add", &file, "--name", "Bericht über alles"]);
    newsroom.serve();
    let shown = newsroom.run(&["asset", "show", "Bericht über alles"]);
    let address = shown.lines().find_map(|line| line.strip_prefix("address")).expect("an address");
    let address = address.trim().rsplit_once(":8080").expect("a path").1;
    let whole = newsroom.get(address);
    assert_eq!((whole.status, whole.bytes == paper), (200, true));
    assert_eq!(field(&whole, "content-type"), Some("application/pdf"));
    assert_eq!(
        field(&whole, "content-disposition"),
        Some("inline; filename*=UTF-8''Bericht%20%C3%BCber%20alles.pdf")
    );
    let length = paper.len();
    for (range, expected) in [
        ("bytes=0-8", &paper[..9]),
        ("bytes=1000-400000", &paper[1000..=400_000]),
        ("bytes=-5", &paper[length - 5..]),
    ] {
        let part = newsroom.get_with(address, &format!("Range: {range}"));
        assert_eq!((part.status, part.bytes == expected), (206, true), "{range}");
        assert_eq!(field(&part, "content-length"), Some(expected.len().to_string().as_str()));
        assert!(field(&part, "content-range").is_some_and(|range| range.ends_with(&format!("/{length}"))));
    }
    let outside = newsroom.get_with(address, "Range: bytes=600009-");
    assert_eq!((outside.status, field(&outside, "content-range")), (416, Some("bytes */600009")));
    let stale = newsroom.get_with(address, "Range: bytes=0-8\r\nIf-Range: \"another\"");
    assert_eq!((stale.status, stale.bytes.len()), (200, length));
    let head = newsroom.head(address);
    assert_eq!((head.status, head.bytes.len()), (200, 0));
    assert_eq!(field(&head, "content-length"), Some(length.to_string().as_str()));
}
