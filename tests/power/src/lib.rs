//! A disk for SQLite that forgets what was not synced, as one does whose power is cut.
//!
//! Killing a program proves nothing about syncs: what it wrote is kept by the system. Here each write is noted
//! until its file is synced; when the power goes, every sector that was written since may or may
//! not be there, in any combination, and so may new files and new lengths.

mod chance;
mod disk;
mod vfs;

pub use chance::Chance;
pub use disk::{Disk, Surviving, Syncs};
pub use vfs::{mount, unmount};
