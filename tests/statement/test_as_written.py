"""docs/statement-formats.md is enough: signatures verify by what it says, with `cryptography` and nothing of ours."""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from tests.statement.alliance import Scene

from indicia.statement.envelope import PayloadType, seal


def olpc(value) -> str:
    """Members sorted, no blanks, in texts only the quote and the backslash escaped."""
    match value:
        case dict():
            return "{" + ",".join(f"{olpc(name)}:{olpc(value[name])}" for name in sorted(value)) + "}"
        case list():
            return "[" + ",".join(map(olpc, value)) + "]"
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case _:
            return json.dumps(value)


def check(key, signature: bytes, signed: bytes) -> None:
    """Raises for a false signature."""
    public = key["keyval"]["public"]
    if key["scheme"] == "ed25519":
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, signed)
    else:
        assert key["scheme"] == "ml-dsa-65/1"
        load_pem_public_key(public.encode()).verify(signature, b"tuf\x01" + hashlib.sha512(signed).digest())


def test_an_envelope_verifies_as_written(scene: Scene) -> None:
    """PAE, keyids and both schemes."""
    keys = scene.keys["US"]
    envelope = json.loads(seal(b'{"a":1}', PayloadType.POSITION, keys))
    payload, kind = base64.b64decode(envelope["payload"]), envelope["payloadType"].encode()
    pae = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
    written = {hashlib.sha256(olpc(key).encode()).hexdigest(): key for key in keys.public.to_objects()}
    for one in envelope["signatures"]:
        check(written.pop(one["keyid"]), base64.b64decode(one["sig"]), pae)
    assert not written
    text = hashlib.sha256("".join(keys.public.keyids).encode()).hexdigest()[:32]
    assert keys.public.fingerprint.replace(" ", "") == text


def test_metadata_verifies_as_written(scene: Scene) -> None:
    """Two officers, four signatures, over the canonical JSON of `signed`; roles for parties, and the tenures."""
    roots, targets = scene.files()
    root = json.loads(roots[1])["signed"]
    for data in (roots[1], targets):
        value = json.loads(data)
        signed = olpc(value["signed"]).encode()
        assert len(value["signatures"]) == root["roles"]["root"]["threshold"] == 4
        for one in value["signatures"]:
            check(root["keys"][one["keyid"]], bytes.fromhex(one["sig"]), signed)
    delegations = json.loads(targets)["signed"]["delegations"]
    assert [one["party"] for one in delegations["tenures"]] == [one["name"] for one in delegations["roles"]]
    assert delegations["roles"][0]["paths"] == ["position/example-2021/US/*"]
