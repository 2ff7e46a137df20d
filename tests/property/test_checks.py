"""Clashes, buffers and opening hours, against a slow reading of the same rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.expand import builders

from reconciler.expand import Expansion, expand
from reconciler.model.house import Buffers, HouseRules, Opening, OpeningHours
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import GroupClass, Schedule, Slot, Timetable

START = date(2026, 3, 23)
SPAN = builders.span(90)
SMALL = settings(max_examples=80, deadline=None, derandomize=True, database=None)
SPRING = "2026-03-23 to 2026-04-05"
NIGHTS = [SPRING, "2026-03-29", "2026-10-24 to 2026-10-26"]
"""With clock changes in them."""
NAMES = [f"c{number}" for number in range(5)]


@st.composite
def classes(draw: st.DrawFn, name: str, when: Sequence[str]) -> GroupClass:
    own = builders.settings(
        recurrence=builders.weekly(*draw(st.sets(st.integers(0, 6), min_size=1, max_size=2))),
        slots=(Slot("", draw(st.integers(0, 287)) * 5 // 30 * 30, None, None),),
        staff_id=draw(st.sampled_from([5, 6, 7])),
        room_ids=tuple(sorted(draw(st.sets(st.sampled_from([71, 72]), max_size=2)))),
        lesson_s=draw(st.sampled_from([1800, 3600, 6 * 3600])),
        break_s=draw(st.sampled_from([0, 300])),
    )
    return builders.group(
        name,
        line=10 + NAMES.index(name),
        settings=own,
        periods=(builders.period(draw(st.sampled_from(when))),),
        allow_overlap=draw(st.booleans()) and draw(st.booleans()),
    )


@st.composite
def house_rules(draw: st.DrawFn) -> HouseRules:
    def stretches() -> tuple[Opening, ...]:
        first, length = draw(st.integers(0, 23)), draw(st.integers(1, 20))
        return draw(st.sampled_from([(), (Opening(first * 60, (first + length) * 60),), (Opening(0, 1440),)]))

    always = OpeningHours(days=(), hours={weekday: stretches() for weekday in range(7)}, span=SPAN)
    single = OpeningHours(
        days=(builders.days("2026-03-28 to 2026-03-30"),), hours={5: stretches(), 0: stretches()}, span=SPAN
    )
    rooms = draw(st.dictionaries(st.just(71), st.sampled_from([0, 600, 3600])))
    buffers = Buffers(rooms=rooms, default_s=draw(st.sampled_from([0, 300, 1800])), span=SPAN)
    return HouseRules(opening=(single, always), buffers=buffers)


@st.composite
def timetables(draw: st.DrawFn, when: Sequence[str] = (SPRING,)) -> Timetable:
    count = draw(st.integers(2, 5))
    return builders.timetable(
        *(draw(classes(name, when)) for name in NAMES[:count]), house=draw(house_rules())
    )


def _expanded(timetable: Timetable) -> Expansion:
    return expand(Schedule(timetables=(timetable,)))


def _end(one: Occurrence) -> int:
    return one.utc + (one.details.length_s or 0)


def _pairs(occurrences: tuple[Occurrence, ...]) -> Iterator[tuple[Occurrence, Occurrence]]:
    yield from combinations(sorted(occurrences, key=lambda one: (one.utc, one.address)), 2)


def _said(expansion: Expansion, code: str) -> set[frozenset[str]]:
    """The classes that the findings of one code name."""
    return {
        frozenset(name for name in NAMES if f"mitte/{name} " in f"{one.summary} ")
        for one in expansion.diagnostics
        if one.code == code
    }


@settings(SMALL, max_examples=200)
@given(timetables(when=NIGHTS), st.booleans())
def test_two_classes_clash_if_they_share_somebody_at_once_and_do_not_both_allow_it(
    timetable: Timetable, ruled: bool
) -> None:
    # Without house rules clashes are looked for in the week first, and only then among the dates.
    expansion = _expanded(timetable if ruled else replace(timetable, house=None))
    expected = {
        frozenset((one.series.class_id, other.series.class_id))
        for one, other in _pairs(expansion.occurrences)
        if one.utc < _end(other)
        and other.utc < _end(one)
        and (
            one.details.staff_id == other.details.staff_id
            or set(one.details.room_ids or ()) & set(other.details.room_ids or ())
        )
        and not (one.series.allow_overlap and other.series.allow_overlap)
    }
    assert _said(expansion, "EXP016") == expected


@SMALL
@given(timetables())
def test_a_room_that_gets_too_little_time_is_said_and_no_other(timetable: Timetable) -> None:
    assert timetable.house is not None
    assert timetable.house.buffers is not None
    expansion = _expanded(timetable)
    for room in (71, 72):
        its = [one for one in expansion.occurrences if room in (one.details.room_ids or ())]
        wanted = timetable.house.buffers.of_room(room)
        short = any(0 <= other.utc - _end(one) < wanted for one, other in _pairs(tuple(its)))
        clash = any(other.utc < _end(one) for one, other in _pairs(tuple(its)))
        name = timetable.names.rooms.get(room, f"room #{room}")
        said = any(
            one.code == "EXP070" and f"too soon in {name} " in one.summary for one in expansion.diagnostics
        )
        assert not said or short
        assert said == short or clash  # of classes that overlap, the clash is said


def _hours(rules: HouseRules, day: date) -> tuple[Opening, ...]:
    """What the first rule says that speaks about the day; one without dates always does."""
    return next(said for one in rules.opening if (said := one.on(day, holiday=False)) is not None)


def _open_minutes(rules: HouseRules) -> set[datetime]:
    """Every five minutes at which the place is open, on the wall."""
    minutes: set[datetime] = set()
    for number in range(-1, 16):
        day = START + timedelta(days=number)
        hours = _hours(rules, day)
        midnight = datetime.combine(day, datetime.min.time())
        for stretch in hours:
            minutes |= {
                midnight + timedelta(minutes=minute)
                for minute in range(stretch.from_min, stretch.until_min, 5)
            }
    return minutes


@SMALL
@given(timetables())
def test_a_class_that_runs_while_the_place_is_closed_is_said(timetable: Timetable) -> None:
    assert timetable.house is not None
    minutes = _open_minutes(timetable.house)
    expansion = _expanded(timetable)
    outside = {
        frozenset({one.series.class_id})
        for one in expansion.occurrences
        if not all(
            one.start + timedelta(minutes=minute) in minutes
            for minute in range(0, ((one.details.length_s or 0) - (one.details.break_s or 0)) // 60, 5)
        )
    }
    said = _said(expansion, "EXP071")
    assert outside <= said
    # A class that begins in one stretch and ends in the next, which touches it, is within neither.
    for name in {next(iter(names)) for names in said - outside}:
        assert any(
            one.series.class_id == name and not _in_one_stretch(timetable.house, one)
            for one in expansion.occurrences
        )


def _in_one_stretch(rules: HouseRules, one: Occurrence) -> bool:
    lesson = timedelta(seconds=(one.details.length_s or 0) - (one.details.break_s or 0))
    for day in (one.start.date(), one.start.date() - timedelta(days=1)):
        hours = _hours(rules, day)
        midnight = datetime.combine(day, datetime.min.time())
        for stretch in hours:
            opens = midnight + timedelta(minutes=stretch.from_min)
            closes = midnight + timedelta(minutes=stretch.until_min)
            if opens <= one.start and one.start + lesson <= closes:
                return True
    return False
