"""What objects are called here, whatever the language calls their types, and which of their methods touch files."""

from indicia.detection.webshell.values.sink import Effect

COUNTED = "#count"
"""What the number goes by that a loop counts, or that is one of several a request sends."""
LAST_DOT = "#dot"
"""What the place goes by at which the ending of a name begins."""
CHOSEN = "#known"
"""What one of a list goes by that the page writes out, where it is not known which."""
REGISTRY = "registry.value"
"""What a value of the registry goes by."""
LISTED = "listed"
"""What an entry of a folder goes by that a loop goes through."""
OWN_FILE = "read from a file of the site"
"""Why a text is not known that a script runs; of an application with texts in several languages as well."""
HOLDERS = frozenset({
    "context", "current", "httpcontext", "this", "page", "me", "ctx", "httpcontextbase", "pagecontext",
    "controllercontext",
    "getcurrent", "self",
})  # fmt: skip


STORES = {
    "session": "session", "application": "session", "cache": "session", "viewstate": "session", "_session": "session",
    "$session": "session", "globals": "globals", "contents": "session", "items": "session", "default": "session",
    "$globals": "globals",
}  # fmt: skip
"""Where scripts keep values between statements or requests."""


TYPES = {
    "httprequest": "request", "httpservletrequest": "request", "servletrequest": "request",
    "httprequestbase": "request",
    "wrapper_request": "request", "httpcontext": "context", "process": "process", "runtime": "runtime",
    "processstartinfo": "processstartinfo", "processbuilder": "processbuilder", "assembly": "assembly",
    "scriptengine": "scriptengine", "socket": "socket", "tcpclient": "socket", "socketchannel": "socket",
    "xslcompiledtransform": "xslcompiledtransform", "xsltransform": "xsltransform", "losformatter": "losformatter",
    "binaryformatter": "binaryformatter", "objectstateformatter": "objectstateformatter", "httppostedfile": "file_",
    "managementclass": "win32_process", "managementbaseobject": "win32_process_",
    "fileoutputstream": "fileoutputstream",
    "filewriter": "filewriter", "streamwriter": "streamwriter", "pagecontext": "pagecontext",
    "initialcontext": "initialcontext", "soapformatter": "soapformatter", "scriptenginemanager": "scriptengine",
    "netdatacontractserializer": "netdatacontract", "appdomain": "appdomain", "elprocessor": "elprocessor",
    "groovyshell": "scriptengine", "interpreter": "scriptengine", "spelexpressionparser": "el", "file": "file",
    "networkstream": "socket.stream", "httpsession": "session", "servletcontext": "application", "method": "method",
}  # fmt: skip
"""Types with the name their objects go by here."""


CONTROLS = frozenset({
    "textbox", "hiddenfield", "dropdownlist", "listbox", "radiobuttonlist", "htmlinputtext", "htmltextarea",
    "htmlinputhidden", "htmlinputpassword", "htmlselect",
})  # fmt: skip
"""Types of the fields of a page, to which a handler casts who called it."""
TYPED_MEMBERS = {"postedfile": "file.postedfile", "currentdomain": "appdomain"}


OBJECT_IDS = {
    "72c24dd5-d70a-438b-8a42-98424b88afb8": "wscript.shell",
    "f935dc22-1cf0-11d0-adb9-00c04fd58a0b": "wscript.shell",
    "13709620-c279-11ce-a49e-444553540000": "shell.application",
    "0d43fe01-f093-11cf-8940-00a0c9054228": "scripting.filesystemobject",
    "00000566-0000-0010-8000-00aa006d2ea4": "adodb.stream",
    "00000514-0000-0010-8000-00aa006d2ea4": "adodb.connection",
    "0e59f1d5-1fbe-11d0-8ff2-00a0d10038bc": "scriptcontrol",
    "76a64158-cb41-11d1-8b02-00600806d9b6": "wbemscripting.swbemlocator",
    "0f87369f-a4e5-4cfc-bd3e-73e6154572dd": "schedule.service",
}
"""Components by the number under which they are registered."""


_COMPONENTS = (
    "wscript.shell", "wscript.network", "shell.application", "scripting.", "adodb.", "adox.", "msxml2.", "winmgmts",
    "wbemscripting.", "scriptcontrol", "msscriptcontrol.", "schedule.service", "winhttp.", "vbscript.regexp",
    "microsoft.xml",
)  # fmt: skip
"""Beginnings of the names of components that pages of ASP make by their names."""
ACTING = frozenset({
    "wscript.shell", "shell.application", "scripting.filesystemobject", "adodb.stream", "adodb.connection", "winmgmts",
    "scriptcontrol", "msscriptcontrol.scriptcontrol", "textfile", "file",
})  # fmt: skip
"""Objects that are followed into fields, elements and parameters that a function fills."""


DATABASE = frozenset({
    "sqlcommand", "oledbcommand", "odbccommand", "sqlconnection", "oledbconnection", "odbcconnection", "sqldataadapter",
    "oledbdataadapter", "odbcdataadapter", "sqldatasource", "accessdatasource",
})  # fmt: skip


REFLECTED = frozenset({
    "load", "defineclass", "exec", "eval", "start", "loadclass", "invoke", "loadfrom", "startprocess", "create",
    "forkandexec", "loadfile", "unsafeloadfrom", "addscript", "defineanonymousclass",
})  # fmt: skip


PHP_FILES: dict[str, Effect] = {
    "unlink": Effect.DELETES, "rmdir": Effect.DELETES, "opendir": Effect.LISTS, "scandir": Effect.LISTS,
    "glob": Effect.LISTS, "dir": Effect.LISTS, "show_source": Effect.READS, "highlight_file": Effect.READS,
    "rename": Effect.MOVES, "chmod": Effect.MOVES, "mkdir": Effect.MOVES, "touch": Effect.MOVES,
    "symlink": Effect.MOVES, "chdir": Effect.LISTS,
}  # fmt: skip


FILE_ACTS: dict[str, Effect] = {
    "delete": Effect.DELETES, "deletefile": Effect.DELETES, "deletefolder": Effect.DELETES, "getfiles": Effect.LISTS,
    "getdirectories": Effect.LISTS, "getfilesystementries": Effect.LISTS, "listfiles": Effect.LISTS,
    "list": Effect.LISTS, "getfilesysteminfos": Effect.LISTS, "enumeratefiles": Effect.LISTS,
    "enumeratedirectories": Effect.LISTS, "enumeratefilesystementries": Effect.LISTS,
    "getfolder": Effect.LISTS, "readalltext": Effect.READS, "readallbytes": Effect.READS,
    "move": Effect.MOVES, "movefile": Effect.MOVES, "movefolder": Effect.MOVES, "copyfile": Effect.MOVES,
    "copyfolder": Effect.MOVES, "renameto": Effect.MOVES, "createdirectory": Effect.MOVES, "mkdir": Effect.MOVES,
    "mkdirs": Effect.MOVES, "createfolder": Effect.MOVES, "setlastwritetime": Effect.MOVES,
    "loadfromfile": Effect.READS,
    "createfromdirectory": Effect.READS,
    "transmitfile": Effect.READS, "writefile": Effect.READS, "getfile": Effect.READS, "openread": Effect.READS,
    "opentext": Effect.READS, "namespace": Effect.LISTS, "createnewfile": Effect.MOVES, "copyto": Effect.MOVES,
}  # fmt: skip


HIDDEN_CLASS = "#hiddenclass"
"""What a class goes by whose name is hidden."""
_METHODS = (
    "assembly.getmethods()", "appdomain.getmethods()", "runtime.getmethods()", "process.getmethods()",
    f"{HIDDEN_CLASS}.getmethods()",
)  # fmt: skip


OWN_WORDS = frozenset({"eval", "system", "exec", "assert"})


def one_of_methods(path: str) -> bool:
    """Whether a value of this name holds the methods of what loads code or starts programs."""
    return path.endswith(_METHODS)


def is_component(path: str) -> bool:
    """Whether a value of this name is a component that was made by its name, or hangs on one."""
    return path.startswith(_COMPONENTS)
