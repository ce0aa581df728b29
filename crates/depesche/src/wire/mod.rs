//! Foreign copy: how it comes in, how articles are made of it, and how they follow it.
//!
//! Reading formats is the crate `wire`; what is kept of copy is in the archive.

pub(crate) mod fetching;
pub(crate) mod folder;
mod hosts;
pub(crate) mod incoming;
mod memory;
pub(crate) mod merging;
mod pace;
mod pictures;
pub(crate) mod relaying;
mod saying;
mod signature;
pub(crate) mod subscribing;
pub(crate) mod take;
pub(crate) mod taking_in;
#[cfg(test)]
mod ways_tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use archive::{Archive, Files, StoredProvider};
use newsroom::change::{Cause, Way};
use newsroom::site::Site;

use crate::config::Config;
use crate::newsroom_folder::{self, Newsroom};

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
    /// What may be reached by it.
    pub(crate) reach: net::Reach,
    /// The hosts that are asked at the moment.
    pub(crate) hosts: hosts::Hosts,
    /// Most bytes of a piece of copy that comes over the net.
    pub(crate) most: usize,
    /// How many providers are asked at the same time.
    pub(crate) at_once: usize,
    /// How many days copy is kept that no article was made of; 0 keeps it for good.
    pub(crate) keep_days: u32,
}

impl CopyDesk {
    /// The copy desk of a newsroom.
    ///
    /// # Errors
    /// When no calls to other machines can be made at all.
    pub(crate) fn new(newsroom: &Newsroom, data: &Path, config: &Config) -> Result<CopyDesk> {
        let agent = net::HeaderValue::from_static(concat!("Depesche/", env!("CARGO_PKG_VERSION")));
        let client = net::Client::new(&agent, Vec::new())?;
        Ok(CopyDesk {
            archive: newsroom.archive.clone(),
            files: newsroom_folder::files(data)?,
            site: newsroom.site.clone(),
            data: data.to_owned(),
            client,
            reach: config.reach()?,
            hosts: hosts::Hosts::default(),
            most: (config.fetch.megabytes.max(1) as usize) << 20,
            at_once: config.fetch.at_once.max(1) as usize,
            keep_days: config.fetch.keep_days,
        })
    }

    /// Whether others can reach the site: a hub could not ask back otherwise.
    pub(crate) fn public_address(&self) -> bool {
        net::connected_to(&self.site.url, &self.reach, |_| Vec::new()).is_ok()
    }
}

/// Who changes something when copy of a provider does.
pub(crate) fn cause(from: &StoredProvider) -> Cause {
    Cause { who: from.provider.name.clone(), way: Way::Wire, why: String::new() }
}
