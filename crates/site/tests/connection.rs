//! Connections as readers' programs use them: pages that are kept, those that are made, and what goes on
//! by hyper, one after the other on the same connection.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

#[allow(dead_code, reason = "the model has more of it")]
#[path = "model/paper.rs"]
mod paper;

use std::time::Duration;

use paper::Paper;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An answer: its status line and headers in small letters, and its body.
struct Answer {
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn status(&self) -> &str {
        self.head.split(' ').nth(1).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

struct Reader {
    stream: TcpStream,
    read: Vec<u8>,
}

impl Reader {
    async fn new(address: std::net::SocketAddr) -> Reader {
        Reader { stream: TcpStream::connect(address).await.unwrap(), read: Vec::new() }
    }

    async fn send(&mut self, request: &str) {
        self.stream.write_all(request.as_bytes()).await.unwrap();
    }

    /// The next answer; that to a HEAD or a 304 has no body, whatever its length says.
    async fn answer(&mut self, has_body: bool) -> Answer {
        let end = loop {
            if let Some(end) = self.read.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await;
        };
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap();
        let (first, rest) = head.split_once("\r\n").unwrap();
        let head = format!("{first}\r\n{}", rest.to_ascii_lowercase());
        let mut answer = Answer { head, body: Vec::new() };
        if has_body {
            let length: usize = answer.header("content-length").unwrap().trim().parse().unwrap();
            while self.read.len() < length {
                self.more().await;
            }
            answer.body = self.read.drain(..length).collect();
        }
        answer
    }

    async fn more(&mut self) {
        let mut buffer = [0; 8_192];
        let read = tokio::time::timeout(Duration::from_secs(10), self.stream.read(&mut buffer));
        let read = read.await.unwrap().unwrap();
        assert!(read > 0, "hung up after {:?}", String::from_utf8_lossy(&self.read));
        self.read.extend_from_slice(&buffer[..read]);
    }

    async fn is_closed(&mut self) -> bool {
        let mut buffer = [0; 8];
        let read = tokio::time::timeout(Duration::from_secs(10), self.stream.read(&mut buffer));
        matches!(read.await.unwrap(), Ok(0) | Err(_))
    }
}

async fn serve() -> (Paper, std::net::SocketAddr) {
    let paper = Paper::open().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(site::serve(paper.cached.clone(), axum::Router::new(), listener, std::future::pending()));
    (paper, address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_of_all_kinds_share_a_connection() {
    let (_paper, address) = serve().await;
    let mut reader = Reader::new(address).await;
    // Three at once: one that is made, the same from the cache, and one that nobody keeps.
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
    reader.send(&[get("/politik"), get("/politik"), get("/suche?q=Bericht")].concat()).await;
    let (made, kept, found) =
        (reader.answer(true).await, reader.answer(true).await, reader.answer(true).await);
    assert_eq!((made.status(), kept.status(), found.status()), ("200", "200", "200"));
    assert_eq!(made.body, kept.body);
    assert!(String::from_utf8_lossy(&found.body).contains("<html"));
    for answer in [&made, &kept, &found] {
        assert!(answer.header("date").is_some() && answer.header("content-security-policy").is_some());
    }
    // The head alone is that of the page.
    reader.send("HEAD /politik HTTP/1.1\r\nHost: a\r\n\r\n").await;
    let head = reader.answer(false).await;
    assert_eq!(head.header("content-length"), kept.header("content-length"));
    assert_eq!(head.header("etag"), kept.header("etag"));
    reader.send("HEAD /suche?q=x HTTP/1.1\r\nHost: a\r\n\r\n").await;
    assert_eq!(reader.answer(false).await.status(), "200");
    // Known already.
    let tag = kept.header("etag").unwrap();
    reader.send(&format!("GET /politik HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"x\", W/{tag}\r\n\r\n")).await;
    let same = reader.answer(false).await;
    assert_eq!((same.status(), same.header("etag")), ("304", Some(tag)));
    assert_eq!(same.header("content-length"), None);
    // A request that comes letter by letter.
    for letter in get("/sport").chars() {
        reader.send(&letter.to_string()).await;
        tokio::task::yield_now().await;
    }
    assert_eq!(reader.answer(true).await.status(), "200");
    // What has a body goes on by hyper, and so does all that follows.
    reader
        .send("POST /kommentar/1 HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\nx=y")
        .await;
    assert_eq!(reader.answer(true).await.status(), "422");
    reader.send(&get("/politik")).await;
    assert_eq!(reader.answer(true).await.body, kept.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_asked_for_again_comes_compressed() {
    let (_paper, address) = serve().await;
    let mut reader = Reader::new(address).await;
    let mut plain = Vec::new();
    for turn in 0..200 {
        reader.send("GET /politik HTTP/1.1\r\nHost: a\r\nAccept-Encoding: zstd, gzip;q=0.5\r\n\r\n").await;
        let answer = reader.answer(true).await;
        assert_eq!(answer.header("vary"), Some("accept-encoding"));
        match answer.header("content-encoding") {
            None => plain = answer.body,
            // The encodings come one after the other.
            Some("gzip") => {}
            Some(coding) => {
                assert_eq!(coding, "zstd");
                assert_eq!(zstd::decode_all(&answer.body[..]).unwrap(), plain);
                return;
            }
        }
        assert!(turn < 199, "it never came compressed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_ends_when_it_is_asked_to_and_nonsense_is_refused() {
    let (_paper, address) = serve().await;
    for path in ["/politik", "/politik", "/suche?q=x"] {
        let mut reader = Reader::new(address).await;
        reader.send(&format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")).await;
        let answer = reader.answer(true).await;
        assert_eq!((answer.status(), answer.header("connection")), ("200", Some("close")));
        assert!(reader.is_closed().await, "{path}");
    }
    // HTTP/1.0 closes by itself.
    let mut old = Reader::new(address).await;
    old.send("GET /politik HTTP/1.0\r\n\r\n").await;
    assert_eq!(old.answer(true).await.status(), "200");
    assert!(old.is_closed().await);
    let mut nonsense = Reader::new(address).await;
    nonsense.send("GET /politik\r\n\r\n").await;
    assert_eq!(nonsense.answer(false).await.status(), "400");
}
