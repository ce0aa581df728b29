//! The figures for people and for machines.

use std::fmt::Write;

use anyhow::Result;
use serde_json::json;

use crate::tally::Tally;

/// A table, after it the notes and, if asked for, each failure.
pub(crate) fn table(tallies: &[Tally], failures: bool) -> String {
    let mut out = String::new();
    let width = tallies.iter().map(|tally| tally.corpus.chars().count()).max().unwrap_or(0).max(6);
    line(
        &mut out,
        &format!("{:<width$} {:>6} {:>6} {:>6} {:>8}", "corpus", "cases", "right", "wrong", "share"),
    );
    for tally in tallies {
        let verdict = if tally.passes() { "" } else { "  NOT ENOUGH" };
        line(
            &mut out,
            &format!(
                "{:<width$} {:>6} {:>6} {:>6} {:>7.2}%{verdict}",
                tally.corpus,
                tally.cases,
                tally.right(),
                tally.failures.len(),
                tally.share()
            ),
        );
    }
    for tally in tallies {
        for note in &tally.notes {
            line(&mut out, &format!("{}: {note}", tally.corpus));
        }
    }
    for tally in tallies.iter().filter(|tally| failures || !tally.passes()) {
        for failure in &tally.failures {
            let meant = if failure.meant { " (meant)" } else { "" };
            line(&mut out, &format!("wrong{meant}: {} {}: {}", tally.corpus, failure.case, failure.reason));
        }
    }
    out
}

/// The same as JSON, each failure with its reason.
pub(crate) fn json(tallies: &[Tally]) -> Result<String> {
    let corpora: Vec<_> = tallies
        .iter()
        .map(|tally| {
            json!({
                "corpus": tally.corpus,
                "cases": tally.cases,
                "right": tally.right(),
                "wrong": tally.failures.len(),
                "share": tally.share(),
                "at_least": tally.at_least,
                "passes": tally.passes(),
                "notes": tally.notes,
                "failures": tally.failures,
            })
        })
        .collect();
    let passes = tallies.iter().all(Tally::passes);
    Ok(serde_json::to_string_pretty(&json!({"passes": passes, "corpora": corpora}))?)
}

fn line(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{text}");
}
