use super::*;

/// The tree as nested names and texts.
fn outline(html: &str) -> String {
    let page = Page::parse(html);
    let mut out = String::new();
    push(&page, ROOT, &mut out);
    out
}

fn push(page: &Page<'_>, id: NodeId, out: &mut String) {
    for child in page.children(id) {
        let node = page.node(child);
        if node.tag == Tag::Text {
            out.push_str(node.text);
            continue;
        }
        out.push_str(node.tag.name());
        out.push('(');
        push(page, child, out);
        out.push(')');
    }
}

#[test]
fn ends_that_are_left_out_are_known() {
    assert_eq!(outline("<p>a<p>b<div>c</div>d"), "p(a)p(b)div(c)d");
    assert_eq!(outline("<ul><li>a<ul><li>b</ul><li>c</ul>"), "ul(li(aul(li(b)))li(c))");
    assert_eq!(outline("<table><tr><td>a<td>b<tr><td>c</table>d"), "table(tr(td(a)td(b))tr(td(c)))d");
    assert_eq!(outline("<dl><dt>a<dd>b<dt>c</dl>"), "dl(dt(a)dd(b)dt(c))");
    assert_eq!(outline("<a>a<a>b"), "a(a)a(b)");
}

#[test]
fn an_end_without_a_beginning_closes_nothing() {
    assert_eq!(outline("<div>a</p></span>b</div>c"), "div(ab)c");
    assert_eq!(outline("<div><table><tr><td>a</div>b</table>c</div>d"), "div(table(tr(td(ab)))c)d");
}

#[test]
fn formatting_that_is_never_closed_ends_with_what_it_stands_in() {
    assert_eq!(outline("<div><b>a</div>b"), "div(b(a))b");
    assert_eq!(outline("<b><div>a</b>b</div>c"), "b(div(ab)c)");
}

#[test]
fn scripts_styles_comments_and_drawings_are_passed_over() {
    assert_eq!(
        outline("a<script>if (a</b) '<p>'</script><!-- <p> --><style>p</style>b"),
        "ascript()style()b"
    );
    assert_eq!(outline("a<svg><svg/><svg><p>x</svg>y</svg>b"), "asvg()b");
    assert_eq!(outline("a<svg><p>b"), "asvg()p(b)");
    assert_eq!(Page::parse("<title>a &amp; b</title><title>c</title>").title, Some("a &amp; b"));
}

#[test]
fn linked_data_is_kept() {
    let page = Page::parse("<script type='Application/LD+JSON; charset=utf-8'>{\"a\":1}</script>");
    assert_eq!(page.data[0].1, "{\"a\":1}");
}

#[test]
fn attributes_are_read_however_they_are_quoted() {
    let page = Page::parse("<a HREF = '/x?a=1&amp;b=2'title=y data-x disabled>z</a>");
    assert_eq!(page.attribute(1, "href").as_deref(), Some("/x?a=1&b=2"));
    assert_eq!(page.attribute(1, "title").as_deref(), Some("y"));
    assert_eq!((page.raw(1, "disabled"), page.attribute(1, "disabled")), (Some(""), None));
    assert_eq!(page.words(ROOT), "z");
}

#[test]
fn character_references_become_characters() {
    assert_eq!(
        decode("a &lt;b&gt; &amp;amp; &auml;&#228;&#xE4;&#x80; &copy2026 &notit; &x; & &"),
        "a <b> &amp; äää€ ©2026 ¬it; &x; & &"
    );
    assert_eq!(decode("&#0;&#x110000;&#99999999999;"), "\u{FFFD}\u{FFFD}\u{FFFD}");
}

#[test]
fn deep_nesting_and_broken_markup_take_no_more_than_their_length() {
    let deep = "<div>".repeat(200_000);
    assert!(Page::parse(&deep).range(0, 200_001).all(|(_, node)| node.depth <= DEEPEST + 1));
    for piece in
        ["<p><b>", "<svg>", "<a href=\"", "<!--", "<script>", "</div", "<table><tr>", "<ä =\u{e4} /", "<"]
    {
        let page = Page::parse(&piece.repeat(50_000)).len();
        assert!(page > 0);
    }
}
