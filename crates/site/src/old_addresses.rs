//! Addresses that follow from others by the habits of WordPress and Ghost, from which sites move in: feeds
//! of lists, pages of lists, lists of a month, pictures by size, and what is said in the query.
//! What each thing was called itself is a row of `paths`; here is only what is built on those.

use newsroom::language::Language;
use newsroom::path::Target;

use crate::answer::Trouble;
use crate::asked::Asked;
use crate::edition::{author_href, section_href, topic_href, words};
use crate::state::App;

/// Names in a query that say which thing is meant.
const KEYS: [&str; 6] = ["p", "page_id", "attachment_id", "cat", "tag", "author"];

/// Where an address that has no row of its own leads, in one step.
pub(crate) async fn find(app: &App, asked: &Asked) -> Result<Option<String>, Trouble> {
    let path = match asked.path.strip_suffix("/index.php") {
        Some("") => "/",
        Some(folder) => folder,
        None => asked.path.as_str(),
    };
    let path = path.strip_prefix("/index.php").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    if let Some(query) = &asked.query
        && let Some(found) = by_query(app, asked, path, query).await?
    {
        return Ok(Some(found));
    }
    if path != asked.path {
        let home = format!("{}/", app.site.prefix(&asked.language));
        return Ok(match of_path(app, asked, path).await? {
            None if path == "/" => Some(home),
            found => found,
        });
    }
    let (base, is_feed) = base_of(path);
    if let Some((year, month, day)) = date(base) {
        return Ok(if is_feed { Some(site_feed(app, asked)) } else { dated(app, asked, year, month, day) });
    }
    if base != path {
        if matches!(base, "" | "/" | "/comments") {
            let home = format!("{}/", app.site.prefix(&asked.language));
            return Ok(Some(if is_feed { site_feed(app, asked) } else { home }));
        }
        let Some(target) = app.archive.reading().target(base).await? else { return Ok(None) };
        return if is_feed {
            feed(app, asked, &target).await
        } else {
            location(app, &asked.language, &target).await
        };
    }
    match without_size(path) {
        Some(file) => of_path(app, asked, &file).await,
        None => Ok(None),
    }
}

/// The address at which something stands now; nothing for what readers do not see.
pub(crate) async fn location(
    app: &App,
    language: &Language,
    target: &Target,
) -> Result<Option<String>, Trouble> {
    let reading = app.archive.reading();
    Ok(match target {
        Target::Article(_) | Target::Page(_) => reading.titled(target).await?.map(|(_, path, _)| path),
        Target::Section(id) => {
            app.snapshot().section(*id).map(|section| section_href(&app.site, language, section))
        }
        Target::Topic(id) => {
            reading.topic_slug(*id).await?.map(|slug| topic_href(&app.site, language, &slug))
        }
        Target::Author(id) => {
            reading.author_slug(*id).await?.map(|slug| author_href(&app.site, language, &slug))
        }
        Target::Asset(id) => Some(render::picture::original(&crate::media::asset(&reading, *id).await?)),
        Target::Redirect(location) => Some(location.clone()),
        Target::Gone | Target::Unavailable => None,
    })
}

async fn of_path(app: &App, asked: &Asked, path: &str) -> Result<Option<String>, Trouble> {
    match app.archive.reading().target(path).await? {
        Some(target) => location(app, &asked.language, &target).await,
        None => Ok(None),
    }
}

/// What a query says: `?p=7`, `?cat=3`, `?m=202201`, `?feed=rss2`, beside whatever else is in it.
async fn by_query(app: &App, asked: &Asked, path: &str, query: &str) -> Result<Option<String>, Trouble> {
    let said = |name: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, v)| v)
    };
    let wants_feed = said("feed").is_some();
    let folder = path.trim_end_matches('/');
    for key in KEYS {
        let Some(value) = said(key) else { continue };
        if let Some(target) = app.archive.reading().target(&format!("{folder}/?{key}={value}")).await? {
            return if wants_feed {
                feed(app, asked, &target).await
            } else {
                location(app, &asked.language, &target).await
            };
        }
    }
    if wants_feed {
        return Ok(Some(site_feed(app, asked)));
    }
    if let Some(month) = said("m").filter(|m| m.len() >= 4 && m.bytes().all(|b| b.is_ascii_digit())) {
        return Ok(dated(app, asked, &month[..4], month.get(4..6), month.get(6..8)));
    }
    Ok(None)
}

/// The feed of a list, or of an article's comments.
async fn feed(app: &App, asked: &Asked, target: &Target) -> Result<Option<String>, Trouble> {
    let prefix = app.site.prefix(&asked.language);
    let (kind, id) = match target {
        Target::Section(id) => ("section", id.0),
        Target::Topic(id) => ("topic", id.0),
        Target::Author(id) => ("author", id.0),
        other => return location(app, &asked.language, other).await,
    };
    Ok(Some(format!("{prefix}/feed/{kind}/{id}.rss")))
}

fn site_feed(app: &App, asked: &Asked) -> String {
    format!("{}/feed.rss", app.site.prefix(&asked.language))
}

/// The list of a year, month or day.
fn dated(app: &App, asked: &Asked, year: &str, month: Option<&str>, day: Option<&str>) -> Option<String> {
    let mut path = format!("{}/{}/{year}", app.site.prefix(&asked.language), words(&asked.language).archive);
    for part in [month, day].into_iter().flatten() {
        path.push('/');
        path.push_str(part);
    }
    Some(path)
}

/// A path without what WordPress puts behind it, and whether it asks for the feed of what is left.
fn base_of(path: &str) -> (&str, bool) {
    // Ghost's feeds end in “/rss”.
    for end in ["/feed", "/feed/rss", "/feed/rss2", "/feed/atom", "/feed/rdf", "/rss"] {
        if let Some(base) = path.strip_suffix(end) {
            return (base, true);
        }
    }
    for end in ["/amp", "/embed", "/trackback"] {
        if let Some(base) = path.strip_suffix(end) {
            return (base, false);
        }
    }
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((base, last)) = path.rsplit_once('/') {
        if number(last)
            && let Some(base) = base.strip_suffix("/page")
        {
            return (base, false);
        }
        if last.strip_prefix("comment-page-").is_some_and(number) {
            return (base, false);
        }
    }
    (path, false)
}

/// `/2022`, `/2022/01` and `/2022/01/21`.
fn date(path: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
    let mut parts = path.strip_prefix('/')?.split('/');
    let digits = |text: &&str, long: usize| text.len() == long && text.bytes().all(|b| b.is_ascii_digit());
    let year = parts.next().filter(|text| digits(text, 4))?;
    let (month, day) = (parts.next(), parts.next());
    let short = [month, day].into_iter().flatten().all(|text| digits(&text, 2));
    (short && parts.next().is_none()).then_some((year, month, day))
}

/// `a-300x200.jpg` and `a-scaled.jpg` → `a.jpg`: a size of a picture that its export did not name. Ghost's
/// are `/content/images/size/w600/a.jpg` and `/content/images/size/w600/format/webp/a.jpg`.
fn without_size(path: &str) -> Option<String> {
    if let Some((before, rest)) = path.split_once("/content/images/size/") {
        let (_, file) = rest.split_once('/')?;
        let formatted = file.strip_prefix("format/").and_then(|rest| rest.split_once('/'));
        let file = formatted.map_or(file, |(_, file)| file);
        return Some(format!("{before}/content/images/{file}"));
    }
    let (stem, extension) = path.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_size = size == "scaled" || size.split_once('x').is_some_and(|(w, h)| digits(w) && digits(h));
    (is_size && !extension.contains('/')).then(|| format!("{name}.{extension}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wordpress_puts_behind_an_address_is_known() {
        assert_eq!(base_of("/category/a/feed"), ("/category/a", true));
        assert_eq!(base_of("/feed/atom"), ("", true));
        assert_eq!(base_of("/tag/b/rss"), ("/tag/b", true));
        assert_eq!(base_of("/tag/b/page/2"), ("/tag/b", false));
        assert_eq!(base_of("/page/2"), ("", false));
        assert_eq!(base_of("/x/comment-page-3"), ("/x", false));
        assert_eq!(base_of("/2022/01"), ("/2022/01", false));
    }

    #[test]
    fn lists_of_a_month_are_told_from_articles() {
        assert_eq!(date("/2022/01"), Some(("2022", Some("01"), None)));
        assert_eq!(date("/2022"), Some(("2022", None, None)));
        assert_eq!(date("/2022/01/21"), Some(("2022", Some("01"), Some("21"))));
        assert_eq!(date("/2022/01/21/x"), None);
        assert_eq!(date("/2022/januar"), None);
        assert_eq!(without_size("/u/a-300x200.jpg").as_deref(), Some("/u/a.jpg"));
        assert_eq!(without_size("/u/a-2x.jpg"), None);
        for sized in
            ["/content/images/size/w600/2020/a.jpg", "/content/images/size/w600/format/webp/2020/a.jpg"]
        {
            assert_eq!(without_size(sized).as_deref(), Some("/content/images/2020/a.jpg"));
        }
    }
}
