//! A small object store that speaks as much S3 as files need, and checks every signature by itself.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hmac::{Hmac, KeyInit, Mac};
use parking_lot::Mutex;
use percent_encoding::percent_decode_str;
use sha2::{Digest, Sha256};

/// The key it knows.
pub(crate) const KEY: &str = "AKEXAMPLE";
/// What belongs to it.
pub(crate) const SECRET: &str = "a secret that is in no log";
/// Its region.
pub(crate) const REGION: &str = "hier-1";

/// The object store, with the bucket `presse`.
pub(crate) struct Store {
    /// Scheme, host and port.
    pub(crate) endpoint: String,
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    host: String,
    objects: Mutex<BTreeMap<String, Vec<u8>>>,
    uploads: Mutex<BTreeMap<String, BTreeMap<u32, Vec<u8>>>>,
    /// How many calls fail from now on, with 503.
    failing: AtomicUsize,
    calls: Mutex<Vec<String>>,
}

impl Store {
    pub(crate) fn start() -> Store {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let inner = Arc::new(Inner { host: host.clone(), ..Inner::default() });
        let shared = inner.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (inner, stream) = (shared.clone(), stream.expect("a caller"));
                std::thread::spawn(move || inner.answer(&stream));
            }
        });
        Store { endpoint: format!("http://{host}"), inner }
    }

    /// All that is in the bucket.
    pub(crate) fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        self.inner.objects.lock().clone()
    }

    /// Puts something in the place of an object.
    pub(crate) fn replace(&self, name: &str, bytes: &[u8]) {
        self.inner.objects.lock().insert(name.to_owned(), bytes.to_vec());
    }

    /// Uploads that were neither completed nor given up.
    pub(crate) fn uploads(&self) -> usize {
        self.inner.uploads.lock().len()
    }

    /// Lets the next calls fail.
    pub(crate) fn fail(&self, calls: usize) {
        self.inner.failing.store(calls, Ordering::Relaxed);
    }

    /// What it was called for: the method and what was named, without what signs it.
    pub(crate) fn calls(&self) -> Vec<String> {
        self.inner.calls.lock().clone()
    }
}

/// A request as it was read.
struct Asked {
    method: String,
    path: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

type Said = (u16, Vec<(&'static str, String)>, Vec<u8>);

impl Inner {
    fn answer(&self, stream: &TcpStream) {
        let Some((asked, raw)) = read(stream) else { return };
        self.calls.lock().push(format!("{} {}", asked.method, asked.path));
        let may_fail = |left: usize| left.checked_sub(1);
        let said = if self.failing.fetch_update(Ordering::Relaxed, Ordering::Relaxed, may_fail).is_ok() {
            refused(503, "SlowDown")
        } else if let Err(code) = self.check(&asked, &raw) {
            refused(403, code)
        } else {
            self.act(&asked)
        };
        let (status, headers, body) = said;
        let mut answer = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\n", body.len());
        headers.iter().for_each(|(name, value)| answer.push_str(&format!("{name}: {value}\r\n")));
        let mut stream = stream;
        // Who asked may be gone.
        drop(stream.write_all(&[format!("{answer}Connection: close\r\n\r\n").as_bytes(), &body].concat()));
    }

    /// Whether a request is signed as Signature Version 4 wants it in a query.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html>
    fn check(&self, asked: &Asked, raw: &str) -> Result<(), &'static str> {
        let said = |name: &str| asked.query.get(name).map(String::as_str).ok_or("AccessDenied");
        let date = said("X-Amz-Date")?;
        let scope = format!("{}/{REGION}/s3/aws4_request", &date[..8]);
        if said("X-Amz-Credential")? != format!("{KEY}/{scope}") {
            return Err("InvalidAccessKeyId");
        }
        let (path, query) = raw.split_once('?').ok_or("AccessDenied")?;
        let mut pairs: Vec<&str> =
            query.split('&').filter(|pair| !pair.starts_with("X-Amz-Signature=")).collect();
        pairs.sort_unstable();
        let request = format!(
            "{}\n{path}\n{}\nhost:{}\n\nhost\nUNSIGNED-PAYLOAD",
            asked.method,
            pairs.join("&"),
            self.host
        );
        let to_sign = format!("AWS4-HMAC-SHA256\n{date}\n{scope}\n{}", hex(&Sha256::digest(request)));
        let mut key = format!("AWS4{SECRET}").into_bytes();
        for part in [&date[..8], REGION, "s3", "aws4_request", &to_sign] {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("a key");
            mac.update(part.as_bytes());
            key = mac.finalize().into_bytes().to_vec();
        }
        if said("X-Amz-Signature")? != hex(&key) { Err("SignatureDoesNotMatch") } else { Ok(()) }
    }

    fn act(&self, asked: &Asked) -> Said {
        let Some(name) = asked.path.strip_prefix("/presse/") else { return refused(404, "NoSuchBucket") };
        let upload = asked.query.get("uploadId");
        let fine = |body: &str| (200, Vec::new(), body.as_bytes().to_vec());
        match (asked.method.as_str(), upload) {
            ("GET", None) if name.is_empty() => self.list(asked),
            ("GET", None) => self.get(name, asked.headers.get("range")),
            ("PUT", None) => {
                self.objects.lock().insert(name.to_owned(), asked.body.clone());
                (200, vec![("ETag", tag(&asked.body))], Vec::new())
            }
            ("DELETE", None) => {
                self.objects.lock().remove(name);
                (204, Vec::new(), Vec::new())
            }
            ("POST", None) if asked.query.contains_key("uploads") => {
                let id = format!("up {}&", self.uploads.lock().len());
                self.uploads.lock().insert(id.clone(), BTreeMap::new());
                let id = id.replace('&', "&amp;");
                fine(&format!(
                    "<InitiateMultipartUploadResult {NS}><Bucket>presse</Bucket><Key>{name}</Key><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"
                ))
            }
            ("PUT", Some(id)) => {
                let number = asked.query["partNumber"].parse().expect("a number");
                let mut uploads = self.uploads.lock();
                let Some(upload) = uploads.get_mut(id) else { return refused(404, "NoSuchUpload") };
                upload.insert(number, asked.body.clone());
                (200, vec![("ETag", tag(&asked.body))], Vec::new())
            }
            ("POST", Some(id)) => {
                let Some(parts) = self.uploads.lock().remove(id) else { return refused(404, "NoSuchUpload") };
                let told = String::from_utf8_lossy(&asked.body).replace("&quot;", "\"");
                let known: Vec<String> = parts.values().map(|part| tag(part)).collect();
                let sizes = parts.values().rev().skip(1).all(|part| part.len() >= 5 << 20);
                if told.matches("<Part>").count() != parts.len()
                    || !known.iter().all(|tag| told.contains(tag))
                {
                    // Amazon's answers such errors with this status, too.
                    return fine("<Error><Code>InvalidPart</Code></Error>");
                }
                if !sizes {
                    return refused(400, "EntityTooSmall");
                }
                let whole = parts.into_values().flatten().collect();
                self.objects.lock().insert(name.to_owned(), whole);
                fine(&format!(
                    "<CompleteMultipartUploadResult {NS}><ETag>x</ETag></CompleteMultipartUploadResult>"
                ))
            }
            ("DELETE", Some(id)) => {
                self.uploads.lock().remove(id);
                (204, Vec::new(), Vec::new())
            }
            _ => refused(405, "MethodNotAllowed"),
        }
    }

    fn get(&self, name: &str, range: Option<&String>) -> Said {
        let objects = self.objects.lock();
        let Some(bytes) = objects.get(name) else { return refused(404, "NoSuchKey") };
        let Some(range) = range else { return (200, Vec::new(), bytes.clone()) };
        let (from, to) = range.trim_start_matches("bytes=").split_once('-').expect("a range");
        let (from, to): (usize, usize) = (from.parse().expect("a number"), to.parse().expect("a number"));
        if from >= bytes.len() {
            return (416, vec![("Content-Range", format!("bytes */{}", bytes.len()))], Vec::new());
        }
        let to = to.min(bytes.len() - 1);
        let part = format!("bytes {from}-{to}/{}", bytes.len());
        (206, vec![("Content-Range", part)], bytes[from..=to].to_vec())
    }

    fn list(&self, asked: &Asked) -> Said {
        let prefix = asked.query.get("prefix").cloned().unwrap_or_default();
        let most = asked.query.get("max-keys").and_then(|most| most.parse().ok()).unwrap_or(1_000);
        let objects = self.objects.lock();
        let keys = objects.keys().filter(|key| key.starts_with(&prefix)).take(most);
        let contents: String = keys
            .map(|key| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>\
                     <ETag>x</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>"
                )
            })
            .collect();
        let list = format!(
            "<ListBucketResult {NS}><Name>presse</Name><Prefix>{prefix}</Prefix><KeyCount>1</KeyCount>\
             <MaxKeys>{most}</MaxKeys><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>"
        );
        (200, Vec::new(), list.into_bytes())
    }
}

const NS: &str = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";

fn read(stream: &TcpStream) -> Option<(Asked, String)> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let query = pairs.map(|(name, value)| (decoded(name), decoded(value))).collect();
    Some((Asked { method, path: decoded(path), query, headers, body }, target))
}

fn refused(status: u16, code: &str) -> Said {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>No.</Message></Error>");
    (status, Vec::new(), body.into_bytes())
}

fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", &hex(&Sha256::digest(bytes))[..32])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
