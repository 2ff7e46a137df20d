"""What must hold for special weeks, special days and moves in any timetable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from property.test_expand import SMALL, START, TAGS, classes, closures, dates, exceptions, slots
from unit.expand import builders

from reconciler.expand import expand
from reconciler.model.calendars import CalendarEntry, DayPolicy, MoveRule, OwnCalendar, PolicyKind
from reconciler.model.schedule import (
    FOREVER,
    SINCE_EVER,
    Days,
    GroupClass,
    Period,
    Schedule,
    Selector,
    Settings,
    Timetable,
    Weekly,
)
from reconciler.model.special import DayTimetable, Special, SpecialDay, SpecialWeek
from reconciler.model.window import Window

selectors = st.builds(Selector, tags=st.frozensets(TAGS, max_size=1))
rules = st.builds(
    lambda way, weekday, start_min: MoveRule(
        way=way, weekday=weekday if way.endswith("week") else None, start_min=start_min, text=way
    ),
    st.sampled_from(["next open day", "previous open day", "same week", "next week"]),
    st.integers(0, 6),
    st.sampled_from([None, 600]),
)


@st.composite
def specials(draw: st.DrawFn) -> Special:
    short = DayTimetable(
        key="short",
        class_ids=frozenset({"c0"}),
        changes={"c0": Settings(slots=draw(slots()))} if draw(st.booleans()) else {},
        span=builders.span(90),
    )
    days = []
    for number, day in enumerate(sorted(draw(st.sets(dates, max_size=3)))):
        run_as = draw(st.none() | st.integers(0, 6))
        days.append(
            SpecialDay(
                day=day,
                run_as=run_as,
                timetable=short if run_as is None else None,
                because="",
                span=builders.span(91 + number),
            )
        )
    week = SpecialWeek(
        monday=START + timedelta(weeks=draw(st.integers(0, 3))),
        model_week="camp",
        instead_of=draw(st.none() | selectors),
        because="",
        span=builders.span(99),
    )
    return Special(weeks=(week,), days=tuple(days), timetables={"short": short})


@st.composite
def policies(draw: st.DrawFn, line: int, key: str) -> DayPolicy:
    do = draw(st.sampled_from(["skip", "move", "run"]))
    return DayPolicy(
        kind=PolicyKind.OWN,
        calendar=key,
        do=do,
        keep=frozenset(),
        who=draw(selectors),
        move_to=draw(rules) if do == "move" else None,
        if_impossible=draw(st.sampled_from(["skip", "error"])),
        timetable="short" if do == "run" else "",
        span=builders.span(line),
    )


def _own(key: str, days: frozenset[date]) -> OwnCalendar:
    entries = tuple(CalendarEntry(Days(day, day), "") for day in sorted(days))
    return OwnCalendar(key=key, entries=entries, covers=None, span=builders.span(45))


def _endless(group: GroupClass) -> GroupClass:
    period = Period(days=Days(SINCE_EVER, FOREVER), season="", breaks=(), open=True)
    return replace(group, periods=(period,), changes=())


@st.composite
def timetables(draw: st.DrawFn, *, endless: bool = False) -> Timetable:
    usual = [draw(classes(number)) for number in range(draw(st.integers(1, 2)))]
    special = draw(specials())
    monday = special.weeks[0].monday
    camp = replace(
        draw(classes(7)),
        model_week="camp",
        periods=(Period(days=Days(monday, monday + timedelta(days=6)), season="", breaks=()),),
    )
    keys = draw(st.sampled_from([("feasts",), ("feasts", "strikes")]))
    calendars = {key: _own(key, draw(st.frozensets(dates, min_size=1, max_size=4))) for key in keys}
    days = sorted(draw(st.sets(dates, max_size=3)))
    whole = builders.timetable(
        *(_endless(group) if endless else group for group in usual),
        camp,
        closures=tuple(draw(closures(40 + n)) for n in range(draw(st.integers(0, 1)))),
        exceptions=tuple(draw(exceptions(60 + n, on)) for n, on in enumerate(days)),
        calendars=calendars,
        policies=tuple(draw(policies(50 + n, key)) for n, key in enumerate(keys)),
    )
    return replace(whole, special=special)


@st.composite
def moving(draw: st.DrawFn) -> Timetable:
    """A class without an end that runs on most days, and holidays from which it moves."""
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    group = builders.group(settings=builders.settings(recurrence=Weekly(weekdays=weekdays)))
    return builders.timetable(
        _endless(group),
        calendars={"feasts": _own("feasts", draw(st.frozensets(dates, min_size=3, max_size=12)))},
        policies=(replace(draw(policies(50, "feasts")), do="move", move_to=draw(rules), timetable=""),),
    )


@SMALL
@given(timetables() | moving())
def test_nothing_is_lost_or_doubled(timetable: Timetable):
    found = expand(Schedule(timetables=(timetable,)))
    plain = replace(timetable, special=None, policies=(), closures=(), exceptions=())
    pattern = {one.address for one in expand(Schedule(timetables=(plain,))).occurrences}
    breaks = {one.address for one in expand(Schedule(timetables=(plain,))).removals}
    addresses = [one.address for one in found.occurrences + found.removals]
    if not {"EXP009", "EXP010"} & {one.code for one in found.diagnostics}:
        assert pattern | breaks <= set(addresses)
        assert len(addresses) == len(set(addresses))


@SMALL
@given(timetables() | moving())
def test_what_moved_says_where_from_and_stays_on_a_day_of_its_own(timetable: Timetable):
    found = expand(Schedule(timetables=(timetable,)))
    policies = {policy.span for policy in timetable.policies if policy.move_to}
    starts = [(one.series.address, one.start.date()) for one in found.occurrences]
    for one in found.occurrences:
        steps = [step for step in one.trace if step.span in policies]
        for step in steps:
            assert f"moved from {one.date.isoformat()} " in step.text
        if steps and one.trace[-1] is steps[-1]:
            assert one.start.date() != one.date
            exceptions_there = any(
                exception.move_to and exception.move_to.date == one.start.date()
                for exception in timetable.exceptions
            )
            assert exceptions_there or starts.count((one.series.address, one.start.date())) == 1


@SMALL
@given(timetables() | timetables(endless=True) | moving(), st.lists(dates, min_size=2, max_size=2))
def test_adjacent_windows_are_exactly_their_union(timetable: Timetable, cuts: list[date]):
    schedule = Schedule(timetables=(timetable,))
    first, last = START - timedelta(days=20), START + timedelta(days=50)
    middle, after = sorted(cuts)
    edges = [(first, middle), (middle + timedelta(days=1), after), (after + timedelta(days=1), last)]
    pieces = [expand(schedule, Window(first=one, last=other)) for one, other in edges if one <= other]
    whole = expand(schedule, Window(first=first, last=last))
    assert whole.occurrences == tuple(one for piece in pieces for one in piece.occurrences)
    assert whole.removals == tuple(one for piece in pieces for one in piece.removals)


@SMALL
@given(timetables(), st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(timetable: Timetable, random):
    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    other = replace(
        timetable,
        classes=shuffled(timetable.classes),
        policies=shuffled(timetable.policies),
        closures=shuffled(timetable.closures),
        exceptions=shuffled(timetable.exceptions),
        calendars=dict(reversed(timetable.calendars.items())),
    )
    assert expand(Schedule(timetables=(timetable,))) == expand(Schedule(timetables=(other,)))
