"""What others read: cases, attributions and statements in the formats of other tools, with what they do not carry."""
