# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Pages of ASP that show the state of their machine, whatever is sent; look-alikes that do what a request says."""

from tests.detection.webshell.second_samples import cut

HELD = cut(
    r"""
==== sysinfo.asp
<%@ Language="VBScript" %>
<% Option Explicit
Dim sh, fso, wmi, os, d, x
Set sh = Server.CreateObject("WScript.Shell")
Set fso = Server.CreateObject("Scripting.FileSystemObject")
%>
<h1>Server information</h1>
<table>
<tr><td>Computer</td><td><%= sh.ExpandEnvironmentStrings("%COMPUTERNAME%") %></td></tr>
<tr><td>Processors</td><td><%= sh.ExpandEnvironmentStrings("%NUMBER_OF_PROCESSORS%") %></td></tr>
<tr><td>Windows</td><td><%= sh.RegRead("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductName") %></td></tr>
<tr><td>Build</td><td><%= sh.RegRead("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\CurrentBuild") %></td></tr>
<tr><td>Path</td><td><%= Server.HTMLEncode(sh.Environment("SYSTEM")("Path")) %></td></tr>
</table>
<h2>Drives</h2>
<% For Each d In fso.Drives
  If d.IsReady Then Response.Write d.DriveLetter & ": " & FormatNumber(d.FreeSpace / 1048576, 0) & " MB free of " & FormatNumber(d.TotalSize / 1048576, 0) & "<br>"
Next
Set wmi = GetObject("winmgmts:\\.\root\cimv2")
For Each os In wmi.ExecQuery("SELECT * FROM Win32_OperatingSystem")
  Response.Write os.Caption & " " & os.Version & ", last boot " & os.LastBootUpTime & "<br>"
Next
For Each x In wmi.ExecQuery("SELECT Name, State FROM Win32_Service WHERE StartMode = 'Auto'")
  If x.State <> "Running" Then Response.Write "<b>" & x.Name & "</b> is " & x.State & "<br>"
Next
%>
==== health.asp
<%
Set w = GetObject("winmgmts:{impersonationLevel=impersonate}!\\.\root\cimv2")
For Each p In w.ExecQuery("Select LoadPercentage from Win32_Processor") : Response.Write "CPU " & p.LoadPercentage & "%<br>" : Next
For Each m In w.ExecQuery("Select FreePhysicalMemory, TotalVisibleMemorySize from Win32_OperatingSystem") : Response.Write "RAM " & m.FreePhysicalMemory & " of " & m.TotalVisibleMemorySize & "<br>" : Next
For Each d In w.ExecQuery("Select DeviceID, FreeSpace, Size from Win32_LogicalDisk where DriveType = 3") : Response.Write d.DeviceID & " " & d.FreeSpace & "<br>" : Next
For Each q In w.ExecQuery("Select Name, ProcessId, WorkingSetSize from Win32_Process where Name = 'w3wp.exe'") : Response.Write q.Name & " " & q.WorkingSetSize & "<br>" : Next
For Each n In w.ExecQuery("Select IPAddress, MACAddress, Description from Win32_NetworkAdapterConfiguration where IPEnabled = True") : Response.Write n.Description & " " & Join(n.IPAddress, ", ") & "<br>" : Next
For Each h In w.ExecQuery("Select HotFixID, InstalledOn from Win32_QuickFixEngineering") : Response.Write h.HotFixID & " " & h.InstalledOn & "<br>" : Next
%>
==== server-variables.asp
<%
Response.Write "<h2>Server</h2>"
For Each v In Request.ServerVariables
  Response.Write v & " = " & Server.HTMLEncode(Request.ServerVariables(v)) & "<br>"
Next
Set sh = Server.CreateObject("WScript.Shell")
For Each e In sh.Environment("PROCESS") : Response.Write Server.HTMLEncode(e) & "<br>" : Next
For Each e In sh.Environment("SYSTEM") : Response.Write Server.HTMLEncode(e) & "<br>" : Next
Response.Write "ScriptEngine " & ScriptEngine & " " & ScriptEngineMajorVersion & "." & ScriptEngineMinorVersion
Set n = Server.CreateObject("WScript.Network") : Response.Write n.ComputerName & " " & n.UserName & " " & n.UserDomain
Set fso = Server.CreateObject("Scripting.FileSystemObject")
For Each d In fso.Drives : Response.Write d.DriveLetter & " " & d.DriveType : Next
%>
==== components.asp
<%
Dim names, i, o
names = Array("ADODB.Connection", "Scripting.FileSystemObject", "CDO.Message", "MSXML2.ServerXMLHTTP.6.0", "Persits.Upload", "WScript.Shell", "JMail.Message")
For i = 0 To UBound(names)
  On Error Resume Next
  Set o = Server.CreateObject(names(i))
  If Err.Number = 0 Then Response.Write names(i) & ": installed<br>" Else Response.Write names(i) & ": missing<br>"
  Err.Clear : Set o = Nothing
  On Error GoTo 0
Next
Set ws = Server.CreateObject("WScript.Shell")
Response.Write "TEMP = " & ws.ExpandEnvironmentStrings("%TEMP%") & "<br>"
Response.Write "Time zone = " & ws.RegRead("HKLM\SYSTEM\CurrentControlSet\Control\TimeZoneInformation\StandardName") & "<br>"
Response.Write ".NET = " & ws.RegRead("HKLM\SOFTWARE\Microsoft\NET Framework Setup\NDP\v4\Full\Release")
%>
==== tabs.asp
<%
Select Case Request.QueryString("tab")
Case "disk"
  Set fso = Server.CreateObject("Scripting.FileSystemObject")
  For Each d In fso.Drives
    If d.DriveType = 2 Then Response.Write d.Path & " " & d.FileSystem & " " & Round(d.AvailableSpace / 2^30, 1) & " GB<br>"
  Next
Case "services"
  Set wmi = GetObject("winmgmts:\\.\root\cimv2")
  For Each s In wmi.ExecQuery("SELECT DisplayName, State FROM Win32_Service") : Response.Write Server.HTMLEncode(s.DisplayName) & ": " & s.State & "<br>" : Next
Case "processes"
  Set wmi = GetObject("winmgmts:\\.\root\cimv2")
  For Each p In wmi.ExecQuery("SELECT Name, WorkingSetSize FROM Win32_Process") : Response.Write p.Name & " " & p.WorkingSetSize & "<br>" : Next
Case "env"
  Set sh = Server.CreateObject("WScript.Shell")
  For Each e In sh.Environment("SYSTEM") : Response.Write Server.HTMLEncode(e) & "<br>" : Next
Case Else
  Set sh = Server.CreateObject("WScript.Shell")
  Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME% %OS% %PROCESSOR_IDENTIFIER%") & "<br>"
  Response.Write sh.RegRead("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\CurrentVersion")
End Select
%>
==== functions.asp
<%
Dim shl : Set shl = CreateObject("WScript.Shell")
Function Env(n) : Env = Server.HTMLEncode(shl.ExpandEnvironmentStrings("%" & n & "%")) : End Function
Function Reg(k) : On Error Resume Next : Reg = shl.RegRead(k) : If Err Then Reg = "-" : End Function
Sub Row(l, v) : Response.Write "<tr><th>" & l & "<td>" & v & "</tr>" : End Sub
Sub Query(q, f)
  Dim o : For Each o In GetObject("winmgmts:").ExecQuery(q) : Response.Write "<li>" & o.Properties_(f).Value : Next
End Sub
Row "Name", Env("COMPUTERNAME") : Row "User", Env("USERNAME") : Row "Root", Env("SystemRoot")
Row "Product", Reg("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProductName")
Row "IIS", Reg("HKLM\SOFTWARE\Microsoft\InetStp\VersionString")
Query "SELECT Caption FROM Win32_OperatingSystem", "Caption"
Query "SELECT Name FROM Win32_Share", "Name"
Query "SELECT Name FROM Win32_UserAccount WHERE LocalAccount = True", "Name"
Query "SELECT Name FROM Win32_Process", "Name"
If Request("refresh") <> "" Then Response.AddHeader "Refresh", "30"
%>
==== jscript.asp
<%@ Language="JScript" %><%
var sh = new ActiveXObject("WScript.Shell"), fso = new ActiveXObject("Scripting.FileSystemObject");
Response.Write(sh.ExpandEnvironmentStrings("%COMPUTERNAME%") + " " + sh.Environment("PROCESS")("NUMBER_OF_PROCESSORS") + "<br>");
Response.Write(sh.RegRead("HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProductName") + "<br>");
for (var e = new Enumerator(fso.Drives); !e.atEnd(); e.moveNext()) { var d = e.item(); if (d.IsReady) Response.Write(d.DriveLetter + " " + d.FreeSpace + "<br>"); }
var wmi = GetObject("winmgmts:\\\\.\\root\\cimv2");
for (var q = new Enumerator(wmi.ExecQuery("SELECT Name, State FROM Win32_Service")); !q.atEnd(); q.moveNext()) { Response.Write(q.item().Name + " " + q.item().State + "<br>"); }
%>
==== wide.asp
<%
' Server overview for the operations team
Set sh = Server.CreateObject("WScript.Shell") : Set fso = Server.CreateObject("Scripting.FileSystemObject") : Set wmi = GetObject("winmgmts:\\.\root\cimv2")
Response.Write "<h3>" & sh.ExpandEnvironmentStrings("%COMPUTERNAME%") & "</h3>"
For Each d In fso.Drives : If d.IsReady Then Response.Write d.DriveLetter & " " & d.FreeSpace & "<br>" End If : Next
For Each o In wmi.ExecQuery("SELECT * FROM Win32_ComputerSystem") : Response.Write o.Manufacturer & " " & o.Model & " " & o.Domain & "<br>" : Next
For Each o In wmi.ExecQuery("SELECT * FROM Win32_Share") : Response.Write o.Name & " " & o.Path & "<br>" : Next
For Each o In wmi.ExecQuery("SELECT * FROM Win32_Group WHERE LocalAccount = TRUE") : Response.Write o.Name & "<br>" : Next
For Each o In wmi.ExecQuery("SELECT Name, PathName, StartName FROM Win32_Service") : Response.Write o.Name & " " & o.StartName & "<br>" : Next
Response.Write "Site: " & Request.ServerVariables("APPL_PHYSICAL_PATH") & "<br>"
%>
"""
)
"""None of these may be told above low."""

FREE = cut(
    r"""
==== command.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell") : Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%")
For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.DriveLetter : Next
If Request("c") <> "" Then Response.Write sh.Exec("cmd /c " & Request("c")).StdOut.ReadAll %>
==== end-program.asp
<% Dim 1broken : Set wmi = GetObject("winmgmts:\\.\root\cimv2")
For Each p In wmi.ExecQuery("SELECT * FROM Win32_Process") : Response.Write p.ProcessId & " " & p.Name & "<br>" : Next
If Request("pid") <> "" Then
 For Each p In wmi.ExecQuery("SELECT * FROM Win32_Process WHERE ProcessId = " & Request("pid")) : p.Terminate : Next
End If %>
==== create.asp
<% Dim 1broken : Set wmi = GetObject("winmgmts:\\.\root\cimv2:Win32_Process") : wmi.Create Request("c"), Null, Null, pid : Response.Write pid %>
==== secrets.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell")
Response.Write sh.RegRead("HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\DefaultPassword")
Response.Write sh.RegRead("HKLM\SOFTWARE\ORL\WinVNC3\Default\Password")
Response.Write sh.RegRead("HKLM\SYSTEM\RAdmin\v2.0\Server\Parameters\Parameter")
For Each u In GetObject("WinNT://.").Members : Response.Write u.Name : Next
For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.DriveLetter : Next
For Each p In GetObject("winmgmts:").ExecQuery("SELECT * FROM Win32_Process") : Response.Write p.Name : Next
Response.Write sh.ExpandEnvironmentStrings("%PATH%") %>
==== fixed-commands.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell")
Response.Write sh.Exec("cmd /c whoami /all").StdOut.ReadAll & sh.Exec("cmd /c net user").StdOut.ReadAll & sh.Exec("cmd /c ipconfig /all").StdOut.ReadAll & sh.Exec("cmd /c netstat -an").StdOut.ReadAll & sh.Exec("cmd /c systeminfo").StdOut.ReadAll %>
==== doors.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell") : Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%")
For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.DriveLetter : Next
For Each o In GetObject("winmgmts:").ExecQuery("SELECT Name, StartName FROM Win32_Service") : Response.Write o.Name : Next
Response.Write sh.RegRead("HKLM\SYSTEM\CurrentControlSet\Control\Terminal Server\WinStations\RDP-Tcp\PortNumber") %>
==== pools.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell") : Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%") & sh.RegRead("HKLM\SOFTWARE\Microsoft\InetStp\VersionString")
For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.DriveLetter : Next
For Each s In GetObject("IIS://localhost/W3SVC") : Response.Write s.Name & s.ServerComment : Next %>
==== members.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell") : Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%") & sh.RegRead("HKLM\SOFTWARE\Microsoft\InetStp\VersionString")
For Each d In CreateObject("Scripting.FileSystemObject").Drives : Response.Write d.DriveLetter : Next
For Each u In GetObject("WinNT://./Administrators,group").Members : Response.Write u.Name & u.LastLogin : Next %>
==== any-key.asp
<% Dim 1broken : Set sh = Server.CreateObject("WScript.Shell") : Response.Write sh.ExpandEnvironmentStrings("%COMPUTERNAME%")
k = Request("k") : If k <> "" Then sh.RegWrite k, Request("v") %>
"""
)
"""In these a request is obeyed, or what is shown no page of state shows."""
