//! Taking over: an item becomes the draft of an article, with its source, its credit and its rights.

use anyhow::{Result, bail};
use archive::{ListedItem, NewAsset, Placement, Reading, StoredProvider, Writing};
use newsroom::article::Text;
use newsroom::change::Cause;
use newsroom::genre::Genre;
use newsroom::ids::{ArticleId, AssetId, SectionId, StoryId, TopicId, WireItemId};
use newsroom::language::Language;
use newsroom::origin::{Origin, Source, SourceKind};
use newsroom::site::Site;
use newsroom::wire_item::{Note, NoteKind, Status, WireItem, adopt};

use super::pictures::{self, Ready};
use super::{CopyDesk, cause};

/// How an item is taken over.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    /// Path of the section instead of the provider's.
    pub(crate) section: Option<String>,
    /// The story it becomes an article of, instead of one of its own.
    pub(crate) story: Option<StoryId>,
}

/// An item that was taken over.
#[derive(Debug)]
pub(crate) struct Taken {
    /// The article.
    pub(crate) article: ArticleId,
    /// Pictures that were not taken, and why.
    pub(crate) left_out: Vec<String>,
    /// How many notes of the sender came along.
    pub(crate) notes: usize,
    /// What else somebody has to know: it was replaced, or the site has no such language.
    pub(crate) warnings: Vec<String>,
}

/// An item with all that belongs to it.
pub(super) struct Copy {
    pub(super) listed: ListedItem,
    pub(super) item: WireItem,
    pub(super) from: StoredProvider,
    /// The hash of the bytes its newest version was read from.
    pub(super) original: String,
}

impl Copy {
    /// The newest version of an item.
    pub(super) async fn newest(reading: &Reading<'_>, id: WireItemId) -> Result<Copy> {
        let listed = reading.wire_item(id).await?;
        let item = reading.wire_content(listed.newest).await?;
        let from = reading.provider(&listed.provider).await?;
        let versions = reading.wire_versions(id).await?;
        let original = versions.into_iter().find(|version| version.id == listed.newest);
        let original = original.map(|version| version.original).unwrap_or_default();
        Ok(Copy { listed, item, from, original })
    }
}

/// Makes a draft of an item's newest version.
///
/// # Errors
/// When there is no such item, or its sender has taken it back.
pub(crate) async fn take(desk: &CopyDesk, id: WireItemId, wishes: Wishes, cause: Cause) -> Result<Taken> {
    let copy = Copy::newest(&desk.archive.reading(), id).await?;
    if copy.item.status == Status::Cancelled {
        bail!("{} has taken item {id} back; it may not be used any more", copy.from.provider.name);
    }
    if copy.item.body.plain_text().trim().is_empty() {
        bail!("item {id} ({}) has no text that an article could be made of", copy.item.kind.as_str());
    }
    let (ready, left_out) = pictures::fetch(desk, &copy.from, &copy.item, &copy.original, &[]).await;
    let language = language(&desk.site, &copy.item);
    let mut warnings = Vec::new();
    if !desk.site.languages.contains(&language) {
        warnings.push(format!("the site has no edition in {language}; it is a draft to be translated"));
    }
    if let Some(by) = copy.listed.replaced_by {
        warnings.push(format!("its sender has replaced it by item {by}"));
    }
    let notes = notes(&copy.item);
    let count = notes.len();
    let article = desk
        .archive
        .write(cause, move |w| {
            Box::pin(async move {
                let assets = put(w, &copy.item, &[], ready).await?;
                let placement = placement(w, &copy, &wishes, language).await?;
                let story = match wishes.story {
                    Some(story) => story,
                    None => w.add_story(None).await?,
                };
                let article = w.add_article(story, &placement, &text(&copy, &assets)).await?;
                for note in &notes {
                    w.note_on_article(article, &copy.from.provider.name, note).await?;
                }
                w.link_item(article, id, copy.listed.newest, &assets).await?;
                Ok(article)
            })
        })
        .await?;
    Ok(Taken { article, left_out, notes: count, warnings })
}

/// Puts pictures into the library; says which asset each of the item's media is.
pub(super) async fn put(
    w: &Writing<'_>,
    item: &WireItem,
    known: &[Option<AssetId>],
    ready: Vec<Ready>,
) -> archive::Result<Vec<Option<AssetId>>> {
    let mut assets: Vec<Option<AssetId>> =
        (0..item.media.len()).map(|place| known.get(place).copied().flatten()).collect();
    for Ready { place, asset } in ready {
        assets[place] = Some(put_one(w, asset).await?);
    }
    Ok(assets)
}

/// A picture of that name and those bytes is the same one; another one gets another name.
async fn put_one(w: &Writing<'_>, mut asset: NewAsset) -> archive::Result<AssetId> {
    let name = asset.name.clone();
    let mut number = 2;
    while let Some(id) = w.asset_named(&asset.name).await? {
        if w.asset(id).await?.is_some_and(|known| known.hash == asset.hash) {
            return Ok(id);
        }
        asset.name = format!("{number}-{name}");
        number += 1;
    }
    w.put_asset(&asset).await
}

async fn placement(
    w: &Writing<'_>,
    copy: &Copy,
    wishes: &Wishes,
    language: Language,
) -> archive::Result<Placement> {
    let provider = &copy.from.provider;
    let path = wishes.section.as_deref().unwrap_or(&provider.section);
    let section: Option<SectionId> = match path {
        "" => None,
        path => Some(
            w.section_by_path(path)
                .await?
                .ok_or_else(|| archive::Error::Refused(format!("there is no section “{path}”")))?,
        ),
    };
    Ok(Placement { section, topics: topics(w, copy).await?, ..Placement::new(language) })
}

/// The language of the site that an item is in: American English is English where the site has no other. Copy in a
/// language that the site has not keeps it, to be translated.
fn language(site: &Site, item: &WireItem) -> Language {
    let Some(said) = &item.language else { return site.main_language().clone() };
    if site.languages.contains(said) {
        return said.clone();
    }
    let alike = site.languages.iter().find(|one| one.primary() == said.primary());
    alike.unwrap_or(said).clone()
}

/// The provider's topics, and those of the site that stand for the item's Media Topics.
async fn topics(w: &Writing<'_>, copy: &Copy) -> archive::Result<Vec<TopicId>> {
    let mut topics = Vec::new();
    for slug in &copy.from.provider.topics {
        topics.push(w.topic_id(slug).await?);
    }
    let said: Vec<&str> =
        copy.item.subjects.iter().filter_map(|subject| subject.media_topic.as_deref()).collect();
    if !said.is_empty() {
        for topic in w.topics(MOST_TOPICS).await? {
            let stands_for = topic.media_topic.as_deref().is_some_and(|code| said.contains(&code));
            if stands_for && !topics.contains(&topic.id) {
                topics.push(topic.id);
            }
        }
    }
    Ok(topics)
}

/// Topics of the site that are compared with an item's subjects.
const MOST_TOPICS: i64 = 5_000;

/// The text of a draft.
fn text(copy: &Copy, assets: &[Option<AssetId>]) -> Text {
    let item = &copy.item;
    let (picture, picture_caption) = lead(item, assets);
    Text {
        genre: genre(item),
        headline: headline(item),
        standfirst: item.standfirst.trim().to_owned(),
        dateline: dateline(item),
        byline: item.byline.trim().to_owned(),
        origin: origin(copy),
        picture,
        picture_caption,
        body: adopt(&item.body, assets),
        ..Text::default()
    }
}

/// The headline; an item without one gets its slugline or the beginning of its text, for an editor to mend.
pub(super) fn headline(item: &WireItem) -> String {
    let plain = item.body.plain_text();
    let beginning: String = plain.lines().next().unwrap_or_default().chars().take(80).collect();
    [item.headline.trim(), item.slugline.trim(), beginning.trim(), item.id.as_str()]
        .into_iter()
        .find(|words| !words.is_empty())
        .unwrap_or("?")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn dateline(item: &WireItem) -> String {
    item.dateline.as_ref().map(|line| line.city.trim().to_owned()).unwrap_or_default()
}

/// What readers are told: the provider's words, else its name; the item is the text of the article.
fn origin(copy: &Copy) -> Origin {
    let provider = &copy.from.provider;
    let name = if provider.credit.is_empty() { &provider.name } else { &provider.credit };
    let url = copy.item.url.clone().filter(|url| newsroom::address::is_web(url));
    Origin {
        sources: vec![Source { name: name.clone(), url, kind: SourceKind::Original }],
        ..Origin::default()
    }
}

/// The lead picture, unless the text shows it itself.
fn lead(item: &WireItem, assets: &[Option<AssetId>]) -> (Option<AssetId>, String) {
    let shown = item.body.assets();
    let free = |place: &usize| !shown.iter().any(|asset| asset.0 == *place as i64 + 1);
    let taken = (0..item.media.len()).filter(|place| assets.get(*place).copied().flatten().is_some());
    let mut places: Vec<usize> = taken.filter(free).collect();
    places.sort_by_key(|place| !item.media[*place].lead);
    match places.first() {
        Some(place) => (assets[*place], item.media[*place].caption.trim().to_owned()),
        None => (None, String::new()),
    }
}

fn genre(item: &WireItem) -> Genre {
    const WORDS: [(&str, Genre); 18] = [
        ("opinion", Genre::Comment),
        ("comment", Genre::Comment),
        ("kommentar", Genre::Comment),
        ("column", Genre::Comment),
        ("analysis", Genre::Analysis),
        ("analyse", Genre::Analysis),
        ("interview", Genre::Interview),
        ("reportage", Genre::Reportage),
        ("feature", Genre::Reportage),
        ("background", Genre::Background),
        ("backgrounder", Genre::Background),
        ("hintergrund", Genre::Background),
        ("profile", Genre::Portrait),
        ("portrait", Genre::Portrait),
        ("porträt", Genre::Portrait),
        ("review", Genre::Review),
        ("obituary", Genre::Obituary),
        ("nachruf", Genre::Obituary),
    ];
    item.genres
        .iter()
        .flat_map(|genre| [genre.name.to_lowercase(), genre.code.to_lowercase()])
        .find_map(|said| WORDS.iter().find(|(word, _)| *word == said).map(|(_, genre)| *genre))
        .unwrap_or_default()
}

/// The sender's words to the editors, and what else an editor of the draft has to know.
fn notes(item: &WireItem) -> Vec<Note> {
    let mut notes = item.notes.clone();
    if !item.usage_terms.trim().is_empty() {
        notes.push(Note { kind: NoteKind::Legal, text: item.usage_terms.trim().to_owned() });
    }
    if let Some(embargo) = item.embargo {
        notes.push(Note { kind: NoteKind::Embargo, text: format!("embargo: {embargo}") });
    }
    notes
}

/// Takes an item over as its provider does by itself.
pub(super) async fn take_by_rule(desk: &CopyDesk, id: WireItemId, from: &StoredProvider) -> Result<Taken> {
    take(desk, id, Wishes::default(), cause(from)).await
}
