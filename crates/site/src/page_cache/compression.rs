//! Compression: a page that is asked for again is compressed once, as well as can be, by a thread with
//! a low claim to the processor. Until then readers get it as it is.

use std::io::Write;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::{Encoding, Kept};

/// Pages that wait at most; those beyond are compressed when they are asked for the next time.
const WAITING: usize = 1_024;

/// The thread that compresses; it starts with the first page and ends with the cache.
#[derive(Default)]
pub(super) struct Compression(OnceLock<Option<SyncSender<Arc<Kept>>>>);

impl Compression {
    /// Wants a page compressed.
    pub(super) fn order(&self, page: &Arc<Kept>) {
        if !page.wants_compression() {
            return;
        }
        if let Some(orders) = self.0.get_or_init(start)
            && orders.try_send(page.clone()).is_err()
        {
            page.forget_one();
        }
    }
}

fn start() -> Option<SyncSender<Arc<Kept>>> {
    let (orders, waiting) = sync_channel(WAITING);
    let started = std::thread::Builder::new().name("compression".into()).spawn(move || run(&waiting));
    match started {
        Ok(_) => Some(orders),
        Err(error) => {
            tracing::warn!(%error, "pages are not compressed");
            None
        }
    }
}

fn run(waiting: &Receiver<Arc<Kept>>) {
    crate::workshop::stand_back();
    while let Ok(page) = waiting.recv() {
        let Some(plain) = page.plain().cloned() else { continue };
        for encoding in [Encoding::Gzip, Encoding::Brotli, Encoding::Zstd] {
            match compressed(encoding, &plain) {
                Ok(body) if body.len() < plain.len() => page.add_form(encoding, body),
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, ?encoding, "a page could not be compressed"),
            }
        }
    }
}

/// A body in an encoding, as small as is sensible for something that is sent often. The highest levels
/// would save another twentieth and take ten times as long.
pub(crate) fn compressed(encoding: Encoding, body: &[u8]) -> std::io::Result<Bytes> {
    let level = match encoding {
        Encoding::Plain => 0,
        Encoding::Gzip => 8,
        Encoding::Brotli => 7,
        Encoding::Zstd => 12,
    };
    compressed_at(encoding, body, level)
}

/// The same at a level of the encoding's own.
pub(crate) fn compressed_at(encoding: Encoding, body: &[u8], level: u32) -> std::io::Result<Bytes> {
    let compressed = match encoding {
        Encoding::Plain => return Ok(Bytes::copy_from_slice(body)),
        Encoding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
            writer.write_all(body)?;
            writer.finish()?
        }
        Encoding::Brotli => {
            let mut compressed = Vec::new();
            let parameters = brotli::enc::BrotliEncoderParams {
                quality: level.try_into().unwrap_or(10),
                lgwin: 20,
                size_hint: body.len(),
                ..Default::default()
            };
            brotli::BrotliCompress(&mut &body[..], &mut compressed, &parameters)?;
            compressed
        }
        Encoding::Zstd => zstd::bulk::compress(body, level.try_into().unwrap_or(19))?,
    };
    Ok(compressed.into())
}
