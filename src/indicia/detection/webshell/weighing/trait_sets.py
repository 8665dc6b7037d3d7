"""What is looked for in the code of pages of ASP and ASP.NET by itself: commands, secrets, what shows or changes the
machine."""

from indicia.detection.webshell.weighing.traits import trait

STARTS = trait(
    "starts programs",
    r"wscript\.shell|wscript\"\s*&\s*\"|shell\.application|process\s*\.\s*start\b|\bshell\s*\(|win32_process|\.shellexecute\b"
    r"|new\s+(?:system\.diagnostics\.)?process(?:startinfo)?\b|winexec|as new process|72c24dd5-d70a|f935dc22-1cf0",
    "shell", "process", "winexec", "wscript", "72c24dd5", "f935dc22",
)  # fmt: skip
WRITES_OUT = trait(
    "writes out",
    r"response\s*\.\s*(?:binary)?write|__out\(|\.(?:text|innerhtml|innertext|datasource)\s*\+?=|output\.write",
    "response", "__out", "text", "innerhtml", "datasource", "output",
)  # fmt: skip
COMMANDS = (
    trait(
        "makes an account",
        r"\bnet1?(?:\.exe)?\s+(?:user\s[^\"\n]{0,120}|localgroup\s[^\"\n]{0,120}|group\s[^\"\n]{0,120})/add\b",
        "/add",
    ),
    trait(
        "runs hidden or fetched code",
        r"\s-e(?:nc|ncodedcommand|c)?\s+[a-z0-9+/=]{16}|downloadstring\(|\biex\b[^\"\n]{0,60}(?:http|\()"
        r"|\bmshta\s+(?:http|vbscript|javascript)|regsvr32[^\"\n]{0,60}/i:http|rundll32[^\"\n]{0,40}javascript:",
        " -e", "downloadstring(", "iex", "mshta", "regsvr32", "rundll32",
    ),
    trait(
        "fetches a file",
        r"certutil[^\"\n]{0,80}-urlcache|bitsadmin[^\"\n]{0,80}/transfer"
        r"|downloadfile\([^\"\n]{0,200}\.(?:exe|dll|ps1|bat)"
        r"|\b(?:wget|curl|invoke-webrequest|iwr)\b[^\"\n]{0,80}\shttps?://[^\"\n]{1,200}\.(?:exe|dll|ps1|bat|aspx?|txt)\b",
        "certutil", "bitsadmin", "downloadfile", "wget", "curl", "invoke-webrequest", "iwr",
    ),
    trait(
        "opens the machine or makes itself last",
        r"fdenytsconnections|netsh\s+(?:adv)?firewall[^\"\n]{0,80}(?:add|disable|state off|allow)"
        r"|schtasks[^\"\n]{0,20}/create|\bsc(?:\.exe)?\s+create\s|reg(?:\.exe)?\s+(?:add|save)\s+\"{0,2}hk(?:lm|cu)"
        r"|sethc\.exe|cacls[^\"\n]{0,80}everyone|/grant\s+everyone",
        "fdenyts", "netsh", "schtasks", "create", "reg ", "reg.exe", "sethc", "everyone",
    ),
    trait(
        "takes secrets or removes traces",
        r"lsass|mimikatz|sekurlsa|ntdsutil|ntds\.dit|vssadmin\s+(?:create|delete)|wevtutil\s+cl\b|procdump|comsvcs\.dll"
        r"|appcmd[^\"\n]{0,40}list[^\"\n]{0,40}/text:",
        "lsa", "mimikatz", "ntds", "vssadmin", "wevtutil", "procdump", "comsvcs", "appcmd",
    ),
)  # fmt: skip
"""Fixed commands that no page of an application has a machine run."""
LOOKS_ROUND = (
    trait("whoami", r"\bwhoami\b", "whoami"),
    trait(
        "accounts", r"\bnet1?\s+(?:user|localgroup|group|accounts|view)\b|\bquser\b|query\s+user",
        "net ", "net1", "user",
    ),
    trait(
        "network", r"\bipconfig\b|\bnetstat\b|\broute\s+print\b|\barp\s+-a\b|\bnslookup\b|\bnltest\b",
        "ipconfig", "netstat", "route", "arp", "nslookup", "nltest",
    ),
    trait(
        "machine", r"\bsysteminfo\b|\btasklist\b|\bqprocess\b|\bwmic\s+\w|[&\"\s]ver\s*[&\"]",
        "systeminfo", "tasklist", "qprocess", "wmic", "ver",
    ),
)  # fmt: skip
"""Fixed commands that show where one is; an application that shows its state runs one of these kinds at most."""
POOL_SECRETS = trait(
    "accounts of the web server",
    r"anonymoususerpass|wamuserpass|processmodel[^\n]{0,80}password",
    "userpass", "processmodel",
)  # fmt: skip
SETS_POOL = trait(
    "sets them",
    r"anonymoususerpass\w*[\"')\]]*(?:\.value)?\s*=(?!=)|\.put\s*\(?\s*\"anonymoususerpass",
    "anonymoususerpass",
)
SHOWS = (
    trait(
        "drives", r"\.drives\b|getdrives\s*\(|getlogicaldrives|\.drivetype\b|\.freespace\b|win32_logicaldisk",
        "drive", "freespace", "logicaldisk",
    ),
    trait(
        "environment",
        r"getenvironmentvariables\s*\(|\.environment\s*\(|for\s+each\s+\w+\s+in\s+request\.servervariables"
        r"|expandenvironmentstrings|allkeys[^\n]{0,40}servervariables|servervariables\.(?:allkeys|keys)",
        "environment", "servervariables",
    ),
    trait(
        "accounts",
        r"winnt://|win32_useraccount|win32_group|localgroup|windowsidentity\.getcurrent|wscript\.network"
        r"|environment\.userdomainname",
        "winnt://", "win32_", "localgroup", "windowsidentity", "wscript.network", "userdomainname",
    ),
    trait("programs", r"getprocesses\s*\(|win32_process\b", "process"),
    trait("services", r"getservices\s*\(|win32_service\b|winnt://[^\n]{0,60}service", "service"),
    trait("registry", r"regread|registry\.localmachine|localmachine\.opensubkey|stdregprov", "reg", "localmachine"),
    trait(
        "web server", r"iis://|metabase|microsoft\.web\.administration|servermanager\b",
        "iis://", "metabase", "administration", "servermanager",
    ),
    trait(
        "network",
        r"getallnetworkinterfaces|win32_networkadapter|getipglobalproperties|getactivetcp|gethostentry\s*\("
        r"|gethostaddresses\s*\(",
        "network", "getipglobal", "getactivetcp", "gethost",
    ),
    trait(
        "installed programs", r"currentversion\\\\?uninstall|win32_product|quickfixengineering",
        "uninstall", "win32_product", "quickfix",
    ),
    trait(
        "passwords",
        r"terminal server|winlogon|defaultpassword|winvnc|radmin|\bserv-u|connectionstrings\s*\)|sam\b\\",
        "terminal server", "winlogon", "defaultpassword", "winvnc", "radmin", "serv-u", "connectionstrings", "sam\\",
    ),
)  # fmt: skip
"""What shows the machine."""
TELLING = frozenset({"accounts", "passwords", "registry", "web server", "services"})
"""Of these one is among what a page shows that no page of state shows."""
TELLING_ASP = frozenset({"passwords", "web server"})
"""The same of classic ASP, whose pages of state have no other way than the registry and queries of WMI."""
MEMBERS = trait("members of the machine", r"winnt://", "winnt://")
LISTS_PROGRAMS = trait("lists programs", r"getprocesses\s*\(|from\s+win32_process\b", "process")
ENDS_PROGRAMS = trait("ends programs", r"\.kill\s*\(|\.terminate\b|taskkill|ntsd\s+-c", "kill", "terminate", "ntsd")
_WALKS = trait(
    "walks through folders",
    r"getfolder\s*\(|\.subfolders|namespace\s*\(|getdirectories|getfiles\s*\(",
    "folder", "namespace", "getdirectories", "getfiles",
)  # fmt: skip
PACKS = (
    trait("makes a database file", r"adox\.catalog", "adox.catalog"),
    trait("reads whole files", r"loadfromfile|readallbytes", "loadfromfile", "readallbytes"),
    _WALKS,
)
UNPACKS = (
    trait(
        "writes a file whose path stands in a row",
        r"savetofile\s*\(?[^\n]{0,120}&\s*\w{1,20}\s*\(\s*\"\w+\"\s*\)",
        "savetofile",
    ),
    trait("takes its content from the row", r"\.write(?:text)?\s*\(?\s*\w{1,20}\s*\(\s*\"", ".write"),
    trait("goes through the rows of a database file", r"jet\.oledb|ace\.oledb|\.mdb\b", ".oledb", ".mdb"),
)
STEALS = (
    trait(
        "looks for settings by their names",
        r"\"(?:\w*conn(?:ection)?s?\w*\.(?:asp|inc)|web\.config|global\.asa|machine\.config|config\.asp)\"",
        "conn", "web.config", "global.asa", "machine.config", "config.asp",
    ),
    _WALKS,
    trait("reads whole files", r"\.readall\b|readalltext|readtoend|\.readtext\b", "readall", "readtoend", "readtext"),
    WRITES_OUT,
)  # fmt: skip
SPREADS = (
    _WALKS,
    trait(
        "writes at each entry",
        r"(?:createtextfile|copyfile|writealltext|appendalltext)\s*\(?[^\n]{0,60}\.(?:path|fullname)\b"
        r"|opentextfile\s*\([^\n]{0,40}\.path[^\n]{0,40},\s*[28]",
        "textfile", "copyfile", "alltext",
    ),
    trait("goes through entries", r"for\s*each|foreach", "each"),
)  # fmt: skip
PROBES = (
    _WALKS,
    trait(
        "makes a file and deletes it",
        r"(?:createtextfile|file\.create|file\.writealltext|file\.writeallbytes|new\s+filestream)\s*\(?\s*([^,\n()]{1,60})"
        r"(?s:.{0,400}?)(?:deletefile|deltextfile|file\.delete)\s*\(?\s*\1",
        "createtextfile", "file.create", "file.write", "filestream",
    ),
    trait("goes on where it fails", r"on\s+error\s+resume|\bcatch\b", "resume", "catch"),
    WRITES_OUT,
)  # fmt: skip
LISTENS = trait(
    "opens a socket for all that passes", r"sockettype\.raw|iocontrolcode\.receiveall|sharppcap|winpcap",
    "sockettype.raw", "receiveall", "pcap",
)  # fmt: skip
_UNKNOWN = r"\s*\(?\s*(?!\s*\)|[\"'&\d=<>]|server\.|new\b|null|nothing|request)"
"""The beginning of an argument that is no constant, or of none."""
CAPABLE = (
    trait(
        "starts programs",
        rf"\.(?:run|exec|shellexecute)\b{_UNKNOWN}|process\.start{_UNKNOWN}|\.arguments\s*=\s*[^\"@\s]",
        ".run", ".exec", "shellexecute", "process.start", ".arguments",
    ),
    trait("evaluates", rf"(?<![.\w])(?:execute|executeglobal|eval){_UNKNOWN}[a-z_]", "execute", "eval"),
    trait(
        "lists folders",
        rf"(?:getfolder|getdirectories|getfiles|getfilesysteminfos|directoryinfo){_UNKNOWN}[a-z_]",
        "getfolder", "getdirectories", "getfile", "directoryinfo",
    ),
    trait(
        "writes files",
        rf"(?:createtextfile|savetofile|writealltext|writeallbytes|streamwriter){_UNKNOWN}[a-z_]",
        "createtextfile", "savetofile", "writeall", "streamwriter",
    ),
    trait(
        "deletes files",
        rf"(?:deletefile|deletefolder|file\.delete|directory\.delete){_UNKNOWN}[a-z_]",
        "deletef", "file.delete", "directory.delete",
    ),
    trait(
        "copies or moves files",
        rf"(?:copyfile|movefile|copyfolder|file\.copy|file\.move){_UNKNOWN}[a-z_]",
        "copyf", "movefile", "file.copy", "file.move",
    ),
    trait("keeps uploads", r"\.saveas\b|binaryread|totalbytes", "saveas", "binaryread", "totalbytes"),
    trait(
        "puts statements to databases",
        rf"(?:(?:conn?\w*|cn|db|c)\.execute|sqlcommand|dataadapter|executereader){_UNKNOWN}[a-z_]",
        ".execute", "sqlcommand", "dataadapter", "executereader",
    ),
    trait("changes the registry", rf"(?:regwrite|regread|regdelete|opensubkey){_UNKNOWN}[a-z_]", "reg", "opensubkey"),
    trait("administers accounts", r"winnt://|net\s+user\b|localgroup", "winnt://", "user", "localgroup"),
    ENDS_PROGRAMS,
    trait("shows the drives", r"\.drives\b|getdrives\s*\(|getlogicaldrives", "drives"),
    trait(
        "connects to other machines", rf"(?:tcpclient|socket\.connect|\.connect)\b{_UNKNOWN}[a-z_]",
        "tcpclient", "connect",
    ),
)  # fmt: skip
"""What a console can do."""
RUNS = frozenset({"starts programs", "evaluates"})
RARE = frozenset({
    "evaluates", "changes the registry", "administers accounts", "ends programs", "shows the drives",
    "connects to other machines",
})  # fmt: skip
KEEPS = (
    trait("keeps", r"\.saveas\s*\(?\s*[^\s\")]|\.saveas\s*\(?\s*\"[^\"\n]*\"\s*[&+]", ".saveas"),
    trait("the name", r"(?<!startinfo)(?<!psi)(?<!info)\.filename\b", ".filename"),
)
ASKS = trait("asks the request", r"\brequest\b", "request")
CHOSEN = trait(
    "does what a request says",
    r"\brequest\b(?!\s*\.\s*(?:servervariables\s*\(\s*\"(?!http_)|user|physical|applicationpath|is\w|url|rawurl|browser))"
    r"|\.(?:text|selectedvalue|value|selecteditem|commandargument|commandname)\b(?!\s*\+?=(?!=))|\bselect\s+case\b|\bswitch\s*\(",
    "request", ".text", ".selected", ".value", ".command", "select", "switch",
)  # fmt: skip
"""What a visitor sends; not where it comes from, nor who it is."""
