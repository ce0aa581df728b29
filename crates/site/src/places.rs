//! What a site puts into the named places of the theme, and the content security policy (CSP 3)
//! that follows from it.
//!
//! What needs the reader's consent is on no page: there stands a link to a page of its own, which
//! alone may load from the hosts it names. So pages stay the same for all readers.

use std::collections::BTreeMap;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};

use crate::views::Html;

/// Where VG Wort's counting pictures lie (METIS, <https://tom.vgwort.de>).
const COUNTING: &str = "https://*.met.vgwort.de";

/// What is put into a named place of the theme: advertising, counting, something from elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// Its HTML, printed as it is. Scripts and styles within it do not run; only files do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub html: String,
    /// What it loads from where; nothing else is loaded.
    #[serde(skip_serializing_if = "Hosts::is_empty")]
    pub hosts: Hosts,
    /// Whether readers see it only after they have chosen to.
    #[serde(skip_serializing_if = "is_false")]
    pub consent: bool,
}

/// Sources by what is loaded from them: `https://host`, `https://*.host` or `self`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hosts {
    /// Pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    /// Files of scripts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub scripts: Vec<String>,
    /// Files of styles.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub styles: Vec<String>,
    /// Pages in an `iframe`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<String>,
    /// What scripts ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub connections: Vec<String>,
    /// Fonts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fonts: Vec<String>,
    /// Audio and video.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
}

impl Place {
    /// Whether it can stand in the place of this name.
    ///
    /// # Errors
    /// Says in words what is wrong and what to do.
    pub fn check(&self, name: &str) -> Result<(), String> {
        if self.html.trim().is_empty() && (self.consent || !self.hosts.is_empty()) {
            return Err("there is no html to load anything; give html, or leave the place empty".into());
        }
        if self.consent && name == "head" {
            return Err("readers cannot be asked in the head; use another place, or consent = false".into());
        }
        if let Some(wrong) = self.hosts.all().find(|host| !is_source(host)) {
            return Err(format!("“{wrong}” is no host; expected https://HOST, https://*.HOST or self"));
        }
        let html = self.html.to_ascii_lowercase();
        let mut tags = html.split("<script").skip(1).filter_map(|rest| rest.split('>').next());
        if tags.any(|tag| !tag.contains("src=")) {
            return Err("a script within the html would not run; put it in a file and name it by src".into());
        }
        Ok(())
    }
}

impl Hosts {
    /// All hosts, each once, as readers know them.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .all()
            .filter_map(|host| host.strip_prefix("https://"))
            .map(|host| host.trim_start_matches("*.").to_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.by_directive().into_iter().flat_map(|(_, hosts)| hosts).map(String::as_str)
    }

    fn by_directive(&self) -> [(&'static str, &Vec<String>); 7] {
        [
            ("img-src", &self.images),
            ("script-src", &self.scripts),
            ("style-src", &self.styles),
            ("frame-src", &self.frames),
            ("connect-src", &self.connections),
            ("font-src", &self.fonts),
            ("media-src", &self.media),
        ]
    }
}

/// The content security policies of a site, made once.
#[derive(Clone, Debug)]
pub(crate) struct Policies {
    /// Of every answer that has no other.
    pub(crate) usual: HeaderValue,
    /// Of an article that VG Wort counts.
    pub(crate) counted: HeaderValue,
    /// Of the page of a place that needs consent.
    pub(crate) asked: BTreeMap<String, HeaderValue>,
}

impl Policies {
    /// The policies that follow from what is put into the places.
    pub(crate) fn new(places: &BTreeMap<String, Place>) -> Policies {
        let shown: Vec<&Hosts> =
            places.values().filter(|place| !place.consent).map(|place| &place.hosts).collect();
        let counting = Hosts { images: vec![COUNTING.into()], ..Hosts::default() };
        let with = |more: &Hosts| policy(shown.iter().copied().chain([more]));
        Policies {
            usual: policy(shown.iter().copied()),
            counted: with(&counting),
            asked: places
                .iter()
                .filter(|(_, place)| place.consent)
                .map(|(name, place)| (name.clone(), with(&place.hosts)))
                .collect(),
        }
    }
}

/// The address of VG Wort's counting picture for a mark: either the address itself is kept, or
/// the bare mark. Nothing for what is neither: only VG Wort may be asked for it.
pub(crate) fn counting_picture(mark: &str) -> Option<String> {
    let mark = mark.trim();
    if !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Some(format!("https://vg08.met.vgwort.de/na/{mark}"));
    }
    let url = url::Url::parse(mark).ok()?;
    let is_theirs = url.host_str().is_some_and(|host| host.ends_with(".met.vgwort.de"));
    (is_theirs && url.scheme() == "https").then(|| url.to_string())
}

/// HTML the operator configured that is on all pages.
pub(crate) fn configured(places: &BTreeMap<String, Place>) -> BTreeMap<String, Html> {
    let shown = places.iter().filter(|(_, place)| !place.consent && !place.html.is_empty());
    shown.map(|(name, place)| (name.clone(), Html(place.html.clone()))).collect()
}

/// The hosts of a place as one list for readers.
pub(crate) fn sources(place: &Place) -> String {
    place.hosts.names().join(", ")
}

fn policy<'a>(hosts: impl Iterator<Item = &'a Hosts>) -> HeaderValue {
    let mut sources: BTreeMap<&str, Vec<&str>> = ["img-src", "style-src", "font-src", "media-src"]
        .into_iter()
        .map(|directive| (directive, vec!["'self'"]))
        .collect();
    for (directive, hosts) in hosts.flat_map(Hosts::by_directive) {
        // What is no host could say something else in the header.
        for host in hosts.iter().filter(|host| is_source(host)) {
            let host = if host == "self" { "'self'" } else { host.as_str() };
            let known = sources.entry(directive).or_default();
            if !known.contains(&host) {
                known.push(host);
            }
        }
    }
    let mut text = String::from("default-src 'none'");
    for (directive, hosts) in sources {
        text.push_str(&format!("; {directive} {}", hosts.join(" ")));
    }
    text.push_str("; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    // Hosts are ASCII, so the text can be a header; nothing at all would be the strictest policy.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

fn is_source(host: &str) -> bool {
    let Some(rest) = host.strip_prefix("https://") else { return host == "self" };
    let (name, port) = rest.split_once(':').unwrap_or((rest, "443"));
    let name = name.strip_prefix("*.").unwrap_or(name);
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
        && port.parse::<u16>().is_ok()
}

// serde gives a reference.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(html: &str, image: &str) -> Place {
        let hosts = Hosts { images: vec![image.into()], ..Hosts::default() };
        Place { html: html.into(), hosts, consent: false }
    }

    #[test]
    fn a_place_that_could_not_work_is_refused_in_words() {
        assert_eq!(place("<img>", "https://*.ads.example:8443").check("footer"), Ok(()));
        for wrong in ["ads.example", "http://ads.example", "https://ads.example/x", "https://a; script-src *"]
        {
            let words = place("<img>", wrong).check("footer").expect_err(wrong);
            assert!(words.contains(wrong) && words.contains("https://HOST"), "{words}");
        }
        assert!(place("", "https://ads.example").check("footer").is_err());
        assert!(place("<script>alert(1)</script>", "self").check("footer").is_err());
        assert!(Place { consent: true, ..place("<img>", "self") }.check("head").is_err());
    }

    #[test]
    fn a_policy_holds_each_host_once_and_nothing_that_is_none() {
        let (a, b) = (place("", "https://ads.example"), place("", "x; script-src *"));
        let text = policy([&a.hosts, &a.hosts, &b.hosts].into_iter());
        let text = text.to_str().expect("ASCII");
        assert!(text.contains("img-src 'self' https://ads.example;"), "{text}");
        assert!(!text.contains("script-src"), "{text}");
    }

    #[test]
    fn only_vg_wort_is_asked_for_a_counting_picture() {
        let bare = counting_picture("18c39dca00ff").expect("a mark");
        assert_eq!(bare, "https://vg08.met.vgwort.de/na/18c39dca00ff");
        let whole = "https://vg05.met.vgwort.de/na/18c39dca00ff";
        assert_eq!(counting_picture(whole).as_deref(), Some(whole));
        for wrong in ["", "https://example.com/na/1", "http://vg05.met.vgwort.de/na/1", "javascript:1"] {
            assert_eq!(counting_picture(wrong), None, "{wrong}");
        }
    }
}
