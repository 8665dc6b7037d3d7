"""An append-only log of what was said: entries in a Merkle tree, signed heads, witnesses, proofs.

Hashing is that of RFC 6962; files are laid out as C2SP tlog-tiles; heads are C2SP checkpoints with cosignatures.  With
the log's key and those of witnesses, a stranger can tell from a few hashes that an entry is in the log and that the log
only grew.
"""
