"""`indicia evict --check` on an invented server: its shell is there, is gone, is gone and asked for again."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from msgspec.structs import replace

from indicia.cli.main import main
from indicia.demo import Form, Story, invent, write_server

FIRST = invent(
    Story.HELD,
    20210303,
    name="EX08",
    start=datetime(2021, 3, 1, tzinfo=UTC),
    end=datetime(2021, 3, 13, tzinfo=UTC),
    density=1.0,
    rotation_hours=168,
)
END = datetime(2021, 3, 20, tzinfo=UTC)
EVICTED = "2021-03-14"


@pytest.fixture(scope="module")
def case(tmp_path_factory) -> Path:
    """The server as it was found."""
    root = tmp_path_factory.mktemp("shell")
    main(["scan", str(write_server(FIRST, root)), "--case", str(root / "c"), "-q", "--no-installed"])
    return root / "c"


def asked_again(collection: Path, status: str) -> None:
    """One of the intruder's requests to the page with this answer, as if it came again on the last day."""
    logs = sorted((collection / "C/inetpub/logs/LogFiles/W3SVC1").iterdir())
    page = FIRST.page.lower()
    lines = [
        line
        for log in logs
        for line in log.read_text("utf-8").splitlines()
        if page in line.lower() and f" {status} " in line
    ]
    day = logs[-1].name[4:10]
    line = f"20{day[:2]}-{day[2:4]}-{day[4:]} 23:59:58 " + lines[-1].split(" ", 2)[2]
    with logs[-1].open("a", encoding="utf-8", newline="") as log:
        log.write(line + "\r\n")


def checked(case: Path, collection: Path, capsysbinary, *more: str) -> tuple[int, dict[str, dict[str, object]]]:
    """(exit code, answers by step)."""
    capsysbinary.readouterr()
    code = main(["evict", str(case), "--check", str(collection), "--json", *more])
    (host,) = orjson.loads(capsysbinary.readouterr().out)["hosts"]
    return code, {check["step"]: check for check in host["checks"]}


def later(folder: Path, story: Story) -> Path:
    """The same server a week later."""
    return write_server(replace(FIRST, story=story, end=END, exported=True, form=Form.FOLDER), folder)


def test_the_shell_is_there(case, tmp_path, capsysbinary) -> None:
    """And used: held, by the file and by the requests."""
    code, checks = checked(case, later(tmp_path, Story.HELD), capsysbinary, "--evicted", EVICTED)
    assert code == 1
    assert checks["EV-13"]["still_held"] is True


def test_the_shell_is_gone(case, tmp_path, capsysbinary) -> None:
    """Done: its folder was collected and holds it no more, and nobody asked for it after the eviction."""
    collection = later(tmp_path, Story.CLEANED)
    _, checks = checked(case, collection, capsysbinary, "--evicted", EVICTED)
    assert (checks["EV-13"]["state"], checks["EV-13"]["still_held"]) == ("done", False)
    assert checks["EV-26"]["state"] == "done"
    assert checks["EV-23"]["provable"] is False


@pytest.mark.parametrize(("status", "held"), [("200", True), ("404", False)])
def test_the_shell_is_gone_and_asked_for_again(case, tmp_path, capsysbinary, status, held) -> None:
    """Answered with 200 after the eviction: somebody is still in, though no file is there.  Refused: a knock."""
    collection = later(tmp_path, Story.CLEANED)
    asked_again(collection, status)
    _, checks = checked(case, collection, capsysbinary, "--evicted", EVICTED)
    assert checks["EV-13"]["state"] == ("not done" if held else "done")
    assert checks["EV-13"]["still_held"] is checks["EV-26"]["still_held"] is held


def test_logs_without_files_are_no_proof(case, tmp_path, capsysbinary) -> None:
    """A later collection without the web folders cannot tell that the shell is gone."""
    server = replace(FIRST, story=Story.QUIET_WHOLE, end=END, without=frozenset({"fs", "apphost"}), form=Form.FOLDER)
    _, checks = checked(case, write_server(server, tmp_path), capsysbinary, "--evicted", EVICTED)
    assert (checks["EV-13"]["state"], checks["EV-13"]["provable"]) == ("cannot tell", True)
    assert "C-09" in checks["EV-13"]["lines"]


def test_a_time_needs_a_collection(case, capsys) -> None:
    """Without a later collection nothing is compared."""
    assert main(["evict", str(case), "--evicted", EVICTED]) == 4
    assert "--check" in capsys.readouterr().err
