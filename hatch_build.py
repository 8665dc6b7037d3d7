"""What is made when the package is built: the page templates, compiled."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "src/indicia/report/page/compiled_templates"


class Compiling(BuildHookInterface[BuilderConfig]):
    """Has the templates compiled before the wheel, or an editable installation, is made."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See `indicia.report.page.compiled`."""
        del version
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from indicia.report.page.compiled import write_compiled
            from indicia.report.page.making import environment
        finally:
            sys.path.remove(str(root / "src"))
        write_compiled(environment(), root / COMPILED)
        build_data["artifacts"].append(f"{COMPILED}/*.py")
