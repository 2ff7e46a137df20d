"""Turns the nouns of one class into plain dictionaries.

Takes occurrences, activities, spans and names; returns the parts of which views are made.
One `Describer` serves one location and remembers each distinct set of details, for a series
of a hundred dates has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.diagnostic import Span
from reconciler.model.marker import marker_of, with_marker
from reconciler.model.names import Names
from reconciler.model.occurrence import Occurrence, Step
from reconciler.render.class_shape import DetailsView, NamesView, OriginView, StepView
from reconciler.render.dates import utc_text

VIEW_FIELDS: Mapping[str, str] = {"room_ids": "resource_instance_ids", "link": "stream_link"}
"""Fields of ClassDetails that the wire, and so the view, calls otherwise."""


def steps_view(trace: Iterable[Step]) -> list[StepView]:
    """A trace, in its order."""
    return [
        {"kind": step.kind.value, "text": step.text, "file": step.span.file, "line": step.span.line}
        for step in trace
    ]


def origin_view(span: Span) -> OriginView:
    """Where the reader should look."""
    return {"file": span.file, "line": span.line}


def _name(names: Mapping[int, str], number: int | None) -> str | None:
    return None if number is None else names.get(number, f"#{number}")


def _names(names: Mapping[int, str], numbers: tuple[int, ...] | None) -> list[str] | None:
    return None if numbers is None else [names.get(number, f"#{number}") for number in numbers]


def names_view(details: ClassDetails, names: Names) -> NamesView:
    """The names behind the ids; `#7` where nobody named the id."""
    return {
        "service": _name(names.services, details.service_id),
        "staff": _name(names.staff, details.staff_id),
        "rooms": _names(names.rooms, details.room_ids),
        "labels": _names(names.labels, details.label_ids),
    }


def _template(details: ClassDetails, names: Names, timezone: str) -> DetailsView:
    rooms, labels = details.room_ids, details.label_ids
    return {
        "start": "",
        "timezone": timezone,
        "utc": None,
        "length_s": details.length_s,
        "break_s": details.break_s,
        "service_id": details.service_id,
        "staff_id": details.staff_id,
        "resource_instance_ids": None if rooms is None else list(rooms),
        "label_ids": None if labels is None else list(labels),
        "capacity": details.capacity,
        "comment": details.comment,
        "color": details.color,
        "instructions": details.instructions,
        "stream_link": details.link,
        "names": names_view(details, names),
    }


Describer = Callable[[ClassDetails], DetailsView]


def describer(names: Names, timezone: str) -> Describer:
    """A function from details to a fresh view of them, still without start and comment."""
    known: dict[ClassDetails, DetailsView] = {}

    def describe(details: ClassDetails) -> DetailsView:
        template = known.get(details)
        if template is None:
            template = known[details] = _template(details, names, timezone)
        return template.copy()

    return describe


def desired_view(occurrence: Occurrence, address: str, describe: Describer) -> DetailsView:
    """An occurrence exactly as it would be written, marker included."""
    series = occurrence.series
    view = describe(occurrence.details)
    view["start"] = occurrence.start.isoformat()
    view["utc"] = utc_text(occurrence.utc)
    if series.marked:
        marker = marker_of(series.location_id, address)
        view["comment"] = with_marker(occurrence.details.comment or "", marker)
    if series.forced:
        view["force"] = True
    return view


def observed_view(activity: Activity, describe: Describer) -> DetailsView:
    """An activity as it was read; unknown fields are None."""
    view = describe(activity.details)
    view["start"] = activity.start.isoformat(timespec="seconds")
    view["utc"] = None if activity.utc is None else utc_text(activity.utc)
    if activity.marker is not None:
        view["comment"] = with_marker(activity.details.comment or "", activity.marker)
    names = view["names"]
    service, staff = names["service"], names["staff"]
    if activity.title and (service is None or service.startswith("#")):
        names = view["names"] = {**names, "service": activity.title}
    if activity.staff_name and (staff is None or staff.startswith("#")):
        view["names"] = {**names, "staff": activity.staff_name}
    return view
