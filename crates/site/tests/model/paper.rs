//! A small paper with two sites over it: one with the page cache, one that makes each page anew.

use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, AuthorFacts, Files, Place, Placement};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use jiff::{SignedDuration, Timestamp};
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, AuthorId, CommentId, SectionId, StoryId, TopicId};
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;
use render::messages::Messages;
use render::theme::Theme;
use site::{App, Clock, Look, Settings, SiteState};
use tower::ServiceExt;

/// The paper, and what of it steps can change.
pub(crate) struct Paper {
    pub(crate) cached: App,
    anew: App,
    pub(crate) clock: Clock,
    pub(crate) site: Arc<Site>,
    pub(crate) sections: Vec<SectionId>,
    pub(crate) topics: Vec<TopicId>,
    pub(crate) authors: Vec<AuthorId>,
    pub(crate) articles: Vec<Known>,
    pub(crate) comments: Vec<CommentId>,
    /// Addresses that were in use once.
    pub(crate) paths: Vec<String>,
    _folder: tempfile::TempDir,
}

/// An article that steps can change.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) story: StoryId,
    pub(crate) article: ArticleId,
}

/// What a reader gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    status: StatusCode,
    location: Option<String>,
    body: String,
}

impl Shown {
    /// The lines that another page has not.
    pub(crate) fn within(&self, other: &Shown) -> String {
        let more: Vec<&str> = self
            .body
            .lines()
            .filter(|line| !other.body.lines().any(|known| known == *line))
            .take(6)
            .collect();
        format!("{} {:?} {more:#?}", self.status, self.location)
    }

    /// The number in a headline such as “Meldung Nr. 7”.
    pub(crate) fn number(&self) -> Option<u64> {
        let (_, after) = self.body.split_once("Meldung Nr. ")?;
        after.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    }
}

pub(crate) fn german() -> Language {
    Language::parse("de").unwrap()
}

pub(crate) fn english() -> Language {
    Language::parse("en").unwrap()
}

pub(crate) fn text(headline: &str, sentence: &str) -> Text {
    let mut body = Document::new(vec![Block::paragraph(sentence)]);
    body.fill_ids();
    Text { headline: headline.into(), standfirst: "Worum es geht.".into(), body, ..Text::default() }
}

pub(crate) fn clearance() -> Clearance {
    Clearance::by_person("Merle Ohlsen", "gelesen").unwrap()
}

pub(crate) fn cause() -> Cause {
    Cause::command("test")
}

impl Paper {
    pub(crate) async fn open() -> Paper {
        let folder = tempfile::tempdir().unwrap();
        let site = Site {
            name: "Der Bote".into(),
            tagline: "Nachrichten für alle".into(),
            languages: vec![german(), english()],
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            url: "https://bote.example/".parse().unwrap(),
            article_address: "/{section}/{slug}-{id}".into(),
        };
        let clock = Clock::default();
        let place = Place::Sqlite(folder.path().join("archive.db"));
        let app = async |page_cache| {
            let archive = Archive::open(&place).await.unwrap();
            let messages = Arc::new(Messages::load(None).unwrap());
            let look = Look::new(Theme::load(None, &messages).unwrap(), messages, &site).unwrap();
            let files = Files::new(folder.path().join("assets"));
            let settings = Settings { page_cache, clock: clock.clone(), ..Settings::default() };
            SiteState::new(archive, files, site.clone(), look, settings).await.unwrap()
        };
        let (cached, anew) = (app(64 << 20).await, app(0).await);
        let following = cached.clone();
        tokio::spawn(async move { following.archive.keep_following().await });
        while !cached.archive.is_following() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let mut paper = Paper {
            cached,
            anew,
            clock,
            site: Arc::new(site),
            sections: Vec::new(),
            topics: Vec::new(),
            authors: Vec::new(),
            articles: Vec::new(),
            comments: Vec::new(),
            paths: Vec::new(),
            _folder: folder,
        };
        while !paper.cached.archive.count_on().await.unwrap() {}
        paper.fill().await;
        paper
    }

    /// Sections, topics, authors, and two years of articles.
    async fn fill(&mut self) {
        let site = self.site.clone();
        let now = Timestamp::now();
        let (sections, topics, authors, articles, paths) = self
            .cached
            .archive
            .write(cause(), move |w| {
                Box::pin(async move {
                    let names = |german_name: &str, english_name: &str| {
                        [(german(), german_name), (english(), english_name)].map(|(language, name)| {
                            SectionName { language, name: name.into(), description: String::new() }
                        })
                    };
                    let politics = w.add_section(None, "politik", 0, &names("Politik", "Politics")).await?;
                    let sections = vec![
                        politics,
                        w.add_section(Some(politics), "welt", 0, &names("Welt", "World")).await?,
                        w.add_section(None, "sport", 1, &names("Sport", "Sports")).await?,
                    ];
                    let mut topics = Vec::new();
                    for (slug, name) in [("wahlen", "Wahlen"), ("bahn", "Bahn")] {
                        topics.push(w.put_topic(slug, None, &[(german(), name.into())]).await?);
                    }
                    let mut authors = Vec::new();
                    for (slug, name) in [("merle-ohlsen", "Merle Ohlsen"), ("jan-petersen", "Jan Petersen")] {
                        let facts =
                            AuthorFacts { slug: slug.into(), name: name.into(), ..AuthorFacts::default() };
                        authors.push(w.put_author(&facts).await?);
                    }
                    let (mut articles, mut paths) = (Vec::new(), Vec::new());
                    for number in 0..26_usize {
                        let story = w.add_story(None).await?;
                        let placement = Placement {
                            section: Some(sections[number % 3]),
                            topics: vec![topics[number % 2]],
                            authors: vec![authors[number / 2 % 2]],
                            ..Placement::new(german())
                        };
                        let text = text(&format!("Bericht {number}"), "Ein Satz.");
                        let article = w.add_article(story, &placement, &text).await?;
                        let days = i64::try_from(26 - number).unwrap() * 29;
                        let at = now - SignedDuration::from_hours(24 * days);
                        paths.push(w.publish_article(&site, article, &clearance(), at, false).await?);
                        articles.push(Known { story, article });
                    }
                    Ok((sections, topics, authors, articles, paths))
                })
            })
            .await
            .unwrap();
        (self.sections, self.topics, self.authors) = (sections, topics, authors);
        // Only the last few are changed, and looked at, by themselves.
        self.articles = articles[20..].to_vec();
        self.paths = paths[20..].to_vec();
    }

    /// The addresses of all kinds of pages.
    pub(crate) fn addresses(&self) -> Vec<String> {
        let year = jiff::Timestamp::now().strftime("%Y").to_string();
        let mut all: Vec<String> = [
            "/",
            "/en",
            "/politik",
            "/politik/welt",
            "/sport",
            "/welt",
            "/en/sport",
            "/thema/wahlen",
            "/thema/bahn",
            "/autor/merle-ohlsen",
            "/autor/jan-petersen",
            "/dossier/der-bruch",
            "/archiv",
            "/korrekturen",
            "/feeds",
            "/feed.rss",
            "/feed.json",
            "/feed/section/1.atom",
            "/feed/topic/1.rss",
            "/feed/author/2.json",
            "/sitemap.xml",
            "/sitemap/pages.xml",
            "/sitemap/news.xml",
            "/impressum",
            "/alt",
            "/gibt/es/nicht",
        ]
        .map(str::to_owned)
        .to_vec();
        all.push(format!("/archiv/{year}"));
        all.push(format!("/archiv/{year}/01"));
        all.push(format!("/archiv/{year}/01/15"));
        all.push("/sitemap/de-latest.xml".to_owned());
        // The second page of a list.
        let at = (Timestamp::now() - SignedDuration::from_hours(24 * 300)).as_millisecond();
        all.push(format!("/politik?vor={at}-0"));
        all.extend(self.paths.iter().cloned());
        if let Some(known) = self.articles.first() {
            all.push(format!("/feed/comments/{}.rss", known.article));
        }
        all.sort();
        all.dedup();
        all
    }

    pub(crate) async fn cached(&self, address: &str) -> Shown {
        shown(&self.cached, address).await
    }

    pub(crate) async fn anew(&self, address: &str) -> Shown {
        shown(&self.anew, address).await
    }

    /// Publishes an article that says its number.
    pub(crate) async fn number(&self, number: u64) -> (ArticleId, String) {
        let (site, section) = (self.site.clone(), self.sections[0]);
        self.cached
            .archive
            .write(cause(), move |w| {
                Box::pin(async move {
                    let story = w.add_story(None).await?;
                    let placement = Placement { section: Some(section), ..Placement::new(german()) };
                    let article = w.add_article(story, &placement, &numbered(number)).await?;
                    let path = w.publish_article(&site, article, &clearance(), w.now(), false).await?;
                    Ok((article, path))
                })
            })
            .await
            .unwrap()
    }

    /// Publishes it with another number.
    pub(crate) async fn renumber(&self, article: ArticleId, number: u64) {
        let site = self.site.clone();
        self.cached
            .archive
            .write(cause(), move |w| {
                Box::pin(async move {
                    w.revise_article(article, &numbered(number)).await?;
                    w.publish_article(&site, article, &clearance(), w.now(), true).await
                })
            })
            .await
            .unwrap();
    }
}

fn numbered(number: u64) -> Text {
    text(&format!("Meldung Nr. {number}"), "Ein Satz.")
}

async fn shown(app: &App, address: &str) -> Shown {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let (parts, body) = site::router(app).oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let location = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    Shown { status: parts.status, location, body: String::from_utf8(body.to_vec()).unwrap() }
}
