//! Asks an index questions, one a line in a file, for profilers: `ask FOLDER QUESTIONS [ROUNDS]`.
//! Says how long a question takes by the clock, and what was found in all.

use std::path::Path;
use std::time::Instant;

use newsroom::language::Language;
use search::{Folder, Index, Only, Order, Wanted};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, questions, more @ ..] = arguments.as_slice() else {
        return Err("usage: ask FOLDER QUESTIONS [ROUNDS]".into());
    };
    let rounds: usize = more.first().map_or(Ok(1), |rounds| rounds.parse())?;
    let path = Folder::new(Path::new(folder)).current()?.ok_or("there is no index")?;
    let index = Index::open(&path)?;
    let questions = std::fs::read_to_string(questions)?;
    let language = Language::parse("de")?;
    let (mut waits, mut found) = (Vec::new(), 0);
    for _ in 0..rounds {
        for typed in questions.lines() {
            let began = Instant::now();
            found += index
                .search(&Wanted {
                    language: &language,
                    typed,
                    order: Order::Relevance,
                    only: Only::default(),
                    from: 0,
                    most: 21,
                    facets: true,
                    now: 1_795_000_000,
                })?
                .total;
            waits.push(began.elapsed());
        }
    }
    waits.sort();
    let all: std::time::Duration = waits.iter().sum();
    let at = |share: usize| waits.get(waits.len() * share / 100);
    println!(
        "{} questions, {found} found; {:?} each, p50 {:?}, p99 {:?}",
        waits.len(),
        all / u32::try_from(waits.len().max(1))?,
        at(50),
        at(99)
    );
    Ok(())
}
