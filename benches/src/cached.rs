//! Pages that are kept, beside nginx sending the same bytes from precompressed files with the same
//! headers: one address and ten thousand by Zipf, and what a reader has already.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::newsroom::Newsroom;
use crate::server::{self, Server};
use crate::{LOADER_CORE, ROUNDS, median};

/// Connections that ask.
const CONNECTIONS: usize = 64;
/// How long a round is.
const ROUND: Duration = Duration::from_secs(2);
/// Addresses asked for by Zipf.
const ADDRESSES: usize = 10_000;
/// Megabytes of pages that are kept without a word about it in the configuration.
const USUAL: u32 = 96;

/// What a loader found.
#[derive(Clone, Copy, Debug)]
struct Load {
    a_second: f64,
    p99: f64,
}

/// Measures all of it.
pub(crate) fn measure(program: &Path, newsroom: &Newsroom, folder: &Path) -> Result<()> {
    let (depesche, _) = server::depesche(program, newsroom)?;
    tell_memory("before the load", &depesche)?;
    let path = &newsroom.paths[0];
    let page = settled(&depesche, path)?;
    let files = folder.join("nginx-cached");
    std::fs::create_dir_all(&files)?;
    std::fs::write(files.join("page.html"), server::get(&depesche.address, path)?)?;
    std::fs::write(files.join("page.html.gz"), &page.body)?;
    let addresses = many(&depesche, newsroom, &files)?;
    let Some(nginx) = server::nginx_static(&page.head, &files)? else {
        println!("  nginx is not there: scripts/setup-tests.sh --bench installs it");
        return Ok(());
    };
    println!("  a page of {} bytes in gzip, {CONNECTIONS} connections, keep-alive", page.body.len());
    let same = files.join("same.lua");
    let gzip = ["-H", "Accept-Encoding: gzip"];

    compare("one address", &mut || {
        Ok((wrk(&depesche.address, path, &gzip, None)?, wrk(&nginx.address, "/page.html", &gzip, None)?))
    })?;

    let tag = page.header("etag").context("no tag")?;
    let theirs = server::head(&nginx.address, "/page.html", "gzip")?;
    let their_tag = server::header(&theirs, "etag").context("nginx sends no tag")?;
    let (ours, known) = (format!("If-None-Match: {tag}"), format!("If-None-Match: {their_tag}"));
    compare("304", &mut || {
        Ok((
            wrk(&depesche.address, path, &[&gzip[..], &["-H", &ours]].concat(), None)?,
            wrk(&nginx.address, "/page.html", &[&gzip[..], &["-H", &known]].concat(), None)?,
        ))
    })?;

    std::fs::write(&same, script(&addresses))?;
    let file_script = files.join("files.lua");
    let files_of: Vec<String> = (0..addresses.len()).map(|number| format!("/{number}.html")).collect();
    std::fs::write(&file_script, script(&files_of))?;
    tell_memory("after one address", &depesche)?;
    drop(depesche);
    // As much as is kept without a word about it, and room for all of them.
    for megabytes in [USUAL, 400] {
        let (depesche, _) = server::with_cache(program, newsroom, megabytes)?;
        // Once without counting, until what is asked for often is kept and compressed.
        for _ in 0..10 {
            wrk(&depesche.address, path, &gzip, Some(&same))?;
        }
        compare(&format!("{} of {megabytes} MB", addresses.len()), &mut || {
            Ok((
                wrk(&depesche.address, path, &gzip, Some(&same))?,
                wrk(&nginx.address, "/page.html", &gzip, Some(&file_script))?,
            ))
        })?;
        tell_memory("after the load", &depesche)?;
    }
    Ok(())
}

fn tell_memory(when: &str, depesche: &Server) -> Result<()> {
    let (own, all) = (depesche.own_kilobytes()? / 1000, depesche.resident_kilobytes()? / 1000);
    println!("  memory {when:<15} {own} MB of its own, {all} MB with the files that are mapped");
    Ok(())
}

/// Runs both in turns; prints medians, the ratio of each round and the 99th percentile of the answers.
fn compare(what: &str, round: &mut dyn FnMut() -> Result<(Load, Load)>) -> Result<()> {
    let (mut ours, mut theirs, mut ratios, mut late, mut theirs_late) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (own, other) = round()?;
        ours.push(own.a_second);
        theirs.push(other.a_second);
        ratios.push(own.a_second / other.a_second);
        late.push(own.p99);
        theirs_late.push(other.p99);
    }
    let ratio = median(&mut ratios);
    println!(
        "  {what:<20} {:>7.0} a second, p99 {:.2} ms; nginx {:>7.0}, p99 {:.2} ms; ratio {ratio:.2} (rounds {:.2} to {:.2})",
        median(&mut ours),
        median(&mut late),
        median(&mut theirs),
        median(&mut theirs_late),
        ratios[0],
        ratios[ROUNDS - 1],
    );
    Ok(())
}

/// An answer with its head.
struct Page {
    head: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Page {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The page in gzip, once it is there in it and says when it was made.
fn settled(depesche: &Server, path: &str) -> Result<Page> {
    for _ in 0..200 {
        let (head, body) = server::exchange(&depesche.address, path, "gzip")?;
        let page = Page { head, body };
        if page.header("content-encoding") == Some("gzip") && page.header("last-modified").is_some() {
            return Ok(page);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    anyhow::bail!("{path} is not sent in gzip")
}

/// Some addresses, with their pages as files for nginx.
fn many(depesche: &Server, newsroom: &Newsroom, files: &Path) -> Result<Vec<String>> {
    let addresses: Vec<String> = newsroom.addresses(ADDRESSES)?;
    let compressed = |body: &[u8]| -> Result<Vec<u8>> {
        let mut gzip = Command::new("gzip")
            .arg("-9c")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        std::io::Write::write_all(&mut gzip.stdin.take().context("a pipe")?, body)?;
        Ok(gzip.wait_with_output()?.stdout)
    };
    for (number, address) in addresses.iter().enumerate() {
        let page = server::get(&depesche.address, address)?;
        std::fs::write(files.join(format!("{number}.html.gz")), compressed(&page)?)?;
        std::fs::write(files.join(format!("{number}.html")), page)?;
    }
    Ok(addresses)
}

/// Asks for one address, or for those of a script, on the loader's core.
fn wrk(address: &str, path: &str, more: &[&str], script: Option<&Path>) -> Result<Load> {
    let mut command = Command::new("taskset");
    command.args(["-c", LOADER_CORE, "wrk", "-t1", "--latency"]);
    command.arg(format!("-c{CONNECTIONS}")).arg(format!("-d{}s", ROUND.as_secs())).args(more);
    if let Some(script) = script {
        command.arg("-s").arg(script);
    }
    let output = command.arg(format!("http://{address}{path}")).output().context("wrk is not there")?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "wrk failed: {}", String::from_utf8_lossy(&output.stderr));
    ensure!(!text.contains("Non-2xx"), "wrk was answered with errors: {text}");
    let said = |name: &str| text.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    let a_second = said("Requests/sec:").context("wrk says no rate")?.parse()?;
    let p99 = milliseconds(said("99%").context("wrk says no percentile")?)?;
    Ok(Load { a_second, p99 })
}

fn milliseconds(text: &str) -> Result<f64> {
    for (unit, factor) in [("us", 1e-3), ("ms", 1.0), ("s", 1e3)] {
        if let Some(number) = text.strip_suffix(unit) {
            return Ok(number.parse::<f64>()? * factor);
        }
    }
    anyhow::bail!("“{text}” is no time")
}

/// A script for wrk that asks for these by Zipf: the n-th with the weight 1/n.
fn script(addresses: &[String]) -> String {
    let mut script = String::from("local requests = {}\nlocal paths = {\n");
    for address in addresses {
        // Writing to a String cannot fail.
        let _: std::fmt::Result = writeln!(script, "{address:?},");
    }
    script.push_str(
        "}\nlocal sums, sum = {}, 0\nfor n = 1, #paths do sum = sum + 1 / n; sums[n] = sum end\n\
         local at = 0\nlocal order = {}\nmath.randomseed(1)\n\
         for i = 1, 65536 do\n  local wanted = math.random() * sum\n  local low, high = 1, #paths\n\
           while low < high do\n    local middle = math.floor((low + high) / 2)\n\
             if sums[middle] < wanted then low = middle + 1 else high = middle end\n  end\n  order[i] = low\nend\n\
         init = function(args)\n  for n = 1, #paths do requests[n] = wrk.format('GET', paths[n]) end\nend\n\
         request = function()\n  at = at % 65536 + 1\n  return requests[order[at]]\nend\n",
    );
    script
}
