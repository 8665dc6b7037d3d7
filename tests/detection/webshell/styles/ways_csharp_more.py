# ruff: noqa: E501 - the lines are as long as such pages have them
"""Further ways in C# from the request to what acts, which stands as `@@value@@`; the frame stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== event-args-custom
class LineArgs : EventArgs { public string Line { get; set; } }
event EventHandler<LineArgs> Arrived;
void Page_Load(object s, EventArgs e) { Arrived += OnArrived; Arrived(this, new LineArgs { Line = Request["k"] }); }
void OnArrived(object s, LineArgs a) { @@a.Line@@; }
==== event-args-constructor
class LineArgs : EventArgs { readonly string line; public LineArgs(string l) { line = l; } public string Line { get { return line; } } }
delegate void Got(object o, LineArgs a);
event Got Arrived;
void Page_Load(object s, EventArgs e) { Arrived += (o, a) => { @@a.Line@@; }; var h = Arrived; if (h != null) h(this, new LineArgs(Request["k"])); }
==== event-invoke-conditional
event Action<string> Arrived;
void OnInit1() { Arrived += Work; }
void Work(string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { OnInit1(); Arrived?.Invoke(Request["k"]); }
==== event-of-class
class Bell { public event EventHandler<string> Rung; public void Ring(string t) { Rung?.Invoke(this, t); } }
void Page_Load(object s, EventArgs e) { var b = new Bell(); b.Rung += (o, t) => { @@t@@; }; b.Ring(Request["k"]); }
==== yield-params
IEnumerable<string> Each(params string[] all) { foreach (var a in all) yield return a.Trim(); }
void Page_Load(object s, EventArgs e) { foreach (var x in Each("a", Request["k"])) { @@x@@; } }
==== yield-enumerator
class Bag : IEnumerable<string> { public string V; public IEnumerator<string> GetEnumerator() { yield return V; } IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); } }
void Page_Load(object s, EventArgs e) { foreach (var x in new Bag { V = Request["k"] }) { @@x@@; } }
==== enumerator-movenext
void Page_Load(object s, EventArgs e) { var l = new List<string> { Request["k"] }; var it = l.GetEnumerator(); while (it.MoveNext()) { @@it.Current@@; } }
==== valuetuple-return
(string line, int n) Read() { return (Request["k"], 1); }
void Page_Load(object s, EventArgs e) { var r = Read(); @@r.line@@; }
==== valuetuple-deconstruct-method
(string, int) Read() => (Request["k"], 1);
void Page_Load(object s, EventArgs e) { var (line, _) = Read(); @@line@@; }
==== deconstruct-method
class Pair { public string A; public string B; public void Deconstruct(out string a, out string b) { a = A; b = B; } }
void Page_Load(object s, EventArgs e) { var (x, y) = new Pair { A = "a", B = Request["k"] }; @@y@@; }
==== tuple-swap
void Page_Load(object s, EventArgs e) { string a = "x", b = Request["k"]; (a, b) = (b, a); @@a@@; }
==== tuple-item2
void Page_Load(object s, EventArgs e) { var t = new Tuple<int, string>(1, Request["k"]); @@t.Item2@@; }
==== tuple-list
void Page_Load(object s, EventArgs e) { var l = new List<(string n, string v)>(); l.Add(("a", Request["k"])); foreach (var (n, v) in l) { @@v@@; } }
==== keyvaluepair
void Page_Load(object s, EventArgs e) { var p = new KeyValuePair<string, string>("a", Request["k"]); @@p.Value@@; }
==== in-parameter
void Go(in string v) { @@v@@; }
void Page_Load(object s, EventArgs e) { Go(Request["k"]); }
==== out-trypattern
bool TryRead(string key, out string v) { v = Request[key]; return v != null; }
void Page_Load(object s, EventArgs e) { if (TryRead("k", out var line)) { @@line@@; } }
==== out-declared
bool TryRead(string key, out string v) { v = Request[key]; return v != null; }
void Page_Load(object s, EventArgs e) { string line; if (!TryRead("k", out line)) return; @@line@@; }
==== ref-local
void Fill(ref string v) { v += Request["k"]; }
void Page_Load(object s, EventArgs e) { string line = ""; Fill(ref line); @@line@@; }
==== params-object
void Go(params object[] v) { @@(string)v[1]@@; }
void Page_Load(object s, EventArgs e) { Go("a", Request["k"]); }
==== default-interface
interface IWork { string Line { get; } void Go() { @@Line@@; } }
class Work : IWork { public string Line { get; set; } }
void Page_Load(object s, EventArgs e) { IWork w = new Work { Line = Request["k"] }; w.Go(); }
==== operator-plus
class Cmd { public string T; public static Cmd operator +(Cmd a, string b) { return new Cmd { T = a.T + b }; } }
void Page_Load(object s, EventArgs e) { var c = new Cmd { T = "" }; c = c + Request["k"]; @@c.T@@; }
==== implicit-to
class Line { public string T; public static implicit operator Line(string v) { return new Line { T = v }; } }
void Page_Load(object s, EventArgs e) { Line l = Request["k"]; @@l.T@@; }
==== implicit-from
class Line { string t; public Line(string v) { t = v; } public static implicit operator string(Line l) { return l.t; } }
void Page_Load(object s, EventArgs e) { string x = new Line(Request["k"]); @@x@@; }
==== explicit-cast
class Line { public string T; public static explicit operator Line(string v) => new Line { T = v }; }
void Page_Load(object s, EventArgs e) { var l = (Line)Request["k"]; @@l.T@@; }
==== nested-static
static class Outer { internal static class Inner { internal static string Held; internal static void Go() { @@Held@@; } } }
void Page_Load(object s, EventArgs e) { Outer.Inner.Held = Request["k"]; Outer.Inner.Go(); }
==== partial-method
partial class Work { string v; public Work(string x) { v = x; } partial void Step(string t); public void Go() { Step(v); } }
partial class Work { partial void Step(string t) { @@t@@; } }
void Page_Load(object s, EventArgs e) { new Work(Request["k"]).Go(); }
==== generic-constraint
interface IRun { void Go(string v); }
class A1 : IRun { public void Go(string v) { @@v@@; } }
void Do<T>(string v) where T : IRun, new() { new T().Go(v); }
void Page_Load(object s, EventArgs e) { Do<A1>(Request["k"]); }
==== generic-box
class Box<T> { public T Value { get; private set; } public Box(T v) { Value = v; } public Box<U> Map<U>(Func<T, U> f) { return new Box<U>(f(Value)); } }
void Page_Load(object s, EventArgs e) { new Box<string>(Request["k"]).Map(v => { @@v@@; return 0; }); }
==== record-with
record Order(string Name, string Line);
void Page_Load(object s, EventArgs e) { var o = new Order("a", "b"); var p = o with { Line = Request["k"] }; @@p.Line@@; }
==== record-deconstruct
record Order(string Name, string Line);
void Page_Load(object s, EventArgs e) { var (n, l) = new Order("a", Request["k"]); @@l@@; }
==== local-function-capture
void Page_Load(object s, EventArgs e) { var v = Request["k"]; void Go() { @@v@@; } Go(); }
==== local-function-static
void Page_Load(object s, EventArgs e) { Go(Request["k"]); static void Go(string x) => Run(x); }
static void Run(string q) { @@q@@; }
==== switch-tuple
void Page_Load(object s, EventArgs e) { var v = (Request["m"], Request["k"]) switch { ("a", var x) => x, (_, var y) => y + "" }; @@v@@; }
==== switch-when
void Page_Load(object s, EventArgs e) { switch (Request["k"]) { case string v when v.Length > 2: @@v@@; break; default: break; } }
==== switch-action
void Page_Load(object s, EventArgs e) { Action<string> a = Request["m"] switch { "x" => Go, _ => Nop }; a(Request["k"]); }
void Go(string v) { @@v@@; }
void Nop(string v) { }
==== null-coalescing-throw
void Page_Load(object s, EventArgs e) { var v = Request["k"] ?? throw new HttpException(404, "x"); @@v@@; }
==== null-coalescing-field
string line;
string Line => line ??= Request["k"];
void Page_Load(object s, EventArgs e) { @@Line@@; }
==== null-conditional-index
void Page_Load(object s, EventArgs e) { var v = Request?.Form?["k"]?.Trim(); @@v@@; }
==== format-index
void Page_Load(object s, EventArgs e) { var v = string.Format("{1}{0}", "", Request["k"]); @@v@@; }
==== composite-appendformat
void Page_Load(object s, EventArgs e) { var b = new StringBuilder(); b.AppendFormat("{0}", Request["k"]).AppendLine(); @@b.ToString()@@; }
==== formattable
void Page_Load(object s, EventArgs e) { FormattableString f = $"{Request["k"]}"; @@f.ToString()@@; }
==== concat-many
void Page_Load(object s, EventArgs e) { var v = String.Concat("", Request["a"], Request["b"]); @@v@@; }
==== join-enumerable
void Page_Load(object s, EventArgs e) { var v = string.Join("", Request["k"].Split('-').Select(x => x.Trim())); @@v@@; }
==== insert-remove
void Page_Load(object s, EventArgs e) { var v = Request["k"].Insert(0, "").Remove(0, 2); @@v@@; }
==== substring-indexof
void Page_Load(object s, EventArgs e) { var t = Request["k"]; var v = t.Substring(t.IndexOf(':') + 1); @@v@@; }
==== tochararray
void Page_Load(object s, EventArgs e) { var c = Request["k"].ToCharArray(); Array.Reverse(c); var v = new string(c); @@v@@; }
==== aggregate-text
void Page_Load(object s, EventArgs e) { var v = Request["k"].Split(',').Aggregate("", (a, b) => a + b); @@v@@; }
==== aggregate-char
void Page_Load(object s, EventArgs e) { var v = Request["k"].Split(' ').Select(x => (char)int.Parse(x)).Aggregate("", (a, c) => a + c); @@v@@; }
==== stringbuilder-insert
void Page_Load(object s, EventArgs e) { var b = new StringBuilder("x"); b.Insert(0, Request["k"]); b.Replace("x", ""); @@b.ToString()@@; }
==== convert-bytes
void Page_Load(object s, EventArgs e) { var b = Encoding.UTF8.GetBytes(Request["k"]); var v = Encoding.ASCII.GetString(b, 0, b.Length); @@v@@; }
==== convertall
void Page_Load(object s, EventArgs e) { var b = Array.ConvertAll(Request["k"].Split('-'), x => Convert.ToByte(x, 16)); var v = Encoding.UTF8.GetString(b); @@v@@; }
==== encoding-convert
void Page_Load(object s, EventArgs e) { var b = Encoding.Convert(Encoding.UTF8, Encoding.Unicode, Encoding.UTF8.GetBytes(Request["k"])); @@Encoding.Unicode.GetString(b)@@; }
==== chars-linq
void Page_Load(object s, EventArgs e) { var v = new string(Request["k"].Select(c => (char)(c - 1)).ToArray()); @@v@@; }
==== string-create
void Page_Load(object s, EventArgs e) { var v = string.Concat(Request["k"].Where(c => c != '_')); @@v@@; }
==== memorystream-writer
void Page_Load(object s, EventArgs e) { var m = new MemoryStream(); var w = new StreamWriter(m); w.Write(Request["k"]); w.Flush(); m.Position = 0; var v = new StreamReader(m).ReadToEnd(); @@v@@; }
==== memorystream-toarray
void Page_Load(object s, EventArgs e) { using (var m = new MemoryStream()) { Request.InputStream.CopyTo(m); var v = Encoding.UTF8.GetString(m.ToArray()); @@v@@; } }
==== binarywriter
void Page_Load(object s, EventArgs e) { var m = new MemoryStream(); var w = new BinaryWriter(m); w.Write(Request["k"]); m.Seek(0, SeekOrigin.Begin); var v = new BinaryReader(m).ReadString(); @@v@@; }
==== stringwriter
void Page_Load(object s, EventArgs e) { var w = new StringWriter(); w.Write(Request["k"]); @@w.ToString()@@; }
==== stringwriter-writeline
void Page_Load(object s, EventArgs e) { var w = new StringWriter(); w.WriteLine("{0}", Request["k"]); @@w.GetStringBuilder().ToString()@@; }
==== stringreader-lines
void Page_Load(object s, EventArgs e) { var r = new StringReader(Request["k"]); string l; while ((l = r.ReadLine()) != null) { @@l@@; } }
==== stringreader-read
void Page_Load(object s, EventArgs e) { var r = new StringReader(Request["k"]); var b = new StringBuilder(); int c; while ((c = r.Read()) >= 0) b.Append((char)c); @@b.ToString()@@; }
==== bytes-copy
void Page_Load(object s, EventArgs e) { var a = Encoding.UTF8.GetBytes(Request["k"]); var b = new byte[a.Length]; Buffer.BlockCopy(a, 0, b, 0, a.Length); @@Encoding.UTF8.GetString(b)@@; }
==== array-copyto
void Page_Load(object s, EventArgs e) { var a = Encoding.UTF8.GetBytes(Request["k"]); var b = new byte[a.Length]; a.CopyTo(b, 0); @@Encoding.UTF8.GetString(b)@@; }
==== bytes-loop
void Page_Load(object s, EventArgs e) { var a = Convert.FromBase64String(Request["k"]); for (int i = 0; i < a.Length; i++) a[i] ^= 7; @@Encoding.UTF8.GetString(a)@@; }
==== xmldocument-body
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.Load(Request.InputStream); var v = d.SelectSingleNode("//a").InnerText; @@v@@; }
==== xmldocument-attribute
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); var v = d.DocumentElement.Attributes["a"].Value; @@v@@; }
==== xmldocument-nodes
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); foreach (XmlNode n in d.GetElementsByTagName("a")) { @@n.InnerText@@; } }
==== xmldocument-getattribute
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); @@d.DocumentElement.GetAttribute("a")@@; }
==== xpath
void Page_Load(object s, EventArgs e) { var n = new XPathDocument(Request.InputStream).CreateNavigator(); var v = n.SelectSingleNode("/a/b").Value; @@v@@; }
==== xpath-evaluate
void Page_Load(object s, EventArgs e) { var n = new XPathDocument(new StringReader(Request["k"])).CreateNavigator(); var v = (string)n.Evaluate("string(/a)"); @@v@@; }
==== xmlreader
void Page_Load(object s, EventArgs e) { using (var r = XmlReader.Create(Request.InputStream)) { while (r.Read()) if (r.NodeType == XmlNodeType.Text) { @@r.Value@@; } } }
==== xmlreader-content
void Page_Load(object s, EventArgs e) { var r = new XmlTextReader(Request.InputStream); r.ReadToFollowing("a"); var v = r.ReadElementContentAsString(); @@v@@; }
==== xdocument-load
void Page_Load(object s, EventArgs e) { var v = (string)XDocument.Load(Request.InputStream).Root.Element("a").Attribute("b"); @@v@@; }
==== xelement-parse
void Page_Load(object s, EventArgs e) { var v = XElement.Parse(Request["k"]).Descendants("a").First().Value; @@v@@; }
==== xmlserializer
public class Msg { public string Line { get; set; } }
void Page_Load(object s, EventArgs e) { var m = (Msg)new XmlSerializer(typeof(Msg)).Deserialize(Request.InputStream); @@m.Line@@; }
==== dataset
void Page_Load(object s, EventArgs e) { var d = new DataSet(); d.ReadXml(new StringReader(Request["k"])); var v = d.Tables[0].Rows[0]["a"].ToString(); @@v@@; }
==== datatable
void Page_Load(object s, EventArgs e) { var t = new DataTable(); t.Columns.Add("a"); t.Rows.Add(Request["k"]); foreach (DataRow r in t.Rows) { @@(string)r["a"]@@; } }
==== datarow
void Page_Load(object s, EventArgs e) { var t = new DataTable(); t.Columns.Add("a"); var r = t.NewRow(); r["a"] = Request["k"]; t.Rows.Add(r); @@t.Rows[0]["a"].ToString()@@; }
==== json-serializer
void Page_Load(object s, EventArgs e) { var o = new JavaScriptSerializer().Deserialize<Dictionary<string, string>>(new StreamReader(Request.InputStream).ReadToEnd()); @@o["a"]@@; }
==== json-object
void Page_Load(object s, EventArgs e) { var o = (IDictionary<string, object>)new JavaScriptSerializer().DeserializeObject(Request["k"]); var v = Convert.ToString(o["a"]); @@v@@; }
==== json-contract
[DataContract] public class Msg { [DataMember] public string Line; }
void Page_Load(object s, EventArgs e) { var m = (Msg)new DataContractJsonSerializer(typeof(Msg)).ReadObject(Request.InputStream); @@m.Line@@; }
==== json-net
void Page_Load(object s, EventArgs e) { var o = JObject.Parse(new StreamReader(Request.InputStream).ReadToEnd()); var v = (string)o["a"]["b"]; @@v@@; }
==== json-net-dynamic
void Page_Load(object s, EventArgs e) { dynamic o = JsonConvert.DeserializeObject(Request["k"]); @@(string)o.line@@; }
==== json-text
void Page_Load(object s, EventArgs e) { var d = JsonDocument.Parse(Request["k"]); var v = d.RootElement.GetProperty("a").GetString(); @@v@@; }
==== json-text-trygetproperty
void Page_Load(object s, EventArgs e) { var d = JsonDocument.Parse(Request["k"]); if (d.RootElement.TryGetProperty("a", out var p)) { @@p.GetString()@@; } }
==== parsequerystring
void Page_Load(object s, EventArgs e) { var q = HttpUtility.ParseQueryString(Request.Url.Query); @@q["k"]@@; }
==== parsequerystring-body
void Page_Load(object s, EventArgs e) { var q = HttpUtility.ParseQueryString(new StreamReader(Request.InputStream).ReadToEnd()); foreach (string n in q) { @@q[n]@@; } }
==== namevaluecollection-copy
void Page_Load(object s, EventArgs e) { var q = new NameValueCollection(Request.Form); @@q.Get("k")@@; }
==== namevaluecollection-add
void Page_Load(object s, EventArgs e) { var q = new NameValueCollection(); q.Add("k", Request["k"]); q.Add(Request.QueryString); @@q["k"]@@; }
==== urldecode
void Page_Load(object s, EventArgs e) { var v = HttpUtility.UrlDecode(Request.QueryString["k"], Encoding.UTF8); @@v@@; }
==== querystring-tostring
void Page_Load(object s, EventArgs e) { var v = Server.UrlDecode(Request.QueryString.ToString()); @@v@@; }
==== querystring-allkeys
void Page_Load(object s, EventArgs e) { var v = Request.QueryString.AllKeys.FirstOrDefault(k => k != null); @@v@@; }
==== querystring-getkey
void Page_Load(object s, EventArgs e) { @@Request.QueryString.GetKey(0)@@; }
==== querystring-null
void Page_Load(object s, EventArgs e) { @@Request.QueryString[null]@@; }
==== form-allkeys
void Page_Load(object s, EventArgs e) { foreach (var k in Request.Form.AllKeys) { var v = Request.Form[k]; @@v@@; } }
==== form-getkeys-index
void Page_Load(object s, EventArgs e) { for (int i = 0; i < Request.Form.Count; i++) { @@Request.Form[i]@@; } }
==== cookies-loop
void Page_Load(object s, EventArgs e) { foreach (string n in Request.Cookies) { var c = Request.Cookies[n]; @@c.Value@@; } }
==== cookies-values
void Page_Load(object s, EventArgs e) { HttpCookie c = Request.Cookies["a"]; @@c.Values["k"]@@; }
==== cookies-subkey
void Page_Load(object s, EventArgs e) { @@Request.Cookies["a"]["k"]@@; }
==== headers-loop
void Page_Load(object s, EventArgs e) { foreach (string h in Request.Headers.AllKeys) if (h.StartsWith("X-A")) { @@Request.Headers[h]@@; } }
==== headers-getvalues
void Page_Load(object s, EventArgs e) { var v = Request.Headers.GetValues("X-A")[0]; @@v@@; }
==== unvalidated-header
void Page_Load(object s, EventArgs e) { @@Request.Unvalidated.Headers["X-A"]@@; }
==== unvalidated-index
void Page_Load(object s, EventArgs e) { var u = Request.Unvalidated; @@u["k"]@@; }
==== files-keys
void Page_Load(object s, EventArgs e) { foreach (string k in Request.Files) { @@k@@; } }
==== files-reader
void Page_Load(object s, EventArgs e) { var v = new StreamReader(Request.Files[0].InputStream).ReadToEnd(); @@v@@; }
==== files-bytes
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; var b = new byte[f.ContentLength]; f.InputStream.Read(b, 0, b.Length); var v = Encoding.Default.GetString(b); @@v@@; }
==== stream-readbyte
void Page_Load(object s, EventArgs e) { var b = new List<byte>(); int c; while ((c = Request.InputStream.ReadByte()) != -1) b.Add((byte)c); @@Encoding.UTF8.GetString(b.ToArray())@@; }
==== getbufferlessinputstream
void Page_Load(object s, EventArgs e) { using (var r = new StreamReader(Request.GetBufferlessInputStream(), Encoding.UTF8)) { @@r.ReadToEnd()@@; } }
==== content-encoding
void Page_Load(object s, EventArgs e) { var v = Request.ContentEncoding.GetString(Request.BinaryRead(Request.ContentLength)); @@v@@; }
==== url-segments
void Page_Load(object s, EventArgs e) { var v = Request.Url.Segments[Request.Url.Segments.Length - 1]; @@v@@; }
==== path-tail
void Page_Load(object s, EventArgs e) { var v = Request.PathInfo.Substring(1); @@v@@; }
==== request-path
void Page_Load(object s, EventArgs e) { var v = Request.RawUrl.Split('?')[1]; @@v@@; }
==== content-type
void Page_Load(object s, EventArgs e) { @@Request.ContentType@@; }
==== userlanguages
void Page_Load(object s, EventArgs e) { @@string.Join("", Request.UserLanguages)@@; }
==== session-typed
string Line { get { return Session["l"] as string; } set { Session["l"] = value; } }
void Page_Load(object s, EventArgs e) { if (!IsPostBack) Line = Request["k"]; else { @@Line@@; } }
"""
)
