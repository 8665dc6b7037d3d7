//! What is called from outside, and what it finds where.

use crate::bytes::CHUNK;
use crate::chunk::{Place, records};
use crate::groups::{Groups, Row, UNROUTED};
use crate::instance::Decoder;
use crate::kinds::Kinds;
use crate::names::sound;
use crate::out::Out;
use crate::route::route;
use std::cell::RefCell;

struct Reader {
    window: Vec<u8>,
    decoder: Decoder,
    places: Vec<Place>,
    texts: Out,
    rows: Vec<Row>,
    kinds: Kinds,
    groups: Groups,
    text: Out,
    /// Addresses and lengths of what a window came to, see `window`.
    result: [u32; 12],
}

thread_local! {
    static READER: RefCell<Reader> = const {
        RefCell::new(Reader {
            window: Vec::new(),
            decoder: Decoder::new(),
            places: Vec::new(),
            texts: Out::new(),
            rows: Vec::new(),
            kinds: Kinds::new(),
            groups: Groups::new(),
            text: Out::new(),
            result: [0; 12],
        })
    };
}

/// Room for so many chunks; gives where they are to be put.
#[unsafe(no_mangle)]
pub extern "C" fn room(chunks: u32) -> u32 {
    READER.with_borrow_mut(|reader| {
        reader.window.resize(chunks as usize * CHUNK, 0);
        reader.window.as_ptr() as u32
    })
}

/// Forgets the kinds that were numbered: a new file.
#[unsafe(no_mangle)]
pub extern "C" fn begin() {
    READER.with_borrow_mut(|reader| reader.kinds.clear());
}

/// Decodes chunks from this one up to before that one, or to before the first that is unusual.
///
/// Gives the address of twelve numbers: how many chunks were decoded; whether kinds are numbered anew; then address and
/// count of numbers of `records`, `heads`, `members` and `stops`, address and length of the text.
#[unsafe(no_mangle)]
pub extern "C" fn decode(first: u32, last: u32) -> u32 {
    READER.with_borrow_mut(|reader| {
        let anew = reader.kinds.full();
        if anew {
            // Numbers of before mean nothing any more, which whoever asks is told.
            reader.kinds.clear();
        }
        reader.texts.clear();
        reader.rows.clear();
        let mut done = first;
        while done < last && reader.chunk(done as usize - first as usize, done as usize).is_some() {
            done += 1;
        }
        let Reader { rows, texts, text, groups, .. } = reader;
        if groups.gather(rows, texts, text).is_none() {
            done = first;
        }
        let lists = [&groups.records, &groups.heads, &groups.members, &groups.stops];
        let mut result = [0; 12];
        result[0] = done - first;
        result[1] = u32::from(anew);
        for (index, list) in lists.into_iter().enumerate() {
            result[2 + index * 2] = list.as_ptr() as u32;
            result[3 + index * 2] = list.len() as u32;
        }
        result[10] = text.written().as_ptr() as u32;
        result[11] = text.len as u32;
        reader.result = result;
        reader.result.as_ptr() as u32
    })
}

impl Reader {
    /// Takes one chunk, or nothing of it.
    fn chunk(&mut self, index: usize, number: usize) -> Option<()> {
        let kept = (self.rows.len(), self.texts.len);
        let taken = self.records(index, number);
        if taken.is_none() {
            self.rows.truncate(kept.0);
            self.texts.len = kept.1;
        }
        taken
    }

    fn records(&mut self, index: usize, number: usize) -> Option<()> {
        let chunk = &self.window[number * CHUNK..(number + 1) * CHUNK];
        records(chunk, &mut self.places)?;
        sound(chunk)?;
        self.decoder.begin();
        for place in &self.places {
            let begin = self.texts.len;
            let (from, to) = place.content();
            self.decoder.record(chunk, from, to, &mut self.texts)?;
            let text = &self.texts.written()[begin..];
            let (kind, time) = match route(text) {
                Some(route) => (self.kinds.number(text, &route)?, route.time),
                None => (UNROUTED, (0, 0)),
            };
            self.rows.push(Row {
                place: (index * CHUNK + place.begin) as u32,
                length: place.length as u32,
                begin: begin as u32,
                end: self.texts.len as u32,
                time,
                kind,
            });
        }
        Some(())
    }
}
