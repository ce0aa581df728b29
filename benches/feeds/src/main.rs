//! How fast a feed of 50 items and 240 kilobytes is read: by `wire`, by feed-rs, and by Python's feedparser.
//!
//!     feed-bench [PYTHON]     PYTHON has feedparser; without it, only the other two are measured
//!
//! All read the same text in one process after the other, on the core they are bound to from outside. Ours and
//! feed-rs take turns for seven rounds, so that both meet the same noise; the medians are printed.

mod text;

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use wire::Hints;
use wire::feed::Source;

const ROUNDS: usize = 7;
const ROUND: Duration = Duration::from_millis(400);

fn main() {
    let feed = text::feed();
    let bytes = feed.as_bytes();
    println!("{} items, {} bytes", text::ITEMS, bytes.len());
    let parse = || {
        let source = Source::new(bytes, &Hints::default());
        black_box(source.read().expect("a feed").entries.len())
    };
    let convert = || {
        let source = Source::new(bytes, &Hints::default());
        black_box(source.read().expect("a feed").to_items().len())
    };
    let other = || black_box(feed_rs::parser::parse(bytes).expect("a feed").entries.len());
    let mut rates = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        rates[0].push(rate(&parse));
        rates[1].push(rate(&other));
        rates[2].push(rate(&convert));
    }
    let [parse, other, convert] = rates.map(median);
    println!("wire, parsing                    {parse:>9.0} items/s");
    println!("feed-rs, parsing                 {other:>9.0} items/s   wire is {:.2} times it", parse / other);
    println!("wire, into items with documents  {convert:>9.0} items/s");
    if let Some(python) = std::env::args().nth(1) {
        let feedparser = feedparser(&python, &feed);
        println!(
            "feedparser                       {feedparser:>9.0} items/s   wire is {:.1} times it",
            convert / feedparser
        );
    }
}

/// Items a second in one round.
fn rate(read: &dyn Fn() -> usize) -> f64 {
    let (start, mut items) = (Instant::now(), 0);
    while start.elapsed() < ROUND {
        items += read();
    }
    items as f64 / start.elapsed().as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// What feedparser does with the same text.
fn feedparser(python: &str, feed: &str) -> f64 {
    let file = std::env::temp_dir().join(format!("feed-bench-{}.xml", std::process::id()));
    std::fs::write(&file, feed).expect("a file");
    let script = "
import sys, time, statistics, feedparser
data = open(sys.argv[1], 'rb').read()
rates = []
for _ in range(5):
    start = time.perf_counter(); items = 0
    while time.perf_counter() - start < 0.5:
        items += len(feedparser.parse(data).entries)
    rates.append(items / (time.perf_counter() - start))
print(statistics.median(rates))
";
    let out = Command::new(python).args(["-c", script]).arg(&file).output().expect("Python");
    let _ = std::fs::remove_file(&file);
    let said = String::from_utf8_lossy(&out.stdout);
    said.trim().parse().unwrap_or_else(|_| panic!("feedparser: {}", String::from_utf8_lossy(&out.stderr)))
}
