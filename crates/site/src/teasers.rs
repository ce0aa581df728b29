//! Articles as lists announce them, and pictures as pages show them.

use archive::{ListPlace, Teaser};
use newsroom::asset::Asset;
use newsroom::genre::Genre;
use newsroom::language::Language;
use render::document_html::escaped;
use render::picture;

use crate::state::App;
use crate::views::{self, Html, Pager, PictureSource, PictureView, SocialPicture};

/// Most characters of a standfirst on a list.
const STANDFIRST: usize = 240;

/// A teaser on a page of a language.
pub(crate) fn teaser(app: &App, language: &Language, teaser: &Teaser) -> views::Teaser {
    views::Teaser {
        standfirst: filled(&teaser.standfirst).map(|text| cut(&text, STANDFIRST)),
        published: teaser.published.map(|at| app.look.moment(language, at)),
        ..short_teaser(app, language, teaser)
    }
}

/// A teaser without standfirst and date.
pub(crate) fn short_teaser(app: &App, language: &Language, teaser: &Teaser) -> views::Teaser {
    let foreign = teaser.language != *language;
    views::Teaser {
        href: teaser.path.clone(),
        genre: genre(app, language, teaser.genre),
        kicker: filled(&teaser.kicker),
        headline: teaser.headline.clone(),
        standfirst: None,
        picture: teaser.picture.as_ref().and_then(|asset| picture_view(asset, None)),
        byline: byline(app, language, teaser),
        published: None,
        reading_minutes: None,
        lang: foreign.then(|| teaser.language.as_str().to_owned()),
        dir: foreign.then(|| teaser.language.direction().as_str().to_owned()),
    }
}

/// The label of a genre, where readers are told.
pub(crate) fn genre(app: &App, language: &Language, genre: Genre) -> Option<views::Genre> {
    genre.is_labelled().then(|| views::Genre {
        kind: genre.as_str().to_owned(),
        text: app.look.say(language, &format!("genre-{}", genre.as_str()), &[]),
    })
}

/// A picture as a page shows it, with a caption of this place instead of its own.
pub(crate) fn picture_view(asset: &Asset, caption: Option<&str>) -> Option<PictureView> {
    let offer = picture::offer(asset)?;
    let caption = caption.filter(|caption| !caption.is_empty()).unwrap_or(&asset.caption);
    Some(PictureView {
        sources: offer
            .sources
            .into_iter()
            .map(|(mime, srcset)| PictureSource { mime: mime.to_owned(), srcset })
            .collect(),
        src: offer.src,
        srcset: offer.srcset,
        width: offer.width,
        height: offer.height,
        alt: asset.alt.clone(),
        caption_html: filled(caption).map(|caption| Html(escaped(&caption))),
        credit: filled(&asset.credit),
        focus: focus(asset.focus),
    })
}

/// A picture as it stands beside a shared link.
pub(crate) fn social_picture(app: &App, asset: &Asset) -> Option<SocialPicture> {
    let (variant, width, height) = picture::social(asset)?;
    Some(SocialPicture {
        url: app.site.absolute(&picture::address(asset, &variant)),
        width,
        height,
        alt: asset.alt.clone(),
    })
}

/// One of nine class names of the theme; nothing for the middle.
fn focus((x, y): (f64, f64)) -> Option<String> {
    let across = if x < 0.35 {
        "left"
    } else if x > 0.65 {
        "right"
    } else {
        ""
    };
    let down = if y < 0.35 {
        "top"
    } else if y > 0.65 {
        "bottom"
    } else {
        ""
    };
    match (down, across) {
        ("", "") => None,
        ("", word) | (word, "") => Some(format!("at-{word}")),
        (down, across) => Some(format!("at-{down}-{across}")),
    }
}

fn byline(app: &App, language: &Language, teaser: &Teaser) -> Option<String> {
    if !teaser.authors.is_empty() {
        let names = join_names(app, language, &teaser.authors);
        return Some(app.look.say(language, "byline-by", &[("names", names.into())]));
    }
    filled(&teaser.byline)
}

/// Names as a sentence lists them: "A, B und C".
pub(crate) fn join_names(app: &App, language: &Language, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => {
            format!("{} {} {last}", first.join(", "), app.look.say(language, "list-and", &[]))
        }
    }
}

/// Text unless there is nothing in it.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Text cut at a word to at most so many characters.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let kept = text[..end].rfind(char::is_whitespace).map_or(&text[..end], |space| &text[..space]);
    format!("{} …", kept.trim_end_matches([',', ';', ':', '–', '-', ' ']))
}

/// A place in a list as it stands in an address.
pub(crate) fn place_word(place: ListPlace) -> String {
    format!("{}-{}", place.published_at, place.article)
}

/// The place of such a word.
pub(crate) fn place_of(word: &str) -> Option<ListPlace> {
    let (at, article) = word.rsplit_once('-')?;
    Some(ListPlace { published_at: at.parse().ok()?, article: article.parse().ok()? })
}

/// A page of a list with the way on.
pub(crate) async fn list_page(
    app: &App,
    list: archive::List,
    language: &Language,
    href: &str,
    wanted: &Wanted,
    most: usize,
) -> archive::Result<(Vec<Teaser>, Pager)> {
    let reading = app.archive.reading();
    let more = i64::try_from(most).unwrap_or(i64::MAX - 1) + 1;
    let before = wanted.vor.as_deref().and_then(place_of);
    let after = wanted.nach.as_deref().and_then(place_of);
    let (mut found, newer, older);
    if let Some(after) = after {
        found = reading.list_before(list, language, after, more).await?;
        newer = found.len() > most;
        if newer {
            found.remove(0);
        }
        older = true;
    } else {
        found = reading.list(list, language, before.unwrap_or(ListPlace::TOP), more).await?;
        newer = before.is_some();
        older = found.len() > most;
        found.truncate(most);
    }
    let link =
        |word: &str, at: Option<&Teaser>| at.map(|at| format!("{href}?{word}={}", place_word(at.place())));
    let pager = Pager {
        newer: newer.then(|| link("nach", found.first())).flatten(),
        older: older.then(|| link("vor", found.last())).flatten(),
    };
    Ok((found, pager))
}

/// Which page of a list is wanted: that before a place or that after one.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    /// Older than this place.
    pub(crate) vor: Option<String>,
    /// Newer than this place.
    pub(crate) nach: Option<String>,
}

impl Wanted {
    /// Whether it is the first page.
    pub(crate) fn is_first(&self) -> bool {
        self.vor.is_none() && self.nach.is_none()
    }
}
