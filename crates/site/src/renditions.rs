//! Renditions of pictures: which there are, and making them, by a job ahead of time or when a
//! reader is the first to ask.
//!
//! Two threads of the process make them, with a low claim to the processor, so that no reader of a
//! ready page waits for a picture. One makes only what a reader waits for, the other also what is
//! made ahead of time, so that no reader waits for that either. Whoever asks for one that is being
//! made waits for it instead of making it again.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use archive::{Files, NewRendition};
use media::{Format, Limits, Picture, Shape};
use newsroom::asset::Asset;
use newsroom::change::{Cause, Way};
use parking_lot::{Condvar, Mutex};
use render::picture;
use tokio::sync::{oneshot, watch};

use crate::state::App;

/// A picture's rendition that may be asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// As it stands in its address, such as `w640.avif`.
    pub name: String,
    format: Format,
    shape: Shape,
}

/// All renditions there are of an asset, the narrow ones first; none of what is no picture.
/// Nothing else is ever made, whatever is asked for.
pub fn variants(asset: &Asset) -> Vec<Variant> {
    let Some((width, _)) = picture::size(asset) else { return Vec::new() };
    let social = picture::social(asset).map(|(name, ..)| Variant {
        name,
        format: Format::Jpeg,
        shape: Shape::open_graph(picture::focus(asset)),
    });
    let ladder = media::ladder(width).into_iter().flat_map(|width| {
        Format::ALL.map(|format| Variant {
            name: picture::variant(width, format.kind().extension()),
            format,
            shape: Shape::whole(width),
        })
    });
    ladder.chain(social).collect()
}

/// Who wants a rendition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// A reader, who waits for it.
    Reader,
    /// Readers to come.
    Later,
}

/// What a reader gets in the place of a rendition that takes long to make: the JPEG of that width.
pub(crate) fn stand_in(asset: &Asset, variant: &Variant) -> Option<Variant> {
    let is_slow = variant.format == Format::Avif;
    variants(asset)
        .into_iter()
        .find(|other| is_slow && other.format == Format::Jpeg && other.shape == variant.shape)
}

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
    let (answer, answered) = oneshot::channel();
    let order = Order { hash: asset.hash.clone(), variant, files: app.files.clone(), answer };
    app.workshop.take(order, wanted)?;
    let made = answered.await.map_err(|_| "the workshop failed; see the log".to_owned())??;
    let (id, hash, noted) = (asset.id, asset.hash.clone(), made.clone());
    let cause = Cause { who: "renditions".into(), way: Way::Job, why: String::new() };
    app.archive
        .write(cause, move |w| Box::pin(async move { w.put_rendition(id, &hash, &noted).await }))
        .await
        .map_err(|error| error.to_string())?;
    Ok(made)
}

type UnderWay = HashMap<(String, String), watch::Receiver<Option<Result<NewRendition, String>>>>;

/// Where renditions are made.
#[derive(Default)]
pub(crate) struct Workshop {
    under_way: Mutex<UnderWay>,
    orders: Arc<Orders>,
}

struct Order {
    hash: String,
    variant: Variant,
    files: Files,
    answer: oneshot::Sender<Result<NewRendition, String>>,
}

/// What waits to be made.
#[derive(Default)]
struct Orders {
    waiting: Mutex<Waiting>,
    come: Condvar,
}

#[derive(Default)]
struct Waiting {
    readers: VecDeque<Order>,
    later: VecDeque<Order>,
    /// The threads have been started.
    begun: bool,
    /// The site is gone; the threads end.
    closed: bool,
}

impl Waiting {
    fn next(&mut self, of: For) -> Option<Order> {
        self.readers.pop_front().or_else(|| if of == For::Later { self.later.pop_front() } else { None })
    }
}

impl Workshop {
    /// Takes an order, and starts the threads with the first one.
    fn take(&self, order: Order, wanted: For) -> Result<(), String> {
        let mut waiting = self.orders.waiting.lock();
        if !waiting.begun {
            for of in [For::Reader, For::Later] {
                let orders = self.orders.clone();
                std::thread::Builder::new()
                    .name("renditions".into())
                    .spawn(move || work(&orders, of))
                    .map_err(|error| format!("a thread for renditions does not start: {error}"))?;
            }
            waiting.begun = true;
        }
        match wanted {
            For::Reader => waiting.readers.push_back(order),
            For::Later => waiting.later.push_back(order),
        }
        self.orders.come.notify_all();
        Ok(())
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        self.orders.waiting.lock().closed = true;
        self.orders.come.notify_all();
    }
}

impl Orders {
    /// The next order; nothing when none came for a while or, with no such limit, when the site is gone.
    fn next(&self, of: For, patience: Option<Duration>) -> Option<Order> {
        let mut waiting = self.waiting.lock();
        loop {
            if let Some(order) = waiting.next(of) {
                return Some(order);
            }
            if waiting.closed {
                return None;
            }
            match patience {
                Some(patience) => {
                    if self.come.wait_for(&mut waiting, patience).timed_out() {
                        return waiting.next(of);
                    }
                }
                None => self.come.wait(&mut waiting),
            }
        }
    }
}

/// How long a decoded picture is kept for its next rendition.
const KEPT: Duration = Duration::from_secs(5);

fn work(orders: &Orders, of: For) {
    stand_back();
    let mut last: Option<(String, Arc<Picture>)> = None;
    loop {
        let order = match orders.next(of, Some(KEPT)) {
            Some(order) => order,
            None => {
                // A large picture takes hundreds of megabytes.
                last = None;
                let Some(order) = orders.next(of, None) else { return };
                order
            }
        };
        let Order { hash, variant, files, answer } = order;
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            rendition(&mut last, &hash, &variant, &files)
        }));
        let made =
            made.unwrap_or_else(|_| Err(format!("making {} of {hash} failed by a fault", variant.name)));
        // Whoever asked may have gone away.
        drop(answer.send(made));
    }
}

fn rendition(
    last: &mut Option<(String, Arc<Picture>)>,
    hash: &str,
    variant: &Variant,
    files: &Files,
) -> Result<NewRendition, String> {
    let decoded = match last {
        Some((of, picture)) if of == hash => picture.clone(),
        _ => {
            // Gone before the next one comes: two large ones are too many.
            *last = None;
            let bytes = files.get(hash).map_err(|error| error.to_string())?;
            let picture = Picture::decode(&bytes, &Limits::default()).map_err(|error| error.to_string())?;
            let picture = Arc::new(picture);
            *last = Some((hash.to_owned(), picture.clone()));
            picture
        }
    };
    let shaped = decoded.shaped(variant.shape).map_err(|error| error.to_string())?;
    let made = shaped.rendition(variant.format).map_err(|error| error.to_string())?;
    Ok(NewRendition {
        variant: variant.name.clone(),
        mime: made.kind.mime().to_owned(),
        width: made.width.into(),
        height: made.height.into(),
        bytes: i64::try_from(made.bytes.len()).unwrap_or(i64::MAX),
        hash: files.put(&made.bytes).map_err(|error| error.to_string())?,
    })
}

/// Lets every other thread go first, without being starved on a machine that is never idle: somebody
/// may be waiting.
#[cfg(target_os = "linux")]
fn stand_back() {
    // On Linux a priority belongs to a thread, whatever the name says.
    if let Err(error) = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 10) {
        tracing::warn!(%error, "renditions are made with the same priority as pages");
    }
}

#[cfg(not(target_os = "linux"))]
fn stand_back() {}

#[cfg(test)]
mod tests {
    use newsroom::ids::AssetId;

    use super::*;

    fn asset(mime: &str, size: Option<(i64, i64)>) -> Asset {
        Asset {
            id: AssetId(1),
            name: "bild".into(),
            mime: mime.into(),
            hash: "0123456789".into(),
            bytes: 1,
            width: size.map(|size| size.0),
            height: size.map(|size| size.1),
            focus: (0.25, 0.5),
            alt: String::new(),
            caption: String::new(),
            credit: String::new(),
            copyright: String::new(),
            taken: None,
        }
    }

    fn names(asset: &Asset) -> Vec<String> {
        variants(asset).into_iter().map(|variant| variant.name).collect()
    }

    #[test]
    fn a_picture_has_every_step_of_the_ladder_in_every_format_and_one_for_links() {
        let names = names(&asset("image/jpeg", Some((640, 480))));
        assert_eq!(
            names,
            [
                "w320.avif",
                "w320.webp",
                "w320.jpg",
                "w480.avif",
                "w480.webp",
                "w480.jpg",
                "w640.avif",
                "w640.webp",
                "w640.jpg",
                "social-25-50.jpg"
            ]
        );
    }

    #[test]
    fn everything_a_page_offers_can_be_made() {
        let asset = asset("image/png", Some((1000, 700)));
        let offer = picture::offer(&asset).expect("a picture");
        let all = offer.sources.iter().map(|(_, srcset)| srcset.as_str()).chain([offer.srcset.as_str()]);
        let made = names(&asset);
        for place in all.flat_map(|srcset| srcset.split(", ")) {
            let address = place.split(' ').next().expect("an address");
            let variant = address.rsplit_once('-').expect("a mark").1;
            assert!(made.iter().any(|name| name == variant), "{variant} is offered and never made");
        }
    }

    #[test]
    fn what_is_no_picture_has_none() {
        assert!(variants(&asset("audio/mpeg", None)).is_empty());
    }
}
