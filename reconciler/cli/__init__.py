"""The terminal around the pipeline: flags in, words and an exit status out.

`main` is the command. `root` names the sub-commands and turns every way of ending into words;
each sub-command is a module of its own that imports what it needs when it runs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command with these arguments (the process's own by default), and exit."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _open_streams()
    if list(arguments) == ["--version"]:
        # The one answer that scripts ask for at every start: it needs no option parser.
        from reconciler.cli.version import version_text

        print(version_text())  # noqa: T201 - output.py would cost more than the answer
        sys.exit(0)
    from reconciler.cli.root import run

    sys.exit(run(list(arguments)))


def _open_streams() -> None:
    """A process may be started without stdout or stderr; then what is said goes nowhere."""
    if sys.stdout is None:  # as the interpreter leaves it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
