//! Names of elements and attributes, which stand once in a chunk and are meant by their place.

use crate::bytes::{place, u16_at, u32_at};

const TABLE: usize = 128;
const BUCKETS: usize = 64;
/// More names than a chunk has room for: a chain of them goes round.
const MOST: usize = 8192;

/// Whether every name that the table of the chunk leads to can be read; the wheel refuses the chunk where one cannot.
pub fn sound(chunk: &[u8]) -> Option<()> {
    let mut read = 0;
    for bucket in 0..BUCKETS {
        let mut at = place(u32_at(chunk, TABLE + bucket * 4)?)?;
        while at != 0 {
            let next = place(u32_at(chunk, at)?)?;
            let length = usize::from(u16_at(chunk, at + 6)?);
            let units = chunk.get(at + 8..at + 8 + length * 2)?;
            chunk.get(at + 8 + length * 2..at + 10 + length * 2)?;
            if units.chunks_exact(2).any(|unit| unit[1] != 0) {
                return None;
            }
            read += 1;
            if next == at {
                break;
            }
            if read > MOST {
                return None;
            }
            at = next;
        }
    }
    Some(())
}

/// Reads the name that a reference at this place means; gives it and where the reference ends.
///
/// A name may stand right behind the first reference to it.  Null for names that JSON would have to escape.
pub fn name(chunk: &[u8], reference: usize, into: &mut Vec<u8>) -> Option<((u32, u32), usize)> {
    let at = place(u32_at(chunk, reference)?)?;
    let length = usize::from(u16_at(chunk, at + 6)?);
    let units = chunk.get(at + 8..at + 8 + length * 2)?;
    let begin = into.len();
    for unit in units.chunks_exact(2) {
        let letter = unit[0];
        if unit[1] != 0 || !(0x21..0x7f).contains(&letter) || letter == b'"' || letter == b'\\' {
            return None;
        }
        into.push(letter);
    }
    let behind = reference + 4;
    let end = if behind == at { at + 10 + length * 2 } else { behind };
    Some(((begin as u32, into.len() as u32), end))
}
