//! Calls to a server of the test's own, and to all that must not be called.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};
use net::{Client, Error, HeaderName, HeaderValue, Limits, Method, Reach, Request, parse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const LIMITS: Limits = Limits { time: Duration::from_millis(1_500), bytes: 1_000, redirects: 3 };

fn client() -> Client {
    Client::new(&HeaderValue::from_static("Depesche/test"), Vec::new()).expect("a client")
}

/// A server that gives each request to `answer`, as text, and sends what that says; nothing for `None`.
async fn server(answer: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = vec![0; 64 << 10];
                let read = stream.read(&mut request).await.unwrap_or(0);
                match answer(&String::from_utf8_lossy(&request[..read])) {
                    Some(text) => drop(stream.write_all(text.as_bytes()).await),
                    None => tokio::time::sleep(Duration::from_secs(60)).await,
                }
            });
        }
    });
    format!("http://{address}")
}

/// A server that sends the same bytes whatever it is asked.
async fn bytes_server(bytes: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a caller");
            drop(stream.read(&mut [0; 4 << 10]).await);
            drop(stream.write_all(&bytes).await);
        }
    });
    format!("http://{address}")
}

fn packed(encoding: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    GzEncoder::new(text, Compression::best()).read_to_end(&mut packed).expect("memory");
    packed
}

fn ok(body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

async fn get(address: &str, reach: &Reach) -> Result<net::Answer, Error> {
    client().send(Request::new(Method::GET, parse(address)?), reach, &LIMITS).await
}

fn named(address: &str) -> Reach {
    Reach::server_of(&parse(address).expect("an address"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_must_not_be_called_is_refused_however_it_is_spelled() {
    let mut addresses: Vec<String> = [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[fd00:ec2::254]/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://169.254.169.254/latest/",
        "http://metadata.google.internal/",
        "http://user:secret@example.org/",
        "http://example.org@127.0.0.1/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
    ]
    .map(String::from)
    .into();
    match std::env::var("CORPORA") {
        Ok(corpora) => {
            let file = format!("{corpora}/ssrf/PayloadsAllTheThings.jsonl");
            let lines = std::fs::read_to_string(&file).expect("the corpus");
            let found = lines.lines().filter_map(|line| {
                let record: serde_json::Value = serde_json::from_str(line).expect("a record");
                // What means a public host may be called, however it is spelled.
                let means = record["means"].as_str().unwrap_or("127.0.0.1");
                let is_public = means.ends_with(".com");
                (!is_public).then(|| record["url"].as_str().expect("an address").to_owned())
            });
            addresses.extend(found);
            assert!(addresses.len() > 60, "{file} holds too little");
        }
        Err(_) => eprintln!("CORPORA is not set: addresses that others collected are NOT tried"),
    }
    for address in &addresses {
        let outcome = get(address, &Reach::Public).await;
        assert!(matches!(outcome, Err(Error::Refused { .. } | Error::Name { .. })), "{address}: {outcome:?}");
    }
    let words =
        get("http://user:secret@example.org/", &Reach::Public).await.expect_err("refused").to_string();
    assert!(!words.contains("secret"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_named_is_reached_and_no_other() {
    let here = server(|request| Some(ok(request))).await;
    let other = server(|_| Some(ok("no"))).await;
    let request = Request::new(Method::POST, parse(&format!("{here}/a?b=c")).expect("an address"))
        .header(HeaderName::from_static("x-key"), HeaderValue::from_static("geheim"));
    assert!(!format!("{request:?}").contains("geheim") && !format!("{request:?}").contains("b=c"));
    let answer = client().send(request, &named(&here), &LIMITS).await.expect("an answer");
    let said = String::from_utf8_lossy(&answer.body).into_owned();
    let host = here.trim_start_matches("http://");
    for part in
        ["POST /a?b=c HTTP/1.1", &format!("host: {host}"), "x-key: geheim", "user-agent: Depesche/test"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    for (address, reach) in [(&here, Reach::Public), (&here, named(&other)), (&other, named(&here))] {
        assert!(matches!(get(address, &reach).await, Err(Error::Refused { .. })), "{address} {reach:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_only_where_the_call_may_go() {
    let to = |location: String| {
        server(move |request| match request.starts_with("GET /end") {
            true => Some(ok("there")),
            false => Some(format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")),
        })
    };
    let on = to("/end".into()).await;
    let answer = get(&on, &named(&on)).await.expect("it leads on");
    assert!(answer.body == "there" && answer.url.path() == "/end");
    let inside = to("http://127.0.0.2:9/admin".into()).await;
    assert!(matches!(get(&inside, &named(&inside)).await, Err(Error::Refused { .. })));
    let elsewhere = to("file:///etc/passwd".into()).await;
    assert!(matches!(get(&elsewhere, &named(&elsewhere)).await, Err(Error::Refused { .. })));
    let round = to("/again".into()).await;
    assert!(matches!(get(&round, &named(&round)).await, Err(Error::Astray { limit: 3, .. })));
    let post = Request::new(Method::POST, parse(&on).expect("an address"));
    let answer = client().send(post, &named(&on), &LIMITS).await.expect("an answer");
    assert_eq!(answer.status, 302, "a POST was sent on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_too_large_or_too_late_is_left() {
    let large = server(|_| Some(ok(&"x".repeat(2_000)))).await;
    assert!(matches!(get(&large, &named(&large)).await, Err(Error::Large { limit: 1_000, .. })));
    let endless = server(|_| Some(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(2_000)))).await;
    assert!(matches!(get(&endless, &named(&endless)).await, Err(Error::Large { .. })));
    let head = server(|_| Some(format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(300 << 10)))).await;
    let outcome = get(&head, &named(&head)).await;
    assert!(matches!(outcome, Err(Error::Http { .. })), "{:?}", outcome.map(|answer| answer.status));
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let silent = server(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
        None
    })
    .await;
    let began = Instant::now();
    assert!(matches!(get(&silent, &named(&silent)).await, Err(Error::Late { .. })));
    assert!(began.elapsed() < Duration::from_secs(10) && calls.load(Ordering::SeqCst) == 1);
    let broken = server(|_| Some("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx".into())).await;
    assert!(matches!(get(&broken, &named(&broken)).await, Err(Error::Http { .. })));
    let nobody = "http://127.0.0.1:9";
    assert!(matches!(get(nobody, &named(nobody)).await, Err(Error::Connect { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_compressed_is_unpacked_and_no_further_than_it_may_grow() {
    let text = b"Wer misst, misst Mist. ".repeat(40);
    let mut zlib = Vec::new();
    ZlibEncoder::new(&text[..], Compression::best()).read_to_end(&mut zlib).expect("memory");
    let mut bare = Vec::new();
    DeflateEncoder::new(&text[..], Compression::best()).read_to_end(&mut bare).expect("memory");
    let mut brotli = Vec::new();
    brotli::CompressorReader::new(&text[..], 4096, 5, 18).read_to_end(&mut brotli).expect("memory");
    for (encoding, body) in [
        ("gzip", gzip(&text)),
        ("X-GZIP", gzip(&text)),
        ("deflate", zlib),
        ("deflate", bare),
        ("br", brotli),
        ("gzip, gzip", gzip(&gzip(&text))),
        ("identity", text.clone()),
    ] {
        let here = bytes_server(packed(encoding, &body)).await;
        let answer = get(&here, &named(&here)).await.expect(encoding);
        assert_eq!(answer.body, text, "{encoding}");
    }
    let bomb = gzip(&vec![0; 100 << 20]);
    let small = gzip(&bomb);
    assert!(small.len() < 1_000, "{} bytes would be too large by themselves", small.len());
    let here = bytes_server(packed("gzip", &small)).await;
    assert!(get(&here, &named(&here)).await.is_err_and(|error| matches!(error, Error::Large { .. })));
    let cut = gzip(&text);
    for (encoding, body) in [("gzip", &cut[..cut.len() / 2]), ("gzip", b"plain"), ("zstd", &cut)] {
        let here = bytes_server(packed(encoding, body)).await;
        let words = get(&here, &named(&here)).await.expect_err(encoding).to_string();
        assert!(words.contains(encoding), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_moved_for_good_is_told_apart_from_what_is_elsewhere_for_now() {
    let here = server(|request| {
        let to = |status: u16, place: &str| {
            Some(format!("HTTP/1.1 {status} Moved\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"))
        };
        match request.split(' ').nth(1) {
            Some("/old") => to(301, "/older"),
            Some("/older") => to(308, "/for-now"),
            Some("/for-now") => to(302, "/last"),
            _ => Some(ok("there")),
        }
    })
    .await;
    let moved = async |path: &str| {
        let answer = get(&format!("{here}{path}"), &named(&here)).await.expect("an answer");
        assert_eq!(answer.body, "there");
        answer.moved_to.map(|url| url.path().to_owned())
    };
    assert_eq!(moved("/old").await.as_deref(), Some("/for-now"));
    assert_eq!(moved("/for-now").await, None);
    assert_eq!(moved("/").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_named_besides_the_public_are_reached() {
    let here = server(|_| Some(ok("inner"))).await;
    let besides = |server: &str| Reach::Besides([server.parse().expect("a server")].into());
    let host = here.trim_start_matches("http://");
    assert_eq!(get(&here, &besides(host)).await.expect("it was named").body, "inner");
    assert_eq!(get(&here, &besides("127.0.0.1")).await.expect("all its ports").body, "inner");
    for other in ["127.0.0.2", "127.0.0.1:9", "localhost"] {
        assert!(matches!(get(&here, &besides(other)).await, Err(Error::Refused { .. })), "{other}");
    }
    let inside = server(|_| Some("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n".into())).await;
    let reach = besides(inside.trim_start_matches("http://"));
    assert!(
        matches!(get(&inside, &reach).await, Err(Error::Refused { .. })),
        "it led to one that was not named"
    );
}
