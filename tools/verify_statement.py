#!/usr/bin/env python3
"""Verify a bundle of a statement with nothing but Python and `cryptography`; shares no line with Indicia.

BUNDLE is a folder or a .tar.  The formats are those of docs/statement-formats.md.  Exit code 0: all that is at hand is
proven; 1: something is false; 3: nothing is false, and something is missing without which the rest has no ground.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import load_pem_public_key

MARKINGS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
STANCES = {"agree", "agree in part", "acknowledge", "abstain", "dissent"}
KINDS = {"statement": "vnd.in-toto+json", "position": "vnd.indicia.position+json", "reply": "vnd.indicia.reply+json"}
COMMON = "alliance statement version previous made"
NAMES = {
    "statement": "_type subject predicateType predicate",
    "predicate": f"{COMMON} title author marking claims root policy notes",
    "position": f"{COMMON} digest expires format measures party role sequence stances ceiling",
    "reply": "format alliance statement speaker text day source recorded_by marking",
    "claims": "id kind sentence likelihood confidence marking effective support rivals withdrawn",
    "stances": "claim stance wording likelihood confidence reasons marking",
    "manifests": "format case ruleset files marking",
}
HASHES = {"ecdsa-sha2-nistp256": SHA256, "ecdsa-sha2-nistp384": SHA384}
INDEX, NEVER, HIDDEN = "indicia-bundle.json", "9999-12-31T23:59:59Z", {"stance": "?"}
PLACE = re.compile(
    r"membership/(root\.[1-9][0-9]{0,5}|targets)\.json|ledger/(checkpoint|entries\.jsonl|before\.json|keys\.json)|"
    r"((statement|replie)s/|positions/[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.)[1-9][0-9]{0,8}\.dsse\.json|"
    r"disclosures/(claims|stances|manifests)\.jsonl|evidence/[0-9a-f]{64}"
)


def need(holds: object, why: str) -> None:
    if not holds:
        raise ValueError(why)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def jcs(value: Any, olpc: bool = False) -> str:
    """RFC 8785, or OLPC's canonical JSON, which TUF signs; for what occurs in statements and metadata."""
    if isinstance(value, str) and olpc:
        return '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(jcs(one, olpc) for one in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{jcs(name, olpc)}:{jcs(value[name], olpc)}" for name in names) + "}"
    whole = value == int(value)
    need(abs(value) < 2**53 and (whole or abs(value) >= 1e-4), "a number that no statement holds")
    return str(int(value)) if whole else repr(value)


def shape(value: Any, names: str) -> dict[str, Any]:
    """An object of exactly these members; one that is still in bytes is in the only form."""
    if isinstance(value, bytes):
        value, data = json.loads(value), value
        need(jcs(value).encode() == data, "not in the form of RFC 8785")
    need(isinstance(value, dict) and set(value) == set(names.split()), f"other members than {names}")
    return dict(value)


def b64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 in another than its only form")
    return data


def when(text: str) -> datetime:
    need(re.fullmatch(r"\d{4}(-\d\d){2}T\d\d:\d\d:\d\dZ", text, re.ASCII), f"no time: {text}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


class Bundle:
    """A folder, or ustar in its only form; all of it in memory, and exactly what its index lists."""

    def __init__(self, root: Path) -> None:
        self.raw, whole = dict[str, bytes](), bytearray()
        if root.is_dir():
            there = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
            need(all(path.is_file() and not path.is_symlink() for path in there), "a link, or no file, is in it")
            self.raw = {path.relative_to(root).as_posix(): path.read_bytes() for path in there}
        else:
            data = root.read_bytes()
            while data[len(whole) : len(whole) + 1] != b"\0":
                head = data[len(whole) : len(whole) + 512]
                info = tarfile.TarInfo(head[:100].rstrip(b"\0").decode())
                info.size = int(head[124:135], 8)
                need(info.name not in self.raw, "a file is there twice")
                self.raw[info.name] = data[len(whole) + 512 : len(whole) + 512 + info.size]
                whole += info.tobuf(tarfile.USTAR_FORMAT) + self.raw[info.name] + bytes(-info.size % 512)
            need([INDEX, *sorted({*self.raw} - {INDEX})] == [*self.raw] and data == whole + bytes(1024), "another form")
        index = shape(self.raw.pop(INDEX), "format alliance made files")
        self.alliance, self.made = index["alliance"], when(index["made"])
        found = [{"path": one, "sha256": sha(data), "size": len(data)} for one, data in sorted(self.raw.items())]
        need(jcs(index["files"]) == jcs(found), "other files than the index lists")
        many = len(found) > 200_000 or len({path.lower() for path in self.raw}) < len(found)
        need(index["format"] == "indicia-bundle/1" and not many, "another format, too many files, or twice the same")
        own = all(path[:9] != "evidence/" or path[9:] == sha(data) for path, data in self.raw.items())
        need(own and all(map(PLACE.fullmatch, self.raw)), "a path that no bundle has, or evidence under another's name")

    def lines(self, path: str) -> list[bytes]:
        *whole, rest = self.raw.get(path, b"").split(b"\n")
        need(not rest, f"{path}: its last line is not ended")
        return whole


class Membership:
    """Every root by the officers before and its own, the targets by those of the newest root."""

    def __init__(self, bundle: Bundle) -> None:
        self.roots, self.keys, before, ends = dict[int, str](), dict[str, Any](), list[Any](), list[datetime]()
        last = sum(path.startswith("membership/root.") for path in bundle.raw)
        for name in (*(f"root.{number}" for number in range(1, last + 1)), "targets"):
            top = shape(bundle.raw[f"membership/{name}.json"], "signatures signed")
            said, data = top["signed"], jcs(top["signed"], olpc=True).encode()
            given = {one["keyid"]: bytes.fromhex(one["sig"]) for one in top["signatures"] if shape(one, "keyid sig")}
            form = [one["sig"] for one in top["signatures"]] == [one.hex() for one in given.values()]
            mine = (said["_type"], said["alliance"]) == (name.split(".")[0], bundle.alliance)
            need(form and mine, f"{name}: of another kind, or a signature twice or in another form")
            if name != "targets":
                officers = {one["name"]: self._pair(one["keyids"], said["keys"]) for one in said["officers"]}
                threshold, odd = divmod(said["roles"]["root"]["threshold"], 2)
                fits = not odd and 0 < threshold <= len(officers) == len(said["officers"])
                need(fits and name == f"root.{said['version']}", f"{name}: no threshold, or another version")
                before.append((officers, threshold))
                self.roots[said["version"]] = sha(data)
            self._signed(before, data, given, name)
            before, ends = before[-1:], [*ends[-1:], when(said["expires"])]
        self.version, self.digest, self.expires = said["version"], sha(data), min(ends)
        keys, held = said["delegations"]["keys"], said["delegations"]["tenures"]
        self.tenures = {frozenset(self._pair(one["keyids"], keys)): one for one in held}
        shared = {keyid for one in (*self.tenures, *officers.values()) for keyid in one}
        need(len(shared) == 2 * (len(held) + len(officers)), "membership: a key of two")

    def _pair(self, keyids: list[str], keys: dict[str, Any]) -> list[str]:
        first, second = (keys[one]["scheme"] for one in keyids)
        need(second == "ml-dsa-65/1" and (first == "ed25519" or first in HASHES), "not a pair of keys")
        for one in keyids:
            scheme, public = keys[one]["scheme"], keys[one]["keyval"]["public"]
            need(one == sha(jcs(shape(keys[one], "keytype scheme keyval"), olpc=True).encode()), "another's id")
            raw = ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)) if scheme == "ed25519" else None
            self.keys[one] = (raw or load_pem_public_key(public.encode()), scheme)
        return keyids

    def _verify(self, signatures: dict[str, bytes], data: bytes) -> None:
        for keyid, signature in signatures.items():
            key, scheme = self.keys[keyid]
            signed = b"tuf\1" + hashlib.sha512(data).digest() if scheme == "ml-dsa-65/1" else data
            key.verify(signature, signed, *([ec.ECDSA(HASHES[scheme]())] if scheme in HASHES else []))

    def _signed(self, authorities: list[Any], data: bytes, signatures: dict[str, bytes], where: str) -> None:
        known = {keyid for officers, _ in authorities for pair in officers.values() for keyid in pair}
        need(set(signatures) <= known, f"{where}: signed by a key that is no officer's")
        for officers, threshold in authorities:
            signed = [sum(keyid in signatures for keyid in pair) for pair in officers.values()]
            need(1 not in signed, f"{where}: only one of the two signatures of an officer")
            need(signed.count(2) >= threshold, f"{where}: {signed.count(2)} of {threshold} officers have signed")
        self._verify(signatures, data)

    def payload(self, data: bytes, entry: Any, kind: str) -> tuple[dict[str, Any], str]:
        """What the party of the entry signed, with keys that counted when it was logged; and its digest."""
        top = shape(data, "payload payloadType signatures")
        payload, wanted = b64(top["payload"]), f"application/{KINDS[kind]}"
        entry = entry(sha(payload)) if callable(entry) else entry
        need(entry and sha(payload) == entry["digest"], "never logged since version 1, or not what was logged")
        signatures = {one["keyid"]: b64(one["sig"]) for one in top["signatures"] if shape(one, "keyid sig")}
        need(top["payloadType"] == wanted and len(top["signatures"]) == 2, "another kind, or not two signatures")
        tenure = self.tenures.get(frozenset(signatures), {"party": None})
        need(tenure["party"] == entry["party"], f"signed by other keys than those of {entry['party']}")
        self._verify(signatures, b"DSSEv1 %d %s %d %s" % (len(wanted), wanted.encode(), len(payload), payload))
        need(when(tenure["since"]) <= entry["time"] < when(tenure["until"] or NEVER), "removed keys, or too early")
        return shape(payload, NAMES[kind]), sha(payload)


def tree_root(leaves: list[bytes], size: int, before: list[str]) -> bytes:
    """Root (RFC 6962) of so many leaves in the complete subtrees before, and then these."""
    hashes = [bytes.fromhex(one) for one in before]
    need([one.hex() for one in hashes] == before and len(hashes) == size.bit_count(), "not the complete subtrees")
    for number, leaf in enumerate(leaves, size + 1):
        new = hashlib.sha256(b"\0" + leaf).digest()
        for _ in range((number & -number).bit_length() - 1):
            new = hashlib.sha256(b"\1" + hashes.pop() + new).digest()
        hashes.append(new)
    found = hashes.pop() if hashes else hashlib.sha256(b"").digest()
    while hashes:
        found = hashlib.sha256(b"\1" + hashes.pop() + found).digest()
    return found


def checkpoint(note: str, log: str, witnesses: list[str]) -> tuple[int, bytes, int]:
    above, _, below = note.rpartition("\n\n")
    found = [re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line) for line in below[:-1].split("\n")]
    need(all(found) and below[-1] == "\n" and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "checkpoint: no note")
    lines = [(line[1], b64(line[2])) for line in found if line]
    form = all(len(data) > 4 and len(name) <= 200 and name.isprintable() for name, data in lines)
    need(form and len(lines) <= 100, "checkpoint: signatures too many, too short, or by no name")
    publics, count, (origin, size, root) = list[bytes](), 0, above.split("\n")
    for key in (log, *witnesses):
        name, number, encoded = key.split("+", 2)
        data, kind = b64(encoded), 4 if publics else 1
        own = (len(data), data[0], sha(name.encode() + b"\n" + data)[:8]) == (33, kind, number)
        need(own and name.isprintable() and not re.search(r"\s", name), f"no key of a log or witness: {key}")
        mine = [one[4:] for signer, one in lines if (signer, one[:4].hex()) == (name, number)]
        need(len(mine) < 2 and (mine or kind == 4), f"signed twice, or not at all, as {name}")
        for one in mine:
            head = f"cosignature/v1\ntime {int.from_bytes(one[:8], 'big')}\n" if kind == 4 else ""
            need(len(one) == (72 if head else 64), f"the signature of {name} has another length")
            ed25519.Ed25519PublicKey.from_public_bytes(data[1:]).verify(one[-64:], f"{head}{above}\n".encode())
        publics, count = [*publics, data[1:]], count + (kind == 4 and bool(mine))
    need(origin == log.partition("+")[0] and re.fullmatch("0|[1-9][0-9]{0,18}", size), "of another log, or no size")
    need(len(set(publics)) == len(publics) <= 101, "checkpoint: one key counts as two")
    return int(size), b64(root), count


class Walk:
    """From the membership down to bytes of evidence."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given, self.told, self.held, self.shown = given, list[Any](), dict[Any, Any](), dict[Any, Any]()
        self.bundle = self.trying("bundle", Bundle, given.bundle)
        self.members = self.bundle and self.trying("membership", Membership, self.bundle)
        self.logged = self.members and self.trying("ledger", self.ledger)
        if self.logged:
            self.trying("entries", self.entries)
            versions = {key[2]: one for key, one in self.held.items() if key[0] == "statement"}
            for what in ("claims", "stances", "manifests"):
                self.trying(what, self.disclosed, what)
            self.trying("policy", lambda: self.policy(*versions[max(versions)]))
            self.trying("evidence", lambda: self.evidence(versions[max(versions)][0]))

    def say(self, holds: object, what: str, why: str, needed: object = False) -> None:
        self.told.append(("proven" if holds else "absent", what, why, needed and not holds))

    def trying(self, what: str, do: Any, *args: object) -> Any:
        try:
            return do(*args)
        except Exception as error:  # whatever bytes of strangers lead to, it proves nothing
            self.told.append(("refuted", what, f"{error!r:.200}", True))

    def ledger(self) -> list[dict[str, Any]]:
        """Entries since version 1 of the statement: all of them, or the root would be another."""
        bundle, given, expires, print_ = self.bundle, self.given, self.members.expires, self.members.roots[1]
        need(print_.startswith("".join((given.root or print_).lower().split()).ljust(32, "?")), "another first root")
        self.say(given.root, "first root", f"{print_[:32]}: compare it by voice")
        self.say(given.at < expires, "expiry", f"the membership counts until {expires}", needed=True)
        keys = shape(bundle.raw["ledger/keys.json"], "format log witnesses")
        need(given.log in (None, keys["log"]) and isinstance(keys["witnesses"], list), f"another log: {keys['log']}")
        size, root, count = checkpoint(bundle.raw["ledger/checkpoint"].decode(), keys["log"], keys["witnesses"])
        self.say(count >= max(given.require_witnesses, 1), "witnesses", f"{count} cosigned", given.require_witnesses)
        before = shape(bundle.raw["ledger/before.json"], "format first hashes")
        formats, lines, logged = (keys["format"], before["format"]), bundle.lines("ledger/entries.jsonl"), list[Any]()
        need(formats == ("indicia-log-keys/1", "indicia-before/1"), "ledger: another format")
        for line in lines:
            one = shape(line, "kind alliance statement party sequence digest logged")
            one["time"] = when(one["logged"])
            first = logged or [one]
            need((first[0]["kind"], first[0]["sequence"]) == ("statement", 1), "the first entry is not version 1")
            need(one["alliance"] == bundle.alliance and first[-1]["time"] <= one["time"], "dated back, or of others")
            logged.append(one)
        found = (before["first"] + len(logged), tree_root(lines, before["first"], before["hashes"]))
        need(logged and found == (size, root), "not the entries of the checkpoint: left out or changed")
        need(bundle.made == one["time"], "made: not when the newest entry was logged")
        self.say(True, "ledger", f"{len(logged)} entries up to {size} give the root that {keys['log']} signed")
        return logged

    def entries(self) -> None:
        entries, replies, newest, roots = dict[Any, Any](), dict[str, Any](), self.members.version, self.members.roots
        for one in self.logged:
            kind, number = one["kind"], one["sequence"]
            mine = one["statement"] == self.logged[0]["statement"]
            if kind == "membership" and one["digest"] not in (self.members.digest, roots.get(number)):
                old = number > max(newest, len(roots)) or (number == newest and number in roots)
                self.trying(kind, need, not old, f"an old or another one: version {number} was logged")
            elif mine and kind == "reply":
                replies.setdefault(one["digest"], one)
            elif mine and kind in KINDS:
                first = entries.setdefault((kind, one["party"] if kind == "position" else "", number), one)
                self.trying(kind, need, first["digest"] == one["digest"], f"two unlike ones {number} were logged")
        form = r"(?m)^(statement|position|repl)\w+/(?:(.+)\.)?(\d+)\.dsse\.json$"
        found = re.finditer(form, "\n".join(self.bundle.raw))
        paths = {(one[1].replace("repl", "reply"), one[2] or "", int(one[3])): one[0] for one in found}
        for key in sorted({*entries, *paths}, key=lambda key: (key[0] != "statement", key)):
            entry = replies.get if key[0] == "reply" else entries.get(key)
            self.trying("{} {} {}".format(*key), self.said, key, paths.get(key), entry)

    def said(self, key: tuple[str, str, int], path: str | None, entry: Any) -> None:
        kind, party, number = key
        need(path, "was logged and is not here: taken out")
        said, digest = self.members.payload(self.bundle.raw[path], entry, kind)
        before = self.held.get((kind, party, number - 1), ({"claims": ()}, None))
        if kind == "statement":
            subject, said = said["subject"], shape(said["predicate"], NAMES["predicate"])
            same = {said["author"], entry["party"], before[0].get("author", said["author"])}
            need(said["version"] == number and len(same) == 1, "another version or author than it was logged for")
            marks = [one["commitment"] for one in said["claims"]]
            need(tree_root([*map(bytes.fromhex, marks)], 0, []).hex() == said["root"], "not the root of its claims")
            said["order"] = {one["id"]: at for at, one in enumerate(said["claims"])}
            kept = all(one["id"] in said["order"] for one in before[0]["claims"])
            need(kept and len(set(marks)) == len(marks) == len(said["order"]), "a claim twice, or taken out")
            said["manifests"] = [{"id": one["name"], "commitment": one["digest"]["sha256"]} for one in subject]
        elif kind == "position":
            about, hashed = self.held.get(("statement", "", said["version"]), ({"order": {}}, ""))
            mine = [said[name] for name in ("party", "sequence", "digest")] == [party, number, hashed]
            need(mine and when(said["made"]) - entry["time"] <= timedelta(minutes=10), "replayed, or made after logged")
            places = [about["order"].get(one["claim"], -1) for one in said["stances"]]
            need(places == sorted({*places} - {-1}), "stances not to its claims, in their order")
        need(all(said[name] == self.logged[0][name] for name in ("alliance", "statement")), "replayed from elsewhere")
        if kind != "reply":
            fits = said["previous"] == before[1] and (number == 1) == (before[1] is None)
            need(fits, "does not follow the one before it, or that does not hold")
            self.held[key] = said, digest
        self.say(True, f"{kind} {party} {number}", "signed by its party, and logged")

    def disclosed(self, what: str) -> None:
        rows = ((key, one) for key, (said, _) in self.held.items() for one in said.get(what, ()))
        committed = {one["commitment"]: (key, one.get("id", one.get("claim"))) for key, one in rows}
        for line in self.bundle.lines(f"disclosures/{what}.jsonl"):
            value = shape(line, "object salt")
            salt, one = b64(value["salt"]), shape(value["object"], NAMES[what])
            key, id = committed.pop(sha(b"\2" + salt + jcs(one).encode()), (None, None))
            need(key and len(salt) == 32, f"one of {what} was never committed to, swapped, or is there twice")
            need(what == "manifests" or id == one.get("id", one.get("claim")), f"{key} {id}: swapped")
            self.shown[what, key, id] = one
            self.say(True, f"{what} {(key, id)}", "is what was signed")
        for place in committed.values():
            self.say(False, f"{what} {place}", "signed, not disclosed here")

    def policy(self, said: dict[str, Any], digest: str) -> None:
        rule, at, sides = said["policy"], self.given.at, {}
        for key in sorted(self.held):
            one = self.held[key][0]
            if key[0] == "position" and when(one["made"]) <= at:
                named = [stance["claim"] for stance in one["stances"]]
                shown = {claim: self.shown.get(("stances", key, claim), HIDDEN)["stance"] for claim in named}
                stands = one["digest"] == digest and at < when(one["expires"] or NEVER)
                sides[key[1]] = {shown.get(claim) if stands else None for claim in rule["claims"]}
        counts = set(rule["counts"]) | ({"?"} if set(rule["counts"]) == STANCES else set())
        agree, could = (sum(sides.get(one, {None}) <= more for one in rule["of"]) for more in (counts, counts | {"?"}))
        against = {party for party, side in sides.items() if "dissent" in side}
        hiding = {party for party, side in sides.items() if "?" in side} - against
        veto, most = set(rule["veto"]), len(sides) if rule["dissent"] is None else rule["dissent"]
        outcomes = [
            (rule["until"] and at > when(rule["until"]), "its time is over"),
            (veto & against, "stopped by veto"),
            (len(against) > most and not veto & hiding, "stopped by dissent"),
            (veto & hiding or len(against | hiding) > most or agree < rule["agree"] <= could, ""),
            (True, "issued" if agree >= rule["agree"] else "not yet issued"),
        ]
        outcome = next(word for holds, word in outcomes if holds)
        self.say(outcome, "policy", f"{outcome or 'cannot be told'}: {agree} of {rule['agree']} agree", not outcome)

    def evidence(self, said: dict[str, Any]) -> None:
        files = {path[9:]: data for path, data in self.bundle.raw.items() if path.startswith("evidence/")}
        more = Path(self.given.evidence).rglob("*") if self.given.evidence else ()
        files |= {sha(path.read_bytes()): path.read_bytes() for path in more if path.is_file()}
        key = ("statement", "", said["version"])
        claims = {one["id"]: self.shown.get(("claims", key, one["id"])) for one in said["claims"]}
        for id, claim, one in ((id, held, one) for id, held in claims.items() if held for one in held["support"]):
            below = (claims[one["id"]] or claim)["effective"] if one["kind"] == "claim" else one["marking"]
            least = max(MARKINGS.index(below), MARKINGS.index(claim["marking"]))
            need(least <= MARKINGS.index(claim["effective"]), f"{id}: marked weaker than what it rests on")
            for part in one.get("exhibits", ()):
                place = f"bytes {part['start']} to {part['end']} of {part['name']} ({part['file'][:12]})"
                here = part["file"] in files and part["sha256"] is not None
                data = files[part["file"]][part["start"] : part["end"]] if here else b""
                need(not here or sha(data) == part["sha256"], f"{id}: other {place} than it names")
                self.say(here, id, place)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bundle", type=Path)
    options.add_argument("--at", type=when, default=datetime.now(UTC))
    options.add_argument("--require-witnesses", type=int, default=0)
    for option in ("--evidence", "--root", "--log"):
        options.add_argument(option)
    told = Walk(options.parse_args()).told
    for state, what, why, _ in told:
        print(f"{state:8} {what}: {why}".encode("ascii", "backslashreplace").decode())
    code = min([{"refuted": 1, "absent": 3}[state] for state, _, _, needed in told if needed], default=0)
    print({0: "PROVEN, as far as it is at hand", 1: "REFUTED", 3: "CANNOT BE TOLD"}[code])
    print("Not proven: that evidence is true, that parties collected apart, what was left out before version 1.")
    sys.exit(code)
