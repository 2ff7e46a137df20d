"""The shape of the JSON views, key for key as `schemas/plan.schema.json` describes it.

Types only: plain dictionaries, lists, strings, numbers. The schema holds the prose.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

from reconciler.render.class_shape import DetailsView, OriginView, StepView
from reconciler.render.diagnostic_shape import DiagnosticView
from reconciler.render.frame_shape import (
    ComparedView,
    ComparisonView,
    GateView,
    InputsView,
    LiveView,
    LocationView,
    NumbersView,
    OptionsView,
    RequestsView,
    SummaryView,
    ToolView,
    WindowView,
)

FORMAT_VERSION = "1.0"
"""Minor: additions that readers may ignore. Major: readers must refuse."""
TOOL = "schedule-reconciler"


class ChangeView(TypedDict):
    """What happens to one class."""

    actions: list[str]
    before: DetailsView | None
    after: DetailsView | None


class ResourceChange(TypedDict):
    """One class that is created, or in place already."""

    address: str
    type: str
    change: ChangeView
    reason: str
    origin: OriginView
    trace: NotRequired[int]
    """Its place in `traces`; plans of older releases have none."""
    activity_id: NotRequired[int]
    previous_address: NotRequired[str]
    """Between two revisions: what the same class was called before."""


# `not` is the natural key and a keyword, hence the functional form.
GroupView = TypedDict(
    "GroupView",
    {
        "weekdays": list[str],
        "every_weeks": int,
        "time": str,
        "end": str | None,
        "first": str,
        "last": str,
        "count": int,
        "not": list[str],
        "dates": list[str],
        "details": dict[str, Any],
    },
)


class SeriesChange(TypedDict):
    """The creates of one series, folded."""

    address: str
    location: str
    timezone: str
    origin: OriginView
    create: int
    groups: list[GroupView]


class OtherView(TypedDict):
    """An activity that stands in the way."""

    activity_id: int
    booked: int | None
    schedule_id: int | None
    before: DetailsView
    location: NotRequired[str]
    """Where it is, if that is another location."""


class CauseView(TypedDict):
    """How one of the others is in the way: it has a teacher or room, or leaves too little time."""

    code: str
    kind: str
    id: int
    name: str
    activity_id: int
    location: str
    needed_s: int | None
    between_s: int | None


class HeldView(TypedDict):
    """A class that is wanted but not created."""

    address: str
    location: str
    reason: str
    origin: OriginView
    trace: NotRequired[int]
    booked: int | None
    after: DetailsView
    others: list[OtherView]
    causes: NotRequired[list[CauseView]]


class FieldChangeView(TypedDict):
    """One declared field that differs: before is live, after is in the files."""

    field: str
    before: Any
    after: Any


class DriftView(TypedDict):
    """An activity that deviates from the files; only reported."""

    address: str | None
    location: str
    reason: str
    origin: OriginView | None
    trace: NotRequired[int]
    activity_id: int
    booked: int | None
    changes: list[FieldChangeView]
    before: DetailsView
    after: DetailsView | None


class RemovedDayView(TypedDict):
    """What one rule took out of one day."""

    date: str
    text: str
    addresses: list[str]


class RemovalView(TypedDict):
    """All that one rule took out of the patterns of one location."""

    location: str
    kind: str
    origin: OriginView
    count: int
    days: list[RemovedDayView]


class MoveView(TypedDict):
    """A class that takes place on another date than its pattern says."""

    address: str
    location: str
    date: str
    start: str
    trace: list[StepView]


class PlanView(TypedDict):
    """The whole plan, JSON-ready."""

    format_version: str
    tool: ToolView
    environment: str
    sandbox: bool
    edition: str
    complete: bool
    applyable: bool
    errored: bool
    expires_at: str | None
    comparison: NotRequired[ComparisonView]
    """Given if two revisions of the files are compared, and no booking system is involved."""
    window: WindowView
    options: OptionsView
    inputs: InputsView
    live: LiveView
    locations: list[LocationView]
    compared: ComparedView
    resource_changes: list[ResourceChange]
    series_changes: list[SeriesChange]
    held_back: list[HeldView]
    conflicts: list[HeldView]
    drift: list[DriftView]
    removals: list[RemovalView]
    moves: list[MoveView]
    traces: NotRequired[list[list[StepView]]]
    numbers: NumbersView
    gates: list[GateView]
    summary: SummaryView
    requests: RequestsView
    operations_digest: str
    diagnostics: list[DiagnosticView]
