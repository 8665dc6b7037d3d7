# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""The same as the checks of VBScript in JScript: kinds of checks, ways to refuse, acts; none of the look-alikes can run."""

from tests.detection.webshell.second_samples import Sample

_FSO = 'var fso = Server.CreateObject("Scripting.FileSystemObject"); '
ACTS = {
    "write": _FSO + 'var t = fso.CreateTextFile(Server.MapPath("/data/" + x), true); t.Write(String(Request.Form("b"))); t.Close();',
    "manage": _FSO + 'var d = Server.MapPath("/files") + "\\\\"; var a = fso.GetFolder(d + x); fso.DeleteFile(d + x); fso.CopyFile(d + x, d + "old"); var g = fso.GetFile(d + x);',
    "shell": 'var e = Server.CreateObject("WScript.Shell").Exec("cmd /c nslookup " + x + " 10.0.0.1"); Response.Write(e.StdOut.ReadAll());',
    "run": 'eval("n = " + x);',
}  # fmt: skip
_NAME = '@.indexOf("..") >= 0 || @.indexOf("/") != -1 || @.indexOf("\\\\") > -1'
KINDS = {
    "write": {
        "signs": _NAME + " || !/\\.(txt|csv)$/i.test(@)",
        "pattern": "!/^[\\w-]{1,30}\\.txt$/.test(@)",
        "choice": "/[\\\\\\/]/.test(@) || !/\\.css$/.test(@)",
    },
    "manage": {"signs": _NAME, "pattern": "!/^\\w+$/.test(@)"},
    "shell": {"choice": "/[&|<>^;]/.test(@)", "pattern": "!/^[a-z0-9.-]+$/.test(@)", "known": '@ != "a" && @ != "b"'},
    "run": {"pattern": "!/^\\d+$/.test(@)", "known": '@ !== "1" && @ !== "2"'},
}
WAYS = {
    "ends": "if ({refuses}) {{ Response.End(); }} {act}",
    "ends-in-line": "if ({refuses}) Response.End(); {act}",
    "else": 'if ({refuses}) {{ Response.Write("no"); }} else {{ {act} }}',
    "if-not": "if (!({refuses})) {{ {act} }}",
    "flag": "var ok = true; if ({refuses}) {{ ok = false; }} if (ok) {{ {act} }}",
    "flag-else": "var ok; if ({refuses}) {{ ok = false; }} else {{ ok = true; }} if (ok) {{ {act} }}",
    "flag-of-it": "var bad = ({refuses}); if (!bad) {{ {act} }}",
    "message": 'var msg = ""; if ({refuses}) msg = "no"; if (msg == "") {{ {act} }}',
    "count": "var n = 0; if ({refuses}) n = n + 1; if (n == 0) {{ {act} }}",
}
IN_FUNCTIONS = {
    "function": "function bad(v) {{ if ({refuses}) return true; return false; }} if (bad(x)) {{ Response.End(); }} {act}",
    "function-of-it": "function bad(v) {{ return ({refuses}); }} if (!bad(x)) {{ {act} }}",
    "function-else": "function fine(v) {{ if ({refuses}) {{ return false; }} else {{ return true; }} }} if (fine(x)) {{ {act} }}",
    "function-in-one": "function fine(v) {{ return !({refuses}); }} var ok = fine(x); if (ok) {{ {act} }}",
}
NOT_USED = {
    "unused": "var bad = ({refuses}); {act}",
    "only-told": 'if ({refuses}) {{ Response.Write("odd"); }} {act}',
    "behind": "{act} if ({refuses}) {{ Response.End(); }}",
    "flag-anew": "var ok = true; if ({refuses}) {{ ok = false; }} ok = true; if (ok) {{ {act} }}",
    "wrong-way": "if ({refuses}) {{ {act} }}",
    "loop-left": "for (var i = 0; i < 2; i++) {{ if ({refuses}) break; }} {act}",
    "answer-unused": "function bad(v) {{ if ({refuses}) return true; return false; }} bad(x); {act}",
    "answers-all": "function fine(v) {{ if ({refuses}) {{ Response.Write(1); }} return true; }} if (fine(x)) {{ {act} }}",
}


def _page(name: str, way: str, kind: tuple[str, str], act: str, asked: str, head: str) -> Sample:
    code = way.format(refuses=kind[1].replace("@", asked), act=ACTS[act])
    text = f'<%@ Language="JScript" %><% {head}var x = String(Request("x")); var y = String(Request("y"));\n{code} %>'
    return Sample(f"js-{name}-{kind[0]}-{act}.asp", text.encode())


def _pages(ways: dict[str, str], asked: str, head: str, prefix: str = "") -> list[Sample]:
    return [
        _page(prefix + name, way, kind, act, asked, head)
        for act, kinds in KINDS.items()
        for kind in kinds.items()
        for name, way in ways.items()
    ]


HELD = [*_pages(WAYS, "x", ""), *_pages(IN_FUNCTIONS, "v", "")]
_OF_V = {name: way for name, way in NOT_USED.items() if "(v)" in way}
FREE = [
    *_pages({name: way for name, way in NOT_USED.items() if name not in _OF_V}, "x", "var 1broken; "),
    *_pages(_OF_V, "v", "var 1broken; "),
    *_pages(WAYS, "y", "var 1broken; ", "other-"),
]
