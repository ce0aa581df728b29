//! The steps of a history: all that can change what readers see.

use archive::{Arrival, AssetWords, AuthorFacts, NewAsset, NewPage, Placement};
use jiff::{SignedDuration, Timestamp};
use newsroom::comment::{Draft, State};
use newsroom::document::{Block, Document};
use newsroom::ids::{ArticleId, AssetId};
use newsroom::path::Target;
use newsroom::section::SectionName;
use proptest::prelude::*;

use crate::paper::{Known, Paper, cause, clearance, english, german, text};

/// A step. Numbers choose among what there is.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// A new article as old as so many days, in a section, with a topic and an author.
    Publish { days: u16, section: u8, topic: u8, author: u8 },
    /// A published text is changed, in substance or not.
    Republish { article: u8, headline: bool, in_substance: bool },
    /// A text that no reader sees.
    Draft { article: u8 },
    /// A correction.
    Correct { article: u8 },
    /// Out of sight, and back.
    Withdraw { article: u8 },
    /// Into another place of the paper.
    Move { article: u8, section: u8, topic: u8, author: u8 },
    /// The story in English, published in the same place.
    Translate { article: u8 },
    /// Two articles become one story's, if they can.
    Link { article: u8, other: u8 },
    /// A comment that is seen at once, or waits.
    Comment { article: u8, waits: bool },
    /// What becomes of a comment.
    Decide { comment: u8, state: u8 },
    /// A section is renamed, or put elsewhere.
    Section { section: u8, moved: bool },
    /// The menu of a language.
    Menu { english: bool },
    /// The lead story.
    Slot { article: u8 },
    /// An address that leads elsewhere, or does no more.
    Redirect { forget: bool },
    /// An address that must not be shown.
    Forbid,
    /// A standing page.
    Page { hide: bool },
    /// A topic's name.
    Topic { topic: u8 },
    /// What is said of an author.
    Author { author: u8, renamed: bool },
    /// A dossier and what is in it.
    Dossier { article: u8, leave: bool },
    /// A lead picture, or other words about it.
    Picture { article: u8, words: bool },
    /// An article that is scheduled for in so many seconds, and that time.
    Due(u16),
    /// Time goes by, in minutes.
    Clock(u16),
}

pub(crate) fn any_step() -> impl Strategy<Value = Step> {
    let n = any::<u8>;
    prop_oneof![
        4 => (0_u16..800, n(), n(), n())
            .prop_map(|(days, section, topic, author)| Step::Publish { days, section, topic, author }),
        4 => (n(), any::<bool>(), any::<bool>())
            .prop_map(|(article, headline, in_substance)| Step::Republish { article, headline, in_substance }),
        1 => n().prop_map(|article| Step::Draft { article }),
        2 => n().prop_map(|article| Step::Correct { article }),
        3 => n().prop_map(|article| Step::Withdraw { article }),
        2 => (n(), n(), n(), n())
            .prop_map(|(article, section, topic, author)| Step::Move { article, section, topic, author }),
        2 => n().prop_map(|article| Step::Translate { article }),
        1 => (n(), n()).prop_map(|(article, other)| Step::Link { article, other }),
        4 => (n(), any::<bool>()).prop_map(|(article, waits)| Step::Comment { article, waits }),
        2 => (n(), n()).prop_map(|(comment, state)| Step::Decide { comment, state }),
        1 => (n(), any::<bool>()).prop_map(|(section, moved)| Step::Section { section, moved }),
        1 => any::<bool>().prop_map(|english| Step::Menu { english }),
        1 => n().prop_map(|article| Step::Slot { article }),
        2 => any::<bool>().prop_map(|forget| Step::Redirect { forget }),
        1 => Just(Step::Forbid),
        2 => any::<bool>().prop_map(|hide| Step::Page { hide }),
        1 => n().prop_map(|topic| Step::Topic { topic }),
        2 => (n(), any::<bool>()).prop_map(|(author, renamed)| Step::Author { author, renamed }),
        2 => (n(), any::<bool>()).prop_map(|(article, leave)| Step::Dossier { article, leave }),
        2 => (n(), any::<bool>()).prop_map(|(article, words)| Step::Picture { article, words }),
        2 => (1_u16..7_200).prop_map(Step::Due),
        2 => (1_u16..4_000).prop_map(Step::Clock),
    ]
}

/// Takes a step. One that the archive refuses changes nothing.
pub(crate) async fn take(paper: &mut Paper, step: &Step) {
    let of = |number: &u8| paper.articles[usize::from(*number) % paper.articles.len()];
    let (site, now) = (paper.site.clone(), paper.clock.now());
    let placement = |section: &u8, topic: &u8, author: &u8| Placement {
        section: Some(paper.sections[usize::from(*section) % paper.sections.len()]),
        topics: paper.topics.get(usize::from(*topic) % 3).copied().into_iter().collect(),
        authors: paper.authors.get(usize::from(*author) % 3).copied().into_iter().collect(),
        ..Placement::new(german())
    };
    let archive = paper.cached.clone();
    let archive = &archive.archive;
    // A macro, because each change is a closure of its own type.
    macro_rules! change {
        (|$w:ident| $work:expr) => {
            archive.write_at(cause(), now, move |$w| Box::pin(async move { $work })).await
        };
    }
    match step {
        Step::Publish { days, section, topic, author } => {
            let at = now - SignedDuration::from_hours(24 * i64::from(*days));
            let placement = placement(section, topic, author);
            let number = paper.articles.len();
            let made = change!(|w| {
                let story = w.add_story(None).await?;
                let text = text(&format!("Neu {number} von {at}"), "Ein Satz.");
                let article = w.add_article(story, &placement, &text).await?;
                let path = w.publish_article(&site, article, &clearance(), at, false).await?;
                Ok((Known { story, article }, path))
            });
            let (known, path) = made.expect("it is published");
            paper.articles.push(known);
            paper.paths.push(path);
        }
        Step::Republish { article, headline, in_substance } => {
            let (article, headline, in_substance) = (of(article).article, *headline, *in_substance);
            drop(change!(|w| {
                let mut text = w.article_draft(article).await?.text;
                if headline {
                    text.headline.push('!');
                } else {
                    text.body =
                        Document::new(vec![Block::paragraph(format!("Ein Satz von {now}.").as_str())]);
                    text.body.fill_ids();
                }
                w.revise_article(article, &text).await?;
                w.publish_article(&site, article, &clearance(), now, in_substance).await
            }));
        }
        Step::Draft { article } => {
            let article = of(article).article;
            drop(change!(|w| w.revise_article(article, &text("Ein Entwurf", "Nichts davon.")).await));
        }
        Step::Correct { article } => {
            let article = of(article).article;
            drop(change!(|w| w.correct_article(&site, article, &clearance(), "Es waren elf.", now).await));
        }
        Step::Withdraw { article } => {
            let article = of(article).article;
            if change!(|w| w.withdraw_article(article, "Ein Irrtum.").await).is_err() {
                let site = paper.site.clone();
                drop(change!(|w| w.publish_article(&site, article, &clearance(), now, false).await));
            }
        }
        Step::Move { article, section, topic, author } => {
            let (article, placement) = (of(article).article, placement(section, topic, author));
            drop(change!(|w| w.place_article(article, &placement, "Verschoben").await));
        }
        Step::Translate { article } => {
            let known = of(article);
            let section = paper.sections[0];
            let made = change!(|w| {
                let placement = Placement { section: Some(section), ..Placement::new(english()) };
                let article =
                    w.add_article(known.story, &placement, &text("In English", "A sentence.")).await?;
                let path = w.publish_article(&site, article, &clearance(), now, false).await?;
                Ok((Known { story: known.story, article }, path))
            });
            if let Ok((known, path)) = made {
                paper.articles.push(known);
                paper.paths.push(path);
            }
        }
        Step::Link { article, other } => {
            let (article, story) = (of(article).article, of(other).story);
            drop(change!(|w| w.link_article(article, story).await));
        }
        Step::Comment { article, waits } => comment(paper, of(article).article, *waits, now).await,
        Step::Decide { comment, state } => {
            let Some(comment) =
                paper.comments.get(usize::from(*comment) % paper.comments.len().max(1)).copied()
            else {
                return;
            };
            let state = *state;
            drop(change!(|w| match state % 4 {
                0 => w.decide_comment(comment, State::Approved).await,
                1 => w.decide_comment(comment, State::Rejected).await,
                2 => w.decide_comment(comment, State::Waiting).await,
                _ => w.delete_comment(comment).await,
            }));
        }
        Step::Section { section, moved } => {
            let section = paper.sections[usize::from(*section) % paper.sections.len()];
            let (moved, politics) = (*moved, paper.sections[0]);
            drop(change!(|w| if moved {
                let parent = (w.section_at(section).await? == "welt").then_some(politics);
                w.move_section(section, parent, 2).await.map(drop)
            } else {
                let name = SectionName {
                    language: german(),
                    name: format!("Neues aus {now}"),
                    description: String::new(),
                };
                w.name_section(section, &[name]).await
            }));
        }
        Step::Menu { english: is_english } => {
            let language = if *is_english { english() } else { german() };
            drop(change!(|w| w
                .set_menu("main", &language, &[(format!("Stand {now}"), "/sport".into())])
                .await));
        }
        Step::Slot { article } => {
            let story = of(article).story;
            drop(change!(|w| w.set_slot(&german(), "lead", &[story]).await));
        }
        Step::Redirect { forget } => {
            let forget = *forget;
            drop(change!(|w| if forget {
                w.forget_path("/alt").await
            } else {
                w.put_path("/alt", &Target::Redirect(format!("/neu/{}", now.as_second()))).await
            }));
        }
        Step::Forbid => {
            drop(change!(|w| w.forbid_path("/gibt/es/nicht", &archive::Prohibition::default()).await));
        }
        Step::Page { hide } => page(paper, *hide, now).await,
        Step::Topic { topic } => {
            let slug = ["wahlen", "bahn"][usize::from(*topic) % 2];
            drop(change!(|w| w.put_topic(slug, None, &[(german(), format!("Thema {now}"))]).await));
        }
        Step::Author { author, renamed } => {
            let slug = ["merle-ohlsen", "jan-petersen"][usize::from(*author) % 2];
            let renamed = *renamed;
            drop(change!(|w| {
                let name = if renamed { format!("Wer um {now}") } else { "Wer immer".to_owned() };
                let role = format!("Dienst am {now}");
                let facts = AuthorFacts { slug: slug.into(), name, role, ..AuthorFacts::default() };
                w.put_author(&facts).await
            }));
        }
        Step::Dossier { article, leave } => {
            let (story, leave) = (of(article).story, *leave);
            drop(change!(|w| {
                let dossier = w.put_dossier("der-bruch", &[(german(), "Der Bruch".into())]).await?;
                w.file_story(story, (!leave).then_some(dossier)).await
            }));
        }
        Step::Picture { article, words } => picture(paper, of(article).article, *words, now).await,
        Step::Due(seconds) => {
            let due = now + SignedDuration::from_secs(i64::from(*seconds));
            let section = paper.sections[1];
            let scheduled = change!(|w| {
                let story = w.add_story(None).await?;
                let placement = Placement { section: Some(section), ..Placement::new(german()) };
                let text = text(&format!("Fällig um {due}"), "Ein Satz.");
                let article = w.add_article(story, &placement, &text).await?;
                w.schedule_article(article, &clearance(), due).await?;
                Ok(Known { story, article })
            });
            let known = scheduled.expect("it is scheduled");
            paper.clock.step(i64::from(*seconds));
            let path = archive
                .write_at(cause(), due, move |w| {
                    Box::pin(async move { w.publish_due(&site, known.article).await })
                })
                .await;
            paper.articles.push(known);
            paper.paths.push(path.expect("it is published").expect("it is due"));
        }
        Step::Clock(minutes) => paper.clock.step(i64::from(*minutes) * 60),
    }
}

async fn comment(paper: &mut Paper, article: ArticleId, waits: bool, now: Timestamp) {
    let draft = Draft {
        text: format!("Gelesen um {now}."),
        name: "Kim".into(),
        email: "kim@leser.example".into(),
        website: String::new(),
    };
    let new = draft.check().expect("a comment");
    let state = if waits { State::Waiting } else { State::Approved };
    let arrival = Arrival { state, ..Arrival::default() };
    let made = paper
        .cached
        .archive
        .write_at(cause(), now, move |w| {
            Box::pin(async move { w.enter_comment(article, None, &new, &arrival, now).await })
        })
        .await;
    paper.comments.extend(made);
}

async fn page(paper: &Paper, hide: bool, now: Timestamp) {
    let change = paper.cached.archive.write_at(cause(), now, move |w| {
        Box::pin(async move {
            match w.page_at("/impressum").await? {
                Some(page) if hide => w.hide_page(page).await,
                _ => {
                    let mut body = Document::new(vec![Block::paragraph(format!("Stand: {now}").as_str())]);
                    body.fill_ids();
                    let page = NewPage {
                        language: german(),
                        slug: "impressum".into(),
                        path: "/impressum".into(),
                        title: "Impressum".into(),
                        body,
                        published: true,
                    };
                    w.put_page(&page).await.map(drop)
                }
            }
        })
    });
    change.await.expect("it is changed");
}

async fn picture(paper: &Paper, article: ArticleId, words: bool, now: Timestamp) {
    let site = paper.site.clone();
    let change = paper.cached.archive.write_at(cause(), now, move |w| {
        Box::pin(async move {
            let known: Option<AssetId> = w.asset_named("bild").await?;
            if let (Some(asset), true) = (known, words) {
                let words = AssetWords {
                    alt: format!("Ein Bild, {now}"),
                    caption: String::new(),
                    credit: "Wer".into(),
                    copyright: String::new(),
                    focus: (0.5, 0.5),
                };
                return w.change_asset(asset, &words).await;
            }
            let asset = NewAsset {
                name: "bild".into(),
                mime: "image/jpeg".into(),
                hash: "ab".repeat(32),
                bytes: 1_000,
                width: Some(1_600),
                height: Some(900),
                alt: "Ein Bild".into(),
                credit: "Wer".into(),
                ..NewAsset::default()
            };
            let asset = w.put_asset(&asset).await?;
            let mut text = w.article_draft(article).await?.text;
            text.picture = Some(asset);
            w.revise_article(article, &text).await?;
            w.publish_article(&site, article, &clearance(), now, false).await.map(drop)
        })
    });
    drop(change.await);
}
