"""What is wrong with what somebody wrote, as a value: where, what, why, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a diagnostic weighs; only an error stops a command."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Span(NamedTuple):
    """A stretch of text in a file. Lines and columns count from 1; the end is exclusive.

    `file` is the path as the user would write it: relative to the folder of the project file
    (or as given on the command line), with forward slashes.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. `code` is stable (`SCH012`), documented, and covered by a test.

    `summary` is one sentence without a full stop, `detail` says why, `hint` what to do next.
    `related` names the other places involved, such as the second half of a clash.
    """

    code: str
    severity: Severity
    summary: str
    detail: str = ""
    hint: str = ""
    span: Span | None = None
    related: tuple[tuple[str, Span], ...] = ()

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: file, then place, then code; findings without a place come first."""
        if self.span is None:
            return ("", 0, 0, self.code, self.summary)
        return (self.span.file, self.span.line, self.span.column, self.code, self.summary)


JUDGEMENTS: frozenset[str] = frozenset(
    {
        "CHK042", "CHK059", "CHK065", "CHK086", "CHK091", "CHK092",
        "EXP011", "EXP014", "EXP015", "EXP016", "EXP017", "EXP019", "EXP020", "EXP021",
        "EXP035", "EXP036",
        "EXP053", "EXP054", "EXP058",
        "EXP070", "EXP071", "EXP072", "EXP073", "EXP074", "EXP075", "EXP079",
    }
)  # fmt: skip
"""Codes of which a project may say itself how much they weigh: the timetable makes sense with them.

Any other error means that nobody could say what the timetable is.
"""

Severities = Mapping[str, Severity | None]
"""Code -> how much it weighs in a project; None means that it is not said at all."""


def judged(diagnostics: Iterable[Diagnostic], severities: Severities) -> tuple[Diagnostic, ...]:
    """The diagnostics as a project weighs them."""
    found = tuple(diagnostics)
    if not severities:
        return found
    weighed = ((one, severities.get(one.code, one.severity)) for one in found)
    return tuple(
        one if severity is one.severity else replace(one, severity=severity)
        for one, severity in weighed
        if severity is not None
    )


def has_errors(diagnostics: tuple[Diagnostic, ...]) -> bool:
    """Whether any of them stops the run."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
