//! HTML as it is found, and what it becomes.

use super::*;
use crate::document::{BlockKind, Document, Marks, markdown, validate};
use crate::ids::AssetId;

struct Library;

impl Resolve for Library {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        picture.src.contains("mole").then_some(AssetId(7))
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        media.src.contains("hafen").then_some(AssetId(8))
    }

    fn link(&mut self, href: &str) -> Option<String> {
        Some(if href.starts_with("../") { href.replacen("..", "", 1) } else { href.to_owned() })
    }
}

fn read_with(html: &str, options: &Options) -> (Document, Vec<String>) {
    let (document, dropped) = from_html(html, options, &mut Library);
    assert_eq!(validate(&document), Ok(()), "{html}");
    (document, dropped.iter().map(ToString::to_string).collect())
}

/// The document as Markdown, which shows at a glance what was read.
fn read(html: &str) -> String {
    let (document, _) = read_with(html, &Options::default());
    markdown::to_markdown(&document, |id| id.to_string()).trim_end().to_owned()
}

fn dropped(html: &str) -> Vec<String> {
    read_with(html, &Options::default()).1
}

#[test]
fn text_keeps_its_marks_and_loses_its_white_space() {
    assert_eq!(
        read(
            "<div>  Ein <b>fetter</b>\n  <span>und</span> <i>schräger</i><br> Satz, H<sub>2</sub>O. </div><p>&nbsp;</p>Rest"
        ),
        "Ein **fetter** und *schräger*<br>Satz, H<sub>2</sub>O.\n\nRest"
    );
    assert_eq!(read("eins<br><br>zwei"), "eins\n\nzwei");
    assert_eq!(
        read(r#"<b style="font-weight:normal"><span style="font-weight:700">fett</span> nicht</b>"#),
        "**fett** nicht"
    );
}

#[test]
fn headings_lists_and_quotations() {
    assert_eq!(
        read("<h1>A</h1><h3>B</h3><h6>C</h6><ol start=3><li>x<ul><li>y</li></ul><li><p>z</p><p>w</p></ol>"),
        "## A\n\n### B\n\n#### C\n\n3. x\n   - y\n4. z<br>w"
    );
    let quotation = "::: quotation {speaker=\"Anna\"}\nWahr.\n\nSehr wahr.\n:::";
    assert_eq!(read("<blockquote><p>Wahr.<p>Sehr wahr.</p><cite>— Anna</cite></blockquote>"), quotation);
    assert_eq!(read("<blockquote><p>Wahr.<p>Sehr wahr.</p><footer>Anna</footer></blockquote>"), quotation);
    assert_eq!(
        read("<blockquote><p>Im <cite>Faust</cite> steht es.</p></blockquote>"),
        "> Im *Faust* steht es."
    );
    assert_eq!(
        read(
            r#"<figure class="wp-block-pullquote"><blockquote><p>Groß.</p><cite>Anna</cite></blockquote></figure>"#
        ),
        "::: pull {speaker=\"Anna\"}\nGroß.\n:::"
    );
}

#[test]
fn lists_nested_too_deep_are_flattened_where_they_may_not_go_deeper() {
    let (document, _) = read_with(&"<ul><li>x".repeat(20), &Options::default());
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(document.words(), 20);
}

#[test]
fn pictures_are_asked_for_and_follow_the_sentence_they_interrupt() {
    assert_eq!(
        read(r#"<p>Vor <img src="/mole.jpg" alt="Die Mole"> nach</p>"#),
        "Vor nach\n\n::: picture {asset=\"7\" alt=\"Die Mole\"}\n:::"
    );
    assert_eq!(
        read(
            r#"<figure class="alignwide"><img src=data:x data-src=mole.jpg><figcaption>Bei <i>Nacht</i></figcaption></figure>"#
        ),
        "::: picture {asset=\"7\" size=\"wide\"}\nBei *Nacht*\n:::"
    );
    assert_eq!(
        dropped(
            r#"<figure><img src="weg.jpg"><figcaption>Weg</figcaption></figure><img src="https://vg09.met.vgwort.de/na/1" width=1 height=1>"#
        ),
        [
            "<img> “weg.jpg”: the library has no such file",
            "<figcaption> “Weg”: there is nothing left that it belongs to",
            "<img> “https://vg09.met.vgwort.de/na/1”: it is invisible and only counts readers",
        ]
    );
    let gallery = read(
        r#"<figure class="wp-block-gallery"><ul class="blocks-gallery-grid"><li><figure><img src=mole><figcaption>1</figcaption></figure></li><li><figure><img src=mole></figure></li></ul><figcaption>Alle</figcaption></figure>"#,
    );
    assert_eq!(
        gallery,
        "::: gallery\n::: picture {asset=\"7\"}\n1\n:::\n\n::: picture {asset=\"7\"}\n:::\n\nAlle\n:::"
    );
}

#[test]
fn tables_get_even_rows() {
    let (document, _) = read_with(
        "<table><caption>Zahlen</caption><thead><tr><th>a<th colspan=2>b</thead><tr><td rowspan=2>1<td>2<td>3<tr><td>4</table>",
        &Options::default(),
    );
    let [BlockKind::Table { caption, rows }] =
        &document.blocks.iter().map(|b| b.kind.clone()).collect::<Vec<_>>()[..]
    else {
        panic!("{document:?}")
    };
    assert_eq!(caption.as_ref().map(|text| text.text()).as_deref(), Some("Zahlen"));
    let texts: Vec<Vec<String>> =
        rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.text()).collect()).collect();
    assert_eq!(texts, [["a", "b", ""], ["1", "2", "3"], ["", "4", ""]]);
    assert!(rows[0].cells.iter().all(|cell| cell.header) && !rows[1].cells[0].header);
    assert_eq!(read("<table><tr><td><p>Nur<p>Rahmen</table>"), "Nur\n\nRahmen");
}

#[test]
fn tables_that_fill_millions_of_places_stay_small() {
    let (document, said) = read_with(
        &format!("<table>{}", "<tr><td colspan=100 rowspan=1000>x".repeat(2_000)),
        &Options::default(),
    );
    assert_eq!(document.words(), 2_000);
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn frames_and_posts_become_embeds() {
    let embed = "::: embed {provider=\"youtube\" id=\"x1\" url=\"https://www.youtube.com/watch?v=x1\"}\n:::";
    assert_eq!(read(r#"<iframe src="//www.youtube.com/embed/x1?feature=oembed"></iframe>"#), embed);
    assert_eq!(
        read(
            r#"<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://youtu.be/x1
</div></figure>"#
        ),
        embed
    );
    let line_ends = Options { line_ends: true, ..Options::default() };
    let (document, _) = read_with("Seht:\nhier\n\nhttps://youtu.be/x1\n\nEnde", &line_ends);
    assert_eq!(
        markdown::to_markdown(&document, |id| id.to_string()).trim_end(),
        format!("Seht:<br>hier\n\n{embed}\n\nEnde")
    );
    assert_eq!(
        read(
            r#"<blockquote class="twitter-tweet"><p>Hallo</p>&mdash; Anna <a href="https://twitter.com/anna/status/12">1. Juni</a></blockquote>"#
        ),
        "::: embed {provider=\"x\" id=\"12\" url=\"https://x.com/anna/status/12\"}\nHallo<br>— Anna [1. Juni](https://twitter.com/anna/status/12)\n:::"
    );
    assert!(read("<iframe src=https://karte.example/1>").contains("provider=\"web\""));
    assert_eq!(
        dropped("<iframe src='javascript:alert(1)'></iframe>"),
        ["<iframe> “javascript:alert(1)”: its address is not an http or https address"]
    );
}

#[test]
fn sounds_films_code_and_details() {
    assert_eq!(
        read("<figure><audio><source src=hafen.mp3></audio><figcaption>Hafen</figcaption></figure>"),
        "::: audio {asset=\"8\"}\nHafen\n:::"
    );
    assert_eq!(
        read("<video src=hafen.mp4 poster=mole.jpg></video>"),
        "::: video {asset=\"8\" poster=\"7\"}\n:::"
    );
    assert_eq!(read("<pre>a  b\n c</pre><hr>"), "```\na  b\n c\n```\n\n---");
    assert_eq!(
        read("<details><summary>Worum</summary><p>Darum.</p></details>"),
        "::: facts {title=\"Worum\"}\nDarum.\n:::"
    );
}

#[test]
fn what_runs_or_hides_is_left_out_and_said() {
    let nasty = r#"<p onclick="x()">Gut<script>alert(1)</script> <a href=" java
script:alert(1)" onmouseover=x>Link</a> <a href="../a b">gut</a></p><style>p{}</style><svg><a href=x>y</a></svg><form action=/x><input></form>"#;
    assert_eq!(read(nasty), "Gut Link [gut](/a%20b)");
    assert_eq!(
        dropped(nasty),
        [
            "<script> “alert(1)”: a document cannot hold it",
            "<a> “java script:alert(1)”: the link leads nowhere a reader may be sent; its text was kept",
            "<style> “p{}”: a document cannot hold it",
            "<svg> “y”: a document cannot hold it",
            "<form> “/x”: a document cannot hold it",
        ]
    );
}

#[test]
fn words_of_other_languages_are_marked_unless_it_is_the_language_of_the_text() {
    let options = Options { language: crate::language::Language::parse("de").ok(), ..Options::default() };
    let (document, _) = read_with("<p lang=de-DE>Der <i lang=fr>coup</i></p>", &options);
    let BlockKind::Paragraph { text } = &document.blocks[0].kind else { panic!("{document:?}") };
    assert_eq!(text.spans()[0].marks, Marks::default());
    assert_eq!(text.spans()[1].marks.language.as_ref().map(|language| language.as_str()), Some("fr"));
}

#[test]
fn tangled_and_deep_markup_costs_no_more_than_its_length() {
    let deep =
        |open: &str, times: usize| read_with(&format!("{}Kern", open.repeat(times)), &Options::default());
    for open in [
        "<div>",
        "<b><p>",
        "<blockquote>",
        "<ul><li>",
        "<table><tr><td>",
        "<figure>",
        "<details>",
        "<a href=/x>",
        "<svg>",
        "<template>",
    ] {
        let (document, _) = deep(open, 100_000);
        assert!(document.blocks.len() < 2_000, "{open}");
    }
    let fonts: String = (0..200).map(|n| format!("<font color={n}>")).collect();
    let (_, said) = read_with(&format!("<p>{fonts}</p>{}", "<p>x</p>".repeat(20_000)), &Options::default());
    assert!(said.iter().any(|line| line.contains("tangled")), "{said:?}");
}

const PIECES: [&str; 60] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<i lang=fr>",
    "</i>",
    "<a href=/x>",
    "<a href='javascript:x'>",
    "</a>",
    "<ul>",
    "<li>",
    "</ul>",
    "<ol start=9999999999>",
    "</ol>",
    "<table>",
    "<tr>",
    "<td rowspan=3>",
    "<th colspan=4>",
    "</table>",
    "<caption>",
    "<figure>",
    "<img src=mole>",
    "<img>",
    "<figcaption>",
    "</figure>",
    "<blockquote>",
    "<cite>",
    "</cite>",
    "<footer>",
    "</blockquote>",
    "<pre>",
    "\n\n",
    "</pre>",
    "<h2>",
    "</h2>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<script>",
    "</script>",
    "<svg>",
    "</svg>",
    "<br>",
    "<hr>",
    "<iframe src='https://youtu.be/a b'>",
    "</iframe>",
    "<video src=hafen>",
    "</video>",
    "Wort",
    " ",
    "&nbsp;",
    "&#1;",
    "<sup>",
    "<sub>",
    "<template>",
    "<select>",
    "<p class='wp-caption-text'>",
];

#[test]
fn canonical_html_is_what_it_says() {
    let (document, _) = read_with("<h1>A &amp; B</h1><p>Ein <b>Wort</b><br>mehr</p>", &Options::default());
    let html = "<h2 id=\"b1\">A &amp; B</h2>\n<p id=\"b2\">Ein <strong>Wort</strong><br>mehr</p>\n";
    assert_eq!(to_canonical_html(&document), html);
    assert_eq!(
        from_canonical_html("<p>a</p><p><a href=\"javascript:x\">b</a></p>")
            .expect_err("a bad link")
            .to_string(),
        "block 2: no page may link to “javascript:x”; read other HTML with the forgiving reader"
    );
    assert!(from_canonical_html("<p>a</p><script>x</script>").is_err());
    assert!(from_canonical_html("<p onclick=x><u>a</u></p>").is_err());
}

proptest::proptest! {
    #[test]
    fn any_document_survives_canonical_html(document in crate::document::arbitrary::document()) {
        let html = to_canonical_html(&document);
        proptest::prop_assert_eq!(from_canonical_html(&html).expect(&html), document);
    }

    #[test]
    fn the_forgiving_reader_reads_all_words_of_canonical_html(document in crate::document::arbitrary::document()) {
        let html = to_canonical_html(&document);
        let (read, dropped) = from_html(&html, &Options::default(), &mut |picture: &PictureRef<'_>| picture.asset);
        proptest::prop_assert_eq!(validate(&read), Ok(()), "{}", html);
        let only_media = dropped.iter().all(|d| matches!(d.reason, DropReason::NoAsset | DropReason::LoneCaption));
        proptest::prop_assert!(only_media, "{:?}", dropped);
    }

    #[test]
    fn whatever_comes_a_valid_document_comes_out(html in "(?s).{0,200}") {
        read_with(&html, &Options::default());
    }

    #[test]
    fn whatever_order_tags_come_in(parts in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60), line_ends: bool) {
        read_with(&parts.concat(), &Options { line_ends, ..Options::default() });
    }
}
