"""Script Encoder text (`#@~^…==…==^#~@`): the published substitution of VBScript.Encode and JScript.Encode undone."""

import re

_BLOCK = re.compile(r"#@~\^[A-Za-z0-9+/]{6}==")
_END = re.compile(r"[A-Za-z0-9+/]{6}==\^#~@")
_TRIPLES = (
    "576E7B 4A4C41 0B0B0B 0C0C0C 4A4C41 0E0E0E 0F0F0F 101010 111111 121212 131313 141414 151515 161616 171717 181818 "
    "191919 1A1A1A 1B1B1B 1C1C1C 1D1D1D 1E1E1E 1F1F1F 2E2D32 477530 7A5221 566029 42715B 6A5E38 2F4933 265C3D 496258 "
    "417D3A 342935 323665 5B2039 767C5C 727A56 437F73 386B66 39634E 703345 452B6B 686862 715159 4F6678 09765E 62317D "
    "44644A 23546D 754371 4A4C41 7E3A60 4A4C41 5E7E53 404C40 774542 4A2C27 612A48 5D7472 222775 4B3731 6F4437 4E794D "
    "3B5952 4C2F22 506F54 67266A 2A7247 7D6A64 74392D 547B20 2B3F7F 2D382E 2C774C 30675D 6E537E 6B476C 66346F 357879 "
    "255D74 213043 642326 4D5A76 525B25 636C24 3F482B 7B5528 787023 296941 282E34 734C09 59212A 332444 7F4E3F 6D5077 "
    "55093B 535655 7C7369 3A3561 5F6163 654B50 465867 583B51 315749 69224F 6C6D46 5A4D68 48257C 272836 5C4670 3D4A6E "
    "24327A 79412F 373D5F 605F4B 514F5A 20422C 366557"
)
_PLAIN = [bytes.fromhex(triple).decode("latin-1") for triple in _TRIPLES.split()]
"""For the characters 9 to 127, what each stands for in the three alphabets."""
_ORDER = [int(digit) for digit in "0120121221210212021200122102122100212120200120210212001220012021"]
"""Which alphabet comes next; from the 64th character on from the start."""
_WORDS = re.compile(r"\b(?:dim|if|then|end|set|function|sub|response|request|var|for|next|else)\b", re.IGNORECASE)
_LEAST_WORDS = 2
"""Words of the languages that a block holds which was decoded rightly."""
_ESCAPES = {"&": "\n", "#": "\r", "*": ">", "!": "<", "$": "@"}
_ESCAPE = re.compile(r"@([&#*!$])")


def decode_scripts(text: str) -> tuple[str, int]:
    """The text with encoded blocks decoded in their place, and how many there were.  A torn block is decoded as far
    as it goes."""
    parts: list[str] = []
    position = count = 0
    while (start := _BLOCK.search(text, position)) is not None:
        parts.append(text[position : start.start()])
        end = _END.search(text, start.end())
        stop, after = (end.start(), end.end()) if end else (len(text), len(text))
        parts.append(_decode(text[start.end() : stop]))
        position, count = after, count + 1
    if not count:
        return text, 0
    parts.append(text[position:])
    return "".join(parts), count


def torn_words(text: str) -> list[str]:
    """The words that encoded text holds, in whichever of the three alphabets each of its letters stands.

    For text whose beginning was lost, or that was changed on its way, so that the order of the alphabets is not known;
    none for text that can be decoded, which is read like any other.
    """
    decoded, blocks = decode_scripts(text)
    if blocks and len(_WORDS.findall(decoded)) >= len(_WORDS.findall(text)) + _LEAST_WORDS:
        return []
    return [word for word, pattern in _TORN.items() if pattern.search(text)]


def _any_alphabet(word: str) -> re.Pattern[str]:
    """What a word may look like, letter by letter, large or small."""
    signs = []
    for letter in word:
        codes = [
            chr(index + 9)
            for index, three in enumerate(_PLAIN)
            if letter in three.lower() and (index + 9 == 9 or index + 9 >= 32)
        ]
        signs.append("[" + re.escape("".join(codes)) + "]")
    return re.compile("".join(signs))


_TORN = {word: _any_alphabet(word) for word in ("execute", "eval", "request", "createobject", "wscript")}


def _decode(body: str) -> str:
    """One block; line ends, `<`, `>` and `@` stand for themselves and count."""
    decoded: list[str] = []
    at = 0
    for sign in _ESCAPE.sub(lambda found: _ESCAPES[found[1]], body):
        code = ord(sign)
        plain = not (code == 9 or 32 <= code < 128) or sign in "<>@"
        decoded.append(sign if plain else _PLAIN[code - 9][_ORDER[at % 64]])
        at += code < 128
    return "".join(decoded)
