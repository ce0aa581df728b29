//! What an export is made of: the site, authors, terms, menus, reusable blocks. Small beside the
//! posts, and needed before the first of them is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anyhow::Result;
use newsroom::language::Language;
use wire::wordpress::plan::kinds::{Nature, nature};
use wire::wordpress::plan::terms::is_topical;
use wire::wordpress::plan::{byline, guest_author, languages, menus};
use wire::wordpress::{Author, Category, Channel, Event, Item, Tag, Term};

use super::{Options, Pass, named};
use crate::import::Stop;
use crate::import::report::Report;

/// What an export is made of.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) channel: Channel,
    pub(super) authors: Vec<Author>,
    pub(super) categories: Vec<Category>,
    pub(super) tags: Vec<Tag>,
    /// Terms of other taxonomies.
    pub(super) terms: Vec<Term>,
    /// Which of those stand on articles: taxonomy and slug.
    used: HashSet<(String, String)>,
    /// Entries of menus.
    pub(super) menus: Vec<menus::Entry>,
    /// Texts of reusable blocks.
    pub(super) reusable: HashMap<u64, String>,
    /// Posts whose gallery shows what is attached to them.
    pub(super) galleries: HashSet<u64>,
    /// Whether there are attachments: without them nobody needs to look for them again.
    pub(super) attachments: bool,
    /// How many texts there are of each kind that is neither post nor page.
    kinds: BTreeMap<String, u64>,
    /// Authors without an account, by their login.
    guests: HashMap<String, Author>,
    /// Login and name of those whom bylines name.
    bylines: BTreeMap<String, String>,
    /// Languages of the items.
    pub(super) languages: BTreeSet<String>,
}

impl Survey {
    /// Reads the file once.
    pub(super) fn of(options: &Options, stop: &Stop, report: &mut Report) -> Result<Survey> {
        let mut pass = Pass::begin(options, "looking through the export", stop.clone())?;
        let mut survey = Survey::default();
        let mut seen = Seen::default();
        while let Some(event) = pass.next()? {
            match event {
                Event::Channel(channel) => survey.channel = channel,
                Event::Author(author) => {
                    if seen.authors.insert(author.login.clone()) {
                        survey.authors.push(author);
                    }
                }
                Event::Category(category) => {
                    if seen.categories.insert(category.slug.clone()) {
                        survey.categories.push(category);
                    }
                }
                Event::Tag(tag) => {
                    if seen.tags.insert(tag.slug.clone()) {
                        survey.tags.push(tag);
                    }
                }
                Event::Term(term) => {
                    if seen.terms.insert((term.taxonomy.clone(), term.slug.clone())) {
                        survey.terms.push(term);
                    }
                }
                Event::Item(item) => survey.item(*item, options, &mut seen, report)?,
            }
        }
        // A guest may be described after the first text with their name over it.
        for (login, display_name) in std::mem::take(&mut survey.bylines) {
            if seen.authors.insert(login.clone()) {
                let guest = survey.guests.remove(&login);
                survey.authors.push(guest.unwrap_or(Author { login, display_name, ..Author::default() }));
            }
        }
        for (kind, number) in &survey.kinds {
            let what = format!("its {number} items are articles; --not-kinds {kind} keeps them aside");
            report.note(&format!("kind {kind}"), what)?;
        }
        for problem in pass.reader.problems() {
            report.note(&format!("file, byte {}", problem.at), &problem.kind)?;
        }
        if pass.reader.replaced_characters() > 0 {
            let count = pass.reader.replaced_characters();
            report.note("file", format!("{count} characters could not stand in XML and were replaced"))?;
        }
        pass.progress.end();
        Ok(survey)
    }

    fn item(&mut self, item: Item, options: &Options, seen: &mut Seen, report: &mut Report) -> Result<()> {
        match item.kind.as_str() {
            "nav_menu_item" => {
                match menus::entry(&item) {
                    Some(entry) => self.menus.push(entry),
                    None => {
                        report.note(&named(&item), "it is in no menu or leads nowhere; it was left out")?
                    }
                }
                return Ok(());
            }
            "wp_block" => {
                // WordPress shows no other in a text, whoever names it.
                if item.status == "publish" && item.password.is_empty() {
                    self.reusable.insert(item.id, item.content);
                }
                return Ok(());
            }
            "guest-author" => {
                self.guests.extend(guest_author(&item).map(|author| (author.login.clone(), author)));
                return Ok(());
            }
            "attachment" => {
                self.attachments = true;
                return Ok(());
            }
            kind if nature(&item) != Nature::Text || options.is_aside(kind) => return Ok(()),
            "post" | "page" => {}
            kind => *self.kinds.entry(kind.to_owned()).or_default() += 1,
        }
        if let Some(language) = languages::language(&item) {
            self.languages.insert(language.as_str().to_owned());
        }
        if item.content.contains("[gallery") {
            self.galleries.insert(item.id);
        }
        // Exports of some posts only, and those of old versions, name authors and terms nowhere else.
        if !item.creator.is_empty() && seen.authors.insert(item.creator.clone()) {
            self.authors.push(Author { login: item.creator.clone(), ..Author::default() });
        }
        for (login, name) in byline(&item) {
            self.bylines.entry(login.to_owned()).or_insert_with(|| name.to_owned());
        }
        for term in item.terms_of("category") {
            if !term.slug.is_empty() && seen.categories.insert(term.slug.clone()) {
                let (slug, name) = (term.slug.clone(), term.name.clone());
                self.categories.push(Category { slug, name, ..Category::default() });
            }
        }
        for term in item.terms_of("post_tag") {
            if !term.slug.is_empty() && seen.tags.insert(term.slug.clone()) {
                let (slug, name) = (term.slug.clone(), term.name.clone());
                self.tags.push(Tag { slug, name, ..Tag::default() });
            }
        }
        for term in item.terms.iter().filter(|term| is_topical(&term.domain) && !term.slug.is_empty()) {
            let key = (term.domain.clone(), term.slug.clone());
            if seen.terms.insert(key.clone()) {
                let (taxonomy, slug, name) = (term.domain.clone(), term.slug.clone(), term.name.clone());
                self.terms.push(Term { taxonomy, slug, name, ..Term::default() });
            }
            // Topics stand on articles only.
            if item.kind != "page" {
                self.used.insert(key);
            }
        }
        Ok(())
    }

    /// Whether a term of another taxonomy stands on an article.
    pub(super) fn is_used(&self, term: &Term) -> bool {
        self.used.contains(&(term.taxonomy.clone(), term.slug.clone()))
    }

    /// Languages that sections and topics are named in: the site's own, as far as items have them.
    pub(super) fn spoken<'a>(&self, languages: &'a [Language]) -> Vec<&'a Language> {
        let first = languages.first().into_iter();
        let others = languages.iter().skip(1).filter(|l| self.languages.contains(l.as_str()));
        first.chain(others).collect()
    }
}

#[derive(Default)]
struct Seen {
    authors: HashSet<String>,
    categories: HashSet<String>,
    tags: HashSet<String>,
    terms: HashSet<(String, String)>,
}
