//! What the invented articles stand in: sections, topics, authors and pictures.

use std::io::Cursor;

use anyhow::{Context, Result};
use archive::{AuthorFacts, Error, Files, Writing};
use image::{ImageFormat, Rgb, RgbImage};
use newsroom::ids::{AssetId, AuthorId, SectionId, TopicId};
use newsroom::language::Language;
use newsroom::section::SectionName;
use newsroom::site::Site;
use newsroom::slug::slug;

use super::cause;
use super::german::Writer;
use super::random::Random;
use super::vocabulary::WORDS;
use crate::intake::{self, Known};
use crate::newsroom_folder::Newsroom;

/// Slug, German and English name of a department.
type Named = (&'static str, &'static str, &'static str);

/// The departments with what is below them.
const SECTIONS: [(Named, &[Named]); 8] = [
    (
        ("politik", "Politik", "Politics"),
        &[
            ("bund", "Bund", "Federal"),
            ("land", "Land", "State"),
            ("europa", "Europa", "Europe"),
            ("welt", "Welt", "World"),
        ],
    ),
    (
        ("lokales", "Lokales", "Local"),
        &[
            ("hafen", "Hafen", "Port"),
            ("verkehr", "Verkehr", "Traffic"),
            ("stadtrat", "Stadtrat", "Council"),
            ("umland", "Umland", "Region"),
        ],
    ),
    (
        ("wirtschaft", "Wirtschaft", "Business"),
        &[
            ("schifffahrt", "Schifffahrt", "Shipping"),
            ("energie", "Energie", "Energy"),
            ("arbeit", "Arbeit", "Work"),
            ("geld", "Geld", "Money"),
        ],
    ),
    (
        ("sport", "Sport", "Sport"),
        &[
            ("fussball", "Fußball", "Football"),
            ("handball", "Handball", "Handball"),
            ("segeln", "Segeln", "Sailing"),
        ],
    ),
    (
        ("kultur", "Kultur", "Culture"),
        &[("buehne", "Bühne", "Stage"), ("musik", "Musik", "Music"), ("buch", "Buch", "Books")],
    ),
    (
        ("wissen", "Wissen", "Science"),
        &[
            ("klima", "Klima", "Climate"),
            ("technik", "Technik", "Technology"),
            ("medizin", "Medizin", "Medicine"),
        ],
    ),
    (("meinung", "Meinung", "Opinion"), &[]),
    (("leben", "Leben", "Living"), &[("reise", "Reise", "Travel"), ("kueche", "Küche", "Food")]),
];
const PICTURES: u32 = 6;
/// Pixels of a picture: as wide as most places want it, and quickly made smaller.
const SIZE: (u32, u32) = (960, 640);
/// Topics of one transaction.
const BATCH: usize = 1_000;
const MOST_TOPICS: usize = 40_000;

/// The rows that articles refer to.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) sections: Vec<SectionId>,
    pub(super) topics: Vec<TopicId>,
    pub(super) authors: Vec<AuthorId>,
    pub(super) pictures: Vec<AssetId>,
}

impl Places {
    /// Makes what is not there yet for an archive of so many articles.
    pub(super) async fn make(newsroom: &Newsroom, files: &Files, articles: usize) -> Result<Places> {
        let site = newsroom.site.clone();
        let mut topics = Vec::new();
        let wanted = (articles / 25).clamp(20, MOST_TOPICS).min(WORDS.compounds());
        while topics.len() < wanted {
            let numbers = topics.len()..wanted.min(topics.len() + BATCH);
            let site = site.clone();
            let made = newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let mut made = Vec::new();
                        for number in numbers {
                            made.push(topic(w, &site, number).await?);
                        }
                        Ok(made)
                    })
                })
                .await?;
            topics.extend(made);
        }
        let assets = pictures(newsroom, files).await?;
        let (sections, authors, pictures) = newsroom
            .archive
            .write(cause(), move |w| {
                Box::pin(async move {
                    let mut pictures = Vec::new();
                    for asset in assets {
                        pictures.push(match w.asset_named(&asset.name).await? {
                            Some(there) => there,
                            None => w.put_asset(&asset).await?,
                        });
                    }
                    let authors = authors(w, articles, &pictures).await?;
                    Ok((sections(w, &site).await?, authors, pictures))
                })
            })
            .await?;
        Ok(Places { sections, topics, authors, pictures })
    }
}

async fn topic(w: &Writing<'_>, site: &Site, number: usize) -> archive::Result<TopicId> {
    // Neighbours are no alphabet: the topics of all ranks begin with all letters.
    let mut name = String::new();
    WORDS.push_one(WORDS.compound(number), &mut name);
    let slug = slug(&name);
    match w.topic_id(&slug).await {
        Err(Error::Missing { .. }) => {
            let names: Vec<_> =
                site.languages.iter().map(|language| (language.clone(), name.clone())).collect();
            w.put_topic(&slug, None, &names).await
        }
        there => there,
    }
}

async fn sections(w: &Writing<'_>, site: &Site) -> archive::Result<Vec<SectionId>> {
    let mut all = Vec::new();
    for (place, ((slug, german, english), below)) in (0..).zip(SECTIONS) {
        let above = section(w, site, None, slug, place, (german, english)).await?;
        all.push(above);
        for (place, (part, german, english)) in (0..).zip(below) {
            all.push(section(w, site, Some((above, slug)), part, place, (german, english)).await?);
        }
    }
    Ok(all)
}

async fn section(
    w: &Writing<'_>,
    site: &Site,
    above: Option<(SectionId, &str)>,
    slug: &str,
    place: i64,
    (german, english): (&str, &str),
) -> archive::Result<SectionId> {
    let path = above.map_or_else(|| slug.to_owned(), |(_, above)| format!("{above}/{slug}"));
    if let Some(there) = w.section_by_path(&path).await? {
        return Ok(there);
    }
    let name = |language: &Language| SectionName {
        language: language.clone(),
        name: if language.as_str() == "de" { german } else { english }.to_owned(),
        description: String::new(),
    };
    let names: Vec<_> = site.languages.iter().map(name).collect();
    w.add_section(above.map(|(above, _)| above), slug, place, &names).await
}

async fn authors(w: &Writing<'_>, articles: usize, pictures: &[AssetId]) -> archive::Result<Vec<AuthorId>> {
    let mut all = Vec::new();
    for number in 0..(articles / 2_000).clamp(12, 400) {
        let mut random = Random::of(&[0xA0, number as u64]);
        let (name, role) = {
            let mut writer = Writer::new(&mut random);
            (writer.person(), writer.role())
        };
        // Two of a name are one person.
        let slug = slug(&name);
        all.push(match w.author_id(&slug).await {
            Err(Error::Missing { .. }) => {
                let picture = pictures.get(number % (pictures.len() * 2)).copied();
                let facts = AuthorFacts { slug, name, role: role.to_owned(), picture, bios: Vec::new() };
                w.put_author(&facts).await?
            }
            there => there?,
        });
    }
    Ok(all)
}

/// A few pictures that all articles share, taken in as any other.
async fn pictures(newsroom: &Newsroom, files: &Files) -> Result<Vec<archive::NewAsset>> {
    let mut assets = Vec::new();
    for number in 0..PICTURES {
        let (files, zone) = (files.clone(), newsroom.site.zone.clone());
        let taken = tokio::task::spawn_blocking(move || {
            let known = Known {
                alt: Some("Blick über das Wasser auf das andere Ufer".to_owned()),
                credit: Some("Depesche".to_owned()),
                ..Known::default()
            };
            let name = format!("grown-{}.png", number + 1);
            intake::take_in(&name, &view(number)?, known, &files, &zone).context("taking in a picture")
        });
        assets.push(taken.await.context("a picture was broken off")??.asset);
    }
    Ok(assets)
}

/// Sky, a far shore and water, in other colours for each number.
fn view(number: u32) -> Result<Vec<u8>> {
    let (width, height) = SIZE;
    let hue = f64::from(number) / f64::from(PICTURES);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (f64::from(x) / f64::from(width), f64::from(y) / f64::from(height));
        let shore = 0.5 - 0.05 * (x * 9.0 + hue * 20.0).sin() - 0.03 * (x * 23.0 + hue * 7.0).sin();
        let (red, green, blue) = if y < shore {
            (0.5 + 0.4 * hue - 0.2 * y, 0.6 + 0.2 * y, 0.9 - 0.4 * hue)
        } else if y < 0.6 {
            (0.2 + 0.1 * hue, 0.3 + 0.1 * (x * 40.0).sin().abs(), 0.25)
        } else {
            let wave = 0.06 * ((y * 90.0).sin() * (x * 12.0 + y * 30.0).cos());
            (0.15 + 0.2 * hue + wave, 0.35 + wave, 0.55 + wave - 0.2 * (y - 0.6))
        };
        Rgb([red, green, blue].map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8))
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).context("writing a picture")?;
    Ok(bytes.into_inner())
}
