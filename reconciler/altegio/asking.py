"""What we say to the API: paths, the query of a list, the body of a create.

Takes our values, returns plain pairs and dictionaries in the API's own words. Together with
`wire`, which understands the answers, this is the only place that knows field names.
Source: the vendor's v2 reference, both editions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from reconciler.altegio.settings import Edition
from reconciler.model.details import ClassDetails
from reconciler.model.marker import with_marker
from reconciler.model.occurrence import Occurrence

PAGE_LIMIT = 250
"""Rows that one page may hold at most, in both editions."""

INCLUDES = ("staff", "service", "resource_instances", "labels", "duration_details")
"""What a JSON:API row needs beside it to be compared in full."""

_REQUIRED = ("service_id", "staff_id", "capacity", "length_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """Which activities of a location to list: every documented filter, "" and () meaning none."""

    first: datetime
    last: datetime
    """Local wall clock of the location, naive; later than `first`."""
    staff_ids: tuple[int, ...] = ()
    service_ids: tuple[int, ...] = ()
    resource_ids: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    """1 is Monday, 7 is Sunday: the API's numbering."""
    free_places: int | None = None
    """At least so many seats must be free (the API calls it capacity), 0 or more."""
    search: str = ""
    """Part of a name or description; the "activities" edition only."""
    include_deleted: bool = False
    """Deleted ones too; this also lifts the rule that `first` must not lie in the past."""
    descending: bool = False
    include: tuple[str, ...] = ()
    """Side-loads, see INCLUDES."""
    limit: int = PAGE_LIMIT
    """Rows of one page, 1 to 250."""
    offset: int = 0
    """Rows to leave out, 0 or more; the "activities" edition."""
    page: int = 1
    """Which page, from 1; the "events" edition."""


def list_path(edition: Edition, location_id: int) -> str:
    """Where activities of a location are listed and created, below the base address."""
    family = "companies" if edition == "activities" else "locations"
    return f"/{family}/{location_id}/{edition}"


def list_params(edition: Edition, query: ListQuery) -> list[tuple[str, str]]:
    """The query as key and value pairs; arrays repeat their bracketed key.

    Raises:
        ValueError: a search in the edition that has none: leaving it out would list too much.
    """
    if query.search and edition == "events":
        raise ValueError("the events edition cannot search by text")
    params = [("filter[from]", local_text(query.first)), ("filter[to]", local_text(query.last))]
    for key, numbers in (
        ("filter[master_ids][]", query.staff_ids),
        ("filter[service_ids][]", query.service_ids),
        ("filter[resource_ids][]", query.resource_ids),
        ("filter[weekdays][]", query.weekdays),
    ):
        params += [(key, str(number)) for number in numbers]
    if query.free_places is not None:
        params.append(("filter[capacity]", str(query.free_places)))
    if query.descending:
        params.append(("filter[sort]", "desc"))
    if query.include_deleted:
        params.append(("filter[include_deleted]", "1"))
    if query.search:
        params.append(("search", query.search))
    params += include_params(query.include)
    params.append(("limit", str(query.limit)))
    if edition == "events":
        params.append(("page", str(query.page)))
    else:
        params.append(("offset", str(query.offset)))
    return params


def include_params(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """The bracketed form: the server would keep only the last of several plain `include`s."""
    return [("include[]", name) for name in names]


def local_text(moment: datetime) -> str:
    """A local wall-clock time as the API wants it: `2027-01-12 18:30:00`, no offset."""
    return moment.replace(tzinfo=None).isoformat(" ", "seconds")


def lacking(details: ClassDetails) -> tuple[str, ...]:
    """Names of the facts without which no create can be sent; () if all are there."""
    return tuple(name for name in _REQUIRED if getattr(details, name) is None)


def create_body(
    occurrence: Occurrence, *, again: bool = False, default_break: Literal["absent", "null"] = "absent"
) -> dict[str, object]:
    """The body of a create: every field of the reference that the occurrence declares.

    `technical_break_duration` is sent, 0 included, unless the location's default is wanted:
    left out or null, the server lengthens the class by that default. Optional texts are left out when
    empty, because the API accepts neither null nor "". `force` is sent only for a class that
    says it may overlap, and not when it is asked for again: it could force a twin.
    """
    details = occurrence.details
    body: dict[str, object] = {
        "staff_id": details.staff_id,
        "service_id": details.service_id,
        "resource_instance_ids": list(details.room_ids or ()),
        "label_ids": list(details.label_ids or ()),
        "date": local_text(occurrence.start),
        "length": details.length_s,
        "capacity": details.capacity,
    }
    if details.break_s is not None or default_break == "null":
        body["technical_break_duration"] = details.break_s
    texts = (
        ("comment", with_marker(details.comment or "", occurrence.marker)),
        ("color", (details.color or "").lower()),
        ("instructions", details.instructions),
        ("stream_link", details.link),
    )
    body.update({name: text for name, text in texts if text})
    if occurrence.series.forced and not again:
        body["force"] = True
    return body
