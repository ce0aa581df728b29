//! Making the renditions of pictures before readers ask for them.

use newsroom::ids::AssetId;
use site::App;
use site::renditions::{For, make, variants};
use tokio::sync::watch;

use super::Outcome;

/// Makes what is missing of the renditions of the asset of a key. It can be left off between any
/// two of them.
pub(super) async fn run(app: &App, key: &str, stopped: &watch::Receiver<bool>) -> Result<Outcome, String> {
    let id: AssetId = key.parse().map_err(|_| format!("“{key}” is no asset"))?;
    let reading = app.archive.reading();
    let asset = reading.asset(id).await.map_err(|error| error.to_string())?;
    // One that was removed meanwhile needs none.
    let Some(asset) = asset else { return Ok(Outcome::Done) };
    for variant in variants(&asset) {
        if *stopped.borrow() {
            return Ok(Outcome::LeftOff);
        }
        let made = reading.rendition(id, &variant.name).await.map_err(|error| error.to_string())?;
        if made.is_none() {
            make(app, &asset, variant, For::Later).await?;
        }
    }
    Ok(Outcome::Done)
}
