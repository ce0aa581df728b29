//! The boxes of an AVIF file (AVIF 1.1 in ISO/IEC 23008-12 and ISO/IEC 14496-12): where the coded pictures
//! lie, how large they are, what their colours mean and which way is up.
//!
//! Everything that is named is a slice of the file, so that no file can name the same bytes many times
//! over and have them copied. Pictures put together from tiles are refused in words.

use std::borrow::Cow;

use super::{Blocks, Bytes, Header, boxes, memory};
use crate::{Kind, Refusal};

/// Most items, pieces of them, references and properties that are looked at: a picture has a dozen, and
/// lists of more could take memory and time that the file does not have to pay for.
const MOST: usize = 4_096;

/// A picture in an AVIF file, still coded.
#[derive(Debug, Default)]
pub(crate) struct Avif<'a> {
    /// The AV1 stream of the colours.
    pub(crate) colours: Cow<'a, [u8]>,
    /// That of the opacity.
    pub(crate) alpha: Option<Cow<'a, [u8]>>,
    /// Whether the colours are already multiplied by the opacity.
    pub(crate) premultiplied: bool,
    /// Width in pixels before it is turned.
    pub(crate) width: u32,
    /// Height in pixels before it is turned.
    pub(crate) height: u32,
    /// What the numbers of its colours mean, where the container says so; it stands over the stream.
    pub(crate) code_points: Option<CodePoints>,
    /// A colour profile (ICC.1).
    pub(crate) profile: Option<&'a [u8]>,
    /// Quarter turns against the clock that make it upright.
    pub(crate) turns: u8,
    /// Then mirrored: top and bottom change places, or left and right.
    pub(crate) mirror: Option<Mirror>,
    exif: Option<Cow<'a, [u8]>>,
    xmp: Option<Cow<'a, [u8]>>,
}

/// Which sides of a picture change places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mirror {
    /// Top and bottom.
    Vertical,
    /// Left and right.
    Horizontal,
}

/// What the numbers of colours mean (ITU-T H.273).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CodePoints {
    pub(crate) primaries: u16,
    pub(crate) matrix: u16,
    pub(crate) full_range: bool,
}

pub(super) fn read(file: &[u8]) -> Result<Header<'_>, Refusal> {
    let avif = parse(file)?;
    // Three planes of at most two bytes, the opacity's, and the finished pixels.
    let memory = memory(avif.width, avif.height, 24);
    Ok(Header {
        kind: Kind::Avif,
        width: avif.width,
        height: avif.height,
        frames: 1,
        memory,
        lossless: false,
        blocks: Blocks { exif: avif.exif, xmp: avif.xmp, iptc: None },
    })
}

/// Finds the picture that the file is of.
///
/// # Errors
/// When boxes are cut off or contradict each other, or the picture is made of tiles.
pub(crate) fn parse(file: &[u8]) -> Result<Avif<'_>, Refusal> {
    let damaged = |reason: &str| Refusal::damaged(Kind::Avif, reason);
    let meta = boxes(file).find(|(name, _)| *name == b"meta").and_then(|(_, body)| body.get(4..));
    let meta = Meta::read(file, meta.ok_or(Refusal::CutOff(Kind::Avif))?);
    let meta = meta.ok_or_else(|| damaged("its list of parts cannot be read"))?;
    let primary = meta.primary;
    match meta.kind(primary) {
        Some(b"av01") => {}
        Some(b"grid" | b"iovl" | b"tmap") => {
            return Err(damaged("it is put together from tiles, which cannot be read here; save it as one"));
        }
        _ => return Err(damaged("its picture is not coded in AV1")),
    }
    let mut avif =
        Avif { colours: meta.bytes(primary).ok_or(Refusal::CutOff(Kind::Avif))?, ..Avif::default() };
    for (name, body) in meta.properties(primary) {
        avif.take(name, body).ok_or_else(|| damaged("what it says about its picture is cut off"))?;
    }
    if let Some(alpha) = meta.alpha_of(primary) {
        avif.alpha = Some(meta.bytes(alpha).ok_or(Refusal::CutOff(Kind::Avif))?);
        avif.premultiplied = meta.references.iter().any(|reference| {
            reference.kind == b"prem" && reference.from == primary && reference.to.contains(&alpha)
        });
    }
    // The offset of the TIFF header stands before an EXIF item (ISO/IEC 23008-12, A.2.1).
    avif.exif = meta.described_by(primary, b"Exif").and_then(|exif| {
        let skip = usize::try_from(Bytes(&exif).u32_be()?).ok()?.checked_add(4)?;
        match exif {
            Cow::Borrowed(bytes) => bytes.get(skip..).map(Cow::Borrowed),
            Cow::Owned(bytes) => bytes.get(skip..).map(|bytes| Cow::Owned(bytes.to_vec())),
        }
    });
    avif.xmp = meta.described_by(primary, b"mime");
    Ok(avif)
}

impl<'a> Avif<'a> {
    /// Takes a property of the picture; `None` where its body is cut off.
    fn take(&mut self, name: &[u8; 4], body: &'a [u8]) -> Option<()> {
        let mut bytes = Bytes(body);
        match name {
            b"ispe" => {
                bytes.take(4)?;
                (self.width, self.height) = (bytes.u32_be()?, bytes.u32_be()?);
            }
            b"colr" => match bytes.take(4)? {
                b"nclx" => {
                    let primaries = bytes.u16_be()?;
                    bytes.take(2)?;
                    let matrix = bytes.u16_be()?;
                    let full_range = bytes.u8()? & 0x80 != 0;
                    self.code_points = Some(CodePoints { primaries, matrix, full_range });
                }
                b"prof" | b"rICC" => self.profile = Some(bytes.0),
                _ => {}
            },
            b"irot" => self.turns = bytes.u8()? & 3,
            b"imir" => {
                let horizontal = bytes.u8()? & 1 == 1;
                self.mirror = Some(if horizontal { Mirror::Horizontal } else { Mirror::Vertical });
            }
            _ => {}
        }
        Some(())
    }
}

/// What the `meta` box says about the parts of a file.
struct Meta<'a> {
    file: &'a [u8],
    primary: u32,
    items: Vec<Item<'a>>,
    places: Vec<Places>,
    references: Vec<Reference<'a>>,
    properties: Vec<(&'a [u8; 4], &'a [u8])>,
    /// Item and number of one of its properties, counted from 1.
    owned: Vec<(u32, usize)>,
    /// Bytes kept within the box itself.
    inner: &'a [u8],
}

struct Item<'a> {
    id: u32,
    kind: &'a [u8; 4],
}

/// Where the bytes of an item lie.
struct Places {
    item: u32,
    within_box: bool,
    /// Offset and length of each piece; no length means all that follows.
    pieces: Vec<(usize, usize)>,
}

struct Reference<'a> {
    kind: &'a [u8; 4],
    from: u32,
    to: Vec<u32>,
}

impl<'a> Meta<'a> {
    fn read(file: &'a [u8], body: &'a [u8]) -> Option<Meta<'a>> {
        let find = |wanted: &[u8; 4]| boxes(body).find(|(name, _)| *name == wanted).map(|(_, body)| body);
        let mut primary = Bytes(find(b"pitm")?);
        let long = primary.u32_be()? >> 24 > 0;
        let primary = id(&mut primary, long)?;
        let shared = find(b"iprp")?;
        let part = |wanted: &[u8; 4]| boxes(shared).find(|(name, _)| *name == wanted).map(|(_, body)| body);
        Some(Meta {
            file,
            primary,
            items: items(find(b"iinf")?)?,
            places: places(find(b"iloc")?)?,
            references: find(b"iref").map_or(Some(Vec::new()), references)?,
            properties: boxes(part(b"ipco")?).take(MOST).collect(),
            owned: owned(part(b"ipma")?)?,
            inner: find(b"idat").unwrap_or_default(),
        })
    }

    fn kind(&self, item: u32) -> Option<&'a [u8; 4]> {
        self.items.iter().find(|known| known.id == item).map(|known| known.kind)
    }

    /// The bytes of an item; `None` when the file does not hold them all.
    fn bytes(&self, item: u32) -> Option<Cow<'a, [u8]>> {
        let places = self.places.iter().find(|places| places.item == item)?;
        let all = if places.within_box { self.inner } else { self.file };
        let piece = |(offset, length): (usize, usize)| {
            let rest = all.get(offset..)?;
            if length == 0 { Some(rest) } else { rest.get(..length) }
        };
        if let [one] = places.pieces[..] {
            return piece(one).map(Cow::Borrowed);
        }
        let pieces = places.pieces.iter().map(|place| piece(*place)).collect::<Option<Vec<_>>>()?;
        // Pieces that overlap would make more of the file than there is.
        let length: usize = pieces.iter().map(|piece| piece.len()).sum();
        (length <= all.len()).then(|| Cow::Owned(pieces.concat()))
    }

    fn properties(&self, item: u32) -> impl Iterator<Item = (&'a [u8; 4], &'a [u8])> {
        let own = self.owned.iter().filter(move |(owner, _)| *owner == item);
        own.filter_map(|(_, number)| self.properties.get(number.checked_sub(1)?).copied())
    }

    /// The item that says how opaque another is.
    fn alpha_of(&self, item: u32) -> Option<u32> {
        let beside = self.pointing_to(item, b"auxl").filter(|beside| self.kind(*beside) == Some(b"av01"));
        beside.into_iter().find(|beside| {
            let mut told = self.properties(*beside).filter(|(name, _)| *name == b"auxC");
            told.any(|(_, body)| {
                body.get(4..)
                    .is_some_and(|kind| kind.starts_with(b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"))
            })
        })
    }

    /// The item of this kind that describes another.
    fn described_by(&self, item: u32, kind: &[u8; 4]) -> Option<Cow<'a, [u8]>> {
        let found = self.pointing_to(item, b"cdsc").find(|from| self.kind(*from) == Some(kind))?;
        self.bytes(found)
    }

    fn pointing_to(&self, item: u32, kind: &'static [u8; 4]) -> impl Iterator<Item = u32> {
        let references = self.references.iter().filter(move |reference| reference.kind == kind);
        references.filter(move |reference| reference.to.contains(&item)).map(|reference| reference.from)
    }
}

fn id(bytes: &mut Bytes<'_>, long: bool) -> Option<u32> {
    if long { bytes.u32_be() } else { bytes.u16_be().map(u32::from) }
}

/// `iinf` (ISO/IEC 14496-12, 8.11.6): which items there are.
fn items(body: &[u8]) -> Option<Vec<Item<'_>>> {
    let mut bytes = Bytes(body);
    let long = bytes.u32_be()? >> 24 > 0;
    id(&mut bytes, long)?;
    let mut items = Vec::new();
    for (_, entry) in boxes(bytes.0).filter(|(name, _)| *name == b"infe").take(MOST) {
        let mut entry = Bytes(entry);
        let version = entry.u32_be()? >> 24;
        if version < 2 {
            continue;
        }
        let item = id(&mut entry, version > 2)?;
        entry.take(2)?;
        items.push(Item { id: item, kind: entry.take(4)?.first_chunk()? });
    }
    Some(items)
}

/// `iloc` (ISO/IEC 14496-12, 8.11.3): where the bytes of each item lie.
fn places(body: &[u8]) -> Option<Vec<Places>> {
    let mut bytes = Bytes(body);
    let version = bytes.u32_be()? >> 24;
    let sizes = bytes.u16_be()?;
    let size = |shift: u16| usize::from((sizes >> shift) & 15);
    let (offset_size, length_size, base_size) = (size(12), size(8), size(4));
    let index_size = if version == 0 { 0 } else { size(0) };
    let number = |bytes: &mut Bytes<'_>, size: usize| -> Option<usize> {
        let digits = bytes.take(size)?;
        let value =
            digits.iter().try_fold(0_u64, |sum, digit| Some(sum.checked_mul(256)? | u64::from(*digit)))?;
        usize::try_from(value).ok()
    };
    let count = id(&mut bytes, version >= 2)?;
    let (mut places, mut all) = (Vec::new(), 0);
    for _ in 0..count {
        let item = id(&mut bytes, version >= 2)?;
        let way = if version == 0 { 0 } else { bytes.u16_be()? & 15 };
        bytes.take(2)?;
        let base = number(&mut bytes, base_size)?;
        let mut pieces = Vec::new();
        let extents = usize::from(bytes.u16_be()?);
        all += 1 + extents;
        if all > MOST {
            return None;
        }
        for _ in 0..extents {
            bytes.take(index_size)?;
            let offset = base.checked_add(number(&mut bytes, offset_size)?)?;
            pieces.push((offset, number(&mut bytes, length_size)?));
        }
        // Built from other items: nothing we read is.
        if way < 2 {
            places.push(Places { item, within_box: way == 1, pieces });
        }
    }
    Some(places)
}

/// `iref` (ISO/IEC 14496-12, 8.11.12): which items speak of which.
fn references(body: &[u8]) -> Option<Vec<Reference<'_>>> {
    let mut bytes = Bytes(body);
    let long = bytes.u32_be()? >> 24 > 0;
    let (mut references, mut all) = (Vec::new(), 0);
    for (kind, entry) in boxes(bytes.0) {
        let mut entry = Bytes(entry);
        let from = id(&mut entry, long)?;
        let mut to = Vec::new();
        for _ in 0..entry.u16_be()? {
            to.push(id(&mut entry, long)?);
        }
        all += 1 + to.len();
        if all > MOST {
            return None;
        }
        references.push(Reference { kind, from, to });
    }
    Some(references)
}

/// `ipma` (ISO/IEC 23008-12, 9.3.1): which properties each item has.
fn owned(body: &[u8]) -> Option<Vec<(u32, usize)>> {
    let mut bytes = Bytes(body);
    let head = bytes.u32_be()?;
    let (long_ids, wide) = (head >> 24 > 0, head & 1 == 1);
    let count = bytes.u32_be()?;
    let mut owned = Vec::new();
    for _ in 0..count {
        let item = id(&mut bytes, long_ids)?;
        for _ in 0..bytes.u8()? {
            // The first bit says whether a reader must understand it.
            let number = if wide { bytes.u16_be()? & 0x7fff } else { u16::from(bytes.u8()? & 0x7f) };
            owned.push((item, usize::from(number)));
            if owned.len() > MOST {
                return None;
            }
        }
    }
    Some(owned)
}
