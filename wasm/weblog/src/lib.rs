//! Text logs of web servers: what their reader and the filter of their lines ask of whole blocks, at once.
//!
//! A block is written to `buffer`, `scan` tells its lines, and whoever asks further asks of that block.  After each call
//! `told` holds where the answers lie: numbers of four bytes, see `tell`.

mod bits;
mod dull;
mod guids;
mod known;
mod listed;
mod scan;
mod search;
mod times;
mod whole;

use dull::{Dull, Unit};
use guids::Reach;
use scan::{Scan, Shape};
use search::Search;
use std::cell::UnsafeCell;

struct State {
    text: Vec<u8>,
    shape: Shape,
    scan: Scan,
    dull: Dull,
    search: Search,
    /// What is handed in beside the text.
    given: Vec<u8>,
    /// New values as `size, tag, place` in the text of what is known.
    fresh: Vec<u32>,
    starts: Vec<u32>,
    ends: Vec<u32>,
    told: [u32; 24],
}

struct Only(UnsafeCell<Option<State>>);

// SAFETY: a module has one thread.
unsafe impl Sync for Only {}

static STATE: Only = Only(UnsafeCell::new(None));

fn state() -> &'static mut State {
    // SAFETY: one thread, and no export calls another or keeps what it got.
    let held = unsafe { &mut *STATE.0.get() };
    held.get_or_insert_with(|| State {
        text: Vec::new(),
        shape: Shape::default(),
        scan: Scan::default(),
        dull: Dull::new(),
        search: Search::default(),
        given: Vec::new(),
        fresh: Vec::new(),
        starts: Vec::new(),
        ends: Vec::new(),
        told: [0; 24],
    })
}

fn place<T>(values: &[T]) -> u32 {
    values.as_ptr() as u32
}

impl State {
    fn tell(&mut self) {
        let scan = &self.scan;
        self.told = [
            scan.starts.len() as u32,
            scan.odd as u32,
            place(&scan.starts),
            place(&scan.ends),
            place(&scan.micros),
            place(&scan.groups),
            scan.heads.len() as u32,
            place(&scan.heads),
            place(&scan.seps),
            scan.hashes.len() as u32,
            place(&scan.hashes),
            self.dull.telling.len() as u32,
            place(&self.dull.telling),
            (self.fresh.len() / 3) as u32,
            place(&self.fresh),
            place(&self.dull.known.text),
            self.dull.known.text.len() as u32,
            (self.search.found.len() / 2) as u32,
            place(&self.search.found),
            place(&self.starts),
            place(&self.ends),
            place(&self.dull.alive),
            place(&scan.names),
            0,
        ];
    }
}

/// Where the answers of the last call are told.
#[unsafe(no_mangle)]
pub extern "C" fn told() -> u32 {
    place(&state().told)
}

/// Room for a block of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn buffer(size: u32) -> u32 {
    let state = state();
    let size = size as usize + bits::PADDING;
    if state.text.len() < size {
        state.text.resize(size, 0);
    }
    place(&state.text)
}

/// Room for so many bytes of what a call is told beside the text.
#[unsafe(no_mangle)]
pub extern "C" fn given(size: u32) -> u32 {
    let state = state();
    state.given.clear();
    state.given.resize(size as usize, 0);
    place(&state.given)
}

/// How the lines of the next blocks look, see `Shape`.
#[unsafe(no_mangle)]
pub extern "C" fn shape(sep: u32, width: u32, csv: u32, host: i32, part: i32, most: u32) {
    state().shape =
        Shape { sep: sep as u8, width: width as usize, csv: csv != 0, names: [host, part], most: most as usize };
}

/// Look at a block of so many bytes; the number of lines up to the first unusual one.
#[unsafe(no_mangle)]
pub extern "C" fn scan(size: u32) -> u32 {
    let state = state();
    let size = size as usize;
    state.text[size..size + bits::PADDING].fill(0);
    state.scan.run(&state.text, size, &state.shape);
    state.tell();
    state.scan.starts.len() as u32
}

/// Where a column of lines starts and ends; their numbers were handed in.
#[unsafe(no_mangle)]
pub extern "C" fn bounds(column: u32) -> u32 {
    let state = state();
    state.starts.clear();
    state.ends.clear();
    for line in state.given.as_chunks::<4>().0 {
        let (start, end) = state.scan.column(u32::from_le_bytes(*line) as usize, column as usize);
        state.starts.push(start);
        state.ends.push(end);
    }
    state.tell();
    state.starts.len() as u32
}

/// What is looked at in lines of so many values was handed in; all that was known is forgotten.
///
/// 256 numbers each for `Beside::before` and `after`, 256 bytes for `folded`, eight bytes for conditions that need nothing
/// else, the number of units, four bytes for each (first and last column, whether numbers are dull, whether identifiers
/// are hidden), then eight bytes for each of `reaches` (side, digit, how many bytes, bytes).
#[unsafe(no_mangle)]
pub extern "C" fn units(width: u32) {
    let state = state();
    let dull = &mut state.dull;
    dull.forget();
    dull.width = width as usize;
    let (numbers, rest) = state.given.split_at(2048);
    for (at, number) in numbers.as_chunks::<4>().0.iter().enumerate() {
        let into = if at < 256 { &mut dull.beside.before } else { &mut dull.beside.after };
        into[at % 256] = u32::from_le_bytes(*number);
    }
    let (folded, rest) = rest.split_at(256);
    dull.beside.folded.copy_from_slice(folded);
    let (needless, rest) = rest.split_at(8);
    dull.needless = u64::from_le_bytes(needless.try_into().unwrap());
    let (units, reaches) = rest[4..].split_at(4 * u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize);
    let told = |&[first, last, numbers, guids]: &[u8; 4]| Unit {
        first: first as usize,
        last: last as usize,
        numbers: numbers != 0,
        guids: guids != 0,
    };
    dull.units = units.as_chunks::<4>().0.iter().map(told).collect();
    let values = || dull.units.iter().filter(|unit| !unit.numbers);
    dull.span = (values().map(|unit| unit.first).min().unwrap_or(0), values().map(|unit| unit.last).max().unwrap_or(0));
    dull.query = dull.units.iter().find(|unit| unit.guids).map_or(0, |unit| unit.first);
    let told = |&[behind, digit, count, ref bytes @ ..]: &[u8; 8]| Reach {
        behind: behind != 0,
        digit,
        bytes: *bytes,
        count: count as usize,
    };
    dull.beside.reaches = reaches.as_chunks::<8>().0.iter().map(told).collect();
}

/// Look at the values of all lines of the block; the number of new values.
#[unsafe(no_mangle)]
pub extern "C" fn look() -> u32 {
    let state = state();
    state.dull.begin(&state.text, &state.scan);
    state.fresh.clear();
    for &number in &state.dull.fresh {
        let value = &state.dull.known.values[number as usize];
        state.fresh.extend([value.size, value.tag, value.at]);
    }
    state.tell();
    state.dull.fresh.len() as u32
}

/// What was said of the new values was handed in, see `Said`; the number of lines that tell.
#[unsafe(no_mangle)]
pub extern "C" fn go_on() -> u32 {
    let state = state();
    state.dull.go_on(&state.text, &state.scan, &state.given);
    state.fresh.clear();
    state.tell();
    state.dull.telling.len() as u32
}

/// Texts to search for were handed in, see `Search::prepare`.
#[unsafe(no_mangle)]
pub extern "C" fn texts() {
    let state = state();
    let sample = &state.text[..state.scan.odd.min(1 << 16)];
    state.search.prepare(&state.given, sample);
}

/// Search the lines of the block; how many pairs of a line and a text in it were found.
#[unsafe(no_mangle)]
pub extern "C" fn search() -> u32 {
    let state = state();
    state.search.run(&state.text, &state.scan);
    state.tell();
    state.search.found.len() as u32 / 2
}
