//! Which comments come along, in which state and thread.

use std::collections::{HashMap, HashSet};

use newsroom::comment::State;

use crate::wordpress::Comment;

/// A comment that comes along.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken<'a> {
    /// The comment.
    pub comment: &'a Comment,
    /// The number of the comment it answers, which comes before it in the list.
    pub parent: Option<u64>,
    /// Where it stands.
    pub state: State,
}

/// Why a comment does not come along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Left {
    /// A note that another site links here.
    #[error("it is a pingback or trackback, not a reader's words")]
    Ping,
    /// It was deleted.
    #[error("it lay in WordPress's bin")]
    Bin,
    /// A plugin uses comments for something else.
    #[error("it is a plugin's note, not a reader's words")]
    Plugin,
}

/// Sorts an item's comments: those that come along, answers after what they answer, and the
/// numbers of those that do not, with the reason. What answers one that does not come along
/// answers what that one answered.
pub fn sort(comments: &[Comment]) -> (Vec<Taken<'_>>, Vec<(u64, Left)>) {
    let parents: HashMap<u64, u64> = comments.iter().map(|comment| (comment.id, comment.parent)).collect();
    let mut left = Vec::new();
    let mut states: HashMap<u64, State> = HashMap::new();
    for comment in comments {
        match state(comment) {
            Ok(state) => {
                states.insert(comment.id, state);
            }
            Err(why) => left.push((comment.id, why)),
        }
    }
    let taken = comments.iter().filter_map(|comment| {
        let state = *states.get(&comment.id)?;
        Some(Taken { comment, parent: nearest(comment, &parents, &states), state })
    });
    (in_thread_order(taken.collect()), left)
}

/// The state a comment is kept in.
fn state(comment: &Comment) -> Result<State, Left> {
    match comment.kind.as_str() {
        "" | "comment" => {}
        "pingback" | "trackback" => return Err(Left::Ping),
        _ => return Err(Left::Plugin),
    }
    match comment.approved.trim() {
        "1" | "approve" | "approved" => Ok(State::Approved),
        "spam" => Ok(State::Spam),
        "trash" | "post-trashed" => Err(Left::Bin),
        _ => Ok(State::Waiting),
    }
}

/// The nearest ancestor that comes along.
fn nearest(comment: &Comment, parents: &HashMap<u64, u64>, states: &HashMap<u64, State>) -> Option<u64> {
    let mut seen = HashSet::from([comment.id]);
    let mut at = comment.parent;
    while at != 0 && seen.insert(at) {
        if states.contains_key(&at) {
            return Some(at);
        }
        at = *parents.get(&at)?;
    }
    None
}

/// Puts answers after what they answer and keeps the order otherwise. Comments that answer each
/// other in a circle answer nothing.
fn in_thread_order(taken: Vec<Taken<'_>>) -> Vec<Taken<'_>> {
    let mut placed = HashSet::new();
    let mut ordered = Vec::with_capacity(taken.len());
    let mut waiting = taken;
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut later = Vec::new();
        for comment in waiting {
            if comment.parent.is_none_or(|parent| placed.contains(&parent)) {
                placed.insert(comment.comment.id);
                ordered.push(comment);
            } else {
                later.push(comment);
            }
        }
        if later.len() == before {
            later[0].parent = None;
        }
        waiting = later;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: u64, parent: u64, approved: &str, kind: &str) -> Comment {
        Comment { id, parent, approved: approved.into(), kind: kind.into(), ..Comment::default() }
    }

    #[test]
    fn threads_hold_when_links_are_missing_and_pings_stay_behind() {
        let comments = [
            comment(3, 2, "1", ""),
            comment(1, 0, "1", "comment"),
            comment(2, 1, "trash", ""),
            comment(4, 0, "1", "pingback"),
            comment(5, 99, "0", ""),
            comment(6, 0, "spam", ""),
            comment(7, 8, "1", ""),
            comment(8, 7, "1", ""),
        ];
        let (taken, left) = sort(&comments);
        let seen: Vec<_> = taken.iter().map(|taken| (taken.comment.id, taken.parent, taken.state)).collect();
        assert_eq!(
            seen,
            [
                (1, None, State::Approved),
                (5, None, State::Waiting),
                (6, None, State::Spam),
                (3, Some(1), State::Approved),
                (7, None, State::Approved),
                (8, Some(7), State::Approved),
            ]
        );
        assert_eq!(left, [(2, Left::Bin), (4, Left::Ping)]);
    }
}
