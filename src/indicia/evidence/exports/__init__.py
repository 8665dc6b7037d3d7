"""Exports that responders make by hand: what a management command printed, tasks, registry keys, lists of files."""
