//! Attacks on pages: what a reader's comment or an import makes of them must run nothing.
//!
//! Each payload goes in by three ways (a comment with its name and text, HTML, a WordPress post);
//! what our pages would hold of it is judged in a browser by `tests/browser/oracle.mjs`. The corpora's own
//! expected strings are not compared: they hold for other programs' lists of allowed elements.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use newsroom::asset::Asset;
use newsroom::comment::{Draft, NewComment};
use newsroom::document::html::{Options, PictureRef, from_html};
use newsroom::ids::AssetId;
use render::document_html::{References, Words, document_html, escaped, plain_html};
use serde_json::{Value, json};
use wire::wordpress::content;

use crate::data::{files, records, word};
use crate::tally::Tally;

/// Browsers at work at the same time.
const BROWSERS: usize = 2;
/// What the page's own pictures begin with, seen from the oracle.
const OWN: &str = "http://oracle.test/media/";

/// A tally for each file.
pub(crate) fn run(folder: &Path) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    // Many payloads leave the same; each page is judged once.
    let mut pages: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (index, (name, file)) in files(folder, ".jsonl")?.into_iter().enumerate() {
        let mut tally = Tally::new(format!("sanitise {name}"), 100.0);
        for (number, record) in records(&file)?.iter().enumerate() {
            tally.cases += 1;
            let case = format!("line {} {}", number + 1, word(record, "path"));
            pages.entry(page(word(record, "payload"))).or_default().push((index, case));
        }
        tallies.push(tally);
    }
    let html: Vec<&str> = pages.keys().map(String::as_str).collect();
    let cases: Vec<&Vec<(usize, String)>> = pages.values().collect();
    let findings = judge(&html)?;
    let scripts = findings.iter().filter(|finding| finding.ran).count();
    for finding in &findings {
        for (index, case) in cases[finding.page] {
            tallies[*index].fault(case, &finding.words);
        }
    }
    if let Some(last) = tallies.last_mut() {
        last.notes.push(format!(
            "of all files together {} different pages were judged in Chromium: {scripts} ran script, {} asked for something",
            html.len(),
            findings.len() - scripts
        ));
    }
    Ok(tallies)
}

/// What our pages would hold of a payload, one way after another.
fn page(payload: &str) -> String {
    let mut out = String::new();
    let draft = Draft {
        text: payload.to_owned(),
        name: payload.chars().take(newsroom::comment::LONGEST_NAME).collect(),
        email: "reader@example.org".into(),
        website: String::new(),
    };
    // A payload may be no comment at all (empty, too long); then there is no page with it.
    if let Ok(comment) = draft.check() {
        out.push_str(&format!("<b class=\"name\">{}</b>", escaped(&comment.name)));
        out.push_str(&format!("<div class=\"said\">{}</div>", plain_html(&comment.text)));
        let website = Draft { website: payload.to_owned(), ..draft.clone() };
        if let Ok(NewComment { website: Some(website), .. }) = website.check() {
            out.push_str(&format!("<a href=\"{}\">x</a>", escaped(&website)));
        }
    }
    out.push_str(&imported(payload, &Options::default()));
    let converted = content::convert(payload, &content::Context::default());
    out.push_str(&imported(&converted.html, &Options { line_ends: true, ..Options::default() }));
    out
}

/// Foreign HTML as our pages show it. Every picture in it is one we hold, so that its words are
/// shown as well.
fn imported(html: &str, options: &Options) -> String {
    let mut references = References::default();
    let (document, _) = from_html(html, options, &mut |picture: &PictureRef<'_>| {
        let id = AssetId(references.assets.len() as i64 + 1);
        references.assets.insert(id, asset(id, picture));
        Some(id)
    });
    document_html(&document, "", &references, &Words::default())
}

fn asset(id: AssetId, picture: &PictureRef<'_>) -> Asset {
    Asset {
        id,
        name: format!("picture-{id}"),
        mime: "image/jpeg".into(),
        hash: "0".repeat(64),
        bytes: 1,
        width: Some(640),
        height: Some(480),
        focus: (0.5, 0.5),
        alt: picture.alt.unwrap_or_default().into(),
        caption: picture.caption.or(picture.title).unwrap_or_default().into(),
        credit: picture.title.unwrap_or_default().into(),
        copyright: String::new(),
        taken: None,
    }
}

/// What the browser found fault with.
struct Finding {
    page: usize,
    ran: bool,
    words: String,
}

fn judge(pages: &[&str]) -> Result<Vec<Finding>> {
    let oracle = Path::new(env!("CARGO_MANIFEST_DIR")).join("../browser/oracle.mjs");
    let mut files = Vec::new();
    for part in 0..BROWSERS {
        let mut file = tempfile::NamedTempFile::new()?;
        for (number, html) in pages.iter().enumerate().filter(|(number, _)| number % BROWSERS == part) {
            writeln!(file, "{}", json!({"id": number, "html": html}))?;
        }
        file.flush()?;
        files.push(file);
    }
    let mut browsers = Vec::new();
    for file in &files {
        let mut node = Command::new("node");
        node.arg(&oracle).arg(file.path()).arg("--allow-requests");
        browsers.push(
            node.stdout(Stdio::piped())
                .spawn()
                .context("node does not run; scripts/setup-tests.sh installs it")?,
        );
    }
    let mut findings = Vec::new();
    let mut judged = 0;
    for browser in browsers {
        let output = browser.wait_with_output()?;
        anyhow::ensure!(
            output.status.code().is_some_and(|code| code < 2),
            "the oracle could not judge; what it said stands above"
        );
        let said: Value = serde_json::from_slice(&output.stdout).context("the oracle's answer")?;
        judged += said["cases"].as_u64().unwrap_or(0);
        findings.extend(list(&said["ran"]).filter_map(|entry| {
            Some(Finding {
                page: entry["id"].as_u64()? as usize,
                ran: true,
                words: format!("ran: {}", entry["details"]),
            })
        }));
        findings.extend(list(&said["requested"]).filter_map(|entry| {
            let foreign: Vec<&str> =
                list(&entry["urls"]).filter_map(Value::as_str).filter(|url| !url.starts_with(OWN)).collect();
            let page = entry["id"].as_u64()? as usize;
            (!foreign.is_empty()).then(|| Finding {
                page,
                ran: false,
                words: format!("asked for {}", foreign.join(", ")),
            })
        }));
    }
    anyhow::ensure!(judged == pages.len() as u64, "the oracle judged {judged} of {} pages", pages.len());
    Ok(findings)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
