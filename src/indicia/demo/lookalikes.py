"""Harmless work that leaves records like an attack's: each detector has to stay calm over these."""

from random import Random

from indicia.demo.chance import guid, milliseconds, token
from indicia.demo.estate import Estate
from indicia.demo.forged import forged
from indicia.demo.happening import BackEnd, EcpEntry, Happenings, Request
from indicia.demo.moment import DAY, HOUR, MINUTE, SECOND, Moment
from indicia.demo.page import compiled_folder
from indicia.demo.server import Server
from indicia.demo.windows import INSTALL, Process, cmdlet_run, file_created, pool, process_started

AUDITOR = "192.0.2.200"
"""The organisation's own vulnerability scanner."""


def admin_sets_url(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """An administrator changes the OAB address in the control panel: same cmdlet, an honest URL."""
    canary = token(rng, 43) + "."
    url = f"https://{host.public}/OAB"
    path = f"/ecp/DDI/DDIService.svc/SetObject?schema=OABVirtualDirectory&msExchEcpCanary={canary}"
    command = f"Set-OabVirtualDirectory.ExternalUrl='{url}'.Identity='{host.oab}'"
    stem, _, query = path.partition("?")
    activity = guid(rng)
    request = Request(
        end=at,
        taken=900,
        method="POST",
        stem=stem,
        query=query,
        client=host.admin.client,
        agent=host.admin.browser,
        status=200,
        user=host.admin.account,
        protocol="Ecp",
        id=guid(rng),
        host=server.fqdn.lower(),
        auth="FBA",
        anchor=f"Sid~{host.admin.sid}",
        hint="WindowsIdentity",
        target=server.fqdn,
        sent=612,
        received=1890,
        referer=f"https://{server.fqdn.lower()}/ecp/VDirMgmt/EditOABVirtualDirectory.aspx",
        back=BackEnd(
            stem=stem,
            query=f"{query}&ActID={activity}",
            status=200,
            user=host.admin.account,
            client=host.address,
            agent=host.admin.browser,
            activity=activity,
        ),
    )
    entry = EcpEntry(
        at=at - 60, command=command, url=path, session=guid(rng), activity=activity, taken=310, user=host.admin.smtp
    )
    parameters = f'-ExternalUrl "{url}" -Identity "{server.name}\\OAB (Default Web Site)"'
    caller = f"{server.domain}/Users/{host.admin.account.split(chr(92))[1]}"
    event = cmdlet_run(
        rng, server, host, at - 55, "Set-OabVirtualDirectory", parameters, caller, "w3wp#MSExchangeECPAppPool"
    )
    return Happenings(requests=[request], ecp=[entry], events=[event])


def backup_reads_mailboxes(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """Backup software reads every mailbox through EWS at night."""
    found = Happenings()
    for user in host.users:
        for action in ("GetFolder", "FindItem", "ExportItems"):
            taken = milliseconds(rng, 240)
            at += taken + rng.randrange(20, 400)
            found.requests.append(
                Request(
                    end=at,
                    taken=taken,
                    method="POST",
                    stem="/EWS/Exchange.asmx",
                    client="192.0.2.60",
                    agent="ExampleBackup/9.1 (ExchangeServicesClient/15.00.0913.015)",
                    status=200,
                    user=f"{host.netbios}\\svc-backup",
                    protocol="Ews",
                    id=guid(rng),
                    host=server.fqdn.lower(),
                    auth="NTLM",
                    anchor=f"Smtp~{user.smtp}",
                    hint="AnchorMailboxHeader-SMTP",
                    target=server.fqdn,
                    sent=1200,
                    received=rng.randrange(4_000, 90_000),
                    soap=action,
                    back=BackEnd(
                        stem="/EWS/Exchange.asmx",
                        query="",
                        status=200,
                        user=f"{host.netbios}\\svc-backup",
                        client=host.address,
                        agent="ExampleBackup/9.1+(ExchangeServicesClient/15.00.0913.015)",
                        activity=guid(rng),
                    ),
                )
            )
    return found


def auditor_scans(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """The organisation's scanner asks for well-known page names and checks the flaw against the server itself."""
    found = Happenings()
    for stem in (
        "/aspnet_client/shell.aspx",
        "/aspnet_client/discover.aspx",
        "/owa/auth/errorEE.aspx",
        "/owa/auth/OutlookEN.aspx",
    ):
        at += rng.randrange(200, 900)
        exchange = stem.startswith("/owa/")
        found.requests.append(
            Request(
                end=at,
                taken=6,
                method="GET",
                stem=stem,
                client=AUDITOR,
                agent="ExampleAudit/4.2",
                host=server.fqdn.lower(),
                status=302 if exchange else 404,
                win32=0 if exchange else 2,
                protocol="Owa" if exchange else "",
                id=guid(rng),
                auth="FBA" if exchange else "",
            )
        )
    check = forged(
        rng,
        server,
        host,
        at + 2 * SECOND,
        client=AUDITOR,
        path="/ecp/default.flt",
        status=500,
        carrier="/owa/auth/x.js",
        method="GET",
        target="localhost",
        agent="ExampleAudit/4.2",
        median=20,
    )
    found.requests.append(check)
    return found


def hybrid_wizard(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """The hybrid wizard changes addresses of virtual directories through remote PowerShell."""
    found = Happenings()
    caller = f"{server.domain}/Users/{host.admin.account.split(chr(92))[1]}"
    for cmdlet, parameters in (
        ("New-HybridConfiguration", ""),
        (
            "Set-WebServicesVirtualDirectory",
            f'-Identity "{server.name}\\EWS (Default Web Site)" -MRSProxyEnabled "True"',
        ),
        (
            "Set-EcpVirtualDirectory",
            f'-Identity "{server.name}\\ecp (Default Web Site)" -ExternalUrl "https://{host.public}/ecp"',
        ),
        ("New-SendConnector", '-Name "Outbound to example.net" -AddressSpaces "smtp:example.net;1"'),
    ):
        at += rng.randrange(3 * SECOND, 20 * SECOND)
        taken = milliseconds(rng, 400)
        found.events.append(
            cmdlet_run(rng, server, host, at, cmdlet, parameters, caller, "w3wp#MSExchangePowerShellAppPool")
        )
        activity = guid(rng)
        query = "PSVersion=5.1.17763.1490&sessionID=Version_15.1_(Build_2106.0)=" + token(rng, 40) + "="
        found.requests.append(
            Request(
                end=at,
                taken=taken,
                method="POST",
                stem="/powershell",
                query=query,
                client=host.admin.client,
                agent="Microsoft WinRM Client",
                status=200,
                user=host.admin.account,
                protocol="PowerShell",
                id=guid(rng),
                host=server.fqdn.lower(),
                auth="Kerberos",
                anchor="ServerVersion~Version 15.1 (Build 2106.0)",
                hint="ExchClientVer-ServerCookie",
                action=f"{cmdlet}:Command",
                target=server.fqdn,
                sent=5127,
                received=847,
                cmdlet=cmdlet,
                parameters=parameters,
                back=BackEnd(
                    stem="/powershell",
                    query=query,
                    status=200,
                    user=host.admin.account,
                    client=host.address,
                    agent="Microsoft WinRM Client",
                    activity=activity,
                ),
            )
        )
    return found


def update_writes_pages(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """The installer writes the product's own pages; afterwards ASP.NET compiles one and a crash handler runs."""
    installer = Process(
        "{00000000-0000-0000-0000-000000000001}", 7788, r"C:\Windows\System32\msiexec.exe", "msiexec /p update.msp /qn"
    )
    found = Happenings()
    for name in ("logon.aspx", "errorFE.aspx", "signout.aspx", "OutlookCN.aspx"):
        at += rng.randrange(20, 200)
        found.events.append(file_created(at, installer, rf"{INSTALL}\FrontEnd\HttpProxy\owa\auth\{name}"))
    worker = pool(rng, "MSExchangeOWAAppPool")
    at += 20 * MINUTE
    temp = compiled_folder(rng, "owa")
    found.events.append(file_created(at, worker, rf"{temp}\App_Web_{rng.getrandbits(32):08x}.dll"))
    found.events.append(file_created(at + 20, worker, rf"{temp}\errorfe.aspx.{rng.getrandbits(32):08x}.compiled"))
    compiler = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\csc.exe"
    found.events += process_started(
        rng, server, host, at - 900, worker, compiler, f'"{compiler}" /noconfig /fullpaths @"{temp}\\x.cmdline"'
    )[1]
    found.events += process_started(
        rng,
        server,
        host,
        at + HOUR,
        worker,
        r"C:\Windows\System32\WerFault.exe",
        r"C:\Windows\system32\WerFault.exe -u -p 4711 -s 1204",
    )[1]
    return found


def every_lookalike(rng: Random, server: Server, host: Estate, at: Moment) -> Happenings:
    """All of them within a few days from `at`."""
    found = admin_sets_url(rng, server, host, at)
    found.add(backup_reads_mailboxes(rng, server, host, at + DAY))
    found.add(auditor_scans(rng, server, host, at + DAY + 9 * HOUR))
    found.add(hybrid_wizard(rng, server, host, at + 2 * DAY))
    found.add(update_writes_pages(rng, server, host, at + 3 * DAY))
    return found
