//! Comments a second that are durable: the archive beside plain loops of SQLite (the archive's example
//! `comment_rate`, built beside the program), and sent over HTTP.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::net::TcpStream;

use crate::newsroom::Newsroom;
use crate::{LOADER_CORE, ROUNDS, loader, server};

const CONNECTIONS: u32 = 64;
/// The first of the copies that a newsroom is made of; it takes comments.
const ARTICLE: u32 = 1_000_001;
/// How long a round is.
const ROUND: Duration = Duration::from_secs(2);

/// Measures on a newsroom, which then has many more comments than before.
pub(crate) fn measure(program: &Path, newsroom: &Newsroom) -> Result<()> {
    let example = program.with_file_name("examples").join("comment_rate");
    let status = Command::new(&example).arg(newsroom.database()).status()?;
    ensure!(status.success(), "{} failed", example.display());
    over_http(program, newsroom)
}

/// As readers send them, each from a network of its own: as many as the site takes, with all it does for one.
fn over_http(program: &Path, newsroom: &Newsroom) -> Result<()> {
    let file = newsroom.folder.join("depesche.toml");
    let configuration = std::fs::read_to_string(&file)?;
    let believed = "trusted_proxies = [\"127.0.0.1\"]";
    std::fs::write(&file, configuration.replace("trusted_proxies = []", believed))?;
    let (depesche, _) = server::depesche(program, newsroom)?;
    let (mut rates, mut middles, mut slow) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS as u32 {
        let output = crate::itself(LOADER_CORE)?
            .args(["send", &depesche.address, &round.to_string(), &ROUND.as_millis().to_string()])
            .output()?;
        ensure!(output.status.success(), "sending failed: {}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout)?;
        let figures: Vec<f64> =
            said.split_whitespace().map(str::parse).collect::<Result<_, _>>().context("no numbers")?;
        ensure!(figures.len() == 3, "the sender said “{said}”");
        if round > 0 {
            rates.push(figures[0]);
            middles.push(figures[1]);
            slow.push(figures[2]);
        }
    }
    println!(
        "  sent over HTTP         {:.0} a second (rounds {:.0} to {:.0}), waits {:.2} ms in the middle, p99 {:.2}",
        crate::median(&mut rates),
        rates[0],
        rates[ROUNDS - 1],
        crate::median(&mut middles),
        crate::median(&mut slow)
    );
    Ok(())
}

/// The process that sends: says comments a second, and of their waits the middle and p99 in milliseconds.
pub(crate) fn send(address: &str, round: u32, milliseconds: u64) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let began = Instant::now();
    let end = began + Duration::from_millis(milliseconds);
    let mut waits = runtime.block_on(async {
        let all = (0..CONNECTIONS).map(|number| Box::pin(connection(address, round, number, end))).collect();
        let mut waits = Vec::new();
        for sent in loader::join(all).await {
            waits.append(&mut sent?);
        }
        anyhow::Ok(waits)
    })?;
    waits.sort_by(f64::total_cmp);
    let wait = |part: f64| waits[((waits.len() - 1) as f64 * part) as usize] * 1e3;
    println!("{} {} {}", waits.len() as f64 / began.elapsed().as_secs_f64(), wait(0.5), wait(0.99));
    Ok(())
}

async fn connection(address: &str, round: u32, number: u32, end: Instant) -> Result<Vec<f64>> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut buffer, mut waits, mut sent) = (vec![0; 64 * 1024], Vec::new(), 0_u32);
    while Instant::now() < end {
        // A network may send six.
        let network = std::net::Ipv4Addr::from((round + 1) << 24 | number << 18 | sent / 6 & 0x3_ffff);
        let form = format!(
            "comment=Im+Hafen+redet+man+seit+Wochen+von+nichts+anderem.+{}+{sent}&name=Leser&email=leser%40example.org",
            "Wer+das+Rathaus+kennt,+wundert+sich+kaum.+".repeat(5)
        );
        let request = format!(
            "POST /kommentar/{ARTICLE} HTTP/1.1\r\nHost: {address}\r\nX-Forwarded-For: {network}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let began = Instant::now();
        loader::exchange(&mut stream, request.as_bytes(), "http/1.1 303", &mut buffer).await?;
        waits.push(began.elapsed().as_secs_f64());
        sent += 1;
    }
    Ok(waits)
}
