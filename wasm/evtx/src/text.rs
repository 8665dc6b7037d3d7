//! UTF-16 to what stands between the quotes of a JSON string.

use crate::out::Out;
use crate::simd::{load, store};
use core::arch::wasm32::*;

const LANES: usize = 16;

/// Writes the units between two places of the data, up to the first NUL.  Null for an odd length and for half of a
/// surrogate pair.
pub fn json(out: &mut Out, data: &[u8], begin: usize, end: usize) -> Option<()> {
    if (end - begin) % 2 != 0 {
        return None;
    }
    // A unit becomes six bytes at most.
    out.room((end - begin) * 3 + LANES)?;
    let mut at = begin;
    while at < end {
        if at + 2 * LANES <= data.len() {
            let plain = block(out, data, at, (end - at) / 2);
            out.len += plain;
            at += plain * 2;
            if plain == LANES {
                continue;
            }
            if at == end {
                break;
            }
        }
        match one(out, data, at, end)? {
            0 => break,
            taken => at += taken,
        }
    }
    Some(())
}

/// Writes units that stand for themselves, sixteen at most and no more than are left; gives how many.
#[inline(always)]
fn block(out: &mut Out, data: &[u8], at: usize, left: usize) -> usize {
    let (low, high) = (load(data, at), load(data, at + LANES));
    let narrow = u8x16_narrow_i16x8(low, high);
    let least = u16x8_splat(0x20);
    let beyond = u16x8_splat(0x7f);
    // Units that are no printable ASCII: less than a blank by wrapping round, or more than a tilde and one.
    let odd = |units: v128| u16x8_gt(u16x8_sub(units, least), u16x8_sub(beyond, least));
    let odd = i8x16_narrow_i16x8(odd(low), odd(high));
    let escaped = v128_or(u8x16_eq(narrow, u8x16_splat(b'"')), u8x16_eq(narrow, u8x16_splat(b'\\')));
    let mask = u32::from(u8x16_bitmask(v128_or(odd, escaped))) | 1 << LANES;
    let len = out.len;
    store(out.buffer(), len, narrow);
    (mask.trailing_zeros() as usize).min(left)
}

/// Writes one character; gives how many bytes it took, 0 at a NUL.
#[inline(always)]
fn one(out: &mut Out, data: &[u8], at: usize, end: usize) -> Option<usize> {
    let unit = u16::from_le_bytes([data[at], data[at + 1]]);
    if unit == 0x5c || unit == 0x22 {
        let len = out.len;
        out.buffer()[len..len + 2].copy_from_slice(&[b'\\', unit as u8]);
        out.len += 2;
        return Some(2);
    }
    rare(out, data, at, end, unit)
}

fn rare(out: &mut Out, data: &[u8], at: usize, end: usize, unit: u16) -> Option<usize> {
    match unit {
        0 => return Some(0),
        0x08 => out.put(b"\\b")?,
        0x09 => out.put(b"\\t")?,
        0x0a => out.put(b"\\n")?,
        0x0c => out.put(b"\\f")?,
        0x0d => out.put(b"\\r")?,
        0x01..=0x1f => {
            let last = b"0123456789ABCDEF"[usize::from(unit & 15)];
            out.put(&[b'\\', b'u', b'0', b'0', b'0' + (unit >> 4) as u8, last])?;
        }
        0x20..=0x7f => out.byte(unit as u8)?,
        0x80..=0x7ff => out.put(&[0xc0 | (unit >> 6) as u8, 0x80 | (unit & 0x3f) as u8])?,
        0xd800..=0xdbff => {
            if at + 4 > end {
                return None;
            }
            let second = u16::from_le_bytes([data[at + 2], data[at + 3]]);
            if !(0xdc00..=0xdfff).contains(&second) {
                return None;
            }
            let point = 0x10000 + ((u32::from(unit) & 0x3ff) << 10) + (u32::from(second) & 0x3ff);
            let sixth = |shift: u32| 0x80 | ((point >> shift) & 0x3f) as u8;
            out.put(&[0xf0 | (point >> 18) as u8, sixth(12), sixth(6), sixth(0)])?;
            return Some(4);
        }
        0xdc00..=0xdfff => return None,
        _ => out.put(&[0xe0 | (unit >> 12) as u8, 0x80 | ((unit >> 6) & 0x3f) as u8, 0x80 | (unit & 0x3f) as u8])?,
    }
    Some(2)
}
