# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages of ASP that check a value before they act on it: kinds of checks, ways to refuse, acts; with look-alikes.

Of each page in which the check holds there are others in which it does not: it asks another value, its answer is not
used, it comes behind the act, it lets everything pass.  None of these can run.
"""

from dataclasses import dataclass

from tests.detection.webshell.second_samples import Sample

_FSO = 'Set fso = Server.CreateObject("Scripting.FileSystemObject")\n'
_SH = 'Set sh = Server.CreateObject("WScript.Shell")\n'


@dataclass(frozen=True)
class Kind:
    """One question whose answer is that a value is to be refused."""

    name: str
    before: str
    """Code that stands first; in all of these the value that is asked about is `@`."""
    refuses: str
    """An expression that is true where the value must not be used."""


ACTS = {
    "write": _FSO
    + 'Set t = fso.CreateTextFile(Server.MapPath("/data/") & "\\" & x, True)\nt.Write Request.Form("body")\n',
    "stream": 'Set st = Server.CreateObject("ADODB.Stream")\nst.Type = 2 : st.Open\nst.WriteText Request.Form("body")\n'
    'st.SaveToFile Server.MapPath("/data/" & x), 2\n',
    "manage": _FSO + 'd = Server.MapPath("/files") & "\\"\nSet a = fso.GetFolder(d & x)\nfso.DeleteFile d & x\n'
    'fso.CopyFile d & x, d & "old"\nSet t = fso.GetFile(d & x)\n',
    "shell": _SH + 'Set e = sh.Exec("cmd /c nslookup -timeout=2 " & x & " 10.0.0.1")\n'
    "Response.Write Server.HTMLEncode(e.StdOut.ReadAll)\n",
    "any": _SH + 'Set e = sh.Exec("cmd /c " & x)\nResponse.Write Server.HTMLEncode(e.StdOut.ReadAll)\n',
    "run": 'Execute "n = " & x\n',
}

_NAME = 'InStr(@, "..") > 0 Or InStr(@, "/") > 0 Or InStr(@, "\\") > 0'
_META = 'InStr(@, "&") > 0 Or InStr(@, "|") > 0 Or InStr(@, ">") > 0'
_RE = 'Set re = New RegExp\nre.Pattern = "{}"\nre.IgnoreCase = True\n'

KINDS: dict[str, tuple[Kind, ...]] = {
    "write": (
        Kind("signs-and-ending", "", f'{_NAME} Or LCase(Right(@, 4)) <> ".txt"'),
        Kind("ending-list", "ext = LCase(Mid(@, InStrRev(@, \".\") + 1))\n", f'{_NAME} Or Not (ext = "txt" Or ext = "csv")'),
        Kind("ending-text", "ext = LCase(Mid(@, InStrRev(@, \".\") + 1))\n", f'{_NAME} Or InStr("|txt|csv|", "|" & ext & "|") = 0'),
        Kind("extension-name", _FSO, f'{_NAME} Or LCase(fso.GetExtensionName(@)) <> "xml"'),
        Kind("pattern", _RE.format("^[a-z0-9_-]{1,40}\\.(?:txt|csv)$"), "Not re.Test(@)"),
        Kind("two-patterns", _RE.format("[^a-z0-9_.-]"), 're.Test(@) Or Right(@, 4) <> ".log"'),
        Kind("list", "", 'InStr("|a.txt|b.txt|", "|" & @ & "|") = 0'),
        Kind("dictionary", 'Set d = CreateObject("Scripting.Dictionary")\nd.Add "a.txt", 1\n', "Not d.Exists(@)"),
    ),
    "manage": (
        Kind("signs", "", _NAME),
        Kind("no-steps", "", 'InStr(@, "..") > 0'),
        Kind("choice-of-signs", _RE.format("[\\\\/:]"), "re.Test(@)"),
        Kind("pattern", _RE.format("^[\\w-]+$"), "Not re.Test(@)"),
    ),
    "shell": (
        Kind("signs", "", _META),
        Kind("choice-of-signs", _RE.format("[&|<>^;]"), "re.Test(@)"),
        Kind("only-signs", _RE.format("[^a-z0-9.-]"), "re.Test(@)"),
        Kind("pattern", _RE.format("^[a-z0-9.-]+$"), "Not re.Test(@)"),
        Kind("number", "", "Not IsNumeric(@)"),
        Kind("known", "", '@ <> "alpha" And @ <> "beta"'),
    ),
    "run": (
        Kind("number", "", "Not IsNumeric(@)"),
        Kind("known", "", '@ <> "1" And @ <> "2"'),
        Kind("pattern", _RE.format("^[0-9]+$"), "Not re.Test(@)"),
    ),
}  # fmt: skip
KINDS["stream"] = KINDS["write"]

WAYS = {
    "ends": "{before}If {refuses} Then\n  Response.End\nEnd If\n{act}",
    "ends-in-line": '{before}If {refuses} Then Response.Write "no" : Response.End\n{act}',
    "redirects": '{before}If {refuses} Then Response.Redirect "list.asp"\n{act}',
    "else": '{before}If {refuses} Then\n  Response.Write "no"\nElse\n{act}End If\n',
    "if-not": "{before}If Not ({refuses}) Then\n{act}End If\n",
    "flag": "{before}ok = True\nIf {refuses} Then\n  ok = False\nEnd If\nIf ok Then\n{act}End If\n",
    "flag-off": "{before}bad = False\nIf {refuses} Then bad = True\nIf bad = False Then\n{act}End If\n",
    "flag-of-it": "{before}bad = ({refuses})\nIf Not bad Then\n{act}End If\n",
    "message": '{before}msg = ""\nIf {refuses} Then msg = "Not allowed"\nIf msg = "" Then\n{act}End If\n',
    "messages": '{before}msg = ""\nIf {refuses} Then msg = msg & "<li>no</li>"\nIf Len(msg) > 0 Then\nResponse.Write msg\nElse\n{act}End If\n',
    "count": "{before}n = 0\nIf {refuses} Then n = n + 1\nIf n = 0 Then\n{act}End If\n",
    "empties": '{before}If {refuses} Then x = ""\nIf x <> "" Then\n{act}End If\n',
    "replaces": '{before}If {refuses} Then\n  x = "default.txt"\nEnd If\n{act}',
    "select": "{before}Select Case True\nCase {refuses}\n  Response.Write 1\nCase Else\n{act}End Select\n",
    "sub": "{before}Sub Go()\n  If {refuses} Then Exit Sub\n{act}End Sub\nGo\n",
    "fails": '{before}Sub Fail(m)\n  Response.Write m\n  Response.End\nEnd Sub\nIf {refuses} Then Fail "no"\n{act}',
}
"""Ways on which a page keeps a value from the act where it refuses it."""

IN_FUNCTIONS = {
    "function": "Function Bad(v)\n{before}  Bad = False\n  If {refuses} Then Bad = True\nEnd Function\nIf Bad(x) Then\n  Response.End\nEnd If\n{act}",
    "function-exits": "Function Fine(v)\n{before}  Fine = False\n  If {refuses} Then Exit Function\n  Fine = True\nEnd Function\nIf Fine(x) Then\n{act}End If\n",
    "function-of-it": "Function Bad(v)\n{before}  Bad = ({refuses})\nEnd Function\nIf Not Bad(x) Then\n{act}End If\n",
    "function-flag": "Function Fine(v)\n{before}  Fine = True\n  If {refuses} Then Fine = False\nEnd Function\nok = Fine(x)\nIf ok = True Then\n{act}End If\n",
    "function-behind": "If Bad(x) Then Response.End\n{act}Function Bad(v)\n{before}  Bad = True\n  If {refuses} Then Exit Function\n  Bad = False\nEnd Function\n",
    "sub-that-ends": "Sub Check(v)\n{before}  If {refuses} Then\n    Response.End\n  End If\nEnd Sub\nCheck x\n{act}",
    "call-that-ends": 'Sub Check(v)\n{before}  If {refuses} Then Response.Redirect "/"\nEnd Sub\nCall Check(x)\n{act}',
    "cleans": 'Function Clean(v)\n{before}  If {refuses} Then\n    Clean = "none.txt"\n  Else\n    Clean = v\n  End If\nEnd Function\nx = Clean(x)\n{act}',
}
"""The same in functions of the page, whose parameter is `v`."""

NOT_USED = {
    "unused": "{before}bad = ({refuses})\n{act}",
    "only-told": '{before}If {refuses} Then Response.Write "odd"\n{act}',
    "other-flag": "{before}ok = True\nIf {refuses} Then ok = False\nIf fine <> ok Then\n{act}End If\n",
    "behind": "{act}{before}If {refuses} Then Response.End\n",
    "flag-anew": "{before}ok = True\nIf {refuses} Then ok = False\nok = True\nIf ok Then\n{act}End If\n",
    "wrong-way": "{before}If {refuses} Then\n{act}End If\n",
    "loop-left": "{before}For i = 1 To 2\n  If {refuses} Then Exit For\nNext\n{act}",
    "in-one-way": '{before}If Request("m") = "1" Then\n  If {refuses} Then Response.End\nEnd If\n{act}',
    "answer-unused": "Function Bad(v)\n{before}  Bad = False\n  If {refuses} Then Bad = True\nEnd Function\nn = Bad(x)\n{act}",
    "answers-all": "Function Fine(v)\n{before}  If {refuses} Then Fine = False\n  Fine = True\nEnd Function\nIf Fine(x) Then\n{act}End If\n",
}
"""Ways on which the answer keeps the value from nothing."""

_HEAD = 'x = Request.Form("x")\ny = Request.Form("y")\n'
_LETS_ALL = {
    "write": (
        Kind("all-signs", _RE.format("^.+$"), "Not re.Test(@)"),
        Kind("admits-pages", "ext = LCase(Mid(@, InStrRev(@, \".\") + 1))\n", f'{_NAME} Or Not (ext = "txt" Or ext = "asp")'),
        Kind("admits-aspx", "", f'{_NAME} Or LCase(Right(@, 5)) <> ".aspx"'),
        Kind("last-signs", "", f'{_NAME} Or Right(@, 2) <> "sp"'),
        Kind("listed-pages", "ext = LCase(Mid(@, InStrRev(@, \".\") + 1))\n", f'{_NAME} Or InStr("|txt|cer|", "|" & ext & "|") = 0'),
        Kind("ending-alone", "", 'Right(@, 4) <> ".txt" And InStr(@, "..") > 0'),
        Kind("no-end", _RE.format("\\.txt"), "Not re.Test(@)"),
        Kind("length", "", "Len(@) > 60"),
        Kind("empty", "", '@ = ""'),
    ),
    "shell": (
        Kind("all-signs", _RE.format("^.+$"), "Not re.Test(@)"),
        Kind("half-of-signs", "", 'InStr(@, ">") > 0 Or InStr(@, "<") > 0'),
        Kind("not-begun", _RE.format("[a-z0-9.-]+"), "Not re.Test(@)"),
        Kind("forbids-words", "", 'InStr(@, "format") > 0'),
    ),
    "run": (
        Kind("all-signs", _RE.format("^\\S+$"), "Not re.Test(@)"),
        Kind("signs", "", _META),
        Kind("letters", _RE.format("^[a-z(). ]+$"), "Not re.Test(@)"),
    ),
    "any": (
        Kind("signs", "", _META),
        Kind("choice-of-signs", _RE.format("[&|<>^;]"), "re.Test(@)"),
        Kind("ending", "", 'Right(@, 4) <> ".txt"'),
    ),
    "manage": (Kind("length", "", "Len(@) > 60"), Kind("one-sign", "", 'InStr(@, "/") > 0')),
}  # fmt: skip


def _page(name: str, way: str, kind: Kind, act: str, asked: str, *, broken: bool) -> Sample:
    code = way.format(before=kind.before.replace("@", asked), refuses=kind.refuses.replace("@", asked), act=ACTS[act])
    head = "Dim 1broken\n" if broken else ""
    return Sample(f"{name}-{kind.name}-{act}.asp", f"<%\n{head}{_HEAD}{code}%>".encode())


def _held() -> list[Sample]:
    pages = []
    for act, kinds in KINDS.items():
        for kind in kinds:
            pages.extend(_page(name, way, kind, act, "x", broken=False) for name, way in WAYS.items())
            pages.extend(_page(name, way, kind, act, "v", broken=False) for name, way in IN_FUNCTIONS.items())
    return pages


def _free() -> list[Sample]:
    pages = []
    for act, kinds in KINDS.items():
        for kind in kinds:
            for name, way in NOT_USED.items():
                asked = "v" if "(v)" in way else "x"
                pages.append(_page(name, way, kind, act, asked, broken=True))
            for name in ("ends", "else", "flag", "message", "select"):
                pages.append(_page(f"other-{name}", WAYS[name], kind, act, "y", broken=True))
    for act, kinds in _LETS_ALL.items():
        for kind in kinds:
            pages.extend(
                _page(name, way, kind, act, "x", broken=True) for name, way in WAYS.items() if name != "replaces"
            )
            pages.extend(
                _page(name, way, kind, act, "v", broken=True) for name, way in IN_FUNCTIONS.items() if name != "cleans"
            )
    return pages


HELD = _held()
FREE = _free()
