//! The full-text search: what it finds, that it keeps up, and how it is rebuilt.

#[path = "../support/mod.rs"]
mod support;

#[path = "../reader/postgres.rs"]
mod postgres;

mod keeping;
mod quality;
