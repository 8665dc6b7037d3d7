"""The smallest PDF files that hold text, a picture, or both: enough for a reader, made by hand."""

import zlib
from collections.abc import Sequence


def pdf(pages: Sequence[str | None], *, info: str = "", packed: bool = True) -> bytes:
    """A PDF with one page for each text (lines by `\\n`); null stands for a page that is a picture."""
    objects: list[bytes] = [b"", b""]
    kids = []
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    font = len(objects)
    picture = zlib.compress(b"\xff" * 64)
    head = b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    objects.append(head + b" /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(picture), picture))
    image = len(objects)
    for text in pages:
        content = b"q 500 0 0 700 50 50 cm /Im0 Do Q" if text is None else _lines(text)
        body = zlib.compress(content) if packed else content
        kind = b" /Filter /FlateDecode" if packed else b""
        objects.append(b"<< /Length %d%b >>\nstream\n%b\nendstream" % (len(body), kind, body))
        resources = b"/XObject << /Im0 %d 0 R >>" % image if text is None else b"/Font << /F1 %d 0 R >>" % font
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << %b >> /Contents %d 0 R >>"
            % (resources, len(objects))
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    trailer = b""
    if info:
        objects.append(info.encode("latin-1"))
        trailer = b" /Info %d 0 R" % len(objects)
    return _file(objects, trailer)


def _lines(text: str) -> bytes:
    out = [b"BT /F1 10 Tf 12 TL 50 740 Td"]
    for line in text.split("\n"):
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
        out.append(b"(%b) Tj T*" % escaped)
    return b"\n".join([*out, b"ET"])


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R%b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)
