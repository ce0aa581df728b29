//! Pictures and files: `/media/{asset}/{file}`.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use newsroom::ids::AssetId;

use crate::answer::{Answer, Trouble, typed};
use crate::plain::FOR_GOOD;
use crate::state::App;

/// `GET /media/{asset}/{file}`: a rendition, or the original where none fits. The file's name
/// begins with a mark of the content, which does not matter here, and a hyphen.
pub(crate) async fn show(State(app): State<App>, Path((asset, file)): Path<(i64, String)>) -> Answer {
    let reading = app.archive.reading();
    let id = AssetId(asset);
    let asset = reading.asset(id).await?.ok_or(Trouble::NotFound)?;
    let variant = file.split_once('-').map_or(file.as_str(), |(_, variant)| variant);
    let (hash, mime) = match reading.rendition(id, variant).await? {
        Some(rendition) => (rendition.hash, rendition.mime),
        None => (asset.hash, asset.mime),
    };
    let files = app.files.clone();
    let bytes = tokio::task::spawn_blocking(move || files.get(&hash))
        .await
        .map_err(|error| Trouble::Ours(error.to_string()))??;
    let mut response = typed("application/octet-stream", bytes);
    let mime =
        HeaderValue::from_str(&mime).map_err(|_| Trouble::Ours(format!("“{mime}” is no content type")))?;
    response.headers_mut().insert(header::CONTENT_TYPE, mime);
    response.headers_mut().insert(header::CACHE_CONTROL, FOR_GOOD);
    Ok(response)
}
