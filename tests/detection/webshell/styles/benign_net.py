# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages of ASP.NET that come near to what a web shell does."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== restart-service.aspx
<%@ Page Language="C#" %><script runat="server">
void Restart(object s, EventArgs e) {
  if (!User.IsInRole("Operators")) return;
  var p = new ProcessStartInfo("net.exe", "stop ReportQueue") { UseShellExecute = false, RedirectStandardOutput = true };
  using (var r = Process.Start(p)) { log.Text = Server.HtmlEncode(r.StandardOutput.ReadToEnd()); }
  Process.Start("net.exe", "start ReportQueue");
}</script><form runat="server"><asp:Button OnClick="Restart" runat="server"/><asp:Label id="log" runat="server"/></form>
==== convert.ashx
<%@ WebHandler Language="C#" Class="Convert1" %>
public class Convert1 : IHttpHandler { public void ProcessRequest(HttpContext c) {
  int id = int.Parse(c.Request["id"]);
  string src = Path.Combine(@"D:\store", id + ".docx");
  var psi = new ProcessStartInfo { FileName = @"C:\tools\soffice.exe", Arguments = "--headless --convert-to pdf \"" + src + "\"" };
  using (var p = Process.Start(psi)) p.WaitForExit(60000);
  c.Response.ContentType = "application/pdf"; c.Response.TransmitFile(Path.ChangeExtension(src, ".pdf")); } public bool IsReusable { get { return true; } } }
==== plugins.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
  foreach (string f in Directory.GetFiles(Server.MapPath("~/plugins"), "*.dll")) {
    var a = Assembly.LoadFrom(f);
    foreach (var t in a.GetTypes()) if (typeof(IPlugin).IsAssignableFrom(t)) list.Items.Add(((IPlugin)Activator.CreateInstance(t)).Name);
  }
  if (Request["name"] != null) info.Text = Server.HtmlEncode(Request["name"]);
}</script><asp:BulletedList id="list" runat="server"/><asp:Label id="info" runat="server"/>
==== editor-upload.ashx
<%@ WebHandler Language="C#" Class="EdUp" %>
public class EdUp : IHttpHandler { static readonly string[] Ok = { ".gif", ".jpg", ".jpeg", ".png" };
 public void ProcessRequest(HttpContext c) {
  var f = c.Request.Files["imgFile"]; string ext = Path.GetExtension(f.FileName).ToLower();
  if (f == null || f.ContentLength > 1000000 || Array.IndexOf(Ok, ext) < 0) { c.Response.StatusCode = 400; return; }
  string dir = c.Server.MapPath("~/attached/" + DateTime.Now.ToString("yyyyMM") + "/"); if (!Directory.Exists(dir)) Directory.CreateDirectory(dir);
  string name = DateTime.Now.ToString("yyyyMMddHHmmss") + ext; f.SaveAs(dir + name);
  c.Response.Write("{\"url\":\"/attached/" + name + "\"}"); } public bool IsReusable { get { return false; } } }
==== chunk-upload.ashx
<%@ WebHandler Language="C#" Class="Chunk" %>
public class Chunk : IHttpHandler { public void ProcessRequest(HttpContext c) {
  Guid id = Guid.Parse(c.Request.Form["uploadId"]); int n = int.Parse(c.Request.Form["chunk"]);
  string to = Path.Combine(c.Server.MapPath("~/App_Data/parts"), id.ToString("N") + "." + n + ".part");
  using (var o = File.Create(to)) c.Request.Files[0].InputStream.CopyTo(o);
  c.Response.Write("ok"); } }
==== resize.ashx
<%@ WebHandler Language="VB" Class="Resize" %>
Public Class Resize : Implements IHttpHandler
 Public Sub ProcessRequest(ByVal c As HttpContext) Implements IHttpHandler.ProcessRequest
  Dim f As String = Path.GetFileName(c.Request.QueryString("f"))
  Dim w As Integer = CInt(c.Request.QueryString("w"))
  Dim p As String = c.Server.MapPath("~/pics/" & f)
  If Not File.Exists(p) Then c.Response.StatusCode = 404 : Return
  Using b As New Bitmap(p)
   Using t As Image = b.GetThumbnailImage(w, w, Nothing, IntPtr.Zero)
    c.Response.ContentType = "image/jpeg"
    t.Save(c.Response.OutputStream, ImageFormat.Jpeg)
   End Using
  End Using
 End Sub
End Class
==== eval-bind.aspx
<%@ Page Language="C#" AutoEventWireup="true" CodeBehind="Orders.aspx.cs" Inherits="Shop.Orders" %>
<asp:Repeater runat="server" ID="r"><ItemTemplate><tr><td><%# Eval("Name") %></td><td><%# DataBinder.Eval(Container.DataItem, "Price", "{0:c}") %></td><td><a href='?id=<%# Eval("Id") %>&q=<%= Request["q"] %>'>x</a></td></tr></ItemTemplate></asp:Repeater>
<script type="text/javascript">var f = eval('(' + document.getElementById('h').value + ')');</script>
==== report.aspx
<%@ Page Language="VB" %><script runat="server">
Protected Sub Page_Load(sender As Object, e As EventArgs)
  Dim rep As String = Request.QueryString("report")
  Select Case rep
   Case "sales", "stock"
    viewer.ServerReport.ReportPath = "/company/" & rep
    viewer.ServerReport.SetParameters(New ReportParameter("from", Request.QueryString("from")))
    viewer.ServerReport.Refresh()
   Case Else
    Response.Redirect("reports.aspx")
  End Select
End Sub</script><rsweb:ReportViewer ID="viewer" runat="server" />
==== health.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
  Response.ContentType = "text/plain";
  Response.Write("host " + Environment.MachineName + "\n");
  Response.Write("proc " + Process.GetCurrentProcess().WorkingSet64 + "\n");
  try { using (var c = new SqlConnection(ConfigurationManager.ConnectionStrings["m"].ConnectionString)) { c.Open(); Response.Write("db ok\n"); } } catch (Exception x) { Response.StatusCode = 503; Response.Write(x.Message); }
  using (var t = new TcpClient()) { t.Connect("smtp.internal.example", 25); Response.Write("smtp ok"); }
}</script>
==== search.aspx
<%@ Page Language="C#" %><script runat="server">
void Find(object s, EventArgs e) {
  using (var c = new SqlConnection(cs)) { var q = new SqlCommand("SELECT * FROM Item WHERE Name LIKE '%' + @n + '%' ORDER BY " + (sort.SelectedValue == "p" ? "Price" : "Name"), c);
  q.Parameters.AddWithValue("@n", box.Text); c.Open(); grid.DataSource = q.ExecuteReader(); grid.DataBind(); }
}</script><form runat="server"><asp:TextBox id="box" runat="server"/><asp:DropDownList id="sort" runat="server"/><asp:GridView id="grid" runat="server"/></form>
==== search-concat.aspx
<%@ Page Language="VB" %><% Dim c As New OleDbConnection(ConfigurationManager.AppSettings("db"))
c.Open()
Dim m As New OleDbCommand("SELECT * FROM news WHERE title LIKE '%" & Replace(Request("q"), "'", "''") & "%'", c)
Dim r = m.ExecuteReader()
While r.Read() %><p><%= r("title") %></p><% End While %>
==== audit.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
  File.AppendAllText(Server.MapPath("~/App_Data/visits.log"), DateTime.UtcNow + " " + Request.UserHostAddress + " " + Request.Form["username"] + " " + Request.UserAgent + Environment.NewLine);
}</script>
==== logon.aspx
<%@ Page Language="C#" %><script runat="server">
void In(object s, EventArgs e) {
  string u = Request.Form["username"], p = Request.Form["password"];
  if (Membership.ValidateUser(u, p)) { FormsAuthentication.SetAuthCookie(u, false); Response.Redirect(FormsAuthentication.GetRedirectUrl(u, false)); }
  else { File.AppendAllText(Server.MapPath("~/App_Data/failed.log"), DateTime.UtcNow + " failed logon of " + u + "\r\n"); msg.Text = "Wrong name or password"; }
}</script><asp:Label id="msg" runat="server"/>
==== password-change.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Change(s As Object, e As EventArgs)
  If oldpw.Text = "" Or newpw.Text.Length < 10 Then lbl.Text = "Too short" : Return
  Dim u As MembershipUser = Membership.GetUser()
  If u.ChangePassword(oldpw.Text, newpw.Text) Then
   Using w As New StreamWriter(Server.MapPath("~/App_Data/changes.txt"), True)
    w.WriteLine(Now & " password changed " & u.UserName)
   End Using
  End If
End Sub</script><asp:TextBox id="oldpw" TextMode="Password" runat="server"/><asp:TextBox id="newpw" TextMode="Password" runat="server"/><asp:Label id="lbl" runat="server"/>
==== export-csv.aspx
<%@ Page Language="C#" %><% var rows = Data.Load(Request["list"]); var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid() + ".csv");
using (var w = new StreamWriter(path)) { foreach (var r in rows) w.WriteLine(string.Join(";", r)); }
Response.AddHeader("content-disposition", "attachment;filename=" + HttpUtility.UrlEncode(Request["name"]) + ".csv"); Response.WriteFile(path); %>
==== settings.aspx
<%@ Page Language="C#" %><script runat="server">
void Save(object s, EventArgs e) {
  var c = WebConfigurationManager.OpenWebConfiguration("~");
  c.AppSettings.Settings["MailFrom"].Value = from.Text; c.Save();
  var x = new XmlDocument(); x.Load(Server.MapPath("~/App_Data/site.xml")); x.SelectSingleNode("/site/title").InnerText = title.Text; x.Save(Server.MapPath("~/App_Data/site.xml"));
}</script><asp:TextBox id="from" runat="server"/><asp:TextBox id="title" runat="server"/>
==== machine-key-check.aspx
<%@ Page Language="C#" %><% var k = (MachineKeySection)WebConfigurationManager.GetSection("system.web/machineKey");
if (k.ValidationKey.StartsWith("AutoGenerate")) { Response.Write("The farm needs one machine key; set it in web.config."); } else { Response.Write("Validation by " + k.Validation); } %>
==== serialize.ashx
<%@ WebHandler Language="C#" Class="State" %>
public class State : IHttpHandler, IRequiresSessionState { public void ProcessRequest(HttpContext c) {
 var j = new JavaScriptSerializer(); var o = j.Deserialize<Dictionary<string, string>>(new StreamReader(c.Request.InputStream).ReadToEnd());
 c.Session["prefs"] = o; c.Response.Write(j.Serialize(o)); }
 public static byte[] Pack(object o) { var f = new BinaryFormatter(); using (var m = new MemoryStream()) { f.Serialize(m, o); return m.ToArray(); } } }
==== json-plain.ashx
<%@ WebHandler Language="C#" Class="Jp" %>
public class Jp : IHttpHandler { public void ProcessRequest(HttpContext c) { var o = Newtonsoft.Json.JsonConvert.DeserializeObject<Order>(new StreamReader(c.Request.InputStream).ReadToEnd(), new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.None }); Orders.Add(o); } }
==== soap.asmx
<%@ WebService Language="C#" Class="Stock" %>
public class Stock : WebService { [WebMethod] public int Count(string sku) { using (var c = new SqlConnection(Cs)) { var q = new SqlCommand("SELECT n FROM stock WHERE sku=@s", c); q.Parameters.AddWithValue("@s", sku); c.Open(); return (int)q.ExecuteScalar(); } }
 [WebMethod] public byte[] Photo(int id) { return File.ReadAllBytes(Server.MapPath("~/photos/" + id + ".jpg")); } }
==== soap-upload.asmx
<%@ WebService Language="VB" Class="Inbox" %>
Public Class Inbox : Inherits WebService
<WebMethod()> Public Function Send(ByVal doc As Byte(), ByVal number As Integer) As Boolean
 File.WriteAllBytes(Path.Combine("D:\inbox", number & ".xml"), doc)
 Return True
End Function
End Class
==== telerik-like.aspx
<%@ Page Language="C#" Inherits="Vendor.Web.UI.DialogHandler" EnableViewStateMac="true" %><script runat="server">
protected override void OnInit(EventArgs e) { string d = Request["dp"]; if (!Vendor.Web.Crypto.Verify(d, Request["hash"])) throw new HttpException(403, "no"); Parameters = DialogParameters.Parse(Vendor.Web.Crypto.Decrypt(d)); LoadDialog(Parameters.Name); base.OnInit(e); }
void LoadDialog(string n) { Control c = null; if (Known.ContainsKey(n)) c = LoadControl(Known[n]); if (c != null) Controls.Add(c); }
static readonly Dictionary<string, string> Known = new Dictionary<string, string> { { "link", "~/dialogs/link.ascx" } };
</script>
==== sharepoint-like.aspx
<%@ Page Language="C#" MasterPageFile="~masterurl/default.master" Inherits="Microsoft.SharePoint.WebPartPages.WebPartPage, Microsoft.SharePoint, Version=15.0.0.0, Culture=neutral, PublicKeyToken=71e9bce111e9429c" %>
<%@ Register TagPrefix="SharePoint" Namespace="Microsoft.SharePoint.WebControls" Assembly="Microsoft.SharePoint, Version=15.0.0.0" %>
<asp:Content ContentPlaceHolderId="PlaceHolderMain" runat="server"><% SPWeb w = SPControl.GetContextWeb(Context); string l = Request.QueryString["List"]; SPList x = w.Lists[new Guid(l)]; SPHttpUtility.HtmlEncode(x.Title, Response.Output); %></asp:Content>
==== exchange-like.aspx
<%@ Page Language="c#" AutoEventWireup="false" Inherits="Vendor.Mail.Web.LogonPage" %><% string u = Request.QueryString["url"]; string r = Request.QueryString["reason"]; if (r == "2") { %><p><%= Strings.Get("BadLogon") %></p><% } %>
<script type="text/javascript">var a_fRC = 1; function x() { eval("window.g" + 1); } var sU = "<%= HttpUtility.JavaScriptStringEncode(u) %>";</script>
<input type="hidden" name="destination" value="<%= HttpUtility.HtmlAttributeEncode(u) %>" />
==== proxy.ashx
<%@ WebHandler Language="C#" Class="Px" %>
public class Px : IHttpHandler { static readonly string[] Hosts = { "https://maps.example/", "https://tiles.example/" }; public void ProcessRequest(HttpContext c) {
 string u = c.Request.QueryString["u"]; if (!Hosts.Any(h => u.StartsWith(h))) { c.Response.StatusCode = 403; return; }
 var q = (HttpWebRequest)WebRequest.Create(u); q.Method = c.Request.HttpMethod; if (c.Request.InputStream.Length > 0) { using (var s = q.GetRequestStream()) c.Request.InputStream.CopyTo(s); }
 using (var r = q.GetResponse()) r.GetResponseStream().CopyTo(c.Response.OutputStream); } }
==== download.aspx
<%@ Page Language="C#" %><% string f = Path.GetFileName(Request.QueryString["file"]); string p = Path.Combine(Server.MapPath("~/downloads"), f); if (!File.Exists(p)) { Response.StatusCode = 404; Response.End(); } Response.AddHeader("Content-Disposition", "attachment; filename=" + f); Response.TransmitFile(p); %>
==== gallery.aspx
<%@ Page Language="VB" %><% Dim d As String = Server.MapPath("~/gallery/" & CInt(Request("album")))
For Each f As String In Directory.GetFiles(d, "*.jpg") %><img src="gallery/<%= CInt(Request("album")) %>/<%= Path.GetFileName(f) %>" /><% Next
If Request("del") <> "" AndAlso User.IsInRole("Editors") Then File.Delete(Path.Combine(d, Path.GetFileName(Request("del")))) %>
==== query-tool.aspx
<%@ Page Language="C#" %><script runat="server">
void Run(object s, EventArgs e) { string n = named.SelectedValue; string sql = Queries.Get(n); using (var c = new SqlConnection(Cs)) using (var a = new SqlDataAdapter(sql, c)) { var t = new DataTable(); a.Fill(t); g.DataSource = t; g.DataBind(); } }
</script><asp:DropDownList id="named" runat="server"/><asp:GridView id="g" runat="server"/>
==== type-factory.ashx
<%@ WebHandler Language="C#" Class="Disp" %>
public class Disp : IHttpHandler { public void ProcessRequest(HttpContext c) {
 string cmd = c.Request["cmd"]; var t = Type.GetType("Shop.Commands." + cmd + "Command, Shop"); if (t == null || !typeof(ICommand).IsAssignableFrom(t)) { c.Response.StatusCode = 404; return; }
 var x = (ICommand)Activator.CreateInstance(t); x.Execute(c); } }
==== crypt.ashx
<%@ WebHandler Language="C#" Class="Tok" %>
public class Tok : IHttpHandler { static readonly byte[] Key = Convert.FromBase64String(ConfigurationManager.AppSettings["key"]); public void ProcessRequest(HttpContext c) {
 byte[] d = Convert.FromBase64String(c.Request["token"]); using (var a = Aes.Create()) { a.Key = Key; a.IV = d.Take(16).ToArray(); var p = a.CreateDecryptor().TransformFinalBlock(d, 16, d.Length - 16); c.Response.Write(Encoding.UTF8.GetString(p).Split('|')[0]); } } }
==== razor-list.cshtml
@model Shop.ListModel
@{ Layout = "~/Views/_Layout.cshtml"; ViewBag.Title = "Items"; var page = int.Parse(Request["page"] ?? "1"); }
<ul>@foreach (var i in Model.Items.Skip(page * 10).Take(10)) { <li>@i.Name @Html.ActionLink("x", "Edit", new { id = i.Id })</li> }</ul>
==== global.asax
<%@ Application Language="C#" %><script runat="server">
void Application_Start(object s, EventArgs e) { RouteTable.Routes.MapPageRoute("p", "p/{id}", "~/page.aspx"); HostingEnvironment.RegisterVirtualPathProvider(new Cms.DbPathProvider()); }
void Application_Error(object s, EventArgs e) { var x = Server.GetLastError(); EventLog.WriteEntry("Web", Request.RawUrl + "\n" + x, EventLogEntryType.Error); }
void Application_BeginRequest(object s, EventArgs e) { if (Request.Headers["X-Forwarded-Proto"] == "http") Response.Redirect("https://" + Request.Headers["Host"] + Request.RawUrl); }
</script>
==== import-xml.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { if (!up.HasFile || Path.GetExtension(up.FileName) != ".xml") return; var t = new XslCompiledTransform(); t.Load(Server.MapPath("~/App_Data/import.xslt")); using (var r = XmlReader.Create(up.FileContent)) using (var w = XmlWriter.Create(Server.MapPath("~/App_Data/in.xml"))) t.Transform(r, w); }
</script><asp:FileUpload id="up" runat="server"/>
==== ping.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { IPAddress a; if (!IPAddress.TryParse(host.Text, out a)) { o.Text = "No address"; return; } var r = new System.Net.NetworkInformation.Ping().Send(a, 2000); o.Text = r.Status + " " + r.RoundtripTime; }
</script><asp:TextBox id="host" runat="server"/><asp:Label id="o" runat="server"/>
==== js-include.aspx
<%@ Page Language="JScript" %><% var n = Request.Item["n"]; Response.Write("Hello " + Server.HtmlEncode(n)); var d = new Date(); var f = function(a) { return a * 2; }; Response.Write(f(d.getHours())); %>
==== long-viewstate.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string Logo = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg==";
void Page_Load(object s, EventArgs e) { if (Request["logo"] == "1") { var b = Convert.FromBase64String(Logo); Response.ContentType = "image/png"; Response.OutputStream.Write(b, 0, b.Length); } }
</script>
"""
)
