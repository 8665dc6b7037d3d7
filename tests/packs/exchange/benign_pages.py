"""101 harmless pages of the kinds that web shells are: they use requests, processes, files and uploads as pages do.

Invented for these tests; each stands for a habit that is met on real servers.  Names change from copy to copy.
"""

from collections.abc import Iterator
from string import Template

WORDS = (
    {"Name": "Orders", "field": "orderId", "table": "dbo.Orders", "folder": "intranet", "title": "Order list"},
    {"Name": "Customers", "field": "q", "table": "sales.Customer", "folder": "crm", "title": "Kunden"},
    {"Name": "Rooms", "field": "cmd", "table": "fm.Room", "folder": "facility", "title": "Réservation de salles"},
)
"""The last one calls its parameter as web shells do."""
COUNT = 101


def pages() -> Iterator[tuple[str, str]]:
    """(path below `C:/inetpub/wwwroot`, text) of each page."""
    made = 0
    for words in WORDS:
        for (name, ending), text in TEMPLATES.items():
            if made == COUNT:
                return
            made += 1
            yield f"{words['folder']}/{words['Name']}{name}.{ending}", Template(text).substitute(words)


TEMPLATES = {
    ("Default", "aspx"): """<%@ Page Language="C#" AutoEventWireup="true" %>
<script runat="server">
protected void Page_Load(object sender, EventArgs e) {
    string wanted = Request.QueryString["$field"] ?? "";
    Heading.Text = Server.HtmlEncode("$title " + wanted);
    if (!IsPostBack && Session["$Name"] == null) Session["$Name"] = DateTime.UtcNow;
}
</script>
<html><body><form runat="server"><asp:Label ID="Heading" runat="server" /></form></body></html>
""",
    ("Search", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    using (var connection = new SqlConnection(ConfigurationManager.ConnectionStrings["Main"].ConnectionString))
    using (var command = new SqlCommand("SELECT Id, Title FROM $table WHERE Title LIKE @text", connection)) {
        command.Parameters.AddWithValue("@text", "%" + Request["$field"] + "%");
        connection.Open();
        Grid.DataSource = command.ExecuteReader();
        Grid.DataBind();
    }
}
</script>
<form runat="server"><asp:GridView ID="Grid" runat="server" /></form>
""",
    ("Login", "aspx"): """<%@ Page Language="VB" %>
<script runat="server">
Sub SignIn(ByVal sender As Object, ByVal e As EventArgs)
    If Membership.ValidateUser(Request.Form("user"), Request.Form("password")) Then
        FormsAuthentication.RedirectFromLoginPage(Request.Form("user"), False)
    Else
        Message.Text = "Wrong name or password for $title"
    End If
End Sub
</script>
<form runat="server"><input name="user" /><input name="password" type="password" />
<asp:Button runat="server" OnClick="SignIn" Text="Sign in" /><asp:Label ID="Message" runat="server" /></form>
""",
    ("Upload", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
static readonly string[] Allowed = { ".pdf", ".png", ".jpg" };
protected void Send(object sender, EventArgs e) {
    string ending = Path.GetExtension(File1.FileName).ToLowerInvariant();
    if (Array.IndexOf(Allowed, ending) < 0) { Note.Text = "Only documents and pictures."; return; }
    string target = Path.Combine(Server.MapPath("~/App_Data/$Name"), Guid.NewGuid().ToString("N") + ending);
    File1.SaveAs(target);
    Note.Text = "Thank you.";
}
</script>
<form runat="server" enctype="multipart/form-data"><asp:FileUpload ID="File1" runat="server" />
<asp:Button runat="server" OnClick="Send" Text="Send" /><asp:Label ID="Note" runat="server" /></form>
""",
    ("Download", "aspx"): """<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    int number;
    if (!int.TryParse(Request.QueryString["$field"], out number)) { Response.StatusCode = 400; Response.End(); }
    Response.ContentType = "application/pdf";
    Response.AddHeader("Content-Disposition", "attachment; filename=$Name" + number + ".pdf");
    Response.TransmitFile(Server.MapPath("~/App_Data/reports/" + number + ".pdf"));
}
</script>
""",
    ("Error", "aspx"): """<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    Exception last = Server.GetLastError();
    System.Diagnostics.EventLog.WriteEntry("$Name", last == null ? "no error" : last.ToString());
    Server.ClearError();
    Response.StatusCode = 500;
}
</script>
<html><body><h1>$title</h1><p>Something went wrong. <%= Server.HtmlEncode(Request.RawUrl) %></p></body></html>
""",
    ("Health", "aspx"): """<%@ Page Language="C#" ContentType="application/json" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    Process own = Process.GetCurrentProcess();
    Response.Write("{\\"name\\":\\"$Name\\",\\"memory\\":" + own.WorkingSet64 + ",\\"threads\\":"
        + own.Threads.Count + ",\\"up\\":\\"" + (DateTime.Now - own.StartTime) + "\\"}");
}
</script>
""",
    ("Jobs", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
protected void Nightly(object sender, EventArgs e) {
    var start = new ProcessStartInfo(@"D:\\Apps\\$Name\\Export.exe", "/nightly");
    start.UseShellExecute = false;
    using (var job = Process.Start(start)) { job.WaitForExit(60000); Note.Text = "Ended with " + job.ExitCode; }
}
</script>
<form runat="server"><asp:Button runat="server" OnClick="Nightly" Text="Run" /><asp:Label ID="Note" runat="server" />
</form>
""",
    ("Version", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
$title <%= Assembly.GetExecutingAssembly().GetName().Version %> on <%= Environment.MachineName %>,
<%= Request.UserHostAddress %>
""",
    ("Plugin", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    Assembly plugins = Assembly.Load("$Name.Plugins, Version=1.0.0.0, Culture=neutral");
    object report = plugins.CreateInstance("$Name.Plugins.Report");
    Text.Text = Convert.ToString(report.GetType().GetMethod("Render").Invoke(report, null));
}
</script>
<asp:Literal ID="Text" runat="server" />
""",
    ("Cookie", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<script runat="server">
string Read(string value) {
    using (var aes = new RijndaelManaged()) {
        aes.Key = Convert.FromBase64String(ConfigurationManager.AppSettings["CookieKey"]);
        byte[] data = Convert.FromBase64String(value);
        return Encoding.UTF8.GetString(aes.CreateDecryptor().TransformFinalBlock(data, 0, data.Length));
    }
}
void Page_Load(object sender, EventArgs e) {
    HttpCookie cookie = Request.Cookies["$field"];
    if (cookie != null) Welcome.Text = Server.HtmlEncode(Read(cookie.Value));
}
</script>
<asp:Label ID="Welcome" runat="server" />
""",
    ("Weather", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    using (var client = new WebClient()) {
        Forecast.Text = Server.HtmlEncode(client.DownloadString("https://weather.example.org/today?lang=en&for=$Name"));
    }
}
</script>
<asp:Literal ID="Forecast" runat="server" />
""",
    ("Picture", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Drawing" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    using (var map = new Bitmap(120, 40))
    using (var pen = Graphics.FromImage(map)) {
        pen.DrawString(Request.QueryString["$field"], new Font("Arial", 12), Brushes.Black, 4, 8);
        Response.ContentType = "image/png";
        map.Save(Response.OutputStream, System.Drawing.Imaging.ImageFormat.Png);
    }
}
</script>
""",
    ("Log", "aspx"): """<%@ Page Language="VB" %>
<%@ Import Namespace="System.IO" %>
<script runat="server">
Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
    Dim line As String = DateTime.UtcNow.ToString("o") & " " & Request.UserHostAddress & " " & Request.UserAgent
    File.AppendAllText(Server.MapPath("~/App_Data/$Name.log"), line & vbCrLf)
End Sub
</script>
<p>$title</p>
""",
    ("Files", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.IO" %>
<ul>
<% foreach (string file in Directory.GetFiles(Server.MapPath("~/docs/$Name"), "*.pdf")) { %>
<li><a href="docs/<%= Path.GetFileName(file) %>"><%= Server.HtmlEncode(Path.GetFileName(file)) %></a></li>
<% } %>
</ul>
""",
    ("Xml", "aspx"): """<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object sender, EventArgs e) {
    Source.DocumentSource = "~/App_Data/$Name.xml";
    Source.TransformSource = "~/App_Data/$Name.xslt";
}
</script>
<asp:Xml ID="Source" runat="server" />
""",
    ("Client", "aspx"): """<%@ Page Language="C#" %>
<html><head><script type="text/javascript">
var settings = eval('(' + document.getElementById('data').textContent + ')');
function run(cmd) { document.forms[0].$field.value = cmd; document.forms[0].submit(); }
window.setTimeout(function () { eval(settings.onload || ''); }, 10);
</script></head><body><form method="post" runat="server"><input name="$field" /></form></body></html>
""",
    ("Mail", "aspx"): """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Net.Mail" %>
<script runat="server">
protected void Send(object sender, EventArgs e) {
    var mail = new MailMessage("web@example.org", "office@example.org", "$title", Request.Form["text"]);
    new SmtpClient("localhost").Send(mail);
}
</script>
<form runat="server"><textarea name="text"></textarea><asp:Button runat="server" OnClick="Send" Text="Send" /></form>
""",
    ("Site", "master"): """<%@ Master Language="C#" %>
<html><head><title>$title</title><asp:ContentPlaceHolder ID="Head" runat="server" /></head>
<body><a href="<%= ResolveUrl("~/") %>">Home</a> <%= HttpContext.Current.User.Identity.Name %>
<form runat="server"><asp:ContentPlaceHolder ID="Main" runat="server" /></form></body></html>
""",
    ("Box", "ascx"): """<%@ Control Language="C#" ClassName="${Name}Box" %>
<script runat="server">
public string Value { get { return Request.Form[UniqueID] ?? ""; } }
protected void Page_Load(object sender, EventArgs e) { Input.Text = Server.HtmlEncode(Value); }
</script>
<asp:TextBox ID="Input" runat="server" />
""",
    ("Thumb", "ashx"): """<%@ WebHandler Language="C#" Class="${Name}Thumb" %>
using System.Web; using System.Drawing; using System.IO;
public class ${Name}Thumb : IHttpHandler {
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext context) {
        string name = Path.GetFileName(context.Request.QueryString["$field"] ?? "none.png");
        using (var whole = Image.FromFile(context.Server.MapPath("~/pictures/" + name)))
        using (var small = whole.GetThumbnailImage(96, 96, null, System.IntPtr.Zero)) {
            context.Response.ContentType = "image/jpeg";
            small.Save(context.Response.OutputStream, System.Drawing.Imaging.ImageFormat.Jpeg);
        }
    }
}
""",
    ("Data", "ashx"): """<%@ WebHandler Language="C#" Class="${Name}Data" %>
using System.Web; using System.Web.Script.Serialization;
public class ${Name}Data : IHttpHandler {
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context) {
        var answer = new { asked = context.Request["$field"], rows = new[] { 1, 2, 3 } };
        context.Response.ContentType = "application/json";
        context.Response.Write(new JavaScriptSerializer().Serialize(answer));
    }
}
""",
    ("Avatar", "ashx"): """<%@ WebHandler Language="C#" Class="${Name}Avatar" %>
using System; using System.IO; using System.Web;
public class ${Name}Avatar : IHttpHandler {
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context) {
        byte[] picture = Convert.FromBase64String(context.Request.Form["image"]);
        if (picture.Length > 65536 || picture[0] != 0x89) { context.Response.StatusCode = 400; return; }
        string name = Guid.NewGuid().ToString("N") + ".png";
        File.WriteAllBytes(context.Server.MapPath("~/App_Data/avatars/" + name), picture);
    }
}
""",
    ("Service", "asmx"): """<%@ WebService Language="C#" Class="${Name}Service" %>
using System.Web.Services;
[WebService(Namespace = "http://example.org/$Name")]
public class ${Name}Service : WebService {
    [WebMethod] public int Add(int a, int b) { return a + b; }
    [WebMethod(EnableSession = true)] public string Hello(string name) { Session["n"] = name; return "Hello " + name; }
}
""",
    ("Lookup", "asmx"): """<%@ WebService Language="VB" Class="${Name}Lookup" %>
Imports System.Web.Services
Imports System.Data.SqlClient
Public Class ${Name}Lookup
    Inherits WebService
    <WebMethod()> Public Function Find(ByVal key As String) As String
        Using connection As New SqlConnection(ConfigurationManager.ConnectionStrings("Main").ConnectionString)
            Dim command As New SqlCommand("SELECT Title FROM $table WHERE Id = @id", connection)
            command.Parameters.AddWithValue("@id", key)
            connection.Open()
            Return CStr(command.ExecuteScalar())
        End Using
    End Function
End Class
""",
    ("", "asax"): """<%@ Application Language="C#" %>
<script runat="server">
void Application_Start(object sender, EventArgs e) { Application["$Name started"] = DateTime.UtcNow; }
void Application_BeginRequest(object sender, EventArgs e) {
    if (!Request.IsSecureConnection) Response.Redirect("https://" + Request.Url.Host + Request.RawUrl, true);
}
</script>
""",
    ("Counter", "asp"): """<%@ Language=VBScript %>
<%
Dim files, stream, number
Set files = Server.CreateObject("Scripting.FileSystemObject")
Set stream = files.OpenTextFile(Server.MapPath("counter.txt"), 1)
number = CLng(stream.ReadAll) + 1
stream.Close
Response.Write "Visitor " & number & " of $title, " & Server.HTMLEncode(Request.QueryString("$field"))
%>
""",
    ("List", "asp"): """<%@ Language=VBScript %>
<%
Set db = Server.CreateObject("ADODB.Connection")
db.Open Application("main")
Set rows = db.Execute("SELECT Title FROM $table ORDER BY Title")
Do While Not rows.EOF
  Response.Write "<li>" & Server.HTMLEncode(rows("Title")) & "</li>"
  rows.MoveNext
Loop
%>
""",
    ("contact", "php"): """<?php
$$name = htmlspecialchars($$_POST['$field'] ?? '', ENT_QUOTES);
if ($$_SERVER['REQUEST_METHOD'] === 'POST' && filter_var($$_POST['mail'] ?? '', FILTER_VALIDATE_EMAIL)) {
    mail('office@example.org', '$title', wordwrap($$_POST['text'], 70), 'From: web@example.org');
    echo "<p>Thank you, $$name.</p>";
}
?>
<form method="post"><input name="$field"><input name="mail">
<textarea name="text"></textarea><button>Send</button></form>
""",
    ("index", "php"): """<?php
$$pages = ['home' => 'home.php', 'news' => 'news.php', '$field' => '$Name.php'];
$$wanted = $$_GET['page'] ?? 'home';
require __DIR__ . '/pages/' . ($$pages[$$wanted] ?? 'missing.php');
""",
    ("upload", "php"): """<?php
$$ending = strtolower(pathinfo($$_FILES['file']['name'] ?? '', PATHINFO_EXTENSION));
if (!in_array($$ending, ['png', 'jpg', 'pdf'], true) || $$_FILES['file']['size'] > 5_000_000) {
    http_response_code(400);
    exit('Only documents and pictures.');
}
move_uploaded_file($$_FILES['file']['tmp_name'], '/srv/data/$Name/' . bin2hex(random_bytes(8)) . '.' . $$ending);
""",
    ("build", "php"): """<?php
exec('git -C /srv/$Name rev-parse --short HEAD', $$lines, $$status);
$$load = shell_exec('uptime');
header('Content-Type: application/json');
echo json_encode(['build' => $$status === 0 ? $$lines[0] : 'unknown', 'load' => trim((string) $$load)]);
""",
    ("theme", "php"): """<?php
function ${Name}_setup() {
    add_theme_support('post-thumbnails');
    register_nav_menus(['main' => __('Main menu', '$Name')]);
}
add_action('after_setup_theme', '${Name}_setup');
$$icon = base64_decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'
    . '+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
$$text = preg_replace_callback('/\\\\b[a-z]/', fn ($$found) => strtoupper($$found[0]), $$_GET['$field'] ?? '');
echo esc_html($$text);
""",
    ("info", "jsp"): """<%@ page language="java" contentType="text/html; charset=UTF-8" %>
<% String asked = request.getParameter("$field"); %>
<p>$title: <%= asked == null ? "" : asked.replace("<", "&lt;") %></p>
<p><%= Runtime.getRuntime().availableProcessors() %> processors, <%= Runtime.getRuntime().freeMemory() %> bytes free</p>
""",
}
