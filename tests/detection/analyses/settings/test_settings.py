"""What lasts in settings: modules, agents, rules that send mail away, protection that is not there."""

import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.detection.analyses.settings import web_server_settings
from indicia.detection.damage import Torn
from indicia.model.finding import Confidence, Presence, Severity, Stage

SERVER = "web-server-settings"
INETSRV = r"%windir%\System32\inetsrv"
PAGES = "System.Web.UI.PageHandlerFactory"
OWA_AUTH = r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess\Owa\auth"
HANDLERS = "system.webServer/handlers"
MODULES = "system.webServer/globalModules"


@pytest.mark.parametrize(
    ("name", "image", "weight"),
    [
        ("HttpLoggingModule", INETSRV + r"\loghttp.dll", None),
        ("exppw", r"C:\Program Files\Microsoft\Exchange Server\V15\ClientAccess\Owa\auth\exppw.dll", None),
        ("RewriteModule", INETSRV + r"\rewrite.dll", None),
        ("HttpLoggingModule", r"C:\Users\Public\loghttp.dll", Confidence.STRONG),
        ("HttpLoggingModule", r"D:\other\loghttp.dll", Confidence.MODERATE),
        ("ExampleModule", INETSRV + r"\example.dll", Confidence.MODERATE),
        ("ExampleModule", r"C:\ProgramData\example.dll", Confidence.STRONG),
        ("AgentModule", r"C:\Program Files\Monitor\agent.dll", Confidence.WEAK),
        ("B!sicAuthenticationModule", INETSRV + r"\authbas.dll", Confidence.WEAK),
        ("BasicAuthenticationModule2", INETSRV + r"\authbas.dll", Confidence.WEAK),
        ("BasicAuthenticatioModul", INETSRV + r"\authbas.dll", Confidence.MODERATE),
        ("B!sicAuthenticationModule", r"C:\Users\Public\authbas.dll", Confidence.STRONG),
        ("IsapiFilterMoExchange Server", "", Confidence.WEAK),
        ("exppw", OWA_AUTH + r"\exppw.lll", Confidence.MODERATE),
        ("exppw", OWA_AUTH + r"\expp.dll", Confidence.MODERATE),
        ("exppw", OWA_AUTH + r"\expq2.dll", Confidence.STRONG),
        ("Helper", OWA_AUTH + r"\exppx.dll", Confidence.STRONG),
    ],
)
def test_native_modules(scene, name, image, weight):
    """By name and place; a file where no module belongs is a strong sign."""
    found = scene().setting(MODULES, "add", name=name, image=image).findings().get(SERVER, [])
    assert [item.confidence for item in found] == ([] if weight is None else [weight])
    for item in found:
        assert item.tests == ("PE-04",)
        assert item.presence is Presence.PRESENT
        assert (item.stage is Stage.IMPLANTED) == (weight >= Confidence.MODERATE)


@pytest.mark.parametrize(
    ("kind", "weight"),
    [
        ("Microsft.Exchange.HttpProxy.ProxyModule,Microsoft.Exchange.HttpProxy.Common", Confidence.WEAK),
        ("Microsft.Exchange.HttpProxy.ProxyModule,Example", Confidence.MODERATE),
        ("Example.ProxyModule,Microsoft.Exchange.HttpProxy.Common", Confidence.MODERATE),
    ],
)
def test_a_maker_a_letter_off(scene, kind, weight):
    """Where the assembly names the maker, the type is more likely damaged than disguised."""
    (found,) = scene().setting("modules", "add", name="HttpProxy", type=kind).findings()[SERVER]
    assert found.confidence is weight


def test_a_name_beside_the_one_it_looks_like(scene):
    """A disguise stands beside the true name; damage takes its place."""
    both = scene().setting(MODULES, "add", name="BasicAuthenticationModule", image=INETSRV + r"\authbas.dll")
    both = both.setting(MODULES, "add", name="BasicAuthentlcationModule", image=INETSRV + r"\authbas2.dll")
    (found,) = both.findings()[SERVER]
    assert (found.confidence, found.stage) == (Confidence.MODERATE, Stage.IMPLANTED)


@pytest.mark.parametrize(
    ("image", "weight", "damaged"),
    [
        (INETSRV + r"\helper.dll", Confidence.MODERATE, Confidence.WEAK),
        (r"C:\Users\Public\helper.dll", Confidence.STRONG, Confidence.STRONG),
    ],
)
def test_a_configuration_that_is_damaged_elsewhere(scene, image, weight, damaged):
    """Where bytes of a file are damaged, a strange name proves nothing; a path to where no module belongs does."""
    view = scene().setting(MODULES, "add", name="Helper", image=image).view()
    (plain,) = web_server_settings.judge(view)
    digest = plain.exhibits[0].at.sha256
    (found,) = web_server_settings.judge(replace(view, damage={digest: Torn([90_000], [90_010], dense=False)}))
    assert (plain.confidence, found.confidence) == (weight, damaged)
    assert found.stage is Stage.IMPLANTED
    (other,) = web_server_settings.judge(replace(view, damage={"other": Torn([1], [2], dense=False)}))
    assert other == plain


@pytest.mark.parametrize(
    ("section", "element", "attributes", "found"),
    [
        ("modules", "add", {"name": "a", "type": "System.Web.Caching.OutputCacheModule"}, False),
        ("modules", "add", {"name": "a", "type": "Microsoft.Exchange.HttpProxy.Module"}, False),
        ("modules", "add", {"name": "a", "type": "Example.Module"}, True),
        (HANDLERS, "add", {"name": "a", "path": "*.aspx", "type": PAGES}, False),
        (HANDLERS, "add", {"name": "a", "path": "*.txt", "type": PAGES}, True),
        (HANDLERS, "add", {"name": "a", "path": "*.asp", "scriptProcessor": INETSRV + r"\asp.dll"}, False),
        (HANDLERS, "add", {"name": "a", "path": "*.jpg", "scriptProcessor": INETSRV + r"\asp.dll"}, True),
        ("system.webServer/isapiFilters", "filter", {"name": "a", "path": r"C:\Windows\Temp\a.dll"}, True),
        ("sites/site/application", "virtualDirectory", {"path": "/", "physicalPath": r"C:\inetpub\wwwroot"}, False),
        ("sites/site/application", "virtualDirectory", {"path": "/x", "physicalPath": r"C:\Users\Public\x"}, True),
        ("sites/site/application", "virtualDirectory", {"path": "/x", "physicalPath": r"D:\web\x"}, False),
    ],
)  # fmt: skip
def test_other_elements(scene, section, element, attributes, found):
    """Managed modules, handlers, filters, web folders."""
    assert bool(scene().setting(section, element, **attributes).findings().get(SERVER)) is found


def test_the_servers_own_program_is_not_what_stays(scene):
    """Where a setting lets the server's own program run other files, the setting is what has to go."""
    program = INETSRV + r"\asp.dll"
    setting = scene().setting(HANDLERS, "add", name="pics", path="*.jpg", scriptProcessor=program)
    (found,) = setting.findings()[SERVER]
    assert [item.lower() for item in found.objects] == ["pics"]
    assert "configuration" in found.next_step
    elsewhere = scene().setting(HANDLERS, "add", name="x", path="*.x", scriptProcessor=r"C:\Windows\Temp\x.dll")
    (found,) = elsewhere.findings()[SERVER]
    assert any("x.dll" in item for item in found.objects)


def test_clean_server(scene, corpora: Path, tmp_path: Path):
    """The configuration of a clean Exchange 2016 server holds nothing that stands out."""
    import indicia.evidence.iis_config  # noqa: F401 - importing a reader files it

    with zipfile.ZipFile(next((corpora / "exchange-config").glob("*.zip"))) as archive:
        for name in archive.namelist():
            if name.endswith(".config"):
                path = tmp_path / name.replace("/", "_")
                path.write_bytes(archive.read(name))
                assert SERVER not in scene().log(path).findings(), name


AGENTS = "transport-agents"
EXCHANGE = r"C:\Program Files\Microsoft\Exchange Server\V15"
OWN = EXCHANGE + r"\TransportRoles\agents\Rule\Microsoft.Exchange.MessagingPolicies.RulesAgent.dll"


@pytest.mark.parametrize(
    ("assembly", "severity"),
    [
        (OWN, None),
        (r"C:\Program Files\Filter\filter.dll", Severity.LOW),
        (r"C:\ProgramData\filter.dll", Severity.HIGH),
        (OWN.replace("Microsoft.Exchange.MessagingPolicies.RulesAgent", "helper"), Severity.LOW),
    ],
)
def test_transport_agents(scene, assembly, severity):
    """From an export and from agents.config alike; Exchange's own are silent."""
    config = f'<configuration><agent name="A" assemblyPath="{assembly}" enabled="true"/></configuration>'
    listed = scene().exported("TransportAgent", "A", AssemblyPath=assembly)
    kept = scene().file(EXCHANGE + r"\TransportRoles\Shared\agents.config", config)
    for one in (listed, kept):
        found = one.findings().get(AGENTS, [])
        assert [item.severity for item in found] == ([] if severity is None else [severity])
        assert all(item.tests == ("PE-07",) for item in found)


def test_mail_that_leaves(scene):
    """Outside is what no accepted domain covers; without them nothing is called outside."""
    rule = {"ForwardTo": ('"Somebody" [SMTP:who@sub.example.org]', "away@example.net")}
    known = scene().exported("AcceptedDomain", "example.org", DomainName="example.org")
    found = known.exported("InboxRule", "user\\1", **rule).one("mail-leaves")
    assert (found.severity, set(found.tests)) == (Severity.LOW, {"PE-09", "PT-02"})
    assert "away@example.net" in found.summary
    assert "who@sub.example.org" not in found.summary
    inside = scene().exported("AcceptedDomain", "d", DomainName="example.org")
    assert not inside.exported("InboxRule", "user\\1", ForwardTo="who@example.org").findings()
    assert not scene().exported("Mailbox", "user", ForwardingSmtpAddress="").findings()
    unjudged = scene().exported("InboxRule", "user\\1", **rule).one("mail-leaves")
    assert (unjudged.severity, unjudged.tests) == (Severity.INFORMATIONAL, ())


def test_extended_protection(scene):
    """Below what is expected, by configuration; where nothing names a virtual directory, nothing is said."""

    def at(place, setting):
        path = "system.webServer/security/authentication/windowsAuthentication"
        return scene().setting(path, "extendedProtection", _location=place, tokenChecking=setting)

    assert at("Default Web Site/EWS", "Allow").findings() == {}
    assert at("Default Web Site/Autodiscover", "None").findings() == {}
    found = at("Default Web Site/OWA", "Allow").one("extended-protection")
    assert (found.severity, found.tests, found.stage) == (Severity.LOW, ("EP-01",), None)


def test_hybrid_trust(scene):
    """A hybrid configuration without an application of its own."""
    found = scene().exported("HybridConfiguration", "Hybrid").one("hybrid-trust")
    assert (found.severity, found.tests) == (Severity.LOW, ("HY-01", "PE-19"))
    override = {"SectionName": "ExchangeOnpremAsThirdPartyAppId", "Parameters": "Enabled=true"}
    own = scene().exported("HybridConfiguration", "Hybrid").exported("SettingOverride", "x", **override)
    assert own.findings() == {}
    assert scene().exported("SettingOverride", "x", **override).findings() == {}
