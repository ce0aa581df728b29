//! Languages: what is one thing in several of them is one thing here.

use crate::export::{export, item, meta, term};
use crate::support::Newsroom;

fn category(id: u64, slug: &str, parent: &str, name: &str) -> String {
    format!(
        "<wp:category><wp:term_id>{id}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>\
         <wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{name}</wp:cat_name></wp:category>"
    )
}

fn tag(id: u64, slug: &str, name: &str) -> String {
    format!(
        "<wp:tag><wp:term_id>{id}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug><wp:tag_name>{name}</wp:tag_name></wp:tag>"
    )
}

/// Polylang's term that says which terms are one.
fn versions(id: u64, de: u64, en: u64) -> String {
    format!(
        "<wp:term><wp:term_id>{id}</wp:term_id><wp:term_taxonomy>term_translations</wp:term_taxonomy>\
         <wp:term_slug>pll_{id}</wp:term_slug><wp:term_description>\
         <![CDATA[a:2:{{s:2:\"de\";i:{de};s:2:\"en\";i:{en};}}]]></wp:term_description></wp:term>"
    )
}

#[test]
fn sections_and_topics_have_a_name_in_each_language() {
    let mut newsroom = Newsroom::new();
    // The English ones first, as an export may have them.
    let terms = category(112, "science-en", "", "Science")
        + &category(111, "wissen", "", "Wissen")
        + &category(114, "space-en", "science-en", "Space")
        + &category(113, "weltraum", "wissen", "Weltraum")
        + &tag(122, "moon", "Moon")
        + &tag(121, "mond", "Mond")
        + &versions(201, 111, 112)
        + &versions(202, 113, 114)
        + &versions(203, 121, 122);
    let de = term("language", "de") + &term("category", "weltraum") + &term("post_tag", "mond");
    let en = term("language", "en") + &term("category", "space-en") + &term("post_tag", "moon");
    let items = item(1, "post", "publish", "Zum Mond", "/zum-mond/", "Text", &de)
        + &item(2, "post", "publish", "To the moon", "/en/to-the-moon/", "Text", &en);
    let file = newsroom.file("export.xml", export(&(terms + &items)));
    newsroom.run(&["import", "wordpress", &file]);
    let sections = "SELECT path || ' ' || language || ' ' || name FROM sections \
        JOIN section_names ON section = id WHERE path LIKE 'w%' ORDER BY 1";
    assert_eq!(
        newsroom.ask(sections),
        ["wissen de Wissen", "wissen en Science", "wissen/weltraum de Weltraum", "wissen/weltraum en Space"]
    );
    assert!(newsroom.ask("SELECT path FROM sections WHERE path LIKE '%s%-en%'").is_empty());
    let topics = "SELECT slug || ' ' || language || ' ' || name FROM topics \
        JOIN topic_names ON topic = id WHERE slug LIKE 'mo%' ORDER BY 1";
    assert_eq!(newsroom.ask(topics), ["mond de Mond", "mond en Moon"]);
    let once = newsroom.dump();
    newsroom.run(&["import", "wordpress", &file]);
    assert!(once == newsroom.dump(), "importing again changed something");
    newsroom.serve();
    for (old, now) in [
        ("/category/science-en/space-en/", "/wissen/weltraum"),
        ("/category/wissen/weltraum/", "/wissen/weltraum"),
        ("/?cat=114", "/wissen/weltraum"),
        ("/tag/moon/", "/thema/mond"),
    ] {
        let answer = newsroom.get(old);
        assert_eq!(answer.status, 301, "{old}");
        assert!(answer.head.contains(now), "{old}: {}", answer.head);
    }
    let english = newsroom.get("/en/wissen/weltraum");
    assert!(english.body.contains("Space") && english.body.contains("To the moon"), "{}", english.head);
}

#[test]
fn a_page_and_its_translation_are_one() {
    let mut newsroom = Newsroom::new();
    let standing = |language: &str| term("language", language) + &term("post_translations", "pll_9");
    let items = item(1, "page", "publish", "Über uns", "/ueber-uns/", "Wir", &standing("de"))
        + &item(2, "page", "publish", "About us", "/en/about/", "We", &standing("en"))
        + &item(3, "page", "publish", "Wieder uns", "/wieder/", "Wir", &standing("de"))
        + &item(4, "page", "publish", "Impressum", "/impressum/", "Hier", "");
    let file = newsroom.file("export.xml", export(&items));
    let said = newsroom.run(&["import", "wordpress", &file]);
    assert!(said.contains("Wieder uns") && said.contains("same language"), "{said}");
    let joined = "SELECT path FROM pages WHERE translations IS NOT NULL ORDER BY path";
    assert_eq!(newsroom.ask(joined), ["/en/about", "/ueber-uns"]);
    newsroom.serve();
    let page = newsroom.get("/ueber-uns").body;
    assert!(page.contains("hreflang=\"en\"") && page.contains("/en/about"), "{page}");
}

/// An entry of a menu that leads to a page or category.
fn entry(id: u64, menu: &str, parent: u64, kind: &str, object: &str, number: u64) -> String {
    let fields = meta("_menu_item_type", kind)
        + &meta("_menu_item_object", object)
        + &meta("_menu_item_object_id", &number.to_string())
        + &meta("_menu_item_menu_item_parent", &parent.to_string())
        + &format!("<wp:menu_order>{id}</wp:menu_order>")
        + &term("nav_menu", menu);
    item(id, "nav_menu_item", "publish", "", &format!("/?p={id}"), "", &fields)
}

#[test]
fn each_language_has_its_menus_and_the_main_one_is_one_line() {
    let newsroom = Newsroom::new();
    let terms = category(111, "wissen", "", "Wissen")
        + &category(113, "weltraum", "wissen", "Weltraum")
        + &category(112, "science-en", "", "Science")
        + &versions(201, 111, 112);
    let (de, en) = (term("language", "de"), term("language", "en"));
    let items = item(1, "page", "publish", "Über uns", "/ueber-uns/", "Wir", &de)
        + &item(2, "page", "publish", "Impressum", "/impressum/", "Hier", &de)
        + &item(3, "page", "publish", "About us", "/en/about/", "We", &en)
        + &item(4, "page", "publish", "Legal notice", "/en/legal/", "Here", &en)
        + &entry(50, "haupt", 0, "taxonomy", "category", 111)
        + &entry(51, "haupt", 50, "taxonomy", "category", 113)
        + &entry(52, "haupt", 0, "post_type", "page", 1)
        + &entry(53, "haupt", 52, "post_type", "page", 2)
        + &entry(60, "main-en", 0, "taxonomy", "category", 112)
        + &entry(61, "main-en", 0, "post_type", "page", 3)
        + &entry(70, "legal-en", 0, "post_type", "page", 4);
    let file = newsroom.file("export.xml", export(&(terms + &items)));
    newsroom.run(&["import", "wordpress", &file]);
    let menus = "SELECT menu || ' ' || language || ' ' || label || ' ' || url FROM menu_items \
        ORDER BY menu, language, position";
    assert_eq!(
        newsroom.ask(menus),
        [
            "footer de Impressum /impressum",
            "footer en Legal notice /en/legal",
            "main de Wissen /wissen",
            "main de Über uns /ueber-uns",
            "main en Science /en/wissen",
            "main en About us /en/about",
        ]
    );
    let stood = newsroom.ask("SELECT kept FROM imported WHERE kind = 'menu entry' AND key = '51'");
    assert!(stood[0].contains("\"menu_item_parent\":50"), "{stood:?}");
    let once = newsroom.dump();
    newsroom.run(&["import", "wordpress", &file]);
    assert!(once == newsroom.dump(), "importing again changed something");
}
