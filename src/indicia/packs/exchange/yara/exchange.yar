/*
  What break-ins into Exchange servers leave in files that are no pages, and in what their commands carry.
*/

rule Oab_Settings_With_Script
{
    meta:
        author = "Indicia"
        title = "settings of the offline address book with script in an address, written out as a file"
        description = "The text that Reset-OabVirtualDirectory writes, with a script block where a URL belongs: how shells were planted through CVE-2021-27065"
        reference = "AA21-062A Mitigate Microsoft Exchange Server Vulnerabilities (rev. 2021-04-14)"
        date = "2026-01-15"
        techniques = "T1505.003, T1190"
        severity = "critical"
        confidence = "conclusive"
        stage = "implanted"
        test = "WS-12"
        false_positives = "None known: these values are addresses and hold no tags"
        next_step = "Keep a copy; the file's first time is the time of the break-in. Look for requests to it."
    strings:
        $name = /OAB \(Default Web Site\)|OfflineAddressBooks\s*:/
        $setting1 = /(^|\n)\s*PollInterval\s*:/
        $setting2 = /(^|\n)\s*BasicAuthentication\s*:/
        $setting3 = /(^|\n)\s*MetabasePath\s*:/
        $setting4 = /(^|\n)\s*WhenChangedUTC\s*:/
        $script = /(^|\n)\s*(External|Internal)Url\s*:[^\r\n]{0,300}<(script|%)/ nocase
    condition:
        filesize < 64KB and $name and 2 of ($setting*) and $script
}

rule Mail_Store_Named_As_Page
{
    meta:
        author = "Indicia"
        title = "mailbox export named like a page"
        description = "An Outlook data file with the name of a server page: how shells were written through New-MailboxExportRequest"
        reference = "Neo23x0 signature-base expl_proxyshell.yar (the fact, not the text of its rule)"
        date = "2026-01-15"
        techniques = "T1505.003, T1114.002"
        severity = "critical"
        confidence = "conclusive"
        stage = "implanted"
        test = "PS-08"
        false_positives = "None known"
        next_step = "Find the export request and the mailbox it came from; the mail with the script is still in there."
    condition:
        uint32be(0) == 0x2142444e and extension matches /^\.(aspx|ashx|asmx|asp)$/i
}

rule Compiled_Page_Evaluates_Request
{
    meta:
        author = "Indicia"
        title = "compiled page of a web shell"
        description = "A page that ASP.NET compiled in a folder of the web front end and that evaluates script; it stays when the page is deleted"
        reference = "MSRC, Guidance for responders (2021-03-16)"
        date = "2026-01-15"
        techniques = "T1505.003"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        test = "WS-06"
        false_positives = "None known among pages of Exchange, which do not evaluate JScript"
        next_step = "The name of the page and the time of its first use stand in it; look for requests to that page."
    strings:
        $compiled = "App_Web_"
        $evaluates = "JScriptEvaluate"
        $folder1 = "~/aspnet_client/" wide nocase
        $folder2 = "~/auth/" wide nocase
        $folder3 = "~/owa/auth/" wide nocase
        $folder4 = "~/ecp/auth/" wide nocase
    condition:
        uint16be(0) == 0x4d5a and filesize < 128KB and $compiled and $evaluates and any of ($folder*)
}

rule Cabinet_Of_Reconnaissance
{
    meta:
        author = "Indicia"
        title = "cabinet with notes about the network and registry hives"
        description = "A cabinet whose first entries are ip.txt, arp.txt and the hives system and security"
        reference = "Neo23x0 signature-base apt_hafnium.yar (the fact, not the text of its rule)"
        date = "2026-01-15"
        techniques = "T1003.002, T1016, T1560.001"
        severity = "critical"
        confidence = "conclusive"
        stage = "operated"
        test = "PO-05"
        false_positives = "Collections that a responder made; compare the time"
        next_step = "Treat the local accounts and cached credentials of this host as stolen."
    strings:
        $ip = "ip.txt"
        $arp = "arp.txt"
        $system = "system"
        $security = "security"
    condition:
        uint32be(0) == 0x4d534346 and for all of them : ($ in (0..200))
}

rule Memory_Image_Of_Lsass
{
    meta:
        author = "Indicia"
        title = "memory image of the logon process"
        description = "A minidump that lists the modules of LSASS: passwords and hashes of everybody who was logged on"
        reference = "CSS-Exchange Security/src/Test-ProxyLogon.ps1 Get-SuspiciousFile"
        date = "2026-01-15"
        techniques = "T1003.001"
        severity = "critical"
        confidence = "strong"
        stage = "operated"
        test = "PO-01"
        false_positives = "Crash dumps that Windows itself wrote of LSASS, and those a responder took; compare place and time"
        next_step = "Treat every credential that was used on this host as stolen."
    strings:
        $process = "\\lsass.exe" wide nocase
        $module1 = "\\lsasrv.dll" wide nocase
        $module2 = "\\samsrv.dll" wide nocase
    condition:
        uint32be(0) == 0x4d444d50 and $process and any of ($module*)
}

rule Script_Shell_Over_Tcp
{
    meta:
        author = "Indicia"
        title = "script that hands a command line to somebody over the network"
        description = "PowerShell that reads commands from a TCP connection, runs them and sends back the output (Nishang, PowerCat)"
        reference = "Neo23x0 signature-base apt_hafnium.yar (the fact, not the text of its rule)"
        date = "2026-01-15"
        techniques = "T1059.001, T1095"
        severity = "high"
        confidence = "strong"
        stage = "implanted"
        log_stage = "operated"
        log_test = "PO-07"
        false_positives = "Tests of an own security team; a file alone does not show that it ran"
        next_step = "Find the address it connects to and the process that started it."
    strings:
        $client = /net\.sockets\.(tcpclient|tcplistener)/ nocase
        $stream = ".GetStream()" nocase
        $run = /\b(iex|invoke-expression)\b/ nocase
        $sent = /\.write\s*\(\s*\$/ nocase
        $text = /text\.(ascii|encoding|utf8)[\w:.\]() ]{0,40}get(string|bytes)/ nocase
    condition:
        filesize < 256KB and all of them
}

rule Serialised_Gadget
{
    meta:
        author = "Indicia"
        title = "serialised object that starts a program when it is read"
        description = "A .NET object stream that holds a type only used to run code on deserialisation"
        reference = "https://learn.microsoft.com/dotnet/standard/serialization/binaryformatter-security-guide"
        date = "2026-01-15"
        techniques = "T1190"
        severity = "high"
        confidence = "moderate"
        false_positives = "Tests of an own security team; whether it was read is for the other logs to say"
        next_step = "Look for an error of the same second in the Application log, and for programs the web server started."
    strings:
        $stream = { 00 01 00 00 00 ff ff ff ff }
        $type1 = "System.Windows.Data.ObjectDataProvider"
        $type2 = "Microsoft.VisualStudio.Text.Formatting.TextFormattingRunProperties"
        $type3 = "System.Workflow.ComponentModel.Serialization.ActivitySurrogateSelector"
        $type4 = "System.Configuration.Install.AssemblyInstaller"
    condition:
        filesize < 1MB and $stream in (0..64) and any of ($type*)
}
