"""What must hold for every timetable and every state of the booking system."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from builders import (
    MONDAY,
    NOW,
    a_request,
    a_selection,
    a_series,
    an_activity,
    an_occurrence,
    created_from,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model.activity import Activity
from reconciler.model.details import ClassDetails
from reconciler.model.marker import marker_of
from reconciler.model.occurrence import Occurrence
from reconciler.model.plan import Action, ActionKind, LocationPlan, Reason
from reconciler.planner import plan_location
from reconciler.planner.cases import Pair, PairedBy
from reconciler.planner.compare import compare

STEADY = settings(max_examples=150, deadline=None, derandomize=True, database=None)

# A small world: few days, times, teachers and services, so that everything meets everything.
DAYS = st.integers(0, 2).map(lambda days: MONDAY + timedelta(days=days))
TIMES = st.sampled_from(["09:00", "09:30", "18:00"])
TRAITS = st.fixed_dictionaries(
    {
        "staff_id": st.integers(1, 3),
        "service_id": st.integers(1, 2),
        "room_ids": st.sampled_from([(), (1,), (1, 2)]),
        "capacity": st.sampled_from([10, 12]),
    }
)
SERIES = [a_series("a"), a_series("b"), a_series("c", marked=False), a_series("d", allow_overlap=True)]
MARKERS = [marker_of(101, f"{s.address}/{MONDAY + timedelta(days=d)}") for s in SERIES for d in range(3)]


@st.composite
def wishes(draw: st.DrawFn) -> list[Occurrence]:
    places = draw(st.sets(st.tuples(st.sampled_from(range(len(SERIES))), DAYS), max_size=8))
    return [
        an_occurrence(SERIES[number], day, draw(TIMES), starts_on=draw(DAYS), **draw(TRAITS))
        for number, day in sorted(places)
    ]


@st.composite
def strangers(draw: st.DrawFn, first_id: int = 1000) -> list[Activity]:
    return [
        an_activity(
            first_id + number,
            draw(DAYS),
            draw(TIMES),
            marker=draw(st.sampled_from([None, None, "00000000ffff", *MARKERS])),
            schedule_id=draw(st.sampled_from([None, None, None, 7])),
            **draw(TRAITS),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Occurrence], list[Activity]]:
    occurrences = draw(wishes())
    there = [o for o in occurrences if draw(st.booleans())]
    return occurrences, [*(created_from(o, n) for n, o in enumerate(there, 1)), *draw(strangers())]


def plan(occurrences: list[Occurrence], activities: list[Activity], **changed: object) -> LocationPlan:
    return plan_location(a_request(occurrences, activities, **changed))


def creates(found: LocationPlan) -> list[Occurrence]:
    return [a.occurrence for a in found.actions if a.kind is ActionKind.CREATE and a.occurrence]


def sure(actions: tuple[Action, ...]) -> dict[str, int]:
    """Activity by address, for the pairs."""
    return {a.occurrence.address: a.activity.id for a in actions if a.occurrence and a.activity}


@STEADY
@given(wishes())
def test_a_perfect_world_needs_nothing(occurrences: list[Occurrence]) -> None:
    marked = [o for o in occurrences if o.series.marked]
    found = plan(marked, [created_from(o, n) for n, o in enumerate(marked)])
    assert {a.reason for a in found.actions} <= {Reason.IN_PLACE}
    assert len(marked) == len(found.actions)


@STEADY
@given(worlds())
def test_an_applied_plan_leaves_nothing_to_create(world: tuple[list[Occurrence], list[Activity]]) -> None:
    occurrences, activities = world
    made = creates(plan(occurrences, activities))
    after = plan(occurrences, activities + [created_from(o, 5000 + n) for n, o in enumerate(made)])
    assert [o.address for o in creates(after)] == []
    expected = {o.address: 5000 + n for n, o in enumerate(made) if o.series.marked}
    assert expected.items() <= sure(after.actions).items()


@STEADY
@given(worlds(), st.randoms(use_true_random=False), st.integers(0, 10 * 86400))
def test_the_order_of_both_sides_does_not_matter(
    world: tuple[list[Occurrence], list[Activity]], random: object, protect_s: int
) -> None:
    occurrences, activities = world
    expected = plan(occurrences, activities, protect_s=protect_s)
    mixed = [list(occurrences), list(activities)]
    for side in mixed:
        random.shuffle(side)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert plan(*mixed, protect_s=protect_s) == expected


@STEADY
@given(worlds(), st.integers(0, 10 * 86400))
def test_every_class_of_both_sides_is_accounted_for(
    world: tuple[list[Occurrence], list[Activity]], protect_s: int
) -> None:
    occurrences, activities = world
    actions = plan(occurrences, activities, protect_s=protect_s).actions
    told = Counter(a.occurrence.address for a in actions if a.occurrence)
    assert told == Counter(o.address for o in occurrences)
    own = Counter(a.activity.id for a in actions if a.activity)
    assert not [number for number, count in own.items() if count > 1]
    named = set(own) | {other.id for a in actions for other in a.others}
    horizon = NOW.timestamp() + protect_s
    frozen = {each.id for each in activities if each.utc is not None and each.utc < horizon}
    untold = {each.id for each in activities} - named
    assert untold <= frozen
    strangers = {a.activity.id for a in actions if a.activity and not a.occurrence}
    doubles = {a.activity.id for a in actions if a.activity and a.reason is Reason.DUPLICATE}
    assert strangers & frozen <= doubles


@STEADY
@given(worlds())
def test_nothing_is_created_beside_what_might_be_it(world: tuple[list[Occurrence], list[Activity]]) -> None:
    occurrences, activities = world
    found = plan(occurrences, activities)
    paired = set(sure(found.actions).values())
    for wish in creates(found):
        for other in activities:
            if other.id not in paired:
                assert not might_be(wish, other)


def might_be(wish: Occurrence, other: Activity) -> bool:
    service = wish.details.service_id == other.details.service_id
    staff = wish.details.staff_id == other.details.staff_id
    if wish.start == other.start:
        return service or staff
    return wish.start.date() == other.start.date() and service and staff


@STEADY
@given(worlds())
def test_nothing_is_created_where_its_teacher_or_room_is_taken(
    world: tuple[list[Occurrence], list[Activity]],
) -> None:
    occurrences, activities = world
    for wish in creates(plan(occurrences, activities)):
        for other in activities:
            shared = wish.details.staff_id == other.details.staff_id or (
                set(wish.details.room_ids or ()) & set(other.details.room_ids or ())
            )
            assert other.utc is not None
            apart = wish.utc + 4200 <= other.utc or other.utc + 4200 <= wish.utc
            assert wish.series.allow_overlap or not shared or apart


@STEADY
@given(worlds())
def test_two_activities_of_one_marker_are_never_both_quiet(
    world: tuple[list[Occurrence], list[Activity]],
) -> None:
    occurrences, activities = world
    carried = Counter(activity.marker for activity in activities)
    actions = plan(occurrences, activities).actions
    for wish in occurrences:
        if carried[marker_of(101, wish.address)] > 1:
            about = [a.reason for a in actions if a.occurrence and a.occurrence.address == wish.address]
            copies = [a for a in actions if a.reason is Reason.DUPLICATE]
            assert about == [Reason.DOUBTFUL_TIE] or copies


@STEADY
@given(worlds(), st.sampled_from(["mitte/a/*", "mitte/b", "*/2026-09-08", "elsewhere/*"]))
def test_a_target_only_leaves_out(world: tuple[list[Occurrence], list[Activity]], glob: str) -> None:
    occurrences, activities = world
    whole = plan(occurrences, activities).actions
    part = plan(occurrences, activities, selection=a_selection(targets=(glob,))).actions
    rest = plan(occurrences, activities, selection=a_selection(excludes=(glob,))).actions
    about = [a for a in whole if a.occurrence or a.reason is Reason.DUPLICATE]
    assert sorted(map(repr, (*part, *rest))) == sorted(map(repr, about))


@STEADY
@given(worlds())
def test_the_past_is_never_spoken_about(world: tuple[list[Occurrence], list[Activity]]) -> None:
    occurrences, activities = world
    noon = NOW.replace(day=8, hour=12)
    found = plan(occurrences, [a for a in activities if a.start.day > 8], read_from=noon, now=noon)
    past = {o.address for o in occurrences if o.utc < noon.timestamp()}
    assert found.past == len(past)
    assert not past & {a.occurrence.address for a in found.actions if a.occurrence}


TEXTS = st.sampled_from([None, "", "x", "y\nz"])
IDS = st.sampled_from([None, (), (1,), (1, 2), (3,)])
ANY_DETAILS = st.builds(
    ClassDetails,
    service_id=st.integers(1, 2), staff_id=st.integers(1, 2), room_ids=IDS, label_ids=IDS,
    capacity=st.sampled_from([None, 1, 2]), length_s=st.sampled_from([None, 3600, 4200]),
    break_s=st.sampled_from([None, 0, 600]), comment=TEXTS, color=st.sampled_from([None, "", "#000000"]),
    instructions=TEXTS, link=TEXTS,
)  # fmt: skip


@STEADY
@given(st.lists(st.tuples(ANY_DETAILS, ANY_DETAILS), min_size=1, max_size=5))
def test_the_comparison_finds_what_a_field_by_field_look_finds(
    couples: list[tuple[ClassDetails, ClassDetails]],
) -> None:
    pairs = []
    for desired, observed in couples:
        wish = an_occurrence()._replace(details=desired)
        pairs.append(Pair(wish, created_from(wish, details=observed), PairedBy.MARKER))
    found = [
        () if isinstance(c, Pair) else tuple(change.field for change in c.changes) for c in compare(pairs)
    ]
    assert [by_field(*couple) for couple in couples] == found


def by_field(desired: ClassDetails, observed: ClassDetails) -> tuple[str, ...]:
    if desired.break_s is None and observed.length_s is not None:
        lesson = None if observed.break_s is None else observed.length_s - observed.break_s
        observed = observed._replace(length_s=lesson)
    return tuple(
        name
        for name, wanted, there in zip(ClassDetails._fields, desired, observed, strict=True)
        if wanted is not None and there is not None and wanted != there
    )
