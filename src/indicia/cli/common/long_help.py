"""Help of a verb that has verbs below it: sentences wrapped, examples as they stand."""

import argparse


class LongHelp(argparse.HelpFormatter):
    """Wraps what is one paragraph, and leaves lines that were broken by hand."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text.strip():
            return "".join(f"{indent}{line}\n" for line in text.rstrip().split("\n"))
        return super()._fill_text(text, width, indent)
