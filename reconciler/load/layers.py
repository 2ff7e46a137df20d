"""Lay what one block says over what another one says, key by key: the nearest wins.

Takes the mappings of a document; returns one mapping that still knows where each of its values
is written. Keys that answer the same question, such as `room` and `rooms`, replace each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reconciler.load.document import Document
from reconciler.load.mapping import Borrowed, Mapping, Merged
from reconciler.load.spelling import Wrong
from reconciler.load.values import parse_weekdays

_PATTERN: Final = ("every", "dates", "on", "rrule", "rdate", "exdate", "allow_subdaily")
_RIVALS: Final = {
    **dict.fromkeys(_PATTERN, _PATTERN),
    "room": ("room", "rooms"),
    "rooms": ("room", "rooms"),
    "label": ("label", "labels"),
    "labels": ("label", "labels"),
    "weeks": ("weeks", "cycle", "week"),
    "cycle": ("weeks", "cycle"),
    "week": ("weeks", "week"),
}


def laid_over(far: Mapping, near: Mapping, base: Mapping) -> Mapping:
    """`far` with what `near` says; the whole counts as written where `base` is."""
    if not near:
        return far
    gone = {rival for key in near for rival in _RIVALS.get(key, (key,))} | set(_timed(near))
    merged = _at(base)
    for source in (far, near):
        for key, value in source.items():
            if source is far and key in gone:
                continue
            merged[key] = value
            home = source.homes.get(key, source) if isinstance(source, Merged) else source
            if home is not base:
                merged.homes[key] = home
    return merged


def without(mapping: Mapping, keys: Iterable[str]) -> Mapping:
    """A mapping without some keys, at the same place."""
    rest = _at(mapping)
    if isinstance(mapping, Merged):
        rest.homes = mapping.homes
    rest.update(mapping)
    for key in keys:
        rest.pop(key, None)
    return rest


def borrowed(document: Document, mapping: Mapping) -> Borrowed:
    """A mapping of `document`, to be used in other documents."""
    found = Borrowed()
    found.line, found.column, found.offset = mapping.line, mapping.column, mapping.offset
    found.name, found.text = document.name, document.text
    for key, value in mapping.items():
        found[key] = borrowed(document, value) if isinstance(value, Mapping) else value
    return found


def _timed(near: Mapping) -> Iterable[str]:
    """What a nearer time of day takes away: the weekdays or the duration that it says itself."""
    at = near.get("at")
    times = list(at.values()) if isinstance(at, dict) else [at]
    if isinstance(at, dict) and any(not isinstance(parse_weekdays(key), Wrong) for key in at):
        yield from (key for key in _PATTERN if key not in near)
    if at is not None and "duration" not in near and all("-" in str(time) for time in times):
        yield "duration"


def _at(mapping: Mapping) -> Merged:
    empty = Merged()
    empty.line, empty.column, empty.offset = mapping.line, mapping.column, mapping.offset
    empty.homes = {}
    return empty
