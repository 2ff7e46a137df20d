"""The end of a command that cannot go on: words for the user and an exit status."""

from __future__ import annotations

from reconciler.cli.exits import Exit


class Stop(Exception):  # noqa: N818 - it is not always an error: a stale plan is a finding
    """Ends the command: what, why, what to do next. Holds no tokens."""

    def __init__(self, status: Exit, summary: str, *, detail: str = "", hint: str = "") -> None:
        super().__init__(summary)
        self.status = status
        self.summary = summary
        self.detail = detail
        self.hint = hint
