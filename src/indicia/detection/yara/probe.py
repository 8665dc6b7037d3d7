"""Whether compiled rules come to an end at all, found out in a process of its own.

Run as a program it reads compiled rules from standard input, scans a few bytes with them and says `ended` or
`endless`.  Not done in this process for two reasons: a rule that loops could not be stopped from outside, and a
process that has scanned under a time limit cannot be forked any more (see `scanner`).
"""

import io
import subprocess
import sys

SECONDS = 1
"""Time to scan a few bytes in; a whole public set takes under a millisecond."""


def ends(blob: bytes) -> bool:
    """Whether these rules finish on an empty file and on a very short one; true where it cannot be tried."""
    if not sys.executable:
        return True
    try:
        # The program is this module of ours and its input what we compiled.
        done = subprocess.run(
            [sys.executable, "-m", __name__], input=blob, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return not isinstance(error, subprocess.TimeoutExpired)
    return done.stdout.strip() != b"endless"


def main() -> None:
    """Scan and say how it went."""
    import yara_x

    scanner = yara_x.Scanner(yara_x.Rules.deserialize_from(io.BytesIO(sys.stdin.buffer.read())))
    scanner.set_timeout(SECONDS)
    try:
        for data in (b"", b"A few bytes, no more.\r\n"):
            scanner.scan(data)
    except yara_x.TimeoutError:
        sys.stdout.write("endless\n")
    else:
        sys.stdout.write("ended\n")


if __name__ == "__main__":
    main()
