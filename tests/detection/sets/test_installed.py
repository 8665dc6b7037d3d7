"""Who may put which set in place of which."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from indicia.detection.sets.archive import SUFFIX, SetArchive
from indicia.detection.sets.installed import install, installed_sets, refusals, remove, usable
from indicia.detection.sets.keys import PublicKey, SecretKey, key_from_line, make_keys, read_public
from indicia.detection.sets.kinds import kind_of
from indicia.detection.sets.trusted import Trusted
from indicia.errors import SetError

from .conftest import DATE, FILES, Make

NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "packs"


@pytest.fixture
def stranger(tmp_path: Path) -> SecretKey:
    make_keys(tmp_path / "stranger", "A stranger")
    return SecretKey(tmp_path / "stranger")


def put(data: bytes, folder: Path, trusted: Trusted, **allowed: bool) -> str:
    found = install(SetArchive(data), folder, trusted, now=NOW, **allowed)
    assert not found.problem
    return found.manifest.version if found.manifest else ""


def test_a_trusted_set_is_installed_as_it_is(make: Make, folder: Path, trusted: Trusted) -> None:
    """The archive lies in the folder byte for byte, still encoded, and is listed with all that is known of it."""
    data = make()
    put(data, folder, trusted)
    (found,) = installed_sets(folder, trusted)
    assert found.path.read_bytes() == data
    assert (found.name, found.signer, found.problem) == ("example", "The publisher", "")
    assert found.counts == {"sigma": 1, "yara": 1, "indicators": 1, "other": 1}
    assert usable((found,)) == (folder / f"example{SUFFIX}",)
    assert [path.name for path in folder.iterdir()] == [f"example{SUFFIX}"]


def test_nobody_is_trusted_at_first(make: Make, folder: Path, tmp_path: Path) -> None:
    """Without a key of the user's own choice nothing is installed."""
    with pytest.raises(SetError, match="not trusted"):
        put(make(), folder, Trusted(tmp_path / "none"))
    assert not folder.exists()


def test_an_unknown_key_is_refused(make: Make, folder: Path, trusted: Trusted, stranger: SecretKey) -> None:
    """A good signature of a stranger is no better than none; --unsigned does not let it in either."""
    for allowed in ({}, {"unsigned": True, "older": True}):
        with pytest.raises(SetError, match="not trusted"):
            put(make(key=stranger), folder, trusted, **allowed)


def test_unsigned_only_on_demand_and_said(make: Make, folder: Path, trusted: Trusted) -> None:
    """An unsigned set needs the user's word, and is called unsigned ever after."""
    with pytest.raises(SetError, match="unsigned"):
        put(make(signed=False), folder, trusted)
    put(make(signed=False), folder, trusted, unsigned=True)
    (found,) = installed_sets(folder, trusted)
    assert (found.signer, found.problem) == ("unsigned", "")


@pytest.mark.parametrize("version", ["1.9", "1.9.9.9", "0.99"])
def test_no_way_back(make: Make, folder: Path, trusted: Trusted, version: str) -> None:
    """An older version is refused by number, not by text; with the user's word it is taken."""
    put(make("1.10"), folder, trusted)
    with pytest.raises(SetError, match=r"older than 1\.10"):
        put(make(version), folder, trusted)
    assert [item.manifest.version for item in installed_sets(folder, trusted) if item.manifest] == ["1.10"]
    assert put(make(version), folder, trusted, older=True) == version


def test_a_newer_number_on_older_content_is_older(make: Make, folder: Path, trusted: Trusted) -> None:
    """A date that goes back is a way back too."""
    put(make("1.0"), folder, trusted)
    with pytest.raises(SetError, match="older"):
        put(make("1.1", date=DATE - timedelta(days=1)), folder, trusted)


def test_one_version_has_one_content(make: Make, folder: Path, trusted: Trusted) -> None:
    """The same set again is no change; other content under the same version is refused, however it is written."""
    put(make("1.0"), folder, trusted)
    assert put(make("1.0"), folder, trusted) == "1.0"
    with pytest.raises(SetError, match="with other content"):
        put(make("1.0.0", files={**FILES, "more.csv": b"x"}), folder, trusted)


def test_an_expired_set_is_not_installed(make: Make, folder: Path, trusted: Trusted) -> None:
    """After its last day only with the user's word; one that is installed goes on."""
    with pytest.raises(SetError, match="expired on 2026-05-01"):
        put(make(expires=datetime(2026, 5, 1, tzinfo=UTC)), folder, trusted)
    put(make(expires=datetime(2026, 5, 1, tzinfo=UTC)), folder, trusted, older=True)
    assert [item.problem for item in installed_sets(folder, trusted)] == [""]


def test_another_signer_does_not_take_over(
    make: Make, folder: Path, trusted: Trusted, stranger: SecretKey, tmp_path: Path
) -> None:
    """A second trusted publisher cannot replace the first one's set, nor can an unsigned one."""
    put(make("1.0"), folder, trusted)
    trusted.add(read_public(str(tmp_path / "stranger.pub")))
    with pytest.raises(SetError, match="A stranger, not The publisher"):
        put(make("2.0", key=stranger), folder, trusted)
    with pytest.raises(SetError, match="unsigned, not The publisher"):
        put(make("2.0", signed=False), folder, trusted, unsigned=True)
    remove(folder, "example")
    assert put(make("2.0", key=stranger), folder, trusted) == "2.0"


def test_trust_taken_back_takes_the_set_out(make: Make, folder: Path, trusted: Trusted) -> None:
    """A set whose signer is trusted no more is not used, and the result can say so."""
    put(make(), folder, trusted)
    trusted.remove("The publisher")
    sets = installed_sets(folder, trusted)
    assert usable(sets) == ()
    (refusal,) = refusals(sets)
    assert "not trusted" in refusal.reason
    assert "example" in refusal.title


def test_a_damaged_or_renamed_set_is_left_out(make: Make, folder: Path, trusted: Trusted) -> None:
    """What was changed on disk is not used, and nothing takes its place unseen."""
    put(make(), folder, trusted)
    path = folder / f"example{SUFFIX}"
    (folder / f"other{SUFFIX}").write_bytes(path.read_bytes())
    (folder / f"link{SUFFIX}").symlink_to(path)
    path.write_bytes(path.read_bytes()[:-1])
    problems = {item.path.name.removesuffix(SUFFIX): item.problem for item in installed_sets(folder, trusted)}
    assert "truncated" in problems["example"]
    assert "another name" in problems["other"]
    assert "not a plain file" in problems["link"]
    with pytest.raises(SetError, match="in place of example"):
        put(make("3.0"), folder, trusted)


def test_a_set_that_fails_on_its_last_file_is_not_installed(
    make: Make, folder: Path, trusted: Trusted, secret: SecretKey
) -> None:
    """Everything is read before anything is put in place."""
    from .test_archive import entry, forged

    with pytest.raises(SetError, match="hash differs"):
        put(forged(secret, [entry("a", b"x"), entry("b", b"y")], b"xz"), folder, trusted)
    assert not folder.exists()


def test_removing_what_is_not_there(folder: Path) -> None:
    """A name that leads elsewhere removes nothing."""
    for name in ("example", "../example", ""):
        with pytest.raises(SetError, match="no set"):
            remove(folder, name)


def test_the_list_of_keys_is_the_user_s(public: PublicKey, tmp_path: Path) -> None:
    """Comments and order stay; a key is added once; removed, it is gone; a second key under a name is refused."""
    path = tmp_path / "config" / "trusted"
    trusted = Trusted(path)
    assert trusted.add(public)
    path.write_text(path.read_text() + "\n# mine\n")
    trusted = Trusted(path)
    assert not trusted.add(public)
    with pytest.raises(SetError, match="another key"):
        trusted.add(replace(public, raw=bytes(31) + b"\1"))
    assert Trusted(path).keys == (public,)
    assert Trusted(path).remove(public.fingerprint) == public
    assert Trusted(path).keys == ()
    assert "# mine" in path.read_text()
    with pytest.raises(SetError, match="no trusted key"):
        Trusted(path).remove("nobody")


@pytest.mark.parametrize(
    "line", ["", "ssh-ed25519 AAAA x", "indicia-key ed25519 !!! x", "indicia-key ed25519 AAAA x", "indicia-key rsa x x"]
)
def test_a_line_that_is_no_key_is_named(line: str, tmp_path: Path) -> None:
    """A list of keys with a bad line trusts nobody, and says which line it is."""
    with pytest.raises(SetError, match="here"):
        key_from_line(line, "here")
    if line:
        (tmp_path / "trusted").write_text(f"# first\n{line}\n")
        with pytest.raises(SetError, match="line 2"):
            Trusted(tmp_path / "trusted")


@pytest.mark.parametrize("name", ["unsigned", "Unsigned", "unknown key 00", "part of Indicia"])
def test_no_key_has_a_name_that_means_something_else(name: str, tmp_path: Path) -> None:
    """What reports say of others is nobody's name."""
    with pytest.raises(SetError, match="nobody can be called"):
        make_keys(tmp_path / "key", name)


def test_keys_are_private_and_never_overwritten(tmp_path: Path) -> None:
    """The secret file is readable by its owner only; a second one of the name is refused; both files go together."""
    public = make_keys(tmp_path / "key", "A  name \u00fc")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert read_public(str(tmp_path / "key.pub")) == public
    assert read_public(public.line) == public
    assert SecretKey(tmp_path / "key").public == public.raw
    with pytest.raises(SetError, match="is there already"):
        make_keys(tmp_path / "key", "x")
    (tmp_path / "key").unlink()
    with pytest.raises(SetError, match="is there already"):
        make_keys(tmp_path / "key", "x")
    with pytest.raises(SetError, match="not a secret key"):
        SecretKey(tmp_path / "key.pub")
    with pytest.raises(SetError, match="name of the key"):
        make_keys(tmp_path / "new", "x" * 81)
    assert not (tmp_path / "new").exists()


def test_a_key_may_need_a_passphrase(tmp_path: Path) -> None:
    """It is asked for only where there is one; without it, or with another one, the key is of no use."""
    public = make_keys(tmp_path / "locked", "x", "a passphrase")
    assert SecretKey(tmp_path / "locked", lambda: "a passphrase").public == public.raw
    for wrong in ("another", ""):
        with pytest.raises(SetError, match="passphrase is wrong"):
            SecretKey(tmp_path / "locked", lambda wrong=wrong: wrong)
    make_keys(tmp_path / "open", "y")
    SecretKey(tmp_path / "open", lambda: pytest.fail("nobody has to be asked"))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.yml", "sigma"),
        ("x/A.YAML", "sigma"),
        ("b.yar", "yara"),
        ("c.csv", "indicators"),
        ("README.txt", "other"),
        ("d", "other"),
    ],
)
def test_kinds_go_by_the_name(name: str, kind: str) -> None:
    """What the list counts."""
    assert kind_of(name) == kind
