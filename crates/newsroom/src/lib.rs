//! The domain of a newsroom: its types and its rules, without any I/O.
//!
//! A thing is found by its word: what a comment is and when it may be shown stands in
//! [`comment`], how the body of an article is built in [`document`]. Rows, routes and screens
//! of the same things live on the floors above under the same names.

pub mod address;
pub mod article;
pub mod asset;
pub mod author;
pub mod change;
pub mod clearance;
pub mod comment;
pub mod correction;
pub mod document;
pub mod email;
pub mod genre;
pub mod ids;
pub mod job;
pub mod language;
pub mod origin;
pub mod path;
pub mod section;
pub mod site;
pub mod slug;
pub mod topic;
pub mod wire_item;
