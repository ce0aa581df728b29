//! Themes, templates, documents as HTML, the words of the interface, dates and numbers.

pub mod dates;
pub mod document_html;
mod escape;
pub mod messages;
pub mod picture;
pub mod theme;
