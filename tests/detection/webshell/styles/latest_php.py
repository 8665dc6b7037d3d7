# ruff: noqa: E501 - these pages are as such pages are
"""Ordinary pages of the latest set: PHP."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== p01_upload.php
<?php
require __DIR__ . '/inc/session.php';
$types = array('image/jpeg' => 'jpg', 'image/png' => 'png', 'application/pdf' => 'pdf');
if ($_SERVER['REQUEST_METHOD'] === 'POST' && check_csrf($_POST['token'])) {
    $f = $_FILES['doc'];
    if ($f['error'] !== UPLOAD_ERR_OK || $f['size'] > 4194304) {
        exit('Upload failed');
    }
    $mime = (new finfo(FILEINFO_MIME_TYPE))->file($f['tmp_name']);
    if (!isset($types[$mime])) {
        exit('Type not allowed');
    }
    $name = bin2hex(random_bytes(12)) . '.' . $types[$mime];
    move_uploaded_file($f['tmp_name'], '/srv/app/uploads/' . $name);
    header('Location: documents.php?added=' . $name);
    exit;
}
?>
<form method="post" enctype="multipart/form-data"><input type="hidden" name="token" value="<?= csrf_token() ?>"><input type="file" name="doc"><button>Upload</button></form>
==== p02_tpl.php
<?php
/**
 * TinyTpl - small compiling template engine
 * @license MIT
 */
class TinyTpl
{
    private $dir, $cache, $vars = array();
    private static $filters = array('e' => 'htmlspecialchars', 'upper' => 'strtoupper', 'nl' => 'nl2br', 'trim' => 'trim');

    public function __construct($dir, $cache) { $this->dir = $dir; $this->cache = $cache; }
    public function set($k, $v) { $this->vars[$k] = $v; return $this; }

    private function compile($src)
    {
        $src = preg_replace('/<\?(php|=)?/i', '&lt;?', $src);
        $src = preg_replace_callback('/\{\$(\w+)(?:\|(\w+))?\}/', function ($m) {
            $f = isset($m[2]) && isset(self::$filters[$m[2]]) ? self::$filters[$m[2]] : 'htmlspecialchars';
            return '<?php echo ' . $f . '((string)$' . $m[1] . '); ?>';
        }, $src);
        $src = preg_replace('/\{foreach \$(\w+) as \$(\w+)\}/', '<?php foreach ($$1 as $$2): ?>', $src);
        $src = str_replace('{/foreach}', '<?php endforeach; ?>', $src);
        $src = preg_replace('/\{if \$(\w+)\}/', '<?php if (!empty($$1)): ?>', $src);
        return str_replace('{/if}', '<?php endif; ?>', $src);
    }

    public function render($name)
    {
        if (!preg_match('/^[a-z0-9_\/]+$/', $name)) {
            throw new InvalidArgumentException($name);
        }
        $in = $this->dir . '/' . $name . '.tpl';
        $out = $this->cache . '/' . md5($in) . '.php';
        if (!is_file($out) || filemtime($out) < filemtime($in)) {
            file_put_contents($out, $this->compile(file_get_contents($in)), LOCK_EX);
        }
        extract($this->vars, EXTR_SKIP);
        ob_start();
        include $out;
        return ob_get_clean();
    }
}
$t = new TinyTpl(__DIR__ . '/views', __DIR__ . '/cache');
echo $t->set('title', 'News')->set('q', isset($_GET['q']) ? $_GET['q'] : '')->render('news/list');
==== p03_update.php
<?php
// Обновление плагинов (только для администратора)
define('IN_ADMIN', 1);
require '../bootstrap.php';
admin_only();
check_nonce($_POST['_n']);

$slug = isset($_POST['slug']) ? $_POST['slug'] : '';
$installed = json_decode(file_get_contents(DATA . '/plugins.json'), true);
if (!isset($installed[$slug])) {
    die('unknown plugin');
}
$meta = json_decode(file_get_contents('https://updates.example-cms.org/api/plugin/' . rawurlencode($slug)), true);
if (version_compare($meta['version'], $installed[$slug]['version'], '<=')) {
    die('up to date');
}
$tmp = tempnam(sys_get_temp_dir(), 'upd');
copy('https://updates.example-cms.org/packages/' . rawurlencode($slug) . '-' . rawurlencode($meta['version']) . '.zip', $tmp);
if (!hash_equals($meta['sha256'], hash_file('sha256', $tmp))
    || openssl_verify($meta['sha256'], base64_decode($meta['sig']), file_get_contents(DATA . '/update.pem'), OPENSSL_ALGO_SHA256) !== 1) {
    unlink($tmp);
    die('signature mismatch');
}
$zip = new ZipArchive();
if ($zip->open($tmp) === true) {
    for ($i = 0; $i < $zip->numFiles; $i++) {
        if (strpos($zip->getNameIndex($i), '..') !== false) die('bad archive');
    }
    $zip->extractTo(PLUGINS . '/' . $slug);
    $zip->close();
    $installed[$slug]['version'] = $meta['version'];
    file_put_contents(DATA . '/plugins.json', json_encode($installed));
}
unlink($tmp);
header('Location: plugins.php?ok=1');
==== p04_route.php
<?php
spl_autoload_register(function ($c) {
    $f = __DIR__ . '/src/' . str_replace('\\', '/', $c) . '.php';
    if (is_file($f)) require $f;
});
$path = trim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/');
$seg = $path === '' ? array('home', 'index') : explode('/', $path);
$map = array('home' => 'HomeController', 'user' => 'UserController', 'cart' => 'CartController');
if (!isset($map[$seg[0]])) { http_response_code(404); exit('Not found'); }
$class = 'App\\' . $map[$seg[0]];
$method = isset($seg[1]) ? $seg[1] : 'index';
if (!preg_match('/^[a-z]+$/i', $method) || !is_callable(array($class, $method . 'Action'))) { http_response_code(404); exit('Not found'); }
call_user_func_array(array(new $class(), $method . 'Action'), array_slice($seg, 2));
==== p05_page.php
<?php
// simple page switcher, ~2008
$pages = [
    'home' => 'home.php',
    'about' => 'about.php',
    'impressum' => 'impressum.php',
];
$p = $_GET['page'] ?? 'home';
include 'header.php';
include 'pages/' . ($pages[$p] ?? $pages['home']);
include 'footer.php';
==== p06_xmlrpc.php
<?php
header('Content-Type: text/xml');
$methods = array(
    'demo.add' => function ($a) { return (int)$a[0] + (int)$a[1]; },
    'blog.count' => function ($a) { global $db; return (int)$db->query('SELECT COUNT(*) FROM posts')->fetchColumn(); },
    'blog.title' => function ($a) { global $db; $s = $db->prepare('SELECT title FROM posts WHERE id = ?'); $s->execute(array((int)$a[0])); return (string)$s->fetchColumn(); },
);
require 'db.php';
libxml_disable_entity_loader(true);
$raw = file_get_contents('php://input');
$xml = @simplexml_load_string($raw);
function fault($c, $m) { echo "<?xml version=\"1.0\"?><methodResponse><fault><value><struct><member><name>faultCode</name><value><int>$c</int></value></member><member><name>faultString</name><value><string>" . htmlspecialchars($m) . "</string></value></member></struct></value></fault></methodResponse>"; exit; }
if (!$xml) fault(-32700, 'parse error');
$name = (string)$xml->methodName;
if (!isset($methods[$name])) fault(-32601, 'method not found');
$args = array();
foreach ($xml->params->param as $p) { $v = $p->value; $args[] = isset($v->base64) ? base64_decode((string)$v->base64) : (count($v->children()) ? (string)$v->children()[0] : (string)$v); }
$r = $methods[$name]($args);
echo '<?xml version="1.0"?><methodResponse><params><param><value>' . (is_int($r) ? "<int>$r</int>" : '<string>' . htmlspecialchars($r) . '</string>') . '</value></param></params></methodResponse>';
==== p07_backup.php
<?php
require 'inc/admin.php';
require_role('superadmin');
// yedekleme sayfası
if (isset($_POST['run']) && hash_equals($_SESSION['csrf'], $_POST['csrf'])) {
    $file = BACKUP_DIR . '/db-' . date('Ymd-His') . '.sql.gz';
    $cmd = sprintf(
        'mysqldump --defaults-extra-file=%s %s | gzip > %s 2>&1',
        escapeshellarg(CONFIG_DIR . '/mysql.cnf'),
        escapeshellarg(DB_NAME),
        escapeshellarg($file)
    );
    exec($cmd, $out, $rc);
    echo $rc === 0 ? '<p>Tamam: ' . htmlspecialchars(basename($file)) . '</p>' : '<pre>' . htmlspecialchars(implode("\n", $out)) . '</pre>';
}
foreach (array_reverse(glob(BACKUP_DIR . '/db-*.sql.gz')) as $b) {
    echo '<li>' . htmlspecialchars(basename($b)) . ' (' . round(filesize($b) / 1024) . ' KB)</li>';
}
?>
<form method="post"><input type="hidden" name="csrf" value="<?= $_SESSION['csrf'] ?>"><button name="run">Yedekle</button></form>
==== p08_cron.php
<?php
ignore_user_abort(true);
set_time_limit(0);
require 'bootstrap.php';
if (PHP_SAPI !== 'cli' && !hash_equals($config['cron_key'], (string)@$_GET['key'])) {
    header('HTTP/1.1 403 Forbidden');
    exit;
}
$jobs = array('MailQueue' => 60, 'CleanSessions' => 3600, 'Sitemap' => 86400, 'Currency' => 43200);
$last = is_file('cache/cron.ser') ? unserialize(file_get_contents('cache/cron.ser'), ['allowed_classes' => false]) : array();
foreach ($jobs as $class => $interval) {
    if (time() - (isset($last[$class]) ? $last[$class] : 0) < $interval) continue;
    $job = new $class($db, $config);
    $job->run();
    $last[$class] = time();
    echo "$class done\n";
}
file_put_contents('cache/cron.ser', serialize($last));
==== p09_calc.php
<?php
namespace Calc;

final class Parser
{
    private const FN = ['sqrt' => 'sqrt', 'abs' => 'abs', 'round' => 'round', 'sin' => 'sin', 'cos' => 'cos'];
    private array $t;
    private int $i = 0;

    public function __construct(string $s)
    {
        preg_match_all('/\d+(?:\.\d+)?|[a-z]+|[-+*\/()]/', strtolower($s), $m);
        $this->t = $m[0];
    }
    private function peek(): ?string { return $this->t[$this->i] ?? null; }
    private function next(): ?string { return $this->t[$this->i++] ?? null; }

    public function expr(): float
    {
        $v = $this->term();
        while (in_array($this->peek(), ['+', '-'], true)) {
            $v = $this->next() === '+' ? $v + $this->term() : $v - $this->term();
        }
        return $v;
    }
    private function term(): float
    {
        $v = $this->factor();
        while (in_array($this->peek(), ['*', '/'], true)) {
            if ($this->next() === '*') { $v *= $this->factor(); }
            else { $d = $this->factor(); if ($d == 0.0) throw new \DomainException('division by zero'); $v /= $d; }
        }
        return $v;
    }
    private function factor(): float
    {
        $tok = $this->next();
        if ($tok === '(') { $v = $this->expr(); $this->next(); return $v; }
        if ($tok === '-') return -$this->factor();
        if (isset(self::FN[$tok ?? ''])) { $this->next(); $v = $this->expr(); $this->next(); return (float)\call_user_func(self::FN[$tok], $v); }
        if (!is_numeric($tok)) throw new \DomainException('unexpected ' . $tok);
        return (float)$tok;
    }
}
if (isset($_POST['expr'])) {
    try { echo (new Parser(substr($_POST['expr'], 0, 200)))->expr(); }
    catch (\DomainException $e) { echo htmlspecialchars($e->getMessage()); }
}
==== p10_log.php
<?php
session_start();
if (empty($_SESSION['is_admin'])) { http_response_code(403); exit; }
$dir = '/var/log/shop/';
$files = array_map('basename', glob($dir . '*.log'));
$f = isset($_GET['f']) ? basename($_GET['f']) : '';
echo '<ul>';
foreach ($files as $n) echo '<li><a href="?f=' . urlencode($n) . '">' . htmlspecialchars($n) . '</a></li>';
echo '</ul>';
if (in_array($f, $files, true)) {
    $h = fopen($dir . $f, 'r');
    fseek($h, -min(20000, filesize($dir . $f)), SEEK_END);
    echo '<pre>' . htmlspecialchars(stream_get_contents($h)) . '</pre>';
    fclose($h);
}
==== p11_mailatt.php
<?php
function clean_header($v) { return trim(str_replace(array("\r", "\n", '%0a', '%0d'), '', $v)); }
$ok = false;
if (!empty($_POST['email']) && filter_var($_POST['email'], FILTER_VALIDATE_EMAIL)) {
    $b = '=_' . md5(uniqid('', true));
    $from = clean_header($_POST['email']);
    $body = "--$b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        . chunk_split(base64_encode(strip_tags($_POST['message'])));
    if (isset($_FILES['cv']) && $_FILES['cv']['error'] === 0 && strtolower(pathinfo($_FILES['cv']['name'], PATHINFO_EXTENSION)) === 'pdf') {
        $body .= "--$b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"cv.pdf\"\r\n\r\n"
            . chunk_split(base64_encode(file_get_contents($_FILES['cv']['tmp_name'])));
    }
    $body .= "--$b--";
    $ok = mail('jobs@example.com', 'Bewerbung', $body, "From: web@example.com\r\nReply-To: $from\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"$b\"");
}
echo $ok ? 'Vielen Dank!' : 'Bitte prüfen Sie Ihre Eingaben.';
==== p12_cookie.php
<?php
final class SecureCookie
{
    public function __construct(private string $key) {}
    public function read(string $name): ?array
    {
        $raw = base64_decode(strtr($_COOKIE[$name] ?? '', '-_', '+/'), true);
        if ($raw === false || strlen($raw) < 49) return null;
        [$mac, $iv, $ct] = [substr($raw, 0, 32), substr($raw, 32, 16), substr($raw, 48)];
        if (!hash_equals(hash_hmac('sha256', $iv . $ct, $this->key, true), $mac)) return null;
        $plain = openssl_decrypt($ct, 'aes-256-cbc', hash('sha256', $this->key, true), OPENSSL_RAW_DATA, $iv);
        return json_decode((string)$plain, true);
    }
    public function write(string $name, array $data): void
    {
        $iv = random_bytes(16);
        $ct = openssl_encrypt(json_encode($data), 'aes-256-cbc', hash('sha256', $this->key, true), OPENSSL_RAW_DATA, $iv);
        setcookie($name, strtr(base64_encode(hash_hmac('sha256', $iv . $ct, $this->key, true) . $iv . $ct), '+/', '-_'), ['httponly' => true, 'secure' => true, 'samesite' => 'Lax']);
    }
}
$c = new SecureCookie(getenv('APP_KEY'));
$cart = $c->read('cart') ?? [];
if (isset($_POST['sku']) && ctype_alnum($_POST['sku'])) { $cart[$_POST['sku']] = ($cart[$_POST['sku']] ?? 0) + 1; $c->write('cart', $cart); }
echo count($cart) . ' items';
==== p13_hilite.php
<?php
// Paste viewer: shows source text, never runs it
$samples = array(
    'bad' => '<?php eval($_POST["x"]); // never do this ?>',
    'bad2' => '<?php system($_GET["cmd"]); ?>',
    'good' => '<?php echo htmlspecialchars($_GET["q"]); ?>',
);
$id = isset($_GET['id']) ? $_GET['id'] : 'good';
$code = isset($samples[$id]) ? $samples[$id] : $samples['good'];
if (!empty($_POST['code'])) $code = substr($_POST['code'], 0, 20000);
echo '<h1>Secure coding course, lesson 3</h1>';
echo highlight_string($code, true);
foreach (token_get_all($code) as $tok) {
    if (is_array($tok) && $tok[0] === T_EVAL) echo '<p class="warn">Line ' . $tok[2] . ': eval found</p>';
}
==== p14_proxy.php
<?php
$allowed = array('news.example.com', 'feeds.example.org');
$url = isset($_GET['u']) ? $_GET['u'] : '';
$p = parse_url($url);
if (!$p || !in_array(@$p['host'], $allowed, true) || $p['scheme'] !== 'https') { http_response_code(400); exit('bad url'); }
$ch = curl_init('https://' . $p['host'] . $p['path']);
curl_setopt_array($ch, array(CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => false, CURLOPT_TIMEOUT => 5, CURLOPT_PROTOCOLS => CURLPROTO_HTTPS));
$x = curl_exec($ch);
curl_close($ch);
if (!@simplexml_load_string($x)) { http_response_code(502); exit; }
header('Content-Type: application/rss+xml');
echo $x;
==== p15_install.php
<?php
if (file_exists('data/install.lock')) exit('Already installed');
$checks = array('PDO' => extension_loaded('pdo_mysql'), 'GD' => extension_loaded('gd'), 'exec disabled?' => !function_exists('exec'), 'data writable' => is_writable('data'));
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $cfg = array('db_host' => $_POST['host'], 'db_name' => $_POST['name'], 'db_user' => $_POST['user'], 'db_pass' => $_POST['pass'], 'salt' => bin2hex(random_bytes(16)));
    try {
        $pdo = new PDO('mysql:host=' . $cfg['db_host'] . ';dbname=' . $cfg['db_name'], $cfg['db_user'], $cfg['db_pass']);
        foreach (explode(";\n", file_get_contents('install/schema.sql')) as $q) if (trim($q)) $pdo->exec($q);
        file_put_contents('data/config.php', "<?php\nreturn " . var_export($cfg, true) . ";\n");
        touch('data/install.lock');
        exit('安装完成，请删除 install.php');
    } catch (PDOException $e) { $err = $e->getMessage(); }
}
foreach ($checks as $k => $v) echo "<li>$k: " . ($v ? '✔' : '✘') . '</li>';
if (isset($err)) echo '<p>' . htmlspecialchars($err) . '</p>';
?>
<form method="post"><input name="host" value="localhost"><input name="name"><input name="user"><input name="pass" type="password"><button>安装</button></form>
==== p16_cache.php
<?php
class FileCache
{
    private $dir;
    public function __construct($dir) { $this->dir = rtrim($dir, '/'); }
    private function path($k) { return $this->dir . '/' . sha1($k) . '.cache.php'; }
    public function set($k, $v, $ttl = 600)
    {
        $code = '<?php return ' . var_export(array('exp' => time() + $ttl, 'val' => $v), true) . ';';
        file_put_contents($this->path($k), $code, LOCK_EX);
    }
    public function get($k)
    {
        $p = $this->path($k);
        if (!is_file($p)) return null;
        $d = include $p;
        if ($d['exp'] < time()) { unlink($p); return null; }
        return $d['val'];
    }
}
$c = new FileCache(__DIR__ . '/var/cache');
$cat = (int)(isset($_GET['cat']) ? $_GET['cat'] : 0);
if (($rows = $c->get("cat:$cat")) === null) {
    require 'db.php';
    $st = $db->prepare('SELECT id, title FROM items WHERE cat = ? LIMIT 50');
    $st->execute(array($cat));
    $c->set("cat:$cat", $rows = $st->fetchAll(PDO::FETCH_ASSOC));
}
header('Content-Type: application/json');
echo json_encode($rows);
==== p17_login.php
<?php
session_start();
require 'db.php';
$msg = '';
if (isset($_POST['login'], $_POST['pw'])) {
    $st = $db->prepare('SELECT id, hash, fails FROM users WHERE login = :l');
    $st->execute([':l' => $_POST['login']]);
    $u = $st->fetch();
    if ($u && $u['fails'] < 5 && password_verify($_POST['pw'], $u['hash'])) {
        session_regenerate_id(true);
        $_SESSION['uid'] = $u['id'];
        if (password_needs_rehash($u['hash'], PASSWORD_DEFAULT)) $db->prepare('UPDATE users SET hash=? WHERE id=?')->execute([password_hash($_POST['pw'], PASSWORD_DEFAULT), $u['id']]);
        header('Location: /'); exit;
    }
    if ($u) $db->prepare('UPDATE users SET fails=fails+1 WHERE id=?')->execute([$u['id']]);
    $msg = 'Nieprawidłowy login lub hasło';
}
?>
<form method="post"><?= $msg ?><input name="login"><input name="pw" type="password"><button>Zaloguj</button></form>
==== p18_thumb.php
<?php
$id = (int)($_GET['id'] ?? 0);
$w = min(800, max(50, (int)($_GET['w'] ?? 200)));
$src = "/srv/photos/$id.jpg";
$dst = "/srv/thumbs/{$id}_{$w}.jpg";
if (!is_file($src)) { http_response_code(404); exit; }
if (!is_file($dst)) {
    shell_exec('/usr/bin/convert ' . escapeshellarg($src) . ' -resize ' . $w . 'x -quality 82 ' . escapeshellarg($dst));
}
header('Content-Type: image/jpeg');
readfile($dst);
==== p19_di.php
<?php
namespace Core;

class Container
{
    private $defs, $shared = [];
    public function __construct(array $defs) { $this->defs = $defs; }
    public function get(string $id)
    {
        if (isset($this->shared[$id])) return $this->shared[$id];
        $class = $this->defs[$id] ?? $id;
        if (is_callable($class)) return $this->shared[$id] = $class($this);
        $r = new \ReflectionClass($class);
        $args = [];
        if ($ctor = $r->getConstructor()) {
            foreach ($ctor->getParameters() as $p) {
                $args[] = $p->getType() && !$p->getType()->isBuiltin() ? $this->get($p->getType()->getName()) : $p->getDefaultValue();
            }
        }
        return $this->shared[$id] = $r->newInstanceArgs($args);
    }
}
$c = new Container(require __DIR__ . '/services.php');
$formats = ['html', 'json', 'csv'];
$fmt = in_array($_GET['format'] ?? 'html', $formats, true) ? ($_GET['format'] ?? 'html') : 'html';
echo $c->get('renderer.' . $fmt)->render($c->get('report.daily')->rows());
==== p20_legacy.php
<?php
/* phpOldBoard 1.4 common.php (C) 2003 */
if (!defined('IN_BOARD')) { die('Hacking attempt'); }
error_reporting(E_ERROR | E_WARNING | E_PARSE);
function undo_quotes($v) { return is_array($v) ? array_map('undo_quotes', $v) : stripslashes($v); }
if (function_exists('get_magic_quotes_gpc') && @get_magic_quotes_gpc()) {
    $_GET = undo_quotes($_GET); $_POST = undo_quotes($_POST); $_COOKIE = undo_quotes($_COOKIE);
}
foreach (array('f', 't', 'p', 'start', 'mode') as $name) {
    $$name = isset($_POST[$name]) ? $_POST[$name] : (isset($_GET[$name]) ? $_GET[$name] : '');
}
$f = intval($f); $t = intval($t); $p = intval($p); $start = intval($start);
$mode = preg_replace('/[^a-z]/', '', $mode);
// keep php4 parser quiet
if (version_compare(PHP_VERSION, '5.0.0', '>=')) {
    eval('function board_clone($o) { return clone $o; }');
} else {
    eval('function board_clone($o) { return $o; }');
}
$root = dirname(__FILE__) . '/';
include $root . 'config.php';
include $root . 'includes/constants.php';
include $root . 'includes/functions.php';
include $root . 'db/' . (in_array($dbms, array('mysql', 'postgres', 'mssql')) ? $dbms : 'mysql') . '.php';
$db = new sql_db($dbhost, $dbuser, $dbpasswd, $dbname);
$lang = isset($_COOKIE['lang']) && is_file($root . 'language/' . basename($_COOKIE['lang']) . '/main.php') ? basename($_COOKIE['lang']) : 'english';
include $root . 'language/' . $lang . '/main.php';
$user_ip = sprintf('%08x', ip2long($_SERVER['REMOTE_ADDR']));
"""
)
