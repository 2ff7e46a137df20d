"""Which classes of a schedule a question means.

Takes the question's classes as written and a schedule; returns them, and a test for series.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from difflib import get_close_matches
from enum import Enum
from fnmatch import translate
from typing import NamedTuple

from reconciler.cli.exits import Exit
from reconciler.cli.stop import Stop
from reconciler.model.occurrence import Series
from reconciler.model.schedule import GroupClass, Schedule, Timetable

_FEW = 12
"""Names that are listed when none is near."""


class Meant(NamedTuple):
    """One class that a question means."""

    timetable: Timetable
    group: GroupClass

    @property
    def address(self) -> str:
        """`mitte/yoga-evening`."""
        return f"{self.timetable.location.key}/{self.group.id}"


class Named(Enum):
    """What a question names, so what it is to be told about if nothing is there."""

    LOCATION = "location"
    """One location, or none, which means every one."""
    CLASS = "class"
    SERIES = "series"
    """A slot or a part of a class."""


class Choice(NamedTuple):
    """The classes that a question means."""

    classes: tuple[Meant, ...]
    named: Named
    fits: Callable[[Series], bool]
    """Whether a series of one of these classes is meant."""


def chosen(wanted: str, schedule: Schedule) -> Choice:
    """The classes that `wanted` means: by address, by id, or all of a location.

    Raises:
        Stop: if there is no such class.
    """
    every = tuple(Meant(timetable, group) for timetable in schedule.timetables for group in timetable.classes)
    if not wanted:
        return Choice(every, Named.LOCATION, fits=lambda _: True)
    plain = class_in(wanted)
    pattern = re.compile(translate(plain))
    named = tuple(one for one in every if pattern.match(one.address) or pattern.match(one.group.id))
    if named:
        kind = Named.CLASS if plain == wanted else Named.SERIES
        return Choice(named, kind, _fitting(wanted, named))
    there = tuple(one for one in every if one.timetable.location.key == wanted)
    if there:
        return Choice(there, Named.LOCATION, fits=lambda series: series.location == wanted)
    known = {name for one in every for name in (one.address, one.group.id)}
    raise _unknown(wanted, f'there is no class "{plain or wanted}"', known, {one.address for one in every})


def no_series(wanted: str, known: Iterable[str]) -> Stop:
    """What to say when the class is there, but not this slot or part of it."""
    series = set(known)
    names = {name for address in series for name in _names_of(address)}
    return _unknown(wanted, f'there is no series "{wanted}"', names, series)


def _unknown(wanted: str, summary: str, names: Collection[str], addresses: Collection[str]) -> Stop:
    near = get_close_matches(wanted, sorted(names), n=1, cutoff=0.6)
    if near:
        return Stop(Exit.USAGE, summary, hint=f'did you mean "{near[0]}"?')
    if 0 < len(addresses) <= _FEW:
        return Stop(Exit.USAGE, summary, hint="known are: " + ", ".join(sorted(addresses)))
    return Stop(Exit.USAGE, summary, hint="`reconciler expand` lists the classes")


def _fitting(wanted: str, named: tuple[Meant, ...]) -> Callable[[Series], bool]:
    addresses = {one.address for one in named}
    pattern = re.compile(translate(wanted)) if wanted != class_in(wanted) else None
    known: dict[str, bool] = {}

    def fits(series: Series) -> bool:
        address = series.address
        verdict = known.get(address)
        if verdict is None:
            verdict = known[address] = class_in(address) in addresses and (
                pattern is None or any(map(pattern.match, _names_of(address)))
            )
        return verdict

    return fits


def class_in(wanted: str) -> str:
    """`mitte/aqua-kids` from `mitte/aqua-kids@0900+ben`."""
    return wanted.partition("@")[0].partition("+")[0]


def _names_of(address: str) -> set[str]:
    """The address of a series, with and without its location, and its slot or its part left out."""
    rest, plus, part = address.partition("+")
    names = {address, rest, class_in(address) + plus + part}
    return names | {name.partition("/")[2] for name in names}
