"""The errors a user can meet; each says what, where, and what to do.

    IndiciaError
    ├── UsageError        the command line or a setting makes no sense
    ├── EvidenceError     evidence cannot be taken in at all (missing, unreadable, nothing there)
    │   ├── NoEvidence    the arguments hold no file that could be read
    │   └── PasswordError an archive needs a password, or another one
    ├── RulesetError      rules or a pack cannot be loaded at all
    │   └── SetError      a set archive is damaged, not trusted, or older than the one that is there
    ├── CaseError         the case folder is damaged, of another version, or cannot be written
    ├── ReportError       a report cannot be written
    ├── StatementError    a statement, position, key or bundle is not what it should be, or proves false
    └── ShareError        a store of shared objects, or the server at the other end, cannot be used

What is wrong with *one* file, record or rule is never an error: it is a `Fault` or a refusal, listed in the result.
"""

import errno

_FORBIDDEN = frozenset((errno.EACCES, errno.EPERM, errno.EROFS))


def unwritable(error: OSError, full: str) -> str:
    """What to do where something cannot be written: `full` unless it is the account that may not."""
    if error.errno in _FORBIDDEN:
        return "This account may not write there: name another folder with --case, or run the command as one that may."
    return full


class IndiciaError(Exception):
    """Base of every error shown to a user; `hint` says what to do about it and may be empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(IndiciaError):
    """The command line or a setting makes no sense."""


class EvidenceError(IndiciaError):
    """Evidence cannot be taken in at all."""


class NoEvidence(EvidenceError):
    """The arguments hold no file that could be read; never the same as a clean result."""


class PasswordError(EvidenceError):
    """An archive needs a password, or another one."""


class RulesetError(IndiciaError):
    """Rules or a pack cannot be loaded at all."""


class SetError(RulesetError):
    """A set archive is damaged, not trusted, or older than the one that is there."""


class CaseError(IndiciaError):
    """The case folder is damaged, written by another version, or cannot be written."""


class ReportError(IndiciaError):
    """A report cannot be written."""


class StatementError(IndiciaError):
    """A statement, a position, a key, a membership, a ledger or a bundle is not what it should be, or proves false."""


class ShareError(IndiciaError):
    """A store of shared objects cannot be used, or the server at the other end answers what cannot be."""
