//! Sixteen bytes at a time: where a byte value stands, and whether stretches are equal.

use core::arch::wasm32::*;

/// Bytes behind the text that may be read with its last ones.
pub const PADDING: usize = 192;

/// The sixteen bytes at this place.
#[inline(always)]
pub fn load(text: &[u8], at: usize) -> v128 {
    let bytes: &[u8; 16] = text[at..at + 16].try_into().unwrap();
    // SAFETY: a reference to sixteen bytes; no alignment is asked for.
    unsafe { v128_load(bytes.as_ptr().cast()) }
}

/// Which bytes are below a blank; the machine has no comparison for that.
#[inline(always)]
fn is_control(bytes: v128) -> v128 {
    u8x16_eq(u8x16_sub_sat(bytes, u8x16_splat(0x1f)), u8x16_splat(0))
}

/// One bit for each of 64 bytes: which are the separator, which are below a blank, and which are a dash.
#[inline(always)]
pub fn three_marks(text: &[u8], at: usize, sep: v128) -> (u64, u64, u64) {
    let dash = u8x16_splat(b'-');
    let text: &[u8; 64] = text[at..at + 64].try_into().unwrap();
    let (mut seps, mut controls, mut dashes) = (0, 0, 0);
    for part in 0..4 {
        let bytes = load(text, 16 * part);
        seps |= (u8x16_bitmask(u8x16_eq(bytes, sep)) as u64) << (16 * part);
        controls |= (u8x16_bitmask(is_control(bytes)) as u64) << (16 * part);
        dashes |= (u8x16_bitmask(u8x16_eq(bytes, dash)) as u64) << (16 * part);
    }
    (seps, controls, dashes)
}

/// The same without dashes; `quotes` is told of each quote.
#[inline(always)]
pub fn marks(text: &[u8], at: usize, sep: v128, quotes: &mut v128) -> (u64, u64) {
    let quote = u8x16_splat(b'"');
    let text: &[u8; 64] = text[at..at + 64].try_into().unwrap();
    let (mut seps, mut controls) = (0, 0);
    for part in 0..4 {
        let bytes = load(text, 16 * part);
        seps |= (u8x16_bitmask(u8x16_eq(bytes, sep)) as u64) << (16 * part);
        controls |= (u8x16_bitmask(is_control(bytes)) as u64) << (16 * part);
        *quotes = v128_or(*quotes, u8x16_eq(bytes, quote));
    }
    (seps, controls)
}

/// Write down where the bits of a word stand, eight at a time, so that more may be written than there are; the number of
/// those there are.  There is room for 64.
#[inline(always)]
pub fn places(mut word: u64, base: u32, into: &mut [u32]) -> usize {
    let count = word.count_ones() as usize;
    let mut done = 0;
    while done < count {
        let eight: &mut [u32; 8] = (&mut into[done..done + 8]).try_into().unwrap();
        for place in eight {
            *place = base + word.trailing_zeros();
            word &= word.wrapping_sub(1);
        }
        done += 8;
    }
    count
}

/// Whether so many bytes at two places are equal; up to sixteen bytes behind each may be read.
#[inline(always)]
pub fn same(one: &[u8], at: usize, other: &[u8], there: usize, size: usize) -> bool {
    let reach = (size + 15) & !15;
    let (mine, others) = (one[at..at + reach].as_chunks::<16>().0, other[there..there + reach].as_chunks::<16>().0);
    let mut left = size;
    for (mine, other) in mine.iter().zip(others) {
        let equal = u8x16_eq(load(mine, 0), load(other, 0));
        if left < 16 {
            return !(u8x16_bitmask(equal) as u32) & ((1u32 << left) - 1) == 0;
        }
        if !u8x16_all_true(equal) {
            return false;
        }
        left -= 16;
    }
    true
}

/// Copy so many bytes, and up to fifteen more.
#[inline(always)]
pub fn copy(text: &[u8], at: usize, into: &mut [u8], to: usize, size: usize) {
    let reach = (size + 15) & !15;
    let (from, into) = (text[at..at + reach].as_chunks::<16>().0, into[to..to + reach].as_chunks_mut::<16>().0);
    for (from, into) in from.iter().zip(into) {
        *into = *from;
    }
}

#[inline(always)]
fn words(bytes: &[u8; 16]) -> (u64, u64) {
    let both = u128::from_le_bytes(*bytes);
    (both as u64, (both >> 64) as u64)
}

const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
const OTHER: u64 = 0xC2B2_AE3D_27D4_EB4F;

/// A number for a stretch and what it is of; up to sixteen bytes behind it may be read.
#[inline(always)]
pub fn hash(text: &[u8], at: usize, size: usize, tag: u32) -> u32 {
    let (mut one, mut two) = ((size as u64) ^ ((tag as u64) << 32), ODD);
    let reach = (size + 15) & !15;
    let mut left = size;
    for bytes in text[at..at + reach].as_chunks::<16>().0 {
        let (mut low, mut high) = words(bytes);
        if left < 16 {
            let mask = |count: usize| if count >= 8 { !0 } else { (1u64 << (8 * count)) - 1 };
            (low, high) = (low & mask(left), high & mask(left.saturating_sub(8)));
        }
        one = (one ^ low).wrapping_mul(ODD).rotate_left(31);
        two = (two ^ high).wrapping_mul(OTHER).rotate_left(29);
        left = left.saturating_sub(16);
    }
    one ^= two.rotate_left(17);
    one = (one ^ one >> 32).wrapping_mul(OTHER);
    (one >> 32) as u32
}
