"""Indicators that would match everything: own addresses, everybody's domains, files that every system has."""

from ipaddress import ip_address, ip_network

from indicia.detection.indicators.kinds import ADDRESSES, HASHES, TEXTS, Kind

EVERYTHING = "would match everything"

_EMPTY = {
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}
_TOP_SITES = frozenset(
    """
    google.com youtube.com facebook.com instagram.com twitter.com x.com linkedin.com wikipedia.org wikimedia.org
    yahoo.com bing.com duckduckgo.com baidu.com yandex.ru yandex.com amazon.com amazonaws.com ebay.com apple.com
    icloud.com microsoft.com microsoftonline.com windows.com windows.net windowsupdate.com office.com office365.com
    outlook.com live.com hotmail.com msn.com azure.com azureedge.net azurewebsites.net msftconnecttest.com
    msocsp.com digicert.com verisign.com globalsign.com letsencrypt.org lencr.org sectigo.com entrust.net github.com
    githubusercontent.com github.io gitlab.com bitbucket.org sourceforge.net npmjs.com pypi.org cloudflare.com
    cloudfront.net akamai.net akamaiedge.net akamaihd.net fastly.net fastly.com googleapis.com gstatic.com
    googleusercontent.com googlesyndication.com googletagmanager.com google-analytics.com doubleclick.net
    dropbox.com box.com wetransfer.com mega.nz slack.com discord.com discordapp.com telegram.org t.me whatsapp.com
    zoom.us adobe.com oracle.com java.com mozilla.org firefox.com opera.com ubuntu.com debian.org redhat.com
    vmware.com citrix.com cisco.com symantec.com mcafee.com kaspersky.com sophos.com trendmicro.com eset.com
    avast.com virustotal.com pastebin.com reddit.com stackoverflow.com stackexchange.com medium.com wordpress.com
    wordpress.org blogspot.com tumblr.com pinterest.com tiktok.com netflix.com spotify.com paypal.com stripe.com
    salesforce.com w3.org schema.org xmlsoap.org openxmlformats.org iana.org ietf.org example.com example.org
    example.net localhost.localdomain cisa.gov co.uk com.au com.br com.cn co.jp
    """.split()
)
_ORDINARY_FILES = frozenset(
    """
    cmd.exe powershell.exe pwsh.exe svchost.exe explorer.exe rundll32.exe regsvr32.exe lsass.exe services.exe
    csrss.exe wininit.exe winlogon.exe smss.exe taskhostw.exe conhost.exe dllhost.exe w3wp.exe iisreset.exe net.exe
    net1.exe whoami.exe ipconfig.exe ping.exe wmic.exe wscript.exe cscript.exe mshta.exe certutil.exe bitsadmin.exe
    schtasks.exe reg.exe sc.exe tasklist.exe msiexec.exe notepad.exe iexplore.exe chrome.exe firefox.exe msedge.exe
    outlook.exe winword.exe excel.exe java.exe python.exe csc.exe cvtres.exe ntdll.dll kernel32.dll user32.dll
    web.config global.asax default.aspx index.html index.php index.asp logon.aspx default.asp robots.txt favicon.ico
    autodiscover.xml exchange.asmx
    """.split()
)
_COMMON_WORDS = frozenset(
    """
    http https www mozilla mozilla/5.0 mozilla/4.0 windows microsoft exchange system administrator admin user users
    true false null none unknown test example default local localhost internet server client service software hklm
    hkcu hkey_local_machine hkey_current_user
    """.split()
)
_WIDEST = {4: 12, 6: 20}
"""Bits a network needs at least."""
_SHORTEST_TEXT = 5


def confusable(kind: Kind, value: str) -> str:
    """Why the indicator would match everything; empty when it would not."""
    reason = ""
    if kind in ADDRESSES:
        reason = _address(value)
    elif kind in HASHES:
        if value in _EMPTY:
            reason = "the hash of an empty file"
        elif len(set(value)) < 4:
            reason = "a filler, not a hash"
    elif kind in {Kind.DOMAIN, Kind.HOST}:
        if "." not in value:
            reason = "a name of one label"
        elif value.removeprefix("www.") in _TOP_SITES:
            reason = "a site that everybody visits"
    elif kind is Kind.URL and value in _TOP_SITES:
        reason = "a site that everybody visits"
    elif (kind is Kind.NAME and value in _ORDINARY_FILES) or (
        kind is Kind.PATH and value.rpartition("\\")[2] in _ORDINARY_FILES and value.startswith("windows\\")
    ):
        reason = "a file that every system has"
    elif kind in TEXTS and (len(value) < _SHORTEST_TEXT or value in _COMMON_WORDS):
        reason = "a common word" if value in _COMMON_WORDS else "too short"
    return f"{EVERYTHING}: {reason}" if reason else ""


_EXAMPLES = tuple(map(ip_network, ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")))
"""Networks of documentation: reserved, but no log is full of them, and examples use them."""
_WITH_RESERVED = frozenset({"0", "10", "100", "127", "169", "172", "192", "198", "203"})
"""First numbers of the reserved networks below 224.  Source: IANA IPv4 Special-Purpose Address Registry."""


def _address(value: str) -> str:
    if "/" in value:
        network = ip_network(value, strict=False)
        if network.prefixlen < _WIDEST[network.version]:
            return f"a network of more than /{_WIDEST[network.version]}"
        first = network.network_address
    else:
        octet = value.partition(".")[0]
        if octet.isdigit() and octet not in _WITH_RESERVED and int(octet) < 224:
            return ""
        first = ip_address(value)
    if any(first in network for network in _EXAMPLES):
        return ""
    return "" if first.is_global and not first.is_multicast else "a private or reserved address"
