//! Who wrote it, when, and what else a page says of its article: from its data, its head and its markup,
//! whichever says it best.

use newsroom::language::Language;
use url::Url;

use super::blocks::Blocks;
use super::byline::{
    edited_by, is_account, is_byline_name, is_label_of_writers, names_in, names_of_writers,
    without_descriptions,
};
use super::choose::{Choice, Verdict};
use super::linked_data::LinkedData;
use super::markup::{NodeId, Page, ROOT, Tag};
use super::meta::{self, Meta};
use super::moment::Moment;
use super::names::Names;

/// All that a page says, to be asked for one thing after the other.
pub(super) struct Facts<'f, 'a> {
    pub(super) page: &'f Page<'a>,
    pub(super) blocks: &'f Blocks,
    pub(super) choice: &'f Choice,
    pub(super) data: &'f LinkedData,
    pub(super) meta: &'f Meta,
    /// The address of the page, for what is written relative to it.
    pub(super) base: Option<&'f Url>,
}

impl Facts<'_, '_> {
    /// The headline: from the data, from the head, as printed, or the title, in this order; without the name of the
    /// site at its end.
    pub(super) fn headline(&self) -> Option<String> {
        let names =
            ["og:title", "dc:title", "dc.title", "dcterm:title", "dcterms.title", "title", "twitter:title"];
        let title = meta::title(self.page);
        let stated = self.data.headline.as_deref().or_else(|| self.meta.first(&names));
        let found =
            stated.map(str::to_owned).or_else(|| self.printed_headline(title.as_deref())).or(title)?;
        Some(without_site(&found, self.site().as_deref()))
    }

    /// The first main heading that shares most of its words with the title of the page, or any if there is no title.
    fn printed_headline(&self, title: Option<&str>) -> Option<String> {
        self.page
            .below(ROOT)
            .filter(|(_, node)| node.tag == Tag::H1)
            .take(8)
            .map(|(id, _)| self.page.words(id))
            .find(|words| !words.is_empty() && title.is_none_or(|title| shares_words(words, title)))
    }

    /// Who wrote it. Where the data name the site itself, whoever the head or the markup names is it.
    pub(super) fn authors(&self) -> Vec<String> {
        let names = [
            "dc:creator",
            "dc.creator",
            "dcterm:creator",
            "dcterms.creator",
            "author",
            "article:author",
            "og:article:author",
            "byl",
            "parsely-author",
            "sailthru.author",
        ];
        let data = self.data.authors.iter().flat_map(|name| names_in(name)).collect();
        let meta = names.iter().map(|name| self.meta.all(name).flat_map(names_in).collect::<Vec<_>>());
        let labelled = self.meta.labelled(is_label_of_writers).map(names_in).unwrap_or_default();
        let meta = meta.into_iter().chain([labelled]).find(|names| !names.is_empty()).unwrap_or_default();
        let stated: [Vec<String>; 2] = [data, meta];
        let site = self.site();
        let is_site = |name: &String| site.as_deref().is_some_and(|site| shares_words(site, name));
        let is_somebody = |name: &String| !is_site(name) && !is_account(name);
        let mut found = stated.iter().find(|names| names.iter().any(is_somebody)).cloned();
        found = found.or_else(|| Some(self.related_authors()).filter(|names| !names.is_empty()));
        // Where nobody but the site or an account is named, the line above the text may know better.
        let printed = || self.printed_authors().into_iter().filter(is_somebody).collect::<Vec<_>>();
        found = found.or_else(|| Some(printed()).filter(|names| !names.is_empty()));
        found = found.or_else(|| stated.into_iter().find(|names| !names.is_empty()));
        let mut found = found.unwrap_or_else(|| self.named_authors());
        if found.is_empty() {
            found = self.signed_authors();
        }
        let mut found = without_descriptions(found);
        let mut seen = std::collections::HashSet::new();
        found.retain(|name| seen.insert(name.to_lowercase()));
        found
    }

    /// Those in elements that are called nothing but the name of an author, also within a line.
    fn printed_authors(&self) -> Vec<String> {
        let strange = Names::COMMENTS.with(Names::RELATED).with(Names::NAVIGATION);
        self.page
            .below(ROOT)
            .filter(|(id, node)| {
                node.tag != Tag::Text
                    && self.page.raw(*id, "class").is_some_and(is_byline_name)
                    && !self.choice.names[*id as usize].any(strange)
            })
            .map(|(id, _)| names_of_writers(&self.page.words(id)))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    }

    /// Those whom a line of its own names with their part in it, as pages in Chinese do below the text.
    fn signed_authors(&self) -> Vec<String> {
        let mut lines = self.blocks.all.iter().filter(|block| block.letters < 40);
        lines.find_map(|block| edited_by(self.blocks.words(block))).unwrap_or_default()
    }

    /// Those whom a link or an element names as author.
    fn related_authors(&self) -> Vec<String> {
        let said = |id: NodeId| {
            let is = |name: &str, word: &str| {
                self.page.raw(id, name).is_some_and(|value| {
                    value.split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case(word))
                })
            };
            is("rel", "author") || is("itemprop", "author")
        };
        let by_relation =
            self.page.below(ROOT).filter(|(id, node)| node.tag != Tag::Text && said(*id)).map(|(id, _)| id);
        let near = |id: NodeId| !self.choice.names[id as usize].any(Names::COMMENTS.with(Names::RELATED));
        by_relation.filter(|id| near(*id)).take(6).flat_map(|id| names_in(&self.page.words(id))).collect()
    }

    /// Those in the first line that is called a byline.
    fn named_authors(&self) -> Vec<String> {
        let named = self.blocks.all.iter().find(|block| {
            block.names.any(Names::BYLINE)
                && !block.names.any(Names::COMMENTS.with(Names::RELATED).with(Names::NAVIGATION))
                && (3..80).contains(&block.letters)
        });
        let mut found = named.map(|block| names_in(self.blocks.words(block))).unwrap_or_default();
        // A word in small letters is a code or belongs to the sentence around the names.
        found.retain(|name| name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase()));
        found
    }

    /// When it was published.
    pub(super) fn published(&self) -> Option<Moment> {
        let names = [
            "article:published_time",
            "og:article:published_time",
            "datepublished",
            "og:published_time",
            "parsely-pub-date",
            "sailthru.date",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "date",
            "pubdate",
            "publishdate",
            "publish-date",
            "publication_date",
            "last-modified-published",
            "article.published",
            "rnews:datepublished",
        ];
        let data = self.data.published.as_deref().and_then(Moment::parse);
        let meta = || names.iter().find_map(|name| self.meta.all(name).find_map(Moment::parse));
        data.or_else(meta).or_else(|| self.printed_time())
    }

    /// When it was last changed.
    pub(super) fn modified(&self) -> Option<Moment> {
        let names = [
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "dcterms.modified",
            "last-modified",
            "dc.date.modified",
        ];
        let data = self.data.modified.as_deref().and_then(Moment::parse);
        data.or_else(|| names.iter().find_map(|name| self.meta.all(name).find_map(Moment::parse)))
    }

    /// The first time in the markup that is not one of comments or other articles.
    fn printed_time(&self) -> Option<Moment> {
        self.page
            .below(ROOT)
            .filter(|(id, node)| {
                let dated = node.tag == Tag::Time
                    || matches!(self.page.raw(*id, "itemprop"), Some("datePublished" | "dateCreated"));
                dated && !self.choice.names[*id as usize].any(Names::COMMENTS.with(Names::RELATED))
            })
            .find_map(|(id, _)| {
                let given =
                    self.page.attribute(id, "datetime").or_else(|| self.page.attribute(id, "content"));
                given.and_then(|text| Moment::parse(&text)).or_else(|| Moment::parse(&self.page.words(id)))
            })
    }

    /// The language of the article.
    pub(super) fn language(&self) -> Option<Language> {
        let given = [
            self.meta.language.as_deref(),
            self.data.language.as_deref(),
            self.meta.first(&["content-language", "language", "dc.language", "inlanguage"]),
            self.meta.first(&["og:locale"]),
        ];
        given.into_iter().flatten().find_map(|tag| Language::parse(tag.trim()).ok())
    }

    /// The address the page itself gives as the right one.
    pub(super) fn address(&self) -> Option<String> {
        let given =
            [self.meta.canonical.as_deref(), self.meta.first(&["og:url"]), self.data.address.as_deref()];
        let found = given.into_iter().flatten().find_map(|address| self.complete(address));
        found.or_else(|| self.base.map(|base| base.as_str().to_owned()))
    }

    /// What the site is called.
    pub(super) fn site(&self) -> Option<String> {
        let meta = self.meta.first(&["og:site_name"]).map(str::to_owned);
        meta.or_else(|| self.data.site.clone()).or_else(|| {
            self.meta
                .first(&["application-name", "dc.publisher", "publisher", "twitter:site"])
                .map(str::to_owned)
        })
    }

    /// The lines between headline and text, else what the page says it is about.
    pub(super) fn standfirst(&self) -> Option<String> {
        let verdicts = self.blocks.all.iter().zip(&self.choice.verdicts);
        let printed: Vec<&str> = verdicts
            .filter(|(_, verdict)| **verdict == Verdict::Standfirst)
            .map(|(block, _)| self.blocks.words(block))
            .collect();
        if printed.is_empty() { self.description() } else { Some(printed.join("\n")) }
    }

    /// What the page says it is about, in a sentence or two.
    fn description(&self) -> Option<String> {
        let meta =
            self.meta.first(&["og:description", "description", "dc.description", "twitter:description"]);
        meta.map(str::to_owned).or_else(|| self.data.description.clone())
    }

    /// The copyright notice or its holder.
    pub(super) fn copyright(&self) -> Option<String> {
        let meta =
            self.meta.first(&["copyright", "dc.rights", "dcterms.rights", "rights", "dcterms.rightsholder"]);
        self.data.copyright.clone().or_else(|| meta.map(str::to_owned))
    }

    /// The licence, mostly an address.
    pub(super) fn licence(&self) -> Option<String> {
        let found = self.data.licence.clone().or_else(|| self.meta.licence.clone())?;
        Some(self.complete(&found).unwrap_or(found))
    }

    /// An address that may be relative.
    pub(super) fn complete(&self, address: &str) -> Option<String> {
        let url = match (Url::parse(address.trim()), self.base) {
            (Ok(url), _) => url,
            (Err(_), Some(base)) => base.join(address.trim()).ok()?,
            (Err(_), None) => return None,
        };
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

/// Whether two lines have most of their words in common.
fn shares_words(one: &str, other: &str) -> bool {
    let words = |line: &str| -> std::collections::HashSet<String> {
        line.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    common * 2 > one.len().min(other.len()) && common > 0
}

/// A title without the name of the site at its end: “Floods in the north | The Daily”.
fn without_site(line: &str, site: Option<&str>) -> String {
    // Soft hyphens are for the page's own columns.
    let line = line.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ");
    for separator in [" | ", " - ", " – ", " — ", " » ", " :: "] {
        if let Some((rest, last)) = line.rsplit_once(separator)
            && site.is_some_and(|site| {
                shares_words(site, last) && last.split(' ').count() <= site.split(' ').count() + 2
            })
        {
            return rest.trim().to_owned();
        }
    }
    line
}
