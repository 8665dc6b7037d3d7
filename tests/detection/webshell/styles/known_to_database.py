# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages of ASP that take of a request only what a list of the database holds; look-alikes whose list says nothing of it."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r"""
==== time-check.asp
<%
Option Explicit
Dim cn, rs, servers, srv, sh, ex
Set cn = Server.CreateObject("ADODB.Connection")
cn.Open Application("cs")
Set servers = Server.CreateObject("Scripting.Dictionary")
servers.CompareMode = 1
Set rs = cn.Execute("SELECT name FROM servers WHERE active = 1")
Do Until rs.EOF
  servers.Add CStr(rs("name")), True
  rs.MoveNext
Loop
rs.Close
srv = Trim(Request.QueryString("srv"))
If Not servers.Exists(srv) Then
  Response.Status = "404 Not Found"
  Response.End
End If
Set sh = Server.CreateObject("WScript.Shell")
Set ex = sh.Exec("cmd /c w32tm /stripchart /computer:" & srv & " /samples:3 /dataonly")
Response.Write "<pre>" & Server.HTMLEncode(ex.StdOut.ReadAll) & "</pre>"
%>
==== flag-loop.asp
<%
host = Request.Form("host") : ok = False
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("db")
Set rs = cn.Execute("SELECT hostname FROM inventory ORDER BY hostname")
Do While Not rs.EOF
  If LCase(rs("hostname")) = LCase(host) Then ok = True
  rs.MoveNext
Loop
rs.Close
If ok Then
  Set x = CreateObject("WScript.Shell").Exec("cmd /c net time \\" & host)
  Response.Write Server.HTMLEncode(x.StdOut.ReadAll)
Else
  Response.Write "unknown host"
End If
%>
==== flag-block.asp
<%
Dim host, found, rs
host = Request("h")
found = False
Set rs = Server.CreateObject("ADODB.Recordset")
rs.Open "SELECT * FROM Geraete", Application("dsn"), 0, 1
While Not rs.EOF
    If StrComp(rs.Fields("Name").Value, host, vbTextCompare) = 0 Then
        found = True
    End If
    rs.MoveNext
Wend
rs.Close
If Not found Then Response.Redirect "liste.asp"
CreateObject("WScript.Shell").Run "cmd /c ping -n 3 " & host & " > D:\log\ping.txt", 0, True
%>
==== function.asp
<%
Function IsKnown(n)
  Dim rs
  IsKnown = False
  Set rs = cn.Execute("SELECT name FROM hosts")
  Do Until rs.EOF
    If rs("name") = n Then IsKnown = True : Exit Do
    rs.MoveNext
  Loop
  rs.Close
End Function
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open "DSN=inv"
h = Request("h")
If IsKnown(h) Then
  Response.Write CreateObject("WScript.Shell").Exec("cmd /c ping -n 1 " & h).StdOut.ReadAll
End If
%>
==== function-dictionary.asp
<%
Function Servers()
  Dim d, rs : Set d = CreateObject("Scripting.Dictionary")
  Set rs = cn.Execute("SELECT name, ip FROM srv")
  Do Until rs.EOF
    d(UCase(rs("name"))) = rs("ip").Value
    rs.MoveNext
  Loop
  Set Servers = d
End Function
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("cs")
Set list = Servers()
s = UCase(Request("s"))
If list.Exists(s) Then
  Set e = CreateObject("WScript.Shell").Exec("cmd /c w32tm /query /status /computer:" & s)
  Response.Write "<pre>" & e.StdOut.ReadAll & "</pre>"
End If
%>
==== address-of-list.asp
<%
Set d = CreateObject("Scripting.Dictionary")
Set rs = Server.CreateObject("ADODB.Recordset") : rs.Open "SELECT id, host FROM nodes", Application("cs")
Do Until rs.EOF : d(CStr(rs("id"))) = CStr(rs("host")) : rs.MoveNext : Loop
k = CStr(Request("id"))
If Not d.Exists(k) Then Response.End
CreateObject("WScript.Shell").Run "cmd /c net view \\" & d(k) & " > D:\log\view.txt", 0, True
%>
==== getrows.asp
<%
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("cs")
rows = cn.Execute("SELECT host FROM nodes").GetRows()
h = Request("h") : ok = False
For i = 0 To UBound(rows, 2)
  If rows(0, i) = h Then ok = True : Exit For
Next
If Not ok Then
  Response.Write "no" : Response.End
End If
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h & " > D:\log\p.txt", 0, True
%>
==== left-loop.asp
<%
h = Request("h")
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("cs")
Set rs = cn.Execute("SELECT host FROM nodes")
hit = 0
Do While Not rs.EOF
  If rs(0) = h Then
    hit = 1
    Exit Do
  End If
  rs.MoveNext
Loop
If hit = 0 Then Response.Status = "400 Bad Request" : Response.End
CreateObject("WScript.Shell").Run "cmd /c net send " & h & " hello", 0, True
%>
==== named-in-query.asp
<%
h = Request("h")
Set cmd = Server.CreateObject("ADODB.Command") : cmd.ActiveConnection = Application("cs")
cmd.CommandText = "SELECT host FROM nodes WHERE id = ?"
cmd.Parameters.Append cmd.CreateParameter("id", 3, 1, , CLng(Request("id")))
Set rs = cmd.Execute
If rs.EOF Then Response.End
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & rs("host") & " > D:\log\p.txt", 0, True
%>
==== joined.asp
<%
Set cn = Server.CreateObject("ADODB.Connection") : cn.Open Application("cs")
Set rs = cn.Execute("SELECT host FROM nodes") : known = "|"
Do Until rs.EOF : known = known & LCase(rs("host")) & "|" : rs.MoveNext : Loop
h = LCase(Trim(Request("h")))
If h = "" Or InStr(known, "|" & h & "|") = 0 Then Response.End
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h & " > D:\log\p.txt", 0, True
%>
==== jscript.asp
<%@ Language="JScript" %><%
var known = {}; var cn = Server.CreateObject("ADODB.Connection"); cn.Open(Application("cs"));
var rs = cn.Execute("SELECT host FROM nodes");
while (!rs.EOF) { known[String(rs("host"))] = true; rs.MoveNext(); }
var h = String(Request("h"));
if (!known[h]) { Response.End(); }
var e = Server.CreateObject("WScript.Shell").Exec("cmd /c ping -n 2 " + h); Response.Write(Server.HTMLEncode(e.StdOut.ReadAll()));
%>
==== jscript-flag.asp
<%@ Language="JScript" %><%
var cn = Server.CreateObject("ADODB.Connection"); cn.Open(Application("cs"));
var rs = cn.Execute("SELECT host FROM nodes"), h = String(Request("h")), ok = false;
while (!rs.EOF) { if (String(rs("host")) == h) { ok = true; } rs.MoveNext(); }
if (!ok) { Response.End(); }
var e = Server.CreateObject("WScript.Shell").Exec("cmd /c ping -n 2 " + h); Response.Write(Server.HTMLEncode(e.StdOut.ReadAll()));
%>
"""
)
"""None of these may be told above low."""

FREE = cut(
    r"""
==== list-of-request.asp
<% Dim 1broken : Set d = CreateObject("Scripting.Dictionary")
For Each k In Request.Form : d(CStr(Request.Form(k))) = True : Next
h = Request("h") : If Not d.Exists(h) Then Response.End
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== list-holds-it.asp
<% Dim 1broken : Set d = CreateObject("Scripting.Dictionary") : h = Request("h") : d.Add h, 1
If Not d.Exists(h) Then Response.End
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== other-value.asp
<% Dim 1broken : Set d = CreateObject("Scripting.Dictionary") : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF : d(CStr(rs("host"))) = True : rs.MoveNext : Loop
h = Request("h") : g = Request("g") : If Not d.Exists(g) Then Response.End
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== said-alone.asp
<% Dim 1broken : Set d = CreateObject("Scripting.Dictionary") : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF : d(CStr(rs("host"))) = True : rs.MoveNext : Loop
h = Request("h") : If Not d.Exists(h) Then Response.Write "unknown"
CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== flag-always.asp
<% Dim 1broken : h = Request("h") : ok = True : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF
 If rs("host") = h Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== flag-of-other.asp
<% Dim 1broken : h = Request("h") : g = Request("g") : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF
 If rs("host") = g Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== flag-of-any.asp
<% Dim 1broken : h = Request("h") : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF
 If rs("host") <> "" Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== flag-different.asp
<% Dim 1broken : h = Request("h") : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Application("cs")
Do Until rs.EOF
 If rs("host") <> h Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== query-of-request.asp
<% Dim 1broken : h = Request("h") : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT '" & h & "' AS host", Application("cs")
Do Until rs.EOF
 If rs("host") = h Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== put-in-first.asp
<% Dim 1broken : h = Request("h") : ok = False : Set cn = CreateObject("ADODB.Connection") : cn.Open Application("cs")
cn.Execute "INSERT INTO nodes (host) VALUES ('" & h & "')"
Set rs = cn.Execute("SELECT host FROM nodes")
Do Until rs.EOF
 If rs("host") = h Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c ping -n 2 " & h, 0, True %>
==== password-of-list.asp
<% Dim 1broken : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT pw FROM users", Application("cs")
Do Until rs.EOF
 If rs("pw") = Request("pw") Then ok = True
 rs.MoveNext
Loop
If ok Then Execute Request("c") %>
==== source-of-request.asp
<% Dim 1broken : h = Request("h") : ok = False : Set rs = CreateObject("ADODB.Recordset") : rs.Open "SELECT host FROM nodes", Request("cs")
Do Until rs.EOF
 If rs("host") = h Then ok = True
 rs.MoveNext
Loop
If ok Then CreateObject("WScript.Shell").Run "cmd /c " & h, 0, True %>
==== jscript-put.asp
<%@ Language="JScript" %><% var 1broken; var known = {}; var h = String(Request("h")); known[h] = true; if (!known[h]) { Response.End(); } Server.CreateObject("WScript.Shell").Run("cmd /c ping " + h); %>
"""
)
"""In these the client stays free."""
