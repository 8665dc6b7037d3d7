"""Each disclosed claim, down to what it rests on: findings, reports, answers, other claims, bytes of evidence."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import orjson

from indicia.errors import EvidenceError
from indicia.knowledge.reports.documents.opening import open_report
from indicia.model.statement import (
    AttributionSupport,
    Bytes,
    Claim,
    ClaimSupport,
    FindingSupport,
    ReportSupport,
)
from indicia.statement.bundle.evidence import Evidence
from indicia.statement.manifest import Manifest
from indicia.statement.verifying.items import Items, Step, Told
from indicia.statement.verifying.shown import Shown
from indicia.statement.verifying.versions import Checked

Answers = Callable[[Sequence[Path]], Mapping[str, float] | None]
"""Results of cases → each explanation of who it could have been, with its share; null where they cannot be asked."""

_MOST_REPORT = 64 << 20
_MOST_RESULT = 1 << 30
_EVERY = 1_000


class Supports:
    """Walks claims of one version; documents and results are read once."""

    def __init__(self, evidence: Evidence, items: Items, answers: Answers | None = None) -> None:
        self._evidence = evidence
        self._items = items
        self._answers = answers
        self._worked_out: dict[tuple[Path, ...], Mapping[str, float] | None] = {}
        self._texts: dict[str, str | None] = {}
        self._findings: dict[str, Mapping[str, str] | None] = {}

    def check(self, version: Checked, shown: Shown, told: Told) -> None:
        """Every disclosed claim of the version."""
        number = version.statement.version
        claims = shown.claims.get(number, {})
        manifests = shown.manifests.get(number, {})
        committed = {one.id for one in version.statement.claims}
        for done, claim in enumerate(claims.values()):
            if done % _EVERY == 0:
                told("claims followed down", done, len(claims))
            if not claim.support:
                self._items.absent(Step.SUPPORT, claim.id, "it names nothing that it rests on")
            for one in claim.support:
                match one:
                    case ClaimSupport():
                        self._claim(claim, one, committed, claims)
                    case FindingSupport():
                        self._finding(claim, one, manifests)
                    case ReportSupport():
                        self._report(claim, one)
                    case AttributionSupport():
                        self._answer(claim, one)

    def _claim(self, claim: Claim, one: ClaimSupport, committed: set[str], shown: Mapping[str, Claim]) -> None:
        name = f"{claim.id} → {one.id[:20]}"
        if one.id not in committed:
            self._items.refuted(Step.SUPPORT, name, "rests on a claim that is not in this version")
        elif one.id in shown:
            self._items.proven(Step.SUPPORT, name, "another claim of this version, which is disclosed")
        else:
            self._items.absent(Step.SUPPORT, name, "another claim of this version, which is not disclosed here")

    def _finding(self, claim: Claim, one: FindingSupport, manifests: Mapping[str, Manifest]) -> None:
        name = f"{claim.id} → {one.id} of case {one.case[:12]}"
        held = self._result(one.case)
        if held is None:
            self._items.absent(Step.SUPPORT, name, "the result of this case is not at hand")
        elif held.get(one.id) != one.detector:
            self._items.refuted(Step.SUPPORT, name, f"the result of this case has no {one.id} found by {one.detector}")
        else:
            self._items.proven(Step.SUPPORT, name, f"the result of this case has it, found by {one.detector}")
        manifest = manifests.get(one.case)
        listed = {file.sha256 for file in manifest.files} if manifest is not None else None
        for number, exhibit in enumerate(one.exhibits, start=1):
            self._exhibit(f"{name}, exhibit {number}", exhibit, listed)

    def _exhibit(self, name: str, one: Bytes, listed: set[str] | None) -> None:
        place = f"bytes {one.start:,} to {one.end:,} of {one.name}"
        if listed is not None and one.file not in listed:
            self._items.refuted(Step.EVIDENCE, name, f"{one.name} is not in the manifest of the case")
        elif one.file not in self._evidence:
            self._items.absent(Step.EVIDENCE, name, f"{place}: the file {one.file[:12]}… is not at hand")
        elif one.sha256 is None:
            self._items.absent(Step.EVIDENCE, name, f"{one.name} is at hand; no bytes of it were named by their hash")
        elif one.end > self._evidence.size(one.file):
            self._items.refuted(Step.EVIDENCE, name, f"{place}: the file ends before")
        else:
            hashed = hashlib.sha256()
            for piece in self._evidence.part(one.file, one.start, one.end):
                hashed.update(piece)
            if hashed.hexdigest() == one.sha256:
                self._items.proven(Step.EVIDENCE, name, f"{place}: these are the bytes")
            else:
                self._items.refuted(Step.EVIDENCE, name, f"{place}: other bytes than the claim names")

    def _report(self, claim: Claim, one: ReportSupport) -> None:
        name = f"{claim.id} → “{one.title[:40]}”, characters {one.start:,} to {one.end:,}"
        if one.sha256 not in self._evidence:
            self._items.absent(Step.EVIDENCE, name, f"the document {one.sha256[:12]}… is not at hand")
            return
        if one.sha256 not in self._texts:
            self._texts[one.sha256] = self._text(one)
        text = self._texts[one.sha256]
        if text is None:
            self._items.absent(Step.EVIDENCE, name, "the document is at hand; its text could not be read")
        elif text[one.start : one.end] == one.words and one.start <= one.end <= len(text):
            self._items.proven(Step.EVIDENCE, name, "these are the words")
        else:
            self._items.refuted(Step.EVIDENCE, name, "other words than the claim quotes stand there")

    def _answer(self, claim: Claim, one: AttributionSupport) -> None:
        """Worked out again where all cases of the claim's answer are at hand; other knowledge refutes nothing."""
        name = f"{claim.id} → the answer “{one.explanation[:40]}” about case {one.case[:12]}"
        asked = dict.fromkeys(other.case for other in claim.support if isinstance(other, AttributionSupport))
        paths = tuple(path for path in map(self._evidence.path, asked) if path is not None)
        if self._answers is None or len(paths) < len(asked):
            self._items.absent(Step.SUPPORT, name, "the case folder is not at hand, to work it out again")
            return
        if paths not in self._worked_out:
            self._worked_out[paths] = self._answers(paths)
        found = self._worked_out[paths]
        if found is None:
            self._items.absent(Step.SUPPORT, name, "the result is at hand, and not in a case folder that can be asked")
        elif round(found.get(one.explanation, 0.0), 4) == one.share:
            self._items.proven(Step.SUPPORT, name, f"worked out again from the case: the same, {one.share:.0%}")
        else:
            first = max(found, key=lambda id: found[id], default="nothing")
            reason = f"worked out again with what is known here: “{first[:40]}”, {found.get(first, 0.0):.0%}; "
            reason += f"{found.get(one.explanation, 0.0):.0%} for this one, not {one.share:.0%}: by other knowledge"
            self._items.absent(Step.SUPPORT, name, reason)

    def _text(self, one: ReportSupport) -> str | None:
        data = self._evidence.data(one.sha256, _MOST_REPORT)
        try:
            return open_report(data, one.title).text.text if data is not None else None
        except EvidenceError:
            return None

    def _result(self, case: str) -> Mapping[str, str] | None:
        """Finding → detector, of the result with this digest; null where it is not at hand or no result."""
        if case not in self._findings:
            data = self._evidence.data(case, _MOST_RESULT) if case in self._evidence else None
            self._findings[case] = _findings(data) if data is not None else None
        return self._findings[case]


def _findings(data: bytes) -> Mapping[str, str] | None:
    try:
        value = orjson.loads(data)
        return {one["id"]: one["detector"] for one in value["findings"]}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return None
