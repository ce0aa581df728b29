//! The server and the commands are killed in a flood of comments and publications: what was acknowledged,
//! or seen by a reader, is there after the restart, and the pages show it.
//!
//! `KILLS=100` kills as often on each database.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::Newsroom;

const ARTICLE: &str = "/politik/offen-1";
/// Comments that are approved in all: a page shows no more than 200.
const MOST_APPROVED: usize = 150;

#[test]
fn what_was_acknowledged_survives_kills_on_sqlite() {
    Flooded::new(None).kill_again_and_again();
}

#[test]
fn what_was_acknowledged_survives_kills_on_postgresql() {
    let Ok(server) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        return eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
    };
    let name = format!("killed_{}", std::process::id());
    let made = Command::new("psql").args([&server, "-c", &format!("CREATE DATABASE {name}")]).output();
    let made = made.expect("psql runs");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let (base, query) = server.split_once('?').map_or((server.as_str(), ""), |(base, query)| (base, query));
    let host = base.find("://").map_or(0, |at| at + 3);
    let host_end = base[host..].find('/').map_or(base.len(), |slash| host + slash);
    let question = if query.is_empty() { "" } else { "?" };
    Flooded::new(Some(format!("{}/{name}{question}{query}", &base[..host_end]))).kill_again_and_again();
}

/// A newsroom, and what was said to be kept in it.
struct Flooded {
    newsroom: Newsroom,
    told: Mutex<Told>,
    sent: AtomicUsize,
}

#[derive(Default)]
struct Told {
    comments: Vec<String>,
    approved: BTreeSet<String>,
    // Addresses with their headlines, in order.
    published: Vec<(String, String)>,
    // Addresses that a reader saw on the front page.
    seen: BTreeSet<String>,
}

impl Flooded {
    fn new(database: Option<String>) -> Flooded {
        let newsroom = Newsroom::speaking("de");
        newsroom.configure("trusted_proxies", "[\"127.0.0.1\"]");
        if let Some(url) = database {
            let file = newsroom.data().join("depesche.toml");
            let text = std::fs::read_to_string(&file).expect("a configuration");
            std::fs::write(&file, text.replace("url = \"archive.db\"", &format!("url = \"{url}\"")))
                .expect("it is written");
        }
        newsroom.run(&["section", "add", "politik", "--name", "de=Politik"]);
        newsroom.publish("section = \"politik\"\nheadline = \"Offen\"", "2022-01-21T16:30:00+01:00");
        Flooded { newsroom, told: Mutex::default(), sent: AtomicUsize::new(0) }
    }

    fn kill_again_and_again(mut self) {
        let kills: u64 = std::env::var("KILLS").map_or(5, |text| text.parse().expect("a number"));
        for round in 0..kills {
            let drafts: Vec<(String, String)> = (0..4).map(|number| self.draft(round, number)).collect();
            self.newsroom.serve();
            let stop = AtomicBool::new(false);
            std::thread::scope(|threads| {
                for _ in 0..4 {
                    threads.spawn(|| self.send_comments(&stop));
                }
                threads.spawn(|| self.publish_and_approve(&drafts, &stop));
                threads.spawn(|| self.read(&stop));
                // Each time at another moment, the first answers and the last publications included.
                std::thread::sleep(Duration::from_millis(20 + round * 97 % 600));
                self.newsroom.kill_server();
                stop.store(true, Ordering::SeqCst);
            });
            self.newsroom.forget_server();
            self.newsroom.serve();
            self.look(round);
            self.newsroom.kill_server();
            self.newsroom.forget_server();
        }
        let told = self.told.into_inner().expect("no thread failed");
        println!(
            "{kills} kills: {} comments, {} approved, {} publications",
            told.comments.len(),
            told.approved.len(),
            told.published.len()
        );
        let few = usize::try_from(kills).expect("a number");
        assert!(told.comments.len() > 5 * few && !told.published.is_empty(), "too little was written");
    }

    fn draft(&self, round: u64, number: u64) -> (String, String) {
        let headline = format!("Meldung {round} {number}");
        let front = format!("+++\nsection = \"politik\"\nheadline = \"{headline}\"\n+++\n\nEin Satz.\n");
        let added = self.newsroom.run(&["article", "add", &self.newsroom.file("draft.md", front)]);
        let id = added.split(|c: char| !c.is_ascii_digit()).find(|word| !word.is_empty()).expect("a number");
        (id.to_owned(), headline)
    }

    fn send_comments(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) {
            let number = self.sent.fetch_add(1, Ordering::SeqCst);
            let text = format!("Kommentar-{number}-Ende");
            let network = std::net::Ipv4Addr::from(u32::try_from(number).expect("a number") | 1 << 24);
            let form = format!("comment={text}&name=Kim&email=kim%40example.org");
            let request = format!(
                "POST /kommentar/1 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {network}\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
                form.len()
            );
            if let Some(answer) = self.ask(&request).filter(|answer| answer.starts_with("HTTP/1.1 303")) {
                assert!(answer.contains("/danke"), "{answer}");
                self.told.lock().expect("no thread failed").comments.push(text);
            }
        }
    }

    fn publish_and_approve(&self, drafts: &[(String, String)], stop: &AtomicBool) {
        for (id, headline) in drafts {
            if let Some(said) = self.command(&["article", "publish", id], stop) {
                let path = said.trim().rsplit_once(":8080").expect("an address").1.to_owned();
                self.told.lock().expect("no thread failed").published.push((path, headline.clone()));
            }
            let Some(listed) = self.command(&["comment", "list", "--limit", "1"], stop) else { return };
            let many = self.told.lock().expect("no thread failed").approved.len() >= MOST_APPROVED;
            if let (false, Some(text)) = (many, texts(&listed).pop()) {
                let id = listed.split_whitespace().next().expect("a number");
                if self.command(&["comment", "approve", id], stop).is_some() {
                    self.told.lock().expect("no thread failed").approved.insert(text);
                }
            }
        }
    }

    fn read(&self, stop: &AtomicBool) {
        while !stop.load(Ordering::SeqCst) {
            let Some(front) = self.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") else {
                continue;
            };
            // A page that was cut off says nothing.
            if front.starts_with("HTTP/1.1 200") && front.contains("</html>") {
                let seen = front.split("href=\"").filter_map(|rest| rest.split('"').next());
                let seen = seen.map(|href| href.replace("&#x2f;", "/"));
                let seen = seen.filter(|href| href.contains("/politik/meldung-") && !href.contains('#'));
                self.told.lock().expect("no thread failed").seen.extend(seen);
            }
        }
    }

    /// Everything that was acknowledged is there, and pages show what the archive says.
    fn look(&self, round: u64) {
        let told = self.told.lock().expect("no thread failed");
        let list = |state| self.newsroom.run(&["comment", "list", "--state", state, "--limit", "1000000"]);
        let (waiting, approved) = (list("waiting"), list("approved"));
        let (waiting, approved) = (texts(&waiting), texts(&approved));
        let kept: BTreeSet<&String> = waiting.iter().chain(&approved).collect();
        for comment in &told.comments {
            assert!(kept.contains(comment), "round {round}: {comment} is lost");
        }
        assert!(
            told.approved.iter().all(|text| approved.contains(text)),
            "round {round}: an approval is lost"
        );
        let page = self.newsroom.get(ARTICLE);
        let shown: BTreeSet<String> = page
            .body
            .match_indices("Kommentar-")
            .filter_map(|(at, _)| Some(page.body[at..].split_once("-Ende")?.0.to_owned() + "-Ende"))
            .collect();
        assert_eq!(shown, approved.into_iter().collect(), "round {round}: the page shows other comments");
        for (path, headline) in &told.published {
            let page = self.newsroom.get(path);
            assert!(page.status == 200 && page.body.contains(headline), "round {round}: {path} is lost");
        }
        for path in &told.seen {
            assert_eq!(self.newsroom.get(path).status, 200, "round {round}: {path} was seen and is lost");
        }
        if let Some((_, headline)) = told.published.last() {
            assert!(self.newsroom.get("/").body.contains(headline), "round {round}: the front page is old");
        }
    }

    /// An answer, or nothing where the server was killed meanwhile.
    fn ask(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.newsroom.address()).ok()?;
        stream.write_all(request.as_bytes()).ok()?;
        let mut answer = Vec::new();
        // What came before the connection broke came all the same.
        let _ = stream.read_to_end(&mut answer);
        Some(String::from_utf8_lossy(&answer).into_owned())
    }

    /// What a command printed, or nothing where it was killed.
    fn command(&self, arguments: &[&str], stop: &AtomicBool) -> Option<String> {
        let mut running = self.newsroom.start_piped(arguments);
        loop {
            if let Some(status) = running.try_wait().expect("its state") {
                let output = running.wait_with_output().expect("its output");
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(status.success(), "{arguments:?}: {said}");
                return Some(String::from_utf8(output.stdout).expect("UTF-8"));
            }
            if stop.load(Ordering::SeqCst) {
                running.kill().expect("it is killed");
                running.wait().expect("it ends");
                return None;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The texts of a list of comments.
fn texts(listed: &str) -> Vec<String> {
    listed.lines().filter_map(|line| line.strip_prefix("    ")).map(str::to_owned).collect()
}
