"""Parquet, as much of it as we write: whoever writes and reads that needs no Arrow, which takes 35 MB of a process."""
