"""Rules that somebody brings or writes, looked at before a scan."""
