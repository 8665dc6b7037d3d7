#!/usr/bin/env python3
"""Verify a bundle of a statement with nothing but Python and `cryptography`; shares no line with Indicia.

BUNDLE: a folder or a .tar, as docs/statement-formats.md says.  Exit code 0: all that is at hand is proven; 1: something
is false; 2: it holds together, by its own word only (--root and --log say whose it is); 3: something needed is missing.
"""

import argparse
import base64
import hashlib
import json
import re
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa

INDEX, NEVER, SKEW = "indicia-bundle.json", "9999-12-31T23:59:59Z", timedelta(minutes=10)
MARKINGS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"]
STANCES = ["agree", "agree in part", "acknowledge", "abstain", "dissent"]
TYPES = {"statement": "vnd.in-toto"} | {kind: f"vnd.indicia.{kind}" for kind in ("position", "reply", "revocation")}
HASHES = {"ecdsa-sha2-nistp256": hashes.SHA256, "ecdsa-sha2-nistp384": hashes.SHA384}
SPKI = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
RULE = r'\{"agree":[1-9]\d*,"claims":L,"counts":L,"dissent":(\d+|null),"of":L,"until":("[^"]+"|null),"veto":(L|\[\])\}'
PLACE = re.compile(
    r"membership/(?:root\.[1-9][0-9]{0,5}|targets)\.json|ledger/(?:checkpoint|entries\.jsonl|(?:before|keys)\.json)|"
    r"(?:(statement|replie)s/|(position)s/([A-Za-z0-9][A-Za-z0-9_-]{0,39})\.)([1-9][0-9]{0,8})\.dsse\.json|"
    r"disclosures/(?:claims|stances|manifests)\.jsonl|evidence/[0-9a-f]{64}|(others)/[0-9a-f]{64}\.dsse\.json"
)
NAMES = {
    "statement": "_type subject predicateType predicate",
    "predicate": "alliance statement version previous made title author marking claims root policy notes",
    "position": "format alliance statement version digest party sequence previous made expires role stances measures "
    "ceiling",
    "reply": "format alliance statement speaker text day source recorded_by marking",
    "revocation": "format alliance statement party digest made why",
    "entry": "kind alliance statement party sequence digest logged",
    "claims": "id kind sentence likelihood confidence marking effective support rivals withdrawn",
    "stances": "claim stance wording likelihood confidence reasons marking",
    "manifests": "format case ruleset files marking",
}
Nobody = type("Nobody", (ValueError,), {})  # it was logged, and is nobody's word: it proves and refutes nothing


def need(holds: object, why: str, error: type[Exception] = ValueError) -> None:
    if not holds:
        raise error(why)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def jcs(value: Any, olpc: bool = False) -> str:  # RFC 8785; or OLPC's form, which TUF signs and which escapes less
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    more = r'\\(?!["\\])(u....|.)|\\.' if olpc else "(?!)(.)"
    return re.sub(more, lambda at: json.loads(f'"{at[0]}"') if at[1] else at[0], text)


def shape(value: Any, names: str) -> Any:  # an object of exactly these members; bytes are in the only form
    if isinstance(value, bytes):
        value, data = json.loads(value, parse_int=lambda one: min(int(one), 2**53 - 1), parse_constant=int), value
        need(jcs(value).encode() == data, "not in the form of RFC 8785")
    wanted = NAMES.get(names, names).split()
    need(isinstance(value, dict) and {*value} == {*wanted}, f"other members than {wanted}")
    return value


def b64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    need(base64.b64encode(data).decode() == text, "base64 in another than its only form")
    return data


def when(text: str) -> datetime:
    need(re.fullmatch(r"\d{4}(-\d\d){2}T\d\d:\d\d:\d\dZ", text, re.ASCII), f"no time: {text}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)


class Bundle:  # a folder, or ustar in its only form; all of it in memory, and exactly what its index lists
    def __init__(self, root: Path) -> None:
        self.raw, whole = {}, bytearray()
        if root.is_dir():
            there = [path for path in root.rglob("*") if path.is_symlink() or not path.is_dir()]
            need(all(path.is_file() and not path.is_symlink() for path in there), "a link, or no file, is in it")
            self.raw = {path.relative_to(root).as_posix(): path.read_bytes() for path in there}
        else:
            data = root.read_bytes()
            while data[(at := len(whole)) : at + 1] != b"\0":
                info = tarfile.TarInfo(data[at : at + 100].rstrip(b"\0").decode())
                info.size = int(data[at + 124 : at + 135], 8)
                need(info.name not in self.raw, "a file is there twice")
                self.raw[info.name] = data[at + 512 : at + 512 + info.size]
                whole += info.tobuf(tarfile.USTAR_FORMAT) + self.raw[info.name] + bytes(-info.size % 512)
            need([INDEX, *sorted({*self.raw} - {INDEX})] == [*self.raw] and data == whole + bytes(1024), "another form")
        index = shape(self.raw.pop(INDEX), "format alliance made files")
        self.alliance, self.made = index["alliance"], when(index["made"])
        found = [{"path": one, "sha256": sha(data), "size": len(data)} for one, data in sorted(self.raw.items())]
        need(jcs(index["files"]) == jcs(found) and len(found) <= 200_000, "other files than listed, or too many")
        own = all(path[:7] not in ("evidenc", "others/") or sha(data) in path for path, data in self.raw.items())
        own = own and len({path.lower() for path in self.raw}) == len(found) and index["format"] == "indicia-bundle/1"
        need(own and all(map(PLACE.fullmatch, self.raw)), "a path of no bundle, or twice, or of another file")

    def lines(self, path: str) -> list[bytes]:
        *whole, rest = self.raw.get(path, b"").split(b"\n")
        need(not rest, f"{path}: its last line is not ended")
        return whole


class Membership:  # every root by the officers before and its own, the targets by those of the newest root
    def __init__(self, bundle: Bundle) -> None:
        self.roots, self.keys, before, ends = json.loads("[{}, {}, [], []]")
        last = sum(path.startswith("membership/root.") for path in bundle.raw)
        for name in (*(f"root.{number}" for number in range(1, last + 1)), "targets"):
            top = shape(bundle.raw[f"membership/{name}.json"], "signatures signed")
            said, data = top["signed"], jcs(top["signed"], olpc=True).encode()
            given = {one["keyid"]: bytes.fromhex(one["sig"]) for one in top["signatures"] if shape(one, "keyid sig")}
            form = [one["sig"] for one in top["signatures"]] == [one.hex() for one in given.values()]
            form = form and (said["_type"], said["alliance"]) == (name.split(".")[0], bundle.alliance)
            need(form, f"{name}: of another kind, or a signature twice or in another form")
            if name != "targets":
                officers = {one["name"]: self._pair(one["keyids"], said["keys"]) for one in said["officers"]}
                threshold, odd = divmod(said["roles"]["root"]["threshold"], 2)
                fits = not odd and 0 < threshold <= len(officers) == len(said["officers"])
                need(fits and name == f"root.{said['version']}", f"{name}: no threshold, or another version")
                before.append((officers, threshold))
                self.roots[said["version"]] = sha(data)
            known = {key for one, _ in before for pair in one.values() for key in pair}
            need(given.keys() <= known, f"{name}: signed by a key of no officer")
            for some, threshold in before:
                both = [sum(keyid in given for keyid in pair) for pair in some.values()]
                need(1 not in both and both.count(2) >= threshold, f"{name}: half a pair, or too few officers signed")
            self._verify(given, data)
            before, ends = before[-1:], [*ends[-1:], when(said["expires"])]
        self.version, self.digest, self.expires = said["version"], sha(data), min(ends)
        keys, held = said["delegations"]["keys"], said["delegations"]["tenures"]
        self.tenures = {frozenset(self._pair(one["keyids"], keys)): one for one in held}
        shared = {keyid for one in (*self.tenures, *officers.values()) for keyid in one}
        names = {one["party"] for one in held}
        fits = len(shared) == 2 * (len(held) + len(officers)) and len({*map(str.lower, names)}) == len(names)
        need(fits, "membership: a key of two, or two parties of one name")

    def _pair(self, keyids: list[str], keys: Any) -> list[str]:
        for one, is_second in zip(keyids, (False, True), strict=True):
            scheme, public = keys[one]["scheme"], keys[one]["keyval"]["public"]
            raw = scheme == "ed25519" and ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
            key: Any = raw or serialization.load_pem_public_key(public.encode("ascii"))
            own = key.public_bytes_raw().hex() if raw else key.public_bytes(*SPKI).decode()
            curve = scheme in HASHES and isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name
            second = scheme == "ml-dsa-65/1" and isinstance(key, mldsa.MLDSA65PublicKey) and "ml-dsa"
            kind = (raw and "ed25519") or second or (curve == f"secp{scheme[-3:]}r1" and "ecdsa")
            same = own == public and one == sha(jcs(shape(keys[one], "keytype scheme keyval"), olpc=True).encode())
            need(same and kind == keys[one]["keytype"] and bool(second) == is_second, "a key of another kind or form")
            self.keys[one] = key, scheme
        return keyids

    def _verify(self, signatures: dict[str, bytes], data: bytes) -> None:
        for keyid, signature in signatures.items():
            key, scheme = self.keys[keyid]
            signed = b"tuf\1" + hashlib.sha512(data).digest() if scheme == "ml-dsa-65/1" else data
            key.verify(signature, signed, *([ec.ECDSA(HASHES[scheme]())] if scheme in HASHES else []))

    def payload(self, data: bytes, entry: Any, author: str) -> bytes:
        top, wanted = shape(data, "payload payloadType signatures"), f"application/{TYPES[entry['kind']]}+json"
        signatures = {one["keyid"]: b64(one["sig"]) for one in top["signatures"] if shape(one, "keyid sig")}
        payload = b64(top["payload"])
        need(top["payloadType"] == wanted and len(top["signatures"]) == 2, "another kind, or not two signatures")
        tenure = self.tenures.get(frozenset(signatures), {"party": None})
        need(tenure["party"] == entry["party"] == author, f"by other keys than those of {author}")
        self._verify(signatures, b"DSSEv1 %d %s %d %s" % (len(wanted), wanted.encode(), len(payload), payload))
        need(when(tenure["since"]) <= entry["time"] < when(tenure["until"] or NEVER), "removed keys, or too early")
        return payload


def tree_root(leaves: Any, size: int, before: Any) -> bytes:
    tops = [bytes.fromhex(one) for one in before]
    need([one.hex() for one in tops] == before and len(tops) == size.bit_count(), "not the complete subtrees")
    for number, leaf in enumerate(leaves, size + 1):
        new = hashlib.sha256(b"\0" + leaf).digest()
        for _ in range((number & -number).bit_length() - 1):
            new = hashlib.sha256(b"\1" + tops.pop() + new).digest()
        tops.append(new)
    while len(tops) > 1:
        tops[-2:] = [hashlib.sha256(b"\1" + tops[-2] + tops[-1]).digest()]
    return tops[0] if tops else hashlib.sha256(b"").digest()


def checkpoint(note: str, log: str, witnesses: list[str]) -> tuple[int, bytes, int]:
    above, _, below = note.rpartition("\n\n")
    form = re.fullmatch("(?:\u2014 [^\\s+]{1,200} \\S+\n){1,100}", below) and not re.search(
        r"[\x00-\x09\x0b-\x1f]", note
    )
    lines = [(line[1], b64(line[2])) for line in map(str.split, below[:-1].split("\n")) if form]
    need(form and all(len(data) > 4 and name.isprintable() for name, data in lines), "checkpoint: no note")
    publics, count, (origin, size, root) = json.loads("[]"), 0, above.split("\n")
    for key in (log, *witnesses):
        name, number, encoded = key.split("+", 2)
        data, kind = b64(encoded), 4 if publics else 1
        own = (len(data), data[0], sha(name.encode() + b"\n" + data)[:8]) == (33, kind, number)
        need(own and name.isprintable() and not re.search(r"\s", name), f"no key of a log or witness: {key}")
        mine = [one[4:] for signer, one in lines if (signer, one[:4].hex()) == (name, number)]
        need(len(mine) < 2 and (mine or kind == 4), f"signed twice, or not at all, as {name}")
        for one in mine:
            need(len(one) == (72 if kind == 4 else 64), f"the signature of {name} has another length")
            text = (f"cosignature/v1\ntime {int.from_bytes(one[:8], 'big')}\n" if kind == 4 else "") + above + "\n"
            ed25519.Ed25519PublicKey.from_public_bytes(data[1:]).verify(one[-64:], text.encode())
        publics, count = [*publics, data[1:]], count + (kind == 4 and bool(mine))
    need(origin == log.partition("+")[0] and re.fullmatch("0|[1-9][0-9]{0,18}", size), "of another log, or no size")
    need(len({*publics}) == len(publics) <= 101, "checkpoint: one key counts as two")
    return int(size), b64(root), count


class Walk:  # from the membership down to bytes of evidence
    def __init__(self, given: Any) -> None:
        self.given, (self.told, self.held, self.shown, self.revoked) = given, json.loads("[[], {}, {}, []]")
        self.bundle = self.trying("bundle", Bundle, given.bundle)
        self.members = self.bundle and self.trying("membership", Membership, self.bundle)
        if self.members and (logged := self.trying("ledger", self.ledger)):
            self.trying("entries", self.entries, logged)
            versions = {key[2]: one for key, one in self.held.items() if key[0] == "statement"}
            for what in ("claims", "stances", "manifests"):
                self.trying(what, self.disclosed, what)
            self.trying("policy", lambda: self.policy(*versions[max(versions)]))
            self.trying("evidence", lambda: self.evidence(versions[max(versions)][0]))
        self.code = next((code for code in (1, 3, 2) if code in {code for *_, code in self.told}), 0)

    def say(self, holds: object, what: str, why: str, code: int = 0) -> None:
        self.told.append(("proven" if holds else "absent", what, why, 0 if holds else code))

    def trying(self, what: str, do: Any, *args: Any) -> Any:
        try:
            return do(*args)
        except Exception as error:  # whatever bytes of strangers lead to, it proves nothing
            state, code = ("disregarded", 0) if isinstance(error, Nobody) else ("refuted", 1)
            self.told.append((state, what, f"{error!r:.200}", code))

    def ledger(self) -> Any:
        bundle, given, expires, print_ = self.bundle, self.given, self.members.expires, self.members.roots[1]
        need(print_.startswith("".join((given.root or print_).lower().split()).ljust(32, "?")), "another first root")
        self.say(given.root, "first root", f"{print_[:32]}: compare it by voice", 2)
        self.say(given.at < expires, "expiry", f"the membership counts until {expires}", 3)
        keys = shape(bundle.raw["ledger/keys.json"], "format log witnesses")
        before = shape(bundle.raw["ledger/before.json"], "format first hashes")
        form = (keys["format"], before["format"]) == ("indicia-log-keys/1", "indicia-before/1")
        form = form and isinstance(keys["witnesses"], list) and given.log in (None, keys["log"])
        need(form, f"ledger: of another format, or another log: {keys['log']}")
        self.say(given.log, "log", f"{keys['log']}: compare it", 2)
        size, root, count = checkpoint(bundle.raw["ledger/checkpoint"].decode(), keys["log"], keys["witnesses"])
        self.say(count >= max(given.require_witnesses, 1), "witnesses", f"{count} sign", given.require_witnesses and 3)
        first = min((path for path in bundle.raw if path[:11] == "statements/"), key=lambda path: (len(path), path))
        self.begun = shape(b64(json.loads(bundle.raw[first])["payload"]), "statement")["predicate"]
        lines = bundle.lines("ledger/entries.jsonl")
        logged = [one | {"time": when(one["logged"])} for one in (shape(line, "entry") for line in lines)]
        fits = all(one["alliance"] == bundle.alliance for one in logged) and bundle.made == logged[-1]["time"]
        need(fits and logged == sorted(logged, key=lambda one: one["time"]), "entries of others, dated back, or newer")
        need(before["first"] == 0 or when(self.begun["made"]) - logged[0]["time"] > 2 * SKEW, "begins too late")
        found = (before["first"] + len(logged), tree_root(lines, before["first"], before["hashes"]))
        need(found == (size, root), "not the entries of the checkpoint: left out or changed")
        return logged

    def entries(self, logged: Any) -> None:
        (logs, files), newest, roots = json.loads("[{}, {}]"), self.members.version, self.members.roots
        for one in logged:
            kind, number, party = one["kind"], one["sequence"], one["party"]
            if kind == "membership" and one["digest"] not in (self.members.digest, roots.get(number)):
                old = (number or 0) > max(newest, len(roots)) or (number == newest and number in roots)
                self.trying(kind, need, not old, f"an old or another one: version {number} was logged")
            elif kind in TYPES and one["statement"] == self.begun["statement"]:
                keys = {"statement": (kind, "", number), "position": (kind, party, number)}
                logs.setdefault(keys.get(kind, (kind, one["digest"], 0)), []).append(one)
        digests = {(place, one["digest"]) for key in logs for one in logs[key] for place in (key, "others")}
        for path, data in self.bundle.raw.items():
            kind, position, party, number, other = PLACE.findall(path)[0]
            key = ("reply", sha(data), 0) if kind == "replie" else (kind or position, party or "", int(number or 0))
            if number or other:
                files[other or key, sha(data)] = data
                self.trying(path, need, (other or key, sha(data)) in digests, "is not what was logged, or never was")
        for key, one in ((at, one) for kind in TYPES for at in sorted(logs) if at[0] == kind for one in logs[at]):
            data = files.get((key, one["digest"]), files.get(("others" if key[0] != "reply" else "", one["digest"])))
            self.trying("{} {} {}".format(*key), self.said, key, one, data)

    def said(self, key: Any, entry: Any, data: Any) -> None:
        kind, party, number = key
        if kind == "reply" and data is None:
            return self.say(False, "a reply", f"of {entry['party']}: logged, not here")
        need(data is not None, "was logged and is not here: taken out")
        first, before = (self.held.get((kind, party, at), ({"claims": ()}, None)) for at in (1, number - 1))
        try:
            payload = self.members.payload(data, entry, first[0].get("author", entry["party"]))
        except Exception as error:
            raise Nobody(error) from error
        if key in self.held:
            return need(self.held[key][1] == sha(payload), "two unlike ones, both signed")
        said = shape(payload, kind)
        subject, said = said.get("subject"), shape(said["predicate"], "predicate") if "predicate" in said else said
        signer = said[{"statement": "author", "reply": "recorded_by"}.get(kind, "party")]
        names = [said["alliance"], said["statement"], signer, said.get("sequence", said.get("version"))]
        logged = [entry[name] for name in ("alliance", "statement", "party", "sequence")]
        need(names == logged, "logged as of another statement, party or number", Nobody)
        need(when(said.get("made", entry["logged"])) - entry["time"] <= SKEW, "made after it was logged")
        if kind == "statement":
            said["order"], rule = {one["id"]: at for at, one in enumerate(said["claims"])}, said["policy"]
            said["manifests"] = [{"id": one["name"], "commitment": one["digest"]["sha256"]} for one in subject]
            found = tree_root((bytes.fromhex(one["commitment"]) for one in said["claims"]), 0, []).hex()
            kept = {one["id"] for one in before[0]["claims"]} <= said["order"].keys() and found == said["root"]
            need(kept, "not the root of its claims, or a claim taken out")
            fits = rule["agree"] <= len(rule["of"]) == len({*rule["of"]}) and {*rule["counts"]} <= {*STANCES}
            fits = fits and re.fullmatch(RULE.replace("L", r'\["[^][{}]*"\]'), jcs(rule))
            need(fits, "a policy of no form, or one that nobody, or nobody's word, could fulfil")
        elif kind == "position":
            about, hashed, _ = self.held.get(("statement", "", said["version"]), (None, "", ""))
            need(said["digest"] == hashed and when(about["made"]) - when(said["made"]) <= SKEW, "replayed, or early")
            places = [about["order"].get(one["claim"], -1) for one in said["stances"]]
            need(places == sorted({*places} - {-1}) and said["expires"] not in ("", 0, [], {}), "stances of no order")
        elif kind == "revocation":
            need(said["why"].strip(), "no reason")
            mine = any(one[1:] == (said["digest"], signer) for one in self.held.values())
            need(mine, "takes back what its party never signed", Nobody)
            self.revoked += [said["digest"]] if when(said["made"]) <= self.given.at else []
        for name in ("claims", "manifests", "stances"):
            pairs = [(one.get("id", one.get("claim")), one["commitment"]) for one in said.get(name, ())]
            need(all(len({*some}) == len(pairs) for some in zip(*pairs, strict=True)), f"one of {name} twice")
        need(said.get("previous") == before[1] and (number < 2) == (before[1] is None), "follows another one")
        self.held[key] = said, sha(payload), signer
        self.say(True, f"{kind} {party} {number}", "signed by its party, and logged")

    def disclosed(self, what: str) -> None:
        rows = ((key, one) for key, (said, *_) in self.held.items() for one in said.get(what, ()))
        committed: Any = {one["commitment"]: (key, one.get("id", one.get("claim"))) for key, one in rows}
        for line in self.bundle.lines(f"disclosures/{what}.jsonl"):
            value = shape(line, "object salt")
            salt, one = b64(value["salt"]), shape(value["object"], what)
            place = committed.pop(sha(b"\2" + salt + jcs(one).encode()), None)
            need(place and len(salt) == 32, f"one of {what} was never committed to, swapped, or is there twice")
            need(what == "manifests" or place[1] == one.get("id", one.get("claim")), f"{place}: swapped")
            needed = dict(zip(STANCES, ("claim", "wording", "claim", "claim", "reasons"), strict=True))
            need(one["marking"] in MARKINGS and one.get(needed[one.get("stance", "agree")], "x"), f"{place}: malformed")
            self.shown[what, *place] = one
            self.say(True, f"{what} {place}", "is what was signed")
        for place in committed.values():
            self.say(False, f"{what} {place}", "signed, not disclosed here")

    def policy(self, said: Any, digest: str, _: str) -> None:
        rule, at, sides = said["policy"], self.given.at, {}
        for key, (one, hashed, _) in sorted(self.held.items()):
            if key[0] == "position" and when(one["made"]) <= at:
                named = [stance["claim"] for stance in one["stances"]]
                shown = {claim: self.shown.get(("stances", key, claim), {"stance": "?"})["stance"] for claim in named}
                stands = one["digest"] == digest and at < when(one["expires"] or NEVER) and hashed not in self.revoked
                sides[key[1]] = {shown.get(claim) if stands else None for claim in rule["claims"]}
        counts = {*rule["counts"]} | ({"?"} if {*rule["counts"]} == {*STANCES} else set())
        agree, could = (sum(sides.get(one, {None}) <= more for one in rule["of"]) for more in (counts, counts | {"?"}))
        against = {party for party, side in sides.items() if "dissent" in side}
        hiding = {party for party, side in sides.items() if "?" in side} - against
        veto, most = set(rule["veto"]), len(sides) if rule["dissent"] is None else rule["dissent"]
        outcomes = [
            (digest in self.revoked, "taken back by its author"),
            (rule["until"] and at > when(rule["until"]), "its time is over"),
            (veto & against, "stopped by veto"),
            (len(against) > most and not veto & hiding, "stopped by dissent"),
            (veto & hiding or len(against | hiding) > most or agree < rule["agree"] <= could, ""),
        ]
        word = next((one for yes, one in outcomes if yes), "issued" if agree >= rule["agree"] else "not yet issued")
        self.say(word, "policy", f"{word or 'cannot be told'}: {agree} of {rule['agree']} agree", 3)

    def evidence(self, said: Any) -> None:
        files = {path[9:]: data for path, data in self.bundle.raw.items() if path.startswith("evidence/")}
        more = Path(self.given.evidence).rglob("*") if self.given.evidence else ()
        files |= {sha(path.read_bytes()): path.read_bytes() for path in more if path.is_file()}
        claims = {id: self.shown.get(("claims", ("statement", "", said["version"]), id)) for id in said["order"]}
        for id, claim, one in ((id, held, one) for id, held in claims.items() if held for one in held["support"]):
            below = (claims[one["id"]] or claim)["effective"] if one["kind"] == "claim" else one["marking"]
            *most, least = map(MARKINGS.index, (below, claim["marking"], claim["effective"]))
            need(max(most) <= least, f"{id}: marked weaker than what it rests on")
            for part in one.get("exhibits", ()):
                place = f"bytes {part['start']} to {part['end']} of {part['name']} ({part['file'][:12]})"
                here = part["file"] in files and part["sha256"] is not None
                data = files[part["file"]][part["start"] : part["end"]] if here else b""
                need(not here or sha(data) == part["sha256"], f"{id}: other {place} than it names")
                self.say(here, id, place)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bundle", type=Path)
    options.add_argument("--at", type=lambda at: when(at + "T00:00:00Z" * ("T" not in at)), default=datetime.now(UTC))
    options.add_argument("--require-witnesses", type=int, default=0)
    for option in ("--evidence", "--root", "--log"):
        options.add_argument(option)
    options.error = lambda message: options.exit(4, f"{message}\n")  # type: ignore[method-assign]
    given = options.parse_args()
    walk = Walk(given) if given.bundle.exists() else options.error(f"{given.bundle}: not here")
    for state, what, why, _ in walk.told:
        print(f"{state:11} {what}: {why}".encode("ascii", "backslashreplace").decode())
    print(("PROVEN, as far as it is at hand", "REFUTED", "BY ITS OWN WORD ONLY", "CANNOT BE TOLD")[walk.code])
    print("Not proven: that evidence is true, that parties collected apart, what was left out before version 1.")
    raise SystemExit(walk.code)
