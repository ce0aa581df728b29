//! How long after a publication was answered each page shows it that has to:
//!
//!     publish_to_fresh DATABASE ADDRESS COUNT
//!
//! ADDRESS is that of a server over the same database, which other processes may load meanwhile. This
//! one publishes, as the command line does, and asks for each page until it has the new headline.
//! `make bench` runs it.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use archive::{Archive, Place, Placement};
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::document::{Block, Document};
use newsroom::language::Language;
use newsroom::site::Site;

/// When a page that is still old is given up.
const PATIENCE: Duration = Duration::from_secs(10);

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [database, address, count] = &arguments[..] else {
        return Err("usage: publish_to_fresh DATABASE ADDRESS COUNT".into());
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(database, address, count.parse()?))
}

async fn measure(database: &str, address: &str, count: usize) -> Result<(), Box<dyn Error>> {
    let german = Language::parse("de")?;
    let site = Site {
        name: "Das Messblatt".into(),
        tagline: String::new(),
        languages: vec![german.clone(), Language::parse("en")?],
        zone: jiff::tz::TimeZone::get("Europe/Berlin")?,
        url: "http://127.0.0.1:8080".parse()?,
        article_address: "/{section}/{slug}-{id}".into(),
    };
    let archive = Archive::open(&Place::Sqlite(database.into())).await?;
    let reading = archive.reading();
    let sections = reading.sections().await?;
    let section = sections.first().ok_or("a section is needed")?;
    let topics = reading.topics_in(&german, 1).await?;
    let authors = reading.authors_in(&german, 1).await?;
    let topic = topics.first().ok_or("a topic is needed")?;
    let author = authors.first().ok_or("an author is needed")?;
    let mut pages: Vec<String> = vec![
        "/".into(),
        format!("/{}", section.path),
        format!("/thema/{}", topic.slug),
        format!("/autor/{}", author.slug),
        "/feed.rss".into(),
        "/feed.atom".into(),
        "/sitemap/news.xml".into(),
        "/sitemap/de-latest.xml".into(),
    ];
    let mut connection = Connection::open(address)?;
    let (mut written, mut fresh, mut together) = (Vec::new(), vec![Vec::new(); pages.len() + 1], Vec::new());
    for number in 0..count {
        let headline = format!("Eilmeldung {number} um {}", jiff::Timestamp::now().as_millisecond());
        let placement = Placement {
            section: Some(section.id),
            topics: vec![topic.id],
            authors: vec![author.id],
            ..Placement::new(german.clone())
        };
        let mut body = Document::new(vec![Block::paragraph("Ein Satz, und noch einer.")]);
        body.fill_ids();
        let text = Text { headline: headline.clone(), body, ..Text::default() };
        let (site, clearance) = (site.clone(), Clearance::by_person("Messung", "gemessen")?);
        let began = Instant::now();
        let path = archive
            .write(Cause::command("bench"), move |w| {
                Box::pin(async move {
                    let story = w.add_story(None).await?;
                    let article = w.add_article(story, &placement, &text).await?;
                    w.publish_article(&site, article, &clearance, w.now(), false).await
                })
            })
            .await?;
        written.push(began.elapsed());
        let answered = Instant::now();
        pages.push(path.clone());
        for (page, times) in pages.iter().zip(&mut fresh) {
            // A sitemap names addresses only.
            let sign = if page.ends_with("-latest.xml") { &path } else { &headline };
            while !connection.get(page)?.contains(sign) {
                if answered.elapsed() > PATIENCE {
                    return Err(format!("{page} does not show “{headline}”").into());
                }
            }
            times.push(answered.elapsed());
        }
        together.push(answered.elapsed());
        pages.pop();
        std::thread::sleep(Duration::from_millis(20));
    }
    print("publication durable", &mut written);
    pages.push("the article".into());
    for (page, times) in pages.iter().zip(&mut fresh) {
        print(page, times);
    }
    print("all of them", &mut together);
    Ok(())
}

fn print(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("    {what:<24} p50 {:>6.2} ms, p99 {:>6.2} ms", at(50), at(99));
}

/// A connection that is kept for many requests.
struct Connection {
    reader: BufReader<TcpStream>,
    address: String,
}

impl Connection {
    fn open(address: &str) -> std::io::Result<Connection> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Connection { reader: BufReader::new(stream), address: address.to_owned() })
    }

    /// The body of a page; empty where there is none yet.
    fn get(&mut self, path: &str) -> Result<String, Box<dyn Error>> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        self.reader.get_mut().write_all(request.as_bytes())?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.reader.read_line(&mut line)?;
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok(String::from_utf8(body)?)
    }
}
