"""Pages of web applications, written for these tests, that come close to what a web shell does and are none."""

# ruff: noqa: E501  each line is a page as it stands

PAGES = {
    "echo.aspx": '<%@ Page Language="C#" %><p><%= Server.HtmlEncode(Request["q"]) %></p><% Response.Write(Request.Form["n"]); %>',
    "constant.aspx": """<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { if (Request["start"] == "1") Process.Start("C:\\\\tools\\\\backup.exe", "/quiet"); }</script>""",
    "client.aspx": """<%@ Page Language="C#" %><script>var v = eval('(' + document.getElementById('x').value + ')');</script>
<asp:TextBox id="x" runat="server"/><% string name = Request["name"]; %>""",
    "upload.aspx": """<%@ Page Language="C#" %><script runat="server">
void Save(object s, EventArgs e) {
  string ext = System.IO.Path.GetExtension(photo.FileName).ToLower();
  if (ext == ".jpg" || ext == ".png") photo.SaveAs(Server.MapPath("~/photos/") + Guid.NewGuid() + ext); }
</script><asp:FileUpload id="photo" runat="server"/>""",
    "database.aspx": """<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
  Dim c As New SqlConnection(ConfigurationManager.ConnectionStrings("main").ConnectionString)
  Dim q As New SqlCommand("select name from customers where id = @id", c)
  q.Parameters.AddWithValue("@id", Integer.Parse(Request.QueryString("id")))
  grid.DataSource = q.ExecuteReader()
End Sub</script>""",
    "assembly.aspx": '<%@ Page Language="C#" %><% var v = Assembly.Load("Shop.Core").GetName().Version; Response.Write(v + Request["x"]); %>',
    "viewstate.aspx": """<%@ Page Language="C#" %><script runat="server">
protected override object LoadPageStateFromPersistenceMedium() { return new LosFormatter().Deserialize(Session["state"] as string); }</script>""",
    "log.ashx": """<%@ WebHandler Language="C#" Class="Log" %>
public class Log : IHttpHandler { public void ProcessRequest(HttpContext c) {
  System.IO.File.AppendAllText(c.Server.MapPath("~/App_Data/log.txt"), c.Request["message"] + Environment.NewLine); } }""",
    "service.asmx": """<%@ WebService Language="C#" Class="Sum" %>
public class Sum : WebService { [WebMethod] public int Add(int a, int b) { return a + b; }
 [WebMethod] public string Find(string name) { return names[name]; } }""",
    "login.asp": """<%
Dim user, pass
user = Replace(Request.Form("user"), "'", "''")
pass = Request.Form("pass")
Set rs = conn.Execute("select * from users where name = '" & user & "'")
If Not rs.EOF Then Session("user") = user : Response.Redirect "default.asp"
%>""",
    "include.asp": """<!--#include file="config.asp"--><%
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set f = fso.OpenTextFile(Server.MapPath("counter.txt"), 1)
n = CLng(f.ReadLine) + 1 : f.Close
Set f = fso.CreateTextFile(Server.MapPath("counter.txt"), True) : f.Write n : f.Close
Response.Write Server.HTMLEncode(Request("name")) & n %>""",
    "mail.asp": """<% Set m = Server.CreateObject("CDO.Message")
m.To = "office@example.test" : m.Subject = Request.Form("subject") : m.TextBody = Request.Form("body") : m.Send %>""",
    "jscript.asp": """<%@ language="jscript" %><% var id = parseInt(Request.QueryString("id"));
function show(n) { Response.Write("<b>" + n + "</b>"); } show(id); var data = eval("(" + Application("settings") + ")"); %>""",
    "form.php": "<?php $name = htmlspecialchars($_POST['name']); echo \"Hello $name\"; mail('a@example.test', 's', $_POST['text']);",
    "page.php": """<?php $pages = array('home', 'news'); $p = $_GET['p'];
if (!in_array($p, $pages)) { $p = 'home'; } include 'pages/' . $p . '.php';""",
    "convert.php": "<?php $f = escapeshellarg($_GET['file']); exec('convert ' . $f . ' out.png');",
    "number.php": "<?php $n = (int)$_GET['n']; system('ping -c ' . $n . ' localhost');",
    "dispatch.php": """<?php class C { function run() { $m = 'action' . ucfirst($_GET['a']);
if (method_exists($this, $m)) { return $this->$m(); } } }""",
    "filter.php": "<?php $ids = array_map('intval', $_POST['ids']); $names = array_map('trim', $_POST['names']);",
    "template.php": """<?php class Template { function render($file) { extract($this->vars); ob_start(); include $file; return ob_get_clean(); }
 function compile($source) { $code = preg_replace('/\\{(\\w+)\\}/', '<?php echo $\\\\1 ?>', $source); file_put_contents($this->cache, $code); } }""",
    "update.php": """<?php if (isset($_POST['update']) && check_token($_POST['token'])) {
$zip = download('https://example.test/latest.zip'); unzip($zip, __DIR__); unlink($zip); }""",
    "avatar.php": """<?php $ext = strtolower(pathinfo($_FILES['a']['name'], PATHINFO_EXTENSION));
if (in_array($ext, array('png', 'jpg'))) { move_uploaded_file($_FILES['a']['tmp_name'], 'avatars/' . md5($id) . '.' . $ext); }""",
    "test.php": "<?php class T extends TestCase { function testA() { assert($this->x instanceof Foo); $f = $this->callback; $f(1); } }",
    "config.php": "<?php file_put_contents('settings.json', json_encode(array('title' => $_POST['title'])));",
    "hello.jsp": '<%@ page contentType="text/html" %><p>${param.name}</p><%= request.getParameter("q") == null ? "" : "x" %>',
    "search.jsp": """<% String q = request.getParameter("q"); PreparedStatement s = c.prepareStatement("select * from t where n = ?");
s.setString(1, q); ResultSet r = s.executeQuery(); while (r.next()) { out.println(r.getString(1)); } %>""",
    "status.jsp": """<% Process p = Runtime.getRuntime().exec("uptime"); String view = request.getParameter("view"); out.println(view); %>""",
    "bean.jsp": """<% String name = request.getParameter("property"); java.lang.reflect.Method m = bean.getClass().getMethod("getTitle");
out.println(m.invoke(bean)); %>""",
    "log.jsp": '<% java.io.FileWriter w = new java.io.FileWriter("/var/log/app/visits.txt", true); w.write(request.getParameter("page")); w.close(); %>',
    "view.cshtml": '@model Shop.Basket\n@{ ViewBag.Title = "Basket"; var q = Request["q"]; }\n<p>@q</p>\n@foreach (var i in Model.Items) { <li>@i.Name</li> }',
    "web.config": """<?xml version="1.0"?><configuration><system.webServer><handlers>
<add name="php" path="*.php" verb="*" modules="FastCgiModule" scriptProcessor="C:\\php\\php-cgi.exe" resourceType="File"/>
<add name="page" path="*.aspx" verb="GET,POST" type="System.Web.UI.PageHandlerFactory"/></handlers></system.webServer></configuration>""",
    "script.js": "function run(code) { return eval(code); } var _GET = {}; run(location.hash);",
    "notes.txt": "A web shell evaluates what a request sends, e.g. eval(Request.Item[...]) in a page; delete it.",
}
