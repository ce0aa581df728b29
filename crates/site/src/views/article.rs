//! The page of an article.

use serde::Serialize;

use super::{
    CommentsView, CorrectionView, Frame, Html, LanguageLink, Link, Moment, PictureView, Run, Teaser,
};

/// `article.html`: an article with all that belongs to it. The same for every reader.
#[derive(Debug, Clone, Serialize)]
pub struct ArticlePage {
    /// What surrounds the page; NewsArticle and BreadcrumbList in its head.
    pub frame: Frame,
    /// The article.
    pub article: ArticleView,
    /// The dossier it belongs to, with the other stories in it.
    pub dossier: Option<DossierBox>,
    /// Stories to read next, by topic and section, each as `parts/related.html` made it.
    pub related: Vec<Html>,
    /// Comments and the form; `None` if comments are off and there never were any.
    pub comments: Option<CommentsView>,
}

/// `parts/related.html`: a story below the articles it is related to. The same below all of them.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedStory {
    /// The story.
    pub story: Teaser,
}

/// One language's text of a story.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleView {
    /// Label of the genre, where it is not a plain report.
    pub genre: Option<Genre>,
    /// Line above the headline.
    pub kicker: Option<String>,
    /// Headline.
    pub headline: String,
    /// Standfirst.
    pub standfirst: Option<String>,
    /// Who wrote it, links included ("Von ", "Merle Ohlsen", ", Genf"). Empty if nobody is named.
    pub byline: Vec<Run>,
    /// When it was published; `None` in a preview and where nobody knows.
    pub published: Option<Moment>,
    /// Whether readers see it without anybody knowing since when.
    pub undated: bool,
    /// When it was last changed in substance, if that was after publication.
    pub changed: Option<Moment>,
    /// Reading time in whole minutes; `None` for very short pieces.
    pub reading_minutes: Option<u32>,
    /// Lead picture with caption and credit.
    pub picture: Option<PictureView>,
    /// The text, from the typed tree, the dateline run into its first paragraph.
    pub body_html: Html,
    /// Corrections, oldest first.
    pub corrections: Vec<CorrectionView>,
    /// Where the text comes from; `None` if all of it is the paper's own.
    pub origin: Option<OriginView>,
    /// Its sections of the first rank and its topics, as links.
    pub topics: Vec<Link>,
    /// The same story in other languages.
    pub translations: Vec<LanguageLink>,
    /// Absolute address of a counting mark (VG Wort), printed as a picture of one pixel.
    pub counting_mark: Option<String>,
}

/// The label of a genre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Genre {
    /// Stable name ("comment", "advertisement"), used as a class.
    pub kind: String,
    /// What readers see ("Kommentar", "Anzeige").
    pub text: String,
}

/// Where a text comes from and who worked on it.
#[derive(Debug, Clone, Serialize)]
pub struct OriginView {
    /// Sentences, each a list of runs: material, translation, who checked it.
    pub sentences: Vec<Vec<Run>>,
    /// Address of the original, if it can be read somewhere.
    pub original: Option<String>,
}

/// The dossier of an article.
#[derive(Debug, Clone, Serialize)]
pub struct DossierBox {
    /// Its title, as a link to its page.
    pub link: Link,
    /// Other stories in it, a handful.
    pub stories: Vec<Link>,
}
