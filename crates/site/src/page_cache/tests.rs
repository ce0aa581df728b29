use std::sync::Arc;
use std::sync::atomic::Ordering;

use archive::{Change, List, ListPlace, Listed, Noted, Tag, Tells, Window};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use newsroom::ids::ArticleId;
use newsroom::language::Language;

use super::kept::Conditions;
use super::{Encoding, Kept, PageCache, PageParts, Part, Wanted, compression};
use crate::counters::RouteName;

const MADE: i64 = 1_700_000_000;

fn page(address: &str, bytes: usize) -> Arc<Kept> {
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, HeaderValue::from_static("\"abc\""));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    Arc::new(Kept::new(PageParts {
        key: address.as_bytes().into(),
        route: RouteName("path"),
        status: StatusCode::OK,
        headers,
        body: "a ".repeat(bytes / 2).into(),
        made: Timestamp::from_second(MADE).expect("a time"),
        until: None,
    }))
}

fn noted(tags: impl IntoIterator<Item = Tag>) -> Noted {
    Noted { tags: tags.into_iter().collect(), ..Noted::default() }
}

fn change(tag: Tag) -> [Change; 1] {
    [Change { id: 1, subject: "article".into(), subject_id: 1, tags: Arc::from([tag]) }]
}

#[test]
fn a_change_drops_the_pages_filed_under_its_tags_and_no_other() {
    let cache = PageCache::new(1 << 20);
    let tag = |id| Tag::Article(ArticleId(id));
    assert_eq!(cache.keep(&page("/a", 10), noted([tag(1)]), cache.told()), None);
    assert_eq!(cache.keep(&page("/b", 10), noted([tag(1), tag(2)]), cache.told()), None);
    cache.apply(&change(tag(2)));
    assert!(
        cache.get(b"/a", MADE, Wanted::default()).is_some()
            && cache.get(b"/b", MADE, Wanted::default()).is_none()
    );
    cache.apply(&change(Tag::All));
    assert!(cache.get(b"/a", MADE, Wanted::default()).is_none());
}

#[test]
fn a_page_of_a_list_goes_with_what_lies_in_its_part() {
    let german = Language::parse("de").expect("a language");
    let at = |published_at| ListPlace { published_at, article: 1 };
    let cache = PageCache::new(1 << 20);
    for (address, from, to, tells) in [
        ("/1", at(50), ListPlace::TOP.below(), Tells::TEASERS),
        ("/2", at(20), at(49), Tells::TEASERS),
        ("/count", at(20), at(49), Tells::THERE),
    ] {
        let window = Window { list: List::Site, language: german.clone(), from, to, tells };
        let noted = Noted { windows: vec![window], ..Noted::default() };
        assert_eq!(cache.keep(&page(address, 10), noted, cache.told()), None);
    }
    let listed = |place| Listed { list: List::Site, language: german.clone(), place: at(place) };
    let there = || ["/1", "/2", "/count"].map(|address| cache.is_kept(address.as_bytes()));
    cache.apply(&change(Tag::Moved(listed(10))));
    assert_eq!(there(), [true, true, true]);
    cache.apply(&change(Tag::Retold(listed(30), Tells::CHANGES)));
    assert_eq!(there(), [true, true, true]);
    cache.apply(&change(Tag::Retold(listed(30), Tells::WORDS)));
    assert_eq!(there(), [true, false, true]);
    cache.apply(&change(Tag::Moved(listed(30))));
    assert_eq!(there(), [true, false, false]);
    cache.apply(&change(Tag::Moved(listed(60))));
    assert_eq!(there(), [false, false, false]);
}

#[test]
fn a_page_that_a_change_overtook_is_not_kept() {
    let cache = PageCache::new(1 << 20);
    let tag = Tag::Article(ArticleId(1));
    let begun = cache.told();
    cache.apply(&change(Tag::Article(ArticleId(2))));
    cache.apply(&change(tag.clone()));
    cache.apply(&change(tag.clone()));
    assert_eq!(cache.keep(&page("/a", 10), noted([tag.clone()]), begun), Some(begun + 2));
    assert!(!cache.is_kept(b"/a"));
    assert_eq!(cache.keep(&page("/a", 10), noted([tag]), cache.told()), None);
}

#[test]
fn a_part_that_pages_share_goes_with_what_it_was_made_from() {
    let cache = PageCache::new(0);
    let tag = |id| Tag::Teaser(ArticleId(id));
    let language = Language::parse("de").expect("a language");
    let key = |id| (List::Section(newsroom::ids::SectionId(id)), language.clone());
    let keep = |at, of, begun| {
        let part = Arc::new(Part { stories: Vec::new(), noted: noted([tag(of)]) });
        cache.keep_part(key(at), &part, begun);
    };
    keep(1, 7, cache.told());
    keep(2, 8, cache.told());
    // Made once more, from something else.
    keep(1, 9, cache.told());
    cache.apply(&change(tag(7)));
    assert!(cache.part(&key(1)).is_some() && cache.part(&key(2)).is_some());
    let begun = cache.told();
    cache.apply(&change(tag(9)));
    assert!(cache.part(&key(1)).is_none() && cache.part(&key(2)).is_some());
    keep(1, 9, begun);
    assert!(cache.part(&key(1)).is_none(), "a change overtook it");
}

#[test]
fn what_was_asked_of_the_archive_unnoted_is_not_kept() {
    let cache = PageCache::new(1 << 20);
    cache.keep(&page("/a", 10), Noted { unknown: true, ..Noted::default() }, cache.told());
    assert!(!cache.is_kept(b"/a"));
}

#[test]
fn no_more_is_kept_than_there_is_room_for_and_a_walk_drives_out_nothing_that_is_wanted() {
    let budget = 4 << 20;
    let cache = PageCache::new(budget);
    let wanted: Vec<String> = (0..50).map(|number| format!("/wanted/{number}")).collect();
    for address in &wanted {
        cache.keep(&page(address, 10_000), noted([]), cache.told());
        for _ in 0..3 {
            cache.get(address.as_bytes(), MADE, Wanted::default());
        }
    }
    for number in 0..20_000 {
        cache.keep(&page(&format!("/once/{number}"), 10_000), noted([]), cache.told());
        if number % 100 == 0 {
            for address in &wanted {
                cache.get(address.as_bytes(), MADE, Wanted::default());
            }
        }
    }
    let shelves = cache.shelves.lock();
    assert!(shelves.eviction.bytes() <= budget, "{} bytes", shelves.eviction.bytes());
    assert_eq!(shelves.eviction.pages(), cache.pages.pin().len());
    let left = wanted.iter().filter(|address| cache.is_kept(address.as_bytes())).count();
    assert!(left >= 48, "only {left} of 50 are left");
}

#[test]
fn with_no_room_nothing_is_kept() {
    let cache = PageCache::new(0);
    assert_eq!(cache.keep(&page("/a", 10), noted([]), cache.told()), None);
    assert!(!cache.is_kept(b"/a"));
}

#[test]
fn a_page_says_what_a_reader_may_ask_of_it() {
    let page = COMPRESSED.into_iter().fold(page("/a", 4_000), |page, encoding| with_form(&page, encoding));
    let later = MADE + 10;
    let ask = |conditions: Conditions<'_>| {
        let answer = page.answer(conditions, later).expect("an answer");
        let head = String::from_utf8(answer.head.concat()).expect("text");
        (head, answer.body.len(), answer.head[2].len())
    };
    let gzip = Conditions { wanted: Wanted::read(b"gzip"), ..Conditions::default() };
    let (head, length, modified) = ask(gzip);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("etag: \"abc-gz\"\r\n"), "{head}");
    assert!(
        head.contains("content-encoding: gzip\r\n") && head.contains("vary: Accept-Encoding\r\n"),
        "{head}"
    );
    assert!(length < 1_000 && head.contains(&format!("content-length: {length}\r\n")) && modified > 0);
    let (head, length, _) = ask(Conditions { head_only: true, ..gzip });
    assert!(length == 0 && head.contains("content-encoding: gzip"));
    // Any tag of the page, weak or strong, among others.
    for known in ["\"abc-gz\"", "\"x\", W/\"abc-br\"", "*", "\"abc\""] {
        let (head, length, _) = ask(Conditions { known: Some(known.as_bytes()), ..gzip });
        assert!(
            head.starts_with("HTTP/1.1 304") && length == 0 && !head.contains("content-"),
            "{known}: {head}"
        );
        assert!(head.contains("etag: ") && head.contains("cache-control: ") && head.contains("vary: "));
    }
    // A tag decides over a time.
    let (head, ..) = ask(Conditions { known: Some(b"\"x\""), since: Some(later), ..gzip });
    assert!(head.starts_with("HTTP/1.1 200"));
    let (head, ..) = ask(Conditions { since: Some(MADE), ..gzip });
    assert!(head.starts_with("HTTP/1.1 304"));
    let (head, ..) = ask(Conditions { since: Some(MADE + 1), ..gzip });
    assert!(head.starts_with("HTTP/1.1 200"));
    // Within the second it was made in, the time does not tell it from the page before.
    let young = page.answer(Conditions { since: Some(MADE), ..gzip }, MADE).expect("an answer");
    assert!(young.head[0].starts_with(b"HTTP/1.1 200") && young.head[2].is_empty());
}

#[test]
fn who_wants_a_page_plain_gets_it_also_from_each_compressed_form() {
    let before = page("/a", 4_000);
    let plain = before.answer(Conditions::default(), MADE + 10).expect("an answer");
    for encoding in COMPRESSED {
        let after = with_form(&before, encoding);
        assert!(after.bytes() < before.bytes() / 2, "{encoding:?}: {} bytes", after.bytes());
        let answer = after.answer(Conditions::default(), MADE + 10).expect("an answer");
        assert_eq!((answer.head, &answer.body), (plain.head, &plain.body), "{encoding:?}");
        let head = Conditions { head_only: true, ..Conditions::default() };
        let answer = after.answer(head, MADE + 10).expect("an answer");
        assert_eq!(answer.head, plain.head, "{encoding:?}");
        assert!(answer.head.concat().windows(22).any(|line| line == b"content-length: 4000\r\n"));
    }
}

#[test]
fn a_form_that_saves_nothing_changes_nothing() {
    let before = page("/a", 4_000);
    assert!(before.with_form(Encoding::Gzip, vec![0; 4_000].into()).is_none());
}

#[test]
fn a_page_is_compressed_once_in_each_encoding_it_is_asked_for_in() {
    let cache = PageCache::new(1 << 20);
    cache.keep(&page("/a", 10_000), noted([]), cache.told());
    let counted = || cache.shelves.lock().eviction.bytes();
    let plain = counted();
    for (header, coding) in [("gzip", "gzip"), ("gzip, br", "br"), ("gzip, deflate, br, zstd", "br")] {
        let wanted = Wanted::read(header.as_bytes());
        let ask = || cache.get(b"/a", MADE, wanted).expect("the page");
        let is_there = || {
            let page = ask();
            let answer =
                page.answer(Conditions { wanted, ..Conditions::default() }, MADE).expect("an answer");
            let line = format!("content-encoding: {coding}\r\n");
            answer.head[1].windows(line.len()).any(|part| part == line.as_bytes())
        };
        while !is_there() {
            std::thread::yield_now();
        }
        assert_eq!(ask().asked_again(wanted), None);
    }
    let forms = |page: &Kept| COMPRESSED.map(|encoding| page.has(encoding));
    assert_eq!(forms(&cache.get(b"/a", MADE, Wanted::default()).expect("the page")), [true, true, false]);
    assert!(counted() < plain / 3, "{} bytes of {plain}", counted());
    cache.apply(&change(Tag::All));
    assert_eq!((counted(), cache.pages.pin().len()), (0, 0));
}

#[test]
fn a_page_that_went_is_not_brought_back_by_being_compressed() {
    let cache = PageCache::new(1 << 20);
    let page = page("/a", 10_000);
    cache.keep(&page, noted([]), cache.told());
    let number = page.number.load(Ordering::Relaxed);
    cache.apply(&change(Tag::All));
    cache.add_form(number, Encoding::Gzip, vec![0; 10].into());
    assert!(!cache.is_kept(b"/a") && cache.shelves.lock().eviction.bytes() == 0);
}

const COMPRESSED: [Encoding; 3] = [Encoding::Gzip, Encoding::Brotli, Encoding::Zstd];

fn with_form(page: &Kept, encoding: Encoding) -> Arc<Kept> {
    let body = page.plain().expect("a body");
    let body = compression::compressed(encoding, &body).expect("compressed");
    Arc::new(page.with_form(encoding, body).expect("a smaller form"))
}
