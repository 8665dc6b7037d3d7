//! A buffer that text is written to, sixteen bytes at a time and therefore beyond its end.
//!
//! Most pieces are shorter than a call that copies them would take.

use crate::simd::{load, store};

/// Bytes that a write may touch behind what it writes.
pub const SLACK: usize = 32;
/// More text than this out of one window is no log.
const MOST: usize = 24 << 20;

pub struct Out {
    buffer: Vec<u8>,
    pub len: usize,
}

impl Out {
    pub const fn new() -> Self {
        Out { buffer: Vec::new(), len: 0 }
    }

    pub fn clear(&mut self) {
        self.len = 0;
    }

    pub fn written(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    /// What was written, and room behind it.
    #[inline(always)]
    pub fn all(&self) -> &[u8] {
        &self.buffer
    }

    /// Makes room for so many bytes more; null when that is too much.
    #[inline(always)]
    pub fn room(&mut self, more: usize) -> Option<()> {
        if self.len + more + SLACK > self.buffer.len() {
            self.grow(more)?;
        }
        Some(())
    }

    #[cold]
    fn grow(&mut self, more: usize) -> Option<()> {
        let wanted = self.len + more + SLACK;
        if wanted > MOST {
            return None;
        }
        self.buffer.resize(wanted.next_power_of_two().max(1 << 16), 0);
        Some(())
    }

    #[inline(always)]
    pub fn byte(&mut self, byte: u8) -> Option<()> {
        self.room(1)?;
        self.buffer[self.len] = byte;
        self.len += 1;
        Some(())
    }

    /// Writes up to eight bytes that are put together in a number, the first one lowest.
    #[inline(always)]
    pub fn word(&mut self, word: u64, length: usize) -> Option<()> {
        self.room(8)?;
        self.buffer[self.len..self.len + 8].copy_from_slice(&word.to_le_bytes());
        self.len += length;
        Some(())
    }

    /// Writes a piece of something that goes on for sixteen bytes behind it.
    #[inline(always)]
    pub fn padded(&mut self, from: &[u8], begin: usize, end: usize) -> Option<()> {
        self.room(end - begin)?;
        let mut source = begin;
        let mut target = self.len;
        while source < end {
            store(&mut self.buffer, target, load(from, source));
            source += 16;
            target += 16;
        }
        self.len += end - begin;
        Some(())
    }

    /// Writes a short piece.
    #[inline(never)]
    pub fn put(&mut self, piece: &[u8]) -> Option<()> {
        self.room(piece.len())?;
        let mut done = 0;
        while done + 16 <= piece.len() {
            store(&mut self.buffer, self.len + done, load(piece, done));
            done += 16;
        }
        for byte in &piece[done..] {
            self.buffer[self.len + done] = *byte;
            done += 1;
        }
        self.len += done;
        Some(())
    }

    /// The buffer, for whoever made room in it.
    #[inline(always)]
    pub fn buffer(&mut self) -> &mut [u8] {
        &mut self.buffer
    }

    /// Copies a piece of another buffer to a place of what counts as written, with a line feed behind it.
    #[inline(always)]
    pub fn set(&mut self, at: usize, from: &Out, begin: usize, length: usize) {
        self.buffer[at..at + length].copy_from_slice(&from.buffer[begin..begin + length]);
        self.buffer[at + length] = b'\n';
    }
}
