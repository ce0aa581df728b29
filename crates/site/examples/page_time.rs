//! Where the time of one article page goes, without a socket and on one thread:
//!
//!     page_time DATABASE PATHS        PATHS is a file with an address on each line
//!
//! `make bench` runs it. The spans `sql` and `template` are timed; what a request costs whatever it
//! asks for is that of `/health/live`.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use archive::{Archive, Files, Place};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use newsroom::language::Language;
use newsroom::site::Site;
use render::messages::Messages;
use render::theme::Theme;
use site::{Look, Settings, SiteState};
use tower::ServiceExt;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

// As the program has it.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TIME: Duration = Duration::from_secs(2);
const BATCH: usize = 20;
const NAMES: [&str; 2] = ["sql", "template"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(database), Some(paths)) = (arguments.next(), arguments.next()) else {
        return Err("usage: page_time DATABASE PATHS".into());
    };
    let paths: Vec<String> = std::fs::read_to_string(paths)?.lines().map(str::to_owned).collect();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure(&database, &paths))
}

async fn measure(database: &str, paths: &[String]) -> Result<(), Box<dyn Error>> {
    let site = Site {
        name: "Das Messblatt".into(),
        tagline: String::new(),
        languages: vec![Language::parse("de")?, Language::parse("en")?],
        zone: jiff::tz::TimeZone::get("Europe/Berlin")?,
        url: "http://127.0.0.1:8080".parse()?,
        article_address: "/{section}/{slug}-{id}".into(),
    };
    let messages = Arc::new(Messages::load(None)?);
    let look = Look::new(Theme::load(None, &messages)?, messages, &site)?;
    let archive = Archive::open(&Place::Sqlite(database.into())).await?;
    let files = Files::new(Path::new(database).with_file_name("assets"));
    // With no room for pages that are kept each is made anew, as in a server that has not got it.
    let app = SiteState::new(archive, files, site, look, Settings::default()).await?;
    let router = site::router(&app);
    let following = app.clone();
    tokio::spawn(async move { following.archive.keep_following().await });
    while !app.archive.is_following() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }

    run(&router, paths).await?;
    let whole = run(&router, paths).await?;
    let any = run(&router, &["/health/live".to_owned()]).await?;
    tracing::subscriber::set_global_default(Clock)?;
    SPENT.iter().for_each(|spent| spent.store(0, Ordering::Relaxed));
    let timed = run(&router, paths).await?;
    // Timing costs something itself: only the shares are taken from the timed run.
    let share = |at: usize| SPENT[at].load(Ordering::Relaxed) as f64 / 1e3 / timed.total * whole.each;
    let (sql, template) = (share(0), share(1));
    println!(
        "  in process             {:.1} µs for a page, in the middle {:.1} µs",
        whole.each, whole.middle
    );
    println!("    SQL and its rows     {sql:.1} µs");
    println!("    template             {template:.1} µs");
    println!("    any request          {:.1} µs", any.each);
    println!("    view, text, hash     {:.1} µs", whole.each - sql - template - any.each);
    Ok(())
}

/// Microseconds.
struct Took {
    /// Of all requests.
    total: f64,
    /// Of a request in the calmest tenth of batches: what else the machine does counts less there.
    each: f64,
    /// Of a request in the middle one.
    middle: f64,
}

async fn run(router: &Router, paths: &[String]) -> Result<Took, Box<dyn Error>> {
    let (began, mut batches) = (Instant::now(), Vec::new());
    let mut paths = paths.iter().cycle();
    while began.elapsed() < TIME {
        let batch = Instant::now();
        for path in paths.by_ref().take(BATCH) {
            let answer = router.clone().oneshot(Request::get(path).body(Body::empty())?).await?;
            if !answer.status().is_success() {
                return Err(format!("{path}: {}", answer.status()).into());
            }
            to_bytes(answer.into_body(), usize::MAX).await?;
        }
        batches.push(batch.elapsed().as_secs_f64() * 1e6 / BATCH as f64);
    }
    let total = began.elapsed().as_secs_f64() * 1e6;
    let count = batches.len();
    batches.sort_by(f64::total_cmp);
    Ok(Took { total, each: batches[count / 10], middle: batches[count / 2] })
}

static SPENT: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];
static ENTERED: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Adds up the nanoseconds within each of the spans; neither lies within itself.
struct Clock;

impl Clock {
    fn now() -> u64 {
        static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
        // Five hundred years fit into 64 bits.
        BEGAN.get_or_init(Instant::now).elapsed().as_nanos() as u64
    }

    fn place(span: &Id) -> usize {
        span.into_u64() as usize - 1
    }
}

impl Subscriber for Clock {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && NAMES.contains(&metadata.name())
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let place = NAMES.iter().position(|name| *name == span.metadata().name()).unwrap_or_default();
        Id::from_u64(place as u64 + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, span: &Id) {
        ENTERED[Clock::place(span)].store(Clock::now(), Ordering::Relaxed);
    }

    fn exit(&self, span: &Id) {
        let at = Clock::place(span);
        SPENT[at].fetch_add(Clock::now() - ENTERED[at].load(Ordering::Relaxed), Ordering::Relaxed);
    }
}
