//! Foreign copy in: what other systems wrote becomes stories, articles and what belongs to them.

pub mod charset;
pub mod wordpress;
