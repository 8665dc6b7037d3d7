"""YARA over generated files: scripts as a web server has them, and large binaries.

    python -m bench.bench_yara [--rules DIR|FILE|ZIP] [--peer NAME='COMMAND'] [--megabytes 200] [--files 2000]

Without `--rules` the rules of the Exchange pack run; `bench.yara_rules` makes up hundreds and thousands.  Numbers are
CPU seconds of one process, rules loaded before the clock starts.  A peer is timed in turn, three rounds each, start-up
included and taken off; `{rules}` and `{files}` in the command stand for the rule files and the folder of files, e.g.
`--peer yara='yara -w -r {rules} {files}'`.
"""

import argparse
import random
import shlex
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from bench.process import measure
from indicia.detection.yara.files import YaraFiles
from indicia.detection.yara.rules import YaraSet, load_yara
from indicia.model.evidence import Locator
from indicia.model.record import Record

PACK = Path(__file__).resolve().parents[1] / "src" / "indicia" / "packs" / "exchange" / "yara"
_PAGE = (
    '<%@ Page Language="C#" AutoEventWireup="true" Inherits="Shop.Basket" %>',
    '<asp:TextBox ID="Quantity" runat="server" />',
    "protected void Page_Load(object sender, EventArgs e) {",
    '  var id = Request.QueryString["id"]; if (id == null) { Response.Redirect("~/default.aspx"); }',
    "  // the total is counted again, since a customer may have two windows open",
    '  <div class="row"><span class="price"><%= Server.HtmlEncode(total) %></span></div>',
    '  using (var reader = new StreamReader(Server.MapPath("~/App_Data/prices.csv"))) { Load(reader); }',
    "  function update(event) { document.getElementById('sum').textContent = event.target.value; }",
)


def write_scripts(folder: Path, count: int, seed: int = 1) -> int:
    """Pages of 2 to 20 kB; returns their bytes."""
    chance, size = random.Random(seed), 0
    for number in range(count):
        lines = chance.choices(_PAGE, k=chance.randint(20, 180))
        text = "\r\n".join(f"{line} <!-- {chance.randrange(10**6)} -->" for line in lines)
        (folder / f"page{number:05}.aspx").write_text(text, encoding="utf-8")
        size += len(text)
    return size


def write_binaries(folder: Path, megabytes: int, seed: int = 2) -> int:
    """Files of 0.2 to 20 MB: code-like bytes, texts and zeros in turn, behind the first bytes of a program."""
    chance, size = random.Random(seed), 0
    for number in range(10_000):
        if size >= megabytes * 1e6:
            break
        with (folder / f"module{number:03}.dll").open("wb") as stream:
            stream.write(b"MZ\x90\x00\x03\x00\x00\x00")
            for _ in range(chance.choice((2, 4, 8, 24, 160))):
                stream.write(chance.randbytes(64 * 1024))
                words = " ".join(chance.choices(("System", "Object", "get_Request", "Exchange", "handler"), k=4000))
                stream.write(words.encode("utf-16-le" if chance.random() < 0.5 else "ascii"))
                stream.write(bytes(16 * 1024))
            size += stream.tell()
    return size


def look_all(rules: YaraSet, files: list[Path]) -> int:
    """Matches in all files, one after the other in this process."""
    consumer = YaraFiles(rules)
    return sum(len(consumer.look(_row(path), _opener(path)).sightings) for path in files)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _row(path: Path) -> Record:
    size = path.stat().st_size
    return Record(
        table="file",
        source="fs",
        time=None,
        host=None,
        at=Locator(sha256="0" * 64, offset=0, length=size),
        fields={
            "Path": f"C:\\inetpub\\wwwroot\\{path.name}",
            "Name": path.name,
            "Extension": path.suffix[1:],
            "Size": size,
            "SHA256": "0" * 64,
            "Content": "",
        },
        raw=path.name,
    )


def rounds(name: str, rules: YaraSet, files: list[Path], size: int, count: int = 3) -> None:
    """Print the median of some rounds."""
    taken, found = [], 0
    for _ in range(count):
        begun = time.process_time()
        found = look_all(rules, files)
        taken.append(time.process_time() - begun)
    seconds = statistics.median(taken)
    print(f"{name:10} {len(files):6} files {size / 1e6:8.1f} MB {seconds:7.2f} s CPU "
          f"{size / 1e6 / seconds:8.0f} MB/s {len(files) / seconds:8.0f} files/s {found} matches")  # fmt: skip


def peers(commands: list[str], rules: list[Path], folder: Path, here: Callable[[], int]) -> None:
    """Time each peer in turn with our own scan, and print the ratios of the medians of its processor time to ours.

    The second takes off what the peer needs for a folder with one tiny file, which is its start and its rules.
    """
    tiny = folder / "tiny"
    tiny.mkdir()
    (tiny / "a.txt").write_bytes(b"a few bytes")
    for command in commands:
        name, _, template = command.partition("=")
        theirs: list[float] = []
        starts: list[float] = []
        ours: list[float] = []
        for _ in range(3):
            for place, taken in ((folder, theirs), (tiny, starts)):
                run = measure(shlex.split(template.format(rules=" ".join(map(str, rules)), files=place)))
                if run.code:
                    raise SystemExit(f"{name} failed: {run.output.decode(errors='replace')[:300]}")
                taken.append(run.cpu)
            begun = time.process_time()
            here()
            ours.append(time.process_time() - begun)
        peer, start, own = map(statistics.median, (theirs, starts, ours))
        print(f"{name}: {peer:.2f} s CPU, {start:.2f} s of it start; here {own:.2f} s: "
              f"{peer / own:.2f} times as fast, {(peer - start) / own:.2f} without the start")  # fmt: skip


def main() -> None:
    """Parse the command line and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rules", type=Path)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--files", type=int, default=2000)
    options = parser.parse_args()
    begun = time.process_time()
    rules = load_yara([options.rules]) if options.rules else load_yara([], own=[PACK])
    print(f"{len(rules.rules)} rules ({len(rules.refused)} refused), loaded in {time.process_time() - begun:.2f} s CPU")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scripts, binaries = folder / "scripts", folder / "binaries"
        scripts.mkdir()
        binaries.mkdir()
        small, large = write_scripts(scripts, options.files), write_binaries(binaries, options.megabytes)
        look_all(rules, sorted(scripts.iterdir())[:1])
        rounds("scripts", rules, sorted(scripts.iterdir()), small)
        rounds("binaries", rules, sorted(binaries.iterdir()), large)
        every = sorted(path for path in folder.rglob("*") if path.is_file())
        given = [options.rules or PACK]
        sources = [path for root in given for path in (sorted(root.rglob("*.yar")) if root.is_dir() else [root])]
        peers(options.peer, sources, folder, lambda: look_all(rules, every))


if __name__ == "__main__":
    main()
