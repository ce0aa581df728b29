//! `depesche redirect`

use anyhow::Result;
use archive::Prohibition;
use newsroom::path::Target;

use crate::cli::Redirect;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;
use crate::table;

/// How many addresses are asked for at once.
const AT_ONCE: i64 = 1_000;

/// Runs a command on addresses.
///
/// # Errors
/// When an address would lead to itself or where pages may not link to.
pub(crate) async fn run(newsroom: &Newsroom, command: Redirect) -> Result<()> {
    let (path, target) = match command {
        Redirect::Show { path } => {
            let normal = newsroom::path::normal(&path);
            match newsroom.archive.reading().target(&normal).await? {
                Some(target) => say!("{normal}: {}", describe(&target)),
                None => say!("{normal}: nothing"),
            }
            return Ok(());
        }
        Redirect::List => {
            let mut after = String::new();
            loop {
                let some = newsroom.archive.reading().redirects(&after, AT_ONCE).await?;
                let Some((last, _)) = some.last() else { return Ok(()) };
                after.clone_from(last);
                let rows: Vec<_> =
                    some.into_iter().map(|(path, target)| vec![path, describe(&target)]).collect();
                table::print(&rows);
            }
        }
        Redirect::Remove { path } => {
            let words = format!("{}: nothing", newsroom::path::normal(&path));
            newsroom
                .archive
                .write(cause(), move |w| Box::pin(async move { w.forget_path(&path).await }))
                .await?;
            say!("{words}");
            return Ok(());
        }
        Redirect::Unavailable { path, authority, reason, since } => {
            let words = format!("{}: {}", newsroom::path::normal(&path), describe(&Target::Unavailable));
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        let since = Some(since.unwrap_or_else(|| w.now()));
                        w.forbid_path(&path, &Prohibition { authority, reason, since }).await
                    })
                })
                .await?;
            say!("{words}");
            return Ok(());
        }
        Redirect::Add { from, to } => {
            anyhow::ensure!(
                newsroom::address::is_linkable(&to),
                "“{to}” is neither a path of the site nor a web address"
            );
            (from, Target::Redirect(to))
        }
        Redirect::Gone { path } => (path, Target::Gone),
    };
    let words = format!("{}: {}", newsroom::path::normal(&path), describe(&target));
    newsroom
        .archive
        .write(cause(), move |w| Box::pin(async move { w.put_path(&path, &target).await }))
        .await?;
    say!("{words}");
    Ok(())
}

fn describe(target: &Target) -> String {
    match target {
        Target::Article(id) => format!("article {id}"),
        Target::Page(id) => format!("page {id}"),
        Target::Section(id) => format!("section {id}"),
        Target::Topic(id) => format!("topic {id}"),
        Target::Author(id) => format!("author {id}"),
        Target::Asset(id) => format!("asset {id}"),
        Target::Redirect(to) => format!("leads to {to}"),
        Target::Gone => "gone (410)".into(),
        Target::Unavailable => "unavailable for legal reasons (451)".into(),
    }
}
