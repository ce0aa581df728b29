//! An item as it is to be written: everything decided and converted before the transaction.
//!
//! Nothing here asks the archive, so that several threads prepare at a time. Which files of the
//! library a text shows is looked up in between: [`Preparing::begin`] says what it asks for,
//! [`Preparing::finish`] is given the answers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use archive::{ImportedArticle, ImportedComment, Placement};
use jiff::Timestamp;
use newsroom::article::{Comments, Text};
use newsroom::comment::{DEEPEST, UNDATED};
use newsroom::document::Document;
use newsroom::document::html::{Dropped, Options, from_html};
use newsroom::email::Email;
use newsroom::ids::{AssetId, AuthorId};
use newsroom::language::Language;
use newsroom::site::Site;
use wire::fate::Fate;
use wire::old::Old;
use wire::wordpress::Item;
use wire::wordpress::content::{Context, attachment_of, convert};
use wire::wordpress::plan::state::{fate, modified, moment};
use wire::wordpress::plan::terms::Categories;
use wire::wordpress::plan::{byline, comments, featured, kept, kept_meta, languages, vgwort};

use super::named;
use super::terms::Places;
use crate::import::known::Numbered;
use crate::import::library::{Finds, Library};
use crate::import::report::Notes;
use crate::import::write::{Becomes, Page, Prepared};
use crate::import::{beginning, is_free, plain, plain_lines};

/// What is known of the old site before the first of its texts is prepared.
pub(super) struct Preparing {
    pub(super) site: Arc<Site>,
    pub(super) old: Option<Old>,
    pub(super) categories: Categories,
    /// Taxonomies whose terms are no topics.
    pub(super) not_topics: Vec<String>,
    pub(super) places: Places,
    /// Texts of reusable blocks.
    pub(super) reusable: HashMap<u64, String>,
    /// What is attached to the posts that show a gallery of it.
    pub(super) attached: HashMap<u64, Vec<u64>>,
    /// The time at which the import began.
    pub(super) now: Timestamp,
}

/// An item of which only the library's answers are missing.
pub(super) struct Begun {
    item: Item,
    key: String,
    name: String,
    fate: Fate,
    language: Language,
    html: String,
    vgwort: Option<String>,
    document: Document,
    dropped: Vec<Dropped>,
    /// Keys of the files it shows, as [`Library`] takes them.
    pub(super) asked: Vec<String>,
    notes: Notes,
}

impl Preparing {
    /// Decides about a post or page that is to be known by `key` and converts its text.
    ///
    /// # Errors
    /// When it is to be left behind; the notes say why.
    pub(super) fn begin(&self, item: Item, key: String) -> Result<Begun, Notes> {
        let name = named(&item);
        let mut notes = Notes::default();
        let fate = match fate(&item, &self.site.zone, self.now) {
            Ok(fate) => fate,
            Err(why) => {
                notes.count("items left behind", 1);
                notes.note(&name, why);
                return Err(notes);
            }
        };
        if item.damaged {
            notes.note(&name, "the export is damaged here; it is kept as a draft until somebody looked");
        }
        if fate == Fate::Public(None) && item.kind != "page" {
            let what = "the export gives it no date; readers see it without one, behind all others in lists";
            notes.note(&name, what);
        }
        let language = self.language(&item, &name, &mut notes);
        let reusable = |id: u64| self.reusable.get(&id).map(String::as_str);
        let attached = self.attached.get(&item.id).map_or(&[][..], Vec::as_slice);
        let converted = convert(&item.content, &Context { attached, reusable: &reusable });
        for note in &converted.notes {
            notes.note(&name, note);
        }
        let key_of = |src: &str, class: &str| self.key(src, class);
        let mut finds = Finds::new(&key_of, self.old.as_ref(), None);
        let (document, dropped) = from_html(&converted.html, &reading_in(&language), &mut finds);
        let mut asked: Vec<String> = finds.asked.into_iter().map(|asked| asked.key).collect();
        asked.extend(featured(&item).map(|id| id.to_string()));
        let (html, vgwort) = (converted.html, converted.vgwort);
        Ok(Begun { item, key, name, fate, language, html, vgwort, document, dropped, asked, notes })
    }

    /// Finishes an item with what the library has of the files it asked for.
    ///
    /// # Errors
    /// When its text is not valid.
    pub(super) fn finish(&self, begun: Begun, library: &Library) -> archive::Result<(Prepared, Notes)> {
        let Begun {
            item,
            key,
            name,
            fate,
            language,
            html,
            vgwort,
            mut document,
            mut dropped,
            asked,
            mut notes,
        } = begun;
        if asked.iter().any(|key| library.contains_key(key)) {
            let key_of = |src: &str, class: &str| self.key(src, class);
            let mut finds = Finds::new(&key_of, self.old.as_ref(), Some(library));
            (document, dropped) = from_html(&html, &reading_in(&language), &mut finds);
        }
        for dropped in dropped {
            notes.note(&name, dropped);
        }
        let picture = lead_picture(&item, &name, library, &mut notes);
        let mut headline = plain(&item.title);
        if headline.is_empty() {
            headline =
                beginning(&document.plain_text()).unwrap_or_else(|| format!("Ohne Titel ({})", item.id));
            notes.note(&name, format!("it has no title; its headline is now “{headline}”"));
        }
        let path = self.old.as_ref().and_then(|old| old.path(&item));
        let is_page = item.kind == "page";
        if let Some(path) = path.as_ref().filter(|path| !is_free(path))
            && !is_page
            && matches!(fate, Fate::Public(_) | Fate::Scheduled(_))
        {
            notes.note(&name, format!("the program needs the address {path}; it got another one"));
        }
        let placement = self.placement(&item, language, vgwort);
        let kept = self.kept(&item, &placement, &headline, fate, picture.is_some());
        let becomes = if is_page {
            Becomes::Page(self.page(&item, &key, placement.language, headline, document, &mut notes))
        } else {
            let standfirst = plain(&item.excerpt);
            let text = Text { headline, standfirst, picture, body: document, ..Text::default() };
            let mut article = ImportedArticle::new(placement, text)?;
            article.meta = kept_meta(&item).map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
            article.comments = self.comments(&item, &key, &mut notes);
            article.others = self.others(&item);
            if let Fate::Public(at) = fate {
                article.was_public = true;
                article.published_at = at;
                match path.clone() {
                    Some(path) if is_free(&path) => article.path = Some(path),
                    path => article.others.extend(path),
                }
            }
            Becomes::Article(Box::new(article))
        };
        let prepared = Prepared {
            key,
            number: item.id.to_string(),
            mark: item.mark().to_owned(),
            name,
            fate,
            group: languages::group(&item),
            path: path.filter(|path| is_free(path)),
            kept,
            becomes,
        };
        Ok((prepared, notes))
    }

    /// The key of a file: its attachment's number, or its path on the old site.
    fn key(&self, src: &str, class: &str) -> Option<String> {
        match attachment_of(src, class) {
            Some(id) => Some(id.to_string()),
            None => Some(newsroom::path::normal(&self.old.as_ref()?.local(src)?)),
        }
    }

    /// The text of an item with the files of a library.
    pub(super) fn document(&self, begun: &Begun, library: &Library) -> Document {
        let key_of = |src: &str, class: &str| self.key(src, class);
        let mut finds = Finds::new(&key_of, self.old.as_ref(), Some(library));
        from_html(&begun.html, &reading_in(&begun.language), &mut finds).0
    }

    fn page(
        &self,
        item: &Item,
        key: &str,
        language: Language,
        title: String,
        body: Document,
        notes: &mut Notes,
    ) -> Page {
        let aside = self.aside(item, key, notes);
        let mut others = self.others(item);
        others.extend(self.old.as_ref().and_then(|old| old.path(item)));
        let slug = newsroom::slug::slug(&own_slug(item));
        let slug = if slug.is_empty() { format!("seite-{}", item.id) } else { slug };
        Page { language, slug, title, body, changed: modified(item, &self.site.zone), others, aside }
    }

    /// Key and words of each comment under a page.
    pub(super) fn aside(&self, item: &Item, key: &str, notes: &mut Notes) -> Vec<(String, String)> {
        let comments = self.comments(item, key, notes);
        comments.into_iter().map(|comment| (comment.key, comment.kept)).collect()
    }

    fn others(&self, item: &Item) -> Vec<String> {
        self.old.as_ref().map(|old| old.others(item)).unwrap_or_default()
    }

    /// The language an item is in, spelled as the site does.
    fn language(&self, item: &Item, name: &str, notes: &mut Notes) -> Language {
        let ours = &self.site.languages;
        let Some(said) = languages::language(item) else { return ours[0].clone() };
        let same = ours.iter().find(|l| **l == said);
        let near = || ours.iter().find(|l| l.primary() == said.primary());
        if let Some(known) = same.or_else(near) {
            return known.clone();
        }
        notes.note(name, format!("the site has no language {said}; add it to “languages” of [site]"));
        said
    }

    fn placement(&self, item: &Item, language: Language, mark: Option<String>) -> Placement {
        let standing = self.places.tree.standing(item, self.categories);
        let mut topics = Vec::new();
        for (slug, _) in &standing.topics {
            let topic = self.places.topics.get(slug).copied();
            topics.extend(topic.filter(|topic| !topics.contains(topic)));
        }
        for term in item.terms.iter().filter(|term| self.topical(&term.domain)) {
            let topic = self.places.topics.get(&term.slug).copied();
            topics.extend(topic.filter(|topic| !topics.contains(topic)));
        }
        // A section that was removed here since is nobody's home.
        let section = standing
            .home
            .iter()
            .chain(&standing.others)
            .find_map(|slug| self.places.sections.get(slug).copied());
        // Categories that are one in several languages are one section.
        let mut other_sections = Vec::new();
        for slug in &standing.others {
            let other = self.places.sections.get(slug).copied();
            other_sections.extend(other.filter(|id| Some(*id) != section && !other_sections.contains(id)));
        }
        Placement {
            language,
            section,
            other_sections,
            authors: self.authors(item),
            topics,
            slug: own_slug(item),
            comments: if item.comment_status == "open" { Comments::Open } else { Comments::Closed },
            vgwort: vgwort(item).or(mark),
        }
    }

    /// Those who wrote it, in the order of the byline.
    fn authors(&self, item: &Item) -> Vec<AuthorId> {
        let mut authors = Vec::new();
        for (login, _) in byline(item) {
            let author = self.places.authors.get(login).copied();
            authors.extend(author.filter(|author| !authors.contains(author)));
        }
        if authors.is_empty() {
            authors.extend(self.places.authors.get(&item.creator).copied());
        }
        authors
    }

    /// The comments that come along, no thread deeper than ours are.
    pub(super) fn comments(&self, item: &Item, of: &str, notes: &mut Notes) -> Vec<ImportedComment> {
        let (taken, left) = comments::sort(&item.comments);
        for (id, why) in left {
            notes.count("comments left behind", 1);
            notes.note(&format!("comment {id} of {}", named(item)), why);
        }
        let mut levels: HashMap<u64, (usize, Option<u64>)> = HashMap::new();
        let mut ready = Vec::with_capacity(taken.len());
        let mut used = HashSet::new();
        for taken in taken {
            let mut parent = taken.parent;
            // Above the deepest level an answer joins the thread of what it answers.
            if let Some((level, above)) = parent.and_then(|id| levels.get(&id))
                && *level >= DEEPEST
            {
                parent = *above;
            }
            let level = parent.and_then(|id| levels.get(&id)).map_or(1, |(level, _)| level + 1);
            levels.insert(taken.comment.id, (level, parent));
            let comment = taken.comment;
            let at = moment(comment.date_gmt, comment.date, &self.site.zone);
            let writer = plain(&comment.author);
            let mut key = format!("{of}:{}", comment.id);
            // Old exports number no comments.
            while !used.insert(key.clone()) {
                key.push('+');
            }
            let text = plain_lines(&comment.content);
            ready.push(ImportedComment {
                key,
                parent: parent.map(|parent| format!("{of}:{parent}")),
                // A mail address used as a name would be shown to everybody.
                name: match writer.split_once('@') {
                    Some((local, _)) => local.trim().to_owned(),
                    None if writer.is_empty() => "–".to_owned(),
                    None => writer,
                },
                email: Email::parse(comment.email.trim()).ok(),
                website: Some(comment.url.trim().to_owned())
                    .filter(|url| newsroom::address::is_web(url) && !url.contains('@')),
                staff: self.places.staff.contains(&comment.user_id),
                at: at.unwrap_or(UNDATED),
                state: taken.state,
                kept: if item.kind == "page" {
                    kept::of_page_comment(comment)
                } else {
                    kept::of_comment(comment, parent, &text, &self.site.zone)
                },
                text,
            });
        }
        ready
    }
}

fn reading_in(language: &Language) -> Options {
    Options { language: Some(language.clone()), line_ends: false }
}

fn own_slug(item: &Item) -> String {
    newsroom::path::normal(&item.slug).trim_start_matches('/').to_owned()
}

fn lead_picture(item: &Item, name: &str, library: &Library, notes: &mut Notes) -> Option<AssetId> {
    let id = featured(item)?;
    let found = library.get(&id.to_string()).copied();
    if found.is_none() {
        notes.note(name, format!("its lead picture, attachment {id}, is not in the library"));
    }
    found
}
