//! What the values mean. All that `serve` would refuse is refused here, with the key it stands in.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::Path;

use archive::Place;
use jiff::tz::TimeZone;
use net::{Reach, Server};
use newsroom::language::Language;
use newsroom::site::Site;
use url::Url;

use super::keys::Config;

/// A value without meaning.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The table of the key.
    pub(crate) table: &'static str,
    /// The key.
    pub(crate) key: &'static str,
    /// Why, and what was expected.
    pub(crate) why: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in [{}]: {}", self.key, self.table, self.why)
    }
}

impl std::error::Error for Wrong {}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogForm {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Looks at every value that could be wrong.
    ///
    /// # Errors
    /// The first without meaning.
    pub(crate) fn check(&self) -> Result<(), Wrong> {
        self.site()?;
        self.trusted_proxies()?;
        self.log()?;
        self.places()?;
        self.security_contact()?;
        self.varnish()?;
        self.bucket()?;
        self.reach()?;
        for (key, id) in
            [("fastly_service", &self.purge.fastly_service), ("cloudflare_zone", &self.purge.cloudflare_zone)]
        {
            if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                let why = format!("“{id}” is not an id: it has letters and digits only");
                return Err(Wrong { table: "purge", key, why });
            }
        }
        address("listen", &self.server.listen)?;
        if !self.server.metrics.is_empty() {
            address("metrics", &self.server.metrics)?;
        }
        let wrong = |why: String| Wrong { table: "database", key: "url", why };
        if self.database.url.trim().is_empty() {
            return Err(wrong("expected a file such as archive.db or postgres://USER@HOST/NAME".into()));
        }
        Place::parse(&self.database.url, Path::new("")).check().map_err(|error| wrong(error.to_string()))
    }

    /// The publication these keys describe.
    ///
    /// # Errors
    /// The key whose value has no meaning, and why.
    pub(crate) fn site(&self) -> Result<Site, Wrong> {
        let wrong = |key: &'static str, why: String| Wrong { table: "site", key, why };
        let keys = &self.site;
        if keys.name.trim().is_empty() {
            return Err(wrong("name", "the site needs a name".into()));
        }
        let languages = keys
            .languages
            .iter()
            .map(|tag| Language::parse(tag))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| wrong("languages", error.to_string()))?;
        if languages.is_empty() {
            return Err(wrong("languages", "name at least one language, such as [\"de\"]".into()));
        }
        let zone = TimeZone::get(&keys.zone).map_err(|_| wrong("zone", no_zone(&keys.zone)))?;
        let url = Url::parse(&keys.url)
            .ok()
            .filter(|url| {
                matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none()
            })
            .ok_or_else(|| {
                let why = format!("“{}” is not a scheme and host such as https://zeitung.example", keys.url);
                wrong("url", why)
            })?;
        if !keys.article_address.starts_with('/') || !keys.article_address.contains(['{', '}']) {
            let why = "expected a pattern that starts with / and names parts, such as /{section}/{slug}-{id}";
            return Err(wrong("article_address", why.into()));
        }
        Ok(Site {
            name: keys.name.trim().to_owned(),
            tagline: keys.tagline.trim().to_owned(),
            languages,
            zone,
            url,
            article_address: keys.article_address.clone(),
        })
    }

    /// The proxies whose word about a reader's address is believed.
    ///
    /// # Errors
    /// When one is no IP address.
    pub(crate) fn trusted_proxies(&self) -> Result<Vec<IpAddr>, Wrong> {
        let proxies = self.server.trusted_proxies.iter();
        proxies
            .map(|proxy| {
                proxy.parse().map_err(|_| Wrong {
                    table: "server",
                    key: "trusted_proxies",
                    why: format!("“{proxy}” is not an IP address; expected one such as 127.0.0.1 or ::1"),
                })
            })
            .collect()
    }

    /// How the log is written.
    ///
    /// # Errors
    /// When the word is neither of the two.
    pub(crate) fn log(&self) -> Result<LogForm, Wrong> {
        match self.server.log.as_str() {
            "text" => Ok(LogForm::Text),
            "json" => Ok(LogForm::Json),
            other => Err(Wrong {
                table: "server",
                key: "log",
                why: format!("“{other}” is not a form of the log; expected text or json"),
            }),
        }
    }

    /// What is put into the places of the theme, by the names the theme has for them.
    ///
    /// # Errors
    /// When one cannot work.
    pub(crate) fn places(&self) -> Result<BTreeMap<String, site::Place>, Wrong> {
        let keys = &self.places;
        let mut places = BTreeMap::new();
        for (key, place) in [
            ("head", &keys.head),
            ("masthead_below", &keys.masthead_below),
            ("article_top", &keys.article_top),
            ("article_end", &keys.article_end),
            ("sidebar", &keys.sidebar),
            ("footer", &keys.footer),
        ] {
            place.check(key).map_err(|why| Wrong { table: "places", key, why })?;
            if !place.html.is_empty() {
                places.insert(key.replace('_', "-"), place.clone());
            }
        }
        Ok(places)
    }

    /// Whether any cache outside is told which pages to drop.
    pub(crate) fn names_caches(&self) -> bool {
        let keys = &self.purge;
        !(keys.varnish.is_empty() && keys.fastly_service.is_empty() && keys.cloudflare_zone.is_empty())
    }

    /// The Varnish servers that are told which pages to drop.
    ///
    /// # Errors
    /// When one is no address of a server.
    pub(crate) fn varnish(&self) -> Result<Vec<Url>, Wrong> {
        let url = |given: &String| {
            server(given).ok_or_else(|| Wrong {
                table: "purge",
                key: "varnish",
                why: format!("“{given}” is not the address of a server such as http://10.0.0.5:6081"),
            })
        };
        self.purge.varnish.iter().map(url).collect()
    }

    /// The bucket that pictures and files are kept in; nothing where they are in the data folder.
    ///
    /// # Errors
    /// When it is no bucket, or has no server.
    pub(crate) fn bucket(&self) -> Result<Option<bucket::Place>, Wrong> {
        let keys = &self.assets;
        let wrong = |key: &'static str, why: String| Wrong { table: "assets", key, why };
        if keys.store == "folder" {
            return Ok(None);
        }
        let named = keys.store.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, "")));
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        let Some((bucket, prefix)) = named
            .filter(|(bucket, prefix)| !bucket.is_empty() && plain(bucket) && prefix.split('/').all(plain))
        else {
            let why = format!(
                "“{}” is neither folder nor a bucket such as s3://presse or s3://presse/bilder",
                keys.store
            );
            return Err(wrong("store", why));
        };
        let endpoint = server(&keys.s3_endpoint).filter(|url| url.path() == "/").ok_or_else(|| {
            let given = &keys.s3_endpoint;
            wrong(
                "s3_endpoint",
                format!("“{given}” is not the address of a server such as https://s3.example.org"),
            )
        })?;
        Ok(Some(bucket::Place {
            endpoint,
            region: keys.s3_region.clone(),
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
            path_style: keys.s3_path_style,
        }))
    }

    /// What may be reached when copy is fetched.
    ///
    /// # Errors
    /// When one that is named is no server.
    pub(crate) fn reach(&self) -> Result<Reach, Wrong> {
        let server = |given: &String| {
            given.parse::<Server>().map_err(|expected| Wrong {
                table: "fetch",
                key: "inner",
                why: format!("“{given}” is no server; {expected}"),
            })
        };
        let servers = self.fetch.inner.iter().map(server).collect::<Result<Vec<_>, _>>()?;
        Ok(if servers.is_empty() { Reach::Public } else { Reach::Besides(servers.into()) })
    }

    /// Where to report security problems, if that is said.
    ///
    /// # Errors
    /// When it is no address of a kind that RFC 9116 names.
    pub(crate) fn security_contact(&self) -> Result<Option<String>, Wrong> {
        let wrong = |why: String| Wrong { table: "server", key: "security_contact", why };
        let contact = self.server.security_contact.trim();
        if contact.is_empty() {
            return Ok(None);
        }
        match Url::parse(contact) {
            Ok(url) if matches!(url.scheme(), "mailto" | "https" | "tel") => Ok(Some(url.to_string())),
            _ if contact.contains('@') && !contact.contains(':') => {
                Err(wrong(format!("“{contact}” has no scheme; write “mailto:{contact}”")))
            }
            _ => Err(wrong(format!("“{contact}” is not expected here; begin with mailto:, https: or tel:"))),
        }
    }
}

/// The address of a server that speaks HTTP.
fn server(given: &str) -> Option<Url> {
    let url = Url::parse(given).ok()?;
    let speaks_http = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    (speaks_http && is_bare).then_some(url)
}

/// A host or IP address and a port, as listeners take them.
fn address(key: &'static str, given: &str) -> Result<(), Wrong> {
    match given.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(()),
        _ => {
            let why = format!(
                "“{given}” is not an address and port; expected them as in 127.0.0.1:8080 or [::]:8080"
            );
            Err(Wrong { table: "server", key, why })
        }
    }
}

fn no_zone(given: &str) -> String {
    let names = jiff::tz::db().available().map(|name| name.to_string());
    let likeness = |name: &str| strsim::jaro_winkler(&name.to_lowercase(), &given.to_lowercase());
    let meant = names
        .map(|name| (likeness(&name), name))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match meant {
        Some((_, name)) => format!("“{given}” is not an IANA time zone; did you mean “{name}”?"),
        None => format!("“{given}” is not an IANA time zone; expected a name such as Europe/Berlin"),
    }
}
