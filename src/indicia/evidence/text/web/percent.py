"""Percent escapes of addresses in web logs."""

from urllib.parse import unquote_to_bytes

from indicia.evidence.text.raw.encodings import decode_text


def unquoted(text: str) -> tuple[str, ...]:
    """As it stands, percent-decoded once, twice; each form once.  Source: RFC 3986, 2.1."""
    if "%" not in text:
        return (text,)
    once = decode_text(unquote_to_bytes(text))
    return each_once((text, once, decode_text(unquote_to_bytes(once))))


def each_once(forms: tuple[str, ...]) -> tuple[str, ...]:
    """The same without what comes again."""
    return tuple(dict.fromkeys(forms))
