"""Options of every verb that loads a user's Sigma rules."""

import argparse
from pathlib import Path


def sigma_options(verb: argparse.ArgumentParser) -> None:
    """What stands for placeholders, and how fields are mapped."""
    verb.add_argument("--sigma-values", type=Path, metavar="FILE", help="values of placeholders in Sigma rules (YAML)")
    verb.add_argument(
        "--sigma-pipeline",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="field mapping for the rules given, as pySigma reads it",
    )
