"""Keys in hardware: what is missing is said; with a token (SoftHSM, where there is one) both keys sign."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from securesystemslib.signer import HSMSigner, SSlibKey

from indicia.errors import StatementError
from indicia.statement.envelope import PayloadType, seal, sealed
from indicia.statement.keys import hardware
from indicia.statement.keys.announcement import Purpose
from indicia.statement.keys.hardware import address_of, check_hardware, hardware_key, hardware_signer
from indicia.statement.keys.pair import make_pair
from indicia.statement.keys.secret_file import lock, secret_file

PIN = "123456"
PHRASE = "five random words it is"
MADE = datetime(2021, 7, 19, tzinfo=UTC)
DRIVERS = (
    os.environ.get("PYKCS11LIB", ""),
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)


@pytest.fixture
def token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A SoftHSM token with a P-256 key of id 2; skips, saying so, where there is no SoftHSM."""
    driver = next((one for one in DRIVERS if "softhsm" in one and Path(one).is_file()), None)
    tool = shutil.which("softhsm2-util")
    if driver is None or tool is None or find_spec("pkcs11") is None:
        pytest.skip("no SoftHSM, or no python-pkcs11, on this machine: keys in hardware are not tried")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "conf"))
    monkeypatch.setenv("PYKCS11LIB", driver)
    making = """
import sys, pkcs11, pkcs11.util.ec
token = pkcs11.lib(sys.argv[1]).get_token(token_label="indicia")
with token.open(user_pin=sys.argv[2], rw=True) as session:
    curve = session.create_domain_parameters(
        pkcs11.KeyType.EC,
        {pkcs11.Attribute.EC_PARAMS: pkcs11.util.ec.encode_named_curve_parameters("secp256r1")},
        local=True,
    )
    curve.generate_keypair(id=bytes([2]), store=True)
"""
    start = [tool, "--init-token", "--free", "--label", "indicia", "--pin", PIN, "--so-pin", PIN, "--module", driver]
    subprocess.run(start, check=True, capture_output=True)
    # In a process of its own: a driver reads its settings once in each.
    subprocess.run([sys.executable, "-c", making, driver, PIN], check=True)
    return driver


def test_a_token_signs_beside_the_key_in_the_file(token: str) -> None:
    """The ECDSA key never leaves the token; the file brings its address and the ML-DSA key; both signatures count."""
    asked: list[str] = []

    def pin() -> str:
        asked.append("asked")
        return PIN

    keys = make_pair(hardware_key(2, "indicia", pin))
    assert keys.public.schemes == "ecdsa-sha2-nistp256 + ml-dsa-65/1"
    data = lock(keys, PHRASE, alliance="a", holder="US", purpose=Purpose.PARTY, made=MADE, cost=2**14)
    again = secret_file(data, "f").unlock(PHRASE, pin)
    sealed(seal(b"{}", PayloadType.POSITION, again), PayloadType.POSITION, "p").verify(keys.public)
    seal(b"[]", PayloadType.POSITION, again)
    assert len(asked) <= 2


def test_a_wrong_pin_is_said_to_be_one(token: str) -> None:
    """What the driver raises becomes an error that says what to look at."""
    public = make_pair(hardware_key(2, "indicia", lambda: PIN)).public
    signer = hardware_signer("hsm:2?label=indicia", public.first, lambda: "654321")
    with pytest.raises(StatementError, match="did not sign") as caught:
        make_pair(signer).sign(b"x")
    assert "PIN" in caught.value.hint


def test_without_the_package_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to guess what to install."""
    monkeypatch.setattr(hardware, "find_spec", lambda name: None)
    with pytest.raises(StatementError, match="python-pkcs11") as caught:
        check_hardware()
    assert "indicia[hardware]" in caught.value.hint


def test_without_a_driver_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named, with an example."""
    monkeypatch.setattr(hardware, "find_spec", lambda name: object())
    monkeypatch.delenv("PYKCS11LIB", raising=False)
    with pytest.raises(StatementError, match="PYKCS11LIB"):
        check_hardware()


@pytest.mark.parametrize(("label", "address"), [(None, "hsm:2"), ("My card #1", "hsm:2?label=My+card+%231")])
def test_an_address_goes_there_and_back(label: str | None, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address in a key file names the same key of the same token."""
    if find_spec("pkcs11") is None:
        pytest.skip("python-pkcs11 is not installed: addresses are not tried")
    monkeypatch.setenv("PYKCS11LIB", "/nowhere")
    key = SSlibKey("00", "ecdsa", "ecdsa-sha2-nistp256", {"public": "x"})
    assert address_of(HSMSigner(2, key, str, label)) == address
    assert address_of(hardware_signer(address, key, str)) == address
