//! A real hub and publisher (Flask-WebSub, `tests/hub`): subscribed to, believed, and left.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Newsroom, get_from};

const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/hub/venv/bin/python");
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/hub/hub.py");

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_real_hub_sends_what_is_new_until_it_is_left() {
    if !Path::new(PYTHON).exists() {
        eprintln!("{PYTHON} is not there: NOT tested with a real hub; scripts/setup-tests.sh installs it");
        return;
    }
    let mut process = Command::new(PYTHON)
        .arg(PROGRAM)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("Python");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let _running = Running(process);
    let hub = line.trim().strip_prefix("listening on http://").expect("an address").to_owned();
    let subscribers = || get_from(&hub, "/subscribers").map(|answer| answer.body).unwrap_or_default();

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let here = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let newsroom = Newsroom::speaking("de");
    newsroom.configure("url", &format!("\"http://{here}\""));
    let file = newsroom.data().join("depesche.toml");
    let text = std::fs::read_to_string(&file).expect("a configuration");
    // The key of the database has the same name, and stands after that of the site.
    assert_eq!(text.matches(&format!("http://{here}")).count(), 1);
    newsroom.configure("inner", "[\"127.0.0.1\"]");
    let _server = Running(newsroom.start(&["serve", "--listen", &here]));
    wait_for("the site is not served", || get_from(&here, "/health/ready").is_some());

    newsroom.run(&["provider", "add", "blatt", "--kind", "feed", "--address", &format!("http://{hub}/feed")]);
    let has = |title: &str| newsroom.run(&["wire", "list", "--json"]).contains(&format!("\"{title}\""));
    wait_for("the feed is not taken in", || has("Eins"));
    wait_for("the hub has no subscriber", || subscribers() == "1");
    assert!(get_from(&hub, "/publish?title=Zwei").is_some_and(|answer| answer.status == 204));
    wait_for("what the hub sent is not taken in", || has("Zwei"));

    newsroom.run(&["provider", "pause", "blatt"]);
    wait_for("the hub is not left", || subscribers() == "0");
}
