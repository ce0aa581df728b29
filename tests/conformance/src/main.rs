//! `conformance`: runs what is built against test data of others and says how much of it is right.
//!
//! One module for each kind of corpus; each yields [`tally::Tally`]s and says how good they must be.

mod article;
mod data;
mod dates;
mod email_address;
mod feeds;
mod ghost;
mod idna;
mod imported;
mod not_yet;
mod report;
mod sanitise;
mod ssrf;
mod tally;
mod url;
mod wire;
mod wxr;
mod xxe;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use tally::Tally;

/// Runs what is built against corpora, and ends with 1 where less is right than must be.
#[derive(Parser)]
struct Cli {
    /// The folder of corpora: wxr, ghost, feeds, wire-…, xxe, article, sanitise, email-address, url.
    #[arg(long, env = "CORPORA")]
    corpora: PathBuf,
    /// The folder of checks: dates.jsonl.
    #[arg(long, env = "CHECKS")]
    checks: PathBuf,
    /// Print JSON instead of the table; with a file, write JSON there beside the table.
    #[arg(long, num_args = 0..=1, value_name = "FILE")]
    json: Option<Option<PathBuf>>,
    /// Print each failure with its reason.
    #[arg(long)]
    failures: bool,
    /// Only these kinds: wxr, ghost, feeds, wire, xxe, article, dates, sanitise, email-address, url, idna, ssrf.
    #[arg(long, value_name = "KIND")]
    only: Vec<String>,
}

/// A kind of corpus and what runs it, given the folders of corpora and of checks.
type Kind = (&'static str, fn(&Cli) -> Result<Vec<Tally>>);

const KINDS: [Kind; 12] = [
    ("wxr", |cli| wxr::run(&cli.corpora.join("wxr"))),
    ("ghost", |cli| ghost::run(&cli.corpora.join("ghost"))),
    ("feeds", |cli| feeds::run(&cli.corpora.join("feeds"))),
    ("dates", |cli| dates::run(&cli.checks.join("dates.jsonl"))),
    ("email-address", |cli| email_address::run(&cli.corpora.join("email-address"))),
    ("url", |cli| url::run(&cli.corpora.join("url"))),
    ("idna", |cli| idna::run(&cli.corpora.join("url"))),
    ("ssrf", |cli| ssrf::run(&cli.corpora.join("ssrf"))),
    ("article", |cli| article::run(&cli.corpora.join("article"))),
    ("wire", |cli| wire::run(&cli.corpora)),
    ("xxe", |cli| xxe::run(&cli.corpora.join("xxe"))),
    ("sanitise", |cli| sanitise::run(&cli.corpora.join("sanitise"))),
];

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("conformance: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether all that was run is as good as it must be.
fn run(cli: &Cli) -> Result<bool> {
    for name in &cli.only {
        anyhow::ensure!(KINDS.iter().any(|(kind, _)| kind == name), "there is no kind “{name}”");
    }
    for (folder, variable) in [(&cli.corpora, "CORPORA"), (&cli.checks, "CHECKS")] {
        anyhow::ensure!(
            folder.is_dir(),
            "{} is missing: NOTHING was checked; name the folder in {variable}",
            folder.display()
        );
    }
    let mut tallies = Vec::new();
    for (kind, run) in KINDS {
        if cli.only.is_empty() || cli.only.iter().any(|name| name == kind) {
            tallies.extend(run(cli).with_context(|| format!("{kind} could not be checked"))?);
        }
    }
    tallies.iter_mut().for_each(not_yet::settle);
    match &cli.json {
        Some(None) => println!("{}", report::json(&tallies)?),
        Some(Some(file)) => {
            std::fs::write(file, report::json(&tallies)?)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            print!("{}", report::table(&tallies, cli.failures));
        }
        None => print!("{}", report::table(&tallies, cli.failures)),
    }
    Ok(tallies.iter().all(Tally::passes))
}
