//! What surrounds the content of a page: title, addresses in other languages, feeds.

use newsroom::language::Language;

use crate::edition::{home, own_name};
use crate::state::App;
use crate::views::{
    Alternate, FeedLink, Frame, Head, Here, JsonLd, LanguageLink, Moment, Social, SocialPicture,
};

/// What a page says about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    /// Title without the site's name; empty on the front page.
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    /// Its own address within the site; `None` for errors and what is not to be found by machines.
    pub(crate) path: Option<String>,
    /// Whether machines are to leave it out.
    pub(crate) hidden: bool,
    /// Its address in each language it exists in, itself included.
    pub(crate) languages: Vec<(Language, String)>,
    /// Address without its ending and title of its feeds.
    pub(crate) feeds: Vec<(String, String)>,
    pub(crate) json_ld: Vec<JsonLd>,
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
    pub(crate) today: Option<Moment>,
    /// Address of the section it stands in.
    pub(crate) under: Option<String>,
    pub(crate) article: Option<ArticleCard>,
    pub(crate) picture: Option<SocialPicture>,
    /// `website`, `article` or `profile`.
    pub(crate) kind: &'static str,
}

/// What a card of an article says besides.
#[derive(Clone, Debug, Default)]
pub(crate) struct ArticleCard {
    pub(crate) published: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) section: Option<String>,
    pub(crate) topics: Vec<String>,
}

impl Sheet {
    /// Of a page that says what is wrong.
    pub(crate) fn error(title: String) -> Sheet {
        Sheet { title, hidden: true, ..Sheet::default() }
    }

    /// The frame of the page.
    pub(crate) fn frame(self, app: &App, language: &Language) -> Frame {
        let site = &app.site;
        let edition = app.edition(language);
        let title = match self.title.is_empty() {
            true if site.tagline.is_empty() => site.name.clone(),
            true => format!("{} – {}", site.name, site.tagline),
            false => format!("{} – {}", self.title, site.name),
        };
        let languages = site
            .languages
            .iter()
            .filter(|other| *other != language)
            .map(|other| LanguageLink {
                href: self
                    .languages
                    .iter()
                    .find(|(own, _)| own == other)
                    .map_or_else(|| home(site, other), |(_, path)| path.clone()),
                lang: other.as_str().to_owned(),
                dir: other.direction().as_str().to_owned(),
                text: own_name(other).to_owned(),
            })
            .collect();
        let mut alternates = Vec::new();
        if self.languages.len() > 1 {
            let main = self.languages.iter().find(|(own, _)| own == site.main_language());
            for (lang, path) in self
                .languages
                .iter()
                .map(|(own, path)| (own.as_str(), path))
                .chain(main.map(|(_, path)| ("x-default", path)))
            {
                alternates.push(Alternate { lang: lang.to_owned(), href: site.absolute(path) });
            }
        }
        let feeds = self
            .feeds
            .iter()
            .flat_map(|(href, title)| {
                [
                    ("application/atom+xml", "atom"),
                    ("application/rss+xml", "rss"),
                    ("application/feed+json", "json"),
                ]
                .map(|(mime, ending)| FeedLink {
                    mime: mime.to_owned(),
                    href: site.absolute(&format!("{href}.{ending}")),
                    title: title.clone(),
                })
            })
            .collect();
        let here = self.under.or_else(|| self.path.clone()).and_then(|under| {
            // The longest entry that is the page or stands above it.
            let entry = edition
                .menu
                .iter()
                .filter(|entry| under == entry.href || under.starts_with(&format!("{}/", entry.href)))
                .max_by_key(|entry| entry.href.len())?;
            Some(Here { href: entry.href.clone(), exact: self.path.as_ref() == Some(&entry.href) })
        });
        let social = self.path.as_ref().filter(|_| !self.hidden).map(|path| {
            let card = self.article.unwrap_or_default();
            Social {
                kind: if self.kind.is_empty() { "website".to_owned() } else { self.kind.to_owned() },
                title: if self.title.is_empty() { site.name.clone() } else { self.title.clone() },
                description: self.description.clone(),
                url: site.absolute(path),
                locale: language.as_str().replace('-', "_"),
                picture: self.picture,
                published: card.published,
                modified: card.modified,
                section: card.section,
                topics: card.topics,
            }
        });
        let head = Head {
            title,
            description: self.description,
            canonical: self.path.as_ref().filter(|_| !self.hidden).map(|path| site.absolute(path)),
            robots: self.hidden.then(|| "noindex".to_owned()),
            alternates,
            feeds,
            social,
            json_ld: self.json_ld,
            prev: self.newer.map(|path| site.absolute(&path)),
            next: self.older.map(|path| site.absolute(&path)),
        };
        Frame { edition, head, today: self.today, languages, here }
    }
}
