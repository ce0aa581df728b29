//! Compression: a page that is asked for again is compressed once in the encoding it is asked for in, as well as
//! can be, by a thread with a low claim to the processor. Until then readers get it as it is.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{OnceLock, Weak};

use bytes::Bytes;

use super::form::exactly;
use super::{Encoding, PageCache};

/// Orders that wait at most; those beyond are given when the page is asked for the next time.
const WAITING: usize = 4_096;

/// A page that is kept, by its number, and the encoding it is wanted in.
type Order = (u64, Encoding);

/// The thread that compresses; it starts with the first page and ends with the cache.
#[derive(Default)]
pub(super) struct Compression(OnceLock<Option<SyncSender<Order>>>);

impl Compression {
    /// Wants a page compressed. False where too many wait.
    pub(super) fn order(&self, order: Order, pages: &Weak<PageCache>) -> bool {
        let orders = self.0.get_or_init(|| start(pages.clone()));
        orders.as_ref().is_none_or(|orders| orders.try_send(order).is_ok())
    }
}

fn start(pages: Weak<PageCache>) -> Option<SyncSender<Order>> {
    let (orders, waiting) = sync_channel(WAITING);
    let started = std::thread::Builder::new().name("compression".into()).spawn(move || run(&waiting, &pages));
    match started {
        Ok(_) => Some(orders),
        Err(error) => {
            tracing::warn!(%error, "pages are not compressed");
            None
        }
    }
}

fn run(waiting: &Receiver<Order>, pages: &Weak<PageCache>) {
    crate::workshop::stand_back();
    while let Ok((number, encoding)) = waiting.recv() {
        let Some(pages) = pages.upgrade() else { return };
        let Some(plain) = pages.numbered(number).and_then(|page| page.plain()) else { continue };
        match compressed(encoding, &plain) {
            Ok(body) => pages.add_form(number, encoding, body),
            Err(error) => tracing::warn!(%error, ?encoding, "a page could not be compressed"),
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
    Ok(exactly(compressed))
}

/// What such a body was before, of a length that is known.
pub(super) fn decompressed(encoding: Encoding, packed: &[u8], length: usize) -> std::io::Result<Bytes> {
    let body = match encoding {
        Encoding::Plain => packed.to_vec(),
        Encoding::Gzip => {
            let mut body = Vec::with_capacity(length);
            flate2::read::GzDecoder::new(packed).read_to_end(&mut body)?;
            body
        }
        Encoding::Brotli => {
            let mut body = Vec::with_capacity(length);
            brotli::BrotliDecompress(&mut &packed[..], &mut body)?;
            body
        }
        Encoding::Zstd => zstd::bulk::decompress(packed, length)?,
    };
    if body.len() != length {
        return Err(std::io::Error::other(format!("{} bytes and not {length}", body.len())));
    }
    Ok(body.into())
}
