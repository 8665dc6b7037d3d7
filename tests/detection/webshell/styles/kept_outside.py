# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Uploads that are kept outside the site, whatever their ending, and look-alikes that reach into it; of these none can run."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r'''
==== inbox.aspx
<%@ Page Language="C#" %><script runat="server">
void Send_Click(object s, EventArgs e) {
    if (!upDoc.HasFile) { lblMsg.Text = "Choose a file."; return; }
    string name = Path.GetFileName(upDoc.FileName);
    upDoc.SaveAs(@"D:\Eingang\" + name);
    lblMsg.Text = "Received: " + Server.HtmlEncode(name);
}
</script><form runat="server"><asp:FileUpload ID="upDoc" runat="server" /><asp:Button runat="server" OnClick="Send_Click" Text="Send" /><asp:Label ID="lblMsg" runat="server" /></form>
==== scanned.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) {
    string to = Path.Combine(@"D:\quarantine", Path.GetFileName(f1.FileName)); f1.SaveAs(to);
    var p = new System.Diagnostics.ProcessStartInfo(@"C:\tools\clamav\clamdscan.exe", "--no-summary \"" + to + "\"") { UseShellExecute = false };
    using (var r = System.Diagnostics.Process.Start(p)) { r.WaitForExit(); if (r.ExitCode != 0) File.Delete(to); }
}
</script><asp:FileUpload ID="f1" runat="server" />
==== inbox-combine.aspx
<%@ Page Language="C#" %><script runat="server">
const string Drop = @"E:\dropbox\claims";
protected void Page_Load(object sender, EventArgs e) {
    if (Request.Files.Count == 0) return;
    HttpPostedFile f = Request.Files[0];
    f.SaveAs(Path.Combine(Drop, Path.GetFileName(f.FileName)));
    Response.Write("thanks");
}
</script>
==== share.ashx
<%@ WebHandler Language="C#" Class="Drop" %>
using System; using System.IO; using System.Web;
public class Drop : IHttpHandler {
    static readonly string Target = @"\\fs01\scan\incoming\";
    public void ProcessRequest(HttpContext c) {
        foreach (string key in c.Request.Files) {
            HttpPostedFile f = c.Request.Files[key];
            string name = Path.GetFileName(f.FileName);
            f.SaveAs(Target + name);
        }
        c.Response.Write("ok");
    }
    public bool IsReusable { get { return true; } }
}
==== share.aspx.vb
Imports System.IO
Partial Class Drop
    Inherits System.Web.UI.Page
    Private Const Target As String = "\\nas\plans\"
    Protected Sub btnUp_Click(sender As Object, e As EventArgs) Handles btnUp.Click
        If fuPlan.HasFile Then
            Dim n As String = Path.GetFileName(fuPlan.PostedFile.FileName)
            fuPlan.PostedFile.SaveAs(Target & n)
            lbl.Text = n & " saved"
        End If
    End Sub
End Class
==== app-data.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) { var n = Path.GetFileName(f1.FileName); f1.SaveAs(Server.MapPath("~/App_Data/inbox/") + n); note.Text = "saved"; }
</script><asp:FileUpload ID="f1" runat="server" />
==== app-data-combine.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Up(s As Object, e As EventArgs)
  Dim n = Path.GetFileName(f1.FileName)
  f1.SaveAs(Path.Combine(Server.MapPath("~/App_Data"), n))
End Sub
</script><asp:FileUpload ID="f1" runat="server" />
==== above-site.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) {
    string dir = Path.Combine(Directory.GetParent(Server.MapPath("~/")).Parent.FullName, "incoming");
    var f = Request.Files["doc"];
    f.SaveAs(Path.Combine(dir, Path.GetFileName(f.FileName)));
}
</script>
==== above-steps.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) {
    var f = Request.Files["doc"]; string dir = Path.GetFullPath(Path.Combine(Server.MapPath("~/"), @"..\incoming"));
    f.SaveAs(Path.Combine(dir, Path.GetFileName(f.FileName)));
}
</script>
==== own-name.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) {
    var f = Request.Files["doc"];
    string n = Guid.NewGuid().ToString("N") + Path.GetExtension(f.FileName);
    f.SaveAs(@"D:\data\intake\" + n);
    Db.Save(n, Path.GetFileName(f.FileName));
}
</script>
==== own-name-format.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) {
    var f = Request.Files["doc"];
    f.SaveAs(string.Format(@"D:\data\{0:yyyyMMdd}_{1}", DateTime.Now, Path.GetFileName(f.FileName)));
}
</script>
==== own-name-holes.ashx
<%@ WebHandler Language="C#" Class="In" %>
using System; using System.IO; using System.Web;
public class In : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) {
 var f = c.Request.Files[0]; var name = Path.GetFileName(f.FileName); f.SaveAs($@"D:\in\{DateTime.Now.Ticks}-{name}"); } }
==== steps.aspx
<%@ Page Language="C#" %><script runat="server">
private string Folder { get { return @"F:\bewerbungen"; } }
void Up(object s, EventArgs e) {
    foreach (HttpPostedFile f in fu.PostedFiles) {
        string target = Path.Combine(Folder, DateTime.Now.ToString("yyyy-MM"));
        Directory.CreateDirectory(target);
        string to = Path.Combine(target, Path.GetFileName(f.FileName));
        if (File.Exists(to)) to = Path.Combine(target, Guid.NewGuid() + "_" + Path.GetFileName(f.FileName));
        f.SaveAs(to);
    }
}
</script><asp:FileUpload ID="fu" AllowMultiple="true" runat="server" />
==== core.cshtml
@{ if (IsPost) { var f = Request.Files[0]; var n = Path.GetFileName(f.FileName); f.SaveAs(@"D:\ablage\" + n); } }
<form method="post" enctype="multipart/form-data"><input type="file" name="f"></form>
==== persits.asp
<% Set up = Server.CreateObject("Persits.Upload")
up.OverwriteFiles = False
n = up.Save("D:\Posteingang")
For Each f In up.Files
 Response.Write Server.HTMLEncode(f.FileName) & "<br>"
Next %>
==== persits-name.asp
<% Set up = Server.CreateObject("Persits.Upload") : up.SaveToMemory
For Each f In up.Files
 f.SaveAs "D:\eingang\" & f.FileName
Next %>
==== saveas-component.asp
<% Set up = Server.CreateObject("SoftArtisans.FileUp")
up.Path = "E:\intake"
If Not up.Form("doc").IsEmpty Then
  up.Form("doc").SaveAs "E:\intake\" & up.Form("doc").ShortFilename
End If %>
==== aspsmart.asp
<% Set su = Server.CreateObject("aspSmartUpload.SmartUpload") : su.Upload
For Each f In su.Files
 If Not f.IsMissing Then f.SaveAs "\\archive\post\" & f.FileName
Next %>
==== raw.asp
<% Dim body, head, p, q, fn, st
body = Request.BinaryRead(Request.TotalBytes)
head = AsText(body)
p = InStr(head, "filename=""") + 10 : q = InStr(p, head, """")
fn = Mid(head, p, q - p)
fn = Mid(fn, InStrRev(fn, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write body
st.SaveToFile "D:\faxeingang\" & fn, 2 : st.Close
Function AsText(b) : Dim i : For i = 1 To LenB(b) : AsText = AsText & Chr(AscB(MidB(b, i, 1))) : Next : End Function %>
'''
)
"""None of these may be told above low."""

FREE = cut(
    r'''
==== folder-of-request.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var f = Request.Files[0]; f.SaveAs(@"D:\in\" + Request["dir"] + @"\" + Path.GetFileName(f.FileName)); }
</script>
==== name-of-request.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var f = Request.Files[0]; f.SaveAs(@"D:\in\" + Request["name"]); }
</script>
==== folder-alone.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var f = Request.Files[0]; f.SaveAs(Path.Combine(Request["dir"], Path.GetFileName(f.FileName))); }
</script>
==== whole-name.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var f = Request.Files[0]; f.SaveAs(@"D:\in\" + f.FileName); }
</script>
==== combined-name.ashx
<%@ WebHandler Language="C#" Class="In" %>
using System; using System.IO; using System.Web;
public class In : IHttpHandler { int 1broken; public void ProcessRequest(HttpContext c) { var f = c.Request.Files[0]; f.SaveAs(Path.Combine(@"D:\in", f.FileName)); } }
==== in-site.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(Server.MapPath("~/up/") + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== in-site-combine.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Up(s As Object, e As EventArgs)
  f1.SaveAs(Path.Combine(Server.MapPath("~/files"), Path.GetFileName(f1.FileName)))
End Sub
</script><asp:FileUpload ID="f1" runat="server" />
==== wwwroot.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"C:\inetpub\wwwroot\up\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== exchange.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\owa\auth\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== layouts.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"C:\Program Files\Common Files\microsoft shared\Web Server Extensions\16\TEMPLATE\LAYOUTS\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== site-on-d.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"D:\websites\shop\up\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== admin-share.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"\\web02\c$\inetpub\wwwroot\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== startup.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(@"C:\ProgramData\Microsoft\Windows\Start Menu\Programs\StartUp\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== steps-in-name.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(Server.MapPath("~/App_Data/../up/") + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== steps-in-own.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(Server.MapPath("~/") + @"\x\..\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== beside-app.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(Path.Combine(AppDomain.CurrentDomain.BaseDirectory, Path.GetFileName(f1.FileName))); }
</script><asp:FileUpload ID="f1" runat="server" />
==== same-folder.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { f1.SaveAs(Path.GetDirectoryName(Request.PhysicalPath) + "\\" + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== either-folder.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { string d = @"D:\in\"; if (Request["w"] != null) d = Server.MapPath("~/"); f1.SaveAs(d + Path.GetFileName(f1.FileName)); }
</script><asp:FileUpload ID="f1" runat="server" />
==== kept-then-moved.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var n = Path.GetFileName(f1.FileName); f1.SaveAs(@"D:\in\" + n); File.Copy(@"D:\in\" + n, Server.MapPath("~/") + n); }
</script><asp:FileUpload ID="f1" runat="server" />
==== kept-then-run.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Up(object s, EventArgs e) { var n = Path.GetFileName(f1.FileName); f1.SaveAs(@"D:\in\" + n); System.Diagnostics.Process.Start(@"D:\in\" + n); }
</script><asp:FileUpload ID="f1" runat="server" />
==== component-form.asp
<% Dim 1broken : Set up = Server.CreateObject("Persits.Upload") : up.SaveToMemory
For Each f In up.Files : f.SaveAs up.Form("dir") & "\" & f.FileName : Next %>
==== component-site.asp
<% Dim 1broken : Set up = Server.CreateObject("Persits.Upload") : up.SaveToMemory
For Each f In up.Files : f.SaveAs Server.MapPath("/up") & "\" & f.FileName : Next %>
==== raw-site.asp
<% Dim 1broken, body, head, p, q, fn, st
body = Request.BinaryRead(Request.TotalBytes) : head = AsText(body)
p = InStr(head, "filename=""") + 10 : q = InStr(p, head, """") : fn = Mid(head, p, q - p) : fn = Mid(fn, InStrRev(fn, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write body : st.SaveToFile Server.MapPath("/") & "\" & fn, 2
Function AsText(b) : Dim i : For i = 1 To LenB(b) : AsText = AsText & Chr(AscB(MidB(b, i, 1))) : Next : End Function %>
==== load-bytes.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(@"D:\in\" + n); System.Reflection.Assembly.Load(File.ReadAllBytes(@"D:\in\" + n)).CreateInstance("X"); }</script><asp:FileUpload ID="fu" runat="server" />
==== load-from.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(@"D:\in\" + n); System.Reflection.Assembly.LoadFrom(@"D:\in\" + n).CreateInstance("X"); }</script><asp:FileUpload ID="fu" runat="server" />
==== psi.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); var p = new ProcessStartInfo(); p.FileName = t; Process.Start(p); }</script><asp:FileUpload ID="fu" runat="server" />
==== compile.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); var r = new Microsoft.CSharp.CSharpCodeProvider().CompileAssemblyFromFile(new CompilerParameters(), t); r.CompiledAssembly.CreateInstance("X"); }</script><asp:FileUpload ID="fu" runat="server" />
==== xsl.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); var x = new XslCompiledTransform(); x.Load(t, new XsltSettings(true, true), null); x.Transform("a.xml", null, Response.OutputStream); }</script><asp:FileUpload ID="fu" runat="server" />
==== zip.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); System.IO.Compression.ZipFile.ExtractToDirectory(t, Server.MapPath("~/")); }</script><asp:FileUpload ID="fu" runat="server" />
==== move-dir.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); Directory.Move(@"D:\in", Server.MapPath("~/in")); }</script><asp:FileUpload ID="fu" runat="server" />
==== write-all.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); var t = @"D:\in\" + n; fu.SaveAs(t); File.WriteAllBytes(Server.MapPath("~/" + n), File.ReadAllBytes(t)); }</script><asp:FileUpload ID="fu" runat="server" />
==== raw-exec.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
ExecuteGlobal CreateObject("Scripting.FileSystemObject").OpenTextFile("D:\in\" & nm).ReadAll
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== raw-run.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
CreateObject("WScript.Shell").Run "D:\in\" & nm
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== raw-copy.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
CreateObject("Scripting.FileSystemObject").CopyFile "D:\in\" & nm, Server.MapPath("/") & "\" & nm
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== raw-movefolder.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
CreateObject("Scripting.FileSystemObject").MoveFolder "D:\in", Server.MapPath("/in")
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== raw-cmd-copy.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
CreateObject("WScript.Shell").Run "cmd /c xcopy D:\in C:\inetpub\wwwroot /y", 0
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== raw-cscript.asp
<% Dim 1broken : bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile "D:\in\" & nm, 2
CreateObject("WScript.Shell").Run "cscript D:\in\run.vbs", 0
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
==== fixed-start.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(@"D:\in\" + n); Process.Start(@"D:\in\run.bat"); }</script><asp:FileUpload ID="fu" runat="server" />
==== drive-root.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(@"D:\" + n); }</script><asp:FileUpload ID="fu" runat="server" />
==== c-root.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs("C:\\" + n); }</script><asp:FileUpload ID="fu" runat="server" />
==== wintemp.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(@"C:\Windows\Temp\" + n); }</script><asp:FileUpload ID="fu" runat="server" />
==== ticks-site.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(Server.MapPath("~/x/") + DateTime.Now.Ticks + "_" + n); }</script><asp:FileUpload ID="fu" runat="server" />
==== env.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { var n = Path.GetFileName(fu.FileName); fu.SaveAs(Environment.GetEnvironmentVariable("HOME") + @"\site\wwwroot\" + n); }</script><asp:FileUpload ID="fu" runat="server" />
'''
)
"""In these the file may be run, or goes where the request says."""
