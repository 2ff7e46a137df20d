"""What must hold whoever is away and whichever room is out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from unit.expand import builders

from reconciler.expand import Expansion, expand
from reconciler.model.occurrence import Occurrence
from reconciler.model.schedule import (
    EVERYTHING,
    Days,
    GroupClass,
    RoomChoice,
    Rotation,
    Schedule,
    Settings,
    Slot,
    Timetable,
    Weekly,
)
from reconciler.model.staffing import Absence, Cover, RoomOutage, Spell, Staffing
from reconciler.model.window import Window

START = date(2026, 3, 16)
PEOPLE, ROOMS = (5, 6, 7), (71, 72, 73)
SMALL = settings(max_examples=60, deadline=None, derandomize=True, database=None)
spells = st.builds(
    lambda first, length, after: Spell(
        (Days(START + timedelta(days=first), START + timedelta(days=first + length)),), after
    ),
    st.integers(0, 20),
    st.integers(0, 6),
    st.sampled_from([None, 610]),
)


@st.composite
def classes(draw: st.DrawFn, number: int) -> GroupClass:
    teacher = draw(st.sampled_from(PEOPLE))
    turns = None
    if draw(st.booleans()):
        others = draw(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=2))
        first = START + timedelta(days=draw(st.integers(-10, 20)))
        each = draw(st.sampled_from(["week", "session"]))
        turns = Rotation(
            staff_ids=(teacher, *others),
            each=each,  # type: ignore[arg-type]  # one of the two words
            first=first,
            span=builders.span(60 + number),
        )
    order = tuple(draw(st.permutations(ROOMS)))
    choice = RoomChoice(order[:2], builders.span(70 + number)) if draw(st.booleans()) else None
    own = Settings(
        recurrence=Weekly(weekdays=draw(st.frozensets(st.integers(0, 6), min_size=1, max_size=3))),
        slots=(Slot("", draw(st.sampled_from([600, 630, 1410])), None, None),),
        service_id=9,
        staff_id=teacher,
        turns=turns,
        room_ids=() if choice else order[:1],
        room_choice=choice,
        capacity=9,
        lesson_s=3600,
    )
    period = builders.period("2026-03-16 to 2026-04-12", breaks=("2026-03-30 to 2026-04-01",))
    return builders.group(f"c{number}", line=10 + number, settings=own, periods=(period,))


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    absences: dict[int, tuple[Absence, ...]] = {}
    for line, staff_id in enumerate(draw(st.lists(st.sampled_from(PEOPLE), max_size=3))):
        cover = draw(st.sampled_from([Cover(None), *map(Cover, PEOPLE), None]))
        one = Absence(
            staff_id=staff_id,
            when=draw(spells),
            cover=cover,
            by_class={},
            because="",
            span=builders.span(80 + line),
        )
        absences[staff_id] = (*absences.get(staff_id, ()), one)
    outages: dict[int, tuple[RoomOutage, ...]] = {}
    for line, room_id in enumerate(draw(st.lists(st.sampled_from(ROOMS), max_size=3))):
        move_to = draw(st.sampled_from([None, *ROOMS]))
        out = RoomOutage(
            room_id=room_id,
            when=draw(spells),
            only=EVERYTHING,
            move_to=move_to,
            because="",
            span=builders.span(90 + line),
        )
        outages[room_id] = (*outages.get(room_id, ()), out)
    groups = [draw(classes(number)) for number in range(draw(st.integers(1, 4)))]
    return builders.timetable(*groups, staffing=Staffing(absences=absences, outages=outages))


def expanded(timetable: Timetable, window: Window | None = None) -> Expansion:
    return expand(Schedule(timetables=(timetable,)), window)


def codes(expansion: Expansion) -> set[str]:
    return {one.code for one in expansion.diagnostics}


def overlap(one: Occurrence, other: Occurrence) -> bool:
    return one.utc < other.utc + 3600 and other.utc < one.utc + 3600


@SMALL
@given(timetables(), st.randoms(use_true_random=False))
def test_the_order_of_classes_never_shows(timetable: Timetable, random: object) -> None:
    shuffled = list(timetable.classes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    assert expanded(replace(timetable, classes=tuple(shuffled))) == expanded(timetable)


@SMALL
@given(timetables(), st.integers(0, 27))
def test_two_adjacent_windows_give_what_one_gives(timetable: Timetable, cut: int) -> None:
    whole = expanded(timetable)
    day = START + timedelta(days=cut)
    before = expanded(timetable, Window(first=None, last=day))
    after = expanded(timetable, Window(first=day + timedelta(days=1), last=None))
    assert (*before.occurrences, *after.occurrences) == whole.occurrences
    assert {*before.removals, *after.removals} == set(whole.removals)
    assert before.diagnostics == after.diagnostics == whole.diagnostics


@SMALL
@given(timetables())
def test_nothing_is_lost_without_a_step_that_says_so(timetable: Timetable) -> None:
    undisturbed = expanded(replace(timetable, staffing=None))
    found = expanded(timetable)
    assert sorted(one.address for one in (*found.occurrences, *found.removals)) == sorted(
        one.address for one in (*undisturbed.occurrences, *undisturbed.removals)
    )
    assert all(len(removal.trace) > 1 for removal in found.removals)


@SMALL
@given(timetables())
def test_without_an_error_nobody_teaches_while_away_and_nothing_is_where_a_room_is_out(
    timetable: Timetable,
) -> None:
    found = expanded(timetable)
    staffing = timetable.staffing
    assert staffing is not None
    if codes(found) - {"EXP054"}:
        return
    for one in found.occurrences:
        missing = [*staffing.absences.get(one.details.staff_id or 0, ())]
        outages = [out for room in one.details.room_ids or () for out in staffing.outages.get(room, ())]
        for when in (*(each.when for each in missing), *(each.when for each in outages)):
            minute = one.start.hour * 60 + one.start.minute
            inside = any(first <= one.start.date() <= last for first, last in when.days)
            assert not (inside and (when.after_min is None or minute + 60 > when.after_min)), one


@SMALL
@given(timetables())
def test_who_takes_the_first_free_room_gets_in_nobodys_way(timetable: Timetable) -> None:
    found = expanded(timetable)
    for one in found.occurrences:
        choice = one.series.room_choice
        if choice is None or not one.details.room_ids:
            continue
        (room,) = one.details.room_ids
        assert room in choice.room_ids
        for other in found.occurrences:
            if other is not one and room in (other.details.room_ids or ()):
                assert not overlap(one, other)


@SMALL
@given(timetables())
def test_a_class_without_a_room_is_an_error(timetable: Timetable) -> None:
    found = expanded(timetable)
    homeless = [one for one in found.occurrences if one.series.room_choice and not one.details.room_ids]
    assert bool(homeless) == ("EXP057" in codes(found))
