//! Copy of others, taken in, taken over and followed, in every way there is.

use archive::{Asked, Placement, StoredProvider, WireFilter, Writing};
use jiff::{SignedDuration, Timestamp};
use newsroom::ids::ArticleId;
use newsroom::wire_item::{Link, Note, NoteKind, Provider, ProviderKind, Relation, Status, WireItem};

use super::walk::{german, text};

/// Writes copy and makes an article of it.
pub(crate) async fn write(w: &Writing<'_>) -> archive::Result<ArticleId> {
    let mut provider = agency("dpa");
    let id = w.add_provider(&provider, "").await?;
    provider.publish_unread = true;
    w.change_provider(id, &provider).await?;
    w.add_provider(&agency("leer"), "").await?;
    w.pause_provider("leer", true).await?;
    w.remove_provider("leer").await?;
    w.note_asked(id, &Asked::default()).await?;
    w.provider_of(id).await?;
    let dpa = w.provider("dpa").await?;
    let original = w.keep_original(b"<newsItem/>", "text/xml", "eins.xml").await?;
    w.refuse_copy(id, "zwei.xml", "line 1: no XML", &original).await?;

    let first = receive(w, &dpa, &item("a", "1", Status::Usable), &original).await?;
    let story = w.add_story(None).await?;
    let article = w.add_article(story, &Placement::new(german()), &text("Von der Agentur")).await?;
    let newest = w.wire_item(first).await?.newest;
    w.link_item(article, first, newest, &[]).await?;
    w.note_on_article(article, "dpa", &Note { kind: NoteKind::Contact, text: "Rufen Sie an.".into() })
        .await?;
    let mut updated = item("a", "2", Status::Usable);
    updated.embargo = Timestamp::now().checked_add(SignedDuration::from_hours(1)).ok();
    receive(w, &dpa, &updated, &original).await?;
    receive(w, &dpa, &item("a", "0", Status::Usable), &original).await?;
    let mut other = item("b", "1", Status::Usable);
    other.links = vec![Link { relation: Relation::Replaces, id: Some("a".into()), ..Link::default() }];
    receive(w, &dpa, &other, &original).await?;
    w.link_item(article, first, w.wire_item(first).await?.newest, &[]).await?;
    let notice = w.open_notices(10).await?.first().expect("it was told").id;
    w.settle_notice(notice, "gelesen").await?;
    receive(w, &dpa, &item("c", "1", Status::Usable), &original).await?;
    w.forget_copy(Timestamp::now() + SignedDuration::from_secs(9), 10).await?;
    w.refuse_copy(id, "drei.xml", "line 1: no XML", &original).await?;
    w.keep_original(b"<newsItem/>", "text/xml", "eins.xml").await?;
    Ok(article)
}

/// Asks for it.
pub(crate) async fn read(r: &archive::Reading<'_>, article: ArticleId) -> archive::Result<()> {
    let provider = r.providers().await?.first().expect("a provider").id;
    let all = r.wire_items(&WireFilter::default(), None, 10).await?;
    let filter = WireFilter { provider: Some(provider), ..WireFilter::default() };
    r.wire_items(&filter, Some(all[0].newest), 10).await?;
    let id = r.wire_item_named(provider, "a").await?.expect("it is there");
    r.items_of_event(id, 10).await?;
    let version = r.wire_versions(id).await?.pop().expect("a version");
    r.wire_content(version.id).await?;
    r.original(&version.original).await?;
    assert_eq!(r.refusals(provider, 10).await?.len(), 1);
    assert_eq!(r.items_of_article(article).await?.len(), 1);
    assert_eq!(r.articles_of_item(id).await?, [article]);
    r.was_only_changed_by(article, "dpa").await?;
    assert_eq!(r.notes_on_article(article).await?.len(), 1);
    assert!(!r.notices_of(article).await?.is_empty());
    Ok(())
}

async fn receive(
    w: &Writing<'_>,
    from: &StoredProvider,
    item: &WireItem,
    original: &str,
) -> archive::Result<newsroom::ids::WireItemId> {
    w.receive_item(from, item, original).await.map(archive::CopyArrival::item)
}

fn agency(slug: &str) -> Provider {
    Provider::new(slug, ProviderKind::Push)
}

fn item(id: &str, version: &str, status: Status) -> WireItem {
    let words: Vec<String> = (0..60).map(|number| format!("Wort{number}")).collect();
    let mut body = text(&words.join(" ")).body;
    body.blocks.push(newsroom::document::Block::paragraph(words.join(" ").as_str()));
    body.fill_ids();
    WireItem { id: id.into(), version: Some(version.into()), status, body, ..WireItem::default() }
}
