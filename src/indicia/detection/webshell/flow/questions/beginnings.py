"""Whether a path begins with a folder: what is known of it then."""

from indicia.detection.webshell.flow.questions.subjects import inside_folder, is_literal, name_of
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.tokens.brackets import Group, Node
from indicia.detection.webshell.tokens.shapes import split_nodes
from indicia.detection.webshell.values.bounds import Known


def begins_where(page: Page, nodes: list[Node]) -> list[Known]:
    """What is known of a path of which `x.IndexOf(folder)` is nought."""
    args = nodes[-1]
    given = split_nodes(args.nodes, ",") if isinstance(args, Group) and args.nodes else []
    return begun(page, nodes[:-3], given) if name_of(nodes) == "indexof" and len(nodes) > 3 else []


def begun(page: Page, owner: list[Node], given: list[list[Node]]) -> list[Known]:
    """A path that begins with a folder of the application, after the steps upwards were taken out of it."""
    parts = [part for part in ([owner] if owner else []) + given if part and not is_literal(part)]
    if len(parts) < 2:
        return []
    path, folder = page.evaluator.expression(page, parts[0]), page.evaluator.expression(page, parts[1])
    return inside_folder(page, parts[0], path.trail) if path.trail is not None and folder.trail is None else []
