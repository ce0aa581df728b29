//! The site as files, beside hugo making as many pages of the same kind: article pages with their section,
//! topic and feed, from Markdown files.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::newsroom::Newsroom;
use crate::words::Words;

/// Articles of both.
pub(crate) const ARTICLES: i64 = 10_000;

/// Measures it.
pub(crate) fn measure(program: &Path, newsroom: &Newsroom, folder: &Path) -> Result<()> {
    println!("The site of {ARTICLES} articles as files, on both cores");
    for compress in ["no", "fast"] {
        let to = folder.join(format!("export-{compress}"));
        let mut command = Command::new(program);
        command.arg("--data").arg(&newsroom.folder).args(["export", "static", "--compress", compress]);
        let (took, peak) = timed(command.arg(&to))?;
        tell(&format!("depesche, --compress {compress}"), took, peak, &to)?;
    }
    let to = folder.join("export-no");
    let mut again = Command::new(program);
    again.arg("--data").arg(&newsroom.folder).args(["export", "static", "--compress", "no"]);
    let (took, peak) = timed(again.arg(&to))?;
    tell("the same again, unchanged", took, peak, &to)?;
    let site = folder.join("hugo");
    write_site(&site)?;
    let mut hugo = Command::new("hugo");
    hugo.arg("--source").arg(&site).arg("--quiet");
    match timed(&mut hugo) {
        Ok((took, peak)) => tell("hugo", took, peak, &site.join("public")),
        Err(error) => {
            println!("  hugo is not there: {error}; scripts/setup-tests.sh --bench installs it");
            Ok(())
        }
    }
}

fn tell(what: &str, took: Duration, peak: u64, to: &Path) -> Result<()> {
    let files = Command::new("find").arg(to).args(["-type", "f"]).output()?.stdout;
    let files = files.iter().filter(|byte| **byte == b'\n').count();
    println!(
        "  {what:<28} {:>6.1} s, {:>5} MB of its own at most, {files} files",
        took.as_secs_f64(),
        peak / 1000
    );
    Ok(())
}

/// Runs a command to its end; says how long it took and the most memory it had, in kilobytes.
fn timed(command: &mut Command) -> Result<(Duration, u64)> {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(crate::server::own_kilobytes_of(child.id()).unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    ensure!(status.success(), "{command:?} failed");
    Ok((began.elapsed(), peak))
}

/// A site for hugo with the smallest templates that make pages of the same kind.
fn write_site(site: &Path) -> Result<()> {
    let layouts = site.join("layouts").join("_default");
    let content = site.join("content").join("politik");
    std::fs::create_dir_all(&layouts)?;
    std::fs::create_dir_all(&content)?;
    std::fs::write(
        site.join("config.toml"),
        "baseURL = 'https://blatt.example/'\nlanguageCode = 'de'\ntitle = 'Blatt'\n[taxonomies]\ntag = 'tags'\n",
    )?;
    let frame = |main: &str| {
        format!(
            "<!doctype html><html lang=\"de\"><head><meta charset=\"utf-8\"><title>{{{{ .Title }}}}</title>\
             <link rel=\"canonical\" href=\"{{{{ .Permalink }}}}\"></head><body><header>\
             <a href=\"/\">{{{{ .Site.Title }}}}</a></header><main>{main}</main></body></html>"
        )
    };
    std::fs::write(
        layouts.join("single.html"),
        frame(
            "<h1>{{ .Title }}</h1><p>{{ .Date.Format \"2.1.2006\" }}</p>{{ .Content }}\
               {{ range .Params.tags }}<a href=\"/tags/{{ . }}/\">{{ . }}</a>{{ end }}",
        ),
    )?;
    std::fs::write(
        layouts.join("list.html"),
        frame(
            "<h1>{{ .Title }}</h1>{{ range (.Paginate .Pages 20).Pages }}<p><a href=\"{{ .RelPermalink }}\">\
               {{ .Title }}</a> {{ .Summary }}</p>{{ end }}",
        ),
    )?;
    let mut words = Words::new(5);
    for number in 0..ARTICLES {
        let mut text = format!(
            "+++\ntitle = \"{}\"\ndate = 20{:02}-{:02}-{:02}T10:00:00Z\ntags = [\"hafen\"]\n+++\n\n",
            words.sentence(),
            number / 500 % 20 + 2,
            number / 40 % 12 + 1,
            number % 28 + 1
        );
        for _ in 0..10 {
            text.push_str(&format!(
                "{} [{}](https://example.org/)\n\n",
                words.paragraph(4),
                words.sentence()
            ));
        }
        std::fs::write(content.join(format!("artikel-{number}.md")), text).context("writing for hugo")?;
    }
    Ok(())
}
