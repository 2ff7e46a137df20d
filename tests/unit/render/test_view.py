from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import ANNA, BEN, YOGA, a_location, a_series, a_span, an_activity, an_occurrence, created_from
from unit.render.render_plans import NAMES, NOW, a_location_plan, a_plan, create, plan_validator, weekly

from reconciler.model.diagnostic import Diagnostic, Severity, Span
from reconciler.model.occurrence import Step, StepKind
from reconciler.model.plan import Action, ActionKind, FieldChange, Gate, LocationPlan, Reason, Selection
from reconciler.model.window import Window
from reconciler.render import plan_view
from reconciler.render.operation_digest import operations_digest
from reconciler.render.shape import PlanView

OCCURRENCE = an_occurrence()
ACTIVITY = created_from(OCCURRENCE)


def a_view(*actions: Action) -> PlanView:
    return plan_view(a_plan(a_location_plan(actions)))


def test_a_create_is_shown_exactly_as_it_will_be_written() -> None:
    occurrence = an_occurrence(label_ids=(41,), comment="bring mats", link="https://x.example/1")
    assert a_view(create(occurrence))["resource_changes"] == [
        {
            "address": "mitte/yoga-evening/2026-09-07",
            "type": "activity",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {
                    "start": "2026-09-07T18:30:00",
                    "timezone": "Europe/Berlin",
                    "utc": "2026-09-07T16:30:00Z",
                    "length_s": 4200,
                    "break_s": 600,
                    "service_id": 501,
                    "staff_id": 11,
                    "resource_instance_ids": [31],
                    "label_ids": [41],
                    "capacity": 12,
                    "comment": f"bring mats #rc:{occurrence.marker}",
                    "color": "",
                    "instructions": "",
                    "stream_link": "https://x.example/1",
                    "names": {
                        "service": "Yoga Flow",
                        "staff": "Anna",
                        "rooms": ["big hall"],
                        "labels": ["beginners"],
                    },
                },
            },
            "reason": "missing",
            "origin": {"file": "schedules/autumn.yaml", "line": 4},
            "trace": 0,
        }
    ]


def test_without_markers_the_comment_is_as_declared() -> None:
    series = a_series(marked=False)
    comments = [
        a_view(create(an_occurrence(series, comment=note)))["resource_changes"][0]["change"]["after"]
        for note in ("bring mats", None)
    ]
    assert [after and after["comment"] for after in comments] == ["bring mats", None]


def test_a_create_that_will_be_forced_says_so() -> None:
    views = [
        a_view(create(an_occurrence(a_series(allow_overlap=allowed))))["resource_changes"][0]["change"][
            "after"
        ]
        for allowed in (True, False)
    ]
    assert [after and after.get("force") for after in views] == [True, None]


def test_ids_that_nobody_named_are_shown_as_numbers() -> None:
    after = a_view(create(an_occurrence(staff_id=77, room_ids=(88,))))["resource_changes"][0]["change"][
        "after"
    ]
    assert after is not None
    assert (after["names"]["staff"], after["names"]["rooms"]) == ("#77", ["#88"])


def test_a_no_op_is_listed_with_its_activity_as_terraform_does() -> None:
    view = a_view(
        Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=OCCURRENCE, activity=ACTIVITY)
    )
    (change,) = view["resource_changes"]
    assert change["change"]["actions"] == ["no-op"]
    assert change["change"]["before"] == change["change"]["after"]
    assert change["activity_id"] == 9001
    assert view["series_changes"] == []
    assert view["summary"]["no_op"] == 1


def test_held_back_counts_the_people_of_all_others_once() -> None:
    first, second = an_activity(1, booked=4), an_activity(2, booked=None)
    held = Action(
        kind=ActionKind.HOLD,
        reason=Reason.DOUBTFUL_TIE,
        occurrence=OCCURRENCE,
        activity=first,
        others=(first, second),
    )
    (entry,) = a_view(held)["held_back"]
    assert [other["activity_id"] for other in entry["others"]] == [1, 2]
    assert (entry["booked"], entry["reason"]) == (4, "doubtful_tie")


def test_clashes_stand_apart_from_what_is_held_back() -> None:
    clash = Action(kind=ActionKind.HOLD, reason=Reason.CLASH, occurrence=OCCURRENCE, others=(ACTIVITY,))
    view = a_view(clash)
    assert (view["held_back"], [each["reason"] for each in view["conflicts"]]) == ([], ["clash"])
    assert (view["summary"]["held_back"], view["summary"]["conflicts"]) == (0, 1)


def test_drift_speaks_the_words_of_the_view() -> None:
    differs = Action(
        kind=ActionKind.REPORT,
        reason=Reason.DIFFERS,
        occurrence=OCCURRENCE,
        activity=ACTIVITY,
        changes=(
            FieldChange(field="start", before=ACTIVITY.start - timedelta(hours=1), after=OCCURRENCE.start),
            FieldChange(field="room_ids", before=(32,), after=(31,)),
        ),
    )
    (entry,) = a_view(differs)["drift"]
    assert entry["changes"] == [
        {"field": "start", "before": "2026-09-07T17:30:00", "after": "2026-09-07T18:30:00"},
        {"field": "resource_instance_ids", "before": [32], "after": [31]},
    ]
    assert entry["address"] == OCCURRENCE.address


def test_unnamed_activities_go_by_what_the_booking_system_calls_them() -> None:
    foreign = an_activity(5, service_id=999, staff_id=77, title="Zumba", staff_name="Cleo")
    named = an_activity(6, service_id=YOGA, staff_id=ANNA, title="YOGA 2", staff_name="A.")
    view = a_view(
        *(
            Action(kind=ActionKind.REPORT, reason=Reason.UNDECLARED, activity=each)
            for each in (foreign, named)
        )
    )
    names = [each["before"]["names"] for each in view["drift"]]
    assert [(each["service"], each["staff"]) for each in names] == [("Zumba", "Cleo"), ("Yoga Flow", "Anna")]


def test_series_are_folded_in_the_order_of_their_addresses() -> None:
    first, last = date(2026, 9, 7), date(2026, 10, 4)
    yoga, aqua = weekly("yoga", {0, 2}, first, last), weekly("aqua", {1}, first, last)
    changes = a_view(*map(create, yoga + aqua))["series_changes"]
    assert [(each["address"], each["create"]) for each in changes] == [("mitte/aqua", 4), ("mitte/yoga", 8)]
    (group,) = changes[1]["groups"]
    assert (group["weekdays"], group["time"], group["end"]) == (["mon", "wed"], "18:30", "19:30")
    assert (group["first"], group["last"], group["count"]) == ("2026-09-07", "2026-09-30", 8)
    assert (group["not"], group["dates"]) == ([], [])
    assert group["details"]["comment"] is None
    assert "start" not in group["details"]


def test_another_teacher_on_one_date_is_a_group_of_its_own() -> None:
    occurrences = weekly("yoga", {0}, date(2026, 9, 7), date(2026, 10, 12))
    occurrences[2] = an_occurrence("yoga", occurrences[2].date, staff_id=BEN)
    (series,) = a_view(*map(create, occurrences))["series_changes"]
    assert [(group["count"], group["details"]["names"]["staff"]) for group in series["groups"]] == [
        (5, "Anna"),
        (1, "Ben"),
    ]


def test_fields_that_no_pair_could_compare_are_named() -> None:
    def pair(**unknown: None) -> Action:
        activity = ACTIVITY._replace(details=ACTIVITY.details._replace(**unknown))
        return Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=OCCURRENCE, activity=activity)

    view = a_view(pair(capacity=None, link=None), pair(capacity=None, length_s=None))
    assert view["compared"] == {"unknown_fields": ["capacity"]}


def test_fields_that_nobody_declares_are_not_missed() -> None:
    occurrence = an_occurrence(capacity=None)
    pair = Action(
        kind=ActionKind.NO_OP,
        reason=Reason.IN_PLACE,
        occurrence=occurrence,
        activity=created_from(occurrence),
    )
    assert a_view(pair)["compared"] == {"unknown_fields": []}


def test_the_digest_knows_only_what_would_be_written() -> None:
    actions = [create(each) for each in weekly("yoga", {0, 2}, date(2026, 9, 7), date(2026, 10, 4))]
    first = plan_view(a_plan(a_location_plan(actions)))
    series = a_series("yoga", span=a_span(99))
    moved = [create(each.occurrence._replace(series=series)) for each in reversed(actions) if each.occurrence]
    second = plan_view(a_plan(a_location_plan(moved), made_at=NOW + timedelta(hours=1)))
    fewer = plan_view(a_plan(a_location_plan(actions[1:])))
    assert first["operations_digest"] == second["operations_digest"] != fewer["operations_digest"]
    assert operations_digest([]) == operations_digest(a_view()["resource_changes"])


def test_a_failed_gate_an_error_or_nothing_to_do_make_it_not_applicable() -> None:
    failed = Gate(name="too many creates", limit="0", actual="1", passed=False)
    error = Diagnostic(code="EXP001", severity=Severity.ERROR, summary="no")
    part = a_location_plan([create(OCCURRENCE)])
    plans = [
        a_plan(part),
        a_plan(a_location_plan([create(OCCURRENCE)], gates=(failed,))),
        a_plan(part, diagnostics=(error,)),
        a_plan(a_location_plan()),
    ]
    assert [plan_view(plan)["applyable"] for plan in plans] == [True, False, False, False]
    assert [plan_view(plan)["errored"] for plan in plans] == [False, False, True, False]


def test_options_tell_apply_what_was_asked_for() -> None:
    selection = Selection(window=Window(first=date(2026, 9, 1)), season="autumn", targets=("mitte/*",))
    view = plan_view(a_plan(a_location_plan(), selection=selection))
    assert view["options"] == {
        "paths": ["reconciler.yaml"],
        "environment": "production",
        "from": "2026-09-01",
        "to": None,
        "season": "autumn",
        "locations": [],
        "targets": ["mitte/*"],
        "excludes": [],
        "tags": [],
        "some_files": False,
        "details": False,
    }
    assert (view["complete"], view["window"]["to"]) == (False, None)


def test_several_locations_share_one_view() -> None:
    other = LocationPlan(
        location=a_location("nord", 102, "Europe/London"),
        names=NAMES,
        actions=(),
        gates=(),
        live=a_location_plan().live,
        past=2,
    )
    one, both = plan_view(a_plan(other)), plan_view(a_plan(a_location_plan(past=1), other))
    assert one["live"]["digest"] == "ab" * 32 != both["live"]["digest"]
    assert (both["live"]["count"], both["summary"]["past"]) == (6, 3)
    assert (one["window"]["timezone"], both["window"]["timezone"]) == ("Europe/London", None)
    assert [each["key"] for each in both["locations"]] == ["mitte", "nord"]


@pytest.mark.parametrize("kind", list(ActionKind))
def test_every_kind_of_action_fits_the_schema(kind: ActionKind) -> None:
    report = kind is ActionKind.REPORT
    action = Action(
        kind=kind,
        reason=Reason.DIFFERS if report else Reason.MISSING,
        occurrence=OCCURRENCE,
        activity=None if kind is ActionKind.CREATE else replace_unknown(),
        changes=(FieldChange(field="capacity", before=None, after=12),) if report else (),
    )
    span = a_span()
    found = Diagnostic(
        code="EXP002", severity=Severity.WARNING, summary="s", span=span, related=(("there", span),)
    )
    view = plan_view(replace(a_plan(a_location_plan([action])), diagnostics=(found,)))
    assert plan_validator()(view) == []


def replace_unknown() -> object:
    details = ACTIVITY.details._replace(length_s=None, break_s=None, room_ids=None, label_ids=None)
    return ACTIVITY._replace(utc=None, booked=None, schedule_id=7, details=details)


def test_every_class_points_at_its_trace_and_a_series_shares_one() -> None:
    early, late = Span("a.yaml", 3, 1, 3, 9), Span("a.yaml", 8, 1, 8, 9)
    pattern = Step(StepKind.PATTERN, "Mon 18:30", early)
    plain, moved = (pattern,), (pattern, Step(StepKind.EXCEPTION, "moved to Tue", late))
    days = [date(2026, 9, 7), date(2026, 9, 14), date(2026, 9, 21)]
    found = [
        an_occurrence(day=day)._replace(trace=trace)
        for day, trace in zip(days, (plain, moved, plain), strict=True)
    ]
    held = Action(kind=ActionKind.HOLD, reason=Reason.FROZEN, occurrence=found[2])
    view = a_view(*map(create, found[:2]), held)
    assert [each["trace"] for each in (*view["resource_changes"], *view["held_back"])] == [0, 1, 0]
    assert [[step["text"] for step in trace] for trace in view["traces"]] == [
        ["Mon 18:30"],
        ["Mon 18:30", "moved to Tue"],
    ]
    assert view["traces"][1][1]["line"] == 8


def test_traces_of_equal_steps_are_one_however_they_were_made() -> None:
    pattern = [Step(StepKind.PATTERN, "Mon 18:30", Span("a.yaml", 3, 1, 3, 9))]
    days = [date(2026, 9, 7), date(2026, 9, 14)]
    found = [an_occurrence(day=day)._replace(trace=tuple(pattern)) for day in days]
    assert len(a_view(*map(create, found))["traces"]) == 1


def test_after_says_what_the_answer_lacks() -> None:
    wanted = an_occurrence(instructions="mats")
    found = created_from(wanted)
    listed = found._replace(details=found.details._replace(length_s=None, room_ids=None, instructions=None))
    action = Action(kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=wanted, activity=listed)
    (change,) = plan_view(a_plan(a_location_plan([action])))["resource_changes"]
    before, after = change["change"]["before"], change["change"]["after"]
    assert before is not None
    assert after is not None
    assert (before["length_s"], before["names"]["rooms"], before["instructions"]) == (None, None, None)
    assert (after["length_s"], after["names"]["rooms"], after["instructions"]) == (4200, ["big hall"], "mats")
    assert {key for key in after if after.get(key) != before.get(key)} == {
        "length_s", "resource_instance_ids", "instructions", "names",
    }  # fmt: skip
