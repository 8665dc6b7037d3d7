# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages that come near to those of `acting_otherwise…`."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== ordinary-17.asp
<% Set c = Server.CreateObject("ADODB.Connection") : c.Open Application("dsn")
Set cmd = Server.CreateObject("ADODB.Command") : cmd.ActiveConnection = c : cmd.CommandText = "exec msdb.dbo.sp_help_job @job_name = ?"
cmd.Parameters.Append cmd.CreateParameter("n", 200, 1, 80, Request("n")) : Set rs = cmd.Execute %>
==== ordinary-18.php
<?php $m = new mysqli($h, $u, $p); $id = (int)$_GET['id']; $m->query("select * from t where id = $id into outfile '/srv/export/t.csv'");
==== ordinary-19.asp
<% Set svc = GetObject("winmgmts:\\.\root\cimv2")
For Each s In svc.ExecQuery("select * from Win32_Service where Name = 'W3SVC'") : Response.Write s.State : Next
Response.Write Server.HTMLEncode(Request("q")) %>
==== ordinary-20.php
<?php foreach (['db' => 3306, 'web' => 80] as $n => $p) { $f = @fsockopen('10.0.0.5', $p, $e, $s, 1); echo $n, $f ? ' up' : ' down'; } echo htmlspecialchars($_GET['note']);
==== ordinary-21.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject") : Set t = f.CreateTextFile(Server.MapPath("config.asp"), True)
t.Write "<" & "%" & vbCrLf & "title = """ & Replace(Request.Form("title"), """", """""") & """" & vbCrLf & "%" & ">" : t.Close %>
==== ordinary-22.ashx
<%@ WebHandler Language="C#" Class="I" %>
public class I : IHttpHandler { public void ProcessRequest(HttpContext c) { var d = new DataSet(); d.ReadXmlSchema(c.Server.MapPath("~/App_Data/order.xsd")); d.ReadXml(c.Request.InputStream); c.Response.Write(d.Tables[0].Rows.Count); } public bool IsReusable { get { return false; } } }
==== ordinary-23.jsp
<%@ page import="java.io.*" %><% ObjectInputStream in = new ObjectInputStream(request.getInputStream()); in.setObjectInputFilter(ObjectInputFilter.Config.createFilter("com.shop.Cart;!*")); Object o = in.readObject(); %>
==== ordinary-24.aspx
<%@ Page Language="C#" %><% var f = new LosFormatter(); var o = f.Deserialize(Unprotect(Request.Cookies["state"].Value)); %>
==== ordinary-25.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim t As New XslCompiledTransform() : t.Load(Server.MapPath("menu.xsl"))
 Dim a As New XsltArgumentList() : a.AddParam("lang", "", Request("lang"))
 t.Transform(Server.MapPath("menu.xml"), a, Response.Output)
End Sub</script>
==== ordinary-26.aspx
<%@ Page Language="C#" %><% var root = new DirectoryEntry("LDAP://ou=staff,dc=x"); var u = root.Children.Add("cn=" + Esc(Request["n"]), "user"); u.Properties["mail"].Value = Request["m"]; u.CommitChanges(); %>
==== ordinary-27.aspx
<%@ Page Language="C#" %><% var s = new ServiceController("Spooler"); if (Request["restart"] == "1") { s.Stop(); s.Start(); } Response.Write(s.Status); %>
==== ordinary-28.php
<?php $cfg = ['a' => 1]; extract($cfg, EXTR_SKIP); $f = 'htmlspecialchars'; echo $f($_GET['q']);
==== ordinary-29.php
<?php $render = 'nl2br'; $parts = parse_url($_GET['u']); parse_str($parts['query'] ?? '', $q); echo $render(htmlspecialchars($q['title'] ?? ''));
==== ordinary-31.jsp
<%@ page import="javax.tools.*" %><% JavaCompiler c = ToolProvider.getSystemJavaCompiler(); c.run(null, null, null, application.getRealPath("/WEB-INF/rules/Rule.java")); out.print(request.getParameter("x")); %>
==== ordinary-32.aspx
<%@ Page Language="C#" %><% var c = new TcpClient("10.0.0.4", 515); var n = c.GetStream(); var b = System.Text.Encoding.ASCII.GetBytes(Request["job"]); n.Write(b, 0, b.Length); %>
==== ordinary-33.php
<?php $s = fsockopen('mail.example.test', 25); fputs($s, "RCPT TO:<" . $_POST['to'] . ">\r\n");
==== ordinary-34.php
<?php class Api { function add($a, $b) { return $a + $b; } } $s = new SoapServer('x.wsdl'); $s->setClass('Api'); $s->handle();
==== ordinary-35.aspx
<%@ Page Language="C#" %><% var t = typeof(Order); foreach (var p in t.GetProperties()) { t.GetProperty(p.Name).SetValue(order, Request[p.Name], null); } %>
==== ordinary-more-15.php
<?php $m = new PDO('sqlite:x.db'); $m->exec("attach database '/srv/data/archive.db' as a"); $s = $m->prepare('insert into a.t select * from t where id = ?'); $s->execute([$_GET['id']]);
==== ordinary-more-16.asp
<% Set c = CreateObject("ADODB.Connection") : c.Open Application("dsn") : c.Execute "backup database shop to disk = 'd:\bak\shop.bak'" : c.Execute "insert into log (who) values ('" & Replace(Request("u"), "'", "''") & "')" %>
==== ordinary-more-17.aspx
<%@ Page Language="C#" %><% var ports = new[] { 80, 443 }; foreach (var p in ports) { using (var c = new TcpClient()) { c.Connect("10.0.0.9", p); Response.Write(p + " up"); } } %>
==== ordinary-more-18.aspx
<%@ Page Language="C#" %><% var u = new Uri("https://api.example.test/v1/" + Uri.EscapeDataString(Request["q"])); var w = WebRequest.Create(u); using (var r = w.GetResponse()) { } %>
==== ordinary-more-20.aspx
<%@ Page Language="C#" %><% System.IO.File.WriteAllText(Server.MapPath("~/App_Data/page.html"), "<html><body>" + HttpUtility.HtmlEncode(Request["t"]) + "</body></html>"); %>
==== ordinary-more-21.php
<?php $t = "<?php\nreturn " . var_export(['title' => $_POST['title'], 'mail' => $_POST['mail']], true) . ";\n"; file_put_contents(__DIR__ . '/config.php', $t);
==== ordinary-more-22.asp
<% Set t = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("news/" & CLng(Request("id")) & ".asp"), True)
t.Write "<!--#include file=""top.inc""--><h1>" & Server.HTMLEncode(Request("title")) & "</h1>" & Server.HTMLEncode(Request("body")) & "<!--#include file=""end.inc""-->" : t.Close %>
==== ordinary-more-23.aspx
<%@ Page Language="C#" %><% var asm = System.Reflection.Assembly.Load("Shop.Plugins"); var t = asm.GetType("Shop.Plugins." + (Request["p"] == "a" ? "A" : "B")); var o = Activator.CreateInstance(t); t.GetMethod("Render").Invoke(o, new object[] { Request["q"] }); %>
==== ordinary-more-24.ashx
<%@ WebHandler Language="C#" Class="Img" %>
public class Img : IHttpHandler { const string Gif = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"; public void ProcessRequest(HttpContext c) { var b = Convert.FromBase64String(Gif); c.Response.ContentType = "image/gif"; c.Response.OutputStream.Write(b, 0, b.Length); Log(c.Request["u"]); } }
==== ordinary-more-25.svordinary-more-
<%@ ServiceHost Language="C#" Service="N.S" %>
namespace N { [ServiceContract] public interface IS { [OperationContract] string Greet(string name); [OperationContract] int Add(int a, int b); } public class S : IS { public string Greet(string name) { return "Hi " + name; } public int Add(int a, int b) { return a + b; } } }
==== ordinary-more-26.jsp
<%@ page import="java.io.*" %><%! static class Safe extends ObjectInputStream { Safe(InputStream i) throws IOException { super(i); } protected Class<?> resolveClass(ObjectStreamClass d) throws IOException, ClassNotFoundException { if (!d.getName().startsWith("com.shop.")) throw new InvalidClassException("x"); return super.resolveClass(d); } } %><% Object o = new Safe(request.getInputStream()).readObject(); %>
==== ordinary-more-27.aspx
<%@ Page Language="C#" %><% var d = new DirectorySearcher(new DirectoryEntry("LDAP://dc=x")); d.Filter = "(cn=" + Esc(Request["q"]) + ")"; foreach (SearchResult r in d.FindAll()) Response.Write(r.Path); %>
==== ordinary-more-28.aspx
<%@ Page Language="C#" %><% using (var c = new PrincipalContext(ContextType.Domain)) { if (c.ValidateCredentials(Request["u"], Request["p"])) FormsAuthentication.SetAuthCookie(Request["u"], false); } %>
==== ordinary-more-29.jsp
<%@ page import="javax.servlet.*" %><%! public static class L implements ServletRequestListener { public void requestInitialized(ServletRequestEvent e) { e.getServletContext().log(((HttpServletRequest) e.getServletRequest()).getRequestURI()); } public void requestDestroyed(ServletRequestEvent e) {} } %>
==== ordinary-more-30.php
<?php set_error_handler('handle_error'); function handle_error($n, $m) { error_log($m); return true; } echo htmlspecialchars($_GET['q']);
==== ordinary-more-31.php
<?php $fmt = 'strtolower'; $v = $_GET['v']; extract(['title' => 'x', 'body' => $v]); echo $fmt($title), htmlspecialchars($body);
==== ordinary-more-32.php
<?php $d = new DOMDocument; $d->loadXML($_POST['x']); $p = new XSLTProcessor; $s = new DOMDocument; $s->load('view.xsl'); $p->importStylesheet($s); echo $p->transformToXML($d);
==== ordinary-more-33.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load() { if (!User.IsInRole("Admins")) { Response.StatusCode = 403; Response.End(); } var s = new ServiceController("W3SVC"); if (Request["a"] == "stop") s.Stop(); }</script>
==== ordinary-more-34.asp
<% Set s = GetObject("IIS://localhost/W3SVC/1/Root") : Response.Write s.Path & Server.HTMLEncode(Request("q")) %>
==== ordinary-more-35.php
<?php $z = new ZipArchive; $z->open($_FILES['z']['tmp_name']); for ($i = 0; $i < $z->numFiles; $i++) { $n = $z->getNameIndex($i); if (!preg_match('/^[\w-]+\.(csv|xml)$/', $n)) die('no'); } $z->extractTo(__DIR__ . '/data');
==== ordinary-more-36.jsp
<% String tpl = "mail-" + request.getParameter("lang").replaceAll("[^a-z]", "") + ".vm"; org.apache.velocity.app.Velocity.mergeTemplate(tpl, "utf-8", ctx, out); %>
==== interpreter.aspx
<%@ Page Language="C#" %><% var e = new Jint.Engine(); e.SetValue("x", Request["x"]); Response.Write(e.Execute("x.length").GetCompletionValue()); %>
==== own-control.aspx
<%@ Page Language="C#" %><% var c = (Control)BuildManager.CreateInstanceFromVirtualPath("~/views/list.ascx", typeof(Control)); c.ID = "l" + Request["n"]; %>
==== numbered-file.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 FileOpen(1, Server.MapPath("App_Data/log.txt"), OpenMode.Append)
 PrintLine(1, Request("m"))
 FileClose(1)
End Sub</script>
==== service-names.aspx
<%@ Page Language="C#" %><% using (var ps = PowerShell.Create()) { ps.AddCommand("Get-Service").AddParameter("Name", Request["n"]); foreach (var s in ps.Invoke()) Response.Write(s); } %>
==== stream-of-its-own.php
<?php stream_wrapper_register('mem', 'Mem'); class Mem { private $t = '<?php echo 1;'; function stream_open() { return true; } function stream_read($n) { return $this->t; } } include 'mem://a'; echo htmlspecialchars($_GET['q']);
==== exclusive-or.php
<?php $mask = "abc" ^ "   "; echo $mask, htmlspecialchars($_GET['q']);
==== named-class.jsp
<% Class<?> c = getClass().getClassLoader().loadClass("org.example.Report"); out.print(c.getMethod("render", String.class).invoke(c.newInstance(), request.getParameter("q"))); %>
==== alphabet.php
<?php $abc = 'abcdefghij'; $id = $abc[mt_rand(0, 9)] . $abc[mt_rand(0, 9)]; $f = 'show_' . 'page'; $f($id, htmlspecialchars($_GET['q']));
==== tied-to-a-log.aspx
<%@ Page Language="C#" %><% var p = Process.Start(new ProcessStartInfo("d:\\jobs\\sync.exe") { RedirectStandardOutput = true, UseShellExecute = false }); using (var f = System.IO.File.Create(Server.MapPath("~/App_Data/sync.log"))) { p.StandardOutput.BaseStream.CopyTo(f); } %>
==== whois.php
<?php $q = preg_replace('/[^a-z0-9.-]/', '', $_GET['q']); $s = fsockopen('whois.example.test', 43); fwrite($s, $q . "\r\n"); echo htmlspecialchars(stream_get_contents($s));
==== is-it-up.php
<?php $h = $_POST['host']; $s = @fsockopen($h, 443, $e, $m, 2); echo htmlspecialchars($h), $s ? ' is up' : ' is down';
==== web-report.asp
<% Set s = GetObject("winmgmts:\\.\root\cimv2") : For Each d In s.ExecQuery("select * from Win32_LogicalDisk where DriveType = 3") : Response.Write d.Name & " " & d.FreeSpace & Server.HTMLEncode(Request("note")) : Next %>
==== ordinary-last-1.asp
<% Set d = CreateObject("Scripting.Dictionary") : d.Add "x", GetRef("Show") : If d.Exists(Request("k")) Then : Set f = d(Request("k")) : f Request("t") : End If
Sub Show(t) : Response.Write Server.HTMLEncode(t) : End Sub %>
==== ordinary-last-2.aspx
<%@ Page Language="C#" %><% using (var k = Microsoft.Win32.Registry.LocalMachine.OpenSubKey(@"SOFTWARE\Shop")) { var p = (string)k.GetValue("Path"); System.Diagnostics.Process.Start(p, "/refresh"); Response.Write(Server.HtmlEncode(Request["q"])); } %>
==== ordinary-last-3.aspx
<%@ Page Language="C#" %><% System.Reflection.Assembly.LoadFrom(@"d:\apps\shop\plugins\a.dll").GetType("A").GetMethod("B").Invoke(null, new object[] { Request["q"] }); %>
==== ordinary-last-4.ashx
<%@ WebHandler Language="C#" Class="T" %>
public class T : IHttpHandler { public void ProcessRequest(HttpContext c) { using (var b = new System.Drawing.Bitmap(c.Server.MapPath("~/img/logo.png"))) using (var s = new System.Drawing.Bitmap(b, int.Parse(c.Request["w"]), 40)) s.Save(c.Response.OutputStream, System.Drawing.Imaging.ImageFormat.Png); } public bool IsReusable { get { return true; } } }
==== ordinary-last-5.asp
<% Set x = CreateObject("Excel.Application") : Set b = x.Workbooks.Open(Server.MapPath("report.xls")) : b.Worksheets(1).Cells(1, 1).Value = Request("title") : b.Save : x.Quit %>
==== ordinary-last-6.ashx
<%@ WebHandler Language="C#" Class="W" %>
public class W : IHttpHandler { public void ProcessRequest(HttpContext c) { if (c.IsWebSocketRequest) c.AcceptWebSocketRequest(Talk); } async Task Talk(System.Web.WebSockets.AspNetWebSocketContext x) { var b = new ArraySegment<byte>(new byte[4096]); var r = await x.WebSocket.ReceiveAsync(b, CancellationToken.None); await x.WebSocket.SendAsync(b, r.MessageType, true, CancellationToken.None); } public bool IsReusable { get { return true; } } }
==== ordinary-last-7.jsp
<% javax.management.MBeanServer s = java.lang.management.ManagementFactory.getPlatformMBeanServer(); s.invoke(new javax.management.ObjectName("shop:type=Cache"), "clear", new Object[]{request.getParameter("region")}, new String[]{"java.lang.String"}); %>
==== ordinary-last-8.aspx
<%@ Page Language="C#" %><script runat="server">class Line { public string Name { get; set; } public override string ToString() { return HttpUtility.HtmlEncode(Name); } }</script><%= new Line { Name = Request["n"] } %>
==== ordinary-last-9.aspx
<%@ Page Language="C#" %><script runat="server">string Text(string k) { switch (k) { case "a": return "ipconfig"; case "b": return "hostname"; default: return null; } } void Page_Load() { var c = Text(Request["k"]); if (c != null) System.Diagnostics.Process.Start(c); }</script>
==== ordinary-last-10.asp
<% Set r = GetObject("winmgmts:root\default:StdRegProv") : r.GetStringValue &H80000002, "SOFTWARE\Shop", "Version", v : Response.Write v & Server.HTMLEncode(Request("q")) %>
==== ordinary-last-11.jsp
<% com.sun.rowset.CachedRowSetImpl r = new com.sun.rowset.CachedRowSetImpl(); r.setDataSourceName("java:comp/env/jdbc/shop"); r.setCommand("select * from t where id = ?"); r.setString(1, request.getParameter("id")); r.execute(); %>
==== ordinary-last-12.aspx
<%@ Page Language="C#" %><% AppDomain.CurrentDomain.SetData("last", Request["q"]); Response.Write(Server.HtmlEncode((string)AppDomain.CurrentDomain.GetData("last"))); %>
==== ordinary-last-13.php
<?php $m = $_GET['m']; if (!preg_match('/^[a-z_]+$/', $m)) die; $f = 'action_' . $m; if (function_exists($f)) echo $f($_GET['id']); function action_show($id) { return htmlspecialchars($id); }
==== ordinary-last-14.asp
<% Set u = CreateObject("Persits.Upload") : u.SaveVirtual "/up/" : For Each f In u.Files : If LCase(f.Ext) = ".jpg" Then : f.Copy Server.MapPath("/img/") & "\" & Session("id") & ".jpg" : End If : Next %>
'''
)
