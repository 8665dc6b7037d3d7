# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary scripts of PHP that come near to what a web shell does."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== hooks.php
<?php
function add_filter($tag, $fn, $prio = 10) { global $f; $f[$tag][$prio][] = $fn; }
function apply_filters($tag, $v) { global $f; $args = func_get_args(); foreach ($f[$tag] as $p) foreach ($p as $fn) { $args[1] = $v; $v = call_user_func_array($fn, array_slice($args, 1)); } return $v; }
$title = apply_filters('title', isset($_GET['s']) ? htmlspecialchars($_GET['s']) : ''); echo $title;
==== ajax.php
<?php
require 'load.php'; $action = isset($_REQUEST['action']) ? $_REQUEST['action'] : '';
$core = array('fetch-list', 'save-widget'); if (in_array($action, $core, true)) add_action('ajax_' . $action, 'ajax_' . str_replace('-', '_', $action), 1);
if (!has_action("ajax_{$action}")) die('0'); do_action("ajax_{$action}");
==== front.php
<?php
define('BASE', __DIR__); require BASE . '/vendor/autoload.php';
$c = preg_replace('/[^a-z]/', '', strtolower($_GET['c'] ?? 'home')); $a = preg_replace('/[^a-z]/', '', strtolower($_GET['a'] ?? 'index'));
$class = 'App\\Controller\\' . ucfirst($c); if (!class_exists($class) || !method_exists($class, $a . 'Action')) { http_response_code(404); exit; }
$o = new $class; echo call_user_func(array($o, $a . 'Action'));
==== template.php
<?php
class Tpl { private $vars = array(); function assign($k, $v) { $this->vars[$k] = $v; }
 function render($file) { extract($this->vars, EXTR_SKIP); ob_start(); include __DIR__ . '/views/' . basename($file) . '.phtml'; return ob_get_clean(); }
 function compile($src) { $php = preg_replace_callback('/\{\$(\w+)\}/', function ($m) { return '<?php echo htmlspecialchars($this->vars["' . $m[1] . '"]); ?>'; }, $src); file_put_contents(__DIR__ . '/cache/' . md5($src) . '.php', $php); return include __DIR__ . '/cache/' . md5($src) . '.php'; } }
$t = new Tpl; $t->assign('q', $_GET['q'] ?? ''); echo $t->render('list');
==== installer.php
<?php
if (file_exists('config.php')) die('installed'); if ($_SERVER['REQUEST_METHOD'] === 'POST') {
 $db = @mysqli_connect($_POST['dbhost'], $_POST['dbuser'], $_POST['dbpass'], $_POST['dbname']); if (!$db) { echo mysqli_connect_error(); exit; }
 foreach (explode(';', file_get_contents('schema.sql')) as $q) mysqli_query($db, $q);
 file_put_contents('config.php', "<?php\nreturn " . var_export(array('host' => $_POST['dbhost'], 'user' => $_POST['dbuser'], 'pass' => $_POST['dbpass']), true) . ";\n"); }
==== media.php
<?php
$ok = array('jpg' => 'image/jpeg', 'png' => 'image/png'); $f = $_FILES['f']; $ext = strtolower(pathinfo($f['name'], PATHINFO_EXTENSION));
$info = finfo_file(finfo_open(FILEINFO_MIME_TYPE), $f['tmp_name']); if (!isset($ok[$ext]) || $ok[$ext] !== $info) die('type');
$name = bin2hex(random_bytes(8)) . '.' . $ext; move_uploaded_file($f['tmp_name'], __DIR__ . '/uploads/' . $name); echo json_encode(array('url' => '/uploads/' . $name));
==== thumb.php
<?php
$src = realpath('images/' . basename($_GET['src'])); $w = (int)$_GET['w']; if ($src === false || $w < 1 || $w > 2000) exit;
$cache = 'cache/' . md5($src . $w) . '.jpg'; if (!is_file($cache)) { exec('convert ' . escapeshellarg($src) . ' -resize ' . $w . ' ' . escapeshellarg($cache), $o, $rc); }
header('Content-Type: image/jpeg'); readfile($cache);
==== git-deploy.php
<?php
$raw = file_get_contents('php://input'); $sig = 'sha256=' . hash_hmac('sha256', $raw, getenv('HOOK_SECRET')); if (!hash_equals($sig, $_SERVER['HTTP_X_HUB_SIGNATURE_256'] ?? '')) { http_response_code(403); exit; }
$p = json_decode($raw, true); if ($p['ref'] === 'refs/heads/main') { echo shell_exec('cd /srv/site && git pull --ff-only 2>&1'); }
==== whois.php
<?php
$d = $_POST['domain'] ?? ''; if (!preg_match('/^[a-z0-9.-]{3,80}$/i', $d)) exit('bad'); $out = shell_exec('whois ' . escapeshellarg($d)); echo '<pre>' . htmlspecialchars($out) . '</pre>';
==== smtp.php
<?php
class Smtp { function open($h, $p) { $this->s = fsockopen($h, $p, $e, $m, 10); } function cmd($c) { fwrite($this->s, $c . "\r\n"); return fgets($this->s, 512); } }
$m = new Smtp; $m->open('localhost', 25); $m->cmd('HELO site'); $m->cmd('MAIL FROM:<web@site.example>'); $m->cmd('RCPT TO:<office@site.example>'); $m->cmd('DATA'); $m->cmd(strip_tags($_POST['text']) . "\r\n.");
==== login.php
<?php
$u = $_POST['username']; $p = $_POST['password']; $st = $pdo->prepare('SELECT id, hash FROM users WHERE name = ?'); $st->execute(array($u)); $r = $st->fetch();
if ($r && password_verify($p, $r['hash'])) { $_SESSION['uid'] = $r['id']; header('Location: /'); } else { file_put_contents('/var/log/site/auth.log', date('c') . " fail $u {$_SERVER['REMOTE_ADDR']}\n", FILE_APPEND); }
==== register.php
<?php
if (strlen($_POST['password']) < 10) exit('short'); $h = password_hash($_POST['password'], PASSWORD_DEFAULT); $db = json_decode(file_get_contents('data/users.json'), true); $db[] = array('n' => $_POST['name'], 'h' => $h); file_put_contents('data/users.json', json_encode($db));
==== contact-log.php
<?php
$row = date('c') . "\t" . str_replace(array("\r", "\n", "\t"), ' ', $_POST['mail'] . "\t" . $_POST['text']) . "\n"; $f = fopen('data/contact.tsv', 'a'); flock($f, LOCK_EX); fwrite($f, $row); fclose($f); mail('office@site.example', 'Form', $_POST['text'], 'From: web@site.example');
==== minified.php
<?php class A{private $a;public function __construct($b){$this->a=$b;}public function b($c){$d=$this->a[$c]??null;return is_callable($d)?$d($this):$d;}public static function c(array $e){return array_map(function($f){return trim($f);},$e);}}$g=new A(['x'=>fn($h)=>42]);echo $g->b('x');print_r(A::c(explode(',',$_GET['t']??'')));
==== packed-logo.php
<?php
$img = 'R0lGODlhEAAQAMQAAORHHOVSKudfOulrSOp3WOyDZu6QdvCchPGolfO0o/XBs/fNwfjZ0frl3/zy7////wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACH5BAkAABAALAAAAAAQABAAAAVVICSOZGlCQAosJ6mu7fiyZeKqNKToQGDsM8hBADgUXoGAiqhSvp5QAnQKGIgUhwFUYLCVDFCrKUE1lBavAViFIDlTImbKC5Gm2hB0SlBCBMQiB0UjIQA7';
if (isset($_GET['logo'])) { header('Content-Type: image/gif'); echo base64_decode($img); exit; } echo gzuncompress(base64_decode('eJzLSM3JyVcozy/KSQEAGgsEXQ=='));
==== license.php
<?php
/* compiled configuration */ $cfg = unserialize(gzinflate(base64_decode(file_get_contents(__DIR__ . '/license.dat')))); if ($cfg['host'] !== $_SERVER['HTTP_HOST']) die('License is for another host.'); define('LICENSED_TO', $cfg['name']);
==== plugins.php
<?php
foreach (glob(__DIR__ . '/plugins/*/plugin.php') as $f) { include_once $f; $n = basename(dirname($f)); $fn = $n . '_init'; if (function_exists($fn)) $fn($app); } if (isset($_POST['enable'])) { $e = basename($_POST['enable']); if (is_dir(__DIR__ . "/plugins/$e")) { $on[] = $e; file_put_contents('plugins.json', json_encode($on)); } }
==== page.php
<?php
$pages = array('home' => 'home.php', 'about' => 'about.php'); $p = $_GET['p'] ?? 'home'; include isset($pages[$p]) ? $pages[$p] : '404.php';
==== lang.php
<?php
$l = $_COOKIE['lang'] ?? 'en'; if (!preg_match('/^[a-z]{2}$/', $l)) $l = 'en'; require "lang/$l.php"; setcookie('lang', $l);
==== sort.php
<?php
$k = $_GET['sort'] ?? 'name'; $dir = ($_GET['dir'] ?? '') === 'd' ? -1 : 1; usort($rows, function ($a, $b) use ($k, $dir) { return $dir * strcmp($a[$k], $b[$k]); }); uasort($x, 'strcasecmp'); $ids = array_map('intval', $_POST['ids'] ?? array()); $c = array_filter($_POST, 'strlen');
==== unit.php
<?php
class RunnerTest { function run($suite) { foreach (get_class_methods($suite) as $m) { if (strpos($m, 'test') === 0) { try { call_user_func(array(new $suite, $m)); echo '.'; } catch (Exception $e) { echo 'F'; } } } } } assert(class_exists('CartTest')); assert($count > 0); if (isset($_GET['suite']) && in_array($_GET['suite'], array('CartTest', 'UserTest'))) (new RunnerTest)->run($_GET['suite']);
==== cron.php
<?php
$jobs = array('mail' => 'run_mail', 'clean' => 'run_clean'); $j = $_GET['job'] ?? ''; if (!array_key_exists($j, $jobs) || $_GET['key'] !== CRON_KEY) exit; call_user_func($jobs[$j]); system('/usr/bin/php ' . __DIR__ . '/worker.php > /dev/null 2>&1 &');
==== export.php
<?php
header('Content-Type: text/csv'); header('Content-Disposition: attachment; filename="' . preg_replace('/[^\w.-]/', '', $_GET['name']) . '.csv"'); $o = fopen('php://output', 'w'); foreach ($rows as $r) fputcsv($o, $r); fclose($o);
==== backup.php
<?php
if (!$user->isAdmin()) exit; $f = '/var/backups/site-' . date('Ymd') . '.sql.gz'; passthru('mysqldump --defaults-file=/etc/site/my.cnf site | gzip > ' . $f, $rc); echo $rc === 0 ? 'ok' : 'failed'; if (isset($_GET['get'])) readfile($f);
==== sql-browse.php
<?php
$t = $_GET['table']; $tables = array_column($pdo->query('SHOW TABLES')->fetchAll(PDO::FETCH_NUM), 0); if (!in_array($t, $tables, true)) exit; $n = max(0, (int)($_GET['page'] ?? 0)); foreach ($pdo->query("SELECT * FROM `$t` LIMIT 50 OFFSET " . $n * 50, PDO::FETCH_ASSOC) as $r) echo implode(' ', array_map('htmlspecialchars', $r));
==== files.php
<?php
$root = realpath('/srv/files'); $p = realpath($root . '/' . ($_GET['p'] ?? '')); if ($p === false || strpos($p, $root) !== 0) exit('no'); if (is_dir($p)) { foreach (scandir($p) as $f) echo htmlspecialchars($f), "\n"; } else readfile($p);
==== cache.php
<?php
class Cache { function get($k) { $f = $this->dir . md5($k); return is_file($f) ? unserialize(file_get_contents($f)) : null; } function set($k, $v) { file_put_contents($this->dir . md5($k), serialize($v), LOCK_EX); } } $c = new Cache; $c->set($_SERVER['REQUEST_URI'], ob_get_contents());
==== magic.php
<?php
class M { private $d = array(); public function __get($n) { return isset($this->d[$n]) ? $this->d[$n] : null; } public function __call($n, $a) { if (strpos($n, 'get') === 0) { $k = lcfirst(substr($n, 3)); return $this->$k; } throw new BadMethodCallException($n); } public static function __callStatic($n, $a) { return call_user_func_array(array(self::make(), $n), $a); } function fill(array $a) { foreach ($a as $k => $v) { $m = 'set' . ucfirst($k); if (method_exists($this, $m)) $this->$m($v); } } } $m = new M; $m->fill($_POST);
==== xmlrpc.php
<?php
class Server { private $m = array('system.list' => 'ls', 'post.get' => 'pg'); function serve($raw) { $x = simplexml_load_string($raw); $n = (string)$x->methodName; if (!isset($this->m[$n])) return $this->fault(1); return call_user_func(array($this, $this->m[$n]), $x->params); } } (new Server)->serve(file_get_contents('php://input'));
==== proxy.php
<?php
$u = $_GET['u']; if (!in_array(parse_url($u, PHP_URL_HOST), array('api.example', 'maps.example'), true)) exit; $c = curl_init($u); curl_setopt($c, CURLOPT_RETURNTRANSFER, true); curl_setopt($c, CURLOPT_POSTFIELDS, file_get_contents('php://input')); echo curl_exec($c);
==== calculator.php
<?php
$e = $_POST['e'] ?? ''; if (preg_match('/^[0-9+*\/(). -]{1,80}$/', $e)) { $t = preg_split('/([+*\/()-])/', $e, -1, PREG_SPLIT_DELIM_CAPTURE); $s = array(); foreach ($t as $x) { if (is_numeric($x)) $s[] = $x + 0; } echo array_sum($s); }
==== update.php
<?php
$z = file_get_contents('https://updates.vendor.example/latest.json'); $i = json_decode($z, true); if (version_compare($i['v'], VERSION, '>')) { $b = file_get_contents($i['url']); if (openssl_verify($b, base64_decode($i['sig']), PUB) === 1) { file_put_contents('/srv/site/tmp/update.zip', $b); $a = new ZipArchive; $a->open('/srv/site/tmp/update.zip'); $a->extractTo('/srv/site'); } }
==== chr-table.php
<?php
$map = array(); for ($i = 0; $i < 256; $i++) $map[chr($i)] = sprintf('%%%02X', $i); function enc($s) { global $map; return strtr($s, $map); } echo enc($_GET['s'] ?? ''); $x = "\x00\x01\x02\xff"; $y = str_rot13('uryyb'); echo strrev($_GET['r'] ?? '');
==== xor.php
<?php
function crypt_x($s, $k) { $o = ''; for ($i = 0; $i < strlen($s); $i++) $o .= $s[$i] ^ $k[$i % strlen($k)]; return $o; } $c = crypt_x(base64_decode($_COOKIE['cart'] ?? ''), SECRET); $cart = json_decode($c, true); foreach ((array)$cart as $id => $n) $sum += price((int)$id) * (int)$n;
==== debug.php
<?php
if ($_SERVER['REMOTE_ADDR'] !== '127.0.0.1') exit; phpinfo(); print_r($_SERVER); echo ini_get('disable_functions'); highlight_string('<?php eval($_POST["x"]); ?>'); $doc = <<<'T'
Never write eval($_GET['x']) or system($_POST['c']).
T;
echo htmlspecialchars($doc);
"""
)
