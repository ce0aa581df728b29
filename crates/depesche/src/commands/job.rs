//! `depesche job`

use anyhow::Result;

use crate::cli::JobCommand;
use crate::newsroom_folder::{Newsroom, cause};
use crate::output::say;

/// Runs a command on jobs.
///
/// # Errors
/// When a job does not exist; then none of those named was changed.
pub(crate) async fn run(newsroom: &Newsroom, command: JobCommand) -> Result<()> {
    match command {
        JobCommand::List { limit } => {
            let jobs = newsroom.archive.reading().jobs(limit).await?;
            for job in &jobs {
                let due = job.due.map_or_else(|| "given up".to_owned(), |due| format!("due {due}"));
                say!("{}  {} {}  {due}", job.id, job.kind, job.key);
                if job.failures > 0 {
                    say!("    failed {} times: {}", job.failures, job.error);
                }
            }
            if jobs.is_empty() {
                say!("no jobs wait");
            }
        }
        JobCommand::Retry { jobs } => {
            let count = jobs.len();
            newsroom
                .archive
                .write(cause(), move |w| {
                    Box::pin(async move {
                        for job in jobs {
                            w.retry_job(job).await?;
                        }
                        Ok(())
                    })
                })
                .await?;
            say!("{count} to be tried again; “depesche serve” does so");
        }
    }
    Ok(())
}
