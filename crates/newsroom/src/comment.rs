//! Comments: what readers write under articles.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::ids::{ArticleId, CommentId};

/// How deep answers are nested on the page; a deeper one joins the thread at this depth.
pub const DEEPEST: usize = 3;
/// Longest comment in characters.
pub const LONGEST_TEXT: usize = 5_000;
/// Longest name in characters.
pub const LONGEST_NAME: usize = 80;

/// Where a comment stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody but its writer sees it until someone decides.
    #[default]
    Waiting,
    /// All see it.
    Approved,
    /// Nobody sees it.
    Rejected,
    /// Taken for spam in the system it came from.
    Spam,
}

impl State {
    /// All states.
    pub const ALL: [State; 4] = [State::Waiting, State::Approved, State::Rejected, State::Spam];

    /// The word for it in rows and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Approved => "approved",
            State::Rejected => "rejected",
            State::Spam => "spam",
        }
    }

    /// The state of that word.
    pub fn from_word(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// The time of comments that came from elsewhere without one: before all others, and never shown.
pub const UNDATED: Timestamp = Timestamp::UNIX_EPOCH;

/// A comment as readers see it. The writer's e-mail address is not part of it on purpose: what
/// shows comments cannot show addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its key, also its anchor on the page.
    pub id: CommentId,
    /// The article it stands under.
    pub article: ArticleId,
    /// The comment it answers.
    pub parent: Option<CommentId>,
    /// The name its writer gave.
    pub name: String,
    /// The address of the writer's website.
    pub website: Option<String>,
    /// What was written: plain text with line breaks.
    pub text: String,
    /// Whether the newsroom wrote it.
    pub staff: bool,
    /// When it was written, or [`UNDATED`].
    pub at: Timestamp,
    /// Where it stands.
    pub state: State,
}

/// A comment as it was checked and may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    /// The name its writer gave.
    pub name: String,
    /// The address, which goes no further than the database.
    pub email: Email,
    /// The address of the writer's website.
    pub website: Option<String>,
    /// What was written.
    pub text: String,
}

/// What a reader typed into the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The field “Kommentar”.
    pub text: String,
    /// The field “Name”.
    pub name: String,
    /// The field “E-Mail”.
    pub email: String,
    /// The field “Website”.
    pub website: String,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The comment itself.
    Text,
    /// The writer's name.
    Name,
    /// The writer's e-mail address.
    Email,
    /// The writer's website.
    Website,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It must be filled in.
    Missing,
    /// It is too long; the most characters allowed.
    TooLong(usize),
    /// It does not have the form it should have.
    Malformed,
}

impl Draft {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field that is wrong, in the order of the form.
    pub fn check(&self) -> Result<NewComment, Vec<(Field, Problem)>> {
        let mut problems = Vec::new();
        let text = self.text.replace("\r\n", "\n").replace('\r', "\n");
        let text: String = text.trim().chars().filter(|c| !c.is_control() || *c == '\n').collect();
        let name = one_line(&self.name);
        if text.is_empty() {
            problems.push((Field::Text, Problem::Missing));
        } else if text.chars().count() > LONGEST_TEXT {
            problems.push((Field::Text, Problem::TooLong(LONGEST_TEXT)));
        }
        if name.is_empty() {
            problems.push((Field::Name, Problem::Missing));
        } else if name.chars().count() > LONGEST_NAME {
            problems.push((Field::Name, Problem::TooLong(LONGEST_NAME)));
        }
        let email = match self.email.trim() {
            "" => Err(Problem::Missing),
            typed => Email::parse(typed).map_err(|_| Problem::Malformed),
        };
        let website = match self.website.trim() {
            "" => Ok(None),
            typed => website(typed).map(Some),
        };
        if let Err(problem) = &email {
            problems.push((Field::Email, *problem));
        }
        if let Err(problem) = &website {
            problems.push((Field::Website, *problem));
        }
        match (email, website) {
            (Ok(email), Ok(website)) if problems.is_empty() => Ok(NewComment { name, email, website, text }),
            _ => Err(problems),
        }
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// People type “example.org”; that is meant as a web address.
fn website(typed: &str) -> Result<String, Problem> {
    let full = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    let url = url::Url::parse(&full).map_err(|_| Problem::Malformed)?;
    let named = url.host_str().is_some_and(|host| host.contains('.'));
    if matches!(url.scheme(), "http" | "https") && named && url.username().is_empty() && full.len() <= 500 {
        Ok(url.into())
    } else {
        Err(Problem::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            text: "Gut gesagt.".into(),
            name: "Hinnerk".into(),
            email: "h@example.org".into(),
            website: String::new(),
        }
    }

    #[test]
    fn every_wrong_field_is_named_in_the_order_of_the_form() {
        let empty = Draft { website: "javascript:alert(1)".into(), ..Draft::default() };
        assert_eq!(
            empty.check().expect_err("nothing was filled in"),
            [
                (Field::Text, Problem::Missing),
                (Field::Name, Problem::Missing),
                (Field::Email, Problem::Missing),
                (Field::Website, Problem::Malformed)
            ]
        );
        let long = Draft { text: "ä".repeat(LONGEST_TEXT + 1), ..draft() };
        assert_eq!(long.check(), Err(vec![(Field::Text, Problem::TooLong(LONGEST_TEXT))]));
    }

    #[test]
    fn a_website_may_be_typed_without_its_scheme() {
        let checked = Draft { website: "example.org/über".into(), ..draft() }.check().expect("valid");
        assert_eq!(checked.website.as_deref(), Some("https://example.org/%C3%BCber"));
    }
}
