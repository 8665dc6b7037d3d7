//! Steps through one JSON text: as strict as RFC 8259, and stricter where nobody writes so.
//!
//! Whatever is refused here is read by somebody else; nothing that is taken may be wrong.

use crate::stops::Stops;

/// Arrays and objects inside each other.
const DEEPEST: u32 = 30;

/// Begin and end of a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub begin: usize,
    pub end: usize,
}

/// A place in a text that ends with zeros, which no JSON text goes on over.
pub struct Cursor<'a> {
    text: &'a [u8],
    stops: &'a Stops,
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a [u8], stops: &'a Stops, at: usize) -> Self {
        Cursor { text, stops, at }
    }

    #[inline(always)]
    pub fn peek(&self) -> u8 {
        self.text[self.at]
    }

    /// Step over this byte; null when another stands here.
    #[inline(always)]
    pub fn expect(&mut self, byte: u8) -> Option<()> {
        if self.peek() != byte {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Step over blanks and tabs: a text that stands on one line has no other white space.
    #[inline(always)]
    pub fn space(&mut self) {
        while self.peek() <= b' ' && matches!(self.peek(), b' ' | b'\t') {
            self.at += 1;
        }
    }

    /// Step over a string that begins here with its quote: what stands between the quotes, and whether that has no
    /// character that is written by its number.
    #[inline(always)]
    pub fn string(&mut self) -> Option<(Span, bool)> {
        self.expect(b'"')?;
        let begin = self.at;
        let stop = self.stops.next(begin);
        let plain = self.text[stop] == b'"';
        let end = if plain { stop } else { self.end_of_unusual(stop)? };
        self.at = end + 1;
        Some((Span { begin, end }, plain))
    }

    /// Where a string ends in which the next stop is no quote.
    #[cold]
    #[inline(never)]
    fn end_of_unusual(&self, mut stop: usize) -> Option<usize> {
        while self.text[stop] != b'"' {
            stop = self.stops.next(self.character(stop)?);
        }
        Some(stop)
    }

    /// Where a character ends that is written by its number, here with its `u`; halves of pairs have to be together.
    fn character(&self, at: usize) -> Option<usize> {
        match self.unit(at)? {
            0xD800..0xDC00 => {
                let low = self.text[at + 5] == b'\\' && matches!(self.unit(at + 6)?, 0xDC00..0xE000);
                low.then_some(at + 11)
            }
            0xDC00..0xE000 => None,
            _ => Some(at + 5),
        }
    }

    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..at + 5)?.strip_prefix(b"u")?;
        digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
    }

    /// Step over a value of any kind.
    #[inline(always)]
    pub fn value(&mut self, depth: u32) -> Option<()> {
        if self.peek() == b'"' {
            return self.string().map(|_| ());
        }
        self.other_value(depth)
    }

    #[inline(never)]
    fn other_value(&mut self, depth: u32) -> Option<()> {
        match self.peek() {
            b'{' if depth < DEEPEST => self.object(depth),
            b'[' if depth < DEEPEST => self.array(depth),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => None,
        }
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        self.members(|cursor, _, _| cursor.value(depth + 1))
    }

    fn array(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        self.space();
        if self.peek() == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            self.value(depth + 1)?;
            self.space();
            match self.peek() {
                b',' => self.at += 1,
                b']' => break,
                _ => return None,
            }
            self.space();
        }
        self.at += 1;
        Some(())
    }

    /// Step over an object; `take` is told the name of each member, and whether that is plain, and steps over the
    /// value.
    #[inline(always)]
    pub fn members(&mut self, mut take: impl FnMut(&mut Self, Span, bool) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        self.space();
        if self.peek() == b'}' {
            self.at += 1;
            return Some(());
        }
        loop {
            let (name, plain) = self.string()?;
            self.space();
            self.expect(b':')?;
            self.space();
            take(self, name, plain)?;
            self.space();
            match self.peek() {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
            self.space();
        }
        self.at += 1;
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let begin = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > begin).then_some(())
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.text[self.at..].starts_with(word).then(|| self.at += word.len())
    }

    /// Step over a whole number that is not negative and not long, or a string; with its quotes.
    pub fn number_or_string(&mut self) -> Option<Span> {
        let begin = self.at;
        if self.peek() == b'"' {
            self.string()?;
        } else {
            self.digits()?;
            let length = self.at - begin;
            if length > 10 || (length > 1 && self.text[begin] == b'0') || matches!(self.peek(), b'.' | b'e' | b'E') {
                return None;
            }
        }
        Some(Span { begin, end: self.at })
    }

    pub fn of(&self, span: Span) -> &'a [u8] {
        &self.text[span.begin..span.end]
    }
}
