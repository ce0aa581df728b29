//! Why a file is not taken, in words for the person who brought it.

use crate::Kind;

/// Why a file is not taken or a picture not made. Each message says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The first bytes belong to no kind that is known.
    #[error("this is no file that can be used here; send a picture as JPEG, PNG, WebP, AVIF, GIF or HEIC")]
    Unknown,
    /// The first bytes belong to a kind that is known and not taken.
    #[error("this is {0}, which cannot be used here; export it as JPEG or PNG")]
    Foreign(&'static str),
    /// A recording or a document where a picture is wanted.
    #[error("this file is {}, not a picture; add it as a file", .0.name())]
    NoPicture(Kind),
    /// A drawing that could carry scripts and outside references.
    #[error("SVG drawings are not taken because they can carry scripts; export the drawing as PNG")]
    Svg,
    /// More bytes than [`Limits::bytes`](crate::Limits::bytes).
    #[error("the file has {found} bytes and at most {most} are taken; export it smaller")]
    TooManyBytes {
        /// Length of the file.
        found: usize,
        /// Length allowed.
        most: usize,
    },
    /// More pixels, or a longer side, than the limits allow.
    #[error(
        "the picture is {width} by {height} pixels; at most {side} on a side and {pixels} in all are taken; \
         export it smaller"
    )]
    TooLarge {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// Longest side allowed.
        side: u32,
        /// Pixels allowed.
        pixels: u64,
    },
    /// More frames than [`Limits::frames`](crate::Limits::frames).
    #[error("the animation has {found} frames and at most {most} are taken; send a single picture or a film")]
    TooManyFrames {
        /// Frames in the file.
        found: u32,
        /// Frames allowed.
        most: u32,
    },
    /// Decoding would take more memory than [`Limits::memory`](crate::Limits::memory).
    #[error("decoding would take {found} bytes of memory and at most {most} are given; export it smaller")]
    TooMuchMemory {
        /// Estimate for the file.
        found: u64,
        /// Memory allowed.
        most: u64,
    },
    /// The file ends before the picture does.
    #[error("the {} file ends before the picture does; it was cut off when saved or sent, send it again", .0.name())]
    CutOff(Kind),
    /// The file does not keep to its format.
    #[error("the {} file is damaged ({reason}); open it in a picture editor and export it again", .kind.name())]
    Damaged {
        /// What the file says it is.
        kind: Kind,
        /// What the decoder said.
        reason: String,
    },
    /// A picture could not be brought to another size.
    #[error("the picture could not be scaled: {0}")]
    Unscalable(String),
    /// A picture could not be written in a format.
    #[error("the picture could not be written as {}: {reason}", .kind.name())]
    Unwritable {
        /// The format.
        kind: Kind,
        /// What the encoder said.
        reason: String,
    },
}

impl Refusal {
    pub(crate) fn damaged(kind: Kind, reason: impl std::fmt::Display) -> Self {
        Self::Damaged { kind, reason: reason.to_string() }
    }

    pub(crate) fn unwritable(kind: Kind, reason: impl std::fmt::Display) -> Self {
        Self::Unwritable { kind, reason: reason.to_string() }
    }
}
