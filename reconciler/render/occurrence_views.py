"""Turns occurrences into the view that `expand` prints in every format.

Takes occurrences, findings and names; returns plain dictionaries, ready for JSON. Everything
of this stage that shows occurrences is drawn from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from reconciler.model.diagnostic import Diagnostic
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Removal
from reconciler.render.class_shape import DetailsView, StepView
from reconciler.render.details_view import describer, desired_view, steps_view
from reconciler.render.diagnostic_shape import DiagnosticView
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.shape import FORMAT_VERSION

_IdentityView = TypedDict(
    "_IdentityView",
    {
        "address": str,
        "location": str,
        "class": str,
        "slot": str,
        "part": str,
        "date": str,
        "utc_offset": str,
        "end": str | None,
        "trace": list[StepView],
    },
)


class OccurrenceView(_IdentityView, DetailsView):
    """One desired class: who it is, its details, and the rules that made it."""


RemovedView = TypedDict(
    "RemovedView",
    {
        "address": str,
        "location": str,
        "class": str,
        "slot": str,
        "part": str,
        "date": str,
        "trace": list[StepView],
    },
)


class OccurrencesView(TypedDict):
    """What `expand --format json` prints: what runs, what rules took out, what they put elsewhere."""

    format_version: str
    occurrences: list[OccurrenceView]
    removals: list[RemovedView]
    moved: list[str]
    """Addresses of the occurrences that take place on another date than their pattern says."""
    diagnostics: list[DiagnosticView]


def occurrences_view(
    occurrences: Sequence[Occurrence],
    diagnostics: Iterable[Diagnostic],
    names: Mapping[str, Names],
    removals: Iterable[Removal] = (),
) -> OccurrencesView:
    """The view, occurrences and removals in the order given. `names` are by key of the location."""
    viewers: dict[tuple[str, str], Viewer] = {}
    views: list[OccurrenceView] = []
    for occurrence in occurrences:
        series = occurrence.series
        key = (series.location, series.timezone)
        if key not in viewers:
            viewers[key] = viewer(names.get(series.location, Names()), series.timezone)
        views.append(viewers[key](occurrence))
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    return {
        "format_version": FORMAT_VERSION,
        "occurrences": views,
        "removals": [_removed(each) for each in removals],
        "moved": [one.address for one in occurrences if one.moved],
        "diagnostics": [diagnostic_view(each) for each in found],
    }


Viewer = Callable[[Occurrence], OccurrenceView]


def viewer(names: Names, timezone: str) -> Viewer:
    """A function from the occurrences of one location to their views.

    It remembers what many of them share: details, traces, offsets and ends. The occurrences
    must live as long as it does.
    """
    describe, zone = describer(names, timezone), ZoneInfo(timezone)
    offsets: dict[tuple[datetime, int], str] = {}
    ends: dict[tuple[int, int], str] = {}
    traces: dict[int, list[StepView]] = {}

    def view(occurrence: Occurrence) -> OccurrenceView:
        series, _, start, utc, details, trace = occurrence
        address = occurrence.address
        offset = offsets.get((start, utc))
        if offset is None:
            offset = offsets[start, utc] = _offset(start, utc)
        end = None
        if details.length_s is not None:
            over = (utc, details.length_s - (details.break_s or 0))
            end = ends.get(over)
            if end is None:
                end = ends[over] = _local(zone, sum(over))
        steps = traces.get(id(trace))
        if steps is None:
            steps = traces[id(trace)] = steps_view(trace)
        return {
            "address": address,
            "location": series.location,
            "class": series.class_id,
            "slot": series.slot,
            "part": series.part,
            "date": address[-10:],
            "utc_offset": offset,
            "end": end,
            **desired_view(occurrence, address, describe),
            "trace": steps,
        }

    return view


def _removed(removal: Removal) -> RemovedView:
    series = removal.series
    return {
        "address": removal.address,
        "location": series.location,
        "class": series.class_id,
        "slot": series.slot,
        "part": series.part,
        "date": removal.date.isoformat(),
        "trace": steps_view(removal.trace),
    }


def _offset(start: datetime, utc: int) -> str:
    """`+02:00`: local time less UTC."""
    seconds = int(start.replace(tzinfo=UTC).timestamp()) - utc
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _local(zone: ZoneInfo, utc: int) -> str:
    """An instant as local time, exact on days of a clock change too."""
    return datetime.fromtimestamp(utc, zone).replace(tzinfo=None).isoformat()
