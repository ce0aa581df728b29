//! Moving in from WordPress and Ghost with the whole program: the command imports, HTTP and the database show it.

mod addresses;
mod corpora;
mod export;
mod ghost;
mod kept;
mod languages;
mod repeated;
#[path = "../support/mod.rs"]
mod support;
