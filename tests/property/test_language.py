"""Laws of the whole language: random timetables with every feature, written as files and read back.

A timetable is drawn as a mapping, as somebody would write it, and taken through `load` and
`expand`. The laws: the order of files, keys and lists never shows; adjacent windows give
exactly the union; and no class is lost or added in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from hypothesis import event, given, settings
from hypothesis import strategies as st
from property.drawn import OF_A_FILE, PROJECT, RULES, SCOPED, Mapped, chains, days

from reconciler.expand import Expansion, expand
from reconciler.load import Project, Source, load_project, load_schedule
from reconciler.model.diagnostic import has_errors
from reconciler.model.occurrence import Occurrence, Step
from reconciler.model.window import Window

LAW = settings(max_examples=80, deadline=None, derandomize=True, database=None)


class File(NamedTuple):
    """What stands in one file."""

    location: str
    """The location that it is about; EVERYWHERE if about all."""
    says: Mapped
    included: bool = False
    """Whether it does not name its location, but is included by the first file that does."""


def project() -> Project:
    found = load_project(Source("reconciler.yaml", json.dumps(PROJECT).encode())).project
    assert found is not None
    return found


def whole(chain: Mapping[str, Mapped]) -> list[File]:
    """One file for each location, and one for all."""
    return [File(location, its) for location, its in chain.items()]


def expanded(files: Sequence[File], window: Window | None = None) -> tuple[Expansion | None, Counter[str]]:
    """What the files come to, None if they are refused; and what is said, by code."""
    sources, homes, included_by = [], {}, {}
    for number, file in enumerate(files):
        name = f"{number}.yaml"
        here = {"location": file.location} if file.location and not file.included else {}
        sources.append(Source(name, json.dumps({"version": 1, **here, **file.says}).encode()))
        if here:
            homes.setdefault(file.location, name)
    for number, file in enumerate(files):
        if file.included:
            included_by[f"{number}.yaml"] = (homes[file.location],)
    read = load_schedule(sources, project(), included_by=included_by)
    said = Counter(one.code for one in read.diagnostics)
    if read.schedule is None:
        return None, said
    found = expand(read.schedule, window)
    return found, said + Counter(one.code for one in found.diagnostics)


def in_words(trace: tuple[Step, ...]) -> list[tuple[str, str]]:
    """A trace without its places, which differ between files."""
    return [(step.kind.value, step.text) for step in trace]


def facts(found: Expansion | None) -> object:
    if found is None:
        return None
    runs = [(one.address, one.start, one.utc, one.details, in_words(one.trace)) for one in found.occurrences]
    return runs, [(one.address, in_words(one.trace)) for one in found.removals]


def shuffled(value: Any, random: Random, *, key: str = "") -> Any:
    """The same, with keys and lists in another order; lists whose order means something stay."""
    if isinstance(value, Mapping):
        keys = random.sample(list(value), len(value))
        return {name: shuffled(value[name], random, key=name) for name in keys}
    if isinstance(value, list) and key not in {"rotate", "first_free"}:
        return [shuffled(one, random) for one in random.sample(value, len(value))]
    return value


def spread(chain: Mapping[str, Mapped], random: Random) -> list[File]:
    """The same over several files, some of which others include."""
    found = [one for location, its in chain.items() for one in _spread(location, its, random)]
    return random.sample(found, len(found))


def _spread(location: str, its: Mapped, random: Random) -> list[File]:
    """Over three files; what holds for its own file only stands in each."""
    files: list[Mapped] = [{}, {}, {}]
    for key, value in its.items():
        if key in OF_A_FILE:
            continue
        if key in SCOPED and isinstance(value, list):
            for one in value:
                random.choice(files).setdefault(key, []).append(one)
        elif key in {"seasons", "weeks", "timetables", "calendars"}:
            for name, inner in value.items():
                random.choice(files).setdefault(key, {})[name] = inner
        else:
            random.choice(files)[key] = value
    own = {key: its[key] for key in OF_A_FILE if key in its}
    filled = [{**file, **own} for file in files if file]
    return [
        File(location, file, included=bool(location and number and random.random() < 0.5))
        for number, file in enumerate(filled)
    ]


@LAW
@given(chains(), st.randoms(use_true_random=False))
def test_the_order_of_files_keys_and_lists_never_shows(chain: dict[str, Mapped], random: Random) -> None:
    found, said = expanded(whole(chain))
    event("refused" if found is None else "expanded")
    mixed = spread({key: shuffled(its, random) for key, its in chain.items()}, random)
    other, other_said = expanded(mixed)
    assert (facts(other), other_said) == (facts(found), said)


@LAW
@given(chains(), st.lists(days, min_size=2, max_size=2).map(sorted))
def test_adjacent_windows_give_exactly_the_union(chain: dict[str, Mapped], cuts: list[date]) -> None:
    first, second = cuts
    after = second + timedelta(days=1)
    files = whole(chain)
    together, _ = expanded(files)
    windows = [Window(last=first - timedelta(days=1)), Window(first=first, last=second), Window(first=after)]
    pieces = [piece for window in windows if (piece := expanded(files, window)[0]) is not None]
    if together is None:
        assert not pieces
        return
    assert together.occurrences == _in_order(one for piece in pieces for one in piece.occurrences)
    assert together.removals == tuple(one for piece in pieces for one in piece.removals)


def _in_order(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """By instant: at midnight, two zones are in different windows."""
    return tuple(sorted(occurrences, key=lambda one: (one.utc, f"{one.series.address}/", one.date)))


@LAW
@given(chains())
def test_no_class_is_lost_or_added_in_silence(chain: dict[str, Mapped]) -> None:
    found, _ = expanded(whole(chain))
    pattern, _ = expanded(whole({key: _pattern(its) for key, its in chain.items()}))
    endless, _ = expanded(whole({key: _endless(_pattern(its)) for key, its in chain.items()}))
    if found is None or pattern is None or endless is None or has_errors(found.diagnostics):
        event("with errors")
        return
    event("without errors")
    runs = {one.address: one for one in found.occurrences}
    gone = {one.address for one in found.removals}
    assert len(runs) == len(found.occurrences)
    assert len(gone) == len(found.removals)
    assert not gone & set(runs)
    lost = [one for one in pattern.occurrences if one.address not in gone | set(runs)]
    assert [one.address for one in lost if not _course_was_over(one, found, chain)] == []
    added = set(runs) - {one.address for one in endless.occurrences}
    silent = [one for one in added if not _asked_for(runs[one].trace, one)]
    assert silent == []
    assert [one.address for one in found.removals if one.trace[-1].kind.value in {"pattern", "change"}] == []
    moved = [one for one in found.occurrences if one.start.date() != one.date]
    assert [one.address for one in moved if "moved" not in one.trace[-1].text + one.trace[-2].text] == []


def _course_was_over(one: Occurrence, found: Expansion, chain: Mapping[str, Mapped]) -> bool:
    """Whether the course had all its sessions by then: a special day may have given it one more before."""
    classes = {each["id"]: each for its in chain.values() for each in its["classes"]}
    sessions = classes[one.series.class_id].get("sessions")
    every = (*found.occurrences, *found.removals)
    before = [
        other for other in every if other.series.address == one.series.address and other.date < one.date
    ]
    return sessions is not None and len(before) >= sessions


def _pattern(its: Mapped) -> Mapped:
    """Without what takes away, moves and adds."""
    left = {key: value for key, value in its.items() if key not in RULES}
    seasons = {
        name: {key: value for key, value in one.items() if key != "breaks"}
        for name, one in its["seasons"].items()
    }
    return {**left, "seasons": seasons}


def _endless(its: Mapped) -> Mapped:
    """The same, and its courses never end: a closed day may put a session at their end."""
    course = {"sessions", "if_closed"}
    classes = [{key: value for key, value in one.items() if key not in course} for one in its["classes"]]
    return {**its, "classes": classes}


def _asked_for(trace: tuple[Step, ...], address: str) -> bool:
    """Whether a rule added it: a model week, a special day, a holiday with a timetable, or an exception."""
    kinds = {step.kind.value for step in trace}
    holiday = any("short runs" in step.text for step in trace)
    return "/camp/" in address or holiday or bool(kinds & {"exception", "special day", "special week"})
