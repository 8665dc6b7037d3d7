"""The page templates as Jinja compiles them, which takes longer than everything else that a page needs.

Compiled code may not come from a place that can be written to while the tool runs, so it is part of the installed
package: `hatch_build.py` has it written when the package is built, in `compiled_templates/`.  Each module is
named after the template's text and the version of Jinja: what fits neither is not found, and the text is compiled.
"""

import hashlib
from collections.abc import MutableMapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import jinja2

TEMPLATES = Path(__file__).with_name("templates")
COMPILED = Path(__file__).with_name("compiled_templates")


def module_file(name: str, source: str, folder: Path) -> Path:
    """Where the module of a template lies, if there is one."""
    text = f"{jinja2.__version__}\n{name}\n{source}"
    stem = f"{name.replace('.', '_')}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return folder / f"{stem}.py"


def write_compiled(environment: jinja2.Environment, folder: Path) -> None:
    """Write the modules of all templates into a folder, and take others out of it.

    The environment is set up as that of the pages; filters and globals need not be there, and are not called.
    """
    folder.mkdir(exist_ok=True)
    wanted = {}
    for template in sorted(TEMPLATES.iterdir()):
        source = template.read_text(encoding="utf-8")
        for node in environment.parse(source).find_all(jinja2.nodes.Filter):
            environment.filters.setdefault(node.name, _not_now)
        # Without a file name, so that the code does not depend on where the project lies.
        code = environment.compile(source, template.name, None, raw=True)
        wanted[module_file(template.name, source, folder)] = code
    for old in set(folder.glob("*.py")) - wanted.keys():
        old.unlink()
    for path, code in wanted.items():
        path.write_text(code, encoding="utf-8")


def _not_now(*_: object) -> object:
    """Stands for a filter while code is made.  Jinja applies filters to constants then, unless they fail."""
    raise RuntimeError


class Shipped(jinja2.FileSystemLoader):
    """Templates of the package; out of their modules where these are there."""

    def __init__(self, compiled: Path = COMPILED) -> None:
        super().__init__(TEMPLATES)
        self._compiled = compiled

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """A template by its file's name."""
        source, _, _ = self.get_source(environment, name)
        path = module_file(name, source, self._compiled)
        if not path.is_file():
            return super().load(environment, name, globals)
        spec = spec_from_file_location(path.stem, path)
        assert spec is not None
        # Each environment has a module of its own: what is compiled looks filters up in the one that it was made for.
        made = module_from_spec(spec)
        vars(made)["environment"] = environment
        assert spec.loader is not None
        spec.loader.exec_module(made)
        return environment.template_class.from_module_dict(environment, vars(made), globals or {})
