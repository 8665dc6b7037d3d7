# ruff: noqa: E501 - the lines are as long as such pages have them
"""Further ways in Visual Basic from the request to what acts, which stands as `@@value@@`; the frame stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== event-custom
Class LineArgs
 Inherits EventArgs
 Public Line As String
End Class
Event Arrived(s As Object, e As LineArgs)
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 AddHandler Arrived, AddressOf OnArrived
 RaiseEvent Arrived(Me, New LineArgs With {.Line = Request("k")})
End Sub
Sub OnArrived(s As Object, a As LineArgs)
 @@a.Line@@
End Sub
==== iterator-function
Iterator Function Each1() As IEnumerable(Of String)
 Yield Request("k")
End Function
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 For Each x In Each1()
  @@x@@
 Next
End Sub
==== tuple-item
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim t = Tuple.Create(1, Request("k"))
 @@t.Item2@@
End Sub
==== tuple-named
Function Read1() As (line As String, n As Integer)
 Return (Request("k"), 1)
End Function
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim r = Read1()
 @@r.line@@
End Sub
==== byref-function
Function TryRead(key As String, ByRef v As String) As Boolean
 v = Request(key)
 Return v IsNot Nothing
End Function
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim line As String = Nothing
 If TryRead("k", line) Then
  @@line@@
 End If
End Sub
==== operator
Class Line
 Public T As String
 Public Shared Widening Operator CType(v As String) As Line
  Return New Line With {.T = v}
 End Operator
End Class
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim l As Line = Request("k")
 @@l.T@@
End Sub
==== table
Dim all As New Dictionary(Of String, Action(Of String)) From {{"a", AddressOf Go}, {"b", AddressOf Nop}}
Sub Go(v As String)
 @@v@@
End Sub
Sub Nop(v As String)
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 all(Request("m"))(Request("k"))
End Sub
==== table-invoke
Sub Go(v As String)
 @@v@@
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim all As New Dictionary(Of String, Action(Of String))
 all.Add("a", AddressOf Go)
 all(Request("m")).Invoke(Request("k"))
End Sub
==== table-lambda
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim all As New Dictionary(Of String, Action(Of String))
 all("a") = Sub(v)
  @@v@@
 End Sub
 all("b") = Sub(v) Response.Write("x")
 all(Request("m"))(Request("k"))
End Sub
==== table-trygetvalue
Shared ReadOnly All As New Dictionary(Of String, Action(Of String))
Shared Sub New()
 All.Add("a", AddressOf Go)
End Sub
Shared Sub Go(v As String)
 @@v@@
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim f As Action(Of String) = Nothing
 If All.TryGetValue(Request("m"), f) Then f(Request("k"))
End Sub
==== exception-data
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Try
  Dim x As New Exception("a")
  x.Data("l") = Request("k")
  Throw x
 Catch x As Exception
  @@CStr(x.Data("l"))@@
 End Try
End Sub
==== exception-message
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Try
  Throw New Exception(Request("k"))
 Catch x As Exception
  @@x.Message@@
 End Try
End Sub
==== exception-own
Class Halt
 Inherits Exception
 Public ReadOnly Line As String
 Public Sub New(l As String)
  MyBase.New("a")
  Line = l
 End Sub
End Class
Sub Check1(v As String)
 If v.Length > 1 Then Throw New Halt(v)
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Try
  Check1(Request("k"))
 Catch h As Halt When h.Line <> ""
  @@h.Line@@
 End Try
End Sub
==== err-raise
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 On Error Resume Next
 Err.Raise(513, "a", Request("k"))
 @@Err.Description@@
End Sub
==== property-readonly
ReadOnly Property Line As String
 Get
  Return Request("k")
 End Get
End Property
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Line@@
End Sub
==== property-viewstate
Property Line As String
 Get
  Return CStr(ViewState("l"))
 End Get
 Set(value As String)
  ViewState("l") = value
 End Set
End Property
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Line = Request("k")
End Sub
Sub Go_Click(s As Object, e As EventArgs)
 @@Line@@
End Sub
==== property-indexed
Class Bag
 Dim d As New Dictionary(Of String, String)
 Default Public Property Item(k As String) As String
  Get
   Return d(k)
  End Get
  Set(v As String)
   d(k) = v
  End Set
 End Property
End Class
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim b As New Bag
 b("x") = Request("k")
 @@b("x")@@
End Sub
==== module-function
Module Tools
 Public Function Clean(v As String) As String
  Return Trim(v)
 End Function
 <System.Runtime.CompilerServices.Extension()>
 Public Function Tidy(v As String) As String
  Return v.Replace("_", " ")
 End Function
End Module
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Tools.Clean(Request("k")).Tidy()
 @@v@@
End Sub
==== generic-class
Class Box(Of T)
 Public Value As T
 Public Sub New(v As T)
  Value = v
 End Sub
End Class
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim b As New Box(Of String)(Request("k"))
 @@b.Value@@
End Sub
==== partial-class
Partial Class Work1
 Dim v As String
 Public Sub New(x As String)
  v = x
 End Sub
End Class
Partial Class Work1
 Public Sub Go()
  @@v@@
 End Sub
End Class
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim w As New Work1(Request("k")) : w.Go()
End Sub
==== withevents
Class Bell
 Public Event Rung(v As String)
 Public Sub Ring(v As String)
  RaiseEvent Rung(v)
 End Sub
End Class
WithEvents b As New Bell
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 b.Ring(Request("k"))
End Sub
Sub Heard(v As String) Handles b.Rung
 @@v@@
End Sub
==== join-split
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Join(Split(Request("k"), "|"), " ")
 @@v@@
End Sub
==== filter-text
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Filter(Split(Request("k"), "|"), "a")(0)
 @@v@@
End Sub
==== string-format
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@String.Format("{0}", Request("k"))@@
End Sub
==== chars-loop
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = ""
 For Each c As Char In Request("k")
  v &= ChrW(AscW(c) Xor 1)
 Next
 @@v@@
End Sub
==== stream-reader
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Using r As New StreamReader(Request.InputStream, Request.ContentEncoding)
  Dim v = r.ReadToEnd()
  @@v@@
 End Using
End Sub
==== binaryread
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim b() As Byte = Request.BinaryRead(Request.TotalBytes)
 @@System.Text.Encoding.UTF8.GetString(b)@@
End Sub
==== memorystream
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim m As New MemoryStream(System.Text.Encoding.UTF8.GetBytes(Request("k")))
 Dim r As New StreamReader(m)
 @@r.ReadToEnd()@@
End Sub
==== stringreader
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim r As New StringReader(Request("k")), l As String = r.ReadLine()
 While l IsNot Nothing
  @@l@@
  l = r.ReadLine()
 End While
End Sub
==== xml-literal-query
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim d = XDocument.Load(Request.InputStream)
 Dim v = d.Root.Element("a").Value
 @@v@@
End Sub
==== xmldocument
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim d As New System.Xml.XmlDocument
 d.LoadXml(Request("k"))
 @@d.SelectSingleNode("//a").InnerText@@
End Sub
==== json
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim o = New System.Web.Script.Serialization.JavaScriptSerializer().Deserialize(Of Dictionary(Of String, String))(Request("k"))
 @@o("a")@@
End Sub
==== parsequerystring
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim q = HttpUtility.ParseQueryString(New StreamReader(Request.InputStream).ReadToEnd())
 @@q("k")@@
End Sub
==== cookies-values
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.Cookies("a").Values("k")@@
End Sub
==== cookies-subkey
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.Cookies("a")("k")@@
End Sub
==== headers-bang
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.Headers!XA@@
End Sub
==== form-keys
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 For Each k As String In Request.Form.AllKeys
  Dim v = Request.Form(k)
  @@v@@
 Next
End Sub
==== querystring-key
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.QueryString.Keys(0)@@
End Sub
==== unvalidated
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.Unvalidated.Form("k")@@
End Sub
==== params-item
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@Request.Params.Item("k")@@
End Sub
==== files-stream
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim f As HttpPostedFile = Request.Files(0)
 Dim v = New StreamReader(f.InputStream).ReadToEnd()
 @@v@@
End Sub
==== session-two
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 If Request("set") <> "" Then
  Session("l") = Request("set")
 ElseIf Session("l") IsNot Nothing Then
  @@Session("l").ToString()@@
 End If
End Sub
==== cache
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Cache.Insert("a", Request("k"))
 @@CStr(Cache("a"))@@
End Sub
==== context-items
Sub Page_Init(s As Object, e As EventArgs) Handles Me.Init
 Context.Items("a") = Request("k")
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@CStr(HttpContext.Current.Items("a"))@@
End Sub
==== shared-queue
Shared jobs As New Queue(Of String)
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 If Request("k") <> "" Then jobs.Enqueue(Request("k"))
 Do While jobs.Count > 0
  Dim j = jobs.Dequeue()
  @@j@@
 Loop
End Sub
==== collection
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim c As New Collection
 c.Add(Request("k"), "a")
 @@c("a")@@
End Sub
==== arraylist
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim c As New ArrayList
 c.Add(Request("k"))
 @@CStr(c(0))@@
End Sub
==== threadpool
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Threading.ThreadPool.QueueUserWorkItem(AddressOf Work, Request("k"))
End Sub
Sub Work(o As Object)
 @@CStr(o)@@
End Sub
==== thread-start
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim t As New Threading.Thread(AddressOf Work)
 t.Start(Request("k"))
End Sub
Sub Work(o As Object)
 @@CStr(o)@@
End Sub
==== backgroundworker
WithEvents w As New System.ComponentModel.BackgroundWorker
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 w.RunWorkerAsync(Request("k"))
End Sub
Sub Work(s As Object, a As System.ComponentModel.DoWorkEventArgs) Handles w.DoWork
 @@CStr(a.Argument)@@
End Sub
==== timer
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim t As New Threading.Timer(AddressOf Tick, Request("k"), 0, -1)
End Sub
Sub Tick(o As Object)
 @@CStr(o)@@
End Sub
==== task-run
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Threading.Tasks.Task.Run(Function() Request("k")).Result
 @@v@@
End Sub
==== delegate
Delegate Sub Step1(v As String)
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim d As New Step1(AddressOf Work)
 d(Request("k"))
End Sub
Sub Work(v As String)
 @@v@@
End Sub
==== delegate-combine
Delegate Sub Step1(v As String)
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim d As Step1 = AddressOf Nop
 d = DirectCast([Delegate].Combine(d, New Step1(AddressOf Work)), Step1)
 d.Invoke(Request("k"))
End Sub
Sub Nop(v As String)
End Sub
Sub Work(v As String)
 @@v@@
End Sub
==== func-returned
Function Reader(n As String) As Func(Of String)
 Return Function() Request(n)
End Function
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Reader("k")()
 @@v@@
End Sub
==== select-string
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v As String
 Select Case Request("m")
  Case "a" : v = Request("k")
  Case Else : v = ""
 End Select
 @@v@@
End Sub
==== gosub-like-goto
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Request("k")
 If v = "" Then GoTo Done
 @@v@@
Done:
End Sub
==== linq-where
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = (From k In Request.Form.AllKeys Where k.StartsWith("c") Select Request.Form(k)).First()
 @@v@@
End Sub
==== linq-aggregate
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = Request("k").Split(","c).Aggregate("", Function(a, b) a & b)
 @@v@@
End Sub
==== mustinherit
MustInherit Class Base1
 Public Sub Run1(v As String)
  Step2(v)
 End Sub
 Protected MustOverride Sub Step2(v As String)
End Class
Class Mine
 Inherits Base1
 Protected Overrides Sub Step2(v As String)
  @@v@@
 End Sub
End Class
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim m As Base1 = New Mine : m.Run1(Request("k"))
End Sub
==== structure-field
Structure Job
 Public Line As String
 Public Sub Go()
  @@Line@@
 End Sub
End Structure
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim j As Job
 j.Line = Request("k")
 j.Go()
End Sub
==== with-nested
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 With Request
  With .Form
   Dim v = .Item("k")
   @@v@@
  End With
 End With
End Sub
==== nullable-if
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim v = If(Request("k"), "dir")
 @@v@@
End Sub
==== interpolated
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 @@$"{Request("k")}"@@
End Sub
==== ctype-sender
Sub Go_Click(sender As Object, e As EventArgs)
 @@CType(sender, TextBox).Text@@
End Sub
==== findcontrol
Sub Go_Click(sender As Object, e As EventArgs)
 @@CType(FindControl("t"), TextBox).Text@@
End Sub
==== webmethod
<System.Web.Services.WebMethod()>
Public Shared Function Go(line As String) As String
 @@line@@
 Return ""
End Function
==== bytes-xor
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim b = Convert.FromBase64String(Request("k"))
 For i = 0 To b.Length - 1
  b(i) = b(i) Xor 7
 Next
 @@System.Text.Encoding.ASCII.GetString(b)@@
End Sub
==== regex-match
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim m = Regex.Match(Request("k"), "(.*)")
 @@m.Groups(1).Value@@
End Sub
==== callbyname-own
Public Sub Go(v As String)
 @@v@@
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 CallByName(Me, "Go", CallType.Method, Request("k"))
End Sub
==== callbyname-requested
Public Sub DoGo(v As String)
 @@v@@
End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 CallByName(Me, "Do" & Request("m"), CallType.Method, Request("k"))
End Sub
==== base-page
Class Base1
 Inherits Page
 Protected ReadOnly Property Line As String
  Get
   Return Request("k")
  End Get
 End Property
End Class
Class Mine
 Inherits Base1
 Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
  @@Line@@
 End Sub
End Class
==== end-sub-lost
Sub Go(v As String)
 @@v@@
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Go(Request("k"))
==== end-property-lost
Private held As String
Public Property Line As String
 Get
  Return held
 Set(value As String)
  held = value
 End Set
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Line = Request("k")
 @@Line@@
End Sub
==== end-class-lost
Class Job
 Public Line As String
 Public Sub Go()
  @@Line@@
 End Sub
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Dim j As New Job
 j.Line = Request("k")
 j.Go()
End Sub
==== end-if-lost
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 If Request("k") <> "" Then
  Dim v = Request("k")
  @@v@@
End Sub
==== end-try-lost
Sub Page_Load(s As Object, e As EventArgs) Handles Me.Load
 Try
  Throw New Exception(Request("k"))
 Catch x As Exception
  @@x.Message@@
End Sub
"""
)
