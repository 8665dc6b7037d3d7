//! Provider, id, time, channel and computer of an event out of its JSON text.
//!
//! The same rules as `evidence.events.evtx.routing`, step by step; what they do not answer is left to it.

use crate::simd::{find, goes_on, load};
use crate::tree::Range;
use core::arch::wasm32::*;

const HEAD: &[u8] =
    b"{\"Event\":{\"#attributes\":{\"xmlns\":\"http://schemas.microsoft.com/win/2004/08/events/event\"},\
\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"";
const CREATED: &[u8] = b"\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"";
const DATA: &[u8] = b"Data\":";
/// Length of a time to seconds, and of the longest one.
const TIMES: core::ops::RangeInclusive<usize> = 19..=30;

pub struct Route {
    pub provider: Range,
    pub number: Range,
    pub channel: Range,
    pub host: Range,
    pub time: Range,
}

#[inline(never)]
pub fn route(text: &[u8]) -> Option<Route> {
    let begin = HEAD.len();
    if !goes_on(text, 0, HEAD) {
        return None;
    }
    let provider_end = find(text, b"\"", begin)?;
    let mut number = find(text, b"\"EventID\":", provider_end)? + 10;
    let mut number_end;
    if *text.get(number)? == b'{' {
        number = find(text, b"\"#text\":", number)? + 8;
        number_end = find(text, b"}", number)?;
        while number < number_end && text[number] == b'"' {
            number += 1;
        }
        while number < number_end && text[number_end - 1] == b'"' {
            number_end -= 1;
        }
    } else {
        number_end = find(text, b",", number)?;
    }
    let digits = &text[number..number_end];
    if digits.is_empty() || digits.len() > 9 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let created = find(text, CREATED, number_end)?;
    let time = created + CREATED.len();
    let time_end = find(text, b"Z\"", time)?;
    let channel = find(text, b"\"Channel\":\"", time_end)? + 11;
    let channel_end = find(text, b"\",\"Computer\":\"", channel)?;
    let host = channel_end + 14;
    let host_end = find(text, b"\"", host)?;
    // Nothing may be empty here but what is named.
    let rising = begin < provider_end && channel < channel_end && host < host_end;
    if !rising
        || !TIMES.contains(&(time_end - time))
        || !text[time..time_end].is_ascii()
        || find(&text[..created], b"\"SystemTime\":\"", number_end).is_some()
        || find(&text[..channel_end], b"\"", channel).is_some()
        || !plain(&text[..host_end], begin)
    {
        return None;
    }
    let range = |begin: usize, end: usize| (begin as u32, end as u32);
    Some(Route {
        provider: range(begin, provider_end),
        number: range(number, number_end),
        channel: range(channel, channel_end),
        host: range(host, host_end),
        time: range(time, time_end),
    })
}

/// Whether there is no escape and no name that ends in `Data` from a place on.
fn plain(text: &[u8], from: usize) -> bool {
    let (slash, begins, ends) = (u8x16_splat(b'\\'), u8x16_splat(b'D'), u8x16_splat(b':'));
    let mut at = from;
    while at + 16 + DATA.len() <= text.len() {
        let block = load(text, at);
        let named = v128_and(u8x16_eq(block, begins), u8x16_eq(load(text, at + DATA.len() - 1), ends));
        if v128_any_true(v128_or(u8x16_eq(block, slash), named)) {
            let odd = |place| text[place] == b'\\' || goes_on(text, place, DATA);
            if (at..at + 16).any(odd) {
                return false;
            }
        }
        at += 16;
    }
    !(at..text.len()).any(|place| text[place] == b'\\' || goes_on(text, place, DATA))
}
