//! What goes out to others: so far, what caches outside have to drop.
//!
//! A [`Cache`] is told by keys which pages to drop; [`Varnish`], [`Fastly`] and [`Cloudflare`] each have
//! their own way. [`keep_purging`] follows the log of changes and tells each cache in their order.

mod cache;
mod cloudflare;
mod fastly;
mod purging;
mod varnish;

pub use cache::{Cache, Failure, Most, purge};
pub use cloudflare::Cloudflare;
pub use fastly::Fastly;
pub use purging::keep_purging;
pub use varnish::Varnish;
