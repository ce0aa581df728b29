//! Moving in from WordPress with the whole program: the command imports, HTTP and the database show it.

mod addresses;
mod corpora;
mod export;
mod kept;
mod languages;
mod repeated;
#[path = "../support/mod.rs"]
mod support;
