//! A post as it is to be written: everything decided and converted before the transaction.
//!
//! Nothing here asks the archive, so that several threads prepare at a time. Which files of the library
//! a text shows is looked up in between: [`Preparing::begin`] says what it asks for,
//! [`Preparing::finish`] is given the answers.

use std::sync::Arc;

use archive::{ImportedArticle, Placement};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use newsroom::article::{Comments, Text};
use newsroom::document::Document;
use newsroom::document::html::{Dropped, MediaRef, Options, PictureRef, Resolve, from_html};
use newsroom::ids::{AssetId, AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::origin::{Origin, Source, SourceKind};
use newsroom::site::Site;
use wire::fate::Fate;
use wire::ghost::content::{convert, local};
use wire::ghost::plan::addresses::{self, Parts, file_key};
use wire::ghost::plan::kept::{self, Held};
use wire::ghost::plan::routes::Routes;
use wire::ghost::plan::state::{fate, is_open};
use wire::ghost::{Export, Post};
use wire::old::Old;

use super::named;
use super::people::Places;
use crate::import::known::Numbered;
use crate::import::library::{Asked, Finds, Library};
use crate::import::report::Notes;
use crate::import::write::{Becomes, Page, Prepared};
use crate::import::{beginning, is_free, plain};

/// What is known of the old site before the first of its posts is prepared.
pub(super) struct Preparing {
    pub(super) site: Arc<Site>,
    pub(super) old: Arc<Old>,
    pub(super) export: Arc<Export>,
    pub(super) routes: Routes,
    /// The zone of the old site.
    pub(super) zone: TimeZone,
    pub(super) places: Places,
    /// The language of texts that do not say theirs.
    pub(super) language: Option<Language>,
    /// The time at which the import began.
    pub(super) now: Timestamp,
}

/// A post of which only the library's answers are missing.
pub(super) struct Begun {
    post: Post,
    key: String,
    name: String,
    fate: Fate,
    language: Language,
    pieces: Vec<String>,
    document: Document,
    dropped: Vec<Dropped>,
    /// The files it shows.
    pub(super) asked: Vec<Asked>,
    notes: Notes,
}

impl Numbered for Post {
    fn number(&self) -> String {
        if self.id.is_empty() { self.slug.clone() } else { self.id.clone() }
    }

    fn mark(&self) -> &str {
        [&self.uuid, &self.slug, &self.title]
            .into_iter()
            .find(|mark| !mark.is_empty())
            .map_or("", |mark| mark)
    }
}

impl Preparing {
    /// Decides about a post that is to be known by `key` and converts its text.
    pub(super) fn begin(&self, mut post: Post, key: String) -> Begun {
        let name = named(&post);
        let mut notes = Notes::default();
        self.export.complete(&mut post);
        let fate = fate(&post, self.now);
        self.say(&post, &name, fate, &mut notes);
        let language = self.language(&post, &name, &mut notes);
        let converted = convert(&post, self.old.folder());
        for note in &converted.notes {
            notes.note(&name, note);
        }
        let pieces = converted.pieces;
        let (document, dropped, mut asked) = self.read(&pieces, &language, None);
        let (alt, caption) = (said(&post.picture_alt), said(&post.picture_caption));
        asked.extend(self.picture_key(&post).map(|key| Asked { key, alt, caption }));
        Begun { post, key, name, fate, language, pieces, document, dropped, asked, notes }
    }

    /// What is to be said of a post beside its text.
    fn say(&self, post: &Post, name: &str, fate: Fate, notes: &mut Notes) {
        if post.has_bad_date {
            notes.note(name, "what it gives as the time of its publication is no date");
        }
        if fate == Fate::Public(None) && !post.is_page {
            let what = "the export gives it no date; readers see it without one, behind all others in lists";
            notes.note(name, what);
        }
        if fate == Fate::Private {
            let what = if is_open(&post.visibility) {
                "it went out by mail only; no reader sees it here".to_owned()
            } else {
                format!("only some could read it there ({}); no reader sees it here", post.visibility)
            };
            notes.note(name, what);
        }
        if post.has_code {
            notes.note(name, "the code it puts into its page was left out");
        }
    }

    /// Finishes a post with what the library has of the files it asked for.
    ///
    /// # Errors
    /// When its text is not valid.
    pub(super) fn finish(&self, begun: Begun, library: &Library) -> archive::Result<(Prepared, Notes)> {
        let Begun { post, key, name, fate, language, pieces, mut document, mut dropped, asked, mut notes } =
            begun;
        if asked.iter().any(|asked| library.contains_key(&asked.key)) {
            (document, dropped, _) = self.read(&pieces, &language, Some(library));
        }
        for dropped in dropped {
            notes.note(&name, dropped);
        }
        let picture = self.picture_key(&post).and_then(|key| library.get(&key).copied());
        if picture.is_none() && !post.picture.is_empty() {
            let address = local(&post.picture, self.old.folder());
            notes.note(&name, format!("its lead picture {address} is not in the library"));
        }
        let mut headline = plain(&post.title);
        if headline.is_empty() {
            headline = beginning(&document.plain_text())
                .unwrap_or_else(|| format!("Ohne Titel ({})", post.number()));
            notes.note(&name, format!("it has no title; its headline is now “{headline}”"));
        }
        let standing = self.standing(&post);
        let path = standing.path(self, &post);
        let is_visible = matches!(fate, Fate::Public(_) | Fate::Scheduled(_));
        if let Some(path) = path.as_ref().filter(|path| !is_free(path) && !post.is_page && is_visible) {
            notes.note(&name, format!("the program needs the address {path}; it got another one"));
        }
        let others = addresses::others(&post, &self.old, path.as_ref());
        let (mark, number) = (post.mark().to_owned(), newsroom::slug::slug(&post.number()));
        let origin = self.origin(&post);
        let slug = newsroom::path::normal(&post.slug).trim_start_matches('/').to_owned();
        let made = newsroom::slug::slug(&slug);
        let held = Held {
            headline: &headline,
            slug: &made,
            fate,
            has_picture: picture.is_some() && !post.is_page,
            has_picture_words: post.picture_alt.is_empty(),
            tags_aside: &standing.tags_aside,
            authors_aside: &standing.authors_aside,
            is_page: post.is_page,
            has_canonical: !origin.is_empty() || addresses::of_site(&post.canonical_url, &self.old).is_some(),
        };
        let kept = kept::of_post(&post, &held);
        let becomes = if post.is_page {
            let slug = if made.is_empty() { format!("seite-{number}") } else { made };
            let others = others.into_iter().chain(path.clone()).collect();
            let changed = post.updated_at.or(post.published_at);
            Becomes::Page(Page {
                language,
                slug,
                title: headline,
                body: document,
                changed,
                others,
                aside: Vec::new(),
            })
        } else {
            let text = Text {
                headline,
                standfirst: plain(&post.excerpt),
                picture,
                picture_caption: picture.map_or(String::new(), |_| plain(&post.picture_caption)),
                origin,
                body: document,
                ..Text::default()
            };
            let placement = Placement {
                section: standing.sections.first().copied(),
                other_sections: standing.sections.get(1..).unwrap_or_default().to_vec(),
                authors: standing.authors,
                topics: standing.topics,
                slug,
                comments: self.comments(),
                ..Placement::new(language)
            };
            let mut article = ImportedArticle::new(placement, text)?;
            if let Fate::Public(at) = fate {
                (article.was_public, article.published_at, article.others) = (true, at, others);
                match path.clone() {
                    Some(path) if is_free(&path) => article.path = Some(path),
                    path => article.others.extend(path),
                }
            }
            Becomes::Article(Box::new(article))
        };
        let path = path.filter(|path| is_free(path));
        let prepared = Prepared { key, number, mark, name, fate, group: None, path, kept, becomes };
        Ok((prepared, notes))
    }

    /// The text of a post with the files of a library.
    pub(super) fn document(&self, begun: &Begun, library: &Library) -> Document {
        self.read(&begun.pieces, &begun.language, Some(library)).0
    }

    /// The document that pieces of HTML are, what was left out, and the files that were asked for.
    fn read(
        &self,
        pieces: &[String],
        language: &Language,
        library: Option<&Library>,
    ) -> (Document, Vec<Dropped>, Vec<Asked>) {
        let options = Options { language: Some(language.clone()), line_ends: false };
        let key = |src: &str, _: &str| file_key(src);
        let mut shown = Shown { finds: Finds::new(&key, Some(&self.old), library), old: &self.old };
        let (mut blocks, mut dropped) = (Vec::new(), Vec::new());
        for piece in pieces {
            let (document, left) = from_html(piece, &options, &mut shown);
            blocks.extend(document.blocks);
            dropped.extend(left);
        }
        let mut document = Document::new(blocks);
        // The pieces count their blocks each for themselves.
        document.forget_ids();
        document.fill_ids();
        (document, dropped, shown.finds.asked)
    }

    /// The key of a post's lead picture.
    fn picture_key(&self, post: &Post) -> Option<String> {
        file_key(&local(&post.picture, self.old.folder()))
    }

    /// The key of the lead picture of a post that was begun.
    pub(super) fn lead(&self, begun: &Begun) -> Option<String> {
        self.picture_key(&begun.post)
    }

    /// The language a post is in, spelled as the site does.
    fn language(&self, post: &Post, name: &str, notes: &mut Notes) -> Language {
        let told = self.language.as_ref().map(Language::as_str);
        match spoken(&self.site, wire::ghost::plan::language(post, &self.export, told)) {
            Ok(language) => language,
            // One that somebody chose for the post; the site's own may be what nobody ever changed.
            Err(Some(said)) if !post.language.is_empty() => {
                notes.note(name, format!("the site has no language {said}; add it to “languages” of [site]"));
                said
            }
            Err(_) => self.site.main_language().clone(),
        }
    }

    /// Where a text is told to stand first, if that is another site.
    fn origin(&self, post: &Post) -> Origin {
        let address = post.canonical_url.trim();
        let host = address.split("://").nth(1).and_then(|rest| rest.split(['/', '?', '#']).next());
        let Some(host) = host.filter(|_| self.old.is_other(address)) else { return Origin::default() };
        let source = Source {
            name: host.strip_prefix("www.").unwrap_or(host).to_owned(),
            url: Some(address.to_owned()),
            kind: SourceKind::Original,
        };
        Origin { sources: vec![source], ..Origin::default() }
    }

    /// Whether readers may comment: as on the old site, if Ghost's own comments were on there.
    fn comments(&self) -> Comments {
        match self.export.setting(&["comments_enabled"]) {
            "all" | "paid" => Comments::Open,
            _ => Comments::Off,
        }
    }

    /// Under what a post stands.
    fn standing(&self, post: &Post) -> Standing {
        let mut standing = Standing::default();
        for id in self.export.tags_of(post) {
            let (slug, was_shown) = self.places.tag_slugs.get(id).cloned().unwrap_or((id.to_owned(), false));
            if was_shown {
                standing.tags.push(slug.clone());
            }
            let (section, topic) = (self.places.sections.get(id), self.places.topics.get(id));
            match (section, topic) {
                (Some(section), _) if !post.is_page => push(&mut standing.sections, *section),
                (None, Some(topic)) if !post.is_page => push(&mut standing.topics, *topic),
                _ => standing.tags_aside.push(slug),
            }
        }
        for id in self.export.authors_of(post) {
            let slug = self.places.author_slugs.get(id).cloned().unwrap_or_else(|| id.to_owned());
            match self.places.authors.get(id) {
                Some(author) if !post.is_page => push(&mut standing.authors, *author),
                _ => standing.authors_aside.push(slug.clone()),
            }
            standing.author_slugs.push(slug);
        }
        standing
    }
}

/// Under what a post stands: the rows of tags and authors, and their slugs on the old site.
#[derive(Default)]
struct Standing {
    sections: Vec<SectionId>,
    topics: Vec<TopicId>,
    authors: Vec<AuthorId>,
    tags: Vec<String>,
    author_slugs: Vec<String>,
    tags_aside: Vec<String>,
    authors_aside: Vec<String>,
}

impl Standing {
    fn path(&self, preparing: &Preparing, post: &Post) -> Option<String> {
        let parts = Parts { tags: &self.tags, authors: &self.author_slugs, zone: &preparing.zone };
        addresses::path(post, &preparing.old, &preparing.routes, &parts)
    }
}

/// Finds pictures, recordings and linked files; takes links away that only Ghost's own script followed.
struct Shown<'a> {
    finds: Finds<'a>,
    old: &'a Old,
}

impl Resolve for Shown<'_> {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self.finds.picture(picture)
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        self.finds.media(media)
    }

    fn link(&mut self, href: &str) -> Option<String> {
        // “Portal” opens Ghost's forms for members.
        if href.contains("#/portal") || href.starts_with("#/") {
            return None;
        }
        if let Some(key) = file_key(href) {
            let found = self.finds.find(href, "", (None, None)).is_some();
            if found || self.old.local(href).is_some() {
                return Some(key);
            }
        }
        self.finds.link(href)
    }
}

/// A language as the site spells it: the same, or one of the same name. The main one where nothing is
/// said.
///
/// # Errors
/// The language, if it is one, where the site has none like it.
pub(super) fn spoken(site: &Site, said: &str) -> Result<Language, Option<Language>> {
    if said.trim().is_empty() {
        return Ok(site.main_language().clone());
    }
    let said = Language::parse(said.trim()).map_err(|_| None)?;
    let same = site.languages.iter().find(|language| **language == said);
    let near = || site.languages.iter().find(|language| language.primary() == said.primary());
    same.or_else(near).cloned().ok_or(Some(said))
}

fn said(words: &str) -> Option<String> {
    (!words.trim().is_empty()).then(|| words.to_owned())
}

fn push<T: PartialEq>(list: &mut Vec<T>, one: T) {
    if !list.contains(&one) {
        list.push(one);
    }
}
