"""Who is asked what a call in ASP, ASP.NET and JSP does, in order: the first that knows answers."""

from indicia.detection.webshell.acts.objects import (
    accounts,
    assemblies,
    building,
    by_name,
    carriers,
    components,
    connections,
    creating,
    delegates,
    engines,
    evaluating,
    files,
    filling,
    loading,
    loading_java,
    loading_net,
    machine,
    native,
    passing,
    picking,
    reflection,
    relays,
    sealing,
    starting,
    statements,
)
from indicia.detection.webshell.state.page import Act

_FIRST: tuple[Act, ...] = (
    creating.makes_object,
    picking.picks,
    evaluating.hands_eval,
    starting.notes_start,
    engines.runs_in_engine,
    carriers.carries,
    delegates.delegated,
    accounts.administers,
    machine.acts_on_machine,
    native.calls_library,
    relays.passes_on_requests,
    components.uses_component,
    starting.feeds_program,
    loading.loads,
    by_name.calls_by_name,
)
_LAST: tuple[Act, ...] = (
    evaluating.evaluates,
    starting.starts_program,
    assemblies.loads_code,
    building.builds_objects,
    files.acts_on_files,
    connections.connects,
    statements.queries,
    reflection.reflects,
    filling.fills,
    sealing.seals,
    passing.passes_on,
)
OF_JAVA = (*_FIRST, loading_java.loads_java, *_LAST)
OF_NET = (*_FIRST, loading_net.loads_net, *_LAST)
"""Of ASP as well."""
