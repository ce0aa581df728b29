//! What an export says of a thing and the archive has no place of its own for.
//!
//! It is kept as JSON, in Ghost's own words, beside the note of what the thing became. Nothing that
//! serves readers reads it. Left behind even so: passwords, tokens and keys, and the code that a site or
//! post injects into pages.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::redirects::Redirect;
use crate::fate::Fate;
use crate::ghost::{Export, Post, Tag, User};

/// Settings that say something of the site; all others are the workings of Ghost, and some are secret.
const SETTINGS: [&str; 25] = [
    "title",
    "description",
    "logo",
    "cover",
    "cover_image",
    "icon",
    "accent_color",
    "locale",
    "lang",
    "default_locale",
    "defaultLang",
    "timezone",
    "active_timezone",
    "activeTimezone",
    "permalinks",
    "navigation",
    "secondary_navigation",
    "facebook",
    "twitter",
    "meta_title",
    "meta_description",
    "posts_per_page",
    "postsPerPage",
    "comments_enabled",
    "default_content_visibility",
];

/// Fields of code, which is left behind.
const CODE: [&str; 4] = ["codeinjection_head", "codeinjection_foot", "ghost_head", "ghost_foot"];

/// What the archive has of a post in places of its own.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Its headline there.
    pub headline: &'a str,
    /// Its slug there.
    pub slug: &'a str,
    /// Who sees it, and since when.
    pub fate: Fate,
    /// Whether its lead picture is there.
    pub has_picture: bool,
    /// Whether the lead picture's own words are there.
    pub has_picture_words: bool,
    /// Tags that no reader sees with it here, by their slugs.
    pub tags_aside: &'a [String],
    /// Keys of its authors who are not there.
    pub authors_aside: &'a [String],
    /// Whether it is a page, which has no summary here.
    pub is_page: bool,
    /// Whether `canonical_url` is told to readers or leads to it.
    pub has_canonical: bool,
}

/// Of the site: what the export says of itself, settings, and how many rows there are of what does not
/// come along.
pub fn of_site(export: &Export) -> String {
    let kept =
        |name: &str| SETTINGS.contains(&name) || name.starts_with("og_") || name.starts_with("twitter_");
    let settings: Map<String, Value> = export
        .settings
        .iter()
        .filter(|(name, value)| kept(name) && !value.is_empty())
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    json!({"meta": export.meta, "settings": settings, "counts": export.counts}).to_string()
}

/// Of an author who is printed as `name`.
pub fn of_author(user: &User, name: &str, has_bio: bool, has_picture: bool) -> String {
    let mut kept = user.rest.clone();
    put(&mut kept, "id", &user.id);
    put(&mut kept, "email", &user.email);
    if user.name != name {
        put(&mut kept, "name", &user.name);
    }
    if !has_bio {
        put(&mut kept, "bio", &user.bio);
    }
    if !has_picture {
        put(&mut kept, "profile_image", &user.picture);
    }
    json(kept)
}

/// Of a tag; `is_shown` where it is a topic or section with its name and slug.
pub fn of_tag(tag: &Tag, is_shown: bool) -> String {
    let mut kept = without_code(&tag.rest);
    put(&mut kept, "id", &tag.id);
    if !is_shown {
        put(&mut kept, "name", &tag.name);
        put(&mut kept, "slug", &tag.slug);
    }
    json(kept)
}

/// Of a post or page.
pub fn of_post(post: &Post, held: &Held<'_>) -> String {
    let mut kept = without_code(&post.rest);
    if post.title != held.headline {
        put(&mut kept, "title", &post.title);
    }
    if post.slug != held.slug {
        put(&mut kept, "slug", &post.slug);
    }
    if !super::state::is_open(&post.visibility) {
        put(&mut kept, "visibility", &post.visibility);
    }
    if post.is_mail_only {
        kept.insert("email_only".into(), true.into());
    }
    let said_by_fate = match held.fate {
        Fate::Public(at) => at == post.published_at && !held.is_page,
        Fate::Scheduled(at) => Some(at) == post.published_at && !held.is_page,
        _ => false,
    };
    if !said_by_fate {
        put_time(&mut kept, "published_at", post.published_at);
    }
    let status = match held.fate {
        Fate::Public(_) => "published",
        Fate::Scheduled(_) => "scheduled",
        Fate::Draft => "draft",
        Fate::Private => "",
    };
    if post.status != status {
        put(&mut kept, "status", &post.status);
    }
    put_time(&mut kept, "created_at", post.created_at);
    put_time(&mut kept, "updated_at", post.updated_at);
    if !held.has_picture {
        put(&mut kept, "feature_image", &post.picture);
    }
    if !held.has_picture || !held.has_picture_words {
        put(&mut kept, "feature_image_alt", &post.picture_alt);
        put(&mut kept, "feature_image_caption", &post.picture_caption);
    }
    if held.is_page {
        put(&mut kept, "custom_excerpt", &post.excerpt);
    }
    if !held.has_canonical {
        put(&mut kept, "canonical_url", &post.canonical_url);
    }
    for (name, list) in [("tags", held.tags_aside), ("authors", held.authors_aside)] {
        if !list.is_empty() {
            kept.insert(name.into(), list.into());
        }
    }
    json(kept)
}

/// Of a redirect.
pub fn of_redirect(redirect: &Redirect) -> String {
    json!({"from": redirect.from, "to": redirect.to, "permanent": redirect.is_permanent}).to_string()
}

fn without_code(fields: &Map<String, Value>) -> Map<String, Value> {
    let mut kept = fields.clone();
    kept.retain(|name, _| !CODE.contains(&name.as_str()));
    kept
}

fn put(kept: &mut Map<String, Value>, name: &str, text: &str) {
    if !text.trim().is_empty() {
        kept.insert(name.into(), text.into());
    }
}

fn put_time(kept: &mut Map<String, Value>, name: &str, at: Option<Timestamp>) {
    if let Some(at) = at {
        kept.insert(name.into(), at.to_string().into());
    }
}

fn json(kept: Map<String, Value>) -> String {
    if kept.is_empty() { String::new() } else { Value::Object(kept).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_a_place_here_is_not_kept_twice_and_code_not_at_all() {
        let at = "2020-01-01T00:00:00Z".parse().ok();
        let rest = json!({"meta_title": "M", "codeinjection_head": "<script>"});
        let post = Post {
            title: "Titel".into(),
            slug: "titel".into(),
            status: "published".into(),
            visibility: "public".into(),
            published_at: at,
            rest: rest.as_object().cloned().unwrap_or_default(),
            ..Post::default()
        };
        let held = Held {
            headline: "Titel",
            slug: "titel",
            fate: Fate::Public(at),
            has_picture: false,
            has_picture_words: true,
            tags_aside: &["hash-intern".to_owned()],
            authors_aside: &[],
            is_page: false,
            has_canonical: false,
        };
        assert_eq!(of_post(&post, &held), r#"{"meta_title":"M","tags":["hash-intern"]}"#);
        let paid = Post { visibility: "paid".into(), ..post };
        let kept = of_post(&paid, &Held { fate: Fate::Private, tags_aside: &[], ..held });
        assert!(
            kept.contains("\"visibility\":\"paid\"") && kept.contains("\"status\":\"published\""),
            "{kept}"
        );
        assert!(kept.contains("2020-01-01"), "{kept}");
    }

    #[test]
    fn settings_are_kept_without_secrets() {
        let settings = [
            ("title", "Blatt"),
            ("members_private_key", "GEHEIM"),
            ("password", "GEHEIM"),
            ("ghost_head", "GEHEIM"),
        ];
        let mut export = Export::default();
        export.settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let kept = of_site(&export);
        assert!(kept.contains("Blatt") && !kept.contains("GEHEIM"), "{kept}");
    }
}
