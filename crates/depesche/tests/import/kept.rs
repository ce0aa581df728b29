//! What has no place of its own is kept aside: all of it, nothing of readers' networks, and never in
//! sight.

use serde_json::{Value, json};

use crate::export::{comment, export, item, meta, varied};
use crate::support::Newsroom;

/// What was kept of a thing.
fn kept(newsroom: &Newsroom, kind: &str, key: &str) -> Value {
    let words = newsroom.ask(&format!("SELECT kept FROM imported WHERE kind = '{kind}' AND key = '{key}'"));
    let [words] = words.as_slice() else { panic!("{kind} {key}: {words:?}") };
    serde_json::from_str(words).unwrap_or_default()
}

#[test]
fn nothing_the_export_says_is_lost() {
    let newsroom = Newsroom::speaking("de,en");
    let said = newsroom.run(&["import", "wordpress", &newsroom.file("export.xml", varied())]);
    assert!(said.contains("taxonomy region"), "the report says what became of it: {said}");
    let site = kept(&newsroom, "site", "channel");
    assert_eq!((&site["wxr_version"], &site["language"]), (&json!("1.2"), &json!("de-DE")));
    let author = kept(&newsroom, "author", "anna.huber");
    assert_eq!(author, json!({"author_id": 3, "author_email": "anna@mail.example"}));
    assert_eq!(kept(&newsroom, "section", "politik")["term_id"], 9);
    let article = kept(&newsroom, "article", "1");
    assert_eq!(
        article["terms"],
        json!([{"domain": "post_format", "slug": "post-format-image", "name": "post-format-image"}])
    );
    assert_eq!(kept(&newsroom, "article", "4")["post_date_gmt"], "2022-01-21 15:30:00");
    assert_eq!(kept(&newsroom, "article", "5")["is_protected"], 1);
    assert_eq!(kept(&newsroom, "topic", "region:kueste")["term_name"], "Küste");
    assert_eq!(kept(&newsroom, "term", "produktart:weg")["term_id"], 41);
    let noted = kept(&newsroom, "comment", "1:2");
    assert_eq!(noted["commentmeta"], json!([{"key": "rating", "value": "5"}]));
    assert_eq!(kept(&newsroom, "page comment", "7:20")["comment_content"], "Unter der Seite");
    let dump = newsroom.dump().join("\n");
    for gone in ["192.0.2.1", "seite@mail.example", "GEHEIMESWORT"] {
        assert!(!dump.contains(gone), "{gone} was kept");
    }
}

#[test]
fn terms_of_other_taxonomies_are_topics_unless_told_otherwise() {
    let topics = "SELECT t.slug || ' ' || n.name || ' ' || count(a.article) FROM topics t \
        JOIN topic_names n ON n.topic = t.id AND n.language = 'de' LEFT JOIN article_topics a ON a.topic = t.id \
        GROUP BY t.id ORDER BY t.slug";
    let newsroom = Newsroom::speaking("de,en");
    let file = newsroom.file("export.xml", varied());
    newsroom.run(&["import", "wordpress", &file]);
    assert_eq!(newsroom.ask(topics), ["hafen Hafen 1", "kueste Küste 1"]);
    let other = Newsroom::speaking("de,en");
    let file = other.file("export.xml", varied());
    other.run(&["import", "wordpress", &file, "--not-topics", "region,serie"]);
    assert_eq!(other.ask(topics), ["hafen Hafen 1"]);
    assert_eq!(kept(&other, "term", "region:kueste")["term_id"], 40);
    assert_eq!(kept(&other, "article", "1")["terms"][0]["slug"], "kueste");
}

#[test]
fn what_was_kept_of_a_comment_goes_with_it() {
    let newsroom = Newsroom::speaking("de,en");
    let rated = comment(1, 0, "1", "", "Ja").replace(
        "</wp:comment>",
        &format!("{}</wp:comment>", meta("rating", "5").replace("postmeta", "commentmeta")),
    );
    let file = newsroom.file("a.xml", export(&item(1, "post", "publish", "Eins", "/eins/", "Text", &rated)));
    newsroom.run(&["import", "wordpress", &file]);
    assert_eq!(kept(&newsroom, "comment", "1:1")["commentmeta"][0]["value"], "5");
    let number = newsroom.ask("SELECT id FROM comments");
    newsroom.run(&["comment", "delete", &number[0]]);
    assert_eq!(newsroom.ask("SELECT kept FROM imported WHERE kind = 'comment'"), [""]);
    newsroom.run(&["import", "wordpress", &file]);
    assert_eq!(newsroom.ask("SELECT count(*) FROM comments"), ["0"], "it does not come back");
}

#[test]
fn what_no_reader_had_before_them_becomes_no_article() {
    let mut newsroom = Newsroom::new();
    let items =
        item(70, "formular", "publish", "Leserbrief", "/?post_type=formular&amp;p=70", "[text* name]", "")
            + &item(71, "feedback", "publish", "mail@mail.example", "/feedback/71/", "EINGESANDT", "")
            + &item(72, "wp_global_styles", "publish", "Custom Styles", "/wp-global-styles/", "{}", "")
            + &item(73, "rezension", "publish", "Das Buch", "/rezension/das-buch/", "Gut.", "");
    let file = newsroom.file("export.xml", export(&items));
    let said = newsroom.run(&["import", "wordpress", &file]);
    assert!(said.contains("Leserbrief") && said.contains("kept aside"), "{said}");
    assert_eq!(newsroom.ask("SELECT headline FROM revisions"), ["Das Buch"]);
    assert_eq!(kept(&newsroom, "article", "73")["post_type"], "rezension");
    let form = kept(&newsroom, "item", "formular 70");
    assert_eq!((&form["title"], &form["content"]), (&json!("Leserbrief"), &json!("[text* name]")));
    assert_eq!(kept(&newsroom, "item", "wp_global_styles 72")["status"], "publish");
    assert!(!newsroom.dump().join("\n").contains("EINGESANDT"));
    let once = newsroom.dump();
    newsroom.run(&["import", "wordpress", &file]);
    assert!(once == newsroom.dump(), "importing again changed something");
    newsroom.serve();
    assert_eq!(newsroom.get("/rezension/das-buch").status, 200);
    for gone in ["/feedback/71", "/wp-global-styles"] {
        assert_eq!(newsroom.get(gone).status, 404, "{gone}");
    }
}

#[test]
fn bylines_name_all_who_wrote_a_text() {
    let newsroom = Newsroom::new();
    let author = |slug: &str, name: &str| {
        format!("<category domain=\"author\" nicename=\"{slug}\"><![CDATA[{name}]]></category>")
    };
    let guest = meta("cap-user_login", "gast") + &meta("cap-display_name", "Gesa Gast");
    // The login of who typed it in stands as its creator.
    let items = item(
        1,
        "post",
        "publish",
        "Eins",
        "/eins/",
        "Text",
        &(author("cap-gast", "gast") + &author("cap-anna-huber", "anna.huber")),
    )
    .replace("<dc:creator>anna.huber", "<dc:creator>technik")
        + &item(2, "post", "publish", "Zwei", "/zwei/", "Text", &author("jo-klein", "Jo Klein"))
        + &item(3, "post", "publish", "Drei", "/drei/", "Text", "")
        + &item(9, "guest-author", "publish", "Gesa Gast", "/?post_type=guest-author&amp;p=9", "", &guest);
    newsroom.run(&["import", "wordpress", &newsroom.file("export.xml", export(&items))]);
    let bylines = "SELECT article || ' ' || authors.name FROM article_authors \
        JOIN authors ON authors.id = author ORDER BY article, position";
    assert_eq!(newsroom.ask(bylines), ["1 Gesa Gast", "1 Anna Huber", "2 Jo Klein", "3 Anna Huber"]);
    assert_eq!(kept(&newsroom, "article", "1"), json!({"creator": "technik"}));
}
