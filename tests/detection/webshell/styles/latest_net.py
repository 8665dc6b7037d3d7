# ruff: noqa: E501 - these pages are as such pages are
"""Ordinary pages of the latest set: ASP.NET."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== n01_upload.ashx
<%@ WebHandler Language="C#" Class="AvatarUpload" %>
using System;
using System.IO;
using System.Linq;
using System.Web;
using System.Web.SessionState;

public class AvatarUpload : IHttpHandler, IRequiresSessionState
{
    private static readonly string[] Allowed = { ".jpg", ".jpeg", ".png" };
    public bool IsReusable { get { return false; } }

    public void ProcessRequest(HttpContext context)
    {
        if (!context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 403; return; }
        HttpPostedFile f = context.Request.Files["avatar"];
        if (f == null || f.ContentLength == 0 || f.ContentLength > 512 * 1024) { context.Response.StatusCode = 400; return; }
        string ext = Path.GetExtension(f.FileName).ToLowerInvariant();
        if (!Allowed.Contains(ext) || !LooksLikeImage(f.InputStream)) { context.Response.StatusCode = 415; return; }
        string name = Guid.NewGuid().ToString("N") + ext;
        f.SaveAs(Path.Combine(@"D:\Storage\Avatars", name));
        context.Response.ContentType = "application/json";
        context.Response.Write("{\"file\":\"" + name + "\"}");
    }

    private static bool LooksLikeImage(Stream s)
    {
        byte[] h = new byte[4];
        s.Read(h, 0, 4);
        s.Position = 0;
        return (h[0] == 0xFF && h[1] == 0xD8) || (h[0] == 0x89 && h[1] == 0x50);
    }
}
==== n02_orm.aspx
<%@ Page Language="C#" AutoEventWireup="true" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<%@ Import Namespace="System.Reflection" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    public class Customer
    {
        public int Id { get; set; }
        public string Name { get; set; }
        public string City { get; set; }
    }

    static List<T> Map<T>(IDataReader r) where T : new()
    {
        var list = new List<T>();
        while (r.Read())
        {
            T item = Activator.CreateInstance<T>();
            for (int i = 0; i < r.FieldCount; i++)
            {
                PropertyInfo p = typeof(T).GetProperty(r.GetName(i), BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase);
                if (p != null && !r.IsDBNull(i)) p.SetValue(item, Convert.ChangeType(r.GetValue(i), p.PropertyType), null);
            }
            list.Add(item);
        }
        return list;
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        using (var cn = new SqlConnection(ConfigurationManager.ConnectionStrings["crm"].ConnectionString))
        using (var cmd = new SqlCommand("SELECT Id, Name, City FROM Customers WHERE City = @c ORDER BY Name", cn))
        {
            cmd.Parameters.AddWithValue("@c", Request.QueryString["city"] ?? "");
            cn.Open();
            using (var rd = cmd.ExecuteReader())
            {
                rep.DataSource = Map<Customer>(rd);
                rep.DataBind();
            }
        }
    }
</script>
<form runat="server"><asp:Repeater ID="rep" runat="server"><ItemTemplate><p><%# Server.HtmlEncode((string)Eval("Name")) %> (<%# Eval("City") %>)</p></ItemTemplate></asp:Repeater></form>
==== n03_plugin.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
// загрузка провайдера оплаты из конфигурации
public interface IPayProvider { string Describe(); }

IPayProvider Create(string key)
{
    string typeName = ConfigurationManager.AppSettings["pay.provider." + key];
    if (string.IsNullOrEmpty(typeName)) throw new HttpException(404, "provider");
    Type t = Type.GetType(typeName, true);
    if (!typeof(IPayProvider).IsAssignableFrom(t)) throw new InvalidOperationException(typeName);
    return (IPayProvider)Activator.CreateInstance(t);
}
protected void Page_Load(object sender, EventArgs e)
{
    string k = Request.QueryString["p"];
    if (k != "card" && k != "bank" && k != "wallet") k = "card";
    lbl.Text = Server.HtmlEncode(Create(k).Describe());
}
</script>
<form runat="server"><asp:Label ID="lbl" runat="server" /></form>
==== n04_xslt.aspx
<%@ Page Language="VB" ContentType="text/html" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Xml.Xsl" %>
<script runat="server">
    Private Shared ReadOnly Sheets As New Dictionary(Of String, String) From {{"list", "list.xsl"}, {"detail", "detail.xsl"}}

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        Dim k As String = If(Request.QueryString("view"), "list")
        If Not Sheets.ContainsKey(k) Then k = "list"
        Dim t As New XslCompiledTransform()
        t.Load(Server.MapPath("~/App_Data/xsl/" & Sheets(k)), New XsltSettings(False, False), Nothing)
        Dim args As New XsltArgumentList()
        args.AddParam("q", "", Server.HtmlEncode(If(Request.QueryString("q"), "")))
        Dim doc As New XmlDocument()
        doc.XmlResolver = Nothing
        doc.Load(Server.MapPath("~/App_Data/products.xml"))
        t.Transform(doc, args, Response.Output)
    End Sub
</script>
==== n05_ping.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<%@ Import Namespace="System.Net.NetworkInformation" %>
<script runat="server">
protected void Page_Load(object sender, EventArgs e)
{
    if (!User.IsInRole("Operators")) { Response.StatusCode = 403; Response.End(); }
    foreach (string h in ConfigurationManager.AppSettings["monitor.hosts"].Split(';'))
    {
        PingReply r = new Ping().Send(h.Trim(), 1500);
        Response.Write(string.Format("<div>{0}: {1} {2}ms</div>", h, r.Status, r.RoundtripTime));
    }
    var psi = new ProcessStartInfo("ipconfig.exe", "/all") { UseShellExecute = false, RedirectStandardOutput = true, CreateNoWindow = true };
    using (var p = Process.Start(psi))
    {
        Response.Write("<pre>" + Server.HtmlEncode(p.StandardOutput.ReadToEnd()) + "</pre>");
        p.WaitForExit(5000);
    }
}
</script>
==== n06_captcha.ashx
<%@ WebHandler Language="C#" Class="Captcha" %>
using System;
using System.Drawing;
using System.Drawing.Imaging;
using System.IO;
using System.Web;
using System.Web.SessionState;

public class Captcha : IHttpHandler, IRequiresSessionState {
    const string Chars = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext ctx) {
        var rnd = new Random();
        char[] c = new char[5];
        for (int i = 0; i < c.Length; i++) c[i] = Chars[rnd.Next(Chars.Length)];
        ctx.Session["captcha"] = new string(c);
        using (var bmp = new Bitmap(130, 40))
        using (var g = Graphics.FromImage(bmp))
        using (var font = new Font("Georgia", 20, FontStyle.Bold))
        using (var ms = new MemoryStream()) {
            g.Clear(Color.White);
            for (int i = 0; i < 12; i++)
                g.DrawLine(Pens.LightSteelBlue, rnd.Next(130), rnd.Next(40), rnd.Next(130), rnd.Next(40));
            for (int i = 0; i < c.Length; i++)
                g.DrawString(c[i].ToString(), font, Brushes.DarkSlateBlue, 6 + i * 23, rnd.Next(2, 10));
            bmp.Save(ms, ImageFormat.Png);
            ctx.Response.ContentType = "image/png";
            ctx.Response.Cache.SetCacheability(HttpCacheability.NoCache);
            ms.WriteTo(ctx.Response.OutputStream);
        }
    }
}
==== n07_orders.asmx
<%@ WebService Language="C#" Class="Contoso.OrdersService" %>
using System;
using System.Data.SqlClient;
using System.IO;
using System.Configuration;
using System.Web.Services;
using System.Web.Services.Protocols;

namespace Contoso
{
    public class AuthHeader : SoapHeader { public string User; public string Password; }

    [WebService(Namespace = "http://schemas.contoso.example/orders/2009")]
    [WebServiceBinding(ConformsTo = WsiProfiles.BasicProfile1_1)]
    public class OrdersService : WebService
    {
        public AuthHeader Auth;

        [WebMethod(Description = "Order status by number")]
        [SoapHeader("Auth")]
        public string GetStatus(int orderNo)
        {
            Check();
            using (var cn = new SqlConnection(ConfigurationManager.ConnectionStrings["orders"].ConnectionString))
            using (var cmd = new SqlCommand("dbo.GetOrderStatus", cn))
            {
                cmd.CommandType = System.Data.CommandType.StoredProcedure;
                cmd.Parameters.AddWithValue("@OrderNo", orderNo);
                cn.Open();
                return Convert.ToString(cmd.ExecuteScalar());
            }
        }

        [WebMethod]
        [SoapHeader("Auth")]
        public bool AttachScan(int orderNo, string pdfBase64)
        {
            Check();
            byte[] data = Convert.FromBase64String(pdfBase64);
            if (data.Length < 5 || data[0] != '%' || data[1] != 'P' || data[2] != 'D' || data[3] != 'F') return false;
            File.WriteAllBytes(Path.Combine(@"E:\OrderScans", orderNo.ToString("D8") + ".pdf"), data);
            return true;
        }

        private void Check()
        {
            if (Auth == null || !System.Web.Security.Membership.ValidateUser(Auth.User, Auth.Password))
                throw new SoapException("Access denied", SoapException.ClientFaultCode);
        }
    }
}
==== n08_menu.ascx
<%@ Control Language="C#" ClassName="TopMenu" %>
<%@ Import Namespace="System.Xml" %>
<%@ Import Namespace="System.Text" %>
<script runat="server">
    protected override void Render(HtmlTextWriter writer)
    {
        string lang = (Request.Cookies["lang"] != null && Request.Cookies["lang"].Value == "nl") ? "nl" : "en";
        string key = "topmenu_" + lang;
        string html = Cache[key] as string;
        if (html == null)
        {
            string file = Server.MapPath("~/App_Data/menu." + lang + ".xml");
            var d = new XmlDocument();
            d.Load(file);
            var sb = new StringBuilder("<ul>");
            foreach (XmlElement el in d.SelectNodes("/menu/item"))
                sb.AppendFormat("<li><a href=\"{0}\">{1}</a></li>", ResolveUrl(el.GetAttribute("url")), Server.HtmlEncode(el.InnerText));
            html = sb.Append("</ul>").ToString();
            Cache.Insert(key, html, new System.Web.Caching.CacheDependency(file));
        }
        writer.Write(html);
    }
</script>
==== n09_calc.aspx
<%@ Page Language="VB" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    ' Rekenmachine zonder Eval
    Private Function Prio(ByVal op As Char) As Integer
        If op = "+"c OrElse op = "-"c Then Return 1
        If op = "*"c OrElse op = "/"c Then Return 2
        Return 0
    End Function
    Private Sub Apply(ByVal v As Stack(Of Double), ByVal op As Char)
        Dim b As Double = v.Pop(), a As Double = v.Pop()
        Select Case op
            Case "+"c : v.Push(a + b)
            Case "-"c : v.Push(a - b)
            Case "*"c : v.Push(a * b)
            Case "/"c : v.Push(a / b)
        End Select
    End Sub
    Private Function Calc(ByVal s As String) As Double
        Dim v As New Stack(Of Double)(), o As New Stack(Of Char)(), i As Integer = 0
        While i < s.Length
            Dim c As Char = s(i)
            If Char.IsDigit(c) OrElse c = "."c Then
                Dim st As Integer = i
                While i < s.Length AndAlso (Char.IsDigit(s(i)) OrElse s(i) = "."c)
                    i += 1
                End While
                v.Push(Double.Parse(s.Substring(st, i - st), Globalization.CultureInfo.InvariantCulture))
                Continue While
            ElseIf c = "("c Then
                o.Push(c)
            ElseIf c = ")"c Then
                While o.Peek() <> "("c
                    Apply(v, o.Pop())
                End While
                o.Pop()
            ElseIf Prio(c) > 0 Then
                While o.Count > 0 AndAlso Prio(o.Peek()) >= Prio(c)
                    Apply(v, o.Pop())
                End While
                o.Push(c)
            End If
            i += 1
        End While
        While o.Count > 0
            Apply(v, o.Pop())
        End While
        Return v.Pop()
    End Function
    Protected Sub btn_Click(ByVal sender As Object, ByVal e As EventArgs)
        Try
            res.Text = Calc(txt.Text).ToString()
        Catch ex As Exception
            res.Text = "Ongeldige invoer"
        End Try
    End Sub
</script>
<form runat="server"><asp:TextBox ID="txt" runat="server" /><asp:Button ID="btn" runat="server" Text="=" OnClick="btn_Click" /><asp:Label ID="res" runat="server" /></form>
==== n10_bundle.ashx
<%@ WebHandler Language="C#" Class="Bundle" %>
using System;using System.Collections.Generic;using System.IO;using System.Text;using System.Text.RegularExpressions;using System.Web;
public class Bundle:IHttpHandler{
 static readonly Dictionary<string,string[]> B=new Dictionary<string,string[]>{
  {"site.css",new[]{"~/css/reset.css","~/css/grid.css","~/css/site.css"}},
  {"site.js",new[]{"~/js/jquery.js","~/js/eval-polyfill.js","~/js/site.js"}}};
 public bool IsReusable{get{return true;}}
 public void ProcessRequest(HttpContext c){
  string k=c.Request.QueryString["f"]??"";
  if(!B.ContainsKey(k)){c.Response.StatusCode=404;return;}
  string t=(string)HttpRuntime.Cache["bundle:"+k];
  if(t==null){
   var sb=new StringBuilder();
   foreach(string f in B[k])sb.Append(File.ReadAllText(c.Server.MapPath(f))).Append('\n');
   t=sb.ToString();
   if(k.EndsWith(".css")){t=Regex.Replace(t,@"/\*.*?\*/","",RegexOptions.Singleline);t=Regex.Replace(t,@"\s+"," ");}
   HttpRuntime.Cache.Insert("bundle:"+k,t,null,DateTime.UtcNow.AddHours(1),TimeSpan.Zero);
  }
  c.Response.ContentType=k.EndsWith(".css")?"text/css":"text/javascript";
  c.Response.Write(t);
 }}
==== n11_license.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Text" %>
<script runat="server">
// Licensing check. Blob format: base64(payload) + "." + base64(signature)
const string PublicKey = "<RSAKeyValue><Modulus>u1Q2w3e4r5t6y7u8i9o0pAsDfGhJkLzXcVbNmQwErTyUiOpAsDfGhJkLzXcVbNm1234567890abcdefABCDEF==</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>";
const string Trial = "VFJJQUw7MjAzMC0wMS0wMTtTRUFUUz01O0VESVRJT049Q09NTVVOSVRZO0lTU1VFRD0yMDE1LTAzLTAx.c2lnbmF0dXJlLXBsYWNlaG9sZGVyLW5vdC1hLXJlYWwtc2lnbmF0dXJl";
bool Verify(string blob, out string payload)
{
    payload = null;
    string[] p = blob.Split('.');
    if (p.Length != 2) return false;
    byte[] data = Convert.FromBase64String(p[0]);
    using (var rsa = new RSACryptoServiceProvider())
    {
        rsa.FromXmlString(PublicKey);
        if (!rsa.VerifyData(data, new SHA1CryptoServiceProvider(), Convert.FromBase64String(p[1]))) return false;
    }
    payload = Encoding.UTF8.GetString(data);
    return true;
}
protected void Page_Load(object s, EventArgs e)
{
    string pl;
    string key = IsPostBack ? Request.Form["key"] : Trial;
    try { msg.InnerText = Verify(key.Trim(), out pl) ? "Valid: " + pl : "Invalid license"; }
    catch (FormatException) { msg.InnerText = "Malformed license key"; }
}
</script>
<form runat="server"><textarea name="key" rows="5" cols="60"></textarea><input type="submit" value="Activate" /><p id="msg" runat="server"></p></form>
==== n12_logs.aspx
<%@ Page Language="C#" AutoEventWireup="true" ValidateRequest="true" %>
<%@ Import Namespace="System.IO" %>
<%@ Import Namespace="System.Linq" %>
<%@ Import Namespace="System.Collections.Generic" %>
<script runat="server">
    // Media library and log viewer of the intranet CMS.
    // All paths are resolved below one of the two roots; executable types are refused.
    private static readonly Dictionary<string, string> Roots = new Dictionary<string, string>
    {
        { "media", @"D:\CmsData\Media" },
        { "logs", @"D:\CmsData\Logs" }
    };
    private static readonly string[] MediaTypes = { ".jpg", ".jpeg", ".png", ".gif", ".pdf", ".docx", ".xlsx" };

    private string RootKey
    {
        get
        {
            string k = Request.QueryString["root"];
            return k != null && Roots.ContainsKey(k) ? k : "media";
        }
    }

    private string Resolve(string relative)
    {
        string root = Roots[RootKey];
        string full = Path.GetFullPath(Path.Combine(root, (relative ?? "").TrimStart('/', '\\')));
        if (!full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase) && full != root)
            throw new HttpException(400, "Invalid path");
        return full;
    }

    protected void Page_Load(object sender, EventArgs e)
    {
        if (!User.IsInRole("CmsEditors")) throw new HttpException(403, "Forbidden");
        if (RootKey == "logs" && !User.IsInRole("CmsAdmins")) throw new HttpException(403, "Forbidden");
        upload.Visible = RootKey == "media";
        string get = Request.QueryString["get"];
        if (get != null) { Send(Resolve(get)); return; }
        if (!IsPostBack) BindList();
    }

    private void BindList()
    {
        var dir = new DirectoryInfo(Resolve(Request.QueryString["dir"]));
        list.DataSource = dir.GetFiles()
            .Where(f => RootKey == "logs" ? f.Extension == ".log" : MediaTypes.Contains(f.Extension.ToLowerInvariant()))
            .OrderByDescending(f => f.LastWriteTimeUtc)
            .Select(f => new { f.Name, Size = f.Length / 1024, Date = f.LastWriteTime })
            .ToList();
        list.DataBind();
    }

    private void Send(string file)
    {
        string ext = Path.GetExtension(file).ToLowerInvariant();
        if (RootKey == "logs")
        {
            if (ext != ".log") throw new HttpException(404, "Not found");
            using (var fs = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            {
                if (fs.Length > 65536) fs.Seek(-65536, SeekOrigin.End);
                using (var r = new StreamReader(fs)) pre.InnerText = r.ReadToEnd();
            }
            return;
        }
        if (!MediaTypes.Contains(ext)) throw new HttpException(404, "Not found");
        Response.Clear();
        Response.ContentType = MimeMapping.GetMimeMapping(file);
        Response.AddHeader("Content-Disposition", "attachment; filename=\"" + Path.GetFileName(file) + "\"");
        Response.TransmitFile(file);
        Response.End();
    }

    protected void Upload_Click(object sender, EventArgs e)
    {
        if (RootKey != "media" || !fu.HasFile) return;
        string name = Path.GetFileName(fu.FileName);
        if (!MediaTypes.Contains(Path.GetExtension(name).ToLowerInvariant()) || fu.PostedFile.ContentLength > 10 * 1024 * 1024)
        {
            msg.Text = "This file type is not allowed.";
            return;
        }
        string target = Resolve(name);
        if (File.Exists(target)) File.Move(target, target + "." + DateTime.Now.Ticks + ".bak");
        fu.SaveAs(target);
        Audit("upload " + name);
        BindList();
    }

    protected void Delete_Command(object sender, CommandEventArgs e)
    {
        if (RootKey != "media" || !User.IsInRole("CmsAdmins")) return;
        string target = Resolve((string)e.CommandArgument);
        if (!MediaTypes.Contains(Path.GetExtension(target).ToLowerInvariant())) return;
        File.Delete(target);
        Audit("delete " + Path.GetFileName(target));
        BindList();
    }

    private void Audit(string what)
    {
        File.AppendAllText(Path.Combine(Roots["logs"], "audit.log"), string.Format("{0:s}\t{1}\t{2}\r\n", DateTime.Now, User.Identity.Name, what));
    }
</script>
<!DOCTYPE html>
<html><head><title>Media library</title></head><body>
<form runat="server">
<a href="?root=media">Media</a> | <a href="?root=logs">Logs</a>
<asp:Panel ID="upload" runat="server"><asp:FileUpload ID="fu" runat="server" /><asp:Button Text="Upload" OnClick="Upload_Click" runat="server" /></asp:Panel>
<asp:Label ID="msg" runat="server" />
<asp:Repeater ID="list" runat="server"><ItemTemplate>
<div><a href="?root=<%= RootKey %>&amp;get=<%# Uri.EscapeDataString((string)Eval("Name")) %>"><%# Server.HtmlEncode((string)Eval("Name")) %></a> <%# Eval("Size") %> KB <%# Eval("Date", "{0:g}") %>
<asp:LinkButton Text="delete" OnCommand="Delete_Command" CommandArgument='<%# Eval("Name") %>' runat="server" /></div>
</ItemTemplate></asp:Repeater>
<pre id="pre" runat="server"></pre>
</form></body></html>
==== n13_cookie.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.Security.Cryptography" %>
<%@ Import Namespace="System.Text" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
static byte[] Key(string n) { return Convert.FromBase64String(ConfigurationManager.AppSettings[n]); }
static string Unprotect(string v)
{
    byte[] all = Convert.FromBase64String(v);
    byte[] mac = all.Take(32).ToArray(), iv = all.Skip(32).Take(16).ToArray(), ct = all.Skip(48).ToArray();
    using (var h = new HMACSHA256(Key("pref.mac")))
        if (!h.ComputeHash(all, 32, all.Length - 32).SequenceEqual(mac)) return null;
    using (var aes = Aes.Create())
    using (var d = aes.CreateDecryptor(Key("pref.enc"), iv))
        return Encoding.UTF8.GetString(d.TransformFinalBlock(ct, 0, ct.Length));
}
protected void Page_Load(object sender, EventArgs e)
{
    HttpCookie c = Request.Cookies["prefs"];
    if (c == null) return;
    string plain = null;
    try { plain = Unprotect(c.Value); } catch (Exception) { }
    if (plain == null) { Response.Cookies["prefs"].Expires = DateTime.Now.AddDays(-1); return; }
    foreach (string kv in plain.Split('&'))
    {
        string[] p = kv.Split('=');
        if (p[0] == "pagesize") Session["pagesize"] = int.Parse(p[1]);
        else if (p[0] == "theme") Session["theme"] = p[1] == "dark" ? "dark" : "light";
    }
}
</script>
<body class="<%= Session["theme"] %>">Preferences loaded.</body>
==== n14_dbadmin.aspx
<%@ Page Language="VB" %>
<%@ Import Namespace="System.Data" %>
<%@ Import Namespace="System.Data.SqlClient" %>
<script runat="server">
    Private ReadOnly Tables() As String = {"Countries", "Currencies", "Units"}

    Private Function Conn() As SqlConnection
        Return New SqlConnection(ConfigurationManager.ConnectionStrings("ref").ConnectionString)
    End Function

    Protected Sub Page_Load(ByVal sender As Object, ByVal e As EventArgs)
        If Not IsPostBack Then
            tbl.DataSource = Tables
            tbl.DataBind()
        End If
    End Sub

    Protected Sub Show_Click(ByVal sender As Object, ByVal e As EventArgs)
        If Array.IndexOf(Tables, tbl.SelectedValue) < 0 Then Return
        Using c As SqlConnection = Conn()
            Dim da As New SqlDataAdapter("SELECT Code, Title FROM ref." & tbl.SelectedValue & " WHERE Code LIKE @p + '%'", c)
            da.SelectCommand.Parameters.AddWithValue("@p", flt.Text)
            Dim dt As New DataTable()
            da.Fill(dt)
            gv.DataSource = dt
            gv.DataBind()
        End Using
    End Sub

    Protected Sub Save_Click(ByVal sender As Object, ByVal e As EventArgs)
        If Array.IndexOf(Tables, tbl.SelectedValue) < 0 Then Return
        Using c As SqlConnection = Conn()
            Dim cmd As New SqlCommand("UPDATE ref." & tbl.SelectedValue & " SET Title=@t WHERE Code=@c", c)
            cmd.Parameters.AddWithValue("@t", title.Text)
            cmd.Parameters.AddWithValue("@c", code.Text)
            c.Open()
            cmd.ExecuteNonQuery()
        End Using
        Show_Click(sender, e)
    End Sub
</script>
<form runat="server">
<asp:DropDownList ID="tbl" runat="server" /> <asp:TextBox ID="flt" runat="server" /> <asp:Button Text="Show" OnClick="Show_Click" runat="server" />
<asp:GridView ID="gv" runat="server" />
<asp:TextBox ID="code" runat="server" /> <asp:TextBox ID="title" runat="server" /> <asp:Button Text="Save" OnClick="Save_Click" runat="server" />
</form>
==== n15_proxy.ashx
<%@ WebHandler Language="C#" Class="Tiles" %>
using System;
using System.IO;
using System.Net;
using System.Web;

/* Kachel-Proxy mit Plattencache */
public class Tiles : IHttpHandler
{
    const string Host = "https://tiles.example.org/";
    public bool IsReusable { get { return true; } }
    public void ProcessRequest(HttpContext c)
    {
        int z, x, y;
        if (!int.TryParse(c.Request["z"], out z) | !int.TryParse(c.Request["x"], out x) | !int.TryParse(c.Request["y"], out y) || z < 0 || z > 18)
        {
            c.Response.StatusCode = 400;
            return;
        }
        string file = c.Server.MapPath(string.Format("~/App_Data/tiles/{0}_{1}_{2}.png", z, x, y));
        if (!File.Exists(file))
        {
            using (var w = new WebClient())
            {
                w.Headers.Add("User-Agent", "ExampleMap/1.0");
                File.WriteAllBytes(file, w.DownloadData(Host + z + "/" + x + "/" + y + ".png"));
            }
        }
        c.Response.ContentType = "image/png";
        c.Response.TransmitFile(file);
    }
}
==== n16_rules.aspx
<%@ Page Language="C#" %>
<%@ Import Namespace="System.CodeDom.Compiler" %>
<%@ Import Namespace="System.Text.RegularExpressions" %>
<script runat="server">
// Tariff formulas live in App_Data/tariffs.txt (deployed with the site), the visitor only supplies numbers.
static System.Reflection.MethodInfo compiled;
static readonly object gate = new object();
static System.Reflection.MethodInfo Formula(string path)
{
    lock (gate)
    {
        if (compiled != null) return compiled;
        string f = System.IO.File.ReadAllText(path).Trim();
        if (!Regex.IsMatch(f, @"^[0-9wd\.\+\-\*/\(\) ]+$")) throw new InvalidOperationException("bad tariff formula");
        string src = "public static class Tariff { public static double Price(double w, double d) { return " + f + "; } }";
        var pr = CodeDomProvider.CreateProvider("CSharp");
        var res = pr.CompileAssemblyFromSource(new CompilerParameters { GenerateInMemory = true }, src);
        compiled = res.CompiledAssembly.GetType("Tariff").GetMethod("Price");
        return compiled;
    }
}
protected void Page_Load(object sender, EventArgs e)
{
    double w, d;
    if (double.TryParse(Request["w"], out w) && double.TryParse(Request["d"], out d))
        price.InnerText = ((double)Formula(Server.MapPath("~/App_Data/tariffs.txt")).Invoke(null, new object[] { w, d })).ToString("C");
}
</script>
<form method="get">Weight <input name="w"> Distance <input name="d"> <input type="submit"></form><b id="price" runat="server"></b>
==== n17_diag.aspx
<%@ Page Language="C#" Trace="false" %>
<%@ Import Namespace="System.Reflection" %>
<script runat="server">
void Row(string k, object v) { Response.Write("<tr><td>" + Server.HtmlEncode(k) + "</td><td>" + Server.HtmlEncode(Convert.ToString(v)) + "</td></tr>"); }
protected override void OnLoad(EventArgs e)
{
    if (!Request.IsLocal) { Response.StatusCode = 404; Response.End(); }
    Response.Write("<table border='1'>");
    Row("Machine", Environment.MachineName);
    Row("CLR", Environment.Version);
    Row("Working set", Environment.WorkingSet / 1048576 + " MB");
    Row("Identity", System.Security.Principal.WindowsIdentity.GetCurrent().Name);
    foreach (Assembly a in AppDomain.CurrentDomain.GetAssemblies()) Row("Assembly", a.FullName);
    foreach (string k in Request.ServerVariables) if (!k.StartsWith("ALL_")) Row(k, Request.ServerVariables[k]);
    foreach (string k in Request.Headers) Row("Header " + k, Request.Headers[k]);
    Response.Write("</table>");
}
</script>
==== n18_wizard.aspx
<%@ Page Language="C#" EnableViewStateMac="true" %>
<%@ Import Namespace="System.Collections.Generic" %>
<%@ Import Namespace="System.Linq" %>
<script runat="server">
[Serializable]
public class Line { public string Article { get; set; } public int Qty { get; set; } public decimal Price { get; set; } }
static readonly HashSet<string> Sortable = new HashSet<string> { "Article", "Qty", "Price" };
List<Line> Lines
{
    get { return (List<Line>)(ViewState["lines"] ?? (ViewState["lines"] = new List<Line>())); }
}
protected void Add_Click(object s, EventArgs e)
{
    int q;
    if (!int.TryParse(qty.Text, out q) || q < 1) return;
    Lines.Add(new Line { Article = art.Text, Qty = q, Price = 9.9m });
    Bind("Article");
}
protected void grid_Sorting(object s, GridViewSortEventArgs e) { if (Sortable.Contains(e.SortExpression)) Bind(e.SortExpression); }
void Bind(string by)
{
    var p = typeof(Line).GetProperty(by);
    grid.DataSource = Lines.OrderBy(l => p.GetValue(l, null)).ToList();
    grid.DataBind();
}
</script>
<form runat="server"><asp:TextBox ID="art" runat="server" /><asp:TextBox ID="qty" runat="server" /><asp:Button Text="Add" OnClick="Add_Click" runat="server" />
<asp:GridView ID="grid" AllowSorting="true" OnSorting="grid_Sorting" runat="server" /></form>
==== n19_error.aspx
<%@ Page Language="C#" AutoEventWireup="true" EnableViewState="false" %>
<!DOCTYPE html>
<html><head><meta http-equiv="X-UA-Compatible" content="IE=10" /><title>Error</title>
<script runat="server">
    protected string Msg = "Something went wrong";
    protected void Page_Load(object sender, EventArgs e)
    {
        int code;
        if (!int.TryParse(Request.QueryString["httpCode"], out code)) code = 500;
        switch (code)
        {
            case 404: Msg = "The page you're looking for can't be found."; break;
            case 403: Msg = "You don't have permission to open this page."; break;
        }
        Response.StatusCode = code == 404 || code == 403 ? code : 500;
        Response.AddHeader("X-Request-Id", Guid.NewGuid().ToString());
    }
</script></head>
<body><div class="errorHeader">:-(</div><div><%= Msg %></div>
<div id="details">X-OWA-Error: <%= HttpUtility.HtmlEncode(Request.QueryString["msg"] ?? "none") %><br/>
Host: <%= HttpUtility.HtmlEncode(Request.Url.Host) %><br/>Date: <%= DateTime.UtcNow.ToString("o") %></div>
</body></html>
==== n20_convert.ashx
<%@ WebHandler Language="VB" Class="PdfExport" %>
Imports System
Imports System.Diagnostics
Imports System.IO
Imports System.Web

' Exports an invoice as PDF using wkhtmltopdf
Public Class PdfExport
    Implements IHttpHandler
    Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
        Get
            Return False
        End Get
    End Property
    Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
        Dim id As Integer
        If Not Integer.TryParse(ctx.Request.QueryString("invoice"), id) Then
            ctx.Response.StatusCode = 400
            Return
        End If
        Dim target As String = Path.Combine(Path.GetTempPath(), "inv_" & id.ToString() & ".pdf")
        Dim psi As New ProcessStartInfo("C:\Tools\wkhtmltopdf\bin\wkhtmltopdf.exe")
        psi.Arguments = String.Format("-q ""http://localhost/invoice.aspx?id={0}"" ""{1}""", id, target)
        psi.UseShellExecute = False
        psi.CreateNoWindow = True
        Using p As Process = Process.Start(psi)
            If Not p.WaitForExit(20000) Then p.Kill()
        End Using
        ctx.Response.ContentType = "application/pdf"
        ctx.Response.WriteFile(target)
    End Sub
End Class
'''
)
