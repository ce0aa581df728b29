//! A day at an agency, replayed: items in six formats with updates, kills, embargoes, duplicates and broken files, put into
//! a watched folder while the server is killed again and again.
//!
//! `ITEMS` says how many items; `make soak` takes 20,000.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::Newsroom;

/// A number from a number: the same day each time.
fn dice(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^ (mixed >> 31)
}

/// A state of an item.
#[derive(Clone, Debug, PartialEq)]
struct State {
    number: u64,
    version: u64,
    is_killed: bool,
    is_embargoed: bool,
}

const FORMATS: u64 = 6;

impl State {
    fn headline(&self) -> String {
        format!("Meldung {} in Fassung {}", self.number, self.version)
    }

    fn text(&self) -> String {
        let words: Vec<String> =
            (0..40).map(|place| format!("Wort{}", dice(self.number * 64 + place) % 5_000)).collect();
        format!("{}. Stand {}.", words.join(" "), self.version)
    }

    /// Formats 4 and 5 know no kills and no embargoes.
    fn is_plain(&self) -> bool {
        self.number % FORMATS >= 4
    }

    fn status(&self) -> &'static str {
        if self.is_killed { "cancelled" } else { "usable" }
    }

    fn file(&self) -> String {
        let State { number, version, is_killed, is_embargoed } = *self;
        let (headline, text) = (self.headline(), self.text());
        let word = if is_killed { "canceled" } else { "usable" };
        let embargo = "2099-01-01T06:00:00Z";
        let minutes = version % 60;
        match number % FORMATS {
            0 => {
                let embargo =
                    if is_embargoed { format!("<embargoed>{embargo}</embargoed>") } else { String::new() };
                format!(
                    "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:newsml:a.example:{number}\" version=\"{version}\" \
                     standard=\"NewsML-G2\" standardversion=\"2.29\" conformance=\"power\"><itemMeta><itemClass qcode=\"ninat:text\"/>\
                     <provider literal=\"A\"/><versionCreated>2022-01-21T10:{minutes:02}:00Z</versionCreated>{embargo}\
                     <pubStatus qcode=\"stat:{word}\"/></itemMeta><contentMeta><headline>{headline}</headline></contentMeta><contentSet>\
                     <inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/></head>\
                     <body><p>{text}</p></body></html></inlineXML></contentSet></newsItem>"
                )
            }
            1 => {
                let release = if is_embargoed { "<date.release norm=\"20990101T060000Z\"/>" } else { "" };
                format!(
                    "<nitf><head><docdata management-status=\"{word}\"><doc-id regsrc=\"a.example\" id-string=\"n{number}\"/>\
                     <date.issue norm=\"20220121T10{minutes:02}00Z\"/>{release}<du-key version=\"{version}\"/></docdata></head><body><body.head>\
                     <hedline><hl1>{headline}</hl1></hedline></body.head><body.content><p>{text}</p></body.content></body></nitf>"
                )
            }
            2 => {
                let embargo =
                    if is_embargoed { format!(",\"embargoed\":\"{embargo}\"") } else { String::new() };
                format!(
                    "{{\"uri\":\"urn:ninjs:{number}\",\"type\":\"text\",\"version\":\"{version}\",\"pubstatus\":\"{word}\",\
                     \"versioncreated\":\"2022-01-21T10:{minutes:02}:00Z\"{embargo},\"headline\":\"{headline}\",\"body_text\":\"{text}\"}}"
                )
            }
            3 => {
                let status = match (is_killed, is_embargoed) {
                    (true, _) => "<Status FormalName='Canceled'/>".to_owned(),
                    (false, true) => "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>\
                                      <DateAndTime>20990101T060000Z</DateAndTime></StatusWillChange>"
                        .to_owned(),
                    (false, false) => "<Status FormalName='Usable'/>".to_owned(),
                };
                format!(
                    "<NewsML Version='1.2'><NewsItem><Identification><NewsIdentifier><ProviderId>a.example</ProviderId>\
                     <DateId>20220121</DateId><NewsItemId>M{number}</NewsItemId><RevisionId PreviousRevision='0' Update='N'>{version}</RevisionId>\
                     <PublicIdentifier>urn:newsml:a.example:20220121:M{number}:{version}N</PublicIdentifier></NewsIdentifier></Identification>\
                     <NewsManagement><ThisRevisionCreated>20220121T10{minutes:02}00Z</ThisRevisionCreated>{status}</NewsManagement>\
                     <NewsComponent><NewsLines><HeadLine>{headline}</HeadLine></NewsLines><ContentItem><DataContent><nitf><body>\
                     <body.content><p>{text}</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
                )
            }
            4 => format!(
                "<rss version=\"2.0\"><channel><title>A</title><link>https://a.example/</link><description/><item>\
                 <guid isPermaLink=\"false\">rss-{number}</guid><pubDate>Fri, 21 Jan 2022 10:{minutes:02}:00 GMT</pubDate>\
                 <title>{headline}</title><description>{text}</description></item></channel></rss>"
            ),
            _ => format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"A\",\"items\":[{{\"id\":\"json-{number}\",\
                 \"date_modified\":\"2022-01-21T10:{minutes:02}:00Z\",\"title\":\"{headline}\",\"content_text\":\"{text}\"}}]}}"
            ),
        }
    }
}

/// The files of a day in their order, and how every item ends. A file without a state is broken.
fn day(items: u64) -> (Vec<(String, String)>, Vec<State>) {
    let mut files: Vec<(u64, String, String)> = Vec::new();
    let mut ends = Vec::new();
    for number in 1..=items {
        let chance = dice(number) % 100;
        let versions = 1 + if chance < 30 { 1 + dice(number + items) % 3 } else { 0 };
        let mut state = State { number, version: 0, is_killed: false, is_embargoed: false };
        for version in 1..=versions {
            let last = version == versions;
            state.version = version;
            state.is_embargoed = !state.is_plain() && chance % 10 == 3 && !last;
            state.is_killed = !state.is_plain() && chance % 20 == 7 && last && versions > 1;
            // Versions come in their order, with those of other items in between.
            let at = (number + version * 7) * 4;
            files.push((at, format!("{number:06}-{version}"), state.file()));
            if chance.is_multiple_of(9) {
                files.push((at + 1, format!("{number:06}-{version}-again"), state.file()));
            }
        }
        if chance % 25 == 11 {
            let broken = "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\">\n<itemMeta>\n</newsItem>"
                .to_owned();
            files.push(((number + 7) * 4 + 2, format!("{number:06}-broken"), broken));
        }
        ends.push(state);
    }
    files.sort();
    (files.into_iter().map(|(_, name, content)| (name, content)).collect(), ends)
}

#[test]
fn every_item_of_a_day_is_there_once_in_its_newest_version_whatever_is_killed_in_between() {
    let items = std::env::var("ITEMS").ok().and_then(|text| text.parse().ok()).unwrap_or(240);
    let (files, ends) = day(items);
    let broken = files.iter().filter(|(name, _)| name.ends_with("-broken")).count();
    let mut newsroom = Newsroom::new();
    newsroom.run(&["provider", "add", "agentur", "--kind", "folder", "--address", "eingang"]);
    let folder = newsroom.data().join("eingang");
    let started = Instant::now();
    newsroom.serve();
    // What a killed server was at is taken up when its lease ends, half a minute later: a short day has few kills.
    let portion = files.len().div_ceil(if items > 1_000 { 6 } else { 2 });
    let mut kills = 0;
    for (number, files) in files.chunks(portion).enumerate() {
        for (place, (name, content)) in files.iter().enumerate() {
            let unfinished = folder.join(format!("{name}.part"));
            std::fs::write(&unfinished, content).expect("it is written");
            // Files of one look are taken by their age: old ones, so that a broken one is not waited for.
            let age = Duration::from_secs((1_000_000 - number * portion - place) as u64);
            let time = std::time::SystemTime::now() - age;
            let set = std::fs::File::options()
                .write(true)
                .open(&unfinished)
                .and_then(|file| file.set_modified(time));
            set.expect("its time is set");
            std::fs::rename(&unfinished, folder.join(name)).expect("it is complete");
        }
        // In the middle of it.
        let left = || count(&folder);
        let before = left();
        until(Duration::from_secs(600), || left() * 2 <= before);
        newsroom.kill_server();
        newsroom.forget_server();
        kills += 1;
        newsroom.serve();
        until(Duration::from_secs(1_800), || left() == 0);
    }
    let listed = list(&newsroom);
    assert_eq!(listed.len(), ends.len(), "every item once");
    for end in &ends {
        let found = listed
            .get(&end.headline())
            .unwrap_or_else(|| panic!("{end:?} is not there in its newest version"));
        assert_eq!(found["status"], end.status(), "{end:?}");
        assert_eq!(found["versions"].as_u64(), Some(end.version), "{end:?}");
        assert!(found["embargo"].is_null(), "{end:?}: its embargo was lifted by the last version");
    }
    let refused = std::fs::read_dir(folder.join("refused")).map_or(0, |files| {
        files
            .filter(|file| {
                file.as_ref().is_ok_and(|file| file.file_name().to_string_lossy().ends_with("-broken"))
            })
            .count()
    });
    assert_eq!(refused, broken, "broken files lie aside");
    let shown: Value =
        serde_json::from_str(&newsroom.run(&["provider", "show", "agentur", "--json"])).expect("JSON");
    for refusal in shown["refused"].as_array().expect("a list") {
        assert!(refusal["reason"].as_str().is_some_and(|why| why.contains("line 3")), "{refusal}");
    }
    println!(
        "{items} items in {} files ({broken} broken) in {:.0?}, with {kills} kills in between",
        files.len(),
        started.elapsed()
    );
}

/// All items by their headlines.
fn list(newsroom: &Newsroom) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    let mut before: Option<i64> = None;
    loop {
        let mut arguments =
            vec!["wire".to_owned(), "list".into(), "--json".into(), "--limit".into(), "1000".into()];
        arguments.extend(before.map(|before| format!("--before={before}")));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let page: Vec<Value> = serde_json::from_str(&newsroom.run(&arguments)).expect("JSON");
        let Some(last) = page.last() else { return all };
        before = last["newest"].as_i64();
        for item in page {
            let headline = item["headline"].as_str().unwrap_or_default().to_owned();
            assert!(all.insert(headline.clone(), item).is_none(), "{headline} is there twice");
        }
    }
}

/// The files that wait.
fn count(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("it can be read");
    entries.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().is_file())).count()
}

fn until(longest: Duration, mut holds: impl FnMut() -> bool) {
    let end = Instant::now() + longest;
    while !holds() {
        assert!(Instant::now() < end, "it takes too long");
        std::thread::sleep(Duration::from_millis(50));
    }
}
