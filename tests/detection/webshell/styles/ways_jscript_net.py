# ruff: noqa: E501 - the lines are as long as such pages have them
"""The same in JScript.NET."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== plain
function Page_Load() { @@Request.Item["k"]@@; }
==== typed
function Page_Load() { var v : String = Request.Form["k"]; @@v@@; }
==== typed-function
function Take(n : String) : String { return Request[n]; }
function Page_Load(s : Object, e : EventArgs) { @@Take("k")@@; }
==== closure
function Make() { var q = Request["k"]; return function() { @@q@@; }; }
function Page_Load() { Make()(); }
==== closure-var
function Page_Load() { var f = function(v) { @@v@@; }; f(Request["k"]); }
==== iife
function Page_Load() { (function(v) { @@v@@; })(Request["k"]); }
==== object-method
var o = { go: function(v) { @@v@@; } };
function Page_Load() { o.go(Request["k"]); }
==== object-bracket
var o = { "go": function(v) { @@v@@; } };
function Page_Load() { o["go"](Request["k"]); }
==== class
class Job { var line : String; function Job(l : String) { this.line = l; } function Go() { @@line@@; } }
function Page_Load() { var j : Job = new Job(Request["k"]); j.Go(); }
==== prototype
function Job(v) { this.v = v; }
Job.prototype.go = function() { @@this.v@@; };
function Page_Load() { new Job(Request["k"]).go(); }
==== array
function Page_Load() { var a = ["x", Request["k"]]; @@a[1]@@; }
==== array-join
function Page_Load() { var a = new Array(); a.push(Request["k"]); @@a.join("")@@; }
==== split-map
function Page_Load() { var p = Request["k"].split(","), v = ""; for (var i in p) v += String.fromCharCode(p[i]); @@v@@; }
==== unescape
function Page_Load() { @@unescape(Request["k"])@@; }
==== reverse
function Page_Load() { @@Request["k"].split("").reverse().join("")@@; }
==== replace-function
function Page_Load() { @@Request["k"].replace(/../g, function(h) { return String.fromCharCode(parseInt(h, 16)); })@@; }
==== base64
function Page_Load() { @@System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(Request["k"]))@@; }
==== session
function Page_Load() { Session["x"] = Request["k"]; @@Session["x"]@@; }
==== with
function Page_Load() { with (Request) { var v = Form["k"]; @@v@@; } }
==== ternary
function Page_Load() { var v = Request["k"] ? Request["k"] : ""; @@v@@; }
==== or
function Page_Load() { var v = Request["k"] || ""; @@v@@; }
==== switch
function Page_Load() { switch (Request["a"]) { case "x": @@Request["k"]@@; break; } }
==== try
function Page_Load() { try { @@Request["k"]@@; } catch (e) { Response.Write(e.message); } }
==== throw
function Page_Load() { try { throw Request["k"]; } catch (e) { @@e@@; } }
==== bracket-member
function Page_Load() { @@Request["Form"]["k"]@@; }
==== bracket-built
function Page_Load() { var r = this["Req" + "uest"]; @@r["k"]@@; }
==== reader
function Page_Load() { var r : System.IO.StreamReader = new System.IO.StreamReader(Request.InputStream); @@r.ReadToEnd()@@; }
==== static
class T1 { static function Go(v) { @@v@@; } }
function Page_Load() { T1.Go(Request["k"]); }
==== arguments
function Go() { @@arguments[0]@@; }
function Page_Load() { Go(Request["k"]); }
==== call
function Go(v) { @@v@@; }
function Page_Load() { Go.call(null, Request["k"]); }
==== apply
function Go(a, v) { @@v@@; }
function Page_Load() { Go.apply(null, ["x", Request["k"]]); }
==== escapes
function Page_Load() { @@R\u0065quest["k"]@@; }
==== throw-first
function Page_Load() { throw new Error("off"); @@Request["k"]@@; }
==== end-first
function Page_Load() { Response.End(); @@Request["k"]@@; }
==== while
function Page_Load() { var i = 0, v = ""; while (i < 3) { v += Request["k" + i]; i++; } @@v@@; }
==== package
package P { class J { function Go(v) { @@v@@; } } }
function Page_Load() { new P.J().Go(Request["k"]); }
==== property
class J { function get Line() : String { return HttpContext.Current.Request["k"]; } }
function Page_Load() { @@new J().Line@@; }
==== context
function Page_Load() { @@Context.Request.Params["k"]@@; }
==== server-variables
function Page_Load() { @@Request.ServerVariables["HTTP_X_K"]@@; }
==== headers
function Page_Load() { @@Request.Headers["X-K"]@@; }
==== cookie
function Page_Load() { @@Request.Cookies["k"].Value@@; }
"""
)
