//! Exports of our own writing.

use std::fmt::Write;

/// Something that readers must never see.
pub(crate) const SECRETS: [&str; 11] = [
    "GEHEIMBLOCK",
    "GEHEIMPRIVAT",
    "GEHEIMPASSWORT",
    "GEHEIMENTWURF",
    "GEHEIMGEPLANT",
    "leserin@mail.example",
    "wartend@mail.example",
    "anna@mail.example",
    "seite@mail.example",
    "192.0.2.1",
    "produktart",
];

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Altes Blatt</title><link>https://alt.example</link><language>de-DE</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://alt.example</wp:base_site_url><wp:base_blog_url>https://alt.example</wp:base_blog_url>
<wp:author><wp:author_id>3</wp:author_id><wp:author_login>anna.huber</wp:author_login><wp:author_email>anna@mail.example</wp:author_email><wp:author_display_name>Anna Huber</wp:author_display_name></wp:author>
<wp:category><wp:term_id>10</wp:term_id><wp:category_nicename>welt</wp:category_nicename><wp:category_parent>politik</wp:category_parent><wp:cat_name>Welt</wp:cat_name></wp:category>
<wp:category><wp:term_id>9</wp:term_id><wp:category_nicename>politik</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>Politik</wp:cat_name></wp:category>
<wp:category><wp:term_id>11</wp:term_id><wp:category_nicename>kultur</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name>Kultur</wp:cat_name></wp:category>
<wp:tag><wp:term_id>20</wp:term_id><wp:tag_slug>hafen</wp:tag_slug><wp:tag_name>Hafen</wp:tag_name></wp:tag>
<wp:term><wp:term_id>40</wp:term_id><wp:term_taxonomy>region</wp:term_taxonomy><wp:term_slug>kueste</wp:term_slug><wp:term_name>Küste</wp:term_name></wp:term>
<wp:term><wp:term_id>41</wp:term_id><wp:term_taxonomy>produktart</wp:term_taxonomy><wp:term_slug>weg</wp:term_slug><wp:term_name>Weg</wp:term_name></wp:term>
"#;

/// One item; `more` is what else stands in it.
pub(crate) fn item(
    id: u64,
    kind: &str,
    status: &str,
    title: &str,
    link: &str,
    text: &str,
    more: &str,
) -> String {
    format!(
        "<item><title>{title}</title><link>https://alt.example{link}</link><guid>https://alt.example/?p={id}</guid>\
         <dc:creator>anna.huber</dc:creator><content:encoded><![CDATA[{text}]]></content:encoded>\
         <excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date>2022-01-21 16:30:00</wp:post_date><wp:post_date_gmt>2022-01-21 15:30:00</wp:post_date_gmt>\
         <wp:comment_status>open</wp:comment_status><wp:post_name>{}</wp:post_name><wp:status>{status}</wp:status>\
         <wp:post_type>{kind}</wp:post_type>{more}</item>\n",
        link.trim_matches('/').rsplit('/').next().unwrap_or_default()
    )
}

pub(crate) fn comment(id: u64, parent: u64, approved: &str, mail: &str, text: &str) -> String {
    format!(
        "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Leser {id}</wp:comment_author>\
         <wp:comment_author_email>{mail}</wp:comment_author_email><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>\
         <wp:comment_date_gmt>2022-01-22 10:00:00</wp:comment_date_gmt><wp:comment_content><![CDATA[{text}]]></wp:comment_content>\
         <wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type></wp:comment_type>\
         <wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )
}

pub(crate) fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

pub(crate) fn term(domain: &str, slug: &str) -> String {
    format!("<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{slug}]]></category>")
}

/// Whole export of these items.
pub(crate) fn export(items: &str) -> String {
    format!("{HEAD}{items}</channel></rss>\n")
}

/// An export with one of each thing.
pub(crate) fn varied() -> String {
    let standing = term("category", "welt") + &term("category", "kultur") + &term("post_tag", "hafen");
    let fields = (meta("rating", "5") + &meta("akismet_as_submitted", "192.0.2.1"))
        .replace("wp:postmeta", "wp:commentmeta");
    let thread = comment(1, 0, "1", "leserin@mail.example", "Gut so.\n\nWeiter.")
        + &comment(2, 1, "1", "leserin@mail.example", "Eine <strong>Antwort</strong>")
            .replace("</wp:comment>", &format!("{fields}</wp:comment>"))
        + &comment(3, 2, "1", "", "Noch eine")
        + &comment(4, 3, "1", "", "Die vierte Ebene")
        + &comment(5, 0, "0", "wartend@mail.example", "Wartet noch");
    let more = standing.clone()
        + &term("region", "kueste")
        + &term("post_format", "post-format-image")
        + &meta("_thumbnail_id", "50")
        + &meta("_wp_old_slug", "alter-titel")
        + &meta("quelle", "dpa")
        + &thread;
    let blocks = "<!-- wp:paragraph --><p>Im Hafen, siehe <a href=\"https://alt.example/2022/01/klassisch/\">hier</a>.</p><!-- /wp:paragraph -->\
        <!-- wp:image {\"id\":50} --><figure class=\"wp-block-image\"><img src=\"https://alt.example/wp-content/uploads/2022/01/kran-300x300.png\" class=\"wp-image-50\"/><figcaption>Der Kran</figcaption></figure><!-- /wp:image -->\
        <!-- wp:block {\"ref\":90} /-->";
    let pair = |language: &str| term("language", language) + &term("post_translations", "pll_7");
    let sizes = "a:1:{s:5:\"sizes\";a:1:{s:6:\"medium\";a:1:{s:4:\"file\";s:16:\"kran-300x300.png\";}}}";
    let picture = "<wp:attachment_url>https://alt.example/wp-content/uploads/2022/01/kran.png</wp:attachment_url><wp:post_parent>1</wp:post_parent>"
        .to_owned()
        + &meta("_wp_attached_file", "2022/01/kran.png")
        + &meta("_wp_attachment_metadata", sizes);
    let mut items = item(90, "wp_block", "private", "Baustein", "/?p=90", "<p>GEHEIMBLOCK</p>", "");
    items += &item(1, "post", "publish", "Der Kran &amp; das Schiff", "/2022/01/der-kran/", blocks, &more);
    items += &item(
        2,
        "post",
        "publish",
        "Klassisch",
        "/2022/01/klassisch/",
        "Eins\nzwei\n\n[caption id=\"attachment_50\"]<img class=\"wp-image-50\" src=\"https://alt.example/wp-content/uploads/2022/01/kran.png\" /> Mit Bild[/caption]\n\n[fremd a=\"1\"]",
        &pair("de"),
    );
    items += &item(3, "post", "publish", "Classic", "/en/2022/01/classic/", "One", &pair("en"));
    items += &item(4, "post", "private", "Privat", "/2022/01/privat/", "GEHEIMPRIVAT", "");
    items += &item(
        5,
        "post",
        "publish",
        "Passwort",
        "/2022/01/passwort/",
        "GEHEIMPASSWORT",
        "<wp:post_password>GEHEIMESWORT</wp:post_password>",
    );
    items += &item(6, "post", "draft", "Entwurf", "/?p=6", "GEHEIMENTWURF", "");
    let under = comment(20, 0, "1", "seite@mail.example", "Unter der Seite");
    items += &item(7, "page", "publish", "Impressum", "/impressum/", "Hier steht es.", &under);
    items += &item(8, "page", "publish", "Team", "/impressum/team/", "Wir.", "");
    items += &item(9, "post", "future", "Geplant", "/2022/01/geplant/", "GEHEIMGEPLANT", "")
        .replace("2022-01-21", "2199-01-21");
    items += &item(50, "attachment", "inherit", "Kran", "/2022/01/der-kran/kran/", "", &picture);
    items += &item(
        60,
        "nav_menu_item",
        "publish",
        "",
        "/?p=60",
        "",
        &(term("nav_menu", "haupt")
            + &meta("_menu_item_type", "post_type")
            + &meta("_menu_item_object_id", "7")),
    );
    export(&items)
}

/// An export of many posts with two comments each.
pub(crate) fn many(posts: u64) -> String {
    let mut items = String::new();
    for id in 1..=posts {
        let text = format!("<!-- wp:paragraph --><p>Text {id} aus dem Hafen.</p><!-- /wp:paragraph -->");
        let more = term("category", if id % 2 == 0 { "welt" } else { "kultur" })
            + &comment(2 * id, 0, "1", "leserin@mail.example", "Ja")
            + &comment(2 * id + 1, 2 * id, "1", "", "Nein");
        write!(
            items,
            "{}",
            item(
                id,
                "post",
                "publish",
                &format!("Meldung {id}"),
                &format!("/2022/01/meldung-{id}/"),
                &text,
                &more
            )
        )
        .expect("memory");
    }
    export(&items)
}
