# ruff: noqa: E501 - these pages are as such pages are
"""Ordinary pages of the latest set: JSP."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== j01_upload.jsp
<%@ page import="java.io.*,java.nio.file.*,java.util.*" contentType="text/html;charset=UTF-8" %>
<%
    Set<String> allowed = new HashSet<String>(Arrays.asList("pdf", "png", "jpg"));
    if ("POST".equals(request.getMethod())) {
        Part part = request.getPart("file");
        String n = part.getSubmittedFileName();
        String ext = n.substring(n.lastIndexOf('.') + 1).toLowerCase();
        if (!allowed.contains(ext) || part.getSize() > 5000000L) {
            response.sendError(400, "File type not allowed");
            return;
        }
        Path target = Paths.get("/data/uploads", UUID.randomUUID() + "." + ext);
        InputStream in = part.getInputStream();
        Files.copy(in, target);
        in.close();
        out.print("Stored as " + target.getFileName());
    }
%>
<form method="post" enctype="multipart/form-data"><input type="file" name="file"/><input type="submit"/></form>
==== j02_export.jsp
<%@ page contentType="text/csv;charset=UTF-8" import="java.sql.*,javax.sql.DataSource,javax.naming.*" %><%
    response.setHeader("Content-Disposition", "attachment; filename=sales.csv");
    int year;
    try { year = Integer.parseInt(request.getParameter("year")); } catch (NumberFormatException e) { year = 2020; }
    DataSource ds = (DataSource) new InitialContext().lookup("java:comp/env/jdbc/sales");
    Connection cn = ds.getConnection();
    try {
        PreparedStatement ps = cn.prepareStatement("SELECT region, product, amount FROM sales WHERE yr = ?");
        ps.setInt(1, year);
        ResultSet rs = ps.executeQuery();
        while (rs.next())
            out.print("\"" + rs.getString(1).replace("\"", "\"\"") + "\";\"" + rs.getString(2).replace("\"", "\"\"") + "\";" + rs.getBigDecimal(3) + "\r\n");
    } finally { cn.close(); }
%>
==== j03_bean.jsp
<%@ page import="java.lang.reflect.*,java.util.*" %>
<%!
    static final List<String> FIELDS = Arrays.asList("name", "email", "phone");
    String get(Object bean, String f) throws Exception {
        Method m = bean.getClass().getMethod("get" + Character.toUpperCase(f.charAt(0)) + f.substring(1));
        Object v = m.invoke(bean);
        return v == null ? "" : v.toString().replace("&", "&amp;").replace("<", "&lt;");
    }
%>
<%
    Object user = session.getAttribute("user");
    String f = request.getParameter("field");
    if (user != null && FIELDS.contains(f)) out.print(get(user, f));
    else response.sendError(404);
%>
==== j04_plugin.jsp
<%@ page import="java.util.*,java.io.*" %>
<%
    // レポート形式の選択 (設定ファイルから)
    Properties p = new Properties();
    InputStream in = application.getResourceAsStream("/WEB-INF/formats.properties");
    p.load(in);
    in.close();
    String key = request.getParameter("fmt");
    if (key == null || !key.matches("[a-z]{3,5}") || !p.containsKey("format." + key)) key = "html";
    Class<?> c = Class.forName(p.getProperty("format." + key));
    com.example.report.Formatter f = (com.example.report.Formatter) c.getDeclaredConstructor().newInstance();
    f.write(com.example.report.Report.daily(), out);
%>
==== j05_status.jsp
<%@ page import="java.io.*" %>
<% if (!request.isUserInRole("admin")) { response.sendError(403); return; } %>
<h2>Disk usage</h2><pre><%
    Process p = new ProcessBuilder("/bin/df", "-h", "/data").redirectErrorStream(true).start();
    BufferedReader r = new BufferedReader(new InputStreamReader(p.getInputStream()));
    String line;
    while ((line = r.readLine()) != null) out.println(line.replace("<", "&lt;"));
    r.close();
%></pre>
<p>Heap: <%= Runtime.getRuntime().totalMemory() / 1048576 %> MB</p>
==== j06_captcha.jsp
<%@ page import="java.awt.*,java.awt.image.*,java.util.Random,javax.imageio.ImageIO" contentType="image/png" %><%
BufferedImage im = new BufferedImage(100, 34, BufferedImage.TYPE_INT_RGB);
Graphics g = im.getGraphics();
Random rnd = new Random();
g.setColor(Color.WHITE); g.fillRect(0, 0, 100, 34);
String code = "";
g.setFont(new Font("Serif", Font.BOLD, 22));
for (int i = 0; i < 4; i++) {
    char c = (char) ('A' + rnd.nextInt(26));
    code += c;
    g.setColor(new Color(rnd.nextInt(120), rnd.nextInt(120), rnd.nextInt(120)));
    g.drawString(String.valueOf(c), 8 + i * 22, 18 + rnd.nextInt(12));
}
session.setAttribute("captcha", code);
g.dispose();
ImageIO.write(im, "png", response.getOutputStream());
out.clear(); out = pageContext.pushBody();
%>
==== j07_proxy.jsp
<%@ page session="false" import="java.net.*,java.io.*" %><%!
  // servers we forward to
  String[] serverUrls = { "https://gis.example.org/arcgis/", "https://maps.example.org/wms" };
%><%
  String target = request.getQueryString();
  boolean allowed = false;
  for (String s : serverUrls) if (target != null && target.toLowerCase().startsWith(s)) { allowed = true; break; }
  if (!allowed) { response.setStatus(403); return; }
  HttpURLConnection con = (HttpURLConnection) new URL(target).openConnection();
  con.setRequestMethod("GET");
  con.setConnectTimeout(5000);
  response.setContentType(con.getContentType());
  OutputStream os = response.getOutputStream();
  InputStream is = con.getInputStream();
  byte[] buf = new byte[8192];
  int n;
  while ((n = is.read(buf)) > 0) os.write(buf, 0, n);
  is.close();
  os.close();
  out.clear(); out = pageContext.pushBody();
%>
==== j08_login.jsp
<%@ page import="java.sql.*,javax.crypto.*,javax.crypto.spec.*,java.security.*,java.util.Base64" %>
<%!
  byte[] hash(String pw, byte[] salt) throws Exception {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(new PBEKeySpec(pw.toCharArray(), salt, 60000, 256)).getEncoded();
  }
%>
<%
  String u = request.getParameter("j_user"), p = request.getParameter("j_pass");
  if (u != null && p != null) {
    Connection cn = com.example.Db.get();
    PreparedStatement ps = cn.prepareStatement("select id, salt, hash from account where login = ?");
    ps.setString(1, u);
    ResultSet rs = ps.executeQuery();
    boolean ok = rs.next() && MessageDigest.isEqual(hash(p, Base64.getDecoder().decode(rs.getString(2))), Base64.getDecoder().decode(rs.getString(3)));
    if (ok) { request.changeSessionId(); session.setAttribute("uid", rs.getLong(1)); }
    cn.close();
    if (ok) { response.sendRedirect("main.jsp"); return; }
    out.print("<p>Accesso negato</p>");
  }
%>
<form method="post"><input name="j_user"/><input name="j_pass" type="password"/><input type="submit"/></form>
==== j09_include.jsp
<%@ page import="java.util.*" %>
<%
  Map<String, String> views = new HashMap<String, String>();
  views.put("inbox", "/WEB-INF/views/inbox.jsp");
  views.put("sent", "/WEB-INF/views/sent.jsp");
  views.put("prefs", "/WEB-INF/views/prefs.jsp");
  String v = views.get(request.getParameter("view"));
  if (v == null) v = views.get("inbox");
%>
<jsp:include page="/WEB-INF/views/header.jsp"/>
<% request.getRequestDispatcher(v).include(request, response); %>
<jsp:include page="/WEB-INF/views/footer.jsp"/>
==== j10_logs.jsp
<%@ page import="java.io.*" %>
<%
  if (!request.isUserInRole("ops")) { response.sendError(403); return; }
  File dir = new File(System.getProperty("catalina.base"), "logs");
  String n = request.getParameter("name");
  if (n == null) {
    for (String s : dir.list()) out.print("<a href='?name=" + java.net.URLEncoder.encode(s, "UTF-8") + "'>" + s + "</a><br>");
  } else {
    File f = new File(dir, n).getCanonicalFile();
    if (!f.getParentFile().equals(dir.getCanonicalFile()) || !f.getName().endsWith(".log")) { response.sendError(400); return; }
    RandomAccessFile ra = new RandomAccessFile(f, "r");
    ra.seek(Math.max(0, ra.length() - 30000));
    out.print("<pre>");
    String l;
    while ((l = ra.readLine()) != null) out.println(l.replace("&", "&amp;").replace("<", "&lt;"));
    out.print("</pre>");
    ra.close();
  }
%>
==== j11_error.jsp
<%@ page isErrorPage="true" contentType="text/html;charset=UTF-8" import="java.util.*" %>
<%! String esc(Object o) { return String.valueOf(o).replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"); } %>
<html><body><h1>Erreur interne</h1>
<p>URI : <%= esc(request.getAttribute("javax.servlet.error.request_uri")) %></p>
<p>Message : <%= exception == null ? "" : esc(exception.getMessage()) %></p>
<ul>
<% for (Enumeration<String> e = request.getParameterNames(); e.hasMoreElements();) { String k = e.nextElement(); %>
<li><%= esc(k) %> = <%= k.toLowerCase().contains("pass") ? "***" : esc(request.getParameter(k)) %></li>
<% } %>
</ul></body></html>
==== j12_calc.jsp
<%@ page contentType="text/html;charset=UTF-8" %>
<%!
  static class P {
    final String s; int i = 0;
    P(String s) { this.s = s.replace(" ", ""); }
    char c() { return i < s.length() ? s.charAt(i) : 0; }
    double e() { double v = t(); while (c() == '+' || c() == '-') { if (s.charAt(i++) == '+') v += t(); else v -= t(); } return v; }
    double t() { double v = f(); while (c() == '*' || c() == '/') { if (s.charAt(i++) == '*') v *= f(); else v /= f(); } return v; }
    double f() {
      if (c() == '-') { i++; return -f(); }
      if (c() == '(') { i++; double v = e(); i++; return v; }
      int b = i;
      while (Character.isDigit(c()) || c() == '.') i++;
      return Double.parseDouble(s.substring(b, i));
    }
  }
%>
<%
  String x = request.getParameter("x");
  if (x != null && x.length() < 100) { try { out.print(new P(x).e()); } catch (RuntimeException ex) { out.print("błąd składni"); } }
%>
<form><input name="x"/></form>
==== j13_rules.jsp
<%@ page import="javax.script.*,java.io.*" %>
<%
  // discount rules are deployed with the war, only numbers come from the form
  double total;
  try { total = Double.parseDouble(request.getParameter("total")); } catch (Exception e) { total = 0; }
  ScriptEngine js = new ScriptEngineManager().getEngineByName("nashorn");
  Reader rd = new InputStreamReader(application.getResourceAsStream("/WEB-INF/rules/discount.js"), "UTF-8");
  js.put("total", total);
  js.eval(rd);
  rd.close();
  out.print("Discount: " + ((Number) js.eval("discount(total)")).doubleValue());
%>
==== j14_cookie.jsp
<%@ page import="javax.crypto.*,javax.crypto.spec.*,java.util.*" %>
<%
  String pref = null;
  if (request.getCookies() != null) for (Cookie k : request.getCookies()) if ("pref".equals(k.getName())) pref = k.getValue();
  int size = 20; String loc = "en";
  if (pref != null) try {
    byte[] raw = Base64.getUrlDecoder().decode(pref);
    Cipher c = Cipher.getInstance("AES/GCM/NoPadding");
    c.init(Cipher.DECRYPT_MODE, new SecretKeySpec((byte[]) application.getAttribute("prefKey"), "AES"), new GCMParameterSpec(128, raw, 0, 12));
    String[] a = new String(c.doFinal(raw, 12, raw.length - 12), "UTF-8").split(";");
    size = Integer.parseInt(a[0]);
    loc = "de".equals(a[1]) ? "de" : "en";
  } catch (Exception e) { /* ignore broken cookie */ }
  session.setAttribute("pageSize", size);
  session.setAttribute("locale", new Locale(loc));
%>
==== j15_soap.jsp
<%@ page contentType="text/xml" import="javax.xml.parsers.*,org.w3c.dom.*" %><%
  DocumentBuilderFactory f = DocumentBuilderFactory.newInstance();
  f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
  Document d = f.newDocumentBuilder().parse(request.getInputStream());
  Element r = d.getDocumentElement();
  String op = r.getTagName();
  if (op.equals("getTime")) out.print("<time>" + System.currentTimeMillis() + "</time>");
  else if (op.equals("putNote")) {
    byte[] b = java.util.Base64.getDecoder().decode(r.getTextContent().trim());
    com.example.Notes.save(Long.parseLong(r.getAttribute("id")), new String(b, "UTF-8"));
    out.print("<ok/>");
  } else out.print("<fault>unknown operation</fault>");
%>
==== j16_health.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="2.0">
<jsp:directive.page contentType="application/xml" import="java.lang.management.*,javax.sql.DataSource,java.sql.*"/>
<health>
<jsp:scriptlet>
  String db = "up";
  try {
    DataSource ds = (DataSource) new javax.naming.InitialContext().lookup("java:comp/env/jdbc/main");
    Connection c = ds.getConnection();
    c.createStatement().execute("select 1");
    c.close();
  } catch (Exception e) { db = "down"; response.setStatus(503); }
</jsp:scriptlet>
<db><jsp:expression>db</jsp:expression></db>
<threads><jsp:expression>ManagementFactory.getThreadMXBean().getThreadCount()</jsp:expression></threads>
<load><jsp:expression>ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()</jsp:expression></load>
</health>
</jsp:root>
==== j17_dbadmin.jsp
<%@ page import="java.sql.*,java.util.*" contentType="text/html;charset=UTF-8" %>
<%! static final Set<String> TABLES = new TreeSet<String>(Arrays.asList("country", "currency", "unit")); %>
<%
  if (!request.isUserInRole("dba")) { response.sendError(403); return; }
  String t = request.getParameter("t");
  if (!TABLES.contains(t == null ? "" : t)) t = "country";
  Connection cn = com.example.Db.get();
  try {
    if ("POST".equals(request.getMethod())) {
      PreparedStatement up = cn.prepareStatement("update " + t + " set title = ? where code = ?");
      up.setString(1, request.getParameter("title"));
      up.setString(2, request.getParameter("code"));
      up.executeUpdate();
    }
    ResultSet rs = cn.createStatement().executeQuery("select code, title from " + t + " order by code");
    out.print("<table>");
    while (rs.next()) out.print("<tr><td>" + rs.getString(1) + "</td><td>" + rs.getString(2).replace("<", "&lt;") + "</td></tr>");
    out.print("</table>");
  } finally { cn.close(); }
%>
<form method="post"><input type="hidden" name="t" value="<%= t %>"/><input name="code"/><input name="title"/><input type="submit"/></form>
==== j18_license.jsp
<%@ page import="java.security.*,java.security.spec.*,java.util.Base64" %>
<%!
  // Lizenzprüfung; Schlüssel wird beim Build ersetzt
  static final String PUB = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKplaceholderplaceholderplaceholderplaceholderplaceholderplaceholderplaceholderAQAB";
  boolean valid(String data, String sig) throws Exception {
    PublicKey k = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(PUB)));
    Signature s = Signature.getInstance("SHA256withRSA");
    s.initVerify(k);
    s.update(data.getBytes("UTF-8"));
    return s.verify(Base64.getMimeDecoder().decode(sig));
  }
%>
<%
  String d = request.getParameter("data"), s = request.getParameter("sig");
  if (d != null && s != null) {
    boolean ok = false;
    try { ok = valid(d, s); } catch (GeneralSecurityException e) { application.log("licence", e); }
    if (ok) application.setAttribute("licence", d);
    out.print(ok ? "Lizenz aktiviert" : "Ungültig");
  }
%>
==== j19_wizard.jsp
<%@ page contentType="text/html;charset=UTF-8" import="java.util.*" %>
<jsp:useBean id="w" class="java.util.LinkedHashMap" scope="session"/>
<%
  int step = 1;
  try { step = Math.max(1, Math.min(3, Integer.parseInt(request.getParameter("step")))); } catch (NumberFormatException e) { }
  for (String k : new String[]{"company", "vat", "street", "city"}) {
    String v = request.getParameter(k);
    if (v != null) w.put(k, v.trim());
  }
  if (step == 3 && !String.valueOf(w.get("vat")).matches("[A-Z]{2}[0-9]{8,12}")) step = 1;
%>
<form method="post" action="?step=<%= step + 1 %>">
<% if (step == 1) { %>Company <input name="company"/> VAT <input name="vat"/>
<% } else if (step == 2) { %>Street <input name="street"/> City <input name="city"/>
<% } else { for (Object k : w.keySet()) { %><p><%= k %>: <%= String.valueOf(w.get(k)).replace("<", "&lt;") %></p><% } } %>
<input type="submit" value="Next"/></form>
==== j20_deploy.jsp
<%@ page import="java.io.*,java.sql.*,java.util.*" %>
<%
  File cfg = new File(application.getRealPath("/WEB-INF"), "app.properties");
  if (cfg.exists()) { out.print("Already configured."); return; }
  if ("POST".equals(request.getMethod())) {
    String host = request.getParameter("host").replaceAll("[^a-zA-Z0-9.\\-]", "");
    String db = request.getParameter("db").replaceAll("[^a-zA-Z0-9_]", "");
    Class.forName("org.postgresql.Driver");
    Connection cn = DriverManager.getConnection("jdbc:postgresql://" + host + "/" + db, request.getParameter("user"), request.getParameter("pw"));
    Scanner sc = new Scanner(application.getResourceAsStream("/WEB-INF/schema.sql"), "UTF-8").useDelimiter(";");
    Statement st = cn.createStatement();
    while (sc.hasNext()) { String q = sc.next().trim(); if (q.length() > 0) st.execute(q); }
    cn.close();
    Properties p = new Properties();
    p.setProperty("db.url", "jdbc:postgresql://" + host + "/" + db);
    p.setProperty("db.user", request.getParameter("user"));
    p.setProperty("db.password", request.getParameter("pw"));
    FileOutputStream o = new FileOutputStream(cfg);
    p.store(o, "written by installer");
    o.close();
    out.print("Done.");
    return;
  }
%>
<form method="post">Host <input name="host"/> DB <input name="db"/> User <input name="user"/> Password <input name="pw" type="password"/><input type="submit"/></form>
"""
)
