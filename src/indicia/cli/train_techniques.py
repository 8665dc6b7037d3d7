"""`indicia train-techniques`: a model of techniques from labelled sentences that this user has."""

import argparse
import sys
from pathlib import Path


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the verb."""
    verb = verbs.add_parser(
        "train-techniques",
        help="make the model that suggests ATT&CK techniques in the prose of reports",
        description="Learn from annotated reports and labelled sentences of TRAM (.mjson, .json, .json.gz) and from "
        "the examples of an ATT&CK bundle, as files or folders.  The model is kept beside the catalogues of `indicia "
        "knowledge`, and `indicia read` uses the one that was kept last.  The same files give the same model.  Minutes "
        "on one core.",
    )
    verb.add_argument("files", type=Path, nargs="+", metavar="FILE", help="labelled data, or a folder of it")
    verb.add_argument(
        "--out",
        type=Path,
        metavar="MODEL",
        help="write the model here and do not keep it; `indicia knowledge update --from MODEL` keeps it elsewhere",
    )
    verb.add_argument("--into", type=Path, metavar="DIR", help="folder of the store (default: your data folder)")
    verb.add_argument(
        "--least", type=int, default=20, metavar="N", help="sentences that a technique has to have (default: 20)"
    )
    verb.add_argument("--json", action="store_true", help="print what it was made of for machines")
    verb.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Train, write, print; always 0."""
    from indicia.cli.common.places import knowledge_folder
    from indicia.errors import UsageError
    from indicia.knowledge.kept.kinds import KnowledgeKind, Recognised
    from indicia.knowledge.kept.store import Store
    from indicia.knowledge.reports.techniques.model_file import packed, save_model
    from indicia.knowledge.reports.techniques.training.corpus import read_corpus
    from indicia.knowledge.reports.techniques.training.material import material
    from indicia.knowledge.reports.techniques.training.training import Plan, train
    from indicia.plain import to_json
    from indicia.report.terminal.others.training import print_training

    if arguments.least < 2:
        raise UsageError(f"--least {arguments.least}: has to be 2 or more", hint="One sentence teaches nothing.")
    corpus = read_corpus(tuple(arguments.files))
    trained = train(material(corpus), Plan(least=arguments.least), say=_say)
    if arguments.out is not None:
        digest, place = save_model(arguments.out, trained.model), arguments.out
    else:
        what = Recognised(kind=KnowledgeKind.TECHNIQUES, name="techniques", version="", day=None)
        store = Store(arguments.into or knowledge_folder())
        kept, _ = store.put(packed(trained.model), what, f"trained on {len(corpus.files)} files")
        digest, place = kept.sha256, kept.path
    if arguments.json:
        model = trained.model
        body = {
            "format": "indicia-techniques-training/1",
            "sha256": digest,
            "techniques": list(model.labels),
            "tried_on_reports": [id for id, tried in zip(model.labels, model.tried, strict=True) if tried],
            "files": [{"name": name, "sha256": sha256} for name, sha256 in model.trained_on],
            "held_out_f1": trained.held_out_f1,
            "notes": list(model.notes),
        }
        sys.stdout.buffer.write(to_json(body))
    else:
        print_training(corpus, trained, place, digest, kept=arguments.out is None)
    return 0


def _say(line: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"{line}\n")
