//! Addresses: which ones pages may link to, and how those of new articles are made.

use url::Url;

use crate::language::Language;
use crate::slug;

/// First path segments that the program needs for itself; no section or page may take them.
pub const RESERVED: [&str; 26] = [
    "api",
    "archiv",
    "archive",
    "asset",
    "autor",
    "author",
    "comment",
    "corrections",
    "desk",
    "dossier",
    "extern",
    "external",
    "feed",
    "feeds",
    "health",
    "kommentar",
    "korrekturen",
    "media",
    "metrics",
    "search",
    "sitemap",
    "suche",
    "theme",
    "thema",
    "topic",
    "wp-content",
];

/// Whether it is an absolute `http` or `https` address with a host.
pub fn is_web(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| is_web_url(&url))
}

/// Whether a link in a text may lead there: a web address, `mailto:`, `tel:`, a path of the site
/// or a fragment. Anything a browser would read as another scheme is refused.
pub fn is_linkable(address: &str) -> bool {
    if address.is_empty() || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return false;
    }
    if address.starts_with('#') {
        return address.len() > 1;
    }
    if let Some(rest) = address.strip_prefix('/') {
        // “//host” and “/\host” leave the site by another name.
        return !rest.starts_with(['/', '\\']);
    }
    match Url::parse(address) {
        Ok(url) => matches!(url.scheme(), "mailto" | "tel") || is_web_url(&url),
        Err(_) => false,
    }
}

fn is_web_url(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// What an article's address is made from.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// Slugs of the home section from the root, joined by `/`; empty for none.
    pub section: &'a str,
    /// The slug; may be empty.
    pub slug: &'a str,
    /// The public number of the article.
    pub id: i64,
    /// Date of publication in the site's zone.
    pub date: jiff::civil::Date,
    /// The article's language, unless it is the site's main one.
    pub language: Option<&'a Language>,
}

/// Fills a pattern such as `/{section}/{slug}-{id}` (`{year}`, `{month}`, `{day}` as well).
///
/// Empty parts leave no double slashes or dangling hyphens behind; languages other than the main
/// one stand in front: `/en/politics/talks-17`.
///
/// ```
/// use newsroom::address::{Parts, article_path};
/// let parts = Parts { section: "politik/welt", slug: "zwei", id: 7, date: jiff::civil::date(2022, 1, 21), language: None };
/// assert_eq!(article_path("/{section}/{slug}-{id}", &parts), "/politik/welt/zwei-7");
/// assert_eq!(article_path("/{year}/{month}/{slug}", &parts), "/2022/01/zwei");
/// assert_eq!(article_path("/{section}/{slug}-{id}", &Parts { section: "", slug: "", ..parts }), "/7");
/// ```
pub fn article_path(pattern: &str, parts: &Parts<'_>) -> String {
    let filled = pattern
        .replace("{section}", parts.section)
        .replace("{slug}", parts.slug)
        .replace("{id}", &parts.id.to_string())
        .replace("{year}", &format!("{:04}", parts.date.year()))
        .replace("{month}", &format!("{:02}", parts.date.month()))
        .replace("{day}", &format!("{:02}", parts.date.day()));
    let mut path = String::new();
    if let Some(language) = parts.language {
        path.push('/');
        path.push_str(&language.as_str().to_ascii_lowercase());
    }
    for segment in filled.split('/').map(|segment| segment.trim_matches('-')).filter(|s| !s.is_empty()) {
        path.push('/');
        path.push_str(segment);
    }
    path
}

/// The segment of a path that the program needs for itself: its first, or its second after a language.
pub fn reserved_in(path: &str) -> Option<&str> {
    let mut segments = path.trim_start_matches('/').split('/');
    let first = segments.next().unwrap_or_default();
    let decisive = if first.len() <= 3 && Language::parse(first).is_ok() {
        segments.next().unwrap_or_default()
    } else {
        first
    };
    RESERVED.contains(&decisive).then_some(decisive)
}

/// Whether a slug may stand first in an address: well formed and not needed by the program, nor of two
/// letters, which the pages of another language begin with.
pub fn is_free(slug: &str) -> bool {
    slug::is_slug(slug) && !RESERVED.contains(&slug) && Language::parse(slug).map_or(true, |_| slug.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_the_program_needs_are_reserved_in_every_language() {
        assert_eq!(reserved_in("/suche"), Some("suche"));
        assert_eq!(reserved_in("/en/search/x"), Some("search"));
        assert_eq!(reserved_in("/impressum"), None);
        assert_eq!(reserved_in("/en/imprint"), None);
        for taken in ["suche", "media", "en", "ar", "Politik", "a--b", ""] {
            assert!(!is_free(taken), "{taken}");
        }
        assert!(is_free("politik") && is_free("usa") && is_free("a1"));
    }

    #[test]
    fn links_lead_only_where_a_browser_stays_safe() {
        for good in [
            "https://example.org/a?b#c",
            "http://example.org",
            "mailto:a@example.org",
            "tel:+49301234",
            "/politik/a-1",
            "#b3",
        ] {
            assert!(is_linkable(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " https://a.example",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "vbscript:x",
            "",
            "#",
            "file:///etc/passwd",
            "example.org",
        ] {
            assert!(!is_linkable(bad), "{bad:?}");
        }
    }
}
