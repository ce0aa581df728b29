//! Themes, templates, documents as HTML, the words of the interface, dates and numbers.

pub mod dates;
pub mod document_html;
pub mod messages;
pub mod picture;
pub mod theme;
