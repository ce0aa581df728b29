//! What an answer says beside its copy: how often its source publishes and wants to be asked, which hub it has
//! ([WebSub, 4](https://www.w3.org/TR/websub/#discovery)), and which feeds a page names.

use jiff::{SignedDuration, Timestamp};
use net::{HeaderMap, header};
use url::Url;
use wire::Hints;
use wire::feed::{Feed, Source, Space};

use super::memory::{Offer, Wishes};
use super::pace;

/// Most that `Cache-Control` is believed, in minutes: it is set for browsers.
const MOST_FRESH: u32 = 60;
/// The longest wish, in minutes.
const MOST_MINUTES: u32 = 24 * 60;
/// How far into a page its head is looked for, in bytes.
const HEAD: usize = 512 << 10;
/// Feeds of a page that are named.
const MOST_FEEDS: usize = 10;

/// What an answer says beside its copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Saying {
    /// When its entries were published.
    pub(crate) times: Vec<Timestamp>,
    /// How often it wants to be asked.
    pub(crate) wishes: Wishes,
    /// The hub it names.
    pub(crate) offer: Option<Offer>,
    /// The feeds that a page names.
    pub(crate) feeds: Vec<String>,
}

impl Saying {
    /// Reads headers and body of an answer that came from `url`.
    pub(crate) fn of(headers: &HeaderMap, body: &[u8], url: &Url) -> Saying {
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let mut saying = Saying::default();
        let (mut hubs, mut own) = (Vec::new(), None);
        if wire::feed::looks_like(body) {
            let hints = Hints { url: Some(url), content_type, ..Hints::default() };
            if let Ok(feed) = Source::new(body, &hints).read() {
                saying.times = times(&feed);
                saying.wishes = wishes(&feed);
                hubs = feed.hubs().map(str::to_owned).collect();
                own = feed.own_address().map(str::to_owned);
            }
        } else {
            for link in page_links(body) {
                match link.rel.as_str() {
                    "hub" => hubs.push(link.href),
                    "self" => own = own.or(Some(link.href)),
                    _ if saying.feeds.len() < MOST_FEEDS => {
                        saying.feeds.extend(url.join(&link.href).ok().map(String::from));
                    }
                    _ => {}
                }
            }
        }
        // What the server says of a document goes before what the document says.
        let links = header_links(headers);
        let linked = |rel: &str| links.iter().find(|link| link.rel == rel).map(|link| link.href.clone());
        let absolute = |href: String| url.join(&href).ok().filter(|url| url.scheme().starts_with("http"));
        let hub = linked("hub").or_else(|| hubs.into_iter().next()).and_then(absolute);
        saying.offer = hub.map(|hub| {
            let topic = linked("self").or(own).and_then(absolute).unwrap_or_else(|| url.clone());
            Offer { hub: hub.into(), topic: topic.into() }
        });
        saying.wishes.minutes = saying.wishes.minutes.max(fresh_minutes(headers));
        saying
    }
}

fn times(feed: &Feed<'_>) -> Vec<Timestamp> {
    let entries = feed.entries.iter();
    entries
        .filter_map(|entry| {
            let about = &entry.about;
            [&about.published, &about.updated, &about.created]
                .into_iter()
                .flatten()
                .find_map(|moment| moment.at)
        })
        .collect()
}

fn wishes(feed: &Feed<'_>) -> Wishes {
    let head = &feed.head;
    let ttl = head.ttl.as_deref().and_then(|text| text.trim().parse::<u32>().ok()).unwrap_or(0);
    let further = |name: &str| {
        let mut found = head.about.further.iter().filter(|element| element.is(Space::Syndication, name));
        found.next().map(|element| element.text.trim().to_ascii_lowercase())
    };
    // RSS 1.0, module Syndication: so many times in a period.
    let period = match further("updatePeriod").as_deref() {
        Some("hourly") => 60,
        Some("daily") => 24 * 60,
        Some("weekly") => 7 * 24 * 60,
        Some("monthly") => 30 * 24 * 60,
        Some("yearly") => 365 * 24 * 60,
        _ => 0,
    };
    let times = further("updateFrequency").and_then(|text| text.parse::<u32>().ok()).unwrap_or(1);
    let hour = |text: &str| text.trim().parse::<u8>().ok().filter(|hour| *hour <= 24).map(|hour| hour % 24);
    Wishes {
        minutes: ttl.max(period / times.max(1)).min(MOST_MINUTES),
        skip_hours: head.skip_hours.iter().filter_map(|text| hour(text)).collect(),
        skip_days: head.skip_days.iter().filter_map(|text| pace::day(text)).collect(),
    }
}

/// How long an answer stays fresh, in minutes
/// ([RFC 9111, 5.2.2.1](https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.1)).
fn fresh_minutes(headers: &HeaderMap) -> u32 {
    let values = headers.get_all(header::CACHE_CONTROL).into_iter().filter_map(|value| value.to_str().ok());
    let ages = values.flat_map(|value| value.split(',')).filter_map(|part| {
        part.trim().to_ascii_lowercase().strip_prefix("max-age=")?.trim_matches('"').parse::<u32>().ok()
    });
    ages.min().map_or(0, |seconds| (seconds / 60).min(MOST_FRESH))
}

/// How long a server wants to be left alone
/// ([RFC 9110, 10.2.3](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3)).
pub(crate) fn patience(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let said = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = said.parse::<u32>() {
        return Some(SignedDuration::from_secs(i64::from(seconds)));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(said).ok()?;
    Some(at.duration_since(now)).filter(SignedDuration::is_positive)
}

/// A link with one of the words that say what it is.
#[derive(Debug, PartialEq, Eq)]
struct Link {
    rel: String,
    href: String,
}

/// Links of headers ([RFC 8288, 3](https://www.rfc-editor.org/rfc/rfc8288#section-3)).
fn header_links(headers: &HeaderMap) -> Vec<Link> {
    let mut links = Vec::new();
    for value in headers.get_all(header::LINK).into_iter().filter_map(|value| value.to_str().ok()) {
        let mut rest = value;
        while let Some((href, after)) = rest.split_once('<').and_then(|(_, after)| after.split_once('>')) {
            // Parameters reach to the next link; commas within quotes do not end them.
            let mut quoted = false;
            let end = after
                .find(|c| {
                    quoted ^= c == '"';
                    c == ',' && !quoted
                })
                .unwrap_or(after.len());
            for parameter in after[..end].split(';') {
                let Some((name, rels)) = parameter.split_once('=') else { continue };
                if name.trim().eq_ignore_ascii_case("rel") {
                    links.extend(
                        rels.trim()
                            .trim_matches('"')
                            .split_ascii_whitespace()
                            .map(|rel| Link { rel: rel.to_ascii_lowercase(), href: href.trim().to_owned() }),
                    );
                }
            }
            rest = &after[end..];
        }
    }
    links
}

/// The links of a page that lead to feeds or a hub.
fn page_links(body: &[u8]) -> Vec<Link> {
    let text = String::from_utf8_lossy(&body[..body.len().min(HEAD)]);
    // Of the same length, so that places in it are places in the text.
    let lower = text.to_ascii_lowercase();
    let mut links = Vec::new();
    for (start, _) in lower.match_indices("<link") {
        let Some(end) = tag_end(&text[start..]) else { break };
        let tag = &text[start + 5..start + end];
        let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = ["rss", "atom", "feed+json"].iter().any(|word| kind.contains(word));
        let Some(href) = attribute(tag, "href") else { continue };
        let rels = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
        let rel = rels.split_ascii_whitespace().find(|rel| match *rel {
            "hub" | "self" => true,
            "alternate" => is_feed,
            _ => false,
        });
        if let Some(rel) = rel {
            links.push(Link { rel: rel.to_owned(), href: href.replace("&amp;", "&") });
        }
    }
    links
}

/// Where a tag ends; what is quoted does not end it.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.find(|c| match quote {
        Some(open) => {
            if c == open {
                quote = None;
            }
            false
        }
        None if c == '"' || c == '\'' => {
            quote = Some(c);
            false
        }
        None => c == '>',
    })
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let found = before.split_ascii_whitespace().next_back().unwrap_or_default();
        let after = after.trim_ascii_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote)?,
            _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://a.example/news/feed").expect("an address")
    }

    fn headers(all: &[(&'static str, &'static str)]) -> HeaderMap {
        let named = |(name, value): &(&'static str, &'static str)| {
            (net::HeaderName::from_static(name), net::HeaderValue::from_static(value))
        };
        all.iter().map(named).collect()
    }

    #[test]
    fn a_feed_says_when_it_publishes_and_how_often_it_wants_to_be_asked() {
        let feed = br#"<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
            xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A</title><ttl>45</ttl>
            <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>12</sy:updateFrequency>
            <skipHours><hour>0</hour><hour>24</hour><hour>3</hour></skipHours>
            <skipDays><day>Sunday</day></skipDays>
            <atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://a.example/f"/>
            <item><title>B</title><pubDate>Wed, 04 Mar 2026 12:00:00 GMT</pubDate></item></channel></rss>"#;
        let saying = Saying::of(&HeaderMap::new(), feed, &url());
        assert_eq!(saying.times, ["2026-03-04T12:00:00Z".parse().expect("a time")]);
        assert_eq!(saying.wishes, Wishes { minutes: 120, skip_hours: vec![0, 0, 3], skip_days: vec![7] });
        let offer = Offer { hub: "https://hub.example/".into(), topic: "https://a.example/f".into() };
        assert_eq!(saying.offer, Some(offer));
        assert!(saying.feeds.is_empty());
    }

    #[test]
    fn links_of_headers_go_before_those_of_the_feed() {
        let said = headers(&[
            ("link", "<https://b.example/style>; rel=\"preload, prefetch\", </hub>; rel=\"hub\""),
            ("link", "</topic>; title=\"a, b\"; rel=self"),
            ("cache-control", "public, max-age=900"),
        ]);
        let feed = br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><link rel="hub" href="https://x.example"/></feed>"#;
        let saying = Saying::of(&said, feed, &url());
        let offer = Offer { hub: "https://a.example/hub".into(), topic: "https://a.example/topic".into() };
        assert_eq!((saying.offer, saying.wishes.minutes), (Some(offer), 15));
    }

    #[test]
    fn a_page_names_its_feeds() {
        let page = b"<!doctype html><html><head><LINK rel=alternate hreflang=en href=/en><link rel='alternate' \
            type='application/rss+xml' title='x > y' href='/rss?a=1&amp;b=2'><link type=\"application/feed+json\" \
            href=feed.json rel=alternate></head><body>Text";
        let saying = Saying::of(&HeaderMap::new(), page, &url());
        assert_eq!(saying.feeds, ["https://a.example/rss?a=1&b=2", "https://a.example/news/feed.json"]);
        assert_eq!(saying.offer, None);
    }

    #[test]
    fn patience_is_told_in_seconds_or_as_a_date() {
        let now = "2026-03-04T12:00:00Z".parse().expect("a time");
        let told = |text| patience(&headers(&[("retry-after", text)]), now).map(|wait| wait.as_secs());
        assert_eq!(told("120"), Some(120));
        assert_eq!(told("Wed, 04 Mar 2026 12:10:00 GMT"), Some(600));
        assert_eq!((told("Wed, 04 Mar 2026 11:00:00 GMT"), told("soon"), told("-5")), (None, None, None));
    }
}
