//! Event logs: chunks of 64 KiB to JSON text, put together by kind of event.
//!
//! What comes out is, to the byte, what the `evtx` wheel makes of the same records and what
//! `evidence.events.evtx.routing` makes of that; tests compare.  Only what nearly all records are like is understood.  A
//! chunk with anything else in it is handed back, and the wheel takes it: nothing here decides what a damaged record says.
//! Source: [MS-EVEN6] 2.2.12 to 2.2.17 for the binary XML; libevtx format notes for chunk and record header.

mod bytes;
mod chunk;
mod exports;
mod groups;
mod instance;
mod kinds;
mod names;
mod out;
mod program;
mod route;
mod simd;
mod text;
mod tree;
mod values;
