//! Bodies that were compressed for the way
//! ([RFC 9110, section 8.4](https://www.rfc-editor.org/rfc/rfc9110#section-8.4)): unpacked up to a limit, because a
//! few bytes can be made to become any number of them.

use std::io::{self, Read};

use bytes::Bytes;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use hyper::header::{self, HeaderMap};
use url::Url;

use crate::Error;
use crate::error::shown;

/// Most encodings one over the other; more than one is met by mistake only.
const MOST: usize = 2;
/// Bytes that the decoder of Brotli reads at a time.
const BUFFER: usize = 4 << 10;

/// Why a body cannot be unpacked.
pub(crate) enum Fault {
    /// It becomes larger than it may.
    Large,
    /// It is not what its head says.
    Broken(String),
}

impl Fault {
    /// As the error of a call.
    pub(crate) fn of(self, url: &Url, limit: usize) -> Error {
        match self {
            Fault::Large => Error::Large { address: shown(url), limit },
            Fault::Broken(why) => Error::Http { address: shown(url), why },
        }
    }
}

/// The body as it was before it was compressed, of at most so many bytes.
pub(crate) async fn unpack(headers: &HeaderMap, body: Bytes, most: usize) -> Result<Bytes, Fault> {
    let encodings = encodings(headers);
    if encodings.is_empty() || body.is_empty() {
        return Ok(body);
    }
    if encodings.len() > MOST {
        return Err(Fault::Broken(format!("it is compressed more than {MOST} times over")));
    }
    // Decoders take a while for large bodies, and others wait for this thread.
    tokio::task::spawn_blocking(move || {
        // The last that is named was put on last.
        encodings.iter().rev().try_fold(body, |body, encoding| decode(encoding, &body, most))
    })
    .await
    .unwrap_or_else(|fault| Err(Fault::Broken(fault.to_string())))
}

fn encodings(headers: &HeaderMap) -> Vec<String> {
    let values = headers.get_all(header::CONTENT_ENCODING).into_iter();
    values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect()
}

fn decode(encoding: &str, body: &[u8], most: usize) -> Result<Bytes, Fault> {
    match encoding {
        "gzip" | "x-gzip" => read(MultiGzDecoder::new(body), most),
        "br" => read(brotli_decompressor::Decompressor::new(body, BUFFER), most),
        // RFC 1950; some servers leave its frame away.
        "deflate" => match read(ZlibDecoder::new(body), most) {
            Err(Fault::Broken(_)) => read(DeflateDecoder::new(body), most),
            other => other,
        },
        other => Err(Fault::Broken(format!(
            "it is compressed as “{other}”, which was not asked for and is not known"
        ))),
    }
    .map_err(|fault| match fault {
        Fault::Broken(why) => Fault::Broken(format!("its body is no whole {encoding}: {why}")),
        Fault::Large => Fault::Large,
    })
}

fn read(decoder: impl Read, most: usize) -> Result<Bytes, Fault> {
    let mut unpacked = Vec::new();
    decoder
        .take(most as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|error: io::Error| Fault::Broken(error.to_string()))?;
    if unpacked.len() > most { Err(Fault::Large) } else { Ok(unpacked.into()) }
}
