//! What all handlers share: the archive, the theme, the settings, and what every page needs of the
//! archive (sections and menus), read again whenever something has changed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Files, MenuItem};
use newsroom::language::Language;
use newsroom::section::Section;
use newsroom::site::Site;
use parking_lot::RwLock;

use crate::counters::Metrics;
use crate::edition;
use crate::limits::Limits;
use crate::look::Look;
use crate::places::{Place, Policies};
use crate::views::SharedEdition;
use crate::workshop::Workshop;

/// How often the log of changes is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// The shared state, as handlers get it.
pub type App = Arc<SiteState>;

/// What all handlers share.
pub struct SiteState {
    /// All that the newsroom keeps.
    pub archive: Archive,
    /// The bytes of pictures and files.
    pub files: Files,
    /// The publication.
    pub site: Site,
    /// Its theme and words.
    pub look: Look,
    /// What the operator has set.
    pub settings: Settings,
    /// The full-text index, kept by the program; without one the plain search stands in.
    pub search: search::Search,
    /// Searches of the index at the same time.
    pub(crate) searches: tokio::sync::Semaphore,
    /// What has been counted since the start.
    pub metrics: Metrics,
    pub(crate) limits: Limits,
    pub(crate) workshop: Workshop,
    pub(crate) policies: Policies,
    snapshot: RwLock<Arc<Snapshot>>,
}

/// What an operator can set about the reader's site.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whether feeds carry the whole text.
    pub full_feeds: bool,
    /// What is put into the named places of the theme, by their names.
    pub places: BTreeMap<String, Place>,
    /// Where to report security problems (RFC 9116); without it there is no security.txt.
    pub security_contact: Option<String>,
    /// Key of the hashes of network addresses; the same on all nodes.
    pub network_key: [u8; 32],
}

/// What every page needs of the archive.
pub(crate) struct Snapshot {
    pub(crate) change: i64,
    pub(crate) sections: Vec<Section>,
    pub(crate) editions: BTreeMap<Language, SharedEdition>,
}

impl SiteState {
    /// Puts the shared state together and reads the sections and menus for the first time.
    ///
    /// # Errors
    /// When the archive fails.
    pub async fn new(
        archive: Archive,
        files: Files,
        site: Site,
        look: Look,
        settings: Settings,
    ) -> archive::Result<App> {
        let snapshot = read_snapshot(&archive, &site, &look, &settings).await?;
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Arc::new(SiteState {
            archive,
            files,
            site,
            look,
            policies: Policies::new(&settings.places),
            settings,
            search: search::Search::default(),
            searches: tokio::sync::Semaphore::new(threads),
            metrics: Metrics::default(),
            limits: Limits::default(),
            workshop: Workshop::default(),
            snapshot: RwLock::new(Arc::new(snapshot)),
        }))
    }

    /// Reads sections and menus again if something has changed since.
    ///
    /// # Errors
    /// When the archive fails; what was read before stays.
    pub async fn refresh(&self) -> archive::Result<()> {
        let newest = self.archive.reading().newest_change().await?;
        if newest != self.snapshot().change {
            let fresh = read_snapshot(&self.archive, &self.site, &self.look, &self.settings).await?;
            *self.snapshot.write() = Arc::new(fresh);
        }
        Ok(())
    }

    /// Keeps the sections and menus fresh for as long as it is polled.
    pub(crate) async fn keep_fresh(&self) {
        let mut ticks = tokio::time::interval(LOOK_AGAIN);
        loop {
            ticks.tick().await;
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "sections and menus could not be read again");
            }
        }
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().clone()
    }

    /// What all pages of a language share; that of the main language for one the site has not.
    pub(crate) fn edition(&self, language: &Language) -> SharedEdition {
        let snapshot = self.snapshot();
        match snapshot.editions.get(language) {
            Some(edition) => edition.clone(),
            None => SharedEdition::new(edition::edition(
                &self.site,
                &self.look,
                language,
                &[],
                &[],
                &self.settings.places,
            )),
        }
    }
}

impl Snapshot {
    pub(crate) fn section(&self, id: newsroom::ids::SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The section and those above it, from the root down.
    pub(crate) fn trail(&self, id: newsroom::ids::SectionId) -> Vec<&Section> {
        let mut trail = Vec::new();
        let mut at = self.section(id);
        while let Some(section) = at.filter(|_| trail.len() < self.sections.len()) {
            trail.push(section);
            at = section.parent.and_then(|parent| self.section(parent));
        }
        trail.reverse();
        trail
    }
}

async fn read_snapshot(
    archive: &Archive,
    site: &Site,
    look: &Look,
    settings: &Settings,
) -> archive::Result<Snapshot> {
    let reading = archive.reading();
    // The number first: what changes meanwhile is then read again.
    let change = reading.newest_change().await?;
    let sections = reading.sections().await?;
    let items: Vec<MenuItem> = reading.menu_items().await?;
    let editions = site
        .languages
        .iter()
        .map(|language| {
            let edition = edition::edition(site, look, language, &sections, &items, &settings.places);
            (language.clone(), SharedEdition::new(edition))
        })
        .collect();
    Ok(Snapshot { change, sections, editions })
}
