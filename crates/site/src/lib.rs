//! What readers get: routes, views, page cache, feeds, sitemaps, the comment form.

pub mod views;
