//! The whole program as readers meet it: the command line fills a newsroom, HTTP shows it.

mod comments;
mod jobs;
mod keeping;
mod operator;
mod pictures;
mod seed;
mod stopping;
mod support;
