"""A source is cut where its rules are, whatever stands in them."""

from hypothesis import given
from hypothesis import strategies as st

from indicia.detection.yara.split import split

RULES = (
    'rule plain { strings: $a = "x" condition: $a }',
    'private rule quoted { strings: $a = "} \\" /*" condition: $a }',
    'rule slashes : one two { strings: $a = /[{}"]\\/\\/{2}/i condition: $a }',
    "global private rule hex { strings: $a = { 41 /* } */ [2-4] ( 42 | 43 ) // }\n 44 } condition: $a }",
    'rule /* { */ odd // {\n : tag { meta: a = """ } " } """ condition: true /* } */ }',
)


def test_cuts_at_the_braces_of_rules_only() -> None:
    """Braces and quotes inside texts, comments, regular expressions and hex strings bound nothing."""
    source = 'import "pe"\n// rule no { }\n' + "\n/* rule no { */\n".join(RULES) + '\ninclude "x/y.yar"\n'
    pieces = list(split(source))
    assert [piece.kind for piece in pieces] == ["import", *["rule"] * len(RULES), "include"]
    assert [piece.text for piece in pieces[1:-1]] == list(RULES)
    assert [piece.name for piece in pieces] == ["pe", "plain", "quoted", "slashes", "hex", "odd", "x/y.yar"]
    assert [piece.name for piece in pieces if piece.is_global] == ["hex"]
    assert pieces[1].line == 3


def test_a_broken_rule_ends_where_the_next_one_begins() -> None:
    """What cannot be read is one stretch up to the next line that begins a rule, with the name it seems to have."""
    source = 'rule one { condition: true }\nrule open { strings: $a = "no end\n}\nrule two { condition: true }'
    assert [(piece.kind, piece.name, piece.line) for piece in split(source)] == [
        ("rule", "one", 1),
        ("broken", "open", 2),
        ("rule", "two", 4),
    ]


PARTS = ("rule a {", "}", "{", '"', '"""', "/", "/*", "*/", "//", "\\", "\n", " ", "global ", 'import "x"', ":", "x")


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
def test_every_source_comes_apart(source: str) -> None:
    """Any text ends as pieces, in order, that stand in it and do not overlap."""
    position = 0
    for piece in split(source):
        position = source.index(piece.text, position) + len(piece.text)
        assert piece.text
