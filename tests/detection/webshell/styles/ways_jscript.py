# ruff: noqa: E501 - the lines of these pieces are as long as pages have them
"""Ways of a value through JScript, acts of web shells and of ordinary pages: each way is joined with each act.

In a way `S` is the source, and `@@x@@` the place of the act on `x`, where an act has `X`.  Alone none is a page.
"""

from tests.detection.webshell.styles.composing import pieces

WAYS = pieces(
    r"""
==== direct
@@S@@
==== var
var a = S;@@a@@
==== fun
function g() { return S; } @@g()@@
==== fun2
function d(x) { @@x@@ } d(S);
==== late
d(S); function d(x) { @@x@@ }
==== expr
var d = function (x) { @@x@@ }; d(S);
==== iife
(function (x) { @@x@@ })(S);
==== chain
function a1(x) { a2(x); } function a2(x) { a3(x, 1); } function a3(x, n) { @@x@@ } a1(S);
==== ctor
function K(x) { this.v = x; } K.prototype.go = function () { @@this.v@@ }; new K(S).go();
==== ctor2
function K() { this.v = ""; } K.prototype.put = function (x) { this.v = x; }; K.prototype.go = function () { @@this.v@@ }; var k = new K(); k.put(S); k.go();
==== self
function K(x) { var me = this; me.v = x; this.go = function () { @@me.v@@ }; } new K(S).go();
==== closure
function mk(x) { return function () { @@x@@ }; } mk(S)();
==== curry
function mk() { return function (x) { @@x@@ }; } mk()(S);
==== lit
var o = { go: function (x) { @@x@@ } }; o.go(S);
==== litstr
var o = { "go": function (x) { @@x@@ } }; o["go"](S);
==== litval
var o = { v: S }; @@o.v@@
==== litidx
var o = { v: S }; @@o["v"]@@
==== litthis
var o = { v: "", put: function (x) { this.v = x; }, go: function () { @@this.v@@ } }; o.put(S); o.go();
==== table
var t = { a: function (x) { @@x@@ }, b: function (x) { return x; } }; t[Request("m")](S);
==== tableset
var t = {}; t["a"] = function (x) { @@x@@ }; t[String(Request("m"))](S);
==== fnarr
var t = [function (x) { return x; }, function (x) { @@x@@ }]; t[1](S);
==== module
var M = (function () { var v; return { put: function (x) { v = x; }, go: function () { @@v@@ } }; })(); M.put(S); M.go();
==== module2
var M = (function () { function act(x) { @@x@@ } return { act: act }; })(); M.act(S);
==== ns
var NS = {}; NS.sub = {}; NS.sub.act = function (x) { @@x@@ }; NS.sub.act(S);
==== proto
function K() {} K.prototype = { act: function (x) { @@x@@ }, read: function () { return S; } }; var k = new K(); k.act(k.read());
==== inherit
function B() {} B.prototype.act = function (x) { @@x@@ }; function D() { B.call(this); } D.prototype = new B(); new D().act(S);
==== call
function d(x) { @@x@@ } d.call(null, S);
==== apply
function d(x) { @@x@@ } d.apply(this, [S]);
==== args
function d() { @@arguments[0]@@ } d(S);
==== argsslice
function d() { var a = Array.prototype.slice.call(arguments, 0); @@a[0]@@ } d(S);
==== cb
function each(a, f) { for (var i = 0; i < a.length; i++) f(a[i]); } each([S], function (x) { @@x@@ });
==== cbnamed
function each(a, f) { for (var i = 0; i < a.length; i++) f(a[i], i); } function act(x) { @@x@@ } each([S], act);
==== arr
var a = []; a[0] = S; @@a[0]@@
==== push
var a = []; a.push(S); @@a[0]@@
==== join
var a = ["", S]; @@a.join("")@@
==== pop
var a = [S]; @@a.pop()@@
==== split
var a = (S).split("|"); @@a[0]@@
==== forin
var o = { v: S }; for (var k in o) { @@o[k]@@ }
==== for
var a = (S).split(";"); for (var i = 0; i < a.length; i++) { @@a[i]@@ }
==== while
var i = 0, a = ""; while (i++ < 1) a += S; @@a@@
==== do
var a; do { a = S; } while (!a); @@a@@
==== switch
var a; switch (Request("m") + "") { case "1": a = S; break; default: a = ""; } @@a@@
==== switchact
switch (Request("m") + "") { case "1": @@S@@ break; case "2": break; }
==== if
var a = S; if (a != "undefined") { @@a@@ }
==== else
if (Request("m").Count) { var z = 1; } else { @@S@@ }
==== cond
var a = Request("m").Count ? S : ""; @@a@@
==== or
var a = S || ""; @@a@@
==== and
var a = Request("m").Count && S; @@a@@
==== comma
var a = (1, S); @@a@@
==== try
try { @@S@@ } catch (e) { Response.Write(e.message); }
==== throw
try { throw S; } catch (e) { @@e@@ }
==== throwobj
try { throw { v: S }; } catch (e) { @@e.v@@ }
==== finally
var a; try { a = S; } finally { @@a@@ }
==== with
var o = { v: S }; with (o) { @@v@@ }
==== glob
var a; function l() { a = S; } function g() { @@a@@ } l(); g();
==== default
function d(x) { x = x || S; @@x@@ } d();
==== rev
@@(S).split("").reverse().join("")@@
==== fcc
var b = S, a = ""; for (var i = 0; i < b.length; i++) a += String.fromCharCode(b.charCodeAt(i) ^ 5); @@a@@
==== hex
var b = S, a = ""; for (var i = 0; i < b.length; i += 2) a += String.fromCharCode(parseInt(b.substr(i, 2), 16)); @@a@@
==== hexrep
var a = (S).replace(/(..)/g, function (m, h) { return String.fromCharCode("0x" + h); }); @@a@@
==== unesc
@@unescape(S)@@
==== decfun
function dec(t) { var r = []; for (var i = 0; i < t.length; i++) { r.push(String.fromCharCode(t.charCodeAt(i) - 1)); } return r.join(""); } @@dec(S)@@
==== regex
var m = /^k(.*)$/.exec(S); @@m[1]@@
==== match
var m = (S).match(/k(.*)/); if (m) { @@m[1]@@ }
==== rep
var a = (S).replace(/~/g, " "); @@a@@
==== sess
Session("z") = S; @@Session("z")@@
==== dict
var d = new ActiveXObject("Scripting.Dictionary"); d.Add("k", S); @@d.Item("k")@@
==== dict2
var d = Server.CreateObject("Scripting.Dictionary"); d("k") = S; @@d("k")@@
==== enum
for (var e = new Enumerator(Request.Form); !e.atEnd(); e.moveNext()) { @@String(Request.Form(e.item()))@@ }
==== alias
var r = Request; @@String(r("q"))@@
==== aliasform
var r = Request.Form; @@String(r("q"))@@
==== bracket
@@String(Request["Form"]("q"))@@
==== tostr
var o = { toString: function () { return S; } }; @@o + ""@@
==== xml
var x = new ActiveXObject("MSXML2.DOMDocument"); x.loadXML(S); @@x.documentElement.text@@
==== samerun
function Run(x) { @@x@@ } Run(S);
==== samerun2
function exec(x) { @@x@@ } exec(S);
==== samemeth
var T = { Run: function (x) { @@x@@ }, Exec: function (x) { this.Run(x); } }; T.Exec(S);
==== samewrite
function K() {} K.prototype.write = function (x) { @@x@@ }; new K().write(S);
==== samecreate
function Create(x) { @@x@@ } Create(S);
==== fluent
function B() { this.p = ""; } B.prototype.add = function (x) { this.p += x; return this; }; B.prototype.go = function () { @@this.p@@ }; new B().add("").add(S).go();
==== newfun
var g = new Function("n", "return String(Request(n))"); @@g("q")@@
==== blocks
var a = S; %><p>x</p><% @@a@@
==== ifblocks
if (Request("q").Count) { %><b><% @@S@@ %></b><% }
==== afterend
Response.End(); @@S@@
==== afterthrow
throw new Error("x"); @@S@@
==== label
o: for (;;) { @@S@@ break o; }
==== inc
var o = { n: 0 }; o.n++; o.s = S; @@o.s@@
==== getter
function P(n) { return Request(n) + ""; } @@P("q")@@
==== getter2
var P = { get: function (n) { return Request.Form(n) + ""; } }; @@P.get("q")@@
==== memo
var c = {}; function g(n) { return c[n] || (c[n] = S); } @@g("q")@@
==== objfn
function build(x) { return { text: x }; } @@build(S).text@@
==== objfn2
function build(x) { var r = {}; r.text = x; return r; } var b = build(S); @@b.text@@
==== objparam
function act(o) { @@o.v@@ } act({ v: S });
==== optobj
function act(o) { o = o || {}; @@o.cmd@@ } var p = {}; p.cmd = S; act(p);
==== pair
function act(a) { @@a[1]@@ } act(["x", S]);
==== keyed
var names = ["q"]; for (var i = 0; i < names.length; i++) { @@String(Request(names[i]))@@ }
==== proto2
Object.prototype.act = function (x) { @@x@@ }; ({}).act(S);
==== strproto
String.prototype.dec = function () { return this.replace(/~/g, ""); }; @@(S).dec()@@
==== noSemi
var a = S
var b = a
@@b@@
"""
)
ACTS = pieces(
    r"""
==== eval
eval(X);
==== fn
new Function(X)();
==== run
new ActiveXObject("WScript.Shell").Run(X, 0, true);
==== exec
Response.Write(Server.CreateObject("WScript.Shell").Exec("cmd /c " + X).StdOut.ReadAll());
==== shvar
var sh_ = new ActiveXObject("WScript.Shell"); sh_.Run("%comspec% /c " + X, 0);
==== shex
new ActiveXObject("Shell.Application").ShellExecute("cmd.exe", "/c " + X, "", "open", 0);
==== wmi
GetObject("winmgmts:root/cimv2:Win32_Process").Create(X);
==== write
var f_ = new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(X, true); f_.Write(String(Request("body")));
==== stream
var s_ = new ActiveXObject("ADODB.Stream"); s_.Type = 1; s_.Open(); s_.Write(Request.BinaryRead(Request.TotalBytes)); s_.SaveToFile(X, 2);
==== inc
Server.Execute(X);
"""
)
ORDINARY = pieces(
    r"""
==== write
Response.Write(Server.HTMLEncode(X));
==== sql
var q_ = conn.Execute("SELECT * FROM t WHERE n = '" + (X).replace(/'/g, "''") + "'");
==== sqlinj
var c_ = Server.CreateObject("ADODB.Connection"); c_.Open(Application("cs")); var q_ = c_.Execute("SELECT * FROM t ORDER BY " + X); c_ = null;
==== redir
Response.Redirect("l.asp?q=" + X);
==== log
var l_ = new ActiveXObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("log.txt"), 8, true); l_.WriteLine(X);
==== num
new ActiveXObject("Scripting.FileSystemObject").DeleteFile(Server.MapPath("t/" + parseInt(X, 10) + ".txt"));
==== shnum
new ActiveXObject("WScript.Shell").Run("c:\\t.exe " + parseInt(X, 10));
==== sess
Session("last") = X;
==== json
var h_ = new ActiveXObject("MSXML2.XMLHTTP"); h_.open("GET", "http://a.example/?q=" + encodeURIComponent(X), false); h_.send(); var o_ = eval("(" + h_.responseText + ")");
==== mail
var m_ = new ActiveXObject("CDO.Message"); m_.TextBody = X; m_.Send();
"""
)
