//! An item as it is to be written: everything decided and converted before the transaction.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use archive::{ImportedComment, Placement};
use jiff::Timestamp;
use newsroom::article::{Comments, Text};
use newsroom::comment::{DEEPEST, UNDATED};
use newsroom::document::Document;
use newsroom::document::html::{MediaRef, NoAssets, Options, PictureRef, Resolve, from_html};
use newsroom::email::Email;
use newsroom::ids::AssetId;
use newsroom::language::Language;
use newsroom::path::Target;
use wire::wordpress::Item;
use wire::wordpress::content::{Context, attachment_of, convert};
use wire::wordpress::plan::addresses::{Old, without_size};
use wire::wordpress::plan::state::{Fate, fate, modified, moment};
use wire::wordpress::plan::{comments, featured, kept, kept_meta, languages, vgwort};

use super::keys::mark;
use super::{Import, named};

/// An item, decided and converted.
pub(super) struct Prepared {
    pub(super) key: String,
    /// WordPress's number.
    pub(super) number: u64,
    /// What tells it from others of its number.
    pub(super) mark: String,
    pub(super) name: String,
    pub(super) is_page: bool,
    pub(super) fate: Fate,
    /// When it was last changed, for pages.
    pub(super) changed: Option<Timestamp>,
    /// Key of the story it is one language of.
    pub(super) group: Option<String>,
    pub(super) placement: Placement,
    pub(super) text: Text,
    /// The path it had.
    pub(super) path: Option<String>,
    /// Further addresses at which it answered.
    pub(super) others: Vec<String>,
    pub(super) meta: Vec<(String, String)>,
    pub(super) comments: Vec<ImportedComment>,
    /// What else the export says of it.
    pub(super) kept: String,
    /// Key and words of each comment under a page, where nobody can comment here.
    pub(super) aside: Vec<(String, String)>,
}

impl Import<'_> {
    /// Decides and converts a post or page that is to be known by `key`. `attached` are the attachments that belong to it.
    pub(super) async fn prepare(
        &mut self,
        item: &Item,
        key: String,
        attached: &[u64],
        now: Timestamp,
    ) -> Result<Option<Prepared>> {
        let name = named(item);
        let fate = fate(item, &self.newsroom.site.zone, now);
        if let Fate::Left(why) = fate {
            self.report.count("items left behind", 1);
            self.report.note(&name, why)?;
            return Ok(None);
        }
        if item.damaged {
            self.report
                .note(&name, "the export is damaged here; it is kept as a draft until somebody looked")?;
        }
        if fate == Fate::Public(None) && item.kind != "page" {
            let what = "the export gives it no date; readers see it without one, behind all others in lists";
            self.report.note(&name, what)?;
        }
        let language = self.language(item, &name)?;
        let reusable = |id: u64| self.survey.reusable.get(&id).map(String::as_str);
        let converted = convert(&item.content, &Context { attached, reusable: &reusable });
        for note in &converted.notes {
            self.report.note(&name, note)?;
        }
        let body = self.document(&converted.html, &language, &name).await?;
        let picture = match featured(item) {
            Some(id) => {
                let found = self
                    .newsroom
                    .archive
                    .reading()
                    .imported(&self.source, "asset", &id.to_string())
                    .await?
                    .map(AssetId);
                if found.is_none() {
                    self.report
                        .note(&name, format!("its lead picture, attachment {id}, is not in the library"))?;
                }
                found
            }
            None => None,
        };
        let mut headline = plain(&item.title);
        if headline.is_empty() {
            headline = beginning(&body.plain_text()).unwrap_or_else(|| format!("Ohne Titel ({})", item.id));
            self.report.note(&name, format!("it has no title; its headline is now “{headline}”"))?;
        }
        let placement = self.placement(item, language, converted.vgwort);
        let is_page = item.kind == "page";
        let meta = kept_meta(item).filter(|_| !is_page);
        let mut comments = self.comments(item, &key)?;
        let aside = if is_page { std::mem::take(&mut comments) } else { Vec::new() };
        Ok(Some(Prepared {
            kept: self.kept(item, &placement, &headline, fate, picture.is_some()),
            meta: meta.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            comments,
            aside: aside.into_iter().map(|comment| (comment.key, comment.kept)).collect(),
            key,
            number: item.id,
            mark: mark(item).to_owned(),
            name,
            is_page,
            fate,
            changed: modified(item, &self.newsroom.site.zone),
            group: languages::group(item),
            placement,
            text: Text { headline, standfirst: plain(&item.excerpt), picture, body, ..Text::default() },
            path: self.old.as_ref().and_then(|old| old.path(item)),
            others: self.old.as_ref().map(|old| old.others(item)).unwrap_or_default(),
        }))
    }

    /// The language an item is in, spelled as the site does.
    fn language(&mut self, item: &Item, name: &str) -> Result<Language> {
        let ours = &self.newsroom.site.languages;
        let Some(said) = languages::language(item) else { return Ok(ours[0].clone()) };
        let same = ours.iter().find(|l| **l == said);
        let near = || ours.iter().find(|l| l.primary() == said.primary());
        if let Some(known) = same.or_else(near) {
            return Ok(known.clone());
        }
        self.report
            .note(name, format!("the site has no language {said}; add it to “languages” of [site]"))?;
        Ok(said)
    }

    fn placement(&self, item: &Item, language: Language, mark: Option<String>) -> Placement {
        let standing = self.places.tree.standing(item, self.options.categories);
        let mut topics = Vec::new();
        for (slug, _) in &standing.topics {
            let topic = self.places.topics.get(slug).copied();
            topics.extend(topic.filter(|topic| !topics.contains(topic)));
        }
        for term in item.terms.iter().filter(|term| self.topical(&term.domain)) {
            let topic = self.places.topics.get(&term.slug).copied();
            topics.extend(topic.filter(|topic| !topics.contains(topic)));
        }
        Placement {
            language,
            section: standing.home.and_then(|slug| self.places.sections.get(&slug).copied()),
            other_sections: standing
                .others
                .iter()
                .filter_map(|slug| self.places.sections.get(slug).copied())
                .collect(),
            authors: self.places.authors.get(&item.creator).copied().into_iter().collect(),
            topics,
            slug: newsroom::path::normal(&item.slug).trim_start_matches('/').to_owned(),
            comments: if item.comment_status == "open" { Comments::Open } else { Comments::Closed },
            vgwort: vgwort(item).or(mark),
        }
    }

    /// HTML as a document. Files it shows are looked up in the library; those it lacks are told.
    async fn document(&mut self, html: &str, language: &Language, name: &str) -> Result<Document> {
        let options = Options { language: Some(language.clone()), line_ends: false };
        let mut first = Finds { old: self.old.as_ref(), known: HashMap::new(), asked: Vec::new() };
        let (mut document, mut dropped) = from_html(html, &options, &mut first);
        let mut known = HashMap::new();
        for key in std::mem::take(&mut first.asked) {
            if let Some(asset) = self.library(&key).await? {
                known.insert(key, asset);
            }
        }
        if !known.is_empty() {
            let mut second = Finds { old: self.old.as_ref(), known, asked: Vec::new() };
            (document, dropped) = from_html(html, &options, &mut second);
        }
        for dropped in dropped {
            self.report.note(name, dropped)?;
        }
        Ok(document)
    }

    /// The asset of a key of [`Finds`].
    async fn library(&self, key: &str) -> Result<Option<AssetId>> {
        let reading = self.newsroom.archive.reading();
        if !key.starts_with('/') {
            return Ok(reading.imported(&self.source, "asset", key).await?.map(AssetId));
        }
        for path in [Some(key.to_owned()), without_size(key)].into_iter().flatten() {
            if let Some(Target::Asset(asset)) = reading.target(&path).await? {
                return Ok(Some(asset));
            }
        }
        Ok(None)
    }

    /// The comments that come along, no thread deeper than ours are.
    pub(super) fn comments(&mut self, item: &Item, of: &str) -> Result<Vec<ImportedComment>> {
        let (taken, left) = comments::sort(&item.comments);
        for (id, why) in left {
            self.report.count("comments left behind", 1);
            self.report.note(&format!("comment {id} of {}", named(item)), why)?;
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
            let at = moment(comment.date_gmt, comment.date, &self.newsroom.site.zone);
            let writer = plain(&comment.author);
            let mut key = format!("{of}:{}", comment.id);
            // Old exports number no comments.
            while !used.insert(key.clone()) {
                key.push('+');
            }
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
                text: plain_lines(&comment.content),
                staff: self.places.staff.contains(&comment.user_id),
                at: at.unwrap_or(UNDATED),
                state: taken.state,
                kept: if item.kind == "page" {
                    kept::of_page_comment(comment)
                } else {
                    kept::of_comment(comment, parent)
                },
            });
        }
        Ok(ready)
    }
}

/// Finds the assets of pictures and recordings, and notes which it was asked for. The key of one is
/// its attachment's number, or its path on the old site.
struct Finds<'a> {
    old: Option<&'a Old>,
    known: HashMap<String, AssetId>,
    asked: Vec<String>,
}

impl Finds<'_> {
    fn find(&mut self, src: &str, class: &str) -> Option<AssetId> {
        let key = match attachment_of(src, class) {
            Some(id) => id.to_string(),
            None => newsroom::path::normal(&self.old?.local(src)?),
        };
        let found = self.known.get(&key).copied();
        if found.is_none() {
            self.asked.push(key);
        }
        found
    }
}

impl Resolve for Finds<'_> {
    fn picture(&mut self, picture: &PictureRef<'_>) -> Option<AssetId> {
        self.find(picture.src, picture.class)
    }

    fn media(&mut self, media: &MediaRef<'_>) -> Option<AssetId> {
        self.find(media.src, "")
    }

    /// Links to the site itself become paths, which answer here as they did there.
    fn link(&mut self, href: &str) -> Option<String> {
        let Some(local) = self.old.and_then(|old| old.local(href)) else { return Some(href.to_owned()) };
        let local = if local.starts_with('?') { format!("/{local}") } else { local };
        Some(match href.split_once('#') {
            Some((_, fragment)) if !fragment.is_empty() => format!("{local}#{fragment}"),
            _ => local,
        })
    }
}

/// HTML as one line of plain text.
pub(super) fn plain(html: &str) -> String {
    let text = plain_lines(html);
    if text.contains(char::is_whitespace) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text
}

/// HTML as plain text with its line breaks.
fn plain_lines(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.replace("\r\n", "\n").trim().to_owned();
    }
    let options = Options { language: None, line_ends: true };
    from_html(html, &options, &mut NoAssets).0.plain_text().trim().to_owned()
}

/// The first words of a text.
fn beginning(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().take(8).collect();
    (!words.is_empty()).then(|| words.join(" ").chars().take(80).collect())
}
