//! A small newsroom, written and read in every way there is.

use archive::{
    Archive, Arrival, AssetWords, AuthorFacts, ImportedArticle, ImportedComment, List, ListPlace, NewAsset,
    NewPage, NewRendition, Placement, Prohibition,
};
use jiff::{SignedDuration, Timestamp};
use newsroom::article::{State as ArticleState, Text};
use newsroom::asset::Asset;
use newsroom::change::Cause;
use newsroom::clearance::Clearance;
use newsroom::comment::{Draft, NewComment, State};
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, AssetId, AuthorId, DossierId, PageId, SectionId, StoryId, TopicId};
use newsroom::job::Kind;
use newsroom::language::Language;
use newsroom::path::Target;
use newsroom::section::SectionName;
use newsroom::site::Site;

use crate::wire;

struct Written {
    section: SectionId,
    topic: TopicId,
    dossier: DossierId,
    author: AuthorId,
    asset: AssetId,
    story: StoryId,
    article: ArticleId,
    page: PageId,
    relayed: ArticleId,
}

/// Calls every method of the archive.
pub(crate) async fn everything(archive: &Archive) {
    while !archive.count_on().await.expect("it is counted") {}
    let written = archive
        .write(Cause::command("test"), |w| Box::pin(async move { write(w).await }))
        .await
        .expect("the newsroom is written");
    read(archive, &written).await.expect("the newsroom is read");
    archive
        .write(Cause::command("test"), move |w| Box::pin(async move { take_away(w, &written).await }))
        .await
        .expect("things are taken away");
}

/// What makes parts of sitemaps be divided and closed.
pub(crate) const TOO_LONG: &str = "INSERT INTO sitemap_parts (language, from_at, from_article, articles, changed_at) \
     VALUES ('de', 1, 1, 2000, 1), ('de', 1000000000000000, 1, 2000, 1); \
     UPDATE sitemap_parts SET articles = 60000 WHERE language = 'de' AND from_at < 0";

/// Publishes into such parts, and counts anew.
pub(crate) async fn parts(archive: &Archive) {
    let publish = |at: Timestamp| {
        archive.write(Cause::command("test"), move |w| {
            Box::pin(async move {
                let mut new = ImportedArticle::new(Placement::new(german()), text("Teile"))?;
                (new.was_public, new.published_at) = (true, Some(at));
                w.import_article(&site(), None, None, &new, &Clearance::by_import("test")).await
            })
        })
    };
    publish(Timestamp::from_second(-5_000_000_000).expect("a time")).await.expect("it is published");
    let late = Timestamp::now() + SignedDuration::from_hours(300_000);
    archive
        .write_at(Cause::command("test"), late, move |w| {
            Box::pin(async move {
                let mut new = ImportedArticle::new(Placement::new(german()), text("Teile"))?;
                (new.was_public, new.published_at) = (true, Some(late));
                w.import_article(&site(), None, None, &new, &Clearance::by_import("test")).await
            })
        })
        .await
        .expect("it is published");
    archive.recount().await.expect("it is counted");
}

async fn write(w: &archive::Writing<'_>) -> archive::Result<Written> {
    let (de, site, at) = (german(), site(), moment());
    let clearance = Clearance::by_import("test");
    let name = SectionName { language: german(), name: "Politik".into(), description: String::new() };
    let section = w.add_section(None, "politik", 0, &[name]).await?;
    let other = w.add_section(Some(section), "welt", 0, &[]).await?;
    let topic = w.put_topic("wahlen", None, &[(german(), "Wahlen".into())]).await?;
    w.topic_id("wahlen").await?;
    let dossier = w.put_dossier("der-bruch", &[(german(), "Der Bruch".into())]).await?;
    w.dossier_id("der-bruch").await?;
    let asset =
        NewAsset { name: "kai".into(), mime: "image/jpeg".into(), hash: "h".into(), ..NewAsset::default() };
    let asset = w.put_asset(&asset).await?;
    w.asset_id("kai").await?;
    w.describe_asset(asset, &de, "Der Kai", "").await?;
    let rendition = NewRendition {
        variant: "w640.webp".into(),
        mime: "image/webp".into(),
        width: 640,
        height: 360,
        bytes: 1,
        hash: "h".into(),
    };
    w.put_rendition(asset, "h", &rendition).await?;
    let author = AuthorFacts {
        slug: "merle".into(),
        name: "Merle".into(),
        bios: vec![(german(), "Schreibt.".into())],
        ..AuthorFacts::default()
    };
    let author = w.put_author(&author).await?;
    w.author_id("merle").await?;

    let placement = Placement {
        section: Some(section),
        other_sections: vec![other],
        authors: vec![author],
        topics: vec![topic],
        ..Placement::new(german())
    };
    let story = w.add_story(Some(dossier)).await?;
    let article = w.add_article(story, &placement, &text("Wahl")).await?;
    w.keep_meta(article, &[("k".into(), "v".into())]).await?;
    w.publish_article(&site, article, &clearance, at, false).await?;
    w.publish_undated(&site, article, &clearance).await?;
    w.date_article(article, at).await?;
    w.correct_article(&site, article, &clearance, "Es waren drei.", at).await?;
    let second = w.add_story(None).await?;
    let linked = Placement::new(Language::parse("en").expect("a tag"));
    let linked = w.add_article(second, &linked, &text("Election")).await?;
    w.fix_path(linked, "/old").await?;
    w.schedule_article(linked, &clearance, at).await?;
    w.publish_due(&site, linked).await?;
    w.link_article(linked, story).await?;
    w.keep_private(linked).await?;

    let arrival = Arrival { state: State::Approved, ..Arrival::default() };
    let first = w.add_comment(article, None, &comment(), &arrival).await?;
    let answer = w.add_comment(article, Some(first), &comment(), &arrival).await?;
    w.enter_comment(article, Some(first), &comment(), &arrival, at).await?;
    w.decide_comment(answer, State::Waiting).await?;
    w.delete_comment(answer).await?;
    w.forget_networks().await?;

    let imported = ImportedComment {
        key: "7".into(),
        parent: None,
        name: "B".into(),
        email: None,
        website: None,
        text: "Nein.".into(),
        staff: false,
        at,
        state: State::Approved,
        kept: "{}".into(),
    };
    let later = ImportedComment { key: "8".into(), parent: Some("7".into()), ..imported.clone() };
    w.import_comments("wordpress", article, &[imported]).await?;
    w.import_comments("wordpress", article, &[later]).await?;
    w.note_growth("{}").await?;
    w.begin_purges("varnish", 0).await?;
    w.hold_purges("varnish", "here", SignedDuration::from_secs(9)).await?;
    w.note_purge_failed("varnish", "here", "it is off").await?;
    w.note_purged("varnish", "here", 1, 0).await?;
    w.release_purges("here").await?;
    w.note_imported("wordpress", "story", "7", 1).await?;
    w.note_kept("wordpress", "post", ("7", "another"), article.0, "{}").await?;
    let mut old = ImportedArticle::new(Placement::new(german()), text("Alt"))?;
    old.was_public = true;
    old.path = Some("/2022/01/alt".into());
    w.import_article(&site, Some("wordpress"), None, &old, &clearance).await?;

    let body = text("x").body;
    let page = NewPage {
        language: german(),
        slug: "impressum".into(),
        path: "/impressum".into(),
        title: "Impressum".into(),
        body,
        published: true,
    };
    let page = w.put_page(&page).await?;
    let privacy = NewPage {
        language: Language::parse("en").expect("a tag"),
        slug: "imprint".into(),
        path: "/en/imprint".into(),
        title: "Imprint".into(),
        body: text("x").body,
        published: false,
    };
    let imprint = w.put_page(&privacy).await?;
    w.hide_page(imprint).await?;
    w.publish_page(imprint).await?;
    w.translate_page(imprint, Some(page)).await?;
    w.date_page(page, at).await?;
    w.change_page(imprint, &NewPage { path: "/en/legal".into(), ..privacy }).await?;
    w.set_menu("main", &de, &[("Politik".into(), "/politik".into())]).await?;
    w.set_slot(&de, "lead", &[story]).await?;
    w.put_path("/alt", &Target::Redirect("/neu".into())).await?;
    w.offer_path("/alt", &Target::Gone).await?;
    w.put_path("/vergeben", &Target::Gone).await?;
    w.forget_path("/vergeben").await?;
    w.forbid_path("/verboten", &Prohibition::default()).await?;
    w.secret("key", b"secret").await?;
    work(w).await?;
    let relayed = wire::write(w).await?;
    Ok(Written { section, topic, dossier, author, asset, story, article, page, relayed })
}

/// A job that is done, one that fails, and one that is tried again by hand.
async fn work(w: &archive::Writing<'_>) -> archive::Result<()> {
    let (at, lease) = (moment(), SignedDuration::from_secs(60));
    w.enqueue(Kind::Renditions, "1", at).await?;
    let job = w.claim_job(Kind::Renditions, lease).await?.expect("a job");
    w.release_job(&job).await?;
    let mut job = w.claim_job(Kind::Renditions, lease).await?.expect("a job");
    assert!(w.renew_job(&mut job, lease).await?);
    w.finish_job(&job).await?;
    w.enqueue(Kind::Renditions, "2", at).await?;
    let job = w.claim_job(Kind::Renditions, lease).await?.expect("a job");
    w.fail_job(&job, "no disk").await?;
    w.retry_job(job.id).await
}

async fn read(archive: &Archive, it: &Written) -> archive::Result<()> {
    let (r, de, at) = (archive.reading(), german(), moment());
    archive.ping().await?;
    assert!(r.public_article(it.article).await?.is_some());
    r.growth().await?;
    r.translations(it.story).await?;
    r.articles_in(ArticleState::Published, 10).await?;
    r.article_draft(it.article).await?;
    r.is_first_revision(it.article).await?;
    r.asset_name(it.asset).await?;
    r.asset_named("kai").await?;
    let found: Option<Asset> = r.asset(it.asset).await?;
    assert!(found.is_some());
    r.assets(&[it.asset], &de).await?;
    r.asset_was_removed(it.asset).await?;
    r.asset_words(it.asset).await?;
    r.assets_by_name("", 10).await?;
    r.networks_kept().await?;
    r.has_section(SectionId(1)).await?;
    r.next_job_due(Kind::Renditions, at).await?;
    r.jobs_given_up(Kind::Renditions).await?;
    r.jobs(10).await?;
    r.purges().await?;
    r.rendition(it.asset, "w640.webp").await?;
    r.author_by_slug("merle").await?;
    r.author_slug(it.author).await?;
    r.authors_of(it.article).await?;
    r.authors(10).await?;
    r.authors_in(&de, 10).await?;
    r.approved_comments(it.article, 10).await?;
    r.comment(newsroom::ids::CommentId(1)).await?;
    r.newest_comments(it.article, 10).await?;
    r.comments_in(State::Waiting, 10).await?;
    r.approved_comment(newsroom::ids::CommentId(1)).await?;
    r.waiting_comments(b"token").await?;
    r.corrections_of(it.article).await?;
    r.corrections_in(&de, (i64::MAX, i64::MAX), 10).await?;
    assert_eq!(r.list(List::Section(it.section), &de, ListPlace::TOP, 10).await?.len(), 1);
    r.list_before(List::Topic(it.topic), &de, ListPlace { published_at: 0, article: 0 }, 10).await?;
    r.published_between(&de, at, Timestamp::now(), 10).await?;
    assert_eq!(r.newest_of_sections(&[it.section], &de, 10).await?.len(), 1);
    for part in r.sitemap_parts(&de).await? {
        r.sitemap_entries(&de, &part).await?;
        r.sitemap_translations(&de, &part).await?;
    }
    r.sitemap_part(&de, Some(1)).await?;
    r.sitemap_part(&de, None).await?;
    r.counts(&de, &[(at, Timestamp::now())]).await?;
    r.first_and_last(&de).await?;
    r.neighbours(&de, at, at).await?;
    r.front_slots(&de).await?;
    r.teasers_of_stories(&de, &[it.story]).await?;
    r.public_page(it.page).await?;
    r.kept_pages().await?;
    r.page_translations(it.page).await?;
    r.page_addresses().await?;
    r.target("/politik").await?;
    r.prohibition("/verboten").await?;
    r.redirects("", 10).await?;
    r.search(&de, "Wahl", i64::MAX, 10).await?;
    assert_eq!(r.articles_to_index(&[it.article]).await?.len(), 1);
    assert!(!r.next_articles(ArticleId(0), 10).await?.is_empty());
    assert_eq!(r.found_articles(&[it.article], &de).await?.len(), 1);
    r.names_of_topics(&[it.topic.0], &de).await?;
    r.names_of_authors(&[it.author.0]).await?;
    r.change_noted_at(1).await?;
    r.sections().await?;
    r.menu_items().await?;
    r.has_menu("main", &de).await?;
    r.imported("wordpress", "comment", "7").await?;
    r.imported_among("wordpress", "comment", &["7".into()]).await?;
    r.imported_marks("wordpress", "post", &["7".into()]).await?;
    r.page_at("/impressum").await?;
    for target in [Target::Article(it.article), Target::Page(it.page)] {
        r.is_public(&target).await?;
        r.titled(&target).await?;
    }
    let newest = r.newest_change().await?;
    r.changes_after(newest - 1, 10).await?;
    r.topic_by_slug("wahlen").await?;
    r.topic_slug(it.topic).await?;
    r.topics_of(it.article).await?;
    r.topics(10).await?;
    r.dossiers().await?;
    r.topics_in(&de, 10).await?;
    r.dossier_by_slug("der-bruch", &de).await?;
    r.dossier_title(it.dossier, &de).await?;
    wire::read(&r, it.relayed).await
}

async fn take_away(w: &archive::Writing<'_>, it: &Written) -> archive::Result<()> {
    let later = w.add_story(None).await?;
    let later = w.add_article(later, &Placement::new(german()), &text("Später")).await?;
    w.schedule_article(later, &Clearance::by_import("test"), moment()).await?;
    w.unschedule_article(later).await?;
    let words = AssetWords {
        alt: "Der Kai".into(),
        caption: String::new(),
        credit: String::new(),
        copyright: String::new(),
        focus: (0.5, 0.5),
    };
    w.change_asset(it.asset, &words).await?;
    w.remove_asset(it.asset, "Rechte abgelaufen").await?;
    w.remove_article(later).await?;
    w.file_story(it.story, None).await?;
    w.file_story(it.story, Some(it.dossier)).await?;
    w.remove_dossier(it.dossier).await?;
    w.translate_page(it.page, None).await?;
    w.withdraw_article(it.article, "Irrtum").await?;
    w.remove_topic(it.topic).await?;
    let nobody = AuthorFacts { slug: "niemand".into(), name: "Niemand".into(), ..AuthorFacts::default() };
    let nobody = w.put_author(&nobody).await?;
    w.remove_author(nobody).await?;
    w.remove_page("/impressum").await?;
    let empty = w.add_section(None, "leer", 0, &[]).await?;
    w.move_section(empty, Some(it.section), 1).await?;
    w.remove_section(empty).await
}

pub(crate) fn german() -> Language {
    Language::parse("de").expect("a tag")
}

fn moment() -> Timestamp {
    "2022-01-21T15:30:00Z".parse().expect("a time")
}

pub(crate) fn text(headline: &str) -> Text {
    let mut body = Document::new(vec![Block::paragraph("Ein Satz.")]);
    body.fill_ids();
    Text { headline: headline.into(), body, ..Text::default() }
}

fn comment() -> NewComment {
    let draft =
        Draft { text: "Ja.".into(), name: "A".into(), email: "a@example.org".into(), website: String::new() };
    draft.check().expect("a valid comment")
}

fn site() -> Site {
    Site {
        name: "Das Hafenblatt".into(),
        tagline: String::new(),
        languages: vec![german(), Language::parse("en").expect("a tag")],
        zone: jiff::tz::TimeZone::UTC,
        url: "https://hafenblatt.example".parse().expect("a URL"),
        article_address: "/{section}/{slug}-{id}".into(),
    }
}
