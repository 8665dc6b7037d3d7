//! Kinds of events by number: provider, id, channel and computer alike make one.

use crate::route::Route;
use crate::simd::goes_on;

/// Kinds told apart before numbering begins anew; a log has some hundred.
const MOST: usize = 4096;
/// Places of the table; at most half of them are taken, also with the kinds of one more window.
const PLACES: usize = 1 << 14;

pub struct Kinds {
    /// By hash the number of a kind, from 1 on; 0 where there is none.
    table: Vec<u32>,
    /// Where the key of each kind ends in `keys`.
    ends: Vec<u32>,
    keys: Vec<u8>,
    key: Vec<u8>,
}

impl Kinds {
    pub const fn new() -> Self {
        Kinds { table: Vec::new(), ends: Vec::new(), keys: Vec::new(), key: Vec::new() }
    }

    /// Whether the table is full and numbering has to begin anew.
    pub fn full(&self) -> bool {
        self.ends.len() >= MOST
    }

    pub fn clear(&mut self) {
        self.table.clear();
        self.ends.clear();
        self.keys.clear();
    }

    /// The number of a kind; null where one window brings more kinds than can be told apart.
    pub fn number(&mut self, text: &[u8], route: &Route) -> Option<u32> {
        self.key.clear();
        for (begin, end) in [route.provider, route.number, route.channel, route.host] {
            self.key.extend_from_slice(&text[begin as usize..end as usize]);
            // A control character stands in none of them.
            self.key.push(0);
        }
        self.table.resize(PLACES, 0);
        let mut place = hash(&self.key) as usize % PLACES;
        loop {
            match self.table[place] {
                0 => break,
                number if self.is(number as usize - 1) => return Some(number - 1),
                _ => place = (place + 1) % PLACES,
            }
        }
        if self.ends.len() >= PLACES / 2 {
            return None;
        }
        self.keys.extend_from_slice(&self.key);
        self.ends.push(self.keys.len() as u32);
        self.table[place] = self.ends.len() as u32;
        Some(self.ends.len() as u32 - 1)
    }

    /// Whether this is the key of a kind.
    fn is(&self, kind: usize) -> bool {
        let begin = if kind == 0 { 0 } else { self.ends[kind - 1] as usize };
        self.ends[kind] as usize - begin == self.key.len() && goes_on(&self.keys, begin, &self.key)
    }
}

/// FNV-1a, eight bytes at a time; hostile names can only slow down a table of this size.
fn hash(bytes: &[u8]) -> u64 {
    let (whole, rest) = bytes.as_chunks::<8>();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let rest = rest.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    for number in whole.iter().map(|piece| u64::from_le_bytes(*piece)).chain([rest]) {
        hash = (hash ^ number).wrapping_mul(0x0000_0100_0000_01b3);
        hash ^= hash >> 29;
    }
    hash
}
