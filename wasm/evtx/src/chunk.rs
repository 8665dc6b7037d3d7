//! Where the records of a chunk lie, if nothing at all is wrong with it.

use crate::bytes::{CHUNK, u32_at, u64_at};

const TABLES_END: usize = 512;
const HEAD: usize = 24;
const SMALLEST: usize = 28;
const MAGIC: u32 = 0x2a2a;
/// First count of 100 nanoseconds since 1601 of the year 9999.
const LATEST: u64 = (253_370_764_800 + 11_644_473_600) * 10_000_000;

/// One record: where it begins and how long it is.
#[derive(Clone, Copy)]
pub struct Place {
    pub begin: usize,
    pub length: usize,
}

impl Place {
    /// Where its binary XML begins and ends.
    pub fn content(&self) -> (usize, usize) {
        (self.begin + HEAD, self.begin + self.length - 4)
    }
}

/// Records that stand one after the other up to where free space begins; null if anything is not as it should be.
///
/// Whoever asks has checked the checksums.
pub fn records(chunk: &[u8], places: &mut Vec<Place>) -> Option<()> {
    places.clear();
    if chunk.len() != CHUNK || &chunk[..8] != b"ElfChnk\0" {
        return None;
    }
    let last = u64_at(chunk, 32)?;
    let free = u32_at(chunk, 48)? as usize;
    if !(TABLES_END..=CHUNK).contains(&free) {
        return None;
    }
    let mut at = TABLES_END;
    while at < free {
        let length = u32_at(chunk, at + 4)? as usize;
        if u32_at(chunk, at)? != MAGIC || length < SMALLEST || at + length > free {
            return None;
        }
        let ended = u64_at(chunk, at + 8)? == last;
        if u32_at(chunk, at + length - 4)? as usize != length
            || u64_at(chunk, at + 16)? >= LATEST
            || (ended && at + length != free)
        {
            return None;
        }
        places.push(Place { begin: at, length });
        at += length;
    }
    Some(())
}
