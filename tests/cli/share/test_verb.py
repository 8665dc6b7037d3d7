"""`indicia share` as a user runs it: a server in a process of its own with TLS, tokens, a push and two pulls."""

import contextlib
import datetime
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from indicia.cli.main import main

pytest.importorskip("starlette", reason="the extra `share` is not installed")
pytest.importorskip("uvicorn", reason="the extra `share` is not installed")
GREEN = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"
RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"


def _thing(number: int, marking: str) -> dict[str, object]:
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--00000000-0000-4000-8000-{number:012d}",
        "created": "2021-07-19T00:00:00.000Z",
        "modified": "2021-07-19T00:00:00.000Z",
        "object_marking_refs": [marking],
    }


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    day = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - datetime.timedelta(days=1))
        .not_valid_after(day + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


@contextlib.contextmanager
def _serving(store: Path, *more: str) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "indicia",
        "share",
        "serve",
        "--store",
        str(store),
        "--listen",
        f"localhost:{port}",
    ]
    with subprocess.Popen([*command, *more], env=os.environ.copy(), stderr=subprocess.PIPE) as child:
        try:
            for _ in range(200):
                try:
                    socket.create_connection(("localhost", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.05)
            yield port
        finally:
            child.terminate()


def _token(store: Path, capsys: pytest.CaptureFixture[str], name: str, ceiling: str, grant: str, folder: Path) -> Path:
    assert main(["share", "token", "add", "--store", str(store), name, "--ceiling", ceiling, "--grant", grant]) == 0
    path = folder / f"{name}.token"
    path.write_text(capsys.readouterr().out)
    return path


def test_from_nothing_to_partners(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Collection, tokens, TLS, push, pull up to a ceiling, pull again, a bundle, and the audit log."""
    store, audit = tmp_path / "share.db", tmp_path / "audit.jsonl"
    assert main(["share", "collection", "add", "--store", str(store), "alerts", "--title", "Alerts"]) == 0
    assert store.stat().st_mode & 0o077 == 0
    capsys.readouterr()
    own = _token(store, capsys, "own", "red", "alerts=rwd", tmp_path)
    partner = _token(store, capsys, "partner", "TLP:GREEN", "alerts=r", tmp_path)
    certificate, key = _certificate(tmp_path)
    bundle = tmp_path / "in.json"
    things = [_thing(number, RED if number % 2 else GREEN) for number in range(10)]
    bundle.write_bytes(orjson.dumps({"type": "bundle", "id": "bundle--x", "objects": things}))
    with _serving(store, "--tls-cert", str(certificate), "--tls-key", str(key), "--audit", str(audit)) as port:
        url = f"https://localhost:{port}/taxii2/"
        remote = [url, "--ca", str(certificate), "--collection", "alerts", "--tries", "2"]
        assert main(["share", "push", *remote, "--token-file", str(own), str(bundle)]) == 0
        assert "10 of 10 objects" in capsys.readouterr().out
        assert main(["share", "push", *remote, "--token-file", str(partner), str(bundle)]) == 4
        assert "may not do" in capsys.readouterr().err
        out = tmp_path / "out.jsonl"
        pull = ["share", "pull", *remote, "--token-file", str(partner), "--out", str(out), "--limit", "2"]
        assert main([*pull, "--bundle", str(tmp_path / "out.json")]) == 0
        assert orjson.loads(_json(capsys, pull))["objects"] == 0
        assert main(["share", "push", url, "--token-file", str(own), "--tries", "1", str(bundle)]) == 4
        assert "--ca" in capsys.readouterr().err
    found = orjson.loads((tmp_path / "out.json").read_bytes())["objects"]
    assert [one["id"] for one in found] == [one["id"] for one in things if one["object_marking_refs"] == [GREEN]]
    lines = [orjson.loads(line) for line in audit.read_bytes().splitlines()]
    assert {line["token"] for line in lines} == {"own", "partner"}
    assert not any(one.read_text().strip() in audit.read_text() for one in (own, partner))


def _json(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    return capsys.readouterr().out


def test_tokens_and_collections(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Listed without secrets; granted, revoked, removed; what makes no sense is refused."""
    store = str(tmp_path / "share.db")
    share = ["share"]
    assert main([*share, "token", "list", "--store", store]) == 4
    assert "no such store" in capsys.readouterr().err
    assert main([*share, "collection", "add", "--store", store, "one"]) == 0
    assert main([*share, "collection", "add", "--store", store, "one"]) == 4
    assert main([*share, "collection", "add", "--store", store, "two", "--root", "other"]) == 0
    assert main([*share, "collection", "add", "--store", store, "Bad Name"]) == 4
    capsys.readouterr()
    add = [*share, "token", "add", "--store", store]
    assert main([*add, "kim", "--ceiling", "amber+strict", "--grant", "one=rw", "--days", "0"]) == 0
    token = capsys.readouterr().out.strip()
    assert main([*add, "kim", "--ceiling", "red"]) == 4
    assert main([*add, "lee", "--ceiling", "purple"]) == 4
    assert main([*add, "lee", "--ceiling", "red", "--grant", "one=d"]) == 4
    assert main([*add, "lee", "--ceiling", "red", "--grant", "three=r"]) == 4
    assert main([*share, "token", "grant", "--store", store, "kim", "two=r"]) == 0
    assert main([*share, "token", "grant", "--store", store, "kim", "one="]) == 0
    capsys.readouterr()
    assert main([*share, "token", "list", "--store", store]) == 0
    listed = capsys.readouterr().out
    assert listed.split("\t")[2:] == ["TLP:AMBER+STRICT", "holds", "two=r\n"]
    assert token[-43:] not in listed
    assert main([*share, "token", "revoke", "--store", store, "kim"]) == 0
    assert main([*share, "token", "revoke", "--store", store, "kim"]) == 4
    assert main([*share, "collection", "remove", "--store", store, "two"]) == 4
    assert main([*share, "collection", "remove", "--store", store, "two", "--yes"]) == 0
    capsys.readouterr()
    assert main([*share, "collection", "list", "--store", store]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--listen", "0.0.0.0:0"], "no certificate"),
        (["--listen", "nowhere"], "no address"),
        (["--tls-cert", "x.pem"], "needs its key"),
        (["--tls-cert", "x.pem", "--tls-key", "y.pem"], "cannot be used for TLS"),
    ],
)
def test_a_server_that_would_not_be_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    """It does not start, and says why."""
    store = str(tmp_path / "share.db")
    assert main(["share", "collection", "add", "--store", store, "one"]) == 0
    assert main(["share", "serve", "--store", store, *more]) == 4
    assert words in capsys.readouterr().err


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """Nothing is said to be served, and one sentence says why not."""
    store = str(tmp_path / "share.db")
    assert main(["share", "collection", "add", "--store", store, "one"]) == 0
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        command = [sys.executable, "-m", "indicia.cli.main", "share", "serve", "--store", store, "--listen", listen]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4 and done.stdout == ""
    assert done.stderr == f"indicia: --listen: cannot listen on {listen}\n  Is the port taken?\n"


def test_the_documentation_names_every_action_and_option() -> None:
    """docs/taxii.md names each action and each option of it."""
    from indicia.cli.main import parser

    text = (Path(__file__).parents[3] / "docs" / "taxii.md").read_text("utf-8")
    verbs = next(action for action in parser()._actions if action.dest == "verb").choices
    assert verbs
    actions = next(action for action in verbs["share"]._actions if action.dest == "action").choices
    waiting = [(f"share {name}", one) for name, one in actions.items()]
    while waiting:
        name, one = waiting.pop()
        assert name in text
        for option in one._actions:
            if option.dest == "what":
                waiting += [(f"{name} {below}", found) for below, found in option.choices.items()]
            for flag in option.option_strings:
                if flag.startswith("--") and flag not in ("--help", "--verbose"):
                    assert f"`{flag}" in text, flag


def test_a_store_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No room, or damage, is no defect of ours; and no half of a store is left."""
    store = tmp_path / "share.db"
    script = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
        "from indicia.cli.main import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", script, "share", "collection", "add", "--store", str(store), "one"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4 and "cannot make a store here" in done.stderr and "defect" not in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert main(["share", "collection", "add", "--store", str(store), "one"]) == 0
    store.write_bytes(store.read_bytes()[:8192] + b"\xff" * 40_000)
    capsys.readouterr()
    assert main(["share", "collection", "list", "--store", str(store)]) == 4
    said = capsys.readouterr().err
    assert str(store) in said and "defect" not in said
