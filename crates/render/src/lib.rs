//! Themes, templates, documents as HTML, the words of the interface, dates and numbers.

pub mod document_html;
pub mod picture;
