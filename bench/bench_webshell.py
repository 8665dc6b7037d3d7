"""Web-shell analysis over scripts: as a web server has them, and such as it has to follow to the end.

    python -m bench.bench_webshell [--folder DIR] [--files 2000]

Without `--folder` pages are generated: pages of an application (as in `bench_yara`), and pages that read a request and
act on constants, which pass the first look and are followed.  Numbers are processor seconds of one process.
"""

import argparse
import random
import tempfile
import time
from pathlib import Path

from bench.bench_yara import write_scripts
from indicia.detection.webshell.judging import judge_script

_STEPS = (
    "$part{n} = trim($_POST['field{n}']);",
    "if (strlen($part{n}) > 40) {{ $part{n} = substr($part{n}, 0, 40); }}",
    "$rows[] = array('name' => htmlspecialchars($part{n}), 'count' => {n});",
    "function show_{n}($row) {{ return '<td>' . $row['name'] . '</td>'; }}",
    "echo show_{n}($rows[count($rows) - 1]);",
    "exec('uptime', $lines{n});",
)


def write_followed(folder: Path, count: int, seed: int = 3) -> None:
    """Pages of PHP of 3 to 12 kB in which values are followed and nothing is found."""
    chance = random.Random(seed)
    for number in range(count):
        lines = [chance.choice(_STEPS).format(n=chance.randrange(40)) for _ in range(chance.randint(60, 240))]
        (folder / f"followed{number:05}.php").write_text("<?php\n" + "\n".join(lines), encoding="utf-8")


def measure(folder: Path, endings: tuple[str, ...]) -> str:
    """MB/s and files a second over the files with these endings."""
    files = [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.suffix.lower() in endings]
    size = sum(len(data) for _, data in files)
    started = time.process_time()
    told = sum(judge_script(data, name) is not None for name, data in files)
    spent = max(time.process_time() - started, 1e-9)
    return (
        f"{size / 1e6 / spent:8.1f} MB/s {len(files) / spent:8.0f} files/s  {size / 1e6:7.1f} MB in {len(files):,} "
        f"files, {told} told"
    )


def main() -> None:
    """Measure a folder, or what is generated."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--files", type=int, default=2000)
    arguments = parser.parse_args()
    groups = {
        "php": (".php", ".phtml", ".inc"),
        "jsp": (".jsp", ".jspf", ".jspx", ".tag"),
        "asp": (".asp", ".aspx", ".ascx", ".ashx", ".asmx"),
    }
    if arguments.folder:
        for name, endings in groups.items():
            print(f"{name:12}{measure(arguments.folder, endings)}")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_scripts(folder, arguments.files)
        write_followed(folder, arguments.files // 4)
        print(f"pages       {measure(folder, groups['asp'])}")
        print(f"followed    {measure(folder, groups['php'])}")


if __name__ == "__main__":
    main()
