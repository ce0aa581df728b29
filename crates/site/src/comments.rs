//! Comments: the thread under an article, the form, and the pages a commenter comes to.

use archive::{Arrival, PublicArticle, Reading};
use axum::extract::{Form, Path, Query, State};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, header};
use axum::{Extension, body::Body};
use jiff::{SignedDuration, Timestamp};
use newsroom::article::Comments;
use newsroom::change::{Cause, Way};
use newsroom::comment::{Draft, Field, Problem, State as CommentState};
use newsroom::ids::{ArticleId, CommentId};
use newsroom::language::Language;
use render::document_html::plain_html;
use serde::Deserialize;

use crate::answer::{Answer, IN_A_MOMENT, Trouble, page, see_other};
use crate::asked::Asked;
use crate::comment_thread::{comment_view, threads};
use crate::commenter::{cookie, fresh_token, remember, same_site, writer};
use crate::edition::{GERMAN, words};
use crate::frame::Sheet;
use crate::limits::{Network, client};
use crate::state::App;
use crate::views::{
    CommentFormView, CommentPage, CommentReceivedPage, CommentsView, FieldError, Html, Link,
    WaitingCommentView, WaitingCommentsPage,
};

/// Comments shown under an article.
const MOST: i64 = 200;
/// Most bytes a form may have: the longest comment of the longest letters, escaped, and the rest.
pub(crate) const LARGEST_FORM: usize = 128 << 10;
/// The field that people leave empty.
const TRAP: &str = "fax";
/// How long that cookie and the hash of a writer's network are kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    comment: String,
    name: String,
    email: String,
    website: String,
    parent: Option<i64>,
    fax: String,
}

/// Which comment is to be answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Answered {
    parent: Option<i64>,
}

/// The comments under an article, the same for every reader.
pub(crate) async fn under(
    app: &App,
    reading: &Reading<'_>,
    article: &PublicArticle,
    open: bool,
) -> archive::Result<CommentsView> {
    let language = &article.language;
    let comments = reading.approved_comments(article.id, MOST).await?;
    let action = action(app, language, article.id);
    Ok(CommentsView {
        count: u64::try_from(article.comment_count).unwrap_or_default(),
        threads: threads(app, language, comments, open.then_some(action.as_str())),
        form: open.then(|| form_view(action, None, &Sent::default())),
        waiting_href: waiting_href(app, language),
    })
}

/// `GET /kommentar/{article}`: the form on a page of its own.
pub(crate) async fn form(
    State(app): State<App>,
    Path(article): Path<i64>,
    Query(answered): Query<Answered>,
) -> Answer {
    let (article, link) = open_article(&app, article).await?;
    let sent = Sent { parent: answered.parent, ..Sent::default() };
    form_page(&app, &article, link, &sent, Vec::new()).await
}

/// `POST /kommentar/{article}`
pub(crate) async fn post(
    State(app): State<App>,
    Path(article): Path<i64>,
    headers: HeaderMap,
    extensions: Extensions,
    Form(sent): Form<Sent>,
) -> Answer {
    if !same_site(&headers, &app) {
        return Err(Trouble::Refused(StatusCode::FORBIDDEN, "Comments can only be sent from this site.\n"));
    }
    let (article, link) = open_article(&app, article).await?;
    let language = article.language.clone();
    let thanks = format!(
        "{}/{}",
        action(&app, &language, article.id),
        if words(&language) == GERMAN { "danke" } else { "thanks" }
    );
    if !sent.fax.is_empty() {
        // A machine; it is told the same as everybody.
        return see_other(&thanks);
    }
    let draft = Draft {
        text: sent.comment.clone(),
        name: sent.name.clone(),
        email: sent.email.clone(),
        website: sent.website.clone(),
    };
    let new = match draft.check() {
        Ok(new) => new,
        Err(problems) => {
            let errors = problems.into_iter().map(|wrong| field_error(&app, &language, wrong)).collect();
            return refused_form(&app, &article, link, &sent, errors).await;
        }
    };
    let network = client(&extensions, &headers, &app.settings.trusted_proxies).map(Network::of);
    if network.is_some_and(|network| !app.limits.allow(network)) {
        let text = app.look.say(&language, "comment-too-many", &[]);
        let errors = vec![FieldError { field: "form".to_owned(), text }];
        return refused_form(&app, &article, link, &sent, errors).await;
    }
    let token = cookie(&headers).unwrap_or_else(|| fresh_token(&app));
    let forget_at = Timestamp::now() + KEPT;
    let arrival = Arrival {
        network: network.map(|network| network.hash(&app.settings.network_key)),
        forget_at: network.map(|_| forget_at),
        writer: Some(writer(&token)),
        staff: false,
        state: CommentState::Waiting,
    };
    let (id, parent) = (article.id, sent.parent.map(CommentId));
    let cause = Cause { who: "reader".to_owned(), way: Way::Site, why: String::new() };
    let kept = app
        .archive
        .write(cause, move |writing| {
            Box::pin(async move { writing.add_comment(id, parent, &new, &arrival).await })
        })
        .await;
    match kept {
        Ok(_) => {}
        Err(archive::Error::Refused(_)) => {
            let text = app.look.say(&language, "comment-not-taken", &[]);
            let errors = vec![FieldError { field: "form".to_owned(), text }];
            return refused_form(&app, &article, link, &sent, errors).await;
        }
        Err(error) if error.is_passing() => {
            tracing::warn!(%error, "a comment was sent away for a moment");
            if let Some(network) = network {
                app.limits.give_back(network);
            }
            return busy_form(&app, &article, link, &sent).await;
        }
        Err(error) => return Err(error.into()),
    }
    let mut answer = see_other(&thanks)?;
    answer.headers_mut().insert(header::SET_COOKIE, remember(&app, &token, KEPT)?);
    Ok(answer)
}

/// `GET /kommentar/{article}/danke`
pub(crate) async fn received(State(app): State<App>, Path(article): Path<i64>) -> Answer {
    let (article, link) = open_article(&app, article).await?;
    let language = &article.language;
    let sheet = Sheet::error(app.look.say(language, "comment-received-title", &[]));
    let view = CommentReceivedPage {
        frame: sheet.frame(&app, language),
        article: link,
        comment_href: None,
        waiting_href: waiting_href(&app, language),
    };
    private(page(&app, language, "comment-received.html", &view))
}

/// `GET /kommentar/wartend`: the reader's own waiting comments; the one page made for one reader.
pub(crate) async fn waiting(
    State(app): State<App>,
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
) -> Answer {
    let language = &asked.language;
    let found = match cookie(&headers) {
        Some(token) => app.archive.reading().waiting_comments(&writer(&token)).await?,
        None => Vec::new(),
    };
    let sheet = Sheet::error(app.look.say(language, "comments-waiting-title", &[]));
    let view = WaitingCommentsPage {
        frame: sheet.frame(&app, language),
        article: None,
        comments: found
            .into_iter()
            .map(|waiting| WaitingCommentView {
                article: Link { href: waiting.path, text: waiting.headline },
                author: waiting.comment.name,
                written: app.look.moment(language, waiting.comment.at),
                body_html: Html(plain_html(&waiting.comment.text)),
            })
            .collect(),
    };
    private(page(&app, language, "comments-waiting.html", &view))
}

async fn open_article(app: &App, id: i64) -> Result<(PublicArticle, Link), Trouble> {
    let article = app.archive.reading().public_article(ArticleId(id)).await?.ok_or(Trouble::NotFound)?;
    match (&article.text, &article.path) {
        (Some(text), Some(path)) if article.comments != Comments::Off => {
            let link = Link { href: path.clone(), text: text.text.headline.clone() };
            Ok((article, link))
        }
        _ => Err(Trouble::NotFound),
    }
}

async fn refused_form(
    app: &App,
    article: &PublicArticle,
    link: Link,
    sent: &Sent,
    errors: Vec<FieldError>,
) -> Answer {
    let mut answer = form_page(app, article, link, sent, errors).await?;
    *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// The form with all that was typed, to be sent again in a moment.
async fn busy_form(app: &App, article: &PublicArticle, link: Link, sent: &Sent) -> Answer {
    let text = app.look.say(&article.language, "comment-busy", &[]);
    let errors = vec![FieldError { field: "form".to_owned(), text }];
    let mut answer = form_page(app, article, link, sent, errors).await?;
    *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    answer.headers_mut().insert(header::RETRY_AFTER, IN_A_MOMENT);
    Ok(answer)
}

async fn form_page(
    app: &App,
    article: &PublicArticle,
    link: Link,
    sent: &Sent,
    errors: Vec<FieldError>,
) -> Answer {
    let language = &article.language;
    let parent = match sent.parent {
        Some(parent) => app.archive.reading().approved_comment(CommentId(parent)).await?,
        None => None,
    };
    let parent = parent.filter(|parent| parent.article == article.id);
    let open = article.comments == Comments::Open;
    let form = open.then(|| {
        let mut form =
            form_view(action(app, language, article.id), parent.as_ref().map(|parent| parent.id.0), sent);
        form.errors = errors;
        form
    });
    let sheet = Sheet::error(app.look.say(language, "comment-page-title", &[]));
    let view = CommentPage {
        frame: sheet.frame(app, language),
        article: link,
        parent: parent.map(|parent| comment_view(app, language, parent, None)),
        form,
    };
    private(page(app, language, "comment.html", &view))
}

fn form_view(action: String, parent: Option<i64>, sent: &Sent) -> CommentFormView {
    CommentFormView {
        action,
        parent,
        honeypot: TRAP.to_owned(),
        comment: sent.comment.clone(),
        name: sent.name.clone(),
        email: sent.email.clone(),
        website: sent.website.clone(),
        errors: Vec::new(),
    }
}

fn field_error(app: &App, language: &Language, (field, problem): (Field, Problem)) -> FieldError {
    let field = match field {
        Field::Text => "comment",
        Field::Name => "name",
        Field::Email => "email",
        Field::Website => "website",
    };
    let (key, most) = match problem {
        Problem::Missing => (format!("comment-{field}-missing"), 0),
        Problem::TooLong(most) => (format!("comment-{field}-too-long"), most),
        Problem::Malformed => (format!("comment-{field}-malformed"), 0),
    };
    let most = app.look.number(language, i64::try_from(most).unwrap_or_default());
    FieldError { field: field.to_owned(), text: app.look.say(language, &key, &[("most", most.into())]) }
}

fn action(app: &App, language: &Language, article: ArticleId) -> String {
    format!("{}/{}/{article}", app.site.prefix(language), words(language).comment)
}

fn waiting_href(app: &App, language: &Language) -> String {
    let words = words(language);
    let word = if words == GERMAN { "wartend" } else { "waiting" };
    format!("{}/{}/{word}", app.site.prefix(language), words.comment)
}

/// A page that no cache may keep.
fn private(answer: Answer) -> Answer {
    let mut answer: axum::response::Response<Body> = answer?;
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    answer.headers_mut().remove(header::ETAG);
    Ok(answer)
}
