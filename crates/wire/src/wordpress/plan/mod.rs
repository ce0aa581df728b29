//! What becomes of the things in an export: decisions only, nothing is written.
//!
//! - [`kinds`]: whether an item is a text at all.
//! - [`state`]: who may see an item, and since when.
//! - [`terms`]: home section, other sections, topics.
//! - [`languages`]: the language of an item and which items are translations of each other.
//! - [`addresses`]: every address an item and its files answered at.
//! - [`comments`]: which comments come along, in which state and thread.
//! - [`menus`]: entries of menus in order.
//! - [`kept`]: what has no place of its own and is kept aside.

pub mod addresses;
pub mod comments;
pub mod kept;
pub mod kinds;
pub mod languages;
pub mod menus;
pub mod state;
pub mod terms;

use super::content::vgwort_mark;
use super::item::{Author, Item};

/// The keys in which the plugins for VG Wort keep a post's counting mark: “WP VG-Wort”,
/// “VG-Wort Krimskram”, “WP-TOM-Service”, “TL VG-Wort”.
/// “Prosodia VGW OS” and “Worthy” keep theirs in tables of their own, which no export holds.
const VGWORT_KEYS: [&str; 4] = ["wp_vgwortmarke", "vgwpixel", "wp_vgwortmarke_pub", "vgwort-public"];

/// Says who is writing at the moment; WordPress's own export leaves it out too.
const LOCK: &str = "_edit_lock";

/// Keys that most posts have and few will ask for, and those of what an article has a place of its
/// own for: kept aside rather than as a row each.
const ASIDE: [&str; 6] =
    ["_edit_last", "_encloseme", "_pingme", "_thumbnail_id", "_wp_old_slug", "_yoast_wpseo_primary_category"];

/// Keys that say of an attachment's file what the library knows of it.
const FILE_KEYS: [&str; 3] = ["_wp_attached_file", "_wp_attachment_metadata", "_wp_attachment_image_alt"];

/// The counting mark of VG Wort among an item's meta fields.
pub fn vgwort(item: &Item) -> Option<String> {
    VGWORT_KEYS.iter().flat_map(|key| item.metas(key)).find_map(vgwort_mark)
}

/// The attachment that is the item's lead picture.
pub fn featured(item: &Item) -> Option<u64> {
    item.meta("_thumbnail_id").and_then(|id| id.trim().parse().ok()).filter(|id| *id > 0)
}

/// The meta fields that are kept as rows of the article: all but those that are kept aside ([`kept`]).
pub fn kept_meta(item: &Item) -> impl Iterator<Item = (&str, &str)> {
    item.meta
        .iter()
        .filter(|meta| meta.key != LOCK && !is_aside(&meta.key))
        .map(|meta| (meta.key.as_str(), meta.value.as_str()))
}

/// Whether a meta field of an article is kept aside.
fn is_aside(key: &str) -> bool {
    ASIDE.contains(&key) || VGWORT_KEYS.contains(&key)
}

/// The text for those who cannot see an attachment.
pub fn alt(attachment: &Item) -> &str {
    attachment.meta("_wp_attachment_image_alt").unwrap_or_default().trim()
}

/// The name under which an author is printed: never the e-mail address that some use to log in.
pub fn author_name(author: &Author) -> String {
    let full = format!("{} {}", author.first_name.trim(), author.last_name.trim());
    [author.display_name.trim(), full.trim(), author.login.trim()]
        .into_iter()
        .find(|name| !name.is_empty() && !name.contains('@'))
        .map_or_else(|| local_part(&author.login).to_owned(), str::to_owned)
}

/// The author's part of the address here. WordPress's own lists lie at `/author/{login}`.
pub fn author_slug(author: &Author) -> String {
    [local_part(&author.login), author.display_name.trim()]
        .into_iter()
        .map(newsroom::slug::slug)
        .find(|slug| !slug.is_empty())
        .unwrap_or_else(|| format!("author-{}", author.id))
}

/// Login and, where it is said, name of each of those who wrote an item, in the order of the byline:
/// the terms of “Co-Authors Plus” and “PublishPress Authors”; nobody where the creator alone did.
pub fn byline(item: &Item) -> Vec<(&str, &str)> {
    item.terms_of("author")
        .filter(|term| !term.slug.is_empty())
        .map(|term| match term.slug.strip_prefix("cap-") {
            // Co-Authors Plus names its terms by the login.
            Some(slug) => (if term.name.is_empty() { slug } else { &term.name }, ""),
            None => (&*term.slug, &*term.name),
        })
        .collect()
}

/// The author that an item of “Co-Authors Plus” describes, who has no account.
pub fn guest_author(item: &Item) -> Option<Author> {
    let field = |key| item.meta(key).unwrap_or_default().trim().to_owned();
    let login = Some(field("cap-user_login")).filter(|login| !login.is_empty())?;
    let name = Some(field("cap-display_name")).filter(|name| !name.is_empty());
    Some(Author {
        id: 0,
        login,
        email: field("cap-user_email"),
        display_name: name.unwrap_or_else(|| item.title.trim().to_owned()),
        first_name: field("cap-first_name"),
        last_name: field("cap-last_name"),
    })
}

fn local_part(login: &str) -> &str {
    login.split('@').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpress::Meta;

    #[test]
    fn authors_are_never_printed_by_their_mail_address() {
        let author = Author { login: "anna.huber@example.org".into(), ..Author::default() };
        assert_eq!((author_name(&author), author_slug(&author)), ("anna.huber".into(), "anna-huber".into()));
        let author = Author {
            display_name: "a@example.org".into(),
            first_name: "Anna".into(),
            last_name: "Huber".into(),
            ..author
        };
        assert_eq!(author_name(&author), "Anna Huber");
    }

    #[test]
    fn bylines_are_those_of_the_plugins_for_several_authors() {
        let term = |slug: &str, name: &str| crate::wordpress::ItemTerm {
            domain: "author".into(),
            slug: slug.into(),
            name: name.into(),
        };
        let item = Item {
            creator: "technik".into(),
            terms: vec![term("cap-anna-huber", "anna.huber"), term("jo-klein", "Jo Klein"), term("", "x")],
            ..Item::default()
        };
        assert_eq!(byline(&item), [("anna.huber", ""), ("jo-klein", "Jo Klein")]);
        let meta = [("cap-user_login", "gast"), ("cap-display_name", "Gesa Gast")];
        let meta = meta.map(|(key, value)| Meta { key: key.into(), value: value.into() });
        let guest = guest_author(&Item { meta: meta.to_vec(), ..Item::default() }).expect("a guest");
        assert_eq!((author_slug(&guest), author_name(&guest)), ("gast".into(), "Gesa Gast".into()));
        assert_eq!(guest_author(&item), None);
    }

    #[test]
    fn counting_marks_are_found_with_and_without_their_picture() {
        let mark = "18c39dcaf73240778bc8d451f22befb8";
        let address = format!("https://vg05.met.vgwort.de/na/{mark}");
        for (value, found) in [
            (mark.to_owned(), mark),
            (format!("<img src=\"{address}\" />"), &address),
            (address.clone(), &address),
        ] {
            let meta = vec![
                Meta { key: "wp_vgwortmarke".into(), value },
                Meta { key: "_edit_lock".into(), value: "1".into() },
                Meta { key: "quelle".into(), value: "dpa".into() },
                Meta { key: "_wp_page_template".into(), value: "breit.php".into() },
            ];
            let item = Item { meta, ..Item::default() };
            assert_eq!(vgwort(&item).as_deref(), Some(found));
            assert_eq!(
                kept_meta(&item).collect::<Vec<_>>(),
                [("quelle", "dpa"), ("_wp_page_template", "breit.php")]
            );
        }
    }
}
