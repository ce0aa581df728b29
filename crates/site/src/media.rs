//! Pictures and files: `/media/{asset}/{file}`.
//!
//! AVIF is small and slow to make. Who is the first to ask for one gets the JPEG of that width, which
//! browsers take by its content type, and the AVIF is made meanwhile.

use std::io::{Read, Seek, SeekFrom};

use archive::{Files, NewRendition, Reading, StoredFile};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use newsroom::asset::Asset;
use newsroom::ids::AssetId;
use render::picture;

use crate::answer::{Answer, Trouble};
use crate::page_cache::may_keep_asset;
use crate::plain::FOR_GOOD;
use crate::range::{Part, part};
use crate::renditions;
use crate::state::App;
use crate::variants::{self, Variant};

/// How much of a file is held in memory at once.
const CHUNK: u64 = 256 << 10;

/// `GET /media/{asset}/{file}`: a rendition, which is made if it is the first time that somebody
/// asks, or the file as it is kept. The name begins with a mark of the content and a hyphen.
pub(crate) async fn show(
    State(app): State<App>,
    Path((id, file)): Path<(i64, String)>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    let reading = app.archive.reading();
    let asset = asset(&reading, AssetId(id)).await?;
    let (mark, name) = file.split_once('-').ok_or(Trouble::NotFound)?;
    let variant = variants::variants(&asset).into_iter().find(|variant| variant.name == name);
    let original = name == picture::original_name(&asset);
    if variant.is_none() && !original {
        return Err(Trouble::NotFound);
    }
    if mark != picture::mark(&asset) {
        return now_at(&picture::address(&asset, name));
    }
    let (hash, mime, keep) = match variant {
        None => (asset.hash.clone(), asset.mime.clone(), FOR_GOOD),
        Some(variant) => match reading.rendition(asset.id, name).await? {
            Some(made) => (made.hash, made.mime, FOR_GOOD),
            None => match variants::stand_in(&asset, &variant) {
                Some(quick) => {
                    let made = first(&app, &reading, &asset, quick).await?;
                    renditions::make_later(&app, &asset, variant);
                    (made.hash, made.mime, HeaderValue::from_static("no-cache"))
                }
                None => {
                    let made = first(&app, &reading, &asset, variant).await?;
                    (made.hash, made.mime, FOR_GOOD)
                }
            },
        },
    };
    let mut response = send(&app.files, &hash, &method, &headers).await?;
    let fields = response.headers_mut();
    let bad = |_| Trouble::Ours(format!("“{mime}” is no content type"));
    fields.insert(header::CONTENT_TYPE, HeaderValue::from_str(&mime).map_err(bad)?);
    let is_for_good = keep == FOR_GOOD;
    fields.insert(header::CACHE_CONTROL, keep);
    if is_for_good && app.settings.outside_caches {
        may_keep_asset(asset.id, fields);
    }
    if mime == "application/pdf" {
        fields.insert(header::CONTENT_DISPOSITION, disposition(&asset)?);
    }
    Ok(response)
}

/// A rendition that a reader waits for.
async fn first(
    app: &App,
    reading: &Reading<'_>,
    asset: &Asset,
    variant: Variant,
) -> Result<NewRendition, Trouble> {
    if let Some(made) = reading.rendition(asset.id, &variant.name).await? {
        return Ok(made);
    }
    let name = variant.name.clone();
    renditions::make(app, asset, variant, renditions::For::Reader)
        .await
        .map_err(|why| Trouble::Ours(format!("rendition {name} of asset {}: {why}", asset.id)))
}

/// The asset of a key, or why there is none: it was removed, or never was.
pub(crate) async fn asset(reading: &Reading<'_>, id: AssetId) -> Result<Asset, Trouble> {
    match reading.asset(id).await? {
        Some(asset) => Ok(asset),
        None if reading.asset_was_removed(id).await? => Err(Trouble::Gone(None, String::new())),
        None => Err(Trouble::NotFound),
    }
}

/// The file was replaced: its content has another address now.
fn now_at(address: &str) -> Answer {
    let location = HeaderValue::from_str(address)
        .map_err(|_| Trouble::Ours(format!("“{address}” cannot be an address")))?;
    let mut response = StatusCode::FOUND.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// A file, or the part of it that was asked for.
async fn send(files: &Files, hash: &str, method: &Method, headers: &HeaderMap) -> Answer {
    let tag = format!("\"{}\"", hash.get(..24).unwrap_or(hash));
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A part is of use only beside the rest of the same file (RFC 9110 §13.1.5).
    let same = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let range = text(header::RANGE).filter(|_| same && *method == Method::GET).map(str::to_owned);
    let (files, owned) = (files.clone(), hash.to_owned());
    let opened = tokio::task::spawn_blocking(move || open(&files, &owned, range.as_deref())).await;
    let opened = opened.map_err(|error| Trouble::Ours(error.to_string()))??;
    let Opened { file, length, part, first } = opened;
    let (status, from, count) = match part {
        Part::Whole => (StatusCode::OK, 0, length),
        Part::From(from, to) => (StatusCode::PARTIAL_CONTENT, from, to - from + 1),
        Part::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    let left = count.saturating_sub(first.len() as u64);
    let body = if left == 0 { Body::from(first) } else { streamed(first, file, left) };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let fields = response.headers_mut();
    let value = |text: String| {
        HeaderValue::from_str(&text).map_err(|_| Trouble::Ours(format!("“{text}” cannot stand in a header")))
    };
    fields.insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    fields.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    fields.insert(header::ETAG, value(tag)?);
    match part {
        Part::Whole => {}
        Part::From(_, to) => {
            fields.insert(header::CONTENT_RANGE, value(format!("bytes {from}-{to}/{length}"))?);
        }
        Part::Outside => {
            fields.insert(header::CONTENT_RANGE, value(format!("bytes */{length}"))?);
        }
    }
    Ok(response)
}

struct Opened {
    file: StoredFile,
    length: u64,
    part: Part,
    /// The first bytes of what is to be sent; all of it where it is short.
    first: Vec<u8>,
}

fn open(files: &Files, hash: &str, range: Option<&str>) -> archive::Result<Opened> {
    let failed = |error| archive::Error::File { what: format!("reading the file {hash}"), error };
    let mut file = files.open(hash)?;
    let length = file.length();
    let part = range.map_or(Part::Whole, |range| part(range, length));
    let (from, count) = match part {
        Part::Whole => (0, length),
        Part::From(from, to) => (from, to - from + 1),
        Part::Outside => (0, 0),
    };
    file.seek(SeekFrom::Start(from)).map_err(failed)?;
    let first = chunk(&mut file, count).map_err(failed)?;
    Ok(Opened { file, length, part, first })
}

/// Sends the rest of a file in pieces, each read on a thread that may block.
fn streamed(first: Vec<u8>, file: StoredFile, left: u64) -> Body {
    let pieces =
        futures_util::stream::try_unfold((Some(first), file, left), |(first, mut file, left)| async move {
            if let Some(first) = first {
                return Ok::<_, std::io::Error>(Some((first, (None, file, left))));
            }
            if left == 0 {
                return Ok(None);
            }
            let (piece, file) =
                tokio::task::spawn_blocking(move || chunk(&mut file, left).map(|piece| (piece, file)))
                    .await
                    .map_err(std::io::Error::other)??;
            let left = left - piece.len() as u64;
            Ok(Some((piece, (None, file, left))))
        });
    Body::from_stream(pieces)
}

fn chunk(file: &mut StoredFile, left: u64) -> std::io::Result<Vec<u8>> {
    let mut piece = vec![0; usize::try_from(left.min(CHUNK)).unwrap_or(0)];
    file.read_exact(&mut piece)?;
    Ok(piece)
}

/// A document is shown by the browser, and saved under its name (RFC 6266).
fn disposition(asset: &Asset) -> Result<HeaderValue, Trouble> {
    let name = percent_encoding::utf8_percent_encode(&asset.name, percent_encoding::NON_ALPHANUMERIC);
    HeaderValue::from_str(&format!("inline; filename*=UTF-8''{name}.pdf"))
        .map_err(|_| Trouble::Ours(format!("“{}” cannot be the name of a file", asset.name)))
}
