//! What readers get: routes, pages from the archive, feeds, sitemaps, the comment form.
//!
//! A request goes through `routes.rs` to a handler, which asks the archive, fills a view
//! ([`views`]) and has the theme lay it out. What is wrong becomes a page in `answer.rs`.

mod absolute;
mod answer;
mod articles;
mod asked;
mod clock;
mod comment_thread;
mod commenter;
mod comments;
mod connection;
mod consent;
mod corrections;
mod counters;
mod dates;
mod edition;
pub mod export;
mod feeds;
mod frame;
mod front;
mod headers;
mod json_ld;
mod limits;
mod lists;
mod look;
mod media;
mod metrics;
mod old_addresses;
mod origin;
mod page_cache;
mod pages;
mod places;
mod plain;
mod range;
pub mod renditions;
mod routes;
mod search;
mod search_results;
mod serve;
mod sitemaps;
mod state;
mod teasers;
mod variants;
pub mod views;
mod workshop;
mod xml;

pub use clock::Clock;
pub use counters::Metrics;
pub use look::Look;
pub use places::{Hosts, Place};
pub use routes::{Kind, Route, metrics_router, router, routes};
pub use serve::serve;
pub use state::{App, Settings, SiteState};
pub use workshop::stand_back;
