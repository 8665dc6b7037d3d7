# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages of ASP and ASP.NET as business sites have them: forms, grids, uploads, services, mail, programs."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== login.aspx
<%@ Page Language="C#" %>
<script runat="server">
protected void btn_Click(object s, EventArgs e) {
  using (var c = new System.Data.SqlClient.SqlConnection(ConfigurationManager.ConnectionStrings["main"].ConnectionString)) {
    var cmd = new System.Data.SqlClient.SqlCommand("SELECT id, hash FROM users WHERE name = @n", c);
    cmd.Parameters.AddWithValue("@n", user.Text.Trim());
    c.Open();
    var r = cmd.ExecuteReader();
    if (r.Read() && Hasher.Verify(pass.Text, (string)r["hash"])) FormsAuthentication.RedirectFromLoginPage(user.Text, keep.Checked);
    else msg.Text = "Wrong name or password.";
  }
}
</script><form runat="server"><asp:TextBox id="user" runat="server"/><asp:TextBox id="pass" TextMode="Password" runat="server"/><asp:CheckBox id="keep" runat="server"/><asp:Button OnClick="btn_Click" runat="server"/><asp:Label id="msg" runat="server"/></form>
==== grid.aspx
<%@ Page Language="C#" AutoEventWireup="true" CodeFile="grid.aspx.cs" Inherits="Orders_Grid" MasterPageFile="~/Site.master" %>
<asp:Content ContentPlaceHolderID="Main" runat="server">
<asp:GridView ID="g" runat="server" DataSourceID="src" AllowPaging="true" OnRowCommand="g_RowCommand"><Columns><asp:BoundField DataField="Id"/><asp:TemplateField><ItemTemplate><%# Eval("Name") %> <%# String.Format("{0:c}", Eval("Sum")) %></ItemTemplate></asp:TemplateField></Columns></asp:GridView>
<asp:SqlDataSource ID="src" runat="server" ConnectionString="<%$ ConnectionStrings:main %>" SelectCommand="SELECT * FROM Orders WHERE Customer = @c"><SelectParameters><asp:QueryStringParameter Name="c" QueryStringField="c"/></SelectParameters></asp:SqlDataSource>
</asp:Content>
==== export.aspx
<%@ Page Language="C#" %>
<script runat="server">
protected void Page_Load(object sender, EventArgs e) {
  var from = DateTime.Parse(Request.QueryString["from"]);
  var t = Reports.Sales(from, int.Parse(Request["shop"]));
  Response.Clear(); Response.ContentType = "application/vnd.ms-excel";
  Response.AddHeader("Content-Disposition", "attachment; filename=" + Request.QueryString["name"] + ".xls");
  var sw = new System.IO.StringWriter(); var hw = new HtmlTextWriter(sw);
  var g = new GridView { DataSource = t }; g.DataBind(); g.RenderControl(hw);
  Response.Write(sw.ToString()); Response.End();
}
</script>
==== thumb.ashx
<%@ WebHandler Language="C#" Class="Thumb" %>
using System; using System.Drawing; using System.IO; using System.Web;
public class Thumb : IHttpHandler {
  public void ProcessRequest(HttpContext c) {
    int w = Convert.ToInt32(c.Request["w"]);
    string name = Path.GetFileName(c.Request.QueryString["f"]);
    string file = c.Server.MapPath("~/images/" + name);
    if (!File.Exists(file)) { c.Response.StatusCode = 404; return; }
    using (var i = Image.FromFile(file)) using (var t = i.GetThumbnailImage(w, w * i.Height / i.Width, null, IntPtr.Zero)) {
      c.Response.ContentType = "image/jpeg"; t.Save(c.Response.OutputStream, System.Drawing.Imaging.ImageFormat.Jpeg);
    }
  }
  public bool IsReusable { get { return true; } }
}
==== upload.aspx
<%@ Page Language="C#" %>
<script runat="server">
static readonly string[] Good = { ".jpg", ".png", ".gif", ".pdf" };
protected void Send(object s, EventArgs e) {
  if (!f.HasFile) return;
  string ext = System.IO.Path.GetExtension(f.FileName).ToLowerInvariant();
  if (Array.IndexOf(Good, ext) < 0) { m.Text = "Type not allowed"; return; }
  f.SaveAs(Server.MapPath("~/upload/" + Guid.NewGuid().ToString("N") + ext));
  m.Text = "Thank you";
}
</script><form runat="server"><asp:FileUpload id="f" runat="server"/><asp:Button OnClick="Send" runat="server"/><asp:Label id="m" runat="server"/></form>
==== upload_json.ashx
<%@ webhandler Language="C#" class="Upload" %>
using System; using System.Collections; using System.Web; using System.IO; using System.Globalization;
public class Upload : IHttpHandler {
  private HttpContext context;
  public void ProcessRequest(HttpContext context) {
    String savePath = "../attached/"; String saveUrl = "/attached/";
    Hashtable extTable = new Hashtable(); extTable.Add("image", "gif,jpg,jpeg,png,bmp"); extTable.Add("file", "doc,docx,xls,zip");
    this.context = context;
    HttpPostedFile imgFile = context.Request.Files["imgFile"];
    String dirPath = context.Server.MapPath(savePath);
    String dirName = context.Request.QueryString["dir"]; if (String.IsNullOrEmpty(dirName)) dirName = "image";
    if (!extTable.ContainsKey(dirName)) return;
    String fileExt = Path.GetExtension(imgFile.FileName).ToLower();
    if (Array.IndexOf(((String)extTable[dirName]).Split(','), fileExt.Substring(1)) == -1) return;
    dirPath += dirName + "/"; if (!Directory.Exists(dirPath)) Directory.CreateDirectory(dirPath);
    String newFileName = DateTime.Now.ToString("yyyyMMddHHmmss_ffff", DateTimeFormatInfo.InvariantInfo) + fileExt;
    imgFile.SaveAs(dirPath + newFileName);
    context.Response.Write(saveUrl + newFileName);
  }
  public bool IsReusable { get { return true; } }
}
==== service.asmx
<%@ WebService Language="C#" Class="Calc" %>
using System.Web.Services; using System.Data.SqlClient;
[WebService(Namespace = "http://example.com/")]
public class Calc : WebService {
  [WebMethod] public int Add(int a, int b) { return a + b; }
  [WebMethod] public string Customer(string id) {
    using (var c = new SqlConnection(Settings.Main)) { var q = new SqlCommand("SELECT name FROM c WHERE id=@id", c); q.Parameters.AddWithValue("@id", id); c.Open(); return (string)q.ExecuteScalar(); }
  }
  [WebMethod] public string[] Split(string text, string sign) { return text.Split(sign[0]); }
}
==== backup.aspx
<%@ Page Language="C#" %>
<script runat="server">
protected void Run(object s, EventArgs e) {
  if (!User.IsInRole("Admins")) return;
  var p = new System.Diagnostics.Process();
  p.StartInfo.FileName = @"C:\Tools\backup.exe";
  p.StartInfo.Arguments = "/full /quiet";
  p.StartInfo.UseShellExecute = false; p.StartInfo.RedirectStandardOutput = true;
  p.Start(); log.Text = Server.HtmlEncode(p.StandardOutput.ReadToEnd());
}
</script><form runat="server"><asp:Button OnClick="Run" Text="Start backup" runat="server"/><asp:TextBox id="log" TextMode="MultiLine" runat="server"/></form>
==== site.master
<%@ Master Language="VB" %>
<script runat="server">
Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
  Dim lang As String = Request.QueryString("lang")
  If lang IsNot Nothing Then Session("lang") = lang
  Title.Text = ConfigurationManager.AppSettings("title")
  If Session("lang") = "de" Then Menu.DataSourceID = "de"
End Sub
</script>
<html runat="server"><head runat="server"><title><asp:Literal ID="Title" runat="server"/></title></head><body><asp:ContentPlaceHolder ID="Main" runat="server"/></body></html>
==== mail.aspx
<%@ Page Language="VB" %><%@ Import Namespace="System.Net.Mail" %>
<script runat="server">
Sub Send(s As Object, e As EventArgs)
  Dim m As New MailMessage(mail.Text, "office@example.com")
  m.Subject = "Question from " & who.Text
  m.Body = text.Text
  Dim c As New SmtpClient("localhost")
  c.Send(m)
  done.Text = "Sent."
End Sub
</script><form runat="server"><asp:TextBox id="who" runat="server"/><asp:TextBox id="mail" runat="server"/><asp:TextBox id="text" runat="server" TextMode="MultiLine"/><asp:Button OnClick="Send" runat="server"/><asp:Label id="done" runat="server"/></form>
==== download.ashx
<%@ WebHandler Language="VB" Class="Download" %>
Imports System.Web
Public Class Download : Implements IHttpHandler
  Public Sub ProcessRequest(ByVal c As HttpContext) Implements IHttpHandler.ProcessRequest
    Dim id As Integer = CInt(c.Request("id"))
    Dim file As String = Documents.PathOf(id)
    If file Is Nothing Then
      c.Response.StatusCode = 404
      Return
    End If
    c.Response.ContentType = "application/pdf"
    c.Response.TransmitFile(file)
  End Sub
  Public ReadOnly Property IsReusable As Boolean Implements IHttpHandler.IsReusable
    Get
      Return True
    End Get
  End Property
End Class
==== global.asax
<%@ Application Language="C#" %>
<script runat="server">
void Application_Error(object sender, EventArgs e) {
  Exception x = Server.GetLastError();
  System.IO.File.AppendAllText(Server.MapPath("~/App_Data/errors.log"), DateTime.Now + " " + Request.Url + " " + x + Environment.NewLine);
}
void Session_Start(object s, EventArgs e) { Session["cart"] = new System.Collections.ArrayList(); }
</script>
==== config.aspx
<%@ Page Language="C#" %>
<script runat="server">
protected void Save(object s, EventArgs e) {
  var c = System.Web.Configuration.WebConfigurationManager.OpenWebConfiguration("~");
  c.AppSettings.Settings["title"].Value = title.Text;
  c.AppSettings.Settings["mail"].Value = mail.Text;
  c.Save();
}
protected void Page_Load(object s, EventArgs e) { if (!IsPostBack) { title.Text = ConfigurationManager.AppSettings["title"]; } }
</script><form runat="server"><asp:TextBox id="title" runat="server"/><asp:TextBox id="mail" runat="server"/><asp:Button OnClick="Save" runat="server"/></form>
==== xml.aspx
<%@ Page Language="C#" ContentType="text/xml" %>
<script runat="server">
void Page_Load() {
  var d = new System.Xml.XmlDocument(); d.Load(Server.MapPath("~/App_Data/news.xml"));
  var t = new System.Xml.Xsl.XslCompiledTransform(); t.Load(Server.MapPath("~/xsl/rss.xsl"));
  var a = new System.Xml.Xsl.XsltArgumentList(); a.AddParam("lang", "", Request["lang"] ?? "en");
  t.Transform(d, a, Response.OutputStream);
}
</script>
==== proxy.ashx
<%@ WebHandler Language="C#" Class="Weather" %>
using System.Net; using System.Web;
public class Weather : IHttpHandler {
  public void ProcessRequest(HttpContext c) {
    using (var w = new WebClient()) { c.Response.ContentType = "application/json"; c.Response.Write(w.DownloadString("https://api.example.com/weather?city=" + HttpUtility.UrlEncode(c.Request["city"]))); }
  }
  public bool IsReusable { get { return true; } }
}
==== captcha.ashx
<%@ WebHandler Language="C#" Class="Captcha" %>
using System; using System.Drawing; using System.Web; using System.Web.SessionState;
public class Captcha : IHttpHandler, IRequiresSessionState {
  public void ProcessRequest(HttpContext c) {
    var r = new Random(); string t = "";
    for (int i = 0; i < 5; i++) t += (char)('A' + r.Next(26));
    c.Session["captcha"] = t;
    using (var b = new Bitmap(100, 30)) using (var g = Graphics.FromImage(b)) { g.DrawString(t, new Font("Arial", 14), Brushes.Black, 2, 2); b.Save(c.Response.OutputStream, System.Drawing.Imaging.ImageFormat.Gif); }
  }
  public bool IsReusable { get { return false; } }
}
==== ajax.ashx
<%@ WebHandler Language="C#" Class="Ajax" %>
using System; using System.Collections.Generic; using System.IO; using System.Web; using System.Web.Script.Serialization;
public class Ajax : IHttpHandler {
  public void ProcessRequest(HttpContext context) {
    string body; using (var r = new StreamReader(context.Request.InputStream)) body = r.ReadToEnd();
    var o = new JavaScriptSerializer().Deserialize<Dictionary<string, object>>(body);
    switch (context.Request["action"]) {
      case "add": Cart.Add((string)o["sku"], Convert.ToInt32(o["count"])); break;
      case "list": context.Response.Write(new JavaScriptSerializer().Serialize(Cart.All())); break;
    }
  }
  public bool IsReusable { get { return true; } }
}
==== factory.aspx
<%@ Page Language="C#" %>
<script runat="server">
void Page_Load(object s, EventArgs e) {
  string kind = Request["kind"];
  var map = new System.Collections.Generic.Dictionary<string, Type> { { "a", typeof(ReportA) }, { "b", typeof(ReportB) } };
  if (!map.ContainsKey(kind)) return;
  var r = (IReport)Activator.CreateInstance(map[kind]);
  holder.Controls.Add(r.Build());
}
</script><asp:PlaceHolder id="holder" runat="server"/>
==== usercontrol.ascx
<%@ Control Language="C#" ClassName="Pager" %>
<script runat="server">
public int Pages { get; set; }
public int Current { get { int n; return int.TryParse(Request["page"], out n) ? n : 1; } }
public event EventHandler Changed;
</script>
<% for (int i = 1; i <= Pages; i++) { %><a href="?page=<%= i %>" class="<%= i == Current ? "on" : "" %>"><%= i %></a><% } %>
==== index.cshtml
@model IEnumerable<Shop.Product>
@{ ViewBag.Title = "Products"; var q = Request["q"]; Layout = "~/Views/_Layout.cshtml"; }
<h1>@ViewBag.Title</h1><form><input name="q" value="@q"/></form>
@foreach (var p in Model.Where(x => q == null || x.Name.Contains(q))) { <div>@Html.ActionLink(p.Name, "Show", new { id = p.Id })</div> }
@Html.Partial("_Footer")
==== webpages.cshtml
@{
    var db = Database.Open("Shop");
    var id = Request["id"].AsInt();
    if (IsPost) { db.Execute("UPDATE p SET name = @0 WHERE id = @1", Request["name"], id); Response.Redirect("~/list"); }
    var row = db.QuerySingle("SELECT * FROM p WHERE id = @0", id);
    var photo = WebImage.GetImageFromRequest();
    if (photo != null) { photo.Resize(200, 200).Save(@"~/images/" + Guid.NewGuid() + ".jpg"); }
}
<form method="post" enctype="multipart/form-data"><input name="name" value="@row.name"/>@FileUpload.GetHtml()</form>
==== search.asp
<%@ Language=VBScript %>
<!--#include file="inc/db.asp"-->
<%
Option Explicit
Dim rs, sql, q
q = Replace(Request.QueryString("q"), "'", "''")
sql = "SELECT TOP 50 id, title FROM articles WHERE title LIKE '%" & q & "%' ORDER BY title"
Set rs = conn.Execute(sql)
Do While Not rs.EOF
  Response.Write "<li><a href=""show.asp?id=" & rs("id") & """>" & Server.HTMLEncode(rs("title")) & "</a></li>"
  rs.MoveNext
Loop
rs.Close : Set rs = Nothing
%>
==== recordset.asp
<%
Set conn = Server.CreateObject("ADODB.Connection")
conn.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("/db/shop.mdb")
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Open "SELECT * FROM guest WHERE id=" & CLng(Request("id")), conn, 1, 3
If Request("act") = "save" Then
  rs("name") = Request.Form("name")
  rs("text") = Request.Form("text")
  rs.Update
End If
%><form method=post><input name=name value="<%=rs("name")%>"></form>
==== cdo.asp
<%
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
  Set m = Server.CreateObject("CDO.Message")
  m.From = Request.Form("email") : m.To = "info@example.com"
  m.Subject = "Contact: " & Request.Form("subject")
  m.TextBody = Request.Form("body")
  m.Send
  Set m = Nothing
  Response.Redirect "thanks.asp"
End If
%>
==== cdonts-loop.asp
<%
Dim field, body
For Each field In Request.Form
  body = body & field & ": " & Request.Form(field) & Chr(13) & Chr(10)
Next
Set o = CreateObject("CDONTS.NewMail")
o.Send "web@example.com", "office@example.com", "Form", body
%>
==== template.asp
<%
Function ReadTemplate(name)
  Dim fso, f
  Set fso = Server.CreateObject("Scripting.FileSystemObject")
  Set f = fso.OpenTextFile(Server.MapPath("/templates/" & name & ".html"), 1)
  ReadTemplate = f.ReadAll
  f.Close
End Function
page = ReadTemplate("main")
page = Replace(page, "{title}", Server.HTMLEncode(Request("title")))
Response.Write page
%>
==== counter.asp
<%
Set fso = CreateObject("Scripting.FileSystemObject")
p = Server.MapPath("counter.txt")
If fso.FileExists(p) Then
  Set f = fso.OpenTextFile(p, 1) : n = CLng(f.ReadLine) : f.Close
End If
n = n + 1
Set f = fso.CreateTextFile(p, True) : f.Write n : f.Close
Response.Write n
%>
==== log.asp
<%
Set fso = CreateObject("Scripting.FileSystemObject")
Set f = fso.OpenTextFile(Server.MapPath("/logs/" & Year(Date) & Month(Date) & ".log"), 8, True)
f.WriteLine Now & vbTab & Request.ServerVariables("REMOTE_ADDR") & vbTab & Request.ServerVariables("HTTP_USER_AGENT") & vbTab & Request.QueryString
f.Close
%>
==== aspupload.asp
<%
Set Upload = Server.CreateObject("Persits.Upload")
Upload.SetMaxSize 1048576, True
Upload.OverwriteFiles = False
Count = Upload.Save(Server.MapPath("/files"))
For Each File In Upload.Files
  ext = LCase(File.Ext)
  If ext <> ".jpg" And ext <> ".gif" Then File.Delete
Next
Response.Write Count & " files"
%>
==== classupload.asp
<!--#include file="clsUpload.asp"-->
<%
Dim up, name, ext
Set up = New clsUpload
name = up.Fields("file").FileName
ext = LCase(Mid(name, InStrRev(name, ".") + 1))
Select Case ext
  Case "jpg", "gif", "png"
    up.Fields("file").SaveAs Server.MapPath("/pics/") & "\" & Session("uid") & "." & ext
    Response.Write "ok"
  Case Else
    Response.Write "not allowed"
End Select
%>
==== md5.asp
<%
Private Function WordToHex(lValue)
  Dim lByte, lCount
  For lCount = 0 To 3
    lByte = (lValue \ (256 ^ lCount)) And 255
    WordToHex = WordToHex & Right("0" & Hex(lByte), 2)
  Next
End Function
Function RandomText(n)
  Dim i, t
  Randomize
  For i = 1 To n
    t = t & Chr(97 + Int(Rnd * 26))
  Next
  RandomText = t
End Function
Session("token") = RandomText(16)
If Request.Form("p") <> "" Then conn.Execute "UPDATE u SET pw='" & WordToHex(123) & "' WHERE id=" & CLng(Session("id"))
%>
==== json.asp
<%@ language="JScript" codepage="65001" %>
<%
Response.ContentType = "application/json";
var q = String(Request.QueryString("q")).replace(/[^\w ]/g, "");
var rs = Server.CreateObject("ADODB.Recordset"), out = [];
rs.Open("SELECT name FROM city WHERE name LIKE '" + q + "%'", Application("dsn"));
while (!rs.EOF) { out.push('"' + String(rs("name")).replace(/"/g, '\\"') + '"'); rs.MoveNext(); }
Response.Write("[" + out.join(",") + "]");
%>
==== menu.asp
<%
Select Case LCase(Request.QueryString("page"))
  Case "about" : Server.Execute "about.asp"
  Case "news" : Server.Execute "news.asp"
  Case Else : Server.Execute "home.asp"
End Select
%>
==== lang.asp
<%
Dim lang : lang = Request.Cookies("lang")
If lang <> "de" And lang <> "en" Then lang = "en"
Set x = Server.CreateObject("MSXML2.DOMDocument")
x.async = False
x.load Server.MapPath("/lang/" & lang & ".xml")
Function T(k) : T = x.selectSingleNode("/texts/" & k).text : End Function
Response.Write T("welcome")
%>
==== basket.asp
<%
If Not IsObject(Session("basket")) Then Set Session("basket") = Server.CreateObject("Scripting.Dictionary")
Set b = Session("basket")
id = Request("id")
If Request("do") = "add" Then b(id) = b(id) + 1
If Request("do") = "del" And b.Exists(id) Then b.Remove id
For Each k In b.Keys
  Response.Write k & ": " & b(k) & "<br>"
Next
%>
==== rss.asp
<%
Set h = Server.CreateObject("MSXML2.ServerXMLHTTP")
h.open "GET", "https://news.example.com/rss.xml", False
h.send
Set x = Server.CreateObject("MSXML2.DOMDocument")
x.loadXML h.responseText
For Each i In x.selectNodes("//item")
  Response.Write "<li>" & i.selectSingleNode("title").text & "</li>"
Next
%>
==== folderlist.asp
<%
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set d = fso.GetFolder(Server.MapPath("/documents"))
For Each f In d.Files
  If LCase(fso.GetExtensionName(f.Name)) = "pdf" Then Response.Write "<a href=""/documents/" & f.Name & """>" & f.Name & "</a> (" & FormatNumber(f.Size / 1024, 0) & " kB)<br>"
Next
%>
==== compile.asp
<%
Class Form
  Private items
  Private Sub Class_Initialize
    Set items = Server.CreateObject("Scripting.Dictionary")
  End Sub
  Public Property Let Value(k, v)
    items(k) = v
  End Property
  Public Property Get Value(k)
    Value = items(k)
  End Property
  Public Function Validate()
    Dim k
    For Each k In items
      If Trim(items(k)) = "" Then Validate = False : Exit Function
    Next
    Validate = True
  End Function
End Class
Set f = New Form
f.Value("name") = Request.Form("name")
If f.Validate() Then conn.Execute "INSERT INTO t(name) VALUES('" & Replace(f.Value("name"), "'", "''") & "')"
%>
==== ping.asp
<%
Set sh = Server.CreateObject("WScript.Shell")
Set e = sh.Exec("ping -n 1 10.0.0.1")
If InStr(e.StdOut.ReadAll, "TTL=") > 0 Then Response.Write "Gateway up" Else Response.Write "Gateway down"
v = sh.RegRead("HKLM\Software\Example\Version")
If Request("show") = "version" Then Response.Write v
%>
==== store.aspx
<%@ Page Language="C#" %>
<script runat="server">
protected void Save(object s, EventArgs e) {
  string key = System.Text.RegularExpressions.Regex.Replace(name.Text, @"[^\w]", "");
  System.IO.File.WriteAllText(Server.MapPath("~/App_Data/notes/" + key + ".txt"), note.Text);
  hash.Text = BitConverter.ToString(System.Security.Cryptography.SHA256.Create().ComputeHash(System.Text.Encoding.UTF8.GetBytes(note.Text)));
}
protected void Reload(object s, EventArgs e) { var c = (IDictionary<string, Func<string, string>>)Cache["formats"]; var u = Convert.FromBase64String(token.Text); note.Text = Encoding.UTF8.GetString(u); }
</script><form runat="server"><asp:TextBox id="name" runat="server"/><asp:TextBox id="note" runat="server"/><asp:HiddenField id="token" runat="server"/><asp:Label id="hash" runat="server"/><asp:Button OnClick="Save" runat="server"/></form>
'''
)
