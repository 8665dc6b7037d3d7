//! Where strings may end: one bit for each byte of a text, set for every quote that is not escaped, and for what makes
//! a string unusual.
//!
//! Nearly all bytes of an event stand in strings; looked at in advance, 64 bytes at a time, the end of a string is the
//! next bit that is set, whatever escapes it has.  Source: Langdale and Lemire, "Parsing Gigabytes of JSON per Second",
//! VLDB Journal 2019.

/// Bytes that one word of bits stands for; a text is given in whole blocks.
pub const BLOCK: usize = 64;

/// The places, and how many blocks with a byte beyond ASCII stand before each block.
///
/// Set are quotes that are not escaped, control characters, the `u` of an escaped character, and what stands behind a
/// backslash though it may not.  Backslashes count in strings only, where texts hold them.
#[derive(Default)]
pub struct Stops {
    bits: Vec<u64>,
    beyond: Vec<u32>,
}

/// What is in a block, a bit for each byte.
struct Seen {
    /// Quotes and control characters.
    stops: u64,
    backslashes: u64,
    beyond: bool,
}

impl Stops {
    /// Look at a text of whole blocks; what was known before is forgotten.
    pub fn look(&mut self, text: &[u8]) {
        let (blocks, _) = text.as_chunks::<BLOCK>();
        self.bits.clear();
        self.beyond.clear();
        self.bits.reserve(blocks.len());
        self.beyond.reserve(blocks.len() + 1);
        self.beyond.push(0);
        let mut count = 0;
        let mut open = 0;
        for block in blocks {
            let seen = seen(block);
            let mut bits = seen.stops;
            if seen.backslashes | open != 0 {
                let escaped = escaped(seen.backslashes, &mut open);
                bits = bits & !escaped | escaped & !simple(block);
            }
            self.bits.push(bits);
            count += u32::from(seen.beyond);
            self.beyond.push(count);
        }
    }

    /// The first place from `at` on that is set; the text has to have one, and a block behind that.
    ///
    /// Most strings are shorter than a block, so the bits of as many bytes are put together first: where blocks end is
    /// nothing a processor can guess.
    #[inline(always)]
    pub fn next(&self, at: usize) -> usize {
        let (mut block, bit) = (at / BLOCK, at % BLOCK);
        let rest = self.bits[block] >> bit | self.bits[block + 1] << 1 << (BLOCK - 1 - bit);
        if rest != 0 {
            return at + rest.trailing_zeros() as usize;
        }
        loop {
            block += 1;
            let bits = self.bits[block];
            if bits != 0 {
                return block * BLOCK + bits.trailing_zeros() as usize;
            }
        }
    }

    /// Whether all bytes of a stretch are surely ASCII.
    pub fn ascii(&self, begin: usize, end: usize) -> bool {
        self.beyond[begin / BLOCK] == self.beyond[end.div_ceil(BLOCK)]
    }
}

/// What stands behind a backslash that is not escaped itself; `open`: whether the block before ends with such a one.
#[inline(always)]
fn escaped(backslashes: u64, open: &mut u64) -> u64 {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    // The first of each run of backslashes escapes the second, and so on: subtracting runs through a run.
    let first = backslashes & !*open;
    let ends = ((first << 1) | ODD).wrapping_sub(first) ^ ODD;
    let escaped = ends ^ (backslashes | *open);
    *open = (ends & backslashes) >> 63;
    escaped
}

#[cfg(target_arch = "wasm32")]
mod vectors {
    use core::arch::wasm32::{
        i8x16_swizzle, u8x16, u8x16_bitmask, u8x16_eq, u8x16_shr, u8x16_splat, v128, v128_and, v128_load, v128_or,
    };

    use super::{BLOCK, Seen};

    #[inline(always)]
    fn part(block: &[u8; BLOCK], part: usize) -> v128 {
        let bytes: &[u8; 16] = block[part * 16..].first_chunk().expect("a block has four parts");
        // SAFETY: so many bytes are there, and they may stand anywhere.
        unsafe { v128_load(bytes.as_ptr().cast()) }
    }

    #[inline(always)]
    fn bits(found: v128, part: usize) -> u64 {
        u64::from(u8x16_bitmask(found)) << (part * 16)
    }

    #[inline(always)]
    pub fn seen(block: &[u8; BLOCK]) -> Seen {
        let (quote, backslash) = (u8x16_splat(b'"'), u8x16_splat(b'\\'));
        let (upper, none) = (u8x16_splat(0xE0), u8x16_splat(0));
        let mut seen = Seen { stops: 0, backslashes: 0, beyond: false };
        let mut all = none;
        for number in 0..4 {
            let bytes = part(block, number);
            let control = u8x16_eq(v128_and(bytes, upper), none);
            seen.stops |= bits(v128_or(u8x16_eq(bytes, quote), control), number);
            seen.backslashes |= bits(u8x16_eq(bytes, backslash), number);
            all = v128_or(all, bytes);
        }
        seen.beyond = u8x16_bitmask(all) != 0;
        seen
    }

    /// Which bytes may stand behind a backslash, but for `u`: a bit for each upper half of a byte, and for each lower
    /// half those of the upper halves that it makes one with.
    #[inline(always)]
    pub fn simple(block: &[u8; BLOCK]) -> u64 {
        let lower = u8x16(0, 0, 13, 0, 8, 0, 4, 0, 0, 0, 0, 0, 2, 0, 4, 1);
        let upper = u8x16(0, 0, 1, 0, 0, 2, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        let mut no = 0;
        for number in 0..4 {
            let bytes = part(block, number);
            let one = i8x16_swizzle(lower, v128_and(bytes, u8x16_splat(15)));
            let other = i8x16_swizzle(upper, u8x16_shr(bytes, 4));
            no |= bits(u8x16_eq(v128_and(one, other), u8x16_splat(0)), number);
        }
        !no
    }
}

#[cfg(target_arch = "wasm32")]
use vectors::{seen, simple};

#[cfg(not(target_arch = "wasm32"))]
fn bits(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    block.iter().enumerate().fold(0, |bits, (place, byte)| bits | u64::from(is(*byte)) << place)
}

#[cfg(not(target_arch = "wasm32"))]
fn seen(block: &[u8; BLOCK]) -> Seen {
    Seen {
        stops: bits(block, |byte| byte == b'"' || byte < b' '),
        backslashes: bits(block, |byte| byte == b'\\'),
        beyond: !block.is_ascii(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn simple(block: &[u8; BLOCK]) -> u64 {
    bits(block, |byte| b"\"\\/bfnrt".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &[u8]) -> Vec<usize> {
        let mut stops = Stops::default();
        stops.look(&[text, &[0; BLOCK]].concat());
        let mut found = vec![];
        let mut at = 0;
        while at < text.len() {
            let place = stops.next(at);
            found.push(place);
            at = place + 1;
        }
        found
    }

    #[test]
    fn finds_what_may_end_a_string() {
        let mut text = [b'x'; 4 * BLOCK];
        for (place, byte) in [(0, b'"'), (63, b'\\'), (64, b'"'), (65, 0x1F), (90, b'\\'), (200, b'\n'), (255, 0)] {
            text[place] = byte;
        }
        assert_eq!(found(&text), [0, 65, 91, 200, 255]);
    }

    #[test]
    fn tells_what_is_escaped() {
        let mut seed = 7_u32;
        for _ in 0..2000 {
            let mut text = [0; 3 * BLOCK];
            for byte in &mut text {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *byte = b"\\\\\\\\\"\"nux"[seed as usize / 65536 % 9];
            }
            text[3 * BLOCK - 1] = 0;
            let mut expected = vec![];
            let mut open = false;
            for (place, byte) in text.iter().enumerate() {
                let stop = if open { !b"\"\\n".contains(byte) } else { matches!(byte, b'"' | 0) };
                if stop {
                    expected.push(place);
                }
                open = !open && *byte == b'\\';
            }
            assert_eq!(found(&text), expected);
        }
    }

    #[test]
    fn tells_what_is_ascii() {
        let mut text = [b'x'; 4 * BLOCK];
        text[130] = 0xC3;
        let mut stops = Stops::default();
        stops.look(&text);
        assert!(stops.ascii(0, 128) && !stops.ascii(0, 129) && stops.ascii(192, 256));
    }
}
