"""Says which class belongs into which calendar file: of its studio, its teacher, its rooms.

Takes entries; returns paths with the name and the entries of each. Paths are made of small letters
(of any script), digits and hyphens, whatever people are called: nothing leaves the folder, and nobody's
file takes the place of another's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from reconciler.render.calendar_entries import ClassEntry

_UNFIT = re.compile(r"[\W_]+")
_NAMELESS = "nameless"
_LONGEST = 50
"""Characters of a file name, which may be four octets each."""


class _Whose(NamedTuple):
    """Whom a calendar is for. `kind` is "" for the studio itself, whose `number` is 0."""

    location: str
    kind: str
    number: int


def by_file(entries: Iterable[ClassEntry]) -> Iterator[tuple[str, str, list[ClassEntry]]]:
    """Path, name of the calendar, and its entries in their order; ascending by path."""
    found: dict[_Whose, list[ClassEntry]] = {}
    names: dict[_Whose, str] = {}
    for entry in entries:
        for whose, name in _belongs_to(entry):
            found.setdefault(whose, []).append(entry)
            names.setdefault(whose, name)
    paths = _paths(names)
    for path, whose in sorted((path, whose) for whose, path in paths.items()):
        title = names[whose] if not whose.kind else f"{names[whose]} ({whose.location})"
        yield path, title, found[whose]


def _belongs_to(entry: ClassEntry) -> Iterator[tuple[_Whose, str]]:
    if not entry.handed_over:
        yield _Whose(entry.location, "", 0), entry.location
    if entry.staff is not None:
        yield _Whose(entry.location, "teachers", entry.staff[0]), entry.staff[1]
    for number, name in entry.rooms:
        yield _Whose(entry.location, "rooms", number), name


def _paths(names: dict[_Whose, str]) -> dict[_Whose, str]:
    """A path of its own for each: with its number where a name alone would be somebody else's."""
    folders = _folders({whose.location for whose in names})
    wanted: dict[str, list[_Whose]] = {}
    for whose, name in names.items():
        folder = folders[whose.location]
        stem = f"{folder}/{whose.kind}/{_plain(name) or _NAMELESS}" if whose.kind else folder
        wanted.setdefault(stem, []).append(whose)
    return {
        whose: f"{stem}.{whose.number}.ics" if len(its) > 1 else f"{stem}.ics"
        for stem, its in wanted.items()
        for whose in its
    }


def _folders(locations: Iterable[str]) -> dict[str, str]:
    """Keys of locations are plain already; a forged plan's may not be, and are then numbered."""
    plain: dict[str, list[str]] = {}
    for key in sorted(locations):
        plain.setdefault(_plain(key) or _NAMELESS, []).append(key)
    return {
        key: name if place == 0 else f"{name}.{place}"
        for name, keys in plain.items()
        for place, key in enumerate(keys)
    }


def _plain(name: str) -> str:
    """`große Halle` -> `grosse-halle`; "" if nothing of the name is left."""
    return _UNFIT.sub("-", normalize("NFKC", name.casefold())).strip("-")[:_LONGEST].strip("-")
