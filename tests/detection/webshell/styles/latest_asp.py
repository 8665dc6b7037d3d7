# ruff: noqa: E501 - these pages are as such pages are
"""Ordinary pages of the latest set: classic ASP."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== a01_upload.asp
<%@ Language=VBScript %>
<% Option Explicit %>
<!--#include virtual="/inc/auth.asp"-->
<%
' Carga de imágenes del catálogo
Const MAX_BYTES = 2097152
Dim raw, boundary, total, posName, fileName, ext, stm, outStm, headEnd, dataLen, newName
total = Request.TotalBytes
If total = 0 Or total > MAX_BYTES Then
    Response.Redirect "catalogo.asp?err=size"
End If
raw = Request.BinaryRead(total)

Function BinToStr(b)
    Dim i, s
    For i = 1 To LenB(b)
        s = s & Chr(AscB(MidB(b, i, 1)))
    Next
    BinToStr = s
End Function

Function StrToBin(s)
    Dim i, b
    For i = 1 To Len(s)
        b = b & ChrB(Asc(Mid(s, i, 1)))
    Next
    StrToBin = b
End Function

Function AllowedExt(e)
    Select Case LCase(e)
        Case "jpg", "jpeg", "png", "gif" : AllowedExt = True
        Case Else : AllowedExt = False
    End Select
End Function

headEnd = InStrB(raw, StrToBin(vbCrLf & vbCrLf))
Dim head : head = BinToStr(LeftB(raw, headEnd - 1))
posName = InStr(head, "filename=""") + 10
fileName = Mid(head, posName, InStr(posName, head, """") - posName)
ext = Mid(fileName, InStrRev(fileName, ".") + 1)
If Not AllowedExt(ext) Then
    Response.Write "Tipo de archivo no permitido"
    Response.End
End If
boundary = LeftB(raw, InStrB(raw, StrToBin(vbCrLf)) - 1)
dataLen = InStrB(headEnd + 4, raw, boundary) - headEnd - 6

Randomize
newName = Year(Now) & Right("0" & Month(Now), 2) & "_" & CLng(Rnd * 1000000) & "." & LCase(ext)
Set stm = Server.CreateObject("ADODB.Stream")
stm.Type = 1 : stm.Open : stm.Write raw
stm.Position = headEnd + 3
Set outStm = Server.CreateObject("ADODB.Stream")
outStm.Type = 1 : outStm.Open
stm.CopyTo outStm, dataLen
outStm.SaveToFile Server.MapPath("/img/catalogo/") & "\" & newName, 2
outStm.Close : stm.Close
Response.Redirect "catalogo.asp?img=" & newName
%>
==== a02_json.asp
<script language="JScript" runat="server">
/* json2-style parser for ASP, public domain */
var JSONx = {
  parse: function (text) {
    text = String(text);
    if (/^[\],:{}\s]*$/.test(
        text.replace(/\\(?:["\\\/bfnrt]|u[0-9a-fA-F]{4})/g, '@')
            .replace(/"[^"\\\n\r]*"|true|false|null|-?\d+(?:\.\d*)?(?:[eE][+\-]?\d+)?/g, ']')
            .replace(/(?:^|:|,)(?:\s*\[)+/g, ''))) {
      return eval('(' + text + ')');
    }
    throw new Error("JSON.parse");
  },
  get: function (o, k) { return o.hasOwnProperty(k) ? o[k] : ""; }
};
function jsonParse(t) { return JSONx.parse(t); }
function jsonGet(o, k) { return JSONx.get(o, k); }
</script>
<%
Dim body, o
body = Request.Form("order")
If body <> "" Then
  Set o = jsonParse(body)
  Response.Write "Order " & CLng(jsonGet(o, "id")) & " received, qty " & CLng(jsonGet(o, "qty"))
End If
%>
==== a03_calc.asp
<%
Option Explicit
' Taschenrechner: eigener Parser, kein Eval!
Dim src, pos, msg
src = Replace(Request.QueryString("expr"), " ", "")
pos = 1

Function Peek()
  If pos <= Len(src) Then Peek = Mid(src, pos, 1) Else Peek = ""
End Function

Function Factor()
  Dim s
  If Peek() = "(" Then
    pos = pos + 1
    Factor = Expr()
    pos = pos + 1
    Exit Function
  End If
  If Peek() = "-" Then
    pos = pos + 1
    Factor = -Factor()
    Exit Function
  End If
  s = ""
  Do While Peek() <> "" And InStr("0123456789.", Peek()) > 0
    s = s & Peek()
    pos = pos + 1
  Loop
  If s = "" Then Err.Raise 1000, "calc", "Zahl erwartet bei " & pos
  Factor = CDbl(s)
End Function

Function Term()
  Dim v, op
  v = Factor()
  Do While Peek() = "*" Or Peek() = "/"
    op = Peek() : pos = pos + 1
    If op = "*" Then v = v * Factor() Else v = v / Factor()
  Loop
  Term = v
End Function

Function Expr()
  Dim v, op
  v = Term()
  Do While Peek() = "+" Or (Peek() = "-" And pos > 1)
    op = Peek() : pos = pos + 1
    If op = "+" Then v = v + Term() Else v = v - Term()
  Loop
  Expr = v
End Function

If src <> "" Then
  On Error Resume Next
  msg = Expr()
  If Err.Number <> 0 Then msg = "Fehler: " & Err.Description
  On Error GoTo 0
End If
%>
<form><input name="expr" value="<%=Server.HTMLEncode(src)%>"> = <%=Server.HTMLEncode(msg & "")%> <input type="submit"></form>
==== a04_ping.asp
<!--#include file="admin_check.asp"-->
<%
Dim hosts, idx, sh, ex
hosts = Array("10.0.4.11", "10.0.4.12", "mail.example.local")
idx = 0
If IsNumeric(Request.QueryString("h")) Then idx = CInt(Request.QueryString("h"))
If idx < 0 Or idx > UBound(hosts) Then idx = 0
%>
<h2>Network check</h2>
<ul>
<% Dim i : For i = 0 To UBound(hosts) %>
<li><a href="?h=<%=i%>"><%=hosts(i)%></a></li>
<% Next %>
</ul>
<pre><%
Set sh = Server.CreateObject("WScript.Shell")
Set ex = sh.Exec("%SystemRoot%\system32\ping.exe -n 2 " & hosts(idx))
Response.Write Server.HTMLEncode(ex.StdOut.ReadAll())
%></pre>
==== a05_mail.asp
<%
Dim nom, courriel, texte, m
Function Net(s)
  Net = Left(Replace(Replace(Trim(s & ""), vbCr, " "), vbLf, " "), 120)
End Function
If Request.ServerVariables("REQUEST_METHOD") = "POST" Then
  nom = Net(Request.Form("nom"))
  courriel = Net(Request.Form("courriel"))
  texte = Left(Request.Form("texte"), 4000)
  Set m = Server.CreateObject("CDO.Message")
  With m.Configuration.Fields
    .Item("http://schemas.microsoft.com/cdo/configuration/sendusing") = 2
    .Item("http://schemas.microsoft.com/cdo/configuration/smtpserver") = "localhost"
    .Update
  End With
  m.From = "site@example.fr"
  m.ReplyTo = courriel
  m.To = "contact@example.fr"
  m.Subject = "Message de " & nom
  m.TextBody = texte
  m.Send
  Response.Write "<p>Merci, " & Server.HTMLEncode(nom) & "</p>"
  Response.End
End If
%>
<form method="post"><input name="nom"><input name="courriel"><textarea name="texte"></textarea><input type="submit" value="Envoyer"></form>
==== a06_export.asp
<%@ Language=VBScript %>
<!--#include virtual="/inc/db.asp"-->
<%
' Report export - J. Miller 2004, rev. 2011
Dim cols, want, c, sqlCols, cmd, rs, i, line
Set cols = Server.CreateObject("Scripting.Dictionary")
cols.Add "no", "OrderNo"
cols.Add "date", "OrderDate"
cols.Add "cust", "CustomerName"
cols.Add "amt", "Amount"
want = Split(Request.QueryString("cols"), ",")
For Each c In want
  If cols.Exists(Trim(c)) Then sqlCols = sqlCols & "," & cols(Trim(c))
Next
If sqlCols = "" Then sqlCols = ",OrderNo,Amount"
Set cmd = Server.CreateObject("ADODB.Command")
Set cmd.ActiveConnection = conn
cmd.CommandText = "SELECT " & Mid(sqlCols, 2) & " FROM Orders WHERE OrderDate >= ? AND OrderDate < ?"
cmd.Parameters.Append cmd.CreateParameter("f", 7, 1, , CDate(Request.QueryString("from")))
cmd.Parameters.Append cmd.CreateParameter("t", 7, 1, , CDate(Request.QueryString("to")))
Set rs = cmd.Execute
Response.ContentType = "text/csv"
Response.AddHeader "Content-Disposition", "attachment; filename=orders.csv"
Do Until rs.EOF
  line = ""
  For i = 0 To rs.Fields.Count - 1
    line = line & ";""" & Replace(rs(i) & "", """", """""") & """"
  Next
  Response.Write Mid(line, 2) & vbCrLf
  rs.MoveNext
Loop
%>
==== a07_tpl.asp
<%
Class Template
  Private fso, txt, vars
  Private Sub Class_Initialize
    Set fso = Server.CreateObject("Scripting.FileSystemObject")
    Set vars = Server.CreateObject("Scripting.Dictionary")
  End Sub
  Public Sub Load(name)
    Dim re : Set re = New RegExp
    re.Pattern = "^[a-z_]{1,30}$"
    If Not re.Test(name) Then Err.Raise 1001, "Template", "bad name"
    Dim f : Set f = fso.OpenTextFile(Server.MapPath("/templates/" & name & ".html"), 1)
    txt = f.ReadAll
    f.Close
  End Sub
  Public Sub Assign(k, v)
    vars(k) = Server.HTMLEncode(v & "")
  End Sub
  Public Function Render()
    Dim re, m, out
    out = txt
    Set re = New RegExp
    re.Global = True
    re.Pattern = "\{\{(\w+)\}\}"
    For Each m In re.Execute(txt)
      If vars.Exists(m.SubMatches(0)) Then
        out = Replace(out, m.Value, vars(m.SubMatches(0)))
      Else
        out = Replace(out, m.Value, "")
      End If
    Next
    Render = out
  End Function
End Class
Dim t : Set t = New Template
t.Load "profile"
t.Assign "name", Request.QueryString("name")
t.Assign "date", Date()
Response.Write t.Render()
%>
==== a08_proxy.asp
<%
' Wetter-Feed fuer die Startseite
Dim id, key, x
id = 0
If IsNumeric(Request("station")) Then id = CLng(Request("station"))
key = "feed_" & id
If IsEmpty(Application(key)) Or DateDiff("n", Application(key & "_t"), Now()) > 30 Then
  Set x = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
  x.setTimeouts 2000, 2000, 5000, 5000
  x.open "GET", "http://feeds.example.org/weather/" & id & ".xml", False
  x.send
  If x.status = 200 Then
    Application.Lock
    Application(key) = x.responseText
    Application(key & "_t") = Now()
    Application.UnLock
  End If
End If
Response.ContentType = "text/xml"
Response.Write Application(key)
%>
==== a09_login.asp
<%@ CODEPAGE=65001 %>
<!--#include virtual="/inc/db.asp"-->
<%
Function Sha256Hex(s)
  Dim enc, sha, b, i, r
  Set enc = Server.CreateObject("System.Text.UTF8Encoding")
  Set sha = Server.CreateObject("System.Security.Cryptography.SHA256Managed")
  b = sha.ComputeHash_2((enc.GetBytes_4(s)))
  For i = 1 To LenB(b)
    r = r & LCase(Right("0" & Hex(AscB(MidB(b, i, 1))), 2))
  Next
  Sha256Hex = r
End Function
Dim u, p, cmd, rs
u = Request.Form("user") : p = Request.Form("password")
If u <> "" Then
  Set cmd = Server.CreateObject("ADODB.Command")
  Set cmd.ActiveConnection = conn
  cmd.CommandText = "SELECT id, salt, pwhash, role FROM users WHERE login = ?"
  cmd.Parameters.Append cmd.CreateParameter("l", 200, 1, 50, Left(u, 50))
  Set rs = cmd.Execute
  If Not rs.EOF Then
    If Sha256Hex(rs("salt") & p) = rs("pwhash") Then
      Session("uid") = rs("id").Value
      Session("role") = rs("role").Value
      Response.Redirect "/default.asp"
    End If
  End If
  Response.Write "<p class=err>登录失败</p>"
End If
%>
<form method="post">用户名 <input name="user"> 密码 <input type="password" name="password"> <input type="submit" value="登录"></form>
==== a10_router.asp
<%@ Language=VBScript CodePage=65001 %>
<% Option Explicit %>
<%
'==========================================================
' AspLite framework bootstrap (c) 2006-2012 K. Nowak
' Front controller: config, request wrapper, session, routes
'==========================================================
Class Config
  Private d
  Private Sub Class_Initialize
    Set d = Server.CreateObject("Scripting.Dictionary")
    d.CompareMode = 1
    LoadFile Server.MapPath("/app_data/site.ini")
  End Sub
  Private Sub LoadFile(path)
    Dim fso, ts, ln, p
    Set fso = Server.CreateObject("Scripting.FileSystemObject")
    If Not fso.FileExists(path) Then Exit Sub
    Set ts = fso.OpenTextFile(path, 1)
    Do Until ts.AtEndOfStream
      ln = Trim(ts.ReadLine)
      p = InStr(ln, "=")
      If p > 1 And Left(ln, 1) <> ";" Then d(Trim(Left(ln, p - 1))) = Trim(Mid(ln, p + 1))
    Loop
    ts.Close
  End Sub
  Public Default Property Get Item(k)
    If d.Exists(k) Then Item = d(k) Else Item = ""
  End Property
End Class

Class Req
  Public Function Text(k, maxLen)
    Dim v
    v = Request.Form(k)
    If v = "" Then v = Request.QueryString(k)
    Text = Left(Trim(v & ""), maxLen)
  End Function
  Public Function Int(k, def)
    Dim v : v = Text(k, 9)
    If IsNumeric(v) Then Int = CLng(v) Else Int = def
  End Function
  Public Function Word(k)
    Dim re : Set re = New RegExp
    re.Pattern = "^[a-z]{1,20}$"
    re.IgnoreCase = True
    Word = ""
    If re.Test(Text(k, 20)) Then Word = LCase(Text(k, 20))
  End Function
End Class

Class Router
  Private routes
  Private Sub Class_Initialize
    Set routes = Server.CreateObject("Scripting.Dictionary")
  End Sub
  Public Sub Map(name, fn)
    Set routes(name) = GetRef(fn)
  End Sub
  Public Sub Dispatch(name)
    Dim f
    If routes.Exists(name) Then
      Set f = routes(name)
    Else
      Set f = routes("home")
    End If
    f(New Req)
  End Sub
End Class

Sub OnHome(r)
  Server.Execute "/modules/home.asp"
End Sub
Sub OnNews(r)
  Session("news_page") = r.Int("page", 1)
  Server.Execute "/modules/news.asp"
End Sub
Sub OnSearch(r)
  Session("q") = r.Text("q", 80)
  Server.Execute "/modules/search.asp"
End Sub
Sub OnHello(r)
  Response.Write "<p>Witaj, " & Server.HTMLEncode(r.Text("name", 40)) & "</p>"
End Sub

Sub CheckLocale
  Dim l, code
  code = 1045
  For Each l In Array("pl:1045", "en:1033", "de:1031")
    If Left(l, 2) = Left(Request.ServerVariables("HTTP_ACCEPT_LANGUAGE"), 2) Then code = CLng(Mid(l, 4))
  Next
  Session.LCID = code
End Sub

Dim cfg, rt, rq
Set cfg = New Config
If cfg("maintenance") = "1" Then
  Response.Status = "503 Service Unavailable"
  Response.Write cfg("maintenance_text")
  Response.End
End If
CheckLocale
Set rq = New Req
Set rt = New Router
rt.Map "home", "OnHome"
rt.Map "news", "OnNews"
rt.Map "search", "OnSearch"
rt.Map "hello", "OnHello"
rt.Dispatch rq.Word("m")
%>
==== a11_dyninc.asp
<%
' Многоязычность: статичный include не умеет переменные,
' поэтому читаем языковой файл сами. Имя только из списка!
Dim langs, lg, k, fso, f, code
langs = Array("ru", "en", "de")
lg = "ru"
For Each k In langs
  If k = Request.Cookies("lang") Then lg = k
Next
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set f = fso.OpenTextFile(Server.MapPath("/lang/" & lg & ".inc"), 1, False)
code = f.ReadAll
f.Close
code = Replace(Replace(code, "<" & "%", ""), "%" & ">", "")
ExecuteGlobal code
%>
<h1><%=L_TITLE%></h1>
<p><%=L_WELCOME%></p>
==== a12_backup.asp
<!--#include virtual="/admin/inc/guard.asp"-->
<%
If Request.Form("token") = Session("csrf") And Request.Form("go") = "1" Then
  Dim wsh, rc
  Set wsh = Server.CreateObject("WScript.Shell")
  rc = wsh.Run("""D:\jobs\backup_site.cmd""", 0, True)
  Set wsh = Nothing
  If rc = 0 Then
    Response.Write "<p class='ok'>Backup finished.</p>"
  Else
    Response.Write "<p class='err'>Backup failed, code " & rc & "</p>"
  End If
End If
%>
<form method="post">
<input type="hidden" name="token" value="<%=Session("csrf")%>">
<button name="go" value="1">Run backup now</button>
</form>
==== a13_list.asp
<%
Option Explicit
Dim fso, fld, f, base, want, stm
base = Server.MapPath("/downloads/public")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set fld = fso.GetFolder(base)
want = Request.QueryString("get")
If want <> "" Then
  For Each f In fld.Files
    If StrComp(f.Name, want, 1) = 0 Then
      Set stm = Server.CreateObject("ADODB.Stream")
      stm.Type = 1
      stm.Open
      stm.LoadFromFile f.Path
      Response.ContentType = "application/octet-stream"
      Response.AddHeader "Content-Disposition", "attachment; filename=""" & f.Name & """"
      Response.BinaryWrite stm.Read
      stm.Close
      Response.End
    End If
  Next
  Response.Status = "404 Not Found"
End If
%>
<table><tr><th>Name</th><th>Size</th><th>Date</th></tr>
<% For Each f In fld.Files %>
<tr><td><a href="?get=<%=Server.URLEncode(f.Name)%>"><%=Server.HTMLEncode(f.Name)%></a></td>
<td><%=FormatNumber(f.Size / 1024, 0)%> KB</td><td><%=f.DateLastModified%></td></tr>
<% Next %>
</table>
==== a14_500.asp
<%
Dim e, k, fso, lg
Set e = Server.GetLastError()
Response.Status = "500 Internal Server Error"
On Error Resume Next
Set fso = Server.CreateObject("Scripting.FileSystemObject")
Set lg = fso.OpenTextFile(Server.MapPath("/logs/") & "\err_" & Year(Date) & Month(Date) & ".log", 8, True)
lg.WriteLine Now & vbTab & e.File & ":" & e.Line & vbTab & e.Description & vbTab & Replace(Request.ServerVariables("QUERY_STRING"), vbTab, " ")
lg.Close
%>
<html><head><title>Error</title></head><body>
<h1>Sorry, an error occurred</h1>
<% If Request.ServerVariables("REMOTE_ADDR") = "127.0.0.1" Then %>
<p><%=Server.HTMLEncode(e.Category & " " & e.Description)%> in <%=e.File%> line <%=e.Line%></p>
<table>
<% For Each k In Request.ServerVariables %>
<tr><td><%=k%></td><td><%=Server.HTMLEncode(Request.ServerVariables(k))%></td></tr>
<% Next %>
<% For Each k In Request.Form %>
<tr><td>form <%=Server.HTMLEncode(k)%></td><td><%=Server.HTMLEncode(Request.Form(k))%></td></tr>
<% Next %>
</table>
<% End If %>
</body></html>
==== a15_crypt.asp
<%
' "remember me" cookie, not military grade :)
Function HexDec(s)
  Dim i, r
  For i = 1 To Len(s) - 1 Step 2
    r = r & Chr(CLng("&H" & Mid(s, i, 2)))
  Next
  HexDec = r
End Function
Function XorStr(s, k)
  Dim i, r
  For i = 1 To Len(s)
    r = r & Chr(Asc(Mid(s, i, 1)) Xor Asc(Mid(k, ((i - 1) Mod Len(k)) + 1, 1)))
  Next
  XorStr = r
End Function
Function Sum16(s)
  Dim i, n
  n = 7
  For i = 1 To Len(s) : n = (n * 31 + Asc(Mid(s, i, 1))) Mod 65521 : Next
  Sum16 = n
End Function
Dim c, parts
c = Request.Cookies("remember")
If Len(c) > 8 And Len(c) < 200 Then
  parts = Split(XorStr(HexDec(c), Application("cookie_key")), "|")
  If UBound(parts) = 1 Then
    If IsNumeric(parts(0)) And CStr(Sum16(parts(0) & Application("cookie_key"))) = parts(1) Then Session("uid") = CLng(parts(0))
  End If
End If
%>
==== a16_captcha.asp
<%
Response.Expires = -1
Response.ContentType = "image/bmp"
Randomize
Dim digits(9), code, i, y, x, row, bits
digits(0)="0110100110011001100110010110" : digits(1)="0010011000100010001000100111"
digits(2)="0110100100010010010010001111" : digits(3)="0110100100010110000110010110"
digits(4)="0010011010101010111100100010" : digits(5)="1111100011100001000110010110"
digits(6)="0110100010001110100110010110" : digits(7)="1111000100100010010001000100"
digits(8)="0110100110010110100110010110" : digits(9)="0110100110010111000100010110"
For i = 1 To 4 : code = code & Int(Rnd * 10) : Next
Session("captcha") = code
Function Lng4(n)
  Lng4 = ChrB(n Mod 256) & ChrB((n \ 256) Mod 256) & ChrB((n \ 65536) Mod 256) & ChrB(0)
End Function
' header 24bpp, 24x7
Response.BinaryWrite ChrB(66) & ChrB(77) & Lng4(54 + 24*3*7) & Lng4(0) & Lng4(54)
Response.BinaryWrite Lng4(40) & Lng4(24) & Lng4(7) & ChrB(1) & ChrB(0) & ChrB(24) & ChrB(0) & Lng4(0) & Lng4(24*3*7) & Lng4(0) & Lng4(0) & Lng4(0) & Lng4(0)
For y = 6 To 0 Step -1
  For i = 1 To 4
    bits = Mid(digits(CInt(Mid(code, i, 1))), y * 4 + 1, 4) & "00"
    For x = 1 To 6
      If Mid(bits, x, 1) = "1" Then Response.BinaryWrite ChrB(40) & ChrB(40) & ChrB(Int(Rnd*160)) Else Response.BinaryWrite ChrB(255) & ChrB(255) & ChrB(255 - Int(Rnd*60))
    Next
  Next
Next
%>
==== a17_evalconst.asp
<%
' Builds variables for every known form field
' (generated by FormWizard 2.1, do not edit)
Dim flds, n
flds = Array("firstname", "lastname", "street", "zip", "city", "phone")
For Each n In flds
  Execute "Dim f_" & n
  Execute "f_" & n & " = Trim(Request.Form(""" & n & """))"
Next
Dim missing
For Each n In flds
  If Eval("f_" & n) = "" Then missing = missing & "<li>" & n & "</li>"
Next
If missing <> "" Then
  Response.Write "<ul>" & missing & "</ul>"
Else
  Session("addr") = Join(Array(f_firstname, f_lastname, f_street, f_zip, f_city, f_phone), "|")
  Response.Redirect "step2.asp"
End If
%>
==== a18_install.asp
<%@ Language=VBScript %>
<%
Dim fso, cfg, step, comps, c, o
Set fso = Server.CreateObject("Scripting.FileSystemObject")
cfg = Server.MapPath("config.inc.asp")
If fso.FileExists(cfg) Then
  Response.Write "Already installed. Remove install.asp."
  Response.End
End If
Function Clean(s)
  Dim re : Set re = New RegExp
  re.Global = True
  re.Pattern = "[^A-Za-z0-9_\.\-@]"
  Clean = re.Replace(s & "", "")
End Function
comps = Array("ADODB.Connection", "Scripting.FileSystemObject", "MSXML2.ServerXMLHTTP", "CDO.Message", "WScript.Shell")
%>
<h1>MiniShop setup</h1>
<h3>Components</h3><ul>
<%
On Error Resume Next
For Each c In comps
  Err.Clear
  Set o = Server.CreateObject(c)
  Response.Write "<li>" & c & ": " & IIfx(Err.Number = 0, "ok", "missing") & "</li>"
  Set o = Nothing
Next
On Error GoTo 0
Function IIfx(b, x, y)
  If b Then IIfx = x Else IIfx = y
End Function
If Request.Form("save") = "1" Then
  Dim cn, ts
  Set cn = Server.CreateObject("ADODB.Connection")
  cn.Open "Provider=SQLOLEDB;Data Source=" & Clean(Request.Form("srv")) & ";Initial Catalog=" & Clean(Request.Form("db")) & ";Integrated Security=SSPI"
  cn.Execute "CREATE TABLE ms_products (id INT IDENTITY PRIMARY KEY, title NVARCHAR(200), price MONEY)"
  cn.Close
  Set ts = fso.CreateTextFile(cfg, True)
  ts.WriteLine "<" & "%"
  ts.WriteLine "Const DB_SERVER = """ & Clean(Request.Form("srv")) & """"
  ts.WriteLine "Const DB_NAME = """ & Clean(Request.Form("db")) & """"
  ts.WriteLine "Const ADMIN_MAIL = """ & Clean(Request.Form("mail")) & """"
  ts.WriteLine "%" & ">"
  ts.Close
  Response.Write "<p>Installed.</p>"
  Response.End
End If
%>
</ul>
<form method="post"><input type="hidden" name="save" value="1">
Server <input name="srv"> Database <input name="db"> Mail <input name="mail"> <input type="submit" value="Install"></form>
==== a19_soap.asp
<%
Option Explicit
Dim dom, node, outDom, el, stm, id
Set dom = Server.CreateObject("MSXML2.DOMDocument.6.0")
dom.async = False
dom.resolveExternals = False
Response.ContentType = "text/xml"
If Not dom.load(Request) Then
  Response.Write "<fault code='parse'/>"
  Response.End
End If
Set node = dom.documentElement
Select Case node.nodeName
  Case "getVersion"
    Response.Write "<version>3.2</version>"
  Case "getDocument"
    id = node.getAttribute("id")
    If Not IsNumeric(id) Then Response.Write "<fault code='id'/>" : Response.End
    Set stm = Server.CreateObject("ADODB.Stream")
    stm.Type = 1 : stm.Open
    stm.LoadFromFile Server.MapPath("/docs/pdf/" & CLng(id) & ".pdf")
    Set outDom = Server.CreateObject("MSXML2.DOMDocument.6.0")
    Set el = outDom.createElement("document")
    el.dataType = "bin.base64"
    el.nodeTypedValue = stm.Read
    outDom.appendChild el
    outDom.save Response
    stm.Close
  Case Else
    Response.Write "<fault code='method'/>"
End Select
%>
==== a20_health.asp
<%@ language="JScript" %>
<%
// 稼働監視ページ
Response.ContentType = "text/plain";
function check(name, fn) {
  try { Response.Write(name + ": " + fn() + "\n"); }
  catch (e) { Response.Write(name + ": NG " + e.message + "\n"); }
}
check("db", function () {
  var c = Server.CreateObject("ADODB.Connection");
  c.Open(String(Application("dsn")));
  var r = c.Execute("SELECT 1");
  c.Close();
  return "OK";
});
check("disk", function () {
  var d = Server.CreateObject("Scripting.FileSystemObject").GetDrive("C:");
  return Math.round(d.FreeSpace / 1048576) + " MB";
});
check("svc", function () {
  var w = GetObject("winmgmts:\\\\.\\root\\cimv2");
  var q = new Enumerator(w.ExecQuery("SELECT Name, State FROM Win32_Service WHERE Name='W3SVC' OR Name='MSSQLSERVER'"));
  var s = [];
  for (; !q.atEnd(); q.moveNext()) s.push(q.item().Name + "=" + q.item().State);
  return s.join(", ");
});
%>
'''
)
