"""Traits of hosts: from the findings of a result to values that can be compared between hosts."""
