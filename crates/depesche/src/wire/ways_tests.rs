//! The ways in, against servers and a hub of the tests' own that behave as badly as those outside.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use archive::{StoredProvider, WireFilter};
use net::{HeaderName, HeaderValue, Limits, Method, Request};
use newsroom::wire_item::{Provider, ProviderKind};
use ring::hmac;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::memory::Memory;
use super::{CopyDesk, cause, fetching, incoming, subscribing};
use crate::config::Config;
use crate::newsroom_folder;

const LIMITS: Limits = Limits { time: Duration::from_secs(20), bytes: 1 << 20, redirects: 0 };
const TOKEN: &str = "ein-langes-geheimnis";

type Script = dyn Fn(&str) -> Vec<u8> + Send + Sync;

/// A server that answers each request with what a script says, byte for byte.
async fn server(script: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let script: Arc<Script> = Arc::new(script);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let script = script.clone();
            tokio::spawn(async move {
                let mut asked = Vec::new();
                let mut part = vec![0; 64 << 10];
                loop {
                    let read = stream.read(&mut part).await.unwrap_or(0);
                    asked.extend_from_slice(&part[..read]);
                    if read == 0 || is_whole(&String::from_utf8_lossy(&asked)) {
                        break;
                    }
                }
                drop(stream.write_all(&script(&String::from_utf8_lossy(&asked))).await);
            });
        }
    });
    address
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn feed(links: &str, titles: &[&str]) -> Vec<u8> {
    let items: String = titles
        .iter()
        .map(|title| {
            format!(
                "<item><guid isPermaLink='false'>{title}</guid><title>{title}</title>\
                 <pubDate>Wed, 04 Mar 2026 12:00:00 GMT</pubDate><description>Ein Satz.</description></item>"
            )
        })
        .collect();
    format!(
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>Blatt</title>{links}{items}\
         </channel></rss>"
    )
    .into_bytes()
}

struct Desk {
    desk: CopyDesk,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// A newsroom that may reach this machine, and whose public address is `url`.
    async fn at(url: &str) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let mut config = Config::default();
        config.site.url = url.to_owned();
        config.fetch.inner = vec!["127.0.0.1".into()];
        config.fetch.megabytes = 1;
        let newsroom = newsroom_folder::create(folder.path(), &config).await.expect("a newsroom");
        let desk = CopyDesk::new(&newsroom, folder.path(), &config).expect("a desk");
        Desk { desk, _folder: folder }
    }

    async fn add(&self, slug: &str, kind: ProviderKind, address: &str) {
        let provider = Provider { address: address.into(), ..Provider::new(slug, kind) };
        let token = blake3::hash(TOKEN.as_bytes()).to_hex().to_string();
        let cause = crate::newsroom_folder::cause();
        self.desk
            .archive
            .write(cause, move |w| Box::pin(async move { w.add_provider(&provider, &token).await }))
            .await
            .expect("added");
    }

    async fn ask(&self, slug: &str) -> StoredProvider {
        fetching::run(&self.desk, slug).await.expect("the archive");
        self.provider(slug).await
    }

    async fn provider(&self, slug: &str) -> StoredProvider {
        self.desk.archive.reading().provider(slug).await.expect("a provider")
    }

    async fn headlines(&self) -> Vec<String> {
        let items =
            self.desk.archive.reading().wire_items(&WireFilter::default(), None, 100).await.expect("items");
        let mut headlines: Vec<_> = items.into_iter().map(|item| item.headline).collect();
        headlines.sort();
        headlines
    }

    async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&'static str, &str)],
        body: &[u8],
    ) -> net::Answer {
        let mut request = Request::new(method, net::parse(url).expect("an address"));
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).expect("a value");
            request.headers.insert(HeaderName::from_static(name), value);
        }
        request.body = body.to_vec().into();
        self.desk.client.send(request, &self.desk.reach, &LIMITS).await.expect("an answer")
    }
}

/// When the job of a provider is due.
async fn due(desk: &Desk, kind: &str, slug: &str) -> Option<jiff::Timestamp> {
    let jobs = desk.desk.archive.reading().jobs(100).await.expect("jobs");
    jobs.into_iter().find(|job| job.kind == kind && job.key == slug).and_then(|job| job.due)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_taken_in_once_and_then_only_asked_for_what_is_new() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    let address = server(move |request| {
        let mut asked = seen.lock().expect("no fault");
        asked.push(request.to_ascii_lowercase());
        match asked.len() {
            1 => answer(
                "200 OK",
                "ETag: \"a\"\r\nLast-Modified: Wed, 04 Mar 2026 12:00:00 GMT\r\n",
                &feed("", &["Eins"]),
            ),
            2 => answer("304 Not Modified", "", b""),
            _ => answer("200 OK", "ETag: \"b\"\r\n", &feed("", &["Eins", "Zwei"])),
        }
    })
    .await;
    let desk = Desk::at("http://127.0.0.1:9").await;
    desk.add("blatt", ProviderKind::Feed, &format!("{address}/feed")).await;
    let first = desk.ask("blatt").await;
    assert_eq!(desk.headlines().await, ["Eins"]);
    assert!(first.asked.found_at.is_some() && first.asked.failures == 0, "{:?}", first.asked);
    assert!(due(&desk, "fetching", "blatt").await > Some(jiff::Timestamp::now()), "it is asked again later");
    desk.ask("blatt").await;
    let third = desk.ask("blatt").await;
    assert_eq!(desk.headlines().await, ["Eins", "Zwei"]);
    let asked = asked.lock().expect("no fault");
    assert!(!asked[0].contains("if-none-match"), "{}", asked[0]);
    assert!(
        asked[1].contains("if-none-match: \"a\"") && asked[1].contains("if-modified-since: wed, 04 mar 2026")
    );
    assert!(asked[2].contains("if-none-match: \"a\""));
    assert_eq!(Memory::of(&third).etag.as_deref(), Some("\"b\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_misbehaves_is_noted_asked_less_often_and_harms_nobody() {
    let bomb = {
        use std::io::Write;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 64 << 20]).expect("memory");
        packed.finish().expect("memory")
    };
    let address = server(move |request| match request.split(' ').nth(1).unwrap_or_default() {
        "/bomb" => answer("200 OK", "Content-Encoding: gzip\r\n", &bomb),
        "/endless" => [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 2 << 20]].concat(),
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss version='2.0'>".to_vec(),
        "/inside" => answer("302 Found", "Location: http://169.254.169.254/latest/\r\n", b""),
        "/file" => answer("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/busy" => answer("503 Service Unavailable", "Retry-After: 7200\r\n", b""),
        "/picture" => answer("200 OK", "Content-Type: text/xml\r\n", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        "/empty" => answer("200 OK", "", b""),
        "/gone" => answer("410 Gone", "", b""),
        "/silent" => Vec::new(),
        _ => answer("404 Not Found", "", b"<html>not here</html>"),
    })
    .await;
    let desk = Desk::at("http://127.0.0.1:9").await;
    let wrong = [
        ("bomb", "more than 1048576 bytes"),
        ("endless", "more than 1048576 bytes"),
        ("cut", ""),
        ("inside", "not in public"),
        ("file", "only http"),
        ("busy", "503"),
        ("picture", ""),
        ("empty", "nothing"),
        ("silent", ""),
        ("missing", "404"),
    ];
    for (slug, why) in wrong {
        desk.add(slug, ProviderKind::Feed, &format!("{address}/{slug}")).await;
        let asked = desk.ask(slug).await.asked;
        assert_eq!(asked.failures, 1, "{slug}");
        assert!(!asked.error.is_empty() && asked.error.contains(why), "{slug}: {}", asked.error);
        let due = due(&desk, "fetching", slug).await.expect("it is asked again");
        let wait = due.duration_since(jiff::Timestamp::now());
        let least = if slug == "busy" { 7_000 } else { 200 };
        assert!(wait.as_secs() > least, "{slug} is asked again after {wait:?}");
    }
    assert_eq!(desk.headlines().await, Vec::<String>::new());
    desk.add("gone", ProviderKind::Feed, &format!("{address}/gone")).await;
    let gone = desk.ask("gone").await;
    assert!(gone.paused && gone.asked.error.contains("410"), "{:?}", gone.asked);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moved_for_good_is_asked_there_and_a_page_names_its_feeds() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    let address = server(move |request| {
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        seen.lock().expect("no fault").push(path.clone());
        match path.as_str() {
            "/old" => answer("301 Moved Permanently", "Location: /new\r\n", b""),
            "/page" => answer(
                "200 OK",
                "Content-Type: text/html\r\n",
                b"<html><head><title>T</title><link rel=alternate type='application/rss+xml' href=/rss></head><body></body></html>",
            ),
            _ => answer("200 OK", "", &feed("", &["Eins"])),
        }
    })
    .await;
    let desk = Desk::at("http://127.0.0.1:9").await;
    desk.add("umzug", ProviderKind::Feed, &format!("{address}/old")).await;
    desk.ask("umzug").await;
    desk.ask("umzug").await;
    assert_eq!(*asked.lock().expect("no fault"), ["/old", "/new", "/new"]);
    desk.add("seite", ProviderKind::Feed, &format!("{address}/page")).await;
    let error = desk.ask("seite").await.asked.error;
    assert!(error.contains(&format!("{address}/rss")), "{error}");
}

/// Serves the routes for incoming copy; says where.
async fn serve(desk: &Desk, listener: TcpListener) {
    let router = incoming::router(desk.desk.clone());
    tokio::spawn(axum::serve(listener, router).into_future());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pushed_with_the_token_is_taken_in_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = format!("http://{}", listener.local_addr().expect("an address"));
    let desk = Desk::at(&here).await;
    serve(&desk, listener).await;
    desk.add("agentur", ProviderKind::Push, "").await;
    desk.add("blatt", ProviderKind::Feed, "https://blatt.example/feed").await;
    let url = format!("{here}/wire/push/agentur");
    let token = format!("Bearer {TOKEN}");
    let body = feed("", &["Eins", "Zwei"]);
    let push = async |token: &str, body: &[u8]| {
        let answer = desk.send(Method::POST, &url, &[("authorization", token)], body).await;
        (answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned())
    };
    for wrong in ["", "Bearer ", "Bearer falsch", "Basic x", TOKEN] {
        assert_eq!(push(wrong, &body).await.0, 401, "{wrong}");
    }
    let (status, told) = push(&token, &body).await;
    assert_eq!((status, told.matches("\"became\":\"new\"").count()), (201, 2), "{told}");
    let (status, told) = push(&token, &body).await;
    assert_eq!((status, told.matches("\"became\":\"same\"").count()), (200, 2), "{told}");
    assert_eq!(desk.headlines().await, ["Eins", "Zwei"]);
    let (status, told) =
        push(&token, b"<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><newsMessage>&a;").await;
    assert!(status == 422 && told.contains("error"), "{status} {told}");
    assert_eq!(push(&token, b"").await.0, 422);
    assert_eq!(push(&token, &vec![b' '; (1 << 20) + 1]).await.0, 413, "there is a limit");
    let other = format!("{here}/wire/push/blatt");
    let answer = desk.send(Method::POST, &other, &[("authorization", &token)], &body).await;
    assert_eq!(answer.status.as_u16(), 401, "a feed has no way to push");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_is_subscribed_to_verified_believed_when_it_signs_and_left() {
    let forms = Arc::new(Mutex::new(Vec::<HashMap<String, String>>::new()));
    let seen = forms.clone();
    let hub = server(move |request| {
        let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let form = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        seen.lock().expect("no fault").push(form);
        answer("202 Accepted", "", b"")
    })
    .await;
    let links = format!("<atom:link rel='hub' href='{hub}/hub'/><atom:link rel='self' href='{hub}/self'/>");
    let publisher = server(move |_| answer("200 OK", "", &feed(&links, &["Eins"]))).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let here = format!("http://{}", listener.local_addr().expect("an address"));
    let desk = Desk::at(&here).await;
    serve(&desk, listener).await;
    desk.add("blatt", ProviderKind::Feed, &format!("{publisher}/feed")).await;
    desk.ask("blatt").await;
    assert!(due(&desk, "subscribing", "blatt").await.is_some(), "the feed names a hub");
    subscribing::run(&desk.desk, "blatt").await.expect("the hub answers");
    let form = forms.lock().expect("no fault")[0].clone();
    assert_eq!(
        (form["hub.mode"].as_str(), form["hub.topic"].as_str()),
        ("subscribe", format!("{hub}/self").as_str())
    );
    let callback = form["hub.callback"].clone();

    let verify = async |callback: &str, mode: &str, topic: &str| {
        let query = format!(
            "{callback}?hub.mode={mode}&hub.topic={topic}&hub.challenge=c%26h&hub.lease_seconds=8000"
        );
        let answer = desk.send(Method::GET, &query, &[], b"").await;
        (answer.status.as_u16(), String::from_utf8_lossy(&answer.body).into_owned())
    };
    let topic = format!("{hub}/self");
    assert_eq!(verify(&callback, "subscribe", "http://other.example/").await.0, 404);
    assert_eq!(verify(&callback, "unsubscribe", &topic).await.0, 404, "nobody asked for that");
    assert_eq!(verify(&format!("{here}/wire/hub/blatt/00"), "subscribe", &topic).await.0, 404);
    assert_eq!(verify(&callback, "subscribe", &topic).await, (200, "c&h".into()));
    let now = jiff::Timestamp::now();
    assert!(Memory::of(&desk.provider("blatt").await).is_subscribed(now));
    let renewal = due(&desk, "subscribing", "blatt").await.expect("it is renewed");
    assert!((5_900..=6_000).contains(&renewal.duration_since(now).as_secs()), "{renewal}");

    let sign = |body: &[u8]| {
        let key = hmac::Key::new(hmac::HMAC_SHA512, form["hub.secret"].as_bytes());
        let tag = hmac::sign(&key, body);
        let digits: String = tag.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha512={digits}")
    };
    let send = async |signature: &str, body: &[u8]| {
        desk.send(Method::POST, &callback, &[("x-hub-signature", signature)], body).await.status.as_u16()
    };
    let news = feed("", &["Zwei"]);
    assert_eq!(send(&sign(b"something else"), &news).await, 202);
    assert_eq!(send("", &news).await, 202);
    assert_eq!(desk.headlines().await, ["Eins"], "what is not signed is ignored");
    assert_eq!(send(&sign(&news), &news).await, 202);
    assert_eq!(desk.headlines().await, ["Eins", "Zwei"]);

    subscribing::run(&desk.desk, "blatt").await.expect("it is renewed");
    assert_eq!(forms.lock().expect("no fault")[1]["hub.callback"], callback);
    let stored = desk.provider("blatt").await;
    desk.desk
        .archive
        .write(cause(&stored), |w| Box::pin(async move { w.pause_provider("blatt", true).await }))
        .await
        .expect("paused");
    subscribing::run(&desk.desk, "blatt").await.expect("it leaves");
    assert_eq!(forms.lock().expect("no fault")[2]["hub.mode"], "unsubscribe");
    assert_eq!(verify(&callback, "unsubscribe", &topic).await.0, 200);
    assert_eq!(Memory::of(&desk.provider("blatt").await).subscription, None);
    assert_eq!(send(&sign(&news), &news).await, 410, "the hub learns that there is nothing any more");
}
