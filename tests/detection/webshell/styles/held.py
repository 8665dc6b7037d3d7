# ruff: noqa: E501 - the lines are as long as such pages have them
"""Paths in a folder of the site, values of a list that the page knows, and what comes near to them and is free.

`1broken` stops each compiler in what acts.
"""

from tests.detection.webshell.second_samples import cut

ORDINARY = cut(
    r"""
==== folder-getter.aspx
<%@ Page Language="VB" %><script runat="server">
Private ReadOnly Property Folder() As String
  Get
    Return Server.MapPath("~/members/" & User.Identity.Name & "/")
  End Get
End Property
Sub Page_Load()
  If Request.QueryString("del") <> "" Then File.Delete(Folder & Request.QueryString("del"))
End Sub
</script>
==== folder-function.aspx
<%@ Page Language="VB" %><script runat="server">
Private Function Folder() As String
  Return Server.MapPath("~/members/" & User.Identity.Name & "/")
End Function
Sub Page_Load()
  Response.TransmitFile(Folder() & Request.QueryString("f"))
End Sub
</script>
==== folder-arrow.aspx
<%@ Page Language="C#" %><script runat="server">
string Folder => Server.MapPath("~/m/" + User.Identity.Name + "/");
void Page_Load() { File.Move(Folder + Request["f"], Folder + "old.txt"); }
</script>
==== folder-field.aspx
<%@ Page Language="C#" %><script runat="server">
string root;
void Page_Init() { root = Server.MapPath("~/m/" + User.Identity.Name + "/"); }
void Page_Load() { var q = Request["f"]; Response.WriteFile($"{root}{q}"); }
</script>
==== folder-setting.aspx
<%@ Page Language="C#" %><script runat="server">
string Root => ConfigurationManager.AppSettings["Root"];
void Page_Load() { File.Delete(string.Concat(Root, Request["f"])); }
</script>
==== folder-function.asp
<%
Function Folder()
  Folder = Server.MapPath("members/" & Session("n") & "/")
End Function
Set fso = Server.CreateObject("Scripting.FileSystemObject")
fso.DeleteFile Folder() & Request("f")
%>
==== list-method-group.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load() { var known = new HashSet<string>(Names()); var c = Request.Form.GetValues("col").Where(known.Contains).ToList(); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-lambda.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var c = Request.Form.GetValues("col").Where(x => allowed.Contains(x, StringComparer.OrdinalIgnoreCase)); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-index.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var c = Request.Form.GetValues("col").Where(x => Array.IndexOf(allowed, x) >= 0); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-any.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var c = Request.Form.GetValues("col").Where(x => allowed.Any(a => a == x)); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-intersect.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var c = Request.Form.GetValues("col").Intersect(allowed); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-query.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var c = from v in Request["q"].Split(';') where allowed.Contains(v) select v; new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-asked.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { var x = Request["q"]; if (!allowed.Any(a => a.Equals(x, StringComparison.Ordinal))) return; new SqlDataAdapter(x, cn).Fill(t); }
</script>
==== list-lambda-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
  Dim known = Names()
  Dim c = Request.Form.GetValues("col").Where(Function(x) known.Contains(x)).ToList()
  Dim da As New SqlDataAdapter(String.Join(",", c), cn)
End Sub
</script>
==== list-address-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
  Dim known = Names()
  Dim c = Request.Form.GetValues("col").Where(AddressOf known.Contains)
  Dim da As New SqlDataAdapter(String.Join(",", c), cn)
End Sub
</script>
"""
)

TOOLS = cut(
    r"""
==== folder-of-request.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Private ReadOnly Property Folder() As String
  Get
    Return Request("d")
  End Get
End Property
Sub Page_Load()
  File.Delete(Folder & Request.QueryString("del"))
End Sub
</script>
==== folder-apart.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string Folder => Server.MapPath("~/m/" + User.Identity.Name + "/");
void Page_Load() { File.Delete(Request["f"]); File.Delete(Folder + Request["f"]); }
</script>
==== folder-or-whole.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string Folder => Server.MapPath("~/m/" + User.Identity.Name + "/");
void Page_Load() { var p = Request["p"]; if (p == null) p = Folder + Request["f"]; File.Delete(p); }
</script>
==== folder-manager.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string Folder => Server.MapPath("~/m/" + User.Identity.Name + "/");
void Page_Load() { File.Delete(Folder + Request["f"]); Response.WriteFile(Folder + Request["f"]);
 foreach (var f in Directory.GetFiles(Folder + Request["d"])) Response.Write(f); File.WriteAllText(Folder + Request["f"], Request["t"]); }
</script>
==== folder-of-request.asp
<%
Dim 1broken
base = Request("b")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
fso.DeleteFile base & Request("f")
%>
==== list-of-request.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load() { int 1broken; var known = Request["k"].Split(';'); var c = Request.Form.GetValues("col").Where(known.Contains); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-not.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { int 1broken; var c = Request.Form.GetValues("col").Where(x => !allowed.Contains(x)); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-or.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { int 1broken; var c = Request.Form.GetValues("col").Where(x => allowed.Contains(x) || x.Length > 1); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-part.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load() { int 1broken; var c = Request.Form.GetValues("col").Where(x => x.Contains("select")); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-except.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { int 1broken; var c = Request.Form.GetValues("col").Except(allowed); new SqlDataAdapter(string.Join(",", c), cn).Fill(t); }
</script>
==== list-unlike.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] allowed = { "a", "b" };
void Page_Load() { int 1broken; var x = Request["q"]; if (allowed.Any(a => a != x)) new SqlDataAdapter(x, cn).Fill(t); }
</script>
==== list-of-acts.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] cmds = { "cmd", "powershell" };
void Page_Load() { int 1broken; var x = Request.Form.GetValues("q").First(cmds.Contains); Process.Start(x, Request["a"]); }
</script>
"""
)
