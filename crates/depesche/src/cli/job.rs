//! The words of `depesche job`.

use clap::Subcommand;
use newsroom::ids::JobId;

/// `job`
#[derive(Debug, Subcommand)]
pub(crate) enum JobCommand {
    /// List the jobs that wait, with what went wrong, those due first at the top
    List {
        /// How many
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Try jobs again now that failed or were given up
    Retry {
        /// Their numbers
        #[arg(required = true)]
        jobs: Vec<JobId>,
    },
}
