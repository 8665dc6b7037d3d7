"""Web logs: IIS in both its formats, and the NCSA formats of the others."""
