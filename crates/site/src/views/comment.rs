//! Comments: the thread under an article, the form, and the pages a commenter comes to.
//!
//! No view here has a field for an e-mail address but the form that gives back what was just typed.

use serde::Serialize;

use super::{Frame, Html, Link, Moment};

/// Comments under an article, and the way to write one. Nothing in it depends on the reader.
#[derive(Debug, Clone, Serialize)]
pub struct CommentsView {
    /// Approved comments, replies included.
    pub count: u64,
    /// The threads, oldest first, three deep.
    pub threads: Vec<CommentView>,
    /// The empty form; `None` if no more comments are taken.
    pub form: Option<CommentFormView>,
    /// Address of the page with the reader's own waiting comments.
    pub waiting_href: String,
}

/// An approved comment.
#[derive(Debug, Clone, Serialize)]
pub struct CommentView {
    /// Public id: the element's id becomes `comment-{id}`. Text, which is printed faster than a number.
    pub id: String,
    /// The name the commenter gave.
    pub author: String,
    /// The website the commenter gave; linked with `rel="nofollow ugc"`.
    pub website: Option<String>,
    /// Whether an editor wrote it.
    pub staff: bool,
    /// When it was written; `None` where nobody knows.
    pub written: Option<Moment>,
    /// The text, sanitised.
    pub body_html: Html,
    /// Address of the reply form; `None` at the third level or if no more comments are taken.
    pub reply_href: Option<String>,
    /// Replies, oldest first.
    pub replies: Vec<CommentView>,
}

/// The form, empty or with what was typed and what is wrong with it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CommentFormView {
    /// Where it is sent to.
    pub action: String,
    /// Public id of the comment it answers.
    pub parent: Option<i64>,
    /// Name of the field that people leave empty and machines fill in.
    pub honeypot: String,
    /// Text, as typed.
    pub comment: String,
    /// Name, as typed.
    pub name: String,
    /// E-mail address, as typed.
    pub email: String,
    /// Website, as typed.
    pub website: String,
    /// What is wrong, in the order of the fields; empty for a fresh form.
    pub errors: Vec<FieldError>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// `comment`, `name`, `email` or `website`; `form` if it is about none of them (too many comments, closed meanwhile).
    pub field: String,
    /// What is wrong and what to do, in the page's language.
    pub text: String,
}

/// `comment.html`: the form on a page of its own: to answer a comment, or because something was wrong.
#[derive(Debug, Clone, Serialize)]
pub struct CommentPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The article.
    pub article: Link,
    /// The comment to be answered; its `replies` stay empty.
    pub parent: Option<CommentView>,
    /// The form; `None` if no more comments are taken.
    pub form: Option<CommentFormView>,
}

/// `comment-received.html`: thanks; the comment waits for approval, or stands there already.
#[derive(Debug, Clone, Serialize)]
pub struct CommentReceivedPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The article.
    pub article: Link,
    /// Where the comment stands, if it was approved at once.
    pub comment_href: Option<String>,
    /// Address of the page with the reader's own waiting comments.
    pub waiting_href: String,
}

/// `comments-waiting.html`: the reader's own comments that wait for approval. Never cached.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingCommentsPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The article, if the page was asked for one.
    pub article: Option<Link>,
    /// The comments, newest first.
    pub comments: Vec<WaitingCommentView>,
}

/// A comment that waits.
#[derive(Debug, Clone, Serialize)]
pub struct WaitingCommentView {
    /// The article it was written under.
    pub article: Link,
    /// The name the commenter gave.
    pub author: String,
    /// When it was written.
    pub written: Moment,
    /// The text, sanitised.
    pub body_html: Html,
}
