//! A real Varnish before the site, with the configuration of `deploy/`: what it keeps is never old for long.
//!
//! `PUBLICATIONS=200` publishes as often.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::{Answer, Newsroom, get_from};

const PROGRAMS: [&str; 3] = ["/usr/sbin/varnishd", "/usr/local/sbin/varnishd", "/usr/bin/varnishd"];

struct Varnish {
    process: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Varnish {
    /// Starts one on this address before the servers of newsrooms, which it asks in turn.
    fn start(program: &Path, address: &str, nodes: &[Newsroom]) -> Varnish {
        let folder = tempfile::tempdir().expect("a folder");
        let port = |node: &Newsroom| node.address().rsplit_once(':').expect("a port").1.to_owned();
        let vcl = include_str!("../../../../deploy/varnish.vcl");
        let mut vcl = vcl.replace(".port = \"8080\"", &format!(".port = \"{}\"", port(&nodes[0])));
        vcl += "\nimport directors;\n";
        let mut init = "nodes.add_backend(default);".to_owned();
        for (number, node) in nodes.iter().enumerate().skip(1) {
            let port = port(node);
            vcl += &format!("backend node{number} {{ .host = \"127.0.0.1\"; .port = \"{port}\"; }}\n");
            init += &format!(" nodes.add_backend(node{number});");
        }
        vcl += &format!("sub vcl_init {{ new nodes = directors.round_robin(); {init} }}\n");
        vcl += "sub vcl_recv { set req.backend_hint = nodes.backend(); }\n";
        let file = folder.path().join("site.vcl");
        std::fs::write(&file, vcl).expect("it is written");
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

/// The program, and an address for it.
fn varnishd() -> Option<(&'static Path, String)> {
    let Some(program) = PROGRAMS.iter().map(Path::new).find(|place| place.exists()) else {
        eprintln!("varnishd is not there: NOT tested with it; scripts/setup-tests.sh installs it");
        return None;
    };
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    Some((program, address))
}

#[test]
fn a_publication_is_seen_through_varnish_at_once_although_all_pages_are_kept() {
    let Some((program, address)) = varnishd() else { return };
    let newsroom = Newsroom::new();
    newsroom.configure("varnish", &format!("[\"http://{address}\"]"));
    seen_through_varnish(program, &address, vec![newsroom], || {});
}

#[test]
fn so_it_is_with_two_nodes_on_postgresql_also_after_nothing_was_notified_for_a_while() {
    let Some((program, address)) = varnishd() else { return };
    let Ok(server) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        return eprintln!("DEPESCHE_TEST_POSTGRES is not set: two nodes are NOT tested");
    };
    let database = crate::postgres::fresh(&server);
    let node = || {
        let node = Newsroom::speaking("de");
        node.configure("varnish", &format!("[\"http://{address}\"]"));
        let file = node.data().join("depesche.toml");
        let text = std::fs::read_to_string(&file).expect("a configuration");
        let text = text.replace("url = \"archive.db\"", &format!("url = \"{database}\""));
        std::fs::write(&file, text).expect("it is written");
        node
    };
    let nodes = vec![node(), node()];
    nodes[0].run(&["section", "add", "politik", "--name", "de=Politik"]);
    // The connections that are notified are ended again and again.
    let cut = || {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND query LIKE 'LISTEN%'";
        for _ in 0..10 {
            let done = Command::new("psql").args([&database, "-q", "-c", sql]).output().expect("psql runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            std::thread::sleep(Duration::from_millis(100));
        }
        // They are made again.
        std::thread::sleep(Duration::from_millis(600));
    };
    seen_through_varnish(program, &address, nodes, cut);
}

struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Publishes, half of it after `interrupt`, and asks Varnish all the time.
fn seen_through_varnish(program: &Path, address: &str, mut nodes: Vec<Newsroom>, interrupt: impl Fn()) {
    let publications: usize =
        std::env::var("PUBLICATIONS").map_or(20, |text| text.parse().expect("a number"));
    nodes[0].publish("section = \"politik\"\nheadline = \"Vorher\"", "2022-01-21T16:30:00+01:00");
    for number in 0..publications {
        let front =
            format!("+++\nsection = \"politik\"\nheadline = \"Meldung {number}\"\n+++\n\nEin Satz.\n");
        nodes[0].run(&["article", "add", &nodes[0].file("draft.md", front)]);
    }
    nodes.iter_mut().for_each(Newsroom::serve);
    let varnish = Varnish::start(program, address, &nodes);
    let newsroom = &nodes[0];
    // Told of it for the first time, it drops what it had: only then is anything sure to be kept.
    let began = Instant::now();
    while !newsroom.run(&["cache", "status"]).contains("was told everything") {
        assert!(began.elapsed() < Duration::from_secs(60), "Varnish was not told");
    }
    // Nor is it told any more that pages look different with this program.
    while !nodes.iter().all(|node| node.data().join("caches-told-of").exists()) {
        assert!(began.elapsed() < Duration::from_secs(60), "Varnish was not told of the look");
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_millis(300));
    let first = varnish.get("/politik").expect("an answer");
    assert_eq!(first.header("surrogate-key"), "", "keys are not for readers");
    let again = varnish.get("/politik").expect("an answer");
    assert!(kept(&again) && again.status == 200, "Varnish keeps nothing: {}", again.head);

    let (stop, waits) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|threads| {
        // Also when something is found wrong: the others would never end.
        let _stop = Stop(&stop);
        // Readers ask all the time, for what is not there yet too, and so everything is kept.
        for _ in 0..2 {
            threads.spawn(|| {
                while !stop.load(Ordering::SeqCst) {
                    for number in 0..publications {
                        varnish.get(&path(number));
                        varnish.get("/");
                        varnish.get("/politik");
                        std::thread::sleep(Duration::from_millis(1));
                    }
                }
            });
        }
        for number in 0..publications {
            if number == publications / 2 {
                interrupt();
            }
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
    });
    let mut waits = waits.into_inner().expect("no thread failed");
    waits.sort();
    println!(
        "{publications} publications seen through Varnish after {:?} in the middle, p99 {:?}",
        waits[publications / 2],
        waits[(publications * 99).div_ceil(100) - 1]
    );
    assert!(waits[publications / 2] < Duration::from_millis(150), "{waits:?}");
    // Nothing old comes back, and what is there is kept.
    std::thread::sleep(Duration::from_secs(4));
    varnish.get("/");
    let front = varnish.get("/").expect("an answer");
    assert!(kept(&front) && front.body.contains(&format!("Meldung {}", publications - 1)), "{}", front.head);
    let settled = newsroom.run(&["cache", "status"]);
    assert!(settled.contains("was told everything") && !settled.contains("failed"), "{settled}");
    newsroom.run(&["cache", "purge", "--all"]);
    assert!(!kept(&varnish.get("/").expect("an answer")), "it was not dropped");

    // What no change in the log tells of: pages look different after a restart. At the old address
    // Varnish finds nobody now; what it keeps it would still send.
    let node = &mut nodes[0];
    std::fs::create_dir_all(node.data().join("theme")).expect("a folder");
    let told = std::fs::read_to_string(node.data().join("caches-told-of")).expect("it was told");
    std::fs::write(node.data().join("theme/robots-note.txt"), "neu").expect("it is written");
    node.stop();
    node.serve();
    let began = Instant::now();
    while std::fs::read_to_string(node.data().join("caches-told-of")).is_ok_and(|now| now == told) {
        assert!(began.elapsed() < Duration::from_secs(30), "Varnish was not told that pages look different");
        std::thread::sleep(Duration::from_millis(100));
    }
    // It was dropped.
    if nodes.len() == 1 {
        assert_eq!(varnish.get("/politik").expect("an answer").status, 503);
    }
}

fn path(number: usize) -> String {
    format!("/politik/meldung-{number}-{}", number + 2)
}
