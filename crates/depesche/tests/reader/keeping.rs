//! What the site shows besides articles is made and changed from the command line.

use crate::support::Newsroom;

const IMPRESSUM: &str = "+++\ntitle = \"Impressum\"\npath = \"/impressum\"\n+++\n\nVerlag am Hafen.\n";
const IMPRINT: &str = "+++\ntitle = \"Imprint\"\nlanguage = \"en\"\npath = \"/en/imprint\"\n\
                       translation_of = \"/impressum\"\n+++\n\nPublished at the harbour.\n";

fn article(newsroom: &Newsroom, front: &str) {
    let file = newsroom.file("article.md", format!("+++\nheadline = \"Hafen\"\n{front}\n+++\n\nEin Satz.\n"));
    newsroom.run(&["article", "add", &file]);
}

fn refused(newsroom: &Newsroom, arguments: &[&str]) -> String {
    let output = newsroom.try_run(arguments);
    assert!(!output.status.success(), "{arguments:?} was taken");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn pages_are_kept_in_several_languages_and_changed() {
    let mut newsroom = Newsroom::new();
    let (german, english) = (newsroom.file("de.md", IMPRESSUM), newsroom.file("en.md", IMPRINT));
    newsroom.run(&["page", "add", &german]);
    newsroom.run(&["page", "add", &english, "--publish"]);
    newsroom.serve();
    assert_eq!(newsroom.get("/impressum").status, 404, "a draft was shown");
    newsroom.run(&["page", "publish", "/impressum"]);
    let page = newsroom.get("/impressum").body;
    assert!(page.contains("Verlag am Hafen."), "{page}");
    for (lang, path) in [("de", "/impressum"), ("en", "/en/imprint"), ("x-default", "/impressum")] {
        let alternate = format!("hreflang=\"{lang}\" href=\"http://127.0.0.1:8080{path}\"");
        assert!(page.contains(&alternate), "{alternate} in {page}");
    }
    assert!(newsroom.run(&["page", "show", "/en/imprint"]).contains("translation_of = \"/impressum\""));
    let moved = newsroom.file("moved.md", IMPRESSUM.replace("path = \"/impressum\"", "path = \"/wir\""));
    newsroom.run(&["page", "edit", "/impressum", "--file", &moved]);
    let old = newsroom.get("/impressum");
    assert!(old.status == 301 && old.head.contains("location: /wir"), "{}", old.head);
    newsroom.run(&["page", "unpublish", "/wir"]);
    assert_eq!(newsroom.get("/wir").status, 404, "an unpublished page was shown");
    newsroom.run(&["page", "remove", "/wir"]);
    assert_eq!(newsroom.get("/wir").status, 410);
    assert!(refused(&newsroom, &["page", "show", "/en/imprimt"]).contains("did you mean “/en/imprint”"));
}

#[test]
fn addresses_that_the_program_needs_are_refused_with_words() {
    let newsroom = Newsroom::new();
    for path in ["/suche", "/en/search"] {
        let language = if path.starts_with("/en") { "en" } else { "de" };
        let file = newsroom.file(
            "page.md",
            format!("+++\ntitle = \"X\"\nlanguage = \"{language}\"\npath = \"{path}\"\n+++\n\nX.\n"),
        );
        assert!(refused(&newsroom, &["page", "add", &file]).contains("the program needs"), "{path}");
    }
    for slug in ["suche", "media", "en"] {
        let said = refused(&newsroom, &["section", "add", slug, "--name", "de=X"]);
        assert!(said.contains("cannot be a section's address"), "{said}");
    }
}

#[test]
fn a_dossier_gathers_stories() {
    let mut newsroom = Newsroom::new();
    newsroom.run(&["dossier", "add", "hafen", "--title", "de=Der Hafen"]);
    article(&newsroom, "dossier = \"hafen\"");
    newsroom.run(&["article", "publish", "1"]);
    newsroom.serve();
    assert!(newsroom.get("/dossier/hafen").body.contains("Hafen"));
    assert!(newsroom.run(&["dossier", "show", "hafen"]).contains("/hafen-1"));
    newsroom.run(&["dossier", "rename", "hafen", "--title", "de=Streit am Kai"]);
    assert!(newsroom.get("/dossier/hafen").body.contains("Streit am Kai"));
    let plain = newsroom.file("plain.md", "+++\nheadline = \"Hafen\"\n+++\n\nEin Satz.\n");
    newsroom.run(&["article", "edit", "1", "--file", &plain]);
    assert!(!newsroom.run(&["dossier", "show", "hafen"]).contains("/hafen-1"), "it was taken out");
    newsroom.run(&["dossier", "remove", "hafen"]);
    assert_eq!(newsroom.get("/dossier/hafen").status, 404);
}

#[test]
fn a_moved_section_takes_its_articles_along_and_its_old_address_leads_there() {
    let mut newsroom = Newsroom::new();
    newsroom.run(&["section", "add", "lokales", "--name", "de=Lokales"]);
    newsroom.run(&["section", "add", "lokales/rat", "--name", "de=Rat"]);
    newsroom.run(&["section", "describe", "lokales/rat", "--text", "de=Aus dem Rat der Stadt"]);
    article(&newsroom, "section = \"lokales/rat\"");
    newsroom.run(&["article", "publish", "1"]);
    newsroom.run(&["section", "move", "lokales/rat", "--under", "politik"]);
    newsroom.run(&["section", "rename", "politik/rat", "--name", "de=Stadtrat"]);
    newsroom.serve();
    let old = newsroom.get("/lokales/rat");
    assert!(old.status == 301 && old.head.contains("location: /politik/rat"), "{}", old.head);
    let page = newsroom.get("/politik/rat").body;
    assert!(page.contains("Stadtrat") && page.contains("Aus dem Rat der Stadt"), "{page}");
    assert!(newsroom.get("/politik").body.contains("/lokales/rat/hafen-1"), "its articles stand above too");
    assert!(!newsroom.get("/lokales").body.contains("hafen-1"), "they stay where they were");
    let said = refused(&newsroom, &["section", "move", "politik", "--under", "politik/rat"]);
    assert!(said.contains("within itself"), "{said}");
}

#[test]
fn what_is_forbidden_says_by_whom_and_why() {
    let mut newsroom = Newsroom::new();
    article(&newsroom, "");
    newsroom.run(&["article", "publish", "1"]);
    let forbid =
        ["redirect", "unavailable", "/hafen-1", "--authority", "Landgericht Emden", "--reason", "Urteil 7"];
    assert!(refused(&newsroom, &forbid).contains("withdraw"), "it would stay in lists");
    newsroom.run(&["article", "withdraw", "1"]);
    newsroom.run(&forbid);
    newsroom.serve();
    let answer = newsroom.get("/hafen-1");
    assert_eq!(answer.status, 451);
    assert!(answer.head.contains("rel=\"blocked-by\""), "{}", answer.head);
    assert!(answer.body.contains("Landgericht Emden") && answer.body.contains("Urteil 7"));
    assert!(newsroom.run(&["redirect", "list"]).contains("/hafen-1"));
    newsroom.run(&["redirect", "remove", "/hafen-1"]);
    assert_eq!(newsroom.get("/hafen-1").status, 404);
}

#[test]
fn the_newsroom_answers_comments_and_removes_drafts() {
    let mut newsroom = Newsroom::new();
    article(&newsroom, "");
    newsroom.run(&["article", "publish", "1"]);
    let add = ["comment", "add", "--article", "1", "--at", "2022-01-21T16:30:00+01:00", "--approve"];
    newsroom.run(&[&add[..], &["--name", "Eva", "--email", "eva@geheim.example", "Stimmt das?"]].concat());
    newsroom.run(&[&add[..], &["--name", "Redaktion", "--staff", "--reply-to", "1", "Ja."]].concat());
    let said = refused(&newsroom, &[&add[..], &["--name", "Ohne", "Text"]].concat());
    assert!(said.contains("--email is missing"), "{said}");
    newsroom.serve();
    let page = newsroom.get("/hafen-1").body;
    assert!(
        page.contains("Stimmt das?") && page.contains("Ja.") && !page.contains("geheim.example"),
        "{page}"
    );
    assert!(newsroom.run(&["comment", "show", "2"]).contains("of the newsroom"));
    assert!(refused(&newsroom, &["article", "remove", "1"]).contains("withdraw it"));
    article(&newsroom, "kicker = \"Entwurf\"");
    newsroom.run(&["article", "remove", "2"]);
    assert!(refused(&newsroom, &["article", "show", "2"]).contains("there is no article"));
}

#[test]
fn authors_and_topics_are_changed_and_wrong_names_bring_a_suggestion() {
    let newsroom = Newsroom::new();
    newsroom.run(&["author", "add", "Merle Ohlsen", "--role", "Reporterin", "--bio", "de=Lebt in Emden."]);
    newsroom.run(&["author", "edit", "merle-ohlsen", "--role", "Chefreporterin"]);
    let shown = newsroom.run(&["author", "show", "merle-ohlsen"]);
    assert!(shown.contains("Chefreporterin") && shown.contains("Lebt in Emden."), "{shown}");
    newsroom.run(&["topic", "add", "hafen", "--name", "de=Hafen"]);
    newsroom.run(&["topic", "rename", "hafen", "--name", "de=Häfen"]);
    assert!(newsroom.run(&["topic", "list"]).contains("de=Häfen"), "a topic without articles is listed too");
    assert!(refused(&newsroom, &["author", "show", "merle-olsen"]).contains("did you mean “merle-ohlsen”"));
    let file = newsroom.file("a.md", "+++\nheadline = \"X\"\nsection = \"politk\"\n+++\n\nX.\n");
    assert!(refused(&newsroom, &["article", "add", &file]).contains("did you mean “politik”"));
}
