//! Moving in from Ghost with the whole program: the command imports, HTTP and the database show it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::repeated::differences;
use crate::support::Newsroom;

const PICTURE: &[u8] = include_bytes!("../../../../themes/standard/icons/icon-512.png");

/// Something that readers must never see.
const SECRETS: [&str; 10] = [
    "GEHEIMBEZAHLT",
    "GEHEIMENTWURF",
    "GEHEIMGEPLANT",
    "GEHEIMRUNDBRIEF",
    "GEHEIMERSCHLÜSSEL",
    "geheimer-arbeitsstand",
    "Geheimer Arbeitsstand",
    "anna@mail.example",
    "mitglied@mail.example",
    "alert(1)",
];

/// A post of the fields that all have, and more.
fn post(id: &str, slug: &str, title: &str, more: Value) -> Value {
    let mut post = json!({
        "id": id, "uuid": format!("uuid-{id}"), "title": title, "slug": slug, "type": "post", "status": "published",
        "visibility": "public", "created_at": "2022-01-20T10:00:00.000Z", "updated_at": "2022-01-22T10:00:00.000Z",
        "published_at": "2022-01-21T15:30:00.000Z", "lexical": null, "mobiledoc": null, "html": null,
    });
    for (name, value) in more.as_object().expect("fields") {
        post[name] = value.clone();
    }
    post
}

fn lexical(nodes: Value) -> Value {
    json!({"root": {"type": "root", "children": nodes}}).to_string().into()
}

fn paragraph(words: &str) -> Value {
    json!({"type": "paragraph", "children": [{"type": "extended-text", "text": words, "format": 0}]})
}

/// An export with one of each thing.
fn varied() -> String {
    let first = lexical(json!([
        paragraph("Im Hafen."),
        {"type": "image", "src": "__GHOST_URL__/content/images/2022/01/kran.png", "alt": "Ein Kran", "caption": "Der Kran"},
        {"type": "paragraph", "children": [
            {"type": "link", "url": "__GHOST_URL__/klassisch/", "children": [{"type": "text", "text": "Siehe hier", "format": 0}]},
            {"type": "link", "url": "#/portal/signup", "children": [{"type": "text", "text": " anmelden", "format": 0}]},
        ]},
        {"type": "file", "src": "__GHOST_URL__/content/files/2022/01/bericht.pdf", "fileTitle": "Bericht"},
        {"type": "email", "html": "<p>GEHEIMRUNDBRIEF</p>"},
        {"type": "plugin-card", "words": "fremde Karte"},
    ]));
    let mobiledoc = json!({
        "version": "0.3.1", "atoms": [], "markups": [["strong"]],
        "cards": [["markdown", {"markdown": "## Aus Markdown"}], ["email-cta", {"html": "GEHEIMRUNDBRIEF"}]],
        "sections": [[1, "p", [[0, [0], 1, "Fett"], [0, [], 0, " aus Mobiledoc"]]], [10, 0], [10, 1]],
    });
    let posts = json!([
        post(
            "a1",
            "der-kran",
            "Der Kran & das Schiff",
            json!({
                "lexical": first, "feature_image": "__GHOST_URL__/content/images/2022/01/kran.png",
                "custom_excerpt": "Worum es geht", "codeinjection_head": "<script>alert(1)</script>",
            })
        ),
        post("a2", "klassisch", "Klassisch", json!({"mobiledoc": mobiledoc.to_string()})),
        post(
            "a3",
            "html",
            "Nur HTML",
            json!({"html": "<p>Aus <b>HTML</b> mit <a href=\"https://alt.example/der-kran/\">Link</a></p>", "canonical_url": "https://www.fremd.example/zuerst"})
        ),
        post("a4", "bezahlt", "Bezahlt", json!({"visibility": "paid", "html": "<p>GEHEIMBEZAHLT</p>"})),
        post(
            "a5",
            "entwurf",
            "Entwurf",
            json!({"status": "draft", "published_at": null, "html": "<p>GEHEIMENTWURF</p>"})
        ),
        post(
            "a6",
            "geplant",
            "Geplant",
            json!({"status": "scheduled", "published_at": "2199-01-01T00:00:00.000Z", "html": "<p>GEHEIMGEPLANT</p>"})
        ),
        post("a7", "rundbrief", "Rundbrief", json!({"status": "sent", "html": "<p>GEHEIMRUNDBRIEF</p>"})),
        post("a8", "impressum", "Impressum", json!({"type": "page", "html": "<p>Hier steht es.</p>"})),
    ]);
    let data = json!({
        "posts": posts,
        "posts_meta": [{"id": "m", "post_id": "a1", "feature_image_alt": "Kran von unten", "feature_image_caption": "Am <i>Kai</i>", "meta_title": "Suchtitel"}],
        "users": [
            {"id": "u1", "name": "Anna Huber", "slug": "anna", "email": "anna@mail.example", "bio": "Schreibt.", "password": "GEHEIMERSCHLÜSSEL"},
            {"id": "u2", "name": "Jo", "slug": "jo", "email": "jo@mail.example"},
        ],
        "posts_authors": [
            {"id": "1", "post_id": "a1", "author_id": "u2", "sort_order": 1}, {"id": "2", "post_id": "a1", "author_id": "u1", "sort_order": 0},
        ],
        "tags": [
            {"id": "t1", "name": "Hafen", "slug": "hafen", "visibility": "public"},
            {"id": "t2", "name": "#Geheimer Arbeitsstand", "slug": "hash-geheimer-arbeitsstand", "visibility": "internal"},
            {"id": "t3", "name": "Politik", "slug": "politik", "description": "Alles dazu", "visibility": "public"},
        ],
        "posts_tags": [
            {"id": "1", "post_id": "a1", "tag_id": "t2", "sort_order": 0}, {"id": "2", "post_id": "a1", "tag_id": "t1", "sort_order": 1},
            {"id": "3", "post_id": "a1", "tag_id": "t3", "sort_order": 2}, {"id": "4", "post_id": "a2", "tag_id": "weg", "sort_order": 0},
        ],
        "settings": [
            {"key": "title", "value": "Altes Blatt"}, {"key": "locale", "value": "de"}, {"key": "members_private_key", "value": "GEHEIMERSCHLÜSSEL"},
            {"key": "codeinjection_head", "value": "<script>alert(1)</script>"},
            {"key": "navigation", "value": json!([
                {"label": "Start", "url": "__GHOST_URL__/"}, {"label": "Hafen", "url": "/tag/hafen/"}, {"label": "Kran", "url": "/der-kran/"},
                {"label": "Weg", "url": "/gibt-es-nicht/"}, {"label": "Anderswo", "url": "https://fremd.example/"},
            ]).to_string()},
            {"key": "secondary_navigation", "value": "[{\"label\": \"Impressum\", \"url\": \"/impressum/\"}]"},
        ],
        "members": [{"id": "x", "email": "mitglied@mail.example"}],
    });
    json!({"db": [{"meta": {"exported_on": 1_642_779_000_000_i64, "version": "5.30.0"}, "data": data}]})
        .to_string()
}

/// A newsroom with the files that an export of Ghost lies among: the export and the folder of media.
fn moved_in(arguments: &[&str]) -> (Newsroom, String, String) {
    let newsroom = Newsroom::speaking("de,en");
    let export = newsroom.file("ghost/export.json", varied());
    newsroom.file("ghost/content/images/2022/01/kran.png", PICTURE);
    let pdf = newsroom.file(
        "ghost/content/files/2022/01/bericht.pdf",
        b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n",
    );
    let media = pdf.split("/files/").next().expect("a folder").to_owned();
    let mut all = vec!["import", "ghost", &export, "--address", "https://alt.example"];
    all.extend(arguments);
    if arguments.contains(&"--media") {
        all.push(&media);
    }
    newsroom.run(&all);
    (newsroom, export, media)
}

#[test]
fn posts_pages_people_and_menus_come_along_and_secrets_do_not() {
    let (mut newsroom, ..) = moved_in(&["--sections", "politik", "--media"]);
    newsroom.serve();
    let kran = newsroom.get("/der-kran");
    assert_eq!(kran.status, 200, "{}", kran.head);
    for words in [
        "Der Kran &amp; das Schiff",
        "Im Hafen.",
        "Worum es geht",
        "Anna Huber",
        "Am Kai",
        "Der Kran",
        "Hafen",
        "Politik",
    ] {
        assert!(kran.body.contains(words), "{words}");
    }
    assert!(kran.body.find("Anna Huber") < kran.body.find("Jo<"), "the byline keeps its order");
    assert!(
        kran.body.contains("href=\"/klassisch\"") || kran.body.contains("href=\"/klassisch/\""),
        "links stay within"
    );
    assert!(kran.body.contains("/content/files/2022/01/bericht.pdf"), "files are linked");
    let classic = newsroom.get("/klassisch");
    assert!(
        classic.body.contains("<strong>Fett</strong> aus Mobiledoc") && classic.body.contains("Aus Markdown")
    );
    let html = newsroom.get("/html");
    assert!(
        html.body.contains("Aus <strong>HTML</strong>") && html.body.contains("www.fremd.example/zuerst")
    );
    assert!(newsroom.get("/impressum").body.contains("Hier steht es."));
    let front = newsroom.get("/");
    for address in ["/thema/hafen", "/der-kran", "https://fremd.example/", "/impressum"] {
        assert!(front.body.contains(&format!("href=\"{address}\"")), "{address} is in a menu");
    }
    assert!(!front.body.contains("gibt-es-nicht"));
    let mut pages = vec![kran, classic, html, front];
    for path in [
        "/politik",
        "/thema/hafen",
        "/autor/anna",
        "/feed.rss",
        "/suche?q=Kran",
        "/sitemap.xml",
        "/bezahlt",
        "/entwurf",
        "/geplant",
        "/rundbrief",
        "/tag/hash-geheimer-arbeitsstand",
        "/thema/hash-geheimer-arbeitsstand",
    ] {
        pages.push(newsroom.get(path));
    }
    for page in &pages {
        for secret in SECRETS {
            assert!(!page.body.contains(secret), "{secret}: {}", page.head);
        }
    }
    for path in [
        "/bezahlt",
        "/entwurf",
        "/geplant",
        "/rundbrief",
        "/tag/hash-geheimer-arbeitsstand",
        "/thema/hash-geheimer-arbeitsstand",
    ] {
        assert_eq!(newsroom.get(path).status, 404, "{path}");
    }
}

#[test]
fn old_addresses_and_redirects_answer() {
    let mut newsroom = Newsroom::speaking("de,en");
    let export = newsroom.file("ghost/export.json", varied());
    newsroom.file("ghost/content/images/2022/01/kran.png", PICTURE);
    newsroom.file("ghost/redirects.yaml", "301:\n  /frueher/: /der-kran/\n  ^\\/auch\\/?$: https://fremd.example/x\n302:\n  ^/blog/(.*)$: /$1\n");
    let media = newsroom.file("ghost/content/x", "").trim_end_matches("/x").to_owned();
    let said = newsroom.run(&["import", "ghost", &export, "--media", &media]);
    assert!(said.contains("it is a pattern of many addresses"), "{said}");
    newsroom.serve();
    let leads = |path: &str| {
        let answer = newsroom.get(path);
        let to = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("location: "))
            .unwrap_or_default()
            .to_owned();
        (answer.status, to)
    };
    assert_eq!(leads("/frueher"), (301, "/der-kran".into()));
    assert_eq!(leads("/auch/"), (301, "https://fremd.example/x".into()));
    assert_eq!(leads("/p/uuid-a1/"), (301, "/der-kran".into()));
    assert_eq!(leads("/der-kran/amp/"), (301, "/der-kran".into()));
    assert_eq!(leads("/tag/hafen/"), (301, "/thema/hafen".into()));
    assert_eq!(leads("/author/anna/"), (301, "/autor/anna".into()));
    assert_eq!(leads("/rss/"), (301, "/feed.rss".into()));
    assert!(leads("/tag/hafen/rss/").1.starts_with("/feed/topic/"));
    for size in ["", "size/w600/", "size/w600/format/webp/"] {
        let (status, to) = leads(&format!("/content/images/{size}2022/01/kran.png"));
        assert!(status == 200 || (status == 301 && !to.is_empty()), "{size}: {status} {to}");
    }
    assert_eq!(leads("/blog/x").0, 404);
}

#[test]
fn what_has_no_place_is_kept_aside_and_the_report_says_what_was_left_out() {
    let newsroom = Newsroom::speaking("de,en");
    let export = newsroom.file("export.json", varied());
    let report = newsroom.file("report.jsonl", "");
    newsroom.run(&["import", "ghost", &export, "--report", &report]);
    let said = std::fs::read_to_string(&report).expect("a report");
    for words in [
        "table members",
        "its 1 rows of readers were left out",
        "the code it puts into all pages",
        "the code it puts into its page",
        "“email” is for mails only",
        "“email-cta” is for mails only",
        "“plugin-card” is not known; it was left out: “fremde Karte”",
        "only some could read it there (paid)",
        "it went out by mail only",
        "1 internal tags are kept aside",
        "--media DIR",
        "entry “Weg”",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let kept = |kind: &str, key: &str| {
        let sql = format!("SELECT kept FROM imported WHERE kind = '{kind}' AND key = '{key}'");
        let found = newsroom.ask(&sql);
        serde_json::from_str::<Value>(found.first().expect(key)).expect("JSON")
    };
    let first = kept("article", "a1");
    assert_eq!(first["tags"], json!(["hash-geheimer-arbeitsstand"]));
    assert_eq!(first["meta_title"], "Suchtitel");
    assert_eq!(first["feature_image"], "__GHOST_URL__/content/images/2022/01/kran.png");
    assert_eq!(first.get("codeinjection_head"), None);
    assert_eq!(kept("article", "a4")["visibility"], "paid");
    assert_eq!(kept("article", "a2")["tags"], json!(["weg"]));
    assert_eq!(kept("tag", "hash-geheimer-arbeitsstand")["name"], "#Geheimer Arbeitsstand");
    assert_eq!(kept("author", "anna")["email"], "anna@mail.example");
    let site = kept("site", "settings");
    assert_eq!((&site["settings"]["title"], &site["counts"]["members"]), (&json!("Altes Blatt"), &json!(1)));
    assert!(
        !newsroom.dump().iter().any(|line| line.contains("GEHEIMERSCHLÜSSEL") || line.contains("mitglied@"))
    );
    let states = newsroom.ask("SELECT slug || ' ' || state FROM articles ORDER BY id");
    assert_eq!(
        states,
        [
            "der-kran published",
            "klassisch published",
            "html published",
            "bezahlt private",
            "entwurf draft",
            "geplant scheduled",
            "rundbrief private"
        ]
    );
}

#[test]
fn importing_again_changes_nothing_and_pictures_may_come_later() {
    let (newsroom, export, media) = moved_in(&[]);
    let once = newsroom.dump();
    assert!(once.len() > 30, "the dump holds the import");
    newsroom.run(&["import", "ghost", &export, "--address", "https://alt.example"]);
    assert_eq!(differences(&once, &newsroom.dump()), Vec::<String>::new());
    assert_eq!(newsroom.ask("SELECT count(*) FROM assets"), ["0"]);
    let said =
        newsroom.run(&["import", "ghost", &export, "--address", "https://alt.example", "--media", &media]);
    assert!(said.contains("articles given their pictures"), "{said}");
    assert_eq!(newsroom.ask("SELECT count(*) FROM assets"), ["2"]);
    let body = newsroom.ask("SELECT body FROM revisions JOIN articles ON published = revisions.id WHERE slug = 'der-kran' AND picture IS NOT NULL");
    assert!(body[0].contains("\"picture\""), "{body:?}");
    let filled = newsroom.dump();
    newsroom.run(&["import", "ghost", &export, "--address", "https://alt.example", "--media", &media]);
    assert_eq!(differences(&filled, &newsroom.dump()), Vec::<String>::new());
}

#[test]
fn a_newer_export_adds_what_is_new() {
    let newsroom = Newsroom::speaking("de,en");
    let export = |posts: Value| json!({"meta": {"version": "5.0.0"}, "data": {"posts": posts}}).to_string();
    let first = post("b1", "eins", "Eins", json!({"html": "<p>Text</p>"}));
    newsroom.run(&["import", "ghost", &newsroom.file("a.json", export(json!([first])))]);
    let changed = post("b1", "eins", "Anders", json!({"html": "<p>Anders</p>"}));
    let second = post("b2", "zwei", "Zwei", json!({"html": "<p>Text</p>"}));
    newsroom.run(&["import", "ghost", &newsroom.file("b.json", export(json!([changed, second])))]);
    assert_eq!(newsroom.ask("SELECT slug FROM articles ORDER BY id"), ["eins", "zwei"]);
    assert!(!newsroom.dump().iter().any(|line| line.contains("Anders")), "what was there stays as it is");
}

#[test]
fn a_killed_import_goes_on_where_it_was() {
    let posts: Vec<Value> = (0..3_000)
        .map(|number| {
            let text = lexical(json!([paragraph(&format!("Text {number} aus dem Hafen."))]));
            post(
                &format!("c{number}"),
                &format!("meldung-{number}"),
                &format!("Meldung {number}"),
                json!({"lexical": text}),
            )
        })
        .collect();
    let export = json!({"db": [{"meta": {"version": "5.0.0"}, "data": {"posts": posts}}]}).to_string();
    let whole = Newsroom::speaking("de,en");
    whole.run(&["import", "ghost", &whole.file("export.json", &export)]);
    let whole = whole.dump();
    let killed = Newsroom::speaking("de,en");
    let file = killed.file("export.json", &export);
    let mut partly = 0;
    let written = || -> u64 { killed.ask("SELECT count(*) FROM articles")[0].parse().expect("a number") };
    for enough in [1, 700, 1_400, 2_100] {
        let mut running = killed.start(&["import", "ghost", &file]);
        while written() < enough && running.try_wait().expect("it runs").is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
        partly += usize::from((1..3_000).contains(&written()));
    }
    killed.run(&["import", "ghost", &file]);
    assert_eq!(differences(&whole, &killed.dump()), Vec::<String>::new());
    assert!(partly > 0, "no kill came in the middle; the test says nothing");
}

#[test]
fn exports_of_old_versions_are_read_with_all_their_faults() {
    let mut newsroom = Newsroom::speaking("de,en");
    let export = json!({"meta": {"exported_on": 1_388_318_311_015_i64, "version": "003"}, "data": {
        "posts": [
            {"id": 1, "uuid": "x1", "title": "Alt", "slug": "alt", "markdown": "Hallo\nWelt", "html": "<p>Hallo<br>Welt</p>", "page": 0, "status": "published",
             "language": "en_US", "author_id": 1, "published_at": 1_388_318_310_783_i64},
            {"id": 2, "uuid": "x2", "title": "Doppelt", "slug": "alt", "markdown": "Nur *Markdown*", "status": "published", "author_id": 99, "published_at": "kein Datum"},
            {"id": 2, "uuid": "x3", "title": "Gleiche Nummer", "slug": "drei", "html": "<p>Drei</p>", "status": "published", "published_at": 1_388_318_310_783_i64},
            null,
            {"id": 4, "page": 1, "title": "Seite", "slug": "seite", "html": "<p>Seite</p>", "status": "published"},
            {"title": "", "status": "published", "html": "<p>Ohne Titel und Nummer</p>"},
        ],
        "users": [{"id": 1, "name": "test user", "email": "test@mail.example"}],
        "tags": [{"id": 1, "name": "Eins", "slug": "eins"}, {"id": 2, "name": "Eins", "slug": "eins"}],
        "posts_tags": [{"id": 1, "post_id": 1, "tag_id": 2}, {"id": 2, "post_id": 1, "tag_id": 1}],
        "settings": [{"key": "permalinks", "value": "/:year/:month/:slug/"}, {"key": "title", "value": null}],
    }});
    let said = newsroom.run(&["import", "ghost", &newsroom.file("alt.json", export.to_string())]);
    assert!(said.contains("is no date") && said.contains("another post has that number"), "{said}");
    assert_eq!(newsroom.ask("SELECT count(*) FROM articles WHERE state = 'published'"), ["4"]);
    assert_eq!(newsroom.ask("SELECT DISTINCT language FROM articles"), ["de"], "nobody chose en_US");
    assert_eq!(newsroom.ask("SELECT count(*) FROM topics"), ["1"]);
    newsroom.serve();
    assert!(newsroom.get("/2013/12/alt").body.contains("test user"));
    assert_eq!(newsroom.get("/seite").status, 200);
}

#[test]
fn files_of_markdown_are_posts_and_what_is_no_export_is_refused() {
    let newsroom = Newsroom::speaking("de,en");
    let file = newsroom.file("published-2014-12-19-erster.md", "#Erster\n\nHallo *Welt*");
    newsroom.run(&["import", "ghost", &file]);
    newsroom.run(&["import", "ghost", &file]);
    assert_eq!(newsroom.ask("SELECT slug || ' ' || headline || ' ' || state FROM articles JOIN revisions ON revisions.id = latest"), ["erster Erster published"]);
    let said = newsroom.run(&["import", "ghost", &newsroom.file("deleted-2014-12-19-weg.md", "Weg")]);
    assert!(said.contains("it was deleted"), "{said}");
    let before = newsroom.dump();
    for (name, content, why) in [
        ("leer.json", "", "line 1"),
        ("kaputt.json", "{\"meta\": {},\n\"data\": {\"posts\": [", "line 2"),
        ("fremd.json", "{\"posts\": []}", "no Ghost export"),
        ("mitglieder.csv", "email\na@mail.example\n", "list of members"),
        ("seite.html", "<p>Hallo</p>", "line 1, column 1"),
    ] {
        let output = newsroom.try_run(&["import", "ghost", &newsroom.file(name, content)]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(why), "{name}: {said}");
    }
    assert_eq!(differences(&before, &newsroom.dump()), Vec::<String>::new());
}
