"""Random timetables with every feature of the language, drawn as mappings, as somebody would write them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

MONDAY = date(2027, 1, 11)
WEEKS = 12
"""With the night in it in which the clocks go forward."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES = {"mitte": "Europe/Berlin", "lisboa": "Europe/Lisbon"}
EVERYWHERE = ""
"""Key of what holds for all locations, beside those of the locations."""


def names(offset: int) -> dict[str, dict[str, int]]:
    """The same names at every location, and ids of its own for each."""
    return {
        "staff": {**{f"T{n}": offset + n for n in range(8)}, "to be announced": offset + 50},
        "services": {"Yoga": offset + 61, "Swim": offset + 62},
        "rooms": {f"R{n}": offset + 70 + n for n in range(6)},
    }


PROJECT = {
    "version": 1,
    "schedules": "*.yaml",
    "locations": {
        key: {"id": 101 + number, "timezone": zone, **names(1000 * (number + 1))}
        for number, (key, zone) in enumerate(ZONES.items())
    },
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
moves = st.sampled_from(
    ["next open day", "previous open day, same time", "same week sat", "next week mon 10:00"]
)
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
            st.just({"staff": f"T{number}", "room": {"first_free": [f"R{number}", "R5"]}}),
            st.just({"parallel": [{"staff": f"T{number}", "room": f"R{number}"}, {"staff": "T7"}]}),
        )),
        **draw(maybe("tags", st.sampled_from(["kids", ["kids", "pool"]]))),
        **draw(maybe("group", st.just("young"))),
        **draw(st.one_of(st.just({}), st.just({}), st.fixed_dictionaries({
            "sessions": st.integers(1, 9), "if_closed": st.sampled_from(["extend", "lose"]),
        }))),
        **(draw(maybe("weeks", st.sampled_from(["odd", f"every 2 from {MONDAY}"]))) if only_weekly else {}),
        **draw(maybe("changes", st.lists(
            merged(st.builds(lambda day: {"from": str(day)}, days), maybe("capacity", st.integers(5, 9)),
                   st.just({"staff": "T4"})),
            min_size=1, max_size=2, unique_by=lambda change: change["from"],
        ))),
    }  # fmt: skip


OF_A_FILE = {"defaults": {"seasons": "s1"}, "groups": {"young": {"tags": "kids", "because": "the town pays"}}}
"""What holds in its own file only, so that each of several needs it."""


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
    if draw(st.booleans()):
        classes.append({"id": "night", "service": "Swim", "staff": "T6", "every": "sun", "at": "02:30",
                        "duration": "1h", "capacity": 9})  # fmt: skip
    runs = draw(st.booleans())
    policies = merged(
        st.one_of(
            st.just({}),
            st.sampled_from([{"do": "skip"}, {"do": "keep"}, *([{"do": "run short"}] if runs else [])]),
            merged(
                st.just({"do": "move"}),
                maybe("move_to", moves),
                maybe("if_impossible", st.sampled_from(["skip", "error"])),
            ),
        ),
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
        maybe("clock_changes", st.sampled_from([{"missing_time": "shift"}, {"missing_time": "skip"}])),
    )  # fmt: skip
    its = {"seasons": seasons, **OF_A_FILE, "classes": classes, **draw(rules)}
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
    if runs:
        its["timetables"] = {"short": {"classes": "c0"}}
    if draw(st.booleans()) and runs:
        run = draw(st.sampled_from([{"run": "short"}, {"run_as": "sun"}, {"run_as": "tue"}]))
        its["special_days"] = [{"on": str(draw(days)), **run}]
    return its


@st.composite
def chains(draw: st.DrawFn) -> dict[str, Mapped]:
    """The timetables of two locations by key, and what both have in common."""
    found = {"mitte": draw(timetables())}
    if draw(st.booleans()):
        found["lisboa"] = draw(timetables())
    if draw(st.booleans()):
        found[EVERYWHERE] = draw(common())
    return found


@st.composite
def common(draw: st.DrawFn) -> Mapped:
    """Classes and rules in files about no single location; their seasons are in those of the locations."""
    classes = []
    for number in range(draw(st.integers(1, 2))):
        only = draw(st.sampled_from(["mitte", ["mitte", "lisboa"], "all"]))
        apart = {"mitte": draw(maybe("at", st.just("21:15"))), "lisboa": {"staff": "T6", "capacity": 5}}
        classes.append({
            "id": f"k{number}", "service": "Yoga", "staff": f"T{6 + number}", "duration": "30m",
            "capacity": 9, "every": draw(st.sampled_from(WEEKDAYS)), "at": f"{20 + number}:00",
            "seasons": "all-of-it",
            "locations": draw(st.sampled_from([only, apart])),
            **draw(maybe("changes", days.map(
                lambda day: [{"from": str(day), "capacity": 3, "locations": "mitte"}]
            ))),
        })  # fmt: skip
    rules = merged(
        maybe("closures", st.lists(merged(
            st.builds(lambda on: {"on": on, "because": "strike"}, someday),
            maybe("locations", st.sampled_from(["mitte", ["mitte", "lisboa"]])),
        ), min_size=1, max_size=2)),
        maybe("absences", st.builds(lambda on: [{"staff": "T6", "on": on, "cover": "T3"}], someday)),
        maybe("buffers", st.just({"rooms": {"R0": "0m"}})),
        maybe("public_holidays", st.just({"calendar": {"mitte": "DE-BE", "lisboa": "PT"}, "for": "k0"})),
        maybe("exceptions", st.builds(
            lambda on, where: [{"class": "k0", "location": where, "on": str(on), "cancel": "snow"}],
            days, st.sampled_from(["mitte", "lisboa"]),
        )),
    )  # fmt: skip
    last = MONDAY + timedelta(days=7 * WEEKS - 1)
    seasons = {"all-of-it": {"from": str(MONDAY), "to": str(last)}}
    return {"seasons": seasons, "classes": classes, **draw(rules)}
