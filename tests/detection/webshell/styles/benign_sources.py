# ruff: noqa: E501 - the lines are as long as such pages have them
"""Ordinary pages and sources of ASP.NET that come near to what a web shell does."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== dispatch-dictionary.aspx
<%@ Page Language="C#" %><script runat="server">
readonly Dictionary<string, Func<string, string>> acts = new Dictionary<string, Func<string, string>> { { "upper", x => x.ToUpper() }, { "title", x => Title(x) } };
static string Title(string x) { return "<h1>" + HttpUtility.HtmlEncode(x) + "</h1>"; }
void Page_Load(object s, EventArgs e) { Func<string, string> f; if (acts.TryGetValue(Request["do"] ?? "", out f)) Response.Write(f(Request["x"])); else Response.StatusCode = 404; }</script>
==== dispatch-interface.ashx
<%@ WebHandler Language="C#" Class="H" %>
using System; using System.Collections.Generic; using System.Linq; using System.Web;
public interface IAct { string Name { get; } string Run(HttpRequest r); }
public class Price : IAct { public string Name => "price"; public string Run(HttpRequest r) { return Shop.PriceOf(int.Parse(r["id"])).ToString(); } }
public class Stock : IAct { public string Name => "stock"; public string Run(HttpRequest r) => Shop.StockOf(r["sku"]).ToString(); }
public class H : IHttpHandler { static readonly IAct[] All = { new Price(), new Stock() };
public void ProcessRequest(HttpContext c) { var a = All.FirstOrDefault(x => x.Name == c.Request["a"]); if (a == null) { c.Response.StatusCode = 404; return; } c.Response.Write(a.Run(c.Request)); } public bool IsReusable => true; }
==== dispatch-reflection-attribute.ashx
<%@ WebHandler Language="C#" Class="Api" %>
using System; using System.Reflection; using System.Web;
public class OpenAttribute : Attribute { }
public class Api : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var m = typeof(Api).GetMethod(c.Request["m"], BindingFlags.Instance | BindingFlags.NonPublic);
 if (m == null || !m.IsDefined(typeof(OpenAttribute), false)) { c.Response.StatusCode = 404; return; }
 c.Response.Write(m.Invoke(this, new object[] { c.Request["p"] })); }
 [Open] string Hello(string p) { return "hello " + HttpUtility.HtmlEncode(p); } public bool IsReusable { get { return true; } } }
==== dispatch-switch.cs
using System.Web; using System.Web.Mvc;
namespace Shop.Web.Controllers { public class ReportController : Controller {
 public ActionResult Run(string name, int year) { switch (name) { case "sales": return Json(Reports.Sales(year)); case "stock": return Json(Reports.Stock(year)); default: return HttpNotFound(); } } } }
==== plugin-config.cs
using System; using System.Configuration; using System.IO; using System.Reflection; using System.Web;
namespace Shop.Plugins { public static class Loader { public static void Start() {
 string dir = HttpContext.Current.Server.MapPath(ConfigurationManager.AppSettings["plugins"]);
 foreach (string f in Directory.GetFiles(dir, "*.dll")) { var a = Assembly.LoadFrom(f); foreach (Type t in a.GetTypes()) if (typeof(IPlugin).IsAssignableFrom(t)) ((IPlugin)Activator.CreateInstance(t)).Init(); } } } }
==== plugin-own-folder.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { var name = Request["widget"]; var known = (string[])Application["widgets"];
 if (Array.IndexOf(known, name) < 0) { Response.StatusCode = 404; return; }
 var c = LoadControl("~/widgets/" + name + ".ascx"); holder.Controls.Add(c); }</script><form runat="server"><asp:PlaceHolder id="holder" runat="server" /></form>
==== plugin-type-setting.asax
<%@ Application Language="C#" %><script runat="server">
void Application_Start(object s, EventArgs e) { var t = Type.GetType(System.Configuration.ConfigurationManager.AppSettings["scheduler"]); Application["scheduler"] = Activator.CreateInstance(t); }
void Application_Error(object s, EventArgs e) { System.IO.File.AppendAllText(Server.MapPath("~/App_Data/err.log"), Request.RawUrl + " " + Server.GetLastError() + "\n"); }</script>
==== report-order-whitelist.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] Columns = { "Name", "City", "Since" };
void Page_Load(object s, EventArgs e) { string o = Columns.Contains(Request["sort"]) ? Request["sort"] : "Name"; string d = Request["dir"] == "desc" ? " DESC" : "";
 using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings["main"].ConnectionString)) { var m = new SqlCommand("SELECT Name, City, Since FROM Customers WHERE Region = @r ORDER BY " + o + d, c); m.Parameters.AddWithValue("@r", Request["region"]); c.Open(); grid.DataSource = m.ExecuteReader(); grid.DataBind(); } }</script><form runat="server"><asp:GridView id="grid" runat="server" /></form>
==== report-builder.aspx.cs
using System; using System.Data.SqlClient; using System.Text; using System.Web.UI;
namespace Intra.Reports { public partial class Build : Page { protected void btnRun_Click(object s, EventArgs e) {
 var b = new StringBuilder("SELECT * FROM Orders WHERE 1=1"); var m = new SqlCommand();
 if (txtFrom.Text != "") { b.Append(" AND Day >= @f"); m.Parameters.AddWithValue("@f", DateTime.Parse(txtFrom.Text)); }
 if (txtCustomer.Text != "") { b.Append(" AND Customer LIKE @c"); m.Parameters.AddWithValue("@c", "%" + txtCustomer.Text + "%"); }
 m.CommandText = b.ToString(); m.Connection = Db.Open(); gvOrders.DataSource = m.ExecuteReader(); gvOrders.DataBind(); } } }
==== report-sql-flaw.aspx.vb
Imports System.Data.SqlClient
Partial Class Find
    Inherits System.Web.UI.Page
    Protected Sub btnGo_Click(sender As Object, e As EventArgs) Handles btnGo.Click
        Dim sql As String = "SELECT Id, Title FROM Articles WHERE Title LIKE '%" &
            txtTerm.Text & "%' ORDER BY Id"
        Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("main").ConnectionString)
            cn.Open()
            Dim cmd As New SqlCommand(sql, cn)
            rep.DataSource = cmd.ExecuteReader()
            rep.DataBind()
        End Using
    End Sub
End Class
==== stored-procedure.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
    Using cn As New SqlConnection(ConfigurationManager.ConnectionStrings("main").ConnectionString)
        Dim cmd As New SqlCommand("GetOrder", cn) With {.CommandType = CommandType.StoredProcedure}
        cmd.Parameters.AddWithValue("@id", CInt(Request("id")))
        cn.Open()
        Response.Write(Server.HtmlEncode(CStr(cmd.ExecuteScalar())))
    End Using
End Sub</script>
==== download-checked.ashx
<%@ WebHandler Language="C#" Class="D" %>
using System.IO; using System.Web;
public class D : IHttpHandler { public void ProcessRequest(HttpContext c) { string root = c.Server.MapPath("~/files/"); string p = Path.GetFullPath(Path.Combine(root, c.Request["f"]));
 if (!p.StartsWith(root)) { c.Response.StatusCode = 403; return; } c.Response.AddHeader("Content-Disposition", "attachment; filename=" + Path.GetFileName(p)); c.Response.TransmitFile(p); } public bool IsReusable { get { return false; } } }
==== download-name-only.aspx.cs
using System; using System.IO; using System.Web.UI;
public partial class Get : Page { protected void Page_Load(object s, EventArgs e) { string f = Path.GetFileName(Request.QueryString["f"]); string p = Server.MapPath("~/App_Data/docs/" + f); if (!File.Exists(p)) { Response.StatusCode = 404; return; } Response.ContentType = "application/pdf"; Response.WriteFile(p); Response.End(); } }
==== download-id.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { int id; if (!int.TryParse(Request["id"], out id)) return; var d = Docs.Find(id); Response.ContentType = d.Kind; Response.BinaryWrite(File.ReadAllBytes(Path.Combine(Docs.Root, d.FileName))); }</script>
==== upload-guid.aspx.cs
using System; using System.IO; using System.Web.UI;
public partial class Up : Page { protected void btnUp_Click(object s, EventArgs e) { if (!fuDoc.HasFile) return; string ext = Path.GetExtension(fuDoc.FileName).ToLower(); if (ext != ".pdf" && ext != ".docx") { lblMsg.Text = "not allowed"; return; } string n = Guid.NewGuid().ToString("N") + ext; fuDoc.SaveAs(Server.MapPath("~/App_Data/up/" + n)); lblMsg.Text = "kept as " + n; } }
==== upload-image.ashx
<%@ WebHandler Language="C#" Class="I" %>
using System; using System.Drawing; using System.Drawing.Imaging; using System.Web;
public class I : IHttpHandler { public void ProcessRequest(HttpContext c) { var f = c.Request.Files["image"]; using (var b = Image.FromStream(f.InputStream)) using (var t = new Bitmap(b, 200, 200)) { t.Save(c.Server.MapPath("~/img/u" + int.Parse(c.Request["user"]) + ".jpg"), ImageFormat.Jpeg); } c.Response.Write("ok"); } public bool IsReusable { get { return false; } } }
==== upload-vb.aspx.vb
Imports System.IO
Partial Class Cv
    Inherits System.Web.UI.Page
    Protected Sub btnSend_Click(sender As Object, e As EventArgs) Handles btnSend.Click
        If Not fuCv.HasFile Then Exit Sub
        Dim ext As String = Path.GetExtension(fuCv.FileName).ToLower()
        Select Case ext
            Case ".pdf", ".doc", ".docx" : fuCv.SaveAs(Server.MapPath("~/App_Data/cv/" & Guid.NewGuid().ToString() & ext))
            Case Else : lblMsg.Text = "Only documents"
        End Select
    End Sub
End Class
==== converter.aspx.cs
using System; using System.Diagnostics; using System.Web.UI;
public partial class Pdf : Page { protected void Page_Load(object s, EventArgs e) { int id = int.Parse(Request["id"]); string o = Server.MapPath("~/App_Data/pdf/" + id + ".pdf"); var i = new ProcessStartInfo { FileName = Server.MapPath("~/bin/wkhtmltopdf.exe"), Arguments = "http://localhost/invoice.aspx?id=" + id + " \"" + o + "\"", UseShellExecute = false, CreateNoWindow = true }; using (var p = Process.Start(i)) { p.WaitForExit(30000); } Response.TransmitFile(o); } }
==== converter-class.cs
using System.Diagnostics; using System.Web;
namespace Shop.Tools { public interface IConverter { int Convert(int id, string format); } public sealed class Office : IConverter { private readonly string exe; public Office(string exe) { this.exe = exe; }
 public int Convert(int id, string format) { var k = format == "pdf" ? "pdf" : "odt"; var info = new ProcessStartInfo(exe, "--headless --convert-to " + k + " in" + id + ".docx") { UseShellExecute = false }; using (Process p = Process.Start(info)) { p.WaitForExit(); return p.ExitCode; } } }
 public class ConvertHandler : IHttpHandler { private readonly IConverter c = new Office(System.Configuration.ConfigurationManager.AppSettings["soffice"]); public bool IsReusable { get { return true; } } public void ProcessRequest(HttpContext x) { x.Response.Write(c.Convert(int.Parse(x.Request["id"]), x.Request["format"])); } } }
==== converter-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load(s As Object, e As EventArgs)
    Dim nr As Integer
    If Not Integer.TryParse(Request("nr"), nr) Then Response.End()
    Dim p As New Process()
    With p.StartInfo
        .FileName = "C:\tools\barcode.exe"
        .Arguments = "-n " & nr & " -o """ & Server.MapPath("~/tmp/" & nr & ".png") & """"
        .UseShellExecute = False
    End With
    p.Start() : p.WaitForExit(5000)
    Response.Redirect("~/tmp/" & nr & ".png")
End Sub</script>
==== ping-checked.aspx.cs
using System; using System.Diagnostics; using System.Text.RegularExpressions; using System.Web.UI;
public partial class PingPage : Page { protected void btn_Click(object s, EventArgs e) { string h = txtHost.Text; if (!Regex.IsMatch(h, @"^[A-Za-z0-9.-]+$")) { lblOut.Text = "?"; return; } var p = Process.Start(new ProcessStartInfo("ping.exe", "-n 2 " + h) { RedirectStandardOutput = true, UseShellExecute = false }); lblOut.Text = Server.HtmlEncode(p.StandardOutput.ReadToEnd()); } }
==== fixed-commands.aspx.cs
using System; using System.Collections.Generic; using System.Diagnostics; using System.Web.UI;
public partial class Admin : Page { static readonly Dictionary<string, string> Jobs = new Dictionary<string, string> { { "index", @"C:\jobs\index.cmd" }, { "mail", @"C:\jobs\mail.cmd" } };
 protected void btn_Click(object s, EventArgs e) { if (!User.IsInRole("Admins")) return; string job; if (Jobs.TryGetValue(ddlJob.SelectedValue, out job)) Process.Start(job); } }
==== template-engine.cs
using System.Collections.Generic; using System.Text.RegularExpressions; using System.Web;
namespace Mini { public class Template { readonly string text; public Template(string path) { text = System.IO.File.ReadAllText(HttpContext.Current.Server.MapPath(path)); } public string Fill(IDictionary<string, string> v) { return Regex.Replace(text, @"\{\{(\w+)\}\}", m => v.ContainsKey(m.Groups[1].Value) ? HttpUtility.HtmlEncode(v[m.Groups[1].Value]) : ""); } }
 public class PageHandler : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { c.Response.Write(new Template("~/t/mail.html").Fill(new Dictionary<string, string> { { "name", c.Request["name"] }, ["city"] = c.Request["city"] })); } } }
==== template-write.aspx.cs
using System; using System.IO; using System.Web.UI;
public partial class Publish : Page { protected void btnSave_Click(object s, EventArgs e) { string t = File.ReadAllText(Server.MapPath("~/t/news.html")); string h = t.Replace("##title##", Server.HtmlEncode(txtTitle.Text)).Replace("##body##", Server.HtmlEncode(txtBody.Text)); File.WriteAllText(Server.MapPath("~/news/" + DateTime.Now.ToString("yyyyMMddHHmm") + ".html"), h); } }
==== expression-compute.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) { string x = Request["x"] ?? "0"; if (!System.Text.RegularExpressions.Regex.IsMatch(x, @"^[\d\s+\-*/().]+$")) { Response.Write("?"); return; } Response.Write(new DataTable().Compute(x, "")); }</script>
==== expression-parser.cs
using System; using System.Web;
namespace Calc { class Parser { readonly string t; int i; public Parser(string t) { this.t = t; } public double Run() { return Sum(); } double Sum() { var v = Term(); while (i < t.Length && (t[i] == '+' || t[i] == '-')) { var o = t[i++]; var w = Term(); v = o == '+' ? v + w : v - w; } return v; } double Term() { var b = i; while (i < t.Length && char.IsDigit(t[i])) i++; return double.Parse(t.Substring(b, i - b)); } }
 public class CalcHandler : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { c.Response.Write(new Parser(c.Request["x"]).Run()); } } }
==== jscript-units.aspx
<%@ Page Language="JScript" %><script runat="server">
var kinds = { "km": function(v) { return v * 1000; }, "mi": function(v) { return v * 1609; } };
function Page_Load() { var k : String = Request["k"], v = parseFloat(Request["v"]); if (kinds[k]) Response.Write(kinds[k](v)); }</script>
==== proxy-fixed.ashx
<%@ WebHandler Language="C#" Class="P" %>
using System.Net; using System.Web;
public class P : IHttpHandler { public void ProcessRequest(HttpContext c) { var w = WebRequest.Create("https://maps.example.org/tiles?z=" + int.Parse(c.Request["z"]) + "&q=" + HttpUtility.UrlEncode(c.Request["q"])); using (var r = w.GetResponse()) { c.Response.ContentType = r.ContentType; r.GetResponseStream().CopyTo(c.Response.OutputStream); } } public bool IsReusable { get { return true; } } }
==== proxy-list.ashx
<%@ WebHandler Language="C#" Class="P" %>
using System; using System.Linq; using System.Net; using System.Web;
public class P : IHttpHandler { static readonly string[] Hosts = { "a.example.org", "b.example.org" }; public void ProcessRequest(HttpContext c) { var u = new Uri(c.Request["url"]); if (!Hosts.Contains(u.Host)) { c.Response.StatusCode = 403; return; } var w = (HttpWebRequest)WebRequest.Create(u); w.Method = c.Request.HttpMethod; if (w.Method == "POST") c.Request.InputStream.CopyTo(w.GetRequestStream()); using (var r = w.GetResponse()) r.GetResponseStream().CopyTo(c.Response.OutputStream); } public bool IsReusable { get { return true; } } }
==== reverse-proxy-module.cs
using System.Net; using System.Web;
public class Blog : IHttpModule { public void Init(HttpApplication a) { a.BeginRequest += (s, e) => { var c = ((HttpApplication)s).Context; if (!c.Request.Path.StartsWith("/blog/")) return; var w = WebRequest.Create("http://blog.internal" + c.Request.RawUrl); using (var r = w.GetResponse()) r.GetResponseStream().CopyTo(c.Response.OutputStream); c.ApplicationInstance.CompleteRequest(); }; } public void Dispose() { } }
==== setup-connection.aspx.cs
using System; using System.Configuration; using System.Data.SqlClient; using System.IO; using System.Web.Configuration; using System.Web.UI;
public partial class Setup : Page { protected void btnInstall_Click(object s, EventArgs e) { string cs = string.Format("Server={0};Database={1};User Id={2};Password={3}", txtServer.Text, txtDb.Text, txtUser.Text, txtPw.Text);
 using (var c = new SqlConnection(cs)) { c.Open(); foreach (string q in File.ReadAllText(Server.MapPath("~/setup/schema.sql")).Split(new[] { "GO" }, StringSplitOptions.None)) new SqlCommand(q, c).ExecuteNonQuery(); }
 var g = WebConfigurationManager.OpenWebConfiguration("~"); g.ConnectionStrings.ConnectionStrings["main"].ConnectionString = cs; g.Save(); } }
==== setup-vb.aspx.vb
Imports System.Data.SqlClient
Imports System.IO
Partial Class Install
    Inherits System.Web.UI.Page
    Protected Sub btnGo_Click(sender As Object, e As EventArgs) Handles btnGo.Click
        Dim b As New SqlConnectionStringBuilder()
        b.DataSource = txtServer.Text
        b.InitialCatalog = txtDb.Text
        If chkWin.Checked Then b.IntegratedSecurity = True Else b.UserID = txtUser.Text : b.Password = txtPw.Text
        Using cn As New SqlConnection(b.ConnectionString)
            cn.Open()
            Dim cmd As New SqlCommand(File.ReadAllText(Server.MapPath("~/setup/tables.sql")), cn)
            cmd.ExecuteNonQuery()
        End Using
    End Sub
End Class
==== settings-editor.aspx.cs
using System; using System.Web.Configuration; using System.Web.UI;
public partial class Settings : Page { static readonly string[] Known = { "SiteTitle", "MailFrom", "PageSize" }; protected void btnSave_Click(object s, EventArgs e) { var c = WebConfigurationManager.OpenWebConfiguration("~"); foreach (var k in Known) { var v = Request.Form["set_" + k]; if (v != null) c.AppSettings.Settings[k].Value = v; } c.Save(); } }
==== login.aspx.cs
using System; using System.Data.SqlClient; using System.Web.Security; using System.Web.UI;
public partial class Login : Page { protected void btnLogin_Click(object s, EventArgs e) { if (Membership.ValidateUser(txtUser.Text, txtPassword.Text)) { FormsAuthentication.RedirectFromLoginPage(txtUser.Text, chkKeep.Checked); } else { lblMsg.Text = "Unknown user or password"; Log.Write("failed login of " + txtUser.Text); } } }
==== web-service.asmx.cs
using System.Web.Services;
namespace Shop { [WebService(Namespace = "http://example.org/")] public class Stock : WebService { [WebMethod] public int Count(string sku) { using (var c = Db.Open()) { var m = c.CreateCommand(); m.CommandText = "SELECT n FROM Stock WHERE Sku = @s"; var p = m.CreateParameter(); p.ParameterName = "@s"; p.Value = sku; m.Parameters.Add(p); return (int)m.ExecuteScalar(); } } [WebMethod] public void Note(string text) { System.IO.File.AppendAllText(Server.MapPath("~/App_Data/notes.txt"), text + "\n"); } } }
==== web-service-vb.asmx.vb
Imports System.Web.Services
<WebService(Namespace:="http://example.org/")>
Public Class Orders
    Inherits WebService
    <WebMethod(Description:="One order")>
    Public Function Find(ByVal nr As Integer) As String
        Return Db.Text("SELECT State FROM Orders WHERE Nr = " & nr)
    End Function
    <WebMethod()>
    Public Function Search(ByVal name As String) As String
        Return Db.Text("SELECT Nr FROM Orders WHERE Name LIKE '" & name.Replace("'", "''") & "%'")
    End Function
End Class
==== razor-form.cshtml
@using System.Linq
@{ var name = Request["name"]; var all = from p in Db.People where p.Name.StartsWith(name ?? "") orderby p.Name select p; if (IsPost) { Db.Add(new Person { Name = name, City = Request.Form["city"] }); Response.Redirect("~/people"); } }
<ul>@foreach (var p in all) { <li>@p.Name, @p.City</li> }</ul>
==== razor-view-pick.cshtml
@{ var views = new Dictionary<string, string> { ["a"] = "~/Views/A.cshtml", ["b"] = "~/Views/B.cshtml" }; var v = views.ContainsKey(Request["v"] ?? "") ? views[Request["v"]] : "~/Views/A.cshtml"; }
@RenderPage(v)
==== mvc-upload.cs
using System.IO; using System.Web; using System.Web.Mvc;
namespace Shop.Controllers { public class FilesController : Controller { [HttpPost] public ActionResult Up(HttpPostedFileBase file) { var ext = Path.GetExtension(file.FileName); if (!new[] { ".png", ".jpg" }.Contains(ext.ToLower())) return new HttpStatusCodeResult(415); file.SaveAs(Path.Combine(Server.MapPath("~/uploads"), System.Guid.NewGuid() + ext)); return Content("ok"); } } }
==== api-json.ashx
<%@ WebHandler Language="C#" Class="J" %>
using System; using System.Collections.Generic; using System.IO; using System.Web; using System.Web.Script.Serialization;
public class J : IHttpHandler { class Msg { public string Op { get; set; } public string Text { get; set; } public int Id { get; set; } }
 public void ProcessRequest(HttpContext c) { var m = new JavaScriptSerializer().Deserialize<Msg>(new StreamReader(c.Request.InputStream).ReadToEnd()); object r; switch (m.Op) { case "note": Notes.Add(m.Id, m.Text); r = true; break; case "get": r = Notes.Of(m.Id); break; default: r = null; break; } c.Response.Write(new JavaScriptSerializer().Serialize(r)); } public bool IsReusable { get { return true; } } }
==== json-file-store.cs
using System.IO; using System.Web; using Newtonsoft.Json;
public class Prefs : IHttpHandler { class P { public string Theme; public string Lang; } public bool IsReusable => true; public void ProcessRequest(HttpContext c) { var p = JsonConvert.DeserializeObject<P>(new StreamReader(c.Request.InputStream).ReadToEnd()); File.WriteAllText(c.Server.MapPath("~/App_Data/prefs/" + int.Parse(c.User.Identity.Name) + ".json"), JsonConvert.SerializeObject(p)); } }
==== xml-save.aspx.cs
using System; using System.Web.UI; using System.Xml;
public partial class Menu : Page { protected void btnSave_Click(object s, EventArgs e) { var d = new XmlDocument(); d.Load(Server.MapPath("~/App_Data/menu.xml")); var n = d.CreateElement("item"); n.InnerText = txtTitle.Text; n.SetAttribute("href", txtLink.Text); d.DocumentElement.AppendChild(n); d.Save(Server.MapPath("~/App_Data/menu.xml")); } }
==== soap-xml.ashx
<%@ WebHandler Language="C#" Class="X" %>
using System.Web; using System.Xml.Linq;
public class X : IHttpHandler { public void ProcessRequest(HttpContext c) { var d = XDocument.Load(c.Request.InputStream); d.Save(c.Server.MapPath("~/App_Data/in/" + System.Guid.NewGuid() + ".xml")); c.Response.Write("<ok/>"); } public bool IsReusable { get { return true; } } }
==== queue-worker.cs
using System.Collections.Concurrent; using System.Threading; using System.Web;
public static class Mailer { static readonly ConcurrentQueue<string> q = new ConcurrentQueue<string>(); public static void Start() { new Thread(Work) { IsBackground = true }.Start(); } static void Work() { string a; while (true) { while (q.TryDequeue(out a)) Send(a); Thread.Sleep(1000); } } static void Send(string a) { new System.Net.Mail.SmtpClient("mail").Send("web@example.org", a, "Hello", "Thanks"); } public static void Add(HttpRequest r) { q.Enqueue(r["mail"]); } }
==== events-module.cs
using System; using System.Web;
public class Counter : IHttpModule { public event EventHandler<string> Seen; public void Init(HttpApplication a) { a.EndRequest += OnEnd; Seen += (s, p) => Stats.Add(p); } void OnEnd(object s, EventArgs e) { var c = ((HttpApplication)s).Context; Seen?.Invoke(this, c.Request.Path); } public void Dispose() { } }
==== lazy-config.cs
using System; using System.Web;
public static class Conf { static readonly Lazy<string> root = new Lazy<string>(() => HttpContext.Current.Server.MapPath("~/data")); public static string Of(string n) { return System.IO.File.ReadAllText(System.IO.Path.Combine(root.Value, System.IO.Path.GetFileName(n) + ".txt")); } }
public class TextHandler : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { c.Response.Write(Conf.Of(c.Request["n"])); } }
==== session-cart.aspx.vb
Partial Class Cart
    Inherits System.Web.UI.Page
    Private Property Items As List(Of String)
        Get
            If Session("cart") Is Nothing Then Session("cart") = New List(Of String)
            Return CType(Session("cart"), List(Of String))
        End Get
        Set(value As List(Of String))
            Session("cart") = value
        End Set
    End Property
    Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
        Select Case Request("do")
            Case "add" : Items.Add(Request("sku"))
            Case "drop" : Items.Remove(Request("sku"))
            Case "clear" : Session.Remove("cart")
        End Select
        rep.DataSource = From x In Items Where x <> "" Select x
        rep.DataBind()
    End Sub
End Class
==== scheduled-process.cs
using System.Diagnostics; using System.Web;
public class Nightly : IHttpHandler { public bool IsReusable => false; public void ProcessRequest(HttpContext c) { if (c.Request["key"] != System.Configuration.ConfigurationManager.AppSettings["cronKey"]) { c.Response.StatusCode = 403; return; } var p = new Process { StartInfo = new ProcessStartInfo { FileName = @"C:\jobs\export.exe", Arguments = "/day " + System.DateTime.Today.ToString("yyyyMMdd") } }; p.Start(); c.Response.Write("started"); } }
==== rule-compiler.cs
using System.CodeDom.Compiler; using System.Web; using Microsoft.CSharp;
public static class Rules { public static decimal Price(int id) { string code = (string)HttpRuntime.Cache["rules"] ?? System.IO.File.ReadAllText(HttpContext.Current.Server.MapPath("~/App_Data/rules.cs")); var r = new CSharpCodeProvider().CompileAssemblyFromSource(new CompilerParameters { GenerateInMemory = true }, code); return (decimal)r.CompiledAssembly.GetType("Rules").GetMethod("Price").Invoke(null, new object[] { id }); } }
public class PriceHandler : IHttpHandler { public bool IsReusable => true; public void ProcessRequest(HttpContext c) { c.Response.Write(Rules.Price(int.Parse(c.Request["id"]))); } }
==== winforms.cs
using System; using System.Diagnostics; using System.Windows.Forms;
public partial class MainForm : Form { void btnRun_Click(object s, EventArgs e) { Process.Start(txtPath.Text, txtArgs.Text); } void btnSave_Click(object s, EventArgs e) { System.IO.File.WriteAllText(txtFile.Text, txtBody.Text); } }
==== console-tool.cs
using System; using System.Net; using System.Diagnostics; using System.Web;
class Program { static void Main(string[] a) { var u = HttpUtility.UrlEncode(a[0]); Console.WriteLine(new WebClient().DownloadString("https://example.org/?q=" + u)); Process.Start("notepad.exe", a[1]); } }
==== wpf-request.cs
using System.Diagnostics; using System.Windows;
public class Opener { public void Open(NavRequest Request) { Process.Start(Request.Uri.AbsoluteUri); } }
==== zip-export.aspx.cs
using System; using System.IO; using System.IO.Compression; using System.Web.UI;
public partial class Export : Page { protected void Page_Load(object s, EventArgs e) { int y = Convert.ToInt32(Request["year"]); using (var m = new MemoryStream()) { using (var z = new ZipArchive(m, ZipArchiveMode.Create, true)) foreach (var f in Directory.GetFiles(Server.MapPath("~/App_Data/" + y))) z.CreateEntryFromFile(f, Path.GetFileName(f)); Response.BinaryWrite(m.ToArray()); } } }
==== form-mail.aspx.vb
Imports System.Net.Mail
Partial Class Contact
    Inherits System.Web.UI.Page
    Protected Sub btnSend_Click(sender As Object, e As EventArgs) Handles btnSend.Click
        Dim m As New MailMessage("web@example.org", "office@example.org") With {
            .Subject = txtSubject.Text,
            .Body = txtBody.Text & vbCrLf & Request.UserHostAddress
        }
        m.ReplyToList.Add(txtMail.Text)
        Dim c As New SmtpClient("mail")
        c.Send(m)
    End Sub
End Class
==== generic-repository.cs
using System.Data.Entity; using System.Linq; using System.Web.Mvc;
public class Repo<T> where T : class { readonly DbSet<T> set; public Repo(DbContext c) { set = c.Set<T>(); } public T Find(int id) => set.Find(id); public IQueryable<T> All() => set; }
public class ProductsController : Controller { readonly Repo<Product> repo = new Repo<Product>(new ShopContext()); public ActionResult Search(string q) { var found = from p in repo.All() where p.Name.Contains(q) select p; return View(found.ToList()); } public ActionResult Run(string q) { return RedirectToAction("Search", new { q }); } }
==== culture-cookie.asax
<%@ Application Language="C#" %><script runat="server">
void Application_BeginRequest(object s, EventArgs e) { var c = Request.Cookies["lang"]; if (c is HttpCookie { Value: var v } && v.Length == 2) { System.Threading.Thread.CurrentThread.CurrentUICulture = new System.Globalization.CultureInfo(v); } }</script>
==== object-data.aspx.cs
using System; using System.Web.UI; using System.Linq;
public partial class Members : Page { class Filter { public string Name { get; set; } public string Town { get; set; } } Filter Read() => new Filter { Name = txtName.Text, Town = Request["town"] switch { "b" => "Berlin", "k" => "Köln", _ => "" } }; protected void Page_Load(object s, EventArgs e) { var f = Read(); gv.DataSource = Db.Members.Where(m => m.Name.StartsWith(f.Name) && m.Town == f.Town).ToList(); gv.DataBind(); } }
==== wmi-list.aspx.cs
using System; using System.Management; using System.Web.UI;
public partial class Pc : Page { protected void Page_Load(object s, EventArgs e) { var q = new ManagementObjectSearcher("SELECT Name, FreeSpace FROM Win32_LogicalDisk"); foreach (ManagementObject o in q.Get()) Response.Write(o["Name"] + " " + o["FreeSpace"] + "<br>"); } }
==== designer.aspx.designer.cs
namespace A.B { public partial class Default { protected global::System.Web.UI.HtmlControls.HtmlForm form1; protected global::System.Web.UI.WebControls.TextBox txtCmd; protected global::System.Web.UI.WebControls.Button btnRun; } }
==== base-page.cs
using System.Web.UI;
public abstract class BasePage : Page { protected string Param(string n) => Request[n] ?? ""; protected int Number(string n) { int v; return int.TryParse(Param(n), out v) ? v : 0; } protected virtual void Run(string act) { } protected override void OnLoad(System.EventArgs e) { base.OnLoad(e); Run(Param("act")); } }
public class OrdersPage : BasePage { protected override void Run(string act) { if (act == "print") Printer.Print(Number("id")); else if (act == "del") Orders.Delete(Number("id")); } }
==== module-request-folder.vb
Imports System.IO
Public Module Desk
 Public Sub Work(ByVal req As System.Web.HttpRequest)
  Select Case req("verb")
   Case "delete" : File.Delete(req.MapPath("~/files/") & Path.GetFileName(req("source")))
   Case "show" : HttpContext.Current.Response.Write(HttpUtility.HtmlEncode(req("source")))
  End Select
 End Sub
End Module
==== module-other-type.vb
Imports System.IO
Public Module Desk
 Public Sub Work(ByVal req As Contoso.Web.HttpRequest.Log)
  File.Delete(req("source"))
 End Sub
End Module
==== extension-of-text.cs
using System.Diagnostics;
using System.Web;
namespace N { public static class Texts { public static void Perform(this string value) { if (value == "now") Process.Start("backup.exe", "/full"); } }
public class TextPage : OwnPage { protected override void OnInit(System.EventArgs e) { Request.Headers["X-Text"].Perform(); } } }
'''
)
