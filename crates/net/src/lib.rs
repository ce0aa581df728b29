//! The one safe way out: HTTP to other machines.
//!
//! Addresses often come from others: a feed's, a ping's, one in a redirect. A [`Client`] reaches what is in
//! public only, and looks at the address it connects to, not at the name that led there, so that no spelling and
//! no name server leads it into the network the program runs in. What an operator has named may be
//! reached all the same ([`Reach`]). Every call has an end in time and size, that of what was compressed included.

mod address;
mod client;
mod connect;
mod error;
mod reach;
mod unpack;

pub use address::is_public;
pub use client::{Answer, Client, Limits, Request};
pub use connect::connected_to;
pub use error::Error;
pub use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
pub use hyper::{Method, StatusCode};
pub use reach::{Reach, Server, parse};
