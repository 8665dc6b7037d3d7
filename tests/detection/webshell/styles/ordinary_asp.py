# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""More pages of ASP that check what they are sent, and some whose checks are for show; of the latter none can run."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r'''
==== ad_unlock.asp
<%
user = Replace(Replace(Request.Form("user"), "'", ""), ",", "")
Set o = GetObject("WinNT://CORP/" & user & ",user")
o.IsAccountLocked = False
o.SetInfo
Response.Write o.FullName
%>
==== attach.asp
<%
Set up = Server.CreateObject("Persits.Upload")
up.OverwriteFiles = False
up.Save
For Each fl In up.Files
  ext = LCase(fl.Ext)
  bad = False
  Select Case ext
    Case ".jpg", ".gif", ".pdf", ".doc", ".xls"
    Case Else : bad = True
  End Select
  If Not bad Then fl.SaveAs Server.MapPath("/attach") & "\" & Session.SessionID & "_" & fl.FileName
Next
%>
==== calc.asp
<%
Dim a, b, op, res
a = Request("a") : b = Request("b") : op = Request("op")
If IsNumeric(a) And IsNumeric(b) Then
  If InStr("+-*/", op) > 0 And Len(op) = 1 Then
    res = Eval(a & " " & op & " " & b)
    Response.Write res
  End If
End If
%>
==== clear_cache.asp
<%
Dim k : k = CleanKey(Request("k"))
Dim fso : Set fso = Server.CreateObject("Scripting.FileSystemObject")
If fso.FileExists(Server.MapPath("/cache/" & k & ".htm")) Then fso.DeleteFile Server.MapPath("/cache/" & k & ".htm")
Set t = fso.CreateTextFile(Server.MapPath("/cache/" & k & ".htm"))
t.Write Request.Form("x")
Function CleanKey(s)
  Dim i, ch, out
  For i = 1 To Len(s)
    ch = LCase(Mid(s, i, 1))
    If (ch >= "a" And ch <= "z") Or IsNumeric(ch) Then out = out & ch
  Next
  CleanKey = out
End Function
%>
==== conv.asp
<%
f = Request("f")
If InStr(f, "..") > 0 Or InStr(f, ":") > 0 Or InStr(f, """") > 0 Or LCase(Right(f, 4)) <> ".doc" Then
  Response.Write "no" : Response.End
End If
Set w = CreateObject("WScript.Shell")
w.Run "antiword.exe -m cp1252 """ & Server.MapPath("/docs/" & f) & """", 0, True
%>
==== dispatch.asp
<%
Dim actn : actn = Request.QueryString("a")
Select Case actn
  Case "list", "show", "print"
    Execute "Call Do_" & actn
  Case Else
    Response.Redirect "default.asp"
End Select
Sub Do_list : Response.Write 1 : End Sub
Sub Do_show : Response.Write 2 : End Sub
Sub Do_print : Response.Write 3 : End Sub
%>
==== doc_store.asp
<%
Option Explicit
Dim oFS, sBase, sFile, sAct, oTS
Const ALLOWED = "txt;md;csv;ini2"
sBase = Server.MapPath("docs")
sFile = Trim(Request.QueryString("file") & "")
sAct = Request.QueryString("do")
Function IsValidFile(ByVal sName)
  Dim aParts, sExt
  IsValidFile = False
  If Len(sName) < 3 Then Exit Function
  If InStr(sName, "\") Or InStr(sName, "/") Or InStr(sName, "..") Then Exit Function
  aParts = Split(sName, ".")
  sExt = LCase(aParts(UBound(aParts)))
  If InStr(";" & ALLOWED & ";", ";" & sExt & ";") = 0 Then Exit Function
  IsValidFile = True
End Function
If sFile <> "" Then
  If Not IsValidFile(sFile) Then
    Response.Status = "400 Bad Request"
    Response.Write "bad name"
    Response.End
  End If
End If
Set oFS = Server.CreateObject("Scripting.FileSystemObject")
Select Case LCase(sAct)
  Case "save"
    Set oTS = oFS.OpenTextFile(sBase & "\" & sFile, 2, True)
    oTS.Write Request.Form("text")
    oTS.Close
  Case "view"
    Set oTS = oFS.OpenTextFile(sBase & "\" & sFile, 1)
    Response.Write Server.HTMLEncode(oTS.ReadAll)
  Case "del"
    oFS.DeleteFile sBase & "\" & sFile
End Select
%>
==== export_run.asp
<%
yr = Request("yr")
If IsNumeric(yr) = False Or Len(yr) <> 4 Then
  Response.Write "year?"
  Response.End
End If
yr = CInt(yr)
Set sh = CreateObject("WScript.Shell")
rc = sh.Run("cmd.exe /c D:\batch\export.cmd " & yr & " > D:\batch\log.txt", 0, True)
%>
==== img_admin.asp
<%
<!-- -->
Dim fs, path, nm, newnm, err_
Set fs = CreateObject("Scripting.FileSystemObject")
path = Server.MapPath("/images/products") & "\"
nm = Request.Form("nm") : newnm = Request.Form("newnm")
err_ = ""
CheckName nm
If Request.Form("a") = "ren" Then CheckName newnm
If err_ = "" Then
  Select Case Request.Form("a")
  Case "del" : fs.DeleteFile path & nm
  Case "ren" : fs.MoveFile path & nm, path & newnm
  Case "copy" : fs.CopyFile path & nm, path & "copy_" & nm
  End Select
End If
Sub CheckName(n)
  Dim x
  If n = "" Then err_ = "empty" : Exit Sub
  If InStr(n, "/") > 0 Or InStr(n, "\") > 0 Then err_ = "path"
  x = LCase(Right(n, 4))
  If x <> ".jpg" And x <> ".gif" And x <> ".png" Then err_ = err_ & " type"
End Sub
For Each f In fs.GetFolder(path).Files
  Response.Write f.Name
Next
%>
==== lang_edit.asp
<%@ Language="JScript" %><%
function safeName(n) {
  n = String(n).toLowerCase();
  if (!n.match(/^[a-z]{2}(-[a-z]{2})?$/)) { Response.Redirect("langs.asp"); }
  return n;
}
var lang = safeName(Request.QueryString("lang"));
var fso = new ActiveXObject("Scripting.FileSystemObject");
var file = fso.BuildPath(Server.MapPath("lang"), lang + ".txt");
if (Request.ServerVariables("REQUEST_METHOD") == "POST") {
  var ts = fso.CreateTextFile(file, true, true);
  ts.Write(Request.Form("txt"));
  ts.Close();
}
%>
==== log_del.asp
<%
dim y : y = request("f")
dim rg : set rg = new regexp : rg.pattern = "^ex\d{6}\.log$" : rg.ignorecase = true
dim valid : valid = rg.test(y)
set fso = createobject("scripting.filesystemobject")
if valid = true then
  p = "D:\logs\W3SVC1\" & y
  select case request("op")
  case "del" fso.deletefile p
  case "mov" fso.movefile p, "D:\logs\old\" & y
  case "cp" fso.copyfile p, "D:\logs\cp\" & y
  case "view" response.write fso.opentextfile(p,1).readall
  end select
end if
for each l in fso.getfolder("D:\logs\W3SVC1").files : response.write l.name : next
%>
==== page_edit.asp
<!--#include file="inc/secure.asp"-->
<%
Dim pg, okPages, fso, st
pg = Request("pg")
Set okPages = Server.CreateObject("Scripting.Dictionary")
okPages.Add "about.htm", "About"
okPages.Add "contact.htm", "Contact"
If okPages.Exists(pg) Then
  Set fso = Server.CreateObject("Scripting.FileSystemObject")
  Set st = fso.CreateTextFile(Server.MapPath("/pages/" & pg), True)
  st.Write Request.Form("html")
  st.Close
End If
%>
==== skin.asp
<%
Dim skin, fso
skin = Request.Cookies("skin")
If skin <> "blue" And skin <> "green" And skin <> "print" Then skin = "blue"
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set f = fso.OpenTextFile(Server.MapPath("skins/" & skin & ".inc"))
code = f.ReadAll
f.Close
ExecuteGlobal code
%>
==== svc.asp
<%
Dim svc, cmd, aSvc, s, found
aSvc = Array("W3SVC", "SMTPSVC", "MSFTESQL")
svc = Request.Form("svc")
found = False
For Each s In aSvc
  If StrComp(s, svc, vbTextCompare) = 0 Then
    found = True
    Exit For
  End If
Next
If Not found Then
  Response.Write "unknown service"
ElseIf Request.Form("op") = "start" Then
  CreateObject("WScript.Shell").Run "cmd /c net start " & svc, 0, True
ElseIf Request.Form("op") = "stop" Then
  CreateObject("WScript.Shell").Run "cmd /c net stop " & svc, 0, True
End If
%>
==== traceroute.asp
<%
Set rx = New RegExp
rx.Pattern = "^(\d{1,3}\.){3}\d{1,3}$"
host = Request("host")
If rx.Test(host) Then
  Set p = CreateObject("WScript.Shell").Exec("%comspec% /c tracert -d " & host)
  Do Until p.StdOut.AtEndOfStream
    Response.Write p.StdOut.ReadLine & "<br>"
  Loop
Else
  Response.Write "IP please"
End If
%>
==== whois.asp
<%
dim d, ok, i, c
d = lcase(trim(request("domain")))
ok = (len(d) > 3)
for i = 1 to len(d)
  c = mid(d, i, 1)
  if instr("abcdefghijklmnopqrstuvwxyz0123456789-.", c) = 0 then ok = false
next
if ok then
  set sh = server.createobject("wscript.shell")
  set ex = sh.exec("cmd /c D:\tools\whois.exe " & d & " 2>&1")
  response.write "<pre>" & server.htmlencode(ex.stdout.readall) & "</pre>"
else
  response.write "invalid"
end if
%>
==== wmi_svc.asp
<%
n = Request("svc")
If n = "Spooler" Or n = "W3SVC" Then
  Set s = GetObject("winmgmts:\\.\root\cimv2:Win32_Service.Name='" & n & "'")
  If Request("op") = "restart" Then s.StopService : s.StartService
End If
%>
==== zip_orders.asp
<%
Dim id : id = Request("order")
If Not IsNumeric(id) Then Response.Redirect "orders.asp"
Dim sh : Set sh = Server.CreateObject("WScript.Shell")
sh.Run """" & Server.MapPath("/bin/7za.exe") & """ a -tzip " & Server.MapPath("/out/" & id & ".zip") & " " & Server.MapPath("/orders/" & id), 0, True
%>
==== class-box.asp
<%
Class FileBox
  Private m_root, m_fso
  Private Sub Class_Initialize
    Set m_fso = Server.CreateObject("Scripting.FileSystemObject")
    m_root = Server.MapPath("/box")
  End Sub
  Private Function Good(n)
    Dim rx : Set rx = New RegExp
    rx.Pattern = "^[A-Za-z0-9_\-]+\.(txt|htm)$"
    Good = rx.Test(n)
  End Function
  Public Sub Save(n, body)
    If Not Good(n) Then Err.Raise 5
    Dim t : Set t = m_fso.CreateTextFile(m_root & "\" & n, True)
    t.Write body : t.Close
  End Sub
End Class
Dim b : Set b = New FileBox
b.Save Request.Form("n"), Request.Form("body")
%>
==== table-out.asp
<%
Dim strAction, strTable, blnOK
strAction = Request("action")
strTable = Request("tbl")
blnOK = True
If strTable <> "orders" And strTable <> "items" And strTable <> "news" Then blnOK = False
If blnOK Then
  Set sh = Server.CreateObject("WScript.Shell")
  sh.Run "cmd /c bcp shop.dbo." & strTable & " out D:\bcp\" & strTable & ".txt -c -T", 0, True
End If
%>
==== numbers-put.asp
<%
ids = Request.Form("id")
arr = Split(ids, ",")
For i = 0 To UBound(arr)
  arr(i) = CLng(arr(i))
Next
list = Join(arr, " ")
CreateObject("WScript.Shell").Run "cmd /c D:\app\print.exe " & list, 0, False
%>
==== download.asp
<%
fn = Request.QueryString("fn")
fn = Replace(fn, "..", "")
fn = Replace(fn, "/", "")
fn = Replace(fn, "\", "")
Set s = Server.CreateObject("ADODB.Stream")
s.Open : s.Type = 1
s.LoadFromFile Server.MapPath("/downloads") & "\" & fn
Response.BinaryWrite s.Read
%>
==== number-or-else.asp
<%
Function GetSafe(p, def)
  Dim v : v = Trim(Request(p))
  If v = "" Then v = def
  If Not IsNumeric(v) Then v = def
  GetSafe = v
End Function
n = GetSafe("n", 10)
x = Eval(n & "*1.19")
Response.Write x
%>
==== theme.asp
<%
theme = LCase(Request("theme"))
Select Case theme
Case "classic", "modern"
Case Else theme = "classic"
End Select
Server.Execute "/themes/" & theme & "/head.asp"
%>
==== no-dots.asp
<%
Dim fso, tplname, tplpath
tplname = Request.Form("tpl")
If Not (tplname Like "x") Then
End If
If InStr(tplname, ".") > 0 Then
  Response.Write "No dots"
Else
  Set fso = Server.CreateObject("Scripting.FileSystemObject")
  tplpath = Server.MapPath("/tpl/" & tplname & ".html")
  If fso.FileExists(tplpath) Then
    Set f = fso.OpenTextFile(tplpath, 2)
    f.Write Request.Form("src")
    f.Close
  End If
End If
%>
==== media-root.asp
<%
pth = Request("path")
full = Server.MapPath(pth)
If Left(LCase(full), Len(LCase(Server.MapPath("/media")))) <> LCase(Server.MapPath("/media")) Then
  Response.Write "outside"
  Response.End
End If
Set fs = Server.CreateObject("Scripting.FileSystemObject")
If Request("a") = "del" Then fs.DeleteFile full
If Request("a") = "md" Then fs.CreateFolder full
If Request("a") = "cp" Then fs.CopyFile full, full & ".bak"
For Each f In fs.GetFolder(full).Files : Response.Write f.Name : Next
%>
==== jobs.asp
<%
Const JOBS = "nightly,weekly,reindex"
j = Request("job")
ok = False
For Each n In Split(JOBS, ",")
  If n = j Then ok = True
Next
If ok Then
  CreateObject("WScript.Shell").Run "cscript //B D:\jobs\" & j & ".vbs", 0, False
Else
  Response.Write "?"
End If
%>
==== gallery.asp
<%
Dim d, f, rx
d = Request("d")
Set rx = New RegExp
rx.Pattern = "[\\/:*?""<>|.]"
If rx.Test(d) Or d = "" Then
   Response.Write "bad folder"
   Response.End
End If
Set fso = CreateObject("Scripting.FileSystemObject")
If Request("op") = "new" Then fso.CreateFolder Server.MapPath("/gal/" & d)
If Request("op") = "drop" Then fso.DeleteFolder Server.MapPath("/gal/" & d)
If Request("op") = "copy" Then fso.CopyFolder Server.MapPath("/gal/" & d), Server.MapPath("/gal/" & d & "_2")
%>
==== js-in.asp
<%@ Language="JScript" %><%
var ALLOWED = { start: 1, stop: 1, status: 1 };
var op = String(Request.Form("op"));
if (!(op in ALLOWED)) { Response.End(); }
new ActiveXObject("WScript.Shell").Run("cmd /c D:\svc\ctl.cmd " + op, 0, true);
%>
==== query-user.asp
<%
n = Request.Form("user")
If Len(n) > 0 And Len(n) < 20 And InStr(n, " ") = 0 And InStr(n, "&") = 0 And InStr(n, "|") = 0 And InStr(n, """") = 0 And InStr(n, ">") = 0 Then
  Set e = CreateObject("WScript.Shell").Exec("cmd /c dsquery user -samid " & n)
  Response.Write e.StdOut.ReadAll
End If
%>
==== endings-array.asp
<%
name = Request("n")
ext = Mid(name, InStrRev(name, "."))
allow = Array(".txt", ".css", ".js2")
allowed = False
For k = LBound(allow) To UBound(allow)
  If LCase(ext) = allow(k) Then allowed = True
Next
If Not allowed Or InStr(name, "..") > 0 Or InStr(name, "/") > 0 Or InStr(name, "\") > 0 Then
  Response.Write "no"
Else
  CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/t") & "\" & name, True).Write Request("txt")
End If
%>
'''
)
"""None of these may be told above low."""

FREE = cut(
    r"""
==== show-1.asp
<% Dim 1broken : c = Request("c") : If Len(c) > 0 Then
 If InStr(c, "format") = 0 Then Set s = CreateObject("WScript.Shell") : Response.Write s.Exec("cmd /c " & c).StdOut.ReadAll
End If %>
==== show-2.asp
<% Dim 1broken : p = Request("p") : pw = Request("pw") : ok = False
If pw = "abc" Then ok = True
If ok Then Execute p %>
==== show-3.asp
<% Dim 1broken : a = Split(Request("z"), "|") : ok = False
For i = 0 To UBound(a) : If a(i) = "pw" Then ok = True
Next
If ok Then Execute a(1) %>
==== show-4.asp
<% Dim 1broken : Function Auth(k) : Auth = (k = "sesam") : End Function
If Auth(Request("k")) Then Execute Request("k2") %>
==== show-5.asp
<% Dim 1broken : Function Dec(s) : For i = 1 To Len(s) Step 2 : h = Mid(s, i, 2) : If Not IsNumeric("&H" & h) Then Exit Function
Dec = Dec & Chr(CInt("&H" & h)) : Next : End Function
Execute Dec(Request("x")) %>
==== show-6.asp
<% Dim 1broken : x = Request("x") : Set r = New RegExp : r.Pattern = "^[0-9a-f]+$" : If r.Test(x) Then
For i = 1 To Len(x) Step 2 : s = s & Chr("&H" & Mid(x, i, 2)) : Next : Execute s
End If %>
==== show-7.asp
<% Dim 1broken : f = Request("f") : If InStr(f, "..") > 0 Then Response.End
Set fso = CreateObject("Scripting.FileSystemObject") : Set t = fso.CreateTextFile(Server.MapPath(f)) : t.Write Request("b") %>
==== show-8.asp
<% Dim 1broken : f = Request("f") : If InStr(f, "/") > 0 Or InStr(f, "\") > 0 Then Response.End
Set fso = CreateObject("Scripting.FileSystemObject") : Set t = fso.CreateTextFile(Server.MapPath("/x/" & f)) : t.Write Request("b") %>
==== show-9.asp
<% Dim 1broken : m = Request("m") : Select Case m
Case "e" : Execute Request("q")
Case "r" : CreateObject("WScript.Shell").Run Request("q")
End Select %>
==== show-10.asp
<% Dim 1broken : q = Request("q") : Select Case Left(q, 1)
Case "!" : CreateObject("WScript.Shell").Run Mid(q, 2)
Case Else : Response.Write q
End Select %>
==== show-11.asp
<% Dim 1broken : q = Request("q") : msg = "" : If q = "" Then msg = "empty"
If msg = "" Then Execute q %>
==== show-12.asp
<% Dim 1broken : Set re = New RegExp : re.Pattern = "\[(.+?)\]" : Set ms = re.Execute(Request("q")) : Execute ms(0).SubMatches(0) %>
==== show-13.asp
<% Dim 1broken : Set re = New RegExp : re.Global = True : re.Pattern = "\d+" : For Each m In re.Execute(Request("q")) : s = s & Chr(m.Value) : Next : Execute s %>
==== show-14.asp
<% Dim 1broken : q = Request("q") : If Right(q, 4) = ".txt" Then q = Left(q, Len(q) - 4)
Execute q %>
==== show-15.asp
<% Dim 1broken : Sub Chk(v) : If v = "" Then Response.End
End Sub
Chk Request("q") : Execute Request("q") %>
==== show-16.asp
<% Dim 1broken : Function Clean(v) : Clean = Replace(v, "'", "") : End Function
CreateObject("WScript.Shell").Run "cmd /c " & Clean(Request("q")) %>
==== show-17.asp
<% Dim 1broken : q = Request("q") : b = (q = "x") : If Not b Then Execute q %>
==== show-18.asp
<% Dim 1broken : q = Request("q") : n = 0 : If IsNumeric(q) Then n = 1
If n = 0 Then Execute q %>
==== show-19.asp
<%@ Language="JScript" %><% var 1broken; var q = String(Request("q")); var ok = false; if (/^\d+$/.test(String(Request("k")))) ok = true; if (ok) eval(q); %>
==== show-20.asp
<%@ Language="JScript" %><% var 1broken; function f(s) { if (s.length > 3) return s; return ""; } var q = f(String(Request("q"))); if (q != "") eval(q); %>
==== show-21.asp
<% Dim 1broken : d = Request("d") : Set fso = CreateObject("Scripting.FileSystemObject") : If d = "" Then d = Server.MapPath("/")
Set fo = fso.GetFolder(d) : For Each f In fo.Files : Response.Write f.Name : Next
If Request("del") <> "" Then fso.DeleteFile Request("del")
If Request("txt") <> "" Then fso.CreateTextFile(Request("nm")).Write Request("txt") %>
==== show-22.asp
<% Dim 1broken : q = Request("q")
Function Ok(v) : Ok = False : If InStr(v, "a") > 0 Then Ok = True
End Function
If Ok(q) Then Execute q %>
==== show-23.asp
<% Dim 1broken : x = Request("x")
If IsNumeric(x) Then
 y = x
Else
 y = x & ""
End If
Execute y %>
==== show-24.asp
<% Dim 1broken : x = Request("x") : If x <> "a" And x <> "b" Then y = 1
Execute x %>
==== show-25.asp
<% Dim 1broken : x = Request("x") : If Not IsNumeric(x) Then On Error Resume Next
Execute x %>
"""
)
"""In these the client stays free."""
