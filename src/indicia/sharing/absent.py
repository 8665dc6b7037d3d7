"""What a format has no place for at all, told object by object."""

from collections.abc import Iterator

from indicia.sharing.loss import Loss
from indicia.sharing.material import Disclosed, Material
from indicia.sharing.stix.write import frame_of
from indicia.sharing.tree import tree
from indicia.statement.canonical import Json


def tell_absent(material: Material, loss: Loss, carried: frozenset[str]) -> None:
    """Every object of a kind that is not among `carried`."""
    for case in material.cases:
        if "host" not in carried:
            for host in case.result.hosts:
                loss.tell("host", tree(host), None)
        if "evidence" not in carried:
            for line in case.result.evidence:
                loss.tell("evidence", tree(line), None)
        for fault in case.result.faults:
            loss.tell("fault", tree(fault), None)
        if "case" not in carried:
            loss.tell("case", frame_of(case), None)
    if "attribution" not in carried:
        for answer in material.attributions:
            loss.tell("attribution", tree(answer), None)
    if "statement" not in carried:
        for told in material.statements:
            for kind, source in statement_trees(told):
                loss.tell(kind, source, None)


def statement_trees(told: Disclosed) -> Iterator[tuple[str, Json]]:
    """A statement and all that belongs to it."""
    yield "statement", tree(told.statement)
    for claim in told.claims:
        yield "claim", tree(claim)
    for heard in told.positions:
        yield "position", tree(heard.position)
        for stance in heard.stances:
            yield "stance", tree(stance)
    for reply in told.replies:
        yield "reply", tree(reply)
