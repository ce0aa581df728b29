//! Texts in all forms, and the documents they become.

use newsroom::document::html::{MediaRef, Options, PictureRef, Resolve, from_html};
use newsroom::document::{Document, markdown};
use newsroom::ids::AssetId;
use serde_json::{Value, json};

use super::super::export::Post;
use super::convert;

/// Has every file of the old site.
struct Library;

impl Resolve for Library {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        picture.src.starts_with("/content/").then_some(AssetId(7))
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        media.src.starts_with("/content/").then_some(AssetId(8))
    }
}

/// A post's text as Markdown of ours, and what the report says.
fn read(post: &Post) -> (String, Vec<String>) {
    let converted = convert(post, "");
    let mut blocks = Vec::new();
    let mut notes: Vec<String> = converted.notes.iter().map(ToString::to_string).collect();
    for piece in &converted.pieces {
        let (document, dropped) = from_html(piece, &Options::default(), &mut Library);
        blocks.extend(document.blocks);
        notes.extend(dropped.iter().map(ToString::to_string));
    }
    let mut document = Document::new(blocks);
    document.forget_ids();
    document.fill_ids();
    (markdown::to_markdown(&document, |id| id.to_string()).trim_end().to_owned(), notes)
}

fn lexical(nodes: Value) -> Post {
    Post { lexical: json!({"root": {"type": "root", "children": nodes}}).to_string(), ..Post::default() }
}

/// A card alone, first in Lexical, then in Mobiledoc: it must become the same.
fn card(name: &str, fields: Value) -> (String, Vec<String>) {
    let mut node = fields.clone();
    node["type"] = name.into();
    let in_lexical = read(&lexical(json!([node])));
    let mobiledoc = json!({
        "version": "0.3.1", "atoms": [], "markups": [], "cards": [[name, fields]], "sections": [[10, 0]]
    });
    let in_mobiledoc = read(&Post { mobiledoc: mobiledoc.to_string(), ..Post::default() });
    assert_eq!(in_lexical, in_mobiledoc, "{name}");
    in_lexical
}

fn text(words: &str, format: u64) -> Value {
    json!({"type": "extended-text", "text": words, "format": format})
}

#[test]
fn lexical_text_keeps_its_marks_links_and_lists() {
    let post = lexical(json!([
        {"type": "extended-heading", "tag": "h3", "children": [text("Titel & mehr", 0)]},
        {"type": "paragraph", "children": [
            text("Ein ", 0), text("fetter", 1), text(" ", 0), text("schräger", 2), {"type": "linebreak"},
            {"type": "link", "url": "https://a.example/?x=1&y=2", "children": [text("Link", 0)]},
            {"type": "zwnj"},
        ]},
        {"type": "list", "listType": "number", "start": 3, "children": [
            {"type": "listitem", "children": [text("drei", 0)]},
            {"type": "listitem", "children": [{"type": "list", "listType": "bullet", "children": [
                {"type": "listitem", "children": [text("darunter", 0)]}
            ]}]},
        ]},
        {"type": "extended-quote", "children": [text("Wahr.", 0)]},
        {"type": "aside", "children": [text("Groß.", 0)]},
        {"type": "horizontalrule"},
    ]));
    let expected = "### Titel & mehr\n\nEin **fetter** *schräger*<br>[Link](https://a.example/?x=1&y=2)\n\n\
                    3. drei\n   - darunter\n\n> Wahr.\n\n::: pull\nGroß.\n:::\n\n---";
    assert_eq!(read(&post), (expected.to_owned(), Vec::new()));
}

#[test]
fn mobiledoc_text_keeps_its_marks_in_both_versions() {
    let markups = json!([["strong"], ["a", ["href", "https://a.example"]], ["em"]]);
    let sections = json!([
        [1, "h2", [[0, [], 0, "Titel"]]],
        [
            1,
            "p",
            [
                [0, [], 0, "Ein "],
                [0, [0], 1, "fetter"],
                [0, [], 0, " "],
                [0, [2], 1, "schräger"],
                [1, [], 0, 0],
                [0, [1], 1, "Link"]
            ]
        ],
        [3, "ol", [[[0, [], 0, "eins"]], [[0, [], 0, "zwei"]]]],
        [1, "aside", [[0, [], 0, "Groß."]]],
        [2, "/content/images/a.jpg"],
    ]);
    let newer = json!({"version": "0.3.1", "atoms": [["soft-return", "", {}]], "cards": [], "markups": markups, "sections": sections});
    let expected = "## Titel\n\nEin **fetter** *schräger*<br>[Link](https://a.example)\n\n1. eins\n2. zwei\n\n\
                    ::: pull\nGroß.\n:::\n\n::: picture {asset=\"7\"}\n:::";
    assert_eq!(
        read(&Post { mobiledoc: newer.to_string(), ..Post::default() }),
        (expected.to_owned(), Vec::new())
    );
    let older = json!({"version": "0.2.0", "sections": [
        [["strong"]], [[1, "p", [[[0], 1, "Fett"], [[], 0, " nicht"]]], [10, "hr", {}]]
    ]});
    assert_eq!(read(&Post { mobiledoc: older.to_string(), ..Post::default() }).0, "**Fett** nicht\n\n---");
}

#[test]
fn pictures_and_recordings_are_those_of_the_library() {
    let shown = card(
        "image",
        json!({"src": "__GHOST_URL__/content/images/a.jpg", "alt": "Ein Kran", "caption": "Bei <i>Nacht</i>", "cardWidth": "wide", "href": "https://a.example"}),
    );
    assert_eq!(shown.0, "::: picture {asset=\"7\" alt=\"Ein Kran\" size=\"wide\"}\nBei *Nacht*\n:::");
    assert_eq!(shown.1, ["of the card “image” the link that lay on the picture was left out"]);
    let pictures = json!([{"src": "/content/images/a.jpg", "alt": "A"}, {"src": "/content/images/b.jpg"}]);
    let gallery = card("gallery", json!({"images": pictures, "caption": "Alle"})).0;
    assert_eq!(gallery, card("gallery", json!({"images": pictures.to_string(), "caption": "Alle"})).0);
    assert!(gallery.starts_with("::: gallery") && gallery.ends_with("Alle\n:::"), "{gallery}");
    let audio = card("audio", json!({"src": "/content/media/a.mp3", "title": "Hafen", "duration": 3}));
    assert_eq!(audio.0, "::: audio {asset=\"8\"}\nHafen\n:::");
    let video = card(
        "video",
        json!({"src": "/content/media/a.mp4", "thumbnailSrc": "/content/media/a_thumb.jpg", "caption": "Film"}),
    );
    assert_eq!(video.0, "::: video {asset=\"8\" poster=\"7\"}\nFilm\n:::");
    let missing = card("image", json!({"src": "https://fremd.example/x.jpg"}));
    assert_eq!(
        missing,
        (String::new(), vec!["<img> “https://fremd.example/x.jpg”: the library has no such file".into()])
    );
}

#[test]
fn cards_of_text_become_text() {
    for (name, fields, expected) in [
        ("html", json!({"html": "<p>Roh <b>fett</b></p>"}), "Roh **fett**"),
        ("markdown", json!({"markdown": "## Zwei\n\n- a"}), "## Zwei\n\n- a"),
        ("card-markdown", json!({"cardName": "card-markdown", "markdown": "Alt"}), "Alt"),
        (
            "codeblock",
            json!({"code": "a < b\n c", "language": "rust", "caption": "Code"}),
            "```\na < b\n c\n```\n\nCode",
        ),
        ("code", json!({"code": "x"}), "```\nx\n```"),
        ("callout", json!({"calloutText": "<p>Nur <b>so</b></p>", "calloutEmoji": "💡"}), "💡 Nur **so**"),
        (
            "callout",
            json!({"calloutText": "<b>Wichtig</b><br>Ein Satz"}),
            "::: facts {title=\"Wichtig\"}\nEin Satz\n:::",
        ),
        (
            "toggle",
            json!({"heading": "<span>Worum</span>", "content": "<p>Darum.</p>"}),
            "::: facts {title=\"Worum\"}\nDarum.\n:::",
        ),
        (
            "button",
            json!({"buttonText": "Los", "buttonUrl": "https://a.example/"}),
            "[Los](https://a.example/)",
        ),
        (
            "file",
            json!({"src": "/content/files/a.pdf", "fileTitle": "Bericht", "fileCaption": "2 Seiten"}),
            "[Bericht](/content/files/a.pdf)<br>2 Seiten",
        ),
        (
            "header",
            json!({"header": "Groß", "subheader": "Klein", "buttonEnabled": true, "buttonText": "Los", "buttonUrl": "/x"}),
            "## Groß\n\nKlein\n\n[Los](/x)",
        ),
        (
            "product",
            json!({"productTitle": "Buch", "productDescription": "<p>Gut.</p>", "productRatingEnabled": true, "productStarRating": 4, "productButtonEnabled": true, "productButton": "Kaufen", "productUrl": "https://a.example/"}),
            "::: facts {title=\"Buch\"}\nGut.\n\n★★★★☆\n\n[Kaufen](https://a.example/)\n:::",
        ),
        (
            "call-to-action",
            json!({"textValue": "<p>Hier</p>", "hasSponsorLabel": true, "sponsorLabel": "<p>ANZEIGE</p>", "buttonText": "Los", "buttonUrl": "https://a.example/"}),
            "ANZEIGE\n\nHier\n\n[Los](https://a.example/)",
        ),
        (
            "bookmark",
            json!({"url": "https://a.example/", "metadata": {"title": "Titel", "description": "Worum es geht", "publisher": "Blatt"}, "caption": "Lesen"}),
            "[Titel](https://a.example/) (Blatt)<br>Worum es geht\n\nLesen",
        ),
        (
            "embed",
            json!({"url": "https://youtu.be/x1", "html": "<iframe src=\"https://www.youtube.com/embed/x1\"></iframe>", "caption": "Film"}),
            "::: embed {provider=\"youtube\" id=\"x1\" url=\"https://www.youtube.com/watch?v=x1\"}\nFilm\n:::",
        ),
        (
            "embed",
            json!({"url": "https://karte.example/1", "metadata": {"title": "Karte"}}),
            "[Karte](https://karte.example/1)",
        ),
    ] {
        assert_eq!(card(name, fields), (expected.to_owned(), Vec::new()), "{name}");
    }
}

#[test]
fn cards_that_readers_did_not_see_are_left_out_and_said() {
    for (name, fields, said) in [
        ("email", json!({"html": "<p>GEHEIM</p>"}), "for mails only"),
        ("email-cta", json!({"html": "<p>GEHEIM</p>"}), "for mails only"),
        (
            "html",
            json!({"html": "GEHEIM", "visibility": {"web": {"nonMember": false, "memberSegment": ""}, "email": {"memberSegment": "status:free"}}}),
            "for mails only",
        ),
        (
            "html",
            json!({"html": "GEHEIM", "visibility": {"web": {"nonMember": false, "memberSegment": "status:free,status:-free"}}}),
            "members only",
        ),
        (
            "html",
            json!({"html": "GEHEIM", "visibility": {"showOnWeb": false, "showOnEmail": true}}),
            "for mails only",
        ),
        ("signup", json!({"header": "Melde dich an"}), "a form or a list"),
        ("collection", json!({"collection": "latest"}), "a form or a list"),
        ("paywall", json!({}), "free part"),
        ("plugin-42", json!({"words": "Etwas"}), "not known; it was left out: “Etwas”"),
        ("button", json!({"buttonText": "Ohne Ziel"}), "is empty"),
    ] {
        let (found, notes) = card(name, fields);
        assert_eq!(found, "", "{name}");
        assert!(notes.len() == 1 && notes[0].contains(said), "{name}: {notes:?}");
    }
    let everybody = json!({"html": "Offen", "visibility": {"web": {"nonMember": true, "memberSegment": ""}}});
    assert_eq!(card("html", everybody).0, "Offen");
}

#[test]
fn cards_are_the_same_where_only_their_html_is_left() {
    let html = "<p>Vor</p><figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\"https://a.example/\">\
        <div class=\"kg-bookmark-content\"><div class=\"kg-bookmark-title\">Titel</div><div class=\"kg-bookmark-description\">Worum</div>\
        <div class=\"kg-bookmark-metadata\"><span class=\"kg-bookmark-publisher\">Blatt</span></div></div></a></figure>\
        <div class=\"kg-card kg-callout-card\"><div class=\"kg-callout-emoji\">💡</div><div class=\"kg-callout-text\">Nur <b>so</b></div></div>\
        <div class=\"kg-card kg-toggle-card\"><div><h4 class=\"kg-toggle-heading-text\">Worum</h4><button>x</button></div>\
        <div class=\"kg-toggle-content\"><p>Darum.</p></div></div><blockquote class=\"kg-blockquote-alt\">Groß.</blockquote>\
        <div class=\"kg-card kg-button-card\"><a href=\"/x\" class=\"kg-btn\">Los</a></div>\
        <figure class=\"kg-card kg-gallery-card\"><div class=\"kg-gallery-container\"><div class=\"kg-gallery-row\">\
        <div class=\"kg-gallery-image\"><img src=\"/content/images/a.jpg\"></div><div class=\"kg-gallery-image\"><img src=\"/content/images/b.jpg\"></div>\
        </div></div></figure><p>Nach</p>";
    let (found, notes) = read(&Post { html: html.into(), ..Post::default() });
    assert_eq!(
        found,
        "Vor\n\n[Titel](https://a.example/) (Blatt)<br>Worum\n\n💡 Nur **so**\n\n::: facts {title=\"Worum\"}\nDarum.\n:::\n\n\
         ::: pull\nGroß.\n:::\n\n[Los](/x)\n\n::: gallery\n::: picture {asset=\"7\"}\n:::\n\n::: picture {asset=\"7\"}\n:::\n:::\n\nNach"
    );
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn markup_that_was_left_open_takes_nothing_else_with_it() {
    let post = lexical(json!([
        {"type": "html", "html": "<p>Offen <!-- nie zu"},
        {"type": "paragraph", "children": [text("Danach", 0)]},
        {"type": "html", "html": "<textarea>"},
        {"type": "paragraph", "children": [text("Am Ende", 0)]},
    ]));
    assert_eq!(read(&post).0, "Offen\n\nDanach\n\nAm Ende");
}

#[test]
fn the_html_stands_in_for_a_source_that_cannot_be_read_or_is_blank() {
    let broken = Post { lexical: "{\"root\":".into(), html: "<p>Da</p>".into(), ..Post::default() };
    let (found, notes) = read(&broken);
    assert_eq!(found, "Da");
    assert!(notes[0].starts_with("its Lexical cannot be read"), "{notes:?}");
    let blank =
        json!({"version": "0.3.1", "atoms": [], "cards": [], "markups": [], "sections": [[1, "p", []]]});
    let blank = Post { mobiledoc: blank.to_string(), html: "<p>Da</p>".into(), ..Post::default() };
    assert_eq!(read(&blank), ("Da".into(), Vec::new()));
    assert_eq!(read(&Post { markdown: "*Alt*".into(), ..Post::default() }).0, "*Alt*");
}

#[test]
fn ghosts_mark_for_its_address_becomes_the_folder_of_the_site() {
    assert_eq!(super::local("__GHOST_URL__/a __GHOST_URL__\\/b \"__GHOST_URL__\"", ""), "/a \\/b \"/\"");
    assert_eq!(super::local("__GHOST_URL__/a __GHOST_URL__\\/b", "/blog"), "/blog/a \\/blog\\/b");
}

#[test]
fn whatever_shape_a_text_has_it_is_read_or_refused() {
    for source in [
        "[]",
        "{}",
        "null",
        "7",
        "{\"root\":{\"children\":[1,null,{\"type\":7},[]]}}",
        "{\"sections\":[[10],[10,99],[1],[3,\"ul\",[[[0]]]],[1,\"p\",[[0,[99],5,\"x\"]]]]}",
        "{\"sections\":7}",
        "{\"version\":\"0.2.0\",\"sections\":[[],[[10,\"image\",null]]]}",
    ] {
        read(&Post { lexical: source.into(), ..Post::default() });
        read(&Post { mobiledoc: source.into(), ..Post::default() });
    }
}
