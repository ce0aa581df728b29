//! The words of `depesche redirect`.

use clap::Subcommand;

/// `redirect`
#[derive(Debug, Subcommand)]
pub(crate) enum Redirect {
    /// Lead an address elsewhere for good
    Add {
        /// The address: a path of the site
        from: String,
        /// Where it leads: a path of the site or a web address
        to: String,
    },
    /// List the addresses that lead elsewhere or nowhere
    List,
    /// Forget what was said of an address; it is free again
    Remove {
        /// The address
        path: String,
    },
    /// Say that what is at an address must not be shown for legal reasons (451, RFC 7725)
    Unavailable {
        /// The address
        path: String,
        /// Who demanded it: readers see it
        #[arg(long)]
        authority: String,
        /// Why: readers see it
        #[arg(long)]
        reason: String,
        /// Since when; now if left out
        #[arg(long, value_name = "TIME")]
        since: Option<jiff::Timestamp>,
    },
    /// Say that nothing is at an address any more (410)
    Gone {
        /// The address
        path: String,
    },
    /// Say what is at an address
    Show {
        /// The address
        path: String,
    },
}
