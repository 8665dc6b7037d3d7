"""Further ways of a value through VBScript, joined with acts as those of `ways_vbscript` are."""

from tests.detection.webshell.styles.composing import pieces

WAYS = pieces(
    r"""
==== property-get-bare
Class K
Private z
Public Property Let L(v)
z = v
End Property
Public Property Get L()
L = z
End Property
Public Sub Go()
@@L@@
End Sub
End Class
Dim k1 : Set k1 = New K
k1.L = S
k1.Go
==== property-get-me
Class K
Private z
Public Property Let L(v)
z = v
End Property
Public Property Get L()
L = z
End Property
Public Sub Go()
@@Me.L@@
End Sub
End Class
Dim k1 : Set k1 = New K
k1.L = S
k1.Go
==== property-get-first
Class K
Private z
Public Property Get L()
L = z
End Property
Public Property Let L(v)
z = v
End Property
End Class
Dim k1 : Set k1 = New K
k1.L = S
@@k1.L@@
==== property-indexed
Class K
Private d
Private Sub Class_Initialize()
Set d = CreateObject("Scripting.Dictionary")
End Sub
Public Property Let Field(n, v)
d(n) = v
End Property
Public Property Get Field(n)
Field = d(n)
End Property
End Class
Dim k1 : Set k1 = New K
k1.Field("a") = S
@@k1.Field("a")@@
==== property-set-object
Class H
Public V
End Class
Class K
Private o
Public Property Set Held(x)
Set o = x
End Property
Public Property Get Held()
Set Held = o
End Property
End Class
Dim h1 : Set h1 = New H
h1.V = S
Dim k1 : Set k1 = New K
Set k1.Held = h1
@@k1.Held.V@@
==== property-default
Class K
Private z
Public Property Let L(v)
z = v
End Property
Public Default Property Get Text()
Text = z
End Property
End Class
Dim k1 : Set k1 = New K
k1.L = S
@@k1@@
==== property-computed
Class K
Public Property Get L()
L = Trim(S)
End Property
End Class
Dim k1 : Set k1 = New K
@@k1.L@@
==== end-property-lost
Class K
Private z
Public Property Let L(v)
z = v
End Property
Public Property Get L()
L = z
Public Sub Go()
@@L@@
End Sub
Dim k1
Set k1 = New K
k1.L = S
k1.Go
==== end-function-lost
Function Clean(v)
Clean = Trim(v)
Sub Go(v)
@@v@@
End Sub
Go Clean(S)
==== end-sub-lost
Sub Go(v)
@@v@@
Dim t
t = S
Go t
==== end-class-lost
Class K
Public V
Public Sub Go()
@@V@@
End Sub
Dim k1 : Set k1 = New K
k1.V = S
k1.Go
==== end-if-lost
Dim t
t = S
If t <> "" Then
@@t@@
Response.Write "a"
==== end-select-lost
Select Case Request("m")
Case "a"
@@S@@
Response.Write "a"
==== end-with-lost
With Request
t = S
@@t@@
==== next-lost
For Each n In Split(S, "|")
@@n@@
Response.Write "x"
==== loop-lost
Do While Len(S) > 0
t = S
@@t@@
==== byref-two
Sub Take(ByRef a, ByRef b)
a = S
b = Len(a)
End Sub
Dim x, y
Take x, y
@@x@@
==== byref-function
Function Take(n, out)
out = S
Take = True
End Function
Dim x
If Take("q", x) Then
@@x@@
End If
==== execglobal-class
ExecuteGlobal "Class Z1" & vbCrLf & "Public V" & vbCrLf & "End Class"
Dim z2 : Set z2 = New Z1
z2.V = S
@@z2.V@@
==== execglobal-function
ExecuteGlobal "Function Pass(x)" & vbCrLf & "Pass = x" & vbCrLf & "End Function"
@@Pass(S)@@
==== getref-table
Dim t : Set t = CreateObject("Scripting.Dictionary")
Set t("a") = GetRef("Go")
Set t("b") = GetRef("Nop")
Dim f : Set f = t(CStr(Request("m")))
f S
Sub Go(v)
@@v@@
End Sub
Sub Nop(v)
End Sub
==== getref-add
Dim t : Set t = CreateObject("Scripting.Dictionary")
t.Add "a", GetRef("Go")
t.Item(CStr(Request("m")))(S)
Sub Go(v)
@@v@@
End Sub
==== getref-array
Dim t : t = Array(GetRef("Nop"), GetRef("Go"))
Dim f : Set f = t(1)
f S
Sub Go(v)
@@v@@
End Sub
Sub Nop(v)
End Sub
==== dict-exists
Dim d : Set d = CreateObject("Scripting.Dictionary")
d.Add "a", S
If d.Exists("a") Then
@@d.Item("a")@@
End If
==== dict-of-dict
Dim d, e1 : Set d = CreateObject("Scripting.Dictionary")
Set e1 = CreateObject("Scripting.Dictionary")
e1("x") = S
Set d("a") = e1
@@d("a")("x")@@
==== recordset-addnew
Dim r : Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "a", 200, 4000
r.Open
r.AddNew
r("a") = S
r.Update
r.MoveFirst
@@r("a").Value@@
==== recordset-fields
Dim r : Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "a", 203, 4000
r.Open
r.AddNew "a", S
r.Update
@@r.Fields("a")@@
==== recordset-getrows
Dim r, a : Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "a", 200, 4000
r.Open
r.AddNew : r("a").Value = S : r.Update
r.MoveFirst
a = r.GetRows()
@@a(0, 0)@@
==== recordset-getstring
Dim r : Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "a", 200, 4000
r.Open
r.AddNew : r.Fields("a").Value = S : r.Update
r.MoveFirst
@@r.GetString()@@
==== stream-text
Dim m : Set m = CreateObject("ADODB.Stream")
m.Type = 2 : m.Open
m.WriteText S
m.Position = 0
@@m.ReadText()@@
==== stream-binary
Dim m : Set m = CreateObject("ADODB.Stream")
m.Type = 1 : m.Open
m.Write Request.BinaryRead(Request.TotalBytes)
m.Position = 0 : m.Type = 2 : m.Charset = "utf-8"
@@m.ReadText@@
==== xml-node
Dim d : Set d = CreateObject("MSXML2.DOMDocument")
d.loadXML S
@@d.selectSingleNode("//a").text@@
==== xml-request
Dim d : Set d = CreateObject("Microsoft.XMLDOM")
d.async = False
d.load Request
@@d.documentElement.getAttribute("a")@@
==== xml-nodes
Dim d, n : Set d = CreateObject("MSXML2.DOMDocument.6.0")
d.loadXML S
For Each n In d.getElementsByTagName("a")
@@n.text@@
Next
==== xml-base64
Dim d, e1 : Set d = CreateObject("MSXML2.DOMDocument")
Set e1 = d.createElement("b")
e1.dataType = "bin.base64"
e1.text = S
Dim m : Set m = CreateObject("ADODB.Stream")
m.Type = 1 : m.Open : m.Write e1.nodeTypedValue
m.Position = 0 : m.Type = 2 : m.Charset = "utf-8"
@@m.ReadText@@
==== regexp-execute
Dim x, m : Set x = New RegExp
x.Pattern = "(.*)"
Set m = x.Execute(S)
@@m(0).SubMatches(0)@@
==== regexp-each
Dim x, m : Set x = New RegExp
x.Pattern = "\[(.*?)\]" : x.Global = True
For Each m In x.Execute(S)
@@m.Value@@
Next
==== regexp-replace
Dim x : Set x = New RegExp
x.Pattern = "_" : x.Global = True
@@x.Replace(S, " ")@@
==== err-raise
On Error Resume Next
Err.Raise 513, "a", S
@@Err.Description@@
==== err-source
On Error Resume Next
Err.Raise 513, S, "a"
@@Err.Source@@
==== session-array
Dim a(1)
a(0) = S
Session("x") = a
b = Session("x")
@@b(0)@@
==== session-between
If Request("set") <> "" Then
Session("l") = Request("set")
ElseIf Session("l") <> "" Then
@@Session("l")@@
End If
==== application-lock
Application.Lock
Application("x") = S
Application.UnLock
@@Application("x")@@
==== cookie-set
Response.Cookies("a") = S
@@Request.Cookies("a")@@
==== cookie-haskeys
Dim c : Set c = Request.Cookies("a")
If c.HasKeys Then
@@c("k")@@
End If
==== cookie-each
For Each n In Request.Cookies
For Each k In Request.Cookies(n)
@@Request.Cookies(n)(k)@@
Next
Next
==== form-count
For i = 1 To Request.Form.Count
@@Request.Form.Item(i)@@
Next
==== form-key
@@Request.Form.Key(1)@@
==== querystring-whole
@@Mid(Request.QueryString, 3)@@
==== querystring-servervariables
@@Request.ServerVariables("QUERY_STRING")@@
==== all-http
t = Split(Request.ServerVariables("ALL_HTTP"), vbLf)
@@t(0)@@
==== content-type
@@Request.ServerVariables("HTTP_X_A")@@
==== binaryread-bytes
t = ""
b = Request.BinaryRead(Request.TotalBytes)
For i = 1 To LenB(b)
t = t & Chr(AscB(MidB(b, i, 1)))
Next
@@t@@
==== xor-loop
t = ""
u = S
For i = 1 To Len(u)
t = t & Chr(Asc(Mid(u, i, 1)) Xor 3)
Next
@@t@@
==== replace-chain
@@Replace(Replace(S, "_", " "), "|", vbCrLf)@@
==== filter
@@Filter(Split(S, "|"), "a")(0)@@
==== strreverse-left
@@StrReverse(Left(S, 100))@@
==== array-two
Dim a(2, 2)
a(1, 1) = S
@@a(1, 1)@@
==== array-erase
Dim a()
ReDim a(0)
a(0) = S
ReDim Preserve a(1)
@@a(0)@@
==== array-in-class
Class K
Public Bits
Private Sub Class_Initialize()
ReDim Bits(3)
End Sub
Public Sub Put(i, v)
Bits(i) = v
End Sub
End Class
Dim k1 : Set k1 = New K
k1.Put 0, S
@@k1.Bits(0)@@
==== array-of-objects
Class K
Public V
End Class
Dim a(1)
Set a(0) = New K
a(0).V = S
@@a(0).V@@
==== linked-list
Class N
Public V, Nxt
End Class
Dim h1, n1 : Set h1 = New N
Set n1 = New N
n1.V = S
Set h1.Nxt = n1
@@h1.Nxt.V@@
==== stack-class
Class Stk
Private a(10), n
Public Sub Push(v)
a(n) = v
n = n + 1
End Sub
Public Function Pop()
n = n - 1
Pop = a(n)
End Function
End Class
Dim k1 : Set k1 = New Stk
k1.Push S
@@k1.Pop()@@
==== with-object
Class K
Public V
End Class
Dim k1 : Set k1 = New K
With k1
.V = S
@@.V@@
End With
==== with-method
Class K
Private z
Public Sub Put(v)
z = v
End Sub
Public Function Take()
Take = z
End Function
End Class
With New K
.Put S
@@.Take()@@
End With
==== const-and-var
Const A1 = "q"
@@Request(A1)@@
==== eval-name
t = S
@@Eval("t")@@
==== eval-request
@@Eval("Request(""q"")")@@
==== execute-sets
Execute "t = Request(""q"")"
@@t@@
==== iif-function
Function Pick(c, a, b)
If c Then
Pick = a
Else
Pick = b
End If
End Function
@@Pick(Request("m") = "1", S, "a")@@
==== typename-switch
Select Case TypeName(S)
Case "String"
@@S@@
End Select
==== nested-call
Function A1(x)
A1 = B1(x)
End Function
Function B1(x)
B1 = C1(x)
End Function
Function C1(x)
C1 = UCase(x)
End Function
@@A1(S)@@
==== global-by-sub
Dim held
Sub Put(v)
held = v
End Sub
Put S
@@held@@
==== class-terminate
Class K
Public V
Private Sub Class_Terminate()
@@V@@
End Sub
End Class
Dim k1 : Set k1 = New K
k1.V = S
Set k1 = Nothing
==== scriptcontrol-carrier
Dim c : Set c = CreateObject("ScriptControl")
c.Language = "VBScript"
c.AddObject "q", Request
@@c.Eval("q(1)")@@
==== textstream-between
Set f = CreateObject("Scripting.FileSystemObject")
Set o = f.CreateTextFile(Server.MapPath("t.txt"), True)
o.Write S
o.Close
t = f.OpenTextFile(Server.MapPath("t.txt"), 1).ReadAll
@@t@@
==== command-parameters
Set c = CreateObject("ADODB.Command")
c.Parameters.Append c.CreateParameter("a", 200, 1, 4000, S)
@@c.Parameters("a").Value@@
==== connection-properties
Set d = CreateObject("MSXML2.DOMDocument")
d.appendChild d.createElement("a")
d.documentElement.setAttribute "v", S
@@d.documentElement.getAttribute("v")@@
==== xmlhttp-own
Set d = CreateObject("MSXML2.DOMDocument")
Set n = d.createTextNode(S)
@@n.nodeValue@@
==== split-limit
t = Split(S, ":", 2)
@@t(1)@@
==== instr-mid
t = S
@@Mid(t, InStr(t, ":") + 1)@@
==== rec-join
Function J(a, i)
If i > UBound(a) Then
J = ""
Else
J = a(i) & J(a, i + 1)
End If
End Function
@@J(Split(S, "|"), 0)@@
==== hex-pairs
t = ""
u = S
For i = 1 To Len(u) Step 2
t = t & Chr(CLng("&H" & Mid(u, i, 2)))
Next
@@t@@
==== left-shift-table
Const T1 = "abcdefghijklmnopqrstuvwxyz"
t = ""
u = S
For i = 1 To Len(u)
p = InStr(T1, Mid(u, i, 1))
If p > 0 Then t = t & Mid(T1, 27 - p, 1) Else t = t & Mid(u, i, 1)
Next
@@t@@
"""
)
