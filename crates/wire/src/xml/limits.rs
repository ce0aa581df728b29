//! How large a document may be. Copy of any agency is far below; what is above is an attack or no copy.

/// Bytes of a document.
pub const BYTES: usize = 64 << 20;
/// Elements inside each other.
pub const DEPTH: usize = 200;
/// Elements and pieces of text.
pub const NODES: usize = 1_000_000;
/// Attributes of one element.
pub const ATTRIBUTES: usize = 256;
/// Prefixes that stand for namespaces at the same time.
pub const PREFIXES: usize = 256;
/// Faults noted of a document; the others are only counted.
pub const FAULTS: usize = 100;
