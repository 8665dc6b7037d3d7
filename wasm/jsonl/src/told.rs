//! Numbers for what heads tell, so that nobody has to look at what was told before.

use crate::document::Form;

/// Kinds of events remembered, and bytes that tell one; hostile exports may name any number, at any length.
pub const KINDS: usize = 4096;
const LONGEST: usize = 1000;
const SLOTS: usize = 4 * KINDS;
/// Stands for what nobody wants to be told of.
const REFUSED: u32 = u32::MAX;

struct Entry {
    hash: u64,
    form: Form,
    parts: [Box<[u8]>; 4],
    number: u32,
}

/// What was told so far.
pub struct Told {
    /// One more than the index of an entry, 0 where there is none.
    slots: Vec<u16>,
    entries: Vec<Entry>,
    /// How often all was forgotten.
    pub times: u32,
}

impl Default for Told {
    fn default() -> Self {
        Told { slots: vec![0; SLOTS], entries: Vec::new(), times: 0 }
    }
}

impl Told {
    /// Forget everything.
    pub fn clear(&mut self) {
        self.slots.fill(0);
        self.entries.clear();
        self.times += 1;
    }

    pub fn full(&self) -> bool {
        self.entries.len() >= KINDS
    }

    /// How many were told since all was forgotten.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of what is told so; null where it is too long, refused, or one too many.
    pub fn number(&mut self, form: Form, parts: [&[u8]; 4]) -> Option<u32> {
        let hash = hash_of(parts);
        let mut slot = hash as usize % SLOTS;
        while let Some(index) = usize::from(self.slots[slot]).checked_sub(1) {
            let entry = &self.entries[index];
            if entry.hash == hash && entry.form == form && (0..4).all(|part| same(&entry.parts[part], parts[part])) {
                return (entry.number != REFUSED).then_some(entry.number);
            }
            slot = (slot + 1) % SLOTS;
        }
        if self.full() || parts.iter().map(|part| part.len()).sum::<usize>() > LONGEST {
            return None;
        }
        let number = self.entries.len() as u32;
        self.entries.push(Entry { hash, form, parts: parts.map(Box::from), number });
        self.slots[slot] = number as u16 + 1;
        Some(number)
    }

    /// What has this number is not to be told again.
    pub fn refuse(&mut self, number: usize) {
        self.entries[number].number = REFUSED;
    }

    /// What has this number is to be told as another.
    pub fn unite(&mut self, number: usize, other: u32) {
        self.entries[number].number = other;
    }
}

#[inline(always)]
fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let (words, rest) = one.as_chunks::<8>();
    let (others, left) = other.as_chunks::<8>();
    words.iter().zip(others).all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && rest.iter().zip(left).all(|(one, other)| one == other)
}

fn hash_of(parts: [&[u8]; 4]) -> u64 {
    let mut hash = 0;
    let mut mix = |word: u64| {
        hash = (hash ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        hash ^= hash >> 32;
    };
    for part in parts {
        let (words, rest) = part.as_chunks::<8>();
        words.iter().for_each(|word| mix(u64::from_le_bytes(*word)));
        let last = rest.iter().fold(part.len() as u64, |last, byte| last << 8 | u64::from(*byte));
        mix(last);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_what_is_new() {
        let mut told = Told::default();
        let one: [&[u8]; 4] = [b"Security", b"A provider", b"4624", b"host"];
        let other: [&[u8]; 4] = [b"Security", b"A provider", b"462", b"4host"];
        assert_eq!(told.number(Form::Flat, one), Some(0));
        assert_eq!(told.number(Form::Flat, other), Some(1));
        assert_eq!(told.number(Form::Nested, one), Some(2));
        assert_eq!(told.number(Form::Flat, one), Some(0));
        told.unite(2, 0);
        told.refuse(1);
        assert_eq!(told.number(Form::Nested, one), Some(0));
        assert_eq!(told.number(Form::Flat, other), None);
        told.clear();
        assert_eq!(told.number(Form::Flat, other), Some(0));
        assert_eq!(told.number(Form::Flat, [&[b'x'; 1001], b"", b"", b""]), None);
    }

    #[test]
    fn is_bounded() {
        let mut told = Told::default();
        let mut many = (0..5000).map(|n: u32| told.number(Form::Flat, [&n.to_le_bytes(), b"", b"", b""]));
        assert_eq!(many.by_ref().take(KINDS).flatten().count(), KINDS);
        assert_eq!(many.next(), Some(None));
    }
}
