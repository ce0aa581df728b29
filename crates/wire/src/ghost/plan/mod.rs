//! What becomes of the things in an export: decisions only, nothing is written.
//!
//! - [`state`]: who may see a post, and since when.
//! - [`addresses`]: every address a thing answered at.
//! - [`routes`]: how the old site made addresses, where it did not as usual.
//! - [`redirects`]: addresses that led elsewhere.
//! - [`navigation`]: the entries of menus.
//! - [`kept`]: what has no place of its own and is kept aside.

pub mod addresses;
pub mod kept;
pub mod navigation;
pub mod redirects;
pub mod routes;
pub mod state;

use super::export::{Export, Post, Tag, User};

/// The name under which an author is printed: never the e-mail address.
pub fn author_name(user: &User) -> String {
    let name = user.name.trim();
    match name.split_once('@') {
        None if !name.is_empty() => name.to_owned(),
        Some((local, _)) if !local.trim().is_empty() => local.trim().to_owned(),
        _ => user.slug.trim().to_owned(),
    }
}

/// The author's part of the address here.
pub fn author_slug(user: &User) -> String {
    let slugs =
        [newsroom::path::normal(&user.slug), author_name(user)].map(|text| newsroom::slug::slug(&text));
    let found = slugs.into_iter().find(|slug| !slug.is_empty());
    found.unwrap_or_else(|| {
        format!("author-{}", newsroom::slug::slug(&user.id)).trim_end_matches('-').to_owned()
    })
}

/// What tells one author from others: their part of the address there, else the name.
pub fn author_key(user: &User) -> &str {
    [&user.slug, &user.name, &user.id]
        .into_iter()
        .map(|key| key.trim())
        .find(|key| !key.is_empty())
        .unwrap_or_default()
}

/// What tells one tag from others.
pub fn tag_key(tag: &Tag) -> String {
    let slug = tag.slug.trim();
    if slug.is_empty() { newsroom::slug::slug(&tag.name) } else { slug.to_owned() }
}

/// The language a post says it is in, else the one that was told for all.
pub fn language<'a>(post: &'a Post, export: &'a Export, told: Option<&'a str>) -> &'a str {
    let own = post.language.trim();
    let of_site = || export.setting(&["locale", "lang", "default_locale", "defaultLang"]);
    if own.is_empty() { told.unwrap_or_else(of_site) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_never_printed_by_their_mail_address() {
        let user = User { name: "anna@mail.example".into(), ..User::default() };
        assert_eq!((author_name(&user), author_slug(&user)), ("anna".into(), "anna".into()));
        let nameless = User { id: "5c2c".into(), ..User::default() };
        assert_eq!((author_slug(&nameless), author_key(&nameless)), ("author-5c2c".into(), "5c2c"));
        let user = User { slug: "anna".into(), name: "Anna Huber".into(), ..User::default() };
        assert_eq!((author_name(&user).as_str(), author_key(&user)), ("Anna Huber", "anna"));
    }
}
