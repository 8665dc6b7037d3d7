# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pieces of ordinary pages of ASP that come near to what web shells do; none may be told above low."""

from tests.detection.webshell.second_samples import cut

PIECES = cut(
    r"""
==== sql-clauses.asp
<% sql = "SELECT * FROM orders WHERE 1=1"
If Request("cust") <> "" Then sql = sql & " AND cust = '" & Replace(Request("cust"), "'", "''") & "'"
If Request("sort") <> "" Then sql = sql & " ORDER BY " & Request("sort")
Set rs = conn.Execute(sql) %>
==== sql-after-nothing.asp
<% Dim conn, sql
Set conn = Server.CreateObject("ADODB.Connection")
conn.Open Application("dsn")
ShowAll
conn.Close
Set conn = Nothing
Sub ShowAll
  sql = "SELECT id, name FROM t WHERE kind = " & Request("k") & " ORDER BY " & Request("o")
  Set rs = conn.Execute(sql)
  Do Until rs.EOF
    Response.Write rs("name") : rs.MoveNext
  Loop
End Sub %>
==== sql-function.asp
<% Function Query(c, s)
  Set Query = c.Execute(s)
End Function
Set db = OpenDb()
Set rs = Query(db, "SELECT * FROM news WHERE id = " & Request("id")) %>
==== sql-class.asp
<% Class Db
  Private cn
  Private Sub Class_Initialize
    Set cn = Server.CreateObject("ADODB.Connection")
    cn.Open Application("cs")
  End Sub
  Public Function Execute(s)
    Set Execute = cn.Execute(s)
  End Function
  Private Sub Class_Terminate
    cn.Close : Set cn = Nothing
  End Sub
End Class
Set d = New Db
Set rs = d.Execute("UPDATE visits SET n = n + 1 WHERE page = '" & Request("p") & "'") %>
==== sql-active-connection.asp
<% Set rs = Server.CreateObject("ADODB.Recordset")
rs.ActiveConnection = Session("cn")
rs.ActiveConnection.Execute "DELETE FROM cart WHERE id = " & Request("id")
rs.Open "SELECT * FROM cart WHERE s = " & Session.SessionID, Session("cn") %>
==== sql-with.asp
<% With Server.CreateObject("ADODB.Connection")
  .Open Application("cs")
  .Execute "INSERT INTO log (page, who) VALUES ('" & Request.ServerVariables("SCRIPT_NAME") & "', '" & Request("u") & "')"
  .Close
End With %>
==== sql-js.asp
<%@ Language="JScript" %><% var c = Server.CreateObject("ADODB.Connection"); c.Open(Application("cs"));
var where = []; if (Request("a").Count) where.push("a = '" + String(Request("a")).replace(/'/g, "''") + "'");
var rs = c.Execute("SELECT * FROM t" + (where.length ? " WHERE " + where.join(" AND ") : "")); %>
==== sql-stored-procedure.asp
<% Set cmd = Server.CreateObject("ADODB.Command")
cmd.ActiveConnection = cs
cmd.CommandText = "usp_" & Request("report")
cmd.CommandType = 4
cmd.Execute %>
==== sql-update-form.asp
<% For Each f In Request.Form
  If Left(f, 2) = "c_" Then sets = sets & Mid(f, 3) & " = '" & Replace(Request.Form(f), "'", "''") & "', "
Next
conn.Execute "UPDATE customer SET " & sets & " changed = GETDATE() WHERE id = " & CLng(Request.Form("id")) %>
==== sql-paging-class.asp
<% Class Pager
  Public Sql, Size
  Public Function Load(cn)
    Dim rs : Set rs = Server.CreateObject("ADODB.Recordset")
    rs.PageSize = Size
    rs.Open Sql, cn, 3, 1
    Set Load = rs
  End Function
End Class
Set p = New Pager
p.Size = 20
p.Sql = "SELECT * FROM items WHERE cat = '" & Replace(Request("cat"), "'", "''") & "'"
Set rs = p.Load(Session("cn")) %>
==== path-fixed-folder.asp
<% n = Replace(Replace(Request("doc"), "..", ""), "\", "")
Set fs = Server.CreateObject("Scripting.FileSystemObject")
p = Server.MapPath("docs") & "\" & n & ".txt"
If fs.FileExists(p) Then Response.Write Server.HTMLEncode(fs.OpenTextFile(p, 1).ReadAll) %>
==== path-number.asp
<% id = CLng(Request("id"))
Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set t = fs.OpenTextFile(Server.MapPath("data/" & id & ".txt"), 1)
Response.Write t.ReadAll %>
==== path-pattern-class.asp
<% Class Notes
  Private fs, root
  Private Sub Class_Initialize
    Set fs = Server.CreateObject("Scripting.FileSystemObject")
    root = Server.MapPath("/notes")
  End Sub
  Private Function Good(s)
    Dim r : Set r = New RegExp
    r.Pattern = "^[a-z0-9_]{1,40}$"
    Good = r.Test(s)
  End Function
  Private Function FileOf(s)
    If Not Good(s) Then Err.Raise 5
    FileOf = root & "\" & s & ".txt"
  End Function
  Public Function Read(s) : Read = fs.OpenTextFile(FileOf(s), 1).ReadAll : End Function
  Public Sub Save(s, t) : fs.CreateTextFile(FileOf(s), True).Write t : End Sub
  Public Sub Remove(s) : fs.DeleteFile FileOf(s) : End Sub
  Public Sub Rename(s, n) : fs.MoveFile FileOf(s), FileOf(n) : End Sub
End Class
Set n = New Notes
Select Case Request("do")
  Case "save" : n.Save Request("name"), Request("text")
  Case "del" : n.Remove Request("name")
  Case "ren" : n.Rename Request("name"), Request("to")
  Case Else : Response.Write n.Read(Request("name"))
End Select %>
==== path-pattern-js.asp
<%@ Language="JScript" %><% function slug(s) { return /^[\w-]+$/.test(s); }
var n = String(Request("n")); if (!slug(n)) { Response.Status = "400"; Response.End(); }
var fs = Server.CreateObject("Scripting.FileSystemObject");
if (Request("del").Count) fs.DeleteFile(Server.MapPath("pages/" + n + ".html"));
else if (Request("t").Count) { var f = fs.CreateTextFile(Server.MapPath("pages/" + n + ".html"), true); f.Write(String(Request("t"))); f.Close(); }
else Response.Write(fs.OpenTextFile(Server.MapPath("pages/" + n + ".html"), 1).ReadAll()); %>
==== path-gallery.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set d = fs.GetFolder(Server.MapPath("gallery/" & CInt(Request("album"))))
For Each f In d.Files
  If LCase(fs.GetExtensionName(f.Name)) = "jpg" Then Response.Write "<img src='gallery/" & f.Name & "'>"
Next %>
==== path-download-list.asp
<% Set files = CreateObject("Scripting.Dictionary")
files.Add "1", "price.pdf" : files.Add "2", "terms.pdf"
If files.Exists(Request("f")) Then
  Set s = CreateObject("ADODB.Stream")
  s.Type = 1 : s.Open
  s.LoadFromFile Server.MapPath("pdf/" & files(Request("f")))
  Response.BinaryWrite s.Read
End If %>
==== log-append.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set t = fs.OpenTextFile(Server.MapPath("log/visits.txt"), 8, True)
t.WriteLine Now & vbTab & Request.ServerVariables("REMOTE_ADDR") & vbTab & Request("ref")
t.Close %>
==== log-class.asp
<% Class Logger
  Private ts
  Private Sub Class_Initialize
    Set ts = CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("/log/app.log"), 8, True)
  End Sub
  Public Sub Write(s)
    ts.WriteLine Now & " " & s
  End Sub
End Class
Set l = New Logger
l.Write "search " & Request("q") %>
==== guestbook.asp
<% Set fs = CreateObject("Scripting.FileSystemObject")
Set f = fs.OpenTextFile(Server.MapPath("guest.txt"), 8, True)
f.WriteLine Server.HTMLEncode(Request.Form("name")) & "|" & Server.HTMLEncode(Request.Form("text"))
f.Close %>
==== counter.asp
<% p = Server.MapPath("counter.txt")
Set fs = CreateObject("Scripting.FileSystemObject")
n = CLng(fs.OpenTextFile(p, 1).ReadLine) + 1
fs.CreateTextFile(p, True).Write n
Response.Write n %>
==== cache-file.asp
<% Set h = CreateObject("MSXML2.ServerXMLHTTP")
h.Open "GET", "http://feeds.example.com/rss.xml", False
h.Send
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("cache/rss.xml"), True)
f.Write h.responseText
f.Close %>
==== export-csv.asp
<% fn = "export_" & CLng(Request("year")) & ".csv"
Set f = CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("out/" & fn), True)
Do Until rs.EOF
  f.WriteLine rs("a") & ";" & rs("b")
  rs.MoveNext
Loop
f.Close
Response.Redirect "out/" & fn %>
==== upload-checked.asp
<% Set up = Server.CreateObject("Persits.Upload")
up.SetMaxSize 1000000, True
up.Save
For Each f In up.Files
  If LCase(f.Ext) = ".jpg" Or LCase(f.Ext) = ".gif" Then f.SaveAs Server.MapPath("pics") & "\" & CLng(Session("uid")) & f.Ext
Next %>
==== upload-class.asp
<% Set up = New CUpload
up.Read Request.BinaryRead(Request.TotalBytes)
ext = LCase(up.Extension("photo"))
If InStr("|jpg|png|gif|", "|" & ext & "|") > 0 Then
  Set s = Server.CreateObject("ADODB.Stream")
  s.Type = 1 : s.Open : s.Write up.Data("photo")
  s.SaveToFile Server.MapPath("photos/" & Session("uid") & "." & ext), 2
End If %>
==== json-fixed-server.asp
<%@ Language="JScript" %><% var x = new ActiveXObject("MSXML2.ServerXMLHTTP"); x.open("GET", "http://stock.corp.example/api?item=" + Server.URLEncode(Request("item")), false); x.send();
var o = eval("(" + x.responseText + ")"); Response.Write(o.count); %>
==== json-named-object.asp
<%@ Language="JScript" %><% function load(u) { var h = Server.CreateObject("MSXML2.XMLHTTP"); h.open("GET", u, false); h.send(null); return h.responseText; }
var rates; eval("rates = " + load("http://rates.example.com/eur.js")); Response.Write(rates.usd); %>
==== json-scriptcontrol.asp
<% Set h = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
h.Open "GET", "https://api.example.com/v1/items", False
h.Send
Set sc = Server.CreateObject("MSScriptControl.ScriptControl")
sc.Language = "JScript"
sc.AddCode "var o = " & h.responseText
Response.Write sc.Eval("o.items.length") %>
==== json-own-file.asp
<%@ Language="JScript" %><% var fs = new ActiveXObject("Scripting.FileSystemObject"); var t = fs.OpenTextFile(Server.MapPath("conf/menu.json"), 1).ReadAll();
var menu = eval("(" + t + ")"); for (var i = 0; i < menu.length; i++) Response.Write(menu[i].title); %>
==== include-whitelist.asp
<% Select Case Request("p")
  Case "news" : Server.Execute "inc/news.asp"
  Case "about" : Server.Execute "inc/about.asp"
  Case Else : Server.Execute "inc/home.asp"
End Select %>
==== include-list.asp
<% pages = Array("home", "news", "jobs")
p = "home"
For Each x In pages
  If x = Request("p") Then p = x
Next
Server.Execute "inc/" & p & ".asp" %>
==== include-dictionary.asp
<% Set d = CreateObject("Scripting.Dictionary")
d("a") = "part_a.asp" : d("b") = "part_b.asp"
k = Request.QueryString("k")
If d.Exists(k) Then Server.Execute d(k) Else Server.Execute "part_a.asp" %>
==== include-js-table.asp
<%@ Language="JScript" %><% var t = { a: "a.asp", b: "b.asp" }; var f = t[String(Request("v"))] || t.a; Server.Execute("parts/" + f); %>
==== transfer-error.asp
<% If Request("id") = "" Or Not IsNumeric(Request("id")) Then Server.Transfer "/error/400.asp" %>
==== execute-own-file.asp
<% Function Lib(n)
  Dim fs : Set fs = Server.CreateObject("Scripting.FileSystemObject")
  ExecuteGlobal fs.OpenTextFile(Server.MapPath("/lib/" & n & ".vbs"), 1).ReadAll
End Function
Lib "strings"
Lib "dates" %>
==== execute-fixed.asp
<% For i = 1 To 3
  Execute "field" & i & " = ""x"" & i"
Next
Execute "Const RELEASE = 12" %>
==== execute-constants.asp
<% Sub Define(n, v)
  Execute "Const " & n & " = " & v
End Sub
Define "MAX_ROWS", 50
Define "MIN_ROWS", 5 %>
==== eval-fixed-expression.asp
<% formula = "a * 2 + b"
a = CDbl(Request("a")) : b = CDbl(Request("b"))
Response.Write Eval(formula) %>
==== eval-number.asp
<% n = CInt(Request("n"))
Response.Write Eval("weight" & n) %>
==== eval-list.asp
<% Select Case Request("op")
  Case "add" : f = "+"
  Case "sub" : f = "-"
  Case Else : f = "*"
End Select
Response.Write Eval(CDbl(Request("x")) & f & CDbl(Request("y"))) %>
==== getref-fixed.asp
<% Sub OnRow(rs) : Response.Write rs(0) : End Sub
Sub Walk(rs, f)
  Do Until rs.EOF
    f rs
    rs.MoveNext
  Loop
End Sub
Walk conn.Execute("SELECT name FROM t WHERE k = " & CLng(Request("k"))), GetRef("OnRow") %>
==== shell-fixed.asp
<% If Request("go") = "1" Then
  Set sh = Server.CreateObject("WScript.Shell")
  sh.Run "D:\jobs\nightly.cmd", 0, True
  Set sh = Nothing
End If %>
==== shell-fixed-class.asp
<% Class Jobs
  Private sh
  Private Sub Class_Initialize : Set sh = Server.CreateObject("WScript.Shell") : End Sub
  Public Function Run(n)
    Select Case n
      Case "stats" : Run = sh.Run("D:\jobs\stats.cmd", 0, True)
      Case "mail" : Run = sh.Run("D:\jobs\mail.cmd", 0, True)
    End Select
  End Function
End Class
Set j = New Jobs
Response.Write j.Run(Request("job")) %>
==== shell-environment.asp
<% Set sh = CreateObject("WScript.Shell")
Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%")
v = sh.RegRead("HKLM\Software\Shop\Version")
Response.Write Server.HTMLEncode(v & " " & Request("x")) %>
==== shell-number.asp
<% Set sh = Server.CreateObject("WScript.Shell")
sh.Run "C:\tools\thumb.exe " & CLng(Request("id")) & " 120", 0, True %>
==== shell-list-js.asp
<%@ Language="JScript" %><% var jobs = { a: "D:\\jobs\\a.cmd", b: "D:\\jobs\\b.cmd" }; var j = jobs[String(Request("j"))];
if (j) new ActiveXObject("WScript.Shell").Run(j, 0, true); %>
==== own-function-run.asp
<% Sub Run(report)
  Response.Write "<h1>" & Server.HTMLEncode(report) & "</h1>"
End Sub
Run Request("report") %>
==== own-function-exec.asp
<%@ Language="JScript" %><% function exec(name) { return lookup[name] || ""; } var lookup = { a: "1" };
Response.Write(exec(String(Request("n")))); %>
==== own-class-write.asp
<% Class Page
  Public Title
  Public Sub Write(s) : Response.Write Server.HTMLEncode(s) : End Sub
  Public Sub Save(s) : Session("draft") = s : End Sub
End Class
Set p = New Page
p.Title = Request("t") : p.Write p.Title : p.Save Request("body") %>
==== session-store.asp
<% Session("lang") = Request("lang")
If Session("lang") = "" Then Session("lang") = "en"
Response.Write Session("lang") %>
==== mail.asp
<% Set m = Server.CreateObject("CDO.Message")
m.From = "web@example.com" : m.To = "info@example.com"
m.Subject = Left(Request.Form("s"), 80)
m.TextBody = Request.Form("b")
m.Send %>
==== xml-load.asp
<% Set x = Server.CreateObject("MSXML2.DOMDocument")
x.async = False
x.load Server.MapPath("xml/cat" & CInt(Request("c")) & ".xml")
Set s = Server.CreateObject("MSXML2.DOMDocument")
s.load Server.MapPath("xml/list.xsl")
Response.Write x.transformNode(s) %>
==== xml-posted.asp
<% Set x = Server.CreateObject("MSXML2.DOMDocument.3.0")
x.async = False
x.load Request
Set n = x.selectSingleNode("/order/id")
conn.Execute "INSERT INTO orders (ref, body) VALUES ('" & Replace(n.text, "'", "''") & "', '" & Replace(x.xml, "'", "''") & "')" %>
==== base64-picture.asp
<% Set n = CreateObject("MSXML2.DOMDocument").createElement("b")
n.dataType = "bin.base64"
n.text = Request.Form("img")
Set s = CreateObject("ADODB.Stream")
s.Type = 1 : s.Open : s.Write n.nodeTypedValue
s.SaveToFile Server.MapPath("sig/" & CLng(Request.Form("id")) & ".png"), 2 %>
==== regexp-replace.asp
<% Set r = New RegExp
r.Global = True : r.Pattern = "\[b\](.*?)\[/b\]"
Response.Write r.Replace(Server.HTMLEncode(Request("t")), "<b>$1</b>") %>
==== js-replace-function.asp
<%@ Language="JScript" %><% var t = String(Request("t")).replace(/\b\w/g, function (c) { return c.toUpperCase(); }); Response.Write(Server.HTMLEncode(t)); %>
==== js-regexp-static.asp
<%@ Language="JScript" %><% if (/^(\d{4})-(\d\d)$/.test(String(Request("m")))) { var y = RegExp.$1; Response.Write("Year " + y); } %>
==== js-module-ordinary.asp
<%@ Language="JScript" %><% var Cart = (function () { var items = []; return { add: function (x) { items.push(x); }, list: function () { return items.join(", "); } }; })();
Cart.add(String(Request("item"))); Response.Write(Server.HTMLEncode(Cart.list())); %>
==== js-apply.asp
<%@ Language="JScript" %><% function fmt() { var a = Array.prototype.slice.call(arguments, 1); return arguments[0].replace(/\{(\d)\}/g, function (m, i) { return a[i]; }); }
Response.Write(fmt("Hello {0}", Server.HTMLEncode(Request("n")))); %>
==== js-with-ordinary.asp
<%@ Language="JScript" %><% with (Response) { Write("<p>"); Write(Server.HTMLEncode(Request("q"))); Write("</p>"); } %>
==== js-switch-ordinary.asp
<%@ Language="JScript" %><% var view; switch (String(Request("v"))) { case "a": view = "list"; break; case "b": view = "grid"; break; default: view = "list"; } Server.Execute("views/" + view + ".asp"); %>
==== dictionary-settings.asp
<% Set cfg = Server.CreateObject("Scripting.Dictionary")
Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set t = fs.OpenTextFile(Server.MapPath("site.ini"), 1)
Do Until t.AtEndOfStream
  p = Split(t.ReadLine, "=")
  If UBound(p) = 1 Then cfg(Trim(p(0))) = Trim(p(1))
Loop
cfg("lang") = Request("lang")
Response.Write cfg("title") & cfg("lang") %>
==== template.asp
<% Function Fill(name, d)
  Dim t, k
  t = CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("tpl/" & name & ".htm"), 1).ReadAll
  For Each k In d.Keys
    t = Replace(t, "{" & k & "}", Server.HTMLEncode(d(k)))
  Next
  Fill = t
End Function
Set d = CreateObject("Scripting.Dictionary")
d("name") = Request("name")
Response.Write Fill("letter", d) %>
==== ad-lookup.asp
<% Set o = GetObject("LDAP://RootDSE")
Set c = Server.CreateObject("ADODB.Connection")
c.Provider = "ADsDSOObject" : c.Open "AD"
Set rs = c.Execute("SELECT cn, mail FROM 'LDAP://" & o.Get("defaultNamingContext") & "' WHERE cn = '" & Replace(Request("n"), "'", "") & "*'") %>
==== wmi-disk.asp
<% Set w = GetObject("winmgmts:\\.\root\cimv2")
For Each d In w.ExecQuery("SELECT * FROM Win32_LogicalDisk WHERE DriveType = 3")
  Response.Write d.DeviceID & " " & d.FreeSpace & "<br>"
Next
Response.Write Server.HTMLEncode(Request("title")) %>
==== proxy-fixed.asp
<% Set h = Server.CreateObject("MSXML2.ServerXMLHTTP")
h.Open "POST", "http://pay.example.com/check", False
h.setRequestHeader "Content-Type", "application/x-www-form-urlencoded"
h.Send "order=" & Server.URLEncode(Request.Form("order"))
If h.responseText = "OK" Then Response.Redirect "done.asp" %>
==== byref-ordinary.asp
<% Sub Clean(ByRef s)
  s = Replace(Trim(s), "'", "''")
End Sub
q = Request("q")
Clean q
Set rs = conn.Execute("SELECT * FROM faq WHERE title LIKE '%" & q & "%'") %>
==== array-objects.asp
<% Dim parts(1)
Set parts(0) = Server.CreateObject("Scripting.FileSystemObject")
Set parts(1) = Server.CreateObject("ADODB.Connection")
parts(1).Open Application("cs")
If parts(0).FileExists(Server.MapPath("stop.txt")) Then Response.End
Set rs = parts(1).Execute("SELECT TOP 5 * FROM news WHERE lang = '" & Replace(Request("l"), "'", "''") & "' ORDER BY d DESC") %>
==== class-fixed-root.asp
<%
Class View
  Private mFso, mRoot
  Private Sub Class_Initialize()
    Set mFso = Server.CreateObject("Scripting.FileSystemObject")
    mRoot = Server.MapPath("gallery")
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
==== folder-fixed-between.asp
<% Set fso = Server.CreateObject("Scripting.FileSystemObject")
fso.DeleteFile Request("d") & "\thumbs\" & Request("f") %>
"""
)
