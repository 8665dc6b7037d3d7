"""What a sentence alone does not tell: pronouns, quotations, issuers, times, who tells it."""

from indicia.knowledge.reports.assertions import assertions
from indicia.knowledge.reports.sentences import sentences
from indicia.model.reported import Assertion, Stance


def _read(text: str) -> tuple[Assertion, ...]:
    return assertions(text, sentences(text))


def _speaker(one: Assertion) -> str:
    return one.speaker.words if one.speaker is not None else ""


def test_it_means_the_body_that_spoke_last() -> None:
    """`It` is the last body that was a subject, quoted where it was named."""
    attributes, names_nobody = _read(
        "The BSI warned companies on Monday. It said APT28 was behind the attacks. It has not said who sent it."
    )
    assert (_speaker(attributes), attributes.party) == ("The BSI", "Germany")
    assert (names_nobody.stance, names_nobody.party) == (Stance.DECLINES, "Germany")


def test_she_means_the_person_that_spoke_last() -> None:
    """A pronoun for a person skips states and bodies named in between."""
    text = (
        "Annalena Baerbock spoke in Berlin. Russia was not mentioned at first. She said the GRU was behind the attack."
    )
    (one,) = _read(text)
    assert (_speaker(one), one.party) == ("Annalena Baerbock", "Germany")


def test_a_pronoun_that_nobody_fits_has_no_speaker() -> None:
    """Nobody is guessed: without anybody named before, the speaker is null."""
    (one,) = _read("He said the GRU was behind the attack.")
    assert one.speaker is None
    assert one.party == ""


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    """A paragraph that opens with a mark after one that was not closed has the same speaker."""
    text = 'Foreign Secretary James Cleverly said: "We know who did this.\n\n"The attack by the GRU was reckless."'
    (one,) = _read(text)
    assert (_speaker(one), one.party) == ("Foreign Secretary James Cleverly", "United Kingdom")


def test_a_sentence_of_a_quotation_before_its_speaker() -> None:
    """A speaker named after the second sentence of a quotation speaks the first as well."""
    text = '"Russia must stop these attacks. Our patience is at an end," said Kaja Kallas.'
    (one,) = _read(text)
    assert (one.stance, one.party) == (Stance.URGES, "European Union")


def test_we_of_a_statement_is_its_issuer() -> None:
    """Outside quotations `we` is who speaks first in the document."""
    text = "Latvia has studied the intrusion with its partners.\n\nWe attribute it to the GRU."
    (one,) = _read(text)
    assert (_speaker(one), one.party) == ("Latvia", "Latvia")


def test_who_tells_it_is_kept_apart() -> None:
    """A paper that was told, and an outer speaker, are `reported_by`, not the speaker."""
    first, second = _read(
        "A senior U.S. official told Reuters that Iran was behind the attack. "
        "Kyiv said Microsoft believes Sandworm was responsible."
    )
    assert first.anonymous
    assert first.reported_by is not None
    assert first.reported_by.words == "Reuters"
    assert (second.party, second.reported_by.words if second.reported_by else "") == ("Microsoft", "Kyiv")


def test_history_keeps_its_own_time() -> None:
    """A clause that says when keeps these words, so that an old charge is not taken for today's."""
    (one,) = _read("In 2018, the United States charged two Chinese nationals with hacking.")
    assert one.stance is Stance.CHARGES
    assert one.when is not None
    assert one.when.words == "In 2018"


def test_measures_say_whether_they_were_taken() -> None:
    """Taken, expressly not taken, only considered."""
    taken, refused, weighed = _read(
        "The EU imposed sanctions on two officers. Canada did not impose sanctions. Japan is weighing sanctions."
    )
    assert (taken.stance, taken.taken) == (Stance.SANCTIONS, True)
    assert (refused.stance, refused.taken, refused.note) == (Stance.DECLINES, False, "expressly not taken")
    assert (weighed.stance, weighed.taken, weighed.note) == (
        Stance.DECLINES,
        False,
        "considered or announced, not taken",
    )


def test_every_span_is_text_of_the_document() -> None:
    """Whatever is quoted stands at its place, also behind other white space and marks."""
    text = (
        "TALLINN —  Estonia, however,\nblamed “Russia’s GRU” for the attack…\n\n  “Nonsense,” Moscow’s embassy said.\n"
    )
    for one in _read(text):
        for quoted in (one.sentence, one.speaker, one.verb, one.accused, one.activity, one.confidence, one.measure):
            if quoted is not None:
                assert text[quoted.start : quoted.end] == quoted.words
