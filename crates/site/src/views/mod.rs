//! What the templates are given: one struct for each page type, filled with ready values.
//!
//! These structs are the contract between the handlers and the theme. A view holds nothing that a template
//! would have to compute: dates are formatted, addresses are built, lists are cut to length. What the template
//! adds is the order, the markup and the words of the interface (`t("…")`).
//!
//! Names that end in `_html` are [`Html`]: made by our own renderer, printed as they are. Every other text is
//! plain and is escaped by the template engine.
//!
//! Each page struct names its template in its first line.

mod archive;
mod article;
mod author;
mod comment;
mod correction;
mod dossier;
mod error;
mod feed;
mod frame;
mod front;
mod head;
mod page;
mod picture;
mod place;
mod search;
mod section;
mod teaser;
mod text;
mod topic;

pub use archive::{ArchiveDayPage, ArchiveMonthPage, ArchivePage, Day, Month, Weekday, Year};
pub use article::{ArticlePage, ArticleView, DossierBox, Genre, OriginView, RelatedStory};
pub use author::{AuthorPage, AuthorView};
pub use comment::{
    CommentFormView, CommentPage, CommentReceivedPage, CommentView, CommentsView, FieldError,
    WaitingCommentView, WaitingCommentsPage,
};
pub use correction::{CorrectionEntry, CorrectionView, CorrectionsPage};
pub use dossier::DossierPage;
pub use error::{BusyPage, LegalPage, NotFoundPage, TroublePage, WithdrawnPage};
pub use feed::{FeedGroup, FeedRow, FeedsPage};
pub use frame::{Asking, Edition, Frame, Here, InterfaceLanguage, Manifest, SharedEdition};
pub use front::{FrontPage, FrontRow};
pub use head::{Alternate, FeedLink, Head, JsonLd, Social, SocialPicture};
pub use page::StandingPage;
pub use picture::{PictureSource, PictureView};
pub use place::PlacePage;
pub use search::{SearchChoice, SearchFacet, SearchHit, SearchInstead, SearchPage, SearchResults};
pub use section::SectionPage;
pub use teaser::{Pager, Teaser};
pub use text::{Html, LanguageLink, Link, Moment, Run};
pub use topic::TopicPage;
