"""Texts that stand in many records of Exchange and Windows logs."""

_FREQUENT = (
    (1.0, "mozilla/5.0"),
    (1.0, '{"event":{"#attributes":{"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"}'),
    (1.0, '"system":{"provider":{"#attributes":{"name":"microsoft-windows-","guid":"'),
    (1.0, '"eventid": "version": "level": "task": "opcode": "keywords": "timecreated": "systemtime":'),
    (1.0, '"eventrecordid": "correlation": "execution": "processid": "threadid": "channel": "computer": "security":'),
    (1.0, '"eventdata": "userid": "data": "message": "hostname": "eventtime": "sourcename": "null" "true" "false"'),
    (0.9, '"rulename": "utctime": "processguid": "image": "user": "commandline": "parentimage": "targetfilename":'),
    (0.9, '"targetobject": "details": "eventtype": "subjectusername": "subjectdomainname": "subjectlogonid":'),
    (0.9, '"subjectusersid": "objectserver": "objecttype": "objectname": "handleid": "accesslist": "accessmask":'),
    (0.9, '"accessreason": "privilegelist": "newprocessname": "parentprocessname": "tokenelevationtype":'),
    (0.9, '"targetusername": "targetdomainname": "logontype": "authenticationpackagename": "workstationname":'),
    (0.9, '"ipaddress": "ipport": "sourceaddress": "sourceport": "destaddress": "destport": "application":'),
    (0.9, '"imageloaded": "signature": "signaturestatus": "valid" "originalfilename": "description": "company":'),
    (0.9, '"fileversion": "product": "hashes": "creationutctime": "terminalsessionid": "integritylevel":'),
    (0.9, '"logonguid": "currentdirectory": "parentcommandline": "sourceimage": "targetimage": "grantedaccess":'),
    (0.9, '"calltrace": "initiated": "protocol": "destinationip": "destinationhostname": "destinationport": "tcp"'),
    (0.5, "windows"),
    (0.5, "microsoft"),
    (0.5, "exchange"),
    (0.5, "msexchange"),
    (0.5, r"c:\\windows\\system32\\"),
    (0.5, r"c:\\program files\\microsoft\\exchange server\\v15\\"),
    (0.5, "user"),
    (0.5, "system"),
    (0.5, ".exe"),
    (0.4, "applewebkit/537.36"),
    (0.4, "gecko"),
    (0.4, "safari/537.36"),
    (0.4, "chrome/"),
    (0.4, "http"),
    (0.4, ".dll"),
    (0.3, "process user type start "),
    (0.3, "post"),
    (0.3, "get"),
    (0.3, ".com"),
    (0.3, "office"),
    (0.3, "outlook"),
    (0.3, "/mapi/emsmdb/"),
    (0.3, "/owa/"),
    (0.3, "/ecp/"),
    (0.3, "/ews/exchange.asmx"),
    (0.3, "/rpc/rpcproxy.dll"),
    (0.3, "/powershell/"),
    (0.3, "/microsoft-server-activesync/default.eas"),
    (0.3, "/autodiscover/autodiscover.xml"),
    (0.3, r"hklm\\system\\currentcontrolset\\services\\"),
    (0.3, r"hklm\\software\\microsoft\\windows\\currentversion\\"),
    (0.2, "mailbox"),
    (0.2, "mailboxid"),
    (0.2, "health"),
    (0.2, "/owa/auth/logon.aspx"),
    (0.2, ".aspx"),
    (0.2, r"\\svchost.exe"),
    (0.1, r"\\w3wp.exe"),
    (0.1, r"\\powershell.exe"),
    (0.1, r"\\cmd.exe"),
    (0.1, "autodiscover"),
)
"""(share of records, text) as seen in Exchange logs and Windows events, whose own names come first; any part of a
frequent text is as frequent.

Only a start: the engine goes on with what it counts in the log before it."""


_ANY = "\n".join(frequent for _, frequent in _FREQUENT)
"""Most literals stand in none of them, which one look shows."""


def share_of(text: str) -> float:
    """Share of records expected to hold a lower-case text that is part of a frequent one; 0 where none is known."""
    return max((share for share, frequent in _FREQUENT if text in frequent), default=0.0) if text in _ANY else 0.0
