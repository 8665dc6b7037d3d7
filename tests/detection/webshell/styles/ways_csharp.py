# ruff: noqa: E501 - the lines are as long as such pages have them
"""Ways in C# from the request to what acts, which stands as `@@value@@`; the frame around them stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r'''
==== field-interface
interface IRun { void Go(string line); }
sealed class Shell1 : IRun { public void Go(string line) { @@line@@; } }
private readonly IRun runner = new Shell1();
void Page_Load(object s, EventArgs e) { runner.Go(Request["k"]); }
==== property-interface
interface IRun { void Go(string line); }
class Shell1 : IRun { void IRun.Go(string line) { @@line@@; } }
IRun Runner { get; set; } = new Shell1();
void Page_Load(object s, EventArgs e) { Runner.Go(Request["k"]); }
==== same-name-run
interface IRun { int Run(string line); }
class Shell1 : IRun { public int Run(string line) { @@line@@; return 0; } }
private readonly IRun runner = new Shell1();
void Page_Load(object s, EventArgs e) { Response.Write("exit " + runner.Run(Request["k"])); }
==== method-start
class Launcher { public void Start(string line) { @@line@@; } }
void Page_Load(object s, EventArgs e) { var l = new Launcher(); l.Start(Request["k"]); }
==== method-execute
static class Tool { internal static string Execute(string line) { @@line@@; return ""; } }
void Page_Load(object s, EventArgs e) { Response.Write(Tool.Execute(Request["k"])); }
==== abstract-override
abstract class Base1 { public abstract void Do(string v); }
class Deriv : Base1 { public override void Do(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { Base1 b = new Deriv(); b.Do(Request["k"]); }
==== virtual-template
abstract class Base1 { public void Work(string v) { Step(v.Trim()); } protected abstract void Step(string v); }
class Deriv : Base1 { protected override void Step(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { new Deriv().Work(Request["k"]); }
==== base-class-field
class Base1 { protected string line; public Base1(string line) { this.line = line; } }
class Deriv : Base1 { public Deriv(string l) : base(l) { } public void Go() { @@line@@; } }
void Page_Load(object s, EventArgs e) { new Deriv(Request["k"]).Go(); }
==== constructor-field
class Job { private readonly string _line; public Job(string line) { _line = line; } public void Go() { @@_line@@; } }
void Page_Load(object s, EventArgs e) { var j = new Job(Request["k"]); j.Go(); }
==== constructor-this
class Job { string line; public Job(string line) { this.line = line; } public void Go() { @@this.line@@; } }
void Page_Load(object s, EventArgs e) { new Job(Request["k"]).Go(); }
==== constructor-chain
class Job { string a; public Job() : this("x") { } public Job(string q) { a = q; } public void Go() { @@a@@; } }
void Page_Load(object s, EventArgs e) { new Job(Request["k"]).Go(); }
==== constructor-acts
class Job { public Job(string q) { @@q@@; } }
void Page_Load(object s, EventArgs e) { new Job(Request["k"]); }
==== auto-property
class Job { public string Line { get; set; } public void Go() { @@Line@@; } }
void Page_Load(object s, EventArgs e) { var j = new Job(); j.Line = Request["k"]; j.Go(); }
==== init-property
class Job { public string Line { get; init; } public void Go() => @@Line@@; }
void Page_Load(object s, EventArgs e) { new Job { Line = Request["k"] }.Go(); }
==== object-initialiser
class Opt { public string Verb; public string Line; }
void Do(Opt o) { @@o.Line@@; }
void Page_Load(object s, EventArgs e) { Do(new Opt { Verb = "x", Line = Request["k"] }); }
==== target-typed-new
class Opt { public string Line { get; set; } }
void Do(Opt o) { @@o.Line@@; }
void Page_Load(object s, EventArgs e) { Opt o = new() { Line = Request["k"] }; Do(o); }
==== setter-acts
class Job { public string Line { set { @@value@@; } } }
void Page_Load(object s, EventArgs e) { new Job().Line = Request["k"]; }
==== setter-expression
class Job { public string Line { set => @@value@@; } }
void Page_Load(object s, EventArgs e) { var j = new Job(); j.Line = Request["k"]; }
==== page-property
string Line { get { return Request["k"]; } }
void Page_Load(object s, EventArgs e) { @@Line@@; }
==== page-property-arrow
string Line => Request["k"];
void Page_Load(object s, EventArgs e) { @@Line@@; }
==== page-property-this
private string Line { get => Request.Form["k"] ?? ""; }
protected override void OnLoad(EventArgs e) { base.OnLoad(e); @@this.Line@@; }
==== arrow-method
string Line() => Request["k"];
void Page_Load(object s, EventArgs e) => @@Line()@@;
==== generic-class
class Box<T> { public T Held { get; set; } public Box(T held) { Held = held; } }
void Page_Load(object s, EventArgs e) { var b = new Box<string>(Request["k"]); @@b.Held@@; }
==== generic-method
T Same<T>(T v) where T : class { return v; }
void Page_Load(object s, EventArgs e) { var v = Same<string>(Request["k"]); @@v@@; }
==== static-class
static class Tool { public static void Go(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { Tool.Go(Request["k"]); }
==== extension
static class Ext { public static void Fire(this string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { Request["k"].Fire(); }
==== extension-args
static class Ext { public static void Fire(this string v, int n) { @@v@@; } }
void Page_Load(object s, EventArgs e) { string q = Request.Form["k"]; q.Fire(3); }
==== extension-request
static class Ext { public static string Take(this HttpRequest r, string n) { return r[n]; } }
void Page_Load(object s, EventArgs e) { @@Request.Take("k")@@; }
==== nested-class
class Outer1 { public class Inner1 { public static void Go(string v) { @@v@@; } } }
void Page_Load(object s, EventArgs e) { Outer1.Inner1.Go(Request["k"]); }
==== partial
partial class Job { string v; public Job(string a) { v = a; } }
partial class Job { public void Go() { @@v@@; } }
void Page_Load(object s, EventArgs e) { new Job(Request["k"]).Go(); }
==== using-block
class Job : IDisposable { string v; public Job(string a) { v = a; } public void Go() { @@v@@; } public void Dispose() { } }
void Page_Load(object s, EventArgs e) { using (var j = new Job(Request["k"])) { j.Go(); } }
==== using-declaration
void Page_Load(object s, EventArgs e) { using var r = new StreamReader(Request.InputStream); var v = r.ReadToEnd(); @@v@@; }
==== dispose-acts
class Job : IDisposable { public string V; public void Dispose() { @@V@@; } }
void Page_Load(object s, EventArgs e) { using (new Job { V = Request["k"] }) { } }
==== tuple
(string A, string B) Get() { return ("x", Request["k"]); }
void Page_Load(object s, EventArgs e) { var t = Get(); @@t.B@@; }
==== deconstruct
(string, string) Get() => ("x", Request["k"]);
void Page_Load(object s, EventArgs e) { var (a, b) = Get(); @@b@@; }
==== deconstruct-typed
void Page_Load(object s, EventArgs e) { (string a, int n) = (Request["k"], 3); @@a@@; }
==== tuple-create
void Page_Load(object s, EventArgs e) { var t = Tuple.Create(1, Request["k"]); @@t.Item2@@; }
==== out
void Get(out string v) { v = Request["k"]; }
void Page_Load(object s, EventArgs e) { string v; Get(out v); @@v@@; }
==== out-var
bool TryGet(string n, out string v) { v = Request[n]; return v != null; }
void Page_Load(object s, EventArgs e) { if (TryGet("k", out var v)) @@v@@; }
==== ref
void Fill(ref string v) { v += Request["k"]; }
void Page_Load(object s, EventArgs e) { string v = ""; Fill(ref v); @@v@@; }
==== named-args
void Go(string a, string b) { @@b@@; }
void Page_Load(object s, EventArgs e) { Go(b: Request["k"], a: "x"); }
==== optional-arg
void Go(string a, string verb = "x", string b = null) { @@b@@; }
void Page_Load(object s, EventArgs e) { Go("x", b: Request["k"]); }
==== params-array
void Go(params string[] a) { @@string.Join(" ", a)@@; }
void Page_Load(object s, EventArgs e) { Go("a", Request["k"]); }
==== lambda-action
void Page_Load(object s, EventArgs e) { Action<string> f = v => @@v@@; f(Request["k"]); }
==== lambda-block
void Page_Load(object s, EventArgs e) { Action<string> f = (string v) => { @@v@@; }; f(Request["k"]); }
==== lambda-closure
void Page_Load(object s, EventArgs e) { var q = Request["k"]; Action f = () => @@q@@; f(); }
==== lambda-field
static readonly Func<HttpRequest, string> Read = r => r.Headers["k"];
void Page_Load(object s, EventArgs e) { @@Read(Request)@@; }
==== lambda-dictionary
static readonly Dictionary<string, Action<string>> Acts = new Dictionary<string, Action<string>> { { "x", v => @@v@@ }, { "y", v => { } } };
void Page_Load(object s, EventArgs e) { Acts["x"](Request["k"]); }
==== lambda-dictionary-index
void Page_Load(object s, EventArgs e) { var acts = new Dictionary<string, Action<string>> { ["x"] = v => @@v@@ }; if (acts.TryGetValue(Request["a"], out var f)) f(Request["k"]); }
==== lambda-invoke
void Page_Load(object s, EventArgs e) { Func<string, object> f = v => @@v@@; f.Invoke(Request["k"]); }
==== lambda-iife
void Page_Load(object s, EventArgs e) { ((Action<string>)(v => @@v@@))(Request["k"]); }
==== delegate-type
delegate void Go(string v);
void Work(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { Go g = new Go(Work); g(Request["k"]); }
==== delegate-group
delegate void Go(string v);
void Work(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { Go g = Work; g.Invoke(Request["k"]); }
==== delegate-anonymous
void Page_Load(object s, EventArgs e) { Action<string> g = delegate(string v) { @@v@@; }; g(Request["k"]); }
==== event
event Action<string> Came;
void Page_Load(object s, EventArgs e) { Came += Work; Came(Request["k"]); }
void Work(string v) { @@v@@; }
==== event-lambda
class Src { public event EventHandler<string> Came; public void Fire(string v) { Came?.Invoke(this, v); } }
void Page_Load(object s, EventArgs e) { var x = new Src(); x.Came += (o, v) => @@v@@; x.Fire(Request["k"]); }
==== event-args
class LineArgs : EventArgs { public string Line; }
event EventHandler<LineArgs> Came;
void Page_Load(object s, EventArgs e) { Came += Work; Came(this, new LineArgs { Line = Request["k"] }); }
void Work(object o, LineArgs a) { @@a.Line@@; }
==== linq-select
void Page_Load(object s, EventArgs e) { var v = string.Concat(Request["k"].Split(',').Select(x => (char)int.Parse(x))); @@v@@; }
==== linq-first
void Page_Load(object s, EventArgs e) { var v = Request.Form.AllKeys.Where(x => x.StartsWith("k")).Select(x => Request.Form[x]).FirstOrDefault(); @@v@@; }
==== linq-foreach
void Page_Load(object s, EventArgs e) { Request["k"].Split('|').ToList().ForEach(x => @@x@@); }
==== linq-query
void Page_Load(object s, EventArgs e) { var q = from x in Request["k"].Split('|') where x != "" select x; foreach (var y in q) @@y@@; }
==== linq-aggregate
void Page_Load(object s, EventArgs e) { var v = Request["k"].Split(',').Aggregate("", (a, x) => a + (char)Convert.ToInt32(x, 16)); @@v@@; }
==== local-function
void Page_Load(object s, EventArgs e) { void Go(string v) { @@v@@; } Go(Request["k"]); }
==== local-function-after
void Page_Load(object s, EventArgs e) { Go(Request["k"]); void Go(string v) => @@v@@; }
==== iterator
IEnumerable<string> All() { yield return Request["k"]; }
void Page_Load(object s, EventArgs e) { foreach (var v in All()) { @@v@@; } }
==== iterator-class
class Line : IEnumerable<string> { string q; public Line(string q) { this.q = q; } public IEnumerator<string> GetEnumerator() { yield return q; } }
void Page_Load(object s, EventArgs e) { foreach (var v in new Line(Request["k"])) { @@v@@; } }
==== async
async Task<string> Get() { using (var r = new StreamReader(Request.InputStream)) return await r.ReadToEndAsync(); }
async void Page_Load(object s, EventArgs e) { var v = await Get(); @@v@@; }
==== async-args
async Task Go(string v) { await Task.Yield(); @@v@@; }
async void Page_Load(object s, EventArgs e) { await Go(Request["k"]).ConfigureAwait(false); }
==== task-run
void Page_Load(object s, EventArgs e) { var q = Request["k"]; Task.Run(() => @@q@@).Wait(); }
==== thread
void Page_Load(object s, EventArgs e) { var q = Request["k"]; new System.Threading.Thread(() => { @@q@@; }).Start(); }
==== thread-object
void Work(object o) { @@(string)o@@; }
void Page_Load(object s, EventArgs e) { new System.Threading.Thread(Work).Start(Request["k"]); }
==== thread-param
void Work(object o) { var v = (string)o; @@v@@; }
void Page_Load(object s, EventArgs e) { var t = new Thread(new ParameterizedThreadStart(Work)); t.Start(Request["k"]); }
==== register-async
void Page_Load(object s, EventArgs e) { RegisterAsyncTask(new PageAsyncTask(async () => { @@Request["k"]@@; })); }
==== lazy
Lazy<string> line;
void Page_Load(object s, EventArgs e) { line = new Lazy<string>(() => Request["k"]); @@line.Value@@; }
==== switch-expression
void Page_Load(object s, EventArgs e) { var v = Request["a"] switch { "a" => Request["k"], _ => "none" }; @@v@@; }
==== switch-act
void Page_Load(object s, EventArgs e) { object r = Request["a"] switch { "a" => @@Request["k"]@@, _ => null }; }
==== switch-case
void Page_Load(object s, EventArgs e) { switch (Request["a"]) { case "a": @@Request["k"]@@; break; default: break; } }
==== pattern-is
void Page_Load(object s, EventArgs e) { if (Request["k"] is string v && v.Length > 0) @@v@@; }
==== pattern-property
void Page_Load(object s, EventArgs e) { if (Request["k"] is { Length: > 0 } v) @@v@@; }
==== pattern-not-null
void Page_Load(object s, EventArgs e) { if (Request.Cookies["k"] is HttpCookie { Value: var v }) @@v@@; }
==== null-conditional
void Page_Load(object s, EventArgs e) { var v = Request.Cookies["k"]?.Value?.Trim(); @@v@@; }
==== null-coalescing-assign
string v;
void Page_Load(object s, EventArgs e) { v ??= Request["k"]; @@v@@; }
==== interpolation
void Page_Load(object s, EventArgs e) { var v = $"{Request["k"]}"; @@v@@; }
==== interpolation-verbatim
void Page_Load(object s, EventArgs e) { var q = Request["k"]; var v = $@"{q}"; @@v@@; }
==== interpolation-raw
void Page_Load(object s, EventArgs e) { var q = Request["k"]; var v = $"""{q}"""; @@v@@; }
==== interpolation-format
void Page_Load(object s, EventArgs e) { var q = Request["k"]; var v = $"{q,-10}{(q.Length > 3 ? q : "a")}"; @@v@@; }
==== string-format
void Page_Load(object s, EventArgs e) { var v = string.Format("{0}{1}", "", Request["k"]); @@v@@; }
==== string-concat-array
void Page_Load(object s, EventArgs e) { var v = String.Concat(new[] { "", Request["k"] }); @@v@@; }
==== string-join-list
void Page_Load(object s, EventArgs e) { var l = new List<string>(); l.Add(Request["k"]); var v = string.Join("", l); @@v@@; }
==== string-builder
void Page_Load(object s, EventArgs e) { var b = new StringBuilder(); b.Append("").Append(Request["k"]); @@b.ToString()@@; }
==== string-builder-format
void Page_Load(object s, EventArgs e) { StringBuilder b = new StringBuilder(); b.AppendFormat("{0}", Request["k"]); var v = b.ToString(); @@v@@; }
==== string-builder-loop
void Page_Load(object s, EventArgs e) { var b = new StringBuilder(); foreach (char c in Request["k"]) b.Append((char)(c ^ 5)); @@b.ToString()@@; }
==== base64
void Page_Load(object s, EventArgs e) { var v = Encoding.UTF8.GetString(Convert.FromBase64String(Request["k"])); @@v@@; }
==== base64-encoding
void Page_Load(object s, EventArgs e) { var v = Encoding.GetEncoding("utf-8").GetString(Convert.FromBase64CharArray(Request["k"].ToCharArray(), 0, 8)); @@v@@; }
==== hex-loop
string Un(string h) { var b = new byte[h.Length / 2]; for (int i = 0; i < b.Length; i++) b[i] = Convert.ToByte(h.Substring(i * 2, 2), 16); return Encoding.ASCII.GetString(b); }
void Page_Load(object s, EventArgs e) { @@Un(Request["k"])@@; }
==== xor-loop
void Page_Load(object s, EventArgs e) { byte[] d = Convert.FromBase64String(Request["k"]); for (int i = 0; i < d.Length; i++) d[i] ^= (byte)"key"[i % 3]; @@Encoding.UTF8.GetString(d)@@; }
==== xor-other-array
void Page_Load(object s, EventArgs e) { byte[] d = Convert.FromBase64String(Request["k"]); var o = new byte[d.Length]; int i = 0; while (i < d.Length) { o[i] = (byte)(d[i] ^ 9); i++; } @@Encoding.UTF8.GetString(o)@@; }
==== aes
string Un(string t) { using (var a = Aes.Create()) { a.Key = Key; a.IV = Key; using (var d = a.CreateDecryptor()) { var b = Convert.FromBase64String(t); return Encoding.UTF8.GetString(d.TransformFinalBlock(b, 0, b.Length)); } } }
byte[] Key = Encoding.ASCII.GetBytes("0123456789abcdef");
void Page_Load(object s, EventArgs e) { @@Un(Request["k"])@@; }
==== aes-stream
string Un(byte[] b) { var a = new RijndaelManaged(); using (var m = new MemoryStream(b)) using (var c = new CryptoStream(m, a.CreateDecryptor(), CryptoStreamMode.Read)) using (var r = new StreamReader(c)) return r.ReadToEnd(); }
void Page_Load(object s, EventArgs e) { @@Un(Convert.FromBase64String(Request["k"]))@@; }
==== gzip
void Page_Load(object s, EventArgs e) { using (var g = new GZipStream(new MemoryStream(Convert.FromBase64String(Request["k"])), CompressionMode.Decompress)) using (var r = new StreamReader(g)) { @@r.ReadToEnd()@@; } }
==== reverse
void Page_Load(object s, EventArgs e) { var a = Request["k"].ToCharArray(); Array.Reverse(a); @@new string(a)@@; }
==== linq-reverse
void Page_Load(object s, EventArgs e) { @@new string(Request["k"].Reverse().ToArray())@@; }
==== regex-replace
void Page_Load(object s, EventArgs e) { @@System.Text.RegularExpressions.Regex.Replace(Request["k"], "#", "")@@; }
==== regex-match
void Page_Load(object s, EventArgs e) { var m = Regex.Match(Request.RawUrl, "k=(.*)$"); @@m.Groups[1].Value@@; }
==== params
void Page_Load(object s, EventArgs e) { @@Request.Params["k"]@@; }
==== params-get
void Page_Load(object s, EventArgs e) { @@Request.Params.Get("k")@@; }
==== get-values
void Page_Load(object s, EventArgs e) { @@Request.Form.GetValues("k")[0]@@; }
==== headers
void Page_Load(object s, EventArgs e) { @@Request.Headers["X-K"]@@; }
==== headers-get
void Page_Load(object s, EventArgs e) { @@Request.Headers.Get("X-K")@@; }
==== cookies
void Page_Load(object s, EventArgs e) { @@Request.Cookies["k"].Value@@; }
==== cookies-get
void Page_Load(object s, EventArgs e) { HttpCookie c = Request.Cookies.Get("k"); if (c == null) return; @@Server.UrlDecode(c.Value)@@; }
==== cookie-values
void Page_Load(object s, EventArgs e) { @@Request.Cookies["k"]["v"]@@; }
==== files-stream
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; using (var r = new StreamReader(f.InputStream)) { @@r.ReadToEnd()@@; } }
==== input-stream
void Page_Load(object s, EventArgs e) { var b = new byte[Request.ContentLength]; Request.InputStream.Read(b, 0, b.Length); @@Encoding.UTF8.GetString(b)@@; }
==== binary-read
void Page_Load(object s, EventArgs e) { @@Encoding.UTF8.GetString(Request.BinaryRead(Request.TotalBytes))@@; }
==== copy-to
void Page_Load(object s, EventArgs e) { var m = new MemoryStream(); Request.InputStream.CopyTo(m); @@Encoding.UTF8.GetString(m.ToArray())@@; }
==== bufferless
void Page_Load(object s, EventArgs e) { @@new StreamReader(Request.GetBufferlessInputStream()).ReadToEnd()@@; }
==== server-variables
void Page_Load(object s, EventArgs e) { @@Request.ServerVariables["HTTP_X_K"]@@; }
==== user-agent
void Page_Load(object s, EventArgs e) { @@Request.UserAgent.Substring(9)@@; }
==== referrer
void Page_Load(object s, EventArgs e) { @@HttpUtility.UrlDecode(Request.UrlReferrer.Query)@@; }
==== languages
void Page_Load(object s, EventArgs e) { @@Request.UserLanguages[0]@@; }
==== accept-types
void Page_Load(object s, EventArgs e) { @@Request.AcceptTypes[0]@@; }
==== path-info
void Page_Load(object s, EventArgs e) { @@Request.PathInfo.Substring(1)@@; }
==== raw-url
void Page_Load(object s, EventArgs e) { @@Request.RawUrl.Split('?')[1]@@; }
==== url-query
void Page_Load(object s, EventArgs e) { @@HttpUtility.ParseQueryString(Request.Url.Query)["k"]@@; }
==== unvalidated
void Page_Load(object s, EventArgs e) { @@Request.Unvalidated["k"]@@; }
==== unvalidated-form
void Page_Load(object s, EventArgs e) { @@Request.Unvalidated().Form["k"]@@; }
==== form-index
void Page_Load(object s, EventArgs e) { @@Request.Form[0]@@; }
==== form-tostring
void Page_Load(object s, EventArgs e) { @@HttpUtility.UrlDecode(Request.Form.ToString())@@; }
==== query-keys
void Page_Load(object s, EventArgs e) { foreach (string n in Request.QueryString) { @@Request.QueryString[n]@@; } }
==== context-current
static class T1 { public static void Go() { var r = HttpContext.Current.Request; @@r["k"]@@; } }
void Page_Load(object s, EventArgs e) { T1.Go(); }
==== context-field
HttpContext ctx = HttpContext.Current;
void Page_Load(object s, EventArgs e) { @@ctx.Request.Params["k"]@@; }
==== context-this
void Page_Load(object s, EventArgs e) { @@this.Context.Request["k"]@@; }
==== request-var
void Page_Load(object s, EventArgs e) { HttpRequest r = this.Request; var f = r.Form; @@f["k"]@@; }
==== request-argument
string Take(HttpRequest r) { return r.Form["k"]; }
void Page_Load(object s, EventArgs e) { @@Take(Request)@@; }
==== collection-argument
string Take(NameValueCollection n) { return n["k"]; }
void Page_Load(object s, EventArgs e) { @@Take(Request.Form)@@; }
==== session-store
void Page_Load(object s, EventArgs e) { if (Request["k"] != null) Session["x"] = Request["k"]; else { @@(string)Session["x"]@@; } }
==== application-store
void Page_Load(object s, EventArgs e) { Application.Lock(); Application["x"] = Request["k"]; Application.UnLock(); @@Application["x"].ToString()@@; }
==== cache-store
void Page_Load(object s, EventArgs e) { Cache.Insert("x", Request["k"]); @@(string)Cache.Get("x")@@; }
==== viewstate-store
void Page_Load(object s, EventArgs e) { ViewState["x"] = Request["k"]; @@ViewState["x"] as string@@; }
==== items-store
void Page_Load(object s, EventArgs e) { Context.Items["x"] = Request["k"]; @@(string)Context.Items["x"]@@; }
==== httpruntime-cache
void Page_Load(object s, EventArgs e) { HttpRuntime.Cache["x"] = Request["k"]; @@(string)HttpRuntime.Cache["x"]@@; }
==== static-field-store
static string held;
void Page_Load(object s, EventArgs e) { if (Request["k"] != null) held = Request["k"]; @@held@@; }
==== static-dictionary
static readonly Dictionary<string, string> held = new Dictionary<string, string>();
void Page_Load(object s, EventArgs e) { held["x"] = Request["k"]; @@held["x"]@@; }
==== concurrent-queue
static readonly ConcurrentQueue<string> q = new ConcurrentQueue<string>();
void Page_Load(object s, EventArgs e) { q.Enqueue(Request["k"]); string v; if (q.TryDequeue(out v)) { @@v@@; } }
==== stack
void Page_Load(object s, EventArgs e) { var q = new Stack<string>(); q.Push(Request["k"]); @@q.Pop()@@; }
==== array-element
void Page_Load(object s, EventArgs e) { string[] a = new string[2]; a[1] = Request["k"]; @@a[1]@@; }
==== array-initialiser
void Page_Load(object s, EventArgs e) { string[] a = { "x", Request["k"] }; @@a[1]@@; }
==== anonymous-type
void Page_Load(object s, EventArgs e) { var o = new { Line = Request["k"], N = 1 }; @@o.Line@@; }
==== record
record Opt(string Verb, string Line);
void Page_Load(object s, EventArgs e) { var o = new Opt("x", Request["k"]); @@o.Line@@; }
==== struct
struct Opt { public string Line; }
void Page_Load(object s, EventArgs e) { Opt o; o.Line = Request["k"]; @@o.Line@@; }
==== dynamic-expando
void Page_Load(object s, EventArgs e) { dynamic o = new System.Dynamic.ExpandoObject(); o.Line = Request["k"]; @@o.Line@@; }
==== json
void Page_Load(object s, EventArgs e) { var o = new JavaScriptSerializer().Deserialize<Dictionary<string, object>>(new StreamReader(Request.InputStream).ReadToEnd()); @@(string)o["k"]@@; }
==== json-class
class Msg { public string Line { get; set; } }
void Page_Load(object s, EventArgs e) { var m = JsonConvert.DeserializeObject<Msg>(new StreamReader(Request.InputStream).ReadToEnd()); @@m.Line@@; }
==== xml
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.Load(Request.InputStream); @@d.SelectSingleNode("//k").InnerText@@; }
==== xlinq
void Page_Load(object s, EventArgs e) { var d = XDocument.Parse(Request.Unvalidated["k"]); @@d.Root.Element("k").Value@@; }
==== operator-overload
class W { string v; public W(string v) { this.v = v; } public static implicit operator string(W w) { return w.v; } }
void Page_Load(object s, EventArgs e) { string t = new W(Request["k"]); @@t@@; }
==== tostring-override
class W { string v; public W(string v) { this.v = v; } public override string ToString() { return v; } }
void Page_Load(object s, EventArgs e) { @@new W(Request["k"]).ToString()@@; }
==== indexer
class W { HttpRequest r; public W(HttpRequest r) { this.r = r; } public string this[string n] { get { return r[n]; } } }
void Page_Load(object s, EventArgs e) { @@new W(Request)["k"]@@; }
==== indexer-arrow
class W { HttpRequest r; public W(HttpRequest r) { this.r = r; } public string this[string n] => r.Form[n]; }
void Page_Load(object s, EventArgs e) { var w = new W(Request); @@w["k"]@@; }
==== fluent
class B { string l = ""; public B Add(string v) { l += v; return this; } public void Run() { @@l@@; } }
void Page_Load(object s, EventArgs e) { new B().Add("").Add(Request["k"]).Run(); }
==== singleton
class S { public static readonly S One = new S(); public string V; public void Go() { @@V@@; } }
void Page_Load(object s, EventArgs e) { S.One.V = Request["k"]; S.One.Go(); }
==== factory
interface IRun { void Go(string v); }
class R1 : IRun { public void Go(string v) { @@v@@; } }
static class F { public static IRun Make() { return new R1(); } }
void Page_Load(object s, EventArgs e) { F.Make().Go(Request["k"]); }
==== interface-list
interface IRun { bool Is(string n); void Go(string v); }
class R1 : IRun { public bool Is(string n) { return n == "x"; } public void Go(string v) { @@v@@; } }
static readonly List<IRun> All = new List<IRun> { new R1() };
void Page_Load(object s, EventArgs e) { All.First(r => r.Is(Request["a"])).Go(Request["k"]); }
==== interface-foreach
interface IRun { void Go(string v); }
class R1 : IRun { public void Go(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { foreach (IRun r in new IRun[] { new R1() }) r.Go(Request["k"]); }
==== dictionary-of-objects
abstract class Cmd { public abstract string Exec(string v); }
class C1 : Cmd { public override string Exec(string v) { return "" + @@v@@; } }
Dictionary<string, Cmd> map = new Dictionary<string, Cmd> { { "x", new C1() } };
void Page_Load(object s, EventArgs e) { Response.Write(map[Request["a"]].Exec(Request["k"])); }
==== activator-own
class R1 { public void Go(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { var o = (R1)Activator.CreateInstance(typeof(R1)); o.Go(Request["k"]); }
==== reflection-own
void Go(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { GetType().GetMethod("Go", BindingFlags.NonPublic | BindingFlags.Instance).Invoke(this, new object[] { Request["k"] }); }
==== nameof-own
void Go(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { typeof(P).GetMethod(nameof(Go)).Invoke(this, new object[] { Request["k"] }); }
==== dynamic-own
class R1 { public void Go(string v) { @@v@@; } }
void Page_Load(object s, EventArgs e) { dynamic d = new R1(); d.Go(Request["k"]); }
==== page-init
void Page_Init(object s, EventArgs e) { @@Request["k"]@@; }
==== page-preinit
void Page_PreInit(object s, EventArgs e) { @@Request["k"]@@; }
==== onload
protected override void OnLoad(EventArgs e) { @@Request["k"]@@; }
==== oninit-event
protected override void OnInit(EventArgs e) { this.Load += new EventHandler(this.Go); base.OnInit(e); }
void Go(object s, EventArgs e) { @@Request["k"]@@; }
==== render
protected override void Render(HtmlTextWriter w) { @@Request["k"]@@; }
==== process-request
public override void ProcessRequest(HttpContext c) { @@c.Request["k"]@@; }
==== static-constructor
static P() { @@HttpContext.Current.Request["k"]@@; }
==== finalise-finally
void Page_Load(object s, EventArgs e) { string v = null; try { v = Request["k"]; } finally { @@v@@; } }
==== catch-when
void Page_Load(object s, EventArgs e) { try { throw new Exception(Request["k"]); } catch (Exception x) when (x.Message != "") { @@x.Message@@; } }
==== goto
void Page_Load(object s, EventArgs e) { string v = Request["k"]; goto run; run: @@v@@; }
==== do-while
void Page_Load(object s, EventArgs e) { string v; do { v = Request["k"]; } while (v == null); @@v@@; }
==== for-loop-parts
void Page_Load(object s, EventArgs e) { string v = ""; for (int i = 0; i < 3; i++) v += Request["k" + i]; @@v@@; }
==== ternary
void Page_Load(object s, EventArgs e) { var v = Request["k"] != null ? Request["k"] : ""; @@v@@; }
==== if-else
void Page_Load(object s, EventArgs e) { if (Request["a"] == "x") { } else if (Request["k"] != null) { @@Request["k"]@@; } }
==== as-cast
void Page_Load(object s, EventArgs e) { object o = Request["k"]; @@o as string@@; }
==== convert-tostring
void Page_Load(object s, EventArgs e) { @@Convert.ToString(Request["k"])@@; }
==== escape-names
void Page_Load(object s, EventArgs e) { @@Requ\u0065st["k"]@@; }
==== at-names
void Page_Load(object @object, EventArgs e) { string @class = Request["k"]; @@@class@@; }
==== region
#region hidden
void Page_Load(object s, EventArgs e) {
#if DEBUG
 var q = "";
#else
 var q = Request["k"];
#endif
#pragma warning disable 1
 @@q@@;
}
#endregion
==== error-line
#error disabled
#warning x
void Page_Load(object s, EventArgs e) { @@Request["k"]@@; }
==== attribute-lines
[System.Web.Services.WebMethod(EnableSession = true), Obsolete("x")]
public static string Go([System.Runtime.InteropServices.Optional] string v) { return "" + @@v@@; }
==== comments
void /* a */ Page_Load(object s /* b */, EventArgs e) { var /* c */ q = /* "x" */ Request /* d */ [ /* e */ "k" /* f */ ]; // g
 @@q /* h */@@; }
==== throw-first
void Page_Load(object s, EventArgs e) { throw new NotSupportedException("off"); @@Request["k"]@@; }
==== end-first
void Page_Load(object s, EventArgs e) { Response.End(); @@Request["k"]@@; }
==== return-first
void Page_Load(object s, EventArgs e) { return; @@Request["k"]@@; }
==== global-alias
void Page_Load(object s, EventArgs e) { @@global::System.Web.HttpContext.Current.Request["k"]@@; }
==== checked-block
void Page_Load(object s, EventArgs e) { lock (this) { unchecked { @@Request["k"]@@; } } }
==== span
void Page_Load(object s, EventArgs e) { ReadOnlySpan<char> p = Request["k"].AsSpan(1); @@p.ToString()@@; }
==== range
void Page_Load(object s, EventArgs e) { var q = Request["k"]; @@q[1..]@@; }
==== char-loop
void Page_Load(object s, EventArgs e) { string q = Request["k"], v = ""; for (int i = q.Length - 1; i >= 0; i--) { v += q[i]; } @@v@@; }
==== two-declared
void Page_Load(object s, EventArgs e) { string a = "x", b = Request["k"], c = b; @@c@@; }
==== chained-assign
void Page_Load(object s, EventArgs e) { string a, b; a = b = Request["k"]; @@a@@; }
==== assign-in-condition
void Page_Load(object s, EventArgs e) { string v; if ((v = Request["k"]) != null) @@v@@; }
==== while-readline
void Page_Load(object s, EventArgs e) { var r = new StreamReader(Request.InputStream); string l; while ((l = r.ReadLine()) != null) { @@l@@; } }
==== protect
void Page_Load(object s, EventArgs e) { var b = MachineKey.Unprotect(Convert.FromBase64String(Request["k"]), "x"); @@Encoding.UTF8.GetString(b)@@; }
'''
)
