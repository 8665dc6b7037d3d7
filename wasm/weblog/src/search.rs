//! A few texts looked for in all lines at once, ASCII letters in either case.
//!
//! Four bytes of each text are looked for by their halves, sixteen places at a time; what shows is compared.
//! Source: "Teddy" of Hyperscan (Wang et al., NSDI 2019), here with one table of eight buckets.

use crate::bits;
use crate::scan::Scan;
use core::arch::wasm32::*;

const BUCKETS: usize = 8;
const BYTES: usize = 4;

#[derive(Default)]
pub struct Search {
    /// Of each of four bytes the buckets by its lower and upper half.
    tables: [[[u8; 16]; 2]; BYTES],
    buckets: [Vec<Text>; BUCKETS],
    /// Numbers of a line and a text, one after the other; some may come again.
    pub found: Vec<u32>,
}

struct Text {
    number: u32,
    lower: Vec<u8>,
    /// Where in it the four bytes stand.
    offset: usize,
    /// These bytes, and which bits of them tell.
    word: u32,
    mask: u32,
}

/// How often each byte stands in a text, of 65,536.
fn shares(text: &[u8]) -> [f32; 256] {
    let mut counts = [1.0; 256];
    for &byte in text {
        counts[byte as usize] += 1.0;
    }
    counts.map(|count| count / (text.len() + 256) as f32)
}

/// The halves of bytes that belong to a bucket, for each of four places.
type Halves = [[u16; 2]; BYTES];

/// How often four bytes of these halves are expected.
fn likely(halves: &Halves, shares: &[f32; 256]) -> f32 {
    let of_place = |&[lower, upper]: &[u16; 2]| -> f32 {
        (0..256).filter(|byte| lower >> (byte & 15) & upper >> (byte >> 4) & 1 == 1).map(|byte| shares[byte]).sum()
    };
    halves.iter().map(of_place).product()
}

/// With the four bytes of a text as well, in either case; any byte may stand behind a text of fewer.
fn with(halves: &Halves, text: &Text) -> Halves {
    let mut more = *halves;
    for (place, [lower, upper]) in more.iter_mut().enumerate() {
        match text.lower.get(text.offset + place) {
            Some(byte) => {
                for form in [*byte, byte.to_ascii_uppercase()] {
                    *lower |= 1 << (form & 15);
                    *upper |= 1 << (form >> 4);
                }
            }
            None => (*lower, *upper) = (0xffff, 0xffff),
        }
    }
    more
}

fn word(text: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(text[at..at + 4].try_into().unwrap())
}

impl Search {
    /// Texts, lower case, of two bytes and more, each with its length in two bytes before it; `sample` is like what will
    /// be searched.
    pub fn prepare(&mut self, mut texts: &[u8], sample: &[u8]) {
        *self = Search::default();
        let shares = shares(sample);
        let share = |byte: u8| shares[byte as usize] + shares[byte.to_ascii_uppercase() as usize];
        let mut every = Vec::new();
        while texts.len() >= 2 {
            let size = u16::from_le_bytes([texts[0], texts[1]]) as usize;
            let lower = texts[2..2 + size].to_vec();
            texts = &texts[2 + size..];
            let likely = |&at: &usize| lower[at..size.min(at + BYTES)].iter().map(|&byte| share(byte)).product::<f32>();
            let offset =
                (0..=size.saturating_sub(BYTES)).min_by(|one, two| likely(one).total_cmp(&likely(two))).unwrap_or(0);
            let (mut bytes, mut mask) = ([0; 4], [0; 4]);
            for place in 0..4 {
                if let Some(&byte) = lower.get(offset + place) {
                    // Capitals differ from small letters in this bit alone.
                    mask[place] = if byte.is_ascii_lowercase() { !0x20 } else { !0 };
                    bytes[place] = byte & mask[place];
                }
            }
            let (word, mask) = (u32::from_le_bytes(bytes), u32::from_le_bytes(mask));
            every.push(Text { number: every.len() as u32, lower, offset, word, mask });
        }
        // Each goes where it makes least show that is none of them.
        let mut halves = [[[0; 2]; BYTES]; BUCKETS];
        for text in every {
            let cost =
                |bucket: &usize| likely(&with(&halves[*bucket], &text), &shares) - likely(&halves[*bucket], &shares);
            let bucket = (0..BUCKETS).min_by(|one, two| cost(one).total_cmp(&cost(two))).unwrap_or(0);
            halves[bucket] = with(&halves[bucket], &text);
            self.buckets[bucket].push(text);
        }
        for (bucket, places) in halves.iter().enumerate() {
            for (place, both) in places.iter().enumerate() {
                for (table, half) in self.tables[place].iter_mut().zip(both) {
                    for (number, entry) in table.iter_mut().enumerate() {
                        *entry |= ((half >> number & 1) as u8) << bucket;
                    }
                }
            }
        }
    }

    /// Lines and the texts that they hold.
    pub fn run(&mut self, text: &[u8], scan: &Scan) {
        self.found.clear();
        let (Some(&low), Some(&high)) = (scan.starts.first(), scan.ends.last()) else { return };
        let (low, high) = (low as usize, high as usize);
        let tables = self.tables.map(|halves| halves.map(|half| bits::load(&half, 0)));
        let (mut at, mut line) = (low, 0);
        let mut before = [u8x16_splat(0); BYTES];
        // What is found is told by the last of its bytes.
        while at < high + BYTES {
            let here = of_each(text, at, &tables);
            let found = v128_and(
                v128_and(here[3], behind::<1>(before[2], here[2])),
                v128_and(behind::<2>(before[1], here[1]), behind::<3>(before[0], here[0])),
            );
            before = here;
            if v128_any_true(found) {
                line = self.compare(text, at, found, line, scan);
            }
            at += 16;
        }
    }

    #[inline(never)]
    fn compare(&mut self, text: &[u8], at: usize, found: v128, mut line: usize, scan: &Scan) -> usize {
        let high = scan.ends[scan.ends.len() - 1] as usize;
        let mut places = !u8x16_bitmask(u8x16_eq(found, u8x16_splat(0))) as u32 & 0xffff;
        let halves = [u64x2_extract_lane::<0>(found), u64x2_extract_lane::<1>(found)];
        while places != 0 {
            let number = places.trailing_zeros() as usize;
            places &= places - 1;
            let Some(place) = (at + number).checked_sub(BYTES - 1) else { continue };
            let mut buckets = (halves[number / 8] >> (8 * (number % 8))) as u8;
            let here = word(text, place);
            while buckets != 0 && place < high {
                let bucket = buckets.trailing_zeros() as usize;
                buckets &= buckets - 1;
                for one in &self.buckets[bucket] {
                    if here & one.mask != one.word || !one.stands(text, place) {
                        continue;
                    }
                    while (scan.ends[line] as usize) <= place {
                        line += 1;
                    }
                    // What stands between lines holds no text of theirs; a header is none.
                    let known = self.found.ends_with(&[line as u32, one.number]);
                    let inside = scan.starts[line] as usize <= place;
                    if !known && inside && scan.hashes.binary_search(&(line as u32)).is_err() {
                        self.found.extend([line as u32, one.number]);
                    }
                }
            }
        }
        line
    }
}

impl Text {
    fn stands(&self, text: &[u8], place: usize) -> bool {
        let Some(begin) = place.checked_sub(self.offset) else { return false };
        let here = &text[begin..begin + self.lower.len()];
        here.iter().zip(&self.lower).all(|(byte, &wanted)| byte.to_ascii_lowercase() == wanted)
    }
}

/// Of sixteen bytes the buckets to which each belongs, at each of the places of a text.
#[inline(always)]
fn of_each(text: &[u8], at: usize, tables: &[[v128; 2]; BYTES]) -> [v128; BYTES] {
    let bytes = bits::load(text, at);
    let (lower, upper) = (v128_and(bytes, u8x16_splat(15)), u8x16_shr(bytes, 4));
    tables.map(|halves| v128_and(i8x16_relaxed_swizzle(halves[0], lower), i8x16_relaxed_swizzle(halves[1], upper)))
}

/// What stands so many places before each.
#[inline(always)]
fn behind<const FAR: usize>(before: v128, here: v128) -> v128 {
    match FAR {
        1 => u8x16_shuffle::<15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30>(before, here),
        2 => u8x16_shuffle::<14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29>(before, here),
        _ => u8x16_shuffle::<13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28>(before, here),
    }
}
