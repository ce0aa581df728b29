//! The archive's rules, on SQLite always and on PostgreSQL where `DEPESCHE_TEST_POSTGRES` names one.

mod assets;
mod backup;
mod comments;
mod counts;
mod feed;
mod import_article;
mod jobs;
mod lists;
mod load;
#[path = "../support/mod.rs"]
mod postgres;
mod publishing;
mod search;
mod support;
mod wire;
mod writing;
