use super::*;

fn html(content: &str) -> String {
    convert(content, &Context::default()).html
}

fn notes(content: &str) -> Vec<Note> {
    convert(content, &Context::default()).notes
}

#[test]
fn captions_become_figures() {
    assert_eq!(
        html(
            "Vor\n\n[caption id=\"attachment_12\" align=\"alignleft\"]<a href=\"/x\"><img src=\"a.jpg\" /></a> Die <em>Spree</em>[/caption]\n\nNach"
        ),
        "<p>Vor</p>\n<figure><a href=\"/x\"><img data-wp-attachment=\"12\" class=\"wp-image-12\" src=\"a.jpg\" /></a>\
         <figcaption>Die <em>Spree</em></figcaption></figure><p>Nach</p>\n"
    );
    assert!(
        html("[wp_caption caption=\"Alt\"]<img src=a.jpg>[/wp_caption]")
            .contains("<figcaption>Alt</figcaption>")
    );
}

#[test]
fn galleries_show_the_pictures_they_name_or_those_of_the_post() {
    let named = html("[gallery ids=\"3, 5\"]");
    assert_eq!(named.matches("<img").count(), 2);
    assert!(named.contains("src=\"wp-attachment:5\""), "{named}");
    let context = Context { attached: &[7, 8, 9], ..Context::default() };
    let all = convert("[gallery exclude=8]", &context).html;
    assert!(all.contains("wp-image-7") && all.contains("wp-image-9") && !all.contains("wp-image-8"), "{all}");
}

#[test]
fn media_and_embeds_are_found_in_all_their_spellings() {
    assert!(
        html("[audio mp3=\"https://a.example/x.mp3\"][/audio]")
            .contains("<audio controls src=\"https://a.example/x.mp3\">")
    );
    assert!(html("[audio https://a.example/x.mp3]").contains("src=\"https://a.example/x.mp3\""));
    assert!(html("[video src='v.mp4' width=3]").contains("<video controls src=\"v.mp4\">"));
    assert_eq!(html("[playlist ids=\"1,2\"]").matches("<audio").count(), 2);
    for embed in ["[embed width=1]https://youtu.be/x1[/embed]", "Text\n\nhttps://youtu.be/x1\n\nText"] {
        let shown = html(embed);
        assert!(
            shown.contains("<div class=\"wp-block-embed__wrapper\">https://youtu.be/x1</div>"),
            "{shown}"
        );
    }
}

#[test]
fn other_shortcodes_stay_and_are_reported() {
    assert_eq!(html("a [contact-form-7 id=\"1\"] b"), "<p>a [contact-form-7 id=\"1\"] b</p>\n");
    assert_eq!(notes("a [contact-form-7 id=\"1\"] b"), [Note::Shortcode("contact-form-7".into())]);
    assert_eq!(notes("er sagte [sic] das [1] und [...] <a title=\"[x y=1]\">b</a>"), []);
    assert_eq!(html("[[gallery]] und [[caption]x[/caption]]"), "<p>[gallery] und [caption]x[/caption]</p>\n");
    assert_eq!(notes("[box]innen [gallery ids=1][/box]"), [Note::Shortcode("box".into())]);
}

#[test]
fn blocks_become_what_they_show() {
    let content = "<!-- wp:paragraph {\"dropCap\":true} -->\n<p>Eins</p>\n<!-- /wp:paragraph -->\n\n\
        <!-- wp:image {\"id\":12,\"sizeSlug\":\"large\"} -->\n<figure class=\"wp-block-image\"><img src=\"a.jpg\" alt=\"\"/></figure>\n<!-- /wp:image -->\n\
        <!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->\n\
        <!-- wp:columns --><div class=\"wp-block-columns\"><!-- wp:column --><div><!-- wp:list --><ul><li>x</li></ul><!-- /wp:list --></div><!-- /wp:column --></div><!-- /wp:columns -->\
        <!-- wp:core-embed/youtube {\"url\":\"https://youtu.be/x1\"} --><figure><div>https://youtu.be/x1</div><figcaption>Film</figcaption></figure><!-- /wp:core-embed/youtube -->\
        <!-- wp:latest-posts /--><!-- wp:acme/box --><b>Text</b><!-- /wp:acme/box -->";
    let converted = convert(content, &Context::default());
    let html = converted.html;
    assert!(html.contains("<p>Eins</p>"));
    assert!(
        html.contains("<img data-wp-attachment=\"12\" class=\"wp-image-12\" src=\"a.jpg\" alt=\"\"/>"),
        "{html}"
    );
    assert!(
        html.contains("<ul><li>x</li></ul>") && !html.contains("<div class=\"wp-block-columns\">"),
        "{html}"
    );
    assert!(html.contains("https://youtu.be/x1\n</div><figcaption>Film</figcaption></figure>"), "{html}");
    assert!(!html.contains("<!--") && html.contains("<b>Text</b>"));
    assert_eq!(
        converted.notes,
        [Note::ComputedBlock("latest-posts".into()), Note::ForeignBlock("acme/box".into())]
    );
}

#[test]
fn reusable_blocks_are_put_in_place_but_never_within_themselves() {
    let reusable = |id| {
        (id == 4).then_some(
            "<!-- wp:paragraph --><p>Kasten</p><!-- /wp:paragraph --><!-- wp:block {\"ref\":4} /-->",
        )
    };
    let context = Context { reusable: &reusable, ..Context::default() };
    let converted = convert("<!-- wp:block {\"ref\":4} /--><!-- wp:block {\"ref\":9} /-->", &context);
    assert_eq!(converted.html.matches("Kasten").count(), 1);
    assert_eq!(converted.notes, [Note::ReusableBlock(4), Note::ReusableBlock(9)]);
}

#[test]
fn classic_text_between_blocks_and_broken_blocks_are_kept() {
    assert_eq!(
        html("Alt\n\nText<!-- wp:html --><b>x</b><!-- /wp:html -->"),
        "<p>Alt</p>\n<p>Text</p>\n<b>x</b>"
    );
    assert_eq!(html("<!-- wp:group {broken --><p>x</p><!-- /wp:quote -->").trim(), "<p>x</p>");
    let deep = format!("{}<p>tief</p>", "<!-- wp:group -->".repeat(20_000));
    assert!(html(&deep).contains("<p>tief</p>"));
}

#[test]
fn counting_marks_leave_the_text() {
    let mark = "18c39dcaf73240778bc8d451f22befb8";
    let converted = convert(
        &format!("<img src=\"http://ssl-vg03.met.vgwort.de/na/{mark}\" width=\"1\">Text"),
        &Context::default(),
    );
    let address = format!("https://ssl-vg03.met.vgwort.de/na/{mark}");
    assert_eq!(converted.vgwort.as_deref(), Some(&*address));
    assert_eq!(converted.html, "<p>Text</p>\n");
    assert_eq!(vgwort_mark(mark).as_deref(), Some(mark));
    assert_eq!(vgwort_mark("keine Marke"), None);
}
