//! What all handlers share: the archive, the theme, the settings, and what every page needs of the
//! archive (sections and menus), read again whenever something has changed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use archive::{Archive, Files, MenuItem, Tag};
use jiff::Timestamp;
use newsroom::language::Language;
use newsroom::section::Section;
use newsroom::site::Site;
use parking_lot::RwLock;

use crate::clock::Clock;
use crate::counters::Metrics;
use crate::edition;
use crate::limits::Limits;
use crate::look::Look;
use crate::page_cache::PageCache;
use crate::places::{Place, Policies};
use crate::views::SharedEdition;
use crate::workshop::Workshop;

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
    pub(crate) pages: Arc<PageCache>,
    /// How often sections or menus changed.
    outdated: Arc<AtomicU64>,
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
    /// Room for finished pages, in bytes; 0 keeps none.
    pub page_cache: usize,
    /// Whether pages carry what caches outside need to keep them until they are told to drop them.
    pub outside_caches: bool,
    /// The time that pages are made at.
    pub clock: Clock,
    /// Key of the hashes of network addresses; the same on all nodes.
    pub network_key: [u8; 32],
}

/// What every page needs of the archive.
pub(crate) struct Snapshot {
    /// The newest change when it was read.
    change: i64,
    /// How often sections or menus had changed.
    outdated: u64,
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
        let pages = PageCache::new(settings.page_cache);
        let outdated = Arc::new(AtomicU64::new(0));
        archive.on_change({
            let (pages, outdated) = (pages.clone(), outdated.clone());
            move |changes| {
                let concerns = |tag: &Tag| matches!(tag, Tag::All | Tag::Sections | Tag::Menus(_));
                if changes.iter().any(|change| change.tags.iter().any(concerns)) {
                    outdated.fetch_add(1, Ordering::AcqRel);
                }
                pages.apply(changes);
            }
        });
        let snapshot = read_snapshot(&archive, &site, &look, &settings, 0).await?;
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
            pages,
            outdated,
            snapshot: RwLock::new(Arc::new(snapshot)),
        }))
    }

    /// Reads sections and menus again if they have changed since.
    ///
    /// # Errors
    /// When the archive fails; what was read before stays.
    pub async fn refresh(&self) -> archive::Result<()> {
        let outdated = self.outdated.load(Ordering::Acquire);
        let known = self.snapshot.read().clone();
        let is_fresh = if self.archive.is_following() {
            known.outdated == outdated
        } else {
            // Nobody says then what others change.
            archive::noting(async { self.archive.reading().newest_change().await }).await.0? == known.change
        };
        if is_fresh {
            return Ok(());
        }
        // Read for all pages: what this one is made from is noted where it uses it.
        let reading = read_snapshot(&self.archive, &self.site, &self.look, &self.settings, outdated);
        let fresh = archive::noting(reading).await.0?;
        let mut snapshot = self.snapshot.write();
        if fresh.change >= snapshot.change {
            *snapshot = Arc::new(fresh);
        }
        Ok(())
    }

    /// What time it is.
    pub(crate) fn now(&self) -> Timestamp {
        self.settings.clock.now()
    }

    /// Whether the page of an address within the site is kept ready at the moment.
    pub fn is_kept(&self, address: &str) -> bool {
        self.pages.is_kept(address.as_bytes())
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        archive::note(Tag::Sections);
        self.snapshot.read().clone()
    }

    /// What all pages of a language share; that of the main language for one the site has not.
    pub(crate) fn edition(&self, language: &Language) -> SharedEdition {
        archive::note(Tag::Menus(language.clone()));
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
    outdated: u64,
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
    Ok(Snapshot { change, outdated, sections, editions })
}
