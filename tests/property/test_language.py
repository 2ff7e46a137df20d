"""Laws of the whole language: random timetables with every feature, written as files and read back.

A timetable is drawn as a mapping, as somebody would write it, and taken through `load` and
`expand`. The laws: the order of files, keys and lists never shows; adjacent windows give
exactly the union; and no class is lost or added in silence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from reconciler.expand import Expansion, expand
from reconciler.load import Source, load_project, load_schedule
from reconciler.model.diagnostic import has_errors
from reconciler.model.occurrence import Step
from reconciler.model.window import Window

LAW = settings(max_examples=60, deadline=None, derandomize=True, database=None)
MONDAY = date(2027, 1, 11)
WEEKS = 10
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NAMES = {
    "staff": {**{f"T{n}": 100 + n for n in range(6)}, "to be announced": 150},
    "services": {"Yoga": 901, "Swim": 902},
    "rooms": {f"R{n}": 200 + n for n in range(6)},
}
PROJECT = {
    "version": 1,
    "schedules": "*.yaml",
    "locations": {"mitte": {"id": 101, "timezone": "Europe/Berlin", **NAMES}},
}
SCOPED = {"classes", "exceptions", "closures", "absences", "room_outages", "special_days", "special_weeks"}
"""Lists that may be spread over files."""
RULES = {
    "closures", "public_holidays", "school_holidays", "closed_days", "calendars", "absences", "room_outages",
    "exceptions", "special_days", "special_weeks", "weeks", "timetables",
}  # fmt: skip
"""What is not the pattern."""

Mapped = dict[str, Any]

days = st.integers(0, 7 * WEEKS - 1).map(lambda n: MONDAY + timedelta(days=n))
stretches = st.tuples(days, st.integers(0, 8)).map(
    lambda pair: f"{pair[0]} to {pair[0] + timedelta(pair[1])}"
)
selectors = st.sampled_from(["all", "c0", ["c0", "c1"], {"tags": "kids"}, {"staff": "T1"}, {"rooms": "R0"}])
someday = st.one_of(days.map(str), stretches)


def maybe(key: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Mapped]:
    """A mapping with this key, or an empty one."""
    return st.one_of(st.just({}), values.map(lambda value: {key: value}))


def merged(*parts: st.SearchStrategy[Mapped]) -> st.SearchStrategy[Mapped]:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


@st.composite
def group_class(draw: st.DrawFn, number: int) -> Mapped:
    """A class whose teacher and room are its own, so that it seldom clashes."""
    weekly = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True)
    monthly = st.lists(st.sampled_from(["1st sat", "last sun", "3rd tue"]), min_size=1, unique=True)
    every = draw(st.one_of(weekly, weekly, monthly))
    hour = 8 + 2 * number
    at = draw(st.sampled_from([f"{hour:02}:00", {"early": f"{hour:02}:00", "late": f"{hour + 1:02}:00"}]))
    only_weekly = every[0] in WEEKDAYS
    return {
        "id": f"c{number}",
        "service": draw(st.sampled_from(["Yoga", "Swim"])),
        "every": every,
        "at": at,
        "duration": "45m",
        "capacity": 8,
        **draw(st.one_of(
            st.just({"staff": f"T{number}", "room": f"R{number}"}),
            st.just({"staff": {"rotate": [f"T{number}", "T5"], "each": "session", "from": str(MONDAY)}}),
        )),
        **draw(maybe("tags", st.sampled_from(["kids", ["kids", "pool"]]))),
        **(draw(maybe("weeks", st.sampled_from(["odd", f"every 2 from {MONDAY}"]))) if only_weekly else {}),
        **draw(maybe("changes", st.lists(
            merged(st.builds(lambda day: {"from": str(day)}, days), maybe("capacity", st.integers(5, 9)),
                   st.just({"staff": "T4"})),
            min_size=1, max_size=2, unique_by=lambda change: change["from"],
        ))),
    }  # fmt: skip


@st.composite
def exceptions(draw: st.DrawFn, classes: list[Mapped]) -> list[Mapped]:
    """A few, each for another class, most on a date that the class has."""
    found = []
    for group in classes:
        if "weeks" in group or group["every"][0] not in WEEKDAYS or isinstance(group["at"], dict):
            continue
        weekday = WEEKDAYS.index(group["every"][0])
        day = MONDAY + timedelta(weeks=draw(st.integers(0, WEEKS - 1)), days=weekday)
        what = draw(st.sampled_from([None, "cancel", "move", "change", "keep", "add"]))
        base = {"class": group["id"], "on": str(day)}
        match what:
            case "cancel":
                found.append({**base, "cancel": "burst pipe"})
            case "move":
                found.append({**base, "move_to": f"{day + timedelta(days=draw(st.integers(-3, 3)))} 06:00"})
            case "change":
                found.append({**base, "change": {"capacity": 3}})
            case "keep":
                found.append({**base, "keep": True})
            case "add":
                found.append({"class": group["id"], "add": f"{draw(days)} 06:00", "slot": "extra"})
            case _:
                pass
    return found


@st.composite
def timetables(draw: st.DrawFn) -> Mapped:
    """One location's timetable, as a mapping."""
    classes = [draw(group_class(number)) for number in range(draw(st.integers(1, 4)))]
    copied = draw(st.booleans())
    first = {"from": str(MONDAY), "to": str(MONDAY + timedelta(days=7 * (WEEKS // 2) - 1))}
    second = {
        "from": str(MONDAY + timedelta(weeks=WEEKS // 2)),
        "to": str(MONDAY + timedelta(days=7 * WEEKS - 1)),
    }
    inside = st.integers(0, 34).map(lambda n: str(MONDAY + timedelta(days=n)))
    seasons = {
        "s1": {**first, **draw(maybe("breaks", st.lists(inside, min_size=1, max_size=2, unique=True)))}
    }
    if copied:
        seasons["s2"] = {**second, "copy": "s1", **draw(maybe("without", st.just("c0"))),
                         **draw(maybe("change", st.just({classes[-1]["id"]: {"capacity": 4}})))}  # fmt: skip
    defaults = {"seasons": "s1"}
    policies = merged(
        maybe("do", st.sampled_from(["skip", "keep"])),
        maybe("for", selectors),
        maybe("because", st.just("x")),
    )
    rules = merged(
        maybe("closures", st.lists(merged(
            st.builds(lambda on: {"on": on}, someday), maybe("after", st.just("12:00")),
            maybe("only", selectors), maybe("because", st.sampled_from(["gala", "filter"])),
        ), max_size=3)),
        maybe("public_holidays", policies.map(lambda its: {"calendar": "DE-BE", **its})),
        maybe("school_holidays", policies.map(lambda its: {"calendar": "DE-BE", **its})),
        maybe("absences", st.lists(st.builds(
            lambda who, on, cover: {"staff": who, "on": on, "cover": cover},
            st.sampled_from(["T0", "T1", "T4"]), someday,
            st.sampled_from(["cancel", "T3", "to be announced"]),
        ), max_size=2)),
        maybe("room_outages", st.builds(
            lambda on, then: [{"room": "R0", "on": on, "then": then}],
            someday, st.sampled_from(["cancel", "move to R4"]),
        )),
        maybe("exceptions", exceptions(classes)),
    )  # fmt: skip
    its = {"seasons": seasons, "defaults": defaults, "classes": classes, **draw(rules)}
    if draw(st.booleans()):
        its["calendars"] = {"bridge": [str(draw(days))]}
        its["closed_days"] = {"calendar": "bridge", **draw(policies)}
    if draw(st.booleans()):
        camp = {"id": "camp", "service": "Swim", "staff": "T5", "every": "weekdays", "at": "06:30",
                "duration": "1h", "capacity": 9}  # fmt: skip
        its["weeks"] = {"camp": {"classes": [camp]}}
        its["special_weeks"] = [
            {"week_of": str(draw(days)), "run": "camp", **draw(maybe("instead_of", selectors))}
        ]
    if draw(st.booleans()):
        its["timetables"] = {"short": {"classes": "c0"}}
        run = draw(st.sampled_from([{"run": "short"}, {"run_as": "sun"}, {"run_as": "tue"}]))
        its["special_days"] = [{"on": str(draw(days)), **run}]
    return its


def written(files: list[Mapped]) -> list[Source]:
    """The files, each with what every file needs."""
    return [
        Source(f"{name}.yaml", json.dumps({"version": 1, "location": "mitte", **its}).encode())
        for name, its in zip("abcdefgh", files, strict=False)
    ]


def expanded(files: list[Mapped], window: Window | None = None) -> tuple[Expansion | None, Counter[str]]:
    """What the files come to, None if they are refused; and what is said, by code."""
    project = load_project(Source("reconciler.yaml", json.dumps(PROJECT).encode())).project
    assert project is not None
    read = load_schedule(written(files), project)
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
    if isinstance(value, list) and key != "rotate":
        return [shuffled(one, random) for one in random.sample(value, len(value))]
    return value


def spread(its: Mapped, random: Random) -> list[Mapped]:
    """The same over three files; defaults hold for their own file only, so each has them."""
    files: list[Mapped] = [{}, {}, {}]
    for key, value in its.items():
        if key == "defaults":
            continue
        if key in SCOPED and isinstance(value, list):
            for one in value:
                random.choice(files).setdefault(key, []).append(one)
        elif key in {"seasons", "weeks", "timetables", "calendars"}:
            for name, inner in value.items():
                random.choice(files).setdefault(key, {})[name] = inner
        else:
            random.choice(files)[key] = value
    filled = [{**file, "defaults": its["defaults"]} for file in files if file]
    return random.sample(filled, len(filled))


@LAW
@given(timetables(), st.randoms(use_true_random=False))
def test_the_order_of_files_keys_and_lists_never_shows(its: Mapped, random: Random) -> None:
    found, said = expanded([its])
    event("refused" if found is None else "expanded")
    other, other_said = expanded(spread(shuffled(its, random), random))
    assert (facts(other), other_said) == (facts(found), said)


@LAW
@given(timetables(), st.lists(days, min_size=2, max_size=2).map(sorted))
def test_adjacent_windows_give_exactly_the_union(its: Mapped, cuts: list[date]) -> None:
    first, second = cuts
    after = second + timedelta(days=1)
    whole, _ = expanded([its])
    windows = [Window(last=first - timedelta(days=1)), Window(first=first, last=second), Window(first=after)]
    pieces = [piece for window in windows if (piece := expanded([its], window)[0]) is not None]
    if whole is None:
        assert not pieces
        return
    assert whole.occurrences == tuple(one for piece in pieces for one in piece.occurrences)
    assert whole.removals == tuple(one for piece in pieces for one in piece.removals)


@LAW
@given(timetables())
def test_no_class_is_lost_or_added_in_silence(its: Mapped) -> None:
    found, _ = expanded([its])
    pattern, _ = expanded([{key: value for key, value in its.items() if key not in RULES} | _no_breaks(its)])
    if found is None or pattern is None or has_errors(found.diagnostics):
        event("with errors")
        return
    event("without errors")
    runs = {one.address: one for one in found.occurrences}
    gone = {one.address for one in found.removals}
    given_by_the_pattern = {one.address for one in pattern.occurrences}
    assert len(runs) == len(found.occurrences)
    assert len(gone) == len(found.removals)
    assert not gone & set(runs)
    assert given_by_the_pattern <= gone | set(runs)
    added = set(runs) - given_by_the_pattern
    silent = [one for one in added if not _asked_for(runs[one].trace, one, its)]
    assert silent == []
    assert [one.address for one in found.removals if one.trace[-1].kind.value in {"pattern", "change"}] == []


def _no_breaks(its: Mapped) -> Mapped:
    seasons = its["seasons"].items()
    return {"seasons": {name: {k: v for k, v in one.items() if k != "breaks"} for name, one in seasons}}


def _asked_for(trace: tuple[Step, ...], address: str, its: Mapped) -> bool:
    """Whether a rule added it: a model week, a special day, or an exception."""
    kinds = {step.kind.value for step in trace}
    return "/camp/" in address or bool(kinds & {"exception", "special day", "special week"})
