//! `depesche comment`

use anyhow::Result;
use newsroom::comment::State;
use newsroom::ids::CommentId;

use crate::cli::CommentCommand;
use crate::newsroom_folder::{Newsroom, cause};

/// Runs a command on comments.
///
/// # Errors
/// When a comment does not exist; then none of those named was changed.
pub(crate) async fn run(newsroom: &Newsroom, command: CommentCommand) -> Result<()> {
    match command {
        CommentCommand::List { state, limit } => list(newsroom, state, limit).await,
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
            println!("{count} deleted");
            Ok(())
        }
    }
}

async fn list(newsroom: &Newsroom, state: State, limit: i64) -> Result<()> {
    let comments = newsroom.archive.reading().comments_in(state, limit).await?;
    for comment in &comments {
        println!("{}  article {}  {}  {}", comment.id, comment.article, comment.at, comment.name);
        for line in comment.text.lines() {
            println!("    {line}");
        }
    }
    if comments.is_empty() {
        println!("no comments are {}", state.as_str());
    }
    Ok(())
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
    println!("{count} {}", state.as_str());
    Ok(())
}
