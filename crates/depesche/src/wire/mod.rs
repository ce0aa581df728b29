//! Foreign copy: how it comes in, how articles are made of it, and how they follow it.
//!
//! Reading formats is the crate `wire`; what is kept of copy is in the archive.

pub(crate) mod folder;
pub(crate) mod merging;
mod pictures;
pub(crate) mod relaying;
pub(crate) mod take;
pub(crate) mod taking_in;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use archive::{Archive, Files, StoredProvider};
use newsroom::change::{Cause, Way};
use newsroom::site::Site;

/// What working with copy needs.
#[derive(Clone)]
pub(crate) struct CopyDesk {
    /// All that the newsroom keeps.
    pub(crate) archive: Archive,
    /// The bytes of pictures and files.
    pub(crate) files: Files,
    /// The publication.
    pub(crate) site: Arc<Site>,
    /// The data folder: folders of providers are named from here.
    pub(crate) data: PathBuf,
    /// The one way to other machines.
    pub(crate) client: net::Client,
}

impl CopyDesk {
    /// The copy desk of a newsroom.
    ///
    /// # Errors
    /// When no calls to other machines can be made at all.
    pub(crate) fn new(archive: Archive, files: Files, site: Arc<Site>, data: PathBuf) -> Result<CopyDesk> {
        let agent = net::HeaderValue::from_static(concat!("Depesche/", env!("CARGO_PKG_VERSION")));
        let client = net::Client::new(&agent, Vec::new())?;
        Ok(CopyDesk { archive, files, site, data, client })
    }
}

/// Who changes something when copy of a provider does.
pub(crate) fn cause(from: &StoredProvider) -> Cause {
    Cause { who: from.provider.name.clone(), way: Way::Wire, why: String::new() }
}
