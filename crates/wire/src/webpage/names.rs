//! What the names that pages give to their parts say about them: classes, ids, roles, test ids.
//!
//! The words are those by which web designers and the makers of content systems call things, in the languages
//! they write them in. No host and no publisher is among them.

use super::markup::{NodeId, Page, Tag};

/// What names say; several at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Names(u32);

impl Names {
    /// Nothing is said.
    pub(super) const NONE: Names = Names(0);
    /// The text of an article.
    pub(super) const BODY: Names = Names(1);
    /// What readers wrote.
    pub(super) const COMMENTS: Names = Names(1 << 1);
    /// Buttons that tell others, print, save.
    pub(super) const SHARE: Names = Names(1 << 2);
    /// Other articles.
    pub(super) const RELATED: Names = Names(1 << 3);
    /// Newsletters, subscriptions, sign-in.
    pub(super) const SUBSCRIBE: Names = Names(1 << 4);
    /// Advertisement.
    pub(super) const ADVERT: Names = Names(1 << 5);
    /// Ways through the site.
    pub(super) const NAVIGATION: Names = Names(1 << 6);
    /// What frames every page of a site.
    pub(super) const FRAME: Names = Names(1 << 7);
    /// What is said of a picture.
    pub(super) const CAPTION: Names = Names(1 << 8);
    /// Who wrote it.
    pub(super) const BYLINE: Names = Names(1 << 9);
    /// When it was written.
    pub(super) const DATE: Names = Names(1 << 10);
    /// What it is about, in words that are links.
    pub(super) const TOPICS: Names = Names(1 << 11);
    /// What is not seen.
    pub(super) const HIDDEN: Names = Names(1 << 12);
    /// The headline.
    pub(super) const HEADLINE: Names = Names(1 << 13);
    /// The lines between headline and text.
    pub(super) const STANDFIRST: Names = Names(1 << 14);
    /// The line above the headline.
    pub(super) const KICKER: Names = Names(1 << 15);
    /// About whoever wrote it.
    pub(super) const BIOGRAPHY: Names = Names(1 << 16);
    /// Sound or film.
    pub(super) const PLAYER: Names = Names(1 << 17);

    /// Notes on cookies and data, windows that lie over the page.
    pub(super) const NOTICE: Names = Names(1 << 18);
    /// A picture and what belongs to it.
    pub(super) const PICTURE: Names = Names(1 << 19);
    /// A box with facts beside the text.
    pub(super) const BOX: Names = Names(1 << 20);
    /// A post of another site.
    pub(super) const EMBED: Names = Names(1 << 21);

    /// Parts that are never the text of an article.
    pub(super) const JUNK: Names = Names(
        Names::COMMENTS.0
            | Names::SHARE.0
            | Names::RELATED.0
            | Names::SUBSCRIBE.0
            | Names::ADVERT.0
            | Names::NAVIGATION.0
            | Names::FRAME.0
            | Names::TOPICS.0
            | Names::HIDDEN.0
            | Names::BIOGRAPHY.0
            | Names::PLAYER.0
            | Names::NOTICE.0
            | Names::BOX.0,
    );

    /// Whether they say any of these.
    pub(super) fn any(self, of: Names) -> bool {
        self.0 & of.0 != 0
    }

    /// Both together.
    pub(super) fn with(self, other: Names) -> Names {
        Names(self.0 | other.0)
    }

    /// What both say.
    pub(super) fn within(self, other: Names) -> Names {
        Names(self.0 & other.0)
    }

    /// What the names of an element say.
    pub(super) fn of(page: &Page<'_>, id: NodeId) -> Names {
        let mut found = Names::NONE;
        for attribute in page.attributes(id) {
            let name = attribute.name.as_bytes();
            let counts = match name.len() {
                2 => name.eq_ignore_ascii_case(b"id"),
                4 => name.eq_ignore_ascii_case(b"role"),
                5 => name.eq_ignore_ascii_case(b"class"),
                8 => name.eq_ignore_ascii_case(b"itemprop"),
                9 => name.eq_ignore_ascii_case(b"data-type") || name.eq_ignore_ascii_case(b"data-name"),
                11 => name.eq_ignore_ascii_case(b"data-testid") || name.eq_ignore_ascii_case(b"data-module"),
                12 => name.eq_ignore_ascii_case(b"data-test-id"),
                14 => name.eq_ignore_ascii_case(b"data-component"),
                _ => false,
            };
            if counts {
                found = found.with(Names::of_text(attribute.value));
            } else if name.eq_ignore_ascii_case(b"hidden")
                || (name.eq_ignore_ascii_case(b"style") && hides(attribute.value))
            {
                found = found.with(Names::HIDDEN);
            }
        }
        found
    }

    /// What words in a name say: `articleBody`, `related-articles`, `c-newsletter__form`.
    pub(super) fn of_text(text: &str) -> Names {
        let mut found = Names::NONE;
        for name in text.split_ascii_whitespace().take(24) {
            let mut previous = Names::NONE;
            let mut first = true;
            each_word(name, |word| {
                let says = table::look_up(word);
                // `article-body`, `story__content`: neither word alone says it.
                if is_text(word) && is_article(previous) {
                    found = found.with(Names::BODY);
                }
                previous = if is_article_word(word) { ARTICLE } else { Names::NONE };
                // `has-sidebar`, `no-comments`, `with-ad` are said of what holds the text.
                if first && matches!(word, "has" | "no" | "with" | "without") {
                    first = false;
                    return false;
                }
                // `tag-football`, `category-sport` name what an article is filed under, not the list of it.
                let files = first && matches!(word, "tag" | "category") && word.len() < name.len();
                first = false;
                if files {
                    return false;
                }
                found = found.with(says);
                true
            });
        }
        found
    }
}

/// Marks that the word before was “article” or the like.
const ARTICLE: Names = Names(1 << 31);

fn is_article(names: Names) -> bool {
    names == ARTICLE
}

fn is_article_word(word: &str) -> bool {
    matches!(
        word,
        "article"
            | "story"
            | "entry"
            | "post"
            | "news"
            | "artikel"
            | "articulo"
            | "single"
            | "content"
            | "page"
    )
}

fn is_text(word: &str) -> bool {
    matches!(word, "body" | "text" | "content" | "copy" | "richtext" | "paragraphs" | "inhalt" | "cuerpo")
}

/// Whether a style makes an element invisible.
fn hides(style: &str) -> bool {
    let mut tight = String::with_capacity(style.len());
    tight.extend(style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()));
    tight.contains("display:none") || tight.contains("visibility:hidden")
}

/// Calls for each word of a name in lower case, as long as the answer is to go on. Words are parted by
/// whatever is no letter, and by capitals after small letters.
fn each_word(name: &str, mut each: impl FnMut(&str) -> bool) {
    let mut word = [0_u8; 24];
    let mut length = 0;
    let mut small = false;
    for byte in name.bytes().chain([b' ']) {
        let parts = !byte.is_ascii_alphabetic() || (small && byte.is_ascii_uppercase());
        if parts {
            if let Some(Ok(found)) = word.get(..length).map(std::str::from_utf8)
                && !found.is_empty()
                && !each(found)
            {
                return;
            }
            length = 0;
        }
        if byte.is_ascii_alphabetic() {
            if let Some(place) = word.get_mut(length) {
                *place = byte.to_ascii_lowercase();
            }
            length += 1;
        }
        small = byte.is_ascii_lowercase();
    }
}

/// What an element says by being what it is.
pub(super) fn by_tag(tag: Tag) -> Names {
    match tag {
        Tag::Nav | Tag::Menu | Tag::Search => Names::NAVIGATION,
        Tag::Footer => Names::FRAME,
        Tag::Figcaption => Names::CAPTION,
        Tag::Select
        | Tag::Button
        | Tag::Dialog
        | Tag::Template
        | Tag::Datalist
        | Tag::Object
        | Tag::Canvas => Names::HIDDEN,
        Tag::Audio | Tag::Video => Names::PLAYER,
        Tag::Time => Names::DATE,
        _ => Names::NONE,
    }
}

mod table;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        assert!(Names::of_text("c-article__body js-x").any(Names::BODY));
        assert!(Names::of_text("articleBody").any(Names::BODY));
        assert!(Names::of_text("RelatedArticles").any(Names::RELATED));
        assert!(Names::of_text("foto-bildunterschrift").any(Names::CAPTION));
        assert_eq!(Names::of_text("adress loader headers unrelatedness"), Names::NONE);
    }

    #[test]
    fn what_a_holder_says_of_its_parts_is_not_said_of_itself() {
        assert_eq!(Names::of_text("has-sidebar no-comments with-ad"), Names::NONE);
    }

    #[test]
    fn styles_can_hide() {
        let page = Page::parse("<p style='color:red; Display : none'>a</p><p hidden>b</p><p>c</p>");
        let found = page.children(0).map(|id| Names::of(&page, id) == Names::HIDDEN).collect::<Vec<_>>();
        assert_eq!(found, [true, true, false]);
    }
}
