//! Renditions of pictures, made by a job ahead of time or when a reader is the first to ask. Whoever
//! asks for one that is being made waits for it instead of making it again.

use archive::NewRendition;
use newsroom::asset::Asset;
use newsroom::change::{Cause, Way};
use tokio::sync::watch;

use crate::state::App;
pub use crate::variants::{Variant, variants};
pub use crate::workshop::For;

/// Has a rendition made for readers to come.
pub(crate) fn make_later(app: &App, asset: &Asset, variant: Variant) {
    let (app, asset) = (app.clone(), asset.clone());
    tokio::spawn(async move {
        let name = variant.name.clone();
        if let Err(why) = make(&app, &asset, variant, For::Later).await {
            tracing::error!(asset = asset.id.0, rendition = name, why, "a rendition could not be made");
        }
    });
}

/// Makes a rendition, stores it and says what came of it. It is made once however many ask at once.
///
/// # Errors
/// Why it could not be made, in words for the log.
pub async fn make(app: &App, asset: &Asset, variant: Variant, wanted: For) -> Result<NewRendition, String> {
    let key = (asset.hash.clone(), variant.name.clone());
    let mut outcome = {
        let mut under_way = app.workshop.under_way.lock();
        match under_way.get(&key) {
            Some(outcome) => outcome.clone(),
            None => {
                let (tell, outcome) = watch::channel(None);
                under_way.insert(key.clone(), outcome.clone());
                // A task of its own: it goes on when the reader who asked first goes away.
                let (app, asset) = (app.clone(), asset.clone());
                tokio::spawn(async move {
                    let made = make_now(&app, &asset, variant, wanted).await;
                    app.workshop.under_way.lock().remove(&key);
                    tell.send_replace(Some(made));
                });
                outcome
            }
        }
    };
    let made = outcome.wait_for(Option::is_some).await.map_err(|_| "its maker was stopped".to_owned())?;
    made.clone().unwrap_or_else(|| Err("nothing came of it".to_owned()))
}

async fn make_now(app: &App, asset: &Asset, variant: Variant, wanted: For) -> Result<NewRendition, String> {
    let answered = app.workshop.order(&asset.hash, variant, &app.files, wanted)?;
    let made = answered.await.map_err(|_| "the workshop failed; see the log".to_owned())??;
    let (id, hash, noted) = (asset.id, asset.hash.clone(), made.clone());
    let cause = Cause { who: "renditions".into(), way: Way::Job, why: String::new() };
    app.archive
        .write(cause, move |w| Box::pin(async move { w.put_rendition(id, &hash, &noted).await }))
        .await
        .map_err(|error| error.to_string())?;
    Ok(made)
}
