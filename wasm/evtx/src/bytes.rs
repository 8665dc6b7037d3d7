//! Little-endian numbers out of a chunk; null where it ends before.

pub const CHUNK: usize = 65536;

#[inline(always)]
pub fn u8_at(data: &[u8], at: usize) -> Option<u8> {
    data.get(at).copied()
}

#[inline(always)]
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?))
}

#[inline(always)]
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

#[inline(always)]
pub fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(data.get(at..at + 8)?.try_into().ok()?))
}

/// A place that a number in the data gives; null where it lies outside a chunk.
#[inline(always)]
pub fn place(number: u32) -> Option<usize> {
    (number as usize <= CHUNK).then_some(number as usize)
}
