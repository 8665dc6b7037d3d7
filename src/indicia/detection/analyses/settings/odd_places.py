"""Folders in which no program that lasts belongs: anybody may write there, or the web server serves them."""

import re

_ODD = re.compile(
    r"(?:^|[a-z]:|%\w+%)(?:"
    r"\\users\\public\\|\\programdata\\(?!microsoft\\windows defender)"
    r"|\\windows\\(?:temp|tasks|debug)\\"
    r"|\\users\\[^\\]+\\appdata\\local\\temp\\|\\perflogs\\|\\\$recycle\.bin\\|\\temp\\|\\tmp\\|\\intel\\"
    r"|\\inetpub\\wwwroot\\|\\inetpub\\temp\\"
    r")|\\frontend\\httpproxy\\(?!bin\\)|\\clientaccess\\(?:owa|ecp)\\auth\\|^\\\\127\.0\.0\.1\\|^\\\\localhost\\"
    r"|^%(?:programdata|allusersprofile|temp|tmp|public)%\\",
    re.IGNORECASE,
)


def is_odd_place(path: str) -> bool:
    """Whether a file lies in such a folder; paths in Windows form, also with variables in front."""
    return bool(_ODD.search(path.strip().strip('"').replace("/", "\\")))
