"""Findings of an invented break-in: a probe, the way in within a minute, and commands for an hour."""

import typing
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from indicia.model.evidence import Locator
from indicia.model.finding import Confidence, Exhibit, Finding, Presence, RuleCard, Severity, Stage

HOST = "MX07.corp.example"
PAGE = r"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\supp0rt.aspx"
DAY = datetime(2021, 3, 3, tzinfo=UTC)


def at(text: str) -> datetime:
    """A time of 2021-03-03, UTC."""
    return datetime.fromisoformat(f"2021-03-03T{text}+00:00")


def exhibit(
    source: str, time: datetime | None, fields: Mapping[str, str | int], matched: Sequence[str] = ()
) -> Exhibit:
    """A record; its raw text is its fields."""
    return Exhibit(
        table="win_event" if "EventID" in fields else "file" if source == "fs" else "web_request",
        source=source,
        time=time,
        path=f"triage-MX07.zip!C/logs/{source.replace('/', '_')}.log",
        at=Locator(
            sha256="5d" * 32, offset=1_048_576, length=412, line=48_213, record_id=7 if "EventID" in fields else None
        ),
        fields=fields,
        matched=tuple(matched),
        raw=" ".join(f"{name}={value}" for name, value in fields.items()),
    )


def found(
    number: int,
    time: datetime | None,
    stage: Stage | None,
    title: str,
    summary: str,
    record: Exhibit,
    **more: typing.Any,
) -> Finding:
    """A finding of one record."""
    values: dict[str, typing.Any] = {
        "detector": "hand-made",
        "title": title,
        "summary": summary,
        "stage": stage,
        "severity": Severity.HIGH,
        "confidence": Confidence.STRONG,
        "host": HOST,
        "seen": time,
        "last": time,
        "count": 1,
        "exhibits": (record,),
        "card": RuleCard(
            id="shell-written", title="Script page written into a web folder", kind="analysis", link="shell-written"
        ),
        "id": f"F{number}",
    }
    return Finding(**(values | more))


def rich_findings() -> tuple[Finding, ...]:
    """A probe, a break-in within a minute, and commands for an hour."""
    sysmon = "Microsoft-Windows-Sysmon/Operational"
    rule = RuleCard(
        id="5f6c0c0a-0000-4000-8000-000000000001",
        title="Shell started by the web server's worker process",
        kind="sigma",
        author="The example authors",
        link="https://example.org/rules/worker?a=1&b=2",
        text="title: Shell started by the web server's worker process\n"
        "detection:\n  parent:\n    ParentImage|endswith: '\\w3wp.exe'\n  condition: parent\n",
    )
    first = [
        found(
            1,
            at("00:12:40") - timedelta(days=9),
            Stage.PROBED,
            "Requests that ask the front end for a back end",
            "The front end was asked 3 times to ask a back end in its own name; each was refused.",
            exhibit(
                "httpproxy",
                at("00:12:40") - timedelta(days=9),
                {"AnchorMailbox": "ServerInfo~a]@example", "HttpStatus": 401},
                ["AnchorMailbox"],
            ),
            severity=Severity.MEDIUM,
            confidence=Confidence.WEAK,
            clients=("192.0.2.44",),
            techniques=("T1595",),
        ),
        found(
            2,
            at("01:40:12.600000"),
            Stage.EXPLOITED,
            "Virtual directory's address set to a script",
            "The external address of the offline address book was set to a script block.",
            exhibit(
                "msexchange management",
                at("01:40:12.600000"),
                {"EventID": 1, "Data": "Set-OabVirtualDirectory"},
                ["Data"],
            ),
            techniques=("T1190",),
            tests=("PL-03",),
            clients=("198.51.100.23",),
        ),
        found(
            3,
            at("01:40:13.660000"),
            Stage.IMPLANTED,
            "'supp0rt.aspx' written into a web folder",
            f"A script page was written: '{PAGE}', by System (the kernel, as for a write over a share); it is among "
            "the collected files.",
            exhibit(
                sysmon,
                at("01:40:13.660000"),
                {"EventID": 11, "Image": "System", "TargetFilename": PAGE},
                ["TargetFilename"],
            ),
            severity=Severity.CRITICAL,
            confidence=Confidence.CONCLUSIVE,
            presence=Presence.PRESENT,
            tests=("WS-10",),
            objects=(PAGE.lower(), "/owa/auth/supp0rt.aspx"),
            techniques=("T1505.003",),
            mistakes="An update or a custom logon page is written in the same way.",
            next_step="Take the file as evidence.",
        ),
        found(
            4,
            at("01:40:15.342000"),
            Stage.OPERATED,
            "Worker process started cmd.exe",
            r"w3wp.exe started 'cmd.exe /c whoami' as NT AUTHORITY\SYSTEM.",
            exhibit(
                sysmon,
                at("01:40:15.342000"),
                {
                    "EventID": 1,
                    "ParentImage": r"c:\windows\system32\inetsrv\w3wp.exe",
                    "CommandLine": "cmd.exe /c whoami",
                    "User": "NT AUTHORITY\\SYSTEM",
                },
                ["ParentImage", "CommandLine"],
            ),
            severity=Severity.CRITICAL,
            confidence=Confidence.CONCLUSIVE,
            card=rule,
            techniques=("T1059.003", "T1505.003"),
            tests=("WS-12",),
            clients=("198.51.100.23",),
        ),
        found(
            5,
            at("01:40:13"),
            Stage.IMPLANTED,
            "Page in a web folder that the product does not bring",
            "Among the collected files is 'supp0rt.aspx', which no version of the product brings.",
            exhibit("fs", at("01:40:13"), {"Path": PAGE, "Size": 2211}, ["Path"]),
            presence=Presence.PRESENT,
            objects=(PAGE.lower(),),
        ),
    ]
    for number in range(6, 40):
        time = at("02:00:00") + timedelta(minutes=2 * number)
        first.append(
            found(
                number,
                time,
                Stage.OPERATED,
                "Page requested",
                f"The page '/owa/auth/supp0rt.aspx' was asked {number} times and answered with 200.",
                exhibit(
                    "iis",
                    time,
                    {"cs-uri-stem": "/owa/auth/supp0rt.aspx", "c-ip": "198.51.100.23", "sc-status": 200},
                    ["cs-uri-stem"],
                ),
                clients=("198.51.100.23",),
                count=number,
            )
        )
    return tuple(sorted(first, key=lambda item: item.seen or DAY))
