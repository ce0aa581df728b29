//! A teaser: how an article is announced on every list, and the way on to the next page of a list.

use serde::Serialize;

use super::{Genre, Moment, PictureView};

/// An article as announced on a front page, a list or among related stories.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Teaser {
    /// Address of the article.
    pub href: String,
    /// Label of the genre, where it is not a plain report.
    pub genre: Option<Genre>,
    /// Line above the headline.
    pub kicker: Option<String>,
    /// Headline.
    pub headline: String,
    /// Standfirst, already cut to what this place shows; `None` where the place shows none.
    pub standfirst: Option<String>,
    /// Picture; `None` where there is none or the place shows none.
    pub picture: Option<PictureView>,
    /// Who wrote it, or that it was translated ("Von Merle Ohlsen", "Übersetzt aus dem Englischen").
    pub byline: Option<String>,
    /// When it was published. Never relative: a page may lie in a cache.
    pub published: Option<Moment>,
    /// Reading time in minutes, where the place shows it.
    pub reading_minutes: Option<u32>,
    /// BCP 47 tag and direction of the article, if it is not in the page's language.
    pub lang: Option<String>,
    /// `ltr` or `rtl`, with `lang`.
    pub dir: Option<String>,
}

/// The way on from one page of a list, by key and not by number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// Address of the page with newer entries.
    pub newer: Option<String>,
    /// Address of the page with older entries.
    pub older: Option<String>,
}
