"""What must hold for any timetable, and a slow, plain second opinion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.expand import builders

from reconciler.expand import expand
from reconciler.model.schedule import (
    Change,
    Closure,
    Cycle,
    CycleWeeks,
    Dates,
    Days,
    EveryWeeks,
    GroupClass,
    IsoWeeks,
    MonthDay,
    Monthly,
    Part,
    Period,
    Schedule,
    ScheduleException,
    SeasonBreak,
    Selector,
    Settings,
    Slot,
    Timetable,
    Weekly,
    Weeks,
    WholeSeason,
)
from reconciler.model.window import Window

START = date(2026, 3, 16)
"""Two weeks before the clocks go forward."""
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
ROOMS = st.sampled_from([71, 72])
TAGS = st.sampled_from(["kids", "pool"])
dates = st.integers(0, 24).map(lambda n: START + timedelta(days=n))
stretches = st.tuples(dates, st.integers(0, 9)).map(
    lambda pair: Days(pair[0], pair[0] + timedelta(days=pair[1]))
)
minutes = st.sampled_from([0, 150, 179, 180, 600, 1110, 1410])


@st.composite
def slots(draw: st.DrawFn) -> tuple[Slot, ...]:
    names = draw(st.sampled_from([("",), ("early", "late")]))
    weekdays = st.none() | st.frozensets(st.integers(0, 6), min_size=1)
    return tuple(
        Slot(name, draw(minutes), draw(st.sampled_from([None, 1800])), draw(weekdays)) for name in names
    )


recurrences = st.one_of(
    st.frozensets(st.integers(0, 6), min_size=1, max_size=3).map(lambda days: Weekly(weekdays=days)),
    st.sets(
        st.builds(MonthDay, st.sampled_from([1, 2, 5, -1]), st.integers(0, 6)), min_size=1, max_size=4
    ).map(lambda days: Monthly(days=frozenset(days))),
    st.sets(dates, min_size=1, max_size=4).map(lambda days: Dates(dates=tuple(sorted(days)))),
)


AB = Cycle(key="ab", names=("A", "B"), monday=START, pause=True, span=builders.span(9))
choices = st.one_of(
    st.builds(
        EveryWeeks,
        step=st.integers(1, 3),
        monday=st.integers(-4, 4).map(lambda n: START + timedelta(weeks=n)),
    ),
    st.builds(IsoWeeks, parity=st.sampled_from(["odd", "even"])),
    st.builds(
        CycleWeeks,
        cycle=st.builds(lambda pause: replace(AB, pause=pause), st.booleans()),
        places=st.frozensets(st.integers(0, 1), min_size=1),
    ),
)


@st.composite
def changes(draw: st.DrawFn, line: int) -> Change:
    fields = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "capacity": st.integers(1, 9),
                "lesson_s": st.sampled_from([2700, 5400]),
                "recurrence": recurrences,
                "weeks": choices,
                "slots": slots(),
                "room_ids": st.sampled_from([(), (71,), (71, 72)]),
            },
        )
    )
    first, last = draw(stretches)
    return Change(
        first=first,
        last=draw(st.sampled_from([None, last])),
        settings=Settings(**fields),
        because="",
        span=builders.span(line),
    )


@st.composite
def classes(draw: st.DrawFn, number: int) -> GroupClass:
    breaks = tuple(
        SeasonBreak(days=days, span=builders.span(300 + n))
        for n, days in enumerate(draw(st.lists(stretches, max_size=1)))
    )
    split = draw(st.integers(3, 12))
    halves = (
        Period(days=Days(START, START + timedelta(days=split)), season="one", breaks=breaks),
        Period(
            days=Days(START + timedelta(days=split + 3), START + timedelta(days=24)), season="two", breaks=()
        ),
    )
    parts = draw(st.sampled_from([(), ("ben",), ("anna", "ben")]))
    return builders.group(
        f"c{number}",
        line=10 + number,
        tags=tuple(sorted(draw(st.sets(TAGS)))),
        settings=builders.settings(
            recurrence=draw(recurrences),
            weeks=draw(st.none() | choices),
            slots=draw(slots()),
            room_ids=tuple(draw(st.sets(ROOMS))),
        ),
        periods=halves,
        parts=tuple(
            Part(name=name, settings=Settings(staff_id=n), span=builders.span(20))
            for n, name in enumerate(parts, 7)
        ),
        changes=tuple(draw(changes(30 + n)) for n in range(draw(st.integers(0, 3)))),
    )


@st.composite
def closures(draw: st.DrawFn, line: int) -> Closure:
    return Closure(
        days=tuple(draw(st.lists(stretches, min_size=1, max_size=2))),
        after_min=draw(st.none() | minutes),
        before_min=draw(st.none() | minutes),
        room_ids=draw(st.frozensets(ROOMS, max_size=1)),
        only=Selector(tags=draw(st.frozensets(TAGS, max_size=1))),
        because="",
        span=builders.span(line),
    )


@st.composite
def exceptions(draw: st.DrawFn, line: int, on: date) -> ScheduleException:
    kind = draw(st.sampled_from(["cancel", "keep", "move"]))
    to = draw(dates)
    return builders.exception(
        on.isoformat(),
        draw(st.sampled_from(["c0", "c1"])),
        line=line,
        slot=draw(st.sampled_from([None, "", "early"])),
        part=draw(st.sampled_from([None, "ben"])),
        cancel=kind == "cancel",
        keep=kind == "keep",
        move_to=builders.move_to(f"{to.isoformat()} 12:00") if kind == "move" else None,
    )


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    days = sorted(draw(st.sets(dates, max_size=6)))
    return builders.timetable(
        *(draw(classes(number)) for number in range(draw(st.integers(1, 2)))),
        closures=tuple(draw(closures(40 + n)) for n in range(draw(st.integers(0, 2)))),
        seasons=(
            WholeSeason(
                days=Days(START, START + timedelta(days=30)),
                season="one",
                breaks=(),
                because="",
                span=builders.span(1),
            ),
        ),
        exceptions=tuple(draw(exceptions(60 + n, on)) for n, on in enumerate(days)),
    )


class Plain(NamedTuple):
    """One date of the plain reading."""

    address: str
    start: datetime
    capacity: int
    rooms: tuple[int, ...]
    length_s: int


def _settings_on(group: GroupClass, part: Part | None, day: date) -> Settings:
    """Every field by itself, the nearest one that says anything."""
    in_force = [c for c in group.changes if c.first <= day and (c.last is None or day <= c.last)]
    in_force.sort(key=lambda c: (c.first, c.span))
    layers = [group.settings, *([part.settings] if part else []), *(c.settings for c in in_force)]
    said = {}
    for layer in layers:
        for name in layer.__slots__:
            value = getattr(layer, name)
            if value is not None:
                said[name] = value
        if layer.lesson_s is not None and layer.slots is None:
            said["slots"] = tuple(slot._replace(lesson_s=None) for slot in said.get("slots", ()))
    return Settings(**said)


def _closed(
    timetable: Timetable, group: GroupClass, rooms: tuple[int, ...], day: date, lesson: range
) -> bool:
    """Minute by minute."""
    if any(
        p.days.first <= day <= p.days.last for period in group.periods for p in (b for b in period.breaks)
    ):
        return True
    for closure in timetable.closures:
        if not any(first <= day <= last for first, last in closure.days):
            continue
        if closure.room_ids and not closure.room_ids & set(rooms):
            continue
        if closure.only.tags and not closure.only.tags & set(group.tags):
            continue
        after, before = closure.after_min, closure.before_min
        for minute in lesson:
            late = after is None or minute >= after
            soon = before is None or minute < before
            between = after is None or before is None or after < before
            if minute < 1440 and ((late and soon) if between else (late or soon)):
                return True
    return False


def _of_month(recurrence: Monthly, day: date) -> bool:
    nth = (day.day - 1) // 7 + 1
    last = (day + timedelta(days=7)).month != day.month
    return any(
        wanted.weekday == day.weekday() and (wanted.nth == nth or (wanted.nth == -1 and last))
        for wanted in recurrence.days
    )


def _counts(timetable: Timetable, weeks: Weeks | None, day: date) -> bool:
    monday = day - timedelta(days=day.weekday())
    match weeks:
        case None:
            return True
        case EveryWeeks(step=step, monday=anchor):
            return (monday - anchor).days // 7 % step == 0
        case IsoWeeks(parity=parity):
            return (day.isocalendar().week % 2 == 1) == (parity == "odd")
        case CycleWeeks(cycle=cycle, places=places) if not cycle.pause:
            return (monday - cycle.monday).days // 7 % 2 in places
        case CycleWeeks(cycle=cycle, places=places):
            place = 0
            for n in range((monday - cycle.monday).days // 7):
                place += _is_open(timetable, cycle.monday + timedelta(weeks=n))
            return _is_open(timetable, monday) and place % 2 in places


def _is_open(timetable: Timetable, monday: date) -> bool:
    """Whether some day of the week is neither closed all day nor outside of the seasons."""
    return any(
        any(p.days.first <= day <= p.days.last for p in timetable.seasons)
        and not any(
            first <= day <= last
            for closure in timetable.closures
            if not (closure.room_ids or closure.only.tags or closure.after_min) and closure.before_min is None
            for first, last in closure.days
        )
        for day in (monday + timedelta(days=n) for n in range(7))
    )


def _pattern(timetable: Timetable) -> Iterator[tuple[GroupClass, str, str, Plain, bool]]:
    """Class, slot, part, the date, and whether it is closed: day by day."""
    for group in timetable.classes:
        for part in group.parts or (None,):
            for n in range(-30, 60):
                day = START + timedelta(days=n)
                if not any(period.days.first <= day <= period.days.last for period in group.periods):
                    continue
                its = _settings_on(group, part, day)
                recurrence = its.recurrence
                if isinstance(recurrence, Weekly) and day.weekday() not in recurrence.weekdays:
                    continue
                if isinstance(recurrence, Weekly) and not _counts(timetable, its.weeks, day):
                    continue
                if isinstance(recurrence, Monthly) and not _of_month(recurrence, day):
                    continue
                if isinstance(recurrence, Dates) and day not in recurrence.dates:
                    continue
                for slot in its.slots or ():
                    if slot.weekdays is not None and day.weekday() not in slot.weekdays:
                        continue
                    name = (
                        group.id + (f"@{slot.name}" if slot.name else "") + (f"+{part.name}" if part else "")
                    )
                    start = datetime(day.year, day.month, day.day) + timedelta(minutes=slot.start_min)  # noqa: DTZ001 - local
                    length = slot.lesson_s or its.lesson_s or 0
                    plain = Plain(
                        f"mitte/{name}/{day}",
                        start,
                        its.capacity or 0,
                        tuple(sorted(its.room_ids or ())),
                        length,
                    )
                    lesson = range(slot.start_min, slot.start_min + length // 60)
                    yield (
                        group,
                        slot.name,
                        part.name if part else "",
                        plain,
                        _closed(timetable, group, plain.rooms, day, lesson),
                    )


def _plain(timetable: Timetable) -> set[tuple[Plain, int]]:
    found = list(_pattern(timetable))
    runs = {plain.address: plain for *_, plain, closed in found if not closed}
    for one in timetable.exceptions:
        hits = [
            (plain, closed)
            for group, slot, part, plain, closed in found
            if group.id == one.class_id
            and plain.address.endswith(one.date.isoformat())
            and one.slot in {None, slot}
            and one.part in {None, part}
        ]
        if len(hits) != 1:
            continue
        ((plain, _),) = hits
        if one.cancel:
            runs.pop(plain.address, None)
        elif one.keep:
            runs[plain.address] = plain
        elif one.move_to is not None and one.move_to.date is not None:
            noon = datetime(one.move_to.date.year, one.move_to.date.month, one.move_to.date.day, 12)  # noqa: DTZ001 - local
            runs[plain.address] = plain._replace(start=noon)
    zone = ZoneInfo("Europe/Berlin")
    timed = ((plain, int(plain.start.replace(tzinfo=zone).timestamp())) for plain in runs.values())
    return {(p, utc) for p, utc in timed if datetime.fromtimestamp(utc, zone).replace(tzinfo=None) == p.start}


@SMALL
@given(timetables())
def test_the_result_is_that_of_a_plain_reading_day_by_day(timetable: Timetable):
    found = expand(Schedule(timetables=(timetable,)))
    mine = {
        (
            Plain(
                o.address, o.start, o.details.capacity or 0, o.details.room_ids or (), o.details.length_s or 0
            ),
            o.utc,
        )
        for o in found.occurrences
    }
    assert mine == _plain(timetable)
    assert len(mine) == len(found.occurrences)


@SMALL
@given(timetables())
def test_order_and_uniqueness(timetable: Timetable):
    found = expand(Schedule(timetables=(timetable,)))
    keys = [(one.utc, one.address) for one in found.occurrences]
    assert keys == sorted(keys)
    everything = [one.address for one in found.occurrences + found.removals]
    assert len(everything) == len(set(everything))


@SMALL
@given(timetables(), st.lists(dates, min_size=2, max_size=2).map(sorted))
def test_adjacent_windows_are_exactly_their_union(timetable: Timetable, cuts: list[date]):
    schedule = Schedule(timetables=(timetable,))
    first, second = cuts
    after = second + timedelta(days=1)
    windows = [Window(last=first - timedelta(days=1)), Window(first=first, last=second), Window(first=after)]
    pieces = [expand(schedule, window) for window in windows]
    whole = expand(schedule)
    assert whole.occurrences == tuple(one for piece in pieces for one in piece.occurrences)
    assert whole.removals == tuple(one for piece in pieces for one in piece.removals)
    for window, piece in zip(windows, pieces, strict=True):
        assert all(window.holds(one.start.date()) for one in piece.occurrences)
        assert piece.diagnostics == whole.diagnostics


@SMALL
@given(timetables(), st.randoms(use_true_random=False))
def test_shuffling_changes_nothing(timetable: Timetable, random):
    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    other = replace(
        timetable,
        classes=tuple(replace(one, changes=shuffled(one.changes)) for one in shuffled(timetable.classes)),
        closures=shuffled(timetable.closures),
        exceptions=shuffled(timetable.exceptions),
    )
    assert expand(Schedule(timetables=(timetable,))) == expand(Schedule(timetables=(other,)))
