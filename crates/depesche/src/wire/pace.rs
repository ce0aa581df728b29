//! Pace: when a source is asked again. That follows how often it really publishes, between some two minutes
//! and a day, and what it says it wants.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::memory::{Memory, Wishes};

/// The shortest time between two questions.
const SHORTEST: SignedDuration = SignedDuration::from_mins(2);
/// The longest.
const LONGEST: SignedDuration = SignedDuration::from_hours(24);
/// While nothing is known of a source.
const AT_FIRST: SignedDuration = SignedDuration::from_mins(30);
/// After the first failure; doubled with each further one.
const AFTER_FAILURE: SignedDuration = SignedDuration::from_mins(5);
/// The longest that a server is believed when it asks for patience.
const LONGEST_PATIENCE: SignedDuration = SignedDuration::from_hours(48);
/// So much less often a source is asked whose hub sends what is new.
const SUBSCRIBED: i32 = 8;

/// When to ask again after an answer.
pub(crate) fn after_answer(memory: &Memory, now: Timestamp) -> Timestamp {
    let mut interval = usual(memory, now);
    if memory.is_subscribed(now) {
        interval = (interval * SUBSCRIBED).max(SignedDuration::from_hours(1));
    }
    let wanted = SignedDuration::from_mins(i64::from(memory.wishes.minutes));
    let interval = interval.max(wanted).clamp(SHORTEST, LONGEST);
    welcome(now + spread(interval, &memory.address, now), &memory.wishes)
}

/// When to ask again after so many failures in a row; not before a server wants it.
pub(crate) fn after_failure(
    memory: &Memory,
    failures: u32,
    patience: Option<SignedDuration>,
    now: Timestamp,
) -> Timestamp {
    let doubled = AFTER_FAILURE * (1 << failures.saturating_sub(1).min(9));
    let wait = spread(doubled.min(LONGEST), &memory.address, now);
    now + wait.max(patience.unwrap_or_default().min(LONGEST_PATIENCE))
}

/// Half of the time that usually lies between two pieces, so that one is found soon after it was published. The
/// longer a source has been silent, the less often it is asked.
fn usual(memory: &Memory, now: Timestamp) -> SignedDuration {
    match memory.times.as_slice() {
        [first, .., last] => {
            let gaps = i32::try_from(memory.times.len() - 1).unwrap_or(i32::MAX);
            let gap = last.duration_since(*first) / gaps;
            let silence = now.duration_since(*last);
            (gap.max(silence / 4) / 2).clamp(SHORTEST, LONGEST)
        }
        _ => (AT_FIRST * (1 << memory.unchanged.min(6))).min(LONGEST),
    }
}

/// A tenth more or less, another for each source and time, so that those added together are not asked together.
fn spread(interval: SignedDuration, seed: &str, now: Timestamp) -> SignedDuration {
    let hash = blake3::hash(format!("{seed} {now}").as_bytes());
    // 0 to 200 thousandths.
    let part = i64::from(hash.as_bytes()[0]) * 200 / 255;
    SignedDuration::from_secs(interval.as_secs().saturating_mul(900 + part) / 1_000)
}

/// The first time from `at` on that is in no hour and on no day at which a source wants to be left alone.
fn welcome(at: Timestamp, wishes: &Wishes) -> Timestamp {
    let mut found = at;
    for _ in 0..7 * 24 {
        let civil = TimeZone::UTC.to_datetime(found);
        let day = civil.weekday().to_monday_one_offset();
        let hour = civil.hour();
        let is_unwelcome = wishes.skip_days.contains(&day.unsigned_abs())
            || wishes.skip_hours.contains(&hour.unsigned_abs());
        if !is_unwelcome {
            return found;
        }
        let into = i64::from(civil.minute()) * 60 + i64::from(civil.second());
        found += SignedDuration::from_secs(3_600 - into);
    }
    // It wants never to be asked, and means something else.
    at
}

/// The number of a day by its English name, as RSS writes it.
pub(crate) fn day(name: &str) -> Option<u8> {
    let days = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let name = name.trim();
    let found = days.iter().find(|(word, _)| word.eq_ignore_ascii_case(name))?;
    Some(found.1.to_monday_one_offset().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn minutes(memory: &Memory, now: Timestamp) -> i64 {
        after_answer(memory, now).duration_since(now).as_mins()
    }

    fn publishing(every: SignedDuration, until: Timestamp) -> Memory {
        let mut memory = Memory { address: "https://a.example/feed".into(), ..Memory::default() };
        memory.note_times((0..20).map(|back| until - every * back), until);
        memory
    }

    #[test]
    fn who_publishes_often_is_asked_often() {
        let now = at("2026-03-04T12:00:00Z");
        let of = |every: SignedDuration| minutes(&publishing(every, now), now);
        assert!(
            (1..=2).contains(&of(SignedDuration::from_secs(10))),
            "not more often than every two minutes"
        );
        assert!((9..=11).contains(&of(SignedDuration::from_mins(20))));
        assert!(
            (21 * 60..=27 * 60).contains(&of(SignedDuration::from_hours(24 * 30))),
            "once a day at least"
        );
    }

    #[test]
    fn who_has_fallen_silent_is_asked_less_and_less() {
        let last = at("2026-03-04T12:00:00Z");
        let memory = publishing(SignedDuration::from_mins(10), last);
        let after = |hours: i64| minutes(&memory, last + SignedDuration::from_hours(hours));
        assert!(after(0) < after(4) && after(4) < after(48) && after(48) < after(300));
        assert!(after(3_000) <= 27 * 60);
        let unknown = |unchanged| minutes(&Memory { unchanged, ..Memory::default() }, last);
        assert!(unknown(0) < unknown(2) && unknown(2) < unknown(20) && unknown(20) <= 27 * 60);
    }

    #[test]
    fn what_a_source_wants_is_respected() {
        let now = at("2026-03-04T12:10:00Z");
        let mut memory = publishing(SignedDuration::from_mins(10), now);
        memory.wishes.minutes = 60;
        assert!((54..=66).contains(&minutes(&memory, now)));
        memory.wishes = Wishes { minutes: 0, skip_hours: vec![12, 13], skip_days: Vec::new() };
        assert_eq!(after_answer(&memory, now), at("2026-03-04T14:00:00Z"));
        // A Wednesday.
        memory.wishes = Wishes { skip_days: vec![day("Wednesday").expect("a day"), 4], ..Wishes::default() };
        assert_eq!(after_answer(&memory, now), at("2026-03-06T00:00:00Z"));
        memory.wishes = Wishes { skip_hours: (0..24).collect(), ..Wishes::default() };
        assert!(minutes(&memory, now) < 10, "one that says never is asked all the same");
    }

    #[test]
    fn who_fails_is_asked_less_and_less_and_not_before_it_wants() {
        let now = at("2026-03-04T12:00:00Z");
        let memory = Memory::default();
        let wait = |failures, patience| after_failure(&memory, failures, patience, now).duration_since(now);
        assert!(wait(1, None) < wait(3, None) && wait(3, None) < wait(6, None));
        assert!(wait(u32::MAX, None) <= SignedDuration::from_hours(27));
        let hour = SignedDuration::from_hours(1);
        assert_eq!(wait(1, Some(hour)), hour);
        assert!(wait(1, Some(hour * 10_000)) <= SignedDuration::from_hours(48));
    }

    #[test]
    fn who_has_a_living_subscription_is_asked_seldom() {
        let now = at("2026-03-04T12:00:00Z");
        let mut memory = publishing(SignedDuration::from_mins(4), now);
        assert!(minutes(&memory, now) < 3);
        memory.subscription = Some(crate::wire::memory::Subscription {
            offer: crate::wire::memory::Offer::default(),
            key: String::new(),
            secret: String::new(),
            asked_at: now,
            until: Some(now + SignedDuration::from_hours(1)),
            leaving: false,
        });
        assert!(minutes(&memory, now) >= 54);
        assert!(minutes(&memory, now + SignedDuration::from_hours(1)) < 54, "it has run out");
    }
}
