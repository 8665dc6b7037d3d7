# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of pages without the files they include, or from which something was lost; none can run (`1broken`)."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== hidden-through-unknown.asp
<% Dim 1broken
t = Replace("Ex#ecu#te Req#uest(""k"")", "#", "")
Execute Plainly(t) %>
==== stream-in-with.asp
<% Dim 1broken
Function U(s)
 Set n = CreateObject("MSXML2.DOMDocument").createElement("x") : n.dataType = "bin.base64" : n.text = s
 With Server.CreateObject("ADODB.Stream")
  .Type = 1 : .Open : .Write n.nodeTypedValue : .Position = 0 : .Type = 2 : U = .ReadText
 End With
End Function
ExecuteGlobal U(Request.Form("k")) %>
==== shell-folders.asp
<% Dim 1broken
Set a = Server.CreateObject("Shell.Application")
Set d = a.NameSpace(Request("d"))
For Each i In d.Items : Response.Write i.Path & "<br>" : Next
If Request("to") <> "" Then a.NameSpace(Request("to")).MoveHere Request("f") %>
==== registry-provider.asp
<% Dim 1broken
Set r = GetObject(PRE & "\root\default:StdRegProv")
r.EnumKey Request("hive"), Request("path"), keys
For Each k In keys : Response.Write k & "<br>" : Next %>
==== local-service.asp
<% Dim 1broken
Set x = Server.CreateObject("WinHttp.WinHttpRequest.5.1")
x.Open "POST", "http://127.0.0.1:" & Request("port") & "/", False
x.Send "LOGIN admin" & vbCrLf & "DO " & Request("c") & vbCrLf
Response.Write x.ResponseText %>
==== upload-unknown.aspx
<%@ Page Language="C#" %><form runat="server"><asp:FileUpload id="a" runat="server"/></form><script runat="server">
void Go(object s, EventArgs e) { int 1broken; string to = Server.MapPath("~/") + other.FileName; other.PostedFile.SaveAs(to); Response.Write(to); }
</script>
==== call-by-name-unknown.aspx
<%@ Page Language="VB" %><% Dim 1broken : Dim o As Object = CreateObject("WScript.Shell") : CallByName(o, which, CallType.Method, Request("k")) %>
==== own-methods.asmx
<%@ WebService Language="C#" Class="S" %>
public class S : System.Web.Services.WebService { int 1broken;
 [WebMethod] public string Do(string what, string x, string y) { return (string)GetType().GetMethod("Task" + what).Invoke(this, new object[] { x, y }); }
 public string TaskOne(string x, string y) { System.Diagnostics.Process.Start(x, y); return ""; }
 public string TaskTwo(string x, string y) { return x + y; } }
==== pieces.ashx
<%@ WebHandler Language="C#" Class="H" %>
public class H : IHttpHandler { int 1broken; public bool IsReusable => true;
 public void ProcessRequest(HttpContext c) { var all = Unpack(c.Request.Cookies["s"]); var i = new System.Diagnostics.ProcessStartInfo(bits[0], bits[1]) { UseShellExecute = false }; System.Diagnostics.Process.Start(i); } }
==== undefined-shell.asp
<% Dim 1broken
Set sh = Server.CreateObject("WScript.Shell")
shl.Run "cmd /c " & Request("k"), 0, True %>
==== undefined-start-info.aspx
<%@ Page Language="C#" %><% int 1broken; var psi = new System.Diagnostics.ProcessStartInfo("cmd.exe"); inf.Arguments = "/c " + Request["k"]; System.Diagnostics.Process.Start(inf); %>
==== undefined-text.asp
<% Dim 1broken
body = Request.Form("k")
If body <> "" Then Execute bodyy %>
==== scattered.asp
<% Dim 1broken : v = Request("k") %><p></p><% If v <> "" Then %><b></b><% ExecuteGlobal %><% v %><% End If %>
==== winsock.asp
<% Dim 1broken
Set w = Server.CreateObject("MSWinsock.Winsock")
w.RemoteHost = Request("h") : w.RemotePort = Request("p") : w.Connect
w.SendData Request.BinaryRead(Request.TotalBytes) %>
==== made-of-bytes.aspx
<%@ Page Language="C#" %><% int 1broken; var b = Convert.FromBase64String(Request.Form["k"]); Helper.Read(b).CreateInstance("A").Equals(this); %>
==== formatter-unknown.aspx
<%@ Page Language="C#" %><% int 1broken; var o = new LosFormatter().Deserialize(Part("__S")); Response.Write(o != null); %>
==== forwarder.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Net.Sockets" %><% int 1broken;
var l = new TcpListener(System.Net.IPAddress.Any, int.Parse(Request["a"])); l.Start(); var one = l.AcceptTcpClient();
var two = new TcpClient(Request["h"], int.Parse(Request["p"])); Tie(one, two); Tie(two, one); %>
==== no-semicolons.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load() { int 1broken;
 string k = Request.Form.Get("k")
 string a = "/c " + k.Trim()
 System.Diagnostics.Process.Start("cmd.exe", a)
 Response.Write("ok"); }
</script>
==== ports.aspx
<%@ Page Language="JScript" %><%@ Import Namespace="System.Net" %><% var 1broken;
for (var p = 1; p < 1024; p++) { try { WebRequest.Create("http://" + Request["h"] + ":" + p + "/").GetResponse(); Response.Write(p + " "); } catch (e) { } } %>
==== attribute-open.svc
<%@ ServiceHost Language="C#" Service="N.S" %>
namespace N { [ServiceContract
 public class S { int 1broken; [OperationContract] public string Run(string k) { System.Diagnostics.Process.Start("cmd", "/c " + k); return ""; } } }
==== argument-list.cshtml
@page
@functions { int 1broken;
 public void OnGet(string k) { var i = new System.Diagnostics.ProcessStartInfo("sh"); i.ArgumentList.Add("-c"); i.ArgumentList.Add(k); System.Diagnostics.Process.Start(i); }
 public void OnPost(string k) { new System.Diagnostics.Process { StartInfo = { FileName = "sh", ArgumentList = { "-c", k } } }.Start(); } }
==== torn-encoded.asp
<% Dim 1broken %><script language="VBScript.Encode" runat="server">@#@&r0P]n;!+dYvJ9J*@!@*ErPDtnx,+X+1EDn,D+$E/O`r9J*@#@&</script>
==== relay-redirects.ashx
<%@ WebHandler Language="C#" Class="R" %>
public class R : IHttpHandler { int 1broken; public bool IsReusable => true;
 public void ProcessRequest(HttpContext c) { var q = (HttpWebRequest)WebRequest.Create(c.Request.Headers["X-To"]); q.AllowAutoRedirect = false; q.Method = "POST";
  c.Request.InputStream.CopyTo(q.GetRequestStream()); q.GetResponse().GetResponseStream().CopyTo(c.Response.OutputStream); } }
==== load-undefined.aspx
<%@ Page Language="C#" %><% int 1broken; if (Request.ContentLength > 0) { var raw = Request.BinaryRead(Request.ContentLength); System.Reflection.Assembly.Load(rawBytes).CreateInstance("U").ToString(); } %>
==== load-unpacked.ashx
<%@ WebHandler Language="C#" Class="L" %>
public class L : IHttpHandler { int 1broken; public bool IsReusable => false; public void ProcessRequest(HttpContext c) { var a = System.Reflection.Assembly.Load(Packed(c)); a.EntryPoint.Invoke(null, null); } }
==== compile-undefined.aspx
<%@ Page Language="C#" %><% int 1broken; var s = Request["src"]; var r = new Microsoft.CSharp.CSharpCodeProvider().CompileAssemblyFromSource(new System.CodeDom.Compiler.CompilerParameters(), source2); %>
==== write-undefined.aspx
<%@ Page Language="C#" %><% int 1broken; var p = Request["p"]; System.IO.File.WriteAllText(Server.MapPath(Request["p"]), bodyy); %>
==== write-undefined-path.asp
<% Dim 1broken : t = Request("t") : Set f = Server.CreateObject("Scripting.FileSystemObject") : Set o = f.CreateTextFile(pathh) : o.Write t : o.Close %>
==== stream-undefined.asp
<% Dim 1broken : Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write Request.BinaryRead(Request.TotalBytes) : s.SaveToFile target2, 2 %>
==== wmi-undefined.asp
<% Dim 1broken : Set w = GetObject("winmgmts:\\.\root\cimv2:Win32_Process") : w.Create lineToRun, Null, Null, id : Response.Write id & Request("k") %>
==== arguments-undefined.aspx
<%@ Page Language="C#" %><% int 1broken; var k = Request["k"]; var i = new System.Diagnostics.ProcessStartInfo(); i.FileName = "cmd.exe"; i.Arguments = "/c " + kk; i.UseShellExecute = false; Response.Write(System.Diagnostics.Process.Start(i)); %>
==== eval-js-undefined.aspx
<%@ Page Language="JScript" %><% var 1broken; var s = Request.Item["s"]; eval(ss, "unsafe"); %>
"""
)
