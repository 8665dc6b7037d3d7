"""Event data out of rendered messages, for exports that hold nothing else: one place for CSV, JSON and Splunk."""
