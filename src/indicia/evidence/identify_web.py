"""Web logs without headers, told from their first lines."""

import re
from collections.abc import Callable, Sequence

from indicia.evidence.text.web.iis_native_line import NAMES, native_values
from indicia.evidence.text.web.ncsa_line import address_and_port, parsed
from indicia.model.evidence import Kind

_BY_IIS = re.compile(r"(?:u_)?nc(?:sa)?\d{1,10}(?:_x)?\.log", re.IGNORECASE)
"""What IIS calls its logs in the NCSA format: `u_nc210302.log`, `ncsa1.log`; nothing in them says who wrote them."""
_OF_FTP = frozenset(
    "USER PASS ACCT CWD XCWD CDUP REIN QUIT PORT PASV EPRT EPSV TYPE STRU MODE RETR STOR STOU APPE ALLO REST RNFR RNTO "
    "ABOR DELE RMD XRMD MKD XMKD PWD XPWD LIST NLST MLSD MLST SITE SYST STAT NOOP FEAT OPTS AUTH PBSZ PROT SIZE "
    "MDTM".split()
)
"""Commands of FTP: its servers write the same format, for transfers."""
_OTHER_SERVICE = re.compile(r"(?:msftp|smtp|nntp|pop3|ftp)svc", re.IGNORECASE)
"""What else of Windows writes the own format of IIS."""
_SITE, _STATUS, _METHOD = map(NAMES.index, ("s-sitename", "sc-status", "cs-method"))
_SHARE = 0.75
"""So large a part of the first lines has to be of the format: what is damaged or torn is a fault of the reader's."""


def web_log_kind(lines: Sequence[str], name: str) -> Kind | None:
    """The kind of a log whose first lines are these; null for anything else.

    A text that quotes a few requests, or lists them among others, is no log.
    """
    if _mostly(lines, _is_request):
        last = name.replace("\\", "/").rpartition("/")[2]
        return Kind.IIS_NCSA if _BY_IIS.fullmatch(last) else Kind.NCSA
    return Kind.IIS_NATIVE if _mostly(lines, _is_native_request) else None


def _is_request(line: str) -> bool:
    """Whether a line is of the NCSA format, with nothing of a collector before it and no transfer of FTP in it."""
    found = parsed(line)
    if found is None or found.request.partition(" ")[0] in _OF_FTP:
        return False
    # `Mar  2 10:00:00 www httpd: 192.0.2.7 - -` would read as a virtual host, a client and a long user.
    before = [found.ident, *found.user.split(" ")][:-2] if found.host else []
    return not any(address_and_port(word) is not None for word in before)


def _is_native_request(line: str) -> bool:
    found = native_values(line)
    return (
        found is not None
        and not _OTHER_SERVICE.match(found[_SITE])
        and found[_STATUS].isdigit()
        and len(found[_STATUS]) == 3
        and not found[_METHOD].startswith("[")
    )


def _mostly(lines: Sequence[str], fits: Callable[[str], bool]) -> bool:
    return bool(lines) and sum(map(fits, lines)) >= _SHARE * len(lines)
