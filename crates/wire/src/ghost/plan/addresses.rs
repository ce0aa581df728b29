//! Every address a thing answered at on the old site.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use super::routes::{Asked, Routes};
use crate::ghost::Post;
use crate::old::{Old, safe};

/// Folders of Ghost's content that hold what writers uploaded.
const FOLDERS: [&str; 3] = ["images", "media", "files"];

/// What the address of a post is made from, beside the post itself.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// Slugs of its tags that readers saw, the first first.
    pub tags: &'a [String],
    /// Slugs of its authors.
    pub authors: &'a [String],
    /// The zone of the old site.
    pub zone: &'a TimeZone,
}

/// The path at which a post or page stood; nothing for one without a slug.
pub fn path(post: &Post, old: &Old, routes: &Routes, parts: &Parts<'_>) -> Option<String> {
    let slug = post.slug.trim().trim_matches('/');
    if slug.is_empty() {
        return None;
    }
    let pattern = if post.is_page {
        "/{slug}/"
    } else {
        let is_featured = post.rest.contains_key("featured");
        routes.of_post(&Asked { tags: parts.tags, authors: parts.authors, is_featured })
    };
    let date = post.published_at.or(post.created_at).map(|at| parts.zone.to_datetime(at).date());
    let of_date = |format: &str| date.map_or(String::new(), |date| date.strftime(format).to_string());
    let first = |list: &[String], none: &str| list.first().map_or_else(|| none.to_owned(), Clone::clone);
    let path = pattern
        .replace("{slug}", slug)
        .replace("{id}", &post.id)
        .replace("{uuid}", &post.uuid)
        .replace("{year}", &of_date("%Y"))
        .replace("{month}", &of_date("%m"))
        .replace("{day}", &of_date("%d"))
        .replace("{author}", &first(parts.authors, "all"))
        .replace("{primary_author}", &first(parts.authors, "all"))
        .replace("{primary_tag}", &first(parts.tags, "all"));
    (!path.contains(['{', '}'])).then(|| at(old, &path))
}

/// Further addresses of a post that readers see: the one of its preview, and `canonical_url` where that
/// is one of the site.
pub fn others(post: &Post, old: &Old, own: Option<&String>) -> Vec<String> {
    let mut all = Vec::new();
    if !post.uuid.is_empty() {
        all.push(at(old, &format!("/p/{}", post.uuid)));
    }
    all.extend(of_site(&post.canonical_url, old).filter(|path| !path.contains('?') && path != "/"));
    let mut seen = HashSet::new();
    all.retain(|address| Some(address) != own && seen.insert(address.clone()));
    all
}

/// The address of a list by its pattern.
pub fn of_list(pattern: &str, slug: &str, old: &Old) -> String {
    at(old, &pattern.replace("{slug}", slug.trim()))
}

/// A path of the site in the folder it lay in.
fn at(old: &Old, path: &str) -> String {
    newsroom::path::normal(&format!("{}/{}", old.folder, path.trim_matches('/')))
}

/// An address as a path of the site, if it is one of it.
pub fn of_site(address: &str, old: &Old) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    old.local(address).map(|path| newsroom::path::normal(&path))
}

/// The key of an uploaded file: its path from `/content` on, whatever the host, without the size that
/// Ghost puts in (`/content/images/size/w600/2020/01/a.jpg`). Nothing for all other addresses.
pub fn file_key(address: &str) -> Option<String> {
    let path = address.trim().split(['?', '#']).next().unwrap_or_default();
    let from = path.find("/content/")?;
    let path = newsroom::path::normal(&path[from..]);
    let file = without_size(&path).unwrap_or(path);
    let inside = file.strip_prefix("/content/")?;
    let (folder, name) = inside.split_once('/')?;
    (FOLDERS.contains(&folder) && !name.is_empty()).then_some(file)
}

/// The path of a file without the size in it.
pub fn without_size(path: &str) -> Option<String> {
    let (before, rest) = path.split_once("/content/images/size/")?;
    let (_, mut file) = rest.split_once('/')?;
    if let Some(formatted) = file.strip_prefix("format/") {
        file = formatted.split_once('/')?.1;
    }
    Some(format!("{before}/content/images/{file}"))
}

/// Where a file may be in a copy of Ghost's folder `content`, or of a part of it: first by its whole
/// path, then without what the copy may have left out.
pub fn places(key: &str) -> Vec<String> {
    let Some(inside) = key.strip_prefix("/content/").and_then(safe) else { return Vec::new() };
    let name = inside.split_once('/').map_or("", |(_, name)| name).to_owned();
    vec![inside.clone(), format!("content/{inside}"), name]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post() -> Post {
        Post {
            id: "7".into(),
            uuid: "8492fbba".into(),
            slug: "gr%C3%B6%C3%9Fe".into(),
            published_at: "2020-01-31T23:30:00Z".parse().ok(),
            canonical_url: "https://www.alt.example/frueher/".into(),
            ..Post::default()
        }
    }

    #[test]
    fn a_post_answers_where_it_did() {
        let old = Old::new("https://alt.example/blog").expect("an address");
        let zone = TimeZone::get("Europe/Berlin").expect("bundled");
        let tags = ["hafen".to_owned()];
        let parts = Parts { tags: &tags, authors: &[], zone: &zone };
        let dated = Routes::of_setting("/:year/:month/:day/:slug/");
        assert_eq!(path(&post(), &old, &dated, &parts).as_deref(), Some("/blog/2020/02/01/größe"));
        let page = Post { is_page: true, ..post() };
        assert_eq!(path(&page, &old, &dated, &parts).as_deref(), Some("/blog/größe"));
        let tagged = Routes::of_setting("/:primary_tag/:slug/");
        assert_eq!(path(&post(), &old, &tagged, &parts).as_deref(), Some("/blog/hafen/größe"));
        assert_eq!(path(&Post { slug: String::new(), ..post() }, &old, &dated, &parts), None);
        let old = Old::new("https://alt.example").expect("an address");
        assert_eq!(others(&post(), &old, None), ["/p/8492fbba", "/frueher"]);
        assert_eq!(of_list("/tag/{slug}/", "hafen", &old), "/tag/hafen");
    }

    #[test]
    fn uploaded_files_are_one_whatever_their_size_and_host() {
        for address in [
            "/content/images/2020/01/a.jpg",
            "https://alt.example/content/images/2020/01/a.jpg?v=1",
            "https://alt.example/blog/content/images/size/w600/2020/01/a.jpg",
            "/content/images/size/w1000/format/webp/2020/01/a.jpg",
        ] {
            assert_eq!(file_key(address).as_deref(), Some("/content/images/2020/01/a.jpg"), "{address}");
        }
        assert_eq!(file_key("/content/themes/x.css"), None);
        assert_eq!(file_key("https://fremd.example/a.jpg"), None);
        assert_eq!(
            places("/content/images/2020/a.jpg"),
            ["images/2020/a.jpg", "content/images/2020/a.jpg", "2020/a.jpg"]
        );
        assert!(places("/content/images/../../etc/passwd").is_empty());
    }
}
