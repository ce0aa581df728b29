//! The full-text search: what it finds, that it keeps up, and how it is rebuilt.

#[path = "../support/mod.rs"]
mod support;

mod keeping;
mod quality;
