use super::*;

fn tree(text: &str) -> Tree {
    read(text.as_bytes(), None).expect("well-formed XML")
}

fn refusal(text: &str) -> String {
    read(text.as_bytes(), None).expect_err("it is to be refused").to_string()
}

#[test]
fn names_lines_languages_and_text_are_kept() {
    let tree = tree(
        "<?xml version='1.0'?>\n<a xmlns='urn:a' xmlns:b='urn:b' xml:lang='de'>\n<b:c b:d=' 1 '\n e=''>Zwei \
                     &amp; <i>drei</i><![CDATA[<vier>]]></b:c></a>\n",
    );
    let (a, c) = (tree.root(), tree.root().child("c").expect("the child"));
    assert_eq!((a.name(), a.namespace(), a.line()), ("a", "urn:a", 2));
    assert_eq!((c.namespace(), c.line(), c.language()), ("urn:b", 3, Some("de")));
    assert_eq!(c.text(), "Zwei & drei<vier>");
    assert_eq!(c.attributes().next().map(|one| (one.namespace, one.value)), Some(("urn:b", " 1 ")));
    assert_eq!((c.attribute("d"), c.attribute("e")), (None, None));
    assert_eq!(c.child("i").and_then(Node::parent), Some(c));
    assert_eq!(a.at("c/i").map(Node::namespace), Some("urn:a"));
}

#[test]
fn a_namespace_ends_with_the_element_that_declares_it() {
    let tree = tree("<a><b xmlns='urn:b'/><c/></a>");
    let spaces: Vec<&str> = tree.root().children().map(Node::namespace).collect();
    assert_eq!(spaces, ["urn:b", ""]);
}

#[test]
fn what_is_broken_is_refused_with_its_line() {
    for (text, line) in [
        ("<a>\n<b>\n</a>", "line 3:"),
        ("<a>\n", "line 2: the file ends within <a>"),
        ("<a/>\n<b/>", "line 2: <b> stands after"),
        ("Text", "line 1: “Text” stands outside"),
        ("", "line 1: there is no element"),
        ("<a>\n&nothing;</a>", "line 2: the entity “&nothing;” is not defined"),
        ("<a b='1' b='2'/>", "line 1: in <a>"),
        ("<a>\n\n<b c=\"&x;\"/></a>", "line 3: in the attribute c"),
    ] {
        assert!(refusal(text).starts_with(line), "{text}: {}", refusal(text));
    }
}

#[test]
fn entities_are_refused_wherever_they_would_come_from() {
    for text in [
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY x 'aaaa'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]><a/>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'data:text/plain;base64,AA.dtd'> %x;]><a/>",
        "<!DOCTYPE a [<!ENTITY % x '<!ENTITY y SYSTEM \"http://a/\">'> %x;]><a/>",
        "<!DOCTYPE a [<!-- [ --><!ELEMENT a ANY>\n<!ENTITY x PUBLIC 'a' 'b'>]><a/>",
        "<!DOCTYPE a [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;'>]><a>&lol2;</a>",
    ] {
        assert!(refusal(text).contains("entity"), "{text}: {}", refusal(text));
    }
}

#[test]
fn a_dtd_may_be_named_with_its_modules() {
    let text = "<!DOCTYPE NewsML PUBLIC \"urn:newsml:iptc.org:20001006:NewsMLv1.0.dtd:1\" \"../NewsMLv1.0.dtd\" [\n\
                <!ENTITY % nitf SYSTEM \"../nitf-3-0.dtd\">\n%nitf;\n]>\n<NewsML/>";
    assert_eq!(tree(text).root().line(), 5);
}

#[test]
fn depth_and_attributes_have_bounds() {
    let deep = "<a>".repeat(limits::DEPTH + 1);
    assert!(refusal(&deep).contains("deep"));
    let wide: String = (0..=limits::ATTRIBUTES).map(|number| format!(" a{number}=''")).collect();
    assert!(refusal(&format!("<a{wide}/>")).contains("attributes"));
    let prefixes: String = (0..100).map(|number| format!(" xmlns:p{number}='u'")).collect();
    assert!(refusal(&format!("<a{prefixes}>").repeat(3)).contains("prefixes"));
}

#[test]
fn inclusions_and_style_sheets_do_nothing() {
    let text = "<?xml-stylesheet href='http://a/x.xsl'?><a xmlns:xi='http://www.w3.org/2001/XInclude'>\
                <xi:include href='/etc/passwd' parse='text'/></a>";
    assert_eq!(tree(text).root().text(), "");
}

#[test]
fn characters_known_by_name_and_forbidden_ones_are_read_past() {
    let tree = tree("<a b='&auml;'>1&nbsp;000\u{1}</a>");
    assert_eq!((tree.root().text().as_str(), tree.root().attribute("b")), ("1\u{a0}000", Some("ä")));
    assert_eq!(tree.faults().len(), 2);
}

#[test]
fn markup_inside_is_written_as_html() {
    let tree = tree("<a xmlns:h='urn:h'><h:p class='&quot;'>1 &lt; 2<h:br/></h:p><h:b/></a>");
    assert_eq!(tree.root().inner_html(), "<p class=\"&quot;\">1 &lt; 2<br></p><b></b>");
}
