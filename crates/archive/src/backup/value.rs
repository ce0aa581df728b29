//! Values of rows as bytes.

use crate::db::Param;
use crate::{Error, Result};

/// Adds a value.
pub(super) fn push(value: Param<'_>, to: &mut Vec<u8>) {
    match value {
        Param::Null => to.push(0),
        Param::Int(number) => {
            to.push(1);
            push_varint(((number << 1) ^ (number >> 63)).cast_unsigned(), to);
        }
        Param::Real(real) => {
            to.push(2);
            to.extend_from_slice(&real.to_le_bytes());
        }
        Param::Text(text) => push_long(3, text.as_bytes(), to),
        Param::Blob(bytes) => push_long(4, bytes, to),
    }
}

fn push_long(kind: u8, bytes: &[u8], to: &mut Vec<u8>) {
    to.push(kind);
    push_varint(bytes.len() as u64, to);
    to.extend_from_slice(bytes);
}

fn push_varint(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

/// Takes the first value off.
///
/// # Errors
/// When the bytes are no value.
pub(super) fn take<'b>(from: &mut &'b [u8]) -> Result<Param<'b>> {
    Ok(match take_bytes(from, 1)?[0] {
        0 => Param::Null,
        1 => {
            let number = take_varint(from)?;
            Param::Int((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
        }
        2 => {
            let mut eight = [0; 8];
            eight.copy_from_slice(take_bytes(from, 8)?);
            Param::Real(f64::from_le_bytes(eight))
        }
        3 => Param::Text(std::str::from_utf8(take_long(from)?).map_err(|_| broken("a text is not UTF-8"))?),
        4 => Param::Blob(take_long(from)?),
        other => return Err(broken(&format!("there is no type {other}"))),
    })
}

fn take_long<'b>(from: &mut &'b [u8]) -> Result<&'b [u8]> {
    let length = usize::try_from(take_varint(from)?).map_err(|_| broken("a value is too long"))?;
    take_bytes(from, length)
}

fn take_varint(from: &mut &[u8]) -> Result<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = take_bytes(from, 1)?[0];
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Ok(number);
        }
    }
    Err(broken("a number has no end"))
}

fn take_bytes<'b>(from: &mut &'b [u8], count: usize) -> Result<&'b [u8]> {
    let (taken, rest) = from.split_at_checked(count).ok_or_else(|| broken("a row breaks off"))?;
    *from = rest;
    Ok(taken)
}

fn broken(why: &str) -> Error {
    Error::Refused(format!("the backup is damaged: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went_in() {
        let values = [
            Param::Null,
            Param::Int(0),
            Param::Int(-1),
            Param::Int(i64::MAX),
            Param::Int(i64::MIN),
            Param::Real(-0.5),
            Param::Text(""),
            Param::Text("Größe"),
            Param::Blob(&[0; 300]),
        ];
        let mut bytes = Vec::new();
        values.iter().for_each(|value| push(*value, &mut bytes));
        let mut rest = &bytes[..];
        for value in values {
            assert_eq!(take(&mut rest).expect("a value"), value);
        }
        assert!(rest.is_empty() && take(&mut rest).is_err());
        assert!(take(&mut &bytes[..1][..0]).is_err() && take(&mut &[9_u8][..]).is_err());
        assert!(take(&mut &[3_u8, 5, b'a'][..]).is_err());
    }
}
