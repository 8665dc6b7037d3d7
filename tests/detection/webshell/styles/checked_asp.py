# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages of ASP that look at what they are sent in ways of their own; look-alikes in which that holds nothing."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r'''
==== octets.asp
<% ip = Trim(Request("ip")) : good = False : p = Split(ip, ".")
If UBound(p) = 3 Then
 good = True
 For i = 0 To 3
  If Not IsNumeric(p(i)) Or Len(p(i)) > 3 Then good = False
 Next
End If
If good Then
 a = Join(p, ".") : Set sh = CreateObject("WScript.Shell") : sh.Run "cmd /c arp -d " & a, 0, True
End If %>
==== each-piece.asp
<% ids = Split(Request.Form("ids"), ",")
For Each n In ids
 If Not IsNumeric(n) Then Response.End
 CreateObject("WScript.Shell").Run "cmd /c print /d:lp" & n
Next %>
==== letters.asp
<% f = Request.Form("f")
Function Odd(s)
 Dim i
 Odd = True
 For i = 1 To Len(s)
  If InStr("\/:*?""<>|&", Mid(s, i, 1)) > 0 Then Exit Function
 Next
 Odd = (LCase(Right(s, 4)) <> ".css")
End Function
If Odd(f) Then
 Response.Write "no"
Else
 CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/skins/" & f)).Write Request.Form("css")
End If %>
==== allowed-letters.asp
<% f = Request.Form("f") : good = True
For i = 1 To Len(f)
 If InStr("abcdefghijklmnopqrstuvwxyz0123456789", LCase(Mid(f, i, 1))) = 0 Then good = False
Next
If good And f <> "" Then
 CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/notes/") & "\" & f & ".txt").Write Request.Form("t")
End If %>
==== forbidden-list.asp
<% f = Request.Form("f") : good = True
For Each c In Array("..", "/", "\", ":", "&", "|", ">")
 If InStr(f, c) > 0 Then good = False
Next
If Not good Then Response.Redirect "x.asp"
CreateObject("WScript.Shell").Run "cmd /c sort.exe D:\lists\" & f & " /o D:\lists\sorted.txt" %>
==== known-list.asp
<% j = Request.Form("j") : found = False
jobs = Array("stock", "prices", "images")
For i = 0 To UBound(jobs)
 If jobs(i) = j Then found = True : Exit For
Next
If found Then CreateObject("WScript.Shell").Run "cmd /c D:\jobs\" & j & ".bat" %>
==== known-each.asp
<% j = LCase(Request.Form("j")) : found = 0
For Each n In Array("stock", "prices")
 If n = j Then found = 1
Next
If found = 1 Then Execute "Call Job_" & j & "()" %>
==== job-of-case.asp
<% Select Case Request.Form("job")
 Case "a", "b" : src = "D:\stage\" : tool = "D:\tools\sync.cmd"
 Case Else : src = ""
End Select
If src <> "" Then
 CreateObject("WScript.Shell").Run "cmd /c " & tool & " " & Request.Form("job")
End If %>
==== picked.asp
<% Set m = CreateObject("Scripting.Dictionary") : m.Add "1", "news.txt" : m.Add "2", "jobs.txt"
k = Request("k")
If Not m.Exists(k) Then Response.End
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/") & "\" & k).Write Request("t") %>
==== below-root.asp
<% root = LCase(Server.MapPath("/assets")) : Set fso = CreateObject("Scripting.FileSystemObject")
Function Below(r)
 Dim p : p = fso.GetAbsolutePathName(root & "\" & r)
 If LCase(Left(p, Len(root))) <> root Then p = root
 Below = p
End Function
d = Below(Request("d")) : Set l = fso.GetFolder(d)
If Request("do") = "x" Then fso.DeleteFolder d
fso.CopyFolder d, root & "\copy" : Set g = fso.GetFile(d) %>
==== below-root-ends.asp
<% Set fso = CreateObject("Scripting.FileSystemObject")
p = fso.GetAbsolutePathName(Server.MapPath("/box") & "\" & Request("p"))
If InStr(1, p, Server.MapPath("/box") & "\", 1) <> 1 Then Response.Status = "403" : Response.End
Set l = fso.GetFolder(p) : fso.DeleteFile p : fso.CopyFile p, p & ".bak" : Set g = fso.GetFile(p) %>
==== found-by-pattern.asp
<% Set re = New RegExp : re.Global = True : re.Pattern = "http://[\w.-]+/[\w./-]+\.(gif|jpg|png)"
For Each m In re.Execute(Request.Form("html"))
 u = m.Value : e = Mid(u, InStrRev(u, ".") + 1) : n = "/up/" & Int(Rnd * 99999) & "." & e
 Set h = CreateObject("MSXML2.ServerXMLHTTP") : h.Open "GET", u, False : h.Send
 Set s = CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write h.responseBody : s.SaveToFile Server.MapPath(n), 2
Next %>
==== replaced-signs.asp
<% f = Request.Form("f") : f = Replace(Replace(f, "/", ""), "\", "") : If Right(f, 4) <> ".txt" Then Response.End
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/") & "\" & f).Write Request("t") %>
==== replaced-by-pattern.asp
<% Set re = New RegExp : re.Global = True : re.Pattern = "[^A-Za-z0-9]" : f = re.Replace(Request.Form("f"), "")
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/") & "\" & f & ".txt").Write Request("t") %>
==== js-function.asp
<%@ Language="JScript" %><% function bad(n) { if (n.indexOf("..") >= 0) return true; if (n.indexOf("/") >= 0 || n.indexOf("\\") >= 0) return true; if (!/\.(txt|csv)$/i.test(n)) return true; return false; }
var f = String(Request.Form("f")); if (bad(f)) { Response.End(); }
var t = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/" + f)); t.Write(String(Request.Form("t"))); %>
==== js-pattern.asp
<%@ Language="JScript" %><% var h = String(Request("h")); if (!/^[\w.-]+$/.test(h)) { Response.Write("no"); } else { Server.CreateObject("WScript.Shell").Run("cmd /c nslookup " + h + " > out.txt"); } %>
==== js-signs.asp
<%@ Language="JScript" %><% var h = String(Request("h")); if (/[&|<>^;%]/.test(h)) { Response.End(); } Server.CreateObject("WScript.Shell").Run("cmd /c nslookup " + h + " 10.0.0.1"); %>
==== ldap.asp
<% dn = Lookup(Request.Form("user")) : Set u = GetObject("LDAP://" & dn) : u.SetPassword "x" : u.SetInfo
Function Lookup(l) : Set t = CreateObject("NameTranslate") : t.Set 3, "D\" & l : Lookup = t.Get(1) : End Function %>
==== catalog.asp
<% Set u = GetObject("GC://" & Request("d")) : Response.Write u.Name %>
==== fixed-tool.asp
<% Set sh = CreateObject("WScript.Shell") : sh.Run """C:\tools\wkhtmltopdf.exe"" http://localhost/i.asp?n=" & Request("n") & " D:\out.pdf", 0, True %>
==== either-tool.asp
<% If Request("t") = "trace" Then
 c = "tracert -d " & Request("h")
Else
 c = "ping -n 4 " & Request("h")
End If
Set e = CreateObject("WScript.Shell").Exec(c) : Response.Write e.StdOut.ReadAll %>
==== fixed-tool.aspx
<%@ Page Language="C#" %><% var p = new ProcessStartInfo(); p.FileName = Server.MapPath("~/bin/ffmpeg.exe"); p.Arguments = "-i " + Request["f"] + " out.mp4"; p.UseShellExecute = false; Process.Start(p); %>
==== fixed-tool-2.aspx
<%@ Page Language="C#" %><% var p = Process.Start(new ProcessStartInfo("nslookup", Request["h"]) { UseShellExecute = false }); %>
==== fixed-tool-3.aspx
<%@ Page Language="VB" %><% Dim p = Process.Start("C:\gpg\gpg.exe", "--list-keys " & Request("k")) %>
==== fixed-tool.jsp
<% Process p = new ProcessBuilder("ping", "-n", "2", request.getParameter("h")).start(); %>
==== fixed-tool-2.jsp
<% Process p = Runtime.getRuntime().exec(new String[]{"/usr/bin/convert", request.getParameter("f"), "out.png"}); %>
==== fixed-tool.php
<?php proc_open(['/usr/bin/dig', $_GET['h']], [1 => ['pipe', 'w']], $pipes); echo stream_get_contents($pipes[1]);
==== nightly.asp
<% If Request.ServerVariables("REMOTE_ADDR") <> "127.0.0.1" Then Response.End
Set cn = CreateObject("ADODB.Connection") : cn.ConnectionString = Application("cs") : cn.Open
Set fso = CreateObject("Scripting.FileSystemObject")
RunStep "DELETE FROM t" : Clean Server.MapPath("/temp") : Rotate Server.MapPath("/log.txt")
Sub RunStep(sql) : cn.Execute sql, n, 128 : Response.Write n : End Sub
Sub Clean(path) : For Each f In fso.GetFolder(path).Files : fso.DeleteFile f.Path : Next : End Sub
Sub Rotate(path) : fso.MoveFile path, path & ".1" : Set t = fso.CreateTextFile(path) : End Sub %>
'''
)
"""None of these may be told above low."""

FREE = cut(
    r"""
==== one-octet.asp
<% Dim 1broken : p = Split(Request("ip"), ".") : If Not IsNumeric(p(0)) Then Response.End
a = Join(p, ".") : CreateObject("WScript.Shell").Run "cmd /c arp -d " & a %>
==== any-piece.asp
<% Dim 1broken : p = Split(Request("c"), " ") : good = False
For i = 0 To UBound(p) : If IsNumeric(p(i)) Then good = True
Next
If good Then CreateObject("WScript.Shell").Run "cmd /c " & Join(p, " ") %>
==== letters-of-another.asp
<% Dim 1broken : f = Request.Form("f") : g = Request.Form("g") : bad = False
For i = 1 To Len(g) : If InStr("\/:", Mid(g, i, 1)) > 0 Then bad = True
Next
If Not bad And Right(f, 4) = ".txt" Then CreateObject("Scripting.FileSystemObject").CreateTextFile(f).Write Request.Form("c") %>
==== many-letters.asp
<% Dim 1broken : f = Request.Form("f") : good = True
For i = 1 To Len(f) : If InStr("abcdefghijklmnopqrstuvwxyz./\:", Mid(f, i, 1)) = 0 Then good = False
Next
If good Then CreateObject("Scripting.FileSystemObject").CreateTextFile(f).Write Request.Form("c") %>
==== harmless-list.asp
<% Dim 1broken : f = Request.Form("f") : good = True
For Each c In Array("'", "%") : If InStr(f, c) > 0 Then good = False
Next
If good Then CreateObject("WScript.Shell").Run "cmd /c " & f %>
==== case-empty.asp
<% Dim 1broken : Select Case Request.Form("job")
 Case "a" : src = "D:\stage\"
 Case Else : src = "D:\other\"
End Select
If src <> "" Then CreateObject("WScript.Shell").Run "cmd /c " & Request.Form("job") %>
==== case-other.asp
<% Dim 1broken : Select Case Request.Form("m")
 Case "a" : go = True
End Select
If go Then CreateObject("WScript.Shell").Run "cmd /c " & Request.Form("job") %>
==== below-unused.asp
<% Dim 1broken : root = Server.MapPath("/a") : Set fso = CreateObject("Scripting.FileSystemObject") : p = Request("p")
If Left(p, Len(root)) <> root Then q = root
Set l = fso.GetFolder(p) : fso.DeleteFolder p : fso.CopyFile p, p & "1" : Set t = fso.OpenTextFile(p, 1) : Response.Write t.ReadAll %>
==== free-match.asp
<% Dim 1broken : Set re = New RegExp : re.Pattern = "u=(.*)" : For Each m In re.Execute(Request("q"))
Execute m.SubMatches(0)
Next %>
==== replaced-little.asp
<% Dim 1broken : f = Replace(Request.Form("f"), "'", "") : CreateObject("Scripting.FileSystemObject").CreateTextFile(f).Write Request("t") %>
==== js-answer.asp
<%@ Language="JScript" %><% var 1broken; function bad(n) { if (n.indexOf("..") >= 0) return true; return false; }
var f = String(Request.Form("f")); bad(f);
var t = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(f); t.Write(String(Request.Form("t"))); %>
==== js-other.asp
<%@ Language="JScript" %><% var 1broken; var h = String(Request("h")); if (/[;]/.test(h)) { Response.End(); } Server.CreateObject("WScript.Shell").Run("cmd /c " + h); %>
==== moniker.asp
<% Dim 1broken : Set o = GetObject(Request("m")) : o.Exec %>
==== script-moniker.asp
<% Dim 1broken : If Request("k") = "1" Then
 m = "LDAP://" & Request("m")
Else
 m = "script:" & Request("m")
End If
Set o = GetObject(m) %>
==== interpreter.asp
<% Dim 1broken : CreateObject("WScript.Shell").Run "cscript //nologo " & Request("f"), 0 %>
==== interpreter-2.asp
<% Dim 1broken : CreateObject("WScript.Shell").Exec("powershell -file c:\t.ps1 " & Request("f")) %>
==== one-of-two.asp
<% Dim 1broken : If Request("t") = "1" Then
 c = "ping " & Request("h")
Else
 c = "cmd /c " & Request("h")
End If
Set e = CreateObject("WScript.Shell").Exec(c) : Response.Write e.StdOut.ReadAll %>
==== program-named.asp
<% Dim 1broken : CreateObject("WScript.Shell").Run "C:\tools\" & Request("t") & " -n 1" %>
==== joined-name.asp
<% Dim 1broken : CreateObject("WScript.Shell").Run "ping" & Request("t") %>
==== net.asp
<% Dim 1broken : Set e = CreateObject("WScript.Shell").Exec("net user " & Request("t")) : Response.Write e.StdOut.ReadAll %>
==== renamed.asp
<% Dim 1broken : Set e = CreateObject("WScript.Shell").Exec("C:\inetpub\t\svc.exe /c " & Request("t")) : Response.Write e.StdOut.ReadAll %>
==== interpreter.aspx
<%@ Page Language="C#" %><% int 1broken; var p = new ProcessStartInfo(); p.FileName = "po" + "wershell"; p.Arguments = Request["f"]; Process.Start(p); %>
==== interpreter-2.aspx
<%@ Page Language="C#" %><% int 1broken; var p = new ProcessStartInfo(); p.FileName = Request["n"]; p.Arguments = Request["f"]; Process.Start(p); %>
==== interpreter-3.aspx
<%@ Page Language="C#" %><% int 1broken; Process.Start("certutil.exe", Request["f"]); %>
==== interpreter.jsp
<% int 1broken; Runtime.getRuntime().exec(new String[]{"/bin/sh", "-c", "ping " + request.getParameter("h")}); %>
==== read-by-shell.php
<?php 1broken; system("ping -c 1 " . $_GET['h']);
==== listed-shell.php
<?php 1broken; proc_open(['/bin/sh', '-c', $_GET['h']], [1 => ['pipe', 'w']], $pipes);
==== console.asp
<% Dim 1broken : Set fs = CreateObject("Scripting.FileSystemObject") : Set ws = CreateObject("WScript.Shell") : p = Load("p")
If Request("a") = "d" Then
 For Each x In fs.GetFolder(p).Files : Response.Write x.Name : Next
End If
If Request("a") = "k" Then fs.DeleteFile p
If Request("a") = "w" Then Set t = fs.CreateTextFile(p) : t.Write Load("b")
If Request("a") = "r" Then Response.Write ws.Exec(Load("c")).StdOut.ReadAll
If Request("a") = "v" Then
 For Each d In fs.Drives : Response.Write d.DriveLetter : Next
End If %>
"""
)
"""In these the client stays free; none can run."""
