use super::*;

fn read(bytes: &[u8], declared: Option<&str>) -> (String, &'static str) {
    let found = decode(bytes, declared);
    (found.text.into_owned(), found.encoding)
}

#[test]
fn a_byte_order_mark_outweighs_every_declaration() {
    assert_eq!(read(b"\xEF\xBB\xBFGr\xC3\xBC\xC3\x9Fe", Some("iso-8859-1")), ("Grüße".into(), "UTF-8"));
    assert_eq!(read(b"\xFF\xFEa\0\xE4\0", Some("utf-8")), ("aä".into(), "UTF-16LE"));
    assert_eq!(read(b"\xFE\xFF\0a\0\xE4", None), ("aä".into(), "UTF-16BE"));
}

#[test]
fn the_transport_outweighs_the_text() {
    let page = b"<meta charset=koi8-r>\xE4";
    assert_eq!(read(page, Some("text/html; charset=\"windows-1251\"")).1, "windows-1251");
    assert_eq!(read(page, Some("iso-8859-7")).1, "ISO-8859-7");
    assert_eq!(read(page, Some("text/html")).1, "KOI8-R");
    assert_eq!(read(page, Some("text/html; charset=")).1, "KOI8-R");
}

#[test]
fn a_text_declares_itself() {
    let xml = b"<?xml version='1.0' encoding='iso-8859-2'?><t>\xB1</t>";
    assert_eq!(read(xml, None), ("<?xml version='1.0' encoding='iso-8859-2'?><t>ą</t>".into(), "ISO-8859-2"));
    let page = b"<!-- charset=koi8-r --><META http-equiv=x content='text/html; Charset = Shift_JIS'>\x82\xA0";
    assert!(read(page, None).0.ends_with('あ'), "{:?}", read(page, None));
}

#[test]
fn a_text_that_can_be_read_as_ascii_is_not_in_utf_16() {
    let page = "<meta charset=utf-16>ä".as_bytes();
    assert_eq!(read(page, None).1, "UTF-8");
}

#[test]
fn utf_16_and_utf_32_are_known_without_a_mark() {
    let text = "<?xml version='1.0'?><a>ä</a>";
    let of = |bytes: Vec<u8>| read(&bytes, None);
    assert_eq!(of(text.encode_utf16().flat_map(u16::to_be_bytes).collect()), (text.into(), "UTF-16BE"));
    assert_eq!(of(text.encode_utf16().flat_map(u16::to_le_bytes).collect()), (text.into(), "UTF-16LE"));
    let wide = |bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(u32::from(c))).collect();
    assert_eq!(of(wide(u32::to_be_bytes)), (text.into(), "UTF-32BE"));
    assert_eq!(of(wide(u32::to_le_bytes)), (text.into(), "UTF-32LE"));
}

#[test]
fn utf_32_with_numbers_that_are_no_letters_is_read_as_far_as_it_goes() {
    let found = decode(b"\0\0\xFE\xFF\0\0\0a\0\x11\0\0\0\0", None);
    assert_eq!((found.text.as_ref(), found.replaced), ("a\u{FFFD}", true));
}

#[test]
fn utf_8_that_is_declared_as_western_is_read_as_what_it_is() {
    assert_eq!(read("Köln".as_bytes(), Some("iso-8859-1")), ("Köln".into(), "UTF-8"));
    assert_eq!(read(b"K\xF6ln", Some("iso-8859-1")), ("Köln".into(), "windows-1252"));
}

#[test]
fn a_page_that_was_stored_as_utf_8_may_still_declare_what_it_was() {
    let page = "<meta charset=gbk><p>新华社北京四月二十四日电</p>".as_bytes();
    assert_eq!(read(page, None).1, "UTF-8");
    assert_eq!(
        read(b"<meta charset=gbk><p>\xD0\xC2\xBB\xAA</p>", None),
        ("<meta charset=gbk><p>新华</p>".into(), "GBK")
    );
}

#[test]
fn text_that_is_declared_as_utf_8_and_is_not_is_read_as_what_it_looks_like() {
    let latin = b"Die \xC4rzte der St\xE4dte h\xF6rten von gro\xDFen \xDCbeln f\xFCr alle";
    assert_eq!(read(latin, Some("utf-8")).0, "Die Ärzte der Städte hörten von großen Übeln für alle");
}

#[test]
fn damage_within_utf_8_costs_only_the_damaged_letters() {
    let found = decode(b"<p>\xC3\xA4\xC3\xB6\xC3\xBC\xC3 \xC3\x9F</p>", None);
    assert_eq!(
        (found.text.as_ref(), found.encoding, found.replaced),
        ("<p>äöü\u{FFFD} ß</p>", "UTF-8", true)
    );
}

#[test]
fn without_a_declaration_frequent_letters_decide() {
    let russian = b"\xCC\xEE\xF1\xEA\xE2\xE0, \xF1\xF2\xEE\xEB\xE8\xF6\xE0 \xD0\xEE\xF1\xF1\xE8\xE8, \xF1\xF2\xEE\xE8\xF2 \xED\xE0 \xF0\xE5\xEA\xE5";
    assert_eq!(read(russian, None), ("Москва, столица России, стоит на реке".into(), "windows-1251"));
    assert_eq!(read("Москва".as_bytes(), None).1, "UTF-8");
}

#[test]
fn a_name_that_is_no_character_set_is_passed_over() {
    assert_eq!(read("<?xml encoding='bogus'?>ä".as_bytes(), Some("nonsense")).1, "UTF-8");
    assert_eq!(read(b"ab", Some("iso-2022-kr")).1, "UTF-8", "it must not be decoded");
}

#[test]
fn no_bytes_are_an_empty_text() {
    assert_eq!(read(b"", None), (String::new(), "UTF-8"));
    assert_eq!(read(b"\xFF\xFE", None), (String::new(), "UTF-16LE"));
}
