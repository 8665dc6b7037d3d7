# ruff: noqa: E501 - the lines are as long as such pages have them
"""Further ways of a value through JScript, joined with acts as those of `ways_jscript` are."""

from tests.detection.webshell.styles.composing import pieces

WAYS = pieces(
    r"""
==== getter-legacy
var o = { v: S }; o.__defineGetter__ ? 0 : 0; function get() { return o.v; } @@get()@@
==== proto-chain
function A() {} A.prototype.read = function () { return S; }; function B() {} B.prototype = new A(); @@new B().read()@@
==== proto-constructor
function A(v) { this.v = v; } A.prototype.constructor = A; function B(v) { A.call(this, v); } B.prototype = new A(); B.prototype.go = function () { @@this.v@@ }; new B(S).go();
==== apply-constructor
function A(v) { this.v = v; } function B() { A.apply(this, arguments); } B.prototype.go = function () { @@this.v@@ }; new B(S).go();
==== closure-counter
var c = (function () { var held = []; return { put: function (x) { held.push(x); return held.length; }, take: function (i) { return held[i]; } }; })(); c.put(S); @@c.take(0)@@
==== closure-loop
var fs = []; for (var i = 0; i < 2; i++) { fs.push((function (n) { return function (x) { @@x@@ }; })(i)); } fs[0](S);
==== function-constructor
var f = new Function("x", "return x;"); @@f(S)@@
==== function-call-plain
var f = Function("x", "return String(x);"); @@f(S)@@
==== call-method
function go() { @@this.v@@ } go.call({ v: S });
==== apply-array
function go(a, b) { @@b@@ } go.apply(null, ["x", S]);
==== apply-built
var a = []; a.push("x"); a.push(S); function go() { @@arguments[1]@@ } go.apply(null, a);
==== arguments-length
function go() { var t = ""; for (var i = 0; i < arguments.length; i++) t += arguments[i]; @@t@@ } go(S, "");
==== arguments-slice
function go() { var a = Array.prototype.slice.call(arguments, 1); @@a[0]@@ } go("x", S);
==== arguments-callee
(function (x, n) { if (n) { @@x@@ } else { arguments.callee(x, 1); } })(S, 0);
==== enumerator-keys
for (var e = new Enumerator(Request.QueryString); !e.atEnd(); e.moveNext()) { var n = e.item(); @@String(Request.QueryString(n))@@ }
==== enumerator-dict
var d = new ActiveXObject("Scripting.Dictionary"); d.Add("a", S); var e = new Enumerator(d.Items()); @@e.item()@@
==== vbarray
var d = new ActiveXObject("Scripting.Dictionary"); d.Add("a", S); var a = new VBArray(d.Items()).toArray(); @@a[0]@@
==== replace-callback-act
S.replace(/.+/, function (m) { @@m@@ return ""; });
==== replace-callback-groups
S.replace(/a=(.*)/, function (m, g) { @@g@@ });
==== replace-callback-decode
var t = S.replace(/%(..)/g, function (m, h) { return String.fromCharCode(parseInt(h, 16)); }); @@t@@
==== regexp-lastmatch
if (/(.+)/.test(S)) { @@RegExp.$1@@ }
==== regexp-exec-loop
var r = /\[(.*?)\]/g, m; while ((m = r.exec(S)) != null) { @@m[1]@@ }
==== match-array
var m = S.match(/a=(.*)/); if (m) { @@m[1]@@ }
==== split-map
var a = S.split(","), t = ""; for (var i in a) t += String.fromCharCode(a[i] ^ 1); @@t@@
==== charat-loop
var t = "", u = S; for (var i = u.length - 1; i >= 0; i--) t += u.charAt(i); @@t@@
==== concat-method
@@"".concat(S, "")@@
==== substr
@@S.substr(1).toString()@@
==== slice-neg
@@S.slice(-20)@@
==== array-concat
var a = [].concat([S]); @@a[0]@@
==== array-splice
var a = ["x", S, "y"]; @@a.splice(1, 1)[0]@@
==== array-sort
var a = [S]; a.sort(); @@a.shift()@@
==== array-unshift
var a = []; a.unshift(S); @@a[0]@@
==== array-reverse-join
@@S.split("").reverse().join("")@@
==== object-in
var o = {}; o[String(Request("n"))] = S; for (var k in o) { @@o[k]@@ }
==== object-nested
var o = { a: { b: { c: "" } } }; o.a.b.c = S; @@o.a.b.c@@
==== object-hasown
var o = { a: S }; if (o.hasOwnProperty("a")) { @@o.a@@ }
==== object-method-assigned
var o = new Object(); o.act = function (x) { @@x@@ }; o["act"](S);
==== object-function-table
var t = {}; function go(x) { @@x@@ } function nop(x) {} t.a = go; t.b = nop; t[String(Request("m"))](S);
==== object-table-literal
function go(x) { @@x@@ } function nop(x) {} var t = { a: go, b: nop }; t[String(Request("m"))](S);
==== object-table-call
function go(x) { @@x@@ } var t = { a: go }; t["a"].call(null, S);
==== array-table
function go(x) { @@x@@ } function nop(x) {} var t = [nop, go]; t[Number(Request("m"))](S);
==== switch-fallthrough
switch (String(Request("m"))) { case "a": case "b": @@S@@ break; default: }
==== try-throw-object
try { throw { name: "a", data: S }; } catch (e) { @@e.data@@ }
==== try-throw-error
try { throw new Error(1, S); } catch (e) { @@e.description@@ }
==== try-throw-message
try { throw new Error(S); } catch (e) { @@e.message@@ }
==== try-finally-return
function g() { try { return S; } finally { var a = 1; } } @@g()@@
==== throw-own
function Stop(v) { this.v = v; } function check(v) { if (v.length > 1) throw new Stop(v); } try { check(S); } catch (e) { if (e instanceof Stop) { @@e.v@@ } }
==== tostring-own
function K(v) { this.v = v; } K.prototype.toString = function () { return this.v; }; var k = new K(S); @@"" + k@@
==== valueof-own
var o = { v: S, valueOf: function () { return this.v; } }; @@"" + o@@
==== conditional-function
var f = Request("m") == "1" ? function (x) { @@x@@ } : function (x) {}; f(S);
==== default-or
var t = String(Request("z")) != "undefined" ? String(Request("z")) : S; @@t@@
==== comma-for
for (var i = 0, t = S; i < 1; i++) { @@t@@ }
==== with-this
with ({ v: S }) { @@v@@ }
==== session-object
Session("x") = S; var t = Session("x"); @@t@@
==== session-between
if (String(Request("set")) != "undefined") { Session("l") = String(Request("set")); } else if (Session("l")) { @@Session("l")@@ }
==== application-contents
Application.Contents("x") = S; @@Application.Contents("x")@@
==== cookie-subkey
@@String(Request.Cookies("a")("k"))@@
==== form-item
@@String(Request.Form("a").Item)@@
==== form-item-number
@@Request.Form.Item(1).Item(1)@@
==== servervariables
@@String(Request.ServerVariables("HTTP_X_A"))@@
==== querystring-text
@@unescape(String(Request.QueryString))@@
==== json-parse
var o = JSON.parse(S); @@o.a@@
==== xml-node
var d = new ActiveXObject("MSXML2.DOMDocument"); d.loadXML(S); @@d.selectSingleNode("//a").text@@
==== xml-attributes
var d = new ActiveXObject("Microsoft.XMLDOM"); d.load(Request); @@d.documentElement.getAttribute("a")@@
==== recordset
var r = new ActiveXObject("ADODB.Recordset"); r.Fields.Append("a", 200, 4000); r.Open(); r.AddNew(); r("a") = S; r.Update(); @@r("a").Value@@
==== recordset-fields
var r = new ActiveXObject("ADODB.Recordset"); r.Fields.Append("a", 200, 4000); r.Open(); r.AddNew(); r.Fields("a").Value = S; r.Update(); @@String(r.Fields("a").Value)@@
==== stream
var m = new ActiveXObject("ADODB.Stream"); m.Type = 2; m.Open(); m.WriteText(S); m.Position = 0; @@m.ReadText()@@
==== stream-bytes
var m = new ActiveXObject("ADODB.Stream"); m.Type = 1; m.Open(); m.Write(Request.BinaryRead(Request.TotalBytes)); m.Position = 0; m.Type = 2; @@m.ReadText()@@
==== regexp-object
var r = new RegExp("_", "g"); @@S.replace(r, " ")@@
==== number-tostring
var t = ""; var a = S.split("."); for (var i = 0; i < a.length; i++) { t += String.fromCharCode(parseInt(a[i], 36)); } @@t@@
==== escape-pair
@@unescape(escape(S))@@
==== static-member
function K() {} K.held = S; K.go = function () { @@K.held@@ }; K.go();
==== namespace
var App = {}; App.Line = S; App.Run1 = function () { @@App.Line@@ }; App.Run1();
==== self-replacing
var f = function (x) { f = function (y) { @@y@@ }; f(x); }; f(S);
==== callback-later
var queue = []; queue.push(function () { @@S@@ }); while (queue.length) queue.pop()();
==== callback-argument
var queue = []; queue.push(function (x) { @@x@@ }); for (var i = 0; i < queue.length; i++) queue[i](S);
==== event-like
var handlers = {}; function on(n, f) { handlers[n] = f; } function fire(n, x) { handlers[n](x); } on("a", function (x) { @@x@@ }); fire("a", S);
==== event-list
var hs = []; function on(f) { hs[hs.length] = f; } function fire(x) { for (var i in hs) hs[i](x); } on(function (x) { @@x@@ }); fire(S);
==== pipeline
function pipe(x, fs) { for (var i = 0; i < fs.length; i++) x = fs[i](x); return x; } pipe(S, [function (a) { return a + ""; }, function (b) { @@b@@ }]);
==== compose
function comp(f, g) { return function (x) { return g(f(x)); }; } comp(function (a) { return a; }, function (b) { @@b@@ })(S);
==== each-helper
function each(a, f) { for (var i = 0; i < a.length; i++) f(a[i], i); } each(S.split("|"), function (x) { @@x@@ });
==== map-helper
function map(a, f) { var r = []; for (var i = 0; i < a.length; i++) r.push(f(a[i])); return r; } var t = map(S.split(","), function (n) { return String.fromCharCode(n); }).join(""); @@t@@
==== string-prototype
String.prototype.trim2 = function () { return this.replace(/^\s+/, ""); }; @@S.trim2()@@
==== brace-lost
function go(x) {
  if (x) {
    @@x@@
}
go(S);
==== brace-lost-object
var o = {
  go: function (x) {
    @@x@@
  },
  nop: function () {

o.go(S);
==== brace-lost-function
function read() {
  return S;

function go(x) {
  @@x@@
}
go(read());
==== brace-lost-try
try {
  var t = S;
  @@t@@
catch (e) {
}
"""
)
