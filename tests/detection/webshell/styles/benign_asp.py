# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages of ASP that come near to what a web shell does."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== guestbook.asp
<!--#include file="conn.asp"-->
<% Dim n, t
n = Replace(Request.Form("name"), "'", "''")
t = Replace(Request.Form("text"), "'", "''")
If n <> "" Then conn.Execute "INSERT INTO book (n, t) VALUES ('" & n & "', '" & t & "')"
Set rs = conn.Execute("SELECT * FROM book ORDER BY id DESC")
Do While Not rs.EOF %><p><%= Server.HTMLEncode(rs("n")) %></p><% rs.MoveNext : Loop %>
==== counter.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject")
f = Server.MapPath("counter.txt")
Set t = fs.OpenTextFile(f, 1)
n = CLng(t.ReadLine) + 1
t.Close
Set t = fs.CreateTextFile(f, True)
t.WriteLine n
t.Close
Response.Write n %>
==== upload-checked.asp
<% Class Upload
 Private Sub Class_Initialize
  Set st = Server.CreateObject("ADODB.Stream")
  st.Type = 1 : st.Open
  st.Write Request.BinaryRead(Request.TotalBytes)
 End Sub
 Public Sub Save(id)
  st.SaveToFile Server.MapPath("photos/" & id & ".jpg"), 2
 End Sub
End Class
ext = LCase(Mid(Request.QueryString("n"), InStrRev(Request.QueryString("n"), ".") + 1))
If ext <> "jpg" Then Response.End
Set u = New Upload
u.Save CLng(Session("member")) %>
==== mail.asp
<% Set m = Server.CreateObject("CDO.Message")
m.From = "web@site.example"
m.To = "office@site.example"
m.Subject = "Form"
m.TextBody = Request.Form("text") & vbCrLf & Request.Form("mail")
m.Send
Response.Redirect "thanks.asp" %>
==== backup.asp
<% If Session("admin") <> True Then Response.End
Set sh = Server.CreateObject("WScript.Shell")
r = sh.Run("cmd /c C:\jobs\backup.cmd", 0, True)
Response.Write "Result " & r
If Request("msg") <> "" Then Response.Write Server.HTMLEncode(Request("msg")) %>
==== feed.asp
<% Set h = Server.CreateObject("MSXML2.ServerXMLHTTP.6.0")
h.Open "GET", "https://news.example/feed.xml", False
h.Send
Set x = Server.CreateObject("MSXML2.DOMDocument")
x.loadXML h.responseText
Set s = Server.CreateObject("MSXML2.DOMDocument")
s.load Server.MapPath("feed.xsl")
Response.Write x.transformNode(s)
q = Request("q") %>
==== menu.asp
<% Select Case Request("page")
Case "news" Server.Execute "news.asp"
Case "shop" Server.Transfer "shop.asp"
Case Else Response.Redirect "default.asp"
End Select %>
==== basket.asp
<% Set b = Server.CreateObject("Scripting.Dictionary")
For Each k In Request.Form
 If Left(k, 4) = "qty_" Then b.Add Mid(k, 5), CInt(Request.Form(k))
Next
For Each k In b.Keys
 total = total + b(k) * Price(k)
Next
Session("basket") = Join(b.Keys, ",") %>
==== base64.asp
<% Const A = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
Function Enc(s)
 Dim i, g
 For i = 1 To Len(s) Step 3
  g = Asc(Mid(s, i, 1)) * 65536
  Enc = Enc & Mid(A, (g \ 262144) + 1, 1)
 Next
End Function
Response.Write Enc(Request.QueryString("s")) %>
==== md5.asp
<% Private Const BITS = 8
Private m_l(30)
Function RotateLeft(v, n)
 RotateLeft = v * m_l(n)
End Function
Function Md5(s)
 For i = 1 To Len(s)
  h = h & Right("0" & Hex(Asc(Mid(s, i, 1))), 2)
 Next
 Md5 = LCase(h)
End Function
If Md5(Request("pw")) = Application("hash") Then Session("ok") = True %>
==== jscript-json.asp
<%@ Language="JScript" %><% var t = String(Request.QueryString("name")); var o = { name: t, at: new Date().getTime() };
function esc(s) { return s.replace(/[<>"]/g, ""); } Response.Write('{"name":"' + esc(o.name) + '"}'); %>
==== search.asp
<% q = Trim(Request("q"))
Set re = New RegExp
re.Pattern = "[^a-z0-9 ]" : re.IgnoreCase = True : re.Global = True
q = re.Replace(q, "")
Set c = Server.CreateObject("ADODB.Connection")
c.Open Application("cs")
Set rs = c.Execute("SELECT TOP 50 * FROM pages WHERE txt LIKE '%" & q & "%'")
While Not rs.EOF : Response.Write rs("t") & "<br>" : rs.MoveNext : Wend %>
==== client-eval.asp
<% nm = Request("n") %><script language="javascript">function go(x) { var v = eval(x + "1"); setTimeout("go('a')", 10); var w = new ActiveXObject("Microsoft.XMLHTTP"); }</script><script language="vbscript">Sub a : Execute "MsgBox 1" : End Sub</script><p><%= Server.HTMLEncode(nm) %></p>
==== edit-page.asp
<% If Not Session("editor") Then Response.Redirect "logon.asp"
id = CLng(Request("id"))
Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set f = fs.CreateTextFile(Server.MapPath("content/" & id & ".txt"), True)
f.Write Request.Form("body")
f.Close %>
==== gallery.asp
<% Set fs = CreateObject("Scripting.FileSystemObject")
Set d = fs.GetFolder(Server.MapPath("gallery"))
For Each f In d.Files
 If LCase(fs.GetExtensionName(f.Name)) = "jpg" Then Response.Write "<img src=""gallery/" & f.Name & """>"
Next
p = Request("page") %>
==== download.asp
<% n = Request("file")
If InStr(n, "..") > 0 Or InStr(n, "\") > 0 Then Response.End
Set s = Server.CreateObject("ADODB.Stream")
s.Type = 1 : s.Open
s.LoadFromFile Server.MapPath("files/" & n & ".pdf")
Response.ContentType = "application/pdf"
Response.BinaryWrite s.Read %>
==== logon.asp
<% u = Request.Form("username")
p = Request.Form("password")
Set cm = Server.CreateObject("ADODB.Command")
cm.ActiveConnection = Application("cs")
cm.CommandText = "SELECT id FROM users WHERE u = ? AND h = ?"
Set rs = cm.Execute(, Array(u, Hash(p)))
If rs.EOF Then
 Set l = CreateObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("data/failed.txt"), 8, True)
 l.WriteLine Now & " " & Request.ServerVariables("REMOTE_ADDR") & " " & u
 l.Close
Else
 Session("uid") = rs("id")
End If %>
==== global.asa
<script language="VBScript" runat="server">
Sub Application_OnStart
 Application("cs") = "Provider=SQLOLEDB;Data Source=db1;Initial Catalog=site;Integrated Security=SSPI"
 Application("hits") = 0
End Sub
Sub Session_OnStart
 Application.Lock
 Application("hits") = Application("hits") + 1
 Application.UnLock
End Sub
</script>
==== rating.asp
<% Sub Execute1(q) : conn.Execute q, , 129 : End Sub
r = CInt(Request("r"))
If r > 0 And r < 6 Then Execute1 "UPDATE items SET votes = votes + 1, sum = sum + " & r & " WHERE id = " & CLng(Request("id")) %>
==== stored-proc.asp
<% Set cm = Server.CreateObject("ADODB.Command")
Set cm.ActiveConnection = conn
cm.CommandType = 4
cm.CommandText = "sp_orders"
cm.Parameters.Append cm.CreateParameter("@c", 3, 1, , CLng(Request("c")))
Set rs = cm.Execute %>
==== sort.asp
<% col = Request("sort")
Select Case col
 Case "name", "price", "date"
 Case Else col = "name"
End Select
Set rs = conn.Execute("SELECT * FROM items ORDER BY " & col) %>
==== xml-post.asp
<% Set x = Server.CreateObject("MSXML2.DOMDocument.3.0")
x.async = False
x.load Request
For Each n In x.documentElement.childNodes
 Response.Write n.nodeName & "=" & Server.HTMLEncode(n.text) & "<br>"
Next %>
==== template.asp
<% Set fs = Server.CreateObject("Scripting.FileSystemObject")
t = fs.OpenTextFile(Server.MapPath("templates/main.htm")).ReadAll
t = Replace(t, "{title}", Server.HTMLEncode(Request("t")))
t = Replace(t, "{date}", FormatDateTime(Date))
Response.Write t %>
==== language.asp
<% lang = Request.Cookies("lang")
If lang <> "de" And lang <> "fr" Then lang = "en"
Set fs = Server.CreateObject("Scripting.FileSystemObject")
Set f = fs.OpenTextFile(Server.MapPath("lang/" & lang & ".txt"))
Do Until f.AtEndOfStream
 a = Split(f.ReadLine, "=")
 Session("t_" & a(0)) = a(1)
Loop %>
==== const-execute.asp
<% Dim fields, i
fields = Array("Name", "Street", "City")
For i = 0 To 2
 Execute "f_" & fields(i) & " = """""
Next
ExecuteGlobal "Const SITE = ""Main"""
q = Server.HTMLEncode(Request("q")) %>
==== payment.asp
<% Set h = Server.CreateObject("WinHttp.WinHttpRequest.5.1")
h.Open "POST", "https://pay.example/verify", False
h.SetRequestHeader "Content-Type", "application/x-www-form-urlencoded"
h.Send Request.Form & "&cmd=_notify-validate"
If h.ResponseText = "VERIFIED" Then conn.Execute "UPDATE orders SET paid = 1 WHERE id = " & CLng(Request.Form("invoice")) %>
==== calendar.asp
<% d = Request("d")
If Not IsDate(d) Then d = Date
For i = 1 To Day(DateSerial(Year(d), Month(d) + 1, 0)) %><td><a href="?d=<%= DateSerial(Year(d), Month(d), i) %>"><%= i %></a></td><% Next
Eval_ = Weekday(d) %>
==== csv-export.asp
<% Response.ContentType = "text/csv"
Response.AddHeader "Content-Disposition", "attachment; filename=" & Replace(Request("n"), """", "") & ".csv"
Set rs = conn.Execute("SELECT * FROM orders WHERE y = " & CInt(Request("y")))
Response.Write rs.GetString(2, , ";", vbCrLf) %>
==== ldap.asp
<% Set c = CreateObject("ADODB.Connection")
c.Provider = "ADsDSOObject"
c.Open "Active Directory Provider"
Set rs = c.Execute("<LDAP://dc=corp,dc=example>;(&(objectClass=user)(cn=" & Esc(Request("n")) & "*));cn,mail;subtree")
While Not rs.EOF : Response.Write rs("cn") : rs.MoveNext : Wend %>
==== poll.asp
<%@ Language=VBScript CodePage=65001 %>
<% Option Explicit
Dim choice, arr
choice = Request.Form("choice")
arr = Split(Application("poll"), ",")
If IsNumeric(choice) Then arr(CInt(choice)) = arr(CInt(choice)) + 1
Application("poll") = Join(arr, ",") %>
==== chr-list.asp
<% nl = Chr(13) & Chr(10)
q = Chr(34)
s = Request.Form("s")
s = Replace(s, nl, "<br>")
s = Replace(s, Chr(9), "&nbsp;&nbsp;")
Response.Write "<p class=" & q & "x" & q & ">" & Server.HTMLEncode(s) & "</p>" %>
'''
)
