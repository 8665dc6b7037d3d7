"""What others read: cases, attributions and statements in other tools' formats, and what those do not carry."""
