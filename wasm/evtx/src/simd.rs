//! Sixteen bytes at a time.

use core::arch::wasm32::*;

/// Sixteen bytes from a place on.
#[inline(always)]
pub fn load(data: &[u8], at: usize) -> v128 {
    let bytes: &[u8; 16] = data[at..at + 16].try_into().expect("sixteen bytes");
    // SAFETY: so many bytes are there, and they may stand anywhere.
    unsafe { v128_load(bytes.as_ptr().cast()) }
}

#[inline(always)]
pub fn store(data: &mut [u8], at: usize, block: v128) {
    let bytes: &mut [u8; 16] = (&mut data[at..at + 16]).try_into().expect("sixteen bytes");
    // SAFETY: the same.
    unsafe { v128_store(bytes.as_mut_ptr().cast(), block) }
}

/// Whether a text goes on with another one.
#[inline(always)]
pub fn goes_on(text: &[u8], at: usize, with: &[u8]) -> bool {
    let Some(there) = text.get(at..at + with.len()) else {
        return false;
    };
    let mut done = 0;
    while done + 16 <= with.len() {
        if !u8x16_all_true(u8x16_eq(load(there, done), load(with, done))) {
            return false;
        }
        done += 16;
    }
    there[done..].iter().zip(&with[done..]).all(|(one, other)| one == other)
}

/// Where a text stands next, from a place on.
#[inline(never)]
pub fn find(text: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let (first, last) = (u8x16_splat(wanted[0]), u8x16_splat(wanted[wanted.len() - 1]));
    let mut at = from;
    while at + 15 + wanted.len() <= text.len() {
        let begins = u8x16_eq(load(text, at), first);
        let ends = u8x16_eq(load(text, at + wanted.len() - 1), last);
        let mut both = u8x16_bitmask(v128_and(begins, ends));
        while both != 0 {
            let place = at + both.trailing_zeros() as usize;
            if goes_on(text, place, wanted) {
                return Some(place);
            }
            both &= both - 1;
        }
        at += 16;
    }
    (at..=text.len().checked_sub(wanted.len())?).find(|place| goes_on(text, *place, wanted))
}
