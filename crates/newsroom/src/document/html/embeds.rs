//! Which provider an address belongs to, and which of its things it means.

use url::Url;

use crate::document::{BlockKind, Inline};

/// The provider for frames of all other sites.
const ANY_SITE: &str = "web";

/// Something of another site: whose it is, which one, and the address readers can open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// `youtube`, `vimeo`, `x`, … or `web`.
    pub provider: &'static str,
    /// Which one, by the provider's own identifier.
    pub reference: String,
    /// The address a reader can open instead.
    pub url: String,
}

impl Embedded {
    pub(super) fn block(self, title: Option<String>, caption: Option<Inline>) -> BlockKind {
        BlockKind::Embed {
            provider: self.provider.to_owned(),
            reference: self.reference,
            url: self.url,
            title,
            still: None,
            caption,
        }
    }
}

/// Recognises what a known provider shows at an address: YouTube, Vimeo, X (Twitter), Instagram,
/// Facebook, Mastodon, Spotify, SoundCloud, TikTok.
pub fn recognise(address: &str) -> Option<Embedded> {
    let url = web_address(address)?;
    let host = url.host_str()?.to_ascii_lowercase();
    let host = ["www.", "m.", "mobile."].iter().find_map(|prefix| host.strip_prefix(prefix)).unwrap_or(&host);
    let path: Vec<&str> = url.path_segments()?.filter(|segment| !segment.is_empty()).collect();
    match host {
        "youtube.com" | "youtube-nocookie.com" | "youtu.be" => youtube(host, &url, &path),
        "vimeo.com" | "player.vimeo.com" => {
            let id = path.iter().find(|segment| segment.bytes().all(|b| b.is_ascii_digit()))?;
            made("vimeo", id, format!("https://vimeo.com/{id}"))
        }
        "twitter.com" | "x.com" => match path.as_slice() {
            [who, "status" | "statuses", id, ..] => {
                made("x", number(id)?, format!("https://x.com/{who}/status/{id}"))
            }
            _ => None,
        },
        "instagram.com" => match path.as_slice() {
            [kind @ ("p" | "reel" | "tv"), id, ..] => {
                made("instagram", id, format!("https://www.instagram.com/{kind}/{id}/"))
            }
            _ => None,
        },
        "facebook.com" | "fb.watch" => facebook(&url, &path),
        "open.spotify.com" => {
            let path = path.strip_prefix(&["embed"]).unwrap_or(&path);
            let path = path.strip_prefix(&["embed-podcast"]).unwrap_or(path);
            match path {
                [kind @ ("track" | "album" | "playlist" | "artist" | "episode" | "show"), id, ..] => {
                    made("spotify", &format!("{kind}/{id}"), format!("https://open.spotify.com/{kind}/{id}"))
                }
                _ => None,
            }
        }
        "soundcloud.com" => match path.as_slice() {
            [who, what, ..] => {
                made("soundcloud", &format!("{who}/{what}"), format!("https://soundcloud.com/{who}/{what}"))
            }
            _ => None,
        },
        "w.soundcloud.com" => {
            let played = url.query_pairs().find(|(name, _)| name == "url")?.1.into_owned();
            let reference = web_address(&played)?.path().trim_matches('/').to_owned();
            made("soundcloud", &reference, played)
        }
        "tiktok.com" => {
            let id = path.iter().rev().find_map(|segment| number(segment))?;
            let address = match path.as_slice() {
                [who, "video", ..] if who.starts_with('@') => {
                    format!("https://www.tiktok.com/{who}/video/{id}")
                }
                _ => format!("https://www.tiktok.com/embed/v2/{id}"),
            };
            made("tiktok", id, address)
        }
        // Any host can run Mastodon: its addresses have a form that hardly anything else has.
        _ => match path.as_slice() {
            [who, id, rest @ ..] if who.starts_with('@') && matches!(rest, [] | ["embed"]) => {
                let id = number(id).filter(|id| id.len() >= 15)?;
                let server = url.host_str()?;
                made("mastodon", &format!("{server}/{who}/{id}"), format!("https://{server}/{who}/{id}"))
            }
            _ => None,
        },
    }
}

/// What a provider is called; that of any other site is its host.
pub fn provider_name<'a>(provider: &'a str, url: &'a str) -> &'a str {
    match provider {
        "youtube" => "YouTube",
        "vimeo" => "Vimeo",
        "x" => "X",
        "instagram" => "Instagram",
        "facebook" => "Facebook",
        "mastodon" => "Mastodon",
        "spotify" => "Spotify",
        "soundcloud" => "SoundCloud",
        "tiktok" => "TikTok",
        ANY_SITE => {
            let host = url.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
            host.map_or(provider, |host| host.strip_prefix("www.").unwrap_or(host))
        }
        other => other,
    }
}

/// What a frame of any site shows: by its provider where that is known, else by its address.
pub(super) fn framed(address: &str) -> Option<Embedded> {
    recognise(address).or_else(|| {
        let url = String::from(web_address(address)?);
        Some(Embedded { provider: ANY_SITE, reference: url.clone(), url })
    })
}

fn youtube(host: &str, url: &Url, path: &[&str]) -> Option<Embedded> {
    let asked = |name: &str| url.query_pairs().find(|(given, _)| given == name).map(|(_, value)| value);
    let id = match path {
        [id] if host == "youtu.be" => (*id).to_owned(),
        ["embed", "videoseries"] | ["playlist"] => {
            let list = asked("list").filter(|list| is_reference(list))?;
            let address = format!("https://www.youtube.com/playlist?list={list}");
            return made("youtube", &list, address);
        }
        ["embed" | "v" | "shorts" | "live", id, ..] => (*id).to_owned(),
        ["watch"] => asked("v")?.into_owned(),
        _ => return None,
    };
    made("youtube", &id, format!("https://www.youtube.com/watch?v={id}"))
}

fn facebook(url: &Url, path: &[&str]) -> Option<Embedded> {
    // Frames name the post they show in their query.
    if matches!(path, ["plugins", "post.php" | "video.php", ..]) {
        let shown = url.query_pairs().find(|(name, _)| name == "href")?.1.into_owned();
        let shown = web_address(&shown)?;
        if shown.path().starts_with("/plugins/") {
            return None;
        }
        return recognise(shown.as_str());
    }
    let is_post = path.iter().any(|segment| {
        matches!(*segment, "posts" | "videos" | "watch" | "photo" | "photos" | "permalink.php" | "photo.php")
    });
    let short = url.host_str().is_some_and(|host| host.ends_with("fb.watch")) && !path.is_empty();
    if !is_post && !short {
        return None;
    }
    let reference = match url.query() {
        Some(query) => format!("{}?{query}", path.join("/")),
        None => path.join("/"),
    };
    made("facebook", &reference, url.as_str().to_owned())
}

fn made(provider: &'static str, reference: &str, url: String) -> Option<Embedded> {
    // Posts of Facebook are named by path and query; all other references are words between slashes.
    let plain = provider == "facebook" || reference.split('/').all(is_reference);
    (plain && !reference.is_empty() && crate::address::is_linkable(&url)).then(|| Embedded {
        provider,
        reference: reference.to_owned(),
        url,
    })
}

fn number<'a>(text: &&'a str) -> Option<&'a str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(*text)
}

fn is_reference(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.@:%".contains(&b))
}

/// The address as a web address; `//host/path` is taken for `https`.
fn web_address(address: &str) -> Option<Url> {
    let address = address.trim();
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_known_by_all_the_forms_of_their_addresses() {
        for (address, provider, reference, url) in [
            (
                "https://www.youtube-nocookie.com/embed/x_1-A?rel=0",
                "youtube",
                "x_1-A",
                "https://www.youtube.com/watch?v=x_1-A",
            ),
            ("//youtu.be/abc?t=3", "youtube", "abc", "https://www.youtube.com/watch?v=abc"),
            (
                "https://player.vimeo.com/video/76979871?h=1",
                "vimeo",
                "76979871",
                "https://vimeo.com/76979871",
            ),
            ("https://twitter.com/anna/status/12?s=20", "x", "12", "https://x.com/anna/status/12"),
            (
                "https://www.instagram.com/p/Cx_1/?utm=1",
                "instagram",
                "Cx_1",
                "https://www.instagram.com/p/Cx_1/",
            ),
            (
                "https://open.spotify.com/embed/episode/4r?si=1",
                "spotify",
                "episode/4r",
                "https://open.spotify.com/episode/4r",
            ),
            (
                "https://www.tiktok.com/@anna/video/71",
                "tiktok",
                "71",
                "https://www.tiktok.com/@anna/video/71",
            ),
            (
                "https://social.example.org/@anna/109348238472839482/embed",
                "mastodon",
                "social.example.org/@anna/109348238472839482",
                "https://social.example.org/@anna/109348238472839482",
            ),
            (
                "https://www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fanna%2Fposts%2F12",
                "facebook",
                "anna/posts/12",
                "https://www.facebook.com/anna/posts/12",
            ),
            (
                "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293",
                "soundcloud",
                "tracks/293",
                "https://api.soundcloud.com/tracks/293",
            ),
        ] {
            let expected = Embedded { provider, reference: reference.into(), url: url.into() };
            assert_eq!(recognise(address), Some(expected), "{address}");
        }
    }

    #[test]
    fn a_provider_is_called_by_its_name_and_any_other_site_by_its_host() {
        assert_eq!(provider_name("youtube", "https://youtu.be/x"), "YouTube");
        assert_eq!(provider_name("web", "https://www.karten.example/a?b"), "karten.example");
        assert_eq!(provider_name("peertube", "https://film.example/w/1"), "peertube");
    }

    #[test]
    fn pages_that_show_nothing_to_embed_are_left_alone() {
        for address in [
            "https://www.youtube.com/",
            "https://x.com/anna",
            "https://example.org/@anna/12",
            "javascript:alert(1)",
            "youtube.com/watch?v=1",
            "https://www.facebook.com/plugins/post.php?href=javascript:alert(1)",
        ] {
            assert_eq!(recognise(address), None, "{address}");
        }
    }
}
