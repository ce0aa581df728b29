use super::*;

fn meta(key: &str, value: &str) -> Meta {
    Meta { key: key.into(), value: value.into() }
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

fn berlin() -> TimeZone {
    TimeZone::get("Europe/Berlin").expect("bundled")
}

fn held(made: Made, fate: Fate) -> Held<'static> {
    Held {
        made,
        headline: "Der Kran",
        slug: "der-kran",
        fate,
        zone: Box::leak(Box::new(berlin())),
        is_local: true,
        has_author: true,
        has_picture: false,
        has_term: &|term| term.domain == "category",
    }
}

fn item() -> Item {
    Item {
        title: "Der Kran".into(),
        slug: "der-kran".into(),
        guid: "https://a.example/?p=1".into(),
        kind: "post".into(),
        status: "publish".into(),
        comment_status: "open".into(),
        date: "2022-01-21T16:30:00".parse().ok(),
        date_gmt: "2022-01-21T15:30:00".parse().ok(),
        modified_gmt: "2022-01-21T15:30:00".parse().ok(),
        ..Item::default()
    }
}

fn at() -> Fate {
    Fate::Public("2022-01-21T15:30:00Z".parse().ok())
}

#[test]
fn of_what_has_its_place_nothing_is_kept_twice() {
    let mut post = item();
    post.terms = vec![ItemTerm { domain: "category".into(), slug: "welt".into(), name: "Welt".into() }];
    post.meta = vec![meta("quelle", "dpa"), meta("_edit_lock", "1")];
    assert_eq!(of_item(&post, &held(Made::Article, at())), "");
    assert_eq!(of_author(&Author { display_name: "Anna".into(), ..Author::default() }, "Anna"), "");
    assert_eq!(of_category(&Category { parent: "politik".into(), ..Category::default() }, true), "");
    let comment = Comment {
        parent: 3,
        content: " Ja.\n".into(),
        approved: "1".into(),
        date: "2022-01-21T16:30:00".parse().ok(),
        date_gmt: "2022-01-21T15:30:00".parse().ok(),
        ..Comment::default()
    };
    assert_eq!(of_comment(&comment, Some(3), "Ja.", &berlin()), "");
}

#[test]
fn what_an_article_has_no_place_for_is_kept_in_the_words_of_the_export() {
    let term = |domain: &str| ItemTerm { domain: domain.into(), slug: "x".into(), name: "X".into() };
    let post = Item {
        title: "Der <em>Kran</em>".into(),
        link: "https://agentur.example/kran".into(),
        kind: "reportage".into(),
        status: "pending".into(),
        slug: String::new(),
        parent: 4,
        menu_order: -2,
        sticky: true,
        password: "sesam".into(),
        modified_gmt: "2022-02-01T08:00:00".parse().ok(),
        terms: vec![term("category"), term("post_format")],
        meta: vec![meta("quelle", "dpa"), meta("_thumbnail_id", "50"), meta("_edit_last", "3")],
        ..item()
    };
    let kept = of_item(&post, &Held { is_local: false, ..held(Made::Article, Fate::Draft) });
    assert!(!kept.contains("sesam"), "{kept}");
    assert_eq!(
        read(&kept),
        json!({
            "title": "Der <em>Kran</em>", "link": "https://agentur.example/kran", "post_type": "reportage",
            "status": "pending", "is_protected": 1, "post_date": "2022-01-21 16:30:00",
            "post_date_gmt": "2022-01-21 15:30:00", "post_modified_gmt": "2022-02-01 08:00:00",
            "post_name": "", "post_parent": 4, "menu_order": -2, "is_sticky": 1,
            "terms": [{"domain": "post_format", "slug": "x", "name": "X"}],
            "postmeta": [{"key": "_thumbnail_id", "value": "50"}, {"key": "_edit_last", "value": "3"}],
        })
    );
}

#[test]
fn a_local_time_that_does_not_follow_from_the_moment_is_kept() {
    let elsewhere = Item { date: "2022-01-21T10:30:00".parse().ok(), ..item() };
    let kept = read(&of_item(&elsewhere, &held(Made::Article, at())));
    assert_eq!(kept, json!({"post_date": "2022-01-21 10:30:00"}));
    let on_utc = Item { date: item().date_gmt, ..item() };
    assert_eq!(of_item(&on_utc, &held(Made::Article, at())), "");
}

#[test]
fn pages_have_more_that_needs_keeping() {
    let page = Item {
        kind: "page".into(),
        excerpt: "Kurz".into(),
        creator: "anna".into(),
        meta: vec![meta("_wp_page_template", "breit.php"), meta("quelle", "dpa"), meta("_wp_old_slug", "a")],
        ..item()
    };
    let kept = read(&of_item(&page, &Held { has_author: false, ..held(Made::Page, at()) }));
    assert_eq!(kept["excerpt"], "Kurz");
    assert_eq!(kept["creator"], "anna");
    assert_eq!(kept["comment_status"], "open");
    assert_eq!(kept["post_date_gmt"], "2022-01-21 15:30:00");
    assert_eq!(
        kept["postmeta"],
        json!([{"key": "_wp_page_template", "value": "breit.php"}, {"key": "quelle", "value": "dpa"},
            {"key": "_wp_old_slug", "value": "a"}])
    );
}

#[test]
fn no_network_address_of_a_reader_is_kept() {
    let fields = [
        ("akismet_as_submitted", "a:1:{s:10:\"comment_ip\";s:9:\"x\";}"),
        ("note", "from 192.0.2.1, it says"),
        ("plain", "198.51.100.7"),
        ("serialised", "a:1:{s:2:\"ip\";s:12:\"198.51.100.7\";}"),
        ("port", "198.51.100.7:443"),
        ("six", "2001:db8::7"),
        ("rating", "5"),
        ("class", "Foo::bar at 10:30, version 1.2.3"),
    ];
    let comment = Comment {
        ip: "192.0.2.1".into(),
        email: "leserin@mail.example".into(),
        content: "Siehe <a href=\"https://b.example\">dort</a>".into(),
        user_id: 3,
        parent: 9,
        meta: fields.iter().map(|(key, value)| meta(key, value)).collect(),
        ..Comment::default()
    };
    let kept = of_comment(&comment, Some(8), "", &berlin());
    assert_eq!(
        read(&kept),
        json!({
            "comment_content": "Siehe <a href=\"https://b.example\">dort</a>", "comment_approved": "",
            "comment_parent": 9, "comment_user_id": 3,
            "commentmeta": [{"key": "rating", "value": "5"}, {"key": "class", "value": fields[7].1}],
        })
    );
    let comment = Comment { author: "leserin@mail.example".into(), content: "Ja".into(), ..comment };
    let kept = of_page_comment(&comment);
    assert!(kept.contains("Ja") && !kept.contains('@') && !kept.contains("192.0.2.1"), "{kept}");
}
