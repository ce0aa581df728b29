use super::*;

/// A page as content systems make them: frame, article, and what is put between.
fn page(article: &str) -> String {
    format!(
        "<!doctype html><html lang=de-AT><head><title>Hochwasser im Norden | Der Bote</title>\
         <meta property=og:site_name content='Der Bote'><link rel=canonical href=/nord/hochwasser></head><body>\
         <header><nav><ul><li><a href=/>Start</a><li><a href=/sport>Sport</a></ul></nav></header>\
         <main><article><h1>Hochwasser im Norden</h1>{article}</article></main>\
         <aside class=related><h3><a href=/a>Sturm im Süden deckt Dächer ab</a></h3><p>Auch im Süden des Landes hat \
         das Wetter in der Nacht auf Samstag schwere Schäden angerichtet, wie die Feuerwehr sagt.</p></aside>\
         <footer><p>Alle Rechte vorbehalten. Nachdruck nur mit Erlaubnis des Verlags, auch in Auszügen und im Netz.\
         </p></footer></body></html>"
    )
}

const FIRST: &str = "Nach zwei Tagen Regen sind im Norden mehrere Flüsse über die Ufer getreten, Straßen und Keller \
                     stehen unter Wasser.";
const SECOND: &str = "Die Feuerwehr rückte mehr als hundert Mal aus, sagte ein Sprecher am Freitag, verletzt wurde \
                      nach seinen Worten niemand.";

fn read(article: &str) -> Extracted {
    extract(&page(article), Some("https://bote.example/x"))
}

#[test]
fn the_text_is_told_apart_from_the_frame_of_the_page() {
    let found = read(&format!("<p>{FIRST}</p><h2>Kein Ende</h2><p>{SECOND}</p>"));
    assert_eq!(found.text, format!("{FIRST}\nKein Ende\n{SECOND}"));
    assert_eq!(found.body.plain_text(), found.text);
}

#[test]
fn what_stands_between_the_paragraphs_is_left_out_and_said() {
    let found = read(&format!(
        "<p>{FIRST}</p><div class='newsletter-box'><p>Jeden Morgen das Wichtigste in Ihrem Postfach, kostenlos und \
         jederzeit zu kündigen: unser Newsletter.</p></div><ul class=share-bar><li>Teilen</ul><p>{SECOND}</p>"
    ));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
    let excerpts = found.dropped.iter().map(|left| left.excerpt.as_str()).collect::<Vec<_>>();
    assert!(excerpts.contains(&"Teilen"), "{excerpts:?}");
}

#[test]
fn a_picture_stays_with_its_caption_which_is_not_text() {
    let found = read(&format!(
        "<p>{FIRST}</p><figure><img data-src=/b.jpg src='data:image/gif;base64,R0' alt=Flut><figcaption>Die Flut am \
         Morgen</figcaption></figure><p>{SECOND}</p>"
    ));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
    assert_eq!(found.media.len(), 1);
    assert_eq!(found.media[0].url, "https://bote.example/b.jpg");
    assert_eq!(found.media[0].caption, "Die Flut am Morgen");
    assert_eq!(found.body.assets().len(), 1);
}

#[test]
fn head_and_markup_say_what_there_is_to_say() {
    let found = read(&format!(
        "<p class=byline>Von <a rel=author>Ada Berg</a> und Bo Tal</p><time datetime=2024-05-03T10:00+02:00></time>\
         <p>{FIRST}</p><p>{SECOND}</p>"
    ));
    assert_eq!(found.headline.as_deref(), Some("Hochwasser im Norden"));
    assert_eq!(found.published.map(|at| at.to_string()).as_deref(), Some("2024-05-03T10:00:00+02:00"));
    assert_eq!(found.language.as_ref().map(Language::as_str), Some("de-AT"));
    assert_eq!(found.address.as_deref(), Some("https://bote.example/nord/hochwasser"));
    assert_eq!(found.site.as_deref(), Some("Der Bote"));
    assert_eq!(found.authors, ["Ada Berg"]);
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn linked_data_outweighs_the_markup() {
    let found = read(&format!(
        "<script type='application/ld+json'>{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"Person\",\
         \"@id\":\"#ada\",\"name\":\"Ada Berg\"}},{{\"@type\":\"NewsArticle\",\"headline\":\"Flut &amp; Sturm\",\
         \"author\":[{{\"@id\":\"#ada\"}},\"Bo Tal\"],\"datePublished\":\"2024-05-03T08:00:00Z\",\"image\":{{\"url\":\
         \"/lead.jpg\",\"creditText\":\"Foto: Cy\"}},\"license\":\"https://creativecommons.org/licenses/by/4.0/\"}}]}}\
         </script><p>{FIRST}</p><p>{SECOND}</p>"
    ));
    assert_eq!(found.headline.as_deref(), Some("Flut & Sturm"));
    assert_eq!(found.authors, ["Ada Berg", "Bo Tal"]);
    assert_eq!(found.published.map(|at| at.to_string()).as_deref(), Some("2024-05-03T08:00:00Z"));
    let lead = &found.media[0];
    assert_eq!(
        (lead.url.as_str(), lead.credit.as_str(), lead.lead),
        ("https://bote.example/lead.jpg", "Foto: Cy", true)
    );
    assert_eq!(found.licence.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
}

#[test]
fn a_page_without_an_article_has_no_text() {
    assert_eq!(extract("", None).text, "");
    assert_eq!(extract("<ul><li><a href=/a>Eins</a><li><a href=/b>Zwei</a></ul>", None).text, "");
}

#[test]
fn no_page_is_too_hostile() {
    for piece in
        ["<div>", "<p><b>", "<a><table>", "<h1><a>x", "<li>x</ul>", "<article><p>", "<!--", "&", "<x y='"]
    {
        let _ = extract(&piece.repeat(20_000), None);
    }
    let deep = "[".repeat(100_000);
    let _ = extract(&format!("<script type='application/ld+json'>{deep}</script>{}", page("x")), None);
}

#[test]
fn the_standfirst_is_not_the_text() {
    let lead = "Im Norden stehen Straßen unter Wasser, und der Regen hört nicht auf.";
    let found =
        read(&format!("<p class=vorspann>{lead}</p><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST} {SECOND}</p>"));
    assert!(found.text.starts_with(FIRST), "{}", found.text);
    assert_eq!(found.standfirst.as_deref(), Some(lead));
}

#[test]
fn a_text_that_is_named_like_a_standfirst_is_the_text() {
    let found = read(&format!("<div class=description><p>{FIRST}</p><p>{SECOND}</p></div>"));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn words_to_the_reader_are_left_out() {
    let found = read(&format!(
        "<p>{FIRST}</p><p><strong>Lesen Sie auch: <a href=/b>Wie der Süden sich schützt</a></strong></p><p>{SECOND}</p>\
         <p><em>Abonnieren Sie unseren <a href=/n>Newsletter</a>.</em></p><h3>Mehr</h3>"
    ));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_second_article_below_is_another() {
    let both = page(&format!("<p>{FIRST}</p><p>{SECOND}</p>")).replace(
        "</main>",
        &format!(
            "<article><h1>Sturm im Süden</h1><p>Im Süden {SECOND}</p><p>Im Süden {FIRST}</p></article></main>"
        ),
    );
    assert_eq!(extract(&both, None).text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn announcements_of_other_articles_are_left_out() {
    let card = "<div><h3><a href=/c>Der Süden atmet auf</a></h3><p>Nach dem Sturm vom Samstag wird im Süden \
                aufgeräumt, und die Bahn fährt wieder nach Plan, hieß es.</p></div>";
    let found = read(&format!("<p>{FIRST}</p>{card}<p>{SECOND}</p>{card}{card}"));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_post_of_another_site_is_an_embed_with_its_words() {
    let found = read(&format!(
        "<p>{FIRST}</p><blockquote class=twitter-tweet><p>Der Damm hält.</p>— Ada Berg <a \
         href='https://twitter.com/ada/status/123'>May 3</a></blockquote><p>{SECOND}</p>"
    ));
    assert!(found.text.contains("Der Damm hält."), "{}", found.text);
    assert!(found.body.to_json().contains("\"embed\""), "{}", found.body.to_json());
}

#[test]
fn names_that_hold_the_whole_article_say_nothing_of_it() {
    let found = read(&format!("<div class='related-sidebar'><p>{FIRST}</p><p>{SECOND}</p></div>"));
    assert_eq!(found.text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_note_on_cookies_may_be_longer_than_the_article() {
    let note =
        "Wir und unsere Partner speichern Daten auf Ihrem Gerät, um Inhalte zu messen und zu verbessern. "
            .repeat(8);
    let whole = page(&format!("<p>{FIRST}</p><p>{SECOND}</p>"))
        .replace("<footer>", &format!("<div class=cookie-consent><p>{note}</p><p>{note}</p></div><footer>"));
    assert_eq!(extract(&whole, None).text, format!("{FIRST}\n{SECOND}"));
}

#[test]
fn a_text_that_only_the_data_hold_is_read_from_there() {
    let found = read(&format!(
        "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Flut\",\"articleBody\":\"{FIRST} \
         {FIRST}\\n\\n{SECOND} {SECOND}\"}}</script><p>{FIRST}</p><div class=paywall>Jetzt weiterlesen</div>"
    ));
    assert_eq!(found.text, format!("{FIRST} {FIRST}\n{SECOND} {SECOND}"));
}

#[test]
fn a_gallery_with_linked_titles_does_not_make_the_text_around_it_an_announcement() {
    let items = "<li>Mehr Aufgaben für zwei</li>".repeat(6);
    let found = read(&format!(
        "<p>{FIRST}</p><ul>{items}</ul><p>Alles neu.</p><div><a href=/1><span class=title>Bild 1</span></a></div>"
    ));
    assert!(found.text.starts_with(FIRST) && found.text.contains("Mehr Aufgaben für zwei"), "{}", found.text);
}

#[test]
fn where_the_data_name_the_site_the_markup_names_who_wrote() {
    let data =
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":\"Der Bote\"}</script>";
    let printed = format!("{data}<p><a rel=author>Von Ada Berg (abe)</a></p><p>{FIRST}</p><p>{SECOND}</p>");
    assert_eq!(read(&printed).authors, ["Ada Berg"]);
    assert_eq!(read(&format!("{data}<p>{FIRST}</p><p>{SECOND}</p>")).authors, ["Der Bote"]);
}

#[test]
fn who_is_named_within_a_line_or_beside_a_label_is_an_author() {
    let text = format!("<p>{FIRST}</p><p>{SECOND}</p>");
    let line = "<div>Do 25.04.24 | 14:07 Uhr | Von <span class=authorname>Ada Berg</span></div>";
    assert_eq!(read(&format!("{line}{text}")).authors, ["Ada Berg"]);
    let label = "<meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Bo Tal'>";
    assert_eq!(read(&format!("{label}{text}")).authors, ["Bo Tal"]);
    let time = "<meta name=twitter:label1 content=Lesedauer><meta name=twitter:data1 content='2 Minuten'>";
    assert!(read(&format!("{time}{text}")).authors.is_empty());
}

#[test]
fn a_name_above_the_text_counts_more_than_the_site_or_an_account() {
    let text = format!("<span class=author-name>Ada Berg</span><p>{FIRST}</p><p>{SECOND}</p>");
    for stated in ["Der Bote", "AB1234", "Bo Tal"] {
        let found = read(&format!("<meta name=author content='{stated}'>{text}")).authors;
        assert_eq!(found, [if stated == "Bo Tal" { "Bo Tal" } else { "Ada Berg" }]);
    }
}
