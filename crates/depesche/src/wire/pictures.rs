//! The pictures of an item, taken into the library with their credit and rights.

use std::time::Duration;

use anyhow::{Context, Result};
use archive::NewAsset;
use net::{Limits, Method, Request};
use newsroom::ids::AssetId;
use newsroom::wire_item::{Media, MediaType, WireItem};
use url::Url;

use super::{CopyDesk, folder};
use crate::intake::{self, Known};
use archive::StoredProvider;

/// What fetching a picture may cost.
const LIMITS: Limits = Limits { time: Duration::from_secs(30), bytes: 40 << 20, redirects: 5 };

/// A picture that is ready to be put into the library.
pub(super) struct Ready {
    /// Its place among the item's media.
    pub(super) place: usize,
    /// The asset; its bytes are stored.
    pub(super) asset: NewAsset,
}

/// Stores the bytes of the pictures of an item that are worth taking: of several sizes of one the largest. Those
/// in `known` are in the library already. What could not be taken is said in words.
pub(super) async fn fetch(
    desk: &CopyDesk,
    from: &StoredProvider,
    item: &WireItem,
    original: &str,
    known: &[Option<AssetId>],
) -> (Vec<Ready>, Vec<String>) {
    let (mut ready, mut left_out) = (Vec::new(), Vec::new());
    for place in wanted(item) {
        if known.get(place).copied().flatten().is_some() {
            continue;
        }
        let media = &item.media[place];
        match take(desk, from, item, media, place, original).await {
            Ok(asset) => ready.push(Ready { place, asset }),
            Err(why) => left_out.push(format!("{}: {why:#}", label(media))),
        }
    }
    (ready, left_out)
}

/// Places of the pictures to take: all that the text shows, and of the others the largest of each identifier.
fn wanted(item: &WireItem) -> Vec<usize> {
    let shown: Vec<i64> = item.body.assets().into_iter().map(|asset| asset.0).collect();
    let is_shown = |place: usize| shown.contains(&(place as i64 + 1));
    let area = |media: &Media| u64::from(media.width.unwrap_or(1)) * u64::from(media.height.unwrap_or(1));
    let mut best: Vec<usize> = Vec::new();
    for (place, media) in item.media.iter().enumerate() {
        if !matches!(media.kind, MediaType::Picture | MediaType::Graphic) || is_shown(place) {
            continue;
        }
        let same = |other: &usize| !media.id.is_empty() && item.media[*other].id == media.id;
        match best.iter().position(same) {
            Some(at) if area(media) > area(&item.media[best[at]]) => best[at] = place,
            Some(_) => {}
            None => best.push(place),
        }
    }
    best.extend((0..item.media.len()).filter(|place| is_shown(*place)));
    best.sort_unstable();
    best
}

async fn take(
    desk: &CopyDesk,
    from: &StoredProvider,
    item: &WireItem,
    media: &Media,
    place: usize,
    original: &str,
) -> Result<NewAsset> {
    let bytes = bytes_of(desk, from, item, place, original).await?;
    let said = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let maker = match (media.creator.trim(), media.credit.trim()) {
        ("", credit) => credit.to_owned(),
        (maker, "") => format!("{maker}/{}", from.provider.name),
        (maker, credit) if credit.contains(maker) => credit.to_owned(),
        (maker, credit) => format!("{maker}/{credit}"),
    };
    let known = Known {
        alt: said(&media.alt),
        caption: said(&media.caption).or_else(|| said(&media.title)),
        credit: said(&maker).or_else(|| said(&item.credit)),
        copyright: said(&media.copyright)
            .or_else(|| said(&item.copyright))
            .or_else(|| said(&item.copyright_holder)),
        focus: None,
    };
    let name = name_of(from, media, place);
    let (files, zone) = (desk.files.clone(), desk.site.zone.clone());
    let taken =
        tokio::task::spawn_blocking(move || intake::take_in(&name, &bytes, known, &files, &zone)).await??;
    let mut asset = taken.asset;
    if asset.credit.is_empty() {
        asset.credit.clone_from(&from.provider.name);
    }
    Ok(asset)
}

/// A name in the library: the provider's and the end of the picture's address.
fn name_of(from: &StoredProvider, media: &Media, place: usize) -> String {
    let path = media.url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit(['/', ':', '\\']).next().unwrap_or_default();
    let last: String = last
        .chars()
        .filter(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_'))
        .take(80)
        .collect();
    let last = if last.is_empty() { format!("picture-{}", place + 1) } else { last };
    format!("{}-{last}", from.provider.slug)
}

async fn bytes_of(
    desk: &CopyDesk,
    from: &StoredProvider,
    item: &WireItem,
    place: usize,
    original: &str,
) -> Result<Vec<u8>> {
    let media = &item.media[place];
    if let Ok(url) = Url::parse(&media.url)
        && matches!(url.scheme(), "http" | "https")
    {
        let answer = desk.client.send(Request::new(Method::GET, url), &desk.reach, &LIMITS).await?;
        anyhow::ensure!(answer.status.is_success(), "its address answers {}", answer.status);
        return Ok(answer.body.to_vec());
    }
    // What came inside the item is not stored with it; the original has it.
    let (bytes, content_type) = desk.archive.reading().original(original).await?;
    let hints = wire::Hints { content_type: Some(content_type.as_str()), ..wire::Hints::default() };
    let parsed = wire::parse(&bytes, &hints)?;
    let again = parsed.items.into_iter().find(|other| other.id == item.id);
    if let Some(bytes) = again.and_then(|item| item.media.into_iter().nth(place)?.bytes) {
        return Ok(bytes);
    }
    beside(desk, from, &media.url)
}

/// A file that came beside the item in the same folder.
fn beside(desk: &CopyDesk, from: &StoredProvider, name: &str) -> Result<Vec<u8>> {
    let plain = !name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.');
    anyhow::ensure!(plain, "nothing says where it can be had");
    let folder = folder::folder_of(desk, from);
    // A picture that arrived before its text was refused as copy and lies there.
    for into in ["", "refused", "done"] {
        let path = folder.join(into).join(name);
        if path.is_file() {
            return std::fs::read(&path).with_context(|| format!("reading {}", path.display()));
        }
    }
    anyhow::bail!("there is no file {name} beside the item")
}

fn label(media: &Media) -> &str {
    [&media.url, &media.id, &media.title]
        .into_iter()
        .find(|words| !words.is_empty())
        .map_or("a picture", |w| w)
}
