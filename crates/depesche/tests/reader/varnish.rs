//! A real Varnish before the site, with the configuration of `deploy/`: what it keeps is never old for long.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Answer, Newsroom, get_from};

const PUBLICATIONS: usize = 20;

struct Varnish {
    process: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Varnish {
    /// Starts one on this address before the server of a newsroom.
    fn start(program: &Path, address: &str, newsroom: &Newsroom) -> Varnish {
        let folder = tempfile::tempdir().expect("a folder");
        let (_, port) = newsroom.address().rsplit_once(':').expect("a port");
        let vcl = include_str!("../../../../deploy/varnish.vcl");
        let file = folder.path().join("site.vcl");
        std::fs::write(&file, vcl.replace(".port = \"8080\"", &format!(".port = \"{port}\"")))
            .expect("written");
        let process = Command::new(program)
            .args(["-F", "-j", "none", "-a", address, "-s", "malloc,32m", "-n"])
            .arg(folder.path().join("work"))
            .arg("-f")
            .arg(&file)
            .args(["-p", "http_resp_hdr_len=20k", "-p", "http_resp_size=64k"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Varnish starts");
        let varnish = Varnish { process, address: address.to_owned(), _folder: folder };
        let began = Instant::now();
        while varnish.get("/").is_none() {
            assert!(began.elapsed() < Duration::from_secs(60), "Varnish does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        varnish
    }

    fn get(&self, path: &str) -> Option<Answer> {
        get_from(&self.address, path)
    }
}

impl Drop for Varnish {
    fn drop(&mut self) {
        // Asked to, it ends the process that serves as well.
        drop(Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status());
        drop(self.process.wait());
    }
}

/// Whether Varnish had it.
fn kept(answer: &Answer) -> bool {
    answer.header("x-varnish").contains(' ')
}

#[test]
fn a_publication_is_seen_through_varnish_at_once_although_all_pages_are_kept() {
    let places = ["/usr/sbin/varnishd", "/usr/local/sbin/varnishd", "/usr/bin/varnishd"];
    let Some(program) = places.iter().map(Path::new).find(|place| place.exists()) else {
        return eprintln!("varnishd is not there: NOT tested with it; scripts/setup-tests.sh installs it");
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    drop(listener);
    let mut newsroom = Newsroom::new();
    newsroom.configure("varnish", &format!("[\"http://{address}\"]"));
    newsroom.publish("section = \"politik\"\nheadline = \"Vorher\"", "2022-01-21T16:30:00+01:00");
    for number in 0..PUBLICATIONS {
        let front =
            format!("+++\nsection = \"politik\"\nheadline = \"Meldung {number}\"\n+++\n\nEin Satz.\n");
        newsroom.run(&["article", "add", &newsroom.file("draft.md", front)]);
    }
    newsroom.serve();
    let varnish = Varnish::start(program, &address, &newsroom);
    // Told of it for the first time, it drops what it had: only then is anything sure to be kept.
    let began = Instant::now();
    while !newsroom.run(&["cache", "status"]).contains("was told everything") {
        assert!(began.elapsed() < Duration::from_secs(60), "Varnish was not told");
    }
    std::thread::sleep(Duration::from_millis(300));
    let first = varnish.get("/politik").expect("an answer");
    assert_eq!(first.header("surrogate-key"), "", "keys are not for readers");
    let again = varnish.get("/politik").expect("an answer");
    assert!(kept(&again) && again.status == 200, "Varnish keeps nothing: {}", again.head);

    let (stop, waits) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|threads| {
        // Readers ask all the time, for what is not there yet too, and so everything is kept.
        for _ in 0..2 {
            threads.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    for number in 0..PUBLICATIONS {
                        varnish.get(&path(number));
                        varnish.get("/");
                        varnish.get("/politik");
                        std::thread::sleep(Duration::from_millis(1));
                    }
                }
            });
        }
        for number in 0..PUBLICATIONS {
            assert_eq!(varnish.get(&path(number)).expect("an answer").status, 404);
            newsroom.run(&["article", "publish", &(number + 2).to_string()]);
            let began = Instant::now();
            let headline = format!("Meldung {number}");
            let fresh = |path: &str| varnish.get(path).is_some_and(|page| page.body.contains(&headline));
            while !(fresh(&path(number)) && fresh("/") && fresh("/politik")) {
                assert!(began.elapsed() < Duration::from_secs(10), "{headline} is not seen");
                std::thread::sleep(Duration::from_millis(1));
            }
            waits.lock().expect("no thread failed").push(began.elapsed());
        }
        stop.store(true, Ordering::SeqCst);
    });
    let mut waits = waits.into_inner().expect("no thread failed");
    waits.sort();
    println!(
        "seen through Varnish after {:?} in the middle, {:?} at most",
        waits[PUBLICATIONS / 2],
        waits[PUBLICATIONS - 1]
    );
    assert!(waits[PUBLICATIONS / 2] < Duration::from_millis(150), "{waits:?}");
    // Nothing old comes back, and what is there is kept.
    std::thread::sleep(Duration::from_secs(4));
    varnish.get("/");
    let front = varnish.get("/").expect("an answer");
    assert!(kept(&front) && front.body.contains(&format!("Meldung {}", PUBLICATIONS - 1)), "{}", front.head);
    let settled = newsroom.run(&["cache", "status"]);
    assert!(settled.contains("was told everything") && !settled.contains("failed"), "{settled}");
    newsroom.run(&["cache", "purge", "--all"]);
    assert!(!kept(&varnish.get("/").expect("an answer")), "it was not dropped");
}

fn path(number: usize) -> String {
    format!("/politik/meldung-{number}-{}", number + 2)
}
