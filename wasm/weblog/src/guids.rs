//! Identifiers (8-4-4-4-12 hexadecimal digits) in values, which make each of them unlike all others.

use crate::bits::load;
use core::arch::wasm32::*;

pub const SIZE: usize = 36;

/// What stands beside the digits of an identifier in a text that is looked for.
#[derive(Clone, Copy)]
pub struct Reach {
    /// Whether it stands behind the identifier, else before it.
    pub behind: bool,
    /// The digit of the identifier next to it.
    pub digit: u8,
    /// The bytes beside it, the nearest first, folded.
    pub bytes: [u8; 5],
    pub count: usize,
}

/// Beside which bytes an identifier may not be taken for any other, since a text that is looked for could reach into it.
pub struct Beside {
    /// Of each byte before it the first digits, as bits, with which that could be so.
    pub before: [u32; 256],
    /// Of each byte behind it the last digits likewise.
    pub after: [u32; 256],
    /// The same more closely.
    pub reaches: Vec<Reach>,
    /// What stands for each byte in folded text.
    pub folded: [u8; 256],
}

#[inline(always)]
fn digit(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => (byte - b'0') as u32,
        b'a'..=b'f' | b'A'..=b'F' => (byte & 7) as u32 + 9,
        b'-' => 16,
        _ => 32,
    }
}

/// Digits as one bits.
#[inline(always)]
fn hexadecimal(bytes: v128) -> u32 {
    let digits = u8x16_le(u8x16_sub(bytes, u8x16_splat(b'0')), u8x16_splat(9));
    let letters = u8x16_le(u8x16_sub(v128_or(bytes, u8x16_splat(0x20)), u8x16_splat(b'a')), u8x16_splat(5));
    u8x16_bitmask(v128_or(digits, letters)) as u32
}

/// Where identifiers begin in the first `size` bytes, told by their dashes, whose bits these are; in order.
pub fn list(text: &[u8], size: usize, dashes: &[u64], into: &mut Vec<u32>) {
    into.clear();
    for (word, pair) in dashes.windows(2).enumerate() {
        if pair[0] | pair[1] == 0 {
            continue;
        }
        // Bit `i`: there are dashes at `i + 8`, `i + 13`, `i + 18` and `i + 23`.
        let ahead = |far: u32| pair[0] >> far | pair[1] << (64 - far);
        let mut found = ahead(8) & ahead(13) & ahead(18) & ahead(23);
        while found != 0 {
            let at = 64 * word + found.trailing_zeros() as usize;
            found &= found - 1;
            if at > 0 && at + SIZE < size && is_one(text, at) {
                into.push(at as u32);
            }
        }
    }
}

#[inline(always)]
fn is_one(text: &[u8], at: usize) -> bool {
    let first = hexadecimal(load(text, at));
    let second = hexadecimal(load(text, at + 16));
    let third = hexadecimal(load(text, at + 20));
    // Dashes stand at 8, 13, 18 and 23.
    first == 0xffff & !(1 << 8 | 1 << 13) && second == 0xffff & !(1 << 2 | 1 << 7) && third >> 12 & 0xf == 0xf
}

/// Whether nothing that is looked for in a value between these places can begin before an identifier and end in it, or
/// begin in it and end behind it.
#[inline(always)]
pub fn free(text: &[u8], at: usize, start: usize, end: usize, beside: &Beside) -> bool {
    let (before, after) = (text[at - 1], text[at + SIZE]);
    if digit(before) < 32 || digit(after) < 32 || before == b'%' || after == b'%' {
        return false;
    }
    let (first, last) = (digit(text[at]), digit(text[at + SIZE - 1]));
    (beside.before[before as usize] >> first & 1 == 0 || !reached(&text[start - 1..at], first, false, beside))
        && (beside.after[after as usize] >> last & 1 == 0 || !reached(&text[at + SIZE..end + 1], last, true, beside))
}

/// Whether a text that is looked for stands beside it: these bytes of its value, with what ends it.
#[inline(never)]
fn reached(text: &[u8], digit: u32, behind: bool, beside: &Beside) -> bool {
    let size = text.len();
    // What is escaped may say anything once it is decoded.
    text.contains(&b'%')
        || beside.reaches.iter().any(|reach| {
            reach.behind == behind
                && reach.digit as u32 == digit
                && reach.count <= size
                && (0..reach.count).all(|far| {
                    let byte = text[if behind { far } else { size - 1 - far }];
                    beside.folded[byte as usize] == reach.bytes[far]
                })
        })
}
