"""TAXII 2.1: a server whose answers end at each reader's ceiling, and a client that gets along with other servers.

Source: TAXII Version 2.1, OASIS Standard, 10 June 2021; cited below as TAXII with its section.
"""
