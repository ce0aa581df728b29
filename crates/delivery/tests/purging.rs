//! Caches are told of every change, in order, and again after they failed or the program ended.

use std::sync::Arc;
use std::time::{Duration, Instant};

use archive::{Archive, Place};
use delivery::{Cache, Cloudflare, Fastly, Varnish, keep_purging, purge};
use net::{Client, HeaderValue, Reach};
use newsroom::change::Cause;
use parking_lot::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use url::Url;

/// What the server of a test does with a request.
#[derive(Clone, Copy, PartialEq)]
enum Mood {
    Good,
    Failing,
    Silent,
}

/// A server that notes what it is asked.
struct Server {
    url: Url,
    heard: Arc<Mutex<Vec<String>>>,
    mood: Arc<Mutex<Mood>>,
}

impl Server {
    async fn start() -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("a URL");
        let server = Server { url, heard: Arc::default(), mood: Arc::new(Mutex::new(Mood::Good)) };
        let (heard, mood) = (server.heard.clone(), server.mood.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.expect("a caller");
                let (heard, mood) = (heard.clone(), mood.clone());
                tokio::spawn(async move {
                    let request = read(&mut stream).await;
                    let now = *mood.lock();
                    let answer = match now {
                        Mood::Good => {
                            heard.lock().push(request);
                            "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}"
                        }
                        Mood::Failing => {
                            "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 5\r\n\r\nlater"
                        }
                        Mood::Silent => return tokio::time::sleep(Duration::from_secs(600)).await,
                    };
                    drop(stream.write_all(answer.as_bytes()).await);
                });
            }
        });
        server
    }

    fn varnish(&self) -> Arc<dyn Cache> {
        Arc::new(Varnish::new(client(), self.url.clone(), false))
    }

    /// All keys it was told, in order, each time.
    fn keys(&self) -> Vec<String> {
        let heard = self.heard.lock();
        let lines = heard.iter().flat_map(|request| request.lines());
        lines
            .filter_map(|line| line.strip_prefix("xkey-purge: "))
            .flat_map(|keys| keys.split(' '))
            .map(str::to_owned)
            .collect()
    }

    async fn hears(&self, key: &str) {
        let began = Instant::now();
        while !self.keys().iter().any(|heard| heard == key) {
            assert!(began.elapsed() < Duration::from_secs(30), "{key} was not told: {:?}", self.keys());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

async fn read(stream: &mut tokio::net::TcpStream) -> String {
    let mut request = Vec::new();
    loop {
        let mut part = vec![0; 64 << 10];
        let read = stream.read(&mut part).await.unwrap_or(0);
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().expect("a length")) {
                return text;
            }
        }
        assert!(read > 0, "a request was cut off: {text}");
    }
}

fn client() -> Client {
    Client::new(&HeaderValue::from_static("Depesche/test"), Vec::new()).expect("a client")
}

async fn archive() -> (tempfile::TempDir, Arc<Archive>) {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(&Place::Sqlite(folder.path().join("archive.db"))).await.expect("it opens");
    (folder, Arc::new(archive))
}

/// Changes a topic, whose key is then `to` and its number.
async fn change(archive: &Archive, slug: &str) -> String {
    let slug = slug.to_owned();
    let id = archive
        .write(Cause::command("test"), move |w| Box::pin(async move { w.put_topic(&slug, None, &[]).await }))
        .await
        .expect("it is written");
    format!("to{id}")
}

/// Tells a cache until the sender is told to stop.
fn purging(
    archive: &Arc<Archive>,
    cache: Arc<dyn Cache>,
    holder: &'static str,
) -> (watch::Sender<bool>, tokio::task::JoinHandle<()>) {
    let (stop, stopped) = watch::channel(false);
    let archive = archive.clone();
    (stop, tokio::spawn(async move { keep_purging(&archive, cache, holder, stopped).await }))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_service_is_asked_in_its_own_way_and_no_more_at_once_than_it_takes() {
    let server = Server::start().await;
    let reach = Reach::server_of(&server.url);
    let keys: Vec<String> = (0..300).map(|number| format!("a{number}")).collect();
    let told = async |cache: &dyn Cache| -> Vec<String> {
        server.heard.lock().clear();
        purge(cache, &keys).await.expect("it is told");
        server.heard.lock().clone()
    };

    let soft = Varnish::new(client(), server.url.clone(), true);
    let heard = told(&soft).await;
    assert!(heard.len() == 1 && heard[0].starts_with("PURGE / HTTP/1.1"), "{heard:?}");
    assert!(heard[0].contains(&format!("xkey-softpurge: {}\r\n", keys.join(" "))), "{heard:?}");

    let fastly =
        Fastly::at(client(), &server.url, reach.clone(), "SU1Z0isxPaozGVKXdv0eY", "geheim").expect("one");
    let heard = told(&fastly).await;
    assert_eq!(heard.len(), 2);
    assert!(heard[0].starts_with("POST /service/SU1Z0isxPaozGVKXdv0eY/purge HTTP/1.1"), "{heard:?}");
    assert!(heard[0].contains("fastly-key: geheim\r\n"));
    assert!(heard[1].contains(&format!("surrogate-key: {}\r\n", keys[256..].join(" "))), "{heard:?}");

    let cloudflare =
        Cloudflare::at(client(), &server.url, reach, "023e105f4ecef8ad9ca31a8372d0c353", "geheim\n");
    let heard = told(&cloudflare.expect("one")).await;
    assert_eq!(heard.len(), 3);
    let path = "POST /client/v4/zones/023e105f4ecef8ad9ca31a8372d0c353/purge_cache HTTP/1.1";
    assert!(heard[0].starts_with(path) && heard[0].contains("authorization: Bearer geheim\r\n"), "{heard:?}");
    assert!(heard[2].contains("{\"tags\":[\"a200\",") && heard[2].ends_with("\"a299\"]}"), "{heard:?}");

    *server.mood.lock() = Mood::Failing;
    let failure = purge(&soft, &keys).await.expect_err("it fails");
    assert_eq!(failure.again_after, Some(Duration::from_secs(1)));
    assert!(failure.why.contains("503") && failure.why.contains("later"), "{failure}");
    assert!(Fastly::new(client(), "../x", "t").is_err() && Cloudflare::new(client(), "x", "a\nb").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cache_drops_all_at_first_and_then_what_changes_at_once() {
    let (_folder, archive) = archive().await;
    let server = Server::start().await;
    change(&archive, "vorher").await;
    let (stop, ended) = purging(&archive, server.varnish(), "one");
    server.hears("all").await;
    assert_eq!(server.keys(), ["all"], "what was before it is told of by itself");
    let mut waits = Vec::new();
    for number in 0..20 {
        let key = change(&archive, &format!("thema-{number}")).await;
        let began = Instant::now();
        server.hears(&key).await;
        waits.push(began.elapsed());
    }
    waits.sort();
    assert!(waits[10] < Duration::from_millis(100), "{waits:?}");
    // Each is told again, until no page can be under way that was made before.
    let began = Instant::now();
    let settled = async || archive.reading().purges().await.expect("read")[0].settled;
    while settled().await < archive.reading().newest_change().await.expect("a number") {
        assert!(began.elapsed() < Duration::from_secs(20), "it never settled");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let keys = server.keys();
    assert!(keys.iter().filter(|key| *key == &keys[keys.len() - 1]).count() >= 4, "{keys:?}");
    stop.send_replace(true);
    ended.await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_while_a_cache_fails_or_hangs_is_told_in_order_when_it_recovers() {
    let (_folder, archive) = archive().await;
    let server = Server::start().await;
    let (stop, ended) = purging(&archive, server.varnish(), "one");
    server.hears("all").await;
    let mut all = Vec::new();
    for (mood, seconds) in [(Mood::Failing, 2), (Mood::Silent, 11)] {
        *server.mood.lock() = mood;
        for number in 0..3 {
            all.push(change(&archive, &format!("thema-{seconds}-{number}")).await);
        }
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        let stream = archive.reading().purges().await.expect("read").remove(0);
        assert!(stream.failures > 0 && stream.failing_since.is_some(), "{stream:?}");
        assert!(stream.error.contains(if mood == Mood::Failing { "503" } else { "seconds" }), "{stream:?}");
        *server.mood.lock() = Mood::Good;
        server.hears(all.last().expect("a key")).await;
    }
    let heard = server.keys();
    let firsts: Vec<usize> =
        all.iter().map(|key| heard.iter().position(|heard| heard == key).expect("it was told")).collect();
    assert!(firsts.is_sorted(), "{all:?} {heard:?}");
    let began = Instant::now();
    while archive.reading().purges().await.expect("read")[0].failures > 0 {
        assert!(began.elapsed() < Duration::from_secs(20), "it counts as failing for ever");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.send_replace(true);
    ended.await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_goes_on_where_one_ended_and_two_never_tell_at_once() {
    let (_folder, archive) = archive().await;
    let server = Server::start().await;
    let (_stop, killed) = purging(&archive, server.varnish(), "killed");
    server.hears("all").await;
    *server.mood.lock() = Mood::Failing;
    let meanwhile = change(&archive, "meanwhile").await;
    let (stop, ended) = purging(&archive, server.varnish(), "other");
    tokio::time::sleep(Duration::from_millis(300)).await;
    // As a process that is killed: it lets go of nothing.
    killed.abort();
    server.heard.lock().clear();
    *server.mood.lock() = Mood::Good;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(server.keys(), [""; 0], "the other told although the lease was not over");
    server.hears(&meanwhile).await;
    // One that ends well lets go at once.
    stop.send_replace(true);
    ended.await.expect("it ends");
    let (stop, ended) = purging(&archive, server.varnish(), "third");
    let key = change(&archive, "afterwards").await;
    let began = Instant::now();
    server.hears(&key).await;
    assert!(began.elapsed() < Duration::from_secs(3), "it waited for a lease that nobody holds");
    stop.send_replace(true);
    ended.await.expect("it ends");
}
