//! Configuration: one TOML file in the data folder, environment variables over it.
//!
//! Every key is declared once, below, with its documentation and default; the file that `init`
//! writes, the output of `config print` and the check for wrong keys are all made from that.

mod keys;
mod load;
mod meaning;
mod print;
mod secret;

pub(crate) use keys::Config;
pub(crate) use load::{effective, load, with_places};
pub(crate) use meaning::LogForm;
pub(crate) use print::print;
pub(crate) use secret::secret;

/// Name of the file within the data folder.
pub(crate) const FILE: &str = "depesche.toml";
