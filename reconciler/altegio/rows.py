"""Rows of the API as activities: one meaning for flat and JSON:API rows, old names and new.

Takes decoded answers, returns `Activity` values. What a row does not say is None there: unknown,
not different. A row without a start, or with two different ones, raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from reconciler.altegio.complaints import printable
from reconciler.altegio.errors import BadAnswerError, ZoneMismatchError
from reconciler.altegio.wire import (
    Duration,
    Facts,
    Included,
    IncludedFacts,
    ListAnswer,
    Meta,
    OneAnswer,
    Pagination,
    Relationships,
    Row,
    Thing,
    ToMany,
    said,
)
from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.marker import split_marker

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # compared with local times, which are naive
_LATEST = 253_402_214_400  # the last day of the year 9999, less one: no zone leaves the calendar


class Page(NamedTuple):
    """One page of a list, as it came: deleted rows and repeated ones included."""

    activities: tuple[Activity, ...]
    total: int | None
    """How many rows the whole list has; None where the API does not say."""


class _Sides(NamedTuple):
    """Side-loaded facts by id."""

    breaks: Mapping[int, int]
    staff: Mapping[int, str]
    services: Mapping[int, str]


_NO_SIDES = _Sides({}, {}, {})


def page_of(answer: ListAnswer) -> Page:
    """The activities of a list answer. Raises BadAnswerError, ZoneMismatchError."""
    if not answer.success or answer.data is None:
        raise BadAnswerError("The booking system answered a list request without a list")
    sides = _sides(answer.included)
    rows = answer.data if isinstance(answer.data, list) else ()
    return Page(tuple([_activity(row, sides) for row in rows]), _total(answer))


def activity_of(answer: OneAnswer) -> Activity:
    """The activity of a single answer. Raises BadAnswerError, ZoneMismatchError."""
    if not answer.success or not isinstance(answer.data, Row):
        raise BadAnswerError("The booking system answered without the activity")
    return _activity(answer.data, _sides(answer.included))


def _activity(row: Row, sides: _Sides) -> Activity:
    facts = row.attributes if isinstance(row.attributes, Facts) else row
    links = row.relationships if isinstance(row.relationships, Relationships) else None
    start, utc = _instant(row.id, facts)
    staff_id, service_id = facts.staff_id, facts.service_id
    if staff_id is None:
        staff_id = facts.team_member_id or facts.master_id or _id(facts.staff)
    if service_id is None:
        service_id = _id(facts.service)
    stored = said(facts.comment)
    note, marker = (None, None) if stored is None else split_marker(stored)
    color = said(facts.color)
    # By position, and in the order of the fields: by name takes twice as long, ten thousand times.
    details = ClassDetails(
        service_id,
        staff_id,
        _linked(
            facts.resource_instance_ids, facts.resource_instances, links.resource_instances if links else None
        ),
        _linked(facts.label_ids, facts.labels, links.labels if links else None),
        facts.capacity,
        facts.length,
        _break(row.id, facts, sides),
        note,
        color.lower() if color else color,
        said(facts.instructions),
        said(facts.stream_link),
    )
    return Activity(
        row.id,
        start,
        utc,
        details,
        marker,
        facts.clients_count if facts.clients_count is not None else facts.records_count,
        facts.schedule_id,
        bool(facts.deleted or facts.is_deleted),
        _label(facts.service) or sides.services.get(service_id or 0) or facts.name or "",
        _label(facts.staff) or sides.staff.get(staff_id or 0) or "",
    )


def _instant(activity_id: int, facts: Facts) -> tuple[datetime, int | None]:
    """Local start as the row writes it, and Unix seconds where it tells them."""
    text = facts.date or facts.datetime or ""
    utc = facts.timestamp
    try:
        start, offset_s = _written(text)
    except (ValueError, OverflowError):
        raise _unreadable(activity_id) from None
    if utc is not None and not 0 <= utc < _LATEST:
        raise _unreadable(activity_id)
    if offset_s is None:
        return start, utc
    since = start - _EPOCH
    implied = since.days * 86_400 + since.seconds - offset_s
    if utc is not None and utc != implied:
        raise ZoneMismatchError(
            f"The booking system gives activity {activity_id} two different starts",
            detail=f"its date {printable(text)} is {implied} in Unix seconds, its timestamp is {utc}",
            hint="Check the location's zone in the booking system.",
        )
    return start, implied


def _written(text: str) -> tuple[datetime, int | None]:
    """Wall clock and offset in seconds; raises ValueError for anything that is not both date and time."""
    if len(text) == len("2027-01-12T18:30:00+0100") and text[19] in "+-":
        return datetime.fromisoformat(text[:19]), _offset_s(text[19:])
    if len(text) < len("2027-01-12 18:30"):
        raise ValueError("no time of day")
    moment = datetime.fromisoformat(text)
    offset = moment.utcoffset()
    return moment.replace(tzinfo=None), None if offset is None else int(offset.total_seconds())


@lru_cache(maxsize=32)
def _offset_s(text: str) -> int:
    """Seconds of `+0100`. A location has two of them, so that each is worked out once."""
    offset = datetime.fromisoformat(f"2000-01-01T00:00{text}").utcoffset()
    assert offset is not None, "the text starts with a sign"
    return int(offset.total_seconds())


def _unreadable(activity_id: int) -> BadAnswerError:
    return BadAnswerError(f"The booking system gave activity {activity_id} no start that can be read")


def _break(activity_id: int, facts: Facts, sides: _Sides) -> int | None:
    if isinstance(facts.duration_details, Duration):
        return facts.duration_details.technical_break_duration
    if facts.technical_break_duration is not None:
        return facts.technical_break_duration
    return sides.breaks.get(activity_id)


def _linked(
    ids: list[int] | Mapping[str, object] | None,
    things: list[Thing] | Mapping[str, object] | None,
    link: ToMany | list[object] | None,
) -> tuple[int, ...] | None:
    """Ids in ascending order, from whichever of the three forms the row has; None without any."""
    if ids is not None:
        found = ids if isinstance(ids, list) else []
    elif things is not None:
        found = [thing.id for thing in things] if isinstance(things, list) else []
    elif isinstance(link, ToMany) and link.data is not None:
        found = [ref.id for ref in link.data] if isinstance(link.data, list) else []
    else:
        return None
    return tuple(sorted(set(found))) if len(found) > 1 else tuple(found)


def _sides(included: list[Included] | Mapping[str, object] | None) -> _Sides:
    if not included or not isinstance(included, list):
        return _NO_SIDES
    sides: tuple[dict[int, int], dict[int, str], dict[int, str]] = ({}, {}, {})
    breaks, staff, services = sides
    for thing in included:
        facts, kind = thing.attributes, thing.type
        if thing.id is None or kind is None or not isinstance(facts, IncludedFacts):
            continue
        if kind.endswith("duration_details"):
            if facts.technical_break_duration is not None:
                breaks[thing.id] = facts.technical_break_duration
        elif kind == "service":
            services[thing.id] = facts.title or facts.name or ""
        elif kind in {"staff", "master", "team_member"}:
            staff[thing.id] = facts.name or facts.title or ""
    return _Sides(*sides)


def _total(answer: ListAnswer) -> int | None:
    if isinstance(answer.meta, Meta) and isinstance(answer.meta.pagination, Pagination):
        return answer.meta.pagination.total
    return None


def _id(thing: Thing | list[object] | None) -> int | None:
    return thing.id if isinstance(thing, Thing) else None


def _label(thing: Thing | list[object] | None) -> str:
    return (thing.title or thing.name or "") if isinstance(thing, Thing) else ""
