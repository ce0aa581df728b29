//! A post as a file of Markdown, which Ghost's importer takes beside exports: status, date and slug are
//! in its name (`draft-2014-12-19-my-post.md`), lead picture and title are what it begins with
//! (<https://github.com/TryGhost/Ghost/blob/main/ghost/core/core/server/data/importer/handlers/importer-content-file-handler.js>
//! and `markdown.js` beside it).

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::export::Post;

/// What a file of Markdown is.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkdownFile {
    /// A post.
    Post(Box<Post>),
    /// One whose name says that it was deleted.
    Deleted,
}

/// Reads a file of that name. Nothing that the file does not say is made up: the title of one without a
/// heading is its slug in words.
pub fn markdown_file(name: &str, text: &str) -> MarkdownFile {
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.strip_suffix(".md").or_else(|| stem.strip_suffix(".markdown")).unwrap_or(stem);
    let word = |word: &str| stem.strip_prefix(word).and_then(|rest| rest.strip_prefix('-'));
    if word("deleted").is_some() {
        return MarkdownFile::Deleted;
    }
    let (status, rest) = [("published", word("published")), ("draft", word("draft"))]
        .into_iter()
        .find_map(|(status, rest)| Some((status, rest?)))
        .unwrap_or(("draft", stem));
    let (date, slug) = dated(rest);
    let at = date.and_then(|date| TimeZone::UTC.to_timestamp(date).ok());
    let slug = newsroom::slug::slug(slug);
    let mut text = text.trim_start_matches('\u{feff}').trim_start();
    let mut picture = String::new();
    if let Some((address, after)) = text.strip_prefix("![](").and_then(|rest| rest.split_once(')'))
        && after.trim_start().starts_with('#')
    {
        picture = address.trim().to_owned();
        text = after.trim_start();
    }
    let mut title = String::new();
    if let Some(heading) = text.strip_prefix('#').filter(|rest| !rest.starts_with('#')) {
        let (line, after) = heading.split_once('\n').unwrap_or((heading, ""));
        title = line.trim().to_owned();
        text = after.trim_start();
    }
    if title.is_empty() {
        title = slug.replace('-', " ");
    }
    MarkdownFile::Post(Box::new(Post {
        id: stem.to_owned(),
        title,
        slug,
        markdown: text.to_owned(),
        picture,
        status: status.to_owned(),
        published_at: at.filter(|_| status == "published"),
        created_at: at,
        ..Post::default()
    }))
}

/// A date at the beginning, with hour and minute or without, and what follows.
fn dated(name: &str) -> (Option<DateTime>, &str) {
    let with_time = name.get(..16).and_then(|start| DateTime::strptime("%Y-%m-%d-%H-%M", start).ok());
    let of_day =
        || name.get(..10).and_then(|start| start.parse::<Date>().ok()).map(|date| date.at(0, 0, 0, 0));
    let (date, length) = match with_time {
        Some(date) => (Some(date), 16),
        None => (of_day(), 10),
    };
    match date {
        Some(_) => (date, name[length..].trim_start_matches('-')),
        None => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_state_date_and_slug_and_the_beginning_picture_and_title() {
        let text = "![](/content/images/a.jpg)\n\n#Hallo\n\nEin Satz.";
        let MarkdownFile::Post(post) = markdown_file("x/published-2014-12-19-erster-text.md", text) else {
            panic!("a post")
        };
        assert_eq!(
            (post.title.as_str(), post.slug.as_str(), post.markdown.as_str()),
            ("Hallo", "erster-text", "Ein Satz.")
        );
        assert_eq!((post.picture.as_str(), post.status.as_str()), ("/content/images/a.jpg", "published"));
        assert_eq!(post.published_at, "2014-12-19T00:00:00Z".parse().ok());
        let MarkdownFile::Post(post) = markdown_file("draft-2014-12-19-10-30-zwei.md", "Ein Satz.") else {
            panic!("a post")
        };
        assert_eq!((post.title.as_str(), post.published_at), ("zwei", None));
        assert_eq!(post.created_at, "2014-12-19T10:30:00Z".parse().ok());
        assert_eq!(markdown_file("deleted-2014-12-19-weg.md", "x"), MarkdownFile::Deleted);
    }
}
