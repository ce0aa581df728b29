//! Clearance: the one key to publication.
//!
//! Every way to publish asks for a [`Clearance`]. A value of it can only be made by someone who
//! answers for the text: a person who gives a reason, an import of what was public elsewhere, or the rule that
//! a provider's copy goes out unread.
//! It can be written down and read back, so that a scheduled article keeps the one it was given.

use serde::{Deserialize, Serialize};

use crate::wire_item::Provider;

/// Proof that somebody answers for a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clearance {
    ground: Ground,
}

/// On what ground a text was cleared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// A named person decided and said why.
    Person {
        /// Who decided.
        name: String,
        /// The reason, kept in the log of changes.
        reason: String,
    },
    /// It was already public in the system it was imported from.
    Import {
        /// What was imported: the name of the export.
        from: String,
    },
    /// The newsroom has settled that a provider's copy goes out unread.
    Provider {
        /// The provider's name.
        name: String,
    },
}

/// A person cleared a text without saying who they are or why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("publishing needs {0}")]
pub struct ClearanceError(&'static str);

impl Clearance {
    /// Clearance by a person, who is named and gives a reason.
    ///
    /// # Errors
    /// When the name or the reason is blank.
    pub fn by_person(name: &str, reason: &str) -> Result<Clearance, ClearanceError> {
        if name.trim().is_empty() {
            return Err(ClearanceError("the name of the person who decides"));
        }
        if reason.trim().is_empty() {
            return Err(ClearanceError("a reason, to be kept with the change"));
        }
        Ok(Clearance { ground: Ground::Person { name: name.trim().into(), reason: reason.trim().into() } })
    }

    /// Clearance of what was already public in the system it comes from.
    pub fn by_import(from: &str) -> Clearance {
        Clearance { ground: Ground::Import { from: from.into() } }
    }

    /// Clearance by the rule that a provider's copy goes out unread.
    ///
    /// # Errors
    /// When the newsroom has no such rule for the provider.
    pub fn by_provider(provider: &Provider) -> Result<Clearance, ClearanceError> {
        if !provider.publish_unread {
            return Err(ClearanceError(
                "somebody who has read it: this provider's copy does not go out unread",
            ));
        }
        Ok(Clearance { ground: Ground::Provider { name: provider.name.clone() } })
    }

    /// On what ground it was given.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }
}
