"""The planted page: where it lies, how it is reached, and the harmless text that stands in for it."""

from random import Random

from msgspec import Struct

from indicia.demo.server import Server
from indicia.demo.windows import INSTALL

INERT = 'http://f/<script language="JScript" runat="server">/* inert look-alike */</script>'
"""Value that takes the place of the script in the settings: a tag around a comment, which can do nothing."""


class Page(Struct, frozen=True):
    """One planted page."""

    path: str
    r"""`C:\…`."""
    web: str
    """`/owa/auth/…`."""
    pool: str
    """Application pool that runs it."""
    area: str
    """Folder under Temporary ASP.NET Files."""

    @property
    def name(self) -> str:
        """File name."""
        return self.path.rsplit("\\", 1)[1]

    @property
    def member(self) -> str:
        """Path below the drive, `/` between parts."""
        return self.path[3:].replace("\\", "/")


def compiled_folder(rng: Random, area: str) -> str:
    """Folder in which ASP.NET keeps what it compiled for an application."""
    cache = r"C:\Windows\Microsoft.NET\Framework64\v4.0.30319\Temporary ASP.NET Files"
    return rf"{cache}\{area}\{rng.getrandbits(32):08x}\{rng.getrandbits(32):08x}"


def page(folder: str, name: str) -> Page:
    """A page of one of the folders that a story may choose."""
    windows = folder.replace("/", "\\")
    if folder.startswith("aspnet_client"):
        return Page(rf"C:\inetpub\wwwroot\{windows}\{name}", f"/{folder}/{name}", "DefaultAppPool", "root")
    area = folder.split("/", 1)[0]
    pool = "MSExchangeOWAAppPool" if area == "owa" else "MSExchangeECPAppPool"
    return Page(rf"{INSTALL}\FrontEnd\HttpProxy\{windows}\{name}", f"/{folder}/{name}", pool, area)


def content(server: Server) -> bytes:
    """The settings dump such a page consists of, with a comment where the script was."""
    lines = (
        "<%-- inert look-alike for tests: no code --%>",
        "Name                            : OAB (Default Web Site)",
        "PollInterval                    : 480",
        "OfflineAddressBooks             :",
        "RequireSSL                      : True",
        "BasicAuthentication             : False",
        "WindowsAuthentication           : True",
        "OAuthAuthentication             : False",
        f"MetabasePath                    : IIS://{server.fqdn}/W3SVC/1/ROOT/OAB",
        rf"Path                            : {INSTALL}\FrontEnd\HttpProxy\OAB",
        "ExtendedProtectionTokenChecking : None",
        "ExtendedProtectionFlags         :",
        "ExtendedProtectionSPNList       :",
        f"Server                          : {server.name}",
        f"InternalUrl                     : https://{server.fqdn.lower()}/OAB",
        "InternalAuthenticationMethods   : WindowsIntegrated",
        f"ExternalUrl                     : {INERT}",
        "ExternalAuthenticationMethods   : WindowsIntegrated",
        "",
    )
    return "\r\n".join(lines).encode()
