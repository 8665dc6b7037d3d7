//! What came out for the columns of a line together: most lines are like one before them but for time and identifiers.
//!
//! Keys are compared and hashed in pieces of one size, with zeros behind their end, so that no branch depends on how
//! long they are.

use crate::known::Said;
use core::arch::wasm32::*;

pub const PIECE: usize = 128;
/// Longer keys are not kept.
pub const LONGEST: usize = 4 * PIECE;
const SLOTS: usize = 1 << 14;
const MOST: usize = SLOTS / 2;

type Piece = [u8; PIECE];

struct Entry {
    hash: u32,
    at: u32,
    pieces: u32,
    said: Said,
}

pub struct Whole {
    slots: Vec<u32>,
    entries: Vec<Entry>,
    text: Vec<Piece>,
    key: Vec<Piece>,
    size: usize,
    hash: u32,
    slot: usize,
}

impl Whole {
    pub fn new() -> Self {
        let key = vec![[0; PIECE]; LONGEST / PIECE + 2];
        Whole { slots: vec![0; SLOTS], entries: Vec::new(), text: Vec::new(), key, size: 0, hash: 0, slot: 0 }
    }

    pub fn forget(&mut self) {
        self.slots.fill(0);
        self.entries.clear();
        self.text.clear();
    }

    pub fn full(&self) -> bool {
        self.entries.len() >= MOST
    }

    /// Begin a key.
    #[inline(always)]
    pub fn begin(&mut self) {
        self.size = 0;
    }

    /// Go on with these bytes; up to so many behind them as a piece has may be read.
    #[inline(always)]
    pub fn put(&mut self, text: &[u8], from: usize, to: usize) {
        let key = self.key.as_flattened_mut();
        let mut done = 0;
        while done < to - from {
            let piece: &Piece = text[from + done..from + done + PIECE].try_into().unwrap();
            key[self.size + done..self.size + done + PIECE].copy_from_slice(piece);
            done += PIECE;
        }
        self.size += to - from;
    }

    /// A zero stands for what is left out.
    #[inline(always)]
    pub fn leave_out(&mut self) {
        self.key.as_flattened_mut()[self.size] = 0;
        self.size += 1;
    }

    /// What is known of the key, which ends here.
    #[inline(always)]
    pub fn find(&mut self) -> Option<Said> {
        let (size, key) = (self.size, self.key.as_flattened_mut());
        key[size..size + PIECE].fill(0);
        let pieces = self.size.div_ceil(PIECE);
        self.hash = self.key[..pieces].iter().fold(0, hashed) as u32;
        let mut slot = self.hash as usize & (SLOTS - 1);
        loop {
            let number = self.slots[slot] as usize;
            if number == 0 {
                self.slot = slot;
                return None;
            }
            let entry = &self.entries[number - 1];
            if entry.hash == self.hash && entry.pieces as usize == pieces {
                let at = entry.at as usize;
                if self.text[at..at + pieces].iter().zip(&self.key[..pieces]).all(|(one, two)| same(one, two)) {
                    return Some(entry.said);
                }
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    /// Keep what came out for the key that was looked for last.
    pub fn keep(&mut self, said: Said) {
        if self.full() {
            return;
        }
        let pieces = self.size.div_ceil(PIECE);
        let at = self.text.len() as u32;
        self.text.extend_from_slice(&self.key[..pieces]);
        self.entries.push(Entry { hash: self.hash, at, pieces: pieces as u32, said });
        self.slots[self.slot] = self.entries.len() as u32;
    }
}

const FACTORS: [u64; 4] = [0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63];

#[inline(always)]
fn hashed(before: u64, piece: &Piece) -> u64 {
    let mut lanes = FACTORS.map(|factor| before ^ factor.rotate_left(32));
    let words = piece.as_chunks::<8>().0;
    for four in words.as_chunks::<4>().0 {
        for (lane, (word, factor)) in lanes.iter_mut().zip(four.iter().zip(FACTORS)) {
            *lane = (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(factor).rotate_left(31);
        }
    }
    let both = (lanes[0] ^ lanes[1].rotate_left(17)).wrapping_mul(FACTORS[2]) ^ (lanes[2] ^ lanes[3].rotate_left(43));
    (both ^ both >> 32).wrapping_mul(FACTORS[0]) >> 32
}

#[inline(always)]
fn same(one: &Piece, two: &Piece) -> bool {
    let mut unlike = u8x16_splat(0);
    for (one, two) in one.as_chunks::<16>().0.iter().zip(two.as_chunks::<16>().0) {
        unlike = v128_or(unlike, v128_xor(crate::bits::load(one, 0), crate::bits::load(two, 0)));
    }
    !v128_any_true(unlike)
}
