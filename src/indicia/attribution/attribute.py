"""Who could it have been: one question about one or more cases, as of a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from indicia import __version__
from indicia.attribution.competing import columns, compare, costs
from indicia.attribution.features.deeds import Deeds, deeds_of
from indicia.attribution.features.gather import Asked, gather
from indicia.attribution.files import asked_files, file_assumptions, period, source_files
from indicia.attribution.fitting import Fit, LearnedFit, PlainFit
from indicia.attribution.history import History
from indicia.attribution.hypotheses import Question
from indicia.attribution.learning import learn
from indicia.attribution.levels import level_claims, name_claims
from indicia.attribution.missing import missing_sources
from indicia.attribution.priors import priors
from indicia.attribution.profiles import Claims
from indicia.attribution.roster import Roster, roster
from indicia.attribution.wording import nothing, too_thin, words
from indicia.knowledge.actors.clusters import KnownActors
from indicia.knowledge.actors.likelihood import LikelihoodScale
from indicia.knowledge.actors.positions import Positions
from indicia.knowledge.packs.pack import Pack
from indicia.model.assessment import Assessment, Result
from indicia.model.attribution import Attribution, Feature, Knowledge, NotUsed
from indicia.model.stated import StatedFile

FORMAT = "indicia-attribution/1"
SPOKEN_OF = 0.05
"""Claims about what is behind a cluster are shown from here on: with less they would only smear somebody."""


class Known(Struct, frozen=True, kw_only=True):
    """Everything that is known, before anything is cut off at a day."""

    pack: Pack
    actors: KnownActors
    positions: Positions
    claims: Claims | None = None
    """Of an ATT&CK bundle; null without one."""
    history: History | None = None
    """Cases of the past of the same bundle."""
    bundle: str = ""
    """What the bundle is, for people."""


def attribute(
    results: Sequence[tuple[str, Result]],
    known: Known,
    scale: LikelihoodScale,
    *,
    until: date | None = None,
    asked: Asked | None = None,
    hosts: Sequence[str] = (),
    files: Sequence[StatedFile] = (),
    without: Collection[str] = (),
) -> Attribution:
    """The answer.  Cases and files are one question because the user gave them as one.

    Nothing is known of after `until`, nor what the reports `without` say.
    """
    asked = asked or Asked()
    deeds = deeds_of(results, hosts)
    begin, end = period(deeds, files)
    first, last = begin.date() if begin else None, end.date() if end else None
    who = roster(known.actors, known.claims, until, first, last, without)
    sources = source_files(files, with_prefix=len(results) + len(files) > 1)
    learned = learn(known.history, until) if known.history is not None else None
    fit: Fit = (
        LearnedFit(who, who.profiles, learned)
        if learned is not None and who.profiles is not None and who.profiles.known.any()
        else PlainFit(who)
    )
    features, not_used = (
        gather(deeds, who, known.pack, asked, _names(results, known), sources) if deeds.deeds or files else ((), ())
    )
    question = Question(who, fit, priors(fit.shares, learned.known if learned is not None else None))
    judged = question.judge(features)
    shown = columns(judged)
    matrix, sensitivity = compare(question, features, judged, shown)
    thin = too_thin(features)
    if not deeds.deeds and not any(file.stated for file in files):
        said = nothing(_silence(results, files))
    elif thin:
        said = nothing(thin)
    else:
        said = words(question, judged, features, sensitivity, scale)
    servers = [host for _, result in results for host in result.hosts if host.host in deeds.hosts]
    leading = [id for id in shown if id in who.index and judged.share(id) >= SPOKEN_OF]
    return Attribution(
        format=FORMAT,
        version=__version__,
        cases=tuple(name for name, _ in results),
        hosts=deeds.hosts,
        first=begin,
        last=end,
        scale=scale.name,
        answer=said.answer,
        sentence=said.sentence,
        confidence=said.confidence,
        confidence_sentence=said.confidence_sentence,
        knowledge=Knowledge(
            until=until,
            sources=_sources(known, who, without),
            clusters=len(who.clusters),
            profiled=who.profiled,
            learned=learned.text if isinstance(fit, LearnedFit) and learned is not None else "",
        ),
        priors=tuple(one.prior for one in question.priors),
        hypotheses=tuple(
            replace(one, word=scale.word(one.shares[question.priors[0].prior.id]))
            for one in question.hypotheses(judged)
        ),
        flips=judged.flips,
        capped=judged.capped,
        features=features,
        matrix=matrix,
        sensitivity=sensitivity,
        costs=costs(question, features, judged) if features and not thin else (),
        missing=missing_sources(question, judged, features, servers, known.pack) if features else (),
        claims=level_claims(who, leading, known.positions, _activities(features), until),
        names=name_claims(who, leading),
        not_used=(*not_used, *_not_known(known, who, features)),
        assumptions=(
            *_assumptions(results, deeds, who, fit, servers),
            *file_assumptions(files, known.claims, begin, until, without, cases=len(results)),
        ),
        files=asked_files(files),
    )


def _silence(results: Sequence[tuple[str, Result]], files: Sequence[StatedFile]) -> str:
    """Why there is nothing to weigh."""
    said = ["no finding shows that anybody got past the door"] if results else []
    if files:
        names = ", ".join(file.name for file in files[:4]) + (" …" if len(files) > 4 else "")
        said.append(f"{names} state{'s' if len(files) == 1 else ''} no technique or tool that is known")
    return "; ".join(said)


def _activities(features: Sequence[Feature]) -> tuple[str, ...]:
    """Activities that public claims speak of and that this has the flaw in common with; that is all it has."""
    return ("exchange",) if {feature.id for feature in features} & {"timing:proxylogon", "crowd:proxylogon"} else ()


def _names(results: Sequence[tuple[str, Result]], known: Known) -> Mapping[str, str]:
    """Names of techniques, from the advisories that the cases were held against and from the bundle."""
    found = {
        answer.current: answer.name
        for _, result in results
        for host in result.hosts
        for matrix in host.techniques
        for answer in matrix.answers
    }
    return found | dict(known.claims.uses.names) if known.claims is not None else found


def _sources(known: Known, who: Roster, without: Collection[str]) -> tuple[str, ...]:
    found = [f"{len(known.actors.actors)} clusters of the shipped facts, collected {known.actors.collected}"]
    if known.claims is not None:
        found.append(known.bundle or "an ATT&CK bundle")
    if who.left_out:
        found.append(f"without {who.left_out} reports of the time of this activity, which may describe it")
    if without:
        found.append(f"without {len(without)} reports that were to be left out: {', '.join(sorted(without))}")
    return tuple(found)


def _not_known(known: Known, who: Roster, features: Sequence[Feature]) -> list[NotUsed]:
    found = []
    if known.claims is None:
        why = "none is kept: `indicia knowledge update` with an ATT&CK bundle makes profiles with days of their own"
        found.append(NotUsed("profiles by report and day", why))
        if not who.sets:
            why = f"they are of {known.actors.collected}, later than the day asked about"
            found.append(NotUsed("shipped sets of techniques", why))
    if who.profiles is not None:
        there = set(who.profiles.features)
        nobody = sorted(one.value for one in features if one.kind.ordinary and one.value not in there)
        if nobody:
            found.append(NotUsed(", ".join(nobody), "nobody was known for it"))
    silent = sorted({one.kind.value for one in features if one.speaks_for == {} and not one.several})
    if silent:
        why = "shown, but nothing known ties one of them to a cluster"
        found.append(NotUsed(" and ".join(f"{kind}s" for kind in silent), why))
    return found


def _assumptions(
    results: Sequence[tuple[str, Result]], deeds: Deeds, who: Roster, fit: Fit, servers: Sequence[Assessment]
) -> tuple[str, ...]:
    found = []
    if who.until is not None and deeds.first is not None and who.until < deeds.first.date():
        found.append(
            f"the day asked about, {who.until}, lies before the first deed: it cuts off knowledge, not evidence"
        )
    if len(results) > 1:
        found.append(f"{len(results)} cases are one question because they were given together")
    if len(deeds.hosts) > 1:
        found.append(f"{len(deeds.hosts)} servers are one activity; --host NAME asks about one alone")
    others = sum(len(result.hosts) for _, result in results) - len(servers)
    if others > 0:
        what = f"{others} further server{'' if others == 1 else 's'}"
        found.append(f"{what}, where nobody was seen to get past the door, tell nothing about who")
    if isinstance(fit, PlainFit):
        found.append("how much a technique weighs is the ratio of the sets, damped, not learned from cases")
        if who.sets:
            found.append(
                "the shipped sets do not say which report a technique is from: some may be from this very wave"
            )
    found.append("how much other kinds of evidence weigh at most is taken from the literature, not fitted")
    return tuple(found)
