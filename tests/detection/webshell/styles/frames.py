"""How the languages of ASP.NET are written around a way or an act: acts, and frames that do not compile."""

import re

from msgspec import Struct

_FIELDS = (
    '<form runat="server"><asp:TextBox id="txtCmd" runat="server" /><asp:HiddenField id="hidCmd" runat="server" />'
    '<asp:FileUpload id="upFile" runat="server" /></form>'
)


class Dialect(Struct, frozen=True):
    """How one language is written."""

    acts: dict[str, str]
    """What acts on a value, for which `$` stands."""
    shows: str
    """What does no harm with one."""
    frames: dict[str, str]
    """Names of files with the code around the way, which does not compile."""


CSHARP = Dialect(
    acts={
        "start": 'Process.Start("cmd.exe", "/c " + $)',
        "write": 'File.WriteAllText(Server.MapPath("p.aspx"), $)',
        "load": "Assembly.Load(Convert.FromBase64String($))",
    },
    shows="Server.HtmlEncode($)",
    frames={
        "p.aspx": '<%@ Page Language="C#" %>\n<script runat="server">\nint 1broken;\nCODE\n</script>' + _FIELDS,
        "p.aspx.cs": "using System; using System.Web.UI;\nUSE\nnamespace N.M { public partial class P : Page {\n"
        "int 1broken;\nCODE\n} }",
    },
)
BASIC = Dialect(
    acts={
        "start": 'Process.Start("cmd.exe", "/c " & $)',
        "write": 'System.IO.File.WriteAllText(Server.MapPath("p.aspx"), $)',
        "load": "Reflection.Assembly.Load(Convert.FromBase64String($))",
        "shell": 'Microsoft.VisualBasic.Shell("cmd /c " & $, AppWinStyle.Hide)',
    },
    shows="Server.HtmlEncode($)",
    frames={
        "p.aspx": '<%@ Page Language="VB" %>\n<script runat="server">\nDim 1broken\nCODE\n</script>',
        "p.aspx.vb": "Imports System.IO\nNamespace A.B\nPartial Class P\n    Inherits Page\nDim 1broken\nCODE\n"
        "End Class\nEnd Namespace\n",
    },
)
JSCRIPT = Dialect(
    acts={
        "eval": 'eval($, "unsafe")',
        "start": 'System.Diagnostics.Process.Start("cmd.exe", "/c " + $)',
        "write": 'System.IO.File.WriteAllText(Server.MapPath("p.aspx"), $)',
    },
    shows="Server.HtmlEncode($)",
    frames={
        "p.aspx": '<%@ Page Language="JScript" %>\n<script runat="server">\nvar 1broken;\nCODE\n</script>',
        "p.ashx": '<%@ WebHandler Language="JScript" Class="P" %>\nimport System;\nvar 1broken;\nCODE\n'
        "class P implements IHttpHandler { function IHttpHandler.ProcessRequest(c : HttpContext) { Page_Load(); } }",
    },
)


def filled(code: str, act: str) -> str:
    """The code with this act wherever a value stands between `@@`."""
    return re.sub(r"@@(.+?)@@", lambda found: act.replace("$", found[1]), code)


def framed(frame: str, code: str) -> bytes:
    """The code in its frame; lines that begin with `%%` belong before the class."""
    uses = "\n".join(re.findall(r"(?m)^%%(.*)$", code))
    return frame.replace("CODE", re.sub(r"(?m)^%%.*\n", "", code)).replace("USE", uses).encode()
