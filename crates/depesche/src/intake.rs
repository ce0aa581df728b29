//! Taking files in: bytes and words become an asset of the library, for the command line and for
//! imports alike.
//!
//! What a file is, its content says, never its name. A picture is checked before it is decoded and
//! written anew; recordings and documents are kept as they came, with the media type of their kind.

use archive::{Files, NewAsset};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use media::{Class, Limits, Metadata, Refusal};

/// Longest file that is no picture, in bytes: it is held in memory once while it is taken in.
const LONGEST: usize = 512 << 20;

/// What is known about a file from elsewhere; it stands over what a picture says about itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Known {
    /// What those hear who cannot see it.
    pub(crate) alt: Option<String>,
    /// What is said of it.
    pub(crate) caption: Option<String>,
    /// Whose it is.
    pub(crate) credit: Option<String>,
    /// Who holds the rights.
    pub(crate) copyright: Option<String>,
    /// Where the eye should stay when it is cropped.
    pub(crate) focus: Option<(f64, f64)>,
}

/// A file that was taken in.
pub(crate) struct TakenIn {
    /// The asset, its bytes durably stored; to be given to `put_asset`.
    pub(crate) asset: NewAsset,
    /// Frames of an animation that were left out.
    pub(crate) frames_dropped: u32,
}

/// Why a file was not taken in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IntakeError {
    /// It is not what can be used here; in words for the person who brought it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Its bytes could not be stored.
    #[error(transparent)]
    Store(#[from] archive::Error),
}

/// Checks a file, writes a picture anew, and stores the bytes. It blocks: a second for a large
/// picture, so it belongs on a thread that may. Times in a picture without an offset are taken to
/// be of `zone`.
///
/// # Errors
/// [`IntakeError::Refused`] names what is wrong with the file; nothing was stored then.
pub(crate) fn take_in(
    name: &str,
    bytes: &[u8],
    known: Known,
    files: &Files,
    zone: &TimeZone,
) -> Result<TakenIn, IntakeError> {
    let limits = Limits::default();
    let kind = media::recognise(bytes);
    let Some(kind) = kind.filter(|kind| kind.class() != Class::Picture) else {
        // What is no kind at all is refused here too, in words that name what it is.
        let taken = media::intake(bytes, &limits)?;
        let hash = files.put(&taken.original.bytes)?;
        let said = taken.metadata;
        let asset = NewAsset {
            name: name.to_owned(),
            mime: taken.original.kind.mime().to_owned(),
            hash,
            bytes: length(&taken.original.bytes),
            width: Some(taken.original.width.into()),
            height: Some(taken.original.height.into()),
            alt: known.alt.unwrap_or_default(),
            credit: known.credit.or_else(|| credit(&said)).unwrap_or_default(),
            caption: known.caption.or(said.caption).unwrap_or_default(),
            copyright: known.copyright.or(said.copyright).unwrap_or_default(),
            taken: said.created.as_deref().and_then(|created| moment(created, zone)),
            focus: known.focus,
        };
        return Ok(TakenIn { asset, frames_dropped: taken.frames_dropped });
    };
    if bytes.len() > LONGEST {
        return Err(Refusal::TooManyBytes { found: bytes.len(), most: LONGEST }.into());
    }
    let (width, height) = media::film_size(bytes).unzip();
    let asset = NewAsset {
        name: name.to_owned(),
        width: width.map(i64::from),
        height: height.map(i64::from),
        mime: kind.mime().to_owned(),
        hash: files.put(bytes)?,
        bytes: length(bytes),
        alt: known.alt.unwrap_or_default(),
        caption: known.caption.unwrap_or_default(),
        credit: known.credit.unwrap_or_default(),
        copyright: known.copyright.unwrap_or_default(),
        ..NewAsset::default()
    };
    Ok(TakenIn { asset, frames_dropped: 0 })
}

/// How the picture wants its makers named: "Anna Beispiel/Agentur", or who first owned it.
fn credit(said: &Metadata) -> Option<String> {
    let makers = said.creators.join(", ");
    match (&said.credit, makers.is_empty()) {
        (Some(credit), false) if !credit.contains(&makers) => Some(format!("{makers}/{credit}")),
        (Some(credit), _) => Some(credit.clone()),
        (None, false) => Some(makers),
        (None, true) => said.source.clone(),
    }
}

/// The moment of a date as pictures carry it; midnight where only the day is known, nothing where
/// not even that is.
fn moment(created: &str, zone: &TimeZone) -> Option<Timestamp> {
    created
        .parse::<Timestamp>()
        .ok()
        .or_else(|| zone.to_timestamp(created.parse::<DateTime>().ok()?).ok())
        .or_else(|| zone.to_timestamp(created.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok())
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_names_its_makers_once() {
        let said = |creators: &[&str], credit: Option<&str>, source: Option<&str>| Metadata {
            creators: creators.iter().map(|name| (*name).to_owned()).collect(),
            credit: credit.map(str::to_owned),
            source: source.map(str::to_owned),
            ..Metadata::default()
        };
        for (said, expected) in [
            (said(&["Anna Beispiel"], Some("Agentur"), None), Some("Anna Beispiel/Agentur")),
            (said(&["Anna Beispiel"], Some("Anna Beispiel/Agentur"), None), Some("Anna Beispiel/Agentur")),
            (said(&["A", "B"], None, Some("Archiv")), Some("A, B")),
            (said(&[], None, Some("Archiv")), Some("Archiv")),
            (said(&[], None, None), None),
        ] {
            assert_eq!(credit(&said).as_deref(), expected);
        }
    }

    #[test]
    fn a_time_without_offset_is_of_the_newsroom_s_zone() {
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        for (created, expected) in [
            ("2022-01-21T16:30:00", Some("2022-01-21T15:30:00Z")),
            ("2022-01-21T16:30:00+05:00", Some("2022-01-21T11:30:00Z")),
            ("2022-07-01", Some("2022-06-30T22:00:00Z")),
            ("2022", None),
        ] {
            assert_eq!(moment(created, &zone).map(|at| at.to_string()).as_deref(), expected, "{created}");
        }
    }
}
