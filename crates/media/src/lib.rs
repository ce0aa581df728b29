//! Pictures: recognise, check, take in, and make the sizes and formats that the site shows.
//!
//! The way of a picture through this crate:
//!
//! 1. [`recognise`] tells by the first bytes what a file is. Recordings and documents are kept as they came,
//!    with the media type of their [`Kind`] ([`film_size`] says how large a film is); pictures go on.
//! 2. [`check`] reads size and frames from the header and refuses what is over the [`Limits`] before a byte
//!    of memory is spent on it.
//! 3. [`intake`] decodes, turns upright, brings to sRGB and writes the original anew, so that nothing of the
//!    file that was brought is ever served; caption, credit and rights come back as [`Metadata`].
//! 4. [`Picture::decode`] reads an original once; [`Picture::shaped`] scales and crops it, and
//!    [`Picture::rendition`] writes it as AVIF, WebP or JPEG, for each width of the [`ladder`].
//!
//! Everything is a function of its arguments: no files, no network, no clock. All of it blocks.

mod avif;
mod colour;
mod decode;
mod encode;
mod film;
mod header;
mod intake;
mod kind;
mod limits;
mod metadata;
mod picture;
mod refusal;

pub use encode::{Format, Rendition};
pub use film::film_size;
pub use header::{Facts, check};
pub use intake::{Intake, hash, intake};
pub use kind::{Class, Kind, recognise};
pub use limits::Limits;
pub use metadata::{Metadata, metadata};
pub use picture::{Crop, Focus, Picture, Shape, WIDTHS, ladder};
pub use refusal::Refusal;

pub(crate) use decode::guard;
