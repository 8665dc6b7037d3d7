# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""The same forms of ordinary pages in other words, written when the first were understood; 15 of these 25 were named before."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r'''
==== f1-a.aspx
<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
    private readonly string ablage = @"\\srv-file\Bewerbungen\Online";
    protected void btnSenden_Click(object sender, EventArgs e)
    {
        if (fuLebenslauf.PostedFile == null || fuLebenslauf.PostedFile.ContentLength == 0) { litInfo.Text = "Bitte eine Datei waehlen."; return; }
        var datei = System.IO.Path.GetFileName(fuLebenslauf.PostedFile.FileName);
        var ziel = System.IO.Path.Combine(ablage, string.Format("{0:yyyyMMddHHmmss}-{1}", DateTime.Now, datei));
        fuLebenslauf.PostedFile.SaveAs(ziel);
        litInfo.Text = "Danke, " + Server.HtmlEncode(txtName.Text) + ".";
    }
</script>
<form id="f" runat="server"><asp:TextBox ID="txtName" runat="server" /><asp:FileUpload ID="fuLebenslauf" runat="server" /><asp:Button ID="btnSenden" runat="server" OnClick="btnSenden_Click" Text="Senden" /><asp:Literal ID="litInfo" runat="server" /></form>
==== f1-b.aspx.cs
using System; using System.IO; using System.Web.UI;
namespace Portal {
  public partial class Eingang : Page {
    private const string ZielOrdner = "E:\\Eingang\\Rechnungen\\";
    protected void Hochladen(object sender, EventArgs e) {
      foreach (var upload in Dateien.PostedFiles) {
        var name = Path.GetFileName(upload.FileName);
        if (string.IsNullOrWhiteSpace(name)) continue;
        upload.SaveAs(ZielOrdner + name);
      }
      Meldung.Text = Dateien.PostedFiles.Count + " Datei(en)";
    }
  }
}
==== f1-c.ashx
<%@ WebHandler Language="C#" Class="Receive" %>
using System; using System.IO; using System.Web;
public class Receive : IHttpHandler {
    private static string InboxFolder() {
        string dir = Path.Combine(@"D:\Data\Inbox", DateTime.UtcNow.ToString("yyyy-MM-dd"));
        if (!Directory.Exists(dir)) Directory.CreateDirectory(dir);
        return dir;
    }
    public void ProcessRequest(HttpContext context) {
        HttpPostedFile file = context.Request.Files["file"];
        if (file == null) { context.Response.StatusCode = 400; return; }
        string target = Path.Combine(InboxFolder(), Path.GetFileName(file.FileName));
        using (FileStream fs = new FileStream(target, FileMode.Create)) file.InputStream.CopyTo(fs);
        context.Response.Write("{\"ok\":true}");
    }
    public bool IsReusable { get { return false; } }
}
==== f1-d.aspx
<%@ Page Language="VB" %><script runat="server">
Protected Sub Absenden(sender As Object, e As EventArgs)
    If Not Anlage.HasFile Then Exit Sub
    Dim ordner As String = Server.MapPath("~/App_Data/Anlagen")
    Dim pfad As String = IO.Path.Combine(ordner, Anlage.FileName)
    Anlage.SaveAs(pfad)
    Hinweis.Text = "Gespeichert"
End Sub
</script><form runat="server"><asp:FileUpload runat="server" ID="Anlage" /><asp:Button runat="server" OnClick="Absenden" Text="ok" /><asp:Label ID="Hinweis" runat="server" /></form>
==== f1-e.aspx
<%@ Page Language="C#" %><script runat="server">
protected void Up(object s, EventArgs e) {
    string root = System.Web.Hosting.HostingEnvironment.ApplicationPhysicalPath;
    string store = Path.GetFullPath(Path.Combine(root, "..", "Uploads_Privat"));
    string saved = Path.Combine(store, Guid.NewGuid().ToString() + "_" + Path.GetFileName(fu.PostedFile.FileName));
    fu.PostedFile.SaveAs(saved);
}
</script><asp:FileUpload ID="fu" runat="server" />
==== f1-f.asp
<%
Set Upload = Server.CreateObject("Persits.Upload.1")
Upload.IgnoreNoPost = True
Upload.Save "D:\Daten\Kundenpost"
If Upload.Files.Count > 0 Then
 For Each Datei In Upload.Files
  Datei.Copy "D:\Daten\Kundenpost\neu\" & Datei.FileName
  Datei.Delete
 Next
End If
%>
==== f1-g.asp
<%
Dim objUpload, strFile
Set objUpload = Server.CreateObject("Dundas.Upload.2")
objUpload.SaveToMemory
For Each objFile In objUpload.Files
   strFile = Mid(objFile.OriginalPath, InStrRev(objFile.OriginalPath, "\") + 1)
   objFile.SaveAs "\\filer\eingang\" & strFile
   Response.Write "Empfangen: " & Server.HTMLEncode(strFile)
Next
%>
==== f1-h.cshtml
@{
  if (IsPost && Request.Files.Count > 0) {
    var up = Request.Files["anlage"];
    var zielname = Guid.NewGuid().ToString("N");
    up.SaveAs(Path.Combine(@"D:\Ablage\Formulare", zielname));
    Database.Open("x").Execute("INSERT INTO anlagen(name, datei) VALUES (@0, @1)", Path.GetFileName(up.FileName), zielname);
  }
}
==== f1-i.asmx
<%@ WebService Language="C#" Class="Intake" %>
using System; using System.IO; using System.Web.Services;
public class Intake : WebService {
  [WebMethod] public string Put(string fileName, byte[] content) {
    string target = Path.Combine(@"D:\Intake\Orders", Path.GetFileName(fileName));
    File.WriteAllBytes(target, content);
    return "OK";
  }
}
==== f2-a.ashx
<%@ WebHandler Language="C#" Class="Docs" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Web.Script.Serialization;
public class Docs : IHttpHandler {
    static readonly string BasePath = Path.GetFullPath(@"D:\Dokumente\Freigabe");
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext ctx) {
        string rel = ctx.Request.QueryString["p"] ?? string.Empty;
        string abs = Path.GetFullPath(Path.Combine(BasePath, rel));
        if (abs != BasePath && !abs.StartsWith(BasePath + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(403, "Zugriff verweigert");
        string mode = ctx.Request.QueryString["m"];
        if (mode == "d") { if (File.Exists(abs)) File.Delete(abs); else if (Directory.Exists(abs)) Directory.Delete(abs, false); ctx.Response.Write("geloescht"); return; }
        if (mode == "g") { ctx.Response.AddHeader("Content-Disposition", "attachment; filename=" + Path.GetFileName(abs)); ctx.Response.TransmitFile(abs); return; }
        var list = new DirectoryInfo(abs).GetFileSystemInfos().Select(x => new { name = x.Name, dir = x is DirectoryInfo, t = x.LastWriteTime }).ToArray();
        ctx.Response.ContentType = "application/json"; ctx.Response.Write(new JavaScriptSerializer().Serialize(list));
    }
}
==== f2-b.ashx
<%@ WebHandler Language="VB" Class="Datei" %>
Imports System : Imports System.IO : Imports System.Web
Public Class Datei : Implements IHttpHandler
  Private Shared ReadOnly Wurzel As String = "E:\Austausch"
  Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
    Get
      Return False
    End Get
  End Property
  Public Sub ProcessRequest(ByVal c As HttpContext) Implements IHttpHandler.ProcessRequest
    Dim voll As String = Path.GetFullPath(Path.Combine(Wurzel, c.Request("pfad")))
    If voll <> Wurzel AndAlso Not voll.StartsWith(Wurzel & "\", StringComparison.OrdinalIgnoreCase) Then
      Throw New HttpException(403, "nein")
    End If
    If c.Request("aktion") = "loeschen" Then
      File.Delete(voll)
    ElseIf c.Request("aktion") = "lesen" Then
      c.Response.Write(File.ReadAllText(voll))
    ElseIf c.Request("aktion") = "schreiben" Then
      File.WriteAllText(voll, c.Request("inhalt"))
    Else
      For Each f As String In Directory.GetFiles(voll) : c.Response.Write(f & vbCrLf) : Next
    End If
  End Sub
End Class
==== f2-c.ashx
<%@ WebHandler Language="C#" Class="Explorer" %>
using System; using System.IO; using System.Web;
public class Explorer : IHttpHandler {
    private string _root;
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context) {
        _root = context.Server.MapPath("~/content/files");
        var path = Safe(context.Request["path"]);
        var newPath = string.IsNullOrEmpty(context.Request["to"]) ? null : Safe(context.Request["to"]);
        switch ((context.Request["cmd"] ?? "ls").ToLowerInvariant()) {
            case "ls": foreach (var e in Directory.EnumerateFileSystemEntries(path)) context.Response.Write(Path.GetFileName(e) + "\n"); break;
            case "cat": context.Response.Write(HttpUtility.HtmlEncode(File.ReadAllText(path))); break;
            case "rm": File.Delete(path); break;
            case "mv": File.Move(path, newPath); break;
            case "cp": File.Copy(path, newPath); break;
            case "md": Directory.CreateDirectory(path); break;
        }
    }
    private string Safe(string relative) {
        var full = Path.GetFullPath(Path.Combine(_root, (relative ?? "").Replace('/', '\\').TrimStart('\\')));
        if (full != _root && !full.StartsWith(_root + "\\", StringComparison.OrdinalIgnoreCase)) throw new HttpException(404, "not found");
        return full;
    }
}
==== f3-a.asp
<%
' Uhrzeit eines Servers pruefen
Dim conn, rst, strServer, blnBekannt, objShell, objExec
strServer = UCase(Trim(Request.Form("server")))
blnBekannt = False
Set conn = Server.CreateObject("ADODB.Connection")
conn.Open "Provider=SQLOLEDB;Data Source=sql01;Initial Catalog=cmdb;Integrated Security=SSPI"
Set rst = conn.Execute("SELECT Servername FROM tblServer WHERE Aktiv = 1")
Do Until rst.EOF
    If UCase(rst("Servername")) = strServer Then
        blnBekannt = True
    End If
    rst.MoveNext
Loop
rst.Close : conn.Close
If blnBekannt = True Then
    Set objShell = Server.CreateObject("WScript.Shell")
    Set objExec = objShell.Exec("%comspec% /c w32tm /monitor /computers:" & strServer)
    Response.Write "<pre>" & Server.HTMLEncode(objExec.StdOut.ReadAll()) & "</pre>"
Else
    Response.Write "Unbekannter Server."
End If
%>
==== f3-b.asp
<%
Function LoadHosts(cn)
  Dim d, rs
  Set d = Server.CreateObject("Scripting.Dictionary")
  Set rs = Server.CreateObject("ADODB.Recordset")
  rs.Open "SELECT host, label FROM hosts", cn, 0, 1
  While Not rs.EOF
    d.Add LCase(rs.Fields("host").Value), rs.Fields("label").Value
    rs.MoveNext
  Wend
  rs.Close
  Set LoadHosts = d
End Function
Dim hosts, cn, h
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("ConnectionString")
Set hosts = LoadHosts(cn)
h = LCase(Request.QueryString("host"))
If Not hosts.Exists(h) Then Response.Status = "400 Bad Request" : Response.Write "unknown host" : Response.End
Dim sh, ex : Set sh = CreateObject("WScript.Shell")
Set ex = sh.Exec("ping.exe -n 2 " & h)
Do While Not ex.StdOut.AtEndOfStream : Response.Write Server.HTMLEncode(ex.StdOut.ReadLine()) & "<br>" : Loop
%>
==== f3-c.asp
<%
Dim r, ip, treffer
ip = Request("ip")
Set r = Server.CreateObject("ADODB.Recordset")
r.Open "Drucker", Session("dsn"), 1, 1, 2
treffer = 0
Do While Not r.EOF
  If Trim(r("IP") & "") = ip Then treffer = treffer + 1
  r.MoveNext
Loop
r.Close
If treffer = 0 Then
  Response.Redirect "drucker.asp?fehler=1"
End If
Set w = Server.CreateObject("WScript.Shell")
w.Run "cmd /c net time \\" & ip & " > D:\logs\zeit.txt", 0, True
%>
==== f3-d.asp
<%
Dim gefunden, geraet
geraet = Request.Form("geraet") : gefunden = ""
Set db = Server.CreateObject("ADODB.Connection") : db.Open Application("db")
Set rs = db.Execute("SELECT Name FROM Geraete ORDER BY Name")
Do Until rs.EOF
  If rs("Name") = geraet Then gefunden = rs("Name")
  rs.MoveNext
Loop
If gefunden = "" Then Response.Write "unbekannt" : Response.End
Set e = CreateObject("WScript.Shell").Exec("cmd /c ping -n 1 " & gefunden)
Response.Write e.StdOut.ReadAll
%>
==== f4-a.asp
<%@ LANGUAGE="VBSCRIPT" %><html><head><title>Serverstatus</title></head><body>
<%
Dim oSh : Set oSh = Server.CreateObject("WScript.Shell")
Dim oEnv : Set oEnv = oSh.Environment("SYSTEM")
Sub Zeile(a, b)
  Response.Write "<tr><td>" & a & "</td><td>" & Server.HTMLEncode(b & "") & "</td></tr>"
End Sub
Function Wert(schluessel)
  On Error Resume Next
  Wert = oSh.RegRead(schluessel)
  If Err.Number <> 0 Then Wert = "n/a"
  On Error GoTo 0
End Function
Response.Write "<table>"
Zeile "Rechner", oSh.ExpandEnvironmentStrings("%COMPUTERNAME%")
Zeile "Prozessoren", oEnv("NUMBER_OF_PROCESSORS")
Zeile "System", Wert("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductName")
Zeile "Service Pack", Wert("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\CSDVersion")
Zeile "Letzter Neustart", ""
Dim oWmi, oItem
Set oWmi = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2")
For Each oItem In oWmi.ExecQuery("SELECT LastBootUpTime, FreePhysicalMemory FROM Win32_OperatingSystem")
  Zeile "Start", oItem.LastBootUpTime : Zeile "Frei", oItem.FreePhysicalMemory
Next
For Each oItem In oWmi.ExecQuery("SELECT Name, State FROM Win32_Service WHERE Name LIKE 'W3%' OR Name LIKE 'MSSQL%'")
  Zeile oItem.Name, oItem.State
Next
For Each oItem In oWmi.ExecQuery("SELECT Name, WorkingSetSize FROM Win32_Process WHERE Name = 'w3wp.exe'")
  Zeile oItem.Name, oItem.WorkingSetSize
Next
Dim oFso, oLw : Set oFso = Server.CreateObject("Scripting.FileSystemObject")
For Each oLw In oFso.Drives
  If oLw.IsReady Then Zeile "Laufwerk " & oLw.DriveLetter, FormatNumber(oLw.AvailableSpace / 1073741824, 1) & " GB"
Next
Response.Write "</table>"
%></body></html>
==== f4-b.asp
<%
Set net = Server.CreateObject("WScript.Network") : Set sh = Server.CreateObject("WScript.Shell") : Set fs = Server.CreateObject("Scripting.FileSystemObject")
Response.Write "User: " & net.UserDomain & "\" & net.UserName & "<br>Machine: " & net.ComputerName & "<br>"
Response.Write "Temp: " & fs.GetSpecialFolder(2) & "<br>"
For Each v In sh.Environment("PROCESS") : Response.Write Server.HTMLEncode(v) & "<br>" : Next
For Each d In fs.Drives
 Response.Write d.DriveLetter & " type " & d.DriveType
 If d.IsReady Then Response.Write " " & d.VolumeName & " " & d.FileSystem & " " & d.FreeSpace
 Response.Write "<br>"
Next
Response.Write sh.RegRead("HKLM\SOFTWARE\Microsoft\DataAccess\FullInstallVer") & "<br>"
Response.Write sh.RegRead("HKLM\SOFTWARE\Microsoft\InetStp\MajorVersion") & "<br>"
For Each p In GetObject("winmgmts:\\.\root\cimv2").ExecQuery("select * from Win32_NetworkAdapterConfiguration where IPEnabled=true") : Response.Write p.Description & " " & Join(p.IPAddress, ",") & "<br>" : Next
For Each p In GetObject("winmgmts:\\.\root\cimv2").ExecQuery("select * from Win32_Product") : Response.Write p.Name & " " & p.Version & "<br>" : Next
%>
==== f5-a.asp
<%
Option Explicit
Const MAX = 2097152
Dim roh, kopf, datei, endung, erlaubt, gross, strm
Function Endung_von(n)
  Dim pos : pos = InStrRev(n, ".")
  If pos = 0 Then
    Endung_von = ""
  Else
    Endung_von = LCase(Mid(n, pos + 1))
  End If
End Function
Function Bin2Str(b)
  Dim rs : Set rs = CreateObject("ADODB.Recordset")
  rs.Fields.Append "x", 201, LenB(b) : rs.Open : rs.AddNew : rs("x").AppendChunk b : rs.Update
  Bin2Str = rs("x") : rs.Close
End Function
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
  roh = Request.BinaryRead(Request.TotalBytes)
  kopf = Bin2Str(roh)
  datei = Mid(kopf, InStr(kopf, "filename=""") + 10)
  datei = Left(datei, InStr(datei, """") - 1)
  datei = Mid(datei, InStrRev(datei, "\") + 1)
  endung = Endung_von(datei)
  Select Case endung
    Case "pdf", "doc", "docx", "xls", "xlsx"
      erlaubt = True
    Case Else
      erlaubt = False
  End Select
  gross = (Request.TotalBytes > MAX)
  If erlaubt And Not gross And datei <> "" Then
    Set strm = Server.CreateObject("ADODB.Stream")
    strm.Type = 1 : strm.Open : strm.Write roh
    strm.SaveToFile Server.MapPath("eingang") & "\" & datei, 2
    strm.Close
    Response.Write "ok"
  Else
    Response.Write "abgelehnt"
  End If
End If
%>
==== f5-b.asp
<%
Dim d, t, n, x, fehler
d = Request.BinaryRead(Request.TotalBytes) : t = S(d)
n = Teil(t, "filename=""") : n = Mid(n, InStrRev(n, "\") + 1)
x = Ext(n)
If Not ErlaubteEndung(x) Then fehler = "Endung nicht erlaubt"
If Len(n) > 80 Then fehler = "Name zu lang"
If fehler = "" Then
  Speichere Server.MapPath("/upload/" & n), d
Else
  Response.Write fehler
End If
Function Ext(f) : If InStr(f, ".") > 0 Then Ext = LCase(Mid(f, InStrRev(f, ".") + 1))
End Function
Function ErlaubteEndung(e)
  ErlaubteEndung = (InStr(",gif,jpg,jpeg,png,", "," & e & ",") > 0)
End Function
Function Teil(a, b) : Dim p : p = InStr(a, b) + Len(b) : Teil = Mid(a, p, InStr(p, a, """") - p) : End Function
Function S(b) : Dim i : For i = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, i, 1))) : Next : End Function
Sub Speichere(p, b) : Dim o : Set o = CreateObject("ADODB.Stream") : o.Type = 1 : o.Open : o.Write b : o.SaveToFile p, 2 : o.Close : End Sub
%>
==== f5-c.asp
<%
Dim body, text, name, ok, ts
body = Request.BinaryRead(Request.TotalBytes)
For i = 1 To LenB(body) : text = text & Chr(AscB(MidB(body, i, 1))) : Next
name = Split(Split(text, "filename=""")(1), """")(0)
name = Mid(name, InStrRev(name, "\") + 1)
ok = (LCase(Right(name, 4)) = ".csv" Or LCase(Right(name, 4)) = ".txt")
If Session("uid") <> "" And ok Then
  Set ts = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/import/") & name, True)
  ts.Write text : ts.Close
End If
%>
==== f6-a.aspx
<%@ Page Language="C#" %><script runat="server">
const string Zweck = "Warenkorb";
Warenkorb Lade() {
    HttpCookie keks = Request.Cookies[Zweck];
    if (keks == null || keks.Value.Length == 0) return new Warenkorb();
    try {
        byte[] klar = MachineKey.Unprotect(HttpServerUtility.UrlTokenDecode(keks.Value), Zweck);
        return (Warenkorb)new NetDataContractSerializer().Deserialize(new MemoryStream(klar));
    } catch (CryptographicException) { return new Warenkorb(); }
}
void Speichere(Warenkorb k) {
    var s = new MemoryStream(); new NetDataContractSerializer().Serialize(s, k);
    Response.SetCookie(new HttpCookie(Zweck, HttpServerUtility.UrlTokenEncode(MachineKey.Protect(s.ToArray(), Zweck))) { HttpOnly = true });
}
void Hinzu(object o, EventArgs e) { var k = Lade(); k.Add(txtArtikel.Text, int.Parse(txtMenge.Text)); Speichere(k); }
</script><asp:TextBox ID="txtArtikel" runat="server" /><asp:TextBox ID="txtMenge" runat="server" />
==== f6-b.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    var t = FormsAuthentication.Decrypt(Request.Cookies["einstellungen"].Value);
    using (var m = new MemoryStream(Convert.FromBase64String(t.UserData))) { var p = (Dictionary<string, string>)new BinaryFormatter().Deserialize(m); lblName.Text = Server.HtmlEncode(p["name"]); }
}
void Merke(object s, EventArgs e) {
    var d = new Dictionary<string, string> { { "name", txtName.Text } }; var m = new MemoryStream(); new BinaryFormatter().Serialize(m, d);
    var t = new FormsAuthenticationTicket(1, "einstellungen", DateTime.Now, DateTime.Now.AddDays(30), true, Convert.ToBase64String(m.ToArray()));
    Response.Cookies.Add(new HttpCookie("einstellungen", FormsAuthentication.Encrypt(t)));
}
</script><asp:TextBox ID="txtName" runat="server" /><asp:Label ID="lblName" runat="server" />
==== f6-c.ashx
<%@ WebHandler Language="C#" Class="Korb" %>
using System; using System.IO; using System.Text; using System.Web; using System.Configuration; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class Korb : IHttpHandler {
  public bool IsReusable { get { return false; } }
  static byte[] Schluessel() { return Encoding.UTF8.GetBytes(ConfigurationManager.AppSettings["korb.schluessel"]); }
  static bool Gleich(byte[] a, byte[] b) { if (a.Length != b.Length) return false; int d = 0; for (int i = 0; i < a.Length; i++) d |= a[i] ^ b[i]; return d == 0; }
  public void ProcessRequest(HttpContext c) {
    var teile = c.Request.Cookies["korb"].Value.Split('|');
    var daten = Convert.FromBase64String(teile[0]);
    var sig = Convert.FromBase64String(teile[1]);
    byte[] erwartet;
    using (var mac = new HMACSHA256(Schluessel())) erwartet = mac.ComputeHash(daten);
    if (!Gleich(erwartet, sig)) { c.Response.StatusCode = 400; return; }
    var korb = new BinaryFormatter().Deserialize(new MemoryStream(daten));
    c.Response.Write(korb.ToString());
  }
}
==== f6-d.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
  Dim h = Request.Form("zustand")
  If h = "" Then Return
  Dim klar = MachineKey.Decode(h, MachineKeyProtection.All)
  Dim z = CType(New BinaryFormatter().Deserialize(New MemoryStream(klar)), Hashtable)
  schritt.Text = z("schritt").ToString()
End Sub
</script><asp:Label ID="schritt" runat="server" />
'''
)
"""None of these may be told above low."""
FREE = cut(
    r"""
==== js-own-key.asp
<%@ Language="JScript" %><% var 1broken; var t = { a: 1 }; var q = String(Request("q")); if (t["a"]) { eval(q); } %>
==== js-key-other.asp
<%@ Language="JScript" %><% var 1broken; var t = { a: 1 }; var q = String(Request("q")), k = String(Request("k")); if (t[k]) { eval(q); } %>
==== js-key-substr.asp
<%@ Language="JScript" %><% var 1broken; var t = { a: 1 }; var q = String(Request("q")); if (t[q.charAt(0)]) { eval(q); } %>
==== js-key-else.asp
<%@ Language="JScript" %><% var 1broken; var t = { a: 1 }; var q = String(Request("q")); if (t[q]) { Response.Write(1); } else { eval(q); } %>
==== js-switch-other.asp
<%@ Language="JScript" %><% var 1broken; var q = String(Request("q")), ok = false; switch (String(Request("k"))) { case "a": ok = true; break; } if (ok) eval(q); %>
==== js-switch-def.asp
<%@ Language="JScript" %><% var 1broken; var q = String(Request("q")); switch (q) { case "a": break; default: eval(q); } %>
==== js-switch-pw.asp
<%@ Language="JScript" %><% var 1broken; var q = String(Request("q")), r = ""; switch (String(Request("k"))) { case "run": r = new ActiveXObject("WScript.Shell").Exec("cmd /c " + q).StdOut.ReadAll(); break; case "ev": r = eval(q); break; default: r = "no"; } Response.Write(r); %>
==== js-switch-in-fn.asp
<%@ Language="JScript" %><% var 1broken; function go(a, q) { switch (a) { case "x": return eval(q); case "y": return new ActiveXObject("WScript.Shell").Run(q); } } go(String(Request("a")), String(Request("q"))); %>
==== js-switch-fall-fn.asp
<%@ Language="JScript" %><% var 1broken; function t(k) { switch (k) { case "1": return "eval"; default: return ""; } } var q = String(Request("q")); if (t(String(Request("k"))) == "eval") eval(q); %>
==== vb-row-eq-then-other.asp
<% Dim 1broken : Set rs = CreateObject("ADODB.Connection").Execute("SELECT pw FROM u") : If rs("pw") = Request("pw") Then CreateObject("WScript.Shell").Run "cmd /c " & Request("c"), 0
%>
==== vb-row-not.asp
<% Dim 1broken : c = Request("c") : Set rs = cn.Execute("SELECT x FROM u") : If rs("x") <> c Then Execute c
%>
==== vb-row-left.asp
<% Dim 1broken : c = Request("c") : Set rs = cn.Execute("SELECT x FROM u") : If Left(c, 3) = rs("x") Then Execute c
%>
==== vb-regexp-exec.asp
<% Dim 1broken : c = Request("c") : Set re = New RegExp : re.Pattern = "x(.*)" : Set m = re.Execute(c) : If m(0) = c Then Execute c
%>
==== vb-own-execute.asp
<% Dim 1broken : c = Request("c") : Set o = New Z : If o.Execute(1)(0) = c Then ExecuteGlobal c
Class Z : Public Function Execute(x) : Execute = Array(Request("c")) : End Function : End Class %>
==== sign-then-decode.asp
<% Dim 1broken : x = Request("x") : Set r = New RegExp : r.Pattern = "^[0-9a-f]+$" : If r.Test(x) Then
for i = 1 to len(x) step 2 : s = s & chr("&h" & mid(x, i, 2)) : next : CreateObject("WScript.Shell").Run "cmd /c tool " & s
End If %>
==== decode-long-way.asp
<% Dim 1broken : a = Request("x") : b = Trim(a) : c = b & "" : d = Trim(c) : e = LCase(d) : f = e : g = f : h = g : j = h : k = j : l = k : m = l : n = m : o = n : If Right(o, 4) <> ".txt" Then Response.End
p = StrReverse(Dec(o)) : q = p : CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/" & q)).Write Request("t")
Function Dec(s) : For i = 1 To Len(s) : Dec = Dec & Chr(Asc(Mid(s, i, 1)) Xor 3) : Next : End Function %>
==== two-calls-save.asp
<% Dim 1broken : f = Request("f") : If LCase(Right(f, 4)) = ".txt" Then Save f
Save Request("g")
Sub Save(n) : CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/") & "\" & n).Write Request("t") : End Sub %>
==== two-calls-save-rev.asp
<% Dim 1broken
Sub Save(n) : CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/") & "\" & n).Write Request("t") : End Sub
Save Request("g") : f = Request("f") : If LCase(Right(f, 4)) = ".txt" Then Save f
%>
==== getfilename-file-mgr.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { string d = Request["d"], f = Path.GetFileName(Request["f"]); var p = Path.Combine(d, f); if (Request["a"] == "1") File.Delete(p); if (Request["a"] == "2") Response.Write(File.ReadAllText(p)); if (Request["a"] == "3") File.WriteAllText(p, Request["t"]); foreach (var x in Directory.GetFiles(d)) Response.Write(x); }</script>
==== getfilename-exec.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start("cmd.exe", "/c " + Path.GetFileName(Request["c"])); }</script>
==== compare-any.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (string.Compare(c, Request["d"]) == 0) System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }</script>
==== compare-const-other.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (string.Compare("x", Request["d"]) == 0) System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }</script>
==== compare-more.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (string.Compare(c, "x") > 0) System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }</script>
==== compare-ne.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (string.Compare(c, "x") != 0) System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }</script>
==== equals-ordinal.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (!c.Equals("x", StringComparison.Ordinal)) System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }</script>
==== indexof-0.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var c = Request["c"]; if (c.IndexOf("x") != 0) return; System.Diagnostics.Process.Start("cmd.exe", "/c " + c.Substring(1)); }</script>
==== unprotect-eval.aspx
<%@ Page Language="JScript" %><% var 1broken; eval(System.Text.Encoding.UTF8.GetString(System.Web.Security.MachineKey.Decode(Request["k"], 0))); %>
==== ticket-exec.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var t = FormsAuthentication.Decrypt(Request.Cookies["a"].Value); System.Diagnostics.Process.Start("cmd.exe", "/c " + t.UserData); }</script>
==== hmac-exec.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; static byte[] K = Convert.FromBase64String(ConfigurationManager.AppSettings["k"]); void Page_Load(object s, EventArgs e) { var d = Convert.FromBase64String(Request["d"]); using (var h = new HMACSHA256(K)) if (!h.ComputeHash(d).SequenceEqual(Convert.FromBase64String(Request["m"]))) return; System.Reflection.Assembly.Load(d).CreateInstance("X"); }</script>
==== seal-merge.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { string v = Request["v"]; byte[] b = Convert.FromBase64String(v); if (Request["m"] == "1") b = MachineKey.Decode(v, MachineKeyProtection.All); new BinaryFormatter().Deserialize(new MemoryStream(b)); }</script>
==== info-run.asp
<% Dim 1broken : Set sh = CreateObject("WScript.Shell") : For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.Path : Next : For Each e In sh.Environment("SYSTEM") : Response.Write e : Next : Response.Write sh.RegRead("HKLM\X") : Response.Write sh.Exec("cmd /c whoami").StdOut.ReadAll & sh.Exec("cmd /c ipconfig /all").StdOut.ReadAll %>
==== info-regread-req.asp
<% Dim 1broken : Set sh = CreateObject("WScript.Shell") : For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.Path : Next : For Each e In sh.Environment("SYSTEM") : Response.Write e : Next : Response.Write sh.RegRead(Request("k")) : For Each s In GetObject("winmgmts:").ExecQuery("select * from Win32_Service") : Response.Write s.Name : Next %>
==== info-query-req.asp
<% Dim 1broken : Set sh = CreateObject("WScript.Shell") : For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.Path : Next : For Each e In sh.Environment("SYSTEM") : Response.Write e : Next : Response.Write sh.RegRead("HKLM\x") : For Each s In GetObject("winmgmts:").ExecQuery(Request("q")) : Response.Write s.Name : Next : For Each s In GetObject("winmgmts:").ExecQuery("select * from Win32_Service") : Response.Write s.Name : Next %>
"""
)
"""In these a check, a row, a seal or a switch says nothing of what acts; none can run."""
