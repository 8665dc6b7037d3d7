# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages in four languages that use the mechanisms of `mechanisms_…` for something harmless."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== registry-read.asp
<% Set w = Server.CreateObject("WScript.Shell")
v = w.RegRead("HKLM\SOFTWARE\Firma\Shop\Version")
If Request("theme") <> "" Then w.RegWrite "HKCU\Software\Firma\Theme", Request("theme"), "REG_SZ"
Response.Write Server.HTMLEncode(v) %>
==== proxy-list.ashx
<%@ WebHandler Language="C#" Class="P" %>
public class P : IHttpHandler { static string[] serverUrls = { "http://maps.firma.example/arcgis" };
 public void ProcessRequest(HttpContext c) { string u = c.Request.Url.Query.Substring(1); bool ok = false; foreach (var s in serverUrls) if (u.StartsWith(s)) ok = true; if (!ok) { c.Response.StatusCode = 403; return; }
 var w = (HttpWebRequest)WebRequest.Create(u); w.Method = c.Request.HttpMethod; if (c.Request.InputStream.Length > 0) { using (var o = w.GetRequestStream()) c.Request.InputStream.CopyTo(o); } w.GetResponse().GetResponseStream().CopyTo(c.Response.OutputStream); } public bool IsReusable { get { return true; } } }
==== proxy-fixed.ashx
<%@ WebHandler Language="C#" Class="P2" %>
public class P2 : IHttpHandler { public void ProcessRequest(HttpContext c) { var w = (HttpWebRequest)WebRequest.Create("http://10.1.1.9:8080/api" + c.Request.PathInfo); w.Method = "POST"; using (var o = w.GetRequestStream()) c.Request.InputStream.CopyTo(o); using (var r = w.GetResponse()) r.GetResponseStream().CopyTo(c.Response.OutputStream); } public bool IsReusable { get { return true; } } }
==== payment-post.asp
<% Set x = Server.CreateObject("MSXML2.ServerXMLHTTP")
x.open "POST", "https://bank.example/pay", False
x.setRequestHeader "Content-Type", "application/x-www-form-urlencoded"
x.send "id=" & Server.URLEncode(Request.Form("id")) & "&sum=" & Request.Form("sum")
If x.status = 200 And InStr(x.responseText, "OK") > 0 Then Response.Redirect "thanks.asp" %>
==== pattern.asp
<%@ Language="JScript" %><% var re = /^([a-z]{2})-"?(\d+)"?$/i; var m = re.exec(String(Request("code")));
var safe = String(Request.QueryString("q")).replace(/[<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; });
if (m) Response.Write(m[1] + safe); %>
==== pattern-vb.asp
<% Set r = New RegExp : r.Pattern = "^[0-9]{5}$"
Set m = r.Execute(Request.Form("plz"))
If m.Count = 1 Then Response.Write "Ort: " & m(0).Value %>
==== js-dictionary.asp
<%@ Language="JScript" %><% var text = { de: "Hallo", en: "Hello" }; var pages = { home: function () { Response.Write("home"); }, shop: function () { Response.Write("shop"); } };
var l = String(Request.Cookies("lang")); Response.Write(text[l] || text["de"]); var p = String(Request("p")); if (pages[p]) pages[p](); %>
==== tick.aspx
<%@ Page Language="C#" %><script runat="server">
[DllImport("kernel32.dll")] static extern uint GetTickCount();
[DllImport("advapi32.dll", EntryPoint = "LogonUserW")] static extern bool LogonUser(string u, string d, string p, int t, int v, out IntPtr h);
void Page_Load(object s, EventArgs e) { IntPtr h; if (LogonUser(Request.Form["user"], "FIRMA", Request.Form["password"], 3, 0, out h)) FormsAuthentication.RedirectFromLoginPage(Request.Form["user"], false); up.Text = GetTickCount().ToString(); }</script><asp:Label id="up" runat="server"/>
==== yaml-safe.jsp
<%@ page import="org.yaml.snakeyaml.*,org.yaml.snakeyaml.constructor.SafeConstructor" %><% Object o = new Yaml(new SafeConstructor()).load(request.getReader()); out.print(((java.util.Map) o).size()); %>
==== bean-form.jsp
<jsp:useBean id="customer" class="shop.Customer" scope="request"/><jsp:setProperty name="customer" property="*"/>
<% shop.Store store = (shop.Store) application.getAttribute("store"); java.sql.PreparedStatement s = store.connection().prepareStatement("update customer set name = ? where id = ?"); s.setString(1, customer.getName()); s.setInt(2, customer.getId()); s.executeUpdate(); store.execute(new shop.SaveCommand(customer)); %>
==== template-file.jsp
<% freemarker.template.Configuration c = (freemarker.template.Configuration) application.getAttribute("fm"); java.util.Map<String, Object> m = new java.util.HashMap<String, Object>(); m.put("name", request.getParameter("name")); m.put("user", request.getRemoteUser()); c.getTemplate("greeting.ftl").process(m, out); %>
==== script-rules.jsp
<% javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("JavaScript"); e.put("amount", Double.parseDouble(request.getParameter("amount"))); Object r = e.eval("amount > 1000 ? amount * 0.95 : amount"); out.print(r); %>
==== control-formula.asp
<% Set sc = Server.CreateObject("MSScriptControl.ScriptControl") : sc.Language = "VBScript"
sc.AddObject "Response", Response
x = CDbl(Request("x"))
sc.ExecuteStatement "y = 3 * 2 + 1" %>
==== picture-out.asp
<% Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open
st.LoadFromFile Server.MapPath("/images/logo.gif")
Response.ContentType = "image/gif" : Response.BinaryWrite st.Read : st.Close
If Request("log") = "1" Then Set l = Server.CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("hits.txt"), 8, True) : l.WriteLine Request.ServerVariables("HTTP_USER_AGENT") : l.Close %>
==== picture-text.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { byte[] b = System.IO.File.ReadAllBytes(Server.MapPath("~/img/blank.png")); using (var ms = new System.IO.MemoryStream(b)) using (var img = System.Drawing.Image.FromStream(ms)) { var g = System.Drawing.Graphics.FromImage(img); g.DrawString(Request["t"] ?? "", font, brush, 2, 2); img.Save(Response.OutputStream, System.Drawing.Imaging.ImageFormat.Png); } }</script>
==== page-maker.asp
<% ' writes a page of news from a form
Set f = Server.CreateObject("Scripting.FileSystemObject")
n = Year(Now) & Month(Now) & Day(Now) & ".html"
Set t = f.CreateTextFile(Server.MapPath("/news/" & n), True)
t.Write "<html><body><h1>" & Server.HTMLEncode(Request.Form("title")) & "</h1>" & Server.HTMLEncode(Request.Form("body")) & "</body></html>"
t.Close %>
==== const-page.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject")
Set t = f.CreateTextFile(Server.MapPath("/config.asp"), True)
t.Write "<" & "%" & vbCrLf & "Const DbName = ""shop.mdb""" & vbCrLf & "Response.Charset = ""utf-8""" & vbCrLf & "%" & ">"
t.Close : Response.Redirect "default.asp?done=" & Request("step") %>
==== rewrite.php
<?php $dir = dirname(__FILE__); file_put_contents($dir . '/.htaccess', "RewriteEngine On\nRewriteCond %{REQUEST_FILENAME} !-f\nRewriteRule . index.php [L]\n"); file_put_contents('config.php', "<?php\nreturn array('host' => 'localhost');\n"); header('Location: index.php?x=' . urlencode($_GET['x']));
==== facade.php
<?php class Facade { private $service; function __construct($s) { $this->service = $s; } function __call($name, $args) { return call_user_func_array(array($this->service, $name), $args); } static function __callStatic($n, $a) { return self::app()->$n(...$a); } } $f = new Facade(new Shop()); $f->find($_GET['id']); echo $f->show($_GET['page']);
==== getter.php
<?php class Model { private $data; function __construct($d) { $this->data = $d; } function __get($n) { $m = 'get' . ucfirst($n); if (method_exists($this, $m)) return $this->$m(); return $this->data[$n]; } function getName() { return trim($this->data['name']); } } $m = new Model($_POST); echo htmlspecialchars($m->name); echo htmlspecialchars($m->{$_GET['field']});
==== pipeline.php
<?php $steps = [fn($x) => trim($x), fn($x) => strtolower($x), 'htmlspecialchars']; $v = $_POST['v'] ?? ''; foreach ($steps as $s) { $v = $s($v); } echo $v; function lines() { foreach (file('a.txt') as $l) { yield $l; } } foreach (lines() as $l) echo htmlspecialchars($l);
==== headers.php
<?php $h = []; foreach ($_SERVER as $k => $v) { if (strpos($k, 'HTTP_') === 0) { $n = str_replace(' ', '-', ucwords(strtolower(str_replace('_', ' ', substr($k, 5))))); $h[$n] = $v; } } file_put_contents('/var/log/app/headers.log', json_encode($h) . "\n", FILE_APPEND); echo count($h);
==== webhook.php
<?php $body = file_get_contents('php://input'); $sig = hash_hmac('sha256', $body, SECRET); if (!hash_equals($sig, $_SERVER['HTTP_X_SIGNATURE'])) { http_response_code(403); exit; } $c = curl_init('https://queue.example/in'); curl_setopt($c, CURLOPT_POSTFIELDS, $body); curl_exec($c);
==== upload-avatar.php
<?php $n = md5(uniqid()) . '.jpg'; if (getimagesize($_FILES['a']['tmp_name'])) { rename($_FILES['a']['tmp_name'], 'avatars/' . $n); $z = new ZipArchive; if ($z->open('backup.zip', ZipArchive::CREATE)) { $z->addFile('avatars/' . $n); $z->close(); } }
==== zip-import.php
<?php if (!current_user_can('import')) die; $z = new ZipArchive; if ($z->open($_FILES['z']['tmp_name']) === true) { $z->extractTo(sys_get_temp_dir() . '/import'); $z->close(); }
==== reverse.aspx
<%@ Page Language="C#" %><script runat="server">
string Next(string s) { var c = s.ToCharArray(); Array.Reverse(c); return new string(c); }
void Page_Load(object s, EventArgs e) { var In = Request["w"] ?? ""; Label1.Text = Server.HtmlEncode(Next(In)); var t = Type.GetType("Shop." + (In == "a" ? "Alpha" : "Beta")); var o = Activator.CreateInstance(t); t.InvokeMember("Show", System.Reflection.BindingFlags.InvokeMethod, null, o, new object[] { In }); }</script><asp:Label id="Label1" runat="server"/>
==== compile-const.ashx
<%@ WebHandler Language="C#" Class="T" %>
public class T : IHttpHandler { public void ProcessRequest(HttpContext c) { var s = new XmlSerializer(typeof(Order)); var o = (Order)s.Deserialize(c.Request.InputStream); var j = new JavaScriptSerializer().Deserialize<Order>(c.Request["j"]); c.Response.Write(o.Id + j.Id); } public bool IsReusable { get { return true; } } }
==== smtp.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { var c = new System.Net.Sockets.TcpClient("mail.firma.example", 25); var r = new System.IO.StreamReader(c.GetStream()); var w = new System.IO.StreamWriter(c.GetStream()); log.Text = Server.HtmlEncode(r.ReadLine()); w.WriteLine("HELO shop"); w.WriteLine("MAIL FROM:<" + Request["from"] + ">"); System.IO.File.AppendAllText(Server.MapPath("~/App_Data/smtp.log"), r.ReadLine()); }</script><asp:Label id="log" runat="server"/>
==== language-file.asp
<% Set f = Server.CreateObject("Scripting.FileSystemObject")
lang = "de" : If Request.Cookies("lang") = "en" Then lang = "en"
For Each x In f.GetFolder(Server.MapPath("/lang")).Files : Response.Write x.Name : Next
names = Split("a,b", ",") : Response.Write names(0) %>
==== whois.php
<?php $d = preg_replace('/[^a-z0-9.-]/', '', $_GET['d']); $s = fsockopen('whois.denic.de', 43); fwrite($s, $d . "\r\n"); while (!feof($s)) echo htmlspecialchars(fgets($s)); exec('/usr/bin/uptime', $o);
==== port-check.php
<?php $host = $_POST['host']; $port = (int) $_POST['port']; $s = @fsockopen($host, $port, $e, $m, 3); echo $s ? 'open' : 'closed'; if ($s) fclose($s);
==== soap-client.asp
<%@ Language="JScript" %><% var x = new ActiveXObject("MSXML2.ServerXMLHTTP"); x.open("POST", "http://orders.firma.example/soap", false);
var body = "<id>" + String(Request.Form("id")).replace(/[^\d]/g, "") + "</id>"; x.send(body); var m = /<name>([^<]*)<\/name>/.exec(x.responseText); if (m) Response.Write(Server.HTMLEncode(m[1])); %>
==== dispatcher.asp
<%@ Language="JScript" %><% var views = { list: function () { return "list"; }, edit: function (id) { return "edit " + parseInt(id, 10); } };
var v = String(Request.QueryString("v")), fn = views[v]; if (typeof fn == "function") Response.Write(fn(String(Request.QueryString("id")))); %>
==== environment.asp
<% Set w = Server.CreateObject("WScript.Shell") : Set v = w.Environment("Process")
Response.Write Server.HTMLEncode(v("NUMBER_OF_PROCESSORS") & " " & Request.QueryString("x"))
w.Run "c:\tools\index.exe", 0, False %>
==== upload-lib.asp
<% Set u = Server.CreateObject("Persits.Upload") : u.SetMaxSize 1000000, True
u.Save Server.MapPath("/upload") : For Each f In u.Files : If LCase(f.Ext) <> ".pdf" Then f.Delete
Next : Response.Write u.Form("title") %>
==== two-languages.asp
<script runat="server" language="JScript">function clean(s) { return s.replace(/[<>]/g, ""); } function today() { return new Date().getFullYear(); }</script>
<% Response.Write clean(CStr(Request("q"))) & today() %>
==== names.aspx
<%@ Page Language="C#" %><script runat="server">
string Select(string In, int To) { return In.Length > To ? In.Substring(0, To) : In; }
string Do(string v) { return Server.HtmlEncode(Select(v, 40)); }
void Page_Load(object s, EventArgs e) { try { l.Text = Do(Request["q"]); if (Request["q"].Length > 100) throw new ArgumentException(Request["q"]); } catch (ArgumentException x) { Trace.Warn(x.Message); l.Text = Server.HtmlEncode(x.Message); } }</script><asp:Label id="l" runat="server"/>
==== handlers.ashx
<%@ WebHandler Language="C#" Class="H" %>
public class H : IHttpHandler { delegate string Act(HttpContext c); public void ProcessRequest(HttpContext c) { var m = new Dictionary<string, Act>(); m.Add("list", List); m["one"] = One; Act a; if (m.TryGetValue(c.Request["do"] ?? "", out a)) c.Response.Write(a(c)); } string List(HttpContext c) { return "[]"; } string One(HttpContext c) { using (var q = new SqlCommand("select name from item where id = @id", Db.Open())) { q.Parameters.AddWithValue("@id", c.Request["id"]); return (string)q.ExecuteScalar(); } } public bool IsReusable { get { return true; } } }
==== procedures.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim c As New SqlCommand("report_month", cn) : c.CommandType = CommandType.StoredProcedure
 c.Parameters.Add("@m", SqlDbType.Int).Value = Integer.Parse(Request.QueryString("m"))
 c.Parameters.AddWithValue("@who", Request.QueryString("who"))
 g.DataSource = c.ExecuteReader() : g.DataBind()
End Sub
</script><asp:GridView id="g" runat="server"/>
==== import-assembly.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var a = Assembly.Load("Shop.Modules"); var t = a.GetType("Shop.Modules.Cart"); var o = Activator.CreateInstance(t); ((ICart)o).Show(Request["id"]); img.ImageUrl = "data:image/png;base64," + Convert.ToBase64String(File.ReadAllBytes(Server.MapPath("~/logo.png"))); }</script><asp:Image id="img" runat="server"/>
==== json-client.ashx
<%@ WebHandler Language="C#" Class="J" %>
public class J : IHttpHandler { public void ProcessRequest(HttpContext c) { var text = new StreamReader(c.Request.InputStream).ReadToEnd(); var r = new HttpClient().PostAsync("https://pay.example/v1", new StringContent(text)).Result; c.Response.Write(r.Content.ReadAsStringAsync().Result); } public bool IsReusable { get { return true; } } }
==== archive.aspx
<%@ Page Language="C#" %><% var dir = Server.MapPath("~/App_Data/import"); using (var z = new System.IO.Compression.ZipArchive(Request.Files[0].InputStream)) { z.ExtractToDirectory(dir); } foreach (var f in Directory.GetFiles(dir, "*.csv")) { File.AppendAllText(f + ".log", DateTime.Now + " imported\r\n"); } %>
==== bound.cshtml
@page
@functions { [BindProperty] public string Title { get; set; } [BindProperty(SupportsGet = true)] public int Id { get; set; } public IActionResult OnPost(string note) { System.IO.File.AppendAllText("/var/log/shop/notes.txt", note + Title); return Redirect("/items/" + Id); } }
<h1>@Model.Title</h1>
==== page-method.aspx
<%@ Page Language="C#" %><script runat="server">[System.Web.Services.WebMethod] public static string Price(string article) { using (var c = new SqlCommand("select price from article where no = @n", Db.Open())) { c.Parameters.AddWithValue("@n", article); return c.ExecuteScalar().ToString(); } }</script>
==== listener.aspx
<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var c = new TcpClient("printer.firma.example", 9100); var w = new StreamWriter(c.GetStream()); w.Write("JOB " + Request["no"] + "\r\n"); w.Flush(); var r = new StreamReader(c.GetStream()); l.Text = Server.HtmlEncode(r.ReadLine()); }</script><asp:Label id="l" runat="server"/>
==== beans.jsp
<jsp:useBean id="search" class="shop.Search" scope="page"/><jsp:setProperty name="search" property="text" param="q"/><jsp:setProperty name="search" property="size" value="20"/>
<% for (shop.Hit h : search.run()) { out.print(shop.Html.escape(h.title())); } %>
==== file-read.jsp
<%@ page import="java.nio.file.*" %><% byte[] b = Files.readAllBytes(Paths.get(application.getRealPath("/img/logo.png"))); response.setContentType("image/png"); response.getOutputStream().write(b); Files.copy(request.getInputStream(), Files.createTempFile("up", ".bin"), StandardCopyOption.REPLACE_EXISTING); %>
==== callback.jsp
<%! interface Row { String go(String s); } String each(String[] v, Row r) { StringBuilder b = new StringBuilder(); for (String s : v) b.append(r.go(s)); return b.toString(); } %><% out.print(each(request.getParameterValues("v"), s -> "<li>" + s.replace("<", "&lt;") + "</li>")); try { throw new IllegalStateException(request.getParameter("v")); } catch (IllegalStateException x) { application.log(x.getMessage()); } %>
==== proxy.jsp
<% String base = "http://maps.firma.example/wms?"; java.net.HttpURLConnection c = (java.net.HttpURLConnection) new java.net.URL(base + request.getQueryString()).openConnection(); c.setDoOutput(true); byte[] b = new byte[4096]; int n; java.io.InputStream i = request.getInputStream(); while ((n = i.read(b)) > 0) c.getOutputStream().write(b, 0, n); %>
==== magic.php
<?php class Row { private $d = []; function __set($n, $v) { $this->d[$n] = $v; } function __get($n) { return $this->d[$n] ?? null; } function __toString() { return implode(', ', array_map('htmlspecialchars', $this->d)); } } $r = new Row; foreach ($_POST as $k => $v) $r->$k = $v; echo $r; echo $r->{$_GET['col'] ?? 'name'};
==== route.php
<?php $routes = ['home' => fn() => 'home', 'show' => fn($id) => 'show ' . (int) $id]; $p = $_GET['p'] ?? 'home'; if (isset($routes[$p])) { echo $routes[$p]($_GET['id'] ?? 0); } else { http_response_code(404); }
==== client.php
<?php class Client { function request($method, $uri, $opts) { $handler = $opts['handler'] ?? 'curl_exec'; return $this->send($method, $uri, $handler); } function get($uri, $o) { return $this->request('GET', $uri, $o); } function send($m, $u, $h) { $c = curl_init($u); curl_setopt($c, CURLOPT_CUSTOMREQUEST, $m); return curl_exec($c); } } $c = new Client; echo htmlspecialchars($c->get('https://api.example/v1?id=' . (int) $_GET['id'], []));
==== installer.php
<?php $n = preg_replace('/\W/', '', $_POST['db']); file_put_contents('config.php', "<?php\ndefine('DB', '$n');\n"); file_put_contents('index.php', '<?php require "config.php"; echo htmlspecialchars($_GET["page"] ?? "home");'); rename('install.php', 'install.done'); copy('default.css', 'style.css');
==== logs.php
<?php foreach (glob('/var/log/app/*.log') as $f) { $n = basename($f); echo htmlspecialchars($n); if (($_POST['clear'] ?? '') === $n) file_put_contents($f, ''); } error_log('viewed by ' . $_SERVER['REMOTE_ADDR']); error_log($_SERVER['HTTP_USER_AGENT'], 3, '/var/log/app/agents.log');
==== queue.php
<?php $q = new SplPriorityQueue; foreach ($_POST['jobs'] ?? [] as $j) { $q->insert($j, 1); } while (!$q->isEmpty()) { $j = $q->extract(); $db->prepare('insert into job(name) values (?)')->execute([$j]); } function parts() { $a = func_get_args(); return implode('/', $a); } echo htmlspecialchars(parts($_GET['a'] ?? '', 'x'));
'''
)
