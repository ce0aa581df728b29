//! Who may see an item, and since when.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::fate::Fate;
use crate::wordpress::Item;

/// Why an item does not come along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It lay in the bin.
    #[error("it lay in WordPress's bin")]
    Bin,
    /// WordPress made it when somebody opened an empty page.
    #[error("it is an automatic draft without content")]
    AutoDraft,
    /// It is an older state of another item.
    #[error("it is an older state of another item")]
    Revision,
}

/// What is to become of a post or page. Whatever is unclear is kept from readers.
///
/// # Errors
/// Why it does not come along.
pub fn fate(item: &Item, zone: &TimeZone, now: Timestamp) -> Result<Fate, Why> {
    if item.kind == "revision" {
        return Err(Why::Revision);
    }
    match item.status.as_str() {
        "trash" => return Err(Why::Bin),
        "auto-draft" => return Err(Why::AutoDraft),
        _ => {}
    }
    if !item.password.is_empty() || item.status == "private" {
        return Ok(Fate::Private);
    }
    // Half a text is not for readers until somebody has looked at it.
    if item.damaged {
        return Ok(Fate::Draft);
    }
    Ok(match (item.status.as_str(), published(item, zone)) {
        ("publish", Some(at)) if at <= now => Fate::Public(Some(at)),
        // WordPress would date it to the moment of its import; nobody knows, so nobody is told.
        ("publish", None) => Fate::Public(None),
        ("publish" | "future", Some(at)) if at > now => Fate::Scheduled(at),
        // WordPress missed the hour, as it does on sites without visitors; somebody decides anew.
        _ => Fate::Draft,
    })
}

/// When an item was or is to be published.
pub fn published(item: &Item, zone: &TimeZone) -> Option<Timestamp> {
    moment(item.date_gmt, item.date, zone).or_else(|| {
        let stated = jiff::fmt::rfc2822::parse(item.pub_date.trim()).ok()?.timestamp();
        // "No date" is written as a day long before WordPress.
        (stated > Timestamp::UNIX_EPOCH).then_some(stated)
    })
}

/// When an item was last changed.
pub fn modified(item: &Item, zone: &TimeZone) -> Option<Timestamp> {
    moment(item.modified_gmt, item.modified, zone)
}

/// The moment that two civil times name: the one in UTC is certain, the local one can be doubtful
/// in the hour in which clocks are set back.
pub fn moment(utc: Option<DateTime>, local: Option<DateTime>, zone: &TimeZone) -> Option<Timestamp> {
    match (utc, local) {
        (Some(utc), _) => TimeZone::UTC.to_timestamp(utc).ok(),
        (None, Some(local)) => zone.to_timestamp(local).ok(),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(status: &str, date: &str) -> Item {
        Item { status: status.into(), kind: "post".into(), date: date.parse().ok(), ..Item::default() }
    }

    #[test]
    fn only_what_was_public_becomes_public() {
        let zone = TimeZone::get("Europe/Berlin").expect("bundled");
        let now: Timestamp = "2022-06-01T00:00:00Z".parse().expect("a time");
        let fate = |item: &Item| fate(item, &zone, now);
        let day = "2022-01-21 16:30:00";
        let at: Timestamp = "2022-01-21T15:30:00Z".parse().expect("a time");
        assert_eq!(fate(&item("publish", day)), Ok(Fate::Public(Some(at))));
        assert_eq!(fate(&Item { password: "geheim".into(), ..item("publish", day) }), Ok(Fate::Private));
        assert_eq!(fate(&item("private", day)), Ok(Fate::Private));
        assert_eq!(fate(&Item { damaged: true, ..item("publish", day) }), Ok(Fate::Draft));
        for word in ["draft", "pending", "inherit", "", "acf-disabled"] {
            assert_eq!(fate(&item(word, day)), Ok(Fate::Draft), "{word}");
        }
        assert_eq!(fate(&item("trash", day)), Err(Why::Bin));
        assert!(matches!(fate(&item("future", "2022-07-01 08:00:00")), Ok(Fate::Scheduled(_))));
        assert!(matches!(fate(&item("publish", "2022-07-01 08:00:00")), Ok(Fate::Scheduled(_))));
        assert_eq!(fate(&item("future", day)), Ok(Fate::Draft));
        assert_eq!(fate(&item("publish", "")), Ok(Fate::Public(None)));
        assert_eq!(fate(&Item { damaged: true, ..item("publish", "") }), Ok(Fate::Draft));
        assert_eq!(fate(&item("draft", "")), Ok(Fate::Draft));
    }

    #[test]
    fn the_feed_helps_where_the_dates_are_missing() {
        let dated = Item { pub_date: "Mon, 29 Jul 2013 16:03:54 +0000".into(), ..Item::default() };
        assert_eq!(published(&dated, &TimeZone::UTC), "2013-07-29T16:03:54Z".parse().ok());
        let undated = Item { pub_date: "Mon, 30 Nov -0001 00:00:00 +0000".into(), ..Item::default() };
        assert_eq!(published(&undated, &TimeZone::UTC), None);
    }
}
