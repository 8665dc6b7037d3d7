"""Which values are taken from the records of a finding."""

import pytest
from tests.attribution.campaigns.made import DAY, K, exhibit, finding, request
from tests.growth import assert_grows_with_length

from indicia.attribution.traits.activities import activities
from indicia.attribution.traits.addresses import address, from_outside
from indicia.attribution.traits.records import commands
from indicia.errors import RulesetError
from indicia.knowledge.actors.common_traits import load_common
from indicia.model.finding import Exhibit, Finding, Stage
from indicia.model.trait import Commonness

SCRIPT = '<script language="JScript" runat="server">/* inert */ look(Request["klk12"])</script>'
DUMP = "ExternalUrl : http://f/" + SCRIPT + "\r\nServer : {}\r\nGuid : {}"


def values(*findings: Finding) -> dict[K, set[str]]:
    """Values of all activities by kind."""
    found: dict[K, set[str]] = {}
    for one in activities("case", "mx.example", findings, load_common()):
        for trait in one.traits:
            found.setdefault(trait.kind, set()).add(trait.value)
    return found


def page(content: str, sha256: str = "ab" * 32) -> Exhibit:
    """A collected page."""
    fields = {"Path": r"C:\inetpub\wwwroot\aspnet_client\own.aspx", "SHA256": sha256, "Content": content}
    return exhibit(fields, at=DAY, table="file", source="fs")


def test_a_page_gives_hash_code_and_password() -> None:
    """The code is the same whatever dump of settings is around it; the hash is not."""
    one = values(finding("F1", page(DUMP.format("EX1", "1"))))
    other = values(finding("F1", page(DUMP.format("EX2", "2"), "cd" * 32)))
    assert one[K.SHELL_CODE] == other[K.SHELL_CODE]
    assert one[K.SHELL_HASH] != other[K.SHELL_HASH]
    assert one[K.PASSWORD] == {"klk12"}


def test_the_setting_gives_the_code_of_the_page() -> None:
    """The log of the change and the page it made name the same code, in other quotes."""
    change = exhibit(
        {"S:CMD": "Set-OabVirtualDirectory.ExternalUrl='http://f/" + SCRIPT.replace('"', "''") + "'"},
        at=DAY,
        table="exchange_log",
        source="ecp_server",
    )
    setting = values(finding("F1", change, stage=Stage.EXPLOITED))
    assert setting[K.SHELL_CODE] == values(finding("F1", page(DUMP.format("EX1", "1"))))[K.SHELL_CODE]
    assert setting[K.PASSWORD] == {"klk12"}


@pytest.mark.parametrize(
    "content",
    [
        'no code at all, Request["x1"]',
        '<%= Request["a1"] %><%= Request["b1"] %><%= Request["c1"] %><%= Request["d1"] %><%= Request["e1"] %>',
    ],
    ids=["no code", "an application"],
)
def test_no_password(content: str) -> None:
    """A page without code, and one that asks for many values, have none."""
    assert K.PASSWORD not in values(finding("F1", page(content)))


def test_attempts_give_no_content() -> None:
    """Files and commands count from exploited on."""
    assert K.SHELL_HASH not in values(finding("F1", page(DUMP), stage=Stage.PROBED))


def test_a_forged_request_is_told_without_the_host() -> None:
    """Two servers asked in the same way give the same shapes."""

    def asked(host: str) -> dict[K, set[str]]:
        fields = {
            "AnchorMailbox": f"ServerInfo~q7]@{host}:444/ecp/own.ecp?x=1",
            "UrlStem": "/ecp/Q.js",
            "UserAgent": "Own/1",
            "ClientIpAddress": "45.1.2.3",
        }
        row = exhibit(fields, at=DAY, table="exchange_log", source="httpproxy")
        return values(finding("F1", row, stage=Stage.EXPLOITED, clients=["45.1.2.3"]))

    assert asked("ex1.example") == asked("ex2.example")
    assert asked("ex1.example")[K.FORGED] == {"q7]@* /ecp/own.ecp", "/ecp/q.js"}
    assert asked("ex1.example")[K.AGENT] == {"own/1"}


def test_known_pages_and_compiled_copies_are_no_mark() -> None:
    """A page of Exchange is everybody's; a compiled copy has a folder of its own on each host."""
    found = values(finding("F1", objects=["/owa/auth/logon.aspx", r"c:\t\owa\1\2\own.aspx.1a2b3c4d.compiled"]))
    assert found[K.PAGE_NAME] == {"own.aspx"}
    assert K.PAGE not in found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (r'"C:\Windows\System32\cmd.exe" /c whoami', ["whoami"]),
        (
            r'cmd /c cd /d "c:\inetpub"&own.exe -p 4711 EX07 ex071&echo [S]',
            [r'cd /d "c:\inetpub', "own.exe -p # * ex071", "echo [s]"],
        ),
        ("", []),
    ],
)
def test_commands_without_what_is_the_hosts(line: str, told: list[str]) -> None:
    """No shell around them, no process ids, not the server's own name."""
    assert list(commands(line, "ex07.example")) == told


@pytest.mark.parametrize(
    ("text", "plain", "outside"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7:4711", "203.0.113.7", True),
        ("[2001:DB8::1]:443", "2001:db8::1", True),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("10.1.2.3", "10.1.2.3", False),
        ("fe80::1%12", "fe80::1", False),
        ("127.0.0.1", "127.0.0.1", False),
    ],
)
def test_addresses(text: str, plain: str, outside: bool) -> None:
    """One form for each; one's own networks mean another machine elsewhere."""
    assert address(text) == plain
    assert from_outside(plain) is outside


def test_no_address() -> None:
    """What is none gives nothing."""
    assert [address(text) for text in ("", "-", "unknown", "1.2.3", "999.1.1.1", "a:b:c")] == [""] * 6


def test_own_networks_are_no_trait_and_relays_are_common() -> None:
    """An inside address says nothing elsewhere; a relay's is kept and marked."""
    inside = values(finding("F1", request("10.1.2.3", "/x.aspx"), clients=["10.1.2.3"]))
    assert K.CLIENT not in inside
    assert load_common().look(K.CLIENT, "104.16.1.1")[0] is Commonness.COMMON
    assert load_common().look(K.CLIENT, "45.1.2.3")[0] is Commonness.NO
    assert K.VISIT not in values(finding("F1", request("104.16.1.1", "/x.aspx"), clients=["104.16.1.1"]))


def test_a_list_of_ones_own(tmp_path) -> None:
    """The same form as the shipped list; mistakes are named with their place."""
    own = tmp_path / "own.toml"
    own.write_text('[[network]]\nnetworks = ["45.1.2.0/24"]\nwhy = "our VPN"\n')
    assert load_common([own]).look(K.CLIENT, "45.1.2.3") == (Commonness.COMMON, "our VPN")
    for wrong in (
        '[[network]]\nnetworks = ["45.1.2.3/8"]\nwhy = "x"\n',
        '[[value]]\nkind = "no kind"\nvalues = ["x"]\nwhy = "x"\n',
        '[[value]]\nkind = "command"\nvalues = []\nwhy = "x"\n',
        '[[value]]\nkind = "command"\nvalues = ["x"]\nwhy = "x"\nodd = 1\n',
        '[[value]]\nkind = "command"\nvalues = ["x"]\nwhy = "x"\nmatch = "like"\n',
        "no toml",
    ):
        own.write_text(wrong)
        with pytest.raises(RulesetError):
            load_common([own])


@pytest.mark.parametrize("part", ["<script runat=server>", "<% ", "<?php ", "/*", "<script ", "request ", "request( '"])
def test_a_hostile_page_costs_no_time(part: str) -> None:
    """Marks that open and never close, as many as fit."""
    assert_grows_with_length(lambda size: values(finding("F1", page("<%" + part * (size // len(part))))), 60_000)


def test_comments_are_no_code() -> None:
    """A script of comments alone is nobody's mark; with code in it the comments do not count."""
    assert K.SHELL_CODE not in values(finding("F1", page("<% /* written by somebody, for nobody */ %>")))
    plain, told = (values(finding("F1", page(f"<% {more}look(at, this, page) %>"))) for more in ("", "/* mine */"))
    assert plain[K.SHELL_CODE] == told[K.SHELL_CODE]
