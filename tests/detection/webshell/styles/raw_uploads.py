# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Uploads of ASP that take the body of a request apart and look at the ending elsewhere than where they save; look-alikes."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r'''
==== ending-function.asp
<%
Option Explicit
Dim raw, txt, fname, ext, okType, bin, st, msg
Function BinToText(b)
  Dim i, s
  For i = 1 To LenB(b) : s = s & Chr(AscB(MidB(b, i, 1))) : Next
  BinToText = s
End Function
Function FileExt(n)
  Dim p
  p = InStrRev(n, ".")
  If p > 0 Then FileExt = LCase(Mid(n, p + 1)) Else FileExt = ""
End Function
If Request.TotalBytes > 0 Then
  raw = Request.BinaryRead(Request.TotalBytes)
  txt = BinToText(raw)
  Dim a, z : a = InStr(txt, "filename=""") + 10 : z = InStr(a, txt, """")
  fname = Mid(txt, a, z - a)
  fname = Mid(fname, InStrRev(fname, "\") + 1)
  ext = FileExt(fname)
  okType = False
  Select Case ext
    Case "jpg", "jpeg", "png", "gif" : okType = True
    Case "pdf" : okType = True
  End Select
  If Not okType Then msg = "Only pictures and PDF."
  If msg = "" And Len(fname) > 4 Then
    Set st = Server.CreateObject("ADODB.Stream")
    st.Type = 1 : st.Open : st.Write raw
    st.SaveToFile Server.MapPath("/uploads/" & fname), 2
    st.Close
    msg = "Saved."
  End If
  Response.Write msg
End If
%>
==== flag-with-others.asp
<%
Dim data, s, fn, e, allowed, fso, tf
data = Request.BinaryRead(Request.TotalBytes)
s = ToStr(data)
fn = Between(s, "filename=""", """")
fn = Mid(fn, InStrRev(fn, "\") + 1)
e = LCase(Mid(fn, InStrRev(fn, ".") + 1))
allowed = False
Select Case e
Case "txt", "csv"
  allowed = True
Case Else
  allowed = False
End Select
If fn <> "" And allowed And Request.TotalBytes < 500000 Then
  Set fso = Server.CreateObject("Scripting.FileSystemObject")
  Set tf = fso.CreateTextFile(Server.MapPath("import") & "\" & fn, True)
  tf.Write s
  tf.Close
Else
  Response.Write "refused"
End If
Function ToStr(b) : Dim i : For i = 1 To LenB(b) : ToStr = ToStr & Chr(AscB(MidB(b, i, 1))) : Next : End Function
Function Between(t, x, y) : Dim p, q : p = InStr(t, x) + Len(x) : q = InStr(p, t, y) : Between = Mid(t, p, q - p) : End Function
%>
==== get-ext.asp
<%
Function GetExt(f)
  GetExt = ""
  If InStrRev(f, ".") > 0 Then GetExt = LCase(Right(f, Len(f) - InStrRev(f, ".")))
End Function
Function NameOf(h)
  Dim i, j : i = InStr(h, "filename=""") : j = InStr(i + 10, h, """")
  NameOf = Mid(h, i + 10, j - i - 10)
  If InStrRev(NameOf, "\") > 0 Then NameOf = Mid(NameOf, InStrRev(NameOf, "\") + 1)
End Function
Dim body, head, nm, good, stm
body = Request.BinaryRead(Request.TotalBytes) : head = Text(body) : nm = NameOf(head)
good = (GetExt(nm) = "jpg" Or GetExt(nm) = "png")
If good Then
  Set stm = CreateObject("ADODB.Stream") : stm.Type = 1 : stm.Open : stm.Write body
  stm.SaveToFile Server.MapPath("/bilder") & "\" & nm, 2
End If
Function Text(b) : Dim k : For k = 1 To LenB(b) : Text = Text & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== bad-ending.asp
<%
Dim bytes, t, f, x, bad
bytes = Request.BinaryRead(Request.TotalBytes)
t = B2S(bytes)
f = FileName(t)
bad = True
x = Ext(f)
If x = ".doc" Or x = ".docx" Or x = ".pdf" Then bad = False
If LenB(bytes) > 2000000 Then bad = True
If Not bad Then SaveIt f, bytes
Sub SaveIt(n, b)
  Dim s : Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write b
  s.SaveToFile Server.MapPath("docs/" & n), 2 : s.Close
End Sub
Function Ext(n) : Ext = LCase(Mid(n, InStrRev(n, "."))) : End Function
Function FileName(h) : Dim p : p = InStr(h, "filename=""") + 10 : FileName = Mid(h, p, InStr(p, h, """") - p) : FileName = Mid(FileName, InStrRev(FileName, "\") + 1) : End Function
Function B2S(b) : Dim k : For k = 1 To LenB(b) : B2S = B2S & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== allowed-function.asp
<%
Function Allowed(ext)
  Select Case LCase(ext)
    Case "jpg", "gif", "png", "bmp" : Allowed = True
    Case Else : Allowed = False
  End Select
End Function
Dim bin, h, p, q, nm, ext
bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
ext = Mid(nm, InStrRev(nm, ".") + 1)
If Allowed(ext) Then
  Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile Server.MapPath("/pics/" & nm), 2
End If
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== error-text.asp
<%
Dim bin, h, p, q, nm, ext, err_
bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
ext = LCase(Right(nm, 4)) : err_ = ""
If Len(nm) = 0 Then err_ = err_ & "No file. "
If LenB(bin) > 1048576 Then err_ = err_ & "Too large. "
If ext <> ".jpg" And ext <> ".gif" And ext <> ".png" Then err_ = err_ & "Wrong kind. "
If err_ = "" Then
  Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile Server.MapPath("/pics/" & nm), 2
Else
  Response.Write err_
End If
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== list-of-endings.asp
<%
Const KINDS = "|jpg|jpeg|png|gif|pdf|"
Dim bin, h, p, q, nm, kind, save
bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
kind = LCase(Mid(nm, InStrRev(nm, ".") + 1))
save = InStr(KINDS, "|" & kind & "|") > 0
If Session("id") = "" Then save = False
If save Then
  Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile Server.MapPath("/pics/" & nm), 2
End If
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== own-name.asp
<%
Function Ext(n)
  Dim a : a = Split(n, ".") : Ext = LCase(a(UBound(a)))
End Function
Dim bin, h, p, q, nm, ok
bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p)
ok = False
Select Case Ext(nm)
 Case "jpg", "png" : ok = True
End Select
If ok And Session("user") <> "" Then
  neu = Year(Now) & Month(Now) & Day(Now) & "_" & Session("user") & "." & Ext(nm)
  Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile Server.MapPath("/pics/" & neu), 2
End If
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function
%>
==== class.asp
<%
Class RawUpload
  Public FileName, Bytes
  Public Sub Read()
    Dim b, t, p : b = Request.BinaryRead(Request.TotalBytes) : t = AsText(b)
    p = InStr(t, "filename=""") + 10
    FileName = Mid(t, p, InStr(p, t, """") - p) : FileName = Mid(FileName, InStrRev(FileName, "\") + 1)
    Bytes = b
  End Sub
  Public Function Extension() : Extension = LCase(Mid(FileName, InStrRev(FileName, ".") + 1)) : End Function
  Private Function AsText(b) : Dim k : For k = 1 To LenB(b) : AsText = AsText & Chr(AscB(MidB(b, k, 1))) : Next : End Function
  Public Sub Save(path)
    Dim s : Set s = Server.CreateObject("ADODB.Stream") : s.Type = 1 : s.Open : s.Write Bytes : s.SaveToFile path, 2 : s.Close
  End Sub
End Class
Dim u, fine : Set u = New RawUpload : u.Read
Select Case u.Extension()
  Case "pdf", "doc", "xls" : fine = True
  Case Else : fine = False
End Select
If fine And u.FileName <> "" Then u.Save Server.MapPath("/docs/" & u.FileName)
%>
==== jscript.asp
<%@ Language="JScript" %><%
function ext(n) { var i = n.lastIndexOf("."); return i < 0 ? "" : n.substring(i + 1).toLowerCase(); }
var s = Server.CreateObject("ADODB.Stream"); s.Type = 1; s.Open(); s.Write(Request.BinaryRead(Request.TotalBytes));
s.Position = 0; s.Type = 2; s.Charset = "iso-8859-1"; var t = s.ReadText();
var m = /filename="([^"]+)"/.exec(t), name = m[1].split("\\").pop(), ok = false;
switch (ext(name)) { case "jpg": case "png": ok = true; break; default: ok = false; }
if (ok && Session("user") != null) { s.Position = 0; s.SaveToFile(Server.MapPath("/pics/" + name), 2); }
%>
'''
)
"""None of these may be told above low."""

_HEAD = r'''bin = Request.BinaryRead(Request.TotalBytes) : h = S(bin)
p = InStr(h, "filename=""") + 10 : q = InStr(p, h, """") : nm = Mid(h, p, q - p) : nm = Mid(nm, InStrRev(nm, "\") + 1)
'''
_SAVE = (
    'Set st = Server.CreateObject("ADODB.Stream") : st.Type = 1 : st.Open : st.Write bin : st.SaveToFile '
    'Server.MapPath("/pics/" & nm), 2'
)
_TAIL = r"""
Function Ext(n) : Ext = LCase(Mid(n, InStrRev(n, ".") + 1)) : End Function
Function S(b) : Dim k : For k = 1 To LenB(b) : S = S & Chr(AscB(MidB(b, k, 1))) : Next : End Function %>
"""


def _free(name: str, check: str) -> str:
    return f"==== {name}.asp\n<% Dim 1broken\n{_HEAD}{check.replace('SAVE', _SAVE)}{_TAIL}"


FREE = cut(
    "\n".join(
        _free(name, check)
        for name, check in {
            "any-ending": 'ok = False\nSelect Case Ext(nm)\nCase "jpg", "asp" : ok = True\nEnd Select\nIf ok Then SAVE',
            "else-true": 'Select Case Ext(nm)\nCase "jpg" : ok = True\nCase Else : ok = True\nEnd Select\nIf ok Then SAVE',
            "flag-unused": 'ok = False\nSelect Case Ext(nm)\nCase "jpg" : ok = True\nEnd Select\nIf nm <> "" Then SAVE',
            "or-others": 'ok = False\nSelect Case Ext(nm)\nCase "jpg" : ok = True\nEnd Select\nIf ok Or nm <> "" Then SAVE',
            "of-other": 'ok = False : o = Request.QueryString("o")\nSelect Case Ext(o)\nCase "jpg" : ok = True\nEnd Select\nIf ok Then SAVE',
            "set-anew": 'ok = False\nSelect Case Ext(nm)\nCase "jpg" : ok = True\nEnd Select\nok = True\nIf ok Then SAVE',
            "not-it": 'ok = False\nSelect Case Ext(nm)\nCase "jpg" : ok = True\nEnd Select\nIf Not ok Then SAVE',
            "no-asp-only": 'bad = False\nIf Ext(nm) = "asp" Then bad = True\nIf Not bad Then SAVE',
            "first-part": 'e = LCase(Split(nm, ".")(1)) : ok = False\nSelect Case e\nCase "jpg" : ok = True\nEnd Select\nIf ok Then SAVE',
            "stands-in": 'ok = InStr(LCase(nm), ".jpg") > 0\nIf ok Then SAVE',
            "ending-put": 'ok = False\nSelect Case Ext(nm)\nCase "jpg" : ok = True\nEnd Select\nnm = nm & ".asp"\nIf ok Then SAVE',
            "message-kept": 'msg = ""\nIf Ext(nm) <> "jpg" Then msg = "wrong"\nResponse.Write msg\nIf Len(nm) > 0 Then SAVE',
            "left-sign": 'ok = False\nSelect Case Left(Ext(nm), 1)\nCase "j", "a" : ok = True\nEnd Select\nIf ok Then SAVE',
        }.items()
    )
)
"""In these a file with any ending may be kept."""
