"""Makes the results put together for reports, and the builders beside this file, importable by these tests."""

import sys
from pathlib import Path

for folder in (Path(__file__).parent, Path(__file__).parents[1] / "report"):
    sys.path.insert(0, str(folder))
