//! Where the separators, control characters and dashes of a text stand.

use crate::bits;
use core::arch::wasm32::v128;

/// Words of 64 bytes for which there is room at once.
const STRIP: usize = 64;

/// How far a text was listed; behind the counts stands what is left from earlier.
pub struct Listed {
    pub seps: Vec<u32>,
    pub sep_count: usize,
    pub controls: Vec<u32>,
    pub control_count: usize,
    /// The first separator that stands beside one before it.
    pub doubled: usize,
    /// Whether the last byte was a separator.
    carry: u64,
}

impl Listed {
    /// Begin, with these to write into.
    pub fn new(seps: Vec<u32>, controls: Vec<u32>) -> Self {
        Listed { seps, sep_count: 0, controls, control_count: 0, doubled: usize::MAX, carry: 0 }
    }

    /// Take down where separators and control characters stand, and dashes as bits of these words.
    pub fn run(&mut self, text: &[u8], sep: v128, dashes: &mut [u64]) {
        for (number, strip) in dashes.chunks_mut(STRIP).enumerate() {
            make_room(&mut self.seps, self.sep_count);
            make_room(&mut self.controls, self.control_count);
            self.strip(text, 64 * STRIP * number, sep, strip);
        }
    }

    #[inline(never)]
    fn strip(&mut self, text: &[u8], place: usize, sep: v128, dashes: &mut [u64]) {
        let (mut count, mut found, mut carry, mut at) = (self.sep_count, self.control_count, self.carry, place);
        for kept in dashes {
            let (blanks, ends, dashes) = bits::three_marks(text, at, sep);
            *kept = dashes;
            let beside = blanks & (blanks << 1 | carry);
            carry = blanks >> 63;
            if beside != 0 && self.doubled == usize::MAX {
                self.doubled = at + beside.trailing_zeros() as usize;
            }
            count += bits::places(blanks, at as u32, &mut self.seps[count..count + 64]);
            if ends != 0 {
                found += bits::places(ends, at as u32, &mut self.controls[found..found + 64]);
            }
            at += 64;
        }
        (self.sep_count, self.control_count, self.carry) = (count, found, carry);
    }
}

/// Room for all that a strip may hold behind so many numbers.
fn make_room(numbers: &mut Vec<u32>, count: usize) {
    if numbers.len() < count + 64 * STRIP {
        numbers.resize(2 * count + 64 * STRIP, 0);
    }
}
