"""What was encoded comes out again; what was not gives nothing; nothing hostile costs much."""

import base64
import gzip
import zlib
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicia.detection.layers import DEPTH, MOST, MOST_BYTES, layers

SCRIPT = b'Write-Output "an inert look-alike"; $total = $total + 1'
PRINTABLE = st.text(alphabet=[chr(code) for code in range(32, 127)], min_size=40, max_size=300).map(str.encode)


WIDE = SCRIPT.decode().encode("utf-16-le")


def deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return engine.compress(data) + engine.flush()


def texts(content: str | bytes) -> dict[str, bytes]:
    return {layer.name: layer.data for layer in layers(content)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("base64", base64.b64encode(SCRIPT).decode()),
        ("base64", f"powershell -c x '{base64.b64encode(SCRIPT).decode()}' y"),
        ("base64", base64.urlsafe_b64encode(SCRIPT + b"???>>>").decode().rstrip("=")),
        ("base64", base64.encodebytes(SCRIPT * 5).decode()),
        ("base64", base64.encodebytes(SCRIPT * 5).decode().replace("\n", "\r\n")),
        ("base64 → utf-16", base64.b64encode(WIDE).decode()),
        ("base64 → gzip", base64.b64encode(gzip.compress(SCRIPT, mtime=0)).decode()),
        ("base64 → zlib", base64.b64encode(zlib.compress(SCRIPT)).decode()),
        ("base64 → deflate", base64.b64encode(deflate(SCRIPT)).decode()),
        ("hex", SCRIPT.hex()),
        ("hex", "0x" + SCRIPT.hex().upper()),
        ("hex", "".join(f"\\x{byte:02x}" for byte in SCRIPT)),
        ("percent", "q=" + "".join(f"%{byte:02X}" for byte in SCRIPT)),
        ("percent → percent → base64", quote_from_bytes(quote_from_bytes(base64.b64encode(SCRIPT), "").encode(), "")),
        ("base64 → gzip → base64 → utf-16", base64.b64encode(gzip.compress(base64.b64encode(WIDE), mtime=0)).decode()),
    ],
)  # fmt: skip
def test_each_encoding_comes_apart(name: str, text: str) -> None:
    """The script comes out, under the names of its encodings from the outside in."""
    found = {layer: data for layer, data in texts(text).items() if SCRIPT in data}
    if "percent → percent" in name:
        # Padding alone is escaped here: too little to count as an encoding of its own.
        assert any(layer.endswith("base64") for layer in found)
    else:
        assert name in found


def test_a_wide_script_is_seen_by_rules_on_plain_text() -> None:
    """UTF-16 text comes out as UTF-8."""
    text = base64.b64encode("$ünicode = 'ein harmloses Beispiel'".encode("utf-16-le")).decode()
    assert texts(text)["base64 → utf-16"].decode() == "$ünicode = 'ein harmloses Beispiel'"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A" * 5000,
        "/owa/auth/15.1.2176/themes/resources/segoeui-regular.ttf",
        "d41d8cd98f00b204e9800998ecf8427e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "S-1-5-21-1004336348-1177238915-682003330-512 {1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}",
        "%%1936 %14 100% of 50%",
        "System.Collections.Generic.Dictionary`2[System.String,System.Object] Microsoft_Exchange_Management",
    ],
)
def test_what_only_looks_encoded_gives_nothing(text: str) -> None:
    """Paths, hashes, identifiers and message numbers hold no layer."""
    assert not texts(text)


@given(PRINTABLE, st.lists(st.sampled_from(["base64", "gzip", "hex", "utf-16"]), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
@example(b"XG" + b"0" * 38, ["base64"])
@example(b"MZ" + b"0" * 38, ["base64"])
def test_what_was_put_in_comes_out(script: bytes, chain: list[str]) -> None:
    """Text under any of these encodings, up to the depth, is among the layers."""
    data = script
    for name in chain:
        match name:
            case "base64":
                data = base64.b64encode(data)
            case "gzip":
                data = base64.b64encode(gzip.compress(data))
            case "hex":
                data = data.hex().encode()
            case "utf-16":
                data = base64.b64encode(data.decode("latin-1").encode("utf-16-le"))
    assert script in {layer.data for layer in layers(b"before '" + data + b"' after")}


@given(st.binary(max_size=400) | st.binary(max_size=200).map(base64.b64encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_fine(data: bytes) -> None:
    """Nothing raises; layers are few, differ, and are bounded in depth and size."""
    found = list(layers(data))
    assert len(found) <= MOST
    assert len({layer.data for layer in found}) == len(found)
    assert all(len(layer.data) <= MOST_BYTES and layer.text().isprintable() for layer in found)


def test_a_bomb_gives_a_bounded_layer_that_says_so() -> None:
    """A gigabyte packed into a line comes out as a megabyte, marked as cut."""
    packed = base64.b64encode(gzip.compress(bytes(200_000_000), 1))
    cut = [layer for layer in layers(packed) if layer.name == "base64 → gzip"]
    assert [(len(layer.data), layer.cut) for layer in cut] == [(MOST_BYTES, True)]


def test_depth_and_number_are_bounded() -> None:
    """Encodings deeper than the limit are left, and no more layers are taken than asked for."""
    data = SCRIPT
    for _ in range(DEPTH + 3):
        data = base64.b64encode(data)
    assert max(len(layer.chain) for layer in layers(data)) == DEPTH
    many = " ".join(base64.b64encode(SCRIPT + str(number).encode()).decode() for number in range(100))
    assert len(list(layers(many))) == MOST
    assert len(list(layers(many, most=3))) == 3


def test_what_was_cut_off_in_a_log_still_comes_out() -> None:
    """Of compressed data without its end, what can be unpacked is a layer."""
    whole = b"".join(f"line {number} of a script\n".encode() for number in range(2000))
    torn = base64.b64encode(gzip.compress(whole))[:2000]
    assert whole.startswith(texts(torn)["base64 → gzip"])
