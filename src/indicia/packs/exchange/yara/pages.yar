/*
  Server pages that do what a request tells them.  Each rule asks for three things together: that the file is a page
  (a script block), that it takes something from the request, and that this very thing is run, loaded or written.
  One of them alone stands in ordinary pages, and so do two that have nothing to do with each other: what a page does
  with a value over several statements is for the analysis `web-shell-content` to follow.
*/

rule Page_Evaluates_Request
{
    meta:
        author = "Indicia"
        title = "web shell: a page that runs the script a request sends"
        description = "Evaluates or executes text taken directly from the request, the form of the one-line shells of 2021"
        reference = "AA21-062A Mitigate Microsoft Exchange Server Vulnerabilities (rev. 2021-04-14)"
        date = "2026-01-15"
        techniques = "T1505.003"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Teaching material and rules about web shells; none known among installed pages"
        next_step = "Keep a copy, then find when it was written and who asked for it."
    strings:
        $block1 = "<%"
        $block2 = /<script[^>]{1,200}runat\s*=/ nocase
        $direct = /\b(eval|execute|executeglobal)[ \t(]{1,8}(system\.text\.encoding\.[\w.()"]{1,60}getstring\s*\(\s*)?((system\.)?convert\.frombase64string\s*\(\s*)?request\s*[.(\[]/ nocase
        $unsafe = /\beval\s*\(\s*[\w.\[\]"']{1,80}\s*,\s*["']unsafe["']/ nocase
        $taken = /\brequest\s*[.(\[]/ nocase
    condition:
        filesize < 1MB and any of ($block*) and ($direct or ($unsafe and $taken))
}

rule Page_Starts_Requested_Program
{
    meta:
        author = "Indicia"
        title = "web shell: a page that starts programs and shows what they print"
        description = "A page that starts a process with arguments from the request and writes its output back"
        reference = "AA21-062A Mitigate Microsoft Exchange Server Vulnerabilities (rev. 2021-04-14)"
        date = "2026-01-15"
        techniques = "T1505.003, T1059.003"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Administration tools built as pages"
        next_step = "Keep a copy, then find when it was written and who asked for it."
    strings:
        $page = /<%@\s*(page|webhandler|webservice)\b/ nocase
        $start = /\bprocessstartinfo\b|\bprocess\.start\s*\(|diagnostics\.process\s*\(\s*\)/ nocase
        $output = /redirectstandardoutput\s*=\s*true|\.standardoutput\.readto/ nocase
        $taken = /\brequest\s*(\[|\.(form|item|querystring|params|headers|cookies)\b)|<asp:textbox\b/ nocase
        $shell = /\bcmd(\.exe)?["' ]|\/c\s|powershell/ nocase
    condition:
        filesize < 1MB and all of them
}

rule Page_Loads_Sent_Program
{
    meta:
        author = "Indicia"
        title = "web shell: a page that loads a program sent by the request into memory"
        description = "A page that decodes what the request carries, loads it as an assembly and calls into it"
        reference = "AA21-062A Mitigate Microsoft Exchange Server Vulnerabilities (rev. 2021-04-14)"
        date = "2026-01-15"
        techniques = "T1505.003, T1620"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "None known"
        next_step = "Take memory before a restart: what was loaded leaves no file. Keep a copy of the page."
    strings:
        $page = "<%"
        $load = /\bassembly["')\] ]{0,4}[.,(\["' ]{1,4}(load|getmethod\s*\(\s*["']load)["']?\b/ nocase
        $made = /\.createinstance\s*\(|\.invoke\s*\(/ nocase
        $taken = /\brequest\s*(\[|\.(binaryread|inputstream|form|item|querystring|params|headers|cookies)\b)/ nocase
        $opened = /frombase64string\s*\(|createdecryptor\s*\(|\.binaryread\s*\(/ nocase
    condition:
        filesize < 1MB and all of them
}

rule Page_Writes_Sent_File
{
    meta:
        author = "Indicia"
        title = "web shell: a page that writes a file where a request says"
        description = "A small page that writes to the path a request names (simpleseesharp and its kind)"
        reference = "https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/"
        date = "2026-01-15"
        techniques = "T1505.003, T1105"
        severity = "high"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Minimal editors of files in small web applications; on an Exchange server there are none"
        next_step = "Look for files the page wrote: their times follow requests to it."
    strings:
        $page = "<%"
        $write = /\bfile\.(writealltext|writeallbytes|appendalltext)\s*\(\s*(server\.mappath\s*\(\s*)?request\s*[.\[(]/ nocase
    condition:
        filesize < 4KB and all of them
}

rule Page_Tunnels_Connections
{
    meta:
        author = "Indicia"
        title = "web shell: a page that carries network connections into the internal network"
        description = "Opens a socket to where the headers of the request say and passes data both ways (reGeorg and variants)"
        reference = "https://github.com/sensepost/reGeorg/blob/master/tunnel.aspx"
        date = "2026-01-15"
        techniques = "T1505.003, T1572, T1090.001"
        severity = "critical"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "None known"
        next_step = "Treat every host this server can reach as reached; look at its outgoing connections."
    strings:
        $page = "<%"
        $socket = /new\s+(system\.net\.sockets\.)?(socket|tcpclient)\s*\(/ nocase
        $header = /request\.headers?\s*(\.get\s*\(|\.getvalues\s*\(|\[|\()/ nocase
        $kept = /session\s*[\[(]|application\s*[\[(]/ nocase
        $answer = /response\.(binarywrite|outputstream|addheader|appendheader|headers)/ nocase
        $passed = /\.(receive|send|getstream)\s*\(/ nocase
    condition:
        filesize < 256KB and all of them
}

rule Page_Sportsball
{
    meta:
        author = "Indicia"
        title = "web shell: SPORTSBALL, seen in the Exchange break-ins of 2021"
        description = "The cookie name by which the shell known as SPORTSBALL logs in, set from a form value"
        reference = "https://www.volexity.com/blog/2021/03/02/active-exploitation-of-microsoft-exchange-zero-day-vulnerabilities/"
        date = "2026-01-15"
        techniques = "T1505.003"
        severity = "critical"
        confidence = "conclusive"
        stage = "implanted"
        test = "WS-12"
        false_positives = "None known: the cookie name is a random word"
        next_step = "Keep a copy, then find when it was written and who asked for it."
    strings:
        $page = "<%"
        $cookie = "\"fqrspt\""
        $form = /request\s*\.\s*form/ nocase
    condition:
        filesize < 256KB and all of them
}

rule Page_Transforms_With_Sent_Script
{
    meta:
        author = "Indicia"
        title = "web shell: a page that runs script inside a style sheet"
        description = "Applies an XSL style sheet taken from the request with scripts allowed"
        reference = "Neo23x0 signature-base (the kind of shell, not the text of its rule)"
        date = "2026-01-15"
        techniques = "T1505.003, T1220"
        severity = "high"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Reporting pages that take style sheets from users"
        next_step = "Keep a copy, then find when it was written and who asked for it."
    strings:
        $page = "<%"
        $allowed = /xsltsettings\s*\(\s*true\s*,\s*true|xsltsettings\.trustedxslt|\.enablescript\s*=\s*true|msxsl:script/ nocase
        $transform = /\.transform\s*\(/ nocase
        $sheet = /(\.load(xml)?|stringreader|xmltextreader)\s*\(\s*(new\s+)?([\w.]{1,40}\s*\(\s*(new\s+)?){0,3}request\s*(\[|\.(form|item|querystring|params|inputstream)\b)/ nocase
    condition:
        filesize < 256KB and all of them
}

rule Page_Php_Runs_Request
{
    meta:
        author = "Indicia"
        title = "web shell: a PHP page that runs what a request sends"
        description = "PHP that hands a request value, possibly decoded, to the interpreter or to the system"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        date = "2026-01-15"
        techniques = "T1505.003"
        severity = "high"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Teaching material about web shells"
        next_step = "An Exchange server runs no PHP: find out who installed it, or that the page never ran."
    strings:
        $block = /<\?(php|=)/ nocase
        $run = /\b(eval|assert|system|passthru|shell_exec|popen|proc_open|pcntl_exec)\s*\(\s*@?((base64_decode|gzinflate|gzuncompress|str_rot13|stripslashes|urldecode)\s*\(\s*){0,3}\$_(get|post|request|cookie|server)\s*[\[{]/ nocase
    condition:
        filesize < 1MB and all of them
}

rule Page_Jsp_Runs_Request
{
    meta:
        author = "Indicia"
        title = "web shell: a JSP page that runs what a request sends"
        description = "JSP that starts a program named by a request parameter, or defines a class from one"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        date = "2026-01-15"
        techniques = "T1505.003"
        severity = "high"
        confidence = "strong"
        stage = "implanted"
        test = "WS-12"
        false_positives = "Administration tools built as pages"
        next_step = "An Exchange server runs no JSP: find out who installed it, or that the page never ran."
    strings:
        $block = "<%"
        $run = /(getruntime\s*\(\s*\)\s*\.\s*exec|new\s+processbuilder)\s*\(\s*(new\s+string\s*\[\s*\]\s*\{\s*)?("[^"]{0,80}"\s*[,+]\s*){0,4}request\s*\.\s*(getparameter|getheader)\s*\(/ nocase
        $defined = /\bdefineclass\s*\(/ nocase
        $taken = /request\s*\.\s*(getparameter|getheader|getreader|getinputstream)\s*\(/ nocase
    condition:
        filesize < 256KB and $block and ($run or ($defined and $taken))
}
