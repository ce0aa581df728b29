//! People in feeds: as elements of Atom, or as one text that holds name and e-mail address in some order.
//!
//! [RFC 4287, 3.2](https://www.rfc-editor.org/rfc/rfc4287#section-3.2); for RSS the forms of
//! [RFC 5322, 3.4](https://www.rfc-editor.org/rfc/rfc5322#section-3.4) and of
//! [the RSS Board](https://www.rssboard.org/rss-profile#data-types-email).

use std::borrow::Cow;

use super::about::{value, web};
use super::markup::inner;
use super::model::{Person, PersonBy};
use super::xml::{Id, Look, Tree};

/// A person, in elements or in one text.
pub(crate) fn person<'a>(tree: &Tree<'a>, id: Id, by: PersonBy) -> Person<'a> {
    if has_parts(tree, id) {
        return person_of_parts(tree, id, by);
    }
    let said =
        if tree.has_elements(id) { Cow::Owned(inner(tree, id).trim().to_owned()) } else { tree.text(id) };
    of_text(said, by)
}

/// Somebody whose whole text is the name.
pub(crate) fn organisation<'a>(tree: &Tree<'a>, id: Id, by: PersonBy) -> Person<'a> {
    let said = value(tree, id);
    Person { name: said.clone(), said, by, ..Person::default() }
}

fn has_parts(tree: &Tree<'_>, id: Id) -> bool {
    tree.children(id).any(|child| match tree.look(child) {
        Look::Element { name, .. } => {
            ["name", "email", "uri", "url", "homepage"].iter().any(|part| name.eq_ignore_ascii_case(part))
        }
        Look::Text(_) => false,
    })
}

/// A person in elements: name, e-mail and web address.
pub(crate) fn person_of_parts<'a>(tree: &Tree<'a>, id: Id, by: PersonBy) -> Person<'a> {
    let mut person = Person { by, ..Person::default() };
    for child in tree.children(id) {
        let Look::Element { name, .. } = tree.look(child) else { continue };
        let is = |part: &str| name.eq_ignore_ascii_case(part);
        if is("name") {
            person.name = if tree.has_elements(child) {
                Some(Cow::Owned(inner(tree, child).trim().to_owned()))
            } else {
                value(tree, child)
            };
        } else if is("email") {
            person.email = value(tree, child);
        } else if is("uri") || is("url") || is("homepage") {
            person.url = web(tree, child);
        }
    }
    person
}

/// A person in one text: `me@example.org (Anna Muster)`, `Anna Muster <me@example.org>`, or either alone.
pub(crate) fn of_text<'a>(said: Cow<'a, str>, by: PersonBy) -> Person<'a> {
    let mut person = Person { by, ..Person::default() };
    match find_email(&said) {
        None => person.name = Some(said.clone()).filter(|name| !name.is_empty()),
        Some((from, to)) => {
            let email = &said[from..to];
            // “?subject=…” belongs to a link, not to the address.
            let rest_from = said[to..].strip_prefix("?subject=").map_or(to, |after| {
                to + "?subject=".len() + after.find(char::is_whitespace).unwrap_or(after.len())
            });
            let name = format!("{}{}", &said[..from], &said[rest_from..]);
            let name = name.replace("()", "").replace("<>", "").replace("&lt;&gt;", "").replace("[]", "");
            let name = name.replace("mailto:", "");
            let name = name.trim();
            let name = name.strip_prefix('(').unwrap_or(name);
            let name = name.strip_suffix(')').unwrap_or(name);
            let name = name.trim().trim_matches('"').trim();
            person.email = Some(Cow::Owned(email.to_owned()));
            person.name = (!name.is_empty()).then(|| Cow::Owned(name.to_owned()));
        }
    }
    person.said = Some(said);
    person
}

/// Where an e-mail address stands in a text.
fn find_email(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let at = bytes.iter().position(|byte| *byte == b'@')?;
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.+'".contains(&byte);
    let host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let from = at - bytes[..at].iter().rev().take_while(|byte| local(**byte)).count();
    let mut to = at + 1 + bytes[at + 1..].iter().take_while(|byte| host(**byte)).count();
    while to > at + 1 && matches!(bytes[to - 1], b'.' | b'-') {
        to -= 1;
    }
    (from < at && text[at + 1..to].contains('.')).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_address_are_found_in_any_order() {
        for (said, name, email) in [
            ("me@example.org (Anna Muster)", Some("Anna Muster"), Some("me@example.org")),
            ("Anna Muster <me@example.org>", Some("Anna Muster"), Some("me@example.org")),
            ("Anna Muster (me@example.org)", Some("Anna Muster"), Some("me@example.org")),
            ("me@example.org", None, Some("me@example.org")),
            ("Anna Muster", Some("Anna Muster"), None),
            ("anna @ home", Some("anna @ home"), None),
            ("", None, None),
        ] {
            let person = of_text(said.into(), PersonBy::Core);
            assert_eq!((person.name.as_deref(), person.email.as_deref()), (name, email), "{said}");
        }
    }
}
