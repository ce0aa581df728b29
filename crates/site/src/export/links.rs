//! Links of a page within the site.

use std::borrow::Cow;

/// What cannot be a file: it is another for each reader or question.
const NOT_FILES: [&str; 4] = ["/suche", "/search", "/kommentar", "/comment"];

/// Whether an address becomes a file.
pub(super) fn is_wanted(address: &str) -> bool {
    let without_language = match address.get(1..).and_then(|rest| rest.split_once('/')) {
        Some((first, _)) if (2..=3).contains(&first.len()) => &address[first.len() + 1..],
        _ => address,
    };
    let is_one = |address: &str| {
        NOT_FILES
            .iter()
            .filter_map(|not| address.strip_prefix(not))
            .any(|rest| rest.is_empty() || rest.starts_with(['/', '?', '.']))
    };
    address.starts_with('/')
        && !address.starts_with("//")
        && !is_one(without_language)
        && !is_one(address)
        && !address.contains('?')
}

/// The addresses within the site that a page or sitemap names, without what follows a `#`.
pub(super) fn of(text: &str) -> impl Iterator<Item = String> + '_ {
    let attributes = ["href=\"", "src=\"", "srcset=\"", "poster=\""];
    let in_html = attributes.into_iter().flat_map(move |attribute| {
        text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).flat_map(move |value| {
            // Candidates of a srcset are separated by commas, each with its width behind a space.
            value.split(", ").filter_map(|candidate| candidate.split(' ').next())
        })
    });
    let in_sitemaps = text.split("<loc>").skip(1).filter_map(|rest| rest.split('<').next());
    in_html.chain(in_sitemaps).filter_map(|link| {
        let link = unescaped(link);
        let link = link.split('#').next().unwrap_or_default();
        let path = path_of(link).unwrap_or(link);
        path.starts_with('/').then(|| path.to_owned())
    })
}

/// The path of a whole address. That of another site is met as a path of this one, where it is not.
fn path_of(link: &str) -> Option<&str> {
    let (_, rest) = link.split_once("://")?;
    Some(rest.find('/').map_or("/", |slash| &rest[slash..]))
}

fn unescaped(link: &str) -> Cow<'_, str> {
    if !link.contains('&') {
        return Cow::Borrowed(link);
    }
    Cow::Owned(link.replace("&#x2f;", "/").replace("&amp;", "&"))
}

/// A page whose links lead to files: the earlier or later page of a list, which is asked for by a query
/// and would be another with each new article, becomes what `month` says of its place in the list, the
/// address of the archive of that month.
pub(super) fn without_queries<'t>(text: &'t str, month: impl Fn(i64) -> String) -> Cow<'t, str> {
    let mut made = String::new();
    let mut rest = text;
    while let Some(at) = ["?vor=", "?nach="].iter().filter_map(|query| rest.find(query)).min() {
        let before = rest[..at].rfind('"').map_or(0, |quote| quote + 1);
        let after = rest[at..].find('"').map_or(rest.len(), |quote| at + quote);
        let place = rest[at..after].split_once('=').and_then(|(_, place)| place.rsplit_once('-'));
        match place.and_then(|(published, _)| published.parse().ok()) {
            Some(published) => {
                made.push_str(&rest[..before]);
                made.push_str(&month(published));
            }
            None => made.push_str(&rest[..after]),
        }
        rest = &rest[after..];
    }
    if made.is_empty() {
        return Cow::Borrowed(text);
    }
    made.push_str(rest);
    Cow::Owned(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_wherever_a_page_has_them() {
        let page = "<a href=\"/politik?vor=1-2\"> <a href=\"/x#y\"> <a href=\"https://a.example/z\"> \
                    <img srcset=\"/media/1/w320.avif 320w, /media/1/w640.avif 640w\" src=\"/media/1/w640.jpg\"> \
                    <a href=\"#top\"> <a href=\"&#x2f;en&#x2f;a\"><loc>https://a.example/b</loc>";
        let found: Vec<String> = of(page).collect();
        for link in [
            "/politik?vor=1-2",
            "/x",
            "/z",
            "/media/1/w320.avif",
            "/media/1/w640.avif",
            "/media/1/w640.jpg",
            "/en/a",
            "/b",
        ] {
            assert!(found.iter().any(|known| known == link), "{link} in {found:?}");
        }
        assert!(!found.iter().any(String::is_empty));
        let page = "<a href=\"/politik?vor=1642780000000-2\">A</a> <a href=\"/b\">B</a>";
        let month = |at: i64| format!("/archiv/{at}");
        assert_eq!(
            without_queries(page, month),
            "<a href=\"/archiv/1642780000000\">A</a> <a href=\"/b\">B</a>"
        );
        assert_eq!(without_queries("href=\"/x?vor=y\" und", month), "href=\"/x?vor=y\" und");
    }

    #[test]
    fn what_each_reader_has_for_themselves_is_no_file() {
        for not in ["/suche?q=x", "/en/search", "/kommentar/7", "/x?p=1", "/x?vor=1-1", "//evil.example/"] {
            assert!(!is_wanted(not), "{not}");
        }
        for wanted in ["/", "/en", "/politik", "/en/politik/x-7", "/media/1/w320.avif"] {
            assert!(is_wanted(wanted), "{wanted}");
        }
    }
}
