"""Every indicator comes out once, however it was made harmless, and nothing that only looks like one does."""

from ipaddress import IPv4Address
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import assert_grows_with_length

from indicia.knowledge.reports.mentions.indicators import find_indicators
from indicia.knowledge.reports.mentions.plain_view import PlainView
from indicia.knowledge.reports.mentions.references import References
from indicia.knowledge.reports.mentions.taken import Taken


def found(text, address=""):
    mentions = find_indicators(PlainView(text), References(text, address), Taken(len(text)))
    for mention in mentions:
        assert text[mention.quoted.start : mention.quoted.end] == mention.quoted.words
    for one, two in pairwise(mentions):
        assert one.quoted.end <= two.quoted.start
    return mentions


def values(text, *, aside=False):
    return [(mention.sort, mention.value) for mention in found(text) if aside or not mention.aside]


def defang(value, dot, scheme):
    head, mark, rest = value.rpartition("://")
    return head.replace("tt", scheme) + mark + rest.replace(".", dot)


HEX = "0123456789abcdef"
WORDS = st.text("bcdfghklmnpqrtvwz", min_size=4, max_size=10)
DOMAINS = st.builds(
    lambda labels, top: ".".join([*labels, top]),
    st.lists(WORDS, min_size=1, max_size=3),
    st.sampled_from(["com", "net", "org", "info", "xyz", "ru", "cn", "co.uk", "top", "example"]),
)
ADDRESSES = st.integers(0x0B000000, 0x5F000000).map(lambda number: str(IPv4Address(number)))
PATHS = st.lists(WORDS, min_size=1, max_size=3).map("/".join)
HASHES = st.sampled_from([32, 40, 64, 128]).flatmap(
    lambda size: st.text(HEX, min_size=size - 2, max_size=size - 2).map(lambda text: f"a1{text}")
)
SORT_OF_HASH = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}
NETWORK = st.one_of(
    DOMAINS.map(lambda value: ("domain", value)),
    ADDRESSES.map(lambda value: ("ipv4", value)),
    st.builds(lambda host, path: ("url", f"http://{host}/{path}.php"), DOMAINS | ADDRESSES, PATHS),
    st.builds(lambda user, host: ("email", f"{user}@{host}"), WORDS, DOMAINS),
)
FILES = st.one_of(
    HASHES.map(lambda value: (SORT_OF_HASH[len(value)], value)),
    st.builds(lambda path, name: ("path", f"C:\\Windows\\{path}\\{name}.exe"), WORDS, WORDS),
    WORDS.map(lambda name: ("file name", f"{name}.aspx")),
)
FRAMES = [
    "The actor used {} first.",
    "We saw {}, then it stopped.",
    "- {}",
    "It was “{}”.",
    "({})",
    "Seen: {}; later more",
    "{}",
]
DOTS = [".", "[.]", "(.)", "{.}", "[dot]", " [.] ", "\\.", "[.", ".]"]


@given(
    st.lists(
        st.tuples(NETWORK, st.sampled_from(DOTS), st.sampled_from(["tt", "xx", "XX"])) | FILES,
        min_size=1,
        max_size=6,
        unique_by=str,
    ),
    st.data(),
)
def test_every_planted_indicator_comes_out_once(planted, data):
    """Whatever prose stands around it and however its dots were written; nothing else comes out."""
    lines, expected = [], []
    for one in planted:
        if isinstance(one[0], tuple):
            (sort, value), dot, scheme = one
            written = defang(value, dot, scheme)
        else:
            (sort, value), written = one, one[1]
        expected.append((sort, value))
        lines.append(data.draw(st.sampled_from(FRAMES)).format(written))
    assert values("\n\n".join(lines)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Exchange version 1.2.3.4 and build 15.1.2106.2 are affected.",
        "Versions 7.1.2.3, 7.1.2.4 and 7.1.3.0 were fixed; 4.4.4.2 and earlier too.",
        "See section 3.1.2.1 of the manual.\n4.2.1.3 Overview of logging\nText.",
        "It is written for ASP.NET, System.Net and Node.js, e.g. System.IO.File or Microsoft.Exchange.Management.",
        "It ended.In March it began again.It was over at 12:34:56, i.e. late.",
        "The U.S. and the U.K. agreed; Mr. Smith vs. Acme Inc. was cited.",
        "MAC aa:bb:cc:dd:ee:ff, ratio 1:2:3, std::vector and 3.5 million.",
        "GUID 1234abcd-1234-1234-1234-1234567890ab and the word deadbeef.",
        "and/or TCP/IP, input/output, 24/7 and 1/2.",
        "OID 1.3.6.1.4.1.311 and 1.2.3.4.5.6",
        "Oracle 12.1.0.2.0 and SQL Server.",
    ],
)
def test_look_alikes_are_silent(text):
    """Versions, sections, times, parts of programs and missing blanks are none."""
    assert values(text, aside=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hxxps[:]//evil[.]example[.]com/a[.]aspx.", [("url", "https://evil.example.com/a.aspx")]),
        ("hXXp://198.51.100[.]7:8080/x?a=1.", [("url", "http://198.51.100.7:8080/x?a=1")]),
        ("evil[.]org/login.php and more", [("url", "evil.org/login.php")]),
        ("victim[at]evil(.)co(.)uk", [("email", "victim@evil.co.uk")]),
        ("Contact: a.b+c@evil.xyz.", [("email", "a.b+c@evil.xyz")]),
        ("Block *.evil.top now", [("domain", "evil.top")]),
        ("2001:db8::1 and fe80::1", [("ipv6", "2001:db8::1"), ("ipv6", "fe80::1")]),
        ("Range 203.0.113.0/24, host 203.0.113.9:443", [("cidr", "203.0.113.0/24"), ("ipv4", "203.0.113.9")]),
        (
            "b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8\ned5c8991385fe07d17d0",
            [("sha256", "b75f163ca9b9240bf4b37ad92bc7556b40a17e27c2b8ed5c8991385fe07d17d0")],
        ),
        (f"{'a1' * 16}\n{'b2' * 16}", [("md5", "a1" * 16), ("md5", "b2" * 16)]),
        (
            "hxxp://evil.example/very/long-\npath/x.php?id=1\nThen more.",
            [("url", "http://evil.example/very/long-path/x.php?id=1")],
        ),
        ("http://evil.example/a/\nThe rest.", [("url", "http://evil.example/a/")]),
        (
            r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\x1.aspx was there.",
            [("path", r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\x1.aspx")],
        ),
        (r"%TEMP%\a.ps1, \\srv01\c$\b.dll", [("path", r"%TEMP%\a.ps1"), ("path", r"\\srv01\c$\b.dll")]),
        (
            r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Run and HKCU\Environment.",
            [("registry", r"HKLM\Software\Microsoft\Windows NT\CurrentVersion\Run"), ("registry", r"HKCU\Environment")],
        ),
        ("/owa/auth/x9.aspx, /tmp/.a/b", [("path", "/owa/auth/x9.aspx"), ("path", "/tmp/.a/b")]),
        ("imphash: " + "ab1" * 10 + "ab", [("imphash", "ab1" * 10 + "ab")]),
        (
            "User-Agent: antSword/v2.1 and Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/84.0.",
            [
                ("user agent", "antSword/v2.1"),
                ("user agent", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/84.0"),
            ],
        ),
        ("transfer[.]sh and evil[.]zip", [("domain", "transfer.sh"), ("domain", "evil.zip")]),
        ("run.sh and data.zip", [("file name", "run.sh"), ("file name", "data.zip")]),
    ],
)
def test_forms(text, expected):
    """Each form of indicator is read whole, and the sentence around it is not."""
    assert values(text, aside=True) == expected


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("see 10.1.2.3", "private address"),
        ("see 127.0.0.1", "loopback address"),
        ("see 203.0.113.4", "documentation address"),
        ("see 8.8.8.8", "public resolver"),
        ("it ran cmd.exe", "part of the system"),
        ("https://www.volexity.com/blog/2021/03/02/x/", "reference"),
        ("https://www.cisa.gov/x", "reference"),
        ("mail soc@ncsc.gov.uk", "reference"),
        ("https://paper.example.net/a\n\nReferences\nhttps://paper.example.org/b", "reference"),
        ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "hash of an empty file"),
    ],
)
def test_what_only_looks_like_one_is_said_to_be_so(text, aside):
    """Reserved addresses, programs of the system, publishers and references keep their place, with the reason."""
    assert found(text)[-1].aside == aside


def test_own_address_of_the_publisher():
    """Links of a page to its own site are no indicators, unless it took the trouble to make them harmless."""
    mentions = found("https://vendor.example/a and hxxps://cdn.vendor[.]example/b", "https://www.vendor.example/post")
    assert [mention.aside for mention in mentions] == ["publisher", ""]


@given(st.text(st.sampled_from("abc01.:/\\@[](){} \n-,%~\"'é中hxtp")))
def test_any_text_is_survived(text):
    """Spans stay exact and apart on any mixture of the signs that indicators are made of."""
    found(text)


@pytest.mark.parametrize(
    "unit",
    ["a.", "1.", "[.]", "http://", "a@", "C:\\a ", "\\\\", "f:", "ab\n", "Mozilla/5.0 (", "/a", "HKLM\\a ", "a[.]"],
)
def test_long_hostile_text_takes_little_time(unit):
    """A quarter of a megabyte of one piece repeated is read in time that grows with its length."""
    assert_grows_with_length(lambda size: found(unit * (size // len(unit))), 250_000)
