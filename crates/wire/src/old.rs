//! The site that texts come from, as far as its addresses go.

use url::Url;

/// The site an export was made of, as far as its addresses go.
#[derive(Clone, Debug)]
pub struct Old {
    pub(crate) host: String,
    /// The folder it lay in, without a slash at the end; empty for the root.
    pub(crate) folder: String,
}

impl Old {
    /// The site at an address; nothing if that is no web address.
    pub fn new(address: &str) -> Option<Old> {
        let url = Url::parse(address.trim()).ok()?;
        let host = bare_host(url.host_str()?).to_owned();
        Some(Old { host, folder: url.path().trim_end_matches('/').to_owned() })
    }

    /// A site at the root of a host that nobody named: only paths are its own.
    pub fn unknown() -> Old {
        Old { host: String::new(), folder: String::new() }
    }

    /// The folder it lay in, without a slash at the end; empty for the root.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// Whether an address names another site.
    pub fn is_other(&self, address: &str) -> bool {
        !self.host.is_empty() && newsroom::address::is_web(address.trim()) && self.local(address).is_none()
    }

    /// The path (with the query, if any) of an address on the site; nothing for other sites.
    /// `www.` and the scheme make no difference; a path or `?p=7` alone is taken as the site's.
    pub fn local(&self, address: &str) -> Option<String> {
        let address = address.trim();
        let (path, query) = if address.starts_with("//") || !address.starts_with(['/', '?']) {
            let url = Url::parse(address).or_else(|_| Url::parse(&format!("https:{address}"))).ok()?;
            if !matches!(url.scheme(), "http" | "https") || bare_host(url.host_str()?) != self.host {
                return None;
            }
            (url.path().to_owned(), url.query().map(str::to_owned))
        } else {
            let address = address.split('#').next().unwrap_or_default();
            match address.split_once('?') {
                Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
                None => (address.to_owned(), None),
            }
        };
        // On a network the folder tells the sites apart; a path outside of it is another site's.
        let inside =
            path.strip_prefix(&self.folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let path = if path.is_empty() {
            format!("{}/", self.folder)
        } else if inside {
            path
        } else {
            return None;
        };
        Some(match query {
            Some(query) => format!("{path}?{query}"),
            None => path,
        })
    }
}

/// A name that stays within its folder.
pub(crate) fn safe(file: &str) -> Option<String> {
    let file = file.split(['?', '#']).next().unwrap_or_default();
    let climbs = file.split(['/', '\\']).any(|part| matches!(part, ".." | "." | ""));
    (!climbs && !file.contains(['\0', ':'])).then(|| file.to_owned())
}

fn bare_host(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_of_a_network_are_told_apart_by_their_folder() {
        let old = Old::new("https://example.org/blog/").expect("an address");
        assert_eq!(old.local("https://example.org/blog/a/").as_deref(), Some("/blog/a/"));
        assert_eq!(old.local("https://example.org/blogger/a/"), None);
        assert_eq!(old.local("https://other.example/blog/a/"), None);
        assert_eq!(old.local("mailto:a@example.org"), None);
    }
}
