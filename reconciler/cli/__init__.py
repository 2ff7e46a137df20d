"""The terminal around the pipeline: flags in, words and an exit status out.

`main` is the command. `root` names the sub-commands and turns every way of ending into words;
each sub-command is a module of its own that imports what it needs when it runs.
"""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command with these arguments (the process's own by default), and exit."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _open_streams()
    # A short run makes many small values and hardly any cycles: looking for them often costs a third.
    gc.set_threshold(200_000, 20, 100)
    status = _answer(arguments)
    # The process ends here and its memory with it: looking through it once more costs a fifth.
    gc.freeze()
    sys.exit(status)


def _answer(arguments: list[str]) -> int:
    """Exit status of the command."""
    if arguments == ["--version"]:
        # The one answer that scripts ask for at every start: it needs no option parser.
        from reconciler.cli.version import version_text

        print(version_text())  # noqa: T201 - output.py would cost more than the answer
        return 0
    from reconciler.cli.root import run

    return run(arguments)


def _open_streams() -> None:
    """A process may be started without stdout or stderr; then what is said goes nowhere."""
    if sys.stdout is None:  # as the interpreter leaves it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
