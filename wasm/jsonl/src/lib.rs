//! A reader of JSON lines of Windows events: checks each document, tells its kind and puts those of a kind together.
//!
//! A window of the file is put into memory by whoever uses this; `read` answers with arrays, see `answer`.

use std::cell::RefCell;

mod cursor;
mod document;
mod lines;
mod stops;
mod times;
mod told;

use lines::{Lines, MARGIN};

#[derive(Default)]
struct Reader {
    window: Vec<u8>,
    lines: Lines,
    answer: Vec<u32>,
}

thread_local! {
    static READER: RefCell<Reader> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut Reader) -> T) -> T {
    READER.with_borrow_mut(work)
}

/// Begin with a file: all that was told is forgotten.  The address of a window of so many bytes.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn begin(size: usize) -> usize {
    with(|reader| {
        reader.window.resize(size + MARGIN, 0);
        reader.lines.told.clear();
        reader.window.as_ptr() as usize
    })
}

/// Read lines of the window, see `Lines::read`; the address of the answer.
///
/// The answer is 32-bit numbers: lines, place of the line feed of the last, groups, hours, how often all that was told
/// has been forgotten; then the addresses of what `Lines` says of lines (begins, lengths, groups, times), of groups,
/// of hours, of indexes, of ends and of the text.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn read(begin: usize, end: usize, longest: usize) -> usize {
    with(|reader| {
        let Reader { window, lines, answer } = reader;
        lines.read(window, begin, end, longest);
        answer.clear();
        answer.extend(
            [
                lines.begins.len(),
                lines.stop,
                lines.groups.len(),
                lines.hours.len(),
                lines.told.times as usize,
                lines.begins.as_ptr() as usize,
                lines.lengths.as_ptr() as usize,
                lines.kinds.as_ptr() as usize,
                lines.moments.as_ptr() as usize,
                lines.groups.as_ptr() as usize,
                lines.hours.as_ptr() as usize,
                lines.indexes.as_ptr() as usize,
                lines.ends.as_ptr() as usize,
                lines.text.as_ptr() as usize,
            ]
            .map(|number| number as u32),
        );
        answer.as_ptr() as usize
    })
}

/// What is told with this number is no event: lines that tell it are not read any longer.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn refuse(number: usize) {
    with(|reader| reader.lines.told.refuse(number));
}

/// What is told with this number is of one kind with what has another.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn unite(number: usize, other: u32) {
    with(|reader| reader.lines.told.unite(number, other));
}
