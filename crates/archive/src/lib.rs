//! The archive: all that the newsroom keeps, in SQLite or PostgreSQL.
//!
//! [`Archive`] is the one door. Questions are asked through a [`Reading`], changes made within
//! [`Archive::write`] through a [`Writing`], which is one transaction: its rows, its changes in
//! the log and its jobs become durable together, before the caller hears that it is done.
//! SQL stands in the method that needs it, in the subset both databases share; the few
//! differences are in `db/dialect.rs`.

mod article_items;
mod articles;
mod assets;
mod authors;
pub mod backup;
mod changes;
mod checked_text;
mod comments;
mod counts;
mod db;
mod dossiers;
mod error;
mod feed;
mod files;
mod grown;
mod import_article;
mod imported;
mod jobs;
mod listing;
mod menus;
mod migrate;
mod notes;
mod open;
mod outside;
mod pages;
mod paths;
mod providers;
mod publishing;
mod purges;
mod reading;
mod search;
mod secrets;
mod sections;
mod sitemap_parts;
mod slots;
mod tag;
mod tells;
mod topics;
mod wire_items;
mod wire_notices;
mod writing;

mod article_drafts;
mod article_read;
mod asset_read;
mod author_read;
mod comment_read;
mod correction_read;
mod index_read;
mod list_read;
mod page_read;
mod path_read;
mod search_read;
mod section_read;
mod sitemap_read;
mod topic_read;
mod wire_read;

pub use article_drafts::{ArticleDraft, ListedArticle};
pub use article_items::{ArticleItem, ArticleNote};
pub use articles::Placement;
pub use assets::{AssetWords, NewAsset, NewRendition};
pub use authors::AuthorFacts;
pub use changes::Change;
pub use comments::Arrival;
pub use db::{statements_seen, watch_statements};
pub use dossiers::DossierTitle;
pub use error::{Error, Result};
pub use files::{FileStore, Files, ReadAnywhere, StoredFile};
pub use import_article::{Imported, ImportedArticle};
pub use imported::{ImportedComment, ImportedRow};
pub use jobs::{Job, StoredJob};
pub use menus::MenuItem;
pub use notes::{Noted, note, note_part, note_until, noting, noting_part};
pub use open::{Archive, Place};
pub use outside::{EVERY_PAGE, outside_keys};
pub use pages::NewPage;
pub use paths::Prohibition;
pub use providers::{Asked, StoredProvider};
pub use purges::Purges;
pub use reading::Reading;
pub use search::fold;
pub use sitemap_parts::{SITEMAP_LONGEST, SitemapPart};
pub use sitemap_read::SitemapEntry;
pub use tag::{Listed, Named, Tag, UnknownTag, Window};
pub use tells::Tells;
pub use wire_items::Arrival as CopyArrival;
pub use wire_notices::Notice;
pub use writing::Writing;

pub use article_read::{PublicArticle, PublicText, Translation};
pub use comment_read::WaitingComment;
pub use correction_read::ListedCorrection;
pub use index_read::{FacetName, IndexedArticle};
pub use list_read::{List, Place as ListPlace, Teaser, UNDATED};
pub use page_read::{KeptPage, PageAddress, PublicPage};
pub use wire_read::{ListedItem, Refusal, WireFilter, WireVersion};
