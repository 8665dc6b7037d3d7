# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""File browsers that refuse in one condition what lies outside a folder, and look-alikes whose condition lets through."""

from tests.detection.webshell.second_samples import cut

_HEAD = """<%@ WebHandler Language="C#" Class="Files" %>
using System; using System.IO; using System.Web;
public class Files : IHttpHandler {
"""

HELD = cut(
    r"""
==== browse.ashx
<%@ WebHandler Language="C#" Class="Browse" %>
using System; using System.IO; using System.Linq; using System.Web;
public class Browse : IHttpHandler {
    const string Root = @"D:\freigabe";
    string Resolve(string rel) {
        string root = Path.GetFullPath(Root);
        string full = Path.GetFullPath(Path.Combine(root, (rel ?? "").TrimStart('\\', '/')));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase))
            throw new HttpException(403, "outside");
        return full;
    }
    public void ProcessRequest(HttpContext c) {
        string p = Resolve(c.Request["p"]);
        switch (c.Request["op"]) {
            case "get": c.Response.TransmitFile(p); break;
            case "del": File.Delete(p); break;
            case "put": c.Request.Files[0].SaveAs(Path.Combine(p, Path.GetFileName(c.Request.Files[0].FileName))); break;
            default: foreach (var d in Directory.GetFiles(p)) c.Response.Write(HttpUtility.HtmlEncode(Path.GetFileName(d)) + "\n"); break;
        }
    }
    public bool IsReusable { get { return true; } }
}
==== inline.ashx
<%@ WebHandler Language="C#" Class="Box" %>
using System; using System.IO; using System.Web;
public class Box : IHttpHandler {
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext ctx) {
        string root = ctx.Server.MapPath("~/App_Data/box");
        string full = Path.GetFullPath(Path.Combine(root, ctx.Request.QueryString["path"] ?? ""));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(404, "not found");
        if (ctx.Request["a"] == "read") { ctx.Response.Write(File.ReadAllText(full)); return; }
        if (ctx.Request["a"] == "delete") { File.Delete(full); return; }
        if (ctx.Request["a"] == "write") { File.WriteAllText(full, ctx.Request["text"]); return; }
        foreach (string f in Directory.GetFileSystemEntries(full)) ctx.Response.Write(f.Substring(root.Length) + "\n");
    }
}
==== equals.ashx
<%@ WebHandler Language="C#" Class="Box" %>
using System; using System.IO; using System.Web;
public class Box : IHttpHandler {
    static readonly string Base = @"E:\archiv";
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext ctx) {
        var asked = new DirectoryInfo(Path.Combine(Base, ctx.Request["d"])).FullName;
        if (!string.Equals(asked, Base, StringComparison.OrdinalIgnoreCase) && !asked.StartsWith(Base + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnauthorizedAccessException();
        }
        if (ctx.Request.HttpMethod == "DELETE") Directory.Delete(asked, true);
        else if (ctx.Request.HttpMethod == "PUT") Directory.CreateDirectory(asked);
        else if (ctx.Request["f"] == "1") ctx.Response.WriteFile(asked);
        else foreach (var x in Directory.GetFiles(asked)) ctx.Response.Write(x);
    }
}
==== not-both.aspx
<%@ Page Language="C#" %><script runat="server">
string Root { get { return Server.MapPath("~/media"); } }
void Page_Load(object s, EventArgs e) {
    string p = Path.GetFullPath(Path.Combine(Root, Request["p"] ?? "."));
    bool inside = p == Root || p.StartsWith(Root + @"\");
    if (!inside) { Response.StatusCode = 403; Response.End(); }
    if (Request["del"] != null) File.Delete(p);
    if (Request["md"] != null) Directory.CreateDirectory(p);
    if (Request["get"] != null) Response.TransmitFile(p);
    foreach (var f in Directory.GetFiles(p)) Response.Write(Path.GetFileName(f));
}
</script>
==== combined-not.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    string root = Server.MapPath("~/media"), p = Path.GetFullPath(Path.Combine(root, Request["p"] ?? "."));
    if (!(p == root || p.StartsWith(root + "\\"))) throw new HttpException(403, "no");
    if (Request["del"] != null) File.Delete(p);
    if (Request["cp"] != null) File.Copy(p, p + ".bak");
    if (Request["md"] != null) Directory.CreateDirectory(p);
    if (Request["get"] != null) Response.TransmitFile(p);
    foreach (var f in Directory.GetFiles(p)) Response.Write(Path.GetFileName(f));
}
</script>
==== basic.aspx
<%@ Page Language="VB" %><script runat="server">
Private Const Root As String = "D:\plaene"
Function Full(rel As String) As String
  Dim p As String = Path.GetFullPath(Path.Combine(Root, rel))
  If p <> Root AndAlso Not p.StartsWith(Root & "\", StringComparison.OrdinalIgnoreCase) Then Throw New HttpException(403, "no")
  Return p
End Function
Sub Page_Load(s As Object, e As EventArgs)
  Dim p As String = Full(Request("p"))
  Select Case Request("do")
    Case "del" : File.Delete(p)
    Case "txt" : File.WriteAllText(p, Request("t"))
    Case "get" : Response.TransmitFile(p)
    Case Else : For Each f As String In Directory.GetFiles(p) : Response.Write(f) : Next
  End Select
End Sub
</script>
==== tail.ashx
<%@ WebHandler Language="C#" Class="Box" %>
using System; using System.IO; using System.Web;
public class Box : IHttpHandler {
    public bool IsReusable { get { return false; } }
    private static string _root = System.Configuration.ConfigurationManager.AppSettings["share"];
    static string Check(string path) {
        string r = _root.TrimEnd('\\'), f = Path.GetFullPath(Path.Combine(r, path));
        if (f != r && !f.StartsWith(r + "\\", StringComparison.OrdinalIgnoreCase)) { throw new ArgumentException("path"); }
        return f;
    }
    public void ProcessRequest(HttpContext ctx) {
        var f = Check(ctx.Request["p"] ?? "");
        if (ctx.Request["x"] == "1") File.Delete(f);
        else if (ctx.Request["x"] == "2") File.Move(f, Check(ctx.Request["to"]));
        else if (ctx.Request["x"] == "3") ctx.Response.Write(File.ReadAllText(f));
        else ctx.Response.Write(string.Join("\n", Directory.GetFiles(f)));
    }
}
==== upload-below.ashx
<%@ WebHandler Language="C#" Class="Box" %>
using System; using System.IO; using System.Web;
public class Box : IHttpHandler {
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext ctx) {
        string root = Path.GetFullPath(@"D:\projekte");
        string dir = Path.GetFullPath(Path.Combine(root, ctx.Request["dir"] ?? ""));
        if (dir != root && !dir.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(403, "x");
        foreach (string k in ctx.Request.Files) { var f = ctx.Request.Files[k]; f.SaveAs(Path.Combine(dir, Path.GetFileName(f.FileName))); }
        if (ctx.Request["rm"] != null) Directory.Delete(dir);
        foreach (var f in Directory.GetFiles(dir)) ctx.Response.Write(f);
    }
}
==== methods.ashx
<%@ WebHandler Language="C#" Class="FileApi" %>
using System;
using System.IO;
using System.Web;
using System.Text;

public class FileApi : IHttpHandler
{
    private const string RootFolder = @"D:\Ablage\Projekte";

    public void ProcessRequest(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        string action = context.Request.QueryString["action"];
        try
        {
            switch (action)
            {
                case "list": List(context); break;
                case "read": Read(context); break;
                case "delete": Delete(context); break;
                case "mkdir": Directory.CreateDirectory(Inside(context.Request["path"])); break;
                default: context.Response.StatusCode = 400; break;
            }
        }
        catch (UnauthorizedAccessException ex)
        {
            context.Response.StatusCode = 403;
            context.Response.Write("{\"error\":\"" + HttpUtility.JavaScriptStringEncode(ex.Message) + "\"}");
        }
    }

    private void List(HttpContext context)
    {
        string folder = Inside(context.Request.QueryString["path"]);
        var sb = new StringBuilder("[");
        foreach (string entry in Directory.GetFileSystemEntries(folder)) sb.Append('"').Append(Path.GetFileName(entry)).Append("\",");
        context.Response.Write(sb.ToString().TrimEnd(',') + "]");
    }

    private void Read(HttpContext context)
    {
        string file = Inside(context.Request.QueryString["path"]);
        context.Response.ContentType = "text/plain";
        context.Response.Write(File.ReadAllText(file, Encoding.UTF8));
    }

    private void Delete(HttpContext context)
    {
        File.Delete(Inside(context.Request.QueryString["path"]));
        context.Response.Write("{\"ok\":true}");
    }

    private static string Inside(string relative)
    {
        string root = Path.GetFullPath(RootFolder);
        string full = Path.GetFullPath(Path.Combine(root, relative ?? string.Empty));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase)) throw new UnauthorizedAccessException("outside of the folder");
        return full;
    }

    public bool IsReusable { get { return false; } }
}
==== trimmed.ashx
<%@ WebHandler Language="C#" Class="Browser" %>
using System; using System.IO; using System.Web;
public class Browser : IHttpHandler {
    public void ProcessRequest(HttpContext context) {
        var req = context.Request; var res = context.Response;
        var root = context.Server.MapPath("~/Uploads").TrimEnd('\\');
        var rel = (req["dir"] ?? "").Replace('/', '\\').Trim('\\');
        var full = Path.GetFullPath(Path.Combine(root, rel));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase))
            throw new HttpException(400, "bad path");
        if (req.HttpMethod == "POST" && req["op"] == "del") {
            var target = Path.Combine(full, Path.GetFileName(req["name"]));
            if (File.Exists(target)) File.Delete(target);
        } else if (req.HttpMethod == "POST" && req["op"] == "ren") {
            File.Move(Path.Combine(full, Path.GetFileName(req["name"])), Path.Combine(full, Path.GetFileName(req["to"])));
        } else if (req["name"] != null) {
            res.TransmitFile(Path.Combine(full, Path.GetFileName(req["name"])));
            return;
        }
        foreach (var d in new DirectoryInfo(full).GetFileSystemInfos()) res.Write(HttpUtility.HtmlEncode(d.Name) + "<br>");
    }
    public bool IsReusable { get { return true; } }
}
==== compared.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web;
public class B : IHttpHandler {
    static readonly string Root = new DirectoryInfo(@"D:\daten\ausgang").FullName;
    public void ProcessRequest(HttpContext c) {
        string f = Path.GetFullPath(Root + "\\" + c.Request["f"]);
        if (string.Compare(f, Root, true) != 0 && !f.StartsWith(Root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(403, "");
        if (c.Request["do"] == "rm") File.Delete(f);
        if (c.Request["do"] == "mv") File.Move(f, f + ".old");
        if (c.Request["do"] == "get") c.Response.WriteFile(f);
        foreach (var n in Directory.GetFiles(f)) c.Response.Write(n);
    }
    public bool IsReusable { get { return true; } }
}
==== index.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web;
public class B : IHttpHandler {
    public void ProcessRequest(HttpContext c) {
        string root = @"D:\daten\ausgang\";
        string f = Path.GetFullPath(root + c.Request["f"]);
        if (f.IndexOf(root, StringComparison.OrdinalIgnoreCase) != 0) throw new HttpException(403, "");
        if (c.Request["do"] == "rm") File.Delete(f);
        if (c.Request["do"] == "md") Directory.CreateDirectory(f);
        if (c.Request["do"] == "get") c.Response.WriteFile(f);
        foreach (var n in Directory.GetFiles(f)) c.Response.Write(n);
    }
    public bool IsReusable { get { return true; } }
}
==== three-parts.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web;
public class B : IHttpHandler {
    public void ProcessRequest(HttpContext c) {
        string root = @"D:\daten\ausgang";
        string rel = c.Request["f"];
        string full = Path.GetFullPath(Path.Combine(root, rel));
        if (string.IsNullOrEmpty(rel) || (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase))) throw new HttpException(403, "");
        if (c.Request["do"] == "rm") File.Delete(full);
        if (c.Request["do"] == "md") Directory.CreateDirectory(full);
        if (c.Request["do"] == "get") c.Response.WriteFile(full);
        foreach (var n in Directory.GetFiles(full)) c.Response.Write(n);
    }
    public bool IsReusable { get { return true; } }
}
==== parameter-root.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web;
public class B : IHttpHandler {
    static string Under(string root, string rel) {
        string full = Path.GetFullPath(Path.Combine(root, rel ?? ""));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase)) throw new InvalidOperationException("outside: " + rel);
        return full;
    }
    public void ProcessRequest(HttpContext c) {
        string root = c.Server.MapPath("~/doku");
        string p = Under(root, c.Request["p"]);
        if (c.Request["do"] == "rm") File.Delete(p);
        else if (c.Request["do"] == "md") Directory.CreateDirectory(p);
        else if (c.Request["do"] == "get") { c.Response.ContentType = "application/octet-stream"; c.Response.BinaryWrite(File.ReadAllBytes(p)); }
        else foreach (var n in Directory.EnumerateFileSystemEntries(p)) c.Response.Write(n.Substring(root.Length) + "\n");
    }
    public bool IsReusable { get { return true; } }
}
==== property.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web; using System.Web.Configuration;
public class B : IHttpHandler {
    HttpContext ctx;
    string Root { get { return Path.GetFullPath(WebConfigurationManager.AppSettings["docs"]); } }
    string Full { get {
        string full = Path.GetFullPath(Path.Combine(Root, ctx.Request["p"] ?? ""));
        if (full != Root && !full.StartsWith(Root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(404, "");
        return full;
    } }
    public void ProcessRequest(HttpContext c) {
        ctx = c;
        if (c.Request["do"] == "rm") File.Delete(Full);
        else if (c.Request["do"] == "md") Directory.CreateDirectory(Full);
        else if (c.Request["do"] == "get") c.Response.WriteFile(Full);
        else foreach (var n in Directory.GetFiles(Full)) c.Response.Write(n);
    }
    public bool IsReusable { get { return true; } }
}
==== objects.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Web;
public class B : IHttpHandler {
    public void ProcessRequest(HttpContext c) {
        string root = @"E:\depot";
        string full = Path.GetFullPath(Path.Combine(root, c.Request["p"] ?? ""));
        if (full != root && !full.StartsWith(root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(404, "");
        var dir = new DirectoryInfo(full); var file = new FileInfo(full);
        if (c.Request["do"] == "rm") file.Delete();
        else if (c.Request["do"] == "mv") file.MoveTo(full + ".bak");
        else if (c.Request["do"] == "get") using (var s = file.OpenRead()) s.CopyTo(c.Response.OutputStream);
        else foreach (var n in dir.GetFiles()) c.Response.Write(n.Name);
    }
    public bool IsReusable { get { return true; } }
}
"""
)
"""None of these may be told above low."""

_ACTS = """
        if (c.Request["o"] == "1") c.Response.Write(File.ReadAllText(full));
        if (c.Request["o"] == "2") File.Delete(full);
        if (c.Request["o"] == "3") File.WriteAllText(full, c.Request["t"]);
        foreach (var f in Directory.GetFiles(full)) c.Response.Write(f);
    } }
"""


def _free(name: str, check: str) -> str:
    return (
        f'==== {name}.ashx\n{_HEAD}    int 1broken; static string root = Path.GetFullPath(@"D:\\box");\n'
        f"    public void ProcessRequest(HttpContext c) {{\n        {check}{_ACTS}"
    )


FREE = cut(
    "\n".join(
        _free(name, check)
        for name, check in {
            "either": r'string full = Path.GetFullPath(Path.Combine(root, c.Request["p"])); if (full != root && !full.StartsWith(root + "\\") && c.Request["k"] == null) throw new Exception();',
            "unresolved": r'string full = Path.Combine(root, c.Request["p"]); if (full != root && !full.StartsWith(root + "\\")) throw new Exception();',
            "or": r'string full = Path.GetFullPath(Path.Combine(root, c.Request["p"])); if (full == root && !full.StartsWith(root + "\\")) throw new Exception();',
            "told": r'string full = Path.GetFullPath(Path.Combine(root, c.Request["p"])); if (full != root && !full.StartsWith(root + "\\")) c.Response.Write("outside");',
            "another": r'string full = Path.GetFullPath(c.Request["p"]); string other = Path.GetFullPath(Path.Combine(root, c.Request["q"])); if (other != root && !other.StartsWith(root + "\\")) throw new Exception();',
            "other-way": r'string full = Path.GetFullPath(Path.Combine(root, c.Request["p"])); if (full != root && full.StartsWith(root + "\\")) throw new Exception();',
            "root-of-request": r'string full = Path.GetFullPath(c.Request["p"]); string r = c.Request["r"]; if (full != r && !full.StartsWith(r + "\\")) throw new Exception();',
            "caught": r'string full = Path.GetFullPath(c.Request["p"]); try { if (full != root && !full.StartsWith(root + "\\")) throw new Exception(); } catch (Exception) { }',
            "behind-name": r'string full = Path.GetFullPath(c.Request["p"]); if (full != c.Request["me"] && !full.StartsWith(root + "\\")) throw new Exception();',
        }.items()
    )
)
"""In these the client reaches any path."""
