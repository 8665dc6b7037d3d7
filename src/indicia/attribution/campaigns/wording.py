"""Shared values in plain words."""

from indicia.model.trait import TraitKind

_HASH = 16
_LONG = 90
_WORDS = {
    TraitKind.SHELL_HASH: "the same web shell (SHA-256 {})",
    TraitKind.SHELL_CODE: "the same web-shell code (SHA-256 {})",
    TraitKind.PASSWORD: "the same password parameter “{}”",
    TraitKind.PAGE: "a page at the same address {}",
    TraitKind.PAGE_NAME: "a page of the same name {}",
    TraitKind.CLIENT: "the same client address {}",
    TraitKind.VISIT: "the same address came within minutes ({})",
    TraitKind.AGENT: "the same user agent “{}”",
    TraitKind.FORGED: "forged requests of the same shape {}",
    TraitKind.MARKER: "the same marker {}",
    TraitKind.MAILBOX: "the same mailbox name asked for, “{}”",
    TraitKind.COMMAND: "the same command `{}`",
    TraitKind.IMPLANT: "an implant at the same path {}",
    TraitKind.TOOL_HASH: "the same program (SHA-256 {})",
}
_HASHES = (TraitKind.SHELL_HASH, TraitKind.SHELL_CODE, TraitKind.TOOL_HASH)


def in_words(kind: TraitKind, value: str) -> str:
    """`the same client address 192.0.2.1`; hashes and long texts are cut."""
    most = _HASH if kind in _HASHES else _LONG
    return _WORDS[kind].format(value if len(value) <= most else value[: most - 1] + "…")
