# ruff: noqa: E501 - the lines are as long as such pages have them
"""The last ways in C# from the request to what acts, which stands as `@@value@@`; the frame stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== viewstate-typed
string Line { get => (string)ViewState["l"] ?? ""; set => ViewState["l"] = value; }
void Page_Load(object s, EventArgs e) { Line = Request["k"]; }
void Button1_Click(object s, EventArgs e) { @@Line@@; }
==== cache-insert
void Page_Load(object s, EventArgs e) { if (Request["k"] != null) Cache.Insert("a", Request["k"], null, DateTime.Now.AddHours(1), Cache.NoSlidingExpiration); var v = (string)Cache.Get("a"); @@v@@; }
==== cache-memory
void Page_Load(object s, EventArgs e) { MemoryCache.Default.Set("a", Request["k"], DateTimeOffset.Now.AddHours(1)); var v = MemoryCache.Default.Get("a") as string; @@v@@; }
==== cache-memory-index
void Page_Load(object s, EventArgs e) { MemoryCache.Default["a"] = Request["k"]; var v = (string)MemoryCache.Default["a"]; @@v@@; }
==== application-set
void Page_Load(object s, EventArgs e) { Application.Set("a", Request["k"]); @@(string)Application.Get("a")@@; }
==== static-between
static string kept;
void Page_Load(object s, EventArgs e) { if (Request["set"] != null) { kept = Request["set"]; return; } if (kept != null) { @@kept@@; } }
==== static-queue
static readonly Queue<string> jobs = new Queue<string>();
void Page_Load(object s, EventArgs e) { if (Request["k"] != null) jobs.Enqueue(Request["k"]); while (jobs.Count > 0) { var j = jobs.Dequeue(); @@j@@; } }
==== linkedlist
void Page_Load(object s, EventArgs e) { var l = new LinkedList<string>(); l.AddLast(Request["k"]); @@l.First.Value@@; }
==== hashset
void Page_Load(object s, EventArgs e) { var l = new HashSet<string> { Request["k"] }; foreach (var x in l) { @@x@@; } }
==== hashtable
void Page_Load(object s, EventArgs e) { var h = new Hashtable(); h["a"] = Request["k"]; foreach (DictionaryEntry d in h) { @@d.Value.ToString()@@; } }
==== sortedlist
void Page_Load(object s, EventArgs e) { var h = new SortedList<string, string>(); h.Add("a", Request["k"]); @@h.Values[0]@@; }
==== dictionary-trygetvalue
void Page_Load(object s, EventArgs e) { var d = new Dictionary<string, string> { ["a"] = Request["k"] }; if (d.TryGetValue("a", out string v)) { @@v@@; } }
==== dictionary-foreach
void Page_Load(object s, EventArgs e) { var d = Request.Form.AllKeys.ToDictionary(x => x, x => Request.Form[x]); foreach (var p in d) { @@p.Value@@; } }
==== blockingcollection
static BlockingCollection<string> q = new BlockingCollection<string>();
void Page_Load(object s, EventArgs e) { q.Add(Request["k"]); var v = q.Take(); @@v@@; }
==== threadpool
void Page_Load(object s, EventArgs e) { ThreadPool.QueueUserWorkItem(Work, Request["k"]); }
void Work(object o) { @@(string)o@@; }
==== threadpool-lambda
void Page_Load(object s, EventArgs e) { var v = Request["k"]; ThreadPool.QueueUserWorkItem(_ => { @@v@@; }); }
==== backgroundworker
void Page_Load(object s, EventArgs e) { var w = new BackgroundWorker(); w.DoWork += Work; w.RunWorkerAsync(Request["k"]); }
void Work(object o, DoWorkEventArgs a) { @@(string)a.Argument@@; }
==== backgroundworker-lambda
void Page_Load(object s, EventArgs e) { var w = new BackgroundWorker(); w.DoWork += (o, a) => { @@a.Argument.ToString()@@; }; w.RunWorkerAsync(Request["k"]); }
==== timer
void Page_Load(object s, EventArgs e) { new System.Threading.Timer(Tick, Request["k"], 0, Timeout.Infinite); }
void Tick(object o) { @@(string)o@@; }
==== timer-elapsed
void Page_Load(object s, EventArgs e) { var v = Request["k"]; var t = new System.Timers.Timer(10); t.Elapsed += (o, a) => { @@v@@; }; t.Start(); }
==== task-factory
void Page_Load(object s, EventArgs e) { Task.Factory.StartNew(o => { @@(string)o@@; }, Request["k"]); }
==== task-continue
void Page_Load(object s, EventArgs e) { Task.Run(() => Request["k"]).ContinueWith(t => { @@t.Result@@; }); }
==== task-fromresult
void Page_Load(object s, EventArgs e) { var v = Task.FromResult(Request["k"]).Result; @@v@@; }
==== await-task-run
async void Page_Load(object s, EventArgs e) { var v = await Task.Run(() => Request["k"].Trim()); @@v@@; }
==== await-readtoend
async Task Load1() { using (var r = new StreamReader(Request.InputStream)) { var v = await r.ReadToEndAsync(); @@v@@; } }
void Page_Load(object s, EventArgs e) { RegisterAsyncTask(new PageAsyncTask(Load1)); }
==== begininvoke
delegate void Go(string v);
void Work(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { Go g = Work; g.BeginInvoke(Request["k"], null, null); }
==== parallel-foreach
void Page_Load(object s, EventArgs e) { Parallel.ForEach(Request["k"].Split('|'), x => { @@x@@; }); }
==== parallel-invoke
void Page_Load(object s, EventArgs e) { var v = Request["k"]; Parallel.Invoke(() => { @@v@@; }); }
==== queuebackground
void Page_Load(object s, EventArgs e) { var v = Request["k"]; HostingEnvironment.QueueBackgroundWorkItem(ct => { @@v@@; }); }
==== threadstart-object
class Job { public string V; public void Go() { @@V@@; } }
void Page_Load(object s, EventArgs e) { var j = new Job { V = Request["k"] }; new Thread(new ThreadStart(j.Go)).Start(); }
==== threadlocal
static ThreadLocal<string> t = new ThreadLocal<string>();
void Page_Load(object s, EventArgs e) { t.Value = Request["k"]; @@t.Value@@; }
==== asynclocal
static AsyncLocal<string> t = new AsyncLocal<string>();
void Page_Load(object s, EventArgs e) { t.Value = Request["k"]; Go(); }
void Go() { @@t.Value@@; }
==== callcontext
void Page_Load(object s, EventArgs e) { CallContext.LogicalSetData("a", Request["k"]); var v = (string)CallContext.LogicalGetData("a"); @@v@@; }
==== environment-variable
void Page_Load(object s, EventArgs e) { Environment.SetEnvironmentVariable("a", Request["k"]); var v = Environment.GetEnvironmentVariable("a"); @@v@@; }
==== exception-message
void Page_Load(object s, EventArgs e) { try { throw new InvalidOperationException(Request["k"]); } catch (InvalidOperationException x) { @@x.Message@@; } }
==== exception-data
void Page_Load(object s, EventArgs e) { try { var x = new Exception("a"); x.Data["l"] = Request["k"]; throw x; } catch (Exception x) { @@x.Data["l"].ToString()@@; } }
==== exception-data-add
void Page_Load(object s, EventArgs e) { try { var x = new Exception("a"); x.Data.Add("l", Request["k"]); throw x; } catch (Exception x) when (x.Data.Contains("l")) { @@(string)x.Data["l"]@@; } }
==== exception-own
class Stop : Exception { public string Line { get; } public Stop(string l) { Line = l; } }
void Check(string v) { throw new Stop(v); }
void Page_Load(object s, EventArgs e) { try { Check(Request["k"]); } catch (Stop x) { @@x.Line@@; } }
==== exception-inner
void Page_Load(object s, EventArgs e) { try { throw new Exception("a", new Exception(Request["k"])); } catch (Exception x) { @@x.InnerException.Message@@; } }
==== exception-method
void Page_Load(object s, EventArgs e) { try { Deep(Request["k"]); } catch (Exception x) { Handle(x); } }
void Deep(string v) { if (v.Length > 1) throw new ArgumentException("a", v); }
void Handle(Exception x) { @@((ArgumentException)x).ParamName@@; }
==== page-error
void Page_Load(object s, EventArgs e) { throw new HttpException(500, Request["k"]); }
void Page_Error(object s, EventArgs e) { @@Server.GetLastError().Message@@; }
==== static-table
static readonly Dictionary<string, Action<string>> All = new Dictionary<string, Action<string>>();
static P() { All["a"] = v => { @@v@@; }; All["b"] = v => { }; }
void Page_Load(object s, EventArgs e) { All[Request["m"]](Request["k"]); }
==== static-table-class
static class Steps { public static readonly IDictionary<string, Func<string, string>> All; static Steps() { All = new Dictionary<string, Func<string, string>>(); All["a"] = v => { @@v@@; return ""; }; All["b"] = v => v.ToUpper(); } }
void Page_Load(object s, EventArgs e) { Response.Write(Steps.All[Request["m"]](Request["k"])); }
==== table-group
static void Go(string v) { @@v@@; }
static void Nop(string v) { }
static readonly Dictionary<string, Action<string>> All = new Dictionary<string, Action<string>> { { "a", Go }, { "b", Nop } };
void Page_Load(object s, EventArgs e) { All[Request["m"]](Request["k"]); }
==== table-group-index
void Go(string v) { @@v@@; }
void Nop(string v) { }
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string>> { ["a"] = Go, ["b"] = Nop }; all[Request["m"]].Invoke(Request["k"]); }
==== table-add
void Go(string v) { @@v@@; }
void Nop(string v) { }
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string>>(); all.Add("a", Go); all.Add("b", Nop); all[Request["m"]](Request["k"]); }
==== table-add-lambda
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string>>(); all.Add("a", v => { @@v@@; }); all.Add("b", v => { }); all[Request["m"]](Request["k"]); }
==== table-trygetvalue
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string>> { { "a", v => { @@v@@; } }, { "b", v => { } } }; Action<string> f; if (all.TryGetValue(Request["m"], out f)) f(Request["k"]); }
==== table-trygetvalue-var
static readonly Dictionary<string, Action<string>> all = new Dictionary<string, Action<string>> { ["a"] = v => { @@v@@; }, ["b"] = v => { } };
void Page_Load(object s, EventArgs e) { if (all.TryGetValue(Request["m"], out var f)) { f(Request["k"]); } }
==== table-two-args
void Page_Load(object s, EventArgs e) { var all = new Dictionary<string, Action<string, string>> { { "a", (x, y) => { @@y@@; } }, { "b", (x, y) => { } } }; all[Request["m"]](Request["a"], Request["k"]); }
==== table-array
void Page_Load(object s, EventArgs e) { Action<string>[] all = { v => { @@v@@; }, v => { } }; all[int.Parse(Request["m"])](Request["k"]); }
==== table-of-objects
interface IStep { string Name { get; } void Do(string v); }
class One : IStep { public string Name => "a"; public void Do(string v) { @@v@@; } }
class Two : IStep { public string Name => "b"; public void Do(string v) { } }
static readonly IStep[] Steps = { new One(), new Two() };
void Page_Load(object s, EventArgs e) { Steps.Single(x => x.Name == Request["m"]).Do(Request["k"]); }
==== table-method-name
public void DoWork(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { GetType().GetMethod("Do" + Request["m"]).Invoke(this, new object[] { Request["k"] }); }
==== action-combined
void Page_Load(object s, EventArgs e) { Action<string> a = v => { }; a += v => { @@v@@; }; a(Request["k"]); }
==== func-composed
static Func<A, C> Then<A, B, C>(Func<A, B> f, Func<B, C> g) => x => g(f(x));
void Page_Load(object s, EventArgs e) { Func<string, string> t = x => x.Trim(); Func<string, int> a = x => { @@x@@; return 0; }; Then(t, a)(Request["k"]); }
==== func-returned
Func<string> Reader(string n) { return () => Request[n]; }
void Page_Load(object s, EventArgs e) { var v = Reader("k")(); @@v@@; }
==== predicate
void Page_Load(object s, EventArgs e) { Predicate<string> p = v => { @@v@@; return true; }; p(Request["k"]); }
==== list-find
void Page_Load(object s, EventArgs e) { var l = new List<string> { "x", Request["k"] }; var v = l.Find(x => x.Length > 1); @@v@@; }
==== list-convertall
void Page_Load(object s, EventArgs e) { new List<string>(Request["k"].Split('|')).ConvertAll(x => { @@x@@; return 0; }); }
==== list-foreach
void Page_Load(object s, EventArgs e) { Request["k"].Split('|').ToList().ForEach(x => { @@x@@; }); }
==== linq-zip
void Page_Load(object s, EventArgs e) { foreach (var p in new[] { 1 }.Zip(new[] { Request["k"] }, (n, v) => v)) { @@p@@; } }
==== linq-group
void Page_Load(object s, EventArgs e) { foreach (var g in Request["k"].Split('|').GroupBy(x => x.Length)) foreach (var x in g) { @@x@@; } }
==== linq-selectmany
void Page_Load(object s, EventArgs e) { foreach (var x in Request.Form.AllKeys.SelectMany(k => Request.Form.GetValues(k))) { @@x@@; } }
==== linq-let
void Page_Load(object s, EventArgs e) { var v = (from k in Request.Form.AllKeys let x = Request.Form[k] where x.Length > 3 select x).First(); @@v@@; }
==== linq-concat
void Page_Load(object s, EventArgs e) { var v = new[] { "a" }.Concat(new[] { Request["k"] }).Last(); @@v@@; }
==== linq-anonymous
void Page_Load(object s, EventArgs e) { var o = Request.QueryString.AllKeys.Select(k => new { k, v = Request.QueryString[k] }).First(); @@o.v@@; }
==== lookup
void Page_Load(object s, EventArgs e) { var l = Request["k"].Split('|').ToLookup(x => x.Length); foreach (var x in l[3]) { @@x@@; } }
==== expression-tree
void Page_Load(object s, EventArgs e) { Expression<Func<string>> x = () => Request["k"]; var v = x.Compile()(); @@v@@; }
==== reflection-field
class Bag { public string V; }
void Page_Load(object s, EventArgs e) { var b = new Bag(); typeof(Bag).GetField("V").SetValue(b, Request["k"]); @@b.V@@; }
==== reflection-property
class Bag { public string V { get; set; } }
void Page_Load(object s, EventArgs e) { var b = new Bag { V = Request["k"] }; var v = (string)b.GetType().GetProperty("V").GetValue(b, null); @@v@@; }
==== binder
class Form1 { public string Line { get; set; } }
void Page_Load(object s, EventArgs e) { var f = new Form1(); TryUpdateModel(f); @@f.Line@@; }
==== databinder
void Page_Load(object s, EventArgs e) { var o = new { v = Request["k"] }; @@DataBinder.Eval(o, "v").ToString()@@; }
==== uri-builder
void Page_Load(object s, EventArgs e) { var u = new Uri("http://x/?" + Request["k"]); @@u.Query.Substring(1)@@; }
==== regex-groups
void Page_Load(object s, EventArgs e) { var m = Regex.Match(Request["k"], "<(.*)>"); @@m.Groups[1].Value@@; }
==== regex-matches-loop
void Page_Load(object s, EventArgs e) { foreach (Match m in Regex.Matches(Request["k"], "\\[(.*?)\\]")) { @@m.Groups[1].Value@@; } }
==== regex-evaluator
void Page_Load(object s, EventArgs e) { Regex.Replace(Request["k"], ".+", m => { @@m.Value@@; return ""; }); }
==== regex-evaluator-result
void Page_Load(object s, EventArgs e) { var v = Regex.Replace(Request["k"], "%..", m => ((char)Convert.ToInt32(m.Value.Substring(1), 16)).ToString()); @@v@@; }
==== regex-split
void Page_Load(object s, EventArgs e) { var v = Regex.Split(Request["k"], "::")[1]; @@v@@; }
==== unsafe-pointer
unsafe void Page_Load(object s, EventArgs e) { fixed (char* p = Request["k"]) { var v = new string(p); @@v@@; } }
==== securestring
void Page_Load(object s, EventArgs e) { var c = new NetworkCredential("a", Request["k"]); @@c.Password@@; }
==== marshal
void Page_Load(object s, EventArgs e) { var p = Marshal.StringToHGlobalUni(Request["k"]); var v = Marshal.PtrToStringUni(p); @@v@@; }
==== weakreference
void Page_Load(object s, EventArgs e) { var w = new WeakReference(Request["k"]); @@(string)w.Target@@; }
==== nullable-struct
struct Line { public string T; }
void Page_Load(object s, EventArgs e) { Line? l = new Line { T = Request["k"] }; if (l.HasValue) { @@l.Value.T@@; } }
==== enum-table
enum Act1 { None, Go }
void Page_Load(object s, EventArgs e) { var a = (Act1)Enum.Parse(typeof(Act1), Request["m"]); if (a == Act1.Go) { @@Request["k"]@@; } }
==== checked-goto-case
void Page_Load(object s, EventArgs e) { var v = Request["k"]; switch (Request["m"]) { case "a": goto case "b"; case "b": @@v@@; break; } }
==== lock-statement
static readonly object gate = new object();
void Page_Load(object s, EventArgs e) { lock (gate) { var v = Request["k"]; @@v@@; } }
==== using-multiple
void Page_Load(object s, EventArgs e) { using (var m = Request.InputStream) using (var r = new StreamReader(m)) { @@r.ReadToEnd()@@; } }
==== await-foreach
async IAsyncEnumerable<string> Lines() { yield return Request["k"]; }
async Task Go() { await foreach (var l in Lines()) { @@l@@; } }
void Page_Load(object s, EventArgs e) { Go().Wait(); }
==== base-page
class Base1 : Page { protected string Line { get { return Request["k"]; } } }
class Mine : Base1 { void Page_Load(object s, EventArgs e) { @@Line@@; } }
==== base-page-virtual
abstract class Base1 : Page { protected abstract void Handle(string v); protected override void OnLoad(EventArgs e) { Handle(Request["k"]); } }
class Mine : Base1 { protected override void Handle(string v) { @@v@@; } }
==== base-call
class Base1 { protected virtual void Step(string v) { @@v@@; } }
class Mine : Base1 { protected override void Step(string v) { base.Step(v.Trim()); } public void Go(string v) { Step(v); } }
void Page_Load(object s, EventArgs e) { new Mine().Go(Request["k"]); }
==== context-items
void Page_Init(object s, EventArgs e) { Context.Items["a"] = Request["k"]; }
void Page_Load(object s, EventArgs e) { var v = (string)HttpContext.Current.Items["a"]; @@v@@; }
==== page-method
[WebMethod] public static string Go(string line) { @@line@@; return ""; }
==== page-method-session
[System.Web.Services.WebMethod(EnableSession = true)] public static void Put(string line) { HttpContext.Current.Session["l"] = line; }
void Page_Load(object s, EventArgs e) { @@Session["l"].ToString()@@; }
==== bind-parameter
public IQueryable<string> List([QueryString("q")] string line) { @@line@@; return null; }
==== bind-control
public void Save([Control("txtCmd")] string line) { @@line@@; }
==== const-key
const string Key = "k";
void Page_Load(object s, EventArgs e) { var v = Request[Key]; @@v@@; }
==== char-plus
void Page_Load(object s, EventArgs e) { string v = ""; foreach (char c in Request["k"]) v += (char)(c ^ 1); @@v@@; }
==== char-array-index
void Page_Load(object s, EventArgs e) { var t = Request["k"]; var c = new char[t.Length]; for (int i = 0; i < t.Length; i++) c[i] = t[t.Length - 1 - i]; @@new string(c)@@; }
==== jagged
void Page_Load(object s, EventArgs e) { var a = new string[2][]; a[0] = new[] { Request["k"] }; @@a[0][0]@@; }
==== array-resize
void Page_Load(object s, EventArgs e) { var a = new string[0]; Array.Resize(ref a, 1); a[0] = Request["k"]; @@a[0]@@; }
==== array-setvalue
void Page_Load(object s, EventArgs e) { var a = Array.CreateInstance(typeof(string), 1); a.SetValue(Request["k"], 0); @@(string)a.GetValue(0)@@; }
==== stack-pop
void Page_Load(object s, EventArgs e) { var a = new Stack<string>(Request["k"].Split('|')); @@a.Pop()@@; }
==== arraylist
void Page_Load(object s, EventArgs e) { var a = new ArrayList(); a.Add(Request["k"]); @@(string)a[0]@@; }
==== ilist-index
void Page_Load(object s, EventArgs e) { IList<string> a = new List<string>(new string[1]); a[0] = Request["k"]; @@a[0]@@; }
==== array-segment
void Page_Load(object s, EventArgs e) { var a = new ArraySegment<byte>(Encoding.UTF8.GetBytes(Request["k"])); @@Encoding.UTF8.GetString(a.Array, a.Offset, a.Count)@@; }
==== config-object
class Settings { public string Shell { get; set; } = "a"; public string Text { get; set; } }
static readonly Settings Now = new Settings();
void Page_Load(object s, EventArgs e) { Now.Text = Request["k"]; Work(Now); }
void Work(Settings x) { @@x.Text@@; }
==== builder-fluent
class B { readonly List<string> p = new List<string>(); public B With(string x) { p.Add(x); return this; } public string Build() { return string.Join(" ", p); } }
void Page_Load(object s, EventArgs e) { @@new B().With("a").With(Request["k"]).Build()@@; }
==== visitor
class Node1 { public string T; public void Accept(V v) { v.Visit(this); } }
class V { public void Visit(Node1 n) { @@n.T@@; } }
void Page_Load(object s, EventArgs e) { new Node1 { T = Request["k"] }.Accept(new V()); }
==== observer
class O : IObserver<string> { public void OnNext(string v) { @@v@@; } public void OnCompleted() { } public void OnError(Exception x) { } }
void Page_Load(object s, EventArgs e) { IObserver<string> o = new O(); o.OnNext(Request["k"]); }
==== service-locator
static readonly Dictionary<Type, object> all = new Dictionary<Type, object>();
interface IRun { void Go(string v); }
class R : IRun { public void Go(string v) { @@v@@; } }
static T Get<T>() { return (T)all[typeof(T)]; }
void Page_Load(object s, EventArgs e) { all[typeof(IRun)] = new R(); Get<IRun>().Go(Request["k"]); }
==== selectedvalue
void D_Changed(object s, EventArgs e) { @@((DropDownList)s).SelectedValue@@; }
==== findcontrol-text
void Go_Click(object s, EventArgs e) { var t = (TextBox)Master.FindControl("x").FindControl("txtCmd"); @@t.Text@@; }
==== request-form-eventargument
void Page_Load(object s, EventArgs e) { @@Request["__EVENTARGUMENT"]@@; }
==== raisepostback
public void RaisePostBackEvent(string eventArgument) { @@eventArgument@@; }
"""
)
