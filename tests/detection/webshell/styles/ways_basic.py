"""The same in Visual Basic."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== plain
Sub Page_Load(s As Object, e As EventArgs)
    @@Request("k")@@
End Sub
==== handles
Protected Sub Page_Load(ByVal sender As Object, ByVal e As System.EventArgs) Handles Me.Load
    Dim v As String = Request.Form("k")
    @@v@@
End Sub
==== select-one-line
Protected Sub Page_Load(sender As Object, e As EventArgs) Handles Me.Load
    Dim v As String = Request("k")
    Select Case Request("a")
        Case "x" : @@v@@
        Case "y", "z" : Response.Write("y")
        Case Else : Response.End()
    End Select
End Sub
==== with-block
Sub Page_Load()
    With Request
        Dim v = .Form("k")
        @@v@@
    End With
End Sub
==== with-object
Class Job
    Public Line As String
    Public Sub Go()
        @@Line@@
    End Sub
End Class
Sub Page_Load()
    Dim j As New Job
    With j
        .Line = Request("k")
        .Go()
    End With
End Sub
==== with-initialiser
Class Job
    Public Property Line As String
    Public Sub Go()
        @@Line@@
    End Sub
End Class
Sub Page_Load()
    Dim j = New Job With {.Line = Request("k")}
    j.Go()
End Sub
==== byref
Sub Fill(ByRef v As String)
    v = Request("k")
End Sub
Sub Page_Load()
    Dim v As String = ""
    Fill(v)
    @@v@@
End Sub
==== optional
Sub Go(a As String, Optional b As String = "", Optional c As Integer = 0)
    @@b@@
End Sub
Sub Page_Load()
    Go("x", Request("k"))
End Sub
==== named-argument
Sub Go(a As String, Optional b As String = "")
    @@b@@
End Sub
Sub Page_Load()
    Go(b:=Request("k"), a:="x")
End Sub
==== paramarray
Sub Go(ParamArray a() As String)
    @@String.Join(" ", a)@@
End Sub
Sub Page_Load()
    Go("x", Request("k"))
End Sub
==== module
Module Tool
    Public Sub Go(v As String)
        @@v@@
    End Sub
End Module
Sub Page_Load()
    Tool.Go(Request("k"))
End Sub
==== shared
Class Tool
    Public Shared Function Go(ByVal v As String) As String
        Return CStr(@@v@@)
    End Function
End Class
Sub Page_Load()
    Response.Write(Tool.Go(Request("k")))
End Sub
==== interface
Interface IRun
    Sub Go(v As String)
End Interface
Class R1
    Implements IRun
    Public Sub Go(v As String) Implements IRun.Go
        @@v@@
    End Sub
End Class
Private ReadOnly r As IRun = New R1()
Sub Page_Load()
    r.Go(Request("k"))
End Sub
==== interface-renamed
Interface IRun
    Function Exec(v As String) As String
End Interface
Class R1
    Implements IRun
    Private Function DoIt(v As String) As String Implements IRun.Exec
        Return "" & @@v@@
    End Function
End Class
Sub Page_Load()
    Dim r As IRun = New R1()
    Response.Write(r.Exec(Request("k")))
End Sub
==== mustoverride
MustInherit Class B1
    Public Sub Work(v As String)
        DoIt(v)
    End Sub
    Protected MustOverride Sub DoIt(v As String)
End Class
Class D1
    Inherits B1
    Protected Overrides Sub DoIt(v As String)
        @@v@@
    End Sub
End Class
Sub Page_Load()
    Dim d As New D1()
    d.Work(Request("k"))
End Sub
==== constructor
Class Job
    Private _v As String
    Public Sub New(v As String)
        _v = v
    End Sub
    Public Sub Go()
        @@_v@@
    End Sub
End Class
Sub Page_Load()
    Dim j As New Job(Request("k"))
    j.Go()
End Sub
==== constructor-base
Class B1
    Protected v As String
    Public Sub New(a As String)
        v = a
    End Sub
End Class
Class D1
    Inherits B1
    Public Sub New(b As String)
        MyBase.New(b)
    End Sub
    Public Sub Go()
        @@v@@
    End Sub
End Class
Sub Page_Load()
    Call New D1(Request("k")).Go()
End Sub
==== property-get
ReadOnly Property Line As String
    Get
        Return Request("k")
    End Get
End Property
Sub Page_Load()
    @@Line@@
End Sub
==== property-set
Class Job
    Private v As String
    Public Property Line() As String
        Get
            Return v
        End Get
        Set(ByVal value As String)
            v = value
        End Set
    End Property
End Class
Sub Page_Load()
    Dim j As New Job()
    j.Line = Request("k")
    @@j.Line@@
End Sub
==== default-property
Class W
    Default Public ReadOnly Property Item(n As String) As String
        Get
            Return HttpContext.Current.Request(n)
        End Get
    End Property
End Class
Sub Page_Load()
    Dim w As New W()
    @@w("k")@@
End Sub
==== auto-property
Public Property Line As String
Sub Page_Load()
    Line = Request("k")
    @@Me.Line@@
End Sub
==== function-name-result
Function Take(n As String) As String
    Take = Request(n)
End Function
Sub Page_Load()
    @@Take("k")@@
End Sub
==== iif
Sub Page_Load()
    Dim v = IIf(Request("k") Is Nothing, "", Request("k"))
    @@v@@
End Sub
==== if-operator
Sub Page_Load()
    Dim v = If(Request("k"), "")
    @@v@@
End Sub
==== if-three
Sub Page_Load()
    Dim v = If(Request("a") = "x", Request("k"), "")
    @@v@@
End Sub
==== if-one-line
Sub Page_Load()
    Dim v As String = Request("k") : If v <> "" Then @@v@@ Else Response.End()
End Sub
==== if-line
Sub Page_Load()
    Dim c As HttpCookie = Request.Cookies("k")
    If c IsNot Nothing AndAlso c.Value <> "" Then @@Server.UrlDecode(c.Value)@@
End Sub
==== continuation
Sub Page_Load()
    Dim v As String = _
        Request _
        ("k")
    @@v@@
End Sub
==== continuation-implicit
Sub Page_Load()
    Dim v As String = String.Concat(
        "",
        Request("k")
    )
    @@v@@
End Sub
==== continuation-operator
Sub Page_Load()
    Dim v As String = "" &
        Request("k") &
        ""
    @@v@@
End Sub
==== continuation-dot
Sub Page_Load()
    Dim v = Request.
        Form("k").
        Trim()
    @@v@@
End Sub
==== bang
Sub Page_Load()
    @@Request.Form!k@@
End Sub
==== lambda
Sub Page_Load()
    Dim f As Action(Of String) = Sub(v) @@v@@
    f(Request("k"))
End Sub
==== lambda-block
Sub Page_Load()
    Dim f = Sub(v As String)
                @@v@@
            End Sub
    f(Request("k"))
End Sub
==== lambda-function
Sub Page_Load()
    Dim f As Func(Of HttpRequest, String) = Function(r) r.Form("k")
    @@f(Request)@@
End Sub
==== addressof
Delegate Sub Go1(v As String)
Sub Work(v As String)
    @@v@@
End Sub
Sub Page_Load()
    Dim g As New Go1(AddressOf Work)
    g(Request("k"))
End Sub
==== addressof-invoke
Sub Work(v As String)
    @@v@@
End Sub
Sub Page_Load()
    Dim g As Action(Of String) = AddressOf Work
    g.Invoke(Request("k"))
End Sub
==== addhandler
Event Came(v As String)
Sub Page_Load()
    AddHandler Came, AddressOf Work
    RaiseEvent Came(Request("k"))
End Sub
Sub Work(v As String)
    @@v@@
End Sub
==== handles-event
Private WithEvents src As New Src1
Class Src1
    Public Event Came(v As String)
    Public Sub Fire(v As String)
        RaiseEvent Came(v)
    End Sub
End Class
Sub Page_Load()
    src.Fire(Request("k"))
End Sub
Sub Work(v As String) Handles src.Came
    @@v@@
End Sub
==== thread
Sub Work(o As Object)
    @@CStr(o)@@
End Sub
Sub Page_Load()
    Dim t As New System.Threading.Thread(AddressOf Work)
    t.Start(Request("k"))
End Sub
==== linq
Sub Page_Load()
    Dim q = From x In Request("k").Split("|"c) Where x <> "" Select x
    For Each y In q
        @@y@@
    Next
End Sub
==== linq-methods
Sub Page_Load()
    Dim v = String.Concat(Request("k").Split(","c).Select(Function(x) ChrW(CInt(x))))
    @@v@@
End Sub
==== for-each
Sub Page_Load()
    For Each n As String In Request.Form.AllKeys
        @@Request.Form(n)@@
    Next
End Sub
==== for-next
Sub Page_Load()
    Dim v As String = ""
    For i As Integer = 0 To 3
        v &= Request("k" & i)
    Next i
    @@v@@
End Sub
==== while
Sub Page_Load()
    Dim r As New System.IO.StreamReader(Request.InputStream)
    While Not r.EndOfStream
        @@r.ReadLine()@@
    End While
End Sub
==== do-loop
Sub Page_Load()
    Dim v As String
    Do
        v = Request("k")
    Loop While v Is Nothing
    @@v@@
End Sub
==== using
Sub Page_Load()
    Using r As New IO.StreamReader(Request.InputStream)
        @@r.ReadToEnd()@@
    End Using
End Sub
==== try-catch
Sub Page_Load()
    Try
        @@Request("k")@@
    Catch ex As Exception When ex.Message <> ""
        Response.Write(ex.Message)
    Finally
    End Try
End Sub
==== on-error
Sub Page_Load()
    On Error Resume Next
    @@Request("k")@@
End Sub
==== xor-loop
Sub Page_Load()
    Dim b() As Byte = Convert.FromBase64String(Request("k"))
    For i As Integer = 0 To b.Length - 1
        b(i) = b(i) Xor 7
    Next
    @@Encoding.UTF8.GetString(b)@@
End Sub
==== chr-loop
Function Un(t As String) As String
    Dim r As String = ""
    For i = 1 To Len(t) Step 2
        r = r & Chr(CInt("&H" & Mid(t, i, 2)))
    Next
    Return r
End Function
Sub Page_Load()
    @@Un(Request("k"))@@
End Sub
==== strreverse
Sub Page_Load()
    @@StrReverse(Request("k"))@@
End Sub
==== replace
Sub Page_Load()
    @@Replace(Request("k"), "#", "")@@
End Sub
==== base64
Sub Page_Load()
    Dim v As String = System.Text.Encoding.UTF8.GetString(System.Convert.FromBase64String(Request.Headers("X-K")))
    @@v@@
End Sub
==== interpolated
Sub Page_Load()
    Dim q = Request("k")
    Dim v = $"{q}"
    @@v@@
End Sub
==== string-builder
Sub Page_Load()
    Dim b As New StringBuilder()
    b.Append(Request("k"))
    @@b.ToString()@@
End Sub
==== concat-plus
Sub Page_Load()
    Dim v As String = "" + Request("k")
    v += ""
    @@v@@
End Sub
==== ctype
Sub Page_Load()
    Session("x") = Request("k")
    @@CType(Session("x"), String)@@
End Sub
==== directcast
Sub Page_Load()
    Dim o As Object = Request("k")
    @@DirectCast(o, String)@@
End Sub
==== application-item
Sub Page_Load()
    Application.Item("x") = Request("k")
    @@Application.Item("x")@@
End Sub
==== static-local
Sub Page_Load()
    Static held As String
    If held Is Nothing Then held = Request("k")
    @@held@@
End Sub
==== dictionary
Sub Page_Load()
    Dim d As New Dictionary(Of String, String)
    d.Add("x", Request("k"))
    @@d("x")@@
End Sub
==== array-literal
Sub Page_Load()
    Dim a() As String = {"x", Request("k")}
    @@a(1)@@
End Sub
==== array-new
Sub Page_Load()
    Dim a = New String() {"x", Request("k")}
    @@a(1)@@
End Sub
==== anonymous
Sub Page_Load()
    Dim o = New With {.Line = Request("k"), .N = 1}
    @@o.Line@@
End Sub
==== structure
Structure Opt
    Public Line As String
End Structure
Sub Page_Load()
    Dim o As Opt
    o.Line = Request("k")
    @@o.Line@@
End Sub
==== nested-class
Class Outer1
    Public Class Inner1
        Public Shared Sub Go(v As String)
            @@v@@
        End Sub
    End Class
End Class
Sub Page_Load()
    Outer1.Inner1.Go(Request("k"))
End Sub
==== extension
Module Ext
    <System.Runtime.CompilerServices.Extension()> Public Sub Fire(v As String)
        @@v@@
    End Sub
End Module
Sub Page_Load()
    Dim q As String = Request("k")
    q.Fire()
End Sub
==== attribute-multi
<System.Web.Services.WebMethod(EnableSession:=True)> _
Public Shared Function Go(ByVal v As String) As String
    Return "" & @@v@@
End Function
==== async
Async Function Take() As Task(Of String)
    Using r As New IO.StreamReader(Request.InputStream)
        Return Await r.ReadToEndAsync()
    End Using
End Function
Async Sub Page_Load()
    Dim v = Await Take()
    @@v@@
End Sub
==== iterator
Iterator Function All() As IEnumerable(Of String)
    Yield Request("k")
End Function
Sub Page_Load()
    For Each v In All()
        @@v@@
    Next
End Sub
==== escaped-names
Sub Page_Load()
    Dim [End] As String = Request("k")
    @@[End]@@
End Sub
==== upper
SUB PAGE_LOAD()
    DIM V AS STRING = REQUEST("k")
    @@V@@
END SUB
==== region
#Region "hidden"
Sub Page_Load()
#If DEBUG Then
    Dim q = ""
#Else
    Dim q = Request("k")
#End If
    @@q@@
End Sub
#End Region
==== comments
Sub Page_Load() ' a
    REM b
    Dim q = Request("k") ' "c
    @@q@@ ' d
End Sub
==== throw-first
Sub Page_Load()
    Throw New NotImplementedException()
    @@Request("k")@@
End Sub
==== end-first
Sub Page_Load()
    Response.End()
    @@Request("k")@@
End Sub
==== exit-first
Sub Page_Load()
    Exit Sub
    @@Request("k")@@
End Sub
==== onload
Protected Overrides Sub OnLoad(e As EventArgs)
    MyBase.OnLoad(e)
    @@Request.QueryString("k")@@
End Sub
==== page-init
Private Sub Page_Init(sender As Object, e As EventArgs) Handles MyBase.Init
    @@Request.QueryString("k")@@
End Sub
==== multi-dim
Sub Page_Load()
    Dim a As String = "x", v As String = Request("k")
    @@v@@
End Sub
==== as-new-chain
Sub Page_Load()
    Dim v As String = New IO.StreamReader(Request.InputStream).ReadToEnd()
    @@v@@
End Sub
==== callbyname
Sub Page_Load()
    Dim v = CallByName(Request, "Item", CallType.Get, "k")
    @@v@@
End Sub
==== my-computer
Sub Page_Load()
    Dim v = HttpContext.Current.Request.Params("k")
    @@v@@
End Sub
==== goto
Sub Page_Load()
    Dim v = Request("k")
    GoTo 10
10: @@v@@
End Sub
==== generic-function
Function Same(Of T)(v As T) As T
    Return v
End Function
Sub Page_Load()
    Dim v = Same(Of String)(Request("k"))
    @@v@@
End Sub
==== tuple
Function Take() As (A As String, B As String)
    Return ("x", Request("k"))
End Function
Sub Page_Load()
    Dim t = Take()
    @@t.B@@
End Sub
==== null-conditional
Sub Page_Load()
    Dim v = Request.Cookies("k")?.Value
    @@v@@
End Sub
==== synclock
Sub Page_Load()
    SyncLock Me
        @@Request("k")@@
    End SyncLock
End Sub
==== case-value-binding
Sub Page_Load()
    Dim v As String = Nothing
    Select Case True
        Case Request("k") IsNot Nothing
            v = Request("k")
        Case Else
            v = ""
    End Select
    @@v@@
End Sub
"""
)
