//! An article that is imported at once has the very rows that the ways of the newsroom make, on
//! SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

use archive::{Archive, AuthorFacts, ImportedArticle, ImportedComment, Place, Placement, Writing};
use jiff::Timestamp;
use newsroom::article::{Comments, Text};
use newsroom::change::{Cause, Way};
use newsroom::clearance::Clearance;
use newsroom::comment::State;
use newsroom::document::{Block, Document};
use newsroom::email::Email;
use newsroom::ids::{ArticleId, AuthorId, SectionId, StoryId, TopicId};
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::section::SectionName;
use newsroom::site::Site;

use crate::support::language;

const SOURCE: &str = "wordpress https://alt.example";

/// What both ways are given.
struct Given {
    language: &'static str,
    headline: &'static str,
    published: bool,
    at: Option<Timestamp>,
    path: Option<&'static str>,
    slug: &'static str,
    /// Whether it is one of a story that is there.
    joins: bool,
    comments: Vec<ImportedComment>,
}

fn given() -> Vec<Given> {
    let plain = |headline| Given {
        language: "de",
        headline,
        published: true,
        at: Some(published()),
        path: None,
        slug: "",
        joins: false,
        comments: Vec::new(),
    };
    let thread = vec![
        comment("1:1", None, State::Approved),
        comment("1:2", Some("1:1"), State::Approved),
        comment("1:3", Some("1:2"), State::Waiting),
    ];
    vec![
        Given {
            path: Some("/2022/01/der-kran"),
            slug: "der-kran",
            comments: thread,
            ..plain("Der Kran, größer")
        },
        Given { path: Some("/2022/01/der-kran"), ..plain("Hier ist schon etwas") },
        Given { at: None, ..plain("Ohne jedes Datum") },
        plain("Ohne eigene Adresse"),
        plain("Ohne eigene Adresse"),
        Given { language: "en", joins: true, path: Some("/en/crane"), ..plain("The crane") },
        Given {
            published: false,
            at: None,
            comments: vec![comment("5:9", None, State::Waiting)],
            ..plain("Ein Entwurf")
        },
    ]
}

fn comment(key: &str, parent: Option<&str>, state: State) -> ImportedComment {
    ImportedComment {
        key: key.into(),
        parent: parent.map(str::to_owned),
        name: "Leserin".into(),
        email: Email::parse("leserin@mail.example").ok(),
        website: Some("https://leserin.example".into()),
        text: "Gut so.".into(),
        staff: false,
        at: time("2022-01-22T10:00:00Z"),
        state,
        kept: "{}".into(),
    }
}

/// Sections, authors and topics to stand in.
struct Places {
    home: SectionId,
    other: SectionId,
    authors: [AuthorId; 2],
    topics: [TopicId; 2],
    story: StoryId,
}

async fn places(w: &Writing<'_>) -> archive::Result<Places> {
    let name =
        |name: &str| SectionName { language: language("de"), name: name.into(), description: String::new() };
    let above = w.add_section(None, "politik", 0, &[name("Politik")]).await?;
    let author = |slug: &str| AuthorFacts { slug: slug.into(), name: slug.into(), ..AuthorFacts::default() };
    Ok(Places {
        home: w.add_section(Some(above), "welt", 0, &[name("Welt")]).await?,
        other: w.add_section(None, "kultur", 1, &[name("Kultur")]).await?,
        authors: [w.put_author(&author("anna")).await?, w.put_author(&author("merle")).await?],
        topics: [
            w.put_topic("hafen", None, &[(language("de"), "Hafen".into())]).await?,
            w.put_topic("wahl", None, &[(language("de"), "Wahl".into())]).await?,
        ],
        story: w.add_story(None).await?,
    })
}

fn placement(places: &Places, given: &Given) -> Placement {
    Placement {
        section: Some(places.home),
        other_sections: vec![places.other, places.home],
        authors: places.authors.to_vec(),
        topics: places.topics.to_vec(),
        slug: given.slug.into(),
        comments: Comments::Closed,
        vgwort: Some("0123456789abcdef".into()),
        ..Placement::new(Language::parse(given.language).expect("a tag"))
    }
}

fn meta() -> Vec<(String, String)> {
    vec![("quelle".into(), "dpa".into()), ("views".into(), "17".into())]
}

/// All at once, as imports do it.
async fn at_once(w: &Writing<'_>) -> archive::Result<()> {
    let places = places(w).await?;
    for given in given() {
        let mut new = ImportedArticle::new(placement(&places, &given), text(given.headline))?;
        new.was_public = given.published;
        new.published_at = given.at;
        new.path = given.path.map(str::to_owned);
        new.others = vec![format!("/?p={}", given.headline.len())];
        new.meta = meta();
        new.comments = given.comments;
        let story = given.joins.then_some(places.story);
        let imported =
            w.import_article(&site(), Some(SOURCE), story, &new, &Clearance::by_import("alt")).await?;
        assert_eq!(imported.path.is_some(), given.published, "{}", given.headline);
    }
    Ok(())
}

/// Step by step, as the newsroom does it.
async fn step_by_step(w: &Writing<'_>) -> archive::Result<()> {
    let places = places(w).await?;
    for given in given() {
        let story = if given.joins { places.story } else { w.add_story(None).await? };
        let article = w.add_article(story, &placement(&places, &given), &text(given.headline)).await?;
        if given.published {
            claim(w, article, given.path).await?;
            let clearance = Clearance::by_import("alt");
            match given.at {
                Some(at) => w.publish_article(&site(), article, &clearance, at, false).await?,
                None => w.publish_undated(&site(), article, &clearance).await?,
            };
        }
        w.offer_path(&format!("/?p={}", given.headline.len()), &Target::Article(article)).await?;
        w.keep_meta(article, &meta()).await?;
        w.import_comments(SOURCE, article, &given.comments).await?;
    }
    Ok(())
}

async fn claim(w: &Writing<'_>, article: ArticleId, path: Option<&str>) -> archive::Result<()> {
    match path {
        Some(path) if w.target(path).await?.is_none() => w.fix_path(article, path).await,
        _ => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_article_has_the_rows_of_one_made_step_by_step_on_sqlite() {
    let mut dumps = Vec::new();
    for imported in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("archive.db");
        let archive = Archive::open(&Place::Sqlite(file.clone())).await.expect("it opens");
        write(&archive, imported).await;
        dumps.push(dump_of_sqlite(&file));
    }
    compare(&dumps);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_imported_article_has_the_rows_of_one_made_step_by_step_on_postgresql() {
    let Ok(url) = std::env::var("DEPESCHE_TEST_POSTGRES") else {
        eprintln!("DEPESCHE_TEST_POSTGRES is not set: NOT tested on PostgreSQL");
        return;
    };
    let mut dumps = Vec::new();
    for imported in [true, false] {
        let (client, place) = crate::postgres::fresh_postgres(&url).await;
        let archive = Archive::open(&place).await.expect("it opens");
        write(&archive, imported).await;
        dumps.push(dump_of_postgres(&client).await);
    }
    compare(&dumps);
}

#[tokio::test]
async fn what_cannot_be_published_cannot_be_imported_as_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = Archive::open(&Place::Sqlite(folder.path().join("archive.db"))).await.expect("it opens");
    assert!(ImportedArticle::new(Placement::new(language("de")), text(" ")).is_err(), "it has no headline");
    let now = published();
    let refused = archive
        .write_at(Cause::command("test"), now, move |w| {
            Box::pin(async move {
                let mut new = ImportedArticle::new(Placement::new(language("de")), text("Morgen"))?;
                new.was_public = true;
                new.published_at = Some(now + jiff::SignedDuration::from_hours(24));
                w.import_article(&site(), Some(SOURCE), None, &new, &Clearance::by_import("alt")).await
            })
        })
        .await;
    let words = refused.expect_err("it lies in the future").to_string();
    assert!(words.contains("schedule"), "{words}");
    let refused = archive
        .write(Cause::command("test"), |w| {
            Box::pin(async move {
                let story = w.add_story(None).await?;
                let new = ImportedArticle::new(Placement::new(language("de")), text("Zweimal"))?;
                for _ in 0..2 {
                    w.import_article(&site(), Some(SOURCE), Some(story), &new, &Clearance::by_import("alt"))
                        .await?;
                }
                Ok(())
            })
        })
        .await;
    let words = refused.expect_err("the story has a German article").to_string();
    assert!(words.contains("already"), "{words}");
}

async fn write(archive: &Archive, imported: bool) {
    let cause = Cause { who: "import".into(), way: Way::Import, why: "from alt".into() };
    archive
        .write_at(cause, time("2026-01-01T00:00:00Z"), move |w| {
            Box::pin(async move { if imported { at_once(w).await } else { step_by_step(w).await } })
        })
        .await
        .expect("it is written");
}

/// Both dumps are the same but for the log, which has a line for each step or one for all.
fn compare(dumps: &[Vec<String>]) {
    let rows = |dump: &[String]| -> Vec<String> {
        let log = |line: &str| line.starts_with("changes ") || line.starts_with("sqlite_sequence");
        dump.iter().filter(|line| !log(line)).cloned().collect()
    };
    let (at_once, step_by_step) = (rows(&dumps[0]), rows(&dumps[1]));
    assert!(at_once.len() > 80, "the dump holds the articles: {at_once:#?}");
    let only = |a: &[String], b: &[String]| -> Vec<String> {
        a.iter().filter(|line| !b.contains(line)).cloned().collect()
    };
    assert_eq!(only(&at_once, &step_by_step), only(&step_by_step, &at_once), "rows of one only");
    assert_eq!(at_once.len(), step_by_step.len());
    let logged: Vec<&String> = dumps[0]
        .iter()
        .filter(|line| line.starts_with("changes ") && line.contains("was public in alt"))
        .collect();
    assert_eq!(logged.len(), 6, "the log says on what ground each was published: {logged:#?}");
}

fn dump_of_sqlite(file: &std::path::Path) -> Vec<String> {
    let db = rusqlite::Connection::open(file).expect("the database");
    // What the search knows: each word with its article and place.
    db.execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, article_words, instance)")
        .expect("the search can be read");
    let mut names = db
        .prepare(
            "SELECT name FROM sqlite_schema \
             WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE 'article_words%' \
             UNION SELECT 'words'",
        )
        .expect("a schema");
    let names: Vec<String> =
        names.query_map([], |row| row.get(0)).expect("names").map(|name| name.expect("a name")).collect();
    let mut lines = Vec::new();
    for name in names {
        let mut statement = db.prepare(&format!("SELECT * FROM {name}")).expect("a table");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let values: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get::<_, rusqlite::types::Value>(at).expect("a value")))
                .collect();
            lines.push(format!("{name} {}", values.join(" | ")));
        }
    }
    lines
}

async fn dump_of_postgres(client: &tokio_postgres::Client) -> Vec<String> {
    let tables = client
        .query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1", &[])
        .await
        .expect("a schema");
    let mut lines = Vec::new();
    for table in tables {
        let name: String = table.get(0);
        let sql = format!("SELECT row_to_json(t)::text FROM {name} t");
        for row in client.query(&sql, &[]).await.expect("rows") {
            lines.push(format!("{name} {}", row.get::<_, String>(0)));
        }
    }
    lines
}

fn text(headline: &str) -> Text {
    let mut body = Document::new(vec![
        Block::paragraph("Die Unterhändler kamen durch die Küche."),
        Block::paragraph("Größer als je zuvor, sagte die Sprecherin."),
    ]);
    body.fill_ids();
    Text {
        headline: headline.into(),
        kicker: "Hafen".into(),
        standfirst: "Es eilt.".into(),
        body,
        ..Text::default()
    }
}

/// Without the number in addresses, so that two articles can want one.
fn site() -> Site {
    Site { article_address: "/{section}/{slug}".into(), ..Site::clone(&crate::support::site()) }
}

fn published() -> Timestamp {
    time("2022-01-21T15:30:00Z")
}

fn time(text: &str) -> Timestamp {
    text.parse().expect("a time")
}
