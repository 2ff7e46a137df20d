"""Settings put together, and what they say: the class's own, then those of a part, a change, an exception.

Takes `Settings`, returns others, the words for what they speak about, or the `ClassDetails` of a lesson.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from operator import attrgetter
from typing import Final, cast

from reconciler.model.details import ClassDetails
from reconciler.model.schedule import LOCATION_DEFAULT, Dates, Settings

_FIELDS: Final = tuple(field.name for field in fields(Settings))
_ALL: Final = attrgetter(*_FIELDS)
_WORDS: Final = {
    "recurrence": "days",
    "slots": "time",
    "service_id": "service",
    "staff_id": "staff",
    "turns": "staff",
    "room_ids": "rooms",
    "room_choice": "rooms",
    "also_ids": "equipment",
    "label_ids": "labels",
    "lesson_s": "duration",
    "break_s": "break",
}
_DETAILS = cast("Callable[[tuple[object, ...]], ClassDetails]", partial(tuple.__new__, ClassDetails))
"""Every field of it, without a Python frame for each: it is made for every class."""


def merged(under: Settings, over: Settings) -> Settings:
    """`under` with what `over` says; a nearer duration beats an end written further away."""
    values = _ALL(over)
    if values.count(None) == len(values):
        return under
    said = dict(zip(_FIELDS, _ALL(under), strict=True))
    said.update((name, value) for name, value in zip(_FIELDS, values, strict=True) if value is not None)
    if over.lesson_s is not None and over.slots is None and under.slots is not None:
        said["slots"] = tuple(slot._replace(lesson_s=None) for slot in under.slots)
    if over.staff_id is not None:
        said["turns"] = over.turns
    if over.room_ids is not None:
        said["room_choice"] = over.room_choice
    return Settings(**said)


def said_by(settings: Settings) -> tuple[str, ...]:
    """What these settings speak about, in people's words."""
    values = _ALL(settings)
    if values.count(None) == len(values):
        return ()
    said = (_WORDS.get(name, name) for name, value in zip(_FIELDS, values, strict=True) if value is not None)
    return tuple(dict.fromkeys(said))


def details_of(settings: Settings, lesson_s: int) -> ClassDetails:
    """What a class is made of, for a lesson of so many seconds."""
    break_s = None if settings.break_s == LOCATION_DEFAULT else settings.break_s or 0
    return _DETAILS(
        (
            settings.service_id,
            settings.staff_id,
            _ascending(settings.room_ids, settings.also_ids),
            settings.label_ids and _ascending(settings.label_ids),
            settings.capacity,
            lesson_s + (break_s or 0),
            break_s,
            settings.comment,
            settings.color,
            settings.instructions,
            settings.link,
        )
    )


def dated(settings: Settings) -> bool:
    """Whether people wrote each date themselves."""
    return isinstance(settings.recurrence, Dates)


def _ascending(ids: tuple[int, ...] | None, more: tuple[int, ...] | None = None) -> tuple[int, ...] | None:
    if not more and (ids is None or len(ids) < 2):
        return ids
    return tuple(sorted({*(ids or ()), *(more or ())}))
