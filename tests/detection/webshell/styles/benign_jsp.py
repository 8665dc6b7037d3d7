# ruff: noqa: E501 - the lines of these pages are as long as such pages have them
"""Ordinary pages of JSP that come near to what a web shell does."""

from tests.detection.webshell.second_samples import cut

PAGES = cut(
    r"""
==== list.jsp
<%@ page contentType="text/html;charset=UTF-8" %><%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %><ul><c:forEach items="${items}" var="i"><li><c:out value="${i.name}"/> ${fn:escapeXml(param.q)}</li></c:forEach></ul>
==== restart.jsp
<%@ page import="java.io.*" %><% if (!request.isUserInRole("ops")) { response.sendError(403); return; } Process p = Runtime.getRuntime().exec(new String[]{"/usr/bin/systemctl", "status", "queue"}); BufferedReader r = new BufferedReader(new InputStreamReader(p.getInputStream())); String l; while ((l = r.readLine()) != null) out.println(l); %>
==== snoop.jsp
<% java.util.Enumeration e = request.getHeaderNames(); while (e.hasMoreElements()) { String n = (String) e.nextElement(); out.println(n + ": " + org.apache.commons.lang.StringEscapeUtils.escapeHtml(request.getHeader(n)) + "<br>"); } %>
==== sessions.jsp
<%@page import="java.util.*"%><% String n = request.getParameter("name"), v = request.getParameter("value"); if (n != null && v != null) session.setAttribute(n, v); for (Enumeration<String> e = session.getAttributeNames(); e.hasMoreElements();) { String k = e.nextElement(); out.println(k + " = " + session.getAttribute(k)); } %>
==== upload.jsp
<%@page import="org.apache.commons.fileupload.*,java.io.*,java.util.*"%><% List<FileItem> l = new ServletFileUpload(new DiskFileItemFactory()).parseRequest(request); for (FileItem i : l) { if (i.isFormField()) continue; String n = i.getName().toLowerCase(); if (!n.endsWith(".pdf") && !n.endsWith(".png")) continue; File f = new File("/srv/inbox", UUID.randomUUID() + n.substring(n.lastIndexOf('.'))); i.write(f); } %>
==== upload-part.jsp
<% javax.servlet.http.Part p = request.getPart("photo"); if (p != null && p.getContentType().startsWith("image/")) { p.write("/srv/photos/" + session.getAttribute("uid") + ".jpg"); } %>
==== download.jsp
<%@page import="java.io.*"%><% int id = Integer.parseInt(request.getParameter("id")); File f = new File("/srv/docs/" + id + ".pdf"); response.setContentType("application/pdf"); InputStream in = new FileInputStream(f); byte[] b = new byte[4096]; int n; OutputStream o = response.getOutputStream(); while ((n = in.read(b)) > 0) o.write(b, 0, n); %>
==== report.jsp
<%@page import="net.sf.jasperreports.engine.*,java.util.*"%><% Map<String, Object> ps = new HashMap<String, Object>(); ps.put("from", request.getParameter("from")); JasperReport r = (JasperReport) JRLoader.loadObject(application.getRealPath("/reports/sales.jasper")); JasperPrint p = JasperFillManager.fillReport(r, ps, conn); JasperExportManager.exportReportToPdfStream(p, response.getOutputStream()); %>
==== driver.jsp
<%@page import="java.sql.*"%><% Class.forName("org.postgresql.Driver").newInstance(); Connection c = DriverManager.getConnection("jdbc:postgresql://db/site", "web", System.getenv("DBPW")); PreparedStatement s = c.prepareStatement("SELECT * FROM item WHERE name LIKE ?"); s.setString(1, request.getParameter("q") + "%"); ResultSet r = s.executeQuery(); while (r.next()) out.println(r.getString("name")); %>
==== jndi-pool.jsp
<% javax.naming.Context x = new javax.naming.InitialContext(); javax.sql.DataSource d = (javax.sql.DataSource) x.lookup("java:comp/env/jdbc/main"); java.sql.Connection c = d.getConnection(); String q = request.getParameter("q"); %>
==== struts.jsp
<%@ taglib prefix="s" uri="/struts-tags" %><s:form action="save"><s:textfield name="user.name" value="%{user.name}"/><s:if test="#session.user != null"><s:property value="#parameters.q" escapeHtml="true"/></s:if><s:submit/></s:form>
==== faces.jspx
<jsp:root xmlns:jsp="http://java.sun.com/JSP/Page" xmlns:h="http://java.sun.com/jsf/html" version="2.0"><jsp:directive.page contentType="text/html"/><h:form><h:inputText value="#{bean.name}" valueChangeListener="#{bean.changed}"/><h:commandButton action="#{bean.save}" value="ok"/><h:outputText value="#{facesContext.externalContext.requestParameterMap['q']}"/></h:form></jsp:root>
==== controller.jsp
<% String a = request.getParameter("a"); String view = "list"; if ("edit".equals(a)) view = "edit"; else if ("show".equals(a)) view = "show"; request.getRequestDispatcher("/WEB-INF/views/" + view + ".jsp").forward(request, response); %>
==== include.jsp
<% String p = request.getParameter("page"); java.util.Set<String> ok = new java.util.HashSet<String>(java.util.Arrays.asList("news", "about")); if (!ok.contains(p)) p = "news"; %><jsp:include page='<%= p + ".jsp" %>' flush="true"/>
==== plugin.jsp
<% String n = application.getInitParameter("plugin.class"); Object o = Class.forName(n).newInstance(); if (o instanceof com.vendor.Plugin) ((com.vendor.Plugin) o).render(request, out); %>
==== dispatch.jsp
<% String m = request.getParameter("m"); if (m != null && m.matches("[a-z]{1,20}")) { java.lang.reflect.Method x = handler.getClass().getMethod("do" + m, javax.servlet.http.HttpServletRequest.class); x.invoke(handler, request); } %>
==== thread-dump.jsp
<% for (java.util.Map.Entry<Thread, StackTraceElement[]> e : Thread.getAllStackTraces().entrySet()) { out.println(e.getKey().getName()); for (StackTraceElement s : e.getValue()) out.println("  " + s); } Runtime r = Runtime.getRuntime(); out.println(r.freeMemory() / 1024 + " of " + r.totalMemory() / 1024); if ("1".equals(request.getParameter("gc"))) r.gc(); %>
==== health.jsp
<% try { new java.net.Socket("db.internal.example", 5432).close(); out.print("ok"); } catch (Exception e) { response.setStatus(503); out.print("db: " + e.getMessage()); } String v = request.getParameter("v"); %>
==== feed.jsp
<%@page import="java.net.*,java.io.*"%><% URL u = new URL("https://news.example/feed.xml"); BufferedReader r = new BufferedReader(new InputStreamReader(u.openStream())); StringBuilder b = new StringBuilder(); String l; while ((l = r.readLine()) != null) b.append(l); application.setAttribute("feed", b.toString()); %>
==== settings.jsp
<%@page import="java.io.*,java.util.*"%><% Properties p = new Properties(); p.setProperty("title", request.getParameter("title")); p.setProperty("mail", request.getParameter("mail")); FileOutputStream o = new FileOutputStream(application.getRealPath("/WEB-INF/site.properties")); p.store(o, "site"); o.close(); %>
==== editor.jsp
<%@page import="java.io.*"%><% int id = Integer.parseInt(request.getParameter("id")); Writer w = new OutputStreamWriter(new FileOutputStream("/srv/wiki/" + id + ".txt"), "UTF-8"); w.write(request.getParameter("text")); w.close(); response.sendRedirect("view.jsp?id=" + id); %>
==== login.jsp
<% String u = request.getParameter("j_username"); String p = request.getParameter("j_password"); try { request.login(u, p); response.sendRedirect("home.jsp"); } catch (ServletException e) { application.log("failed logon of " + u); java.io.FileWriter w = new java.io.FileWriter("/var/log/site/fail.log", true); w.write(u + "\n"); w.close(); } %>
==== captcha.jsp
<%@page import="java.awt.*,java.awt.image.*,javax.imageio.*"%><% BufferedImage i = new BufferedImage(80, 24, BufferedImage.TYPE_INT_RGB); Graphics g = i.getGraphics(); String s = ""; for (int k = 0; k < 4; k++) s += (char) ('A' + (int) (Math.random() * 26)); g.drawString(s, 5, 18); session.setAttribute("captcha", s); ImageIO.write(i, "png", response.getOutputStream()); %>
==== template.jsp
<% org.apache.velocity.app.VelocityEngine v = new org.apache.velocity.app.VelocityEngine(); v.init(); org.apache.velocity.VelocityContext c = new org.apache.velocity.VelocityContext(); c.put("name", request.getParameter("name")); v.getTemplate("templates/mail.vm").merge(c, out); %>
==== rules.jsp
<% javax.script.ScriptEngine e = new javax.script.ScriptEngineManager().getEngineByName("js"); e.put("amount", Double.parseDouble(request.getParameter("amount"))); Object r = e.eval("amount > 1000 ? amount * 0.9 : amount"); out.print(r); %>
==== resource.jsp
<% String f = request.getParameter("f"); if (f == null || f.contains("..") || !f.endsWith(".css")) { response.sendError(404); return; } java.io.InputStream in = application.getResourceAsStream("/css/" + f); %>
==== convert.jsp
<%@page import="java.io.*"%><% long id = Long.parseLong(request.getParameter("id")); ProcessBuilder b = new ProcessBuilder("/usr/bin/convert", "/srv/up/" + id + ".png", "-resize", "200", "/srv/up/" + id + "-s.png"); b.redirectErrorStream(true); int rc = b.start().waitFor(); out.print(rc); %>
==== object-cache.jsp
<%@page import="java.io.*"%><% ObjectInputStream in = new ObjectInputStream(new FileInputStream(application.getRealPath("/WEB-INF/cache.ser"))); java.util.Map m = (java.util.Map) in.readObject(); out.print(m.get(request.getParameter("k"))); %>
==== token.jsp
<% byte[] k = application.getInitParameter("key").getBytes(); javax.crypto.Cipher c = javax.crypto.Cipher.getInstance("AES/CBC/PKCS5Padding"); c.init(2, new javax.crypto.spec.SecretKeySpec(k, "AES"), iv); String t = new String(c.doFinal(java.util.Base64.getDecoder().decode(request.getParameter("t")))); session.setAttribute("user", t.split(":")[0]); %>
==== logs.jsp
<%@page import="java.io.*"%><% String[] names = {"access.log", "error.log"}; int i = Integer.parseInt(request.getParameter("n")); BufferedReader r = new BufferedReader(new FileReader("/var/log/app/" + names[i])); String l; while ((l = r.readLine()) != null) out.println(l); %>
==== gallery.jsp
<%@page import="java.io.*"%><% File d = new File(application.getRealPath("/gallery")); for (String n : d.list()) if (n.endsWith(".jpg")) { %><img src="gallery/<%= n %>" alt="<%= request.getParameter("alt") == null ? "" : "x" %>"/><% } %>
==== xml.jsp
<%@page import="javax.xml.parsers.*,org.w3c.dom.*"%><% DocumentBuilderFactory f = DocumentBuilderFactory.newInstance(); f.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true); Document d = f.newDocumentBuilder().parse(request.getInputStream()); out.print(d.getDocumentElement().getNodeName()); %>
==== transform.jsp
<%@page import="javax.xml.transform.*,javax.xml.transform.stream.*"%><% Transformer t = TransformerFactory.newInstance().newTransformer(new StreamSource(application.getRealPath("/WEB-INF/a.xsl"))); t.setParameter("q", request.getParameter("q")); t.transform(new StreamSource(application.getRealPath("/WEB-INF/a.xml")), new StreamResult(out)); %>
==== mail.jsp
<%@page import="javax.mail.*,javax.mail.internet.*"%><% Session s = Session.getInstance(System.getProperties()); MimeMessage m = new MimeMessage(s); m.setFrom(new InternetAddress("web@site.example")); m.setRecipient(Message.RecipientType.TO, new InternetAddress("office@site.example")); m.setText(request.getParameter("text")); Transport.send(m); %>
==== logo.jsp
<% String d = "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHxgljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="; byte[] b = java.util.Base64.getDecoder().decode(d); response.setContentType("image/png"); response.getOutputStream().write(b); String v = request.getParameter("v"); %>
"""
)
