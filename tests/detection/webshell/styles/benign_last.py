# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages that use the mechanisms of `mechanisms_last…` for something harmless."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== guestbook-database.asp
<% Set c = Server.CreateObject("ADODB.Connection") : c.Open Application("dsn")
c.Execute "INSERT INTO guests (t) VALUES ('" & Replace(Request.Form("t"), "'", "''") & "')"
Set r = c.Execute("SELECT t FROM guests ORDER BY id DESC")
Do While Not r.EOF : Response.Write Server.HTMLEncode(r("t")) & "<br>" : r.MoveNext : Loop %>
==== comments.php
<?php $db = new PDO('sqlite:c.db'); $s = $db->prepare('insert into c (t) values (?)'); $s->execute([$_POST['t']]);
foreach ($db->query('select t from c') as $row) { echo htmlspecialchars($row['t']), '<br>'; }
include 'footer.php';
==== pages-in-table.php
<?php $m = new mysqli('db', 'u', 'p', 'cms'); if ($_POST) { $s = $m->prepare('update pages set body = ? where id = ?'); $s->bind_param('si', $_POST['body'], $_POST['id']); $s->execute(); }
$r = $m->query('select body from pages where id = 1'); file_put_contents('cache/1.html', $r->fetch_assoc()['body']); readfile('cache/1.html');
==== orders.aspx
<%@ Page Language="C#" %><% var c = new SqlCommand("insert into orders (n) values (@n)", con); c.Parameters.AddWithValue("@n", Request.Form["n"]); c.ExecuteNonQuery();
var q = new SqlCommand("select path from reports where id = 3", con); Process.Start(@"C:\jobs\report.exe", "3"); Response.Write(q.ExecuteScalar()); %>
==== orders.jsp
<% java.sql.PreparedStatement p = con.prepareStatement("insert into orders (n) values (?)"); p.setString(1, request.getParameter("n")); p.executeUpdate();
java.sql.ResultSet r = st.executeQuery("select n from orders"); while (r.next()) { out.print(escape(r.getString(1))); } request.getRequestDispatcher("/done.jsp").forward(request, response); %>
==== contact.php
<?php $from = filter_var($_POST['mail'], FILTER_VALIDATE_EMAIL); if ($from) { mail('shop@firma.example', 'Anfrage', $_POST['text'], "From: $from", "-f$from"); }
==== webmail.php
<?php $box = imap_open('{mail.firma.example:993/imap/ssl}INBOX', $_POST['user'], $_POST['password']); if ($box) { foreach (imap_headers($box) as $h) echo htmlspecialchars($h); imap_close($box); }
==== buffer.php
<?php ob_start('ob_gzhandler'); echo 'Guten Tag ', htmlspecialchars($_GET['name'] ?? ''); ob_end_flush();
==== buffer-own.php
<?php function shorter($html) { return preg_replace('/\s+/', ' ', $html); } ob_start('shorter'); echo '<p>', htmlspecialchars($_GET['q']), '</p>'; ob_end_flush();
==== assert-settings.php
<?php ini_set('assert.active', 0); ini_set('date.timezone', $_COOKIE['zone']); assert_options(ASSERT_CALLBACK, 'report'); function report($f, $l) { error_log("$f:$l"); }
==== by-reference-check.php
<?php function clean(array $in, array &$errors, &$name) { $name = trim($in['name'] ?? ''); if ($name === '') $errors[] = 'name'; } $e = []; clean($_POST, $e, $name); echo $e ? 'fehlt' : htmlspecialchars($name);
==== match-page.php
<?php $page = match ($_GET['p'] ?? '') { 'shop' => 'shop.php', 'kontakt' => 'contact.php', default => 'home.php' }; include __DIR__ . '/pages/' . $page;
==== first-class-sort.php
<?php $names = array_map(strtoupper(...), $_GET['n'] ?? []); usort($names, strcmp(...)); echo htmlspecialchars(implode(', ', $names));
==== generator-lines.php
<?php $log = (function () { $f = fopen('php://stderr', 'a'); while (true) { $line = yield; fwrite($f, $line . "\n"); } })(); $log->current(); $log->send($_SERVER['REMOTE_ADDR'] . ' ' . $_GET['id']);
==== sql-function.php
<?php $p = new PDO('sqlite:shop.db'); $p->sqliteCreateFunction('fold', 'mb_strtolower', 1); $s = $p->prepare('select * from goods where fold(name) like ?'); $s->execute(['%' . $_GET['q'] . '%']); echo count($s->fetchAll());
==== colour.aspx
<%@ Page Language="C#" %><% int rgb = Convert.ToInt32(Request.QueryString["c"], 16); var b = new System.Drawing.Bitmap(16, 16); using (var g = System.Drawing.Graphics.FromImage(b)) g.Clear(System.Drawing.Color.FromArgb(rgb)); b.Save(Response.OutputStream, System.Drawing.Imaging.ImageFormat.Png); %>
==== byref-validate.aspx
<%@ Page Language="VB" %><script runat="server">
Function Checked(ByRef plz As String) As Boolean
  plz = Request.Form("plz").Trim()
  Return Regex.IsMatch(plz, "^\d{5}$")
End Function
Sub Page_Load()
  Dim p As String = ""
  If Checked(p) Then o.Text = Server.HtmlEncode(p)
End Sub</script><asp:Label id="o" runat="server"/>
==== event.aspx
<%@ Page Language="VB" %><script runat="server">
Public Event Saved(ByVal name As String)
Sub Tell(name As String)
  o.Text = Server.HtmlEncode(name)
End Sub
Sub Page_Load()
  AddHandler Saved, AddressOf Tell
  RaiseEvent Saved(Request.Form("name"))
End Sub</script><asp:Label id="o" runat="server"/>
==== smtp-socket.aspx
<%@ Page Language="VB" %><script runat="server">
Sub Page_Load()
  Dim c As New TcpClient()
  c.Connect("mail.firma.example", 25)
  Dim s As NetworkStream = c.GetStream()
  Dim b() As Byte = Encoding.ASCII.GetBytes("EHLO " & Request.UserHostName & vbCrLf)
  s.Write(b, 0, b.Length)
End Sub</script>
==== handed-over.aspx
<%@ Page Language="C#" %><script runat="server">string Twice(Func<string, string> f, string s) { return f(f(s)); } void Page_Load(object s, EventArgs e) { o.Text = Twice(Server.HtmlEncode, Request["q"]); }</script><asp:Label id="o" runat="server"/>
==== interpolated.ashx
<%@ WebHandler Language="C#" Class="T" %>
public class T : IHttpHandler { public void ProcessRequest(HttpContext c) { string Safe(string n) => HttpUtility.HtmlEncode(c.Request[n]); c.Response.Write($"<p>{Safe("name")} {(c.Request["a"] == "1" ? "ja" : "nein")}</p>"); } public bool IsReusable => true; }
==== methods-list.aspx
<%@ Page Language="C#" %><% var m = typeof(System.Math).GetMethods().Where(x => x.Name == "Max").First(); Response.Write(m.Name + HttpUtility.HtmlEncode(Request["q"])); %>
==== record.jsp
<%! record Item(String name, int count) { String line() { return name.replace("<", "&lt;") + ": " + count; } } %><% out.print(new Item(request.getParameter("n"), 3).line()); %>
==== reference.jsp
<%! static String bold(String s) { return "<b>" + s.replace("<", "&lt;") + "</b>"; } %><% java.util.Arrays.stream(request.getParameterValues("w")).map(Page::bold).forEach(out::print); java.util.Optional.ofNullable(request.getHeader("X-A")).map(String::trim).ifPresent(log::info); %>
==== attributes.jsp
<% request.setAttribute("title", request.getParameter("t")); request.getRequestDispatcher("/WEB-INF/view.jsp").forward(request, response); %>
==== plugin.jsp
<% Class<?> k = Class.forName("shop.export." + request.getParameter("format")); shop.Export e = (shop.Export) k.getDeclaredConstructor().newInstance(); e.write(response.getOutputStream()); %>
==== trim-prototype.asp
<%@ Language="JScript" %><% String.prototype.trim = function () { return this.replace(/^\s+|\s+$/g, ""); }; Response.Write(Server.HTMLEncode(String(Request.Form("n")).trim())); %>
==== script-in-text.asp
<% Dim js
js = "function go(s) { return s; }" & vbCrLf
Response.Write "<script>" & js & "</script>"
Function Two(n) : Two = Right("0" & n, 2) : End Function
Response.Write Two(Day(Date)) & Server.HTMLEncode(Request("q")) %>
"""
)
