"""Seats and hours of services, teachers and rooms, before and after a plan."""

from __future__ import annotations

import json
from datetime import date
from typing import cast

import pytest
from builders import BEN, PILATES, an_activity, an_occurrence, created_from
from unit.render.render_plans import NAMES, a_location_plan, a_plan, a_style, create, plan_validator, weekly

from reconciler.model.names import Names
from reconciler.model.plan import Action, ActionKind, Plan, Reason
from reconciler.render import FORMATS, load_plan_view, numbers_to_text, plan_view, to_json
from reconciler.render.frame_shape import NumbersView
from reconciler.render.numbers_markdown import numbers_markdown
from reconciler.render.numbers_words import number_blocks

MONDAYS = weekly("yoga-evening", {0}, date(2026, 9, 7), date(2026, 9, 28))


def a_season(names: Names = NAMES) -> Plan:
    """Two yoga classes are there, two are created, Ben's Pilates stays, one class is held back."""
    there = [
        Action(
            kind=ActionKind.NO_OP, reason=Reason.IN_PLACE, occurrence=one, activity=created_from(one, number)
        )
        for number, one in enumerate(MONDAYS[:2], 70)
    ]
    pilates = an_activity(9, date(2026, 9, 8), service_id=PILATES, staff_id=BEN, capacity=None, break_s=None)
    held = Action(
        kind=ActionKind.HOLD,
        reason=Reason.DOUBTFUL_TIE,
        occurrence=an_occurrence("other", date(2026, 9, 8)),
        others=(pilates,),
    )
    stranger = Action(kind=ActionKind.REPORT, reason=Reason.UNDECLARED, activity=pilates)
    return a_plan(a_location_plan([*there, *map(create, MONDAYS[2:]), stranger, held], names=names))


def numbers(plan: Plan) -> NumbersView:
    return plan_view(plan)["numbers"]


def test_each_class_counts_for_its_studio_service_teacher_and_rooms() -> None:
    found = numbers(a_season())
    assert found["weeks"] == 4
    told = {
        (row["kind"], row["name"]): (
            tuple(row["before"].values()),
            tuple(row["after"].values()),
        )
        for row in found["rows"]
    }
    yoga = ((2, 24, 7200), (4, 48, 14400))
    pilates = ((1, 0, 4200), (1, 0, 4200))
    assert told == {
        ("all", "mitte"): ((3, 24, 11400), (5, 48, 18600)),
        ("service", "Pilates"): pilates,
        ("service", "Yoga Flow"): yoga,
        ("teacher", "Anna"): yoga,
        ("teacher", "Ben"): pilates,
        ("room", "big hall"): ((3, 24, 11400), (5, 48, 18600)),
    }


def test_the_table_shows_a_week_before_after_and_the_difference() -> None:
    assert numbers_to_text(numbers(a_season()), a_style(80)) == (
        "Numbers: a week, on average over 4 weeks\n"
        "             Classes            Seats         Hours\n"
        "All\n"
        "  mitte      0.8 -> 1.2 (+0.4)  6 -> 12 (+6)  0.8 -> 1.3 (+0.5)\n"
        "Services\n"
        "  Pilates    0.2                0             0.3\n"
        "  Yoga Flow  0.5 -> 1 (+0.5)    6 -> 12 (+6)  0.5 -> 1 (+0.5)\n"
        "Teachers\n"
        "  Anna       0.5 -> 1 (+0.5)    6 -> 12 (+6)  0.5 -> 1 (+0.5)\n"
        "  Ben        0.2                0             0.3\n"
        "Rooms\n"
        "  big hall   0.8 -> 1.2 (+0.4)  6 -> 12 (+6)  0.8 -> 1.3 (+0.5)\n"
    )


@pytest.mark.parametrize("width", [40, 80, 200])
def test_long_names_give_way_to_the_width(width: int) -> None:
    names = Names(services={501: "Yoga for everybody who was never here before 初心者", 502: "Pilates"})
    lines = numbers_to_text(numbers(a_season(names)), a_style(width)).splitlines()
    assert max(map(len, lines)) <= max(width, 64)


def test_what_is_new_needs_no_difference() -> None:
    ((_, (row,)), *_) = number_blocks(numbers(a_plan(a_location_plan([create(MONDAYS[0])]))))
    assert row.cells == ("0 -> 1", "0 -> 12", "0 -> 1")


def test_a_change_that_rounding_hides_is_told_in_words() -> None:
    def row(before: int, after: int) -> tuple[str, str, str]:
        sides = ({"classes": each, "seats": 12, "lesson_s": 3600} for each in (before, after))
        one = dict(zip(("before", "after"), sides, strict=True), kind="all", name="mitte", location="mitte")
        ((_, (found,)),) = number_blocks(cast("NumbersView", {"weeks": 50, "rows": [one]}))
        assert found.changes
        return found.cells

    assert row(70, 69) == ("1.4 (a little less)", "0.2", "0")
    assert row(0, 1)[0] == "0 (a little more)"


def test_without_classes_there_is_no_table() -> None:
    empty = numbers(a_plan(a_location_plan()))
    assert empty == {"weeks": 0, "rows": []}
    assert numbers_to_text(empty, a_style()) == ""
    assert numbers_markdown(empty) == []


def test_the_comment_lists_what_changes_and_counts_the_rest() -> None:
    text = "\n".join(numbers_markdown(numbers(a_season())))
    assert "| Anna | 0.5 -> 1 (+0.5) | 6 -> 12 (+6) | 0.5 -> 1 (+0.5) |" in text
    assert "Ben" not in text
    assert text.count("| 1 more without a change |") == 2
    nothing = [action for action in a_season().locations[0].actions if action.kind is ActionKind.NO_OP]
    assert numbers_markdown(numbers(a_plan(a_location_plan(nothing)))) == []


def test_hostile_names_stay_inert_in_the_comment_and_the_report() -> None:
    names = Names(services={501: "<img src=x> @all | x"}, staff={11: "Anna"})
    view = plan_view(a_season(names))
    assert "<img" not in "\n".join(numbers_markdown(view["numbers"]))
    report = FORMATS["html"](view, a_style())
    assert "<img" not in report
    assert "a week, on average over 4 weeks" in report


def test_a_saved_plan_cannot_lie_about_its_numbers() -> None:
    view = plan_view(a_season())
    forged = json.loads(to_json(view))
    forged["numbers"]["rows"][0]["after"]["seats"] = 0
    assert load_plan_view(json.dumps(forged), plan_validator())["numbers"] == view["numbers"]
