"""What the objects of ASP, ASP.NET and JSP do with their arguments."""
