"""Who is asked what a function of PHP does, in order: the first that knows answers."""

from indicia.detection.webshell.acts.php import (
    code,
    files,
    methods,
    network,
    passing,
    programs,
    reflection,
    sources,
    statements,
    variables,
)
from indicia.detection.webshell.state.page import Act

OF_PHP: tuple[Act, ...] = (
    reflection.invokes,
    methods.calls_method,
    programs.starts_program,
    code.runs_code,
    variables.fills_variables,
    sources.reads_request,
    files.acts_on_files,
    network.connects,
    statements.queries,
    passing.passes_on,
)
