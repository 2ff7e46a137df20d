"""Turns occurrences into the view that `expand` prints in every format.

Takes occurrences, findings and names; returns plain dictionaries, ready for JSON. Everything
of this stage that shows occurrences is drawn from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from reconciler.model.diagnostic import Diagnostic
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence
from reconciler.render.class_shape import DetailsView
from reconciler.render.details_view import Describer, describer, desired_view
from reconciler.render.diagnostic_shape import DiagnosticView
from reconciler.render.diagnostics_json import diagnostic_view
from reconciler.render.shape import FORMAT_VERSION


class StepView(TypedDict):
    """One rule that had a part in an occurrence."""

    kind: str
    text: str
    file: str
    line: int


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


class OccurrencesView(TypedDict):
    """What `expand --format json` prints."""

    format_version: str
    occurrences: list[OccurrenceView]
    diagnostics: list[DiagnosticView]


def occurrences_view(
    occurrences: Iterable[Occurrence],
    diagnostics: Iterable[Diagnostic],
    names: Mapping[str, Names],
) -> OccurrencesView:
    """The view, occurrences in the order given. `names` are by key of the location."""
    describers: dict[tuple[str, str], Describer] = {}
    views: list[OccurrenceView] = []
    for occurrence in occurrences:
        series = occurrence.series
        key = (series.location, series.timezone)
        if key not in describers:
            describers[key] = describer(names.get(series.location, Names()), series.timezone)
        views.append(_view(occurrence, describers[key]))
    found = sorted(diagnostics, key=Diagnostic.sort_key)
    return {
        "format_version": FORMAT_VERSION,
        "occurrences": views,
        "diagnostics": [diagnostic_view(each) for each in found],
    }


def _view(occurrence: Occurrence, describe: Describer) -> OccurrenceView:
    series, address = occurrence.series, occurrence.address
    details = desired_view(occurrence, address, describe)
    return {
        "address": address,
        "location": series.location,
        "class": series.class_id,
        "slot": series.slot,
        "part": series.part,
        "date": occurrence.date.isoformat(),
        "utc_offset": _offset(occurrence),
        "end": _end(occurrence),
        **details,
        "trace": [
            {"kind": step.kind.value, "text": step.text, "file": step.span.file, "line": step.span.line}
            for step in occurrence.trace
        ],
    }


def _offset(occurrence: Occurrence) -> str:
    """`+02:00`: local time less UTC."""
    seconds = int(occurrence.start.replace(tzinfo=UTC).timestamp()) - occurrence.utc
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"


def _end(occurrence: Occurrence) -> str | None:
    """Local end of the lesson, its break not counted; exact on days of a clock change too."""
    details = occurrence.details
    if details.length_s is None:
        return None
    lesson_s = details.length_s - (details.break_s or 0)
    end = datetime.fromtimestamp(occurrence.utc + lesson_s, ZoneInfo(occurrence.series.timezone))
    return end.replace(tzinfo=None).isoformat()
