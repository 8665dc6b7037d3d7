"""Every format is read to running text with exact places; what cannot be read is said; hostile files cost little."""

import gzip
import io
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.growth import assert_grows_with_length

from indicia.errors import EvidenceError, PasswordError
from indicia.knowledge.reports.documents.html_text import read_html
from indicia.knowledge.reports.documents.opening import open_report

from .tiny_pdf import pdf

PROSE = "The actors used the server to send mail to the victims, and it was not seen for a week by those who ran it.\n"


def opened(data, name="x"):
    result = open_report(data, name)
    text = result.text
    for mention in result.stated:
        assert text.text[mention.quoted.start : mention.quoted.end] == mention.quoted.words
    starts = [place.start for place in text.places]
    assert starts == sorted(set(starts))
    assert all(start < len(text.text) for start in starts)
    return result


@pytest.mark.parametrize(
    ("codec", "mark", "said"),
    [
        ("utf-8", b"", ()),
        ("utf-8", b"\xef\xbb\xbf", ()),
        ("utf-16-le", b"\xff\xfe", ("read as utf-16",)),
        ("utf-16-be", b"\xfe\xff", ("read as utf-16",)),
        ("utf-16-le", b"", ("read as utf-16",)),
        ("cp1252", b"", ("read as windows-1252",)),
    ],
)
def test_encodings_are_found_and_said(codec, mark, said):
    """The same text comes out of every encoding."""
    text = opened(mark + (PROSE + "“über” – é\n").encode(codec)).text
    assert text.text.startswith(PROSE[:20]) and "“über” – é" in text.text
    assert text.notes == said
    assert text.format == "text" and text.language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "en"),
        (
            "Die Angreifer haben die Server mit einer Hintertür übernommen und sich dann im Netz bewegt, wie das"
            " Amt auch für die anderen warnt.",
            "de",
        ),
        (
            "Les attaquants ont pris le contrôle des serveurs de la société et ils ont été vus par les experts"
            " dans une note sur ce sujet.",
            "fr",
        ),
        ("マイクロソフトは、サーバーの脆弱性を悪用する攻撃を確認した。", "ja"),
        ("微软发现多个漏洞被用于攻击邮件服务器。", "zh"),
        (
            "Злоумышленники использовали уязвимости на серверах, и это не было видно для тех, кто за них отвечал в"
            " то время по всей стране.",
            "ru",
        ),
        ("1234 5678", ""),
    ],
)
def test_the_language_is_said(text, language):
    """Other than English: a note says that prose was not read."""
    found = opened(text.encode()).text
    assert found.language == language
    assert bool(found.notes) == (language != "en")


def test_the_format_is_found_from_the_content():
    """Whatever the file is called."""
    assert opened(b"<!doctype html><title>T</title><p>" + PROSE.encode(), "x.txt").text.format == "html"
    assert opened(b"# Heading\n\n- item\n\n" + PROSE.encode(), "x.html").text.format == "markdown"
    assert opened(pdf([PROSE]), "x.txt").text.format == "pdf"
    assert opened(b'{"type": "bundle", "objects": []}', "x.pdf").text.format == "stix"
    assert opened(b'{"Event": {"info": "x"}}').text.format == "misp"
    assert opened(b'{"a": 1}').text.format == "text"


@pytest.mark.parametrize(
    "data", [b"", b" \n", b"PK\x03\x04rest", b"\x89PNG\r\n", b"\x00\x01\x02\x03" * 200, b"{\\rtf1", b"MZ\x90\x00"]
)
def test_other_files_are_refused_with_what_to_do(data):
    """Empty files, office documents, pictures and programs are no reports."""
    with pytest.raises(EvidenceError, match=r"x: "):
        open_report(data, "x")


def test_markdown():
    """Emphasis goes, links show where they lead, the title is found."""
    text = opened(b"# The title\n\nThe **bold** [link](https://a.example/x) and ![alt](p.png).\n\n- item\n").text
    assert text.title == "The title"
    assert "The bold link (https://a.example/x) and alt." in text.text


def test_html():
    """Text as a reader sees it; scripts, hidden text and navigation are not in it, and the last two are said."""
    page = """<!doctype html><html lang=en><head><title>Other</title><style>.x{ display : none }</style>
    <meta property="og:title" content="The title"><script>document.write("evil1.example.com")</script>
    <meta property="article:published_time" content="2021-07-19T10:00:00Z"><link rel=canonical href="https://v.example/p">
    <body><nav>Home evil2.example.com</nav><p>One&nbsp;<b>two</b>&#32;&amp; three.<sup>1</sup></p>
    <p style="DISPLAY:none">evil3.example.com</p><div hidden>evil4.example.com<p>evil5.example.com</p></div>
    <span class="a x">evil6.example.com</span><ul><li>first<li>second</ul>
    <table><tr><td><p>a</p></td><td>b</td></tr><tr><td>c<td>d</table><pre>x  y
z</pre><template>evil7</template><textarea>evil8</textarea><noscript>seen</noscript></body></html>"""
    text = opened(page.encode()).text
    assert "evil" not in text.text
    assert text.title == "The title" and str(text.published) == "2021-07-19" and text.address == "https://v.example/p"
    for piece in ("One two & three.[1]", "- first\n- second", "a\tb\nc\td", "x  y\nz", "seen"):
        assert piece in text.text
    assert any(note.startswith("hidden text was left out: ") for note in text.notes)
    assert any("navigation" in note for note in text.notes)


UNITS = [
    "<",
    "<a ",
    "<!--",
    "&",
    "<a b='",
    "</",
    "<![CDATA[",
    "<?",
    "</a",
    "<a/",
    "<a a=",
    "<p>",
    "<div>",
    "&#",
    "<script>",
    '<a "',
    "<p hidden>",
    "</p",
    "<style>.a{",
    "x{}",
]


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_html_takes_little_time(unit):
    """Pages made to keep a parser busy are read in time that grows with their length."""
    assert_grows_with_length(lambda size: read_html("<html>" + unit * (size // len(unit)) + "text</p>"), 400_000)


@given(
    st.lists(
        st.sampled_from(
            [*UNITS, "text ", ">", "'", '"', "=", "-->", "</p>", "<td>", "<li>", "</style>", " hidden", "\n"]
        )
    ).map("".join)
)
def test_any_html_is_survived(page):
    """No mixture of pieces of tags breaks the reader."""
    read_html(page)


def test_pdf_pages_and_pictures():
    """Text has its page; pages that are pictures are named, and nothing is guessed for them."""
    text = opened(
        pdf([PROSE, None, None, "Page four (with \\ brackets)", ""], info="<< /Title (The title) >>"), "r.pdf"
    ).text
    assert [place.name for place in text.places] == ["page 1", "page 4"]
    assert text.text[text.places[1].start :].startswith("Page four (with \\ brackets)")
    assert text.title == "The title"
    assert [(fault.reason, fault.count) for fault in text.faults] == [
        ("pages 2-3: pictures, not text: nothing was read", 2),
        ("page 5: no text on it: nothing was read", 1),
    ]


def test_a_scanned_pdf_is_said_to_be_one():
    """A file of pictures alone gives no text, and says so twice: for its pages and for the whole."""
    text = opened(pdf([None, None])).text
    assert not text.text
    assert [fault.reason for fault in text.faults] == [
        "pages 1-2: pictures, not text: nothing was read",
        "no text in it: nothing was read",
    ]


def test_an_encrypted_pdf_is_a_clear_error():
    """With a password nothing is read; with none but the owner's everything is."""
    from pypdf import PdfReader, PdfWriter

    for user, readable in (("secret", False), ("", True)):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([PROSE]))))
        writer.encrypt(user, "owner", algorithm="RC4-128")
        data = io.BytesIO()
        writer.write(data)
        if readable:
            assert "The actors" in opened(data.getvalue()).text.text
        else:
            with pytest.raises(PasswordError, match="encrypted"):
                open_report(data.getvalue(), "x.pdf")


@pytest.mark.parametrize("damage", ["cut", "noise", "head"])
def test_a_damaged_pdf_is_a_fault(damage):
    """What a broken file still gives is read, and what it does not is said; never a traceback."""
    whole = pdf([PROSE] * 3)
    data = {
        "cut": whole[: len(whole) // 2],
        "noise": whole.replace(b"endobj", b"endxxx"),
        "head": b"%PDF-1.7\n" + b"\x00x" * 500,
    }[damage]
    text = opened(data).text
    assert text.faults or "The actors" in text.text


def test_many_pages():
    """500 pages, each with its place."""
    text = opened(pdf([(PROSE * 12).strip()] * 500)).text
    assert len(text.places) == 500


def test_stix():
    """Names, descriptions, patterns and observables are text with their place; objects are what they say they are."""
    bundle = {
        "type": "bundle",
        "id": "bundle--1",
        "objects": [
            {"type": "malware", "id": "malware--1", "name": "DearCry", "description": "Seen on 192.0.2.7."},
            {
                "type": "indicator",
                "id": "indicator--1",
                "pattern": "[file:hashes.'SHA-256' = 'a1b2' OR url:value IN ('http://a.example/\\'x',"
                " 'http://b.example')]",
            },
            {"type": "report", "id": "report--1", "name": "A report", "published": "2021-03-02T00:00:00Z"},
            {
                "type": "intrusion-set",
                "id": "intrusion-set--1",
                "name": "HAFNIUM",
                "external_references": [
                    {"source_name": "mitre-attack", "external_id": "G0125", "url": "https://x.example/"}
                ],
            },
            {"type": "identity", "id": "identity--1", "name": "Acme", "identity_class": "organization"},
            {
                "type": "relationship",
                "id": "relationship--1",
                "relationship_type": "targets",
                "target_ref": "identity--1",
            },
            "no object",
            7,
        ],
    }
    result = opened(json.dumps(bundle).encode())
    text = result.text
    assert text.title == "A report" and str(text.published) == "2021-03-02"
    assert [place.name for place in text.places][:3] == ["objects[2].name", "objects[0].name", "objects[0].description"]
    stated = {(one.kind.value, one.value, one.sort, one.names, one.aside) for one in result.stated}
    assert stated >= {
        ("tool", "DearCry", "", ("stix:malware--1",), ""),
        ("actor", "HAFNIUM", "", ("attack:G0125",), ""),
        ("indicator", "a1b2", "sha256", (), ""),
        ("indicator", "http://a.example/'x", "url", (), ""),
        ("indicator", "http://b.example", "url", (), ""),
        ("indicator", "https://x.example/", "url", (), "reference"),
        ("victim", "Acme", "organization", (), ""),
    }
    assert [fault.reason for fault in text.faults] == ["2 entries are not of the form that stix asks for"]


def test_misp():
    """Attributes, also composite ones, tags and galaxies."""
    event = {
        "info": "An event",
        "date": "2021-03-02",
        "Tag": [{"name": 'misp-galaxy:threat-actor="HAFNIUM"'}, {"name": "tlp:white"}],
        "Galaxy": [
            {"type": "mitre-attack-pattern", "GalaxyCluster": [{"value": "Web Shell - T1505.003", "uuid": "u"}]}
        ],
        "Attribute": [
            {"type": "filename|sha256", "value": "a.aspx|" + "a1" * 32},
            {"type": "ip-dst", "value": "192.0.2.7"},
            {"type": "vulnerability", "value": "cve-2021-26855"},
            {"type": "link", "value": "https://x.example/a"},
            {"type": "comment"},
        ],
        "Object": [{"Attribute": [{"type": "domain", "value": "EVIL.example"}]}],
    }
    result = opened(json.dumps({"response": [{"Event": event}]}).encode())
    stated = {(one.kind.value, one.value, one.sort, one.aside) for one in result.stated}
    assert stated == {
        ("actor", "HAFNIUM", "", ""),
        ("technique", "T1505.003", "", ""),
        ("indicator", "a.aspx", "file name", ""),
        ("indicator", "a1" * 32, "sha256", ""),
        ("indicator", "192.0.2.7", "ipv4", ""),
        ("indicator", "https://x.example/a", "url", "reference"),
        ("indicator", "evil.example", "domain", ""),
        ("flaw", "CVE-2021-26855", "", ""),
    }
    assert result.text.places[0].name == "response[0].Event.info"
    assert [fault.reason for fault in result.text.faults] == ["1 entries are not of the form that misp asks for"]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(["", "x", "malware", "report", "indicator", "[a:b = 'c']", "md5|sha1", "a|b"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                "type id name objects aliases external_references pattern hashes value description published Event"
                " info Attribute"
                " Object Tag Galaxy GalaxyCluster uuid url x_mitre_aliases external_id source_name target_ref"
                " response".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@given(JSON, st.sampled_from(["bundle", "Event", "list"]))
def test_any_json_is_survived(value, shape):
    """Objects of any other form are left out or said, never a traceback."""
    whole = {
        "bundle": {"type": "bundle", "objects": [value]},
        "Event": {"Event": {"info": "x", "Attribute": [value], "Tag": value, "Galaxy": value}},
        "list": value,
    }[shape]
    try:
        opened(json.dumps(whole).encode())
    except EvidenceError:
        assert shape == "list"


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data):
    """Read, or refused with a reason.  (A damaged PDF has its own test: each takes a process.)"""
    assume(b"%PDF-" not in data)
    try:
        opened(data)
    except EvidenceError as error:
        assert str(error)


def test_published_days():
    """A label, a line of its own, or a date line; a day in the middle of a sentence is none."""
    for head, day in (
        ("Original release date: September 14, 2020 | Last revised: October 24, 2020", "2020-09-14"),
        ("Title\nBy A. Author\nMarch 2, 2021\n", "2021-03-02"),
        ("Title\n\nLONDON, 19 July 2021 - The government said", "2021-07-19"),
        ("Published on 2021-03-10 by us", "2021-03-10"),
        ("It was on March 2, 2021 that they came.", "None"),
    ):
        assert str(opened(f"{head}\n\n{PROSE}".encode()).text.published) == day


def test_recorded_bundles_and_events(corpora):
    """The STIX examples and the MISP event of others are read without a fault, all stated words exact."""
    for path in sorted((corpora / "cti" / "stix" / "json-schemas" / "examples").rglob("*.json")):
        result = opened(path.read_bytes(), path.name)
        assert result.text.format == "stix" and result.text.text and not result.text.faults
    event = opened((corpora / "cti" / "eset" / "winnti_group" / "gaming_supply_chain.misp_event.json").read_bytes())
    assert event.text.format == "misp" and len(event.stated) > 20


def test_a_bundle_of_attack_is_read(corpora):
    """25,000 objects are a document too."""
    data = gzip.decompress((corpora / "cti" / "attack" / "enterprise-attack-18.1.json.gz").read_bytes())
    assert len(opened(data).stated) > 1500
