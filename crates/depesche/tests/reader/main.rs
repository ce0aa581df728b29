//! The whole program as readers meet it: the command line fills a newsroom, HTTP shows it.

mod backup;
mod bucket;
mod comments;
mod exported;
mod growing;
mod hub;
mod jobs;
mod keeping;
mod killed;
mod lists;
mod machines;
mod operator;
mod pictures;
mod places;
mod postgres;
mod seed;
mod stopping;
#[path = "../../../bucket/tests/store/server.rs"]
mod store;
#[path = "../support/mod.rs"]
mod support;
mod varnish;
