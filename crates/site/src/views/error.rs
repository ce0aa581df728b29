//! The pages for what cannot be shown.

use serde::Serialize;

use super::{Frame, Moment};

/// `error-404.html`: nothing is here, but there is help.
#[derive(Debug, Clone, Serialize)]
pub struct NotFoundPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Words of the address, put into the search field; may be empty.
    pub query: String,
}

/// `error-410.html`: a story was here and was withdrawn.
#[derive(Debug, Clone, Serialize)]
pub struct WithdrawnPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// When it was withdrawn, if that is known.
    pub withdrawn: Option<Moment>,
    /// The public reason, if the newsroom gave one.
    pub reason: Option<String>,
}

/// `error-451.html`: the law keeps us from showing it (RFC 7725).
#[derive(Debug, Clone, Serialize)]
pub struct LegalPage {
    /// What surrounds the page.
    pub frame: Frame,
    /// Who demanded it.
    pub authority: Option<String>,
    /// The public reason.
    pub reason: Option<String>,
    /// Since when.
    pub since: Option<Moment>,
}

/// `error-500.html`: something broke on our side.
#[derive(Debug, Clone, Serialize)]
pub struct TroublePage {
    /// What surrounds the page; made from settings only, as the archive may be what broke.
    pub frame: Frame,
    /// What the reader can tell us so that we find it in the log.
    pub reference: Option<String>,
}

/// `error-503.html`: come back in a moment.
#[derive(Debug, Clone, Serialize)]
pub struct BusyPage {
    /// What surrounds the page; made from settings only.
    pub frame: Frame,
}
