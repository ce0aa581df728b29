//! A loader: a few connections that ask again as soon as they are answered (HTTP/1.1, keep-alive).

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 16;

/// Asks in a process of its own on the loader's core; says the answers a second.
pub(crate) fn on_its_core(address: &str, paths: &Path, time: Duration) -> Result<f64> {
    let output = crate::itself(crate::LOADER_CORE)?
        .args(["load", address])
        .arg(paths)
        .arg(time.as_millis().to_string())
        .output()?;
    ensure!(output.status.success(), "the loader failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout)?.trim().parse().context("the loader said no number")
}

/// That process.
/// With a rate, no more than so many requests a second are sent.
pub(crate) fn run(address: &str, paths: &Path, milliseconds: u64, rate: Option<u64>) -> Result<()> {
    let text = std::fs::read_to_string(paths)?;
    let requests: Vec<String> = text
        .lines()
        .map(|path| format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: identity\r\n\r\n"))
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let began = Instant::now();
    let end = began + Duration::from_millis(milliseconds);
    let answers = runtime.block_on(async {
        let connections = (0..CONNECTIONS).map(|number| connection(address, &requests, number, end, rate));
        let mut answers = 0;
        let all: Vec<_> = connections.map(Box::pin).collect();
        for answered in join(all).await {
            answers += answered?;
        }
        anyhow::Ok(answers)
    })?;
    println!("{}", answers as f64 / began.elapsed().as_secs_f64());
    Ok(())
}

/// All of them at the same time, on this thread.
pub(crate) async fn join<T, F>(mut all: Vec<std::pin::Pin<Box<F>>>) -> Vec<Result<T>>
where
    F: Future<Output = Result<T>>,
{
    let mut done = Vec::new();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(outcome) => {
                done.push(outcome);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

async fn connection(
    address: &str,
    requests: &[String],
    number: usize,
    end: Instant,
    rate: Option<u64>,
) -> Result<u64> {
    // Waiting for each request would cost more than the request: eight go in a row.
    let pause = rate.map(|rate| Duration::from_secs_f64(8.0 * CONNECTIONS as f64 / rate as f64));
    let mut next = tokio::time::Instant::now();
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let mut answers = 0;
    let mut buffer = vec![0; 256 * 1024];
    // Each connection begins elsewhere, and so they never ask for the same at once.
    let mut at = number * requests.len() / CONNECTIONS;
    while Instant::now() < end {
        exchange(&mut stream, requests[at % requests.len()].as_bytes(), "http/1.1 200", &mut buffer).await?;
        answers += 1;
        at += 1;
        if let Some(pause) = pause.filter(|_| answers % 8 == 0) {
            next += pause;
            tokio::time::sleep_until(next).await;
        }
    }
    Ok(answers)
}

/// Sends a request and reads its answer, which must begin like this, in small letters.
pub(crate) async fn exchange(
    stream: &mut TcpStream,
    request: &[u8],
    begins: &str,
    buffer: &mut Vec<u8>,
) -> Result<()> {
    stream.write_all(request).await?;
    let mut filled = 0;
    let mut whole = None;
    while whole.is_none_or(|whole| filled < whole) {
        if filled == buffer.len() {
            buffer.resize(buffer.len() * 2, 0);
        }
        let read = stream.read(&mut buffer[filled..]).await?;
        ensure!(read > 0, "the server hung up");
        filled += read;
        if whole.is_none() {
            whole = length(&buffer[..filled], begins)?;
        }
    }
    Ok(())
}

/// How long an answer will be, once its head is there.
fn length(so_far: &[u8], begins: &str) -> Result<Option<usize>> {
    let Some(end) = so_far.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&so_far[..end])?.to_ascii_lowercase();
    ensure!(head.starts_with(begins), "answered {head}");
    let body = head.lines().find_map(|line| line.strip_prefix("content-length:")).context("no length")?;
    Ok(Some(end + 4 + body.trim().parse::<usize>()?))
}
