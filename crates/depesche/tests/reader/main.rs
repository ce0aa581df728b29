//! The whole program as readers meet it: the command line fills a newsroom, HTTP shows it.

mod comments;
mod keeping;
mod operator;
mod seed;
mod stopping;
mod support;
