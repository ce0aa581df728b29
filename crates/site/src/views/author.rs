//! The page of an author.

use serde::Serialize;

use super::{Frame, Html, Link, Pager, PictureView, Teaser};

/// `author.html`: who somebody is and what they wrote. Its `frame.head.json_ld` holds the Person.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// The person.
    pub author: AuthorView,
    /// Their stories, newest first.
    pub stories: Vec<Teaser>,
    /// The way on.
    pub pager: Pager,
}

/// An author as readers see them.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorView {
    /// Full name.
    pub name: String,
    /// What they do here ("Redakteurin Politik").
    pub role: Option<String>,
    /// Portrait, shown square.
    pub portrait: Option<PictureView>,
    /// A few paragraphs about them.
    pub bio_html: Option<Html>,
    /// Their own pages elsewhere; printed with `rel="me"`.
    pub links: Vec<Link>,
}
