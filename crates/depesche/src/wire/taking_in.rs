//! Taking in: bytes of any format become items of a provider, or are refused with the reason.

use archive::{Archive, CopyArrival, StoredProvider};
use newsroom::ids::WireItemId;
use serde::Serialize;
use url::Url;
use wire::Hints;

use super::cause;

/// Copy as it came.
#[derive(Clone, Debug)]
pub(crate) struct Copy {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// The media type it came with; empty where none was said.
    pub(crate) content_type: String,
    /// Where it came from: an address or the name of a file.
    pub(crate) name: String,
    /// Where it was fetched.
    pub(crate) url: Option<Url>,
}

/// What became of a piece of copy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct TakenIn {
    /// Items that are new.
    pub(crate) new: u32,
    /// Newer versions of items that were there.
    pub(crate) versions: u32,
    /// Versions that came later than newer ones.
    pub(crate) late: u32,
    /// Items that were there already, just so.
    pub(crate) same: u32,
    /// Keys of the items in it, in their order.
    pub(crate) items: Vec<WireItemId>,
    /// What became of each of them: new, version, late or same.
    pub(crate) became: Vec<&'static str>,
    /// Why it was refused, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) refused: Option<String>,
}

impl TakenIn {
    /// Whether there was anything new in it.
    pub(crate) fn is_news(&self) -> bool {
        self.new + self.versions + self.late > 0
    }
}

/// Reads copy and keeps its items, all of them in one transaction. Doing it twice does no harm.
///
/// # Errors
/// When the archive fails. Copy that cannot be read is no error: it is kept with the reason.
pub(crate) async fn take_in(
    archive: &Archive,
    from: &StoredProvider,
    copy: Copy,
) -> archive::Result<TakenIn> {
    let (copy, parsed) = read(copy).await?;
    let provider = from.clone();
    archive
        .write(cause(from), move |w| {
            Box::pin(async move {
                let mut taken = TakenIn::default();
                let parsed = match parsed {
                    Ok(parsed) => parsed,
                    Err(error) => {
                        let original = w.keep_original(&copy.bytes, &copy.content_type, &copy.name).await?;
                        w.refuse_copy(provider.id, &copy.name, &error.to_string(), &original).await?;
                        taken.refused = Some(error.to_string());
                        return Ok(taken);
                    }
                };
                let original = blake3::hash(&copy.bytes).to_hex().to_string();
                for mut item in parsed.items {
                    if item.language.is_none() {
                        item.language.clone_from(&provider.provider.language);
                    }
                    let arrival = w.receive_item(&provider, &item, &original).await?;
                    let (count, became) = match arrival {
                        CopyArrival::New(_) => (&mut taken.new, "new"),
                        CopyArrival::Version(_) => (&mut taken.versions, "version"),
                        CopyArrival::Late(_) => (&mut taken.late, "late"),
                        CopyArrival::Same(_) => (&mut taken.same, "same"),
                    };
                    *count += 1;
                    taken.became.push(became);
                    taken.items.push(arrival.item());
                }
                // A feed that says what it said before is not kept again.
                if taken.is_news() {
                    w.keep_original(&copy.bytes, &copy.content_type, &copy.name).await?;
                }
                Ok(taken)
            })
        })
        .await
}

/// Reads copy on a thread that may take its time.
async fn read(copy: Copy) -> archive::Result<(Copy, Result<wire::Parsed, wire::Error>)> {
    tokio::task::spawn_blocking(move || {
        let content_type = Some(copy.content_type.as_str()).filter(|said| !said.is_empty());
        let hints = Hints { url: copy.url.as_ref(), content_type, ..Hints::default() };
        let parsed = wire::parse(&copy.bytes, &hints);
        (copy, parsed)
    })
    .await
    .map_err(|fault| archive::Error::Refused(format!("reading copy failed: {fault}")))
}
