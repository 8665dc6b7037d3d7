//! What decides the route of an event, out of a document that is checked from end to end: see `heads.py`.

use crate::cursor::{Cursor, Span};

/// How a document is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Flat,
    Nested,
}

/// Channel, provider, event id and computer as they are written (an id that is text with its quotes), and the time.
pub struct Head {
    pub form: Form,
    pub told: [Span; 4],
    pub time: Span,
}

/// Members that count, at the top of a document.
enum Name {
    Channel,
    Provider,
    EventId,
    Host,
    Time,
    Stamp,
    Event,
    /// What an envelope has.
    Envelope,
    /// What tells a document not to be flat.
    NotFlat,
    Other,
}

impl Name {
    #[inline(always)]
    fn of(name: &[u8]) -> Name {
        // Most members are none of these, which their lengths and first letters tell nearly always.
        let first = name.first().copied().unwrap_or(0);
        if LENGTHS[usize::from(first)] >> name.len().min(31) & 1 == 0 { Name::Other } else { Name::among(name) }
    }

    #[inline(never)]
    fn among(name: &[u8]) -> Name {
        match name {
            b"Channel" => Name::Channel,
            b"SourceName" => Name::Provider,
            b"EventID" => Name::EventId,
            b"Hostname" => Name::Host,
            b"TimeCreated" => Name::Time,
            b"@timestamp" => Name::Stamp,
            b"Event" => Name::Event,
            b"_source" | b"result" => Name::Envelope,
            b"System" | b"winlog" | b"winlog.channel" | b"winlog.event_id" | b"winlog.provider_name" => Name::NotFlat,
            _ => Name::Other,
        }
    }
}

/// Of each first letter, a bit for each length of a name that counts.
const LENGTHS: [u32; 256] = {
    let mut lengths = [0; 256];
    lengths[b'C' as usize] = 1 << 7;
    lengths[b'S' as usize] = 1 << 10 | 1 << 6;
    lengths[b'E' as usize] = 1 << 7 | 1 << 5;
    lengths[b'H' as usize] = 1 << 8;
    lengths[b'T' as usize] = 1 << 11;
    lengths[b'@' as usize] = 1 << 10;
    lengths[b'_' as usize] = 1 << 7;
    lengths[b'r' as usize] = 1 << 6;
    lengths[b'w' as usize] = 1 << 6 | 1 << 14 | 1 << 15 | 1 << 20;
    lengths
};

#[derive(Default)]
struct Found {
    channel: Option<Span>,
    provider: Option<Span>,
    event_id: Option<Span>,
    host: Option<Span>,
    time: Option<Span>,
}

impl Found {
    fn head(&self, form: Form) -> Option<Head> {
        Some(Head { form, told: [self.channel?, self.provider?, self.event_id?, self.host?], time: self.time? })
    }
}

/// Step over a document that begins here; null for what is no head, is unusual, or says something twice.
pub fn head(cursor: &mut Cursor) -> Option<Head> {
    let mut flat = Found::default();
    let mut stamp = None;
    let mut nested = None;
    let mut not_flat = false;
    cursor.members(|cursor, name, plain| {
        if !plain {
            return None;
        }
        match Name::of(cursor.of(name)) {
            Name::Other => cursor.value(1),
            Name::Channel => string(cursor, &mut flat.channel),
            Name::Provider => string(cursor, &mut flat.provider),
            Name::EventId => once(&mut flat.event_id, cursor.number_or_string()?),
            Name::Host => string(cursor, &mut flat.host),
            Name::Time => string(cursor, &mut flat.time),
            Name::Stamp => string(cursor, &mut stamp),
            Name::Event => once(&mut nested, event(cursor)?),
            Name::Envelope => None,
            Name::NotFlat => {
                not_flat = true;
                cursor.value(1)
            }
        }
    })?;
    if nested.is_some() {
        return nested;
    }
    flat.time = flat.time.or(stamp);
    if not_flat { None } else { flat.head(Form::Flat) }
}

fn event(cursor: &mut Cursor) -> Option<Head> {
    let mut found = None;
    cursor.members(|cursor, name, plain| match (plain, cursor.of(name)) {
        (false, _) => None,
        (_, b"System") => once(&mut found, system(cursor)?),
        _ => cursor.value(2),
    })?;
    found
}

fn system(cursor: &mut Cursor) -> Option<Head> {
    let mut found = Found::default();
    cursor.members(|cursor, name, plain| match (plain, cursor.of(name)) {
        (false, _) => None,
        (_, b"Channel") => string(cursor, &mut found.channel),
        (_, b"Provider") => once(&mut found.provider, attribute(cursor, b"Name")?),
        (_, b"EventID") => once(&mut found.event_id, event_id(cursor)?),
        (_, b"Computer") => string(cursor, &mut found.host),
        (_, b"TimeCreated") => once(&mut found.time, attribute(cursor, b"SystemTime")?),
        (_, b"Provider_attributes" | b"TimeCreated_attributes") => None,
        _ => cursor.value(3),
    })?;
    found.head(Form::Nested)
}

/// An element of which one attribute counts.
fn attribute(cursor: &mut Cursor, wanted: &[u8]) -> Option<Span> {
    let mut found = None;
    cursor.members(|cursor, name, plain| match (plain, cursor.of(name)) {
        (false, _) => None,
        (_, b"#attributes") => {
            let mut inner = None;
            cursor.members(|cursor, name, plain| match (plain, cursor.of(name)) {
                (false, _) => None,
                (_, name) if name == wanted => string(cursor, &mut inner),
                _ => cursor.value(5),
            })?;
            once(&mut found, inner?)
        }
        _ => cursor.value(4),
    })?;
    found
}

/// An id, also as an element with attributes.
fn event_id(cursor: &mut Cursor) -> Option<Span> {
    if cursor.peek() != b'{' {
        return cursor.number_or_string();
    }
    let mut found = None;
    cursor.members(|cursor, name, plain| match (plain, cursor.of(name)) {
        (false, _) => None,
        (_, b"#text") => once(&mut found, cursor.number_or_string()?),
        _ => cursor.value(4),
    })?;
    found
}

#[inline(always)]
fn string(cursor: &mut Cursor, found: &mut Option<Span>) -> Option<()> {
    once(found, cursor.string()?.0)
}

#[inline(always)]
fn once<T>(found: &mut Option<T>, value: T) -> Option<()> {
    found.replace(value).is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stops::{BLOCK, Stops};

    fn told(text: &str) -> Option<(Form, Vec<String>)> {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize((text.len() / BLOCK + 2) * BLOCK, 0);
        let mut stops = Stops::default();
        stops.look(&bytes);
        let mut cursor = Cursor::new(&bytes, &stops, 0);
        let head = head(&mut cursor)?;
        assert_eq!(cursor.at, text.len());
        let parts = head.told.iter().chain([&head.time]);
        Some((head.form, parts.map(|part| text[part.begin..part.end].to_owned()).collect()))
    }

    #[test]
    fn takes_both_forms() {
        let flat = r#"{"Channel":"C","SourceName":"S","EventID":"1","Hostname":"H","@timestamp":"T", "x":[{},-1.5e3]}"#;
        assert_eq!(told(flat), Some((Form::Flat, ["C", "S", "\"1\"", "H", "T"].map(String::from).to_vec())));
        let nested = concat!(
            r##"{"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":{"#text":1},"Channel":"C","##,
            r##""Computer":"H","TimeCreated":{"#attributes":{"SystemTime":"T"}}},"EventData":null}}"##
        );
        assert_eq!(told(nested), Some((Form::Nested, ["C", "P", "1", "H", "T"].map(String::from).to_vec())));
    }

    #[test]
    fn refuses_what_is_none() {
        let whole = r#"{"Channel":"C","SourceName":"S","EventID":1,"Hostname":"H","TimeCreated":"T","x":0}"#;
        assert!(told(whole).is_some());
        for other in
            ["01", "1.", "nul", "\"\\x\"", "\"\\ud800\"", "\"\x01\"", "[1,]", "{\"a\"}", "[", "", "0,\"Event\":{}"]
        {
            assert!(told(&whole.replace(":0}", &format!(":{other}}}"))).is_none(), "{other}");
        }
        for (old, new) in [("\"x\"", "\"Channel\""), ("\"x\"", "\"winlog\""), ("\"x\"", "\"\\u0078\""), (":1", ":1.0")]
        {
            assert!(told(&whole.replace(old, new)).is_none(), "{new}");
        }
    }
}
