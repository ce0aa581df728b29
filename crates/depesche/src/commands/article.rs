//! `depesche article`

use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use newsroom::article::State;
use newsroom::clearance::Clearance;
use newsroom::document::keep_ids;
use newsroom::ids::ArticleId;

use crate::article_file::{self, ArticleFile};
use crate::cli::Article;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::{say, show};
use crate::table;

/// Runs a command on articles.
///
/// # Errors
/// When a text cannot be read or a rule of the newsroom forbids what was asked.
pub(crate) async fn run(newsroom: &Newsroom, command: Article) -> Result<()> {
    match command {
        Article::List { state, limit } => list(newsroom, state, limit).await,
        Article::Show { article } => {
            let reading = newsroom.archive.reading();
            let draft = reading.article_draft(article).await?;
            show!("{}", article_file::write(&draft, &reading).await?);
            Ok(())
        }
        Article::Add { file, story } => add(newsroom, &file, story).await,
        Article::Edit { article, file } => edit(newsroom, article, file.as_deref()).await,
        Article::Publish { article, at, reason } => publish(newsroom, article, at, &reason).await,
        Article::Correct { article, note, reason } => {
            let (site, clearance) = (newsroom.site.clone(), clearance(&reason)?);
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(
                        async move { w.correct_article(&site, article, &clearance, &note, w.now()).await },
                    )
                })
                .await?;
            say!("article {article} is published with its correction");
            Ok(())
        }
        Article::Withdraw { article, reason } => {
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.withdraw_article(article, &reason).await }))
                .await?;
            say!("article {article} is withdrawn; its address answers 410 and says why");
            Ok(())
        }
        Article::Unschedule { article } => {
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.unschedule_article(article).await }))
                .await?;
            say!("article {article} is a draft again");
            Ok(())
        }
        Article::Remove { article } => {
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.remove_article(article).await }))
                .await?;
            say!("article {article} is removed; nobody had seen it");
            Ok(())
        }
        Article::Link { article, with } => {
            let story = newsroom.archive.reading().article_draft(with).await?.story;
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.link_article(article, story).await }))
                .await?;
            say!("article {article} now belongs to story {story}");
            Ok(())
        }
    }
}

async fn list(newsroom: &Newsroom, state: State, limit: i64) -> Result<()> {
    let articles = newsroom.archive.reading().articles_in(state, limit).await?;
    let row = |listed: &archive::ListedArticle| {
        let due = listed.due_at.map(|due| format!("due {}", in_zone(newsroom, due)));
        let mut row =
            vec![listed.article.to_string(), format!("story {}", listed.story), listed.language.to_string()];
        row.extend(due);
        row.push(listed.headline.clone());
        row
    };
    table::print(&articles.iter().map(row).collect::<Vec<_>>());
    if articles.is_empty() {
        say!("no articles are {}", state.as_str());
    }
    Ok(())
}

async fn add(newsroom: &Newsroom, file: &Path, story: Option<newsroom::ids::StoryId>) -> Result<()> {
    let ArticleFile { placement, dossier, text } =
        parse(newsroom, &text_of(file)?, &file.display().to_string()).await?;
    let article = newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                let story = match story {
                    Some(story) => story,
                    None => w.add_story(None).await?,
                };
                let article = w.add_article(story, &placement, &text).await?;
                if dossier.is_some() {
                    w.file_story(story, dossier).await?;
                }
                Ok(article)
            })
        })
        .await?;
    say!("article {article} is a draft; publish it with “depesche article publish {article}”");
    Ok(())
}

async fn edit(newsroom: &Newsroom, article: ArticleId, file: Option<&Path>) -> Result<()> {
    let reading = newsroom.archive.reading();
    let draft = reading.article_draft(article).await?;
    let before = article_file::write(&draft, &reading).await?;
    let (after, source) = match file {
        Some(file) => (text_of(file)?, file.display().to_string()),
        None => (in_editor(&article.to_string(), &before)?, "the edited text".to_owned()),
    };
    if after == before {
        say!("nothing was changed");
        return Ok(());
    }
    let ArticleFile { placement, dossier, mut text } = parse(newsroom, &after, &source).await?;
    // A file carries no ids; what hangs on the blocks that stayed finds them again.
    text.body.forget_ids();
    keep_ids(&draft.text.body, &mut text.body);
    let story = draft.story;
    newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                w.file_story(story, dossier).await?;
                w.place_article(article, &placement, &text.headline).await?;
                w.revise_article(article, &text).await
            })
        })
        .await?;
    if draft.state == State::Scheduled {
        say!(
            "article {article} has a new revision, but goes out as it was scheduled; “depesche article publish \
             {article} --at TIME” schedules it as it is now"
        );
    } else {
        say!(
            "article {article} has a new revision; readers see it after “depesche article publish {article}”"
        );
    }
    Ok(())
}

async fn publish(newsroom: &Newsroom, article: ArticleId, at: Option<Timestamp>, reason: &str) -> Result<()> {
    let (site, clearance) = (newsroom.site.clone(), clearance(reason)?);
    if let Some(due) = at.filter(|at| *at > Timestamp::now()) {
        newsroom
            .archive
            .write(cause(), move |w| {
                Box::pin(async move { w.schedule_article(article, &clearance, due).await })
            })
            .await?;
        say!(
            "article {article} is scheduled for {}; “depesche serve” publishes it then",
            in_zone(newsroom, due)
        );
        return Ok(());
    }
    let shown = newsroom.site.clone();
    let path = newsroom
        .archive
        .write(cause(), move |w| {
            Box::pin(async move {
                if let Some(at) = at {
                    w.date_article(article, at).await?;
                }
                let at = at.unwrap_or_else(|| w.now());
                w.publish_article(&site, article, &clearance, at, true).await
            })
        })
        .await?;
    say!("article {article} is at {}", shown.absolute(&path));
    Ok(())
}

/// A time as the newsroom's clocks show it, with its offset.
fn in_zone(newsroom: &Newsroom, at: Timestamp) -> String {
    at.display_with_offset(newsroom.site.zone.to_offset(at)).to_string()
}

async fn parse(newsroom: &Newsroom, text: &str, source: &str) -> Result<ArticleFile> {
    let main = newsroom.site.main_language();
    article_file::read(text, main, &newsroom.archive.reading()).await.with_context(|| source.to_owned())
}

fn clearance(reason: &str) -> Result<Clearance> {
    Ok(Clearance::by_person(&cause().who, reason)?)
}

/// The text of a file, or of the standard input for `-`.
pub(super) fn text_of(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("reading the standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// Lets a person change a text in the editor of `EDITOR`.
pub(super) fn in_editor(name: &str, text: &str) -> Result<String> {
    let editor = std::env::var("EDITOR").ok().filter(|editor| !editor.trim().is_empty());
    let editor = editor.context("EDITOR is not set; set it, or give the changed text with --file")?;
    let file = std::env::temp_dir().join(format!("depesche-{name}-{}.md", std::process::id()));
    std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = std::process::Command::new(program)
        .args(words)
        .arg(&file)
        .status()
        .with_context(|| format!("starting the editor “{editor}”"))?;
    if !status.success() {
        bail!("the editor ended with {status}; nothing was changed, the text is in {}", file.display());
    }
    let changed = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    std::fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
    Ok(changed)
}
