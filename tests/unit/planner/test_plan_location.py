"""One location from both sides to a plan: what each situation in a studio comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from builders import (
    ANNA,
    BEN,
    MONDAY,
    NOW,
    PILATES,
    SMALL_HALL,
    a_request,
    a_selection,
    a_series,
    a_span,
    an_activity,
    an_occurrence,
    created_from,
)

from reconciler.model.activity import Activity
from reconciler.model.house import Buffers
from reconciler.model.marker import marker_of
from reconciler.model.occurrence import Occurrence, Removal, Step, StepKind
from reconciler.model.plan import Action, LocationPlan, Reason
from reconciler.planner import LastSeen, Limits, Nearness, plan_location

TUESDAY = MONDAY + timedelta(days=1)
YOGA_CLASS = an_occurrence()
ITS_ACTIVITY = created_from(YOGA_CLASS)
OUTSIDER = marker_of(101, "mitte/no-longer-there/2026-09-07")


def plan(occurrences: list[Occurrence], activities: list[Activity], **changed: object) -> LocationPlan:
    return plan_location(a_request(occurrences, activities, **changed))


def in_words(actions: tuple[Action, ...]) -> list[str]:
    """`kind reason address #id ?others`, without the parts that an action has not."""
    return [
        " ".join(
            [action.kind.value, action.reason.value]
            + ([action.occurrence.address.removeprefix("mitte/")] if action.occurrence else [])
            + ([f"#{action.activity.id}"] if action.activity else [])
            + [f"?{other.id}" for other in action.others]
        )
        for action in actions
    ]


class Situation(NamedTuple):
    story: str
    occurrences: list[Occurrence]
    activities: list[Activity]
    actions: list[str]
    in_doubt: frozenset[str] = frozenset()
    near: Nearness | None = None


IN_AN_HOUR = an_occurrence(day=date(2026, 9, 1), at="09:00")
OVERLAPPING = an_occurrence(a_series("open-gym", allow_overlap=True))
UNMARKED = an_occurrence(a_series("yoga-evening", marked=False))

SITUATIONS = [
    Situation("nobody has entered it yet", [YOGA_CLASS], [], ["create missing yoga-evening/2026-09-07"]),
    Situation(
        "it was made by an earlier apply",
        [YOGA_CLASS],
        [ITS_ACTIVITY],
        ["no-op in_place yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "somebody entered it by hand",
        [YOGA_CLASS],
        [an_activity()],
        ["no-op in_place_unmarked yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "markers are off, so nothing can carry one",
        [UNMARKED],
        [an_activity()],
        ["no-op in_place yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "markers were turned off after it was made, and it was moved",
        [UNMARKED],
        [created_from(YOGA_CLASS, start=created_from(an_occurrence(day=TUESDAY)).start)],
        ["report differs yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "it starts within the protected hours",
        [IN_AN_HOUR],
        [],
        ["hold frozen yoga-evening/2026-09-01"],
    ),
    Situation(
        "it was changed by hand within the protected hours",
        [IN_AN_HOUR],
        [created_from(IN_AN_HOUR, details=IN_AN_HOUR.details._replace(staff_id=BEN))],
        ["no-op in_place yoga-evening/2026-09-01 #9001"],
    ),
    Situation(
        "it is doubtful within the protected hours",
        [IN_AN_HOUR],
        [an_activity(day=date(2026, 9, 1), at="09:00", staff_id=BEN)],
        ["hold frozen yoga-evening/2026-09-01 ?9001"],
    ),
    Situation(
        "the teacher was changed by hand",
        [YOGA_CLASS],
        [an_activity(staff_id=BEN)],
        ["hold doubtful_staff yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "the time was changed by hand",
        [YOGA_CLASS],
        [an_activity(at="17:00")],
        ["hold doubtful_time yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "the service was changed by hand",
        [YOGA_CLASS],
        [an_activity(service_id=PILATES)],
        ["hold doubtful_service yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "two activities by hand could be it",
        [YOGA_CLASS],
        [an_activity(2), an_activity(1)],
        ["hold doubtful_tie yoga-evening/2026-09-07 ?1 ?2"],
    ),
    Situation(
        "one activity by hand could be either of two",
        [an_occurrence(at="17:00"), an_occurrence("late-yoga", at="20:00")],
        [an_activity(at="18:30")],
        ["hold doubtful_tie yoga-evening/2026-09-07 ?9001", "hold doubtful_tie late-yoga/2026-09-07 ?9001"],
    ),
    Situation(
        "one class given to Ben may hide another class of Ben's",
        [YOGA_CLASS, an_occurrence("late-yoga", at="20:00", staff_id=BEN)],
        [an_activity(staff_id=BEN)],
        [
            "hold doubtful_staff yoga-evening/2026-09-07 ?9001",
            "hold doubtful_time late-yoga/2026-09-07 ?9001",
        ],
    ),
    Situation(
        "the teacher is busy",
        [YOGA_CLASS],
        [an_activity(at="18:00", service_id=PILATES, room_ids=(SMALL_HALL,))],
        ["report undeclared #9001", "hold clash yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "the hall is busy",
        [YOGA_CLASS],
        [an_activity(at="18:00", service_id=PILATES, staff_id=BEN)],
        ["report undeclared #9001", "hold clash yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "the hall is busy, but may be shared",
        [OVERLAPPING],
        [an_activity(at="18:00", service_id=PILATES, staff_id=BEN)],
        ["report undeclared #9001", "create missing open-gym/2026-09-07"],
    ),
    Situation(
        "its capacity was changed",
        [YOGA_CLASS],
        [created_from(YOGA_CLASS, details=YOGA_CLASS.details._replace(capacity=14))],
        ["report differs yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "it was duplicated within the booking system",
        [YOGA_CLASS],
        [ITS_ACTIVITY, created_from(YOGA_CLASS, 9002, start=created_from(an_occurrence(day=TUESDAY)).start)],
        ["no-op in_place yoga-evening/2026-09-07 #9001", "report duplicate #9002 ?9001"],
    ),
    Situation(
        "its copy stands where another class belongs",
        [YOGA_CLASS, an_occurrence(day=TUESDAY)],
        [ITS_ACTIVITY, created_from(an_occurrence(day=TUESDAY), 9002, marker=YOGA_CLASS.marker)],
        [
            "no-op in_place yoga-evening/2026-09-07 #9001",
            "hold doubtful_tie yoga-evening/2026-09-08 ?9002",
            "report duplicate #9002 ?9001",
        ],
    ),
    Situation(
        "it and its copy stand on the same slot",
        [YOGA_CLASS],
        [ITS_ACTIVITY, created_from(YOGA_CLASS, 9002)],
        ["hold doubtful_tie yoga-evening/2026-09-07 ?9001 ?9002"],
    ),
    Situation(
        "its class got another id after somebody had moved it to another week",
        [an_occurrence(a_series("late-yoga")), an_occurrence(a_series("late-yoga"), day=TUESDAY)],
        [ITS_ACTIVITY, created_from(an_occurrence(day=MONDAY + timedelta(days=9)), 9002)],
        [
            "no-op in_place_unmarked late-yoga/2026-09-07 #9001",
            "hold doubtful_renamed late-yoga/2026-09-08 ?9002",
        ],
    ),
    Situation(
        "somebody entered it a second time by hand",
        [YOGA_CLASS],
        [ITS_ACTIVITY, an_activity(9002)],
        ["no-op in_place yoga-evening/2026-09-07 #9001", "report duplicate #9002 ?9001"],
    ),
    Situation("the files no longer declare it", [], [ITS_ACTIVITY], ["report surplus #9001"]),
    Situation("nobody declared it", [], [an_activity()], ["report undeclared #9001"]),
    Situation(
        "the booking system's own schedule made it, and nobody declared it",
        [],
        [an_activity(schedule_id=77)],
        ["report native_schedule #9001"],
    ),
    Situation(
        "the booking system's own schedule made exactly this class",
        [YOGA_CLASS],
        [an_activity(schedule_id=77)],
        ["report native_schedule yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "the booking system's own schedule made a class that may be this one",
        [YOGA_CLASS],
        [an_activity(schedule_id=77, staff_id=BEN)],
        ["hold native_schedule yoga-evening/2026-09-07 ?9001"],
    ),
    Situation(
        "it was renamed in the files, so its marker is an old one",
        [YOGA_CLASS],
        [an_activity(marker=OUTSIDER)],
        ["no-op in_place_unmarked yoga-evening/2026-09-07 #9001"],
    ),
    Situation(
        "it was cancelled by hand",
        [YOGA_CLASS],
        [an_activity(deleted=True)],
        ["create missing yoga-evening/2026-09-07"],
    ),
    Situation(
        "an earlier apply sent it a moment ago, and does not know what became of it",
        [YOGA_CLASS],
        [],
        ["hold in_doubt yoga-evening/2026-09-07"],
        frozenset({YOGA_CLASS.address}),
    ),
    Situation(
        "it was in doubt, and has appeared",
        [YOGA_CLASS],
        [ITS_ACTIVITY],
        ["no-op in_place yoga-evening/2026-09-07 #9001"],
        frozenset({YOGA_CLASS.address}),
    ),
    Situation(
        "somebody else's class ends five minutes before it in a room that needs ten",
        [YOGA_CLASS],
        [an_activity(at="17:30", length_s=55 * 60, staff_id=BEN, service_id=PILATES)],
        [
            "report undeclared #9001",
            "hold too_close yoga-evening/2026-09-07 ?9001",
        ],
        near=Nearness(buffers={"mitte": Buffers(rooms={}, default_s=600, span=a_span())}, ways=None),
    ),
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=[situation.story for situation in SITUATIONS])
def test_each_situation_has_its_actions(situation: Situation) -> None:
    found = plan(
        situation.occurrences,
        situation.activities,
        protect_s=2 * 3600,
        in_doubt=situation.in_doubt,
        near=situation.near,
    )
    assert situation.actions == in_words(found.actions)


def test_the_situations_cover_every_reason() -> None:
    told = {action.split()[1] for situation in SITUATIONS for action in situation.actions}
    assert {reason.value for reason in Reason} == told


def test_a_changed_start_and_details_are_listed_with_both_sides() -> None:
    moved = created_from(
        YOGA_CLASS,
        start=YOGA_CLASS.start + timedelta(minutes=30),
        details=YOGA_CLASS.details._replace(capacity=14, staff_id=BEN),
    )
    (action,) = plan([YOGA_CLASS], [moved]).actions
    assert [
        ("start", moved.start, YOGA_CLASS.start),
        ("staff_id", BEN, ANNA),
        ("capacity", 14, 12),
    ] == [(change.field, change.before, change.after) for change in action.changes]


def test_occurrences_before_the_read_are_only_counted() -> None:
    early = an_occurrence(day=date(2026, 8, 31))
    found = plan([early, YOGA_CLASS], [], past=3)
    assert (found.past, in_words(found.actions)) == (4, ["create missing yoga-evening/2026-09-07"])


def test_an_occurrence_at_the_very_edge_of_the_protected_time_is_created() -> None:
    until = YOGA_CLASS.utc - int(NOW.timestamp())
    assert in_words(plan([YOGA_CLASS], [], protect_s=until).actions) == [
        "create missing yoga-evening/2026-09-07"
    ]
    assert in_words(plan([YOGA_CLASS], [], protect_s=until + 1).actions) == [
        "hold frozen yoga-evening/2026-09-07"
    ]


@pytest.mark.parametrize(
    "stranger", [{}, {"marker": OUTSIDER}, {"schedule_id": 77}], ids=["undeclared", "surplus", "native"]
)
@pytest.mark.parametrize("seconds", [0, 1])
def test_strangers_within_the_protected_time_are_not_told(stranger: dict[str, object], seconds: int) -> None:
    activity = an_activity(**stranger)
    assert activity.utc is not None
    until = activity.utc - int(NOW.timestamp())
    for known in (activity, activity._replace(utc=None)):
        assert len(plan([], [known], protect_s=until + seconds).actions) == 1 - seconds


def test_a_duplicate_within_the_protected_time_is_told() -> None:
    found = plan([YOGA_CLASS], [ITS_ACTIVITY, an_activity(9002)], protect_s=14 * 86400)
    assert "report duplicate #9002 ?9001" in in_words(found.actions)


def test_actions_stand_in_order_of_start_then_address_then_id() -> None:
    occurrences = [
        an_occurrence("b", day=TUESDAY, staff_id=2, room_ids=()),
        an_occurrence("a", day=TUESDAY, staff_id=3, room_ids=()),
        an_occurrence("a-b", day=TUESDAY, staff_id=4, room_ids=()),
        an_occurrence("z", staff_id=5, room_ids=()),
    ]
    strangers = [an_activity(n, TUESDAY, staff_id=n, service_id=n, room_ids=()) for n in (902, 901)]
    found = plan(occurrences, strangers)
    told = [line.rsplit(" ", 1)[1] for line in in_words(found.actions)]
    expected = ["z/2026-09-07", "a-b/2026-09-08", "a/2026-09-08", "b/2026-09-08", "#901", "#902"]
    assert expected == told


def test_a_target_leaves_the_rest_of_the_timetable_out_but_not_unknown() -> None:
    other = an_occurrence("pilates", at="10:00", service_id=PILATES)
    stranger = an_activity(9003, day=TUESDAY)
    found = plan(
        [YOGA_CLASS, other],
        [created_from(other, 9002), stranger],
        selection=a_selection(targets=("mitte/yoga-*",)),
    )
    assert in_words(found.actions) == ["create missing yoga-evening/2026-09-07"]
    assert found.live.count == 2


def test_a_duplicate_of_a_targeted_class_is_still_told() -> None:
    found = plan(
        [YOGA_CLASS],
        [ITS_ACTIVITY, an_activity(9002)],
        selection=a_selection(targets=("mitte/yoga-*",)),
    )
    assert in_words(found.actions) == [
        "no-op in_place yoga-evening/2026-09-07 #9001",
        "report duplicate #9002 ?9001",
    ]


def test_an_activity_outside_the_window_is_matched_but_not_told_for_itself() -> None:
    october = date(2026, 10, 1)
    moved = created_from(YOGA_CLASS, start=an_activity(day=october).start)
    found = plan([YOGA_CLASS], [moved, an_activity(9002, day=october, at="08:00")])
    assert in_words(found.actions) == ["report differs yoga-evening/2026-09-07 #9001"]


def test_some_files_say_nothing_about_activities_of_other_files() -> None:
    found = plan(
        [YOGA_CLASS], [an_activity(day=TUESDAY)], selection=a_selection(files=(YOGA_CLASS.origin.file,))
    )
    assert in_words(found.actions) == ["create missing yoga-evening/2026-09-07"]


def test_the_plan_carries_the_gates_and_what_was_read() -> None:
    found = plan([YOGA_CLASS], [], limits=Limits(creates=0), last_seen=LastSeen(count=5))
    assert [(g.name, g.passed) for g in found.gates] == [
        ("suddenly empty", False),
        ("too many creates", False),
    ]
    assert (found.live.count, found.live.read_from) == (0, NOW)


def test_a_room_that_the_answer_does_not_name_cannot_clash() -> None:
    busy = an_activity(at="18:00", service_id=PILATES, staff_id=BEN, room_ids=None)
    assert "create missing yoga-evening/2026-09-07" in in_words(plan([YOGA_CLASS], [busy]).actions)


def test_a_class_beyond_what_is_published_is_counted_and_not_created() -> None:
    later = an_occurrence(day=TUESDAY + timedelta(days=13))
    found = plan([YOGA_CLASS, later], [], publish_until=MONDAY + timedelta(days=13))
    assert in_words(found.actions) == in_words(plan([YOGA_CLASS], []).actions)
    assert found.unpublished == 1


def test_a_class_beyond_what_is_published_still_finds_its_activity() -> None:
    found = plan([YOGA_CLASS], [ITS_ACTIVITY], publish_until=MONDAY - timedelta(days=1))
    assert found == plan([YOGA_CLASS], [ITS_ACTIVITY])
    assert found.unpublished == 0


def test_what_was_removed_is_told_within_the_dates_and_the_selection_of_the_plan() -> None:
    def gone(class_id: str, day: date) -> Removal:
        return Removal(a_series(class_id), day, (Step(StepKind.CLOSURE, "closed", a_span()),))

    past, told, later = (gone("yoga", date(2026, month, 14)) for month in (8, 9, 10))
    other = gone("pilates", date(2026, 9, 14))
    request = a_request([], [], removals=(past, told, other, later), publish_until=date(2026, 9, 30))
    assert plan_location(request).removals == (told, other)
    only = replace(request, selection=a_selection(targets=("mitte/yoga*",)))
    assert plan_location(only).removals == (told,)
    assert plan_location(replace(request, publish_until=None)).removals == (told, other, later)


def test_a_class_of_the_past_that_was_moved_into_the_future_is_not_called_surplus() -> None:
    early = an_occurrence(day=date(2026, 8, 31))
    moved = created_from(
        early, start=YOGA_CLASS.start, utc=YOGA_CLASS.utc, details=an_activity(staff_id=BEN).details
    )
    for request in ({"occurrences": [early]}, {"occurrences": [], "started": (early,)}):
        assert plan(activities=[moved], **request).actions == ()
    assert in_words(plan([], [moved]).actions) == ["report surplus #9001"]
