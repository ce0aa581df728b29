//! How large a picture may be.

/// What a picture may cost, looked at before any of it is decoded.
///
/// The defaults take every photograph that a current camera or telephone makes, and let one picture at a
/// time be worked on in a gigabyte of memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file in bytes; 64 MiB.
    pub bytes: usize,
    /// Width times height in pixels; 100 million.
    pub pixels: u64,
    /// The longer side in pixels; 16,383, which is what WebP can hold.
    pub side: u32,
    /// Frames of an animation, of which only the first is kept; 1,000.
    pub frames: u32,
    /// Memory in bytes that decoding may take by our estimate for its format; 1 GiB.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 << 20, pixels: 100_000_000, side: 16_383, frames: 1_000, memory: 1 << 30 }
    }
}
