"""The shape of what a view says about its plan as a whole: what was asked, read, counted and allowed.

Types only: plain dictionaries, lists, strings, numbers. The schema holds the prose.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict


class GateView(TypedDict):
    """A limit and whether the plan keeps it."""

    location: str
    name: str
    limit: str
    actual: str
    passed: bool
    remedy: str


class AmountsView(TypedDict):
    """How much there is, over all weeks."""

    classes: int
    seats: int
    lesson_s: int


class NumberView(TypedDict):
    """Amounts of a location, a service, a teacher or a room, before and after the plan."""

    kind: str
    location: str
    id: int | None
    name: str
    before: AmountsView
    after: AmountsView


class NumbersView(TypedDict):
    """The numbers of a plan."""

    weeks: int
    rows: list[NumberView]


WindowView = TypedDict("WindowView", {"from": str | None, "to": str | None, "timezone": str | None})


class RevisionView(TypedDict):
    """One state of the files; without a commit it is the working tree."""

    name: str
    commit: str | None


ComparisonView = TypedDict("ComparisonView", {"from": RevisionView, "to": RevisionView})


class ToolView(TypedDict):
    """Who wrote the view."""

    name: str
    version: str


class ComparedView(TypedDict):
    """What could not be compared."""

    unknown_fields: list[str]


class LiveView(TypedDict):
    """What was read, over all locations."""

    count: int
    digest: str
    read_at: str


class LocationView(TypedDict):
    """What was read of one location."""

    key: str
    id: int
    timezone: str
    count: int
    digest: str
    read_from: str
    past: int
    unpublished: int


OptionsView = TypedDict(
    "OptionsView",
    {
        "paths": list[str],
        "environment": str,
        "from": str | None,
        "to": str | None,
        "season": str | None,
        "locations": list[str],
        "targets": list[str],
        "excludes": list[str],
        "tags": NotRequired[list[str]],
        "some_files": bool,
        "details": bool,
    },
)


class InputsView(TypedDict):
    """From what the plan was made."""

    digest: str
    files: list[str]
    git_revision: str | None
    dirty: bool | None
    tzdata: str
    holidays: str | None
    calendars: list[str]


class SummaryView(TypedDict):
    """Counts of classes."""

    add: int
    change: int
    destroy: int
    held_back: int
    conflicts: int
    drift: int
    no_op: int
    past: int
    unpublished: int
    removed: int
    moved: int


class RequestsView(TypedDict):
    """What the plan costs."""

    read: int
    write: int
    check: int
    eta_seconds: int | None
