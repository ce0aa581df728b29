//! Who may see a post, and since when.
//!
//! Of states: <https://ghost.org/docs/admin-api/#posts>, of visibility:
//! <https://ghost.org/help/member-access/>.

use jiff::Timestamp;

use crate::fate::Fate;
use crate::ghost::Post;

/// What is to become of a post or page. Whatever is unclear is kept from readers.
pub fn fate(post: &Post, now: Timestamp) -> Fate {
    let published = match post.status.trim() {
        // A newsletter that never stood on the site.
        "sent" => return Fate::Private,
        "published" | "scheduled" if post.is_mail_only => return Fate::Private,
        "published" => true,
        "scheduled" => false,
        _ => return Fate::Draft,
    };
    if !is_open(&post.visibility) {
        return Fate::Private;
    }
    match post.published_at {
        Some(at) if at > now => Fate::Scheduled(at),
        Some(at) if published => Fate::Public(Some(at)),
        // Nobody knows since when, so nobody is told.
        None if published => Fate::Public(None),
        // Ghost missed the hour; somebody decides anew.
        _ => Fate::Draft,
    }
}

/// Whether everybody may read a post; exports before Ghost 3 say nothing of it.
pub fn is_open(visibility: &str) -> bool {
    matches!(visibility.trim(), "" | "public")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_everybody_could_read_becomes_public() {
        let now: Timestamp = "2022-06-01T00:00:00Z".parse().expect("a time");
        let (past, future) = ("2022-01-21T15:30:00Z".parse().ok(), "2023-01-21T15:30:00Z".parse().ok());
        let post = |status: &str, visibility: &str, published_at| Post {
            status: status.into(),
            visibility: visibility.into(),
            published_at,
            ..Post::default()
        };
        let fate = |post: &Post| fate(post, now);
        assert_eq!(fate(&post("published", "public", past)), Fate::Public(past));
        assert_eq!(fate(&post("published", "", past)), Fate::Public(past));
        assert_eq!(fate(&post("published", "", None)), Fate::Public(None));
        for visibility in ["members", "paid", "tiers", "product:gold", "filter"] {
            assert_eq!(fate(&post("published", visibility, past)), Fate::Private, "{visibility}");
        }
        assert_eq!(fate(&post("sent", "public", past)), Fate::Private);
        assert_eq!(fate(&Post { is_mail_only: true, ..post("published", "public", past) }), Fate::Private);
        assert!(matches!(fate(&post("scheduled", "public", future)), Fate::Scheduled(_)));
        assert!(matches!(fate(&post("published", "public", future)), Fate::Scheduled(_)));
        assert_eq!(fate(&post("scheduled", "public", past)), Fate::Draft);
        for status in ["draft", "", "kaputt"] {
            assert_eq!(fate(&post(status, "public", past)), Fate::Draft, "{status}");
        }
    }
}
