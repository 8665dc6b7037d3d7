//! Values that came before, and what whoever asks said of them.

use crate::bits;

/// What is said of a value, as bits of conditions.
#[derive(Clone, Copy, Default)]
pub struct Said {
    /// Those that could be true because of it.
    pub asks: u64,
    /// Those of which it holds what else they need.
    pub has: u64,
    /// Those that are false where it stands.
    pub refutes: u64,
}

impl Said {
    #[inline(always)]
    pub fn join(&mut self, other: Said) {
        self.asks |= other.asks;
        self.has |= other.has;
        self.refutes |= other.refutes;
    }
}

const SLOTS: usize = 1 << 16;
/// Values kept before all are forgotten.
const MOST: usize = SLOTS / 2;
const ROOM: usize = 4 << 20;

#[derive(Clone, Copy)]
pub struct Value {
    hash: u32,
    pub tag: u32,
    pub at: u32,
    pub size: u32,
    pub told: bool,
    pub said: Said,
}

pub struct Known {
    slots: Vec<u32>,
    pub values: Vec<Value>,
    pub text: Vec<u8>,
}

impl Known {
    pub fn new() -> Self {
        Known { slots: vec![0; SLOTS], values: Vec::new(), text: Vec::new() }
    }

    pub fn forget(&mut self) {
        self.slots.fill(0);
        self.values.clear();
        self.text.clear();
    }

    /// Whether it is time to forget; never in the middle of a block, whose new values are numbered.
    pub fn full(&self) -> bool {
        self.values.len() > MOST / 2 || self.text.len() > ROOM / 2
    }

    /// The number of a value, or the slot where it would stand.
    #[inline(always)]
    pub fn find(&self, text: &[u8], at: usize, size: usize, tag: u32) -> Result<usize, (usize, u32)> {
        let hash = bits::hash(text, at, size, tag);
        let mut slot = hash as usize & (SLOTS - 1);
        loop {
            let number = self.slots[slot] as usize;
            if number == 0 {
                return Err((slot, hash));
            }
            let value = &self.values[number - 1];
            if value.hash == hash
                && value.size as usize == size
                && value.tag == tag
                && bits::same(text, at, &self.text, value.at as usize, size)
            {
                return Ok(number - 1);
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
    }

    /// Keep a value that is not there, at the slot where it was looked for; none when there is no room.
    pub fn add(&mut self, text: &[u8], at: usize, size: usize, tag: u32, place: (usize, u32)) -> Option<usize> {
        if self.values.len() >= MOST || self.text.len() + size + 16 > ROOM {
            return None;
        }
        let begin = self.text.len();
        self.text.extend_from_slice(&text[at..at + size]);
        // Values are compared sixteen bytes at a time.
        let next = self.text.len();
        self.text.resize(next + 16, 0);
        let said = Said::default();
        self.values.push(Value { hash: place.1, tag, at: begin as u32, size: size as u32, told: false, said });
        self.slots[place.0] = self.values.len() as u32;
        Some(self.values.len() - 1)
    }

    /// Keep a value of which all is known.
    pub fn keep(&mut self, text: &[u8], size: usize, tag: u32, said: Said) {
        if let Err(place) = self.find(text, 0, size, tag) {
            if let Some(number) = self.add(text, 0, size, tag, place) {
                self.values[number].told = true;
                self.values[number].said = said;
            }
        }
    }
}
