//! Markdown as Ghost reads it: CommonMark (<https://spec.commonmark.org/0.31.2/>) with the additions of
//! its editor (<https://ghost.org/docs/faq/using-markdown/>): tables, footnotes, struck text, every line
//! end a break, and, from Ghost 0.x, headings without a space.

use pulldown_cmark::{Event, Options, Parser, html};

/// Markdown as HTML.
pub(super) fn html(text: &str) -> String {
    let text = with_spaced_headings(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let events = Parser::new_ext(&text, options).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        other => other,
    });
    let mut out = String::with_capacity(text.len() * 5 / 4);
    html::push_html(&mut out, events);
    out
}

/// `#Heading` as `# Heading`, outside of code.
fn with_spaced_headings(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        let marks = line.len() - line.trim_start_matches('#').len();
        if line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~") {
            in_code = !in_code;
        }
        if !in_code && (1..=6).contains(&marks) && line[marks..].starts_with(|c: char| c.is_alphanumeric()) {
            let (hashes, words) = line.split_at(marks);
            out.push_str(hashes);
            out.push(' ');
            out.push_str(words);
        } else {
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn markdown_is_read_as_ghost_reads_it() {
        assert_eq!(
            html("#Titel\nEins\nzwei ~~weg~~\n\n```\n#nichts\n```"),
            "<h1>Titel</h1>\n<p>Eins<br />\nzwei <del>weg</del></p>\n<pre><code>#nichts\n</code></pre>\n"
        );
        assert_eq!(html("####### sieben"), "<p>####### sieben</p>\n");
    }
}
