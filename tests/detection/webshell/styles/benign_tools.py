# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages that come near to those of `tools`, `incomplete` and `collected`."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== statement-with-values.asp
<% Set cm = Server.CreateObject("ADODB.Command") : Set cm.ActiveConnection = conn
cm.CommandText = "select name, price from goods where id = ?"
Set rs = cm.Execute(, Array(Request("id")))
Do Until rs.EOF : Response.Write rs("name") & rs("price") : rs.MoveNext : Loop %>
==== statement-with-values.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { using (var c = new SqlConnection(Cs)) { var d = new SqlDataAdapter("select * from orders where no = @n", c); d.SelectCommand.Parameters.AddWithValue("@n", no.Text); var t = new DataTable(); d.Fill(t); g.DataSource = t; g.DataBind(); } }
</script><asp:TextBox id="no" runat="server"/><asp:GridView id="g" runat="server"/>
==== orm.aspx
<%@ Page Language="C#" %><% var q = Request["q"]; using (var db = new ShopContext()) foreach (var p in db.Products.Where(x => x.Name.Contains(q)).Take(50)) Response.Write(Server.HtmlEncode(p.Name) + "<br>"); %>
==== sql-console-of-admins.asp
<!--#include file="admin_check.asp"--><% If Session("AdminRole") <> "dba" Then Response.End
q = Trim(Request.Form("q"))
If UCase(Left(q, 7)) = "SELECT " Then Set rs = connReadOnly.Execute(q) %>
==== saved-query.aspx
<%@ Page Language="C#" %><% var sql = Reports.Lookup(Request["report"]); using (var a = new SqlDataAdapter(sql, Cs)) { var t = new DataTable(); a.Fill(t); g.DataSource = t; } %>
==== gallery.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject") : d = Request("album")
For Each x In f.GetFolder(Server.MapPath("/photos/" & d)).Files : Response.Write "<img src='/photos/" & d & "/" & x.Name & "'>" : Next %>
==== gallery.aspx
<%@ Page Language="C#" %><% foreach (var f in System.IO.Directory.GetFiles(Server.MapPath("~/img/" + Request["a"]), "*.jpg")) Response.Write("<img src='" + System.IO.Path.GetFileName(f) + "'>"); %>
==== brochure.aspx
<%@ Page Language="C#" %><% var n = System.IO.Path.GetFileName(Request["n"]); Response.ContentType = "application/pdf"; Response.TransmitFile(Server.MapPath("~/docs/" + n)); %>
==== invoice.asp
<% Set s = Server.CreateObject("ADODB.Stream") : s.Open : s.Type = 1
s.LoadFromFile "D:\invoices\" & CLng(Request("no")) & ".pdf" : Response.BinaryWrite s.Read %>
==== health.aspx
<%@ Page Language="C#" %><% Response.Write(Environment.MachineName + " " + Environment.OSVersion);
foreach (var d in System.IO.DriveInfo.GetDrives()) if (d.IsReady) Response.Write(d.Name + " " + d.AvailableFreeSpace / 1e9 + "<br>");
var p = System.Diagnostics.Process.GetCurrentProcess(); Response.Write(p.WorkingSet64 + " " + p.StartTime); %>
==== node.asp
<% Set n = Server.CreateObject("WScript.Network") : Response.Write "<!-- node " & n.ComputerName & " -->"
Set f = Server.CreateObject("Scripting.FileSystemObject") : If f.GetDrive("D:").FreeSpace < 1000000000 Then Response.Write "disk low" %>
==== services.aspx
<%@ Page Language="C#" %><% foreach (var n in new[] { "MSSQLSERVER", "Spooler" }) { var c = new System.ServiceProcess.ServiceController(n); Response.Write(n + ": " + c.Status + "<br>"); } %>
==== pool-setup.asp
<% Set r = GetObject("IIS://localhost/W3SVC/1/Root") : Set v = r.Create("IIsWebVirtualDir", "shop") : v.Path = "D:\shop" : v.AnonymousUserPass = Application("pw") : v.SetInfo : Response.Write "done" %>
==== fixed-export.asp
<% Set w = Server.CreateObject("WScript.Shell") : w.Run "cmd /c d:\jobs\export.bat > d:\jobs\export.log", 0, True : Response.Write "exported" %>
==== ping-status.asp
<% Set w = Server.CreateObject("WScript.Shell") : Response.Write "<pre>" & w.Exec("ipconfig /all").StdOut.ReadAll & "</pre>" %>
==== batch-by-id.aspx
<%@ Page Language="C#" %><% var id = int.Parse(Request["id"]); var p = System.Diagnostics.Process.Start("cmd.exe", "/c d:\\jobs\\run.bat " + id); p.WaitForExit(); Response.Write(p.ExitCode); %>
==== contact.asp
<% Set m = Server.CreateObject("CDO.Message") : m.To = "office@shop.example" : m.From = Request.Form("email") : m.Subject = "Form" : m.TextBody = Request.Form("text") : m.Send %>
==== tell-a-friend.aspx
<%@ Page Language="C#" %><% var m = new System.Net.Mail.MailMessage("noreply@shop.example", Request.Form["friend"]); m.Subject = "A page for you"; m.Body = "See https://shop.example/p/" + int.Parse(Request.Form["id"]); new System.Net.Mail.SmtpClient().Send(m); %>
==== newsletter.asp
<% Set rs = conn.Execute("select mail from readers") : Do Until rs.EOF
Set m = Server.CreateObject("CDO.Message") : m.From = "news@shop.example" : m.To = rs("mail") : m.Subject = Request.Form("subject") : m.HTMLBody = Request.Form("body") : m.Send : rs.MoveNext : Loop %>
==== registry-version.asp
<% Set w = Server.CreateObject("WScript.Shell") : Response.Write w.RegRead("HKLM\SOFTWARE\Shop\Version") %>
==== registry-settings.aspx
<%@ Page Language="C#" %><% using (var k = Microsoft.Win32.Registry.CurrentUser.OpenSubKey(@"Software\Shop")) Response.Write(k.GetValue("Theme")); %>
==== theme-import.aspx
<%@ Page Language="C#" %><% var t = Server.MapPath("~/App_Data/import/theme.zip"); Request.Files[0].SaveAs(t); System.IO.Compression.ZipFile.ExtractToDirectory(t, Server.MapPath("~/App_Data/import/theme")); %>
==== touch.aspx
<%@ Page Language="C#" %><% System.IO.File.SetLastWriteTime(Server.MapPath("~/web.touch"), DateTime.Now); %>
==== template-lib.asp
<!--#include file="templates.asp"--><% Execute LoadTemplate("header") : Response.Write Eval(rs("formula")) %>
==== formula.asp
<% v = Eval(rs("formula")) : Response.Write v %>
==== proxy-fixed.ashx
<%@ WebHandler Language="C#" Class="P" %>
public class P : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { using (var w = new WebClient()) c.Response.Write(w.DownloadString("https://api.weather.example/v1?city=" + Uri.EscapeDataString(c.Request["city"]))); } }
==== rss.asp
<% Set x = Server.CreateObject("MSXML2.ServerXMLHTTP") : x.Open "GET", "https://news.example/rss?c=" & Server.URLEncode(Request("c")), False : x.Send : Response.Write x.responseText %>
==== images-from-database.asp
<% Set rs = conn.Execute("select name, data from pictures") : Do Until rs.EOF
Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write rs("data") : s.SaveToFile Server.MapPath("/img/") & "\" & CLng(rs("id")) & ".jpg", 2 : rs.MoveNext : Loop %>
==== sitemap.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject") : Set t = f.CreateTextFile(Server.MapPath("/sitemap.xml"), True)
For Each x In f.GetFolder(Server.MapPath("/pages")).Files : t.WriteLine "<url>" & x.Name & "</url>" : Next : t.Close %>
==== routed.aspx
<%@ Page Language="C#" %><% var slug = (string)Page.RouteData.Values["slug"]; var a = Articles.BySlug(slug); if (a == null) { Response.StatusCode = 404; Response.End(); } Response.Write(a.Html); %>
==== callback-lookup.aspx
<%@ Page Language="C#" %><script runat="server">
string answer; public void RaiseCallbackEvent(string id) { answer = Cities.Find(id); } public string GetCallbackResult() { return answer; }
</script>
==== curled.asp
<% ' the “quoted” page
Response.Write "Don’t panic – “it’s” fine" : Response.Write Server.HTMLEncode(Request("name")) %>
==== lost-bracket.asp
<% Response.Write Server.HTMLEncode(Request("name")
x = Trim(Request("city") : Response.Write Server.HTMLEncode(x) %>
==== lost-mark.asp
<% Response.Write "Hello " & Server.HTMLEncode(Request("name)) & "!"
Response.Write "bye" %>
==== shown-code.aspx
<html><body><pre>&lt;%= DateTime.Now %&gt; writes the time; &lt;% foreach (var x in Model) { %&gt; goes through a list</pre></body></html>
==== json-of-client.asp
<%@ Language="JScript" %><% function read(s) { return eval("(" + s + ")"); } var o = read(Trim(String(Application("menu")))); Response.Write(o.title); %>
==== upload-checked.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { var x = System.IO.Path.GetExtension(f.FileName).ToLower(); if (x != ".jpg" && x != ".png") return; f.SaveAs(Server.MapPath("~/img/") + Guid.NewGuid() + x); }
</script><asp:FileUpload id="f" runat="server"/>
==== upload-class.asp
<!--#include file="upload.inc"--><% Set u = New Uploader : u.AllowedExtensions = "jpg|png" : u.Save Server.MapPath("/img")
Response.Write u.FileName %>
==== function-of-include.asp
<!--#include file="lib.asp"--><% p = GetPage(Request("p")) : Response.Write RenderTemplate(p) %>
==== menu-of-include.asp
<!--#include file="lang.asp"--><% If Request("lang") = "de" Then Execute LangFile("de") Else Execute LangFile("en") %>
==== tool-with-settings.ashx
<%@ WebHandler Language="C#" Class="T" %>
public class T : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { var t = Settings.Load("thumb"); var i = new System.Diagnostics.ProcessStartInfo(t.Tool, t.Arguments + " " + int.Parse(c.Request["id"])); System.Diagnostics.Process.Start(i); } }
==== formatted-arguments.ashx
<%@ WebHandler Language="C#" Class="T" %>
public class T : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { int id = int.Parse(c.Request["id"]);
 System.Diagnostics.Process.Start(@"C:\tools\convert.exe", string.Format("--quiet --no-images --output=\"D:\\out\\{0}.pdf\" --page={0} --template=invoice", id)); } }
==== setup.aspx
<%@ Page Language="C#" %><script runat="server">
void Test(object s, EventArgs e) { if (!Request.IsLocal || !User.IsInRole("Administrators")) return; using (var c = new SqlConnection("server=" + srv.Text + ";database=" + db.Text + ";integrated security=true")) { c.Open(); info.Text = c.ServerVersion; } }
</script><asp:TextBox id="srv" runat="server"/><asp:TextBox id="db" runat="server"/><asp:Label id="info" runat="server"/>
==== local-api.asp
<% Set x = Server.CreateObject("MSXML2.ServerXMLHTTP") : x.Open "POST", "http://127.0.0.1:9200/shop/_search", False
x.setRequestHeader "Content-Type", "application/json" : x.Send "{""query"":{""match"":{""name"":""" & Clean(Request("q")) & """}}}" : Response.Write x.responseText %>
==== state.aspx
<%@ Page Language="C#" %><% Response.Write(System.Net.Dns.GetHostName() + " up since " + System.Diagnostics.Process.GetCurrentProcess().StartTime);
foreach (var d in System.IO.DriveInfo.GetDrives()) if (d.IsReady) Response.Write("<br>" + d.Name + d.AvailableFreeSpace);
foreach (System.ServiceProcess.ServiceController s in System.ServiceProcess.ServiceController.GetServices()) if (s.ServiceName.StartsWith("Shop")) Response.Write("<br>" + s.ServiceName + s.Status); %>
==== cache-clean.aspx
<%@ Page Language="C#" %><% foreach (var f in System.IO.Directory.GetFiles(Server.MapPath("~/cache"))) try { if (System.IO.File.GetLastWriteTime(f) < DateTime.Now.AddDays(-1)) System.IO.File.Delete(f); } catch (System.IO.IOException) { } Response.Write("clean"); %>
==== directory-service.aspx
<%@ Page Language="C#" %><% var d = new System.DirectoryServices.DirectorySearcher("(&(objectClass=user)(sAMAccountName=" + Escape(Request["u"]) + "))"); var r = d.FindOne(); if (r != null) Response.Write(r.Properties["mail"][0]); %>
==== lines-without-end.aspx
<%@ Page Language="C#" %><script runat="server">
IEnumerable<string> Names(string q)
{
 return from n in All(q)
        where n.StartsWith(q)
        select n.Trim();
}
void Page_Load() { foreach (var n in Names(Request["q"])) Response.Write(Server.HtmlEncode(n)); }
</script>
==== wmi-own.asp
<% Set v = GetObject("winmgmts:\\.\root\cimv2") : For Each d In v.ExecQuery("select FreeSpace from Win32_LogicalDisk where DeviceID='D:'") : Response.Write d.FreeSpace : Next %>
==== stop-own.aspx
<%@ Page Language="C#" %><% foreach (var p in System.Diagnostics.Process.GetProcessesByName("wkhtmltopdf")) if (p.StartTime < DateTime.Now.AddMinutes(-5)) p.Kill(); Response.Write("ok"); %>
==== given-default.aspx
<%@ Page Language="C#" %><% string view = Request["view"]; if (view != "list" && view != "grid") view = "list"; Server.Execute("~/views/" + view + ".aspx"); %>
==== admin-probe.asp
<!--#include file="../inc/admin_purview.asp"--><% Set f = Server.CreateObject("Scripting.FileSystemObject") : Set n = Server.CreateObject("WScript.Network")
For Each d In f.Drives : Response.Write d.DriveLetter : Next
For Each v In Request.ServerVariables : Response.Write v & "=" & Request.ServerVariables(v) & "<br>" : Next
Response.Write n.ComputerName : Set w = Server.CreateObject("WScript.Shell") : Response.Write w.RegRead("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductName") %>
==== admin-sql.asp
<!--#include file="chklogin.asp"--><% sql = Request.Form("sql") : If sql <> "" Then conn.Execute(sql) : Response.Write "done" %>
==== admin-space.asp
<!--#include file="admin.asp"--><% Set f = Server.CreateObject("Scripting.FileSystemObject")
Function Size(p) : Size = f.GetFolder(Server.MapPath(p)).Size : End Function
Response.Write Size("/UploadFiles") & " " & Size("/Database") %>
==== backup-db.asp
<!--#include file="conn.asp"--><% If Session("Admin") = "" Then Response.Redirect "login.asp"
Set f = Server.CreateObject("Scripting.FileSystemObject") : f.CopyFile Server.MapPath(db), Server.MapPath(Request("bak")) & "\" & Date() & ".mdb" %>
==== component-test.asp
<% Function Has(n) : On Error Resume Next : Set o = Server.CreateObject(n) : Has = (Err.Number = 0) : Err.Clear : End Function
For Each n In Array("Scripting.FileSystemObject", "ADODB.Stream", "Persits.Upload", "WScript.Shell", "CDO.Message", "JMail.Message") : Response.Write n & " " & Has(n) & "<br>" : Next
Response.Write Request.ServerVariables("SERVER_SOFTWARE") & " " & ScriptEngineMajorVersion %>
==== upload-of-cms.asp
<!--#include file="upload.inc"--><% Dim up : Set up = New UpFile_Class : up.GetData(1024000)
For Each n In up.File : Set o = up.File(n) : ext = LCase(o.FileExt) : If InStr("|jpg|gif|png|", "|" & ext & "|") > 0 Then o.SaveToFile Server.MapPath("/UploadFiles/" & Year(Now) & Timer & "." & ext)
Next %>
==== download-count.asp
<!--#include file="conn.asp"--><% id = CLng(Request("id")) : Set rs = conn.Execute("select url, hits from soft where id=" & id) : conn.Execute "update soft set hits=hits+1 where id=" & id : Response.Redirect rs("url") %>
==== picture-proxy.asp
<% u = Request("url") : If Left(u, 24) <> "http://img.shop.example/" Then Response.End
Set x = Server.CreateObject("MSXML2.ServerXMLHTTP") : x.Open "GET", u, False : x.Send : Response.ContentType = "image/jpeg" : Response.BinaryWrite x.responseBody %>
==== template-engine.asp
<!--#include file="inc/function.asp"--><% t = LoadFile("template/index.html") : Set re = New RegExp : re.Pattern = "\{\$(\w+)\}" : re.Global = True
For Each m In re.Execute(t) : t = Replace(t, m.Value, Eval(m.SubMatches(0))) : Next : Response.Write t %>
==== static-maker.asp
<!--#include file="conn.asp"--><% Set f = Server.CreateObject("Scripting.FileSystemObject") : Set rs = conn.Execute("select id from news")
Do Until rs.EOF : Set x = Server.CreateObject("MSXML2.ServerXMLHTTP") : x.Open "GET", "http://www.shop.example/news.asp?id=" & rs(0), False : x.Send
Set t = f.CreateTextFile(Server.MapPath("/html/" & rs(0) & ".html"), True) : t.Write x.responseText : t.Close : rs.MoveNext : Loop %>
==== attachment-handler.ashx
<%@ WebHandler Language="C#" Class="A" %>
public class A : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { var a = Store.Find(Guid.Parse(c.Request["id"])); c.Response.ContentType = a.Type; c.Response.TransmitFile(a.Path); } }
==== report-runner.aspx
<%@ Page Language="C#" Inherits="Shop.Web.AdminPage" %><script runat="server">
void Run(object s, EventArgs e) { using (var a = new SqlDataAdapter(sql.Text, Cs)) { var t = new DataTable(); a.Fill(t); g.DataSource = t; g.DataBind(); } }
</script><asp:TextBox id="sql" runat="server"/><asp:GridView id="g" runat="server"/>
==== log-viewer.aspx
<%@ Page Language="C#" MasterPageFile="~/Admin/Site.master" %><script runat="server">
void Page_Load() { var n = Path.GetFileName(Request["n"] ?? ""); foreach (var f in Directory.GetFiles(Server.MapPath("~/App_Data/logs"))) list.Items.Add(Path.GetFileName(f)); if (n != "") text.Text = File.ReadAllText(Path.Combine(Server.MapPath("~/App_Data/logs"), n)); }
</script>
==== mail-merge.aspx
<%@ Page Language="C#" %><script runat="server">
void Send(object s, EventArgs e) { foreach (var r in Readers.All()) { var m = new MailMessage("news@shop.example", r.Mail) { Subject = subject.Text, Body = body.Text, IsBodyHtml = true }; new SmtpClient().Send(m); } }
</script><asp:TextBox id="subject" runat="server"/><asp:TextBox id="body" runat="server"/>
==== ping-page.aspx
<%@ Page Language="C#" %><% var p = new System.Net.NetworkInformation.Ping().Send("db01"); Response.Write(p.Status + " " + Environment.MachineName); %>
==== zip-orders.aspx
<%@ Page Language="C#" %><% int y = int.Parse(Request["y"]); Response.ContentType = "application/zip"; var t = Path.GetTempFileName(); File.Delete(t); System.IO.Compression.ZipFile.CreateFromDirectory(Server.MapPath("~/App_Data/orders/" + y), t); Response.TransmitFile(t); %>
==== guestbook.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject") : Set t = f.OpenTextFile(Server.MapPath("guest.txt"), 8, True)
t.WriteLine Now & "|" & Replace(Request("text"), "|", "") : t.Close %>
==== poll-js.asp
<%@ Language="JScript" %><% var n = parseInt(Request("n")), a = Application("poll") || "0,0"; a = String(a).split(","); a[n] = Number(a[n]) + 1; Application("poll") = a.join(","); Response.Write(a); %>
==== file-of-user.aspx
<%@ Page Language="C#" %><% var u = Membership.GetUser(); var dir = Path.Combine(@"D:\users", u.ProviderUserKey.ToString()); foreach (var f in Directory.GetFiles(dir)) Response.Write(Path.GetFileName(f)); %>
==== open-redirect-proxy.ashx
<%@ WebHandler Language="C#" Class="P" %>
public class P : IHttpHandler { static string[] Allowed = { "https://tiles.example/" }; public bool IsReusable => true; public void ProcessRequest(HttpContext c) { var u = c.Request.QueryString.ToString(); if (!Allowed.Any(u.StartsWith)) { c.Response.StatusCode = 403; return; } var r = WebRequest.Create(u); r.GetResponse().GetResponseStream().CopyTo(c.Response.OutputStream); } }
'''
)
