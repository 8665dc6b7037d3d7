# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages of ASP.NET that read back what their site protected; look-alikes that protect nothing, or run what comes back."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r"""
==== basket.aspx
<%@ Page Language="C#" %><script runat="server">
List<Item> Basket() {
    var c = Request.Cookies["basket"];
    if (c == null) return new List<Item>();
    byte[] raw = MachineKey.Unprotect(Convert.FromBase64String(c.Value), "basket");
    using (var ms = new MemoryStream(raw)) return (List<Item>)new BinaryFormatter().Deserialize(ms);
}
void Keep(List<Item> items) {
    using (var ms = new MemoryStream()) {
        new BinaryFormatter().Serialize(ms, items);
        Response.Cookies.Add(new HttpCookie("basket", Convert.ToBase64String(MachineKey.Protect(ms.ToArray(), "basket"))));
    }
}
void Add_Click(object s, EventArgs e) { var b = Basket(); b.Add(new Item { Id = int.Parse(Request.Form["id"]), Note = Request.Form["note"] }); Keep(b); }
</script>
==== basket-decode.ashx
<%@ WebHandler Language="C#" Class="Basket" %>
using System; using System.IO; using System.Web; using System.Web.Security; using System.Runtime.Serialization.Formatters.Binary;
public class Basket : IHttpHandler {
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context) {
        string kept = context.Request.Form["state"];
        byte[] data = MachineKey.Decode(kept, MachineKeyProtection.All);
        var basket = (Hashtable)new BinaryFormatter().Deserialize(new MemoryStream(data));
        foreach (DictionaryEntry line in basket) context.Response.Write(HttpUtility.HtmlEncode(line.Key + ": " + line.Value));
    }
}
==== los.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    string state = Request.Form["__wizard"];
    if (string.IsNullOrEmpty(state)) return;
    string plain = Encoding.UTF8.GetString(MachineKey.Unprotect(HttpServerUtility.UrlTokenDecode(state), "wizard", User.Identity.Name));
    Steps = (ArrayList)new LosFormatter().Deserialize(plain);
}
</script>
==== ticket.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load(object s, EventArgs e) {
    var cookie = Request.Cookies[FormsAuthentication.FormsCookieName];
    if (cookie == null) return;
    FormsAuthenticationTicket ticket = FormsAuthentication.Decrypt(cookie.Value);
    var prefs = (Preferences)new BinaryFormatter().Deserialize(new MemoryStream(Convert.FromBase64String(ticket.UserData)));
    theme.Text = Server.HtmlEncode(prefs.Theme);
}
</script>
==== ticket.asax
<%@ Application Language="C#" %><script runat="server">
void Application_PostAuthenticateRequest(object s, EventArgs e) {
    HttpCookie c = Request.Cookies[FormsAuthentication.FormsCookieName];
    if (c == null || c.Value == "") return;
    var t = FormsAuthentication.Decrypt(c.Value);
    Context.User = new AppPrincipal(new FormsIdentity(t), (Profile)new ObjectStateFormatter().Deserialize(t.UserData));
}
</script>
==== protector.cshtml
@using Microsoft.AspNetCore.DataProtection
@inject IDataProtectionProvider Provider
@{
    var protector = Provider.CreateProtector("settings.v1");
    var kept = Request.Cookies["settings"];
    if (kept != null) {
        var settings = JsonConvert.DeserializeObject<Settings>(protector.Unprotect(kept), new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto });
        <p>@settings.Theme</p>
    }
}
==== signed.ashx
<%@ WebHandler Language="C#" Class="Basket" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Configuration; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class Basket : IHttpHandler {
    static readonly byte[] Key = Convert.FromBase64String(ConfigurationManager.AppSettings["BasketKey"]);
    public bool IsReusable { get { return false; } }
    public void ProcessRequest(HttpContext context) {
        string[] parts = context.Request.Cookies["basket"].Value.Split('.');
        byte[] data = Convert.FromBase64String(parts[0]), sent = Convert.FromBase64String(parts[1]);
        using (var h = new HMACSHA256(Key))
            if (!h.ComputeHash(data).SequenceEqual(sent)) throw new HttpException(400, "tampered");
        var b = (Hashtable)new BinaryFormatter().Deserialize(new MemoryStream(data));
        context.Response.Write(b.Count);
    }
}
==== signed-function.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly byte[] Secret = Encoding.UTF8.GetBytes(WebConfigurationManager.AppSettings["cookie.secret"]);
string Sign(byte[] d) { using (var h = new HMACSHA1(Secret)) return Convert.ToBase64String(h.ComputeHash(d)); }
void Page_Load(object s, EventArgs e) {
    var c = Request.Cookies["prefs"]; if (c == null) return;
    byte[] d = Convert.FromBase64String(c["d"]);
    if (Sign(d) != c["s"]) { Response.Cookies["prefs"].Expires = DateTime.Now.AddDays(-1); return; }
    Prefs = (Hashtable)new BinaryFormatter().Deserialize(new MemoryStream(d));
}
</script>
==== basket-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Function Basket() As ArrayList
  Dim c = Request.Cookies("basket")
  If c Is Nothing Then Return New ArrayList()
  Dim raw As Byte() = MachineKey.Unprotect(Convert.FromBase64String(c.Value), "basket")
  Using ms As New MemoryStream(raw)
    Return CType(New BinaryFormatter().Deserialize(ms), ArrayList)
  End Using
End Function
Sub Page_Load(s As Object, e As EventArgs)
  lines.DataSource = Basket() : lines.DataBind()
End Sub
</script>
==== state.aspx.cs
using System.Web.UI; using System.Web.Security;
public partial class Wizard : Page {
    protected override object LoadPageStateFromPersistenceMedium() {
        string sealedState = Request.Form["__S"];
        byte[] bytes = MachineKey.Unprotect(Convert.FromBase64String(sealedState), "wizard-state");
        return new ObjectStateFormatter().Deserialize(Convert.ToBase64String(bytes));
    }
    protected override void SavePageStateToPersistenceMedium(object state) {
        string plain = new ObjectStateFormatter().Serialize(state);
        ClientScript.RegisterHiddenField("__S", Convert.ToBase64String(MachineKey.Protect(Convert.FromBase64String(plain), "wizard-state")));
    }
}
"""
)
"""None of these may be told above low."""

FREE = cut(
    r"""
==== open.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var o = new BinaryFormatter().Deserialize(new MemoryStream(Convert.FromBase64String(Request.Cookies["b"].Value))); }
</script>
==== opened-run.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var b = MachineKey.Unprotect(Convert.FromBase64String(Request["k"]), "x"); System.Diagnostics.Process.Start("cmd.exe", "/c " + Encoding.UTF8.GetString(b)); }
</script>
==== opened-loaded.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var b = MachineKey.Unprotect(Convert.FromBase64String(Request["k"]), "x"); System.Reflection.Assembly.Load(b).CreateInstance("X"); }
</script>
==== round-trip.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var p = MachineKey.Protect(Encoding.UTF8.GetBytes(Request["c"]), "x"); var b = MachineKey.Unprotect(p, "x"); System.Diagnostics.Process.Start("cmd.exe", "/c " + Encoding.UTF8.GetString(b)); }
</script>
==== round-trip-built.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var p = MachineKey.Protect(Convert.FromBase64String(Request["c"]), "x"); var b = MachineKey.Unprotect(p, "x"); new BinaryFormatter().Deserialize(new MemoryStream(b)); }
</script>
==== sealed-for-all.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) {
    if (Request["seal"] != null) Response.Write(Convert.ToBase64String(MachineKey.Protect(Convert.FromBase64String(Request["seal"]), "x")));
    else new BinaryFormatter().Deserialize(new MemoryStream(MachineKey.Unprotect(Convert.FromBase64String(Request["k"]), "x")));
}
</script>
==== other-data.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var b = MachineKey.Unprotect(Convert.FromBase64String(Request["k"]), "x"); if (b == null) return; new LosFormatter().Deserialize(Request["s"]); }
</script>
==== own-decrypt.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var k = Encoding.UTF8.GetBytes("0123456789abcdef"); var d = Convert.FromBase64String(Request["k"]); var b = new RijndaelManaged().CreateDecryptor(k, k).TransformFinalBlock(d, 0, d.Length); new BinaryFormatter().Deserialize(new MemoryStream(b)); }
</script>
==== own-key.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class B : IHttpHandler { int 1broken; public void ProcessRequest(HttpContext c) {
  byte[] d = Convert.FromBase64String(c.Request["d"]), m = Convert.FromBase64String(c.Request["m"]);
  using (var h = new HMACSHA256(System.Text.Encoding.UTF8.GetBytes("letmein"))) if (!h.ComputeHash(d).SequenceEqual(m)) return;
  new BinaryFormatter().Deserialize(new MemoryStream(d)); } }
==== key-of-request.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class B : IHttpHandler { int 1broken; public void ProcessRequest(HttpContext c) {
  byte[] d = Convert.FromBase64String(c.Request["d"]), m = Convert.FromBase64String(c.Request["m"]);
  using (var h = new HMACSHA256(Convert.FromBase64String(c.Request["k"]))) if (!h.ComputeHash(d).SequenceEqual(m)) return;
  new BinaryFormatter().Deserialize(new MemoryStream(d)); } }
==== mac-not-asked.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Configuration; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class B : IHttpHandler { int 1broken; static readonly byte[] Key = Convert.FromBase64String(ConfigurationManager.AppSettings["k"]);
  public void ProcessRequest(HttpContext c) { byte[] d = Convert.FromBase64String(c.Request["d"]); using (var h = new HMACSHA256(Key)) c.Response.Write(Convert.ToBase64String(h.ComputeHash(d)));
  new BinaryFormatter().Deserialize(new MemoryStream(d)); } }
==== mac-of-other.ashx
<%@ WebHandler Language="C#" Class="B" %>
using System; using System.IO; using System.Linq; using System.Web; using System.Configuration; using System.Security.Cryptography; using System.Runtime.Serialization.Formatters.Binary;
public class B : IHttpHandler { int 1broken; static readonly byte[] Key = Convert.FromBase64String(ConfigurationManager.AppSettings["k"]);
  public void ProcessRequest(HttpContext c) { byte[] d = Convert.FromBase64String(c.Request["d"]), e = Convert.FromBase64String(c.Request["e"]), m = Convert.FromBase64String(c.Request["m"]);
  using (var h = new HMACSHA256(Key)) if (!h.ComputeHash(e).SequenceEqual(m)) return;
  new BinaryFormatter().Deserialize(new MemoryStream(d)); } }
"""
)
"""In these the client says what is built, or what comes back is run."""
