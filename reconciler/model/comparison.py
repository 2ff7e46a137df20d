"""What became of a timetable between two revisions of its files: pairs of classes, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from reconciler.model.diagnostic import Diagnostic
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.model.plan import Inputs, Selection
from reconciler.model.schedule import Location


class Difference(NamedTuple):
    """One class before and after. At least one side is there; the two may be equal."""

    before: Occurrence | None
    after: Occurrence | None

    @property
    def changed(self) -> bool:
        """Whether it is there on both sides, but not alike."""
        before, after = self
        return before is not None and after is not None and not alike(before, after)


def alike(before: Occurrence, after: Occurrence) -> bool:
    """Whether two classes are the same to everybody who comes, whatever they are called in the files."""
    return (
        before.start == after.start
        and before.details == after.details
        and before.series.forced == after.series.forced
        and before.series.timezone == after.series.timezone
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One state of the files."""

    name: str
    """As people wrote it: `origin/main`, `HEAD~2`; or `the working tree`."""
    commit: str | None
    """Its id; None for the working tree."""
    at: datetime | None
    """When it was committed, aware; None for the working tree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLocation:
    """One location on both sides."""

    location: Location
    """As it is now; as it was if it is no longer there."""
    names_before: Names
    names_after: Names
    differences: tuple[Difference, ...]
    """Ascending by start, then by address."""
    removals: tuple[Removal, ...]
    """What rules take out now of what took place before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two revisions of the files, and what lies between them."""

    before: Revision
    after: Revision
    selection: Selection
    locations: tuple[ComparedLocation, ...]
    """Ascending by key."""
    inputs: Inputs
    """Of the later side."""
    digest_before: str
    """SHA-256 over the names and bytes of all files of the earlier side."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """The errors in the files of the later side, in the order of a report."""
