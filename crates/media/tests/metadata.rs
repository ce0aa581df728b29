//! What is read back of what agencies and cameras write.

mod common;

use common::{
    chart, chunk, jpeg, limits, png, segment, tiff, webp, with_chunks, with_riff_chunks, with_segments,
};
use media::{Metadata, intake, metadata};

/// A data set of IPTC-IIM.
fn iim(record: u8, number: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short one");
    [&[0x1c, record, number][..], &length.to_be_bytes(), data].concat()
}

/// IPTC-IIM in an image resource of Photoshop, behind another with a name of odd length.
fn app13(sets: &[Vec<u8>]) -> Vec<u8> {
    let sets = sets.concat();
    let length = u32::try_from(sets.len()).expect("short");
    let other = b"8BIM\x03\xed\x03abc\0\0\0\x03xyz\0";
    segment(
        0xed,
        &[&b"Photoshop 3.0\0"[..], other, b"8BIM\x04\x04\0\0", &length.to_be_bytes(), &sets].concat(),
    )
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

const XMP: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ps="http://ns.adobe.com/photoshop/1.0/"
  ps:Credit="dpa/Müller &amp; Co" ps:DateCreated="2022-01-21T16:30:00+01:00" ps:Source="dpa">
 <dc:description><rdf:Alt>
   <rdf:li xml:lang="en">The market</rdf:li><rdf:li xml:lang="x-default">Der Markt &#x2013; „früh“ &lt;am Tag&gt;</rdf:li>
 </rdf:Alt></dc:description>
 <dc:creator><rdf:Seq><rdf:li>Erika Müller</rdf:li><rdf:li>Jan Ödegård</rdf:li></rdf:Seq></dc:creator>
 <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2022 dpa</rdf:li></rdf:Alt></dc:rights>
 <ps:Headline>Markttag</ps:Headline>
 <ps:Instructions>Keine Archivierung</ps:Instructions>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

fn of_xmp() -> Metadata {
    Metadata {
        headline: some("Markttag"),
        caption: some("Der Markt – „früh“ <am Tag>"),
        creators: vec!["Erika Müller".into(), "Jan Ödegård".into()],
        credit: some("dpa/Müller & Co"),
        source: some("dpa"),
        copyright: some("© 2022 dpa"),
        created: some("2022-01-21T16:30:00+01:00"),
        instructions: some("Keine Archivierung"),
    }
}

#[test]
fn xmp_is_read_from_every_format() {
    let chart = chart(16, 16);
    let app1 = segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", XMP.as_bytes()].concat());
    let plain = chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", XMP.as_bytes()].concat());
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(XMP.as_bytes(), 6);
    let packed = chunk(b"iTXt", &[&b"XML:com.adobe.xmp\0\x01\0\0\0"[..], &packed].concat());
    for file in [
        with_segments(&jpeg(&chart), &[app1]),
        with_chunks(&png(&chart), &[plain]),
        with_chunks(&png(&chart), &[packed]),
        with_riff_chunks(&webp(&chart, false), (16, 16), &[(b"XMP ", XMP.as_bytes())]),
    ] {
        assert_eq!(metadata(&file), of_xmp());
        assert_eq!(intake(&file, &limits()).unwrap().metadata, of_xmp());
    }
}

#[test]
fn iptc_is_read_in_utf8_and_in_the_old_charset() {
    let sets = |caption: &[u8]| {
        vec![
            iim(2, 105, b"Markttag"),
            iim(2, 120, caption),
            iim(2, 80, b"Erika Foto"),
            iim(2, 80, b"Jan Bild"),
            iim(2, 110, b"epd"),
            iim(2, 115, b"epd-bild"),
            iim(2, 116, b"(c) epd"),
            iim(2, 55, b"20220121"),
            iim(2, 60, b"163000+0100"),
            iim(2, 40, b"Honorarpflichtig"),
        ]
    };
    let expected = Metadata {
        headline: some("Markttag"),
        caption: some("Öl – „München“"),
        creators: vec!["Erika Foto".into(), "Jan Bild".into()],
        credit: some("epd"),
        source: some("epd-bild"),
        copyright: some("(c) epd"),
        created: some("2022-01-21T16:30:00+01:00"),
        instructions: some("Honorarpflichtig"),
    };
    let announced = [vec![iim(1, 90, b"\x1b%G")], sets("Öl – „München“".as_bytes())].concat();
    for sets in [announced, sets("Öl – „München“".as_bytes()), sets(b"\xd6l \x96 \x84M\xfcnchen\x93")]
    {
        assert_eq!(metadata(&with_segments(&jpeg(&chart(8, 8)), &[app13(&sets)])), expected);
    }
}

#[test]
fn exif_fills_what_nobody_else_said() {
    let fields: [(u16, &[u8]); 3] =
        [(0x010e, "Am Brunnen".as_bytes()), (0x013b, b"Erika Foto; Jan Bild"), (0x8298, b"\xa9 Erika")];
    let exif = tiff(1, &fields, true);
    let app1 = segment(0xe1, &[b"Exif\0\0".to_vec(), exif.clone()].concat());
    let alone = Metadata {
        caption: some("Am Brunnen"),
        creators: vec!["Erika Foto".into(), "Jan Bild".into()],
        copyright: some("© Erika"),
        ..Metadata::default()
    };
    let chart = chart(8, 8);
    assert_eq!(metadata(&with_segments(&jpeg(&chart), std::slice::from_ref(&app1))), alone);
    assert_eq!(metadata(&with_chunks(&png(&chart), &[chunk(b"eXIf", &exif)])), alone);
    assert_eq!(metadata(&with_riff_chunks(&webp(&chart, false), (8, 8), &[(b"EXIF", &exif)])), alone);

    let with_iptc = metadata(&with_segments(&jpeg(&chart), &[app1, app13(&[iim(2, 120, b"Am Markt")])]));
    assert_eq!(with_iptc, Metadata { caption: some("Am Markt"), ..alone });
}

#[test]
fn what_a_camera_writes_by_itself_is_no_caption() {
    let exif = tiff(1, &[(0x010e, b"OLYMPUS DIGITAL CAMERA         ")], false);
    let app1 = segment(0xe1, &[b"Exif\0\0".to_vec(), exif].concat());
    assert_eq!(metadata(&with_segments(&jpeg(&chart(8, 8)), &[app1])).caption, None);
}

#[test]
fn broken_metadata_is_left_out_and_the_picture_taken() {
    let chart = chart(16, 16);
    let broken_xmp = segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<rdf:RDF><<&&;<dc:description>x");
    let broken_exif = segment(0xe1, b"Exif\0\0II\x2a\0\xff\xff\xff\xff");
    let broken_iptc = app13(&[vec![0x1c, 2, 120, 0xff, 0xff, 1, 2]]);
    let file = with_segments(&jpeg(&chart), &[broken_xmp, broken_exif, broken_iptc]);
    assert_eq!(intake(&file, &limits()).unwrap().metadata, Metadata::default());
    assert_eq!(metadata(b"no picture at all"), Metadata::default());
}

#[test]
fn packed_metadata_that_unpacks_without_end_is_left_out() {
    let bomb = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 64 << 20], 6);
    let packed = chunk(b"iTXt", &[&b"XML:com.adobe.xmp\0\x01\0\0\0"[..], &bomb].concat());
    assert_eq!(metadata(&with_chunks(&png(&chart(8, 8)), &[packed])), Metadata::default());
}
