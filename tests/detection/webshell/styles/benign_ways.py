# ruff: noqa: E501 - the lines are as long as such pages have them
"""Ordinary pages that move values as `ways_…_more` do, some of them torn."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== table-of-formats.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly Dictionary<string, Func<string, string>> Formats = new Dictionary<string, Func<string, string>>();
static P() { Formats["upper"] = s => s.ToUpper(); Formats["html"] = s => HttpUtility.HtmlEncode(s); }
void Page_Load(object s, EventArgs e) { Func<string, string> f; if (Formats.TryGetValue(Request["f"], out f)) Response.Write(HttpUtility.HtmlEncode(f(Request["text"]))); }
</script>
==== table-of-reports.aspx
<%@ Page Language="C#" %><script runat="server">
void Orders(string id) { grid.DataSource = Db.Orders(int.Parse(id)); grid.DataBind(); }
void Clients(string id) { grid.DataSource = Db.Clients(int.Parse(id)); grid.DataBind(); }
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string>> { { "o", Orders }, { "c", Clients } }; if (all.ContainsKey(Request["r"])) all[Request["r"]](Request["id"]); }
</script>
==== table-with-cleanup.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    var jobs = new Dictionary<string, Action> {
        { "cache", () => Cache.Remove("menu") },
        { "temp", () => File.Delete(Server.MapPath("~/App_Data/temp.dat")) },
        { "thumbs", () => Process.Start(@"C:\tools\thumbs.exe", "--rebuild") },
    };
    Action job;
    if (User.IsInRole("Admin") && jobs.TryGetValue(Request["job"] ?? "", out job)) job();
}
</script>
==== exception-of-validation.aspx
<%@ Page Language="C#" %><script runat="server">
class Invalid : Exception { public Invalid(string field, string value) : base("invalid") { Data["field"] = field; Data["value"] = value; } }
void Check(string v) { if (v == null || v.Length > 80) throw new Invalid("name", v); }
void Page_Load(object s, EventArgs e) {
    try { Check(Request["name"]); Db.Save(Request["name"]); }
    catch (Invalid x) { Log.Warn("bad " + x.Data["field"]); msg.Text = Server.HtmlEncode("Not allowed: " + x.Data["value"]); }
}
</script>
==== exception-log.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Error(object s, EventArgs e) { var x = Server.GetLastError(); File.AppendAllText(Server.MapPath("~/App_Data/errors.log"), DateTime.Now + " " + x.Message + Environment.NewLine); Server.ClearError(); Response.Redirect("~/error.aspx"); }
void Page_Load(object s, EventArgs e) { if (Request["id"] == null) throw new HttpException(404, "no " + Request["page"]); }
</script>
==== upload-list-used.aspx.cs
using System.Web.UI;
public partial class Up : Page {
    private static readonly string[] Kinds = { ".png", ".jpg" };
    protected void Go(object s, EventArgs e) {
        var f = Request.Files["a"];
        string to = Request.Form["name"];
        if (string.IsNullOrEmpty(to)) to = Guid.NewGuid() + ".png";
        if (Array.IndexOf(Kinds, Path.GetExtension(to)) < 0) return;
        f.SaveAs(Server.MapPath("~/pics/" + Path.GetFileName(to)));
    }
}
==== upload-ending-checked.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { var f = Request.Files[0]; string to = Request.Form["to"]; if (!to.EndsWith(".png")) { to = "a.png"; } f.SaveAs(Server.MapPath("~/pics/" + Path.GetFileName(to))); }
</script>
==== upload-fixed-target.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { var f = Request.Files["avatar"]; string target = Server.MapPath("~/avatars/" + User.Identity.Name + ".png"); if (Request["small"] != null) target = Server.MapPath("~/avatars/small/" + User.Identity.Name + ".png"); f.SaveAs(target); }
</script>
==== converter-of-upload.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { var f = Request.Files[0]; var name = Path.GetFileName(f.FileName); f.SaveAs(Server.MapPath("~/App_Data/in/" + name)); Process.Start(@"C:\tools\magick.exe", "convert \"" + Server.MapPath("~/App_Data/in/" + name) + "\" out.png"); }
</script>
==== worker-mails.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { var w = new BackgroundWorker(); w.DoWork += Send; w.RunWorkerAsync(Request["mail"]); }
void Send(object o, DoWorkEventArgs a) { new SmtpClient("mail").Send("a@x.example", "b@x.example", "Order", (string)a.Argument); }
</script>
==== timer-cleans.cs
using System.Web;
public class Cleaner : IHttpModule {
    static System.Threading.Timer t;
    public void Init(HttpApplication a) { t = new System.Threading.Timer(Tick, HttpRuntime.AppDomainAppPath, 0, 60000); a.BeginRequest += (o, e) => { ((HttpApplication)o).Context.Items["start"] = ((HttpApplication)o).Request.RawUrl; }; }
    void Tick(object o) { foreach (var f in Directory.GetFiles((string)o + @"App_Data\tmp")) File.Delete(f); }
    public void Dispose() { }
}
==== cache-of-settings.aspx
<%@ Page Language="C#" %><script runat="server">
string Lang { get { return (string)MemoryCache.Default["lang:" + User.Identity.Name] ?? "en"; } set { MemoryCache.Default.Set("lang:" + User.Identity.Name, value, DateTimeOffset.Now.AddHours(1)); } }
void Page_Load(object s, EventArgs e) { if (Request["lang"] != null) Lang = Request["lang"]; title.Text = Server.HtmlEncode(Lang); }
</script>
==== json-order.ashx
<%@ WebHandler Language="C#" Class="O" %>
public class O : IHttpHandler { public class Order { public string Sku { get; set; } public int Count { get; set; } }
 public void ProcessRequest(HttpContext c) { var o = new JavaScriptSerializer().Deserialize<Order>(new StreamReader(c.Request.InputStream).ReadToEnd());
  using (var k = new SqlCommand("insert into orders (sku, n) values (@s, @n)")) { k.Parameters.AddWithValue("@s", o.Sku); k.Parameters.AddWithValue("@n", o.Count); k.ExecuteNonQuery(); } }
 public bool IsReusable { get { return false; } } }
==== xml-posted.ashx
<%@ WebHandler Language="C#" Class="X" %>
public class X : IHttpHandler { public void ProcessRequest(HttpContext c) { var d = XDocument.Load(c.Request.InputStream); foreach (var n in d.Descendants("item")) Db.Add((string)n.Attribute("sku"), (int)n.Attribute("n")); c.Response.Write("ok"); } public bool IsReusable { get { return false; } } }
==== regex-evaluator.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { var t = Server.HtmlEncode(Request["text"]); body.Text = Regex.Replace(t, @"https?://\S+", m => "<a href=\"" + m.Value + "\">" + m.Value + "</a>"); }
</script>
==== databinder.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { list.DataSource = Db.Find(Request["q"]); list.DataBind(); var o = new { name = Request["q"] }; head.Text = Server.HtmlEncode(DataBinder.Eval(o, "name").ToString()); }
</script><asp:Repeater id="list" runat="server"><ItemTemplate><%# DataBinder.Eval(Container.DataItem, "Name") %> <%# Eval("Price", "{0:c}") %></ItemTemplate></asp:Repeater>
==== model-binding.aspx
<%@ Page Language="C#" %><script runat="server">
public void Update(int id) { var p = Db.Find(id); TryUpdateModel(p); if (ModelState.IsValid) { Db.Save(p); File.AppendAllText(Server.MapPath("~/App_Data/audit.log"), p.Name + Environment.NewLine); } }
</script>
==== event-of-control.ascx
<%@ Control Language="C#" %><script runat="server">
public class PickedArgs : EventArgs { public string Key { get; set; } }
public event EventHandler<PickedArgs> Picked;
protected void Go_Click(object s, EventArgs e) { if (Picked != null) Picked(this, new PickedArgs { Key = Request["key"] }); }
protected void OnPicked(object s, PickedArgs a) { label.Text = Server.HtmlEncode(a.Key); Session["key"] = a.Key; }
</script>
==== session-paging.asp
<% If Request("page") <> "" Then
  Session("page") = Request("page")
ElseIf Session("page") <> "" Then
  Response.Write Server.HTMLEncode(Session("page"))
End If
Set rs = conn.Execute("SELECT TOP 20 * FROM t WHERE id > " & CLng(Session("page"))) %>
==== property-class.asp
<% Class Query
  Private m
  Public Property Let Text(v)
    m = Trim(v)
  End Property
  Public Property Get Text()
    Text = m
  End Property
  Public Property Get Sql()
    Sql = "SELECT * FROM docs WHERE title LIKE '%" & Replace(Text, "'", "''") & "%'"
  End Property
End Class
Dim q : Set q = New Query
q.Text = Request("q")
Set rs = conn.Execute(q.Sql)
Response.Write Server.HTMLEncode(q.Text) %>
==== property-indexed.asp
<% Class Settings
  Private d
  Private Sub Class_Initialize()
    Set d = CreateObject("Scripting.Dictionary")
  End Sub
  Public Property Let Item(k, v)
    d(k) = v
  End Property
  Public Property Get Item(k)
    Item = d(k)
  End Property
End Class
Dim s : Set s = New Settings
s.Item("lang") = Request("lang")
s.Item("root") = Server.MapPath("/texts")
Response.Write Server.HTMLEncode(s.Item("lang")) %>
==== wmi-disks.asp
<% Class Disks
  Private host
  Public Property Let Name(v)
    host = v
  End Property
  Public Property Get Name()
    Name = host
  End Property
  Public Sub Show()
    Dim w, d
    Set w = GetObject("winmgmts:\\.\root\cimv2")
    For Each d In w.ExecQuery("SELECT * FROM Win32_LogicalDisk WHERE DriveType = 3")
      Response.Write Server.HTMLEncode(Name & " " & d.Caption) & "<br>"
    Next
  End Sub
End Class
Dim k : Set k = New Disks
k.Name = Request("title")
k.Show %>
==== getref-sorts.asp
<% Function ByName(a, b) : ByName = StrComp(a, b) : End Function
Function ByDate(a, b) : ByDate = DateDiff("d", b, a) : End Function
Dim t : Set t = CreateObject("Scripting.Dictionary")
t.Add "name", GetRef("ByName")
t.Add "date", GetRef("ByDate")
If t.Exists(Request("s")) Then
  Set f = t(CStr(Request("s")))
  Response.Write f(Request("a"), Request("b"))
End If %>
==== js-handlers.asp
<%@ Language="JScript" %><%
function show(x) { Response.Write(Server.HTMLEncode(x)); }
function count(x) { Response.Write(x.length); }
var table = { show: show, count: count };
var name = String(Request("m"));
if (table.hasOwnProperty(name)) table[name](String(Request("q")));
var later = [];
later.push(function (x) { Session("last") = x; });
for (var i = 0; i < later.length; i++) later[i](String(Request("q")));
%>
==== js-events.asp
<%@ Language="JScript" %><%
var handlers = {};
function on(n, f) { handlers[n] = f; }
function fire(n, x) { if (handlers[n]) handlers[n](x); }
on("hit", function (x) { var l = Server.CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("hits.txt"), 8, true); l.WriteLine(x); l.Close(); });
fire("hit", String(Request("page")));
%>
==== js-throw.asp
<%@ Language="JScript" %><%
function Bad(v) { this.v = v; }
function check(v) { if (v.length > 40) throw new Bad(v); }
try { check(String(Request("q"))); conn.Execute("SELECT 1"); } catch (e) { if (e instanceof Bad) Response.Write(Server.HTMLEncode(e.v)); else throw new Error(e.message); }
%>
==== vb-table.aspx
<%@ Page Language="VB" %><script runat="server">
Dim all As New Dictionary(Of String, Action(Of String)) From {{"a", AddressOf Show}, {"b", AddressOf Keep}}
Sub Show(v As String)
 Response.Write(Server.HtmlEncode(v))
End Sub
Sub Keep(v As String)
 Session("v") = v
End Sub
Sub Page_Load(s As Object, e As EventArgs)
 If all.ContainsKey(Request("m")) Then all(Request("m"))(Request("k"))
End Sub
</script>
==== vb-exception.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
 Try
  If Request("id") = "" Then Throw New ArgumentException("missing " & Request("page"))
  Dim n As Integer = CInt(Request("id")), t As String = Request("t")
  Response.Write(Server.HtmlEncode(t & n))
 Catch x As Exception
  System.Diagnostics.Trace.WriteLine(x.Message)
  System.IO.File.AppendAllText(Server.MapPath("~/App_Data/e.log"), x.Message)
 End Try
End Sub
</script>
==== vb-lambda-lines.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
 Dim shown = Function(v As String)
  Return Server.HtmlEncode(v)
 End Function
 Dim names = Request("k").Split(","c).ToList()
 names.ForEach(Sub(n)
  Response.Write(shown(n))
 End Sub)
 Dim p = New Process()
 p.StartInfo.FileName = "C:\tools\rebuild.exe"
 p.Start()
End Sub
</script>
==== compile-own-text.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { var r = new CSharpCodeProvider().CompileAssemblyFromSource(new CompilerParameters { GenerateInMemory = true }, "public class R { public static decimal Vat(decimal x) { return x * 1.2m; } }"); var v = r.CompiledAssembly.GetType("R").GetMethod("Vat").Invoke(null, new object[] { decimal.Parse(Request["sum"]) }); Response.Write(v); }
</script>
==== torn-list.aspx
<%@ Page Language="C#" %>
<script runat="server">
    void Page_Load(object sender, EventArgs e)
    {
        var names = new Dictionary<string, string>
        {
            { "a", "Anna" },
            { "b", "Bob" },

        string v;
        if (names.TryGetValue(Request["n"] ?? "", out v))
        {
            Response.Write(Server.HtmlEncode(v));
        }
        var p = Process.Start(@"C:\tools\count.exe");
        p.WaitForExit();
</script>
==== torn-class.cs
using System.Web;
public class Tools
{
    public static void Clean(string folder)
    {
        foreach (var f in System.IO.Directory.GetFiles(folder))
        {
            System.IO.File.Delete(f);

    public static void Rebuild()
    {
        System.Diagnostics.Process.Start("C:\\tools\\rebuild.exe");
    }
public class Handler : IHttpHandler
{
    public void ProcessRequest(HttpContext c)
    {
        Tools.Clean(c.Server.MapPath("~/App_Data/tmp"));
        c.Response.Write(HttpUtility.HtmlEncode(c.Request["name"]));
    }
==== torn-opened.aspx
<%@ Page Language="C#" %>
<script runat="server">
    string Clean(string v)
        return Server.HtmlEncode(v);
    }
    void Page_Load(object sender, EventArgs e)
    {
        Response.Write(Clean(Request["q"]));
        File.AppendAllText(Server.MapPath("~/App_Data/q.log"), Request["q"]);
    }
</script>
==== local-function.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    var q = Request["q"];
    string Shown(string v) { return Server.HtmlEncode(v ?? q); }
    void Note() { Trace.Write("q", q); }
    Note();
    Response.Write(Shown(q));
    Process.Start(@"C:\tools\count.exe", "--all");
}
</script>
==== switch-patterns.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    switch (Request["m"]) { case string v when v.Length > 8: Response.StatusCode = 400; break; case "report": Process.Start(@"C:\tools\report.exe"); break; default: break; }
    var file = (Request["kind"], Request["lang"]) switch { ("a", "de") => "a.de.txt", ("a", _) => "a.txt", (_, var l) => "none.txt" };
    Response.Write(File.ReadAllText(Server.MapPath("~/texts/" + file)));
}
</script>
"""
)
