//! The comments under an article as threads.

use std::collections::{HashMap, HashSet};

use newsroom::comment::{Comment, DEEPEST, UNDATED};
use newsroom::ids::CommentId;
use newsroom::language::Language;
use render::document_html::plain_html;

use crate::state::App;
use crate::views::{CommentView, Html};

/// Comments as threads, oldest first. One whose parent is not shown stands at the top.
pub(crate) fn threads(
    app: &App,
    language: &Language,
    comments: Vec<Comment>,
    reply: Option<&str>,
) -> Vec<CommentView> {
    let shown: HashSet<CommentId> = comments.iter().map(|comment| comment.id).collect();
    let mut by_parent: HashMap<Option<CommentId>, Vec<Comment>> = HashMap::new();
    for comment in comments {
        let parent = comment.parent.filter(|parent| shown.contains(parent));
        by_parent.entry(parent).or_default().push(comment);
    }
    level(app, language, &mut by_parent, None, 1, reply)
}

fn level(
    app: &App,
    language: &Language,
    by_parent: &mut HashMap<Option<CommentId>, Vec<Comment>>,
    parent: Option<CommentId>,
    depth: usize,
    reply: Option<&str>,
) -> Vec<CommentView> {
    let mut views = Vec::new();
    for comment in by_parent.remove(&parent).unwrap_or_default() {
        let id = comment.id;
        let reply_href =
            reply.filter(|_| depth < DEEPEST).map(|action| format!("{action}?parent={id}#respond"));
        let mut view = comment_view(app, language, comment, reply_href);
        let replies = level(app, language, by_parent, Some(id), depth + 1, reply);
        if depth < DEEPEST {
            view.replies = replies;
            views.push(view);
        } else {
            // Imported threads can be deeper; they go on at the deepest level.
            views.push(view);
            views.extend(replies);
        }
    }
    views
}

/// A comment without its answers.
pub(crate) fn comment_view(
    app: &App,
    language: &Language,
    comment: Comment,
    reply_href: Option<String>,
) -> CommentView {
    CommentView {
        id: comment.id.to_string(),
        author: comment.name,
        website: comment.website,
        staff: comment.staff,
        written: (comment.at != UNDATED).then(|| app.look.moment(language, comment.at)),
        body_html: Html(plain_html(&comment.text)),
        reply_href,
        replies: Vec::new(),
    }
}
