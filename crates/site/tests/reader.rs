//! A reader's way through a small newsroom, from the request to the bytes.
#![expect(clippy::unwrap_used, reason = "tests may panic")]

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use archive::{Archive, AuthorFacts, Files, Place, Placement};
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use jiff::Timestamp;
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::comment::State as CommentState;
use newsroom::document::{Block, Document};
use newsroom::genre::Genre;
use newsroom::ids::ArticleId;
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;
use render::messages::Messages;
use render::theme::Theme;
use site::{App, Look, Settings, SiteState};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tower::ServiceExt;

struct Paper {
    app: App,
    _folder: tempfile::TempDir,
    german: String,
    english: String,
    article: ArticleId,
}

struct Got {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Paper {
    async fn open() -> Paper {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&Place::Sqlite(folder.path().join("archive.db"))).await.unwrap();
        let (de, en) = (Language::parse("de").unwrap(), Language::parse("en").unwrap());
        let site = Site {
            name: "Der Bote".into(),
            tagline: "Nachrichten für alle".into(),
            languages: vec![de.clone(), en.clone()],
            zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            url: "https://bote.example/".parse().unwrap(),
            article_address: "/{section}/{slug}-{id}".into(),
        };
        let known = site.clone();
        let (german, english, article) = archive
            .write(Cause::command("test"), move |writing| {
                Box::pin(async move {
                    let names = [(&de, "Politik"), (&en, "Politics")].map(|(language, name)| SectionName {
                        language: language.clone(),
                        name: name.into(),
                        description: String::new(),
                    });
                    let section = writing.add_section(None, "politik", 0, &names).await?;
                    let topic = writing
                        .put_topic(
                            "wahlen",
                            None,
                            &[(de.clone(), "Wahlen".into()), (en.clone(), "Elections".into())],
                        )
                        .await?;
                    let author = writing
                        .put_author(&AuthorFacts {
                            slug: "merle-ohlsen".into(),
                            name: "Merle Ohlsen".into(),
                            ..AuthorFacts::default()
                        })
                        .await?;
                    let story = writing.add_story(None).await?;
                    let mut paths = Vec::new();
                    let mut first = None;
                    for (language, headline) in [(&de, "Wahl in Größenheim"), (&en, "Election in Greatham")]
                    {
                        let placement = Placement {
                            language: language.clone(),
                            section: Some(section),
                            authors: vec![author],
                            topics: vec![topic],
                            ..Placement::new(language.clone())
                        };
                        let mut body = Document::new(vec![Block::paragraph("Ein Satz.")]);
                        body.fill_ids();
                        let text = Text {
                            genre: Genre::Comment,
                            headline: headline.into(),
                            standfirst: "Wer <gewinnt> & warum.".into(),
                            dateline: "Genf".into(),
                            body,
                            ..Text::default()
                        };
                        let article = writing.add_article(story, &placement, &text).await?;
                        let clearance = Clearance::by_import("test");
                        let at: Timestamp = "2022-01-21T15:30:00Z".parse().unwrap();
                        paths.push(writing.publish_article(&known, article, &clearance, at, false).await?);
                        first.get_or_insert(article);
                    }
                    Ok((paths[0].clone(), paths[1].clone(), first.unwrap()))
                })
            })
            .await
            .unwrap();
        let messages = Arc::new(Messages::load(None).unwrap());
        let look = Look::new(Theme::load(None, &messages).unwrap(), messages, &site).unwrap();
        let files = Files::new(folder.path().join("assets"));
        let settings =
            Settings { security_contact: Some("mailto:a@bote.example".into()), ..Settings::default() };
        let app = SiteState::new(archive, files, site, look, settings).await.unwrap();
        Paper { app, _folder: folder, german, english, article }
    }

    async fn send(&self, request: Request<Body>) -> Got {
        let response = site::router(&self.app).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Got {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).replace("&#x2f;", "/"),
        }
    }

    async fn get(&self, path: &str) -> Got {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn comment(&self, form: &str, fetch_site: &str) -> Got {
        let request = Request::post(format!("/kommentar/{}", self.article))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 80))))
            .header("sec-fetch-site", fetch_site);
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

#[tokio::test]
async fn every_route_without_data_in_its_address_answers() {
    let paper = Paper::open().await;
    let samples = |pattern: &str| -> String {
        pattern
            .replace("/thema/{slug}", "/thema/wahlen")
            .replace("/topic/{slug}", "/topic/wahlen")
            .replace("autor/{slug}", "autor/merle-ohlsen")
            .replace("author/{slug}", "author/merle-ohlsen")
            .replace("{year}", "2022")
            .replace("{month}", "01")
            .replace("{day}", "21")
            .replace("{article}", &paper.article.to_string())
            .replace("feed.{format}", "feed.atom")
            .replace("{kind}/{file}", "author/1.rss")
            .replace("{part}", "de-latest.xml")
    };
    let mut asked = BTreeSet::new();
    for route in site::routes() {
        let path = samples(route.pattern);
        if path.contains('{') {
            continue;
        }
        asked.insert(route.name);
        let got = paper.get(&path).await;
        assert!(
            got.status.is_success() || got.status.is_redirection(),
            "{path}: {}\n{}",
            got.status,
            got.body
        );
    }
    assert!(asked.len() >= 20, "only {asked:?}");
}

#[tokio::test]
async fn an_article_shows_its_parts_and_no_date_but_its_own() {
    let paper = Paper::open().await;
    let got = paper.get(&paper.german).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.body);
    for part in [
        "Wahl in Größenheim",
        "Wer &lt;gewinnt&gt; &amp; warum.",
        "21. Januar 2022, 16:30 Uhr",
        "<span class=\"dateline\">Genf</span>",
        "Merle Ohlsen",
        "Schreibe einen Kommentar",
        "hreflang=\"x-default\"",
        "\"NewsArticle\"",
    ] {
        assert!(got.body.contains(part), "{part} is missing in\n{}", got.body);
    }
    assert_eq!(got.body.matches("<time ").count(), 1);
    assert!(paper.get(&paper.english).await.body.contains("lang=\"en\""));
    let policy = got.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
}

#[tokio::test]
async fn a_page_the_browser_has_already_is_not_sent_again() {
    let paper = Paper::open().await;
    let tag = paper.get(&paper.german).await.headers[header::ETAG].clone();
    let request = Request::get(&paper.german).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap();
    let got = paper.send(request).await;
    assert_eq!((got.status, got.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
}

#[tokio::test]
async fn the_search_finds_a_word_however_its_umlauts_are_spelled() {
    let paper = Paper::open().await;
    for word in ["Gr%C3%B6%C3%9Fenheim", "groessenheim"] {
        let got = paper.get(&format!("/suche?q={word}")).await.body;
        assert!(got.contains(&paper.german), "{word}: {} in {got}", paper.german);
    }
    assert!(!paper.get("/suche?q=nirgendwo").await.body.contains(&paper.german));
}

#[tokio::test]
async fn what_is_not_there_is_said_with_help() {
    let paper = Paper::open().await;
    let got = paper.get("/politik/groessenheim-99").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert!(got.body.contains("value=\"groessenheim\""), "the search is filled with what was meant");
}

#[tokio::test]
async fn a_comment_waits_and_only_its_writer_sees_it() {
    let paper = Paper::open().await;
    let form = "comment=Ein+gutes+St%C3%BCck&name=Kim&email=kim%40example.org&website=";
    let got = paper.comment(form, "same-origin").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let cookie = got.headers[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"));
    assert!(!paper.get(&paper.german).await.body.contains("Ein gutes Stück"));
    let own = cookie.split(';').next().unwrap();
    let request = Request::get("/kommentar/wartend").header(header::COOKIE, own).body(Body::empty()).unwrap();
    let own = paper.send(request).await;
    assert!(own.body.contains("Ein gutes Stück") && !own.body.contains("kim@example.org"));
    assert!(own.headers[header::CACHE_CONTROL].to_str().unwrap().contains("no-store"));
    assert!(!paper.get("/kommentar/wartend").await.body.contains("Ein gutes Stück"));

    let id = newsroom::ids::CommentId(1);
    paper
        .app
        .archive
        .write(Cause::command("test"), move |writing| {
            Box::pin(async move { writing.decide_comment(id, CommentState::Approved).await })
        })
        .await
        .unwrap();
    let page = paper.get(&paper.german).await.body;
    assert!(page.contains("Ein gutes Stück") && !page.contains("kim@example.org"));
}

#[tokio::test]
async fn a_form_with_mistakes_keeps_what_was_typed() {
    let paper = Paper::open().await;
    let got = paper.comment("comment=Mein+Text&name=&email=falsch&website=", "same-origin").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["Mein Text", "Bitte gib deinen Namen an.", "value=\"falsch\""] {
        assert!(got.body.contains(part), "{part}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_that_cannot_be_kept_now_stays_in_its_form_and_may_be_sent_again() {
    let paper = Paper::open().await;
    let (go, gone) = std::sync::mpsc::channel::<()>();
    let app = paper.app.clone();
    let job = Cause { way: newsroom::change::Way::Job, ..Cause::command("test") };
    let (begins, begun) = tokio::sync::oneshot::channel();
    let held = tokio::spawn(async move {
        let wait = move || {
            let _: Result<(), ()> = begins.send(());
            gone.recv().is_err()
        };
        app.archive.write(job, move |_| Box::pin(async move { Ok(wait()) })).await
    });
    begun.await.unwrap();
    let form = "comment=Ein+langer+Text&name=Kim&email=kim%40example.org&website=";
    // As many as a network may send in a while: what was sent away does not count.
    for got in futures_util::future::join_all((0..6).map(|_| paper.comment(form, "same-origin"))).await {
        assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE, "{}", got.body);
        assert_eq!(got.headers[header::RETRY_AFTER], "10");
        assert!(got.headers[header::CACHE_CONTROL].to_str().unwrap().contains("no-store"));
        for part in ["Ein langer Text", "value=\"kim@example.org\"", "schick ihn gleich noch einmal ab"] {
            assert!(got.body.contains(part), "{part} in {}", got.body);
        }
    }
    drop(go);
    assert!(held.await.unwrap().unwrap());
    let got = paper.comment(form, "same-origin").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.body);
    let much = format!("comment={}&name=Kim&email=kim%40example.org", "a".repeat(1 << 18));
    assert_eq!(paper.comment(&much, "same-origin").await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_comment_sent_from_another_site_is_refused() {
    let paper = Paper::open().await;
    let got = paper.comment("comment=a&name=b&email=c%40example.org", "cross-site").await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_withdrawn_article_says_so() {
    let paper = Paper::open().await;
    let article = paper.article;
    paper
        .app
        .archive
        .write(Cause::command("test"), move |writing| {
            Box::pin(async move { writing.withdraw_article(article, "Die Quelle trug nicht.").await })
        })
        .await
        .unwrap();
    let got = paper.get(&paper.german).await;
    assert_eq!(got.status, StatusCode::GONE);
    assert!(got.body.contains("Die Quelle trug nicht.") && !got.body.contains("Ein Satz."));
}

#[tokio::test(start_paused = true)]
async fn who_never_ends_a_request_is_not_waited_for() {
    let paper = Paper::open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving =
        tokio::spawn(site::serve(paper.app.clone(), axum::Router::new(), listener, std::future::pending()));
    let mut reader = tokio::net::TcpStream::connect(address).await.unwrap();
    reader.write_all(b"GET / HTTP/1.1\r\nHost: bote.example\r\n").await.unwrap();
    let began = tokio::time::Instant::now();
    let mut answer = Vec::new();
    // Whether it is told so or only cut off is the server's choice.
    drop(reader.read_to_end(&mut answer).await);
    assert!(!answer.starts_with(b"HTTP/1.1 200"), "half a request was answered");
    assert!(began.elapsed() < std::time::Duration::from_secs(120), "{:?}", began.elapsed());
    serving.abort();
}

#[tokio::test]
async fn metrics_say_how_late_work_is() {
    let paper = Paper::open().await;
    let due = Timestamp::now() - jiff::SignedDuration::from_mins(3);
    paper
        .app
        .archive
        .write(Cause::command("test"), move |writing| {
            Box::pin(async move { writing.enqueue(newsroom::job::Kind::Publication, "99", due).await })
        })
        .await
        .unwrap();
    let asked = Request::get("/metrics").body(Body::empty()).unwrap();
    let response = site::metrics_router(&paper.app).oneshot(asked).await.unwrap();
    let text = String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap();
    let value = |name: &str| -> f64 {
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_else(|| panic!("{name} in {text}"));
        line.trim().parse().unwrap()
    };
    let late = value("depesche_job_late_seconds{kind=\"publication\"}");
    assert!((180.0..240.0).contains(&late), "{late}");
    assert_eq!(value("depesche_jobs_given_up{kind=\"publication\"}"), 0.0);
    assert_eq!(value("depesche_job_late_seconds{kind=\"renditions\"}"), 0.0);
}
