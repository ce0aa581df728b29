//! `depesche comment`

use std::path::Path;

use anyhow::Result;
use archive::Arrival;
use newsroom::comment::{Comment, Draft, Field, Problem, State};
use newsroom::email::Email;
use newsroom::ids::CommentId;

use super::article::text_of;
use crate::cli::{CommentCommand, NewCommentArguments};
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;

/// Runs a command on comments.
///
/// # Errors
/// When a comment does not exist; then none of those named was changed.
pub(crate) async fn run(newsroom: &Newsroom, command: CommentCommand) -> Result<()> {
    match command {
        CommentCommand::List { state, limit } => list(newsroom, state, limit).await,
        CommentCommand::Show { comment } => {
            let found = newsroom.archive.reading().comment(comment).await?;
            print_one(&found);
            say!("    ({}{})", found.state.as_str(), if found.staff { ", of the newsroom" } else { "" });
            Ok(())
        }
        CommentCommand::Add(new) => add(newsroom, new).await,
        CommentCommand::Approve { comments } => decide(newsroom, comments, State::Approved).await,
        CommentCommand::Reject { comments } => decide(newsroom, comments, State::Rejected).await,
        CommentCommand::Delete { comments } => {
            let count = comments.len();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        for comment in comments {
                            w.delete_comment(comment).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
            say!("{count} deleted");
            Ok(())
        }
    }
}

async fn list(newsroom: &Newsroom, state: State, limit: i64) -> Result<()> {
    let comments = newsroom.archive.reading().comments_in(state, limit).await?;
    comments.iter().for_each(print_one);
    if comments.is_empty() {
        say!("no comments are {}", state.as_str());
    }
    Ok(())
}

fn print_one(comment: &Comment) {
    say!("{}  article {}  {}  {}", comment.id, comment.article, comment.at, comment.name);
    for line in comment.text.lines() {
        say!("    {line}");
    }
}

async fn add(newsroom: &Newsroom, new: NewCommentArguments) -> Result<()> {
    let text = match new.text {
        Some(text) if text != "-" => text,
        _ => text_of(Path::new("-"))?,
    };
    // The newsroom's own answers need no address; everybody else's are checked as on the form.
    let without = new.staff && new.email.is_empty();
    let email = if without { "staff@example.invalid".to_owned() } else { new.email };
    let draft = Draft { text, name: new.name, email, website: new.website };
    let mut checked = draft.check().map_err(|problems| {
        let said: Vec<String> = problems.iter().map(|(field, problem)| told(*field, *problem)).collect();
        anyhow::anyhow!("{}", said.join("; "))
    })?;
    if without {
        checked.email = Email::none();
    }
    let state = if new.approve { State::Approved } else { State::Waiting };
    let arrival = Arrival { staff: new.staff, state, ..Arrival::default() };
    let (article, parent, at) = (new.article, new.reply_to, new.at);
    let comment = newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                let at = at.unwrap_or_else(|| w.now());
                w.enter_comment(article, parent, &checked, &arrival, at).await
            })
        })
        .await?;
    say!("comment {comment} under article {article} is {}", state.as_str());
    Ok(())
}

fn told(field: Field, problem: Problem) -> String {
    let name = match field {
        Field::Text => "the text",
        Field::Name => "--name",
        Field::Email => "--email",
        Field::Website => "--website",
    };
    match problem {
        Problem::Missing => format!("{name} is missing"),
        Problem::TooLong(most) => format!("{name} is longer than {most} characters"),
        Problem::Malformed => format!("{name} has not the form it should have"),
    }
}

async fn decide(newsroom: &Newsroom, comments: Vec<CommentId>, state: State) -> Result<()> {
    let count = comments.len();
    newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                for comment in comments {
                    w.decide_comment(comment, state).await?;
                }
                Ok(())
            })
        })
        .await?;
    say!("{count} {}", state.as_str());
    Ok(())
}
