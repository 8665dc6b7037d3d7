#!/usr/bin/env python3
"""Verify a bundle of a statement with nothing but Python and `cryptography`; shares no line with Indicia.

BUNDLE is a folder or a .tar.  The formats are those of docs/statement-formats.md.  Exit code 0: all that is at hand is
proven; 1: something is false, named; 3: nothing is false, and something is missing without which the rest has no ground.
"""

import argparse
import base64
import hashlib
import json
import mmap
import re
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import load_pem_public_key

MARKINGS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
STANCES = {"agree", "agree in part", "acknowledge", "abstain", "dissent"}
KINDS = {"statement": "vnd.in-toto+json", "position": "vnd.indicia.position+json", "reply": "vnd.indicia.reply+json"}
STATEMENT = "alliance statement version previous title author made marking claims root policy notes"
NAMES = {
    "statement": "_type subject predicateType predicate",
    "position": "alliance statement version previous format digest party sequence made expires role stances "
    "measures ceiling",
    "reply": "format alliance statement speaker text day source recorded_by marking",
    "claims": "id kind sentence likelihood confidence marking effective support rivals withdrawn",
    "stances": "claim stance wording likelihood confidence reasons marking",
    "manifests": "format case ruleset files marking",
}
HASHES = {"ecdsa-sha2-nistp256": SHA256, "ecdsa-sha2-nistp384": SHA384}
INDEX = "indicia-bundle.json"
PLACE = re.compile(
    r"membership/(root\.[1-9][0-9]{0,5}|targets)\.json|ledger/(checkpoint|entries\.jsonl|before\.json|keys\.json)|"
    r"((statement|replie)s/|positions/[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.)[1-9][0-9]{0,8}\.dsse\.json|"
    r"disclosures/(claims|stances|manifests)\.jsonl|evidence/[0-9a-f]{64}"
)
FALSE = (InvalidSignature, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError)


def need(holds, why):
    if not holds:
        raise ValueError(why)


def sha(data):
    return hashlib.sha256(data).hexdigest()


def jcs(value, quote=lambda text: json.dumps(text, ensure_ascii=False)):
    """RFC 8785; with another `quote` OLPC's canonical JSON, for what occurs in metadata."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, list):
        return "[" + ",".join(jcs(one, quote) for one in value) + "]"
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{quote(name)}:{jcs(value[name], quote)}" for name in names) + "}"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    whole = value == int(value)
    need(abs(value) < 2**53 and (whole or abs(value) >= 1e-6), "a number that no statement holds")
    return str(int(value)) if whole else format(Decimal(repr(value)), "f")


def olpc(value):
    return jcs(value, lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"').encode()


def shape(value, names):
    """An object of exactly these members; one that is still in bytes is in the only form."""
    if isinstance(value, bytes):
        value, data = json.loads(value), value
        need(jcs(value).encode() == data, "not in the form of RFC 8785")
    need(isinstance(value, dict) and set(value) == set(names.split()), f"other members than {names}")
    return value


def b64(text):
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 in another than its only form")
    return data


def when(text):
    need(re.fullmatch(r"\d{4}(-\d\d){2}T\d\d:\d\d:\d\dZ", text, re.ASCII), f"no time: {text}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


class Bundle:
    """A folder, or ustar in its only form.  Files are read whole, and hashed whenever they are read."""

    def __init__(self, root):
        self.root, self.places = Path(root), {}
        if self.root.is_dir():
            self._index((self.root / INDEX).read_bytes())
            there = [path for path in self.root.rglob("*") if path.is_symlink() or not path.is_dir()]
            found = {path.relative_to(root).as_posix() for path in there}
            need(found == {INDEX, *self.files} and not any(map(Path.is_symlink, there)), "other files than are listed")
        else:
            self._archive()
        for path in self.files:
            need(not path.startswith("evidence/") or path[9:] == self.files[path][0], f"{path}: not what its name says")
            self.data(path)

    def _index(self, data):
        index = shape(data, "format alliance made files")
        lines = [shape(one, "path sha256 size") for one in index["files"]]
        need(index["format"] == "indicia-bundle/1" and len(lines) <= 200_000, "index: another format")
        self.alliance, self.made = index["alliance"], when(index["made"])
        self.files = {one["path"]: (one["sha256"], one["size"]) for one in lines}
        need(all(PLACE.fullmatch(path) for path in self.files), "a path that no bundle has")
        alike = len(self.files) - len({path.lower() for path in self.files})
        need([one["path"] for one in lines] == sorted(self.files) and not alike, "index: not sorted, or twice the same")

    def _archive(self):
        with self.root.open("rb") as stream:
            self.tar = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        size, at = int(self.tar[124:135], 8), 0
        self._index(self.tar[512 : 512 + size])
        for path, length in [(INDEX, size), *((path, one[1]) for path, one in self.files.items()), ("", 0)]:
            header = tarfile.TarInfo(path)
            header.size = length
            expected = bytes(-at % 512) + (header.tobuf(tarfile.USTAR_FORMAT) if path else bytes(1024))
            need(self.tar[at : at + len(expected)] == expected, f"{path or 'the end'}: not where and as it is listed")
            self.places[path], at = at + len(expected), at + len(expected) + length
        need(len(self.tar) == at, "something stands behind the end")

    def data(self, path):
        need(path in self.files, f"{path}: missing")
        start, (hashed, size) = self.places.get(path), self.files[path]
        data = (self.root / path).read_bytes() if start is None else self.tar[start : start + size]
        need((sha(data), len(data)) == (hashed, size), f"{path}: is not what was listed")
        return data

    def lines(self, path):
        data = self.data(path) if path in self.files else b""
        need(data[-1:] in (b"", b"\n"), f"{path}: its last line is not ended")
        return data.split(b"\n")[:-1]


class Membership:
    """Every root by the officers before and its own, the targets by those of the newest root."""

    def __init__(self, bundle):
        last = sum(path.startswith("membership/root.") for path in bundle.files)
        self.roots, before, self.alliance, self.keys = {}, [], bundle.alliance, {}
        for version in range(1, last + 1):
            root, data, signatures = self._read(bundle, f"root.{version}", "root")
            need(root["version"] == version, f"root {version}: says that it is another version")
            officers = {one["name"]: self._pair(one["keyids"], root["keys"]) for one in root["officers"]}
            threshold, odd = divmod(root["roles"]["root"]["threshold"], 2)
            need(not odd and 0 < threshold <= len(officers) == len(root["officers"]), f"root {version}: no threshold")
            self._signed([*before, (officers, threshold)], data, signatures, f"root {version}")
            before, self.roots[version], expires = [(officers, threshold)], sha(data), root["expires"]
        targets, data, signatures = self._read(bundle, "targets", "targets")
        self._signed(before, data, signatures, "targets")
        self.version, self.digest = targets["version"], sha(data)
        self.expires = min(when(expires), when(targets["expires"]))
        keys, held = targets["delegations"]["keys"], targets["delegations"]["tenures"]
        self.tenures = {frozenset(self._pair(one["keyids"], keys)): one for one in held}
        shared = {keyid for one in (*self.tenures, *officers.values()) for keyid in one}
        need(len(shared) == 2 * (len(held) + len(officers)), "membership: a key of two")

    def _read(self, bundle, name, kind):
        top = shape(bundle.data(f"membership/{name}.json"), "signatures signed")
        need((top["signed"]["_type"], top["signed"]["alliance"]) == (kind, self.alliance), f"{name}: of another kind")
        given = {one["keyid"]: one["sig"] for one in top["signatures"] if shape(one, "keyid sig")}
        need(len(given) == len(top["signatures"]), f"{name}: two signatures by one key")
        need(all(re.fullmatch("([0-9a-f]{2})+", sig) for sig in given.values()), f"{name}: a signature in another form")
        return top["signed"], olpc(top["signed"]), given

    def _pair(self, keyids, keys):
        """Two keys of unlike mathematics, each with the id that is its own."""
        first, second = (keys[one]["scheme"] for one in keyids)
        need(second == "ml-dsa-65/1" and (first == "ed25519" or first in HASHES), "not a pair of keys")
        for one in keyids:
            scheme, public = keys[one]["scheme"], keys[one]["keyval"]["public"]
            need(sha(olpc(shape(keys[one], "keytype scheme keyval"))) == one, "a key with another's id")
            raw = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)) if scheme == "ed25519" else None
            self.keys[one] = (raw or load_pem_public_key(public.encode()), scheme)
        return keyids

    def _verify(self, keyid, signature, data):
        key, scheme = self.keys[keyid]
        if scheme == "ml-dsa-65/1":
            data = b"tuf\1" + hashlib.sha512(data).digest()
        key.verify(signature, data, *([ECDSA(HASHES[scheme]())] if scheme in HASHES else []))

    def _signed(self, authorities, data, signatures, where):
        known = set()
        for officers, threshold in authorities:
            signed = [set(one) for one in officers.values() if set(one) & set(signatures)]
            need(all(one <= set(signatures) for one in signed), f"{where}: only one of two signatures of an officer")
            need(len(signed) >= threshold, f"{where}: {len(signed)} of {threshold} officers have signed")
            known.update(*signed)
        need(known == set(signatures), f"{where}: signed by a key that is no officer's")
        for keyid, signature in signatures.items():
            self._verify(keyid, bytes.fromhex(signature), data)

    def payload(self, data, entry, kind):
        """What the party of the entry signed, with keys that counted when it was logged; and its digest."""
        top = shape(data, "payload payloadType signatures")
        payload, wanted = b64(top["payload"]), f"application/{KINDS[kind]}"
        entry = entry(sha(payload)) if callable(entry) else entry
        need(entry and sha(payload) == entry["digest"], "never logged since version 1, or not what was logged")
        signatures = {one["keyid"]: b64(one["sig"]) for one in top["signatures"] if shape(one, "keyid sig")}
        need(top["payloadType"] == wanted and len(top["signatures"]) == 2, "another kind, or not two signatures")
        tenure = self.tenures.get(frozenset(signatures), {"party": None})
        need(tenure["party"] == entry["party"], f"signed by other keys than those of {entry['party']}")
        encoded = b"DSSEv1 %d %s %d %s" % (len(wanted), wanted.encode(), len(payload), payload)
        for keyid, signature in signatures.items():
            self._verify(keyid, signature, encoded)
        ended = tenure["until"] is not None and entry["time"] >= when(tenure["until"])
        need(not ended and when(tenure["since"]) <= entry["time"], "signed with removed keys, or before they counted")
        return shape(payload, NAMES[kind]), sha(payload)


class Tree:
    """The complete subtrees of a tree (RFC 6962), from the left."""

    def __init__(self, leaves=(), size=0, before=()):
        self.size, self.hashes = size, [bytes.fromhex(one) for one in before]
        need([len(one) for one in self.hashes] == [32] * size.bit_count(), "not the complete subtrees")
        for one in leaves:
            self.add(bytes.fromhex(one))

    def add(self, data):
        self.size, new = self.size + 1, hashlib.sha256(b"\0" + data).digest()
        for _ in range((self.size & -self.size).bit_length() - 1):
            new = hashlib.sha256(b"\1" + self.hashes.pop() + new).digest()
        self.hashes.append(new)

    def root(self):
        found, *rest = self.hashes[::-1] or [hashlib.sha256(b"").digest()]
        for one in rest:
            found = hashlib.sha256(b"\1" + one + found).digest()
        return found


def log_key(text, kind):
    name, number, encoded = text.split("+", 2)
    data = b64(encoded)
    need(len(data) == 33 and data[0] == kind and name.isprintable() and not re.search(r"\s", name), "no such key")
    need(sha(name.encode() + b"\n" + data)[:8] == number, "a key whose number is another's")
    return (name, bytes.fromhex(number)), data[1:]


def checkpoint(note, log, witnesses):
    """Size and root that the log signed, and how many witnesses cosigned."""
    above, _, below = note.rpartition("\n\n")
    lines = [re.fullmatch("\u2014 ([^\\s+]+) (\\S+)", line) for line in below[:-1].split("\n")]
    need(all(lines) and below[-1] == "\n" and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "checkpoint: no note")
    lines = [((line[1], b64(line[2])[:4]), b64(line[2])[4:]) for line in lines]
    need(len(lines) <= 100 and all(data for _, data in lines), "checkpoint: too many signatures, or an empty one")
    for name, public in (log, *witnesses):
        mine = [data for one, data in lines if one == name]
        need(len(mine) < 2 and (mine or name != log[0]), f"signed twice, or not at all, as {name[0]}")
        for data in mine:
            head = f"cosignature/v1\ntime {int.from_bytes(data[:8], 'big')}\n" if name != log[0] else ""
            need(len(data) == (72 if head else 64), f"the signature of {name[0]} has another length")
            Ed25519PublicKey.from_public_bytes(public).verify(data[-64:], f"{head}{above}\n".encode())
    origin, size, root = above.split("\n")
    need(origin == log[0][0] and re.fullmatch("0|[1-9][0-9]{0,18}", size), "checkpoint: of another log, or no size")
    return int(size), b64(root), sum(any(one == name for one, _ in lines) for name, _ in witnesses)


class Walk:
    """From the membership down to bytes of evidence."""

    def __init__(self, given):
        self.given, self.told, self.held, self.shown = given, [], {}, {}
        self.bundle = self.trying("bundle", Bundle, given.bundle)
        self.members = self.bundle and self.trying("membership", Membership, self.bundle)
        self.logged = self.members and self.trying("ledger", self.ledger, self.members.roots[1])
        if self.logged:
            self.entries()
            versions = {key[2]: one for key, one in self.held.items() if key[0] == "statement"}
            for what in ("claims", "stances", "manifests"):
                self.trying(what, self.disclosed, what)
            self.trying("policy", lambda: self.policy(*versions[max(versions)]))
            self.trying("evidence", lambda: self.evidence(versions[max(versions)][0]))

    def say(self, holds, what, why, needed=False):
        self.told.append(("proven" if holds else "absent", what, why, needed))

    def trying(self, what, do, *args):
        try:
            return do(*args)
        except FALSE as error:
            self.told.append(("refuted", what, f"{error!r:.200}", False))

    def ledger(self, print_):
        """Entries since version 1 of the statement: all of them, or the root would be another."""
        bundle, given, expires = self.bundle, self.given, self.members.expires
        wanted = "".join(given.root.lower().split()) if given.root else print_
        need(len(wanted) >= 32 and print_.startswith(wanted), f"another first root: {print_}")
        self.say(given.root, "first root", f"{print_[:32]}: compare it by voice")
        self.say(given.at < expires, "expiry", f"the membership counts until {expires}", needed=True)
        keys = shape(bundle.data("ledger/keys.json"), "format log witnesses")
        log, witnesses = log_key(keys["log"], 1), [log_key(one, 4) for one in keys["witnesses"]]
        twice = len({log[1], *(one[1] for one in witnesses)}) != 1 + len(witnesses)
        need(given.log in (None, keys["log"]) and not twice, "another log, or a key that counts as two")
        size, root, count = checkpoint(bundle.data("ledger/checkpoint").decode(), log, witnesses)
        need_more = count < given.require_witnesses
        self.say(count and not need_more, "witnesses", f"{count} have cosigned", need_more)
        before = shape(bundle.data("ledger/before.json"), "format first hashes")
        formats = (keys["format"], before["format"])
        need(formats == ("indicia-log-keys/1", "indicia-before/1"), "ledger: another format")
        logged, tree = [], Tree((), before["first"], before["hashes"])
        for line in bundle.lines("ledger/entries.jsonl"):
            one = shape(line, "kind alliance statement party sequence digest logged")
            one["time"] = when(one["logged"])
            first = logged or [one]
            need((first[0]["kind"], first[0]["sequence"]) == ("statement", 1), "the first entry is not version 1")
            need(one["alliance"] == bundle.alliance and first[-1]["time"] <= one["time"], "dated back, or of others")
            logged.append(one)
            tree.add(line)
        need(
            logged and (tree.size, tree.root()) == (size, root), "not the entries of the checkpoint: left out, changed"
        )
        need(bundle.made == logged[-1]["time"], "made: not when the newest entry was logged")
        self.say(True, "ledger", f"{len(logged)} entries up to {size} give the root that {keys['log']} signed")
        return logged

    def entries(self):
        entries, replies, newest, roots = {}, {}, self.members.version, self.members.roots
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
        form = re.compile(r"(statement|position|repl)\w+/(?:(.+)\.)?(\d+)\.dsse.json")
        found = (form.fullmatch(path) for path in self.bundle.files)
        paths = {(one[1].replace("repl", "reply"), one[2] or "", int(one[3])): one[0] for one in found if one}
        for key in sorted({*entries, *paths}, key=lambda key: (key[0] != "statement", key)):
            entry = replies.get if key[0] == "reply" else entries.get(key)
            self.trying("{} {} {}".format(*key), self.said, key, paths.get(key), entry)

    def said(self, key, path, entry):
        kind, party, number = key
        need(path, "was logged and is not here: taken out")
        said, digest = self.members.payload(self.bundle.data(path), entry, kind)
        before, first = self.held.get((kind, party, number - 1), ({"claims": ()}, None)), self.logged[0]
        if kind == "statement":
            subject, said = said["subject"], shape(said["predicate"], STATEMENT)
            same = {said["author"], entry["party"], before[0].get("author", said["author"])}
            need(said["version"] == number and len(same) == 1, "another version or author than it was logged for")
            marks = [one["commitment"] for one in said["claims"]]
            root = Tree(marks).root().hex()
            need(len(set(marks)) == len(marks) and root == said["root"], "not the root of its claims")
            lost = {one["id"] for one in before[0]["claims"]} - {one["id"] for one in said["claims"]}
            need(not lost, f"claims were taken out: {lost}")
            said["manifests"] = [{"id": one["name"], "commitment": one["digest"]["sha256"]} for one in subject]
        elif kind == "position":
            about, hashed = self.held.get(("statement", "", said["version"]), ({"claims": []}, ""))
            mine = [said[name] for name in ("party", "sequence", "digest")]
            need(mine == [party, number, hashed], "about something else: replayed")
            order = {one["id"]: at for at, one in enumerate(about["claims"])}
            places = [order.get(one["claim"], -1) for one in said["stances"]]
            need(places == sorted(set(places)) and -1 not in places, "stances not to its claims, in their order")
            need(when(said["made"]) <= entry["time"] + timedelta(minutes=10), "made after it was logged")
        need(all(said[name] == first[name] for name in ("alliance", "statement")), "of something else: replayed")
        if kind != "reply":
            need(number == 1 or before[1], "the one before it is not here or does not hold")
            need(said["previous"] == (before[1] if number > 1 else None), "does not follow the one before it")
            self.held[key] = said, digest
        self.say(True, f"{kind} {party} {number}", "signed by its party, and logged")

    def disclosed(self, what):
        """Objects that were committed to, by the statement or position and the claim they stand in."""
        rows = ((key, one) for key, (said, _) in self.held.items() for one in said.get(what, ()))
        committed = {one["commitment"]: (key, one.get("id", one.get("claim"))) for key, one in rows}
        for line in self.bundle.lines(f"disclosures/{what}.jsonl"):
            value = shape(line, "object salt")
            salt, one = b64(value["salt"]), shape(value["object"], NAMES[what])
            place = committed.pop(sha(b"\2" + salt + jcs(one).encode()), None)
            need(place and len(salt) == 32, f"one of {what} was never committed to, swapped, or is there twice")
            need(what == "manifests" or place[1] == one.get("id", one.get("claim")), f"{place}: swapped")
            need(one.get("stance", "agree") in STANCES, f"{place}: no stance")
            self.shown[what, *place] = one
            self.say(True, f"{what} {place}", "is what was signed")
        for place in committed.values():
            self.say(False, f"{what} {place}", "signed, not disclosed here")

    def policy(self, said, digest):
        rule, at, last, sides = said["policy"], self.given.at, {}, {}
        for (kind, party, number), (one, _) in sorted(self.held.items(), key=lambda held: held[0]):
            if kind == "position" and when(one["made"]) <= at:
                last[party] = (number, one)
        for party, (number, one) in last.items():
            if one["digest"] == digest and (one["expires"] is None or at < when(one["expires"])):
                there, key = {stance["claim"] for stance in one["stances"]}, ("position", party, number)
                shown = {claim: self.shown.get(("stances", key, claim), {"stance": "?"})["stance"] for claim in there}
                sides[party] = {shown.get(claim) for claim in rule["claims"]}
        counts = set(rule["counts"]) | ({"?"} if set(rule["counts"]) == STANCES else set())
        agree = sum(sides.get(one, {None}) <= counts for one in rule["of"])
        could = sum(sides.get(one, {None}) <= counts | {"?"} for one in rule["of"])
        against = {party for party, side in sides.items() if "dissent" in side}
        hiding = {party for party, side in sides.items() if "?" in side} - against
        veto, most = set(rule["veto"]), len(sides) if rule["dissent"] is None else rule["dissent"]
        outcomes = [
            (rule["until"] is not None and at > when(rule["until"] or "9999-01-01T00:00:00Z"), "its time is over"),
            (veto & against, "stopped by veto"),
            (len(against) > most and not veto & hiding, "stopped by dissent"),
            (veto & hiding or len(against | hiding) > most or agree < rule["agree"] <= could, ""),
            (agree >= rule["agree"], "issued"),
            (True, "not yet issued"),
        ]
        outcome = next(word for holds, word in outcomes if holds)
        self.say(outcome, "policy", f"{outcome or 'cannot be told'}: {agree} of {rule['agree']} agree", not outcome)

    def evidence(self, said):
        files = {path[9:]: self.bundle.data(path) for path in self.bundle.files if path.startswith("evidence/")}
        for path in Path(self.given.evidence).rglob("*") if self.given.evidence else ():
            if path.is_file() and not path.is_symlink():
                files[sha(path.read_bytes())] = path.read_bytes()
        key = ("statement", "", said["version"])
        claims = {one["id"]: self.shown.get(("claims", key, one["id"])) for one in said["claims"]}
        for id, one in ((id, one) for id, held in claims.items() if held for one in held["support"]):
            claim = claims[id]
            need(one["kind"] != "claim" or one["id"] in claims, f"{id} rests on a claim that is not there")
            below = (claims[one["id"]] or claim)["effective"] if one["kind"] == "claim" else one["marking"]
            least = max(MARKINGS.index(below), MARKINGS.index(claim["marking"]))
            need(least <= MARKINGS.index(claim["effective"]), f"{id}: marked weaker than what it rests on")
            for part in one.get("exhibits", ()):
                place = f"bytes {part['start']} to {part['end']} of {part['name']} ({part['file'][:12]})"
                here = part["file"] in files and part["sha256"] is not None
                data = files[part["file"]][part["start"] : part["end"]] if here else b""
                need(not here or sha(data) == part["sha256"], f"{id}: other {place} than it names")
                self.say(here, id, place)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bundle")
    for name in ("--evidence", "--at", "--root", "--log"):
        options.add_argument(name)
    options.add_argument("--require-witnesses", type=int, default=0)
    given = options.parse_args()
    given.at = when(given.at) if given.at else datetime.now(UTC)
    told = Walk(given).told
    for state, what, why, _ in told:
        print(f"{state:8} {what}: {why}".encode("ascii", "backslashreplace").decode())
    refuted = any(state == "refuted" for state, *_ in told)
    unclear = any(needed and state == "absent" for state, _, _, needed in told)
    print("REFUTED" if refuted else "CANNOT BE TOLD" if unclear else "PROVEN, as far as it is at hand")
    print(
        "Not proven by this: that evidence is true, that parties collected apart, what was left out before version 1."
    )
    return 1 if refuted else 3 if unclear else 0


if __name__ == "__main__":
    sys.exit(main())
