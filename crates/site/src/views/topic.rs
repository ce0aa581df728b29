//! The page of a topic.

use serde::Serialize;

use super::{Frame, Link, Pager, Teaser};

/// `topic.html`: everything about one subject, newest first.
#[derive(Debug, Clone, Serialize)]
pub struct TopicPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Name of the topic.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Topics that are near this one.
    pub related: Vec<Link>,
    /// The stories.
    pub stories: Vec<Teaser>,
    /// The way on.
    pub pager: Pager,
}
