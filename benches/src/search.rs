//! The search of a large archive: building its index, and questions a second of one core.
//!
//! The archive is grown by `depesche demo grow`. Questions are words of headlines drawn at random, so
//! that frequent words are asked for more often than rare ones: one word, two, three, a phrase, and one with
//! a typing error. Each is asked once.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use tokio::net::TcpStream;

use crate::newsroom::Newsroom;
use crate::{LOADER_CORE, ROUNDS, loader, server};

/// Questions of each kind.
const ASKED: usize = 1_000;
/// How long a round is.
const ROUND: Duration = Duration::from_secs(4);
/// How long the server may take to have its index in use.
const PATIENCE: Duration = Duration::from_secs(600);

/// Grows an archive in a folder, unless it is there, and measures.
pub(crate) fn measure(program: &Path, folder: &Path, articles: usize) -> Result<()> {
    let (program, folder) = (std::path::absolute(program)?, std::path::absolute(folder)?);
    let run = |arguments: &[&str]| -> Result<String> {
        let output = Command::new(&program).env("DEPESCHE_DATA", &folder).args(arguments).output()?;
        ensure!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    };
    if !folder.exists() {
        run(&["init", "--name", "Das Messblatt", "--language", "de,en"])?;
    }
    print!("{}", run(&["demo", "grow", "--articles", &articles.to_string()])?);
    print!("{}", run(&["search", "rebuild"])?);
    let newsroom = Newsroom::there(&folder)?;
    println!(
        "the database has {} MB, the index {} MB",
        newsroom.database_bytes()? / 1_000_000,
        bytes(&folder.join("search"))? / 1_000_000
    );
    let (depesche, _) = server::depesche(&program, &newsroom)?;
    let began = Instant::now();
    while server::get(&depesche.address, "/health/ready")? != b"ok\n" {
        ensure!(began.elapsed() < PATIENCE, "the index is not in use after {PATIENCE:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    println!("memory {} MB before the first question", depesche.resident_kilobytes()? / 1_000);
    let mut all = Vec::new();
    for (kind, questions) in questions(&newsroom)? {
        all.extend(questions.iter().cloned());
        let file = write(&folder, &questions, "/suche.json")?;
        report(kind, &depesche.address, &file)?;
    }
    let file = write(&folder, &all, "/suche")?;
    report("all of them, the page", &depesche.address, &file)?;
    let file = write(&folder, &all, "/suche.json")?;
    report("all of them, JSON", &depesche.address, &file)?;
    let mut rates = Vec::new();
    for _ in 0..ROUNDS {
        rates.push(loader::on_its_core(&depesche.address, &file, ROUND)?);
    }
    let middle = crate::median(&mut rates);
    println!(
        "  16 at the same time      {middle:.0} a second (rounds {:.0} to {:.0})",
        rates[0],
        rates[ROUNDS - 1]
    );
    println!("memory {} MB afterwards", depesche.resident_kilobytes()? / 1_000);
    Ok(())
}

/// Asks one question after the other, each once, in a process of its own.
fn report(kind: &str, address: &str, file: &Path) -> Result<()> {
    let output = crate::itself(LOADER_CORE)?
        .args(["ask", address])
        .arg(file)
        .arg(ROUND.as_millis().to_string())
        .output()?;
    ensure!(output.status.success(), "asking failed: {}", String::from_utf8_lossy(&output.stderr));
    println!("  {kind:<24} {}", String::from_utf8(output.stdout)?.trim());
    Ok(())
}

/// That process.
pub(crate) fn ask(address: &str, paths: &Path, milliseconds: u64) -> Result<()> {
    let text = std::fs::read_to_string(paths)?;
    let end = Instant::now() + Duration::from_millis(milliseconds);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut waits = runtime.block_on(async {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let mut buffer = vec![0; 256 * 1024];
        let mut waits = Vec::new();
        for path in text.lines().take_while(|_| Instant::now() < end) {
            let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
            let began = Instant::now();
            loader::exchange(&mut stream, request.as_bytes(), "http/1.1 200", &mut buffer).await?;
            waits.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        anyhow::Ok(waits)
    })?;
    waits.sort_by(f64::total_cmp);
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
    let all: f64 = waits.iter().sum();
    println!(
        "{:.0} a second, one after the other; p50 {:.2} ms, p95 {:.2}, p99 {:.2}, longest {:.2} ({} questions)",
        waits.len() as f64 * 1_000.0 / all,
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        waits.len()
    );
    Ok(())
}

fn questions(newsroom: &Newsroom) -> Result<Vec<(&'static str, Vec<String>)>> {
    let database = Connection::open(newsroom.database())?;
    let last: i64 = database.query_row("SELECT max(id) FROM revisions", [], |row| row.get(0))?;
    let mut one = database.prepare("SELECT headline FROM revisions WHERE id >= ?1 ORDER BY id LIMIT 1")?;
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below.max(1) as u64) as usize
    };
    let mut kinds: Vec<(&'static str, Vec<String>)> =
        ["one word", "two words", "three words", "a phrase", "mistyped"]
            .map(|kind| (kind, Vec::new()))
            .into();
    while kinds[0].1.len() < ASKED {
        let id = draw(usize::try_from(last)?) as i64;
        let headline: String = one.query_row([id], |row| row.get(0)).context("no headline")?;
        let words: Vec<&str> =
            headline.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).collect();
        if words.len() < 3 {
            continue;
        }
        let first = draw(words.len() - 2);
        let mut typo: Vec<char> = words[first].chars().collect();
        let place = 1 + draw(typo.len() - 2);
        typo.remove(place);
        for (kind, question) in kinds.iter_mut().zip([
            words[first].to_owned(),
            words[first..first + 2].join(" "),
            words[first..first + 3].join(" "),
            format!("\"{}\"", between(&headline, words[first], words[first + 1])),
            typo.into_iter().collect(),
        ]) {
            kind.1.push(question);
        }
    }
    Ok(kinds)
}

/// A headline from one word to the next long one.
fn between<'h>(headline: &'h str, first: &str, second: &str) -> &'h str {
    let start = headline.find(first).unwrap_or(0);
    let rest = &headline[start + first.len()..];
    let end = rest.find(second).map_or(headline.len(), |at| start + first.len() + at + second.len());
    &headline[start..end]
}

fn write(folder: &Path, questions: &[String], path: &str) -> Result<std::path::PathBuf> {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let lines: Vec<String> =
        questions.iter().map(|question| format!("{path}?q={}", encoded(question))).collect();
    let file = folder.join("questions.txt");
    std::fs::write(&file, lines.join("\n"))?;
    Ok(file)
}

/// The size of all files below a folder.
fn bytes(folder: &Path) -> Result<u64> {
    let mut all = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        all += if kind.is_dir() { bytes(&entry.path())? } else { kind.len() };
    }
    Ok(all)
}
